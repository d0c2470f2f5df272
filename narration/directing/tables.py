"""Tables for the ear: row by row with their headers, or a summary where nobody could follow."""

from __future__ import annotations

from dataclasses import dataclass

from rhapsode.narration.directing.director import Director
from rhapsode.narration.directing.passage import Passage, added, join
from rhapsode.parsing.article import Cell, Table

# Spans and sizes a hostile page may claim; no table that is read has more.
WIDEST = 200
CELLS = 20_000
NO_VALUE = frozenset({"", "-", "–", "—", "―", "n/a", "N/A", "…", "."})


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid: the cell there, and whether it is the place where the cell begins."""

    cell: Cell
    first: bool


def grid(table: Table) -> list[list[Slot]]:
    """The table with spans unfolded: every row has a slot for every column that a cell of it reaches."""
    rows: list[list[Slot]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    budget = CELLS
    for row in table.rows:
        line: list[Slot] = []
        cells = iter(row)
        cell = next(cells, None)
        while (cell is not None or len(line) in hanging) and budget > 0:
            at = len(line)
            if at in hanging:
                above, left = hanging.pop(at)
                line.append(Slot(above, False))
                if left > 1:
                    hanging[at] = (above, left - 1)
            elif cell is not None:
                wide = max(1, min(cell.colspan, WIDEST))
                for i in range(wide):
                    line.append(Slot(cell, i == 0))
                    if cell.rowspan > 1:
                        hanging[at + i] = (cell, cell.rowspan - 1)
                cell = next(cells, None)
            budget -= 1
        # Nothing is lost, however many cells a page has: the budget bounds only what spans add.
        while cell is not None:
            line.append(Slot(cell, True))
            cell = next(cells, None)
        rows.append(line)
    return rows


def table(d: Director, block: Table) -> None:
    """A table: caption, size, then its rows; beyond the style's limit a summary."""
    body = _body(block)
    cells = sum(len(row) for row in body)
    if cells > d.style.limits.table_cells and block.narrate != "say":
        table_summary(d, block, f"style: tables over {d.style.limits.table_cells} cells are summarised")
        return
    _caption(d, block)
    heads = _heads(d, block)
    if len(body) > 1 or d.style.frames:
        with d.within(gap=d.style.pauses.sentence):
            d.emit(_size(d, block, body, "table_intro"), "table", after=d.style.pauses.cell_row)
    if not body:
        for row in block.rows:
            d.emit(_plain_row(d, [Slot(cell, True) for cell in row]), "table", context="table")
        return
    said = [False] * len(heads)
    _unused_heads(d, block, heads, body)
    for number, row in enumerate(body, 1):
        if d.style.frames:
            d.emit(d.template("table_row", number=number), "table", after=d.style.pauses.clause)
        _row(d, block, row, heads, said)
    if d.style.frames:
        d.announce("table_end", role="table")
    d.pause(d.style.pauses.block)


def table_summary(d: Director, block: Table, rule: str) -> None:
    """A table's caption, its size and what its columns hold; the cells are left out."""
    _caption(d, block)
    body = _body(block)
    heads = [join(parts, Passage(" ")) for parts in _heads(d, block)]
    named = [head for head in heads if head.says_something]
    # More than a dozen headers is a list nobody keeps in mind.
    short = named and len(named) == len(heads) <= 12
    size = _size(d, block, body, "table_summary")
    if short:
        key = "table_summary_headed"
        rows, columns = _counts(block, body)
        size = d.template(key, rows=rows, columns=columns, headers=join(named, added(d.phrases.comma, key)))
    d.emit(size, "table")
    header_rows = _header_rows(block) if short else 0
    for i, row in enumerate(block.rows):
        for cell in row:
            if i >= header_rows:
                d.omit(_text(d, cell).text, rule)
    d.pause(d.style.pauses.block)


def _caption(d: Director, block: Table) -> None:
    d.pause(d.style.pauses.block)
    caption = d.read(block.caption)
    if caption.says_something:
        d.emit(d.template("table_caption", caption=caption), "table", after=d.style.pauses.sentence)


def _header_rows(block: Table) -> int:
    return min(block.header_rows, len(block.rows)) if len(block.rows) > 1 else 0


def _body(block: Table) -> list[list[Slot]]:
    return [row for row in grid(block)[_header_rows(block) :] if row]


def _counts(block: Table, body: list[list[Slot]]) -> tuple[int, int]:
    return len(body), max((len(row) for row in body), default=0)


def _size(d: Director, block: Table, body: list[list[Slot]], key: str) -> Passage:
    rows, columns = _counts(block, body)
    return d.template(key, rows=rows, columns=columns)


def _text(d: Director, cell: Cell) -> Passage:
    return d.read(cell.content)


def _heads(d: Director, block: Table) -> list[list[Passage]]:
    """For each column the headers above it, each only where it begins or is repeated over its span."""
    columns: list[list[Passage]] = []
    for row in grid(block)[: _header_rows(block)]:
        for i, slot in enumerate(row):
            while len(columns) <= i:
                columns.append([])
            text = _text(d, slot.cell)
            if text.says_something:
                columns[i].append(text if slot.first else _again(text))
    return columns


def _again(passage: Passage) -> Passage:
    """Words that were said before and are repeated as a guide."""
    return passage.marked("added", "table_header")


def _unused_heads(d: Director, block: Table, heads: list[list[Passage]], body: list[list[Slot]]) -> None:
    """Headers over columns that have no value in any row are said before the rows, so that they are not lost."""
    for i, head in enumerate(heads):
        used = any(i < len(row) and _has_value(d, row[i]) for row in body)
        if not used:
            for part in head:
                if not all(m.kind != "added" for m in part.marks):
                    continue
                d.emit(part, "table", after=d.style.pauses.sentence)


def _has_value(d: Director, slot: Slot) -> bool:
    text = _text(d, slot.cell)
    return text.says_something and text.text.strip() not in NO_VALUE


def _row(d: Director, block: Table, row: list[Slot], heads: list[list[Passage]], said: list[bool]) -> None:
    """One row: its own header first, then "header: value" for each column with a value."""
    labelled = block.header_columns if block.header_columns < len(row) else 0
    parts: list[Passage] = []
    for i, slot in enumerate(row):
        text = _text(d, slot.cell)
        value = text if slot.first else _again(text)
        blank = text.text.strip() in NO_VALUE or not text.says_something
        if blank and not d.style.frames:
            if slot.first:
                d.omit(text.text, "table cell without a value")
            continue
        if blank:
            if slot.first:
                d.omit(text.text, "table cell without a value")
            value = d.template("table_blank")
        head = heads[i] if i < len(heads) else []
        if head and not (i < labelled and said[i]):
            lead = join([_again(part) for part in head] if said[i] else head, Passage(" "))
            value = join((d.template("table_header", header=lead), added(" ", "table_header"), value))
        if i < len(said):
            said[i] = True
        parts.append(value)
    d.emit(_joined(d, parts), "table", after=d.style.pauses.cell_row, context="table")


def _plain_row(d: Director, row: list[Slot]) -> Passage:
    return _joined(d, [_text(d, slot.cell) for slot in row])


def _joined(d: Director, values: list[Passage]) -> Passage:
    values = [value for value in values if value.says_something]
    out: list[Passage] = []
    for i, value in enumerate(values):
        out.append(value)
        if i < len(values) - 1:
            mark = "" if value.ends_with(".!?;:,…") else d.phrases.text("table_separator")
            out.append(added(mark + " ", "table_separator"))
    return join(out)
