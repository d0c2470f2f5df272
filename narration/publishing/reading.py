"""What is read along: the pieces of an utterance as the eye sees them, each with when it is heard.

Several spoken words may say one written piece ("$3.2bn"), one word several; some words are added for the ear
("Image:"), some writing is silent (a footnote's mark). Captions, transcript and player all show these pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rhapsode.narration.recording import SpokenUtterance, SpokenWord
from rhapsode.tts.utterance import Span, Utterance


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that lights up at once, from `start` to `end` (seconds); `silent` pieces have no times of their own.

    `said` is written and spoken, `added` is spoken only, `silent` is written only: white space, punctuation between
    words, and writing that is not read. The pieces of an utterance, joined, are what is shown for it.
    """

    kind: Literal["said", "added", "silent"]
    text: str
    start: float = 0.0
    end: float = 0.0


def pieces(utterance: Utterance, spoken: SpokenUtterance) -> tuple[Piece, ...]:
    """The pieces of `utterance`, in reading order: all it writes, and the words that were added."""
    found: list[Piece] = []
    at = 0
    for group in _groups(spoken.words):
        start, end = max(at, group[0].written[0]), max(word.written[1] for word in group)
        if start > at:
            found.append(Piece("silent", utterance.written[at:start]))
        if end > start:
            found.append(Piece("said", utterance.written[start:end], group[0].start, group[-1].end))
            at = end
        else:
            found.extend(_added(utterance, group, found))
            at = start
    if at < len(utterance.written):
        found.append(Piece("silent", utterance.written[at:]))
    return tuple(found)


def _groups(words: Sequence[SpokenWord]) -> list[list[SpokenWord]]:
    """Words in runs that share written characters, or that say none."""
    groups: list[list[SpokenWord]] = []
    reached: Span = (0, 0)
    for word in words:
        empty = word.written[0] == word.written[1]
        shares = bool(groups) and not empty and word.written[0] < reached[1] and word.written[1] > reached[0]
        joins = bool(groups) and empty and reached[0] == reached[1] == word.written[0]
        if shares or joins:
            groups[-1].append(word)
            reached = (reached[0], max(reached[1], word.written[1]))
        else:
            groups.append([word])
            reached = word.written
    return groups


def _added(utterance: Utterance, group: Sequence[SpokenWord], before: Sequence[Piece]) -> list[Piece]:
    """Pieces for words that are not written, with the spaces that part them from what stands around them."""
    out: list[Piece] = []
    if before and not before[-1].text.endswith((" ", " ")):
        out.append(Piece("silent", " "))
    for word in group:
        out.append(Piece("added", utterance.spoken[slice(*word.spoken)], word.start, word.end))
        out.append(Piece("silent", " "))
    if group[-1].written[0] >= len(utterance.written):
        out.pop()
    return out
