"""Quote cards, diagrams, logos, icons, decorations and maps, drawn by Pillow in many styles, with what is in them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "STIXGeneral", "STIXGeneralBol", "DejaVuSans-Oblique")  # fmt: skip
QUOTES = (
    "A harbour is a promise that somebody will come back.", "We measured twice and still had to cut three times.",
    "Nobody reads the manual until the smoke appears.", "The best time to plant a hedge was before the goats arrived.",
    "I never trusted a bridge that did not hum in the wind.", "Every map leaves out the smell of the place.",
    "Patience is cheaper than a second coat of paint.", "A short letter takes a long evening.",
    "You cannot hurry bread, and you cannot argue with yeast.", "The library was the only room that listened.",
    "What the river takes in spring it returns as gossip.", "Good tools forgive; good teachers do not have to.",
    "If the clock is right, the train must be wrong.", "We kept the lights on because someone was still walking home.",
)  # fmt: skip
AUTHORS = ("Mara Lindqvist", "Tomas Okoro", "Jean Castel", "Ines Duarte", "Peter Hallam", "Ruth Amadi", "")
BRANDS = (
    "Norda",
    "Kestrel",
    "Blue Quay",
    "Veloq",
    "Hartmann",
    "Orbit",
    "Tallow",
    "Fernway",
    "Mistral",
    "Pontis",
)
STEPS = ("Order", "Pay", "Pack", "Ship", "Deliver", "Start", "Check", "Repair", "Report", "Client", "Server", "Queue", "Store", "Input", "Filter", "Output", "Draft", "Review", "Publish")  # fmt: skip
PLACES = (
    "Alder",
    "Brook",
    "Castle Hill",
    "Dunmore",
    "Eastport",
    "Fairlea",
    "Greyfield",
    "Harrow",
    "Inver",
    "Kingsford",
)


@lru_cache(maxsize=256)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / f"{name}.ttf"), size)


def colour(rng: random.Random, light: bool | None = None) -> tuple[int, int, int]:
    low, high = (170, 255) if light else (0, 110) if light is not None else (0, 255)
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


def gradient(
    size: tuple[int, int], first: tuple[int, int, int], last: tuple[int, int, int], upright: bool
) -> Image.Image:
    ramp = np.linspace(0, 1, size[1] if upright else size[0])[:, None]
    line = (np.array(first) * (1 - ramp) + np.array(last) * ramp).astype(np.uint8)
    plane = np.repeat(line[:, None], size[0], axis=1) if upright else np.repeat(line[None], size[1], axis=0)
    return Image.fromarray(plane)


def ground(rng: random.Random, size: tuple[int, int], light: bool) -> Image.Image:
    if rng.random() < 0.35:
        return gradient(size, colour(rng, light), colour(rng, light), rng.random() < 0.5)
    return Image.new("RGB", size, colour(rng, light))


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if face.getlength(longer) > width and line:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def quote_card(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    size = rng.choice(((1080, 1080), (1200, 630), (800, 800), (1024, 512), (900, 600)))
    light = rng.random() < 0.5
    card = ground(rng, size, light)
    draw = ImageDraw.Draw(card)
    quote, author = rng.choice(QUOTES), rng.choice(AUTHORS)
    shown = rng.choice(("“{}”", "{}", "“{}”")).format(quote)
    face = font(rng.choice(FONTS), round(size[0] / rng.choice((14, 16, 18, 22))))
    ink = colour(rng, not light) if rng.random() < 0.4 else ((20, 20, 20) if light else (250, 250, 250))
    lines = wrapped(shown, face, round(size[0] * 0.8))
    y = (size[1] - len(lines) * face.size * 1.35) / 2
    centred = rng.random() < 0.6
    for line in lines:
        x = (size[0] - face.getlength(line)) / 2 if centred else size[0] * 0.1
        draw.text((x, y), line, font=face, fill=ink)
        y += face.size * 1.35
    if author:
        small = font("DejaVuSans", round(face.size * 0.55))
        x = (size[0] - small.getlength(f"— {author}")) / 2 if centred else size[0] * 0.1
        draw.text((x, y + face.size * 0.4), f"— {author}", font=small, fill=ink)
    if rng.random() < 0.3:
        draw.rectangle((20, 20, size[0] - 20, size[1] - 20), outline=ink, width=4)
    return card, {"text": quote, "author": author}


def diagram(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    size = rng.choice(((900, 600), (1000, 500), (700, 700), (1200, 700)))
    image = Image.new("RGB", size, rng.choice(("white", "white", "#f7f7f2", "#f0f4fa")))
    draw = ImageDraw.Draw(image)
    count = rng.randint(3, 8)
    names = rng.sample(STEPS, count)
    columns = min(count, rng.choice((1, 2, 3, 4)))
    rows = math.ceil(count / columns)
    face = font(rng.choice(FONTS[:4]), rng.choice((18, 22, 26)))
    fill, line = rng.choice(("white", colour(rng, True), None)), rng.choice(("black", colour(rng, False)))
    places = []
    for i in range(count):
        x = (i % columns + 0.5) * size[0] / columns
        y = (i // columns + 0.5) * size[1] / rows
        places.append((x, y))
    half = (min(size[0] / columns * 0.34, 110), min(size[1] / rows * 0.28, 50))
    for a, b in pairwise(places):
        _arrow(draw, a, b, line, half)
    shape = rng.choice(("rectangle", "rounded_rectangle", "ellipse"))
    for (x, y), name in zip(places, names, strict=True):
        box = (x - half[0], y - half[1], x + half[0], y + half[1])
        options = {"radius": 14} if shape == "rounded_rectangle" else {}
        getattr(draw, shape)(box, fill=fill or "white", outline=line, width=rng.choice((2, 3)), **options)
        draw.text((x, y), name, font=face, fill="black", anchor="mm")
    return image, {"text": " ".join(names)}


def _arrow(
    draw: ImageDraw.ImageDraw,
    a: tuple[float, float],
    b: tuple[float, float],
    ink: Any,
    half: tuple[float, float],
) -> None:
    angle = math.atan2(b[1] - a[1], b[0] - a[0])
    reach = half[0] if abs(math.cos(angle)) > 0.7 else half[1]
    end = (b[0] - reach * math.cos(angle), b[1] - reach * math.sin(angle))
    draw.line((*a, *end), fill=ink, width=3)  # type: ignore[arg-type]
    for turn in (2.6, -2.6):
        draw.line(
            (*end, end[0] + 16 * math.cos(angle + turn), end[1] + 16 * math.sin(angle + turn)),
            fill=ink,
            width=3,
        )  # type: ignore[arg-type]


def _symbol(
    rng: random.Random, draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], ink: Any
) -> None:
    x0, y0, x1, y1 = box
    w, h = x1 - x0, y1 - y0
    kind = rng.choice(
        ("disc", "ring", "star", "house", "bars", "arrow", "heart", "triangle", "envelope", "lens")
    )
    width = max(2, round(w / 10))
    match kind:
        case "disc":
            draw.ellipse(box, fill=ink)
        case "ring":
            draw.ellipse(box, outline=ink, width=width * 2)
        case "star":
            points = [
                (
                    x0 + w / 2 + (w / 2 if i % 2 == 0 else w / 5) * math.sin(i * math.pi / 5),
                    y0 + h / 2 - (h / 2 if i % 2 == 0 else h / 5) * math.cos(i * math.pi / 5),
                )
                for i in range(10)
            ]
            draw.polygon(points, fill=ink)
        case "house":
            draw.polygon([(x0, y0 + h / 2), (x0 + w / 2, y0), (x1, y0 + h / 2)], fill=ink)
            draw.rectangle((x0 + w / 6, y0 + h / 2, x1 - w / 6, y1), fill=ink)
        case "bars":
            for i in range(3):
                draw.rectangle((x0, y0 + h * (0.1 + 0.33 * i), x1, y0 + h * (0.24 + 0.33 * i)), fill=ink)
        case "arrow":
            draw.polygon(
                [
                    (x0, y0 + h * 0.35),
                    (x0 + w / 2, y0 + h * 0.35),
                    (x0 + w / 2, y0),
                    (x1, y0 + h / 2),
                    (x0 + w / 2, y1),
                    (x0 + w / 2, y0 + h * 0.65),
                    (x0, y0 + h * 0.65),
                ],
                fill=ink,
            )
        case "heart":
            draw.ellipse((x0, y0, x0 + w * 0.55, y0 + h * 0.55), fill=ink)
            draw.ellipse((x0 + w * 0.45, y0, x1, y0 + h * 0.55), fill=ink)
            draw.polygon(
                [(x0 + w * 0.04, y0 + h * 0.4), (x1 - w * 0.04, y0 + h * 0.4), (x0 + w / 2, y1)], fill=ink
            )
        case "triangle":
            draw.polygon([(x0, y1), (x0 + w / 2, y0), (x1, y1)], fill=ink)
        case "envelope":
            draw.rectangle((x0, y0 + h * 0.15, x1, y1 - h * 0.15), outline=ink, width=width)
            draw.line(
                (x0, y0 + h * 0.15, x0 + w / 2, y0 + h * 0.55, x1, y0 + h * 0.15), fill=ink, width=width
            )  # type: ignore[arg-type]
        case _:
            draw.ellipse((x0, y0, x0 + w * 0.7, y0 + h * 0.7), outline=ink, width=width)
            draw.line((x0 + w * 0.6, y0 + h * 0.6, x1, y1), fill=ink, width=width * 2)  # type: ignore[arg-type]


def icon(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    edge = rng.choice((16, 24, 32, 48, 64, 64, 96, 128))
    scale = 4
    clear = rng.random() < 0.5
    image = Image.new("RGBA", (edge * scale, edge * scale), (*colour(rng, True), 0 if clear else 255))
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.3:
        draw.ellipse((0, 0, edge * scale - 1, edge * scale - 1), fill=colour(rng, True))
    pad = edge * scale * rng.choice((0.1, 0.2, 0.25))
    _symbol(
        rng,
        draw,
        (pad, pad, edge * scale - pad, edge * scale - pad),
        rng.choice(((20, 20, 20), colour(rng, False))),
    )
    return image.resize((edge, edge), Image.Resampling.LANCZOS), {}


def logo(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    size = rng.choice(((400, 120), (300, 90), (240, 80), (600, 200), (320, 160), (500, 150)))
    image = (
        Image.new("RGBA", size, (255, 255, 255, rng.choice((0, 255))))
        if rng.random() < 0.8
        else Image.new("RGBA", size, (*colour(rng, False), 255))
    )
    dark_ground = image.getpixel((0, 0))[3] == 255 and sum(image.getpixel((0, 0))[:3]) < 380  # type: ignore[index, arg-type]
    draw = ImageDraw.Draw(image)
    name = rng.choice(BRANDS)
    ink = (250, 250, 250) if dark_ground else colour(rng, False)
    x = size[0] * 0.06
    if rng.random() < 0.75:
        edge = size[1] * 0.6
        _symbol(
            rng,
            draw,
            (x, size[1] * 0.2, x + edge, size[1] * 0.2 + edge),
            ink if rng.random() < 0.5 or dark_ground else colour(rng, False),
        )
        x += edge + size[0] * 0.04
    points = size[1] * rng.choice((0.35, 0.45))
    face = font(rng.choice(FONTS), round(points))
    while face.getlength(name) > size[0] - x - 6 and points > 8:
        points *= 0.9
        face = font(rng.choice(FONTS), round(points))
    draw.text((x, size[1] / 2), name, font=face, fill=ink, anchor="lm")
    return image, {"text": name}


def decorative(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    size = rng.choice(((1600, 400), (1200, 300), (800, 600), (300, 300), (1920, 200)))
    first, last = colour(rng), colour(rng)
    kind = rng.choice(
        ("gradient", "flat", "stripes", "dots", "wave", "blur", "divider", "clear", "shadow", "checks")
    )
    smooth: dict[str, Callable[[], Image.Image]] = {
        "gradient": lambda: gradient(size, first, last, rng.random() < 0.5),
        "flat": lambda: Image.new("RGB", size, first),
        "clear": lambda: Image.new("RGBA", rng.choice(((10, 10), (300, 20), (100, 100))), (0, 0, 0, 0)),
        "shadow": lambda: gradient((1200, rng.choice((12, 20, 40))), (200, 200, 200), (255, 255, 255), True),
        "divider": lambda: _divider(rng, first),
        "blur": lambda: _blur(rng, size, first),
    }
    return (smooth[kind]() if kind in smooth else _pattern(rng, kind, size, first, last)), {}


def _divider(rng: random.Random, ink: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGB", (rng.choice((600, 900, 1200)), rng.choice((10, 20, 40))), "white")
    y = image.height // 2
    ImageDraw.Draw(image).line((0, y, image.width, y), fill=ink, width=rng.choice((1, 2, 4)))
    if rng.random() < 0.4:
        ImageDraw.Draw(image).ellipse((image.width / 2 - 4, y - 4, image.width / 2 + 4, y + 4), fill=ink)
    return image


def _blur(rng: random.Random, size: tuple[int, int], first: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGB", size, first)
    draw = ImageDraw.Draw(image)
    for _ in range(8):
        x, y, r = rng.uniform(0, size[0]), rng.uniform(0, size[1]), rng.uniform(60, 260)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour(rng))
    return image.filter(ImageFilter.GaussianBlur(60))


def _pattern(
    rng: random.Random,
    kind: str,
    size: tuple[int, int],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
) -> Image.Image:
    image = Image.new("RGB", size, first)
    draw = ImageDraw.Draw(image)
    step = rng.choice((12, 20, 32, 48))
    for x in range(-size[1], size[0] + size[1], step):
        if kind == "stripes":
            draw.line((x, 0, x + size[1], size[1]), fill=last, width=step // 3)
        elif kind == "wave":
            height = size[1] * (0.5 + 0.2 * math.sin(x / (4 * step)))
            draw.rectangle((x, height, x + step, size[1]), fill=last)
        else:
            _column(draw, kind, x, size[1], step, last)
    return image


def _column(
    draw: ImageDraw.ImageDraw, kind: str, x: int, height: int, step: int, ink: tuple[int, int, int]
) -> None:
    for y in range(0, height, step):
        if kind == "dots":
            draw.ellipse((x, y, x + step / 3, y + step / 3), fill=ink)
        elif (x // step + y // step) % 2:
            draw.rectangle((x, y, x + step, y + step), fill=ink)


def area_map(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    size = rng.choice(((900, 700), (800, 800), (1000, 600)))
    image = Image.new("RGB", size, rng.choice(("#f2efe9", "#eef3e6", "#e8f0f5")))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(2, 4)):
        x, y = rng.uniform(0, size[0]), rng.uniform(0, size[1])
        points = [
            (
                x + rng.uniform(80, 260) * math.cos(a / 9 * 2 * math.pi),
                y + rng.uniform(80, 220) * math.sin(a / 9 * 2 * math.pi),
            )
            for a in range(9)
        ]
        draw.polygon(points, fill=rng.choice(("#aad3df", "#c8e6b0", "#b5d99c", "#d9d0c9")))
    for _ in range(rng.randint(8, 18)):
        points, x, y, angle = [], rng.uniform(0, size[0]), rng.uniform(0, size[1]), rng.uniform(0, 6.3)
        for _ in range(12):
            points.append((x, y))
            angle += rng.uniform(-0.4, 0.4)
            x, y = x + 70 * math.cos(angle), y + 70 * math.sin(angle)
        width = rng.choice((2, 3, 5, 8))
        draw.line(points, fill="#b0a89c", width=width + 2)
        draw.line(points, fill=rng.choice(("white", "#fcd6a4", "#f7fabf")), width=width)
    names = rng.sample(PLACES, rng.randint(4, 8))
    for name in names:
        face = font("DejaVuSans", rng.choice((14, 16, 20)))
        draw.text(
            (rng.uniform(20, size[0] - 140), rng.uniform(20, size[1] - 40)),
            name,
            font=face,
            fill="#333333",
            stroke_width=2,
            stroke_fill="white",
        )
    return image, {"text": " ".join(names)}
