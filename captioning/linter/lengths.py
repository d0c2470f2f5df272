"""How long a description may be, and what is left of one that is longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.captioning.linter.draft import Draft, Finding
from rhapsode.captioning.words import WORD

WORD_LIMITS = {"photo": 25, "chart": 45, "diagram": 45}
DEFAULT_WORD_LIMIT = 30
AUTHOR_WORD_LIMIT = 60

MOST_CHARACTERS = 2_000
"""What is longer is no description; only so much of it is looked at."""


def word_limit(kind: str) -> int:
    """Words that a listener keeps of what is said for a picture of this kind."""
    return WORD_LIMITS.get(kind, DEFAULT_WORD_LIMIT)


def too_long(draft: Draft) -> Iterator[Finding]:
    """More words than a listener keeps."""
    limit = AUTHOR_WORD_LIMIT if draft.origin == "author" else word_limit(draft.kind)
    if len(draft.words) > limit:
        message = f"has {len(draft.words)} words; a listener keeps at most {limit}"
        yield Finding("too_long", message, severity="repair")


def shortened(text: str, limit: int) -> str:
    """Whole sentences of at most `limit` words; of one endless sentence as much as fits."""
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if len(WORD.findall(f"{kept} {sentence}")) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    if kept:
        return kept
    # One endless sentence: up to the last clause that fits, else up to the last word.
    ends = [match.end() for match in WORD.finditer(text)][:limit] or [len(text)]
    head = text[: ends[-1]]
    clause = max(head.rfind(mark) for mark in (", ", "; ", " – ", " — ", ": "))
    return (head[:clause] if clause > len(head) // 2 else head).rstrip(" ,;:–—-") + "."
