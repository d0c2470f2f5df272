"""How a description is worded: that it is a picture, the same again, what is no word, no end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from rhapsode.captioning.linter.draft import Draft, Finding
from rhapsode.captioning.linter.endings import broken_off, without_broken_end
from rhapsode.captioning.linter.leads import SCREENSHOT, lead_of
from rhapsode.captioning.vocabulary import CONTENT_STOPWORDS, IMAGE_WORDS

INSIDE = re.compile(
    rf"\b(?:in|of) (?:the|this) (?:{IMAGE_WORDS})\b|\bthe (?:{IMAGE_WORDS}) (?:shows|depicts|features|is|was|also|has|appears|captures|contains|displays)\b"
    rf"|\bwe (?:can )?see\b|\b(?:you can|can be) see",
    re.I,
)


def image_of(draft: Draft) -> Iterator[Finding]:
    """Says that it is a picture, which the listener knows."""
    lead = lead_of(draft.text.strip())
    if lead:
        yield Finding("image_of", "says that it is a picture", lead.words, "repair" if lead.rest else "note")
        return
    match = SCREENSHOT.search(draft.text)
    if match and draft.origin == "model":
        yield Finding("image_of", "says that it is a screenshot", match.group().strip(), "note")
        return
    match = INSIDE.search(draft.text)
    if match and draft.origin == "model":
        yield Finding("image_of", "says that it is a picture", match.group(), "note")


def repeated(draft: Draft) -> Iterator[Finding]:
    """Says the same again."""
    words = draft.folded
    for size in range(1, 6):
        # Two in a row is a stutter; of a single short word it takes three ("had had", "bye bye").
        run = 3 if size == 1 else 2
        for at in range(len(words) - run * size + 1):
            unit = words[at : at + size]
            if all(words[at + k * size : at + (k + 1) * size] == unit for k in range(run)):
                yield Finding("repeated", "repeats itself", " ".join(draft.words[at : at + run * size])[:60])
                return
    doubled = _doubled(words) if draft.origin == "model" else ""
    if doubled:
        yield Finding("repeated", "says a phrase twice", doubled)
    elif _scattered(words):
        yield Finding("repeated", "says the same words over and over", draft.text[:60])


DOUBLED_WORDS = 4


def _doubled(words: list[str]) -> str:
    """A phrase of four words or more that is said twice; "in a white …" of two different coats is not a whole phrase."""
    seen: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - DOUBLED_WORDS + 1):
        unit = tuple(words[at : at + DOUBLED_WORDS])
        first = seen.setdefault(unit, at)
        if (
            at >= first + DOUBLED_WORDS
            and len(set(unit) - CONTENT_STOPWORDS) >= 2
            and all(_ends_phrase(words, start + DOUBLED_WORDS - 1) for start in (first, at))
        ):
            return " ".join(unit)
    return ""


def _ends_phrase(words: list[str], at: int) -> bool:
    return words[at] not in CONTENT_STOPWORDS and (at + 1 == len(words) or words[at + 1] in CONTENT_STOPWORDS)


def _scattered(words: list[str]) -> bool:
    trigrams = Counter(zip(words, words[1:], words[2:], strict=False))
    if any(count >= 3 for count in trigrams.values()):
        return True
    long = [word for word in words if len(word) > 2 and word not in CONTENT_STOPWORDS]
    counts = Counter(long)
    top = max(counts.values(), default=0)
    if top >= 4 and top >= 0.3 * len(long):
        return True
    bigrams = Counter(pair for pair in pairwise(words) if not CONTENT_STOPWORDS.issuperset(pair))
    return len(words) >= 6 and sum(c - 1 for c in bigrams.values() if c > 1) >= max(3, 0.3 * (len(words) - 1))


# Words that BLIP learnt from nothing: "arafed man in a suit".
INVENTED = re.compile(r"\baraff?(?:e|ed|es|y)?\b", re.I)


def gibberish(draft: Draft) -> Iterator[Finding]:
    """Is not made of words."""
    letters = [word for word in draft.words if word.isalpha() and word.isascii()]
    singles = sum(len(word) == 1 and word.lower() not in "aioy" for word in letters)
    strange = [w for w in letters if len(w) > 3 and not w.isupper() and not re.search(r"[aeiouy]", w, re.I)]
    stretched = re.search(r"(\w)\1{3,}", draft.text)
    pieces = draft.origin == "model" and "##" in draft.text
    invented = draft.origin == "model" and INVENTED.search(draft.text)
    if (
        invented
        or stretched
        or pieces
        or (strange and len(strange) >= 0.5 * len(letters))
        or singles >= max(3, 0.5 * len(letters))
    ):
        yield Finding("gibberish", "is not made of words", draft.text[:60])


def truncated(draft: Draft) -> Iterator[Finding]:
    """Breaks off, as models do when their answer grows too long."""
    if draft.origin == "author":
        return
    end = broken_off(draft.text, draft.lang)
    if end:
        rest = without_broken_end(draft.text, draft.lang)
        yield Finding("truncated", "breaks off before its end", end, "repair" if rest else "reject")
