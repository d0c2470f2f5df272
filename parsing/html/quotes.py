"""Block quotations with their attribution, pull quotes, and quoted posts."""

from __future__ import annotations

import re
from dataclasses import replace

from rhapsode.parsing.article import Blocks, Break, Inlines, Paragraph, Quote, Text, plain_text
from rhapsode.parsing.html import embeds
from rhapsode.parsing.html.dom import Element, class_words, text_of
from rhapsode.parsing.html.flow import Flow, trimmed
from rhapsode.parsing.html.inline import inlines_of

_PULL_WORDS = frozenset({"pullquote", "pullquotes", "pulledquote"})
_SOURCE_WORDS = frozenset(
    {"attribution", "author", "source", "cite", "citation", "byline", "credit", "speaker"}
)
_DASH = re.compile(r"^\s*(?:[—–―]|--|-(?=\s))\s*(?=\S)")
_LEADING_DASH = re.compile(r"^\s*(?:[—–―]|--?(?=\s|$|\w))\s*")
_MAX_SOURCE = 160


def is_pull(element: Element) -> bool:
    """Whether an element's class or role says that it is a pull quote."""
    if element.get("role") == "doc-pullquote":
        return True
    name = element.get("class")
    if not name or "pull" not in name.lower():
        return False
    words = class_words(element)
    return bool(words & _PULL_WORDS) or {"pull", "quote"} <= words or {"pulled", "quote"} <= words


def read_blockquote(element: Element, flow: Flow) -> bool:
    return read_post(element, flow) if embeds.is_post(element) else read_quote(element, flow)


def read_post(element: Element, flow: Flow) -> bool:
    embed = embeds.post_of(element, flow.page, flow.inside(element))
    if embed is not None:
        flow.add(embed)
    return embed is not None


def read_quote(element: Element, flow: Flow) -> bool:
    """A quotation: its blocks without the line that says whose words they are."""
    page = flow.page
    source = source_element(element)
    attribution: Inlines = ()
    if source is not None:
        attribution = without_dash(trimmed(inlines_of(source, page)))
        page.skip.add(source)
    blocks = flow.inside(element)
    if not attribution:
        blocks, attribution = split_source(blocks)
    if not blocks and attribution:
        blocks, attribution = (Paragraph(attribution, **page.attributes(element)),), ()
    if blocks:
        blocks = _unwrapped(blocks)
        cite = page.address(element.get("cite"))
        flow.add(Quote(blocks, attribution, cite, is_pull(element), **page.attributes(element)))
    return True


def _unwrapped(blocks: Blocks) -> Blocks:
    """A quotation that holds nothing but a quotation is one (`div.pullquote > blockquote`)."""
    if len(blocks) == 1 and isinstance(blocks[0], Quote) and not blocks[0].attribution:
        return blocks[0].blocks
    return blocks


def source_element(element: Element) -> Element | None:
    """The element at the end of a quotation that names its source."""
    total = len(text_of(element))
    for item in reversed(
        list(element.iter("footer", "cite", "figcaption", "p", "span", "div", "small"))[-12:]
    ):
        if item is element:
            continue
        named = item.tag in ("footer", "figcaption", "cite") or bool(words_of_source(item))
        if not named:
            continue
        words = text_of(item)
        if not words or len(words) > _MAX_SOURCE or len(words) >= total:
            continue
        if _is_last(item, element) and _stands_alone(item, element):
            return _with_dash(item)
    return None


def words_of_source(item: Element) -> frozenset[str]:
    return class_words(item) & _SOURCE_WORDS if item.get("class") else frozenset()


def _is_last(item: Element, quote: Element) -> bool:
    """Nothing is said in the quotation after `item`."""
    node = item
    for _ in range(20):
        if node is quote:
            return True
        if (node.tail or "").strip(' \t\r\n\u00a0"”’»).'):
            return False
        after = node.getnext()
        while after is not None:
            if text_of(after):
                return False
            after = after.getnext()
        node = node.getparent()
        if node is None:
            return False
    return False


def _stands_alone(item: Element, quote: Element) -> bool:
    """A `cite` in the midst of a sentence is a title, not a source: before it there is a break, a dash or nothing."""
    if item.tag not in ("cite", "span", "small"):
        return True
    before = item.getprevious()
    text = (before.tail if before is not None else item.getparent().text) or ""
    text = text.strip()
    if item.getparent() is quote or not text:
        return not text or bool(re.search(r"[—–―-]$|[.!?”\"’»]$", text))
    return bool(re.fullmatch(r"[—–―-]+", text)) or bool(re.search(r"[—–―]$", text))


def _with_dash(item: Element) -> Element:
    """The paragraph around a source, where it holds nothing else."""
    parent = item.getparent()
    if parent is not None and parent.tag in ("p", "div", "footer", "small"):
        rest = text_of(parent).removesuffix(text_of(item)).strip()
        if not rest or not rest.strip("—–―- "):
            return parent
    return item


def without_dash(content: Inlines) -> Inlines:
    if content and isinstance(content[0], Text):
        rest = _LEADING_DASH.sub("", content[0].text)
        return trimmed((Text(rest), *content[1:]) if rest else content[1:])
    return content


def split_source(blocks: Blocks) -> tuple[Blocks, Inlines]:
    """Take a last paragraph or line that begins with a dash for the source."""
    line = blocks[-1] if blocks else None
    if not isinstance(line, Paragraph):
        return blocks, ()
    last = line.content
    if len(blocks) > 1 and is_source_line(last):
        return blocks[:-1], without_dash(last)
    breaks = [i for i, node in enumerate(last) if isinstance(node, Break)]
    if breaks and is_source_line(last[breaks[-1] + 1 :]):
        kept = trimmed(last[: breaks[-1]])
        return (*blocks[:-1], replace(line, content=kept)), without_dash(last[breaks[-1] + 1 :])
    return blocks, ()


def is_source_line(content: Inlines) -> bool:
    words = plain_text(content)
    return len(words) <= _MAX_SOURCE and bool(_DASH.match(words))
