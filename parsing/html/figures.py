"""Figures: pictures with their captions and credits, whether marked up as such or only laid out so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rhapsode.parsing.article import (
    Block,
    Blocks,
    CodeBlock,
    Embed,
    Figure,
    Inlines,
    Paragraph,
    Quote,
    Table,
    Text,
    plain_text,
)
from rhapsode.parsing.html.dom import HEADINGS, Element, class_words
from rhapsode.parsing.html.flow import Flow, pictures, speaks, trimmed
from rhapsode.parsing.html.inline import inlines_of
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.quotes import without_dash

_CAPTION_NAME = re.compile(r"caption|legend|cutline|credit", re.IGNORECASE)
_PICTURE_WORDS = frozenset(
    [
        "image",
        "images",
        "img",
        "photo",
        "picture",
        "figure",
        "fig",
        "media",
        "thumb",
        "thumbnail",
        "illustration",
        "pic",
        "wp",
        "inline",
        "graphic",
        "visual",
    ]
)
_CREDIT_WORDS = frozenset(
    {"credit", "credits", "copyright", "photographer", "photocredit", "attribution", "courtesy"}
)
_CREDIT_PROPERTIES = frozenset({"copyrightHolder", "creditText", "author", "creator", "copyrightNotice"})
_INSIDE = frozenset(
    {
        "a",
        "span",
        "div",
        "p",
        "center",
        "td",
        "tr",
        "tbody",
        "table",
        "em",
        "i",
        "b",
        "small",
        "picture",
        "section",
    }
)
_OTHER_CONTENT = HEADINGS | frozenset(
    {"ul", "ol", "dl", "blockquote", "pre", "iframe", "video", "form", "figure", "article"}
)
_MAX_CAPTION = 600
_MAX_LOOSE_CAPTION = 300


def read_figure(element: Element, flow: Flow) -> bool:
    """A `figure`, whatever it shows."""
    page = flow.page
    captions = [
        item for item in element.iter("figcaption") if item not in page.skip and _figure_of(item) is element
    ]
    caption, credit = _caption(captions, page)
    page.skip.update(captions)
    blocks = flow.inside(element)
    if not caption and not credit:
        blocks, caption = _loose_caption(blocks)
    flow.add(*captioned(blocks, caption, credit, page.attributes(element)))
    return True


def _figure_of(caption: Element) -> Element | None:
    parent = caption.getparent()
    for _ in range(12):
        if parent is None or parent.tag == "figure" or parent.get("role") == "figure":
            return parent
        parent = parent.getparent()
    return None


def _caption(elements: Iterable[Element], page: Page) -> tuple[Inlines, Inlines]:
    """The caption and the credit in some elements, joined where there are several."""
    words: list[Inlines] = []
    credits: list[Inlines] = []
    for element in elements:
        if _is_credit(element):
            credits.append(_words(element, page))
            continue
        inner = [
            item
            for item in element.iter()
            if item is not element and _is_credit(item) and item not in page.skip
        ]
        outermost = [item for item in inner if item.getparent() not in inner]
        for item in outermost:
            credits.append(_words(item, page))
            page.skip.add(item)
        words.append(_words(element, page))
        page.skip.difference_update(outermost)
    return _together(words), _together(credits)


def _words(element: Element, page: Page) -> Inlines:
    return trimmed(node for node in inlines_of(element, page) if node.kind != "inline_image")


def _together(parts: Iterable[Inlines]) -> Inlines:
    out: list[Any] = []
    for part in parts:
        if part and out:
            out.append(Text(" "))
        out.extend(part)
    return tuple(out)


def _is_credit(element: Element) -> bool:
    if element.get("itemprop") in _CREDIT_PROPERTIES:
        return True
    return bool(element.get("class")) and bool(class_words(element) & _CREDIT_WORDS)


def _loose_caption(blocks: Blocks) -> tuple[Blocks, Inlines]:
    """Short paragraphs beside the pictures of a figure without `figcaption` are its caption."""
    shown = [block for block in blocks if isinstance(block, Figure)]
    words = [block for block in blocks if isinstance(block, Paragraph)]
    if not shown or not words or len(shown) + len(words) < len(blocks):
        return blocks, ()
    if sum(len(plain_text(block.content)) for block in words) > _MAX_CAPTION:
        return blocks, ()
    return tuple(shown), _together(block.content for block in words)


def captioned(blocks: Blocks, caption: Inlines, credit: Inlines, attributes: dict[str, Any]) -> list[Block]:
    """The content of a figure with the caption where it belongs."""
    if not blocks:
        content = _together((caption, credit))
        return [Paragraph(content, **attributes)] if speaks(content) else []
    if all(isinstance(block, Figure) and not block.caption for block in blocks):
        shown = tuple(image for block in blocks for image in block.images)  # type: ignore[union-attr]
        return [Figure(shown, caption, credit or blocks[0].credit, **attributes)]  # type: ignore[union-attr]
    if not caption and not credit:
        return list(blocks)
    words = _together((caption, credit))
    if len(blocks) == 1:
        made = _with_caption(blocks[0], words)
        if made is not None:
            return [made]
    bare = [i for i, block in enumerate(blocks) if isinstance(block, Figure) and not block.caption]
    if len(bare) == 1:
        picture = blocks[bare[0]]
        return [*blocks[: bare[0]], replace(picture, caption=caption, credit=credit), *blocks[bare[0] + 1 :]]
    return [*blocks, Paragraph(words, **attributes)]


def _with_caption(block: Block, words: Inlines) -> Block | None:
    match block:
        case Table(caption=()) | CodeBlock(caption=()):
            return replace(block, caption=words)
        case Quote(attribution=()):
            return replace(block, attribution=without_dash(words))
        case Embed(title=None):
            return replace(block, title=plain_text(words))
        case _:
            return None


def read_caption(element: Element, flow: Flow) -> bool:
    """A caption that stands after its picture and not around it: `figcaption` outside `figure`, `p.caption`."""
    flow.flush()
    last = flow.blocks[-1] if flow.blocks else None
    if not isinstance(last, Figure) or last.caption:
        return False
    if not named_caption(element) or sum(len(text.strip()) for text in element.itertext()) > _MAX_CAPTION:
        return False
    caption, credit = _caption([element], flow.page)
    if not speaks(caption) and not speaks(credit):
        return True
    flow.blocks[-1] = replace(last, caption=caption, credit=last.credit or credit)
    return True


def named_caption(element: Element) -> bool:
    return element.tag == "figcaption" or (
        _is_named(element) and not any(True for _ in element.iter("img", *HEADINGS))
    )


# ------------------------------------------------------------------------- figures without `figure`


def find_groups(page: Page, root: Element) -> None:
    """Note the containers that hold one picture and a caption, and nothing else."""
    known: dict[Element, str | None] = {}
    for picture in root.iter("img", "amp-img"):
        if picture not in page.skip:
            container = _group_of(picture, page, known)
            if container is not None:
                page.groups.add(container)


def _group_of(picture: Element, page: Page, known: dict[Element, str | None]) -> Element | None:
    node = picture
    for _ in range(7):
        parent = node.getparent()
        if parent is None or parent.tag not in _INSIDE:
            return None
        if parent not in known:
            known[parent] = _short_text(parent, page)
        words = known[parent]
        if words is None:
            return None
        if words:
            return parent if _is_group(parent, picture, node, words, page) else None
        node = parent
    return None


def _short_text(element: Element, page: Page) -> str | None:
    """The text of an element with one picture, or None where there is more in it than a picture and a caption."""
    parts: list[str] = []
    length = shown = 0
    for item in element.iter():
        shown += item.tag in ("img", "amp-img") and item not in page.skip
        if shown > 1:
            return None
        if item in page.skip:
            text = item.tail if item in page.skip and item is not element else None
        else:
            text = f"{item.text or ''} {(item.tail or '') if item is not element else ''}"
        if text:
            parts.append(text)
            length += len(text.strip())
            if length > _MAX_CAPTION:
                return None
    return " ".join(" ".join(parts).split())


def _is_named(element: Element) -> bool:
    return bool(_CAPTION_NAME.search(element.get("class") or ""))


def _is_group(parent: Element, picture: Element, branch: Element, words: str, page: Page) -> bool:
    """Whether the words beside a picture are its caption: they follow it, alone, and something says so."""
    named = _is_named(parent)
    linked = 0
    for item in parent.iter():
        if item.tag in _OTHER_CONTENT:
            return False
        if item.tag == "a":
            linked += len("".join(item.itertext()).strip())
        named = named or _is_named(item)
    if branch.getprevious() is not None and (parent.text or "").strip():
        return False
    if named:
        return True
    if len(words) > _MAX_LOOSE_CAPTION or linked > 0.5 * len(words) or (parent.text or "").strip():
        return False
    shaped = bool(class_words(parent) & _PICTURE_WORDS) and parent.tag != "td"
    after = branch.getnext()
    while after is not None and after.tag == "br" and not (after.tail or "").strip():
        after = after.getnext()
    if after is None:
        return shaped
    whole = after.tag in ("em", "i", "small", "figcaption") and after.getnext() is None
    return shaped or (whole and not (branch.tail or "").strip() and not (after.tail or "").strip())


def read_group(element: Element, flow: Flow) -> bool:
    """A container that `find_groups` noted."""
    page = flow.page
    content = inlines_of(element, page)
    shown = pictures(content)
    if not shown:
        return False
    credit_elements = [item for item in element.iter() if _is_credit(item) and item is not element]
    outermost = [item for item in credit_elements if item.getparent() not in credit_elements]
    credit = _together(_words(item, page) for item in outermost)
    page.skip.update(outermost)
    caption = _words(element, page)
    page.skip.difference_update(outermost)
    if not speaks(caption):
        caption, credit = credit, ()
    flow.add(Figure(shown, caption, credit, **page.attributes(element)))
    return True
