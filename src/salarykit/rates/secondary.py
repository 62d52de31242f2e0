"""Rates from coarse tables, in the cells where the daily ones have none: joined to them on the same day by a bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.rates.coarse import HOLES, CoarseTable, Prices
from salarykit.rates.grid import IDENTITY, KIND_OF, NO_DAY, STEPS, Grid
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.links import OBSERVED_LINK, PEG
from salarykit.rates.lookup import Cache, Where
from salarykit.rates.secondary_means import SecondaryMeans
from salarykit.rates.spans import Span, day_number, day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from salarykit.rates.legs import Legs
    from salarykit.rates.lookup import Lookup, SpanTerms
    from salarykit.rates.published import Published

__all__ = ["Secondary"]

_OBSERVED: Final = KIND_OF[OBSERVED_LINK]
_PEG: Final = KIND_OF[PEG]
_BASES: Final = 4


class _Cells(NamedTuple):
    """Rates of one currency to a base, day by day."""

    rate: NDArray[np.float64]
    seen: NDArray[np.int64]
    kind: NDArray[np.int8]


class Secondary:
    """The daily rates and, in the cells where those have none, the coarse tables' in their order.

    Args:
        legs: of the daily rates.
        lookup: the daily rates' own grids.
        tables: what coarse sources have published.

    Attributes:
        codes: the daily codes, then those that the coarse tables add.
    """

    def __init__(self, legs: Legs, lookup: Lookup, tables: Sequence[Published]) -> None:
        self._legs, self._lookup = legs, lookup
        self.tables = tuple(CoarseTable(table, legs.codes) for table in tables)
        more = (code for table in self.tables for code in table.codes if code not in legs.codes)
        self.codes: tuple[str, ...] = (*legs.codes, *dict.fromkeys(more))
        self.column: dict[Any, int] = {code: column for column, code in enumerate(self.codes)}
        self.means = SecondaryMeans(legs, self.tables)
        self._grids = Cache(_BASES)

    def where(self, base: str, names: Sequence[Any], on: Span | Days | Coded, terms: SpanTerms) -> Where:
        """Return where the rates of some codes to a base stand; see `Lookup.where`."""
        unknown = len(self.codes)
        known = [self.column.get(name, unknown) if isinstance(name, str) else unknown for name in names]
        columns = np.array(known or [unknown], np.intp)
        if isinstance(on, Days) or (isinstance(on, Span) and on.is_day and terms.coarse is None):
            grid = self.days(base, terms.max_staleness)
            rows = on if isinstance(on, Days) else grid.row(day_number(on.first))
            return Where(grid, columns, rows, grid.first if isinstance(on, Days) else 0)
        used = np.unique(columns)
        spans = on.names if isinstance(on, Coded) else [on]
        grid = self._spans(base, used, spans, terms)
        mine = np.searchsorted(used, columns)
        return Where(grid, mine, on.indices if isinstance(on, Coded) else 0, 0)

    def newest(self, codes: Sequence[Any], max_staleness: int) -> dt.date | None:
        """Return the newest day on which all of some currencies have a rate; None if one has none in its table's last days.

        Args:
            codes: of which at least one needs a coarse table.
            max_staleness: how many days before the end of its table, beside one step, a currency may have ended.
        """
        ends: list[int] = []
        for code in codes:
            found = [self._end(table, code, max_staleness) for table in self.tables if code in table.column]
            known = [day for day in found if day is not None]
            if known:
                ends.append(max(known))
            elif code not in self._legs.codes:
                return None
        return day_of(min(ends)) if ends else None

    @staticmethod
    def _end(table: CoarseTable, code: str, max_staleness: int) -> int | None:
        bounds = table.bounds(code)
        late = int(table.days[-1]) - max_staleness - HOLES[table.table.step] // 2
        return bounds[1] if bounds and bounds[1] >= late else None

    # Days

    def days(self, base: str, max_staleness: int) -> Grid:
        """Return the grid of calendar days to one base."""
        return self._grids.get_or_build((base, max_staleness), lambda: self._days(base, max_staleness))

    def _days(self, base: str, max_staleness: int) -> Grid:
        daily = self._daily(base, max_staleness)
        grid = self._wide(daily)
        days = np.arange(daily.first, daily.first + len(daily.rate), dtype=np.int64)
        for number, table in enumerate(self.tables, start=1):
            if table.table.step != "year":
                bridge = self._daily(table.bridge_code, max_staleness)
                free = np.isnan(grid.rate)
                _Filling(self, grid, table, days, max_staleness).fill(base, daily, bridge)
                grid.origin[free & np.isfinite(grid.rate)] = number
        own = self.column.get(base)
        if own is not None:
            grid.rate[:, own], grid.kind[:, own], grid.seen[:, own] = 1.0, IDENTITY, NO_DAY
        return grid

    def _daily(self, base: str, max_staleness: int) -> Grid:
        """Return the daily grid to a base; without any rate for a base that it lacks."""
        known = base in self._legs.codes
        grid = self._lookup.days(self._legs.codes.index(base) if known else 0, max_staleness)
        return grid if known else grid.emptied()

    def _wide(self, grid: Grid) -> Grid:
        """Return a grid with columns for all codes, the unknown currency's last."""
        more = ((0, 0), (0, len(self.codes) + 1 - grid.rate.shape[1]))
        return Grid(
            grid.first,
            np.pad(grid.rate, more, constant_values=np.nan),
            np.pad(grid.seen, more, constant_values=NO_DAY),
            np.pad(grid.kind, more),
            np.pad(grid.n_obs, more),
            np.pad(grid.step, more),
            np.pad(grid.origin, more),
        )

    # Spans

    def _spans(
        self, base: str, used: NDArray[np.intp], spans: Sequence[Span | None], terms: SpanTerms
    ) -> Grid:
        """Return a grid with one row for each day or span and some columns."""
        grid = self._daily_spans(base, used, spans, terms)
        days: Grid | None = None
        for row, span in enumerate(spans):
            if span is None:
                continue
            for cell in np.flatnonzero(np.isnan(grid.rate[row]) & (used < len(self.codes))).tolist():
                if span.is_day:
                    days = self.days(base, terms.max_staleness) if days is None else days
                    grid.put((row, cell), days, (days.row(day_number(span.first)), int(used[cell])))
                if np.isnan(grid.rate[row, cell]):
                    self.means.write(grid, row, cell, self.codes[used[cell]], base, span, terms)
        return grid

    def _daily_spans(
        self, base: str, used: NDArray[np.intp], spans: Sequence[Span | None], terms: SpanTerms
    ) -> Grid:
        """Return what the daily rates say of spans, in the columns asked for."""
        daily = np.where(used < len(self._legs.codes), used, len(self._legs.codes))
        coded = Coded(np.arange(len(spans)), spans)
        known = base in self._legs.codes
        found = self._lookup.where(self._legs.codes.index(base) if known else 0, daily, coded, terms)
        grid = found.grid.take(np.arange(len(spans)), found.columns)
        grid = grid if known else grid.emptied()
        own = np.flatnonzero(used == self.column.get(base, -1))
        grid.rate[:, own], grid.kind[:, own], grid.seen[:, own] = 1.0, IDENTITY, NO_DAY
        return grid


