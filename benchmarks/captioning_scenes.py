"""Illustrations, drawn by Pillow in many styles: landscapes, towns, figures, still lifes, line art."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_looks as looks
from benchmarks import captioning_things as things

SIZES = ((800, 600), (600, 600), (1000, 640), (480, 640), (400, 300), (1200, 500))


def illustration(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A drawn scene, a figure, a still life, or line art; what is abstract would be decoration."""
    draw = rng.choice((_landscape, _town, _people, _objects, _line_art, _underwater, _desk))
    image = draw(rng)
    if rng.random() < 0.25:
        image = _grain(rng, image)
    if rng.random() < 0.2:
        image = image.filter(ImageFilter.SMOOTH_MORE).filter(ImageFilter.ModeFilter(7))
    return image, {}


def _canvas(rng: random.Random, colours: Sequence[looks.Colour]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Drawn at twice the size and made smaller at the end by the caller's `looks.halved`."""
    width, height = rng.choice(SIZES)
    size = (2 * width, 2 * height)
    if rng.random() < 0.5:
        image = graphics.gradient(size, colours[0], colours[1], True)
    else:
        image = Image.new("RGB", size, rng.choice(((255, 255, 255), colours[0])))
    return image, ImageDraw.Draw(image)


def _landscape(rng: random.Random) -> Image.Image:
    colours = looks.palette(rng, 7)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    x, y, r = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.4) * height, rng.uniform(0.04, 0.12) * width
    draw.ellipse(
        (x - r, y - r, x + r, y + r), fill=rng.choice(((255, 230, 120), (255, 255, 240), colours[2]))
    )
    for layer in range(rng.randint(2, 5)):
        base, points = height * (0.45 + 0.12 * layer), []
        sharp, step = rng.random() < 0.4, rng.uniform(0.05, 0.2) * width
        at = -step
        while at < width + step:
            points.append((at, base - rng.uniform(0, 0.25) * height * (1 - layer / 6)))
            at += step if sharp else step / 3
        draw.polygon(
            [(-step, height), *(points if sharp else looks.smoothed(points)), (width + step, height)],
            fill=colours[layer % 7],
        )
    for _ in range(rng.randint(0, 14)):
        things.tree(
            rng,
            draw,
            rng.uniform(0, width),
            rng.uniform(0.7, 0.95) * height,
            rng.uniform(0.05, 0.16) * height,
        )
    for _ in range(rng.randint(0, 4)):
        things.cloud(rng, draw, rng.uniform(0, width), rng.uniform(0.05, 0.3) * height, 0.08 * width)
    return looks.halved(image)


def _town(rng: random.Random) -> Image.Image:
    colours = looks.palette(rng, 8)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    x, ground = 0.0, height * rng.uniform(0.75, 0.9)
    draw.rectangle((0, ground, width, height), fill=colours[3])
    while x < width:
        w, h = rng.uniform(0.08, 0.2) * width, rng.uniform(0.2, 0.65) * height
        wall = rng.choice(colours)
        draw.rectangle((x, ground - h, x + w, ground), fill=wall)
        if rng.random() < 0.5:
            draw.polygon(
                [(x - 8, ground - h), (x + w / 2, ground - h - 0.1 * height), (x + w + 8, ground - h)],
                fill=rng.choice(colours),
            )
        glass, step = (
            rng.choice(((255, 240, 170), (200, 225, 240), (60, 70, 90))),
            max(30.0, w / rng.randint(2, 5)),
        )
        for row in range(int(h / step)):
            for column in range(int(w / step)):
                left, top = x + column * step + step * 0.25, ground - h + row * step + step * 0.3
                draw.rectangle((left, top, left + step * 0.5, top + step * 0.45), fill=glass)
        x += w * rng.uniform(0.9, 1.3)
    for _ in range(rng.randint(0, 3)):
        things.cloud(rng, draw, rng.uniform(0, width), rng.uniform(0.05, 0.2) * height, 0.06 * width)
    return looks.halved(image)


