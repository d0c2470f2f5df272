"""Prose in `pre`, lines that repeat the metadata, and the edit links of wikis."""

from __future__ import annotations

import pytest

from rhapsode.parsing.article import CodeBlock, Heading, Link, List, Paragraph, plain_text, walk
from rhapsode.parsing.html import parse_fragment, parse_html

LETTER = """<pre>
Dear Anna,

I was so glad to get your letter last week. The weather here has been
dreadful, and the boats have stayed in the harbour for nine days now.
Tell me how <a href="http://x.org/h">the house</a> is coming along, and
whether the roof still leaks when it rains from the west.

  * bread
  * salt
    and butter

Yours ever,
Tom
</pre>"""
POEM = """<pre>
I wandered lonely as a cloud
That floats on high o'er vales and hills,
When all at once I saw a crowd,
A host, of golden daffodils;
Beside the lake, beneath the trees,
Fluttering and dancing in the breeze.

Continuous as the stars that shine
And twinkle on the milky way,</pre>"""
CODE = {
    "comments": """def load(path):
    # Read the whole file at once because it is small and we need all of it anyway for the checksum
    # that follows below, which is computed over the bytes and not over the characters of the text.
    with open(path) as handle:
        return handle.read()""",
    "licence": """/*
 * This program is free software: you can redistribute it and/or modify
 * it under the terms of the GNU General Public License as published by
 * the Free Software Foundation, either version 3 of the License, or
 */
int main(void) { return 0; }""",
    "usage": """usage: tool [options] file
  -h, --help     show this help and exit with a status of zero as always
  -v, --verbose  say what is being done while the tool is doing it
  -o FILE        write the result to this file and not to standard output""",
    "columns": """Name        Age   City          Country     Notes
Anna        31    Berlin        Germany     likes green apples and pears
Bob         29    Paris         France      likes pears and nothing else
Charles     44    London        England     likes nothing at all any more
Dora        52    Vienna        Austria     likes cake and coffee with milk
Emil        19    Zurich        Switzerland likes mountains and green lakes""",
    "query": """select name, birthday from people
where birthday is not null and name is not null
  and country = 'Austria' and city in ('Vienna', 'Graz')
order by name, birthday;""",
}


def test_a_letter_is_read_as_paragraphs_with_its_links() -> None:
    blocks = parse_fragment(LETTER)
    assert [block.kind for block in blocks] == ["paragraph", "paragraph", "list", "paragraph"]
    letter = blocks[1]
    assert isinstance(letter, Paragraph)
    assert "has been dreadful" in plain_text(letter.content)
    assert [node.href for node in walk(letter) if isinstance(node, Link)] == ["http://x.org/h"]
    items = blocks[2]
    assert isinstance(items, List)
    assert len(items.items) == 2
    assert isinstance(blocks[3], Paragraph)
    assert plain_text(blocks[3].content) == "Yours ever,\nTom"


def test_verses_stay_lines() -> None:
    first, second = parse_fragment(POEM)
    assert isinstance(first, Paragraph)
    assert plain_text(first.content).count("\n") == 5
    assert isinstance(second, Paragraph)


@pytest.mark.parametrize("name", CODE)
def test_what_is_no_prose_stays_code(name: str) -> None:
    (block,) = parse_fragment(f"<pre>{CODE[name].replace('<', '&lt;')}</pre>")
    assert isinstance(block, CodeBlock)
    assert block.text == CODE[name]


def test_prose_that_is_declared_to_be_code_stays_code() -> None:
    (block,) = parse_fragment(f"<pre><code>{LETTER[5:-6]}</code></pre>")
    assert isinstance(block, CodeBlock)


def test_the_pages_of_a_document_lose_their_running_heads() -> None:
    prose = "The server stores data in nodes that form a tree structure of folders and documents. " * 3
    pages = "".join(
        f'<pre>\nInternet-Draft    Storage    2014\n\n<span class="h2">{i}. Part</span>\n\n{prose}\n\n'
        f"   {{ \"a\": [1, 2] }}\n\nde Jong     [Page {i}]</pre>"
        for i in range(1, 4)
    )  # fmt: skip
    blocks = parse_fragment(pages)
    assert [block.kind for block in blocks] == ["heading", "paragraph", "code_block"] * 3
    assert isinstance(blocks[0], Heading)
    assert blocks[0].level == 2


PAGE = """<html><head><title>A title of this</title><meta property="article:published_time" content="2026-05-12T07:30:00+01:00">
<meta name="author" content="Anna Lee and Tom Berg"><meta property="og:site_name" content="The Post"></head>
<body><article><h1>A title of this</h1>{}<p>{}</p><p>12 May 2026</p></article></body></html>"""


@pytest.mark.parametrize(
    "line",
    [
        "12 May 2026, 7:30 am",
        '<time datetime="2026-05-12">yesterday</time>',
        "By Anna Lee and Tom Berg",
        "Von Anna Lee | 12. Mai 2026, 7:30 Uhr",
        "5 min read",
        "The Post",
        "May 12th, 2026 · 4-minute read",
        "2026-05-12",
        "Martes, 12 de mayo de 2026",
        'By <a href="/x">Anna Lee</a><br>Published at 7.30am on 12 May 2026',
    ],
)
def test_a_line_that_repeats_the_metadata_goes(line: str) -> None:
    long = "One long paragraph, with commas, and more words. " * 12
    assert len(parse_html(PAGE.format(f"<p>{line}</p>", long)).blocks) == 2


@pytest.mark.parametrize(
    "line", ["Updated 12 May 2026", "13 May 2026", "By Anna Lee in Oslo", "On and on", "May 2026", "In 2026"]
)
def test_a_line_that_says_more_stays(line: str) -> None:
    long = "One long paragraph, with commas, and more words. " * 12
    first = parse_html(PAGE.format(f"<p>{line}</p>", long)).blocks[0]
    assert isinstance(first, Paragraph)
    assert plain_text(first.content) == line


def test_edit_links_are_no_part_of_a_heading() -> None:
    (block,) = parse_fragment(
        '<h2><span>History</span><span>[<a href="/w/index.php?title=X&amp;action=edit&amp;section=1">edit</a>]</span></h2>'
    )
    assert isinstance(block, Heading)
    assert plain_text(block.content) == "History"


def test_headings_that_lead_away_at_the_end_go() -> None:
    long = "One long paragraph, with commas, and more words. " * 12
    end = (
        "<h2>Most popular</h2><div><ul><li>"
        + long[:60]
        + "<a href='/a'>There</a></li></ul></div><h3>Comments</h3>"
    )
    page = f"<html><body><article><h2>Part</h2><p>{long}</p><p>{long}</p>{end}</article></body></html>"
    assert [block.kind for block in parse_html(page).blocks] == ["heading", "paragraph", "paragraph"]
