"""A path, an address or standard input into Articles."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rhapsode.base import RhapsodeError, from_json, located
from rhapsode.parsing.article import Article, identified
from rhapsode.parsing.detection import Format, Loaded, characters, detect
from rhapsode.parsing.errors import ParseError, SourceError
from rhapsode.parsing.html import parse_html
from rhapsode.parsing.markdown import parse_markdown
from rhapsode.parsing.text import parse_text

if TYPE_CHECKING:
    from rhapsode.parsing.feeds import Feed
    from rhapsode.parsing.fetch import Fetcher

MAX_BYTES = 32 * 1024 * 1024
MAX_PAGES = 1_000  # of a sitemap


def load(source: str | Path, *, fetcher: Fetcher | None = None, format: Format | None = None) -> Article:
    """The Article in `source`: a path, an http(s) address, or "-" for standard input.

    The format is told by the extension, the media type and the content, or given: HTML, Markdown, plain text, a
    feed with one entry, or an Article as JSON. `Article.source` is `source` as given.

    Raises:
        SourceError: the source is missing, a folder, empty, binary, too large, of an unknown format or cannot be
            fetched (FetchError).
        ParseError: there is nothing to read in it.
        DocumentError: it is JSON of an Article, but not a valid one.
    """
    name = str(source)
    with located(name):
        loaded = _read(name, fetcher)
        kind = format or detect(loaded)
        if kind != "feed":
            return _article(loaded, kind)
        articles = _entries(loaded, fetcher)
        if len(articles) == 1:
            return articles[0]
        raise SourceError(
            f"this is a feed of {len(articles)} articles, not one article; "
            "narrate it with `rhapsode batch`, or give the address of one of its entries"
        )


def load_all(
    source: str | Path,
    *,
    fetcher: Fetcher | None = None,
    format: Format | None = None,
) -> list[Article]:
    """The Articles in `source`: the entries of a feed, the pages that a sitemap lists, or the one article it is.

    Pages of a sitemap are fetched. One that cannot be is an Article without blocks whose `warnings` say why, so that
    the others are not lost. Raises as `load` does.
    """
    name = str(source)
    with located(name):
        loaded = _read(name, fetcher)
        kind = format or detect(loaded)
        return _entries(loaded, fetcher) if kind == "feed" else [_article(loaded, kind)]


def load_feed(source: str | Path, *, fetcher: Fetcher | None = None, previous: Feed | None = None) -> Feed:
    """The Feed in `source`, with its entries' ids, dates and enclosures.

    Given the `previous` Feed of the same address, the server is asked whether anything changed; where nothing did,
    `previous` comes back. Raises as `load` does.
    """
    name = str(source)
    with located(name):
        loaded = _read_if_changed(name, fetcher, previous)
        if loaded is None:
            assert previous is not None
            return previous
        return _feed(loaded)


# ---------------------------------------------------------------------------------------------- carriers


def _read(name: str, fetcher: Fetcher | None) -> Loaded:
    loaded = _read_if_changed(name, fetcher, None)
    assert loaded is not None  # only a conditional request can find nothing new
    return loaded


def _read_if_changed(name: str, fetcher: Fetcher | None, previous: Feed | None) -> Loaded | None:
    """What `name` holds; None where a server says that it has not changed since `previous`."""
    if name == "-":
        loaded = Loaded(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    elif "://" in name:
        fetched = _from_address(name, fetcher, previous)
        if fetched is None:
            return None
        loaded = fetched
    else:
        loaded = Loaded(_from_disk(Path(name)), name)
    loaded = _unpacked(loaded)
    if len(loaded.data) > MAX_BYTES:
        raise SourceError(
            f"larger than {MAX_BYTES // 2**20} MB; an article is smaller, give the article alone"
        )
    if not loaded.data.strip(b"\x00 \t\r\n\f\v"):
        raise SourceError("there is nothing in it; check that it was written completely")
    return loaded


def _unpacked(loaded: Loaded) -> Loaded:
    """Sitemaps and exports come gzipped under a name that says so."""
    if not loaded.data.startswith(b"\x1f\x8b") or not loaded.name.lower().endswith(
        (".xml.gz", ".rss.gz", ".json.gz")
    ):
        return loaded
    from rhapsode.parsing.decompression import Decompressor

    body = bytearray()
    decompressor = Decompressor("gzip", where=loaded.name)
    for piece in decompressor.feed(loaded.data):
        body += piece
        if len(body) > MAX_BYTES:
            break
    else:
        decompressor.finish(True)
    return replace(loaded, data=bytes(body))


def _from_address(name: str, fetcher: Fetcher | None, previous: Feed | None) -> Loaded | None:
    scheme = name.split("://", 1)[0].lower()
    if scheme not in ("http", "https"):
        raise SourceError(f"{scheme}: addresses are not read; give an http(s) address or a path")
    from rhapsode.parsing.fetch import Fetcher

    etag, modified = (previous.etag, previous.last_modified) if previous else (None, None)
    fetched = (fetcher or Fetcher()).get(name, max_bytes=MAX_BYTES, etag=etag, last_modified=modified)
    if fetched.not_modified and previous is not None:
        return None
    return Loaded(
        fetched.body,
        name,
        fetched.url,
        fetched.media_type,
        fetched.charset,
        fetched.etag,
        fetched.last_modified,
    )


def _from_disk(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError("this is a folder; give a file in it, or the folder to `rhapsode batch`")
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("this is a device or a pipe, not a file; give - to read standard input")
        if status.st_size > MAX_BYTES:
            raise SourceError(
                f"larger than {MAX_BYTES // 2**20} MB; an article is smaller, give the article alone"
            )
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("there is no such file; check the path") from None
    except PermissionError:
        raise SourceError("this file may not be read; check its permissions") from None
    except ValueError:
        raise SourceError("this is not a path; check for stray characters") from None
    except OSError as error:
        raise SourceError(f"the file could not be read: {error.strerror or error}") from None


# ----------------------------------------------------------------------------------------------- parsing


def _article(loaded: Loaded, kind: Format) -> Article:
    where = loaded.address or (None if loaded.name == "-" else loaded.name)
    if kind == "html":
        article = parse_html(loaded.data, source=where, charset=loaded.charset)
    elif kind == "article":
        return from_json(Article, loaded.data)
    elif kind == "feed":
        raise SourceError("this is not an article but a feed")
    else:
        parse: Callable[..., Article] = parse_markdown if kind == "markdown" else parse_text
        text = characters(loaded.data, loaded.charset)
        article = parse(text, source=where)
        if not article.blocks and not parse(text).title:  # a title from the file's name alone says nothing
            article = replace(article, title="")
    if not article.blocks and not article.title:
        raise ParseError("there is nothing to read in it; check that this is the article")
    return replace(article, source=loaded.name)


def _feed(loaded: Loaded) -> Feed:
    from rhapsode.parsing.feeds import parse_feed

    feed = parse_feed(loaded.data, source=loaded.address or loaded.name)
    return replace(feed, etag=loaded.etag, last_modified=loaded.last_modified)


def _entries(loaded: Loaded, fetcher: Fetcher | None) -> list[Article]:
    feed = _feed(loaded)
    if feed.kind not in ("sitemap", "sitemap index"):
        return [entry.article for entry in feed.entries]
    pages = [entry.url for entry in feed.entries if entry.url][:MAX_PAGES]
    if feed.kind == "sitemap":
        return [_page(url, fetcher) for url in pages]
    listed = (page for url in pages for page in _listed(url, fetcher))
    return [
        page if isinstance(page, Article) else _page(page, fetcher)
        for page, _ in zip(listed, range(MAX_PAGES), strict=False)
    ]


def _listed(url: str, fetcher: Fetcher | None) -> Sequence[str | Article]:
    """The pages of one sitemap of an index; an index inside an index is not followed."""
    try:
        feed = _feed(_read(url, fetcher))
    except RhapsodeError as error:
        return [_unread(url, error)]
    return [entry.url for entry in feed.entries if entry.url] if feed.kind == "sitemap" else []


def _page(url: str, fetcher: Fetcher | None) -> Article:
    try:
        return load(url, fetcher=fetcher)
    except RhapsodeError as error:
        return _unread(url, error)


def _unread(url: str, error: RhapsodeError) -> Article:
    return identified(Article("", (), source=url, warnings=(f"it could not be read: {error.message}",)))
