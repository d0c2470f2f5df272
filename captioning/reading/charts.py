"""Labelled charts: from words and their places to labels with values.

A chart is read only where its marks carry their values as text. Three layouts are tried, and the one that pairs most
labels with a value wins:

    columns and lines   a row of labels at the bottom, each value above its label
    bars                a column of labels at the left, each value beside its label
    pies                percentages that make up a hundred, each with the label in its direction from the centre

Numbers along an axis are told apart by lying on a line: position and value in proportion. The same proportion tests
the reading: in a column chart a value's height on the page goes with the value, and one that does not fit was misread
and is not spoken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import atan2, hypot, pi
from statistics import median
from typing import TYPE_CHECKING, Literal

from rhapsode.captioning.numbers import value_of
from rhapsode.captioning.reading import ocr
from rhapsode.captioning.reading.ocr import Line, Reading

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image as Pixels

Form = Literal["column", "bar", "pie", "line"]

NUMERAL = re.compile(
    r"(?P<before>[-−–+~]?\s?[$€£¥]?\s?[-−–+]?)(?P<digits>\d{1,3}(?:[,.\u00a0\u202f' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"\s?(?P<after>%|‰|°\s?[CF]?|[kKmM](?:io|rd|n)?|bn|B|tn|x|€|\$|£|pp|pts?)?"
)
MEASURABLE = 4
"""Values from which on places can tell which one was misread."""
WIDEST_TURN = 0.7
"""Radians between a slice's percentage and its label; labels are centred on their slices, short of long words."""
SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "mrd": 1e9, "bn": 1e9, "b": 1e9, "tn": 1e12}
ORDERED = (
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    ["q1", "q2", "q3", "q4"],
)


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of the chart: its label and its value, as `printed` and as a number."""

    label: str
    printed: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart says. `points` are in the order of the axis; `complete` says that every label has its value.

    `ordered` labels are points in time, so that going up or down means something.
    """

    form: Form
    title: str
    points: tuple[Point, ...]
    complete: bool
    ordered: bool
    labels: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Number:
    """A line that is one numeral."""

    line: Line
    value: float


def numeral(text: str) -> float | None:
    """The value of a text that is nothing but a numeral with its unit: "$1,200", "12.5%", "3k"."""
    match = NUMERAL.fullmatch(text.strip())
    if match is None:
        return None
    value = value_of(re.sub(r"\s", "", match["digits"]))
    if value is None:
        return None
    sign = -1 if re.search(r"[-−–]", match["before"]) else 1
    return sign * value * SCALES.get((match["after"] or "").lower(), 1)


Again = Callable[[Line], Sequence[str]]
"""Other readings of a line."""


def read_chart(reading: Reading, pixels: Pixels | None = None) -> Chart | None:
    """The labelled chart in a picture; None where there is none that can be read with confidence."""
    lines = [line for line in _split_runs(reading.lines) if any(c.isalnum() for c in line.text)]
    numbers = [Number(line, value) for line in lines if (value := numeral(line.text)) is not None]
    if len(numbers) < 2:
        return None

    def again(line: Line) -> Sequence[str]:
        return ocr.again(pixels, reading, line) if pixels is not None and ocr.available() else ()

    readers: tuple[Callable[[list[Line], list[Number], Reading, Again], Chart | None], ...] = (
        _bars,
        _columns,
        _pie,
    )
    found = [chart for reader in readers if (chart := reader(lines, numbers, reading, again)) is not None]
    if not found:
        return None
    best = max(found, key=lambda chart: (len(chart.points), chart.form != "pie", chart.confidence))
    if best.form == "column" and pixels is not None and _is_line(best, lines, reading, pixels):
        best = replace(best, form="line")
    return replace(best, title=_title(lines, best))


def _split_runs(lines: Sequence[Line]) -> list[Line]:
    """Axis labels that the reader took for one line ("2016 2017 2018"), apart again."""
    found: list[Line] = []
    for line in lines:
        parts = line.text.split()
        if len(parts) < 2 or not all(
            re.fullmatch(r"(?:19|20)\d\d|[QH][1-4]|\d{1,3}%", part) for part in parts
        ):
            found.append(line)
            continue
        step = line.width / len(line.text)
        for match in re.finditer(r"\S+", line.text):
            left, right = line.left + match.start() * step, line.left + match.end() * step
            found.append(replace(line, text=match.group(), left=left, right=right))
    return found


