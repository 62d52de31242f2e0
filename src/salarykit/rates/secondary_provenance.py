"""The path of a rate from a coarse table, and the same rate as an exact ratio."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import chain
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from salarykit.rates.exact import Ratio, mean_ratio, ratio_of
from salarykit.rates.links import OBSERVED_LINK
from salarykit.rates.provenance import Fact, Path, links_between
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.rates.coarse import CoarseTable
    from salarykit.rates.grid import Grid
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.secondary import Secondary
    from salarykit.rates.spans import Span

__all__ = ["secondary_path", "secondary_ratio"]

_NEAR = 64  # rows that are searched before the others
_SAME = 1e-9  # the relative tolerance when a float is compared with an exact number


class _PricedPath(NamedTuple):
    """A path, and the exact price of one unit of the currency in the base along it."""

    path: Path
    price: Fraction


def secondary_path(
    secondary: Secondary,
    pivot_rates: PivotRates,
    currency: str,
    base: str,
    span: Span,
    cell: tuple[Grid, int, int],
) -> Path:
    """Return the path of the rate in a cell; for a mean, the path on its last day of publication."""
    grid, row, column = cell
    table = secondary.tables[int(grid.origin[row, column]) - 1]
    day = day_number(span.last) if span.is_day else int(grid.seen[row, column])
    if table.table.step == "year":
        day = day_number(dt.date(span.last.year, 12, 31))
    return _same(_paths(table, pivot_rates, currency, base, day), float(grid.rate[row, column])).path


def secondary_ratio(
    secondary: Secondary,
    pivot_rates: PivotRates,
    currency: str,
    base: str,
    span: Span,
    cell: tuple[Grid, int, int],
    terms: SpanTerms,
) -> Ratio:
    """Return the rate in a cell as an exact ratio."""
    grid, row, column = cell
    number = int(grid.origin[row, column])
    table, rate = secondary.tables[number - 1], float(grid.rate[row, column])
    if span.is_day and table.table.step != "year":
        same = _same(_paths(table, pivot_rates, currency, base, day_number(span.last)), rate)
        return ratio_of(Fraction(1), same.price)
    for table_number, series in secondary.means.series(currency, base):
        rows = secondary.means.days_of(series, span, terms)
        if table_number == number and len(rows):
            days = series.days[rows].tolist()
            paths = [
                _nearest(table, pivot_rates, (currency, base), day, units)
                for day, units in zip(days, series.units[rows], strict=True)
            ]
            return mean_ratio((Fraction(1), path.price) for path in paths)
    raise AssertionError(f"{currency}/{base} has no mean of {span}")


def _same(paths: Iterator[_PricedPath], rate: float) -> _PricedPath:
    """Return the first path whose price equals a rate, or else the first of all: a mean differs from its last publication."""
    first = next(paths)
    equal = (path for path in chain([first], paths) if abs(float(path.price) / rate - 1) < _SAME)
    return next(equal, first)


def _nearest(
    table: CoarseTable, pivot_rates: PivotRates, pair: tuple[str, str], day: int, units: float
) -> _PricedPath:
    """Return the path whose price on a day is nearest to the reciprocal of the given units."""
    return min(_paths(table, pivot_rates, *pair, day), key=lambda path: abs(float(path.price) * units - 1))


def _paths(
    table: CoarseTable, pivot_rates: PivotRates, currency: str, base: str, day: int
) -> Iterator[_PricedPath]:
    """Yield the paths from a currency to a base on a day: in the table alone, or through the bridge and the daily rates."""
    bridge = table.bridge_code
    if currency in table.column and base in table.column:
        yield from _inside(table, currency, base, day)
    if currency in table.column and base in pivot_rates.codes and bridge in pivot_rates.codes:
        yield from (
            _joined(path, _daily(pivot_rates, bridge, base, day))
            for path in _inside(table, currency, bridge, day)
        )
    if currency in pivot_rates.codes and base in table.column and bridge in pivot_rates.codes:
        yield from (
            _joined(_daily(pivot_rates, currency, bridge, day), path)
            for path in _inside(table, bridge, base, day)
        )


def _joined(one: _PricedPath, other: _PricedPath) -> _PricedPath:
    codes = (*one.path.codes, *other.path.codes[1:])
    return _PricedPath(Path(codes, (*one.path.facts, *other.path.facts)), one.price * other.price)


def _inside(table: CoarseTable, currency: str, base: str, day: int) -> Iterator[_PricedPath]:
    """Yield the paths between two currencies of a table, each at its last price in the bridge or in the pivot."""
    pivot = table.codes[0]
    through = {table.bridge, 0}
    for unit in sorted(through, reverse=True):
        own = [_row(table, code, unit, day) for code in (currency, base) if table.column[code] != unit]
        if not own or min(own) < 0:
            continue
        rows = [own[0], own[-1]]  # if one currency is the unit itself, both prices are from the other's day
        price = Fraction(1)
        for code, row, power in ((currency, rows[0], 1), (base, rows[1], -1)):
            worth = Fraction(1) if code == pivot else table.exact_price(table.column[code], row)
            shared = Fraction(1) if unit == 0 else table.exact_price(unit, row)
            price *= (worth / shared) ** power
        facts = [
            _fact(table, code, row) for code, row in ((currency, rows[0]), (base, rows[1])) if code != pivot
        ]
        yield _PricedPath(Path(tuple(dict.fromkeys((currency, pivot, base))), tuple(facts)), price)


def _row(table: CoarseTable, code: str, unit: int, day: int) -> int:
    """Return the row of the last day on which a currency and a unit were published; -1 if there is none."""
    end = int(table.days.searchsorted(day, side="right"))
    own, one = table.value[:end, table.column[code]], table.value[:end, unit]
    for start in (max(end - _NEAR, 0), 0):  # the row is near, unless the currency is no longer published
        rows = np.flatnonzero(np.isfinite(own[start:]) & np.isfinite(one[start:]))
        if len(rows):
            return start + int(rows[-1])
    return -1


def _fact(table: CoarseTable, code: str, row: int) -> Fact:
    """Return a price in the table's quotation."""
    price, pivot = table.exact_price(table.column[code], row), table.codes[0]
    direct = table.table.quotation == "direct"
    pair = (pivot, code, price) if direct else (code, pivot, 1 / price)
    finely = table.table.resolution(table.quoted(table.column[code], row), int(table.days[row]))
    return Fact(*pair, OBSERVED_LINK, table.table.source, finely)


def _daily(pivot_rates: PivotRates, currency: str, base: str, day: int) -> _PricedPath:
    """Return the path between two currencies of the daily rates."""
    path = links_between(pivot_rates, currency, base, day)
    worth = {
        code: prod((units for _, units in pivot_rates.chain(code, day)), start=Fraction(1))
        for code in (currency, base)
    }
    return _PricedPath(path, worth[base] / worth[currency])
