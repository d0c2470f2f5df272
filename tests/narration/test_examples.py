"""The scripts of the example articles, kept as golden files to read aloud.

Accept changes made on purpose with UPDATE_GOLDENS=1, then read the diff.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rhapsode.narration import Narrator, Script
from rhapsode.narration.cli.outline import outline, reading
from rhapsode.parsing import load_all

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLDENS = Path(__file__).parent / "golden" / "examples"
POST, PAGE, FEED = EXAMPLES / "tide-clocks.md", EXAMPLES / "island-ferry.html", EXAMPLES / "feed.xml"


def compare(name: str, text: str) -> None:
    golden = GOLDENS / name
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == golden.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def narrator() -> Narrator:
    return Narrator(cache=False)


@pytest.mark.parametrize("source", [POST, PAGE], ids=lambda path: path.stem)
def test_article_and_script_read_as_they_did(narrator: Narrator, source: Path) -> None:
    article = narrator.parse(source)
    compare(f"{source.stem}.article.txt", outline(article).replace(str(EXAMPLES), "examples"))
    compare(f"{source.stem}.script.txt", reading(narrator.script(article)))


def test_the_feed_carries_the_same_words(narrator: Narrator) -> None:
    """An entry's text is the page's or the post's own; only what stands above a page's text may be missing."""
    for entry, source in zip(load_all(FEED), (PAGE, POST), strict=True):
        said, original = bare(narrator.script(entry)), bare(narrator.script(source))
        assert said <= original
        assert len(original - said) <= 2


def bare(script: Script) -> set[str]:
    return {utterance.spoken for utterance in script.utterances if utterance.role == "paragraph"}


@pytest.mark.parametrize("source", [POST, PAGE], ids=lambda path: path.stem)
def test_a_script_is_fit_to_be_read_aloud(narrator: Narrator, source: Path) -> None:
    article = narrator.parse(source)
    script = narrator.script(article)
    for utterance in script.utterances:
        assert not re.search(r"[<>{}\[\]*_#|\\~^`@=+&%$£€°/\d]|https?:|www\.", utterance.spoken), (
            utterance.spoken
        )
    chapters = [chapter.title for chapter in script.chapters]
    order = [
        chapters.index(next(c.title for c in script.chapters if c.id == u.chapter)) for u in script.utterances
    ]
    assert order == sorted(order)
