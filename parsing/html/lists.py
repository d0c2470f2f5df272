"""Lists with their nesting, numbering and tasks; definition lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rhapsode.parsing.article import (
    Blocks,
    Definition,
    DefinitionList,
    Inlines,
    List,
    ListItem,
    Paragraph,
    Text,
)
from rhapsode.parsing.html.characters import collapsed
from rhapsode.parsing.html.dom import Element
from rhapsode.parsing.html.flow import Flow, trimmed
from rhapsode.parsing.html.inline import inlines_of

_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_INTEGER = re.compile(r"\s*(-?\d{1,9})\s*$")


def read_list(element: Element, flow: Flow) -> bool:
    """A list; what stands in it outside of any item is an item, and a list between items belongs to the one before."""
    page = flow.page
    items: list[ListItem] = []
    for part in _parts(element, flow):
        if isinstance(part, str):
            items.append(ListItem((Paragraph((Text(part),)),)))
        elif part.tag in _LISTS:
            blocks = _nested(part, flow)
            if items and blocks:
                last = items[-1]
                items[-1] = ListItem((*last.blocks, *blocks), last.done, last.number)
            elif blocks:
                items.append(ListItem(blocks))
        else:
            item = _item(part, flow)
            if item is not None:
                items.append(item)
    if items:
        ordered = element.tag == "ol"
        descending = ordered and element.get("reversed") is not None
        start = _integer(element.get("start"))
        if start is None:
            start = len(items) if descending else 1
        flow.add(List(tuple(items), ordered, start, descending, **page.attributes(element)))
    elif any(child in page.note_bodies for child in element):
        flow.heading_of_notes()
    return True


def _parts(element: Element, flow: Flow) -> Iterator[Any]:
    """Items, lists and loose text directly inside; wrappers around items are passed through."""
    page = flow.page
    stack = [iter(element)]
    if element.text and element.text.strip():
        yield collapsed(element.text).strip()
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        if child not in page.skip and child not in page.note_bodies:
            if child.tag != "li" and child.tag not in _LISTS and child.find("li") is not None:
                stack.append(iter(child))
            else:
                yield child
        elif child in page.note_bodies and page.reading_notes:
            yield child
        if child.tail and child.tail.strip():
            yield collapsed(child.tail).strip()


def _nested(element: Element, flow: Flow) -> Blocks:
    inner = Flow(flow.page, flow.readers, flow.depth + 1)
    inner.read_element(element)
    return inner.finish()


def _item(element: Element, flow: Flow) -> ListItem | None:
    blocks = (
        flow.inside(element)
        if element.tag == "li" or element.get("role") == "listitem"
        else _nested(element, flow)
    )
    if not blocks:
        return None
    return ListItem(blocks, _done(element), _integer(element.get("value")))


def _done(element: Element) -> bool | None:
    """The state of a task: the check box an item begins with."""
    box = next(element.iter("input"), None)
    if box is None or (box.get("type") or "").lower() != "checkbox":
        return None
    before = (element.text or "") + "".join(item.text or "" for item in element.iter("p", "label", "span"))[
        :0
    ]
    return None if before.strip() else box.get("checked") is not None


def _integer(value: str | None) -> int | None:
    match = _INTEGER.match(value or "")
    return int(match[1]) if match else None


def read_definitions(element: Element, flow: Flow) -> bool:
    """A definition list; `div` around its groups is passed through."""
    items: list[Definition] = []
    terms: list[Inlines] = []
    descriptions: list[Blocks] = []

    def close() -> None:
        if terms or descriptions:
            items.append(Definition(tuple(terms), tuple(descriptions)))
            terms.clear()
            descriptions.clear()

    for child in _entries(element, flow):
        if child.tag == "dt":
            if descriptions:
                close()
            words = trimmed(inlines_of(child, flow.page))
            if words:
                terms.append(words)
        else:
            blocks = flow.inside(child)
            if blocks:
                descriptions.append(blocks)
    close()
    if items:
        flow.add(DefinitionList(tuple(items), **flow.page.attributes(element)))
    return True


def _entries(element: Element, flow: Flow) -> Iterator[Element]:
    page = flow.page
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child in page.skip or (child in page.note_bodies and not page.reading_notes):
            continue
        elif child.tag in ("dt", "dd"):
            yield child
        else:
            stack.append(iter(child))
