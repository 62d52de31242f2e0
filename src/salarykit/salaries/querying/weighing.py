"""Weighing the records of a table, block by block, so that ten million rows take little more memory than their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.analysis.weights import combine
from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_floats
from salarykit.files.columns import combine as as_array
from salarykit.rates.kernel import BLOCK
from salarykit.salaries.figures import OneStatistic, one_statistic

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Lacking, Query
    from salarykit.salaries.querying.signals import Signal

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

__all__ = ["Weighed", "of_one_statistic", "uncounted_sizes", "weigh"]

_FITTING: Final = ("role", "place")
"""The signals that say how well a record fits what was named, which may be misspelt or not be in the table at all."""

_STANDS_FOR = {"neutral": 1.0, "zero": 0.0}


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The weights of the records of a table, in one group or several.

    Attributes:
        weights: n weights, 0 for a record that does not count.
        given: how many records of each group have a figure.
        dropped: how many records of each group were lighter than `min_weight`.
        dropped_weight: the weight of those records.
        kept_weight: the weight of all other records of each group.
        lacking: for each signal, how many records of each group lack it. If a record without the signal does not count,
            these are the records that would count otherwise; else, those that count.
        late: how many records that count in each group are dated after the day asked for.
        best: for role and place, the highest signal of a record that counts in each group; 0 without one.
    """

    weights: Floats
    given: Counts
    dropped: Counts
    dropped_weight: Floats
    kept_weight: Floats
    lacking: dict[str, Counts]
    late: Counts
    best: dict[str, Floats]


def of_one_statistic(table: pa.Table, values: Floats, query: Query) -> tuple[Floats, OneStatistic]:
    """Return the figures of the statistic that counts, NaN for all others, and that statistic.

    If the query sets `statistic`, a signal weighs the statistics instead, and all figures are kept.
    """
    if query.statistic is not None:
        name = query.statistic if isinstance(query.statistic, str) else None
        return values, OneStatistic(np.ones(len(values), bool), name, "")
    chosen = one_statistic(table)
    return values if chosen.rows.all() else np.where(chosen.rows, values, np.nan), chosen


def uncounted_sizes(table: pa.Table, values: Floats, query: Query) -> str:
    """Return a note that sample sizes differ but do not count; empty if they count, or are equal."""
    if query.sample_pivot is not None or table.column("sample_size").null_count == len(table):
        return ""
    size = as_floats(as_array(table.column("sample_size")))
    size = size[np.isfinite(size) & np.isfinite(values)]
    if not len(size) or size.min() == size.max():
        return ""
    return f"Sample sizes differ ({size.min():,.0f} to {size.max():,.0f}) but do not count; sample_pivot= makes them count."


def weigh(
    values: Floats, signals: Sequence[Signal], query: Query, groups: NDArray[Any] | None, n_groups: int
) -> Weighed:
    """Return the weights of records, and what was left out.

    Args:
        values: n figures; a record without a finite one does not count.
        signals: the signals of the n records.
        query: how they combine.
        groups: n numbers of a group, from 0; None for one group.
        n_groups: how many groups there are.

    Raises:
        InvalidQuery: with `missing="raise"`, for a record that lacks a signal.
    """
    counts = (np.zeros(n_groups, np.int64) for _ in range(3))
    sums = (np.zeros(n_groups), np.zeros(n_groups))
    lacking = {signal.name: np.zeros(n_groups, np.int64) for signal in signals}
    best = {signal.name: np.zeros(n_groups) for signal in signals if signal.name in _FITTING}
    weighed = Weighed(np.zeros(len(values)), next(counts), next(counts), *sums, lacking, next(counts), best)
    for start in range(0, len(values), BLOCK):
        stop = min(start + BLOCK, len(values))
        of = np.zeros(stop - start, np.intp) if groups is None else groups[start:stop].astype(np.intp)
        _weigh_block(weighed, np.isfinite(values[start:stop]), signals, query, (start, stop, of))
    return weighed


def _weigh_block(
    weighed: Weighed,
    has_signal: NDArray[np.bool_],
    signals: Sequence[Signal],
    query: Query,
    at: tuple[int, int, NDArray[np.intp]],
) -> None:
    start, stop, groups = at
    read = [(signal, signal.read(slice(start, stop))) for signal in signals]
    filled = [
        (_filled(figures, has_signal, signal.name, query, start), query.exponent(signal.name))
        for signal, figures in read
    ]
    weights = combine(filled, stop - start, how=query.combine)
    weights[~has_signal] = 0.0
    light = (weights > 0) & (weights < query.min_weight)
    _count(weighed.given, groups, has_signal)
    if light.any():
        _count(weighed.dropped, groups, light)
        np.add.at(weighed.dropped_weight, groups[light], weights[light])
        weights[light] = 0.0
    np.add.at(weighed.kept_weight, groups, weights)
    otherwise = _would_count(weights, has_signal, read, query)
    for signal, figures in read:
        counted = otherwise if query.leaves_out(signal.name) else weights > 0
        _count(weighed.lacking[signal.name], groups, np.isnan(figures) & counted)
        if signal.late:
            _count(weighed.late, groups, signal.late(slice(start, stop)) & (weights > 0))
        if signal.name in weighed.best:
            _raise(weighed.best[signal.name], groups, np.where(weights > 0, figures, 0.0))
    weighed.weights[start:stop] = weights


def _would_count(
    weights: Floats, has_signal: NDArray[np.bool_], read: Sequence[tuple[Signal, Floats]], query: Query
) -> NDArray[np.bool_]:
    """Return which records would count if a missing signal did not exclude them."""
    excluding = [figures for signal, figures in read if query.leaves_out(signal.name)]
    if not any(np.isnan(figures).any() for figures in excluding):
        return weights > 0
    filled = [
        (np.where(np.isnan(figures), 1.0, figures), query.exponent(signal.name)) for signal, figures in read
    ]
    return has_signal & (combine(filled, len(has_signal), how=query.combine) > 0)


def _count(counts: Counts, groups: NDArray[np.intp], which: NDArray[np.bool_]) -> None:
    if len(counts) == 1:
        counts += np.count_nonzero(which)
    else:
        np.add.at(counts, groups, which.astype(np.int64))


def _raise(best: Floats, groups: NDArray[np.intp], figures: Floats) -> None:
    if len(best) == 1:
        best[0] = np.fmax.reduce(figures, initial=best[0])
    else:
        np.fmax.at(best, groups, figures)


def _filled(figures: Floats, has_signal: NDArray[np.bool_], name: str, query: Query, before: int) -> Floats:
    """Return a signal with its missing values filled."""
    lacks = np.isnan(figures)
    if not lacks.any():
        return figures
    policy: Lacking | float = query.lacking(name)
    if policy == "raise" and query.exponent(name):
        rows = np.flatnonzero(lacks & has_signal)
        if len(rows):
            row = before + int(rows[0]) + 1
            raise InvalidQuery(
                f'Row {row} lacks the signal {name!r}, which missing="raise" makes an error. '
                'Leave such rows out with .where(), or choose "neutral", "zero" or a number.',
                row=row,
                value=name,
            )
    stands_for = policy if isinstance(policy, float | int) else _STANDS_FOR.get(policy, 1.0)
    return np.where(lacks, stands_for, figures)
