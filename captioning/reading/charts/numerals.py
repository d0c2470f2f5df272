"""Values as charts print them: one numeral with its sign, currency, scale and unit, and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from rhapsode.captioning.numbers import value_of

CURRENCY = r"[$€£¥₹₩₽₺₴₪฿]|(?:US|CA|AU|A|C|NZ|HK|R)\$|(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|PLN|CZK|Rs\.?|Fr\.?|kr\.?|zł|Kč)"
SCALE = r"[kK]|T|[mM](?:io|rd|n|ln|rd)?\.?|bn|[bB]|tn|[Tt]rn|Tsd\.?|million|billion|trillion|thousand|hundred|lakh|crore"
UNIT = (
    r"%|‰|°\s?[CFK]?|º\s?[CF]?|x|×|pp|pts?|p\.p\.|[kKMGT]?W(?:h|p)?|[kKMGT]?B|[kmcdµ]?m[²³2]?|[kKM]?t|kg|mg|g|h|hrs?|min|ms|s|"
    r"ha|km/h|mph|mi|ft|in|lb|oz|L|l|ml|dB|Hz|[kMG]Hz|V|A|yrs?|years?|days?|hours?|people|points?|pcs|ppm|Mt|Gt"
)
NUMERAL = re.compile(
    rf"(?P<sign>[-−–+~≈<>±]?)\s?(?P<currency>{CURRENCY})?\s?(?P<inner>[-−–+]?)\s?"
    r"(?P<digits>\d{1,3}(?:[,.\u00a0\u202f'’ ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
    rf"\s?(?:(?P<scale>{SCALE})(?![^\W\d]))?\s?(?P<unit>{UNIT}|{CURRENCY})?"
)
SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "hundred": 1e2, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "million": 1e6,
    "mrd": 1e9, "bn": 1e9, "b": 1e9, "billion": 1e9, "tn": 1e12, "trn": 1e12, "t": 1e12, "trillion": 1e12,
    "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
DECADE = re.compile(r"(?:1[5-9]|20|21)?\d0['’]?(?:s|er)")
LETTERS_AS_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
ORDERED = (
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
    ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
    ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    ("q1", "q2", "q3", "q4"),
    ("h1", "h2"),
    ("spring", "summer", "autumn", "winter"),
)
"""Names of times in their order, by how they begin; the first MONTHS of them name months."""
MONTHS = 5


class Numeral(NamedTuple):
    """A value as printed: `value` scaled ("3k" is 3000); `affix` is all of it that is no digit: currency, scale, unit."""

    value: float
    affix: str


def parse(text: str) -> Numeral | None:
    """The value of a text that is nothing but a numeral with its unit: "$1,200", "12.5 %", "3k"; None for others."""
    text = text.strip()
    if len(text) > 1 and text[0] == "(" and text[-1] == ")":
        text = text[1:-1].strip()
    match = NUMERAL.fullmatch(text)
    if match is None or DECADE.fullmatch(text):
        return None
    digits = re.sub(r"\s", "", match["digits"]).replace("’", "'")
    value = value_of("0" + digits if digits[0] in ".," else digits)
    if value is None:
        return None
    sign = -1 if (match["sign"] + match["inner"]) and (match["sign"] + match["inner"])[-1] in "-−–" else 1
    scale = SCALES.get((match["scale"] or "").lower().rstrip("."), 1)
    affix = "".join(filter(None, (match["currency"], match["scale"], match["unit"]))).replace(" ", "")
    exact = float(Decimal(str(value)) * Decimal(str(scale)))  # 16.4bn is 16,400,000,000
    return Numeral(sign * exact, affix)


def numeral(text: str) -> float | None:
    """The value in `text` alone; see `parse`."""
    found = parse(text)
    return found.value if found else None


def mended(text: str) -> str:
    """A numeral in which letters were read for digits ("1O%", "l2"), with digits; without a rule's end for a point.

    Other texts as they are, but for a quarter's year: its apostrophe is too small to be read ("Q119").
    """
    text = re.sub(r"^(Q[1-4])\s?['’‘]?\s?(\d\d)$", r"\1 '\2", text)
    text = re.sub(r"^(\d{4})(Q[1-4])$|^(\d{1,2})([A-Z][a-z]{2,8})$", _spaced, text)
    if len(text) > 2 and text[-1] in ".,:·" and parse(text[:-1]) is not None:
        return text[:-1]
    if re.match(r"f\d", text) and parse(pound := f"£{text[1:]}") is not None:
        return pound
    pointed = re.sub(r"(?<=\d) (?=\d{1,2}(?!\d))", ".", text)  # a point too faint to be more than a gap
    if pointed != text and not text.startswith("0 ") and parse(text) is None and parse(pointed) is not None:
        return pointed
    digits = sum(c.isdigit() for c in text)
    if digits and digits >= 0.5 * sum(c.isalnum() for c in text) and parse(text) is None:
        other = text.translate(LETTERS_AS_DIGITS)
        if parse(other) is not None:
            return other
    return text


def _spaced(match: re.Match[str]) -> str:
    return " ".join(part for part in match.groups() if part)


def is_measure(text: str) -> bool:
    """Whether a numeral has its unit in letters ("15 min", "5 km"): it may name a mark."""
    found = NUMERAL.fullmatch(text.strip())
    return bool(found and found["unit"] and found["unit"][0].isalpha() and not found["currency"])


def is_year(text: str) -> bool:
    return YEAR.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Whether a label alone is a point in time: a year, a quarter, a month, a weekday, an hour."""
    return _moment(text) is not None or any(_begins(text, name) for names in ORDERED for name in names)


