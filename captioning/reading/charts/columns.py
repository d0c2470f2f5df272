"""Columns, bars and lines: a row of labels, and over each label the value of its mark.

Reading goes in three steps. `pair` finds, for every row of labels, the numerals that stand over them. The row with most
values is then completed: labels and values that were missed are looked for where the even grid says they must be.
Last, values are tested against the lengths of their marks, or their own places where there are no marks to measure; one
that does not fit was misread, is read again, and is left out if it still does not fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from rhapsode.captioning.reading import ocr
from rhapsode.captioning.reading.charts.chart import Chart, Form, Point
from rhapsode.captioning.reading.charts.closer import Closer
from rhapsode.captioning.reading.charts.numerals import is_year, parse
from rhapsode.captioning.reading.charts.proportion import largest_fit, slope_and_origin
from rhapsode.captioning.reading.charts.rows import Row, gaps, label_rows
from rhapsode.captioning.reading.charts.sheet import Direction, Sheet, Spot, spot, spots
from rhapsode.captioning.reading.ocr import LEVEL, Line

if TYPE_CHECKING:
    import numpy as np

NEAR = 0.42
"""How far a value may stand beside its label's place, as a share of the step."""
ENOUGH = 0.5
"""The share of labels that have a value from which on they are labels of values."""
MEASURABLE = 4
"""Values from which on their places alone can tell which one was misread."""
FARTHEST_LABEL = 0.65
"""Of a chart's width: labels of lying bars end left of it."""


@dataclass
class Pairing:
    """A row of labels with the values over it, by place on the row's grid."""

    direction: Direction
    row: Row
    labels: dict[int, Spot]
    values: dict[int, Spot]
    ticks: list[Spot]

    @property
    def both(self) -> list[int]:
        """Places that have a label and a value."""
        return sorted(set(self.labels) & set(self.values))

    @property
    def ends(self) -> bool:
        return {min(self.labels), max(self.labels)} <= set(self.values)


def read_columns(lines: Sequence[Line], image: np.ndarray | None, direction: Direction) -> Chart | None:
    """The chart whose values stand over a row of labels ("up") or beside a column of them ("right")."""
    marks = spots(lines, direction)
    width = image.shape[1] if image is not None else max((line.right for line in lines), default=0)
    pairings = (
        pair(row, marks, direction)
        for row in label_rows(marks, direction)
        if direction == "up" or row.base < FARTHEST_LABEL * width
    )
    best = max(
        (pairing for pairing in pairings if pairing),
        key=lambda found: (len(found.both), -len(found.labels)),
        default=None,
    )
    if best is None:
        return None
    sheet = Sheet(image, direction) if image is not None else None
    if sheet is not None and ocr.available():
        complete(best, marks, sheet)
    kept = tested(best, sheet)
    return _chart(best, kept, _form(best, sheet)) if len(kept) >= 2 else None


# ------------------------------------------------------------------------------------------------ pairing


def pair(row: Row, marks: Sequence[Spot], direction: Direction) -> Pairing | None:
    """The values over a row's labels; None where they are none, or several to a label."""
    if not _names_marks(row):
        return None
    base = row.base - 0.3 * row.size
    found = _values_over(row, base, marks, direction)
    if found is None or len(found.both) < len(row.spots):
        low = base if direction == "up" else min(label.low for label in row.spots)
        moved = (row.moved(shift) for shift in _shifts(row, marks, direction))
        others = [_values_over(other, low, marks, direction) for other in moved]
        found = max(
            (pairing for pairing in (found, *others) if pairing),
            key=lambda pairing: len(pairing.both),
            default=None,
        )
    return found


def _on(line: Line, other: Line) -> bool:
    """Whether two lines stand on one another."""
    width = min(line.right, other.right) - max(line.left, other.left)
    height = min(line.bottom, other.bottom) - max(line.top, other.top)
    return min(width, height) > 0 and width * height > 0.2 * min(
        line.width * line.height, other.width * other.height
    )


