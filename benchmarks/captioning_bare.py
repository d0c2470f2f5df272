"""Contents that look like decoration: charts without a word, spectrograms, palettes, codes, flags, emblems."""

from __future__ import annotations

import math
import random

import numpy as np
from matplotlib import colormaps
from PIL import Image, ImageDraw

from benchmarks import captioning_looks as looks

MAPS = ("viridis", "magma", "plasma", "inferno", "Blues", "RdBu", "Greys", "coolwarm", "jet", "hot")


def sparkline(rng: random.Random) -> Image.Image:
    """A line, columns or an area without axes."""
    width, height = rng.choice(
        ((300, 50), (200, 40), (120, 30), (600, 120), (400, 100), (600, 250), (480, 320))
    )
    image = Image.new(
        "RGB", (2 * width, 2 * height), rng.choice(((255, 255, 255), (248, 248, 250), (24, 26, 32)))
    )
    draw, ink = ImageDraw.Draw(image), looks.palette(rng, 2)[0]
    count = rng.choice((7, 12, 24, 60))
    steps = np.random.default_rng(rng.randrange(10**9)).normal(rng.uniform(-0.2, 0.3), 1, count)
    values = np.cumsum(steps) if rng.random() < 0.7 else np.abs(steps)
    heights = (values - values.min()) / (np.ptp(values) + 1e-6) * 1.7 * height + 0.1 * height
    points = [(2 * width * (i + 0.5) / count, 2 * height - y) for i, y in enumerate(heights.tolist())]
    form = rng.choice(("line", "line", "columns", "area", "curve"))
    if form == "columns":
        half = 2 * width / count * rng.uniform(0.25, 0.45)
        for x, y in points:
            draw.rectangle((x - half, y, x + half, 2 * height), fill=ink)
    else:
        if form == "area":
            draw.polygon([(0, 2 * height), *points, (2 * width, 2 * height)], fill=looks.palette(rng, 3)[1])
        if form == "curve":
            f, p = rng.uniform(0.5, 4), rng.uniform(0, 6)
            points = [
                (x, height * (1 - 0.8 * math.sin(f * 6.3 * x / width / 2 + p)))
                for x in range(0, 2 * width, 4)
            ]
        draw.line(points, fill=ink, width=rng.choice((3, 4, 6)), joint="curve")
    if rng.random() < 0.4:
        draw.line((4, 0, 4, 2 * height - 4, 2 * width, 2 * height - 4), fill=(120, 120, 120), width=2)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def field(rng: random.Random) -> Image.Image:
    """A heat map or a spectrogram without axes."""
    size = rng.choice(((900, 150), (600, 400), (400, 400), (800, 200), (320, 240)))
    random = np.random.default_rng(rng.randrange(10**9))
    if rng.random() < 0.5:
        rows, columns = rng.choice(((6, 9), (12, 12), (7, 24), (5, 30), (20, 20)))
        values, smooth = random.random((rows, columns)), Image.Resampling.NEAREST
    else:
        rows, columns = 64, rng.choice((120, 240))
        t, f = np.meshgrid(np.linspace(0, 1, columns), np.linspace(1, 0, rows))
        values = random.random((rows, columns)) * 0.35 + 0.5 * np.exp(-4 * f)
        for k in range(1, rng.randint(3, 9)):
            track = k * (0.08 + 0.03 * np.sin(rng.uniform(3, 14) * t + rng.uniform(0, 6)))
            values += (
                rng.uniform(0.3, 0.9)
                * np.exp(-(((f - track) / 0.015) ** 2))
                * (np.sin(rng.uniform(5, 30) * t) > -0.5)
            )
        smooth = Image.Resampling.BILINEAR
    values = (values - values.min()) / np.ptp(values)
    coloured = (colormaps[rng.choice(MAPS)](values)[..., :3] * 255).astype(np.uint8)
    return Image.fromarray(coloured).resize(size, smooth)


