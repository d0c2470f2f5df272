"""The table in docs/directing.md, written beside spoken, is what the code says; UPDATE_GOLDENS=1 writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

from rhapsode.narration.account import account
from rhapsode.narration.directing import direct
from rhapsode.narration.script import Script
from rhapsode.narration.style import load_style
from rhapsode.parsing import parse_markdown
from rhapsode.tts.utterance import Utterance

PAGE = Path(__file__).parents[2] / "docs/directing.md"
BEGIN, END = "<!-- spoken: begin -->\n", "<!-- spoken: end -->\n"
OPENING = "---\ntitle: The lamp\nauthor: [Ada Moreau, Tom Berg]\ndate: 2026-03-14\n---\n"

MARKDOWN = {
    "title, byline, date": OPENING + "It was lit.",
    "heading": "## Why it failed\n\nNobody knew why.",
    "emphasis": "It is *not* a toy.",
    "link": "See [the full report](https://example.org/r).",
    "bare address": "More: https://www.example.org/a/b?id=42. Or visit https://example.org today.",
    "inline code": "Call `wind(clock)` twice a day.",
    "formula": "Then $E = mc^2$ holds.",
    "sub- and superscript": "The H<sub>2</sub>O sensor covers 5 m<sup>2</sup>.",
    "foreign words": 'He said <span lang="fr">plus ça change</span> and left.',
    "abbreviation": "The <abbr title=\"text to speech\">TTS</abbr> team met. TTS is hard.",
    "deleted words": "It cost ~~ten~~ twelve euros.",
    "list": "- red\n- green\n- blue",
    "numbered list": "3. Oil the wheels\n4. Set the hands",
    "nested list": "- Fix these:\n  - names\n  - numbers\n- Then rest",
    "task list": "- [x] Oil the wheels\n- [ ] Set the hands",
    "block quotation": "> We wind it by hand.\n>\n> — Jane Doe, keeper",
    "table": "| Year | Minutes |\n| --- | --- |\n| 2023 | 14 |\n| 2024 | 31 |",
    "code": "```python\nfor x in y:\n    print(x)\n```",
    "picture": "![A brass clock](clock.jpg)",
    "picture nobody described": '<img src="plain.jpg" width="640" height="480">',
    "footnote": "It was expensive.[^1]\n\n[^1]: The price is in the town's books.",
    "callout": "> [!WARNING]\n> The stairs are steep.",
    "thematic break": "That was all.\n\n---\n\nThen it began.",
}  # fmt: skip
HTML = {
    "figure": '<figure><img src="c.jpg" alt="A brass clock"><figcaption>The clock in its tower</figcaption></figure>',
    "decorative picture": '<p>Before it.</p><img src="line.png" alt=""><p>After it.</p>',
    "inline quotation": "<p>She said <q>we are late</q> and ran for it.</p>",
    "definition list": "<dl><dt>Fusee</dt><dd>A cone with a chain.</dd></dl>",
    "details": "<details><summary>Why by hand?</summary><p>Because motors fail.</p></details>",
    "embed": '<iframe src="https://www.youtube.com/embed/abc" title="The clock at noon"></iframe>',
}  # fmt: skip


def _utterance(utterance: Utterance) -> str:
    text = utterance.spoken
    for span in sorted(utterance.emphasis, key=lambda span: -span.spoken[0]):
        start, end = span.spoken
        text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
    voice = "" if utterance.voice == "narrator" else f"**[{utterance.voice}]** "
    return voice + text


def _spoken(script: Script, skip: int) -> str:
    return " / ".join(_utterance(utterance) for utterance in script.utterances[skip:])


def _row(name: str, source: str, spoken: str) -> str:
    written = "<br>".join(
        f"`` {line.replace('|', chr(92) + '|')} ``" for line in source.splitlines() if line.strip()
    )
    return f"| {name} | {written} | {spoken} |"


def table() -> str:
    style = load_style()
    rows = ["| construct | written | spoken |", "| --- | --- | --- |"]
    for name, source in (MARKDOWN | HTML).items():
        article = parse_markdown(
            source if source.startswith("---\ntitle") else "---\ntitle: T\n---\n" + source
        )
        script = direct(article, (), style)
        account(article, script).check()
        rows.append(_row(name, source, _spoken(script, 0 if source.startswith("---\ntitle") else 2)))
    return "\n".join(rows) + "\n"


def test_the_table_says_what_the_code_does() -> None:
    text = PAGE.read_text("utf-8")
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    expected = head + BEGIN + table() + END + tail
    if os.environ.get("UPDATE_GOLDENS"):
        PAGE.write_text(expected, "utf-8")
    assert text == expected or os.environ.get("UPDATE_GOLDENS")
