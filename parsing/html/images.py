"""Pictures: the real address behind lazy loading, `srcset` (by WHATWG's tokeniser), `picture`, `noscript`, drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no types

from rhapsode.parsing.article import Image
from rhapsode.parsing.html.dom import Element, class_words, number, text_of
from rhapsode.parsing.html.page import Page

_EXTENSION = re.compile(
    r"\.(?:jpe?g|png|webp|avif|gif|svg|bmp|tiff?|heic|jxl)(?:$|[?#&;,!/@:])", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"^data:|^about:|(?:^|[/_.-])(?:blank|spacer|placeholder|pixel|transparent|clear|lazy-?load(?:er)?|loading|dummy|empty"
    r"|grey|gray|1x1|x|trans|noimage|default-image)(?:[_.-]?\d*x?\d*)?\.(?:gif|png|jpe?g|svg|webp)",
    re.IGNORECASE,
)
_LAZY_NAME = re.compile(
    r"^(?:data|lazy|original|full|real|orig|delayed|load|hi|actual)|src|url|image|img", re.IGNORECASE
)
_NOT_ADDRESSES = frozenset(
    [
        "alt",
        "title",
        "class",
        "id",
        "style",
        "sizes",
        "width",
        "height",
        "longdesc",
        "usemap",
        "data-alt",
        "data-caption",
        "data-title",
        "href",
    ]
)
_SPACE = " \t\n\f\r"
_LARGEST_WIDTH = 2048
_MAX_DRAWING = 100_000
_EMOJI = frozenset({"emoji", "smiley", "smilie", "emoticon", "icon", "glyph"})


def srcset(value: str) -> Iterator[tuple[str, str]]:
    """The candidates of a `srcset`, as (address, descriptor), by the WHATWG parsing algorithm.

    An address may hold commas; parentheses in descriptors hide commas.
    """
    at, end = 0, len(value)
    while at < end:
        while at < end and value[at] in _SPACE + ",":
            at += 1
        start = at
        while at < end and value[at] not in _SPACE:
            at += 1
        address = value[start:at]
        if not address:
            return
        if address.endswith(","):
            yield address.rstrip(","), ""
            continue
        start, depth = at, 0
        while at < end and (depth or value[at] != ","):
            depth += {"(": 1, ")": -1}.get(value[at], 0) if depth or value[at] == "(" else 0
            at += 1
        yield address, value[start:at].strip()


def best_of(value: str) -> str | None:
    """The largest candidate that is not wastefully large."""
    best, best_size = None, -1.0
    for address, descriptor in srcset(value[:20_000]):
        match = re.search(r"(\d+(?:\.\d+)?)([wx])", descriptor)
        size = float(match[1]) * (1000 if match[2] == "x" else 1) if match else 1000.0
        if size > _LARGEST_WIDTH:
            size = 1 / size
        if size > best_size and not is_placeholder(address):
            best, best_size = address, size
    return best


def is_placeholder(address: str) -> bool:
    """Whether an address is a stand-in that a script replaces: inline data, spacers."""
    if address.startswith("data:"):
        # A drawing or photo that is really inline is longer than any stand-in.
        return len(address) < 1500
    return bool(_PLACEHOLDER.search(address.partition("?")[0]))


def image_of(element: Element, page: Page) -> Image | None:
    """The picture an `img`, `picture` or `amp-img` shows; None for spacers, counters and empty ones."""
    element = page.stand_ins.get(element, element)
    sources: list[Element] = []
    if element.tag == "picture":
        sources = list(element.iterfind(".//source"))
        picture, element = element, next(element.iter("img", "amp-img"), element)
        element = page.stand_ins.get(element, element)
        if element is picture and not sources:
            return None
    elif element.getparent() is not None and element.getparent().tag == "picture":
        sources = list(element.getparent().iterfind("source"))
    address = _address(element, sources)
    if address is None:
        return None
    width, height = number(element.get("width")), number(element.get("height"))
    if (width is not None or height is not None) and max(width or 0, height or 0) <= 2:
        return None
    src = address if address.startswith("data:") else page.address(address)
    if src is None:
        return None
    alt = element.get("alt")
    role = element.get("role")
    return Image(
        src,
        alt=" ".join(alt.split()) if alt is not None else None,
        title=" ".join((element.get("title") or "").split()) or None,
        width=width or None,
        height=height or None,
        hidden=role in ("presentation", "none") or element.get("aria-hidden") == "true",
    )


def _address(element: Element, sources: list[Element]) -> str | None:
    """The real address: `src` unless it is a stand-in, then what lazy loaders keep it in, then `srcset`."""
    own = (element.get("src") or "").strip()
    if own and not is_placeholder(own):
        lazy = _lazy_address(element) if _is_waiting(element) else None
        return lazy or own
    found = _lazy_address(element)
    if found is None and element.get("srcset"):
        found = best_of(element.get("srcset"))
    for source in sources:
        if found is not None:
            break
        value = (
            source.get("srcset") or source.get("data-srcset") or source.get("src") or source.get("data-src")
        )
        found = best_of(value) if value else None
    return found


def _is_waiting(element: Element) -> bool:
    return (
        bool({"lazy", "lazyload", "lazyloaded"} & class_words(element)) or element.get("data-src") is not None
    )


def _lazy_address(element: Element) -> str | None:
    """An attribute that holds the address of a picture, whatever it is called."""
    several = None
    for name, value in element.items():
        if name in _NOT_ADDRESSES or name in ("src", "srcset") or not value:
            continue
        value = value.strip()
        if not _LAZY_NAME.search(name) or len(value) > 20_000 or value[:1] in "{[":
            continue
        if "srcset" in name:
            several = several or best_of(value)
        elif " " not in value and (
            _EXTENSION.search(value) or name in ("data-src", "data-original", "data-lazy-src")
        ):
            if is_placeholder(value) or not ("/" in value or _EXTENSION.search(value)):
                continue
            return value
    return several


def with_link(image: Image, href: str) -> Image:
    return replace(image, href=href)


def is_icon(image: Image, element: Element | None = None) -> bool:
    """Whether a picture is a sign among words (by the size the page gives it, or because it draws an emoji)."""
    sizes = [size for size in (image.width, image.height) if size is not None]
    if sizes and max(sizes) <= 48:
        return True
    return element is not None and bool(_EMOJI & class_words(element))


def settle_noscript(page: Page, root: Element) -> None:
    """Give lazy pictures the copy that stands in their `noscript`, and leave all other `noscript` out."""
    for element in root.iter("noscript"):
        pictures = list(element.iter("img"))
        before = element.getprevious()
        if before is None or (before.tag not in ("img", "picture") and not text_free(before)):
            before = None
        shown = [] if before is None else list(before.iter("img"))
        if len(pictures) != 1 or text_of(element):
            page.skip.add(element)
        elif len(shown) == 1:
            page.skip.add(element)
            own = _address(shown[0], [])
            if own is None or is_placeholder(own):
                page.stand_ins[shown[0]] = pictures[0]


def text_free(element: Element) -> bool:
    return not "".join(element.itertext()).strip()


def drawing_of(element: Element, page: Page) -> Image | None:
    """An `svg` that says what it shows, as a picture with the drawing as its address; icons give None."""
    label = element.get("aria-label") or ""
    title = element.find("{*}title")
    if title is None:
        title = element.find("title")
    label = " ".join((label or (text_of(title) if title is not None else "")).split())
    width, height = number(element.get("width")), number(element.get("height"))
    large = max(width or 0, height or 0) >= 100
    if not label or not (large or element.get("role") in ("img", "graphics-document")):
        return None
    if element.getparent() is not None and element.getparent().tag in ("a", "button") and not large:
        return None
    if not large and (
        width or height or element.get("viewBox") in (None, "0 0 24 24", "0 0 16 16", "0 0 20 20")
    ):
        return None
    data = etree.tostring(element, with_tail=False)
    src = f"data:image/svg+xml,{quote(data)}" if len(data) <= _MAX_DRAWING else ""
    return Image(src, alt=label, width=width, height=height)
