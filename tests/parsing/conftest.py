"""How tests of parsing look at an Article: the text a reader would see, and an outline a person can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from rhapsode.parsing import article as A

# What an outline shows of an element beside its content, in this order.
_SHOWN = (
    "level", "label", "href", "lang", "expansion", "datetime", "alias", "phonemes", "notation", "flavour", "provider", "media",
    "ordered", "start", "done", "hidden", "header_rows", "language", "pull", "narrate", "reading", "src", "alt", "title", "width", "height", "speaker",
)  # fmt: skip


def seen(article: A.Article) -> str:
    """The article's words in reading order, a line per block; no pictures and no captions made from their titles."""
    return "\n".join(part for part in [article.title, *_seen(article.blocks)] if part)


def _seen(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        if value and not isinstance(value[0], A.BlockBase) and hasattr(value[0], "kind"):
            yield A.plain_text(value)
            return
        for item in value:
            yield from _seen(item)
    elif isinstance(value, A.CodeBlock):
        yield from _seen(value.caption)
        yield value.text
    elif isinstance(value, A.MathBlock):
        yield value.alternative or value.source
    elif isinstance(value, A.Image):
        return
    elif is_dataclass(value):
        for spec in fields(value):
            yield from _seen(getattr(value, spec.name))


def outline(article: A.Article) -> str:
    """The article as indented lines: a block per line, its inlines in brackets."""
    lines = [f"title: {article.title}"] if article.title else []
    lines += [line for block in article.blocks for line in _block(block, 0)]
    lines += [f"warning: {warning}" for warning in article.warnings]
    return "\n".join(lines)


def _extras(value: Any) -> str:
    found = []
    defaults = {spec.name: spec.default for spec in fields(value)}
    for name in _SHOWN:
        held = getattr(value, name, None)
        if name in defaults and held != defaults[name] and held is not None and not isinstance(held, tuple):
            found.append(f"{name}={held}" if held != "" else f"{name}=''")
    return " ".join(found)


def _block(block: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    name = getattr(block, "kind", type(block).__name__.lower())
    head = " ".join(part for part in (name, _extras(block)) if part)
    text, inner = "", []
    for spec in fields(block):
        held = getattr(block, spec.name)
        if spec.name in ("text", "source") and isinstance(held, str):
            text = held.replace("\n", "⏎")
        elif isinstance(held, tuple) and held:
            inner.append((spec.name, held))
    for at, (field, held) in enumerate(inner):
        if _is_running(held) and field in ("content", "summary") and at == 0:
            text = _inlines(held)
            inner = inner[1:]
            break
    yield f"{pad}{head}: {text}" if text else f"{pad}{head}"
    for field, held in inner:
        yield from _field(field, held, depth + 1)


def _is_running(held: tuple[Any, ...]) -> bool:
    return all(hasattr(item, "kind") and not isinstance(item, A.BlockBase) for item in held)


def _field(name: str, held: tuple[Any, ...], depth: int) -> Iterator[str]:
    pad = "  " * depth
    if _is_running(held):
        yield f"{pad}{name}: {_inlines(held)}"
    elif all(isinstance(item, tuple) for item in held):
        for item in held:
            if item and isinstance(item[0], A.Cell):
                yield (
                    pad
                    + "| "
                    + " | ".join(("*" if cell.header else "") + _inlines(cell.content) for cell in item)
                )
            elif _is_running(item):
                yield f"{pad}{name[:-1]}: {_inlines(item)}"
            else:
                yield f"{pad}{name[:-1]}"
                yield from (line for block in item for line in _block(block, depth + 1))
    else:
        for item in held:
            yield from _block(item, depth)


def _inlines(content: tuple[Any, ...]) -> str:
    return "".join(_inline(node) for node in content)


def _inline(node: Any) -> str:
    match node:
        case A.Text(text=text):
            return text
        case A.Break():
            return "⏎"
        case A.InlineImage(image=image):
            return f"[image {_extras(image)}]"
        case A.Ruby(base=base):
            return f"[ruby {_extras(node)}: {base}]"
    held = getattr(node, "content", None)
    inner = _inlines(held) if isinstance(held, tuple) else getattr(node, "text", getattr(node, "source", ""))
    head = " ".join(part for part in (node.kind, _extras(node)) if part)
    return f"[{head}: {inner}]" if inner else f"[{head}]"


@pytest.fixture(scope="session", name="seen")
def seen_fixture() -> Callable[[A.Article], str]:
    return seen


@pytest.fixture(scope="session", name="outline")
def outline_fixture() -> Callable[[A.Article], str]:
    return outline
