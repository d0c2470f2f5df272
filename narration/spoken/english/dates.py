"""Dates, years, decades, eras, quarters."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.numbers import cardinal, decade, ordinal, pairs, plural, year
from rhapsode.narration.spoken.form import DIGITS, Piece, Rule, Scene, rule

MONTHS = ("January February March April May June July August September October November December").split()
SHORT = {m[:3].lower(): m for m in MONTHS} | {"sept": "September"}
DAYS = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "weds": "Wednesday",
    "thu": "Thursday", "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
DAYS |= {day.lower(): day for day in set(DAYS.values())}
_months = "|".join([*MONTHS, *(m.upper() for m in MONTHS)])
MONTH = rf"(?:{_months}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)"
LOOSE_MONTH = rf"(?:{MONTH}|(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
DAYS_SHORT = "Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat|Sun"
ANY_DAY = rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|{DAYS_SHORT})"
WEEKDAY = r"(?:(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NTH = r"(?:st|nd|rd|th)"
YEAR = r"(?:[12]\d{3})(?!\d|,\d|\.\d)"
DASH = r"\s?[-–—]\s?"
ERA = r"(?:B\.?C\.?E\.?|B\.?C\.?|C\.E\.|CE|A\.D\.|AD)(?![\w])"


def month_name(written: str) -> str:
    """The month in full: "Sept." -> "September"."""
    low = written.rstrip(".").lower()
    return SHORT.get(low) or SHORT[low[:3]]


def say_year(written: str, scene: Scene) -> str:
    return year(int(written), british=scene.british)


def era(written: str) -> str:
    """The letters of an era: "B.C." -> "BC"."""
    return written.replace(".", "").upper()


def two_digit_year(n: int) -> int:
    """70 to 99 were in the last century, the rest is in this one (POSIX `%y`)."""
    return n + (1900 if n >= 69 else 2000)


def _nth(day: str, scene: Scene) -> str:
    return ordinal(int(day), british=scene.british)


def _of(day: str, scene: Scene) -> str:
    """A day after its month: "March fifth", British "March the fifth"."""
    return ("the " if scene.british else "") + _nth(day, scene)


def say_iso(match: re.Match[str], scene: Scene) -> str | None:
    return _full(int(match[1]), int(match[3]), int(match[4]), scene)


def _full(
    y: int | None, month: int, day: int, scene: Scene, *, month_first: bool | None = None
) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name = MONTHS[month - 1]
    first = not scene.british if month_first is None else month_first
    words = f"{name} {ordinal(day)}" if first else f"the {ordinal(day)} of {name}"
    if y is None:
        return words
    return (
        f"{words}, {year(y, british=scene.british)}" if first else f"{words} {year(y, british=scene.british)}"
    )


def say_numeric(match: re.Match[str], scene: Scene) -> str | None:
    """3/4/2011: month first in America, day first elsewhere, unless only one of them can be a month."""
    a, b, written = int(match[1]), int(match[3]), match[4]
    y = int(written) if len(written) == 4 else two_digit_year(int(written))
    day_first = (scene.british or match[2] == "." or a > 12) and b <= 12
    if day_first:
        return _full(y, b, a, scene, month_first=False)
    return _full(y, a, b, scene, month_first=True)


def say_month_day(match: re.Match[str], scene: Scene) -> list[Piece] | None:
    """March 5, March 5-7, March 5 – April 2, each with or without a year."""
    g = match.groupdict()
    # "He may 3 times", "they march 5 abreast": verbs, unless a year or the end follows.
    if (
        g["month"] in ("may", "march")
        and not g["year"]
        and not re.match(r"\W*$|,", match.string[match.end() :])
    ):
        return None
    pieces: list[Piece] = [(*match.span("month"), month_name(g["month"]))]
    start, end = match.span("day")
    pieces.append((start, end, " " + _of(g["day"], scene)))
    if g["to"]:
        words = " to " if g["sep"].strip() in "-–—to" else f" {g['sep'].strip()} "
        if g["month2"]:
            words += month_name(g["month2"]) + " "
        last = match.end("day2") if g["day2"] else end
        pieces.append((end, last, words + _of(g["day2"], scene)))
    return pieces + _with_year(match, pieces[-1][1], scene)


def _with_year(match: re.Match[str], at: int, scene: Scene) -> list[Piece]:
    if not match["year"]:
        # The stop of an abbreviated month or an "st" after the day belongs to the match.
        return [(at, match.end(), "")] if match.end() > at else []
    start = match.start("year")
    comma = "," if "," in match.string[at:start] else ""
    said = say_year(match["year"], scene) + (" " + era(match["era"]) if match.groupdict().get("era") else "")
    return [(at, start, comma + " "), (start, match.end(), said)]


def say_day_month(match: re.Match[str], scene: Scene) -> list[Piece]:
    """5 March, 5th of March, 5-7 March, each with or without a year."""
    g = match.groupdict()
    the = "" if g["the"] else "the "
    start = match.start("day")
    words = the + _nth(g["day"], scene)
    if g["day2"]:
        words += (" and the " if (g["sep"] or "").strip() in ("and", "&") else " to the ") + _nth(
            g["day2"], scene
        )
    cut = match.start("month")
    while match.string[cut - 1].isspace():
        cut -= 1
    of = match.string.find("of", start, cut)
    pieces: list[Piece] = [(start, of if of > 0 else cut, words + " ")]
    pieces.append((of if of > 0 else cut, match.end("month"), " of " + month_name(g["month"])))
    return pieces + _with_year(match, match.end("month"), scene)


def say_month_year(match: re.Match[str], scene: Scene) -> list[Piece]:
    comma = "," if "," in match[2] else ""
    return [
        (*match.span(1), month_name(match[1])),
        (match.end(1), match.end(), f"{comma} {say_year(match[3], scene)}"),
    ]


def say_month_short_year(match: re.Match[str], scene: Scene) -> list[Piece]:
    said = cardinal(int(match[2])) if match[2][0] != "0" else "oh " + cardinal(int(match[2]))
    return [(*match.span(1), month_name(match[1])), (match.end(1), match.end(), " " + said)]


def say_month_range(match: re.Match[str], scene: Scene) -> list[Piece]:
    return [
        (*match.span(1), month_name(match[1])),
        (
            match.end(1),
            match.end(),
            f" to {month_name(match[2])}" + (" " + say_year(match[3], scene) if match[3] else ""),
        ),
    ]


def say_short_month(match: re.Match[str], scene: Scene) -> str | None:
    return month_name(match[0])


def say_weekday(match: re.Match[str], scene: Scene) -> str:
    return DAYS[match[1].lower()]


def say_last_weekday(match: re.Match[str], scene: Scene) -> str:
    return DAYS[match[1].lower()] + "."


def say_weekday_range(match: re.Match[str], scene: Scene) -> list[Piece]:
    first, last = (DAYS.get(match[i].lower()) or match[i] for i in (1, 2))
    cut = match.start(2)
    return [(match.start(), match.end(1), first), (match.end(1), cut, " to "), (cut, match.end(), last)]


def say_decade(match: re.Match[str], scene: Scene) -> str:
    return decade(int(match[1]))


def say_short_decade(match: re.Match[str], scene: Scene) -> str | None:
    tens = int(match[1])
    return "two thousands" if not tens else plural(cardinal(tens))


def say_decades(match: re.Match[str], scene: Scene) -> str:
    """1960s-70s -> "nineteen sixties to seventies"."""
    return f"{decade(int(match[1]))} to {plural(cardinal(int(match[2])))}"


def say_years(match: re.Match[str], scene: Scene) -> str | None:
    """1914-18, 1999–2001, 2019/20."""
    first, last = int(match[1]), match[3]
    if len(last) == 4:
        if int(last) <= first:
            return None
        words = say_year(last, scene)
    elif len(last) == 1:
        if int(last) <= first % 10:
            return None
        words = cardinal(int(last))
    else:
        if int(last) <= first % 100 and int(last) != (first + 1) % 100:
            return None
        words = pairs(int(last)) if last[0] != "0" else "oh " + cardinal(int(last))
    joint = " " if match[2] == "/" else " to "
    return say_year(match[1], scene) + joint + words


def say_between(match: re.Match[str], scene: Scene) -> str:
    return f"{say_year(match[1], scene)} and {say_year(match[3], scene)}"


def say_before_era(match: re.Match[str], scene: Scene) -> str | None:
    number = int(match[1].replace(",", ""))
    last = f" to {year(int(match[2]), british=scene.british)}" if match[2] else ""
    # "seven hundred fifty BC", but "four seventy-six AD".
    counted = "," in match[1] or (number < 1000 and era(match[3]).startswith("B"))
    said = (cardinal if counted else year)(number, british=scene.british)
    return f"{said}{last} {era(match[3])}{_kept_stop(match)}"


def _kept_stop(match: re.Match[str]) -> str:
    return "." if match[0].endswith(".") and match.end() == len(match.string.rstrip()) else ""


def say_after_era(match: re.Match[str], scene: Scene) -> str:
    return f"{era(match[1])} {year(int(match[2]), british=scene.british)}"


LIFE = {"b": "born", "d": "died", "r": "reigned", "fl": "flourished"}


def _circa(match: re.Match[str]) -> str:
    return LIFE.get(match[1].lower().rstrip("."), "circa")


def say_circa(match: re.Match[str], scene: Scene) -> list[Piece]:
    return [
        (match.start(), match.start(2), _circa(match) + " "),
        (match.start(2), match.end(), year(int(match[2]), british=scene.british)),
    ]


def say_circa_before(match: re.Match[str], scene: Scene) -> str:
    """ "c. 3000 BC", "r. 1413–22", "c. 1850s": the word alone, what follows goes its own way."""
    return _circa(match) + " "


def say_quarter(match: re.Match[str], scene: Scene) -> str:
    """Q3 2024, 3Q24, H1 2025: "the third quarter of" would add words; desks say "Q three"."""
    kind, n, y = match[1], match[2], match[3] or match[4]
    words = f"{kind} {cardinal(int(n))}"
    if not y:
        return words
    return (
        words
        + " "
        + (say_year(y, scene) if len(y) == 4 else year(two_digit_year(int(y)), british=scene.british))
    )


def say_quarters(match: re.Match[str], scene: Scene) -> str:
    return f"{match[1]} {cardinal(int(match[2]))} to {match[1]} {cardinal(int(match[3]))}"


def say_fiscal(match: re.Match[str], scene: Scene) -> str:
    y = match[2]
    said = say_year(y, scene) if len(y) == 4 else pairs(int(y))
    return f"{match[1]} {said}" + (f" {pairs(int(match[3]))}" if match[3] else "")


COUNTED = (
    "people|men|women|children|students|pupils|workers|employees|staff|soldiers|troops|tons|tonnes|miles|copies|votes|"
    "dollars|euros|pounds|jobs|homes|houses|seats|cases|deaths|times|words|pages|hours|minutes|seconds|days|weeks|"
    "years|metres|meters|feet|kilometres|kilometers|units|items|species|members|households|patients|respondents|"
    "participants|calories|pieces|points|lines|files|users|sites|shops|stores|cars|passengers|acres|square|kilos|"
    "residents|citizens|fans|guests|visitors|refugees|migrants|prisoners|samples|images|messages|requests|rows"
)
BEFORE_YEAR = re.compile(
    r"\b(?:in|since|from|until|till|by|of|to|year|during|before|after|around|circa|between|late|early|mid|spring|"
    r"summer|autumn|fall|winter|and|the|for|through|late-|mid-|early-)\s+$",
    re.IGNORECASE,
)
COUNT_AFTER = re.compile(rf"\s+(?:more\s+|new\s+|other\s+|young\s+|of\s+the\s+)?(?:{COUNTED})\b")
PLURAL_AFTER = re.compile(r"\s+[a-z]+(?:[^su'\W]s|ies)\b")


def say_single_year(match: re.Match[str], scene: Scene) -> str | None:
    """Four digits without a comma are a year, unless they count what follows: "1250 employees"."""
    n = int(match[1])
    text, end = scene.text, match.end(1)
    if COUNT_AFTER.match(text, end):
        return None
    if (
        not 1900 <= n <= 2059
        and PLURAL_AFTER.match(text, end)
        and not BEFORE_YEAR.search(text[: match.start()])
    ):
        return None
    if n >= 2100 and not BEFORE_YEAR.search(text[: match.start()]):
        return None
    if n < 1100 and not BEFORE_YEAR.search(text[: match.start()]):
        return None
    return year(n, british=scene.british)


def say_quoted_year(match: re.Match[str], scene: Scene) -> str:
    """'98 -> "ninety-eight"; the class of '05 -> "oh five"."""
    n = match[1]
    return "oh " + cardinal(int(n)) if n[0] == "0" else cardinal(int(n))


_md_tail = rf"(?:(?P<gap>,?\s+(?:of\s+)?)(?P<year>{YEAR}|\d{{3}}(?=\s?(?:AD|BC|CE)))(?:\s?(?P<era>{ERA}))?)?"
RULES: tuple[Rule, ...] = (
    rule("date.iso", r"(?<![\w.-])(\d{4})([-/.])(\d\d?)\2(\d\d?)(?=T\d|(?![\w-]))", say_iso, DIGITS),
    rule("date.numeric", r"(?<![\w./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)", say_numeric, DIGITS),
    rule(
        "date.circa",
        rf"(?<!\w)((?:c|ca|b|d|r|fl)\.)\s?(?=\d{{3,4}}(?:{DASH}\d|['’]?s\b)|\d[\d,]*\s?{ERA}|(?:AD|A\.D\.)\s?\d)",
        say_circa_before,
        DIGITS,
    ),
    rule("date.era", rf"(?<![\w.,])(\d{{1,4}}|\d{{1,2}},\d{{3}})(?:{DASH}(\d{{1,4}}))?\s?({ERA})", say_before_era, DIGITS),
    rule("date.era", r"\b(A\.D\.|AD)\s?(\d{1,4})(?![\d,])", say_after_era, DIGITS),
    rule(
        "date.month_day",
        rf"(?<![\s(]\d\s)(?<![\s(]\d\d\s)\b(?P<month>{LOOSE_MONTH})\s+(?:the\s+)?(?P<day>{DAY}){NTH}?(?![\w:%]|[.,]\d)"
        rf"(?P<to>(?P<sep>{DASH}|\s+(?:to|and|through|or)\s+)(?:(?P<month2>{LOOSE_MONTH})\s+)?(?P<day2>{DAY}){NTH}?(?![\w:%]|[.,]\d))?{_md_tail}",
        say_month_day,
        DIGITS,
    ),
    rule(
        "date.day_month",
        rf"(?<![\w.,:$£€/-])(?P<the>[Tt]he\s+)?(?P<day>{DAY}){NTH}?(?:(?P<sep>{DASH}|\s+(?:to|and|&)\s+)(?P<day2>{DAY}){NTH}?)?[\s-]+(?:of\s+)?(?P<month>{LOOSE_MONTH})(?![\w])(?:(?P<gap>,?[\s-]+)(?P<year>{YEAR})(?:\s?(?P<era>{ERA}))?)?",
        say_day_month,
        DIGITS,
    ),
    rule("date.month_range", rf"\b({MONTH})\s?[-–—]\s?({MONTH})(?!\w)(?:\s+({YEAR}))?", say_month_range, "-–—"),
    rule("date.month_year", rf"\b({LOOSE_MONTH})(,?\s+(?:of\s+)?|[-–])({YEAR})", say_month_year, DIGITS),
    rule("date.month_year", rf"\b({MONTH})\s+['’‘](\d\d)(?![\w'’])", say_month_short_year, DIGITS),
    rule("date.month", r"\b(?:(?:Jan|Feb|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\.|(?:Sept))(?=\W|$)", say_short_month, ".S"),
    rule("date.weekday", rf"(?:(?<=\band )|(?<=\b(?:on|by|or|to) )|(?<=\bthis )|(?<=\b(?:last|next) ))({DAYS_SHORT})\.(?=\W*$)", say_last_weekday, "."),
    rule("date.weekday_range", rf"\b({ANY_DAY})\.?\s?[-–—]\s?({ANY_DAY})\b(?:\.(?=\s\S))?(?!\w)", say_weekday_range, "-–—"),
    rule("date.weekday", rf"\b({DAYS_SHORT})(?=,?\s(?:{DAY}{NTH}?\s)?{MONTH}(?:\s\d|\W|$)|\s(?:the\s)?{DAY}{NTH}\b)", say_weekday, DIGITS),
    rule("date.weekday", r"\A((?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun))\.\Z", say_weekday, "."),
    rule("date.weekday", r"\b((?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun))\.(?=,?\s)", say_weekday, "."),
    rule("date.decades", r"(?<![\w.])((?:1[0-9]|20)\d0)['’]?s\s?[-–—]\s?['’]?(\d0)['’]?s\b", say_decades, DIGITS),
    rule("date.decade", r"(?<![\w.$£€])((?:[1-9]\d?)\d0)['’]?s\b", say_decade, DIGITS),
    rule("date.decade", r"(?<![\w.$£€%])['’‘]?([1-9]0|00)['’]?s\b", say_short_decade, DIGITS),
    rule("date.circa", r"(?<!\w)((?:c|ca|b|d|r|fl)\.)\s?(\d{3,4})(?!\d|,\d)", say_circa, DIGITS),
    rule("date.quarters", r"\b([QH])([1-4])\s?[-–]\s?\1([1-4])(?!\w)", say_quarters, "QH"),
    rule("date.quarter", r"\b([QH])([1-4])(?:\s?['’]?(\d{4}|\d{2})|[-/\s]['’]?(\d{4}|\d\d))?(?![\w])", say_quarter, "QH"),
    rule("date.fiscal", r"\b(FY|AY|CY)\s?['’]?(\d{4}|\d{2})(?:[/–-](\d{2}))?(?!\w)", say_fiscal, DIGITS),
    rule("date.years", r"(?<![\w.,$£€/-])([12]\d{3})\s?([-–—/])\s?(\d{4}|\d{2}|(?<=[-–])\d)(?![\w%/-]|[.,]\d)", say_years, DIGITS),
    rule("date.years", r"(?<=[Bb]etween )([12]\d{3})( and )(\d{4})(?![\w%])", say_between, DIGITS),
    rule("date.year", r"(?<![\w.,$£€¥#+−–-])([12]\d{3})(?![\d%°]|[.,]\d|\w|\s?[x×]\s?\d)", say_single_year, DIGITS),
    rule("date.year", r"(?<=[A-Za-z][-–])((?:1[5-9]|20)\d\d)(?![\w%]|[.,]\d)", say_single_year, DIGITS),
    rule("date.year", r"(?<!\w)['’‘](\d\d)(?![\w'’%°$€£/]|[.,:]\d)", say_quoted_year, DIGITS),
)  # fmt: skip
