"""How much of real pages arrives: text, structure, metadata and speed, for Rhapsode and for two well-kept extractors.

    python -m benchmarks.extraction [--half first|second] [--worst N] [--pages FOLDER] [--only NAME]

The pages are folders with `source.html`, `expected.html` (the article as a person marked it) and
`expected-metadata.json`. Text is scored by the F1 of word trigrams, averaged over pages. Structure is scored by the
share of the expected items, over all pages, that arrive with their words (and their address, level of nesting and
number, where they have one). Peers are judged by the HTML they return.

Some items are said elsewhere on purpose. For all systems alike, a heading counts as kept where it arrives as the title
or the summary of the metadata (it is said once), and one right above a list of notes where that list arrives as notes
(which are said where they are called). "edit" links in headings are a wiki's controls and count nowhere. A `pre` with
links is a typed document and no code: its words and links count, its frame does not.

"kept" is of all that is expected, "of words that arrived" of those items whose words are in the text at all: the
difference is what the verdict on where the article is costs, which the F1 tells as well, and the rest is what was
destroyed on the way.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no types

from rhapsode.parsing.article import Article, walk
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.html import parse_html

SOURCE = "http://fakehost/test/page.html"
PAGES = Path(__file__).parent.parent.parent / "shared" / "readability-pages"
KINDS = (
    "images", "alt texts", "captions", "headings", "list items", "quotes", "table rows", "code blocks", "inline code",
    "emphasis", "strong", "links", "superscripts",
)  # fmt: skip
METADATA = ("title", "byline", "lang", "siteName", "publishedTime", "excerpt")
# What screen readers are told before a caption is no part of it.
LABELS = re.compile(r"^(?:(?:image|media|photo|picture|video) ?)?(?:caption|copyright|credit|source)s? ")
_TEX = re.compile(r"\$\$.{1,4000}?\$\$|\\\(.{1,2000}?\\\)|\\\[.{1,4000}?\\\]", re.DOTALL)
_SPACE_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)


@dataclass
class Reading:
    """What was read of a page: its words, and its items by kind."""

    text: str = ""
    items: dict[str, Counter[Any]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    notes: Counter[str] = field(default_factory=Counter)
    first_below: dict[str, str] = field(
        default_factory=dict
    )  # the first item of a list, by the heading right above it
    metadata: Mapping[str, str | None] = field(default_factory=dict)

    def add(self, kind: str, key: Any) -> None:
        if key:
            self.items[kind][key] += 1


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def address(value: str) -> str:
    """An address without what different readers write differently."""
    whole = (
        unquote(urljoin(SOURCE, value.strip())).partition("?")[0].removeprefix("https:").removeprefix("http:")
    )
    return whole.rstrip("/").lower()


# ------------------------------------------------------------------------------------------ from HTML


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


# --------------------------------------------------------------------------------------- from Articles


def from_article(article: Article) -> Reading:
    reading = Reading(metadata=_metadata(article))
    reading.text = " \n".join(article_text(article.blocks))
    for node in _nodes(article):
        _article_item(node, reading)
    _list_items(article.blocks, 0, reading)
    return reading


def _nodes(article: Article) -> Iterator[Any]:
    for block in article.blocks:
        yield from walk(block)


def shown(content: Iterable[Any]) -> str:
    """The words a reader sees in inlines, the marks of notes among them."""
    parts: list[str] = []
    for node in content:
        match node.kind:
            case "note_reference":
                parts.append(node.text)
            case "math":
                parts.append(" ")
            case "ruby":
                parts.append(node.base + node.reading)
            case "inline_image" | "break":
                parts.append(" ")
            case "text" | "code" | "abbreviation" | "time":
                parts.append(node.text)
            case _:
                parts.append(shown(node.content))
    return "".join(parts)


def article_text(blocks: Iterable[Any]) -> Iterator[str]:  # noqa: C901, PLR0912
    """The text of blocks, in reading order."""
    for block in blocks:
        match block.kind:
            case "list":
                for item in block.items:
                    yield from article_text(item.blocks)
            case "table":
                yield shown(block.caption)
                for row in block.rows:
                    yield from (shown(cell.content) for cell in row)
            case "definition_list":
                for item in block.items:
                    yield from (shown(term) for term in item.terms)
                    for description in item.descriptions:
                        yield from article_text(description)
            case "code_block":
                yield shown(block.caption)
                yield block.text
            case "figure":
                yield shown(block.caption)
                yield shown(block.credit)
            case "embed":
                yield from article_text(block.content)
            case "rule" | "math_block":
                continue
            case _:
                if getattr(block, "speaker", None):
                    yield block.speaker
                yield from _framed(block)


def _framed(block: Any) -> Iterator[str]:
    for name in ("title", "summary", "content"):
        yield shown(getattr(block, name, ()))
    yield from article_text(getattr(block, "blocks", ()))
    yield shown(getattr(block, "attribution", ()))


def _article_item(node: Any, reading: Reading) -> None:  # noqa: C901, PLR0912 - one line for each kind
    if type(node).__name__ == "Image":
        reading.add("images", address(node.src))
        reading.add("alt texts", words(node.alt or ""))
        return
    match getattr(node, "kind", ""):
        case "figure":
            reading.add("captions", LABELS.sub("", words(shown(node.caption) + " " + shown(node.credit))))
        case "heading":
            reading.add("headings", words(shown(node.content)))
        case "quote":
            reading.add("quotes", words(" \n".join(article_text([node]))))
        case "embed":
            reading.add("captions", words(node.title or ""))
            reading.add("quotes", words(" \n".join(article_text([node]))))
        case "table":
            reading.add("captions", words(shown(node.caption)))
            for row in node.rows:
                reading.add("table rows", tuple(filter(None, (words(shown(cell.content)) for cell in row))))
        case "code_block":
            reading.add("captions", words(shown(node.caption)))
            reading.add("code blocks", words(node.text))
        case "code":
            reading.add("inline code", words(node.text))
        case "emphasis" | "language":
            reading.add("emphasis", words(shown(node.content)))
        case "strong":
            reading.add("strong", words(shown(node.content)))
        case "link":
            reading.add("links", (words(shown(node.content)), address(node.href)))
        case "sup":
            reading.add("superscripts", words(shown(node.content)))
        case "note_reference":
            reading.add("superscripts", words(node.text))
            reading.add("links", (words(node.text), address("#" + node.label)))
        case "footnote":
            reading.notes[words(" \n".join(article_text(node.blocks)))] += 1


def _list_items(blocks: Iterable[Any], depth: int, reading: Reading) -> None:
    for block in blocks:
        if block.kind == "list":
            for i, item in enumerate(block.items):
                own = words(" \n".join(article_text(b for b in item.blocks if b.kind != "list")))
                number = (
                    (item.number or block.start + (-i if block.descending else i)) if block.ordered else 0
                )
                reading.add("list items", (depth + 1, number, own) if own else None)
                _list_items(item.blocks, depth + 1, reading)
        else:
            _list_items(_inner_blocks(block), depth, reading)


def _inner_blocks(block: Any) -> list[Any]:
    inner = list(getattr(block, "blocks", ()))
    if block.kind == "embed":
        inner += block.content
    if block.kind == "definition_list":
        inner += [b for item in block.items for description in item.descriptions for b in description]
    return inner


def _metadata(article: Article) -> dict[str, str | None]:
    return {
        "title": article.title,
        "byline": ", ".join(article.byline) or None,
        "lang": article.language,
        "siteName": article.site,
        "publishedTime": article.published,
        "excerpt": article.summary,
    }


# --------------------------------------------------------------------------------------------- scores


def trigrams(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text).split()
    if len(tokens) < 3:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(zip(tokens, tokens[1:], tokens[2:], strict=False))


def overlap(expected: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the trigrams of `found`."""
    one, other = trigrams(expected), trigrams(found)
    if not one or not other:
        return (1.0, 1.0, 1.0) if not one and not other else (0.0, 0.0, 0.0)
    common = (one & other).total()
    precision, recall = common / other.total(), common / one.total()
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def kept(kind: str, expected: Counter[Any], found: Counter[Any]) -> Counter[Any]:
    """The expected items that arrived; long texts may differ by a few words."""
    same = expected & found
    if kind in ("captions", "quotes", "code blocks", "table rows"):
        rest, spare = expected - same, found - same
        for key in rest:
            if any(_alike(key, other) for other in spare):
                same[key] += rest[key]
    return same


