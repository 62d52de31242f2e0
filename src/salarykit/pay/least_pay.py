"""Whether an amount can be pay at all: the evidence where nothing but a period speaks for pay.

`least_pay.csv` has the least that may be a month's pay, by currency; `tools/build_least_pay.py` makes it. What states a word of
pay is pay, however little it is: no figure is refused for its size alone.
"""

from __future__ import annotations

from typing import Final

from salarykit.package import once, table_rows

__all__ = ["may_be_pay"]

_MONTHS: Final = {
    "hour": 1 / 100,
    "day": 1 / 15,
    "week": 1 / 5,
    "fortnight": 1 / 2.5,
    "half-month": 1 / 2.5,
    "month": 1.0,
    "quarter": 2.5,
    "year": 8.0,
}
"""The least pay of each period as a part of the month's: a little more for short work, and less for a whole year."""


@once
def _least_pay() -> dict[str, float]:
    return {row["code"]: float(row["month"]) for row in table_rows("salarykit.pay", "least_pay")}


def may_be_pay(value: float, currency: str | None, period: str) -> bool:
    """Return whether an amount may be somebody's pay for a period; of a currency that is not known, any may.

    Examples:
        >>> (
        ...     may_be_pay(12.99, "EUR", "month"),
        ...     may_be_pay(12.99, "EUR", "hour"),
        ...     may_be_pay(12.99, None, "month"),
        ... )
        (False, True, True)
    """
    least = _least_pay().get(currency or "")
    return least is None or value >= least * _MONTHS[period]
