"""Measures of how doubtful a figure is among others: premiums, robust residuals, rank inversions, unit errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "NORMAL_QUARTILE",
    "UNIT_FACTORS",
    "Influence",
    "Line",
    "other_medians",
    "rank_influence",
    "robust_z",
    "theil_sen",
    "unit_errors",
]

UNIT_FACTORS: Final = (1, 12, 1 / 12, 52, 1 / 52, 2080, 1 / 2080, 10, 1 / 10, 100, 1 / 100, 1000, 1 / 1000)
"""The factors that correct a figure with a wrong unit: months, weeks or hours taken for years and the reverse, a zero too
few or too many, cents, thousands."""
NORMAL_QUARTILE: Final = 0.6744897501960817
"""The third quartile of the standard normal distribution, by which a MAD estimates a standard deviation."""
_MOST_POINTS: Final = 400  # points; these have 79,800 pairs, and of more points only so many are used


class Line(NamedTuple):
    """A straight line."""

    slope: float
    intercept: float

    def at(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the height of the line at each x."""
        heights: NDArray[np.float64] = self.intercept + self.slope * np.asarray(x, np.float64)
        return heights


class Influence(NamedTuple):
    """Kendall's tau-b of n pairs, and for each pair how much larger tau is without it."""

    tau: float
    change: NDArray[np.float64]


def robust_z(values: ArrayLike) -> NDArray[np.float64]:
    """Return modified z-scores, 0.6745 (x - median) / MAD; 0 at the median and, if MAD is 0, infinite elsewhere.

    (Iglewicz and Hoaglin 1993, "How to detect and handle outliers"; they call 3.5 and more an outlier.)

    Args:
        values: n figures without NaN.

    Examples:
        >>> robust_z([1, 2, 3, 4, 100]).round(2).tolist()
        [-1.35, -0.67, 0.0, 0.67, 65.43]
    """
    x = np.asarray(values, np.float64)
    away = x - np.median(x) if len(x) else x
    spread = np.median(np.abs(away)) if len(x) else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        scores: NDArray[np.float64] = np.where(away == 0, 0.0, NORMAL_QUARTILE * away / spread)
    return scores


def other_medians(values: ArrayLike) -> NDArray[np.float64]:
    """Return for each of n figures the median of the others; NaN for a single one.

    Examples:
        >>> other_medians([1, 2, 3, 10]).tolist()
        [3.0, 3.0, 2.0, 2.0]
    """
    x = np.asarray(values, np.float64)
    if len(x) < 2:  # noqa: PLR2004 - there are no others
        return np.full(len(x), np.nan)
    order = np.argsort(x, kind="stable")
    ordered, rank = x[order], np.empty(len(x), np.intp)
    rank[order] = np.arange(len(x))
    low, high = (len(x) - 2) // 2, (len(x) - 1) // 2  # the positions of the middle one or two of n - 1 others
    middle: NDArray[np.float64] = (ordered[low + (low >= rank)] + ordered[high + (high >= rank)]) / 2
    return middle


def theil_sen(x: ArrayLike, y: ArrayLike) -> Line | None:
    """Return the line whose slope is the median of all pairs' slopes, through both medians; None if all x are equal.

    (Theil 1950; Sen 1968; the intercept is that of `scipy.stats.theilslopes`.) Of more than 400 points, 400 are used:
    evenly spaced ones in the order of x, then y.

    Examples:
        >>> theil_sen([1, 2, 3, 4], [2, 4, 6, 100])
        Line(slope=17.333333333333332, intercept=-38.33333333333333)
    """
    xs, ys = np.asarray(x, np.float64), np.asarray(y, np.float64)
    middle = (np.median(xs), np.median(ys)) if len(xs) else (0.0, 0.0)
    if len(xs) > _MOST_POINTS:
        kept = np.lexsort((ys, xs))[np.linspace(0, len(xs) - 1, _MOST_POINTS).round().astype(np.intp)]
        xs, ys = xs[kept], ys[kept]
    first, second = np.triu_indices(len(xs), 1)
    run = xs[second] - xs[first]
    rise = ys[second] - ys[first]
    if not run.any():
        return None
    slope = float(np.median(rise[run != 0] / run[run != 0]))
    return Line(slope, float(middle[1] - slope * middle[0]))


def rank_influence(x: ArrayLike, y: ArrayLike) -> Influence:
    """Return Kendall's tau-b and how much larger it is without each of n pairs; NaN where tau is not defined.

    A pair that contradicts the order of the others lowers tau, so tau is larger without it. Memory is about 3 n^2 bytes.

    Examples:
        >>> found = rank_influence([1, 2, 3, 4], [1, 2, 4, 0])
        >>> round(found.tau, 3), found.change.round(3).tolist()
        (0.0, [-0.333, -0.333, -0.333, 1.0])
    """
    signs_x, signs_y = (_signs(np.asarray(values, np.float64)) for values in (x, y))
    agree = np.einsum("ij,ij->i", signs_x, signs_y, dtype=np.int64)
    untied = [np.count_nonzero(signs, axis=1) for signs in (signs_x, signs_y)]
    whole = [counts.sum() / 2 for counts in (agree, *untied)]
    with np.errstate(divide="ignore", invalid="ignore"):
        tau = np.float64(whole[0]) / np.sqrt(whole[1] * whole[2])
        without = (whole[0] - agree) / np.sqrt((whole[1] - untied[0]) * (whole[2] - untied[1]))
    return Influence(float(tau), without - tau)


def _signs(values: NDArray[np.float64]) -> NDArray[np.int8]:
    return (values[:, None] > values).view(np.int8) - (values[:, None] < values).view(np.int8)


def unit_errors(distances: ArrayLike, factors: ArrayLike = UNIT_FACTORS) -> NDArray[np.float64]:
    """Return how far each figure would be from the expected figure if it were multiplied by each factor.

    Args:
        distances: n natural logarithms of a figure divided by the expected figure.
        factors: m factors.

    Returns:
        n x m absolute logarithms; the smallest in a row shows the likeliest error of unit, if it is much smaller than |distance|.

    Examples:
        >>> far = unit_errors([np.log(1.1 / 13.3)], [1, 10, 12])
        >>> far.round(2).tolist()
        [[2.49, 0.19, 0.01]]
    """
    return np.abs(np.asarray(distances, np.float64)[:, None] + np.log(np.asarray(factors, np.float64)))
