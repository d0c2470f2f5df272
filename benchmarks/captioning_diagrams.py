"""Diagrams: graphs laid out by Graphviz, and sequences, cycles, layers, sets, timelines and trees drawn by Pillow."""

from __future__ import annotations

import io
import math
import random
import shutil
import subprocess
from itertools import pairwise

from PIL import Image, ImageDraw

from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_looks as looks

FACES = ("Helvetica", "Times", "Courier", "DejaVu Sans", "Arial", "Liberation Sans")
SHAPES = (
    "box",
    "ellipse",
    "diamond",
    "circle",
    "record",
    "component",
    "cylinder",
    "note",
    "hexagon",
    "plaintext",
    "parallelogram",
    "folder",
)


def any_diagram(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """One of all forms; Graphviz's only where it is installed."""
    if shutil.which("dot") and rng.random() < 0.5:
        return dot(rng)
    return rng.choice((sequence, cycle, layers, sets, timeline, tree, network, classes))(rng)


def dot(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    count = rng.choice((2, 3, 4, rng.randint(4, 22), rng.randint(4, 22)))
    names = [f"{rng.choice(graphics.STEPS)} {rng.choice(('', '', i, 'list'))}".strip() for i in range(count)]
    shape, ink = rng.choice(SHAPES), looks.palette(rng, 4)
    style = rng.choice(('style="filled"', 'style="rounded,filled"', "", ""))
    hexes = ["#{:02x}{:02x}{:02x}".format(*colour) for colour in ink]
    lines = [
        f'rankdir={rng.choice(("TB", "LR", "TB", "RL"))}; bgcolor="{rng.choice(("white", "white", "transparent", "#f7f7f7"))}";',
        f'node [shape={shape} {style} fillcolor="{rng.choice(hexes)}" fontname="{rng.choice(FACES)}" fontsize={rng.choice((10, 12, 14, 18))}];',
        f'edge [color="{rng.choice(("black", "gray40", hexes[0]))}" arrowhead={rng.choice(("normal", "vee", "none", "empty", "diamond"))} fontsize=10];',
        f"splines={rng.choice(('true', 'ortho', 'polyline', 'true'))};",
    ]
    for i, name in enumerate(names):
        fill = f' fillcolor="{rng.choice(hexes)}"' if rng.random() < 0.3 else ""
        label = f"{{{name}|+ id\\l+ {rng.choice(graphics.STEPS).lower()}\\l}}" if shape == "record" else name
        lines.append(f'n{i} [label="{label}"{fill}];')
    for i in range(1, count):
        label = (
            f' [label="{rng.choice(("yes", "no", "1..*", "uses", "sends"))}"]' if rng.random() < 0.2 else ""
        )
        lines.append(f"n{rng.randint(max(0, i - 4), i - 1)} -> n{i}{label};")
    for _ in range(rng.randint(0, count // 3)):
        lines.append(f"n{rng.randrange(count)} -> n{rng.randrange(count)};")
    if rng.random() < 0.3:
        some = " ".join(f"n{i};" for i in range(count // 2))
        lines.append(f'subgraph cluster_a {{ label="{rng.choice(graphics.STEPS)}"; {some} }}')
    engine = rng.choice(("dot", "dot", "dot", "fdp", "circo", "twopi"))
    source = f"digraph {{ {' '.join(lines)} }}"
    # At most 25 inches a side: some layouts would fill a hall.
    command = [engine, "-Tpng", "-Gsize=25,25", f"-Gdpi={rng.choice((60, 72, 96, 130))}"]
    try:
        done = subprocess.run(command, input=source.encode(), capture_output=True, timeout=20, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return classes(rng)
    image = Image.open(io.BytesIO(done.stdout))
    image.thumbnail((2400, 2400))
    return image.convert("RGBA"), {"text": " ".join(names)}


class Sheet:
    """A ground to draw boxes and arrows upon, in one style."""

    def __init__(self, rng: random.Random, size: tuple[int, int] | None = None) -> None:
        self.rng = rng
        self.size = size or rng.choice(((900, 600), (1000, 500), (700, 700), (1200, 700), (640, 480)))
        self.dark = rng.random() < 0.1
        self.ground = (
            (28, 30, 38)
            if self.dark
            else rng.choice(((255, 255, 255), (255, 255, 255), (247, 247, 242), (240, 244, 250)))
        )
        self.ink = (
            (230, 230, 230)
            if self.dark
            else rng.choice(((0, 0, 0), (60, 60, 60), graphics.colour(rng, False)))
        )
        self.fills = [None] if rng.random() < 0.25 else looks.palette(rng, 5)
        self.image = Image.new("RGB", self.size, self.ground)
        self.draw = ImageDraw.Draw(self.image)
        self.face = looks.any_face(rng, rng.choice((14, 17, 20, 24)))
        self.round, self.line = rng.random() < 0.5, rng.choice((1, 2, 3))
        self.words: list[str] = []

    def box(
        self, x: float, y: float, w: float, h: float, text: str = "", fill: looks.Colour | None = None
    ) -> None:
        fill = fill or self.rng.choice(self.fills) or self.ground
        self.draw.rounded_rectangle(
            (x - w / 2, y - h / 2, x + w / 2, y + h / 2),
            radius=12 if self.round else 0,
            fill=fill,
            outline=self.ink,
            width=self.line,
        )
        self.say(x, y, text, (10, 10, 10) if sum(fill) > 330 else (250, 250, 250))

    def say(self, x: float, y: float, text: str, ink: looks.Colour | None = None, anchor: str = "mm") -> None:
        self.words.append(text)
        self.draw.text((x, y), text, font=self.face, fill=ink or self.ink, anchor=anchor)

    def arrow(self, a: tuple[float, float], b: tuple[float, float], *, head: bool = True) -> None:
        self.draw.line((*a, *b), fill=self.ink, width=self.line + 1)
        angle = math.atan2(b[1] - a[1], b[0] - a[0])
        tips = [
            (b[0] + 13 * math.cos(angle + turn), b[1] + 13 * math.sin(angle + turn)) for turn in (2.7, -2.7)
        ]
        if head:
            self.draw.polygon([b, *tips], fill=self.ink)

    def done(self) -> tuple[Image.Image, dict[str, str]]:
        return self.image, {"text": " ".join(filter(None, self.words))}


def sequence(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    sheet = Sheet(rng)
    width, height = sheet.size
    count = rng.randint(3, 5)
    places = [width * (i + 0.5) / count for i in range(count)]
    for x, name in zip(places, rng.sample(graphics.STEPS, count), strict=True):
        sheet.box(x, 40, width / count * 0.7, 44, name)
        for y in range(64, height - 20, 14):
            sheet.draw.line((x, y, x, y + 7), fill=sheet.ink)
    for k in range(rng.randint(4, 9)):
        y = 100 + k * (height - 140) / 9
        a, b = rng.sample(places, 2)
        sheet.arrow((a, y), (b, y))
        sheet.say((a + b) / 2, y - 12, rng.choice(("get", "answer", "confirm()", "order 12", "error", "ok")))
    return sheet.done()


def cycle(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    sheet = Sheet(rng)
    count, (width, height) = rng.randint(3, 7), sheet.size
    r = min(width, height) * 0.36
    spots = [
        (
            width / 2 + r * math.sin(2 * math.pi * i / count),
            height / 2 - r * math.cos(2 * math.pi * i / count),
        )
        for i in range(count)
    ]
    for i in range(count):
        a, b = spots[i], spots[(i + 1) % count]
        sheet.arrow(
            (a[0] * 0.7 + b[0] * 0.3, a[1] * 0.7 + b[1] * 0.3),
            (a[0] * 0.3 + b[0] * 0.7, a[1] * 0.3 + b[1] * 0.7),
        )
    for spot, name in zip(spots, rng.sample(graphics.STEPS, count), strict=True):
        sheet.box(*spot, 120, 50, name)
    return sheet.done()


def layers(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A stack of layers, or a pyramid."""
    sheet = Sheet(rng)
    count, (width, height), pointed = rng.randint(3, 6), sheet.size, rng.random() < 0.4
    for i, name in enumerate(rng.sample(graphics.STEPS, count)):
        y, h = height * (0.1 + 0.8 * (i + 0.5) / count), height * 0.8 / count
        if pointed:
            half = [width * 0.42 * (i + k) / count for k in (0, 1)]
            points = [
                (width / 2 - half[0], y - h / 2),
                (width / 2 + half[0], y - h / 2),
                (width / 2 + half[1], y + h / 2),
                (width / 2 - half[1], y + h / 2),
            ]
            sheet.draw.polygon(points, fill=rng.choice(sheet.fills) or sheet.ground, outline=sheet.ink)
            sheet.say(width / 2, y, name)
        else:
            parts = rng.randint(1, 4)
            for k in range(parts):
                sheet.box(
                    width * (0.1 + 0.8 * (k + 0.5) / parts),
                    y,
                    width * 0.76 / parts,
                    h * 0.8,
                    name if k == 0 else rng.choice(graphics.STEPS),
                )
    return sheet.done()


def sets(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """Overlapping circles with names."""
    sheet = Sheet(rng, rng.choice(((700, 600), (800, 800), (900, 600))))
    count, (width, height) = rng.choice((2, 3)), sheet.size
    over = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
    draw, r = ImageDraw.Draw(over), min(width, height) * 0.27
    for i, name in enumerate(rng.sample(graphics.STEPS, count)):
        x, y = (
            width / 2 + r * 0.65 * math.sin(2 * math.pi * i / count + 0.5),
            height / 2 - r * 0.65 * math.cos(2 * math.pi * i / count + 0.5),
        )
        draw.ellipse(
            (x - r, y - r, x + r, y + r),
            fill=(*looks.palette(rng, 2)[0], 110),
            outline=(*sheet.ink, 255),
            width=sheet.line,
        )
        sheet.words.append(name)
        draw.text(
            (x + (x - width / 2) * 0.7, y + (y - height / 2) * 0.7),
            name,
            font=sheet.face,
            fill=(*sheet.ink, 255),
            anchor="mm",
        )
    sheet.image.paste(over, mask=over)
    return sheet.done()


def timeline(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    sheet = Sheet(rng, rng.choice(((1200, 400), (1000, 360), (1400, 500))))
    width, height = sheet.size
    sheet.arrow((40, height / 2), (width - 30, height / 2))
    count, year = rng.randint(4, 7), rng.randint(1900, 2010)
    for i in range(count):
        x, side = 90 + i * (width - 180) / count, 1 if i % 2 else -1
        sheet.draw.ellipse(
            (x - 8, height / 2 - 8, x + 8, height / 2 + 8),
            fill=rng.choice(sheet.fills) or sheet.ink,
            outline=sheet.ink,
        )
        sheet.draw.line((x, height / 2, x, height / 2 + side * 60), fill=sheet.ink)
        sheet.say(x, height / 2 + side * 80, str(year + 7 * i))
        sheet.say(x, height / 2 + side * 110, rng.choice(graphics.STEPS))
    return sheet.done()


def tree(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """Who reports to whom, or a mind's map."""
    sheet = Sheet(rng, rng.choice(((1000, 600), (1200, 600), (900, 700))))
    width, height = sheet.size
    first, second = rng.randint(2, 4), rng.randint(1, 3)
    top = (width / 2, 70.0)
    for i in range(first):
        spot = (width * (i + 0.5) / first, height * 0.42)
        sheet.arrow(top, (spot[0], spot[1] - 25), head=False)
        for k in range(second):
            leaf = (spot[0] + (k - (second - 1) / 2) * width / first / second * 0.95, height * 0.78)
            sheet.arrow(spot, (leaf[0], leaf[1] - 22), head=False)
            sheet.box(*leaf, width / first / second * 0.85, 44, rng.choice(graphics.STEPS))
        sheet.box(*spot, min(170, width / first * 0.8), 50, rng.choice(graphics.STEPS))
    sheet.box(*top, 180, 54, rng.choice(graphics.STEPS))
    return sheet.done()


def network(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """Columns of nodes, each joined with all of the next; or nodes and edges anywhere."""
    sheet = Sheet(rng)
    width, height = sheet.size
    if rng.random() < 0.5:
        columns = [
            [(width * (0.15 + 0.7 * c / 3), height * (k + 0.5) / n) for k in range(n)]
            for c, n in enumerate(rng.choices(range(2, 7), k=4))
        ]
        for left, right in pairwise(columns):
            for a in left:
                for b in right:
                    sheet.draw.line((*a, *b), fill=sheet.ink, width=1)
        spots = [spot for column in columns for spot in column]
    else:
        spots = [
            (rng.uniform(0.08, 0.92) * width, rng.uniform(0.08, 0.92) * height)
            for _ in range(rng.randint(6, 25))
        ]
        for a in spots:
            for b in sorted(spots, key=lambda s: math.dist(s, a))[1 : rng.randint(2, 4)]:
                sheet.draw.line((*a, *b), fill=sheet.ink, width=sheet.line)
    r, named = rng.choice((10, 16, 22)), rng.random() < 0.5
    for x, y in spots:
        sheet.draw.ellipse(
            (x - r, y - r, x + r, y + r),
            fill=rng.choice(sheet.fills) or sheet.ground,
            outline=sheet.ink,
            width=sheet.line,
        )
        if named:
            sheet.say(x, y + r + 12, rng.choice(graphics.STEPS))
    return sheet.done()


def classes(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """Boxes with a name and fields, joined by right angles."""
    sheet = Sheet(rng, rng.choice(((1000, 700), (900, 600))))
    width, height = sheet.size
    columns, rows = rng.choice(((2, 2), (3, 2), (3, 1), (4, 2)))
    spots = [
        (width * (c + 0.5) / columns, height * (r + 0.5) / rows) for r in range(rows) for c in range(columns)
    ]
    for a, b in pairwise(spots):
        middle = (a[0] + b[0]) / 2
        sheet.draw.line((*a, middle, a[1], middle, b[1], *b), fill=sheet.ink, width=sheet.line)
    w = width / columns * 0.62
    for x, y in spots:
        fields = rng.sample(graphics.STEPS, rng.randint(2, 4))
        h = 30 + 24 * len(fields)
        sheet.box(x, y, w, h, "", sheet.ground)
        sheet.box(x, y - h / 2 + 14, w, 28, rng.choice(graphics.STEPS))
        for k, name in enumerate(fields):
            sheet.say(
                x - w / 2 + 8,
                y - h / 2 + 44 + 22 * k,
                f"{name.lower()}: {rng.choice(('int', 'str', 'date'))}",
                anchor="lm",
            )
    return sheet.done()
