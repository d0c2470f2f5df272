"""Scripts edited by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rhapsode.narration.directing import check_script
from rhapsode.narration.edited import realigned
from rhapsode.narration.script import Script


@pytest.fixture
def whole(otter_script: Script) -> Script:
    return realigned(otter_script)[0]


def test_a_script_nobody_touched_stays_as_it_is(whole: Script) -> None:
    assert realigned(whole) == (whole, ())


def test_edited_words_are_aligned_again(whole: Script) -> None:
    for spoken in ("Completely new words.", whole.utterances[0].spoken + " And more.", "Hm"):
        first = replace(whole.utterances[0], spoken=spoken)
        script, edited = realigned(replace(whole, utterances=(first, *whole.utterances[1:])))
        assert edited == (first.id,)
        assert script.utterances[1:] == whole.utterances[1:]
        check_script(script)


def test_words_that_stayed_keep_their_writing(whole: Script) -> None:
    first = replace(
        whole.utterances[0],
        written="It cost $3, he said.",
        spoken="It cost three whole dollars, he said.",
    )
    script, _ = realigned(replace(whole, utterances=(first,)))
    pairs = [
        (first.written[part.written[0] : part.written[1]], first.spoken[part.spoken[0] : part.spoken[1]])
        for part in script.utterances[0].alignment
    ]
    assert pairs == [
        ("It ", "It "),
        ("cost ", "cost "),
        ("$3, ", "three whole dollars, "),
        ("he ", "he "),
        ("said.", "said."),
    ]
