"""What the front matter says about the article, under the many names that site generators use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from rhapsode.parsing.article import Image
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.frontmatter import FrontMatter, json_value

_IMAGES = (
    "image", "cover", "cover_image", "coverimage", "featured_image", "featuredimage", "featureimage", "banner", "hero",
    "heroimage", "hero_image", "thumbnail", "og_image", "ogimage", "header_image", "teaser",
)  # fmt: skip
_ADDRESSES = ("src", "url", "path", "image", "feature", "teaser", "relative_path", "file", "filename")


@dataclass(slots=True)
class Metadata:
    """Fields of an Article, where the front matter has them."""

    title: str | None
    summary: str | None
    byline: tuple[str, ...]
    published: str | None
    modified: str | None
    language: str | None
    site: str | None
    lead_image: Image | None
    keywords: tuple[str, ...]
    options: dict[str, JsonValue]


def read_metadata(front: FrontMatter, context: Context) -> Metadata:
    """Metadata out of front matter; what cannot be understood is reported."""
    values = front.values
    narration = front.typed.get("narration")
    options = json_value(narration, [2_000]) if narration is not None else {}
    if not isinstance(options, dict):
        context.warn("`narration` in the front matter is not a table; it was left out")
        options = {}
    return Metadata(
        title=_line(values, "title"),
        summary=_line(values, "description", "summary", "excerpt", "subtitle", "abstract", "dek"),
        byline=_names(_first(values, "author", "authors", "by", "byline", "creator")),
        published=_date(
            values, context, "date", "published", "publishdate", "pubdate", "published_at", "pubdatetime"
        ),
        modified=_date(
            values, context, "lastmod", "modified", "updated", "last_modified_at", "updated_at", "moddatetime"
        ),
        language=_language(_line(values, "lang", "language", "locale"), context),
        site=_line(values, "site", "site_name", "publication"),
        lead_image=_image(values, context),
        keywords=_keywords(values),
        options=options,
    )


def _first(values: Mapping[str, Any], *names: str) -> Any:
    return next((values[name] for name in names if values.get(name)), None)


def _line(values: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _names(value: Any) -> tuple[str, ...]:
    """Names in order, once each, from a name, a list, or tables with a `name`."""
    if isinstance(value, str):
        return tuple(
            dict.fromkeys(
                part.strip() for part in re.split(r",(?!\s*(?:Jr|Sr|PhD|MD)\b)|;", value) if part.strip()
            )
        )
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("display_name")
        return (
            _names(named)
            if named
            else tuple(str(key) for key, held in value.items() if isinstance(held, str))[:0]
        )
    if isinstance(value, list):
        found = (
            name for item in value for name in ((item.strip(),) if isinstance(item, str) else _names(item))
        )
        return tuple(dict.fromkeys(name for name in found if name))
    return ()


def _date(values: Mapping[str, Any], context: Context, *names: str) -> str | None:
    for name in names:
        value = values.get(name)
        if not isinstance(value, str) or not value.strip():
            continue
        found = iso_date(value)
        if found:
            return found
        context.warn(f"`{name}` in the front matter is not a date that can be understood: {value[:60]!r}")
    return None


def _language(value: str | None, context: Context) -> str | None:
    if value is None:
        return None
    tag = value.replace("_", "-").split(".")[0]
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", tag):
        return tag
    context.warn(f"`lang` in the front matter is not a language tag such as en or pt-BR: {value[:40]!r}")
    return None


def _image(values: Mapping[str, Any], context: Context) -> Image | None:
    for name in _IMAGES:
        value = values.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str) and value.strip() and value.lower() not in ("true", "false"):
            alt = _line(values, f"{name}_alt", f"{name}alt", f"{name}-alt", "image_alt", "imagealt", "alt")
            title = _line(values, f"{name}_caption", f"{name}caption", "image_caption")
            return Image(context.absolute(value.strip()), alt, title)
        if isinstance(value, Mapping):
            src = next(
                (value[key] for key in _ADDRESSES if isinstance(value.get(key), str) and value[key]), None
            )
            if src:
                return Image(
                    context.absolute(src), _line(value, "alt", "alt_text"), _line(value, "caption", "title")
                )
    images = values.get("images")
    if isinstance(images, list) and images and isinstance(images[0], str):
        return Image(context.absolute(images[0]))
    return None


def _keywords(values: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for name in ("tags", "keywords", "categories", "category"):
        value = values.get(name)
        if isinstance(value, str):
            value = re.split(r",\s*", value)
        if isinstance(value, list):
            found += [" ".join(item.split()) for item in value if isinstance(item, str) and item.strip()]
    return tuple(dict.fromkeys(word for word in found if word))
