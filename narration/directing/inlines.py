"""Inlines to passages: what the eye sees of running text, with marks for how each part is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rhapsode.narration.directing.formulas import LANGUAGE as FORMULA_LANGUAGE
from rhapsode.narration.directing.formulas import formula_words
from rhapsode.narration.directing.passage import Composer, Passage, added
from rhapsode.narration.directing.saying import Reading, say
from rhapsode.narration.phrasebook import Phrasebook
from rhapsode.narration.spoken import verbalise
from rhapsode.narration.style import Style
from rhapsode.narration.written import formula_text, words
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
    MathBlock,
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
    walk,
)
from rhapsode.tts.utterance import Prosody

ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
ADDRESS_ALONE = re.compile(r"(?:(?:https?|ftp)://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
AFTER_ADDRESS = ".,;:!?)]}'’…"
HOST = re.compile(r"^(?:\w+://)?(?:[^/@\s]*@)?(?:www\d?\.)?([^/?#:\s]+)", re.IGNORECASE)
PARENTHESIS = re.compile(r"\([^()\n]{12,200}\)")
NUMERIC_DATE = re.compile(r"^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$")
ISO_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?![\d])")
INITIALISM = re.compile(r"^[A-Z][A-Z0-9&.-]*[A-Z0-9.]s?$")
LONGEST_PLAIN = 80
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

    `describe` gives the words for a picture in the text ("" for none), `omit` records inlines left out and why,
    `seen` is the article's whole visible text.
    """

    style: Style
    phrases: Phrasebook
    lang: str
    describe: Callable[[Image], str]
    omit: Callable[[Any, str], None]
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

    def plain(self, text: str) -> Passage:
        """The passage that bare text is (a title, a name, a description)."""
        out = Composer()
        self._text(" ".join(text.split()), out)
        return out.passage().strip()

    def aloud(self, text: str) -> str:
        """Bare text in spoken words."""
        return say(self.plain(text), Reading(self.lang)).spoken.strip()

    def _all(self, content: Iterable[Any], out: Composer) -> None:
        for node in content:
            self._one(node, out)

    def _one(self, node: Any, out: Composer) -> None:
        match node:
            case Text(text=text):
                self._text(text, out)
            case Emphasis(content=content):
                self._emphasis(content, out)
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
                self._shifted(content, lambda text: text.translate(SUBSCRIPTS), out)
            case Sup(content=content):
                self._shifted(content, _raised, out)
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
                self._says(base, self.aloud(reading), out)
            case InlineImage(image=image):
                self._image(image, out)
            case _:
                raise TypeError(f"not an inline: {node!r}")

    # ------------------------------------------------------------------------------------ one construct each

    def _text(self, text: str, out: Composer) -> None:
        for part, address in _addresses(text):
            if address:
                self._address(part, out)
            else:
                self._plain(part, out)

    def _plain(self, text: str, out: Composer) -> None:
        """Words; a run of characters that nobody can pronounce is announced by its length."""
        at = 0
        if len(text) <= LONGEST_PLAIN:
            out.write(text)
            return
        for match in LONGEST_WORD.finditer(text):
            if _pronounceable(match.group()):
                continue
            out.write(text[at : match.start()])
            length = self.phrases.text("unspeakable", count=len(match.group()))
            self._says(match.group(), self.aloud(length), out)
            at = match.end()
        out.write(text[at:])

    def _marked(self, content: Iterable[Any], out: Composer, kind: Any, value: str) -> None:
        start = out.length
        self._all(content, out)
        out.mark(start, kind, value)

    def _emphasis(self, content: Iterable[Any], out: Composer) -> None:
        """Stress; but italics over a name (a title, a ship) inside a sentence only set it apart for the eye."""
        inside = bool(out.last) and "".join(out.texts[-3:]).rstrip()[-1:] not in (".", "!", "?", ":", "…", "")
        start, first = out.length, len(out.texts)
        self._all(content, out)
        if not (inside and _is_name("".join(out.texts[first:]))):
            out.mark(start, "emphasis", "moderate")

    def _says(self, written: str, spoken: str, out: Composer) -> None:
        if not any(map(str.isalnum, spoken)):
            self._text(written, out)
            return
        start = out.length
        out.write(written)
        out.mark(start, "says", spoken)
        out.mark(start, "whole")

    def _address(self, address: str, out: Composer) -> None:
        host = HOST.match(address)
        site = host_words(host[1] if host else address, self.lang)
        before = "".join(out.texts[-1:]).rsplit(None, 1)[-1:]
        led = bool(before) and before[0].strip("(").casefold() in self.phrases.leads_to_address
        self._says(address, site if led else self.phrases.text("link", site=site), out)

    def _link(self, link: Link, out: Composer) -> None:
        text = words(link.content).strip()
        if ADDRESS_ALONE.fullmatch(text) and all(isinstance(node, Text) for node in link.content):
            self._address(text, out)
        else:
            self._all(link.content, out)

    def _code(self, text: str, out: Composer) -> None:
        for part, address in _addresses(" ".join(text.split())):
            if address:
                self._address(part, out)
                continue
            start = out.length
            out.write(part)
            out.mark(start, "code")
            if out.length - start <= LONGEST_PLAIN:
                out.mark(start, "whole")

    def _break(self, out: Composer) -> None:
        if not out.length or out.last == "\n":
            return
        start = out.length
        said = "," if out.last.isalnum() or out.last in "\"'”’)" else ""
        out.write("\n")
        out.mark(start, "says", said)

    def _shifted(self, content: Any, shift: Callable[[str], str], out: Composer) -> None:
        """Characters above or below the line, as Unicode has them; what is more than characters is read as it is."""
        if all(isinstance(node, Text) for node in content):
            self._text(shift(words(content)), out)
        else:
            self._all(content, out)

    def _struck(self, content: Any, out: Composer) -> None:
        if self.style.policies.struck != "say":
            self.omit(content, "struck out")
        elif any(map(str.isalnum, words(content))):
            out.add(added(self.phrases.text("struck_intro") + " ", "struck_intro"))
            self._all(content, out)
            out.trim()
            out.add(added(self.phrases.text("struck_end"), "struck_end"))
        else:
            self._all(content, out)

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
        drawn = any(isinstance(inner, InlineImage) for inner in walk(node))
        alias = "" if drawn else self.aloud(node.alias or "")
        if any(map(str.isalnum, alias)):
            out.mark(start, "says", alias)
            out.mark(start, "whole")
        if node.phonemes:
            out.mark(start, "sound", node.phonemes)

    def _abbreviation(self, text: str, expansion: str | None, out: Composer) -> None:
        expansion = " ".join((expansion or "").split())
        key = text.casefold()
        known = not expansion or key in self.explained or expansion.casefold() == key
        if known or expansion.casefold() in self.seen:
            self._text(text, out)
            return
        self.explained.add(key)
        if not INITIALISM.match(text):
            self._says(text, self.aloud(expansion), out)
            return
        if self.seen.count(key) < 2:
            self._says(text, self.aloud(expansion), out)
            return
        for part, slot in self.phrases.parts("abbreviation", expansion=expansion, abbreviation=text):
            if slot == "abbreviation":
                out.write(text)
            else:
                out.add(added(part, "abbreviation"))
        out.between = added(self.phrases.comma.strip(), "abbreviation")

    def _math(self, node: Math, out: Composer) -> None:
        written = formula_text(node.source, node.notation, node.alternative)
        start = out.length
        spoken = self.formula(node)
        self._says(written, spoken or self.phrases.text("formula"), out)
        if spoken and self.phrases.language != "en" and not node.alternative:
            out.mark(start, "language", FORMULA_LANGUAGE)

    def formula(self, node: Math | MathBlock) -> str:
        """A formula in words: the author's own, else what its notation says; "" where neither can be."""
        if node.alternative and any(map(str.isalnum, node.alternative)):
            return self.aloud(node.alternative)
        return formula_words(node.source, node.notation, self.lang)

    def _time(self, text: str, value: str | None, out: Composer) -> None:
        iso = ISO_DATE.match(value or "")
        if iso and NUMERIC_DATE.match(text.strip()):
            date = iso_date(iso, self.phrases)
            if date:
                self._says(text, self.aloud(date), out)
                return
        self._text(text, out)

    def _image(self, image: Image, out: Composer) -> None:
        said = self.describe(image)
        if said:
            if out.last not in ("", " ", "\n"):
                out.write(" ")
            out.add(self.plain(said).marked("added", "description") + added(" ", "description"))


