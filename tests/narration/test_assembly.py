"""What is heard when: pauses, joins, levels, rates, chapters, and how much of it is ever in memory."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.narration.assembly import AssemblyError, assemble, audible, resampled
from rhapsode.narration.loudness import measure
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Chapter, Cover, Script, Speaker
from rhapsode.narration.timeline import WrittenSpans
from rhapsode.tts.utterance import Alignment, Utterance, written_span
from rhapsode.tts.voice import Speech, Voice, WordTiming

RATE = 24_000


def utterance(name: str, **more: object) -> Utterance:
    return Utterance(name, "paragraph", "word", "word", (Alignment((0, 4), (0, 4)),), "en", **more)  # type: ignore[arg-type]


def script_of(*utterances: Utterance, chapters: tuple[Chapter, ...] = ()) -> Script:
    return Script(Cover("T"), "en", utterances, chapters, {"narrator": Speaker("x"), "other": Speaker("x")})


def burst(
    lead: float = 0.1,
    sound: float = 0.5,
    trail: float = 0.1,
    rate: int = RATE,
    level: float = 0.2,
    voice: str = "x/1",
) -> Speech:
    """A tone of full loudness from its first sample to its last, between two silences."""
    n = round(rate * sound)
    tone = level * np.sin(2 * np.pi * 440 * np.arange(n) / rate + 0.5)
    samples = np.concatenate([np.zeros(round(rate * lead)), tone, np.zeros(round(rate * trail))]).astype(
        np.float32
    )
    return Speech(samples, rate, (WordTiming((0, 4), lead, lead + sound),), voice)


def pcm_of(recording: Recording) -> np.ndarray:
    return np.concatenate(list(recording.stream()))


def silences(recording: Recording) -> list[float]:
    """Seconds of true or near silence between sounds."""
    samples = pcm_of(recording)
    rate = recording.sample_rate
    loud = np.abs(samples) > 0.02 * np.abs(samples).max()
    places = np.flatnonzero(loud)
    gaps = np.diff(places)
    return [float(gap) / rate for gap in gaps[gaps > 0.01 * rate]]


class TestPauses:
    @pytest.mark.parametrize("edges", [0.0, 0.05, 0.3, 1.0])
    def test_what_is_asked_is_what_is_heard(self, edges: float, tmp_path: Path) -> None:
        us = (utterance("a", pause_after_ms=400), utterance("b", pause_after_ms=50), utterance("c"))
        speech = burst(lead=edges, trail=edges)
        recording = assemble(script_of(*us), ((u, speech) for u in us), tmp_path / "pcm")
        assert silences(recording) == pytest.approx([0.4, 0.05], abs=0.012)

    def test_the_longer_of_two_neighbours_counts(self, tmp_path: Path) -> None:
        us = (
            utterance("a", pause_after_ms=300),
            utterance("b", pause_before_ms=900, pause_after_ms=600),
            utterance("c"),
        )
        recording = assemble(script_of(*us), ((u, burst()) for u in us), tmp_path / "pcm")
        assert silences(recording) == pytest.approx([0.9, 0.6], abs=0.012)
        first, second, _ = recording.utterances
        assert second.start - first.end == pytest.approx(0.9, abs=0.006)

    def test_begins_and_ends_with_a_breath_of_silence(self, tmp_path: Path) -> None:
        us = (utterance("a", pause_before_ms=5_000, pause_after_ms=5_000),)
        recording = assemble(script_of(*us), [(us[0], burst(lead=2, trail=2))], tmp_path / "pcm")
        assert recording.utterances[0].start == pytest.approx(0.2)
        assert recording.duration - recording.utterances[-1].end == pytest.approx(0.2, abs=0.006)

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.floats(0, 0.3), st.floats(0.02, 0.4), st.floats(0, 0.3), st.integers(0, 700), st.integers(0, 700)),
            min_size=1, max_size=6,
        )
    )  # fmt: skip
    def test_timeline_and_samples_never_disagree(self, tmp_path_factory, parts) -> None:
        us = tuple(
            utterance(str(i), pause_before_ms=b, pause_after_ms=a) for i, (*_, b, a) in enumerate(parts)
        )
        speeches = [burst(lead, sound, trail) for lead, sound, trail, *_ in parts]
        recording = assemble(
            script_of(*us), zip(us, speeches, strict=True), tmp_path_factory.mktemp("a") / "pcm"
        )
        samples = pcm_of(recording)
        assert len(samples) == recording.samples
        ends = [0.0]
        for spoken, speech in zip(recording.utterances, speeches, strict=True):
            assert ends[-1] <= spoken.start < spoken.end <= recording.duration
            assert all(spoken.start <= w.start <= w.end <= spoken.end for w in spoken.words)
            assert spoken.start * RATE == pytest.approx(round(spoken.start * RATE), abs=1e-6)
            ends.append(spoken.end)
            inside = samples[round(spoken.start * RATE) : round(spoken.end * RATE)]
            assert np.abs(inside).max() > 0.9 * np.abs(samples).max()
            assert spoken.end - spoken.start == pytest.approx(
                speech.words[0].end - speech.words[0].start, abs=0.011
            )


class TestJoins:
    def test_no_clicks(self, tmp_path: Path) -> None:
        # Speech cut off at full level on both sides, joined without any pause.
        us = tuple(utterance(str(i)) for i in range(5))
        recording = assemble(script_of(*us), ((u, burst(0, 0.31, 0)) for u in us), tmp_path / "pcm")
        samples = pcm_of(recording)
        steady = samples[round(0.25 * RATE) : round(0.45 * RATE)]
        assert np.abs(np.diff(samples)).max() <= 1.5 * np.abs(np.diff(steady)).max()

    def test_onsets_are_not_softened(self, tmp_path: Path) -> None:
        us = (utterance("a"),)
        recording = assemble(script_of(*us), [(us[0], burst(0.1))], tmp_path / "pcm")
        samples = pcm_of(recording)
        start = round(recording.utterances[0].start * RATE)
        heard = samples[start : start + RATE // 4]
        before = burst(0.1).samples[RATE // 10 : RATE // 10 + len(heard)]
        assert np.allclose(heard / np.abs(heard).max(), before / np.abs(before).max(), atol=0.01)

    def test_what_is_audible(self) -> None:
        speech = burst(0.25, 0.5, 0.4)
        first, last = audible(speech.samples, RATE)
        assert first / RATE == pytest.approx(0.25, abs=0.006)
        assert last / RATE == pytest.approx(0.75, abs=0.006)
        assert audible(np.zeros(1000, np.float32), RATE) == (0, 0)
        assert audible(np.zeros(0, np.float32), RATE) == (0, 0)


class TestLevels:
    @pytest.mark.parametrize("level", [0.02, 0.2, 0.9])
    def test_normalised_whatever_the_voice_gives(self, level: float, tmp_path: Path) -> None:
        us = tuple(utterance(str(i), pause_after_ms=200) for i in range(6))
        recording = assemble(script_of(*us), ((u, burst(level=level)) for u in us), tmp_path / "pcm")
        again = measure(recording.stream(), RATE)
        assert recording.loudness == pytest.approx(-16.0, abs=0.06)
        assert again.loudness == pytest.approx(recording.loudness, abs=1e-4)
        assert again.true_peak == pytest.approx(recording.true_peak, abs=1e-4)

    def test_peaks_are_limited_and_loudness_kept(self, tmp_path: Path) -> None:
        us = tuple(utterance(str(i), pause_after_ms=200) for i in range(6))
        spiky = burst()
        spiky.samples[RATE // 5 : RATE // 5 + 2000 : 400] *= 15
        recording = assemble(script_of(*us), ((u, spiky) for u in us), tmp_path / "pcm", true_peak=-3.0)
        assert recording.true_peak <= -3.0
        assert recording.loudness == pytest.approx(-16.0, abs=0.06)

    def test_softer_on_purpose_stays_softer(self, tmp_path: Path) -> None:
        us = (utterance("a", pause_after_ms=300), utterance("b"))
        recording = assemble(
            script_of(*us), zip(us, (burst(level=0.2), burst(level=0.1)), strict=True), tmp_path / "p"
        )
        samples = pcm_of(recording)
        peaks = [
            np.abs(samples[round(u.start * RATE) : round(u.end * RATE)]).max() for u in recording.utterances
        ]
        assert peaks[0] / peaks[1] == pytest.approx(2.0, rel=0.01)

    def test_silence_does_not_explode(self, tmp_path: Path) -> None:
        us = (utterance("a"), utterance("b"))
        silent = Speech(np.zeros(RATE, np.float32), RATE, (WordTiming((0, 4), 0.1, 0.9),), "x/1")
        recording = assemble(script_of(*us), ((u, silent) for u in us), tmp_path / "pcm")
        assert recording.loudness == -math.inf
        assert not pcm_of(recording).any()
        assert recording.warnings == (
            "utterance a is silent",
            "utterance b is silent",
            "the recording is silent",
        )
        assert recording.duration == pytest.approx(2.4, abs=0.01)

    def test_a_whisper_is_not_blown_up_without_end(self, tmp_path: Path) -> None:
        us = (utterance("a"),)
        recording = assemble(script_of(*us), [(us[0], burst(level=0.002))], tmp_path / "pcm")
        assert np.abs(pcm_of(recording)).max() == pytest.approx(0.002 * 10**1.5, rel=0.02)
        assert any("soft" in warning for warning in recording.warnings)

    def test_one_very_short_word(self, tmp_path: Path) -> None:
        us = (utterance("a"),)
        recording = assemble(script_of(*us), [(us[0], burst(0, 0.05, 0))], tmp_path / "pcm")
        assert math.isfinite(recording.loudness)
        assert recording.true_peak <= -2.0


class TestRates:
    def test_the_highest_rate_wins(self, tmp_path: Path) -> None:
        us = (
            utterance("a", pause_after_ms=300),
            utterance("b", voice="other", pause_after_ms=300),
            utterance("c"),
        )
        speeches = (burst(rate=22_050), burst(rate=44_100, voice="y/1"), burst(rate=16_000))
        recording = assemble(script_of(*us), zip(us, speeches, strict=True), tmp_path / "pcm")
        assert recording.sample_rate == 44_100
        assert recording.voices == {"narrator": "x/1", "other": "y/1"}
        assert silences(recording) == pytest.approx([0.3, 0.3], abs=0.012)
        for spoken in recording.utterances:
            assert spoken.end - spoken.start == pytest.approx(0.5, abs=0.011)

    @pytest.mark.parametrize("rates", [(16_000, 24_000), (22_050, 24_000), (24_000, 44_100)])
    def test_resampling_keeps_the_band_and_adds_nothing(self, rates: tuple[int, int]) -> None:
        at, to = rates
        for frequency in (100.0, 1_000.0, 0.4 * at):
            tone = np.sin(2 * np.pi * frequency * np.arange(at) / at).astype(np.float32)
            wanted = np.sin(2 * np.pi * frequency * np.arange(to) / to)
            middle = slice(to // 10, -to // 10)
            error = resampled(tone, at, to)[: len(wanted)][middle] - wanted[middle]
            assert 20 * np.log10(np.abs(error).max()) < -70


class TestChapters:
    def script(self) -> Script:
        us = tuple(
            utterance(f"u{i}", pause_after_ms=500, chapter=c)
            for i, c in enumerate([None, "a", "a", "c", "a", "d"])
        )
        return script_of(
            *us, chapters=tuple(Chapter(name, name.upper(), 1 + (name == "c")) for name in "abcd")
        )

    def test_end_to_end_over_the_whole_recording(self, tmp_path: Path) -> None:
        script = self.script()
        recording = assemble(script, ((u, burst()) for u in script.utterances), tmp_path / "pcm")
        chapters = recording.chapters
        assert [chapter.id for chapter in chapters] == ["a", "c", "d"]
        assert [chapter.level for chapter in chapters] == [1, 2, 1]
        assert chapters[0].start == 0.0
        assert chapters[-1].end == recording.duration
        assert all(one.end == other.start for one, other in pairwise(chapters))
        assert 0.2 <= recording.utterances[3].start - chapters[1].start <= 0.25

    def test_none_asked_none_made(self, tmp_path: Path) -> None:
        us = (utterance("a"),)
        assert assemble(script_of(*us), [(us[0], burst())], tmp_path / "pcm").chapters == ()


class TestWrittenSpans:
    def test_agrees_with_the_plain_lookup(self, money: Utterance, picture: Utterance) -> None:
        for one in (money, picture):
            spans = WrittenSpans(one)
            for start in range(len(one.spoken)):
                found = spans.of((start, start + 1))
                around = written_span(one, (start, start + 1))
                assert found[0] == found[1] or (around[0] <= found[0] and found[1] <= around[1])

    def test_words_inside_a_stretch_spoken_as_written(self) -> None:
        text = "One stretch, said as written."
        spans = WrittenSpans(Utterance("u", "paragraph", text, text, (Alignment((0, 29), (0, 29)),), "en"))
        assert spans.of((4, 12)) == (4, 12)

    def test_numbers_and_added_words(self, money: Utterance, picture: Utterance) -> None:
        assert WrittenSpans(money).of((14, 19)) == (8, 14)
        assert WrittenSpans(picture).of((0, 6)) == (0, 0)
        assert WrittenSpans(picture).of((21, 27)) == (15, 21)


class TestRefusals:
    def test_broken_performances(self, tmp_path: Path) -> None:
        us = (utterance("a"), utterance("b"))
        script = script_of(*us)
        broken = burst()
        broken.samples[7] = np.nan
        for performance, message in (
            ([(us[0], burst())], "ends before utterance 'b'"),
            ([(us[1], burst())], "'b' instead of 'a'"),
            ([(us[0], burst()), (us[1], burst()), (us[1], burst())], "instead of 'the end'"),
            ([(us[0], broken)], "not numbers"),
            ([(us[0], replace(burst(), sample_rate=400))], "too low"),
        ):
            with pytest.raises(AssemblyError, match=message):
                assemble(script, performance, tmp_path / "pcm")
            assert not list(tmp_path.glob("*.segments"))

    def test_nothing_to_say_and_impossible_levels(self, tmp_path: Path) -> None:
        with pytest.raises(AssemblyError, match="nothing to say"):
            assemble(script_of(), [], tmp_path / "pcm")
        with pytest.raises(AssemblyError, match="cannot aim"):
            assemble(script_of(), [], tmp_path / "pcm", loudness=3.0)


class TestMemory:
    def test_lazy_and_bounded(self, tmp_path: Path) -> None:
        """Ten times the audio takes no more memory than the timeline's own few hundred bytes an utterance."""

        def peak(count: int) -> int:
            us = tuple(utterance(str(i), pause_after_ms=100) for i in range(count))
            asked: list[int] = []

            def performance() -> Iterator[tuple[Utterance, Speech]]:
                for i, one in enumerate(us):
                    asked.append(i)
                    yield one, burst(sound=4.0)

            tracemalloc.start()
            assemble(script_of(*us), performance(), tmp_path / "pcm")
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert asked == list(range(count))
            return found

        small, large = peak(4), peak(40)
        assert large - small < 400_000, "36 utterances are 14 MB of samples"

    def test_same_in_same_out(self, tone_voice: Voice, otter_script: Script, tmp_path: Path) -> None:
        recordings = []
        for name in ("one", "two"):
            performance = ((u, tone_voice.speak([u])[0]) for u in otter_script.utterances)
            recordings.append(assemble(otter_script, performance, tmp_path / name))
        assert recordings[0].pcm.read_bytes() == recordings[1].pcm.read_bytes()
        assert replace(recordings[0], pcm=recordings[1].pcm) == recordings[1]
