"""The periods of pay: a file of its own, so that a first text need not load the years of pay and what they import."""

from __future__ import annotations

from typing import Final, Literal, get_args

__all__ = ["PERIODS", "Period"]

Period = Literal["hour", "day", "week", "fortnight", "half-month", "month", "quarter", "year"]
"""The period that an amount is paid for."""

PERIODS: Final[tuple[Period, ...]] = get_args(Period)
