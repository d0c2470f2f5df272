"""Decorations: rules, frames, shadows, twigs and the like; with the patterns, all that sites set around their contents."""

from __future__ import annotations

import math
import random

import numpy as np
from PIL import Image, ImageDraw

from benchmarks import captioning_looks as looks
from benchmarks import captioning_patterns as patterns


def ornament(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """One decoration, as sites use them between and behind their contents."""
    draw = rng.choice(
        (
            patterns.tiles,
            patterns.tiles,
            patterns.noise,
            patterns.paper,
            patterns.facets,
            patterns.hexagons,
            patterns.bokeh,
            _rule,
            _rule,
            _flourish,
            patterns.hatch,
            patterns.waves,
            patterns.mesh,
            _frame,
            _shadow,
            patterns.confetti,
            patterns.stripes,
            patterns.radial,
            _blobs,
            _blobs,
            _arcs,
            _branch,
            _bunting,
        )
    )
    return draw(rng), {}


def _rule(rng: random.Random) -> Image.Image:
    """A line between two parts of a text: plain, dotted, waved, with an ornament in its middle."""
    width, height = rng.choice(((600, 20), (900, 40), (1200, 30), (800, 60), (500, 12), (700, 80)))
    clear = rng.random() < 0.5
    image = Image.new("RGBA", (width, height), (255, 255, 255, 0 if clear else 255))
    draw, ink, y = (
        ImageDraw.Draw(image),
        rng.choice(((0, 0, 0), (120, 120, 120), looks.palette(rng, 2)[0])),
        height / 2,
    )
    form, left = (
        rng.choice(("plain", "dots", "wave", "dashes", "zigzag", "double")),
        width * rng.choice((0, 0.1, 0.3)),
    )
    if form == "plain":
        draw.line((left, y, width - left, y), fill=ink, width=rng.choice((1, 2, 4)))
    elif form == "double":
        draw.line((left, y - 3, width - left, y - 3), fill=ink, width=1)
        draw.line((left, y + 3, width - left, y + 3), fill=ink, width=rng.choice((1, 3)))
    elif form in ("dots", "dashes"):
        step, long = rng.choice((10, 16, 24)), 4 if form == "dots" else 9
        for x in range(round(left), round(width - left), step):
            draw.ellipse((x, y - 2, x + long, y + 2), fill=ink)
    else:
        points = [
            (x, y + height * 0.3 * (math.sin(x / 12) if form == "wave" else (x // 10 % 2) * 2 - 1))
            for x in range(round(left), round(width - left), 2 if form == "wave" else 10)
        ]
        draw.line(points, fill=ink, width=2)
    if rng.random() < 0.45:
        r = height * 0.3
        draw.rectangle(
            (width / 2 - 3 * r, 0, width / 2 + 3 * r, height), fill=(255, 255, 255, 0 if clear else 255)
        )
        for k in range(-1, 2):
            shape = rng.choice((draw.ellipse, draw.rectangle))
            shape(
                (width / 2 + k * 1.5 * r - r / 2, y - r / 2, width / 2 + k * 1.5 * r + r / 2, y + r / 2),
                fill=ink,
            )
    return image


def _flourish(rng: random.Random) -> Image.Image:
    """Spirals and leaves, mirrored, as printers set them below a chapter."""
    width, height = rng.choice(((400, 120), (600, 150), (300, 200), (800, 100)))
    image = Image.new("RGB", (2 * width, 2 * height), rng.choice(((255, 255, 255), (250, 245, 235))))
    draw, ink = ImageDraw.Draw(image), rng.choice(((20, 20, 20), (120, 90, 40), looks.palette(rng, 2)[0]))
    for _ in range(rng.randint(2, 5)):
        x, y, turn = (
            rng.uniform(0.05, 0.45) * 2 * width,
            rng.uniform(0.3, 0.7) * 2 * height,
            rng.choice((-1, 1)),
        )
        size = rng.uniform(0.2, 0.45) * height
        points = [
            (
                x + size * math.exp(-t / 6) * math.cos(turn * t),
                y + size * math.exp(-t / 6) * math.sin(turn * t),
            )
            for t in np.linspace(0, 14, 90)
        ]
        draw.line(points, fill=ink, width=rng.choice((4, 7)))
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=ink)
    draw.line((0.02 * width, height, width, height), fill=ink, width=4)
    half = image.crop((0, 0, width, 2 * height))
    image.paste(half.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (width, 0))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _frame(rng: random.Random) -> Image.Image:
    """A border with nothing in it."""
    first, last = patterns.pair(rng)
    image, draw = patterns.ground(rng, rng.choice(((255, 255, 255), first)))
    pad = min(image.size) * rng.uniform(0.03, 0.12)
    for k in range(rng.randint(1, 3)):
        inset = pad * (1 + 0.5 * k)
        draw.rectangle(
            (inset, inset, image.width - inset, image.height - inset),
            outline=last,
            width=rng.choice((1, 3, 6)),
        )
    for x in (pad, image.width - pad):
        for y in (pad, image.height - pad):
            r = pad * 0.6
            draw.ellipse((x - r, y - r, x + r, y + r), outline=last, width=3)
    return image


def _shadow(rng: random.Random) -> Image.Image:
    width, height = rng.choice(((1200, 20), (900, 40), (600, 16), (400, 400)))
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    alpha = Image.linear_gradient("L").resize((width, height))
    strength = rng.choice((0.3, 0.5, 0.5))
    image.putalpha(alpha.point([int(level * strength) for level in range(256)]))
    return image


def _clear(rng: random.Random, size: tuple[int, int]) -> Image.Image:
    """Nothing, paper, or a tint: what ornaments of pages stand upon."""
    tint = tuple(255 - rng.randint(0, 18) for _ in range(3))
    ground = rng.choice(((255, 255, 255, 0), (255, 255, 255, 255), (*tint, 255)))
    return Image.new("RGBA", (2 * size[0], 2 * size[1]), ground)


def _blobs(rng: random.Random) -> Image.Image:
    """Soft shapes without a meaning, in a corner or behind a text."""
    image = _clear(rng, rng.choice(((500, 500), (600, 600), (400, 300), (900, 400), (120, 120), (240, 240))))
    draw, colours = ImageDraw.Draw(image), looks.palette(rng, 4)
    for _ in range(rng.randint(1, 3)):
        x, y, r = (
            rng.uniform(0, image.width),
            rng.uniform(0, image.height),
            rng.uniform(0.15, 0.45) * min(image.size),
        )
        turns, points = rng.randint(4, 8), []
        for k in range(turns):
            reach, angle = r * rng.uniform(0.6, 1.1), 2 * math.pi * k / turns
            points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        draw.polygon(looks.smoothed([*points, points[0], points[1]]), fill=rng.choice(colours))
    return looks.halved(image)


def _arcs(rng: random.Random) -> Image.Image:
    """Circles around a corner or a middle."""
    image = _clear(rng, rng.choice(((500, 500), (300, 300), (800, 400), (160, 160))))
    draw, ink = ImageDraw.Draw(image), looks.palette(rng, 2)[0]
    x, y = rng.choice((0, image.width / 2, image.width)), rng.choice((0, image.height / 2, image.height))
    step, width = rng.uniform(0.05, 0.14) * image.width, rng.choice((3, 6, 14))
    for k in range(1, rng.randint(4, 14)):
        draw.ellipse((x - k * step, y - k * step, x + k * step, y + k * step), outline=ink, width=width)
    return looks.halved(image)


def _branch(rng: random.Random) -> Image.Image:
    """A twig with leaves, for a corner."""
    image = _clear(rng, rng.choice(((220, 220), (400, 400), (120, 120), (500, 200))))
    draw, ink = ImageDraw.Draw(image), looks.palette(rng, 2)[0]
    bend, spots = rng.uniform(-0.4, 0.4), []
    for k in range(40):
        t = k / 39
        spots.append(
            (image.width * (0.1 + 0.8 * t), image.height * (0.85 - 0.7 * t + bend * t * (1 - t) * 2))
        )
    draw.line(spots, fill=ink, width=rng.choice((3, 6)))
    size = rng.uniform(0.04, 0.09) * image.width
    for k in range(6, 38, rng.choice((3, 5))):
        for side in (-1, 1):
            x, y = spots[k][0] + side * size * 0.7, spots[k][1] + side * size * 0.7
            draw.ellipse((x - size * 0.7, y - size * 0.4, x + size * 0.7, y + size * 0.4), fill=ink)
    if rng.random() < 0.5:
        image = image.transpose(rng.choice((Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90)))
    return looks.halved(image)


def _bunting(rng: random.Random) -> Image.Image:
    """Small shapes in a row or strewn over a band."""
    image = _clear(rng, rng.choice(((1200, 80), (1400, 120), (800, 60))))
    draw, colours = ImageDraw.Draw(image), looks.palette(rng, 5)
    step = image.height * rng.uniform(0.5, 1.1)
    in_row = rng.random() < 0.5
    for k in range(int(image.width / step) + 1):
        x, y, s = k * step, 0.0 if in_row else rng.uniform(0, image.height), step * rng.uniform(0.5, 1)
        draw.polygon(
            [(x, y), (x + s, y + s * rng.uniform(-0.2, 0.2)), (x + s / 2, y + s)], fill=rng.choice(colours)
        )
    return looks.halved(image)
