"""Signs: mathematics in running text, footnote marks, dashes and brackets, and every sign that is left."""

from __future__ import annotations

import re
import unicodedata

from rhapsode.narration.spoken.english.letters import letter, spelled
from rhapsode.narration.spoken.english.numbers import cardinal, number, ordinal
from rhapsode.narration.spoken.english.slashes import say_slash
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "ϑ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "micro", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "capital gamma", "Δ": "delta",
    "Θ": "capital theta", "Λ": "capital lambda", "Ξ": "capital xi", "Π": "capital pi", "Σ": "sigma", "Φ": "capital phi", "Ψ": "capital psi", "Ω": "omega",
}  # fmt: skip
SIGNS = {
    "=": "equals", "≠": "is not equal to", "≈": "is approximately", "≃": "is approximately", "≅": "is congruent to", "≡": "is identical to",
    "<": "is less than", ">": "is greater than", "≤": "is at most", "≥": "is at least", "⩽": "is at most", "⩾": "is at least", "≪": "is much less than",
    "≫": "is much greater than", "×": "times", "·": "times", "⋅": "times", "∙": "times", "÷": "divided by", "±": "plus or minus", "∓": "minus or plus",
    "−": "minus", "+": "plus", "*": "star", "√": "the square root of", "∛": "the cube root of", "∞": "infinity", "∑": "the sum of", "∏": "the product of",
    "∫": "the integral of", "∂": "partial", "∇": "del", "∈": "in", "∉": "not in", "∋": "contains", "⊂": "is a subset of", "⊆": "is a subset of",
    "⊃": "is a superset of", "⊇": "is a superset of", "∪": "union", "∩": "intersection", "∅": "the empty set", "∀": "for all", "∃": "there exists",
    "¬": "not", "∧": "and", "∨": "or", "⊕": "direct sum", "⊗": "tensor", "→": "to", "⟶": "to", "←": "from", "↔": "if and only if", "⇒": "implies",
    "⟹": "implies", "⇐": "is implied by", "⇔": "if and only if", "↦": "maps to", "↑": "up", "↓": "down", "∝": "is proportional to", "∼": "is about", "~": "tilde", "•": "bullet", "|": "bar", "_": "underscore", "^": "caret",
    "⊥": "is perpendicular to", "∥": "is parallel to", "∠": "angle", "°": "degrees", "º": "degrees", "′": "prime", "″": "double prime", "‰": "per mille", "%": "percent",
    "&": "and", "＆": "and", "@": "at", "#": "hash", "§": "section", "¶": "paragraph", "©": "copyright", "®": "registered", "™": "trademark", "℠": "service mark",
    "℗": "sound recording copyright", "№": "number", "℮": "estimated", "¢": "cents", "✓": "check", "✔": "check", "☑": "check", "✅": "check", "✗": "cross", "✘": "cross",
    "✕": "cross", "❌": "cross", "☐": "empty box", "★": "star", "☆": "star", "♠": "spades", "♥": "hearts", "♦": "diamonds", "♣": "clubs", "♯": "sharp", "♭": "flat",
    "♮": "natural", "♀": "female", "♂": "male", "⌘": "command", "⌥": "option", "⇧": "shift", "⏎": "return", "⌫": "delete", "␣": "space", "ℓ": "L", "ℝ": "the reals", "ℕ": "the naturals",
    "ℤ": "the integers", "ℚ": "the rationals", "ℂ": "the complex numbers", "ℏ": "h bar", "ℵ": "aleph", "Å": "angstrom", "☉": "sun", "⁄": "over", "‖": "",
    "⟨": "", "⟩": "", "\\": "backslash", "/": "slash", "$": "dollar", "〃": "ditto",
}  # fmt: skip
# Punctuation of other hands that has a plain equal, or is silent.
PLAIN = {
    "«": "“", "»": "”", "„": "“", "‟": "“", "‹": "‘", "›": "’", "‚": "‘", "‛": "‘", "`": "", "´": "’", "′": "’", "–": "—", "―": "—", "‒": "—", "‐": "-", "‑": "-", "⁃": "-",
    "[": "", "]": "", "{": "", "}": "", "*": "", "†": "", "‡": "", "¡": "", "¿": "", "•": "", "‣": "", "▪": "", "●": "", "○": "", "◦": "", "■": "", "□": "", "►": "", "▶": "", "◆": "",
    "·": ",", "¦": "", "|": "", "~": "", "_": " ", "^": "", "⁂": "", "※": "", "☞": "", "❧": "", "。": ".", "、": ",", "，": ",", "！": "!", "？": "?", "：": ":", "；": ";", "（": "(", "）": ")",
    "‥": "…", "‼": "!", "⁇": "?", "⁉": "?!", "‽": "?!", "\u00ad": "", "\ufeff": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\u200e": "", "\u200f": "", "\ufffc": "", "\ufffd": "",
}  # fmt: skip
SUPER = {"²": "squared", "³": "cubed"}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")
OPERAND = r"(?:\d[\d,.]*\d|\d|[A-Za-zα-ωΑ-Ω](?![A-Za-z])|[)\]])"
OPERATORS = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "–": "minus",
    "*": "times",
    "×": "times",
    "x": "times",
    "·": "times",
    "/": "divided by",
    "÷": "divided by",
    "=": "equals",
    "^": "to the",
}


