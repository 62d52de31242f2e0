"""The certainty of an answer: intervals of its quantiles, how often those hold, and whether its records come from few clusters."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.analysis.clusters import count_clusters
from salarykit.analysis.intervals import bootstrap_intervals, order_intervals, quantiles_with_intervals
from salarykit.analysis.proportions import attained_level, wilson
from salarykit.analysis.quantiles import sample_quantiles
from salarykit.analysis.weights import too_few
from salarykit.errors import InvalidQuery, hint
from salarykit.rates.kernel import BLOCK
from salarykit.salaries.tuples import code_column, code_tuples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.analysis.quantiles import QuantileMethod
    from salarykit.analysis.weighted_sample import WeightedSample
    from salarykit.rates.kernel import Coded
    from salarykit.salaries.querying.query import Query
    from salarykit.salaries.querying.weighing import Weighed

    Floats = NDArray[np.float64]

__all__ = ["PAIR", "Quantiles", "cluster_codes", "few_clusters", "few_clusters_in_groups", "quantiles_of"]

PAIR: Final = 2
"""The fewest effective records that give an interval; a single record would give a point."""
_TABLE: Final = (
    1 << 24
)  # possible pairs of a group and a cluster; if there are more, the pairs are hashed instead of marked in a table
_FEWER: Final = 10  # a bootstrap of m clusters misses about 1 + 10 / m times as often as it should (benchmarks/coverage.py)


class Quantiles(NamedTuple):
    """Quantiles with their intervals: a row for each group, a column for each probability."""

    value: Floats
    """The quantiles; NaN without figures."""
    low: Floats
    """The lower ends of their intervals; -inf for an end that is open, NaN without an interval."""
    high: Floats
    """The upper ends; inf for an end that is open."""
    level: Floats
    """About how often an interval covers its quantile, at most the level asked for; NaN without a known end."""


def quantiles_of(
    sample: WeightedSample, query: Query, clusters: NDArray[np.intp] | None, errors: Floats | None = None
) -> Quantiles:
    """Return the quantiles of a query and their intervals.

    The intervals of fewer than two effective records are NaN, unless the median of a group is that of a single record with a
    published standard error.

    Args:
        sample: n figures with weights, in groups.
        query: the question.
        clusters: the cluster of each figure, as n numbers from 0; None if the question names no column of them.
        errors: the published standard errors of the logarithms of the figures; NaN where none is.
    """
    if query.interval == "beta":
        value, ends = order_intervals(
            sample, query.quantiles, level=query.level, method=query.method, clusters=clusters
        )
        low, high, level = *ends, np.full(value.shape, query.level)
    elif query.interval == "wilson":
        value, low, high = quantiles_with_intervals(
            sample, query.quantiles, level=query.level, method=query.method
        )
        level = _attained(sample, query, query.method)
    else:
        value = sample_quantiles(sample, query.quantiles, method=query.method)
        low, high = _bootstrap(sample, query, clusters, value.shape)
        level = _attained_by_bootstrap(sample, query, clusters)
    lonely = too_few(sample.effective_size, PAIR)
    low[lonely], high[lonely] = np.nan, np.nan
    level = np.where(np.isfinite(low) | np.isfinite(high), level, np.nan)
    quantiles = Quantiles(value, low, high, level)
    if errors is not None and query.interval != "none":
        _fill_published(quantiles, sample, query, errors)
    return quantiles


def _fill_published(quantiles: Quantiles, sample: WeightedSample, query: Query, errors: Floats) -> None:
    """Fill in the interval from the published error of a single figure if the records give none."""
    rows = np.flatnonzero(np.isfinite(errors))
    rows = rows[sample.w[rows] > 0]
    groups = np.zeros(len(rows), np.intp) if sample.groups is None else sample.groups[rows].astype(np.intp)
    alone = sample.count[groups] == 1
    figures, of = sample.x[rows[alone]], groups[alone]
    factor = np.exp(NormalDist().inv_cdf((1 + query.level) / 2) * errors[rows[alone]])
    for column, p in enumerate(query.quantiles):
        if p == 0.5:  # noqa: PLR2004 - the figure itself is the median
            quantiles.low[of, column], quantiles.high[of, column] = figures / factor, figures * factor
            quantiles.level[of, column] = np.where(np.isfinite(factor), query.level, np.nan)


def _attained(sample: WeightedSample, query: Query, method: QuantileMethod) -> Floats:
    """Return about how often Wilson's interval covers its quantile, at most the level asked for."""
    chances = np.broadcast_to(np.array(query.quantiles), (sample.n_groups, len(query.quantiles)))
    size = np.maximum(sample.effective_size, 1.0)[:, None]
    low, high = wilson(chances, size, level=query.level)
    return np.minimum(attained_level(chances, low, high, size, method=method), query.level)


