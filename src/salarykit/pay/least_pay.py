"""Whether an amount is large enough to be pay, which is tested if a period is the only evidence for pay.

`least_pay.csv` has the least that may be a month's pay, by currency; `tools/build_least_pay.py` makes it. An amount with a word for pay
is pay, however small it is: no figure is refused for its size alone.
"""

from __future__ import annotations

from typing import Final

from salarykit.package import once, table_rows

__all__ = ["least_pay", "may_be_pay"]

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
"""The least pay of each period, as a fraction of a month's: relatively more for an hour or a day, and less for a year."""


@once
def _least_pay() -> dict[str, float]:
    return {row["code"]: float(row["month"]) for row in table_rows("salarykit.pay", "least_pay")}


def least_pay(currency: str | None, period: str) -> float:
    """Return the least that may be somebody's pay for a period; 0 if the currency is not known.

    Examples:
        >>> 50 < least_pay("USD", "month") < 500, least_pay(None, "month")
        (True, 0.0)
    """
    return _least_pay().get(currency or "", 0.0) * _MONTHS[period]


def may_be_pay(value: float, currency: str | None, period: str) -> bool:
    """Return whether an amount may be somebody's pay for a period; if the currency is not known, any amount may.

    Examples:
        >>> (
        ...     may_be_pay(12.99, "EUR", "month"),
        ...     may_be_pay(12.99, "EUR", "hour"),
        ...     may_be_pay(12.99, None, "month"),
        ... )
        (False, True, True)
    """
    return value >= least_pay(currency, period)
