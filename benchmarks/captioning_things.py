"""What stands in drawn scenes: trees, clouds, figures, animals and things."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import ImageDraw

from benchmarks import captioning_looks as looks


def tree(rng: random.Random, draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    green = (rng.randint(20, 120), rng.randint(90, 170), rng.randint(40, 110))
    draw.rectangle((x - size * 0.08, y - size * 0.4, x + size * 0.08, y), fill=(110, 75, 45))
    if rng.random() < 0.5:
        for level in range(3):
            top = y - size * (1.3 - 0.3 * level)
            draw.polygon(
                [
                    (x, top),
                    (x - size * (0.25 + 0.1 * level), top + size * 0.5),
                    (x + size * (0.25 + 0.1 * level), top + size * 0.5),
                ],
                fill=green,
            )
    else:
        for _ in range(5):
            dx, dy, r = rng.uniform(-0.3, 0.3) * size, rng.uniform(0.5, 1.0) * size, size * 0.28
            draw.ellipse((x + dx - r, y - dy - r, x + dx + r, y - dy + r), fill=green)


def cloud(rng: random.Random, draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    for _ in range(6):
        dx, dy, r = rng.uniform(-1, 1) * size, rng.uniform(-0.3, 0.3) * size, size * rng.uniform(0.3, 0.5)
        draw.ellipse((x + dx - r, y + dy - r, x + dx + r, y + dy + r), fill=(250, 250, 252))


def figure(
    rng: random.Random,
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    size: float,
    colours: Sequence[looks.Colour],
) -> None:
    skin = rng.choice(((246, 205, 170), (200, 145, 105), (120, 80, 55), (255, 190, 150), (90, 110, 200)))
    head, top = size * rng.uniform(0.08, 0.14), y - size
    outline, line = rng.choice((None, (30, 30, 40))), round(size / 90)
    for side in (-1, 1):
        foot = x + side * size * rng.uniform(0.03, 0.16)
        draw.line((x, y - size * 0.45, foot, y), fill=colours[0], width=round(size * 0.07))  # type: ignore[arg-type]
        hand = (x + side * size * rng.uniform(0.1, 0.3), y - size * rng.uniform(0.35, 0.9))
        draw.line((x, y - size * 0.7, *hand), fill=skin, width=round(size * 0.05))  # type: ignore[arg-type]
    draw.rounded_rectangle(
        (x - size * 0.1, top + 2 * head, x + size * 0.1, y - size * 0.4),
        radius=size * 0.06,
        fill=colours[1],
        outline=outline,
        width=line,
    )
    draw.ellipse((x - head, top, x + head, top + 2 * head), fill=skin, outline=outline, width=line)
    draw.pieslice(
        (x - head * 1.1, top - head * 0.2, x + head * 1.1, top + 2 * head),
        180,
        360,
        fill=rng.choice(((40, 30, 30), (120, 70, 30), (230, 190, 90))),
    )
    if rng.random() < 0.6:
        for side in (-0.4, 0.4):
            draw.ellipse(
                (x + side * head - head * 0.1, top + head, x + side * head + head * 0.1, top + 1.25 * head),
                fill=(20, 20, 30),
            )
        draw.arc(
            (x - head * 0.4, top + head * 1.1, x + head * 0.4, top + head * 1.7),
            20,
            160,
            fill=(150, 40, 40),
            width=line + 2,
        )


def thing(
    rng: random.Random,
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    s: float,
    fill: looks.Colour,
    outline: looks.Colour | None,
) -> None:
    """An animal of ellipses, a flower, a cup, a fruit or a fish."""
    line, darker = max(3, round(s / 25)), tuple(round(part * 0.7) for part in fill)
    options = {"fill": fill, "outline": outline, "width": line}
    match rng.choice(("animal", "flower", "cup", "fruit", "fish", "boat")):
        case "animal":
            draw.ellipse((x - s, y - 0.5 * s, x + 0.7 * s, y + 0.5 * s), **options)
            for leg in (-0.7, -0.3, 0.1, 0.4):
                draw.rectangle((x + leg * s, y + 0.3 * s, x + leg * s + 0.15 * s, y + s), **options)
            draw.ellipse((x + 0.4 * s, y - 0.9 * s, x + 1.2 * s, y - 0.1 * s), **options)
            for ear in (0.5, 0.9):
                draw.polygon(
                    [
                        (x + ear * s, y - 0.8 * s),
                        (x + (ear + 0.1) * s, y - 1.2 * s),
                        (x + (ear + 0.2) * s, y - 0.8 * s),
                    ],
                    fill=darker,
                )
            draw.ellipse((x + 0.85 * s, y - 0.65 * s, x + 0.97 * s, y - 0.53 * s), fill=(10, 10, 10))
        case "flower":
            draw.line((x, y, x, y + 1.4 * s), fill=(60, 140, 70), width=line * 2)
            for k in range(petals := rng.randint(5, 9)):
                a = 2 * math.pi * k / petals
                draw.ellipse(
                    (
                        x + 0.6 * s * math.cos(a) - 0.3 * s,
                        y + 0.6 * s * math.sin(a) - 0.3 * s,
                        x + 0.6 * s * math.cos(a) + 0.3 * s,
                        y + 0.6 * s * math.sin(a) + 0.3 * s,
                    ),
                    **options,
                )
            draw.ellipse((x - 0.35 * s, y - 0.35 * s, x + 0.35 * s, y + 0.35 * s), fill=(250, 210, 60))
        case "cup":
            draw.ellipse((x + 0.4 * s, y - 0.4 * s, x + 1.1 * s, y + 0.4 * s), outline=fill, width=line * 3)
            draw.rounded_rectangle(
                (x - 0.7 * s, y - 0.7 * s, x + 0.7 * s, y + 0.8 * s), radius=0.2 * s, **options
            )
            draw.ellipse((x - 0.7 * s, y - 0.85 * s, x + 0.7 * s, y - 0.5 * s), fill=darker)
        case "fruit":
            draw.ellipse((x - 0.8 * s, y - 0.7 * s, x + 0.8 * s, y + 0.8 * s), **options)
            draw.line((x, y - 0.6 * s, x + 0.1 * s, y - s), fill=(90, 60, 30), width=line * 2)
            draw.ellipse((x - 0.5 * s, y - 0.5 * s, x - 0.2 * s, y - 0.1 * s), fill=(255, 255, 255))
        case "fish":
            draw.polygon(
                [(x + 0.7 * s, y), (x + 1.3 * s, y - 0.5 * s), (x + 1.3 * s, y + 0.5 * s)], fill=darker
            )
            draw.ellipse((x - s, y - 0.5 * s, x + 0.9 * s, y + 0.5 * s), **options)
            draw.ellipse(
                (x - 0.7 * s, y - 0.2 * s, x - 0.5 * s, y),
                fill=(255, 255, 255),
                outline=(0, 0, 0),
                width=line,
            )
        case _:
            draw.polygon(
                [(x - s, y), (x + s, y), (x + 0.6 * s, y + 0.5 * s), (x - 0.6 * s, y + 0.5 * s)], fill=darker
            )
            draw.polygon([(x, y - 1.3 * s), (x, y - 0.1 * s), (x + 0.8 * s, y - 0.1 * s)], **options)
