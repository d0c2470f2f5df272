"""The disc of a pie or ring in pixels: where it is and how its slices divide it."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, hypot, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

DIFFERENT = 18
"""Levels (of 255) by which a slice differs from the ground or from its neighbour in some channel."""
STEPS = 1440
"""Directions looked into: four to a degree."""
SMALLEST_SLICE = 0.008
"""Of the whole; thinner runs of colour are the lines between slices."""
ROUND = 0.12
"""How far the sides of a disc's box may differ, and its filling from a circle's."""


@dataclass(frozen=True)
class Slice:
    """A slice from `start` to `end` in radians, clockwise from three o'clock, with its colour [3] (blue first)."""

    start: float
    end: float
    colour: np.ndarray

    @property
    def share(self) -> float:
        """Of the whole (0 to 1)."""
        return (self.end - self.start) / (2 * pi)

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    def off(self, angle: float) -> float:
        """How far `angle` lies outside of the slice, in radians; 0 within."""
        away = abs((angle - self.middle + pi) % (2 * pi) - pi)
        return max(0.0, away - (self.end - self.start) / 2)


@dataclass(frozen=True)
class Disc:
    """A disc around (x, y) of `radius` pixels, and its slices in the order of their angles."""

    x: float
    y: float
    radius: float
    slices: tuple[Slice, ...]

    def angle(self, x: float, y: float) -> float:
        return atan2(y - self.y, x - self.x)

    def reach(self, x: float, y: float) -> float:
        """Distance from the centre, in radii."""
        return hypot(x - self.x, y - self.y) / self.radius


def find_disc(image: np.ndarray) -> Disc | None:
    """The disc in a BGR image; None where there is none with at least two slices."""
    placed = _largest_disc(image)
    if placed is None:
        return None
    x, y, radius = placed
    slices = _slices(_ring(image, x, y, radius))
    return Disc(x, y, radius, tuple(slices)) if len(slices) >= 2 else None


def _largest_disc(image: np.ndarray) -> tuple[float, float, float] | None:
    import cv2
    import numpy as np

    rim = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]]).astype(np.int16)
    far = np.abs(image.astype(np.int16) - np.median(rim, axis=0)).max(axis=2)
    for closing in (3, 7, 13):  # slices may be set apart by lines of the ground's colour
        mask = (far > DIFFERENT).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        mask = cv2.morphologyEx(
            mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (closing, closing))
        )
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:3]:
            left, top, width, height = cv2.boundingRect(outline)
            area = cv2.contourArea(outline)
            whole = 0 < left and 0 < top and min(width, height) > 0.2 * min(image.shape[:2])
            round_ = abs(width / height - 1) < ROUND and abs(area / (pi / 4 * width * height) - 1) < ROUND
            if whole and round_:
                return left + width / 2, top + height / 2, (width + height) / 4
    return None


def _ring(image: np.ndarray, x: float, y: float, radius: float) -> np.ndarray:
    """Colours [STEPS, 3] around the disc; the median over the outer half, in which text and rings' holes vanish."""
    import numpy as np

    turns = np.arange(STEPS) * (2 * pi / STEPS)
    reaches = radius * np.linspace(0.72, 0.95, 9)
    xs = np.clip((x + np.outer(np.cos(turns), reaches)).round().astype(int), 0, image.shape[1] - 1)
    ys = np.clip((y + np.outer(np.sin(turns), reaches)).round().astype(int), 0, image.shape[0] - 1)
    return np.median(image[ys, xs].astype(np.int16), axis=1)


def _slices(ring: np.ndarray) -> list[Slice]:
    """Runs of one colour; where two meet, the line between them is shared out."""
    import numpy as np

    jump = np.abs(ring - np.roll(ring, 1, axis=0)).max(axis=1) > DIFFERENT
    starts = np.flatnonzero(jump)
    if len(starts) < 2:
        return []
    runs: list[tuple[int, int, np.ndarray]] = []
    for first, after in zip(starts, [*starts[1:], starts[0] + STEPS], strict=True):
        if after - first >= SMALLEST_SLICE * STEPS:
            colours = ring[np.arange(first, after) % STEPS]
            runs.append((int(first), int(after), np.median(colours, axis=0)))
    runs = _united(runs)
    if len(runs) < 2:
        return []
    found = []
    for k, (first, after, colour) in enumerate(runs):
        before = runs[k - 1][1] - (STEPS if k == 0 else 0)
        following = runs[(k + 1) % len(runs)][0] + (STEPS if k == len(runs) - 1 else 0)
        start, end = (before + first) / 2, (after + following) / 2
        found.append(Slice(start * 2 * pi / STEPS, end * 2 * pi / STEPS, colour))
    return found


def _united(runs: list[tuple[int, int, np.ndarray]]) -> list[tuple[int, int, np.ndarray]]:
    """Runs of one colour that only text or noise parts: there is no line between them, just a few odd directions."""
    import numpy as np

    found: list[tuple[int, int, np.ndarray]] = []
    for first, after, colour in runs:
        alike = bool(found) and np.abs(found[-1][2] - colour).max() <= DIFFERENT
        if alike and first - found[-1][1] > 0.02 * STEPS:
            found[-1] = (found[-1][0], after, found[-1][2])  # text of some width lay between
        else:
            found.append((first, after, colour))
    return found
