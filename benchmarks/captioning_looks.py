"""Faces, colours and curves that the drawn pictures share."""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
FOLDERS = ("/usr/share/fonts", str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))
MORE_FONTS: list[str] = []
"""Folders with more faces; the trainer adds those it fetched."""
PLAIN = (
    "Symbol",
    "Mono",
    "cmex",
    "cmsy",
    "cmmi",
    "Emoji",
    "Cmex",
    "Dingbats",
    "STIXSiz",
    "STIXNonUni",
    "Math",
    "Display",
)


@lru_cache(maxsize=1)
def fonts() -> tuple[str, ...]:
    """Every installed face that has Latin letters, and those below `MORE_FONTS`."""
    found = [path for folder in (*FOLDERS, *MORE_FONTS) for path in sorted(Path(folder).rglob("*.[ot]tf"))]
    return tuple(str(path) for path in found if _has_letters(path))


def _has_letters(path: Path) -> bool:
    if any(name in path.name for name in PLAIN):
        return False
    try:
        letters = ImageFont.truetype(str(path), 24)
        masks = {ink(letters, letter) for letter in "agQ7“—"}
    except OSError:
        return False
    return len(masks) == 6 and ink(letters, "\u0378") not in masks


def ink(letters: ImageFont.FreeTypeFont, letter: str) -> bytes:
    """What a letter looks like; a letter that a font has not got looks like all others that it has not."""
    image = Image.new("L", (48, 48))
    ImageDraw.Draw(image).text((8, 8), letter, font=letters, fill=255)
    return image.tobytes()


@lru_cache(maxsize=512)
def face(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def any_face(rng: random.Random, size: float) -> ImageFont.FreeTypeFont:
    return face(rng.choice(fonts()), max(6, round(size)))


def palette(rng: random.Random, count: int = 5) -> list[Colour]:
    """Colours that go together: one hue's neighbours, or a few hues of one strength."""
    base, spread = rng.random(), rng.choice((0.08, 0.25, 0.5))
    strength, found = rng.uniform(0.25, 0.9), []
    for i in range(count):
        hue = (base + spread * rng.uniform(-1, 1)) % 1
        light = 0.25 + 0.7 * i / max(1, count - 1)
        found.append(hsv(hue, strength * rng.uniform(0.6, 1), light))
    rng.shuffle(found)
    return found


def hsv(hue: float, saturation: float, value: float) -> Colour:
    import colorsys

    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, min(1, saturation), value))
    return red, green, blue


def smoothed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    for _ in range(3):
        points = [
            p
            for (a, b), (c, d) in pairwise(points)
            for p in ((0.75 * a + 0.25 * c, 0.75 * b + 0.25 * d), (0.25 * a + 0.75 * c, 0.25 * b + 0.75 * d))
        ]
    return points


def halved(image: Image.Image) -> Image.Image:
    """What was drawn at twice its size, with smooth edges."""
    return image.resize((max(1, image.width // 2), max(1, image.height // 2)), Image.Resampling.LANCZOS)