def _shifts(row: Row, marks: Sequence[Spot], direction: Direction) -> list[float]:
    """How far values may stand off their labels' places, all in one way.

    Values of a curve are set aside of its points; labels of bars may stand above them, at the same distance each.
    """
    if direction == "up":
        return [-0.35 * row.step, 0.35 * row.step]
    down = [
        [mark.along - label.along for mark in marks if mark.numeral and mark.line.top > label.line.bottom - 2]
        for label in row.spots
    ]
    nearest = [min(distances) for distances in down if distances]
    if len(nearest) < len(row.spots) or max(nearest) - min(nearest) > 0.25 * row.step:
        return []
    shift = median(nearest)
    return [shift] if 0 < shift < 0.75 * row.step else []


def _values_over(row: Row, base: float, marks: Sequence[Spot], direction: Direction) -> Pairing | None:
    taken = {id(spot.line) for spot in row.spots}
    over = [mark for mark in marks if mark.numeral and id(mark.line) not in taken and mark.low >= base]
    over = [mark for mark in over if not any(_on(mark.line, label.line) for label in row.spots)]
    # What is much smaller than the labels is no print but a tick.
    over = [mark for mark in over if mark.size > 0.3 * row.size]
    ticks = axis([mark for mark in over if _beside(row, mark, direction)], direction)
    crowd: dict[int, list[Spot]] = {}
    for mark in over:
        place = row.place_of(mark.along)
        if mark not in ticks and abs(mark.along - row.at(place)) < NEAR * row.step:
            crowd.setdefault(place, []).append(mark)
    labels = dict(zip(row.places, row.spots, strict=True))
    if sum(len(found) > 1 for found in crowd.values()) >= max(2, 0.4 * len(crowd)):
        return None  # several series, or a table
    pairing = Pairing(direction, row, labels, _one_each(crowd), ticks)
    found = len(pairing.both)
    return pairing if found >= 2 and (found >= ENOUGH * len(labels) or pairing.ends) else None


def _names_marks(row: Row) -> bool:
    """Whether the labels are names or times, or count one by one."""
    numerals = [spot for spot in row.spots if spot.numeral is not None and not is_year(spot.line.text)]
    if not numerals or row.timely or 2 * len(numerals) < len(row.spots):
        return True
    values = [spot.value for spot in row.spots]
    return len(values) > 2 and all(b - a == 1 for a, b in pairwise(values))


def _beside(row: Row, mark: Spot, direction: Direction) -> bool:
    """Whether a number stands beside all marks, as those along an axis do."""
    if direction == "up":
        return mark.line.right < row.at(0) - 1 or mark.line.left > row.at(row.places[-1]) + 1
    return not -0.4 < (mark.along - row.origin) / row.step < row.places[-1] + 0.4


def _one_each(crowd: dict[int, list[Spot]]) -> dict[int, Spot]:
    """One value for each place; where two stand, the one that is printed like the others."""
    usual = Counter(mark.numeral.affix for found in crowd.values() for mark in found if mark.numeral)
    values: dict[int, Spot] = {}
    for place, found in crowd.items():
        alike = [mark for mark in found if mark.numeral and mark.numeral.affix == usual.most_common(1)[0][0]]
        chosen = found if len(found) == 1 else alike
        if len(chosen) == 1:
            values[place] = chosen[0]
    return values


def axis(beside: Sequence[Spot], direction: Direction) -> list[Spot]:
    """Numbers along the axis of values: at one edge, and in proportion to their place.

    A misread one among them ("901" for "90" and its tick) belongs to the axis by its place.
    """
    best: list[Spot] = []
    edges = ("right", "x", "left") if direction == "up" else ("bottom", "y", "top")
    for anchor in beside:
        for edge in edges:
            at = getattr(anchor.line, edge)
            aligned = [m for m in beside if abs(getattr(m.line, edge) - at) < 0.8 * anchor.line.height]
            fitting = largest_fit([(mark.middle, mark.value) for mark in aligned])
            if len(fitting) >= 3 and len(fitting) >= 0.6 * len(aligned) and len(aligned) > len(best):
                best = aligned
    two = len(beside) == 2 and abs(beside[0].line.right - beside[1].line.right) < 8
    return best or (list(beside) if two and direction == "up" else [])


