"""What assembling and publishing cost beside the encoders, and how much memory they take.

    python -m benchmarks.publishing [--minutes 10] [--formats m4a,mp3,opus] [--voice heart] [--memory]

CPU seconds, so that a busy machine does not matter; x real time is audio seconds per CPU second. "bare" is the
encoder alone over frames that are ready; "around" is everything else we do: joining, metering, limiting, resampling,
muxing, decoding and measuring what was written. The voice speaks one paragraph, which is repeated.
"""

from __future__ import annotations

import argparse
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import numpy as np

from rhapsode.narration.assembly import assemble
from rhapsode.narration.publishing import FORMATS, measure_file, publish
from rhapsode.narration.publishing.encode import Format, Level, _write
from rhapsode.narration.publishing.tags import Tags
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Chapter, Cover, Script, Speaker
from rhapsode.tts.registry import load_voice
from rhapsode.tts.utterance import Alignment, Utterance
from rhapsode.tts.voice import Speech

T = TypeVar("T")
PARAGRAPH = (
    "For most of a century nobody in the valley had seen one, and the few who claimed to have were politely disbelieved.",
    "Then, on a wet Tuesday in March, a schoolteacher filmed four of them sliding down the weir behind the old paper mill.",
    "The clip was nineteen seconds long!",
    "Nobody counts otters by looking for otters: they count tracks, and the scales of half-eaten fish, every spring.",
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--formats", default="m4a,mp3,opus")
    parser.add_argument("--voice", default="heart")
    parser.add_argument("--memory", action="store_true", help="measure peak memory only")
    asked = parser.parse_args()
    kinds = [FORMATS[name] for name in asked.formats.split(",")]
    spoken = _spoken(asked.voice)
    before = _peak_megabytes()
    script = _script(asked.minutes * 60, [speech for _, speech in spoken])
    with tempfile.TemporaryDirectory(prefix="rhapsode-benchmark-") as folder:
        work = Path(folder)
        performance = ((u, spoken[i % len(spoken)][1]) for i, u in enumerate(script.utterances))
        recording, assembling = _timed(lambda: assemble(script, performance, work / "pcm"))
        print(
            f"{recording.duration / 60:.1f} minutes at {recording.sample_rate} Hz, {recording.loudness:.2f} LUFS"
        )
        print(f"assemble: {assembling:.2f} s CPU, {recording.duration / assembling:.0f} x real time")
        if not asked.memory:  # it holds all frames at once, to measure encoders alone
            _encoders(recording, kinds, work, assembling)
        begun = time.perf_counter()
        _, publishing = _timed(
            lambda: publish(recording, script, work, slug="x", key="k", formats=[kind.name for kind in kinds])
        )
        wall = time.perf_counter() - begun
    print(
        f"publish, all formats at once: {publishing:.1f} s CPU, {wall:.1f} s, {recording.duration / wall:.0f} x real time"
    )
    if asked.memory:
        after = _peak_megabytes()
        print(f"peak memory: {after:.0f} MB, {after - before:.0f} MB more than with the voice loaded")


def _encoders(recording: Recording, kinds: list[Format], work: Path, assembling: float) -> None:
    print("| format | bare encoder | x real time | whole | of which measuring | around | share of bare |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    total_bare = total_around = 0.0
    for kind in kinds:
        frames = list(_ready_frames(recording, kind))
        _, bare = _timed(partial(_bare, kind, frames))
        del frames
        path = work / f"once.{kind.name}"
        level, tags, stop = Level(kind.gain_db, 0.0), Tags({}, "eng", ()), Event()
        _, writing = _timed(partial(_write, recording, path, kind, tags, level, stop, lambda done: None))
        _, measuring = _timed(partial(measure_file, path, -1.0))
        around = writing + measuring - bare
        total_bare, total_around = total_bare + bare, total_around + around
        print(
            f"| {kind.name} | {bare:.2f} s | {recording.duration / bare:.0f} | {writing + measuring:.2f} s "
            f"| {measuring:.2f} s | {around:.2f} s | {around / bare:.0%} |"
        )
    everything = total_around + assembling
    print(
        f"around all of them, with assembling: {everything:.2f} s, {everything / total_bare:.0%} of the bare encoders"
    )


def _ready_frames(recording: Recording, kind: Format) -> Iterator[Any]:
    import av

    encoder: Any = _encoder(kind, recording.sample_rate)
    resampler = av.AudioResampler(
        format=encoder.format, layout="mono", rate=encoder.sample_rate, frame_size=encoder.frame_size
    )
    for block in recording.stream(recording.sample_rate):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block)[None], format="fltp", layout="mono")
        frame.sample_rate, frame.time_base = recording.sample_rate, Fraction(1, recording.sample_rate)
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _encoder(kind: Format, recorded: int) -> Any:
    import av

    encoder: Any = av.CodecContext.create(kind.codec, "w")
    encoder.sample_rate = kind.rate(recorded)
    encoder.format = av.codec.Codec(kind.codec, "w").audio_formats[0].name  # type: ignore[index]
    encoder.layout = "mono"
    encoder.bit_rate = kind.bit_rate
    encoder.thread_count = 1
    encoder.options = dict(kind.encoder_options)
    encoder.open()
    return encoder


def _bare(kind: Format, frames: list[Any]) -> None:
    encoder = _encoder(kind, frames[0].sample_rate)
    for frame in frames:
        encoder.encode(frame)
    encoder.encode(None)


def _spoken(voice: str) -> list[tuple[Utterance, Speech]]:
    utterances = [_utterance(i, text) for i, text in enumerate(PARAGRAPH)]
    return list(zip(utterances, load_voice(voice).speak(utterances), strict=True))


def _script(seconds: float, speeches: list[Speech]) -> Script:
    utterances: list[Utterance] = []
    length = 0.0
    while length < seconds:
        i = len(utterances)
        again = _utterance(i, PARAGRAPH[i % len(PARAGRAPH)])
        utterances.append(replace(again, chapter=f"c{i // 100}"))
        length += speeches[i % len(speeches)].duration + again.pause_after_ms / 1000
    chapters = tuple(Chapter(f"c{i}", f"Chapter {i}") for i in range(len(utterances) // 100 + 1))
    return Script(Cover("Otters"), "en", tuple(utterances), chapters, {"narrator": Speaker("heart")})


def _utterance(number: int, text: str) -> Utterance:
    spans = [match.span() for match in re.finditer(r"\S+\s*", text)]
    alignment = tuple(Alignment(span, span) for span in spans)
    return Utterance(f"u{number}", "paragraph", text, text, alignment, "en", pause_after_ms=300)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    result = work()
    return result, time.process_time() - begun


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
