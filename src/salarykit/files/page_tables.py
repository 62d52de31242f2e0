"""Turns each table of a page into a header and rows: spans are filled, and rows that do not fit are ragged."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["PageCell", "PageTable", "page_table"]

_WIDEST: Final = 1_000  # the most columns of a table
_SPANNED: Final = 50  # the most cells that spans may add for each written cell


class PageCell(NamedTuple):
    """A cell as written: its text, the columns and rows that it spans, and whether it is a header cell."""

    text: str
    columns: int = 1
    rows: int = 1
    is_header: bool = False


class PageTable(NamedTuple):
    """A table of a page.

    Attributes:
        names: the header, one name per column.
        rows: the numbers and cells of the rows that have one cell per column.
        ragged: the numbers and texts of the other rows.
        titles: the heading above it, its caption, and the texts of the rows above its header.
        remarks: the lines of the page next to it.
    """

    names: list[str]
    rows: list[tuple[int, list[str]]]
    ragged: list[tuple[int, str]]
    titles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def page_table(written: list[list[PageCell]], *titles: str) -> PageTable | None:
    r"""Return a table as a header and rows; None if it has no rows, or its spans make it too large.

    Examples:
        >>> cell = PageCell
        >>> head = [
        ...     cell("City", is_header=True),
        ...     cell("Staff", 2, is_header=True),
        ...     cell("Pay", is_header=True),
        ... ]
        >>> table = page_table([head, [cell("Bath"), cell("1"), cell("2"), cell("3")], [cell("Rome")]])
        >>> table.names, table.rows, table.ragged
        (['City', 'Staff', 'Pay'], [(1, ['Bath', '1\n2', '3'])], [(2, 'Rome')])
    """
    grid = _grid(written)
    if not grid:
        return None
    start = next((at for at, row in enumerate(grid) if len(_distinct(row)) > 1), 0)
    depth = _depth(written, grid, start)
    head, body = grid[start : start + depth], grid[start + depth :]
    columns = _columns(head)
    names = [_name(path, at) for at, (path, _) in enumerate(columns, start=1)]
    rows, ragged, number = [], [], 0
    for row in body:
        cells = _distinct(row)
        if not any(cell.text for cell in cells):
            continue
        number += 1
        fitting = _fitted(row, columns)
        if fitting is None:
            ragged.append((number, " | ".join(" ".join(cell.text.split()) for cell in cells)))
        else:
            rows.append((number, fitting))
    above = [" ".join(cell.text.split()) for row in grid[:start] for cell in _distinct(row)]
    return PageTable(names, rows, ragged, tuple(filter(None, [*titles, *above])))


def _grid(written: list[list[PageCell]]) -> list[dict[int, PageCell]]:
    """Return the rows, each with its cells by column and with spans filled; no rows if spans make too many cells."""
    grid: list[dict[int, PageCell]] = []
    hanging: dict[int, tuple[PageCell, int]] = {}
    budget = 10_000 + _SPANNED * sum(map(len, written))
    for cells in written:
        row = {column: cell for column, (cell, _) in hanging.items()}
        hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
        at = 0
        for cell in cells:
            while at in row:
                at += 1
            for column in range(at, at + cell.columns):
                row[column] = cell
                if cell.rows > 1:
                    hanging[column] = (cell, cell.rows - 1)
            at += cell.columns
        budget -= len(row)
        if budget < 0 or at > _WIDEST:
            return []
        grid.append(row)
    return grid


def _distinct(row: dict[int, PageCell]) -> list[PageCell]:
    return list({id(cell): cell for _, cell in sorted(row.items())}.values())


def _depth(written: list[list[PageCell]], grid: list[dict[int, PageCell]], start: int) -> int:
    """Return the number of header rows."""
    depth = 0
    for cells in written[start:]:
        if not cells or not all(cell.is_header for cell in cells):
            break
        depth += 1
    depth = min(max([1, depth, *(cell.rows for cell in written[start])]), len(grid) - start)
    below = grid[start + depth] if len(grid) > start + depth else {}
    spans = [at for at, cell in grid[start + depth - 1].items() if cell.columns > 1 and cell.text]
    texts = [cell.text for cell in below.values()]
    if spans and all(at in below and below[at].text for at in spans) and not any(map(_has_digit, texts)):
        depth += 1
    return depth


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _columns(head: list[dict[int, PageCell]]) -> list[tuple[list[PageCell], list[int]]]:
    """Return the columns, each as the header cells above it and its positions; positions below the same cells are one column."""
    cells_by_column: dict[Any, tuple[list[PageCell], list[int]]] = {}
    for at in range(1 + max((max(row, default=0) for row in head), default=0)):
        path = list({id(row[at]): row[at] for row in head if at in row}.values())
        cells_by_column.setdefault(tuple(map(id, path)) or at, (path, []))[1].append(at)
    return list(cells_by_column.values())


def _name(path: list[PageCell], at: int) -> str:
    texts = dict.fromkeys(" ".join(cell.text.split()) for cell in path if cell.text)
    return " ".join(texts) or f"column {at}"


def _fitted(row: dict[int, PageCell], columns: list[tuple[list[PageCell], list[int]]]) -> list[str] | None:
    """Return the text of a row in each column; None if cells are missing or too many, or a figure spans columns."""
    width = sum(len(places) for _, places in columns)
    if any(at not in row for at in range(width)) or any(row[at].text for at in row if at >= width):
        return None
    fitted, owner = [], dict[int, list[PageCell]]()
    for path, places in columns:
        cells = list({id(row[at]): row[at] for at in places}.values())
        for cell in cells:
            before = owner.setdefault(id(cell), path)
            if (
                before is not path
                and _has_digit(cell.text)
                and not (before and path and before[0] is path[0])
            ):
                return None
        fitted.append("\n".join(cell.text for cell in cells if cell.text))
    return fitted
