"""The Article: what a page says, and how, in typed blocks and inlines.

Positional fields are the content; `id` and `origin` are filled in by `identified` and by the parsers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import field, fields, is_dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, JsonValue

from rhapsode.base import document

# ---------------------------------------------------------------------------------------------- inlines


@document
class Text:
    """Characters as the page shows them; white space collapsed to single spaces."""

    kind: Literal["text"] = field(default="text", kw_only=True)
    text: str


@document
class Emphasis:
    """Stressed words (`em`, `i` where it stresses, `mark`)."""

    kind: Literal["emphasis"] = field(default="emphasis", kw_only=True)
    content: Inlines


@document
class Strong:
    """Important words (`strong`, `b`)."""

    kind: Literal["strong"] = field(default="strong", kw_only=True)
    content: Inlines


@document
class Code:
    """Inline code, sample output, a variable or a key name."""

    kind: Literal["code"] = field(default="code", kw_only=True)
    text: str


@document
class Link:
    """A link; `href` is absolute where the source's address is known."""

    kind: Literal["link"] = field(default="link", kw_only=True)
    content: Inlines
    href: str
    title: str | None = None


@document
class Strike:
    """Struck or deleted words (`s`, `del`)."""

    kind: Literal["strike"] = field(default="strike", kw_only=True)
    content: Inlines


@document
class Inserted:
    """Words added later (`ins`, `u` where it marks an insertion)."""

    kind: Literal["inserted"] = field(default="inserted", kw_only=True)
    content: Inlines


@document
class Sub:
    """Subscript."""

    kind: Literal["sub"] = field(default="sub", kw_only=True)
    content: Inlines


@document
class Sup:
    """Superscript that is not a footnote reference."""

    kind: Literal["sup"] = field(default="sup", kw_only=True)
    content: Inlines


@document
class Quotation:
    """An inline quotation (`q`); the quotation marks are not part of the content."""

    kind: Literal["quotation"] = field(default="quotation", kw_only=True)
    content: Inlines
    cite: str | None = None


@document
class Abbreviation:
    """An abbreviation, with what it stands for where the author says so."""

    kind: Literal["abbreviation"] = field(default="abbreviation", kw_only=True)
    text: str
    expansion: str | None = None


@document
class Math:
    """Inline mathematics: `source` in `notation`; `alternative` is the author's wording, if any."""

    kind: Literal["math"] = field(default="math", kw_only=True)
    source: str
    notation: Literal["tex", "mathml"] = "tex"
    alternative: str | None = None


@document
class NoteReference:
    """A mark that points to the Footnote with the same `label`; `text` is the mark shown."""

    kind: Literal["note_reference"] = field(default="note_reference", kw_only=True)
    label: str
    text: str = ""


@document
class Language:
    """Words in another language than their surroundings; `lang` is a BCP 47 tag."""

    kind: Literal["language"] = field(default="language", kw_only=True)
    content: Inlines
    lang: str


@document
class Time:
    """A time or date as shown, and its machine-readable value (`datetime`)."""

    kind: Literal["time"] = field(default="time", kw_only=True)
    text: str
    datetime: str | None = None


@document
class Ruby:
    """Base text with its reading (East Asian ruby)."""

    kind: Literal["ruby"] = field(default="ruby", kw_only=True)
    base: str
    reading: str


@document
class Spoken:
    """Words whose reading the author fixed in the page: an IPA `phonemes` string or an `alias` to say instead."""

    kind: Literal["spoken"] = field(default="spoken", kw_only=True)
    content: Inlines
    phonemes: str | None = None
    alias: str | None = None


@document
class Break:
    """A line break that matters (verse, addresses)."""

    kind: Literal["break"] = field(default="break", kw_only=True)


@document
class Image:
    """A picture in the page.

    `alt` is None where the author gave none and "" where the author declared the picture decorative. `href` is
    the target where the picture is a link. `width` and `height` are the page's own figures, in CSS pixels.
    `hidden` is set by role=presentation or aria-hidden. `id` is unique in its Article.
    """

    src: str
    alt: str | None = None
    title: str | None = None
    width: int | None = None
    height: int | None = None
    href: str | None = None
    hidden: bool = False
    id: str = ""


@document
class InlineImage:
    """A picture inside running text (an icon, an emoji picture, a formula drawn as an image)."""

    kind: Literal["inline_image"] = field(default="inline_image", kw_only=True)
    image: Image


Inline: TypeAlias = Annotated[
    Text | Emphasis | Strong | Code | Link | Strike | Inserted | Sub | Sup | Quotation | Abbreviation | Math
    | NoteReference | Language | Time | Ruby | Spoken | Break | InlineImage,
    Field(discriminator="kind"),
]  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]

