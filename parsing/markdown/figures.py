"""Figure conventions: pictures alone in a paragraph, their title as the caption, or a line in italics under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from rhapsode.parsing.article import Figure, Image, Inlines, Origin, Text
from rhapsode.parsing.markdown import attributes
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.inlines import read_image, read_inlines, with_attributes
from rhapsode.parsing.markdown.syntax import inline_tokens


def read_figure(tokens: Sequence[Token], context: Context, origin: Origin | None) -> Figure | None:
    """The figure that a paragraph of pictures is; several pictures are a gallery. None where there is other text."""
    tokens, caption = _caption_line(tokens)
    if not any(token.type == "image" for token in tokens):
        return None
    images: list[Image] = []
    href: str | None = None
    for token in tokens:
        if token.type == "image":
            images.append(replace(read_image(token, context), href=href))
        elif token.type == "link_open":
            href = context.absolute(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            href = None
        elif token.type == "text" and (found := attributes.leading(token.content.strip())) and images:
            images[-1] = with_attributes(images[-1], found[0])
            if token.content.strip()[found[1] :].strip():
                return None
        elif token.type not in ("softbreak", "hardbreak") and (token.content.strip() or token.type != "text"):
            return None
    shown = read_inlines(caption, context) if caption else _titles(images, context)
    return Figure(tuple(images), shown, origin=origin)


def _caption_line(tokens: Sequence[Token]) -> tuple[Sequence[Token], list[Token]]:
    """Pictures, and the caption in a last line that is all emphasis."""
    if len(tokens) < 5 or tokens[-1].type != "em_close":
        return tokens, []
    opening = next(
        (i for i, t in enumerate(tokens) if t.type == "em_open" and t.level == tokens[-1].level), 0
    )
    if opening < 2 or tokens[opening - 1].type not in ("softbreak", "hardbreak"):
        return tokens, []
    if sum(token.type == "em_open" and token.level == tokens[-1].level for token in tokens) != 1:
        return tokens, []
    return tokens[: opening - 1], list(tokens[opening + 1 : -1])


def _titles(images: Sequence[Image], context: Context) -> Inlines:
    """The titles as the caption. They are plain text to CommonMark, but people write Markdown there."""
    found: list[Inlines] = []
    for title in dict.fromkeys(image.title for image in images if image.title):
        found.append(read_inlines(inline_tokens(title), context))
    joined: Inlines = ()
    for i, content in enumerate(found):
        joined += ((Text("; "),) if i else ()) + content
    return joined
