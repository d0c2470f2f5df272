"""Performing a Script: every utterance spoken once, in order, from the cache where it has been spoken before."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from queue import Empty, Full, Queue

from rhapsode.base import RhapsodeError, document
from rhapsode.narration.script import Script
from rhapsode.tts.cache import SegmentCache, segment_key
from rhapsode.tts.realise import speak
from rhapsode.tts.utterance import Utterance
from rhapsode.tts.voice import Speech, Voice

# Groups grow from one utterance (the first audio is there at once) to as many as fill a voice's batches.
GROUP_SIZES = (1, 2, 4, 8, 16)
# How many finished utterances may wait for the assembly: bounds memory whatever the article's length.
AHEAD = 32
_POLL_SECONDS = 0.1


class PerformanceError(RhapsodeError):
    """A script cannot be performed as it stands."""


@document
class Spoken:
    """One finished utterance: `index` of `total`, its Speech, and whether it came from the cache."""

    index: int
    total: int
    utterance: Utterance
    speech: Speech
    cached: bool


def resolved(script: Script, utterance: Utterance) -> Utterance:
    """`utterance` as its engine is asked to speak it: with its speaker's standing prosody."""
    speaker = script.voices.get(utterance.voice)
    if speaker is None:
        known = ", ".join(sorted(script.voices)) or "none"
        raise PerformanceError(
            f"no voice named {utterance.voice!r} in the script (it has: {known})",
            where=f"utterance {utterance.id}",
        )
    return replace(utterance, prosody=utterance.prosody.within(speaker.prosody))


def perform(
    script: Script, voices: Mapping[str, Voice], cache: SegmentCache | None = None
) -> Generator[Spoken, None, None]:
    """Speak `script`, yielding finished utterances in order while later ones are still being spoken.

    `voices` maps engine names to loaded voices. What was spoken is in `cache` as soon as it exists, so stopping
    at any point loses at most one group.

    Raises:
        PerformanceError: the script names a voice it does not define, or an engine that is not loaded.
        VoiceError: an utterance cannot be spoken.
    """
    finished: Queue[Spoken | BaseException | None] = Queue(maxsize=AHEAD)
    stop = threading.Event()

    def produce() -> None:
        try:
            for spoken in _speak_in_groups(script, voices, cache, stop):
                _put(finished, spoken, stop)
            _put(finished, None, stop)
        except BaseException as error:
            _put(finished, error, stop)

    worker = threading.Thread(target=produce, name="rhapsode-performer", daemon=True)
    with _running(worker, stop):
        while (item := _take(finished)) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item


@contextmanager
def _running(worker: threading.Thread, stop: threading.Event) -> Iterator[None]:
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def _take(queue: Queue[Spoken | BaseException | None]) -> Spoken | BaseException | None:
    """Wait in short steps, so that Ctrl-C is heard while a long utterance is being spoken."""
    while True:
        try:
            return queue.get(timeout=_POLL_SECONDS)
        except Empty:
            continue


def _put(
    queue: Queue[Spoken | BaseException | None], item: Spoken | BaseException | None, stop: threading.Event
) -> None:
    while not stop.is_set():
        try:
            return queue.put(item, timeout=_POLL_SECONDS)
        except Full:
            continue
    return None


def _speak_in_groups(
    script: Script, voices: Mapping[str, Voice], cache: SegmentCache | None, stop: threading.Event
) -> Iterator[Spoken]:
    total = len(script.utterances)
    for indices in _groups(total):
        if stop.is_set():
            return
        group = [resolved(script, script.utterances[i]) for i in indices]
        speeches = _speak_group(script, group, voices, cache)
        for i, (speech, cached) in zip(indices, speeches, strict=True):
            yield Spoken(i, total, script.utterances[i], speech, cached)


def _groups(total: int) -> Iterator[range]:
    start = 0
    for turn in range(total):
        if start >= total:
            return
        size = GROUP_SIZES[min(turn, len(GROUP_SIZES) - 1)]
        yield range(start, min(start + size, total))
        start += size


def _speak_group(
    script: Script, group: Sequence[Utterance], voices: Mapping[str, Voice], cache: SegmentCache | None
) -> list[tuple[Speech, bool]]:
    """Speeches of `group` in order, each with whether it was cached; equal requests are spoken once."""
    asked = [(_engine(script, utterance, voices), utterance) for utterance in group]
    keys = [segment_key(voice, utterance) for voice, utterance in asked]
    found: dict[str, Speech] = {}
    if cache is not None:
        found = {key: speech for key in keys if (speech := cache.get(key)) is not None}
    missing: dict[str, dict[str, Utterance]] = {}
    for (_, utterance), key in zip(asked, keys, strict=True):
        if key not in found:
            missing.setdefault(script.voices[utterance.voice].engine, {})[key] = utterance
    fresh: dict[str, Speech] = {}
    for engine, wanted in missing.items():
        for key, speech in zip(wanted, speak(voices[engine], list(wanted.values())), strict=True):
            fresh[key] = speech
            if cache is not None:
                cache.put(key, speech)
    return [(found[key], True) if key in found else (fresh[key], False) for key in keys]


def _engine(script: Script, utterance: Utterance, voices: Mapping[str, Voice]) -> Voice:
    name = script.voices[utterance.voice].engine
    if name not in voices:
        raise PerformanceError(f"the engine {name!r} is not loaded", where=f"utterance {utterance.id}")
    return voices[name]
