"""TeX mathematics to words: the commands of amsmath that articles use."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.formula import (
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

TOKEN = re.compile(r"\\([A-Za-z]+|.)|(\d+(?:\.\d+)?|\.\d+)|(\s+|%[^\n]*)|(.)", re.DOTALL)
LONGEST = 4000
GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega".split(),
        "αβγδεζηθικλμνξπρστυφχψω",
        strict=True,
    )
) | {"varepsilon": "ε", "vartheta": "θ", "varphi": "φ", "varsigma": "σ", "varrho": "ρ", "varpi": "π", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
     "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "Upsilon": "υ"}  # fmt: skip
SIGNS = {
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "cong": "≅", "sim": "∼", "simeq": "≈", "propto": "∝",
    "ll": "≪", "gg": "≫", "times": "×", "cdot": "⋅", "ast": "*", "div": "÷", "pm": "±", "mp": "∓", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇",
    "cup": "∪", "cap": "∩", "setminus": "∖", "emptyset": "∅", "varnothing": "∅", "forall": "∀", "exists": "∃", "neg": "¬", "lnot": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨",
    "oplus": "⊕", "otimes": "⊗", "circ": "∘", "to": "→", "rightarrow": "→", "longrightarrow": "→", "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⇒",
    "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⇔", "mapsto": "↦", "uparrow": "↑", "downarrow": "↓", "infty": "∞", "partial": "∂", "nabla": "∇", "ldots": "…", "cdots": "…", "dots": "…", "vdots": "…",
    "ddots": "…", "prime": "′", "angle": "∠", "perp": "⊥", "parallel": "∥", "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "langle": "⟨", "rangle": "⟩", "lbrace": "{", "rbrace": "}", "top": "⊤", "bot": "⊥", "dagger": "†", "ell": "ℓ", "hbar": "ℏ", "degree": "°", "colon": ":", "coloneqq": ":=",
    "vdash": "⊢", "models": "⊨", "prec": "≺", "succ": "≻", "star": "*", "bullet": "⋅", "Re": "Re", "Im": "Im", "aleph": "ℵ", "therefore": "therefore", "because": "because", "quad": "", "qquad": "",
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "imath": "i", "jmath": "j",
}  # fmt: skip
NAMED = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp det dim ker gcd Pr deg lim max min sup inf limsup liminf mod hom arg".split()
)
FONTS = frozenset(
    "mathbf mathrm mathit mathsf mathtt mathcal mathfrak mathscr boldsymbol bm pmb mathnormal displaystyle textstyle scriptstyle bold rm bf it cal".split()
)
TEXTS = frozenset("text textrm textbf textit textsf texttt mbox hbox operatorname mathop textnormal".split())
ACCENTS = {
    "hat": "^", "widehat": "^", "tilde": "~", "widetilde": "~", "bar": "¯", "overline": "¯", "vec": "→", "overrightarrow": "→", "dot": "˙", "ddot": "¨", "underline": "", "overbrace": "", "underbrace": "",
    "boxed": "", "cancel": "", "check": "ˇ", "breve": "˘",
}  # fmt: skip
REALS = {
    "R": "the reals",
    "N": "the naturals",
    "Z": "the integers",
    "Q": "the rationals",
    "C": "the complex numbers",
    "E": "the expectation",
    "P": "the probability",
}
SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr limits nolimits label tag nonumber notag hline middle ! , : ; > quad qquad phantom strut displaylimits color".split()
)  # fmt: skip
ARGUMENT_DROPPED = frozenset({"label", "tag", "phantom", "color", "vspace", "hspace"})
MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array".split())


def tex_to_words(tex: str, *, lang: str = "en-US") -> str:
    """The formula `tex`, with or without its dollar signs, in English words: "E = mc^2" -> "E equals m c squared".

    Raises:
        FormulaError: unbalanced, longer than 4,000 characters, nested too deep, or a command without a reading.
    """
    if len(tex) > LONGEST:
        raise FormulaError(f"longer than {LONGEST} characters")
    source = tex.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")):
        if source.startswith(opening) and source.endswith(closing) and len(source) > len(opening):
            source = source[len(opening) : -len(closing)]
            break
    try:
        return words(_Parser(source).formula())
    except RecursionError:
        raise FormulaError("nested too deep") from None


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, tex: str) -> None:
        self.tokens = [m for m in TOKEN.finditer(tex) if m[3] is None]
        self.at = 0

    def formula(self) -> Node:
        items = self.row(frozenset())
        if self.at < len(self.tokens):
            raise FormulaError(f"nothing opened what {self.tokens[self.at][0]!r} closes")
        return items

    def peek(self) -> str | None:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def row(self, ends: frozenset[str]) -> Node:
        """Everything to one of `ends` (left standing) or the end of the formula; `\\\\` outside tables parts lines."""
        items: list[Node] = []
        while (token := self.peek()) is not None and token not in ends:
            if token in ("}", "\\end"):
                break
            if token in ("\\\\", "&"):
                self.at += 1
                if token == "\\\\":
                    items.append(Atom("sign", ","))
                continue
            node = self.scripted()
            if node is not None:
                items.append(node)
        return items[0] if len(items) == 1 else Row(tuple(items))

    def scripted(self) -> Node | None:
        """One item with what hangs on it: _, ^ and primes."""
        base = Row() if self.peek() in ("_", "^") else self.item()
        sub = sup = None
        while (token := self.peek()) in ("_", "^", "'", "\\limits", "\\nolimits"):
            self.at += 1
            if token == "_":
                sub = self.argument()
            elif token == "^":
                sup = self.argument()
            elif token == "'":
                sup = Atom("sign", "″" if isinstance(sup, Atom) and sup.text == "′" else "′")
        if sub is None and sup is None:
            return base
        return Scripts(base if base is not None else Row(), sub, sup)

    def argument(self) -> Node:
        """A group in braces, or the next single token."""
        if self.peek() is None:
            raise FormulaError("ends where an argument must follow")
        if self.peek() == "{":
            return self.group()
        token = self.tokens[self.at]
        if token[2] and len(token[2]) > 1 and token[2].isdecimal():
            # x^10 without braces raises the 1 alone; writers mean all of it.
            self.at += 1
            return Atom("number", token[2])
        return self.item() or Row()

    def group(self) -> Node:
        self.at += 1
        inner = self.row(frozenset("}"))
        if self.peek() != "}":
            raise FormulaError("a brace is not closed")
        self.at += 1
        return inner

    def optional(self) -> Node | None:
        if self.peek() != "[":
            return None
        self.at += 1
        inner = self.row(frozenset("]"))
        if self.peek() == "]":
            self.at += 1
        return inner

    def item(self) -> Node | None:
        token = self.tokens[self.at]
        if token[0] == "{":
            return self.group()
        self.at += 1
        if token[1] is not None:
            return self.command(token[1])
        if token[2] is not None:
            return Atom("number", token[2])
        c = token[4]
        if c.isalpha():
            return Atom("name", c)
        return Atom("sign", c) if c not in "~$" else None

    def command(self, name: str) -> Node | None:
        if name in SILENT:
            if name in ARGUMENT_DROPPED and self.peek() == "{":
                self.group()
            elif name in ("left", "right") and self.peek() == ".":
                self.at += 1
            return None
        if name in GREEK:
            return Atom("name", GREEK[name])
        if name in SIGNS:
            sign = SIGNS[name]
            return Atom("sign", sign) if sign else None
        if name in NAMED:
            return Atom("name", name)
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return Over(self.argument(), self.argument())
        if name in ("binom", "dbinom", "tbinom"):
            return Over(self.argument(), self.argument(), line=False)
        if name == "sqrt":
            degree = self.optional()
            return Root(self.argument(), degree)
        return self.rarer(name)

    def rarer(self, name: str) -> Node | None:
        if name in FONTS:
            return self.argument() if self.peek() == "{" else None
        if name == "mathbb":
            inner = self.argument()
            letter = inner.text if isinstance(inner, Atom) else ""
            return Atom("words", REALS[letter]) if letter in REALS else inner
        if name in TEXTS:
            return self.text(name)
        if name in ACCENTS:
            mark = ACCENTS[name]
            inner = self.argument()
            return Accent(inner, mark) if mark else inner
        if name in ("overset", "underset", "stackrel"):
            above, base = self.argument(), self.argument()
            return Scripts(base, None, above) if name != "underset" else Scripts(base, above, None)
        if name == "begin":
            return self.environment()
        if name in ("pmod", "bmod"):
            return Row((Atom("words", "mod"), self.argument())) if name == "pmod" else Atom("words", "mod")
        if name == "not":
            return Row((Atom("words", "not"), self.item() or Row()))
        if len(name) == 1:
            return Atom("sign", name) if name in "{}%&#_|$" else None
        raise FormulaError(f"the command \\{name} has no reading")

    def text(self, name: str) -> Node:
        """The words of \\text{...}; an operator's name stays one."""
        if self.peek() == "*":
            self.at += 1
        if self.peek() != "{":
            return self.argument()
        start = self.tokens[self.at].end()
        depth, end = 1, start
        self.at += 1
        while depth:
            token = self.peek()
            if token is None:
                raise FormulaError("a brace is not closed")
            depth += (token == "{") - (token == "}")
            end = self.tokens[self.at].start()
            self.at += 1
        written = re.sub(r"[\^_&=+]", " ", re.sub(r"[\\{}$]", "", self.tokens[0].string[start:end]))
        operator = name in ("operatorname", "mathop")
        return Atom(
            "name" if operator else "words", written.strip() if operator else " ".join(written.split())
        )

    def environment(self) -> Node:
        name = self.name_of_environment()
        if name == "array" and self.peek() == "{":
            self.group()
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        ends = frozenset({"&", "\\\\", "\\end"})
        while True:
            cells.append(self.row(ends))
            token = self.peek()
            if token is None or token == "}":
                raise FormulaError(f"\\begin{{{name}}} is not ended")
            self.at += 1
            if token != "&":
                rows.append(tuple(cell for cell in cells if cell != Row()))
                cells = []
            if token == "\\end":
                self.name_of_environment()
                return Table(tuple(row for row in rows if row), matrix=name.rstrip("*") in MATRICES)

    def name_of_environment(self) -> str:
        if self.peek() != "{":
            raise FormulaError("an environment has no name")
        self.at += 1
        name = ""
        while (token := self.peek()) not in ("}", None):
            name += token or ""
            self.at += 1
        self.at += 1
        return name
