"""Means over spans of days, from prefix sums: a mean costs two reads, however long its span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from salarykit.rates.grid import IDENTITY, MEAN, NO_DAY, Grid, last_seen, with_unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

_T = TypeVar("_T", bound=np.generic)

__all__ = ["HOLE", "Means", "build_means"]

HOLE: Final = 7
"""A day is in a hole if nothing was published within this many days before and after it; no mean crosses a hole.

The ECB's longest pause is five days, so a longer one is no holiday.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """Prefix sums over calendar days x currencies, for the means to one base.

    Attributes:
        first: the day number of the first row.
        base: the column of the base.
        total: days + 1 rows; sums of units of the currency for one unit of the base, over the days before.
        count: the same for the number of days of publication.
        holes: the same for the number of days in a hole.
        found: for each day the row of the latest publication at or before it, or -1.
    """

    first: int
    base: int
    total: NDArray[np.float64]
    count: NDArray[np.int32]
    holes: NDArray[np.int32]
    found: NDArray[np.int32]

    def rows(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Grid:
        """Return a grid with one row a span.

        The rate is one over the arithmetic mean, over the days of the span on which both currencies were published,
        of units of the currency for one unit of the base. There is none where nothing was published, or where the
        span reaches into a hole or past either end of the table by more than a hole's length.

        Args:
            first: day numbers of the first days.
            last: day numbers of the last days, both counted.
        """
        days = len(self.found)
        outside = (first < self.first) | (last >= self.first + days)
        low = np.clip(first - self.first, 0, days)
        high = np.clip(last - self.first + 1, 0, days)
        n_obs = self.count[high] - self.count[low]
        whole = (n_obs > 0) & (self.holes[high] == self.holes[low]) & ~outside[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = np.where(whole, n_obs / (self.total[high] - self.total[low]), np.nan)
        seen = np.where(whole, self.found[np.maximum(high - 1, 0)] + np.int32(self.first), np.int32(NO_DAY))
        kind = np.where(whole, np.int8(MEAN), np.int8(0))
        rate[:, self.base], kind[:, self.base] = 1.0, IDENTITY
        seen[:, self.base] = NO_DAY
        n_obs[:, self.base] = 0
        return with_unknown(0, rate, seen, kind, np.where(whole, n_obs, np.int32(0)))


def build_means(legs: NDArray[np.float64], *, first: int, base: int, hole: int = HOLE) -> Means:
    """Return the prefix sums behind the means to one base.

    Args:
        legs: calendar days x currencies, units of the currency for one unit of a common pivot; NaN where nothing
            was published that day.
        first: the day number of the first row of legs.
        base: the column of the base.
        hole: how many days on either side of a day without publication make it a hole.

    Examples:
        >>> legs = np.array([[1.0, 1.25], [1.0, np.nan], [1.0, 1.5]])  # EUR, USD
        >>> means = build_means(legs, first=100, base=0)
        >>> grid = means.rows(np.array([100]), np.array([102]))
        >>> 1 / grid.rate[0, 1], grid.n_obs[0, 1]
        (np.float64(1.375), np.int32(2))
    """
    margin = np.full((hole, legs.shape[1]), np.nan)
    units = np.vstack([margin, legs / legs[:, base, None], margin])
    published = np.isfinite(units)
    found = last_seen(published)
    ahead = len(units) - 1 - last_seen(published[::-1])[::-1]  # one past the end where nothing follows
    rows = np.arange(len(units), dtype=np.int32)[:, None]
    in_hole = ((found < 0) | (rows - found > hole)) & ((ahead == len(units)) | (ahead - rows > hole))
    return Means(
        first=first - hole,
        base=base,
        total=_prefix(np.where(published, units, 0.0)),
        count=_prefix(published.astype(np.int32)),
        holes=_prefix(in_hole.astype(np.int32)),
        found=found,
    )


def _prefix(days: NDArray[_T]) -> NDArray[_T]:
    sums = np.zeros((len(days) + 1, days.shape[1]), dtype=days.dtype)
    np.cumsum(days, axis=0, out=sums[1:])
    return sums
