"""Finds rates in the tables of several sources: first in the daily rates, then in the coarse tables."""
# More than 300 lines: the order in which the tables are searched is in one place.

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import InvalidQuery
from salarykit.package import once_property
from salarykit.rates.columns import span_of
from salarykit.rates.converted import Conversion
from salarykit.rates.diagnosis import diagnose
from salarykit.rates.grid import Grid, identity_grid
from salarykit.rates.kernel import BLOCK, Coded, Days, gather
from salarykit.rates.links import check_combinable
from salarykit.rates.lookup import Cache, CellLocations, Lookup
from salarykit.rates.pivot_rates import build_pivot_rates
from salarykit.rates.provenance import daily_path, exact_ratio
from salarykit.rates.published import Deferred, Published
from salarykit.rates.spans import EPOCH, Latest, Span, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.errors import SalaryKitError
    from salarykit.rates.exact import Ratio
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.provenance import Path
    from salarykit.rates.secondary import Secondary

__all__ = ["Cell", "Finder"]

Cell = tuple[Grid, int, int]
"""The position of a rate: a grid, a row and a column."""

_PAUSE: Final = dt.timedelta(days=7)
"""A currency whose last rate is older than its table's last day by more than this is no longer published."""


class Finder:
    """Finds rates and their provenance; each table is built when it is first needed.

    Args:
        tables: what the sources have published, in order of precedence.
        over_pegs: see `find_links`.

    Attributes:
        daily: the tables of daily rates; if there are none, one without rates, with the pivot of the first table.
    """

    def __init__(self, tables: Sequence[Published | Deferred], *, over_pegs: bool) -> None:
        for table in tables:
            if not isinstance(table, Published | Deferred):
                raise InvalidQuery(f"{table!r:.80} is not a table of rates. Use read_rates.", value=table)
        self._over_pegs = over_pegs
        self._coarse = tuple(table for table in tables if table.step != "day")
        daily = tuple(table for table in tables if isinstance(table, Published) and table.step == "day")
        self.daily = daily or (_days_without_rates(_read(tables[0])),)
        check_combinable(self.daily[0], self.daily[1:])
        self._narrow = Cache(2)

    @property
    def last(self) -> dt.date:
        """The newest day of the daily rates."""
        return max(table.last for table in self.daily)

    @once_property
    def pivot_rates(self) -> PivotRates:
        """The rate of every currency to the pivot of the daily rates on every calendar day."""
        return build_pivot_rates(self.daily, over_pegs=self._over_pegs)

    @once_property
    def secondary(self) -> Secondary | None:
        """The coarse tables, joined to the daily rates; None if there are none."""
        from salarykit.rates.secondary import Secondary  # not needed for a first daily rate

        coarse = [_read(table) for table in self._coarse]
        return Secondary(self.pivot_rates, self._lookup, coarse) if coarse else None

    @once_property
    def _column(self) -> dict[Any, int]:
        return {code: column for column, code in enumerate(self.pivot_rates.codes)}

    @once_property
    def _lookup(self) -> Lookup:
        return Lookup(self.pivot_rates)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes with rates on some day."""
        return self.secondary.codes if self.secondary else self.pivot_rates.codes

    def bounds(self, code: str) -> tuple[dt.date, dt.date | None] | None:
        """Return the first and last day with a rate of a currency; None for the last day of a legal rate."""
        all_bounds = [self.pivot_rates.bounds(code), *(table.bounds(code) for table in self._tables)]
        existing = [pair for pair in all_bounds if pair]
        lasts = [last for _, last in existing if last is not None]
        if not existing:
            return None
        last = day_of(max(lasts)) if len(lasts) == len(existing) else None
        return day_of(min(first for first, _ in existing)), last

    @property
    def _tables(self) -> tuple[Any, ...]:
        return self.secondary.tables if self.secondary else ()

    # One rate

    def cell(self, currency: str, base: str, span: Span, terms: SpanTerms) -> Cell:
        """Return the position of a rate.

        Raises:
            InvalidCurrency, RateNotFound: where there is none.
        """
        if parse_currency(currency) == parse_currency(base):
            return identity_grid(), 0, 0
        span = self.days_meant(currency, base, span, terms)
        located = _cell_of(self._where(base, [str(currency)], span, terms))
        if np.isnan(located[0].rate[located[1:]]) and self.secondary:
            located = _cell_of(self.secondary.where(base, [str(currency)], span, terms))
        if np.isnan(located[0].rate[located[1:]]):
            raise self._explain(currency, base, span, terms)
        return located

    def days(
        self, currency: str, base: str, max_staleness: int, *, wide: bool
    ) -> tuple[Grid, Mapping[Any, int]] | None:
        """Return the grid of days to a base and the column of each code; None for a base without rates.

        Args:
            currency: a code that the grid must have.
            base: the code to convert to.
            max_staleness: how many days old a rate may be.
            wide: whether it must include the currencies of the coarse tables.
        """
        is_daily = currency in self._column and base in self._column
        if self._coarse and (wide or not is_daily) and self.secondary:
            return self.secondary.days(base, max_staleness, [currency]), self.secondary.column
        return (
            (self._lookup.days(self._column[base], max_staleness), self._column)
            if base in self._column
            else None
        )

    def days_meant(self, currency: Any, base: str, span: Span, terms: SpanTerms) -> Span:
        """Return the span itself, or for "latest" the newest day on which both currencies have a rate."""
        if not isinstance(span, Latest):
            return span
        newest = Span(self.last, self.last)
        if not self._coarse or all(self._is_running(code) for code in (currency, base)):
            return newest
        day = self.secondary.newest((currency, base), terms.max_staleness) if self.secondary else None
        return newest if day is None or day > self.last else Span(day, day)

    def _is_running(self, code: Any) -> bool:
        """Return whether the daily rates of a currency go on to the last days of their table."""
        bounds = self.pivot_rates.bounds(code) if code in self._column else None
        return bounds is not None and (bounds[1] is None or day_of(bounds[1]) >= self.last - _PAUSE)

    def path(self, currency: str, base: str, span: Span, cell: Cell) -> Path:
        """Return the path of the rate in a cell."""
        if cell[0].origin[cell[1:]] and self.secondary:
            from salarykit.rates.secondary_provenance import secondary_path

            return secondary_path(self.secondary, self.pivot_rates, currency, base, span, cell)
        return daily_path(self.pivot_rates, currency, base, span, cell)

    def ratio(self, currency: str, base: str, span: Span, terms: SpanTerms) -> Ratio | None:
        """Return the exact ratio of two currencies; None for an identity.

        Raises:
            InvalidCurrency, RateNotFound: where there is no rate.
        """
        cell = self.cell(currency, base, span, terms)
        span = self.days_meant(currency, base, span, terms)
        if cell[0].origin[cell[1:]] and self.secondary:
            from salarykit.rates.secondary_provenance import secondary_ratio

            return secondary_ratio(self.secondary, self.pivot_rates, currency, base, span, cell, terms)
        return exact_ratio(self.pivot_rates, currency, base, span, cell)

    def _explain(
        self, currency: Any, base: str, span: Span | None, terms: SpanTerms, row: int | None = None
    ) -> SalaryKitError:
        source = "; ".join(dict.fromkeys(table.source for table in self.daily))
        return diagnose(
            self.pivot_rates, source, currency, base, span, terms, secondary=self.secondary, row=row
        )

    # Columns

    def column(
        self,
        amounts: NDArray[np.float64],
        currencies: Coded,
        base: str,
        *,
        on: Span | Days | Coded,
        terms: SpanTerms,
        is_needed: bool,
    ) -> Conversion:
        """Return the values of a column, and the cells of their rates.

        Args:
            amounts: n figures.
            currencies: n codes.
            base: ISO 4217.
            on: one span, n days, or n spans.
            terms: what the rates must satisfy.
            is_needed: whether a row without a rate is an error.

        Raises:
            InvalidCurrency, RateNotFound: with the first such row, counted from 1.
        """
        if isinstance(on, Latest) and self._coarse:
            newest = [self.days_meant(name, base, on, terms) for name in currencies.names] or [on]
            days = list(dict.fromkeys(newest))  # the days are few, and each is looked up for all currencies
            on = Coded(np.array([days.index(day) for day in newest]).take(currencies.indices), days)
        on_days = _as_spans(on) if isinstance(on, Days) and terms.coarse else on
        where = self._where(base, currencies.names, on_days, terms)
        coarse = self._coarse and not (base in self._column and _are_known(currencies.names, self._column))
        if coarse and self.secondary:
            where = self.secondary.where(base, currencies.names, on_days, terms)
        value, complete = self._gathered(where, currencies, amounts)
        if not (complete or coarse) and self._coarse and self.secondary and len(_lost(value, amounts)):
            where = self.secondary.where(base, currencies.names, on_days, terms)
            value, complete = self._gathered(where, currencies, amounts)
        if is_needed and not complete and len(lost := _lost(value, amounts)):
            row = int(lost[0])
            name = currencies.names[int(currencies.indices[row])] if len(currencies.names) else None
            raise self._explain(name, base, span_of(on, row), terms, row + 1)
        return Conversion(value, complete, where, currencies.indices, currencies.names, on, base, self.path)

    def _gathered(
        self, where: CellLocations, currencies: Coded, amounts: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], bool]:
        """Return the values of a column, and whether none is NaN."""
        table, rows, codes = where.grid.rate, where.rows, currencies.indices
        if isinstance(rows, int):
            return gather(table[rows : rows + 1], None, where.first, where.columns, codes, amounts)
        if len(where.columns) < table.shape[1] and min(len(amounts), table.size) >= BLOCK // 2:
            narrow = self._narrowed(table, where.columns, at_once=len(amounts) >= BLOCK)
            if narrow is not None:
                return gather(narrow, rows, where.first, None, codes, amounts)
        return gather(table, rows, where.first, where.columns, codes, amounts)

    def _narrowed(
        self, table: NDArray[np.float64], columns: NDArray[np.intp], *, at_once: bool
    ) -> NDArray[np.float64] | None:
        """Return a copy of some columns of a table, small enough to stay in a core's cache; the blocks of a file ask for the same ones.

        For few rows a copy costs more than it saves, so the result is None until the same columns are asked for again.
        """
        key = columns.tobytes()
        kept: tuple[NDArray[np.float64], NDArray[np.float64] | None] = self._narrow.get(key, (columns, None))
        if kept[0] is table and kept[1] is not None:
            return kept[1]
        narrow = table.take(columns, axis=1) if at_once or kept[0] is table else None
        return self._narrow.keep(key, (table, narrow))[1]

    def _where(
        self, base: str, names: Sequence[Any], on: Span | Days | Coded, terms: SpanTerms
    ) -> CellLocations:
        """Return the cells of the daily rates of some codes to a base; for a base without rates, only the rate 1 to itself."""
        columns_by_code = self._column if base in self._column else {base: 0}
        columns = [
            columns_by_code.get(name, len(columns_by_code)) if isinstance(name, str) else len(columns_by_code)
            for name in names
        ]
        at = np.array(columns or [len(columns_by_code)], np.intp)
        if columns_by_code is not self._column:
            return CellLocations(identity_grid(), at, 0, 0)
        return self._lookup.where(columns_by_code[base], at, on, terms)


def _read(table: Published | Deferred) -> Published:
    return table.table if isinstance(table, Deferred) else table


def _days_without_rates(table: Published) -> Published:
    """Return a daily table without rates, with the pivot and the first and last days of a coarse table."""
    days = sorted({int(table.days[0]), int(table.days[-1])})
    return Published([], days, np.empty((len(days), 0)), pivot=table.codes[0], source=table.source)


def _are_known(names: Sequence[Any], columns_by_code: Mapping[Any, int]) -> bool:
    """Return whether the daily rates have all codes; values that are not text are reported later."""
    return all(not isinstance(name, str) or name in columns_by_code for name in names)


def _as_spans(days: Days) -> Coded:
    """Return a column of days as spans, for which a mean of the year may be used."""
    numbers, indices = np.unique(days.numbers, return_inverse=True)
    inside = (numbers > -EPOCH) & (numbers <= dt.date.max.toordinal() - EPOCH)  # false for missing days
    days_of = [day_of(number) if kept else None for number, kept in zip(numbers, inside, strict=True)]
    return Coded(indices.reshape(-1), [Span(day, day) if day else None for day in days_of] or [None])


def _cell_of(where: CellLocations) -> Cell:
    return where.grid, int(where.numbers(1)[0]), int(where.columns[0])


def _lost(values: NDArray[np.float64], amounts: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the rows that have an amount but no value."""
    return np.flatnonzero(np.isnan(values) & ~np.isnan(amounts))
