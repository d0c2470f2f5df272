"""The commands along the way of one article: narrate, parse, script, render."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rhapsode.base import from_json, to_json
from rhapsode.narration.cli.console import Misuse, as_given, clock, err, note, out, progress_bar

if TYPE_CHECKING:
    from rhapsode.narration.manifest import Narration
    from rhapsode.narration.narrator import Narrator, OnProgress, Progress
    from rhapsode.narration.script import Script

Source = Annotated[
    str,
    typer.Argument(
        help="A file (Markdown, HTML, text), a URL, or - for standard input.",
        metavar="SOURCE",
        show_default=False,
    ),
]
Output = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        help="The folder that gets a folder for the article.",
        readable=False,  # `writable` has the better message
        show_default=False,
    ),
]
Voice = Annotated[str, typer.Option("--voice", "-v", help="Who reads; `rhapsode voices` lists them.")]
StyleOption = Annotated[
    str | None,
    typer.Option("--style", "-s", help="A ready house style, or a TOML file.", show_default="newsroom"),
]
Formats = Annotated[
    str, typer.Option("--format", "-f", help="Audio formats, comma separated: m4a, mp3, opus, wav.")
]
CaptionerOption = Annotated[
    str | None,
    typer.Option(
        "--captioner",
        help="An image model for pictures nobody described: fast, contextual, quality, a public name, or a folder.",
        show_default="none",
    ),
]
Slug = Annotated[
    str | None, typer.Option("--slug", help="The folder's name.", show_default="from the source's name")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Speak everything afresh and keep nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]

_STAGES = {
    "parsing": "Reading",
    "describing": "Looking at the pictures",
    "directing": "Writing the script",
    "speaking": "Speaking",
    "encoding": "Encoding",
}


def narrate(
    source: Source,
    output: Output,
    voice: Voice = "heart",
    formats: Formats = "m4a",
    style: StyleOption = None,
    captioner: CaptionerOption = None,
    slug: Slug = None,
    no_cache: NoCache = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Narrate one article: audio with chapters, a transcript, and a player page, in a folder of its own.

    Example: rhapsode narrate post.md -o public/audio --format m4a,mp3
    """
    from rhapsode.narration.narrator import checked_formats
    from rhapsode.narration.publishing import writable

    started = time.monotonic()
    with progress_bar(quiet=quiet) as bar:
        with as_given():
            wanted = checked_formats(formats.split(","))
            _check_source(source)
            _check_slug(slug)
            writable(output)
            narrator = _narrator(voice, style, captioner, no_cache, _watcher(bar))
            narrator.load()
        narration = narrator.narrate(source, output, formats=wanted, slug=slug)
    _tell(narration, output, time.monotonic() - started, json=json, quiet=quiet)


