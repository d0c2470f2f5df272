"""Article and script as HTML for the page: every character of theirs escaped, no address loaded, no handler set.

Articles are hostile input. What they say reaches the browser only through `escaped` (or through widgets that show
plain text), never as Markdown, which would load pictures from other servers and make headings of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from rhapsode.narration import Alignment, Article, Script, Utterance

DEEPEST = 24
"""Levels of nesting that are drawn; deeper ones are only counted as three dots."""

_TAGS = {
    "emphasis": "em", "strong": "strong", "strike": "s", "inserted": "ins", "sub": "sub", "sup": "sup",
    "quotation": "q", "link": "u", "language": "i", "spoken": "span",
}  # fmt: skip
_POLICIES = {"skip": "leaves it out", "summarise": "sums it up", "cue": "only mentions it"}
_FOLD = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " ", "…": "."}
)


def escaped(text: object) -> str:
    """`text` as HTML that shows exactly its characters."""
    return escape(str(text), quote=True)


def plain_label(text: str, most: int = 80) -> str:
    """`text` for labels of widgets, which read Markdown: every sign that could mean something is escaped."""
    short = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(short.split()))


# ------------------------------------------------------------------------------------------------ the article


def masthead(article: Article) -> str:
    """Title, byline, date and summary as the page has them."""
    parts = [f'<p class="rh-title">{escaped(article.title or "Untitled")}</p>']
    about = [*article.byline, (article.published or "")[:10], article.site or ""]
    if line := " · ".join(escaped(item) for item in about if item):
        parts.append(f'<p class="rh-about">{line}</p>')
    if article.summary:
        parts.append(f'<p class="rh-summary">{escaped(article.summary)}</p>')
    return _wrapped("".join(parts))


def block_html(block: Any, pictures: Mapping[str, str] | None = None) -> str:
    """One block of the article. `pictures` gives `data:` addresses for images, by their id."""
    return _wrapped(_block(block, pictures or {}, 0))


def _wrapped(inner: str) -> str:
    return f'<div class="rh-article">{inner}</div>'


def _blocks(blocks: Iterable[Any], pictures: Mapping[str, str], depth: int) -> str:
    return "".join(_block(block, pictures, depth) for block in blocks)


def _block(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    if depth > DEEPEST:
        return "<p>…</p>"
    draw = _DRAW.get(block.kind, _fallback)
    return draw(block, pictures, depth + 1)


def _fallback(block: Any, _: Mapping[str, str], __: int) -> str:
    return f'<p class="rh-note">{escaped(block.kind.replace("_", " "))}</p>'


def _heading(block: Any, _: Mapping[str, str], __: int) -> str:
    return f'<p class="rh-h rh-h{min(max(block.level, 1), 4)}">{_inlines(block.content)}</p>'


def _paragraph(block: Any, _: Mapping[str, str], __: int) -> str:
    speaker = f"<strong>{escaped(block.speaker)}:</strong> " if block.speaker else ""
    return f"<p>{speaker}{_inlines(block.content)}</p>"


def _list(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    marks = {True: "☑ ", False: "☐ ", None: ""}
    items = "".join(
        f"<li>{marks[item.done]}{_blocks(item.blocks, pictures, depth)}</li>" for item in block.items
    )
    return f'<ol start="{int(block.start)}">{items}</ol>' if block.ordered else f"<ul>{items}</ul>"


def _quote(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    by = f'<p class="rh-about">— {_inlines(block.attribution)}</p>' if block.attribution else ""
    return f"<blockquote>{_blocks(block.blocks, pictures, depth)}{by}</blockquote>"


def _table(block: Any, _: Mapping[str, str], __: int) -> str:
    caption = f'<p class="rh-about">{_inlines(block.caption)}</p>' if block.caption else ""
    lines = []
    for number, row in enumerate(block.rows):
        cells = []
        for column, cell in enumerate(row):
            header = cell.header or number < block.header_rows or column < block.header_columns
            tag = "th" if header else "td"
            spans = f' colspan="{min(max(cell.colspan, 1), 99)}" rowspan="{min(max(cell.rowspan, 1), 999)}"'
            cells.append(f"<{tag}{spans}>{_inlines(cell.content)}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'{caption}<div class="rh-scroll"><table>{"".join(lines)}</table></div>'


def _code_block(block: Any, _: Mapping[str, str], __: int) -> str:
    return f"<pre>{escaped(block.text)}</pre>"


def _figure(block: Any, pictures: Mapping[str, str], _: int) -> str:
    shown = "".join(picture(image, pictures) for image in block.images)
    words = " ".join(_inlines(part) for part in (block.caption, block.credit) if part)
    return f'<div class="rh-figure">{shown}{f"<p>{words}</p>" if words else ""}</div>'


def _math_block(block: Any, _: Mapping[str, str], __: int) -> str:
    return f"<pre>{escaped(block.alternative or block.source)}</pre>"


def _footnote(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    inner = _blocks(block.blocks, pictures, depth)
    return f'<div class="rh-footnote"><span class="rh-mark">{escaped(block.label)}</span>{inner}</div>'


def _embed(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    name = " · ".join(escaped(part) for part in (block.provider, block.media, block.title) if part)
    return f'<p class="rh-note">{name}</p>{_blocks(block.content, pictures, depth)}'


def _aside(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    title = _inlines(block.title) or escaped(block.flavour.capitalize())
    return (
        f'<div class="rh-aside"><p><strong>{title}</strong></p>{_blocks(block.blocks, pictures, depth)}</div>'
    )


def _details(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    inner = _blocks(block.blocks, pictures, depth)
    return f'<div class="rh-aside"><p><strong>{_inlines(block.summary)}</strong></p>{inner}</div>'


def _definition_list(block: Any, pictures: Mapping[str, str], depth: int) -> str:
    parts = []
    for item in block.items:
        parts += [f"<dt>{_inlines(term)}</dt>" for term in item.terms]
        parts += [f"<dd>{_blocks(said, pictures, depth)}</dd>" for said in item.descriptions]
    return f"<dl>{''.join(parts)}</dl>"


def _rule(_: Any, __: Mapping[str, str], ___: int) -> str:
    return "<hr>"


_DRAW: dict[str, Any] = {
    "heading": _heading, "paragraph": _paragraph, "list": _list, "quote": _quote, "table": _table,
    "code_block": _code_block, "figure": _figure, "math_block": _math_block, "footnote": _footnote, "embed": _embed,
    "aside": _aside, "details": _details, "definition_list": _definition_list, "rule": _rule,
}  # fmt: skip


def picture(image: Any, pictures: Mapping[str, str]) -> str:
    """A picture of the article, where its bytes are at hand; else what stands for it."""
    words = escaped(image.alt or image.title or "")
    address = pictures.get(image.id, "")
    if re.fullmatch(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+", address):
        return f'<img src="{address}" alt="{words}">'
    return f'<div class="rh-picture">{words or "Picture without alternative text"}</div>'


def _inlines(content: Iterable[Any], depth: int = 0) -> str:
    if depth > DEEPEST:
        return "…"
    return "".join(_inline(node, depth + 1) for node in content)


def _inline(node: Any, depth: int) -> str:
    match node.kind:
        case "text" | "time" | "abbreviation":
            return escaped(node.text)
        case "code":
            return f"<code>{escaped(node.text)}</code>"
        case "math":
            return f"<code>{escaped(node.alternative or node.source)}</code>"
        case "note_reference":
            return f'<sup class="rh-mark">{escaped(node.text or node.label)}</sup>'
        case "ruby":
            return f"{escaped(node.base)} ({escaped(node.reading)})"
        case "break":
            return "<br>"
        case "inline_image":
            return f"<i>[{escaped(node.image.alt or 'picture')}]</i>"
        case kind:
            tag = _TAGS.get(kind, "span")
            return f"<{tag}>{_inlines(node.content, depth)}</{tag}>"


# ------------------------------------------------------------------------------------------------- the script


def spoken_html(utterance: Utterance) -> str:
    """What is said, the words that differ from the writing marked, each with the writing it stands for."""
    return "".join(_said(utterance, part) for part in utterance.alignment)


def _said(utterance: Utterance, part: Alignment) -> str:
    written, spoken = utterance.written[slice(*part.written)], utterance.spoken[slice(*part.spoken)]
    if _folded(written) == _folded(spoken):
        return escaped(spoken)
    said, blank = spoken.rstrip(), spoken[len(spoken.rstrip()) :]
    if not written.strip():
        return f'<span class="rh-added" title="not in the article">{escaped(said)}</span>{blank}'
    if not said:
        return f'<span class="rh-silent" title="written, not spoken">{escaped(written.strip())}</span> '
    return f'<span class="rh-swap" title="written: {escaped(written.strip())}">{escaped(said)}</span>{blank}'


def _folded(text: str) -> str:
    return " ".join(text.translate(_FOLD).casefold().split())


def reason_in_words(reason: str) -> str:
    """An omission's reason for an editor: a style's setting says what it does."""
    setting = re.fullmatch(r"style: (\w+) = (\w+)", reason)
    if setting is None or setting[2] not in _POLICIES:
        return reason
    return f"the house style {_POLICIES[setting[2]]} ({setting[1].replace('_', ' ')})"


def omission_html(script: Script, index: int) -> str:
    """Writing that is not read, and why."""
    omission = script.omissions[index]
    words = omission.written if len(omission.written) <= 160 else omission.written[:159] + "…"
    return f'<p class="rh-omitted"><em>Not read: {escaped(reason_in_words(omission.reason))}</em> {escaped(words)}</p>'
