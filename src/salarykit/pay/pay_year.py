"""How many hours, days, weeks and months of pay make a year."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from numbers import Real
from typing import Any, Final, NamedTuple

from salarykit.currency.countries import alpha2
from salarykit.currency.tender import tenders
from salarykit.errors import InvalidQuery, hint
from salarykit.keywords import is_one_of
from salarykit.pay.periods import PERIODS, Period

__all__ = ["MONTHS_OF", "PERIODS", "PayYear", "Period"]

_WEEKS: Final = {"week": 1.0, "fortnight": 2.0}
MONTHS_OF: Final = {"half-month": 0.5, "month": 1.0, "quarter": 3.0}
"""How many monthly salaries an amount for each period is."""
_CHOICE: Final = f"{', '.join(PERIODS[:-1])} or {PERIODS[-1]}"


def _is_positive(value: Any) -> bool:
    """Return whether a value is a positive, finite number that a float can hold."""
    try:
        return not isinstance(value, bool) and isinstance(value, Real) and 0 < float(value) < math.inf
    except OverflowError:
        return False


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
            if not _is_positive(value):
                raise InvalidQuery(f"PayYear({field.name}={value!r}): give a positive number.", value=value)
            if hasattr(value, "item"):  # a number of numpy
                object.__setattr__(self, field.name, value.item())

    @classmethod
    def of(cls, country: str) -> PayYear:
        """Return the customary year of a country, if a law or an agreement states one; otherwise the default.

        It is never applied automatically: a figure is annualised only by the `PayYear` that is passed.

        Args:
            country: ISO 3166-1 alpha-2.

        Raises:
            InvalidQuery: if it is not a country code.

        Examples:
            >>> PayYear.of("AT").months, PayYear.of("GB").hours, PayYear.of("US") == PayYear()
            (14, 1950, True)
        """
        code = alpha2(str(country))
        if code not in tenders():
            raise InvalidQuery(f"{country!r} is not an ISO 3166-1 alpha-2 country code.", value=country)
        return _CUSTOMARY[code].year if code in _CUSTOMARY else cls()

    def factor(self, period: Period | str) -> float:
        """Return how many times a period is paid in a year.

        Raises:
            InvalidQuery: if it is not a period.

        Examples:
            >>> PayYear().factor("fortnight"), PayYear(months=13).factor("half-month")
            (26.0, 26.0)
            >>> PayYear().factor("decade")
            Traceback (most recent call last):
            salarykit.errors.InvalidQuery: 'decade' is not a period. Choose hour, day, week, fortnight, half-month,
            month, quarter or year.
        """
        if not is_one_of(period, PERIODS):
            raise InvalidQuery(
                f"{period!r} is not a period.{hint(str(period), PERIODS)} Choose {_CHOICE}.",
                value=period,
            )
        if period in _WEEKS:
            return float(self.weeks) / _WEEKS[period]
        if period in MONTHS_OF:
            return float(self.months) / MONTHS_OF[period]
        return 1.0 if period == "year" else float(getattr(self, f"{period}s"))


class _Custom(NamedTuple):
    year: PayYear
    source: str


_CUSTOMARY: Final = {
    "AR": _Custom(PayYear(months=13), "Ley 23.041: sueldo anual complementario, half a month twice a year"),
    "AT": _Custom(PayYear(months=14), "collective agreements: Urlaubszuschuss and Weihnachtsremuneration"),
    "AU": _Custom(PayYear(hours=1976), "Fair Work Act 2009, s 62: 38 hours a week"),
    "BR": _Custom(PayYear(months=13), "Lei 4.090/1962: décimo terceiro salário"),
    "DK": _Custom(PayYear(hours=1924), "collective agreements: 37 hours a week, 160.33 a month"),
    "ES": _Custom(PayYear(months=14), "Estatuto de los Trabajadores, art. 31: two extraordinary payments"),
    "FR": _Custom(PayYear(hours=1820), "Code du travail, L3121-27: 35 hours a week, 151.67 paid a month"),
    "GB": _Custom(PayYear(hours=1950), "the customary 37.5 hours a week, as in the NHS Agenda for Change"),
    "GR": _Custom(PayYear(months=14), "Law 1082/1980: Christmas, Easter and leave bonuses"),
    "IT": _Custom(PayYear(months=13), "D.P.R. 1070/1960: tredicesima mensilità"),
    "NO": _Custom(PayYear(hours=1950), "collective agreements: 37.5 hours a week"),
    "PH": _Custom(PayYear(months=13), "Presidential Decree 851: thirteenth month pay"),
    "PT": _Custom(PayYear(months=14), "Código do Trabalho, art. 263 and 264: subsídios de Natal e de férias"),
    "US": _Custom(PayYear(), "Office of Personnel Management: 2,080 hours"),
}
