"""The words an article shows a reader, in reading order: what a script has to answer for.

Written on its own, not with the director's own reading of the blocks, so that the one can check the other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from rhapsode.parsing.article import (
    Aside,
    Break,
    Code,
    CodeBlock,
    DefinitionList,
    Details,
    Embed,
    Figure,
    Footnote,
    Heading,
    InlineImage,
    List,
    Math,
    MathBlock,
    NoteReference,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain_text,
)

TAG = re.compile(r"<[^<>]*>")

Unit: TypeAlias = tuple[str, str]
"""A block's id, and words that stand in it (its nested blocks have units of their own)."""


def units(block: Any) -> Iterator[Unit]:
    """The written words of `block` and of everything inside it, in reading order."""
    own = block.id
    match block:
        case Heading(content=content):
            yield own, words(content)
        case Paragraph(content=content, speaker=speaker):
            if speaker:
                yield own, speaker
            yield own, words(content)
        case List(items=items):
            for item in items:
                yield from _all(item.blocks)
        case Quote(blocks=blocks, attribution=attribution):
            yield from _all(blocks)
            yield own, words(attribution)
        case Table(rows=rows, caption=caption):
            yield own, words(caption)
            for row in rows:
                for cell in row:
                    yield own, words(cell.content)
        case _:
            yield from _more(block)


def _more(block: Any) -> Iterator[Unit]:
    own = block.id
    match block:
        case CodeBlock(text=text, caption=caption):
            yield own, words(caption)
            yield own, text
        case Figure(caption=caption, credit=credit):
            yield own, words(caption)
            yield own, words(credit)
        case MathBlock(source=source, notation=notation, alternative=alternative):
            yield own, formula_text(source, notation, alternative)
        case Footnote(blocks=blocks) | Embed(content=blocks):
            yield from _all(blocks)
        case Aside(title=title, blocks=blocks) | Details(summary=title, blocks=blocks):
            yield own, words(title)
            yield from _all(blocks)
        case DefinitionList(items=items):
            for item in items:
                for term in item.terms:
                    yield own, words(term)
                for description in item.descriptions:
                    yield from _all(description)
        case Rule():
            return
        case _:
            raise TypeError(f"not a block: {block!r}")


def _all(blocks: Iterable[Any]) -> Iterator[Unit]:
    for block in blocks:
        yield from units(block)


def words(content: Iterable[Any]) -> str:
    """The characters a reader sees in inlines; formulas as far as plain text shows them."""
    return "".join(map(_visible, content))


def _visible(node: Any) -> str:
    match node:
        case Math(source=source, notation=notation, alternative=alternative):
            return formula_text(source, notation, alternative)
        case NoteReference() | InlineImage():
            return ""
        case Break():
            return "\n"
        case Code(text=text):
            return text
        case _ if hasattr(node, "content"):
            return words(node.content)
        case _:
            return plain_text((node,))


def formula_text(source: str, notation: str, alternative: str | None) -> str:
    """What the eye sees of a formula, as far as plain text can show it."""
    text = html.unescape(TAG.sub(" ", source)) if notation == "mathml" else source
    return " ".join((text if text.strip() else alternative or "").split())
