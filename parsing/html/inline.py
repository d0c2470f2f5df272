"""Runs of text and inline elements into Inlines: the order of things, and the white space between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from rhapsode.parsing.article import Break, InlineImage, Inlines, Language, Math, NoteReference, Spoken, Text
from rhapsode.parsing.html import maths
from rhapsode.parsing.html.characters import collapsed, is_interface
from rhapsode.parsing.html.dom import BLOCKS, Element
from rhapsode.parsing.html.leaves import LEAVES, read_formula
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.ssml import fixed_reading
from rhapsode.parsing.html.wrappers import WRAPPERS

# What the page's own blocks nest at most; deeper wrappers lose their wrapping, never their text.
MAX_INLINE_DEPTH = 12


class Frame:
    """What has been read inside one open wrapper; texts wait unjoined, so that many small ones cost linear time."""

    __slots__ = ("element", "finish", "kind", "nodes")

    def __init__(self, element: Element | None, kind: str, finish: Callable[[Inlines], Any] | None) -> None:
        self.element = element
        self.kind = kind
        self.finish = finish
        self.nodes: list[Any] = []


class InlineReader:
    """Reads one run of text and inline elements. `nodes` of the result may hold blocks (embeds, displayed formulas)
    that stood between the words: `blocks.Flow` splits the paragraph there."""

    def __init__(self, page: Page, *, edge: Literal["space", "break"] = "space") -> None:
        self.page = page
        self.edge = edge
        self.frames = [Frame(None, "", None)]
        self.open_kinds: list[str] = []
        self.after_space = True
        self.floating: list[Any] = []

    # ------------------------------------------------------------------------------------ writing

    def text(self, text: str) -> None:
        text = collapsed(text)
        if self.after_space:
            text = text.lstrip(" \u00a0")
        if not text:
            return
        self.after_space = text[-1] in " \u00a0"
        self.frames[-1].nodes.append(text)

    def node(self, node: Any) -> None:
        """Put a finished inline here; a block inside a wrapper waits until the paragraph ends."""
        if getattr(node, "id", None) is not None and len(self.frames) > 1:
            self.floating.append(node)
            return
        self.frames[-1].nodes.append(node)
        self.after_space = False

    def line_break(self) -> None:
        nodes = self.frames[-1].nodes
        if nodes and isinstance(nodes[-1], str):
            nodes[-1] = nodes[-1].rstrip(" \u00a0")
        nodes.append(Break())
        self.after_space = True

    def block_edge(self) -> None:
        """Where a block inside running text begins or ends, words must not grow together."""
        if self.after_space:
            return
        if self.edge == "break":
            self.line_break()
        else:
            self.text(" ")

    def push(self, element: Element, kind: str, finish: Callable[[Inlines], Any]) -> None:
        self.frames.append(Frame(element, kind, finish))
        self.open_kinds.append(kind)

    def pop(self) -> None:
        """Close the innermost wrapper; spaces at its edges belong outside of it."""
        frame = self.frames.pop()
        self.open_kinds.pop()
        content = joined(frame.nodes)
        outer = self.frames[-1].nodes
        before, content, after = _trimmed(content)
        if before:
            outer.append(" ")
        if content and frame.finish is not None:
            made = frame.finish(content)
            outer.extend(made if isinstance(made, tuple) else (made,))
        if after:
            outer.append(" ")

    def result(self) -> tuple[Any, ...]:
        while len(self.frames) > 1:
            self.pop()
        _, content, _ = _trimmed(joined(self.frames[0].nodes))
        return (*content, *self.floating)

    # ------------------------------------------------------------------------------------ reading

    def read(self, items: Iterable[Any]) -> None:
        """Read texts and elements, in order; wrappers nest on a stack of our own, never on Python's."""
        for item in items:
            if isinstance(item, str):
                self.read_text(item)
            elif isinstance(item, Math):
                self.node(item)
            else:
                self.element(item)

    def with_math(self, text: str) -> str:
        """`text`, after what precedes formulas in it, and the formulas, have been written."""
        for before, formula in maths.formulas_in(text, single_dollar=self.page.single_dollar):
            self.text(before)
            if formula is None:
                continue
            self.node(formula)
        return maths.after_formulas(text, single_dollar=self.page.single_dollar)

    def element(self, top: Element) -> None:
        if not self.enter(top):
            return
        stack = [iter(top)]
        opened = [top]
        self.read_text(top.text)
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                done = opened.pop()
                while self.frames[-1].element is done:
                    self.pop()
                if done.tag in BLOCKS:
                    self.block_edge()
                if stack:
                    self.read_text(done.tail)
                continue
            if self.enter(child):
                stack.append(iter(child))
                opened.append(child)
                self.read_text(child.text)
            else:
                self.read_text(child.tail)

    def read_text(self, text: str | None) -> None:
        if text:
            self.text(self.with_math(text) if ("$" in text or "\\" in text) else text)

    def enter(self, element: Element) -> bool:
        """Handle an element; True where its children are still to be read."""
        page = self.page
        if element in page.skip or element in page.back_links:
            return False
        if element in page.note_bodies and not page.reading_notes:
            return False
        reference = page.references.get(element)
        if reference is not None:
            self.node(NoteReference(*reference))
            return False
        leaf = LEAVES.get(element.tag)
        if leaf is not None:
            return leaf(self, element)
        if element.get("class") or element.get("role"):
            if maths.is_formula(element):
                return read_formula(self, element)
            if is_interface(element):
                return False
        if element.tag in BLOCKS:
            self.block_edge()
        self.open_marks(element)
        wrap = WRAPPERS.get(element.tag)
        if wrap is not None:
            kind, make = wrap
            if kind not in self.open_kinds and len(self.frames) < MAX_INLINE_DEPTH:
                self.push(element, kind, make(page, element))
        return True

    def open_marks(self, element: Element) -> None:
        """Language and the author's own reading, on whatever element they stand."""
        if len(self.frames) >= MAX_INLINE_DEPTH:
            return
        page = self.page
        lang = page.langs.get(element)
        reading = fixed_reading(element)
        if reading:
            self.push(element, "spoken", lambda content: Spoken(content, *reading))
        elif lang and lang != page.lang and element.tag not in ("em", "i"):
            self.push(element, f"lang-{lang}", lambda content: Language(content, lang))


