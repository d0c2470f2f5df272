"""Feeds into Articles: RSS, Atom, RDF, JSON Feed, WordPress exports and sitemaps.

`parse_feed` tells them apart by their content; a module per family knows the rest. What all share, from an entry's parts
to an Article with a stable id, is in `entries`.
"""

from __future__ import annotations

from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.feeds.jsonfeed import parse_json_feed
from rhapsode.parsing.feeds.markup import characters, root_name
from rhapsode.parsing.feeds.model import Enclosure, Entry, Feed
from rhapsode.parsing.feeds.sitemaps import parse_sitemap
from rhapsode.parsing.feeds.syndication import parse_syndication
from rhapsode.parsing.feeds.wordpress import parse_wordpress

__all__ = ["Enclosure", "Entry", "Feed", "parse_feed"]


def parse_feed(data: bytes | str, *, source: str | None = None) -> Feed:
    """The Feed in `data`; `source` is its address or path.

    Full texts are preferred to summaries. A broken feed gives what can be read, and `Feed.warnings` says what could not.

    Raises:
        ParseError: this is no feed at all, or one that defines entities which could fill the memory.
    """
    text = characters(data, source)
    if text.startswith("{"):
        return parse_json_feed(text, source)
    root = root_name(text)
    if root in ("urlset", "sitemapindex"):
        return parse_sitemap(text, source)
    if root == "html":
        raise ParseError("this is a page, not a feed; look for the feed's own address in it", where=source)
    if root == "rss" and "wordpress.org/export/" in text[:5_000]:
        return parse_wordpress(text, source)
    return parse_syndication(text, source)
