"""German."""

from __future__ import annotations

from rhapsode.narration.spoken.continental import Gender, Locale, Money, rules

ONES = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
LARGE = ("Million", "Milliarde", "Billion", "Billiarde")


def below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    words = ONES[hundreds] + "hundert" if hundreds else ""
    if rest < 20:
        return words + (ONES[rest] if rest or not words else "")
    tens, ones = divmod(rest, 10)
    return words + (ONES[ones] + "und" if ones else "") + TENS[tens]


def stem(n: int) -> str:
    """Below a million, as it begins a compound: 21 -> "einundzwanzig", 1 -> "ein"."""
    thousands, rest = divmod(n, 1000)
    if not thousands:
        return below_thousand(rest)
    return below_thousand(thousands) + "tausend" + (below_thousand(rest) if rest else "")


def cardinal(n: int, gender: Gender = "") -> str:
    """1 -> "eins", before a noun "ein" or "eine"; 101 -> "einhunderteins"; 2,000,001 -> "zwei Millionen eins"."""
    if n >= 1000 ** (len(LARGE) + 2):
        return " ".join(cardinal(int(d)) for d in str(n))
    parts: list[str] = []
    for i in range(len(LARGE), 0, -1):
        group, n = divmod(n, 1000 ** (i + 1))
        if group:
            noun = LARGE[i - 1]
            plural = noun + ("n" if noun.endswith("e") else "en")
            parts.append(f"eine {noun}" if group == 1 else f"{stem(group)} {plural}")
    if n or not parts:
        parts.append(
            stem(n) + ({"": "s", "m": "", "f": "e" if n == 1 else ""}[gender] if n % 100 == 1 else "")
        )
    return " ".join(parts)


def year(n: int) -> str:
    """1984 -> "neunzehnhundertvierundachtzig", 2024 -> "zweitausendvierundzwanzig"."""
    if 1100 <= n < 2000:
        return below_thousand(n // 100) + "hundert" + (below_thousand(n % 100) if n % 100 else "")
    return cardinal(n)


IRREGULAR = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}


def ordinal(n: int, where: str = "") -> str:
    """3 -> "dritte"; behind "am", "im", "des" "dritten"; "der" and "die" leave it weak."""
    last = n % 100
    if last in IRREGULAR:
        head = stem(n - last) if n > last else ""
        words = head + IRREGULAR[last]
    else:
        words = stem(n) + ("te" if 0 < last < 20 else "ste")
    declined = where.rpartition("|")[2].lower().split()[-1:] in (
        ["am"],
        ["im"],
        ["dem"],
        ["vom"],
        ["zum"],
        ["des"],
        ["den"],
        ["beim"],
        ["seit"],
        ["ab"],
        ["bis"],
    )
    return words + ("n" if declined else "")


def ranked(n: int, where: str) -> str:
    """An ordinal behind an article ("der 2. Weltkrieg"); elsewhere the stop ends the sentence: nothing."""
    before = where.rpartition("|")[2].lower().split()
    return ordinal(n, where) if before and before[-1] in ARTICLES else ""


ARTICLES = frozenset(
    "der die das dem den des im am zum zur vom beim ihr sein ihre seine ihrem seinem ins".split()
)


def date(day: int, month: str, of: str | None) -> str:
    # The director of these words puts "r" or "n" for the star: "dritter Mai", "am dritten Mai".
    return f"{ordinal(day)}* {month}" + (f" {of}" if of else "")


def clock(hour: int, minute: int) -> str:
    hours = "ein" if hour == 1 else cardinal(hour)
    return f"{hours} Uhr" + (f" {cardinal(minute)}" if minute else "")


# What case a ruler's number takes behind these words.
DATIVE = frozenset("von mit unter bei nach zu aus seit neben zwischen vor vom zum beim dem gegenüber".split())
RULERS = frozenset("könig königin kaiser kaiserin papst zar zarin kurfürst herzog fürst johannes".split())
ACCUSATIVE = frozenset("für durch gegen ohne um den".split())


