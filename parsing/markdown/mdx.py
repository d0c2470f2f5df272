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
_LIKE_A_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?:\s[^<>=\"'/]*)?>")
MAX_LINES = 60

# What `x<y and y>z` is not. Elements of HTML, with those of SVG and MathML that pages use.
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "applet",
        "area",
        "article",
        "aside",
        "audio",
        "b",
        "base",
        "basefont",
        "bdi",
        "bdo",
        "big",
        "blink",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "circle",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "g",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "li",
        "line",
        "link",
        "main",
        "map",
        "mark",
        "marquee",
        "math",
        "menu",
        "meta",
        "meter",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mover",
        "mrow",
        "msqrt",
        "msub",
        "msup",
        "mtext",
        "munder",
        "nav",
        "nobr",
        "noframes",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "param",
        "path",
        "picture",
        "pre",
        "progress",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "script",
        "search",
        "section",
        "select",
        "slot",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "text",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "track",
        "tt",
        "u",
        "ul",
        "use",
        "var",
        "video",
        "wbr",
    ]
)


def mdx_rules(md: MarkdownIt) -> None:
    """Tags become `html_block` and `html_inline` tokens; imports, exports and comments leave nothing."""
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "mdx_module", _module)
    md.block.ruler.before("html_block", "mdx_tag", _tag_block, ends)
    md.inline.ruler.before("html_inline", "mdx_inline", _inline)
    md.inline.ruler.before("html_inline", "no_tag", _no_tag)


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


def _no_tag(state: StateInline, silent: bool) -> bool:
    """`x<y and y>z`, `List<int>`: right behind a word, and no element of HTML. Its author wants it to be read."""
    start = state.pos
    if state.src[start] != "<" or not start or not state.src[start - 1].isalnum():
        return False
    match = _LIKE_A_TAG.match(state.src, start, state.posMax)
    if match is None or match[1].lower() in _ELEMENTS:
        return False
    if not silent:
        state.append_pending("<")
    state.pos = start + 1
    return True
