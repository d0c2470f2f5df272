"""Callouts: `:::note Title ... :::` and `!!! note "Title"` (`???` where the reader opens it)."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

FLAVOURS = {
    "abstract": "summary", "summary": "summary", "tldr": "summary", "tl;dr": "summary",
    "attention": "warning", "bug": "bug", "caution": "caution", "check": "success", "danger": "danger",
    "done": "success", "error": "danger", "example": "example", "fail": "failure", "failure": "failure",
    "faq": "question", "help": "question", "hint": "tip", "important": "important", "info": "info",
    "missing": "failure", "note": "note", "question": "question", "seealso": "note", "success": "success",
    "tip": "tip", "todo": "todo", "warning": "warning", "alert": "warning", "notice": "note",
    "callout": "note", "admonition": "note", "aside": "note", "spoiler": "spoiler", "sidebar": "sidebar",
}  # fmt: skip

_FENCE = re.compile(r"(:{3,})[ \t]*([^:\s].*)?")
_NAME = re.compile(r"([\w;-]+)?[ \t]*(?:\[([^\]\n]*)\])?[ \t]*(?:\{([^{}\n]*)\})?[ \t]*(.*)")
_BANGS = re.compile(r"(!!!|\?\?\?)(\+?)[ \t]+([\w-]+)(?:[ \t]+([\w -]*?))?[ \t]*(?:\"(.*)\")?")


def callout_rules(md: MarkdownIt) -> None:
    """Emits `callout_open/close`; `meta` holds `name`, `title` (Markdown, maybe None), `attributes`, `folded`."""
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "colon_callout", _colons, ends)
    md.block.ruler.before("fence", "bang_callout", _bangs, ends)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _colons(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line) or not _line(state, start_line).startswith(":::"):
        return False
    fence = _FENCE.fullmatch(_line(state, start_line).rstrip())
    if fence is None or not fence[2]:
        return False
    if silent:
        return True
    name, title, attributes, rest = _NAME.fullmatch(fence[2].rstrip(": ")).groups()  # type: ignore[union-attr]
    end = _closing_fence(state, start_line, end_line)
    meta = {
        "name": name or "",
        "title": title or rest or None,
        "attributes": attributes or "",
        "folded": False,
    }
    _nested(state, start_line, end, meta, 0)
    state.line = min(end + 1, end_line)
    return True


def _closing_fence(state: StateBlock, start_line: int, end_line: int) -> int:
    """The line of the fence that closes, or the container's end where the author forgot it."""
    depth = 1
    for line in range(start_line + 1, end_line):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        if not state.src.startswith(":::", state.bMarks[line] + state.tShift[line]):
            continue
        fence = _FENCE.fullmatch(_line(state, line).rstrip())
        if fence:
            depth += 1 if fence[2] else -1
            if depth == 0:
                return line
    return end_line


def _bangs(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line) or not _line(state, start_line).startswith(("!!!", "???")):
        return False
    match = _BANGS.fullmatch(_line(state, start_line).rstrip())
    if match is None:
        return False
    if silent:
        return True
    end = start_line + 1
    while end < end_line and (state.isEmpty(end) or state.sCount[end] >= state.blkIndent + 4):
        end += 1
    meta = {"name": match[3], "title": match[5], "attributes": "", "folded": match[1] == "???"}
    _nested(state, start_line, end, meta, 4)
    state.line = end
    return True


def _nested(state: StateBlock, start_line: int, end: int, meta: dict[str, object], indent: int) -> None:
    """The lines between `start_line` and `end` as blocks inside a callout."""
    opening = state.push("callout_open", "aside", 1)
    opening.map, opening.meta = [start_line, end], meta
    old_parent, old_end = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", end
    state.blkIndent += indent
    state.md.block.tokenize(state, start_line + 1, end)
    state.blkIndent -= indent
    state.parentType, state.lineMax = old_parent, old_end
    state.push("callout_close", "aside", -1)
