"""Rates from coarse tables for the cells without a daily rate, joined to the daily rates of the same day by a bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.rates.coarse import HOLES, CoarseTable
from salarykit.rates.grid import IDENTITY, NO_DAY, Grid
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.lookup import Cache, CellLocations, distinct
from salarykit.rates.secondary_days import DayGrid
from salarykit.rates.secondary_means import SecondaryMeans
from salarykit.rates.spans import Span, day_number, day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from salarykit.rates.lookup import Lookup, SpanTerms
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.published import Published

__all__ = ["Secondary"]

_BASES: Final = 4


class Secondary:
    """The daily rates, and in the cells without one those of the coarse tables, in their order.

    Args:
        pivot_rates: of the daily rates.
        lookup: the daily rates' own grids.
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
        """Return the newest day on which several currencies have a rate; None if one lacks it in the last days of its table.

        Args:
            codes: the currencies, at least one of which needs a coarse table.
            max_staleness: by how many days more than one step a currency may end before its table does.
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
        """Return the grid of calendar days to one base; the columns of other codes than those may be empty."""
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
        """Return the daily grid to a base; without any rate for a base that it lacks."""
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
        """Return the daily table's rates of spans, in the columns asked for."""
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
