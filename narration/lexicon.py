"""Lexicons: how a publication wants its names and terms said. W3C PLS 1.0 files and simple tables.

A table is TSV or CSV with the columns `written, spoken, lang, case` (a header line names them; the last two may be
missing), or TOML:

    [[entry]]
    written = "Rhapsode"
    spoken = "rap-sode"        # or /ɹˈæpsoʊd/ between slashes: IPA
    lang = "en"                # optional: only when this language is spoken
    case = "fold"              # optional: "fold" matches in any case; the default is "match"

Sources: Pronunciation Lexicon Specification (PLS) 1.0, W3C Recommendation, 2008.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from rhapsode.base import RhapsodeError, document

PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = ("written", "spoken", "lang", "case")
LARGEST_FILE = 16 * 2**20


class LexiconError(RhapsodeError):
    """A lexicon cannot be read: wrong format, a row without its columns, an alphabet other than IPA."""


@document
class Entry:
    """One written form and how it is said: `spoken` words, or `ipa`, or both (words for the transcript, IPA for sound).

    `lang` None holds for every language. With `fold` any capitalisation matches.
    """

    written: str
    spoken: str | None = None
    ipa: str | None = None
    lang: str | None = None
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a text at `[start, end)`; `source` names the lexicon it came from, for the audit."""

    start: int
    end: int
    spoken: str
    ipa: str | None
    source: str


class Lexicon:
    """Entries that are found in a text, longest first; of two for the same writing the later one holds.

    A lexicon is immutable; `a + b` lets `b` (an article's own) override `a` (the publication's).
    """

    def __init__(self, entries: Iterable[Entry], *, name: str = "lexicon") -> None:
        self._sourced = tuple((entry, name) for entry in entries)
        self.name = name
        self._finders: dict[str, _Finder | None] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for entry, _ in self._sourced)

    def __len__(self) -> int:
        return len(self._sourced)

    def __add__(self, other: Lexicon) -> Lexicon:
        both = Lexicon((), name=f"{self.name}+{other.name}")
        both._sourced = self._sourced + other._sourced
        return both

    def find(self, text: str, lang: str) -> list[Hit]:
        """Entries for `lang` in `text`, in order of place, none overlapping. Whole words only."""
        key = lang.lower()
        if key not in self._finders:
            sourced = [(entry, source) for entry, source in self._sourced if _speaks(entry.lang, key)]
            self._finders[key] = _Finder(sourced) if sourced else None
        finder = self._finders[key]
        return finder.find(text) if finder else []


class _Finder:
    def __init__(self, sourced: list[tuple[Entry, str]]) -> None:
        self.exact = {e.written: (e, source) for e, source in sourced if not e.fold}
        self.folded = {e.written.casefold(): (e, source) for e, source in sourced if e.fold}
        exact = _alternatives(self.exact)
        folded = _alternatives(self.folded)
        either = "|".join(
            part for part in (f"({exact})" if exact else "", f"(?i:{folded})" if folded else "") if part
        )
        # A possessive or plural ending stays outside: "Siobhan's".
        self.pattern = re.compile(rf"(?<![\w])(?:{either})(?!\w)|(?<=\W)(?:{either})(?=\W)")

    def find(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        for match in self.pattern.finditer(text):
            found = self.exact.get(match.group()) or self.folded.get(match.group().casefold())
            if found is None:
                continue
            entry, source = found
            spoken = entry.spoken if entry.spoken is not None else match.group()
            hits.append(Hit(match.start(), match.end(), spoken, entry.ipa, source))
        return hits


def _alternatives(entries: Mapping[str, object]) -> str:
    return "|".join(re.escape(written) for written in sorted(entries, key=len, reverse=True))


def _speaks(entry_lang: str | None, lang: str) -> bool:
    if entry_lang is None:
        return True
    wanted = entry_lang.lower()
    return lang == wanted or lang.startswith(wanted + "-")


def load_lexicon(path: str | Path) -> Lexicon:
    """Read a lexicon: `.pls` or `.xml` (PLS 1.0), `.tsv`, `.csv` or `.toml`.

    Raises:
        LexiconError: the file is missing, too large, or not what its ending says; the message names the line.
    """
    path = Path(path)
    readers = {".pls": parse_pls, ".xml": parse_pls, ".toml": parse_toml}
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LexiconError(f"larger than {LARGEST_FILE // 2**20} MB", where=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"cannot be read: {error.strerror}", where=str(path)) from error
    ending = path.suffix.lower()
    try:
        if ending in readers:
            entries = readers[ending](data)
        elif ending in (".tsv", ".csv"):
            entries = parse_table(data, separator="\t" if ending == ".tsv" else ",")
        else:
            raise LexiconError("unknown kind of lexicon; use .pls, .xml, .tsv, .csv or .toml")
    except LexiconError as error:
        error.where = error.where or str(path)
        raise
    return Lexicon(entries, name=path.stem)


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error


def parse_table(data: bytes | str, *, separator: Literal["\t", ","] = "\t") -> list[Entry]:
    """Entries of a table with the columns written, spoken, lang, case. Lines that begin with # are comments."""
    lines = csv.reader(
        io.StringIO(_text(data)),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE,
    )
    columns: tuple[str, ...] = COLUMNS
    entries: list[Entry] = []
    first = True
    try:
        for row in lines:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if first and cells[0].lower() == "written":
                columns = tuple(cell.lower() for cell in cells)
                continue
            first = False
            entries.append(_entry(dict(zip(columns, cells, strict=False)), f"line {lines.line_num}"))
    except csv.Error as error:
        raise LexiconError(f"line {lines.line_num}: {error}") from error
    return entries


def parse_toml(data: bytes | str) -> list[Entry]:
    """Entries of a TOML lexicon: one `[[entry]]` each."""
    try:
        table = tomllib.loads(_text(data))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"not TOML: {error}") from error
    rows: Any = table.get("entry", [])
    if not isinstance(rows, list) or set(table) - {"entry"}:
        raise LexiconError("expected only [[entry]] tables")
    return [_entry(row, f"entry {i + 1}") for i, row in enumerate(rows)]


