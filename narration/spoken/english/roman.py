"""Roman numerals where they are numerals: monarchs and popes, wars, chapters, games, years, list marks."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.numbers import cardinal, ordinal, year
from rhapsode.narration.spoken.form import Rule, Scene, rule

VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
VALID = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ROMAN = r"[IVXLCDM]+"

# Heads whose number is counted: "Chapter IV" is "chapter four".
COUNTED = (
    "World War|Chapter|Part|Book|Volume|Vol\\.|Act|Scene|Article|Title|Section|Sect\\.|Phase|Type|Class|Level|Stage|Grade|Mark|Mk|"
    "Super Bowl|WrestleMania|Episode|Season|Series|Apollo|Gemini|Saturn|Appendix|Table|Figure|Fig\\.|Plate|Schedule|Annex|Day|Group|"
    "Category|Division|Tier|Factor|Vatican|Rocky|Rambo|Final Fantasy|Grand Theft Auto|GTA|Civilization|Quake|Diablo|Warcraft|StarCraft|"
    "Baldur's Gate|Street Fighter|Godfather|Olympiad|Olympics|Canto|Sonata|Symphony No\\.|Symphony|Opus|Psalm|Corinthians|Unit|Module|"
    "Lesson|Step|Round|Game|Rule|Law|Theorem|Lemma|Proposition|Figure|Region|Zone|District|Corps|Legion|Photosystem|Complex|Angiotensin|"
    "Collagen|Interleukin|Technicolor|Playstation|Mach|Model|Pentium|Elizabeth Line|Title|Schengen|Basel|Solvency|MiFID|SALT|START|Stalag|Oflag|"
    "cranial nerve|Nerve|Panzer|Tiger|Leopard|Typhoon|Voyager|Ariane|Falcon|Titan|Explorer|Option|Question|Bowl|War|Punic War|Crusade|Exhibit|Form"
)
LOWER_HEADS = "pp\\.|p\\.|chapter|part|book|volume|act|scene|section|phase|type|class|stage|level|appendix|table|figure|page|pages|article|title|grade|tier"
# Names that are counted with an ordinal: monarchs, popes, patriarchs.
REGNAL = (
    "Elizabeth|Henry|Louis|Charles|George|Edward|James|William|Richard|John|Paul|Pius|Benedict|Gregory|Leo|Clement|Innocent|Urban|"
    "Francis|Nicholas|Alexander|Catherine|Peter|Ivan|Frederick|Friedrich|Wilhelm|Philip|Philippe|Ferdinand|Napoleon|Napoléon|Ramesses|Ramses|"
    "Ptolemy|Cleopatra|Xerxes|Darius|Cyrus|Otto|Margrethe|Carl|Karl|Gustav|Gustaf|Gustavus|Harald|Haakon|Olav|Olaf|Felipe|Carlos|Alfonso|Alphonse|Mehmed|"
    "Murad|Selim|Suleiman|Bayezid|Mohammed|Muhammad|Abdullah|Hassan|Hussein|Rama|Thutmose|Amenhotep|Seti|Mary|Emmanuel|Umberto|"
    "Pedro|Manuel|Joao|João|Afonso|Sixtus|Julius|Boniface|Celestine|Sylvester|Stephen|Constantine|Theodosius|Valentinian|Justinian|"
    "Leopold|Joseph|Maximilian|Rudolf|Ludwig|Christian|Eric|Erik|Magnus|Sigismund|Casimir|Béla|Baldwin|Robert|David|Malcolm|Kenneth|"
    "Donald|Edmund|Æthelred|Ethelred|Harold|Cnut|Albert|Rainier|Adrian|Hadrian|Martin|Honorius|Callixtus|Eugene|Antiochus|Seleucus|Mithridates|"
    "Tiglath-Pileser|Shapur|Khosrow|Bohemond|Władysław|Wenceslaus|Andrew|Victor|Demetrius|Artaxerxes|Nebuchadnezzar|Sargon|Pepin|Lothair|Conrad|Vladimir|Isabella|Joanna|Juliana|Abdulhamid|Ahmed|Osman|Mahmud|Mustafa"
)
TITLES = "King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Princess|Shah|Pharaoh|Duke|Patriarch|Saint|St|Archduke"
# Capitals that are words or initialisms far more often than numerals.
NOT_NUMERALS = frozenset(
    "I V X L C D M CD MD DC CC MC MM CV LI DI MI CI DL LL XL XXL XXX MIX DIM MILD CIVIC VI IV LV MDC CM DM XX XI LCD DVD".split()
)


def value(written: str) -> int | None:
    """The number, or None if it is not a well-formed numeral below 4000."""
    upper = written.upper()
    if not upper or not VALID.fullmatch(upper):
        return None
    total = 0
    for c, after in zip(upper, [*upper[1:], ""], strict=True):
        total += -VALUES[c] if after and VALUES[after] > VALUES[c] else VALUES[c]
    return total


VERB_AFTER_I = re.compile(
    r"\s+(?:am|have|had|will|would|can|could|should|think|thought|do|did|don|saw|see|know|knew|want|met|went|said|say|never|also|just|really|love|loved|like|liked|'m|’m|'ve|’ve|'d|’d|'ll|’ll)\b"
)


def say_counted(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    n = value(match[2])
    if match[2] == "I" and match[1].islower() and re.match(r"\s+[a-z]", match.string[match.end() :]):
        return None
    if n is None or (
        match[1] in ("Part", "Type", "Class", "Day", "Law", "Form", "Question", "War")
        and match[2] in ("C", "D", "L", "M")
    ):
        return None
    if (
        match[2] == "I"
        and VERB_AFTER_I.match(scene.text, match.end())
        and match[1] not in ("World War", "War")
    ):
        return None
    words = cardinal(n)
    if match[3]:
        last = value(match[3])
        if last is None:
            return None
        words += f" to {cardinal(last)}"
    return [(match.start(2), match.end(), words + (match[4] or ""))]


def say_regnal(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    n = value(match[2])
    if n is None or n > 40:
        return None
    if (
        match[2] in ("C", "D", "L", "M")
        or match[0] == "Malcolm X"
        or (match[2] == "I" and VERB_AFTER_I.match(scene.text, match.end()))
    ):
        return None
    last = value(match[3]) if match[3] else None
    words = f"the {ordinal(n)}" + (f" to the {ordinal(last)}" if last else "")
    return [(match.start(2), match.end(), words)]


TWO_NAMES = re.compile(r"\b[A-Z][\w.'’-]*\s(?:[A-Z]\.?\s)*[A-Z][\w'’-]+,?\s$")


def say_heir(match: re.Match[str], scene: Scene) -> str | None:
    """John Smith III: the third of a family, behind a first name and a surname."""
    n = value(match[0])
    return f"the {ordinal(n)}" if n and TWO_NAMES.search(scene.text[: match.start()]) else None


def say_century(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    n = value(match[1])
    return [(match.start(), match.end(), ordinal(n))] if n and n < 31 else None


def say_year(match: re.Match[str], scene: Scene) -> str | None:
    n = value(match[0])
    return year(n, british=scene.british) if n and 1400 < n < 2200 else None


def say_alone(match: re.Match[str], scene: Scene) -> str | None:
    """A numeral that stands where only a number can: II, VIII, XIV; in a heading also its first word."""
    written = match[0]
    if written in NOT_NUMERALS and scene.text.strip(" .") != written:
        return None
    n = value(written)
    return cardinal(n) if n and 1 < n < 100 and len(written) > 1 else None


def say_heading_mark(match: re.Match[str], scene: Scene) -> str | None:
    """ "IV. Results": the mark before a heading or an item."""
    if match[1] == "I" and match[2] not in (".", ")", ":"):
        return None
    n = value(match[1])
    return f"{cardinal(n)}{'.' if match[2] == ')' else match[2].strip() or ''} " if n and n < 90 else None


def say_item(match: re.Match[str], scene: Scene) -> str | None:
    n = value(match[1])
    return cardinal(n) if n and n < 21 else None


RULES: tuple[Rule, ...] = (
    rule("roman.counted", rf"(?<!\w)({COUNTED})s?\s({ROMAN})(?:[-–]({ROMAN}))?([ab]?)(?![\w&]|\.\w|['’](?!s))", say_counted, VALUES),
    rule("roman.counted", rf"(?<!\w)({LOWER_HEADS})\s([ivxlc]+|[IVXLC]{{2,}}|[IVX])(?:[-–]([ivxlc]+))?()(?![\w&'’-]|\.\w)", say_counted),
    rule("roman.counted", rf"(?<!\w)({COUNTED}|Page|Pages|Pp\.)s?\s([ivx]{{2,6}})(?:[-–]([ivx]+))?()(?![\w&'’-]|\.\w)", say_counted),
    rule("roman.counted", rf"(?<!\w)({LOWER_HEADS})\s([ivx])()()(?=[.,;:)]|$)", say_counted),
    rule("roman.regnal", rf"\b({REGNAL})\s({ROMAN})(?:[-–]({ROMAN}))?(?![\w&]|\.\w|[-–])", say_regnal, VALUES),
    rule("roman.regnal", rf"\b((?:{TITLES})\s(?:[A-Z]\w+\s){{1,2}})({ROMAN})(?:[-–]({ROMAN}))?(?![\w&]|\.\w|[-–])", say_regnal, VALUES),
    rule("roman.heir", r"(?<=[a-z,] )(?:II|III|IV)(?=,|\.?$|\s(?:is|was|of|and|who|has|had|said|says|became|died|in|to)\b|['’]s|\))", say_heir, "I"),
    rule("roman.century", rf"(?<!\w)({ROMAN})((?:th|st|nd|rd)?)(?=[\s-](?:century|centuries|dynasty|Dynasty|Century|legion|Legion|arrondissement|Olympiad))", say_century, VALUES),
    rule("roman.year", r"(?<![\w.])M{1,2}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})(?<=\w{4})(?!\w)", say_year, "M"),
    rule("roman.mark", r"\A\s*([IVXL]+)(\.|:|\)|(?=\s[-–—]\s))\s+(?=\S)", say_heading_mark, VALUES),
    rule("roman.item", r"(?<=\()([ivx]+)(?=\))", say_item),
    rule("roman.alone", rf"(?<![\w.&/'’-]){ROMAN}(?![\w&/'’]|\.\w|-\w)", say_alone, VALUES),
)  # fmt: skip
