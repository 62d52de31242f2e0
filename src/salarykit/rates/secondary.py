"""Rates from coarse tables for the cells without a daily rate; a bridge joins them to the daily rates of the same day."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.rates.coarse import HOLES, CoarseTable
from salarykit.rates.grid import IDENTITY, KIND_OF, NO_DAY, STEPS, Grid
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.links import OBSERVED_LINK, PEG
from salarykit.rates.lookup import Cache, CellLocations, distinct
from salarykit.rates.secondary_means import SecondaryMeans
from salarykit.rates.spans import Span, day_number, day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from salarykit.rates.lookup import Lookup, SpanTerms
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.published import Published

__all__ = ["DayGrid", "Secondary"]


_OBSERVED: Final = KIND_OF[OBSERVED_LINK]
_PEG: Final = KIND_OF[PEG]
_DAY: Final = STEPS.index("day")


class _DayRates(NamedTuple):
    """Rates of one currency to a base, day by day.

    Attributes:
        rate: NaN where there is none.
        seen: the day number of the oldest publication that the rate is derived from; `NO_DAY` where none was needed.
        kind: an index into `KINDS`.
        daily: whether all currencies of the rate were published daily at that time.
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
        daily: returns the grid of the daily rates to a code; an empty grid for a code without daily rates.
        column: the column of each code, those of the daily rates first.
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
        """Write rates of a currency into the empty cells of the grid, except in the first and last row, which stand for many days."""
        grid = self._grid
        free = np.isnan(grid.rate[:, column]) & np.isfinite(cells.rate)
        free[[0, -1]] = False
        grid.rate[free, column], grid.kind[free, column] = cells.rate[free], cells.kind[free]
        grid.seen[free, column], grid.n_obs[free, column] = cells.seen[free], 1
        grid.step[free, column] = np.where(cells.daily[free], _DAY, step)
        grid.origin[free, column] = number

    def _cells(self, table: CoarseTable, code: str) -> Iterator[_DayRates]:
        """Yield a currency's rates that involve a table: within it, or through the bridge if either currency has only daily rates."""
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
        """Return a column of a grid of the daily rates, in the rows of this calendar."""
        rate, seen, kind = (array[self._rows, column] for array in (grid.rate, grid.seen, grid.kind))
        return _DayRates(rate, seen.astype(np.int64), kind, np.ones(len(rate), bool))


def _through(cells: _DayRates, daily: _DayRates) -> _DayRates:
    """Return rates times those of a daily currency; the result is as old as the older of the two, and as soft as the softer."""
    kind = np.where(daily.kind == _PEG, _PEG, cells.kind)
    older = np.where(daily.seen == NO_DAY, cells.seen, np.minimum(cells.seen, daily.seen))
    return _DayRates(cells.rate * daily.rate, older, kind, cells.daily)


def _widened(grid: Grid, rows: NDArray[np.int64], first: int, width: int) -> Grid:
    """Return some rows of a grid, with room for more currencies; the column of unknown currencies stays the last."""

    def wide(array: NDArray[Any], fill: float) -> NDArray[Any]:
        more = np.empty((len(rows), width), array.dtype)
        more[:, : array.shape[1]], more[:, array.shape[1] :] = array[rows], fill
        return more

    counts = (wide(field, 0) for field in (grid.kind, grid.n_obs, grid.step, grid.origin))
    return Grid(first, wide(grid.rate, np.nan), wide(grid.seen, NO_DAY), *counts)


_BASES: Final = 4  # bases whose grid is cached


