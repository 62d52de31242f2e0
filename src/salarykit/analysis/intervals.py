"""Confidence intervals of weighted quantiles: from an interval for the probability, or from a bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.analysis.clusters import clustered_size, expanded_tail
from salarykit.analysis.proportions import beta_interval, wilson
from salarykit.analysis.quantiles import sample_quantiles, several_quantiles
from salarykit.analysis.weighted_sample import WeightedSample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike, NDArray

    from salarykit.analysis.exact import Floats
    from salarykit.analysis.quantiles import QuantileMethod

__all__ = [
    "Intervals",
    "beta_interval",
    "bootstrap_intervals",
    "order_intervals",
    "quantiles_with_intervals",
    "wilson",
]

_AT_ONCE: Final = 1 << 22  # figures that the bootstrap draws at a time
_ROUNDING: Final = 1e-9  # the tolerance of a probability


class Intervals(NamedTuple):
    """Confidence intervals, a row for each group and a column for each probability."""

    low: Floats
    """The lower ends; -inf where the interval is open below."""
    high: Floats
    """The upper ends; inf where the interval is open above."""


def quantiles_with_intervals(
    sample: WeightedSample,
    p: ArrayLike,
    *,
    level: float = 0.95,
    method: QuantileMethod = "kish_linear",
    interval: Callable[..., tuple[Floats, Floats]] = wilson,
) -> tuple[Floats, Floats, Floats]:
    """Return the quantiles of each group, and the lower and upper ends of their confidence intervals.

    The interval of the probability is computed with Kish's effective size. Both its ends go through the same quantile
    function (Woodruff 1952, JASA 47). It assumes records that are drawn independently. From few effective records it covers
    less than the level; see `attained_level`.

    Args:
        sample: figures with weights, in groups.
        p: m probabilities.
        level: the confidence, between 0 and 1.
        method: see `QuantileMethod`.
        interval: `wilson` or `beta_interval`.

    Returns:
        Three tables with a row for each group and m columns; NaN for a group without weight.
    """
    chances = _of_groups(sample, p)
    low, high = interval(chances, np.maximum(sample.effective_size, 1.0)[:, None], level=level)
    quantiles = sample_quantiles(sample, np.concatenate([chances, low, high], axis=1), method=method)
    columns = chances.shape[1]
    return quantiles[:, :columns], quantiles[:, columns : 2 * columns], quantiles[:, 2 * columns :]


def order_intervals(
    sample: WeightedSample,
    p: ArrayLike,
    *,
    level: float = 0.95,
    method: QuantileMethod = "kish_linear",
    clusters: NDArray[np.intp] | None = None,
) -> tuple[Floats, Intervals]:
    """Return the quantiles of each group, and their confidence intervals between order statistics.

    Clopper and Pearson's interval for the probability, with Kish's effective size n*, goes through `kish_hazen`, which unlike the usual
    quantiles does not pull its ends inwards. The interval is open below if (1 - p)^n* > (1 - level) / 2, and above if p^n* is: then
    even the smallest or the largest record is not far enough out to be its end. (Korn & Graubard 1998; Wilks 1948.)

    Args:
        sample: figures with weights, in groups.
        p: m probabilities.
        level: the confidence, between 0 and 1.
        method: the method of the quantiles; see `QuantileMethod`.
        clusters: the cluster of each figure, as n numbers from 0, if records of a cluster are alike; see `clustered_size`.

    Returns:
        A table with a row for each group and m columns, and the ends.
    """
    chances = _of_groups(sample, p)
    size = np.broadcast_to(sample.effective_size[:, None], chances.shape)
    if clusters is not None:
        size = clustered_size(sample, chances, clusters, level)
    low, high = beta_interval(chances, size, level=level)
    quantiles, ends = several_quantiles(
        sample, [(chances, method), (np.concatenate([low, high], axis=1), "kish_hazen")]
    )
    tail = (1 - level) / 2 * (1 + _ROUNDING)
    columns = chances.shape[1]
    return quantiles, Intervals(
        np.where((1 - chances) ** size > tail, -np.inf, ends[:, :columns]),
        np.where(chances**size > tail, np.inf, ends[:, columns:]),
    )


def _of_groups(sample: WeightedSample, p: ArrayLike) -> Floats:
    """Return the probabilities, repeated for each group."""
    return np.broadcast_to(np.asarray(p, np.float64).reshape(1, -1), (sample.n_groups, np.size(p)))


def bootstrap_intervals(
    sample: WeightedSample,
    p: ArrayLike,
    *,
    seed: int,
    level: float = 0.95,
    method: QuantileMethod = "kish_linear",
    resamples: int = 1000,
    clusters: NDArray[np.intp] | None = None,
) -> tuple[Floats, Floats]:
    """Return the lower and upper ends of the percentile intervals of each group's quantiles, from a seeded bootstrap.

    Each resample draws as many records as a group has, with replacement, and each record keeps its weight. The ends are
    the linear quantiles of the quantiles of the resamples, as `scipy.stats.bootstrap(paired=True, method="percentile")`
    computes them. (Efron & Tibshirani 1993.) Do not use it for ranks or for very few records.

    Args:
        sample: figures with weights, in groups.
        p: m probabilities.
        seed: the seed of numpy's default generator; the same seed gives the same intervals.
        level: the confidence, between 0 and 1.
        method: see `QuantileMethod`.
        resamples: the number of resamples.
        clusters: the cluster of each figure, as n numbers from 0; then whole clusters are drawn, as many as a group
            has, and the percentiles are those of `expanded_tail`. A group of one cluster has no interval.

    Returns:
        Two tables with a row for each group and m columns; NaN for a group without weight.
    """
    chances = np.asarray(p, np.float64).reshape(-1)
    ends = np.full((2, sample.n_groups, len(chances)), np.nan)
    for group, rows in _groups(sample):
        rng = np.random.default_rng([seed, group] if group else seed)
        numbers = (
            np.arange(len(rows)) if clusters is None else np.unique(clusters[rows], return_inverse=True)[1]
        )
        units = int(numbers.max()) + 1
        if clusters is not None and units == 1:
            continue
        tail = (1 - level) / 2 if clusters is None else expanded_tail(level, units)
        alone = WeightedSample.of(sample.x[rows], sample.w[rows].astype(np.float64))
        drawn = _drawn(alone, chances, rng, method, resamples, numbers)
        ends[:, group] = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return ends[0], ends[1]


def _groups(sample: WeightedSample) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield the number of each group that has weight, and its rows with weight."""
    rows = np.flatnonzero(sample.w)
    if sample.groups is None:
        yield from [(0, rows)] if len(rows) else []
        return
    rows = rows[np.argsort(sample.groups[rows], kind="stable")]
    numbers, starts = np.unique(sample.groups[rows], return_index=True)
    yield from zip(numbers.tolist(), np.split(rows, starts[1:]), strict=True)


def _drawn(
    sample: WeightedSample,
    p: Floats,
    rng: np.random.Generator,
    method: QuantileMethod,
    resamples: int,
    numbers: NDArray[np.intp],
) -> Floats:
    """Return the quantiles of resamples, a row for each resample; rows with the same number are drawn together."""
    order = np.argsort(numbers, kind="stable")
    lengths = np.bincount(numbers)
    starts, units = np.cumsum(lengths) - lengths, len(lengths)
    quantiles = []
    step = max(1, _AT_ONCE // len(sample.x))
    for start in range(0, resamples, step):
        many = min(step, resamples - start)
        units_drawn = rng.integers(0, units, (many, units)).reshape(-1)
        taken = lengths[units_drawn]
        ahead = np.repeat(np.cumsum(taken) - taken, taken)
        rows = order[np.repeat(starts[units_drawn], taken) + np.arange(taken.sum()) - ahead]
        groups = np.repeat(np.repeat(np.arange(many), units), taken)
        resampled = WeightedSample.of(sample.x[rows], sample.w[rows].astype(np.float64), groups, many)
        quantiles.append(sample_quantiles(resampled, p, method=method))
    return np.concatenate(quantiles)