def power(written: str) -> str:
    """An exponent: "2" -> "squared", "3" -> "cubed", "6" -> "to the sixth", "-3" -> "to the minus three", "n" -> "to the n"."""
    written = written.strip("{}() ").replace("−", "-")
    if written in ("2", "3"):
        return "squared" if written == "2" else "cubed"
    if written.isdecimal():
        return f"to the {ordinal(int(written))}"
    if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", written):
        return f"to the {number(written)}"
    return "to the " + " ".join(
        _operand(part) for part in re.findall(r"\d+(?:\.\d+)?|[^\W\d]+|[+-]", written)
    )


def _operand(part: str) -> str:
    if part[0].isdecimal():
        return number(part)
    if part in "+-":
        return "plus" if part == "+" else "minus"
    return GREEK.get(part) or (letter(part) if len(part) == 1 else part)


def variables(written: str) -> str:
    """A product of variables: "mc" -> "m c"; words stay words."""
    if len(written) <= 2 and written.isascii():
        return " ".join("A." if c in "aA" else c for c in written)
    return written


def say_power(match: re.Match[str], scene: Scene) -> str | None:
    base, exponent = match[1], match[2] or match[3]
    exponent = exponent.translate(SUPERSCRIPTS)
    if base[0].isdecimal():
        said = number(base, british=scene.british)
    elif len(base) > 2 and match[2]:
        # A footnote mark behind a word, not a power.
        return None
    else:
        said = GREEK.get(base) or variables(base)
    return f"{said} {power(exponent)}"


def say_bracket_power(match: re.Match[str], scene: Scene) -> str:
    return " " + power((match[1] or match[2]).translate(SUPERSCRIPTS))


def say_scientific(match: re.Match[str], scene: Scene) -> str:
    """1.5e-5 and 6.02 × 10²³."""
    exponent = (match[2] or match[3] or match[4]).translate(SUPERSCRIPTS).replace("−", "-").lstrip("+")
    return f"{number(match[1])} times ten {power(exponent)}"


