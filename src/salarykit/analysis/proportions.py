"""Intervals for a probability, given its frequency in n trials; and the coverage of the quantile intervals made from them."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from salarykit.analysis.exact import Floats
    from salarykit.analysis.quantiles import QuantileMethod

__all__ = ["attained_level", "beta_interval", "closed_level", "wilson"]

_ROUNDING: Final = 1e-9  # the tolerance of a position among ordered records, against floating-point noise


def wilson(p: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's score interval for a probability, given its frequency p in n trials.

    Args:
        p: probabilities from 0 to 1.
        n: the numbers of trials; for weighted records Kish's effective size, which need not be whole.
        level: the confidence, between 0 and 1.

    Raises:
        InvalidQuery: for a level outside its range.

    Examples:
        >>> low, high = wilson(0.5, 50)
        >>> round(float(low), 6), round(float(high), 6)
        (0.366445, 0.633555)
    """
    _check_level(level)
    z = NormalDist().inv_cdf((1 + level) / 2)
    chance, size = np.asarray(p, np.float64), np.asarray(n, np.float64)
    share = z * z / size
    centre = chance + share / 2
    half = z * np.sqrt(chance * (1 - chance) / size + share / size / 4)
    low, high = (centre - half) / (1 + share), (centre + half) / (1 + share)
    return np.where(chance == 0, 0.0, np.clip(low, 0, 1)), np.where(chance == 1, 1.0, np.clip(high, 0, 1))


def beta_interval(p: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Clopper and Pearson's interval for a probability, given its frequency p in n trials; n need not be whole.

    With Kish's effective size it is the interval of Korn and Graubard (1998). It is wider than Wilson's; for whole numbers of trials
    and successes it never covers less than the level.

    Args:
        p: probabilities from 0 to 1.
        n: the numbers of trials.
        level: the confidence, between 0 and 1.

    Raises:
        InvalidQuery: for a level outside its range.

    Examples:
        >>> low, high = beta_interval(0.5, 50)
        >>> round(float(low), 6), round(float(high), 6)
        (0.355273, 0.644727)
    """
    from scipy.special import betaincinv  # takes a tenth of a second to import

    _check_level(level)
    chance, size = np.asarray(p, np.float64), np.asarray(n, np.float64)
    hits, misses = chance * size, (1 - chance) * size
    low = betaincinv(np.where(hits > 0, hits, 1), misses + 1, (1 - level) / 2)
    high = betaincinv(hits + 1, np.where(misses > 0, misses, 1), (1 + level) / 2)
    return np.where(hits > 0, low, 0.0), np.where(misses > 0, high, 1.0)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise InvalidQuery(f"level={level}: a confidence level must be between 0 and 1.", value=level)


# The highest confidence that an interval can have, and the confidence that it has


def closed_level(p: ArrayLike, n: ArrayLike) -> Floats:
    """Return the probability that a quantile lies between the smallest and the largest of n records.

    It is 1 - p^n - (1 - p)^n; no interval between two records has a higher confidence.

    Examples:
        >>> closed_level(0.5, [3, 5, 6]).round(4).tolist()
        [0.75, 0.9375, 0.9688]
    """
    chance, size = np.asarray(p, np.float64), np.asarray(n, np.float64)
    chances: Floats = np.maximum(1 - chance**size - (1 - chance) ** size, 0.0)
    return chances


_PLACE: Final[dict[QuantileMethod, Callable[[Floats, Floats], Floats]]] = {
    "kish_linear": lambda p, n: (n - 1) * p + 1,
    "kish_hazen": lambda p, n: n * p + 0.5,
    "kish_median_unbiased": lambda p, n: (n + 1 / 3) * p + 1 / 3,
    "inverted_cdf": lambda p, n: np.ceil(n * p - _ROUNDING),
    "averaged_inverted_cdf": lambda p, n: np.ceil(n * p - _ROUNDING),
    "hazen": lambda p, n: n * p + 0.5,
    "harrell_davis": lambda p, n: (n - 1) * p + 1,  # a mean of all figures, treated like kish_linear
}
"""The position, counted from 1, of a quantile among n records in order; a fraction lies between two records."""


def attained_level(
    p: ArrayLike, low: ArrayLike, high: ArrayLike, n: ArrayLike, *, method: QuantileMethod = "kish_linear"
) -> Floats:
    """Return about how often an interval covers the quantile of p, if its ends are the quantiles of low and high.

    The r-th of n records is below that quantile with the probability I_p(r, n + 1 - r), where I is the incomplete beta function;
    for an end between two records, r is not whole. (Stigler 1977, JASA 72: fractional order statistics; Hutson 1999.)

    Args:
        p: probabilities.
        low: the probabilities whose quantiles are the lower ends.
        high: those of the upper ends.
        n: the numbers of independent records, which need not be whole.
        method: see `QuantileMethod`.

    Examples:
        >>> low, high = wilson(0.25, 12)
        >>> float(attained_level(0.25, low, high, 12).round(3))
        0.828
    """
    from scipy.special import betainc

    chance, size = np.asarray(p, np.float64), np.maximum(np.asarray(n, np.float64), 1.0)
    ends = [np.clip(_PLACE[method](np.asarray(end, np.float64), size), 1.0, size) for end in (low, high)]
    below = [betainc(end, size + 1 - end, chance) for end in ends]
    level: Floats = np.maximum(below[0] - below[1], 0.0)
    return level
