"""Printers' ornaments: fleurons of fonts, curls, corners, halftones, and bands between parts of a page."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks import captioning_looks as looks

FLEURONS = "❦❧☙✤✽❖⁂✻❋◆✦✿❀❁✾✢✣✥✧❉❊✼⚜•·◇※☘★☆✶✴❈⁕❃"
BOTH = 2
"""Everything is drawn this many times larger, then made small: smooth edges."""


def ornament(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """One of all of them."""
    return rng.choice((fleurons, curls, corner, corner, halftone, bands, edge, edge))(rng), {}


def fleurons(rng: random.Random) -> Image.Image:
    """Signs of a font in a row, with or without lines beside them, as they part two chapters."""
    size, count = rng.choice((18, 24, 32, 48, 64)), rng.choice((1, 3, 3, 5, 7))
    signs = rng.choice(FLEURONS) * count if rng.random() < 0.6 else "".join(rng.sample(FLEURONS, count))
    face = _face_with(rng, signs, size * BOTH)
    text = rng.choice((" ", "  ", "")).join(signs)
    box = face.getbbox(text)
    line = rng.choice((0, 0, 60, 200)) * BOTH
    width, height = int(box[2] + 2 * line + size), int(max(box[3], size) + size * rng.uniform(0.2, 2))
    image, ink = _canvas(rng, width, height)
    draw = ImageDraw.Draw(image)
    draw.text((width / 2, height / 2), text, font=face, fill=ink, anchor="mm")
    if line:
        gap = size * 0.6
        draw.line((gap, height / 2, line - gap / 2, height / 2), fill=ink, width=BOTH)
        draw.line((width - line + gap / 2, height / 2, width - gap, height / 2), fill=ink, width=BOTH)
    return looks.halved(image)


def _face_with(rng: random.Random, signs: str, size: int) -> ImageFont.FreeTypeFont:
    """A face that has the signs; DejaVu, which has most, where ten others have not."""
    for _ in range(10):
        face = looks.any_face(rng, size)
        small = face.font_variant(size=30)
        without = (looks.ink(small, " "), looks.ink(small, "\U000f1234"))
        if all(looks.ink(small, sign) not in without for sign in signs):
            return face
    return ImageFont.truetype("DejaVuSans.ttf", size)


def curls(rng: random.Random) -> Image.Image:
    """A pen's curls: one, mirrored, or in all four quarters of a square."""
    width, height = rng.choice(((200, 80), (300, 300), (120, 120), (500, 120), (180, 400), (90, 90)))
    image, ink = _canvas(rng, width * BOTH, height * BOTH)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(2, 5)):
        _pen(rng, draw, _curl(rng, width * BOTH / 2, height * BOTH / 2), ink)
    half = image.crop((0, 0, width, image.height))
    image.paste(half.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (image.width - width, 0))
    if width == height or rng.random() < 0.3:
        upper = image.crop((0, 0, image.width, height))
        image.paste(upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, image.height - height))
    return looks.halved(image)


def _curl(rng: random.Random, width: float, height: float) -> list[tuple[float, float]]:
    """A stem that ends in a spiral."""
    x, y = rng.uniform(0.3, 0.9) * width, rng.uniform(0.3, 0.9) * height
    reach, turn = rng.uniform(0.15, 0.4) * min(width, height), rng.choice((-1, 1))
    start, turns = rng.uniform(0, 2 * math.pi), rng.uniform(6, 15)
    spiral = [
        (
            x + reach * (1 - t / turns) * math.cos(start + turn * t),
            y + reach * (1 - t / turns) * math.sin(start + turn * t),
        )
        for t in np.linspace(0, turns * 0.95, 80)
    ]
    stem = [(width * rng.uniform(0, 1), height * rng.uniform(0, 1)), (width * rng.uniform(0, 1), height)]
    return [*looks.smoothed([*stem, spiral[0]]), *spiral]


def _pen(
    rng: random.Random, draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], ink: looks.Colour
) -> None:
    """A line that swells in its middle."""
    thick = rng.choice((2, 4, 7))
    for i, (first, last) in enumerate(pairwise(points)):
        draw.line(
            (*first, *last), fill=ink, width=max(1, round(thick * math.sin(math.pi * (i + 1) / len(points))))
        )
    if rng.random() < 0.5:
        x, y = points[-1]
        draw.ellipse((x - thick, y - thick, x + thick, y + thick), fill=ink)


def corner(rng: random.Random) -> Image.Image:
    """What frames one corner of a page: lines, arcs, dots, leaves or triangles along both of its sides."""
    edge = rng.choice((80, 120, 160, 220, 300, 400))
    image, ink = _canvas(rng, edge * BOTH, edge * BOTH)
    draw, e = ImageDraw.Draw(image), edge * BOTH
    form = rng.choice(("lines", "arcs", "dots", "leaves", "triangles", "curls"))
    if form == "lines":
        for k in range(rng.randint(1, 3)):
            at, long = e * (0.03 + 0.05 * k), e * rng.uniform(0.5, 0.97)
            draw.line((at, long, at, at, long, at), fill=ink, width=rng.choice((2, 4, 8)), joint="curve")
    elif form == "arcs":
        for k in range(1, rng.randint(2, 8)):
            r = e * 0.12 * k
            draw.arc((-r, -r, r, r), 0, 90, fill=ink, width=rng.choice((3, 6, 12)))
    elif form == "dots":
        step = e * rng.uniform(0.06, 0.12)
        for i in range(int(e / step)):
            for j in range(int(e / step) - i):
                r = step * 0.35 * (1 - (i + j) * step / e)
                x, y = (i + 0.5) * step, (j + 0.5) * step
                draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)
    elif form == "triangles":
        colours = looks.palette(rng, 5)
        for _ in range(rng.randint(2, 7)):
            a, b = rng.uniform(0.1, 0.9) * e, rng.uniform(0.1, 0.9) * e
            draw.polygon([(0, 0), (a, 0), (0, b)], fill=rng.choice(colours))
    else:
        _along(rng, draw, e, ink, leaves=form == "leaves")
    return looks.halved(image.rotate(90 * rng.randrange(4)))


