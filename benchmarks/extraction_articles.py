"""An Article as the extraction benchmark reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.extraction_reading import LABELS, Reading, address, words
from rhapsode.parsing.article import Article, walk


def from_article(article: Article) -> Reading:
    reading = Reading(metadata=_metadata(article))
    reading.text = " \n".join(article_text(article.blocks))
    for node in _nodes(article):
        _article_item(node, reading)
    _list_items(article.blocks, 0, reading)
    return reading


def _nodes(article: Article) -> Iterator[Any]:
    for block in article.blocks:
        yield from walk(block)


def shown(content: Iterable[Any]) -> str:
    """The words a reader sees in inlines, the marks of notes among them."""
    parts: list[str] = []
    for node in content:
        match node.kind:
            case "note_reference":
                parts.append(node.text)
            case "math":
                parts.append(" ")
            case "ruby":
                parts.append(node.base + node.reading)
            case "inline_image" | "break":
                parts.append(" ")
            case "text" | "code" | "abbreviation" | "time":
                parts.append(node.text)
            case _:
                parts.append(shown(node.content))
    return "".join(parts)


def article_text(blocks: Iterable[Any]) -> Iterator[str]:  # noqa: C901, PLR0912
    """The text of blocks, in reading order."""
    for block in blocks:
        match block.kind:
            case "list":
                for item in block.items:
                    yield from article_text(item.blocks)
            case "table":
                yield shown(block.caption)
                for row in block.rows:
                    yield from (shown(cell.content) for cell in row)
            case "definition_list":
                for item in block.items:
                    yield from (shown(term) for term in item.terms)
                    for description in item.descriptions:
                        yield from article_text(description)
            case "code_block":
                yield shown(block.caption)
                yield block.text
            case "figure":
                yield shown(block.caption)
                yield shown(block.credit)
            case "embed":
                yield from article_text(block.content)
            case "rule" | "math_block":
                continue
            case _:
                if getattr(block, "speaker", None):
                    yield block.speaker
                yield from _framed(block)


def _framed(block: Any) -> Iterator[str]:
    for name in ("title", "summary", "content"):
        yield shown(getattr(block, name, ()))
    yield from article_text(getattr(block, "blocks", ()))
    yield shown(getattr(block, "attribution", ()))


def _article_item(node: Any, reading: Reading) -> None:  # noqa: C901, PLR0912 - one line for each kind
    if type(node).__name__ == "Image":
        reading.add("images", address(node.src))
        reading.add("alt texts", words(node.alt or ""))
        return
    match getattr(node, "kind", ""):
        case "figure":
            reading.add("captions", LABELS.sub("", words(shown(node.caption) + " " + shown(node.credit))))
        case "heading":
            reading.add("headings", words(shown(node.content)))
        case "quote":
            reading.add("quotes", words(" \n".join(article_text([node]))))
        case "embed":
            reading.add("captions", words(node.title or ""))
            reading.add("quotes", words(" \n".join(article_text([node]))))
        case "table":
            reading.add("captions", words(shown(node.caption)))
            for row in node.rows:
                reading.add("table rows", tuple(filter(None, (words(shown(cell.content)) for cell in row))))
        case "code_block":
            reading.add("captions", words(shown(node.caption)))
            reading.add("code blocks", words(node.text))
        case "code":
            reading.add("inline code", words(node.text))
        case "emphasis" | "language":
            reading.add("emphasis", words(shown(node.content)))
        case "strong":
            reading.add("strong", words(shown(node.content)))
        case "link":
            reading.add("links", (words(shown(node.content)), address(node.href)))
        case "sup":
            reading.add("superscripts", words(shown(node.content)))
        case "note_reference":
            reading.add("superscripts", words(node.text))
            reading.add("links", (words(node.text), address("#" + node.label)))
        case "footnote":
            reading.notes[words(" \n".join(article_text(node.blocks)))] += 1


def _list_items(blocks: Iterable[Any], depth: int, reading: Reading) -> None:
    for block in blocks:
        if block.kind == "list":
            for i, item in enumerate(block.items):
                own = words(" \n".join(article_text(b for b in item.blocks if b.kind != "list")))
                number = (
                    (item.number or block.start + (-i if block.descending else i)) if block.ordered else 0
                )
                reading.add("list items", (depth + 1, number, own) if own else None)
                _list_items(item.blocks, depth + 1, reading)
        else:
            _list_items(_inner_blocks(block), depth, reading)


def _inner_blocks(block: Any) -> list[Any]:
    inner = list(getattr(block, "blocks", ()))
    if block.kind == "embed":
        inner += block.content
    if block.kind == "definition_list":
        inner += [b for item in block.items for description in item.descriptions for b in description]
    return inner


def _metadata(article: Article) -> dict[str, str | None]:
    return {
        "title": article.title,
        "byline": ", ".join(article.byline) or None,
        "lang": article.language,
        "siteName": article.site,
        "publishedTime": article.published,
        "excerpt": article.summary,
    }
