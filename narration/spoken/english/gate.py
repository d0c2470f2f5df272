"""The gate: whether a text is plain words, so that no rule could match it. Most prose passes here."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.abbreviations import TITLES, WORDS
from rhapsode.narration.spoken.english.codes import SOUNDS
from rhapsode.narration.spoken.english.heteronyms import ANY as HETERONYM
from rhapsode.narration.spoken.english.heteronyms import WORDS as HETERONYMS
from rhapsode.narration.spoken.english.roman import LOWER_HEADS

# Characters beyond words and their punctuation; blanks that are not one blank; signs made of punctuation.
ODD = re.compile(r"[^A-Za-zÀ-ÖØ-öø-ɏ .,;:!?'’\"“”()—-]|  | [.,;:!?-]|--|[.,;:!?] ?[.,;:)D]")
CAPITALS = re.compile(r"[A-Z][A-Z'’.]|[a-z][A-Z]")
INNER_STOP = re.compile(r"\.(?![\s\"”’')]*$)")
LETTERS = "bcdefghijklmnopqrstuvwxyzBCDEFGHJKLMNOPQRSTUVWXYZ"
_ENDS = ("", ".", ",", ";", ":", "!", "?", ")", ".”", '."')
TRIGGERS = frozenset(
    [letter + end for letter in LETTERS for end in _ENDS]
    + ["I" + end for end in _ENDS[1:]]
    + [word + end for word in WORDS for end in ("", ",", ";", ")", ".”", '."') if " " not in word]
    + [word.rstrip(".") + "." + end for word in (*WORDS, *TITLES) for end in ("", "”", '"')]
    + [
        "Dr",
        "Mr",
        "Mrs",
        "Ms",
        "Prof",
        "St",
        "Mt",
        "Ft",
        "Rev",
        "Lt",
        "Sgt",
        "Capt",
        "Gen",
        "Col",
        "al",
        "al.",
    ]
    + [
        day + "."
        for day in "Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Weds Thu Thurs Fri Sat Sun".split()
    ]
    + ["Sept", *SOUNDS]
)
# "Mon-Fri", "June-August": a hyphen that says "to".
SPANS = re.compile(
    r"(?:\b(?:Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)|day|ber|uary|March|April|August)-[ADFJMNOSTW]"
)
_heads = [*LOWER_HEADS.split("|"), *(head.capitalize() for head in LOWER_HEADS.split("|"))]
HEADS = frozenset(_heads) | frozenset(head + "s" for head in _heads)
EMOTICON = re.compile(r"(?<!\S)(?:[:;]-?[)(DP]|:'\()")
NUMERAL = re.compile(r"\b[ivxlc]+\b|\bI\b")
COUNTED_I = re.compile(
    r"\b[A-Z]\w+ I\b(?! (?:am|was|had|have|will|would|should|could|can|do|did|may|might|must|shall)\b)"
)


def is_plain(text: str) -> bool:
    """Whether `text` is said exactly as it is written."""
    if ODD.search(text) or CAPITALS.search(text) or text[:1] in " -" or text[-1:] == " ":
        return False
    if "." in text and INNER_STOP.search(text):
        return False
    if "-" in text and SPANS.search(text):
        return False
    if (":" in text or ";" in text) and EMOTICON.search(text):
        return False
    words = text.replace("—", " ").split()
    if not TRIGGERS.isdisjoint(words):
        return False
    if any(word in text for word in HETERONYMS) and HETERONYM.search(text):
        return False
    if "(" in text and NUMERAL.search(text):
        return False
    if not HEADS.isdisjoint(words) and NUMERAL.search(text):
        return False
    return " I" not in text or not COUNTED_I.search(text)
