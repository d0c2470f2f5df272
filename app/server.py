"""The server around the page: only this machine, nothing loaded from elsewhere, published files by secret address."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhapsode.narration import Narration

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/narration"

# Streamlit's own page needs inline styles and evaluates its charts' expressions; it needs nothing from elsewhere.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# A published page is shown in a frame of its own, without access to the page around it.
PLAYER_POLICY = "; ".join(
    (
        "sandbox allow-scripts allow-downloads",
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "media-src 'self' data: blob:",
        "frame-ancestors 'self'",
    )
)


class Shelf:
    """Published folders this process lets a browser read. Their addresses cannot be guessed."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._folders: dict[str, tuple[Path, dict[str, str]]] = {}
        self._lock = threading.Lock()

    def place(self, folder: Path, narration: Narration) -> str:
        """The address of `folder`, good while this process runs; only the manifest's files can be read there."""
        version = f"{folder}\n{narration.key}\n{[file.sha256 for file in narration.files]}"
        token = hmac.new(self._secret, version.encode(), hashlib.sha256).hexdigest()[:32]
        with self._lock:
            self._folders[token] = (folder, {file.name: file.media_type for file in narration.files})
        return f"{PREFIX}/{token}"

    def find(self, token: str, name: str) -> tuple[Path, str] | None:
        """The file and its media type, if that is one of ours."""
        with self._lock:
            folder, files = self._folders.get(token, (Path(), {}))
        path = folder / name
        return (path, files[name]) if name in files and path.is_file() else None


shelf = Shelf()


async def published_file(request: Request) -> Response:
    """GET /narration/{token}/{name}, with byte ranges, so that a listener can jump."""
    from starlette.responses import FileResponse, PlainTextResponse

    found = shelf.find(request.path_params["token"], request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file, or the preview was restarted.", status_code=404)
    path, media_type = found
    return FileResponse(path, media_type=media_type, headers={"Cache-Control": "private, no-cache"})


class SecurityHeaders:
    """ASGI middleware: what a browser may do with our pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every response over HTTP."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = PLAYER_POLICY if scope["path"].startswith(PREFIX) else PAGE_POLICY
        ours = {
            b"content-security-policy": policy.encode(),
            b"x-content-type-options": b"nosniff",
            b"referrer-policy": b"no-referrer",
        }

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
                message["headers"] = [*kept, *ours.items()]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def app(script: Path, *, lifespan: Any = None) -> Any:
    """The ASGI application: Streamlit's page, our files, our headers."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.routing import Route

    return st.App(
        script,
        routes=[Route(f"{PREFIX}/{{token}}/{{name}}", published_file, methods=["GET", "HEAD"])],
        middleware=[Middleware(SecurityHeaders)],
        lifespan=lifespan,
    )
