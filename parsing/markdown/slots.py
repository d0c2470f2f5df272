"""Slots: places in HTML that stand for something Markdown has already said better.

Raw HTML in Markdown goes through the HTML parser. What Markdown knows more about than HTML can say (a footnote
mark, a formula, whole blocks with their lines) is replaced by a numbered slot on the way in and put back on the way
out. Slots are written with two characters that Unicode reserves for such inner use and that no text may contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from rhapsode.parsing.article import (
    BlockBase,
    Break,
    Inline,
    InlineImage,
    Inlines,
    Origin,
    Paragraph,
    Text,
    plain_text,
)

OPEN, CLOSE = "\ufdd0", "\ufdd1"

_SLOT = re.compile(f"{OPEN}(\\d+){CLOSE}")


def without_slots(text: str) -> str:
    """`text` such that no slot in it can be forged."""
    return text.replace(OPEN, "").replace(CLOSE, "")


class Slots:
    """What the slots of one piece of HTML stand for: runs of inlines, or blocks."""

    def __init__(self) -> None:
        self._contents: list[tuple[Any, ...]] = []
        self._filled: set[int] = set()

    def hold(self, content: tuple[Any, ...]) -> str:
        """Keep `content`; the characters that stand for it."""
        self._contents.append(content)
        return f"{OPEN}{len(self._contents) - 1}{CLOSE}"

    def fill(self, content: tuple[Any, ...], origin: Origin | None = None) -> tuple[Any, ...]:
        """`content`, parsed from HTML, with every slot replaced; blocks without a line get `origin`."""
        return tuple(self._items(content, origin))

    def unfilled(self) -> list[tuple[Any, ...]]:
        """What the HTML parser did not give back: it was inside something that is not shown."""
        return [content for i, content in enumerate(self._contents) if i not in self._filled]

    def _items(self, content: Iterable[Any], origin: Origin | None) -> Iterable[Any]:
        for item in content:
            if isinstance(item, Text):
                yield from self._split(item.text)
            elif isinstance(item, Paragraph) and (blocks := self._blocks(item)) is not None:
                yield from blocks
            else:
                yield self._visit(item, origin)

    def _visit(self, value: Any, origin: Origin | None) -> Any:
        if isinstance(value, tuple):
            return tuple(self._items(value, origin))
        if isinstance(value, str):
            return _SLOT.sub(lambda match: plain_text(_as_inlines(self._content(match))), value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changes = {spec.name: self._visit(getattr(value, spec.name), origin) for spec in fields(value)}
        if isinstance(value, BlockBase) and origin is not None:
            changes["origin"] = origin
        changes.pop("kind", None)
        return replace(value, **changes)

    def _split(self, text: str) -> Iterable[Inline]:
        last = 0
        for match in _SLOT.finditer(text):
            if match.start() > last:
                yield Text(text[last : match.start()])
            yield from _as_inlines(self._content(match))
            last = match.end()
        if last < len(text):
            yield Text(text[last:])

    def _blocks(self, paragraph: Paragraph) -> list[Any] | None:
        """The blocks of a paragraph that holds slots of blocks and nothing else."""
        text = "".join(node.text if isinstance(node, Text) else "x" for node in paragraph.content)
        if OPEN not in text or _SLOT.sub("", text).strip():
            return None
        matches = list(_SLOT.finditer(text))
        if not matches or not all(self._is_blocks(match) for match in matches):
            return None
        return [block for match in matches for block in self._content(match)]

    def _is_blocks(self, match: re.Match[str]) -> bool:
        number = int(match[1])
        content = self._contents[number] if number < len(self._contents) else ()
        return all(isinstance(item, BlockBase) for item in content)

    def _content(self, match: re.Match[str]) -> tuple[Any, ...]:
        number = int(match[1])
        self._filled.add(number)
        return self._contents[number] if number < len(self._contents) else ()


def _as_inlines(content: Iterable[Any]) -> Inlines:
    """Blocks where only running text can stand (a table's cell, a caption): their text, line by line."""
    found: list[Inline] = []
    for item in content:
        if isinstance(item, BlockBase):
            inner = list(_running_text(item))
            if found and inner:
                found.append(Break())
            found.extend(inner)
        else:
            found.append(item)
    return tuple(found)


def _running_text(value: Any) -> Iterable[Inline]:
    if isinstance(value, tuple):
        for item in value:
            yield from _running_text(item)
    elif isinstance(value, BlockBase) or type(value).__name__ in ("ListItem", "Cell", "Definition"):
        first = True
        for spec in fields(value):
            held = getattr(value, spec.name)
            if isinstance(held, str) and spec.name in ("text", "source"):
                yield Text(held)
            elif isinstance(held, tuple):
                inner = list(_running_text(held))
                if inner and not first:
                    yield Break()
                first = first and not inner
                yield from inner
    elif type(value).__name__ == "Image":
        yield InlineImage(value)
    elif is_dataclass(value):
        yield value  # type: ignore[misc]
