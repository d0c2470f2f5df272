"""`verbalise`: written text in, spoken text with its alignment out."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache

from rhapsode.narration.lexicon import Lexicon
from rhapsode.narration.spoken import french, german, italian, portuguese, spanish
from rhapsode.narration.spoken.english.gate import is_plain
from rhapsode.narration.spoken.english.rules import RULES as ENGLISH
from rhapsode.narration.spoken.english.symbols import UNSAID, say_sign
from rhapsode.narration.spoken.form import (
    Claim,
    Context,
    Rule,
    Scene,
    SpokenForm,
    SpokenOptions,
    claims,
    compose,
    switched_off,
    unchanged,
)

DEFAULTS = SpokenOptions()
LANGUAGES: dict[str, tuple[Rule, ...]] = {
    "en": ENGLISH,
    "de": german.RULES,
    "fr": french.RULES,
    "es": spanish.RULES,
    "it": italian.RULES,
    "pt": portuguese.RULES,
}
# English as it is read outside North America.
AMERICAN = frozenset({"en", "en-us", "en-ca", "en-ph"})


def supports(lang: str) -> bool:
    """Whether `lang` (BCP 47) has rules of its own; other languages are left to the engine as they are written."""
    return _primary(lang) in LANGUAGES


def rules_of(lang: str) -> tuple[str, ...]:
    """The names of the rules for `lang`, first come first served: what `SpokenOptions.off` may name."""
    return tuple(r.name for r in LANGUAGES.get(_primary(lang), ()))


def verbalise(
    written: str,
    *,
    lang: str = "en-US",
    context: Context = "prose",
    options: SpokenOptions = DEFAULTS,
    lexicon: Lexicon | None = None,
) -> SpokenForm:
    """How `written` is said in `lang`.

    `written` is mostly one sentence. Entries of `lexicon` go before all rules. In a language without rules only the
    lexicon is applied and the rest is left to the engine. The alignment covers both texts end to end, token by token;
    a token whose spoken span is empty is silent, and `rules` names the rule that made it so.

    Raises:
        SpokenError: `options.off` names an unknown rule.
    """
    primary = _primary(lang)
    taken = _from_lexicon(written, lang, lexicon) if lexicon else []
    if not taken and primary == "en" and context == "prose" and is_plain(written):
        return unchanged(written)
    rules = _chosen(primary, options.off)
    if not rules and not taken:
        return compose(written, [])
    scene = Scene(_plain_digits(written), lang.lower() not in AMERICAN, context, options)
    found = claims(scene, rules, taken)
    return compose(written, [_sayable(claim) for claim in found] if primary == "en" else found)


def _primary(lang: str) -> str:
    return lang.replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=64)
def _chosen(primary: str, off: tuple[str, ...]) -> tuple[Rule, ...]:
    return switched_off(LANGUAGES.get(primary, ()), off)


def _sayable(claim: Claim) -> Claim:
    """`claim` with signs that came through a name (an address, a hashtag) said as signs are."""
    if not any(UNSAID.search(words) for _, _, words in claim.pieces):
        return claim
    pieces = tuple(
        (start, end, UNSAID.sub(lambda m: say_sign(m[0]), words)) for start, end, words in claim.pieces
    )
    return replace(claim, pieces=pieces)


def _plain_digits(written: str) -> str:
    """Decimal digits of every script as ASCII digits, character for character, so that all rules know them."""
    if written.isascii():
        return written
    return "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in written)


def _from_lexicon(written: str, lang: str, lexicon: Lexicon) -> list[Claim]:
    return [
        Claim(hit.start, hit.end, ((hit.start, hit.end, hit.spoken),), f"lexicon.{hit.source}", hit.ipa)
        for hit in lexicon.find(written, lang)
    ]
