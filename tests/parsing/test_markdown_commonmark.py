"""Every example of the CommonMark Spec: the Article says what a browser would show, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from rhapsode.base import from_json, to_json
from rhapsode.parsing import parse_markdown
from rhapsode.parsing.article import Article, Figure, walk

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "commonmark" / "spec-0.31.2.json").read_text(encoding="utf-8")
)
# Where we differ on purpose.
DIFFERENT = {
    "<textarea>\n\n*foo*\n\n_bar_\n\n</textarea>\n": "a field of a form is not part of an article",
    "foo <![CDATA[>&<]]>\n": "a browser shows half of a CDATA section; its author meant none of it to be seen",
}


def shown(markup: str) -> str:
    """The characters a browser would show."""
    if not markup.strip():
        return ""
    tree = html.fromstring(f"<div>{markup}</div>")
    for element in list(tree.iter("script", "style", html.etree.Comment, html.etree.ProcessingInstruction)):
        element.drop_tree()
    return "".join(tree.text_content().split())


def without_titles(article: Article) -> str:
    """Captions that only repeat pictures' titles, as a browser does not show them."""
    return "".join(
        "".join(title.split())
        for figure in walk(article)
        if isinstance(figure, Figure)
        for title in _titles(figure)
    )


def _titles(figure: Figure) -> list[str]:
    return [image.title for image in figure.images if image.title]


@pytest.mark.parametrize("section", sorted({example["section"] for example in EXAMPLES}))
def test_every_example(section: str, seen: Callable[[Article], str]) -> None:
    wrong = []
    for example in EXAMPLES:
        if example["section"] != section or example["markdown"] in DIFFERENT:
            continue
        article = parse_markdown(example["markdown"])
        ours, theirs = "".join(seen(article).split()), shown(example["html"])
        # The first heading of level 1 is the title, wherever it stands: then the order alone may differ.
        same = ours == theirs + without_titles(article) or (article.title and sorted(ours) == sorted(theirs))
        if not same:
            wrong.append((example["example"], example["markdown"], ours, theirs))
        assert from_json(Article, to_json(article)) == article
    assert not wrong


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 652
