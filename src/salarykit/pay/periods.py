"""The periods of pay, apart from `pay_year`, so that reading a first text does not load what `pay_year` imports."""

from __future__ import annotations

from typing import Final, Literal, get_args

__all__ = ["PERIODS", "Period"]

Period = Literal["hour", "day", "week", "fortnight", "half-month", "month", "quarter", "year"]
"""The period that an amount is paid for."""

PERIODS: Final[tuple[Period, ...]] = get_args(Period)
