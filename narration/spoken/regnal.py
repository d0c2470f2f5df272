"""Numerals behind the names of rulers and popes, and behind heads that count, in the continental languages."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.roman import value

# Rulers by their first names as German, French, Spanish, Italian and Portuguese write them.
MEN = (
    "Ludwig|Friedrich|Wilhelm|Heinrich|Karl|Otto|Georg|Johannes|Paul|Pius|Benedikt|Leo|Gregor|Franz|Joseph|Leopold|Ferdinand|Philipp|Peter|Iwan|Alexander|Nikolaus|"
    "Eduard|Jakob|Richard|Napoleon|Gustav|Christian|Erik|Maximilian|Rudolf|Konrad|Ramses|Harald|Albert|Innozenz|Urban|Clemens|Charles|"
    "Louis|Henri|Philippe|François|Napoléon|Jean|Pie|Léon|Grégoire|Benoît|Édouard|Jacques|Guillaume|Frédéric|Alexandre|Nicolas|Pierre|Ramsès|Léopold|Baudouin|Georges|Clément|Innocent|Urbain|"
    "Felipe|Carlos|Alfonso|Fernando|Enrique|Juan|Pablo|Pío|León|Gregorio|Benedicto|Jaime|Pedro|Sancho|Guillermo|Federico|Jorge|Eduardo|Alejandro|Nicolás|Luis|Francisco|Ramsés|Ricardo|"
    "Giovanni|Paolo|Pio|Leone|Benedetto|Vittorio Emanuele|Umberto|Carlo|Filippo|Enrico|Luigi|Federico|Ferdinando|Giorgio|Alessandro|Nicola|Napoleone|Francesco|Guglielmo|Pietro|Clemente|Innocenzo|Urbano|Giulio|Sisto|"
    "João|Paulo|Leão|Gregório|Bento|Manuel|Afonso|Henrique|Filipe|Luís|Guilherme|Frederico|Jorge|Alexandre|Nicolau|Sebastião|José|Dinis|Ricardo|Napoleão|Francisco|Júlio"
)
WOMEN = (
    "Elisabeth|Élisabeth|Katharina|Margarethe|Margrethe|Maria|Christina|Wilhelmina|Catherine|Marie|Marguerite|Christine|Isabel|Catalina|María|Margarita|Cristina|"
    "Elisabetta|Caterina|Margherita|Elizabete|Elisabete|Catarina|Isabella|Juana|Joana|Kleopatra|Cléopâtre|Cleopatra"
)
# A short numeral may be an initial or a grade; behind other words than these names it has two signs or more.
PATTERN = rf"(?<!\w)(?:(?P<man>{MEN})|(?P<woman>{WOMEN}))(?P<owner>s?)(?P<gap>\s)(?P<n>[IVX]+)(?P<stop>\.?)(?:er|re|ère)?(?!\w)"
HEAD_PATTERN = r"(?<!\w)(?:[A-ZÀ-Ý][a-zà-ÿ'’-]+|[Cc]apítulo|[Tt]omo|[Cc]hapitre|[Tt]ome|[Kk]apitel|[Bb]and|[Cc]apitolo|[Vv]olume|[Aa]rt[ií]culo|[Aa]rtigo|[Pp]art[ei]|[Ff]ase|[Tt]ipo|[Tt]yp)\s(?P<n>[IVX]{2,6})(?P<stop>)(?![\w-])"


def rank(match: re.Match[str]) -> int | None:
    """The number in `n`, below forty: nobody was the fortieth of his name."""
    n = value(match["n"])
    return n if n and n < 40 else None


def feminine(words: str) -> str:
    """Romance ordinals and cardinals in -o agree with a queen: "segundo" -> "segunda"."""
    return re.sub(r"o\b", "a", words)
