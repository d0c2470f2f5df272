"""From an image's address in a page to its bytes: data URIs, local files below the article, remote ones by a fetcher."""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from rhapsode.base import RhapsodeError
from rhapsode.captioning.errors import ImageRefused

BYTE_LIMIT = 32 * 2**20
"""Bytes of the largest picture file taken from anywhere."""
ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml,image/*;q=0.5"
DATA_URI = re.compile(r"data:(?P<type>[^,;]*)(?P<parameters>(?:;[^,;]*)*),(?P<body>.*)", re.S | re.I)
DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class ImageFetcher(Protocol):
    """Whatever gets bytes from the network; `rhapsode.parsing.fetch.Fetcher` does it safely.

    The result's bytes are its `body`, `data` or `content`.
    """

    def get(self, url: str, *, accept: Any = None, max_bytes: int = ...) -> Any: ...


def read_source(src: str, *, article: str | None, fetcher: ImageFetcher | None = None) -> bytes:
    """The bytes of the picture at `src`, as it stands in an article that came from `article` (a path or an address).

    Raises:
        ImageRefused: says why the picture is not read.
    """
    if not src.strip():
        raise ImageRefused("the picture has no address")
    if src[:5].lower() == "data:":
        return _from_data(src)
    where = _short(src)
    if _scheme(src) in ("http", "https") or src.startswith("//"):
        return _from_network(src, article, fetcher, where)
    if _scheme(src) not in ("", "file"):
        raise ImageRefused(f"pictures are not read from {_scheme(src)}: addresses", where=where)
    if article is not None and _scheme(article) in ("http", "https"):
        if _scheme(src) == "file":
            raise ImageRefused("a page on the web may not show local files", where=where)
        return _from_network(urljoin(article, src), article, fetcher, where)
    return _from_disk(src, article, where)


def is_remote(src: str, article: str | None) -> bool:
    """Whether reading `src` needs the network."""
    if src[:5].lower() == "data:":
        return False
    schemes = (_scheme(src), _scheme(article or ""))
    return (
        src.startswith("//")
        or schemes[0] in ("http", "https")
        or (not schemes[0] and schemes[1] in ("http", "https"))
    )


def _scheme(address: str) -> str:
    if DRIVE.match(address):
        return ""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "malformed"


def _short(src: str) -> str:
    return src if len(src) <= 120 else src[:117] + "..."


def _from_data(src: str) -> bytes:
    if len(src) > BYTE_LIMIT * 4 // 3 + 256:
        raise ImageRefused("a data: picture is larger than 32 MB", where=src[:40] + "...")
    match = DATA_URI.match(src)
    if match is None:
        raise ImageRefused("a malformed data: address", where=_short(src)[:40])
    if match["type"] and not match["type"].strip().lower().startswith("image/"):
        raise ImageRefused(f"a data: address of type {match['type'][:40]!r} is no picture", where="data:")
    if ";base64" not in match["parameters"].lower():
        return unquote_to_bytes(match["body"])
    body = re.sub(r"\s+", "", unquote(match["body"]))
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ImageRefused("a data: picture is not valid base64", where="data:") from None


def _from_network(src: str, article: str | None, fetcher: ImageFetcher | None, where: str) -> bytes:
    if fetcher is None:
        raise ImageRefused("a remote picture was not fetched, as no fetcher was given", where=where)
    try:
        fetched = fetcher.get(urljoin(article or "https:", src), accept=ACCEPT, max_bytes=BYTE_LIMIT)
    except RhapsodeError as error:
        raise ImageRefused(error.message, where=where) from error
    # A fetcher is anything with `get`: a caller's own may raise what it likes, and the article must still be read.
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ImageRefused(f"could not be fetched ({reason})", where=where) from error
    data = _body(fetched)
    if data is None:
        raise ImageRefused(f"the fetcher returned {type(fetched).__name__}, not bytes", where=where)
    if len(data) > BYTE_LIMIT:
        raise ImageRefused("larger than 32 MB", where=where)
    return data


def _body(fetched: Any) -> bytes | None:
    candidates = (fetched, *(getattr(fetched, name, None) for name in ("body", "data", "content")))
    return next((bytes(item) for item in candidates if isinstance(item, bytes | bytearray)), None)


def _from_disk(src: str, article: str | None, where: str) -> bytes:
    if article is None or article == "-":
        raise ImageRefused("a local picture of an article that does not come from a file", where=where)
    folder = Path(os.path.realpath(_local_path(article))).parent
    try:
        path = Path(os.path.realpath(folder / _local_path(src)))
    except (ValueError, OSError):
        raise ImageRefused("not a usable path", where=where) from None
    # Links are followed first: one inside the folder may lead out of it.
    if not path.is_relative_to(folder):
        raise ImageRefused("outside of the article's folder", where=where)
    try:
        return _read_regular(path, where)
    except (OSError, ValueError) as error:
        reason = (
            error.strerror.lower() if isinstance(error, OSError) and error.strerror else "not a usable path"
        )
        raise ImageRefused(f"cannot be read: {reason}", where=where) from None


def _read_regular(path: Path, where: str) -> bytes:
    # O_NONBLOCK: opening a named pipe must not wait for a writer. O_NOFOLLOW: the path has been resolved.
    flags = (
        os.O_RDONLY
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_CLOEXEC", 0)
    )
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ImageRefused("not a file", where=where)
        if status.st_size > BYTE_LIMIT:
            raise ImageRefused("larger than 32 MB", where=where)
        return file.read(BYTE_LIMIT + 1)


def _local_path(address: str) -> str:
    """A path as it stands, a file: address, or a page's relative address without its query."""
    if _scheme(address) == "file":
        parts = urlsplit(address)
        if parts.netloc not in ("", "localhost"):
            raise ImageRefused("a file: address on another machine", where=_short(address))
        return unquote(parts.path)
    if os.path.exists(address):
        return address
    return unquote(re.split(r"[?#]", address, maxsplit=1)[0])
