"""heart itself: like the package it comes from, exact in its prosody, the same in any company."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhapsode.tts.realise import speak, unsounded
from rhapsode.tts.utterance import EmphasisSpan, Pronunciation, Prosody, ProsodySpan, Utterance, word_spans
from rhapsode.tts.voice import Speech

if TYPE_CHECKING:
    from rhapsode.tts.heart.voice import HeartVoice

Say = Callable[..., Utterance]


def digest(speech: Speech) -> str:
    return hashlib.sha256(speech.samples.tobytes()).hexdigest()


def one(heart: HeartVoice, utterance: Utterance) -> Speech:
    return speak(heart, [utterance])[0]


def check(utterance: Utterance, speech: Speech) -> None:
    assert tuple(word.spoken for word in speech.words) == word_spans(utterance.spoken)
    at = 0.0
    for word in speech.words:
        assert at <= word.start <= word.end <= speech.duration
        at = word.end
    assert speech.samples.dtype == np.float32
    assert np.isfinite(speech.samples).all()


def level(samples: np.ndarray) -> float:
    return 20 * np.log10(np.sqrt((samples.astype(float) ** 2).mean()))


def measured_f0(samples: np.ndarray, rate: int, low: float = 70, high: float = 400) -> np.ndarray:
    """F0 in Hz of the clearly voiced 50 ms pieces of a sound, by autocorrelation."""
    size, found = rate // 20, []
    for at in range(0, len(samples) - size, rate // 100):
        piece = samples[at : at + size] * np.hanning(size)
        spectrum = np.fft.rfft(piece, 4 * size)
        similarity = np.fft.irfft(np.abs(spectrum) ** 2)
        first, last = int(rate / high), int(rate / low)
        lag = first + int(np.argmax(similarity[first:last]))
        if similarity[0] > 0.5 and similarity[lag] > 0.75 * similarity[0]:
            found.append(rate / lag)
    return np.array(found)


# -- like the package ------------------------------------------------------------------------------------------


def test_the_package_says_the_same(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    """Same phonemes; F0 within 1 Hz on average where the package's int8 run gives the same durations."""
    from hibari import Hibari

    package = Hibari()
    differences = []
    for sentence in sentences:
        phonemes = package.phonemize(sentence)
        assert [heart.pronounce(say(sentence))] == phonemes
        ids = np.array([package.ids(phonemes[0])], np.int64)
        theirs = package.sess.run(["f0"], {"ids": ids, "speed": np.ones(1, np.float32)})[0]
        theirs = np.asarray(theirs)[0]
        ours, _ = heart.curves(say(sentence))
        assert abs(len(ours) - len(theirs)) <= 0.02 * len(theirs)
        if len(ours) == len(theirs):
            differences.append(float(np.abs(ours - theirs).mean()))
    assert len(differences) >= len(sentences) // 3
    assert max(differences) < 1.0


# -- prosody ---------------------------------------------------------------------------------------------------


def test_three_semitones_are_three_semitones(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    plain, _ = heart.curves(say(sentences[1]))
    higher, _ = heart.curves(say(sentences[1], prosody=Prosody(pitch=3.0)))
    voiced = plain > 60
    semitones = 12 * np.log2(higher[voiced] / plain[voiced])
    np.testing.assert_allclose(semitones, 3.0, atol=1e-3)


def test_the_pitch_asked_for_is_heard(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    plain, lower = (one(heart, say(sentences[1], prosody=Prosody(pitch=p))) for p in (0.0, -4.0))
    heard = [np.median(measured_f0(speech.samples, speech.sample_rate)) for speech in (plain, lower)]
    assert 12 * np.log2(heard[1] / heard[0]) == pytest.approx(-4.0, abs=0.4)


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.25, 1.5, 2.0])
def test_the_rate_asked_for_is_kept(
    heart: HeartVoice, say: Say, sentences: Sequence[str], rate: float
) -> None:
    plain, changed = (heart.curves(say(sentences[1], prosody=Prosody(rate=r)))[0] for r in (1.0, rate))
    assert len(changed) == pytest.approx(len(plain) / rate, abs=1)


def test_rates_at_the_edge_of_what_is_allowed(heart: HeartVoice, say: Say) -> None:
    plain = heart.curves(say("A steady sentence of seven short words."))[0]
    for rate in (0.25, 4.0):
        utterance = say("A steady sentence of seven short words.", prosody=Prosody(rate=rate))
        check(utterance, one(heart, utterance))
        assert len(heart.curves(utterance)[0]) == pytest.approx(len(plain) / rate, rel=0.15)


