"""Where each picture stands in its article: the words around it, which say what it is there for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from rhapsode.parsing.article import (
    Article,
    Figure,
    Heading,
    Image,
    InlineImage,
    Link,
    Paragraph,
    plain_text,
    walk,
)

NEIGHBOUR_LIMIT = 600
"""Characters kept of a neighbouring paragraph: enough to know what it is about."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One picture with what the article says around it; all texts are plain, "" where there is none.

    `section` is the nearest heading above, `before` and `after` the neighbouring paragraphs, `caption` and `credit`
    those of its figure. `inline` pictures stand inside running text, which is then `before`. `shared` says that
    the figure holds more pictures than this one, so that its caption may not be about this one alone. `article` is
    all its running text.
    """

    image: Image
    title: str = ""
    section: str = ""
    before: str = ""
    after: str = ""
    caption: str = ""
    credit: str = ""
    inline: bool = False
    shared: bool = False
    lang: str | None = None
    source: str | None = None
    article: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything around the picture, nearest first."""
        around = (self.caption, self.before, self.after, self.section, self.title)
        return tuple(text for text in around if text)


@dataclass(slots=True)
class _Reader:
    """What has been seen so far on the way through the article."""

    section: str = ""
    before: str = ""
    figures: dict[int, Figure] = field(default_factory=dict)
    inline: set[int] = field(default_factory=set)
    linked: dict[int, str] = field(default_factory=dict)
    found: list[Surroundings] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def text(self, words: str) -> None:
        for index in self.waiting:
            self.found[index] = replace(self.found[index], after=words)
        self.waiting.clear()
        self.before = words

    def picture(self, image: Image, article: Article) -> None:
        figure = self.figures.get(id(image))
        href = image.href or self.linked.get(id(image))
        inline = id(image) in self.inline
        if not inline:
            self.waiting.append(len(self.found))
        self.found.append(
            Surroundings(
                image=replace(image, href=href),
                title=_clean(article.title),
                section=self.section,
                before=self.before,
                caption=_clean(plain_text(figure.caption)) if figure else "",
                credit=_clean(plain_text(figure.credit)) if figure else "",
                inline=inline,
                shared=figure is not None and len(figure.images) > 1,
                lang=article.language,
                source=article.source,
            )
        )


def surroundings(article: Article) -> tuple[Surroundings, ...]:
    """One entry for every picture of `article`, in the order of `rhapsode.parsing.article.images`."""
    reader = _Reader()
    for node in walk(article):
        _visit(node, reader, article)
    article_text = " ".join(
        _clean(plain_text(node.content)) for node in walk(article) if isinstance(node, Paragraph | Heading)
    )
    return tuple(replace(around, article=article_text) for around in reader.found)


def _visit(node: Any, reader: _Reader, article: Article) -> None:
    match node:
        case Heading(content=content):
            reader.section = _clean(plain_text(content))
            reader.waiting.clear()  # what follows a new heading is no longer about the picture above it
        case Paragraph(content=content):
            words = _clean(plain_text(content))
            if words:
                reader.text(words[:NEIGHBOUR_LIMIT])
                reader.inline.update(id(item.image) for item in walk(node) if isinstance(item, InlineImage))
        case Figure(images=pictures):
            reader.figures.update((id(picture), node) for picture in pictures)
        case Link(content=content, href=href) if not _clean(plain_text(content)):
            # A link that holds nothing but pictures: they are what a visitor clicks on.
            reader.linked.update((id(item), href) for item in walk(node) if isinstance(item, Image))
        case Image():
            reader.picture(node, article)


def _clean(text: str) -> str:
    return " ".join(text.split())
