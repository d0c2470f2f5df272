"""From a performance to a Recording: utterances joined with their pauses, at one rate, of one loudness.

Two passes over the audio, never more than a few utterances of it in memory. The first writes each utterance's speech
to disk while the voices are still speaking; then all lengths are known, and with them the rate, the timeline and the
loudness. The second applies the gain and limits the peaks.

Where things stand is decided by what is heard. A pause is the silence between the last sound of one utterance and
the first of the next, so silence that a voice leaves at the edges of its speech counts towards it. Of the pause after
one utterance and the pause before the next the longer is heard, not their sum (as CSS Speech collapses pauses).
The programme is normalised as a whole: what is softer on purpose stays softer, and voices keep their own levels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from rhapsode.base import RhapsodeError
from rhapsode.narration.limiter import Limiter, limited
from rhapsode.narration.loudness import Levels, LoudnessMeter, Meter
from rhapsode.narration.recording import Recording, SpokenUtterance
from rhapsode.narration.script import Script
from rhapsode.narration.timeline import placed, spoken_chapters, spoken_words
from rhapsode.tts.utterance import Utterance
from rhapsode.tts.voice import Speech

LEAD_SECONDS = 0.2
"""Silence before the first sound (players and headsets swallow the first moments) ..."""
TAIL_SECONDS = 0.2
"""... and after the last."""

HEAD_MARGIN_SECONDS = 0.02
TAIL_MARGIN_SECONDS = 0.06
"""What is kept of a voice's own near-silence around its speech: soft onsets, breath and decay."""
FADE_SECONDS = 0.004
"""Raised-cosine fade at both ends of every segment; shorter where speech reaches the edge."""
EDGE_FADE_SECONDS = 0.001

FRAME_SECONDS = 0.005
AUDIBLE_BELOW_PEAK_DB = 50.0
AUDIBLE_DBFS = -66.0
"""A frame is sound when it is at most so far below the utterance's loudest frame, and above this level."""

MAX_GAIN_DB = 30.0
LOUDNESS_TOLERANCE = 0.08
PROBE_SECONDS = 60
MORE_PASSES = 4
MAX_SLOPE = 4.0
"""dB of gain for each LU that is missing, at most: peaks that are limited do not follow the gain."""
BLOCK = 1 << 16

OnProgress = Callable[[float], None]