# ------------------------------------------------------------------------------------------ columns, lines


def _columns(lines: list[Line], numbers: list[Number], reading: Reading, again: Again) -> Chart | None:
    candidates = [
        chart for row in _rows(lines) if (chart := _columns_over(row, numbers, reading, again)) is not None
    ]
    return max(candidates, key=lambda chart: (len(chart.points), chart.confidence), default=None)


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Lines side by side at one height, at least two, evenly spaced; the lowest first."""
    rows: list[list[Line]] = []
    labels = [line for line in lines if numeral(line.text) is None or _is_year(line.text)]
    for line in sorted(labels, key=lambda line: -line.y):
        home = next(
            (row for row in rows if abs(row[0].y - line.y) < 0.6 * max(row[0].height, line.height)), None
        )
        if home is None:
            rows.append([line])
        else:
            home.append(line)
    return [row for group in rows if len(row := _even(sorted(group, key=lambda line: line.x))) >= 2]


def _even(row: list[Line]) -> list[Line]:
    """The longest stretch of `row` whose middles are evenly spaced: an axis, without what stands beside it."""
    if len(row) < 3:
        return row
    best: list[Line] = []
    for start in range(len(row) - 1):
        step = row[start + 1].x - row[start].x
        stretch = row[start : start + 2]
        for line in row[start + 2 :]:
            if abs(line.x - stretch[-1].x - step) > 0.2 * step + 4:
                break
            stretch.append(line)
        best = max(best, stretch, key=len)
    return best


def _columns_over(row: list[Line], numbers: list[Number], reading: Reading, again: Again) -> Chart | None:
    spacing = min(b.x - a.x for a, b in pairwise(row))
    base = min(line.top for line in row)
    above = [number for number in numbers if number.line.bottom <= base + 2 and number.line not in row]
    beside = [n for n in above if n.line.right < row[0].x - 1 or n.line.left > row[-1].x + 1]
    ticks = _axis(beside)
    above = [number for number in above if number not in ticks]
    pairs: list[tuple[Line, Number]] = []
    for label in row:
        near = [number for number in above if abs(number.line.x - label.x) < 0.42 * spacing]
        if len(near) > 1:
            return None  # several series, or a table
        if near:
            pairs.append((label, near[0]))
    if len(pairs) < 2 or (any(numeral(line.text) is not None for line in row) and not _is_time(row)):
        return None
    # A title above the chart must not hold numbers that count as values.
    if any(number.line.bottom < 0.02 * reading.height for _, number in pairs):
        return None
    ends = {id(row[0]), id(row[-1])} <= {id(label) for label, _ in pairs}
    if len(pairs) < len(row) and not ends:
        return None
    kept = _in_proportion(pairs, lambda line: -line.y, again)
    if not kept:
        return None
    return _chart("column", kept, row, len(pairs))


def _axis(numbers: Sequence[Number]) -> list[Number]:
    """Numbers along a vertical axis: at one edge, and in proportion to their height.

    A misread one among them ("901" for "90" and its tick) belongs to the axis by its place.
    """
    found: list[Number] = []
    for anchor in numbers:
        for edge in (lambda line: line.right, lambda line: line.x, lambda line: line.left):
            aligned = [n for n in numbers if abs(edge(n.line) - edge(anchor.line)) < 0.8 * anchor.line.height]
            fitting = _largest_fit([(n.line.y, n.value) for n in aligned])
            if len(fitting) >= 3 and len(fitting) >= 0.6 * len(aligned) and len(aligned) > len(found):
                found = aligned
    if len(found) == 0 and len(numbers) == 2 and abs(numbers[0].line.right - numbers[1].line.right) < 8:
        return list(numbers)
    return found


def _largest_fit(
    points: Sequence[tuple[float, float]], tolerance: float = 0.02, *, rising: bool = False
) -> list[int]:
    """The largest set of points on one line that is not level; the tolerance is a share of the range of values."""
    if len(points) < 3:
        return []
    spread = max(v for _, v in points) - min(v for _, v in points)
    best: list[int] = []
    for i, j in combinations(range(len(points)), 2):
        (p, a), (q, b) = points[i], points[j]
        if abs(q - p) < 1 or a == b:
            continue
        slope = (b - a) / (q - p)
        if rising and slope < 0:
            continue
        fitting = [
            k for k, (at, value) in enumerate(points)
            if abs(a + slope * (at - p) - value) <= max(tolerance * min(spread, abs(slope) * _reach(points)), 1e-9)
        ]  # fmt: skip
        best = max(best, fitting, key=len)
    return best


def _reach(points: Sequence[tuple[float, float]]) -> float:
    return max(p for p, _ in points) - min(p for p, _ in points)


def _in_proportion(
    pairs: list[tuple[Line, Number]], place: Callable[[Line], float], again: Again
) -> list[tuple[Line, Number]]:
    """Pairs whose values go with their places on the page; a misread digit is far off and is read again or dropped.

    Where all stand level (labels inside equal boxes), the places say nothing and all are kept; where they do not and
    most values do not fit, nothing is known for certain and none is kept.
    """
    if len(pairs) < MEASURABLE:
        return pairs
    points = [(place(number.line), number.value) for _, number in pairs]
    fitting = _largest_fit(points, tolerance=0.06, rising=True)
    if len(fitting) < max(3, 0.6 * len(pairs)):
        level = _reach(points) < 1.5 * median(number.line.height for _, number in pairs)
        return pairs if level else []
    kept: list[tuple[Line, Number]] = []
    for i, (label, number) in enumerate(pairs):
        if i in fitting:
            kept.append((label, number))
        elif (other := _reread(number, [points[k] for k in fitting], place, again)) is not None:
            kept.append((label, other))
    return kept


def _reread(
    number: Number, fitting: Sequence[tuple[float, float]], place: Callable[[Line], float], again: Again
) -> Number | None:
    """The reading of a misfit that its place confirms."""
    for text in (*again(number.line), *_with_point(number.line.text)):
        value = numeral(text)
        if value is None:
            continue
        points = [*fitting, (place(number.line), value)]
        if len(points) - 1 in _largest_fit(points, tolerance=0.06, rising=True):
            return Number(replace(number.line, text=text), value)
    return None


def _with_point(text: str) -> list[str]:
    """A numeral whose decimal point was too faint to be read."""
    match = re.fullmatch(r"(\D*\d+)(\d)(\D*)", text)
    return [f"{match[1]}.{match[2]}{match[3]}"] if match else []


def _is_time(row: Sequence[Line]) -> bool:
    return _in_time([line.text for line in row])


def _in_time(labels: Sequence[str]) -> bool:
    """Whether labels are consecutive points in time: years, months, weekdays, quarters."""
    years = [int(label) for label in labels if re.fullmatch(r"(?:1[5-9]|20|21)\d\d", label)]
    if len(years) == len(labels):
        return all(a < b for a, b in pairwise(years))
    for names in ORDERED:
        places = [next((i for i, name in enumerate(names) if _is_name(label, name)), -1) for label in labels]
        if -1 not in places and all((b - a) % len(names) in (1, 2, 3) for a, b in pairwise(places)):
            return True
    return False


def _is_year(label: str) -> bool:
    return re.fullmatch(r"(?:1[5-9]|20|21)\d\d", label) is not None


def _is_name(label: str, name: str) -> bool:
    return re.match(rf"{name}(?:[a-z]*\.?)(?:\s+'?\d+)?$", label.lower()) is not None


# ------------------------------------------------------------------------------------------------- bars


def _bars(lines: list[Line], numbers: list[Number], reading: Reading, again: Again) -> Chart | None:
    candidates = [
        chart for column in _label_columns(lines) if (chart := _bars_beside(column, numbers, reading, again))
    ]
    return max(candidates, key=lambda chart: (len(chart.points), chart.confidence), default=None)


def _label_columns(lines: list[Line]) -> list[list[Line]]:
    """Lines under each other at one edge, at least two, evenly spaced."""
    found: list[list[Line]] = []
    for edge in (lambda line: line.right, lambda line: line.left, lambda line: line.x):
        for anchor in lines:
            column = [line for line in lines if abs(edge(line) - edge(anchor)) < 0.7 * anchor.height]
            column.sort(key=lambda line: line.y)
            for stretch in (column, _evenly_below(column)):
                if len(stretch) >= 2 and stretch not in found:
                    found.append(stretch)
    return found


def _evenly_below(column: list[Line]) -> list[Line]:
    turned = [
        replace(line, left=line.top, right=line.bottom, top=line.left, bottom=line.right) for line in column
    ]
    kept = {id(line) for line in _even(turned)}
    return [line for line, copy in zip(column, turned, strict=True) if id(copy) in kept]


def _bars_beside(column: list[Line], numbers: list[Number], reading: Reading, again: Again) -> Chart | None:
    spacing = min((b.y - a.y for a, b in pairwise(column)), default=0)
    edge = max(line.right for line in column)
    if spacing < 0.9 * median(line.height for line in column) or edge > 0.6 * reading.width:
        return None
    beside = [number for number in numbers if number.line.left > edge - 2]
    pairs: list[tuple[Line, Number]] = []
    for label in column:
        near = [number for number in beside if abs(number.line.y - label.y) < 0.3 * spacing]
        if len(near) != 1:
            return None
        pairs.append((label, near[0]))
    names = [line.text for line in column]
    if any(numeral(name) is not None for name in names) and not (_in_time(names) or _in_time(names[::-1])):
        return None
    kept = _in_proportion(pairs, lambda line: line.left, again)
    if not kept:
        return None
    return _chart("bar", kept, column, len(pairs))


# ------------------------------------------------------------------------------------------------- pies


def _pie(lines: list[Line], numbers: list[Number], reading: Reading, again: Again) -> Chart | None:
    del reading, again
    together = _labels_with_values(lines)
    shares = [number for number in numbers if number.line.text.rstrip().endswith("%")]
    if together and 97 <= sum(value for _, _, value in together) <= 103:
        points = tuple(Point(label, printed, value) for label, printed, value in together)
        return Chart("pie", "", points, True, False, tuple(label for label, _, _ in together), 0.9)
    if len(shares) < 2 or not 97 <= sum(number.value for number in shares) <= 103:
        return None
    words = [line for line in lines if numeral(line.text) is None or _is_year(line.text)]
    if len(words) > len(shares):
        words.remove(min(words, key=lambda line: line.top))  # the title
    pairs = _by_direction(shares, words)
    if pairs is None:
        return None
    return _chart("pie", pairs, [label for label, _ in pairs], len(pairs))


def _labels_with_values(lines: Sequence[Line]) -> list[tuple[str, str, float]]:
    """Labels that carry their percentage: "Rent 38%", "Food (25%)"."""
    found = []
    for line in lines:
        match = re.fullmatch(r"(?P<label>.*[^\W\d].*?)[\s:(–-]+(?P<value>\d+(?:[.,]\d+)?\s?%)\)?", line.text)
        if match and (value := numeral(match["value"])) is not None:
            found.append((match["label"].strip(" :(–-"), match["value"], value))
    return found


def _by_direction(shares: list[Number], words: list[Line]) -> list[tuple[Line, Number]] | None:
    """Each percentage with the word that lies in its direction from the pie's centre, farther out.

    Percentages stand on a circle around the centre, which is found from them; None where that or the pairing fails
    (labels in a legend say nothing by their places).
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    centre = _centre(shares)
    if centre is None or len(words) < len(shares):
        return None
    costs = np.array([[_turn(number.line, word, centre) for word in words] for number in shares])
    rows, columns = linear_sum_assignment(costs)
    if costs[rows, columns].max() > WIDEST_TURN:
        return None
    return [(words[column], shares[row]) for row, column in zip(rows, columns, strict=True)]


