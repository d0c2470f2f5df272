"""Segments on disk: the same sound is one segment, whatever surrounds it; whole files only, and bounded."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rhapsode.tts.cache import FOLDER_VARIABLE, SUFFIX, SegmentCache, default_folder, segment_key
from rhapsode.tts.utterance import (
    EmphasisSpan,
    LanguageSpan,
    Pronunciation,
    Prosody,
    ProsodySpan,
    Utterance,
)  # fmt: skip
from rhapsode.tts.voice import Speech, Voice, WordTiming

Say = Callable[..., Utterance]


@pytest.fixture
def cache(tmp_path: Path) -> SegmentCache:
    return SegmentCache(tmp_path / "segments", max_bytes=10**7)


def speech_of(seed: int, size: int = 1000) -> Speech:
    samples = np.random.default_rng(seed).standard_normal(size).astype(np.float32)
    return Speech(samples, 24_000, (WordTiming((0, 2), 0.1 + seed, 1 / 3 + seed),), "tone/1")


def key_of(number: int) -> str:
    return f"{number:064x}"[::-1]


def only_file(cache: SegmentCache) -> Path:
    (path,) = cache.folder.rglob(f"*{SUFFIX}")
    return path


# -- keys ------------------------------------------------------------------------------------------------------


def test_what_is_not_heard_does_not_matter(tone_voice: Voice, say: Say) -> None:
    utterance = say("It is half past six.")
    other = replace(
        utterance, id="x", role="title", written="It is 6:30.", alignment=(), voice="other", chapter="c", block="b",
        pause_before_ms=1, pause_after_ms=900,
    )  # fmt: skip
    assert segment_key(tone_voice, utterance) == segment_key(tone_voice, other)


@pytest.mark.parametrize(
    "change",
    [
        {"spoken": "It is half past seven."}, {"lang": "en-GB"}, {"prosody": Prosody(rate=1.01)},
        {"prosody": Prosody(volume=0.1)}, {"emphasis": (EmphasisSpan((0, 2)),)},
        {"emphasis": (EmphasisSpan((0, 2), "strong"),)}, {"prosody_spans": (ProsodySpan((0, 2), Prosody()),)},
        {"pronunciations": (Pronunciation((0, 2), "ɪt"),)}, {"languages": (LanguageSpan((0, 2), "fr"),)},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_is_heard_matters(tone_voice: Voice, say: Say, change: dict[str, object]) -> None:
    utterance = say("It is half past six.")
    assert segment_key(tone_voice, utterance) != segment_key(tone_voice, replace(utterance, **change))  # type: ignore[arg-type]


def test_another_voice_or_lexicon_is_another_segment(tone_voice: Voice, say: Say) -> None:
    utterance = say("Hello.")
    before = segment_key(tone_voice, utterance)
    tone_voice.pronounce = lambda utterance: "həlˈO"  # type: ignore[method-assign]
    lexicon = segment_key(tone_voice, utterance)
    tone_voice.card = replace(tone_voice.card, identity="tone/2")
    assert len({before, lexicon, segment_key(tone_voice, utterance)}) == 3


# -- keeping ---------------------------------------------------------------------------------------------------


def test_what_is_kept_comes_back_to_the_last_bit(cache: SegmentCache, tone_voice: Voice, say: Say) -> None:
    utterance = say("Kept for good.")
    key = cache.key(tone_voice, utterance)
    assert cache.get(key) is None
    (speech,) = tone_voice.speak([utterance])
    cache.put(key, speech)
    again = SegmentCache(cache.folder).get(key)
    assert again == speech
    assert again is not None
    assert again.samples.dtype == np.float32
    assert again.samples.flags.writeable


def test_odd_samples_survive(cache: SegmentCache) -> None:
    samples = np.array([0.0, -0.0, 1e-45, 1e38, -1.5], np.float32)
    cache.put(key_of(1), Speech(samples, 8000, (), "v"))
    kept = cache.get(key_of(1))
    assert kept is not None
    assert kept.samples.tobytes() == samples.tobytes()
    cache.put(key_of(2), Speech(samples[:0], 8000, (), "v"))
    empty = cache.get(key_of(2))
    assert empty is not None
    assert len(empty.samples) == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"", lambda data: data[:-1], lambda data: data[: len(data) // 2],
        lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:], lambda data: data + b"x",
        lambda data: b"not a segment at all", lambda data: b"\0" * len(data),
    ],
)  # fmt: skip
def test_damage_is_a_miss_and_is_removed(cache: SegmentCache, damage: Callable[[bytes], bytes]) -> None:
    cache.put(key_of(1), speech_of(1))
    path = only_file(cache)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(key_of(1)) is None
    assert not path.exists()
    cache.put(key_of(1), speech_of(1))
    assert cache.get(key_of(1)) == speech_of(1)


def test_a_folder_that_cannot_be_written_costs_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = SegmentCache(tmp_path / "file")
    cache.put(key_of(1), speech_of(1))
    assert "cannot be kept" in caplog.text
    assert cache.get(key_of(1)) is None
    assert cache.stats().segments == 0
    assert cache.prune() == 0


# -- pruning ---------------------------------------------------------------------------------------------------


def test_the_least_recently_used_goes_first(cache: SegmentCache) -> None:
    for number in range(10):
        cache.put(key_of(number), speech_of(number))
        path = cache.folder / key_of(number)[:2] / f"{key_of(number)}{SUFFIX}"
        os.utime(path, (number, number))
    assert cache.get(key_of(0)) is not None  # used just now
    stats = cache.stats()
    assert stats.segments == 10
    one = stats.bytes // 10
    removed = cache.prune(3 * one + 100)
    assert stats.bytes - removed == cache.stats().bytes <= 3 * one + 100
    assert [number for number in range(10) if cache.get(key_of(number)) is not None] == [0, 8, 9]
    assert cache.clear() > 0
    assert cache.stats().segments == 0


def test_the_size_stays_bounded(tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path, max_bytes=100_000)
    for number in range(200):
        cache.put(key_of(number), speech_of(number))
    size = len(speech_of(0).samples.tobytes())
    assert cache.stats().bytes <= 100_000 + 70 * (size + 500)
    assert cache.get(key_of(199)) is not None
    cache.prune()
    assert cache.stats().bytes <= 100_000


def test_what_dead_writers_left_is_swept(cache: SegmentCache) -> None:
    cache.put(key_of(1), speech_of(1))
    shelf = only_file(cache).parent
    dead, alive = shelf / ".x.dead.part", shelf / ".x.alive.part"
    for path in (dead, alive):
        path.write_bytes(b"half")
    os.utime(dead, (1, 1))
    cache.prune()
    assert not dead.exists()
    assert alive.exists()


def test_strangers_files_are_left_alone(cache: SegmentCache) -> None:
    cache.put(key_of(1), speech_of(1))
    mine = cache.folder / "notes.txt"
    mine.write_text("mine")
    cache.clear()
    assert mine.exists()


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "here"))
    assert SegmentCache().folder == default_folder() == tmp_path / "here"
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert "rhapsode" in str(default_folder())


# -- several processes -----------------------------------------------------------------------------------------


def _work(folder: str, turn: int, seconds: float) -> int:
    """Write, read and prune the same few segments for a while; returns how many reads were wrong."""
    cache = SegmentCache(folder, max_bytes=60_000)
    wrong, number, until = 0, turn, time.monotonic() + seconds
    while time.monotonic() < until:
        number = (number * 7 + 1) % 12
        found = cache.get(key_of(number))
        if found is None:
            cache.put(key_of(number), speech_of(number))
        elif found != speech_of(number):
            wrong += 1
        if number == turn:
            cache.prune(20_000)
    return wrong


def test_processes_share_a_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
    with context.Pool(2) as pool:
        wrong = pool.starmap(_work, [(str(tmp_path), turn, 1.0) for turn in range(2)])
    assert wrong == [0, 0]
    assert not list(tmp_path.rglob("*.part"))
