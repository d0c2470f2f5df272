"""The English rules in order: the first that takes a stretch of writing keeps it."""

from __future__ import annotations

from dataclasses import replace

from rhapsode.narration.spoken.english import (
    abbreviations,
    code,
    codes,
    counting,
    dates,
    electronic,
    emoji,
    heteronyms,
    money,
    phones,
    ratios,
    roman,
    symbols,
    times,
    units,
)
from rhapsode.narration.spoken.form import DIGITS, Rule

EARLY_SYMBOLS = (
    "symbol.keys",
    "symbol.about",
    "symbol.compared",
    "symbol.ascii",
    "symbol.sharp",
    "symbol.star",
)
EARLY_CODES = ("code.resolution", "code.aircraft")

_ORDERED: tuple[Rule, ...] = (
    *code.RULES,
    *electronic.RULES,
    *emoji.RULES,
    *(r for r in symbols.RULES if r.name.startswith("footnote")),
    *phones.RULES,
    *(r for r in abbreviations.RULES if r.name.startswith("address")),
    *(r for r in symbols.RULES if r.name in EARLY_SYMBOLS),
    *(r for r in times.RULES if r.name == "time.duration"),
    *(r for r in ratios.RULES if r.name == "ratio.named"),
    *(r for r in money.RULES if r.name == "money.old"),
    *(r for r in codes.RULES if r.name in EARLY_CODES),
    *dates.RULES,
    *(r for r in times.RULES if r.name != "time.duration"),
    *(r for r in money.RULES if r.name != "money.old"),
    *(r for r in symbols.MATH if r.name == "math.scientific"),
    *symbols.EQUATIONS,
    *(r for r in codes.RULES if r.name.startswith("chemistry")),
    *(r for r in ratios.RULES if r.name == "fraction.over"),
    *units.RULES,
    *(r for r in symbols.MATH if r.name != "math.scientific"),
    *(r for r in ratios.RULES if r.name not in ("ratio.named", "fraction.over")),
    *roman.RULES,
    *(r for r in abbreviations.RULES if not r.name.startswith("address")),
    *symbols.OPERATIONS,
    *(r for r in counting.RULES if r.name in ("ordinal", "cardinal.plural")),
    *(r for r in codes.RULES if not r.name.startswith("chemistry") and r.name not in EARLY_CODES),
    *(
        r
        for r in symbols.RULES
        if r.name.startswith("symbol") and r.name not in (*EARLY_SYMBOLS, "symbol.other", "symbol.number")
    ),
    *(r for r in counting.RULES if r.name not in ("ordinal", "cardinal.plural")),
    *(r for r in symbols.RULES if r.name in ("symbol.other", "symbol.number")),
    *heteronyms.RULES,
)

# What a text must have for the rules of a group to be worth trying, by name or by group; the longer name holds.
WANTED: dict[str, tuple[frozenset[str], ...]] = {
    "phone": (DIGITS,),
    "address": (DIGITS,),
    "address.state": (frozenset({"capitals"}),),
    "address.place": (),
    "address.party": (),
    "date.iso": (frozenset({"four digits"}),),
    "date.numeric": (frozenset({"joined digits", "."}), frozenset({"two digits"})),
    "date.month_day": (frozenset({"month"}), DIGITS),
    "date.day_month": (frozenset({"month"}), DIGITS),
    "date.month_year": (frozenset({"month"}), frozenset({"two digits"})),
    "date.month_range": (frozenset({"month"}),),
    "date.month": (frozenset({"month"}),),
    "date.decades": (frozenset({"two digits"}), frozenset("s")),
    "date.decade": (frozenset({"two digits"}), frozenset("s")),
    "date.years": (frozenset({"four digits"}),),
    "date.year": (frozenset({"two digits"}),),
    "date.quarter": (DIGITS, frozenset("QH")),
    "date.fiscal": (DIGITS, frozenset({"capitals"})),
    "date.circa": (frozenset({"two digits"}), frozenset(".")),
    "time": (DIGITS,),
    "time.half": (),
    "money": (DIGITS,),
    "money.sign": (),
    "money.code": (DIGITS, frozenset({"capitals"})),
    "measure": (DIGITS,),
    "measure.part": (),
    "coordinates": (DIGITS,),
    "fraction": (DIGITS,),
    "fraction.vulgar": (),
    "score": (frozenset({"joined digits"}),),
    "range": (frozenset({"joined digits"}),),
    "ratio": (DIGITS,),
    "number": (DIGITS,),
    "version": (DIGITS,),
    "code": (frozenset({"letter and digit"}),),
    "code.leet": (DIGITS,),
    "code.aircraft": (DIGITS,),
    "chemistry": (frozenset({"capitals", "letter and digit"} | set("₀₁₂₃₄₅₆₇₈₉⁺⁻lxeia")),),
    "chemistry.isotope": (),
    "cardinal": (DIGITS,),
    "ordinal": (DIGITS,),
    "initialism.apart": (frozenset({"capitals"}),),
    "capitals": (frozenset({"capitals"}),),
    "symbol.emoticon": (frozenset("()<DP"), frozenset(":;<")),
}


def _demanding(r: Rule) -> Rule:
    # Inline code is read by its context alone.
    if r.pattern is code.RULES[0].pattern:
        return r
    wanted = WANTED.get(r.name, WANTED.get(r.name.partition(".")[0], ()))
    return replace(r, needs=tuple(dict.fromkeys((*wanted, *r.needs))))


RULES: tuple[Rule, ...] = tuple(_demanding(r) for r in _ORDERED)
