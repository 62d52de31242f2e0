"""Ageing: brings figures of different dates to one date in local currency, and amounts to the prices of one date."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from salarykit.errors import InvalidQuery
from salarykit.keywords import is_one_of
from salarykit.rates.spans import parse_span

if TYPE_CHECKING:
    from salarykit.rates.spans import On, Span

__all__ = ["AgeBy", "Ageing", "DayCount", "Growth", "growth_factor", "middle", "rebase", "year_shares"]

DayCount = Literal["months", "act/365"]
"""How time is counted: in whole months divided by 12, as surveys do; or in days divided by 365."""
AgeBy = Literal["compound", "simple"]
"""Whether growth compounds (product of (1 + g)^t) or not (1 + sum of g t)."""

_STEEP: Final = (
    2.0  # the largest growth accepted: 3 is more likely a mistake for 3 per cent than 300 per cent
)
_MONTHS: Final = 12
_YEAR_DAYS: Final = 365
_DIGITS: Final = 4  # the most digits of a year that is given as text


def middle(span: Span) -> dt.date:
    """Return the middle day of a span; for whole months, it is the first or the sixteenth day of a month.

    Examples:
        >>> middle(parse_span("2024")).isoformat(), middle(parse_span("2024-Q2")).isoformat()
        ('2024-07-01', '2024-05-16')
    """
    after = span.last + dt.timedelta(days=1) if span.last < dt.date.max else span.last
    if span.first.day == 1 and after.day == 1:
        months = (after.year - span.first.year) * _MONTHS + after.month - span.first.month
        return _moved(span.first, months // 2) + dt.timedelta(days=15 * (months % 2))
    return span.first + (span.last - span.first) / 2


def year_shares(first: dt.date, last: dt.date, day_count: DayCount = "months") -> dict[int, float]:
    """Return the share of each calendar year that lies between two days, the earlier one first.

    If time is counted in months, only whole months count, each in the calendar year in which it begins.

    Examples:
        >>> year_shares(dt.date(2024, 10, 1), dt.date(2025, 4, 1))
        {2024: 0.25, 2025: 0.25}
        >>> round(year_shares(dt.date(2024, 1, 1), dt.date(2024, 7, 1), "act/365")[2024] * 365)
        182
    """
    shares: dict[int, float] = {}
    if day_count == "months":
        for step in range(_whole_months(first, last)):
            year = _moved(first, step).year
            shares[year] = shares.get(year, 0) + 1
        return {year: months / _MONTHS for year, months in shares.items()}
    for year in range(first.year, last.year + 1):
        start, end = (
            max(first, dt.date(year, 1, 1) - dt.timedelta(days=1)) if year > 1 else first,
            dt.date(year, 12, 31),
        )
        if days := (min(last, end) - start).days:
            shares[year] = days / _YEAR_DAYS
    return shares


def growth_factor(
    growth: float | Mapping[int, float],
    first: dt.date,
    last: dt.date,
    *,
    method: AgeBy = "compound",
    day_count: DayCount = "months",
) -> float:
    """Return the factor that brings a figure of one day to another day.

    With t_y the share of year y between the days, the factor is the product of (1 + g_y)^t_y, or 1 + the sum of g_y t_y.
    A factor back in time is the inverse of the factor forward, so that there and back gives the same figure.

    Args:
        growth: the growth of pay per year, such as 0.03 for three per cent; one for all years, or one for each.
        first: the day on which the figure was true.
        last: the day that it is brought to.
        method: see `AgeBy`.
        day_count: see `DayCount`.

    Raises:
        InvalidQuery: if a year between the days has no growth.

    Examples:
        >>> round(90_000 * growth_factor(0.03, dt.date(2024, 1, 1), dt.date(2024, 7, 1)), 6)
        91340.024086
        >>> round(growth_factor({2024: 0.04, 2025: 0.03}, dt.date(2024, 10, 1), dt.date(2025, 4, 1)), 10)
        1.0173435618
    """
    if last < first:
        return 1 / growth_factor(growth, last, first, method=method, day_count=day_count)
    shares = [(_of_year(growth, year), share) for year, share in year_shares(first, last, day_count).items()]
    if method == "simple":
        return 1 + math.fsum(rate * share for rate, share in shares)
    return float(math.prod((1 + rate) ** share for rate, share in shares))


def rebase(amount: float, index_then: float, index_now: float) -> float:
    """Return an earlier amount in today's prices: amount x CPI(now) / CPI(then), with the local consumer price index.

    Examples:
        >>> round(342_000 / rebase(330_000, 157.1, 160.9) - 1, 9)
        0.011887677
    """
    if not (0 < index_then < math.inf and 0 < index_now < math.inf):
        raise InvalidQuery(
            f"A price index is positive and finite, not {index_then} and {index_now}.", value=index_then
        )
    return amount * index_now / index_then


Growth: TypeAlias = "float | Mapping[int, float] | Mapping[str, object]"
"""The growth of pay per year: one for all, or by calendar year, or by country. A mapping of countries may hold both numbers
and mappings by year, hence `object`."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """How figures are brought to one effective date in local currency, before they are converted.

    A figure for a span is treated as one for its middle day.

    Attributes:
        to: the effective date: a day, or a span, of which the middle day is taken.
        growth: the growth of pay per year: 0.03 for all; or by calendar year, `{2024: 0.04, 2025: 0.03}`; or by country,
            `{"US": 0.035, "IN": {2024: 0.095, 2025: 0.09}}`.
        method: `"compound"` or `"simple"`.
        day_count: `"months"`, whole months over 12 as surveys count; or `"act/365"`.

    Raises:
        InvalidQuery: for an invalid growth, or an unknown method or day count.

    Examples:
        >>> import salarykit as sk
        >>> ageing = sk.Ageing("2025-01-01", growth={"CA": 0.03, "US": 0.04})
        >>> round(ageing.factor("2024-07-01", "CA"), 6)
        1.014889
    """

    to: On
    growth: Growth
    method: AgeBy = "compound"
    day_count: DayCount = "months"

    def __post_init__(self) -> None:
        object.__setattr__(self, "to", str(parse_span(self.to)))
        if not is_one_of(self.method, get_args(AgeBy)) or not is_one_of(self.day_count, get_args(DayCount)):
            raise InvalidQuery(
                f"method={self.method!r}, day_count={self.day_count!r}: choose one of {', '.join(get_args(AgeBy))}, "
                f"and one of {', '.join(get_args(DayCount))}.",
                value=self.method,
            )
        object.__setattr__(self, "growth", _checked_growth(self.growth))

    def __hash__(self) -> int:
        return hash((self.to, repr(self.growth), self.method, self.day_count))

    @property
    def effective(self) -> dt.date:
        """The day that figures are brought to."""
        return middle(parse_span(self.to))

    @property
    def by_country(self) -> bool:
        """Whether growth differs by country."""
        return isinstance(self.growth, dict) and all(isinstance(name, str) for name in self.growth)

    def factor(self, as_of: On, country: str | None = None) -> float:
        """Return the factor for a figure from a day or span, in a country.

        Raises:
            InvalidSpan: if `as_of` is neither a day nor a span.
            InvalidQuery: if there is no growth for the country, or for a year in between.
        """
        growth: Any = self.growth
        if self.by_country:
            if not is_one_of(country, growth):
                raise InvalidQuery(f"No growth of pay for the country {country!r}.", value=country)
            growth = growth[country]
        return growth_factor(
            growth,
            middle(parse_span(as_of)),
            self.effective,
            method=self.method,
            day_count=self.day_count,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, for JSON."""
        return {
            "to": self.to,
            "growth": self.growth,
            "method": self.method,
            "day_count": self.day_count,
        }

    def __str__(self) -> str:
        return f"aged to {self.effective} ({self.method}, {self.day_count})"


