"""Sentences, and the pieces of text a voice is given at a time.

Rules over a list of abbreviations, in the tradition of Grefenstette & Tapanainen (1994) and Kiss & Strunk's
orthographic heuristics (2006): a full stop ends a sentence unless the word before it is an abbreviation, an
initial or an ordinal, and what follows does not look like a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.tts.utterance import Span

CLOSING = "\"'”’»)\\]›"
OPENING = "\"'“‘«(\\[‹¿¡"
# A possible end: terminal punctuation with its closing quotes, then a blank; or CJK punctuation, blank or not.
END = re.compile(rf"[.!?…‽]+[{CLOSING}]*(?=\s|$)|[。！？．｡]+[」』）”’]*|\n")
WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘«—–/]+$")
DASH = re.compile(r"\s+[—–-]{1,2}\s")
NEXT = re.compile(rf"\s*([{OPENING}—–-]*)\s*(\S+)")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Never the last word of a sentence: something must follow.
NEEDS_MORE = {
    "en": "mr mrs ms mx dr prof messrs mmes ste vs v cf eg ie viz approx ca eds trans e.g i.e cit ibid resp est",
    "de": "hr fr dr prof dipl ing bzw ca vgl z.b z.d h.d u.a u.o.ä bd hrsg jh abb sog ggf evtl inkl zzgl mind ggü geb gest verh",
    "fr": "m mm mme mmes mlle mlles dr me pr ste cf ex env av apr c.-à-d",
    "es": "sr sra srta sres dr dra dña ud uds prof ing lic gral sta sto aprox p.ej ej av avda",
    "it": "sig sig.ra sigg dott dott.ssa prof ing avv arch on rev cfr ca",
    "pt": "sr sra srs dr dra prof profa eng av cf ex aprox",
}
# The same, but only where they are written with a capital: in lower case they are words, or ends of words.
TITLES = {
    "en": "rev fr hon pres gov sen rep gen col maj capt cmdr lt sgt cpl pvt adm supt insp st mt ft art",
    "de": "st",
    "fr": "st",
    "es": "d st",
    "it": "s",
    "pt": "d",
}
# Abbreviations only in front of a number.
COUNTED = _listed(
    "no nos nr n° nº núm num n art arts p pp pag pág págs pagg fig figs eq eqs sec ch chap cap para vol vols cl op kap tab str"
)
# Abbreviations only behind a number.
UNITS = _listed("in min mins sec secs hr hrs h ft yd mi oz lb lbs kg g km m cm mm ml l am pm mio mrd tsd uhr")
# May end a sentence or not: what follows decides.
MAY_END = {
    "en": "inc ltd co corp llc plc bros jr sr esq etc al a.m p.m u.s u.k u.n e.u d.c u.s.a ph.d m.d b.a m.a b.sc m.sc "
    "ave blvd rd dept univ assn tel ext b.c a.d c.e b.c.e",
    "de": "usw etc co gmbh u.v.m u.ä n.chr v.chr",
    "fr": "etc bd",
    "es": "etc ee.uu uu cía s.a a.m p.m",
    "it": "ecc etc s.p.a s.r.l",
    "pt": "etc ltda cia s.a",
}
# Months and days: with a capital, except where the language writes them without.
CALENDAR = _listed(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun mär okt dez"
)
CALENDAR_SMALL = _listed(
    "janv févr avr juil sept oct déc ene abr ago dic gen mag giu lug set ott fev abr mai jun jul out dez"
)
# Words that, written with a capital, open a sentence far more often than they stand inside a name.
STARTERS = {
    "en": "the a an this that these those it its he she they we you i his her their our my your in on at by for from with "
    "as if when while after before since although though but and or so yet however then there here what who why "
    "how where which not no yes now today all some most many few each every both one another such still even only "
    "meanwhile moreover despite during according once until because under over",
    "de": "der die das ein eine es er sie wir ich ihr in im am an auf bei mit nach von vor seit wenn als doch aber und oder "
    "so dann da dies diese dieser hier was wer wie wo auch nicht noch schon",
    "fr": "le la les un une des il elle ils elles nous vous je on ce cette ces c'est dans en à au aux par pour avec sans mais "
    "et ou si quand puis depuis après avant",
    "es": "el la los las un una unos unas él ella ellos es son en de por para con sin pero y o si cuando desde después no",
    "it": "il lo la i gli le un una egli lei loro è sono in di da per con ma e o se quando dopo non",
    "pt": "o a os as um uma ele ela eles é são em no na de por para com mas e ou se quando depois não",
}
DEFAULT_LANGUAGE = "en"


def _sets(table: dict[str, str]) -> dict[str, frozenset[str]]:
    return {lang: frozenset(words.split()) for lang, words in table.items()}


_NEEDS_MORE, _TITLES, _MAY_END, _STARTERS = _sets(NEEDS_MORE), _sets(TITLES), _sets(MAY_END), _sets(STARTERS)

INITIAL = re.compile(r"^(?:\w\.)*[^\W\d_]$")
DOTTED = re.compile(r"^(?:[^\W\d_]\.)+[^\W\d_]$")
ORDINAL = re.compile(r"^\d{1,2}$|^[IVXLC]{1,5}$")
NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})$")


def sentences(text: str, lang: str = "en", whole: Sequence[Span] = ()) -> list[Span]:
    """The sentences of `text` as spans that lie end to end and cover it, blanks included.

    Args:
        lang: BCP 47 tag; settles which abbreviations are known.
        whole: spans that are never cut inside (code, formulas).
    """
    ends = [at for at in _ends(text, lang.lower().partition("-")[0]) if not _inside(at, whole)]
    spans: list[Span] = []
    start = 0
    for at in ends:
        while at < len(text) and text[at].isspace():
            at += 1
        if text[start:at].strip():
            spans.append((start, at))
            start = at
    if start < len(text):
        spans = (
            [*spans, (start, len(text))]
            if text[start:].strip() or not spans
            else [*spans[:-1], (spans[-1][0], len(text))]
        )
    return spans


def _inside(at: int, spans: Sequence[Span]) -> bool:
    return any(start < at < end for start, end in spans)


def _ends(text: str, lang: str) -> list[int]:
    return [match.end() for match in END.finditer(text) if _ends_here(text, match, lang)]


def _ends_here(text: str, match: re.Match[str], lang: str) -> bool:
    mark = match.group()
    if mark[0] in "。！？．｡":
        return True
    follows = NEXT.match(text, match.end())
    if follows is None:
        return True
    opening, word = follows.groups()
    first = word[0]
    if mark == "\n":
        return text[: match.start()].rstrip()[-1:] in ".!?…:;"
    if first.islower() and lang != "ka":
        # Nothing that goes on in lower case is a new sentence: "etc. and", '"Why?" she asked', "so ... it".
        return False
    if mark[0] in "!?‽":
        return True
    if mark.startswith(("..", "…")):
        return not opening or first.isupper()
    return _stop_ends(text, match, word, bool(opening), lang)


def _words_of(table: dict[str, frozenset[str]], lang: str) -> frozenset[str]:
    return table.get(lang, table[DEFAULT_LANGUAGE])


def _abbreviation(word: str, before: str, following: str, lang: str) -> str | None:
    """What kind of abbreviation `word` is: "open" if more must follow, "either" if it may end a sentence."""
    low = word.lower()
    if low in COUNTED and following[:1].isdigit():
        return "open"
    if low in _words_of(_NEEDS_MORE, lang) or (word[:1].isupper() and low in _words_of(_TITLES, lang)):
        return "open"
    if low in UNITS and before.rstrip()[-1:].isdigit():
        return "either"
    if (word[:1].isupper() and low in CALENDAR) or (lang != "en" and low in CALENDAR_SMALL):
        return "either"
    return "either" if low in _words_of(_MAY_END, lang) else None


def _stop_ends(text: str, match: re.Match[str], following: str, opened: bool, lang: str) -> bool:
    """Whether the full stop at `match` ends a sentence, `following` being the next word."""
    quoted = match.group()[-1] not in ".!?…‽"
    before = WORD_BEFORE.search(text, 0, match.start())
    if before is None:
        return True
    word = before.group().strip("*_")
    bare = following.strip("\"'“”‘’«»()[]—–-,.;:!?").lower()
    starter = bare in _words_of(_STARTERS, lang)
    kind = _abbreviation(word, text[: before.start()], following, lang)
    if kind == "open":
        return quoted
    if DASH.match(text, match.end()) and (kind or text[: before.start()].rstrip().endswith(",")):
        # A date line: "PORT ALMA, Calif. — The council met."
        return False
    if kind == "either":
        return quoted or starter or (opened and bool(bare))
    if before.start() == 0 and NUMBERED.match(word):
        return False
    if DOTTED.match(word):
        return quoted or starter
    if INITIAL.match(word):
        # "J. R. R. Tolkien" and "Plan B. Then": a name follows an initial, a starter does not.
        return quoted or starter or word == "I"
    return starter or not (lang == "de" and ORDINAL.match(word))


# Where a long sentence may be cut, best first: after the mark, or before the word.
CUTS = (
    re.compile(r"[;:]\s+|\s+[—–]\s*|[—–]\s+|(?<=[\])])\s+(?=\()"),
    re.compile(r",\s+(?=(?:and|but|or|nor|so|yet|which|who|whose|where|when|while|because|although|though|if|unless|"
               r"und|aber|oder|weil|dass|et|mais|ou|qui|que|pero|y|o|ma|e|mas)\b)"),
    re.compile(r"[,，、]\s*(?=\D)"),
    re.compile(r"\s+(?=(?:and|but|or|because|which|that|while|where|when|who|to|with|for|from|by|in|on|at|of)\b)"),
    re.compile(r"\s+"),
    re.compile(r"(?<=[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?=[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"),
)  # fmt: skip
SHORTEST_PART = 40


def chunks(
    text: str, lang: str = "en", *, min_words: int = 3, max_characters: int = 350, whole: Sequence[Span] = ()
) -> list[Span]:
    """`text` in the pieces a voice speaks at a time: sentences, the very short merged, the very long cut.

    Neural voices garble single words and drop the ends of very long input, so a sentence with fewer than
    `min_words` words joins a neighbour, and one beyond `max_characters` is cut at its strongest inner boundary,
    as evenly as that allows. Spans lie end to end and cover `text`; only a single word may be longer.
    """
    merged = _merge(text, sentences(text, lang, whole), min_words, max_characters)
    return [part for span in merged for part in _split(text, span, max_characters, whole)]


def _merge(text: str, spans: list[Span], min_words: int, limit: int) -> list[Span]:
    merged: list[Span] = []
    short = False
    for start, end in spans:
        words = len(text[start:end].split())
        is_short = words < min_words
        if merged and (short or is_short) and end - merged[-1][0] <= limit:
            merged[-1] = (merged[-1][0], end)
            short = len(text[merged[-1][0] : end].split()) < min_words
        else:
            merged.append((start, end))
            short = is_short
    return merged


def _split(text: str, span: Span, limit: int, whole: Sequence[Span]) -> list[Span]:
    """`span` cut until no piece is longer than `limit`; iterative, so that hostile length costs no stack."""
    todo, done = [span], []
    while todo:
        start, end = todo.pop()
        if len(text[start:end].rstrip()) <= limit or (at := _cut(text, start, end, limit, whole)) is None:
            done.append((start, end))
        else:
            todo += [(at, end), (start, at)]
    return done


def _cut(text: str, start: int, end: int, limit: int, whole: Sequence[Span]) -> int | None:
    """The best place to cut: the strongest boundary within reach, the most even among those."""
    # Cutting off one piece of at most `limit` from the front is enough; the middle is best where the rest fits.
    length = end - start
    ideal = start + (length // 2 if length <= 2 * limit else limit * 3 // 4)
    lowest, highest = (
        start + min(SHORTEST_PART, length // 4),
        min(start + limit, end - min(SHORTEST_PART, length // 4)),
    )
    for pattern in CUTS:
        places = [
            m.end()
            for m in pattern.finditer(text, lowest, min(end, highest + 2))
            if lowest <= m.end() <= highest
        ]
        places = [at for at in places if not _inside(at, whole)]
        if places:
            return min(places, key=lambda at: abs(at - ideal))
    later = CUTS[-2].search(text, highest, end)
    return later.end() if later and later.end() < end and not _inside(later.end(), whole) else None
