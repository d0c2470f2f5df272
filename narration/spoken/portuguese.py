"""Portuguese; Brazilian and European spellings of the numbers differ in 16, 17 and 19 alone, the Brazilian are used."""

from __future__ import annotations

from rhapsode.narration.spoken.continental import Gender, Locale, Money, rules
from rhapsode.narration.spoken.regnal import feminine

ONES = (
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove"
).split()
TENS = "_ _ vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split()
HUNDREDS = (
    "_ cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos".split()
)
LARGE = (("milhão", "milhões"), ("bilhão", "bilhões"), ("trilhão", "trilhões"))


def below_thousand(n: int) -> str:
    if n == 100:
        return "cem"
    hundreds, rest = divmod(n, 100)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if rest >= 20:
        words.append(TENS[rest // 10])
        rest %= 10
    if rest:
        words.append(ONES[rest])
    return " e ".join(words)


def _feminine(words: str) -> str:
    words = words.replace("entos", "entas").replace("duzentos", "duzentas")
    for one, other in ((" um", " uma"), (" dois", " duas")):
        if (" " + words).endswith(one):
            words = (" " + words)[: -len(one)].strip() + other
    return words.strip()


def cardinal(n: int, gender: Gender = "") -> str:
    """1,234 -> "mil duzentos e trinta e quatro", 1,100 -> "mil e cem", 2 before a feminine noun "duas"."""
    if n == 0:
        return ONES[0]
    if n >= 10**15:
        return " ".join(cardinal(int(d)) for d in str(n))
    parts: list[str] = []
    for i in (3, 2, 1):
        group, n = divmod(n, 1000 ** (i + 1))
        if group:
            parts.append(f"{below_thousand(group)} {LARGE[i - 1][0 if group == 1 else 1]}")
    thousands, rest = divmod(n, 1000)
    if thousands:
        parts.append("mil" if thousands == 1 else below_thousand(thousands) + " mil")
    if rest:
        joint = "e " if parts and (rest < 100 or not rest % 100) else ""
        parts.append(joint + below_thousand(rest))
    words = " ".join(parts)
    return _feminine(words) if gender == "f" else words


ORDINALS = "_ primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo".split()
TENTHS = "_ décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo nonagésimo".split()


def ordinal(n: int, where: str = "") -> str:
    """1º -> "primeiro", 2ª -> "segunda"; centuries beyond the tenth take the cardinal."""
    if (where == "century" and n > 10) or n >= 100 or n == 0:
        return cardinal(n)
    words = ORDINALS[n] if n <= 10 else TENTHS[n // 10] + (f" {ORDINALS[n % 10]}" if n % 10 else "")
    return " ".join(word[:-1] + "a" for word in words.split()) if "ª" in where else words


def ruler(n: int, woman: bool, before: str) -> str:
    """Pedro II -> "segundo", Isabel II -> "segunda"; beyond the tenth the cardinal: Luís XIV -> "catorze"."""
    if n > 10:
        return cardinal(n)
    return feminine(ordinal(n)) if woman else ordinal(n)


def fraction(top: int, bottom: int) -> str:
    """1, 2 -> "um meio"; 3, 4 -> "três quartos"; 2, 15 -> "dois quinze avos"."""
    plural = "s" if top > 1 else ""
    if bottom > 10:
        return f"{cardinal(top)} {cardinal(bottom)} avo{plural}"
    name = {2: "meio", 3: "terço"}.get(bottom) or ordinal(bottom)
    return f"{cardinal(top)} {name}{plural}"


def date(day: int, month: str, of: str | None) -> str:
    return f"{'primeiro' if day == 1 else cardinal(day)} de {month}" + (f" de {of}" if of else "")


def clock(hour: int, minute: int) -> str:
    if hour in (0, 12) and not minute:
        return "meio-dia" if hour == 12 else "meia-noite"
    hours = f"{cardinal(hour, 'f')} {'hora' if hour < 2 else 'horas'}"
    return hours + (f" e {cardinal(minute)}" if minute else "")


EURO = Money("euro", "euros", "cêntimo", "cêntimos")
REAL = Money("real", "reais", "centavo", "centavos")
DOLLAR = Money("dólar", "dólares", "centavo", "centavos")
PORTUGUESE = Locale(
    cardinal=cardinal, year=cardinal, date=date, clock=clock,
    months=("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    short_months={"jan": "janeiro", "fev": "fevereiro", "abr": "abril", "jun": "junho", "jul": "julho", "ago": "agosto", "set": "setembro", "out": "outubro", "nov": "novembro", "dez": "dezembro"},
    comma="vírgula", minus="menos", percent="por cento", to="a",
    money={
        "R$": REAL, "BRL": REAL, "reais": REAL, "€": EURO, "EUR": EURO, "euros": EURO, "euro": EURO, "$": DOLLAR, "US$": Money("dólar americano", "dólares americanos", "centavo", "centavos"), "USD": Money("dólar americano", "dólares americanos", "centavo", "centavos"),
        "£": Money("libra", "libras", "pêni", "pence", "f"), "¥": Money("iene", "ienes", "sen", "senes"),
    },
    scales={"milhões": ("milhão", "milhões"), "milhão": ("milhão", "milhão"), "bilhões": ("bilhão", "bilhões"), "bilhão": ("bilhão", "bilhão"), "mi": ("milhão", "milhões"), "bi": ("bilhão", "bilhões"), "mil": ("mil", "mil"), "M": ("milhão", "milhões")},
    of="de",
    units={
        "km": ("quilômetro", "quilômetros"), "m": ("metro", "metros"), "cm": ("centímetro", "centímetros"), "mm": ("milímetro", "milímetros"), "kg": ("quilograma", "quilogramas"), "g": ("grama", "gramas"), "mg": ("miligrama", "miligramas"), "t": ("tonelada", "toneladas"),
        "l": ("litro", "litros"), "L": ("litro", "litros"), "ml": ("mililitro", "mililitros"), "km/h": ("quilômetro por hora", "quilômetros por hora"), "m/s": ("metro por segundo", "metros por segundo"), "m²": ("metro quadrado", "metros quadrados"),
        "km²": ("quilômetro quadrado", "quilômetros quadrados"), "m³": ("metro cúbico", "metros cúbicos"), "ha": ("hectare", "hectares"), "°C": ("grau Celsius", "graus Celsius"), "ºC": ("grau Celsius", "graus Celsius"), "°": ("grau", "graus"),
        "kWh": ("quilowatt-hora", "quilowatts-hora"), "kW": ("quilowatt", "quilowatts"), "MW": ("megawatt", "megawatts"), "GB": ("gigabyte", "gigabytes"), "MB": ("megabyte", "megabytes"), "GHz": ("gigahertz", "gigahertz"), "min": ("minuto", "minutos"), "s": ("segundo", "segundos"),
    },
    feminine_units=frozenset({"t"}),
    abbreviations={
        "Sr.": "Senhor", "Sra.": "Senhora", "Srs.": "Senhores", "Srta.": "Senhorita", "Dr.": "Doutor", "Dra.": "Doutora", "D.": "Dom", "Prof.": "Professor", "Profa.": "Professora", "Eng.": "Engenheiro", "etc.": "et cetera", "p. ex.": "por exemplo", "p.ex.": "por exemplo",
        "ex.": "exemplo", "aprox.": "aproximadamente", "nº": "número", "n.º": "número", "Nº": "Número", "pág.": "página", "págs.": "páginas", "p.": "página", "vol.": "volume", "cap.": "capítulo", "fig.": "figura", "cf.": "conforme", "a.C.": "antes de Cristo",
        "d.C.": "depois de Cristo", "a. C.": "antes de Cristo", "d. C.": "depois de Cristo", "Av.": "Avenida", "R.": "Rua", "tel.": "telefone", "Tel.": "Telefone", "art.": "artigo", "máx.": "máximo", "mín.": "mínimo", "séc.": "século", "EUA": "Estados Unidos",
    },
    signs={"&": "e", "+": "mais", "=": "igual a", "§": "parágrafo", "°": "graus", "º": "", "ª": "", "×": "vezes", "÷": "dividido por", "<": "menor que", ">": "maior que", "±": "mais ou menos", "≈": "aproximadamente", "≥": "maior ou igual a", "≤": "menor ou igual a", "€": "euros", "$": "dólares", "£": "libras", "%": "por cento", "²": "ao quadrado", "³": "ao cubo", "½": "meio", "¼": "um quarto", "¾": "três quartos", "*": "", "•": "", "_": ""},
    cents=lambda large, small: f"{large} e {small}",
    ordinal=ordinal,
    ruler=ruler,
    fraction=fraction,
    feminine_nouns=r"^(?!(?:d[ií]as?|mapas?|[a-z]*(?:gramas?|emas?|omas?|etas?|istas?))$)(?:[a-zçãáéíóúâê]+(?:as|ções|sões|dades|tudes|gens|ção|são|dade|gem)|mulher(?:es)?|vezes|vez|noites?|vozes|pessoa|hora|semana|página|casa|mesa|libra)$",
    ordinal_mark=r"\.?(?:º|ª|°(?!C))(?!\w)",
    century=r"(?:(?<=[Ss]éculo )|(?<=[Ss]éc\. ))(?P<n>[IVX]+)(?!\w)",
)  # fmt: skip
RULES = rules(PORTUGUESE)
