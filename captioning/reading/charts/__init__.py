"""Labelled charts: from words and their places to labels with values.

A chart is read only where its marks carry their values as text: columns, bars, lines and pies. What stands for what is
told by place (see `columns` and `pies`), and each value is tested against what is drawn; one that fails is not spoken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rhapsode.captioning.reading.charts.chart import Chart, Form, Point
from rhapsode.captioning.reading.charts.columns import read_columns
from rhapsode.captioning.reading.charts.disc import find_disc
from rhapsode.captioning.reading.charts.numerals import mended, numeral, parse
from rhapsode.captioning.reading.charts.pies import measured_pie, placed_pie
from rhapsode.captioning.reading.ocr import Line, Reading, as_bgr

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

__all__ = ["SURE", "VERSION", "Chart", "Form", "Point", "numeral", "read_chart"]

UNITS_OF_RUNS = (
    (r"[QH][1-4][ /'’-]['’]?(?:19|20)?\d\d", r"\s*"),
    (r"[QH][1-4]", r"\s+"),
    (r"\d{1,2} ?[ap]m", r"\s+"),
    (r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?", r"\s*"),
    (r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?", r"\s*"),
    (r"[-−+]?\d{1,3}\.\d%", r"\s*"),
    (r"(?:19|20)\d\d[/–-]\d\d", r"\s*"),
    (r"(?:19|20)\d\d", r"\s*"),
    (r"[$€£]?\d{1,3}(?:,\d{3})+", r"\s+"),
    (r"[-−+]?[$€£]?\d{1,5}(?:\.\d+)?(?:%|k|K|M|m|bn|B|T|tn)?", r"\s+"),
)
"""What stands side by side along an axis or on close columns, each of one form, and what parts them."""
POWER = re.compile(r"[×x]?\s?(?:1e|10\^?)[-+−]?\d{1,3}", re.I)
"""What an axis' numbers are to be multiplied by; it stands where a heading may stand."""
SURE = 0.6
"""Confidence from which on what was read of a chart is said."""
VERSION = 4
"""Goes up whenever the same words and pixels may be read otherwise: it is part of the cache's keys."""
SMALL_TURN = 12.0
"""Degrees that level lines may seem to be turned by; a title above is level."""


def read_chart(reading: Reading, pixels: Pixels | None = None) -> Chart | None:
    """The labelled chart in a picture; None where there is none that can be read with confidence."""
    lines = _split_runs(reading.lines)
    lines = [replace(line, text=mended(line.text)) for line in lines]
    lines = [line for line in lines if any(c.isalnum() for c in line.text)]
    if sum(c.isdigit() for line in lines for c in line.text) < 2:
        return None
    if pixels is not None and pixels.size != (reading.width, reading.height):
        pixels = pixels.resize((reading.width, reading.height))
    image = as_bgr(pixels) if pixels is not None else None
    disc = find_disc(image) if image is not None else None
    measured = measured_pie(lines, disc, image) if disc is not None and image is not None else None
    if measured is not None:
        return replace(measured, title=_title(lines, measured))
    readers = (
        read_columns(lines, image, "right"),
        read_columns(lines, image, "up"),
        placed_pie(lines, disc),
    )
    found = [chart for chart in readers if chart is not None]
    if not found:
        return None
    best = max(found, key=lambda chart: (len(chart.points), chart.form != "pie", chart.confidence))
    return replace(best, title=_title(lines, best))


def _split_runs(lines: Sequence[Line]) -> list[Line]:
    """Labels and values that the reader took for one line ("2016 2017 2018", "$17.0bn $17.1bn"), apart again."""
    found: list[Line] = []
    for line in lines:
        unit = next(
            (unit for unit, gap in UNITS_OF_RUNS if re.fullmatch(rf"{unit}(?:{gap}{unit})+", line.text)), None
        )
        affixes = {re.sub(r"[\d.,]", "", part) for part in line.text.split()}
        mixed = (
            unit == UNITS_OF_RUNS[-1][0] and len(affixes) > 1
        )  # "€27 6bn" is one value that lost its point
        if unit is None or line.tilt or mixed or re.fullmatch(r"\d{1,3}(?: \d{3})+", line.text):
            found.append(line)
            continue
        step = line.width / len(line.text)
        for match in re.finditer(unit, line.text):
            left, right = line.left + match.start() * step, line.left + match.end() * step
            found.append(replace(line, text=match.group(), left=left, right=right))
    return found


def _title(lines: Sequence[Line], chart: Chart) -> str:
    """The heading: the topmost line of words above all labels and values, with a second one set alike."""
    used = {text for point in chart.points for text in (point.label, point.printed)} | set(chart.labels)
    marks = [line.top for line in lines if line.text.strip() in used]
    words = [
        line
        for line in lines
        if parse(line.text) is None and line.text not in used and abs(line.tilt) < SMALL_TURN
    ]
    above = [
        line
        for line in words
        if line.bottom <= min(marks, default=0) + 0.7 * line.height
        and len(line.text) > 3
        and not POWER.fullmatch(line.text)
    ]
    if not above:
        return ""
    first, *rest = above
    if rest and _set_alike(first, rest[0]):
        return f"{first.text} {rest[0].text}"
    return first.text


def _set_alike(first: Line, second: Line) -> bool:
    """Whether a heading goes on in the line below it: as large, close, and with an edge or the middle in common."""
    near = 0.6 * first.height
    aligned = abs(first.left - second.left) < near or abs(first.x - second.x) < near
    close = -0.3 * first.height < second.top - first.bottom < 0.5 * first.height
    return aligned and close and 0.9 < first.height / max(second.height, 1) < 1.12
