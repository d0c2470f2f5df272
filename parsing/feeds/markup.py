"""XML from strangers: as characters first, so that what is checked for bombs is what is parsed."""

from __future__ import annotations

import html.entities
import re

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no types

from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.html.charset import decoded
from rhapsode.parsing.html.dom import Element

MAX_ENTITY = 200  # characters that one entity may stand for

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_BEFORE = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*", re.IGNORECASE)
_SUBSET_ITEM = re.compile(
    r"\s+|<!--.*?-->|<\?.*?\?>|%[^\s;]{1,100};|<!(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
_ENTITY = re.compile(r"<!ENTITY\s+([^\s%][^\s>]{0,200})\s+(?:\"([^\"]*)\"|'([^']*)')\s*>", re.IGNORECASE)
# What is never closed is taken to the end: searched for once, not from each opening.
_OPAQUE = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE[^<>\[]*(?:\[[^\[]*?\]\s*)?>)",
    re.DOTALL | re.IGNORECASE,
)
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def characters(data: bytes | str, source: str | None) -> str:
    """XML or JSON as characters, without its XML declaration.

    Raises:
        ParseError: no text, or entities that could make much out of little or reach for other files.
    """
    text = decoded(data, source=source)
    text = _CONTROLS.sub("", text[match.end() :] if (match := _DECLARATION.match(text)) else text)
    _refuse_entities(text, source)
    return text.lstrip("\ufeff \t\r\n")


def _refuse_entities(text: str, source: str | None) -> None:
    for item in _prolog(text)[0]:
        if not item[:8].upper().startswith("<!ENTITY"):
            continue
        match = _ENTITY.fullmatch(item)
        value = (match[2] or match[3] or "") if match else "&"
        if "&" in value or "%" in value or len(value) > MAX_ENTITY:
            raise ParseError(
                "it defines an entity that stands for other entities, for much text or for another file; such feeds "
                "are refused, as they can fill the memory",
                where=source,
            )


def _prolog(text: str) -> tuple[list[str], int]:
    """What the document type declares, item by item, and where the root element starts."""
    items: list[str] = []
    position = _end(_BEFORE, text, 0)
    doctype = _DOCTYPE.match(text, position)
    if doctype is None:
        return items, position
    position = doctype.end()
    if text.startswith("[", position):
        position += 1
        while match := _SUBSET_ITEM.match(text, position):
            items.append(match[0])
            position = match.end()
    position = max(position, text.find(">", position) + 1)
    return items, _end(_BEFORE, text, position)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def root_name(text: str) -> str:
    """The local name of the root element, in lower case; "" where there is none."""
    match = _ROOT.match(text, _prolog(text)[1])
    return match[2].lower() if match else ""


def repaired(text: str) -> str:
    """`text` with the ampersands escaped that stand alone, and HTML's named characters, which XML does not know."""
    parts = _OPAQUE.split(text)
    return "".join(part if i % 2 else _AMPERSAND.sub(_escaped, part) for i, part in enumerate(parts))


def _escaped(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return match[0] if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return match[0]
    known = html.entities.html5.get(f"{name};")
    return known if known is not None and "<" not in known and "&" not in known else f"&amp;{name};"


def tree(text: str, source: str | None) -> tuple[Element, list[str]]:
    """The tree of an XML document as far as it can be read, and what was wrong with it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(repaired(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"it is no XML that can be read: {error}", where=source) from None
    if root is None:
        raise ParseError("it is no XML that can be read", where=source)
    problems = [f"line {entry.line}: {' '.join(entry.message.split())}" for entry in parser.error_log[:5]]
    return root, problems


def local(element: Element) -> str:
    """The name of an element without its namespace, or its prefix where nobody declared that."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def child_text(element: Element, name: str, *, namespace: str = "") -> str:
    """The text of the first child with that local name (whose namespace or prefix contains `namespace`)."""
    for child in element:
        if local(child) == name and namespace in child.tag.removesuffix(name):
            return "".join(child.itertext()).strip()
    return ""
