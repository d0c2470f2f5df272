"""Markdown as blogs write it: each construct, metadata, lines, and input that means harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rhapsode.base import from_json, to_json
from rhapsode.parsing import parse_markdown
from rhapsode.parsing.article import Article, BlockBase, Footnote, plain_text, walk

HERE = Path(__file__).parent


def constructs() -> list[tuple[str, str, str]]:
    """Title, Markdown and outline of each case in the readable corpus: parts end with a line that holds a dot."""
    parts = (HERE / "markdown" / "constructs.md").read_text(encoding="utf-8").split("\n.\n")
    return [(parts[i].strip(), parts[i + 1], parts[i + 2]) for i in range(0, len(parts) - 2, 3)]


CONSTRUCTS = constructs()


@pytest.mark.parametrize(("name", "text", "expected"), CONSTRUCTS, ids=[case[0] for case in CONSTRUCTS])
def test_constructs(name: str, text: str, expected: str, outline: Callable[[Article], str]) -> None:
    article = parse_markdown(text)
    assert outline(article) == expected
    assert from_json(Article, to_json(article)) == article


def test_every_kind_of_node_is_in_the_corpus() -> None:
    from rhapsode.parsing import article as module

    kinds = {
        spec.default
        for value in vars(module).values()
        if isinstance(value, type) and (spec := getattr(value, "__dataclass_fields__", {}).get("kind"))
    } - {""}
    found = {
        node.kind for _, text, _ in CONSTRUCTS for node in walk(parse_markdown(text)) if hasattr(node, "kind")
    }
    assert kinds - found <= {"ruby"}  # HTML alone has it
    assert "ruby" in to_json(parse_markdown("<ruby>漢<rt>kan</rt></ruby>"))


# -------------------------------------------------------------------------------------------- metadata

FRONT = """---
title: "Clocks: a *story*"
authors:
  - name: Ada Lovelace
  - Charles Babbage
date: 2024-05-01 10:30:00 +0200
lastmod: May 3, 2024
lang: en-GB
description: In short.
cover:
  image: lead.jpg
  alt: A clock
tags: [time, sea]
categories: Essays
narration:
  voice: heart
  rate: 1.1
  skip: true
