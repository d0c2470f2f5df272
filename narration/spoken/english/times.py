"""Times of day, time zones, durations."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.numbers import cardinal, counted
from rhapsode.narration.spoken.form import DIGITS, Piece, Rule, Scene, rule

HALF = r"(?:[ap]\.\s?m\.?|[AP]\.\s?M\.?|[ap]m|[AP]M|[ap](?=\s?[-–]))(?![A-Za-z])"
ZONE = r"(?:GMT|UTC|BST|CES?T|EES?T|WES?T|[ECMP][SD]?T|AK[SD]T|HST|IST|JST|KST|AE[SD]T|MSK|SGT|HKT|NZ[SD]T|Z)"
AMERICAN = {
    "ET": "Eastern time",
    "CT": "Central time",
    "MT": "Mountain time",
    "PT": "Pacific time",
    "Z": "UTC",
}
TIME = r"(?:[01]?\d|2[0-4])[:.][0-5]\d"
DASH = r"\s?[-–—]\s?"


def half(written: str) -> str:
    """a.m. or p.m. as letters."""
    return written[0].upper() + "M"


def zone(written: str) -> str:
    """A time zone: "ET" -> "Eastern time"; the rest are letters."""
    return AMERICAN.get(written, written)


def clock(hour: int, minute: int, *, with_half: bool = False) -> str:
    """9, 5 -> "nine oh five"; 7, 0 -> "seven o'clock" ("seven" before AM); 14, 0 -> "fourteen hundred"."""
    if minute:
        lead = "zero" if not hour else cardinal(hour)
        return f"{lead} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    if with_half:
        return cardinal(hour)
    if hour in (0, 24):
        return "midnight"
    return f"{cardinal(hour)} o'clock" if hour <= 12 else f"{cardinal(hour)} hundred"


def _at(written: str, *, with_half: bool) -> str:
    hour, _, minute = written.replace(".", ":").partition(":")
    return clock(int(hour), int(minute or 0), with_half=with_half)


def _stop(match: re.Match[str]) -> str:
    """The full stop of "p.m." also ends the sentence when nothing follows."""
    rest = match.string[match.end() :].lstrip("\"”'’) ")
    return "." if match[0].endswith(".") and not rest else ""


def say_time(match: re.Match[str], scene: Scene) -> str | None:
    g = match.groupdict()
    written = g["time"]
    if "." in written and not g["half"]:
        return None
    words = _at(written, with_half=bool(g["half"]))
    if g["half"]:
        words += " " + half(g["half"])
    if g["zone"]:
        words += " " + zone(g["zone"])
        if g["offset"]:
            words += _offset(g["offset"])
    return words + _stop(match)


def _offset(written: str) -> str:
    sign = "plus" if written.strip()[0] == "+" else "minus"
    hours, _, minutes = written.strip()[1:].partition(":")
    return f" {sign} {cardinal(int(hours))}" + (f" {cardinal(int(minutes))}" if int(minutes or 0) else "")


def say_range(match: re.Match[str], scene: Scene) -> str | None:
    g = match.groupdict()
    bare = ":" not in g["first"] + g["last"]
    if bare and not (g["half1"] or g["half2"]):
        return None
    with_half = bool(g["half1"] or g["half2"])
    words = _at(g["first"], with_half=with_half) + (" " + half(g["half1"]) if g["half1"] else "")
    words += " to " + _at(g["last"], with_half=with_half) + (" " + half(g["half2"]) if g["half2"] else "")
    return words + (" " + zone(g["zone"]) if g["zone"] else "") + _stop(match)


def say_stamp(match: re.Match[str], scene: Scene) -> str | None:
    """1:30:25: hours, minutes and seconds; with a.m. or p.m. it is a time of day all the same."""
    hours, minutes, seconds = (int(match[i]) for i in (1, 2, 3))
    said = [
        counted(str(n), unit, unit + "s")
        for n, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
        if n or unit == "hour"
    ]
    words = said[0] if len(said) == 1 else " ".join(said[:-1]) + " and " + said[-1]
    if match[4]:
        words += " point " + " ".join(cardinal(int(c)) for c in match[4])
    if match[5]:
        words += " " + half(match[5])
    return words + (" " + zone(match[6]) if match[6] else "") + _stop(match)


def say_lap(match: re.Match[str], scene: Scene) -> str:
    """3:58.2 in a race -> "three fifty-eight point two"."""
    return f"{clock(int(match[1]), int(match[2]), with_half=True)} point {' '.join(cardinal(int(c)) for c in match[3])}"


def say_iso_time(match: re.Match[str], scene: Scene) -> str:
    words = " " + clock(int(match[1]), int(match[2]))
    return words + (" " + zone("Z") if match[3] == "Z" else " UTC" + _offset(match[3]) if match[3] else "")


def say_continental(match: re.Match[str], scene: Scene) -> str:
    """14h30 -> "fourteen thirty"."""
    return clock(int(match[1]), int(match[2]))


def say_military(match: re.Match[str], scene: Scene) -> str:
    hour, minute = int(match[1]), int(match[2])
    lead = ("oh " if match[1][0] == "0" and hour else "zero " if not hour else "") + (
        cardinal(hour) if hour else ""
    )
    tail = "hundred" if not minute else ("oh " if minute < 10 else "") + cardinal(minute)
    return f"{lead.strip()} {tail} hours"


UNITS = {"d": "day", "h": "hour", "hr": "hour", "hrs": "hour", "m": "minute", "min": "minute", "mins": "minute",
         "s": "second", "sec": "second", "secs": "second"}  # fmt: skip
PART = re.compile(r"(\d+(?:\.\d+)?)\s?(d|hrs?|h|mins?|m|secs?|s)")


def say_duration(match: re.Match[str], scene: Scene) -> str:
    """2h 30m -> "two hours thirty minutes"."""
    return " ".join(counted(n, UNITS[unit], UNITS[unit] + "s") for n, unit in PART.findall(match[0]))


def say_joint(match: re.Match[str], scene: Scene) -> str:
    """8pm–midnight, noon–3pm."""
    return " to "


def say_bare_half(match: re.Match[str], scene: Scene) -> str:
    return half(match[0]) + _stop(match)


BOOKS = (
    "Genesis|Exodus|Leviticus|Numbers|Deuteronomy|Joshua|Judges|Ruth|Samuel|Kings|Chronicles|Ezra|Nehemiah|Esther|Job|Psalms?|Proverbs|Ecclesiastes|Isaiah|Jeremiah|"
    "Ezekiel|Daniel|Hosea|Joel|Amos|Jonah|Micah|Zechariah|Malachi|Matthew|Mark|Luke|John|Acts|Romans|Corinthians|Galatians|Ephesians|Philippians|Colossians|"
    "Thessalonians|Timothy|Titus|Hebrews|James|Peter|Jude|Revelation|Quran|Qur['’]an|Surah"
)


def say_verse(match: re.Match[str], scene: Scene) -> list[Piece] | None:
    """Psalm 23:4, Genesis 1:1–5: chapter and verse, no time of day."""
    last = f" to {cardinal(int(match[4]))}" if match[4] else ""
    words = f"{cardinal(int(match[2]))}, verse{'s' if last else ''} {cardinal(int(match[3]))}{last}"
    return [(match.start(2), match.end(), words)]


RULES: tuple[Rule, ...] = (
    rule("time.verse", rf"\b({BOOKS})\s(\d{{1,3}}):(\d{{1,3}})(?:[-–](\d{{1,3}}))?(?![\w:]|[.,]\d|\s?[ap]\.?m)", say_verse, ":"),
    rule("time.iso", r"(?<=\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?(?!\w)", say_iso_time, "T"),
    rule("time.lap", r"(?<![\w:.])([0-5]?\d):([0-5]\d)\.(\d{1,3})(?![\w:])", say_lap, ":"),
    rule(
        "time.stamp",
        rf"(?<![\w:.])(\d{{1,3}}):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:\s?({HALF}))?(?:\s({ZONE})\b)?(?![\w:])",
        say_stamp,
        ":",
    ),
    rule(
        "time.range",
        rf"(?<![\w:.$£€])(?P<first>(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?)\s?(?P<half1>{HALF})?{DASH}"
        rf"(?P<last>(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?)(?![\d:])\s?(?P<half2>{HALF})?(?:\s(?P<zone>{ZONE})\b)?(?!\w)",
        say_range,
        DIGITS,
    ),
    rule(
        "time",
        rf"(?<![\w:.$£€])(?P<time>{TIME})(?![:.]\d)(?:\s?(?P<half>{HALF}))?(?:\s?(?P<zone>{ZONE})\b(?P<offset>[+-]\d\d?(?::\d\d)?)?)?(?!\w|:\d)",
        say_time,
        ":.",
    ),
    rule("time", rf"(?<![\w:.$£€])(?P<time>\d{{1,2}})\s?(?P<half>{HALF})(?:\s(?P<zone>{ZONE})\b)?(?P<offset>)(?!\w)", say_time, DIGITS),
    rule("time.continental", r"(?<![\w:.])([01]?\d|2[0-3])h([0-5]\d)(?!\w)", say_continental, "h"),
    rule("time.military", r"(?<![\w:.])(?:(?<=at )|(?<=by )|(?<=from )|(?<=until )|(?<=before )|(?<=after )|(?=0)|(?=\d{4}\s?h\b|\d{4}\s?hrs?\b)|(?=\d\d:))([01]\d|2[0-4]):?([0-5]\d)\s?(?:hours|hrs?\.?|h)\b", say_military, "h"),
    rule("time.duration", r"(?<![\w:.])(?:\d+\s?d\s?)?\d+\s?(?:hrs?|h)\s?\d+\s?(?:mins?|m)(?:\s?\d+(?:\.\d+)?\s?(?:secs?|s))?\b|(?<![\w:.])\d+\s?(?:mins?|m)\s?\d+(?:\.\d+)?\s?(?:secs?|s)\b", say_duration, "hm"),
    rule("time.named", rf"(?<=[ap]m){DASH}(?=(?:midnight|noon|midday|late|close|dawn|dusk)\b)|(?:(?<=\bnoon)|(?<=\bmidday)|(?<=\bmidnight)){DASH}(?=\d{{1,2}}(?:[:.]\d\d)?\s?[ap]\.?m)", say_joint, DIGITS),
    rule("time.half", r"(?<=[A-Za-z] )(?:[ap]\.\s?m\.)(?!\w)", say_bare_half, "."),
)  # fmt: skip
