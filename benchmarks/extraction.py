"""How much of real pages arrives: text, structure, metadata and speed, for Rhapsode and for two well-kept extractors.

    python -m benchmarks.extraction [--half first|second] [--worst N] [--pages FOLDER] [--only NAME]

The pages are folders with `source.html`, `expected.html` (the article as a person marked it) and
`expected-metadata.json`. Text is scored by the F1 of word trigrams, averaged over pages. Structure is scored by the
share of the expected items, over all pages, that arrive with their words (and their address, level of nesting and
number, where they have one). Peers are judged by the HTML they return.

Some items are said elsewhere on purpose. For all systems alike, a heading counts as kept where it arrives as the title
or the summary of the metadata (it is said once), and one right above a list of notes where that list arrives as notes
(which are said where they are called). "edit" links in headings are a wiki's controls and count nowhere. A `pre` with
links is a typed document and no code: its words and links count, its frame does not.

"kept" is of all that is expected, "of words that arrived" of those items whose words are in the text at all: the
difference is what the verdict on where the article is costs, which the F1 tells as well, and the rest is what was
destroyed on the way.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.extraction_articles import from_article
from benchmarks.extraction_html import from_html
from benchmarks.extraction_reading import KINDS, SOURCE, Reading, words
from benchmarks.extraction_scores import WORDED, arrived, kept, overlap, said_elsewhere, same_value
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.html import parse_html

PAGES = Path(__file__).parent.parent.parent / "shared" / "readability-pages"
METADATA = ("title", "byline", "lang", "siteName", "publishedTime", "excerpt")


def by_readability(html: bytes) -> Any:
    from readability import Document  # pyright: ignore[reportMissingImports]

    text = html.decode("utf-8", "replace")
    document = Document(text, url=SOURCE)
    return document.summary(html_partial=True), {"title": document.short_title()}


def by_trafilatura(html: bytes) -> Any:
    import trafilatura  # pyright: ignore[reportMissingImports]

    text = html.decode("utf-8", "replace")
    body = trafilatura.extract(
        text, url=SOURCE, output_format="html", include_formatting=True, include_links=True, include_images=True,
        include_tables=True, include_comments=False,
    )  # fmt: skip
    meta = trafilatura.extract_metadata(text, default_url=SOURCE)
    found = {
        "title": meta.title, "byline": meta.author, "siteName": meta.sitename, "publishedTime": meta.date,
        "excerpt": meta.description, "lang": meta.language,
    } if meta else {}  # fmt: skip
    return body or "", found


def _read_by_peer(extract: Callable[[bytes], Any]) -> Callable[[bytes], tuple[Any, float]]:
    def read(html: bytes) -> tuple[Any, float]:
        started = time.perf_counter()
        try:
            result = extract(html)
        except Exception as error:  # a peer that fails on a page scores nothing there
            result = ("", {"error": str(error)})
        seconds = time.perf_counter() - started
        reading = from_html(result[0])
        reading.metadata = result[1]
        return reading, seconds

    return read


def _read_by_us(html: bytes) -> tuple[Reading, float]:
    started = time.perf_counter()
    try:
        article = parse_html(html, source=SOURCE)
    except ParseError:
        return Reading(), time.perf_counter() - started
    seconds = time.perf_counter() - started
    return from_article(article), seconds


SYSTEMS: dict[str, Callable[[bytes], tuple[Any, float]]] = {
    "rhapsode": _read_by_us,
    "trafilatura": _read_by_peer(by_trafilatura),
    "readability-lxml": _read_by_peer(by_readability),
}


@dataclass
class Score:
    f1: list[float] = field(default_factory=list)
    pages: list[tuple[float, float, float, str]] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    missing: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)


def score(pages: list[Path], system: Callable[[bytes], tuple[Reading, float]]) -> Score:
    total = Score()
    for page in pages:
        expected = from_html((page / "expected.html").read_text("utf-8"))
        wanted = json.loads((page / "expected-metadata.json").read_text("utf-8"))
        found, seconds = system((page / "source.html").read_bytes())
        total.seconds += seconds
        precision, recall, f1 = overlap(expected.text, found.text)
        total.f1.append(f1)
        text = f" {words(found.text)} "
        total.pages.append((f1, precision, recall, page.name))
        for kind in KINDS:
            same = kept(kind, expected.items[kind], found.items[kind])
            same += said_elsewhere(kind, expected.items[kind] - same, expected, found)
            lost = expected.items[kind] - same
            total.kept[kind] += same.total()
            total.of[kind] += expected.items[kind].total()
            total.there[kind] += same.total() + arrived(kind, lost, text).total()
            total.missing.setdefault(kind, []).extend((page.name, key) for key in lost)
        for name in METADATA:
            if wanted.get(name):
                total.known[name] += 1
                right = same_value(name, wanted[name], found.metadata.get(name))
                total.right[name] += right
                if not right:
                    total.missing.setdefault(name, []).append(
                        (page.name, (wanted[name], found.metadata.get(name)))
                    )
    return total


def report(scores: dict[str, Score], count: int) -> None:
    names = list(scores)
    width = max(map(len, names)) + 2
    print(f"{count} pages".ljust(38) + "".join(name.rjust(width) for name in names))
    rows: list[tuple[str, list[float | None]]] = [
        ("text trigram F1", [sum(s.f1) / len(s.f1) for s in scores.values()]),
        ("  precision", [sum(p[1] for p in s.pages) / len(s.pages) for s in scores.values()]),
        ("  recall", [sum(p[2] for p in s.pages) / len(s.pages) for s in scores.values()]),
    ]
    first = next(iter(scores.values()))
    for kind in KINDS:
        rows.append(
            (
                f"kept: {kind} ({first.of[kind]})",
                [s.kept[kind] / s.of[kind] if s.of[kind] else None for s in scores.values()],
            )
        )
    for kind in WORDED:
        rows.append(
            (
                f"of words that arrived: {kind}",
                [s.kept[kind] / s.there[kind] if s.there[kind] else None for s in scores.values()],
            )
        )
    for name in METADATA:
        rows.append(
            (
                f"metadata: {name} ({first.known[name]})",
                [s.right[name] / s.known[name] if s.known[name] else None for s in scores.values()],
            )
        )
    for label, values in rows:
        print(label.ljust(38) + "".join(("-" if v is None else f"{v:.3f}").rjust(width) for v in values))
    print(
        "pages per second".ljust(38)
        + "".join(f"{count / s.seconds:.1f}".rjust(width) for s in scores.values())
    )


def _is_installed(name: str) -> bool:
    module = {"trafilatura": "trafilatura", "readability-lxml": "readability"}.get(name)
    if module is None or importlib.util.find_spec(module) is not None:
        return True
    print(f"{name} is not installed (pip install {name}): measured without it")
    return False


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument(
        "--half", choices=("first", "second"), help="every other page, from the first or the second"
    )
    parser.add_argument("--only", choices=tuple(SYSTEMS), help="one system alone")
    parser.add_argument("--worst", type=int, default=0, help="show the N pages with the lowest F1")
    parser.add_argument("--missing", default="", help="show what of this kind was not kept")
    options = parser.parse_args()
    if not options.pages.is_dir():
        print(f"no pages in {options.pages}: this measurement needs them")
        return 0
    pages = sorted(path.parent for path in options.pages.glob("*/expected.html"))
    if options.half:
        pages = pages[0 if options.half == "first" else 1 :: 2]
    names = [options.only] if options.only else [name for name in SYSTEMS if _is_installed(name)]
    for name in names:  # imports and caches are not part of the measured time
        SYSTEMS[name]((pages[0] / "source.html").read_bytes())
    scores = {name: score(pages, SYSTEMS[name]) for name in names}
    report(scores, len(pages))
    for name, result in scores.items():
        if options.worst:
            print(f"\n{name}: lowest F1 (precision, recall)")
            for f1, precision, recall, page in sorted(result.pages)[: options.worst]:
                print(f"  {f1:.3f} ({precision:.3f}, {recall:.3f})  {page}")
        for page, key in result.missing.get(options.missing, []):
            print(f"  {page}: {str(key)[:160]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
