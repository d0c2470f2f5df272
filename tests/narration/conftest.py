"""A small article as a script, and its recording by the voice without a model."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rhapsode.narration.assembly import assemble
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Chapter, Cover, Script, Speaker
from rhapsode.tts.utterance import Alignment, Utterance
from rhapsode.tts.voice import Voice

Record = Callable[..., Recording]
FfmpegLevels = Callable[..., tuple[float, float]]


def word_by_word(text: str) -> tuple[Alignment, ...]:
    """Text that is spoken as it is written."""
    spans = [(match.start(), match.end()) for match in re.finditer(r"\S+\s*", text)]
    return tuple(Alignment(span, span) for span in spans)


def say(name: str, role: str, text: str, chapter: str = "c0", **more: object) -> Utterance:
    settings = {"pause_after_ms": 300, "block": name, **more}
    return Utterance(name, role, text, text, word_by_word(text), "en", chapter=chapter, **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def money() -> Utterance:
    """Numbers said as words, and a footnote's mark that is not said."""
    written = "It cost $3.2bn[4] so far, about 41% more."
    spoken = "It cost three point two billion dollars so far, about forty-one percent more."
    pairs = [((0, 3), (0, 3)), ((3, 8), (3, 8)), ((8, 14), (8, 39)), ((14, 17), (39, 39)), ((17, 32), (39, 54)),
             ((32, 35), (54, 72)), ((35, 41), (72, 78))]  # fmt: skip
    alignment = tuple(Alignment(*pair) for pair in pairs)
    return Utterance("money", "paragraph", written, spoken, alignment, "en", chapter="c2", pause_after_ms=200)


@pytest.fixture(scope="session")
def picture() -> Utterance:
    """Words a template added before the author's."""
    written, spoken = "A map & the <b>valley</b>", "Image: A map and the valley"
    pairs = [((0, 0), (0, 7)), ((0, 6), (7, 13)), ((6, 8), (13, 17)), ((8, 12), (17, 21)), ((12, 15), (21, 21)),
             ((15, 21), (21, 27)), ((21, 25), (27, 27))]  # fmt: skip
    alignment = tuple(Alignment(*pair) for pair in pairs)
    return Utterance("picture", "image", written, spoken, alignment, "en", chapter="c2", pause_after_ms=200)


@pytest.fixture(scope="session")
def otter_script(money: Utterance, picture: Utterance) -> Script:
    """Every kind of block, three chapters, a second voice, and a chapter nobody speaks in."""
    utterances = (
        say("title", "title", "The slow return of the river otter", pause_after_ms=800),
        say("byline", "byline", "By Ada Moreno"),
        say("p1a", "paragraph", "For most of a century nobody had seen one, and the few who claimed to have were politely "
            "disbelieved by the rest of the valley, which prided itself on knowing better.", block="p1"),
        say("p1b", "paragraph", "Then, on a wet Tuesday, a teacher filmed four.", block="p1"),
        say("h1", "heading", "What the film showed", "c1", pause_before_ms=900, pause_after_ms=500),
        say("q1", "quote", "We had walked past them for years.", "c1", voice="quote"),
        say("l1", "list_item", "Clean water.", "c1"),
        say("l2", "list_item", "Eels, which came back first.", "c1"),
        say("h2", "heading", "Counting", "c2", pause_before_ms=900, pause_after_ms=500),
        money,
        picture,
    )  # fmt: skip
    chapters = (
        Chapter("c0", "The slow return of the river otter"), Chapter("c1", "What the film showed"),
        Chapter("empty", "Nobody speaks here"), Chapter("c2", "Counting", level=2),
    )  # fmt: skip
    cover = Cover(
        "The slow return of the river otter", ("Ada Moreno", "B. & C."), "2026-03-14T09:00:00Z", "How a film <changed> it.",
        "The Valley Record",
    )  # fmt: skip
    return Script(
        cover, "en-GB", utterances, chapters, {"narrator": Speaker("tone"), "quote": Speaker("tone")}
    )


@pytest.fixture
def record(tone_voice: Voice, tmp_path: Path) -> Record:
    """Assembles a script as the tone voice says it."""

    def assembled(script: Script, **settings: float) -> Recording:
        performance = ((utterance, tone_voice.speak([utterance])[0]) for utterance in script.utterances)
        return assemble(script, performance, tmp_path / "recording.pcm", **settings)

    return assembled


@pytest.fixture(scope="session")
def ffmpeg_levels() -> FfmpegLevels:
    """FFmpeg's own meter: integrated loudness and true peak of a file, or of float32 samples at a rate."""

    def levels(source: Path | np.ndarray, rate: int = 0) -> tuple[float, float]:
        raw = source.astype("<f4").tobytes() if isinstance(source, np.ndarray) else None
        given = (
            ["-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "-"]
            if raw is not None
            else ["-i", str(source)]
        )
        meter = ["-map", "0:a", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
        command = ["ffmpeg", "-hide_banner", "-nostdin", *given, *meter]
        done = subprocess.run(command, input=raw, capture_output=True, check=True)
        summary = done.stderr.decode().split("Summary:")[-1]
        found = [re.search(pattern, summary) for pattern in (r"I:\s+(\S+) LUFS", r"Peak:\s+(\S+) dBFS")]
        return float(found[0].group(1)), float(found[1].group(1))  # type: ignore[union-attr]

    return levels
