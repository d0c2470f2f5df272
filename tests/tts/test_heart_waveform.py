"""Properties of the sound that the waveform stage makes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from rhapsode.tts.heart.modules import BINS
from rhapsode.tts.heart.waveform import HOP, SAMPLE_RATE, contour, inverse_stft, pulses, stft, synthesise


def test_a_pulse_train_has_its_fundamental_and_all_harmonics() -> None:
    train = pulses(torch.full((80,), 200.0)).numpy()
    spectrum = np.abs(np.fft.rfft(train)) / len(train) * 2
    hertz = np.fft.rfftfreq(len(train), 1 / SAMPLE_RATE)
    for harmonic in range(200, 11_001, 200):
        assert spectrum[np.argmin(np.abs(hertz - harmonic))] == pytest.approx(1.0, abs=0.03)
    assert spectrum[hertz > 11_300].max() < 0.02


def test_unvoiced_frames_have_no_pulses() -> None:
    assert not pulses(torch.tensor([0.0, 12.0, -3.0, 39.0])).any()


def test_a_contour_joins_the_centres_of_frames() -> None:
    line = contour(torch.tensor([100.0, 200.0]))
    assert line.shape == (2 * HOP,)
    assert line[0] == line[HOP // 2 - 1] == 100.0
    assert float(line[HOP]) == pytest.approx(150.0, abs=0.5)
    assert line[-1] == 200.0


def test_inverse_stft_undoes_stft() -> None:
    signal = torch.randn(60 * HOP, generator=torch.Generator().manual_seed(1))
    again = inverse_stft(stft(signal, 60) * (1200 / 4))
    inside = slice(1200, -1200)
    torch.testing.assert_close(again[inside], signal[inside], atol=1e-4, rtol=1e-4)


def test_torch_agrees_about_the_stft() -> None:
    signal = torch.randn(20 * HOP, generator=torch.Generator().manual_seed(2))
    window = torch.hann_window(1200)
    theirs = torch.stft(signal, 1200, HOP, window=window, center=True, return_complex=True)[:, :20].T / 300
    torch.testing.assert_close(stft(signal, 20), theirs, atol=1e-5, rtol=1e-4)


def test_noise_depends_on_the_seed_alone() -> None:
    spectra = torch.full((12, 5 * BINS), -3.0)
    f0 = torch.zeros(12)
    once, again, other = (synthesise(spectra.clone(), f0, seed) for seed in (7, 7, 8))
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


def test_huge_gains_stay_finite() -> None:
    loud = synthesise(torch.full((8, 5 * BINS), 1e6), torch.full((8,), 100.0), 0)
    assert math.isfinite(float(loud.abs().max()))
