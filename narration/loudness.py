"""Programme loudness and true peak, measured while the samples pass by.

Sources: ITU-R BS.1770-4 (K-weighting, gated blocks, true peak), EBU Tech 3341 (integrated loudness). The filters'
analogue prototypes, from which any sample rate follows by the bilinear transform, are those of De Man, "Evaluation
of Implementations of the EBU R128 Loudness Measurement" (AES 2018).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import scipy.signal
from numpy.typing import NDArray

from rhapsode.base import document

ABSOLUTE_GATE = -70.0
"""LUFS; quieter blocks are silence."""
RELATIVE_GATE = -10.0
"""LU below the mean of what passed the absolute gate."""
HOPS_PER_SECOND = 10
HOPS_PER_BLOCK = 4
"""Blocks of 400 ms, three quarters of which overlap."""

TRUE_PEAK_RATE = 192_000
"""Hz: BS.1770 asks for four times 48 kHz; lower rates are interpolated further, to the same grid."""
TAPS = 32
"""Samples that one interpolated value is made from."""
WIDTH = 32
"""Samples in one group that is interpolated, or skipped, together."""


@document
class Levels:
    """What was measured: `loudness` in LUFS and `true_peak` in dBTP (both -inf for silence), `duration` in seconds."""

    loudness: float
    true_peak: float
    duration: float


def decibels(amplitude: float) -> float:
    """An amplitude in dB re 1; -inf for 0."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def k_weighting(rate: int) -> NDArray[np.float64]:
    """BS.1770's head-shelf and high-pass filters for `rate` Hz, as second-order sections, shape `[2, 6]`."""
    return np.stack([_shelf(rate), _high_pass(rate)])


def _shelf(rate: int) -> NDArray[np.float64]:
    frequency, gain_db, q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k = math.tan(math.pi * frequency / rate)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    numerator = (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k)
    return np.array([*numerator, a0, 2 * (k * k - 1), 1 - k / q + k * k]) / a0


def _high_pass(rate: int) -> NDArray[np.float64]:
    frequency, q = 38.13547087602444, 0.5003270373238773
    k = math.tan(math.pi * frequency / rate)
    a0 = 1 + k / q + k * k
    poles = np.array([a0, 2 * (k * k - 1), 1 - k / q + k * k]) / a0
    return np.concatenate([[1.0, -2.0, 1.0], poles])


