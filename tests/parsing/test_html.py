"""Whole pages: where the article is, what the page says of itself, and what no input may do to us."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.base import from_json, to_json
from rhapsode.parsing.article import (
    Article,
    Embed,
    Figure,
    Heading,
    Image,
    Paragraph,
    Quote,
    identified,
    plain_text,
    walk,
)
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.html import parse_fragment, parse_html, parse_inline_html
from rhapsode.parsing.html.images import best_of, srcset

PROSE = "The harbour was quiet, and the ferry, late as ever, waited for the tide to turn before it left. "
BODY = "".join(f"<p>{PROSE * 3} Part {i}.</p>" for i in range(6))


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>A title | Site</title>{head}</head><body>{body}</body></html>"


def text(article: Article) -> str:
    return "\n".join(
        plain_text(node.content) for node in walk(article) if isinstance(node, Paragraph | Heading)
    )


# ------------------------------------------------------------------------------------ where it is

CLUTTER = {
    "navigation": "<nav><ul><li><a href='/a'>Home page</a><li><a href='/b'>About us</a></ul></nav>",
    "menu": "<div id='main-menu'><a href='/a'>Home page</a> <a href='/b'>Shop</a></div>",
    "comments": f"<div id='comments'><p>First! {PROSE}</p><p>Second. {PROSE}</p></div>",
    "related": "<div class='related'><h3>Related</h3><ul><li><a href='/x'>Another story, about boats</a></ul></div>",
    "newsletter": "<form class='newsletter'><p>Sign up for our newsletter</p><input type='email'><button>Go</button></form>",
    "cookies": "<div class='cookie-banner'>We use cookies to make this better. <button>Accept</button></div>",
    "footer": "<footer><p>© 2024 The Site. All rights reserved. <a href='/imprint'>Imprint</a></p></footer>",
    "share bar": "<div class='share-buttons'><a href='/s'>Tweet</a> <a href='/t'>Share</a></div>",
    "about the author": "<div class='author-bio'><p>Jane writes about boats. <a href='/jane'>More by Jane</a></p></div>",
}


@pytest.mark.parametrize("name", CLUTTER)
@pytest.mark.parametrize("inside", [False, True], ids=["beside the article", "in the article"])
def test_clutter_is_left_out(name: str, inside: bool) -> None:
    clutter = CLUTTER[name]
    half = len(BODY) // 2 - (len(BODY) // 2) % len(BODY.split("</p>")[0] + "</p>")
    body = (
        f"<article>{BODY[:half]}{clutter if inside else ''}{BODY[half:]}</article>{'' if inside else clutter}"
    )
    words = text(parse_html(page(f"<h1>A title</h1>{body}")))
    for i in range(6):
        assert f"Part {i}." in words
    for gone in (
        "Home page",
        "First!",
        "Another story",
        "newsletter",
        "cookies",
        "rights reserved",
        "Tweet",
        "Jane writes",
    ):
        assert gone not in words


def test_names_do_not_decide_against_prose() -> None:
    words = text(parse_html(page(f"<div class='read-more related'>{BODY}</div>")))
    assert "Part 5." in words


def test_a_line_that_leads_away_is_left_out() -> None:
    away = "<p>Read more: <a href='/x'>Nine boats you must see</a></p><h3>Related stories</h3><ul><li><a href='/y'>Tides and times</a></li></ul>"
    words = text(parse_html(page(f"<article>{BODY}{away}{BODY}</article>")))
    assert "Nine boats" not in words
    assert "Tides and times" not in words
    assert "Related" not in words


def test_boxes_of_page_builders_are_gathered() -> None:
    boxes = "".join(
        f"<div class='row'><div class='col'><div class='w'><p>{PROSE * 3} Part {i}.</p></div></div></div>"
        for i in range(6)
    )
    words = text(parse_html(page(f"<main>{boxes}</main>")))
    assert all(f"Part {i}." in words for i in range(6))


def test_a_pull_quote_is_kept_once() -> None:
    quote = f"<aside class='pullquote'><p>{PROSE}</p></aside>"
    other = "<blockquote class='pullquote'><p>Nobody in the whole long chapter has said this before.</p></blockquote>"
    article = parse_html(page(f"<article>{BODY}{quote}{other}</article>"))
    quotes = [node for node in walk(article) if isinstance(node, Quote)]
    assert [plain_text(q.blocks[0].content)[:6] for q in quotes] == ["Nobody"]  # type: ignore[union-attr]
    assert quotes[0].pull


def test_quotations_and_callouts_in_an_article_are_whole() -> None:
    quote = "<blockquote><p>Short words.</p><footer>— <a href='/jane'>Jane Doe</a></footer></blockquote>"
    callout = "<aside class='callout warning'><p>Mind the gap.</p></aside><div class='admonition tip'><p>Bring a <a href='/t'>torch</a>.</p></div>"
    article = parse_html(page(f"<article>{BODY}{quote}{BODY}{callout}{BODY}</article>"))
    (found,) = [node for node in walk(article) if isinstance(node, Quote)]
    assert plain_text(found.attribution) == "Jane Doe"
    assert [(b.flavour, plain_text(b.blocks[0].content)) for b in article.blocks if b.kind == "aside"] == [  # type: ignore[union-attr]
        ("warning", "Mind the gap."),
        ("tip", "Bring a torch."),
    ]


def test_the_title_is_said_once_and_levels_begin_at_one() -> None:
    article = parse_html(
        page(f"<article><h1>A title</h1>{BODY}<h2>Part two</h2>{BODY}<h3>Inner</h3>{BODY}</article>")
    )
    assert article.title in ("A title", "A title | Site")
    assert [(h.level, plain_text(h.content)) for h in walk(article) if isinstance(h, Heading)] == [
        (1, "Part two"),
        (2, "Inner"),
    ]


def test_a_table_of_contents_is_kept_and_not_read() -> None:
    toc = (
        "<div><h2>Contents</h2><ul>"
        + "".join(f"<li><a href='#p{i}'>Chapter {i}</a></li>" for i in range(5))
        + "</ul></div>"
    )
    article = parse_html(page(f"<article>{BODY}{toc}{BODY}</article>"))
    (contents,) = [block for block in article.blocks if block.kind == "list"]
    assert contents.narrate == "skip"


# --------------------------------------------------------------------------------------- metadata

JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "The Site"},
 {"@type": "NewsArticle", "headline": "The headline", "author": [{"@type": "Person", "name": "Jane Doe"}, {"@id": "#bob"}],
  "datePublished": "2024-03-12T08:00:00+01:00", "dateModified": "2024-03-13", "inLanguage": "en-GB",
  "publisher": {"@type": "Organization", "name": "The Site"}, "image": {"url": "/lead.jpg"}, "description": "Dek."},
 {"@type": "Person", "@id": "#bob", "name": "Bob Roe"}]}</script>"""


