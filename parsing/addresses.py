"""Which addresses may be fetched: the public web, by its usual ports, and hosts that somebody allowed by name.

An address in a page or feed is a stranger's word. Without these checks it could make us knock at the machines beside
us (server-side request forgery): a router, a database, the cloud's metadata service. Follows the IANA registries of
special-purpose addresses, and the WHATWG URL rules for what a browser would take for an IPv4 address.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from rhapsode.parsing.errors import FetchError

MAX_LENGTH = 8_000  # characters of an address
PORTS = {"http": 80, "https": 443}

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOT_PUBLIC_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries any IPv4 address
        "3fff::/20",  # documentation
    )
)
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_NUMERIC_LABEL = re.compile(r"(?:0[xX][0-9A-Fa-f]*|\d+)$")
_HOST = re.compile(
    r"(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*"
)
_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa", "lan", "intranet", "onion")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked http(s) address: where to connect and what to ask for. `host` is lower-case ASCII, without brackets."""

    scheme: str
    host: str
    port: int
    path: str
    allowed: bool

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


class AllowedHosts:
    """Hosts that somebody named on purpose: `staging.example`, `localhost:8080`, `[::1]:8000`.

    Without a port the usual ports are meant.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._known: set[tuple[str, int | None]] = set()
        for entry in entries:
            try:
                parts = urlsplit(f"//{entry.strip()}")
                host, port = parts.hostname, parts.port
                plain = not parts.path and parts.username is None
            except ValueError:
                host, port, plain = None, None, False
            if not host or not plain:
                raise FetchError(f"{entry!r} is not a host; write it like staging.example or localhost:8080")
            self._known.add((host.rstrip("."), port))

    def __contains__(self, place: tuple[str, int]) -> bool:
        host, port = place
        return (host, port) in self._known or (port in PORTS.values() and (host, None) in self._known)


def check_url(url: str, allowed: AllowedHosts) -> Target:
    """The Target of `url`.

    Raises:
        FetchError: no http(s) address, or one that names a place that must not be asked.
    """
    if len(url) > MAX_LENGTH:
        raise FetchError(
            f"an address of more than {MAX_LENGTH:,} characters is not fetched", where=url[:80] + "..."
        )
    url = url.strip(" \t\r\n")
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise _refused(url, "it holds white space, a backslash or a control character; encode it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(url, "it is no valid address") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise _refused(url, "only http and https addresses are fetched")
    if "@" in parts.netloc:
        raise _refused(url, "it holds a user name or password; remove it")
    host = _plain_host(url, parts.hostname or "")
    place = (host, PORTS[scheme] if port is None else port)
    permitted = place in allowed
    if not permitted:
        _refuse_name(url, host)
        if place[1] not in PORTS.values():
            raise _refused(url, f"port {place[1]} is not one of the web's; {_allow_hint(*place)}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._|")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._|?[]{}^`")
    return Target(scheme, host, place[1], path if path.startswith("/") else "/" + path, permitted)


def _refused(url: str, reason: str) -> FetchError:
    return FetchError(f"refused: {reason}", where=url if len(url) <= 300 else url[:297] + "...")


def _allow_hint(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f'if it is your own server, allow it: allow_hosts=("{shown}:{port}",)'


def _plain_host(url: str, host: str) -> str:
    """`host` as the resolver gets it: ASCII, lower case, and no digits in disguise."""
    if "%" in host:
        raise _refused(url, "its host is percent-encoded or has a zone; write it plainly")
    if not host.isascii():
        # Circled letters and full-width digits are names for plain ones.
        host = unicodedata.normalize("NFKC", host).replace("。", ".").lower()
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise _refused(url, "its host is no valid name") from None
    host = host.rstrip(".").lower()
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise _refused(url, "its host is no valid IPv6 address") from None
    if not _HOST.fullmatch(host):
        raise _refused(url, "its host is no valid name")
    if _NUMERIC_LABEL.fullmatch(host.rsplit(".", 1)[-1]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            raise _refused(
                url, "its host is an odd spelling of a number; write the address as four decimals"
            ) from None
    return host


def _refuse_name(url: str, host: str) -> None:
    if any(host == name or host.endswith(f".{name}") for name in _LOCAL_NAMES):
        raise _refused(url, f"{host} is a name on this machine or network; {_allow_hint(host, 80)}")


def why_not_public(address: str) -> str | None:
    """Why `address` is not on the public internet, in words; None where it is."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return "no valid address"
    if isinstance(ip, ipaddress.IPv4Address):
        return None if not any(ip in network for network in _NOT_PUBLIC_V4) else _kind_of(ip)
    if ip.ipv4_mapped or ip.sixtofour or ip.teredo or any(ip in network for network in _NAT64):
        return "an IPv4 address in disguise"
    if ip not in _PUBLIC_V6 or any(ip in network for network in _NOT_PUBLIC_V6):
        return _kind_of(ip)
    return None


def _kind_of(ip: Address) -> str:
    for name in ("loopback", "link_local", "multicast", "unspecified", "private"):
        if getattr(ip, f"is_{name}"):
            return (
                f"a {name.replace('_', '-')} address" if name != "unspecified" else "an unspecified address"
            )
    return "a reserved address"


def check_addresses(target: Target, addresses: Iterable[str]) -> None:
    """Refuse `target` if any of the `addresses` its name stands for is not public.

    All of them have to be: a name that stands for a public and a private address is an attack or a mistake.

    Raises:
        FetchError: names the address.
    """
    if target.allowed:
        return
    for address in addresses:
        reason = why_not_public(address)
        if reason:
            named = "" if address == target.host else f"{target.host} stands for {address}, "
            message = f"{named or address + ' is '}{reason}; {_allow_hint(target.host, target.port)}"
            raise _refused(target.url, message)