def iso_date(match: re.Match[str], phrases: Phrasebook) -> str | None:
    """An ISO 8601 date as it is written in running text; None if there is no such day."""
    year, month, day = (int(group) for group in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return phrases.date(year, month, day)


def host_words(host: str, lang: str) -> str:
    """A host name as it is said."""
    said = verbalise(host, lang=lang).spoken
    said = re.sub(r"(?<=\w)\.(?=\w)", " dot ", said)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)[-_](?=\w)", " ", said)).strip(" .")


def _addresses(text: str) -> Iterator[tuple[str, bool]]:
    """`text` cut into web addresses (True) and what stands between them."""
    at = 0
    if "://" in text or "www." in text.lower():
        for match in ADDRESS.finditer(text):
            address = match.group().rstrip(AFTER_ADDRESS)
            # A bracket at the end belongs to the address if it was opened in it.
            if match.group()[len(address) :].startswith(")") and address.count("(") > address.count(")"):
                address += ")"
            if at < match.start():
                yield text[at : match.start()], False
            yield address, True
            at = match.start() + len(address)
    if at < len(text):
        yield text[at:], False


def _raised(text: str) -> str:
    low = text.strip().lower()
    if low in RAISED:
        return RAISED[low]
    if low in ORDINAL_ENDINGS:
        return text.strip()
    raised = text.translate(SUPERSCRIPTS)
    return raised if not any(c in text for c in raised if c.isalnum()) else " " + text


def _is_name(text: str) -> bool:
    """Whether all words that carry meaning begin with a capital: the title of a work, a ship, a newspaper."""
    parts = [word.strip("\"'“”‘’(),.;:!?") for word in text.split()]
    carrying = [word for word in parts if len(word) > 3 or word[:1].isupper()]
    return bool(carrying) and all(word[:1].isupper() and not word.isupper() for word in carrying)


def _pronounceable(word: str) -> bool:
    """Whether a long run of characters is words with punctuation between them rather than a code."""
    return max(map(len, re.split(r"[^A-Za-z]+", word))) <= 30 and len(
        re.findall(r"[A-Za-z]{3,}", word)
    ) * 12 > len(word)
