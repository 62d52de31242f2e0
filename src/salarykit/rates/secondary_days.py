"""A grid of calendar days with the coarse tables' rates; each column is filled when it is first asked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.rates.grid import IDENTITY, KIND_OF, NO_DAY, STEPS, Grid
from salarykit.rates.links import OBSERVED_LINK, PEG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from salarykit.rates.coarse import CoarseTable

__all__ = ["DayGrid"]

_OBSERVED: Final = KIND_OF[OBSERVED_LINK]
_PEG: Final = KIND_OF[PEG]
_DAY: Final = STEPS.index("day")


class _DayRates(NamedTuple):
    """Rates of one currency to a base, day by day.

    Attributes:
        rate: NaN where there is none.
        seen: the day number of the oldest publication that it is derived from; `NO_DAY` where no publication was needed.
        kind: an index into `KINDS`.
        daily: whether it rests only on daily rates.
    """

    rate: NDArray[np.float64]
    seen: NDArray[np.int64]
    kind: NDArray[np.int8]
    daily: NDArray[np.bool_]


class DayGrid:
    """The daily rates to one base, with empty cells filled from the coarse tables in their order.

    The calendar is that of the daily rates, extended if a coarse table reaches further.

    Args:
        base: the code converted to.
        daily: returns the daily rates' grid to a code, empty for one that they lack.
        column: the number of each code: those of the daily rates first.
        tables: the coarse tables.
        max_staleness: how many days old a rate may be.
    """

    def __init__(
        self,
        base: str,
        daily: Callable[[str], Grid],
        column: Mapping[Any, int],
        tables: Sequence[CoarseTable],
        max_staleness: int,
    ) -> None:
        self._base, self._column, self._codes = base, column, tuple(column)
        self._daily, self._tables, self._max_staleness = daily, tables, max_staleness
        self._own = daily(base)
        self._known = self._own.rate.shape[1] - 1
        end = self._own.first + len(self._own.rate)
        first = min([self._own.first, *(int(table.days[0]) - 1 for table in tables)])
        last = max([end, *(int(table.days[-1]) + max_staleness + 2 for table in tables)])
        self._days = np.arange(first, last, dtype=np.int64)
        self._rows = np.clip(self._days - self._own.first, 0, len(self._own.rate) - 1)
        self._grid = _widened(self._own, self._rows, first, len(column) + 1)
        self._filled: set[int] = set()
        self._lock = threading.Lock()
        if base in column:
            self._filled.add(column[base])
            at = slice(None), column[base]
            self._grid.rate[at], self._grid.kind[at], self._grid.seen[at] = 1.0, IDENTITY, NO_DAY
            self._grid.step[at], self._grid.n_obs[at] = 0, 0

    def filled(self, columns: Iterable[int]) -> Grid:
        """Return the grid, with some of its columns filled."""
        if not self._filled.issuperset(columns):
            with self._lock:
                for column in set(columns) - self._filled:
                    if column < len(self._codes):
                        self._fill(column)
                    self._filled.add(column)
        return self._grid

    def _fill(self, column: int) -> None:
        for number, table in enumerate(self._tables, start=1):
            if table.table.step != "year":
                for cells in self._cells(table, self._codes[column]):
                    self._put(column, cells, number, STEPS.index(table.table.step))

    def _put(self, column: int, cells: _DayRates, number: int, step: int) -> None:
        """Write rates of a currency into empty cells of the grid, except rows that stand for many days."""
        grid = self._grid
        free = np.isnan(grid.rate[:, column]) & np.isfinite(cells.rate)
        free[[0, -1]] = False
        grid.rate[free, column], grid.kind[free, column] = cells.rate[free], cells.kind[free]
        grid.seen[free, column], grid.n_obs[free, column] = cells.seen[free], 1
        grid.step[free, column] = np.where(cells.daily[free], _DAY, step)
        grid.origin[free, column] = number

    def _cells(self, table: CoarseTable, code: str) -> Iterator[_DayRates]:
        """Yield the rates of a table for a currency: between two of its currencies, then from a daily currency to one of the table."""
        pivot = table.codes[0]
        if code in table.column:
            if self._base in (pivot, table.bridge_code):
                yield self._prices(table, code, table.column[self._base])
            elif np.isfinite(self._own.rate).any():
                joint = self._of(self._own, self._column[table.bridge_code])
                yield _through(self._prices(table, code, table.bridge), joint)
        if self._base not in table.column or self._base in (pivot, table.bridge_code):
            return
        one = self._prices(table, self._base, 0 if code == pivot else table.bridge)
        inverse = one._replace(rate=1 / one.rate)
        if code == pivot:
            yield inverse
        elif code in table.column:
            own = self._prices(table, code, table.bridge)
            seen, daily = np.minimum(own.seen, one.seen), own.daily & one.daily
            yield own._replace(rate=own.rate / one.rate, seen=seen, daily=daily)
        if self._column[code] < self._known:
            yield _through(inverse, self._of(self._daily(table.bridge_code), self._column[code]))

    def _prices(self, table: CoarseTable, code: str, unit: int) -> _DayRates:
        """Return a table's prices of a currency in the unit of a column."""
        rate, seen, daily = table.carried(table.column[code], unit, self._days, self._max_staleness)
        kind = np.where(np.isfinite(rate), _OBSERVED, np.int8(0))
        return _DayRates(rate, seen, kind, daily)

    def _of(self, grid: Grid, column: int) -> _DayRates:
        """Return a column of a grid of the daily rates, by this calendar."""
        rate, seen, kind = (array[self._rows, column] for array in (grid.rate, grid.seen, grid.kind))
        return _DayRates(rate, seen.astype(np.int64), kind, np.ones(len(rate), bool))


def _through(cells: _DayRates, daily: _DayRates) -> _DayRates:
    """Return rates multiplied by those of a daily currency, with the age of the older and the softness of the softer rate."""
    kind = np.where(daily.kind == _PEG, _PEG, cells.kind)
    older = np.where(daily.seen == NO_DAY, cells.seen, np.minimum(cells.seen, daily.seen))
    return _DayRates(cells.rate * daily.rate, older, kind, cells.daily)


def _widened(grid: Grid, rows: NDArray[np.int64], first: int, width: int) -> Grid:
    """Return some rows of a grid, with room for more currencies; the unknown one's column is the last."""

    def wide(array: NDArray[Any], fill: float) -> NDArray[Any]:
        more = np.empty((len(rows), width), array.dtype)
        more[:, : array.shape[1]], more[:, array.shape[1] :] = array[rows], fill
        return more

    counts = (wide(field, 0) for field in (grid.kind, grid.n_obs, grid.step, grid.origin))
    return Grid(first, wide(grid.rate, np.nan), wide(grid.seen, NO_DAY), *counts)