def said_elsewhere(kind: str, lost: Counter[Any], expected: Reading, found: Reading) -> Counter[Any]:
    """The lost items that arrived as something else: see the head of this module."""
    if kind == "list items":
        return Counter({key: count for key, count in lost.items() if _is_note(key[2], found.notes)})
    if kind == "headings":
        once = {words(found.metadata.get(name) or "") for name in ("title", "excerpt")}
        return Counter(
            {
                key: count
                for key, count in lost.items()
                if key in once or _is_note(expected.first_below.get(key, ""), found.notes)
            }
        )
    return Counter()


def _is_note(item: str, notes: Counter[str]) -> bool:
    """Whether an item of a list arrived as a note; its back links and numbers are gone on purpose."""
    return bool(item) and (item in notes or any(note[-60:] == item[-60:] for note in notes if note))


_WORDED = {
    "headings": lambda key: key, "list items": lambda key: key[2], "quotes": lambda key: key, "emphasis": lambda key: key,
    "table rows": " ".join, "strong": lambda key: key, "links": lambda key: key[0], "captions": lambda key: key,
}  # fmt: skip


def arrived(kind: str, lost: Counter[Any], text: str) -> Counter[Any]:
    """The lost items whose words are in the text all the same: these lost their structure alone."""
    own = _WORDED.get(kind)
    return Counter({key: n for key, n in lost.items() if own is None or f" {own(key)} " in text})


