"""Means over spans of days, from prefix sums: a mean costs a few reads, however long its span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import numpy as np

from salarykit.rates.grid import IDENTITY, KIND_OF, MEAN, NO_DAY, Grid, last_seen, with_unknown
from salarykit.rates.links import LEGAL, OBSERVED_LINK, PARITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.cross import Cross

_T = TypeVar("_T", bound=np.generic)

__all__ = ["HOLE", "Average", "Means", "build_means"]

Average = Literal["mean", "median"]
"""What stands for a span: the arithmetic mean of its days of publication, or their median."""

_FINE: Final = 2.0**-47

HOLE: Final = 7
"""A day is in a hole if nothing was published within this many days before and after it; no mean crosses a hole.

The ECB's longest pause is five days, so a longer one is no holiday.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """Prefix sums over calendar days x currencies, for the means to one base.

    Attributes:
        cross: what they were made from.
        first: the day number of the first row.
        units: units of the currency for one unit of the base; NaN where nothing was published.
        step: a power of two for each currency; sums are whole numbers of it, so that nothing is lost in them.
        total: days + 1 rows; sums of units over the days before, in steps.
        rest: the same for what is less than a step, in steps times 2 ** -47.
        count: the same for the number of days of publication.
        holes: the same for the number of days in a hole.
        breaks: the same for the number of days since which the rate comes about in another way, or in another unit.
        found: for each day the row of the latest publication at or before it, or -1.
        ahead: for each day the row of the next publication at or after it, or one past the end.
    """

    cross: Cross
    first: int
    units: NDArray[np.float64]
    step: NDArray[np.float64]
    total: NDArray[np.int64]
    rest: NDArray[np.int64]
    count: NDArray[np.int32]
    holes: NDArray[np.int32]
    breaks: NDArray[np.int32]
    found: NDArray[np.int32]
    ahead: NDArray[np.int32]

    def rows(
        self,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        *,
        min_obs: int = 1,
        average: Average = "mean",
    ) -> Grid:
        """Return a grid with one row a span.

        The rate is one over the arithmetic mean (or median), over the days of the span on which both currencies were
        published, of units of the currency for one unit of the base. There is none where nothing was published, or
        on fewer than min_obs days; where the span reaches into a hole, or past either end of the table by more than
        a hole's length; where it holds a change of regime. Between legal rates there is nothing to average.

        Args:
            first: day numbers of the first days.
            last: day numbers of the last days, both counted.
            min_obs: on how many days both must have been published.
            average: see `Average`.
        """
        days = len(self.found)
        low = np.clip(first - self.first, 0, days - 1)
        high = np.clip(last - self.first + 1, 0, days)
        high = np.maximum(high, low)
        n_obs = self.count[high] - self.count[low]
        opening = np.minimum(self.ahead[low], days - 1)
        unbroken = self.breaks[high] == np.take_along_axis(self.breaks, opening + 1, axis=0)
        within = (first >= self.first) & (last < self.first + days)
        whole = (
            (n_obs >= max(min_obs, 1)) & (self.holes[high] == self.holes[low]) & unbroken & within[:, None]
        )
        rate = np.where(whole, 1 / self._averages(low, high, n_obs, average), np.nan)
        closing = np.maximum(self.found[np.maximum(high - 1, 0)], 0)
        inside = np.clip(closing - (self.cross.first - self.first), 0, len(self.cross.softness) - 1)
        soft = np.take_along_axis(self.cross.softness, inside, axis=0)
        kind = np.where(whole, np.where(soft == OBSERVED_LINK, np.int8(MEAN), KIND_OF[soft]), np.int8(0))
        observed = whole & (soft > LEGAL) & (soft < PARITY)
        seen = np.where(observed, closing + np.int32(self.first), np.int32(NO_DAY))
        self._put_legal(first, rate, kind, seen)
        base = self.cross.base
        rate[:, base], kind[:, base], seen[:, base] = 1.0, IDENTITY, NO_DAY
        return with_unknown(0, rate, seen, kind, np.where(seen != NO_DAY, n_obs, np.int32(0)))

    def _averages(
        self, low: NDArray[np.int64], high: NDArray[np.int64], n_obs: NDArray[np.int32], average: Average
    ) -> NDArray[np.float64]:
        if average == "mean":
            with np.errstate(divide="ignore", invalid="ignore"):
                steps = (self.total[high] - self.total[low]) + (self.rest[high] - self.rest[low]) * _FINE
                averages: NDArray[np.float64] = steps * self.step / n_obs
                return averages
        found = np.full(n_obs.shape, np.nan)
        for row, (start, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            some = np.flatnonzero(n_obs[row])
            found[row, some] = np.nanmedian(self.units[start:stop, some], axis=0)
        return found

    def _put_legal(
        self,
        first: NDArray[np.int64],
        rate: NDArray[np.float64],
        kind: NDArray[np.int8],
        seen: NDArray[np.int32],
    ) -> None:
        """Write the rates between currencies that law has fixed from some day on, for ever."""
        legal = first[:, None] >= self.cross.since
        rate[legal] = np.broadcast_to(self.cross.forever, rate.shape)[legal]
        kind[legal], seen[legal] = KIND_OF[LEGAL], NO_DAY


def build_means(cross: Cross, *, hole: int = HOLE) -> Means:
    """Return the prefix sums behind the means to one base.

    Args:
        cross: every currency's worth in the base.
        hole: how many days on either side of a day without publication make it a hole.
    """
    margin = ((hole, hole), (0, 0))
    units = np.pad(cross.units, margin, constant_values=np.nan)
    published = np.isfinite(units)
    found = last_seen(published)
    ahead = len(units) - 1 - last_seen(published[::-1])[::-1]
    rows = np.arange(len(units), dtype=np.int32)[:, None]
    known = np.where(published, units, 0.0)
    step = np.exp2(np.frexp(known.max(axis=0))[1] + len(units).bit_length() - 62.0)
    whole = np.rint(known / step)
    in_hole = ((found < 0) | (rows - found > hole)) & ((ahead == len(units)) | (ahead - rows > hole))
    return Means(
        cross=cross,
        first=cross.first - hole,
        units=units,
        step=step,
        total=_prefix(whole.astype(np.int64)),
        rest=_prefix(np.rint((known / step - whole) / _FINE).astype(np.int64)),
        count=_prefix(published.astype(np.int32)),
        holes=_prefix(in_hole.astype(np.int32)),
        breaks=_prefix(_breaks(np.pad(cross.regime, margin), published, found)),
        found=found,
        ahead=ahead,
    )


def _breaks(
    regime: NDArray[np.int64], published: NDArray[np.bool_], found: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return 1 on each day of publication whose regime is not that of the publication before."""
    before = np.vstack([np.full((1, found.shape[1]), -1, np.int32), found[:-1]])
    earlier = np.take_along_axis(regime, np.maximum(before, 0), axis=0)
    changed: NDArray[np.int32] = (published & (before >= 0) & (regime != earlier)).astype(np.int32)
    return changed


def _prefix(days: NDArray[_T]) -> NDArray[_T]:
    sums = np.zeros((len(days) + 1, days.shape[1]), dtype=days.dtype)
    np.cumsum(days, axis=0, out=sums[1:])
    return sums
