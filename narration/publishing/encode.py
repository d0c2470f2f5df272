"""A Recording as audio files: AAC in MP4, MP3, Opus in Ogg, WAV; tagged, with cover and chapters, and measured.

Lossy encoders move peaks, so each format has some headroom of its own below the true peak asked; every file is then
decoded and measured, and encoded again with more headroom in the rare case that its peaks are still above.
"""

from __future__ import annotations

import io
import math
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rhapsode.narration.limiter import Limiter
from rhapsode.narration.loudness import Levels, measure
from rhapsode.narration.publishing.tags import Tags, clock, flac_picture, one_line
from rhapsode.narration.recording import Recording, SpokenChapter

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer

BLOCK_SECONDS = 5
ENCODER_BITEXACT = 1 << 23
ATTACHED_PICTURE = 1 << 10
LOUDNESS_TOLERANCE = 0.25
_AAC_RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)

# Longer and steeper than FFmpeg's default filter: flat to 0.97 of the lower band's edge.
_RESAMPLING = {"filter_size": "64", "cutoff": "0.97", "exact_rational": "1"}

OnProgress = Callable[[float], None]


class Cancelled(Exception):
    """Another file of the same narration failed, or the user gave up."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of audio file. `rates` are those it is encoded at; none means the recording's own.

    `headroom_db` is how far below the true peak asked the samples stay before encoding.
    """

    name: str
    media_type: str
    container: str
    codec: str
    bit_rate: int | None
    rates: tuple[int, ...] = ()
    headroom_db: float = 0.0
    options: dict[str, str] = field(default_factory=dict)
    encoder_options: dict[str, str] = field(default_factory=dict)

    def rate(self, recorded: int) -> int:
        """The rate to encode at: the lowest that loses nothing, else the highest there is."""
        return min((r for r in self.rates if r >= recorded), default=max(self.rates, default=recorded))


FORMATS: dict[str, Format] = {
    kind.name: kind
    for kind in (
        Format(
            "m4a", "audio/mp4", "mp4", "aac", 64_000, _AAC_RATES, headroom_db=1.0,
            options={"movflags": "+faststart", "brand": "M4A "},
        ),
        # MP3 is there for players that are too old for the others: so at the rate they all know.
        Format("mp3", "audio/mpeg", "mp3", "libmp3lame", 64_000, (44_100,), headroom_db=1.0,
               options={"id3v2_version": "3", "write_id3v1": "0"}),
        Format("opus", "audio/ogg; codecs=opus", "ogg", "libopus", 32_000, (48_000,), headroom_db=1.5,
               encoder_options={"application": "audio"}),
        Format("wav", "audio/wav", "wav", "pcm_s16le", None, options={"rf64": "auto"}),
    )
}  # fmt: skip


def encode(
    recording: Recording,
    path: Path,
    kind: Format,
    tags: Tags,
    true_peak: float,
    stop: Event,
    on_progress: OnProgress,
) -> Levels:
    """Write `recording` to `path` and return what the decoded file measures.

    Raises:
        Cancelled: `stop` was set.
        OSError: the file cannot be written.
    """
    ceiling, gain = true_peak - kind.headroom_db, 0.0
    _write(recording, path, kind, tags, (ceiling, gain), stop, on_progress)
    levels = measure_file(path, stop)
    for _ in range(0 if kind.bit_rate is None else 2):
        excess, drift = levels.true_peak - true_peak, levels.loudness - recording.loudness
        drifted = math.isfinite(drift) and abs(drift) > LOUDNESS_TOLERANCE and gain == 0.0
        if excess <= 0 and not drifted:
            break
        ceiling -= excess + 0.1 if excess > 0 else 0.0
        gain = -drift if drifted else gain
        _write(recording, path, kind, tags, (ceiling, gain), stop, on_progress)
        levels = measure_file(path, stop)
    on_progress(1.0)
    return levels


def _write(
    recording: Recording, path: Path, kind: Format, tags: Tags, levels: tuple[float, float], stop: Event,
    on_progress: OnProgress,
) -> None:  # fmt: skip
    import av

    options = {"fflags": "+bitexact", **kind.options}
    with av.open(str(path), "w", format=kind.container, container_options=options) as container:
        stream = _audio_stream(container, kind, recording.sample_rate)
        _describe(container, stream, kind, tags)
        pictures = _picture(container, tags.cover) if kind.name in ("m4a", "mp3") and tags.cover else []
        container.start_encoding()
        for packet in pictures:
            container.mux(packet)
        samples = _limited(recording, kind, *levels)
        for frame in _frames(_watched(samples, recording, stop, on_progress), recording.sample_rate, stream):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def _audio_stream(container: OutputContainer, kind: Format, recorded: int) -> AudioStream:
    stream: Any = container.add_stream(
        kind.codec, rate=kind.rate(recorded), options=dict(kind.encoder_options), layout="mono"
    )
    context = stream.codec_context
    if kind.bit_rate is not None:
        context.bit_rate = kind.bit_rate
    context.flags |= ENCODER_BITEXACT
    context.thread_count = 1
    return stream