# ----------------------------------------------------------------------------------------------- blocks


@document
class Origin:
    """Where a block came from: a 1-based source `line`, or a DOM `path` such as `/html/body/article/p[3]`."""

    line: int | None = None
    path: str | None = None


@document
class BlockBase:
    """What every block carries: a stable id, its origin, its language, and the author's own narration policy.

    `lang` is set where it differs from the article's. `narrate` holds the policy the page asks for
    (`data-narrate="skip"` and its relatives in other tools).
    """

    kind: str = field(default="", kw_only=True)
    id: str = field(default="", kw_only=True)
    origin: Origin | None = field(default=None, kw_only=True)
    lang: str | None = field(default=None, kw_only=True)
    narrate: Literal["say", "summarise", "cue", "skip"] | None = field(default=None, kw_only=True)


@document
class Heading(BlockBase):
    """A heading; `level` counts from 1 (1 is a part of the article, never its title)."""

    kind: Literal["heading"] = field(default="heading", kw_only=True)
    level: int
    content: Inlines


@document
class Paragraph(BlockBase):
    """A paragraph. `speaker` names who talks, in interviews and dialogues whose turns are marked."""

    kind: Literal["paragraph"] = field(default="paragraph", kw_only=True)
    content: Inlines
    speaker: str | None = None


@document
class ListItem:
    """One item: blocks, `done` for task lists, `number` where the page numbers this item itself."""

    blocks: Blocks
    done: bool | None = None
    number: int | None = None


@document
class List(BlockBase):
    """A list; `start` is the number of the first item of an ordered one (`descending` for countdowns)."""

    kind: Literal["list"] = field(default="list", kw_only=True)
    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    descending: bool = False


@document
class Quote(BlockBase):
    """A block quotation with its attribution. `pull` marks a pull quote that the body does not repeat."""

    kind: Literal["quote"] = field(default="quote", kw_only=True)
    blocks: Blocks
    attribution: Inlines = ()
    cite: str | None = None
    pull: bool = False


@document
class Cell:
    """A table cell; `header` says that it names its column or row."""

    content: Inlines
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@document
class Table(BlockBase):
    """A data table. The first `header_rows` rows and `header_columns` columns hold headers."""

    kind: Literal["table"] = field(default="table", kw_only=True)
    rows: tuple[tuple[Cell, ...], ...]
    caption: Inlines = ()
    header_rows: int = 0
    header_columns: int = 0


@document
class CodeBlock(BlockBase):
    """Preformatted code; `language` as the page names it, in lower case."""

    kind: Literal["code_block"] = field(default="code_block", kw_only=True)
    text: str
    language: str | None = None
    caption: Inlines = ()


@document
class Figure(BlockBase):
    """One or more pictures with what the page says under them; `credit` is who made them."""

    kind: Literal["figure"] = field(default="figure", kw_only=True)
    images: tuple[Image, ...]
    caption: Inlines = ()
    credit: Inlines = ()


@document
class MathBlock(BlockBase):
    """Displayed mathematics."""

    kind: Literal["math_block"] = field(default="math_block", kw_only=True)
    source: str
    notation: Literal["tex", "mathml"] = "tex"
    alternative: str | None = None


@document
class Footnote(BlockBase):
    """A note's body; footnotes stand at the end of the article, in the order of their first reference."""

    kind: Literal["footnote"] = field(default="footnote", kw_only=True)
    label: str
    blocks: Blocks


@document
class Embed(BlockBase):
    """Foreign content. `content` is the text the page itself carries for it (a quoted post, a fallback)."""

    kind: Literal["embed"] = field(default="embed", kw_only=True)
    provider: str
    media: Literal["video", "audio", "post", "map", "slides", "code", "form", "other"]
    title: str | None = None
    href: str | None = None
    content: Blocks = ()


@document
class Aside(BlockBase):
    """A note beside the text: callouts (`flavour` is note, tip, warning ...), sidebars, fact boxes."""

    kind: Literal["aside"] = field(default="aside", kw_only=True)
    blocks: Blocks
    flavour: str = "note"
    title: Inlines = ()


@document
class Details(BlockBase):
    """Content behind a summary that the reader may open."""

    kind: Literal["details"] = field(default="details", kw_only=True)
    summary: Inlines
    blocks: Blocks


@document
class Definition:
    """Terms and what is said of them."""

    terms: tuple[Inlines, ...]
    descriptions: tuple[Blocks, ...]


