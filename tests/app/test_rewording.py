"""An editor's words keep a valid alignment, whatever they are."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.app.rewording import LONGEST, RewordingError, cleaned, reworded
from rhapsode.tts.utterance import (
    Alignment,
    EmphasisSpan,
    LanguageSpan,
    Pronunciation,
    Utterance,
    written_span,
)


def utterance(*pairs: tuple[str, str]) -> Utterance:
    """An utterance of (written, spoken) parts, each with its blank."""
    parts: list[Alignment] = []
    written = spoken = ""
    for w, s in pairs:
        parts.append(Alignment((len(written), len(written + w)), (len(spoken), len(spoken + s))))
        written, spoken = written + w, spoken + s
    return Utterance("u1", "paragraph", written, spoken, tuple(parts), "en")


PRICE = utterance(
    ("It ", "It "),
    ("cost ", "cost "),
    ("$3.2bn ", "three point two billion dollars "),
    ("[1]", ""),
    ("here.", "here."),
)


def pairs(said: Utterance) -> list[tuple[str, str]]:
    return [(said.written[slice(*a.written)], said.spoken[slice(*a.spoken)]) for a in said.alignment]


def check_tiles(said: Utterance) -> None:
    w = s = 0
    for part in said.alignment:
        assert part.written[0] == w
        assert part.spoken[0] == s
        assert part.written[0] <= part.written[1]
        assert part.spoken[0] <= part.spoken[1]
        w, s = part.written[1], part.spoken[1]
    assert (w, s) == (len(said.written), len(said.spoken))


def test_a_replaced_word_takes_over_the_writing() -> None:
    said = reworded(PRICE, "It costs three point two billion dollars here.")
    assert pairs(said) == [
        ("It ", "It "), ("cost ", "costs "), ("$3.2bn ", "three point two billion dollars "), ("[1]", ""), ("here.", "here."),
    ]  # fmt: skip


def test_words_put_in_belong_to_no_writing() -> None:
    said = reworded(PRICE, "It cost about three point two billion dollars right here.")
    assert ("", "about ") in pairs(said)
    assert ("", "right ") in pairs(said)
    check_tiles(said)


def test_words_put_in_at_the_ends() -> None:
    said = reworded(PRICE, "Well, It cost three point two billion dollars here. Really.")
    assert pairs(said)[0] == ("", "Well, ")
    assert pairs(said)[-1] == ("", "Really.")


def test_removed_words_leave_silent_writing() -> None:
    assert pairs(reworded(PRICE, "It cost here."))[2] == ("$3.2bn ", "")


def test_a_change_inside_one_number_stays_with_it() -> None:
    said = reworded(PRICE, "It cost over three billion dollars here.")
    assert pairs(said)[-3:] == [("$3.2bn ", "three billion dollars "), ("[1]", ""), ("here.", "here.")]


def test_a_change_across_parts_joins_them() -> None:
    said = reworded(PRICE, "It was a bargain billion dollars here.")
    assert pairs(said)[1] == ("cost $3.2bn ", "was a bargain billion dollars ")


def test_a_whole_new_sentence() -> None:
    said = reworded(PRICE, "Nobody knows.")
    check_tiles(said)
    assert written_span(said, (0, 6)) == (0, len(PRICE.written))


def test_spans_follow_their_words() -> None:
    marked = replace(
        PRICE,
        emphasis=(EmphasisSpan((8, 13)),),
        languages=(LanguageSpan((40, 45), "fr"),),
        pronunciations=(Pronunciation((8, 13), "θriː"), Pronunciation((3, 7), "kɒst")),
    )
    said = reworded(marked, "Then it cost three point two billion dollars there.")
    assert [said.spoken[slice(*e.spoken)] for e in said.emphasis] == ["three"]
    assert [said.spoken[slice(*e.spoken)] for e in said.languages] == ["there."]
    assert [(said.spoken[slice(*p.spoken)], p.ipa) for p in said.pronunciations] == [
        ("three", "θriː"),
        ("cost", "kɒst"),
    ]
    gone = reworded(marked, "It paid three point two billion dollars here.")
    assert [p.ipa for p in gone.pronunciations] == ["θriː"]


@pytest.mark.parametrize("nothing", ["", "   ", "...", "—", "\u200b\n"])
def test_nothing_to_say_is_refused(nothing: str) -> None:
    with pytest.raises(RewordingError, match="no word to say"):
        reworded(PRICE, nothing)


def test_too_much_to_say_is_refused() -> None:
    with pytest.raises(RewordingError, match="too many"):
        reworded(PRICE, "word " * LONGEST)


def test_cleaning() -> None:
    assert cleaned("  two\n lines\twith\x00 junk\u200b ") == "two lines with junk"
    assert reworded(PRICE, f"  {PRICE.spoken}\n") is PRICE


WORDS = st.lists(st.sampled_from(["a", "be", "sea", "tide", "tide,", "moon.", "x-y"]), min_size=1, max_size=9)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, st.data())
def test_any_edit_tiles_both_texts(old: list[str], new: list[str], data: st.DataObject) -> None:
    spoken = " ".join(old)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(spoken)), max_size=6)))
    edges = [0, *cuts, len(spoken)]
    before = utterance(*((f"w{i} ", spoken[a:b]) for i, (a, b) in enumerate(itertools.pairwise(edges))))
    span = data.draw(st.sampled_from([m.span() for m in re.finditer(r"\S+", spoken)]))
    before = replace(before, emphasis=(EmphasisSpan(span),))
    after = reworded(before, " ".join(new))
    check_tiles(after)
    assert after.spoken == " ".join(new)
    assert all(0 <= e.spoken[0] < e.spoken[1] <= len(after.spoken) for e in after.emphasis)
