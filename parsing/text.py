"""Plain text into Articles: paragraphs by blank lines, with the few marks that people type anyway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rhapsode.parsing.article import (
    Article,
    Block,
    Blocks,
    Heading,
    Inline,
    Inlines,
    Link,
    List,
    ListItem,
    Origin,
    Paragraph,
    Quote,
    Rule,
    Text,
    identified,
)  # fmt: skip

MAX_TITLE = 120  # characters
MAX_HEADING = 90

_UNDERLINE = re.compile(r"\s*(=|-|~|\*)\1{2,}\s*")
_RULE = re.compile(r"\s*(?:[*_=~#-]\s*){3,}")
_BULLET = re.compile(r"(\s*)([-*•‣◦·+])\s+(?=\S)")
_NUMBER = re.compile(r"(\s*)(\d{1,4})[.)]\s+(?=\S)")
_QUOTED = re.compile(r"\s*>\s?")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_HYPHENATED = re.compile(r"[^\W\d_]{2,}-$")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int  # 1-based
    text: str


def parse_text(text: str, *, source: str | None = None) -> Article:
    """The Article that plain `text` is; hard-wrapped lines become paragraphs again.

    The first line is the title where it looks like one: short, alone or underlined, without a full stop.
    """
    text = re.sub(r"\r\n?|\u2028|\u2029|\f|\v", "\n", text.removeprefix("\ufeff")).replace("\0", "")
    groups = _groups(text)
    title, groups = _title(groups)
    blocks = tuple(block for group in groups for block in _blocks(group))
    return identified(Article(title, blocks, source=source))


def _groups(text: str) -> list[list[_Line]]:
    """Lines between blank lines."""
    groups: list[list[_Line]] = [[]]
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            groups[-1].append(_Line(number, row.rstrip()))
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _title(groups: list[list[_Line]]) -> tuple[str, list[list[_Line]]]:
    if not groups:
        return "", []
    first, *rest = groups
    words = " ".join(first[0].text.split())
    underlined = len(first) > 1 and bool(_UNDERLINE.fullmatch(first[1].text))
    if len(words) > MAX_TITLE or _BULLET.match(first[0].text) or _RULE.fullmatch(first[0].text):
        return "", groups
    if underlined:
        remainder = first[2:]
        return words, [remainder, *rest] if remainder else rest
    alone = len(first) == 1 and bool(rest)
    if alone and not re.search(r"[.,;:]$", words) and not _QUOTED.match(first[0].text):
        return words, rest
    return "", groups


def _blocks(group: Sequence[_Line]) -> Blocks:
    """The blocks of lines without a blank one between them."""
    found: list[Block] = []
    i = 0
    while i < len(group):
        line = group[i]
        if i + 1 < len(group) and len(line.text) <= MAX_HEADING and _underlines(group[i + 1].text, line.text):
            level = 1 if group[i + 1].text.strip()[0] == "=" else 2
            found.append(Heading(level, _inlines(line.text), origin=Origin(line.number)))
            i += 2
        elif _RULE.fullmatch(line.text):
            found.append(Rule(origin=Origin(line.number)))
            i += 1
        else:
            end = _run_end(group, i)
            found.extend(_run(group[i:end]))
            i = end
    return tuple(found)


def _underlines(mark: str, words: str) -> bool:
    return (
        bool(_UNDERLINE.fullmatch(mark))
        and not _BULLET.match(words)
        and len(mark.strip()) >= len(words.strip()) / 2
    )


def _kind(text: str) -> str:
    if _QUOTED.match(text):
        return "quote"
    if _BULLET.match(text):
        return "bullet"
    return "number" if _NUMBER.match(text) else "text"


def _run_end(group: Sequence[_Line], start: int) -> int:
    """Where the paragraph, list or quotation that starts at `start` ends."""
    kind = _kind(group[start].text)
    end = start + 1
    while end < len(group):
        text = group[end].text
        heads = end + 1 < len(group) and len(text) <= MAX_HEADING and _underlines(group[end + 1].text, text)
        if heads or _RULE.fullmatch(text):
            break
        other = _kind(text)
        if kind == "text" and other in ("bullet", "quote") and _breaks_off(group[end - 1].text, text):
            break
        if kind == "text" and _NUMBER.match(text) and re.match(r"\s*1[.)]", text):
            break
        if (kind == "quote") != (other == "quote") or (
            {kind, other} == {"bullet", "number"} and not text.startswith(" ")
        ):
            break
        end += 1
    return end


def _breaks_off(before: str, after: str) -> bool:
    """Whether a dash or a mark at the start of a line starts something new, and is no dash inside a sentence."""
    return bool(_ENDS_SENTENCE.search(before)) or not after.lstrip().startswith(("-", "+", "*", "·"))


def _run(lines: Sequence[_Line]) -> Blocks:
    kind = _kind(lines[0].text)
    origin = Origin(lines[0].number)
    if kind == "quote":
        inner = [_Line(line.number, _QUOTED.sub("", line.text, count=1)) for line in lines]
        paragraphs = [group for group in _split_blank(inner) if group]
        blocks = tuple(Paragraph(_joined(group), origin=Origin(group[0].number)) for group in paragraphs)
        return (Quote(blocks, origin=origin),) if blocks else ()
    if kind in ("bullet", "number") and (kind == "bullet" or _counts(lines)):
        return (_list(lines, kind == "number"),)
    return (Paragraph(_joined(lines), origin=origin),)


def _split_blank(lines: Sequence[_Line]) -> list[list[_Line]]:
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if line.text.strip():
            groups[-1].append(line)
        else:
            groups.append([])
    return groups


def _counts(lines: Sequence[_Line]) -> bool:
    """Whether numbers at line starts count up: "1998. Then" at a line's start is no list."""
    numbers = [int(match[2]) for line in lines if (match := _NUMBER.match(line.text))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and (
        len(numbers) > 1 or numbers[0] == 1
    )


def _list(lines: Sequence[_Line], ordered: bool) -> List:
    mark = _NUMBER if ordered else _BULLET
    items: list[list[_Line]] = []
    for line in lines:
        match = mark.match(line.text)
        if match or not items:
            items.append([_Line(line.number, line.text[match.end() :] if match else line.text)])
        else:
            items[-1].append(line)
    first = _NUMBER.match(lines[0].text)
    made = tuple(ListItem((Paragraph(_joined(item), origin=Origin(item[0].number)),)) for item in items)
    start = int(first[2]) if ordered and first else 1
    return List(made, ordered, start, origin=Origin(lines[0].number))


def _joined(lines: Sequence[_Line]) -> Inlines:
    """Lines as one paragraph. A hyphen at a line's end stays: only a dictionary could tell which ones to drop."""
    parts = [lines[0].text.strip()]
    for before, line in pairwise(lines):
        glue = "" if _HYPHENATED.search(before.text) or _unspaced(before.text, line.text) else " "
        parts.append(glue + line.text.strip())
    return _inlines("".join(parts))


def _unspaced(before: str, after: str) -> bool:
    return bool(re.match(r"[\u2e80-\u9fff\uff00-\uffef]", before[-1:])) and bool(
        re.match(r"[\u2e80-\u9fff\uff00-\uffef]", after.lstrip()[:1])
    )


def _inlines(text: str) -> Inlines:
    """`text` with its addresses as links."""
    text = re.sub(r"[ \t]+", " ", text).strip()
    found: list[Inline] = []
    last = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip("?!.,:;*_'\"”’")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(")")
        if match.start() > last:
            found.append(Text(text[last : match.start()]))
        found.append(Link((Text(address),), address))
        last = match.start() + len(address)
    if last < len(text):
        found.append(Text(text[last:]))
    return tuple(found)
