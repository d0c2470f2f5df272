"""From what the network sang to an utterance's Speech: silence trimmed, volume applied, words timed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rhapsode.tts.heart.delivery import Part, WordPlace
from rhapsode.tts.heart.engine import Sung
from rhapsode.tts.heart.frontend import is_pause
from rhapsode.tts.heart.waveform import HOP, SAMPLE_RATE
from rhapsode.tts.utterance import Span
from rhapsode.tts.voice import WordTiming

Samples = NDArray[np.float32]

SILENT_UTTERANCE = 0.1
"""Seconds of silence for an utterance with nothing to say."""
AUDIBLE = 10 ** (-60 / 20)
"""What is quieter than this, next to the loudest sample, is silence."""
BLOCK = SAMPLE_RATE // 200
MARGIN = SAMPLE_RATE // 25
"""Silence kept before the first and after the last audible block: 40 ms."""
FADE = SAMPLE_RATE // 200
RAMP = SAMPLE_RATE // 50
"""Samples over which the volume changes from one word to the next: 20 ms."""
ONSET = 10 ** (-40 / 20)
"""Where the first word begins to be heard, next to the loudest sample."""
EARLY = HOP
"""How much earlier than its frames a phoneme is heard: the network's durations lag a little behind its sound."""


def finish(
    parts: Sequence[tuple[Part, Sung]], places: Sequence[WordPlace], volumes: Sequence[float]
) -> tuple[Samples, tuple[WordTiming, ...]]:
    """Samples and word timings of an utterance. `volumes` are in dB, one for each Sound."""
    pieces: list[Samples] = []
    times: dict[int, tuple[int, int]] = {}
    at = 0
    for part, sung in parts:
        start, end = audible(sung.samples)
        piece = _faded(sung.samples[start:end])
        lead, tail = min(MARGIN, start), min(MARGIN, len(sung.samples) - end)
        heard = _sound_times(part, np.clip(sung.times - EARLY - start, lead, max(lead, len(piece) - tail)))
        _begin_at(heard, _onset(piece))
        for sound, (first, last) in heard.items():
            before = times.get(sound, (at + first, 0))
            times[sound] = (before[0], at + last)
        pieces.append(piece)
        at += len(piece)
    if not at:
        silence = np.zeros(int(SILENT_UTTERANCE * SAMPLE_RATE), np.float32)
        return silence, tuple(WordTiming(place.spoken, 0.0, 0.0) for place in places)
    samples = np.concatenate(pieces)
    words = _word_samples(places, times, len(samples))
    samples = samples * _gain(len(samples), words, [volumes[place.sound] for place in places], volumes)
    timings = (
        WordTiming(place.spoken, start / SAMPLE_RATE, end / SAMPLE_RATE)
        for place, (start, end) in zip(places, words, strict=True)
    )
    return samples.astype(np.float32), tuple(timings)


def audible(samples: Samples) -> Span:
    """Where the sound is, with a margin of silence at both ends; `(0, 0)` where there is none."""
    blocks = np.abs(samples[: len(samples) // BLOCK * BLOCK]).reshape(-1, BLOCK).max(1, initial=0)
    if not blocks.size or not blocks.max() > 0:
        return (0, 0)
    loud = np.flatnonzero(blocks > AUDIBLE * blocks.max())
    return (max(0, int(loud[0]) * BLOCK - MARGIN), min(len(samples), (int(loud[-1]) + 1) * BLOCK + MARGIN))


def _faded(samples: Samples) -> Samples:
    """The same with short fades at both ends: what was cut there is not quite silence."""
    out = samples.copy()
    size = min(FADE, len(out) // 2)
    if size:
        slope = (np.arange(size, dtype=np.float32) + 0.5) / size
        out[:size] *= slope
        out[-size:] *= slope[::-1]
    return out


def _onset(samples: Samples) -> int:
    """The first sample that is clearly heard."""
    return int(np.argmax(np.abs(samples) > ONSET * np.abs(samples).max(initial=0)))


def _begin_at(heard: dict[int, Span], onset: int) -> None:
    """Let the first sound begin where it is heard, if that is before its frames."""
    first = next(iter(heard), None)
    if first is not None:
        start, end = heard[first]
        heard[first] = (min(start, onset), end)


def _sound_times(part: Part, times: NDArray[np.int64]) -> dict[int, Span]:
    """First and last heard sample of every Sound in a part; `times` `[n, 2]` are its symbols'."""
    heard = np.array([not is_pause(symbol) for symbol in part.symbols], dtype=bool)
    spans: dict[int, Span] = {}
    for sound in dict.fromkeys(part.sounds[heard].tolist()):
        own = times[heard & (part.sounds == sound)]
        spans[sound] = (int(own[0, 0]), int(own[-1, 1]))
    return spans


def _word_samples(places: Sequence[WordPlace], times: dict[int, Span], size: int) -> list[Span]:
    """Start and end of every word: in order, without overlaps, inside. A word without a sound has no length."""
    words: list[Span] = []
    at = 0
    for place in places:
        start, end = times.get(place.sound, (at, at))
        length = end - start
        first = min(size, max(at, start + round(length * place.share[0])))
        last = min(size, max(first, start + round(length * place.share[1])))
        words.append((first, last))
        at = last
    return words


def _gain(
    size: int, words: Sequence[Span], asked: Sequence[float], volumes: Sequence[float]
) -> NDArray[np.float32]:
    """The gain of every sample: each word at its own, straight in dB across 20 ms where it changes."""
    if len(set(volumes)) <= 1 or not words:
        level = volumes[0] if volumes else 0.0
        return np.full(size, 10 ** (level / 20), np.float32)
    knots: list[float] = []
    levels: list[float] = []
    for (_, end), (start, _), one, other in zip(words, words[1:], asked, asked[1:], strict=False):
        middle = (end + start) / 2
        knots += [middle - RAMP / 2, middle + RAMP / 2]
        levels += [one, other]
    decibels = np.interp(np.arange(size), knots, levels) if knots else np.full(size, asked[0])
    return (10 ** (decibels / 20)).astype(np.float32)
