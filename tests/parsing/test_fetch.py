"""The fetcher against a web that means harm, on loopback."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest

from rhapsode.parsing import Fetcher, FetchError
from rhapsode.parsing.addresses import why_not_public

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """A web server on loopback; `pages` maps paths to what answers them, `seen` lists the requests."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                site.pages.get(self.path, reply(b"nothing here", 404))(self)

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


def reply(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        fields = {"content-type": "text/html", "content-length": str(len(body))}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in fields.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def in_turn(*answers: Answer) -> Answer:
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def fetcher(site: Site) -> Fetcher:
    return Fetcher(allow_hosts=(f"127.0.0.1:{site.port}", f"localhost:{site.port}"), timeout=5, backoff=0.01)


@contextmanager
def raw_server(chunks: Iterable[bytes], pause: float = 0.0) -> Iterator[int]:
    """A server that sends `chunks` to whoever connects, `pause` seconds apart, and then falls silent."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            try:
                peer.recv(4096)
                for chunk in chunks:
                    peer.sendall(chunk)
                    if stop.wait(pause):
                        break
                if pause:
                    stop.wait(3)
            except OSError:
                continue
            finally:
                peer.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    stop.set()
    listener.close()


def refusal(fetcher: Fetcher, url: str, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url, **options)  # type: ignore[arg-type]
    return str(caught.value)


# ------------------------------------------------------------------------------------------- what works


def test_a_page_comes_with_its_type_charset_and_address(site: Site, fetcher: Fetcher) -> None:
    site.pages["/post"] = reply(
        "<p>Grüße</p>".encode("latin-1"), content_type="text/html; charset=ISO-8859-1", etag='"a"'
    )
    fetched = fetcher.get(site.url("/post"))
    assert fetched.status == 200
    assert fetched.url == site.url("/post")
    assert (fetched.media_type, fetched.charset, fetched.etag) == ("text/html", "iso-8859-1", '"a"')
    assert fetched.text() == "<p>Grüße</p>"


def test_the_request_says_who_asks_and_carries_no_cookie(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = reply(b"x", set_cookie="id=1; Path=/")
    fetcher.get(site.url())
    fetcher.get(site.url(), accept=["image/png", "image/webp"])
    for _, headers in site.seen:
        assert headers["user-agent"].startswith("Rhapsode/")
        assert "(+" in headers["user-agent"]
        assert headers["host"] == f"127.0.0.1:{site.port}"
        assert "cookie" not in headers
        assert "referer" not in headers
    assert site.seen[1][1]["accept"] == "image/png, image/webp"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("br", brotli.compress),
        ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
        ("identity", lambda data: data),
        ("gzip", lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:])),
    ],
)
def test_compressed_pages_are_opened(
    site: Site, fetcher: Fetcher, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    page = b"<p>" + b"word " * 100_000
    site.pages["/"] = reply(pack(page), content_encoding=encoding)
    assert fetcher.get(site.url()).body == page


def test_redirects_are_followed_and_told(site: Site, fetcher: Fetcher) -> None:
    site.pages["/old"] = reply(b"", 301, location="/caf%C3%A9")
    site.pages["/caf%C3%A9"] = reply(b"", 307, location=site.url("/new", "localhost"))
    site.pages["/new"] = reply(b"here")
    fetched = fetcher.get(site.url("/old"))
    assert fetched.body == b"here"
    assert fetched.url == site.url("/new", "localhost")
    assert fetched.redirects == (site.url("/old"), site.url("/caf%C3%A9"))


def test_a_conditional_request_may_find_nothing_new(site: Site, fetcher: Fetcher) -> None:
    site.pages["/feed"] = reply(b"", 304, etag='"b"')
    fetched = fetcher.get(site.url("/feed"), etag='"b"', last_modified="Wed, 01 May 2024 10:00:00 GMT")
    assert fetched.not_modified
    assert site.seen[0][1]["if-none-match"] == '"b"'
    assert site.seen[0][1]["if-modified-since"] == "Wed, 01 May 2024 10:00:00 GMT"


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(site: Site, fetcher: Fetcher, status: int) -> None:
    site.pages["/"] = in_turn(reply(b"", status), reply(b"", status, retry_after="0"), reply(b"here"))
    assert fetcher.get(site.url()).body == b"here"
    assert len(site.seen) == 3


def test_a_broken_connection_is_tried_again(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = in_turn(reply(b"half", content_length="400", connection="close"), reply(b"whole"))

    assert fetcher.get(site.url()).body == b"whole"


def test_unicode_in_addresses_is_encoded(site: Site, fetcher: Fetcher) -> None:
    site.pages["/caf%C3%A9?q=%C3%BC&a=1%202"] = reply(b"ok")
    assert fetcher.get(site.url("/café?q=ü&a=1%202#part")).body == b"ok"


@pytest.mark.parametrize(
    ("said", "body", "kind"),
    [
        ("text/plain", b"<!DOCTYPE html><p>x", "text/html"),
        ("application/octet-stream", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("text/html", b"\xff\xd8\xff\xe0...", "image/jpeg"),
        ("image/jpeg", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("", b'<?xml version="1.0"?><rss/>', "application/xml"),
        ("text/plain", b"just words", "text/plain"),
        ("text/markdown", b"# words", "text/markdown"),
    ],
)
def test_the_type_is_what_the_bytes_are(
    site: Site, fetcher: Fetcher, said: str, body: bytes, kind: str
) -> None:
    site.pages["/"] = reply(body, content_type=said)
    assert fetcher.get(site.url()).media_type == kind


# ---------------------------------------------------------------------------------- what must not be asked

HOSTILE = {
    # other schemes and shapes
    "file:///etc/passwd": "only http",
    "ftp://example.com/a": "only http",
    "gopher://127.0.0.1:6379/_INFO": "only http",
    "javascript:alert(1)": "only http",
    "//example.com/": "only http",
    "http://": "host",
    "http://user:secret@example.com/": "user name",
    "http://example.com@127.0.0.1/": "user name",
    "http://exa mple.com/": "white space",
    "http://example.com\\@127.0.0.1/": "backslash",
    "http://example.com/\r\nHost: internal": "control",
    "http://[::1": "valid address",
    "http://example.com:99999/": "valid address",
    "http://ex%61mple.com/": "percent-encoded",
    "http://" + "a" * 9_000 + ".com/": "characters",
    # ports that are not the web's
    "http://example.com:22/": "port 22",
    "http://example.com:6379/": "port 6379",
    "https://example.com:8443/": "port 8443",
    "http://example.com:0/": "port 0",
    # this machine and this network
    "http://localhost/": "this machine",
    "http://LOCALHOST./": "this machine",
    "http://foo.localhost/": "this machine",
    "http://printer.local/": "this machine",
    "http://metadata.google.internal/": "this machine",
    "http://127.0.0.1/": "loopback",
    "http://127.255.255.254/": "loopback",
    "http://0.0.0.0/": "address",
    "http://10.0.0.1/": "private",
    "http://172.16.5.4/": "private",
    "http://192.168.1.1/": "private",
    "http://169.254.169.254/latest/meta-data/": "link-local",
    "http://100.64.0.1/": "address",
    "http://192.0.2.1/": "address",
    "http://198.18.0.1/": "address",
    "http://224.0.0.1/": "multicast",
    "http://255.255.255.255/": "address",
    "http://[::1]/": "loopback",
    "http://[::]/": "unspecified",
    "http://[fe80::1]/": "link-local",
    "http://[fe80::1%25eth0]/": "zone",
    "http://[fc00::1]/": "private",
    "http://[ff02::1]/": "multicast",
    "http://[2001:db8::1]/": "address",
    # IPv4 addresses in disguise
    "http://[::ffff:127.0.0.1]/": "disguise",
    "http://[::ffff:a9fe:a9fe]/": "disguise",
    "http://[2002:7f00:1::]/": "disguise",
    "http://[64:ff9b::7f00:1]/": "disguise",
    "http://[::127.0.0.1]/": "address",
    "http://2130706433/": "odd spelling",
    "http://0x7f000001/": "odd spelling",
    "http://0x7f.0.0.1/": "odd spelling",
    "http://0177.0.0.1/": "odd spelling",
    "http://127.1/": "odd spelling",
    "http://127.0.0.1.:80/": "loopback",
    "http://127.0.0.01/": "odd spelling",
    "http://１２７.0.0.1/": "loopback",
    "http://127。0。0。1/": "loopback",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/": "this machine",
}


def no_look_up(host: str, port: int) -> Sequence[str]:
    """An address stands for itself, and no name is looked up."""
    assert why_not_public(host) != "no valid address", f"{host} was looked up"
    return [host]


@pytest.mark.parametrize("url", HOSTILE, ids=lambda url: url[:40])
def test_hostile_addresses_are_refused(url: str) -> None:
    message = refusal(Fetcher(resolve=no_look_up, retries=0), url)
    assert HOSTILE[url] in message


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["169.254.169.254"],
        ["fd00::1"],
    ],
)
def test_names_that_stand_for_private_addresses_are_refused(addresses: list[str]) -> None:
    message = refusal(Fetcher(resolve=lambda host, port: addresses), "http://rebind.example/")
    assert "rebind.example stands for" in message
    assert "allow_hosts" in message


def test_the_connection_goes_to_the_checked_address_and_nowhere_else(site: Site) -> None:
    """The name is looked up once: an attacker's second answer comes too late."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    site.pages["/"] = reply(b"ok")
    fetcher = Fetcher(resolve=resolve, allow_hosts=(f"staging.example:{site.port}",))
    assert fetcher.get(site.url("/", "staging.example")).body == b"ok"
    assert asked == ["staging.example"]
    assert site.seen[0][1]["host"] == f"staging.example:{site.port}"


def test_an_allowed_host_is_allowed_on_its_port_alone(site: Site) -> None:
    fetcher = Fetcher(allow_hosts=(f"127.0.0.1:{site.port}",))
    site.pages["/"] = reply(b"ok")
    assert fetcher.get(site.url()).body == b"ok"
    assert "loopback" in refusal(fetcher, "http://127.0.0.1/")
    assert "this machine" in refusal(fetcher, site.url("/", "localhost"))


@pytest.mark.parametrize(
    "entry", ["", "http://a.example", "a.example/path", "user@a.example", "a.example:port"]
)
def test_an_allowed_host_has_to_be_a_host(entry: str) -> None:
    with pytest.raises(FetchError, match="is not a host"):
        Fetcher(allow_hosts=(entry,))


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "http://[::1]/",
        "//10.0.0.1/",
        "http://2130706433/",
    ],
)
def test_redirects_are_checked_like_new_addresses(site: Site, fetcher: Fetcher, location: str) -> None:
    site.pages["/"] = reply(b"", 302, location=location)
    assert "refused" in refusal(fetcher, site.url())