def ruler(n: int, woman: bool, before: str) -> str:
    """Ludwig XIV. -> "der Vierzehnte", "unter Ludwig XIV." -> "dem Vierzehnten", "Ludwigs XIV." -> "des Vierzehnten"."""
    words = ordinal(n).capitalize()
    last = [word for word in before.lower().split() if word not in RULERS][-1:] or [""]
    if last[0].endswith("'s"):
        return f"{'der' if woman else 'des'} {words}n"
    if last[0] in DATIVE:
        return f"{'der' if woman else 'dem'} {words}n"
    if last[0] in ACCUSATIVE:
        return f"die {words}" if woman else f"den {words}n"
    return f"{'die' if woman else 'der'} {words}"


def fraction(top: int, bottom: int) -> str:
    """1, 2 -> "ein halb"; 3, 4 -> "drei Viertel"; 1, 20 -> "ein Zwanzigstel"."""
    name = "halb" if bottom == 2 else (ordinal(bottom) + "l").capitalize()
    return f"{'ein' if top == 1 else cardinal(top)} {name}"


EURO = Money("Euro", "Euro", "Cent", "Cent")
DOLLAR = Money("Dollar", "Dollar", "Cent", "Cent")
GERMAN = Locale(
    cardinal=cardinal,
    year=year,
    date=date,
    clock=clock,
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    short_months={
        "jan": "Januar", "jän": "Jänner", "jänner": "Jänner", "feb": "Februar", "mär": "März", "mrz": "März", "apr": "April", "jun": "Juni", "jul": "Juli", "aug": "August", "sep": "September",
        "sept": "September", "okt": "Oktober", "nov": "November", "dez": "Dezember",
    },
    comma="Komma", minus="minus", percent="Prozent", to="bis",
    money={
        "€": EURO, "EUR": EURO, "Euro": EURO, "$": DOLLAR, "US-$": Money("US-Dollar", "US-Dollar", "Cent", "Cent"), "USD": Money("US-Dollar", "US-Dollar", "Cent", "Cent"),
        "£": Money("Pfund", "Pfund", "Penny", "Pence"), "¥": Money("Yen", "Yen", "Sen", "Sen"), "CHF": Money("Franken", "Franken", "Rappen", "Rappen"), "Fr.": Money("Franken", "Franken", "Rappen", "Rappen"),
    },
    scales={
        "Mio.": ("Million", "Millionen"), "Mio": ("Million", "Millionen"), "Mrd.": ("Milliarde", "Milliarden"), "Mrd": ("Milliarde", "Milliarden"), "Bio.": ("Billion", "Billionen"),
        "Tsd.": ("tausend", "tausend"), "Millionen": ("Millionen", "Millionen"), "Million": ("Million", "Million"), "Milliarden": ("Milliarden", "Milliarden"), "Milliarde": ("Milliarde", "Milliarde"),
    },
    of="",
    units={
        "km": ("Kilometer",) * 2, "m": ("Meter",) * 2, "cm": ("Zentimeter",) * 2, "mm": ("Millimeter",) * 2, "kg": ("Kilogramm",) * 2, "g": ("Gramm",) * 2, "mg": ("Milligramm",) * 2, "t": ("Tonne", "Tonnen"),
        "l": ("Liter",) * 2, "ml": ("Milliliter",) * 2, "km/h": ("Kilometer pro Stunde",) * 2, "m/s": ("Meter pro Sekunde",) * 2, "m²": ("Quadratmeter",) * 2, "km²": ("Quadratkilometer",) * 2, "m³": ("Kubikmeter",) * 2,
        "ha": ("Hektar",) * 2, "°C": ("Grad Celsius",) * 2, "°": ("Grad",) * 2, "kWh": ("Kilowattstunde", "Kilowattstunden"), "kW": ("Kilowatt",) * 2, "MW": ("Megawatt",) * 2, "GW": ("Gigawatt",) * 2,
        "GB": ("Gigabyte",) * 2, "MB": ("Megabyte",) * 2, "TB": ("Terabyte",) * 2, "GHz": ("Gigahertz",) * 2, "MHz": ("Megahertz",) * 2, "Std.": ("Stunde", "Stunden"), "Min.": ("Minute", "Minuten"), "Sek.": ("Sekunde", "Sekunden"),
        "min": ("Minute", "Minuten"), "s": ("Sekunde", "Sekunden"), "PS": ("PS", "PS"), "V": ("Volt",) * 2, "W": ("Watt",) * 2, "Mbit/s": ("Megabit pro Sekunde",) * 2,
    },
    feminine_units=frozenset({"t", "kWh", "Std.", "Min.", "Sek.", "min", "s"}),
    abbreviations={
        "z. B.": "zum Beispiel", "z.B.": "zum Beispiel", "z.\u00a0B.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt", "d.\u00a0h.": "das heißt", "u. a.": "unter anderem", "u.a.": "unter anderem",
        "usw.": "und so weiter", "bzw.": "beziehungsweise", "ca.": "circa", "etc.": "et cetera", "vgl.": "vergleiche", "Vgl.": "Vergleiche", "Dr.": "Doktor", "Prof.": "Professor", "Hr.": "Herr", "Fr.": "Frau",
        "Nr.": "Nummer", "S.": "Seite", "Str.": "Straße", "St.": "Sankt", "Mio.": "Millionen", "Mrd.": "Milliarden", "evtl.": "eventuell", "ggf.": "gegebenenfalls", "inkl.": "inklusive", "max.": "maximal",
        "min.": "minimal", "sog.": "sogenannte", "i. d. R.": "in der Regel", "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "v.Chr.": "vor Christus", "n.Chr.": "nach Christus", "Abb.": "Abbildung", "Tab.": "Tabelle",
        "Kap.": "Kapitel", "Bd.": "Band", "Hrsg.": "Herausgeber", "o. Ä.": "oder Ähnliches", "u. Ä.": "und Ähnliches", "zzgl.": "zuzüglich", "Tel.": "Telefon", "geb.": "geboren", "gest.": "gestorben", "Jh.": "Jahrhundert",
        "z. T.": "zum Teil", "z.T.": "zum Teil", "u. v. m.": "und vieles mehr", "exkl.": "exklusive", "bspw.": "beispielsweise",
    },
    signs={"&": "und", "+": "plus", "=": "gleich", "§": "Paragraf", "°": "Grad", "×": "mal", "÷": "geteilt durch", "<": "kleiner als", ">": "größer als", "±": "plus minus", "≈": "ungefähr", "≥": "größer gleich", "≤": "kleiner gleich", "€": "Euro", "$": "Dollar", "£": "Pfund", "%": "Prozent", "²": "Quadrat", "³": "hoch drei", "½": "ein halb", "¼": "ein Viertel", "¾": "drei Viertel", "*": "", "†": "gestorben", "•": "", "_": ""},
    cents=lambda large, small: f"{large} {small}",
    ordinal=ranked,
    decimals_as_number=False,
    scale_gender="f",
    ruler=ruler,
    fraction=fraction,
    feminine_nouns=r"^[A-ZÄÖÜ].*(?:ung|heit|keit|schaft|ion|tät|ie|in|ine|ette|unde|nute|oche|onne|eite|affe|ille|ose|ame|adt|rau|tunde|asse|ase|ilbe|eile|rage|acht|ahl)$",
    masculine_nouns=r"^[A-ZÄÖÜ]",
    ordinal_mark=r"\.(?=\s(?:[A-ZÄÖÜ]\w+|Jh\.))(?<!\d{4}\.)",
)  # fmt: skip
RULES = rules(GERMAN)
