"""Abbreviations: `*[HTML]: Hypertext Markup Language` defines what every HTML in the text stands for."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from rhapsode.parsing.article import Abbreviation, Inline, Text

MAX_DEFINITIONS = 1_000

_DEFINITION = re.compile(r"\*\[([^\]\n]{1,100})\]:[ \t]*(\S.*)")


def abbreviation_rules(md: MarkdownIt) -> None:
    """Collects definitions in `env["abbreviations"]`: written -> expansion."""
    md.block.ruler.before("reference", "abbreviation", _definition, {"alt": ["paragraph", "reference"]})


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("*[", start):
        return False
    match = _DEFINITION.match(state.src, start, state.eMarks[start_line])
    if match is None:
        return False
    if not silent:
        known: dict[str, str] = state.env.setdefault("abbreviations", {})
        if len(known) < MAX_DEFINITIONS:
            known.setdefault(match[1], match[2].strip())
        state.line = start_line + 1
    return True


def pattern(known: dict[str, str]) -> re.Pattern[str] | None:
    """What finds the abbreviations in running text, longest first, as whole words."""
    if not known:
        return None
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def expand(text: str, known: dict[str, str], finder: re.Pattern[str]) -> list[Inline]:
    """`text` with its abbreviations marked."""
    found: list[Inline] = []
    last = 0
    for match in finder.finditer(text):
        if match.start() > last:
            found.append(Text(text[last : match.start()]))
        found.append(Abbreviation(match[0], known[match[0]]))
        last = match.end()
    if last < len(text):
        found.append(Text(text[last:]))
    return found
