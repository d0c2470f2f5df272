"""Starting the preview: opens the article, serves the page on this machine, shows where it is."""

from __future__ import annotations

import ipaddress
import socket
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from rhapsode.base import RhapsodeError

PORTS_TRIED = 50


class PreviewError(RhapsodeError):
    """The preview cannot start."""


def preview(
    source: str | None = None, *, port: int = 8501, host: str = "127.0.0.1", open_browser: bool = True
) -> None:
    """Serve the editors' page until it is stopped (Ctrl-C).

    Args:
        source: an article to open, a path or a URL; None shows the start page.
        port: where to listen; the next free one if it is taken.
        host: the address to listen on. On anything but this machine's own, files can only be uploaded.
        open_browser: show the page in the user's browser.

    Raises:
        RhapsodeError: Streamlit is missing, `source` cannot be read, or no port is free.
    """
    _require_streamlit()
    from rhapsode.app.server import app
    from rhapsode.app.studio import studio

    studio().local = is_local(host)
    query = f"/?project={studio().open(source).id}" if source is not None else "/"
    port = free_port(host, port)
    address = f"http://{_shown(host)}:{port}{query}"

    @asynccontextmanager
    async def announced(_: Any) -> AsyncIterator[None]:
        print(f"Rhapsode preview: {address}   (Ctrl-C stops it)", flush=True)
        if open_browser:
            webbrowser.open(address)
        yield

    app(Path(__file__).with_name("main.py"), lifespan=announced).run(config=settings(host, port))


def settings(host: str, port: int) -> dict[str, Any]:
    """Streamlit's settings for a page that only its editor can reach and that asks nothing of anybody else."""
    from rhapsode.app.studio import LARGEST_UPLOAD_MB

    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,  # we open the browser ourselves, at the project
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.allowedHosts": ["127.0.0.1", "localhost", "[::1]", "::1"] if is_local(host) else [],
        "server.maxUploadSize": LARGEST_UPLOAD_MB,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": _shown(host),
        "browser.serverPort": port,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "type",
        "client.showErrorLinks": False,
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",
        "theme.light.primaryColor": "#2f6f6a",
        "theme.dark.primaryColor": "#34877f",
        "theme.baseRadius": "0.5rem",
    }


def is_local(host: str) -> bool:
    """Whether `host` is an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def free_port(host: str, first: int) -> int:
    """`first`, or the next port after it that nobody listens on."""
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host.strip("[]"), port))
            except OSError:
                continue
            return port
    raise PreviewError(f"no free port on {host} from {first} on; choose another with --port")


def _shown(host: str) -> str:
    """`host` as it stands in an address."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _require_streamlit() -> None:
    try:
        import streamlit
    except ImportError:
        raise PreviewError("the preview needs Streamlit; add it with: pip install 'rhapsode[app]'") from None
    if not hasattr(streamlit, "App"):
        raise PreviewError(
            f"Streamlit {streamlit.__version__} is too old for the preview; renew it with: pip install -U 'rhapsode[app]'"
        )