def palette(rng: random.Random) -> Image.Image:
    """Colours of a design, side by side or apart."""
    count = rng.randint(3, 8)
    width, height = rng.choice(((600, 120), (400, 200), (420, 60), (800, 300), (500, 500), (320, 320)))
    image = Image.new("RGB", (width, height), (255, 255, 255))
    draw, colours = (
        ImageDraw.Draw(image),
        [looks.hsv(rng.random(), rng.uniform(0.2, 0.95), rng.uniform(0.3, 1)) for _ in range(count)],
    )
    if rng.random() < 0.5:
        colours = looks.palette(rng, count)
    gap = rng.choice((0, 0, 4, 16))
    rows = 2 if height > 200 and rng.random() < 0.5 else 1
    for k, colour in enumerate(colours * rows):
        i, j = k % count, k // count
        box = (
            width * i / count + gap, height * j / rows + gap,
            width * (i + 1) / count - gap - 1, height * (j + 1) / rows - gap - 1,
        )  # fmt: skip
        (draw.ellipse if gap == 16 and box[2] - box[0] < 1.4 * (box[3] - box[1]) else draw.rectangle)(
            box, fill=colour
        )
    return image


def code(rng: random.Random) -> Image.Image:
    """A bar code, or the squares of a two-dimensional one."""
    dark = rng.choice(((0, 0, 0), (0, 0, 0), looks.palette(rng, 2)[0]))
    if rng.random() < 0.4:
        width, height = rng.choice(((300, 100), (420, 160), (200, 60)))
        image, x = Image.new("RGB", (width, height), (255, 255, 255)), 12
        draw = ImageDraw.Draw(image)
        while x < width - 14:
            bar = rng.randint(1, 4)
            draw.rectangle((x, 8, x + bar - 1, height - 8), fill=dark)
            x += bar + rng.randint(1, 4)
        return image
    count, edge = rng.choice((21, 25, 29, 33, 41)), rng.choice((3, 4, 6, 8, 12))
    cells = np.random.default_rng(rng.randrange(10**9)).random((count, count)) < 0.5
    for y, x in ((0, 0), (0, count - 7), (count - 7, 0)):
        cells[max(0, y - 1) : y + 8, max(0, x - 1) : x + 8] = False
        cells[y : y + 7, x : x + 7] = True
        cells[y + 1 : y + 6, x + 1 : x + 6] = False
        cells[y + 2 : y + 5, x + 2 : x + 5] = True
    grid = np.where(np.pad(cells, 4)[..., None], np.array(dark), np.array((255, 255, 255))).astype(np.uint8)
    return Image.fromarray(grid).resize(
        (grid.shape[1] * edge, grid.shape[0] * edge), Image.Resampling.NEAREST
    )


def flag(rng: random.Random) -> Image.Image:
    """Stripes, crosses, discs and cantons in strong colours."""
    height = rng.choice((40, 100, 200, 400))
    width = round(height * rng.choice((1.33, 1.5, 1.67, 2)))
    strong = [
        (206, 17, 38),
        (0, 56, 147),
        (255, 205, 0),
        (0, 122, 61),
        (255, 255, 255),
        (20, 20, 20),
        (255, 130, 0),
        (110, 190, 230),
    ]
    colours = rng.sample(strong, 4)
    image = Image.new("RGB", (width, height), colours[0])
    draw, form = ImageDraw.Draw(image), rng.choice(("across", "down", "cross", "disc", "canton", "saltire"))
    if form in ("across", "down", "canton"):
        count = rng.choice((2, 3, 3, 5, 9))
        for k in range(count):
            colour = colours[k % (3 if count < 5 else 2)]
            box = (
                (0, height * k / count, width, height * (k + 1) / count)
                if form != "down"
                else (width * k / count, 0, width * (k + 1) / count, height)
            )
            draw.rectangle(box, fill=colour)
        if form == "canton":
            draw.rectangle((0, 0, width * 0.4, height * 0.5), fill=colours[3])
    elif form == "cross":
        thick, x = height * 0.18, width * rng.choice((0.36, 0.5))
        draw.rectangle((x - thick / 2, 0, x + thick / 2, height), fill=colours[1])
        draw.rectangle((0, height / 2 - thick / 2, width, height / 2 + thick / 2), fill=colours[1])
    elif form == "saltire":
        draw.line((0, 0, width, height), fill=colours[1], width=round(height * 0.16))
        draw.line((0, height, width, 0), fill=colours[1], width=round(height * 0.16))
    if form == "disc" or rng.random() < 0.2:
        r = height * 0.28
        draw.ellipse((width / 2 - r, height / 2 - r, width / 2 + r, height / 2 + r), fill=colours[3])
    return image


