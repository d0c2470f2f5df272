"""Runs of sibling blocks that belong together because a tag opens in one of them and closes in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rhapsode.parsing.markdown.nodes import Node

Kind: TypeAlias = Literal["html", "template"]

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame", "basefont", "keygen"]
)  # fmt: skip
# Elements whose end tags may be missing: they do not hold the blocks after them.
_LOOSE = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "html",
        "head",
        "body",
        "rt",
        "rp",
    ]
)
# `<` never stands inside a match's open part, so that a row of unclosed tags is searched once, not once for each.
_OPAQUE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|pre|textarea|title|xmp)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<[!?][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")


@dataclass(slots=True)
class Span:
    """Sibling nodes from one that opens to the one that closes; or a single node that stands for itself."""

    kind: Kind
    nodes: Sequence[Node]

    @property
    def line(self) -> int | None:
        return self.nodes[0].line


@dataclass(slots=True)
class Mark:
    """An element or a template's tag opens or closes in the node at `index`."""

    opens: bool
    name: str
    index: int


class OpenElements:
    """The elements open at a point of a document; like a browser's, closing one closes what is inside it."""

    def __init__(self) -> None:
        self._stack: list[Mark] = []
        self._counts: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return self._counts.get(name, 0) > 0

    def see(self, mark: Mark) -> Mark | None:
        """Take `mark` in; where it closes something, the mark that opened it."""
        if mark.opens:
            self._stack.append(mark)
            self._counts[mark.name] = self._counts.get(mark.name, 0) + 1
            return None
        if mark.name not in self:
            return None
        while True:
            opened = self._stack.pop()
            self._counts[opened.name] -= 1
            if opened.name == mark.name:
                return opened


def spans(nodes: Sequence[Node], kinds: tuple[Kind, ...] = ("html", "template")) -> Iterator[Node | Span]:
    """`nodes` in order, those that raw HTML or paired templates hold together as one span."""
    kind_of: dict[str, Kind] = {"html_block": "html", "template": "template"}
    last_of = _joined(nodes, kinds)
    i = 0
    while i < len(nodes):
        kind = kind_of.get(nodes[i].kind)
        if kind in kinds:
            end = last_of.get(i, i)
            yield Span(kind, nodes[i : end + 1])
            i = end + 1
        else:
            yield nodes[i]
            i += 1


def _joined(nodes: Sequence[Node], kinds: tuple[Kind, ...]) -> dict[int, int]:
    """For each node that starts an outermost span: the index of its last node."""
    pairs: list[tuple[int, int]] = []
    elements = OpenElements()
    for i, node in enumerate(nodes):
        for mark in _marks(node, i, kinds):
            opened = elements.see(mark)
            if opened is not None and opened.index < i:
                pairs.append((opened.index, i))
    found: dict[int, int] = {}
    start = end = -1
    for first, last in sorted(pairs):
        if first > end:
            start = first
        end = found[start] = max(end, last)
    return found


def _marks(node: Node, index: int, kinds: tuple[Kind, ...]) -> Iterator[Mark]:
    if node.kind == "html_block" and "html" in kinds:
        yield from tags(node.token.content, index)
    elif node.kind == "template" and "template" in kinds and node.token.meta["role"] != "single":
        yield Mark(node.token.meta["role"] == "open", "template:" + node.token.meta["name"], index)


def tags(markup: str, index: int = 0) -> Iterator[Mark]:
    """The tags of elements that may hold blocks, in order."""
    for match in _TAG.finditer(_OPAQUE.sub("", markup)):
        name = match[2].lower()
        if name not in VOID and name not in _LOOSE and not match[3].endswith("/"):
            yield Mark(not match[1], name, index)