class _Filling:
    """Fills the empty cells of a grid of days from one table."""

    def __init__(
        self, rates: Secondary, grid: Grid, table: CoarseTable, days: NDArray[np.int64], max_staleness: int
    ) -> None:
        self._rates, self._grid, self._table = rates, grid, table
        self._days, self._max_staleness = days, max_staleness

    def _carried(self, unit: int) -> Prices:
        return self._table.carried(unit, self._days, self._max_staleness)

    def fill(self, base: str, daily: Grid, bridge: Grid) -> None:
        """Fill what the table can tell of rates to a base: first of its own currencies, then of the daily ones."""
        table, pivot = self._table, self._table.codes[0]
        prices = self._carried(0 if base == pivot else table.bridge)
        if base in (pivot, table.bridge_code):
            for code in table.codes:
                self._put(code, _own(prices, table.column[code]), prices)
        elif np.isfinite(daily.rate).any():
            joint = self._rates.column[table.bridge_code]
            for code in table.codes:
                self._put(code, _through(_own(prices, table.column[code]), daily, joint), prices)
        if base in table.column and base not in (pivot, table.bridge_code):
            self._fill_own(base, prices, bridge)

    def _fill_own(self, base: str, prices: Prices, bridge: Grid) -> None:
        """Fill the rates to a base of the table: of its other currencies, of its pivot, and of the daily ones."""
        table = self._table
        one = _own(prices, table.column[base])
        pivots = _own(self._carried(0), table.column[base])
        self._put(table.codes[0], pivots._replace(rate=1 / pivots.rate), prices, base)
        for code in table.codes[1:]:
            other = _own(prices, table.column[code])
            seen = np.minimum(other.seen, one.seen)
            self._put(code, other._replace(rate=other.rate / one.rate, seen=seen), prices, base)
        inverse = one._replace(rate=1 / one.rate)
        for code in self._rates.codes[: bridge.rate.shape[1] - 1]:
            self._put(code, _through(inverse, bridge, self._rates.column[code]), prices, base)

    def _put(self, code: str, cells: _Cells, prices: Prices, base: str | None = None) -> None:
        """Write rates of a currency where the grid has none; the rows that stand for many days get none."""
        grid, column = self._grid, self._rates.column[code]
        free = np.isnan(grid.rate[:, column]) & np.isfinite(cells.rate)
        free[[0, -1]] = False
        grid.rate[free, column], grid.kind[free, column] = cells.rate[free], cells.kind[free]
        grid.seen[free, column], grid.n_obs[free, column] = cells.seen[free], 1
        daily = np.ones(len(free), bool)
        for each in filter(None, (code, base)):
            if each in self._table.column:
                daily &= prices.daily[:, self._table.column[each]]
        step = np.where(daily, STEPS.index("day"), STEPS.index(self._table.table.step))
        grid.step[free, column] = step[free]


def _own(prices: Prices, column: int) -> _Cells:
    """Return a table's prices of a currency as cells."""
    rate = prices.price[:, column]
    return _Cells(rate, prices.seen[:, column], np.where(np.isfinite(rate), _OBSERVED, np.int8(0)))


def _through(cells: _Cells, grid: Grid, column: int) -> _Cells:
    """Return rates times those of a column of a daily grid: as old as the older, as soft as the softer of the two."""
    seen = grid.seen[:, column].astype(np.int64)
    kind = np.where(grid.kind[:, column] == _PEG, _PEG, cells.kind)
    older = np.where(seen == NO_DAY, cells.seen, np.minimum(cells.seen, seen))
    return _Cells(cells.rate * grid.rate[:, column], older, kind)
