"""Feeds of every kind into entries, whole and broken."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.base import RhapsodeError, from_json, to_json
from rhapsode.parsing import Feed, ParseError, load_all, load_feed, parse_feed
from rhapsode.parsing.article import Figure, Heading, Paragraph, plain_text

REPOSITORY = Path(__file__).parent.parent.parent

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Salt &amp; Wire</title><link>https://salt.example/</link><language>en_GB</language>
<item>
  <title>Tides &amp;amp; clocks</title><link>/tides?a=1&amp;b=2</link><guid isPermaLink="false">salt-1</guid>
  <pubDate>Tue, 12 May 2026 07:30:00 +0100</pubDate><dc:creator>Ines Hartwell</dc:creator>
  <category>Clocks</category><category>Sea</category>
  <description>Short words.</description>
  <content:encoded><![CDATA[<h2>One</h2><p>It cost $3.5M. <a href="more">More</a></p><p><img src="b.png" alt="B"></p>]]></content:encoded>
  <enclosure url="https://salt.example/a.mp3" length="1234" type="audio/mpeg"/>
  <media:content url="https://salt.example/lead.jpg" medium="image" width="800" height="600"/>
</item>
<item><title>Only a summary</title><description>&lt;p&gt;All there is.&lt;/p&gt;</description><pubDate>sometime</pubDate></item>
<item><description></description></item>
<item><title>Again</title><guid>salt-1</guid><author>moira@salt.example (Moira Sandison)</author></item>
</channel></rss>"""


def test_rss() -> None:
    feed = parse_feed(RSS.encode(), source="https://salt.example/feed.xml")
    assert (feed.title, feed.kind, feed.link, feed.language) == (
        "Salt & Wire",
        "rss",
        "https://salt.example/",
        "en-GB",
    )
    first, second, third = feed.entries
    assert first.id == "salt-1"
    assert first.url == "https://salt.example/tides?a=1&b=2"
    assert first.published == "2026-05-12T07:30:00+01:00"
    assert first.complete
    assert (first.enclosures[0].type, first.enclosures[0].length) == ("audio/mpeg", 1234)
    article = first.article
    assert article.title == "Tides & clocks"
    assert article.byline == ("Ines Hartwell",)
    assert article.summary == "Short words."
    assert (article.site, article.language) == ("Salt & Wire", "en-GB")
    assert article.keywords == ("Clocks", "Sea")
    assert article.lead_image is not None
    assert article.lead_image.src == "https://salt.example/lead.jpg"
    assert article.lead_image.id
    assert [type(block) for block in article.blocks] == [Heading, Paragraph, Figure]
    assert isinstance(article.blocks[0], Heading)
    assert article.blocks[0].level == 1
    assert isinstance(article.blocks[1], Paragraph)
    assert plain_text(article.blocks[1].content) == "It cost $3.5M. More"
    assert "https://salt.example/b.png" in to_json(article)
    assert not second.complete
    assert plain_text(second.article.blocks[0].content) == "All there is."  # type: ignore[union-attr]
    assert second.id.startswith("sha256:")
    assert third.id == "salt-1#2"
    assert third.article.byline == ("Moira Sandison",)
    warnings = "\n".join(feed.warnings)
    for words in ("'sometime' is not a date", "entry 3 has neither", "has the id of an earlier entry"):
        assert words in warnings


def test_ids_do_not_change_when_an_entry_is_edited() -> None:
    before = parse_feed(RSS, source="x").entries[0]
    after = parse_feed(RSS.replace("It cost $3.5M", "It cost $4M"), source="x").entries[0]
    assert before.id == after.id
    assert before.article != after.article


def test_atom() -> None:
    feed = parse_feed(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Salz &amp;amp; &lt;b>Draht&lt;/b></title>
        <link href="https://salz.example/"/><updated>2026-01-02T03:04:05Z</updated><author><name>Ines</name></author>
        <entry><id>tag:salz.example,2026:1</id><title>Uhren</title><link href="https://salz.example/uhren"/>
        <published>2026-01-02T03:04:05Z</published><updated>2026-01-03T03:04:05Z</updated>
        <content type="xhtml" xml:base="https://bilder.example/"><div xmlns="http://www.w3.org/1999/xhtml">
        <p>Sie <em>gehen</em> falsch. <img src="u.png" alt="Uhr"/></p></div></content></entry>
        <entry><id>2</id><title>Text</title><content type="text">Nur 3 &lt; 4 Worte.</content></entry></feed>""",
        source="https://salz.example/atom",
    )
    assert (feed.kind, feed.title, feed.language) == ("atom", "Salz & Draht", "de")
    entry, plain = feed.entries
    assert entry.id == "tag:salz.example,2026:1"
    assert (entry.published, entry.updated) == ("2026-01-02T03:04:05+00:00", "2026-01-03T03:04:05+00:00")
    assert entry.article.modified == "2026-01-03T03:04:05+00:00"
    assert "https://bilder.example/u.png" in to_json(entry.article)
    assert plain_text(plain.article.blocks[0].content) == "Nur 3 < 4 Worte."  # type: ignore[union-attr]


def test_rdf() -> None:
    feed = parse_feed(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://r.example/"><title>R</title>
        <link>https://r.example/</link></channel><item rdf:about="https://r.example/1"><title>One</title>
        <link>https://r.example/1</link><dc:date>2020-02-03</dc:date><dc:creator>Ada</dc:creator>
        <description>Words</description></item></rdf:RDF>"""
    )
    assert feed.kind == "rdf"
    assert feed.entries[0].id == "https://r.example/1"
    assert feed.entries[0].published == "2020-02-03"
    assert feed.entries[0].article.byline == ("Ada",)


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Salt",
    "home_page_url": "https://salt.example/",
    "language": "en",
    "authors": [{"name": "Ines"}],
    "items": [
        {
            "id": 7,
            "url": "https://salt.example/7",
            "title": "Seven",
            "content_html": "<p>Words</p>",
            "summary": "In short",
            "image": "lead.png",
            "date_published": "2026-02-03T04:05:06Z",
            "tags": ["a", 1],
            "attachments": [
                {"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9, "duration_in_seconds": 61}
            ],
        },
        {"id": "8", "content_text": "Plain words\n\nMore & more", "authors": [{"name": "Moira"}]},
        "no object",
        {"id": "9"},
    ],
}