def test_volume_is_exact(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    plain, louder = (one(heart, say(sentences[0], prosody=Prosody(volume=v))) for v in (0.0, 6.0))
    np.testing.assert_allclose(louder.samples, plain.samples * 10 ** (6 / 20), rtol=1e-6)
    assert louder.words == plain.words


def test_a_span_has_its_own_prosody(heart: HeartVoice, say: Say) -> None:
    text = "The harbour, they say, was never finished."
    aside = (text.index("they"), text.index(" was"))
    plain = one(heart, say(text))
    span = ProsodySpan(aside, Prosody(rate=1.25, volume=-12.0))
    changed = one(heart, say(text, prosody_spans=(span,)))
    for spoken, at_most in (("they", -11), ("say,", -11)):
        before, after = (piece_of(speech, text, spoken) for speech in (plain, changed))
        assert level(after) - level(before) == pytest.approx(-12, abs=1.5)
        assert level(after) - level(before) < at_most + 1
    before, after = (piece_of(speech, text, "finished.") for speech in (plain, changed))
    assert level(after) - level(before) == pytest.approx(0, abs=0.5)
    assert changed.words[3].start - changed.words[2].start < plain.words[3].start - plain.words[2].start


def piece_of(speech: Speech, text: str, word: str) -> np.ndarray:
    timing = next(w for w in speech.words if text[slice(*w.spoken)] == word)
    start, end = (int(t * speech.sample_rate) for t in (timing.start, timing.end))
    inside = (end - start) // 4
    return speech.samples[start + inside : end - inside]


def test_emphasis_is_slower_higher_and_louder(heart: HeartVoice, say: Say) -> None:
    text = "Nobody ever told him the whole story."
    span = (text.index("ever"), text.index(" told"))
    plain = one(heart, say(text))
    strong = one(heart, say(text, emphasis=(EmphasisSpan(span, "strong"),)))
    before, after = plain.words[1], strong.words[1]
    assert after.end - after.start > 1.05 * (before.end - before.start)
    assert level(piece_of(strong, text, "ever")) > level(piece_of(plain, text, "ever")) + 1.5
    pitch = [np.median(measured_f0(piece_of(s, text, "ever"), s.sample_rate)) for s in (plain, strong)]
    assert pitch[1] > 1.05 * pitch[0]


def test_an_emphasised_small_word_is_stressed(heart: HeartVoice, say: Say) -> None:
    text = "You can read Gift from the Sea."
    assert "kæn" in heart.pronounce(say(text))
    assert "kˈæn" in heart.pronounce(say(text, emphasis=(EmphasisSpan((4, 7)),)))
    title = heart.pronounce(say(text, emphasis=(EmphasisSpan((13, 30)),)))
    assert title == heart.pronounce(say(text))


def test_a_pronunciation_is_used(heart: HeartVoice, say: Say) -> None:
    text = "Mister Nguyen's garden in New York."
    utterance = say(
        text,
        pronunciations=(
            Pronunciation((7, 13), "ˈwɪn"),
            Pronunciation((text.index("New"), text.index(".")), "nuː ˈjɔːɹk"),
        ),
    )
    said = heart.pronounce(utterance)
    assert "wˈɪn" in said
    assert said.endswith("nu jˈɔɹk.")
    speech = one(heart, utterance)
    check(utterance, speech)
    assert not unsounded(utterance, speech)


def test_unknown_symbols_in_a_pronunciation_are_ignored(heart: HeartVoice, say: Say) -> None:
    plain = heart.pronounce(say("word", pronunciations=(Pronunciation((0, 4), "wɜːd"),)))
    assert plain == "wɜd."
    assert heart.pronounce(say("word", pronunciations=(Pronunciation((0, 4), "w☃ɜːd\u0007"),))) == plain
    assert heart.pronounce(say("word", pronunciations=(Pronunciation((0, 4), "☃"),))) == "wˈɜɹd."


# -- timings and odd texts -------------------------------------------------------------------------------------


def test_words_are_where_they_sound(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    utterances = [say(sentence) for sentence in sentences]
    for utterance, speech in zip(utterances, speak(heart, utterances), strict=True):
        check(utterance, speech)
        assert all(word.end - word.start > 0.02 for word in speech.words)
        assert speech.words[0].start < 0.1
        assert speech.duration - speech.words[-1].end < 0.1


@pytest.mark.parametrize("text", ["", " ", "—", "… !", "?!", "日本語", "😀", "\u200b"])
def test_nothing_to_say_is_a_short_silence(heart: HeartVoice, say: Say, text: str) -> None:
    speech = one(heart, say(text))
    assert 0 < speech.duration < 0.5
    assert not speech.samples.any()
    assert len(speech.words) == len(word_spans(text))


def test_words_without_sounds_are_told(heart: HeartVoice, say: Say) -> None:
    utterance = say("They call it 日本 there.")
    silent = unsounded(utterance, one(heart, utterance))
    assert [utterance.spoken[slice(*span)] for span in silent] == ["日本"]


def test_letters_of_other_alphabets_have_names(heart: HeartVoice, say: Say) -> None:
    assert heart.pronounce(say("the angle β")) == heart.pronounce(say("the angle beta"))


ODD = st.text(
    st.one_of(
        st.characters(), st.sampled_from("aeiotnsr  .,—’'\"()-0123456789%$€&@/_ßéøλя日ا😀\u0301\u200d")
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoken=ODD)
def test_every_text_can_be_read(heart: HeartVoice, say: Say, spoken: str) -> None:
    said = heart.pronounce(say(spoken))
    assert set(said) <= set(heart._engine.vocabulary)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spoken=ODD, rate=st.floats(0.25, 4.0), pitch=st.floats(-24, 24), volume=st.floats(-40, 20), data=st.data()
)
def test_every_text_can_be_spoken(
    heart: HeartVoice, say: Say, spoken: str, rate: float, pitch: float, volume: float, data: st.DataObject
) -> None:
    edges = st.integers(0, len(spoken) + 3)
    span = (data.draw(edges), data.draw(edges))
    prosody = Prosody(rate=rate, pitch=pitch, volume=volume)
    utterance = say(
        spoken,
        prosody=prosody,
        prosody_spans=(ProsodySpan(span, prosody),),
        emphasis=(EmphasisSpan(span, "strong"),),
        pronunciations=(Pronunciation(span, data.draw(st.text("wɜːd ˈ☃ɾ", max_size=6))),),
    )
    check(utterance, one(heart, utterance))


def test_one_endless_word(heart: HeartVoice, say: Say) -> None:
    for text in ("x" * 3000, "ABCDEFGHIJ" * 80):
        check(say(text), one(heart, say(text)))


@pytest.mark.slow
def test_very_long_utterances_are_cut_at_breaths(
    heart: HeartVoice, say: Say, sentences: Sequence[str]
) -> None:
    text = " ".join(sentences)
    utterance = say(text)
    speech = one(heart, utterance)
    check(utterance, speech)
    parts = heart._request(utterance).parts
    assert len(parts) > 1
    assert all(len(part.symbols) <= 400 for part in parts)
    assert all(part.symbols[-1] in ".!?" for part in parts)
    # No hole at a seam: from one word to the next there is never more than a pause.
    gaps = [b.start - a.end for a, b in zip(speech.words, speech.words[1:], strict=False)]
    assert max(gaps) < 0.8


# -- the same in any company -----------------------------------------------------------------------------------


def many(say: Say, sentences: Sequence[str]) -> list[Utterance]:
    """Dozens of utterances of all lengths, some of them with equal padded sizes, some with prosody."""
    texts = [*sentences, *(" ".join(s.split()[:n]) for n in (1, 2, 3, 5) for s in sentences)]
    prosodies = (Prosody(), Prosody(rate=1.2), Prosody(pitch=-3.0, rate=0.95))
    return [say(text, id=f"u{i}", prosody=prosodies[i % 3]) for i, text in enumerate(texts)]


def test_company_changes_nothing(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    utterances = many(say, sentences[:2]) + [say(s) for s in ("Yes.", "Yes, it is.", "No, it is not.")]
    together = heart.speak(utterances)
    backwards = heart.speak(utterances[::-1])[::-1]
    for utterance, a, b in zip(utterances, together, backwards, strict=True):
        assert a == b == heart.speak([utterance])[0]


@pytest.mark.slow
def test_batches_workers_and_order_change_no_bit(
    heart: HeartVoice, say: Say, sentences: Sequence[str]
) -> None:
    utterances = many(say, sentences)
    expected = heart.speak(utterances)
    for batch, workers in ((1, 2), (4, 1), (16, 1)):
        voice = heart.using(workers=workers, batch=batch)
        items = [voice._engine.item(p) for u in utterances for p in voice._request(u).parts]
        assert len({item.shape for item in items}) < len(items) / 3  # they do share batches
        assert voice.speak(utterances) == expected
        assert voice.speak(utterances[::-1]) == expected[::-1]


@pytest.mark.slow
def test_another_process_says_the_same(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    program = (
        "import hashlib, sys\n"
        "from rhapsode.tts.heart import load\n"
        "from rhapsode.tts.utterance import Utterance\n"
        "text = sys.argv[1]\n"
        "said = Utterance(id='u', role='title', written=text, spoken=text, alignment=(), lang='en')\n"
        "print(hashlib.sha256(load().speak([said])[0].samples.tobytes()).hexdigest())\n"
    )
    expected = digest(one(heart, say(sentences[0])))
    for threads in ("1", "2"):
        result = subprocess.run(
            [sys.executable, "-c", program, sentences[0]], env={"OMP_NUM_THREADS": threads, "PATH": ""},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert result.stdout.strip() == expected


def test_the_threads_of_others_are_left_alone(heart: HeartVoice, say: Say) -> None:
    import threading

    import torch

    before = torch.get_num_threads()
    heart.speak([say("Hello.")])
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(torch.get_num_threads()))
    other.start()
    other.join()
    assert torch.get_num_threads() == before == found[0]
    assert set(heart._workers.map(lambda _: torch.get_num_threads(), range(8))) == {1}


def test_many_callers_at_once(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    utterances = [say(s) for s in sentences[:4]]
    expected = heart.speak(utterances)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda u: heart.speak([u])[0], utterances)) == expected


def test_no_clicks_at_the_ends(heart: HeartVoice, say: Say, sentences: Sequence[str]) -> None:
    for speech in heart.speak([say(s) for s in sentences[:6]]):
        assert np.abs(speech.samples[[0, -1]]).max() < 1e-4
        steps = np.abs(np.diff(speech.samples))
        assert steps[:480].max() < 0.02
        assert steps[-480:].max() < 0.02
