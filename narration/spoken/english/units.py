"""Quantities: units metric, imperial and compound, percentages, temperatures, heights, dimensions, multiples."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from rhapsode.narration.spoken.english.dates import COUNT_AFTER
from rhapsode.narration.spoken.english.money import NOUN
from rhapsode.narration.spoken.english.numbers import cardinal, fraction, is_one, mixed, number
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

# British spellings are made from these by `spelling`.
UNITS: dict[str, tuple[str, str]] = {}


def _add(table: str) -> None:
    for line in table.strip().splitlines():
        written, one, *many = (cell.strip() for cell in line.split("|"))
        for form in written.split():
            UNITS[form] = (one, many[0] if many else one + "s")


_add(
    """
    km kms|kilometer
    m|meter
    cm|centimeter
    mm|millimeter
    µm μm um|micrometer
    nm|nanometer
    dm|decimeter
    pm|picometer
    kg kgs Kg|kilogram
    g gr|gram
    mg|milligram
    µg μg mcg|microgram
    ng|nanogram
    t|tonne
    Mt|megatonne
    kt|kilotonne
    Gt|gigatonne
    l L|liter
    ml mL|milliliter
    cl cL|centiliter
    dl dL|deciliter
    hl hL|hectoliter
    µl μl µL μL|microliter
    ha|hectare
    in in.|inch|inches
    ft ft.|foot|feet
    yd yds yd.|yard
    mi mi.|mile
    nmi|nautical mile
    oz oz.|ounce
    lb lbs lb. lbs.|pound
    st|stone|stone
    gal gal.|gallon
    qt qt.|quart
    pt pts|pint
    tbsp tbsp.|tablespoon
    tsp tsp.|teaspoon
    ac|acre
    bbl|barrel
    sq|square|square
    s sec secs sec. secs.|second
    ms|millisecond
    µs μs us|microsecond
    ns|nanosecond
    min mins min. mins.|minute
    h hr hrs hr. hrs.|hour
    yr yrs yr. yrs.|year
    wk wks wk.|week
    mo mos|month
    Hz|hertz|hertz
    kHz|kilohertz|kilohertz
    MHz|megahertz|megahertz
    GHz|gigahertz|gigahertz
    THz|terahertz|terahertz
    W|watt
    kW kw|kilowatt
    MW|megawatt
    GW|gigawatt
    TW|terawatt
    mW|milliwatt
    Wh|watt hour
    kWh|kilowatt hour
    MWh|megawatt hour
    GWh|gigawatt hour
    TWh|terawatt hour
    V|volt
    kV|kilovolt
    mV|millivolt
    A|amp
    mA|milliamp
    mAh|milliamp hour
    Ah|amp hour
    Ω|ohm
    kΩ|kiloohm
    MΩ|megaohm
    F|farad
    µF μF|microfarad
    J|joule
    kJ|kilojoule
    MJ|megajoule
    cal|calorie
    kcal|kilocalorie
    N|newton
    kN|kilonewton
    Nm|newton meter
    Pa|pascal
    kPa|kilopascal
    hPa|hectopascal
    MPa|megapascal
    GPa|gigapascal
    mbar|millibar
    bar|bar
    psi|PSI|PSI
    atm|atmosphere
    mmHg|millimeter of mercury|millimeters of mercury
    hp|horsepower|horsepower
    bhp|brake horsepower|brake horsepower
    PS|P S|P S
    rpm RPM|revolution per minute|revolutions per minute
    bpm BPM|beat per minute|beats per minute
    fps|frame per second|frames per second
    mph MPH|mile per hour|miles per hour
    mpg MPG|mile per gallon|miles per gallon
    kph km/h kmh kmph KPH|kilometer per hour|kilometers per hour
    kt kts kn|knot
    dB dBA db|decibel
    eV|electronvolt
    keV|kiloelectronvolt
    MeV|megaelectronvolt
    GeV|gigaelectronvolt
    TeV|teraelectronvolt
    K|kelvin|kelvins
    mol|mole
    mmol|millimole
    M☉|solar mass|solar masses
    cd|candela|candelas
    lm|lumen
    lx|lux|lux
    T|tesla
    mT|millitesla
    Sv|sievert
    mSv|millisievert
    µSv μSv|microsievert
    Bq|becquerel
    kBq|kilobecquerel
    ppm|part per million|parts per million
    ppb|part per billion|parts per billion
    ly|light year
    au AU|astronomical unit
    kpc|kiloparsec
    Mpc|megaparsec
    bit bits|bit
    B|byte
    kB KB|kilobyte
    MB|megabyte
    GB|gigabyte
    TB|terabyte
    PB|petabyte
    EB|exabyte
    KiB|kibibyte
    MiB|mebibyte
    GiB|gibibyte
    TiB|tebibyte
    kb Kb|kilobit
    Mb|megabit
    Gb|gigabit
    bps|bit per second|bits per second
    kbps kbit/s Kbps|kilobit per second|kilobits per second
    Mbps Mbit/s|megabit per second|megabits per second
    Gbps Gbit/s|gigabit per second|gigabits per second
    dpi|dot per inch|dots per inch
    ppi|pixel per inch|pixels per inch
    px|pixel
    MP|megapixel
    ct|carat
    IU|international unit
    rad|radian
    Å|angstrom
    """
)
UNITS["kt"] = ("knot", "knots")
UNITS["pp"] = ("percentage point", "percentage points")
UNITS["mbps"] = UNITS["Mbps"]
for _written in ("L/100 km", "l/100 km", "L/100km", "l/100km"):
    UNITS[_written] = ("liter per one hundred kilometers", "liters per one hundred kilometers")
for _written in ("s²", "s2", "s^2"):
    UNITS[_written] = ("second squared", "seconds squared")
LENGTHS = "km|m|cm|mm|µm|μm|nm|dm|in|ft|yd|mi"
SQUARE = re.compile(rf"(?:{LENGTHS})[²2]$")
CUBIC = re.compile(rf"(?:{LENGTHS})[³3]$")
# Units whose letters mean something else when they stand a blank behind the number ("5 A-levels", "a 3 m tall").
NEEDS_CARE = frozenset(
    {
        "W",
        "V",
        "m",
        "A",
        "F",
        "B",
        "T",
        "st",
        "in",
        "M",
        "PS",
        "ac",
        "sq",
        "mo",
        "us",
        "au",
        "cd",
        "J",
        "N",
        "K",
        "t",
        "bar",
        "h",
        "s",
        "g",
        "l",
    }
)
_names = "|".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True))
_simple = rf"(?:(?:sq|cu)\.?\s?(?:{LENGTHS})\.?|(?:{LENGTHS})(?:[²³]|[23]\b|\^[23])|{_names})"
UNIT = rf"{_simple}(?:\s?[/·⋅]\s?(?:{_simple}|[Dd]ay|week|month|year|hour|person|capita|minute|second)|(?:[\s·⋅])?(?:s|h|m|kg|cm|mol|km)(?:⁻[¹²³]|-[12](?!\d)))*"
NUM = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
SIGN = r"[-−–+±~≈]?"
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
SPELLINGS = (("meter", "metre"), ("liter", "litre"))
SCALE = r"(?:\s(?:hundred|thousand|million|billion|trillion))"
POWERS = {"⁻¹": 1, "-1": 1, "⁻²": 2, "-2": 2, "⁻³": 3}


def spelling(words: str, scene: Scene) -> str:
    """ "kilometer" as it is spelt in the reader's English."""
    if scene.british:
        for american, british in SPELLINGS:
            words = words.replace(american, british)
    return words


