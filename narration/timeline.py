"""When everything is said: words with what they say of the written text, and chapters that cover the recording."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from rhapsode.narration.recording import SpokenChapter, SpokenUtterance, SpokenWord
from rhapsode.narration.script import Chapter, Script
from rhapsode.tts.utterance import Alignment, Span, Utterance
from rhapsode.tts.voice import WordTiming

CHAPTER_LEAD_SECONDS = 0.25
"""A chapter starts a little before its first word, so that jumping there does not clip it."""


class WrittenSpans:
    """Looks up what spoken characters say of an utterance's written text, in logarithmic time.

    As `rhapsode.tts.utterance.written_span`, but finer: where a whole stretch is spoken just as it is written, each
    word in it is matched with its own characters.
    """

    def __init__(self, utterance: Utterance) -> None:
        self._said = [a for a in utterance.alignment if a.spoken[0] < a.spoken[1]]
        self._starts = [a.spoken[0] for a in self._said]
        self._ends = [a.spoken[1] for a in self._said]
        self._written, self._spoken = utterance.written, utterance.spoken

    def of(self, spoken: Span) -> Span:
        """The written characters that say `spoken`; empty, at their place, for words that were added."""
        first, last = bisect_right(self._ends, spoken[0]), bisect_left(self._starts, spoken[1])
        spans = [self._part(alignment, spoken) for alignment in self._said[first:last]]
        if not spans:
            at = self._said[first].written[0] if first < len(self._said) else len(self._written)
            return (at, at)
        visible = [span for span in spans if span[0] < span[1]] or spans[:1]
        return self._without_blanks(visible[0][0], visible[-1][1])

    def _without_blanks(self, start: int, end: int) -> Span:
        text = self._written[start:end]
        return (end - len(text.lstrip()), start + len(text.rstrip())) if text.strip() else (start, end)

    def _part(self, alignment: Alignment, spoken: Span) -> Span:
        (start, end), (said_from, said_to) = alignment.written, alignment.spoken
        if end - start != said_to - said_from or self._written[start:end] != self._spoken[said_from:said_to]:
            return alignment.written
        shift = start - said_from
        return (max(said_from, spoken[0]) + shift, min(said_to, spoken[1]) + shift)


def spoken_words(
    utterance: Utterance, timings: Sequence[WordTiming], offset: float, duration: float
) -> tuple[SpokenWord, ...]:
    """Words of an utterance on its own timeline, where 0 is `offset` seconds into the speech, within `duration`."""
    spans = WrittenSpans(utterance)
    words: list[SpokenWord] = []
    earliest = 0.0
    for timing in timings:
        start = min(duration, max(earliest, timing.start - offset))
        earliest = min(duration, max(start, timing.end - offset))
        words.append(SpokenWord(timing.spoken, spans.of(timing.spoken), start, earliest))
    return tuple(words)


def placed(utterance: SpokenUtterance, at: int, rate: int) -> SpokenUtterance:
    """`utterance`, which starts at 0, moved to the sample `at`; every time is that of a sample."""

    def time(seconds: float) -> float:
        return (at + round(seconds * rate)) / rate

    words = tuple(replace(word, start=time(word.start), end=time(word.end)) for word in utterance.words)
    return replace(utterance, start=time(utterance.start), end=time(utterance.end), words=words)


def spoken_chapters(
    script: Script, utterances: Sequence[SpokenUtterance], duration: float
) -> tuple[SpokenChapter, ...]:
    """The chapters that are heard, in order of their first utterance, end to end from 0 to `duration`."""
    known = {chapter.id: chapter for chapter in script.chapters}
    starts: dict[str, float] = {}
    before = 0.0
    for written, spoken in zip(script.utterances, utterances, strict=True):
        if written.chapter in known and written.chapter not in starts:
            lead = min(CHAPTER_LEAD_SECONDS, (spoken.start - before) / 2)
            starts[written.chapter] = spoken.start - lead if starts else 0.0
        before = spoken.end
    ends = [*starts.values(), duration][1:]
    return tuple(
        _spoken(known[name], start, end) for (name, start), end in zip(starts.items(), ends, strict=True)
    )


def _spoken(chapter: Chapter, start: float, end: float) -> SpokenChapter:
    return SpokenChapter(chapter.id, chapter.title, start, end, chapter.level, chapter.image)
