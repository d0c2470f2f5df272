"""A passage: a run of written text with what the director knows about its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from rhapsode.tts.utterance import Prosody

MarkKind: TypeAlias = Literal["added", "says", "sound", "language", "emphasis", "prosody", "whole", "code"]

# Soft hyphens, zero-width characters, direction marks and control characters: seen by nobody, said by nobody.
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something about the characters `[start, end)` of a passage.

    `added`: not the article's words but those of the template `value`. `says`: said as `value`, whatever is
    written. `sound`: said with the IPA `value`. `language`: in the language `value`. `emphasis`: stressed to the
    level `value`. `prosody`: said with `prosody`. `whole`: never cut inside. `code`: read as code.
    """

    start: int
    end: int
    kind: MarkKind
    value: str = ""
    prosody: Prosody | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Written text and its marks; passages are joined with `+` and cut with `cut`."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: Passage) -> Passage:
        return join((self, other))

    def cut(self, start: int, end: int) -> Passage:
        """The characters `[start, end)` with the marks that touch them."""
        marks = tuple(
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and start < mark.end
        )
        return Passage(self.text[start:end], marks)

    def strip(self) -> Passage:
        """Without blanks at either end."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self if (start, end) == (0, len(self.text)) else self.cut(start, max(start, end))

    def marked(self, kind: MarkKind, value: str = "", prosody: Prosody | None = None) -> Passage:
        """The same text, all of it marked."""
        if not self.text:
            return self
        return Passage(self.text, (*self.marks, Mark(0, len(self.text), kind, value, prosody)))

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or digit in it."""
        return any(map(str.isalnum, self.text))

    def ends_with(self, characters: str) -> bool:
        """Whether the last character, closing quotes and brackets aside, is one of `characters`."""
        rest = self.text.rstrip().rstrip("\"'”’»)]}›")
        return bool(rest) and rest[-1] in characters


def join(passages: Iterable[Passage], between: Passage | None = None) -> Passage:
    """Passages one after the other, with `between` between them."""
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for i, passage in enumerate(passages):
        for part in (between, passage) if between and i else (passage,):
            texts.append(part.text)
            marks.extend(replace(m, start=m.start + at, end=m.end + at) for m in part.marks)
            at += len(part.text)
    return Passage("".join(texts), tuple(marks))


def added(text: str, template: str, says: str | None = None) -> Passage:
    """Words that are not the article's: those of `template`."""
    passage = Passage(text).marked("added", template)
    return passage if says is None else passage.marked("says", says)


def visible(text: str) -> str:
    """`text` without invisible characters, every run of blanks a single space; line breaks stay."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return BLANKS.sub(" ", CONTROL.sub("", INVISIBLE.sub("", text)))


def letters(text: str) -> str:
    """Letters and digits alone, case folded: for asking whether two texts say the same."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(slots=True)
class Composer:
    """Builds a passage from left to right."""

    texts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    last: str = ""
    # What is said if words follow, and dropped before punctuation or the end.
    between: Passage | None = None

    def write(self, text: str) -> None:
        """Add characters; a blank after a blank is dropped."""
        text = visible(text)
        if text and self.between:
            between, self.between = self.between, None
            if text[0] == " " and text[1:2].isalnum():
                self.add(between)
        if self.last in ("", " ", "\n"):
            text = text.lstrip(" ")
        if text:
            self.texts.append(text)
            self.length += len(text)
            self.last = text[-1]

    def add(self, passage: Passage) -> None:
        """Add a finished passage."""
        self.marks.extend(
            replace(m, start=m.start + self.length, end=m.end + self.length) for m in passage.marks
        )
        if passage.text:
            self.texts.append(passage.text)
            self.length += len(passage.text)
            self.last = passage.text[-1]

    def trim(self) -> None:
        """Take back a blank at the end."""
        if self.texts and self.texts[-1].endswith(" ") and len(self.texts[-1]) > 1:
            self.texts[-1] = self.texts[-1][:-1]
            self.length -= 1
            self.last = self.texts[-1][-1]
            self.marks = [replace(mark, end=min(mark.end, self.length)) for mark in self.marks]

    def mark(self, start: int, kind: MarkKind, value: str = "", prosody: Prosody | None = None) -> None:
        """Mark everything from `start` on."""
        if start < self.length:
            self.marks.append(Mark(start, self.length, kind, value, prosody))

    def passage(self) -> Passage:
        """What was built."""
        return Passage("".join(self.texts), tuple(self.marks))