class AssemblyError(RhapsodeError):
    """A performance cannot be joined: it is empty, does not follow its script, or holds broken audio."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One utterance's speech in the spool: `samples` from sample `offset` on, of which `head` and `tail` are margins.

    `spoken` is on its own timeline, with 0 at the first sound.
    """

    offset: int
    samples: int
    rate: int
    head: int
    tail: int
    pause_before: float
    pause_after: float
    spoken: SpokenUtterance

    def at(self, rate: int, samples: int) -> int:
        """A number of this segment's samples as a number of samples at `rate`."""
        return round(samples * rate / self.rate)


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment in the recording: its first sound is at sample `at`; `head` and `tail` are the margins it keeps."""

    segment: Segment
    at: int
    length: int
    head: int
    tail: int

    @property
    def start(self) -> int:
        """The first sample it contributes."""
        return self.at - self.head

    @property
    def end(self) -> int:
        """One past the last."""
        return self.at + self.length + self.tail


def assemble(
    script: Script,
    performance: Iterable[tuple[Utterance, Speech]],
    pcm: Path,
    *,
    loudness: float = -16.0,
    true_peak: float = -2.0,
) -> Recording:
    """Join `performance`, the utterances of `script` in order with what the voices said, into the file `pcm`.

    The sample rate is the highest among the voices; others are resampled to it.

    Args:
        performance: consumed lazily; one utterance at a time is held.
        pcm: written as little-endian float32 mono; a spool beside it is removed again.
        loudness: the programme's integrated loudness, LUFS (ITU-R BS.1770).
        true_peak: never exceeded, dBTP; a decibel below what is published, since lossy encoders move peaks.

    Raises:
        AssemblyError: nothing was spoken, the performance does not follow the script, or samples are not numbers.
    """
    if not (-40.0 <= loudness <= -5.0 and -20.0 <= true_peak <= 0.0):
        raise AssemblyError(f"cannot aim at {loudness} LUFS and {true_peak} dBTP; try -16 and -1")
    spool = pcm.with_name(f"{pcm.name}.segments")
    warnings: list[str] = []
    voices: dict[str, str] = {}
    try:
        with open(spool, "w+b") as file:
            segments = _spool(script, performance, file, voices, warnings)
            rate = max(segment.rate for segment in segments)
            places, samples = _lay_out(segments, rate)
            levels = _master(
                lambda: _joined(file, places, samples, rate), rate, pcm, loudness, true_peak, warnings
            )
    finally:
        spool.unlink(missing_ok=True)
    utterances = tuple(placed(place.segment.spoken, place.at, rate) for place in places)
    return Recording(
        utterances, spoken_chapters(script, utterances, samples / rate), rate, samples, levels.loudness,
        levels.true_peak, pcm, voices, tuple(warnings),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ first pass


def _spool(
    script: Script,
    performance: Iterable[tuple[Utterance, Speech]],
    file: IO[bytes],
    voices: dict[str, str],
    warnings: list[str],
) -> list[Segment]:
    segments: list[Segment] = []
    offset = 0
    for utterance, speech in performance:
        _check_order(script, len(segments), utterance)
        segment, samples = _segment(utterance, speech, offset, warnings)
        file.write(samples.astype("<f4", copy=False).tobytes())
        segments.append(segment)
        offset += len(samples)
        voices.setdefault(utterance.voice, speech.voice)
    if len(segments) < len(script.utterances):
        missing = script.utterances[len(segments)].id
        raise AssemblyError(f"the performance ends before utterance {missing!r}")
    if not segments:
        raise AssemblyError("there is nothing to say: the script has no utterances")
    return segments


def _check_order(script: Script, index: int, utterance: Utterance) -> None:
    expected = script.utterances[index].id if index < len(script.utterances) else "the end"
    if utterance.id != expected:
        raise AssemblyError(
            f"the performance does not follow the script: {utterance.id!r} instead of {expected!r}"
        )


def _segment(
    utterance: Utterance, speech: Speech, offset: int, warnings: list[str]
) -> tuple[Segment, NDArray[np.float32]]:
    where = f"utterance {utterance.id}"
    if speech.sample_rate < 8000:
        raise AssemblyError(f"a sample rate of {speech.sample_rate} Hz is too low for speech", where=where)
    if not np.isfinite(speech.samples).all():
        raise AssemblyError("the voice gave samples that are not numbers; speak it again", where=where)
    rate = speech.sample_rate
    first, last = audible(speech.samples, rate)
    if first == last:
        warnings.append(f"{where} is silent")
        first, last = 0, len(speech.samples)
    start = max(0, first - round(HEAD_MARGIN_SECONDS * rate))
    end = min(len(speech.samples), last + round(TAIL_MARGIN_SECONDS * rate))
    duration = (last - first) / rate
    words = spoken_words(utterance, speech.words, first / rate, duration)
    segment = Segment(
        offset=offset,
        samples=end - start,
        rate=rate,
        head=first - start,
        tail=end - last,
        pause_before=utterance.pause_before_ms / 1000,
        pause_after=utterance.pause_after_ms / 1000,
        spoken=SpokenUtterance(utterance.id, 0.0, duration, words),
    )
    return segment, speech.samples[start:end]


def audible(samples: NDArray[np.float32], rate: int) -> tuple[int, int]:
    """The first sample that is heard and one past the last, to a frame of 5 ms; equal where all is silence."""
    frame = max(1, round(FRAME_SECONDS * rate))
    count = -(-len(samples) // frame)
    frames = np.zeros(count * frame, np.float32)
    frames[: len(samples)] = samples
    power = np.square(frames.reshape(count, frame)).mean(axis=1)
    threshold = max(10 ** (AUDIBLE_DBFS / 10), power.max(initial=0.0) * 10 ** (-AUDIBLE_BELOW_PEAK_DB / 10))
    heard = np.flatnonzero(power >= threshold)
    if not len(heard):
        return (0, 0)
    return (int(heard[0]) * frame, min(len(samples), (int(heard[-1]) + 1) * frame))


# --------------------------------------------------------------------------------------------------- layout


def _lay_out(segments: Sequence[Segment], rate: int) -> tuple[list[Placed], int]:
    """Where each segment lies at `rate`, and how many samples that makes in all."""
    places: list[Placed] = []
    at = round(LEAD_SECONDS * rate)
    room_before = at
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        length = segment.at(rate, segment.samples - segment.head - segment.tail)
        if following is None:
            pause = room_after = round(TAIL_SECONDS * rate)
        else:
            pause = round(max(segment.pause_after, following.pause_before) * rate)
            room_after = pause * segment.tail // max(1, segment.tail + following.head)
        head = min(segment.at(rate, segment.head), room_before)
        tail = min(segment.at(rate, segment.tail), room_after)
        places.append(Placed(segment, at, length, head, tail))
        at += length + pause
        room_before = pause - tail
    return places, at


def _joined(
    file: IO[bytes], places: Sequence[Placed], samples: int, rate: int
) -> Iterator[NDArray[np.float32]]:
    """The recording before any gain, in blocks."""
    at = 0
    for place in places:
        yield from _silence(place.start - at)
        yield _cut(file, place, rate)
        at = place.end
    yield from _silence(samples - at)


def _silence(samples: int) -> Iterator[NDArray[np.float32]]:
    for start in range(0, samples, BLOCK):
        yield np.zeros(min(BLOCK, samples - start), np.float32)


def _cut(file: IO[bytes], place: Placed, rate: int) -> NDArray[np.float32]:
    """A segment at `rate`, with the margins it keeps, faded at both ends."""
    segment = place.segment
    file.seek(4 * segment.offset)
    samples = np.frombuffer(file.read(4 * segment.samples), dtype="<f4").astype(np.float32)
    samples = resampled(samples, segment.rate, rate)
    start = segment.at(rate, segment.head) - place.head
    wanted = place.end - place.start
    samples = samples[start : start + wanted]
    if len(samples) < wanted:
        samples = np.pad(samples, (0, wanted - len(samples)))
    _fade(samples, place.head, rate)
    _fade(samples[::-1], place.tail, rate)
    return samples


def _fade(samples: NDArray[np.float32], margin: int, rate: int) -> None:
    """Fade in, in place, within the margin; where there is none, over so little that no onset is softened."""
    longest, shortest = round(FADE_SECONDS * rate), round(EDGE_FADE_SECONDS * rate)
    count = min(len(samples) // 2, max(shortest, min(longest, margin)))
    samples[:count] *= 0.5 - 0.5 * np.cos(np.pi * (np.arange(count, dtype=np.float32) + 0.5) / max(1, count))


def resampled(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """`samples` at another rate, by a band-limited (Kaiser-windowed) sinc."""
    if rate == wanted:
        return samples
    import torch
    from torchaudio.functional import resample

    with torch.inference_mode():
        wave = resample(
            torch.from_numpy(samples), rate, wanted, lowpass_filter_width=32, rolloff=0.95,
            resampling_method="sinc_interp_kaiser", beta=14.0,
        )  # fmt: skip
    return wave.numpy().copy()


# ----------------------------------------------------------------------------------------------- second pass


def _master(
    joined: Callable[[], Iterator[NDArray[np.float32]]],
    rate: int,
    pcm: Path,
    loudness: float,
    true_peak: float,
    warnings: list[str],
) -> Levels:
    """Write `joined` to `pcm` at the loudness asked, never above the true peak asked."""
    meter = LoudnessMeter(rate)
    for block in joined():
        meter.add(block)
    gain, ceiling, slope = _gain(meter, loudness, warnings), true_peak, 1.0
    gain = min(MAX_GAIN_DB, gain + _limiting_loss(joined(), rate, gain, ceiling, meter.seconds))
    levels = _write(joined(), rate, pcm, gain, ceiling)
    for _ in range(MORE_PASSES):
        # What the limiter took off the loudest moments is given back to the whole; mostly that is nothing to speak of.
        missing, excess = loudness - levels.loudness, max(0.0, levels.true_peak - true_peak)
        wanted = gain + slope * missing
        settled = abs(missing) <= LOUDNESS_TOLERANCE or not math.isfinite(missing) or wanted > MAX_GAIN_DB
        if settled and not excess:
            break
        before, raised = levels.loudness, gain if settled else wanted
        levels = _write(joined(), rate, pcm, raised, ceiling - excess)
        if raised > gain and levels.loudness > before:
            slope = min(MAX_SLOPE, max(1.0, (raised - gain) / (levels.loudness - before)))
        gain, ceiling = raised, ceiling - excess
    if math.isfinite(levels.loudness) and abs(levels.loudness - loudness) > 0.5:
        warnings.append(f"loudness is {levels.loudness:.1f} LUFS where {loudness:.1f} was asked")
    return levels


def _limiting_loss(
    blocks: Iterable[NDArray[np.float32]], rate: int, gain: float, ceiling: float, seconds: float
) -> float:
    """What to add for the LU that the limiter will take off, judged by samples from all over the recording.

    A little more than those: the limiter takes its share of what is given back, too.
    """
    every = max(1, round(seconds / PROBE_SECONDS))
    limiter, before, after = Limiter(rate, ceiling, gain), LoudnessMeter(rate), LoudnessMeter(rate)
    for i, block in enumerate(blocks):
        if i // 2 % every == 0:  # speech and the silence after it
            before.add(block)
            after.add(limiter.process(block))
    after.add(limiter.finish())
    loss = before.integrated(gain) - after.integrated()
    return max(0.0, 1.2 * loss) if math.isfinite(loss) else 0.0


def _gain(meter: LoudnessMeter, loudness: float, warnings: list[str]) -> float:
    """The gain in dB that brings what was measured to `loudness`; bounded, and none for silence."""
    if not math.isfinite(meter.integrated()):
        warnings.append("the recording is silent")
        return 0.0
    gain = 0.0
    for _ in range(4):
        # A gain moves blocks across the absolute gate; so measure again as it would be.
        gain += loudness - meter.integrated(gain)
    if gain > MAX_GAIN_DB:
        warnings.append(f"the voices are so soft that {MAX_GAIN_DB:.0f} dB of gain were not enough")
    return min(gain, MAX_GAIN_DB)


def _write(
    blocks: Iterable[NDArray[np.float32]], rate: int, pcm: Path, gain: float, ceiling: float
) -> Levels:
    meter = Meter(rate)
    with open(pcm, "wb") as file:
        for samples in limited(blocks, rate, ceiling, gain):
            meter.add(samples)
            file.write(samples.astype("<f4", copy=False).tobytes())
    return meter.levels()
