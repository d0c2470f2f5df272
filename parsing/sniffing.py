"""What bytes are, where a server does not say or says it wrong."""

from __future__ import annotations

import re

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"), (b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"), (b"OggS", "application/ogg"), (b"ID3", "audio/mpeg"), (b"BM", "image/bmp"),
)  # fmt: skip
_VAGUE = frozenset(
    {"", "text/plain", "application/octet-stream", "application/unknown", "unknown/unknown", "*/*"}
)


def sniffed(said: str, body: bytes) -> str:
    """The media type of `body`: what the server `said`, unless that is vague or plainly wrong.

    Only pictures, documents and markup are told apart, by their first bytes (WHATWG MIME Sniffing, in small).
    """
    for signature, kind in _SIGNATURES:
        if body.startswith(signature) and (len(signature) > 2 or said in _VAGUE):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:12] in (b"ftypavif", b"ftypheic", b"ftypmif1"):
        return "image/avif" if body[8:12] == b"avif" else "image/heic"
    if said not in _VAGUE:
        return said
    head = body[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    if re.match(rb"(?:<\?xml[^>]*>\s*)?<svg\b", head):
        return "image/svg+xml"
    if head.startswith(b"<?xml"):
        return "application/xml"
    return said or ("application/octet-stream" if b"\0" in body[:1_024] else "text/plain")
