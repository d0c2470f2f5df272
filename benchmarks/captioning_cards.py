"""Sentences on colour and over photographs, and brand marks, drawn by Pillow in many styles."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_looks as looks


def photo_card(rng: random.Random, photo: Callable[[], Image.Image]) -> tuple[Image.Image, dict[str, str]]:
    """A sentence over a photograph, made darker, paler or softer so that it can be read."""
    size = rng.choice(((1080, 1080), (1200, 630), (1080, 1350), (900, 600)))
    ground = photo().convert("RGB").resize(size)
    if rng.random() < 0.4:
        ground = ground.filter(ImageFilter.GaussianBlur(rng.uniform(2, 12)))
    dark = rng.random() < 0.75
    ground = Image.blend(
        ground, Image.new("RGB", size, (0, 0, 0) if dark else (255, 255, 255)), rng.uniform(0.25, 0.65)
    )
    return ground, written(rng, ground, (255, 255, 255) if dark else (15, 15, 20))


def card(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A sentence on colour, with the furniture of such cards: marks, bars, frames, a portrait's place, a brand."""
    size = rng.choice(((1080, 1080), (1200, 630), (1080, 1350), (900, 600), (1600, 900)))
    light = rng.random() < 0.5
    ground = graphics.ground(rng, size, light)
    draw = ImageDraw.Draw(ground)
    ink = (
        rng.choice(((20, 20, 25), graphics.colour(rng, False)))
        if light
        else rng.choice(((255, 255, 255), graphics.colour(rng, True)))
    )
    accent = graphics.colour(rng)
    for part in rng.sample(("bar", "frame", "discs", "band", "portrait", "nothing"), 2):
        match part:
            case "bar":
                draw.rectangle((0, 0, size[0] * 0.03, size[1]), fill=accent)
            case "frame":
                draw.rectangle(
                    (30, 30, size[0] - 30, size[1] - 30), outline=accent, width=rng.choice((3, 12))
                )
            case "discs":
                for _ in range(4):
                    x, y, r = rng.uniform(0, size[0]), rng.choice((0, size[1])), rng.uniform(60, 200)
                    draw.ellipse((x - r, y - r, x + r, y + r), fill=accent)
            case "band":
                draw.rectangle((0, size[1] * 0.88, *size), fill=accent)
            case "portrait":
                draw.ellipse(
                    (60, size[1] - 190, 190, size[1] - 60),
                    fill=graphics.colour(rng, True),
                    outline=ink,
                    width=4,
                )
    return ground, written(rng, ground, ink)


def written(rng: random.Random, ground: Image.Image, ink: looks.Colour) -> dict[str, str]:
    """Writes a quotation and its author; returns both."""
    draw, (width, height) = ImageDraw.Draw(ground), ground.size
    quote, author = rng.choice(graphics.QUOTES), rng.choice(graphics.AUTHORS)
    path, points = rng.choice(looks.fonts()), width / rng.choice((12, 15, 18, 22))
    letters = looks.face(path, round(points))
    shown = rng.choice(("“{}”", "{}", "»{}«", "{}")).format(quote.upper() if rng.random() < 0.15 else quote)
    lines = graphics.wrapped(shown, letters, round(width * rng.uniform(0.6, 0.82)))
    y = rng.choice(
        ((height - len(lines) * points * 1.35) / 2, height * 0.15, height * 0.85 - len(lines) * points * 1.35)
    )
    centred = rng.random() < 0.6
    if rng.random() < 0.3:
        draw.text(
            (width * 0.08, max(0, y - points * 2.5)), "“", font=looks.face(path, round(points * 3)), fill=ink
        )
    for line in lines:
        draw.text(
            (width / 2 if centred else width * 0.1, y),
            line,
            font=letters,
            fill=ink,
            anchor="ma" if centred else "la",
        )
        y += points * 1.35
    if author:
        small = looks.any_face(rng, points * 0.55)
        draw.text(
            (width / 2 if centred else width * 0.1, y + points * 0.4),
            rng.choice(("— {}", "{}", "- {}")).format(author),
            font=small,
            fill=ink,
            anchor="ma" if centred else "la",
        )
    return {"text": quote, "author": author}


def wordmark(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A name in a striking face, with or without a sign, on white, colour or nothing."""
    name = rng.choice(graphics.BRANDS) if rng.random() < 0.4 else _name(rng)
    points = rng.choice((40, 60, 90, 120))
    letters = looks.any_face(rng, points)
    ink, other = graphics.colour(rng, False), graphics.colour(rng)
    ground = (
        (255, 255, 255, rng.choice((0, 255))) if rng.random() < 0.75 else (*graphics.colour(rng, True), 255)
    )
    if rng.random() < 0.15:
        ground, ink = (*graphics.colour(rng, False), 255), (250, 250, 250)
    stacked, sign = rng.random() < 0.3, rng.random() < 0.7
    text, edge = letters.getlength(name), points * rng.uniform(1, 1.8)
    pad = points * rng.uniform(0.15, 0.8)
    width = max(text, edge if sign else 0) + 2 * pad if stacked or not sign else text + edge * 1.25 + 2 * pad
    height = (
        (edge * 1.2 if sign and stacked else 0)
        + max(points * 1.4, edge if sign and not stacked else 0)
        + 2 * pad
    )
    image = Image.new("RGBA", (round(width), round(height)), ground)
    draw = ImageDraw.Draw(image)
    x, y = pad, pad
    if sign:
        left = (width - edge) / 2 if stacked else pad
        graphics._symbol(rng, draw, (left, y, left + edge, y + edge), rng.choice((ink, other)))
        x, y = (
            (pad, pad + edge * 1.2)
            if stacked
            else (pad + edge * 1.25, pad + max(0.0, (edge - points * 1.2) / 2))
        )
    draw.text((x, y), name, font=letters, fill=ink)
    return image, {"text": name}


def _name(rng: random.Random) -> str:
    parts = (
        "nor",
        "vel",
        "kan",
        "tri",
        "lum",
        "ora",
        "zen",
        "bri",
        "cor",
        "del",
        "fex",
        "gal",
        "hyl",
        "mex",
        "pol",
        "sto",
        "ther",
        "ux",
    )
    name = "".join(rng.sample(parts, rng.choice((2, 2, 3))))
    return rng.choice(
        (
            name.title(),
            name.upper(),
            name,
            f"{name.title()} {rng.choice(('Labs', 'Bank', 'Media', 'Foods', 'Air'))}",
        )
    )
