"""What a voice cannot do is done after it or reported; what is not speech is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rhapsode.tts import realise
from rhapsode.tts.realise import estimated_words, limits, speak, speaks, unsounded
from rhapsode.tts.stretch import change
from rhapsode.tts.utterance import (
    EmphasisSpan,
    LanguageSpan,
    Pronunciation,
    Prosody,
    ProsodySpan,
    Utterance,
    word_spans,
)  # fmt: skip
from rhapsode.tts.voice import Capabilities, Speech, Voice, VoiceError, WordTiming

if TYPE_CHECKING:
    from typed_engine import Hum

Say = Callable[..., Utterance]


@pytest.fixture
def hum() -> Hum:
    """The outside engine that pyright checks, loaded as a plug-in would be."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("typed_engine", Path(__file__).with_name("typed_engine.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load()


def dominant(samples: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * rate / len(samples)


# -- what is done afterwards -----------------------------------------------------------------------------------


def test_volume_is_given_afterwards(hum: Voice, say: Say) -> None:
    plain, louder = (speak(hum, [say("One two.", prosody=Prosody(volume=v))])[0] for v in (0.0, -6.0))
    np.testing.assert_allclose(louder.samples, plain.samples * 10 ** (-6 / 20), rtol=1e-6)


@pytest.mark.parametrize(("rate", "pitch"), [(0.5, 0.0), (1.25, 0.0), (3.0, 0.0), (1.0, 4.0), (0.8, -3.0)])
def test_rate_and_pitch_are_given_afterwards(hum: Voice, say: Say, rate: float, pitch: float) -> None:
    text = "a long enough sentence for the filter to settle in"
    plain = speak(hum, [say(text)])[0]
    changed = speak(hum, [say(text, prosody=Prosody(rate=rate, pitch=pitch))])[0]
    assert len(changed.samples) == round(len(plain.samples) / rate)
    assert dominant(changed.samples, changed.sample_rate) == pytest.approx(200 * 2 ** (pitch / 12), rel=0.02)
    for before, after in zip(plain.words, changed.words, strict=True):
        assert after.start == pytest.approx(before.start / rate, abs=1e-6)


def test_word_timings_are_estimated(hum: Voice, say: Say) -> None:
    utterance = say("Short, and then incomprehensibly long.")
    speech = speak(hum, [utterance])[0]
    assert tuple(word.spoken for word in speech.words) == word_spans(utterance.spoken)
    lengths = [word.end - word.start for word in speech.words]
    assert lengths[3] > 2 * lengths[0]
    assert speech.words[1].start > speech.words[0].end  # the comma
    assert speech.words[-1].end <= speech.duration


def test_emphasis_and_asides_become_louder_and_softer(hum: Voice, say: Say) -> None:
    text = "one two three four"
    spans = (ProsodySpan((4, 7), Prosody(volume=-20.0)),)
    speech = speak(hum, [say(text, prosody_spans=spans, emphasis=(EmphasisSpan((8, 13), "strong"),))])[0]
    peaks = [
        np.abs(speech.samples[int(w.start * 16_000) + 800 : int(w.end * 16_000) - 800]).max()
        for w in speech.words
    ]
    assert peaks[0] == pytest.approx(0.2, rel=1e-3)
    assert peaks[1] == pytest.approx(0.02, rel=1e-2)
    assert peaks[2] == pytest.approx(0.2 * 10 ** (3 / 20), rel=1e-2)
    assert peaks[3] == pytest.approx(0.2, rel=1e-3)


def test_what_a_voice_does_itself_is_not_done_again(tone_voice: Voice, say: Say) -> None:
    utterance = say("Say it once.", prosody=Prosody(rate=1.5, pitch=2.0, volume=-3.0))
    assert speak(tone_voice, [utterance]) == tone_voice.speak([utterance])


def test_a_plain_request_is_left_as_it_is(tone_voice: Voice, say: Say) -> None:
    utterances = [say("Yes."), say("No, never.")]
    assert speak(tone_voice, utterances) == tone_voice.speak(utterances)
    assert speak(tone_voice, []) == []
    assert limits(tone_voice, utterances) == ()


# -- what is reported ------------------------------------------------------------------------------------------


def test_limits_name_each_thing_once(hum: Voice, say: Say) -> None:
    utterance = say(
        "Adieu Nguyen my friend",
        lang="fr",
        prosody=Prosody(rate=1.1, pitch=1.0, volume=2.0),
        emphasis=(EmphasisSpan((0, 5)),),
        pronunciations=(Pronunciation((6, 12), "wɪn"),),
        prosody_spans=(ProsodySpan((0, 5), Prosody(rate=0.9)),),
        languages=(LanguageSpan((0, 5), "fr-FR"),),
    )
    assert limits(hum, [utterance, utterance]) == (
        "hum: has no rate of its own; it is changed afterwards",
        "hum: has no pitch of its own; it is changed afterwards, which alters the timbre",
        "hum: cannot emphasise; emphasised words are only louder or softer",
        "hum: cannot change rate or pitch within an utterance; asides are only louder or softer",
        "hum: takes no pronunciations; it says in its own way: Nguyen",
        "hum: gives no word timings; they are estimated",
        "hum: does not speak fr; it reads it as en-GB",
        "hum: does not speak fr-FR; it reads in its own way: Adieu",
    )


@pytest.mark.parametrize(
    ("own", "wanted", "covered"),
    [
        (("en",), "en-US", True), (("en-GB",), "en", True), (("en-GB",), "en-US", False), (("EN",), "en_gb", True),
        (("en",), "enm", False), ((), "en", False), (("de", "fr"), "fr-CA", True),
    ],
)  # fmt: skip
def test_languages_cover_their_regions(own: Sequence[str], wanted: str, covered: bool) -> None:
    assert speaks(own, wanted) is covered


# -- what is refused -------------------------------------------------------------------------------------------


class Wrong(Voice):
    """Gives a fixed answer, whatever is asked."""

    def __init__(self, card_of: Voice, answer: Any) -> None:
        self.card = replace(card_of.card, name="wrong", capabilities=Capabilities(word_timings=True))
        self._answer = answer

    def pronounce(self, utterance: Utterance) -> str:
        return utterance.spoken

    def speak(self, utterances: Sequence[Utterance]) -> list[Speech]:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def said(samples: Any, *words: WordTiming, rate: int = 24_000) -> list[Speech]:
    return [Speech(samples, rate, words, "wrong/1")]


SECOND = np.zeros(24_000, np.float32)
A, B = (0, 2), (3, 5)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ([], "0 results for 1 utterances"),
        (RuntimeError("tensor on the wrong device"), "RuntimeError: tensor on the wrong device"),
        (said(SECOND, rate=8000), "8000 Hz, but its card says 24000"),
        (said(SECOND.astype(np.float64)), "not one row of float32"),
        (said(SECOND.reshape(2, -1)), "not one row of float32"),
        (said(SECOND[:0]), "no samples"),
        (said(SECOND * np.nan), "not numbers"),
        (said(SECOND, WordTiming(A, 0, 0.5)), "1 word timings that are not those of the 2 spoken words"),
        (said(SECOND, WordTiming(A, 0, 0.5), WordTiming(B, 0.4, 0.9)), "'no' is out of order or outside"),
        (said(SECOND, WordTiming(A, 0, 0.5), WordTiming(B, 0.5, 1.5)), "'no' is out of order or outside"),
        (said(SECOND, WordTiming(A, 0, float("nan")), WordTiming(B, 0.5, 0.6)), "'Oh' is out of order"),
    ],
)
def test_what_is_not_speech_is_refused(tone_voice: Voice, say: Say, answer: Any, complaint: str) -> None:
    with pytest.raises(VoiceError, match=complaint) as error:
        speak(Wrong(tone_voice, answer), [say("Oh no", id="p7.2")])
    assert error.value.where == "utterance p7.2"


