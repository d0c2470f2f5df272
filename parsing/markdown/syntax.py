"""The Markdown that blogs write: CommonMark, and each extension as rules of its own, in one visible chain."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from rhapsode.parsing.markdown.abbreviations import abbreviation_rules
from rhapsode.parsing.markdown.callouts import callout_rules
from rhapsode.parsing.markdown.footnotes import footnote_rules
from rhapsode.parsing.markdown.links import link_rules
from rhapsode.parsing.markdown.math import math_rules
from rhapsode.parsing.markdown.mdx import mdx_rules
from rhapsode.parsing.markdown.scripts import script_rules
from rhapsode.parsing.markdown.templates import template_rules

MAX_NESTING = 60  # a list counts twice: the list and its item

# markdown-it's parser drops what lies deeper than its limit; see `_DeepBlocks`.


class _DeepBlocks(ParserBlock):
    """markdown-it's block parser, except that what is nested too deep becomes a paragraph instead of nothing."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        if state.level < state.md.options.maxNesting:
            super().tokenize(state, startLine, endLine)
            return
        line = state.skipEmptyLines(startLine)
        state.line = endLine
        content = state.getLines(line, endLine, state.blkIndent, False)
        if line >= endLine or not content.strip(" \n>-+*"):
            return
        state.env.setdefault("too_deep", line + 1)
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [line, endLine]
        inline = state.push("inline", "", 0)
        inline.content = "\n".join(row.lstrip(" >-+*\t") for row in content.splitlines())
        inline.map = [line, endLine]
        inline.children = []
        state.push("paragraph_close", "p", -1)


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "html": True})
    deep = _DeepBlocks()
    deep.ruler = md.block.ruler
    md.block = deep
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin)
    for rules in (
        footnote_rules,
        abbreviation_rules,
        math_rules,
        callout_rules,
        script_rules,
        link_rules,
        template_rules,
        mdx_rules,
    ):
        md.use(rules)
    return md


def tokenize(text: str) -> tuple[list[Token], dict[str, object]]:
    """Tokens of `text`, and what the rules put down beside them (abbreviations, notes)."""
    env: dict[str, object] = {}
    return _parser().parse(text, env), env


def inline_tokens(text: str) -> list[Token]:
    """Tokens of a piece of running text that did not stand in the text itself (a title, a caption)."""
    parsed = _parser().parseInline(text[:10_000], {})
    return parsed[0].children or [] if parsed else []
