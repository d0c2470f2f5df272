"""SSML out and in, and Readium Guided Navigation."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from rhapsode.narration.directing import check_script, direct
from rhapsode.narration.guided import to_guided
from rhapsode.narration.script import Script
from rhapsode.narration.ssml import SsmlError, from_ssml, to_ssml
from rhapsode.narration.style import load_style
from rhapsode.parsing import parse_markdown

POST = """---
title: Tides & clocks
author: Ines Hartwell
date: 2026-03-14
---
It cost $3.2bn, and it is *not* a <b>toy</b>; he said <span lang="fr">plus ça change</span> (as people there often do) and left. 1 < 2.

## The part that ticks

> We wind it by hand.
>
> — Jane Doe

1. Oil the wheels
2. Set the hands
"""


@pytest.fixture(scope="module")
def script() -> Script:
    return direct(parse_markdown(POST), (), load_style())


def test_ssml_brings_a_script_back_exactly(script: Script) -> None:
    assert from_ssml(to_ssml(script)) == script


def test_ssml_is_shaped_as_the_recommendation_says(script: Script) -> None:
    text = to_ssml(script)
    assert text.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis"'
    )
    assert (
        '<voice name="quote"><prosody rate="95%" pitch="-4st"><s xml:lang="en-US">We wind it by hand.</s></prosody></voice>'
        in text
    )
    assert '<emphasis level="moderate">not</emphasis>' in text
    assert '<lang xml:lang="fr">plus ça change</lang>' in text
    assert '<break time="1400ms"/>' in text
    assert re.search(r'<mark name="u-[0-9a-f]{12}"/>', text)


def test_a_sentence_edited_in_ssml_comes_back_edited(script: Script) -> None:
    edited = to_ssml(script).replace(
        "We wind it by hand.</s>", 'We <emphasis level="strong">always</emphasis> wind it by hand.</s>'
    )
    again = from_ssml(edited)
    check_script(again)
    before = {u.id: u for u in script.utterances}
    changed = [u for u in again.utterances if u != before[u.id]]
    assert [u.spoken for u in changed] == ["We always wind it by hand."]
    assert changed[0].written == "We wind it by hand."
    assert changed[0].voice == "quote"
    assert changed[0].prosody == before[changed[0].id].prosody
    assert [changed[0].spoken[slice(*e.spoken)] for e in changed[0].emphasis] == ["always"]


def test_a_pause_edited_in_ssml_comes_back_edited(script: Script) -> None:
    again = from_ssml(to_ssml(script).replace('<break time="1400ms"/>', '<break time="2s"/>', 1))
    assert any(u.pause_before_ms == 2000 for u in again.utterances)
    check_script(again)


def test_a_sentence_taken_out_of_ssml_is_gone(script: Script) -> None:
    text = to_ssml(script)
    gone = script.utterances[3]
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if f'"{gone.id}"' in line and line.startswith("<mark"))
    again = from_ssml("\n".join(lines[:at] + lines[at + 2 :]))
    assert gone.id not in {u.id for u in again.utterances}
    assert len(again.utterances) == len(script.utterances) - 1


def test_ssml_from_elsewhere_becomes_paragraphs() -> None:
    text = """<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-GB">
      <p><s>It cost <sub alias="a lot">£5m</sub> in all.</s> <s>A <phoneme alphabet="ipa" ph="təˈmɑːtəʊ">tomato</phoneme> sat there.</s></p>
      <voice name="guest"><prosody rate="slow" pitch="-2st"><p>He waited.<break time="1.5s"/> Then he <emphasis>left</emphasis> for good.</p></prosody></voice>
    </speak>"""
    script = from_ssml(text, title="Guests")
    check_script(script)
    assert [(u.voice, u.spoken, u.pause_after_ms) for u in script.utterances] == [
        ("narrator", "It cost a lot in all.", 300),
        ("narrator", "A tomato sat there.", 650),
        ("guest", "He waited.", 1500),
        ("guest", "Then he left for good.", 650),
    ]
    assert script.utterances[1].pronunciations[0].ipa == "təˈmɑːtəʊ"
    assert script.utterances[2].prosody.rate == 0.8
    assert script.utterances[3].emphasis[0].spoken == (8, 12)
    assert set(script.voices) == {"narrator", "guest"}


@pytest.mark.parametrize(
    ("inner", "word"),
    [
        ('<audio src="a.wav"/>', "<audio"),
        ('<say-as interpret-as="date">1/2</say-as>', "<say-as"),
        ('<prosody contour="(0%,+20Hz)">x</prosody>', "contour"),
        ('<prosody pitch="200Hz">x</prosody>', "200Hz"),
        ('<voice gender="female">x</voice>', "<voice>"),
        ('<phoneme alphabet="x-sampa" ph="t@">x</phoneme>', "<phoneme"),
        ('<break time="soon"/>', "soon"),
        ("<blink>x</blink>", "<blink>"),
    ],
)
def test_what_a_script_cannot_hold_is_an_error(inner: str, word: str) -> None:
    with pytest.raises(SsmlError, match=re.escape(word)):
        from_ssml(
            f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">Words {inner} words</speak>'
        )


@pytest.mark.parametrize(
    "text", ["", "no xml", "<html/>", '<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', "<speak>" * 5000]
)
def test_hostile_ssml_is_refused(text: str) -> None:
    with pytest.raises(SsmlError):
        from_ssml(text)


def test_guided_navigation_has_every_utterance_in_order(script: Script) -> None:
    placed = replace(script, cover=replace(script.cover, source="https://example.org/tides"))
    made = json.loads(to_guided(placed))
    leaves = [leaf for chapter in made["guided"] for leaf in _leaves(chapter)]
    assert [leaf["id"] for leaf in leaves] == [u.id for u in script.utterances]
    assert [leaf["text"]["plain"] for leaf in leaves] == [u.written for u in script.utterances]
    roles = [child["role"] for child in made["guided"][1]["children"]]
    assert roles == [["heading"], ["blockquote"], ["list"]]
    heading = made["guided"][1]["children"][0]
    assert heading["textref"] == "https://example.org/tides#:~:text=The%20part%20that%20ticks"


def _leaves(node: dict) -> list[dict]:
    return [leaf for child in node["children"] for leaf in _leaves(child)] if "children" in node else [node]
