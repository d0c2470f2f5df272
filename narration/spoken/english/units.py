"""Quantities: units metric, imperial and compound, percentages, temperatures, heights, dimensions, multiples."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from rhapsode.narration.spoken.english.dates import COUNT_AFTER
from rhapsode.narration.spoken.english.money import NOUN
from rhapsode.narration.spoken.english.numbers import cardinal, fraction, is_one, mixed, number, ordinal
from rhapsode.narration.spoken.english.unit_names import LENGTHS, UNIT, spelling, unit
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

# Units whose letters mean something else where a name or a hyphen follows ("Terminal 5 A-level", "40 m people").
NEEDS_CARE = frozenset("W V m A F B T st in M PS ac sq mo us au cd J N K t bar h s g l".split())
NUM = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
SIGN = r"[-−–+±~≈]?"
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
SCALE = r"(?:\s(?:hundred|thousand|million|billion|trillion))"


def signed(written: str, scene: Scene) -> str:
    """A number with its sign or a sign of roughness before it."""
    if written[:1] in "~≈":
        return "about " + number(written[1:], british=scene.british)
    return number(written, british=scene.british)


# The number is the lower half of a fraction, and not what a price is for.
BELOW = re.compile(r"(?<![$£€\d.,])\d[\d.,]*/$")


def say_quantity(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    g = match.groupdict()
    written = g["unit"]
    if _other_meaning(match, written, scene) or BELOW.search(scene.text[: match.start()]):
        return None
    one = is_one(g["first"]) and not g["last"] and not g["scale"]
    adjective = bool(g["hyphen"]) or _qualifies(match)
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
    if written in ("pt", "pts") and not LIQUID.search(match.string):
        return "point" if one or (written == "pt" and NOUN.match(match.string, match.end())) else "points"
    return unit(written, one=one)


# What is sold or cooked by the pint; other "pts" are points.
LIQUID = re.compile(
    r"\b(?:milk|cream|beer|ale|stout|lager|bitter|cider|water|blood|juice|stock|broth|oil|wine|vinegar|liquid|buttermilk|berries|tomatoes|ice|qts?|gal|oz|cups?)\b"
)


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
    if not spaced and written == "m" and COUNT_AFTER.match(text, end):
        return True
    if not spaced and written in NOT_GLUED:
        return written != "st" or match["first"][-1:] == "1" or match["first"][-2:] == "11"
    return NAME_AFTER.match(text, end) is not None


PER_UNIT = "mL|ml|µL|μL|dL|L|kg|k?m[²³]|[cm]m[²³]|ha|sec|s|min|hr|h|hour|day|week|wk|month|year|yr|second|minute|person|user"


def say_per(match: re.Match[str], scene: Scene) -> str | None:
    """cells/mL, requests/s, words/min."""
    one = unit(match["unit"], one=True) or match["unit"]
    return f" per {spelling(one, scene)}"


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


THERMAL = re.compile(
    r"\b(?:ovens?|preheat|temperatures?|degrees|warm\w*|hot\w*|cold\w*|cool\w*|heat\w*|fan|gas mark|freez\w+|fever|bak(?:e[ds]?|ing)|roast\w*|weather|climate|thermometer|boil\w*|melt\w*)\b|°|\d\s?C\s?[/(]\s?\d+\s?F|\d\s?F\s?[/(]\s?\d+\s?C",
    re.IGNORECASE,
)


def say_degrees_bare(match: re.Match[str], scene: Scene) -> str | None:
    """180C, 98.6 F: without the sign of degrees, where the text is about heat."""
    if not THERMAL.search(scene.text) or NAME_AFTER.match(scene.text, match.end()):
        return None
    return say_degrees(match, scene)


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
    if match[0][-1] == "′" and (
        STRAND_AFTER.match(scene.text, match.end()) or STRAND_BEFORE.search(scene.text[: match.start()])
    ):
        return f"{number(match[1])} prime"
    if MINUTES.search(scene.text) and match[1].isdecimal():
        return f"{ordinal(int(match[1]))} minute"
    if match[0][-1] in "'’" and OPENING_QUOTE.search(scene.text, 0, match.start()):
        return None
    return f"{number(match[1])} {'foot' if is_one(match[1]) else 'feet'}"


# The two ends of a strand of DNA: "the 3′ end", "5′ and 3′ UTRs".
STRAND_AFTER = re.compile(
    r"[\s-](?:and [35]′ |to [35]′ ?|[35]′)?(?:ends?|UTRs?|untranslated|caps?|termin|overhangs?|splice|exonuclease|direction|to)\b"
)
STRAND_BEFORE = re.compile(r"(?<!\d)[35]′(?:[-–]|\s(?:to|and|or)\s)$")
MINUTES = re.compile(
    r"\b(?:scor(?:e[ds]?|ing)|goals?|booked|substitut\w+|penalty|header|equali[sz]\w+|hat-trick)\b"
)
OPENING_QUOTE = re.compile(r"(?<!\w)['‘]")


OPENED = re.compile(r"(?<![^\s(—])\"")


def say_inches(match: re.Match[str], scene: Scene) -> str | None:
    before = scene.text[: match.end() - 1]
    if before.count('"') % 2 and OPENED.search(before):
        return None
    top, slash, bottom = match[1].partition("/")
    if slash:
        return f"{fraction(int(top), int(bottom))} of an inch" if top.isdecimal() else None
    return f"{number(match[1])} {'inch' if is_one(match[1]) or _qualifies(match) else 'inches'}"


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


def say_times(match: re.Match[str], scene: Scene) -> str | None:
    if match[0].endswith("X") and re.fullmatch(r"\d{4,}X", match[0]):
        # A model (7950X), no multiple.
        return None
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
        rf"(?<![\w.])(?P<first>{SIGN}(?:{NUM}))(?:\s?[°º](?:\s?[CF](?=\s?[-–—]))?)?(?:\s?[-–—]\s?(?P<last>[-−]?(?:{NUM})))?\s?(?P<sign>[°º˚]|℃|℉)\s?(?P<scale>[CFKNSEW]\b)?",
        say_degrees,
        "°º˚℃℉",
    ),
    rule(
        "measure.temperature",
        rf"(?<![\w.,$£€])(?P<first>{SIGN}(?:{NUM}))(?:\s?[-–—]\s?(?P<last>[-−]?(?:{NUM})))?(?P<sign>)\s?(?P<scale>[CF])(?![\w.'’&+-])",
        say_degrees_bare,
        "CF",
    ),
    rule(
        "measure.percent",
        rf"(?<![\w.,])(?P<first>{SIGN}(?:{NUM}))(?:\s?%?\s?[-–—]\s?(?P<last>[-−]?(?:{NUM})))?\s?(?P<sign>%|‰|pct\b\.?|pc\b)",
        say_percent,
        DIGITS,
    ),
    rule("measure.height", r"(?<![\w.])(\d{1,2})\s?['′’]\s?(\d{1,2})(½)?\s?(?:\"|″|”|''|’’|in\b)", say_height, "'′’"),
    rule("measure.feet", r"(?<![\w.'’‘])(\d{1,5}(?:,\d{3})*(?:\.\d+)?)\s?(?:′|['’](?=\s(?:x|by|×|tall|long|high|wide|deep)\b|\s[x×]\s|[.,;)]|$))", say_feet, "'′"),
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
        rf"(?<![\w.,])(?<![A-Za-z][-–])(?P<first>{SIGN}(?:\d{{1,3}}(?: \d{{3}})+(?= )|{NUM}))(?:(?:\s?(?P<again>{UNIT})(?=\s?[-–—]\s?(?:{NUM})\s?(?P=again)(?!\w)))?(?P<sep>\s?[-–—x×]\s?|\sto\s)(?P<last>{NUM}))?(?P<scale>{SCALE})?(?:(?P<hyphen>-)|\s?)(?P<unit>{UNIT})(?![\w²³]|/(?!\d)|\.\w)",
        say_quantity,
        DIGITS,
    ),
    rule("measure.per", rf"(?<=[a-z]{{2}}s)/(?P<unit>{PER_UNIT})(?![\w/²³])", say_per, DIGITS),
    rule("measure.bare", rf"(?:(?<=10[⁰¹²³⁴-⁹] )|(?<=10[⁰-⁹¹²³⁻⁺][⁰¹²³⁴-⁹] ))({UNIT})(?![\w²³])", say_bare, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    rule("measure.times", rf"(?<![\w.,])({NUM})(?:\s?[-–]\s?({NUM}))?\s?[x×X](?![\w×]|\s?\d)", say_times, "x×X"),
)  # fmt: skip
