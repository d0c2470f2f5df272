"""Lowered and raised speech keeps the loudness of each word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rhapsode.tts.heart.steady import frame_levels, steadied
from rhapsode.tts.utterance import Prosody, Utterance
from rhapsode.tts.voice import Speech

if TYPE_CHECKING:
    from rhapsode.tts.heart.voice import HeartVoice


def word_levels(speeches: Sequence[Speech]) -> np.ndarray:
    levels = []
    for speech in speeches:
        for word in speech.words:
            piece = speech.samples[
                int(word.start * speech.sample_rate) : int(word.end * speech.sample_rate)
            ].astype(float)
            levels.append(10 * np.log10((piece**2).mean() + 1e-12))
    return np.array(levels)


@pytest.mark.parametrize("pitch", [-4.0, 4.0])
def test_no_word_jumps_out(
    heart: HeartVoice, say: Callable[..., Utterance], sentences: Sequence[str], pitch: float
) -> None:
    # The last sentence is one where the network alone makes "the" 8 dB too loud at -4 semitones.
    texts = [*sentences[:4], "Nobody ever told him the whole story, they say, of the bridge."]
    plain = heart.speak([say(text) for text in texts])
    moved = heart.speak([say(text, prosody=Prosody(pitch=pitch, rate=0.95)) for text in texts])
    change = word_levels(moved) - word_levels(plain)
    assert change.max() < 5.5
    assert abs(np.median(change)) < 1.5


def test_a_frame_that_is_too_loud_is_turned_down() -> None:
    tone = np.sin(np.arange(80 * 300) * 0.1).astype(np.float32) * 0.03
    loud = tone.copy()
    loud[9000:12_000] *= 10
    energy = np.full(80, 6.5, np.float32)
    assert np.array_equal(steadied(tone, energy), tone)
    after = frame_levels(steadied(loud, energy), 80)
    assert after.max() < -30.4 + 5 + 1.0
    assert np.array_equal(steadied(loud, energy)[:6000], tone[:6000])


def test_silence_stays_silent() -> None:
    assert not steadied(np.zeros(3000, np.float32), np.full(10, -10, np.float32)).any()