def test_redirects_without_end_are_left(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = reply(b"", 302, location="/")
    assert "more than 5 redirects" in refusal(fetcher, site.url())
    assert len(site.seen) == 6


def test_a_redirect_to_nowhere(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = reply(b"", 302)
    assert "leads nowhere" in refusal(fetcher, site.url())


def test_headers_cannot_be_smuggled(site: Site, fetcher: Fetcher) -> None:
    assert "line break" in refusal(fetcher, site.url(), etag='"a"\r\nX-Evil: 1')
    assert not site.seen


def test_proxies_of_the_environment_are_not_used(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site.pages["/"] = reply(b"ok")
    assert fetcher.get(site.url()).body == b"ok"


def test_a_proxy_is_used_where_it_is_asked_for(site: Site) -> None:
    site.pages["http://example.com/a"] = reply(b"by proxy")
    assert Fetcher(proxy=site.url()).get("http://example.com/a").body == b"by proxy"
    assert "loopback" in refusal(Fetcher(proxy=site.url()), "http://127.0.0.1/")


# ------------------------------------------------------------------------------- answers that mean harm


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_bombs_are_not_opened_to_the_end(site: Site, fetcher: Fetcher, encoding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    bomb = bytes(30_000_000)
    for name in encoding.split(", "):
        bomb = pack[name](bomb)
    site.pages["/"] = reply(bomb, content_encoding=encoding)
    tracemalloc.start()
    try:
        assert "larger than 1 MB" in refusal(fetcher, site.url(), max_bytes=2**20)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", b"no gzip at all", "broken"),
        ("br", b"\xff\xff\xff\xff\xff", "broken"),
        ("gzip", gzip.compress(b"words " * 1_000, mtime=0)[:40], "break off"),
        ("br", brotli.compress(bytes(range(256)) * 40)[:60], "break off"),
        ("compress", b"x", "cannot be opened"),
        ("gzip, gzip, gzip", b"x", "3 times over"),
    ],
)
def test_broken_compression(site: Site, fetcher: Fetcher, encoding: str, body: bytes, reason: str) -> None:
    site.pages["/"] = reply(body, content_encoding=encoding)
    assert reason in refusal(fetcher, site.url())


def test_a_body_that_is_declared_too_large_is_not_read(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = reply(b"", content_length=str(10**12))
    assert "larger than 32 MB" in refusal(fetcher, site.url())


def test_a_body_that_turns_out_too_large_is_left(site: Site, fetcher: Fetcher) -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"10000\r\n" + bytes(65_536) + b"\r\n")
        except OSError:
            handler.close_connection = True

    site.pages["/"] = endless
    assert "larger than 1 MB" in refusal(fetcher, site.url(), max_bytes=2**20)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "chunks",
    [
        (HEAD, *([b"x"] * 200)),  # a body, byte by byte
        tuple(bytes([byte]) for byte in HEAD * 2),  # a head, byte by byte
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", *([b"1\r\nx\r\n"] * 200)),
        (b"HTTP/1.1 100 Continue\r\n\r\n",) * 200,
        (b"",) * 200,  # nothing at all
    ],
    ids=["body", "head", "chunks", "continue", "silence"],
)
def test_a_slow_drip_does_not_stretch_the_deadline(chunks: tuple[bytes, ...]) -> None:
    sent: list[bytes] = []
    dripping = (sent.append(chunk) or chunk for chunk in chunks)
    with raw_server(dripping, pause=0.05) as port:
        fetcher = Fetcher(allow_hosts=(f"127.0.0.1:{port}",), timeout=0.4)
        assert "within 0.4 seconds" in refusal(fetcher, f"http://127.0.0.1:{port}/")
        assert len(sent) < len(chunks)


def test_a_resolver_that_never_answers_does_not_stretch_the_deadline() -> None:
    given_up, answered = threading.Event(), threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        given_up.wait(60)
        answered.set()
        return ["127.0.0.1"]

    assert "within 0.2 seconds" in refusal(Fetcher(resolve=resolve, timeout=0.2), "http://slow.example/")
    assert not answered.is_set()
    given_up.set()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
    ids=range(8),
)
def test_answers_that_are_no_http_are_one_clear_error(answer: bytes) -> None:
    with raw_server([answer]) as port:
        fetcher = Fetcher(allow_hosts=(f"127.0.0.1:{port}",), timeout=2, retries=1, backoff=0.01)
        assert "broke off" in refusal(fetcher, f"http://127.0.0.1:{port}/")


