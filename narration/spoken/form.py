"""Spoken forms: the documents, what a rule is, and the one pass that applies rules and keeps the alignment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rhapsode.base import RhapsodeError, document
from rhapsode.tts.utterance import Alignment, Pronunciation, Span

Context = Literal["prose", "heading", "table", "dateline", "code"]
"""Where the writing stands. It settles what the characters alone leave open: "1990" in a table cell is a year only
under a date-like neighbour, "III" in a heading is a numeral, "LONDON -" opens a date line, code is read as code."""


class SpokenError(RhapsodeError):
    """A spoken form was asked for in a way that has no meaning (an unknown rule is switched off)."""


@document
class SpokenOptions:
    """What a house style decides about spoken forms.

    `emoji`: said by name, or silent. `addresses`: web addresses without their scheme and "www" (`short`), or as they
    are dictated (`full`). `off` names rules, or groups of rules by what stands before their dot, to leave out.
    """

    emoji: Literal["silent", "said"] = "silent"
    addresses: Literal["short", "full"] = "short"
    off: tuple[str, ...] = ()


@document
class Applied:
    """Which rule spoke which `written` characters with which `spoken` ones: the audit."""

    rule: str
    written: Span
    spoken: Span


@document
class SpokenForm:
    """The words for a piece of writing.

    `alignment` has one entry for every written token with the blank behind it (or for several tokens that are said
    as one), lies end to end and covers both texts. `rules` lists what was changed, in order; `pronunciations` are
    sounds that a lexicon fixed.
    """

    spoken: str
    alignment: tuple[Alignment, ...]
    rules: tuple[Applied, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may know besides its match."""

    text: str
    british: bool = False
    context: Context = "prose"
    options: SpokenOptions = field(default_factory=SpokenOptions)


Piece: TypeAlias = tuple[int, int, str]
"""Written characters `[start, end)` and the words for them."""


@dataclass(frozen=True, slots=True)
class Sounded:
    """Words whose sound the rule knows better than their spelling tells, in IPA."""

    words: str
    ipa: str


