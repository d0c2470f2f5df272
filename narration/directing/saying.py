"""From a passage to what is said: spoken text, alignment, and the passage's marks carried over to the spoken side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rhapsode.narration.directing.passage import Mark, Passage
from rhapsode.narration.lexicon import Lexicon
from rhapsode.narration.spoken import Context, SpokenOptions, verbalise
from rhapsode.tts.utterance import (
    Alignment,
    EmphasisSpan,
    LanguageSpan,
    Pronunciation,
    Prosody,
    ProsodySpan,
    Span,
)

# Emphasis on more than this many words stresses nothing.
LONGEST_EMPHASIS = 12
DEFAULTS = SpokenOptions()
TERMINAL = ".!?…:;,。！？"
NO_BLANK_BEFORE = frozenset(",.;:!?")
CLOSERS = "\"'”’»)]›"


@dataclass(frozen=True, slots=True)
class Reading:
    """How written text becomes spoken text: the language it stands in, where it stands, and the style's wishes."""

    lang: str
    context: Context = "prose"
    options: SpokenOptions = DEFAULTS
    lexicon: Lexicon | None = None


@dataclass(slots=True)
class Said:
    """A passage and the words for it; the fields are those of an Utterance."""

    written: str
    spoken: str
    alignment: tuple[Alignment, ...]
    emphasis: tuple[EmphasisSpan, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()
    languages: tuple[LanguageSpan, ...] = ()
    prosody_spans: tuple[ProsodySpan, ...] = ()
    silent: tuple[str, ...] = ()


def say(passage: Passage, reading: Reading, *, close: str = "") -> Said:
    """The words for `passage`.

    Args:
        close: punctuation said at the end where the writing has none, for the fall or rise of the voice.
    """
    voiced = _Voiced()
    for start, end, mark in _stretches(passage):
        text = passage.text[start:end]
        template = _template(passage, start)
        match mark:
            case Mark(kind="says", value=words):
                voiced.fixed(text, words, template)
            case Mark(kind="language", value=lang):
                voiced.verbalised(text, replace(reading, lang=lang), template)
            case Mark(kind="code"):
                voiced.verbalised(text, replace(reading, context="code"), template)
            case _:
                voiced.verbalised(text, reading, template)
    voiced.close(close)
    return voiced.said(passage)


def _stretches(passage: Passage) -> Iterator[tuple[int, int, Mark | None]]:
    """The passage end to end, cut where what decides the words changes; the innermost deciding mark with each."""
    deciding = [m for m in passage.marks if m.kind in ("says", "language", "code", "added")]
    if not deciding:
        if passage.text:
            yield 0, len(passage.text), None
        return
    cuts = sorted({0, len(passage.text), *(m.start for m in deciding), *(m.end for m in deciding)})
    fixed = [m for m in deciding if m.kind == "says"]
    # A fixed form stands for all of its characters; nothing cuts inside it.
    cuts = [c for c in cuts if not any(m.start < c < m.end for m in fixed)]
    for start, end in pairwise(cuts):
        inside = [m for m in deciding if m.start <= start and end <= m.end and m.kind != "added"]
        says = [m for m in inside if m.kind == "says"]
        chosen = says or [m for m in inside if m.kind == "code"] or inside
        yield start, end, min(chosen, key=lambda m: m.end - m.start, default=None)


def _template(passage: Passage, at: int) -> str | None:
    names = [m.value for m in passage.marks if m.kind == "added" and m.start <= at < m.end]
    return names[-1] if names else None


@dataclass(slots=True)
class _Row:
    """One alignment in the making: so many written characters, the words for them, whether a blank follows."""

    written: int
    words: str
    template: str | None
    blank: bool = False
    # Words that writing does not show may stand against their neighbours without a blank: they get one.
    fixed: bool = False


@dataclass(slots=True)
class _Voiced:
    """Spoken text and alignment in the making."""

    rows: list[_Row] = field(default_factory=list)
    sounds: list[tuple[int, int, int, str]] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    def fixed(self, text: str, words: str, template: str | None) -> None:
        """`text` said as `words`."""
        if not words and template is None and any(map(str.isalnum, text)):
            self.silent.append(text.strip())
        self.rows.append(_Row(len(text), " ".join(words.split()), template, text[-1:].isspace(), fixed=True))

    def blanks(self, count: int) -> None:
        """Written blanks belong to what stands before them."""
        if not count:
            return
        if self.rows:
            self.rows[-1].written += count
            self.rows[-1].blank = True
        else:
            self.rows.append(_Row(count, "", None))

    def verbalised(self, text: str, reading: Reading, template: str | None) -> None:
        """`text` in the words that the spoken forms give it."""
        core = text.strip()
        self.blanks(len(text) - len(text.lstrip()) if core else len(text))
        if not core:
            return
        form = verbalise(
            core, lang=reading.lang, context=reading.context, options=reading.options, lexicon=reading.lexicon
        )
        first = len(self.rows)
        for a in form.alignment:
            written = core[a.written[0] : a.written[1]]
            words = form.spoken[a.spoken[0] : a.spoken[1]]
            if not words and template is None and any(map(str.isalnum, written)):
                self.silent.append(written.strip())
            blank = written[-1:].isspace() or words[-1:].isspace()
            self.rows.append(_Row(len(written), words.strip(), template, blank))
        for p in form.pronunciations:
            i = next(i for i, a in enumerate(form.alignment) if p.spoken[0] < a.spoken[1])
            offset = p.spoken[0] - form.alignment[i].spoken[0]
            self.sounds.append((first + i, offset, p.spoken[1] - p.spoken[0], p.ipa))
        self.blanks(len(text.lstrip()) - len(core))

    def close(self, punctuation: str) -> None:
        """End with `punctuation` where the writing ends without any."""
        last = next((row for row in reversed(self.rows) if row.words), None)
        bare = last.words.rstrip(CLOSERS) if last else ""
        if punctuation and bare and bare[-1] not in TERMINAL:
            self.rows.append(_Row(0, punctuation, "punctuation"))

    def said(self, passage: Passage) -> Said:
        """The finished words, with the passage's marks on them."""
        spoken: list[str] = []
        alignment: list[Alignment] = []
        starts: list[int] = []
        at = length = 0
        for row, blank in zip(self.rows, _blanks_behind(self.rows), strict=True):
            starts.append(length)
            words = row.words + " " if blank else row.words
            spoken.append(words)
            alignment.append(Alignment((at, at + row.written), (length, length + len(words)), row.template))
            at, length = at + row.written, length + len(words)
        said = Said(passage.text, "".join(spoken), tuple(alignment), silent=tuple(self.silent))
        said.pronunciations = tuple(
            Pronunciation((starts[row] + offset, starts[row] + offset + count), ipa)
            for row, offset, count, ipa in self.sounds
        )
        spans = _Spans(said.written, said.spoken, alignment)
        for mark in passage.marks:
            if mark.kind in ("emphasis", "language", "prosody", "sound"):
                span = spans.spoken(mark.start, mark.end)
                if span[0] < span[1]:
                    _carry(said, mark, span)
        return said


def _blanks_behind(rows: list[_Row]) -> list[bool]:
    """For each row whether a blank is said behind it."""
    behind = [False] * len(rows)
    last = -1
    due = False
    for i, row in enumerate(rows):
        if row.words:
            if last >= 0 and row.words[0] not in NO_BLANK_BEFORE:
                fused = (
                    (row.fixed or rows[last].fixed)
                    and row.words[0].isalnum()
                    and rows[last].words[-1].isalnum()
                )
                behind[last] = due or fused
            last, due = i, row.blank
        else:
            due = due or row.blank
    return behind


def _carry(said: Said, mark: Mark, span: Span) -> None:
    match mark.kind:
        case "emphasis":
            if len(said.spoken[span[0] : span[1]].split()) <= LONGEST_EMPHASIS:
                level = mark.value if mark.value in ("reduced", "strong") else "moderate"
                said.emphasis = (*said.emphasis, EmphasisSpan(span, level))
        case "language":
            said.languages = (*said.languages, LanguageSpan(span, mark.value))
        case "prosody":
            said.prosody_spans = (*said.prosody_spans, ProsodySpan(span, mark.prosody or Prosody()))
        case _:
            said.pronunciations = (*said.pronunciations, Pronunciation(span, mark.value))


class _Spans:
    """Written spans to spoken spans, by the alignment; exact to the character where both sides are alike."""

    def __init__(self, written: str, spoken: str, alignment: list[Alignment]) -> None:
        self._written = written
        self._spoken = spoken
        self._alignment = alignment
        self._starts = [a.written[0] for a in alignment]

    def spoken(self, start: int, end: int) -> Span:
        """The spoken characters that say `[start, end)`, without blanks at either end."""
        first = last = -1
        i = max(0, bisect_right(self._starts, start) - 1)
        for a in self._alignment[i:]:
            if a.written[0] >= end:
                break
            if a.written[1] <= start or a.spoken[0] == a.spoken[1]:
                continue
            low, high = self._within(a, start, end)
            first = low if first < 0 else first
            last = high
        if first < 0:
            return (0, 0)
        text = self._spoken[first:last]
        first += len(text) - len(text.lstrip())
        return (first, max(first, last - (len(text) - len(text.rstrip()))))

    def _within(self, a: Alignment, start: int, end: int) -> Span:
        written = self._written[a.written[0] : a.written[1]]
        spoken = self._spoken[a.spoken[0] : a.spoken[1]]
        if written.rstrip() != spoken.rstrip():
            return a.spoken
        low = max(0, start - a.written[0])
        high = min(len(written), end - a.written[0])
        return (a.spoken[0] + min(low, len(spoken)), a.spoken[0] + min(high, len(spoken)))
