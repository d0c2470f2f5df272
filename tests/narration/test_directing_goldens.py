"""Scripts to read aloud: one utterance a line. `UPDATE_GOLDENS=1` writes them anew; then read them, aloud."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rhapsode.narration.account import account
from rhapsode.narration.directing import check_script, direct
from rhapsode.narration.script import Script
from rhapsode.narration.style import READY, load_style
from rhapsode.parsing import parse_markdown
from rhapsode.parsing.article import Article, identified

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent


def readable(script: Script) -> str:
    """`role voice | pause before, after | spoken`, chapters as headings, and what was left out at the end."""
    lines: list[str] = []
    titles = {chapter.id: chapter.title for chapter in script.chapters}
    chapter = None
    for u in script.utterances:
        if u.chapter != chapter:
            chapter = u.chapter
            lines += ["", f"== {titles[chapter or '']}"]
        text = u.spoken
        for span in sorted(u.emphasis, key=lambda span: -span.spoken[0]):
            text = f"{text[: span.spoken[0]]}*{text[slice(*span.spoken)]}*{text[span.spoken[1] :]}"
        who = u.role if u.voice == "narrator" else f"{u.role} ({u.voice})"
        lines.append(f"{who} | {u.pause_before_ms}, {u.pause_after_ms} | {text}")
    lines += ["", "-- left out"]
    lines += [f"{omission.reason}: {' '.join(omission.written.split())}" for omission in script.omissions]
    return "\n".join(lines).lstrip("\n") + "\n"


def hold(name: str, text: str) -> None:
    file = HERE / "golden" / name
    if os.environ.get("UPDATE_GOLDENS"):
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize("style", READY)
def test_an_article_with_everything_in_it(style: str) -> None:
    article = parse_markdown((HERE / "golden/everything.md").read_text("utf-8"))
    script = direct(article, (), load_style(style))
    check_script(script)
    account(article, script).check()
    hold(f"everything.{style}.txt", readable(script))


def test_ids_survive_edits_elsewhere() -> None:
    """Changing one sentence changes one id: the cache and an editor's changes keep the rest."""
    text = (HERE / "golden/everything.md").read_text("utf-8")
    before = direct(parse_markdown(text), (), load_style())
    after = direct(parse_markdown(text.replace("Mind the step.", "Mind the high step.")), (), load_style())
    old, new = {u.id for u in before.utterances}, {u.id for u in after.utterances}
    assert len(old - new) == len(new - old) == 1


def test_a_long_article_takes_no_longer_than_its_parts(in_proportion: Callable[..., None]) -> None:
    """How long that is, `python -m benchmarks.directing` says."""
    article = parse_markdown((HERE / "golden/everything.md").read_text("utf-8"))

    def times(count: int) -> Article:
        return identified(replace(article, blocks=article.blocks * count))

    in_proportion(times, lambda long: direct(long, (), load_style()), smallest=8, largest=64)
    assert account(times(64), direct(times(64), (), load_style())).written > 10_000
