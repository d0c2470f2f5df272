"""A Recording as audio files: AAC in MP4, MP3, Opus in Ogg, WAV; tagged, with cover and chapters, and measured.

Lossy encoders move peaks, mostly by less than HEADROOM_DB, and some of them lose a little loudness, always the same.
Every file is decoded and measured; where a peak still stands out, the few milliseconds around it are turned down and
the file is encoded again.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rhapsode.narration.limiter import limited
from rhapsode.narration.loudness import Levels, Meter, decibels
from rhapsode.narration.publishing.tags import Tags, clock, flac_picture, one_line
from rhapsode.narration.recording import Recording, SpokenChapter

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer

BLOCK_SECONDS = 5
ENCODER_BITEXACT = 1 << 23
ATTACHED_PICTURE = 1 << 10
ATTEMPTS = 4
HEADROOM_DB = 1.0
LOUDNESS_TOLERANCE = 0.25
"""LU; a file that is further from the recording is encoded again."""
SAFETY_DB = 0.1
"""Other meters interpolate otherwise and may read this much more."""
DIP_MARGIN_DB = 0.3
DIP_SECONDS = 0.03
"""Half a dip's length: about an encoder's frame, whose quantisation is what moved the peak."""
_AAC_RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)

# Longer and steeper than FFmpeg's default filter: flat to 0.97 of the lower band's edge.
_RESAMPLING = {"filter_size": "64", "cutoff": "0.97", "exact_rational": "1"}

OnProgress = Callable[[float], None]


class Cancelled(Exception):
    """Another file of the same narration failed, or the user gave up."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of audio file. `rates` are those it is encoded at; none means the recording's own.

    `gain_db` makes up for what the encoder takes off speech (LAME scales by 0.95, Opus drops the faintest bands).
    """

    name: str
    media_type: str
    container: str
    codec: str
    bit_rate: int | None
    rates: tuple[int, ...] = ()
    gain_db: float = 0.0
    options: dict[str, str] = field(default_factory=dict)
    encoder_options: dict[str, str] = field(default_factory=dict)

    def rate(self, recorded: int) -> int:
        """The rate to encode at: the lowest that loses nothing, else the highest there is."""
        return min((r for r in self.rates if r >= recorded), default=max(self.rates, default=recorded))


FORMATS: dict[str, Format] = {
    kind.name: kind
    for kind in (
        # At these rates FFmpeg's fast coder is as close to the original as its slow one, three times as fast, and
        # moves peaks less; so does going without noise substitution.
        Format("m4a", "audio/mp4", "mp4", "aac", 64_000, _AAC_RATES, 0.05, {"movflags": "+faststart", "brand": "M4A "},
               {"aac_coder": "fast", "aac_pns": "0"}),
        # MP3 is there for players too old for the others, so at the rate that all of them know.
        Format("mp3", "audio/mpeg", "mp3", "libmp3lame", 96_000, (44_100,), 0.45, {"id3v2_version": "3"}),
        Format("opus", "audio/ogg; codecs=opus", "ogg", "libopus", 32_000, (48_000,), 0.25),
        Format("wav", "audio/wav", "wav", "pcm_s16le", None, options={"rf64": "auto"}),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """What is done to the recording's level before encoding: a gain, a ceiling, and `dips` at (second, dB)."""

    gain_db: float
    ceiling_db: float
    dips: tuple[tuple[float, float], ...] = ()


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
    level = Level(kind.gain_db, true_peak + (kind.gain_db - HEADROOM_DB if kind.bit_rate else 0.0))
    levels = Levels(-math.inf, -math.inf, 0.0)
    for _ in range(ATTEMPTS):
        _write(recording, path, kind, tags, level, stop, on_progress)
        levels, overs = measure_file(path, true_peak - SAFETY_DB, stop)
        better = _corrected(level, recording.loudness - levels.loudness, overs, true_peak)
        if kind.bit_rate is None or better == level:
            break
        level = better
    on_progress(1.0)
    return levels


