"""Quote cards, screenshots, diagrams and maps: what of their words is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median

from rhapsode.captioning.linter import WORD
from rhapsode.captioning.reading.ocr import Line, Reading

SAME = 0.8
"""Likeness (0 to 1) from which on the article says what a card says."""
HEADINGS = 3
WORDS = 8
_ATTRIBUTION = re.compile(r"^[—–―~-]+\s*(?P<name>.+)$")


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a quote card and who said them ("" where the card does not say)."""

    quote: str
    author: str


def read_card(reading: Reading) -> Card:
    """The quotation in reading order; a last, smaller or dashed line is its author."""
    lines = list(reading.lines)
    author = ""
    if len(lines) > 1:
        last = lines[-1]
        dashed = _ATTRIBUTION.match(last.text)
        smaller = last.height < 0.75 * median(line.height for line in lines[:-1])
        if dashed or (smaller and len(last.text.split()) <= 4):
            author = dashed["name"] if dashed else last.text
            lines.pop()
    quote = re.sub(r"(?<=\w)- (?=[a-z])", "", " ".join(line.text for line in lines))
    return Card(quote.strip(" \"“”„«»'‘’"), author.strip())


def said_in(text: str, article: str) -> bool:
    """Whether `article` has a passage that is nearly `text`, letter by letter."""
    needle, hay = _folded(text), _folded(article)
    if not needle or needle in hay:
        return bool(needle)
    if len(hay) < 0.5 * len(needle):
        return False
    match = SequenceMatcher(None, hay, needle, autojunk=False).find_longest_match()
    start = max(0, match.a - match.b)
    window = hay[max(0, start - 10) : start + len(needle) + 10]
    same = sum(
        block.size for block in SequenceMatcher(None, window, needle, autojunk=False).get_matching_blocks()
    )
    return same / len(needle) >= SAME


def _folded(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def headings(reading: Reading) -> tuple[str, tuple[str, ...]]:
    """The title of a page on a screen, and the headings below it: the lines that are set larger than the text."""
    words = [line for line in reading.lines if re.search(r"[^\W\d]{3}", line.text) and len(line.text) < 60]
    if not words:
        return "", ()
    body = median(line.height for line in words)
    upper = [line for line in words if line.y < 0.35 * reading.height] or words
    title = max(upper, key=lambda line: (line.height, -line.y))
    below = [
        line
        for line in words
        if line.height >= 1.12 * body and line.y > title.bottom and line.text != title.text
    ]
    return title.text, tuple(dict.fromkeys(line.text for line in below))[:HEADINGS]


def words(reading: Reading) -> tuple[str, ...]:
    """The labels of a diagram or map, in reading order."""
    labels = [
        line.text
        for line in _sure(reading.lines)
        if re.search(r"[^\W\d]{2}", line.text) and len(line.text) <= 40
    ]
    return tuple(dict.fromkeys(labels))[:WORDS]


def _sure(lines: tuple[Line, ...]) -> list[Line]:
    return [line for line in lines if line.score >= 0.8]


def listed(items: tuple[str, ...]) -> str:
    """ "a, b and c" """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
