"""What holds for every article: nothing lost, nothing invented, alignments end to end, ids stable."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhapsode.base import from_json, to_json
from rhapsode.captioning.description import Description, ImageKind, Obtained
from rhapsode.narration.account import account
from rhapsode.narration.directing import check_script, direct
from rhapsode.narration.guided import to_guided
from rhapsode.narration.script import Script
from rhapsode.narration.ssml import from_ssml, to_ssml
from rhapsode.narration.style import READY, load_style
from rhapsode.parsing import article as a

MATERIAL = """the lamp Harbour Dr. e.g. 1998 $3.2bn 14% keeper; said, (quite) “light” isn't really? Huh! H2O 3.5 km St.
Louis U.S. etc. … — 5–6 café naïve Ørsted 12:30 p.m. No. 5 v2.1 C++ & # @home #sea 🙂 ½ ² ³ ﬁne 東京 Ⅳ a.b@c.org
https://www.example.org/a_(b)?c=1 www.example.com/x, \u00ad soft\u00adhyphen zero\u200bwidth \u202e e\u0301te \x07 * _ | `"""
WORDS = st.sampled_from(MATERIAL.split())
LINE = st.lists(WORDS, max_size=9).map(" ".join)
ANY = st.text(max_size=25)
PROSE = st.one_of(LINE, LINE, LINE, ANY)
LANG = st.sampled_from(["fr", "de-CH", "en-GB", "ja", "x-klingon", ""])


def inlines(depth: int = 2) -> st.SearchStrategy[a.Inlines]:
    return st.lists(inline(depth), max_size=4).map(tuple)


