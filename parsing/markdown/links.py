"""Bare addresses, and `[words]{lang=fr}`: running text with attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline, image, link

from rhapsode.parsing.markdown import attributes

_SCHEME = re.compile(r"(?:https?|ftp)$", re.IGNORECASE)
_ADDRESS = re.compile(r"://[^\s<>\x00-\x20]{1,2000}")
_BARE = re.compile(
    r"(?<![\w@/.:-])(?:www\.[^\s<>]{1,2000}|[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-]))"
)
_SPAN_ATTRIBUTES = re.compile(r"\{:?([^{}\n]{1,%d})\}" % attributes.MAX_LENGTH)  # noqa: UP031


def link_rules(md: MarkdownIt) -> None:
    """Emits `link_open/close` for bare http addresses and `span_open/close` with `meta["attributes"]`."""
    md.inline.ruler.before("newline", "bare_address", _bare_address)
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.at("link", _closed_ahead(link))
    md.inline.ruler.at("image", _closed_ahead(image))


def _closed_ahead(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule`, asked only where a closing bracket is still to come: an open one alone is looked at once, not searched for."""

    def guarded(state: StateInline, silent: bool) -> bool:
        return state.html_terminator_last("]") > state.pos and rule(state, silent)

    return guarded


def trim_address(address: str) -> str:
    """`address` without the punctuation of the sentence around it; a bracket stays where it was opened inside."""
    surplus = address.count(")") - address.count("(")
    while address:
        if address[-1] in "?!.,:;*_~'\"[]{}`|»”’…":
            address = address[:-1]
        elif address[-1] == ")" and surplus > 0:
            address, surplus = address[:-1], surplus - 1
        else:
            break
    return address


def _bare_address(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel > 0 or state.src[state.pos] != ":":
        return False
    if not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src, max(0, state.pos - 5), state.pos)
    match = _ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or match is None or (scheme.start() and state.src[scheme.start() - 1].isalnum()):
        return False
    rest = trim_address(match[0])
    if len(rest) <= 4 or not state.pending.endswith(scheme[0]):
        return False
    state.pending = state.pending[: -len(scheme[0])]
    href = scheme[0] + rest
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = href
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def bare_addresses(text: str) -> Iterable[re.Match[str]]:
    """The `www.` addresses and e-mail addresses in `text`."""
    return _BARE.finditer(text) if "www." in text or "@" in text else ()


def _span(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[" or state.html_terminator_last("]{") < start:
        return False
    end = parseLinkLabel(state, start)
    match = _SPAN_ATTRIBUTES.match(state.src, end + 1, state.posMax) if end >= 0 else None
    found = attributes.parse(match[1]) if match else None
    if match is None or found is None:
        return False
    if not silent:
        maximum = state.posMax
        state.pos, state.posMax = start + 1, end
        state.push("span_open", "span", 1).meta = {"attributes": found}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = maximum
    state.pos = match.end()
    return True
