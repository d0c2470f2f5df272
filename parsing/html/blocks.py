"""The table of contents of block-level HTML: which element is read by whom."""

from __future__ import annotations

from collections.abc import Iterable

from rhapsode.parsing.article import Aside, Blocks, Details, MathBlock, Rule, Text
from rhapsode.parsing.html import code, embeds, figures, lists, maths, quotes, tables
from rhapsode.parsing.html.callouts import CALLOUTS, flavour_of
from rhapsode.parsing.html.dom import Element, ancestors, classes
from rhapsode.parsing.html.flow import Flow, Reader, heading, trimmed
from rhapsode.parsing.html.inline import inlines_of
from rhapsode.parsing.html.page import Page

_TITLES = frozenset(
    {"admonition-title", "callout-title", "alert-title", "alert-heading", "markdown-alert-title", "title"}
)


def read_blocks(roots: Iterable[Element], page: Page) -> Blocks:
    """The blocks of several elements, in the order given."""
    flow = Flow(page, READERS)
    for root in roots:
        if root.tag in ("html", "body", "td", "th", "li", "dd"):
            flow.read(root)
        else:
            flow.read_element(root)
    return flow.finish()


def _heading(element: Element, flow: Flow) -> bool:
    _drop_edit_links(element, flow.page)
    level = int(element.tag[1]) if element.tag[1:].isdigit() else _aria_level(element)
    flow.add(
        *heading(level, flow.wrapped(trimmed(inlines_of(element, flow.page))), flow.page.attributes(element))
    )
    return True


def _drop_edit_links(element: Element, page: Page) -> None:
    """Wikis put a link to their editor into every heading, in brackets of its own."""
    for link in element.iter("a"):
        if "action=edit" not in (link.get("href") or ""):
            continue
        node = link
        for parent in ancestors(link, 3):
            if parent is element:
                break
            words = "".join(parent.itertext()).strip()
            if parent.tag == "span" and words.startswith("[") and words.endswith("]"):
                node = parent
        page.skip.add(node)


def _aria_level(element: Element) -> int:
    value = element.get("aria-level") or ""
    return min(6, max(1, int(value))) if value.isdigit() and len(value) < 3 else 2


def _rule(element: Element, flow: Flow) -> bool:
    flow.add(Rule(**flow.page.attributes(element)))
    return True


def _details(element: Element, flow: Flow) -> bool:
    page = flow.page
    summary = next((child for child in element if child.tag == "summary"), None)
    words = ()
    if summary is not None:
        words = trimmed(inlines_of(summary, page))
        page.skip.add(summary)
    blocks = flow.inside(element)
    if words or blocks:
        flow.add(Details(words, blocks, **page.attributes(element)))
    return True


def _tab_panel(element: Element, flow: Flow) -> bool:
    """A panel of a set of tabs, under the words of its tab."""
    page = flow.page
    label = page.ids.get((element.get("aria-labelledby") or "").partition(" ")[0])
    words = trimmed(inlines_of(label, page)) if label is not None else ()
    if not words and element.get("aria-label"):
        words = (Text(" ".join(element.get("aria-label").split())),)
    if not words:
        return False
    blocks = flow.inside(element)
    if blocks:
        flow.add(Details(words, blocks, **page.attributes(element)))
    return True


def _nothing(element: Element, flow: Flow) -> bool:
    return True


def _aside(element: Element, flow: Flow) -> bool:
    page = flow.page
    if quotes.is_pull(element):
        return quotes.read_quote(element, flow)
    title_element = _title_of(element)
    title = ()
    if title_element is not None:
        title = trimmed(inlines_of(title_element, page))
        page.skip.add(title_element)
    blocks = flow.inside(element)
    if blocks or title:
        flow.add(Aside(blocks, flavour_of(element) or "sidebar", title, **page.attributes(element)))
    return True


def _title_of(element: Element) -> Element | None:
    for child in element:
        if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6") or classes(child) & _TITLES:
            return child
        if "".join(child.itertext()).strip():
            return None
    return None


def _division(element: Element, flow: Flow) -> bool:
    """A `div` or `section` that its class gives a meaning."""
    name = element.get("class")
    if not name:
        return False
    if maths.is_formula(element):
        formula = maths.formula_of(element)
        if formula is not None:
            flow.add(
                MathBlock(
                    formula.source, formula.notation, formula.alternative, **flow.page.attributes(element)
                )
            )
        return True
    if figures.named_caption(element) and figures.read_caption(element, flow):
        return True
    names = classes(element)
    if names & CALLOUTS:
        return _aside(element, flow)
    if embeds.is_post(element):
        return quotes.read_post(element, flow)
    if quotes.is_pull(element):
        return quotes.read_quote(element, flow)
    return code.read_division(element, flow) if "highlight" in name or "code" in name else False


def _paragraph(element: Element, flow: Flow) -> bool:
    return (
        bool(element.get("class")) and figures.named_caption(element) and figures.read_caption(element, flow)
    )


def _script(element: Element, flow: Flow) -> bool:
    formula = maths.formula_script(element)
    if isinstance(formula, MathBlock):
        flow.add(formula)
    elif formula is not None:
        flow.inline_node(formula)
    else:
        snippet = embeds.gist_of(element, flow.page)
        if snippet is not None:
            flow.add(snippet)
    return True


READERS: dict[str, Reader] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "role=heading"), _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir", "role=list"), lists.read_list),
    "dl": lists.read_definitions,
    "blockquote": quotes.read_blockquote,
    "role=doc-epigraph": quotes.read_quote,
    "role=doc-pullquote": quotes.read_quote,
    "role=blockquote": quotes.read_quote,
    "pre": code.read_code,
    "listing": code.read_code,
    "xmp": code.read_code,
    "plaintext": code.read_code,
    "figure": figures.read_figure,
    "role=figure": figures.read_figure,
    "figcaption": figures.read_caption,
    "p": _paragraph,
    "group": figures.read_group,
    "table": tables.read_table,
    "hr": _rule,
    "role=separator": _rule,
    "details": _details,
    "role=tabpanel": _tab_panel,
    "role=tablist": _nothing,
    "aside": _aside,
    "role=note": _aside,
    "role=doc-tip": _aside,
    "role=doc-notice": _aside,
    "role=doc-pagebreak": _nothing,
    "div": _division,
    "section": _division,
    "script": _script,
}
