"""Sentences and chunks: where text may be cut, and where it must not be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.narration.segmentation import chunks, sentences

# Written with "|" where a sentence ends.
CUTS = [
    "One sentence.| Then another.",
    "No full stop at all",
    "Really?| Yes!| Good.",
    "Dr. Moreau met Mr. and Mrs. Berg at St. Paul's.| They left.",
    "J. R. R. Tolkien wrote it.| C. S. Lewis read it.",
    "It has, e.g., a lamp, i.e. a light.| It turns.",
    "The U.S. Senate voted.| It did.",
    "He moved to the U.S.| The move was hard.",
    "She works at Acme Inc. in Boston.| She likes it.",
    "She works at Acme Inc.| Her brother does not.",
    "It cost $3.5 million.| That was in v2.1.0 of the plan.",
    "See No. 5 and Fig. 3 on p. 88.| Then go on.",
    "The answer was no.| She left.",
    "It opened at 9 a.m. and closed at 5 p.m.| The queue was long.",
    "It opened on Jan. 6 and closed on Sept. 30.| Nobody came.",
    '"Why?" she asked.| Nobody knew.',
    "“It is never right.”| “But it is close,” he said.",
    "“We are late!” he shouted, and ran.",
    "He said, “Go.”| They went.",
    "She paused... then went on.",
    "She paused…| Then she went on.",
    "Wait … what?| Yes.",
    "(He left.)| She stayed.",
    "It was Plan B.| Then came Plan C.",
    "World War II.| The end.",
    "Yahoo! is a company.| It is old.",
    "PORT ALMA, Calif. — The council met.| It voted.",
    "What is it?!| Nobody knows.",
    "Apples, pears, etc. are fruit.| Eat them.",
    "They had apples, pears, etc.| They ate them.",
    "Smith et al. found it.| Others did not.",
    "The firm (est. 1990) grew.| Then it shrank.",
    "1. First item",
    "He was born ca. 1850 in Mt. Vernon.| He died there.",
    "Martin Luther King Jr. spoke.| The crowd was silent.",
    "It rose 3.2 percent.| 40 people came.",
    "Go to example.org.| It is free.",
    "He got a Ph.D. in 1990.| He got a Ph.D.| She did not.",
    "Gov. Smith and Sen. Jones vs. the state.| It ended.",
    "Is it so?| — Yes.",
    "Rev. Green, Col. Mustard and Prof. Plum.| All suspects.",
    "He logged in.| Minecraft started.",
    "They sat.| Mary stood.",
    "It is 5 ft. high and 12 in. wide.| It stands.",
    "Say no.| Mary did.",
    "It shone in the sun.| Berg slept.",
    "The gen. of it.| Berg slept.",
    "Use the ‘lamp’.| ‘Lamp’ is a word.",
]


@pytest.mark.parametrize("marked", CUTS)
def test_english_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    got = "|".join(text[start:end].rstrip() for start, end in sentences(text, "en"))
    assert got.replace("|", "| ") == marked


OTHER = [
    ("de", "Am 3. Oktober kam Dr. Weiß, z. B. mit Nr. 5.| Er blieb."),
    ("de", "Das kostet ca. 5 Mio. Euro usw. und mehr.| Es ist viel."),
    ("fr", "M. Dupont est là.| Il parle."),
    ("es", "El Sr. Gómez vive en la Av. Central.| Es alto."),
    ("it", "Il dott. Rossi abita qui.| È alto."),
    ("pt", "O Sr. Silva mora na Av. Paulista.| Ele é alto."),
    ("ja", "東京は大きい。|京都は古い。"),
]


@pytest.mark.parametrize(("lang", "marked"), OTHER)
def test_other_languages(lang: str, marked: str) -> None:
    text = marked.replace("|", "")
    got = "|".join(text[start:end].rstrip() for start, end in sentences(text, lang))
    assert got.replace("|", "| " if " " in marked else "|") == marked


def parts(text: str, **options: Any) -> list[str]:
    return [text[start:end].strip() for start, end in chunks(text, "en", **options)]


def test_fragments_join_their_neighbours() -> None:
    assert parts("Really? Huh! Not likely.") == ["Really? Huh! Not likely."]
    assert parts("It was a long and quiet night. Yes. Then the lamp went out again.") == [
        "It was a long and quiet night. Yes.",
        "Then the lamp went out again.",
    ]
    assert parts("No. The lamp was never lit again.") == ["No. The lamp was never lit again."]


def test_long_sentences_are_cut_where_a_reader_breathes() -> None:
    text = (
        "The keepers climbed the stairs every night of the year, whatever the weather was doing outside; and when they had "
        "trimmed the wick, which took longer than anybody would believe, they sat down by the stove, because the cold came "
        "up from the rock, and waited for the morning, writing down every ship that passed in a book that nobody read."
    )
    got = parts(text, max_characters=160)
    assert " ".join(got) == text
    assert all(len(part) <= 160 for part in got)
    assert all(part[-1] in ",;." for part in got)
    assert got[0].endswith("outside;")


def test_nothing_is_cut_inside_a_word_or_a_protected_span() -> None:
    word = "x" * 900
    assert parts(f"a {word} b", max_characters=100) == ["a", word + " b"] or word in " ".join(
        parts(f"a {word} b")
    )
    text = "Call f(a. B) now. Then stop it all."
    start = text.index("f(a")
    got = chunks(text, "en", whole=[(start, start + 7)])
    assert text[got[0][0] : got[0][1]].strip() == "Call f(a. B) now."


def test_hostile_length_is_cheap() -> None:
    spans = chunks("word, " * 40_000, "en")
    assert max(end - start for start, end in spans) <= 360


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab. ,;A!?…\n"”(5東。', max_size=300), st.integers(80, 200))
def test_chunks_lie_end_to_end(text: str, limit: int) -> None:
    spans = chunks(text, "en", max_characters=limit)
    at = 0
    for start, end in spans:
        assert start == at
        assert end >= start
        at = end
    assert at == len(text)
