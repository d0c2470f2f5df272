"""What is asked of each phoneme: which symbols, how fast, how high, how loud; and where long text is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhapsode.tts.heart.frontend import Sound, is_pause
from rhapsode.tts.utterance import Prosody, Span, Utterance, word_spans

EMPHASIS = {
    "strong": Prosody(rate=0.85, pitch=2.0, volume=3.0),
    "moderate": Prosody(rate=0.92, pitch=1.2, volume=1.5),
    "reduced": Prosody(rate=1.08, pitch=-1.0, volume=-2.5),
}
LONGEST_PART = 400
"""Symbols the network reads at once; longer text is cut, preferably where a reader would breathe."""
BREATHS = (".!?…", ";:—", ",", " ")
"""Where to cut, best first."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the network reads at once: symbols, and for each the place of its Sound and its prosody."""

    symbols: str
    sounds: NDArray[np.int64]
    rate: NDArray[np.float64]
    pitch: NDArray[np.float64]

    @property
    def varies(self) -> bool:
        """Whether the pitch changes within the part."""
        return bool(np.ptp(self.pitch)) if len(self.pitch) else False


def prosody_at(utterance: Utterance, span: Span) -> Prosody:
    """The prosody of some spoken characters: the spans and the emphasis on them within the utterance's own."""
    prosody = utterance.prosody
    for given in utterance.prosody_spans:
        if _overlap(given.spoken, span):
            prosody = given.prosody.within(prosody)
    for stress in utterance.emphasis:
        if _overlap(stress.spoken, span):
            prosody = EMPHASIS[stress.level].within(prosody)
    return prosody


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def parts_of(
    sounds: Sequence[Sound], prosodies: Sequence[Prosody], longest: int = LONGEST_PART
) -> list[Part]:
    """The sounds as symbols in parts of at most `longest`, a blank between words; none where nothing is heard."""
    symbols: list[str] = []
    owners: list[int] = []
    for i, sound in enumerate(sounds):
        said = f" {sound.phonemes}" if symbols and sound.phonemes else sound.phonemes
        symbols += said
        owners += [i] * len(said)
    text = "".join(symbols)
    if all(is_pause(symbol) for symbol in symbols):
        return []
    parts = []
    for start, end in _cut(text, longest):
        places = np.array(owners[start:end], dtype=np.int64)
        asked = [prosodies[i] for i in places]
        parts.append(
            Part(
                text[start:end],
                places,
                np.array([p.rate for p in asked], dtype=np.float64),
                np.array([p.pitch for p in asked], dtype=np.float64),
            )
        )
    return parts


def _cut(text: str, longest: int) -> list[Span]:
    """Spans of `text` of at most `longest`, without blanks at their edges, cut at the best late breath."""
    spans: list[Span] = []
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > longest:
            end = start + _breath(text[start : start + longest])
        kept = text[start:end]
        first, last = start + len(kept) - len(kept.lstrip()), start + len(kept.rstrip())
        if first < last:
            spans.append((first, last))
        start = end
    return spans


def _breath(window: str) -> int:
    """Where to cut a full window: after the last full stop in its second half, else the last comma ..."""
    for marks in BREATHS:
        for at in range(len(window), len(window) // 2, -1):
            if window[at - 1] in marks and (at == len(window) or window[at] in " ”)" or marks == " "):
                return at
    return len(window)


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Where a spoken word is in the phonemes: its Sound, and which share of its time it has."""

    spoken: Span
    sound: int
    share: tuple[float, float]


def word_places(spoken: str, sounds: Sequence[Sound]) -> list[WordPlace]:
    """Every word's Sound. Words that share one (a pronunciation of several words) divide its time by their letters."""
    places: list[WordPlace] = []
    words = list(word_spans(spoken))
    for i, sound in enumerate(sounds):
        inside = [word for word in words if sound.spoken[0] <= word[0] < sound.spoken[1]]
        total = sum(end - start for start, end in inside)
        done = 0
        for start, end in inside:
            places.append(WordPlace((start, end), i, (done / total, (done + end - start) / total)))
            done += end - start
    return places
