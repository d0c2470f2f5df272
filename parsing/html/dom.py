"""The element tree: from bytes to lxml, and the small questions every other module asks of an element.

lxml is used directly. A tree of Python objects (BeautifulSoup) costs more time to build than this whole package
takes to read a page, and lxml's walk in C gives the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no types

from rhapsode.parsing.errors import ParseError

Element: TypeAlias = Any  # lxml.etree._Element: lxml publishes no types of its own

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

BLOCKS = HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "plaintext",
        "pre",
        "search",
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
        "xmp",
        "caption",
        "amp-carousel",
        "amp-accordion",
        "noscript",
    ]
)

# Never content, whatever they hold.
SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "link",
        "meta",
        "base",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "optgroup",
        "datalist",
        "canvas",
        "noframes",
        "param",
        "source",
        "track",
        "area",
        "map",
        "colgroup",
        "col",
        "progress",
        "meter",
        "keygen",
        "basefont",
        "frame",
        "frameset",
        "amp-analytics",
        "amp-ad",
        "amp-sidebar",
        "amp-consent",
        "amp-auto-ads",
        "amp-pixel",
        "rp",
        "dialog",
    ]
)

_MAX_DEPTH = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
_IMPLIED_END = frozenset(
    [
        "p",
        "li",
        "dd",
        "dt",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "script",
        "style",
    ]
)
_PARTS = frozenset({"li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "option"})
_CLASS_WORD = re.compile(r"[a-z]+|[0-9]+")
_SPLIT_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def parse_tree(text: str) -> Element:
    """The tree of a whole page; `text` is already decoded.

    Raises:
        ParseError: there is no element or text in it at all.
    """
    text = text.replace("\x00", "")
    root, complete = _parse(text)
    if not complete:
        root, _ = _parse(_flattened(text))
    if root is None:
        raise ParseError("there is nothing in this page; check that the download is complete")
    return root


def parse_piece(text: str) -> Element:
    """A `div` holding the tree of a fragment."""
    root = parse_tree(f"<!DOCTYPE html><html><body><div>{text}</div></body></html>")
    body = root.find("body")
    return root if body is None else body


def _parse(text: str) -> tuple[Element | None, bool]:
    """The tree, and whether the parser reached the end (libxml2 stops where nesting is too deep)."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, True
    complete = not any(entry.level >= 3 for entry in parser.error_log)
    return root, complete


def _flattened(text: str) -> str:
    """`text` without the tags that open deeper than `_MAX_DEPTH`; their text stays."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        name = match[2].lower()
        if name in _IMPLIED_END:
            return " " if depth >= _MAX_DEPTH and name in _PARTS else match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < _MAX_DEPTH else ""
        depth += 1
        return match[0] if depth <= _MAX_DEPTH else ""

    return _TAG.sub(keep, text)


def class_words(element: Element) -> frozenset[str]:
    """The words of an element's class and id, in lower case: `entryMeta post-12` gives entry, meta, post, 12."""
    return words_of(f"{element.get('class') or ''} {element.get('id') or ''}")


def words_of(name: str) -> frozenset[str]:
    return frozenset(_CLASS_WORD.findall(_SPLIT_CAMEL.sub(" ", name).lower()))


def classes(element: Element) -> frozenset[str]:
    """The class attribute, split, in lower case."""
    value = element.get("class")
    return frozenset(value.lower().split()) if value else frozenset()


def text_of(element: Element) -> str:
    """All characters inside an element, white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def ancestors(element: Element, limit: int = 60) -> Iterator[Element]:
    """The nearest `limit` ancestors, innermost first."""
    parent = element.getparent()
    while parent is not None and limit:
        yield parent
        limit -= 1
        parent = parent.getparent()


def preceding_text(element: Element) -> str:
    """The characters between an element and whatever stands before it in the same parent."""
    before = element.getprevious()
    if before is not None:
        return before.tail or ""
    parent = element.getparent()
    return "" if parent is None else parent.text or ""


def number(value: str | None) -> int | None:
    """A length such as `640`, `640.0` or `640px` as whole pixels; None for anything else."""
    match = re.match(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*$", value or "", re.IGNORECASE)
    return int(match[1]) if match else None
