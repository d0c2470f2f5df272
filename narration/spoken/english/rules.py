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

EARLY_SYMBOLS = ("symbol.keys", "symbol.about", "symbol.sharp")

RULES: tuple[Rule, ...] = (
    *code.RULES,
    *electronic.RULES,
    *emoji.RULES,
    *(r for r in symbols.RULES if r.name.startswith("footnote")),
    *phones.RULES,
    *(r for r in abbreviations.RULES if r.name.startswith("address")),
    *(r for r in symbols.RULES if r.name in EARLY_SYMBOLS),
    *(r for r in times.RULES if r.name == "time.duration"),
    *(r for r in ratios.RULES if r.name == "ratio.named"),
    *dates.RULES,
    *(r for r in times.RULES if r.name != "time.duration"),
    *money.RULES,
    *(r for r in symbols.MATH if r.name == "math.scientific"),
    *symbols.EQUATIONS,
    *(r for r in codes.RULES if r.name.startswith("chemistry")),
    *units.RULES,
    *(r for r in symbols.MATH if r.name != "math.scientific"),
    *(r for r in ratios.RULES if r.name != "ratio.named"),
    *roman.RULES,
    *(r for r in abbreviations.RULES if not r.name.startswith("address")),
    *symbols.OPERATIONS,
    *(r for r in counting.RULES if r.name in ("ordinal", "cardinal.plural")),
    *(r for r in codes.RULES if not r.name.startswith("chemistry")),
    *(r for r in symbols.RULES if r.name.startswith("symbol") and r.name not in (*EARLY_SYMBOLS, "symbol.other", "symbol.number")),
    *(r for r in counting.RULES if r.name not in ("ordinal", "cardinal.plural")),
    *(r for r in symbols.RULES if r.name in ("symbol.other", "symbol.number")),
)

# Writing without any of this is plain words: no rule could match it. Digits, signs, capitals in a row, a capital that
# may be a numeral, a stop before the end, a blank that is not one blank, letters from beyond the alphabets of Europe.
GATE = re.compile(
    r"[^A-Za-zÀ-ÖØ-öø-ɏ .,;:!?'’\"“”()—-]| {2}|^ | $| [.,;:!?]|[A-Z][A-Z'’.]|\b(?:[B-HJ-Z]|I\b(?=[,.;:]))(?![a-z'’])|\.(?!\W*$)"
    r"|\b(?:etc|al|Inc|Ltd|Corp|Co|Jr|Sr|St|Ave|Rd|Blvd|vs|viz|[Ii]bid|cf|approx|Bros|dept|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Weds?|Thurs?|Fri|Sat|Sun|Fla|Calif|Mass|Conn|Ariz|Tex|[A-Za-z]\.[A-Za-z])\.|--|(?<= )-(?= )"
    r"|\b(?:chapter|part|volume|section|act|scene|page|type|stage|phase)s? [ivxl]+\b|\b(?:vs|aka|thru|Mr|Mrs|Ms|Dr|St|Mt|Prof)\b|\([ivx]+\)|JSON|YAML"
    r"|\b[A-Z][a-z]+ I\b|MoMA|LaTeX|PhD| [a-z]\b(?<! a)|[a-z][A-Z]"
)
