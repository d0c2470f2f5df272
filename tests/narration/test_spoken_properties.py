"""What holds for every spoken form, whatever was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rhapsode.base import from_json, to_json
from rhapsode.narration.spoken import SpokenError, SpokenForm, SpokenOptions, rules_of, supports, verbalise
from rhapsode.narration.spoken.english.gate import is_plain
from rhapsode.narration.spoken.english.rules import RULES
from rhapsode.narration.spoken.form import Scene, claims, compose

SIGNS = re.compile(r"[0-9²³¹₀-₉⁰-⁹=+<>%$€£¥@#&*/\\|~^_{}\[\]°§©®™•→←≥≤×÷½]")
TRICKY = "0123456789 .,-–—:;/$€£%+=*^_#@&()[]'\"’“”\nabcXIVLMDCkmKBst°²³½¹→★😀é漢′″٣"
written_texts = st.one_of(st.text(max_size=40), st.text(TRICKY, max_size=24))
languages = st.sampled_from(["en-US", "en-GB", "de", "fr", "es", "it", "pt", "sv"])
contexts = st.sampled_from(["prose", "heading", "table", "dateline", "code"])


def assert_tiles(form: SpokenForm, written: str) -> None:
    at = said = 0
    for part in form.alignment:
        assert part.written[0] == at
        assert part.spoken[0] == said
        assert part.written[1] > at, "every alignment stands for something written"
        at, said = part.written[1], part.spoken[1]
    assert at == len(written)
    assert said == len(form.spoken)


@settings(max_examples=250, deadline=None)
@given(written_texts, languages, contexts)
def test_alignment_covers_both_texts(written: str, lang: str, context: str) -> None:
    form = verbalise(written, lang=lang, context=context)  # type: ignore[arg-type]
    assert_tiles(form, written)
    for applied in form.rules:
        assert applied.written[0] <= applied.written[1] <= len(written)
        assert applied.spoken[0] <= applied.spoken[1] <= len(form.spoken)


@settings(max_examples=250, deadline=None)
@given(written_texts, st.sampled_from(["silent", "said"]))
def test_english_has_no_digits_and_no_bare_signs(written: str, emoji: str) -> None:
    spoken = verbalise(written, options=SpokenOptions(emoji=emoji)).spoken  # type: ignore[arg-type]
    assert not SIGNS.search(spoken)
    assert "  " not in spoken


words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, min_size=1, max_size=8), st.sampled_from([".", "!", "?", ""]))
def test_plain_words_stay_as_they_are(plain: list[str], end: str) -> None:
    written = " ".join(plain) + end
    spoken = verbalise(written).spoken
    assert verbalise(spoken).spoken == spoken
    if is_plain(written):
        assert spoken == written


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        written_texts,
        st.lists(
            st.one_of(
                words, st.sampled_from(["Mr.", "I", "e.g.", "St.", "V", "etc.", "(ii)", "vs", "US", "p.m."])
            ),
            max_size=6,
        ).map(" ".join),
    )
)
@example(":(")
def test_the_gate_lets_nothing_pass_that_a_rule_would_change(written: str) -> None:
    if written and is_plain(written):
        assert compose(written, claims(Scene(written), RULES)).spoken == written


def test_every_word_points_to_what_it_says() -> None:
    written = "It cost $3.2bn in 2019."
    form = verbalise(written)
    said = {
        written[a.written[0] : a.written[1]].strip(): form.spoken[a.spoken[0] : a.spoken[1]].strip()
        for a in form.alignment
    }
    assert said == {
        "It": "It",
        "cost": "cost",
        "$3.2bn": "three point two billion dollars",
        "in": "in",
        "2019.": "twenty nineteen.",
    }


def test_words_of_a_date_point_to_their_own_part() -> None:
    written = "on March 5, 2019, she"
    form = verbalise(written)
    pairs = [
        (written[slice(*a.written)].strip(), form.spoken[slice(*a.spoken)].strip()) for a in form.alignment
    ]
    assert pairs == [
        ("on", "on"),
        ("March", "March"),
        ("5,", "fifth,"),
        ("2019,", "twenty nineteen,"),
        ("she", "she"),
    ]


def test_silent_writing_keeps_its_place() -> None:
    written = "He said.[3] Then he left 👍 quietly."
    form = verbalise(written)
    assert form.spoken == "He said. Then he left quietly."
    silent = [written[slice(*a.written)] for a in form.alignment if a.spoken[0] == a.spoken[1]]
    assert silent == ["👍 "]
    assert {"footnote", "emoji"} <= {applied.rule for applied in form.rules}


def test_emoji_are_said_when_the_style_says_so() -> None:
    said = verbalise("Well done 👍🎉!", options=SpokenOptions(emoji="said")).spoken
    assert said == "Well done thumbs up, party popper!"
    assert verbalise("👩‍🚀 🇫🇷", options=SpokenOptions(emoji="said")).spoken == "woman rocket, flag of F R"


def test_addresses_are_short_in_prose_and_full_on_request() -> None:
    written = "See https://www.example.com/about today."
    assert verbalise(written).spoken == "See example dot com slash about today."
    full = verbalise(written, options=SpokenOptions(addresses="full")).spoken
    assert full == "See HTTPS colon slash slash WWW dot example dot com slash about today."


def test_a_rule_or_a_group_can_be_switched_off() -> None:
    assert verbalise("in 2019").spoken == "in twenty nineteen"
    assert verbalise("in 2019", options=SpokenOptions(off=("date",))).spoken == "in two thousand nineteen"
    assert (
        verbalise("salt & pepper", options=SpokenOptions(off=("symbol.ampersand",))).spoken
        == "salt and pepper"
    )
    with pytest.raises(SpokenError, match="no rule or group of rules is called 'dates'"):
        verbalise("in the 1990s", options=SpokenOptions(off=("dates",)))


def test_context_settles_what_characters_leave_open() -> None:
    assert verbalise("df.head(5)", context="code").spoken == "DF dot head five"
    assert verbalise("x += 1", context="code").spoken == "X plus equals one"
    assert verbalise("--no-cache", context="code").spoken == "dash dash no minus cache"
    assert verbalise("max_tokens", context="code").spoken == "max tokens"
    assert verbalise("IV. Results", context="heading").spoken == "four. Results"


def test_languages_without_rules_are_left_to_the_engine() -> None:
    assert not supports("sv")
    assert supports("de-AT")
    assert rules_of("sv") == ()
    assert verbalise("Det kostade 25 kr 2019.", lang="sv").spoken == "Det kostade 25 kr 2019."
    assert "money" in rules_of("en-GB")


def test_the_form_survives_json() -> None:
    form = verbalise("In 2019, 5% of it.")
    assert from_json(SpokenForm, to_json(form)) == form


@pytest.mark.parametrize(
    ("written", "ipa"),
    [
        ("He plays bass guitar.", "beɪs"),
        ("The pipe is made of lead.", "lɛd"),
        ("We watched it live on television.", "laɪv"),
        ("There was a tear in the fabric.", "tɛɹ"),
        ("The minute details matter.", "maɪˈnut"),
        ("I object to this.", "əbˈdʒɛkt"),
        ("He was content with it.", "kənˈtɛnt"),
        ("They live in Paris and lead the team for a minute.", None),
        ("A tear ran down her cheek.", None),
        ("They caught a bass in the lake.", None),
    ],
)
def test_heteronyms_that_hang_on_their_neighbours(written: str, ipa: str | None) -> None:
    form = verbalise(written)
    assert form.spoken == written
    assert [p.ipa for p in form.pronunciations] == ([ipa] if ipa else [])


def test_sounds_that_spelling_does_not_tell() -> None:
    form = verbalise("Send JSON please.")
    assert form.spoken == "Send JSON please."
    assert [(form.spoken[slice(*p.spoken)], p.ipa) for p in form.pronunciations] == [("JSON", "ˈdʒeɪsən")]
