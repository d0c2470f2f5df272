"""Written beside spoken, from tables that an editor can read and extend: tests/narration/spoken_cases/*.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rhapsode.narration.spoken import verbalise

FOLDER = Path(__file__).parent / "spoken_cases"
LANGUAGES = {
    "british": "en-GB", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
}  # fmt: skip


def read_cases(path: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """(class, written, readings) of one table: "## class" lines, then "written => reading | reading"."""
    cases: list[tuple[str, str, tuple[str, ...]]] = []
    kind = path.stem
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:].strip()
        elif " =>" in line and not line.startswith("# Written"):
            written, _, spoken = line.partition(" =>")
            cases.append((kind, written, tuple(reading.strip() for reading in spoken.split(" | "))))
    return cases


def folded(text: str) -> str:
    """Without case, punctuation and hyphens; blanks between words count."""
    return " ".join(re.sub(r"[^\w\s'’]|_", " ", text.casefold()).replace("’", "'").split())


CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in read_cases(path)]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 1200
    assert len({kind for kind, _, _ in CASES}) >= 30


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in CASES}))
def test_spoken(kind: str) -> None:
    wrong: list[str] = []
    for written, readings in ((w, r) for k, w, r in CASES if k == kind):
        spoken = verbalise(written, lang=LANGUAGES.get(kind, "en-US")).spoken
        if folded(spoken) not in {folded(reading) for reading in readings}:
            wrong.append(f"{written!r} => {spoken!r}, not {' | '.join(readings)!r}")
    assert not wrong, "\n" + "\n".join(wrong)
