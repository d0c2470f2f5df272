"""Names made of letters and digits: versions, models, formulas, initialisms; words in capitals; l33t."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.letters import letter, pronounceable, spelled
from rhapsode.narration.spoken.english.numbers import cardinal, digits, number, pairs, plural
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, Sounded, rule

SOFTWARE = (
    "[Vv]ersion|[Vv]er\\.?|[Rr]elease|Python|Node(?:\\.js)?|Java|PHP|Ruby|Rust|Go|Swift|Kotlin|iOS|iPadOS|macOS|watchOS|Android|Ubuntu|Debian|Fedora|Windows|Linux|"
    "kernel|Chrome|Firefox|Safari|Postgres(?:QL)?|MySQL|SQLite|Django|Rails|React|Angular|Vue|Kubernetes|Docker|PyTorch|TensorFlow|CUDA|HTTP|TLS|USB|Bluetooth|"
    "HTML|CSS|OpenGL|Vulkan|GPT|Llama|Claude|Gemini|Unicode|Excel|Office|WordPress|Drupal|jQuery|SSML|EPUB|PLS|WCAG|ARIA|SemVer"
)
SECTIONS = "[Ss]ection|[Ss]ections|§|[Cc]hapter|[Ff]igure|[Ff]ig\\.|[Tt]able|[Aa]ppendix|[Ee]quation|[Ee]q\\.|[Rr]ule|[Cc]lause|[Aa]rticle|[Ss]ec\\.|[Ll]isting|[Ee]xercise|[Tt]heorem|[Ll]emma"
# Elements whose formulas stand in articles; a formula is only read where every part is one of them.
ELEMENTS = frozenset(
    """H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In
    Sn Sb Te I Xe Cs Ba La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am""".split()
)
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
FORMULA_PART = re.compile(r"([A-Z][a-z]?)(\d*)|([()])(\d*)")
FORMULAS = frozenset(
    "CO2 H2O NO2 N2O NOx SO2 SO4 O2 O3 H2 N2 CH4 NH3 H2O2 HCl NaCl NaOH H2SO4 HNO3 CaCO3 C6H12O6 NH4 PO4 NO3 UF6 SiO2 Fe2O3 TiO2 "
    "KCl CaCl2 MgO Al2O3 LiFePO4 GaN GaAs CdTe KOH MgCl2 CuSO4 AgNO3 C2H5OH CH3OH C60 SF6 CCl4 PbO2 ZnO NaHCO3 Na2CO3 KMnO4 CFC HFC CF4 "
    "C2H4 C2H6 C3H8 C8H18 BaSO4 Cl2 F2 Br2 H3PO4 He3 LiCl BF3 XeF6 CO3".split()
)
# Said as words though written in capitals: nothing to do but to leave them; their plurals too.
WORDS_IN_CAPITALS = frozenset(
    """a all also always am an and another any anyone are as at away back bad be because been before best better big both but by can cannot
    come could did do does done down each even ever every everyone everything few first for free from get give go going gone good great had has
    have he her here him his how huge if important in into is it its just keep last less let like little live long look lot love made make many may
    me more most much must my need never new next no none not nothing now of off on once one only open or other our out over own people please
    really right said same say see she should so some someone something still stop such take than that the their them then there these they thing
    things this those three time to today too top two under until up us use very want warning was way we well were what when where which while who
    why will with without won work world would yes yet you your zero breaking news update alert danger caution note sale win big huge help real truth
    extra amazing wow dead alive war peace end start today tonight tomorrow must read watch exclusive official updated final""".split()
)
# Initialisms that spell a word: the letters must be kept apart for a voice to name them.
LETTERS_APART = {"WHO": "W H O", "AM": "A. M", "OR": "O R"}
# Acronyms that voices do not know as words, in IPA.
SOUNDS = {
    "JSON": "ˈdʒeɪsən", "YAML": "ˈjæməl", "TOML": "ˈtɑməl", "IKEA": "aɪˈkiə", "MoMA": "ˈmoʊmə", "LaTeX": "ˈlɑtɛk", "CRUD": "krʌd", "WYSIWYG": "ˈwɪziwɪɡ",
}  # fmt: skip
FOUR = r"\d{1,4}"


def versioned(written: str) -> str:
    """ "3.11" -> "three point eleven", "2.0.1" -> "two point zero point one"."""
    return " point ".join(
        number(part) if len(part) < 5 else digits(part) for part in written.split(".") if part
    )


def say_version(match: re.Match[str], scene: Scene) -> str:
    """v2.0.1, V3, 1.4.2-beta.1."""
    word = "version " if match[1] else ""
    return word + versioned(match[2]) + (" " + _suffix(match[3]) if match[3] else "")


def _suffix(written: str) -> str:
    names = {"rc": "release candidate", "a": "alpha", "b": "beta"}
    parts: list[str] = re.findall(r"[A-Za-z]+|\d+", written)
    return " ".join(number(part) if part[0].isdecimal() else names.get(part, part) for part in parts)


def say_software(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    plus = " plus" if match[2] else ""
    return [(match.start(1), match.end(), versioned(match[1]) + plus)]


def say_section(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    tail = (" " + letter(match[2])) if match[2] else ""
    return [(match.start(1), match.end(), versioned(match[1]) + tail)]


def say_formula(match: re.Match[str], scene: Scene) -> str | None:
    """CO2 -> "C O two", H₂SO₄ -> "H two S O four", Ca²⁺ -> "C A. two plus"."""
    written = match[1].translate(SUBSCRIPTS)
    if (
        written not in FORMULAS
        and not (match[1] != written and _is_formula(written))
        and not (match[2] and _is_formula(written))
    ):
        return None
    said: list[str] = []
    for part in re.findall(r"[A-Za-z]|\d+", written):
        said.append(cardinal(int(part)) if part.isdecimal() else letter(part) if part != "x" else "X")
    charge = (match[2] or "").translate(SUPERSCRIPTS)
    for part in re.findall(r"\d+|[+-]", charge.replace("−", "-")):
        said.append({"+": "plus", "-": "minus"}.get(part) or cardinal(int(part)))
    return " ".join(said)


def say_equivalent(match: re.Match[str], scene: Scene) -> str:
    return "C O two equivalent"


def _is_formula(written: str) -> bool:
    elements = re.findall(r"[A-Z][a-z]?", written)
    return (
        bool(elements)
        and all(e in ELEMENTS for e in elements)
        and re.fullmatch(r"(?:[A-Z][a-z]?\d*|[()]\d*)+", written) is not None
    )


def say_isotope(match: re.Match[str], scene: Scene) -> str | None:
    """¹⁴C -> "carbon fourteen" by its letters: "C fourteen"."""
    if match[2] not in ELEMENTS:
        return None
    return f"{spelled(match[2])} {_code_number(match[1].translate(SUPERSCRIPTS))}"


def _code_number(written: str) -> str:
    """Digits inside a code: cardinals while they are short, then digit by digit."""
    if (written[0] == "0" and len(written) > 1) or len(written) > 4:
        return digits(written)
    if len(written) == 4 and written[2:] != "00":
        return pairs(int(written)) if written[1] != "0" else cardinal(int(written))
    return cardinal(int(written))


def _model_number(written: str) -> str:
    """Aircraft, roads, missiles: 320 -> "three twenty", 747 -> "seven forty-seven"."""
    n = int(written)
    return pairs(n) if len(written) == 3 and written[0] != "0" and n % 100 >= 10 else _code_number(written)


MODELS = re.compile(
    r"(?:A|B|MH|MD|CRJ|ERJ|DC|C|S|M|GT|UA|BA|AF|LH|QF|AA|DL|F|KC|AC|EC|RC|RTX|GTX|RX|i|U|Pu|Cs|I|Sr|E|Q|X)$"
)


def say_code(match: re.Match[str], scene: Scene) -> str | None:
    """A320, B-52s, MP3, 5G, H1N1, WD-40: letters by name, digits as numbers."""
    written, ending = match[1], match[2] or ""
    parts = re.findall(r"[^\W\d_]+|\d+", written)
    said: list[str] = []
    for i, part in enumerate(parts):
        if part.isdecimal():
            before = parts[i - 1] if i else ""
            said.append(
                _model_number(part) if MODELS.match(before) and len(parts) == 2 else _code_number(part)
            )
        else:
            said.append(_letters(part, first=not i))
    words = " ".join(said)
    if ending == "s":
        words = plural(words) if parts[-1].isdecimal() else words + "s"
    elif ending:
        words += ending
    return words


def say_serial(match: re.Match[str], scene: Scene) -> str | None:
    """AB-1234, 2B-1C: groups with hyphens of which some are letters and some digits."""
    written = match[0]
    mixed = any(c.isdecimal() for c in written) and any(c.isupper() for c in written)
    return say_code(match, scene) if mixed else None


def _letters(part: str, *, first: bool) -> str:
    if len(part) == 1:
        return letter(part)
    if part.isupper() and len(part) <= 5:
        return LETTERS_APART.get(part, part)
    return part.upper() if part.islower() and len(part) < 4 and not pronounceable(part) else part


def say_resolution(match: re.Match[str], scene: Scene) -> str:
    """720p, 1080i: lines of a picture."""
    lines, kind, rate = re.split(r"([pi])", match[0].replace(",", ""))
    return f"{pairs(int(lines))} {letter(kind)}" + (f" {cardinal(int(rate))}" if rate else "")


def say_aircraft(match: re.Match[str], scene: Scene) -> str:
    """747 jumbo, Boeing's 737."""
    words = pairs(int(match[0].rstrip("s")))
    return plural(words) if match[0].endswith("s") else words


