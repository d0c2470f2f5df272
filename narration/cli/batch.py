"""`rhapsode batch`: many articles, only what changed, and a summary at the end."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rhapsode.base import to_json
from rhapsode.narration.cli.articles import (
    CaptionerOption,
    Formats,
    Quiet,
    StyleOption,
    Voice,
)
from rhapsode.narration.cli.console import (
    DONE,
    FAILED,
    as_given,
    clock,
    complain,
    err,
    note,
    progress_bar,
)

if TYPE_CHECKING:
    from rhapsode.narration.batch import Event, Outcome, Recipe


def batch(
    sources: Annotated[
        list[str],
        typer.Argument(help="Files, folders, globs, feeds or URLs.", metavar="PATHS", show_default=False),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The folder that gets a folder for each article.",
            readable=False,  # `writable` has the better message
            show_default=False,
        ),
    ],
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, max=256, help="Articles narrated at the same time.")
    ] = 1,
    voice: Voice = "heart",
    formats: Formats = "m4a",
    style: StyleOption = None,
    captioner: CaptionerOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Publish everything again, changed or not.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per article on standard output.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Narrate many articles. What has not changed is skipped; an article that fails is named and stops nobody.

    Interrupt it whenever you like: the next run goes on where this one stopped.

    Example: rhapsode batch content/posts -o public/audio --workers 2
    """
    from rhapsode.narration.batch import Recipe, plan
    from rhapsode.narration.narrator import Narrator, checked_formats
    from rhapsode.narration.publishing import writable

    with as_given():
        recipe = Recipe(voice, style, checked_formats(formats.split(",")), captioner, fresh)
        # What would fail for every article fails once, before any work.
        Narrator(voice, style=style, captioner=captioner).load()
        writable(output)
        jobs = plan(sources)
    started = time.monotonic()
    outcomes = _watch(jobs, output, recipe, workers, json=json, quiet=quiet)
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    if not quiet:
        _summarise(outcomes, time.monotonic() - started)
    for outcome in failed:
        complain(f"{outcome.source}: {outcome.reason}")
    raise typer.Exit(FAILED if failed else DONE)


def _watch(
    jobs: list, output: Path, recipe: Recipe, workers: int, *, json: bool, quiet: bool
) -> list[Outcome]:
    from rhapsode.narration.batch import Outcome, run

    outcomes: list[Outcome] = []
    with progress_bar(quiet=quiet) as bar:
        overall = bar.add_task("Narrating", total=len(jobs), note=f"0/{len(jobs)}")
        at_work: dict[str, int] = {}

        def show(event: Event) -> None:
            if isinstance(event, Outcome):
                if (task := at_work.pop(event.slug, None)) is not None:
                    bar.remove_task(task)  # type: ignore[arg-type]
                bar.update(overall, advance=1, note=f"{len(outcomes)}/{len(jobs)}")
                return
            task = at_work.setdefault(event.slug, -1)
            if task == -1:
                task = at_work[event.slug] = bar.add_task(f"  {escape(event.slug)}", total=None, note="")
            step = event.progress
            bar.update(task, completed=step.done, total=step.total or None, note=step.stage)  # type: ignore[arg-type]

        with closing(run(jobs, output, recipe, workers=workers)) as events:
            for event in events:
                if isinstance(event, Outcome):
                    outcomes.append(event)
                    if json:
                        print(to_json(event, indent=None), flush=True)
                    if not quiet:
                        _report(event, len(outcomes), len(jobs))
                show(event)
    return outcomes


def _report(outcome: Outcome, count: int, total: int) -> None:
    """A line where no bar can be seen, and whatever an editor should look at."""
    if not err.is_terminal and outcome.state != "unchanged":
        length = f", {clock(outcome.duration)}" if outcome.state == "narrated" else ""
        err.print(f"{count}/{total} {outcome.state} {outcome.slug}{length} ({outcome.source})", markup=False)
    if outcome.state == "narrated":
        for warning in outcome.warnings:
            note(f"{outcome.slug}: {warning}")


def _summarise(outcomes: list[Outcome], seconds: float) -> None:
    count = {
        state: sum(outcome.state == state for outcome in outcomes)
        for state in ("narrated", "unchanged", "failed")
    }
    audio = sum(outcome.duration for outcome in outcomes if outcome.state == "narrated")
    err.print(
        f"{count['narrated']} narrated ({clock(audio)} of audio), {count['unchanged']} unchanged,"
        f" {count['failed']} failed, in {clock(seconds)}",
        markup=False,
    )
