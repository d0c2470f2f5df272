"""How much of what was expected of a page was found: words, items by kind, metadata."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from benchmarks.extraction_reading import Reading, words


def trigrams(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text).split()
    if len(tokens) < 3:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(zip(tokens, tokens[1:], tokens[2:], strict=False))


def overlap(expected: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the trigrams of `found`."""
    one, other = trigrams(expected), trigrams(found)
    if not one or not other:
        return (1.0, 1.0, 1.0) if not one and not other else (0.0, 0.0, 0.0)
    common = (one & other).total()
    precision, recall = common / other.total(), common / one.total()
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def kept(kind: str, expected: Counter[Any], found: Counter[Any]) -> Counter[Any]:
    """The expected items that arrived; long texts may differ by a few words."""
    same = expected & found
    if kind in ("captions", "quotes", "code blocks", "table rows"):
        rest, spare = expected - same, found - same
        for key in rest:
            if any(_alike(key, other) for other in spare):
                same[key] += rest[key]
    return same


def said_elsewhere(kind: str, lost: Counter[Any], expected: Reading, found: Reading) -> Counter[Any]:
    """The lost items that arrived as something else: see the head of this module."""
    if kind == "list items":
        return Counter({key: count for key, count in lost.items() if _is_note(key[2], found.notes)})
    if kind == "headings":
        once = {words(found.metadata.get(name) or "") for name in ("title", "excerpt")}
        return Counter(
            {
                key: count
                for key, count in lost.items()
                if key in once or _is_note(expected.first_below.get(key, ""), found.notes)
            }
        )
    return Counter()


def _is_note(item: str, notes: Counter[str]) -> bool:
    """Whether an item of a list arrived as a note; its back links and numbers are gone on purpose."""
    return bool(item) and (item in notes or any(note[-60:] == item[-60:] for note in notes if note))


WORDED = {
    "headings": lambda key: key, "list items": lambda key: key[2], "quotes": lambda key: key, "emphasis": lambda key: key,
    "table rows": " ".join, "strong": lambda key: key, "links": lambda key: key[0], "captions": lambda key: key,
}  # fmt: skip


def arrived(kind: str, lost: Counter[Any], text: str) -> Counter[Any]:
    """The lost items whose words are in the text all the same: these lost their structure alone."""
    own = WORDED.get(kind)
    return Counter({key: n for key, n in lost.items() if own is None or f" {own(key)} " in text})


def _alike(one: Any, other: Any) -> bool:
    first = set(one.split()) if isinstance(one, str) else set(one)
    second = set(other.split()) if isinstance(other, str) else set(other)
    return bool(first & second) and len(first & second) >= 0.8 * max(len(first), len(second))


def same_value(name: str, expected: str | None, found: str | None) -> bool:
    """Whether a field of the metadata says the same; dates may differ in their precision and offset's spelling."""
    if not expected:
        return not found
    if not found:
        return False
    if name == "publishedTime":
        return _date(expected) == _date(found)
    if name == "lang":
        return expected.lower().partition("-")[0] == found.lower().partition("-")[0]
    one, other = words(expected), words(found)
    if name == "byline":
        drop = {"by", "and"}
        return " ".join(w for w in one.split() if w not in drop) == " ".join(
            w for w in other.split() if w not in drop
        )
    return one == other


def _date(value: str) -> str:
    match = re.search(r"\d{4}-\d\d-\d\d", value)
    return match[0] if match else words(value)
