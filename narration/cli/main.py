"""The command line: `rhapsode COMMAND`. Each command lives in a module of its own and imports what it needs late."""

from __future__ import annotations

import os
import sys
from importlib.metadata import entry_points
from typing import Annotated

import typer

import rhapsode
from rhapsode.narration.cli import articles, batch, cache, inspect, spoken
from rhapsode.narration.cli.console import INTERRUPTED, MISUSED, complain, end_on_termination, out, plain

app = typer.Typer(
    name="rhapsode",
    help="Turns articles into narration that people like to listen to.",
    epilog="Exit codes: 0 all done; 1 an article failed, named with the reason; 2 the command was used wrongly.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        out.print(f"rhapsode {rhapsode.__version__}")
        raise typer.Exit


@app.callback()
def rhapsode_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """What comes before any command."""


app.command("narrate")(plain(articles.narrate))
app.command("parse")(plain(articles.parse))
app.command("script")(plain(articles.script))
app.command("render")(plain(articles.render))
app.command("spoken")(plain(spoken.spoken))
app.command("batch")(plain(batch.batch))
app.command("voices")(plain(inspect.voices))
app.command("doctor")(plain(inspect.doctor))
app.add_typer(cache.app, name="cache")
for command in entry_points(group="rhapsode.commands"):
    # Rooms above this one (the preview) add their own commands; nothing here knows them.
    app.command(command.name)(plain(command.load()))


def main() -> None:
    """Entry point of the `rhapsode` command."""
    end_on_termination()
    try:
        code = app(standalone_mode=False)
    except BrokenPipeError:  # `rhapsode script post.md | head`: that is no error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        code = _misused(error)
    sys.exit(code if isinstance(code, int) else 0)


def _misused(error: Exception) -> int:
    """One line for what the parser of the command line refused. Its exceptions have no stable home to import."""
    say = getattr(error, "format_message", None)
    if say is None:
        raise error
    if type(error).__name__ != "NoArgsIsHelpError":  # that one has printed the help
        context = getattr(error, "ctx", None)
        advice = f"; see {context.command_path} --help" if context else ""
        complain(say().rstrip(".") + advice)
    return MISUSED


if __name__ == "__main__":
    main()