def in_time(labels: list[str]) -> bool:
    """Whether labels are points in time one after the other."""
    if len(labels) < 2:
        return False
    moments = [moment for label in labels if (moment := _moment(label)) is not None]
    if len(moments) == len(labels) and len({form for form, _ in moments}) == 1:
        return all(a < b for (_, a), (_, b) in pairwise(moments))
    bare = [label.strip("'’‘") for label in labels]
    if len(bare) > 2 and all(label.isdigit() for label in bare):
        return all(int(b) - int(a) == 1 for a, b in pairwise(bare))  # days, or years without their century
    return any(_follow(labels, names) for names in ORDERED)


def time_word(label: str) -> str:
    """The English preposition for a point in time: on a day, at an hour, in everything longer."""
    form = (_moment(label) or ("", 0.0))[0]
    day = any(_begins(label, name) for name in ORDERED[MONTHS])
    return "at" if form == "clock" else "on" if day or form == "date" else "in"


PART_OF_YEAR = re.compile(
    r"(?P<part>[QH])\s?(?P<number>[1-4])[\s/'’-]*(?P<year>(?:19|20)?\d\d)|"
    r"(?P<year2>(?:19|20)\d\d)[\s/-]*(?P<part2>[QH])\s?(?P<number2>[1-4])",
    re.I,
)
YEARS = re.compile(
    r"(?:FY|AY)?\s?['’]?(?P<year>(?:1[5-9]|20|21)\d\d)(?:\s?[/–-]\s?(?:\d\d)?\d\d)?[*ef]?|(?:FY\s?)?['’](?P<short>\d\d)",
    re.I,
)
COUNT = re.compile(r"(?:weeks?|wk|w|days?|d|months?|m|years?|yr|y|hours?|h)\.?\s?(?P<count>\d{1,3})", re.I)
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap])?\.?(?:m\.?)?", re.I)
DATE = re.compile(
    r"(?P<day>\d{1,2})\.?\s?(?P<month>[^\W\d]{3,9})\.?|(?P<month2>[^\W\d]{3,9})\.?\s(?P<day2>\d{1,2})|"
    r"(?P<month3>[^\W\d]{3,9})\.?[\s/-]*['’]?(?P<year>(?:19|20)\d\d|(?<=['’])\d\d)"
)


def _moment(label: str) -> tuple[str, float] | None:
    """What kind of time a label names ("year", "date" ...) and a number that grows with it; None for others."""
    label = label.strip()
    if DECADE.fullmatch(label) and label[:4].isdigit():
        return "year", float(label[:4])
    if match := PART_OF_YEAR.fullmatch(label):
        number = int(match["number"] or match["number2"])
        parts = 4 if (match["part"] or match["part2"]) in "Qq" else 2
        return "part", _full_year(match["year"] or match["year2"]) + (number - 1) / parts
    if match := YEARS.fullmatch(label):
        return "year", float(_full_year(match["year"] or match["short"]))
    if match := COUNT.fullmatch(label):
        return "count", float(match["count"])
    match = CLOCK.fullmatch(label)
    if match and (match["minute"] or match["half"]):
        late = 12 if (match["half"] or "").lower() == "p" and match["hour"] != "12" else 0
        return "clock", int(match["hour"]) + late + int(match["minute"] or 0) / 60
    return _date(label)


def _date(label: str) -> tuple[str, float] | None:
    match = DATE.fullmatch(label)
    if match is None:
        return None
    name = (match["month"] or match["month2"] or match["month3"]).lower()
    month = next(
        (names.index(known) for names in ORDERED[:MONTHS] for known in names if name.startswith(known)), None
    )
    if month is None:
        return None
    if match["year"]:
        return "month", _full_year(match["year"]) + month / 12
    return "date", month * 31 + float(match["day"] or match["day2"])


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) > 40 else 2000)


def _follow(labels: list[str], names: tuple[str, ...]) -> bool:
    """Whether each label begins as one of `names`, and each is one to three places after the one before."""
    places = [next((i for i, name in enumerate(names) if _begins(label, name)), -1) for label in labels]
    return -1 not in places and all((b - a) % len(names) in (1, 2, 3) for a, b in pairwise(places))


def _begins(label: str, name: str) -> bool:
    return re.match(rf"{name}[^\W\d]*\.?(?:[\s/-]*['’]?\d+)?$", label.strip().lower()) is not None
