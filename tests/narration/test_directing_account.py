"""The account notices what it is for: words lost, doubled, invented, moved; pictures forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rhapsode.narration.account import AccountError, account
from rhapsode.narration.directing import ScriptError, check_script, direct
from rhapsode.narration.script import Script
from rhapsode.narration.style import load_style
from rhapsode.parsing import parse_markdown
from rhapsode.parsing.article import Article
from rhapsode.tts.utterance import Alignment, EmphasisSpan

SOURCE = (Path(__file__).parent / "golden/everything.md").read_text("utf-8")


@pytest.fixture(scope="module")
def article() -> Article:
    return parse_markdown(SOURCE)


@pytest.fixture(scope="module")
def script(article: Article) -> Script:
    return direct(article, (), load_style())


def saying(script: Script, words: str) -> int:
    return next(i for i, u in enumerate(script.utterances) if words in u.spoken)


def test_the_account_counts(article: Article, script: Script) -> None:
    made = account(article, script)
    assert made.balances
    assert made.spoken + made.left_out == made.written
    assert made.rules == {"struck out": 1, "style: code = summarise": 5}
    assert made.templates["disclosure"] == 8


def test_a_lost_sentence_is_noticed(article: Article, script: Script) -> None:
    at = saying(script, "fifty-eight")
    shorter = replace(script, utterances=script.utterances[:at] + script.utterances[at + 1 :])
    with pytest.raises(AccountError, match=r"block paragraph-\w+ loses .*Weiss"):
        account(article, shorter).check()


def test_a_doubled_sentence_is_noticed(article: Article, script: Script) -> None:
    at = saying(script, "fifty-eight")
    twice = replace(script, utterances=script.utterances[: at + 1] + script.utterances[at:])
    with pytest.raises(AccountError, match=r"says .*Weiss.* once too often"):
        account(article, twice).check()


def test_sentences_out_of_order_are_noticed(article: Article, script: Script) -> None:
    at = saying(script, "fifty-eight")
    u = list(script.utterances)
    u[at], u[at + 1] = u[at + 1], u[at]
    with pytest.raises(AccountError, match=r"out of order"):
        account(article, replace(script, utterances=tuple(u))).check()


def test_invented_words_are_noticed(article: Article, script: Script) -> None:
    at = saying(script, "fifty-eight")
    was = script.utterances[at]
    spoken = was.spoken + " Really"
    added = Alignment((len(was.written), len(was.written)), (len(was.spoken), len(spoken)))
    u = list(script.utterances)
    u[at] = replace(was, spoken=spoken, alignment=(*was.alignment, added))
    with pytest.raises(AccountError, match=r"' ?Really' comes from no template"):
        account(article, replace(script, utterances=tuple(u))).check()
    u[at] = replace(was, spoken=spoken, alignment=(*was.alignment, replace(added, template="whim")))
    with pytest.raises(AccountError, match=r"comes from no template"):
        account(article, replace(script, utterances=tuple(u))).check()


def test_silent_words_are_noticed(article: Article, script: Script) -> None:
    at = saying(script, "fifty-eight")
    was = script.utterances[at]
    first = was.alignment[0]
    muted = (replace(first, spoken=(0, 0)), replace(was.alignment[1], spoken=(0, was.alignment[1].spoken[1])))
    u = list(script.utterances)
    u[at] = replace(was, alignment=(*muted, *was.alignment[2:]))
    with pytest.raises(AccountError, match=r"loses .*Dr"):
        account(article, replace(script, utterances=tuple(u))).check()


def test_an_omission_that_is_not_listed_is_noticed(article: Article, script: Script) -> None:
    with pytest.raises(AccountError, match="loses"):
        account(article, replace(script, omissions=())).check()


def test_a_forgotten_picture_is_noticed(article: Article, script: Script) -> None:
    at = saying(script, "image without a description")
    shorter = replace(script, utterances=script.utterances[:at] + script.utterances[at + 1 :])
    with pytest.raises(AccountError, match=r"the picture image-\w+ is neither spoken of nor left out"):
        account(article, shorter).check()


def test_check_script_names_the_utterance(script: Script) -> None:
    u = script.utterances[4]

    def with_change(**changes: object) -> Script:
        return replace(
            script, utterances=(*script.utterances[:4], replace(u, **changes), *script.utterances[5:])
        )  # type: ignore[arg-type]

    cases = {
        "its voice 'nobody'": with_change(voice="nobody"),
        "its chapter 'x'": with_change(chapter="x"),
        "occurs twice": with_change(id=script.utterances[0].id),
        "no words": with_change(spoken="…", alignment=(Alignment((0, len(u.written)), (0, 1)),)),
        "does not lie end to end": with_change(alignment=u.alignment[1:]),
        "covers": with_change(alignment=u.alignment[:-1]),
        "emphasis point outside": with_change(emphasis=(EmphasisSpan((0, 9999)),)),
    }
    for message, broken in cases.items():
        with pytest.raises(ScriptError, match=r"^utterance u-") as caught:
            check_script(broken)
        assert message in str(caught.value)
    with pytest.raises(ScriptError, match=r"nothing to say"):
        check_script(replace(script, utterances=()))
