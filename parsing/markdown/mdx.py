"""MDX: `import` and `export` lines, `{/* comments */}`, and tags whose attributes are `{expressions}`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_IMPORT = re.compile(r"import\s+(?:[\w$*{}\s,]{1,400}?\sfrom\s+)?[\"'][^\"'\n]+[\"']\s*;?\s*$")
_EXPORT = re.compile(
    r"export\s+(?:default\s+)?(?:(?:const|let|var)\s+[\w$]+\s*=|(?:async\s+)?function\b[^(\n]*\(|class\s+\w+[^\n]*\{"
    r"|default\s+[\w$({]|\{[^\n]*\}|\*\s+from\b)"
)
_BRACES = r"\{(?:[^{}]|\{[^{}]*\}){0,500}\}"
_TAG = re.compile(
    rf"</?[A-Za-z][\w.-]*(?:\s+(?:[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|{_BRACES}|[^\s\"'=<>{{}}]+))?|{_BRACES}))*\s*/?>"
)
_COMMENT = re.compile(r"\{/\*.{0,2000}?\*/\}", re.DOTALL)
MAX_LINES = 60


def mdx_rules(md: MarkdownIt) -> None:
    """Tags become `html_block` and `html_inline` tokens; imports, exports and comments leave nothing."""
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "mdx_module", _module)
    md.block.ruler.before("html_block", "mdx_tag", _tag_block, ends)
    md.inline.ruler.before("html_inline", "mdx_inline", _inline)


def _module(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Module lines stand at the margin and end at a blank line; English that starts with "import" does not match."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.level or state.sCount[start_line] or not state.src.startswith(("import ", "export "), start):
        return False
    end = start_line
    while end < end_line and end - start_line < MAX_LINES and not state.isEmpty(end):
        end += 1
    source = state.src[start : state.eMarks[end - 1]]
    first = source.split("\n", 1)[0]
    if _EXPORT.match(first):
        last = end
    elif _IMPORT.match(first):
        last = start_line + 1
    elif _IMPORT.match(source):
        last = end
    else:
        return False
    if not silent:
        state.line = last
    return True


def _tag_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A tag with expressions alone on its lines. Tags without them are CommonMark's own."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or state.src[start : start + 1] != "<":
        return False
    last = min(end_line, start_line + MAX_LINES) - 1
    match = _TAG.match(state.src, start, state.eMarks[last])
    if match is None or "{" not in match[0]:
        return False
    line = start_line + match[0].count("\n")
    if state.src[match.end() : state.eMarks[line]].strip():
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("html_block", "", 0)
    token.map, token.content = [start_line, state.line], match[0] + "\n"
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] not in "<{":
        return False
    rule = _TAG if state.src[start] == "<" else _COMMENT
    match = rule.match(state.src, start, state.posMax)
    if match is None or "{" not in match[0]:
        return False
    if not silent and rule is _TAG:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True
