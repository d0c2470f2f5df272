"""Plain numbers: ordinals, cardinals, decimals."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.numbers import number, ordinal
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

# Digits with commas between thousands, or without; then decimals.
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"


def say_ordinal(match: re.Match[str], scene: Scene) -> str | None:
    return ordinal(int(match[1].replace(",", "")), british=scene.british)


def say_number(match: re.Match[str], scene: Scene) -> str | None:
    return number(match[0], british=scene.british)


RULES: tuple[Rule, ...] = (
    rule("ordinal", r"(?<![\w.])([\d,]*\d)(?:st|nd|rd|th)\b", say_ordinal, DIGITS),
    rule("cardinal", rf"(?<![\w.])(?:{NUMBER})", say_number, DIGITS),
)
