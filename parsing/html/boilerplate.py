"""What on a page, and inside its article, is not the article."""

from __future__ import annotations

from rhapsode.parsing.html.dom import Element
from rhapsode.parsing.html.measures import Measures
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.tables import is_layout, table_rows
from rhapsode.parsing.html.vocabulary import APART, BAD, BESIDE, BYLINES, GOOD, PERHAPS, ROLES_APART, SHARES
from rhapsode.parsing.metadata import Metadata, same_words

_PARTS_OF_SENTENCES = frozenset(
    {"sup", "sub", "em", "i", "b", "strong", "cite", "q", "abbr", "code", "time", "math", "mark", "label"}
)
_WHOLE = frozenset(
    {"html", "body", "article", "main", "a", "table", "tbody", "tr", "td", "pre", "code", "figure"}
)


def mark_apart(page: Page, measures: Measures, metadata: Metadata) -> None:
    """Skip the parts that names and roles put beside the article, unless they hold a good share of the words."""
    total = max(1, measures.chars[0])
    i, size = 1, len(measures.order)
    while i < size:
        element = measures.order[i]
        if measures.dead[i]:
            i = measures.end[i]
            continue
        if element.tag not in _WHOLE and _stands_apart(element, page, measures, i, total, metadata):
            page.skip.add(element)
            i = measures.end[i]
            continue
        i += 1


def _stands_apart(
    element: Element, page: Page, measures: Measures, i: int, total: int, metadata: Metadata
) -> bool:
    if element.tag in _PARTS_OF_SENTENCES or element in page.note_bodies:
        return False
    if element.tag == "nav" or element.get("role") in ROLES_APART:
        return measures.chars[i] < 0.5 * total
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(name) < 2:
        return False
    if APART.search(name) and not PERHAPS.search(name):
        return measures.chars[i] < 0.5 * total
    if BESIDE.search(name) and not PERHAPS.search(name) and not _is_content(element, page, measures, i):
        return measures.chars[i] < 0.5 * total
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or "") or BYLINES.search(name):
        return 0 < measures.chars[i] < 100
    return False


def _is_content(element: Element, page: Page, measures: Measures, i: int) -> bool:
    return _is_prose(measures, i) or _shows_pictures(element, page, measures, i)


def _is_prose(measures: Measures, i: int) -> bool:
    """Several paragraphs with hardly a link."""
    return measures.paragraphs[i] >= 3 and measures.chars[i] > 800 and measures.link_density(i) < 0.2


def mark_boilerplate(page: Page, measures: Measures, root: int, metadata: Metadata) -> None:
    """Skip what inside the article is links, forms, sharing or an announcement."""
    i = root + 1
    title = metadata.title or ""
    while i < measures.end[root]:
        element = measures.order[i]
        if measures.dead[i] or element in page.skip:
            i = measures.end[i]
            continue
        if _is_boilerplate(element, page, measures, i, title):
            page.skip.add(element)
            i = measures.end[i]
            continue
        i = measures.end[i] if _is_one_thing(element, page) else i + 1


def _is_one_thing(element: Element, page: Page) -> bool:
    """Whether an element is kept or dropped as a whole: code, formulas, pictures with their captions, data."""
    if element.tag in ("pre", "math", "figure") or element in page.groups:
        return True
    return element.tag == "table" and not is_layout(element, list(table_rows(element, page)))


def _is_boilerplate(element: Element, page: Page, measures: Measures, i: int, title: str) -> bool:
    tag = element.tag
    if tag in ("footer", "nav", "aside"):
        return True
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(name) > 1 and SHARES.search(name) and measures.chars[i] < 500:
        return True
    if tag in ("h1", "h2") and measures.chars[i] < 200 and same_words("".join(element.itertext()), title):
        return True
    if tag in ("h1", "h2", "h3") and len(name) > 1 and BAD.search(name) and not GOOD.search(name):
        return True
    if tag in ("div", "ul", "ol", "form", "fieldset", "section", "header", "table"):
        return _thin(element, name, page, measures, i)
    return False


def _thin(element: Element, name: str, page: Page, measures: Measures, i: int) -> bool:
    if element.tag == "table" and _is_one_thing(element, page):
        return measures.link_density(i) > 0.7 and bool(BAD.search(name)) and not GOOD.search(name)
    if _shows_pictures(element, page, measures, i):
        return False
    if _is_contents(element, measures, i):
        # A table of contents is part of the page, and nothing to listen to.
        page.policies.setdefault(element, "skip")
        return False
    weight = 25 * bool(GOOD.search(name)) - 25 * bool(BAD.search(name)) if len(name) > 1 else 0
    if weight < 0:
        return True
    if measures.commas[i] >= 10:
        return False
    chars, density = measures.chars[i], measures.link_density(i)
    pictures, paragraphs, items = measures.pictures[i], measures.paragraphs[i], measures.items[i] - 100
    is_list = element.tag in ("ul", "ol")
    if not is_list and measures.items[i] and not chars == 0:
        listed = sum(
            measures.chars[j] for j in range(i, measures.end[i]) if measures.order[j].tag in ("ul", "ol")
        )
        is_list = listed > 0.9 * chars
    if measures.controls[i] > paragraphs / 3 and measures.controls[i] > 0:
        return True
    if pictures > 1 and paragraphs / pictures < 0.5 and chars < 25 * pictures and density > 0.5:
        return True
    if not is_list and items > paragraphs:
        return True
    if not is_list and weight < 25 and density > 0.2 + (0.1 if chars > 1000 else 0):
        return True
    if weight >= 25 and density > 0.5:
        return True
    return chars == 0 and pictures == 0


def _is_contents(element: Element, measures: Measures, i: int) -> bool:
    """A list of links to places on this very page."""
    if measures.chars[i] > 10_000 or measures.items[i] < 3 or not 0.2 < measures.link_density(i) <= 0.35:
        return False
    inside = sum(
        measures.chars[j]
        for j in range(i + 1, measures.end[i])
        if measures.order[j].tag == "a" and (measures.order[j].get("href") or "").startswith("#")
    )
    return inside > 0.7 * measures.chars[i]


def _shows_pictures(element: Element, page: Page, measures: Measures, i: int) -> bool:
    """Whether an element holds hardly more than a figure or a picture with its caption."""
    if not measures.pictures[i] or measures.chars[i] > 1500:
        return False
    if element in page.groups:
        return True
    inside = 0
    for j in range(i + 1, measures.end[i]):
        item = measures.order[j]
        if (item in page.groups or item.tag == "figure") and measures.pictures[j]:
            inside += measures.chars[j] + 1
    return inside > 0.6 * measures.chars[i]
