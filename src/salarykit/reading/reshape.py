"""From several columns of figures to one row for each, and from a range's two ends to their middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from salarykit.salaries.fields import is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.column_mapping import Figure

__all__ = ["taken", "unpivoted"]


def unpivoted(raw: Raw, figures: tuple[Figure, ...]) -> tuple[Raw, list[Any], NDArray[np.intp], int]:
    """Return a row for each figure of each row, with the figures, which of them each is, and how many were left out.

    A cell without a figure makes no row, unless its whole row has none: that stays as one row, to be refused.
    """
    columns = [_cells(raw.columns[figure.column]) for figure in figures]
    rows, which = [], []
    for row, cells in enumerate(zip(*columns, strict=True)):
        there = [index for index, cell in enumerate(cells) if not is_missing(cell)] or [0]
        rows += [row] * len(there)
        which += there
    numbers = np.arange(1, len(raw) + 1) if raw.numbers is None else raw.numbers
    at = np.array(rows, np.intp)
    wide = raw.replaced(
        columns={name: taken(column, at) for name, column in raw.columns.items()}, numbers=numbers[at]
    )
    kept = [columns[index][row] for row, index in zip(rows, which, strict=True)]
    return wide, kept, np.array(which, np.intp), len(raw) * len(figures) - len(rows)


def _cells(column: Column) -> list[Any]:
    return column if isinstance(column, list) else column.to_pylist()


def taken(column: Column, rows: NDArray[np.intp]) -> Column:
    """Return some rows of a column, in any order and number."""
    return [column[row] for row in rows] if isinstance(column, list) else column.take(pa.array(rows))
