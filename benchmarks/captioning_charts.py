"""Charts with known values, drawn by matplotlib: columns, bars, pies and lines in many styles."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib
from matplotlib import colormaps, font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.style import context as style
from matplotlib.text import Text
from PIL import Image

CATEGORIES = (
    ("North", "South", "East", "West", "Centre"),
    ("Apples", "Pears", "Plums", "Cherries", "Grapes", "Figs"),
    ("Rent", "Food", "Transport", "Clothes", "Leisure", "Savings"),
    ("Germany", "France", "Spain", "Italy", "Poland", "Norway", "Greece"),
    ("Coal", "Gas", "Wind", "Solar", "Hydro", "Nuclear"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"),
    ("Q1", "Q2", "Q3", "Q4"),
    ("Primary school", "Secondary school", "College", "University"),
    ("Under 18", "18 to 34", "35 to 54", "55 and over"),
    ("Python", "Java", "Rust", "Go", "Ruby"),
    ("Berlin", "Hamburg", "Munich", "Cologne", "Bremen", "Leipzig"),
)  # fmt: skip
SUBJECTS = (
    "Podcast listeners", "Members of the club", "Household spending", "Electricity by source", "Visitors per day", "Sales by region",
    "Bicycles sold", "Average temperature", "Votes by district", "Letters delivered", "Trees planted", "Loans at the library",
    "Rainfall", "Exports of the harbour", "Answers in the survey", "Ticket sales",
)  # fmt: skip
STYLES = ("default", "ggplot", "bmh", "fivethirtyeight", "seaborn-v0_8-whitegrid", "seaborn-v0_8-white", "seaborn-v0_8-darkgrid", "dark_background", "grayscale", "Solarize_Light2", "tableau-colorblind10")  # fmt: skip
FAMILIES = ("DejaVu Sans", "DejaVu Serif", "STIXGeneral", "DejaVu Sans Mono")


@dataclass
class Chart:
    """A drawn chart and what a reader can see in it: every label with its value as printed."""

    image: Image.Image
    form: str
    title: str
    labels: list[str]
    values: list[float]
    printed: list[str]
    unit: str = ""
    trend: str | None = None
    notes: dict[str, object] = field(default_factory=dict)


def available_families() -> list[str]:
    return [family for family in FAMILIES if font_manager.findfont(family, fallback_to_default=False)]


def _series(rng: random.Random, count: int) -> tuple[list[float], str]:
    """Values with a printed form: whole, one decimal, thousands, percent or money."""
    form = rng.choice(
        ("whole", "whole", "decimal", "thousands", "percent", "money", "short", "billions", "measure")
    )
    low, high = {
        "whole": (3, 95),
        "decimal": (1, 30),
        "thousands": (1_000, 90_000),
        "percent": (2, 90),
        "money": (2, 80),
        "short": (2, 90),
        "billions": (1, 30),
        "measure": (3, 95),
    }[form]
    direction = rng.choice(("rise", "fall", "any"))
    values = [rng.uniform(low, high) for _ in range(count)]
    if direction != "any":
        values.sort(reverse=direction == "fall")
    scale = {"short": 1e3, "billions": 1e9}.get(form, 1.0)
    digits = 1 if form in ("decimal", "billions") else 0
    return [round(round(value, digits) * scale, 1) for value in values], form


def _print(value: float, form: str) -> str:
    return {
        "whole": f"{value:.0f}",
        "decimal": f"{value:.1f}",
        "thousands": f"{value:,.0f}",
        "percent": f"{value:.0f}%",
        "money": f"${value:.0f}",
        "short": f"{value / 1e3:.0f}k",
        "billions": f"€{value / 1e9:.1f}bn",
        "measure": f"{value:.0f} kg",
    }[form]


def trend_of(values: list[float]) -> str:
    """How the values go from first to last, as a reader would say it."""
    first, last = values[0], values[-1]
    change = (last - first) / max(abs(first), 1e-9)
    if abs(change) < 0.05:
        return "level"
    return "rises" if change > 0 else "falls"


def draw(seed: int, form: str | None = None) -> Chart:
    """One chart; the same seed draws the same one."""
    rng = random.Random(seed)
    form = form or rng.choice(("column", "bar", "pie", "line"))
    name = rng.choice(STYLES)
    with matplotlib.rc_context(), style(name):
        matplotlib.rcParams["font.family"] = rng.choice(available_families())
        matplotlib.rcParams["font.size"] = rng.choice((9, 10, 11, 12))
        width, height = rng.choice(((6.4, 4.8), (8, 4.5), (7, 5), (5.5, 5), (9, 5)))
        figure = Figure(figsize=(width, height), dpi=rng.choice((80, 100, 120, 150)))
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        chart = {"column": _columns, "bar": _bars, "pie": _pie, "line": _line}[form](rng, axes)
        chart.title = rng.choice(SUBJECTS) + rng.choice(("", "", f", {rng.randint(2001, 2025)}"))
        axes.set_title(chart.title, loc=rng.choice(("center", "center", "left")))
        if rng.random() < 0.3:
            figure.text(
                0.02,
                0.01,
                rng.choice(("Source: own survey", "Data: harbour office", "Source: Eurostat")),
                fontsize=7,
            )
        if rng.random() < 0.25 and form != "pie":
            axes.set_xlabel(rng.choice(("Year", "Group", "All answers")))
        figure.tight_layout()
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", bbox_inches="tight" if chart.form == "pie" else None)
    chart.image = Image.open(buffer).convert("RGB")
    if rng.random() < 0.3:
        buffer = io.BytesIO()
        chart.image.save(buffer, "JPEG", quality=rng.choice((70, 85, 92)))
        chart.image = Image.open(buffer).convert("RGB")
    chart.notes = {"style": name, "seed": seed}
    return chart


def _labels(rng: random.Random, most: int = 8) -> tuple[list[str], bool]:
    """Category names, or consecutive years (ordered)."""
    if rng.random() < 0.3:
        first, count = rng.randint(1990, 2018), rng.randint(4, min(most, 8))
        step = rng.choice((1, 1, 2))
        return [str(first + step * i) for i in range(count)], True
    labels = list(rng.choice(CATEGORIES))
    ordered = labels[0] in ("Mon", "Jan", "Q1")
    return labels[: rng.randint(3, min(most, len(labels)))], ordered


def _colours(rng: random.Random, count: int) -> list[tuple[float, float, float, float]] | None:
    if rng.random() < 0.5:
        return None
    palette = colormaps[rng.choice(("tab10", "Set2", "viridis", "Pastel1", "Dark2"))]
    return [palette(i / max(count, 8)) for i in range(count)]


def _make_room(rng: random.Random, axes, labels: list[str]) -> None:
    """Long labels small, turned, or in two lines."""
    way = rng.choice(("small", "turned", "wrapped"))
    if way == "small":
        axes.tick_params(axis="x", labelsize=7)
        return
    shown = [label.replace(" ", "\n", 1) for label in labels] if way == "wrapped" else labels
    turn = {"rotation": rng.choice((30, 45)), "ha": "right"} if way == "turned" else {}
    axes.set_xticks(range(len(labels)), shown, **turn)


def _legible(texts: Sequence[Text], grounds: Sequence[Any]) -> None:
    """Labels inside of marks black or white, whichever stands out more, as a person would set them."""
    for text, ground in zip(texts, grounds, strict=True):
        red, green, blue = to_rgb(ground)
        text.set_color("black" if 0.3 * red + 0.59 * green + 0.11 * blue > 0.5 else "white")


def _decorate(rng: random.Random, axes) -> None:
    if rng.random() < 0.5:
        axes.spines[["top", "right"]].set_visible(False)
    if rng.random() < 0.3:
        axes.grid(True, alpha=0.3)


def _columns(rng: random.Random, axes) -> Chart:
    labels, ordered = _labels(rng)
    values, form = _series(rng, len(labels))
    printed = [_print(value, form) for value in values]
    bars = axes.bar(labels, values, color=_colours(rng, len(labels)), width=rng.choice((0.5, 0.7, 0.8)))
    place = rng.choice(("edge", "edge", "edge", "center"))
    texts = axes.bar_label(bars, printed, padding=2, label_type=place)
    if place == "center":
        _legible(texts, [bar.get_facecolor()[:3] for bar in bars])
    axes.margins(y=0.12)
    if rng.random() < 0.4:
        axes.set_yticks([])
    if max(map(len, labels)) > 9 and len(labels) > 3:
        _make_room(rng, axes, labels)
    elif rng.random() < 0.2:
        axes.tick_params(axis="x", rotation=90)
    _decorate(rng, axes)
    return Chart(None, "column", "", labels, values, printed, form, trend_of(values) if ordered else None)  # type: ignore[arg-type]


def _bars(rng: random.Random, axes) -> Chart:
    labels, _ = _labels(rng)
    values, form = _series(rng, len(labels))
    printed = [_print(value, form) for value in values]
    bars = axes.barh(labels, values, color=_colours(rng, len(labels)), height=rng.choice((0.5, 0.7, 0.8)))
    place = rng.choice(("edge", "edge", "center"))
    texts = axes.bar_label(bars, printed, padding=3, label_type=place)
    if place == "center":
        _legible(texts, [bar.get_facecolor()[:3] for bar in bars])
    axes.margins(x=0.15)
    if rng.random() < 0.5:
        axes.invert_yaxis()
    if rng.random() < 0.4:
        axes.set_xticks([])
    _decorate(rng, axes)
    return Chart(None, "bar", "", labels, values, printed, form)  # type: ignore[arg-type]


def _pie(rng: random.Random, axes) -> Chart:
    labels, _ = _labels(rng, 6)
    parts = [rng.randint(8, 40) for _ in labels]
    total = sum(parts)
    values = [round(100 * part / total) for part in parts]
    digits = rng.choice((0, 0, 1))
    printed = [f"{100 * part / total:.{digits}f}%" for part in parts]
    values = [float(text[:-1]) for text in printed]
    legend = rng.random() < 0.25
    apart = [0.0] * len(parts)
    if rng.random() < 0.2:
        apart[rng.randrange(len(parts))] = 0.08
    ring = {"width": 0.5} if rng.random() < 0.25 else {}
    wedges, _, texts = axes.pie(
        parts, labels=None if legend else labels, autopct=f"%.{digits}f%%", colors=_colours(rng, len(labels)), explode=apart,
        startangle=rng.choice((0, 90, 45)), wedgeprops=ring | {"edgecolor": rng.choice(("white", "none"))},
        pctdistance=0.75 if ring else rng.choice((0.6, 0.75)),
    )  # fmt: skip
    if legend:
        axes.legend(wedges, labels, loc="center left", bbox_to_anchor=(1, 0.5), frameon=rng.random() < 0.5)
    _legible(texts, [wedge.get_facecolor()[:3] for wedge in wedges])
    return Chart(None, "pie", "", labels, values, printed, "percent")  # type: ignore[arg-type]


def _line(rng: random.Random, axes) -> Chart:
    labels, ordered = _labels(rng)
    while not ordered:
        labels, ordered = _labels(rng)
    values, form = _series(rng, len(labels))
    printed = [_print(value, form) for value in values]
    axes.plot(labels, values, marker=rng.choice(("o", "s", ".", None)), linewidth=rng.choice((1.5, 2, 3)))
    ends_only = rng.random() < 0.4
    shown = [0, len(labels) - 1] if ends_only else range(len(labels))
    for i in shown:
        axes.annotate(printed[i], (i, values[i]), textcoords="offset points", xytext=(0, 8), ha="center")
    axes.margins(x=0.08, y=0.2)
    if rng.random() < 0.5:
        axes.set_yticks([])
    _decorate(rng, axes)
    chart = Chart(None, "line", "", labels, values, printed, form, trend_of(values))  # type: ignore[arg-type]
    if ends_only:
        chart.labels, chart.values, chart.printed = (
            [labels[0], labels[-1]],
            [values[0], values[-1]],
            [printed[0], printed[-1]],
        )
    return chart
