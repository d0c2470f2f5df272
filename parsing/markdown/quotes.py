"""Quotations: who is quoted, and block quotes that are callouts (`> [!NOTE]`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from rhapsode.parsing.markdown.nodes import Node

MAX_ATTRIBUTION = 160  # characters

_DASH = re.compile(r"(?:—|–|―|---?)\s*(?=[^\W_]|[\"“‘'*_@])")
_ALERT = re.compile(r"\[!([\w-]+)\]([+-]?)[ \t]*")


def alert(node: Node) -> tuple[str, list[Token], bool] | None:
    """Name, title and whether it is folded, of a block quote that is a callout; its mark is taken out of `node`."""
    first = node.nodes[0] if node.nodes else None
    if first is None or first.kind != "paragraph" or not first.inline or first.inline[0].type != "text":
        return None
    match = _ALERT.match(first.inline[0].content)
    if match is None:
        return None
    tokens = [replace(first.inline[0], content=first.inline[0].content[match.end() :]), *first.inline[1:]]
    end = next((i for i, token in enumerate(tokens) if token.type in ("softbreak", "hardbreak")), len(tokens))
    title = [token for token in tokens[:end] if token.content or token.type != "text"]
    first.inline = tokens[end + 1 :]
    return match[1], title, match[2] == "-"


def split_attribution(nodes: list[Node]) -> list[Token]:
    """The tokens of the attribution in a quotation's last line, taken out of `nodes`."""
    last = nodes[-1] if nodes else None
    if last is None or last.kind != "paragraph":
        return []
    start = _last_line(last.inline)
    line = last.inline[start:]
    if start == 0 and len(nodes) == 1:
        return []  # a quotation needs words of its own
    said = _attribution(line)
    if said:
        last.inline = last.inline[: max(0, start - 1)]
        if not last.inline:
            nodes.pop()
    return said


def attribution_paragraph(tokens: list[Token]) -> list[Token]:
    """The attribution that a paragraph after a quotation is, if it is short and starts with a dash."""
    text = _text(tokens)
    if len(text) > 80 or text.rstrip().endswith((".", "!", "?", ":", ";", ",")) or "\n" in text:
        return []
    said = _attribution(tokens)
    return said if said and re.match(r"\W*[^\W\d_a-z]", _text(said)) else []


def _last_line(tokens: Sequence[Token]) -> int:
    """Where the last line of running text starts; a line end inside an emphasis or link is none."""
    level = 0
    start = 0
    for i, token in enumerate(tokens):
        level += token.nesting
        if level == 0 and token.type in ("softbreak", "hardbreak"):
            start = i + 1
    return start


def _text(tokens: Sequence[Token]) -> str:
    return "".join("\n" if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


def _attribution(line: list[Token]) -> list[Token]:
    """`line` without its dash, if it says whose words these are."""
    if not line or len(_text(line)) > MAX_ATTRIBUTION:
        return []
    if line[0].type == "html_inline" and re.match(r"<(cite|footer)\b", line[0].content, re.IGNORECASE):
        closing = re.fullmatch(r"</(cite|footer)\s*>", line[-1].content, re.IGNORECASE)
        inner = line[1:-1]
        return (_without_dash(inner) or inner) if closing else []
    return _without_dash(line)


def _without_dash(line: list[Token]) -> list[Token]:
    while line and line[0].type == "text" and not line[0].content.strip():
        line = line[1:]
    first = line[0] if line else None
    if first is None or first.type != "text":
        return []
    following = "*" if len(line) > 1 else ""  # a name may be emphasised or linked
    match = _DASH.match(first.content.lstrip() + following)
    if match is None:
        return []
    rest = first.content.lstrip()[match.end() :]
    return [replace(first, content=rest), *line[1:]] if rest else line[1:]
