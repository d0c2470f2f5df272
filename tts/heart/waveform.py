"""Spectra to sound: a pulse train at F0 and seeded noise, both filtered by the network, then one inverse STFT.

This is the source-filter idea of neural homomorphic vocoders (Liu et al. 2020,
https://www.isca-archive.org/interspeech_2020/liu20_interspeech.html) with a third, free branch:

    S = e^(h + i pi tanh(t)) STFT(pulses(F0)) + e^n Z + e^(r + i p)      Z complex normal
"""

from __future__ import annotations

import math
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

SAMPLE_RATE = 24_000
FFT, HOP = 1200, 300
OVERLAP = FFT // HOP
VOICED = 40.0
"""Hz; below it a frame has no pulses."""
HIGHEST_HARMONIC = 11_000.0
LARGEST_LOG_GAIN = 7.0
NEAR_PULSE = 2e-3


@lru_cache(maxsize=1)
def hann() -> Tensor:
    """The periodic Hann window `[FFT]`."""
    return torch.hann_window(FFT, periodic=True)


@lru_cache(maxsize=1)
def _fractions() -> Tensor:
    """Where a frame's samples lie between the centres of frames: `[HOP]` in 0..1."""
    return ((torch.arange(HOP, dtype=torch.float32) + 0.5) / HOP - 0.5) % 1.0


def contour(f0: Tensor) -> Tensor:
    """F0 per frame `[T]` as F0 per sample `[T * HOP]`, straight lines between the centres of frames."""
    rising = _fractions()
    falling = 1.0 - rising
    half = HOP // 2
    edges = torch.cat((f0[:1], f0, f0[-1:]))
    before, here, after = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    first = before * falling[:half] + here * rising[:half]
    second = here * falling[half:] + after * rising[half:]
    return torch.cat((first, second), 1).flatten()


def pulses(f0: Tensor) -> Tensor:
    """A band-limited pulse train from F0 `[T]` in Hz: `[T * HOP]`, zero where unvoiced.

    All harmonics below 11 kHz at unit amplitude, in closed form: with phase t and H harmonics,
    sum of cos(h t) = sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2 (Dirichlet's kernel).
    """
    f = contour(f0)
    voiced = f > VOICED
    f = f.clamp(min=VOICED)
    phase = (f.double().cumsum(0).mul_(1 / SAMPLE_RATE).frac_().mul_(2 * math.pi)).float()
    order = (HIGHEST_HARMONIC / f).floor_().add_(0.5)
    below = (phase * 0.5).sin_().mul_(2)
    # Next to a pulse the fraction tends to its limit, the number of harmonics.
    near = below.abs() <= NEAR_PULSE
    train = torch.where(near, order, (order * phase).sin_() / below.masked_fill(near, 1.0))
    return train.sub_(0.5).mul_(voiced)


def stft(signal: Tensor, frames: int) -> Tensor:
    """The centred STFT of `[S]`, scaled so that a unit cosine peaks at 1: complex `[frames, BINS]`."""
    padded = F.pad(signal[None, None], (FFT // 2, FFT // 2), mode="reflect")[0, 0]
    return torch.fft.rfft(padded.unfold(0, FFT, HOP)[:frames] * (hann() / (FFT / 4)))


@lru_cache(maxsize=16)
def _window_sum(frames: int) -> Tensor:
    total = torch.zeros(frames + OVERLAP - 1, HOP)
    squares = hann().square().view(OVERLAP, HOP)
    for k in range(OVERLAP):
        total[k : k + frames] += squares[k]
    return total.clamp(min=1e-11)


def inverse_stft(spectrum: Tensor) -> Tensor:
    """The centred inverse STFT of complex `[T, BINS]` by overlap-add: `[T * HOP]`."""
    frames = spectrum.shape[0]
    pieces = torch.fft.irfft(spectrum, n=FFT).mul_(hann()).view(frames, OVERLAP, HOP)
    out = torch.zeros(frames + OVERLAP - 1, HOP)
    for k in range(OVERLAP):
        out[k : k + frames] += pieces[:, k]
    return out.div_(_window_sum(frames)).flatten()[FFT // 2 : FFT // 2 + frames * HOP]


def synthesise(spectra: Tensor, f0: Tensor, seed: int) -> Tensor:
    """What the decoder gave for one item, `[T, 5 * BINS]`, and F0 `[T]` in Hz, as samples `[T * HOP]`.

    The noise depends on `seed` and T alone.
    """
    frames = spectra.shape[0]
    gain, turn, noise_gain, free_gain, free_phase = spectra.chunk(5, dim=1)
    harmonic_real, harmonic_imaginary = _polar(gain, turn.tanh().mul_(math.pi))
    free_real, free_imaginary = _polar(free_gain, free_phase)
    source = torch.view_as_real(stft(pulses(f0), frames))
    source_real, source_imaginary = source[..., 0], source[..., 1]
    generator = torch.Generator().manual_seed(seed)
    out = torch.randn(frames, gain.shape[1], 2, generator=generator).mul_(_amplitude(noise_gain)[..., None])
    # The products of complex numbers written out: PyTorch's complex kernels are not vectorised.
    real, imaginary = out[..., 0], out[..., 1]
    real += free_real.addcmul_(source_real, harmonic_real).addcmul_(
        source_imaginary, harmonic_imaginary, value=-1
    )
    imaginary += free_imaginary.addcmul_(source_real, harmonic_imaginary).addcmul_(
        source_imaginary, harmonic_real
    )
    return inverse_stft(torch.view_as_complex(out))


def _polar(log_gain: Tensor, phase: Tensor) -> tuple[Tensor, Tensor]:
    """Real and imaginary part of e^(g + i p)."""
    amplitude = _amplitude(log_gain)
    return phase.cos().mul_(amplitude), phase.sin().mul_(amplitude)


def _amplitude(log_gain: Tensor) -> Tensor:
    return log_gain.clamp(max=LARGEST_LOG_GAIN).exp_()
