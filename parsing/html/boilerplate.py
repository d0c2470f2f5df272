"""What on a page, and inside its article, is not the article."""

from __future__ import annotations

from rhapsode.parsing.html.callouts import CALLOUTS, flavour_of
from rhapsode.parsing.html.dom import HEADINGS, Element, classes, text_of
from rhapsode.parsing.html.measures import Measures
from rhapsode.parsing.html.metadata import Metadata, same_words
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.quotes import is_pull
from rhapsode.parsing.html.tables import is_layout
from rhapsode.parsing.html.vocabulary import (
    APART,
    ASKING,
    BAD,
    BESIDE,
    BYLINES,
    GOOD,
    LEADING_AWAY,
    PERHAPS,
    ROLES_APART,
    SHARES,
)

_LINES = HEADINGS | {"p", "div", "strong", "b", "span", "li", "em", "section"}
_PARTS_OF_SENTENCES = frozenset(
    {"sup", "sub", "em", "i", "b", "strong", "cite", "q", "abbr", "code", "time", "math", "mark", "label"}
)
_WHOLE = frozenset(
    {"html", "body", "article", "main", "a", "table", "tbody", "tr", "td", "pre", "code", "figure"}
)


# A part of so many elements is not looked at one by one: every element is visited a bounded number of times.
_MANY = 1500


def mark_apart(page: Page, measures: Measures, metadata: Metadata, root: int = 0) -> None:
    """Skip the parts that names and roles put beside the article, unless they hold a good share of the words."""
    total = max(1, measures.chars[root])
    i, size = root + 1, measures.end[root]
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
        if _leads_away(element, page, measures, i, root) or _is_boilerplate(
            element, page, measures, i, title
        ):
            page.skip.add(element)
            i = measures.end[i]
            continue
        i = measures.end[i] if _is_one_thing(element, page) else i + 1


def _leads_away(element: Element, page: Page, measures: Measures, i: int, root: int) -> bool:
    """A heading or line such as "Related", with the links it heads; a line that asks to follow or subscribe."""
    tag = element.tag
    count = measures.chars[i]
    if tag not in _LINES or not 0 < count <= 300 or measures.end[i] - i > 60:
        return False
    words = text_of(element)
    if tag in ("p", "em", "strong", "div", "li") and ASKING.search(words) and not measures.has_blocks[i]:
        return True
    if count > 160 or not LEADING_AWAY.match(words):
        return False
    if tag not in HEADINGS and measures.link_density(i) > 0.4:
        return True
    if tag not in HEADINGS and count > 60:
        return False
    headed = _links_below(element, measures, root)
    page.skip.update(headed)
    return bool(headed) or (tag in HEADINGS and _is_last(element, measures, root))


def _links_below(element: Element, measures: Measures, root: int) -> list[Element]:
    """The lists and cards of links that follow a heading, up to the next prose."""
    node = element
    while (
        node.getnext() is None
        and node.getparent() is not None
        and measures.index.get(node.getparent(), -1) > root
    ):
        parent = node.getparent()
        if measures.chars[measures.index[parent]] > measures.chars[measures.index[node]]:
            break
        node = parent
    found: list[Element] = []
    after = node.getnext()
    while after is not None and len(found) < 40:
        i = measures.index[after]
        if measures.chars[i] and not measures.dead[i]:
            if measures.link_density(i) < 0.5:
                break
            found.append(after)
        after = after.getnext()
    return found


def _is_last(element: Element, measures: Measures, root: int) -> bool:
    """Whether nothing is said in the article after an element."""
    i = measures.end[measures.index[element]]
    return all(measures.dead[j] or not measures.chars[j] for j in range(i, min(measures.end[root], i + 200)))


def _is_one_thing(element: Element, page: Page) -> bool:
    """Whether an element is kept or dropped as a whole: code, formulas, pictures with their captions, data."""
    if element.tag == "blockquote" and element.find(".//form") is None:
        return True
    if element.tag in ("pre", "math", "figure") or element in page.groups:
        return True
    return element.tag == "table" and not is_layout(element, page)


def _is_boilerplate(element: Element, page: Page, measures: Measures, i: int, title: str) -> bool:
    tag = element.tag
    if tag == "aside":
        return not _is_said_aside(element, page, measures, i)
    if tag in ("footer", "nav"):
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


def _is_said_aside(element: Element, page: Page, measures: Measures, i: int) -> bool:
    """Whether an aside belongs to the article: declared so, a pull quote, a callout, a note, or free of links."""
    role = element.get("role") or ""
    if element in page.note_bodies or is_pull(element) or role == "note" or role.startswith("doc-"):
        return True
    if classes(element) & CALLOUTS or flavour_of(element):
        return True
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if APART.search(name) or BESIDE.search(name) or BAD.search(name):
        return False
    return _is_prose(measures, i) or (
        measures.pictures[i] > 0 and _shows_pictures(element, page, measures, i)
    )


def _thin(element: Element, name: str, page: Page, measures: Measures, i: int) -> bool:
    if element.tag == "table" and _is_one_thing(element, page):
        return measures.link_density(i) > 0.7 and bool(BAD.search(name)) and not GOOD.search(name)
    if _shows_pictures(element, page, measures, i):
        return False
    if classes(element) & CALLOUTS and measures.link_density(i) < 0.5:
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
    is_list = is_list or (not measures.in_list[i] and measures.listed[i] > 0.9 * max(1, chars))
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
    if measures.end[i] - i > _MANY or measures.items[i] < 3 or not 0.2 < measures.link_density(i) <= 0.35:
        return False
    inside = sum(
        measures.chars[j]
        for j in range(i + 1, measures.end[i])
        if measures.order[j].tag == "a" and (measures.order[j].get("href") or "").startswith("#")
    )
    return inside > 0.7 * measures.chars[i]


def _shows_pictures(element: Element, page: Page, measures: Measures, i: int) -> bool:
    """Whether an element holds hardly more than a figure or a picture with its caption."""
    if not measures.pictures[i] or measures.chars[i] > 1500 or measures.end[i] - i > _MANY:
        return False
    if element in page.groups:
        return True
    inside = 0
    for j in range(i + 1, measures.end[i]):
        item = measures.order[j]
        if (item in page.groups or item.tag == "figure") and measures.pictures[j]:
            inside += measures.chars[j] + 1
    return inside > 0.6 * measures.chars[i]
