"""What the extraction benchmark reads of a page: its words, and its items by kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin

SOURCE = "http://fakehost/test/page.html"
KINDS = (
    "images", "alt texts", "captions", "headings", "list items", "quotes", "table rows", "code blocks", "inline code",
    "emphasis", "strong", "links", "superscripts",
)  # fmt: skip
# What screen readers are told before a caption is no part of it.
LABELS = re.compile(r"^(?:(?:image|media|photo|picture|video) ?)?(?:caption|copyright|credit|source)s? ")


@dataclass
class Reading:
    """What was read of a page: its words, and its items by kind."""

    text: str = ""
    items: dict[str, Counter[Any]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    notes: Counter[str] = field(default_factory=Counter)
    first_below: dict[str, str] = field(
        default_factory=dict
    )  # the first item of a list, by the heading right above it
    metadata: Mapping[str, str | None] = field(default_factory=dict)

    def add(self, kind: str, key: Any) -> None:
        if key:
            self.items[kind][key] += 1


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def address(value: str) -> str:
    """An address without what different readers write differently."""
    whole = (
        unquote(urljoin(SOURCE, value.strip())).partition("?")[0].removeprefix("https:").removeprefix("http:")
    )
    return whole.rstrip("/").lower()
