r"""Mathematics: `$x$`, `$$x$$`, `\(x\)` and `\[x\]`, and environments such as `\begin{align}`.

A dollar sign is mostly money. A formula needs what Pandoc asks for (no space inside the dollars, no digit after the
closing one), and what stands between two prices must not look like prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

MAX_INLINE = 2_000  # characters
MAX_LINES = 300

_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.){0,%d}?)(?<!\s)\$(?!\d)" % MAX_INLINE, re.DOTALL)  # noqa: UP031
_DOUBLE = re.compile(r"\$\$((?:[^$\\]|\\.){1,%d}?)\$\$" % MAX_INLINE, re.DOTALL)  # noqa: UP031
_PROSE = re.compile(r"[^\W\d_]{2,}[\s,.;:]+[^\W\d_]{2,}")
_MATHEMATICAL = re.compile(r"\\[A-Za-z]|[\^_=<>{}]")
_ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|align|gather|multline|alignat|flalign|eqnarray|displaymath|math|cases|[pbvBV]?matrix)\*?)\}"
)


def math_rules(md: MarkdownIt) -> None:
    """Emits `math_inline` and `math_block` tokens whose `content` is TeX."""
    md.inline.ruler.before("escape", "math_brackets", _brackets)
    md.inline.ruler.after("escape", "math_dollars", _dollars)
    md.block.ruler.before(
        "fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _looks_mathematical(content: str) -> bool:
    return not _PROSE.search(content) or bool(_MATHEMATICAL.search(content))


def _dollars(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "$" or (start and (src[start - 1].isalnum() or src[start - 1] == "$")):
        return False
    rule, display = (_DOUBLE, True) if src.startswith("$$", start) else (_DOLLARS, False)
    # From each dollar only as far as the next one: linear over the paragraph.
    match = rule.match(src, start, state.posMax)
    content = match[1] if match else ""
    if match is None or not content.strip() or not (display or _looks_mathematical(content)):
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = content.strip(), "$$" if display else "$"
    state.pos = match.end()
    return True


def _brackets(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if not src.startswith(("\\(", "\\["), start):
        return False
    closing = "\\)" if src[start + 1] == "(" else "\\]"
    end = src.find(closing, start + 2, min(state.posMax, start + MAX_INLINE))
    content = src[start + 2 : end].strip() if end >= 0 else ""
    # Exporters escape brackets in prose: \(see below\), \[1\].
    if not content or (len(content) > 1 and not _MATHEMATICAL.search(content) and not _short(content)):
        return False
    if closing == "\\]" and not _MATHEMATICAL.search(content):
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = content, src[start : start + 2]
    state.pos = end + 2
    return True


def _short(content: str) -> bool:
    """Variables and sums: `x + y`, `2n`; not a word in brackets."""
    return not re.search(r"[^\W\d_]{2,}", content) and bool(re.search(r"[^\W\d_]", content))


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    first = state.src[start : state.eMarks[start_line]].rstrip()
    if not first.startswith(("$$", "\\[", "\\begin{")):
        return False
    found = (
        _environment(state, start_line, first)
        if first.startswith("\\b")
        else _fenced(state, start_line, first)
    )
    if found is None or found[0] >= end_line:
        return False
    last, content = found
    if silent:
        return True
    token = state.push("math_block", "math", 0)
    token.content = content.strip()
    token.map = [start_line, last + 1]
    state.line = last + 1
    return True


def _fenced(state: StateBlock, start_line: int, first: str) -> tuple[int, str] | None:
    """Last line and content of `$$ ... $$` or `\\[ ... \\]`, on one line or on several."""
    opening = first[:2]
    closing = "$$" if opening == "$$" else "\\]"
    if len(first) > 4 and first.endswith(closing):
        content = first[2:-2]
        return (start_line, content) if closing not in content and content.strip() else None
    if closing in first[2:]:
        return None
    last = _next_line(state, closing, lambda line: line.endswith(closing), start_line)
    if last is None:
        return None
    body = state.getLines(start_line, last + 1, state.blkIndent, False).strip()[2:-2]
    return (last, body) if body.strip() else None


def _environment(state: StateBlock, start_line: int, first: str) -> tuple[int, str] | None:
    match = _ENVIRONMENT.match(first)
    if match is None:
        return None
    closing = f"\\end{{{match[1]}}}"
    last = (
        start_line
        if first.endswith(closing)
        else _next_line(state, closing, lambda line: line.endswith(closing), start_line)
    )
    return (
        None if last is None else (last, state.getLines(start_line, last + 1, state.blkIndent, False).strip())
    )


def _next_line(state: StateBlock, key: str, closes: Callable[[str], bool], after: int) -> int | None:
    """The first line after `after` that closes; the lines are looked through once per document and kind."""
    name = f"lines that end with {key}"
    if name not in state.env:
        rows = enumerate(zip(state.bMarks, state.eMarks, strict=True))
        state.env[name] = [i for i, (b, e) in rows if closes(state.src[max(b, e - 80) : e].rstrip())]
    lines: list[int] = state.env[name]
    at = bisect_right(lines, after)
    return lines[at] if at < len(lines) and lines[at] - after <= MAX_LINES else None
