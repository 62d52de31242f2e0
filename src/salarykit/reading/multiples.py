"""Figures that their header multiplies, though they are written in full: `65000` under `Gehalt (k€)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.pay.pay_year import PayYear
from salarykit.reading.distinct import distinct_rows
from salarykit.reading.validation import Fault
from salarykit.salaries.country_levels import home_level, worth

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.reading.told import Amounts

__all__ = ["written_in_full"]

_LEAST_MULTIPLE: Final = 1000
_LEAST_SHARE: Final = 1 / 4  # of the level of the currency's home country
_YEAR: Final = PayYear()


def written_in_full(
    amounts: Amounts, factors: NDArray[np.float64], currencies: pa.Array, periods: pa.Array
) -> list[Fault]:
    """Return the faults of figures that are pay as they are written, so that their header's multiple makes millions of them.

    A figure is held against a quarter of the GDP per head of its currency's home country: with a multiple of a thousand
    it would be 250 times that.

    Args:
        amounts: n figures, multiplied.
        factors: n multiples of their headers.
        currencies: n codes, null where none is known.
        periods: n periods, null where none is known.

    Examples:
        >>> import pyarrow as pa
        >>> from salarykit.reading.told import Amounts
        >>> figures, euros = Amounts(np.array([65e3, 65e6])), pa.array(["EUR"] * 2)
        >>> [fault.at for fault in written_in_full(figures, np.full(2, 1e3), euros, pa.array(["year"] * 2))]
        [1]
    """
    if not (factors >= _LEAST_MULTIPLE).any():
        return []
    factors = amounts.multiplied(factors)
    of, keys = distinct_rows(currencies, periods)
    least = np.array([_least(*key) for key in keys] or [np.nan])
    odd = (factors >= _LEAST_MULTIPLE) & (amounts.amount / factors >= least[of])
    faults = []
    for row in np.flatnonzero(odd).tolist():
        (code, period), figure = keys[of[row]], amounts.amount[row]
        value = amounts.text(row) or f"{figure / factors[row]:.15g}"
        sentence = (
            f"{value!r} would be {figure:,.0f} {code} a {period} by its header's multiple, but is pay without it. Write it in "
            "the header's unit."
        )
        faults.append(Fault(row, value, "contradiction", sentence.replace("a hour", "an hour")))
    return faults


def _least(currency: str | None, period: str | None) -> float:
    """Return from which figure on one in full is pay; NaN if no level is known."""
    value, level = worth(currency or ""), home_level(currency or "")
    if not value or level is None or period is None:
        return float("nan")
    return level * _LEAST_SHARE / value / _YEAR.factor(period)
