"""Performing: in order, from the cache, while later utterances are still being spoken."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rhapsode.narration.performing import PerformanceError, perform
from rhapsode.narration.script import Chapter, Cover, Script, Speaker
from rhapsode.tts.cache import SegmentCache
from rhapsode.tts.utterance import Alignment, Prosody, Utterance
from rhapsode.tts.voice import Speech, Voice, VoiceError


def script(*sentences: str, voices: dict[str, Speaker] | None = None) -> Script:
    utterances = tuple(
        Utterance(
            f"u{i}", "paragraph", text, text, (Alignment((0, len(text)), (0, len(text))),), "en", chapter="c"
        )
        for i, text in enumerate(sentences)
    )
    return Script(Cover("T"), "en", utterances, (Chapter("c", "T"),), voices or {"narrator": Speaker("tone")})


SENTENCES = [
    f"This is sentence number {word}."
    for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
]


def test_everything_is_spoken_once_and_in_order(tone_voice, tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path)
    spoken = list(perform(script(*SENTENCES, SENTENCES[0]), {"tone": tone_voice}, cache))
    assert [item.utterance.spoken for item in spoken] == [*SENTENCES, SENTENCES[0]]
    assert [item.index for item in spoken] == list(range(11))
    assert {item.total for item in spoken} == {11}
    assert sorted(tone_voice.spoken) == sorted(SENTENCES)


def test_changing_one_sentence_speaks_one_sentence(tone_voice, tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path)
    list(perform(script(*SENTENCES), {"tone": tone_voice}, cache))
    tone_voice.spoken.clear()
    changed = [*SENTENCES]
    changed[4] = "Another sentence altogether."
    spoken = list(perform(script("A new beginning.", *changed), {"tone": tone_voice}, cache))
    assert tone_voice.spoken == ["A new beginning.", "Another sentence altogether."]
    assert [item.cached for item in spoken] == [False, *(text in SENTENCES for text in changed)]


def test_cached_and_fresh_speech_are_the_same(tone_voice, tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path)
    fresh = [item.speech for item in perform(script(*SENTENCES), {"tone": tone_voice}, cache)]
    cached = [item.speech for item in perform(script(*SENTENCES), {"tone": tone_voice}, cache)]
    without = [item.speech for item in perform(script(*SENTENCES), {"tone": tone_voice})]
    assert fresh == cached == without


def test_a_speakers_prosody_is_part_of_what_is_asked(tone_voice, tmp_path: Path) -> None:
    said = script(
        SENTENCES[0],
        SENTENCES[0],
        voices={"narrator": Speaker("tone"), "quote": Speaker("tone", Prosody(rate=0.5))},
    )
    said = replace(said, utterances=(said.utterances[0], replace(said.utterances[1], voice="quote")))
    plain, slow = (item.speech for item in perform(said, {"tone": tone_voice}, SegmentCache(tmp_path)))
    assert slow.duration > 1.5 * plain.duration


class Gate(Voice):
    """Speaks one utterance, then waits to be let through."""

    def __init__(self, voice: Voice) -> None:
        self.card, self.voice, self.open = voice.card, voice, threading.Event()
        self.calls: list[int] = []

    def pronounce(self, utterance: Utterance) -> str:
        return self.voice.pronounce(utterance)

    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        self.calls.append(len(utterances))
        if len(self.calls) > 1:
            assert self.open.wait(10)
        return self.voice.speak(utterances)


def test_the_first_audio_is_there_before_the_second_utterance_is_spoken(tone_voice) -> None:
    gate = Gate(tone_voice)
    performance = perform(script(*SENTENCES), {"tone": gate})
    first = next(performance)
    assert first.utterance.spoken == SENTENCES[0]
    assert gate.calls[0] == 1
    gate.open.set()
    assert len(list(performance)) == 9


def test_stopping_early_ends_the_work(tone_voice, tmp_path: Path) -> None:
    before = threading.active_count()
    performance = perform(
        script(*(f"Sentence {i}." for i in range(500))), {"tone": tone_voice}, SegmentCache(tmp_path)
    )
    next(performance)
    performance.close()
    assert threading.active_count() == before
    assert len(tone_voice.spoken) < 200


class Broken(Gate):
    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        if len(utterances) > 1:
            raise VoiceError("the voice has lost its voice", where=f"utterance {utterances[0].id}")
        return self.voice.speak(utterances)


def test_a_voices_error_reaches_the_listener_after_what_was_finished(tone_voice) -> None:
    performance = perform(script(*SENTENCES), {"tone": Broken(tone_voice)})
    assert next(performance).index == 0
    with pytest.raises(VoiceError, match="utterance u1: the voice has lost its voice"):
        list(performance)


def test_unknown_parts_and_engines_are_named(tone_voice) -> None:
    with pytest.raises(PerformanceError, match="utterance u0: the engine 'alto' is not loaded"):
        list(perform(script("A.", voices={"narrator": Speaker("alto")}), {"tone": tone_voice}))
    with pytest.raises(
        PerformanceError, match="no voice named 'narrator' in the script \\(it has: chorus\\)"
    ):
        list(perform(script("A.", voices={"chorus": Speaker("tone")}), {"tone": tone_voice}))


def test_an_empty_script_is_silent(tone_voice) -> None:
    assert list(perform(script(), {"tone": tone_voice})) == []
