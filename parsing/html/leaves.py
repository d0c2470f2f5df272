"""Inline elements read as a whole: code, times, abbreviations, ruby, pictures, formulas, embeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from rhapsode.parsing.article import Abbreviation, Code, InlineImage, Ruby, Time
from rhapsode.parsing.html import embeds, images, maths
from rhapsode.parsing.html.characters import collapsed, visible_strings
from rhapsode.parsing.html.dom import Element
from rhapsode.parsing.html.page import Page


class InlineWriter(Protocol):
    """What a leaf may do with the run it stands in."""

    page: Page

    def text(self, text: str) -> None: ...
    def node(self, node: Any) -> None: ...
    def line_break(self) -> None: ...


def _break(reader: InlineWriter, element: Element) -> bool:
    reader.line_break()
    return True  # broken pages close their breaks around text


def _code(reader: InlineWriter, element: Element) -> bool:
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


def _leaf_text(element: Element, page: Page) -> str:
    return collapsed("".join(visible_strings(element, page))).strip()


def _spaced(reader: InlineWriter, element: Element, node: Any) -> None:
    """Write a leaf with the spaces that its element holds at its edges."""
    raw = "".join(element.itertext())
    if raw[:1].isspace():
        reader.text(" ")
    reader.node(node)
    if raw[-1:].isspace():
        reader.text(" ")


def _abbreviation(reader: InlineWriter, element: Element) -> bool:
    text = _leaf_text(element, reader.page)
    if not text or len(text) > 60 or element.find(".//a") is not None:
        return True
    expansion = " ".join((element.get("title") or "").split()) or None
    _spaced(reader, element, Abbreviation(text, expansion))
    return False


def _time(reader: InlineWriter, element: Element) -> bool:
    text = _leaf_text(element, reader.page)
    if not text or len(text) > 80 or element.find(".//a") is not None:
        return True
    _spaced(reader, element, Time(text, (element.get("datetime") or "").strip() or None))
    return False


def _ruby(reader: InlineWriter, element: Element) -> bool:
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


def _picture(reader: InlineWriter, element: Element) -> bool:
    formula = maths.drawn_formula(element)
    if formula is not None:
        reader.node(formula)
        return False
    image = images.image_of(element, reader.page)
    if image is not None:
        reader.node(InlineImage(image))
    return False


def read_formula(reader: InlineWriter, element: Element) -> bool:
    formula = maths.formula_of(element)
    if formula is not None:
        reader.node(formula)
    return False


def _embedded(reader: InlineWriter, element: Element) -> bool:
    embed = embeds.embed_of(element, reader.page)
    if embed is None:
        # `object` and friends hold what to show instead.
        return element.tag in ("object", "amp-iframe") and len(element) > 0
    reader.node(embed)
    return False


def _drawing(reader: InlineWriter, element: Element) -> bool:
    image = images.drawing_of(element, reader.page)
    if image is not None:
        reader.node(InlineImage(image))
    return False


LEAVES: dict[str, Callable[[InlineWriter, Element], bool]] = {
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
