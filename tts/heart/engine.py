"""The networks at work: phonemes and prosody in, samples and timings out, one utterance as if it were alone.

Every item is padded to a size that depends on that item only, and shares a batch only with items of the same
padded sizes; so whatever it is computed with, the same kernels see the same shapes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rhapsode.tts.heart.delivery import Part
from rhapsode.tts.heart.modules import SUBFRAMES, Networks, mask_of
from rhapsode.tts.heart.steady import steadied
from rhapsode.tts.heart.waveform import HOP, SAMPLE_RATE, VOICED, synthesise

TOKEN_STEP, FRAME_STEP = 16, 16
"""Padding goes up to the next multiple. Multiples of 16 keep every row of every item at the same place within the
processor's vectors, whatever its place in a batch. Frames are prosody frames; the decoder has twice as many."""
LOWEST_F0 = 50.0
"""Hz; voiced frames are not lowered past it, or they would lose their pulses."""
FRAME_SECONDS = HOP / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Item:
    """A part on its way through the networks: its ids with the silence at both ends, `[N]`."""

    part: Part
    ids: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, ...]:
        return (_padded(len(self.ids), TOKEN_STEP),)


@dataclass(frozen=True, slots=True)
class TimedItem:
    """An item with the encoded text `[N padded, C]` and the time of each phoneme.

    `natural` are frames of 25 ms as the network wants them; `frames` are frames of 12.5 ms at the rate asked.
    """

    item: Item
    text: Tensor
    natural: NDArray[np.int64]
    frames: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, ...]:
        return (
            *self.item.shape,
            _padded(int(self.natural.sum()), FRAME_STEP),
            _padded(int(self.frames.sum()), SUBFRAMES * FRAME_STEP),
        )


@dataclass(frozen=True, slots=True)
class Sung:
    """What came of an item: samples `[S]` and, per symbol of the part, its start and end in samples `[n, 2]`;
    F0 in Hz and energy, per frame of 12.5 ms."""

    samples: NDArray[np.float32]
    times: NDArray[np.int64]
    f0: NDArray[np.float32]
    energy: NDArray[np.float32]


