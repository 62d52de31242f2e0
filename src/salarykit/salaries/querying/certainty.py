"""The certainty of an answer: intervals of its quantiles, how often those hold, and whether its records come from few clusters."""
# A little over 300 lines: both halves ask which clusters the records come from.

from __future__ import annotations

from math import isfinite, nan
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.analysis.clusters import count_clusters
from salarykit.analysis.intervals import bootstrap_intervals, order_intervals, quantiles_with_intervals
from salarykit.analysis.proportions import attained_level, closed_level, wilson
from salarykit.analysis.quantiles import sample_quantiles
from salarykit.analysis.weights import too_few
from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_coded, combine
from salarykit.files.frames import money
from salarykit.rates.kernel import BLOCK
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.analysis.weighted_sample import WeightedSample
    from salarykit.salaries.querying.query import Query

    Floats = NDArray[np.float64]

__all__ = [
    "Quantiles",
    "cluster_codes",
    "drawn_together",
    "explain_interval",
    "few_clusters",
    "few_clusters_in_groups",
    "level_of",
    "quantiles_of",
]

_PAIR: Final = 2  # effective records; the interval of a single record would be a point
_NEAR: Final = 0.015  # a level attained so nearly is the level: 93.5 of 95 per cent
_FEWER: Final = 10  # a bootstrap of m clusters misses about 1 + 10 / m times as often as it should (benchmarks/coverage.py)
_FEW: Final = 36  # effective records; of more the usual quartiles are nearer by less than 4 %
_TOGETHER: Final = 1.3  # over n + 0.5: by how much they are, as measured from 3 to 36 records


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

    For fewer than two effective records they are NaN, unless the median of a group is that of a single record with a
    published standard error.

    Args:
        sample: n figures with weights, in groups.
        query: the question.
        clusters: n numbers of a cluster; None if the question names no column of them.
        errors: the published standard errors of the logarithms of the figures; NaN where none is.
    """
    chances = np.broadcast_to(np.array(query.quantiles), (sample.n_groups, len(query.quantiles)))
    if query.interval == "beta":
        value, ends = order_intervals(
            sample, query.quantiles, level=query.level, method=query.method, clusters=clusters
        )
        low, high, level = *ends, np.full(value.shape, query.level)
    elif query.interval == "wilson":
        value, low, high = quantiles_with_intervals(
            sample, query.quantiles, level=query.level, method=query.method
        )
        level = _attained(chances, sample.effective_size, query, query.method)
    else:
        value = sample_quantiles(sample, query.quantiles, method=query.method)
        low, high = _drawn(sample, query, clusters, value.shape)
        level = _attained(chances, sample.effective_size, query, "kish_linear")
        if clusters is not None:
            many = np.maximum(count_clusters(sample, clusters), 1)[:, None]
            level = np.broadcast_to(
                1 - np.minimum((1 - query.level) * (1 + _FEWER / many), 1.0), chances.shape
            )
    lonely = too_few(sample.effective_size, _PAIR)
    low[lonely], high[lonely] = np.nan, np.nan
    level = np.where(np.isfinite(low) | np.isfinite(high), level, np.nan)
    quantiles = Quantiles(value, low, high, level)
    if errors is not None and query.interval != "none":
        _fill_published(quantiles, sample, query, errors)
    return quantiles


def _fill_published(quantiles: Quantiles, sample: WeightedSample, query: Query, errors: Floats) -> None:
    """Fill in the interval from the published error of a single figure if the records give none."""
    rows = np.flatnonzero(sample.w)
    groups = np.zeros(len(rows), np.intp) if sample.groups is None else sample.groups[rows].astype(np.intp)
    alone = sample.count[groups] == 1
    wide = np.exp(NormalDist().inv_cdf((1 + query.level) / 2) * errors[rows[alone]])
    for column, p in enumerate(query.quantiles):
        if p == 0.5:  # noqa: PLR2004 - what the figure itself is
            x, of = sample.x[rows[alone]], groups[alone]
            quantiles.low[of, column], quantiles.high[of, column] = x / wide, x * wide
            quantiles.level[of, column] = np.where(np.isfinite(wide), query.level, np.nan)


def _attained(chances: Floats, size: NDArray[Any], query: Query, method: Any) -> Floats:
    """Return about how often an interval by Wilson or by a bootstrap covers its quantile: the lowest share that was measured."""
    many = np.maximum(size, 1.0)[:, None]
    low, high = wilson(chances, many, level=query.level)
    return np.minimum(attained_level(chances, low, high, many, method=method), query.level)


def _drawn(
    sample: WeightedSample, query: Query, clusters: NDArray[np.intp] | None, shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
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
    """Return the cluster of each row; all rows without one are one cluster. None if the query names no column.

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


def level_of(attained: float, nominal: float) -> str:
    """Return the level of an interval in words: the one asked for, or the lower one that it really attains.

    Examples:
        >>> level_of(0.937, 0.95), level_of(0.6049, 0.95)
        ('95%', 'about 60%')
    """
    return f"{100 * nominal:g}%" if attained >= nominal - _NEAR else f"about {attained:.0%}"


def explain_interval(answer: Any, p: float) -> str:
    """Return the interval of a quantile as part of a sentence; empty without one.

    Args:
        answer: the answer, a `QueryResult`.
        p: the probability of the quantile.
    """
    query = answer.query
    low, high = answer.intervals.get(p, (nan, nan))
    nominal = f"{100 * query.level:g}%"
    if query.interval == "none" or answer.n_eff < _PAIR:
        ends = f"{nominal} interval {money(low, answer.base)} to {money(high, answer.base)}"
        return f"{ends}, its error as published, " if isfinite(low) else ""
    if not (isfinite(low) or isfinite(high)):
        if query.interval != "beta" or query.cluster is not None:
            return f"no {nominal} interval, "
        sure = float(closed_level(p, answer.n_eff))
        return f"no {nominal} interval: the smallest and the largest figure contain it with about {sure:.0%} confidence, "
    level = level_of(answer.levels[p], query.level)
    if not isfinite(high):
        return f"{level} interval from {money(low, answer.base)}, open above, {query.interval}, "
    if not isfinite(low):
        return f"{level} interval up to {money(high, answer.base)}, open below, {query.interval}, "
    return f"{level} interval {money(low, answer.base)} to {money(high, answer.base)}, {query.interval}, "


