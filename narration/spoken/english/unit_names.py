"""Units of measurement: what they are called, alone, squared, per another, and in products."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.form import Scene

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
    tbsp tbsp. tbsps tbsps. Tbsp Tbsp. Tbsps TBSP|tablespoon
    tsp tsp. tsps tsps. Tsp Tsp. TSP|teaspoon
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
    fps FPS|frame per second|frames per second
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
_names = "|".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True))
_simple = rf"(?:(?:sq|cu)\.?\s?(?:{LENGTHS})\.?|(?:{LENGTHS})(?:[²³]|[23]\b|\^[23])|{_names})"
UNIT = rf"{_simple}(?:\s?[/·⋅]\s?(?:{_simple}|[Dd]ay|week|month|year|hour|person|capita|minute|second)|(?:[\s·⋅])?(?:s|h|m|kg|cm|mol|km)(?:⁻[¹²³]|-[12](?!\d)))*"
SPELLINGS = (("meter", "metre"), ("liter", "litre"))
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
