"""Numbers that are read digit by digit: telephones, network addresses, accounts, social security, ISBN."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.letters import spelled
from rhapsode.narration.spoken.english.numbers import cardinal, digits
from rhapsode.narration.spoken.form import DIGITS, Rule, Scene, rule

GROUP = re.compile(r"\d+|[A-Za-z]+")
EXTENSION = r"(?:,?\s*(?:x|ext\.?|extension)\s?(\d{1,5}))?"
TOLL_FREE = ("800", "900")


def grouped(written: str) -> str:
    """Digit groups with a breath between them; 800 keeps its name; letters of vanity numbers stay words."""
    said: list[str] = []
    for group in GROUP.findall(written):
        if group in TOLL_FREE:
            said.append("eight hundred" if group == "800" else "nine hundred")
        else:
            said.append(
                digits(group) if group[0].isdecimal() else (group if len(group) > 2 else spelled(group))
            )
    return ", ".join(said)


def say_phone(match: re.Match[str], scene: Scene) -> str:
    written = match[1]
    plus = "plus " if written.lstrip("(").startswith("+") else ""
    words = plus + grouped(written)
    if match[2]:
        extension = match[2]
        words += ", extension " + (
            cardinal(int(extension)) if len(extension) < 3 and extension[0] != "0" else digits(extension)
        )
    return words


def say_emergency(match: re.Match[str], scene: Scene) -> str:
    return digits(match[0])


def say_network(match: re.Match[str], scene: Scene) -> str:
    """An IP address, with its prefix length or port."""
    words = " dot ".join(digits(part) for part in match[1].split("."))
    if match[2]:
        words += " slash " + cardinal(int(match[2]))
    return words + (f" port {digits(match[3])}" if match[3] else "")


def say_groups(match: re.Match[str], scene: Scene) -> str:
    return grouped(match[0])


def say_account(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]]:
    return [(match.start(1), match.end(1), grouped(match[1]))]


RULES: tuple[Rule, ...] = (
    rule("phone.network", r"(?<![\w.])((?:\d{1,3}\.){3}\d{1,3})(?:/(\d{1,2})|:(\d{2,5}))?(?![\w/]|\.\d)", say_network, "."),
    rule("phone.security", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", say_groups, "-"),
    rule("phone.card", r"(?<![\w-])\d{4}(?:[ -]\d{4}){3}(?![\w-])", say_groups, DIGITS),
    rule("phone.isbn", r"(?<=ISBN )(?:97[89][- ]?)?\d{1,5}[- ]?\d{1,7}[- ]?\d{1,7}[- ]?[\dX]\b|(?<=ISBN: )[\d-]+[\dX]\b", say_groups, DIGITS),
    rule("phone", rf"(?<![\w.+-])(\+\d{{1,3}}[\s.-]?(?:\(\d{{1,4}}\)[\s.-]?)?\d{{1,4}}(?:[\s.-]\d{{2,8}}){{1,5}}|\+\d{{8,14}}){EXTENSION}(?![\w-])", say_phone, "+"),
    rule("phone", rf"(?<![\w.+-])((?:\+?1[\s.-])?\(\d{{3}}\)\s?\d{{3}}[\s.-]\d{{4}}){EXTENSION}(?![\w-])", say_phone, "("),
    rule("phone", rf"(?<![\w.+-])((?:1[\s.-])?\d{{3}}(?:-\d{{3}}-|\.\d{{3}}\.)\d{{4}}){EXTENSION}(?![\w-]|\.\d)", say_phone, "-."),
    rule("phone", rf"(?<![\w.+-])(1-[2-9]\d\d-(?:[A-Z0-9]{{2,7}}-?){{1,3}})(?<![-]){EXTENSION}(?![\w-])", say_phone, "-"),
    rule("phone", rf"(?<![\w.+,-])(\d{{3}}-\d{{4}}){EXTENSION}(?![\w-]|\.\d)", say_phone, "-"),
    rule("phone", rf"(?<![\w.+,-])(\(?0\d{{2,4}}\)?[\s-]\d{{3,4}}[\s-]\d{{3,4}}|\(?0\d{{3,4}}\)?\s\d{{6}}|0\d{{10}}){EXTENSION}(?![\w-])", say_phone, "0"),
    rule("phone", rf"(?<![\w.+,$£€-])((?:1 )?[2-9]\d\d \d{{3}} \d{{4}}){EXTENSION}(?![\w,-]|\.\d| \d)", say_phone, DIGITS),
    rule("phone.emergency", r"(?:(?<=[Cc]all )|(?<=[Cc]alls )|(?<=[Dd]ial )|(?<=[Cc]alled )|(?<=[Dd]ialed )|(?<=[Cc]alling )|(?<=[Dd]ialled )|(?<=[Pp]hone ))(?:911|999|112|101|111|311|988|411)\b|(?<![\w.,$£€/-])(?:911|999)(?=\s(?:call|caller|dispatcher|operator|emergency|calls)\b)", say_emergency, DIGITS),
    rule("phone.account", r"\b(?:PIN|passcode|PIN code|access code)\s(?:is\s)?(\d{3,8})(?![\w.,]\d)", say_account, DIGITS),
    rule("phone.account", r"(?:\b(?:ID|account|[Aa]cct\.?|order|tracking|serial|ticket|booking|passport|licence|license|policy|PMID|ORCID|reference|ref\.?)\s(?:number\s|no\.?\s|is\s|#)?)(\d[\d -]{3,}\d)(?![\w.,]\d)", say_account, DIGITS),
)  # fmt: skip
