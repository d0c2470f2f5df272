"""Screenshots: pages of documentation in Chromium, windows with menus, terminals, editors, telephones, by Pillow."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_looks as looks

MONO = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"
WORDS = (
    "file", "edit", "view", "insert", "format", "tools", "window", "help", "name",
    "size", "type", "date", "owner", "status", "open", "closed", "total", "page",
    "next", "back", "search", "settings", "account", "profile", "save", "cancel", "share",
    "send", "reply", "inbox", "draft", "today", "yesterday", "folder", "image", "video",
    "report", "budget", "team", "project", "task", "done",
)  # fmt: skip
DARK, LIGHT = ((30, 32, 38), (215, 218, 224)), ((250, 250, 250), (35, 35, 40))


def any_screen(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A terminal, an editor, a window, a dialog or a telephone."""
    image = rng.choice((terminal, editor, window, dialog, telephone, sheet))(rng)
    if rng.random() < 0.25:
        image = on_desktop(rng, image)
    return image, {}


def pages(files: Sequence[Path], rng: random.Random, count: int) -> Iterator[Image.Image]:
    """Screenshots of HTML files, in windows of all shapes, some scrolled, some in the dark."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(count):
            width, height = rng.choice(
                ((1280, 800), (1024, 768), (390, 844), (800, 600), (1440, 900), (768, 1024))
            )
            page = browser.new_page(viewport={"width": width, "height": height})
            page.route("http*://**", lambda route: route.abort())
            try:
                page.goto(rng.choice(files).as_uri(), timeout=8000, wait_until="domcontentloaded")
                if rng.random() < 0.2:
                    page.add_style_tag(content="html{filter:invert(1) hue-rotate(180deg);background:#111}")
                page.evaluate(f"window.scrollTo(0, {rng.choice((0, 0, 300, 1200))})")
                yield Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            except Error:
                continue
            finally:
                page.close()
        browser.close()


def _mono(size: int) -> ImageFont.FreeTypeFont:
    return looks.face(str(MONO), size)


def _sentence(rng: random.Random, most: int = 9) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(1, most)))


def _code(rng: random.Random) -> list[tuple[str, int]]:
    """Lines with a number for their colour."""
    lines, depth = [], 0
    for _ in range(60):
        word, other = rng.choice(WORDS), rng.choice(WORDS)
        form = rng.choice(
            (
                f"def {word}({other}):",
                f"{word} = {other}({rng.randint(1, 99)})",
                f"if {word} > {other}:",
                f"return {word}",
                f"# {_sentence(rng, 6)}",
                "",
                f'print("{_sentence(rng, 4)}")',
                f"for {word} in {other}s:",
                f"import {word}",
            )
        )
        lines.append(("    " * depth + form, rng.randrange(6)))
        depth = min(3, depth + 1) if form.endswith(":") else max(0, depth - (rng.random() < 0.35))
    return lines


def terminal(rng: random.Random) -> Image.Image:
    size = rng.choice(((800, 500), (1000, 600), (640, 400), (900, 300)))
    ground, ink = rng.choice(
        (
            ((0, 0, 0), (220, 220, 220)),
            ((48, 10, 36), (240, 240, 240)),
            ((0, 43, 54), (131, 148, 150)),
            ((255, 255, 255), (0, 0, 0)),
            ((12, 12, 12), (80, 230, 90)),
        )
    )
    image = Image.new("RGB", size, ground)
    draw, letters, y = ImageDraw.Draw(image), _mono(rng.choice((12, 14, 16))), 8
    accents = [ink, ink, (90, 200, 90), (90, 150, 230), (230, 180, 80)]
    while y < size[1] - 16 * rng.uniform(1, 9):
        line = rng.choice(
            (
                f"user@host:~/{rng.choice(WORDS)}$ {_sentence(rng, 4)}",
                f"drwxr-xr-x {rng.randint(1, 9)} root root {rng.randint(100, 99999)} Jan {rng.randint(1, 28)} {rng.choice(WORDS)}",
                f"[{rng.randint(1, 99):>3}%] {_sentence(rng, 7)}",
                _sentence(rng, 12),
                f"{rng.choice(WORDS)}: {rng.randint(0, 9999)}",
            )
        )
        draw.text((8, y), line, font=letters, fill=rng.choice(accents))
        y += round(letters.size * 1.35)
    return image


def editor(rng: random.Random) -> Image.Image:
    size = rng.choice(((1100, 700), (900, 600), (1280, 720), (700, 420)))
    (ground, ink), side = rng.choice((DARK, LIGHT)), rng.random() < 0.6
    image = Image.new("RGB", size, ground)
    draw, letters = ImageDraw.Draw(image), _mono(rng.choice((13, 15, 18)))
    colours = [ink, ink, *looks.palette(rng, 4)]
    left, shift = (size[0] * 0.2 if side else 0), 8 if sum(ground) > 300 else -12
    panel = tuple(max(0, min(255, part - shift)) for part in ground)
    if side:
        draw.rectangle((0, 0, left, size[1]), fill=panel)
        for i in range(18):
            draw.text(
                (14 + 16 * (i % 3), 44 + 24 * i),
                f"{rng.choice(WORDS)}.{rng.choice(('py', 'md', 'txt', 'js'))}",
                font=letters,
                fill=ink,
            )
    draw.rectangle((left, 0, size[0], 30), fill=panel)
    for i in range(3):
        draw.text((left + 20 + 150 * i, 6), f"{rng.choice(WORDS)}.py", font=letters, fill=ink)
    step = round(letters.size * 1.4)
    for number, (line, colour) in enumerate(_code(rng)):
        y = 40 + number * step
        if y > size[1] - 30:
            break
        draw.text(
            (left + 8, y),
            f"{number + 1:>3}",
            font=letters,
            fill=tuple((a + b) // 2 for a, b in zip(ground, ink, strict=True)),
        )
        draw.text((left + 54, y), line, font=letters, fill=colours[colour])
    draw.rectangle((0, size[1] - 24, *size), fill=looks.palette(rng, 2)[0])
    return image


def _chrome(rng: random.Random, draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: looks.Colour) -> int:
    """A title bar with buttons and perhaps a menu; returns where the contents begin."""
    bar, letters = (
        rng.choice(((225, 225, 228), (60, 64, 72), (45, 90, 160), (240, 240, 240))),
        looks.any_face(rng, 14),
    )
    draw.rectangle((0, 0, size[0], 30), fill=bar)
    draw.text(
        (size[0] / 2, 15),
        _sentence(rng, 4).title(),
        font=letters,
        fill=(20, 20, 20) if sum(bar) > 380 else (240, 240, 240),
        anchor="mm",
    )
    at_left = rng.random() < 0.4
    for k, colour in enumerate(((255, 95, 87), (254, 188, 46), (40, 200, 64))):
        x = 18 + 20 * k if at_left else size[0] - 18 - 22 * k
        if at_left:
            draw.ellipse((x - 6, 9, x + 6, 21), fill=colour)
        else:
            draw.rectangle((x - 5, 10, x + 5, 20), outline=(120, 120, 120))
    if rng.random() < 0.5:
        for k in range(rng.randint(4, 8)):
            draw.text((12 + 70 * k, 36), rng.choice(WORDS).title(), font=letters, fill=ink)
        return 62
    return 34


def window(rng: random.Random) -> Image.Image:
    """A program with a list, a form or a picture's place in it."""
    size = rng.choice(((1000, 700), (800, 600), (1200, 750), (640, 480)))
    ground, ink = rng.choice((LIGHT, LIGHT, DARK, ((236, 233, 216), (0, 0, 0))))
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    top, letters = _chrome(rng, draw, size, ink), looks.any_face(rng, rng.choice((12, 14, 16)))
    if rng.random() < 0.7:
        for k in range(rng.randint(5, 14)):
            graphics._symbol(
                rng, draw, (14 + 36 * k, top + 6, 36 + 36 * k, top + 28), graphics.colour(rng, False)
            )
        top += 40
    left = 0
    if rng.random() < 0.6:
        left = round(size[0] * 0.22)
        draw.rectangle((0, top, left, size[1]), fill=tuple(max(0, part - 10) for part in ground))
        for k in range(14):
            draw.text((18, top + 10 + 26 * k), rng.choice(WORDS).title(), font=letters, fill=ink)
    y, columns = top + 10, [left + 20 + k * (size[0] - left - 30) / 4 for k in range(4)]
    accent = looks.palette(rng, 2)[0]
    while y < size[1] - 40:
        if rng.random() < 0.06:
            draw.rectangle((left, y - 3, size[0], y + 20), fill=accent)
        for x in columns:
            draw.text((x, y), _sentence(rng, 2), font=letters, fill=ink)
        y += 26
    return image


