"""HTML into an Article.

The way of a page: bytes -> characters (`charset`) -> tree (`dom`) -> what is known of it (`page`, `notes`, `figures`)
-> where the article is (`selection`) -> its blocks, read from the original tree (`blocks`, `flow`, `inline` and a module
per kind of content) -> a last look at the whole (`finishing`) -> what the page says about itself (`metadata`).
"""

from __future__ import annotations

from contextlib import nullcontext

from rhapsode.base import located
from rhapsode.parsing.article import Article, Blocks, Footnote, Inlines, identified
from rhapsode.parsing.html.blocks import READERS, read_blocks
from rhapsode.parsing.html.charset import decoded
from rhapsode.parsing.html.dom import Element, parse_piece, parse_tree
from rhapsode.parsing.html.figures import find_groups
from rhapsode.parsing.html.finishing import finished, finished_fragment
from rhapsode.parsing.html.images import settle_noscript
from rhapsode.parsing.html.inline import inlines_of
from rhapsode.parsing.html.metadata import read_metadata
from rhapsode.parsing.html.notes import find_notes, read_notes
from rhapsode.parsing.html.page import Page, survey
from rhapsode.parsing.html.selection import select

__all__ = ["parse_fragment", "parse_html", "parse_inline_html"]


def parse_html(data: bytes | str, *, source: str | None = None, charset: str | None = None) -> Article:
    """The article in a whole HTML page.

    `source` is the page's address or path; relative links are resolved against it (or the page's own `base`).
    `charset` is what the transport declared; bytes that contradict it win.

    Raises:
        ParseError: the input is empty, is not text, or holds nothing to read.
    """
    with located(source) if source else nullcontext():
        return _article(decoded(data, charset=charset), source)


def _article(text: str, source: str | None) -> Article:
    root = parse_tree(text)
    metadata = read_metadata(root, source=source)
    page = survey(root, metadata.base)
    _prepare(page)
    roots = select(page, metadata)
    blocks = (*read_blocks(roots, page), *_notes(page))
    return identified(finished(blocks, metadata, page, source=source))


def parse_fragment(html: str, *, source: str | None = None, lang: str | None = None) -> Blocks:
    """All blocks of a piece of HTML, such as raw HTML inside Markdown; nothing is taken for boilerplate.

    Headings keep the level of their tags; ids are not set (`identified` sets them for the whole article). `lang` is
    the language around the fragment. An empty fragment gives no blocks.
    """
    page = _page_of(html, source, lang)
    blocks = (*read_blocks([page.root], page), *_notes(page))
    return finished_fragment(blocks)


def parse_inline_html(html: str, *, source: str | None = None, lang: str | None = None) -> Inlines:
    """A piece of HTML inside running text, as inlines; white space at its edges is not kept."""
    page = _page_of(html, source, lang)
    return inlines_of(page.root, page)


def _page_of(html: str, source: str | None, lang: str | None) -> Page:
    page = survey(parse_piece(html), source if source and "://" in source else None)
    page.lang = lang
    _prepare(page)
    return page


def _prepare(page: Page) -> None:
    root: Element = page.root
    settle_noscript(page, root)
    find_notes(page, root)
    find_groups(page, root)


def _notes(page: Page) -> tuple[Footnote, ...]:
    return tuple(read_notes(page, READERS))
