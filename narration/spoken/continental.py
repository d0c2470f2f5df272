"""What German, French, Spanish, Italian and Portuguese share: the same constructs, written with the same few differences.

A Locale says how a language counts and what it calls things; `rules` makes its rules from that. These languages have
numbers, dates, times, money, percentages, common units and abbreviations; what is not listed is left as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rhapsode.narration.spoken import regnal
from rhapsode.narration.spoken.english.roman import value
from rhapsode.narration.spoken.form import DIGITS, Piece, Rule, Scene, Words, rule

Gender: TypeAlias = Literal["", "m", "f"]
"""Of the noun that a number stands before; "" where it stands alone."""


@dataclass(frozen=True, slots=True)
class Money:
    one: str
    many: str
    small: str
    smalls: str
    gender: Gender = "m"


@dataclass(frozen=True, slots=True)
class Locale:
    """A language's numbers and names. `cardinal(n, gender)`, `year(n)`; `date(day, month, year)` with None where absent."""

    cardinal: Callable[[int, Gender], str]
    year: Callable[[int], str]
    date: Callable[[int, str, str | None], str]
    clock: Callable[[int, int], str]
    months: tuple[str, ...]
    comma: str
    minus: str
    percent: str
    to: str
    money: Mapping[str, Money]
    # Written scale -> (singular, plural); `of` stands between a scale and its noun ("millions de dollars").
    scales: Mapping[str, tuple[str, str]]
    of: str
    units: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, str]
    signs: Mapping[str, str]
    # How a sum with cents is joined: "drei Euro fünfzig", "trois euros cinquante", "tres euros con cincuenta".
    cents: Callable[[str, str], str]
    ordinal: Callable[[int, str], str]
    # What marks an ordinal behind digits, as a pattern with one group ("3.", "1er", "2º").
    ordinal_mark: str
    century: str = r"(?!)"
    short_months: Mapping[str, str] = field(default_factory=dict)
    # Whether "3,25" is read "three comma twenty-five"; German reads digit by digit.
    decimals_as_number: bool = True
    elides: bool = False
    scale_gender: Gender = "m"
    feminine_units: frozenset[str] = frozenset()
    # A ruler's number: (number, whether a queen, the words before the name) -> words.
    ruler: Callable[[int, bool, str], str] | None = None
    # 3, 4 -> "drei Viertel"; the top is smaller than the bottom.
    fraction: Callable[[int, int], str] | None = None
    # Nouns by their endings, where a number agrees with the noun behind it.
    feminine_nouns: str = r"(?!)"
    masculine_nouns: str = r"(?!)"
    # Telephone numbers are read in groups (French), elsewhere digit by digit.
    phone_by_group: bool = False


NUM = r"(?:\d{1,3}(?:[.\u00a0\u202f\u2009]\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:,\d+)?"
# The word a bare number stands before.
NOUN = re.compile(r"\s([^\W\d_]{3,})")
DASH = r"\s?[-–—]\s?"


def read(written: str, locale: Locale, *, gender: Gender = "") -> str:
    """A number as these languages write it: stops or blanks between thousands, a comma before decimals."""
    sign = locale.minus + " " if written[0] in "-−–" else ""
    whole, _, part = written.lstrip("+-−–").partition(",")
    digits = re.sub(r"\D", "", whole)
    if (len(digits) > 1 and digits[0] == "0" and not part) or len(digits) > 15:
        return sign + " ".join(locale.cardinal(int(d), "") for d in digits)
    words = sign + locale.cardinal(int(digits or 0), "" if part else gender)
    if part:
        # Zeros before the decimals are named, the rest is one number while it is short.
        zeros = len(part) - len(part.lstrip("0"))
        rest = part[zeros:]
        numbers = [rest] if rest and len(rest) < 3 and locale.decimals_as_number else list(rest)
        named = [locale.cardinal(0, "")] * zeros + [locale.cardinal(int(n), "") for n in numbers]
        words += f" {locale.comma} {' '.join(named)}"
    return words


def _one(written: str) -> bool:
    return written.strip("+-−–") == "1"


def _declined(words: str, before: str) -> str:
    """German declines the day by what stands before it; its dates mark the place of the ending with a star."""
    article = re.search(r"(\w+)\s$", before)
    word = article[1].lower() if article else ""
    return words.replace("*", "" if word == "der" else "n" if word in DATIVE else "r")


