"""Inline code, read as a colleague would read it aloud: names as words, operators by name, brackets silent."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.letters import name
from rhapsode.narration.spoken.english.numbers import number
from rhapsode.narration.spoken.form import Rule, Scene, rule

OPERATORS = {
    "===": "is identical to", "!==": "is not identical to", "==": "equals", "!=": "is not equal to", "<=": "is at most",
    ">=": "is at least", "->": "arrow", "=>": "arrow", ":=": "is set to", "+=": "plus equals", "-=": "minus equals",
    "*=": "times equals", "**": "to the power of", "//": "slash slash", "&&": "and", "||": "or", "::": "colon colon",
    "++": "plus plus", "--": "dash dash", "=": "equals", "+": "plus", "-": "minus", "*": "star", "/": "slash",
    "<": "less than", ">": "greater than", "%": "percent", "&": "ampersand", "|": "pipe", "!": "not", ".": "dot",
    "@": "at", "#": "hash", "$": "dollar", "~": "tilde", "^": "caret", "\\": "backslash", "?": "question mark",
    ":": "colon", "_": "underscore", "…": "dot dot dot", "...": "dot dot dot",
}  # fmt: skip
TOKEN = re.compile(
    r"\s+|\d+(?:\.\d+)*|[^\W\d_]\w*|"
    + "|".join(re.escape(o) for o in sorted(OPERATORS, key=len, reverse=True))
    + r"|.",
    re.DOTALL,
)


def say_code(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    if scene.context != "code":
        return None
    pieces: list[tuple[int, int, str]] = []
    for token in TOKEN.finditer(match[0]):
        start, end = match.start() + token.start(), match.start() + token.end()
        pieces.append((start, end, f" {_said(token, match[0])} "))
    if not any(words.strip() for _, _, words in pieces):
        return None
    return pieces


def _said(token: re.Match[str], code: str) -> str:
    written = token[0]
    if written[0].isdecimal():
        return " point ".join(number(part) for part in written.split(".") if part.isdecimal())
    if written[0].isalpha():
        return " ".join(name(part) for part in written.split("_") if part)
    if written == "-" and token.start() == 0:
        return "dash"
    # A stop or colon that ends the code, or a colon before a blank, is only punctuation.
    if written in ".:" and code[token.end() : token.end() + 1] in ("", " "):
        return ""
    return OPERATORS.get(written, "")


RULES: tuple[Rule, ...] = (rule("code", r"\S+", say_code),)
