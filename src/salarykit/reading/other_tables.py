"""Recognises a second table below the first, which begins with another header; its rows are refused."""
# A little over 300 lines: whether a row is a header, and of which table, is decided in one place.

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags
from salarykit.package import once
from salarykit.places.gazetteer import is_main_name, plain
from salarykit.reading.cell_words import period_word
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.header_words import vocabulary
from salarykit.reading.headers import read_header
from salarykit.reading.plan import NAMING_FIELDS
from salarykit.reading.sections import Sections
from salarykit.reading.source_columns import cell_value, take_rows, texts_of
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Raw
    from salarykit.reading.plan import Plan

__all__ = ["YEARS", "OtherTables", "named_field"]

_FIELDS: Final = (*NAMING_FIELDS, "amount", "currency", "period", "as_of", "statistic")
_HALF: Final = 0.5  # the least share of the cells other than the amount that are headers
_NO_PAY: Final = ("no_pay", "not_a_number")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
YEARS: Final = re.compile(
    r"\s*(?:FY|CY)?\s?(?:19|20)\d\d(?:\s?[-/\u2013]\s?(?:19|20)?\d\d)?\s*", re.IGNORECASE
)
_FIRST_AND_LAST: Final = (1950, 2100)  # the years that may head a column
_SHOWN: Final = 4  # the most cells of a header in a message
_MOST: Final = 20_000  # the most rows without an amount that are checked


class _Heading(NamedTuple):
    """A row that is a header: its position, whether it is a header of the same table, and its cells for messages."""

    row: int
    is_same: bool
    shown: str
    is_second_line: bool = False


class OtherTables:
    """Recognises other tables, and sections with a period of their own, in the blocks of a file, which must come in order.

    Args:
        plan: which column is which field.
        defaults: the caller's defaults.
    """

    def __init__(self, plan: Plan, defaults: Mapping[str, Any] = MappingProxyType({})) -> None:
        self._plan, self._sections = plan, Sections(plan, defaults)
        self._above: _Heading | None = None
        self._is_first = True

    def faults(
        self,
        raw: Raw,
        faults: Sequence[tuple[str, Fault]],
        amounts: NDArray[np.float64],
        unstated: NDArray[np.bool_],
    ) -> list[tuple[str, Fault]]:
        """Return the rows of the next block that are another header, or are below one in this block or an earlier one.

        Args:
            raw: the columns of the block, n rows.
            faults: the cells that are already refused, by field; headers are among them, because they have no amount.
            amounts: n amounts; NaN where there is none.
            unstated: which of the n rows have a period that nothing states.
        """
        if not len(raw):  # an empty block, which only shows the columns
            return []
        headings = _headings(raw, self._plan, faults, amounts, is_first=self._is_first)
        refused = _refused(raw, self._plan, headings, self._above)
        self._above = headings[-1] if headings else self._above
        self._is_first = False
        missing = [fault.at for name, fault in faults if name == "amount" and fault.code == "missing"]
        known = {fault.at for _, fault in [*refused, *faults]}
        below = self._sections.faults(raw, missing, unstated)
        return [*refused, *(pair for pair in below if pair[1].at not in known)]


def _headings(
    raw: Raw,
    plan: Plan,
    faults: Sequence[tuple[str, Fault]],
    amounts: NDArray[np.float64],
    *,
    is_first: bool,
) -> list[_Heading]:
    """Return the rows that are headers; the first row of a file may repeat the header in other words."""
    candidates = {
        fault.at
        for name, fault in faults
        if name == "amount"
        and fault.code in _NO_PAY
        and (_is_name(fault.value) or YEARS.fullmatch(fault.value))
    }
    candidates |= _year_headers(raw, plan, amounts)
    rows = sorted(candidates)[:_MOST]
    if is_first and (second := _second_line(raw, plan)):
        return [
            second,
            *(heading for row in rows if row and (heading := _heading(raw, plan, row, is_first=False))),
        ]
    return [heading for row in rows if (heading := _heading(raw, plan, row, is_first=is_first and row == 0))]


