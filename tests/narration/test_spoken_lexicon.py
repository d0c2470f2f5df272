"""Lexicons: their three formats, what they match, and that hostile files are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.narration.lexicon import (
    Entry,
    Lexicon,
    LexiconError,
    load_lexicon,
    parse_pls,
    parse_table,
    parse_toml,
)
from rhapsode.narration.spoken import verbalise

PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <lexeme><grapheme>Siobhan</grapheme><grapheme>Siobhán</grapheme><phoneme>ʃɪˈvɔːn</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
  <lexeme xml:lang="de"><grapheme>Berlin</grapheme><alias>Bärlin</alias></lexeme>
  <lexeme><grapheme>route</grapheme><phoneme>raʊt</phoneme><phoneme prefer="true">ruːt</phoneme></lexeme>
</lexicon>"""


def test_pls() -> None:
    entries = parse_pls(PLS)
    assert [e.written for e in entries] == ["Siobhan", "Siobhán", "W3C", "Berlin", "route"]
    assert entries[0] == Entry("Siobhan", None, "ʃɪˈvɔːn", "en")
    assert entries[2].spoken == "World Wide Web Consortium"
    assert entries[3].lang == "de"
    assert entries[4].ipa == "ruːt", "the preferred phoneme holds"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<lexicon", "not well-formed"),
        ("<html/>", "not a PLS"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><lexicon/>', "refused XML"),
        (PLS.replace("<alias>World Wide Web Consortium</alias>", ""), "neither <phoneme> nor <alias>"),
        (PLS.replace('alphabet="ipa"', 'alphabet="x-sampa"'), "write the phonemes in IPA"),
    ],
)
def test_pls_refused(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parse_pls(text)


def test_tables() -> None:
    rows = parse_table(
        "written\tspoken\tlang\tcase\n# a comment\nKubernetes\tkoo-ber-NET-eez\n\nGIF\t/dʒɪf/\ten\tfold\n"
    )
    assert rows == [Entry("Kubernetes", "koo-ber-NET-eez"), Entry("GIF", None, "dʒɪf", "en", True)]
    assert parse_table('"Smith, Jr.",Smith Junior\n', separator=",") == [Entry("Smith, Jr.", "Smith Junior")]
    assert parse_toml('[[entry]]\nwritten = "Nguyen"\nspoken = "win"\n') == [Entry("Nguyen", "win")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("only one\n", "line 1: needs both"),
        ("a\tb\ten\tmaybe\n", "case is"),
        ("written\tsound\na\tb\n", "unknown column 'sound'"),
    ],
)
def test_tables_refused(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parse_table(text)


def test_toml_refused() -> None:
    with pytest.raises(LexiconError, match="not TOML"):
        parse_toml("[[entry")
    with pytest.raises(LexiconError, match=r"only \[\[entry\]\]"):
        parse_toml("title = 'x'")
    with pytest.raises(LexiconError, match="every cell must be text"):
        parse_toml("[[entry]]\nwritten = 3\nspoken = 'x'")


def test_longest_match_first_whole_words_only() -> None:
    lexicon = Lexicon(
        [Entry("York", "yawk"), Entry("New York", "Noo Yawk"), Entry("yo", "yoh")], name="towns"
    )
    form = verbalise("New York, not York or Yorkshire; yoga.", lexicon=lexicon)
    assert form.spoken == "Noo Yawk, not yawk or Yorkshire; yoga."
    assert [a.rule for a in form.rules] == ["lexicon.towns", "lexicon.towns"]


def test_an_entry_goes_before_every_rule_and_keeps_endings() -> None:
    lexicon = Lexicon(
        [
            Entry("$3.2bn", "a lot of money"),
            Entry("Siobhan", ipa="ʃɪˈvɔːn"),
            Entry("9/11", "September eleventh"),
        ]
    )
    form = verbalise("Siobhan's $3.2bn on 9/11.", lexicon=lexicon)
    assert form.spoken == "Siobhan's a lot of money on September eleventh."
    assert [(form.spoken[slice(*p.spoken)], p.ipa) for p in form.pronunciations] == [("Siobhan", "ʃɪˈvɔːn")]


def test_case_and_language() -> None:
    lexicon = Lexicon(
        [Entry("Polish", "Poe-lish"), Entry("gif", "jif", fold=True), Entry("Berlin", "Bärlin", lang="de")]
    )
    assert (
        verbalise("Polish polish, a GIF in Berlin", lexicon=lexicon).spoken
        == "Poe-lish polish, a jif in Berlin"
    )
    assert verbalise("in Berlin", lang="de-DE", lexicon=lexicon).spoken == "in Bärlin"
    assert verbalise("Hej Berlin GIF", lang="sv", lexicon=lexicon).spoken == "Hej Berlin jif"


def test_the_later_lexicon_holds() -> None:
    publication = Lexicon([Entry("Cato", "KAY-toh")], name="publication")
    article = Lexicon([Entry("Cato", "KAH-toh")], name="article")
    form = verbalise("Cato spoke.", lexicon=publication + article)
    assert form.spoken == "KAH-toh spoke."
    assert form.rules[0].rule == "lexicon.article"


def test_load(tmp_path: Path) -> None:
    (tmp_path / "names.pls").write_text(PLS, "utf-8")
    (tmp_path / "names.csv").write_text("written,spoken\nAoife,EE-fa\n", "utf-8")
    assert len(load_lexicon(tmp_path / "names.pls")) == 5
    assert load_lexicon(tmp_path / "names.csv").entries == (Entry("Aoife", "EE-fa"),)
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(LexiconError, match=r"bad\.tsv: not UTF-8"):
        load_lexicon(tmp_path / "bad.tsv")
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon(tmp_path / "missing.tsv")
    (tmp_path / "x.doc").write_text("")
    with pytest.raises(LexiconError, match="unknown kind of lexicon"):
        load_lexicon(tmp_path / "x.doc")
