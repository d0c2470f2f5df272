"""Formulas: MathML, KaTeX, MathJax, Wikipedia's and WordPress's pictures, and TeX between its usual delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no types

from rhapsode.parsing.article import Math, MathBlock
from rhapsode.parsing.html.dom import Element, class_words, classes, text_of

_CONTAINERS = frozenset(
    {
        "katex",
        "katex-display",
        "mwe-math-element",
        "mathjax",
        "mathjax_display",
        "mathjax_svg",
        "mathjax_chtml",
    }
)
_PREVIEWS = frozenset({"mathjax_preview", "katex-html", "mjx-chtml"})
_PICTURES = frozenset(
    {
        "latex",
        "tex",
        "mwe-math-fallback-image-inline",
        "mwe-math-fallback-image-display",
        "equation",
        "mathimg",
    }
)
_DISPLAY = frozenset({"katex-display", "mathjax_display", "mwe-math-fallback-image-display"})
# Each opening delimiter ends the search of the one before it: no text is read twice.
_DELIMITED = re.compile(
    r"\\\(((?:[^\\]|\\\\|\\(?![()\\]))+)\\\)"
    r"|\\\[((?:[^\\]|\\\\\[?|\\(?![\[\]\\]))+)\\\]"
    r"|\$\$(?!\s*\d)([^$]{1,4000})\$\$",
    re.DOTALL,
)
_SINGLE = re.compile(r"(?<![\\\w$])\$(?=\S)([^$\n]{1,300}?)(?<=\S)\$(?![\w$])")
_TEX_SIGNS = re.compile(r"[\\^_=<>+]|^[A-Za-z]$")
_SCRIPT_TYPE = re.compile(r"^math/(tex|mml)(;\s*mode=display)?", re.IGNORECASE)
_BARE_SOURCE = re.compile(r"\\[A-Za-z]+|[\^_]\{|[\w)][\^_]\w")
_STYLE_WRAPPER = re.compile(r"^\{?\\(?:display|text)style\s+(.*?)\}?$", re.DOTALL)
_MATHML = "http://www.w3.org/1998/Math/MathML"


def is_formula(element: Element) -> bool:
    """Whether an element is one of the wrappers that renderers build around a formula."""
    if element.tag in ("mjx-container", "mjx-assistive-mml"):
        return True
    names = element.get("class")
    if names and ("math" in names.lower() or "katex" in names.lower() or "mjx" in names.lower()):
        return bool(classes(element) & (_CONTAINERS | _PREVIEWS)) or _is_bare_source(element)
    return element.get("role") == "math"


def _is_bare_source(element: Element) -> bool:
    """TeX left for a script to draw, without delimiters: `<div class="math block">F \\propto m</div>`."""
    if "math" not in classes(element) or len(element):
        return False
    return bool(_BARE_SOURCE.search(element.text or "")) and not _DELIMITED.search(element.text or "")


def formula_of(element: Element) -> Math | MathBlock | None:
    """The formula in a wrapper or a `math` element; None for previews and for what carries no source."""
    names = classes(element)
    if names & _PREVIEWS:
        return None
    display = (
        bool(names & _DISPLAY)
        or element.get("display") in ("true", "block")
        or element.get("mode") == "display"
    )
    if not display and element.tag != "math":
        display = any(classes(child) & _DISPLAY for child in element.iter("span", "div", "img"))
    mathml = element if element.tag == "math" else next(element.iter("math"), None)
    if mathml is not None:
        display = display or mathml.get("display") == "block" or mathml.get("mode") == "display"
        return _from_mathml(mathml, display, _label(element))
    script = _script_of(element)
    if script is not None:
        return formula_script(script)
    picture = next(element.iter("img"), None)
    if picture is not None and (picture.get("alt") or "").strip():
        return _made(picture.get("alt"), "tex", None, display)
    words = text_of(element)
    if _is_bare_source(element):
        display = display or element.tag == "div" or bool(names & {"block", "display"})
        return _made(words, "tex", _label(element), display)
    if element.get("role") == "math" and words:
        return _made(words, "tex", _label(element), display)
    return _made(words, "tex", _label(element), display) if words and element.tag == "mjx-container" else None


def _script_of(element: Element) -> Element | None:
    """MathJax 2 leaves the source in a script right after what it drew."""
    if not any("mathjax" in name for name in classes(element)):
        return None
    after = element.getnext()
    inside = next(
        (item for item in element.iter("script") if _SCRIPT_TYPE.match(item.get("type") or "")), None
    )
    # The script that follows is read when the walk reaches it.
    return inside if after is None or after.tag != "script" else None


def formula_script(element: Element) -> Math | MathBlock | None:
    """`<script type="math/tex">`, the source MathJax 2 reads."""
    match = _SCRIPT_TYPE.match(element.get("type") or "")
    source = (element.text or "").strip()
    if not match or not source:
        return None
    return _made(source, "mathml" if match[1].lower() == "mml" else "tex", None, bool(match[2]))


def _from_mathml(mathml: Element, display: bool, label: str | None) -> Math | MathBlock | None:
    alternative = label or _label(mathml)
    for note in mathml.iter("annotation"):
        encoding = (note.get("encoding") or "").lower()
        if "tex" in encoding and (note.text or "").strip():
            return _made(note.text, "tex", alternative, display)
    tex = (mathml.get("alttext") or "").strip()
    if tex and ("\\" in tex or "^" in tex or "_" in tex):
        return _made(tex, "tex", alternative, display)
    if not text_of(mathml):
        return None
    # What the page shows as the formula's wording must not be lost where the source is kept as MathML.
    return _made(_serialised(mathml), "mathml", alternative or tex or None, display)


def _serialised(mathml: Element) -> str:
    text = etree.tostring(mathml, encoding="unicode", with_tail=False)
    if "xmlns" not in text[:200]:
        text = text.replace("<math", f'<math xmlns="{_MATHML}"', 1)
    return text


def _label(element: Element) -> str | None:
    return " ".join((element.get("aria-label") or "").split()) or None


def _made(
    source: str | None, notation: str, alternative: str | None, display: bool
) -> Math | MathBlock | None:
    said = " ".join(source.split()) if source else ""
    if notation == "tex":
        match = _STYLE_WRAPPER.match(said)
        said = (match[1] if match else said).strip("$ ")
    if not said:
        return None
    kind = MathBlock if display else Math
    return kind(said, "mathml" if notation == "mathml" else "tex", alternative)


def drawn_formula(element: Element) -> Math | MathBlock | None:
    """A picture that draws a formula and says its TeX in `alt`."""
    if element.tag != "img":
        return None
    alt = (element.get("alt") or "").strip()
    if not alt or not ((classes(element) & _PICTURES) or ("math" in class_words(element) and "\\" in alt)):
        return None
    if "latex" not in class_words(element) and not re.search(r"[\\^_{}=]", alt):
        return None
    return _made(alt, "tex", None, bool(classes(element) & _DISPLAY))


def formulas_in(text: str, *, single_dollar: bool) -> Iterator[tuple[str, Math | MathBlock | None]]:
    r"""The text before each delimited formula, and the formula: `\(..\)`, `\[..\]`, `$$..$$`, and `$..$` where the
    page's own settings ask for it. A price is never a formula."""
    at = 0
    for start, end, formula in _matches(text, single_dollar):
        yield text[at:start], formula
        at = end


def after_formulas(text: str, *, single_dollar: bool) -> str:
    """What is left of `text` after its last formula."""
    at = 0
    for _, end, _ in _matches(text, single_dollar):
        at = end
    return text[at:]


def _matches(text: str, single_dollar: bool) -> Iterator[tuple[int, int, Math | MathBlock]]:
    if "$" not in text and "\\" not in text:
        return
    found = [
        (match.start(), match.end(), match[1] or match[2] or match[3], match[1] is None)
        for match in _DELIMITED.finditer(text)
    ]
    if single_dollar:
        taken = [(start, end) for start, end, _, _ in found]
        found += [
            (match.start(), match.end(), match[1], False)
            for match in _SINGLE.finditer(text)
            if _TEX_SIGNS.search(match[1])
            and not any(a < match.end() and match.start() < b for a, b in taken)
        ]
    for start, end, source, display in sorted(found):
        formula = _made(source, "tex", None, display)
        if formula is not None and _TEX_SIGNS.search(source):
            yield start, end, formula