def test_json_ld() -> None:
    article = parse_html(page(BODY, JSON_LD), source="https://e.org/2024/a")
    assert (article.title, article.byline, article.site) == (
        "The headline",
        ("Jane Doe", "Bob Roe"),
        "The Site",
    )
    assert (article.published, article.modified) == ("2024-03-12T08:00:00+01:00", "2024-03-13")
    assert article.lead_image is not None
    assert article.lead_image.src == "https://e.org/lead.jpg"
    assert article.summary == "Dek."
    assert article.language == "en"


def test_open_graph_and_meta() -> None:
    head = """<meta property="og:title" content="OG title | The Site"><meta property="og:site_name" content="The Site">
    <meta name="author" content="By Jane Doe and Bob Roe"><meta property="article:published_time" content="2024-03-12">
    <meta property="og:image" content="https://e.org/i.jpg"><meta property="og:image:width" content="1200">
    <meta property="article:tag" content="Boats"><meta name="keywords" content="sea, tide">"""
    article = parse_html(page(BODY, head))
    assert (article.title, article.byline, article.published) == (
        "OG title",
        ("Jane Doe", "Bob Roe"),
        "2024-03-12",
    )
    assert article.lead_image == replace(Image("https://e.org/i.jpg", width=1200), id=article.lead_image.id)  # type: ignore[union-attr]
    assert article.keywords == ("Boats", "sea", "tide")


