"""Dates as people and programs write them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z|[+-]\d{4})?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def iso_date(text: str | None) -> str | None:
    """`text` as an ISO 8601 date or time, as precise as it was written; None where it is not a date.

    Understands ISO 8601 and its relatives, RFC 5322 (feeds), Unix seconds and English month names. All-digit
    dates whose order of day and month cannot be known are refused.
    """
    text = (text or "").strip()[:80]
    if not text:
        return None
    try:
        return _numeric(text) or _named(text) or _mail(text) or _unix(text) or _partial(text)
    except (ValueError, OverflowError):
        return None


def _numeric(text: str) -> str | None:
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _ISO.match(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    if match[4] is None:
        return date(year, month, day).isoformat()
    moment = datetime(year, month, day, int(match[4]), int(match[5]), int(match[6] or 0)).isoformat()
    return moment + _offset(match[7])


def _offset(zone: str | None) -> str:
    if zone is None:
        return ""
    if not zone.startswith(("+", "-")):
        return "+00:00"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"


def _named(text: str) -> str | None:
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        month, day, year = match.groups()
    else:
        return None
    if month[:3].lower() not in MONTHS:
        return None
    return date(int(year), MONTHS.index(month[:3].lower()) + 1, int(day)).isoformat()


def _mail(text: str) -> str | None:
    if not re.search(r"\d{1,2}:\d{2}", text):
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def _unix(text: str) -> str | None:
    if not re.fullmatch(r"\d{9,13}", text):
        return None
    seconds = int(text) / (1000 if len(text) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _partial(text: str) -> str | None:
    """A year, or a year and a month."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text)
    if match is None or not 1000 <= int(match[1]) <= 2999:
        return None
    if match[2] and not 1 <= int(match[2]) <= 12:
        return None
    return text
