"""The Voice contract: everything an engine must offer, and everything Rhapsode may ask of it."""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import field
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, PlainSerializer

from rhapsode.base import RhapsodeError, document
from rhapsode.tts.utterance import Span, Utterance


class VoiceError(RhapsodeError):
    """A voice is unknown, cannot be loaded, or cannot say what it was asked to say."""


class VoiceUnavailable(VoiceError):
    """The voice is known but something it needs is missing; the message names the command that adds it."""


def _encode(samples: NDArray[np.float32]) -> str:
    return base64.b64encode(samples.astype("<f4", copy=False).tobytes()).decode("ascii")


def _decode(value: Any) -> Any:
    if isinstance(value, str):
        return np.frombuffer(base64.b64decode(value, validate=True), dtype="<f4").astype(np.float32)
    return value


Samples = Annotated[NDArray[np.float32], PlainSerializer(_encode), BeforeValidator(_decode)]
"""Mono samples, shape `[samples]`, float32, nominally within -1 to 1."""


@document
class WordTiming:
    """One spoken word: its characters in the utterance's `spoken`, and when it sounds, in seconds."""

    spoken: Span
    start: float
    end: float


@document
class Speech:
    """What a voice said: `samples` (float32 mono), `sample_rate` in Hz, and word timings in seconds.

    `voice` is the identity of the voice that said it. Timings are in order, do not overlap, lie within the audio,
    and there is one for every spoken word (a run of non-blank characters with a letter or digit in it).
    """

    samples: Samples
    sample_rate: int
    words: tuple[WordTiming, ...]
    voice: str

    @property
    def duration(self) -> float:
        """Seconds of audio."""
        return len(self.samples) / self.sample_rate

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Speech):
            return NotImplemented
        same = (self.sample_rate, self.words, self.voice) == (other.sample_rate, other.words, other.voice)
        return same and np.array_equal(self.samples, other.samples)

    __hash__ = None  # type: ignore[assignment]


@document
class Capabilities:
    """What a voice does natively; what it does not is realised after it or reported (see `realise`)."""

    rate: bool = False
    pitch: bool = False
    volume: bool = False
    emphasis: bool = False
    prosody_spans: bool = False
    pronunciations: bool = False
    word_timings: bool = False


@document
class VoiceCard:
    """Who a voice is: shown by `rhapsode voices`, stored in manifests, part of every cache key.

    `identity` changes whenever the same request could sound different (weights' hash, engine version). `languages`
    are BCP 47 tags; a bare `en` covers `en-US`.
    """

    name: str
    identity: str
    sample_rate: int
    languages: tuple[str, ...]
    capabilities: Capabilities
    licence: str
    attribution: str
    description: str = ""
    limits: tuple[str, ...] = field(default=())


class Voice(ABC):
    """A voice. Safe to use from several threads; loading happens in its factory, never later.

    Engines register a factory, `load() -> Voice`, under the entry-point group `rhapsode.voices`.
    """

    card: VoiceCard

    @abstractmethod
    def pronounce(self, utterance: Utterance) -> str:
        """What will be sounded, in the voice's own phonemes (or the text itself): shown to editors, and part of
        the cache key, so that a changed lexicon re-speaks just the words it changes."""

    @abstractmethod
    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        """Speak a batch: one Speech for each utterance, in order.

        Speaks `spoken` with the prosody the card's capabilities declare; pauses are the assembly's. An utterance's
        audio does not depend on what else is in the batch, to the last bit.

        Raises:
            VoiceError: an utterance cannot be spoken; the message names it.
        """