def unit(written: str, *, one: bool) -> str | None:
    """A unit in words: "km/h" -> "kilometers per hour", "m²" -> "square meters"."""
    if written in UNITS:
        return UNITS[written][0 if one else 1]
    head, slash, below = written.partition("/")
    if slash:
        top, bottom = unit(head.strip(), one=one), unit(below.strip(), one=True)
        return f"{top} per {bottom or below.strip()}" if top else None
    if parts := re.match(r"(sq|cu)\.?\s?(\w+)\.?$", written):
        return f"{'square' if parts[1] == 'sq' else 'cubic'} {unit(parts[2], one=one)}"
    if parts := re.match(r"(\w+?)\^?([²³23])$", written):
        said = unit(parts[1], one=one)
        return f"{'square' if parts[2] in '²2' else 'cubic'} {said}" if said else None
    return _product(written, one=one)


def _product(written: str, *, one: bool) -> str | None:
    """ "m s⁻¹", "N·m": factors, those with a negative power behind "per"."""
    words: list[str] = []
    factors = [f for f in re.split(r"[\s·⋅]+", written) if f]
    for i, factor in enumerate(factors):
        parts = re.match(r"(.+?)(⁻[¹²³]|-[12])?$", factor)
        if not parts or (parts[1] not in UNITS and not SQUARE.match(parts[1]) and not CUBIC.match(parts[1])):
            return None
        said = unit(parts[1], one=one or i < len(factors) - 1 or bool(parts[2])) or parts[1]
        power = POWERS.get(parts[2] or "", 0)
        words.append(
            (f"per {'square ' if power == 2 else 'cubic ' if power == 3 else ''}" if power else "") + said
        )
    return " ".join(words)


