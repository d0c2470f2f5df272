"""Markdown's block tokens into blocks of an Article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from rhapsode.parsing.article import (
    Aside,
    Block,
    Blocks,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Details,
    Footnote,
    Heading,
    Inlines,
    List,
    ListItem,
    MathBlock,
    Origin,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)  # fmt: skip
from rhapsode.parsing.markdown import attributes
from rhapsode.parsing.markdown.callouts import FLAVOURS
from rhapsode.parsing.markdown.context import Context
from rhapsode.parsing.markdown.figures import read_figure
from rhapsode.parsing.markdown.inlines import read_inlines
from rhapsode.parsing.markdown.nodes import Node
from rhapsode.parsing.markdown.quotes import alert, attribution_paragraph, split_attribution
from rhapsode.parsing.markdown.rawhtml import read_html
from rhapsode.parsing.markdown.spans import Span, spans
from rhapsode.parsing.markdown.syntax import inline_tokens
from rhapsode.parsing.markdown.templates import read_template

_TASK = re.compile(r"\[([ xX])\](?:[ \t]|$)")
_MATH_FENCES = ("math", "latex-math", "katex")
POLICIES = ("say", "summarise", "cue", "skip")


def read_blocks(nodes: Sequence[Node], context: Context) -> Blocks:
    """The blocks that sibling `nodes` are."""
    found: list[Block] = []
    for piece in spans(nodes):
        if isinstance(piece, Span):
            context.line = piece.line
            read = read_html if piece.kind == "html" else read_template
            found.extend(read(piece, context, read_blocks))
        else:
            _read(piece, context, found)
    return tuple(found)


def _read(node: Node, context: Context, into: list[Block]) -> None:
    """`node` as blocks at the end of `into`; attributes and attributions belong to what stands there already."""
    context.line = node.line or context.line
    if node.kind == "paragraph":
        if (given := _lonely_attributes(node)) and into:
            into[-1] = attributed(into[-1], given)
            return
        if into and isinstance(into[-1], Quote) and not into[-1].attribution:
            attribution = attribution_paragraph(node.inline)
            if attribution:
                into[-1] = replace(into[-1], attribution=read_inlines(attribution, context))
                return
    reader = _READERS.get(node.kind)
    if reader is not None:
        into.extend(reader(node, context))
    elif node.nodes:
        into.extend(read_blocks(node.nodes, context))


def _lonely_attributes(node: Node) -> dict[str, str] | None:
    """A paragraph that is nothing but `{: .class}` speaks of the block before it."""
    if len(node.inline) != 1 or node.inline[0].type != "text":
        return None
    found = attributes.leading(node.inline[0].content)
    return found[0] if found and found[1] == len(node.inline[0].content.rstrip()) else None


def attributed(block: Block, given: attributes.Attributes) -> Block:
    """`block` with the language, the policy and the part that its author's attributes give it."""
    changes: dict[str, Any] = {}
    if lang := given.get("lang") or given.get("language"):
        changes["lang"] = lang
    policy = given.get("narrate") or given.get("data-narrate")
    if policy in POLICIES:
        changes["narrate"] = policy
    named = attributes.classes(given)
    if isinstance(block, Quote) and named & {"pull", "pullquote", "pull-quote"}:
        changes["pull"] = True
    if isinstance(block, Quote) and (cite := given.get("cite")):
        changes["cite"] = cite
    flavour = next((FLAVOURS[name] for name in sorted(named) if name in FLAVOURS), None)
    if isinstance(block, Quote | Paragraph) and flavour:
        return (
            Aside((replace(block, **changes),), flavour, origin=block.origin)
            if isinstance(block, Paragraph)
            else (Aside(block.blocks, flavour, origin=block.origin, **changes))
        )
    return replace(block, **changes) if changes else block


def _origin(node: Node) -> Origin | None:
    return Origin(line=node.line) if node.line else None


def _take_attributes(tokens: list[Token]) -> tuple[list[Token], dict[str, str]]:
    """Running text without the attributes at its end, and these."""
    if not tokens or tokens[-1].type != "text":
        return tokens, {}
    found = attributes.trailing(tokens[-1].content)
    if found is None:
        return tokens, {}
    rest = tokens[-1].content[: found[1]]
    before = tokens[-2] if len(tokens) > 1 else None
    if not rest and before is not None and before.type not in ("softbreak", "text"):
        return tokens, {}  # they belong to the image, link or code right before them
    kept = tokens[:-1]
    if rest:
        kept = [*kept, replace(tokens[-1], content=rest)]
    return kept, found[0]


def _heading(node: Node, context: Context) -> Blocks:
    tokens, given = _take_attributes(node.inline)
    content = read_inlines(tokens, context)
    if not content:
        return ()
    return (attributed(Heading(int(node.token.tag[1:] or 1), content, origin=_origin(node)), given),)


def _paragraph(node: Node, context: Context) -> Blocks:
    tokens, given = _take_attributes(node.inline)
    figure = read_figure(tokens, context, _origin(node))
    if figure is not None:
        return (attributed(figure, given),)
    after = tuple(
        block for token in tokens if token.type == "template_inline" for block in token.meta["blocks"]
    )
    tokens = [token for token in tokens if token.type != "template_inline" or not token.meta["blocks"]]
    after = tuple(replace(block, origin=_origin(node)) for block in after)
    content = read_inlines(tokens, context)
    if not content:
        return after
    return (attributed(Paragraph(content, origin=_origin(node)), given), *after)


