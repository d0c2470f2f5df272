"""Measure captioning on a generated set: kinds, silence, chart values, quote cards.

    python -m benchmarks.captioning_set test/ --per-kind 50 --seed 3
    python -m benchmarks.captioning test/ [--kinds chart,quote_card] [--limit 20]

Every picture goes through `describe` as the only picture of an article, without alternative text or caption.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from rhapsode.captioning import describe
from rhapsode.captioning.cache import DescriptionCache
from rhapsode.captioning.case import Case
from rhapsode.captioning.context import surroundings
from rhapsode.captioning.metrics import tokens
from rhapsode.captioning.numbers import figures
from rhapsode.captioning.reading import pages, phrases
from rhapsode.captioning.reading.charts import read_chart
from rhapsode.parsing.article import Article, Figure, Image, identified


def edits(first: str, second: str) -> int:
    """Levenshtein distance in characters."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


class Tally:
    """Sums for the report."""

    def __init__(self) -> None:
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.silent: Counter[str] = Counter()
        self.count: Counter[str] = Counter()
        self.seconds = 0.0

    def picture(self, folder: Path, label: dict[str, Any], cache: DescriptionCache) -> None:
        figure = Figure((Image(label["file"]),))
        article = identified(Article("A", (figure,), source=str(folder / "article.md"), language="en"))
        began = time.process_time()
        (description,) = describe(article, cache=cache)
        self.seconds += time.process_time() - began
        kind = label["kind"]
        self.kinds[kind][description.kind] += 1
        self.silent[kind] += description.decorative
        case = Case(surroundings(article)[0], cache=cache)
        if kind == "chart" and case.reading and case.picture:
            self._chart(label, case, description.text)
        if kind == "quote_card" and case.reading:
            wanted, found = (
                " ".join(tokens(label["text"])),
                " ".join(tokens(pages.read_card(case.reading).quote)),
            )
            self.count["card characters"] += len(wanted)
            self.count["card errors"] += edits(found, wanted)

    def _chart(self, label: dict[str, Any], case: Case, spoken: str) -> None:
        assert case.reading is not None
        assert case.picture is not None
        chart = read_chart(case.reading, case.picture.pixels)
        wanted = dict(zip(label["labels"], label["values"], strict=True))
        found = {point.label: point.value for point in chart.points} if chart else {}
        self.count["values"] += len(wanted)
        self.count["values exact"] += sum(found.get(name) == value for name, value in wanted.items())
        self.count["charts"] += 1
        self.count["charts read"] += chart is not None
        printed = set(figures(" ".join((*label["labels"], *label["printed"], label["title"]))))
        self.count["numbers not in the chart"] += sum(value not in printed for value in figures(spoken))
        if label["trend"] and chart:
            self.count["trends"] += 1
            self.count["trends right"] += phrases.trend(chart) == label["trend"]

    def report(self) -> None:
        total = sum(sum(found.values()) for found in self.kinds.values())
        right = sum(found[kind] for kind, found in self.kinds.items())
        print(f"{total} pictures, kind {100 * right / total:.1f}%, {self.seconds / total:.2f} CPU-s each")
        for kind, found in self.kinds.items():
            print(f"  {kind:12} {dict(found)}  silent {self.silent[kind]}")
        for name, value in self.count.items():
            print(f"  {name}: {value}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--limit", type=int, default=10**6, help="pictures of each kind")
    arguments = parser.parse_args()
    labels = json.loads((arguments.folder / "labels.json").read_text(encoding="utf-8"))
    wanted = set(filter(None, arguments.kinds.split(","))) or {label["kind"] for label in labels}
    cache = DescriptionCache(arguments.folder / "cache")
    tally, seen = Tally(), Counter[str]()
    for label in labels:
        if label["kind"] in wanted and seen[label["kind"]] < arguments.limit:
            seen[label["kind"]] += 1
            tally.picture(arguments.folder, label, cache)
    tally.report()


if __name__ == "__main__":
    main()
