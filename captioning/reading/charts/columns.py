"""Columns, bars and lines: a row of labels, and over each label the value of its mark.

Reading goes in three steps. `pairing` finds, for every row of labels, the numerals that stand over them. The row with
most values is then completed: labels and values that were missed are looked for where the even grid says they must be.
Last, `checks` holds the values against what is drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from rhapsode.captioning.reading import ocr
from rhapsode.captioning.reading.charts.chart import Chart, Form, Point
from rhapsode.captioning.reading.charts.checks import lengths_of, tested
from rhapsode.captioning.reading.charts.closer import Closer
from rhapsode.captioning.reading.charts.numerals import in_time
from rhapsode.captioning.reading.charts.pairing import NEAR, Pairing, pair, sparse
from rhapsode.captioning.reading.charts.rows import Row, gaps, label_rows
from rhapsode.captioning.reading.charts.sheet import Direction, Sheet, Spot, spot, spots
from rhapsode.captioning.reading.ocr import LEVEL, Line

if TYPE_CHECKING:
    import numpy as np

TICK_READ = re.compile(r"(?<=[^\W\d_]{3}) ?1$")
"""What a reader makes of the tick behind a label of at least three letters."""
FARTHEST_LABEL = 0.65
"""Of a chart's width: labels of lying bars end left of it."""


def read_columns(lines: Sequence[Line], image: np.ndarray | None, direction: Direction) -> Chart | None:
    """The chart whose values stand over a row of labels ("up") or beside a column of them ("right")."""
    marks = spots(lines, direction)
    width = image.shape[1] if image is not None else max((line.right for line in lines), default=0)
    rows = [
        row for row in label_rows(marks, direction) if direction == "up" or row.base < FARTHEST_LABEL * width
    ]
    best = max(
        (pairing for row in rows if (pairing := pair(row, marks, direction))),
        key=lambda found: (len(found.both), -len(found.labels), -round(found.aside, 2)),
        default=None,
    )
    sheet = Sheet(image, direction) if image is not None else None
    if sheet is not None and ocr.available():
        if best is None:
            best = _from_marks(rows, marks, sheet)
        else:
            complete(best, marks, sheet)
    if best is None:
        return None
    kept = tested(best, sheet)
    return _chart(best, kept, _form(best, sheet)) if len(kept) >= 2 else None


def _from_marks(rows: Sequence[Row], marks: Sequence[Spot], sheet: Sheet) -> Pairing | None:
    """A row over whose labels marks stand, though hardly a value was read at first; None where there is none."""
    for row in rows:
        pairing = sparse(row, marks, sheet.direction)
        lengths = lengths_of(pairing, row.places, sheet) if pairing else {}
        tall = max(lengths.values(), default=0.0) - min(lengths.values(), default=0.0) > row.size
        if pairing and tall and len(lengths) == len(row.places):
            complete(pairing, marks, sheet)
            if len(pairing.both) >= max(2, 0.6 * len(pairing.labels)):
                return pairing
    return None


def complete(pairing: Pairing, marks: Sequence[Spot], sheet: Sheet) -> None:
    """Find the labels and values that were missed, where the grid says they are."""
    closer = Closer(sheet.image, [mark.line for mark in pairing.values.values()])
    for place in (*gaps(pairing.row), *(p for p in pairing.values if p not in pairing.labels)):
        if place not in pairing.labels and (label := _missed_label(pairing, place, sheet, closer)):
            pairing.labels[place] = label
    few = pairing.ends and len(pairing.both) == 2 < len(pairing.labels)
    missed = [place for place in pairing.labels if place not in pairing.values]
    for place in [] if few else missed:
        value = _missed_value(pairing, place, marks, sheet, closer)
        if value is not None:
            pairing.values[place] = value


def _missed_label(pairing: Pairing, place: int, sheet: Sheet, closer: Closer) -> Spot | None:
    row = pairing.row
    tilt = median(label.line.tilt for label in row.spots)
    if LEVEL < abs(tilt) < 80:
        return None
    along = (row.at(place) - 0.5 * row.step, row.at(place) + 0.5 * row.step)
    up = (min(label.low for label in row.spots) - 0.3 * row.size, row.base + 0.3 * row.size)
    for line in closer.words(sheet.box(along, up), tilt):
        found = spot(line, pairing.direction)
        level = abs(found.high - row.base) < row.size or pairing.direction == "right"
        if level and abs(found.along - row.at(place)) < 0.25 * row.step and line.score >= ocr.SURE:
            return found
    return None