def test_json_feed() -> None:
    feed = parse_feed(json.dumps(JSON_FEED), source="https://salt.example/feed.json")
    seven, eight = feed.entries
    assert (seven.id, seven.article.title, seven.article.byline) == ("7", "Seven", ("Ines",))
    assert seven.article.summary == "In short"
    assert seven.article.lead_image is not None
    assert seven.article.lead_image.src == "https://salt.example/lead.png"
    assert seven.enclosures[0].duration == 61
    assert seven.article.keywords == ("a",)
    assert [plain_text(block.content) for block in eight.article.blocks] == ["Plain words", "More & more"]  # type: ignore[union-attr]
    assert eight.article.byline == ("Moira",)
    assert len(feed.warnings) == 2


WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Blog</title><link>https://blog.example</link><language>en-US</language>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name><![CDATA[Ada Lovelace]]></wp:author_display_name></wp:author>
<item><title>Hello</title><link>https://blog.example/hello/</link><dc:creator>ada</dc:creator>
<guid isPermaLink="false">https://blog.example/?p=1</guid>
<content:encoded><![CDATA[First line.
Second line [sic].

[caption id="a" align="right"]<img src="c.jpg" alt="A cat" /> A cat, asleep[/caption]

[gallery ids="1,2"]<ul>
<li>One</li>
</ul>

[embed]https://www.youtube.com/watch?v=abc[/embed]]]></content:encoded>
<excerpt:encoded><![CDATA[In short.]]></excerpt:encoded>
<wp:post_date_gmt>2024-05-01 10:00:00</wp:post_date_gmt><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<category domain="post_tag" nicename="x"><![CDATA[Engines]]></category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta></item>
<item><title>Blocks</title><content:encoded><![CDATA[<!-- wp:paragraph -->
<p>A block.</p>
<!-- /wp:paragraph -->]]></content:encoded><wp:post_type>page</wp:post_type><wp:status>publish</wp:status></item>
<item><title>Draft</title><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
<item><title>cat</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://blog.example/cat.jpg</wp:attachment_url><wp:status>inherit</wp:status></item>
</channel></rss>"""


def test_wordpress_export() -> None:
    feed = parse_feed(WXR)
    assert feed.kind == "wordpress"
    hello, blocks = feed.entries
    assert hello.id == "https://blog.example/?p=1"
    assert hello.published == "2024-05-01T10:00:00+00:00"
    assert hello.article.byline == ("Ada Lovelace",)
    assert hello.article.summary == "In short."
    assert hello.article.lead_image is not None
    assert hello.article.lead_image.src == "https://blog.example/cat.jpg"
    assert [block.kind for block in hello.article.blocks] == ["paragraph", "figure", "list", "embed"]
    paragraph, figure = hello.article.blocks[:2]
    assert isinstance(paragraph, Paragraph)
    assert plain_text(paragraph.content) == "First line.\nSecond line [sic]."
    assert isinstance(figure, Figure)
    assert plain_text(figure.caption) == "A cat, asleep"
    assert plain_text(blocks.article.blocks[0].content) == "A block."  # type: ignore[union-attr]
    assert "1 attachment" in feed.warnings[-1]
    assert "1 draft post" in feed.warnings[-1]


def test_sitemaps() -> None:
    feed = parse_feed(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc> https://a.example/1 </loc><lastmod>2024-05-01</lastmod><news:news><news:publication><news:language>en</news:language>
        </news:publication><news:title>One</news:title></news:news></url><url><loc>https://a.example/2</loc></url>
        <url><loc>https://a.example/1</loc></url><url></url></urlset>"""
    )
    assert feed.kind == "sitemap"
    assert [entry.url for entry in feed.entries] == ["https://a.example/1", "https://a.example/2"]
    assert (feed.entries[0].article.title, feed.entries[0].updated) == ("One", "2024-05-01")
    assert "1 entries have no address" in feed.warnings[0]
    index = parse_feed(
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"
    )
    assert index.kind == "sitemap index"
    assert index.entries[0].url == "https://a.example/s.xml"


# --------------------------------------------------------------------------------------- broken and hostile


@pytest.mark.parametrize("cut", range(400, len(RSS), 150))
def test_a_feed_cut_off_anywhere_gives_what_is_there(cut: int) -> None:
    feed = parse_feed(RSS[:cut].encode(), source="x")
    assert feed.title == "Salt & Wire"
    whole = "</item>" in RSS[:cut]
    assert not whole or feed.entries[0].article.title == "Tides & clocks"
    assert any("not well-formed" in warning for warning in feed.warnings)


def test_an_unescaped_ampersand_costs_nothing() -> None:
    feed = parse_feed(
        "<rss version='2.0'><channel><title>A & B</title><item><title>R&D&nbsp;more &middot; &foo;</title></item></channel></rss>"
    )
    assert feed.title == "A & B"
    assert feed.entries[0].article.title == "R&D more · &foo;"


BOMB = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{BOMB}]>',
        f"<!DOCTYPE rss [<!ENTITY big '{'x' * 100_000}'>]>",
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % dtd SYSTEM "http://evil.example/x.dtd"> %dtd;]>',
        '<!-- ]> --><!DOCTYPE rss [<!-- ]> --><!ENTITY a "]>"><!ENTITY b "&a;&a;">]>',
    ],
    ids=["laughs", "blow-up", "file", "parameter", "hidden"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_are_refused(doctype: str, encoding: str) -> None:
    body = f"{doctype}<rss version='2.0'><channel><title>&l8;&file;&b;</title></channel></rss>"
    with pytest.raises(ParseError, match="entity"):
        parse_feed(body.encode(encoding))


def test_entities_of_html_and_harmless_ones_are_fine() -> None:
    feed = parse_feed(
        '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss version="2.0"><channel><title>x</title></channel></rss>'.replace(
            "&#160;", " "
        )
    )
    assert feed.title == "x"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "binary"),
        (b"<html><body>page</body></html>", "this is a page"),
        (b"<?xml version='1.0'?><note><to>x</to></note>", "no feed"),
        (b"just words", "no feed"),
        (b'{"items": 3}', "no list"),
        (b'{"items": [', "no valid JSON"),
        (b'{"items": ' + b"[" * 100_000, "no JSON|nested"),
    ],
)
def test_what_is_no_feed_is_one_clear_error(data: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parse_feed(data, source="x")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(str.encode)
    | st.binary(max_size=60).map(lambda b: RSS.encode()[:900] + b)
)
def test_no_bytes_make_it_fall_over(data: bytes) -> None:
    try:
        feed = parse_feed(data, source="https://x.example/")
    except RhapsodeError:
        return
    assert from_json(Feed, to_json(feed)) == feed


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(list(JSON_FEED["items"][0])), inner, max_size=4)
    ),  # type: ignore[arg-type]
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(json_values, max_size=3), json_values)
def test_no_json_makes_it_fall_over(items: list[object], odd: object) -> None:
    feed = parse_feed(json.dumps({**JSON_FEED, "items": items, "authors": odd, "icon": odd, "title": odd}))
    assert from_json(Feed, to_json(feed)) == feed


