"""The only way onto the network: pages, feeds and pictures, from addresses that strangers may have written.

Every request goes to an address that was resolved and checked here, and to no other; see `addresses` for which.
What comes back is limited in bytes, in bytes after decompression, and in time from the first look-up to the last byte.
"""

from __future__ import annotations

import contextlib
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import parse_url

from rhapsode import __version__
from rhapsode.parsing.addresses import AllowedHosts, Target, check_addresses, check_url
from rhapsode.parsing.connections import Deadline, connection_to, look_up, timed
from rhapsode.parsing.decompression import ACCEPT_ENCODING, Decompressor
from rhapsode.parsing.errors import FetchError
from rhapsode.parsing.sniffing import sniffed

MAX_BYTES = 32 * 1024 * 1024
MAX_REDIRECTS = 5
CHUNK = 65_536
ACCEPT = "text/html,application/xhtml+xml,text/markdown,application/rss+xml,application/atom+xml,application/feed+json,text/plain;q=0.9,application/xml;q=0.9,*/*;q=0.5"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_ADVICE = {
    401: "it asks for a login; save the page and give the file",
    402: "it asks for payment; save the page and give the file",
    403: "the server does not serve it to programs; save the page and give the file",
    404: "there is nothing at this address; check it",
    410: "it has been taken down",
    429: "the server asks for fewer requests; try again later",
    451: "it is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back from `url` (the last one, after redirects).

    `headers` have lower-case names. `media_type` is what the server said, or what the bytes are where it said nothing
    of use; `charset` is what the server said. `not_modified` is true for an answer to a conditional request that
    has no body because nothing changed.
    """

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""
    charset: str | None = None
    redirects: tuple[str, ...] = ()

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        return self.headers.get("last-modified")

    def text(self) -> str:
        """The body as characters, by the server's word, the page's own and the bytes themselves.

        Raises:
            ParseError: the body is empty or no text.
        """
        from rhapsode.parsing.html.charset import decoded

        return decoded(self.body, charset=self.charset, source=self.url)


class _Again(Exception):
    """Something that may go better next time; `after` is how many seconds the server asks to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class Fetcher:
    """Fetches http(s) addresses safely. Keeps no cookies and no connections; safe to share between threads.

    Args:
        allow_hosts: hosts that are asked whatever their address and port, such as `("localhost:8080",)`.
        timeout: seconds for one `get`, with all its redirects and retries, until the last byte.
        connect_timeout: seconds for reaching one address.
        max_redirects: how many are followed; each is checked like a new address.
        retries: how often a request is sent again after 429, 5xx or a broken connection.
        backoff: seconds before the first of these; doubled each time. `Retry-After` wins, within `timeout`.
        proxy: an HTTP proxy's address. None takes none, whatever the environment says. A proxy resolves names
            itself: what it may reach is then its owner's affair.
        contact: an address or e-mail that the user agent tells servers' owners.
        resolve: looks a host name up (host, port -> addresses); for tests and for people with resolvers of their own.
    """

    def __init__(
        self,
        *,
        allow_hosts: Iterable[str] = (),
        timeout: float = 30.0,
        connect_timeout: float = 10.0,
        max_redirects: int = MAX_REDIRECTS,
        retries: int = 2,
        backoff: float = 0.5,
        proxy: str | None = None,
        contact: str | None = None,
        resolve: Callable[[str, int], Sequence[str]] | None = None,
    ) -> None:
        self._allowed = AllowedHosts([allow_hosts] if isinstance(allow_hosts, str) else allow_hosts)
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._max_redirects = max_redirects
        self._retries = retries
        self._backoff = backoff
        self._proxy = proxy
        self._resolve = resolve or look_up
        self.user_agent = f"Rhapsode/{__version__} (+{contact or 'reads articles aloud'})"

    def get(
        self,
        url: str,
        *,
        accept: str | Iterable[str] | None = None,
        max_bytes: int = MAX_BYTES,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Fetched:
        """What is at `url`, at most `max_bytes` of it.

        `etag` and `last_modified` from an earlier answer make the request conditional: where nothing changed,
        `not_modified` is true and the body empty.

        Raises:
            FetchError: refused, missing, too large, too slow, broken; says which and what to do.
        """
        headers = self._headers(accept, etag, last_modified)
        deadline = Deadline(self._timeout)
        try:
            return self._follow(url, headers, max_bytes, deadline)
        except TimeoutError:
            raise FetchError(
                f"no complete answer within {deadline.seconds:g} seconds; try again, or allow more time",
                where=_short(url),
            ) from None

    def _headers(
        self, accept: str | Iterable[str] | None, etag: str | None, modified: str | None
    ) -> dict[str, str]:
        headers = {
            "User-Agent": self.user_agent,
            "Accept": ACCEPT if accept is None else accept if isinstance(accept, str) else ", ".join(accept),
            "Accept-Encoding": ACCEPT_ENCODING,
            "Connection": "close",
        }
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        for name, value in headers.items():
            if re.search(r"[\r\n\0]", value):
                raise FetchError(f"the header {name} would hold a line break; remove it")
        return headers

    def _follow(self, url: str, headers: dict[str, str], max_bytes: int, deadline: Deadline) -> Fetched:
        passed: list[str] = []
        while True:
            target = check_url(url, self._allowed)
            status, got, body = self._insist(target, headers, max_bytes, deadline)
            if status not in _REDIRECTS:
                return _fetched(target, status, got, body, tuple(passed))
            location = got.get("location", "")
            if not location:
                raise FetchError(f"a redirect ({status}) that leads nowhere", where=target.url)
            passed.append(target.url)
            if len(passed) > self._max_redirects:
                raise FetchError(
                    f"more than {self._max_redirects} redirects, the last one to {_short(location)}; give the final address",
                    where=passed[0],
                )
            url = _joined(target.url, location)

    def _insist(
        self, target: Target, headers: dict[str, str], max_bytes: int, deadline: Deadline
    ) -> tuple[int, dict[str, str], bytes]:
        """One answer, asking again where that may help and time is left."""
        wait = self._backoff
        for attempt in range(self._retries + 1):
            try:
                return self._ask(target, headers, max_bytes, deadline)
            except _Again as again:
                pause = wait if again.after is None else again.after
                if attempt == self._retries or not deadline.allows(pause):
                    asks = f" (it asks to wait {again.after:g} seconds)" if again.after else ""
                    raise FetchError(f"{again.reason}{asks}", where=target.url) from None
                time.sleep(pause)
                wait *= 2
        raise AssertionError("the last attempt returns or raises")

    def _ask(
        self, target: Target, headers: dict[str, str], max_bytes: int, deadline: Deadline
    ) -> tuple[int, dict[str, str], bytes]:
        connection = self._connected(target, deadline)
        try:
            path = target.path if not self._proxy or target.scheme == "https" else target.url
            connection.request(
                "GET",
                path,
                headers={"Host": target.authority, **headers},
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            got = {name.lower(): value for name, value in response.headers.items()}
            if response.status in _TRY_AGAIN:
                raise _Again(_refusal(response.status, response.reason), _retry_after(got.get("retry-after")))
            if response.status in _REDIRECTS or response.status == 304:
                return response.status, got, b""
            if not 200 <= response.status < 300:
                raise FetchError(_refusal(response.status, response.reason), where=target.url)
            return response.status, got, _body(response, got, max_bytes, target)
        except (TimeoutError, urllib3.exceptions.TimeoutError):
            raise TimeoutError from None
        except ssl.SSLError as error:
            raise FetchError(
                f"the encrypted connection failed: {error.reason or error}", where=target.url
            ) from None
        except (ConnectionError, HTTPException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _Again(f"the connection broke off ({_in_words(error)}); try again later") from None
        finally:
            connection.close()

    # ------------------------------------------------------------------------------------- connections

    def _connected(self, target: Target, deadline: Deadline) -> HTTPConnection:
        """A connection to the first of the target's checked addresses that answers."""
        if self._proxy:
            return self._through_proxy(target, deadline)
        addresses = self._addresses(target, deadline)
        failure: Exception | None = None
        for address in addresses:
            connection = connection_to(target, address, min(self._connect_timeout, deadline.left()))
            try:
                connection.connect()
                return timed(connection, deadline)
            except ssl.SSLCertVerificationError as error:
                connection.close()
                raise FetchError(
                    f"its certificate is not valid: {error.verify_message}", where=target.url
                ) from None
            except (OSError, urllib3.exceptions.HTTPError) as error:
                connection.close()
                if "CERTIFICATE" in str(error).upper():
                    raise FetchError(
                        f"its certificate is not valid: {_in_words(error)}", where=target.url
                    ) from None
                failure = error
        deadline.left()
        raise _Again(
            f"{target.host} does not answer ({_in_words(failure)}); check the address, or try again later"
        )

    def _addresses(self, target: Target, deadline: Deadline) -> Sequence[str]:
        found: list[Sequence[str]] = []
        errors: list[Exception] = []

        def look_up() -> None:
            try:
                found.append(self._resolve(target.host, target.port))
            except Exception as error:
                errors.append(error)

        # The system's resolver knows no deadline.
        worker = threading.Thread(target=look_up, daemon=True)
        worker.start()
        worker.join(deadline.left())
        if worker.is_alive():
            raise TimeoutError
        if errors or not found or not found[0]:
            raise FetchError(f"nobody knows a host called {target.host}; check the address", where=target.url)
        check_addresses(target, found[0])
        return found[0]

    def _through_proxy(self, target: Target, deadline: Deadline) -> HTTPConnection:
        # A proxy cannot be held to checked addresses, but an address in the URL itself still can.
        if re.fullmatch(r"[\d.]+|.*:.*", target.host):
            check_addresses(target, [target.host])
        proxy = parse_url(self._proxy or "")
        timeout = min(self._connect_timeout, deadline.left())
        kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
        if target.scheme == "https":
            connection: HTTPConnection = kind(proxy.host or "", proxy.port or 80, timeout=timeout)
            connection.set_tunnel(target.host, target.port, scheme="http")
        else:
            connection = kind(proxy.host or "", proxy.port or 80, timeout=timeout)
        try:
            connection.connect()
        except (OSError, urllib3.exceptions.HTTPError) as error:
            connection.close()
            raise _Again(f"the proxy does not answer ({_in_words(error)}); check its address") from None
        return timed(connection, deadline)


# ---------------------------------------------------------------------------------------------- answers


def _body(response: Any, headers: Mapping[str, str], max_bytes: int, target: Target) -> bytes:
    too_large = FetchError(f"larger than {max_bytes / 2**20:.3g} MB; it was not fetched", where=target.url)
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise too_large
    decompressor = Decompressor(headers.get("content-encoding", ""), where=target.url)
    body = bytearray()
    raw = 0
    while chunk := response.read(CHUNK, decode_content=False):
        raw += len(chunk)
        if raw > max_bytes:
            raise too_large
        for piece in decompressor.feed(chunk):
            body += piece
            if len(body) > max_bytes:
                raise too_large
    decompressor.finish(bool(raw))
    return bytes(body)


def _fetched(
    target: Target, status: int, headers: dict[str, str], body: bytes, redirects: tuple[str, ...]
) -> Fetched:
    message = Message()
    message["content-type"] = headers.get("content-type", "") or "application/octet-stream"
    said = message.get_content_type() if headers.get("content-type") else ""
    charset = message.get_content_charset()
    return Fetched(target.url, status, body, headers, sniffed(said, body), charset, redirects)


def _joined(base: str, location: str) -> str:
    # Servers send raw UTF-8 in this header; http.client reads Latin-1.
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location.strip().replace(" ", "%20"))
    except ValueError:
        raise FetchError(f"a redirect to {_short(location)}, which is no address", where=base) from None


def _refusal(status: int, reason: str | None) -> str:
    named = f"{status} {reason}".strip() if reason else str(status)
    advice = _ADVICE.get(
        status, "the server has a problem; try again later" if status >= 500 else "check the address"
    )
    return f"the server answered {named[:80]}: {advice}"


def _retry_after(value: str | None) -> float | None:
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _in_words(error: Exception | None) -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError) and (cause.__cause__ or cause.__context__):
        cause = cause.__cause__ or cause.__context__
    text = getattr(cause, "strerror", None) or str(error)
    return " ".join(str(text).split())[:160] or type(error).__name__


def _short(url: str) -> str:
    return url if len(url) <= 300 else url[:297] + "..."
