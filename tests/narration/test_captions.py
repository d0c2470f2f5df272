"""Captions and transcript: readable cues, all the words, times that fit."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.base import from_json
from rhapsode.narration.publishing import captions, transcript, transcript_json
from rhapsode.narration.publishing import webvtt as vtt_of
from rhapsode.narration.publishing.captions import GAP_SECONDS, LINE, LINES, MAX_SECONDS
from rhapsode.narration.publishing.reading import pieces
from rhapsode.narration.publishing.transcript import Transcript
from rhapsode.narration.recording import Recording, SpokenUtterance, SpokenWord
from rhapsode.narration.script import Cover, Script, Speaker
from rhapsode.tts.utterance import Alignment, Utterance


def spoken_evenly(
    text: str, seconds_a_letter: float = 0.06, start: float = 0.2
) -> tuple[Utterance, SpokenUtterance]:
    at, words = start, []
    for match in re.finditer(r"\S+", text):
        end = at + seconds_a_letter * len(match.group())
        if re.search(r"\w", match.group()):
            words.append(SpokenWord(match.span(), match.span(), at, end))
        at = end + seconds_a_letter
    alignment = tuple(Alignment(m.span(), m.span()) for m in re.finditer(r"\S+\s*", text))
    utterance = Utterance("u", "paragraph", text, text, alignment, "en")
    return utterance, SpokenUtterance("u", start, max(at, start + 0.1), tuple(words))


def alone(utterance: Utterance, spoken: SpokenUtterance) -> tuple[Recording, Script]:
    script = Script(Cover("T"), "en", (utterance,), (), {"narrator": Speaker("tone")})
    samples = round(24_000 * (spoken.end + 0.2))
    return Recording((spoken,), (), 24_000, samples, -16.0, -2.0, Path("none")), script


class TestPieces:
    def test_numbers_light_up_whole_and_marks_stay_dark(
        self, money: Utterance, record, otter_script: Script
    ) -> None:
        recording = record(replace(otter_script, utterances=(money,)))
        shown = pieces(money, recording.utterances[0])
        assert "".join(piece.text for piece in shown) == money.written
        said = [piece.text for piece in shown if piece.kind == "said"]
        assert said == ["It", "cost", "$3.2bn", "so", "far,", "about", "41%", "more."]
        assert [piece.text.strip() for piece in shown if piece.kind == "silent" and piece.text.strip()] == [
            "[4]"
        ]
        price = next(piece for piece in shown if piece.text == "$3.2bn")
        words = recording.utterances[0].words
        assert (price.start, price.end) == (words[2].start, words[6].end)

    def test_added_words_are_shown_in_their_place(
        self, picture: Utterance, record, otter_script: Script
    ) -> None:
        recording = record(replace(otter_script, utterances=(picture,)))
        shown = pieces(picture, recording.utterances[0])
        assert [(piece.kind, piece.text) for piece in shown[:3]] == [
            ("added", "Image:"), ("silent", " "), ("said", "A")
        ]  # fmt: skip
        assert "".join(piece.text for piece in shown if piece.kind != "added").strip() == picture.written

    def test_announcements_without_writing(self) -> None:
        spoken = "Table with two rows."
        alignment = (Alignment((0, 0), (0, len(spoken))),)
        utterance = Utterance("u", "table", "", spoken, alignment, "en")
        words = tuple(
            SpokenWord(m.span(), (0, 0), i / 2, i / 2 + 0.4)
            for i, m in enumerate(re.finditer(r"\S+", spoken))
        )
        shown = pieces(utterance, SpokenUtterance("u", 0.0, 2.0, words))
        assert "".join(piece.text for piece in shown) == spoken
        assert len([piece for piece in shown if piece.kind == "added"]) == 4


class TestCues:
    @settings(max_examples=120, deadline=None)
    @given(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=400).map(
            lambda text: " ".join(text.split())
        ),
        st.floats(0.02, 0.2),
    )
    def test_every_rule_for_any_text(self, text: str, pace: float) -> None:
        recording, script = alone(*spoken_evenly(text, pace))
        cues = captions(recording, script)
        shown = "".join("".join(cue.lines).replace(" ", "") for cue in cues)
        assert shown == text.replace(" ", "")
        for cue in cues:
            assert 1 <= len(cue.lines) <= LINES
            assert all(0 < len(line) <= LINE for line in cue.lines)
            one_token = len(cue.lines) == 1 and " " not in cue.lines[0]
            assert one_token or cue.end - cue.start <= MAX_SECONDS + 1.0
            assert 0 <= cue.start < cue.end <= recording.duration
        for cue, following in pairwise(cues):
            assert cue.end <= following.start + 1e-9
        if cues:
            assert recording.duration - cues[-1].end <= 0.3
        parsed = webvtt.from_buffer(io.StringIO(vtt_of(recording, script))).captions
        assert len(parsed) == len(cues)

    def test_splits_where_the_sentence_does(self) -> None:
        text = (
            "They count spraint, tracks, and the scales of half-eaten fish, on the same six hundred metres of bank, "
            "every spring, for as long as anybody can be persuaded to do it."
        )
        cues = captions(*alone(*spoken_evenly(text)))
        assert [cue.lines[-1][-1] for cue in cues] == [",", ",", "."] or all(
            c.lines[-1][-1] in ",." for c in cues
        )
        leaning = {"the", "of", "a", "to", "and", "as"}
        assert not [line for cue in cues for line in cue.lines if line.split()[-1] in leaning]

    def test_titles_before_names_are_no_sentence_ends(self) -> None:
        text = (
            "It is never right, said old Mr. Pascoe, who had owned it for most of his long life by the sea."
        )
        lines = [line for cue in captions(*alone(*spoken_evenly(text))) for line in cue.lines]
        assert not [line for line in lines if line.endswith("Mr.")]

    def test_the_golden_file(self, record, otter_script: Script) -> None:
        found = vtt_of(record(otter_script), otter_script)
        golden = Path(__file__).parent / "golden" / "otter.vtt"
        assert found == golden.read_text(encoding="utf-8")

    def test_silent_marks_are_not_captioned_and_voices_are_named(self, record, otter_script: Script) -> None:
        text = vtt_of(record(otter_script), otter_script)
        assert "[4]" not in text
        assert "$3.2bn so far" in text
        assert "<v quote>We had walked" in text
        assert "A map &amp; the valley" in text
        ends = [cue.end for cue in captions(record(otter_script), otter_script)]
        assert ends == sorted(ends)

    def test_cues_wait_for_readers_where_there_is_a_pause(self, record, otter_script: Script) -> None:
        recording = record(otter_script)
        title = captions(recording, otter_script)[0]
        assert title.end > recording.utterances[0].end
        assert title.end <= recording.utterances[1].start - GAP_SECONDS + 1e-9


class TestTranscript:
    def test_round_trip_and_one_utterance_a_line(self, record, otter_script: Script) -> None:
        recording = record(otter_script)
        document = transcript(recording, otter_script)
        text = transcript_json(document)
        assert from_json(Transcript, text) == document
        assert json.loads(text)["schema"] == "rhapsode.transcript/1"
        assert len(text.splitlines()) == len(otter_script.utterances) + 9
        for utterance, spoken in zip(document.utterances, recording.utterances, strict=True):
            assert utterance.start == pytest.approx(spoken.start, abs=1e-6)
            for word in utterance.words:
                assert utterance.spoken[slice(*word.spoken)] == word.text
        price = [
            w
            for w in document.utterances[-2].words
            if document.utterances[-2].written[slice(*w.written)] == "$3.2bn"
        ]
        assert [word.text for word in price] == ["three", "point", "two", "billion", "dollars"]
