"""Thirty things that eleven narrators of articles get wrong, most of them most of the time: one article, one check each."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rhapsode.captioning.description import Description
from rhapsode.narration.account import account
from rhapsode.narration.directing import check_script, direct
from rhapsode.narration.script import Script
from rhapsode.narration.style import READY, load_style
from rhapsode.parsing import parse_html
from rhapsode.parsing.article import images
from rhapsode.tts.utterance import Utterance

PAGE = """<!doctype html><html lang="en"><head><title>How we wind the tower clock</title></head><body><article>
<h1>How we wind the tower clock</h1>
<p class="byline">By <a rel="author" href="/ada">Ada Moreau</a></p>
<p>Dr. Weiss and Mr. Berg paid $3.5M for the tower in St. Louis<sup id="r1"><a href="#n1" role="doc-noteref">1</a></sup>, and they
never said why. See <a href="https://example.org/full">the full report</a> or https://www.example.org/a/b?id=42 for more. Nobody read it.</p>
<div>This paragraph lives in a bare div, as many do on the web today.</div>
<h2>The mechanism</h2>
<p>It is <em>not</em> a toy, and it is <strong>very heavy</strong>. The H<sub>2</sub>O sensor and E = mc<sup>2</sup> matter. Call <code>wind(clock)</code> twice 🙂 a day.</p>
<blockquote><p>We wind it by hand.</p><p>We always have.</p><footer>Jane Doe, keeper</footer></blockquote>
<ul><li>Fix these:<ul><li>names</li><li>numbers</li></ul></li><li>Then rest</li></ul>
<ol start="3"><li>Oil the wheels</li><li>Set the hands</li></ol>
<h5>A small heading</h5>
<figure><img src="clock.jpg" alt="A brass clock with one hand"><figcaption>The clock in its tower</figcaption></figure>
<figure><img src="plain.jpg" width="640" height="480"></figure>
<figure><img src="ornament.png" alt=""></figure>
<table><caption>Minutes by year</caption><thead><tr><th>Year</th><th>Minutes</th></tr></thead>
<tbody><tr><td>2023</td><td>14</td></tr><tr><td>2024</td><td>31</td></tr></tbody></table>
<pre><code class="language-python">def wind(clock):
    clock.turns += 12
