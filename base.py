"""What all rooms share: the root of the errors, documents as JSON, whole-or-absent writes, names imported late."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any, TypeVar, dataclass_transform

from pydantic import ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")

UNKNOWN_FIELD = ("unexpected_keyword_argument", "extra_forbidden")

# Reading the umask means setting it, which other threads would see: so once, on import.
UMASK = os.umask(0o022)
os.umask(UMASK)


class RhapsodeError(Exception):
    """Root of every error Rhapsode raises on purpose.

    The message says what was wrong, where, and what to do about it; `where` names the article, file, URL,
    block or JSON path, and is put in front of the message once.
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class DocumentError(RhapsodeError):
    """A JSON document does not have the shape of its type; the message carries the JSON path."""


@contextmanager
def located(where: str) -> Iterator[None]:
    """Name the article, file or block in every RhapsodeError that passes through without a place of its own."""
    try:
        yield
    except RhapsodeError as error:
        if error.where is None:
            error.where = where
        raise


def lazy(
    package: str, homes: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` (PEP 562) of a package whose public names are imported when they are first used.

    `homes` maps modules to the names they define: `__getattr__, __dir__ = lazy(__name__, {...})`.
    """
    home_of = {name: module for module, names in homes.items() for name in names}

    def get(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(home_of[name]), name)

    return get, lambda: sorted(home_of)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def document(cls: type[T]) -> type[T]:
    """Make `cls` a document: a frozen, slotted dataclass that refuses unknown fields when read from JSON."""
    cls.__pydantic_config__ = ConfigDict(  # type: ignore[attr-defined]
        extra="forbid", ser_json_inf_nan="constants", arbitrary_types_allowed=True
    )
    return dataclass(frozen=True, slots=True)(cls)


@lru_cache(maxsize=64)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(value: Any, *, kind: Any = None, indent: int | None = 2) -> str:
    """`value` as JSON text; `from_json` of the same type gives an equal value back.

    Fields that are None are left out: in a document an optional field's default is always None.
    """
    return _adapter(kind or type(value)).dump_json(value, indent=indent, exclude_none=True).decode()


def from_json(kind: type[T], text: str | bytes, *, where: str | None = None) -> T:
    """Read a document of type `kind`.

    Raises:
        DocumentError: not JSON, a missing, wrong or unknown field; the message names its JSON path.
    """
    try:
        return _adapter(kind).validate_json(text)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        # A misspelt field is reported twice, as missing and as unknown: the second says what to do.
        first = min(problems, key=lambda problem: problem["type"] not in UNKNOWN_FIELD)
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        message = f"at {_json_path(first['loc'], text)}: {_in_plain_words(first)}{more}"
        raise DocumentError(message, where=where) from None


def _json_path(location: tuple[int | str, ...], text: str | bytes) -> str:
    """`location` as a JSON path. Pydantic puts the tags of unions between the keys; those are not in the JSON."""
    try:
        value = json.loads(text)
    except ValueError:
        return "$"
    path = "$"
    for i, part in enumerate(location):
        last = i == len(location) - 1
        if isinstance(part, int):
            path += f"[{part}]"
            value = value[part] if isinstance(value, list) and part < len(value) else None
        elif last or (isinstance(value, dict) and part in value):
            path += f".{part}"
            value = value.get(part) if isinstance(value, dict) else None
    return path


def _in_plain_words(problem: Any) -> str:
    if problem["type"] in UNKNOWN_FIELD:
        return "unknown field; remove it or correct its name"
    if problem["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return "missing field"
    return problem["msg"][0].lower() + problem["msg"][1:]


@contextmanager
def whole_file(path: Path | str, mode: str = "wb") -> Iterator[IO[Any]]:
    """A file that appears under `path` complete or not at all: written beside it, synced, then renamed.

    Use `mode="w"` for UTF-8 text. If the block raises, `path` is as it was before.
    """
    path = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, mode, encoding=None if "b" in mode else "utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~UMASK)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
