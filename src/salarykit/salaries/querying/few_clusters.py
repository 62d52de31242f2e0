"""Whether the weight of an answer comes from few cities, sources or employers, whose pay is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_coded, combine
from salarykit.rates.kernel import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query

    Floats = NDArray[np.float64]

__all__ = ["few_clusters", "few_clusters_in_groups"]

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