@document
class DefinitionList(BlockBase):
    """A list of definitions."""

    kind: Literal["definition_list"] = field(default="definition_list", kw_only=True)
    items: tuple[Definition, ...]


@document
class Rule(BlockBase):
    """A thematic break."""

    kind: Literal["rule"] = field(default="rule", kw_only=True)


Block: TypeAlias = Annotated[
    Heading | Paragraph | List | Quote | Table | CodeBlock | Figure | MathBlock | Footnote | Embed | Aside | Details
    | DefinitionList | Rule,
    Field(discriminator="kind"),
]  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]


@document
class Article:
    """One article.

    `published` and `modified` are ISO 8601 dates or times; `language` is a BCP 47 tag; `source` is the address or
    path it was read from. `options` is what the front matter says under `narration`. `warnings` tells, in plain
    words, what the parser could not keep.
    """

    title: str
    blocks: Blocks
    summary: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    site: str | None = None
    source: str | None = None
    lead_image: Image | None = None
    keywords: tuple[str, ...] = ()
    options: dict[str, JsonValue] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    schema: Literal["rhapsode.article/1"] = "rhapsode.article/1"


# ---------------------------------------------------------------------------------------------- reading


def children(node: Any) -> Iterator[Any]:
    """The documents directly inside `node`, in reading order."""
    for name in _field_names(type(node)):
        value = getattr(node, name)
        if value and not isinstance(value, str):
            yield from _documents(value)


def _documents(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _documents(item)
    elif is_dataclass(value):
        yield value


def walk(node: Any) -> Iterator[Any]:
    """`node` and everything inside it, depth first, in reading order; works on deep trees."""
    stack = [iter((node,))]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
            continue
        yield item
        stack.append(children(item))


def images(article: Article) -> Iterator[Image]:
    """Every picture of the article in reading order; the lead image, where it is not in the body, comes last."""
    return (node for node in walk(article) if isinstance(node, Image))


def plain_text(content: Iterable[Any]) -> str:
    """The characters a reader sees in inlines, without formatting; pictures and note marks give nothing."""
    return "".join(_visible(node) for node in content)


def _visible(node: Any) -> str:
    match node:
        case Text(text=text) | Code(text=text) | Abbreviation(text=text) | Time(text=text):
            return text
        case Math(source=source, alternative=alternative):
            return alternative or source
        case Ruby(base=base):
            return base
        case Break():
            return "\n"
        case NoteReference() | InlineImage():
            return ""
        case _:
            return plain_text(node.content)


# ---------------------------------------------------------------------------------------------- identity


def identified(article: Article) -> Article:
    """`article` with an id on every block and image.

    A block's id depends on its kind and content alone (with a counter where the same content occurs twice), so it
    survives edits elsewhere in the article. Takes time linear in the article's size.
    """
    return _identified(article, {})[0]


def _identified(value: Any, seen: dict[str, int]) -> tuple[Any, bytes]:
    """`value` with ids set inside it, and a digest of what it says, whatever its position, ids and origin."""
    if isinstance(value, tuple):
        visited = [_identified(item, seen) for item in value]
        if any(new is not old for (new, _), old in zip(visited, value, strict=True)):
            value = tuple(new for new, _ in visited)
        return value, _digest([digest for _, digest in visited])
    if not is_dataclass(value) or isinstance(value, type):
        return value, str(value).encode("utf-8", "replace")
    changes: dict[str, Any] = {}
    parts = [type(value).__name__.encode()]
    for name in _content_fields(type(value)):
        old = getattr(value, name)
        new, digest = _identified(old, seen)
        parts.append(digest)
        if new is not old:
            changes[name] = new
    digest = _digest(parts)
    if isinstance(value, Image):
        key = f"{value.src} {value.alt}".encode("utf-8", "replace")
        changes["id"] = _named("image", key, seen)
    elif isinstance(value, BlockBase):
        changes["id"] = _named(value.kind, digest, seen)
    return (replace(value, **changes) if changes else value), digest


def _digest(parts: list[bytes]) -> bytes:
    """A few bytes for a few; a hash for many, so that no level of nesting repeats the levels below it."""
    whole = b"\x1f".join(parts)
    return whole if len(whole) < 64 else hashlib.sha256(whole).digest()


def _named(kind: str, content: bytes, seen: dict[str, int]) -> str:
    base = f"{kind}-{hashlib.sha256(content).hexdigest()[:8]}"
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}-{seen[base]}"


@lru_cache(maxsize=256)
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(spec.name for spec in fields(kind))


@lru_cache(maxsize=256)
def _content_fields(kind: type) -> tuple[str, ...]:
    return tuple(name for name in _field_names(kind) if name not in ("id", "origin"))
