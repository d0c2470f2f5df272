"""Whether values go with their marks: with the marks' lengths, with the axis, or with one another's places.

One that does not fit was misread. It is read again in other ways, and left out if none of them fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from rhapsode.captioning.reading.charts.closer import Closer
from rhapsode.captioning.reading.charts.numerals import parse
from rhapsode.captioning.reading.charts.pairing import Pairing
from rhapsode.captioning.reading.charts.proportion import largest_fit, slope_and_origin
from rhapsode.captioning.reading.charts.rows import Row
from rhapsode.captioning.reading.charts.sheet import Sheet, Spot

MEASURABLE = 4
"""Values from which on their places alone can tell which one was misread."""


def tested(pairing: Pairing, sheet: Sheet | None) -> dict[int, Spot]:
    """The values that go with the axis and with their marks, by place; none where nothing says that these are marks at
    all."""
    values = {place: pairing.values[place] for place in pairing.both}
    closer = Closer(sheet.image, [mark.line for mark in values.values()]) if sheet is not None else None
    up = pairing.direction == "up"
    by_axis = _on_axis(values, pairing.ticks, closer) if pairing.ticks and up else None
    values = values if by_axis is None else by_axis
    if not values:
        return {}
    size = median(mark.size for mark in values.values())
    # The points of a line have their values above or below them.
    around = Fit(0.06, 1.6 * size if up else 0.0)
    lengths = lengths_of(pairing, values, sheet) if sheet is not None else {}
    measured = len(lengths) == len(values)
    places = {place: mark.middle for place, mark in values.items()}
    if measured and (kept := _by_marks(values, lengths, places, around, closer)) is not None:
        return kept
    if by_axis is not None:
        return by_axis
    fitting = (Fit(0.06, 0.0) if measured else around).places(values, places)
    if len(values) >= MEASURABLE and len(fitting) >= 0.6 * len(values):
        return _kept(values, places, fitting, around, closer)
    if len(values) == 2 and len(pairing.labels) > 3 and pairing.ends and up:
        return values  # the ends of a line may be level
    level = max(places.values()) - min(places.values()) < 1.5 * size
    return values if measured or not level or sheet is None else {}


def _by_marks(
    values: dict[int, Spot],
    lengths: dict[int, float],
    places: dict[int, float],
    around: Fit,
    closer: Closer | None,
) -> dict[int, Spot] | None:
    """The values that go with the lengths of their marks; None where these say nothing."""
    if len(lengths) < 3:
        return None
    ends = Fit(0.01, 2.0)
    fitting = ends.places(values, lengths)
    if len(fitting) >= 0.85 * len(values):
        # A mark may run into its print, which then still stands where the others have theirs.
        fitting |= Fit(0.03, 3.0).places(values, places)
        return _kept(values, lengths, fitting, ends, closer)
    # Marks that are hard to measure: what fits by either is kept.
    fitting |= around.places(values, places)
    return (
        _kept(values, places, fitting, around, closer) if len(fitting) >= max(3, 0.6 * len(values)) else None
    )


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
    steps = [(tick.middle, tick.value) for tick in ticks]
    straight = Fit(0.02, 2.0).largest(steps)  # one of them may have been misread
    line = slope_and_origin([steps[k] for k in straight] if len(straight) > 2 else steps)
    if line is None or line[0] <= 0:
        return None
    slope, origin = line

    def off(mark: Spot, value: float, scale: float) -> bool:
        return abs(mark.middle - (value / scale - origin) / slope) > 2.6 * mark.size

    scale = min((1.0, 1e3, 1e6, 1e9), key=lambda scale: sum(off(m, m.value, scale) for m in values.values()))
    misfits = [place for place, mark in values.items() if off(mark, mark.value, scale)]
    if len(misfits) > 0.4 * len(values):
        return None
    kept = dict(values)
    for place in misfits:
        mark = kept.pop(place)
        for text in _readings(mark, values.values(), closer):
            found = parse(text)
            if found is not None and not off(mark, found.value, scale):
                kept[place] = replace(mark, line=replace(mark.line, text=text))
                break
    return dict(sorted(kept.items()))


def lengths_of(pairing: Pairing, places: Iterable[int], sheet: Sheet) -> dict[int, float]:
    """The ends of the marks, in pixels up the values; marks that cannot be measured are missing.

    Bars that do not lie beside their labels lie below them.
    """
    row, places = pairing.row, list(places)
    found = _ends(pairing, places, sheet, row, row.base + 1)
    if pairing.direction == "right" and len(found) < len(places):
        low = min(label.low for label in row.spots) - 3
        for share in (0.25, 0.35, 0.45):
            other = _ends(pairing, places, sheet, row.moved(share * row.step), low)
            if len(other) > len(found):
                found = other
    return found


def _ends(pairing: Pairing, places: Iterable[int], sheet: Sheet, row: Row, base: float) -> dict[int, float]:
    gap = 1.4 * row.size if pairing.direction == "up" else 8 * row.size
    half = 0.12 if base > row.base else 0.05  # bars below their labels are thin
    runs = {place: sheet.run(row.at(place), half * row.step, base, gap) for place in places}
    return {place: run[1] for place, run in runs.items() if run is not None}


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
        for text in _readings(mark, values.values(), closer):
            found = parse(text)
            if found is not None and len(sure) in fit.largest([*sure, (at[place], found.value)]):
                kept[place] = replace(mark, line=replace(mark.line, text=text))
                break
    return kept


def _readings(mark: Spot, others: Iterable[Spot], closer: Closer | None) -> Iterator[str]:
    """What a value that does not fit may be instead."""
    text = mark.line.text
    if closer is not None:
        yield from closer.again(mark.line)
    usual = Counter(_decimals(other.line.text) for other in others if other is not mark).most_common(1)
    for pointed in _with_point(text):
        if usual and _decimals(pointed) == usual[0][0]:
            yield pointed
    if "." in text or "," in text:
        yield text.translate(str.maketrans(".,", ",."))
    yield text[1:] if text.startswith(("-", "−", "–")) else f"-{text}"


def _decimals(text: str) -> int:
    """How many digits stand after a numeral's point; a comma before three digits parts thousands."""
    match = re.search(r"[.,](\d+)(?!.*\d)", text)
    return 0 if match is None or (len(match[1]) == 3 and "," in text) else len(match[1])


def _with_point(text: str) -> Iterator[str]:
    """A numeral whose decimal point was too faint to be read."""
    for place in range(1, len(text)):
        if text[place - 1].isdigit() and text[place].isdigit() and not set(text) & set(".,"):
            yield f"{text[:place]}.{text[place:]}"
