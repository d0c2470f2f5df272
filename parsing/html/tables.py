"""Tables: those that hold data, with caption, headers and spans; those that only lay out a page are passed through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rhapsode.parsing.article import Cell, Inlines, Table
from rhapsode.parsing.html.dom import Element, class_words, number, text_of
from rhapsode.parsing.html.flow import Flow, trimmed
from rhapsode.parsing.html.inline import inlines_of
from rhapsode.parsing.html.page import Page

_LAYOUT_CONTENT = (
    "form",
    "iframe",
    "h1",
    "h2",
    "h3",
    "pre",
    "article",
    "section",
    "header",
    "footer",
    "nav",
    "figure",
)
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_DATA_WORDS = frozenset({"wikitable", "data", "datatable", "infobox", "sortable", "tabular"})
_MAX_SPAN = 1000


def read_table(element: Element, flow: Flow) -> bool:
    """A data table as a Table; a layout table's cells are read like any division."""
    if is_layout(element, flow.page):
        return False
    rows = list(table_rows(element, flow.page))
    cells = [tuple(_cells(row, in_head, flow.page)) for row, in_head in rows]
    cells = [row for row in cells if any(cell.content for cell in row)]
    if not cells:
        return True
    caption = _caption(element, flow.page)
    header_rows = _header_rows(cells)
    flow.add(
        Table(
            tuple(cells),
            caption,
            header_rows,
            _header_columns(cells[header_rows:]),
            **flow.page.attributes(element),
        )
    )
    return True


def table_rows(element: Element, page: Page) -> Iterator[tuple[Element, bool]]:
    """The rows of this table itself, not of tables inside it, each with whether it stands in the head."""
    stack = [(iter(element), False)]
    while stack:
        children, in_head = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif child in page.skip:
            continue
        elif child.tag == "tr":
            yield child, in_head
        elif child.tag in _SECTIONS:
            stack.append((iter(child), child.tag == "thead"))


def is_layout(element: Element, page: Page) -> bool:
    """Whether a table lays out a page: by role, by shape, and by what its cells hold."""
    known = page.layout.get(element)
    if known is None:
        known = page.layout[element] = _is_layout(element, list(table_rows(element, page)))
    return known


def _is_layout(element: Element, rows: list[tuple[Element, bool]]) -> bool:
    if element.get("role") in ("presentation", "none"):
        return True
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row, _ in rows]
    widest = max(map(len, cells), default=0)
    filled = sum(1 for row in cells for _ in row)
    if filled < 2:
        return True
    inner = next((table for table in element.iter("table") if table is not element), None) is not None
    headers = sum(1 for row in cells for cell in row if cell.tag == "th")
    declared = (
        element.find("caption") is not None or element.find("thead") is not None or element.get("summary")
    )
    if inner and not headers and element.find("caption") is None:
        return True
    if widest < 2:
        return not (headers and len(cells) > headers)
    if headers or declared or element.get("role") in ("table", "grid") or class_words(element) & _DATA_WORDS:
        return _reads_like_a_page(element, filled)
    if len(cells) < 2 or any(True for _ in element.iter(*_LAYOUT_CONTENT)):
        return True
    return _looks_like_layout(element, cells, filled)


def _reads_like_a_page(element: Element, filled: int) -> bool:
    """Headers or not: cells of several hundred words are no data."""
    return len(text_of(element)) > 1200 * filled


def _looks_like_layout(element: Element, cells: list[list[Element]], filled: int) -> bool:
    lengths = [len(text_of(cell)) for row in cells for cell in row]
    if max(lengths) > 600 or sum(lengths) > 150 * filled:
        return True
    if sum(1 for length in lengths if length) < 2:
        return True
    pictures = sum(1 for _ in element.iter("img"))
    paragraphs = sum(1 for _ in element.iter("p", "div", "ul"))
    widths = [len(row) for row in cells]
    grid = len(cells) >= 3 and max(widths) >= 3
    if (pictures * 2 > filled and not grid) or paragraphs > 2 * filled:
        return True
    usual = Counter(widths).most_common(1)[0][0]
    regular = widths.count(usual)
    return regular < 0.6 * len(cells)


def _cells(row: Element, in_head: bool, page: Page) -> Iterator[Cell]:
    for cell in row:
        if cell.tag in ("td", "th") and cell not in page.skip:
            content = trimmed(inlines_of(cell, page, edge="break"))
            header = cell.tag == "th" or in_head or cell.get("scope") in ("row", "col")
            yield Cell(content, header, _span(cell.get("colspan")), _span(cell.get("rowspan")))


def _span(value: str | None) -> int:
    return min(_MAX_SPAN, max(1, number(value) or 1))


def _caption(element: Element, page: Page) -> Inlines:
    caption = element.find("caption")
    if caption is None or caption in page.skip:
        return ()
    return trimmed(inlines_of(caption, page))


def _header_rows(rows: list[tuple[Cell, ...]]) -> int:
    """How many rows at the top hold headers alone (empty corners count as headers)."""
    count = 0
    for row in rows:
        if not all(cell.header or not cell.content for cell in row) or (len(row) == 1 and count):
            break
        count += 1
    return count if count < len(rows) else min(1, count)


def _header_columns(rows: list[tuple[Cell, ...]]) -> int:
    """How many columns at the left hold headers in every row that is not one header for a whole group."""
    rows = [row for row in rows if len(row) > 1]
    count = 0
    while rows and all(len(row) > count + 1 and row[count].header for row in rows):
        count += 1
    return count