def test_a_long_feed_is_read_in_reasonable_time() -> None:
    item = "<item><title>T{0}</title><guid>{0}</guid><description>&lt;p&gt;Words {0}&lt;/p&gt;</description></item>"
    body = "".join(item.format(i) for i in range(300))
    feed = parse_feed(f"<rss version='2.0'><channel><title>x</title>{body}</channel></rss>")
    assert len(feed.entries) == 300


@pytest.mark.parametrize(
    "piece",
    [
        "<!DOCTYPE",
        "<![CDATA[",
        "<!--",
        "<item>",
        "&a",
        "<",
        "<pre>",
        "<!-- wp:x ",
        "[caption]",
        "<!DOCTYPE [",
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "<rss><channel><title>{}",
        WXR[:-600] + "]]></content:encoded></item><item><title>x</title><content:encoded><![CDATA[{}",
    ],
)
def test_time_grows_with_a_broken_feed_and_no_faster(
    piece: str, frame: str, in_proportion: Callable[..., None]
) -> None:
    def parse(feed: str) -> None:
        with contextlib.suppress(ParseError):
            parse_feed(feed)

    in_proportion(
        lambda size: frame.format(piece * (size // len(piece))), parse, smallest=7_500, largest=60_000
    )


def test_the_example_feed() -> None:
    articles = load_all(REPOSITORY / "examples" / "feed.xml")
    assert len(articles) == 2
    assert all(article.blocks and article.title and article.byline for article in articles)
    assert from_json(Feed, to_json(load_feed(REPOSITORY / "examples" / "feed.xml"))).kind == "rss"
