"""MDX-like components (`<Callout type="tip">`) as the HTML that says the same; unknown ones keep their text."""

from __future__ import annotations

import html
import re

from rhapsode.parsing.markdown.callouts import FLAVOURS

# Their HTML counterparts. What holds a title as an attribute shows it.
_ELEMENTS = {
    "figure": "figure", "quote": "blockquote", "blockquote": "blockquote", "pullquote": "blockquote",
    "link": "a", "a": "a", "details": "details", "accordion": "details", "accordionitem": "details",
    "collapsible": "details", "expandable": "details", "collapse": "details", "disclosure": "details",
    "caption": "figcaption", "figcaption": "figcaption", "kbd": "kbd", "code": "code",
}  # fmt: skip
_PICTURES = ("image", "img", "nextimage", "staticimage", "zoomimage", "photo")
_PLAYERS = {
    "youtube": "https://www.youtube.com/embed/{}", "youtubeembed": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}", "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}", "video": "{}", "audio": "{}", "iframe": "{}", "embed": "{}",
    "codesandbox": "https://codesandbox.io/embed/{}", "spotify": "https://open.spotify.com/embed/{}",
}  # fmt: skip

# Attributes stop at the next `<`: a row of unclosed tags is read once.
_COMPONENT = re.compile(r"<(/?)([A-Z][\w.]*)((?:[^<>\"'{]|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*?)(/?)>")
_ATTRIBUTE = re.compile(
    r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|\{[\"'`]?([^{}\"'`]*)[\"'`]?\}|([^\s\"'{}]+)))?"
)


def as_html(markup: str, *, block: bool) -> str:
    """`markup` with its components as plain HTML; tags written in capitals, `<P>`, stay what they are."""
    if not re.search(r"</?[A-Z]", markup):
        return markup
    return _COMPONENT.sub(lambda match: _translated(match, block), markup)


def _translated(match: re.Match[str], block: bool) -> str:
    closing, name, given, alone = match.groups()
    if name.isupper() and not given.count("{") and len(name) <= 10:
        return match[0]
    plain = name.split(".")[-1].lower()
    attributes = {} if closing else _attributes(given)
    if plain in _PICTURES:
        return "" if closing else _tag("img", attributes)
    if plain in _PLAYERS:
        return _player(plain, attributes) if not closing else ""
    if plain in FLAVOURS or plain in ("infobox", "banner"):
        return "</aside>" if closing else _aside(plain, attributes) + ("</aside>" if alone else "")
    element = _ELEMENTS.get(plain, "div" if block else "span")
    if closing:
        return f"</{element}>"
    opening = _tag(element, attributes if element == "a" else {})
    if element == "details":
        opening += f"<summary>{html.escape(attributes.get('title') or attributes.get('summary') or 'Details')}</summary>"
    return opening + (f"</{element}>" if alone else "")


def _attributes(given: str) -> dict[str, str]:
    found = {}
    for match in _ATTRIBUTE.finditer(given):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        found.setdefault(match[1], value)
    return found


def _tag(name: str, attributes: dict[str, str]) -> str:
    pairs = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>"


def _aside(name: str, attributes: dict[str, str]) -> str:
    kind = (attributes.get("type") or attributes.get("kind") or attributes.get("variant") or name).lower()
    title = attributes.get("title")
    shown = f'<p class="callout-title"><strong>{html.escape(title)}</strong></p>' if title else ""
    return f'<aside class="callout {html.escape(FLAVOURS.get(kind, "note"))}">{shown}'


def _player(name: str, attributes: dict[str, str]) -> str:
    keys = ("id", "videoId", "youTubeId", "tweetId", "src", "url", "href", "link")
    given = next((attributes[key] for key in keys if attributes.get(key)), None)
    if given is None:
        return ""
    src = given if given.startswith(("http://", "https://", "/")) else _PLAYERS[name].format(given)
    return _tag("iframe", {"src": src, "title": attributes.get("title", "")}) + "</iframe>"
