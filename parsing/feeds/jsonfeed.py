"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rhapsode.parsing.article import Image
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.feeds.entries import Collector, Draft, absolute, language_tag, names
from rhapsode.parsing.feeds.model import Enclosure, Feed


def parse_json_feed(text: str, source: str | None) -> Feed:
    """The Feed in a JSON `text`. Fields of a wrong type are as good as missing ones."""
    try:
        about = json.loads(text)
    except json.JSONDecodeError as error:
        raise ParseError(f"it is no valid JSON: line {error.lineno}: {error.msg}", where=source) from None
    except (RecursionError, ValueError):
        raise ParseError(
            "it is no JSON that can be read: nested too deep, or a number too long", where=source
        ) from None
    if not isinstance(about, dict) or not isinstance(about.get("items"), list):
        raise ParseError("this is no JSON Feed: it has no list of `items`", where=source)
    home = _text(about, "home_page_url") or _text(about, "feed_url")
    link = absolute(home, source or "" if "://" in (source or "") else "")
    site = " ".join(_text(about, "title").split())
    made = Collector(site=site, language=language_tag(_text(about, "language")), base=link, source=source)
    everybody = _authors(about)
    for number, item in enumerate(about["items"], 1):
        if isinstance(item, dict):
            made.add(_draft(item, everybody), number)
        else:
            made.warn(f"entry {number} is not an object; it was left out")
    return Feed(
        title=site,
        entries=tuple(made.entries),
        kind="json",
        link=link or None,
        description=_text(about, "description") or None,
        language=made.language,
        image=absolute(_text(about, "icon") or _text(about, "favicon"), link) or None,
        authors=everybody,
        source=source,
        warnings=tuple(made.warnings),
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # Lone surrogates can be written in JSON, but stand for nothing.
    return str(value).encode("utf-8", "replace").decode()


def _authors(values: Mapping[str, Any]) -> tuple[str, ...]:
    listed = values.get("authors")
    people = listed if isinstance(listed, list) else [values.get("author")]
    return names(_text(person, "name") for person in people if isinstance(person, dict))


def _draft(item: Mapping[str, Any], everybody: tuple[str, ...]) -> Draft:
    html = _text(item, "content_html")
    tags = item.get("tags")
    image = _text(item, "image") or _text(item, "banner_image")
    attachments = item.get("attachments")
    return Draft(
        id=_text(item, "id"),
        url=_text(item, "url") or _text(item, "external_url"),
        title=" ".join(_text(item, "title").split()),
        content=html or _text(item, "content_text"),
        content_is_html=bool(html),
        summary=_text(item, "summary"),
        summary_is_html=False,
        authors=_authors(item) or everybody,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        language=_text(item, "language"),
        keywords=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else (),
        image=Image(image) if image else None,
        enclosures=tuple(_enclosure(one) for one in attachments if isinstance(one, dict))
        if isinstance(attachments, list)
        else (),
    )


def _enclosure(item: Mapping[str, Any]) -> Enclosure:
    size, seconds = item.get("size_in_bytes"), item.get("duration_in_seconds")
    return Enclosure(
        _text(item, "url"),
        _text(item, "mime_type") or None,
        int(size) if isinstance(size, int) and 0 <= size < 2**53 else None,
        float(seconds) if isinstance(seconds, int | float) and 0 <= seconds < 1e9 else None,
    )