def test_a_closed_port_is_one_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    fetcher = Fetcher(allow_hosts=(f"127.0.0.1:{port}",), timeout=2, retries=0)
    assert "does not answer" in refusal(fetcher, f"http://127.0.0.1:{port}/")


def test_an_unknown_host_is_one_clear_error() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such host")

    assert "nobody knows a host called nowhere.example" in refusal(
        Fetcher(resolve=resolve), "http://nowhere.example/"
    )


@pytest.mark.parametrize(
    ("status", "words"), [(403, "save the page"), (404, "nothing at this address"), (418, "check")]
)
def test_refusals_say_what_to_do(site: Site, fetcher: Fetcher, status: int, words: str) -> None:
    site.pages["/"] = reply(b"", status)
    message = refusal(fetcher, site.url())
    assert str(status) in message
    assert words in message
    assert message.startswith(site.url())
    assert len(site.seen) == 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_wait_beyond_the_deadline_is_not_waited(site: Site, fetcher: Fetcher, form: str) -> None:
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    after = "3600" if form == "seconds" else format_datetime(in_an_hour, usegmt=True)
    site.pages["/"] = reply(b"", 429, retry_after=after)
    assert "asks to wait" in refusal(fetcher, site.url())
    assert len(site.seen) == 1


def test_tls_is_verified(site: Site) -> None:
    """A server without TLS is not taken for one."""
    fetcher = Fetcher(allow_hosts=(f"127.0.0.1:{site.port}",), timeout=2, retries=0)
    message = refusal(fetcher, f"https://127.0.0.1:{site.port}/")
    assert "127.0.0.1" in message
