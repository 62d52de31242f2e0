"""Means over spans from coarse tables: means of ratios, over the days on which a table was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.rates.coarse import HOLES
from salarykit.rates.grid import KIND_OF, MEAN, NO_DAY, STEPS
from salarykit.rates.links import PEG, unit_changes
from salarykit.rates.lookup import Cache
from salarykit.rates.spans import Span, day_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.coarse import CoarseTable
    from salarykit.rates.grid import Grid
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.pivot_rates import PivotRates

__all__ = ["SecondaryMeans", "Series"]

_KEPT: Final = 256  # pairs of currencies whose series are cached


class Series(NamedTuple):
    """Units of a currency for one unit of a base, on the days on which both were published.

    Attributes:
        table: the coarse table that they are from.
        days: ascending day numbers.
        units: one for each day.
        regime: a number for each day, which changes when the daily rates are derived from other links.
        unit_changes: the days on which a unit changed.
        common: whether the whole table was published on the day, not only a few currencies.
        daily: whether the currencies of the table were published daily at that time.
        kind: the kind of a mean, as an index into `KINDS`.
    """

    table: CoarseTable
    days: NDArray[np.int64]
    units: NDArray[np.float64]
    regime: NDArray[np.int64]
    unit_changes: tuple[int, ...]
    common: NDArray[np.bool_]
    daily: NDArray[np.bool_]
    kind: int


class SecondaryMeans:
    """The means of coarse tables; the mean of a span is from one table that covers all of it.

    Args:
        pivot_rates: the pivot rates of the daily tables.
        tables: the coarse tables, in their order.
    """

    def __init__(self, pivot_rates: PivotRates, tables: Sequence[CoarseTable]) -> None:
        self._pivot_rates, self._tables = pivot_rates, tables
        self._series = Cache(_KEPT)

    def write(
        self, grid: Grid, row: int, column: int, code: str, base: str, span: Span, terms: SpanTerms
    ) -> None:
        """Write the mean of a span into a cell, if a table has one; a yearly mean stands for a day only if the terms allow it."""
        for number, series in self.series(code, base):
            days = self.days_of(series, span, terms)
            if len(days):
                units = series.units[days]
                mean = np.median(units) if terms.average == "median" else np.mean(units)
                last = NO_DAY if span.is_day else series.days[days[-1]]  # a yearly mean has no day of its own
                grid.rate[row, column], grid.kind[row, column] = 1 / mean, series.kind
                grid.seen[row, column], grid.n_obs[row, column] = last, len(days)
                daily = bool(series.daily[days].all()) and len(days) > 1
                grid.origin[row, column] = number
                grid.step[row, column] = STEPS.index("day" if daily else series.table.table.step)
                return

    def days_of(self, series: Series, span: Span, terms: SpanTerms) -> NDArray[np.intp]:
        """Return the rows of a series to average for a span; none if the span has a hole or a change of regime."""
        none = np.zeros(0, np.intp)
        if series.table.table.step == "year":
            return self._year_of(series, span, terms)
        first, last = day_number(span.first), day_number(span.last)
        inside = np.flatnonzero((series.days >= first) & (series.days <= last))
        if span.is_day or not len(inside) or _has_hole(series, first, last):
            return none
        changed = any(first < change <= last for change in series.unit_changes)
        if changed or (series.regime[inside] != series.regime[inside[0]]).any():
            return none
        kept = inside if series.daily[inside].all() else inside[series.common[inside]]
        return kept if len(kept) >= terms.min_obs else none

    def _year_of(self, series: Series, span: Span, terms: SpanTerms) -> NDArray[np.intp]:
        """Return the row of a year if the span is that year, or a day in it and the terms allow the mean of a year for a day."""
        year = span.first.year
        whole = span == Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if not whole and not (span.is_day and terms.coarse == "year"):
            return np.zeros(0, np.intp)
        inside = (series.days >= day_number(dt.date(year, 1, 1))) & (
            series.days <= day_number(dt.date(year, 12, 31))
        )
        return np.flatnonzero(inside)

    def series(self, code: str, base: str) -> Iterator[tuple[int, Series]]:
        """Yield the series of two currencies from each table in turn, first from its own figures, then through the bridge."""
        for number, table in enumerate(self._tables, start=1):
            # A yearly mean times a day's rate would be neither a mean nor a day's rate.
            builders = (_both,) if table.table.step == "year" else (_both, _from_own, _to_own)
            for builder in builders:
                build = partial(_built_or_empty, builder, table, self._pivot_rates, code, base)
                cached: Series | tuple[()] = self._series.get_or_build((number, builder, code, base), build)
                if cached:
                    yield number, cached


_Builder = Callable[["CoarseTable", "PivotRates", str, str], "Series | None"]


def _built_or_empty(
    builder: _Builder, table: CoarseTable, pivot_rates: PivotRates, code: str, base: str
) -> Series | tuple[()]:
    """Return a series, or an empty tuple if there is none, because a cache does not keep None."""
    return builder(table, pivot_rates, code, base) or ()


def _has_hole(series: Series, first: int, last: int) -> bool:
    """Return whether some day of a span is too far from every publication."""
    hole, days = HOLES[series.table.table.step], series.days
    start, stop = np.searchsorted(days, first, side="right") - 1, np.searchsorted(days, last)
    early = start < 0 and days[0] - first > hole
    late = stop == len(days) and last - days[-1] > hole
    return bool(early or late or (np.diff(days[max(start, 0) : stop + 1]) - 1 > 2 * hole).any())


def _both(table: CoarseTable, pivot_rates: PivotRates, code: str, base: str) -> Series | None:
    """Return the series of two currencies of a table."""
    del pivot_rates
    if code not in table.column or base not in table.column or code == base:
        return None
    if table.table.step == "year" and table.codes[0] not in (code, base):
        return None  # a ratio of two means is not a mean of ratios
    return _made(table, code, base, 1 / table.prices(table.column[code], table.column[base]))


def _from_own(table: CoarseTable, pivot_rates: PivotRates, code: str, base: str) -> Series | None:
    """Return the series of a table's currency to one of the daily rates, through the bridge."""
    if (
        code not in table.column
        or base not in pivot_rates.codes
        or table.bridge_code not in pivot_rates.codes
    ):
        return None
    units = 1 / table.prices(table.column[code], table.bridge)
    return _made(
        table, code, base, units * _daily(table, pivot_rates, table.bridge_code, base), pivot_rates, base
    )


