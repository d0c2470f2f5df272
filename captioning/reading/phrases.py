"""What is said of a chart: what it compares, its extremes and where it goes; every number as printed in it."""

from __future__ import annotations

from rhapsode.captioning.reading.charts import Chart, Point

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
    if (lang or "en")[:2].lower() != "en":
        title = f"{chart.title}. " if chart.title else ""
        return f"{title}{everything}.", None
    direction = trend(chart)
    body = _in_time(chart, direction) if direction else _ranked(chart)
    opening = f"{chart.title.rstrip('.')}. A {FORMS[chart.form]}" if chart.title else f"A {FORMS[chart.form]}"
    long = (
        None
        if len(chart.points) <= LEVEL_OF_LISTING or len(chart.points) > LIST_LIMIT
        else f"All values: {everything}."
    )
    return f"{opening}{body}", long


def _in_time(chart: Chart, direction: str) -> str:
    first, last = chart.points[0], chart.points[-1]
    way = {"rises": "rises", "falls": "falls", "level": "stays about level,"}[direction]
    text = f" that {way} from {first.printed} in {first.label} to {last.printed} in {last.label}."
    if not chart.complete:
        return text
    high = max(chart.points, key=lambda point: point.value)
    low = min(chart.points, key=lambda point: point.value)
    inner = [
        (point, name)
        for point, name in ((high, "highest"), (low, "lowest"))
        if point.value not in (first.value, last.value)
    ]
    if inner:
        text += (
            " The "
            + ", the ".join(f"{name} is {point.printed} in {point.label}" for point, name in inner)
            + "."
        )
    return text


def _ranked(chart: Chart) -> str:
    ranked = sorted(chart.points, key=lambda point: -point.value)
    if len(ranked) <= LEVEL_OF_LISTING:
        return f": {_listing(tuple(ranked))}."
    top, second, bottom = ranked[0], ranked[1], ranked[-1]
    word = "largest" if chart.form == "pie" else "highest"
    if top.value == second.value:
        text = f": {top.label} and {second.label} are {word} with {top.printed}"
    else:
        text = f": {top.label} is {word} with {top.printed}, followed by {second.label} with {second.printed}"
    least = "smallest" if chart.form == "pie" else "lowest"
    return f"{text}; {bottom.label} is {least} with {bottom.printed}."


def _listing(points: tuple[Point, ...]) -> str:
    return ", ".join(f"{point.label} {point.printed}" for point in points[:LIST_LIMIT])