def _people(rng: random.Random) -> Image.Image:
    """Flat figures of the kind that sites put beside their promises."""
    colours = looks.palette(rng, 6)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    if rng.random() < 0.6:
        x, y, r = width / 2, height / 2, min(width, height) * 0.45
        draw.ellipse((x - 1.4 * r, y - r, x + 1.4 * r, y + r), fill=colours[4])
    count = rng.randint(1, 4)
    for i in range(count):
        things.figure(
            rng, draw, width * (i + 0.5) / count, height * 0.93, height * rng.uniform(0.55, 0.8), colours
        )
    for _ in range(rng.randint(0, 6)):
        x, y, s = rng.uniform(0, width), rng.uniform(0, height * 0.4), rng.uniform(0.02, 0.07) * width
        graphics._symbol(rng, draw, (x, y, x + s, y + s), rng.choice(colours))
    return looks.halved(image)


def _objects(rng: random.Random) -> Image.Image:
    colours = looks.palette(rng, 6)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    outline = rng.choice((None, (25, 25, 30)))
    for _ in range(rng.randint(1, 5)):
        x, y, s = (
            rng.uniform(0.2, 0.8) * width,
            rng.uniform(0.25, 0.75) * height,
            rng.uniform(0.1, 0.32) * min(width, height),
        )
        things.thing(rng, draw, x, y, s, rng.choice(colours), outline)
    return looks.halved(image)


def _line_art(rng: random.Random) -> Image.Image:
    """Ink on paper: contours, hatching, no fills."""
    paper = rng.choice(((255, 255, 255), (247, 241, 227), (30, 32, 40)))
    ink = (
        (240, 240, 240) if sum(paper) < 200 else (rng.randint(0, 60), rng.randint(0, 60), rng.randint(0, 80))
    )
    width, height = (2 * edge for edge in rng.choice(SIZES))
    image = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(2, 6)):
        x, y, s = (
            rng.uniform(0.2, 0.8) * width,
            rng.uniform(0.25, 0.75) * height,
            rng.uniform(0.08, 0.3) * min(width, height),
        )
        things.thing(rng, draw, x, y, s, paper, ink)
    for _ in range(rng.randint(5, 60)):
        x, y, s = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(10, 80)
        draw.line((x, y, x + s, y - s * rng.uniform(0.2, 1)), fill=ink, width=rng.choice((2, 3, 5)))
    return looks.halved(image)


def _underwater(rng: random.Random) -> Image.Image:
    image = graphics.gradient(
        (2 * 800, 2 * 600), looks.hsv(rng.uniform(0.48, 0.62), 0.6, 0.9), looks.hsv(0.6, 0.9, 0.35), True
    )
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(3, 12)):
        things.thing(
            rng,
            draw,
            rng.uniform(100, 1500),
            rng.uniform(100, 1000),
            rng.uniform(40, 150),
            graphics.colour(rng),
            None,
        )
    for _ in range(rng.randint(5, 40)):
        x, y, r = rng.uniform(0, 1600), rng.uniform(0, 1200), rng.uniform(5, 30)
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(220, 240, 250), width=4)
    return looks.halved(image)


def _desk(rng: random.Random) -> Image.Image:
    """A screen, a plant and papers: the picture of work."""
    colours = looks.palette(rng, 6)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    ground = height * 0.78
    draw.rectangle((width * 0.05, ground, width * 0.95, ground + 24), fill=colours[2])
    w = width * rng.uniform(0.25, 0.4)
    draw.rounded_rectangle(
        (width / 2 - w / 2, ground - w * 0.7, width / 2 + w / 2, ground - w * 0.12),
        radius=20,
        fill=(50, 55, 70),
    )
    draw.rectangle(
        (width / 2 - w / 2 + 20, ground - w * 0.7 + 20, width / 2 + w / 2 - 20, ground - w * 0.12 - 20),
        fill=(245, 247, 250),
    )
    for i in range(rng.randint(2, 5)):
        y = ground - w * 0.6 + i * w * 0.1
        draw.rectangle(
            (width / 2 - w * 0.35, y, width / 2 - w * 0.35 + rng.uniform(0.2, 0.7) * w, y + 18),
            fill=rng.choice(colours),
        )
    things.figure(rng, draw, width * rng.choice((0.2, 0.8)), height * 0.93, height * 0.7, colours)
    things.tree(rng, draw, width * rng.choice((0.1, 0.9)), ground, height * 0.25)
    return looks.halved(image)


def _grain(rng: random.Random, image: Image.Image) -> Image.Image:
    noise = Image.effect_noise(image.size, rng.uniform(20, 60)).convert("RGB")
    return Image.blend(image, noise, rng.uniform(0.05, 0.18))
