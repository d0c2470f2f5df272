"""Articles and scripts as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from rhapsode.narration.account import Account
from rhapsode.narration.script import Script
from rhapsode.parsing.article import Article, BlockBase, Image, children, plain_text

LISTED = 8


def outline(article: Article) -> str:
    """The structure of `article`, a block a line, nested blocks indented."""
    facts = {
        "title": article.title,
        "by": ", ".join(article.byline),
        "published": article.published,
        "language": article.language,
        "site": article.site,
        "source": article.source,
        "lead image": article.lead_image.src if article.lead_image else None,
    }
    lines = [f"{name:<11}{value}" for name, value in facts.items() if value]
    return "\n".join([*lines, "", *(line for block in article.blocks for line in _outlined(block, 0))])


def _outlined(node: Any, depth: int) -> Iterator[str]:
    if isinstance(node, Image):
        alt = "no alternative text" if node.alt is None else f'"{node.alt}"' if node.alt else "decorative"
        yield f"{'  ' * depth}image {node.src} ({alt})"
    elif isinstance(node, BlockBase):
        yield f"{'  ' * depth}{_label(node)}".rstrip()
        depth += 1
    for child in children(node):
        yield from _outlined(child, depth)


def _label(block: Any) -> str:
    match block.kind:
        case "heading":
            return f"heading {block.level}: {plain_text(block.content)}"
        case "paragraph":
            return f"paragraph: {_shortened(plain_text(block.content))}"
        case "list":
            return f"list ({'numbered' if block.ordered else 'bulleted'}, {len(block.items)} items)"
        case "table":
            return f"table ({len(block.rows)} rows) {plain_text(block.caption)}"
        case "code_block":
            return f"code ({block.language or 'no language'}, {len(block.text.splitlines())} lines)"
        case "quote":
            return f"quote {'- ' + plain_text(block.attribution) if block.attribution else ''}"
        case "figure":
            return f"figure: {_shortened(plain_text(block.caption))}"
        case "embed":
            return f"embed ({block.provider}, {block.media}) {block.title or ''}"
        case "footnote":
            return f"footnote {block.label}"
        case other:
            return other.replace("_", " ")


def _shortened(text: str, width: int = 90) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def reading(script: Script) -> str:
    """`script` as a person would read it aloud: one utterance a line, with its role and pause."""
    lines: list[str] = []
    chapter: str | None = None
    titles = {entry.id: entry.title for entry in script.chapters}
    for utterance in script.utterances:
        if utterance.chapter != chapter:
            chapter = utterance.chapter
            lines += ["", f"# {titles.get(chapter or '', chapter or '')}"]
        who = "" if utterance.voice == "narrator" else f" ({utterance.voice})"
        lines.append(f"{utterance.role:<13}{utterance.spoken}{who}  [{utterance.pause_after_ms} ms]")
    if script.omissions:
        lines += ["", "# Left out"]
        lines += _left_out(script)
    return "\n".join(lines).lstrip("\n")


def _left_out(script: Script) -> Iterator[str]:
    """What is not spoken, with the reason; of a long run for one reason (a large table's cells) the beginning."""
    for reason, alike in groupby(script.omissions, key=lambda omission: omission.reason):
        written = [_shortened(omission.written) for omission in alike]
        shown = written if len(written) <= LISTED else written[: LISTED // 2]
        yield from (f"{reason}: {text}" for text in shown)
        if len(shown) < len(written):
            yield f"{reason}: and {len(written) - len(shown)} more"


def balance(account: Account) -> str:
    """What became of every written word, and where every other spoken word came from."""
    lines = [
        f"{account.written:>7}  words written",
        f"{account.spoken:>7}  of them spoken",
        f"{account.left_out:>7}  left out",
        *(f"{count:>15}  {rule}" for rule, count in account.rules.items()),
        f"{account.added:>7}  words added",
        *(f"{count:>15}  {template}" for template, count in account.templates.items()),
        "The account balances." if account.balances else "The account does not balance.",
    ]
    return "\n".join(lines)
