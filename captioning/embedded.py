"""What a picture's own file says of it: IPTC, XMP and EXIF.

Names of properties: IPTC Photo Metadata Standard 2021.1 (Alt Text, Extended Description, Person in Image, Digital
Source Type).
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

TEXT_LIMIT = 2000
XMP_LIMIT = 2**20
EXIF_DESCRIPTION, EXIF_ARTIST = 0x010E, 0x013B
IPTC_CHARSET, IPTC_CAPTION, IPTC_HEADLINE, IPTC_BYLINE = (1, 90), (2, 120), (2, 105), (2, 80)
UTF8_MARK = b"\x1b%G"


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """Texts found in the file, "" where there are none. `alt` and `extended` were written for accessibility;
    `caption` was written to stand under the picture. `people` are the persons shown."""

    alt: str = ""
    extended: str = ""
    caption: str = ""
    headline: str = ""
    credit: str = ""
    people: tuple[str, ...] = ()
    generated: bool = False


def read_embedded(picture: Pixels) -> EmbeddedText:
    """The texts in an opened, not necessarily decoded picture; damaged metadata counts as absent."""
    xmp = _xmp(picture)
    iptc = _iptc(picture)
    exif = _exif(picture)
    return EmbeddedText(
        alt=_first(xmp, "AltTextAccessibility"),
        extended=_first(xmp, "ExtDescrAccessibility"),
        caption=_first(xmp, "description") or iptc.get(IPTC_CAPTION, "") or exif.get(EXIF_DESCRIPTION, ""),
        headline=_first(xmp, "Headline") or iptc.get(IPTC_HEADLINE, ""),
        credit=_first(xmp, "creator") or iptc.get(IPTC_BYLINE, "") or exif.get(EXIF_ARTIST, ""),
        people=tuple(xmp.get("PersonInImage", ()))[:20],
        generated="trainedalgorithmicmedia" in _first(xmp, "DigitalSourceType").lower(),
    )


def _first(found: dict[str, list[str]], name: str) -> str:
    return next(iter(found.get(name, ())), "")


def _clean(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:TEXT_LIMIT]


def _xmp(picture: Pixels) -> dict[str, list[str]]:
    """Local names of XMP properties with their texts; alternatives in several languages keep their order."""
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
    if not isinstance(packet, bytes | str) or not packet or len(packet) > XMP_LIMIT:
        return {}
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    data = packet.encode() if isinstance(packet, str) else packet
    try:
        root = fromstring(data.strip(b"\x00 \t\r\n"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    found: dict[str, list[str]] = {}
    for element in root.iter():
        # Simple properties may be attributes of rdf:Description.
        for key, value in element.attrib.items():
            _keep(found, key, [value])
        _keep(found, str(element.tag), list(_leaves(element)))
    return found


def _keep(found: dict[str, list[str]], tag: str, values: list[str]) -> None:
    texts = [text for text in map(_clean, values) if text]
    if texts:
        found.setdefault(tag.rpartition("}")[2], texts)


def _leaves(element: Any) -> Iterator[str]:
    """The text of a property: its own, or of the rdf:li items below it, the default language first."""
    items = [item for item in element.iter() if str(item.tag).endswith("}li")]
    if not items:
        yield element.text or ""
        return
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    items.sort(key=lambda item: item.get(lang, "x-default") != "x-default")
    for item in items:
        yield item.text or ""


def _iptc(picture: Pixels) -> dict[tuple[int, int], str]:
    from PIL import IptcImagePlugin

    try:
        raw = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]
    # The parser trusts lengths found in the file; damage surfaces as any of these.
    except (SyntaxError, ValueError, OSError, KeyError, IndexError, TypeError, OverflowError, struct.error):
        return {}
    unicode = raw.get(IPTC_CHARSET) == UTF8_MARK
    found: dict[tuple[int, int], str] = {}
    for key in (IPTC_CAPTION, IPTC_HEADLINE, IPTC_BYLINE):
        value = raw.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, bytes):
            found[key] = _clean(_decode(value, unicode))
    return found


def _decode(value: bytes, unicode: bool) -> str:
    """IPTC text: UTF-8 where it says so or where it is; Latin-1 otherwise, as the older standard has it."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace") if unicode else value.decode("latin-1")


def _exif(picture: Pixels) -> dict[int, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tags = picture.getexif()
            return {tag: _clean(tags[tag]) for tag in (EXIF_DESCRIPTION, EXIF_ARTIST) if tag in tags}
        except (
            SyntaxError,
            ValueError,
            OSError,
            KeyError,
            IndexError,
            TypeError,
            OverflowError,
            ArithmeticError,
        ):
            return {}
