"""Nothing is destroyed on the way: fragments that others' cleaning damages come through Markdown and plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rhapsode.parsing import parse_markdown, parse_text
from rhapsode.parsing.article import Article

LINES = (Path(__file__).parent / "fragments.md").read_text(encoding="utf-8").splitlines()
FRAGMENTS = [tuple(line[2:].split(" ⇒ ")) for line in LINES if line.startswith("- ")]
PLAIN = [fragment[0] for fragment in FRAGMENTS if len(fragment) == 1]


def as_shown(text: str) -> str:
    """White space as pages show it; a no-break space is a character like any other."""
    return " ".join(part for part in text.replace("\n", " ").split(" ") if part)


def test_there_are_enough() -> None:
    assert len(FRAGMENTS) >= 150


@pytest.mark.parametrize(
    "frame", ["{}", "# Title\n\n{}", "> {}", "- {}", "1. {}", "| a |\n|---|\n| {} |", "Term\n: {}"]
)
def test_markdown(frame: str, seen: Callable[[Article], str]) -> None:
    lost = []
    for fragment in FRAGMENTS:
        written, expected = fragment[0], fragment[-1]
        if "|" in frame and "|" in written:
            written = written.replace("|", r"\|")
        text = as_shown(seen(parse_markdown(frame.format(written))))
        for label in ("Title ", "a ", "Term "):
            if label.strip() in frame:
                text = text.removeprefix(label)
        note = "said aside"
        if text.removesuffix(note).strip() != as_shown(expected):
            lost.append((written, text))
    assert not lost


def test_plain_text(seen: Callable[[Article], str]) -> None:
    lost = [
        line
        for line in PLAIN
        if as_shown(seen(parse_text(f"\n\nWords first, over here.\n{line}")))
        != f"Words first, over here. {line}"
    ]
    assert not lost