def _checked_growth(growth: Any) -> Any:
    """Return growth as floats and plain mappings, with years as whole numbers."""
    if isinstance(growth, Mapping) and growth:
        names = {_year(name): value for name, value in growth.items()}
        kinds = {type(name) for name in names}
        if len(kinds) == 1 and kinds <= {int, str}:
            return {name: _checked_growth(value) for name, value in names.items()}
    elif isinstance(growth, int | float) and not isinstance(growth, bool) and -1 < growth <= _STEEP:
        return float(growth)
    raise InvalidQuery(
        f"growth={growth!r}: give a share a year between -1 and {_STEEP:g}, such as 0.03 for three per cent, or a mapping "
        "of years or countries to such shares.",
        value=growth,
    )


def _year(name: Any) -> Any:
    """Return a year as a number, even if it is given as text, as the keys of JSON are."""
    return int(name) if isinstance(name, str) and len(name) <= _DIGITS and name.isdecimal() else name


def _of_year(growth: Any, year: int) -> float:
    if not isinstance(growth, Mapping):
        return float(growth)
    if year not in growth:
        raise InvalidQuery(f"No growth of pay for the year {year}.", value=year)
    return float(growth[year])


def _moved(day: dt.date, months: int) -> dt.date:
    """Return the day some months later, or the last day of that month if it is too short."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _whole_months(first: dt.date, last: dt.date) -> int:
    months = (last.year - first.year) * _MONTHS + last.month - first.month
    return months if _moved(first, months) <= last else months - 1
