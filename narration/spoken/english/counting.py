"""Plain numbers, when nothing around them says more: ordinals, cardinals, decimals, their plurals."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.numbers import cardinal, digits, number, ordinal, plural
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

# Digits with commas (or thin blanks) between thousands, or without; then decimals.
GROUPED = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+|\d{1,3}(?: \d{3}){2,}"
NUMBER = rf"(?:(?:{GROUPED})(?!\d)|\d+)(?:\.\d+)?|\.\d+"
# Longer runs of digits are no quantities but codes.
LONGEST = 12


SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def say_ordinal(match: re.Match[str], scene: Scene) -> str | None:
    n = int(match[1].replace(",", ""))
    # "12st 4lb" is a weight: the letters must be those of this ordinal.
    right = "th" if n % 100 in (11, 12, 13) else SUFFIXES.get(n % 10, "th")
    if match[0][len(match[1]) :][:2].lower() == "st" and right != "st":
        return None
    return ordinal(int(match[1].replace(",", "")), british=scene.british) + (match[2] or "")


def say_plural(match: re.Match[str], scene: Scene) -> str:
    """747s, 10s: the number in the plural."""
    return plural(cardinal(int(match[1]), british=scene.british))


def say_aged(match: re.Match[str], scene: Scene) -> str:
    """ "20-something", "a 12-year-old": the hyphen behind the number stays."""
    return number(match[0], british=scene.british)


def say_number(match: re.Match[str], scene: Scene) -> str | None:
    written = match[0]
    # "1,2,3": a list without blanks gets them.
    if re.search(r"\d,$", match.string[max(0, match.start() - 2) : match.start()]):
        return " " + number(written, british=scene.british)
    if written.isdecimal() and len(written) > LONGEST:
        return digits(written)
    return number(written, british=scene.british)


def say_european(match: re.Match[str], scene: Scene) -> str:
    """1.000.000: stops between thousands can be nothing else when there are two of them."""
    return cardinal(int(match[0].replace(".", "")), british=scene.british)


RULES: tuple[Rule, ...] = (
    rule("ordinal", r"(?<![\w.])((?:\d{1,3}(?:,\d{3})+|\d{1,12}))(?:st|nd|rd|th|ST|ND|RD|TH|ᵗʰ|ˢᵗ|ⁿᵈ|ʳᵈ)(s)?\b", say_ordinal, DIGITS),
    rule("cardinal.plural", r"(?<![\w.])(\d{1,4})(?:s|(?<!-\d\d)['’]s)\b", say_plural, DIGITS),
    rule("cardinal.european", r"(?<![\w.])[1-9]\d{0,2}(?:\.000){2,}(?![\w.])", say_european, "."),
    rule("cardinal", rf"(?:{NUMBER})", say_number, DIGITS),
    # Digits beside a stretch that another rule took.
    rule("cardinal", r"\d+", say_number, DIGITS),
)  # fmt: skip