</code></pre>
<dl><dt>Escapement</dt><dd>The part that ticks.</dd><dt>Fusee</dt><dd>A cone with a chain.</dd></dl>
<details><summary>Why by hand?</summary><p>Because motors fail in winter.</p></details>
<p>Only <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of it was left, and he said <q lang="fr">plus ça change</q> with a shrug.</p>
<hr>
<p>That was the last of it, and we went home.</p>
<section role="doc-endnotes"><ol><li id="n1"><p>The price is in the town's books. <a href="#r1" role="doc-backlink">↩</a></p></li></ol></section>
</article></body></html>"""


@pytest.fixture(scope="module", params=READY)
def script(request: pytest.FixtureRequest) -> Script:
    article = parse_html(PAGE, source="https://example.org/clock")
    made = direct(article, (), load_style(request.param))
    check_script(made)
    account(article, made).check()
    return made


def texts(script: Script) -> list[str]:
    return [u.spoken for u in script.utterances]


def at(script: Script, words: str) -> int:
    """Where `words` are said, which happens once."""
    found = [i for i, text in enumerate(texts(script)) if words in text]
    assert len(found) == 1, f"{words!r} in {len(found)} utterances"
    return found[0]


def said(script: Script, words: str) -> Utterance:
    return script.utterances[at(script, words)]


def spoken(script: Script) -> str:
    return " ".join(texts(script))


CHECKS: dict[str, Callable[[Script], bool]] = {
    "01 title once": lambda s: spoken(s).count("How we wind the tower clock") == 1,
    "02 h5 kept": lambda s: said(s, "A small heading").role == "heading",
    "03 bare div kept": lambda s: at(s, "lives in a bare div") > 0,
    "04 heading separated": lambda s: said(s, "The mechanism").spoken == "The mechanism."
    and said(s, "The mechanism").pause_after_ms >= 500,
    "05 quotation marked": lambda s: said(s, "We wind it by hand").voice == "quote",
    "06 attribution kept, not glued": lambda s: said(s, "Jane Doe, keeper").voice == "narrator"
    and at(s, "Jane Doe") == at(s, "We always have") + 1,
    "07 nested items once": lambda s: at(s, "names") < at(s, "numbers") < at(s, "Then rest"),
    "08 items separated": lambda s: at(s, "Oil the wheels") + 1 == at(s, "Set the hands")
    and said(s, "Oil the wheels").pause_after_ms >= 300,
    "09 start=3 kept": lambda s: "Three. Oil the wheels" in spoken(s) and "Four. Set the hands" in spoken(s),
    "10 note mark silent": lambda s: "Louis, and they never said why" in spoken(s),
    "11 note body out of the flow": lambda s: at(s, "town's books") > at(s, "never said why")
    and said(s, "town's books").role == "footnote",
    "12 URL not read": lambda s: not re.search(r"https?|www|slash|id equals", spoken(s)),
    "13 nothing lost near the URL": lambda s: "for more." in spoken(s) and "Nobody read it" in spoken(s),
    "14 alt spoken": lambda s: said(s, "A brass clock with one hand").role == "image",
    "15 image without alt mentioned": lambda s: said(s, "image without a description").role == "image",
    "16 caption kept": lambda s: said(s, "The clock in its tower").role == "caption",
    "17 caption announced": lambda s: bool(re.search(r"Caption[:.] The clock", spoken(s))),
    "18 cells tied to headers": lambda s: "Minutes: fourteen" in spoken(s) and "Minutes: thirty-one" in spoken(s),
    "19 figures not fused": lambda s: "twenty twenty-three" in spoken(s) and "202314" not in spoken(s),
    "20 table caption kept": lambda s: at(s, "Minutes by year") < at(s, "fourteen"),
    "21 code introduced": lambda s: s.style == "essay" or "Code example in Python, two lines" in spoken(s),
    "22 inline code kept": lambda s: "wind" in said(s, "twice").spoken and "(" not in said(s, "twice").spoken,
    "23 H2O intact": lambda s: "H two O" in spoken(s),
    "24 squared": lambda s: "squared" in spoken(s),
    "25 one half": lambda s: "one half" in spoken(s),
    "26 emphasis": lambda s: [
        said(s, "a toy").spoken[slice(*e.spoken)] for e in said(s, "a toy").emphasis
    ] == ["not", "very heavy"],
    "27 inline language": lambda s: any(
        span.lang == "fr" and "plus ça change" in u.spoken[slice(*span.spoken)]
        for u in s.utterances
        for span in u.languages
    ),
    "28 definitions separated": lambda s: "Escapement: The part that ticks." in spoken(s)
    and at(s, "Escapement") + 1 == at(s, "Fusee"),
    "29 no emoji, no arrow": lambda s: not re.search("[🙂↩]", spoken(s)),
    "30 summary separated": lambda s: at(s, "Why by hand?") + 1 == at(s, "Because motors fail"),
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_the_thirty_checks(script: Script, check: str) -> None:
    assert CHECKS[check](script), spoken(script)


def test_the_decorative_picture_is_silent_and_accounted_for(script: Script) -> None:
    assert any(omission.reason == "decorative picture" for omission in script.omissions)


def test_a_description_is_said_instead_of_the_excuse() -> None:
    article = parse_html(PAGE, source="https://example.org/clock")
    bare = next(image for image in images(article) if image.alt is None)
    description = Description(bare.id, "A spring under a stair", "model", "", kind="photo")
    made = direct(article, [description], load_style())
    account(article, made).check()
    assert "Photo: A spring under a stair." in spoken(made)
    assert "without a description" not in spoken(made)


def test_the_sureness_of_words_is_not_that_of_a_kind() -> None:
    article = parse_html(PAGE, source="https://example.org/clock")
    bare = next(image for image in images(article) if image.alt is None)
    title = Description(bare.id, article.title, "alt", "", kind="map")
    assert "There is an image without a description." in spoken(direct(article, [title], load_style()))


@pytest.mark.parametrize(("confidence", "words"), [(0.9, "a photo"), (0.5, "an image"), (0.0, "an image")])
def test_what_nobody_described_is_called_by_its_kind_where_that_is_sure(
    confidence: float, words: str
) -> None:
    article = parse_html(PAGE, source="https://example.org/clock")
    bare = next(image for image in images(article) if image.alt is None)
    description = Description(bare.id, "", "none", "", kind="photo", confidence=confidence)
    made = direct(article, [description], load_style())
    account(article, made).check()
    assert f"There is {words} without a description." in spoken(made)
