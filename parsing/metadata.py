"""What a page says about itself: JSON-LD, OpenGraph, microdata, meta elements, and the page as shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from rhapsode.parsing.article import Image


@dataclass(frozen=True)
class Metadata:
    base: str | None = None
    title: str | None = None
    summary: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    site: str | None = None
    lead_image: Image | None = None
    keywords: tuple[str, ...] = ()


def same_words(one: str, other: str) -> bool:
    """Whether two titles have the same words."""
    return re.findall(r"\w+", one.lower()) == re.findall(r"\w+", other.lower())


def read_metadata(root: Any, *, source: str | None) -> Metadata:
    base = source if source and "://" in source else None
    element = next(root.iter("base"), None)
    if element is not None and element.get("href"):
        try:
            base = urljoin(base or "", element.get("href")) or base
        except ValueError:
            pass
    title = next((" ".join((e.text or "").split()) for e in root.iter("title")), None)
    return Metadata(base=base, title=title, language=root.get("lang"))
