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
ROUND, FILLED = 0.14, 0.78
"""How far the sides of a disc's box may differ, and the least it fills of the circle around it; a slice may be pulled out."""
MOST_SLICES = 16
LEAST_FILLED = 0.2
"""The share of a direction that has its slice's colour under print."""


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
    slices = _slices(_ring(image, x, y, radius), _rim(image))
    return Disc(x, y, radius, tuple(slices)) if len(slices) >= 2 else None


def _rim(image: np.ndarray) -> np.ndarray:
    """The colour [3] along the image's edges."""
    import numpy as np

    rim = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    return np.median(rim.astype(np.int16), axis=0)


def _largest_disc(image: np.ndarray) -> tuple[float, float, float] | None:
    import cv2
    import numpy as np

    far = np.abs(image.astype(np.int16) - _rim(image)).max(axis=2)
    for closing in (3, 7, 13, 25):  # slices may be set apart by lines of the ground's colour, or pulled out
        mask = (far > DIFFERENT).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        mask = cv2.morphologyEx(
            mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (closing, closing))
        )
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:3]:
            left, top, width, height = cv2.boundingRect(outline)
            area = cv2.contourArea(outline)
            _, around = cv2.minEnclosingCircle(outline)
            whole = left > 0 and top > 0 and min(width, height) > 0.2 * min(image.shape[:2])
            if whole and abs(width / height - 1) < ROUND and area > FILLED * pi * around**2:
                return left + width / 2, top + height / 2, (width + height) / 4
    return None


def _ring(image: np.ndarray, x: float, y: float, radius: float) -> np.ndarray:
    """Colours [STEPS, reaches, 3] around the disc, in its outer half."""
    import numpy as np

    turns = np.arange(STEPS) * (2 * pi / STEPS)
    reaches = radius * np.linspace(0.55, 0.96, 24)
    xs = np.clip((x + np.outer(np.cos(turns), reaches)).round().astype(int), 0, image.shape[1] - 1)
    ys = np.clip((y + np.outer(np.sin(turns), reaches)).round().astype(int), 0, image.shape[0] - 1)
    return image[ys, xs].astype(np.int16)


def _palette(ring: np.ndarray, ground: np.ndarray) -> list[np.ndarray]:
    """The colours [3] that fill parts of the ring; the ground's is none of them."""
    import numpy as np

    flat = ring.reshape(-1, 3)
    found: list[np.ndarray] = []
    left = np.abs(flat - ground).max(axis=1) > DIFFERENT
    while left.sum() > SMALLEST_SLICE / 2 * len(flat) and len(found) < MOST_SLICES:
        codes = (flat[left] >> 3) @ np.array([1024, 32, 1])
        commonest = np.bincount(codes).argmax()
        colour = np.median(flat[left][codes == commonest], axis=0)
        near = np.abs(flat - colour).max(axis=1) <= DIFFERENT
        if (near & left).sum() > SMALLEST_SLICE / 2 * len(flat):
            found.append(colour)
        left &= ~near
    return found


def _slices(ring: np.ndarray, ground: np.ndarray) -> list[Slice]:
    """Runs of directions in which one colour is commonest; print on a slice covers some of a direction, lines cover all."""
    import numpy as np

    palette = _palette(ring, ground)
    if len(palette) < 2:
        return []
    counts = np.stack([(np.abs(ring - colour).max(axis=2) <= DIFFERENT).sum(axis=1) for colour in palette])
    filled = counts.max(axis=0) >= LEAST_FILLED * ring.shape[1]
    chosen = np.where(filled, counts.argmax(axis=0), -1)
    starts = np.flatnonzero(chosen != np.roll(chosen, 1))
    if len(starts) < 2:
        return []
    runs = [
        (int(first), int(after), int(chosen[first]))
        for first, after in zip(starts, [*starts[1:], starts[0] + STEPS], strict=True)
        if chosen[first] >= 0 and after - first >= SMALLEST_SLICE * STEPS
    ]
    found = []
    for k, (first, after, colour) in enumerate(runs):
        before = runs[k - 1][1] - (STEPS if k == 0 else 0)
        following = runs[(k + 1) % len(runs)][0] + (STEPS if k == len(runs) - 1 else 0)
        start, end = (before + first) / 2, (after + following) / 2
        found.append(Slice(start * 2 * pi / STEPS, end * 2 * pi / STEPS, palette[colour]))
    return found
