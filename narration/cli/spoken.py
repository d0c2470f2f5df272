"""`rhapsode spoken`: try how sentences are said; a lexicon's workbench."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rhapsode.base import to_json
from rhapsode.narration.cli.console import as_given, note


def spoken(
    lang: Annotated[
        str, typer.Option("--lang", "-l", help="The language of the text, as BCP 47: en-US, en-GB, de ...")
    ] = "en-US",
    style: Annotated[
        str | None,
        typer.Option(
            "--style", "-s", help="A ready house style, or a TOML file: its emoji policy and lexicons."
        ),
    ] = None,
    lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            "--lexicon",
            help="A lexicon (PLS, TSV, CSV, TOML); may be given more than once, later ones go first.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line: spoken text, alignment, rules.")
    ] = False,
) -> None:
    """Written sentences on standard input, one a line; their spoken forms on standard output.

    Example: echo 'It cost $3.2bn in 2019.' | rhapsode spoken
    """
    from rhapsode.narration.lexicon import Lexicon, load_lexicon
    from rhapsode.narration.spoken import SpokenForm, SpokenOptions, supports, verbalise
    from rhapsode.narration.style import load_style

    with as_given():
        chosen = load_style(style) if style else None
        loaded = [load_lexicon(path) for path in [*(chosen.lexicons if chosen else ()), *(lexicon or ())]]
    words = sum(loaded, Lexicon(())) if loaded else None
    said_emoji = chosen is not None and chosen.policies.emoji == "say"
    options = SpokenOptions(emoji="said" if said_emoji else "silent")
    if not supports(lang):
        note(
            f"there are no rules for {lang}: only the lexicon is applied, the voice reads the rest as it is written"
        )
    for line in sys.stdin:
        form = verbalise(line.rstrip("\r\n"), lang=lang, options=options, lexicon=words)
        print(to_json(form, kind=SpokenForm, indent=None) if json else form.spoken, flush=sys.stdin.isatty())
