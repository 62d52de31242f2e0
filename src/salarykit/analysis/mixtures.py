"""Mixtures: the quantiles of several markets taken together, from the quartiles that each publishes."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["SPREADS", "Spread", "lognormal_sigma", "mean_error", "median_error", "mixture_quantile"]


class Spread(NamedTuple):
    """Two percentiles of a market that leave the same share of it in either tail.

    Attributes:
        low: the name of the lower one.
        high: the name of the higher one.
        z: the standard normal's quantile for the higher one.
        freedom: how many degrees of freedom each record adds to the sigma that the two percentiles imply.
    """

    low: str
    high: str
    z: float
    freedom: float


def _spread(tail: float) -> Spread:
    """Return the pair of percentiles with a given share in each tail."""
    normal = NormalDist()
    z = normal.inv_cdf(1 - tail)
    v = 2 * tail * (1 - 2 * tail) / (2 * z * normal.pdf(z)) ** 2
    return Spread(f"p{100 * tail:g}", f"p{100 - 100 * tail:g}", z, 1 / (2 * v))


SPREADS: Final = tuple(_spread(tail) for tail in (0.25, 0.1, 0.2, 0.05))
"""The pairs of percentiles that imply a sigma, the most precise first.

The freedom of a pair is that of the chi-squared distribution with the same relative variance, 1 / (2 v) for n records, where v / n
is the variance of sigma's estimate over sigma^2: for tails of p each v = 2 p (1 - 2 p) / (2 z phi(z))^2, 1.3605 for
quartiles and 0.7908 for the first and last decile. (Cramér 1946, 28.5: the joint law of two sample quantiles.)
"""


def lognormal_sigma(p25: ArrayLike, p75: ArrayLike, *, z: float = SPREADS[0].z) -> NDArray[np.float64]:
    """Return the standard deviation of log pay that quartiles imply: ln(P75 / P25) / 1.34898 for a lognormal market.

    Args:
        p25: n first quartiles, or the lower percentiles of another pair.
        p75: n third quartiles, or the higher percentiles of that pair.
        z: the standard normal's quantile for the higher one; 1.28155 for p10 and p90.

    Examples:
        >>> lognormal_sigma([80_000, 150_000], [125_000, 800_000 / 3]).round(6).tolist()
        [0.330833, 0.426518]
    """
    low, high = np.asarray(p25, np.float64), np.asarray(p75, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma: NDArray[np.float64] = np.log(high / low) / (2 * z)
    return sigma


def median_error(sigma: ArrayLike, size: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error of the log of a sample's median: sigma sqrt(pi / 2) / sqrt(n), for a lognormal market.

    Examples:
        >>> median_error([0.330833, 0.426518], [900, 100]).round(6).tolist()
        [0.013821, 0.053456]
    """
    error: NDArray[np.float64] = np.asarray(sigma, np.float64) * np.sqrt(
        np.pi / 2 / np.asarray(size, np.float64)
    )
    return error


def mean_error(sigma: ArrayLike, size: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error of the log of a sample's mean: sqrt((e^(sigma^2) - 1) / n), for a lognormal market.

    Examples:
        >>> mean_error([0.5], [100]).round(6).tolist()
        [0.053294]
    """
    s, n = np.asarray(sigma, np.float64), np.asarray(size, np.float64)
    error: NDArray[np.float64] = np.sqrt(np.expm1(s**2) / n)
    return error


def mixture_quantile(p: float, medians: ArrayLike, sigmas: ArrayLike, sizes: ArrayLike) -> float:
    """Return a quantile of several lognormal markets together: the x with sum n_c F_c(x) = p sum n_c.

    The median of this mixture is the pooled median. A weighted mean of medians, or a median of medians, is another
    figure: that of a typical market.

    Args:
        p: between 0 and 1.
        medians: k markets' medians.
        sigmas: their standard deviations of log pay; see `lognormal_sigma`.
        sizes: how many are paid in each, or their shares.

    Raises:
        InvalidQuery: for figures that are not positive.

    Examples:
        >>> sigmas = lognormal_sigma([80_000, 150_000], [125_000, 800_000 / 3])
        >>> round(mixture_quantile(0.5, [100_000, 200_000], sigmas, [900, 100]), 2)
        104119.66
    """
    from scipy.optimize import brentq
    from scipy.stats import norm

    center, s, n = (np.asarray(column, np.float64) for column in (medians, sigmas, sizes))
    if not (
        0 < p < 1
        and len(center)
        and all(((column > 0) & (column < np.inf)).all() for column in (center, s, n))
    ):
        raise InvalidQuery(
            "A mixture needs a p between 0 and 1, and positive medians, sigmas and sizes.", value=p
        )
    log, share, z = np.log(center), n / n.sum(), float(norm.ppf(p))
    own = log + z * s  # the mixture's quantile lies between those of its parts
    low, high = float(own.min()), float(own.max())
    if high - low < 1e-15:  # noqa: PLR2004 - all parts agree
        return float(np.exp(low))
    return float(
        np.exp(
            brentq(
                lambda at: float(share @ norm.cdf((at - log) / s)) - p, low - 1e-9, high + 1e-9, xtol=1e-14
            )
        )
    )
