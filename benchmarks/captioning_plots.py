"""Charts of many forms by matplotlib, and by Vega where vl-convert-python is installed; no values kept."""

from __future__ import annotations

import io
import random
from importlib.util import find_spec
from typing import Any

import matplotlib
import numpy as np
from matplotlib import style as styles
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from benchmarks import captioning_charts as charts
from benchmarks import captioning_graphics as graphics
from benchmarks import captioning_looks as looks

MAPS = ("viridis", "plasma", "Blues", "RdBu", "Greys", "YlOrRd", "coolwarm", "magma")


def any_plot(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """One chart of any form."""
    if find_spec("vl_convert") and rng.random() < 0.35:
        return vega(rng)
    with matplotlib.rc_context(), styles.context(rng.choice(styles.available)):
        matplotlib.rcParams["font.family"] = rng.choice(charts.available_families())
        matplotlib.rcParams["font.size"] = rng.choice((8, 10, 12, 15))
        rows, columns = rng.choice(((1, 1), (1, 1), (1, 1), (1, 2), (2, 2), (2, 1)))
        figure = Figure(
            figsize=rng.choice(((6.4, 4.8), (8, 4.5), (5, 5), (10, 4), (12, 5), (4, 3))),
            dpi=rng.choice((60, 80, 100, 140)),
        )
        FigureCanvasAgg(figure)
        for axes in np.ravel(figure.subplots(rows, columns)):
            form = rng.choice(
                (
                    _scatter,
                    _lines,
                    _lines,
                    _stacked,
                    _histogram,
                    _heat,
                    _boxes,
                    _area,
                    _grouped,
                    _contours,
                    _donut,
                    _errors,
                    _steps,
                    _sparse,
                )
            )
            form(rng, axes)
            if rng.random() < 0.8:
                axes.set_title(rng.choice(charts.SUBJECTS))
            if rng.random() < 0.6:
                axes.set_xlabel(rng.choice(("Year", "Time (s)", "x", "Distance in km", "Group")))
                axes.set_ylabel(rng.choice(("Count", "y", "Share in %", "Level")))
        if rng.random() < 0.8:
            figure.tight_layout()
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", transparent=rng.random() < 0.1)
    return Image.open(buffer).convert("RGBA"), {}


def _walk(rng: random.Random, count: int) -> np.ndarray:
    return np.cumsum(
        np.random.default_rng(rng.randint(0, 10**9)).normal(rng.uniform(-0.2, 0.4), 1, count)
    ) + rng.uniform(0, 40)


def _normal(rng: random.Random, *shape: int) -> np.ndarray:
    return np.random.default_rng(rng.randint(0, 10**9)).normal(rng.uniform(-3, 9), rng.uniform(0.5, 4), shape)


def _scatter(rng: random.Random, axes: Any) -> None:
    for _ in range(rng.randint(1, 4)):
        x = _normal(rng, count := rng.choice((20, 80, 400)))
        axes.scatter(
            x,
            x * rng.uniform(-1, 2) + _normal(rng, count),
            s=rng.choice((5, 20, 60)),
            alpha=rng.choice((0.4, 1)),
            marker=rng.choice("o^sx"),
        )
    if rng.random() < 0.3:
        axes.legend(["a", "b", "c", "d"])


def _lines(rng: random.Random, axes: Any) -> None:
    count = rng.randint(1, 6)
    for i in range(count):
        axes.plot(
            _walk(rng, rng.choice((12, 40, 200))),
            label=rng.choice(graphics.PLACES) + str(i),
            linestyle=rng.choice(("-", "-", "--", ":")),
        )
    if count > 1 and rng.random() < 0.7:
        axes.legend()
    if rng.random() < 0.4:
        axes.grid(True)


def _stacked(rng: random.Random, axes: Any) -> None:
    names, base = rng.choice(charts.CATEGORIES), 0
    for _ in range(rng.randint(2, 5)):
        heights = np.abs(_normal(rng, len(names))) + 1
        axes.bar(names, heights, bottom=base, label=rng.choice(graphics.PLACES))
        base = base + heights
    axes.tick_params(axis="x", rotation=rng.choice((0, 45, 90)))
    axes.legend()


def _histogram(rng: random.Random, axes: Any) -> None:
    for _ in range(rng.randint(1, 2)):
        axes.hist(_normal(rng, 600), bins=rng.choice((10, 30, 60)), alpha=0.7, density=rng.random() < 0.5)


def _heat(rng: random.Random, axes: Any) -> None:
    count = rng.choice((5, 8, 20))
    drawn = axes.imshow(_normal(rng, count, count), cmap=rng.choice(MAPS))
    if rng.random() < 0.7:
        axes.figure.colorbar(drawn, ax=axes)
    if count < 10 and rng.random() < 0.5:
        for x in range(count):
            for y in range(count):
                axes.text(x, y, f"{rng.random():.2f}", ha="center", va="center", fontsize=7)


def _boxes(rng: random.Random, axes: Any) -> None:
    data = [_normal(rng, 60) for _ in range(rng.randint(2, 8))]
    axes.boxplot(data) if rng.random() < 0.6 else axes.violinplot(data)


def _area(rng: random.Random, axes: Any) -> None:
    rows = [np.abs(_walk(rng, 40)) for _ in range(rng.randint(1, 5))]
    axes.stackplot(range(40), *rows, labels=graphics.PLACES[: len(rows)], alpha=0.8)
    axes.legend(loc="upper left")


def _grouped(rng: random.Random, axes: Any) -> None:
    names = rng.choice(charts.CATEGORIES)
    groups = rng.randint(2, 4)
    for i in range(groups):
        places = np.arange(len(names)) + i * 0.8 / groups
        (axes.bar if rng.random() < 0.9 else axes.plot)(
            places, np.abs(_normal(rng, len(names))), 0.8 / groups
        ) if True else None
    axes.set_xticks(np.arange(len(names)) + 0.3, names, rotation=rng.choice((0, 30, 90)))


def _contours(rng: random.Random, axes: Any) -> None:
    x, y = np.meshgrid(np.linspace(-3, 3, 60), np.linspace(-3, 3, 60))
    z = np.sin(x * rng.uniform(0.5, 2)) * np.cos(y * rng.uniform(0.5, 2)) + rng.uniform(-1, 1) * x
    (axes.contourf if rng.random() < 0.6 else axes.contour)(x, y, z, cmap=rng.choice(MAPS))


def _donut(rng: random.Random, axes: Any) -> None:
    names = rng.choice(charts.CATEGORIES)
    axes.pie(
        [rng.uniform(1, 9) for _ in names],
        labels=names if rng.random() < 0.6 else None,
        wedgeprops={"width": rng.choice((0.3, 0.5, 1))},
    )
    if rng.random() < 0.5:
        axes.legend(names, loc="center left", bbox_to_anchor=(0.9, 0.5))


def _errors(rng: random.Random, axes: Any) -> None:
    y = _walk(rng, 15)
    axes.errorbar(
        range(15), y, yerr=np.abs(_normal(rng, 15)) / 3, fmt=rng.choice(("o", "-o", "s")), capsize=3
    )
    if rng.random() < 0.4:
        axes.fill_between(range(15), y - 2, y + 2, alpha=0.3)


def _steps(rng: random.Random, axes: Any) -> None:
    if rng.random() < 0.5:
        axes.step(range(30), _walk(rng, 30))
    else:
        axes.stem(range(20), _normal(rng, 20))
    axes.axhline(rng.uniform(0, 10), color="red", linestyle="--")


def _sparse(rng: random.Random, axes: Any) -> None:
    """The newspapers' way: no box, few ticks, the values at the marks."""
    names = rng.choice(charts.CATEGORIES)
    values = [rng.randint(3, 99) for _ in names]
    bars = axes.barh(names, values, color=[part / 255 for part in looks.palette(rng, 2)[0]])
    axes.bar_label(bars, padding=3)
    axes.spines[:].set_visible(False)
    axes.set_xticks([])


def vega(rng: random.Random) -> tuple[Image.Image, dict[str, str]]:
    """A chart as Vega-Lite draws it, in one of its themes."""
    import vl_convert  # pyright: ignore[reportMissingImports]

    names = rng.choice(charts.CATEGORIES)
    rows = [
        {"name": name, "value": rng.uniform(2, 90), "group": group, "other": rng.uniform(0, 50)}
        for name in names
        for group in rng.sample(graphics.PLACES, rng.randint(1, 4))
    ]
    mark = rng.choice(("bar", "line", "point", "area", "arc", "rect", "tick", "circle"))
    encoding: dict[str, Any] = {
        "x": {"field": "name", "type": "nominal"},
        "y": {"field": "value", "type": "quantitative"},
        "color": {"field": "group", "type": "nominal"},
    }
    if mark == "arc":
        encoding = {
            "theta": {"field": "value", "type": "quantitative"},
            "color": {"field": "name", "type": "nominal"},
        }
    elif mark == "rect":
        encoding = {
            "x": {"field": "name"},
            "y": {"field": "group"},
            "color": {"field": "value", "type": "quantitative"},
        }
    elif mark in ("point", "circle"):
        encoding["x"] = {"field": "other", "type": "quantitative"}
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": rng.choice(charts.SUBJECTS), "data": {"values": rows}, "mark": mark,
        "encoding": encoding, "width": rng.choice((200, 350, 500)), "height": rng.choice((180, 300, 380)),
    }  # fmt: skip
    theme = rng.choice(
        (
            "default",
            "fivethirtyeight",
            "dark",
            "excel",
            "ggplot2",
            "googlecharts",
            "latimes",
            "quartz",
            "vox",
            "urbaninstitute",
        )
    )
    options = {} if theme == "default" else {"theme": theme}
    data = vl_convert.vegalite_to_png(vl_spec=specification, scale=rng.choice((1, 1.5, 2)), **options)
    return Image.open(io.BytesIO(data)).convert("RGB"), {}
