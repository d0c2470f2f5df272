"""Mathematics in words."""

from __future__ import annotations


def formula_words(source: str, notation: str, lang: str) -> str:
    """How TeX or MathML is said; "" where it cannot be put into words."""
    return ""
