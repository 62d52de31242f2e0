"""Chooses among the cells of a row if several columns hold one field or one amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.files.raw import as_column, as_list
from salarykit.reading.cell_words import PARSERS
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.source_columns import take_rows
from salarykit.salaries.fields import BY_NAME, RefusedValue, is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.plan import AmountColumn

__all__ = ["first_readable", "is_refused", "unpivoted"]

_NO_AMOUNT: Final = re.compile(
    r"""
      [\s$€£¥]*+ (?: \*++ | [-–—.]++ | n\.?/?a\.? | null | none )?+ [\s%€]*+
    | [^\w-]*+ (?: [^\W\d_]{1,3}+ [^\w-]*+ )?+ 0++ (?: [.,]0*+ )?+ \W*+ (?: [^\W\d_]{1,3}+ \W*+ )?+  # zero, with its currency or period
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A text that states no amount: zero, or a symbol or word for a missing figure."""


def unpivoted(raw: Raw, figures: tuple[AmountColumn, ...]) -> tuple[Raw, list[Any], NDArray[np.intp], int]:
    """Return a row for each statistic of each row, with its cell and the index of its column, and the number of empty statistics.

    If a statistic has several columns, the first cell that states an amount counts; if none does, the first that is not empty. A
    row without any cell is kept, to be refused.
    """
    columns = [as_list(raw.columns[figure.column]) for figure in figures]
    rows, which = [], []
    for row, cells in enumerate(zip(*columns, strict=True)):
        filled = _stated_cells(cells, figures)
        rows += [row] * len(filled)
        which += filled
    kinds = len({_kind(figure) for figure in figures})
    at = np.array(rows, np.intp)
    long = raw.replaced(
        columns={name: take_rows(column, at) for name, column in raw.columns.items()},
        numbers=raw.row_numbers[at],
    )
    kept = [columns[index][row] for row, index in zip(rows, which, strict=True)]
    return long, kept, np.array(which, np.intp), len(raw) * kinds - len(rows)


def _kind(figure: AmountColumn) -> tuple[str | None, str | None]:
    """Return the statistic and the year of a column of amounts; figures that differ in one of them make separate rows."""
    return figure.statistic, figure.as_of


def _stated_cells(cells: Sequence[Any], figures: tuple[AmountColumn, ...]) -> list[int]:
    """Return the indices of the cells of a row that make rows: one for each stated statistic, or the first cell if none is stated."""
    chosen: dict[tuple[str | None, str | None], int] = {}
    for at, (cell, figure) in enumerate(zip(cells, figures, strict=True)):
        before = chosen.get(_kind(figure))
        if not is_missing(cell) and (
            before is None or (_states_none(cells[before]) and not _states_none(cell))
        ):
            chosen[_kind(figure)] = at
    return sorted(chosen.values()) or [0]


def _states_none(cell: Any) -> bool:
    """Return whether a cell that is not empty states no amount: it is zero, or a symbol or word for a missing figure."""
    return not cell or (isinstance(cell, str) and _NO_AMOUNT.fullmatch(cell) is not None)


def is_refused(name: str, text: str) -> bool:
    """Return whether the strict check of a field refuses a text."""
    try:
        BY_NAME[name].clean(text)
    except RefusedValue:
        return True
    return False


def first_readable(name: str, columns: Sequence[Column]) -> Column:
    """Return one column from several, with the first cell of each row that can be read, or else the first that is not empty.

    Examples:
        >>> import pyarrow as pa
        >>> currencies = pa.chunked_array([["USD", "Other", "Other", None]])
        >>> others = pa.chunked_array([["EUR", "INR", None, "PLN"]])
        >>> first_readable("currency", [currencies, others]).to_pylist()
        ['USD', 'INR', 'Other', 'PLN']
    """
    if len(columns) == 1:
        return columns[0]
    rows = zip(*map(as_list, columns), strict=True)
    readable: dict[str, bool] = {}

    def can_be_read(cell: Any) -> bool:
        if isinstance(cell, str) and cell not in readable:
            readable[cell] = _is_readable(name, cell)
        return not isinstance(cell, str) or readable[cell]

    filled = ([cell for cell in row if not is_missing(cell)] for row in rows)
    return as_column(
        [
            cells[0] if len(cells) == 1 else next(filter(can_be_read, cells), cells[0] if cells else None)
            for cells in filled
        ]
    )


def _is_readable(name: str, text: str) -> bool:
    """Return whether a text can be read as a value of a field, strictly or as people write it."""
    if name == "currency" and any(currency_of(text)):
        return True
    parse = PARSERS.get(name)
    return not is_refused(name, text) or (parse is not None and parse(text) is not None)
