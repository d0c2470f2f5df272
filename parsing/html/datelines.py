"""Lines in an article's head that only repeat what its metadata says: the date, the authors, the site, minutes of reading.

A listener hears these from the opening. A line stays where any of its words says something else ("Updated 3 May",
"By Anna Lee in Oslo").
"""

from __future__ import annotations

import re
from datetime import date

from rhapsode.parsing.article import Block, Blocks, Figure, Heading, Paragraph, Rule, plain_text
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.html.flow import walk_all
from rhapsode.parsing.html.metadata import Metadata

_HEAD = 8  # blocks
_LONGEST = 160  # characters
_MINUTES = re.compile(
    r"(?:\b(?:reading time|estimated reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd)"
    r"\W*(?:(?:ca|about|env)\W+)?\d{1,3}\s*min\w*\.?)|"
    r"\b\d{1,3}\s*-?\s*min(?:ute[ns]?|utos?|uti|uten)?\.?(?:\s+|-)(?:read(?:ing time|ing)?|de lecture|lesezeit|de lectura|di lettura|de leitura|leestijd)\b",
    re.IGNORECASE,
)
# Words around names and dates that say nothing of their own, in the same languages as the months below.
_FILLING = frozenset(re.findall(
    r"\w+",
    "by and written published posted on at the in am pm a m p gmt bst utc est edt cst cdt mst mdt pst pdt cet cest ist jst aest "
    "pt von und um uhr veröffentlicht par et le à publié h por y el publicado las hs hrs di e il pubblicato alle ore da de em "
    "às door en op om uur gepubliceerd date author"
))  # fmt: skip
_WEEKDAYS = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"(?:lune|marte|mercole|giove|vener)dì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)|feira|"
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag"
)
# Months by how they begin, in English, German, French, Spanish, Italian, Portuguese and Dutch.
_MONTHS = (
    ("jan", "jän", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "maa", "mrt"), ("apr", "avr", "abr"), ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aoû", "ago"), ("sep", "set"), ("oct", "okt", "ott", "out"), ("nov",),
    ("dec", "dez", "déc", "dic"),
)  # fmt: skip


def without_datelines(blocks: Blocks, metadata: Metadata) -> Blocks:
    """The blocks without the lines before the first real paragraph that repeat the metadata."""
    kept: list[Block] = []
    for i, block in enumerate(blocks):
        if i >= _HEAD or not isinstance(block, Paragraph | Heading | Figure | Rule):
            return (*kept, *blocks[i:])
        if isinstance(block, Paragraph):
            if len(plain_text(block.content)) > _LONGEST:
                return (*kept, *blocks[i:])
            if _repeats(block, metadata):
                continue
        kept.append(block)
    return tuple(kept) or blocks


def _repeats(block: Paragraph, metadata: Metadata) -> bool:
    """Whether nothing is left of a paragraph once what the metadata says is taken out of it."""
    if any(node.kind not in _WORDS for node in walk_all(block.content)):
        return False
    text = plain_text(block.content)
    rest = _MINUTES.sub(" ", text)
    for known in (*metadata.byline, metadata.site):
        if known:
            rest = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    for node in walk_all(block.content):
        if node.kind == "time" and _same_day(iso_date(node.datetime), metadata.published):
            rest = rest.replace(node.text, " ")
    tokens = re.findall(r"\w+", rest.lower())
    tokens = [token for token in tokens if token not in _FILLING and not _WEEKDAYS.fullmatch(token)]
    if not tokens:
        return bool(re.search(r"\w", text)) and rest != text
    return _is_date(tokens, rest, metadata.published)


_WORDS = frozenset({"text", "link", "emphasis", "strong", "time", "language", "break"})


def _same_day(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and len(one) >= 10 and one[:10] == other[:10]


def _is_date(tokens: list[str], written: str, published: str | None) -> bool:
    """Whether words are the day of publication, with or without the time of day, and nothing else."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return False
    left = re.findall(
        r"\w+", re.sub(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?", " ", written.lower())
    )
    left = [token for token in left if token in tokens]
    numbers = {
        token for token in left if token.isdigit() or re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|er|º|ª)", token)
    }
    names = [token for token in left if token not in numbers]
    values = {int(re.sub(r"\D", "", token)) for token in numbers}
    if not {day.day, day.year} <= values:
        return False
    if names:
        return values == {day.day, day.year} and all(
            name.startswith(_MONTHS[day.month - 1]) for name in names
        )
    return values == {day.day, day.month, day.year}
