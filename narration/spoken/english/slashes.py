"""What a slash between two things says: or, per, a pause, or its name."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.form import Scene

SIZE = r"(?:k?g|lbs?|oz|m?l|mL|fl oz|[ckm]?m|in|ft|mi|miles|mph|km/h|kph|°?[CF])"
AMOUNT = r"[$£€¥]\s?\d[\d.,]*(?:k|m|bn|tn|[KMB])?"
# What stands on the sides of a slash, and the words for it: the same size in other units, a price for so many, two times.
SLASHES = (
    # The agencies of a picture credit; I/O, A/B, P/E.
    (re.compile(r"\w$"), re.compile(r"(?:Getty|Reuters|REUTERS|AFP|AP|EPA|PA|Shutterstock|Bloomberg|Alamy|WireImage|NurPhoto|Corbis|Rex)\b"), ", "),
    (re.compile(r"(?<![\w/])[A-Z]$"), re.compile(r"[A-Z](?![\w/])"), " "),
    (re.compile(rf"\d\s?{SIZE}$"), re.compile(rf"[\d.,½¼¾⅓⅔-]+\s?{SIZE}\b"), " or "),
    (re.compile(rf"{AMOUNT}$"), re.compile(AMOUNT), " or "),
    (re.compile(rf"{AMOUNT}$"), re.compile(r"\d[\d.,]*\s?\w+"), " per "),
    (re.compile(r"\d\s?[ap]\.?m\.?(?:\s[A-Z]{2,4})?$", re.IGNORECASE), re.compile(r"\d{1,2}(?::\d\d)?\s?[ap]\.?m", re.IGNORECASE), ", "),
)  # fmt: skip


def say_slash(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    before = scene.text[max(0, match.start() - 24) : match.start()]
    for left, right, words in SLASHES:
        if left.search(before) and right.match(scene.text, match.end()):
            return [(match.start(), match.end(), words)]
    return [(match.start(), match.end(), " slash ")]
