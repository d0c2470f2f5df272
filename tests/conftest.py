"""What tests of several rooms share: where material for measurements lies, and a voice without a model."""

from __future__ import annotations

import gc
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from rhapsode.tts.utterance import Utterance
from rhapsode.tts.voice import Capabilities, Speech, Voice, VoiceCard, WordTiming

REPOSITORY = Path(__file__).parent.parent

# The same examples every time: a change fails its own tests, not somebody else's. HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Nothing a test runs may reach for a model hub.
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names long contents after their argument: a test's name is readable, and the same in every worker and run."""
    return argname if isinstance(val, bytes | str) and len(val) > 40 else None


@pytest.fixture
def in_proportion() -> Iterator[Callable[..., None]]:
    """Fails work whose time grows faster than its input; `make` builds an input of a size, `work` is what is timed.

    The sizes start at `smallest` and grow, up to `largest`, until there is time enough to measure. Eight times the input takes about eight times the time, or 64 times where the square (`power=2`) is allowed. Times
    are only ever compared with each other, and other work on the machine only ever adds some: one fair pair in five is
    enough. No garbage is collected meanwhile: in a long test run that walks everybody's objects and costs more than
    the work.
    """

    def seconds(work: Callable[[Any], object], given: Any) -> float:
        start = time.process_time()
        work(given)
        return time.process_time() - start

    def check(
        make: Callable[[int], Any],
        work: Callable[[Any], object],
        *,
        smallest: int = 1_000,
        largest: int = 256_000,
        power: int = 1,
    ) -> None:
        size = smallest
        work(make(size))
        while 16 * size <= largest and seconds(work, make(size)) < 0.01:
            size *= 2
        ratios: list[float] = []
        for _ in range(5):
            ratios.append(seconds(work, make(8 * size)) / max(0.01, seconds(work, make(size))))
            if ratios[-1] < 2.5 * 8**power:
                return
        pytest.fail(f"eight times the input takes {min(ratios):.0f} times the time")

    gc.collect()
    gc.disable()
    yield check
    gc.enable()


class ToneVoice(Voice):
    """Says every word as a short tone, 40 ms a letter: exact timings, no model. Counts what it spoke."""

    card = VoiceCard(
        name="tone",
        identity="tone/1",
        sample_rate=24_000,
        languages=("en",),
        capabilities=Capabilities(rate=True, pitch=True, volume=True, word_timings=True),
        licence="Apache-2.0",
        attribution="sine",
    )

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def pronounce(self, utterance: Utterance) -> str:
        return utterance.spoken

    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        return [self._say(utterance) for utterance in utterances]

    def _say(self, utterance: Utterance) -> Speech:
        self.spoken.append(utterance.spoken)
        rate = self.card.sample_rate
        pieces: list[np.ndarray] = [np.zeros(rate // 20, np.float32)]
        words: list[WordTiming] = []
        at = len(pieces[0])
        for i, match in enumerate(re.finditer(r"\S*\w\S*", utterance.spoken)):
            count = int(rate * 0.04 * len(match.group()) / utterance.prosody.rate)
            pitch = 220 * 2 ** ((utterance.prosody.pitch + i % 5) / 12)
            tone = (
                0.3
                * 10 ** (utterance.prosody.volume / 20)
                * np.sin(2 * np.pi * pitch * np.arange(count) / rate)
            )
            tone *= np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 120)
            words.append(WordTiming(match.span(), at / rate, (at + count) / rate))
            pieces += [tone.astype(np.float32), np.zeros(rate // 50, np.float32)]
            at += count + rate // 50
        return Speech(np.concatenate(pieces), rate, tuple(words), self.card.identity)


@pytest.fixture(scope="session")
def tone_engine() -> type[ToneVoice]:
    """For fixtures that outlive a test; the voice itself remembers what it spoke."""
    return ToneVoice


@pytest.fixture
def tone_voice() -> ToneVoice:
    return ToneVoice()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Material for measurements that lies beside a developer's checkout; users do not have it."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the measuring material is not beside this checkout")
    return folder
