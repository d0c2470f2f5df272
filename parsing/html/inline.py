"""Runs of text and inline elements into Inlines: white space, wrappers, and one function per kind of leaf."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from rhapsode.parsing.article import (
    Abbreviation,
    Break,
    Code,
    Emphasis,
    InlineImage,
    Inlines,
    Inserted,
    Language,
    Link,
    Math,
    NoteReference,
    Quotation,
    Ruby,
    Spoken,
    Strike,
    Strong,
    Sub,
    Sup,
    Text,
    Time,
    plain_text,
)
from rhapsode.parsing.html import embeds, images, maths
from rhapsode.parsing.html.dom import BLOCKS, Element, classes
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.ssml import fixed_reading

# What the page's own blocks nest at most; deeper wrappers lose their wrapping, never their text.
MAX_INLINE_DEPTH = 20

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_HAS_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+|\u00a0{2,}")
_MIXED_SPACES = re.compile(r" \u00a0[ \u00a0]*|\u00a0 [ \u00a0]*")
_ONLY_MARKS = re.compile(r"[\s,;\[\]()–—-]*$")
_SCREEN_READER = frozenset(
    [
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screen-reader-only",
        "u-sr-only",
        "a11y-hidden",
        "off-screen",
        "offscreen",
        "element-invisible",
        "assistive-text",
        "sr_only",
        "hidden-accessible",
    ]
)
# Said to people who cannot see an icon, not part of what the author says.
_SPOKEN_UI = re.compile(
    r"open(s|ed|ing)?\b.*\b(window|tab)|external|new (window|tab)|\bshare\b|\bprint\b|\bclose\b|\bmenu\b|\bskip\b|"
    r"^(image|photo|media|video|figure)? ?(source|copyright|caption|credit|link|image|photo)s?[,:]?$|"
    r"advertisement|permalink|copy|footnote|back to|jump|loading|play|toggle|expand|view (image|full)|^\W*$",
    re.IGNORECASE,
)


def collapsed(text: str) -> str:
    """White space as a browser shows it; a lone no-break space between letters is kept (it groups digits)."""
    if _HAS_INVISIBLE.search(text):
        text = text.translate(_INVISIBLE)
    text = _SPACES.sub(" ", text)
    if "\u00a0" in text:
        text = _MIXED_SPACES.sub(" ", text)
    return text


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
        elif lang and lang != page.lang and WRAPPERS.get(element.tag, ("", None))[1] is not _emphasis:
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


# ------------------------------------------------------------------------------------------- wrappers


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


# --------------------------------------------------------------------------------------------- leaves


def _break(reader: InlineReader, element: Element) -> bool:
    reader.line_break()
    return True  # broken pages close their breaks around text


def _code(reader: InlineReader, element: Element) -> bool:
    if any(child.tag in ("img", "a") and child.tag == "img" for child in element.iter()):
        return True
    text = collapsed("".join(visible_strings(element, reader.page)))
    if text.strip():
        if text[0] == " ":
            reader.text(" ")
        reader.node(Code(text.strip()))
        if text[-1] == " ":
            reader.text(" ")
    return False


def visible_strings(element: Element, page: Page) -> Iterable[str]:
    """The strings inside an element, without what is hidden."""
    if element.text:
        yield element.text
    stack = [iter(element)]
    opened = [element]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            done = opened.pop()
            if stack and done.tail:
                yield done.tail
        elif child in page.skip:
            if child.tail:
                yield child.tail
        else:
            if child.text:
                yield child.text
            elif child.tag == "br":
                yield "\n"
            stack.append(iter(child))
            opened.append(child)


def _leaf_text(element: Element, page: Page) -> str:
    return collapsed("".join(visible_strings(element, page))).strip()


def _spaced(reader: InlineReader, element: Element, node: Any) -> None:
    """Write a leaf with the spaces that its element holds at its edges."""
    raw = "".join(element.itertext())
    if raw[:1].isspace():
        reader.text(" ")
    reader.node(node)
    if raw[-1:].isspace():
        reader.text(" ")


def _abbreviation(reader: InlineReader, element: Element) -> bool:
    text = _leaf_text(element, reader.page)
    if not text or len(text) > 60 or element.find(".//a") is not None:
        return True
    expansion = " ".join((element.get("title") or "").split()) or None
    _spaced(reader, element, Abbreviation(text, expansion))
    return False


def _time(reader: InlineReader, element: Element) -> bool:
    text = _leaf_text(element, reader.page)
    if not text or len(text) > 80 or element.find(".//a") is not None:
        return True
    _spaced(reader, element, Time(text, (element.get("datetime") or "").strip() or None))
    return False


def _ruby(reader: InlineReader, element: Element) -> bool:
    """Pairs of base and reading, in any of the shapes ruby has had (`rb`, `rtc`, bare text)."""
    base: list[str] = [element.text or ""]
    reading: list[str] = []

    def flush() -> None:
        over, under = "".join(base).strip(), "".join(reading).strip()
        if over and under:
            reader.node(Ruby(over, under))
        elif over:
            reader.text(over)
        base.clear()
        reading.clear()

    for child in element:
        if child.tag in ("rt", "rtc"):
            reading.append("".join(child.itertext()))
        elif child.tag != "rp":
            if reading:
                flush()
            base.append("".join(child.itertext()))
        if child.tail and child.tail.strip():
            if reading:
                flush()
            base.append(child.tail)
    flush()
    return False


def _picture(reader: InlineReader, element: Element) -> bool:
    formula = maths.drawn_formula(element)
    if formula is not None:
        reader.node(formula)
        return False
    image = images.image_of(element, reader.page)
    if image is not None:
        reader.node(InlineImage(image))
    return False


def read_formula(reader: InlineReader, element: Element) -> bool:
    formula = maths.formula_of(element)
    if formula is not None:
        reader.node(formula)
    return False


def _embedded(reader: InlineReader, element: Element) -> bool:
    embed = embeds.embed_of(element, reader.page)
    if embed is None:
        # `object` and friends hold what to show instead.
        return element.tag in ("object", "amp-iframe") and len(element) > 0
    reader.node(embed)
    return False


def _drawing(reader: InlineReader, element: Element) -> bool:
    image = images.drawing_of(element, reader.page)
    if image is not None:
        reader.node(InlineImage(image))
    return False


def is_interface(element: Element) -> bool:
    """Buttons, and words for screen readers that name a control and say nothing of the subject."""
    role = element.get("role")
    if role in ("button", "tooltip", "dialog", "alertdialog", "menu", "menubar", "toolbar", "search"):
        return True
    if classes(element) & _SCREEN_READER:
        words = " ".join("".join(element.itertext()).split())
        return len(words) > 200 or bool(_SPOKEN_UI.search(words))
    return False


LEAVES: dict[str, Callable[[InlineReader, Element], bool]] = {
    "br": _break,
    "code": _code,
    "kbd": _code,
    "samp": _code,
    "tt": _code,
    "var": _code,
    "abbr": _abbreviation,
    "acronym": _abbreviation,
    "time": _time,
    "ruby": _ruby,
    "img": _picture,
    "picture": _picture,
    "amp-img": _picture,
    "amp-anim": _picture,
    "image": _picture,
    "svg": _drawing,
    "math": read_formula,
    **dict.fromkeys(embeds.TAGS, _embedded),
}