DATIVE = frozenset("am dem vom zum bis seit ab den des beim".split())


def rules(locale: Locale) -> tuple[Rule, ...]:
    """The rules of a language, in order."""
    months = "|".join(sorted((*locale.months, *locale.short_months), key=len, reverse=True))
    month = rf"(?P<month>(?i:{months}))\b\.?"
    scale = "|".join(re.escape(s) for s in sorted(locale.scales, key=len, reverse=True))
    symbols = "|".join(re.escape(s) for s in sorted(locale.money, key=len, reverse=True))
    unit = "|".join(re.escape(u) for u in sorted(locale.units, key=len, reverse=True))
    short = "|".join(re.escape(a) for a in sorted(locale.abbreviations, key=len, reverse=True))
    signs = "".join(re.escape(s) for s in locale.signs)
    reader = _Reader(locale)
    return (
        rule("phone", r"(?<![\w.,/+])(?<!\d\s)(?:\+\d{1,3}[ -](?:\(0\) ?)?\d{1,5}|0\d{1,5})(?:[ /-]\d{2,8}){1,5}(?![\w/-]|[.,:]\d)", reader.phone, DIGITS),
        rule("roman.ruler", regnal.PATTERN if locale.ruler else r"(?!)", reader.ruler, "IVX"),
        rule("abbreviation", rf"(?<![\w.])(?:{short})(?!\w)", reader.abbreviation),
        rule("date.numeric", r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)", reader.numeric_date, DIGITS),
        rule("date.iso", r"(?<![\w.-])(\d{4})-(\d\d)-(\d\d)(?![\w-])", reader.iso_date, DIGITS),
        rule(
            "date",
            rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:\.|er|º|°|ª)?\s(?:(?:de|di|del)\s)?{month}(?:\s(?:de\s|del\s)?(?P<year>\d{{4}}))?(?!\w)",
            reader.date,
            DIGITS,
        ),
        rule("date.month", rf"(?<!\w){month}\s(?:de\s|del\s)?(?P<year>\d{{4}})(?!\w)", reader.month_year, DIGITS),
        rule("time", r"(?<![\w:.,])(?P<h>[01]?\d|2[0-4])(?::|\s?h\s?|\.(?=\d\d\sUhr))(?P<m>[0-5]\d)(?:\s?(?P<word>Uhr|h)\b)?(?![\w:])", reader.time, DIGITS),
        rule("time", r"(?<![\w:.,])(?P<h>[01]?\d|2[0-4])(?:\s?h(?!\w)|\s(?P<word>Uhr)\b)(?P<m>)", reader.time, "hU"),
        rule(
            "money",
            rf"(?<!\w)(?P<sign>[-−])?(?P<symbol>{symbols})\s?(?P<first>{NUM})(?:{DASH}(?P<last>{NUM}))?(?:\s?(?P<scale>{scale}))?(?!\w)",
            reader.money,
            DIGITS,
        ),
        rule(
            "money",
            rf"(?<![\w.,])(?P<sign>[-−])?(?P<first>{NUM})(?:{DASH}(?P<last>{NUM}))?(?:\s?(?P<scale>{scale})(?:\s(?:de|di|d')\s?)?)?\s?(?P<symbol>{symbols})(?!\w)",
            reader.money,
            DIGITS,
        ),
        rule("percent", rf"(?<![\w.,])(?P<first>[-−+]?(?:{NUM}))(?:{DASH}(?P<last>{NUM}))?\s?%", reader.percent, "%"),
        rule("measure", rf"(?<![\w.,])(?P<first>[-−]?(?:{NUM}))(?:{DASH}(?P<last>{NUM}))?\s?(?P<unit>{unit})(?![\w²³])", reader.measure, DIGITS),
        rule("roman.century", locale.century, reader.century),
        rule("roman.counted", regnal.HEAD_PATTERN, reader.counted, "IVX"),
        rule("fraction", r"(?<![\w.,/-])(\d{1,2})[/⁄](\d{1,2})(?![\w/]|[.,]\d)", reader.fraction, "/⁄"),
        rule("ordinal", rf"(?<![\w.,])(\d{{1,4}}){locale.ordinal_mark}", reader.ordinal, DIGITS),
        rule("scaled", rf"(?<![\w.,])(?P<first>{NUM})\s?(?P<scale>{scale})(?!\w)", reader.scaled, DIGITS),
        rule("range.years", rf"(?<![\w.,])([12]\d{{3}}){DASH}([12]\d{{3}})(?![\w,.]\d|\w)", reader.years, DIGITS),
        rule("range", rf"(?<![\w.,-])({NUM}){DASH}({NUM})(?![\w-]|[.,]\d)", reader.range, "-–—"),
        rule("year", r"(?<![\w.,])(1[1-9]\d\d|20\d\d)(?![\w]|[.,]\d|\s\d{3})", reader.single_year, DIGITS),
        rule("cardinal", rf"(?<![\w.,])[-−]?(?:{NUM})|\d+", reader.number, DIGITS),
        rule("sign.slash", r"(?<=\d)/(?=\d)", reader.slash, "/"),
        rule("sign", rf"[{signs}]" if signs else r"(?!)", reader.sign),
    )  # fmt: skip