def _to_own(table: CoarseTable, pivot_rates: PivotRates, code: str, base: str) -> Series | None:
    """Return the series of a currency of the daily rates to one of a table, through the bridge."""
    if (
        base not in table.column
        or code not in pivot_rates.codes
        or table.bridge_code not in pivot_rates.codes
    ):
        return None
    price = table.prices(table.column[base], table.bridge)
    return _made(
        table, code, base, price * _daily(table, pivot_rates, code, table.bridge_code), pivot_rates, code
    )


def _daily(table: CoarseTable, pivot_rates: PivotRates, code: str, base: str) -> NDArray[np.float64]:
    """Return units of one currency for one of another by the daily rates, on the days of a table; NaN where either has no rate."""
    rows = table.days - pivot_rates.first
    inside = (rows >= 0) & (rows < len(pivot_rates.units))
    columns = [pivot_rates.codes.index(code), pivot_rates.codes.index(base)]
    units = pivot_rates.units[np.clip(rows, 0, len(pivot_rates.units) - 1)][:, columns]
    return np.where(inside, units[:, 0] / units[:, 1], np.nan)


def _made(
    table: CoarseTable,
    code: str,
    base: str,
    units: NDArray[np.float64],
    pivot_rates: PivotRates | None = None,
    daily: str | None = None,
) -> Series:
    """Return a series of the days on which there are units, with what its means depend on."""
    rows = np.flatnonzero(np.isfinite(units))
    mine = [name for name in (code, base) if name in table.codes[1:] and name != daily]
    own = [table.column[name] for name in mine]
    regime, kind = np.zeros(len(rows), np.int64), MEAN
    edges = [change for column in own for change in table.unit_changes.get(column, ())]
    if pivot_rates is not None and daily is not None:
        column = pivot_rates.codes.index(daily)
        at = np.clip(table.days[rows] - pivot_rates.first, 0, len(pivot_rates.link) - 1)
        regime, edges = pivot_rates.link[at, column].astype(np.int64), [*edges, *unit_changes(daily)]
        kind = int(KIND_OF[PEG]) if len(at) and pivot_rates.softness[at[-1], column] >= PEG else MEAN
    steady = np.ones(len(rows), bool) if own else np.zeros(len(rows), bool)
    for column in own:
        steady &= table.is_daily(column)[rows]
    days = table.days[rows]
    return Series(table, days, units[rows], regime, tuple(edges), table.is_common[rows], steady, kind)
