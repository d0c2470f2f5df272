"""Paths, addresses and standard input into Articles; one clear line for everything that is none."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import io
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rhapsode.base import RhapsodeError, to_json
from rhapsode.parsing import (
    Article,
    Feed,
    Fetched,
    Fetcher,
    ParseError,
    SourceError,
    load,
    load_all,
    load_feed,
    parse_markdown,
    parse_text,
)
from rhapsode.parsing.article import Heading, List, Paragraph, Quote, plain_text

EXAMPLES = Path(__file__).parent.parent.parent / "examples"

PAGE = "<!DOCTYPE html><html><head><title>Page</title></head><body><article><h1>Page</h1><p>Many words of a page, long enough to be one.</p></article></body></html>"
RSS = "<rss version='2.0'><channel><title>F</title>{}</channel></rss>"
ITEM = "<item><title>One</title><description>Words</description></item>"


class Web:
    """A fetcher that answers from a table and counts."""

    def __init__(self, pages: dict[str, tuple[str, bytes]]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def get(self, url: str, **options: object) -> Fetched:
        self.asked.append(url)
        if url not in self.pages:
            raise SourceError("not there", where=url)
        kind, body = self.pages[url]
        if options.get("etag") == '"same"':
            return Fetched(url, 304, b"", {"etag": '"same"'})
        return Fetched(url, 200, body, {"etag": '"same"'}, kind)


@pytest.mark.parametrize("name", ["tide-clocks.md", "island-ferry.html"])
def test_the_examples(name: str) -> None:
    article = load(EXAMPLES / name)
    assert article.source == str(EXAMPLES / name)
    assert article.title
    assert len(article.blocks) > 10
    assert not article.warnings


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "# T\n\nText", "T"),
        ("a.markdown", "# T\n\nText", "T"),
        ("a.mdx", "import x from 'y'\n\n# T\n\nText", "T"),
        ("a.html", PAGE, "Page"),
        ("a.htm", PAGE, "Page"),
        ("a.xml", "<?xml version='1.0'?>\n" + PAGE, "Page"),
        ("a.txt", "T\n\nText over here.", "T"),
        ("README", "# T\n\nText", "T"),
        ("page", PAGE, "Page"),
        ("a.rss", RSS.format(ITEM), "One"),
        ("a.xml", RSS.format(ITEM), "One"),
        ("feed", RSS.format(ITEM), "One"),
        (
            "a.json",
            '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "title": "One"}]}',
            "One",
        ),
        ("a.json", to_json(parse_markdown("# T\n\nText")), "T"),
        ("post.html", "<p>Only a piece of a page, with some words in it.</p>", None),
    ],
)
def test_formats_are_told_apart(tmp_path: Path, name: str, content: str, title: str | None) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    article = load(path)
    assert title is None or article.title == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(
        "# Grüße\n\nVon drüben, über den schönen Fluss. Größer wäre möglich, müsste aber früher geübt werden.".encode(
            encoding
        )
    )
    assert load(path).title == "Grüße"


def test_a_code_sample_does_not_declare_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('# Grüße\n\n```html\n<meta charset="iso-8859-1">\n```\n', encoding="utf-8")
    assert load(path).title == "Grüße"


BAD: dict[str, tuple[bytes, str]] = {
    "empty.md": (b"", "nothing in it"),
    "blank.md": (b" \n\t\n", "nothing in it"),
    "zeros.md": (bytes(3_000), "nothing in it"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG picture"),
    "photo.html": (b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
    "paper.pdf": (b"%PDF-1.7 ...", "PDF"),
    "book.docx": (b"PK\x03\x04" + bytes(50), "Word or EPUB"),
    "talk.mp4": (b"\0\0\0\x18ftypmp42" + bytes(50), "video"),
    "talk.mp3": (b"ID3\x04" + bytes(50), "MP3"),
    "program": (b"\x7fELF" + bytes(50), "program"),
    "noise.txt": (bytes(range(256)) * 10, "binary"),
    "data.csv": (b"a,b\n1,2\n", ".csv is not a format"),
    "code.py": (b"print(1)\n", ".py is not a format"),
    "odd.xml": (b"<?xml version='1.0'?><note><to>x</to></note>", "no feed, sitemap or page"),
    "comment.md": (b"<!-- nothing -->", "nothing to read"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_article_is_one_clear_line(tmp_path: Path, name: str) -> None:
    content, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises((SourceError, ParseError)) as caught:
        load(path)
    message = str(caught.value)
    assert words in message
    assert message.startswith(str(path))
    assert "\n" not in message


def test_places_that_hold_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    huge = tmp_path / "huge.md"
    with huge.open("wb") as file:
        file.truncate(40 * 2**20)
    for source, words in (
        (tmp_path / "missing.md", "no such file"),
        (tmp_path, "folder"),
        (pipe, "a device or a pipe"),
        (huge, "larger than 32 MB"),
        ("a\0b", "not a path"),
        ("x" * 5_000, "could not be read"),
        ("ftp://example.com/a.md", "ftp: addresses are not read"),
        ("file:///etc/passwd", "file: addresses are not read"),
        ("http://127.0.0.1/a.md", "loopback"),
    ):
        with pytest.raises(SourceError, match=words):
            load(source)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# T")
    path.chmod(0)
    with pytest.raises(SourceError, match="permissions"):
        load(path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, title in (
        (b"# T\n\nText", "T"),
        (PAGE.encode(), "Page"),
        (RSS.format(ITEM).encode(), "One"),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        article = load("-")
        assert article.title == title
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"# T\n\nText")))
    assert load("-").source == "-"


@pytest.mark.parametrize(
    ("kind", "body", "title"),
    [
        ("text/html; charset=utf-8", PAGE.encode(), "Page"),
        ("text/markdown", b"# T\n\nText", "T"),
        ("text/plain", b"# T\n\nText", "T"),
        ("application/rss+xml", RSS.format(ITEM).encode(), "One"),
        ("application/octet-stream", b"# T\n\nText", "T"),
    ],
)
def test_addresses(kind: str, body: bytes, title: str) -> None:
    web = Web({"https://x.example/a": (kind.split(";")[0], body)})
    article = load("https://x.example/a", fetcher=web)  # type: ignore[arg-type]
    assert article.title == title


def test_links_are_absolute_by_the_address() -> None:
    web = Web({"https://x.example/a/post.md": ("text/markdown", b"# T\n\n[a](b.html)")})
    article = load("https://x.example/a/post.md", fetcher=web)  # type: ignore[arg-type]
    assert article.source == "https://x.example/a/post.md"
    assert "https://x.example/a/b.html" in to_json(article)


def test_a_feed_is_not_one_article(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS.format(ITEM + ITEM.replace("One", "Two")))
    with pytest.raises(SourceError, match="a feed of 2 articles"):
        load(path)
    assert [article.title for article in load_all(path)] == ["One", "Two"]
    (tmp_path / "post.md").write_text("# T\n\nText")
    assert [article.title for article in load_all(tmp_path / "post.md")] == ["T"]


def test_a_feed_is_fetched_again_only_where_it_changed() -> None:
    web = Web({"https://x.example/feed": ("application/rss+xml", RSS.format(ITEM).encode())})
    feed = load_feed("https://x.example/feed", fetcher=web)  # type: ignore[arg-type]
    assert isinstance(feed, Feed)
    assert feed.etag == '"same"'
    assert load_feed("https://x.example/feed", fetcher=web, previous=feed) is feed  # type: ignore[arg-type]


def test_the_pages_of_sitemaps() -> None:
    def sitemap(*urls: str, tag: str = "url", root: str = "urlset") -> bytes:
        return f"<{root}>{''.join(f'<{tag}><loc>{url}</loc></{tag}>' for url in urls)}</{root}>".encode()

    web = Web(
        {
            "https://x.example/index.xml": (
                "application/xml",
                sitemap("https://x.example/s.xml.gz", tag="sitemap", root="sitemapindex"),
            ),
            "https://x.example/s.xml.gz": (
                "application/gzip",
                gzip.compress(sitemap("https://x.example/1", "https://x.example/gone")),
            ),
            "https://x.example/1": ("text/html", PAGE.encode()),
        }
    )
    page, gone = load_all("https://x.example/index.xml", fetcher=web)  # type: ignore[arg-type]
    assert page.title == "Page"
    assert gone.source == "https://x.example/gone"
    assert not gone.blocks
    assert "not there" in gone.warnings[0]


@pytest.fixture
def server() -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=iso-8859-1")
            self.end_headers()
            self.wfile.write(PAGE.replace("Many", "Schöne").encode("latin-1"))

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made.server_address[1]
    made.shutdown()
    made.server_close()


def test_a_page_from_a_real_server(server: int) -> None:
    article = load(f"http://127.0.0.1:{server}/a", fetcher=Fetcher(allow_hosts=(f"127.0.0.1:{server}",)))
    assert article.title == "Page"
    assert "Schöne" in to_json(article)


# ------------------------------------------------------------------------------------------- plain text


def shape(article: Article) -> list[str]:
    return [type(block).__name__ for block in article.blocks]


def test_text_in_paragraphs() -> None:
    article = parse_text(
        "The title of it\n\nA first paragraph that somebody\nwrapped at forty characters or so.\n\nA second, with - a dash\n- in it - and https://x.example/a_b.\n"
    )
    assert article.title == "The title of it"
    first, second = article.blocks
    assert isinstance(first, Paragraph)
    assert plain_text(first.content) == "A first paragraph that somebody wrapped at forty characters or so."
    assert isinstance(second, Paragraph)
    assert plain_text(second.content) == "A second, with - a dash - in it - and https://x.example/a_b."
    assert first.origin is not None
    assert first.origin.line == 3


def test_text_with_underlined_headings_lists_and_quotes() -> None:
    article = parse_text(
        "Title\n=====\n\nPart one\n--------\nWords.\n\n* one\n* two, which\n  goes on\n\n1. first\n2. second\n\n> Said\n> somebody.\n\n***\n\nEnd."
    )
    assert article.title == "Title"
    assert shape(article) == ["Heading", "Paragraph", "List", "List", "Quote", "Rule", "Paragraph"]
    heading, _, bullets, numbers, quote = article.blocks[:5]
    assert isinstance(heading, Heading)
    assert isinstance(bullets, List)
    assert isinstance(numbers, List)
    assert numbers.ordered
    assert plain_text(bullets.items[1].blocks[0].content) == "two, which goes on"  # type: ignore[union-attr]
    assert isinstance(quote, Quote)


@pytest.mark.parametrize(
    "text",
    [
        "It was late.\n\nHe went home.",
        "A long first line that ends with a full stop.\nAnd goes on.\n\nMore.",
        "only this line",
    ],
)
def test_text_without_a_title(text: str) -> None:
    article = parse_text(text)
    assert article.title == ""
    assert article.blocks


def test_a_number_at_a_line_start_is_no_list() -> None:
    article = parse_text("x.\n\nIt happened in the spring of\n1998. Then came the summer.")
    assert shape(article) == ["Paragraph", "Paragraph"]


def test_words_broken_by_a_hyphen_keep_it() -> None:
    article = parse_text("x.\n\nA well-\nknown word.")
    assert plain_text(article.blocks[1].content) == "A well-known word."  # type: ignore[union-attr]


def test_errors_are_ours(tmp_path: Path) -> None:
    for content in (
        b"\xff\xfe",
        b"\x00\x00a",
        b"{",
        b"<",
        b"---\n---",
        b"\xef\xbb\xbf",
        b"<rss",
        b"{}",
        b"<?xml",
    ):
        for name in ("a.md", "a.html", "a.txt", "a.xml", "a.json", "a"):
            path = tmp_path / name
            path.write_bytes(content)
            with contextlib.suppress(RhapsodeError):
                load_all(path)
