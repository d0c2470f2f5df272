"""Numbers in texts, as values: digits in the notations of pages and charts, and numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.captioning.vocabulary import NUMBER_WORDS, SCALES

_INSIDE = re.compile(r"\d+(?:[.,]\d+)*")
_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)?", re.I)


def value_of(text: str) -> float | None:
    """The value of one numeral, "1,234.5", "1.234,5", "12,5" and "−3" alike; None where it is none."""
    sign = -1 if text[:1] in "-−–" else 1
    digits = re.sub(r"[\s\u00a0\u202f'+−–-]", "", text)
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", digits):
        return None
    marks = [c for c in digits if c in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif len(marks) > 1 or (marks == [","] and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits)):
        digits = digits.replace(marks[0], "")
    else:
        digits = digits.replace(",", ".")
    return sign * float(digits)


def figures(text: str) -> list[float]:
    """The values of all numerals in `text`, without sign: a minus in prose is mostly a dash."""
    values = (
        value_of(match.group())
        for match in _INSIDE.finditer(re.sub(r"(?<=\d)[\u00a0\u202f' ](?=\d{3}\b)", "", text))
    )
    return [value for value in values if value is not None]


def values_in(text: str) -> list[float]:
    """The values of all numbers in `text`, in figures and in English words."""
    return [*figures(text), *(value for _, value in spelled_numbers(text))]


def spelled_numbers(text: str) -> Iterator[tuple[str, float]]:
    """Numbers in English words, "forty-two thousand", with their values."""
    run: list[str] = []
    for token in [*(match.group().lower() for match in _WORDS.finditer(text)), ""]:
        parts = token.split("-")
        if (token and all(part in NUMBER_WORDS for part in parts)) or (token in SCALES and run):
            run.append(token)
        elif run:
            yield " ".join(run), _spelled_value(run)
            run = []


def _spelled_value(run: list[str]) -> float:
    total = current = 0.0
    for token in run:
        if token in SCALES:
            scale = SCALES[token]
            current = max(current, 1) * scale
            if scale > 100:
                total, current = total + current, 0.0
        else:
            current += sum(NUMBER_WORDS[part] for part in token.split("-"))
    return total + current
