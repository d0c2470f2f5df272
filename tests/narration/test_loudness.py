"""The meters against the standards' own cases, against FFmpeg's meter, and against themselves."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.narration.limiter import Limiter
from rhapsode.narration.loudness import (
    TAPS,
    WIDTH,
    Interpolator,
    LoudnessMeter,
    TruePeakMeter,
    decibels,
    k_weighting,
    measure,
)

RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000)
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def sine(rate: int, seconds: float, dbfs: float, frequency: float = 997.0, phase: float = 0.0) -> np.ndarray:
    at = np.arange(round(rate * seconds)) / rate
    return (10 ** (dbfs / 20) * np.sin(2 * np.pi * frequency * at + phase)).astype(np.float32)


def speechlike(rate: int, seconds: float, seed: int = 0) -> np.ndarray:
    """Harmonics in syllables, with noise and pauses: what a voice does to a meter."""
    rng = np.random.default_rng(seed)
    at = np.arange(round(rate * seconds)) / rate
    pitch = np.cumsum(130 * (1 + 0.15 * np.sin(2 * np.pi * 0.4 * at))) / rate
    tone = sum(np.sin(2 * np.pi * k * pitch + k * k) / k for k in range(1, 25) if k * 170 < rate / 2)
    envelope = np.clip(np.sin(2 * np.pi * 2.1 * at), 0, 1) * (np.sin(2 * np.pi * 0.13 * at) > -0.7)
    return (0.2 * envelope * (tone + 0.1 * rng.standard_normal(len(at)))).astype(np.float32)


def in_pieces(samples: np.ndarray, *sizes: int) -> list[np.ndarray]:
    pieces, at, turn = [], 0, 0
    while at < len(samples):
        pieces.append(samples[at : at + sizes[turn % len(sizes)]])
        at, turn = at + len(pieces[-1]), turn + 1
    return pieces


class TestLoudness:
    def test_filter_is_the_one_printed_in_the_standard(self) -> None:
        shelf = [
            1.53512485958697,
            -2.69169618940638,
            1.19839281085285,
            1.0,
            -1.69065929318241,
            0.73248077421585,
        ]
        high_pass = [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621]
        assert np.allclose(k_weighting(48_000), [shelf, high_pass], atol=1e-8)

    @pytest.mark.parametrize("rate", RATES)
    def test_full_scale_sine_in_one_channel_reads_minus_three(self, rate: int) -> None:
        assert measure([sine(rate, 2, 0.0)], rate).loudness == pytest.approx(-3.01, abs=0.06)

    @pytest.mark.parametrize(
        ("levels", "expected"),
        [  # EBU Tech 3341, cases 1 to 5; one channel reads 3.01 LU below the two of the document.
            ([(20, -23)], -23.0),
            ([(20, -33)], -33.0),
            ([(10, -36), (60, -23), (10, -36)], -23.0),
            ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),
            ([(20, -26), (20.1, -20), (20, -26)], -23.0),
        ],
    )
    def test_gates_as_the_broadcasters_ask(self, levels: list[tuple[float, float]], expected: float) -> None:
        signal = np.concatenate([sine(24_000, seconds, level) for seconds, level in levels])
        assert measure(in_pieces(signal, 65_536), 24_000).loudness == pytest.approx(expected - 3.01, abs=0.1)

    @needs_ffmpeg
    @pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
    def test_agrees_with_ffmpeg(self, rate: int, ffmpeg_levels) -> None:
        signal = speechlike(rate, 12)
        ours = measure([signal], rate)
        loudness, peak = ffmpeg_levels(signal, rate)
        assert ours.loudness == pytest.approx(loudness, abs=0.1)
        assert ours.true_peak == pytest.approx(peak, abs=0.1)

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.integers(1, 9_000), min_size=1, max_size=5), st.sampled_from([11_025, 24_000]))
    def test_does_not_depend_on_the_pieces(self, sizes: list[int], rate: int) -> None:
        signal = speechlike(rate, 1.7)
        whole, pieces = measure([signal], rate), measure(in_pieces(signal, *sizes, 4_000), rate)
        assert pieces.loudness == pytest.approx(whole.loudness, abs=1e-6)
        assert pieces.true_peak == pytest.approx(whole.true_peak, abs=1e-4)

    @pytest.mark.parametrize("gain", [-30.0, -3.0, 0.0, 17.0])
    def test_foretells_what_a_gain_will_do(self, gain: float) -> None:
        signal = np.concatenate([speechlike(24_000, 8), sine(24_000, 4, -62)])
        meter, louder = LoudnessMeter(24_000), LoudnessMeter(24_000)
        meter.add(signal)
        louder.add(signal * np.float32(10 ** (gain / 20)))
        assert meter.integrated(gain) == pytest.approx(louder.integrated(), abs=1e-4)

    def test_silence_and_less_than_a_block(self) -> None:
        assert measure([], 24_000).loudness == -math.inf
        assert measure([np.zeros(48_000, np.float32)], 24_000) == measure(
            [np.zeros(48_000, np.float32)], 24_000
        )
        assert measure([np.zeros(48_000, np.float32)], 24_000).true_peak == -math.inf
        assert measure([sine(24_000, 0.1, -20)], 24_000).loudness == pytest.approx(-23.0, abs=0.5)


class TestTruePeak:
    @pytest.mark.parametrize("rate", RATES)
    def test_finds_the_peak_between_samples(self, rate: int) -> None:
        # At a quarter of the rate and an eighth of a turn, every sample is 3 dB below the wave.
        wave = sine(rate, 0.5, -6.0, rate / 4, np.pi / 4) * np.hanning(round(rate * 0.5)).astype(np.float32)
        assert decibels(float(np.abs(wave).max())) == pytest.approx(-9.0, abs=0.1)
        assert measure([wave], rate).true_peak == pytest.approx(-6.0, abs=0.1)

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 2**31), st.sampled_from([16_000, 24_000, 44_100, 48_000]))
    def test_skips_nothing_that_matters(self, seed: int, rate: int) -> None:
        rng = np.random.default_rng(seed)
        signal = (rng.standard_normal(4_000) * rng.random(4_000) ** 3).astype(np.float32)
        interpolator = Interpolator(rate)
        padded = np.pad(signal, (TAPS // 2 - 1, TAPS))
        groups = np.arange((len(padded) - TAPS + 1) // WIDTH)
        everything = interpolator.between(padded, groups)
        assert (everything.max(axis=1) <= interpolator.ceilings(padded) + 1e-6).all()
        meter = TruePeakMeter(rate)
        for piece in in_pieces(signal, 700, 33):
            meter.add(piece)
        assert meter.peak() == pytest.approx(float(everything.max()), rel=1e-6)

    def test_says_where_it_is_above_a_level(self) -> None:
        signal = sine(24_000, 3, -12)
        signal[24_000:24_400] *= 4
        meter = TruePeakMeter(24_000, watch=0.5)
        for piece in in_pieces(signal, 5_000):
            meter.add(piece)
        meter.peak()
        places = [place for place, _ in meter.overs]
        assert 23_960 <= min(places) <= 24_010
        assert 24_360 <= max(places) <= 24_410


class TestLimiter:
    @staticmethod
    def limit(
        signal: np.ndarray, rate: int, ceiling: float, gain: float, *sizes: int
    ) -> tuple[np.ndarray, Limiter]:
        limiter = Limiter(rate, ceiling, gain)
        pieces = [limiter.process(piece) for piece in in_pieces(signal, *sizes)]
        out = np.concatenate([*pieces, limiter.finish()])
        assert len(out) == len(signal)
        return out, limiter

    @settings(max_examples=40, deadline=None)
    @given(
        st.integers(0, 2**31),
        st.sampled_from(["noise", "clicks", "square", "alternating", "speech"]),
        st.sampled_from([16_000, 24_000, 48_000]),
        st.floats(-6, -0.1),
        st.floats(-20, 30),
    )
    def test_never_above_the_ceiling(
        self, seed: int, kind: str, rate: int, ceiling: float, gain: float
    ) -> None:
        rng = np.random.default_rng(seed)
        n = 6_000
        signal = {
            "noise": lambda: rng.standard_normal(n) * rng.random(),
            "clicks": lambda: (rng.random(n) < 0.003) * rng.standard_normal(n),
            "square": lambda: np.sign(np.sin(np.arange(n) * rng.uniform(0.01, 3.0))),
            "alternating": lambda: np.where(np.arange(n) % 2, 1, -1) * np.where(rng.random(n) < 0.02, -1, 1),
            "speech": lambda: speechlike(rate, n / rate, seed % 1000),
        }[kind]().astype(np.float32)
        out, _ = self.limit(signal, rate, ceiling, gain, 1 + seed % 3_000)
        assert measure([out], rate).true_peak <= ceiling

    @needs_ffmpeg
    @pytest.mark.parametrize("rate", [24_000, 44_100])
    def test_ffmpeg_agrees(self, rate: int, ffmpeg_levels) -> None:
        out, _ = self.limit(speechlike(rate, 6), rate, -1.0, 14.0, 10_000)
        assert ffmpeg_levels(out, rate)[1] <= -1.0

    def test_leaves_what_is_below_alone(self) -> None:
        signal = speechlike(24_000, 3)
        out, limiter = self.limit(signal, 24_000, 0.0, -20 * math.log10(2), 1_000)
        assert limiter.reduction_db == 0.0
        assert np.array_equal(out, signal * np.float32(0.5))

    def test_does_not_pump(self) -> None:
        # One loud click in a steady tone: down within 4 ms before it, back within a quarter second, no overshoot.
        tone = sine(24_000, 2, -12, 200)
        signal = tone.copy()
        signal[24_000] = 2.0
        out, limiter = self.limit(signal, 24_000, -1.0, 0.0, 65_536)
        gain = out[np.abs(tone) > 0.05] / signal[np.abs(tone) > 0.05]
        where = np.flatnonzero(np.abs(tone) > 0.05)
        assert np.all(gain[where < 24_000 - 24 * 4 - 2] == 1.0)
        assert np.all(gain[where > 24_000 + 24_000 // 4 + 200] == 1.0)
        assert gain.max() <= 1.0
        assert limiter.reduction_db == pytest.approx(decibels(2.0) + 1.05, abs=0.2)

    def test_the_pieces_do_not_matter(self) -> None:
        signal = speechlike(24_000, 2) * 6
        one, _ = self.limit(signal, 24_000, -1.0, 0.0, len(signal))
        many, _ = self.limit(signal, 24_000, -1.0, 0.0, 1, 777, 13, 4_096)
        assert np.allclose(one, many, atol=1e-6)

    def test_shorter_than_its_own_look_ahead(self) -> None:
        out, _ = self.limit(np.full(5, 3.0, np.float32), 24_000, -1.0, 0.0, 2)
        assert np.abs(out).max() < 1.0
        assert len(Limiter(24_000, -1.0).finish()) == 0
