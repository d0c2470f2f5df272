"""Maps: countries from TopoJSON in several projections and dresses, relief with contour lines, networks, street plans."""

from __future__ import annotations

import json
import math
import random
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_looks as looks

Ring = np.ndarray
"""Longitudes and latitudes in degrees, `[n, 2]`."""


@lru_cache(maxsize=8)
def shapes(path: str) -> tuple[tuple[str, tuple[Ring, ...]], ...]:
    """(name, outer rings) of every shape of a TopoJSON file's last collection (M. Bostock's format)."""
    topology = json.loads(Path(path).read_text())
    scale, move = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]

    def ring(indices: list[int]) -> Ring:
        return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices])

    name = "countries" if "countries" in topology["objects"] else "states"
    found = []
    for shape in topology["objects"][name]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape.get("arcs", [])]
        found.append((shape.get("properties", {}).get("name", ""), tuple(ring(p[0]) for p in polygons if p)))
    return tuple(found)


def country_map(rng: random.Random, topology: str) -> tuple[Image.Image, dict[str, str]]:
    """Part of the world, or all of it: political, choropleth, outlines or points."""
    width, height = rng.choice(((900, 600), (1000, 500), (700, 700), (1200, 700), (640, 480)))
    image = Image.new(
        "RGB",
        (2 * width, 2 * height),
        sea := rng.choice(((255, 255, 255), (200, 222, 240), (170, 200, 225), (235, 240, 245), (30, 35, 45))),
    )
    draw = ImageDraw.Draw(image)
    world = rng.random() < 0.35 and "us" not in Path(topology).parent.parent.name
    centre, span = (
        ((0.0, 15.0), 340.0)
        if world
        else ((rng.uniform(-110, 130), rng.uniform(-30, 55)), rng.uniform(15, 70))
    )
    if "us-atlas" in topology:
        centre, span = (-96.0, 38.0), rng.uniform(20, 62)
    place = _projection(rng.choice(("plain", "mercator", "sinus")), centre, span, image.size)
    colours, style = looks.palette(rng, 6), rng.choice(("political", "choropleth", "outline", "plain"))
    border = rng.choice(((255, 255, 255), (90, 90, 90), (40, 40, 40), (0, 0, 0)))
    bare = rng.random() < 0.4
    names = []
    for name, rings in shapes(topology):
        fill = {
            "political": rng.choice(colours),
            "choropleth": _shade(colours[0], rng.random()),
            "outline": sea,
            "plain": colours[0],
        }[style]
        for ring in rings:
            points = place(ring)
            if len(points) < 3 or not _inside(points, image.size):
                continue
            draw.polygon([tuple(p) for p in points], fill=fill, outline=border)
            draw.line([tuple(p) for p in points], fill=border, width=rng.choice((2, 3)))
        if rings and name and rng.random() < (0.1 if world else 0.6):
            middle = place(max(rings, key=len)).mean(axis=0)
            if 0 < middle[0] < image.width and 0 < middle[1] < image.height:
                names.append((name, middle))
    if not bare and rng.random() < 0.7:
        letters = looks.any_face(rng, rng.choice((20, 26, 34)))
        for name, middle in names[:25]:
            draw.text(
                tuple(middle),
                name,
                font=letters,
                fill=(20, 20, 20) if sum(sea) > 200 else (230, 230, 230),
                anchor="mm",
            )
    if not bare:
        _furniture(rng, image, colours, style)
    return image.resize((width, height), Image.Resampling.LANCZOS), {
        "text": " ".join(name for name, _ in names[:25])
    }


def _projection(form: str, centre: tuple[float, float], span: float, size: tuple[int, int]):
    def place(ring: Ring) -> Ring:
        x, y = ring[:, 0] - centre[0], np.clip(ring[:, 1], -82, 82)
        if form == "mercator":
            y = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(y) / 2)))
            middle = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(centre[1]) / 2)))
        else:
            middle = centre[1]
            if form == "sinus":
                x = x * np.cos(np.radians(y))
        scale = size[0] / span
        return np.stack([size[0] / 2 + x * scale, size[1] / 2 - (y - middle) * scale], axis=1)

    return place


def _inside(points: Ring, size: tuple[int, int]) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(
        high[0] > 0
        and high[1] > 0
        and low[0] < size[0]
        and low[1] < size[1]
        and (high - low).max() < 6 * size[0]
    )


def _shade(colour: looks.Colour, share: float) -> looks.Colour:
    share = round(share * 5) / 5
    return tuple(round(part * share + 245 * (1 - share)) for part in colour)  # type: ignore[return-value]


