"""Footnotes: `[^label]` with `[^label]: body`, and inline notes `^[body]`.

The block rule is mdit-py-plugins'. The inline rules are ours: notes inside notes would recurse without end there,
and an unclosed `[^` would be searched to the end of the paragraph from each of its occurrences.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

MAX_DEPTH = 8  # notes within notes

_REFERENCE = re.compile(r"\[\^([^\]\s\[^]{1,200})\]")


def footnote_rules(md: MarkdownIt) -> None:
    """Emits `footnote_reference_open/close` blocks and `note_reference` inlines (`meta["label"]`).

    Bodies of inline notes are collected in `env["inline_notes"]`: label -> tokens.
    """
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.after("image", "inline_note", _inline_note)
    md.inline.ruler.before("link", "note_reference", _note_reference)


def _note_reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    known = state.env.get("footnotes", {}).get("refs", {})
    if match is None or match.end() > state.posMax or ":" + match[1] not in known:
        return False
    if not silent:
        state.push("note_reference", "", 0).meta = {"label": match[1]}
    state.pos = match.end()
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("^[", start) or state.html_terminator_last("]") < start:
        return False
    depth = state.env.get("note_depth", 0)
    end = parseLinkLabel(state, start + 1) if depth < MAX_DEPTH else -1
    if end < 0 or not state.src[start + 2 : end].strip():
        return False
    if not silent:
        notes: dict[str, list[Token]] = state.env.setdefault("inline_notes", {})
        label = f"inline {len(notes) + 1}"  # labels that people write hold no space
        notes[label] = []  # reserved: notes inside this one get their own
        state.env["note_depth"] = depth + 1
        notes[label] = _body(state, start + 2, end)
        state.env["note_depth"] = depth
        state.push("note_reference", "", 0).meta = {"label": label}
    state.pos = end + 1
    return True


def _body(state: StateInline, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    state.md.inline.parse(state.src[start:end], state.md, state.env, tokens)
    return tokens


def lines_of_notes(tokens: list[Token]) -> dict[str, int]:
    """The line (1-based) of the running text that first refers to a note, by label."""
    found: dict[str, int] = {}
    for token in tokens:
        for child in token.children or ():
            if child.type == "note_reference" and token.map:
                found.setdefault(child.meta["label"], token.map[0] + 1)
    return found


def labels_in_order(tokens: list[Token], notes: dict[str, Any]) -> list[str]:
    """Labels of the notes in the order of their first reference; a note's own references follow it."""
    order: dict[str, None] = {}
    stack = list(reversed(tokens))
    while stack:
        token = stack.pop()
        if token.type == "note_reference" and token.meta["label"] not in order:
            order[token.meta["label"]] = None
            stack.extend(reversed(notes.get(token.meta["label"], [])))
        stack.extend(reversed(token.children or []))
    return list(order)
