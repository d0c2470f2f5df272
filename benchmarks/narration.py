"""Wall time per minute of audio, split by stage, and peak memory.

    python -m benchmarks.narration [SOURCE ...] [--repeat N]

Each source is narrated twice: with an empty segment cache, and again with a full one.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rhapsode.narration import Narration, Narrator, Progress, SegmentCache

EXAMPLES = Path(__file__).parent.parent / "examples"
STAGES = ("parsing", "describing", "directing", "speaking", "encoding")


class Stopwatch:
    """Seconds between a stage's first report and the next stage's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stage: str | None = None
        self._since = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        self.stop()
        self._stage = progress.stage

    def stop(self) -> None:
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] += now - self._since
        self._since = now


def measure(source: str, formats: tuple[str, ...], cache: SegmentCache) -> tuple[Narration, dict[str, float]]:
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as out:
        narration = Narrator(cache=cache, on_progress=watch).narrate(source, out, formats=formats)
    watch.stop()
    return narration, watch.seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sources", nargs="*", default=[str(EXAMPLES / "tide-clocks.md"), str(EXAMPLES / "island-ferry.html")]
    )
    parser.add_argument("--format", default="m4a", help="audio formats, comma separated")
    parser.add_argument("--repeat", type=int, default=1, help="how many times each source is measured")
    options = parser.parse_args()
    formats = tuple(options.format.split(","))

    started = time.perf_counter()
    Narrator().load()
    loading = time.perf_counter() - started

    table = Table(
        "article", "cache", "audio", *STAGES, "total", "x real time", title="Seconds per minute of audio"
    )
    for source in options.sources * options.repeat:
        with tempfile.TemporaryDirectory() as folder:
            cache = SegmentCache(Path(folder))
            for state in ("empty", "full"):
                narration, seconds = measure(source, formats, cache)
                minutes = narration.duration / 60
                spent = sum(seconds.values())
                row = [f"{seconds[stage] / minutes:.2f}" for stage in STAGES]
                table.add_row(
                    Path(source).name, state, f"{narration.duration:.0f} s", *row, f"{spent / minutes:.2f}",
                    f"{narration.duration / spent:.0f}",
                )  # fmt: skip
    console = Console(width=120)  # also where it is piped into a file
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"Voice loaded in {loading:.2f} s; peak memory {peak:.0f} MiB.")


if __name__ == "__main__":
    main()
