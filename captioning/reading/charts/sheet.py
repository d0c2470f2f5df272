"""A chart in its own directions: along the categories and up the values, whether its marks stand or lie.

`along` grows with the categories (to the right for columns, downwards for bars), `up` with the values (upwards for
columns, to the right for bars). Both are in pixels, so that one reader serves columns, bars and lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from rhapsode.captioning.reading.charts.numerals import Numeral, parse
from rhapsode.captioning.reading.ocr import LEVEL, Box, Line

if TYPE_CHECKING:
    import numpy as np

Direction = Literal["up", "right"]
BRIEF = 4
"""Characters up to which a turned label is about as wide as high, and how it is turned is hard to tell."""
GOES_ON = 5
"""Rows of a mark's colour from which on it goes on behind print."""
MARKED = 30
"""Levels (of 255) by which a mark's colour differs from the ground in some channel."""


@dataclass(frozen=True)
class Spot:
    """A line of text on the sheet: its middle `along` the categories, and where it begins and ends `up` the values."""

    line: Line
    along: float
    low: float
    high: float

    @cached_property
    def numeral(self) -> Numeral | None:
        return parse(self.line.text)

    @property
    def value(self) -> float:
        return self.numeral.value if self.numeral else 0.0

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    @property
    def size(self) -> float:
        return self.line.size


def spot(line: Line, direction: Direction) -> Spot:
    if direction == "right":
        return Spot(line, line.y, line.left, line.right)
    return Spot(line, _anchor(line), -line.bottom, -line.top)


def _anchor(line: Line) -> float:
    """Where a label below a column points: turned ones end (or begin) at their mark."""
    if LEVEL <= abs(line.tilt) <= 80 and len(line.text) > BRIEF:
        half = line.size / 2
        return line.right - half if line.tilt > 0 else line.left + half
    return line.x


class Sheet:
    """The pixels of a chart, [height, width, 3] with blue first, seen in one direction."""

    def __init__(self, image: np.ndarray, direction: Direction) -> None:
        self.image = image
        self.direction: Direction = direction

    def box(self, along: tuple[float, float], up: tuple[float, float]) -> Box:
        """A place in the image's own pixels."""
        if self.direction == "right":
            return up[0], along[0], up[1], along[1]
        return along[0], -up[1], along[1], -up[0]

    @cached_property
    def _canvas(self) -> np.ndarray:
        """[up, along, 3] as signed numbers; row 0 is the lowest."""
        import numpy as np

        image = self.image.astype(np.int16)
        return image.transpose(1, 0, 2) if self.direction == "right" else image[::-1]

    @property
    def _lowest(self) -> float:
        """`up` of the canvas' first row."""
        return 0.0 if self.direction == "right" else float(-self.image.shape[0])

    @cached_property
    def ground(self) -> np.ndarray:
        """The commonest colour [3]: what the marks stand on."""
        import numpy as np

        pixels = self.image[::3, ::3].reshape(-1, 3).astype(np.int32) >> 3
        codes = pixels[:, 0] * 1024 + pixels[:, 1] * 32 + pixels[:, 2]
        chosen = np.bincount(codes).argmax()
        return np.median(self.image[::3, ::3].reshape(-1, 3)[codes == chosen], axis=0)

    def run(self, along: float, half: float, base: float, gap: float) -> tuple[float, float] | None:
        """Where the mark at `along` begins and ends, looking up from `base`; None where nothing fills that place.

        Text on the mark may interrupt its colour for `gap` pixels.
        """
        import numpy as np

        left, right = max(0, round(along - half)), round(along + half) + 1
        band = self._canvas[:, left:right]
        if band.shape[1] == 0:
            return None
        colours = np.median(band, axis=1)
        first = max(0, round(base - self._lowest))
        marked = np.abs(colours - self.ground).max(axis=1) > MARKED
        start = self._start(marked, first, gap)
        if start is None:
            return None
        same = np.abs(colours - np.median(colours[start + 2 : start + 7], axis=0)).max(axis=1) <= MARKED
        end = _end(same, start, round(gap))
        return (start + self._lowest, end + self._lowest) if end - start >= 3 else None

    def _start(self, marked: np.ndarray, first: int, gap: float) -> int | None:
        """The first of five marked rows in a row: ticks and axes are thinner."""
        for row in range(first, min(len(marked) - 5, first + round(3 * gap) + 12)):
            if marked[row : row + 5].all():
                return row
        return None


def _end(same: np.ndarray, start: int, gap: int) -> int:
    """The row after the last one of the mark's colour, over interruptions of at most `gap` rows.

    Print beside a mark has its colour by chance in single rows; the mark goes on in many.
    """
    import numpy as np

    changes = np.flatnonzero(np.diff(np.concatenate([[0], same[start:].astype(np.int8), [0]])))
    last = start
    for first, after in zip(changes[::2] + start, changes[1::2] + start, strict=True):
        if first - last > gap + 1:
            break
        if first <= start + 2 or after - first >= GOES_ON:
            last = int(after)
    return last


def spots(lines: Sequence[Line], direction: Direction) -> list[Spot]:
    return [spot(line, direction) for line in lines]