def test_microdata_and_the_page_itself() -> None:
    body = f"""<article itemscope><h1 itemprop="headline">The headline of this page</h1><p class="byline">By <span itemprop="name">Jane Doe</span></p>
    <time itemprop="datePublished" datetime="2024-03-12">12 March</time>{BODY}</article>"""
    article = parse_html(page(body).replace("A title | Site", "The headline of this page - Site"))
    assert (article.title, article.byline, article.published) == (
        "The headline of this page",
        ("Jane Doe",),
        "2024-03-12",
    )
    assert "Jane Doe" not in text(article)


def test_broken_json_ld_is_passed_over() -> None:
    bad = (
        "<script type='application/ld+json'>{not json</script><script type='application/ld+json'>"
        + "[" * 5000
        + "</script>"
    )
    assert parse_html(page(BODY, bad)).title


# ---------------------------------------------------------------------------------- bytes and trees


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (page(f"<p>naïve café – {PROSE}</p>").encode("utf-8"), None),
        (page(f"<p>naïve café – {PROSE}</p>").encode("utf-8"), "iso-8859-1"),
        (page(f"<p>naïve café – {PROSE}</p>", "<meta charset='windows-1252'>").encode("cp1252"), None),
        (page(f"<p>naïve café – {PROSE}</p>").encode("cp1252"), "iso-8859-1"),
        (page(f"<p>naïve café – {PROSE}</p>", "<meta charset='utf-8'>").encode("cp1252"), None),
        (page(f"<p>naïve café – {PROSE}</p>").encode("utf-16"), None),
        (b"\xef\xbb\xbf" + page(f"<p>naïve café – {PROSE}</p>").encode(), "latin-1"),
        ("<?xml version='1.0' encoding='UTF-8'?>" + page(f"<p>naïve café – {PROSE}</p>"), None),
    ],
)
def test_charsets(data: bytes | str, charset: str | None) -> None:
    assert "naïve café –" in text(parse_html(data, charset=charset))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"\x00" * 100,
        b"%PDF-1.7 x",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        "",
        "<html></html>",
        "<!-- x -->",
        bytes(range(256)) * 20,
    ],
)
def test_nothing_to_read_is_said_so(data: bytes | str) -> None:
    with pytest.raises(ParseError) as error:
        parse_html(data, source="a.html")
    assert error.value.where == "a.html"


def test_relative_addresses_follow_base() -> None:
    article = parse_html(
        page(
            f"<article>{BODY}<p>See <a href='x.html'>x</a>. {PROSE}</p><img src='i.jpg'></article>",
            "<base href='/b/'>",
        ),
        source="https://e.org/a/",
    )
    assert "https://e.org/b/i.jpg" in [node.src for node in walk(article) if isinstance(node, Image)]
    assert "https://e.org/b/x.html" in to_json(article)


def test_embeds_name_their_provider() -> None:
    article = parse_html(
        page(
            f"<article>{BODY}<iframe src='https://player.vimeo.com/video/12345' title='Boats'></iframe></article>"
        )
    )
    assert [(e.provider, e.media, e.title, e.href) for e in walk(article) if isinstance(e, Embed)] == [
        ("Vimeo", "video", "Boats", "https://vimeo.com/12345")
    ]


def test_ids_depend_on_content_alone() -> None:
    one = parse_html(page(f"<article>{BODY}</article>"))
    other = parse_html(page(f"<article><p>New first paragraph, {PROSE}</p>{BODY}</article>"))
    assert {b.id for b in one.blocks} < {b.id for b in other.blocks}
    assert len({b.id for b in other.blocks}) == len(other.blocks)
    assert identified(one) == one


def test_origins_are_paths_of_the_page() -> None:
    article = parse_html(page(f"<main>{BODY}</main>"))
    assert [b.origin.path for b in article.blocks][:2] == ["/html/body/main/p[1]", "/html/body/main/p[2]"]  # type: ignore[union-attr]


def test_inline_variant() -> None:
    assert plain_text(parse_inline_html("  a <em>b</em>\n c ")) == "a b c"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.jpg, b.jpg 2x", [("a.jpg", ""), ("b.jpg", "2x")]),
        ("a,b.jpg 1x,c.jpg 2x", [("a,b.jpg", "1x"), ("c.jpg", "2x")]),
        (" ,, a.jpg 100w , ", [("a.jpg", "100w")]),
        ("a.jpg x(1,2) 3w, b.jpg", [("a.jpg", "x(1,2) 3w"), ("b.jpg", "")]),
        ("", []),
    ],
)
def test_srcset(value: str, expected: list[tuple[str, str]]) -> None:
    assert list(srcset(value)) == expected


