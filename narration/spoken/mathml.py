"""MathML (presentation markup) to words."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from rhapsode.narration.spoken.formula import (
    BIG,
    FUNCTIONS,
    MARKS,
    Accent,
    Atom,
    FormulaError,
    Node,
    Over,
    Root,
    Row,
    Scripts,
    Table,
    words,
)
from rhapsode.narration.spoken.tex import tex_to_words

LONGEST = 100_000
ENTITIES = {
    "&nbsp;": " ", "&InvisibleTimes;": "", "&ApplyFunction;": "", "&it;": "", "&af;": "", "&minus;": "−", "&times;": "×", "&sdot;": "⋅", "&middot;": "·", "&le;": "≤", "&ge;": "≥", "&ne;": "≠", "&plusmn;": "±",
    "&infin;": "∞", "&pi;": "π", "&alpha;": "α", "&beta;": "β", "&gamma;": "γ", "&delta;": "δ", "&Delta;": "Δ", "&theta;": "θ", "&lambda;": "λ", "&mu;": "μ", "&sigma;": "σ", "&phi;": "φ", "&omega;": "ω", "&sum;": "∑", "&int;": "∫",
    "&part;": "∂", "&rarr;": "→", "&isin;": "∈", "&prime;": "′", "&hellip;": "…",
}  # fmt: skip
INVISIBLE = "\u2061\u2062\u2063\u2064\u200b"
SILENT = frozenset(
    {"mspace", "mphantom", "maligngroup", "malignmark", "annotation-xml", "none", "mprescripts"}
)


def mathml_to_words(mathml: str, *, lang: str = "en-US") -> str:
    """The `<math>` element `mathml` in English words. A TeX annotation is used where the markup has no content.

    Raises:
        FormulaError: not well-formed, larger than 100,000 characters, nested too deep.
    """
    if len(mathml) > LONGEST:
        raise FormulaError(f"longer than {LONGEST} characters")
    source = re.sub(r"&\w+;", lambda m: ENTITIES.get(m[0], m[0]), mathml)
    try:
        root = fromstring(source, forbid_dtd=True)
        said = words(_node(root))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FormulaError(f"not readable as MathML: {error}") from None
    except RecursionError:
        raise FormulaError("nested too deep") from None
    if not said and (annotation := _annotation(root)):
        return tex_to_words(annotation, lang=lang)
    return said


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def _annotation(root: Element) -> str | None:
    return next(
        (
            e.text
            for e in root.iter()
            if _tag(e) == "annotation" and "tex" in e.get("encoding", "").lower() and e.text
        ),
        None,
    )


def _text(element: Element) -> str:
    return " ".join("".join(c for c in "".join(element.itertext()) if c not in INVISIBLE).split())


def _node(element: Element) -> Node:
    tag = _tag(element)
    if tag in SILENT or tag == "annotation":
        return Row()
    if tag in ("mn", "mi", "mo", "mtext", "ms"):
        return _leaf(tag, _text(element))
    parts = [_node(child) for child in element]
    if tag in TWO and len(parts) < TWO[tag]:
        raise FormulaError(f"<{tag}> needs {TWO[tag]} parts")
    match tag:
        case "mfrac":
            return Over(parts[0], parts[1], line=element.get("linethickness") not in ("0", "0pt", "0px"))
        case "msqrt":
            return Root(_row(parts))
        case "mroot":
            return Root(parts[0], parts[1])
        case "msup" | "msub" | "msubsup" | "munderover" | "mover" | "munder":
            return _scripts(tag, parts)
        case "mtable":
            return Table(tuple(_cells(row) for row in element if _tag(row) in ("mtr", "mlabeledtr")))
        case "mfenced":
            return _fenced(element, parts)
        case "semantics":
            return parts[0] if parts else Row()
        case _:
            return _row(parts)


TWO = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "munderover": 3, "mover": 2, "munder": 2}


def _scripts(tag: str, parts: list[Node]) -> Node:
    if tag == "msup":
        return Scripts(parts[0], None, parts[1])
    if tag == "msub":
        return Scripts(parts[0], parts[1], None)
    if tag in ("mover", "munder"):
        return _marked(tag, parts[0], parts[1])
    return Scripts(parts[0], parts[1], parts[2])


def _leaf(tag: str, text: str) -> Node:
    if not text:
        return Row()
    if tag == "mn" and re.fullmatch(r"[\d,]*\.?\d+", text):
        return Atom("number", text)
    if tag in ("mtext", "ms"):
        return Atom("words", text)
    if tag == "mi" or text in BIG or text in FUNCTIONS:
        return Atom("name", text)
    if len(text) > 1 and text.isalpha():
        return Atom("words", text)
    return Atom("sign", text)


def _marked(tag: str, base: Node, mark: Node) -> Node:
    if isinstance(mark, Atom) and mark.text in MARKS:
        return Accent(base, mark.text)
    return Scripts(base, None, mark) if tag == "mover" else Scripts(base, mark, None)


def _row(parts: list[Node]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.items if isinstance(part, Row) else (part,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def _cells(row: Element) -> tuple[Node, ...]:
    return tuple(_row([_node(child) for child in cell]) for cell in row if _tag(cell) == "mtd")


def _fenced(element: Element, parts: list[Node]) -> Node:
    items: list[Node] = [Atom("sign", element.get("open", "("))]
    for i, part in enumerate(parts):
        items += [Atom("sign", ","), part] if i else [part]
    return Row((*items, Atom("sign", element.get("close", ")"))))
