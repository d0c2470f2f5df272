"""Prose in a `pre`: RFCs, letters, poems, mailing lists. It is read as paragraphs with their links; what is code in it
stays code.

A `pre` is judged by its words alone: one that a highlighter or its author declared to be code is never asked. Pieces
between blank lines are judged one by one, because a specification shows examples between its paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from textwrap import dedent
from typing import Any

from rhapsode.parsing.article import CodeBlock, Heading, List, ListItem, Paragraph
from rhapsode.parsing.html.dom import BLOCKS, Element, classes
from rhapsode.parsing.html.flow import Flow
from rhapsode.parsing.html.page import Page, same_page

_PLAIN = re.compile(r"[\"'“‘«(\[¿¡]*[^\W\d_]+(?:['’-][^\W\d_]+)*[\])\"'”’»]*[.,;:!?…\])\"'”’»]*")
_NUMBERED = re.compile(r"[\[(]?(?:\d{1,4}|[A-Za-z])(?:\.\d{1,3})*[.)\]]*[,.;:]?")
_SIGNS = re.compile(r"[{}=<>|\\`~^]|\(\)|::|->|\$\w|//")
# A line that only programs, terminals and their manuals have.
_PROGRAM = re.compile(
    r"^\s*(?:/\*|\*/|//|\#|\$ |>>>|--?\w|@\w|<\w|[}\]])|[{}]\s*$|[)\]'\"\d]\s*;\s*$|"
    r"^\s*(?:def|class|elif|else|try)\b[^.]*:\s*$"
)
_COLUMNS = re.compile(r"(?<=\S)(?:(?<![.!?:…)\"”’])[ ]{2}|[ ]{3,}|\t)(?=\S)")
_BULLET = re.compile(r"\s*[*o•·–+-]\s+(?=\S)")
_LEADERS = re.compile(r"(?:[.·_] ?){4,}")
_HEADING = re.compile(r"h([1-6])$")
_LEAST_WORDS = 40
_FULL_LINE = 45  # characters; verses are shorter
# Of the words in a `pre` of prose, so many are in pieces that read like prose; code with comments stays well below.
_SHARE = 0.6
_MANY = 4000


@dataclass
class _Line:
    items: list[Any] = field(default_factory=list)
    text: str = ""

    def add(self, item: Any, text: str) -> None:
        self.items.append(item)
        self.text += text


def read_prose(element: Element, flow: Flow) -> bool:
    """Add the paragraphs of a `pre` that holds prose; False where it is code."""
    page = flow.page
    if element not in page.prose:
        _judge(element, page)
    running = page.prose[element]
    if running is None:
        return False
    holder = _holder(element)
    items: list[ListItem] = []
    for chunk in _chunks(_lines(holder, page) or []):
        if len(chunk) == 1 and _masked(chunk) in running:
            continue
        prose = _is_prose(chunk)
        if prose and _BULLET.match(chunk[0].text):
            items.extend(_items(chunk, holder, flow))
            continue
        _end_list(items, holder, flow)
        if prose or _is_short(chunk) or _are_linked(chunk, page):
            _add_paragraph(chunk, holder, flow)
        else:
            text = dedent("\n".join(line.text.rstrip() for line in chunk))
            flow.add(CodeBlock(text, **page.attributes(element)))
    _end_list(items, holder, flow)
    return True


def _judge(element: Element, page: Page) -> None:
    """Note of each `pre` in a row (a document's pages) whether they hold prose, and the lines that head and end them."""
    row = _row(element)
    read = [(pre, list(_chunks(_lines(_holder(pre), page) or []))) for pre in row]
    chunks = [chunk for _, found in read for chunk in found]
    words = _count([chunk for chunk in chunks if _is_prose(chunk)])
    if words < _LEAST_WORDS or words < _SHARE * _count(chunks):
        page.prose.update(dict.fromkeys(row))
        return
    ends = Counter(
        line
        for _, found in read
        for line in {_masked(chunk) for chunk in (*found[:1], *found[-1:]) if len(chunk) == 1}
    )
    running = frozenset(line for line, count in ends.items() if count >= 3)
    page.prose.update((pre, running if found else None) for pre, found in read)


def _row(element: Element) -> list[Element]:
    """The `pre` elements that follow each other with nothing but rules between them; the first is asked first."""
    row = [element]
    node = element
    while node is not None and not (node.tail or "").strip():
        node = node.getnext()
        if node is None or node.tag not in ("pre", "hr") or node.find(".//code") is not None:
            break
        if node.tag == "pre":
            row.append(node)
    return row


def _masked(chunk: list[_Line]) -> str:
    """A line as it is compared with those of other pages: without numbers, which count pages."""
    return re.sub(r"\d+", "0", " ".join(chunk[0].text.split()))


def _holder(element: Element) -> Element:
    """The `pre`, or the one `font` or `span` that holds all of it."""
    for _ in range(4):
        if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            break
        inner = element[0]
        if inner.tag not in ("font", "span", "tt") or "\n" not in "".join(inner.itertext()).strip():
            break
        element = inner
    return element


def _lines(element: Element, page: Page) -> list[_Line] | None:
    """The lines of a `pre` as text and inline elements; None where its elements are not those of running text."""
    if len(element) > _MANY:
        return None
    lines = [_Line()]
    _add_text(lines, element.text)
    for child in element:
        if child.tag == "br":
            lines.append(_Line())
        elif not (child in page.skip or child in page.back_links):
            words = "".join(child.itertext())
            if (
                child.tag in BLOCKS
                or re.search(r"\S[ \t]*\n\s*\n\s*\S", words)
                or child.tag in ("code", "kbd", "samp")
            ):
                return None
            if words.strip():
                lines[-1].add(child, words)
        _add_text(lines, child.tail)
    return lines


def _add_text(lines: list[_Line], text: str | None) -> None:
    for i, part in enumerate((text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if i:
            lines.append(_Line())
        if part:
            lines[-1].add(part, part)


def _chunks(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines between blank lines; an item of a list is a chunk of its own."""
    chunk: list[_Line] = []
    for line in lines:
        if not line.text.strip() or (chunk and _BULLET.match(line.text) and _BULLET.match(chunk[0].text)):
            if chunk:
                yield chunk
            chunk = []
        if line.text.strip():
            chunk.append(line)
    if chunk:
        yield chunk


def _text(chunk: list[_Line]) -> str:
    return "\n".join(line.text for line in chunk)


def _count(chunks: list[list[_Line]]) -> int:
    return sum(len(line.text.split()) for chunk in chunks for line in chunk)


def _is_prose(chunk: list[_Line]) -> bool:
    """Mostly words of a language, hardly a sign that only programs use, and no columns."""
    text = _BULLET.sub("", _text(chunk), count=1)
    tokens = text.split()
    if not tokens or (len(tokens) < 4 and not _BULLET.match(chunk[0].text)) or _is_drawn(chunk):
        return False
    begins = tokens[0][:1].isupper() and _PLAIN.fullmatch(tokens[0]) and len(tokens) > 8
    plain, signs = _plain(tokens), sum(1 for _ in _SIGNS.finditer(text))
    return plain >= (0.55 if begins else 0.65) * len(tokens) and signs <= (0.3 if begins else 0.12) * len(
        tokens
    )


def _plain(tokens: list[str]) -> int:
    return sum(1 for token in tokens if _PLAIN.fullmatch(token))


def _is_drawn(chunk: list[_Line]) -> bool:
    """Whether lines mean something by how they stand: programs, and columns."""
    if any(_PROGRAM.search(line.text) and not _BULLET.match(line.text) for line in chunk):
        return True
    return len(chunk) > 1 and 2 * sum(
        1 for line in chunk if _COLUMNS.search(_BULLET.sub("", line.text).strip())
    ) >= len(chunk)


def _is_short(chunk: list[_Line]) -> bool:
    """A few words such as "4. Requests", "Abstract" or "Yours ever"."""
    text = _text(chunk)
    tokens = text.split()
    plain = _plain(tokens) + sum(
        1 for token in tokens if _NUMBERED.fullmatch(token) and not _PLAIN.fullmatch(token)
    )
    return (
        len(tokens) <= 12 and plain >= 0.6 * len(tokens) and not _SIGNS.search(text) and not _is_drawn(chunk)
    )


def _are_linked(chunk: list[_Line], page: Page) -> bool:
    """Lines that lead somewhere: a table of contents, references."""
    linked = sum(1 for line in chunk if any(same_page(link.get("href"), page.base) for link in _links(line)))
    return linked >= 0.5 * len(chunk) or (
        any(True for line in chunk for _ in _links(line))
        and not _SIGNS.search(_text(chunk).replace("//", ""))
    )


def _links(line: _Line) -> Iterator[Element]:
    for item in line.items:
        if not isinstance(item, str):
            yield from item.iter("a")


def _add_paragraph(chunk: list[_Line], element: Element, flow: Flow) -> None:
    blocks = flow.paragraphs(_run(chunk, element), element)
    level = _level(chunk)
    if level and len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        flow.add(Heading(level, blocks[0].content, **flow.page.attributes(element)))
        return
    contents = len(chunk) > 2 and all(
        any(same_page(link.get("href"), flow.page.base) for link in _links(line)) for line in chunk
    )
    flow.add(*(replace(block, narrate="skip") if contents else block for block in blocks))


def _level(chunk: list[_Line]) -> int | None:
    """The level of a line that is wholly an element with the name of a heading, as RFCs have them."""
    items = [item for item in chunk[0].items if not isinstance(item, str) or item.strip()]
    if len(chunk) != 1 or len(items) != 1 or isinstance(items[0], str):
        return None
    found = next((match for name in classes(items[0]) if (match := _HEADING.match(name))), None)
    return int(found[1]) if found else None


def _items(chunk: list[_Line], element: Element, flow: Flow) -> Iterator[ListItem]:
    first = chunk[0]
    if isinstance(first.items[0], str):
        first = _Line([_BULLET.sub("", first.items[0], count=1), *first.items[1:]], first.text)
    blocks = flow.paragraphs(_run([first, *chunk[1:]], element), element)
    if blocks:
        yield ListItem(tuple(blocks))


def _end_list(items: list[ListItem], element: Element, flow: Flow) -> None:
    if items:
        flow.add(List(tuple(items), **flow.page.attributes(element)))
        items.clear()


def _run(chunk: list[_Line], element: Element) -> list[Any]:
    """The content of lines: wrapped lines are joined, others (verses, addresses) stay lines."""
    wrapped = sum(len(line.text.rstrip()) for line in chunk[:-1]) >= _FULL_LINE * (len(chunk) - 1)
    out: list[Any] = []
    for i, line in enumerate(chunk):
        if i:
            out.append(" " if wrapped else element.makeelement("br", {}))
        out.extend(_LEADERS.sub(" ", item) if isinstance(item, str) else item for item in line.items)
    return out