class Secondary:
    """The daily rates; cells without one are filled from the coarse tables, in the order of the tables.

    Args:
        pivot_rates: the pivot rates of the daily tables.
        lookup: the grids of the daily rates.
        tables: what coarse sources have published.

    Attributes:
        codes: the daily codes, then those that the coarse tables add.
    """

    def __init__(self, pivot_rates: PivotRates, lookup: Lookup, tables: Sequence[Published]) -> None:
        self._pivot_rates, self._lookup = pivot_rates, lookup
        self.tables = tuple(CoarseTable(table, pivot_rates.codes) for table in tables)
        more = (code for table in self.tables for code in table.codes if code not in pivot_rates.codes)
        self.codes: tuple[str, ...] = (*pivot_rates.codes, *dict.fromkeys(more))
        self.column: dict[Any, int] = {code: column for column, code in enumerate(self.codes)}
        self.means = SecondaryMeans(pivot_rates, self.tables)
        self._grids = Cache(_BASES)

    def where(
        self, base: str, names: Sequence[Any], on: Span | Days | Coded, terms: SpanTerms
    ) -> CellLocations:
        """Return the cells of the rates of some codes to a base; see `Lookup.where`."""
        unknown = len(self.codes)
        numbers = [self.column.get(name, unknown) if isinstance(name, str) else unknown for name in names]
        columns = np.array(numbers or [unknown], np.intp)
        if isinstance(on, Days) or (isinstance(on, Span) and on.is_day and terms.coarse is None):
            grid = self.days(base, terms.max_staleness, [name for name in names if isinstance(name, str)])
            rows = on if isinstance(on, Days) else grid.row(day_number(on.first))
            return CellLocations(grid, columns, rows, grid.first if isinstance(on, Days) else 0)
        used = distinct(columns)
        spans = on.names if isinstance(on, Coded) else [on]
        grid = self._spans(base, used, spans, terms)
        mine = np.searchsorted(used, columns)
        return CellLocations(grid, mine, on.indices if isinstance(on, Coded) else 0, 0)

    def newest(self, codes: Sequence[Any], max_staleness: int) -> dt.date | None:
        """Return the newest day on which several currencies have a rate; None if one has none in the last days of its table.

        Args:
            codes: the currencies, at least one of which needs a coarse table.
            max_staleness: how many days, beyond one step, a currency may end before its table does.
        """
        ends: list[int] = []
        for code in codes:
            last_days = [
                self._end(table, code, max_staleness) for table in self.tables if code in table.column
            ]
            existing = [day for day in last_days if day is not None]
            if existing:
                ends.append(max(existing))
            elif code not in self._pivot_rates.codes:
                return None
        return day_of(min(ends)) if ends else None

    @staticmethod
    def _end(table: CoarseTable, code: str, max_staleness: int) -> int | None:
        bounds = table.bounds(code)
        late = int(table.days[-1]) - max_staleness - HOLES[table.table.step] // 2
        return bounds[1] if bounds and bounds[1] >= late else None

    # Days

    def days(self, base: str, max_staleness: int, codes: Iterable[Any]) -> Grid:
        """Return the grid of calendar days to one base; only the columns of the given codes are certain to be filled."""
        grid: DayGrid = self._grids.get_or_build(
            (base, max_staleness),
            lambda: DayGrid(
                base,
                lambda code: self._daily(code, max_staleness),
                self.column,
                self.tables,
                max_staleness,
            ),
        )
        return grid.filled([self.column[code] for code in codes if code in self.column])

    def _daily(self, base: str, max_staleness: int) -> Grid:
        """Return the daily grid to a base; an empty grid for a base without daily rates."""
        is_daily = base in self._pivot_rates.codes
        grid = self._lookup.days(self._pivot_rates.codes.index(base) if is_daily else 0, max_staleness)
        return grid if is_daily else grid.emptied()

    # Spans

    def _spans(
        self, base: str, used: NDArray[np.intp], spans: Sequence[Span | None], terms: SpanTerms
    ) -> Grid:
        """Return a grid with one row for each day or span and some columns."""
        grid = self._daily_spans(base, used, spans, terms)
        for row, span in enumerate(spans):
            if span is None:
                continue
            for cell in np.flatnonzero(np.isnan(grid.rate[row]) & (used < len(self.codes))).tolist():
                if span.is_day:
                    days = self.days(base, terms.max_staleness, [self.codes[used[cell]]])
                    grid.put((row, cell), days, (days.row(day_number(span.first)), int(used[cell])))
                if np.isnan(grid.rate[row, cell]):
                    self.means.write(grid, row, cell, self.codes[used[cell]], base, span, terms)
        return grid

    def _daily_spans(
        self, base: str, used: NDArray[np.intp], spans: Sequence[Span | None], terms: SpanTerms
    ) -> Grid:
        """Return the daily rates of spans, in the columns asked for."""
        daily = np.where(used < len(self._pivot_rates.codes), used, len(self._pivot_rates.codes))
        coded = Coded(np.arange(len(spans)), spans)
        is_daily = base in self._pivot_rates.codes
        where = self._lookup.where(
            self._pivot_rates.codes.index(base) if is_daily else 0, daily, coded, terms
        )
        grid = where.grid.take(np.arange(len(spans)), where.columns)
        grid = grid if is_daily else grid.emptied()
        own = np.flatnonzero(used == self.column.get(base, -1))
        grid.rate[:, own], grid.kind[:, own], grid.seen[:, own] = 1.0, IDENTITY, NO_DAY
        return grid