class LoudnessMeter:
    """Integrated loudness of a mono stream; memory grows by ten numbers a second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        # One filter of the fourth order is faster than two of the second, and exact enough in double precision.
        self._filter = scipy.signal.sos2tf(k_weighting(rate))
        self._state = np.zeros(4)
        self._energies = np.zeros(0)
        self._samples = 0

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, shape `[n]`."""
        if not len(samples):
            return
        weighted, self._state = scipy.signal.lfilter(*self._filter, samples, zi=self._state)
        first, last = self._samples, self._samples + len(samples)
        hops = np.arange(self._hop_of(first), self._hop_of(last - 1) + 1)
        cuts = np.maximum(self._boundary(hops) - first, 0)
        sums = np.add.reduceat(np.square(weighted, out=weighted), cuts)
        if len(self._energies) <= hops[-1]:
            self._energies = np.concatenate([self._energies, np.zeros(hops[-1] + 600 - len(self._energies))])
        self._energies[hops[0] : hops[-1] + 1] += sums
        self._samples = last

    @property
    def seconds(self) -> float:
        """How much has been heard."""
        return self._samples / self._rate

    def _boundary(self, hop: NDArray[np.int64]) -> NDArray[np.int64]:
        return -(-hop * self._rate // HOPS_PER_SECOND)

    def _hop_of(self, sample: int) -> int:
        return sample * HOPS_PER_SECOND // self._rate

    def _blocks(self) -> NDArray[np.float64]:
        """Mean squares of the complete 400 ms blocks; of everything, where there is less than one block."""
        complete = self._samples * HOPS_PER_SECOND // self._rate
        if complete < HOPS_PER_BLOCK:
            return np.array([self._energies.sum() / max(1, self._samples)])
        totals = np.convolve(self._energies[:complete], np.ones(HOPS_PER_BLOCK), "valid")
        edges = self._boundary(np.arange(complete + 1))
        return np.maximum(totals, 0) / (edges[HOPS_PER_BLOCK:] - edges[:-HOPS_PER_BLOCK])

    def integrated(self, gain_db: float = 0.0) -> float:
        """LUFS of everything so far, as it would be after a gain of `gain_db`; -inf for silence."""
        blocks = self._blocks() * 10 ** (gain_db / 10)
        audible = blocks[blocks > _power(ABSOLUTE_GATE)]
        if not len(audible):
            return -math.inf
        gate = max(_power(ABSOLUTE_GATE), audible.mean() * 10 ** (RELATIVE_GATE / 10))
        return _loudness(float(audible[audible > gate].mean()))


def _power(loudness: float) -> float:
    return 10 ** ((loudness + 0.691) / 10)


def _loudness(power: float) -> float:
    return -0.691 + 10 * math.log10(power)


class Interpolator:
    """The values between the samples, on a grid of at least 192 kHz, by a windowed sinc.

    Most values need not be computed to know that they are below a level: interpolation leaves a straight line as it
    is, so what it adds to the line between two samples is made from the second differences near them alone, and
    `ceilings` says how large it can be at most.
    """

    def __init__(self, rate: int) -> None:
        self.factor = 2 * -(-TRUE_PEAK_RATE // (2 * rate))
        fractions = np.arange(1, self.factor) / self.factor
        positions = np.arange(TAPS)[:, None] - (TAPS // 2 - 1)
        kernel = _interpolation_kernel(positions, fractions)
        self.kernel = kernel.astype(np.float32)
        straight = np.where(positions == 0, 1 - fractions, 0) + np.where(positions == 1, fractions, 0)
        curvature = np.cumsum(np.cumsum(kernel - straight, axis=0), axis=0)
        self._curvature_bound = np.float32(1.0001 * np.abs(curvature).sum(axis=0).max())

    def between(self, padded: NDArray[np.float32], groups: NDArray[np.int64]) -> NDArray[np.float32]:
        """Largest magnitudes at and after each sample of some groups of WIDTH samples, shape `[len(groups), WIDTH]`.

        `padded` holds the samples with TAPS // 2 - 1 more before and TAPS // 2 more after them.
        """
        index = groups[:, None] * WIDTH + np.arange(WIDTH + TAPS - 1)
        near = padded[index]
        windows = np.lib.stride_tricks.sliding_window_view(near, WIDTH, axis=1)
        values = np.abs(self.kernel.T @ windows).max(axis=1)
        return np.maximum(values, np.abs(near[:, TAPS // 2 - 1 : TAPS // 2 - 1 + WIDTH]))

    def ceilings(self, padded: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each group of WIDTH samples a level that no value in it exceeds, shape `[groups]`."""
        count = (len(padded) - TAPS + 1) // WIDTH
        bends = padded[2:] - 2 * padded[1:-1] + padded[:-2]
        return np.add(
            _cell_maxima(padded, count), self._curvature_bound * _cell_maxima(bends, count), dtype=np.float32
        )


def _interpolation_kernel(
    positions: NDArray[np.int64], fractions: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of the samples at `positions` for the values at `fractions`, shape `[positions, fractions]`.

    A Kaiser-windowed sinc, corrected by a trace so that constants and straight lines are kept exactly.
    """
    distance = positions - fractions[None, :]
    window = np.i0(8.0 * np.sqrt(np.maximum(0, 1 - (2 * distance / TAPS) ** 2))) / np.i0(8.0)
    kernel = np.sinc(distance) * window
    for column, far in zip(kernel.T, distance.T, strict=True):
        moments = np.stack([np.ones(TAPS), far])
        weighted = moments * np.abs(column)
        column += weighted.T @ np.linalg.solve(weighted @ moments.T, [1.0, 0.0] - moments @ column)
    return kernel


def _cell_maxima(values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Largest magnitude within each WIDTH values and the WIDTH after them, shape `[count]`."""
    size = (count + 1) * WIDTH
    cells = np.abs(values[:size])
    if len(cells) < size:
        cells = np.pad(cells, (0, size - len(cells)))
    cells = cells.reshape(count + 1, WIDTH)
    # Halving beats a reduction over so short an axis several times.
    while cells.shape[1] > 1:
        half = cells.shape[1] // 2
        cells = np.maximum(cells[:, :half], cells[:, half:])
    return np.maximum(cells[:-1, 0], cells[1:, 0])


class TruePeakMeter:
    """The largest magnitude of the continuous signal behind a mono stream of samples.

    `overs` collects, as (sample, magnitude), the places where the signal is larger than `watch`.
    """

    def __init__(self, rate: int, watch: float = math.inf) -> None:
        self._interpolator = Interpolator(rate)
        self._watch = watch
        self._measured = 0
        self.overs: list[tuple[int, float]] = []
        self._rest = np.zeros(TAPS // 2 - 1, np.float32)
        self._peak = 0.0

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, shape `[n]`."""
        self._rest = self._measure(np.concatenate([self._rest, samples]))

    def _measure(self, padded: NDArray[np.float32]) -> NDArray[np.float32]:
        """Measure all complete groups, and return what the next ones still need."""
        ceilings = self._interpolator.ceilings(padded)
        order = np.argsort(-ceilings)
        # The loudest first: soon the bound rules out nearly everything else.
        at, batch = 0, 16
        while at < len(order) and ceilings[order[at]] > min(self._peak, self._watch):
            groups = order[at : at + batch]
            loudest = self._interpolator.between(padded, groups).max(axis=1)
            self._peak = max(self._peak, float(loudest.max()))
            over = loudest > self._watch
            places = self._measured + groups[over] * WIDTH
            self.overs.extend(zip(places.tolist(), loudest[over].tolist(), strict=True))
            at, batch = at + batch, min(512, 2 * batch)
        self._measured += len(ceilings) * WIDTH
        return padded[len(ceilings) * WIDTH :]

    def peak(self) -> float:
        """Largest magnitude so far, 1.0 = full scale."""
        self._rest = self._measure(np.concatenate([self._rest, np.zeros(TAPS // 2 + WIDTH, np.float32)]))
        return self._peak


class Meter:
    """Both meters over one stream; `watch` is an amplitude, as for TruePeakMeter."""

    def __init__(self, rate: int, watch: float = math.inf) -> None:
        self.loudness = LoudnessMeter(rate)
        self.true_peak = TruePeakMeter(rate, watch)
        self._rate = rate
        self._samples = 0

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, shape `[n]`."""
        self.loudness.add(samples)
        self.true_peak.add(samples)
        self._samples += len(samples)

    def levels(self) -> Levels:
        """What was measured, once the stream has ended."""
        return Levels(self.loudness.integrated(), decibels(self.true_peak.peak()), self._samples / self._rate)


def measure(blocks: Iterable[NDArray[np.float32]], rate: int) -> Levels:
    """Loudness and true peak of mono audio at `rate` Hz that comes in blocks."""
    meter = Meter(rate)
    for block in blocks:
        meter.add(block)
    return meter.levels()