---
Text.
"""


def test_metadata_in_yaml() -> None:
    article = parse_markdown(FRONT, source="https://blog.example/posts/clocks.md")
    assert article.title == "Clocks: a *story*"
    assert article.byline == ("Ada Lovelace", "Charles Babbage")
    assert (article.published, article.modified) == ("2024-05-01T10:30:00+02:00", "2024-05-03")
    assert (article.language, article.summary) == ("en-GB", "In short.")
    assert article.lead_image is not None
    assert article.lead_image.src == "https://blog.example/posts/lead.jpg"
    assert article.lead_image.alt == "A clock"
    assert article.keywords == ("time", "sea", "Essays")
    assert article.options == {"voice": "heart", "rate": 1.1, "skip": True}
    assert not article.warnings


def test_metadata_in_toml() -> None:
    article = parse_markdown(
        '+++\ntitle = "Tom"\nauthor = "Ada"\ndate = 2024-05-01T10:00:00Z\nimages = ["a.jpg"]\n[narration]\nrate = 0.9\n+++\nx'
    )
    assert (article.title, article.byline, article.published) == (
        "Tom",
        ("Ada",),
        "2024-05-01T10:00:00+00:00",
    )
    assert article.lead_image is not None
    assert article.options == {"rate": 0.9}


@pytest.mark.parametrize(
    ("front", "warning"),
    [
        ("---\ntitle: a\nb: [\n---\nText", "line 4: the YAML front matter"),
        ("---\n\tkey: tab\n---\nText", "line 2: the YAML front matter"),
        ("+++\ntitle = a\n+++\nText", "line 2: the TOML front matter"),
        ("---\ndate: the other day\n---\nText", "is not a date"),
        ("---\nlang: the English\n---\nText", "is not a language tag"),
        ("---\nnarration: yes\n---\nText", "is not a table"),
        ("---\na: " + "[" * 5_000 + "\n---\nText", "nested more than"),
        ("---\nb: &a [x]\na: *missing\n---\nText", "line 3: the YAML front matter"),
        ("---\na: !!python/object/apply:os.system ['true']\n---\nText", "front matter was left out"),
        ("---\na: " + "x" * 200_000 + "\n---\nText", "longer than"),
    ],
)
def test_bad_front_matter_is_a_warning(front: str, warning: str) -> None:
    article = parse_markdown(front)
    assert [plain_text(block.content) for block in article.blocks] == ["Text"]  # type: ignore[union-attr]
    assert any(warning in line for line in article.warnings)


def test_a_bomb_of_aliases_is_defused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    article = parse_markdown("---\n" + "\n".join(lines) + "\nnarration: {x: *a8}\ntags: *a8\n---\nText")
    assert len(to_json(article)) < 200_000


@pytest.mark.parametrize(
    ("source", "title", "published"),
    [
        ("content/2024-05-01-a-quiet_day.md", "A quiet day", "2024-05-01"),
        ("posts/my-post/index.md", "My post", None),
        ("https://x.example/posts/caf%C3%A9.md?a=1", "Café", None),
        ("-", "", None),
        (None, "", None),
    ],
)
def test_a_file_without_a_title_is_called_by_its_name(
    source: str | None, title: str, published: str | None
) -> None:
    article = parse_markdown("Text", source=source)
    assert (article.title, article.published) == (title, published)


def test_blocks_know_their_lines() -> None:
    text = "---\ntitle: x\n---\n\nOne\n\n- two\n\n  three\n\n<div>\n\nfour\n\n</div>\n\nFive[^1]\n\n[^1]: six\n\n::: note\nseven\n:::\n"
    rows = text.split("\n")
    lines = {}
    for node in walk(parse_markdown(text)):
        if isinstance(node, BlockBase) and node.kind == "paragraph":
            assert node.origin is not None
            lines[plain_text(node.content)] = node.origin.line  # type: ignore[attr-defined]
    assert set(lines) == {"One", "two", "three", "four", "Five", "six", "seven"}
    for words, line in lines.items():
        assert words in rows[line - 1]


def test_addresses_are_absolute_where_the_source_is() -> None:
    article = parse_markdown(
        '[a](b.html) <img src="c.png">\n\n![x](d.png)', source="https://x.example/y/z.md"
    )
    text = to_json(article)
    for address in ("b.html", "c.png", "d.png"):
        assert f'"https://x.example/y/{address}"' in text


def test_footnotes_stand_at_the_end_in_order() -> None:
    article = parse_markdown("> a[^z]\n\nb[^y]\n\n[^y]: Y[^x]\n[^x]: X\n[^z]: Z")
    assert [block.label for block in article.blocks if isinstance(block, Footnote)] == ["z", "y", "x"]


# ------------------------------------------------------------------------------------ input that means harm

HARMFUL: dict[str, Callable[[int], str]] = {
    "emphasis": lambda n: "*a **a " * (n // 7),
    "stars": lambda n: "a**b" * (n // 4),
    "open brackets": lambda n: "[" * n,
    "brackets": lambda n: "[" * (n // 4) + "a" + "]" * (n // 4),
    "open links": lambda n: "[a](b" * (n // 5),
    "open notes": lambda n: "[^1]: x\n\n" + "[^" * (n // 2),
    "inline notes": lambda n: "^[a] " * (n // 5),
    "notes in notes": lambda n: "^[" * (n // 4) + "a" + "]" * (n // 4),
    "note after note": lambda n: "".join(f"[^{i}]: [^{i + 1}]\n" for i in range(n // 20)) + "[^0]",
    "quotes": lambda n: ("> " * 200 + "a\n") * (n // 402),
    "lists": lambda n: "- " * (n // 2) + "a",
    "flat list": lambda n: "- a\n" * (n // 4),
    "dollars": lambda n: "$$ a\n" * (n // 5),
    "formulas": lambda n: "\\(a " * (n // 4),
    "callouts": lambda n: "::: note\n" * (n // 9),
    "bangs": lambda n: "!!! note\n    x\n" * (n // 15),
    "shortcodes": lambda n: "{{< notice >}}\n" * (n // 15),
    "shortcode pairs": lambda n: "{{< notice >}}\n\n" * (n // 32) + "{{< /notice >}}\n\n" * (n // 32),
    "unclosed highlight": lambda n: "{% highlight %}\n" * (n // 16),
    "raw in notes": lambda n: "{% raw %}^[{% raw %}] " * (n // 22),
    "divisions": lambda n: "<div>\n\n" * (n // 14) + "</div>\n\n" * (n // 14),
    "tags": lambda n: "<a " * (n // 3),
    "quoted tags": lambda n: '<a b="' * (n // 6),
    "comments": lambda n: "<!-- " * (n // 5),
    "components": lambda n: "<Foo a={" * (n // 8),
    "addresses": lambda n: "https://a.b/" + ")" * n,
    "mails": lambda n: "a@b.co " * (n // 7),
    "abbreviations": lambda n: "".join(f"*[A{i}]: b\n" for i in range(n // 20)) + "A1 " * (n // 6),
    "table": lambda n: "|" + "a|" * (n // 6) + "\n|" + "-|" * (n // 6) + "\n|" + "b|" * (n // 6),
    "definitions": lambda n: "a\n: b\n\n" * (n // 7),
    "front matter": lambda n: "---\n" + "a: b\n" * (n // 5) + "---\n",
    "targets": lambda n: "]({{ref " * (n // 8),
    "one line": lambda n: "word " * (n // 5),
    "emoji": lambda n: ":a" * (n // 2),
    "scripts": lambda n: "a~b^c" * (n // 5),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_time_grows_with_the_input_and_no_faster(name: str, in_proportion: Callable[..., None]) -> None:
    in_proportion(HARMFUL[name], parse_markdown)


def test_what_is_nested_too_deep_is_kept_and_reported() -> None:
    for text in (
        "> " * 500 + "deep words",
        "".join("  " * i + f"- a{i}\n" for i in range(90)) + "\ndeep words",
    ):
        article = parse_markdown(text)
        assert "deep words" in to_json(article)
        from_json(Article, to_json(article))
    assert "nested more than 60 deep" in parse_markdown("> " * 500 + "deep words").warnings[0]
    many = parse_markdown("".join("  " * i + f"- item{i}\n" for i in range(90)))
    assert all(f"item{i}" in to_json(many) for i in range(90))


def test_slots_cannot_be_forged() -> None:
    article = parse_markdown("<b>\ufdd00\ufdd1 and \ufdd07\ufdd1</b> `x`")
    assert "\ufdd0" not in to_json(article)


PIECES = st.sampled_from(
    [
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "^[",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<details>",
        "<!--",
        "-->",
        "{{< ",
        " >}}",
        "{% raw %}",
        "{% endraw %}",
        "{{",
        "}}",
        "{.a}",
        "{lang=fr}",
        ":::",
        "::: note\n",
        "!!! x\n    ",
        "> ",
        "> [!NOTE]\n",
        "- ",
        "1. ",
        "- [ ] ",
        "\n",
        "\n\n",
        "    ",
        "|",
        "|-|\n",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\",
        "# ",
        "---\n",
        "+++\n",
        "a: b\n",
        ": ",
        "*[A]: b\n",
        "A",
        "word ",
        "é",
        "漢",
        ":tada:",
        "https://a.b",
        "&amp;",
        "<Foo a={1}>",
        "import x from 'y'\n",
        "<table><tr><td>",
        "</td></tr></table>",
        "— Ada",
        "\t",
        "\0",
        "\ufdd00\ufdd1",
        "<svg>",
        "<p>",
        "<img src=x>",
        "<a href='",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
@example("<div>\n\n{{< notice >}}\n\n</div>\n\n{{< /notice >}}")
@example("[^1]: [^1]\n\n[^1]")
@example("{% raw %}")
@example("> <cite>")
@example("- [ ] ")
@example("[a]{lang=fr}{say=x}")
def test_no_pieces_make_it_fall_over(text: str) -> None:
    article = parse_markdown(text, source="x.md")
    assert from_json(Article, to_json(article)) == article


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fall_over(text: str) -> None:
    article = parse_markdown(text.encode("utf-8", "replace").decode())
    assert from_json(Article, to_json(article)) == article


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=6), min_size=1, max_size=12), st.data()
)
def test_no_word_is_lost_among_marks(words: list[str], data: st.DataObject) -> None:
    """Whatever block marks stand around them, words come through in order."""
    marks = st.sampled_from(
        [
            "\n\n",
            "\n",
            " ",
            "\n\n> ",
            "\n- ",
            "\n\n1. ",
            "\n\n# ",
            "\n\n::: note\n",
            "\n\n<div>\n\n",
            "\n\n</div>\n\n",
        ]
    )
    text = "".join(data.draw(marks) + f"w{word}" for word in words)
    article = parse_markdown(text)
    said = to_json(article)
    for word in words:
        assert f"w{word}" in said
