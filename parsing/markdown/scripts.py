"""Subscript and superscript as Pandoc writes them: `H~2~O`, `10^th^`. Both stand right behind a letter or digit."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_SUB = re.compile(r"~([^\s~^*_`\\\[\]<>{}]{1,40})~(?!~)")
_SUP = re.compile(r"\^([^\s~^*_`\\\[\]<>{}]{1,40})\^")


def script_rules(md: MarkdownIt) -> None:
    """Emits `sub` and `sup` tokens with their `content`."""
    md.inline.ruler.before("strikethrough", "scripts", _script)


def _script(state: StateInline, silent: bool) -> bool:
    start = state.pos
    mark = state.src[start]
    if mark not in "~^" or not start or not (state.src[start - 1].isalnum() or state.src[start - 1] in ")]"):
        return False
    match = (_SUB if mark == "~" else _SUP).match(state.src, start, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("sub" if mark == "~" else "sup", "", 0).content = match[1]
    state.pos = match.end()
    return True
