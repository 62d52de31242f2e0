"""`SheetTable`: the rows of a sheet as a table; it finds the header below titles, fills merged cells, and skips empty rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.errors import SourceError
from salarykit.files.raw import Raw, Refusal, as_column, numbered_names, repeated_notes
from salarykit.files.workbooks.cells import NoValue, Percentage
from salarykit.files.workbooks.number_format import WithUnit, WithWords

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CellBudget", "Merge", "SheetTable"]

_COLUMNS: Final = 16_384  # the most columns of a sheet
_CELL: Final = 32  # bytes of a cell with a value, in addition to those of its text
_PLACE: Final = 8  # bytes of any cell, with or without a value
_HEAD: Final = 50  # the first rows, in which the header is searched for
_SHARES: Final = (0.75, 0.5)  # the least widths of a header, as shares of the width of the rows below it
_BELOW: Final = 20  # rows below a header that its width is compared with
_YEARS: Final = range(1900, 2101)  # numbers that may head a column
_COMMA: Final = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3}(?!\d)")  # texts with a decimal comma
_POINT: Final = re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}(?!\d)")  # texts with a decimal point


class Merge(NamedTuple):
    """Merged cells: the first and last row, from 1, and the first and last column, from 0."""

    first: int
    last: int
    left: int
    right: int


class CellBudget:
    """The bytes that the cells of a workbook may take; a text counts once for each cell that shows it, and empty cells count, too.

    Args:
        name: the name of the file in messages.
        most: the bytes.
    """

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most, self._left = name, most, most

    def take(self, size: int) -> None:
        """Count bytes.

        Raises:
            SourceError: if they are too many.
        """
        self._left -= size
        if self._left < 0:
            raise SourceError(
                f"{self._name} has cells of more than {self._most:,} bytes. Raise max_bytes=, or save the sheet as "
                "CSV.",
                source=self._name,
            )

    def take_cells(self, count: int, value: Any) -> None:
        """Count cells that show the same value."""
        self.take(count * (_CELL + (len(value) if isinstance(value, str) else 0)))


class _SheetColumn(NamedTuple):
    """A column below its header: its cells, the refused ones, the texts shown with words, and whether number formats show units."""

    cells: list[Any]
    refused: list[Refusal]
    shown: list[tuple[int, str]]
    has_units: bool


class SheetTable:
    """Takes the rows of a sheet one by one, and makes a table of them.

    Args:
        budget: the bytes that its cells may take.
    """

    def __init__(self, budget: CellBudget) -> None:
        self._budget, self._places = budget, 0
        self.merges: list[Merge] = []
        self.hidden = 0
        self._numbers: list[int] = []
        self._columns: dict[int, list[Any]] = {}

    def add(self, number: int, cells: list[tuple[int, Any]], *, is_hidden: bool = False) -> None:
        """Add a row, without its empty cells; a row whose cells are all blank is not added."""
        if all(isinstance(value, str) and not value.strip() for _, value in cells):
            return
        for at, value in cells:
            self._budget.take_cells(1, value)
            if at >= _COLUMNS:
                raise SourceError(
                    f"Row {number:,} has more than {_COLUMNS:,} columns, as no sheet has.", source=""
                )
        count = len(self._numbers)
        for at, value in cells:
            column = self._columns.setdefault(at, [])
            column.extend([None] * (count - len(column)))
            column.append(value)
        self._numbers.append(number)
        self.hidden += is_hidden
        places = _PLACE * len(self._numbers) * len(self._columns)
        self._budget.take(places - self._places)
        self._places = places

    def __len__(self) -> int:
        return len(self._numbers)

    def raw(self, source: str, sheet: str, header: int | None) -> Raw:
        """Return the table.

        Args:
            source: the name of the file in messages.
            sheet: the name of the sheet.
            header: the row of the header; None to find it.

        Raises:
            SourceError: if the sheet has no such row.
        """
        name = f"{source}, sheet {sheet!r}"
        for column in self._columns.values():
            column.extend([None] * (len(self._numbers) - len(column)))
        self._fill()
        start = self._find_header() if header is None else self._position(header, name)
        first = start + self._depth(start)
        names = self._names(start, first - start)
        titles, repeated = numbered_names(list(names.values()))
        names = dict(zip(names, titles, strict=True))
        body = self._numbers[first:]
        read = {title: _column(self._columns[at][first:], body, title) for at, title in names.items()}
        return Raw(
            name,
            {title: as_column(column.cells) for title, column in read.items()},
            np.array(body, np.int64),
            notes=(*self._notes(sheet, start, header), *repeated_notes(repeated), *_unit_notes(read)),
            titles=tuple(" ".join(map(str, self._own(at).values())) for at in range(start)),
            sheet=sheet,
            without_value={title: column.refused for title, column in read.items() if column.refused},
            shown={title: column.shown for title, column in read.items() if column.shown},
            repeated=repeated,
            set_apart=frozenset(title for at, title in names.items() if at - 1 not in names),
        )

    def _notes(self, sheet: str, start: int, header: int | None) -> list[str]:
        """Return notes on the row of the header, if it was searched for, and on hidden rows."""
        notes = []
        if start and header is None:
            notes.append(f"The header of the sheet {sheet!r} is its row {self._numbers[start]:,}.")
        if self.hidden:
            rows = "row is" if self.hidden == 1 else "rows are"
            notes.append(f"{self.hidden:,} hidden {rows} read like the others.")
        return notes

    def _position(self, header: int, name: str) -> int:
        """Return the position of the row with the number `header`."""
        at = bisect_left(self._numbers, header)
        if at == len(self._numbers) or self._numbers[at] != header:
            raise SourceError(f"{name}: header={header} is an empty row.", source=name)
        return at

    def _row(self, at: int) -> dict[int, Any]:
        """Return the cells of a row that have a value, by column."""
        return {
            column: cells[at]
            for column, cells in sorted(self._columns.items())
            if cells[at] is not None and not (isinstance(cells[at], str) and not cells[at].strip())
        }

    def _own(self, at: int) -> dict[int, Any]:
        """Return the cells of a row, with each merged cell only at its first position."""
        covered = {column for merge in self._merged(at) for column in range(merge.left + 1, merge.right + 1)}
        return {column: value for column, value in self._row(at).items() if column not in covered}

    def _merged(self, at: int) -> list[Merge]:
        number = self._numbers[at]
        return [merge for merge in self.merges if merge.first <= number <= merge.last]

    def _find_header(self) -> int:
        """Return the first row of headings that is nearly as wide as the rows below it; without one, the first wide row of any kind."""
        rows = [self._own(at) for at in range(min(_HEAD, len(self._numbers)))]
        widths = [self._width(at, row) for at, row in enumerate(rows)]
        below = [median(widths[at + 1 : at + _BELOW] or [0]) for at in range(len(rows))]
        named = [at for at, row in enumerate(rows) if len(row) > 1 and all(map(_is_heading, row.values()))]
        for share in _SHARES:
            for at in named:
                if widths[at] >= share * below[at]:
                    return at
        return next((at for at, row in enumerate(rows) if len(row) > 1 and widths[at] >= below[at]), 0)

    def _width(self, at: int, row: dict[int, Any]) -> int:
        """Return how many columns the cells of a row cover; a title merged over several columns counts as one cell."""
        covered = sum(merge.right - merge.left for merge in self._merged(at) if merge.left in row)
        return len(row) + (covered if len(row) > 1 else 0)

    def _depth(self, start: int) -> int:
        """Return the number of header rows: those that its merged cells span, and one more below cells that are merged across columns."""
        merges = [merge for merge in self._merged(start) if merge.first == self._numbers[start]]
        last = max((merge.last for merge in merges), default=self._numbers[start])
        depth = max(1, bisect_right(self._numbers, last) - start)
        spans = [merge for merge in merges if merge.right > merge.left and merge.last < last + 1]
        below = self._row(start + depth) if start + depth < len(self._numbers) else {}
        under = [at for merge in spans for at in range(merge.left, merge.right + 1)]
        if (
            depth == 1
            and under
            and all(at in below for at in under)
            and all(isinstance(v, str) for v in below.values())
        ):
            depth += not any(any(map(str.isdigit, text)) for text in below.values())
        return min(depth, len(self._numbers) - start)

    def _names(self, start: int, depth: int) -> dict[int, str]:
        """Return the name of each column that has a name or cells: the header texts above it, including those of merged cells."""
        names = {}
        shown = {row: self._shown(row) for row in range(start, start + depth)}
        for at, cells in sorted(self._columns.items()):
            texts = [self._heading(row, shown[row].get(at, at)) for row in range(start, start + depth)]
            title = " ".join(dict.fromkeys(filter(None, texts)))
            if title or any(cell is not None for cell in cells[start + depth :]):
                names[at] = title or f"column {at + 1}"
        return names

    def _shown(self, row: int) -> dict[int, int]:
        """Return, for each column that a merged cell of a row covers, the first column of that cell, which has its value."""
        shown: dict[int, int] = {}
        for merge in self._merged(row):
            for at in range(
                merge.left + 1, min(merge.right, _COLUMNS) + 1 if merge.left in self._columns else 0
            ):
                if at in shown:  # merged cells do not overlap
                    break
                shown[at] = merge.left
        return shown

    def _heading(self, row: int, at: int) -> str:
        cell = self._columns[at][row]
        return "" if cell is None or isinstance(cell, NoValue) else " ".join(_title(cell).split())

    def _fill(self) -> None:
        """Give each cell of a vertical merge the value of the first."""
        for merge in self.merges:
            column = self._columns.get(merge.left)
            low, high = bisect_left(self._numbers, merge.first), bisect_right(self._numbers, merge.last)
            if column and high > low + 1 and self._numbers[low] == merge.first:
                column[low + 1 : high] = [column[low]] * (high - low - 1)


def _unit_notes(columns: Mapping[str, _SheetColumn]) -> list[str]:
    """Return notes on the columns whose units are in their number formats."""
    return [
        f"The units of the column {title!r} are in its number formats."
        for title, column in columns.items()
        if column.has_units
    ]


def _is_heading(cell: Any) -> bool:
    return isinstance(cell, str) or (type(cell) in (int, float) and cell in _YEARS)


def _column(cells: list[Any], numbers: list[int], title: str) -> _SheetColumn:
    """Return a column with plain values, and separately what its cells say beyond their values."""
    refused = [
        Refusal(row, title, *cell)
        for row, cell in zip(numbers, cells, strict=True)
        if isinstance(cell, NoValue)
    ]
    if refused:
        cells = [cell.value if isinstance(cell, NoValue) else cell for cell in cells]
    kinds = set(map(type, cells))
    shown: list[tuple[int, str]] = []
    if not kinds.isdisjoint((Percentage, WithWords)):
        pairs = list(zip(numbers, cells, strict=True))
        refused += [Refusal(row, title, *cell.no_value) for row, cell in pairs if type(cell) is Percentage]
        shown = [(row, cell.shown) for row, cell in pairs if type(cell) is WithWords]
        cells = [float(cell) if type(cell) in (Percentage, WithWords) else cell for cell in cells]
    has_units = WithUnit in kinds
    return _SheetColumn(_as_written(cells) if has_units else cells, refused, shown, has_units)


def _as_written(cells: list[Any]) -> list[Any]:
    """Return numbers with units as texts, with the decimal separator that the typed texts of the column use."""
    typed = [cell for cell in cells if type(cell) is str]
    if any(map(_COMMA.search, typed)) and not any(map(_POINT.search, typed)):
        return [str(cell).replace(".", ",") if type(cell) is WithUnit else cell for cell in cells]
    return [str(cell) if type(cell) is WithUnit else cell for cell in cells]


def _title(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell)
