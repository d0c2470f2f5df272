"""The last look over all blocks: what only shows once the whole article is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rhapsode.parsing.article import Article, Block, Blocks, Heading, Paragraph, Quote, Text, plain_text
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.quotes import is_source_line, without_dash
from rhapsode.parsing.metadata import Metadata, same_words


def finished_fragment(blocks: Blocks) -> Blocks:
    return tuple(_attributed(blocks))


def finished(blocks: Blocks, metadata: Metadata, page: Page, *, source: str | None) -> Article:
    blocks = tuple(_attributed(blocks))
    blocks = _without_title(blocks, metadata.title)
    blocks = _levelled(blocks)
    if not blocks:
        raise ParseError("there is nothing to read in this page", where=source)
    return Article(
        title=metadata.title or _first_words(blocks),
        blocks=blocks,
        summary=metadata.summary,
        byline=metadata.byline,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language,
        site=metadata.site,
        source=source,
        lead_image=metadata.lead_image,
        keywords=metadata.keywords,
        warnings=tuple(dict.fromkeys(page.warnings)),
    )


def _attributed(blocks: Iterable[Block]) -> list[Block]:
    """A quotation takes the line with a dash right after it as its source."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Quote)
            and not last.attribution
            and is_source_line(block.content)
        ):
            out[-1] = replace(last, attribution=without_dash(block.content))
        else:
            out.append(block)
    return out


def _without_title(blocks: Blocks, title: str | None) -> Blocks:
    """The title is said once: a heading at the top that repeats it goes."""
    if not title:
        return blocks
    for i, block in enumerate(blocks[:6]):
        if isinstance(block, Heading) and same_words(plain_text(block.content), title):
            return (*blocks[:i], *blocks[i + 1 :])
    return blocks


def _levelled(blocks: Blocks) -> Blocks:
    """Levels count from 1: the highest heading used in the body is a part of the article."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    if not levels or min(levels) == 1:
        return blocks
    shift = min(levels) - 1
    return tuple(
        replace(block, level=block.level - shift) if isinstance(block, Heading) else block for block in blocks
    )


def _first_words(blocks: Blocks) -> str:
    for block in blocks:
        content = getattr(block, "content", ())
        if content and isinstance(content[0], Text | object) and isinstance(content, tuple):
            words = plain_text(node for node in content if hasattr(node, "kind") and not hasattr(node, "id"))
            if words.strip():
                return words if len(words) <= 80 else words[:80].rpartition(" ")[0] + "…"
    return ""
