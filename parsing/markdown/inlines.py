"""Markdown's inline tokens into inlines of an Article."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it.token import Token

from rhapsode.parsing.article import (
    Break,
    Code,
    Emphasis,
    Image,
    Inline,
    InlineImage,
    Inlines,
    Language,
    Link,
    Math,
    NoteReference,
    Spoken,
    Strike,
    Strong,
    Sub,
    Sup,
    Text,
)  # fmt: skip
from rhapsode.parsing.html import parse_inline_html
from rhapsode.parsing.markdown import attributes
from rhapsode.parsing.markdown.abbreviations import expand
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.emoji import with_emoji
from rhapsode.parsing.markdown.links import bare_addresses, trim_address
from rhapsode.parsing.markdown.slots import Slots

MAX_DEPTH = 60  # emphasis within emphasis; deeper, the words stay and the stress goes

_SPACE = re.compile(r"[ \t\n\r\f]+")
_CJK = re.compile(r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_INVISIBLE_HTML = re.compile(r"<!--|<[!?]|<wbr\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(slots=True)
class _Html:
    """A piece of raw HTML between inlines."""

    text: str


@dataclass(slots=True)
class _Frame:
    """An open element; `wrap` makes an inline of what it holds, `tags` is the same in HTML."""

    kind: str
    wrap: Callable[[Inlines], Inline]
    tags: tuple[str, str]
    items: list[Inline | _Html] = field(default_factory=list)


def read_inlines(tokens: Sequence[Token], context: Context) -> Inlines:
    """The inlines that `tokens` are, without white space around them."""
    return trimmed(_run(tokens, context))


def _run(tokens: Sequence[Token], context: Context) -> Inlines:
    root = _Frame("", _never, ("", ""))
    stack = [root]
    skipped = 0  # elements open beyond MAX_DEPTH
    for i, token in enumerate(tokens):
        if token.nesting > 0:
            if len(stack) > MAX_DEPTH:
                skipped += 1
            else:
                stack.append(_opened(token, context))
        elif token.nesting < 0:
            if skipped:
                skipped -= 1
            elif len(stack) > 1:
                _close(stack)
        else:
            _leaf(token, stack[-1].items, context, tokens[i + 1] if i + 1 < len(tokens) else None)
    while len(stack) > 1:
        _close(stack)
    return merged(_resolved(root.items, context))


def _never(content: Inlines) -> Inline:
    raise AssertionError("the root is never wrapped")


def _opened(token: Token, context: Context) -> _Frame:
    match token.type:
        case "strong_open":
            return _Frame("strong", Strong, ("<strong>", "</strong>"))
        case "s_open":
            return _Frame("s", Strike, ("<s>", "</s>"))
        case "link_open":
            href = context.absolute(str(token.attrs.get("href", "")))
            title = str(token.attrs["title"]) if token.attrs.get("title") else None
            extra = f' title="{html.escape(title)}"' if title else ""
            tags = (f'<a href="{html.escape(href)}"{extra}>', "</a>")
            return _Frame("link", lambda content: Link(content, href, title), tags)
        case "span_open":
            given = token.meta["attributes"]
            return _Frame("span", lambda content: _attributed(content, given), (_span_tag(given), "</span>"))
        case _:
            return _Frame("em", Emphasis, ("<em>", "</em>"))


def _span_tag(given: attributes.Attributes) -> str:
    return "<span " + " ".join(f'{name}="{html.escape(value)}"' for name, value in given.items()) + ">"


def _attributed(content: Inlines, given: attributes.Attributes) -> Inline:
    """Words with the attributes their author gave them."""
    alias = given.get("say") or given.get("alias") or given.get("data-say")
    phonemes = given.get("ipa") or given.get("ph") or given.get("phonemes")
    if alias or phonemes:
        content = (Spoken(content, phonemes=phonemes, alias=alias),)
    if lang := given.get("lang") or given.get("language"):
        return Language(content, lang)
    if len(content) == 1:
        return content[0]
    return _Group(content)  # type: ignore[return-value] - flattened by `_close`


@dataclass(slots=True)
class _Group:
    """Inlines that nothing holds together in an Article."""

    content: Inlines


def _close(stack: list[_Frame]) -> None:
    frame = stack.pop()
    into = stack[-1].items
    if any(isinstance(item, _Html) for item in frame.items):
        into += [_Html(frame.tags[0]), *frame.items, _Html(frame.tags[1])]
        return
    content = merged(frame.items)  # type: ignore[arg-type]
    if not content:
        return
    made = frame.wrap(content)
    into += made.content if isinstance(made, _Group) else [made]


def _leaf(token: Token, into: list[Inline | _Html], context: Context, following: Token | None) -> None:
    match token.type:
        case "text" | "text_special":
            _text(token.content, into, context)
        case "softbreak":
            _soft_break(into, following)
        case "hardbreak":
            into.append(Break())
        case "code_inline":
            into.append(Code(token.content))
        case "math_inline":
            into.append(Math(token.content))
        case "sub" | "sup":
            into.append((Sub if token.type == "sub" else Sup)((Text(token.content),)))
        case "image":
            into.append(InlineImage(read_image(token, context)))
        case "note_reference":
            into.append(NoteReference(context.mark(token.meta["label"]), context.shown(token.meta["label"])))
        case "html_inline":
            _html(token.content, into)
        case "template_inline" if token.meta["source"]:
            context.template_left_out(token.meta["source"])
        case "template_inline":
            pass
        case _:
            _text(token.content, into, context)


def _soft_break(into: list[Inline | _Html], following: Token | None) -> None:
    """A line end is a space, except between characters that are written without spaces."""
    before = into[-1].text[-1:] if into and isinstance(into[-1], Text) else ""
    after = following.content[:1] if following is not None and following.type == "text" else ""
    if not (_CJK.match(before) and _CJK.match(after)):
        into.append(Text(" "))


def _html(tag: str, into: list[Inline | _Html]) -> None:
    if _LINE_BREAK.fullmatch(tag):
        into.append(Break())
    elif not _INVISIBLE_HTML.match(tag):
        into.append(_Html(tag))


def _text(text: str, into: list[Inline | _Html], context: Context) -> None:
    if into and text.startswith("{") and not isinstance(into[-1], Text | _Html | Break):
        found = attributes.leading(text)
        if found:
            last = into.pop()
            assert not isinstance(last, _Html)
            made = (
                _image_attributes(last, found[0])
                if isinstance(last, InlineImage)
                else _attributed((last,), found[0])
            )
            into.append(made)
            text = text[found[1] :]
    text = with_emoji(_SPACE.sub(" ", text))
    if context.finder is not None:
        into.extend(expand(text, context.abbreviations, context.finder))
    elif text:
        into.append(Text(text))


def _image_attributes(inline: InlineImage, given: attributes.Attributes) -> InlineImage:
    return InlineImage(with_attributes(inline.image, given))


def with_attributes(image: Image, given: attributes.Attributes) -> Image:
    """`image` with size, alternative text and silence as its author's attributes say."""
    quiet = bool({"decorative", "presentation", "hidden"} & attributes.classes(given))
    return replace(
        image,
        alt=given.get("alt", given.get("fig-alt", "" if quiet else image.alt)),
        width=_pixels(given.get("width")) or image.width,
        height=_pixels(given.get("height")) or image.height,
        hidden=image.hidden or quiet or given.get("role") == "presentation",
    )


