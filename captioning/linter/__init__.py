"""The linter for descriptions, the author's and the model's.

Each check is a function from a `Draft` to findings, by name; `lint` runs them in order. What an author wrote is
trusted to know names, numbers and people; what a model or a reader of pictures produced has to have them from the
picture's text or from the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rhapsode.captioning.linter import beside, debris, grounding, lengths, wording
from rhapsode.captioning.linter.characters import hidden, splits_words, unreadable, visible
from rhapsode.captioning.linter.draft import Draft, Finding, Origin
from rhapsode.captioning.linter.lengths import MOST_CHARACTERS

CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    debris.file_name, debris.address, debris.placeholder, debris.markup, debris.leftover, wording.image_of,
    wording.repeated, wording.gibberish, grounding.people, grounding.names, grounding.numbers, wording.truncated,
    lengths.too_long, beside.wrong_language, beside.redundant,
)  # fmt: skip


def lint(
    text: str,
    *,
    origin: Origin = "model",
    kind: str = "unknown",
    lang: str | None = None,
    caption: str = "",
    neighbours: Sequence[str] = (),
    grounds: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What is wrong with a description; nothing for a good one."""
    whole = tuple(_characters(text))
    draft = Draft(
        visible(text[:MOST_CHARACTERS]), origin, kind, lang, caption, tuple(neighbours), tuple(grounds)
    )
    empty = tuple(_empty(draft))
    if empty:
        return empty
    return (*whole, *(finding for check in CHECKS for finding in check(draft)))


def _empty(draft: Draft) -> Iterator[Finding]:
    if not any(c.isalpha() for c in draft.text):
        yield Finding("empty", "says nothing", draft.text[:40])


def _characters(text: str) -> Iterator[Finding]:
    """Of the text as it came: what is not to be seen and how much there is."""
    if len(text) > MOST_CHARACTERS:
        yield Finding(
            "too_long", f"has {len(text)} characters, at most {MOST_CHARACTERS} are read", severity="repair"
        )
        text = text[:MOST_CHARACTERS]
    for what, code in ((hidden(text), "markup"), (unreadable(text), "gibberish")):
        if what:
            yield Finding(code, f"has {what}", ascii(text[:40]))
    if splits_words(text):
        yield Finding("markup", "has characters of no width", ascii(text[:40]), "repair")
