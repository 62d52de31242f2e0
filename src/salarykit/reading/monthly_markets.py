"""Markets in which pay is stated by the month, and the figures in their currencies that are too low for a year's pay.

`monthly_markets.csv` has the currencies of countries whose statistical office publishes pay by the month, with the year and the series.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.package import once, table_rows
from salarykit.salaries.country_levels import home_level, worth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["MonthlyMarket", "monthly_currencies", "monthly_markets"]

_LEAST_SHARE: Final = 1 / 4  # of the GDP per head: even a low wage of full time is more in a year
_LATEST: Final = "9999"  # later than any year of a worth
_SINCE: Final = "2020"  # the first year to whose pay today's GDP per head is near enough
_MOST_ROWS: Final = 20  # of one currency; more are judged together


class MonthlyMarket(NamedTuple):
    """A market in which pay is stated by the month.

    Attributes:
        country: its country.
        least: the least figure in its currency that may be a year's pay.
    """

    country: str
    least: float


@once
def monthly_markets() -> dict[str, MonthlyMarket]:
    """Return the markets in which pay is stated by the month, by their currencies.

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
    """Return those currencies of monthly markets whose rows are judged one by one, because they are few and none is older than 2020.

    Args:
        columns: our columns, n rows each.
        unstated: which good rows have a period that nothing states.
    """
    rows = pa.array(np.flatnonzero(unstated))
    codes = columns["currency"].take(rows)
    in_markets = (
        [code for code in codes.unique().to_pylist() if code in monthly_markets()] if len(rows) else []
    )
    if not in_markets:
        return ()
    years = pc.utf8_slice_codeunits(columns["as_of"].take(rows), 0, 4)
    old = set(codes.filter(pc.fill_null(pc.less(years, _SINCE), False)).unique().to_pylist())
    few = (code for code in in_markets if pc.sum(pc.equal(codes, code)).as_py() < _MOST_ROWS)
    return tuple(sorted(code for code in few if code not in old))
