"""What a photograph shows, as a coarse noun: "a dog", "a church", "a lakeside"; said with a hedge or not at all.

The backbone tells a thousand classes of ImageNet apart, many finer than it knows. Their calibrated probabilities are
summed over the nouns of `nouns.toml`, narrow ones and the wider ones above them, and the narrowest noun that is
probable enough is said. Thresholds were chosen on one collection of photographs and measured on another
(benchmarks/photo_nouns.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rhapsode.captioning.errors import CaptioningError

if TYPE_CHECKING:
    import numpy as np

DATA = "nouns.toml"
CLASSES = 1000
PEOPLE = 0.1
"""Probability of classes that come with people from which on nothing in the picture is called an animal."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun with its phrase per language and the classes that it and the nouns below it have."""

    name: str
    under: str
    phrases: dict[str, str]
    classes: tuple[int, ...]
    at_least: float


@dataclass(frozen=True, slots=True)
class Label:
    """A noun that a photograph probably shows, with its calibrated probability."""

    noun: Noun
    probability: float


@dataclass(frozen=True, slots=True)
class Nouns:
    """The data file."""

    nouns: tuple[Noun, ...]
    people: tuple[int, ...]
    hedges: dict[str, str]
    signs: dict[str, str]
    temperature: float
    tagged: float

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """`[..., 1000]` logits to calibrated probabilities."""
        from scipy.special import softmax

        return softmax(logits.astype("float64") / self.temperature, axis=-1)

    def found(self, logits: np.ndarray) -> list[Label]:
        """Every noun with its probability, narrow before wide."""
        shares = self.probabilities(logits)
        beside = float(shares[list(self.people)].sum()) >= PEOPLE
        labels = [
            Label(noun, float(shares[list(noun.classes)].sum()))
            for noun in self.nouns
            if not (beside and "animal" in self.line(noun))
        ]
        return sorted(labels, key=lambda label: len(label.noun.classes))

    def line(self, noun: Noun) -> tuple[str, ...]:
        """The noun's name and those of the wider ones above it."""
        by_name = {other.name: other for other in self.nouns}
        names = [noun.name]
        while above := by_name[names[-1]].under:
            names.append(above)
        return tuple(names)


def label(logits: np.ndarray) -> Label | None:
    """The narrowest noun that is probable enough to be said; None where there is none."""
    data = load_nouns()
    sure = [found for found in data.found(logits) if found.probability >= found.noun.at_least]
    return min(sure, key=lambda found: (len(found.noun.classes), -found.probability), default=None)


def tags(logits: np.ndarray) -> tuple[str, ...]:
    """Names of all nouns that are fairly probable, for search: narrow before wide, English."""
    data = load_nouns()
    return tuple(found.noun.name for found in data.found(logits) if found.probability >= data.tagged)


def sentence(found: Label, lang: str | None) -> str | None:
    """ "Probably a dog." in the article's language, English where it has none; None for a language not in the data."""
    data, code = load_nouns(), (lang or "en")[:2].lower()
    if code not in data.hedges:
        return None
    return data.hedges[code].format(found.noun.phrases[code])


def sign(words: str, lang: str | None) -> str | None:
    """ "With the words ..." in the article's language; None where there are no words."""
    data, code = load_nouns(), (lang or "en")[:2].lower()
    return data.signs[code].format(words) if words and code in data.signs else None


@lru_cache(maxsize=1)
def load_nouns() -> Nouns:
    """The shipped data, checked.

    Raises:
        CaptioningError: the file does not fit this version.
    """
    text = (files("rhapsode.captioning") / DATA).read_text(encoding="utf-8")
    return read_nouns(tomllib.loads(text))


def read_nouns(data: dict[str, Any]) -> Nouns:
    """Nouns from the parsed file: classes as numbers, wider nouns with all classes below them.

    Raises:
        CaptioningError: a class that does not exist, a noun under none, or a phrase missing.
    """
    try:
        hedges = {str(code): str(words) for code, words in data["hedge"].items()}
        rows = {str(row["name"]): row for row in data["noun"]}
        own = {name: _numbers(row["classes"]) for name, row in rows.items()}
        nouns = tuple(
            Noun(
                name=name,
                under=(under := str(row.get("under", ""))) and str(rows[under]["name"]),
                phrases={code: str(row[code]) for code in hedges},
                classes=_with_below(name, rows, own),
                at_least=float(row.get("at_least", data["said"])),
            )
            for name, row in rows.items()
        )
        signs = {code: str(data["sign"][code]) for code in hedges}
        return Nouns(
            nouns, _numbers(data["people"]), hedges, signs, float(data["temperature"]), float(data["tagged"])
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise CaptioningError(
            f"the nouns do not fit this version ({type(error).__name__}: {error}); reinstall the package",
            where=DATA,
        ) from None


def _with_below(name: str, rows: dict[str, Any], own: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    below: Sequence[str] = [other for other, row in rows.items() if row.get("under", "") == name]
    inside = {number for other in below for number in _with_below(other, rows, own)}
    return tuple(sorted(inside | set(own[name])))


def _numbers(written: str) -> tuple[int, ...]:
    """ "7-9 12" to (7, 8, 9, 12)."""
    numbers: list[int] = []
    for part in written.split():
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    if not numbers or min(numbers) < 0 or max(numbers) >= CLASSES:
        raise ValueError(f"no such classes: {written}")
    return tuple(numbers)
