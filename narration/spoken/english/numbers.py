"""English number words: cardinals, ordinals, years, decimals, digits. Pure functions; no patterns."""

from __future__ import annotations

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = (
    "_ thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion"
).split()
LARGEST = 1000 ** len(SCALES)
IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
# Denominators with names of their own.
PARTS = {2: "half", 4: "quarter"}


def cardinal(n: int, *, british: bool = False) -> str:
    """`n` in words: 2024 -> "two thousand twenty-four", British "two thousand and twenty-four".

    Numbers too large for names are read digit by digit.
    """
    if n < 0:
        return "minus " + cardinal(-n, british=british)
    if n < 20:
        return ONES[n]
    if n >= LARGEST:
        return digits(str(n))
    groups: list[str] = []
    scale, rest = 0, n
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            name = f" {SCALES[scale]}" if scale else ""
            joint = "and " if british and not scale and rest and group < 100 else ""
            groups.append(joint + _below_thousand(group, british) + name)
        scale += 1
    return " ".join(reversed(groups))


def _below_thousand(n: int, british: bool) -> str:
    hundreds, rest = divmod(n, 100)
    words = [ONES[hundreds] + " hundred"] if hundreds else []
    if rest:
        if hundreds and british:
            words.append("and")
        words.append(
            ONES[rest] if rest < 20 else TENS[rest // 10] + (f"-{ONES[rest % 10]}" if rest % 10 else "")
        )
    return " ".join(words)


def ordinal(n: int, *, british: bool = False) -> str:
    """21 -> "twenty-first"."""
    return to_ordinal(cardinal(n, british=british))


def to_ordinal(words: str) -> str:
    """Cardinal words as ordinal words: "two hundred" -> "two hundredth"."""
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in IRREGULAR:
        return words[:cut] + IRREGULAR[last]
    return words[:cut] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def plural(words: str) -> str:
    """The plural of number words or a noun: "twenty" -> "twenties", "six" -> "sixes"."""
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("s", "x", "ch", "sh", "z")) else "s")


def digits(written: str, *, oh: bool = False) -> str:
    """Digit by digit: "407" -> "four zero seven", or with `oh` "four oh seven"."""
    return " ".join("oh" if oh and c == "0" else ONES[int(c)] for c in written if c.isdecimal())


def pairs(n: int) -> str:
    """As years and house numbers are said: 1905 -> "nineteen oh five", 2788 -> "twenty-seven eighty-eight"."""
    high, low = divmod(n, 100)
    if not high:
        return cardinal(low)
    if not low:
        return cardinal(high) + " hundred"
    return f"{cardinal(high)} {'oh ' + ONES[low] if low < 10 else cardinal(low)}"


def year(n: int, *, british: bool = False) -> str:
    """A year: 1066 -> "ten sixty-six", 2005 -> "two thousand five", 2019 -> "twenty nineteen", 800 -> "eight hundred"."""
    if 1100 <= n <= 9999 and n % 1000 >= 10 and not 2000 <= n <= 2009:
        return pairs(n)
    if 1000 < n < 1100:
        return pairs(n) if n % 100 >= 10 else cardinal(n, british=british)
    if n < 1000 and n % 100 and n > 100:
        return pairs(n)
    return cardinal(n, british=british)


def decade(n: int) -> str:
    """The decade (or century) that begins with year `n`: 1990 -> "nineteen nineties", 1800 -> "eighteen hundreds"."""
    words = "two thousands" if n == 2000 else ""
    return words or plural(year(n))


def decimal(whole: str, part: str, *, british: bool = False) -> str:
    """ "3", "14" -> "three point one four"."""
    said = cardinal(int(whole), british=british) if whole else ""
    return f"{said} point {digits(part)}".strip() if part else said


def number(written: str, *, british: bool = False) -> str:
    """A written number, with commas or blanks between thousands, a sign, a decimal point or leading zeros.

    "1,250.5" -> "one thousand two hundred fifty point five"; "007" -> "zero zero seven".
    """
    sign = ""
    if written[:1] in "+-−–±":
        sign = {"+": "plus ", "±": "plus or minus "}.get(written[:1], "minus ") if written else ""
        written = written[1:]
    whole, _, part = "".join(c for c in written if c.isdecimal() or c == ".").partition(".")
    part = part.replace(".", "")
    if len(whole) > 1 and whole[0] == "0" and not part:
        return sign + digits(whole)
    return sign + (decimal(whole, part, british=british) if whole or part else "zero")


def fraction(top: int, bottom: int, *, british: bool = False) -> str:
    """3, 4 -> "three quarters"; 7, 100 -> "seven hundredths"; 22, 21 -> "twenty-two twenty-firsts"."""
    name = (PARTS.get(bottom) or ordinal(bottom, british=british)).removeprefix("one ")
    if bottom in (0, 1):
        return f"{cardinal(top, british=british)} over {cardinal(bottom)}"
    if top != 1:
        name = "halves" if bottom == 2 else name + "s"
    return f"{cardinal(top, british=british)} {name}"


def mixed(whole: int, top: int, bottom: int, *, british: bool = False) -> str:
    """1, 1, 2 -> "one and a half"; 2, 3, 4 -> "two and three quarters"."""
    said = fraction(top, bottom, british=british)
    if top == 1:
        said = ("an " if said.startswith(("one eigh", "one eleven")) else "a ") + said[4:]
    return f"{cardinal(whole, british=british)} and {said}"


def is_one(written: str) -> bool:
    """Whether a written number takes the singular: 1, 1.0? No: only 1 and -1 do in English."""
    return written.strip("+-−–, ") == "1"


def counted(written: str, singular: str, many: str, *, british: bool = False) -> str:
    """A number with its noun: "1", "dollar", "dollars" -> "one dollar"."""
    return f"{number(written, british=british)} {singular if is_one(written) else many}"