# --------------------------------------------------------------------------------------------- completing


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
    usual, count = affixes.most_common(1)[0]
    same = found.numeral is not None and found.numeral.affix == usual
    return (same or count < 0.8 * affixes.total()) and all(found.line != tick.line for tick in pairing.ticks)


# ------------------------------------------------------------------------------------------------ testing


def tested(pairing: Pairing, sheet: Sheet | None) -> dict[int, Spot]:
    """The values that go with their marks, by place; none where nothing says that these are marks at all."""
    values = {place: pairing.values[place] for place in pairing.both}
    lengths = _lengths(pairing, values, sheet) if sheet is not None else {}
    closer = Closer(sheet.image, [mark.line for mark in values.values()]) if sheet is not None else None
    measured = len(lengths) == len(values)
    size = median(mark.size for mark in values.values())
    places = {place: mark.middle for place, mark in values.items()}
    # The points of a line have their values above or below them.
    around = Fit(0.06, 1.6 * size if pairing.direction == "up" else 0.0)
    if measured and len(lengths) >= 3:
        ends = Fit(0.01, 2.0)
        fitting = ends.places(values, lengths)
        if len(fitting) >= 0.85 * len(values):
            # A mark may run into its print, which then still stands where the others have theirs.
            fitting |= Fit(0.03, 3.0).places(values, places)
            return _kept(values, lengths, fitting, ends, closer)
        # Marks that are hard to measure: what fits by either is kept.
        fitting |= around.places(values, places)
        if len(fitting) >= max(3, 0.6 * len(values)):
            return _kept(values, places, fitting, around, closer)
    if pairing.ticks and pairing.direction == "up" and (kept := _on_axis(values, pairing.ticks, closer)) is not None:
        return kept
    fitting = (Fit(0.06, 0.0) if measured else around).places(values, places)
    if len(values) >= MEASURABLE and len(fitting) >= 0.6 * len(values):
        return _kept(values, places, fitting, around, closer)
    level = max(places.values()) - min(places.values()) < 1.5 * size
    return values if measured or not level or sheet is None else {}


@dataclass(frozen=True)
class Fit:
    """How closely values must go with their places: a share of their range, and pixels."""

    tolerance: float
    slack: float

    def largest(self, points: Sequence[tuple[float, float]]) -> list[int]:
        return largest_fit(points, self.tolerance, rising=True, slack=self.slack)

    def places(self, values: dict[int, Spot], at: dict[int, float]) -> set[int]:
        """The places whose values lie on one line."""
        keys = list(values)
        return {keys[k] for k in self.largest([(at[key], values[key].value) for key in keys])}


def _on_axis(values: dict[int, Spot], ticks: Sequence[Spot], closer: Closer | None) -> dict[int, Spot] | None:
    """The values that stand where the axis has them; None where it does not go with most of them."""
    line = slope_and_origin([(tick.middle, tick.value) for tick in ticks])
    if line is None or line[0] <= 0:
        return None
    slope, origin = line

    def off(mark: Spot, value: float, scale: float) -> bool:
        return abs(mark.middle - (value / scale - origin) / slope) > 2.6 * mark.size

    scale = min(
        (1.0, 1e3, 1e6, 1e9), key=lambda scale: sum(off(m, m.value, scale) for m in values.values())
    )
    misfits = [place for place, mark in values.items() if off(mark, mark.value, scale)]
    if len(misfits) > 0.4 * len(values):
        return None
    kept = dict(values)
    for place in misfits:
        mark = kept.pop(place)
        for text in _readings(mark, closer):
            found = parse(text)
            if found is not None and not off(mark, found.value, scale):
                kept[place] = replace(mark, line=replace(mark.line, text=text))
                break
    return dict(sorted(kept.items()))


