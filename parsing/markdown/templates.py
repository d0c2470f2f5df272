"""Tags of site generators: Hugo's `{{< figure >}}`, Liquid's and Jinja's `{% highlight %}`, `{{ page.title }}`.

Known ones become what they show. Unknown ones are left out and reported; what stands between a pair of them stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from rhapsode.parsing.article import Blocks, Origin
from rhapsode.parsing.markdown import shortcodes
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.nodes import Node
from rhapsode.parsing.markdown.spans import Span

ReadBlocks: TypeAlias = Callable[[Sequence[Node], Context], Blocks]
Role: TypeAlias = Literal["open", "close", "single"]

MAX_DEPTH = 20  # pairs within pairs
MAX_LINES = 5_000  # of verbatim text

_ARGUMENTS = r"(?:[^{}\"%>]|\"(?:[^\"\\\n]|\\.)*\"|[%>](?!\}))*?"
_TAG = re.compile(
    r"\{\{(?P<hugo>[<%])-?\s*(?P<slash>/?)\s*(?P<name>[A-Za-z][\w./-]*)(?P<given>" + _ARGUMENTS + r")[%>]\}\}"
    r"|\{%-?\s*(?P<liquid>[A-Za-z][\w.-]*)(?P<liquid_given>" + _ARGUMENTS + r")-?%\}"
)
_COMMENT = re.compile(r"\{\{([<%])/\*.{0,2000}?\*/[%>]\}\}|\{#[^#{}\n]{0,500}#\}", re.DOTALL)
_OUTPUT = re.compile(r"\{\{-?\s*([A-Za-z_\"'][^{}\n]{0,300}?)\s*-?\}\}")
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*[=:]\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s\"'`,]+))")
# In a link's target a template hides its address: `[text]({{< ref "post.md" >}})`.
_IN_TARGET = re.compile(
    r"\]\(\s*\{\{[<%]?\s*(?:(?:rel)?ref\s+)?[\"']?([^{}\"'\s|<>]*)[\"']?[^{}\n]{0,200}\}\}([^)\s]*)"
)
_LIQUID_TARGET = re.compile(r"\]\(\s*(?:\{\{[^{}\n]{0,100}\}\})?\{%\s*(?:link|post_url)\s+([^%\s]+)\s*%\}")


@dataclass(slots=True)
class Tag:
    """One tag: its `name`, `args` by position, `named` ones, and the `body` of one that holds verbatim text."""

    name: str
    role: Role
    args: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    source: str = ""
    body: str = ""


def template_rules(md: MarkdownIt) -> None:
    """Emits `template` blocks (`meta`: role, name, tag) and `template_inline` (`meta`: source, blocks)."""
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "template", _block, ends)
    md.inline.ruler.before("link", "template_inline", _inline)


def plain_targets(text: str) -> str:
    """`text` with the templates in its links' targets replaced by the addresses they hold."""
    if "](" not in text or ("{{" not in text and "{%" not in text):
        return text
    text = _LIQUID_TARGET.sub(lambda match: f"]({match[1]}", text)
    return _IN_TARGET.sub(_target, text)


def _target(match: re.Match[str]) -> str:
    held = (
        match[1] if re.search(r"[/.#]", match[1]) and not match[1].startswith(("site.", "page.", ".")) else ""
    )
    return f"]({held}{match[2]}"


def _tag(match: re.Match[str]) -> Tag:
    name = (match["name"] or match["liquid"]).lower()
    given = match["given"] if match["name"] else match["liquid_given"]
    closing = bool(match["slash"])
    if match["liquid"] and name.startswith("end") and len(name) > 3:
        name, closing = name[3:], True
    alone = given.rstrip().endswith("/")
    args, named = _arguments(given.rstrip().removesuffix("/"))
    if name == "include" and args:  # Jekyll: {% include figure.html src="..." %}
        name = args.pop(0).rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
        alone = True
    role: Role = "close" if closing else "open" if not alone and shortcodes.is_pair(name) else "single"
    return Tag(name, role, args, named, match[0])


