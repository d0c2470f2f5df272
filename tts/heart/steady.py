"""Keeping lowered and raised speech as loud as the network meant it.

At pitches it was not trained on (output F0 around 145 Hz above all) the decoder now and then makes a syllable 8 to
15 dB too loud. Its own energy curve says how loud each frame should be: at natural pitch the level follows it with
a deviation of 2 dB in vowels. So what exceeds that by more than natural speech does is turned down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rhapsode.tts.heart.waveform import FFT, HOP

Samples = NDArray[np.float32]

# Medians over 40 sentences at natural pitch: energy as the network gives it, level in dB of a 50 ms Hann frame.
ENERGY = (-9.5, -5.5, -2.5, 0.5, 2.5, 4.5, 6.5, 8.5)
LEVEL = (-120.0, -84.0, -70.0, -55.6, -46.3, -38.5, -30.4, -23.6)
# dB above the median that one frame in a hundred reaches at natural pitch.
USUAL = (18.0, 14.0, 18.0, 13.0, 9.5, 7.0, 5.0, 3.0)
SMOOTHING = np.array([0.25, 0.5, 0.25])


def steadied(samples: Samples, energy: NDArray[np.float32]) -> Samples:
    """`samples` `[T * HOP]` with frames that are louder than `energy` `[T]` allows turned down to what it allows."""
    allowed = np.interp(energy, ENERGY, LEVEL) + np.interp(energy, ENERGY, USUAL)
    excess = np.maximum(0.0, frame_levels(samples, len(energy)) - allowed)
    if not excess.any():
        return samples
    # The neighbours' maximum first, so that smoothing does not leave the loudest frame too loud.
    around = np.pad(excess, 1)
    widest = np.maximum(np.maximum(around[:-2], around[1:-1]), around[2:])
    down = np.convolve(np.pad(widest, 1, mode="edge"), SMOOTHING, mode="valid")
    centres = (np.arange(len(energy)) + 0.5) * HOP
    decibels = np.interp(np.arange(len(samples)), centres, -down)
    return samples * (10 ** (decibels / 20)).astype(np.float32)


def frame_levels(samples: Samples, frames: int) -> NDArray[np.float64]:
    """The level in dB of 50 ms around each frame of 12.5 ms."""
    window = np.hanning(FFT) ** 2 / FFT
    side = (FFT - HOP) // 2
    squares = np.pad(samples.astype(np.float64) ** 2, side)
    power = np.lib.stride_tricks.sliding_window_view(squares, FFT)[::HOP][:frames] @ window
    return 10 * np.log10(power + 1e-12)
