"""RSS, Atom and RDF, read by feedparser (which is handed bytes and never an address, so that it stays off the network)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import feedparser

from rhapsode.parsing.article import Image
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.feeds.entries import Collector, Draft, absolute, as_plain, language_tag, names
from rhapsode.parsing.feeds.markup import repaired
from rhapsode.parsing.feeds.model import Enclosure, Feed, Kind

_HTML = ("text/html", "application/xhtml+xml")
_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")


def parse_syndication(text: str, source: str | None) -> Feed:
    """The Feed in RSS 0.9 to 2.0, Atom or RDF; broken XML is read as far as it goes."""
    data = repaired(text).encode("utf-8", "replace")
    try:
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # Its parser for broken XML raises whatever it stumbles over.
        raise ParseError(
            f"the feed is too broken to be read ({type(error).__name__})", where=source
        ) from None
    about: Mapping[str, Any] = parsed.feed
    version: str = parsed.get("version", "")
    if not version and not parsed.entries:
        raise ParseError("this is no feed: neither RSS, Atom nor RDF; check the address", where=source)
    link = absolute(_text(about, "link"), source or "")
    site = as_plain(_text(about, "title"))
    made = Collector(site=site, language=_language(about), base=link or _web(source), source=source)
    _report(parsed, made)
    for number, entry in enumerate(parsed.entries, 1):
        made.add(_draft(entry), number)
    kind: Kind = "atom" if version.startswith("atom") else "rdf" if version in ("rss090", "rss10") else "rss"
    image = about.get("image") if isinstance(about.get("image"), Mapping) else None
    return Feed(
        title=site,
        entries=tuple(made.entries),
        kind=kind,
        link=link or None,
        description=as_plain(_text(about, "subtitle")) or None,
        language=made.language,
        image=absolute(_text(image or {}, "href") or _text(about, "logo") or _text(about, "icon"), made.base)
        or None,
        authors=_authors(about),
        updated=_date(about, "updated") or _date(about, "published") or None,
        source=source,
        warnings=tuple(made.warnings),
    )


def _web(source: str | None) -> str:
    return source if source and "://" in source else ""


def _report(parsed: Any, made: Collector) -> None:
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if error is None or type(error).__name__ in _HARMLESS:
        return
    line = getattr(error, "getLineNumber", lambda: None)()
    message = " ".join(str(getattr(error, "getMessage", lambda: error)()).split())[:200]
    made.warn(
        f"{f'line {line}: ' if line else ''}the feed is not well-formed ({message}); it was read as far as it goes"
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    # Not the mapping's own `get`: feedparser's answers for "updated" with "published".
    value = dict.get(values, name) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _language(values: Mapping[str, Any]) -> str | None:
    return language_tag(_text(values, "language"))


def _date(values: Mapping[str, Any], name: str) -> str:
    raw = _text(values, name)
    parsed = dict.get(values, f"{name}_parsed") if isinstance(values, dict) else None
    if iso_date(raw) is None and parsed:
        return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00".format(*parsed[:6])
    return iso_date(raw) or raw


def _authors(values: Mapping[str, Any]) -> tuple[str, ...]:
    raw = _text(values, "author")
    if re.fullmatch(r"\S+@\S+\s*\(.{1,200}\)", raw):  # feedparser knows short top-level domains alone
        return names([raw])
    listed = values.get("authors")
    found = (
        [_text(author, "name") for author in listed if isinstance(author, Mapping)]
        if isinstance(listed, list)
        else []
    )
    found = [name for name in found if name] or [raw]
    return names(found)


def _draft(entry: Mapping[str, Any]) -> Draft:
    content, base, language = _content(entry)
    summary = entry.get("summary_detail") or {}
    summary_text = _text(entry, "summary")
    # feedparser offers the content again as summary where the feed has none.
    if content is not None and summary_text.strip() == content[0].strip():
        summary_text = ""
    tags = [_text(tag, "label") or _text(tag, "term") for tag in entry.get("tags") or ()]
    url = _text(entry, "link")
    return Draft(
        id=_text(entry, "id"),
        url=url,
        title=as_plain(_text(entry, "title")),
        content=content[0] if content else "",
        content_is_html=content[1] if content else True,
        summary=summary_text,
        summary_is_html=_is_html(_text(summary, "type"), summary_text),
        base=base,
        authors=_authors(entry),
        published=_date(entry, "published") or _date(entry, "created") or _date(entry, "updated"),
        updated=_date(entry, "updated"),
        language=language or _text(entry, "language"),
        keywords=[as_plain(tag) for tag in tags if tag.strip()],
        image=_image(entry),
        enclosures=tuple(_enclosures(entry)),
    )


def _content(entry: Mapping[str, Any]) -> tuple[tuple[str, bool] | None, str, str]:
    """The longest content of an entry and whether it is HTML, its base and its language."""
    offered = [
        item
        for item in entry.get("content") or ()
        if isinstance(item, Mapping) and _text(item, "value").strip()
    ]
    readable = [item for item in offered if _text(item, "type") in (*_HTML, "text/plain", "")]
    if not readable:
        return None, "", ""
    best = max(readable, key=lambda item: (_text(item, "type") in _HTML, len(_text(item, "value"))))
    value = _text(best, "value")
    return (value, _is_html(_text(best, "type"), value)), _text(best, "base"), _text(best, "language")


def _is_html(kind: str, value: str) -> bool:
    return kind in _HTML or bool(re.search(r"</?[A-Za-z][\w-]*[\s>/]|&(?:#\d+|[a-z]+);", value))


def _enclosures(entry: Mapping[str, Any]) -> Iterable[Enclosure]:
    for item in entry.get("enclosures") or ():
        length = _text(item, "length")
        yield Enclosure(
            _text(item, "href"),
            _text(item, "type") or None,
            int(length[:15]) if length.isdigit() else None,
            _seconds(_text(entry, "itunes_duration")),
        )


def _seconds(text: str) -> float | None:
    """`90`, `1:30` or `0:01:30` in seconds."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(re.fullmatch(r"\d{1,6}", part) for part in parts):
        return None
    return float(sum(int(part) * 60**i for i, part in enumerate(reversed(parts))))


def _image(entry: Mapping[str, Any]) -> Image | None:
    """The entry's picture: an enclosure, Media RSS, or the one podcasts have."""
    for item in entry.get("enclosures") or ():
        if _text(item, "type").startswith("image/") and _text(item, "href"):
            return Image(_text(item, "href"))
    media = [item for item in entry.get("media_content") or () if isinstance(item, Mapping)]
    for item in media:
        picture = _text(item, "medium") == "image" or _text(item, "type").startswith("image/")
        picture = picture or bool(
            re.search(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", _text(item, "url"), re.IGNORECASE)
        )
        if picture and _text(item, "url"):
            return Image(_text(item, "url"), width=_pixels(item, "width"), height=_pixels(item, "height"))
    for item in entry.get("media_thumbnail") or ():
        if isinstance(item, Mapping) and _text(item, "url"):
            return Image(_text(item, "url"), width=_pixels(item, "width"), height=_pixels(item, "height"))
    image = entry.get("image")
    href = _text(image, "href") if isinstance(image, Mapping) else ""
    return Image(href) if href else None


def _pixels(item: Mapping[str, Any], name: str) -> int | None:
    text = _text(item, name)
    return int(text) if re.fullmatch(r"\d{1,5}", text) else None