def _list(node: Node, context: Context) -> Blocks:
    ordered = node.kind == "ordered_list"
    items = tuple(_item(item, context) for item in node.nodes)
    start = int(node.token.attrs.get("start", 1))
    return (List(items, ordered, start if ordered else 1, origin=_origin(node)),)


def _item(node: Node, context: Context) -> ListItem:
    done: bool | None = None
    first = node.nodes[0] if node.nodes else None
    if first is not None and first.kind == "paragraph" and first.inline and first.inline[0].type == "text":
        mark = _TASK.match(first.inline[0].content)
        # `[ ]` alone is an empty box; `[x](url)` was a link and is no text any more.
        if mark and (mark.end() < len(first.inline[0].content) or len(first.inline) > 1):
            done = mark[1] != " "
            first.inline[0] = replace(first.inline[0], content=first.inline[0].content[mark.end() :])
    return ListItem(read_blocks(node.nodes, context), done)


def _quote(node: Node, context: Context) -> Blocks:
    callout = alert(node)
    if callout is not None:
        name, title, folded = callout
        return (_callout(name, read_inlines(title, context), node, context, folded),)
    attribution = split_attribution(node.nodes)
    blocks = read_blocks(node.nodes, context)
    said = read_inlines(attribution, context) if attribution else ()
    if not blocks and not said:
        return ()
    if not blocks:
        return (Quote((Paragraph(said),), origin=_origin(node)),)
    return (Quote(blocks, said, origin=_origin(node)),)


def _callout_block(node: Node, context: Context) -> Blocks:
    meta = node.token.meta
    given = attributes.parse(meta["attributes"]) or {}
    title = given.get("title") or meta["title"]
    name = meta["name"] or next(iter(sorted(attributes.classes(given) & FLAVOURS.keys())), "")
    shown = read_inlines(inline_tokens(title), context) if title else ()
    if not name:  # a plain division
        return tuple(attributed(block, given) for block in read_blocks(node.nodes, context))
    return (attributed(_callout(name, shown, node, context, meta["folded"]), given),)


def _callout(name: str, title: Inlines, node: Node, context: Context, folded: bool) -> Block:
    """A callout by its name. Quotations and things to open have blocks of their own."""
    blocks = read_blocks(node.nodes, context)
    name = name.lower()
    origin = _origin(node)
    if name in ("quote", "cite", "blockquote"):
        return Quote(blocks, title, origin=origin)
    if folded or name in ("details", "collapse", "accordion", "expand"):
        return Details(title or (Text(name.capitalize()),), blocks, origin=origin)
    return Aside(blocks, FLAVOURS.get(name, name), title, origin=origin)


def _code(node: Node, context: Context) -> Blocks:
    info = node.token.info.strip()
    words = info.replace("{", " ").replace("}", " ").split()
    language = words[0].lstrip(".").lower() if words and "=" not in words[0] else None
    text = node.token.content.removesuffix("\n")
    if language in _MATH_FENCES:
        return (MathBlock(text.strip(), origin=_origin(node)),) if text.strip() else ()
    caption = re.search(r"""(?:title|caption|name|filename)=(?:"([^"]*)"|'([^']*)'|([^\s"'}]+))""", info)
    shown = (Text(caption[1] or caption[2] or caption[3]),) if caption and any(caption.groups()) else ()
    return (CodeBlock(text, language, shown, origin=_origin(node)),) if text.strip() else ()


def _math(node: Node, context: Context) -> Blocks:
    return (MathBlock(node.token.content, origin=_origin(node)),)


def _rule(node: Node, context: Context) -> Blocks:
    return (Rule(origin=_origin(node)),)


def _table(node: Node, context: Context) -> Blocks:
    rows: list[tuple[Cell, ...]] = []
    heads = 0
    for section in node.nodes:
        for row in section.nodes:
            header = section.kind == "thead"
            cells = tuple(Cell(read_inlines(cell.inline, context), header) for cell in row.nodes)
            if header and not any(cell.content for cell in cells):
                continue  # a table without headers has to leave them empty
            rows.append(cells)
            heads += header
    return (Table(tuple(rows), header_rows=heads, origin=_origin(node)),) if rows else ()


def _definitions(node: Node, context: Context) -> Blocks:
    items: list[tuple[list[Inlines], list[Blocks]]] = []
    for part in node.nodes:
        if part.kind == "dt":
            if not items or items[-1][1]:
                items.append(([], []))
            items[-1][0].append(read_inlines(part.inline, context))
        elif items:
            items[-1][1].append(read_blocks(part.nodes, context))
    made = tuple(Definition(tuple(terms), tuple(said)) for terms, said in items)
    return (DefinitionList(made, origin=_origin(node)),)


def _nothing(node: Node, context: Context) -> Blocks:
    return ()


_READERS: dict[str, Callable[[Node, Context], Blocks]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
    "callout": _callout_block,
    "fence": _code,
    "code_block": _code,
    "math_block": _math,
    "hr": _rule,
    "table": _table,
    "dl": _definitions,
    "footnote_reference": _nothing,  # read where they are referred to
}


def read_footnotes(bodies: dict[str, Node | list[Token]], order: Sequence[str], context: Context) -> Blocks:
    """The notes in the order of their references; `bodies` are blocks, or the tokens of an inline note."""
    notes: list[Footnote] = []
    for label in order:
        body = bodies[label]
        if isinstance(body, Node):
            context.line = body.line
            blocks = read_blocks(body.nodes, context)
            origin = _origin(body)
        else:
            origin = Origin(line=context.note_lines[label]) if label in context.note_lines else None
            blocks = (Paragraph(read_inlines(body, context), origin=origin),)
        notes.append(Footnote(label, blocks, origin=origin))
    return tuple(notes)
