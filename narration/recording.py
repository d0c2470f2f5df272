"""The Recording: when everything is said, and the samples themselves, in a file that is never read whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rhapsode.base import document
from rhapsode.tts.utterance import Span


@document
class SpokenWord:
    """One word on the timeline: its characters in the utterance's `spoken` and `written`, seconds from the start."""

    spoken: Span
    written: Span
    start: float
    end: float


@document
class SpokenUtterance:
    """One utterance on the timeline (without its pauses); seconds from the start of the recording."""

    id: str
    start: float
    end: float
    words: tuple[SpokenWord, ...]


@document
class SpokenChapter:
    """A chapter on the timeline; chapters lie end to end and cover the recording."""

    id: str
    title: str
    start: float
    end: float
    level: int = 1
    image: str | None = None


@document
class Recording:
    """A performed Script.

    `pcm` is a file of little-endian float32 mono samples at `sample_rate`; `loudness` (LUFS, ITU-R BS.1770) and
    `true_peak` (dBTP) were measured on exactly these samples. `voices` gives for each of the script's voices that
    speaks the identity that spoke it.
    """

    utterances: tuple[SpokenUtterance, ...]
    chapters: tuple[SpokenChapter, ...]
    sample_rate: int
    samples: int
    loudness: float
    true_peak: float
    pcm: Path
    voices: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    schema: Literal["rhapsode.recording/1"] = "rhapsode.recording/1"

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.samples / self.sample_rate

    def stream(self, block: int = 65_536) -> Iterator[NDArray[np.float32]]:
        """The samples in order, in arrays of at most `block`."""
        with open(self.pcm, "rb") as file:
            while data := file.read(4 * block):
                yield np.frombuffer(data, dtype="<f4").astype(np.float32, copy=False)
