"""Model answers that broke off before their end ("a boat on a lake with", "…, and the").

A text is broken off where its last word cannot be a last word. Words that end a sentence now and then ("a hat on",
German separable verbs) are left out: what they break off cannot be told from what they close.
"""

# ruff: noqa: SIM905 (lists of words read best as text)
from __future__ import annotations

import re

from rhapsode.captioning.words import WORD, language_of

FEWEST_WORDS = 3
"""A description of fewer words is no remainder worth speaking."""

_LAST = {
    "en": "a an the and or nor but with of for from into onto toward towards between while that which who whose is are was were its their your my at to than as because including containing".split(),
    "de": "eine einen einem einer eines der die das dem den des und oder sowie von im am zum zur dass während".split(),
    "fr": "un une le la les des du de d' et ou avec dans sur qui que au aux à est sont d'un d'une l'".split(),
    "es": "un una el la los las de del y o con en que al es son por".split(),
    "it": "un una il lo la i gli le di del della dei delle e o con nel nella che è sono un'".split(),
    "pt": "um uma o a os as de do da dos das e ou com em no na que é são".split(),
    "nl": "een de het en of van met in dat die zijn is".split(),
}  # fmt: skip
# Verbs and prepositions that only an author's style ends on; cutting them is left to a model's texts.
_SURE = {
    "en": "a an the and or with".split(),
    "de": "eine einen einem einer eines und oder sowie".split(),
    "fr": "un une les des du et ou avec d'un d'une".split(),
    "es": "un una los las del y con".split(),
    "it": "un una il gli di della con".split(),
    "pt": "um uma os as com".split(),
    "nl": "een de het en met".split(),
}  # fmt: skip
# Goes with a determiner that was cut ("sitting on a").
_BEFORE = "in on by near over under behind beside above below around against across through along up down off next front".split()
_MARKS = " \t.…,;:-–—"


def broken_off(text: str, lang: str | None = None, *, sure: bool = False) -> str | None:
    """The words that `text` breaks off with, None where it is whole; `sure` looks only for articles and conjunctions."""
    lang = _language(text, lang)
    head = text.rstrip(_MARKS)
    words = head.lower().replace("’", "'").split()
    if not words or (text.rstrip()[-1:] == "." and not text.rstrip().endswith("..") and sure):
        return None
    if words[-1] in (_SURE if sure else _LAST)[lang] and not head.rsplit(maxsplit=1)[-1].isupper():
        return words[-1]
    if re.search(r"\b(?:and|with|of) (?:his|her)$" if lang == "en" else r"\b(?:und|oder) ein$", head, re.I):
        return " ".join(words[-2:])
    return (
        text.rstrip()[-1:] if not sure and text.rstrip().endswith((",", ";", ":", " -", " –", " —")) else None
    )


def without_broken_end(text: str, lang: str | None = None) -> str | None:
    """`text` up to its last whole phrase; None where too little is left."""
    loose = {*_LAST[_language(text, lang)], *_BEFORE, "his", "her", "ein"}
    head = text.rstrip(_MARKS)
    while head and head.split()[-1].lower().replace("’", "'") in loose:
        head = head[: -len(head.split()[-1])].rstrip(_MARKS)
    return head if len(WORD.findall(head)) >= FEWEST_WORDS else None


def _language(text: str, lang: str | None) -> str:
    found = language_of(text) or (lang or "en")[:2].lower()
    return found if found in _LAST else "en"
