"""French."""

from __future__ import annotations

from rhapsode.narration.spoken.continental import Gender, Locale, Money, rules

ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
TENS = "_ _ vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
LARGE = ("million", "milliard", "billion", "billiard")


def below_hundred(n: int) -> str:
    if n < 20:
        return ONES[n]
    tens, ones = divmod(n, 10)
    if tens in (7, 9):
        ones += 10
    if not ones:
        return TENS[tens] + ("s" if tens == 8 else "")
    joint = " et " if ones in (1, 11) and tens < 8 else "-"
    return TENS[tens] + joint + ONES[ones]


def below_thousand(n: int, *, final: bool = True) -> str:
    hundreds, rest = divmod(n, 100)
    words: list[str] = []
    if hundreds:
        words.append(
            ("" if hundreds == 1 else ONES[hundreds] + " ")
            + "cent"
            + ("s" if hundreds > 1 and not rest and final else "")
        )
    if rest:
        said = below_hundred(rest)
        words.append(said if final else said.removesuffix("s") if said == "quatre-vingts" else said)
    return " ".join(words)


def cardinal(n: int, gender: Gender = "") -> str:
    """80 -> "quatre-vingts", 71 -> "soixante et onze", 1 before a feminine noun "une"."""
    if n == 0:
        return ONES[0]
    if n >= 1000 ** (len(LARGE) + 2):
        return " ".join(cardinal(int(d)) for d in str(n))
    parts: list[str] = []
    for i in range(len(LARGE), 0, -1):
        group, n = divmod(n, 1000 ** (i + 1))
        if group:
            parts.append(f"{below_thousand(group)} {LARGE[i - 1]}{'s' if group > 1 else ''}")
    thousands, rest = divmod(n, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else below_thousand(thousands, final=False) + " mille")
    if rest:
        parts.append(below_thousand(rest))
    words = " ".join(parts)
    return words + "e" if gender == "f" and n % 10 == 1 and n % 100 not in (11, 71, 91) else words


def year(n: int) -> str:
    return cardinal(n)


def ordinal(n: int, where: str = "") -> str:
    """1 -> "premier" (with "re" "première"), 2 -> "deuxième", 9 -> "neuvième"."""
    if n == 1 and where != "century":
        return "première" if where.startswith(("re", "ère")) else "premier"
    words = cardinal(n)
    if words.endswith("neuf"):
        return words[:-1] + "vième"
    if words.endswith("cinq"):
        return words + "uième"
    return (
        words.removesuffix("s" if words.endswith(("vingts", "cents")) else "e" if words.endswith("e") else "")
        + "ième"
    )


def date(day: int, month: str, of: str | None) -> str:
    return f"{'premier' if day == 1 else cardinal(day)} {month}" + (f" {of}" if of else "")


def clock(hour: int, minute: int) -> str:
    if hour in (0, 12) and not minute:
        return "midi" if hour == 12 else "minuit"
    hours = "zéro" if not hour else cardinal(hour, "f")
    return f"{hours} heure{'s' if hour != 1 else ''}" + (f" {cardinal(minute)}" if minute else "")


def ruler(n: int, woman: bool, before: str) -> str:
    """François Ier -> "premier"; Louis XIV -> "quatorze"."""
    return ("première" if woman else "premier") if n == 1 else cardinal(n)


def fraction(top: int, bottom: int) -> str:
    """1, 2 -> "un demi"; 3, 4 -> "trois quarts"; 2, 5 -> "deux cinquièmes"."""
    name = {2: "demi", 3: "tiers", 4: "quart"}.get(bottom) or ordinal(bottom)
    return f"{cardinal(top)} {name}{'s' if top > 1 and bottom != 3 else ''}"