def render(
    script: Annotated[
        Path,
        typer.Argument(
            help="A script, as `rhapsode script --json` prints it.", metavar="SCRIPT", show_default=False
        ),
    ],
    output: Output,
    formats: Formats = "m4a",
    slug: Slug = None,
    no_cache: NoCache = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Go on from a script, perhaps edited by hand: only what changed is spoken again.

    Example: rhapsode script post.md --json > s.json; edit s.json; rhapsode render s.json -o public/audio
    """
    from rhapsode.narration.narrator import checked_formats
    from rhapsode.narration.publishing import writable

    with as_given():
        wanted = checked_formats(formats.split(","))
        _check_slug(slug)
        writable(output)
    performed = _read_script(script)
    started = time.monotonic()
    with progress_bar(quiet=quiet) as bar:
        narrator = _narrator("heart", None, None, no_cache, _watcher(bar))
        narration = narrator.render(performed, output, formats=wanted, slug=slug)
    _tell(narration, output, time.monotonic() - started, json=json, quiet=quiet)


def parse(
    source: Source,
    json: Annotated[bool, typer.Option("--json", help="Print the whole article as JSON.")] = False,
) -> None:
    """Show what is understood of an article: its structure, pictures and notes.

    Example: rhapsode parse https://example.org/post --json
    """
    from rhapsode.narration.cli.outline import outline

    _check_source(source)
    article = _narrator().parse(source)
    print(to_json(article) if json else outline(article))
    for warning in article.warnings:
        note(warning)


def script(
    source: Source,
    voice: Voice = "heart",
    style: StyleOption = None,
    captioner: CaptionerOption = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the script as JSON (rhapsode.script/1).")
    ] = False,
    ssml: Annotated[bool, typer.Option("--ssml", help="Print the script as SSML 1.1.")] = False,
    account: Annotated[
        bool, typer.Option("--account", help="Print what became of every written word.")
    ] = False,
) -> None:
    """Write the script for the ear and print it, one utterance a line: role, words, pause; then what is left out.

    Example: rhapsode script post.md --style essay
    """
    from rhapsode.narration.account import account as take_account
    from rhapsode.narration.cli.outline import balance, reading

    if json + ssml + account > 1:
        raise Misuse("choose one of --json, --ssml and --account")
    with as_given():
        _check_source(source)
        narrator = _narrator(voice, style, captioner)
    article = narrator.parse(source)
    written = narrator.script(article)
    if account:
        print(balance(take_account(article, written)))
    elif ssml:
        from rhapsode.narration.ssml import to_ssml

        print(to_ssml(written))
    else:
        print(to_json(written) if json else reading(written))


# ---------------------------------------------------------------------------------------------- helpers


def _narrator(
    voice: str = "heart",
    style: str | None = None,
    captioner: str | None = None,
    no_cache: bool = False,
    on_progress: OnProgress | None = None,
) -> Narrator:
    from rhapsode.narration.narrator import Narrator

    return Narrator(
        voice, style=style, captioner=captioner, cache=False if no_cache else None, on_progress=on_progress
    )


def _check_source(source: str) -> None:
    if not source:
        raise Misuse("no source given; name a file, a URL, or - for standard input")
    if source != "-" and "://" not in source:
        if not Path(source).exists():
            raise Misuse("there is no such file", where=source)
        if Path(source).is_dir():
            raise Misuse(
                "this is a folder; give a file in it, or the folder to `rhapsode batch`", where=source
            )
    if source == "-" and sys.stdin.isatty():
        err.print("Reading the article from standard input; end it with Ctrl-D.")


def _check_slug(slug: str | None) -> None:
    from rhapsode.narration.publishing.folder import checked_slug

    if slug is not None:
        checked_slug(slug)


def _read_script(path: Path) -> Script:
    from rhapsode.narration.edited import realigned
    from rhapsode.narration.script import Script

    try:
        data = path.read_bytes()
    except OSError as error:
        raise Misuse(f"cannot read the script: {error.strerror}", where=str(path)) from None
    script, edited = realigned(from_json(Script, data, where=str(path)))
    if edited:
        count = "1 utterance was" if len(edited) == 1 else f"{len(edited)} utterances were"
        note(f"{path}: {count} edited by hand; spoken and written words are matched anew")
    return script


def _watcher(bar: object) -> OnProgress:
    """Show a Narrator's progress on `bar`, one task for the stage at hand."""
    from rich.progress import Progress as Bar

    assert isinstance(bar, Bar)
    task = bar.add_task("Starting", total=None, note="")

    def watch(progress: Progress) -> None:
        count = f"{progress.done}/{progress.total}" if progress.total and progress.stage == "speaking" else ""
        bar.update(
            task,
            description=_STAGES[progress.stage],
            completed=progress.done,
            total=progress.total or None,
            note=count,
        )

    return watch


def _tell(narration: Narration, output: Path, seconds: float, *, json: bool, quiet: bool) -> None:
    if json:
        print(to_json(narration))
        return
    for warning in narration.warnings:
        note(warning)
    if quiet:
        return
    folder = output / narration.slug
    out.print(narration.cover.title, style="bold", markup=False)
    shown = {"audio": [], "transcript": ["transcript.vtt"], "player": ["player.html"]}
    shown["audio"] = [file.name for file in narration.files if file.media_type.startswith("audio/")]
    for what, names in shown.items():
        for name in names:
            out.print(f"  {what:<11}{folder / name}", markup=False)
    speed = narration.duration / seconds if seconds else 0.0
    out.print(
        f"  {clock(narration.duration)} of audio in {seconds:.1f} s, {speed:.0f} times real time"
        f" ({narration.loudness:.1f} LUFS, true peak {narration.true_peak:.1f} dBTP)",
        markup=False,
    )