def _centre(shares: list[Number]) -> tuple[float, float] | None:
    """The centre of the circle on which the percentages stand (least squares); two stand opposite each other."""
    import numpy as np

    x, y = np.array([(number.line.x, number.line.y) for number in shares]).T
    if len(shares) == 2:
        return float(x.mean()), float(y.mean())
    (a, b, c), *_ = np.linalg.lstsq(np.column_stack([2 * x, 2 * y, np.ones_like(x)]), x**2 + y**2, rcond=None)
    radius = float(np.sqrt(max(c + a * a + b * b, 0)))
    off = np.abs(np.hypot(x - a, y - b) - radius).max()
    return (float(a), float(b)) if radius > 0 and off < 0.25 * radius else None


def _turn(share: Line, word: Line, centre: tuple[float, float]) -> float:
    """The angle in radians between a percentage and a word as seen from the centre; large where the word is not outside."""
    x, y = centre
    angle = abs(atan2(word.y - y, word.x - x) - atan2(share.y - y, share.x - x))
    # The nearest point of a long label counts: it is set so as not to cover the pie.
    near = hypot(max(word.left - x, x - word.right, 0), max(word.top - y, y - word.bottom, 0))
    outward = near / max(hypot(share.x - x, share.y - y), 1)
    # Of two words in one direction the nearer is the label, the farther the title.
    return min(angle, 2 * pi - angle) + (0.05 * outward if 1.0 < outward < 3 else 1.0)


