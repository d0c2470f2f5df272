"""Quote cards, screenshots, diagrams and maps: what of their words is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median
from typing import Literal

from rhapsode.captioning.reading.ocr import Line, Reading
from rhapsode.captioning.words import WORD

SAME = 0.8
"""Likeness (0 to 1) from which on the article says what a card says."""
HEADINGS = 3
WORDS = 8
AUTHOR_WORDS = 7
CARD_WORDS, CARD_BESIDE = 4, 3
"""The fewest words of a card, and the most lines beside them: author, account, source."""
CARD_PRINT = 0.025
"""The least height of a card's lines, as a share of the picture's."""
HANDLE = re.compile(r"[@#]\w[\w.]*|(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/\S*)?", re.I)
ORNAMENT = re.compile(
    r"66|99|[1lI|]\s?[1lI|]?|1\s?N|[NnHKU,.'\"“”„«»`´’‘]{1,3}|G6|6G|55|[cC]{2}|[gG]{2}|[lL]{2}"
)
CODE = re.compile(
    r"[{};]\s*$|[{}<>\[\]]|\w\(|=>|==|::|^\s*(?://|#include|import |from |def |class |const |let |var |return |@)|\w\.\w+\(|^\w[\w-]*:\s\S+;"
)
"""Marks of program code in a line."""
PROMPT = re.compile(r"^\s*(?:[$#%>❯]|PS )\s?\w|\w@[\w.-]+[:~]|\w+:~|^C:\\")
LEADING_ON = frozenset(
    [
        "prev",
        "previous",
        "next",
        "home",
        "menu",
        "search",
        "login",
        "log",
        "in",
        "sign",
        "up",
        "back",
        "more",
        "close",
        "help",
        "edit",
        "view",
        "file",
    ]
)
_ATTRIBUTION = re.compile(r"^[—–―~-]+\s*(?P<name>.+)$")


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a quote card and who said them ("" where the card does not say)."""

    quote: str
    author: str


def read_card(reading: Reading) -> Card:
    """The quotation in reading order, and its author: the line after it that is smaller, set off or dashed.

    Names of accounts and sites, logos in corners and quotation marks as large as ornaments are no part of it.
    """
    lines = [line for line in reading.lines if not HANDLE.fullmatch(line.text.strip())]
    lines = [line for line in lines if not _is_ornament(line)] or lines
    if not lines:
        return Card("", "")
    block = _block(lines)
    below = [line for line in lines if line.y > block[-1].y and line not in block]
    author = min(below, key=lambda line: line.y) if below else None
    dashed = _ATTRIBUTION.match(author.text) if author else None
    near = author is not None and author.top - block[-1].bottom < 3 * max(line.height for line in block)
    named = author is not None and (dashed or (near and len(author.text.split()) <= AUTHOR_WORDS))
    quote = re.sub(r"(?<=\w)- (?=[a-z])", "", " ".join(line.text for line in block))
    name = (dashed["name"] if dashed else author.text) if named and author else ""
    return Card(quote.strip(" \"“”„«»'‘’"), name.strip())


def is_card(reading: Reading) -> bool:
    """Whether a picture's words are one block of large print with hardly anything beside it."""
    lines = [
        line for line in reading.lines if not HANDLE.fullmatch(line.text.strip()) and not _is_ornament(line)
    ]
    if not lines:
        return False
    block = _block(lines)
    letters = sum(len(line.text) for line in block)
    words = len(WORD.findall(" ".join(line.text for line in block)))
    large = median(line.height for line in block) >= CARD_PRINT * reading.height
    level = all(abs(line.tilt) < 5 for line in block)
    beside = [line for line in lines if line not in block]
    return (
        words >= CARD_WORDS
        and large
        and level
        and len(beside) <= CARD_BESIDE
        and letters >= 0.6 * sum(len(line.text) for line in lines)
    )


def _is_ornament(line: Line) -> bool:
    """A large quotation mark or a bit of a rule, which readers take for digits or letters."""
    text = line.text.strip()
    return ORNAMENT.fullmatch(text) is not None or not any(c.isalnum() for c in text)


def _block(lines: list[Line]) -> list[Line]:
    """The largest lines and those above and below them at the same pitch and size, from top to bottom."""
    seed = max(lines, key=lambda line: line.width * line.height)
    block = [seed]
    for line in sorted((other for other in lines if other.y > seed.y), key=lambda line: line.y):
        if not _goes_on(block, line):
            break
        block.append(line)
    for line in sorted((other for other in lines if other.y < seed.y), key=lambda line: -line.y):
        if not _goes_on(block, line, above=True):
            break
        block.insert(0, line)
    return block


def _goes_on(block: list[Line], line: Line, *, above: bool = False) -> bool:
    """Whether `line` is the next (or the one before) of a block of text."""
    edge = block[0] if above else block[-1]
    size = median(other.height for other in block)
    pitch = abs(line.y - edge.y)
    pitches = [b.y - a.y for a, b in pairwise(block)]
    usual = median(pitches) if pitches else 0.0
    fits = pitch < 1.35 * usual if pitches else pitch < 1.9 * max(size, line.height)
    if not fits or not 0.62 < line.height / size < 1.6:
        return False
    ended = re.search(r"[.!?…][\"”“»'’]*$|[”»]$", edge.text) is not None
    words = line.text.split()
    nameish = len(words) <= AUTHOR_WORDS and not re.search(r"[.!?,;:…][\"”»'’]*$", line.text)
    capitals = words[0][:1].isupper() and sum(
        word[:1].isupper() or len(word) <= 3 for word in words
    ) > 0.6 * len(words)
    set_off = line.height < 0.9 * size or (pitches and pitch > 1.15 * usual) or not pitches
    return above or not (ended and nameish and capitals and set_off)


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
    words = [line for line in reading.lines if _may_head(line)]
    if not words:
        return "", ()
    body = median(line.height for line in reading.lines)
    upper = [line for line in words if line.y < 0.35 * reading.height] or words
    title = max(upper, key=lambda line: (line.height, -line.y))
    below = [
        line
        for line in words
        if line.height >= 1.12 * body and line.y > title.bottom and line.text != title.text
    ]
    return title.text, tuple(dict.fromkeys(line.text for line in below))[:HEADINGS]


def _may_head(line: Line) -> bool:
    """Whether a line has words of a heading: no code, no address, no hour, no word that only leads on."""
    text = line.text.strip()
    words = WORD.findall(text)
    wordy = re.search(r"[^\W\d]{3}", text) is not None and len(text) < 60
    return wordy and not CODE.search(text) and not (len(words) == 1 and text.lower() in LEADING_ON)


def screen_of(reading: Reading) -> Literal["code", "terminal"] | None:
    """What a screen shows that has no headings: program code, or a terminal; None for pages of other kinds."""
    lines = [line.text for line in reading.lines if len(line.text) > 3]
    if len(lines) < 4:
        return None
    if sum(PROMPT.search(line) is not None for line in lines) >= 2:
        return "terminal"
    return "code" if sum(CODE.search(line) is not None for line in lines) >= 0.3 * len(lines) else None


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
