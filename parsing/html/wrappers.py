"""Inline elements that wrap other inlines: what each becomes once its content is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rhapsode.parsing.article import (
    Emphasis,
    InlineImage,
    Inlines,
    Inserted,
    Language,
    Link,
    NoteReference,
    Quotation,
    Strike,
    Strong,
    Sub,
    Sup,
    Text,
    plain_text,
)
from rhapsode.parsing.html import images
from rhapsode.parsing.html.dom import Element
from rhapsode.parsing.html.page import Page

_ONLY_MARKS = re.compile(r"[\s,;\[\]()–—-]*$")


def _plain(kind: type) -> Callable[[Page, Element], Callable[[Inlines], Any]]:
    return lambda page, element: kind


def _link(page: Page, element: Element) -> Callable[[Inlines], Any]:
    href = page.address(element.get("href"))
    title = (element.get("title") or "").strip() or None

    def finish(content: Inlines) -> Any:
        if href is None:
            return content
        pictures = [node for node in content if isinstance(node, InlineImage)]
        if pictures and not plain_text(content).strip():
            return tuple(InlineImage(images.with_link(node.image, href)) for node in pictures)
        if all(isinstance(node, NoteReference) for node in content):
            return content
        return Link(content, href, title if title and title != plain_text(content) else None)

    return finish


def _quotation(page: Page, element: Element) -> Callable[[Inlines], Any]:
    cite = page.address(element.get("cite"))
    return lambda content: Quotation(_unquoted(content), cite)


def _unquoted(content: Inlines) -> Inlines:
    """Without the quotation marks some authors write inside `q`."""
    first, last = content[0], content[-1]
    if (
        isinstance(first, Text)
        and first.text[:1] in '“„«"‘'
        and isinstance(last, Text)
        and last.text[-1:] in '”“»"’'
    ):
        if first is last:
            inner = first.text[1:-1].strip()
            return (Text(inner),) if inner else content
        return (Text(first.text[1:]), *content[1:-1], Text(last.text[:-1]))
    return content


def _superscript(page: Page, element: Element) -> Callable[[Inlines], Any]:
    def finish(content: Inlines) -> Any:
        notes = tuple(node for node in content if isinstance(node, NoteReference))
        if notes and _ONLY_MARKS.match(plain_text(content)):
            return notes
        return Sup(content)

    return finish


def _emphasis(page: Page, element: Element) -> Callable[[Inlines], Any]:
    lang = page.langs.get(element)
    if lang and lang != page.lang:
        return lambda content: Language(content, lang)
    return Emphasis


def _insertion(page: Page, element: Element) -> Callable[[Inlines], Any]:
    if element.tag == "u" and not (element.get("datetime") or element.get("cite")):
        return lambda content: content
    return Inserted


WRAPPERS: dict[str, tuple[str, Callable[[Page, Element], Callable[[Inlines], Any]]]] = {
    "em": ("emphasis", _emphasis),
    "i": ("emphasis", _emphasis),
    "mark": ("emphasis", _plain(Emphasis)),
    "strong": ("strong", _plain(Strong)),
    "b": ("strong", _plain(Strong)),
    "a": ("link", _link),
    "s": ("strike", _plain(Strike)),
    "strike": ("strike", _plain(Strike)),
    "del": ("strike", _plain(Strike)),
    "ins": ("inserted", _insertion),
    "u": ("inserted", _insertion),
    "q": ("quotation", _quotation),
    "sub": ("sub", _plain(Sub)),
    "sup": ("sup", _superscript),
}
