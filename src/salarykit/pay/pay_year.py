"""How many hours, days, weeks and months of pay make a year."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from numbers import Real
from typing import Final, Literal, get_args

from salarykit.errors import InvalidQuery, hint

__all__ = ["PERIODS", "PayYear", "Period"]

Period = Literal["hour", "day", "week", "fortnight", "month", "year"]
"""What a figure is paid for."""

PERIODS: Final[tuple[Period, ...]] = get_args(Period)
_CHOICE: Final = f"{', '.join(PERIODS[:-1])} or {PERIODS[-1]}"


@dataclass(frozen=True, slots=True)
class PayYear:
    """A year of pay: what annualising multiplies by.

    The defaults are 52 weeks of five days of eight hours, all of them paid: the 2,080 hours of the US Office of
    Personnel Management and the Bureau of Labor Statistics. They are a convention, not a fact about anyone's job.

    Raises:
        InvalidQuery: unless every number is positive and finite.

    Examples:
        >>> PayYear().factor("hour"), PayYear(weeks=50).factor("week"), PayYear(months=14).factor("month")
        (2080.0, 50.0, 14.0)
    """

    hours: float = 2080
    days: float = 260
    weeks: float = 52
    months: float = 12

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < math.inf:
                raise InvalidQuery(f"PayYear({field.name}={value!r}): give a positive number.", value=value)
            if hasattr(value, "item"):  # numpy's
                object.__setattr__(self, field.name, value.item())

    def factor(self, period: Period | str) -> float:
        """Return how many of a period are paid in a year.

        Raises:
            InvalidQuery: for a word that is no period.

        Examples:
            >>> PayYear().factor("fortnight")
            26.0
            >>> PayYear().factor("quarter")
            Traceback (most recent call last):
            salarykit.errors.InvalidQuery: 'quarter' is not a period. Choose hour, day, week, fortnight, month or year.
        """
        if period not in PERIODS:
            raise InvalidQuery(
                f"{period!r} is not a period.{hint(period, PERIODS)} Choose {_CHOICE}.",
                value=period,
            )
        if period == "fortnight":
            return float(self.weeks) / 2
        return 1.0 if period == "year" else float(getattr(self, f"{period}s"))
