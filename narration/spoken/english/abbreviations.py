"""Abbreviations, titles, addresses and initials, read by what stands around them."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.letters import letter
from rhapsode.narration.spoken.english.numbers import cardinal, digits, number, ordinal, pairs
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

TITLES = {
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Mx": "Mix", "Dr": "Doctor", "Drs": "Doctors", "Prof": "Professor", "Profs": "Professors",
    "Rev": "Reverend", "Revd": "Reverend", "Fr": "Father", "Br": "Brother", "Gen": "General", "Col": "Colonel", "Capt": "Captain", "Cpt": "Captain",
    "Lt": "Lieutenant", "Sgt": "Sergeant", "Maj": "Major", "Cmdr": "Commander", "Cdr": "Commander", "Adm": "Admiral", "Cpl": "Corporal",
    "Pvt": "Private", "Sen": "Senator", "Sens": "Senators", "Rep": "Representative", "Reps": "Representatives", "Gov": "Governor",
    "Govs": "Governors", "Pres": "President", "Hon": "Honorable", "Brig": "Brigadier",
    "Supt": "Superintendent", "Det": "Detective", "Insp": "Inspector",
    "Amb": "Ambassador", "Atty": "Attorney", "Mme": "Madame", "Mlle": "Mademoiselle", "Messrs": "Messieurs", "Sr": "Senior",
    "Mt": "Mount", "Mts": "Mountains", "Ft": "Fort", "Pt": "Point", "St": "Saint", "Ste": "Sainte", "Sts": "Saints", "Sis": "Sister",
}  # fmt: skip
# Said in full wherever they stand with their stop.
WORDS = {
    "no. of": "number of",
    "e.g.": "for example", "eg.": "for example", "i.e.": "that is", "ie.": "that is", "et al.": "and others", "etc.": "et cetera", "vs.": "versus",
    "cf.": "compare", "viz.": "namely", "approx.": "approximately", "appx.": "approximately", "est.": "established", "dept.": "department",
    "depts.": "departments", "govt.": "government", "min.": "minimum", "max.": "maximum", "avg.": "average", "incl.": "including",
    "excl.": "excluding", "esp.": "especially", "ca.": "circa", "Inc.": "Incorporated", "Ltd.": "Limited", "Corp.": "Corporation",
    "Co.": "Company", "Cos.": "Companies", "Bros.": "Brothers", "Assn.": "Association", "Assoc.": "Association", "Jr.": "Junior", "Sr.": "Senior",
    "Esq.": "Esquire", "a.k.a.": "also known as", "misc.": "miscellaneous", "temp.": "temperature", "tel.": "telephone", "Tel.": "Telephone",
    "univ.": "university", "Univ.": "University", "intl.": "international", "Intl.": "International", "natl.": "national", "orig.": "originally",
    "abbr.": "abbreviated", "ext.": "extension", "apt.": "apartment", "Apt.": "Apartment", "Dept.": "Department", "Govt.": "Government",
    "Hwy.": "Highway", "Rte.": "Route", "Mfg.": "Manufacturing", "mgmt.": "management", "op. cit.": "in the work cited", "ibid.": "ibidem", "Ibid.": "Ibidem",
    "q.v.": "which see", "n.d.": "no date", "resp.": "respectively", "w.r.t.": "with respect to", "w/o": "without", "w/": "with", "b/c": "because",
    "c/o": "care of", "N/A": "not applicable", "n/a": "not applicable", "a/k/a": "also known as", "d/b/a": "doing business as", "P.S.": "PS",
    "N.B.": "nota bene", "p.a.": "per annum", "y/y": "year on year", "q/q": "quarter on quarter", "m/m": "month on month", "YoY": "year on year", "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road", "Ln.": "Lane", "Hts.": "Heights", "Pkwy.": "Parkway", "Sq.": "Square",
    "Bldg.": "Building", "bldg.": "building", "Fla.": "Florida", "Calif.": "California", "Mass.": "Massachusetts", "Conn.": "Connecticut",
    "Penn.": "Pennsylvania", "Tenn.": "Tennessee", "Minn.": "Minnesota", "Wis.": "Wisconsin", "Ariz.": "Arizona", "Colo.": "Colorado",
    "Okla.": "Oklahoma", "Ore.": "Oregon", "Tex.": "Texas", "vol.": "volume", "Vol.": "Volume", "vols.": "volumes", "trans.": "translated",
    "ft.": "feet", "feat.": "featuring", "ed.": "edition", "eds.": "editors", "repr.": "reprinted", "rev.": "revised", "Eng.": "Engineer",
    "secs.": "seconds", "hrs.": "hours", "mins.": "minutes", "yrs.": "years", "mos.": "months", "wks.": "weeks", "Nos.": "Numbers", "Gov't": "Government",
    "gov't": "government", "Int'l": "International", "Nat'l": "National", "aka": "also known as", "vs": "versus", "Thru": "through", "thru": "through",
    "Ph.D.": "PhD", "Ph.D": "PhD", "Ph.D.s": "P H D's", "PhDs": "P H D's", "et al": "and others",
    "pkg.": "package", "pkgs.": "packages", "wk.": "week", "yr.": "year", "hr.": "hour", "sec.": "second", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz",
}  # fmt: skip
# Words of which a sentence may begin with the next capital: the stop is kept there.
ENDS = frozenset("etc. Inc. Ltd. Corp. Co. Jr. Sr. al. Bros. Esq. Ave. Blvd. Rd. Ph.D.".split())
# Before a number only: "p. 88", "No. 5".
NUMBERED = {
    "v": "verse", "vv": "verses",
    "no": "number", "nos": "numbers", "p": "page", "pp": "pages", "pg": "page", "vol": "volume", "vols": "volumes", "ch": "chapter", "chap": "chapter",
    "chs": "chapters", "fig": "figure", "figs": "figures", "eq": "equation", "eqs": "equations", "sec": "section", "sect": "section", "tab": "table",
    "art": "article", "arts": "articles", "par": "paragraph", "para": "paragraph", "paras": "paragraphs", "ex": "example", "app": "appendix", "ed": "edition",
    "l": "line", "ll": "lines", "n": "note", "nn": "notes", "ep": "episode", "eps": "episodes", "pt": "part", "pts": "parts", "op": "opus", "ver": "version",
    "rev": "revision", "apt": "apartment", "ste": "suite", "rm": "room", "bldg": "building", "fl": "floor", "hwy": "highway", "rte": "route", "cl": "clause",
    "approx": "approximately", "est": "estimated", "prop": "proposition", "thm": "theorem", "def": "definition", "ref": "reference", "refs": "references",
    "lot": "lot", "col": "column", "bk": "book", "item": "item", "k": "K", "s": "section", "ss": "sections",
}  # fmt: skip
STREETS = {
    "St": "Street", "Ave": "Avenue", "Av": "Avenue", "Rd": "Road", "Blvd": "Boulevard", "Dr": "Drive", "Ln": "Lane", "Ct": "Court", "Pl": "Place", "Sq": "Square",
    "Pkwy": "Parkway", "Hwy": "Highway", "Expy": "Expressway", "Fwy": "Freeway", "Cir": "Circle", "Ter": "Terrace", "Terr": "Terrace", "Trl": "Trail", "Cres": "Crescent", "Pk": "Park",
    "Way": "Way", "Street": "Street", "Avenue": "Avenue", "Road": "Road", "Boulevard": "Boulevard", "Drive": "Drive", "Lane": "Lane", "Court": "Court",
    "Place": "Place", "Square": "Square", "Parkway": "Parkway", "Highway": "Highway", "Expressway": "Expressway",
}  # fmt: skip
SIDES = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
}
STATES: dict[str, str] = {
    pair[:2]: pair[3:].replace("_", " ")
    for pair in (
        "AL=Alabama AK=Alaska AZ=Arizona AR=Arkansas CA=California CO=Colorado CT=Connecticut DE=Delaware DC=DC FL=Florida GA=Georgia HI=Hawaii ID=Idaho "
        "IL=Illinois IN=Indiana IA=Iowa KS=Kansas KY=Kentucky LA=Louisiana ME=Maine MD=Maryland MA=Massachusetts MI=Michigan MN=Minnesota MS=Mississippi "
        "MO=Missouri MT=Montana NE=Nebraska NV=Nevada NH=New_Hampshire NJ=New_Jersey NM=New_Mexico NY=New_York NC=North_Carolina ND=North_Dakota OH=Ohio "
        "OK=Oklahoma OR=Oregon PA=Pennsylvania RI=Rhode_Island SC=South_Carolina SD=South_Dakota TN=Tennessee TX=Texas UT=Utah VT=Vermont VA=Virginia "
        "WA=Washington WV=West_Virginia WI=Wisconsin WY=Wyoming PR=Puerto_Rico"
    ).split()
}
# The states as news agencies shorten them.
PLACES = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado", "Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia",
    "Ill.": "Illinois", "Ind.": "Indiana", "Kan.": "Kansas", "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland", "Mass.": "Massachusetts", "Mich.": "Michigan", "Minn.": "Minnesota",
    "Miss.": "Mississippi", "Mo.": "Missouri", "Mont.": "Montana", "Neb.": "Nebraska", "Nev.": "Nevada", "N.H.": "New Hampshire", "N.J.": "New Jersey", "N.M.": "New Mexico", "N.Y.": "New York",
    "N.C.": "North Carolina", "N.D.": "North Dakota", "Okla.": "Oklahoma", "Ore.": "Oregon", "Pa.": "Pennsylvania", "R.I.": "Rhode Island", "S.C.": "South Carolina", "S.D.": "South Dakota",
    "Tenn.": "Tennessee", "Tex.": "Texas", "Vt.": "Vermont", "Va.": "Virginia", "Wash.": "Washington", "W.Va.": "West Virginia", "Wis.": "Wisconsin", "Wyo.": "Wyoming",
    "Maine": "Maine", "Ohio": "Ohio", "Iowa": "Iowa", "Utah": "Utah", "Texas": "Texas", "Idaho": "Idaho", "Alaska": "Alaska", "Hawaii": "Hawaii",
}  # fmt: skip
_places = "|".join(re.escape(place) for place in PLACES)
_states = "|".join(STATES)
_streets = "|".join(sorted(STREETS, key=len, reverse=True))
_sides = "|".join(sorted(SIDES, key=len, reverse=True))


STREET_BEFORE = re.compile(r"(?:\d|\b(?:on|at|along|down|off|to|of|and))\s(?:[A-Z][\w'’-]+\s)+$")
NAMED = re.compile(r"(?:\b[A-Z][\w'’-]+|\d(?:st|nd|rd|th))\s$")
# Dotted capitals that stand before a name and yet are not its initials.
COUNTRIES = frozenset({"U.S.", "U.K.", "U.N.", "E.U.", "D.C.", "L.A.", "N.Y.", "U.S.A.", "U.S.S.R.", "P.R.", "B.C.", "A.D.", "N.J.", "N.C.", "S.C.", "N.H.", "R.I.", "N.M.", "P.O.", "J.D.", "M.D.", "B.A.", "M.A.", "F.C.", "A.C.", "A.I.", "T.V.", "P.E.", "P.M.", "A.M."})  # fmt: skip


def _at_end(text: str, end: int) -> bool:
    return not text[end:].strip("\"”'’ ")


def say_word(match: re.Match[str], scene: Scene) -> str | None:
    written = match[0]
    words = WORDS.get(written)
    if words is None:
        low = written[0].lower() + written[1:]
        words = WORDS.get(low)
        if words is None:
            return None
        words = words[0].upper() + words[1:]
    if not written.endswith("."):
        return words
    rest = scene.text[match.end() :]
    sentence = _at_end(scene.text, match.end()) or (
        written in ENDS and re.match(r"[\"”'’)]*\s+[\"“‘']?[A-Z][a-z]", rest) and written == "etc."
    )
    return words + ("." if sentence else "")


def say_unit_nth(match: re.Match[str], scene: Scene) -> str:
    """The 45th min., the 3rd yr."""
    return {"min": "minute", "sec": "second", "hr": "hour", "yr": "year", "wk": "week"}[match[1]]


WARS = {"I": "One", "II": "Two", "III": "Three", "1": "One", "2": "Two", "3": "Three"}


def say_war(match: re.Match[str], scene: Scene) -> str:
    """WWII, post-WW1, WW II."""
    return f"World War {WARS[match[1]]}"


def say_bare_street(match: re.Match[str], scene: Scene) -> str:
    """5th Ave, E 9th St: behind an ordinal the stop may be missing."""
    return STREETS[match[1]]


def say_established(match: re.Match[str], scene: Scene) -> str:
    return "established"


def say_title(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    words = TITLES[match[1]]
    if match[2]:
        words += " " + TITLES[match[2]]
    return [(match.start(), match.end(), words)]


def say_street(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    """Elm St., Sunset Blvd: the word behind a name; a stop that ends the sentence is kept."""
    before = scene.text[: match.start()]
    if (
        not NAMED.search(before)
        or before.endswith(("Lord ", "Lady "))
        or (match[1] == "Dr" and not STREET_BEFORE.search(before))
    ):
        return None
    start = match.start(1)
    stop = "." if match[0].endswith(".") and _at_end(scene.text, match.end()) else ""
    return [(start, match.end(), STREETS[match[1]] + stop)]


def house(written: str, scene: Scene) -> str:
    """A house number: 221 -> "two twenty-one", 2788 -> "twenty-seven eighty-eight"."""
    n = int(written)
    if (len(written) == 3 and n % 100) or (len(written) == 4 and n % 1000):
        return pairs(n)
    return cardinal(n, british=scene.british)


def say_address(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    """The number, side and kind of street of an address: "221 N. Main St."."""
    pieces = [
        (
            *match.span("house"),
            house(match["house"], scene) + (" " + letter(match["flat"]) if match["flat"] else ""),
        )
    ]
    pieces[0] = (pieces[0][0], match.end("flat") if match["flat"] else pieces[0][1], pieces[0][2])
    if match["side"]:
        pieces.append(
            (match.start("side"), match.end("side"), f" {SIDES[match['side'].rstrip('.').replace('.', '')]}")
        )
    name_start, name_end = match.span("name")
    pieces.append((name_start, name_end, " " + _street_name(match["name"], scene) + " "))
    stop = "." if match[0].endswith(".") and _at_end(scene.text, match.end()) else ""
    street = STREETS[match["street"]]
    if match["side2"]:
        pieces.append((match.start("street"), match.start("side2"), street + " "))
        pieces.append(
            (match.start("side2"), match.end(), SIDES[match["side2"].rstrip(".").replace(".", "")] + stop)
        )
    else:
        pieces.append((match.start("street"), match.end(), street + stop))
    return pieces


def _street_name(written: str, scene: Scene) -> str:
    written = re.sub(r"(\d+)(?:st|nd|rd|th)\b", lambda m: ordinal(int(m[1])), written.strip())
    return re.sub(r"\bSt\.", "Saint", re.sub(r"\bDr\.", "Doctor", written))


def say_zip(match: re.Match[str], scene: Scene) -> str:
    words = STATES[match[1]]
    return f"{words} {digits(match[2])}" + (f", {digits(match[3])}" if match[3] else "")


def say_place(match: re.Match[str], scene: Scene) -> str:
    """Portland, Ore.; Athens, Ga."""
    return PLACES[match[0]] + ("." if _at_end(scene.text, match.end()) else "")


PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}


def say_party(match: re.Match[str], scene: Scene) -> str:
    """Sen. Hill, D-Ariz.; Rep. Wood (R-TX)."""
    written = match[2]
    place = STATES.get(written) or PLACES.get(written) or written.rstrip(".")
    stop = "." if written.endswith(".") and _at_end(scene.text, match.end()) else ""
    return f"{PARTIES[match[1]]} of {place}{stop}"


def say_side(match: re.Match[str], scene: Scene) -> str:
    """W. 42nd St., without a house number."""
    return SIDES[match[1]] + " "


def say_state(match: re.Match[str], scene: Scene) -> str:
    return STATES[match[1]]


def say_numbered(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    """p. 88, pp. 12–15, No. 10, vol. 3, § 4: the word, and then the number goes its own way."""
    word = NUMBERED[match[1].lower()]
    if len(match[1]) < 3 and match[1].lower() in ("l", "n", "s", "k", "ss", "ll") and match[1][0].isupper():
        return None
    if match[1][0].isupper():
        word = word[0].upper() + word[1:]
    return [(match.start(), match.end(1) + (1 if match[2] else 0), word + ("" if match[3] else " "))]


def say_paragraph(match: re.Match[str], scene: Scene) -> str:
    return {"§": "section ", "§§": "sections ", "¶": "paragraph ", "№": "number "}[match[1]]


def say_hash(match: re.Match[str], scene: Scene) -> str:
    return "number "


def say_case(match: re.Match[str], scene: Scene) -> str | None:
    """Roe v. Wade, England v Wales: between two names."""
    return "versus" if NAMED.search(scene.text[: match.start()]) else None


LETTER_BEFORE = re.compile(
    r"\b(?:[Pp]lan|[Vv]itamin|[Gg]rade|[Tt]ype|[Cc]lass|[Gg]roup|[Pp]oint|[Hh]epatitis|and|or)\s$"
)


def say_initials(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    """J.K. Rowling, W. E. B. Du Bois: each letter by its name."""
    written = match[0].rstrip()
    if written.replace(" ", "") in COUNTRIES:
        return None
    # One letter at the end of a sentence ("Plan B. Then") is no initial.
    if len(written) == 2 and LETTER_BEFORE.search(scene.text[: match.start()]):
        return None
    said = " ".join(letter(c) for c in written if c.isalpha())
    return [(match.start(), match.start() + len(written), said + ("" if match[0].endswith(" ") else " "))]


def say_dotted(match: re.Match[str], scene: Scene) -> str | None:
    """U.S., F.B.I., p.m.: the letters without stops; the stop that ends the sentence stays."""
    joined = match[1].replace(".", "")
    if joined.islower():
        if len(joined) > 3:
            return None
        joined = joined.upper()
    stop = "." if match[1].endswith(".") and not match[2] and _at_end(scene.text, match.end()) else ""
    return joined + (match[2] or "") + stop


def say_suite(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    """Suite 200, Apt 4B, Room 101, Box 55, Flight 370, Route 66, Channel 4, and aircraft: numbers that are names."""
    written = match[2]
    n = int(written)
    said = (
        number(written)
        if written[0] == "0" or len(written) < 3
        else pairs(n)
        if n % 100 >= 10 or (len(written) == 4 and n % 1000)
        else spelled_hundred(n)
    )
    return [(match.start(2), match.end(2), said)]


def spelled_hundred(n: int) -> str:
    """Names of three digits: 101 -> "one oh one", 200 -> "two hundred"."""
    return cardinal(n) if not n % 100 else pairs(n)


_words = "|".join(
    re.escape(w)
    for w in sorted({*WORDS, *(w[0].upper() + w[1:] for w in WORDS if w[0].islower())}, key=len, reverse=True)
)
_titles = "|".join(sorted(TITLES, key=len, reverse=True))
_numbered = "|".join(sorted(NUMBERED, key=len, reverse=True))
CAPITAL = r"[A-Z][\w'’-]*"
RULES: tuple[Rule, ...] = (
    rule(
        "address",
        rf"(?<![\w.,$£€#-])(?P<house>\d{{1,5}})(?P<flat>[A-D])?\s(?:(?P<side>(?:{_sides}|[NS]\.[EW]\.|[NSEW]\.))\s)?"
        rf"(?P<name>(?:(?:{CAPITAL}|St\.|Dr\.|\d+(?:st|nd|rd|th))\s){{1,4}}?)(?P<street>{_streets})\b\.?(?:\s(?P<side2>(?:{_sides}|[NS]\.[EW]\.)\b\.?))?",
        say_address,
        DIGITS,
    ),
    rule("address.place", rf"(?<=[a-z], )(?:{'|'.join(re.escape(p) for p in PLACES if p.endswith('.'))})(?!\w)", say_place, "."),
    rule("address.zip", rf"(?:(?<=[ ,.])|\A)({_states})\.?,?\s(\d{{5}})(?:-(\d{{4}}))?(?![\w-])", say_zip, DIGITS),
    rule("address.party", rf"\b([DRI])-({_states}|{_places})(?!\w)", say_party, "DRI"),
    rule("address.state", rf"(?<=[a-z.], )({_states})(?=[,.;:)]|$|\s[a-z(])(?!\.\w)", say_state, ","),
    rule("address.number", r"\b(Suite|Apt\.?|Apartment|Room|Box|Unit|Flight|Route|Highway|Hwy|Interstate|Channel|Boeing|Airbus|Bus|Bus line|Gate|Platform|Studio)\s(\d{1,4})(?![\w,%]|\.\d|-\d)", say_suite, DIGITS),
    rule("address.number", r"\b(RTX|GTX|RX|GeForce|Radeon|Quadro|Port|Model)\s(\d{3,4})(?![\w,%]|\.\d|-\d)", say_suite, DIGITS),
    rule("address.side", rf"(?<![\w.])({_sides})\.?\s(?=\d{{1,3}}(?:st|nd|rd|th)\s(?:{_streets})\b)", say_side, "NSEW"),
    rule("address.number", r"\b(I|US|Route|A|M|B)-(\d{2,3})(?=\s(?:corridor|highway|freeway|interstate|north|south|east|west)\b)", say_suite, "-"),
    rule("abbreviation.established", r"\b[Ee]st\.(?=\s\d{4}\b)", say_established, "."),
    rule("abbreviation.numbered", rf"(?<![\w.])((?i:{_numbered}))(\.)(\s?)(?=[#~]?[\d(]*\d|[IVXL]+\b|[ivxl]+(?:[-–][ivxl]+)?(?![\w.])|[A-Z]\d|[A-Z]\.\d)", say_numbered, "."),
    rule("abbreviation.numbered", r"(?<![\w.])((?i:pp|pg|vol|fig|figs|approx))()(\s)(?=\d)", say_numbered, DIGITS),
    rule("abbreviation.section", r"(§§|§|¶|№)\s?(?=[\w])", say_paragraph, "§¶№"),
    rule("abbreviation.hash", r"(?<![\w&])#\s?(?=\d)", say_hash, "#"),
    rule("abbreviation.case", r"(?<=[\w.)] )v\.?(?= (?:the )?[A-Z])", say_case, "v"),
    rule("abbreviation.war", r"(?<!\w)WW\s?(I{1,3}|[123])(?!\w)", say_war, "W"),
    rule("abbreviation.street", r"(?<=\d(?:st|nd|rd|th)\s)(St|Ave|Blvd|Rd|Dr|Ln|Pl|Ct)\b(?!\.|\s[A-Z])", say_bare_street, DIGITS),
    rule("abbreviation.street", rf"(?<=\w )({_streets})\.(?=\s[a-z]|,|;|$|\s?\))", say_street, "."),
    rule("abbreviation.title", rf"(?<![\w.])({_titles})\.(?:\s?(Gen|Col|Cmdr|Gov)\.)?(?=\s(?:[A-Z]|(?:von|van|de|der|and|or)\b|&))", say_title, "."),
    rule("abbreviation.title", r"(?<![\w.])(Dr|Mr|Mrs|Ms|Prof|St|Mt|Ft|Rev|Lt|Sgt|Capt|Gen|Col)()(?=\s[A-Z][a-z])", say_title),
    rule("abbreviation.unit", r"(?<=\d(?:st|nd|rd|th)\s)(min|sec|hr|yr|wk)\b(?:\.(?=\s\S))?", say_unit_nth, DIGITS),
    rule("abbreviation", rf"(?<![\w.@/&-])(?:{_words})(?![\w@]|\.\w)", say_word),
    rule("initials", r"(?<![\w.])(?:[A-Z]\.\s?){1,4}(?=\s?[A-Z][a-z’']+)", say_initials, "."),
    rule("initials.dotted", r"(?<![\w.])((?:[A-Za-z]\.){2,6}[A-Za-z]?)(?![A-Za-z])(['’]s)?", say_dotted, "."),
)  # fmt: skip
