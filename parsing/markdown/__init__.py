"""Markdown into Articles: CommonMark and what blogs really write.

`parse_markdown` reads the front matter (`frontmatter`, `metadata`), lets markdown-it-py make tokens of the rest
(`syntax` holds the chain of rules), and turns blocks (`blocks`) and their running text (`inlines`) into an Article.
Raw HTML goes through the HTML parser, with the Markdown inside it kept in slots (`rawhtml`, `slots`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from rhapsode.parsing.article import Article, Blocks, Heading, identified, plain_text
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.headings import levels_from_one, same_words
from rhapsode.parsing.markdown import abbreviations, frontmatter
from rhapsode.parsing.markdown.blocks import read_blocks, read_footnotes
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.footnotes import labels_in_order, lines_of_notes
from rhapsode.parsing.markdown.metadata import read_metadata
from rhapsode.parsing.markdown.nodes import Node, tree
from rhapsode.parsing.markdown.slots import without_slots
from rhapsode.parsing.markdown.syntax import tokenize
from rhapsode.parsing.markdown.templates import plain_targets

__all__ = ["parse_markdown"]


def parse_markdown(text: str, *, source: str | None = None) -> Article:
    """The Article that a Markdown `text` is; `source` is the path or address it was read from.

    The title is the front matter's, else the first heading of level 1, else what the file's name says. Takes any
    text: what cannot be understood is kept as words and named in `warnings`, with its line. Time grows linearly.
    """
    text = without_slots(re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")))
    front = frontmatter.split(text)
    context = Context(source, warnings=list(front.warnings))
    about = read_metadata(front, context)
    context.language = about.language
    tokens, env = tokenize(plain_targets(front.body))
    nodes = tree(tokens)
    order, bodies = _prepare_notes(tokens, nodes, env)
    _share(context, env, order)
    context.note_lines = lines_of_notes(tokens)
    blocks = read_blocks(nodes, context) + read_footnotes(bodies, order, context)
    title, blocks = _title(about.title, blocks, source)
    article = Article(
        title=title,
        blocks=levels_from_one(blocks),
        summary=about.summary,
        byline=about.byline,
        published=about.published or _date_in_name(source),
        modified=about.modified,
        language=about.language,
        site=about.site,
        source=source,
        lead_image=about.lead_image,
        keywords=about.keywords,
        options=about.options,
        warnings=context.all_warnings(),
    )
    return identified(article)


def _prepare_notes(
    tokens: list[Token], nodes: Sequence[Node], env: dict[str, Any]
) -> tuple[list[str], dict[str, Node | list[Token]]]:
    """Labels of the footnotes in the order of first reference, and their bodies; those nobody refers to come last."""
    bodies: dict[str, Node | list[Token]] = dict(env.get("inline_notes", {}))
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if node.kind == "footnote_reference":
            bodies.setdefault(node.token.meta["label"], node)
        stack.extend(reversed(node.nodes))
    spans = _spans_of_notes(tokens)
    body_tokens = {
        label: body if isinstance(body, list) else spans.get(label, []) for label, body in bodies.items()
    }
    outside = [token for token, inside in zip(tokens, _inside_notes(tokens), strict=True) if not inside]
    order = [label for label in labels_in_order(outside, body_tokens) if label in bodies]
    referred = set(order)
    return [*order, *(label for label in bodies if label not in referred)], bodies


def _inside_notes(tokens: Sequence[Token]) -> list[bool]:
    inside: list[bool] = []
    depth = 0
    for token in tokens:
        depth += token.type == "footnote_reference_open"
        inside.append(depth > 0)
        depth -= token.type == "footnote_reference_close"
    return inside


def _spans_of_notes(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    found: dict[str, list[Token]] = {}
    open_labels: list[str] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_labels.append(token.meta["label"])
            found.setdefault(token.meta["label"], [])
        elif token.type == "footnote_reference_close":
            open_labels.pop()
        elif open_labels:
            found[open_labels[-1]].append(token)
    return found


def _share(context: Context, env: dict[str, Any], order: Sequence[str]) -> None:
    context.abbreviations = env.get("abbreviations", {})
    context.finder = abbreviations.pattern(context.abbreviations)
    context.numbers = {label: number for number, label in enumerate(order, 1)}
    if "too_deep" in env:
        context.warn(
            "nested more than 60 deep; what lies deeper was kept as plain paragraphs", env["too_deep"]
        )


def _title(given: str | None, blocks: Blocks, source: str | None) -> tuple[str, Blocks]:
    """The title, and the blocks without the heading that repeats it."""
    at = next((i for i, block in enumerate(blocks) if isinstance(block, Heading)), None)
    first = blocks[at] if at is not None else None
    words = " ".join(plain_text(first.content).split()) if isinstance(first, Heading) else ""
    without = blocks[:at] + blocks[at + 1 :] if at is not None else blocks
    if given:
        return (
            (given, without) if isinstance(first, Heading) and same_words(words, given) else (given, blocks)
        )
    if isinstance(first, Heading) and words and (first.level == 1 or at == 0):
        return words, without
    return _name_as_title(source), blocks


def _stem(source: str | None) -> str:
    path = unquote(urlsplit(source).path) if source and "://" in source else source or ""
    pure = PurePath(path)
    # A post in a folder of its own is called index.md.
    return pure.parent.name if pure.stem.lower() in ("index", "readme", "_index", "page") else pure.stem


def _date_in_name(source: str | None) -> str | None:
    """Site generators date a post by its file's name: `2024-05-01-a-title.md`."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})(?=\D|$)", _stem(source)) if source != "-" else None
    return iso_date(match[1]) if match else None


def _name_as_title(source: str | None) -> str:
    if source in (None, "-"):
        return ""
    words = re.sub(r"^\d{4}-\d{2}-\d{2}[-_]?", "", _stem(source)).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
