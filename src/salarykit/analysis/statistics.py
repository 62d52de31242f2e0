"""Weighted means and their standard errors; weights express relevance, so only their ratios matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salarykit.analysis.weighted_sample import WeightedSample

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from salarykit.analysis.exact import Floats

__all__ = [
    "both_means",
    "geometric_means",
    "means",
    "standard_error",
    "standard_errors",
    "variances",
    "weighted_geometric_mean",
    "weighted_mean",
    "weighted_variance",
]


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the weighted mean, sum w x / sum w; NaN if no figure has weight.

    Raises:
        InvalidQuery: for a weight that is negative, infinite or NaN; for an infinite or NaN figure with weight.

    Examples:
        >>> weighted_mean([1, 3], [1, 3])
        2.5
    """
    return float(means(WeightedSample.of(values, weights))[0])


def weighted_geometric_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the exponential of the weighted mean of logarithms; NaN if a figure with weight is not positive.

    Converting the mean to another currency gives the mean of the converted figures; the same holds for the ratio of two such means.

    Examples:
        >>> round(weighted_geometric_mean([1, 100], [1, 1]), 12)
        10.0
    """
    return float(geometric_means(WeightedSample.of(values, weights))[0])


def weighted_variance(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the variance for reliability weights, sum w (x - mean)^2 / (W - sum w^2 / W); NaN for one record.

    It is numpy's `cov(aweights=w, ddof=1)`.

    Examples:
        >>> round(weighted_variance([1, 2, 3], [1, 1, 1]), 12)
        1.0
    """
    return float(variances(WeightedSample.of(values, weights))[0])


def standard_error(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the standard error of the weighted mean, sqrt(n / (n - 1)) sqrt(sum w^2 (x - mean)^2) / W.

    The linearised estimator of a ratio; NaN for one record.

    Examples:
        >>> round(standard_error([1, 2, 3], [1, 1, 1]) ** 2, 12)
        0.333333333333
    """
    return float(standard_errors(WeightedSample.of(values, weights))[0])


# The same for each group of a sample


def means(sample: WeightedSample) -> Floats:
    """Return the weighted mean of each group."""
    return _sums(sample, _shared)[0]


def geometric_means(sample: WeightedSample) -> Floats:
    """Return the weighted geometric mean of each group; NaN for one with a figure that is not positive."""
    return np.exp(_sums(sample, _logarithms)[0])


def both_means(sample: WeightedSample) -> tuple[Floats, Floats]:
    """Return `means` and `geometric_means`, in one pass over the figures."""
    mean, logarithm = _sums(sample, _shared, _logarithms)
    return mean, np.exp(logarithm)


def _shared(x: Floats, share: Floats, _: Any) -> Floats:
    return share * x


def _logarithms(x: Floats, share: Floats, _: Any) -> Floats:
    if len(x) and x.min() > 0:
        return share * np.log(x)
    return share * np.log(x, out=np.full(len(x), np.nan), where=x > 0)


def variances(sample: WeightedSample) -> Floats:
    """Return the variance of each group, with weights as reliability weights; see `weighted_variance`."""
    centre = means(sample)
    summed = _sums(sample, lambda x, share, of: share * (x - centre[of]) ** 2)[0]
    return _over(
        summed, np.where(sample.count > 1, 1 - _over(np.ones(len(centre)), sample.effective_size), 0.0)
    )


def standard_errors(sample: WeightedSample, mean: Floats | None = None) -> Floats:
    """Return the standard error of the weighted mean of each group; `mean` is that mean, if it is known."""
    centre = means(sample) if mean is None else mean
    summed = _sums(sample, lambda x, share, of: (share * (x - centre[of])) ** 2)[0]
    n = sample.count.astype(np.float64)
    return np.sqrt(_over(n, n - 1) * summed)


def _over(part: Floats, whole: NDArray[Any]) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio


def _sums(sample: WeightedSample, *terms: Callable[[Floats, Floats, Any], Floats]) -> list[Floats]:
    """Return the sum of each term over each group, computed in blocks of rows; NaN for a group without weight.

    A term is a function of the figures, their shares of the weight of their group, and their groups.
    """
    sums = [np.where(sample.total > 0, 0.0, np.nan) for _ in terms]
    total = sample.total.astype(np.float64)
    with np.errstate(over="ignore"):  # the square of a very large figure is infinite
        for x, w, groups in sample.blocks():
            share = w / total[groups]
            for number, term in enumerate(terms):
                if sample.groups is None:
                    sums[number] += term(x, share, groups).sum()
                else:
                    np.add.at(sums[number], groups, term(x, share, groups))
    return sums
