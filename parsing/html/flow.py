"""The walk over block-level content: wrappers are passed through, runs of text become paragraphs, and each kind of
content that has a meaning of its own is given to its reader.

Wrappers are followed on a stack of the walk's own; only content that becomes a level of the Article is entered by a
call, and `MAX_DEPTH` bounds those levels: deeper lists or quotes lose their level, never their text. JSON readers refuse
documents nested 200 deep; a level of an Article takes up to six.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from rhapsode.parsing.article import (
    Block,
    BlockBase,
    Blocks,
    Break,
    Figure,
    Heading,
    Image,
    InlineImage,
    Inlines,
    Paragraph,
    Rule,
    Text,
    plain_text,
    walk,
)
from rhapsode.parsing.html import images
from rhapsode.parsing.html.characters import is_interface
from rhapsode.parsing.html.dom import BLOCKS, Element
from rhapsode.parsing.html.inline import InlineReader
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.wrappers import WRAPPERS

MAX_DEPTH = 24

Reader: TypeAlias = "Callable[[Element, Flow], bool]"


class Flow:
    """Reads the children of one element into blocks.

    A reader (`readers[tag]`) gets the element and this flow, adds blocks to it, and says whether it did; if not, the
    element is passed through like any wrapper.
    """

    def __init__(self, page: Page, readers: Mapping[str, Reader], depth: int = 0) -> None:
        self.page = page
        self.readers = readers
        self.depth = depth
        self.blocks: list[Block] = []
        self._run: list[Any] = []
        self._run_has_text = False
        self._wrappers: list[Element] = []
        self._anchor: Element | None = None
        self._heads_of_notes: list[int] = []

    # ---------------------------------------------------------------------------------- for readers

    def inside(self, element: Element) -> Blocks:
        """The blocks inside an element, one level deeper."""
        flow = Flow(self.page, self.readers, self.depth + 1)
        flow._wrappers = list(self._wrappers)
        flow.read(element)
        return flow.finish()

    def wrapped(self, content: Inlines) -> Inlines:
        """Content inside the inline wrappers that are open here (a heading inside a link)."""
        for wrapper in reversed(self._wrappers):
            if content:
                made = WRAPPERS[wrapper.tag][1](self.page, wrapper)(content)
                content = made if isinstance(made, tuple) else (made,)
        return content

    def add(self, *blocks: Block) -> None:
        self.flush()
        self.blocks.extend(blocks)

    @property
    def too_deep(self) -> bool:
        return self.depth >= MAX_DEPTH

    def finish(self) -> Blocks:
        self.flush()
        for i in sorted(set(self._heads_of_notes), reverse=True):
            after = self.blocks[i + 1] if i + 1 < len(self.blocks) else None
            if after is None or isinstance(after, Heading):
                del self.blocks[i]
        return tuple(self.blocks)

    # ------------------------------------------------------------------------------------- the walk

    def read(self, root: Element) -> None:
        """Read all children of `root`."""
        self._anchor = root
        self._text(root.text)
        stack = [(iter(root), root)]
        while stack:
            child = next(stack[-1][0], None)
            if child is None:
                _, done = stack.pop()
                if stack:
                    self._leave(done)
                    self._text(done.tail)
                continue
            if self._enter(child):
                stack.append((iter(child), child))
                self._text(child.text)
            else:
                self._text(child.tail)
        self.flush()

    def read_element(self, element: Element) -> None:
        """Read one element, without what follows it."""
        self._anchor = element.getparent()
        if self._enter(element):
            self.read(element)
            self._leave(element)
        self.flush()

    def _text(self, text: str | None) -> None:
        if text:
            self._run.append(text)

    def _enter(self, element: Element) -> bool:
        page = self.page
        if element in page.skip or element in page.back_links:
            if element.tag == "script":
                self._script(element)
            return False
        if element in page.note_bodies and not page.reading_notes:
            if element.tag in BLOCKS:
                self.heading_of_notes()
            return False
        tag = element.tag
        if tag not in BLOCKS and element not in page.wraps and element not in page.groups:
            self._run.append(element)
            return False
        reader = self.readers.get("group") if element in page.groups else self._reader_for(element, tag)
        if reader is not None and not self.too_deep:
            self.flush()
            if reader(element, self):
                return False
        if element.get("role") and is_interface(element):
            return False
        if tag in BLOCKS:
            self.flush()
            self._anchor = element
        elif tag in WRAPPERS:
            self._open(element)
        return True

    def _reader_for(self, element: Element, tag: str) -> Reader | None:
        role = element.get("role")
        if role:
            by_role = self.readers.get(f"role={role}")
            if by_role is not None:
                return by_role
        return self.readers.get(tag)

    def _open(self, element: Element) -> None:
        """An inline wrapper with blocks inside lends its meaning to every run of text in them, once per kind."""
        kind = WRAPPERS[element.tag][0]
        if all(WRAPPERS[other.tag][0] != kind for other in self._wrappers):
            self.flush()
            self._wrappers.append(element)

    def _leave(self, element: Element) -> None:
        if element.tag in BLOCKS:
            self.flush()
            self._anchor = element.getparent()
        elif self._wrappers and self._wrappers[-1] is element:
            self.flush()
            self._wrappers.pop()

    def _script(self, element: Element) -> None:
        """The two scripts that are content: MathJax sources, and snippets written into the page."""
        reader = self.readers.get("script")
        if reader is not None:
            reader(element, self)

    def heading_of_notes(self) -> None:
        """A heading right above the notes ("References") goes with them."""
        self.flush()
        if self.blocks and isinstance(self.blocks[-1], Heading | Rule):
            self._heads_of_notes.append(len(self.blocks) - 1)

    def inline_node(self, node: Any) -> None:
        """Put a finished inline (a formula from a script) into the running paragraph."""
        self._run.append(node)

    # ----------------------------------------------------------------------------------- paragraphs

    def flush(self) -> None:
        """End the running paragraph."""
        run, self._run = self._run, []
        if not run or all(isinstance(item, str) and not item.strip() for item in run):
            return
        self.blocks.extend(self.paragraphs(run, self._anchor))

    def paragraphs(self, run: Iterable[Any], anchor: Element | None) -> list[Block]:
        """A run of text and inline elements as paragraphs, split at what stands between paragraphs."""
        reader = InlineReader(self.page)
        for wrapper in self._wrappers:
            kind, make = WRAPPERS[wrapper.tag]
            reader.push(wrapper, kind, make(self.page, wrapper))
        reader.read(run)
        out: list[Block] = []
        for piece in pieces(reader.result()):
            if isinstance(piece, BlockBase):
                out.append(piece)  # type: ignore[arg-type]
            else:
                out.extend(settled(piece, self.page.attributes(anchor)))
        return out


def pieces(nodes: Iterable[Any]) -> Iterable[Any]:
    """Inlines between blocks and between empty lines (`<br><br>`), and the blocks themselves."""
    piece: list[Any] = []
    breaks = 0
    for node in nodes:
        if isinstance(node, BlockBase):
            yield from _piece(piece)
            yield node
            piece, breaks = [], 0
        elif isinstance(node, Break):
            breaks += 1
            piece.append(node)
        elif isinstance(node, Text) and not node.text.strip(" \u00a0"):
            piece.append(node)
        else:
            if breaks >= 2:
                yield from _piece(piece)
                piece = []
            piece.append(node)
            breaks = 0
    yield from _piece(piece)


def _piece(nodes: list[Any]) -> Iterable[Inlines]:
    content = trimmed(nodes)
    if content:
        yield content


def trimmed(nodes: Iterable[Any]) -> Inlines:
    """Without breaks and white space at the ends."""
    out = list(nodes)
    while out and _is_blank(out[-1]):
        out.pop()
    while out and _is_blank(out[0]):
        out.pop(0)
    if out and isinstance(out[0], Text):
        out[0] = Text(out[0].text.lstrip(" \u00a0"))
    if out and isinstance(out[-1], Text):
        out[-1] = Text(out[-1].text.rstrip(" \u00a0"))
    return tuple(out)


def _is_blank(node: Any) -> bool:
    return isinstance(node, Break) or (isinstance(node, Text) and not node.text.strip(" \u00a0"))


def settled(content: Inlines, attributes: dict[str, Any]) -> list[Block]:
    """A paragraph; pictures at its ends, and pictures alone, as figures."""
    if not speaks(content):
        shown = pictures(content)
        return [Figure(shown, **attributes)] if shown else []
    start, end = 0, len(content)
    while start < end and (_is_blank(content[start]) or _is_picture(content[start])):
        start += 1
    while end > start and (_is_blank(content[end - 1]) or _is_picture(content[end - 1])):
        end -= 1
    before, after = pictures(content[:start]), pictures(content[end:])
    out: list[Block] = [Figure(before, **attributes)] if before else []
    out.append(Paragraph(trimmed(content[start:end]), **attributes))
    if after:
        out.append(Figure(after, **attributes))
    return out


def pictures(content: Inlines) -> tuple[Image, ...]:
    return tuple(node.image for node in walk_all(content) if isinstance(node, InlineImage))


def walk_all(content: Inlines) -> Iterable[Any]:
    for node in content:
        yield from walk(node)


def _is_picture(node: Any) -> bool:
    return isinstance(node, InlineImage) and not images.is_icon(node.image) and not _is_sign(node.image)


def _is_sign(image: Image) -> bool:
    """An emoji drawn as a picture: its alt text is the character itself."""
    return bool(image.alt) and len(image.alt) <= 4 and not image.alt.isalnum()


def speaks(content: Inlines) -> bool:
    """Whether there is anything but pictures and white space in it."""
    return any(character.isalnum() or not character.isspace() for character in plain_text(content)) or any(
        node.kind in ("math", "note_reference") for node in content
    )


def heading(level: int, content: Inlines, attributes: dict[str, Any]) -> list[Block]:
    """A heading, and the pictures that stood in it as figures before it."""
    shown = pictures(content)
    out: list[Block] = [Figure(shown, **attributes)] if shown and not speaks(content) else []
    content = trimmed(content)
    if speaks(content):
        out.append(Heading(level, content, **attributes))
    return out
