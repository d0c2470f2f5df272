"""Rows of labels along an axis: lines at one height, evenly spaced, wrapped ones joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rhapsode.captioning.reading.charts.numerals import in_time, is_measure, is_time, is_year
from rhapsode.captioning.reading.charts.sheet import BRIEF, Direction, Spot, spot
from rhapsode.captioning.reading.charts.wrapped import as_one, labels_of

EVEN = 0.2
"""How far a label may stand off its place, as a share of the step."""
LONGEST_GAP = 3
"""Steps between two labels that were read."""


@dataclass(frozen=True)
class Row:
    """Labels by their place on an even grid: `places[i]` is how many steps `spots[i]` is from the first."""

    spots: tuple[Spot, ...]
    places: tuple[int, ...]
    origin: float
    step: float

    def moved(self, shift: float) -> Row:
        """The same labels for marks that stand `shift` pixels farther along."""
        return replace(self, origin=self.origin + shift)

    def halved(self) -> Row:
        """The same labels for marks that stand twice as close: every other label was not read."""
        return replace(self, places=tuple(2 * place for place in self.places), step=self.step / 2)

    def at(self, place: int) -> float:
        """The middle of a place, in pixels along the axis."""
        return self.origin + place * self.step

    def place_of(self, along: float) -> int:
        return round((along - self.origin) / self.step)

    @property
    def base(self) -> float:
        """Where the labels end and the marks begin, in pixels up the values."""
        return max(spot.high for spot in self.spots)

    @property
    def size(self) -> float:
        return max(spot.size for spot in self.spots)

    @property
    def names(self) -> list[str]:
        return [spot.line.text for spot in self.spots]

    @property
    def timely(self) -> bool:
        return in_time(self.names) or in_time(self.names[::-1])


def label_rows(spots: Sequence[Spot], direction: Direction) -> list[Row]:
    """All rows of at least two labels, the longest first."""
    labels = [spot for spot in spots if _may_be_label(spot)]
    found: list[Row] = []
    seen: set[tuple[str, ...]] = set()
    for group in (*_groups(_joined(labels, direction), direction), *_groups(labels, direction)):
        row = _even(sorted(_pure(group), key=lambda spot: spot.along))
        row = _untitled(row, labels) if row else None
        key = tuple(f"{spot.line.text}@{spot.along:.0f}" for spot in row.spots) if row else ()
        if row and key not in seen:
            seen.add(key)
            found.append(row)
    return sorted(found, key=lambda row: -len(row.spots))


def _untitled(row: Row, labels: Sequence[Spot]) -> Row:
    """The row without the axis' title, which stands under the label in the middle as if it were its second line."""
    single = {id(label.line): label for label in labels}
    joined = [k for k, label in enumerate(row.spots) if id(label.line) not in single]
    if len(row.spots) < 3 or joined != [(len(row.spots) - 1) / 2]:
        return row
    label = row.spots[joined[0]]
    first = next(
        (s for s in labels if s.line.top == label.line.top and label.line.text.startswith(s.line.text)), label
    )
    return replace(row, spots=(*row.spots[: joined[0]], first, *row.spots[joined[0] + 1 :]))


def _pure(group: Sequence[Spot]) -> Sequence[Spot]:
    """Names without the few numerals at their height, years without other numbers: the end of the other axis."""
    years = [spot for spot in group if is_year(spot.line.text)]
    if 2 * len(years) > len(group):
        return [spot for spot in group if spot.numeral is None or is_year(spot.line.text)]
    names = [spot for spot in group if spot.numeral is None]
    return names if 2 * len(names) > len(group) else group


def _may_be_label(spot: Spot) -> bool:
    """Words, years, measures, and small whole numbers, which may count days or weeks."""
    if spot.numeral is None:
        return any(c.isalnum() for c in spot.line.text)
    return is_year(spot.line.text) or spot.line.text.isdigit() or is_measure(spot.line.text)


def _groups(labels: Sequence[Spot], direction: Direction) -> list[list[Spot]]:
    """Labels that share an edge: the one towards the marks, the one away from them, or their middle."""
    edges: tuple[Callable[[Spot], float], ...] = (
        lambda spot: spot.high,
        lambda spot: spot.low,
        lambda spot: spot.middle,
    )
    groups: dict[tuple[int, ...], list[Spot]] = {}
    for edge in edges:
        for anchor in labels:
            near = 0.6 * anchor.size
            group = [
                spot for spot in labels if abs(edge(spot) - edge(anchor)) < near and _alike(spot, anchor)
            ]
            if len(group) >= 2:
                groups.setdefault(tuple(map(id, group)), group)
    return list(groups.values())


def _alike(one: Spot, other: Spot) -> bool:
    brief = len(one.line.text) <= BRIEF and len(other.line.text) <= BRIEF
    return (brief or abs(one.line.tilt - other.line.tilt) < 25) and 0.5 < one.size / max(other.size, 1) < 2


def _even(labels: Sequence[Spot]) -> Row | None:
    """The longest run of labels whose middles lie on an even grid, with gaps where one was not read."""
    best: Row | None = None
    for i in range(len(labels) - 1):
        if best and len(labels) - i < len(best.spots):
            break
        for j in range(i + 1, min(i + 4, len(labels))):
            row = _run(labels, i, j)
            if row and (best is None or _better(row, best)):
                best = row
    return best


def _better(row: Row, other: Row) -> bool:
    """More labels; of as many, those that lie closer."""
    return (len(row.spots), -row.places[-1]) > (len(other.spots), -other.places[-1])


def _run(labels: Sequence[Spot], first: int, second: int) -> Row | None:
    step = labels[second].along - labels[first].along
    if step < 0.8 * labels[first].size:
        return None
    spots, places = [labels[first], labels[second]], [0, 1]
    for label in labels[second + 1 :]:
        steps = (label.along - spots[-1].along) / step
        count = round(steps)
        if count > LONGEST_GAP:
            break  # and so are all that follow
        if count < 1 or abs(steps - count) * step > EVEN * step + 4:
            continue
        spots.append(label)
        places.append(places[-1] + count)
        # The grid is measured anew with every label: errors of the first step do not add up.
        step = (spots[-1].along - spots[0].along) / places[-1]
    origin = sum(s.along - p * step for s, p in zip(spots, places, strict=True)) / len(spots)
    return Row(tuple(spots), tuple(places), origin, step)


def _joined(spots: Sequence[Spot], direction: Direction) -> list[Spot]:
    """Labels set in two or more lines, as one each; nothing where no label is."""
    labels = labels_of([spot.line for spot in spots])
    timely = [label for label in labels if len(label) > 1 and is_time(label[0].text)]
    if len(timely) == 1:
        labels.remove(timely[0])  # a point in time with the axis' title or the source under it
        labels += [[line] for line in timely[0]]
    if all(len(label) == 1 for label in labels):
        return []
    return [spot(as_one(label), direction) for label in labels]


def gaps(row: Row) -> list[int]:
    """Places between the first and the last label that have none."""
    return [p for a, b in pairwise(row.places) for p in range(a + 1, b)]
