"""Speaking with any voice: what its card says it cannot do is done after it, or reported; nothing is dropped silently.

`speak` gives audio that follows the request as far as possible; `limits` says, before or after, where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from rhapsode.base import located
from rhapsode.tts.stretch import Samples, change
from rhapsode.tts.utterance import Prosody, Span, Utterance, word_spans
from rhapsode.tts.voice import Capabilities, Speech, Voice, VoiceError, WordTiming

EMPHASIS_VOLUME = {"strong": 3.0, "moderate": 1.5, "reduced": -2.5}
"""dB for emphasis that a voice cannot give itself."""
RAMP_SECONDS = 0.02
LATE = 1e-3
"""Seconds by which an engine's timing may miss the audio's end by rounding."""
AUDIBLE = 10 ** (-50 / 20)
PAUSE_WEIGHT = {",": 3, ";": 4, ":": 4, ".": 6, "!": 6, "?": 6, "…": 6, "—": 4}
"""Letters' worth of time that punctuation takes, for estimated word timings."""


def speak(voice: Voice, utterances: Sequence[Utterance]) -> list[Speech]:
    """What `voice` says for each utterance, in order, with the prosody asked for.

    Rate, pitch, volume and emphasis that the voice's card does not list are realised after it, and missing word
    timings are estimated (see `limits`).

    Raises:
        VoiceError: the voice failed, or gave something that is not speech; the message names the utterance.
    """
    able = voice.card.capabilities
    results = _ask(voice, [_within(able, utterance) for utterance in utterances])
    finished = []
    for utterance, speech in zip(utterances, results, strict=True):
        with located(f"utterance {utterance.id}"):
            finished.append(_realised(able, utterance, _checked(voice, utterance, speech)))
    return finished


def _ask(voice: Voice, utterances: Sequence[Utterance]) -> list[Speech]:
    names = (
        utterances[0].id
        if len(utterances) == 1
        else f"{len(utterances)} utterances from {utterances[0].id}"
        if utterances
        else ""
    )
    try:
        results = list(voice.speak(utterances)) if utterances else []
    except VoiceError:
        raise
    except Exception as error:  # an engine of somebody else's may fail in any way
        message = f"the voice {voice.card.name} failed: {type(error).__name__}: {error}"
        raise VoiceError(message, where=f"utterance {names}") from error
    if len(results) != len(utterances):
        message = f"the voice {voice.card.name} gave {len(results)} results for {len(utterances)} utterances"
        raise VoiceError(message, where=f"utterance {names}")
    return results


def _within(able: Capabilities, utterance: Utterance) -> Utterance:
    """The request without what the voice cannot do, so that nothing is done twice."""
    asked = utterance.prosody
    prosody = Prosody(
        rate=asked.rate if able.rate else 1.0,
        pitch=asked.pitch if able.pitch else 0.0,
        volume=asked.volume if able.volume else 0.0,
    )
    return replace(
        utterance,
        prosody=prosody,
        emphasis=utterance.emphasis if able.emphasis else (),
        prosody_spans=utterance.prosody_spans if able.prosody_spans else (),
        pronunciations=utterance.pronunciations if able.pronunciations else (),
    )


def _checked(voice: Voice, utterance: Utterance, speech: Speech) -> Speech:
    """`speech` if it is what the contract promises.

    Raises:
        VoiceError: it is not; the message says how.
    """
    for problem in _problems(voice, utterance, speech):
        raise VoiceError(f"the voice {voice.card.name} broke its contract: {problem}")
    return speech


def _problems(voice: Voice, utterance: Utterance, speech: Speech) -> Iterator[str]:
    samples = speech.samples
    if not isinstance(samples, np.ndarray) or samples.ndim != 1 or samples.dtype != np.float32:
        yield "the samples are not one row of float32"
        return
    if speech.sample_rate != voice.card.sample_rate:
        yield f"{speech.sample_rate} Hz, but its card says {voice.card.sample_rate}"
    if not len(samples):
        yield "no samples at all"
    elif not np.isfinite(samples).all():
        yield "some samples are not numbers"
    if not voice.card.capabilities.word_timings:
        return
    if tuple(word.spoken for word in speech.words) != word_spans(utterance.spoken):
        yield f"{len(speech.words)} word timings that are not those of the {len(word_spans(utterance.spoken))} spoken words"
        return
    at = 0.0
    for word in speech.words:
        if not at - LATE <= word.start <= word.end <= speech.duration + LATE:
            yield f"the timing of {utterance.spoken[slice(*word.spoken)]!r} is out of order or outside the audio"
            return
        at = word.end


def _realised(able: Capabilities, utterance: Utterance, speech: Speech) -> Speech:
    """`speech` with what its voice could not do."""
    asked = utterance.prosody
    rate = 1.0 if able.rate else asked.rate
    samples = change(speech.samples, speech.sample_rate, rate=rate, pitch=0.0 if able.pitch else asked.pitch)
    given = (
        speech.words
        if able.word_timings
        else estimated_words(utterance.spoken, speech.samples, speech.sample_rate)
    )
    words = _inside(given, rate, len(samples) / speech.sample_rate)
    volumes = _volumes(able, utterance, words)
    if any(volumes):
        samples = samples * _gain(len(samples), speech.sample_rate, words, volumes)
    return Speech(samples, speech.sample_rate, words, speech.voice)


def _inside(words: Sequence[WordTiming], rate: float, duration: float) -> tuple[WordTiming, ...]:
    """Timings of the audio after its rate was changed, within it to the last bit."""
    inside = []
    at = 0.0
    for word in words:
        start = min(max(word.start / rate, at), duration)
        at = min(max(word.end / rate, start), duration)
        inside.append(WordTiming(word.spoken, start, at))
    return tuple(inside)


