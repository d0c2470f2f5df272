"""What the tags of site generators show: pictures, players, code, callouts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from rhapsode.parsing.article import (
    Aside,
    Block,
    Blocks,
    CodeBlock,
    Details,
    Embed,
    Figure,
    Image,
    Inlines,
    MathBlock,
    Paragraph,
    Quote,
    Text,
)  # fmt: skip
from rhapsode.parsing.markdown.callouts import FLAVOURS

Media: TypeAlias = Literal["video", "audio", "post", "map", "slides", "code", "form", "other"]
Named: TypeAlias = Mapping[str, str]

_PLAYERS: dict[str, tuple[str, Media, str]] = {
    "youtube": ("YouTube", "video", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo", "video", "https://vimeo.com/{}"),
    "dailymotion": ("Dailymotion", "video", "https://www.dailymotion.com/video/{}"),
    "bilibili": ("Bilibili", "video", "https://www.bilibili.com/video/{}"),
    "asciinema": ("asciinema", "video", "https://asciinema.org/a/{}"),
    "tweet": ("Twitter", "post", "https://twitter.com/i/status/{}"),
    "twitter": ("Twitter", "post", "https://twitter.com/i/status/{}"),
    "x": ("X", "post", "https://x.com/i/status/{}"),
    "instagram": ("Instagram", "post", "https://www.instagram.com/p/{}/"),
    "tiktok": ("TikTok", "video", "{}"),
    "mastodon": ("Mastodon", "post", "{}"),
    "toot": ("Mastodon", "post", "{}"),
    "gist": ("GitHub Gist", "code", "https://gist.github.com/{}"),
    "codepen": ("CodePen", "code", "https://codepen.io/{}"),
    "jsfiddle": ("JSFiddle", "code", "https://jsfiddle.net/{}"),
    "soundcloud": ("SoundCloud", "audio", "{}"),
    "spotify": ("Spotify", "audio", "https://open.spotify.com/{}"),
    "audio": ("audio", "audio", "{}"),
    "video": ("video", "video", "{}"),
    "iframe": ("iframe", "other", "{}"),
    "embed": ("embed", "other", "{}"),
    "map": ("map", "map", "{}"),
}
_PLAYERS |= {f"{name}-lite": _PLAYERS[name] for name in ("youtube", "vimeo")}
_PLAYERS |= {
    "youtubelite": _PLAYERS["youtube"],
    "youtube_embed": _PLAYERS["youtube"],
    "vimeo_simple": _PLAYERS["vimeo"],
}
_PLAYERS |= {"twitter_simple": _PLAYERS["twitter"], "tweet_simple": _PLAYERS["tweet"]}

_PICTURES = frozenset(
    ["figure", "image", "img", "picture", "photo", "pic", "fig", "imgproc", "image-caption", "zoom"]
)
_CODE = frozenset(["highlight", "code-toggle", "code", "codeblock", "code_block", "prism"])
_MATHS = frozenset(["math", "katex", "latex", "mathjax"])
_DIAGRAMS = frozenset(["mermaid", "plantuml", "graphviz", "chart", "diagram", "d2"])
_DROPPED = frozenset(["comment", "script", "style", "stylesheet", "schema", "javascript", "css"])
_TEXT = frozenset(["raw", "verbatim", "literal"])
VERBATIM = _CODE | _MATHS | _DIAGRAMS | _DROPPED | _TEXT
SINGLE_TOO = frozenset(["code", "chart", "math"])

_QUOTES = frozenset(["quote", "blockquote", "pullquote", "epigraph"])
_DETAILS = frozenset(["details", "expand", "collapse", "spoiler", "accordion", "expandable", "toggle"])
_CALLOUTS = frozenset(FLAVOURS) | {"hint", "panel", "infobox", "message", "box"}
# Pairs that only arrange what they hold.
_TRANSPARENT = frozenset(
    [
        "tabs",
        "tab",
        "tabpane",
        "tabitem",
        "columns",
        "column",
        "col",
        "row",
        "card",
        "cards",
        "grid",
        "container",
        "section",
        "div",
        "center",
        "steps",
        "step",
        "block",
        "capture",
        "for",
        "if",
        "unless",
        "case",
        "with",
        "block",
        "filter",
        "lead",
        "article",
        "mark",
        "small",
        "large",
        "wrap",
        "wrapper",
        "markdown",
        "md",
        "span",
    ]
)
# Tags that show nothing of their own.
SILENT = frozenset(
    [
        "else",
        "elsif",
        "elif",
        "when",
        "assign",
        "set",
        "increment",
        "decrement",
        "break",
        "continue",
        "toc",
        "tableofcontents",
        "table_of_contents",
        "more",
        "readmore",
        "cycle",
        "icon",
        "fa",
        "fontawesome",
        "newline",
        "br",
        "clear",
        "extends",
        "import",
        "layout",
        "csrf_token",
    ]
)


def is_pair(name: str) -> bool:
    """Whether a tag opens something that another tag closes."""
    return name in _QUOTES or name in _DETAILS or name in _CALLOUTS or name in _TRANSPARENT


def inline_kind(name: str) -> str | None:
    """The token for verbatim text inside running text; None where it is not shown."""
    if name in _DROPPED:
        return None
    return "math_inline" if name in _MATHS else "text" if name in _TEXT else "code_inline"


def is_block(name: str) -> bool:
    """Whether a tag is a block of its own even where text follows it on the line."""
    return is_pair(name) or name in _PICTURES or name in _PLAYERS or name in VERBATIM


def shown(name: str, args: Sequence[str], named: Named, body: str) -> Blocks | None:
    """What a tag that stands alone shows; None where nobody knows."""
    if name in _PICTURES:
        return _figure(args, named)
    if name in _PLAYERS:
        return _embed(name, args, named)
    if name in VERBATIM:
        return _verbatim(name, args, named, body)
    return None


def around(name: str, args: Sequence[str], named: Named, blocks: Blocks) -> tuple[Block, ...] | None:
    """What a pair of tags makes of the `blocks` between them; None where it only arranges them."""
    title = _text(named.get("title") or named.get("header") or named.get("heading"))
    kind = (named.get("type") or named.get("style") or (args[0] if args else "") or name).lower()
    if name in _QUOTES:
        who = ", ".join(
            value for key in ("author", "attribution", "source", "by") if (value := named.get(key))
        )
        link = named.get("link") or named.get("cite")
        return (Quote(blocks, _text(who), link, pull=name == "pullquote"),)
    if name in _DETAILS:
        summary = title or _text(named.get("summary") or " ".join(args)) or (Text("Details"),)
        return (Details(summary, blocks),)
    if name in _CALLOUTS:
        flavour = FLAVOURS.get(name if name in FLAVOURS and kind not in FLAVOURS else kind, "note")
        if not title and len(args) > 1 and kind in FLAVOURS:
            title = _text(args[1])
        return (Aside(blocks, flavour, title),)
    return None


def _text(words: str | None) -> Inlines:
    return (Text(" ".join(words.split())),) if words and words.strip() else ()


def _number(named: Named, key: str) -> int | None:
    match = re.fullmatch(r"(\d{1,5})(?:px)?", named.get(key, ""))
    return int(match[1]) if match else None


def _figure(args: Sequence[str], named: Named) -> Blocks | None:
    src = next(
        (named[key] for key in ("src", "url", "path", "image", "image_path", "file") if named.get(key)), None
    )
    src = src or (args[0] if args else None)
    if src is None:
        return None
    alt = named.get("alt")
    if alt is None and not named.get("src") and len(args) > 1:
        alt = args[1]
    image = Image(
        src,
        alt,
        named.get("title"),
        _number(named, "width"),
        _number(named, "height"),
        named.get("link") or None,
    )
    caption = named.get("caption") or named.get("description") or named.get("title")
    credit = named.get("attr") or named.get("credit") or named.get("source")
    return (Figure((image,), _text(_plain(caption)), _text(_plain(credit))),)


def _plain(markdown: str | None) -> str | None:
    """A caption without its Markdown and HTML marks; captions in tags are short."""
    if markdown is None:
        return None
    without_links = re.sub(r"!?\[([^\]]{0,300})\]\([^)\s]{0,500}\)", r"\1", markdown[:2_000])
    return re.sub(r"</?[a-zA-Z][^<>]{0,300}>|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", without_links)


def _embed(name: str, args: Sequence[str], named: Named) -> Blocks:
    provider, media, address = _PLAYERS[name]
    keys = ("id", "url", "src", "href", "link", "file")
    given = next((named[key] for key in keys if named.get(key)), args[-1] if args else "")
    if name in ("tweet", "twitter", "x") and named.get("user") and named.get("id"):
        given = f"https://twitter.com/{named['user']}/status/{named['id']}"
    elif name == "gist" and len(args) > 1:
        given = "/".join(args[:2])
    if not given:
        href = None
    else:
        href = given if given.startswith(("http://", "https://", "/")) else address.format(given)
    return (Embed(provider, media, named.get("title") or None, href),)


def _verbatim(name: str, args: Sequence[str], named: Named, body: str) -> Blocks | None:
    if name in _DROPPED:
        return ()
    if name in _MATHS:
        source = (body.strip() or " ".join(args)).strip("$").strip()
        return (MathBlock(source),) if source else ()
    if name in _TEXT:
        paragraphs = re.split(r"\n[ \t]*\n", body)
        return tuple(Paragraph((Text(" ".join(part.split())),)) for part in paragraphs if part.strip())
    if not body.strip():
        return None if name in SINGLE_TOO else ()
    language = named.get("lang") or named.get("language") or (args[0] if args else None)
    if name in _DIAGRAMS:
        language = name
    return (
        CodeBlock(
            body, language.lower() if language else None, _text(named.get("title") or named.get("caption"))
        ),
    )