def _lengths(pairing: Pairing, values: Iterable[int], sheet: Sheet) -> dict[int, float]:
    """The ends of the marks, in pixels up the values; marks that cannot be measured are missing."""
    row = pairing.row
    gap = 1.4 * row.size if pairing.direction == "up" else 8 * row.size
    found = {}
    for place in values:
        run = sheet.run(row.at(place), 0.12 * row.step, row.base + 1, gap)
        if run is not None:
            found[place] = run[1]
    return found


def _kept(
    values: dict[int, Spot], at: dict[int, float], fitting: set[int], fit: Fit, closer: Closer | None
) -> dict[int, Spot]:
    """The values that fit, and other readings of the rest where those fit."""
    sure = [(at[place], values[place].value) for place in fitting]
    kept: dict[int, Spot] = {}
    for place, mark in values.items():
        if place in fitting:
            kept[place] = mark
            continue
        for text in _readings(mark, closer):
            found = parse(text)
            if found is not None and len(sure) in fit.largest([*sure, (at[place], found.value)]):
                kept[place] = replace(mark, line=replace(mark.line, text=text))
                break
    return kept


def _readings(mark: Spot, closer: Closer | None) -> Iterator[str]:
    """What a value that does not fit may be instead."""
    text = mark.line.text
    yield from _with_point(text)
    if "." in text or "," in text:
        yield text.translate(str.maketrans(".,", ",."))
    yield text[1:] if text.startswith(("-", "−", "–")) else f"-{text}"
    if closer is not None:
        yield from closer.again(mark.line)


def _with_point(text: str) -> Iterator[str]:
    """A numeral whose decimal point was too faint to be read."""
    for place in range(1, len(text)):
        if text[place - 1].isdigit() and text[place].isdigit() and not set(text) & set(".,"):
            yield f"{text[:place]}.{text[place:]}"


# ----------------------------------------------------------------------------------------------- together


def _form(pairing: Pairing, sheet: Sheet | None) -> Form:
    """A line where nothing fills the room between the labels and their values."""
    if pairing.direction == "right":
        return "bar"
    if sheet is None:
        return "column"
    tall = [
        place for place in pairing.both if pairing.values[place].low > pairing.row.base + 2.5 * pairing.row.size
    ]
    filled = _lengths(pairing, tall, sheet)
    return "line" if tall and len(filled) < 0.5 * len(tall) else "column"


def _chart(pairing: Pairing, kept: dict[int, Spot], form: Form) -> Chart:
    places = sorted(pairing.labels)
    names = [pairing.labels[place].line.text for place in places]
    points = [
        Point(pairing.labels[place].line.text, mark.line.text.strip(), mark.value)
        for place, mark in sorted(kept.items())
    ]
    row = Row(tuple(pairing.labels[p] for p in places), tuple(places), pairing.row.origin, pairing.row.step)
    if row.timely and pairing.direction == "right" and not _rising_time(names):
        points, names = points[::-1], names[::-1]
    score = min(
        min(pairing.labels[place].line.score, mark.line.score) for place, mark in kept.items()
    )
    few = len(pairing.both) == 2 < len(names) and pairing.ends  # a line of which only the ends are labelled
    share = 1.0 if few else len(points) / len(names)
    misread = len(pairing.both) - len(points)
    confidence = round(score * (0.5 + 0.5 * share) - 0.1 * misread, 3)
    return Chart(form, "", tuple(points), len(points) == len(names), row.timely, tuple(names), confidence)


def _rising_time(names: list[str]) -> bool:
    from rhapsode.captioning.reading.charts.numerals import in_time

    return in_time(names)