def _pixels(text: str | None) -> int | None:
    match = re.fullmatch(r"(\d{1,5})(?:px)?", text or "")
    return int(match[1]) if match else None


def read_image(token: Token, context: Context) -> Image:
    """An image; `![](x)` says nothing about it, so that its alternative text is unknown, not empty."""
    alt = "".join(_alt(child) for child in token.children or ())
    title = str(token.attrs.get("title") or "") or None
    src = context.absolute(str(token.attrs.get("src", "")))
    return Image(src, with_emoji(_SPACE.sub(" ", alt).strip()) or None, title)


def _alt(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return "".join(_alt(child) for child in token.children or ())
    return "" if token.type == "html_inline" else token.content


def _resolved(items: list[Inline | _Html], context: Context) -> Inlines:
    """`items` with their raw HTML parsed, around slots for what is no text."""
    if not any(isinstance(item, _Html) for item in items):
        return _with_addresses(items)  # type: ignore[arg-type]
    slots = Slots()
    parts: list[str] = []
    for item in items:
        if isinstance(item, _Html):
            parts.append(item.text)
        elif isinstance(item, Text):
            parts.append(html.escape(item.text, quote=False))
        else:
            parts.append(slots.hold((item,)))
    parsed = context.guarded(
        lambda piece: parse_inline_html(piece, source=context.source, lang=context.language), "".join(parts)
    )
    if parsed is None:
        return tuple(item for item in items if not isinstance(item, _Html))
    return _with_addresses(slots.fill(parsed))


def _with_addresses(items: Sequence[Inline]) -> Inlines:
    """Addresses without a scheme (`www.`, e-mail) as links. Inside a link nothing is linked again."""
    found: list[Inline] = []
    for item in items:
        if isinstance(item, Text):
            found.extend(_linked(item))
        else:
            found.append(item)
    return tuple(found)


def _linked(item: Text) -> list[Inline]:
    found: list[Inline] = []
    last = 0
    for match in bare_addresses(item.text):
        address = trim_address(match[0])
        if len(address) <= 4:
            continue
        if match.start() > last:
            found.append(Text(item.text[last : match.start()]))
        href = f"http://{address}" if address.startswith("www.") else f"mailto:{address}"
        found.append(Link((Text(address),), href))
        last = match.start() + len(address)
    return [*found, Text(item.text[last:])] if last else [item]


def merged(items: Sequence[Inline]) -> Inlines:
    """`items` with neighbouring texts joined and no two spaces in a row."""
    found: list[Inline] = []
    run: list[str] = []
    for item in items:
        if isinstance(item, Text):
            run.append(item.text)
            continue
        if run:
            found.append(Text(_SPACE.sub(" ", "".join(run))))
            run = []
        found.append(item)
    if run:
        found.append(Text(_SPACE.sub(" ", "".join(run))))
    return tuple(item for item in found if not isinstance(item, Text) or item.text)


def trimmed(content: Inlines) -> Inlines:
    """`content` without white space and breaks at its ends and around its breaks."""
    items: list[Any] = list(content)
    for i, item in enumerate(items):
        if not isinstance(item, Text):
            continue
        text = item.text
        if i == 0 or isinstance(items[i - 1], Break):
            text = text.lstrip(" ")
        if i == len(items) - 1 or isinstance(items[i + 1], Break):
            text = text.rstrip(" ")
        items[i] = Text(text)
    items = [item for item in items if not isinstance(item, Text) or item.text]
    while items and isinstance(items[0], Break):
        items.pop(0)
    while items and isinstance(items[-1], Break):
        items.pop()
    return tuple(items)
