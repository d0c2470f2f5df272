"""Decorations: patterns, textures, gradients, rules, frames and shadows, by NumPy and Pillow."""

from __future__ import annotations

import math
import random

import captioning_scenes as scenes
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

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


def ornament(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """One decoration, as sites use them between and behind their contents."""
    draw = rng.choice(
        (
            _tiles,
            _tiles,
            _noise,
            _paper,
            _facets,
            _hexagons,
            _bokeh,
            _rule,
            _rule,
            _flourish,
            _hatch,
            _waves,
            _mesh,
            _frame,
            _shadow,
            _confetti,
            _stripes,
            _radial,
            _blobs,
            _blobs,
            _arcs,
            _branch,
            _bunting,
        )
    )
    return draw(rng), {}


def _pair(rng: random.Random) -> tuple[scenes.Colour, scenes.Colour]:
    """Two colours, mostly close to each other: a background does not shout."""
    first = scenes.palette(rng, 3)[0]
    if rng.random() < 0.3:
        return first, scenes.palette(rng, 3)[1]
    shift = rng.choice((-1, 1)) * rng.randint(8, 45)
    return first, tuple(min(255, max(0, part + shift)) for part in first)  # type: ignore[return-value]


def _ground(rng: random.Random, colour: scenes.Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", rng.choice(SIZES), colour)
    return image, ImageDraw.Draw(image)


def _tiles(rng: random.Random) -> Image.Image:
    """A small motif over and over."""
    first, last = _pair(rng)
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


def _noise(rng: random.Random) -> Image.Image:
    """Clouds of several sizes, or sand."""
    width, height = rng.choice(SIZES)
    total = np.zeros((height, width), dtype=np.float32)
    maker = np.random.default_rng(rng.randint(0, 2**31))
    for octave in range(rng.choice((1, 3, 5))):
        cells = max(2, width >> (7 - octave)), max(2, height >> (7 - octave))
        plane = Image.fromarray(maker.random((cells[1], cells[0]), dtype=np.float32))
        total += np.asarray(plane.resize((width, height), Image.Resampling.BICUBIC)) / 2**octave
    share = ((total - total.min()) / max(1e-6, float(np.ptp(total))))[..., None]
    first, last = (np.array(colour, dtype=np.float32) for colour in _pair(rng))
    return Image.fromarray((first * (1 - share) + last * share).astype(np.uint8))


def _paper(rng: random.Random) -> Image.Image:
    tone = rng.choice(
        ((245, 240, 230), (230, 225, 215), (250, 250, 250), (60, 62, 68), (190, 150, 110), (200, 205, 210))
    )
    size = rng.choice(SIZES)
    grain = Image.effect_noise(size, rng.uniform(8, 40))
    if rng.random() < 0.5:  # fibres, brushed metal, wood
        grain = grain.resize((max(2, size[0] // rng.choice((8, 30))), size[1])).resize(size)
    plane = Image.merge("RGB", [ImageChops.add(grain, Image.new("L", size, part), 2) for part in tone])
    return Image.blend(plane, Image.new("RGB", size, tone), rng.uniform(0.3, 0.8))


def _facets(rng: random.Random) -> Image.Image:
    """Triangles in neighbouring colours."""
    first, last = _pair(rng)
    image, draw = _ground(rng, first)
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


def _hexagons(rng: random.Random) -> Image.Image:
    first, last = _pair(rng)
    image, draw = _ground(rng, first)
    r = rng.choice((14, 24, 40))
    for row in range(int(image.height / (1.5 * r)) + 2):
        for column in range(int(image.width / (1.73 * r)) + 2):
            x, y = (column + row % 2 / 2) * 1.73 * r, row * 1.5 * r
            points = [
                (x + r * math.sin(k * math.pi / 3), y + r * math.cos(k * math.pi / 3)) for k in range(6)
            ]
            draw.polygon(points, outline=last, fill=last if rng.random() < 0.15 else None)
    return image


def _bokeh(rng: random.Random) -> Image.Image:
    first, last = _pair(rng)
    image, draw = _ground(rng, first)
    for _ in range(rng.randint(10, 60)):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(5, 60)
        draw.ellipse(
            (x - r, y - r, x + r, y + r),
            fill=rng.choice((last, tuple(min(255, part + 30) for part in first))),
        )
    return image.filter(ImageFilter.GaussianBlur(rng.choice((2, 8, 25))))


def _rule(rng: random.Random) -> Image.Image:
    """A line between two parts of a text: plain, dotted, waved, with an ornament in its middle."""
    width, height = rng.choice(((600, 20), (900, 40), (1200, 30), (800, 60), (500, 12), (700, 80)))
    clear = rng.random() < 0.5
    image = Image.new("RGBA", (width, height), (255, 255, 255, 0 if clear else 255))
    draw, ink, y = (
        ImageDraw.Draw(image),
        rng.choice(((0, 0, 0), (120, 120, 120), scenes.palette(rng, 2)[0])),
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
    draw, ink = ImageDraw.Draw(image), rng.choice(((20, 20, 20), (120, 90, 40), scenes.palette(rng, 2)[0]))
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


def _hatch(rng: random.Random) -> Image.Image:
    first, last = _pair(rng)
    image, draw = _ground(rng, first)
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


def _waves(rng: random.Random) -> Image.Image:
    colours = [*_pair(rng), *_pair(rng)]
    image, draw = _ground(rng, colours[0])
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


def _mesh(rng: random.Random) -> Image.Image:
    """A gradient between four or nine corners."""
    size, cells = rng.choice(SIZES), rng.choice((2, 2, 3))
    corners = np.array([scenes.palette(rng, 3)[0] for _ in range(cells * cells)], dtype=np.uint8).reshape(
        cells, cells, 3
    )
    return Image.fromarray(corners).resize(size, Image.Resampling.BICUBIC)


def _frame(rng: random.Random) -> Image.Image:
    """A border with nothing in it."""
    first, last = _pair(rng)
    image, draw = _ground(rng, rng.choice(((255, 255, 255), first)))
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


def _confetti(rng: random.Random) -> Image.Image:
    colours = scenes.palette(rng, 5)
    image, draw = _ground(rng, rng.choice(((255, 255, 255), colours[0])))
    for _ in range(rng.randint(60, 400)):
        x, y, s = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(2, 10)
        draw.ellipse((x, y, x + s, y + s * rng.uniform(0.4, 1)), fill=rng.choice(colours))
    return image


def _stripes(rng: random.Random) -> Image.Image:
    colours = scenes.palette(rng, rng.randint(2, 5))
    image, draw = _ground(rng, colours[0])
    step, upright = rng.choice((8, 20, 50, 120)), rng.random() < 0.5
    for number, at in enumerate(range(0, max(image.size), step)):
        box = (at, 0, at + step, image.height) if upright else (0, at, image.width, at + step)
        draw.rectangle(box, fill=colours[number % len(colours)])
    return image


def _radial(rng: random.Random) -> Image.Image:
    first, last = _pair(rng)
    size = rng.choice(SIZES)
    return Image.composite(
        Image.new("RGB", size, first), Image.new("RGB", size, last), Image.radial_gradient("L").resize(size)
    )


def _clear(rng: random.Random, size: tuple[int, int]) -> Image.Image:
    """Nothing, paper, or a tint: what ornaments of pages stand upon."""
    tint = tuple(255 - rng.randint(0, 18) for _ in range(3))
    ground = rng.choice(((255, 255, 255, 0), (255, 255, 255, 255), (*tint, 255)))
    return Image.new("RGBA", (2 * size[0], 2 * size[1]), ground)


def _small(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def _blobs(rng: random.Random) -> Image.Image:
    """Soft shapes without a meaning, in a corner or behind a text."""
    image = _clear(rng, rng.choice(((500, 500), (600, 600), (400, 300), (900, 400), (120, 120), (240, 240))))
    draw, colours = ImageDraw.Draw(image), scenes.palette(rng, 4)
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
        draw.polygon(scenes._smoothed([*points, points[0], points[1]]), fill=rng.choice(colours))
    return _small(image)


def _arcs(rng: random.Random) -> Image.Image:
    """Circles around a corner or a middle."""
    image = _clear(rng, rng.choice(((500, 500), (300, 300), (800, 400), (160, 160))))
    draw, ink = ImageDraw.Draw(image), scenes.palette(rng, 2)[0]
    x, y = rng.choice((0, image.width / 2, image.width)), rng.choice((0, image.height / 2, image.height))
    step, width = rng.uniform(0.05, 0.14) * image.width, rng.choice((3, 6, 14))
    for k in range(1, rng.randint(4, 14)):
        draw.ellipse((x - k * step, y - k * step, x + k * step, y + k * step), outline=ink, width=width)
    return _small(image)


def _branch(rng: random.Random) -> Image.Image:
    """A twig with leaves, for a corner."""
    image = _clear(rng, rng.choice(((220, 220), (400, 400), (120, 120), (500, 200))))
    draw, ink = ImageDraw.Draw(image), scenes.palette(rng, 2)[0]
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
    return _small(image)


def _bunting(rng: random.Random) -> Image.Image:
    """Small shapes in a row or strewn over a band."""
    image = _clear(rng, rng.choice(((1200, 80), (1400, 120), (800, 60))))
    draw, colours = ImageDraw.Draw(image), scenes.palette(rng, 5)
    step = image.height * rng.uniform(0.5, 1.1)
    in_row = rng.random() < 0.5
    for k in range(int(image.width / step) + 1):
        x, y, s = k * step, 0.0 if in_row else rng.uniform(0, image.height), step * rng.uniform(0.5, 1)
        draw.polygon(
            [(x, y), (x + s, y + s * rng.uniform(-0.2, 0.2)), (x + s / 2, y + s)], fill=rng.choice(colours)
        )
    return _small(image)
