"""Openings that only say that a picture is a picture ("Image of", "Das Bild zeigt"), in seven languages.

A lead is known by its own words, whatever language the article is in. What is left without it is spoken only where it
is still grammatical: "Bild von einem roten Traktor" leaves a dative behind, so that text stays whole. A photograph that
is itself in the picture ("a framed photo of a ship", "ein Foto hängt an der Wand") is no lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rhapsode.captioning.vocabulary import IMAGE_WORDS
from rhapsode.captioning.words import WORD, language_of

Rest = Callable[[re.Match[str], str], str | None]
"""From a match and the text after it to what is said without the lead; None where that would be bad grammar."""


@dataclass(frozen=True, slots=True)
class Lead:
    """`words` of the opening and the `rest` that can be said without them; None: only the whole text can."""

    words: str
    rest: str | None


ENGLISH = re.compile(
    rf"^\W*(?:(?:this|here|the following)(?: is)? )?(?:(?:a|an|the|this|that)\s)?(?:[\w-]+\s){{0,2}}?(?:{IMAGE_WORDS})s?\s*"
    r"(?:(?:is |that |which )?(?:of|shows?|showing|depicts?|depicting|displays?|displaying|features?|featuring|"
    r"portrays?|portraying|contains?|containing|illustrates?|illustrating|captures?|capturing|presents?|presenting|taken of|with)\b|[:\-–—])\s*",
    re.I,
)
ENGLISH_VERB = re.compile(r"^\W*(?:(?:it|this) )?(?:shows?|showing|depicts?|depicting)\s+", re.I)
MEDIUM = re.compile(
    r"^\W*(?:(?:a|an|the)\s)?(?:black|satellite|x-ray|aerial|framed|faded|torn|crumpled)\b", re.I
)
OBJECT = re.compile(
    r"\bin an? (?:[\w-]+ ){0,2}frame\b|\bhangs\b|\b(?:pinned|taped|stuck) to\b|\bhäng(?:t|en)\b|\blehn(?:t|en)\b|\bRahmen\b|"
    r"\bcadre\b|\baccroché|\bpunaisé|\bencadré|\benmarcad|\bcuelga|\bmarco\b|\bincornicia|\bcornice\b|\bappes[ao]|\bemoldurad|"
    r"\bmoldura\b|\bpendurad[ao] na\b|\bingelijst|\blijst\b|\bhangt\b",
    re.I,
)
SCREENSHOT = re.compile(
    r"^\W*(?:(?:this|here) is )?(?:(?:a|an|the|this)\s)?(?:[\w-]+\s){0,2}?screen ?shots? (?:of|shows?|showing|from)\b",
    re.I,
)


def lead_of(text: str) -> Lead | None:
    """The lead that `text` opens with, if any; `text` in one line."""
    if MEDIUM.match(text):
        return None
    for pattern, finish in LEADS:
        match = pattern.match(text)
        if match and not OBJECT.search(text):
            rest = finish(match, text[match.end() :].strip())
            if rest is None or len(WORD.findall(rest)) < 2:
                return Lead(match.group().strip(), None)
            return Lead(match.group().strip(), rest[:1].upper() + rest[1:])
    return None


def _as_it_is(_match: re.Match[str], rest: str) -> str | None:
    return rest


def _whole(_match: re.Match[str], _rest: str) -> str | None:
    return None


def _accusative(_match: re.Match[str], rest: str) -> str | None:
    """What a German verb of showing takes: the same words as a subject, but for what is masculine."""
    masculine = r"(?:einen|keinen|meinen|seinen|ihren|unseren|den|diesen|jeden|[a-zäöüß]+en)\b"
    if re.match(masculine, rest) or re.search(rf"(?:,|\bund|\boder|\bsowie) {masculine}", rest):
        return None
    return None if re.match(r"(?:wie|dass|was|wo)\b", rest) else rest


def _without_end(end: str) -> Rest:
    """The rest without the second half of a bracketing verb ("ist … zu sehen", "laat … zien")."""

    def finish(_match: re.Match[str], rest: str) -> str | None:
        found = re.search(rf"[ ,]*\b{end}(?=[.!]?$)", rest)
        return rest[: found.start()] + rest[found.end() :] if found else None

    return finish


def _article(articles: dict[str, str]) -> Rest:
    """The rest after the article that a preposition swallowed, "du marché" as "le marché"."""

    def finish(match: re.Match[str], rest: str) -> str | None:
        article = articles[match["art"].lower()]
        return f"{article}{'' if article.endswith(chr(39)) else ' '}{rest}"

    return finish


_ITALIAN = {"del": "il", "dello": "lo", "della": "la", "dell'": "l'", "dell’": "l'", "dei": "i", "degli": "gli", "delle": "le"}  # fmt: skip


def _del(match: re.Match[str], rest: str) -> str | None:
    """ "Foto del" is Spanish or Italian; the words after it tell."""
    lang = language_of(match.string)
    return {"es": f"el {rest}", "it": f"il {rest}"}.get(lang or "")


_ADJECTIVE = (
    r"(?:belle |jolie |superbe |magnifique |simple |buena |hermosa |bella |bela |linda |schönes |mooie )?"
)
_DE = r"(?:Bild|Foto|Photo|Fotografie|Abbildung|Aufnahme)"
_FR = r"(?:image|photo|photographie|visuel|cliché)"
_ES = r"(?:imagen|foto|fotografía)"
_IT = r"(?:immagine|foto|fotografia)"
_PT = r"(?:imagem|foto|fotografia)"
_NL = r"(?:afbeelding|foto|plaatje|beeld)"
_COUNTED = (
    r"(?=(?:une?|la|les?|ma|mon|mes|ses|son|sa|ce|cet|cette|ces|deux|trois|quatre|cinq|plusieurs|quelques|nombreux|"
    r"una|unos|unas|el|los|las|dos|tres|cuatro|varios|varias|mi|su|"
    r"uno|due|tre|quattro|alcuni|alcune|molti|molte|diversi|"
    r"uma|uns|umas|dois|duas|três|vários|várias|\d+) |l['’]|un['’])"
)
_ROMANCE = (
    rf"(?:(?:(?:c['’]est |il s['’]agit d['’])?une|una|uma|esta|questa|cette|la|a|l['’]) ?)?{_ADJECTIVE}"
)


def _lead(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*{pattern}\s*", re.I)


LEADS: tuple[tuple[re.Pattern[str], Rest], ...] = (
    (ENGLISH, _as_it_is),
    (ENGLISH_VERB, _as_it_is),
    (_lead(rf"(?:(?:ein|das|dieses|eine|die|diese|im|auf dem) )?(?:{_DE}|{_FR}|{_ES}|{_IT}|{_PT}|{_NL})\s?[:–—]"), _as_it_is),
    # German
    (_lead(rf"(?:(?:dies ist|das ist|hier ist) )?(?:(?:ein|das|dieses|eine|die|diese) )?{_ADJECTIVE}{_DE} (?:vom|von|des|der|einer|eines)\b"), _whole),
    (_lead(rf"(?:das|dieses|die|diese) {_DE} (?:zeigt|stellt|illustriert|präsentiert)\b"), _accusative),
    (_lead(rf"(?:auf (?:dem|diesem|der|dieser)|im|in diesem) {_DE} (?:ist|sind)\b"), _without_end("zu (?:sehen|erkennen)")),
    (_lead(rf"(?:auf (?:dem|diesem|der|dieser)|im|in diesem) {_DE} (?:sieht man|sehen wir|erkennt man)\b"), _accusative),
    (_lead(r"zu sehen (?:ist|sind)\b"), _as_it_is),
    (_lead(rf"(?:auf (?:dem|diesem|der|dieser)|in diesem) {_DE}\b"), _whole),
    # French
    (_lead(rf"{_ROMANCE}{_FR} (?:en couleurs? )?(?:de {_COUNTED}|d['’](?=une?\b))"), _as_it_is),
    (_lead(rf"{_ROMANCE}{_FR} (?P<art>du|des)\b(?! (?:jour|mois|profil))"), _article({"du": "le", "des": "les"})),
    (_lead(rf"(?:l['’]|cette |la |le |ce ){_FR} (?:montre|présente|représente|illustre|affiche|dépeint)\b(?! (?:que|comment)\b)"), _as_it_is),
    (_lead(rf"(?:sur|dans) (?:cette |la |l['’]|ce |le ){_FR},? (?:on (?:peut voir|voit|aperçoit)|nous voyons|il y a)\b"), _as_it_is),
    (_lead(rf"(?:sur|dans) (?:cette |la |l['’]|ce |le ){_FR},"), _as_it_is),
    # Spanish, Italian and Portuguese
    (_lead(rf"{_ROMANCE}(?:{_ES}|{_PT}) de {_COUNTED}"), _as_it_is),
    (_lead(rf"{_ROMANCE}(?:{_ES}|{_PT}) de (?=uma? |une? )"), _as_it_is),
    (_lead(rf"{_ROMANCE}{_IT} di {_COUNTED}"), _as_it_is),
    (_lead(rf"{_ROMANCE}imagen (?P<art>del)\b"), _article({"del": "el"})),
    (_lead(rf"{_ROMANCE}immagine (?P<art>dell['’]|del\b)"), _article(_ITALIAN)),
    (_lead(rf"{_ROMANCE}(?:immagine|foto|fotografia) (?P<art>dello|della|dei|degli|delle)\b"), _article(_ITALIAN)),
    (_lead(rf"{_ROMANCE}(?:foto|fotografia|fotografía) del\b"), _del),
    (_lead(rf"{_ROMANCE}{_PT} (?P<art>do|da|dos|das)\b(?! (?:dia|perfil))"), _article({"do": "o", "da": "a", "dos": "os", "das": "as"})),
    (_lead(rf"(?:la|esta) {_ES} (?:muestra|presenta|representa|ilustra)\b(?! (?:que|cómo)\b)"), _as_it_is),
    (_lead(rf"(?:l['’]|la |questa ){_IT} (?:mostra|raffigura|ritrae|rappresenta|presenta)\b(?! (?:che|come)\b)"), _as_it_is),
    (_lead(rf"(?:a|esta) {_PT} (?:mostra|apresenta|retrata|representa)\b(?! (?:que|como)\b)"), _as_it_is),
    (_lead(rf"en (?:la|esta) {_ES},? (?:se (?:ven?|observan?|aprecian?)|vemos|aparecen?|hay)\b"), _as_it_is),
    (_lead(rf"(?:nell['’]|nella |in questa ){_IT},? (?:si ved(?:e|ono)|vediamo|c['’]è|ci sono)"), _as_it_is),
    (_lead(rf"n(?:a|esta) {_PT},? (?:v[êe]-se|veem-se|vemos|há|aparecem?)\b"), _as_it_is),
    (_lead(rf"(?:en (?:la|esta) {_ES}|(?:nell['’]|nella |in questa ){_IT}|n(?:a|esta) {_PT}),"), _as_it_is),
    # Dutch
    (_lead(rf"(?:(?:een|de|dit is een|deze|dit) )?{_ADJECTIVE}{_NL} van\b(?! de dag\b)"), _as_it_is),
    (_lead(rf"(?:de|deze|dit|het) {_NL} (?:toont|geeft)\b"), _as_it_is),
    (_lead(rf"(?:de|deze|dit|het) {_NL} laat\b"), _without_end("zien")),
    (_lead(rf"op (?:de|deze|dit|het) {_NL} (?:is|zijn)\b"), _without_end("te zien")),
    (_lead(rf"op (?:de|deze|dit|het) {_NL} (?:zie je|zien we|ziet u)\b"), _as_it_is),
    (_lead(rf"op (?:de|deze|dit|het) {_NL}\b"), _whole),
)  # fmt: skip
