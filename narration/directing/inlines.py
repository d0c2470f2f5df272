"""Inlines to passages: what the eye sees of running text, with marks for how each part is said."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from rhapsode.narration.directing.formulas import formula_words
from rhapsode.narration.directing.passage import Composer, Passage, added, visible
from rhapsode.narration.phrasebook import Phrasebook
from rhapsode.narration.spoken import verbalise
from rhapsode.narration.style import Style
from rhapsode.parsing.article import (
    Abbreviation,
    Break,
    Code,
    Emphasis,
    Image,
    InlineImage,
    Inserted,
    Language,
    Link,
    Math,
    NoteReference,
    Quotation,
    Ruby,
    Spoken,
    Strike,
    Strong,
    Sub,
    Sup,
    Text,
    Time,
    plain_text,
)
from rhapsode.tts.utterance import Prosody

ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
ADDRESS_ALONE = re.compile(r"(?:(?:https?|ftp)://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
AFTER_ADDRESS = ".,;:!?)]}'’…"
HOST = re.compile(r"^(?:\w+://)?(?:[^/@\s]*@)?(?:www\d?\.)?([^/?#:\s]+)", re.IGNORECASE)
PARENTHESIS = re.compile(r"\([^()\n]{12,200}\)")
TAG = re.compile(r"<[^<>]*>")
NUMERIC_DATE = re.compile(r"^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$")
ISO_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?![\d])")
INITIALISM = re.compile(r"^[A-Z][A-Z0-9&.-]*[A-Z0-9.]s?$")
LONGEST_WORD = re.compile(r"[!-~]{81,}")

SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
RAISED = {"tm": "™", "sm": "℠", "®": "®", "™": "™", "©": "©"}
ORDINAL_ENDINGS = frozenset(
    ("st", "nd", "rd", "th", "er", "re", "e", "ème", "o", "a", "te", "me", "ers", "res")
)
QUOTES = {"de": "„“", "fr": "«»", "es": "«»", "it": "«»", "pt": "“”", "en": "“”"}


@dataclass(slots=True)
class InlineReader:
    """Reads the inlines of one article; remembers which abbreviations it has explained.

    `describe` gives the words for a picture in the text ("" for none), `omit` records words left out and why,
    `seen` is the article's whole visible text.
    """

    style: Style
    phrases: Phrasebook
    lang: str
    describe: Callable[[Image], str]
    omit: Callable[[str, str], None]
    seen: str = ""
    references: list[str] = field(default_factory=list)
    explained: set[str] = field(default_factory=set)

    def read(self, content: Iterable[Any]) -> Passage:
        """The passage that `content` is."""
        out = Composer()
        self._all(content, out)
        passage = out.passage().strip()
        parenthesis = self.style.delivered("parenthesis").prosody
        if "(" not in passage.text or parenthesis == Prosody():
            return passage
        marks = list(passage.marks)
        for match in PARENTHESIS.finditer(passage.text):
            inner = passage.cut(*match.span()).marked("prosody", prosody=parenthesis).marks[-1]
            start, end = match.span()
            marks.append(type(inner)(start, end, "prosody", "", parenthesis))
        return Passage(passage.text, tuple(marks))

    def _all(self, content: Iterable[Any], out: Composer) -> None:
        for node in content:
            self._one(node, out)

    def _one(self, node: Any, out: Composer) -> None:
        match node:
            case Text(text=text):
                self._text(text, out)
            case Emphasis(content=content):
                self._marked(content, out, "emphasis", "moderate")
            case Strong(content=content):
                self._marked(content, out, "emphasis", "strong")
            case Link():
                self._link(node, out)
            case Code(text=text):
                self._code(text, out)
            case Inserted(content=content):
                self._all(content, out)
            case NoteReference(label=label):
                self.references.append(label)
            case Break():
                self._break(out)
            case _:
                self._rarer(node, out)

    def _rarer(self, node: Any, out: Composer) -> None:
        match node:
            case Strike(content=content):
                self._struck(content, out)
            case Sub(content=content):
                self._text(plain_text(content).translate(SUBSCRIPTS), out)
            case Sup(content=content):
                self._text(_raised(plain_text(content)), out)
            case Quotation(content=content):
                self._quotation(content, out)
            case Language(content=content, lang=lang):
                self._marked(content, out, "language", lang)
            case Spoken():
                self._spoken(node, out)
            case _:
                self._leaf(node, out)

    def _leaf(self, node: Any, out: Composer) -> None:
        match node:
            case Abbreviation(text=text, expansion=expansion):
                self._abbreviation(text, expansion, out)
            case Math():
                self._math(node, out)
            case Time(text=text, datetime=value):
                self._time(text, value, out)
            case Ruby(base=base, reading=reading):
                self._says(base, reading, out)
            case InlineImage(image=image):
                self._image(image, out)
            case _:
                raise TypeError(f"not an inline: {node!r}")

    # ------------------------------------------------------------------------------------ one construct each

    def _text(self, text: str, out: Composer) -> None:
        if "://" not in text and "www." not in text.lower() and len(text) <= 80:
            out.write(text)
            return
        at = 0
        for match in ADDRESS.finditer(text):
            address = match.group().rstrip(AFTER_ADDRESS)
            if address.count("(") > address.count(")"):
                address += ")" * (match.group()[len(address) : len(address) + 1] == ")")
            self._plain(text[at : match.start()], out)
            self._address(address, out)
            at = match.start() + len(address)
        self._plain(text[at:], out)

    def _plain(self, text: str, out: Composer) -> None:
        """Words; a run of characters that nobody can pronounce is announced by its length."""
        at = 0
        for match in LONGEST_WORD.finditer(text):
            if _pronounceable(match.group()):
                continue
            out.write(text[at : match.start()])
            words = self.phrases.text("unspeakable", count=len(match.group()))
            self._says(match.group(), verbalise(words, lang=self.lang).spoken, out)
            at = match.end()
        out.write(text[at:])

    def _marked(self, content: Iterable[Any], out: Composer, kind: Any, value: str) -> None:
        start = out.length
        self._all(content, out)
        out.mark(start, kind, value)

    def _says(self, written: str, words: str, out: Composer) -> None:
        start = out.length
        out.write(written)
        out.mark(start, "says", words)
        out.mark(start, "whole")

    def _address(self, address: str, out: Composer) -> None:
        host = HOST.match(address)
        site = host_words(host[1] if host else address, self.lang)
        self._says(address, self.phrases.text("link", site=site), out)

    def _link(self, link: Link, out: Composer) -> None:
        text = plain_text(link.content).strip()
        if ADDRESS_ALONE.fullmatch(text):
            self._address(text, out)
        else:
            self._all(link.content, out)

    def _code(self, text: str, out: Composer) -> None:
        start = out.length
        out.write(" ".join(text.split()))
        out.mark(start, "code")
        out.mark(start, "whole")

    def _break(self, out: Composer) -> None:
        if not out.length or out.last == "\n":
            return
        start = out.length
        said = "," if out.last.isalnum() or out.last in "\"'”’)" else ""
        out.write("\n")
        out.mark(start, "says", said)

    def _struck(self, content: Any, out: Composer) -> None:
        text = visible(plain_text(content)).strip()
        if self.style.policies.struck != "say":
            self.omit(text, "struck out")
        elif text:
            out.add(added(self.phrases.text("struck_intro") + " ", "struck_intro"))
            self._all(content, out)
            out.add(added(" " + self.phrases.text("struck_end"), "struck_end"))

    def _quotation(self, content: Any, out: Composer) -> None:
        opening, closing = QUOTES.get(self.lang.partition("-")[0].lower(), "“”")
        start = out.length
        out.write(opening)
        self._all(content, out)
        out.write(closing)
        prosody = self.style.delivered("quotation").prosody
        if prosody != Prosody():
            out.mark(start, "prosody", prosody=prosody)

    def _spoken(self, node: Spoken, out: Composer) -> None:
        start = out.length
        self._all(node.content, out)
        if node.alias:
            out.mark(start, "says", node.alias)
            out.mark(start, "whole")
        if node.phonemes:
            out.mark(start, "sound", node.phonemes)

    def _abbreviation(self, text: str, expansion: str | None, out: Composer) -> None:
        expansion = " ".join((expansion or "").split())
        key = text.casefold()
        known = not expansion or key in self.explained or expansion.casefold() == key
        if known or expansion.casefold() in self.seen:
            out.write(text)
            return
        self.explained.add(key)
        if not INITIALISM.match(text):
            self._says(text, verbalise(expansion, lang=self.lang).spoken, out)
            return
        if self.seen.count(key) < 2:
            self._says(text, verbalise(expansion, lang=self.lang).spoken, out)
            return
        for part, slot in self.phrases.parts("abbreviation", expansion=expansion, abbreviation=text):
            if slot == "abbreviation":
                out.write(text)
            else:
                out.add(added(part, "abbreviation"))

    def _math(self, node: Math, out: Composer) -> None:
        written = formula_text(node.source, node.notation, node.alternative)
        words = formula_words(node.source, node.notation, node.alternative, self.lang)
        self._says(written, words or self.phrases.text("formula"), out)

    def _time(self, text: str, value: str | None, out: Composer) -> None:
        iso = ISO_DATE.match(value or "")
        if iso and NUMERIC_DATE.match(text.strip()):
            date = iso_date(iso, self.phrases)
            if date:
                self._says(text, verbalise(date, lang=self.lang).spoken, out)
                return
        out.write(text)

    def _image(self, image: Image, out: Composer) -> None:
        words = self.describe(image)
        if words:
            if out.last not in ("", " ", "\n"):
                out.write(" ")
            out.add(added(visible(words).replace("\n", " ") + " ", "description"))


def formula_text(source: str, notation: str, alternative: str | None) -> str:
    """What the eye sees of a formula, as far as plain text can show it."""
    text = html.unescape(TAG.sub(" ", source)) if notation == "mathml" else source
    return " ".join((text if text.strip() else alternative or "").split())


def iso_date(match: re.Match[str], phrases: Phrasebook) -> str | None:
    """An ISO 8601 date as it is written in running text; None if there is no such day."""
    year, month, day = (int(group) for group in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return phrases.date(year, month, day)


def host_words(host: str, lang: str) -> str:
    """A host name as it is said."""
    words = verbalise(host, lang=lang).spoken
    words = re.sub(r"(?<=\w)\.(?=\w)", " dot ", words)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)[-_](?=\w)", " ", words)).strip(" .")


def _raised(text: str) -> str:
    low = text.strip().lower()
    if low in RAISED:
        return RAISED[low]
    if low in ORDINAL_ENDINGS:
        return text.strip()
    raised = text.translate(SUPERSCRIPTS)
    return raised if not any(c in text for c in raised if c.isalnum()) else " " + text


def _pronounceable(word: str) -> bool:
    """Whether a long run of characters is words with punctuation between them rather than a code."""
    return max(map(len, re.split(r"[^A-Za-z]+", word))) <= 30 and len(
        re.findall(r"[A-Za-z]{3,}", word)
    ) * 12 > len(word)
