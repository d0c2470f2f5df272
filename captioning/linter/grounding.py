"""What a model may not make up: names, numbers, and who people are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.captioning.linter.draft import Draft, Finding
from rhapsode.captioning.linter.people import guesses
from rhapsode.captioning.numbers import figures, spelled_numbers, values_in
from rhapsode.captioning.vocabulary import (
    COMMON_CAPITALS,
    COUNTABLE_AT_A_GLANCE,
    GIVEN_NAMES,
    MASS_NOUNS,
    PERSON_VERBS,
    STOPWORDS,
)
from rhapsode.captioning.words import WORD, fold


def names(draft: Draft) -> Iterator[Finding]:
    """Names that nothing grounds, by their capitals.

    German writes every noun with a capital, so that "das Brandenburger Tor" cannot be told from a gate that was built in
    Brandenburg: of German only brands with a capital inside are judged. What a name that is also a word ("Rose") means
    is not decided either.
    """
    if draft.origin == "author":
        return
    german = (draft.lang or "en")[:2] == "de"
    said = [word for word in draft.words if _branded(word)] if german else proper_names(draft.text)
    known = {fold(word) for word in WORD.findall(draft.everything)}
    for name in said:
        if not all(fold(part) in known or part.lower() in COMMON_CAPITALS for part in WORD.findall(name)):
            yield Finding("ungrounded_name", "names what neither the picture nor the article names", name)


def _branded(word: str) -> bool:
    """Whether a word has a capital inside ("iPhone", "YouTube"); German "LehrerInnen" has one too."""
    return re.search(r"[a-zà-ÿ][A-Z][a-z]", word) is not None and not re.search(r"In(?:nen)?$", word)


SENTENCE = re.compile(r"[^.!?:;]+(?:[.!?:;]+|$)")


def proper_names(text: str) -> Iterator[str]:
    """Runs of capitalised words that are names: inside a sentence, or at its start where no common word stands."""
    for sentence in SENTENCE.finditer(
        re.sub(r"\b(Mr|Mrs|Ms|Dr|St|Prof|Sen|Rep|Gov|Gen|Lt|Sgt|Rev|Jr|Sr)\.", r"\1", text)
    ):
        words = WORD.findall(sentence.group())
        run: list[str] = []
        for i, word in enumerate([*words, ""]):
            if _branded(word) or (word[:1].isupper() and (i > 0 or _opens_with_name(words))):
                run.append(word)
            elif run:
                if any(part.lower() not in COMMON_CAPITALS for part in run):
                    yield " ".join(run)
                run = []


def _opens_with_name(words: list[str]) -> bool:
    """Whether a sentence's first word is a name, its capital being no sign."""
    first = words[0].lower().removesuffix("'s").removesuffix("’s")
    if first in GIVEN_NAMES:
        return True
    if len(words) < 2 or first in MASS_NOUNS or words[0].lower().endswith(("ing", "ed")):
        return False
    possessive = words[0].endswith(("'s", "’s"))
    singular = not first.endswith("s") or first.endswith(("us", "is", "ss"))
    return (
        singular
        and len(first) > 2
        and (words[1].lower() in PERSON_VERBS or possessive)
        and first not in STOPWORDS["en"]
    )


def numbers(draft: Draft) -> Iterator[Finding]:
    """Numbers that nothing grounds; small ones may have been counted."""
    if draft.origin == "author":
        return
    known = set(values_in(draft.everything))
    for value in figures(draft.text):
        if value not in known:
            yield Finding(
                "ungrounded_number", "a number that neither the picture nor the article has", f"{value:g}"
            )
    for words, value in spelled_numbers(draft.text):
        if value not in known and (value > COUNTABLE_AT_A_GLANCE or " " in words):
            yield Finding("ungrounded_number", "a number that neither the picture nor the article has", words)


def people(draft: Draft) -> Iterator[Finding]:
    """Guesses about people that the article does not make."""
    if draft.origin == "author":
        return
    for words in guesses(draft.text, draft.everything, draft.lang)[:1]:
        yield Finding("people", "guesses about people", words)
