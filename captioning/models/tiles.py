"""How large a picture goes into a model: what it costs depends on its pixels, not on what they show.

Some models cut a picture into square tiles and see each of them, then the whole once more. Left alone they enlarge
every picture to many tiles (17 with SmolVLM's own settings), each of which costs as much as a small photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import ceil
from typing import Any

from PIL import Image

DEFAULT_EDGE = 512
"""Pixels of a tile's edge, for models that do not cut: their pictures get as many pixels as the tiles would have."""


EDGES = ("height", "width", "shortest_edge", "longest_edge")


def edges(size: Any) -> dict[str, int]:
    """A size in an image processor's settings, by its edges; it may be a mapping, an object, or something else."""
    get = size.get if isinstance(size, Mapping) else partial(getattr, size)
    return {name: value for name in EDGES if isinstance(value := get(name, None), int)}


def tiles_of(width: int, height: int, edge: int) -> int:
    """How many tiles of `edge` pixels a picture makes, the one that shows the whole included."""
    cut = ceil(width / edge) * ceil(height / edge)
    return cut + 1 if cut > 1 else 1


def tiled_size(width: int, height: int, edge: int, most: int) -> tuple[int, int]:
    """The largest size of the same shape that makes at most `most` tiles.

    Its longer side is a multiple of `edge`, as tiling models have it, but it has no more tiles than the picture has
    pixels to fill. Rounding is downwards: no processor makes more tiles of it.
    """
    longest = max(width, height)
    for count in range(min(most, ceil(longest / edge)), 0, -1):
        scale = count * edge / longest
        size = (max(1, int(width * scale + 1e-6)), max(1, int(height * scale + 1e-6)))
        if count == 1 or tiles_of(*size, edge) <= most:
            return size
    raise ValueError(f"a picture of {width} x {height} pixels has no tiles of {edge} pixels")


def bounded_size(width: int, height: int, edge: int, most: int) -> tuple[int, int]:
    """The largest size of the same shape, not enlarged, with no more pixels than `most` tiles have."""
    scale = min(1.0, (most * edge * edge / (width * height)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))


def resized(pixels: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`pixels` in that size."""
    return pixels if pixels.size == size else pixels.resize(size, Image.Resampling.LANCZOS)
