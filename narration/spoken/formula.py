"""Formulas as a tree, and the tree in English words.

The phrasing follows ClearSpeak's preferences for ordinary prose (Frankel, Brownstein and Soiffer, "Expanding Audio Access
to Mathematics Expressions", ETS, 2014): "x squared", "a over b", "the sum from i equals one to n of".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rhapsode.narration.spoken.english.letters import letter
from rhapsode.narration.spoken.english.numbers import cardinal, fraction, number, ordinal
from rhapsode.narration.spoken.english.symbols import GREEK, SIGNS
from rhapsode.narration.spoken.form import SpokenError


class FormulaError(SpokenError):
    """A formula cannot be read: not well-formed, too deep, or made of commands that have no reading."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One number, name, operator or stretch of words; `kind` is "number", "name", "sign" or "words"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Over:
    """`top` above `bottom`: a fraction, or without a line a binomial."""

    top: Node
    bottom: Node
    line: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripts:
    """`base` with what stands below and above it: indices, powers, limits."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over a symbol: hat, bar, vector."""

    base: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Node, ...], ...] = field(default=())
    matrix: bool = True


Node = Atom | Row | Over | Root | Scripts | Accent | Table

BIG = {
    "∑": "the sum", "∏": "the product", "∫": "the integral", "∬": "the double integral", "∭": "the triple integral", "∮": "the contour integral",
    "⋃": "the union", "⋂": "the intersection", "lim": "the limit", "max": "the maximum", "min": "the minimum", "sup": "the supremum", "inf": "the infimum",
    "arg max": "the arg max", "arg min": "the arg min", "limsup": "the limit superior", "liminf": "the limit inferior",
}  # fmt: skip
FUNCTIONS = {
    "sin": "sine", "cos": "cosine", "tan": "tangent", "cot": "cotangent", "sec": "secant", "csc": "cosecant", "arcsin": "arc sine", "arccos": "arc cosine",
    "arctan": "arc tangent", "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine", "tanh": "hyperbolic tangent", "log": "log", "ln": "natural log",
    "exp": "exp", "det": "the determinant of", "dim": "the dimension of", "ker": "the kernel of", "gcd": "the greatest common divisor of", "mod": "mod",
    "Pr": "the probability of", "deg": "the degree of", "lg": "log", "softmax": "softmax", "relu": "relu", "tr": "the trace of", "rank": "the rank of", "sgn": "the sign of",
}  # fmt: skip
CALLED = frozenset("f g h F G H P p T u v φ ψ Φ Γ ζ σ E O o".split())
OPERATORS = {
    **SIGNS, "-": "minus", "−": "minus", "*": "times", "/": "over", "→": "goes to", "←": "gets", ":": "such that", ",": ",", ";": ",", "!": "factorial", "'": "prime", "′": "prime",
    "″": "double prime", "|": "given", "∣": "given", "…": "and so on", "⋯": "and so on", "⋮": "and so on", "⋱": "and so on", "∘": "composed with", "†": "dagger", "⊤": "transpose",
    "≺": "precedes", "≻": "succeeds", "∖": "without", "⌊": "the floor of", "⌋": "", "⌈": "the ceiling of", "⌉": "", "⊢": "proves", "⊨": "models", "⟶": "goes to", "≔": "is defined as",
    ":=": "is defined as", "%": "percent", ".": "", "∼": "is distributed as", "~": "is distributed as", "≐": "is approximately", "∧": "and", "∨": "or", "\\": "without", "‖": "", "&": "and",
    "⟨": "", "⟩": "", "[": "", "]": "", "{": "", "}": "", "(": "", ")": "", "<": "is less than", ">": "is greater than", "=": "equals", "+": "plus", "×": "times", "·": "times", "⋅": "times",
    "≤": "is less than or equal to", "≥": "is greater than or equal to", "≈": "is approximately equal to", "∈": "in",
}  # fmt: skip
MARKS = {
    "^": "hat", "ˆ": "hat", "̂": "hat", "~": "tilde", "˜": "tilde", "¯": "bar", "‾": "bar", "_": "bar", "→": "vector", "⃗": "vector", "˙": "dot", "̇": "dot", ".": "dot", "¨": "double dot",
    "..": "double dot", "⏞": "", "⏟": "", "ˇ": "check", "˘": "breve",
}  # fmt: skip
OPEN, CLOSE = "([{⟨⌊⌈", ")]}⟩⌋⌉"
DEEPEST = 60