def dialog(rng: random.Random) -> Image.Image:
    size = rng.choice(((420, 300), (520, 380), (360, 200), (600, 500)))
    ground, ink = rng.choice((LIGHT, DARK, ((239, 239, 239), (0, 0, 0))))
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    y, letters, accent = (
        _chrome(rng, draw, size, ink) + 14,
        looks.any_face(rng, 14),
        looks.palette(rng, 2)[0],
    )
    line = tuple((a + b) // 2 for a, b in zip(ground, ink, strict=True))
    while y < size[1] - 70:
        draw.text((20, y), _sentence(rng, 3).capitalize(), font=letters, fill=ink)
        match rng.choice(("field", "check", "choice", "slider")):
            case "field":
                draw.rectangle((size[0] * 0.5, y - 4, size[0] - 20, y + 20), outline=line)
                draw.text((size[0] * 0.5 + 8, y), _sentence(rng, 2), font=letters, fill=ink)
            case "check":
                draw.rectangle(
                    (size[0] * 0.5, y, size[0] * 0.5 + 16, y + 16),
                    outline=line,
                    fill=accent if rng.random() < 0.5 else None,
                )
            case "choice":
                draw.ellipse((size[0] * 0.5, y, size[0] * 0.5 + 16, y + 16), outline=line)
            case _:
                draw.line((size[0] * 0.5, y + 8, size[0] - 20, y + 8), fill=line, width=3)
                draw.ellipse((size[0] * 0.7, y, size[0] * 0.7 + 16, y + 16), fill=accent)
        y += 36
    for k, name in enumerate(("OK", "Cancel", "Help")[: rng.randint(1, 3)]):
        x = size[0] - 20 - 95 * k
        draw.rounded_rectangle(
            (x - 85, size[1] - 44, x, size[1] - 14), radius=4, fill=accent if k == 0 else None, outline=line
        )
        draw.text((x - 42, size[1] - 29), name, font=letters, fill=ink, anchor="mm")
    return image


def telephone(rng: random.Random) -> Image.Image:
    """A narrow screen: a chat, a list of settings, or tiles."""
    size = rng.choice(((390, 844), (360, 640), (414, 736), (1080, 1920)))
    ground, ink = rng.choice((LIGHT, DARK, ((240, 242, 245), (20, 20, 20))))
    image, scale = Image.new("RGB", size, ground), size[0] / 390
    draw, letters = ImageDraw.Draw(image), looks.any_face(rng, 15 * scale)
    accent, form = looks.palette(rng, 2)[0], rng.choice(("chat", "list", "tiles"))
    draw.text((14 * scale, 6), f"{rng.randint(0, 23)}:{rng.randint(10, 59)}", font=letters, fill=ink)
    draw.rectangle((0, 30 * scale, size[0], 82 * scale), fill=accent)
    draw.text(
        (20 * scale, 56 * scale),
        rng.choice(WORDS).title(),
        font=looks.any_face(rng, 22 * scale),
        fill=(255, 255, 255),
        anchor="lm",
    )
    y = 100 * scale
    while y < size[1] - 60 * scale:
        if form == "chat":
            text, mine = _sentence(rng, 6), rng.random() < 0.5
            w = min(size[0] * 0.75, letters.getlength(text) + 30 * scale)
            x = size[0] - w - 12 * scale if mine else 12 * scale
            draw.rounded_rectangle(
                (x, y, x + w, y + 38 * scale), radius=16 * scale, fill=accent if mine else (225, 225, 230)
            )
            draw.text(
                (x + 14 * scale, y + 19 * scale), text[:34], font=letters, fill=(20, 20, 20), anchor="lm"
            )
            y += 50 * scale
        elif form == "list":
            draw.ellipse((14 * scale, y, 50 * scale, y + 36 * scale), fill=graphics.colour(rng))
            draw.text((64 * scale, y + 8 * scale), _sentence(rng, 3).title(), font=letters, fill=ink)
            draw.line((64 * scale, y + 46 * scale, size[0], y + 46 * scale), fill=(150, 150, 155))
            y += 56 * scale
        else:
            for k in range(2):
                x = (14 + 186 * k) * scale
                draw.rounded_rectangle(
                    (x, y, x + 172 * scale, y + 120 * scale),
                    radius=12 * scale,
                    fill=graphics.colour(rng, True),
                )
                draw.text(
                    (x + 12 * scale, y + 90 * scale),
                    rng.choice(WORDS).title(),
                    font=letters,
                    fill=(20, 20, 20),
                )
            y += 136 * scale
    return image


def sheet(rng: random.Random) -> Image.Image:
    """A spreadsheet."""
    size = rng.choice(((1000, 600), (800, 500), (1200, 700)))
    image = Image.new("RGB", size, (255, 255, 255))
    draw = ImageDraw.Draw(image)
    top, letters = _chrome(rng, draw, size, (20, 20, 20)), looks.any_face(rng, 13)
    wide, high = rng.choice((80, 110, 140)), rng.choice((20, 24))
    for c, x in enumerate(range(40, size[0], wide)):
        draw.rectangle((x, top, x + wide, top + high), fill=(232, 232, 236), outline=(190, 190, 190))
        draw.text(
            (x + wide / 2, top + high / 2), chr(65 + c % 26), font=letters, fill=(40, 40, 40), anchor="mm"
        )
        for r, y in enumerate(range(top + high, size[1], high)):
            draw.rectangle((x, y, x + wide, y + high), outline=(215, 215, 215))
            if c < 6 and r < rng.randint(6, 18):
                text = rng.choice(WORDS) if c == 0 else f"{rng.uniform(0, 900):.2f}"
                draw.text((x + 4, y + 3), text, font=letters, fill=(20, 20, 20))
    for r, y in enumerate(range(top + high, size[1], high)):
        draw.text((20, y + high / 2), str(r + 1), font=letters, fill=(60, 60, 60), anchor="mm")
    return image


def on_desktop(rng: random.Random, image: Image.Image) -> Image.Image:
    """A window on the ground of its desktop."""
    pad = rng.randint(30, 160)
    size = (image.width + 2 * pad, image.height + 2 * pad)
    desktop = graphics.gradient(size, graphics.colour(rng), graphics.colour(rng), rng.random() < 0.5)
    desktop.paste(image, (pad, pad))
    return desktop
