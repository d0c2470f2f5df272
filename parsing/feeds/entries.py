"""What all kinds of feeds share: an entry's parts, and how they become an Article with an id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from rhapsode.parsing.article import Article, Blocks, Image, Paragraph, Text, identified, plain_text
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.feeds.model import Enclosure, Entry
from rhapsode.parsing.headings import levels_from_one, without_title
from rhapsode.parsing.html import parse_fragment, parse_inline_html
from rhapsode.parsing.text import parse_text

MAX_WARNINGS = 100

_TAG_OR_ENTITY = re.compile(r"<[A-Za-z/!]|&(?:#\d|#x|[A-Za-z])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Draft:
    """An entry as its feed has it. Titles and names are plain; `content` and `summary` are HTML or plain text."""

    id: str = ""
    url: str = ""
    title: str = ""
    content: str = ""
    content_is_html: bool = True
    summary: str = ""
    summary_is_html: bool = True
    base: str = ""
    authors: Sequence[str] = ()
    published: str = ""
    updated: str = ""
    language: str = ""
    keywords: Sequence[str] = ()
    image: Image | None = None
    enclosures: Sequence[Enclosure] = ()


@dataclass(slots=True)
class Collector:
    """Makes entries out of drafts and keeps what went wrong. `site` and `language` are the feed's."""

    site: str = ""
    language: str | None = None
    base: str = ""
    source: str | None = None
    entries: list[Entry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)

    def warn(self, message: str) -> None:
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(message)

    def add(self, draft: Draft, number: int) -> None:
        """One more entry; `number` counts from 1 in the feed."""
        name = f"entry {number}" + (f" ({draft.title[:60]})" if draft.title else "")
        url = absolute(draft.url, self.base)
        base = absolute(draft.base or url, self.base)
        blocks, complete = self._blocks(draft, base, name)
        if not blocks and not draft.title:
            self.warn(f"{name} has neither a title nor a text; it was left out")
            return
        published, updated = self._date(draft.published, name), self._date(draft.updated, name)
        article = Article(
            title=draft.title,
            blocks=levels_from_one(without_title(blocks, draft.title)),
            summary=self._summary(draft, complete),
            byline=tuple(dict.fromkeys(name for name in draft.authors if name)),
            published=published,
            modified=updated if updated != published else None,
            language=language_tag(draft.language) or self.language,
            site=self.site or None,
            source=url or None,
            lead_image=_placed(draft.image, base),
            keywords=tuple(dict.fromkeys(draft.keywords)),
        )
        stable = self._unique(draft.id or url or _hashed(draft), name)
        if not url:
            article = replace(article, source=f"{self.source or self.base}#{stable}")
        enclosures = tuple(
            replace(item, url=absolute(item.url, base)) for item in draft.enclosures if item.url
        )
        self.entries.append(
            Entry(stable, identified(article), url or None, published, updated, complete, enclosures)
        )

    def _blocks(self, draft: Draft, base: str, name: str) -> tuple[Blocks, bool]:
        """The text of an entry, and whether it is more than a summary."""
        for text, is_html, complete in (
            (draft.content, draft.content_is_html, True),
            (draft.summary, draft.summary_is_html, False),
        ):
            if not text.strip():
                continue
            try:
                blocks = parse_fragment(text, source=base or None) if is_html else _plain_blocks(text)
            except ParseError as error:
                self.warn(f"{name}: its text could not be read: {error.message}")
                continue
            if blocks:
                return blocks, complete
        return (), False

    def _summary(self, draft: Draft, complete: bool) -> str | None:
        if not complete or not draft.summary.strip():
            return None
        return as_plain(draft.summary) if draft.summary_is_html else " ".join(draft.summary.split()) or None

    def _date(self, text: str, name: str) -> str | None:
        found = iso_date(text)
        if text.strip() and found is None:
            self.warn(f"{name}: {text.strip()[:60]!r} is not a date that can be understood")
        return found

    def _unique(self, wanted: str, name: str) -> str:
        self._ids[wanted] = self._ids.get(wanted, 0) + 1
        if self._ids[wanted] == 1:
            return wanted
        self.warn(f"{name} has the id of an earlier entry, {wanted[:80]}")
        return f"{wanted}#{self._ids[wanted]}"


def absolute(address: str, base: str) -> str:
    """`address` as seen from `base`, as far as they make sense together."""
    try:
        return urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return address.strip()


def as_plain(text: str) -> str:
    """`text`, which may be HTML, as a single line of plain text."""
    if _TAG_OR_ENTITY.search(text):
        try:
            text = plain_text(parse_inline_html(text))
        except ParseError:
            text = re.sub(r"<[^<>]*>", " ", text)
    return " ".join(text.split())


def language_tag(text: str | None) -> str | None:
    tag = (text or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def names(values: Iterable[str]) -> tuple[str, ...]:
    """Authors' names; an e-mail address with a name in brackets, as RSS has it, is the name."""
    found: list[str] = []
    for value in values:
        match = re.fullmatch(r"\S+@\S+\s*\((.{1,200})\)", value.strip())
        name = " ".join((match[1] if match else value).split())
        if name and not re.fullmatch(r"\S+@\S+", name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _plain_blocks(text: str) -> Blocks:
    """Plain text whose first line is no title: an entry has its own."""
    article = parse_text(text)
    return (Paragraph((Text(article.title),)), *article.blocks) if article.title else article.blocks


def _placed(image: Image | None, base: str) -> Image | None:
    return replace(image, src=absolute(image.src, base)) if image is not None and image.src.strip() else None


def _hashed(draft: Draft) -> str:
    said = "\x1f".join((draft.title, draft.published, draft.content or draft.summary))
    return "sha256:" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
