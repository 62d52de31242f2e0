"""Records in clusters: pay in one city, or from one employer or source, is similar, so such records are less informative."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from salarykit.analysis.quantiles import sample_quantiles
from salarykit.analysis.statistics import means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.analysis.exact import Floats
    from salarykit.analysis.weighted_sample import WeightedSample

__all__ = ["clustered_errors", "clustered_size", "count_clusters", "expanded_tail"]


class _ClusterPairs(NamedTuple):
    """The cluster of each row that has weight, and the group of each cluster.

    Attributes:
        rows: the rows that have weight.
        group: the group of each of these rows.
        cluster: the cluster of each row; clusters of different groups have different numbers.
        cluster_group: the group of each cluster.
    """

    rows: NDArray[np.intp]
    group: NDArray[np.intp]
    cluster: NDArray[np.intp]
    cluster_group: NDArray[np.intp]


def _pairs(sample: WeightedSample, clusters: NDArray[np.intp]) -> _ClusterPairs:
    rows = np.flatnonzero(sample.w)
    group = np.zeros(len(rows), np.intp) if sample.groups is None else sample.groups[rows].astype(np.intp)
    many = int(clusters.max(initial=0)) + 1
    keys, at = np.unique(group * many + clusters[rows], return_inverse=True)
    return _ClusterPairs(rows, group, at, keys // many)


def count_clusters(sample: WeightedSample, clusters: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the number of clusters in each group, without those that have no weight.

    Args:
        sample: n figures with weights, in groups.
        clusters: the cluster of each figure, as n numbers from 0.
    """
    return np.bincount(_pairs(sample, clusters).cluster_group, minlength=sample.n_groups)


def clustered_size(
    sample: WeightedSample, p: Floats, clusters: NDArray[np.intp], level: float = 0.95
) -> Floats:
    """Return how many independent records would be as informative about each quantile as the records in clusters.

    With Z_c the sum of w (1[x <= Q(p)] - p) / W over a cluster, v = m / (m - 1) sum (Z_c - mean)^2 is the variance of the
    weighted share below the quantile. The size is p (1 - p) / v, at most Kish's, times (t_{n-1} / t_{m-1})^2, where t are
    Student's quantiles for the level, n records and m clusters. (Korn & Graubard 1998, Survey Methodology 24.)

    Args:
        sample: n figures with weights, in groups.
        p: m probabilities for each group.
        clusters: the cluster of each figure, as n numbers from 0.
        level: the confidence of the interval that the size is for.

    Returns:
        A table with a row for each group and m columns; 0 for a group in a single cluster, which shows no variance.
    """
    from scipy.special import stdtrit

    rows, group, at, of = _pairs(sample, clusters)
    m, n = np.bincount(of, minlength=sample.n_groups), sample.count
    share = sample.w[rows] / np.maximum(sample.total[group], 1)
    quantiles = sample_quantiles(sample, p, method="kish_hazen")
    size = np.zeros(p.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for column, chance in enumerate(p.T):
            below = sample.x[rows] <= quantiles[group, column]
            sums = np.bincount(at, share * (below - chance[group]), minlength=len(of))
            means = np.bincount(of, sums, minlength=sample.n_groups) / m
            squares = np.bincount(of, (sums - means[of]) ** 2, minlength=sample.n_groups)
            size[:, column] = np.fmin(chance * (1 - chance) / (squares * m / (m - 1)), sample.effective_size)
        upper = (1 + level) / 2
        size *= ((stdtrit(np.maximum(n - 1, 1), upper) / stdtrit(np.maximum(m - 1, 1), upper)) ** 2)[:, None]
    return np.where((m > 1)[:, None], size, 0.0)


def clustered_errors(sample: WeightedSample, clusters: NDArray[np.intp]) -> Floats:
    """Return the standard error of the weighted mean of each group, sqrt(m / (m - 1) sum (sum w (x - mean))^2) / W.

    The inner sum is over a cluster, the outer over the m clusters of a group. (Liang & Zeger 1986, Biometrika 73.) NaN for
    one cluster.

    Args:
        sample: n figures with weights, in groups.
        clusters: the cluster of each figure, as n numbers from 0.
    """
    rows, group, at, of = _pairs(sample, clusters)
    m = np.bincount(of, minlength=sample.n_groups)
    share = sample.w[rows] / np.maximum(sample.total[group], 1)
    sums = np.bincount(at, share * (sample.x[rows] - means(sample)[group]), minlength=len(of))
    squares = np.bincount(of, sums**2, minlength=sample.n_groups)
    factor = np.divide(m, m - 1, out=np.full(len(m), np.nan), where=m > 1)
    errors: Floats = np.sqrt(factor * squares)
    return errors


def expanded_tail(level: float, clusters: int) -> float:
    """Return the share that the expanded percentile interval leaves out at each end, if m clusters are drawn.

    It is Phi(-sqrt(m / (m - 1)) t_{m-1}): percentile intervals from resamples of m clusters are too narrow by the factor
    sqrt(m / (m - 1)), and use the normal distribution in place of Student's. (Hesterberg 2015, The American Statistician 69.)

    Examples:
        >>> round(expanded_tail(0.95, 8), 4), round(expanded_tail(0.95, 1000), 4)
        (0.0057, 0.0248)
    """
    from scipy.special import ndtr, stdtrit

    return float(ndtr(-((clusters / (clusters - 1)) ** 0.5) * stdtrit(clusters - 1, (1 + level) / 2)))
