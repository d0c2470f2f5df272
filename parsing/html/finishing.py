"""The last look over all blocks: what only shows once the whole article is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from rhapsode.parsing.article import (
    Article,
    Block,
    Blocks,
    Footnote,
    Heading,
    Link,
    List,
    Paragraph,
    Quote,
    Strong,
    Text,
    plain_text,
    walk,
)
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.html.datelines import without_datelines
from rhapsode.parsing.html.metadata import Metadata, same_words
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.quotes import is_source_line, without_dash
from rhapsode.parsing.html.vocabulary import LEADING_AWAY
from rhapsode.parsing.language import language_of

_SHINGLE = 5
_PLAIN_SPEAKER = re.compile(r"(Q|A|[A-ZÀ-Þ][A-ZÀ-Þ .’'-]{1,30}):\s")


def finished_fragment(blocks: Blocks) -> Blocks:
    return with_speakers(tuple(_attributed(blocks)))


def finished(blocks: Blocks, metadata: Metadata, page: Page, *, source: str | None) -> Article:
    """The Article: what its blocks and its metadata say, each thing once."""
    blocks = tuple(_attributed(blocks))
    blocks = without_datelines(_without_title(blocks, metadata.title), metadata)
    blocks = _without_repeated_quotes(_levelled(_without_way_out(blocks)))
    blocks = with_speakers(blocks)
    if not blocks:
        raise ParseError("there is nothing to read in this page", where=source)
    return Article(
        title=metadata.title or _first_words(blocks),
        blocks=blocks,
        summary=metadata.summary,
        byline=metadata.byline,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language or _language(blocks),
        site=metadata.site,
        source=source,
        lead_image=metadata.lead_image,
        keywords=metadata.keywords,
        warnings=tuple(dict.fromkeys(page.warnings)),
    )


def _without_way_out(blocks: Blocks) -> Blocks:
    """Without headings at the end that lead away ("Most popular") with nothing, or only links, below them."""
    notes = sum(1 for block in blocks if isinstance(block, Footnote))
    end = len(blocks) - notes
    at = end - 1
    while at > 0 and (isinstance(blocks[at], Heading) or _is_list_of_links(blocks[at])):
        block = blocks[at]
        if isinstance(block, Heading):
            if not LEADING_AWAY.match(plain_text(block.content)):
                break
            end = at
        at -= 1
    return (*blocks[:end], *(block for block in blocks[end:] if isinstance(block, Footnote)))


def _is_list_of_links(block: Block) -> bool:
    return isinstance(block, List) and all(
        any(isinstance(node, Link) for part in item.blocks for node in walk(part)) for item in block.items
    )


def _without_repeated_quotes(blocks: Blocks) -> Blocks:
    """A pull quote repeats what the body says: it is kept where the body does not."""
    candidates = [block for block in blocks if _may_repeat(block)]
    if not candidates:
        return blocks
    said = _shingles(words for block in blocks if not _may_repeat(block) for words in _sentences(block))
    return tuple(block for block in blocks if not (_may_repeat(block) and _is_repeated(block, said)))


def _may_repeat(block: Block) -> bool:
    return isinstance(block, Quote) and (block.pull or not block.attribution) and len(block.blocks) <= 2


def _sentences(block: Any) -> Iterator[str]:
    for node in walk(block):
        if isinstance(node, Paragraph | Heading):
            yield plain_text(node.content)


def _shingles(texts: Iterable[str]) -> set[tuple[str, ...]]:
    out: set[tuple[str, ...]] = set()
    for text in texts:
        tokens = re.findall(r"\w+", text.lower())
        out.update(zip(*(tokens[i:] for i in range(_SHINGLE)), strict=False))
    return out


def _is_repeated(quote: Block, said: set[tuple[str, ...]]) -> bool:
    """Nearly every run of five words of a quote is also in the body."""
    runs = _shingles(_sentences(quote))
    return bool(runs) and sum(run in said for run in runs) >= 0.9 * len(runs)


def with_speakers(blocks: Blocks) -> Blocks:
    """Turns of an interview: paragraphs that begin with a name and a colon, where at least two names take turns."""
    names = [_speaker(block) for block in blocks]
    counts = Counter(name for name in names if name)
    turns = sum(counts.values())
    if len(counts) < 2 or turns < 4 or turns < 2 * len(counts):
        return blocks
    return tuple(_as_turn(block, name) if name else block for block, name in zip(blocks, names, strict=True))


def _speaker(block: Block) -> str | None:
    """The name a paragraph begins with: in bold and with a colon, or `Q:` and `A:` and names in capitals in plain text."""
    if not isinstance(block, Paragraph) or not block.content:
        return None
    first = block.content[0]
    rest = plain_text(block.content[1:2])
    if isinstance(first, Strong):
        words = plain_text(first.content).strip()
        if len(words) <= 40 and (words.endswith(":") or rest.startswith(":")) and len(words.split()) <= 5:
            return words.rstrip(": ") or None
    if isinstance(first, Text):
        match = _PLAIN_SPEAKER.match(first.text)
        return match[1] if match else None
    return None


def _as_turn(block: Block, name: str) -> Block:
    """The paragraph without the name that `speaker` now holds."""
    if not isinstance(block, Paragraph):
        return block
    first, *rest = block.content
    kept: list[Any] = rest
    if isinstance(first, Text):
        kept = [Text(first.text[len(name) :]), *rest]
    if kept and isinstance(kept[0], Text):
        kept[0] = Text(kept[0].text.lstrip(" :\u00a0"))
    content = tuple(node for node in kept if not (isinstance(node, Text) and not node.text))
    return replace(block, content=content, speaker=name) if content else block


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


def _language(blocks: Blocks) -> str | None:
    """The language that the paragraphs are clearly in, for a page that declares none."""
    return language_of("\n".join(words for block in blocks for words in _sentences(block)))


def _first_words(blocks: Blocks) -> str:
    """A title for a page without one: how it begins."""
    for block in blocks:
        words = next((words for words in _sentences(block) if words.strip()), "")
        if words:
            return words if len(words) <= 80 else words[:80].rpartition(" ")[0] + "…"
    return ""
