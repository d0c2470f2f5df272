"""Fractions, ratios, scores, ranges, and numbers with a fixed reading (24/7, 9/11, 50-50)."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from rhapsode.narration.spoken.english.numbers import cardinal, fraction, mixed, number, ordinal
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒↉"
NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SCALE = r"(?:\s(?:hundred|thousand|million|billion|trillion)\b)"
SHORT_SCALE = {
    "k": "thousand",
    "K": "thousand",
    "M": "million",
    "mn": "million",
    "m": "million",
    "bn": "billion",
    "B": "billion",
    "tn": "trillion",
    "trn": "trillion",
}
IDIOMS = {
    "24/7": "twenty-four seven", "9/11": "nine eleven", "7/7": "seven seven", "50/50": "fifty-fifty", "50-50": "fifty-fifty",
    "20/20": "twenty twenty", "365/24/7": "three sixty-five twenty-four seven", "20-20": "twenty twenty", "80/20": "eighty twenty",
    "60/40": "sixty forty", "70/30": "seventy thirty", "1/6": "January sixth", "24-7": "twenty-four seven", "24/7/365": "twenty-four seven three sixty-five",
    "401(k)": "four oh one K", "401k": "four oh one K", "403(b)": "four oh three B", "501(c)(3)": "five oh one C three",
}  # fmt: skip
SCORED = re.compile(
    r"\b(?:w[oi]n(?:s|ning)?|beat(?:s|en|ing)?|los[est]+|losing|lost|defeat(?:s|ed|ing)?|victor(?:y|ies)|scor(?:e|es|ed|ing)|led|leads?|"
    r"leading|trail(?:s|ed|ing)?|dr[ae]w(?:s|n|ing)?|ties?|tied|finish(?:ed|es)?|edge[ds]?|rout(?:ed|s)?|thrash(?:ed|es)?|match|game|"
    r"final|set|sets|record|aggregate|penalties|shootout|halftime|half-time|fc|united|city|rovers|series|league|cup|goals?|up|down|"
    r"hammered|crushed|stunned|eased|win|loss|defeat|draw|nil|straight)\b",
    re.IGNORECASE,
)
TENNIS = re.compile(
    r"\d{1,2}[-–]\d{1,2}(?:\s?\(\d{1,2}(?:[-–]\d{1,2})?\))?(?:,\s\d{1,2}[-–]\d{1,2}(?:\s?\(\d{1,2}(?:[-–]\d{1,2})?\))?)+"
)
VOTE = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|rul(?:ed|ing)|passed|decision|majority|court|senate|house|committee)\b",
    re.IGNORECASE,
)


def _vulgar(c: str) -> tuple[int, int]:
    part = Fraction(unicodedata.numeric(c)).limit_denominator(1000)
    return part.numerator, part.denominator


def say_vulgar(match: re.Match[str], scene: Scene) -> str:
    top, bottom = _vulgar(match[2])
    if not match[1]:
        return fraction(top, bottom) if top else "zero"
    return mixed(int(match[1].strip(" -\u00a0").replace(",", "") or 0), top, bottom, british=scene.british)


def say_mixed(match: re.Match[str], scene: Scene) -> str | None:
    whole, top, bottom = (int(match[i]) for i in (1, 2, 3))
    return mixed(whole, top, bottom, british=scene.british) if 0 < top < bottom else None


def say_fraction(match: re.Match[str], scene: Scene) -> str | None:
    top, bottom = int(match[2].replace(",", "")), int(match[3].replace(",", ""))
    sign = "minus " if match[1] else ""
    if bottom < 2 or (len(match[2]) > 1 and match[2][0] == "0"):
        return None
    if min(top, bottom) > 9 and SERIES_BEFORE.search(scene.text[: match.start()]):
        return None
    if top > bottom and scene.text[: match.start()].rstrip().endswith(("odds of", "at", "odds")):
        return f"{cardinal(top)} to {cardinal(bottom)}"
    if len(match[3]) > 2 and bottom % 10 and bottom > 100:
        return f"{sign}{cardinal(top, british=scene.british)} over {cardinal(bottom, british=scene.british)}"
    return sign + fraction(top, bottom, british=scene.british)


# Two members of a series ("Windows 95/98", "Section 17/18") are no fraction.
SERIES_BEFORE = re.compile(
    r"\b(?:Windows|Sections?|Seasons?|Chapters?|Channels?|Units?|Routes?|Lines?|Class(?:es)?|Grades?|Years?|Terminals?|Series|Buildings?|Articles?|Rooms?)\s$",
    re.IGNORECASE,
)
PRESSURE = re.compile(r"\b(?:blood pressure|BP|pressure|reading)\b", re.IGNORECASE)
MARKS = re.compile(
    r"\b(?:scor(?:e[ds]?|ing)|rat(?:e[ds]?|ing)|review|verdict|stars?|marks?|g[oa]t|gave|gives?|earned)\b",
    re.IGNORECASE,
)


def say_over(match: re.Match[str], scene: Scene) -> str | None:
    """Blood pressure 120/80 and marks out of a whole (8/10): known by what stands around them."""
    before = scene.text[max(0, match.start() - 40) : match.start()]
    if match[3]:
        return f"{number(match[1])} over {number(match[2])} millimeters of mercury"
    if PRESSURE.search(before):
        return f"{number(match[1])} over {number(match[2])}"
    if match[2] in ("5", "10", "20", "100") and MARKS.search(before):
        return f"{number(match[1])} out of {number(match[2])}"
    return None


def say_idiom(match: re.Match[str], scene: Scene) -> str | None:
    if match[0] == "1/6" and not re.search(
        r"\b(?:the|since|on|after)\s+$", scene.text[: match.start()], re.IGNORECASE
    ):
        return None
    return IDIOMS.get(match[0].lower())


def _side(n: str, scene: Scene) -> str:
    return "nil" if n == "0" and scene.british else number(n)


def say_sets(match: re.Match[str], scene: Scene) -> str:
    """Tennis: 6-4, 7-6 (7-3) -> "six four, seven six, seven three"."""
    said = re.sub(r"\s?\(", ", ", match[0]).replace(")", "")
    return re.sub(
        r"(\d+)[-–](\d+)|(\d+)", lambda m: f"{number(m[1])} {number(m[2])}" if m[1] else number(m[3]), said
    )


def say_score(match: re.Match[str], scene: Scene) -> str | None:
    around = (
        scene.text[max(0, match.start() - 60) : match.start()]
        + " "
        + scene.text[match.end() : match.end() + 25]
    )
    if not SCORED.search(around) or VOTE.search(around):
        return None
    a, b = match[1], match[2]
    three = f" {number(match[3])}" if match[3] else ""
    if scene.british:
        return (
            f"{_side(a, scene)} all"
            if a == b and not three
            else f"{_side(a, scene)} {_side(b, scene)}{three}"
        )
    return f"{number(a)} to {number(b)}" + (f" to{three}" if three else "")


RATIO_BEFORE = re.compile(
    r"\b(?:ratio|odds|scale|proportion|outnumber\w*|aspect|mix\w*|split)\b[^.]{0,20}$", re.IGNORECASE
)


def say_named_ratio(match: re.Match[str], scene: Scene) -> str | None:
    """1:10 is a time of day unless a word before says otherwise."""
    return say_ratio(match, scene) if RATIO_BEFORE.search(scene.text[: match.start()]) else None


def say_ratio(match: re.Match[str], scene: Scene) -> str:
    return " to ".join(number(n, british=scene.british) for n in re.split(r"\s?:\s?", match[0]))


# "Table 6-1" is the first of chapter six, not a range.
NUMBERED_BEFORE = re.compile(r"\b(?:Table|Figure|Fig\.|Example|Exhibit|Listing|Chart|Exercise)\s$")


def say_range(match: re.Match[str], scene: Scene) -> str | None:
    """A dash between two numbers is "to"; a scale behind the second holds for both."""
    first, last = match[1], match[3]
    if "-" in match[0] and NUMBERED_BEFORE.search(scene.text[: match.start()]):
        return f"{number(first)} {number(last)}"
    scale1, scale2 = match[2] or "", match[4] or ""
    words = number(first, british=scene.british)
    if scale1:
        words += " " + SHORT_SCALE.get(scale1.strip(), scale1.strip())
    words += " to " + number(last, british=scene.british)
    return words + (" " + SHORT_SCALE.get(scale2.strip(), scale2.strip()) if scale2 else "")


def say_ordinal_range(match: re.Match[str], scene: Scene) -> str:
    return f"{ordinal(int(match[1]))} to {ordinal(int(match[2]))}"


LETTER_K = re.compile(r"\s(?:run|race|runner|video|TV|monitor|display|resolution|screen|walk|charity)\b")


def say_scaled(match: re.Match[str], scene: Scene) -> str | None:
    if match[1] is None:
        return f"{number(match[4], british=scene.british)} {SHORT_SCALE[match[5]]}"
    scale = match[2]
    if (scale in "kK" and LETTER_K.match(scene.text[match.end() :])) or match[0] in ("2K", "4K", "8K"):
        return f"{number(match[1])} K"
    if scale in ("B", "m", "K") and scale != "K" and re.match(r"\s+[A-Z]", scene.text[match.end() :]):
        return None
    return f"{number(match[1], british=scene.british)} {SHORT_SCALE[scale]}" + (" plus" if match[3] else "")


def say_plus(match: re.Match[str], scene: Scene) -> str:
    return f"{number(match[1], british=scene.british)} plus"


RULES: tuple[Rule, ...] = (
    rule("number.idiom", r"(?<![\w./,-])(?:401\(?[kK]\)?|403\(b\)|501\(c\)\(3\)|365/24/7|24/7/365|24/7|24-7|9/11|7/7|50/50|50-50|20/20|20-20|80/20|60/40|70/30|1/6)(?![\w/%-]|[.,]\d)", say_idiom, DIGITS),
    rule("ratio.named", rf"(?<![\w.:]){NUM}(?:\s?:\s?{NUM}){{1,3}}(?![\w:]|[.,]\d)", say_named_ratio, ":"),
    rule("score.sets", rf"(?<![\w.,/-]){TENNIS.pattern}(?![\w/%-])", say_sets, ","),
    rule("fraction.vulgar", rf"(?:(?<![\d.,])(\d[\d,]*[\s-]?))?([{VULGAR}])", say_vulgar, VULGAR),
    rule("fraction.mixed", r"(?<![\w./,$£€-])(\d{1,4})(?:\s|-|\u00a0)(\d{1,2})[/⁄](\d{1,3})(?![\w/]|[.,]\d)", say_mixed, "/⁄"),
    rule("fraction.over", r"(?<![\w./,-])(\d{1,3}(?:\.\d)?)/(\d{1,3})(\s?mmHg)?(?![\w/]|[.,]\d)", say_over, "/"),
    rule("fraction", r"(?<![\w./,-])([-−])?(\d{1,3}(?:,\d{3})*|\d+)[/⁄](\d{1,4}(?:,\d{3})*)(?:ths?|rds?)?(?![\w/]|[.,]\d)", say_fraction, "/⁄"),
    rule("score", r"(?<![\w.,/:$£€-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?:\s?[-–]\s?(\d{1,3}))?(?![\w%/:-]|[.,]\d)", say_score, "-–"),
    rule("ratio", rf"(?<![\w.:]){NUM}(?:\s?:\s?{NUM}){{1,3}}(?![\w:]|[.,]\d)", say_ratio, ":"),
    rule("range.ordinal", r"(?<![\w.])(\d{1,3})(?:st|nd|rd|th)?\s?[-–—]\s?(\d{1,3})(?:st|nd|rd|th)\b", say_ordinal_range, "-–—"),
    rule(
        "range",
        rf"(?<![\w.,/:$£€+-])({NUM})(k|K|M|bn|mn|m|{SCALE})?(?:\s?[–—]\s?|[-~～]|\s-\s)({NUM})(k|K|M|bn|mn|tn|m|{SCALE})?(?![\w/:]|-\d|[.,]\d)",
        say_range,
        "-–—~～",
    ),
    rule("number.scaled", rf"(?<![\w.,])(?<![A-Za-z0-9]-)({NUM})\s?(k|K|mn|bn|tn|trn)(\+)?(?!\w)", say_scaled, "kKn"),
    rule("number.scaled", rf"(?<![\w.,])({NUM})(M|B|m)(\+)?(?=\s+[a-z])|(?<![\w.,])(\d+\.\d+)(M|B)()(?!\w)", say_scaled, "MBm"),
    rule("number.plus", rf"(?<![\w.,+])({NUM})\+(?!\w|\s?\d)", say_plus, "+"),
)  # fmt: skip