def _entry(row: Any, where: str) -> Entry:
    if not isinstance(row, dict) or any(not isinstance(cell, str) for cell in row.values()):
        raise LexiconError(f"{where}: every cell must be text")
    if unknown := set(row) - set(COLUMNS):
        raise LexiconError(
            f"{where}: unknown column {sorted(unknown)[0]!r}; the columns are {', '.join(COLUMNS)}"
        )
    written, spoken = _clean(row.get("written", "")), _clean(row.get("spoken", ""))
    if not written or not spoken:
        raise LexiconError(f"{where}: needs both a written and a spoken form")
    case = row.get("case", "").lower()
    if case not in ("", "match", "fold"):
        raise LexiconError(f'{where}: case is "match" or "fold", not {case!r}')
    lang = row.get("lang") or None
    if len(spoken) > 2 and spoken[0] == spoken[-1] == "/":
        return Entry(written, None, spoken[1:-1].strip(), lang, case == "fold")
    return Entry(written, spoken, None, lang, case == "fold")


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def parse_pls(data: bytes | str) -> list[Entry]:
    """Entries of a W3C PLS 1.0 document: every grapheme of a lexeme with its preferred alias or phoneme.

    Raises:
        LexiconError: not well-formed, not a PLS lexicon, entities declared in it, an alphabet other than IPA.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise LexiconError(f"not well-formed XML: {error}") from error
    except (DefusedXmlException, ValueError) as error:
        raise LexiconError(
            f"refused XML ({type(error).__name__}): remove its document type and entities"
        ) from error
    if root.tag not in (f"{PLS}lexicon", "lexicon"):
        raise LexiconError("the root element is not a PLS <lexicon>")
    space = PLS if root.tag.startswith("{") else ""
    lang = root.get(XML_LANG)
    alphabet = root.get("alphabet", "ipa")
    entries: list[Entry] = []
    for number, lexeme in enumerate(root.iter(f"{space}lexeme"), 1):
        entries += _lexeme(lexeme, space, lang, alphabet, f"lexeme {number}")
    return entries


def _lexeme(lexeme: Element, space: str, lang: str | None, alphabet: str, where: str) -> list[Entry]:
    graphemes = [_clean("".join(g.itertext())) for g in lexeme.iter(f"{space}grapheme")]
    if not any(graphemes):
        raise LexiconError(f"{where}: has no <grapheme>")
    phonemes, aliases = lexeme.findall(f"{space}phoneme"), lexeme.findall(f"{space}alias")
    alias = _preferred(aliases)
    phoneme = _preferred(phonemes)
    if alias is None and phoneme is None:
        raise LexiconError(f"{where}: has neither <phoneme> nor <alias>")
    ipa = None
    if phoneme is not None:
        used = phoneme.get("alphabet", alphabet)
        if used.lower() not in ("ipa", "x-ipa") and alias is None:
            raise LexiconError(f"{where}: alphabet {used!r} is not known; write the phonemes in IPA")
        ipa = _clean("".join(phoneme.itertext())) if used.lower() in ("ipa", "x-ipa") else None
    spoken = _clean("".join(alias.itertext())) if alias is not None else None
    lexeme_lang = lexeme.get(XML_LANG, lang)
    return [Entry(g, spoken or None, ipa or None, lexeme_lang) for g in graphemes if g]


def _preferred(elements: list[Element]) -> Element | None:
    return next((e for e in elements if e.get("prefer") == "true"), elements[0] if elements else None)