def say_operator(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    if match[1] == "*" and match[0][0].isspace() and not match[0][-1].isspace():
        # "Dial *67": a mark before its word.
        return None
    return [(match.start(), match.end(), f" {OPERATORS[match[1]]} ")]


def say_in_equation(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    """A hyphen or slash between operands: only where an equals sign says that this is arithmetic."""
    return [(match.start(), match.end(), f" {OPERATORS[match[1]]} ")] if "=" in scene.text else None


def say_minus(match: re.Match[str], scene: Scene) -> str:
    return "minus "


def say_variable(match: re.Match[str], scene: Scene) -> str | None:
    """A lone letter in an equation; "a" there is the letter, not the article."""
    return "A." if match[0] == "a" else None


def say_product(match: re.Match[str], scene: Scene) -> str | None:
    return (
        f"{number(match[1])} {variables(match[2])}"
        if match[2] not in ("st", "nd", "rd", "th", "am", "pm")
        else None
    )


def say_subscript(match: re.Match[str], scene: Scene) -> str:
    digits = match[2].translate(SUBSCRIPTS)
    base = variables(match[1]) if len(match[1]) == 1 else match[1]
    return f"{base} {number(digits) if len(digits) < 3 else ' '.join(number(c) for c in digits)}"


def say_root(match: re.Match[str], scene: Scene) -> str:
    kind = {"√": "the square root of", "∛": "the cube root of", "∜": "the fourth root of"}[match[1]]
    return kind + " "


def silent(match: re.Match[str], scene: Scene) -> str:
    return ""


def say_stars(match: re.Match[str], scene: Scene) -> str:
    """★★★★☆ -> "four out of five stars"."""
    full, all_ = match[0].count("★") + match[0].count("⭐"), len(match[0].replace("\ufe0f", ""))
    half = " and a half" if "½" in match[0] else ""
    if full == all_:
        return f"{cardinal(full)}{half} star{'s' if full > 1 or half else ''}"
    return f"{cardinal(full)} out of {cardinal(all_)} stars"


def say_about(match: re.Match[str], scene: Scene) -> str:
    return "about "


COMPARED = {
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "<=": "at most",
    ">=": "at least",
}
ASCII = {
    ">=": "is at least", "<=": "is at most", "!=": "is not equal to", "==": "equals", "->": "to", "=>": "to", "<-": "from", "<->": "to and from", "+/-": "plus or minus",
    "<=>": "is equivalent to",
}  # fmt: skip


def say_compared(match: re.Match[str], scene: Scene) -> str:
    """ "<5%", "≥ 65": before a number, with nothing on its left."""
    return COMPARED[match[1]] + " "


def say_ascii(match: re.Match[str], scene: Scene) -> str:
    """Signs typed with what keyboards have: >=, !=, ->."""
    return f" {ASCII[match[0]]} "


def say_star(match: re.Match[str], scene: Scene) -> str:
    """Dial *67: the key of a telephone."""
    return "star "


def say_sharp(match: re.Match[str], scene: Scene) -> str:
    return f"{letter(match[1])} sharp"


def say_keys(match: re.Match[str], scene: Scene) -> str:
    """Ctrl+C, Cmd+Shift+P."""
    names = {
        "Ctrl": "control",
        "Cmd": "command",
        "Alt": "alt",
        "Opt": "option",
        "Del": "delete",
        "Esc": "escape",
        "Fn": "function",
        "Win": "windows",
    }
    parts = re.split(r"\s?[+-]\s?", match[0])
    return " ".join(
        names.get(p) or (letter(p) if len(p) == 1 and p.isalpha() else number(p) if p.isdecimal() else p)
        for p in parts
    )


def say_emoticon(match: re.Match[str], scene: Scene) -> str:
    names = {
        ":)": "smile",
        ":-)": "smile",
        ";)": "wink",
        ";-)": "wink",
        ":(": "sad face",
        ":-(": "sad face",
        ":D": "grin",
        ":-D": "grin",
        ":P": "tongue out",
        ":-P": "tongue out",
        "<3": "heart",
        ":'(": "crying face",
    }
    return names.get(match[0], "") if scene.options.emoji == "said" else ""


def say_and_or(match: re.Match[str], scene: Scene) -> str:
    return {
        "and/or": "and or",
        "either/or": "either or",
        "he/she": "he or she",
        "she/he": "she or he",
        "his/her": "his or her",
        "him/her": "him or her",
        "s/he": "he or she",
        "yes/no": "yes or no",
        "his/hers": "his or hers",
    }[match[0].lower()]


def say_ampersand(match: re.Match[str], scene: Scene) -> str:
    """AT&T, R&D, Q&A: the letters around "and"."""
    return f"{_side(match[1])} and {_side(match[2])}{match[3] or ''}"


def _side(written: str) -> str:
    return spelled(written) if len(written) == 1 else written


def say_bar(match: re.Match[str], scene: Scene) -> str:
    return ", "


def say_dash(match: re.Match[str], scene: Scene) -> str:
    return " — "


# A dash between two amounts that no rule knew together: "5 bar–7 bar".
AMOUNT_BEFORE = re.compile(r"(?<![\w-])[\d.,]*\d\s?[A-Za-z°%µ²³]{0,4}$")


def say_hyphens(match: re.Match[str], scene: Scene) -> str:
    between = scene.text[match.end()].isdecimal() and AMOUNT_BEFORE.search(scene.text[: match.start()])
    return " to " if match[0] == "–" and between else "-"


def say_ellipsis(match: re.Match[str], scene: Scene) -> str:
    return "…"


def say_left(match: re.Match[str], scene: Scene) -> str:
    """Any sign no other rule took: said by name between words, silent as mere decoration."""
    alone = match[0] in ALONE and scene.text.strip() == match[0]
    return SIGNS[match[0]] if alone else say_sign(match[0])


# Decoration in a line, but when a line or a cell is nothing else, what it means is this sign.
ALONE = frozenset("*~|^_•")
UNSAID = re.compile(
    r"[^\w\s.,;:!?…—'’‘\"“”()-]|[\d_]|[^\W\d](?<=[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b\u2460-\u249b\u2776-\u2793])"
)


def say_sign(c: str) -> str:
    """The words for one sign, with blanks around them; nothing for decoration."""
    if c in PLAIN:
        return PLAIN[c]
    if c in SIGNS:
        return f" {SIGNS[c]} " if SIGNS[c] else ""
    if c in GREEK:
        return GREEK[c]
    return _named(c)


def _named(c: str) -> str:
    kind = unicodedata.category(c)
    if kind[0] == "N":
        value = unicodedata.numeric(c, None)
        if value is not None and value == int(value):
            return f" {cardinal(int(value))} "
        return f" {_plain_name(c)} "
    if (
        kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Sk", "Lm", "Mn", "Mc", "Me")
        or kind[0] == "P"
    ):
        return " " if kind[0] == "Z" or kind == "Cc" else ""
    return f" {_plain_name(c)} "


def say_named(match: re.Match[str], scene: Scene) -> str:
    return _named(match[0])


def _plain_name(c: str) -> str:
    """The Unicode name in plain words, without the words that only sort it."""
    name = unicodedata.name(c, "").lower()
    words = [
        w
        for w in re.findall(r"[a-z]+", name)
        if w not in ("sign", "symbol", "letter", "black", "white", "heavy", "small", "capital", "digit")
    ]
    return " ".join(words) or "symbol"


def say_doubled_letter(match: re.Match[str], scene: Scene) -> str:
    """𝐀 and ﬁ: letters in fancy dress are the letters."""
    return unicodedata.normalize("NFKC", match[0])


MATH: tuple[Rule, ...] = (
    rule(
        "math.scientific",
        r"(?<![\w.])([-−]?\d+(?:\.\d+)?)(?:[eE]([-+]?\d{1,3})|\s?[×x·*]\s?10(?:\^\{?([-−]?\d{1,3})\}?|([⁻⁺]?[⁰¹²³⁴-⁹]+)))(?!\w)",
        say_scientific,
        DIGITS,
    ),
    rule("math.power", r"\b(mc)()(2)\b", say_power, "2"),
    rule("math.power", r"(?<![\w.])(\d+(?:\.\d+)?|[A-Za-zα-ω]{1,2}|π)(?:([⁰¹²³⁴-⁹ⁿ⁺⁻]+)|\^(\{[^{}]{1,20}\}|\([^()]{1,20}\)|[-−]?\d+|[A-Za-z]))(?!\w)", say_power, "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁻^"),
    rule("math.power", r"(?<=[)\]])(?:([²³])|\^(\d))", say_bracket_power, "²³^"),
    rule("math.subscript", r"(?<!\w)([A-Za-z]{1,3})([₀-₉]+)(?!\w)", say_subscript, "₀₁₂₃₄₅₆₇₈₉"),
    rule("math.root", r"([√∛∜])\s?(?=[\w(])", say_root, "√∛∜"),
)  # fmt: skip

# Where an equals sign says that this is arithmetic: before ranges, fractions and multiples.
EQUATIONS: tuple[Rule, ...] = (
    rule("math.operator", r"(?<=[\w)²³])\s([-−–/])\s(?=[\d(]|[a-zα-ω]\b)", say_in_equation, "="),
    rule("math.operator", r"(?<=\d)\s?(/)\s?(?=\d)", say_in_equation, "="),
    rule("math.product", r"(?<![\w.])(\d+)([xyzabn]|[a-z]y)(?=\s?[=+²³^×)<>−-]|\W*$)", say_product, "=+"),
)  # fmt: skip

OPERATIONS: tuple[Rule, ...] = (
    rule("math.operator", rf"(?<=[0-9A-Za-zα-ω)²³%])\s?([+=×÷*])\s?(?=[-−]?{OPERAND}|[-−]?[(\[√.]|[-−]?\d)", say_operator, "+=×÷*"),
    rule("math.minus", r"(?<![\w)])[−–-](?=\d|\.\d)|(?<![\w)])−(?=[a-z])", say_minus, "−–-"),
    rule("math.variable", r"(?:(?<=[=+×*/] )|(?<=[=+×*/]))a(?=\s?[=+×*/)²]|$)|(?<![\w])a(?=\s[=+×]\s)", say_variable, "=+×*/"),
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    rule("footnote", r"(?<=[\w.,;:!?\"”’)])(?:\s?\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\](?:\s?\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\])*|\[\d{1,3}(?:\s?[-–,]\s?\d{1,3})+\])", silent, "["),
    rule("footnote", r"(?<=[A-Za-z]{3}[.,;:!?\"”’)])[¹²³⁰⁴-⁹]+|(?<=[a-z]{3})[¹²³⁰⁴-⁹]+(?!\w)", silent, "¹²³⁰⁴⁵⁶⁷⁸⁹"),
    rule("footnote", r"(?<=[\w.,;:!?\"”’)])(?:[*†‡]{1,3})(?=[\s.,;:!?)\"”]|$)|(?<!\S)[*†‡]{1,3}\s?(?=[A-Z])", silent, "*†‡"),
    rule("symbol.stars", r"[★⭐][★☆⭐\ufe0f]*½?|☆{2,}", say_stars, "★☆⭐"),
    rule("symbol.about", r"(?<![\w)])(?<![\w)]\s)[~≈∼]\s?(?=[\d$£€.])", say_about, "~≈∼"),
    rule("symbol.compared", r"(?:(?<![\w)])(?<![\w)]\s)|(?<=\b(?:of|is|at|to|in|or|by)\s)|(?<=\b(?:was|are|for|and)\s)|(?<=\b(?:were|with|from)\s))(<=|>=|[<>≤≥])\s?(?=\d|[$£€.-]\d)", say_compared, "<>≤≥"),
    rule("symbol.ascii", r"(?:<=>|<->|[<>!=]=|\+/-|->|=>|<-)(?=[\s\w.(-]|$)", say_ascii, "<>!=+-"),
    rule("symbol.star", r"(?:(?<=[Dd]ial )|(?<=[Pp]ress ))[*＊](?=\d|$|[\s.,])", say_star, "*＊"),
    rule("symbol.sharp", r"\b([A-GJ])#(?!\w)", say_sharp, "#"),
    rule("symbol.keys", r"\b(?:Ctrl|Cmd|Alt|Shift|Opt|Option|Command|Control|Win|Fn)(?:\s?\+\s?(?:Ctrl|Cmd|Alt|Shift|Option|Del|Esc|Enter|Tab|F\d{1,2}|[A-Z0-9]))+\b", say_keys, "+"),
    rule("symbol.emoticon", r"(?<!\S)(?:[:;]-?[)(DP]|<3|:'\()(?=\s|[.,!?]|$)", say_emoticon, ":;<"),
    rule("symbol.ampersand", r"\b([A-Z]{1,3})\s?&\s?([A-Z]{1,2})(s|['’]s)?\b", say_ampersand, "&"),
    rule("symbol.pair", r"\b(?i:and/or|either/or|he/she|she/he|his/hers|his/her|him/her|s/he|yes/no)\b", say_and_or, "/"),
    rule("symbol.slash", r"(?<=[^\W\d_])\s?(/)\s?(?=[^\W_])|(?<=[\w.)])(/)(?=[\w(]|[$£€]\d)", say_slash, "/"),
    rule("symbol.bar", r"(?<=[\w.)])\s?\|\s?(?=\w)", say_bar, "|"),
    rule("symbol.ellipsis", r"\.\s?\.\s?\.(?:\s?\.)*|…[.…]*", say_ellipsis, ".…"),
    rule("symbol.dash", r"(?<=\S)\s+(?:-{1,3}|[–—―‒])\s+(?=\S)|\s?-{2,3}\s?(?=\w)|(?<=[^\W\d_])[–―](?=[^\W_]{4})", say_dash, "-–—―‒"),
    rule("symbol.hyphen", r"(?<=\w)[–‐‑](?=\w)", say_hyphens, "–‐‑"),
    rule("symbol.rule", r"(?<!\S)[-=_*~#.]{3,}(?!\S)|\A\s*[-–]\s+(?=\S)", silent, "-=_*~#–."),
    rule("symbol.fancy", r"[\uff21-\uff5a\ufb00-\ufb06\U0001d400-\U0001d7ff\uff10-\uff19]+", say_doubled_letter),
    rule("symbol.other", r"[^\w\s.,;:!?…—'’‘\"“”()-]|[_²³¹¼-¾]|[^\W\d_](?<=[α-ωΑ-Ωϑϕϵµμ])(?<![Ͱ-Ͽµ][Ͱ-Ͽµ])(?![Ͱ-Ͽµ])", say_left),
    rule("symbol.number", r"[^\D0-9]|[^\W\d_](?<=[\u2070-\u209c\u2150-\u218b\u2460-\u249b\u3280-\u32bf\u2776-\u2793])", say_named),
)  # fmt: skip
