"""The colour of print: what separates letters from the curves, bars and grids that they stand on or cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from rhapsode.captioning.reading.ocr import Box

FADE = 2.2
"""How fast other colours fade to white beside an ink."""
ALIKE = 60
"""Levels (of 255) by which one ink varies, softened edges of letters included."""
LEAST_CONTRAST = 40


def cut(image: np.ndarray, box: Box, *, margin: float = 0.0) -> np.ndarray:
    """The part of `image` in `box`, widened by `margin` heights (at least 2 pixels where there is any)."""
    left, top, right, bottom = box
    pad = max(2, margin * (bottom - top)) if margin else 0
    return image[max(0, int(top - pad)) : int(bottom + pad), max(0, int(left - pad)) : int(right + pad)]


def ink_of(image: np.ndarray, box: Box) -> np.ndarray | None:
    """The colour [3] of the letters in a box: of the pixels farthest from its rim's; None where nothing stands out."""
    import numpy as np

    crop = cut(image, box).astype(np.int16)
    if min(crop.shape[:2], default=0) < 4:
        return None
    rim = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    far = np.abs(crop - np.median(rim, axis=0)).max(axis=2)
    limit = np.percentile(far, 92)
    return np.median(crop[far >= max(limit, LEAST_CONTRAST)], axis=0) if limit >= LEAST_CONTRAST else None


def isolated(crop: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """A BGR crop in which `ink` is black and every other colour the whiter the less it is like it."""
    import numpy as np

    distance = np.abs(crop.astype(np.float32) - ink).max(axis=2)
    gray = np.clip(distance * FADE, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(gray[:, :, None], 3, axis=2))


def extent(image: np.ndarray, box: Box, ink: np.ndarray, gap: float) -> tuple[float, float]:
    """How far to the left and right the print of a level box goes on, over gaps of at most `gap` pixels."""
    import numpy as np

    left, top, right, bottom = (round(edge) for edge in box)
    rows = image[max(0, top + 1) : bottom - 1].astype(np.int16)
    if rows.size == 0:
        return float(left), float(right)
    columns = (np.abs(rows - ink).max(axis=2) < ALIKE).any(axis=0)
    return _walk(columns, left, -1, gap), _walk(columns, right, 1, gap)


def _walk(columns: np.ndarray, start: int, step: int, gap: float) -> float:
    last, at = start, start
    while 0 <= at + step < len(columns) and abs(at + step - last) <= gap:
        at += step
        if columns[at]:
            last = at
    return float(last)