def _alike(one: Any, other: Any) -> bool:
    first = set(one.split()) if isinstance(one, str) else set(one)
    second = set(other.split()) if isinstance(other, str) else set(other)
    return bool(first & second) and len(first & second) >= 0.8 * max(len(first), len(second))


def same_value(name: str, expected: str | None, found: str | None) -> bool:
    """Whether a field of the metadata says the same; dates may differ in their precision and offset's spelling."""
    if not expected:
        return not found
    if not found:
        return False
    if name == "publishedTime":
        return _date(expected) == _date(found)
    if name == "lang":
        return expected.lower().partition("-")[0] == found.lower().partition("-")[0]
    one, other = words(expected), words(found)
    if name == "byline":
        drop = {"by", "and"}
        return " ".join(w for w in one.split() if w not in drop) == " ".join(
            w for w in other.split() if w not in drop
        )
    return one == other


def _date(value: str) -> str:
    match = re.search(r"\d{4}-\d\d-\d\d", value)
    return match[0] if match else words(value)


# ---------------------------------------------------------------------------------------------- peers


def by_readability(html: bytes) -> Any:
    from readability import Document  # pyright: ignore[reportMissingImports]

    text = html.decode("utf-8", "replace")
    document = Document(text, url=SOURCE)
    return document.summary(html_partial=True), {"title": document.short_title()}


def by_trafilatura(html: bytes) -> Any:
    import trafilatura  # pyright: ignore[reportMissingImports]

    text = html.decode("utf-8", "replace")
    body = trafilatura.extract(
        text, url=SOURCE, output_format="html", include_formatting=True, include_links=True, include_images=True,
        include_tables=True, include_comments=False,
    )  # fmt: skip
    meta = trafilatura.extract_metadata(text, default_url=SOURCE)
    found = {
        "title": meta.title, "byline": meta.author, "siteName": meta.sitename, "publishedTime": meta.date,
        "excerpt": meta.description, "lang": meta.language,
    } if meta else {}  # fmt: skip
    return body or "", found


def _read_by_peer(extract: Callable[[bytes], Any]) -> Callable[[bytes], tuple[Any, float]]:
    def read(html: bytes) -> tuple[Any, float]:
        started = time.perf_counter()
        try:
            result = extract(html)
        except Exception as error:  # a peer that fails on a page scores nothing there
            result = ("", {"error": str(error)})
        seconds = time.perf_counter() - started
        reading = from_html(result[0])
        reading.metadata = result[1]
        return reading, seconds

    return read


def _read_by_us(html: bytes) -> tuple[Reading, float]:
    started = time.perf_counter()
    try:
        article = parse_html(html, source=SOURCE)
    except ParseError:
        return Reading(), time.perf_counter() - started
    seconds = time.perf_counter() - started
    return from_article(article), seconds


SYSTEMS: dict[str, Callable[[bytes], tuple[Any, float]]] = {
    "rhapsode": _read_by_us,
    "trafilatura": _read_by_peer(by_trafilatura),
    "readability-lxml": _read_by_peer(by_readability),
}


@dataclass
class Score:
    f1: list[float] = field(default_factory=list)
    pages: list[tuple[float, float, float, str]] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    missing: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)


