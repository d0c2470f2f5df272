"""A look-ahead true-peak limiter that leaves everything below the ceiling alone, to the bit.

The gain reaches what a peak needs just before it, holds over it, and comes back slowly, so that neither clicks nor
pumping are heard: attack over LOOK_AHEAD_SECONDS, release at RELEASE_DB_PER_SECOND.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d

from rhapsode.narration.loudness import TAPS, WIDTH, Interpolator

LOOK_AHEAD_SECONDS = 0.004
RELEASE_DB_PER_SECOND = 40.0
STRETCH = 4096
"""Samples that are looked at together: those without a peak near them cost next to nothing."""
MARGIN_DB = 0.05
"""What a gain that moves between two samples may add to the value between them, and other meters' grids see."""

_BEFORE, _AFTER = TAPS // 2 - 1, TAPS // 2


class Limiter:
    """Keeps the true peak of a mono stream at or below `ceiling_db` dBTP, after a gain of `gain_db`.

    `process` the stream in pieces of any size, then `finish`: together the pieces returned are as long as what went
    in and in step with it. `reduction_db` is the most that was taken off so far.
    """

    def __init__(self, rate: int, ceiling_db: float, gain_db: float = 0.0) -> None:
        self._interpolator = Interpolator(rate)
        self._gain = np.float32(10 ** (gain_db / 20))
        self._ceiling = float(10 ** ((ceiling_db - MARGIN_DB) / 20))
        self._half = max(1, round(LOOK_AHEAD_SECONDS * rate / 2))
        self._ahead = 2 * self._half
        self._slope = RELEASE_DB_PER_SECOND / rate
        # Samples not yet measured, with what their measurement needs before them.
        self._padded = np.zeros(_BEFORE, np.float32)
        # Measured samples not yet returned, and the reduction asked for those and for one look-ahead before them.
        self._waiting = np.zeros(0, np.float32)
        self._asked = np.zeros(self._ahead)
        self._released = 0.0
        self._held = 0
        self.reduction_db = 0.0

    def process(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next samples, return what is finished."""
        padded = np.concatenate([self._padded, samples * self._gain])
        needed = self._needed(padded)
        count = len(needed)
        self._padded = padded[count:]
        finished = self._apply(padded[_BEFORE : _BEFORE + count], self._release(needed))
        self._held += len(samples) - len(finished)
        return finished

    def finish(self) -> NDArray[np.float32]:
        """What was held back, once the stream has ended."""
        held = self._held
        return self.process(np.zeros(_AFTER + WIDTH + self._ahead, np.float32))[:held]

    def _needed(self, padded: NDArray[np.float32]) -> NDArray[np.float64]:
        """The change in dB (0 or less) that each sample needs which can already be measured."""
        ceilings = self._interpolator.ceilings(padded)
        needed = np.zeros((len(ceilings), WIDTH))
        loud = np.flatnonzero(ceilings > self._ceiling)
        for start in range(0, len(loud), 512):
            groups = loud[start : start + 512]
            peaks = self._interpolator.between(padded, groups).astype(np.float64)
            needed[groups] = -20 * np.log10(np.maximum(peaks / self._ceiling, 1.0))
        return needed.ravel()

    def _apply(self, samples: NDArray[np.float32], asked: NDArray[np.float64]) -> NDArray[np.float32]:
        waiting = np.concatenate([self._waiting, samples])
        window = np.concatenate([self._asked, asked])
        ready = max(0, len(waiting) - self._ahead)
        self._waiting, self._asked = waiting[ready:], window[ready:]
        finished = waiting[:ready]
        for start in range(0, ready, STRETCH):
            stretch = finished[start : start + STRETCH]
            around = window[start : start + len(stretch) + 2 * self._ahead]
            if (lowest := float(around.min())) < 0.0:
                self.reduction_db = max(self.reduction_db, -lowest)
                stretch *= self._gains(around).astype(np.float32)
        return finished

    def _gains(self, window: NDArray[np.float64]) -> NDArray[np.float64]:
        """Gains for all but the first and last look-ahead of `window`: down before a dip, never above it."""
        held = minimum_filter1d(window, self._ahead + 1)[self._half : len(window) - self._half]
        gains = 10 ** (held / 20)
        for _ in range(2):
            sums = np.concatenate([[0.0], np.cumsum(gains)])
            gains = (sums[self._half + 1 :] - sums[: -self._half - 1]) / (self._half + 1)
        return gains

    def _release(self, needed: NDArray[np.float64]) -> NDArray[np.float64]:
        """`needed`, coming back to 0 dB no faster than the release allows."""
        for start in range(0, len(needed), STRETCH):
            stretch = needed[start : start + STRETCH]
            if self._released < 0.0 or stretch.any():
                ramp = self._slope * np.arange(1, len(stretch) + 1)
                low = np.minimum(np.minimum.accumulate(stretch - ramp), self._released)
                np.minimum(0.0, low + ramp, out=stretch)
                self._released = float(stretch[-1])
        return needed


def limited(
    blocks: Iterable[NDArray[np.float32]], rate: int, ceiling_db: float, gain_db: float = 0.0
) -> Iterator[NDArray[np.float32]]:
    """`blocks` of a mono stream through a Limiter."""
    limiter = Limiter(rate, ceiling_db, gain_db)
    for block in blocks:
        yield limiter.process(block)
    yield limiter.finish()