def _arguments(given: str) -> tuple[list[str], dict[str, str]]:
    args: list[str] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(given):
        value = next((part for part in match.groups()[1:] if part is not None), "").replace('\\"', '"')
        if match[1]:
            named.setdefault(match[1].lower(), value)
        else:
            args.append(value)
    return args, named


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Lines that start with a tag and hold tags, or text between two tags, and nothing else."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith(("{{<", "{{%", "{%"), start) or state.is_code_block(start_line):
        return False
    first = _TAG.match(state.src, start, min(start + 4_000, state.eMarks[end_line - 1]))
    if first is None:
        return False
    tag = _tag(first)
    last_line = start_line + first[0].count("\n")
    rest = state.src[first.end() : state.eMarks[last_line]].strip()
    if tag.role != "close" and tag.name in shortcodes.VERBATIM:
        return _verbatim(state, start_line, end_line, tag, first.end(), silent)
    pieces = _pieces(rest)
    if rest and (not pieces or isinstance(pieces[-1], str) or not shortcodes.is_block(tag.name)):
        return False
    if silent:
        return True
    lines = [start_line, last_line + 1]
    _push(state, tag, lines)
    for piece in pieces:
        if isinstance(piece, str):
            _push_paragraph(state, piece, lines)
        else:
            _push(state, piece, lines)
    state.line = last_line + 1
    return True


def _pieces(rest: str) -> list[Tag | str]:
    """The tags of `rest` and the text between them."""
    found: list[Tag | str] = []
    last = 0
    for match in _TAG.finditer(rest):
        if rest[last : match.start()].strip():
            found.append(rest[last : match.start()].strip())
        found.append(_tag(match))
        last = match.end()
    if rest[last:].strip():
        found.append(rest[last:].strip())
    return found


def _push(state: StateBlock, tag: Tag, lines: list[int]) -> None:
    token = state.push("template", "", 0)
    token.map, token.meta = lines, {"role": tag.role, "name": tag.name, "tag": tag}


def _push_paragraph(state: StateBlock, content: str, lines: list[int]) -> None:
    state.push("paragraph_open", "p", 1).map = lines
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, lines, []
    state.push("paragraph_close", "p", -1)


def _verbatim(state: StateBlock, start_line: int, end_line: int, tag: Tag, start: int, silent: bool) -> bool:
    """What stands between the tags as it is."""
    stop = state.eMarks[min(end_line, start_line + MAX_LINES) - 1]
    closing = _closing(state, tag.name, start)
    if closing is None or closing[1] > stop:
        if tag.name not in shortcodes.SINGLE_TOO:
            return False
        match_end, body = start, ""
    else:
        match_end, body = closing[1], state.src[start : closing[0]]
    last_line = start_line + state.src.count("\n", state.bMarks[start_line], match_end)
    if state.src[match_end : state.eMarks[last_line]].strip():
        return False
    if not silent:
        tag.role = "single"
        tag.body = body.strip("\n")
        _push(state, tag, [start_line, last_line + 1])
        state.line = last_line + 1
    return True


def _closing(state: StateBlock | StateInline, name: str, after: int) -> tuple[int, int] | None:
    """Where the next closing tag starts and ends; the text is searched once for each name."""
    # The text is kept beside its spans: while it lives, no other has its identity.
    key = f"closing tags of {name} in {id(state.src)}"
    held = state.env.get(key)
    if held is None:
        tag = re.escape(name)
        finder = re.compile(
            r"\{\{[<%]\s{0,9}/\s{0,9}" + tag + r"\s{0,9}[%>]\}\}|\{%-?\s{0,9}end" + tag + r"\s{0,9}-?%\}",
            re.I,
        )
        held = state.env[key] = (state.src, [match.span() for match in finder.finditer(state.src)])
    spans: list[tuple[int, int]] = held[1]
    at = bisect_left(spans, (after, after))
    return spans[at] if at < len(spans) else None


def _inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "{" or not state.src.startswith(("{{", "{%", "{#"), start):
        return False
    stop = min(state.posMax, start + 2_000)
    comment = _COMMENT.match(state.src, start, stop)
    match = comment or _TAG.match(state.src, start, stop) or _OUTPUT.match(state.src, start, stop)
    if match is None:
        return False
    tag = _tag(match) if match.re is _TAG else Tag("", "single", source=match[0])
    closing = (
        _closing(state, tag.name, match.end())
        if tag.name in shortcodes.VERBATIM and tag.role != "close"
        else None
    )
    if not silent and comment is None:
        if closing:
            _push_verbatim(state, tag.name, state.src[match.end() : closing[0]].strip())
        else:
            _push_tag(state, tag)
    state.pos = closing[1] if closing else match.end()
    return True


def _push_verbatim(state: StateInline, name: str, body: str) -> None:
    kind = shortcodes.inline_kind(name)
    if kind and body:
        state.push(kind, "", 0).content = body


def _push_tag(state: StateInline, tag: Tag) -> None:
    known = tag.role == "close" or tag.name in shortcodes.SILENT or shortcodes.is_pair(tag.name)
    blocks = shortcodes.shown(tag.name, tag.args, tag.named, "") if tag.role == "single" else None
    source = "" if known or blocks else tag.source
    state.push("template_inline", "", 0).meta = {"source": source, "blocks": blocks or ()}


def read_template(span: Span, context: Context, read_blocks: ReadBlocks) -> Blocks:
    """The blocks that a tag, or a pair of tags with what is between them, shows."""
    tag: Tag = span.nodes[0].token.meta["tag"]
    origin = Origin(line=span.line)
    if len(span.nodes) == 1:
        return tuple(replace(block, origin=origin) for block in _single(tag, context))
    context.template_depth += 1
    inside: Sequence[Node] = span.nodes[1:-1]
    if context.template_depth > MAX_DEPTH:
        inside = [node for node in inside if node.kind != "template"]
        context.warn(
            f"tags within tags within tags: more than {MAX_DEPTH} deep, only the text was kept", span.line
        )
    blocks = read_blocks(inside, context)
    context.template_depth -= 1
    around = shortcodes.around(tag.name, tag.args, tag.named, blocks)
    return blocks if around is None else tuple(replace(block, origin=origin) for block in around)


def _single(tag: Tag, context: Context) -> Blocks:
    if tag.role == "close" or tag.name in shortcodes.SILENT:
        return ()
    blocks = shortcodes.shown(tag.name, tag.args, tag.named, tag.body)
    if blocks is None:
        if not shortcodes.is_pair(tag.name):
            context.template_left_out(tag.source)
        return ()
    return tuple(_absolute(block, context) for block in blocks)


def _absolute(block: Any, context: Context) -> Any:
    if block.kind == "figure":
        return replace(
            block, images=tuple(replace(image, src=context.absolute(image.src)) for image in block.images)
        )
    return block