def inline(depth: int) -> st.SearchStrategy[a.Inline]:
    leaves = [
        st.builds(a.Text, PROSE),
        st.builds(a.Text, PROSE),
        st.builds(a.Code, PROSE),
        st.builds(a.Abbreviation, PROSE, st.none() | PROSE),
        st.builds(a.Math, PROSE, alternative=st.none() | PROSE),
        st.just(a.Math("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "mathml")),
        st.builds(a.NoteReference, st.sampled_from("12x")),
        st.builds(
            a.Time,
            st.sampled_from(["3/4/2026", "noon", "4 May"]),
            st.sampled_from([None, "2026-04-03", "2026-99-99"]),
        ),
        st.builds(a.Ruby, PROSE, PROSE),
        st.just(a.Break()),
        st.builds(a.InlineImage, image()),
    ]
    if depth == 0:
        return st.one_of(leaves)
    inner = inlines(depth - 1)
    return st.one_of(
        *leaves,
        st.builds(a.Emphasis, inner),
        st.builds(a.Strong, inner),
        st.builds(a.Link, inner, PROSE),
        st.builds(a.Strike, inner),
        st.builds(a.Inserted, inner),
        st.builds(a.Sub, inner),
        st.builds(a.Sup, inner),
        st.builds(a.Quotation, inner),
        st.builds(a.Language, inner, LANG),
        st.builds(a.Spoken, inner, alias=st.none() | PROSE, phonemes=st.none() | st.just("tɛst")),
    )


def image() -> st.SearchStrategy[a.Image]:
    return st.builds(a.Image, st.sampled_from(["a.png", "b.jpg"]), st.none() | PROSE, hidden=st.booleans())


NARRATE = st.sampled_from([None] * 6 + ["say", "summarise", "cue", "skip"])


def blocks(depth: int = 2) -> st.SearchStrategy[a.Blocks]:
    return st.lists(block(depth), max_size=4).map(tuple)


def cells() -> st.SearchStrategy[a.Cell]:
    span = st.sampled_from([1, 1, 1, 2, 3, 1000])
    return st.builds(a.Cell, inlines(1), st.booleans(), span, span)


def block(depth: int) -> st.SearchStrategy[a.Block]:
    base = {"narrate": NARRATE, "lang": st.none() | LANG}
    leaves = [
        st.builds(a.Paragraph, inlines(), st.none() | PROSE, **base),
        st.builds(a.Paragraph, inlines()),
        st.builds(a.Heading, st.integers(1, 6), inlines(1), **base),
        st.builds(
            a.Table,
            st.lists(st.lists(cells(), max_size=4).map(tuple), max_size=5).map(tuple),
            inlines(1),
            st.integers(0, 3),
            st.integers(0, 3),
            **base,
        ),
        st.builds(a.CodeBlock, PROSE, st.none() | st.sampled_from(["python", "text", "odd {lang}"]), inlines(1), **base),
        st.builds(a.Figure, st.lists(image(), max_size=3).map(tuple), inlines(1), inlines(1), **base),
        st.builds(a.MathBlock, PROSE, st.just("tex"), st.none() | PROSE, **base),
        st.builds(a.Rule),
    ]  # fmt: skip
    if depth == 0:
        return st.one_of(leaves)
    inner = blocks(depth - 1)
    item = st.builds(a.ListItem, inner, st.none() | st.booleans(), st.none() | st.integers(-3, 4000))
    media = st.sampled_from(["video", "post", "other"])
    return st.one_of(
        *leaves,
        st.builds(a.List, st.lists(item, max_size=3).map(tuple), st.booleans(), st.integers(-2, 99), st.booleans(), **base),
        st.builds(a.Quote, inner, inlines(1), pull=st.booleans(), **base),
        st.builds(a.Footnote, st.sampled_from("12x"), inner, **base),
        st.builds(a.Embed, PROSE, media, st.none() | PROSE, content=inner, **base),
        st.builds(a.Aside, inner, st.sampled_from(["note", "warning", "odd"]), inlines(1), **base),
        st.builds(a.Details, inlines(1), inner, **base),
        st.builds(
            a.DefinitionList,
            st.lists(
                st.builds(
                    a.Definition, st.lists(inlines(1), max_size=2).map(tuple), st.lists(inner, max_size=2).map(tuple)
                ),
                max_size=2,
            ).map(tuple),
            **base,
        ),
    )  # fmt: skip


ARTICLES = st.builds(
    a.Article,
    PROSE,
    blocks(),
    summary=st.none() | PROSE,
    byline=st.lists(PROSE, max_size=3).map(tuple),
    published=st.sampled_from([None, "2026-03-14", "2026-13-40", "soon", "1999-12-31T23:59:59Z"]),
    language=st.sampled_from([None, "en", "en-GB", "de", "fr-FR", "ja"]),
    lead_image=st.none() | image(),
).map(a.identified)
STYLES = {name: load_style(name) for name in READY}
STYLES["small"] = replace(
    STYLES["newsroom"],
    notes="section",
    limits=replace(STYLES["newsroom"].limits, max_characters=80, table_cells=3),
)


SOURCES: st.SearchStrategy[Obtained] = st.sampled_from(["alt", "caption", "model"])
KINDS: st.SearchStrategy[ImageKind] = st.sampled_from(["photo", "chart", "unknown", "map"])
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def described(article: a.Article, data: st.DataObject) -> tuple[Description, ...]:
    made: list[Description] = []
    for image in a.images(article):
        if not data.draw(st.booleans()):
            continue
        text, source, silent = data.draw(PROSE), data.draw(SOURCES), data.draw(st.booleans())
        made.append(
            Description(
                image.id, "" if silent else text, source, "", kind=data.draw(KINDS), decorative=silent
            )
        )
    return tuple(made)


@settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)
@given(ARTICLES, st.sampled_from(sorted(STYLES)), st.data())
def test_every_word_is_answered_for(article: a.Article, style: str, data: st.DataObject) -> None:
    script = direct(article, described(article, data), STYLES[style])
    check_script(script)
    account(article, script).check()
    for utterance in script.utterances:
        assert "http" not in utterance.spoken
        assert not utterance.spoken.startswith(" ")
        assert "\n" not in utterance.spoken


@settings(max_examples=15, deadline=None, suppress_health_check=CHECKS)
@given(ARTICLES)
def test_directing_is_deterministic_and_survives_json(article: a.Article) -> None:
    first = direct(article, (), load_style())
    second = direct(article, (), load_style())
    assert first == second
    assert from_json(Script, to_json(first)) == first
    assert from_ssml(to_ssml(first)) == first
    json.loads(to_guided(first))


@pytest.mark.parametrize("style", READY)
def test_an_empty_article_still_makes_a_script(style: str) -> None:
    script = direct(a.Article("", ()), (), load_style(style))
    check_script(script)
    account(a.Article("", ()), script).check()
