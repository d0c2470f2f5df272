"""Footnotes in their many shapes: which links are marks, which elements are notes, which links lead back.

A mark is a link inside the page that looks like one (a number, a letter or a sign, raised or in brackets, or declared
by role, `epub:type`, `rel` or class). Its note is the element with that id, or the block around that anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rhapsode.parsing.article import Blocks, Footnote, Paragraph, Text, plain_text
from rhapsode.parsing.html.dom import Element, classes, text_of, words_of
from rhapsode.parsing.html.flow import Flow, Reader
from rhapsode.parsing.html.page import Page, same_page

_MARK = re.compile(
    r"^[\[(]?\s*(?:(?:note|n|fn|nb|lower-alpha)[. ]*)?(\d{1,4}|[a-z]{1,2}|[ivxl]{1,5}|[*†‡§¶#⁎∗]{1,4})\s*[\])]?\.?$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^[\[(].*[\])]$")
_BACK = re.compile(
    r"^[\s↩↑⤴⬆↵⇑⏎↖^⮌﹀︎️\[\]().,;]*$|^(?:jump )?(?:back|return|go back|up)\b.{0,40}$|^\^?\s*[a-z]$|^\^.{0,6}$|^↩.{0,3}$",
    re.IGNORECASE,
)
_NOTE_WORDS = frozenset(
    {
        "fn",
        "footnote",
        "footnotes",
        "note",
        "endnote",
        "ftn",
        "ftnref",
        "noteref",
        "cite",
        "ref",
        "fnref",
        "sdfootnote",
        "edn",
        "ednref",
    }
)
_NOTE_TAGS = frozenset({"li", "aside", "p", "div", "dd", "td", "section", "tr", "dt", "blockquote"})
_DECLARED_ROLES = frozenset({"doc-noteref"})
_LEADING_MARK = re.compile(r"^\s*[\[(]?(?:\d{1,4}|[a-z]|[*†‡§¶]{1,4})[\])]?[.:]?\s*$", re.IGNORECASE)


def find_notes(page: Page, root: Element) -> None:
    """Fill `page.references`, `page.note_bodies` and `page.back_links`."""
    _find_side_notes(page, root)
    links: list[tuple[Element, str]] = []
    for link in root.iter("a"):
        fragment = same_page(link.get("href"), page.base)
        if fragment and link not in page.skip:
            links.append((link, fragment))
    marks = [(link, fragment) for link, fragment in links if _is_mark(link, fragment, page)]
    for link, fragment in marks:
        if link in page.back_links:
            continue
        target = page.ids.get(fragment)
        body = _note_of(target, link) if target is not None else None
        if body is None and not _is_raised(link) and not _is_declared(link):
            continue
        if body is not None and body in page.note_bodies:
            label = page.note_bodies[body]
        else:
            label = fragment
            if body is not None:
                page.note_bodies[body] = label
                _note_back_links(body, page, link)
        page.references[_outer(link)] = (label, _shown(link))
    _drop_nested_bodies(page)


def _is_mark(link: Element, fragment: str, page: Page) -> bool:
    words = text_of(link)
    if _is_declared(link):
        return bool(words) and len(words) <= 40
    if not _MARK.match(words):
        return False
    if _is_raised(link) or _BRACKETED.match(words):
        return True
    target = page.ids.get(fragment)
    return target is not None and bool(words_of(fragment) & _NOTE_WORDS)


def _is_declared(link: Element) -> bool:
    kind = link.get("epub:type") or link.get("{http://www.idpf.org/2007/ops}type") or ""
    return (
        link.get("role") in _DECLARED_ROLES
        or "noteref" in kind
        or (link.get("rel") or "") == "footnote"
        or bool(classes(link) & {"footnote-ref", "footnote-reference", "footnote", "fn-ref", "noteref"})
    )


def _is_raised(link: Element) -> bool:
    parent = link.getparent()
    if parent is not None and parent.tag == "sup":
        return True
    if (
        parent is not None
        and parent.tag == "span"
        and parent.getparent() is not None
        and parent.getparent().tag == "sup"
    ):
        return True
    return link.find("sup") is not None or "vertical-align:super" in (link.get("style") or "").replace(
        " ", ""
    )


def _outer(link: Element) -> Element:
    """The `sup` around a mark, where it holds nothing else."""
    parent = link.getparent()
    if parent is not None and parent.tag in ("sup", "span") and text_of(parent) == text_of(link):
        grandparent = parent.getparent()
        if parent.tag == "span" and (grandparent is None or grandparent.tag != "sup"):
            return link
        if parent.tag == "span":
            return grandparent if text_of(grandparent) == text_of(link) else link
        return parent
    if (
        parent is not None
        and parent.tag == "sup"
        and _BRACKETED.match(text_of(parent))
        and len(parent.findall(".//a")) == 1
    ):
        return parent
    return link


def _shown(link: Element) -> str:
    return text_of(_outer(link))


def _note_of(target: Element, link: Element) -> Element | None:
    """The note a mark points to: the target, or the block around it; never what holds the mark itself."""
    node = target
    for _ in range(6):
        if node is None or node.tag in _NOTE_TAGS:
            break
        node = node.getparent()
    if node is None or node.tag in ("html", "body", "main", "article"):
        return None
    if node.tag == "dt":
        after = node.getnext()
        return after if after is not None and after.tag == "dd" else None
    if node.tag == "td" and node.getparent() is not None and not text_of(node).strip("[]().0123456789^ "):
        node = node.getparent()
    if node is not target and node.tag in ("div", "section", "blockquote") and not _begins_with(node, target):
        return None
    parent = link
    for _ in range(40):
        if parent is None:
            break
        if parent is node:
            return None
        parent = parent.getparent()
    if node.tag in ("div", "section") and len(text_of(node)) > 4000:
        return None
    return node if _comes_after_its_mark(node, link) else None


def _begins_with(node: Element, target: Element) -> bool:
    before = ""
    for item in node.iter():
        if item is target:
            return not before.strip(" \n[](")
        before += item.text or ""
        if len(before) > 40:
            return False
    return False


def _comes_after_its_mark(node: Element, link: Element) -> bool:
    """A note's own number links back to its mark; that link must not make the mark's paragraph a note."""
    return not (node.tag == "p" and len(node) and _leads(text_of(node)) is None and _is_leading(link))


def _leads(words: str) -> str | None:
    match = re.match(r"[\[(^]?\s*(\d{1,4}|[*†‡§¶]|[a-z])[\])]?[.:\s]", words)
    return match[1] if match else None


def _is_leading(link: Element) -> bool:
    """Whether a link is the first thing in its block."""
    node = link
    for _ in range(6):
        parent = node.getparent()
        if parent is None:
            return False
        if node.getprevious() is not None or (parent.text or "").strip():
            return False
        if parent.tag in _NOTE_TAGS:
            return True
        node = parent
    return False


def _note_back_links(body: Element, page: Page, mark: Element) -> None:
    """Links in a note that lead back to where it was called."""
    for link in body.iter("a"):
        fragment = same_page(link.get("href"), page.base)
        if fragment is None:
            continue
        words = text_of(link)
        declared = link.get("role") == "doc-backlink" or bool(
            classes(link)
            & {"footnote-backref", "reversefootnote", "footnote-back", "footnote-return", "backlink"}
        )
        target = page.ids.get(fragment)
        leads_back = target is not None and (target is mark or _holds(target, mark))
        if declared or _BACK.match(words) or (leads_back and (_MARK.match(words) or len(words) <= 3)):
            page.back_links.add(link)
    for item in body.iter("span", "sup", "b"):
        if "backlink" in (item.get("class") or "") and len(text_of(item)) < 60:
            page.back_links.add(item)


def _holds(target: Element, mark: Element) -> bool:
    node = mark
    for _ in range(4):
        if node is None:
            return False
        if node is target:
            return True
        node = node.getparent()
    return mark.find(".//*") is not None and any(item is target for item in mark.iter())


def _find_side_notes(page: Page, root: Element) -> None:
    """Notes in the margin (Tufte's pattern): a label, a check box and a span."""
    for label in root.iter("label"):
        name = label.get("for")
        if not name or "margin-toggle" not in classes(label):
            continue
        note = label.getnext()
        while note is not None and note.tag == "input":
            note = note.getnext()
        if note is not None and classes(note) & {"sidenote", "marginnote"}:
            page.references[label] = (name, "")
            page.note_bodies[note] = name


def _drop_nested_bodies(page: Page) -> None:
    """A note inside a note's element (an item and the paragraph in it) is one note."""
    for body in list(page.note_bodies):
        parent = body.getparent()
        for _ in range(10):
            if parent is None:
                break
            if parent in page.note_bodies:
                page.note_bodies.pop(body)
                break
            parent = parent.getparent()


def read_notes(page: Page, readers: dict[str, Reader]) -> Iterator[Footnote]:
    """The notes, in the order of their marks."""
    done: set[str] = set()
    bodies: dict[str, list[Element]] = {}
    for body, label in page.note_bodies.items():
        bodies.setdefault(label, []).append(body)
    page.reading_notes = True
    try:
        for label, _ in page.references.values():
            if label in done:
                continue
            done.add(label)
            for body in bodies.get(label, ()):
                flow = Flow(page, readers, 1)
                flow.read(body)
                blocks = _without_mark(flow.finish())
                if blocks:
                    yield Footnote(label, blocks, **page.attributes(body))
    finally:
        page.reading_notes = False


def _without_mark(blocks: Blocks) -> Blocks:
    """A note without its own number, which its mark repeats."""
    if not blocks or not isinstance(blocks[0], Paragraph):
        return blocks
    first = blocks[0]
    content = list(first.content)
    while content and content[0].kind in ("sup", "text") and _LEADING_MARK.match(_words(content[0])):
        content.pop(0)
    if content and isinstance(content[0], Text):
        rest = re.sub(r"^\s*(?:\^\s*)?(?:[\[(]\d{1,4}[\])]|[\[\]]|\^)?[.:]?\s*(?=\S)", "", content[0].text)
        content[0] = Text(rest)
    if not content:
        return blocks[1:]
    return (replace(first, content=tuple(content)), *blocks[1:])


def _words(node: Any) -> str:
    return plain_text((node,))
