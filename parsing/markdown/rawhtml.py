"""Raw HTML blocks, with the Markdown between their tags."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from rhapsode.parsing.article import Blocks, Origin
from rhapsode.parsing.html import parse_fragment
from rhapsode.parsing.markdown.components import as_html
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.nodes import Node
from rhapsode.parsing.markdown.slots import Slots
from rhapsode.parsing.markdown.spans import OpenElements, Span, spans, tags

ReadBlocks: TypeAlias = Callable[[Sequence[Node], Context], Blocks]

# Elements whose meaning depends on the pictures right inside them.
_CLOSE_READERS = ("figure", "picture", "table", "a", "ul", "ol", "dl")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>", re.DOTALL)


def read_html(span: Span, context: Context, read_blocks: ReadBlocks) -> Blocks:
    """The blocks of a piece of raw HTML, Markdown between its tags included."""
    slots = Slots()
    parts: list[str] = []
    elements = OpenElements()
    for piece in spans(span.nodes, ("template",)):
        nodes = piece.nodes if isinstance(piece, Span) else (piece,)
        first = nodes[0]
        if len(nodes) == 1 and first.kind == "html_block":
            parts.append(as_html(first.token.content, block=True))
            for mark in tags(first.token.content):
                elements.see(mark)
        elif len(nodes) == 1 and _only_pictures(first) and any(name in elements for name in _CLOSE_READERS):
            parts.append(_pictures(first, context))
        else:
            parts.append(f"<p>{slots.hold(read_blocks(nodes, context))}</p>\n")
    markup = _COMMENT.sub("", "".join(parts))
    if not markup.strip():
        return ()
    context.line = span.line
    blocks = context.guarded(
        lambda piece: parse_fragment(piece, source=context.source, lang=context.language), markup
    )
    if blocks is None:
        return read_blocks([node for node in span.nodes if node.kind != "html_block"], context)
    filled = slots.fill(blocks, Origin(line=span.line))
    if any(slots.unfilled()):
        context.warn("the HTML around some text hides it; it was left out", span.line)
    return filled


def _only_pictures(node: Node) -> bool:
    kinds = {token.type for token in node.inline if token.content.strip() or token.type != "text"}
    return node.kind == "paragraph" and "image" in kinds and kinds <= {"image", "softbreak", "hardbreak"}


def _pictures(node: Node, context: Context) -> str:
    found: list[str] = []
    for token in node.inline:
        if token.type != "image":
            continue
        given = {"src": context.absolute(str(token.attrs.get("src", ""))), "title": token.attrs.get("title")}
        if token.content:
            given["alt"] = token.content
        pairs = " ".join(f'{name}="{html.escape(str(value))}"' for name, value in given.items() if value)
        found.append(f"<img {pairs}>")
    return "\n".join(found) + "\n"
