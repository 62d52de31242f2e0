"""The position of a figure in a pay range, or among the quartiles that a survey publishes."""

from __future__ import annotations

import math
from typing import NamedTuple

from salarykit.errors import InvalidQuery

__all__ = [
    "Percentile",
    "compa_ratio",
    "percentile_of",
    "quantile_between",
    "range_penetration",
    "range_spread",
]


class Percentile(NamedTuple):
    """The share of the market that is paid less, or its bounds if the salary is outside the quartiles."""

    value: float | None
    """The share; None outside the quartiles."""
    low: float
    """At least this share."""
    high: float
    """At most this share."""


def compa_ratio(salary: float, midpoint: float) -> float:
    """Return the compa-ratio, salary / midpoint; if the midpoint is a market median, it is called the market ratio.

    Examples:
        >>> compa_ratio(45_000, 50_000)
        0.9
    """
    return salary / _positive(midpoint, "midpoint")


def range_penetration(salary: float, low: float, high: float) -> float:
    """Return (salary - low) / (high - low): 0 at the minimum of the range, and 1 at its maximum.

    Examples:
        >>> range_penetration(45_000, 40_000, 60_000)
        0.25
    """
    return (salary - low) / _positive(high - low, "width of the range")


def range_spread(low: float, high: float) -> float:
    """Return how far the maximum of a pay range is above its minimum: high / low - 1.

    Examples:
        >>> range_spread(40_000, 60_000)
        0.5
    """
    return high / _positive(low, "minimum of the range") - 1


def percentile_of(salary: float, p25: float, p50: float, p75: float, *, log: bool = True) -> Percentile:
    """Return the share of the market that is paid less, from its quartiles.

    Between the quartiles, the share is interpolated by the logarithm of pay or by pay itself. Quartiles do not describe the
    tails, so outside them the result is a bound.

    Args:
        salary: the figure to place.
        p25: the first quartile.
        p50: the median.
        p75: the third quartile.
        log: whether to interpolate the logarithm.

    Raises:
        InvalidQuery: unless the quartiles are positive and in ascending order.

    Examples:
        >>> percentile_of(118, 100, 115, 140).value, percentile_of(118, 100, 115, 140, log=False).value
        (0.5327289634245099, 0.53)
        >>> percentile_of(150, 100, 115, 140)
        Percentile(value=None, low=0.75, high=1.0)
    """
    _ascending(p25, p50, p75)
    if not salary > 0:
        raise InvalidQuery(f"A salary is positive, not {salary}.", value=salary)
    if salary < p25:
        return Percentile(None, 0.0, 0.25)
    if salary > p75:
        return Percentile(None, 0.75, 1.0)
    low, high, start = (p25, p50, 0.25) if salary < p50 else (p50, p75, 0.5)
    if high == low:
        return Percentile(start, start, start)
    way = math.log(salary / low) / math.log(high / low) if log else (salary - low) / (high - low)
    share = start + 0.25 * way
    return Percentile(share, share, share)


def quantile_between(p: float, p25: float, p50: float, p75: float, *, log: bool = True) -> float:
    """Return the pay at a share between the quartiles: the inverse of `percentile_of`.

    Args:
        p: a share from 0.25 to 0.75.
        p25: the first quartile.
        p50: the median.
        p75: the third quartile.
        log: whether to interpolate the logarithm.

    Raises:
        InvalidQuery: for a share outside that range, or quartiles that are not in ascending order.

    Examples:
        >>> quantile_between(0.5, 100, 115, 140), round(quantile_between(0.6, 100, 115, 140, log=False), 9)
        (115.0, 125.0)
    """
    _ascending(p25, p50, p75)
    if not 0.25 <= p <= 0.75:  # noqa: PLR2004 - the quartiles
        raise InvalidQuery(f"p={p}: quartiles determine pay only from 0.25 to 0.75.", value=p)
    low, high, start = (p25, p50, 0.25) if p < 0.5 else (p50, p75, 0.5)  # noqa: PLR2004 - the median
    way = (p - start) / 0.25
    return float(low * (high / low) ** way if log else low + way * (high - low))


def _positive(figure: float, name: str) -> float:
    if not 0 < figure < math.inf:
        raise InvalidQuery(f"The {name} must be positive, not {figure}.", value=figure)
    return figure


def _ascending(p25: float, p50: float, p75: float) -> None:
    if not 0 < p25 <= p50 <= p75 < math.inf:
        raise InvalidQuery(
            f"Quartiles must be positive and in ascending order, not {p25}, {p50}, {p75}.", value=p50
        )
