"""What a source holds: HTML, Markdown, text, a feed, or nothing that is an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from rhapsode.parsing.errors import SourceError
from rhapsode.parsing.html.charset import decoded

Format: TypeAlias = Literal["html", "markdown", "text", "feed", "article"]

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


def detect(loaded: Loaded) -> Format:
    """The format of what was read.

    What the content says for certain wins over the extension, and the extension over the media type `text/plain`,
    which servers also send with what they do not know.

    Raises:
        SourceError: it is binary, or text of a format that is not read here.
    """
    refuse_binary(loaded.data)
    head = characters(loaded.data[:65_536], None)
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


def refuse_binary(data: bytes) -> None:
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


def characters(data: bytes, charset: str | None) -> str:
    """`data` as text: UTF-8 wherever it is, whatever a code sample in it says about itself."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and error.start > 0:  # cut inside a character
            return data[: error.start].decode("utf-8-sig")
    return decoded(data, charset=charset)
