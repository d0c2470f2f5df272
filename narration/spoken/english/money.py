"""Money: symbols and codes, scales, ranges, cents and pence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rhapsode.narration.spoken.english.numbers import cardinal, number
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule


@dataclass(frozen=True, slots=True)
class Currency:
    one: str
    many: str
    small: str = "cent"
    smalls: str = "cents"


def _dollar(kind: str) -> Currency:
    return Currency(f"{kind} dollar", f"{kind} dollars")


DOLLAR = Currency("dollar", "dollars")
POUND = Currency("pound", "pounds", "penny", "pence")
EURO = Currency("euro", "euros")
YEN = Currency("yen", "yen", "sen", "sen")
YUAN = Currency("yuan", "yuan", "fen", "fen")
RUPEE = Currency("rupee", "rupees", "paisa", "paise")
KRONA = Currency("krona", "kronor", "öre", "öre")
KRONE = Currency("krone", "kroner", "øre", "øre")
SYMBOLS = {
    "$": DOLLAR, "US$": _dollar("US"), "A$": _dollar("Australian"), "AU$": _dollar("Australian"), "AUD$": _dollar("Australian"),
    "C$": _dollar("Canadian"), "CA$": _dollar("Canadian"), "NZ$": _dollar("New Zealand"), "HK$": _dollar("Hong Kong"),
    "S$": _dollar("Singapore"), "NT$": _dollar("Taiwan"), "R$": Currency("real", "reais", "centavo", "centavos"),
    "£": POUND, "€": EURO, "¥": YEN, "￥": YEN, "CN¥": YUAN, "JP¥": YEN, "₹": RUPEE, "Rs": RUPEE, "Rs.": RUPEE,
    "₩": Currency("won", "won", "jeon", "jeon"), "₽": Currency("ruble", "rubles", "kopeck", "kopecks"),
    "₺": Currency("lira", "lira", "kurus", "kurus"), "₪": Currency("shekel", "shekels", "agora", "agorot"),
    "₫": Currency("dong", "dong"), "฿": Currency("baht", "baht", "satang", "satang"), "₦": Currency("naira", "naira", "kobo", "kobo"),
    "₴": Currency("hryvnia", "hryvnias", "kopiyka", "kopiykas"), "₱": Currency("peso", "pesos", "centavo", "centavos"),
    "SKr": KRONA, "NKr": KRONE, "DKr": KRONE, "Kč": Currency("koruna", "korunas", "heller", "hellers"), "MX$": Currency("Mexican peso", "Mexican pesos", "centavo", "centavos"),
    "₿": Currency("bitcoin", "bitcoin", "satoshi", "satoshis"), "Kr": KRONE, "kr": KRONE, "kr.": KRONE, "zł": Currency("zloty", "zlotys", "grosz", "groszy"),
    "Fr.": Currency("franc", "francs", "centime", "centimes"), "₡": Currency("colon", "colones"), "₵": Currency("cedi", "cedis"),
}  # fmt: skip
CODES = {
    "USD": _dollar("US"), "AUD": _dollar("Australian"), "CAD": _dollar("Canadian"), "NZD": _dollar("New Zealand"),
    "HKD": _dollar("Hong Kong"), "SGD": _dollar("Singapore"), "EUR": EURO, "GBP": POUND, "JPY": YEN, "CNY": YUAN, "RMB": YUAN,
    "INR": Currency("Indian rupee", "Indian rupees", "paisa", "paise"), "CHF": Currency("Swiss franc", "Swiss francs", "centime", "centimes"),
    "SEK": Currency("Swedish krona", "Swedish kronor", "öre", "öre"), "NOK": Currency("Norwegian krone", "Norwegian kroner", "øre", "øre"),
    "DKK": Currency("Danish krone", "Danish kroner", "øre", "øre"), "PLN": SYMBOLS["zł"], "KRW": SYMBOLS["₩"], "RUB": SYMBOLS["₽"],
    "TRY": Currency("Turkish lira", "Turkish lira", "kurus", "kurus"), "BRL": SYMBOLS["R$"], "ZAR": Currency("rand", "rand"),
    "MXN": Currency("Mexican peso", "Mexican pesos", "centavo", "centavos"), "THB": SYMBOLS["฿"], "ILS": SYMBOLS["₪"],
    "CZK": Currency("Czech koruna", "Czech korunas", "heller", "hellers"), "HUF": Currency("forint", "forints"), "AED": Currency("dirham", "dirhams", "fils", "fils"),
    "SAR": Currency("Saudi riyal", "Saudi riyals", "halala", "halalas"), "TWD": _dollar("Taiwan"), "IDR": Currency("rupiah", "rupiah"), "MYR": Currency("ringgit", "ringgit", "sen", "sen"),
    "KES": Currency("Kenyan shilling", "Kenyan shillings"), "EGP": Currency("Egyptian pound", "Egyptian pounds", "piastre", "piastres"), "ARS": Currency("Argentine peso", "Argentine pesos", "centavo", "centavos"),
    "BTC": SYMBOLS["₿"], "UAH": SYMBOLS["₴"], "NGN": SYMBOLS["₦"], "PHP": SYMBOLS["₱"], "VND": SYMBOLS["₫"],
}  # fmt: skip
SCALES = {
    "k": "thousand", "thousand": "thousand", "m": "million", "mn": "million", "mio": "million", "mil": "million", "mln": "million",
    "mm": "million", "million": "million", "b": "billion", "bn": "billion", "bln": "billion", "billion": "billion", "t": "trillion",
    "tn": "trillion", "trn": "trillion", "trillion": "trillion", "lakh crore": "lakh crore", "hundred": "hundred", "lakh": "lakh", "crore": "crore",
    "quadrillion": "quadrillion",
}  # fmt: skip
NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:[\u00a0\u202f]\d{3})*)(?:\.\d+)?|\.\d+"
SCALE = r"(?:\s?(?:hundred|thousand|million|billion|trillion|quadrillion|lakh crore|lakh|crore)|-(?:million|billion|trillion)|\s?(?:k|K|mn|MN|mln|mio|bn|Bn|BN|bln|tn|trn|MM|M|m|B|b|T|t)(?![\w²³]))"
SYMBOL = (
    "(?:"
    + "|".join(re.escape(s) for s in sorted(SYMBOLS, key=len, reverse=True) if s not in ("kr.", "Fr."))
    + ")"
)
AFTER = r"(?:€|£|¥|₽|₹|₺|₪|₴|kr\b\.?|zł|₫|\$)"
CODE = "(?:" + "|".join(CODES) + ")"
PER = {
    "h": "hour", "hr": "hour", "hour": "hour", "day": "day", "d": "day", "week": "week", "wk": "week", "month": "month", "mo": "month",
    "year": "year", "yr": "year", "y": "year", "kg": "kilogram", "lb": "pound", "unit": "unit", "user": "user", "person": "person",
    "seat": "seat", "head": "head", "share": "share", "barrel": "barrel", "bbl": "barrel", "ton": "ton", "tonne": "tonne",
    "night": "night", "gallon": "gallon", "gal": "gallon", "litre": "litre", "liter": "liter", "l": "liter", "kWh": "kilowatt hour",
    "MWh": "megawatt hour", "GB": "gigabyte", "oz": "ounce", "ounce": "ounce", "mile": "mile", "sqft": "square foot",
}  # fmt: skip

# What British prices and wages are for.
EACH = {
    "pp": " per person", "pppn": " per person per night", "pn": " per night", "pcm": " per calendar month", "pm": " per month", "pw": " per week", "pa": " per annum", "ph": " per hour",
}  # fmt: skip


def scale_word(written: str) -> str:
    """ "bn" -> "billion"."""
    return SCALES.get(written.strip().lstrip("-").lower(), "")


def amount(written: str, scale: str, currency: Currency, scene: Scene) -> str:
    """The words for an amount: "4.50", "", dollar -> "four dollars and fifty cents"."""
    sign = "minus " if written[0] in "-−–" else ""
    digits = written.lstrip("-−–").replace(",", "")
    if scale:
        return f"{sign}{number(digits, british=scene.british)} {scale_word(scale)} {currency.many}"
    whole, _, part = digits.partition(".")
    if not part or len(part) > 2:
        noun = currency.one if digits == "1" else currency.many
        return f"{sign}{number(digits, british=scene.british)} {noun}"
    return sign + _with_small(int(re.sub(r"\D", "", whole) or 0), int(part.ljust(2, "0")), currency, scene)


def _with_small(whole: int, part: int, currency: Currency, scene: Scene) -> str:
    large = f"{cardinal(whole, british=scene.british)} {currency.one if whole == 1 else currency.many}"
    small = f"{cardinal(part)} {currency.small if part == 1 else currency.smalls}"
    if not part:
        return large
    if not whole:
        return small
    # "three pounds twenty pence" on air; dollars and euros take "and".
    return f"{large} {small}" if currency is POUND else f"{large} and {small}"


def _currency(g: dict[str, str | None]) -> Currency:
    symbol = g.get("symbol") or g.get("after")
    if symbol and g.get("kind"):
        # "$35 USD"
        return CODES[g["kind"] or ""]
    if symbol:
        return SYMBOLS.get(symbol) or SYMBOLS[symbol.rstrip(".")]
    return CODES[g.get("code") or g.get("code2") or ""]


def say_amount(match: re.Match[str], scene: Scene) -> str | None:
    g = match.groupdict()
    currency = _currency(g)
    sign = "minus " if (g.get("sign") or "").strip() else ""
    plus = (g.get("plus") or "") and " plus"
    attributive = (g["scale"] or "").startswith("-") and NOUN.match(match.string, match.end())
    if not g.get("last") and not plus and not g.get("adjective") and (attributive or before_noun(match)):
        return sign + _adjective(g, currency, scene)
    if g.get("adjective"):
        return sign + _adjective(g, currency, scene) + " "
    scale = g["scale"] or ""
    if g["last"]:
        words = _range(g, currency, scale, scene)
    else:
        words = amount(g["first"] or "", scale, currency, scene)
    per = f" per {PER[g['per']]}" if g.get("per") else EACH.get(g.get("each") or "", "")
    return sign + words + plus + per


# "a $5 bill", "its $2bn telescope": the sum qualifies a noun, and stays in the singular as all such do.
ARTICLE = re.compile(
    r"(?:\b(?:an?|the|its|his|her|their|our|this|that|another|each|every|new)|['’]s)\s$", re.IGNORECASE
)
NOT_NOUNS = (
    "in|of|to|for|from|on|at|by|with|per|each|worth|more|less|was|were|is|are|has|had|have|that|which|who|and|or|but|it|they|he|she|we|you|than|"
    "as|if|when|while|after|before|over|under|into|about|this|these|those|will|would|could|can|may|not|up|down|off|out|because|since|until|"
    "through|during|between|within|last|next|so|then|also|said|says|paid|spent|raised|cost|costs|only|today|now|a|an|the|its|his|her|their|million|billion|trillion"
)
NOUN = re.compile(
    rf"\s(?!(?:{NOT_NOUNS})\b)(?![a-z]{{3,}}ed\b)(?:[A-Za-z][a-z-]{{2,}}|(?!(?:AM|PM|A|US|USD)\b)[A-Z]{{2,}}\b)"
)


def before_noun(match: re.Match[str]) -> bool:
    """Whether the sum stands between an article and a noun."""
    return (
        ARTICLE.search(match.string[: match.start()]) is not None
        and NOUN.match(match.string, match.end()) is not None
    )


def _adjective(g: dict[str, str | None], currency: Currency, scene: Scene) -> str:
    """ "a $5-a-day deal", "a $10-million house": the noun in the singular."""
    scale = scale_word(g["scale"] or "")
    first = (g["first"] or "").replace(",", "")
    if not scale and re.search(r"\.\d\d$", first):
        return amount(first, "", currency, scene)
    words = number(first, british=scene.british)
    return f"{words} {scale} {currency.one}".replace("  ", " ")


def _range(g: dict[str, str | None], currency: Currency, scale: str, scene: Scene) -> str:
    first, last = g["first"] or "", g["last"] or ""
    scale1 = g.get("scale1") or ""
    # "$5-10m": the scale holds for both; "$500k-1m": each has its own.
    if g.get("again"):
        return f"{amount(first, scale1, currency, scene)} to {amount(last, scale, currency, scene)}"
    if (scale1 and scale_word(scale1) != scale_word(scale)) or (
        "." in first and len(first.partition(".")[2]) == 2 and not scale
    ):
        return f"{amount(first, scale1, currency, scene)} to {amount(last, scale, currency, scene)}"
    return f"{number(first, british=scene.british)} to {amount(last, scale, currency, scene)}"


SMALL = {"¢": ("cent", "cents"), "p": ("pence", "pence")}


def say_small(match: re.Match[str], scene: Scene) -> str:
    """20p, 99¢."""
    written, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    one, many = SMALL[unit]
    if written == "1":
        return "one penny" if unit == "p" else f"one {one}"
    return f"{number(written, british=scene.british)} {many}"


def say_old(match: re.Match[str], scene: Scene) -> str:
    """£4 7s. 6d., as Britain counted until 1971 -> "four pounds seven shillings and six pence"."""
    words = f"{cardinal(int(match[1]))} pound{'' if match[1] == '1' else 's'} " if match[1] else ""
    words += f"{cardinal(int(match[2]))} shilling{'' if match[2] == '1' else 's'}"
    return words + (f" and {cardinal(int(match[3]))} pence" if match[3] else "")


def say_small_range(match: re.Match[str], scene: Scene) -> str:
    return f"{number(match[1])} to {number(match[2])} {SMALL[match[3]][1]}"


def say_symbol(match: re.Match[str], scene: Scene) -> str:
    """A currency sign without an amount: its name."""
    return SYMBOLS[match[0]].many if match[0] != "$" else "dollar"


_tail = rf"(?P<scale>{SCALE})?(?P<plus>\+)?(?:\s(?P<kind>{CODE})\b)?(?:\s?/\s?(?P<per>{'|'.join(sorted(PER, key=len, reverse=True))})\b|\s?(?P<each>{'|'.join(sorted(EACH, key=len, reverse=True))})\b)?s?(?!\w|[.,]\d)"


def _prefixed(symbol: str, group: str) -> str:
    again = (
        r"(?:(?P<scale1>" + SCALE + r")?\s?[-–—]\s?(?P<again>(?P=" + group + r"))?(?P<last>" + NUM + r"))?"
    )
    return rf"(?P<sign>(?<![\w.])[-−–]\s?)?(?<![A-Za-z0-9.])(?P<{group}>{symbol})\s?(?P<first>[-−]?(?:{NUM})){again}{_tail}"


RULES: tuple[Rule, ...] = (
    rule(
        "money.adjective",
        rf"(?<![\w.])(?P<symbol>{SYMBOL})(?P<first>{NUM})(?P<scale>{SCALE})?(?P<adjective>-)(?=[a-z])(?!million|billion|trillion|plus)",
        say_amount,
        DIGITS,
    ),
    rule("money.old", r"(?<![\w.,])(?:£(\d+)\s)?(\d{1,3})s\.(?:\s?(\d{1,2})d\.?)?(?!\w)", say_old, "s"),
    rule("money", _prefixed(SYMBOL, "symbol"), say_amount, DIGITS),
    rule("money.code", _prefixed(CODE, "code"), say_amount, DIGITS),
    rule(
        "money.after",
        rf"(?<![\w.,])(?P<first>{NUM})(?:\s?[-–—]\s?(?P<last>{NUM}))?(?P<scale>{SCALE})?\s?(?:(?P<after>{AFTER})|(?P<code2>{CODE})\b)(?!\w)",
        say_amount,
        DIGITS,
    ),
    rule("money.small", rf"(?<![\w.,])({NUM})\s?[-–—]\s?({NUM})(p|¢)(?!\w)", say_small_range, "p¢"),
    rule("money.small", rf"(?<![\w.,])({NUM})\s?(¢)|(?<![\w.,])(\d{{1,3}})(p)(?!\w)", say_small, "p¢"),
    rule("money.sign", "|".join(re.escape(s) for s in SYMBOLS if not s.isalpha() and len(s) == 1), say_symbol),
)  # fmt: skip
