"""Tables for the ear: row by row with their headers, or a summary where nobody could follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rhapsode.narration.directing.director import Director
from rhapsode.narration.directing.passage import Passage, added, join
from rhapsode.narration.written import words
from rhapsode.parsing.article import Cell, Table

# Spans and sizes a hostile page may claim; no table that is read has more.
WIDEST = 200
CELLS = 20_000
# A summary names the columns up to here; a longer list nobody keeps in mind.
MOST_HEADERS = 12
NO_VALUE = frozenset({"", "-", "–", "—", "―", "n/a", "N/A", "…", "."})
SPACE = Passage(" ")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid: the words there, and whether it is the place where their cell begins."""

    text: Passage
    first: bool

    @property
    def blank(self) -> bool:
        """Whether the cell holds no value."""
        return not self.text.says_something or self.text.text.strip() in NO_VALUE

    @property
    def again(self) -> Passage:
        """The words as a guide that repeats what was said before."""
        return self.text.marked("added", "table_header")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table taken apart: the headers above each column, and the rows below them."""

    heads: list[list[Slot]]
    body: list[list[Slot]]
    labels: int

    @property
    def columns(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.body), default=0)


def grid(table: Table, read: Callable[[Cell], Passage]) -> list[list[Slot]]:
    """The table with spans unfolded; each cell is read once, in the order of the page."""
    rows: list[list[Slot]] = []
    hanging: dict[int, tuple[Passage, int]] = {}
    budget = CELLS
    for row in table.rows:
        line: list[Slot] = []
        for cell in row:
            budget = _hang(line, hanging, budget)
            text = read(cell)
            for i in range(max(1, min(cell.colspan, WIDEST, budget))):
                if cell.rowspan > 1:
                    hanging[len(line)] = (text, cell.rowspan - 1)
                line.append(Slot(text, i == 0))
                budget -= 1
        budget = _hang(line, hanging, budget)
        rows.append(line)
    return rows


def _hang(line: list[Slot], hanging: dict[int, tuple[Passage, int]], budget: int) -> int:
    """Put what hangs down from the rows above into `line`, as far as the next free place."""
    while budget > 0 and (above := hanging.pop(len(line), None)) is not None:
        text, left = above
        if left > 1:
            hanging[len(line)] = (text, left - 1)
        line.append(Slot(text, False))
        budget -= 1
    return budget


def table(d: Director, block: Table) -> None:
    """A table: caption, size, then its rows; beyond the style's limit a summary."""
    limit = d.style.limits.table_cells
    if _size(block) > limit and block.narrate != "say":
        table_summary(d, block, f"style: tables of more than {limit} cells are summarised")
        return
    _caption(d, block)
    layout = _layout(block, grid(block, lambda cell: d.read(cell.content)))
    if len(layout.body) > 1 or d.style.frames:
        size = d.template("table_intro", rows=len(layout.body), columns=layout.columns)
        d.emit(size, "table", after=d.style.pauses.cell_row)
    said = [False] * len(layout.heads)
    _lone_heads(d, layout)
    for number, row in enumerate(layout.body, 1):
        if d.style.frames and len(layout.body) > 1:
            d.emit(d.template("table_row", number=number), "table", after=d.style.pauses.clause)
        _row(d, layout, row, said)
    if d.style.frames:
        d.announce("table_end", role="table")
    d.pause(d.style.pauses.block)


def table_summary(d: Director, block: Table, rule: str) -> None:
    """A table's caption, its size and what its columns hold; the cells are left out."""
    _caption(d, block)
    header_rows = _header_rows(block)
    top = block.rows[0] if header_rows == 1 and block.rows else ()
    named = top and all(cell.colspan == 1 and any(map(str.isalnum, words(cell.content))) for cell in top)
    rows = len(block.rows) - header_rows
    columns = max((len(row) for row in block.rows), default=0)
    if named and len(top) <= MOST_HEADERS:
        key = "table_summary_headed"
        heads = join([d.read(cell.content) for cell in top], added(d.phrases.comma, key))
        d.emit(d.template(key, rows=rows, columns=columns, headers=heads), "table")
    else:
        header_rows = 0
        d.announce("table_summary", role="table", rows=rows, columns=columns)
    for row in block.rows[header_rows:]:
        for cell in row:
            d.omit_inlines(cell.content, rule)
    d.pause(d.style.pauses.block)


