"""Mathematics in words."""

from __future__ import annotations

from rhapsode.narration.spoken import FormulaError, mathml_to_words, tex_to_words

# The words are English; in an article in another language they are said as English.
LANGUAGE = "en-US"


def formula_words(source: str, notation: str, lang: str) -> str:
    """How TeX or MathML is said, in English words; "" where it cannot be put into words."""
    to_words = mathml_to_words if notation == "mathml" else tex_to_words
    try:
        return " ".join(to_words(source, lang=lang).split())
    except FormulaError:
        return ""
