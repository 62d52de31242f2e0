"""Monthly markets, in which pay is stated by the month; finds figures without a period that are too low for a year's pay there.

`monthly_markets.csv` has the currencies of countries whose statistical office publishes pay by the month, with the year and the series.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.tender import tender
from salarykit.files.columns import as_flags
from salarykit.package import once, table_rows
from salarykit.pay.least_pay import least_pay
from salarykit.reading.source_columns import distinct_rows
from salarykit.salaries.country_levels import country_levels, home_level, worth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = [
    "ABROAD",
    "SHORTER",
    "MonthlyMarket",
    "least_abroad",
    "monthly_currencies",
    "monthly_markets",
    "pays_abroad",
]

ABROAD: Final = "*"
"""In `Decisions.monthly`: money that is foreign to a monthly market is checked as well."""
SHORTER: Final = "<"
"""In `Decisions.monthly`: figures in any currency that are less than a month's pay are refused, because most others may be a year's."""

_LEAST_SHARE: Final = 1 / 4  # the least yearly pay, as a share of GDP per head
# the same for jobs that are paid in foreign money, which are not the lowest paid
_LEAST_ABROAD: Final = 2 / 5
_LATEST: Final = "9999"  # a year after all years in the table of currency values
_SINCE: Final = "2020"  # the first year whose pay can be compared with today's GDP per head
_MOST_ROWS: Final = 20  # from so many rows on, a currency is checked as a whole


class MonthlyMarket(NamedTuple):
    """A country in which pay is stated by the month.

    Attributes:
        country: its country.
        least: the least figure in its currency that may be a year's pay.
    """

    country: str
    least: float


@once
def monthly_markets() -> dict[str, MonthlyMarket]:
    """Return the monthly markets by their currencies.

    Examples:
        >>> 10_000 < monthly_markets()["PLN"].least < 40_000, "USD" in monthly_markets()
        (True, False)
    """
    markets = {}
    for row in table_rows("salarykit.reading", "monthly_markets"):
        level, value = home_level(row["currency"]), worth(row["currency"], _LATEST)
        if level and value:
            markets[row["currency"]] = MonthlyMarket(row["country"], level * _LEAST_SHARE / value)
    return markets


def monthly_currencies(columns: Mapping[str, pa.Array], unstated: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the currencies of monthly markets whose rows are checked one by one, because they are few and none is before 2020.

    `ABROAD` and `SHORTER` are among them if rows must be checked for these.

    Args:
        columns: the columns by field, n rows each.
        unstated: which good rows have a period that nothing states.
    """
    rows = pa.array(np.flatnonzero(unstated))
    codes = columns["currency"].take(rows)
    years = pc.utf8_slice_codeunits(columns["as_of"].take(rows), 0, 4)
    is_old = pc.fill_null(pc.less(years, _SINCE), False)
    shorter = (SHORTER,) if not pc.any(is_old).as_py() and _are_mostly_yearly(columns, rows) else ()
    abroad = (*shorter, ABROAD) if _may_pay_abroad(columns, rows) else shorter
    in_markets = (
        [code for code in codes.unique().to_pylist() if code in monthly_markets()] if len(rows) else []
    )
    if not in_markets:
        return abroad
    old = set(codes.filter(is_old).unique().to_pylist())
    few = (code for code in in_markets if pc.sum(pc.equal(codes, code)).as_py() < _MOST_ROWS)
    return (*abroad, *sorted(code for code in few if code not in old))


def _are_mostly_yearly(columns: Mapping[str, pa.Array], rows: pa.Array) -> bool:
    """Return whether more than half of some rows, but not all, may be a year's pay, by the least pay in their currencies."""
    amounts, currencies = (columns[name].take(rows) for name in ("amount", "currency"))
    of, codes = distinct_rows(currencies)
    least = np.array([least_pay(code, "year") for (code,) in codes] or [0.0])[of]
    is_yearly = amounts.to_numpy(zero_copy_only=False) >= least
    return 2 * int(is_yearly.sum()) > len(rows) > int(is_yearly.sum())


def _may_pay_abroad(columns: Mapping[str, pa.Array], rows: pa.Array) -> bool:
    """Return whether any row may be in money foreign to its country or city and too low for a year's pay there."""
    amounts, *words = (columns[name].take(rows) for name in ("amount", "currency", "country", "as_of"))
    if not len(rows):
        return False
    figures = amounts.to_numpy(zero_copy_only=False)
    of, codes = distinct_rows(words[0])
    most = np.array([_most_abroad(code) for (code,) in codes])
    of_city = as_flags(pc.and_(words[1].is_null(), columns["city"].take(rows).is_valid()))
    return bool((of_city & (figures < most[of])).any() or pays_abroad(figures, *words).any())


@lru_cache(4096)
def least_abroad(country: str | None, currency: str | None) -> float:
    """Return the least figure in a foreign currency that may be a year's pay in a monthly market; 0 elsewhere, or if it is not foreign.

    Examples:
        >>> 1_000 < least_abroad("UA", "USD") < 6_000, least_abroad("UA", "UAH"), least_abroad("US", "EUR")
        (True, 0.0, 0.0)
    """
    if (
        not country
        or not currency
        or country not in {market.country for market in monthly_markets().values()}
    ):
        return 0.0
    value, level = worth(currency, _LATEST), country_levels().get(country)
    if not value or level is None or currency in tender(country) or currency in monthly_markets():
        return 0.0
    return level * _LEAST_ABROAD / value


@lru_cache(512)
def _most_abroad(currency: str | None) -> float:
    """Return the largest result of `least_abroad` for a currency in any country."""
    return max(least_abroad(market.country, currency) for market in monthly_markets().values())


def pays_abroad(
    amounts: NDArray[np.float64], currencies: pa.Array, countries: pa.Array, days: pa.Array
) -> NDArray[np.bool_]:
    """Return which amounts are in money foreign to a monthly market, and too low for a year's pay there.

    Args:
        amounts: n figures.
        currencies: n codes.
        countries: n codes; null where none is known.
        days: n days or spans; amounts of years before 2020 are not checked.
    """
    of, keys = distinct_rows(countries, currencies, pc.utf8_slice_codeunits(days, 0, 4))
    least = [0.0 if year and year < _SINCE else least_abroad(country, code) for country, code, year in keys]
    is_low: NDArray[np.bool_] = amounts < np.array(least or [0.0])[of]
    return is_low