EURO = Money("euro", "euros", "centime", "centimes")
DOLLAR = Money("dollar", "dollars", "cent", "cents")
FRENCH = Locale(
    cardinal=cardinal, year=year, date=date, clock=clock,
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    short_months={"janv": "janvier", "févr": "février", "fév": "février", "avr": "avril", "juil": "juillet", "sept": "septembre", "oct": "octobre", "nov": "novembre", "déc": "décembre"},
    comma="virgule", minus="moins", percent="pour cent", to="à",
    money={
        "€": EURO, "EUR": EURO, "euros": EURO, "euro": EURO, "$": DOLLAR, "$ US": Money("dollar américain", "dollars américains", "cent", "cents"), "USD": Money("dollar américain", "dollars américains", "cent", "cents"),
        "£": Money("livre", "livres", "penny", "pence", "f"), "¥": Money("yen", "yens", "sen", "sens"), "CHF": Money("franc suisse", "francs suisses", "centime", "centimes"), "F": Money("franc", "francs", "centime", "centimes"),
    },
    scales={
        "millions": ("million", "millions"), "million": ("million", "million"), "milliards": ("milliard", "milliards"), "milliard": ("milliard", "milliard"), "Md": ("milliard", "milliards"), "Mds": ("milliard", "milliards"),
        "M": ("million", "millions"), "k": ("mille", "mille"), "mille": ("mille", "mille"),
    },
    of="de", elides=True,
    units={
        "km": ("kilomètre", "kilomètres"), "m": ("mètre", "mètres"), "cm": ("centimètre", "centimètres"), "mm": ("millimètre", "millimètres"), "kg": ("kilogramme", "kilogrammes"), "g": ("gramme", "grammes"), "mg": ("milligramme", "milligrammes"),
        "t": ("tonne", "tonnes"), "l": ("litre", "litres"), "L": ("litre", "litres"), "ml": ("millilitre", "millilitres"), "cl": ("centilitre", "centilitres"), "km/h": ("kilomètre par heure", "kilomètres par heure"), "m/s": ("mètre par seconde", "mètres par seconde"),
        "m²": ("mètre carré", "mètres carrés"), "km²": ("kilomètre carré", "kilomètres carrés"), "m³": ("mètre cube", "mètres cubes"), "ha": ("hectare", "hectares"), "°C": ("degré Celsius", "degrés Celsius"), "°": ("degré", "degrés"),
        "kWh": ("kilowattheure", "kilowattheures"), "kW": ("kilowatt", "kilowatts"), "MW": ("mégawatt", "mégawatts"), "Go": ("gigaoctet", "gigaoctets"), "Mo": ("mégaoctet", "mégaoctets"), "To": ("téraoctet", "téraoctets"), "GHz": ("gigahertz", "gigahertz"),
        "min": ("minute", "minutes"), "s": ("seconde", "secondes"),
    },
    feminine_units=frozenset({"t", "min", "s"}),
    abbreviations={
        "M.": "Monsieur", "MM.": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames", "Mlle": "Mademoiselle", "Dr": "Docteur", "Dr.": "Docteur", "Pr": "Professeur", "St": "Saint", "Ste": "Sainte", "etc.": "et cetera", "c.-à-d.": "c'est-à-dire",
        "p. ex.": "par exemple", "p.ex.": "par exemple", "env.": "environ", "av. J.-C.": "avant Jésus-Christ", "ap. J.-C.": "après Jésus-Christ", "n°": "numéro", "N°": "Numéro", "nº": "numéro", "p.": "page", "pp.": "pages", "vol.": "volume",
        "chap.": "chapitre", "fig.": "figure", "cf.": "confer", "bd": "boulevard", "av.": "avenue", "tél.": "téléphone", "Tél.": "Téléphone", "max.": "maximum", "min.": "minimum", "hab.": "habitants", "art.": "article",
    },
    signs={"&": "et", "+": "plus", "=": "égale", "§": "paragraphe", "°": "degrés", "×": "fois", "÷": "divisé par", "<": "inférieur à", ">": "supérieur à", "±": "plus ou moins", "≈": "environ", "≥": "supérieur ou égal à", "≤": "inférieur ou égal à", "€": "euros", "$": "dollars", "£": "livres", "%": "pour cent", "²": "au carré", "³": "au cube", "½": "un demi", "¼": "un quart", "¾": "trois quarts", "*": "", "•": "", "_": ""},
    cents=lambda large, small: f"{large} {small}",
    ordinal=ordinal,
    ruler=ruler,
    fraction=fraction,
    phone_by_group=True,
    feminine_nouns=r"^(?:[a-zé]+(?:tions?|sions?|ettes?|ences?|ances?|tés|ées|euses?|trices?|ières?|aines?)|femmes?|filles?|personnes?|heures?|pages?|voix|fois|villes?|maisons?|places?|voitures?|lettres?|pièces?|victimes?|mesures?|communes?|œuvres?|langues?|îles?)$",
    ordinal_mark=r"(?:ère|er|re|ème|e|es)\b",
    century=r"(?<!\w)(?P<n>[IVX]+)(?:e|ème|er|ᵉ)(?=\s(?:siècle|arrondissement|République|s\.))",
)  # fmt: skip
RULES = rules(FRENCH)