def _furniture(rng: random.Random, image: Image.Image, colours: list[looks.Colour], style: str) -> None:
    """Grid, cities, routes, a legend, a title, a scale bar."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    if rng.random() < 0.3:
        for x in range(0, width, 200):
            draw.line((x, 0, x, height), fill=(160, 170, 180), width=1)
        for y in range(0, height, 200):
            draw.line((0, y, width, y), fill=(160, 170, 180), width=1)
    small = looks.any_face(rng, 28)
    for place in rng.sample(graphics.PLACES, rng.randint(0, 7)):
        x, y, r = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height, rng.choice((6, 10, 18))
        draw.ellipse(
            (x - r, y - r, x + r, y + r), fill=rng.choice(((200, 40, 40), (30, 30, 30), colours[-1]))
        )
        draw.text(
            (x + r + 6, y),
            place,
            font=small,
            fill=(30, 30, 30),
            anchor="lm",
            stroke_width=2,
            stroke_fill="white",
        )
    if style == "choropleth" and rng.random() < 0.7:
        for step in range(5):
            draw.rectangle(
                (40, height - 60 - 44 * step, 80, height - 24 - 44 * step),
                fill=_shade(colours[0], step / 4),
                outline=(80, 80, 80),
            )
            draw.text(
                (94, height - 42 - 44 * step),
                f"{step * 20} - {step * 20 + 20}",
                font=small,
                fill=(40, 40, 40),
                anchor="lm",
            )
    if rng.random() < 0.35:
        draw.text(
            (width / 2, 20),
            rng.choice(
                ("Population by region", "Members", "Where we are", "Trade routes", "Rainfall in 2021")
            ),
            font=looks.any_face(rng, 46),
            fill=(20, 20, 20),
            anchor="ma",
        )


def relief(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """Hills with shading and contour lines, a lake, paths and names."""
    size = rng.choice(((900, 700), (800, 800), (1000, 600)))
    maker, total = np.random.default_rng(rng.randint(0, 2**31)), np.zeros(size[::-1], dtype=np.float32)
    for octave in range(5):
        cells = 3 * 2**octave
        plane = Image.fromarray(maker.random((cells, cells), dtype=np.float32))
        total += np.asarray(plane.resize(size, Image.Resampling.BICUBIC)) / 1.9**octave
    total = (total - total.min()) / np.ptp(total)
    low, high = (
        np.array(c, dtype=np.float32)
        for c in rng.choice(
            (
                ((175, 205, 150), (235, 225, 200)),
                ((245, 243, 235), (225, 215, 195)),
                ((120, 160, 110), (200, 170, 130)),
            )
        )
    )
    plane = low * (1 - total[..., None]) + high * total[..., None]
    if rng.random() < 0.6:
        light = np.gradient(total, axis=1) * 9 + np.gradient(total, axis=0) * 9
        plane *= 1 + np.clip(light, -0.3, 0.3)[..., None] * 3
    steps = np.floor(total * rng.choice((10, 18, 26)))
    edges = (np.diff(steps, axis=0, append=steps[-1:]) != 0) | (
        np.diff(steps, axis=1, append=steps[:, -1:]) != 0
    )
    plane[edges] = rng.choice(((150, 110, 70), (120, 120, 120)))
    plane[total < rng.choice((0.1, 0.2, 0.35))] = (150, 190, 225)
    image = Image.fromarray(np.clip(plane, 0, 255).astype(np.uint8)).filter(ImageFilter.SMOOTH)
    draw, letters = ImageDraw.Draw(image), looks.any_face(rng, 18)
    for _ in range(rng.randint(1, 5)):
        _way(rng, draw, size, rng.choice(((200, 40, 40), (90, 90, 90), (240, 170, 60))), rng.choice((2, 4)))
    names = rng.sample(graphics.PLACES, rng.randint(2, 7))
    for name in names:
        draw.text(
            (rng.uniform(0.05, 0.8) * size[0], rng.uniform(0.05, 0.9) * size[1]),
            name,
            font=letters,
            fill="#222",
            stroke_width=2,
            stroke_fill="white",
        )
    return image, {"text": " ".join(names)}


def _way(
    rng: random.Random, draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: looks.Colour, width: int
) -> None:
    x, y, angle, points = rng.uniform(0, size[0]), rng.uniform(0, size[1]), rng.uniform(0, 6.3), []
    for _ in range(40):
        points.append((x, y))
        angle += rng.uniform(-0.5, 0.5)
        x, y = x + 25 * math.cos(angle), y + 25 * math.sin(angle)
    draw.line(points, fill=ink, width=width)


def lines_map(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A network of lines with stops, all at multiples of 45 degrees."""
    size = rng.choice(((900, 600), (800, 800), (1000, 700)))
    image = Image.new("RGB", size, rng.choice(((255, 255, 255), (245, 245, 240))))
    draw, letters, names = ImageDraw.Draw(image), looks.any_face(rng, 14), []
    if rng.random() < 0.5:
        _way(rng, draw, size, (190, 220, 240), 26)
    for ink in looks.palette(rng, rng.randint(3, 7)):
        x, y, turn = rng.uniform(0.05, 0.5) * size[0], rng.uniform(0.1, 0.9) * size[1], rng.choice((0, 1, 7))
        stops = [(x, y)]
        for _ in range(rng.randint(4, 10)):
            turn = (turn + rng.choice((0, 0, 1, -1))) % 8
            x, y = x + 75 * math.cos(turn * math.pi / 4), y + 75 * math.sin(turn * math.pi / 4)
            stops.append((x, y))
        draw.line(stops, fill=ink, width=rng.choice((6, 9)), joint="curve")
        for stop in stops:
            draw.ellipse(
                (stop[0] - 6, stop[1] - 6, stop[0] + 6, stop[1] + 6), fill="white", outline="black", width=2
            )
            if rng.random() < 0.6:
                names.append(rng.choice(graphics.PLACES))
                draw.text((stop[0] + 9, stop[1] - 16), names[-1], font=letters, fill="black")
    return image, {"text": " ".join(names)}