def _missed_value(
    pairing: Pairing, place: int, marks: Sequence[Spot], sheet: Sheet, closer: Closer
) -> Spot | None:
    row = pairing.row
    at, half = row.at(place), NEAR * row.step
    top = max([mark.high for mark in pairing.values.values()], default=row.base) + 2 * row.size
    run = sheet.run(at, 0.12 * row.step, row.base + 1, 1.4 * row.size)
    known = [mark for mark in marks if abs(mark.along - at) < row.step]
    for up in _places_of_value(run, row, top, pairing.direction):
        for line in closer.values(sheet.box((at - half, at + half), up)):
            found = spot(line, pairing.direction)
            new = not ocr.overlapping(line, (mark.line for mark in known if mark.numeral is None))
            if new and abs(found.along - at) < half and line.score >= ocr.SURE and _fits(pairing, found):
                return found
    return None


def _places_of_value(
    run: tuple[float, float] | None, row: Row, top: float, direction: Direction
) -> Iterator[tuple[float, float]]:
    """Where a value may stand, up the values: at the end of its mark, inside of it, anywhere over the label."""
    room = 2.4 * row.size if direction == "up" else 6 * row.size
    if run is not None:
        yield run[1] - room, run[1] + room
        if run[1] - run[0] > 2 * room:
            yield run[0], run[1] - room / 2
    yield row.base + 1, top


def _fits(pairing: Pairing, found: Spot) -> bool:
    """Whether a value found later is printed like the others and no tick."""
    affixes = Counter(mark.numeral.affix for mark in pairing.values.values() if mark.numeral)
    if not affixes:
        return found.numeral is not None
    usual, count = affixes.most_common(1)[0]
    same = found.numeral is not None and found.numeral.affix == usual
    return (same or count < 0.8 * affixes.total()) and all(found.line != tick.line for tick in pairing.ticks)


def _form(pairing: Pairing, sheet: Sheet | None) -> Form:
    """A line where nothing fills the room between the labels and their values."""
    if pairing.direction == "right":
        return "bar"
    if sheet is None:
        return "column"
    tall = [
        place
        for place in pairing.both
        if pairing.values[place].low > pairing.row.base + 2.5 * pairing.row.size
    ]
    filled = lengths_of(pairing, tall, sheet)
    return "line" if tall and len(filled) < 0.5 * len(tall) else "column"


def _without_ticks(names: Sequence[str]) -> list[str]:
    """Labels of bars without what a reader makes of the tick between one and its axis: a one ("Ghana1").

    Where most are numbered, or one by another number, it is no tick.
    """
    numbered = [name for name in names if name[-1:].isdigit()]
    ticks = 2 * len(numbered) < len(names) and all(TICK_READ.search(name) for name in numbered)
    return [TICK_READ.sub("", name) if ticks else name for name in names]


def _chart(pairing: Pairing, kept: dict[int, Spot], form: Form) -> Chart:
    places = sorted(pairing.labels)
    names = [pairing.labels[place].line.text for place in places]
    if pairing.direction == "right":
        names = _without_ticks(names)
    named = dict(zip(places, names, strict=True))
    points = [Point(named[place], mark.line.text.strip(), mark.value) for place, mark in sorted(kept.items())]
    row = Row(tuple(pairing.labels[p] for p in places), tuple(places), pairing.row.origin, pairing.row.step)
    if row.timely and pairing.direction == "right" and not in_time(names):
        points, names = points[::-1], names[::-1]
    score = min(min(pairing.labels[place].line.score, mark.line.score) for place, mark in kept.items())
    few = len(pairing.both) == 2 < len(names) and pairing.ends  # a line of which only the ends are labelled
    share = 1.0 if few else len(points) / len(names)
    misread = len(pairing.both) - len(points)
    confidence = round(score * (0.5 + 0.5 * share) - 0.1 * misread, 3)
    return Chart(form, "", tuple(points), len(points) == len(names), row.timely, tuple(names), confidence)