def _attained_by_bootstrap(sample: WeightedSample, query: Query, clusters: NDArray[np.intp] | None) -> Floats:
    """Return about how often an interval by a bootstrap of records, or of clusters, covers its quantile."""
    if clusters is None:  # a bootstrap of records covers about as often as Wilson's interval
        return _attained(sample, query, "kish_linear")
    count = np.maximum(count_clusters(sample, clusters), 1)[:, None]
    level = 1 - np.minimum((1 - query.level) * (1 + _FEWER / count), 1.0)
    return np.broadcast_to(level, (sample.n_groups, len(query.quantiles)))


def _bootstrap(
    sample: WeightedSample, query: Query, clusters: NDArray[np.intp] | None, shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
    """Return the ends of the intervals by a bootstrap; NaN if no intervals are asked for."""
    if query.interval == "none" or query.seed is None:
        return np.full(shape, np.nan), np.full(shape, np.nan)
    return bootstrap_intervals(
        sample,
        query.quantiles,
        seed=query.seed,
        level=query.level,
        method=query.method,
        resamples=query.resamples,
        clusters=clusters,
    )


def cluster_codes(table: pa.Table, query: Query) -> NDArray[np.intp] | None:
    """Return the cluster of each row, where the rows without one form a cluster; None if the query names no column.

    Raises:
        InvalidQuery: for a column that the table does not have.
    """
    if query.cluster is None:
        return None
    if query.cluster not in table.column_names:
        raise InvalidQuery(
            f"cluster: no column {query.cluster!r}.{hint(query.cluster, table.column_names)}",
            value=query.cluster,
        )
    return code_tuples(table, (query.cluster,)).indices.astype(np.intp)


_MANY: Final = (
    30  # clusters; from so many on, intervals that ignore clusters cover about as often as they claim
)
_CLUSTERS: Final = {"city": "cities", "source": "sources", "employer": "employers", "company": "companies"}
"""The columns whose values group similar records, with their plurals; the first that the records have is used."""


class _Clusters(NamedTuple):
    """The clusters that have all the weight of an answer, by one column.

    Attributes:
        name: the column of the clusters.
        plural: the word for several of them.
        number: how many clusters have weight in each group.
        is_few: whether these are so few that the answer needs a caution.
    """

    name: str
    plural: str
    number: NDArray[np.int64]
    is_few: NDArray[np.bool_]

    @property
    def caution_for_one(self) -> str:
        """Why a single cluster is a reason for caution."""
        return f"nothing shows how pay differs from one {self.name} to another."

    @property
    def caution_for_several(self) -> str:
        """Why a few clusters are a reason for caution."""
        return f"the intervals are for pay in those alone; cluster={self.name!r} makes them for others, too."


def few_clusters(weighed: Weighed) -> str:
    """Return a caution that many records come from few cities, sources or employers; empty if they do not.

    They do if fewer than thirty clusters have all the weight, and two records or more on average. A single
    cluster is usually what was asked for; it is a reason for caution only if it is a city, and the query asks for places near one.
    """
    few = next((clusters for clusters in _clusters(weighed) if clusters.is_few[0]), None)
    if few is None:
        return ""
    if few.number[0] == 1:
        return f"All weight comes from 1 {few.name}: {few.caution_for_one}"
    return f"All weight comes from {few.number[0]} {few.plural}: {few.caution_for_several}"


def few_clusters_in_groups(weighed: Weighed, groups: NDArray[np.integer[Any]], n_groups: int) -> str:
    """Return a caution that says in how many groups the weight comes from few clusters; see `few_clusters`.

    Args:
        weighed: n records.
        groups: n numbers of a group, from 0.
        n_groups: the number of groups.
    """
    notes, has_note = [], np.zeros(n_groups, bool)
    for few in _clusters(weighed, groups, n_groups):
        new = few.is_few & ~has_note
        has_note |= few.is_few
        for concerned, clusters, caution in (
            (new & (few.number == 1), f"1 {few.name}", few.caution_for_one),
            (new & (few.number > 1), f"few {few.plural}", few.caution_for_several),
        ):
            if concerned.any():
                all_weight = f"In {concerned.sum():,} of {n_groups:,} groups all weight comes from {clusters}"
                notes.append(f"{all_weight}: {caution}")
    return " ".join(notes)


def _clusters(
    weighed: Weighed, groups: NDArray[np.integer[Any]] | None = None, n_groups: int = 1
) -> Iterator[_Clusters]:
    """Yield the clusters by the column that the query names, or by each column that the records have."""
    table, query, counting = weighed.table, weighed.query, weighed.weights > 0
    if query.interval == "none":
        return
    if query.cluster is not None:
        count = _cluster_counts(table, query.cluster, counting, groups, n_groups)
        yield _Clusters(query.cluster, query.cluster, count, count == 1)
        return
    records = counting.sum(keepdims=True)
    if groups is not None:
        records = np.bincount(groups[counting], minlength=n_groups)
    for name, plural in _CLUSTERS.items():
        if name in table.column_names:
            count = _cluster_counts(table, name, counting, groups, n_groups)
            is_lone = (count == 1) & (records > 1) & (name == "city" and bool(query.near))
            are_few = (count > 1) & (count < np.minimum(_MANY, records // 2 + 1))
            yield _Clusters(name, plural, count, is_lone | are_few)


def _cluster_counts(
    table: pa.Table,
    name: str,
    counting: NDArray[np.bool_],
    groups: NDArray[np.integer[Any]] | None,
    n_groups: int,
) -> NDArray[np.int64]:
    """Return in how many clusters the counting rows of each group are; 0 if a row is in no cluster."""
    if table.column(name).null_count == len(table):
        return np.zeros(n_groups, np.int64)
    coded = code_column(table, name)
    size = len(coded.names)
    used = _pairs(coded, counting, groups, n_groups)
    count = np.bincount(used // size, minlength=n_groups)
    lacks = np.array([cluster is None for cluster in coded.names])
    count[used[lacks[used % size]] // size] = 0
    return count


def _pairs(
    clusters: Coded, counting: NDArray[np.bool_], groups: NDArray[np.integer[Any]] | None, n_groups: int
) -> NDArray[np.integer[Any]]:
    """Return a number for each pair of a group and a cluster that a counting row has: group x number of clusters + cluster."""
    size, pairs = len(clusters.names), list[pa.Array]()
    seen = np.zeros(size * n_groups, bool) if size * n_groups <= _TABLE else None
    for low in range(0, len(counting), BLOCK):  # in blocks, so that memory use stays flat
        rows = counting[low : low + BLOCK]
        pair = clusters.indices[low : low + BLOCK][rows].astype(np.int64)
        if groups is not None:
            pair += size * groups[low : low + BLOCK][rows].astype(np.int64)
        if seen is None:
            pairs.append(pc.unique(pa.array(pair)))
            continue
        seen[pair] = True
        if seen.all():
            break
    if seen is not None:
        return np.flatnonzero(seen)
    return np.asarray(pc.unique(pa.chunked_array(pairs, pa.int64())))
