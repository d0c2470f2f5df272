"""Sources into Articles: HTML, Markdown, plain text and feeds. Knows nothing of speech.

    from rhapsode.parsing import load
    article = load("post.md")

Each of the names below is imported from its module when it is first used: a look at an Article's type should not
load an HTML parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.base import lazy

if TYPE_CHECKING:
    from rhapsode.parsing.article import Article
    from rhapsode.parsing.errors import FetchError, ParseError, SourceError
    from rhapsode.parsing.feeds import Enclosure, Entry, Feed, parse_feed
    from rhapsode.parsing.fetch import Fetched, Fetcher
    from rhapsode.parsing.html import parse_fragment, parse_html, parse_inline_html
    from rhapsode.parsing.loading import load, load_all, load_feed
    from rhapsode.parsing.markdown import parse_markdown
    from rhapsode.parsing.text import parse_text

_HOMES = {
    "rhapsode.parsing.article": ("Article",),
    "rhapsode.parsing.errors": ("FetchError", "ParseError", "SourceError"),
    "rhapsode.parsing.feeds": ("Enclosure", "Entry", "Feed", "parse_feed"),
    "rhapsode.parsing.fetch": ("Fetched", "Fetcher"),
    "rhapsode.parsing.html": ("parse_fragment", "parse_html", "parse_inline_html"),
    "rhapsode.parsing.loading": ("load", "load_all", "load_feed"),
    "rhapsode.parsing.markdown": ("parse_markdown",),
    "rhapsode.parsing.text": ("parse_text",),
}

__all__ = [
    "Article",
    "Enclosure",
    "Entry",
    "Feed",
    "FetchError",
    "Fetched",
    "Fetcher",
    "ParseError",
    "SourceError",
    "load",
    "load_all",
    "load_feed",
    "parse_feed",
    "parse_fragment",
    "parse_html",
    "parse_inline_html",
    "parse_markdown",
    "parse_text",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