def test_a_voices_own_error_passes_through(hum: Voice, say: Say) -> None:
    with pytest.raises(VoiceError, match="utterance u1: cannot hum control characters"):
        speak(hum, [say("\x07")])


def test_silent_words_are_found(say: Say) -> None:
    speech = said(SECOND, WordTiming(A, 0, 0.5), WordTiming(B, 0.5, 0.5))[0]
    assert unsounded(say("Oh no"), speech) == (B,)


def test_rounding_at_the_end_is_forgiven(tone_voice: Voice, say: Say) -> None:
    answer = said(SECOND, WordTiming(A, 0, 0.5), WordTiming(B, 0.5, 1.0004))
    assert speak(Wrong(tone_voice, answer), [say("Oh no")])[0].words[-1].end == 1.0


def test_silence_has_no_estimated_words() -> None:
    assert estimated_words("a b", SECOND, 24_000) == (WordTiming((0, 1), 0, 0), WordTiming((2, 3), 0, 0))
    assert estimated_words("", SECOND, 24_000) == ()


def test_changing_nothing_changes_nothing() -> None:
    assert change(SECOND, 24_000) is SECOND
    assert len(change(SECOND[:0], 24_000, rate=2.0)) == 0
    assert realise.change(SECOND[:10], 24_000, rate=0.5).shape == (20,)
