"""transcript.json: every utterance and word with its time. Public JSON: `rhapsode.transcript/1`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from rhapsode.base import document, to_json
from rhapsode.narration.recording import Recording, SpokenUtterance
from rhapsode.narration.script import Cover, Script
from rhapsode.tts.utterance import Role, Span, Utterance


@document
class TranscriptWord:
    """One spoken word: its text, its characters in the utterance's `spoken` and `written`, and when it sounds."""

    text: str
    start: float
    end: float
    spoken: Span
    written: Span


@document
class TranscriptUtterance:
    """One utterance of the script with its time; `voice` is a key of the transcript's `voices`."""

    id: str
    role: Role
    start: float
    end: float
    written: str
    spoken: str
    lang: str
    voice: str
    words: tuple[TranscriptWord, ...]
    chapter: str | None = None
    block: str | None = None


@document
class Transcript:
    """What is said when. Times are seconds from the start of the audio; `voices` are the identities that spoke."""

    cover: Cover
    language: str
    duration: float
    voices: dict[str, str]
    utterances: tuple[TranscriptUtterance, ...]
    schema: Literal["rhapsode.transcript/1"] = "rhapsode.transcript/1"


def transcript(recording: Recording, script: Script) -> Transcript:
    """The transcript of `recording`, a performance of `script`."""
    utterances = tuple(
        _utterance(written, spoken)
        for written, spoken in zip(script.utterances, recording.utterances, strict=True)
    )
    return Transcript(script.cover, script.language, _time(recording.duration), recording.voices, utterances)


def _utterance(utterance: Utterance, spoken: SpokenUtterance) -> TranscriptUtterance:
    words = tuple(
        TranscriptWord(
            utterance.spoken[slice(*word.spoken)],
            _time(word.start),
            _time(word.end),
            word.spoken,
            word.written,
        )
        for word in spoken.words
    )
    return TranscriptUtterance(
        utterance.id, utterance.role, _time(spoken.start), _time(spoken.end), utterance.written, utterance.spoken,
        utterance.lang, utterance.voice, words, utterance.chapter, utterance.block,
    )  # fmt: skip


def _time(seconds: float) -> float:
    """To a microsecond: finer than a sample, and short in JSON."""
    return round(seconds, 6)


def transcript_json(document: Transcript) -> str:
    """As JSON with one utterance a line, so that versions can be compared and no line is endless."""
    head = json.loads(to_json(document, indent=None))
    utterances = ",\n".join(f"    {_compact(utterance)}" for utterance in head.pop("utterances"))
    schema = head.pop("schema")
    lines = [
        f'  "schema": {_compact(schema)}',
        *(f"  {_compact(name)}: {_compact(head[name])}" for name in head),
    ]
    return "{\n" + ",\n".join(lines) + ',\n  "utterances": [\n' + utterances + "\n  ]\n}\n"


def _compact(value: Mapping[str, object] | str) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
