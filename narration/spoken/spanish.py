"""Spanish."""

from __future__ import annotations

from rhapsode.narration.spoken.continental import Gender, Locale, Money, rules
from rhapsode.narration.spoken.regnal import feminine

ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve "
    "veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
TENS = "_ _ veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
HUNDREDS = "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
LARGE = (("millón", "millones"), ("billón", "billones"))


def below_thousand(n: int) -> str:
    if n == 100:
        return "cien"
    hundreds, rest = divmod(n, 100)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if rest:
        words.append(
            ONES[rest] if rest < 30 else TENS[rest // 10] + (f" y {ONES[rest % 10]}" if rest % 10 else "")
        )
    return " ".join(words)


def short(words: str) -> str:
    """Before a noun: "veintiuno" -> "veintiún", "uno" -> "un"."""
    if words.endswith("veintiuno"):
        return words[:-9] + "veintiún"
    return words[:-1] if words.endswith("uno") else words


def below_million(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    parts = ["mil" if thousands == 1 else short(below_thousand(thousands)) + " mil"] if thousands else []
    return " ".join([*parts, below_thousand(rest)] if rest else parts)


def cardinal(n: int, gender: Gender = "") -> str:
    """21 -> "veintiuno", before a masculine noun "veintiún"; 200 before a feminine one "doscientas"."""
    if n == 0:
        return ONES[0]
    if n >= 10**18:
        return " ".join(cardinal(int(d)) for d in str(n))
    parts: list[str] = []
    for i in (2, 1):
        group, n = divmod(n, 10 ** (6 * i))
        if group:
            one, many = LARGE[i - 1]
            parts.append(f"un {one}" if group == 1 else f"{short(below_million(group))} {many}")
    if n:
        words = below_million(n)
        if gender == "m":
            words = short(words)
        elif gender == "f":
            words = words.replace("cientos", "cientas").replace("quinientos", "quinientas")
            words = words[:-1] + "a" if words.endswith("uno") else words
        parts.append(words)
    return " ".join(parts)


ORDINALS = (
    "_ primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo".split()
)


def ordinal(n: int, where: str = "") -> str:
    """1.º -> "primero", 2.ª -> "segunda", "1.er" -> "primer"; beyond twelve, and for centuries, the cardinal."""
    if where == "century":
        return "primero" if n == 1 else cardinal(n)
    if n >= len(ORDINALS) or not n:
        return cardinal(n)
    words = ORDINALS[n]
    if "ª" in where:
        return words[:-1] + "a"
    return words[:-1] if "er" in where and n in (1, 3) else words


def ruler(n: int, woman: bool, before: str) -> str:
    """Felipe VI -> "sexto", Isabel II -> "segunda"; beyond the tenth the cardinal: Alfonso XIII -> "trece"."""
    words = ordinal(n) if n <= 10 else cardinal(n)
    return feminine(words) if woman and n <= 10 else words


def fraction(top: int, bottom: int) -> str:
    """1, 2 -> "un medio"; 3, 4 -> "tres cuartos"; 2, 15 -> "dos quinceavos"."""
    name = {2: "medio", 3: "tercio"}.get(bottom) or (
        ordinal(bottom) if bottom <= 10 else cardinal(bottom) + "avo"
    )
    return f"{cardinal(top, 'm')} {name}{'s' if top > 1 else ''}"


def date(day: int, month: str, of: str | None) -> str:
    return f"{'primero' if day == 1 else cardinal(day)} de {month}" + (f" de {of}" if of else "")


def clock(hour: int, minute: int) -> str:
    if not minute:
        return f"{cardinal(hour, 'f')} en punto" if hour else "doce de la noche"
    return (
        f"{cardinal(hour, 'f')} y {cardinal(minute)}"
        if minute != 30
        else f"{cardinal(hour, 'f')} y media"
        if hour < 13
        else f"{cardinal(hour, 'f')} treinta"
    )


EURO = Money("euro", "euros", "céntimo", "céntimos")
DOLLAR = Money("dólar", "dólares", "centavo", "centavos")
SPANISH = Locale(
    cardinal=cardinal, year=cardinal, date=date, clock=clock,
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    short_months={"ene": "enero", "feb": "febrero", "abr": "abril", "jun": "junio", "jul": "julio", "ago": "agosto", "sept": "septiembre", "sep": "septiembre", "oct": "octubre", "nov": "noviembre", "dic": "diciembre", "setiembre": "setiembre"},
    comma="coma", minus="menos", percent="por ciento", to="a",
    money={
        "€": EURO, "EUR": EURO, "euros": EURO, "euro": EURO, "$": DOLLAR, "US$": Money("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"), "USD": Money("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
        "£": Money("libra", "libras", "penique", "peniques", "f"), "¥": Money("yen", "yenes", "sen", "senes"), "MXN": Money("peso mexicano", "pesos mexicanos", "centavo", "centavos"),
    },
    scales={"millones": ("millón", "millones"), "millón": ("millón", "millón"), "mil millones": ("mil millones", "mil millones"), "M": ("millón", "millones"), "mill.": ("millón", "millones"), "billones": ("billón", "billones"), "mil": ("mil", "mil")},
    of="de",
    units={
        "km": ("kilómetro", "kilómetros"), "m": ("metro", "metros"), "cm": ("centímetro", "centímetros"), "mm": ("milímetro", "milímetros"), "kg": ("kilogramo", "kilogramos"), "g": ("gramo", "gramos"), "mg": ("miligramo", "miligramos"), "t": ("tonelada", "toneladas"),
        "l": ("litro", "litros"), "L": ("litro", "litros"), "ml": ("mililitro", "mililitros"), "km/h": ("kilómetro por hora", "kilómetros por hora"), "m/s": ("metro por segundo", "metros por segundo"), "m²": ("metro cuadrado", "metros cuadrados"),
        "km²": ("kilómetro cuadrado", "kilómetros cuadrados"), "m³": ("metro cúbico", "metros cúbicos"), "ha": ("hectárea", "hectáreas"), "°C": ("grado Celsius", "grados Celsius"), "ºC": ("grado Celsius", "grados Celsius"), "°": ("grado", "grados"),
        "kWh": ("kilovatio hora", "kilovatios hora"), "kW": ("kilovatio", "kilovatios"), "MW": ("megavatio", "megavatios"), "GB": ("gigabyte", "gigabytes"), "MB": ("megabyte", "megabytes"), "GHz": ("gigahercio", "gigahercios"), "min": ("minuto", "minutos"), "s": ("segundo", "segundos"),
    },
    feminine_units=frozenset({"t", "ha"}),
    abbreviations={
        "Sr.": "Señor", "Sra.": "Señora", "Srta.": "Señorita", "Sres.": "Señores", "Dr.": "Doctor", "Dra.": "Doctora", "D.": "Don", "Dña.": "Doña", "Ud.": "Usted", "Uds.": "Ustedes", "etc.": "etcétera", "p. ej.": "por ejemplo", "p.ej.": "por ejemplo",
        "aprox.": "aproximadamente", "núm.": "número", "n.º": "número", "nº": "número", "N.º": "Número", "pág.": "página", "págs.": "páginas", "p.": "página", "vol.": "volumen", "cap.": "capítulo", "fig.": "figura", "a. C.": "antes de Cristo",
        "d. C.": "después de Cristo", "a.C.": "antes de Cristo", "d.C.": "después de Cristo", "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos", "Avda.": "Avenida", "Av.": "Avenida", "C/": "Calle", "tel.": "teléfono", "Tel.": "Teléfono", "Prof.": "Profesor",
        "Ing.": "Ingeniero", "Lic.": "Licenciado", "Gral.": "General", "Sto.": "Santo", "Sta.": "Santa", "máx.": "máximo", "mín.": "mínimo", "art.": "artículo",
    },
    signs={"&": "y", "+": "más", "=": "igual a", "§": "sección", "°": "grados", "º": "", "ª": "", "×": "por", "÷": "entre", "<": "menor que", ">": "mayor que", "±": "más menos", "≈": "aproximadamente", "≥": "mayor o igual que", "≤": "menor o igual que", "€": "euros", "$": "dólares", "£": "libras", "%": "por ciento", "²": "al cuadrado", "³": "al cubo", "½": "un medio", "¼": "un cuarto", "¾": "tres cuartos", "*": "", "•": "", "_": ""},
    cents=lambda large, small: f"{large} con {small}",
    ordinal=ordinal,
    ruler=ruler,
    fraction=fraction,
    feminine_nouns=r"^(?!(?:d[ií]as?|mapas?|[a-z]*(?:gramas?|emas?|omas?|etas?|istas?))$)(?:[a-zñáéíóú]+(?:as|ciones|siones|dades|tudes|ción|sión|dad|tud|eces)|mujer(?:es)?|veces|noches?|calles?|voces|personas?|hora|semana|página|libra|plaza|casa|mesa|vez)$",
    masculine_nouns=r"^(?!(?:de|por|el|la|los|las|que|con|del|mil|millones|entre|para|como|desde|hasta|tras|sin|más|menos|es|fue)$)[a-zñáéíóú]+(?:s|o|r|n|l|e|ma|ía|ta)$",
    ordinal_mark=r"\.?(?:º|ª|er)(?!\w)",
    century=r"(?<=[Ss]iglo )(?P<n>[IVX]+)(?!\w)",
)  # fmt: skip
RULES = rules(SPANISH)
