"""What headings are to an article, whatever it was read from."""

from __future__ import annotations

import re
from dataclasses import replace

from rhapsode.parsing.article import Block, Blocks, Heading, plain_text


def same_words(one: str, other: str) -> bool:
    """Whether two titles differ in case, spaces and punctuation alone."""
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def without_title(blocks: Blocks, title: str) -> Blocks:
    """`blocks` without a first heading that repeats the `title`."""
    at = next((i for i, block in enumerate(blocks) if isinstance(block, Heading)), None)
    first = blocks[at] if at is not None else None
    if isinstance(first, Heading) and title and same_words(plain_text(first.content), title):
        return tuple(block for block in blocks if block is not first)
    return blocks


def levels_from_one(blocks: Blocks) -> Blocks:
    """Headings renumbered so that the highest is 1: the title is none of them."""
    surplus = min((block.level for block in blocks if isinstance(block, Heading)), default=1) - 1
    return tuple(_raised(block, surplus) for block in blocks) if surplus else blocks


def _raised(block: Block, surplus: int) -> Block:
    return replace(block, level=block.level - surplus) if isinstance(block, Heading) else block
