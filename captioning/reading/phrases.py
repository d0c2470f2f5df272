"""What is said of a chart: what it compares, its extremes and where it goes; every number as printed in it."""

from __future__ import annotations

from rhapsode.captioning.linter.lengths import word_limit
from rhapsode.captioning.reading.charts import Chart, Point
from rhapsode.captioning.reading.charts.numerals import time_word
from rhapsode.captioning.words import WORD

FORMS = {"column": "column chart", "bar": "bar chart", "pie": "pie chart", "line": "line chart"}
LEVEL = 0.05
"""A change below this share of the first value counts as none."""
LIST_LIMIT = 12
LEVEL_OF_LISTING = 3
"""Charts with at most this many values are said in full."""


def trend(chart: Chart) -> str | None:
    """ "rises", "falls" or "level" from first to last, where the labels are points in time."""
    if not chart.ordered or len(chart.points) < 2:
        return None
    first, last = chart.points[0], chart.points[-1]
    if {first.label, last.label} != {chart.labels[0], chart.labels[-1]}:
        return None
    change = (last.value - first.value) / max(abs(first.value), 1e-9)
    if abs(change) < LEVEL:
        return "level"
    return "rises" if change > 0 else "falls"


def say(chart: Chart, lang: str | None = "en") -> tuple[str, str | None]:
    """The short spoken form (at most 45 words) and the long one with every value.

    In other languages than English the labels and values alone are said: they are in the reader's language already.
    """
    everything = _listing(chart.points)
    title = chart.title.rstrip(".")
    if (lang or "en")[:2].lower() != "en":
        return f"{title}. {everything}." if title else f"{everything}.", None
    opening = f"{title}. A {FORMS[chart.form]}" if title else f"A {FORMS[chart.form]}"
    bodies = _bodies(chart, trend(chart))
    fitting = (
        text for head in (opening, f"A {FORMS[chart.form]}") for body in bodies if _fits(text := head + body)
    )
    text = next(fitting, f"A {FORMS[chart.form]} with {len(chart.labels)} values.")
    many = len(chart.points) > LIST_LIMIT
    said = len(chart.points) <= LEVEL_OF_LISTING and everything in text
    return text, None if many or said else f"All values: {everything}."


def _fits(text: str) -> bool:
    return len(WORD.findall(text)) <= word_limit("chart")


def _bodies(chart: Chart, direction: str | None) -> list[str]:
    """What to say after the opening, the fullest first."""
    if direction:
        return [_in_time(chart, direction, extremes=True), _in_time(chart, direction, extremes=False)]
    if not chart.complete:
        # Of marks without a value nothing is known: no superlatives.
        return [f" with, among others, {_listing(chart.points[:most])}." for most in (6, 3, 2)]
    return [_ranked(chart), _ranked(chart, short=True)]


def _in_time(chart: Chart, direction: str, *, extremes: bool) -> str:
    first, last = chart.points[0], chart.points[-1]
    way = {"rises": "rises", "falls": "falls", "level": "stays about level,"}[direction]
    text = f" that {way} from {_then(first)} to {_then(last)}."
    if not chart.complete or not extremes:
        return text
    high = max(chart.points, key=lambda point: point.value)
    low = min(chart.points, key=lambda point: point.value)
    inner = [
        (point, name)
        for point, name in ((high, "highest"), (low, "lowest"))
        if point.value not in (first.value, last.value)
    ]
    if inner:
        text += " The " + ", the ".join(f"{name} is {_then(point)}" for point, name in inner) + "."
    return text


def _then(point: Point) -> str:
    return f"{point.printed} {time_word(point.label)} {point.label}"


def _ranked(chart: Chart, *, short: bool = False) -> str:
    ranked = sorted(chart.points, key=lambda point: -point.value)
    if len(ranked) <= LEVEL_OF_LISTING:
        return f": {_listing(tuple(ranked))}."
    top, second, bottom = ranked[0], ranked[1], ranked[-1]
    if short:
        return f": {top.label} {top.printed} to {bottom.label} {bottom.printed}."
    word = "largest" if chart.form == "pie" else "highest"
    if top.value == second.value:
        text = f": {top.label} and {second.label} are {word} with {top.printed}"
    else:
        text = f": {top.label} is {word} with {top.printed}, followed by {second.label} with {second.printed}"
    least = "smallest" if chart.form == "pie" else "lowest"
    return f"{text}; {bottom.label} is {least} with {bottom.printed}."


def _listing(points: tuple[Point, ...]) -> str:
    return ", ".join(f"{point.label} {point.printed}" for point in points[:LIST_LIMIT])
