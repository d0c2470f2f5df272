"""Characters that must not reach a voice: ones that are not seen, ones that are no text, and text read in the wrong code."""

from __future__ import annotations

import re

from rhapsode.captioning.words import script_of

# U+200C and U+200D join letters and emoji and stay. Direction marks U+200E and U+200F change no word.
INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060-\u2064\ufeff\u00ad]")
BETWEEN_LETTERS = re.compile("(?<=\\w)[\u200b\u2060\ufeff](?=\\w)")
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Tag characters spell the region of a flag after U+1F3F4; anywhere else they hide words.
TAGS = re.compile("(?:(?<=\U0001f3f4)[\U000e0020-\U000e007f]+)|([\U000e0000-\U000e007f])")
NO_TEXT = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff\x7f-\x9f]")
ZALGO = re.compile("[\u0300-\u036f\u0488\u0489\u1dc0-\u1dff\u20d0-\u20ff]{3,}")
# UTF-8 read as Windows-1252: the first byte of a letter shows as Ã, Â or â€, of a Cyrillic one as Ð or Ñ.
MOJIBAKE = re.compile(
    "(?<![A-ZÀ-Ý])[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]|â€[\x80-\xbf™œ“”˜¦\x9d•–—]|(?:[ÐÑ][\x80-\xbf€-™‚ƒ„…†‡ˆ‰Š‹Œ]){2,}"
)
WITHOUT_SPACES = ("THAI", "CJK", "OTHER")


def hidden(text: str) -> str | None:
    """Names what is hidden in or reorders `text` and cannot be taken out without judging the rest; None for nothing."""
    if REORDERING.search(text):
        return "characters that reorder the text"
    if any(match[1] for match in TAGS.finditer(text)):
        return "hidden tag characters"
    return None


def unreadable(text: str) -> str | None:
    """Names what in `text` is not text; None for nothing."""
    if NO_TEXT.search(text):
        return "characters without a meaning"
    if ZALGO.search(text):
        return "letters under piles of accents"
    return "letters read in the wrong code" if MOJIBAKE.search(text) else None


def splits_words(text: str) -> bool:
    """Whether characters of no width stand inside or between words of a script that needs none."""
    return BETWEEN_LETTERS.search(text) is not None and script_of(text) not in WITHOUT_SPACES


def visible(text: str) -> str:
    """`text` without characters of no width; where they are its only spaces, with spaces."""
    if not INVISIBLE.search(text):
        return text
    space = " " if splits_words(text) and " " not in text else ""
    return INVISIBLE.sub("", BETWEEN_LETTERS.sub(space, text))