def _along(rng: random.Random, draw: ImageDraw.ImageDraw, e: int, ink: looks.Colour, *, leaves: bool) -> None:
    """A bent stem from one side to the other, with leaves or berries beside it."""
    bend = rng.uniform(0.02, 0.35)
    stem = [
        (
            e * ((1 - t) ** 2 * 0.06 + 2 * t * (1 - t) * bend + t**2 * 0.9),
            e * ((1 - t) ** 2 * 0.9 + 2 * t * (1 - t) * bend + t**2 * 0.06),
        )
        for t in np.linspace(0, 1, 60)
    ]
    draw.line(stem, fill=ink, width=rng.choice((2, 4, 6)))
    r = e * rng.uniform(0.02, 0.05)
    for x, y in stem[5 : 55 : rng.choice((4, 6, 9))]:
        for side in rng.choice(((1,), (-1, 1))):
            x1, y1 = x + side * 1.4 * r, y + side * 1.4 * r
            long = 1.9 if leaves else 1.0
            draw.ellipse((x1 - r, y1 - long * r, x1 + r, y1 + long * r), fill=ink)


def halftone(rng: random.Random) -> Image.Image:
    """Dots that grow towards one side."""
    width, height = rng.choice(((900, 300), (600, 600), (1200, 200), (400, 400)))
    first, last = looks.palette(rng, 2)
    image = Image.new("RGB", (width, height), rng.choice((first, (255, 255, 255))))
    draw, step = ImageDraw.Draw(image), rng.choice((8, 12, 20))
    across, power = rng.random() < 0.5, rng.uniform(0.6, 2)
    for y in range(0, height, step):
        for x in range(0, width, step):
            r = step * 0.65 * ((x / width if across else y / height) ** power)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=last)
    return image


def bands(rng: random.Random) -> Image.Image:
    """Smooth coloured ribbons one above the other, as behind a title or at a page's foot."""
    width, height = rng.choice(((1600, 220), (1200, 320), (1920, 1080), (800, 500), (900, 160), (1000, 1000)))
    colours = looks.palette(rng, 6)
    image = Image.new("RGB", (width, height), rng.choice((colours[0], (255, 255, 255))))
    draw = ImageDraw.Draw(image)
    tilt, count = rng.uniform(-0.8, 0.8), rng.randint(1, 7)
    for k in range(count):
        base = height * (k + rng.uniform(0.3, 0.9)) / count
        waves = [
            (rng.uniform(0.1, 0.3) * height / count, rng.uniform(0.5, 3), rng.uniform(0, 6)) for _ in range(2)
        ]
        top = [
            (
                x,
                base
                + tilt * (x - width / 2) * height / width
                + sum(a * math.sin(f * 6.3 * x / width + p) for a, f, p in waves),
            )
            for x in range(0, width + 8, 8)
        ]
        draw.polygon([(0, height), *top, (width, height)], fill=colours[k % 6])
    return image


def edge(rng: random.Random) -> Image.Image:
    """Where one part of a page goes over into the next: waves, a slant, an arc, points or drops on white or nothing."""
    width, height = rng.choice(((1440, 160), (900, 100), (1200, 120), (1400, 220), (1000, 60), (1920, 300)))
    colours, flat = looks.palette(rng, 4), rng.random() < 0.5
    image = Image.new("RGBA", (width, height), (255, 255, 255, 0 if flat else 255))
    if not flat and rng.random() < 0.3:
        image.paste(colours[3], (0, 0, width, height))
    draw, form = ImageDraw.Draw(image), rng.choice(("waves", "waves", "slant", "arc", "points", "drops"))
    for k in range(rng.choice((1, 1, 2, 3))):
        deep, turns, at = rng.uniform(0.15, 0.45), rng.uniform(0.5, 4), rng.uniform(0, 6.3)
        level = rng.uniform(0.4, 0.6) + 0.1 * k
        top = [
            (x, height * (level + deep * _height(form, x / width, turns, at))) for x in range(0, width + 2, 2)
        ]
        draw.polygon([(0, height), *top, (width, height)], fill=colours[k % 3])
    turned = (Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT, None)
    way = rng.choice(turned)
    return image.transpose(way) if way is not None else image


def _height(form: str, t: float, turns: float, at: float) -> float:
    """How high an edge stands at `t` (0 to 1) of its way, -1 to 1."""
    match form:
        case "waves":
            return math.sin(6.283 * turns * t + at)
        case "slant":
            return 2 * t - 1
        case "arc":
            return 1 - 8 * t * (1 - t)
        case "points":
            return abs((t * turns * 8) % 2 - 1) * 2 - 1
    return abs(math.sin(math.pi * turns * 4 * t)) * 2 - 1


def _canvas(rng: random.Random, width: int, height: int) -> tuple[Image.Image, looks.Colour]:
    """White, paper or nothing below, and a colour to draw with."""
    ink = rng.choice(((20, 20, 20), (90, 90, 90), (120, 90, 40), looks.palette(rng, 2)[0]))
    if rng.random() < 0.5:
        return Image.new("RGBA", (width, height), (*ink, 0)), ink
    return Image.new(
        "RGB", (width, height), rng.choice(((255, 255, 255), (250, 245, 235), (240, 240, 240)))
    ), ink
