"""The voice `heart`: front end, networks and delivery behind the Voice contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from rhapsode.tts.heart.delivery import Part, WordPlace, parts_of, prosody_at, word_places
from rhapsode.tts.heart.engine import Engine, Sung
from rhapsode.tts.heart.finish import finish
from rhapsode.tts.heart.frontend import FrontEnd, Sound
from rhapsode.tts.heart.modules import Networks
from rhapsode.tts.heart.waveform import SAMPLE_RATE
from rhapsode.tts.heart.weights import SHA256, read_weights, weights_file
from rhapsode.tts.heart.workers import Workers
from rhapsode.tts.utterance import Prosody, Utterance
from rhapsode.tts.voice import Capabilities, Speech, Voice, VoiceCard, VoiceError

ENGINE = 1
"""Counts up whenever the same request would sound different."""
MOST_WORKERS = 8
BATCH = 4
CAPABILITIES = Capabilities(
    rate=True,
    pitch=True,
    volume=True,
    emphasis=True,
    prosody_spans=True,
    pronunciations=True,
    word_timings=True,
)


class _Shaped(Protocol):
    @property
    def shape(self) -> tuple[int, ...]: ...


Piece = TypeVar("Piece", bound=_Shaped)
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class _Request:
    """An utterance, read: its sounds, where its words are, and the parts the network gets."""

    utterance: Utterance
    sounds: tuple[Sound, ...]
    prosodies: tuple[Prosody, ...]
    places: list[WordPlace]
    parts: list[Part]


class HeartVoice(Voice):
    """`heart`: American English, 24 kHz, native rate, pitch, loudness and emphasis for every word.

    `workers` threads speak an utterance each (default: as many as PyTorch would use, at most 8). Up to `batch`
    items of equal padded size go through the networks together; a few at a time are fastest on a CPU, where many
    fall out of the cache (see benchmarks/voice.py). Neither changes a bit of the audio.
    """

    def __init__(
        self,
        engine: Engine,
        front_end: FrontEnd,
        card: VoiceCard,
        *,
        workers: int | None = None,
        batch: int = BATCH,
    ) -> None:
        self.card = card
        self.batch = batch
        self._front_end = front_end
        self._engine = engine
        self._workers = Workers(workers or min(torch.get_num_threads(), MOST_WORKERS))

    def using(self, *, workers: int | None = None, batch: int = BATCH) -> HeartVoice:
        """The same voice with other workers and batches; the weights and the lexicon are shared."""
        return HeartVoice(self._engine, self._front_end, self.card, workers=workers, batch=batch)

    def pronounce(self, utterance: Utterance) -> str:
        """The symbols that will be sounded: misaki's phonemes, a blank between words."""
        return " ".join(sound.phonemes for sound in self._read(utterance) if sound.phonemes)

    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        requests = [self._request(utterance) for utterance in utterances]
        items = [self._engine.item(part) for request in requests for part in request.parts]
        timed = self._in_batches(items, self._engine.time)
        sung = iter(self._in_batches(timed, self._engine.sing))
        return [self._finish(request, [next(sung) for _ in request.parts]) for request in requests]

    def _in_batches(self, items: list[Piece], work: Callable[[Sequence[Piece]], list[Done]]) -> list[Done]:
        """`work` on items of equal shape together, at most `batch` of them; results in the order of `items`."""
        alike: dict[tuple[int, ...], list[int]] = {}
        for i, item in enumerate(items):
            alike.setdefault(item.shape, []).append(i)
        batches = [batch for same in alike.values() for batch in self._shared_out(same)]
        # The longest first: the last worker to finish then finishes soonest.
        batches.sort(key=lambda batch: (-len(batch) * items[batch[0]].shape[-1], batch[0]))
        results = self._workers.map(lambda batch: work([items[i] for i in batch]), batches)
        done = {
            i: one
            for batch, result in zip(batches, results, strict=True)
            for i, one in zip(batch, result, strict=True)
        }
        return [done[i] for i in range(len(items))]

    def _shared_out(self, alike: list[int]) -> list[list[int]]:
        """Items of one shape in batches, as many as there are workers to take them."""
        size = min(self.batch, -(-len(alike) // self._workers.count))
        return [alike[i : i + size] for i in range(0, len(alike), size)]

    def _read(self, utterance: Utterance) -> tuple[Sound, ...]:
        """The sounds of an utterance in symbols the network knows."""
        known = self._engine.vocabulary
        return tuple(
            Sound(sound.spoken, "".join(s for s in sound.phonemes if s in known).strip())
            for sound in self._front_end.read(utterance)
        )

    def _request(self, utterance: Utterance) -> _Request:
        sounds = self._read(utterance)
        prosodies = tuple(prosody_at(utterance, sound.spoken) for sound in sounds)
        places = word_places(utterance.spoken, sounds)
        return _Request(utterance, sounds, prosodies, places, parts_of(sounds, prosodies))

    def _finish(self, request: _Request, results: Sequence[Sung]) -> Speech:
        samples, words = finish(
            list(zip(request.parts, results, strict=True)),
            request.places,
            [p.volume for p in request.prosodies],
        )
        if not np.isfinite(samples).all():
            message = "heart produced samples that are not numbers; say this utterance in other words"
            raise VoiceError(message, where=f"utterance {request.utterance.id}")
        return Speech(samples, SAMPLE_RATE, words, self.card.identity)

    def curves(self, utterance: Utterance) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """F0 in Hz (near 0 where unvoiced) and energy of an utterance at 12.5 ms, before silence is trimmed."""
        items = [self._engine.item(part) for part in self._request(utterance).parts]
        sung = self._in_batches(self._in_batches(items, self._engine.time), self._engine.sing)
        empty = np.zeros(0, np.float32)
        return np.concatenate([empty, *(s.f0 for s in sung)]), np.concatenate(
            [empty, *(s.energy for s in sung)]
        )


def load_heart(
    *, weights: Path | None = None, sha256: str = SHA256, workers: int | None = None, batch: int = BATCH
) -> HeartVoice:
    """Load heart from `weights` (default: the file in the installed hibari-tts).

    Raises:
        VoiceUnavailable: hibari-tts is missing or incomplete, or the weights are not those expected.
    """
    path = weights or weights_file()
    networks = Networks.from_parameters(read_weights(path, sha256=sha256))
    vocabulary = json.loads((weights_file().parent / "vocab.json").read_text("utf-8"))
    card = _card(metadata.version("hibari-tts"))
    return HeartVoice(Engine(networks, vocabulary), FrontEnd(), card, workers=workers, batch=batch)


def _card(version: str) -> VoiceCard:
    return VoiceCard(
        name="heart",
        identity=f"heart/{ENGINE}+{SHA256[:12]}+hibari-{version}",
        sample_rate=SAMPLE_RATE,
        languages=("en",),
        capabilities=CAPABILITIES,
        licence="Apache-2.0",
        attribution="Weights, lexicon and letter-to-sound rules: hibari (Maureese Williams, Apache-2.0), "
        "distilled from Kokoro-82M by hexgrad (Apache-2.0), voice af_heart.",
        description="American English, female, warm; runs about 100 times faster than real time on two cores.",
        limits=(
            "reads other languages with English sounds",
            "rates above 1.3 are harder to understand",
        ),
    )