# ---------------------------------------------------------------------------------------------- together


def _chart(form: Form, pairs: list[tuple[Line, Number]], row: Sequence[Line], read: int) -> Chart:
    points = tuple(Point(label.text, number.line.text.strip(), number.value) for label, number in pairs)
    names = tuple(line.text for line in row)
    score = min((min(label.score, number.line.score) for label, number in pairs), default=0.0)
    complete = len(points) == len(names)
    share = len(points) / max(len(names), 1)
    ordered = form != "pie" and (_in_time(names) or _in_time(names[::-1]))
    if ordered and not _in_time(names):
        points, names = points[::-1], names[::-1]
    misread = read - len(points)
    return Chart(
        form, "", points, complete, ordered, names, round(score * (0.5 + 0.5 * share) - 0.1 * misread, 3)
    )


def _is_line(chart: Chart, lines: list[Line], reading: Reading, pixels: Pixels) -> bool:
    """Whether nothing fills the room between the values and their labels: then the marks are points of a line."""
    import numpy as np

    scale = pixels.width / reading.width
    image = np.asarray(pixels.convert("RGB"), dtype=np.int16)
    inked = []
    for point in chart.points:
        label = max(
            (line for line in lines if line.text == point.label), key=lambda line: line.y, default=None
        )
        value = next(
            (line for line in lines if line.text.strip() == point.printed and line is not label), None
        )
        if label is None or value is None or label.top - value.bottom < 1.5 * label.height:
            continue
        x, top, bottom = (round(v * scale) for v in (label.x, value.bottom, label.top))
        rows = image[top + (bottom - top) // 4 : bottom - (bottom - top) // 5]
        half = round(0.45 * pixels.width / max(len(chart.labels), 2))
        strip = rows[:, max(0, x - 3) : x + 4]
        if strip.size:
            inked.append(
                min(_difference(strip, rows[:, side : side + 4]) for side in (max(0, x - half), x + half))
            )
    return bool(inked) and median(inked) < 0.5


def _difference(strip: np.ndarray, beside: np.ndarray) -> float:
    """The share (0 to 1) of `strip` that has not the colour of the ground `beside` it."""
    import numpy as np

    if beside.size == 0:
        return 1.0
    ground = np.median(beside.reshape(-1, 3), axis=0)
    return float((np.abs(strip - ground).sum(axis=2) > 40).mean())


def _title(lines: Sequence[Line], chart: Chart) -> str:
    """The heading: the topmost line of words above all labels and values."""
    used = {text for point in chart.points for text in (point.label, point.printed)} | set(chart.labels)
    marks = [line.top for line in lines if line.text.strip() in used]
    words = [line for line in lines if numeral(line.text) is None and line.text not in used]
    above = [
        line
        for line in words
        if line.bottom <= min(marks, default=0) + 0.7 * line.height and len(line.text) > 3
    ]
    return above[0].text if above else ""