def _padded(size: int, step: int) -> int:
    return -(-size // step) * step


def frames_at_rate(natural: NDArray[np.int64], rate: NDArray[np.float64]) -> NDArray[np.int64]:
    """Frames of 12.5 ms for phonemes of `natural` frames of 25 ms, said `rate` times faster: `[N]` each.

    Rounds the running sum, not each phoneme, so that a word's length is right to one frame at any rate; every
    phoneme keeps at least one frame, and what that costs is won back from the next ones.
    """
    ends = np.rint(np.cumsum(SUBFRAMES * natural / rate)).astype(np.int64)
    last = 0
    for i, end in enumerate(ends):
        last = ends[i] = max(last + 1, end)
    return np.diff(ends, prepend=0)


class Engine:
    """Runs batches of items of one shape. Holds no state but the weights: safe to use from several threads."""

    def __init__(self, networks: Networks, vocabulary: dict[str, int]) -> None:
        self.networks = networks
        self.vocabulary = vocabulary

    def item(self, part: Part) -> Item:
        """The part in the network's ids; every symbol of it must be known (see `knows`)."""
        return Item(part, np.array([0, *(self.vocabulary[s] for s in part.symbols), 0], dtype=np.int64))

    @torch.inference_mode()
    def time(self, items: Sequence[Item]) -> list[TimedItem]:
        """Durations for items of the same `shape`."""
        ids, mask = _stack([item.ids for item in items], items[0].shape[0])
        text, lasting = self.networks.pn.timing(ids, mask)
        return [self._timed(*one) for one in zip(items, text, lasting, strict=True)]

    @staticmethod
    def _timed(item: Item, text: Tensor, lasting: Tensor) -> TimedItem:
        natural = lasting[: len(item.ids)].round().clamp(min=1).long().numpy()
        rate = np.concatenate((item.part.rate[:1], item.part.rate, item.part.rate[-1:]))
        return TimedItem(item, text, natural, frames_at_rate(natural, rate))

    @torch.inference_mode()
    def sing(self, items: Sequence[TimedItem]) -> list[Sung]:
        """Melody, spectra and samples for items of the same `shape`."""
        tokens, natural, frames = items[0].shape
        text = torch.stack([item.text for item in items])
        index, mask = _stack([_spread(item.natural) for item in items], natural)
        f0, energy = self.networks.pn.melody(text, index, mask)
        moved = [_at_rate(item, *curves) for item, *curves in zip(items, f0, energy, strict=True)]
        pitched = [(_at_pitch(item, f), e) for item, (f, e) in zip(items, moved, strict=True)]
        ids, text_mask = _stack([item.item.ids for item in items], tokens)
        index, mask = _stack([_spread(item.frames) for item in items], frames)
        spectra = self.networks.m(
            ids,
            index,
            _pad([f for f, _ in pitched], frames),
            _pad([e for _, e in pitched], frames),
            text_mask,
            mask,
        )
        return [_sound(*one) for one in zip(items, spectra, pitched, strict=True)]


def _stack(rows: Sequence[NDArray[np.int64]], size: int) -> tuple[Tensor, Tensor]:
    """Rows of ids padded with 0 to `[B, size]`, and their mask."""
    out = torch.zeros(len(rows), size, dtype=torch.long)
    for row, ids in zip(out, rows, strict=True):
        row[: len(ids)] = torch.from_numpy(ids)
    return out, mask_of(torch.tensor([len(row) for row in rows]), size)


def _pad(rows: Sequence[Tensor], size: int) -> Tensor:
    out = torch.zeros(len(rows), size)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return out


def _spread(frames: NDArray[np.int64]) -> NDArray[np.int64]:
    """The phoneme in each frame: `[2, 1]` frames give `[0, 0, 1]`."""
    return np.repeat(np.arange(len(frames)), frames)


def _at_rate(item: TimedItem, f0: Tensor, energy: Tensor) -> tuple[Tensor, Tensor]:
    """The curves with each phoneme's piece stretched to the frames it got; at rate 1 they stay as they are."""
    natural, frames = SUBFRAMES * item.natural, item.frames
    owner = _spread(frames)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(frames) - frames, frames)
    step = (natural / frames)[owner]
    source = (np.cumsum(natural) - natural)[owner] + np.floor((within + 0.5) * step).astype(np.int64)
    taken = torch.from_numpy(source)
    return f0[taken], energy[taken]


def _at_pitch(item: TimedItem, f0: Tensor) -> Tensor:
    """F0 moved by the semitones asked for each phoneme; a change within the part glides over three frames."""
    pitch = item.item.part.pitch
    if not pitch.any():
        return f0
    semitones = np.concatenate((pitch[:1], pitch, pitch[-1:]))[_spread(item.frames)]
    if item.item.part.varies:
        around = np.pad(semitones, 1, mode="edge")
        semitones = (around[:-2] + around[1:-1] + around[2:]) / 3
    moved = f0 * torch.from_numpy((2.0 ** (semitones / 12)).astype(np.float32))
    return torch.where(f0 > VOICED, moved.clamp(min=LOWEST_F0), moved)


def _sound(item: TimedItem, spectra: Tensor, curves: tuple[Tensor, Tensor]) -> Sung:
    count = int(item.frames.sum())
    f0, energy = curves
    samples = synthesise(spectra[:count], f0, _seed(item.item.part.symbols))
    ends = np.cumsum(item.frames) * HOP
    times = np.stack((ends - item.frames * HOP, ends), 1)[1:-1]
    wave, strength = samples.numpy(), energy.numpy()
    if item.item.part.pitch.any():
        wave = steadied(wave, strength)
    return Sung(wave, times, f0.numpy(), strength)


def _seed(symbols: str) -> int:
    """A seed for the noise that depends on what is said alone."""
    return int.from_bytes(hashlib.sha256(symbols.encode()).digest()[:7], "big")
