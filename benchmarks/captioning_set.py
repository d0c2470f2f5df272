"""A licence-clean set of pictures with known kinds and contents: charts, screenshots, diagrams, quote cards, logos,
icons, decorations, maps and illustrations drawn here, and the photographs that ship in installed packages.

    python -m benchmarks.captioning_set out/ --per-kind 50 --seed 1

writes the pictures and `labels.json`. Different seeds give different pictures; photographs are cut, turned and graded
anew. Needs matplotlib, scikit-learn, scikit-image, and Chromium for the screenshots.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image, ImageEnhance, ImageOps

from benchmarks import captioning_charts as charts
from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_scenes as scenes

PHOTOGRAPHS = {
    "sklearn": ("datasets/images/china.jpg", "datasets/images/flower.jpg"),
    "skimage": (
        "data/coffee.png", "data/camera.png", "data/astronaut.png", "data/motorcycle_left.png", "data/hubble_deep_field.jpg",
        "data/moon.png", "data/rocket.jpg", "data/chelsea.png", "data/coins.png", "data/brick.png", "data/gravel.png", "data/grass.png",
    ),
    "matplotlib": ("mpl-data/sample_data/grace_hopper.jpg",),
}  # fmt: skip
HEADINGS = ("Settings", "Orders", "Dashboard", "Inbox", "Release notes", "Timetable", "My account", "Search results", "Weather", "Documentation", "Photo library", "Shopping basket")  # fmt: skip
SECTIONS = ("Privacy", "Notifications", "Overview", "Recent activity", "Billing", "Members", "Downloads", "Help", "Today", "Details", "Filters", "Security")  # fmt: skip
PROSE = [
    "The export runs every night and writes one file for each account",
    "You can change the time in the settings, and a message is sent when something failed",
    "Older files are kept for thirty days",
    "",
]
CODE = 'def total(items):\n    result = 0\n    for item in items:\n        result += item.price * item.count\n    return result\n\nif __name__ == "__main__":\n    print(total(load("orders.json")))\n'


def photographs() -> list[Path]:
    """The photographs that are installed here."""
    found = []
    for package, names in PHOTOGRAPHS.items():
        spec = find_spec(package)
        if spec and spec.submodule_search_locations:
            folder = Path(next(iter(spec.submodule_search_locations)))
            found += [folder / name for name in names if (folder / name).is_file()]
    return found


def photo(rng: random.Random, sources: list[Path]) -> Image.Image:
    """A cut of a photograph, graded and perhaps turned, so that no two are alike."""
    picture = Image.open(rng.choice(sources)).convert("RGB")
    share = rng.uniform(0.5, 1.0)
    width, height = (
        round(picture.width * share),
        round(picture.height * rng.uniform(max(0.4, share - 0.2), 1.0)),
    )
    left, top = rng.randint(0, picture.width - width), rng.randint(0, picture.height - height)
    picture = picture.crop((left, top, left + width, top + height))
    if rng.random() < 0.5:
        picture = ImageOps.mirror(picture)
    for grade in (ImageEnhance.Color, ImageEnhance.Contrast, ImageEnhance.Brightness):
        picture = grade(picture).enhance(rng.uniform(0.7, 1.35))
    scale = rng.uniform(0.8, 1.6)
    picture = picture.resize(
        (max(80, round(width * scale)), max(80, round(height * scale))), Image.Resampling.LANCZOS
    )
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=rng.randint(60, 95))
    return Image.open(buffer).convert("RGB")


def page(rng: random.Random) -> tuple[str, dict[str, Any]]:
    """The HTML of a made-up program or site, and what is read first in it."""
    dark = rng.random() < 0.35
    ground, ink, accent = (
        ("#1c1f26", "#e6e6e6", "#3a6ea5")
        if dark
        else (
            rng.choice(("#fff", "#fafafa", "#f4f6f8")),
            "#222",
            rng.choice(("#0b6", "#06c", "#c33", "#849", "#333")),
        )
    )
    title, sections = rng.choice(HEADINGS), rng.sample(SECTIONS, rng.randint(2, 4))
    form = rng.choice(("article", "dashboard", "table", "code", "list", "form"))
    items = "".join(f"<h2>{name}</h2>{_body(rng, form, accent)}" for name in sections)
    menu = "".join(f"<a>{name}</a>" for name in rng.sample(SECTIONS, 5))
    side = rng.random() < 0.5
    family = rng.choice(("sans-serif", "serif", "monospace" if form == "code" else "sans-serif"))
    style = f"""body{{margin:0;background:{ground};color:{ink};font:{rng.choice((13, 14, 16))}px {family}}}
    header{{background:{accent};color:white;padding:10px 20px;font-size:150%;font-weight:bold}} nav a{{display:{"block" if side else "inline-block"};padding:8px 16px}}
    nav{{{"float:left;width:170px" if side else "border-bottom:1px solid #8884"}}} main{{padding:10px 24px;{"margin-left:180px" if side else ""}}} table{{border-collapse:collapse;width:90%}}
    td,th{{border-bottom:1px solid #8886;padding:6px 10px;text-align:left}} .card{{display:inline-block;border:1px solid #8886;border-radius:6px;padding:12px 20px;margin:6px}}
    button{{background:{accent};color:white;border:0;border-radius:4px;padding:6px 14px}} pre{{background:#8882;padding:10px}} input{{width:300px;margin:4px}} h2{{font-size:125%}}"""
    return f"<style>{style}</style><header>{title}</header><nav>{menu}</nav><main>{items}</main>", {
        "title": title,
        "headings": sections,
    }


def _body(rng: random.Random, form: str, accent: str) -> str:
    match form:
        case "article":
            return "".join(f"<p>{'. '.join(rng.sample(PROSE, 3))}.</p>" for _ in range(2))
        case "dashboard":
            return "".join(
                f"<div class=card><b style='color:{accent};font-size:170%'>{rng.randint(2, 990)}</b><br>{rng.choice(SECTIONS)}</div>"
                for _ in range(4)
            )
        case "table":
            rows = "".join(
                f"<tr><td>{rng.randint(1000, 9999)}<td>{rng.choice(graphics.AUTHORS[:6])}<td>{rng.choice(('open', 'sent', 'paid'))}<td>{rng.uniform(3, 400):.2f}</tr>"
                for _ in range(5)
            )
            return f"<table><tr><th>Number<th>Name<th>State<th>Sum</tr>{rows}</table>"
        case "code":
            return f"<pre>{CODE}</pre>"
        case "list":
            return "<ul>" + "".join(f"<li>{rng.choice(PROSE)}</li>" for _ in range(4)) + "</ul>"
    return (
        "".join(
            f"<label>{rng.choice(SECTIONS)}<br><input value='{rng.choice(graphics.BRANDS)}'></label><br>"
            for _ in range(2)
        )
        + "<button>Save</button>"
    )


def screenshots(rng: random.Random, count: int) -> Iterator[tuple[Image.Image, dict[str, Any]]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page()
        for _ in range(count):
            html, truth = page(rng)
            width, height = rng.choice(((1280, 800), (1024, 768), (390, 844), (800, 600), (1440, 900)))
            tab.set_viewport_size({"width": width, "height": height})
            tab.set_content(html)
            yield Image.open(io.BytesIO(tab.screenshot())).convert("RGB"), truth
        browser.close()


def pictures(
    per_kind: int, seed: int, sources: list[Path] | None = None
) -> Iterator[tuple[str, Image.Image, dict[str, Any]]]:
    """(kind, picture, truth) for every kind; decorations include a few of one or two pixels."""
    rng = random.Random(seed)
    drawn: dict[str, Callable[[random.Random], tuple[Image.Image, dict[str, str]]]] = {
        "quote_card": graphics.quote_card, "diagram": graphics.diagram, "icon": graphics.icon, "logo": graphics.logo,
        "decorative": graphics.decorative, "map": graphics.area_map, "illustration": scenes.illustration,
    }  # fmt: skip
    sources = sources or photographs()
    for _ in range(per_kind):
        yield "photo", photo(rng, sources), {}
    for number in range(per_kind):
        chart = charts.draw(seed * 100_000 + number)
        yield "chart", chart.image, {"form": chart.form, "title": chart.title, "labels": chart.labels, "values": chart.values, "printed": chart.printed, "trend": chart.trend}  # fmt: skip
    for kind, draw in drawn.items():
        for _ in range(per_kind):
            yield kind, *draw(rng)
    for picture, truth in screenshots(rng, per_kind):
        yield "screenshot", picture, truth


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-kind", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    labels = []
    for number, (kind, picture, truth) in enumerate(pictures(arguments.per_kind, arguments.seed)):
        name = f"{number:04}.png"
        picture.save(arguments.folder / name)
        labels.append({"file": name, "kind": kind} | truth)
    (arguments.folder / "labels.json").write_text(json.dumps(labels, indent=1), encoding="utf-8")
    print(f"{len(labels)} pictures in {arguments.folder}")


if __name__ == "__main__":
    main()
