"""The conversion kernel: for each row one subtraction, one gather and one multiply, in blocks that stay in cache."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["BLOCK", "Coded", "Days", "gather", "in_parts", "taken"]

_T = TypeVar("_T")
_When = TypeVar("_When")

BLOCK: Final = 1 << 17
"""Rows of a block: few enough to stay in cache, many enough that threads seldom wait for each other."""
_ALONE: Final = 1 << 20  # rows below which a second thread costs more than it saves
_THREADS: Final = min(os.cpu_count() or 1, 8)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column as indices into its distinct values.

    Attributes:
        indices: n integers into names.
        names: the distinct values; None for missing ones.
    """

    indices: NDArray[np.integer[Any]]
    names: Sequence[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """A column of days: n counts of a unit of time since 1970-01-01; a day has `per_day` of these units.

    Examples:
        >>> Days(np.array([86_399, 86_400]), per_day=86_400).numbers.tolist()
        [0, 1]
    """

    ticks: NDArray[np.integer[Any]]
    per_day: int = 1

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The day numbers."""
        return self.ticks.astype(np.int64) // self.per_day


def taken(on: _When, rows: NDArray[Any]) -> _When:
    """Return the days of some rows; a single span, which holds for all rows, is returned as it is.

    Args:
        on: one span, n days, or n spans.
        rows: their positions, or a mask of n values.

    Examples:
        >>> taken(Days(np.array([10, 20, 30])), np.array([True, False, True])).ticks.tolist()
        [10, 30]
    """
    if isinstance(on, Days):
        return Days(on.ticks[rows], on.per_day)  # type: ignore[return-value] # mypy loses the type
    if isinstance(on, Coded):
        return Coded(on.indices[rows], on.names)  # type: ignore[return-value] # mypy loses the type
    return on


def gather(
    table: NDArray[np.float64],
    rows: Days | NDArray[np.integer[Any]] | None,
    first: int,
    columns: NDArray[np.intp] | None,
    codes: NDArray[np.integer[Any]],
    amounts: NDArray[np.float64],
) -> tuple[NDArray[np.float64], bool]:
    """Return each amount times the rate in its cell, and whether every result is a number.

    Args:
        table: rows x currencies, contiguous.
        rows: n day numbers; or n row numbers, if first is 0; or None if the table has a single row, for all. Numbers
            outside the table read its first or last row.
        first: the number of the table's row 0.
        columns: the table's column for each code; None if the codes are the columns.
        codes: n indices into columns.
        amounts: n figures; NaN stays NaN.

    Examples:
        >>> table = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> gather(
        ...     table, np.array([0, 1, 9]), 0, np.array([1, 0]), np.array([0, 1, 1]), np.array([10.0, 10, 10])
        ... )
        (array([20., 30., 30.]), True)
    """
    if not len(amounts):
        return np.empty(0), True
    days = Days(rows) if isinstance(rows, np.ndarray) else rows
    if days and (days.ticks.dtype not in (np.int32, np.int64) or days.per_day > 1 or table.size >= 1 << 31):
        days = Days(days.ticks.astype(np.int64, copy=False), days.per_day)  # narrow integers would overflow
    row = table[0] if columns is None else table[0].take(columns)
    out = np.empty(len(amounts))

    def run(start: int, stop: int) -> bool:
        complete = True
        cells = _CellReader(table, days, first, columns, codes, min(BLOCK, stop - start)) if days else None
        for low in range(start, stop, BLOCK):
            block = slice(low, min(low + BLOCK, stop))
            value = out[block]
            if cells:
                cells.read(block, value)
            else:
                row.take(codes[block], out=value, mode="clip")
            np.multiply(amounts[block], value, out=value)
            complete &= not np.isnan(value.min())
        return complete

    return out, all(in_parts(run, len(out)))


def in_parts(run: Callable[[int, int], _T], length: int) -> list[_T]:
    """Run a function of start and stop on the parts of a column, each on a core of its own.

    Examples:
        >>> in_parts(lambda start, stop: stop - start, 10)
        [10]
    """
    parts = _THREADS if length >= _ALONE else 1
    edges = [length * part // parts for part in range(parts + 1)]
    if parts == 1:
        return [run(0, length)]
    from concurrent.futures import ThreadPoolExecutor  # not needed to convert one amount

    with ThreadPoolExecutor(parts) as pool:
        return list(pool.map(run, edges[:-1], edges[1:]))


class _CellReader:
    """Reads the rates block by block, through buffers that stay in cache."""

    def __init__(
        self,
        table: NDArray[np.float64],
        days: Days,
        first: int,
        columns: NDArray[np.intp] | None,
        codes: NDArray[np.integer[Any]],
        size: int,
    ) -> None:
        self._flat, self._height, self._width = table.reshape(-1), *table.shape
        self._days, self._first, self._columns, self._codes = days, first, columns, codes
        self._rows, self._cells = np.empty(size, days.ticks.dtype), np.empty(size, np.intp)

    def read(self, block: slice, out: NDArray[np.float64]) -> None:
        """Write the rates of a block of rows into out."""
        row, cell = self._rows[: len(out)], self._cells[: len(out)]
        ticks, last = self._days.ticks[block], self._first + self._height - 1
        if self._days.per_day > 1:
            ticks = np.floor_divide(ticks, self._days.per_day, out=row)
        if ticks.min() < self._first or ticks.max() > last:
            ticks = np.clip(ticks, self._first, last)
        np.subtract(ticks, self._first, out=row)
        np.multiply(row, self._width, out=row)
        if self._columns is None:
            np.add(row, self._codes[block], out=row)
            if row.dtype == cell.dtype:
                cell = row
            else:  # `take` allocates memory for each block if the indices are of another type
                cell[...] = row
        else:
            self._columns.take(self._codes[block], out=cell, mode="clip")
            np.add(cell, row, out=cell)
        self._flat.take(cell, out=out, mode="clip")
