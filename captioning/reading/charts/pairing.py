"""Rows of labels with the values over them, by place on the row's even grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median, pstdev

from rhapsode.captioning.reading.charts.numerals import is_measure, is_year
from rhapsode.captioning.reading.charts.proportion import largest_fit
from rhapsode.captioning.reading.charts.rows import Row
from rhapsode.captioning.reading.charts.sheet import Direction, Spot
from rhapsode.captioning.reading.ocr import Line

NEAR = 0.42
"""How far a value may stand beside its label's place, as a share of the step."""
ENOUGH = 0.5
"""The share of labels that have a value from which on they are labels of values."""


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
    def aside(self) -> float:
        """How unevenly values stand beside their labels, in steps: those of wrapped or mixed up labels do."""
        off = [self.values[place].along - self.labels[place].along for place in self.both]
        return pstdev(off) / self.row.step if off else 0.0

    @property
    def ends(self) -> bool:
        return {min(self.labels), max(self.labels)} <= set(self.values)


def pair(row: Row, marks: Sequence[Spot], direction: Direction) -> Pairing | None:
    """The values over a row's labels; None where they are none, or several to a label."""
    if not _names_marks(row):
        return None
    base = row.base - 0.3 * row.size
    crowd, ticks = _crowd(row, base, marks, direction)
    if _several(crowd):
        return None  # several series, or a table
    found = _pairing(row, crowd, ticks, direction)
    if found is not None and len(found.both) == len(row.spots):
        return _closer_set(found, row, base, marks, direction)
    low = base if direction == "up" else min(label.low for label in row.spots)
    for shift in _shifts(row, marks, direction):
        moved = row.moved(shift)
        crowd, ticks = _crowd(moved, low, marks, direction)
        other = None if _several(crowd) else _pairing(moved, crowd, ticks, direction)
        if other is not None and (found is None or len(other.both) > len(found.both)):
            found = other
    return found


def sparse(row: Row, marks: Sequence[Spot], direction: Direction) -> Pairing | None:
    """A row with the few values over it that were read at all; None for rows that cannot name marks."""
    if len(row.spots) < 3 or not _names_marks(row):
        return None
    crowd, ticks = _crowd(row, row.base - 0.3 * row.size, marks, direction)
    labels = dict(zip(row.places, row.spots, strict=True))
    return None if _several(crowd) else Pairing(direction, row, labels, _one_each(crowd), ticks)


def _closer_set(
    found: Pairing, row: Row, base: float, marks: Sequence[Spot], direction: Direction
) -> Pairing:
    """The same labels with the values that stand half-way between them, where there are such."""
    half = row.halved()
    crowd, ticks = _crowd(half, base, marks, direction)
    other = None if _several(crowd) else _pairing(half, crowd, ticks, direction)
    if other is None or len(other.both) < len(found.both):
        return found
    more = len(other.values) - len(found.values)
    return other if more >= 0.5 * (len(row.spots) - 1) else found


def _several(crowd: dict[int, list[Spot]]) -> bool:
    """Whether two or more values stand over many of the labels."""
    return sum(len(found) > 1 for found in crowd.values()) >= max(2, 0.4 * len(crowd))


def _pairing(
    row: Row, crowd: dict[int, list[Spot]], ticks: list[Spot], direction: Direction
) -> Pairing | None:
    labels = dict(zip(row.places, row.spots, strict=True))
    pairing = Pairing(direction, row, labels, _one_each(crowd), ticks)
    found = len(pairing.both)
    return pairing if found >= 2 and (found >= ENOUGH * len(labels) or pairing.ends) else None


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


def _crowd(
    row: Row, base: float, marks: Sequence[Spot], direction: Direction
) -> tuple[dict[int, list[Spot]], list[Spot]]:
    """The numerals over each place of a row, and those along the axis of values."""
    taken = {id(label.line) for label in row.spots}
    over = [mark for mark in marks if mark.numeral and id(mark.line) not in taken and mark.low >= base]
    over = [mark for mark in over if not any(_on(mark.line, label.line) for label in row.spots)]
    # What is much smaller than the labels is no print but a tick.
    over = [mark for mark in over if mark.size > 0.3 * row.size]
    ticks = axis([mark for mark in over if _beside(row, mark, direction)], direction)
    crowd: dict[int, list[Spot]] = {}
    along_axis = {id(tick) for tick in ticks}
    for mark in over:
        place = row.place_of(mark.along)
        if id(mark) not in along_axis and abs(mark.along - row.at(place)) < NEAR * row.step:
            crowd.setdefault(place, []).append(mark)
    return {place: _without_strokes(found, row) for place, found in crowd.items()}, ticks


def _without_strokes(found: list[Spot], row: Row) -> list[Spot]:
    """The numbers of a place without the tick at the axis, which reads as a one."""
    strokes = [mark for mark in found if mark.line.text == "1" and mark.low - row.base < row.size]
    return [mark for mark in found if mark not in strokes] if len(found) > len(strokes) else found


def _on(line: Line, other: Line) -> bool:
    """Whether two lines stand on one another."""
    width = min(line.right, other.right) - max(line.left, other.left)
    height = min(line.bottom, other.bottom) - max(line.top, other.top)
    return min(width, height) > 0 and width * height > 0.2 * min(
        line.width * line.height, other.width * other.height
    )


def _names_marks(row: Row) -> bool:
    """Whether the labels are names or times, or count one by one."""
    numerals = [
        spot
        for spot in row.spots
        if spot.numeral is not None and not is_year(spot.line.text) and not is_measure(spot.line.text)
    ]
    if not numerals or row.timely or 2 * len(numerals) < len(row.spots):
        return True
    return len(row.spots) > 2 and _counts(row)


def _counts(row: Row) -> bool:
    """Whether numerals go up by one from place to place; one in four may have been misread."""
    offsets = Counter(
        int(digits) - place
        for label, place in zip(row.spots, row.places, strict=True)
        if (digits := label.line.text.strip("'’‘")).isdigit()
    )
    return bool(offsets) and offsets.most_common(1)[0][1] >= 0.75 * len(row.spots)


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
    seen: set[tuple[int, ...]] = set()
    edges = ("right", "x", "left") if direction == "up" else ("bottom", "y", "top")
    ordered = {edge: sorted((getattr(mark.line, edge), k) for k, mark in enumerate(beside)) for edge in edges}
    for anchor in beside:
        for edge in edges:
            group = _within(ordered[edge], getattr(anchor.line, edge), 0.8 * anchor.line.height)
            if len(group) <= len(best) or group in seen:
                continue
            seen.add(group)
            aligned = [beside[k] for k in group]
            fitting = largest_fit([(mark.middle, mark.value) for mark in aligned])
            if len(fitting) >= 3 and len(fitting) >= 0.6 * len(aligned):
                best = aligned
    two = len(beside) == 2 and abs(beside[0].line.right - beside[1].line.right) < 8
    return best or (list(beside) if two and direction == "up" else [])


def _within(ordered: Sequence[tuple[float, int]], at: float, reach: float) -> tuple[int, ...]:
    """Which stand nearer than `reach` to a place, in their own order; `ordered` is by place."""
    first = bisect_right(ordered, at - reach, key=itemgetter(0))
    last = bisect_left(ordered, at + reach, key=itemgetter(0))
    return tuple(sorted(k for _, k in ordered[first:last]))