def drawn_together(answer: Any) -> list[str]:
    """Return a note that the default quartiles of few records are too close to each other; empty if there are enough.

    The part is measured: about 1.3 / (n + 0.5) of ln(P75 / P25), for lognormal pay (benchmarks/coverage.py).

    Args:
        answer: the answer, a `QueryResult`.
    """
    both = {0.25, 0.75} <= set(answer.quantiles)
    if not both or answer.query.method != "kish_linear" or not _PAIR <= answer.n_eff < _FEW:
        return []
    return [
        (
            f"From {answer.n_eff:.1f} effective records kish_linear, pandas' definition, draws p25 and p75 together by about "
            f"{_TOGETHER / (answer.n_eff + 0.5):.0%} of their logarithmic distance; kish_hazen and kish_median_unbiased hardly do."
        )
    ]


_MANY: Final = 30  # clusters from which a bootstrap of them covers about what it says
_CLUSTERS: Final = {"city": "cities", "source": "sources", "employer": "employers", "company": "companies"}
"""Columns whose values group similar records, with their plurals; the first that the records have is used."""


def few_clusters(table: pa.Table, weights: Floats, query: Query) -> str:
    """Return a note that many records come from few cities, sources or employers; empty if they do not.

    They do if fewer than thirty clusters have all the weight, and two records or more on average. A single cluster is what was
    asked for, unless the question is about a place and its surroundings.
    """
    for name, plural, many, is_few in _few(table, weights > 0, query, None, 1):
        if not is_few[0]:
            continue
        if many[0] == 1:
            return f"All weight comes from 1 {name}: {_lone(name)}"
        return f"All weight comes from {many[0]} {plural}: {_alone(name)}"
    return ""


def few_clusters_in_groups(
    table: pa.Table, weights: Floats, query: Query, groups: NDArray[np.integer[Any]], n_groups: int
) -> str:
    """Return the note of `few_clusters` for groups: in how many of them many records come from few clusters.

    Args:
        table: n rows.
        weights: n weights.
        query: the question.
        groups: n numbers of a group, from 0.
        n_groups: the number of groups.
    """
    notes, is_told = [], np.zeros(n_groups, bool)
    for name, plural, many, is_few in _few(table, weights > 0, query, groups, n_groups):
        alone, several = is_few & (many == 1) & ~is_told, is_few & (many > 1) & ~is_told
        is_told |= is_few
        for is_one, counted, why in (
            (alone, f"1 {name}", _lone(name)),
            (several, f"few {plural}", _alone(name)),
        ):
            if is_one.any():
                notes.append(
                    f"In {is_one.sum():,} of {n_groups:,} groups all weight comes from {counted}: {why}"
                )
    return " ".join(notes)


def _few(
    table: pa.Table,
    counted: NDArray[np.bool_],
    query: Query,
    groups: NDArray[np.integer[Any]] | None,
    n_groups: int,
) -> Iterator[tuple[str, str, NDArray[np.int64], NDArray[np.bool_]]]:
    """Yield, for each column of clusters, its plural, the number of clusters with weight in each group, and whether they are few."""
    if query.interval == "none":
        return
    if query.cluster is not None:
        many = _cluster_counts(table, query.cluster, counted, groups, n_groups)
        yield query.cluster, query.cluster, many, many == 1
        return
    records = (
        np.bincount(groups[counted], minlength=n_groups) if groups is not None else counted.sum(keepdims=True)
    )
    for name, plural in _CLUSTERS.items():
        if name in table.column_names:
            many = _cluster_counts(table, name, counted, groups, n_groups)
            is_lone = (many == 1) & (records > 1) & (name == "city" and bool(query.near))
            yield (
                name,
                plural,
                many,
                is_lone | ((many > 1) & (many < np.minimum(_MANY, records // 2 + 1))),
            )


def _lone(name: str) -> str:
    return f"nothing shows how pay differs from one {name} to another."


def _alone(name: str) -> str:
    return f"the intervals are for pay in those alone; cluster={name!r} makes them for others, too."


def _cluster_counts(
    table: pa.Table,
    name: str,
    counted: NDArray[np.bool_],
    groups: NDArray[np.integer[Any]] | None,
    n_groups: int,
) -> NDArray[np.int64]:
    """Return in how many clusters the rows of each group are; 0 if a row is in no cluster."""
    if table.column(name).null_count == len(table):
        return np.zeros(n_groups, np.int64)
    coded = as_coded(combine(table.column(name)))
    size, pairs = len(coded.names), list[pa.Array]()
    for low in range(0, len(counted), BLOCK):  # a block at a time: millions of rows take no more memory
        rows = counted[low : low + BLOCK]
        pair = coded.indices[low : low + BLOCK][rows].astype(np.int64)
        if groups is not None:
            pair += size * groups[low : low + BLOCK][rows]
        pairs.append(pc.unique(pa.array(pair)))
    used = pc.unique(pa.chunked_array(pairs, pa.int64())).to_numpy()
    many = np.bincount(used // size, minlength=n_groups)
    lacks = np.array([cluster is None for cluster in coded.names])
    many[used[lacks[used % size]] // size] = 0
    return many