def _volumes(able: Capabilities, utterance: Utterance, words: Sequence[WordTiming]) -> list[float]:
    """The dB still to be given to each word (one value for the whole where there are no words)."""
    base = 0.0 if able.volume else utterance.prosody.volume
    volumes = [base] * max(1, len(words))
    for i, word in enumerate(words):
        if not able.prosody_spans:
            volumes[i] += sum(
                s.prosody.volume for s in utterance.prosody_spans if _overlap(s.spoken, word.spoken)
            )
        if not able.emphasis:
            volumes[i] += sum(
                EMPHASIS_VOLUME[e.level] for e in utterance.emphasis if _overlap(e.spoken, word.spoken)
            )
    return volumes


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gain(size: int, sample_rate: int, words: Sequence[WordTiming], volumes: Sequence[float]) -> Samples:
    """The gain of every sample: each word at its own, straight in dB across 20 ms between words."""
    knots: list[float] = []
    levels: list[float] = []
    for one, other, level, following in zip(words, words[1:], volumes, volumes[1:], strict=False):
        middle = (one.end + other.start) / 2
        knots += [middle - RAMP_SECONDS / 2, middle + RAMP_SECONDS / 2]
        levels += [level, following]
    if not knots:
        return np.full(size, 10 ** (volumes[0] / 20), np.float32)
    decibels = np.interp(np.arange(size) / sample_rate, knots, levels)
    return (10 ** (decibels / 20)).astype(np.float32)


def estimated_words(spoken: str, samples: Samples, sample_rate: int) -> tuple[WordTiming, ...]:
    """Word timings for audio of which nothing else is known: by letters, with some time for punctuation."""
    words = word_spans(spoken)
    loud = (
        np.flatnonzero(np.abs(samples) > AUDIBLE * np.abs(samples).max(initial=0))
        if len(samples)
        else np.zeros(0)
    )
    if not words or not len(loud):
        return tuple(WordTiming(word, 0.0, 0.0) for word in words)
    first, last = float(loud[0]) / sample_rate, float(loud[-1] + 1) / sample_rate
    lengths = np.array([sum(c.isalnum() for c in spoken[slice(*word)]) + 1 for word in words], float)
    rests = np.array([PAUSE_WEIGHT.get(spoken[end - 1], 0) for _, end in words], float)
    rests[-1] = 0
    ends = np.cumsum(lengths + rests)
    scale = (last - first) / ends[-1]
    starts, ends = first + (ends - lengths - rests) * scale, first + (ends - rests) * scale
    return tuple(WordTiming(word, float(a), float(b)) for word, a, b in zip(words, starts, ends, strict=True))


def limits(voice: Voice, utterances: Sequence[Utterance]) -> tuple[str, ...]:
    """Where `speak` does not give quite what these utterances ask for, in words for an editor; each thing once."""
    found: dict[str, None] = {}
    for utterance in utterances:
        for message in _limits(voice, utterance):
            found.setdefault(f"{voice.card.name}: {message}")
    return tuple(found)


def _limits(voice: Voice, utterance: Utterance) -> Iterator[str]:
    able, asked = voice.card.capabilities, utterance.prosody
    if asked.rate != 1.0 and not able.rate:
        yield "has no rate of its own; it is changed afterwards"
    if asked.pitch and not able.pitch:
        yield "has no pitch of its own; it is changed afterwards, which alters the timbre"
    if utterance.emphasis and not able.emphasis:
        yield "cannot emphasise; emphasised words are only louder or softer"
    if not able.prosody_spans and any(
        s.prosody.rate != 1.0 or s.prosody.pitch for s in utterance.prosody_spans
    ):
        yield "cannot change rate or pitch within an utterance; asides are only louder or softer"
    if utterance.pronunciations and not able.pronunciations:
        fixed = ", ".join(sorted({utterance.spoken[slice(*p.spoken)] for p in utterance.pronunciations}))
        yield f"takes no pronunciations; it says in its own way: {fixed}"
    if not able.word_timings and word_spans(utterance.spoken):
        yield "gives no word timings; they are estimated"
    yield from _foreign(voice, utterance)


def _foreign(voice: Voice, utterance: Utterance) -> Iterator[str]:
    if not speaks(voice.card.languages, utterance.lang):
        yield f"does not speak {utterance.lang}; it reads it as {voice.card.languages[0] if voice.card.languages else 'it can'}"
    for span in utterance.languages:
        if not speaks(voice.card.languages, span.lang):
            words = re.sub(r"\s+", " ", utterance.spoken[slice(*span.spoken)])
            yield f"does not speak {span.lang}; it reads in its own way: {words[:60]}"


def speaks(languages: Sequence[str], lang: str) -> bool:
    """Whether a voice's BCP 47 tags cover `lang`: a bare `en` covers `en-US`, and `en-US` is served for `en`."""
    wanted = lang.lower().replace("_", "-")
    return any(
        wanted == own or wanted.startswith(f"{own}-") or own.startswith(f"{wanted}-")
        for own in (language.lower() for language in languages)
    )


def unsounded(utterance: Utterance, speech: Speech) -> tuple[Span, ...]:
    """The words that take no time in `speech`: the voice has no sounds for them (another script)."""
    return tuple(
        word.spoken
        for word in speech.words
        if word.end <= word.start and utterance.spoken[slice(*word.spoken)]
    )