class _Reader:
    """The `say` functions of one language's rules."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.feminine = re.compile(locale.feminine_nouns)
        self.masculine = re.compile(locale.masculine_nouns)

    def abbreviation(self, match: re.Match[str], scene: Scene) -> Words:
        words = self.locale.abbreviations[match[0]]
        end = match[0].endswith(".") and not match.string[match.end() :].strip("\"”»’') ")
        return words + ("." if end else "")

    def _month(self, written: str) -> str:
        low = written.rstrip(".").lower()
        found = self.locale.short_months.get(low)
        return found or next(m for m in self.locale.months if m.lower() == low)

    def numeric_date(self, match: re.Match[str], scene: Scene) -> Words:
        day, month = int(match[1]), int(match[3])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        y = int(match[4])
        y += (1900 if y >= 69 else 2000) if len(match[4]) == 2 else 0
        return _declined(
            self.locale.date(day, self.locale.months[month - 1], self.locale.year(y)),
            scene.text[: match.start()],
        )

    def iso_date(self, match: re.Match[str], scene: Scene) -> Words:
        day, month = int(match[3]), int(match[2])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        words = self.locale.date(day, self.locale.months[month - 1], self.locale.year(int(match[1])))
        return _declined(words, scene.text[: match.start()])

    def date(self, match: re.Match[str], scene: Scene) -> Words:
        day = int(match["day"])
        if not 1 <= day <= 31:
            return None
        words = self.locale.date(
            day, self._month(match["month"]), self.locale.year(int(match["year"])) if match["year"] else None
        )
        return _declined(words, scene.text[: match.start()])

    def month_year(self, match: re.Match[str], scene: Scene) -> list[Piece]:
        end = match.end("month")
        year = match.start("year")
        return [
            (match.start(), end, self._month(match["month"])),
            (end, year, match.string[end:year].lstrip(".") or " "),
            (year, match.end(), self.locale.year(int(match["year"]))),
        ]

    def time(self, match: re.Match[str], scene: Scene) -> Words:
        return self.locale.clock(int(match["h"]), int(match["m"] or 0))

    def money(self, match: re.Match[str], scene: Scene) -> Words:
        loc, currency = self.locale, self.locale.money[match["symbol"]]
        first, last, scale = match["first"], match["last"], match["scale"]
        sign = loc.minus + " " if match["sign"] else ""
        if scale:
            joined = read(first, loc) + (f" {loc.to} {read(last, loc)}" if last else "")
            one = _one(first) and not last
            joined = loc.cardinal(1, loc.scale_gender) if one else joined
            words = f"{sign}{joined} {loc.scales[scale][0 if one else 1]}{self._of(scale)} {currency.many}"
            return re.sub(r"\bde (?=[aeiouéè])", "d'", words) if loc.elides else words
        if last:
            return (
                f"{sign}{read(first, loc)} {loc.to} {read(last, loc, gender=currency.gender)} {currency.many}"
            )
        whole, _, part = first.partition(",")
        if len(part) == 2 and int(part):
            small = loc.cardinal(int(part), "")
            if not int(re.sub(r"\D", "", whole)):
                return f"{sign}{loc.cardinal(int(part), 'm')} {currency.small if int(part) == 1 else currency.smalls}"
            return sign + loc.cents(self._noun(whole, currency), small)
        return sign + self._noun(first if part.strip("0") else whole, currency)

    def _noun(self, written: str, currency: Money) -> str:
        one = _one(written)
        return (
            f"{read(written, self.locale, gender=currency.gender)} {currency.one if one else currency.many}"
        )

    def _of(self, scale: str) -> str:
        thousand = self.locale.scales[scale][0] in ("tausend", "mille", "mil", "mila", "Tausend")
        return "" if thousand or not self.locale.of else f" {self.locale.of}"

    def percent(self, match: re.Match[str], scene: Scene) -> Words:
        last = f" {self.locale.to} {read(match['last'], self.locale)}" if match["last"] else ""
        return f"{read(match['first'], self.locale)}{last} {self.locale.percent}"

    def measure(self, match: re.Match[str], scene: Scene) -> Words:
        one = _one(match["first"]) and not match["last"]
        last = f" {self.locale.to} {read(match['last'], self.locale)}" if match["last"] else ""
        gender: Gender = "f" if match["unit"] in self.locale.feminine_units else "m"
        return f"{read(match['first'], self.locale, gender=gender)}{last} {self.locale.units[match['unit']][0 if one else 1]}"

    def phone(self, match: re.Match[str], scene: Scene) -> Words:
        loc = self.locale
        plus = f"{loc.signs.get('+', 'plus')} " if match[0][0] == "+" else ""
        groups = re.findall(r"\d+", match[0])
        if loc.phone_by_group and all(len(group) < 4 for group in groups):
            return plus + ", ".join(read(group, loc) for group in groups)
        return plus + ", ".join(" ".join(loc.cardinal(int(d), "") for d in group) for group in groups)

    def ruler(self, match: re.Match[str], scene: Scene) -> list[Piece] | None:
        n = regnal.rank(match)
        if n is None or self.locale.ruler is None:
            return None
        before = scene.text[: match.start()] + ("'s " if match["owner"] else "")
        words = self.locale.ruler(n, match["woman"] is not None, before)
        # The stop is the mark of a German ordinal, and may end the sentence as well.
        ends = match["stop"] and not scene.text[match.end() :].strip("\"”»’') ")
        return [(match.start("n"), match.end(), words + ("." if ends else ""))]

    def counted(self, match: re.Match[str], scene: Scene) -> list[Piece] | None:
        n = regnal.rank(match)
        return [(match.start("n"), match.end(), self.locale.cardinal(n, ""))] if n else None

    def fraction(self, match: re.Match[str], scene: Scene) -> Words:
        top, bottom = int(match[1]), int(match[2])
        if self.locale.fraction is None or not 0 < top < bottom or match[1][0] == "0":
            return None
        return self.locale.fraction(top, bottom)

    def century(self, match: re.Match[str], scene: Scene) -> Words:
        n = value(match["n"])
        return f"{self.locale.ordinal(n, 'century')}" if n and n < 40 else None

    def ordinal(self, match: re.Match[str], scene: Scene) -> Words:
        before = scene.text[: match.start()]
        return self.locale.ordinal(int(match[1]), match[0][len(match[1]) :] + "|" + before[-8:]) or None

    def scaled(self, match: re.Match[str], scene: Scene) -> Words:
        one = _one(match["first"])
        said = self.locale.cardinal(1, self.locale.scale_gender) if one else read(match["first"], self.locale)
        return f"{said} {self.locale.scales[match['scale']][0 if one else 1]}"

    def years(self, match: re.Match[str], scene: Scene) -> Words:
        return f"{self.locale.year(int(match[1]))} {self.locale.to} {self.locale.year(int(match[2]))}"

    def range(self, match: re.Match[str], scene: Scene) -> Words:
        return f"{read(match[1], self.locale)} {self.locale.to} {read(match[2], self.locale)}"

    def single_year(self, match: re.Match[str], scene: Scene) -> Words:
        return self.locale.year(int(match[1]))

    def number(self, match: re.Match[str], scene: Scene) -> Words:
        loc = self.locale
        noun = NOUN.match(scene.text, match.end())
        gender: Gender = ""
        if noun and not re.search(r"[.,]\d{1,2}$", match[0]):
            gender = "f" if self.feminine.search(noun[1]) else "m" if self.masculine.search(noun[1]) else ""
        return read(match[0], loc, gender=gender)

    def slash(self, match: re.Match[str], scene: Scene) -> Words:
        """24/7, 2023/24: the numbers one after the other."""
        return " "

    def sign(self, match: re.Match[str], scene: Scene) -> Words:
        words = self.locale.signs[match[0]]
        return f" {words} " if words else ""
