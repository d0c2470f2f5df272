"""`rhapsode preview`: the editors' page. Registered under the entry-point group `rhapsode.commands`."""

from __future__ import annotations

from typing import Annotated

import typer


def preview(
    source: Annotated[
        str | None, typer.Argument(help="An article to open: a file or a URL.", show_default=False)
    ] = None,
    port: Annotated[int, typer.Option(help="The port on this machine.", min=1, max=65535)] = 8501,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Open the preview in a browser: the article beside its script, every sentence editable and audible."""
    from rhapsode.app.launch import preview as launch

    launch(source, port=port, open_browser=open_browser)