def say_variant(match: re.Match[str], scene: Scene) -> str:
    """737-800, 787-9, A320-200: the type and its variant."""
    kind = f"{letter('A')} " if match[1] else ""
    variant = (
        cardinal(int(match[3])) if not int(match[3]) % 100 or len(match[3]) < 3 else pairs(int(match[3]))
    )
    words = f"{kind}{pairs(int(match[2]))} {variant}"
    return plural(words) if match[4] == "s" else words + (f" {match[4]}" if match[4] else "")


def say_code_range(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    """J10–J12, C3-C5: from one to the other."""
    first, last = (f"{_letters(match[i], first=True)} {_model_number(match[i + 1])}" for i in (1, 3))
    cut = match.start(3)
    return [(match.start(), match.end(2), first), (match.end(2), cut, " to "), (cut, match.end(), last)]


def say_ers(match: re.Match[str], scene: Scene) -> str:
    """The 49ers -> "forty-niners"."""
    words = cardinal(int(match[1]))
    return words + ("rs" if words.endswith("e") else "ers")


def say_letter_digit_to(match: re.Match[str], scene: Scene) -> str:
    """B2B, P2P, G2G: the digit is the word "to"; F2F and M2M too."""
    return f"{letter(match[1])} to {letter(match[2])}"


def say_word_number(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    """Covid-19, carbon-14, Apollo-11, mid-90: the hyphen is a blank."""
    return [(match.end(1), match.end(), " " + _model_number(match[2]))]


def say_apart(match: re.Match[str], scene: Scene) -> str | None:
    before = scene.text[: match.start()].rstrip()
    if scene.text.isupper() or _shouted(match, scene):
        return None
    if (match[1] == "OR" and not before.endswith(("the", "an", "in"))) or match[1] == "AM":
        return None
    return LETTERS_APART[match[1]] + (match[2] or "")


def say_sound(match: re.Match[str], scene: Scene) -> Sounded:
    return Sounded(match[0], SOUNDS[match[0]])


CAPITALS = re.compile(r"\b[A-Z][A-Z'’]+\b")


def _shouted(match: re.Match[str], scene: Scene) -> bool:
    """Whether the capitals around `match` are shouting: at least two more words of capitals beside it."""
    around = scene.text[max(0, match.start() - 40) : match.end() + 40]
    return sum(word.lower() in WORDS_IN_CAPITALS or len(word) > 5 for word in CAPITALS.findall(around)) >= 3


def say_capitals(match: re.Match[str], scene: Scene) -> str | None:
    """NOT, VERY: emphasis, not letters. In a shouted line also every longer word."""
    written = match[0]
    low = written.lower()
    if low in (
        "us",
        "it",
        "am",
        "who",
        "or",
        "may",
        "an",
        "as",
        "at",
        "all",
        "is",
        "in",
        "a",
        "me",
        "la",
        "pa",
        "md",
        "so",
        "no",
        "go",
        "do",
        "be",
        "he",
    ) and not _shouted(match, scene):
        return (
            low
            if low in ("no", "so", "all", "is", "in", "go", "do", "be", "he", "me", "as", "at", "an", "or")
            else None
        )
    if low in WORDS_IN_CAPITALS or (
        len(low) > 4 and _shouted(match, scene) and re.search(r"[AEIOUY]", written)
    ):
        return low.capitalize() if match.start() == 0 else low
    return None


LEET = str.maketrans("013457@$!", "oieastasi")
TEXTED = {
    "gr8": "great", "l8r": "later", "m8": "mate", "b4": "before", "2day": "today", "2nite": "tonight", "2moro": "tomorrow", "w8": "wait", "str8": "straight", "h8": "hate",
}  # fmt: skip
LEET_WORDS = frozenset(
    "leet elite hacker hackers hack pwned owned noob noobs newbie warez porn cool master game gamer skills epic sweet free password".split()
)


def say_leet(match: re.Match[str], scene: Scene) -> str | None:
    """l33t, h4x0r: the word behind the digits, if it is one of the scene's own."""
    if match[0] in TEXTED:
        return TEXTED[match[0]]
    said = match[0].lower().translate(LEET)
    special = {"haxor": "hacker", "teh": "the", "pwn": "own", "nb": "noob", "noob": "noob"}
    said = special.get(said, said)
    return said if said in LEET_WORDS else None


def say_through(match: re.Match[str], scene: Scene) -> str:
    """K-12 -> "K through twelve"; British readers say "K to twelve"."""
    return f"K {'to' if scene.british else 'through'} twelve"


RULES: tuple[Rule, ...] = (
    rule("version", r"(?<![\w.])(?!V(?:4|6|8|10|12)\b|v(?:6|8)\b)([Vv]\.?|[Vv]\s)(\d+(?:\.\d+)*)(?:[-.]?((?:alpha|beta|rc|a|b|dev|pre|post)[-.]?\d*))?(?![\w]|\.\d)", say_version, DIGITS),
    rule("version", r"(?<![\w.$£€])()(\d+\.\d+\.\d+(?:\.\d+)*)(?:[-+.]?((?:alpha|beta|rc|a|b|dev|pre|post)[-.]?\d*))?(?![\w]|\.\d)", say_version, "."),
    rule("version.software", rf"\b(?:{SOFTWARE})[\s-](\d+(?:\.\d+)+)(\+)?(?![\w%]|\.\d)", say_software, "."),
    rule("version.section", rf"(?:\b|(?=§))(?:{SECTIONS})\s?(\d+(?:\.\d+)*)(?:[-.]?([a-zA-Z])(?=\b))?(?![\w%]|\.\d)", say_section, DIGITS),
    rule("chemistry.isotope", r"(?<!\w)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)([A-Z][a-z]?)\b", say_isotope, "¹²³⁴⁵⁶⁷⁸⁹"),
    rule("chemistry", r"\bCO(?:2|₂)e\b()()", say_equivalent, "C"),
    rule("chemistry", r"(?<![\w.-])((?:[A-Z][a-z]?[\d₀-₉]*|\((?:[A-Z][a-z]?[\d₀-₉]*)+\)[\d₀-₉]*|NOx){1,8})([⁰¹²³⁴-⁹]*[⁺⁻]|\d?[+](?=[\s,.;)]|$))?(?![\w'’])", say_formula),
    rule("code.resolution", r"(?<![\w.,£])(?:240|360|480|540|720|1,?080|1,?440|2,?160|4,?320)[pi](?:60|30)?(?!\w)", say_resolution, "pi"),
    rule("code.aircraft", r"(?<![\w.,$£€-])7[0-8]7s?(?=\s(?:MAX|Max|jet|jets|jumbo|jumbos|aircraft|airliner|plane|planes|Dreamliner|freighter|fleet)\b)|(?<=Boeing['’]s )7[0-8]7", say_aircraft, "7"),
    rule("code.aircraft", r"(?<![\w.,$£€-])(A(?=3))?(7[0-8]7|3[0-8]0)-([1-9]00|8|9|10)(ER|LR|F|neo|X|s)?(?!\w|[.,]\d)", say_variant, "-"),
    rule("code.range", r"(?<![\w.#@/-])([A-Z]{1,2})(\d{1,3})\s?[-–—]\s?(\1)(\d{1,3})(?![\w-]|[.,]\d)", say_code_range, "-–—"),
    rule("code.ers", r"(?<![\w.])(\d{1,2})ers\b", say_ers, "s"),
    rule("code.to", r"(?<![\w-])([BCGPMFD])2([BCGPMF])\b", say_letter_digit_to, "2"),
    rule("code.through", r"(?<![\w-])K[-–]12\b", say_through, "1"),
    rule("code.leet", rf"(?<!\w)(?:{'|'.join(TEXTED)})(?!\w)", say_leet, DIGITS),
    rule("code.leet", r"(?<![\w@$])(?=[\w@$!]*[a-zA-Z])(?=[\w@$!]*[013457])[a-zA-Z013457@$!]*[a-zA-Z][013457@$!][a-zA-Z013457@$!]*\w", say_leet, DIGITS),
    rule("code", r"(?<![\w.#@])(?!(?:to|for|in|of|by|over|or|and|a)-)((?:[A-Za-z]{1,5}-?\d{1,5})|(?:[A-Za-z]+\d+(?:[A-Za-z]+\d+)*[A-Za-rt-z]{0,3})|(?:\d+-?[A-Z]{1,4}(?:-?\d+[A-Z]*)*)|(?:\d+[A-Za-z]+\d+[A-Za-z\d]*))(s|['’]s)?(?![\w]|[.,]\d)", say_code, DIGITS),
    rule("code", r"(?<![\w.#@-])((?:[A-Z]{1,5}\d*|[a-z]\d+|\d{1,5}[A-Z]{0,5})(?:-(?:[A-Z]{1,5}\d*|\d{1,6}[A-Z]{0,4}))+)(s|['’]s)?(?!\w|-)", say_serial, DIGITS),
    rule("code.word", r"(?<![\w])(?!(?:to|for|in|of|by|over|or|and|a)\b)([A-Za-z]{2,}|[A-Z])[-‑](\d{1,4})(?![\w%]|[.,:/-]\d)", say_word_number, DIGITS),
    rule("code.glued", r"(?<![\w.])(?<!\d,)(\d{1,4}[A-Za-z]{1,3}|[A-Za-z]+\d{1,4}[A-Za-z]*)()(?!\w)", say_code, DIGITS),
    rule("initialism.apart", r"(?<![\w.'’-])(WHO|OR)(['’]s)?(?![\w'’-])", say_apart, "WO"),
    rule("initialism.sound", rf"(?<!\w)(?:{'|'.join(SOUNDS)})(?!\w)", say_sound, "JYTIMLCW"),
    rule("capitals", r"(?<![\w.&'’/-])[A-Z][A-Z'’]*[A-Z](?![\w&'’/]|\.\w)", say_capitals),
)  # fmt: skip