def signed(written: str, scene: Scene) -> str:
    """A number with its sign or a sign of roughness before it."""
    if written[:1] in "~≈":
        return "about " + number(written[1:], british=scene.british)
    return number(written, british=scene.british)


def say_quantity(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    g = match.groupdict()
    written = g["unit"]
    if _other_meaning(match, written, scene):
        return None
    one = is_one(g["first"]) and not g["last"] and not g["scale"]
    adjective = bool(g["hyphen"]) or (not g["last"] and _qualifies(match))
    words = _unit_here(match, written, one=one or adjective)
    if words is None:
        return None
    said = signed(g["first"], scene)
    if g["last"]:
        said += f" {_joint(g['sep'])} {number(g['last'], british=scene.british)}"
    said += " " + g["scale"].strip() if g["scale"] else ""
    tail = "." if written.endswith(".") and not match.string[match.end() :].strip("\"”'’) ") else ""
    cut = match.start("unit")
    return [(match.start(), cut, said + " "), (cut, match.end(), spelling(words, scene) + tail)]


def _qualifies(match: re.Match[str]) -> bool:
    """ "a 5 km run": the measure qualifies a noun, and stays in the singular."""
    return (
        A_BEFORE.search(match.string[: match.start()]) is not None
        and NOUN.match(match.string, match.end()) is not None
    )


A_BEFORE = re.compile(r"\b[Aa]n?\s$")
RATES = re.compile(
    r"\b(?:rates?|yields?|cuts?|hikes?|raised?|spreads?|points?|Fed|bank|bond|inflation|margins?|basis)\b|%",
    re.IGNORECASE,
)


def _unit_here(match: re.Match[str], written: str, *, one: bool) -> str | None:
    """The unit by what the text is about: bps are basis points where rates are."""
    if written == "bps" and RATES.search(match.string.replace(match[0], "")):
        return "basis point" if one else "basis points"
    return unit(written, one=one)


def _joint(sep: str) -> str:
    return "by" if sep.strip() in "x×" else "to"


# What may follow "12 in" when "in" is inches.
INCHES_AFTER = re.compile(
    r"\s*(?:$|[.,;:)x×]|(?:tall|long|wide|high|deep|thick|screen|display|by|and|or|of)\b)"
)
NAME_AFTER = re.compile(r"[-'’&]|\s+[A-Z]")
# Letters that mean something else when they are glued to the number: 1A, 2B, 5K, 80s.
NOT_GLUED = frozenset({"A", "B", "F", "J", "K", "N", "M", "PS", "T", "st", "us"})


# "8s" is eight seconds behind these words, and otherwise more than one eight.
SECONDS_BEFORE = re.compile(
    r"\b(?:in|after|for|every|within|under|took|takes|of about|lasts?|lasted|by|~|about)\s$"
)


def _other_meaning(match: re.Match[str], written: str, scene: Scene) -> bool:
    """Whether the letters after a number are no unit here: "5 in ten", "Terminal 5 A", "a 10K run"."""
    if written not in NEEDS_CARE:
        return False
    text, end = match.string, match.end()
    spaced = text[match.start("unit") - 1].isspace()
    if written == "s" and not spaced and match["first"].isdecimal():
        return SECONDS_BEFORE.search(text[: match.start()]) is None
    if written == "in":
        return not match["hyphen"] and INCHES_AFTER.match(text, end) is None
    if not spaced and written == "m" and not match["last"] and COUNT_AFTER.match(text, end):
        return True
    if not spaced and written in NOT_GLUED:
        return written != "st" or match["first"][-1:] == "1" or match["first"][-2:] == "11"
    return NAME_AFTER.match(text, end) is not None


def say_bare(match: re.Match[str], scene: Scene) -> str | None:
    """The unit behind a power of ten: 3 × 10⁸ m/s."""
    words = unit(match[1], one=False)
    return words and spelling(words, scene)


def say_percent(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    said = signed(match["first"], scene)
    if match["last"]:
        said += f" to {signed(match['last'], scene)}"
    sign = match["sign"]
    word = {
        "%": "percent",
        "‰": "per mille",
        "%pt": "percentage point",
        "pct": "percent",
        "pct.": "percent",
        "pc": "percent",
    }[sign]
    return [(match.start(), match.start("sign"), said + " "), (match.start("sign"), match.end(), word)]


DEGREES = {
    "C": " Celsius",
    "F": " Fahrenheit",
    "K": " Kelvin",
    "N": " north",
    "S": " south",
    "E": " east",
    "W": " west",
}


def say_degrees(match: re.Match[str], scene: Scene) -> str:
    g = match.groupdict()
    said = signed(g["first"], scene) + (f" to {signed(g['last'], scene)}" if g["last"] else "")
    one = is_one(g["first"]) and not g["last"]
    scale = {"℃": "C", "℉": "F"}.get(g["sign"], g["scale"] or "")
    return f"{said} {'degree' if one else 'degrees'}{DEGREES.get(scale, '')}"


def say_arc(match: re.Match[str], scene: Scene) -> str:
    """48°51′24″N -> "forty-eight degrees fifty-one minutes twenty-four seconds north"."""
    words: list[str] = []
    for group, noun in (("d", "degree"), ("m", "minute"), ("s", "second")):
        if match[group]:
            one = is_one(match[group])
            words.append(f"{number(match[group].lstrip('0') or '0')} {noun}{'' if one else 's'}")
    side = DEGREES.get(match["side"] or "", "")
    return " ".join(words) + side


def say_arc_tail(match: re.Match[str], scene: Scene) -> str:
    """26′46″N, a coordinate without its degrees."""
    seconds = f" {number(match[2])} seconds" if match[2] else ""
    return f"{number(match[1])} minutes{seconds}{DEGREES[match[3]]}"


def say_height(match: re.Match[str], scene: Scene) -> str:
    """5'11" -> "five feet eleven"; said with "inches" so that it cannot be mistaken."""
    feet, inches = match[1], match[2]
    low = number(inches) + (" and a half" if match[3] else "")
    return f"{number(feet)} {'foot' if feet == '1' else 'feet'} {low} {'inch' if inches == '1' and not match[3] else 'inches'}"


def say_feet(match: re.Match[str], scene: Scene) -> str | None:
    if match[0][-1] in "'’" and OPENING_QUOTE.search(scene.text, 0, match.start()):
        return None
    return f"{number(match[1])} {'foot' if is_one(match[1]) else 'feet'}"


OPENING_QUOTE = re.compile(r"(?<!\w)['‘]")


def say_inches(match: re.Match[str], scene: Scene) -> str | None:
    if scene.text.count('"', 0, match.end() - 1) % 2:
        return None
    top, slash, bottom = match[1].partition("/")
    if slash:
        return f"{fraction(int(top), int(bottom))} of an inch" if top.isdecimal() else None
    return f"{number(match[1])} {'inch' if is_one(match[1]) else 'inches'}"


def say_inches_by(match: re.Match[str], scene: Scene) -> str:
    return f"{number(match[1])} by {number(match[2])} inches"


def say_dimensions(match: re.Match[str], scene: Scene) -> str | None:
    """1920×1080, 3 x 4 m, 10' x 12'."""
    numbers = re.findall(rf"(?:{NUM})", match[1])
    spoken = " by ".join(_extent(n, scene) for n in numbers)
    written = match[2]
    if scene.text[match.end() :].lstrip().startswith("="):
        return None
    if not written:
        return spoken
    one = unit(written.strip(), one=False)
    return f"{spoken} {spelling(one, scene)}" if one else None


def _extent(written: str, scene: Scene) -> str:
    plain = written.isdecimal() and len(written) == 4 and written[1:] != "000" and written[2:] != "00"
    if plain:
        n = int(written)
        low = n % 100
        return f"{cardinal(n // 100)} {'oh ' if low < 10 else ''}{cardinal(low)}"
    return number(written, british=scene.british)


def say_times(match: re.Match[str], scene: Scene) -> str:
    last = f" to {number(match[2], british=scene.british)}" if match[2] else ""
    return f"{number(match[1], british=scene.british)}{last} times"


_fraction_first = rf"(?P<whole>\d+[\s-]|\d+(?=[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]))?(?:(?P<top>\d{{1,2}})[/⁄](?P<bottom>\d{{1,3}})|(?P<vulgar>[{VULGAR}]))"


def say_part_quantity(match: re.Match[str], scene: Scene) -> str | None:
    """1/2 kg, 2½ cups, 3/4 in."""
    if match["vulgar"]:
        part = Fraction(unicodedata.numeric(match["vulgar"])).limit_denominator(1000)
        top, bottom = part.numerator, part.denominator
    else:
        top, bottom = int(match["top"]), int(match["bottom"])
        if bottom < 2 or top >= bottom:
            return None
    words = unit(match["unit"], one=False)
    if words is None:
        return None
    if match["whole"]:
        return f"{mixed(int(match['whole'].strip(' -')), top, bottom)} {spelling(words, scene)}"
    one = unit(match["unit"], one=True) or words
    said = fraction(top, bottom)
    if bottom == 2:
        return f"half {'an' if one[0] in 'aeio' or one == 'hour' else 'a'} {spelling(one, scene)}"
    return f"{said} of {'an' if one[0] in 'aeio' or one == 'hour' else 'a'} {spelling(one, scene)}"


RULES: tuple[Rule, ...] = (
    rule(
        "coordinates",
        r"(?<![\w.])(?P<d>[-−]?\d{1,3}(?:\.\d+)?)\s?[°º]\s?(?P<m>\d{1,2}(?:\.\d+)?)\s?[′'’]\s?(?:(?P<s>\d{1,2}(?:\.\d+)?)\s?[″\"”]|(?P<s2>)(?!\d))\s?(?P<side>[NSEW]\b)?",
        say_arc,
        "°º",
    ),
    rule("coordinates", r"(?<![\w.°])(\d{1,2}(?:\.\d+)?)\s?′\s?(?:(\d{1,2}(?:\.\d+)?)\s?″)?\s?([NSEW])\b", say_arc_tail, "′"),
    rule(
        "measure.temperature",
        rf"(?<![\w.])(?P<first>{SIGN}(?:{NUM}))\s?[°º]?(?:\s?[-–—]\s?(?P<last>[-−]?(?:{NUM})))?\s?(?P<sign>[°º˚]|℃|℉)\s?(?P<scale>[CFKNSEW]\b)?",
        say_degrees,
        "°º˚℃℉",
    ),
    rule(
        "measure.percent",
        rf"(?<![\w.,])(?P<first>{SIGN}(?:{NUM}))(?:\s?%?\s?[-–—]\s?(?P<last>[-−]?(?:{NUM})))?\s?(?P<sign>%|‰|pct\b\.?|pc\b)",
        say_percent,
        DIGITS,
    ),
    rule("measure.height", r"(?<![\w.])(\d{1,2})\s?['′’]\s?(\d{1,2})(½)?\s?(?:\"|″|”|''|’’|in\b)", say_height, "'′’"),
    rule("measure.feet", r"(?<![\w.'’‘])(\d{1,5}(?:,\d{3})*(?:\.\d+)?)\s?(?:′|['’](?=\s(?:x|by|×|tall|long|high|wide|deep)\b|\s[x×]\s|[.,;]|$))", say_feet, "'′"),
    rule("measure.inches", r"(?<![\w./])(\d{1,3}(?:\.\d+)?)[\"″”]\s?[x×]\s?(\d{1,3}(?:\.\d+)?)[\"″”]", say_inches_by, "\"″”"),
    rule("measure.inches", r"(?<![\w./])(\d{1,3}(?:\.\d+)?(?:/\d{1,2})?)(?:″|\"|''|”)(?!\w)", say_inches, "\"″'”"),
    rule(
        "measure.dimensions",
        rf"(?<![\w.])((?:{NUM})(?:\s?(?:{LENGTHS})?\s?[x×]\s?(?:{NUM})){{1,3}})(?:(\s?{UNIT})(?!\w)|(?![\w]))",
        say_dimensions,
        "x×",
    ),
    rule("measure.part", rf"(?<![\w./,]){_fraction_first}\s?-?(?P<unit>{UNIT})(?![\w/])", say_part_quantity, "/⁄" + VULGAR),
    rule(
        "measure",
        rf"(?<![\w.,/])(?<![A-Za-z][-–])(?P<first>{SIGN}(?:\d{{1,3}}(?: \d{{3}})+(?= )|{NUM}))(?:(?P<sep>\s?[-–—x×]\s?|\sto\s)(?P<last>{NUM}))?(?P<scale>{SCALE})?(?:(?P<hyphen>-)|\s?)(?P<unit>{UNIT})(?![\w²³/]|\.\w)",
        say_quantity,
        DIGITS,
    ),
    rule("measure.bare", rf"(?:(?<=10[⁰¹²³⁴-⁹] )|(?<=10[⁰-⁹¹²³⁻⁺][⁰¹²³⁴-⁹] ))({UNIT})(?![\w²³])", say_bare, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    rule("measure.times", rf"(?<![\w.,])({NUM})(?:\s?[-–]\s?({NUM}))?\s?[x×X](?![\w×]|\s?\d)", say_times, "x×X"),
)  # fmt: skip
