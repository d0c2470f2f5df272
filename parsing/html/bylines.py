"""Bylines: which elements of a page hold its authors' names, and the names in them."""

from __future__ import annotations

import re

from rhapsode.parsing.html.dom import Element, text_of

_BYLINE_NAME = re.compile(
    r"byline|\bauthors?\b|written-?by|p-author|post-?author|article-?author|author-?name", re.IGNORECASE
)
_NO_BYLINE_NAME = re.compile(
    r"comment|avatar|image|bio|social|related|share|footer|nav|sidebar|follow", re.IGNORECASE
)
_BY = re.compile(
    r"^\s*(?:(?:written|posted|reviewed|reported|article|story|words|text)\s+by|by|von|par|por|di|door|af|av|od)\b[\s:]*|^\s*(?:author|autor|autore|auteur)s?\s*:\s*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,(?!\s*(?:jr|sr|ph\.?d|m\.?d|iii?|esq)\b)|;|\band\b|\bund\b|\bet\b|\by\b(?=\s+[A-ZÁÉÍÓÚ])|&)\s*",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"\d|https?:|@|\bfollow\b|\bupdated\b|\bpublished\b|\bmin(?:utes?)? read\b|\bago\b|\bshare\b|\bcomments?\b|^staff$|^admin$|^guest$",
    re.IGNORECASE,
)


def is_byline(element: Element) -> bool:
    """Whether an element is named as what holds authors' names."""
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split():
        return True
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(name) > 5 and bool(_BYLINE_NAME.search(name)) and not _NO_BYLINE_NAME.search(name)


def _is_in_comments(element: Element) -> bool:
    for _ in range(6):
        if element is None:
            return False
        if "comment" in f"{element.get('class') or ''} {element.get('id') or ''}".lower():
            return True
        element = element.getparent()
    return False


def byline_words(element: Element) -> str | None:
    """The words of such an element; None where they are no byline: of a comment, or too many."""
    if _is_in_comments(element):
        return None
    named = next((item for item in element.iter() if (item.get("itemprop") or "") == "name"), None)
    words = element.get("content") or text_of(named if named is not None else element)
    return words if 2 < len(words) <= 120 else None


def people(text: str) -> list[str]:
    """The names in a byline, without "By", dates and buttons."""
    text = re.sub(r"\((?:https?:|www\.)[^)]*\)", "", text)
    text = re.split(
        r"\b(?:edited|photographs?|photos|illustrat\w+|translated) by\b",
        " ".join(text.split()),
        flags=re.IGNORECASE,
    )[0]
    text = _BY.sub("", text).strip(" .,|-–—•·")
    if "(" in text:
        return [text] if len(text) <= 80 and not _NOT_NAMES.search(text) else []
    parts = re.split(r"\s*[|•·]\s*", text)
    found: list[str] = []
    for part in parts[:1] if len(parts) > 1 else parts:
        # "Jong, Michiel de" is one person, written as libraries do.
        pieces = (
            [part]
            if re.fullmatch(r"\w+, \w+(?: \w+){0,2}", part) and part.split(", ")[1].split()[-1].islower()
            else _AND.split(part)
        )
        for piece in pieces:
            name = _BY.sub("", piece).strip(" .,:-–—")
            if name and len(name) <= 80 and not _NOT_NAMES.search(name):
                found.append(name)
    return found