def test_the_best_of_a_srcset_is_not_wastefully_large() -> None:
    assert best_of("s.jpg 400w, m.jpg 1600w, l.jpg 5000w") == "m.jpg"


# ------------------------------------------------------------------------------------- robustness

DEEP = ["<div>", "<b>", "<p><b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<span>", "<a href=x>", "<em><p>", "<figure>", "<details>", "<dl><dd>", "<aside>", "<math><mrow>", "<svg><g>", "<q>", "<sup>"]  # fmt: skip


@pytest.mark.parametrize("opening", DEEP)
def test_deep_nesting_keeps_its_words_and_the_stack(opening: str) -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(600)
    try:
        blocks = parse_fragment(opening * 3000 + "words at the bottom")
        article = identified(Article("t", blocks))
        said = to_json(article)
    finally:
        sys.setrecursionlimit(limit)
    assert from_json(Article, said) == article
    if opening not in ("<math><mrow>", "<svg><g>"):
        assert "words at the bottom" in said


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["<p>word, word</p>", "<b>x", "<li>x", "<tr><td>x<td>y", "<img src=a.jpg>", "x<br>", "<sup><a href='#f'>1</a></sup>", "\\( x ", "$$ x ", "<h2>Related</h2>", "<cite>x</cite>"])  # fmt: skip
def test_time_is_linear(piece: str, in_proportion: Callable[..., None]) -> None:
    frame = "<article><table>{}</table></article>" if "<tr>" in piece else "<article>{}</article>"

    def parse(html: str) -> None:
        with suppress(ParseError):
            parse_html(html)

    in_proportion(lambda pieces: frame.format(piece * pieces), parse, smallest=2_000, largest=16_000)


TAGS = [
    "a",
    "b",
    "p",
    "div",
    "span",
    "ul",
    "li",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "img",
    "blockquote",
    "cite",
    "sup",
    "pre",
    "code",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "em",
    "i",
    "q",
    "ruby",
    "rt",
    "time",
    "details",
    "summary",
    "aside",
    "math",
    "iframe",
    "br",
    "noscript",
    "section",
]


@st.composite
def soups(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.one_of(
                st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]),
                st.sampled_from(
                    [
                        "<a href='#n'>1</a>",
                        "<li id=n>",
                        "<img src=x.jpg>",
                        "<sup><a href='#n'>2</a></sup>",
                        "\\(x\\)",
                        "$$y$$",
                        "<td colspan=9>",
                    ]
                ),
                st.text(max_size=12).map(lambda text: text.replace("<", "&lt;")),
            ),
            max_size=40,
        )
    )
    return "".join(parts)


@settings(max_examples=150, deadline=None)
@given(soups())
def test_any_soup_is_an_article_that_its_json_gives_back(soup: str) -> None:
    blocks = parse_fragment(soup)
    article = identified(Article("t", blocks))
    assert from_json(Article, to_json(article)) == article
    with suppress(ParseError):
        parse_html(soup)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "word",
                "$3.5M",
                "v2.1.0",
                "(so)",
                "1,200",
                "C++",
                "a/b",
                "x²",
                "—",
                "#1",
                "50%",
                "¿qué?",
                "日本",
            ]
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_word_of_prose_arrives(words: list[str]) -> None:
    sentence = " ".join(words)
    (block,) = parse_fragment(f"<p>{sentence}</p>")
    assert isinstance(block, Paragraph)
    assert plain_text(block.content) == sentence


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_an_article_or_our_own_error(data: bytes) -> None:
    with suppress(ParseError):
        parse_html(data)


def test_figures_keep_order_and_pictures() -> None:
    blocks = parse_fragment(
        "<p>One</p><figure><img src=a.jpg></figure><p>Two <img src=b.jpg width=600 height=400></p>"
    )
    assert [b.kind for b in blocks] == ["paragraph", "figure", "paragraph", "figure"]
    assert [i.src for b in blocks if isinstance(b, Figure) for i in b.images] == ["a.jpg", "b.jpg"]