def words(node: Node) -> str:
    """`node` in words, one blank between them."""
    said = " ".join(part for part in _say(node, 0) if part)
    return re.sub(r"\s+([,.])", r"\1", " ".join(said.split())).strip(" ,")


def _say(node: Node, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise FormulaError(f"nested more than {DEEPEST} deep")
    match node:
        case Atom():
            yield _atom(node)
        case Row(items):
            yield from _row(items, depth + 1)
        case Over():
            yield from _over(node, depth + 1)
        case Root(body, degree):
            kind = words(degree) if degree else "two"
            yield {"two": "the square root of", "three": "the cube root of"}.get(
                kind
            ) or f"the {_nth(kind)} root of"
            yield from _say(body, depth + 1)
        case Scripts():
            yield from _scripts(node, depth + 1)
        case Accent(base, mark):
            name = MARKS.get(mark, "")
            inner = list(_say(base, depth + 1))
            yield from ([name, *inner] if name == "vector" else [*inner, name])
        case Table(rows, matrix):
            yield from _table(rows, matrix, depth + 1)


def _nth(kind: str) -> str:
    found = {cardinal(n): ordinal(n) for n in range(4, 31)}
    return found.get(kind, f"{kind}-th")


def _atom(atom: Atom) -> str:
    if atom.kind == "number":
        return number(atom.text)
    if atom.kind == "words":
        return atom.text
    if atom.kind == "sign":
        return OPERATORS.get(atom.text, atom.text if atom.text.isalpha() else "")
    return _name(atom.text)


def _name(text: str) -> str:
    if text in GREEK:
        return GREEK[text].replace("micro", "mu")
    if text in BIG:
        return BIG[text].removeprefix("the ")
    if text in FUNCTIONS:
        return FUNCTIONS[text]
    if len(text) == 1 and text.isalpha():
        return letter(text) if text in "aA" else text
    return OPERATORS.get(text, " ".join(re.findall(r"\w+", text)))


def _is(node: Node, *texts: str) -> bool:
    return isinstance(node, Atom) and node.text in texts


def _row(items: Sequence[Node], depth: int) -> Iterator[str]:
    i = 0
    while i < len(items):
        item = items[i]
        after = items[i + 1] if i + 1 < len(items) else None
        bars = _bars(items, i)
        if bars:
            yield "the absolute value of"
            yield from _row(items[i + 1 : bars], depth)
            i = bars + 1
            continue
        if _is(item, "-", "−", "+") and (i == 0 or _is(items[i - 1], *"([{=<>≤≥,")):
            yield "minus" if not _is(item, "+") else "plus"
            i += 1
            continue
        if _is(item, "(", "[") and (end := _closing(items, i)):
            yield from _group(items, i, end, depth)
            i = end + 1
            continue
        yield from _say(item, depth)
        if (
            (_called(item) and after is not None and _is(after, "("))
            or _is(item, *BIG)
            or _is(_base(item), *BIG)
        ):
            yield "of"
        i += 1


def _base(node: Node) -> Node:
    return node.base if isinstance(node, Scripts | Accent) else node


def _called(node: Node) -> bool:
    base = _base(node)
    if not isinstance(base, Atom):
        return False
    return (
        base.text in CALLED
        or base.text in BIG
        or (base.text in FUNCTIONS and not FUNCTIONS[base.text].endswith("of"))
    )


def _closing(items: Sequence[Node], start: int) -> int | None:
    level = 0
    for j in range(start, len(items)):
        if _is(items[j], *OPEN):
            level += 1
        elif _is(_base(items[j]), *CLOSE):
            level -= 1
            if not level:
                return j
    return None


def _bars(items: Sequence[Node], start: int) -> int | None:
    """The closing bar of |x|, if `start` opens one: nothing or an operator stands before it."""
    if not _is(items[start], "|", "∣", "‖"):
        return None
    before = items[start - 1] if start else None
    if before is not None and not (isinstance(before, Atom) and before.kind == "sign"):
        return None
    return next((j for j in range(start + 2, len(items)) if _is(_base(items[j]), "|", "∣", "‖")), None)


def _group(items: Sequence[Node], start: int, end: int, depth: int) -> Iterator[str]:
    """What stands in brackets: an argument, or "the quantity" where leaving the brackets out would change the sense."""
    called = start > 0 and _called(items[start - 1])
    last = items[end]
    powered = isinstance(last, Scripts)
    factor = not called and ((start > 0 and not _is(items[start - 1], "=", ",", "(")) or end + 1 < len(items))
    several = end - start > 2
    if several and not called and (powered or factor):
        yield "the quantity"
    yield from _row(items[start + 1 : end], depth)
    if isinstance(last, Scripts):
        yield from _above(last, depth)
    elif several and factor and end + 1 < len(items):
        yield ","


def _over(node: Over, depth: int) -> Iterator[str]:
    if not node.line:
        yield from _say(node.top, depth)
        yield "choose"
        yield from _say(node.bottom, depth)
        return
    top, bottom = _single(node.top), _single(node.bottom)
    if (
        top
        and bottom
        and top.text.isdecimal()
        and bottom.text.isdecimal()
        and 1 < int(bottom.text) <= 100
        and int(top.text) <= 100
    ):
        yield fraction(int(top.text), int(bottom.text))
        return
    short = _size(node.top) <= 3 and _size(node.bottom) <= 3
    if not short:
        yield "the fraction with numerator"
    yield from _say(node.top, depth)
    yield "over" if short else "and denominator"
    yield from _say(node.bottom, depth)
    if not short:
        yield ","


def _single(node: Node) -> Atom | None:
    if isinstance(node, Row) and len(node.items) == 1:
        node = node.items[0]
    return node if isinstance(node, Atom) else None


def _size(node: Node) -> int:
    match node:
        case Row(items):
            return sum(_size(item) for item in items) + (
                2 if any(_is(i, "+", "-", "−", "=") for i in items) else 0
            )
        case Scripts(base, sub, sup):
            return _size(base) + (sub is not None) + (sup is not None)
        case Over() | Table():
            return 4
        case Root(body) | Accent(body):
            return 1 + _size(body)
        case _:
            return 1


def _scripts(node: Scripts, depth: int) -> Iterator[str]:
    base = node.base
    if _is(base, *BIG):
        yield from _big(node, depth)
        return
    if isinstance(base, Atom) and base.text in ("log", "ln", "lg") and node.sub is not None:
        yield "log base"
        yield from _say(node.sub, depth)
    else:
        yield from _say(base, depth)
        if node.sub is not None:
            yield "sub"
            yield from _say(node.sub, depth)
    if node.sup is not None:
        yield from _above(node, depth)


def _above(node: Scripts, depth: int) -> Iterator[str]:
    """A power, or what only looks like one: prime, star, transpose, degrees."""
    if node.sup is None:
        return
    single = _single(node.sup)
    text = single.text if single else ""
    fixed = {
        "2": "squared", "3": "cubed", "′": "prime", "'": "prime", "″": "double prime", "''": "double prime", "*": "star", "∗": "star", "T": "transpose", "⊤": "transpose", "∘": "degrees",
        "°": "degrees", "†": "dagger", "+": "plus", "-": "minus", "−": "minus", "′′": "double prime", "c": "complement",
    }  # fmt: skip
    if text in fixed:
        yield fixed[text]
    elif single and single.kind == "number" and text.isdecimal():
        yield f"to the {ordinal(int(text))}"
    else:
        several = isinstance(node.sup, Row) and len(node.sup.items) > 2
        yield "to the power of" if several else "to the"
        yield from _say(node.sup, depth)


def _big(node: Scripts, depth: int) -> Iterator[str]:
    """The sum from i equals one to n; the limit as x goes to zero; the maximum over x in X."""
    assert isinstance(node.base, Atom)
    yield BIG[node.base.text]
    if node.sub is not None:
        below = " ".join(_say(node.sub, depth))
        limit = node.base.text.startswith("lim")
        yield "as" if limit else "from" if node.sup is not None else "over"
        yield below
    if node.sup is not None:
        yield "to"
        yield from _say(node.sup, depth)


def _table(rows: Sequence[Sequence[Node]], matrix: bool, depth: int) -> Iterator[str]:
    if matrix and rows:
        yield f"the {cardinal(len(rows))} by {cardinal(max(len(row) for row in rows))} matrix:"
    for n, row in enumerate(rows, 1):
        if matrix:
            yield f"row {cardinal(n)}:"
        for i, cell in enumerate(row):
            if matrix and i:
                yield ","
            yield from _say(cell, depth)
        yield ","