def score(pages: list[Path], system: Callable[[bytes], tuple[Reading, float]]) -> Score:
    total = Score()
    for page in pages:
        expected = from_html((page / "expected.html").read_text("utf-8"))
        wanted = json.loads((page / "expected-metadata.json").read_text("utf-8"))
        found, seconds = system((page / "source.html").read_bytes())
        total.seconds += seconds
        precision, recall, f1 = overlap(expected.text, found.text)
        total.f1.append(f1)
        text = f" {words(found.text)} "
        total.pages.append((f1, precision, recall, page.name))
        for kind in KINDS:
            same = kept(kind, expected.items[kind], found.items[kind])
            same += said_elsewhere(kind, expected.items[kind] - same, expected, found)
            lost = expected.items[kind] - same
            total.kept[kind] += same.total()
            total.of[kind] += expected.items[kind].total()
            total.there[kind] += same.total() + arrived(kind, lost, text).total()
            total.missing.setdefault(kind, []).extend((page.name, key) for key in lost)
        for name in METADATA:
            if wanted.get(name):
                total.known[name] += 1
                right = same_value(name, wanted[name], found.metadata.get(name))
                total.right[name] += right
                if not right:
                    total.missing.setdefault(name, []).append(
                        (page.name, (wanted[name], found.metadata.get(name)))
                    )
    return total


def report(scores: dict[str, Score], count: int) -> None:
    names = list(scores)
    width = max(map(len, names)) + 2
    print(f"{count} pages".ljust(38) + "".join(name.rjust(width) for name in names))
    rows: list[tuple[str, list[float | None]]] = [
        ("text trigram F1", [sum(s.f1) / len(s.f1) for s in scores.values()]),
        ("  precision", [sum(p[1] for p in s.pages) / len(s.pages) for s in scores.values()]),
        ("  recall", [sum(p[2] for p in s.pages) / len(s.pages) for s in scores.values()]),
    ]
    first = next(iter(scores.values()))
    for kind in KINDS:
        rows.append(
            (
                f"kept: {kind} ({first.of[kind]})",
                [s.kept[kind] / s.of[kind] if s.of[kind] else None for s in scores.values()],
            )
        )
    for kind in _WORDED:
        rows.append(
            (
                f"of words that arrived: {kind}",
                [s.kept[kind] / s.there[kind] if s.there[kind] else None for s in scores.values()],
            )
        )
    for name in METADATA:
        rows.append(
            (
                f"metadata: {name} ({first.known[name]})",
                [s.right[name] / s.known[name] if s.known[name] else None for s in scores.values()],
            )
        )
    for label, values in rows:
        print(label.ljust(38) + "".join(("-" if v is None else f"{v:.3f}").rjust(width) for v in values))
    print(
        "pages per second".ljust(38)
        + "".join(f"{count / s.seconds:.1f}".rjust(width) for s in scores.values())
    )


def _is_installed(name: str) -> bool:
    module = {"trafilatura": "trafilatura", "readability-lxml": "readability"}.get(name)
    if module is None or importlib.util.find_spec(module) is not None:
        return True
    print(f"{name} is not installed (pip install {name}): measured without it")
    return False


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument(
        "--half", choices=("first", "second"), help="every other page, from the first or the second"
    )
    parser.add_argument("--only", choices=tuple(SYSTEMS), help="one system alone")
    parser.add_argument("--worst", type=int, default=0, help="show the N pages with the lowest F1")
    parser.add_argument("--missing", default="", help="show what of this kind was not kept")
    options = parser.parse_args()
    if not options.pages.is_dir():
        print(f"no pages in {options.pages}: this measurement needs them")
        return 0
    pages = sorted(path.parent for path in options.pages.glob("*/expected.html"))
    if options.half:
        pages = pages[0 if options.half == "first" else 1 :: 2]
    names = [options.only] if options.only else [name for name in SYSTEMS if _is_installed(name)]
    for name in names:  # imports and caches are not part of the measured time
        SYSTEMS[name]((pages[0] / "source.html").read_bytes())
    scores = {name: score(pages, SYSTEMS[name]) for name in names}
    report(scores, len(pages))
    for name, result in scores.items():
        if options.worst:
            print(f"\n{name}: lowest F1 (precision, recall)")
            for f1, precision, recall, page in sorted(result.pages)[: options.worst]:
                print(f"  {f1:.3f} ({precision:.3f}, {recall:.3f})  {page}")
        for page, key in result.missing.get(options.missing, []):
            print(f"  {page}: {str(key)[:160]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
