"""Patterns, textures and gradients as sites lay them behind their contents, by NumPy and Pillow."""

from __future__ import annotations

import math
import random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks import captioning_looks as looks

SIZES = (
    (1600, 400),
    (1200, 300),
    (800, 600),
    (300, 300),
    (1920, 200),
    (512, 512),
    (1440, 900),
    (200, 200),
    (64, 64),
)


def pair(rng: random.Random) -> tuple[looks.Colour, looks.Colour]:
    """Two colours, mostly close to each other: a background does not shout."""
    first = looks.palette(rng, 3)[0]
    if rng.random() < 0.3:
        return first, looks.palette(rng, 3)[1]
    shift = rng.choice((-1, 1)) * rng.randint(8, 45)
    return first, tuple(min(255, max(0, part + shift)) for part in first)  # type: ignore[return-value]


def ground(rng: random.Random, colour: looks.Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", rng.choice(SIZES), colour)
    return image, ImageDraw.Draw(image)


def tiles(rng: random.Random) -> Image.Image:
    """A small motif over and over."""
    first, last = pair(rng)
    edge = rng.choice((10, 16, 24, 32, 48, 64, 96))
    tile = Image.new("RGB", (4 * edge, 4 * edge), first)
    draw = ImageDraw.Draw(tile)
    for _ in range(rng.randint(1, 3)):
        x, y, s = rng.uniform(0, 3) * edge, rng.uniform(0, 3) * edge, rng.uniform(0.6, 2.5) * edge
        match rng.choice(("disc", "ring", "line", "cross", "diamond", "arc")):
            case "disc":
                draw.ellipse((x, y, x + s, y + s), fill=last)
            case "ring":
                draw.ellipse((x, y, x + s, y + s), outline=last, width=max(2, edge // 4))
            case "line":
                draw.line(
                    (0, y, 4 * edge, y + rng.choice((0, 4 * edge, -4 * edge))),
                    fill=last,
                    width=max(2, edge // 3),
                )
            case "cross":
                draw.line((x, y, x + s, y + s), fill=last, width=max(2, edge // 4))
                draw.line((x, y + s, x + s, y), fill=last, width=max(2, edge // 4))
            case "diamond":
                draw.polygon(
                    [(x + s / 2, y), (x + s, y + s / 2), (x + s / 2, y + s), (x, y + s / 2)], fill=last
                )
            case _:
                draw.arc((x, y, x + s, y + s), 0, 180, fill=last, width=max(2, edge // 4))
    small = tile.resize((edge, edge), Image.Resampling.LANCZOS)
    image = Image.new("RGB", rng.choice(SIZES), first)
    for left in range(0, image.width, edge):
        for top in range(0, image.height, edge):
            image.paste(small, (left, top))
    return image


def noise(rng: random.Random) -> Image.Image:
    """Clouds of several sizes, or sand."""
    width, height = rng.choice(SIZES)
    total = np.zeros((height, width), dtype=np.float32)
    maker = np.random.default_rng(rng.randint(0, 2**31))
    for octave in range(rng.choice((1, 3, 5))):
        cells = max(2, width >> (7 - octave)), max(2, height >> (7 - octave))
        plane = Image.fromarray(maker.random((cells[1], cells[0]), dtype=np.float32))
        total += np.asarray(plane.resize((width, height), Image.Resampling.BICUBIC)) / 2**octave
    share = ((total - total.min()) / max(1e-6, float(np.ptp(total))))[..., None]
    first, last = (np.array(colour, dtype=np.float32) for colour in pair(rng))
    return Image.fromarray((first * (1 - share) + last * share).astype(np.uint8))


def paper(rng: random.Random) -> Image.Image:
    tone = rng.choice(
        ((245, 240, 230), (230, 225, 215), (250, 250, 250), (60, 62, 68), (190, 150, 110), (200, 205, 210))
    )
    size = rng.choice(SIZES)
    grain = Image.effect_noise(size, rng.uniform(8, 40))
    if rng.random() < 0.5:  # fibres, brushed metal, wood
        grain = grain.resize((max(2, size[0] // rng.choice((8, 30))), size[1])).resize(size)
    plane = Image.merge("RGB", [ImageChops.add(grain, Image.new("L", size, part), 2) for part in tone])
    return Image.blend(plane, Image.new("RGB", size, tone), rng.uniform(0.3, 0.8))


def facets(rng: random.Random) -> Image.Image:
    """Triangles in neighbouring colours."""
    first, last = pair(rng)
    image, draw = ground(rng, first)
    step = rng.choice((40, 80, 120))
    columns, rows = image.width // step + 3, image.height // step + 3
    grid = [
        [
            ((c - 1 + rng.uniform(-0.35, 0.35)) * step, (r - 1 + rng.uniform(-0.35, 0.35)) * step)
            for c in range(columns)
        ]
        for r in range(rows)
    ]
    for r in range(rows - 1):
        for c in range(columns - 1):
            a, b, d, e = grid[r][c], grid[r][c + 1], grid[r + 1][c], grid[r + 1][c + 1]
            for points in ((a, b, d), (b, d, e)):
                share = min(1.0, max(0.0, points[0][0] / image.width + rng.uniform(-0.15, 0.15)))
                draw.polygon(
                    points,
                    fill=tuple(round(x * (1 - share) + y * share) for x, y in zip(first, last, strict=True)),
                )
    return image


def hexagons(rng: random.Random) -> Image.Image:
    first, last = pair(rng)
    image, draw = ground(rng, first)
    r = rng.choice((14, 24, 40))
    for row in range(int(image.height / (1.5 * r)) + 2):
        for column in range(int(image.width / (1.73 * r)) + 2):
            x, y = (column + row % 2 / 2) * 1.73 * r, row * 1.5 * r
            points = [
                (x + r * math.sin(k * math.pi / 3), y + r * math.cos(k * math.pi / 3)) for k in range(6)
            ]
            draw.polygon(points, outline=last, fill=last if rng.random() < 0.15 else None)
    return image


def bokeh(rng: random.Random) -> Image.Image:
    first, last = pair(rng)
    image, draw = ground(rng, first)
    for _ in range(rng.randint(10, 60)):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(5, 60)
        draw.ellipse(
            (x - r, y - r, x + r, y + r),
            fill=rng.choice((last, tuple(min(255, part + 30) for part in first))),
        )
    return image.filter(ImageFilter.GaussianBlur(rng.choice((2, 8, 25))))


def hatch(rng: random.Random) -> Image.Image:
    first, last = pair(rng)
    image, draw = ground(rng, first)
    step, width = rng.choice((6, 10, 16, 30)), rng.choice((1, 2, 4))
    slope = rng.choice((0, 1, -1, 0.5))
    for x in range(-image.height * 2, image.width + image.height * 2, step):
        draw.line((x, 0, x + slope * image.height, image.height), fill=last, width=width)
        if rng.random() < 0.01:
            step = max(4, step + rng.choice((-2, 2)))
    if rng.random() < 0.4:
        for y in range(0, image.height, max(4, step)):
            draw.line((0, y, image.width, y), fill=last, width=width)
    return image


def waves(rng: random.Random) -> Image.Image:
    colours = [*pair(rng), *pair(rng)]
    image, draw = ground(rng, colours[0])
    layers = rng.randint(1, 5)
    for layer in range(layers):
        base, high, long = (
            image.height * (0.3 + 0.6 * layer / layers),
            image.height * rng.uniform(0.05, 0.2),
            image.width / rng.uniform(3, 14),
        )
        line = [(x, base + high * math.sin(x / long + layer)) for x in range(0, image.width + 8, 4)]
        draw.polygon([(0, image.height), *line, (image.width, image.height)], fill=colours[1 + layer % 3])
    return image


def mesh(rng: random.Random) -> Image.Image:
    """A gradient between four or nine corners."""
    size, cells = rng.choice(SIZES), rng.choice((2, 2, 3))
    corners = np.array([looks.palette(rng, 3)[0] for _ in range(cells * cells)], dtype=np.uint8).reshape(
        cells, cells, 3
    )
    return Image.fromarray(corners).resize(size, Image.Resampling.BICUBIC)


def confetti(rng: random.Random) -> Image.Image:
    colours = looks.palette(rng, 5)
    image, draw = ground(rng, rng.choice(((255, 255, 255), colours[0])))
    for _ in range(rng.randint(60, 400)):
        x, y, s = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(2, 10)
        draw.ellipse((x, y, x + s, y + s * rng.uniform(0.4, 1)), fill=rng.choice(colours))
    return image


def stripes(rng: random.Random) -> Image.Image:
    colours = looks.palette(rng, rng.randint(2, 5))
    image, draw = ground(rng, colours[0])
    step, upright = rng.choice((8, 20, 50, 120)), rng.random() < 0.5
    for number, at in enumerate(range(0, max(image.size), step)):
        box = (at, 0, at + step, image.height) if upright else (0, at, image.width, at + step)
        draw.rectangle(box, fill=colours[number % len(colours)])
    return image


def radial(rng: random.Random) -> Image.Image:
    first, last = pair(rng)
    size = rng.choice(SIZES)
    return Image.composite(
        Image.new("RGB", size, first), Image.new("RGB", size, last), Image.radial_gradient("L").resize(size)
    )
