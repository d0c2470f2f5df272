"""Italian."""

from __future__ import annotations

from rhapsode.narration.spoken.continental import Gender, Locale, Money, rules
from rhapsode.narration.spoken.regnal import feminine

ONES = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove"
).split()
TENS = "_ _ venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
LARGE = (("milione", "milioni"), ("miliardo", "miliardi"), ("bilione", "bilioni"))


def below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    words = ("" if hundreds == 1 else ONES[hundreds]) + "cento" if hundreds else ""
    if not rest:
        return words
    if rest < 20:
        return words + ONES[rest]
    tens, ones = TENS[rest // 10], rest % 10
    return (
        words
        + (tens[:-1] if ones in (1, 8) else tens)
        + (("tré" if ones == 3 else ONES[ones]) if ones else "")
    )


def below_million(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    head = (
        ""
        if not thousands
        else "mille"
        if thousands == 1
        else below_thousand(thousands).replace("tré", "tre") + "mila"
    )
    return head + (below_thousand(rest) if rest else "")


def cardinal(n: int, gender: Gender = "") -> str:
    """1 -> "uno", before a noun "un" or "una"; 21 -> "ventuno", 1,984 -> "millenovecentottantaquattro"."""
    if n == 0:
        return ONES[0]
    if n == 1 and gender:
        return "un" if gender == "m" else "una"
    if n >= 10**15:
        return " ".join(cardinal(int(d)) for d in str(n))
    parts: list[str] = []
    for i in (3, 2, 1):
        group, n = divmod(n, 1000 ** (i + 1))
        if group:
            parts.append(
                f"un {LARGE[i - 1][0]}" if group == 1 else f"{below_thousand(group)} {LARGE[i - 1][1]}"
            )
    if n:
        parts.append(below_million(n).replace("centoot", "centot"))
    return " e ".join(parts) if len(parts) > 1 and n < 100 and n else " ".join(parts)


ORDINALS = "_ primo secondo terzo quarto quinto sesto settimo ottavo nono decimo".split()


def ordinal(n: int, where: str = "") -> str:
    """2º -> "secondo", 3ª -> "terza", the 20th century "ventesimo"."""
    if 0 < n < len(ORDINALS):
        words = ORDINALS[n]
    else:
        stem = cardinal(n)
        words = (
            stem[:-1]
            if stem[-1] in "oaei" and not stem.endswith(("tré", "sei"))
            else stem.replace("tré", "tre")
        ) + "esimo"
    return words[:-1] + "a" if "ª" in where else words


def ruler(n: int, woman: bool, before: str) -> str:
    """Luigi XIV -> "quattordicesimo", Elisabetta II -> "seconda"."""
    return feminine(ordinal(n)) if woman else ordinal(n)


def fraction(top: int, bottom: int) -> str:
    """1, 2 -> "un mezzo"; 3, 4 -> "tre quarti"; 2, 15 -> "due quindicesimi"."""
    name = "mezzo" if bottom == 2 else ordinal(bottom)
    return f"un {name}" if top == 1 else f"{cardinal(top)} {name[:-1]}i"


def date(day: int, month: str, of: str | None) -> str:
    return f"{'primo' if day == 1 else cardinal(day)} {month}" + (f" {of}" if of else "")


def clock(hour: int, minute: int) -> str:
    if hour in (0, 12) and not minute:
        return "mezzogiorno" if hour == 12 else "mezzanotte"
    return cardinal(hour, "f") + (f" e {cardinal(minute)}" if minute else "")


EURO = Money("euro", "euro", "centesimo", "centesimi")
DOLLAR = Money("dollaro", "dollari", "centesimo", "centesimi")
ITALIAN = Locale(
    cardinal=cardinal, year=cardinal, date=date, clock=clock,
    months=("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    short_months={"gen": "gennaio", "feb": "febbraio", "apr": "aprile", "mag": "maggio", "giu": "giugno", "lug": "luglio", "ago": "agosto", "set": "settembre", "sett": "settembre", "ott": "ottobre", "nov": "novembre", "dic": "dicembre"},
    comma="virgola", minus="meno", percent="per cento", to="a",
    money={
        "€": EURO, "EUR": EURO, "euro": EURO, "$": DOLLAR, "USD": Money("dollaro americano", "dollari americani", "centesimo", "centesimi"), "£": Money("sterlina", "sterline", "penny", "pence", "f"), "¥": Money("yen", "yen", "sen", "sen"),
        "CHF": Money("franco svizzero", "franchi svizzeri", "centesimo", "centesimi"),
    },
    scales={"milioni": ("milione", "milioni"), "milione": ("milione", "milione"), "miliardi": ("miliardo", "miliardi"), "miliardo": ("miliardo", "miliardo"), "mln": ("milione", "milioni"), "mld": ("miliardo", "miliardi"), "mila": ("mila", "mila"), "bn": ("miliardo", "miliardi")},
    of="di",
    units={
        "km": ("chilometro", "chilometri"), "m": ("metro", "metri"), "cm": ("centimetro", "centimetri"), "mm": ("millimetro", "millimetri"), "kg": ("chilogrammo", "chilogrammi"), "g": ("grammo", "grammi"), "mg": ("milligrammo", "milligrammi"), "t": ("tonnellata", "tonnellate"),
        "l": ("litro", "litri"), "ml": ("millilitro", "millilitri"), "km/h": ("chilometro all'ora", "chilometri all'ora"), "m/s": ("metro al secondo", "metri al secondo"), "m²": ("metro quadrato", "metri quadrati"), "mq": ("metro quadrato", "metri quadrati"),
        "km²": ("chilometro quadrato", "chilometri quadrati"), "m³": ("metro cubo", "metri cubi"), "ha": ("ettaro", "ettari"), "°C": ("grado Celsius", "gradi Celsius"), "°": ("grado", "gradi"), "kWh": ("chilowattora", "chilowattora"), "kW": ("chilowatt", "chilowatt"),
        "MW": ("megawatt", "megawatt"), "GB": ("gigabyte", "gigabyte"), "MB": ("megabyte", "megabyte"), "GHz": ("gigahertz", "gigahertz"), "min": ("minuto", "minuti"), "s": ("secondo", "secondi"),
    },
    feminine_units=frozenset({"t"}),
    abbreviations={
        "Sig.": "Signor", "sig.": "signor", "Sig.ra": "Signora", "sig.ra": "signora", "Sigg.": "Signori", "Dott.": "Dottor", "dott.": "dottor", "Dott.ssa": "Dottoressa", "Dr.": "Dottor", "Prof.": "Professor", "prof.": "professor", "Prof.ssa": "Professoressa",
        "Avv.": "Avvocato", "Ing.": "Ingegner", "On.": "Onorevole", "ecc.": "eccetera", "es.": "esempio", "p. es.": "per esempio", "p.es.": "per esempio", "ad es.": "ad esempio", "ca.": "circa", "n.": "numero", "N.": "Numero", "nn.": "numeri", "pag.": "pagina",
        "p.": "pagina", "pp.": "pagine", "pagg.": "pagine", "vol.": "volume", "cap.": "capitolo", "fig.": "figura", "cfr.": "confronta", "a.C.": "avanti Cristo", "d.C.": "dopo Cristo", "a. C.": "avanti Cristo", "d. C.": "dopo Cristo", "tel.": "telefono",
        "Tel.": "Telefono", "S.": "San", "art.": "articolo", "max.": "massimo", "min.": "minimo",
    },
    signs={"&": "e", "+": "più", "=": "uguale", "§": "paragrafo", "°": "gradi", "º": "", "ª": "", "×": "per", "÷": "diviso", "<": "minore di", ">": "maggiore di", "±": "più o meno", "≈": "circa", "≥": "maggiore o uguale a", "≤": "minore o uguale a", "€": "euro", "$": "dollari", "£": "sterline", "%": "per cento", "²": "al quadrato", "³": "al cubo", "½": "un mezzo", "¼": "un quarto", "¾": "tre quarti", "*": "", "•": "", "_": ""},
    cents=lambda large, small: f"{large} e {small}",
    ordinal=ordinal,
    ruler=ruler,
    fraction=fraction,
    feminine_nouns=r"^(?:[a-zàèéìòù]+(?:zione|sione|tà|ora|ina|ana|ona|esa|ola|ata|ita|uta|anza|enza|etta|ella)|donna|volta|casa|notte)$",
    masculine_nouns=r"^[a-zàèéìòù]+(?:o|ma|ale|ore|ere|iere|one|ese)$",
    ordinal_mark=r"(?:º|°(?!C)|ª)(?!\w)",
    century=r"(?<!\w)(?P<n>[IVX]+)(?:º|°)?(?=\ssecolo)",
)  # fmt: skip
RULES = rules(ITALIAN)
