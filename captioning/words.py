"""Words of a text as the linter compares them, and the language and the writing system they are in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from rhapsode.captioning.vocabulary import CONTENT_STOPWORDS, STOPWORDS

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

_FUNCTION_WORDS = {lang: frozenset(words) for lang, words in STOPWORDS.items()}

SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "DEVANAGARI",
    "THAI",
)


def fold(word: str) -> str:
    """A word for comparison: lower case, without accents, possessive and plural s."""
    plain = word.lower().replace("’", "'")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = plain.removesuffix("'s")
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


def content_words(text: str) -> list[str]:
    """The words that carry the meaning, folded."""
    return [fold(word) for word in WORD.findall(text) if word.lower() not in CONTENT_STOPWORDS]


def overlap(text: str, other: str) -> float:
    """The share (0 to 1) of the content words of `text` that `other` says as well."""
    words = content_words(text)
    if not words:
        return 0.0
    said = set(content_words(other))
    return sum(word in said for word in words) / len(words)


def script_of(text: str) -> str:
    """The writing system of most letters."""
    counts: Counter[str] = Counter()
    for letter in text:
        if letter.isalpha():
            name = unicodedata.name(letter, "")
            counts[next((script for script in SCRIPTS if name.startswith(script)), "OTHER")] += 1
    for kana in ("HIRAGANA", "KATAKANA"):
        counts["CJK"] += counts.pop(kana, 0)
    top, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return top if count > 0.6 * sum(counts.values()) else ""


@lru_cache(maxsize=16)  # several checks ask about the same text
def language_of(text: str) -> str | None:
    """The language whose function words stand out in `text` (one of STOPWORDS); None where none does."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    if len(words) < 3:
        return None
    counts = {lang: sum(word in stop for word in words) for lang, stop in _FUNCTION_WORDS.items()}
    (best, top), (_, second) = sorted(counts.items(), key=lambda item: -item[1])[:2]
    return best if top >= max(2, second + 1 + (second > 2)) and top >= 0.15 * len(words) else None
