"""Confidence intervals of weighted quantiles: by an interval for the probability, or by a bootstrap."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.analysis.quantiles import sample_quantiles
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike, NDArray

    from salarykit.analysis.exact import Floats
    from salarykit.analysis.quantiles import QuantileMethod

__all__ = ["beta_interval", "bootstrap_intervals", "quantiles_with_intervals", "wilson"]

_AT_ONCE: Final = 1 << 22  # figures drawn at a time


def wilson(p: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's score interval for a probability that was seen as p in n trials.

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
    """Return Clopper and Pearson's interval for a probability that was seen as p in n trials, which need not be whole.

    With Kish's effective size it is Korn and Graubard's (1998): wider than Wilson's, and never too narrow.

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


def quantiles_with_intervals(
    sample: WeightedSample,
    p: ArrayLike,
    *,
    level: float = 0.95,
    method: QuantileMethod = "kish_linear",
    interval: Callable[..., tuple[Floats, Floats]] = wilson,
) -> tuple[Floats, Floats, Floats]:
    """Return the quantiles of each group, and the lower and upper ends of their confidence intervals.

    The interval of the probability is made with Kish's effective size; both its ends go through the same quantile
    function. (Woodruff 1952, JASA 47.) It is for records drawn independently; few effective records make it wide,
    and it then still promises too much.

    Args:
        sample: figures with weights, in groups.
        p: m probabilities.
        level: the confidence, between 0 and 1.
        method: see `QuantileMethod`.
        interval: `wilson` or `beta_interval`.

    Returns:
        Three tables with a row for each group and m columns; NaN for a group without weight.
    """
    chances = np.broadcast_to(np.asarray(p, np.float64).reshape(1, -1), (sample.n_groups, np.size(p)))
    low, high = interval(chances, np.maximum(sample.effective_size, 1.0)[:, None], level=level)
    found = sample_quantiles(sample, np.concatenate([chances, low, high], axis=1), method=method)
    columns = chances.shape[1]
    return found[:, :columns], found[:, columns : 2 * columns], found[:, 2 * columns :]


def bootstrap_intervals(
    sample: WeightedSample,
    p: ArrayLike,
    *,
    seed: int,
    level: float = 0.95,
    method: QuantileMethod = "kish_linear",
    resamples: int = 1000,
) -> tuple[Floats, Floats]:
    """Return the lower and upper ends of percentile intervals of each group's quantiles, by a seeded bootstrap.

    Each resample draws as many records as a group has, each with its weight, with replacement; the ends are the
    linear quantiles of the resamples' quantiles, as `scipy.stats.bootstrap(paired=True, method="percentile")` has
    them. (Efron & Tibshirani 1993.) Not for ranks, and not for a handful of records.

    Args:
        sample: figures with weights, in groups.
        p: m probabilities.
        seed: the same seed gives the same intervals.
        level: the confidence, between 0 and 1.
        method: see `QuantileMethod`.
        resamples: how many are drawn.

    Returns:
        Two tables with a row for each group and m columns; NaN for a group without weight.
    """
    chances = np.asarray(p, np.float64).reshape(-1)
    ends = np.full((2, sample.n_groups, len(chances)), np.nan)
    tails = [(1 - level) / 2, (1 + level) / 2]
    for group, rows in _groups(sample):
        alone = WeightedSample.of(sample.x[rows], sample.w[rows].astype(np.float64))
        rng = np.random.default_rng([seed, group] if group else seed)
        ends[:, group] = np.quantile(_drawn(alone, chances, rng, method, resamples), tails, axis=0)
    return ends[0], ends[1]


def _groups(sample: WeightedSample) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Return the number and the rows with weight of each group that has some."""
    rows = np.flatnonzero(sample.w)
    if sample.groups is None:
        yield from [(0, rows)] if len(rows) else []
        return
    rows = rows[np.argsort(sample.groups[rows], kind="stable")]
    numbers, starts = np.unique(sample.groups[rows], return_index=True)
    yield from zip(numbers.tolist(), np.split(rows, starts[1:]), strict=True)


def _drawn(
    sample: WeightedSample, p: Floats, rng: np.random.Generator, method: QuantileMethod, resamples: int
) -> Floats:
    """Return the quantiles of resamples, a row for each; a resample is a group."""
    size = len(sample.x)
    found = []
    step = max(1, _AT_ONCE // size)
    for start in range(0, resamples, step):
        many = min(step, resamples - start)
        rows = rng.integers(0, size, (many, size)).reshape(-1)
        groups = np.repeat(np.arange(many), size)
        found.append(
            sample_quantiles(
                WeightedSample.of(sample.x[rows], sample.w[rows].astype(np.float64), groups, many),
                p,
                method=method,
            )
        )
    return np.concatenate(found)