def emblem(rng: random.Random) -> Image.Image:
    """An abstract mark that stands free: discs, bars, rings or a ribbon in the middle of an even ground."""
    edge = rng.choice((64, 96, 128, 240, 306, 480, 600))
    e, colours = 2 * edge, looks.palette(rng, 4)
    ground = rng.choice(((255, 255, 255), (255, 255, 255), (244, 244, 244), colours[3]))
    image = Image.new("RGB", (e, e), ground)
    draw, form = ImageDraw.Draw(image), rng.choice(("discs", "bars", "ring", "blob", "letter", "grid"))
    ink = colours[0] if ground != colours[3] else (255, 255, 255)
    if form == "discs":
        r, turns = e * rng.uniform(0.06, 0.12), rng.choice((3, 5, 6, 8))
        for k in range(turns):
            x, y = (
                e / 2 + e * 0.26 * math.cos(6.283 * k / turns),
                e / 2 + e * 0.26 * math.sin(6.283 * k / turns),
            )
            draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice((ink, ink, colours[1])))
    elif form in ("bars", "grid"):
        count = rng.randint(2, 4)
        for i in range(count):
            for j in range(count if form == "grid" else 1):
                x, y = (
                    e * (0.25 + 0.5 * i / count),
                    e * (0.25 + (0.5 * j / count if form == "grid" else rng.uniform(0, 0.2))),
                )
                draw.rounded_rectangle(
                    (x, y, x + 0.36 * e / count, y + (0.36 * e / count if form == "grid" else 0.45 * e)),
                    radius=e * 0.02,
                    fill=ink,
                )
    elif form == "ring":
        draw.ellipse(
            (e * 0.2, e * 0.2, e * 0.8, e * 0.8), outline=ink, width=round(e * rng.uniform(0.04, 0.14))
        )
        draw.arc(
            (e * 0.32, e * 0.32, e * 0.68, e * 0.68),
            rng.randint(0, 180),
            rng.randint(200, 360),
            fill=colours[1],
            width=round(e * 0.06),
        )
    elif form == "letter":
        draw.text(
            (e / 2, e / 2),
            rng.choice("ABDGKMNPRSXZ"),
            font=looks.any_face(rng, e * 0.6),
            fill=ink,
            anchor="mm",
        )
    else:
        turns = rng.randint(5, 9)
        reach = [e * rng.uniform(0.18, 0.34) for _ in range(turns)]
        points = [
            (e / 2 + r * math.cos(6.283 * k / turns), e / 2 + r * math.sin(6.283 * k / turns))
            for k, r in enumerate(reach)
        ]
        draw.polygon(
            looks.smoothed([*points, points[0], points[1]]) if rng.random() < 0.5 else points, fill=ink
        )
    if rng.random() < 0.5:
        image = image.rotate(rng.choice((0, 12, 45, -20)), fillcolor=ground)
    return image.resize((edge, edge), Image.Resampling.LANCZOS)


def bare(rng: random.Random, kind: str) -> tuple[Image.Image, dict[str, str]]:
    """One picture of `kind` (chart, illustration or logo) without a word in it."""
    makers = {
        "chart": (sparkline, sparkline, field),
        "illustration": (palette, code, flag),
        "logo": (emblem,),
    }
    return rng.choice(makers[kind])(rng), {}
