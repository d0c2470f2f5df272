"""The English rules in order: the first that takes a stretch of writing keeps it."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english import (
    abbreviations,
    code,
    codes,
    counting,
    dates,
    electronic,
    emoji,
    money,
    phones,
    ratios,
    roman,
    symbols,
    times,
    units,
)
from rhapsode.narration.spoken.form import Rule

RULES: tuple[Rule, ...] = (
    *code.RULES,
    *electronic.RULES,
    *emoji.RULES,
    *(r for r in symbols.RULES if r.name.startswith("footnote")),
    *phones.RULES,
    *(r for r in abbreviations.RULES if r.name == "address"),
    *dates.RULES,
    *times.RULES,
    *money.RULES,
    *(r for r in symbols.MATH if r.name == "math.scientific"),
    *units.RULES,
    *(r for r in symbols.MATH if r.name != "math.scientific"),
    *ratios.RULES,
    *roman.RULES,
    *(r for r in abbreviations.RULES if r.name != "address"),
    *symbols.OPERATIONS,
    *(r for r in counting.RULES if r.name == "ordinal"),
    *codes.RULES,
    *(r for r in symbols.RULES if r.name.startswith("symbol") and r.name not in ("symbol.other", "symbol.number")),
    *(r for r in counting.RULES if r.name != "ordinal"),
    *(r for r in symbols.RULES if r.name in ("symbol.other", "symbol.number")),
)

# Writing without any of this is plain words: no rule could match it. Digits, signs, capitals in a row, a capital that
# may be a numeral, a stop before the end, a blank that is not one blank, letters from beyond the alphabets of Europe.
GATE = re.compile(
    r"[^A-Za-zÀ-ÖØ-öø-ɏ .,;:!?'’\"“”()—-]| {2}|^ | $| [.,;:!?]|[A-Z][A-Z'’.]|\b(?:[B-HJ-Z]|I\b(?=[,.;:]))(?![a-z'’])|\.(?!\W*$)"
    r"|\b(?:etc|al|Inc|Ltd|Corp|Co|Jr|Sr|St|Ave|Rd|Blvd|vs|approx|Bros|dept|[A-Za-z]\.[A-Za-z])\.|--|(?<= )-(?= )"
    r"|\b(?:chapter|part|volume|section|act|scene|page|type|stage|phase)s? [ivxl]+\b|\b(?:vs|aka|thru|Mr|Mrs|Ms|Dr|St|Mt|Prof)\b|\([ivx]+\)|JSON|YAML"
    r"|\b[A-Z][a-z]+ I\b|MoMA|LaTeX|PhD| [a-z]\b(?<! a)|[a-z]{2,}[A-Z]{2}"
)
