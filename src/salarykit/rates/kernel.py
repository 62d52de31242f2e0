"""The conversion kernel: for each row one subtraction, one gather and one multiply, in blocks that stay in cache."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Coded", "Days", "gather"]

_BLOCK: Final = 1 << 16  # rows; the block's buffers and the grid fit into a core's second-level cache
_ALONE: Final = 1 << 20  # rows below which a second thread costs more than it brings
_THREADS: Final = min(os.cpu_count() or 1, 8)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column as indices into its distinct values.

    Attributes:
        indices: n integers into names.
        names: the distinct values; what stands for "missing" is the caller's (None).
    """

    indices: NDArray[np.integer[Any]]
    names: Sequence[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """A column of days: n integers, `per_day` units to the day since 1970-01-01.

    Examples:
        >>> Days(np.array([86_399, 86_400]), per_day=86_400).numbers.tolist()
        [0, 1]
    """

    ticks: NDArray[np.integer[Any]]
    per_day: int = 1

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The day numbers."""
        return self.ticks // self.per_day if self.per_day > 1 else self.ticks.astype(np.int64)


def gather(
    table: NDArray[np.float64],
    rows: Days | NDArray[np.integer[Any]],
    first: int,
    columns: NDArray[np.intp],
    codes: NDArray[np.integer[Any]],
    amounts: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return amounts times the rate in each one's cell; rows outside the table read its first or last row.

    Args:
        table: rows x currencies, contiguous.
        rows: n day numbers, or n row numbers (then first is 0).
        first: the number of the table's row 0.
        columns: the table's column for each code.
        codes: n indices into columns.
        amounts: n figures; NaN stays NaN.

    Examples:
        >>> table = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> gather(table, np.array([0, 1, 9]), 0, np.array([1, 0]), np.array([0, 1, 1]), np.array([10.0, 10, 10]))
        array([20., 30., 30.])
    """
    out = np.empty(len(amounts))
    days = rows if isinstance(rows, Days) else Days(rows)
    if days.ticks.dtype not in (np.int32, np.int64) or table.size >= 1 << 31:
        days = Days(days.ticks.astype(np.int64), days.per_day)  # narrow indices would overflow
    parts = _THREADS if len(out) >= _ALONE else 1
    edges = [len(out) * part // parts for part in range(parts + 1)]

    def run(part: int) -> None:
        _gather_blocks(table, days, first, columns, codes, amounts, out, edges[part], edges[part + 1])

    if parts == 1:
        run(0)
    else:
        with ThreadPoolExecutor(parts) as pool:
            list(pool.map(run, range(parts)))
    return out


def _gather_blocks(  # noqa: PLR0913 - the innermost loop, called from one place
    table: NDArray[np.float64],
    days: Days,
    first: int,
    columns: NDArray[np.intp],
    codes: NDArray[np.integer[Any]],
    amounts: NDArray[np.float64],
    out: NDArray[np.float64],
    start: int,
    stop: int,
) -> None:
    height, width = table.shape
    flat = table.reshape(-1)
    size = min(_BLOCK, stop - start)
    row_buffer, cell_buffer = np.empty(size, days.ticks.dtype), np.empty(size, np.intp)
    for low in range(start, stop, _BLOCK):
        block = slice(low, min(low + _BLOCK, stop))
        length = block.stop - low
        row, cell, value = row_buffer[:length], cell_buffer[:length], out[block]
        ticks = days.ticks[block]
        if days.per_day > 1:
            ticks = np.floor_divide(ticks, days.per_day, out=row)
        if ticks.min() < first or ticks.max() >= first + height:
            ticks = np.clip(ticks, first, first + height - 1)
        np.subtract(ticks, first, out=row)
        np.multiply(row, width, out=row)
        columns.take(codes[block], out=cell, mode="clip")
        np.add(cell, row, out=cell)
        flat.take(cell, out=value, mode="clip")
        np.multiply(amounts[block], value, out=value)
