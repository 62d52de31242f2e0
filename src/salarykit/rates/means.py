"""Means over spans of days, from prefix sums: a mean costs a few reads, however long its span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import numpy as np

from salarykit.rates.grid import IDENTITY, KIND_OF, MEAN, NO_DAY, Grid, last_seen, with_unknown
from salarykit.rates.links import LEGAL, OBSERVED_LINK, PARITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.cross_rates import CrossRates

_T = TypeVar("_T", bound=np.generic)

__all__ = ["HOLE", "Average", "Means", "build_means"]

Average = Literal["mean", "median"]
"""How the rates of a span are averaged: by the arithmetic mean over its days of publication, or by the median."""

_FINE: Final = 2.0**-47  # the unit of the remainders, as a fraction of a step

HOLE: Final = 7
"""A day is in a hole if nothing was published within this many days before and after it; no mean crosses a hole.

The ECB's longest pause is five days, so a longer one is not a holiday.
"""


_CELL: Final = np.dtype(
    [("total", "i8"), ("rest", "i8"), ("count", "i4"), ("opens", "i4"), ("closes", "i4"), ("latest", "i4")]
)
"""The fields of a cell are next to each other in memory, because a mean needs all of them from two rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """Prefix sums over calendar days x some currencies, for the means to one base.

    Each cell of `sums` covers the days before its row:

    - `total`: the sum of units, in steps;
    - `rest`: the sum of the remainders below a step, in units of 2 ** -47 steps;
    - `count`: the number of days of publication;
    - `closes`: the number of days in a hole, plus the number of days on which the regime of the rate changed;
    - `opens`: the same as `closes`, but counting the next publication as well;
    - `latest`: the row of the latest publication; -1 where there is none.

    Attributes:
        cross_rates: the rates that the sums are made from, for the same currencies.
        columns: the numbers of the currencies in the whole table, ascending.
        first: the day number of the first row.
        units: units of the currency for one unit of the base; NaN where nothing was published.
        step: a power of two for each currency; sums are multiples of it, so that they are exact.
        sums: days + 1 rows of cells.
    """

    cross_rates: CrossRates
    columns: NDArray[np.intp]
    first: int
    units: NDArray[np.float64]
    step: NDArray[np.float64]
    sums: NDArray[np.void]

    def has(self, columns: NDArray[np.intp]) -> bool:
        """Return whether there are sums for all of these currencies."""
        return set(columns.tolist()) <= set(self.columns.tolist())

    def rows(
        self,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        columns: NDArray[np.intp],
        *,
        min_obs: int = 1,
        average: Average = "mean",
    ) -> Grid:
        """Return a grid with one row per span, and some of the columns.

        The rate is one over the arithmetic mean (or median), over the days of the span on which both currencies were published, of
        units of the currency for one unit of the base. There is no rate if both were published on fewer than min_obs days, if the span
        reaches into a hole, or past either end of the table by more than a hole's length, or if the regime changes within it. A legal
        rate is returned as it is, not averaged.

        Args:
            first: day numbers of the first days.
            last: day numbers of the last days, included.
            columns: the columns of the currencies, ascending; there must be sums for all of them.
            min_obs: on how many days both must have been published.
            average: see `Average`.
        """
        days = len(self.units)
        low = np.clip(first - self.first, 0, days - 1)
        high = np.maximum(np.clip(last - self.first + 1, 0, days), low)
        mine = np.searchsorted(self.columns, columns)
        start, stop = self._cells(low, mine), self._cells(high, mine)
        n_obs = stop["count"] - start["count"]
        within = (first >= self.first) & (last < self.first + days)
        whole = (n_obs >= max(min_obs, 1)) & (stop["closes"] == start["opens"]) & within[:, None]
        units = (
            self._means(start, stop, mine, n_obs)
            if average == "mean"
            else self._medians(low, high, mine, n_obs)
        )
        rate = np.where(whole, 1 / units, np.nan)
        kind, seen = self._provenance(whole, np.maximum(stop["latest"], 0), mine)
        legal = first[:, None] >= self.cross_rates.since[mine]
        rate[legal] = np.broadcast_to(self.cross_rates.forever[mine], rate.shape)[legal]
        kind[legal], seen[legal] = KIND_OF[LEGAL], NO_DAY
        base = mine == self.cross_rates.base
        rate[:, base], kind[:, base], seen[:, base] = 1.0, IDENTITY, NO_DAY
        return with_unknown(0, rate, seen, kind, np.where(seen != NO_DAY, n_obs, np.int32(0)))

    def _cells(self, rows: NDArray[np.int64], columns: NDArray[np.intp]) -> NDArray[np.void]:
        cells: NDArray[np.void] = self.sums.reshape(-1).take(rows[:, None] * self.sums.shape[1] + columns)
        return cells

    def _means(
        self, start: NDArray[Any], stop: NDArray[Any], columns: NDArray[np.intp], n_obs: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        steps = (stop["total"] - start["total"]) + (stop["rest"] - start["rest"]) * _FINE
        with np.errstate(divide="ignore", invalid="ignore"):
            means: NDArray[np.float64] = steps * self.step[columns] / n_obs
            return means

    def _medians(
        self,
        low: NDArray[np.int64],
        high: NDArray[np.int64],
        columns: NDArray[np.intp],
        n_obs: NDArray[np.int32],
    ) -> NDArray[np.float64]:
        medians = np.full(n_obs.shape, np.nan)
        for row, (start, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            some = np.flatnonzero(n_obs[row])
            medians[row, some] = np.nanmedian(self.units[start:stop, columns[some]], axis=0)
        return medians

    def _provenance(
        self, whole: NDArray[np.bool_], latest: NDArray[np.int32], columns: NDArray[np.intp]
    ) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
        """Return the kind of each average, and the day number of the latest publication in it."""
        softness = self.cross_rates.softness
        inside = np.clip(latest - (self.cross_rates.first - self.first), 0, len(softness) - 1)
        # The days of a column are contiguous; a flat view would copy the whole array.
        soft = softness[inside, columns]
        kind = np.where(whole, np.where(soft == OBSERVED_LINK, np.int8(MEAN), KIND_OF[soft]), np.int8(0))
        observed = whole & (soft > LEGAL) & (soft < PARITY)
        return kind, np.where(observed, latest + np.int32(self.first), np.int32(NO_DAY))


def build_means(cross_rates: CrossRates, columns: NDArray[np.intp], *, hole: int = HOLE) -> Means:
    """Return the prefix sums from which means to one base are read.

    Args:
        cross_rates: the rates of the currencies to the base, which is one of them.
        columns: the numbers of the currencies in the whole table, ascending.
        hole: how many days on either side of a day without publication make it a hole.
    """
    margin = ((hole, hole), (0, 0))
    units = np.pad(cross_rates.units, margin, constant_values=np.nan)
    published = np.isfinite(units)
    last_rows = last_seen(published)
    ahead = len(units) - 1 - last_seen(published[::-1])[::-1]
    rows = np.arange(len(units), dtype=np.int32)[:, None]
    filled = np.where(published, units, 0.0)
    step = np.exp2(np.frexp(filled.max(axis=0))[1] + len(units).bit_length() - 62.0)
    whole = np.rint(filled / step)
    in_hole = ((last_rows < 0) | (rows - last_rows > hole)) & ((ahead == len(units)) | (ahead - rows > hole))
    holes = _prefix(in_hole.astype(np.int32))
    breaks = _prefix(_breaks(np.pad(cross_rates.regime, margin), published, last_rows))
    sums = np.zeros(holes.shape, _CELL)
    sums["total"] = _prefix(whole.astype(np.int64))
    sums["rest"] = _prefix(np.rint((filled / step - whole) / _FINE).astype(np.int64))
    sums["count"] = _prefix(published.astype(np.int32))
    sums["closes"] = holes + breaks
    opening = np.minimum(ahead, len(units) - 1) + 1
    sums["opens"][:-1] = holes[:-1] + np.take_along_axis(breaks, opening, axis=0)
    sums["latest"][0], sums["latest"][1:] = -1, last_rows
    return Means(cross_rates, columns, cross_rates.first - hole, units, step, sums)


def _breaks(
    regime: NDArray[np.int64], published: NDArray[np.bool_], last_rows: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return 1 on each day of publication whose regime differs from that of the previous one."""
    before = np.vstack([np.full((1, last_rows.shape[1]), -1, np.int32), last_rows[:-1]])
    earlier = np.take_along_axis(regime, np.maximum(before, 0), axis=0)
    changed: NDArray[np.int32] = (published & (before >= 0) & (regime != earlier)).astype(np.int32)
    return changed


def _prefix(days: NDArray[_T]) -> NDArray[_T]:
    sums = np.zeros((len(days) + 1, days.shape[1]), dtype=days.dtype)
    np.cumsum(days, axis=0, out=sums[1:])
    return sums
