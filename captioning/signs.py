"""Signs of decoration besides a picture's look as a whole: its shape, where its ink lies, a motif that comes again.

Emblems are the content that ornaments are taken for. An emblem stands free in the middle of a square; what is wide,
cut off by the picture's rim, without an edge or repeated to the pixel is no emblem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.captioning.features import planes, rim

if TYPE_CHECKING:
    import numpy as np

    from rhapsode.captioning.loading import Picture

EDGE = 160
"""Pixels of the longer edge at which ink and edges are looked for."""
STRIP, WIDE = 2.0, 700
"""Sides to one another, and pixels of the longer one, from which on a picture without content is a background."""
SOFT = 10
"""Levels (of 255) between neighbouring pixels that no edge stays below."""
INK = 24
"""Levels from the colour of the rim from which on a pixel is ink."""
EVEN = 0.01
"""Share of the pixels that has ink, below which there is nothing but the ground."""
FREE = 0.03
"""Share of the rim that has ink, from which on a motif is cut off."""
SPARSE, FAR = 0.3, 0.03
"""Ink of a corner piece: at most this share of the picture, and this share of it beyond the diagonal."""
NEAR = 0.12
"""Share of the edge that a corner piece keeps to both sides of its corner."""
TILE, TIMES = 256, 3
"""Pixels of the middle of a picture in which a motif is looked for, and how often it must be there."""
SAME = 0.12
"""Share of the mean difference of places that two places with the same motif differ by at most: JPEG's traces."""


def small(picture: Picture) -> np.ndarray:
    """The planes `[3, H, W]` in which ink and edges are looked for."""
    assert picture.pixels is not None
    return planes(picture.pixels, EDGE)


def featureless(small: np.ndarray) -> bool:
    """Whether nothing in the planes `[3, H, W]` has an edge: flat colour or a soft gradient."""
    import numpy as np

    return int(max(np.abs(np.diff(small, axis=axis)).max(initial=0) for axis in (1, 2))) <= SOFT


def spread(picture: Picture) -> bool:
    """Whether a picture has the shape or the size of a header, a rule or a background."""
    width, height = max(picture.width, 1), max(picture.height, 1)
    return max(width / height, height / width) >= STRIP or max(width, height) >= WIDE


def ink(small: np.ndarray) -> np.ndarray:
    """Where `[H, W]` the planes `[3, H, W]` are not of the colour of their rim."""
    import numpy as np

    ground = np.median(rim(small), axis=1)
    return np.abs(small - ground[:, None, None]).max(axis=0) > INK


def even(mask: np.ndarray) -> bool:
    """Whether there is no ink `[H, W]` to speak of: paper, a gradient."""
    return float(mask.mean()) < EVEN


def cut_off(mask: np.ndarray) -> bool:
    """Whether ink `[H, W]` runs into the rim."""
    return float(rim(mask).mean()) >= FREE


def in_corner(mask: np.ndarray) -> bool:
    """Whether a little ink `[H, W]` frames one corner and leaves the other half of the picture empty."""
    import numpy as np

    height, width = mask.shape
    if not 1 / STRIP < width / height < STRIP or not mask.any() or mask.mean() > SPARSE:
        return False
    down, across = (np.arange(height)[:, None] + 0.5) / height, (np.arange(width)[None] + 0.5) / width
    for turned in (mask, mask[:, ::-1], mask[::-1], mask[::-1, ::-1]):
        beyond = turned[down + across > 1].sum() / turned.sum()
        if beyond < FAR and turned[:, across[0] < NEAR].any() and turned[down[:, 0] < NEAR].any():
            return True
    return False


def repeats(picture: Picture) -> bool:
    """Whether one motif comes again and again, to the pixel, across and down: no photograph does that."""
    import numpy as np

    assert picture.pixels is not None
    width, height = picture.pixels.size
    left, top = max(0, width - TILE) // 2, max(0, height - TILE) // 2
    part = picture.pixels.crop((left, top, min(left + TILE, width), min(top + TILE, height)))
    gray = np.asarray(part.convert("L"), dtype=np.float32)
    return float(gray.std()) > 1 and all(_again(plane) for plane in (gray, gray.T))


def _again(plane: np.ndarray) -> bool:
    """Whether the rows `[H, W]` come again after some pixels, or do not change at all."""
    import numpy as np

    shifts = range(1, plane.shape[1] // TIMES)
    differences = np.array([np.abs(plane[:, by:] - plane[:, :-by]).mean() for by in shifts])
    if len(differences) < 8 or differences.max() < 0.5:
        return len(differences) >= 8
    return bool(differences[3:].min() < SAME * differences.mean())
