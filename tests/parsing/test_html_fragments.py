"""Fragments of the kinds that cleaning damages, and every structure there is: `fixtures/html_*.txt`.

A case is a title, the HTML and the outline of its blocks, each ended by a line with a dot. An outline has one line a
block; inlines are written much as in Markdown, `{kind: ...}` where Markdown has nothing. To add a case, write the title
and the HTML and run `python tests/parsing/test_html_fragments.py`, which fills in missing outlines: then read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rhapsode.parsing.article import plain_text
from rhapsode.parsing.html import parse_fragment

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("html_*.txt"))


def inline(node: Any) -> str:  # noqa: C901, PLR0912 - one line for each kind
    match node.kind:
        case "text":
            return node.text.replace("\u00a0", "⍽")
        case "emphasis":
            return f"*{inlines(node.content)}*"
        case "strong":
            return f"**{inlines(node.content)}**"
        case "code":
            return f"`{node.text}`"
        case "link":
            return f"[{inlines(node.content)}]({node.href})"
        case "strike":
            return f"~~{inlines(node.content)}~~"
        case "sub":
            return f"_{{{inlines(node.content)}}}"
        case "sup":
            return f"^{{{inlines(node.content)}}}"
        case "note_reference":
            return f"[^{node.label}]"
        case "break":
            return " ⏎ "
        case "inline_image":
            return f"![{node.image.alt}]({node.image.src})"
        case "abbreviation" | "time":
            return f"{{{node.kind}: {node.text} = {getattr(node, 'expansion', None) or getattr(node, 'datetime', None)}}}"
        case "math":
            return f"{{math {node.notation}: {node.source}{f' = {node.alternative}' if node.alternative else ''}}}"
        case "ruby":
            return f"{{ruby: {node.base} = {node.reading}}}"
        case "language":
            return f"{{{node.lang}: {inlines(node.content)}}}"
        case "spoken":
            return f"{{spoken: {inlines(node.content)} = {node.phonemes or node.alias}}}"
        case _:
            return f"{{{node.kind}: {inlines(node.content)}}}"


def inlines(content: Any) -> str:
    return "".join(map(inline, content))


def outline(blocks: Any, depth: int = 0) -> Iterator[str]:  # noqa: C901, PLR0912 - one case for each kind
    pad = "  " * depth
    for block in blocks:
        marks = "".join(f" {name}={value}" for name in ("lang", "narrate") if (value := getattr(block, name)))
        head = f"{pad}{block.kind}{marks}"
        match block.kind:
            case "heading":
                yield f"{head} {block.level}: {inlines(block.content)}"
            case "paragraph":
                yield f"{head}{f' [{block.speaker}]' if block.speaker else ''}: {inlines(block.content)}"
            case "list":
                kind = f" from {block.start}{' down' if block.descending else ''}" if block.ordered else ""
                yield f"{head}{kind}"
                for item in block.items:
                    state = "" if item.done is None else " [x]" if item.done else " [ ]"
                    yield f"{pad}  -{state}{'' if item.number is None else f' number {item.number}'}"
                    yield from outline(item.blocks, depth + 2)
            case "quote":
                yield f"{head}{' pull' if block.pull else ''}{f' cite={block.cite}' if block.cite else ''}"
                yield from outline(block.blocks, depth + 1)
                if block.attribution:
                    yield f"{pad}  -- {inlines(block.attribution)}"
            case "table":
                yield f"{head} headers {block.header_rows}x{block.header_columns}: {inlines(block.caption)}".rstrip(
                    ": "
                )
                for row in block.rows:
                    yield f"{pad}  | " + " | ".join(cell_text(cell) for cell in row)
            case "code_block":
                yield f"{head} {block.language}{f': {inlines(block.caption)}' if block.caption else ''}"
                yield from (f"{pad}  > {line}".rstrip() for line in block.text.split("\n"))
            case "figure":
                shown = ", ".join(
                    f"{i.src} alt={i.alt!r}{f' href={i.href}' if i.href else ''}{' hidden' if i.hidden else ''}"
                    for i in block.images
                )
                words = f" caption={inlines(block.caption)!r}" if block.caption else ""
                yield f"{head} {shown}{words}{f' credit={inlines(block.credit)!r}' if block.credit else ''}"
            case "math_block":
                yield f"{head} {block.notation}: {block.source}"
            case "footnote":
                yield f"{head} {block.label}"
                yield from outline(block.blocks, depth + 1)
            case "embed":
                yield f"{head} {block.media} {block.provider!r} title={block.title!r} {block.href}"
                yield from outline(block.content, depth + 1)
            case "aside":
                yield f"{head} {block.flavour}: {inlines(block.title)}".rstrip(": ")
                yield from outline(block.blocks, depth + 1)
            case "details":
                yield f"{head}: {inlines(block.summary)}"
                yield from outline(block.blocks, depth + 1)
            case "definition_list":
                yield head
                for item in block.items:
                    yield f"{pad}  = " + " / ".join(map(inlines, item.terms))
                    for description in item.descriptions:
                        yield from outline(description, depth + 2)
            case _:
                yield head


def cell_text(cell: Any) -> str:
    spans = "".join(f" {name}={n}" for name, n in (("cols", cell.colspan), ("rows", cell.rowspan)) if n > 1)
    return f"{'# ' if cell.header else ''}{inlines(cell.content)}{spans}"


def cases(path: Path) -> list[tuple[str, str, str]]:
    parts = re.split(r"^\.\n", path.read_text("utf-8"), flags=re.MULTILINE)
    return [(parts[i].strip(), parts[i + 1], parts[i + 2]) for i in range(0, len(parts) - 2, 3)]


ALL = [pytest.param(*case[1:], id=f"{path.stem}: {case[0]}") for path in FIXTURES for case in cases(path)]


@pytest.mark.parametrize(("html", "expected"), ALL)
def test_fragment(html: str, expected: str) -> None:
    assert "\n".join(outline(parse_fragment(html.rstrip("\n")))) == expected.rstrip("\n")


def test_there_are_enough_texts_that_cleaning_damages() -> None:
    assert len(cases(FIXTURES[0])) + len(cases(FIXTURES[-1])) >= 150


def test_no_character_is_lost() -> None:
    """The words of every fragment of plain paragraphs come through character by character."""
    for path in FIXTURES:
        if path.stem != "html_texts":
            continue
        for title, html, _ in cases(path):
            paragraph = re.fullmatch(r"<p>([^<&\\$]*)</p>\n?", html)
            if paragraph:
                (block,) = parse_fragment(html)
                assert plain_text(block.content) == " ".join(paragraph[1].split()), title  # type: ignore[union-attr]


def fill(path: Path) -> None:
    """Write the outlines of cases that have none yet."""
    out = []
    for title, html, expected in cases(path):
        made = expected if expected.strip() else "\n".join(outline(parse_fragment(html.rstrip("\n")))) + "\n"
        out.append(f"{title}\n.\n{html}.\n{made}.\n")
    path.write_text("\n".join(out), "utf-8")


if __name__ == "__main__":
    for fixture in FIXTURES:
        fill(fixture)
