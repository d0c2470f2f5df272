"""The demo article from end to end, judged by tools that are not ours: FFmpeg's meters, a VTT parser, a recogniser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

import jiwer
import pytest
import webvtt

from rhapsode.narration import Narration, Narrator, Script, from_json

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "examples"
needs_ffmpeg = pytest.mark.skipif(
    not shutil.which("ffprobe"), reason="FFmpeg is not installed (apt-get install ffmpeg)"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the narrated example post."""
    out = tmp_path_factory.mktemp("demo")
    with Narrator(cache=tmp_path_factory.mktemp("cache")) as narrator:
        narration = narrator.narrate(EXAMPLES / "tide-clocks.md", out, formats=("m4a", "mp3", "opus"))
    return out / narration.slug


def probe(path: Path) -> dict:
    command = [
        "ffprobe",
        "-v",
        "error",
        "-show_format",
        "-show_streams",
        "-show_chapters",
        "-of",
        "json",
        str(path),
    ]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def measured(path: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) by FFmpeg's own meter."""
    command = [
        "ffmpeg",
        "-hide_banner",
        "-nostats",
        "-i",
        str(path),
        "-map",
        "0:a",
        "-af",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    ]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    summary = text[text.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loudness is not None
    assert peak is not None
    return float(loudness[1]), float(peak[1])


@needs_ffmpeg
@pytest.mark.parametrize("name", ["narration.m4a", "narration.mp3", "narration.opus"])
def test_audio_files_are_what_players_expect(demo: Path, name: str) -> None:
    narration = from_json(Narration, (demo / "narration.json").read_bytes())
    found = probe(demo / name)
    audio = next(stream for stream in found["streams"] if stream["codec_type"] == "audio")
    tags = {k.lower(): v for k, v in {**found["format"].get("tags", {}), **audio.get("tags", {})}.items()}
    assert tags["title"] == "The clock that follows the moon"
    assert "Ines Hartwell" in tags["artist"]
    assert abs(float(found["format"]["duration"]) - narration.duration) < 0.1
    titles = [chapter["tags"]["title"] for chapter in found["chapters"]]
    assert titles[1:5] == [
        "Why one hand is enough",
        "What went into it",
        "How wrong it is",
        "Should you build one?",
    ]


@needs_ffmpeg
@pytest.mark.parametrize("name", ["narration.m4a", "narration.mp3", "narration.opus"])
def test_loudness_and_true_peak_by_ffmpegs_meter(demo: Path, name: str) -> None:
    loudness, peak = measured(demo / name)
    assert abs(loudness + 16) <= 0.5
    assert peak <= -1.0


def test_the_transcript_parses_and_ends_with_the_audio(demo: Path) -> None:
    narration = from_json(Narration, (demo / "narration.json").read_bytes())
    captions = webvtt.read(str(demo / "transcript.vtt")).captions
    assert len(captions) > 50
    starts = [caption.start_in_seconds for caption in captions]
    assert starts == sorted(starts)
    hours, minutes, seconds = captions[-1].end.split(":")
    assert abs(3600 * int(hours) + 60 * int(minutes) + float(seconds) - narration.duration) <= 0.3


@pytest.fixture(scope="module")
def heard(demo: Path, listen: Callable[[Path], list[tuple[str, float]]]) -> list[tuple[str, float]]:
    return listen(demo / "narration.m4a")


def test_a_recogniser_hears_what_the_script_says(
    demo: Path, heard: list[tuple[str, float]], fold: Callable[[str], str]
) -> None:
    script = from_json(Script, (demo / "script.json").read_bytes())
    said = fold(" ".join(utterance.spoken for utterance in script.utterances))
    assert jiwer.wer(said, fold(" ".join(word for word, _ in heard))) < 0.10


def test_word_starts_agree_with_the_recogniser(demo: Path, heard: list[tuple[str, float]]) -> None:
    transcript = json.loads((demo / "transcript.json").read_text())
    said = [
        (word["text"], word["start"]) for utterance in transcript["utterances"] for word in utterance["words"]
    ]
    matches = SequenceMatcher(
        None, [letters(text) for text, _ in said], [letters(text) for text, _ in heard], False
    )
    distances = [
        abs(said[block.a + k][1] - heard[block.b + k][1])
        for block in matches.get_matching_blocks()
        for k in range(block.size)
    ]
    assert len(distances) > 400
    assert median(distances) <= 0.080


def letters(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())
