"""Compressed answers, opened bit by bit: a few kilobytes may stand for gigabytes, and a caller may stop in between."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Protocol

from rhapsode.parsing.errors import FetchError

try:
    import brotli
except ImportError:  # then servers are not told that Brotli would do
    brotli = None

_BROKEN: tuple[type[Exception], ...] = (zlib.error, brotli.error) if brotli is not None else (zlib.error,)

STEP = 262_144  # bytes that one step may give
MAX_LAYERS = 2

ACCEPT_ENCODING = "gzip, deflate, br" if brotli is not None else "gzip, deflate"


class _Layer(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def complete(self) -> bool: ...


class _Zlib:
    """gzip (maybe several members), zlib, or bare deflate, which some servers send for "deflate"."""

    def __init__(self, bare_too: bool) -> None:
        self._bare_too = bare_too
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._engine.eof:
                if not data.strip(b"\0") or not data.startswith(b"\x1f\x8b"):
                    return  # padding after the last member
                self._engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
            try:
                piece = self._engine.decompress(data, STEP)
            except zlib.error:
                if self._started or not self._bare_too:
                    raise
                self._engine, self._bare_too = zlib.decompressobj(-zlib.MAX_WBITS), False
                continue
            self._started = True
            data = self._engine.unconsumed_tail or (self._engine.unused_data if self._engine.eof else b"")
            if piece:
                yield piece

    def complete(self) -> bool:
        return self._engine.eof


class _Brotli:
    def __init__(self) -> None:
        assert brotli is not None
        self._engine: Any = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        # Brotli may hold output back even when it says that it can take more input: ask until nothing comes.
        while piece := self._engine.process(data, output_buffer_limit=STEP):
            yield piece
            data = b""

    def complete(self) -> bool:
        return bool(self._engine.is_finished())


class Decompressor:
    """Undoes a `Content-Encoding`; `feed` yields pieces of bounded size.

    Raises:
        FetchError: an encoding nobody asked for, too many of them, or broken data.
    """

    def __init__(self, encoding: str, *, where: str) -> None:
        self._where = where
        names = [
            name.strip().lower()
            for name in encoding.split(",")
            if name.strip().lower() not in ("", "identity")
        ]
        if len(names) > MAX_LAYERS:
            raise FetchError(f"compressed {len(names)} times over; it was not opened", where=where)
        self._layers = [self._layer(name) for name in reversed(names)]

    def _layer(self, name: str) -> _Layer:
        if name in ("gzip", "x-gzip"):
            return _Zlib(bare_too=False)
        if name == "deflate":
            return _Zlib(bare_too=True)
        if name == "br" and brotli is not None:
            return _Brotli()
        raise FetchError(f"compressed as {name[:40]!r}, which cannot be opened here", where=self._where)

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            yield from self._through(self._layers, data)
        except _BROKEN:
            raise FetchError("its compressed data are broken; try again later", where=self._where) from None

    def _through(self, layers: list[_Layer], data: bytes) -> Iterator[bytes]:
        if not layers:
            yield data
            return
        for piece in layers[0].feed(data):
            yield from self._through(layers[1:], piece)

    def finish(self, any_data: bool) -> None:
        """After the last byte: compressed data that stop in the middle lack the article's end."""
        if any_data and not all(layer.complete() for layer in self._layers):
            raise FetchError("its compressed data break off; try again later", where=self._where)
