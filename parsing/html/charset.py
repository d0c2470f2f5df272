"""Bytes to characters: byte order mark, the transport's word, the page's own, then the bytes themselves."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from rhapsode.parsing.errors import ParseError

_META = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Labels browsers read as something else (WHATWG Encoding), and names Python does not know.
_ALIASES = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874", "iso-8859-11": "cp874", "windows-31j": "cp932",
    "utf8": "utf-8", "unicode": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip
_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"ID3",
    b"OggS",
    b"RIFF",
    b"\x00\x00\x00\x18ftyp",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"(\xb5/\xfd",
)


def decoded(data: bytes | str, *, charset: str | None = None, source: str | None = None) -> str:
    """The page as characters.

    Raises:
        ParseError: nothing there, or bytes that are no text.
    """
    if isinstance(data, str):
        text = data.removeprefix("\ufeff")
    else:
        _refuse_binary(data, source)
        text = _decode(data, charset)
    if not text.strip("\x00 \t\r\n\f\v\ufeff"):
        raise ParseError("the page is empty; check that the download is complete", where=source)
    return text


def _refuse_binary(data: bytes, source: str | None) -> None:
    head = data[:4096]
    if head.startswith(_SIGNATURES):
        raise ParseError(
            "these bytes are a binary file, not an HTML page; give the page itself", where=source
        )
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return
    zeros = head.count(0)
    odd = sum(head.count(code) for code in range(1, 9)) + sum(head.count(code) for code in range(14, 27))
    if head and ((zeros > len(head) // 20 and not _wide(head)) or odd > len(head) // 25):
        raise ParseError("these bytes are not text; give an HTML page", where=source)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    if len(head) >= 8 and head[1::2].count(0) > 0.4 * len(head) and not head[::2].count(0):
        return "utf-16-le"
    if len(head) >= 8 and head[::2].count(0) > 0.4 * len(head) and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _decode(data: bytes, charset: str | None) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    wide = _wide(data[:4096])
    if wide:
        return data.decode(wide, "replace")
    match = _META.search(data[:8192])
    own = (match[1] or match[2]).decode("ascii") if match else None
    if _is_utf8(data):
        return data.decode("utf-8")
    for declared in (charset, own):
        name = _codec(declared)
        if name is None:
            continue
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            if name == "utf-8" and _mostly_utf8(data):
                return data.decode("utf-8", "replace")
    name = _codec(charset) or _codec(own)
    if name and name != "utf-8":
        return data.decode(name, "replace")
    return _guessed(data)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8: text in another encoding is, practically never, valid UTF-8 by chance.

    Encodings that write other scripts in seven bits (ISO-2022, HZ) are told by their escapes.
    """
    if b"\x1b$" in data or b"~{" in data[:100_000]:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """A few broken bytes in a UTF-8 page do not make it another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(data) - len(text) + broken
    return broken * 10 <= beyond


def _guessed(data: bytes) -> str:
    """By statistics where there is much to count; a few odd bytes in Latin text are Windows's."""
    sample = re.sub(rb"<[^>]{0,2000}>", b" ", data[:60_000])[:20_000]
    odd = sum(byte > 127 for byte in sample)
    best = from_bytes(sample).best() if odd > len(sample) // 20 else None
    name = _codec(best.encoding) if best is not None else None
    return data.decode(name or "cp1252", "replace")


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip().lower()
    label = _ALIASES.get(label, label)
    try:
        return codecs.lookup(label).name if codecs.lookup(label)._is_text_encoding else None
    except (LookupError, AttributeError):
        return None