def street_plan(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """Blocks of houses between streets, a park, a river, pins."""
    size = rng.choice(((900, 700), (800, 800), (1000, 600), (600, 400)))
    ground, road = rng.choice(
        (
            ((242, 239, 233), (255, 255, 255)),
            ((235, 235, 235), (255, 255, 255)),
            ((38, 42, 50), (70, 76, 88)),
            ((224, 228, 221), (252, 214, 164)),
        )
    )
    big = round(1.5 * max(size))
    plan = Image.new("RGB", (big, big), ground)
    draw, at = ImageDraw.Draw(plan), [0.0, 0.0]
    for axis in (0, 1):
        while at[axis] < big:
            at[axis] += rng.uniform(40, 160)
            width = rng.choice((5, 8, 8, 14))
            draw.line((at[0], 0, at[0], big) if axis == 0 else (0, at[1], big, at[1]), fill=road, width=width)
    for _ in range(rng.randint(30, 260)):
        x, y = rng.uniform(0, big), rng.uniform(0, big)
        draw.rectangle(
            (x, y, x + rng.uniform(8, 30), y + rng.uniform(8, 30)),
            fill=tuple(max(0, part - 25) for part in ground),
        )
    for _ in range(rng.randint(1, 4)):
        x, y, s = rng.uniform(0, big), rng.uniform(0, big), rng.uniform(60, 220)
        draw.rectangle(
            (x, y, x + s, y + s * rng.uniform(0.5, 1.2)),
            fill=rng.choice(((200, 230, 180), (180, 215, 160))) if sum(ground) > 300 else (45, 65, 55),
        )
    for _ in range(rng.randint(0, 2)):
        _way(
            rng,
            draw,
            (big, big),
            (170, 205, 230) if sum(ground) > 300 else (30, 50, 75),
            rng.choice((20, 45)),
        )
    plan = plan.rotate(rng.choice((0, 12, 27, -18, 45)), Image.Resampling.BICUBIC, fillcolor=ground)
    left = (big - size[0]) // 2
    image = plan.crop((left, (big - size[1]) // 2, left + size[0], (big - size[1]) // 2 + size[1]))
    draw, letters, names = ImageDraw.Draw(image), looks.any_face(rng, rng.choice((12, 14, 17))), []
    for _ in range(rng.randint(3, 16)):
        names.append(
            f"{rng.choice(graphics.PLACES)} {rng.choice(('Street', 'Road', 'Lane', 'Park', 'Square', 'Station'))}"
        )
        x, y = rng.uniform(0, size[0] * 0.8), rng.uniform(0, size[1] * 0.95)
        draw.text(
            (x, y),
            names[-1],
            font=letters,
            fill=(60, 60, 60) if sum(ground) > 300 else (200, 205, 210),
            stroke_width=1,
            stroke_fill=ground,
        )
    for _ in range(rng.randint(0, 4)):
        x, y = rng.uniform(40, size[0] - 40), rng.uniform(60, size[1] - 20)
        draw.polygon([(x, y), (x - 12, y - 26), (x + 12, y - 26)], fill=(210, 50, 45))
        draw.ellipse((x - 14, y - 44, x + 14, y - 16), fill=(210, 50, 45))
        draw.ellipse((x - 5, y - 35, x + 5, y - 25), fill="white")
    return image, {"text": " ".join(names)}


def any_map(rng: random.Random, topologies: list[str] | None = None) -> tuple[Image.Image, dict[str, str]]:
    """One of all these; without TopoJSON files only what needs none."""
    if topologies and rng.random() < 0.55:
        return country_map(rng, rng.choice(topologies))
    return rng.choice((relief, lines_map, street_plan))(rng)