Words: TypeAlias = "str | Sequence[Piece] | Sounded | None"
"""What a rule answers: words for the whole match, words for its parts in order, or None: not mine after all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One construct: where it may stand (`pattern`) and how it is said (`say`).

    `needs`: sets of characters and features (see `features`); of each set at least one stands in every text that the
    rule can match. Without them it is not tried.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], Scene], Words]
    needs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Written characters that a rule has taken, the words for them, and a fixed sound if a lexicon gave one."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    rule: str
    ipa: str | None = None


DIGITS = frozenset("0123456789")
FEATURES = {
    "four digits": re.compile(r"\d{4}"),
    "two digits": re.compile(r"\d\d"),
    "month": re.compile(
        r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|ust|t|tember|ober|ember)?\b",
        re.IGNORECASE,
    ),
    "joined digits": re.compile(r"\d\S*\s?[-–—/~～]\s?\S*\d"),
    "letter and digit": re.compile(r"[A-Za-z][-‑]?\d|\d-?[A-Za-z]"),
    "capitals": re.compile(r"[A-Z]{2}"),
}


def features(text: str) -> set[str]:
    """The characters of `text`, and which of FEATURES it has: what rules ask for before they are tried."""
    found = set(text)
    for name, pattern in FEATURES.items():
        if (name == "month" or name == "capitals" or not DIGITS.isdisjoint(found)) and pattern.search(text):
            found.add(name)
    return found


def rule(
    name: str,
    pattern: str,
    say: Callable[[re.Match[str], Scene], Words],
    needs: Iterable[str] | tuple[Iterable[str], ...] = (),
    flags: int = 0,
) -> Rule:
    """A Rule from the source of its pattern. `needs`: one set of characters or features, or a tuple of sets."""
    sets = needs if isinstance(needs, tuple) else (needs,)
    return Rule(name, re.compile(pattern, flags), say, tuple(frozenset(s) for s in sets if s))


def switched_off(rules: Sequence[Rule], off: Sequence[str]) -> tuple[Rule, ...]:
    """`rules` without those that `off` names.

    Raises:
        SpokenError: a name in `off` is neither a rule nor a group.
    """
    known = {r.name for r in rules} | {r.name.partition(".")[0] for r in rules}
    for name in off:
        if name not in known:
            raise SpokenError(
                f"no rule or group of rules is called {name!r}; known groups: {', '.join(groups(rules))}"
            )
    return tuple(r for r in rules if r.name not in off and r.name.partition(".")[0] not in off)


def groups(rules: Sequence[Rule]) -> list[str]:
    """The groups that `rules` fall into, in order of precedence."""
    return list(dict.fromkeys(r.name.partition(".")[0] for r in rules))


def claims(scene: Scene, rules: Sequence[Rule], taken: Sequence[Claim] = ()) -> list[Claim]:
    """What `rules` take of the text, in order of place; earlier rules go first, nothing is taken twice."""
    text = scene.text
    found_here = features(text)
    owned = bytearray(len(text))
    found = list(taken)
    for claim in taken:
        owned[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
    for r in rules:
        if any(need.isdisjoint(found_here) for need in r.needs):
            continue
        for claim in _matches(r, scene, owned):
            owned[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            found.append(claim)
    return sorted(found, key=lambda c: c.start)


def _matches(r: Rule, scene: Scene, owned: bytearray) -> Iterator[Claim]:
    text, at = scene.text, 0
    while match := r.pattern.search(text, at):
        start, end = match.span()
        if start == end:
            at = end + 1
            continue
        if owned.find(1, start, end) >= 0:
            at = start + 1
            continue
        words = r.say(match, scene)
        if words is None:
            at = start + 1
            continue
        ipa = None
        if isinstance(words, Sounded):
            words, ipa = words.words, words.ipa
        pieces = ((start, end, words),) if isinstance(words, str) else tuple(words)
        start, end = pieces[0][0], pieces[-1][1]
        yield Claim(start, end, pieces, r.name, ipa)
        at = end


TOKEN = re.compile(r"\S+\s*")
BLANKS = re.compile(r"\s+")
# A dash between two words without blanks parts tokens too: each side is highlighted by itself.
TOKEN_START = re.compile(r"(?<!\S)(?=\S)|(?<=\S[—–])(?=\w)")
NO_BLANK_BEFORE = frozenset(",.;:!?")


def unchanged(written: str) -> SpokenForm:
    """The form of plain words: spoken as written."""
    alignment: list[Alignment] = []
    for match in TOKEN.finditer(written):
        span = match.span()
        alignment.append(Alignment(span, span))
    return SpokenForm(written, tuple(alignment))


def compose(written: str, taken: Sequence[Claim]) -> SpokenForm:
    """Put the claims and the plain words between them together, token by token."""
    rows: list[_Row] = []
    starts = {m.start() for m in TOKEN_START.finditer(written)}
    for start, end, words, claim in _chunks(written, taken, starts):
        if not rows or start in starts:
            rows.append(_Row(start))
        rows[-1].add(end, words, claim)
    _space(rows)
    return _form(rows)


def _chunks(
    written: str, taken: Sequence[Claim], starts: set[int]
) -> Iterator[tuple[int, int, str, Claim | None]]:
    """The written text end to end: the pieces of claims, and what is plain between them cut at token starts."""
    at = 0
    for claim in taken:
        yield from _plain(written, at, claim.start, starts)
        for start, end, words in claim.pieces:
            # Characters between the pieces of a claim are silent: the rule left them out.
            if at < start and at >= claim.start:
                yield at, start, " " if written[at:start].isspace() else "", None
            yield start, end, words, claim
            at = end
    yield from _plain(written, at, len(written), starts)


def _plain(
    written: str, start: int, end: int, starts: set[int]
) -> Iterator[tuple[int, int, str, Claim | None]]:
    at = start
    for cut in range(start + 1, end):
        if cut in starts:
            yield at, cut, written[at:cut], None
            at = cut
    if at < end:
        yield at, end, written[at:end], None


class _Row:
    """One alignment in the making: the written characters from `start` to `end`, and the words for them."""

    __slots__ = ("applied", "blank", "claimed", "end", "start", "words")

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.words = ""
        self.blank = False
        self.claimed = False
        self.applied: list[tuple[int, int, int, int, Claim]] = []

    def add(self, end: int, words: str, claim: Claim | None) -> None:
        words = BLANKS.sub(" ", words)
        start, self.end = self.end, end
        text = words.strip(" ")
        if text:
            joins = self.words and (claim or self.claimed) and self.words[-1].isalnum() and text[0].isalnum()
            if self.words and (joins or self.blank or words[0] == " ") and text[0] not in NO_BLANK_BEFORE:
                self.words += " "
            self.words += text
            self.claimed = claim is not None
        self.blank = words.endswith(" ") or (self.blank and not text)
        if claim:
            said = len(self.words)
            self.applied.append((start, end, said - len(text), said, claim))


def _space(rows: Sequence[_Row]) -> None:
    """Give each row that is said the blank behind it, unless nothing or a comma follows."""
    spoken = [row for row in rows if row.words]
    blank = False
    behind: _Row | None = None
    for row in rows:
        if row.words:
            if behind is not None and row.words[0] not in NO_BLANK_BEFORE:
                both = behind.words[-1].isalnum() and row.words[0].isalnum()
                if blank or both:
                    behind.words += " "
            behind, blank = row, row.blank
        else:
            blank = blank or row.blank
    if spoken:
        spoken[-1].words = spoken[-1].words.rstrip(" ")


def _form(rows: Sequence[_Row]) -> SpokenForm:
    alignment: list[Alignment] = []
    applied: list[Applied] = []
    pronounced: list[Pronunciation] = []
    at = 0
    for row in rows:
        end = at + len(row.words)
        alignment.append(Alignment((row.start, row.end), (at, end)))
        for start, stop, first, last, claim in row.applied:
            applied.append(Applied(claim.rule, (start, stop), (at + first, at + last)))
            if claim.ipa and first < last:
                pronounced.append(Pronunciation((at + first, at + last), claim.ipa))
        at = end
    return SpokenForm("".join(row.words for row in rows), tuple(alignment), tuple(applied), tuple(pronounced))
