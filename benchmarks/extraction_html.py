"""A page's HTML as the extraction benchmark reads it, whoever made it."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no types

from benchmarks.extraction_reading import LABELS, SOURCE, Reading, address, words

_TEX = re.compile(r"\$\$.{1,4000}?\$\$|\\\(.{1,2000}?\\\)|\\\[.{1,4000}?\\\]", re.DOTALL)
_SPACE_TAGS = frozenset([
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
])  # fmt: skip


def from_html(html: str) -> Reading:
    reading = Reading()
    if not html.strip():
        return reading
    root = etree.fromstring(
        html.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    )
    if root is None:
        return reading
    for link in [link for link in root.iter("a") if _leads_back(link, "".join(link.itertext()))]:
        for item in link.iter():
            item.text = item.tail = "" if item is not link else item.tail
            item.tag = "span"
    _without_formulas(root)
    _without_edit_links(root)
    reading.text = _TEX.sub(" ", html_text(root))
    for element in root.iter():
        _html_item(element, reading)
    return reading


def _without_formulas(root: Any) -> None:
    """Formulas are counted apart from text and pictures: one reader keeps a drawing, another its source."""
    for element in list(root.iter("math", "img")):
        if element.tag == "math" or re.search(
            r"\bmwe-math|/math/render/|\blatex\b", f"{element.get('class')} {element.get('src')}"
        ):
            for item in element.iter():
                item.text, item.tail = "", item.tail if item is element else ""
                item.tag = "span"


def _without_edit_links(root: Any) -> None:
    """The "[edit]" that wikis put into their headings."""
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for link in heading.findall(".//a"):
            if "action=edit" in (link.get("href") or ""):
                for item in link.iter():
                    item.text, item.tail = "", item.tail if item is link else ""
                link.tag = "span"


def html_text(root: Any) -> str:
    """All words; blocks part words, inline elements do not."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            parts.append("\n" if element.tag in _SPACE_TAGS else "")
            if element.tag not in ("script", "style", "noscript"):
                parts.append(element.text or "")
        else:
            parts.append("\n" if element.tag in _SPACE_TAGS else "")
            parts.append(element.tail or "")
    return "".join(parts)


def _html_item(element: Any, reading: Reading) -> None:  # noqa: C901, PLR0912 - one line for each kind
    tag = element.tag
    text = "".join(element.itertext())
    match tag:
        case "img":
            reading.add("images", address(element.get("src") or "") if element.get("src") else "")
            reading.add("alt texts", words(element.get("alt") or ""))
        case "figcaption" | "caption":
            reading.add("captions", LABELS.sub("", words(text)))
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            reading.add("headings", words(text))
            reading.first_below[words(text)] = _first_item_below(element)
        case "li":
            own = words(_own_text(element))
            if own:
                lists = list(element.iterancestors("ul", "ol"))
                reading.add("list items", (len(lists), _number(element), own))
        case "blockquote":
            reading.add("quotes", words(text))
        case "tr" if _is_data(element):
            reading.add("table rows", tuple(filter(None, (words("".join(c.itertext())) for c in element))))
        case "pre" if element.find(".//code") is not None or element.find(".//a[@href]") is None:
            reading.add("code blocks", words(text))
        case "code" | "kbd" | "samp" | "tt" | "var":
            if next(element.iterancestors("pre"), None) is None:
                reading.add("inline code", words(text))
        case "em" | "i":
            reading.add("emphasis", words(text))
        case "strong" | "b":
            reading.add("strong", words(text))
        case "a" if element.get("href"):
            if words(text) and not element.get("href").startswith("javascript:"):
                reading.add("links", (words(text), address(element.get("href"))))
        case "sup":
            reading.add("superscripts", words(text))


def _first_item_below(heading: Any) -> str:
    """The first item of the list that follows a heading with nothing said between them."""
    for element in heading.xpath("following::*"):
        if element.tag == "li":
            return words(_own_text(element))
        if element.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table") or (element.tail or "").strip():
            break
    return ""


def _leads_back(link: Any, text: str) -> bool:
    """A link in a list of notes that leads back to the mark; no narrator wants it."""
    return (
        link.get("href", "").startswith(("#", SOURCE + "#"))
        and (
            (
                "ref" in link.get("href", "")
                and next(link.iterancestors("sup"), None) is None
                and len(text.strip()) <= 2
            )
            or text.strip() in ("^", "↩", "↑", "↩︎")
        )
        and next(link.iterancestors("li"), None) is not None
    )


def _own_text(item: Any) -> str:
    """The text of an item without the lists inside it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag not in ("ul", "ol"):
            parts.append(_own_text(child) if child.find(".//li") is not None else html_text(child))
        else:
            parts.append(" ")
        if child.tag in ("ul", "ol") or child.find(".//li") is not None:
            parts.append(child.tail or "")
    return "".join(parts)


def _number(item: Any) -> int:
    """The number an item shows, 0 in an unordered list."""
    parent = next(item.iterancestors("ul", "ol"), None)
    if parent is None or parent.tag == "ul":
        return 0
    shown = [
        child
        for child in parent.iter("li")
        if words("".join(child.itertext())) and next(child.iterancestors("ul", "ol")) is parent
    ]
    start = parent.get("start")
    return (int(start) if start and start.isdigit() else 1) + (shown.index(item) if item in shown else 0)


def _is_data(row: Any) -> bool:
    """A row of a table that has headers or a caption, or at least two rows and columns of short cells."""
    table = next(row.iterancestors("table"), None)
    if table is None or table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    if table.find(".//th") is not None or table.find("caption") is not None:
        return True
    rows = list(table.iter("tr"))
    lengths = [len("".join(cell.itertext())) for item in rows for cell in item]
    return len(rows) > 1 and max(len(item) for item in rows) > 1 and max(lengths, default=0) < 300
