"""The tables of docs/spoken-forms.md are true."""

from __future__ import annotations

import re
from pathlib import Path

from rhapsode.narration.spoken import tex_to_words, verbalise

PAGE = Path(__file__).parents[2] / "docs" / "spoken-forms.md"
ROW = re.compile(r"^\| (?:([a-zA-Z-]+) \| )?`(.+)` \| (.+) \|$", re.MULTILINE)


def test_what_the_page_says_is_so() -> None:
    page = PAGE.read_text("utf-8")
    formulas, _, rest = page.partition("## Languages")
    for _, tex, words in ROW.findall(formulas):
        assert tex_to_words(tex) == words
    rows = ROW.findall(rest)
    assert len(rows) > 150
    wrong = [
        (written, said, words)
        for lang, written, words in rows
        if (said := verbalise(written, lang=lang or "en-US").spoken) != words
    ]
    assert not wrong
