"""The Feed: what a publication lists, with each entry as an Article."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rhapsode.base import document
from rhapsode.parsing.article import Article

Kind: TypeAlias = Literal["rss", "atom", "rdf", "json", "wordpress", "sitemap", "sitemap index"]


@document
class Enclosure:
    """A file that comes with an entry; `length` in bytes, `duration` in seconds, where the feed says so."""

    url: str
    type: str | None = None
    length: int | None = None
    duration: float | None = None


@document
class Entry:
    """One entry of a feed.

    `id` is the publisher's own (guid, atom:id), else the address, else a hash of what the entry says; it stays the
    same when the entry is edited, and is unique in its Feed. `complete` says that the feed holds the whole text and
    not only a summary. Entries of a sitemap have an address and an Article without blocks.
    """

    id: str
    article: Article
    url: str | None = None
    published: str | None = None
    updated: str | None = None
    complete: bool = True
    enclosures: tuple[Enclosure, ...] = ()


@document
class Feed:
    """A feed. Dates are ISO 8601, `language` is a BCP 47 tag, `image` an address.

    `etag` and `last_modified` are the server's, for asking next time whether anything changed. `warnings` tells what
    could not be read.
    """

    title: str
    entries: tuple[Entry, ...]
    kind: Kind = "rss"
    link: str | None = None
    description: str | None = None
    language: str | None = None
    image: str | None = None
    authors: tuple[str, ...] = ()
    updated: str | None = None
    source: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    warnings: tuple[str, ...] = ()
    schema: Literal["rhapsode.feed/1"] = "rhapsode.feed/1"
