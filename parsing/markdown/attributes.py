"""Attributes in braces, as Pandoc, kramdown and Hugo write them: `{.class #id lang=fr title="A title"}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

MAX_LENGTH = 400

_ITEM = re.compile(
    r"""\s*(?:\.([\w-]+)|\#([\w:.-]+)|([A-Za-z_][\w:.-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+)))(?=\s|$)"""
)
_LEADING = re.compile(r"\{:?([^{}\n]{1,%d})\}" % MAX_LENGTH)  # noqa: UP031
_TRAILING = re.compile(r"[ \t]*\{:?([^{}\n]{1,%d})\}[ \t]*$" % MAX_LENGTH)  # noqa: UP031

Attributes = Mapping[str, str]


def parse(inner: str) -> dict[str, str] | None:
    """What stands between the braces, classes under "class"; None where it is not a list of attributes."""
    found: dict[str, str] = {}
    position = 0
    inner = inner.strip()
    while position < len(inner):
        match = _ITEM.match(inner, position)
        if match is None:
            return None
        if match[1]:
            found["class"] = f"{found.get('class', '')} {match[1]}".strip()
        elif match[2]:
            found["id"] = match[2]
        else:
            found[match[3].lower()] = match[4] or match[5] or match[6] or ""
        position = match.end()
    return found or None


def leading(text: str) -> tuple[dict[str, str], int] | None:
    """Attributes at the very start of `text`, and where they end."""
    match = _LEADING.match(text) if text.startswith("{") else None
    found = parse(match[1]) if match else None
    return (found, match.end()) if match and found else None


def trailing(text: str) -> tuple[dict[str, str], int] | None:
    """Attributes at the end of `text`, and where what belongs to them starts."""
    tail = text[-MAX_LENGTH:]
    match = _TRAILING.search(tail) if tail.rstrip().endswith("}") else None
    found = parse(match[1]) if match else None
    return (found, len(text) - len(tail) + match.start()) if match and found else None


def classes(attributes: Attributes) -> set[str]:
    return set(attributes.get("class", "").lower().split())
