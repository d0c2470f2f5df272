"""A path, an address or standard input into Articles."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import urlsplit

from rhapsode.base import RhapsodeError, from_json, located
from rhapsode.parsing.article import Article, identified
from rhapsode.parsing.errors import ParseError, SourceError
from rhapsode.parsing.html import parse_html
from rhapsode.parsing.html.charset import decoded
from rhapsode.parsing.markdown import parse_markdown
from rhapsode.parsing.text import parse_text

if TYPE_CHECKING:
    from rhapsode.parsing.feeds import Feed
    from rhapsode.parsing.fetch import Fetcher

Format: TypeAlias = Literal["html", "markdown", "text", "feed", "article"]

MAX_BYTES = 32 * 1024 * 1024
MAX_PAGES = 1_000  # of a sitemap

FORMATS: dict[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".mdx": "markdown",
    ".mdwn": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".xht": "html", ".shtml": "html",
    ".txt": "text", ".text": "text",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed", ".wxr": "feed",
}  # fmt: skip
_MEDIA_TYPES: dict[str, Format] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "text/x-markdown": "markdown",
    "text/plain": "text", "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/feed+json": "feed", "text/rss": "feed",
}  # fmt: skip
_BINARY = (
    (b"%PDF", "a PDF document"), (b"PK\x03\x04", "a ZIP archive (perhaps a Word or EPUB document)"),
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"), (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"), (b"RIFF", "a WAV, AVI or WebP file"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"), (b"SQLite format", "an SQLite database"),
)  # fmt: skip
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FEED_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<\?[^>]{0,500}>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE\s+(?:rss|rdf|feed)\b[^>]{0,2000}>\s*)*"
    r"<(?:rss|feed|rdf:RDF|RDF|urlset|sitemapindex|channel|(?:\w+:)(?:feed|RDF|urlset|sitemapindex))[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAGS = re.compile(
    r"<(?:p|div|h[1-6]|article|section|main|ul|ol|table|figure)\b[^<>]{0,500}>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|---$|```|[-*+] \S|\d+\. \S|> \S)|\]\(\S|\*\*\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source holds: its bytes, its address after redirects, and what its carrier says of it."""

    data: bytes
    name: str
    address: str | None = None
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


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
            "narrate it with `rhapsode batch` or `rhapsode feed`, or give the address of one of its entries"
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


# --------------------------------------------------------------------------------------------- detection


def detect(loaded: Loaded) -> Format:
    """The format of what was read.

    What the content says for certain wins over the extension, and the extension over the media type `text/plain`,
    which servers also send with what they do not know.

    Raises:
        SourceError: it is binary, or text of a format that is not read here.
    """
    _refuse_binary(loaded.data)
    head = _characters(loaded.data[:65_536], None)
    certain = _certain(head, loaded.data)
    suffix = Path(
        urlsplit(loaded.address or loaded.name).path if loaded.address else loaded.name
    ).suffix.lower()
    named = FORMATS.get(suffix)
    if certain and (named is None or certain == "feed" or named == "feed"):
        return certain
    media = _MEDIA_TYPES.get((loaded.media_type or "").lower())
    if loaded.address is not None and media and media != "text":
        return media
    if named == "feed":
        raise SourceError("this is XML, but no feed, sitemap or page; give a feed, a page, Markdown or text")
    if named:
        return named
    if loaded.address is None and suffix and loaded.name != "-" and not _HTML_TAGS.search(head):
        known = ", ".join(sorted(FORMATS))
        raise SourceError(f"{suffix} is not a format that is read here; known are {known} and .json")
    if _HTML_TAGS.search(head) and head.lstrip().startswith("<"):
        return "html"
    return "text" if media == "text" and not _MARKDOWN.search(head) else "markdown"


def _certain(head: str, data: bytes) -> Format | None:
    if _FEED_ROOT.match(head):
        return "feed"
    if _HTML_ROOT.match(head):
        return "html"
    if head.lstrip().startswith("{"):
        return _json_format(data)
    return None


def _json_format(data: bytes) -> Format | None:
    """JSON Feed, or an Article of ours; other objects may be front matter."""
    head = data[:65_536]
    if b"rhapsode.article/" in data[-4_096:] or b"rhapsode.article/" in head:
        return "article"
    return "feed" if re.search(rb"\"https?:\\?/\\?/jsonfeed\.org\\?/version", head) else None


def _refuse_binary(data: bytes) -> None:
    for signature, name in _BINARY:
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:512]):
            raise SourceError(f"this is {name}, not an article; give a page, Markdown, text or a feed")
    head = data[:8_192]
    if data[4:8] == b"ftyp":
        raise SourceError(
            "this is a video or an M4A file, not an article; give a page, Markdown, text or a feed"
        )
    if data.startswith(_TEXT_MARKS):
        return
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)
    wide = head[1::2].count(0) > 0.4 * len(head) or head[::2].count(0) > 0.4 * len(head)
    if controls > len(head) // 50 + 1 and not wide:
        raise SourceError("this is a binary file, not an article; give a page, Markdown, text or a feed")


def _characters(data: bytes, charset: str | None) -> str:
    """`data` as text: UTF-8 wherever it is, whatever a code sample in it says about itself."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and error.start > 0:  # cut inside a character
            return data[: error.start].decode("utf-8-sig")
    return decoded(data, charset=charset)


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
        text = _characters(loaded.data, loaded.charset)
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
        return identified(
            Article("", (), source=url, warnings=(f"the page could not be read: {error.message}",))
        )