def _corrected(level: Level, missing: float, overs: Sequence[tuple[float, float]], true_peak: float) -> Level:
    """The level for another attempt; the same where the decoded file is as it should be."""
    gain = missing if math.isfinite(missing) and abs(missing) > LOUDNESS_TOLERANCE else 0.0
    dips: list[tuple[float, float]] = []
    for second, peak in overs:
        depth = true_peak - DIP_MARGIN_DB - peak
        if dips and second - dips[-1][0] < DIP_SECONDS / 2:
            dips[-1] = min(dips[-1], (second, depth), key=lambda dip: dip[1])
        else:
            dips.append((second, depth))
    return replace(level, gain_db=level.gain_db + gain, dips=level.dips + tuple(dips))


def _write(
    recording: Recording,
    path: Path,
    kind: Format,
    tags: Tags,
    level: Level,
    stop: Event,
    on_progress: OnProgress,
) -> None:
    import av

    options = {"fflags": "+bitexact", **kind.options}
    with av.open(str(path), "w", format=kind.container, container_options=options) as container:
        stream = _audio_stream(container, kind, recording.sample_rate)
        _describe(container, stream, kind, tags)
        pictures = _picture(container, tags.cover) if kind.name in ("m4a", "mp3") and tags.cover else []
        container.start_encoding()
        for packet in pictures:
            container.mux(packet)
        samples = _watched(_levelled(recording, level), recording, stop, on_progress)
        for frame in _frames(samples, recording.sample_rate, stream):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


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
        stream.metadata.update({**_one_comment(tags.fields), **_chapter_comments(tags.chapters)})
        if tags.cover:
            stream.metadata["METADATA_BLOCK_PICTURE"] = flac_picture(tags.cover)
    if kind.name in ("m4a", "mp3"):
        container.set_chapters([_mark(i, c.title, c.start, c.end) for i, c in enumerate(tags.chapters)])  # type: ignore[list-item]


def _mark(number: int, title: str, start: float, end: float) -> dict[str, Any]:
    return {
        "id": number, "start": round(1000 * start), "end": round(1000 * end), "time_base": Fraction(1, 1000),
        "metadata": {"title": one_line(title)},
    }  # fmt: skip


def _one_comment(fields: dict[str, str]) -> dict[str, str]:
    """Vorbis comments have one DESCRIPTION, where FFmpeg puts the comment: so that holds both."""
    both = " ".join(fields[name] for name in ("description", "comment") if name in fields)
    return {**{name: value for name, value in fields.items() if name != "description"}, "comment": both}


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


def _levelled(recording: Recording, level: Level) -> Iterator[NDArray[np.float32]]:
    """The recording's samples at the level asked; untouched where that asks for nothing."""
    rate = recording.sample_rate
    blocks = recording.stream(BLOCK_SECONDS * rate)
    if recording.true_peak + level.gain_db > level.ceiling_db:
        blocks = limited(blocks, rate, level.ceiling_db, level.gain_db)
    elif level.gain_db:
        gain = np.float32(10 ** (level.gain_db / 20))
        blocks = (block * gain for block in blocks)
    return _dipped(blocks, rate, level.dips) if level.dips else blocks


def _dipped(
    blocks: Iterable[NDArray[np.float32]], rate: int, dips: Sequence[tuple[float, float]]
) -> Iterator[NDArray[np.float32]]:
    """The samples with a smooth, short dip of so many dB around each of some times; close dips add up."""
    half = round(DIP_SECONDS * rate)
    shape = 0.5 + 0.5 * np.cos(np.pi * np.arange(-half, half + 1) / (half + 1))
    at = 0
    for block in blocks:
        gains = np.zeros(len(block))
        for second, depth in dips:
            first = round(second * rate) - half - at
            start, end = max(0, first), min(len(block), first + len(shape))
            if start < end:
                gains[start:end] += depth * shape[start - first : end - first]
        at += len(block)
        yield (block * 10 ** (gains / 20)).astype(np.float32) if gains.any() else block


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


def measure_file(
    path: Path, true_peak: float = math.inf, stop: Event | None = None
) -> tuple[Levels, list[tuple[float, float]]]:
    """Levels of an audio file as a player would decode it, and where it is above `true_peak`: (second, dBTP)."""
    import av

    with av.open(str(path)) as container:
        rate = container.streams.audio[0].codec_context.sample_rate
        meter = Meter(rate, 10 ** (true_peak / 20))
        for block in decoded(container, stop):
            meter.add(block)
    levels = meter.levels()
    return levels, sorted((place / rate, decibels(peak)) for place, peak in meter.true_peak.overs)


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
