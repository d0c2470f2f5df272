"""New words for an utterance: its alignment and spans follow what the editor kept, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from rhapsode.base import RhapsodeError
from rhapsode.narration import Alignment, Utterance

Span = tuple[int, int]

LONGEST = 4_000
"""Characters an editor may put into one utterance: far above any sentence, far below what stalls a voice."""


class RewordingError(RhapsodeError):
    """The new words cannot be spoken: none there, or too many."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Old characters `[a, b)` that became the new characters `[c, d)`: a word as it was (`kept`), or a change.

    The pieces of an edit lie end to end in both texts; a == b where words were put in, c == d where some went.
    """

    a: int
    b: int
    c: int
    d: int
    kept: bool


def cleaned(text: str) -> str:
    """What an editor typed as spoken text: one line, single blanks, no control characters."""
    shown = (ch if not unicodedata.category(ch).startswith("C") else " " for ch in text)
    return " ".join(unicodedata.normalize("NFC", "".join(shown)).split())


def reworded(utterance: Utterance, spoken: str) -> Utterance:
    """`utterance` saying `spoken` instead.

    Words that stay keep their written counterparts; words that replace others take theirs over; words put in
    belong to no writing, and writing whose words were removed is silent. Emphasis, languages and prosody keep
    to the words they were on; a fixed pronunciation lasts only while its own words are untouched.

    Raises:
        RewordingError: there is nothing to say in `spoken`, or more than `LONGEST` characters.
    """
    spoken = cleaned(spoken)
    if not any(ch.isalnum() for ch in spoken):
        raise RewordingError(
            "there is no word to say; leave the sentence out instead", where=f"utterance {utterance.id}"
        )
    if len(spoken) > LONGEST:
        raise RewordingError(
            f"{len(spoken)} characters are too many for one sentence (at most {LONGEST}); split it in the article",
            where=f"utterance {utterance.id}",
        )
    if spoken == utterance.spoken:
        return utterance
    pieces = tuple(_pieces(utterance.spoken, spoken))
    pinned = [span for span in utterance.pronunciations if not _touched(span.spoken, pieces)]
    return replace(
        utterance,
        spoken=spoken,
        alignment=tuple(_realigned(utterance.alignment, pieces, len(spoken))),
        emphasis=_moved(utterance.emphasis, utterance.spoken, spoken, pieces),
        languages=_moved(utterance.languages, utterance.spoken, spoken, pieces),
        prosody_spans=_moved(utterance.prosody_spans, utterance.spoken, spoken, pieces),
        pronunciations=_moved(pinned, utterance.spoken, spoken, pieces),
    )


def _words(text: str) -> tuple[list[str], list[int]]:
    """The words of `text`, and where each begins and the last ends; the blank behind a word belongs to it."""
    found = list(re.finditer(r"\s*(\S+)\s*", text))
    return [match[1] for match in found], [match.start() for match in found] + [len(text)]


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """How `old` became `new`, word by word; words replaced one for one are pieces of their own."""
    before, olds = _words(old)
    after, news = _words(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield Piece(olds[i], olds[i + 1], news[j], news[j + 1], kept=tag == "equal")
        else:
            yield Piece(olds[i1], olds[i2], news[j1], news[j2], kept=False)


def _place(position: int, pieces: Sequence[Piece], *, after: bool) -> int:
    """Where the old boundary `position` is now: `after` or before words that were put in right there.

    It must not lie strictly inside a change.
    """
    here = 0
    for piece in pieces:
        if piece.a < position < piece.b:
            return piece.c + min(position - piece.a, piece.d - piece.c)
        if (piece.b == position and piece.a < piece.b) or (piece.a == piece.b == position and after):
            here = piece.d
    return here


def _realigned(alignment: Sequence[Alignment], pieces: Sequence[Piece], length: int) -> Iterator[Alignment]:
    at = written_to = 0
    for written, (a, b) in _joined(alignment, pieces):
        if a < b:
            start = _place(a, pieces, after=True)
            if at < start:
                yield Alignment((written[0], written[0]), (at, start))
            end = _place(b, pieces, after=False)
            yield Alignment(written, (start, end))
            at = end
        else:
            yield Alignment(written, (at, at))
        written_to = written[1]
    if at < length:
        yield Alignment((written_to, written_to), (at, length))


def _joined(alignment: Sequence[Alignment], pieces: Sequence[Piece]) -> Iterator[tuple[Span, Span]]:
    """Written and spoken spans of `alignment`; those that one change runs across are put together."""
    pending: Alignment | None = None
    for part in alignment:
        if pending is not None:
            part = Alignment((pending.written[0], part.written[1]), (pending.spoken[0], part.spoken[1]))
        pending = part if _inside_change(part.spoken[1], pieces) else None
        if pending is None:
            yield part.written, part.spoken
    if pending is not None:
        yield pending.written, pending.spoken


def _inside_change(position: int, pieces: Sequence[Piece]) -> bool:
    return any(piece.a < position < piece.b for piece in pieces if not piece.kept)


def _touched(span: Span, pieces: Sequence[Piece]) -> bool:
    a, b = span
    changed = (piece for piece in pieces if not piece.kept)
    return any((p.a < b and a < p.b) if p.a < p.b else a < p.a < b for p in changed)


def _moved(spans: Iterable[Any], old: str, new: str, pieces: Sequence[Piece]) -> tuple[Any, ...]:
    """Spans at the new places of their words; a span whose ends fell inside a change is gone."""
    moved = []
    for span in spans:
        a, b = span.spoken
        b += len(old[b:]) - len(old[b:].lstrip())
        if _inside_change(a, pieces) or _inside_change(b, pieces):
            continue
        start, end = _place(a, pieces, after=True), _place(b, pieces, after=False)
        end = start + len(new[start:end].rstrip())
        if start < end:
            moved.append(replace(span, spoken=(start, end)))
    return tuple(moved)
