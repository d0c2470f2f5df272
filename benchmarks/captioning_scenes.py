"""Illustrations, cards over photographs and brand marks, drawn by Pillow in many styles."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import captioning_graphics as graphics
import matplotlib
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

Colour = tuple[int, int, int]
SIZES = ((800, 600), (600, 600), (1000, 640), (480, 640), (400, 300), (1200, 500))
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
        masks = {_ink(letters, letter) for letter in "agQ7“—"}
    except OSError:
        return False
    return len(masks) == 6 and _ink(letters, "\u0378") not in masks


def _ink(letters: ImageFont.FreeTypeFont, letter: str) -> bytes:
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
        found.append(_hsv(hue, strength * rng.uniform(0.6, 1), light))
    rng.shuffle(found)
    return found


def _hsv(hue: float, saturation: float, value: float) -> Colour:
    import colorsys

    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, min(1, saturation), value))
    return red, green, blue


def illustration(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A drawn scene, a figure, a still life, line art, or an abstract composition."""
    draw = rng.choice((_landscape, _town, _people, _objects, _line_art, _abstract, _underwater, _desk))
    image = draw(rng)
    if rng.random() < 0.25:
        image = _grain(rng, image)
    if rng.random() < 0.2:
        image = image.filter(ImageFilter.SMOOTH_MORE).filter(ImageFilter.ModeFilter(7))
    return image, {}


