"""What all commands share: where to print, how progress looks, and how an error becomes one line and an exit code."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from rhapsode.base import RhapsodeError

P = ParamSpec("P")

DONE, FAILED, MISUSED = 0, 1, 2
INTERRUPTED, TERMINATED = 130, 143

# Results go to standard output; everything a person watches goes to standard error.
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Misuse(RhapsodeError):
    """The command line cannot be carried out as given: exit code 2."""


class Terminated(KeyboardInterrupt):
    """SIGTERM or SIGHUP: unwinds as Ctrl-C does."""


@contextmanager
def as_given() -> Iterator[None]:
    """What fails in here is wrong with the command line itself, not with an article."""
    try:
        yield
    except RhapsodeError as error:
        raise Misuse(error.message, where=error.where) from None


def complain(message: str) -> None:
    """One plain line on standard error, whatever is in it."""
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(message.split()))
    print(f"rhapsode: {line}", file=sys.stderr)


def note(message: str) -> None:
    """Something worth knowing that stops nothing."""
    err.print(f"[yellow]note[/] {escape(message)}")


def leave(code: int, message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(code)


def plain(command: Callable[P, None]) -> Callable[P, None]:
    """`command` with errors turned into one line on standard error and an exit code.

    With RHAPSODE_DEBUG set in the environment the traceback is shown instead.
    """

    @functools.wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        try:
            command(*args, **options)
        except KeyboardInterrupt as stop:
            code = TERMINATED if isinstance(stop, Terminated) else INTERRUPTED
            leave(code, "interrupted; what was spoken so far is kept and will not be spoken again")
        except Misuse as error:
            leave(MISUSED, str(error))
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("RHAPSODE_DEBUG"):
                raise
            leave(FAILED, _explained(error))

    return run


def _explained(error: Exception) -> str:
    if isinstance(error, RhapsodeError):
        return str(error)
    return f"unexpected {type(error).__name__}: {error} (please report this; RHAPSODE_DEBUG=1 shows where it happened)"


def end_on_termination() -> None:
    """Let SIGTERM and a closed terminal unwind like Ctrl-C does, so that scratch files go away."""

    def interrupt(*_: object) -> NoReturn:
        raise Terminated

    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` means it
        signal.signal(signal.SIGHUP, interrupt)


def progress_bar(*, quiet: bool) -> Progress:
    """A progress bar on standard error; silent when quiet or when nobody can see it move."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=quiet or not err.is_terminal,
    )


def clock(seconds: float) -> str:
    """Seconds as `m:ss` or `h:mm:ss`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
