"""Letters and names as they are spelled out: initials, codes, the parts of identifiers."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.numbers import cardinal, digits

VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|\d+")
# Short lower-case names that are read letter by letter in addresses and identifiers.
SPELLED = frozenset(
    """ai api bbc cc cdn ch ci cli cnn cpu css de dns eu fm ftp gpu html http https id ie io ip jp js json kr me ml mp
    nbc nhs nl npm os pbs pdf php pt ru sdk sg sh sql ssh ssl tls tv ua ui uk uri url us usb ux vm vpn www xml yt za py
    md ts tsx jsx ini cfg csv tsv jpg png gif svg mp4 mp3 wav gz ogg rs cpp hpp rb exe dll ps""".split()
) - {"json", "gif", "sh", "me"}


def letter(c: str) -> str:
    """The name of one letter. A capital A by itself would be read as the article; with a stop it is the letter."""
    c = c.upper()
    return "A." if c == "A" else c


def spelled(word: str) -> str:
    """Letter by letter, digits too: "2fa" -> "two F A."."""
    return " ".join(digits(c) if c.isdecimal() else letter(c) for c in word if c.isalnum())


def pronounceable(word: str) -> bool:
    """Whether a lower-case name of an identifier can be said as a word."""
    low = word.lower()
    return len(low) > 1 and low not in SPELLED and VOWEL.search(low) is not None


def name(word: str, *, by_digit: bool = False) -> str:
    """A name from an address or identifier in words: "JaneDoe42" -> "Jane Doe forty-two"."""
    said: list[str] = []
    for part in PART.findall(word):
        if part[0].isdecimal():
            plain = not by_digit and part.isdecimal() and len(part) <= 2 and part[0] != "0"
            said.append(cardinal(int(part)) if plain else digits(part))
        elif pronounceable(part):
            said.append(part)
        elif len(part) == 1:
            said.append(letter(part))
        else:
            said.append(part.upper() if part.isascii() else part)
    return " ".join(said)