def _caption(d: Director, block: Table) -> None:
    d.pause(d.style.pauses.block)
    caption = d.read(block.caption)
    if caption.says_something:
        d.emit(d.template("table_caption", caption=caption), "table", after=d.style.pauses.sentence)


def _header_rows(block: Table) -> int:
    """How many rows are headers; a table of headers alone is a table of values."""
    return block.header_rows if 0 < block.header_rows < len(block.rows) else 0


def _size(block: Table) -> int:
    """How many cells would be read."""
    return sum(
        1
        for row in block.rows[_header_rows(block) :]
        for cell in row
        if any(map(str.isalnum, words(cell.content)))
    )


def _layout(block: Table, rows: list[list[Slot]]) -> Layout:
    header_rows = _header_rows(block)
    heads: list[list[Slot]] = [[] for _ in range(max((len(row) for row in rows), default=0))]
    for row in rows[:header_rows]:
        for i, slot in enumerate(row):
            # A header that hangs over two header rows names its column once.
            if slot.text.says_something and not (heads[i] and heads[i][-1].text is slot.text):
                heads[i].append(slot)
    return Layout(heads, [row for row in rows[header_rows:] if row], max(0, block.header_columns))


def _lone_heads(d: Director, layout: Layout) -> None:
    """Headers of columns without any value are said by themselves before the rows, so that they are not lost."""
    for i, head in enumerate(layout.heads):
        if any(i < len(row) and (not row[i].blank or d.style.frames) for row in layout.body):
            continue
        for slot in head:
            if slot.first:
                d.emit(slot.text, "table", after=d.style.pauses.sentence)


def _row(d: Director, layout: Layout, row: list[Slot], said: list[bool]) -> None:
    """One row: its own headers first, then "header: value" for each cell with a value."""
    labels = layout.labels if layout.labels < len(row) else 0
    parts: list[Passage] = []
    at = 0
    while at < len(row):
        slot, i = row[at], at
        while at < len(row) and row[at].text is slot.text:
            at += 1  # a cell over several columns has the headers of all of them
        if slot.blank and slot.first:
            d.omit(slot.text.text, "table cell without a value")
        if slot.blank and not d.style.frames:
            continue
        value = d.template("table_blank") if slot.blank else slot.text if slot.first else slot.again
        if not (i < labels and all(said[i:at])):
            value = _headed(d, layout.heads[i:at], value, said[i:at])
        said[i:at] = [True] * (at - i)
        if i < labels and not value.ends_with(".!?:"):
            value += added(d.phrases.text("table_label_end"), "table_label_end")
        parts.append(value)
    d.emit(_joined(d, parts), "table", after=d.style.pauses.cell_row, context="table")


def _headed(d: Director, heads: list[list[Slot]], value: Passage, said: list[bool]) -> Passage:
    """The value behind its headers, which are the article's words the first time and a guide after that."""
    names: list[Passage] = []
    over: list[Passage] = []
    for head, known in zip(heads, said, strict=True):
        # A header over several columns is named once for all of them.
        slots = [slot for slot in head if not any(slot.text is text for text in over)]
        over += [slot.text for slot in slots]
        if slots:
            names.append(
                join([slot.again if known or not slot.first else slot.text for slot in slots], SPACE)
            )
    if not names:
        return value
    header = join(names, added(d.phrases.comma, "table_header"))
    return join((d.template("table_header", header=header), added(" ", "table_header"), value))


def _joined(d: Director, values: list[Passage]) -> Passage:
    values = [value for value in values if value.says_something]
    out: list[Passage] = []
    for i, value in enumerate(values):
        out.append(value)
        if i < len(values) - 1:
            mark = "" if value.ends_with(".!?;:,…") else d.phrases.text("table_separator")
            out.append(added(mark + " ", "table_separator"))
    return join(out)
