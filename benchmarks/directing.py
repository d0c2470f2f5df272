"""Processor seconds and peak memory of directing, by the article's length.

    python -m benchmarks.directing [ARTICLE ...] [--times 1,4,16]

Each article's blocks are repeated that many times. "x parsing" divides by what parsing its file takes in the same run.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from rhapsode.narration.account import account
from rhapsode.narration.directing import direct
from rhapsode.narration.style import load_style
from rhapsode.parsing import parse_html, parse_markdown
from rhapsode.parsing.article import identified

ROOT = Path(__file__).parent.parent
ARTICLES = (ROOT / "examples/tide-clocks.md", ROOT / "tests/narration/golden/everything.md")
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result, and the fastest of three runs in processor seconds."""

    def run() -> tuple[T, float]:
        start = time.process_time()
        result = work()
        return result, time.process_time() - start

    return min((run() for _ in range(3)), key=itemgetter(1))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="*", type=Path, default=list(ARTICLES))
    parser.add_argument(
        "--times", default="1,4,16,64", help="how often its blocks are repeated, comma separated"
    )
    options = parser.parse_args()

    style = load_style()
    table = Table("article", "times", "words", "utterances", "CPU s", "ms/1,000", "x parsing", "MiB")
    for path in options.articles:
        text = path.read_text("utf-8")
        parse = parse_markdown if path.suffix == ".md" else parse_html
        article, parsing = timed(lambda parse=parse, text=text: parse(text))
        for times in map(int, options.times.split(",")):
            long = identified(replace(article, blocks=article.blocks * times))
            script, seconds = timed(lambda long=long: direct(long, (), style))
            words = account(long, script).written
            table.add_row(
                path.name,
                str(times),
                f"{words:,}",
                f"{len(script.utterances):,}",
                f"{seconds:.2f}",
                f"{1e6 * seconds / words:.0f}",
                f"{seconds / (parsing * times):.1f}",
                f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
