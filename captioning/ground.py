"""What a transparent picture is laid on: white as most pages, dark where it is drawn in white and would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

PAPER, DARK = (255, 255, 255), (34, 36, 40)
VISIBLE, LIGHT = 40, 235
"""Levels (of 255) of alpha from which on a pixel is seen, and of brightness from which on it is lost on white."""
ALL = 0.97
"""Share of the visible pixels that must be light."""


def grounded(picture: Pixels) -> Pixels:
    """RGB pixels of an RGBA picture on the ground that shows it."""
    from PIL import Image

    flat = Image.new("RGB", picture.size, DARK if _light(picture) else PAPER)
    flat.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return flat


def _light(picture: Pixels) -> bool:
    """Whether all that is seen is light, and some of the picture is not seen."""
    import numpy as np

    small = picture.copy()
    small.thumbnail((320, 320), reducing_gap=2.0)
    alpha = np.asarray(small.getchannel("A"))
    seen = alpha >= VISIBLE
    if not seen.any() or seen.mean() > 0.98:
        return False
    bright = np.asarray(small.convert("RGB").convert("L"))
    return float((bright[seen] >= LIGHT).mean()) >= ALL
