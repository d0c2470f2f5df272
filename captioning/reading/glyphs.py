"""Where small print stands in flat graphics.

Text detectors are trained on scenes and pages; of a chart's short, lone numerals ("48" above a column) they miss
about one in ten. In a flat graphic glyphs are easy to find: small connected marks that differ from the ground
around them. What is found here is only a place to look at; the recogniser says whether there is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

CONTRAST = 45
"""Levels (of 255) by which a glyph differs from its ground in some channel."""
HEIGHTS = (6, 48)
MOST = 80
"""Places looked at in one picture; a flat graphic with more is no chart."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place in pixels, right and bottom excluded."""

    left: int
    top: int
    right: int
    bottom: int

    def covers(self, other: Box) -> float:
        """The share (0 to 1) of `other` that lies inside this box."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        area = (other.right - other.left) * (other.bottom - other.top)
        return max(0, width) * max(0, height) / max(1, area)


def find_small_print(image: np.ndarray, known: Sequence[Box]) -> list[Box]:
    """Places in `image` (height x width x 3, uint8) that may hold a short text and are not `known` to."""
    import cv2
    import numpy as np

    ground = cv2.medianBlur(image, 41 if min(image.shape[:2]) > 300 else 21)
    mask = (np.abs(image.astype(np.int16) - ground).max(axis=2) > CONTRAST).astype(np.uint8)
    # Components of the ground's own shape (edges of bars, axes, curves) are long or large; glyphs are neither.
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    glyphs = [
        Box(x, y, x + w, y + h) for x, y, w, h, area in stats[1:count].tolist() if _is_glyph(w, h, area)
    ]
    boxes = [box for box in _words(glyphs) if HEIGHTS[0] <= box.bottom - box.top <= HEIGHTS[1]]
    fresh = [box for box in boxes if all(other.covers(box) < 0.5 for other in known)]
    return fresh if len(fresh) <= MOST else []


def _is_glyph(width: int, height: int, area: int) -> bool:
    low, high = HEIGHTS
    filled = area / (width * height)
    point = width <= 5 and height <= 5 and area >= 2  # of a decimal
    letter = low <= height <= high and width <= 2.5 * high and filled < 0.92 and width < 8 * height
    return point or letter


def _words(glyphs: list[Box]) -> list[Box]:
    """Glyphs side by side at one height, joined; lone points are dropped."""
    points = [glyph for glyph in glyphs if glyph.bottom - glyph.top < HEIGHTS[0]]
    rows: list[list[Box]] = []
    for glyph in sorted(glyphs, key=lambda box: (box.left, box.top)):
        if glyph.bottom - glyph.top < HEIGHTS[0]:
            continue
        home = next((row for row in rows if _continues(row[-1], glyph, points)), None)
        if home is None:
            rows.append([glyph])
        else:
            home.append(glyph)
    return [_around(row, points) for row in rows]


def _continues(last: Box, glyph: Box, points: list[Box]) -> bool:
    """Whether a glyph goes on where another ended: the gap of a letter, or of a decimal point that stands in it."""
    height = max(last.bottom - last.top, glyph.bottom - glyph.top)
    level = abs((last.top + last.bottom) - (glyph.top + glyph.bottom)) / 2 < 0.35 * height
    gap = glyph.left - last.right
    if not level or gap < -2 or gap >= 1.4 * height:
        return False
    middle = (last.top + last.bottom) / 2
    pointed = any(
        last.right - 1 <= p.left and p.right <= glyph.left + 1 and middle < p.bottom <= last.bottom + 3
        for p in points
    )
    return gap < 0.75 * height or pointed


def _around(row: list[Box], points: list[Box]) -> Box:
    box = Box(
        min(b.left for b in row),
        min(b.top for b in row),
        max(b.right for b in row),
        max(b.bottom for b in row),
    )
    height = box.bottom - box.top
    inside = [
        p
        for p in points
        if box.left - height // 2 <= p.left
        and p.right <= box.right + height // 2
        and box.top <= p.top
        and p.bottom <= box.bottom + 3
    ]
    return Box(
        min([box.left, *(p.left for p in inside)]),
        box.top,
        max([box.right, *(p.right for p in inside)]),
        max([box.bottom, *(p.bottom for p in inside)]),
    )
