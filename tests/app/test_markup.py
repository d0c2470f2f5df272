"""Whatever an article says, the page gets text of its, and tags of ours."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.app.markup import block_html, masthead, picture, plain_label, reason_in_words, spoken_html
from rhapsode.app.project import Project, utterance_of
from rhapsode.narration import Alignment, Utterance
from rhapsode.parsing.article import (
    Aside,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Details,
    Embed,
    Emphasis,
    Footnote,
    Image,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    NoteReference,
    Paragraph,
    Quote,
    Table,
    Text,
)

OURS = {
    "div", "p", "span", "u", "em", "strong", "code", "sup", "b", "i", "ul", "ol", "li", "blockquote", "table", "tr",
    "td", "th", "pre", "dl", "dt", "dd", "img", "br", "hr",
}  # fmt: skip
ATTRIBUTES = {"class", "title", "alt", "src", "start", "colspan", "rowspan"}


class Checker(HTMLParser):
    """Collects the text, and refuses what is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in OURS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert all(
            name != "src" or (value or "").startswith("data:image/jpeg;base64,") for name, value in attrs
        )

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markup: str) -> str:
    checker = Checker()
    checker.feed(markup)
    checker.close()
    return checker.text


EVIL = "<script>alert(1)</script> ![x](http://t.test/p.png) \"'><img src=x onerror=y>"
WORDS = (Text(EVIL),)
INNER = (Paragraph(WORDS),)


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(
            (Emphasis(WORDS), Link(WORDS, "javascript:alert(1)"), Code(EVIL), Math(EVIL)), speaker=EVIL
        ),
        Paragraph((Text(EVIL), NoteReference(EVIL, EVIL))),
        Quote(INNER, WORDS),
        List((ListItem(INNER, done=True), ListItem(INNER)), ordered=True, start=3),
        Table(((Cell(WORDS, colspan=10**9, rowspan=-4),), (Cell(WORDS),)), WORDS, header_rows=1),
        Aside(INNER, EVIL),
        Details(WORDS, INNER),
        Embed(EVIL, "video", EVIL, "javascript:alert(1)", INNER),
        Footnote(EVIL, INNER),
        MathBlock(EVIL),
        DefinitionList((Definition((WORDS,), (INNER,)),)),
    ],
    ids=lambda block: block.kind,
)
def test_every_kind_of_block_shows_its_words_as_words(block: object) -> None:
    assert EVIL in shown(block_html(block))


def test_the_small_article(project: Project) -> None:
    for block in project.article.blocks:
        shown(block_html(block))
    assert "Tides & <b>clocks</b>" in shown(masthead(project.article))


def test_a_deep_tree_is_cut_short() -> None:
    block = Quote(INNER)
    for _ in range(300):
        block = Quote((block,))
    assert "…" in shown(block_html(block))


def test_pictures_are_never_loaded_from_addresses() -> None:
    image = Image("http://t.test/p.png", EVIL, id="a")
    assert "http://t.test" not in picture(replace(image, alt="x"), {"a": "http://t.test/p.png"})
    assert "<img" not in picture(image, {"a": 'data:image/jpeg;base64,AAAA" onload="x'})
    assert '<img src="data:image/jpeg;base64,AAAA"' in picture(image, {"a": "data:image/jpeg;base64,AAAA"})


def test_what_differs_is_marked_with_its_writing(project: Project) -> None:
    said = spoken_html(utterance_of(project.script, "u-cost"))
    assert '<span class="rh-swap" title="written: $3.2bn">three point two billion dollars</span>' in said
    assert '<span class="rh-silent" title="written, not spoken">1</span>' in said
    assert said.startswith("It cost ")
    added = spoken_html(utterance_of(project.script, "u-image"))
    assert added == '<span class="rh-added" title="not in the article">Image:</span> Boats'


def test_typography_is_no_difference() -> None:
    said = Utterance("u", "paragraph", "“It’s”", '"it\'s"', (Alignment((0, 6), (0, 6)),), "en")
    assert "rh-swap" not in spoken_html(said)


def test_hostile_words_in_the_script(project: Project) -> None:
    assert "<img src=https://tracker.test" in shown(spoken_html(utterance_of(project.script, "u-hostile")))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab<>&\"'![](){}*_`~#$:/\\ \n"), max_size=40))
def test_labels_escape_every_sign(text: str) -> None:
    label = plain_label(text)
    plain = "".join(ch for i, ch in enumerate(label) if not _escapes(label, i))
    assert plain == " ".join(text.split())


def _escapes(label: str, index: int) -> bool:
    """Whether the character there is a backslash that escapes the next one."""
    run = 0
    while index - run >= 0 and label[index - run] == "\\":
        run += 1
    return run % 2 == 1


def test_labels_are_short() -> None:
    assert len(plain_label("word " * 100)) <= 80


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("style: pull_quote = skip", "the house style leaves it out (pull quote)"),
        ("style: code = summarise", "the house style sums it up (code)"),
        ("style: code = other", "style: code = other"),
        ("formula that cannot be put into words", "formula that cannot be put into words"),
    ],
)
def test_reasons_for_people(reason: str, words: str) -> None:
    assert reason_in_words(reason) == words