def _second_line(raw: Raw, plan: Plan) -> _Heading | None:
    """Return the first row if it is the second line of the header: it names columns that have no name, and its amounts are years."""
    years = [_year_text(_cell(raw.columns[name], 0)) for name in plan.amount_columns]
    names = [_cell(column, 0) for name, column in raw.columns.items() if not name.strip()]
    words = [name for name in names if isinstance(name, str) and any(map(str.isalpha, name))]
    return _Heading(0, is_same=True, shown=words[0], is_second_line=True) if words and all(years) else None


def _year_headers(raw: Raw, plan: Plan, amounts: NDArray[np.float64]) -> set[int]:
    """Return the rows whose amount may be a year, and that have the name of a column in another cell, as in `City,2023`."""
    first, last = _FIRST_AND_LAST
    rows = np.flatnonzero((amounts >= first) & (amounts <= last))
    rows = rows[amounts[rows] % 1 == 0]
    if not len(rows):
        return set()
    figures = set(plan.amount_columns)
    names = pa.array([*_names_of_columns(), *map(_plain, raw.columns)], pa.string())
    is_name = np.zeros(len(rows), bool)
    for name, column in raw.columns.items():
        if name not in figures:
            cells = pc.utf8_lower(pc.utf8_trim(texts_of(take_rows(column, rows)), " :"))
            is_name |= as_flags(pc.is_in(cells, names))
    return set(rows[is_name].tolist())


@once
def _names_of_columns() -> frozenset[str]:
    """Return the words for a city, a country or a role that may be headers."""
    words = vocabulary().words.items()
    return frozenset(
        word
        for word, meanings in words
        if any(field in NAMING_FIELDS for kind, field, _ in meanings if kind == "field")
    )


def _refused(
    raw: Raw, plan: Plan, headings: list[_Heading], above: _Heading | None
) -> list[tuple[str, Fault]]:
    """Return the faults of headers and of rows of other tables.

    Args:
        raw: the columns.
        plan: which column is which field.
        headings: the rows that are headers.
        above: the last header above these rows.
    """
    if not headings and (above is None or above.is_same):
        return []
    cells = raw.columns[plan.amounts[0].column]
    refused = [("amount", _heading_fault(heading, str(_cell(cells, heading.row)))) for heading in headings]
    starts = [(above, 0)] if above else []
    starts += [(heading, heading.row + 1) for heading in headings]
    ends = [heading.row for heading in (headings if above else headings[1:])] + [len(raw)]
    for (heading, start), end in zip(starts, ends, strict=True):
        if not heading.is_same:
            refused += [("amount", _row_fault(row, _cell(cells, row), heading)) for row in range(start, end)]
    return refused


def _is_name(text: str) -> bool:
    """Return whether a cell may be the name of a column: it has letters, and digits only in a known name such as `Pay 2023`."""
    words = _without_year(text)
    has_digits = any(map(str.isdigit, text))
    return any(map(str.isalpha, text)) and (not has_digits or read_header(words) is not None)


def _year_text(cell: Any) -> str | None:
    """Return the text of a cell that is a year, as in a header of amounts; None for any other cell."""
    first, last = _FIRST_AND_LAST
    if isinstance(cell, str):
        return cell if YEARS.fullmatch(cell) else None
    is_year = isinstance(cell, int | float) and first <= cell <= last and cell % 1 == 0
    return f"{cell:.0f}" if is_year else None


def _without_year(text: str) -> str:
    return _YEAR.sub(" ", text).strip()


def _cell(column: Any, row: int) -> Any:
    return cell_value(column[row])