# -------------------------------------------------------------------------------------------- results


def joined(nodes: Sequence[Any]) -> Inlines:
    """Neighbouring strings as one Text each; empty ones gone."""
    out: list[Any] = []
    waiting: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            waiting.append(node)
            continue
        if waiting:
            _append_text(out, waiting)
            waiting = []
        out.append(node)
    if waiting:
        _append_text(out, waiting)
    return tuple(out)


def _append_text(out: list[Any], parts: list[str]) -> None:
    text = "".join(parts)
    if text:
        out.append(Text(text))


def _trimmed(content: Inlines) -> tuple[bool, Inlines, bool]:
    """Content without white space at its edges, and whether there was any before and after it."""
    nodes = list(content)
    before = after = False
    while nodes and isinstance(nodes[0], Text):
        stripped = nodes[0].text.lstrip(" \u00a0")
        before = before or stripped != nodes[0].text
        if stripped:
            nodes[0] = Text(stripped)
            break
        nodes.pop(0)
    while nodes and isinstance(nodes[-1], Text):
        stripped = nodes[-1].text.rstrip(" \u00a0")
        after = after or stripped != nodes[-1].text
        if stripped:
            nodes[-1] = Text(stripped)
            break
        nodes.pop()
    return before, tuple(nodes), after


def inlines_of(element: Element, page: Page, *, edge: Literal["space", "break"] = "space") -> Inlines:
    """The content of an element as inlines alone; blocks inside it are parted by a space or a break."""
    reader = InlineReader(page, edge=edge)
    items: list[Any] = [element.text] if element.text else []
    for child in element:
        items.append(child)
        if child.tail:
            items.append(child.tail)
    reader.read(items)
    return only_inlines(reader.result())


def only_inlines(nodes: Iterable[Any]) -> Inlines:
    """Blocks that cannot stand here give their pictures or formulas, or nothing."""
    out: list[Any] = []
    for node in nodes:
        match node.kind:
            case "math_block":
                out.append(Math(node.source, node.notation, node.alternative))
            case "figure":
                out.extend(InlineImage(image) for image in node.images)
            case "embed":
                continue
            case _:
                out.append(node)
    while out and out[-1].kind == "break":
        out.pop()
    while out and out[0].kind == "break":
        out.pop(0)
    return tuple(out)
