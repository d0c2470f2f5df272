"""An engine as somebody outside would write it: pyright checks that the contract is enough for it.

It hums one tone an utterance and can do nothing else, so that `realise` has everything left to do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rhapsode.tts.utterance import Utterance
from rhapsode.tts.voice import Capabilities, Speech, Voice, VoiceCard, VoiceError

CARD = VoiceCard(
    name="hum",
    identity="hum/1",
    sample_rate=16_000,
    languages=("en-GB", "de"),
    capabilities=Capabilities(),
    licence="CC0-1.0",
    attribution="nobody",
    description="One steady tone.",
    limits=("hums",),
)


class Hum(Voice):
    """Hums for 60 ms a letter."""

    card = CARD

    def pronounce(self, utterance: Utterance) -> str:
        return "m" * len(utterance.spoken)

    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        return [self._hum(utterance) for utterance in utterances]

    def _hum(self, utterance: Utterance) -> Speech:
        if not utterance.spoken.isprintable():
            raise VoiceError("cannot hum control characters", where=f"utterance {utterance.id}")
        count = max(1, len(utterance.spoken)) * self.card.sample_rate * 60 // 1000
        phase = 2 * np.pi * 200 * np.arange(count) / self.card.sample_rate
        return Speech((0.2 * np.sin(phase)).astype(np.float32), self.card.sample_rate, (), self.card.identity)


def load() -> Voice:
    """The factory that the entry point names."""
    return Hum()