def _heading(raw: Raw, plan: Plan, row: int, *, is_first: bool) -> _Heading | None:
    """Return a row as a header; None if it does not look like one.

    It is one if no cell has a digit except in a year, and the cells other than the amounts are names of fields or of their columns.
    """
    amounts = set(plan.amount_columns)
    cells = {name: _cell(column, row) for name, column in raw.columns.items()}
    years = {name: _year_text(cells[name]) for name in amounts if name in cells}
    cells |= {name: year for name, year in years.items() if year}
    filled = {name: cell.strip() for name, cell in cells.items() if isinstance(cell, str) and cell.strip()}
    others = {name: cell for name, cell in filled.items() if name not in amounts}
    if any(years.values()):  # `City,2023,EUR`
        money = plan.columns.get("currency")
        others = {name: cell for name, cell in others.items() if name != money or not any(currency_of(cell))}
    if not others or len(filled) < sum(cell is not None and cell != "" for cell in cells.values()):
        return None
    if not all(_is_name(cell) for name, cell in filled.items() if not years.get(name)):
        return None
    fields = plan.fields
    pay = [cell for name, cell in filled.items() if name in amounts and not years.get(name)]
    if not _are_headers(others, fields, names_pay=any(named_field(cell) in _FIELDS for cell in pay)):
        return None
    is_same = all(_plain(name) == _plain(cell) for name, cell in filled.items()) and len(filled) > 1
    is_same = is_same or (is_first and not any(years.values()) and _means_the_same(others, fields, pay, plan))
    return _Heading(row, is_same, ", ".join(list(filled.values())[:_SHOWN]))


def _are_headers(cells: Mapping[str, str], fields: Mapping[str, str], *, names_pay: bool) -> bool:
    """Return whether the cells of a row other than the amounts are the names of columns.

    If the cell of the amount is the name of a column, too, half of them are enough. If it is not, it may be a word in a record, such as
    `negotiable`; then all of them must be names of columns, and none the name of a city. A single cell must name a place or a role, in
    a column of places or roles.

    Args:
        cells: the cells, by their columns.
        fields: the fields, by their columns.
        names_pay: whether the cell of the amount is the name of a column.
    """
    is_header = [_is_header(name, cell, fields.get(name)) for name, cell in cells.items()]
    if names_pay:
        return sum(is_header) >= _HALF * len(cells)
    if not all(is_header) or any(
        fields.get(name) == "city" and _plain(name) != _plain(cell) and is_main_name(plain(cell))
        for name, cell in cells.items()
    ):
        return False
    return len(cells) > 1 or all(
        fields.get(name) in NAMING_FIELDS and named_field(cell) in NAMING_FIELDS
        for name, cell in cells.items()
    )


def _means_the_same(
    cells: Mapping[str, str], fields: Mapping[str, str], pay: Sequence[str], plan: Plan
) -> bool:
    """Return whether the first row repeats the header in other words: in another language, or as the questions of a survey."""
    if any(named_field(cell) not in (fields.get(name), None) for name, cell in cells.items()):
        return False
    figure = plan.amounts[0]
    headers = [header for cell in pay if (header := read_header(cell))]
    return all(
        header.field == "amount"
        and header.period in (None, figure.period, "year")
        and header.currency in (None, figure.currency)
        and header.statistic in (None, figure.statistic)
        and header.factor == figure.factor
        for header in headers
    )


def named_field(cell: str) -> str | None:
    """Return the field that a cell would name as a header; None if it names none."""
    header = read_header(_without_year(cell))
    return header.field if header else None


def _is_header(name: str, cell: str, field: str | None) -> bool:
    """Return whether a cell is the name of a column rather than a value."""
    if _plain(name) == _plain(cell):
        return True
    if field == "period" and period_word(cell):
        return False
    return read_header(_without_year(cell)) is not None and not any(currency_of(cell))


def _plain(name: str) -> str:
    """Return the name of a column for comparison: in lower case, and without the number of a repeated name."""
    return " ".join(
        name.rpartition(" (")[0].split() if name.endswith(")") and name[-2].isdigit() else name.split()
    ).casefold()


def _heading_fault(heading: _Heading, value: str) -> Fault:
    sentence = (
        f"this is the second line of the header ({heading.shown}); the rows below it are read."
        if heading.is_second_line
        else "the header of the table is repeated here; the rows below it are read."
        if heading.is_same
        else f"another table begins here ({heading.shown}). Put it into a file or a sheet of its own."
    )
    return Fault(heading.row, value, "repeated_header" if heading.is_same else "second_table", sentence)


def _row_fault(row: int, value: Any, heading: _Heading) -> Fault:
    sentence = f"the row belongs to another table, which begins above it ({heading.shown}). Put that into a file or a sheet of its own."
    return Fault(row, "" if value is None else str(value), "second_table", sentence)