def _canvas(rng: random.Random, colours: Sequence[Colour]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Drawn at twice the size and made smaller at the end by the caller's `_done`."""
    width, height = rng.choice(SIZES)
    size = (2 * width, 2 * height)
    if rng.random() < 0.5:
        image = graphics.gradient(size, colours[0], colours[1], True)
    else:
        image = Image.new("RGB", size, rng.choice(((255, 255, 255), colours[0])))
    return image, ImageDraw.Draw(image)


def _done(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def _landscape(rng: random.Random) -> Image.Image:
    colours = palette(rng, 7)
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
            [(-step, height), *(points if sharp else _smoothed(points)), (width + step, height)],
            fill=colours[layer % 7],
        )
    for _ in range(rng.randint(0, 14)):
        _tree(
            rng,
            draw,
            rng.uniform(0, width),
            rng.uniform(0.7, 0.95) * height,
            rng.uniform(0.05, 0.16) * height,
        )
    for _ in range(rng.randint(0, 4)):
        _cloud(rng, draw, rng.uniform(0, width), rng.uniform(0.05, 0.3) * height, 0.08 * width)
    return _done(image)


def _smoothed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    for _ in range(3):
        points = [
            p
            for (a, b), (c, d) in pairwise(points)
            for p in ((0.75 * a + 0.25 * c, 0.75 * b + 0.25 * d), (0.25 * a + 0.75 * c, 0.25 * b + 0.75 * d))
        ]
    return points


def _tree(rng: random.Random, draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
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


def _cloud(rng: random.Random, draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    for _ in range(6):
        dx, dy, r = rng.uniform(-1, 1) * size, rng.uniform(-0.3, 0.3) * size, size * rng.uniform(0.3, 0.5)
        draw.ellipse((x + dx - r, y + dy - r, x + dx + r, y + dy + r), fill=(250, 250, 252))


def _town(rng: random.Random) -> Image.Image:
    colours = palette(rng, 8)
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
        _cloud(rng, draw, rng.uniform(0, width), rng.uniform(0.05, 0.2) * height, 0.06 * width)
    return _done(image)


def _people(rng: random.Random) -> Image.Image:
    """Flat figures of the kind that sites put beside their promises."""
    colours = palette(rng, 6)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    if rng.random() < 0.6:
        x, y, r = width / 2, height / 2, min(width, height) * 0.45
        draw.ellipse((x - 1.4 * r, y - r, x + 1.4 * r, y + r), fill=colours[4])
    count = rng.randint(1, 4)
    for i in range(count):
        _figure(rng, draw, width * (i + 0.5) / count, height * 0.93, height * rng.uniform(0.55, 0.8), colours)
    for _ in range(rng.randint(0, 6)):
        x, y, s = rng.uniform(0, width), rng.uniform(0, height * 0.4), rng.uniform(0.02, 0.07) * width
        graphics._symbol(rng, draw, (x, y, x + s, y + s), rng.choice(colours))
    return _done(image)


def _figure(
    rng: random.Random, draw: ImageDraw.ImageDraw, x: float, y: float, size: float, colours: Sequence[Colour]
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


def _objects(rng: random.Random) -> Image.Image:
    colours = palette(rng, 6)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    outline = rng.choice((None, (25, 25, 30)))
    for _ in range(rng.randint(1, 5)):
        x, y, s = (
            rng.uniform(0.2, 0.8) * width,
            rng.uniform(0.25, 0.75) * height,
            rng.uniform(0.1, 0.32) * min(width, height),
        )
        _thing(rng, draw, x, y, s, rng.choice(colours), outline)
    return _done(image)


def _thing(
    rng: random.Random,
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    s: float,
    fill: Colour,
    outline: Colour | None,
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
        _thing(rng, draw, x, y, s, paper, ink)
    for _ in range(rng.randint(5, 60)):
        x, y, s = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(10, 80)
        draw.line((x, y, x + s, y - s * rng.uniform(0.2, 1)), fill=ink, width=rng.choice((2, 3, 5)))
    return _done(image)


def _abstract(rng: random.Random) -> Image.Image:
    colours = palette(rng, 6)
    image, draw = _canvas(rng, colours)
    width, height = image.size
    for _ in range(rng.randint(5, 22)):
        x, y, s = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.05, 0.3) * width
        points = [
            (x + s * rng.uniform(0.5, 1) * math.cos(a), y + s * rng.uniform(0.5, 1) * math.sin(a))
            for a in [k * 0.7 for k in range(9)]
        ]
        draw.polygon(
            _smoothed([*points, points[0]]) if rng.random() < 0.6 else points[:4], fill=rng.choice(colours)
        )
    return _done(image)


def _underwater(rng: random.Random) -> Image.Image:
    image = graphics.gradient(
        (2 * 800, 2 * 600), _hsv(rng.uniform(0.48, 0.62), 0.6, 0.9), _hsv(0.6, 0.9, 0.35), True
    )
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(3, 12)):
        _thing(
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
    return _done(image)


def _desk(rng: random.Random) -> Image.Image:
    """A screen, a plant and papers: the picture of work."""
    colours = palette(rng, 6)
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
    _figure(rng, draw, width * rng.choice((0.2, 0.8)), height * 0.93, height * 0.7, colours)
    _tree(rng, draw, width * rng.choice((0.1, 0.9)), ground, height * 0.25)
    return _done(image)


def _grain(rng: random.Random, image: Image.Image) -> Image.Image:
    noise = Image.effect_noise(image.size, rng.uniform(20, 60)).convert("RGB")
    return Image.blend(image, noise, rng.uniform(0.05, 0.18))


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


def written(rng: random.Random, ground: Image.Image, ink: Colour) -> dict[str, str]:
    """Writes a quotation and its author; returns both."""
    draw, (width, height) = ImageDraw.Draw(ground), ground.size
    quote, author = rng.choice(graphics.QUOTES), rng.choice(graphics.AUTHORS)
    path, points = rng.choice(fonts()), width / rng.choice((12, 15, 18, 22))
    letters = face(path, round(points))
    shown = rng.choice(("“{}”", "{}", "»{}«", "{}")).format(quote.upper() if rng.random() < 0.15 else quote)
    lines = graphics.wrapped(shown, letters, round(width * rng.uniform(0.6, 0.82)))
    y = rng.choice(
        ((height - len(lines) * points * 1.35) / 2, height * 0.15, height * 0.85 - len(lines) * points * 1.35)
    )
    centred = rng.random() < 0.6
    if rng.random() < 0.3:
        draw.text((width * 0.08, max(0, y - points * 2.5)), "“", font=face(path, round(points * 3)), fill=ink)
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
        small = any_face(rng, points * 0.55)
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
    letters = any_face(rng, points)
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


def graded(rng: random.Random, image: Image.Image) -> Image.Image:
    """Colours as another camera would have them."""
    for grade in (ImageEnhance.Color, ImageEnhance.Contrast, ImageEnhance.Brightness):
        image = grade(image).enhance(rng.uniform(0.75, 1.3))
    return image
