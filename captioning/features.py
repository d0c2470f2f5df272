"""What a picture looks like in forty numbers: colours, flatness, edges, straight lines, small print.

Drawn pictures have few colours, flat areas and sharp steps; photographs the contrary. Among drawn ones, text and lines
tell charts, screenshots, diagrams and cards apart. All features are shares or logarithms, so that size hardly counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from rhapsode.captioning.loading import Picture

EDGE = 480
"""Pixels of the longer edge at which features are taken."""
SOFT = 10
"""Levels (of 255) between neighbouring pixels that no edge stays below."""
VERSION = 1


def features(picture: Picture) -> np.ndarray:
    """The feature vector [COUNT] of an opened picture that has pixels."""
    import numpy as np

    assert picture.pixels is not None
    small = picture.pixels.copy()
    small.thumbnail((EDGE, EDGE))
    rgb = np.asarray(small, dtype=np.float32)
    values = [*_shape(picture), *_colours(rgb), *_structure(rgb), *_print(rgb), *_layout(rgb)]
    return np.nan_to_num(np.array(values, dtype=np.float32))


def featureless(picture: Picture) -> bool:
    """Whether nothing in the picture has an edge: flat colour or a soft gradient."""
    import numpy as np

    if picture.pixels is None:
        return False
    small = picture.pixels.copy()
    small.thumbnail((EDGE // 2, EDGE // 2))
    rgb = np.asarray(small, dtype=np.int16)
    steps = [np.abs(np.diff(rgb, axis=axis)).max(initial=0) for axis in (0, 1)]
    return int(max(steps)) <= SOFT


def _shape(picture: Picture) -> list[float]:
    from math import log

    width, height = max(picture.width, 1), max(picture.height, 1)
    return [
        log(width) / 7,
        log(height) / 7,
        log(width / height),
        float(picture.opacity),
        float(picture.opacity < 0.995),
    ]


def _entropy(counts: Any) -> float:
    import numpy as np

    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def _colours(rgb: np.ndarray) -> list[float]:
    """Entropy of colours, share of the commonest, saturation, brightness, exact colours per pixel."""
    import numpy as np

    flat = rgb.reshape(-1, 3).astype(np.int32)
    coarse = np.bincount(
        (flat[:, 0] >> 3) * 1024 + (flat[:, 1] >> 3) * 32 + (flat[:, 2] >> 3), minlength=32768
    )
    order = np.sort(coarse)[::-1] / len(flat)
    exact = len(np.unique(flat[:, 0] * 65536 + flat[:, 1] * 256 + flat[:, 2])) / len(flat)
    top, low = flat.max(axis=1), flat.min(axis=1)
    saturation = (top - low) / np.maximum(top, 1)
    gray = flat.mean(axis=1)
    return [
        _entropy(coarse) / 15,
        float(order[0]),
        float(order[:2].sum()),
        float(order[:8].sum()),
        float(order[:32].sum()),
        float((order > 0.01).sum()) / 20,
        float(np.log1p(exact * 100)) / 5,
        float(saturation.mean()),
        float(saturation.std()),
        float((saturation > 0.5).mean()),
        float(gray.mean()) / 255,
        float(gray.std()) / 128,
        float((gray > 245).mean()),
        float((gray < 12).mean()),
    ]


def _structure(rgb: np.ndarray) -> list[float]:
    """Flat pixels, sharp steps, soft gradients, and long straight horizontal and vertical edges."""
    import numpy as np

    gray = rgb.mean(axis=2)
    dx, dy = np.abs(np.diff(gray, axis=1)), np.abs(np.diff(gray, axis=0))
    if dx.size == 0 or dy.size == 0:
        return [0.0] * 11
    steps = np.concatenate([dx.ravel(), dy.ravel()])
    rows = (dy > 12).mean(axis=1)
    columns = (dx > 12).mean(axis=0)
    return [
        float((steps < 0.5).mean()),
        float(((steps >= 0.5) & (steps < 6)).mean()),
        float(((steps >= 6) & (steps < 30)).mean()),
        float((steps >= 30).mean()),
        float((steps >= 90).mean()),
        float(rows.max()),
        float((rows > 0.5).sum()) / 20,
        float((rows > 0.2).mean()),
        float(columns.max()),
        float((columns > 0.5).sum()) / 20,
        float((columns > 0.2).mean()),
    ]


def _print(rgb: np.ndarray) -> list[float]:
    """How many marks as large as letters there are, how large they are, and how they stand in rows."""
    import numpy as np
    from scipy import ndimage

    gray = rgb.mean(axis=2)
    ground = ndimage.uniform_filter(gray, size=31)
    marks, count = ndimage.label(np.abs(gray - ground) > 40, structure=np.ones((3, 3)))  # type: ignore[misc]
    if count == 0:
        return [0.0] * 8
    boxes = ndimage.find_objects(marks)
    sizes = np.array([(b[0].stop - b[0].start, b[1].stop - b[1].start) for b in boxes if b is not None])
    middles = np.array([(b[0].start + b[0].stop) / 2 for b in boxes if b is not None])
    heights, widths = sizes[:, 0], sizes[:, 1]
    letters = (heights >= 4) & (heights <= 40) & (widths <= 40) & (widths >= 1)
    found = heights[letters]
    rows = np.bincount((middles[letters] / 6).astype(int), minlength=1) if letters.any() else np.zeros(1)
    large = (heights > 60) | (widths > 60)
    return [
        float(np.log1p(letters.sum())) / 6,
        float(np.median(found)) / 40 if len(found) else 0.0,
        float(found.std()) / 20 if len(found) else 0.0,
        float((widths[letters] * found).sum()) / gray.size,
        float((rows >= 4).sum()) / 20,
        float(rows.max()) / 40,
        float(np.log1p(large.sum())) / 3,
        float(np.log1p(count)) / 7,
    ]


def _layout(rgb: np.ndarray) -> list[float]:
    """Whether the rim is of one colour, how much of the picture is not that colour, and where."""
    import numpy as np

    rim = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]])
    ground = np.median(rim, axis=0)
    ink = np.abs(rgb - ground).max(axis=2) > 30
    height, width = ink.shape
    share = ink.mean()
    if not ink.any():
        return [1.0, 0.0, 0.5, 0.5, 0.0, 0.0, 1.0, 0.0]
    ys, xs = np.nonzero(ink)
    thirds = [
        ink[: height // 3].mean(),
        ink[height // 3 : 2 * height // 3].mean(),
        ink[2 * height // 3 :].mean(),
    ]
    mirrored = np.abs(rgb - rgb[:, ::-1]).mean() / 255
    return [
        float((np.abs(rim - ground).max(axis=1) < 8).mean()),
        float(share),
        float(xs.mean()) / width,
        float(ys.mean()) / height,
        float(np.std(thirds)),
        float((ys.max() - ys.min() + 1) * (xs.max() - xs.min() + 1)) / ink.size,
        float(1 - mirrored),
        float(np.abs(np.diff(rgb.reshape(-1, 3).mean(axis=1)[:: max(1, rgb.size // 6000)])).mean()) / 64,
    ]


COUNT = 5 + 14 + 11 + 8 + 8