def _describe(container: OutputContainer, stream: AudioStream, kind: Format, tags: Tags) -> None:
    container.metadata.update(tags.fields)
    stream.metadata["language"] = tags.language
    if kind.name == "mp3":
        container.metadata["language"] = tags.language
    if kind.name == "opus":
        # Ogg keeps its comments with the stream. FFmpeg rounds the seconds of its chapters up: so they are written here.
        stream.metadata.update({**tags.fields, **_chapter_comments(tags.chapters)})
        if tags.cover:
            stream.metadata["METADATA_BLOCK_PICTURE"] = flac_picture(tags.cover)
    if kind.name in ("m4a", "mp3"):
        container.set_chapters([_mark(i, c.title, c.start, c.end) for i, c in enumerate(tags.chapters)])  # type: ignore[list-item]


def _mark(number: int, title: str, start: float, end: float) -> dict[str, Any]:
    return {
        "id": number, "start": round(1000 * start), "end": round(1000 * end), "time_base": Fraction(1, 1000),
        "metadata": {"title": one_line(title)},
    }  # fmt: skip


def _chapter_comments(chapters: Iterable[SpokenChapter]) -> dict[str, str]:
    comments: dict[str, str] = {}
    for i, chapter in enumerate(chapters):
        comments[f"CHAPTER{i:03}"] = clock(chapter.start)
        comments[f"CHAPTER{i:03}NAME"] = one_line(chapter.title)
    return comments


def _picture(container: OutputContainer, jpeg: bytes) -> list[Any]:
    """Adds the cover as an attached picture, and returns the packets to write first."""
    import av

    with av.open(io.BytesIO(jpeg), "r", format="jpeg_pipe") as source:
        picture: Any = container.add_stream_from_template(source.streams.video[0])
        picture.disposition = ATTACHED_PICTURE
        packets = [packet for packet in source.demux() if packet.size]
    for packet in packets:
        packet.stream = picture
        packet.pts = packet.dts = 0
    return packets


def _limited(
    recording: Recording, kind: Format, ceiling: float, gain: float
) -> Iterator[NDArray[np.float32]]:
    blocks = recording.stream(BLOCK_SECONDS * recording.sample_rate)
    if kind.bit_rate is None and gain == 0.0:
        yield from blocks
        return
    limiter = Limiter(recording.sample_rate, ceiling, gain)
    for block in blocks:
        yield limiter.process(block)
    yield limiter.finish()


def _watched(
    blocks: Iterable[NDArray[np.float32]], recording: Recording, stop: Event, on_progress: OnProgress
) -> Iterator[NDArray[np.float32]]:
    seen = 0
    for block in blocks:
        if stop.is_set():
            raise Cancelled
        yield block
        seen += len(block)
        on_progress(0.95 * seen / max(1, recording.samples))


def _frames(blocks: Iterable[NDArray[np.float32]], rate: int, stream: AudioStream) -> Iterator[Any]:
    """The samples in frames of the size, format and rate that the encoder takes."""
    import av

    context: Any = stream.codec_context
    resampler = av.AudioResampler(
        format=context.format, layout="mono", rate=context.sample_rate, frame_size=context.frame_size or None,
        options=_RESAMPLING,
    )  # fmt: skip
    at = 0
    for block in blocks:
        if not len(block):
            continue
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block)[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        at += len(block)
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def measure_file(path: Path, stop: Event | None = None) -> Levels:
    """Loudness, true peak and length of an audio file as a player would decode it."""
    import av

    with av.open(str(path)) as container:
        rate = container.streams.audio[0].codec_context.sample_rate
        return measure(decoded(container, stop), rate)


def decoded(container: InputContainer, stop: Event | None = None) -> Iterator[NDArray[np.float32]]:
    """The samples of the first audio stream, mono float32, in blocks of some seconds."""
    frames: list[NDArray[np.float32]] = []
    waiting = 0
    for frame in container.decode(audio=0):
        samples = _as_float(np.asarray(frame.to_ndarray()).reshape(-1))
        frames.append(samples)
        waiting += len(samples)
        if waiting >= BLOCK_SECONDS * frame.sample_rate:
            if stop is not None and stop.is_set():
                raise Cancelled
            yield np.concatenate(frames)
            frames, waiting = [], 0
    if frames:
        yield np.concatenate(frames)


def _as_float(samples: NDArray[Any]) -> NDArray[np.float32]:
    if samples.dtype.kind == "f":
        return samples.astype(np.float32, copy=False)
    return samples.astype(np.float32) / np.float32(-float(np.iinfo(samples.dtype).min))
