"""What a picture looks like in forty numbers: colours, flatness, edges, straight lines, small print.

Drawn pictures have few colours, flat areas and sharp steps; photographs the contrary. Among drawn ones, text and lines
tell charts, screenshots, diagrams and cards apart. All features are shares or logarithms, so that size hardly counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image as Pixels

    from rhapsode.captioning.loading import Picture

EDGE = 320
"""Pixels of the longer edge at which features are taken."""
VERSION = 3


def features(picture: Picture) -> np.ndarray:
    """The feature vector [COUNT] of an opened picture that has pixels."""
    import numpy as np

    assert picture.pixels is not None
    small = planes(picture.pixels, EDGE)
    gray = small.mean(axis=0)
    values = [
        *_shape(picture),
        *_colours(small, gray),
        *_structure(gray),
        *_print(gray),
        *_layout(small, gray),
    ]
    return np.nan_to_num(np.array(values, dtype=np.float32))


def planes(pixels: Pixels, edge: int) -> np.ndarray:
    """Red, green and blue of a picture made small `[3, H, W]`, float32, 0 to 255."""
    import numpy as np

    scale = min(1.0, edge / max(pixels.size))
    size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
    small = pixels.resize(size, reducing_gap=2.0) if scale < 1 else pixels
    return np.ascontiguousarray(np.asarray(small, dtype=np.float32).transpose(2, 0, 1))


def rim(planes: np.ndarray) -> np.ndarray:
    """The outermost pixels of planes `[..., H, W]` as `[..., N]`."""
    import numpy as np

    sides = (planes[..., 0, :], planes[..., -1, :], planes[..., 0], planes[..., -1])
    return np.concatenate(sides, axis=-1)


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


def _colours(planes: np.ndarray, gray: np.ndarray) -> list[float]:
    """Entropy of colours, share of the commonest, saturation, brightness, exact colours per pixel."""
    import numpy as np

    red, green, blue = planes.astype(np.int32)
    coarse = np.bincount(((red >> 3) * 1024 + (green >> 3) * 32 + (blue >> 3)).ravel(), minlength=32768)
    order = np.sort(coarse)[::-1] / gray.size
    some = (red * 65536 + green * 256 + blue)[::2, ::2]  # a quarter tells as well and sorts faster
    exact = len(np.unique(some)) / some.size
    top = np.maximum(np.maximum(planes[0], planes[1]), planes[2])
    low = np.minimum(np.minimum(planes[0], planes[1]), planes[2])
    saturation = (top - low) / np.maximum(top, 1)
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


def _structure(gray: np.ndarray) -> list[float]:
    """Flat pixels, sharp steps, soft gradients, and long straight horizontal and vertical edges."""
    import numpy as np

    dx, dy = np.abs(np.diff(gray, axis=1)), np.abs(np.diff(gray, axis=0))
    if dx.size == 0 or dy.size == 0:
        return [0.0] * 11
    steps = np.concatenate([dx.ravel(), dy.ravel()])
    below = [float((steps < limit).mean()) for limit in (0.5, 6, 30, 90)]
    rows = (dy > 12).mean(axis=1)
    columns = (dx > 12).mean(axis=0)
    return [
        below[0],
        below[1] - below[0],
        below[2] - below[1],
        1 - below[2],
        1 - below[3],
        float(rows.max()),
        float((rows > 0.5).sum()) / 20,
        float((rows > 0.2).mean()),
        float(columns.max()),
        float((columns > 0.5).sum()) / 20,
        float((columns > 0.2).mean()),
    ]


def _print(gray: np.ndarray) -> list[float]:
    """How many marks as large as letters there are, how large they are, and how they stand in rows."""
    import numpy as np
    from scipy import ndimage

    ground = ndimage.uniform_filter(gray, size=21)
    marks, count = ndimage.label(np.abs(gray - ground) > 40, structure=np.ones((3, 3)))  # type: ignore[misc]
    if count == 0:
        return [0.0] * 8
    boxes = ndimage.find_objects(marks)
    sizes = np.array([(b[0].stop - b[0].start, b[1].stop - b[1].start) for b in boxes if b is not None])
    middles = np.array([(b[0].start + b[0].stop) / 2 for b in boxes if b is not None])
    heights, widths = sizes[:, 0], sizes[:, 1]
    letters = (heights >= 3) & (heights <= 27) & (widths <= 27) & (widths >= 1)
    found = heights[letters]
    rows = np.bincount((middles[letters] / 4).astype(int), minlength=1) if letters.any() else np.zeros(1)
    large = (heights > 40) | (widths > 40)
    return [
        float(np.log1p(letters.sum())) / 6,
        float(np.median(found)) / 27 if len(found) else 0.0,
        float(found.std()) / 14 if len(found) else 0.0,
        float((widths[letters] * found).sum()) / gray.size,
        float((rows >= 4).sum()) / 20,
        float(rows.max()) / 40,
        float(np.log1p(large.sum())) / 3,
        float(np.log1p(count)) / 7,
    ]


def _layout(planes: np.ndarray, gray: np.ndarray) -> list[float]:
    """Whether the rim is of one colour, how much of the picture is not that colour, and where."""
    import numpy as np

    edge = rim(planes)
    ground = np.median(edge, axis=1)
    ink = np.zeros(gray.shape, dtype=bool)
    for plane, level in zip(planes, ground, strict=True):
        ink |= np.abs(plane - level) > 30
    if not ink.any():
        return [1.0, 0.0, 0.5, 0.5, 0.0, 0.0, 1.0, 0.0]
    height, width = gray.shape[0], gray.shape[1]
    down, across = ink.sum(axis=1), ink.sum(axis=0)
    ys, xs = np.flatnonzero(down), np.flatnonzero(across)
    thirds = [
        ink[: height // 3].mean() if height > 2 else 0.0,
        ink[height // 3 : 2 * height // 3].mean() if height > 2 else 0.0,
        ink[2 * height // 3 :].mean(),
    ]
    mirrored = np.abs(gray - gray[:, ::-1]).mean() / 255
    line = gray.ravel()[:: max(1, gray.size // 2000)]
    return [
        float((np.abs(edge - ground[:, None]).max(axis=0) < 8).mean()),
        float(ink.mean()),
        float((across * np.arange(width)).sum() / across.sum()) / width,
        float((down * np.arange(height)).sum() / down.sum()) / height,
        float(np.std(thirds)),
        float((ys[-1] - ys[0] + 1) * (xs[-1] - xs[0] + 1)) / ink.size,
        float(1 - mirrored),
        float(np.abs(np.diff(line)).mean()) / 64 if len(line) > 1 else 0.0,
    ]


COUNT = 5 + 14 + 11 + 8 + 8
