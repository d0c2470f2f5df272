"""`rhapsode cache`: what the segment cache holds, and how to make it smaller."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from rhapsode.narration.cli.console import Misuse, out, plain

app = typer.Typer(help="Show or prune the cache of spoken segments.", no_args_is_help=True)

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


@app.command()
@plain
def show() -> None:
    """Say where the cache is, how many segments it holds, and how large it is."""
    from rhapsode.tts.cache import SegmentCache

    stats = SegmentCache().stats()
    out.print(f"folder    {stats.folder}", markup=False)
    out.print(f"segments  {stats.segments}", markup=False)
    out.print(f"size      {_readable(stats.bytes)} of at most {_readable(stats.max_bytes)}", markup=False)


@app.command()
@plain
def prune(
    to: Annotated[
        str, typer.Option("--to", help="Keep at most this much, most recently used first: 500M, 2G, 0.")
    ] = "0",
) -> None:
    """Remove the segments that were not used for longest."""
    from rhapsode.tts.cache import SegmentCache

    cache = SegmentCache()
    before = cache.stats().bytes
    cache.prune(_bytes(to))
    out.print(f"freed {_readable(before - cache.stats().bytes)}", markup=False)


def _bytes(text: str) -> int:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmg]?)b?\s*", text.lower())
    if not match:
        raise Misuse(f"{text!r} is not a size; write 500M, 2G or 0")
    return int(float(match[1]) * _UNITS[match[2]])


def _readable(count: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
