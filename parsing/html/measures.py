"""Figures about every element of a page, gathered in two passes: text, links, commas, paragraphs, pictures, controls.

Elements have numbers in document order, so that a subtree is a range and sums are lists; walking back over the
numbers adds every element to its parent once.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from rhapsode.parsing.html.dom import BLOCKS, HEADINGS, Element
from rhapsode.parsing.html.page import Page

_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_PICTURES = frozenset({"img", "picture", "amp-img", "svg", "video", "iframe"})
_PROSE = 80
_NOT_PROSE = HEADINGS | {"footer", "nav", "form", "address"}
_OTHER_COMMAS = "，、،؛"


class Measures:
    """Sums over the visible part of every subtree; `of(element)` gives an element's number.

    `chars`, `linked` (characters inside links; links within the page weigh less), `commas`, `headed` (characters in
    headings), `listed` (in lists), `paragraphs`, `pictures`, `items`, `controls` are sums; `loose` and `loose_commas` are what stands in an
    element without a block in between. `dead` marks what is hidden.
    """

    def __init__(self, page: Page, root: Element) -> None:
        self.order: list[Element] = list(root.iter())
        self.index: dict[Element, int] = {element: i for i, element in enumerate(self.order)}
        size = len(self.order)
        self.parent = [-1] * size
        self.end = list(range(1, size + 1))
        self.chars = [0] * size
        self.linked = [0.0] * size
        self.commas = [0] * size
        self.headed = [0] * size
        self.listed = [0] * size
        self.in_list = [False] * size
        self.prose = [0] * size
        self.paragraphs = [0] * size
        self.pictures = [0] * size
        self.items = [0] * size
        self.controls = [0] * size
        self.breaks = [0] * size
        self.loose = [0] * size
        self.loose_commas = [0] * size
        self.loose_linked = [0.0] * size
        self.has_blocks = [False] * size
        self.dead = [False] * size
        self._gather(page.skip)
        self._sum()

    def of(self, element: Element) -> int:
        return self.index[element]

    def link_density(self, i: int) -> float:
        return self.linked[i] / self.chars[i] if self.chars[i] else 0.0

    def _gather(self, skip: Set[Element]) -> None:
        index, parents, dead = self.index, self.parent, self.dead
        holder = [0] * len(self.order)
        link_weight = [0.0] * len(self.order)
        in_heading = [False] * len(self.order)
        in_list = self.in_list
        for i, element in enumerate(self.order):
            tag = element.tag
            up = index[element.getparent()] if i else -1
            parents[i] = up
            if i and dead[up]:
                dead[i] = True
            elif element in skip:
                dead[i] = True
                if tag in _CONTROLS:
                    self.controls[up] += 1
            else:
                block = tag in BLOCKS or i == 0
                holder[i] = i if block else holder[up]
                if block and i:
                    self.has_blocks[holder[up]] = True
                if i:
                    link_weight[i] = link_weight[up]
                    in_heading[i] = in_heading[up] or tag in HEADINGS
                    in_list[i] = in_list[up] or tag in ("ul", "ol")
                if tag == "a":
                    href = element.get("href")
                    link_weight[i] = 0.0 if href is None else 0.3 if href.startswith("#") else 1.0
                self._count(i, tag, holder[i])
                text = element.text
                if text and not text.isspace():
                    self._add(i, holder[i], text, link_weight[i], in_heading[i], in_list[i])
            tail = element.tail
            if tail and i and not dead[up] and not tail.isspace():
                self._add(up, holder[up], tail, link_weight[up], in_heading[up], in_list[up])

    def _count(self, i: int, tag: str, holder: int) -> None:
        if tag == "p":
            self.paragraphs[i] += 1
        elif tag in _PICTURES:
            self.pictures[i] += 1
        elif tag == "li":
            self.items[i] += 1
        elif tag == "br":
            self.breaks[holder] += 1

    def _add(self, i: int, holder: int, text: str, weight: float, in_heading: bool, in_list: bool) -> None:
        count = len(text.strip())
        commas = text.count(",")
        if not text.isascii():
            commas += sum(map(text.count, _OTHER_COMMAS))
        self.chars[i] += count
        self.commas[i] += commas
        self.loose[holder] += count
        self.loose_commas[holder] += commas
        if weight:
            self.linked[i] += weight * count
            self.loose_linked[holder] += weight * count
        if in_heading:
            self.headed[i] += count
        if in_list:
            self.listed[i] += count

    def _sum(self) -> None:
        for i, count in enumerate(self.loose):
            if count >= _PROSE and self.loose_linked[i] < 0.3 * count and self.order[i].tag not in _NOT_PROSE:
                self.prose[i] = count
        sums: tuple[list[Any], ...] = (
            self.chars,
            self.linked,
            self.commas,
            self.headed,
            self.listed,
            self.prose,
            self.paragraphs,
            self.pictures,
            self.items,
            self.controls,
        )
        parents, end = self.parent, self.end
        for i in range(len(self.order) - 1, 0, -1):
            up = parents[i]
            if end[i] > end[up]:
                end[up] = end[i]
        values: list[Any]
        for values in sums:
            for i in range(len(self.order) - 1, 0, -1):
                value = values[i]
                if value:
                    values[parents[i]] += value
