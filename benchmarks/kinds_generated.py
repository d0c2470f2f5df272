"""Drawn pictures to train the classifier of kinds upon; none by the generators it is calibrated on
(`captioning_set`), but for its charts."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image

from benchmarks import captioning_bare as bare
from benchmarks import captioning_cards as cards
from benchmarks import captioning_charts as charts
from benchmarks import captioning_diagrams as diagrams
from benchmarks import captioning_looks as looks
from benchmarks import captioning_maps as maps
from benchmarks import captioning_ornaments as ornaments
from benchmarks import captioning_plots as plots
from benchmarks import captioning_printers as printers
from benchmarks import captioning_scenes as scenes
from benchmarks import captioning_screens as screens
from benchmarks import kinds_packages as packages

HOW_MANY = {
    "logo": 160, "quote_card": 120, "photo_card": 100, "diagram": 260, "screenshot": 120, "chart": 130, "labelled_chart": 170, "map": 260,
    "decorative": 420, "illustration": 120, "page": 70, "printed": 440, "bare_chart": 150, "bare_illustration": 180, "bare_logo": 90,
}  # fmt: skip

CALLED = {
    "photo_card": "quote_card",
    "page": "screenshot",
    "labelled_chart": "chart",
    "printed": "decorative",
}

TOPOLOGIES = (
    "npm-world-atlas/package/countries-110m.json", "npm-world-atlas/package/countries-50m.json", "npm-us-atlas/package/states-10m.json",
)  # fmt: skip


def drawn(
    folder: Path, seed: int = 20, names: Sequence[str] = tuple(HOW_MANY)
) -> Iterator[tuple[str, str, str, bytes]]:
    """(source, kind, name, file) of generated pictures; `folder` holds the fetched packages."""
    looks.MORE_FONTS[:] = [str(folder / package.folder) for package in packages.FONTS]
    photos = [
        path
        for _, kind, path in packages.pictures(folder, packages.TRAIN)
        if kind == "photo" and "stamps" not in str(path)
    ]
    for name in names:
        rng = random.Random(f"{seed} {name}")
        if name == "page":
            images = _pages(folder, rng)
        elif name == "photo_card" and not photos:
            continue
        else:
            make = _maker(name, rng, folder, photos)
            images = (make() for _ in range(HOW_MANY[name]))
        kind = CALLED.get(name, name.removeprefix("bare_"))
        for number, image in enumerate(images):
            yield f"drawn-{name}", kind, str(number), png(image)


def _maker(name: str, rng: random.Random, folder: Path, photos: Sequence[Path]) -> Callable[[], Image.Image]:
    topologies = [str(folder / path) for path in TOPOLOGIES if (folder / path).is_file()]
    makers: dict[str, Callable[[], tuple[Image.Image, dict[str, str]]]] = {
        "illustration": lambda: scenes.illustration(rng),
        "decorative": lambda: ornaments.ornament(rng),
        "printed": lambda: printers.ornament(rng),
        "bare_chart": lambda: bare.bare(rng, "chart"),
        "bare_illustration": lambda: bare.bare(rng, "illustration"),
        "bare_logo": lambda: bare.bare(rng, "logo"),
        "map": lambda: maps.any_map(rng, topologies),
        "diagram": lambda: diagrams.any_diagram(rng),
        "chart": lambda: plots.any_plot(rng),
        "labelled_chart": lambda: (charts.draw(rng.randrange(10**6, 10**7)).image, {}),
        "screenshot": lambda: screens.any_screen(rng),
        "quote_card": lambda: cards.card(rng),
        "photo_card": lambda: cards.photo_card(rng, lambda: Image.open(rng.choice(photos))),
        "logo": lambda: cards.wordmark(rng),
    }
    return lambda: makers[name]()[0]


def _pages(folder: Path, rng: random.Random) -> Iterator[Image.Image]:
    html = [
        path for path in sorted(folder.glob("deb-*/usr/share/doc/**/*.html")) if path.stat().st_size > 4000
    ]
    if html and Path("/usr/bin/chromium").exists():
        rng.shuffle(html)
        yield from screens.pages(html[:3000], rng, HOW_MANY["page"])


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
