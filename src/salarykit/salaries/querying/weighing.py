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
from salarykit.salaries.figures import OneStatistic, comparable_values, one_statistic
from salarykit.salaries.metadata import free_columns
from salarykit.salaries.querying.query import SIGNALS
from salarykit.salaries.querying.signals import read_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.salaries.metadata import Terms
    from salarykit.salaries.querying.query import Lacking, Query
    from salarykit.salaries.querying.signals import Signal

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

__all__ = ["Weighed", "uncounted_sizes", "weigh"]

_NAMED: Final = ("role", "place")
"""The signals by a name in the query, which may be misspelt, or unlike every name in the table."""
_STANDS_FOR: Final = {"neutral": 1.0, "zero": 0.0}


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The records of a table, weighed for a query, in one group or several.

    Attributes:
        table: n records.
        query: the question.
        values: n yearly figures; NaN for a record whose figure is missing or of another statistic.
        base: their unit.
        terms: the terms on which they were converted; None if they were not.
        statistic: their statistic.
        signals: the signals of the records.
        weights: n weights, 0 for a record that does not count.
        given: how many records of each group have a figure.
        dropped: how many records of each group were lighter than `min_weight`.
        dropped_weight: the weight of those records.
        kept_weight: the weight of all other records of each group; 0 without `min_weight`, which alone drops records.
        lacking: for each signal, how many records of each group lack it. If a record without the signal does not count,
            these are the records that would count otherwise; else, those that count.
        late: how many records that count in each group are dated after the day asked for.
        best: for role and place, the highest signal of a record that counts in each group; 0 without one.
    """

    table: pa.Table
    query: Query
    values: Floats
    base: str | None
    terms: Terms | None
    statistic: OneStatistic
    signals: Sequence[Signal]
    weights: Floats
    given: Counts
    dropped: Counts
    dropped_weight: Floats
    kept_weight: Floats
    lacking: dict[str, Counts]
    late: Counts
    best: dict[str, Floats]


def weigh(table: pa.Table, query: Query, groups: NDArray[Any] | None = None, n_groups: int = 1) -> Weighed:
    """Return the records of a table with their weights, and what was left out.

    Args:
        table: n records.
        query: the question.
        groups: n numbers of a group, from 0; None for one group.
        n_groups: how many groups there are.

    Raises:
        MixedCurrencies: if the figures are in several currencies and were not converted.
        InvalidQuery: if a column has the name of one that the answer adds; with `missing="raise"`, for a record that lacks
            a signal.
    """
    free_columns(table.column_names, ("weight", *(f"signal_{name}" for name in SIGNALS)), "the query")
    values, base, terms = comparable_values(table)
    values, statistic = _of_one_statistic(table, values, query)
    signals = read_signals(table, query)
    weighed = Weighed(
        table,
        query,
        values,
        base,
        terms,
        statistic,
        signals,
        weights=np.zeros(len(values)),
        given=np.zeros(n_groups, np.int64),
        dropped=np.zeros(n_groups, np.int64),
        dropped_weight=np.zeros(n_groups),
        kept_weight=np.zeros(n_groups),
        lacking={signal.name: np.zeros(n_groups, np.int64) for signal in signals},
        late=np.zeros(n_groups, np.int64),
        best={signal.name: np.zeros(n_groups) for signal in signals if signal.name in _NAMED},
    )
    for start in range(0, len(values), BLOCK):
        rows = slice(start, min(start + BLOCK, len(values)))
        of = np.zeros(rows.stop - start, np.intp) if groups is None else groups[rows].astype(np.intp)
        _weigh_block(weighed, rows, of)
    return weighed


def _of_one_statistic(table: pa.Table, values: Floats, query: Query) -> tuple[Floats, OneStatistic]:
    """Return the figures of the statistic that counts, NaN for all others, and that statistic.

    If the query sets `statistic`, a signal weighs the statistics instead, and all figures are kept.
    """
    if query.statistic is not None:
        name = query.statistic if isinstance(query.statistic, str) else None
        return values, OneStatistic(np.ones(len(values), bool), name, "")
    chosen = one_statistic(table)
    return values if chosen.rows.all() else np.where(chosen.rows, values, np.nan), chosen


def uncounted_sizes(weighed: Weighed) -> str:
    """Return a note that sample sizes differ but do not count; empty if they count, or are equal."""
    column = weighed.table.column("sample_size")
    if weighed.query.sample_pivot is not None or column.null_count == len(column):
        return ""
    size = as_floats(as_array(column))
    size = size[np.isfinite(size) & np.isfinite(weighed.values)]
    if not len(size) or size.min() == size.max():
        return ""
    return f"Sample sizes differ ({size.min():,.0f} to {size.max():,.0f}) but do not count; sample_pivot= makes them count."


def _weigh_block(weighed: Weighed, rows: slice, groups: NDArray[np.intp]) -> None:
    """Weigh a block of records, and count those that are dropped, lack a signal or are dated too late."""
    query, has_figure = weighed.query, np.isfinite(weighed.values[rows])
    read = [(signal, signal.read(rows)) for signal in weighed.signals]
    filled = [
        (_filled(figures, has_figure, signal.name, query, rows.start), query.exponent(signal.name))
        for signal, figures in read
    ]
    weights = combine(filled, len(has_figure), how=query.combine)
    weights[~has_figure] = 0.0
    light = (weights > 0) & (weights < query.min_weight)
    _count(weighed.given, groups, has_figure)
    if light.any():
        _count(weighed.dropped, groups, light)
        np.add.at(weighed.dropped_weight, groups[light], weights[light])
        weights[light] = 0.0
    if query.min_weight:
        np.add.at(weighed.kept_weight, groups, weights)
    weighed.weights[rows] = weights
    _count_signals(weighed, rows, groups, _would_count(weights, has_figure, read, query), read)


def _count_signals(
    weighed: Weighed,
    rows: slice,
    groups: NDArray[np.intp],
    would_count: NDArray[np.bool_],
    read: Sequence[tuple[Signal, Floats]],
) -> None:
    """Count the records that lack a signal or are dated too late, and note the best signals."""
    counts = weighed.weights[rows] > 0
    for signal, figures in read:
        concerned = would_count if weighed.query.leaves_out(signal.name) else counts
        _count(weighed.lacking[signal.name], groups, np.isnan(figures) & concerned)
        if signal.late:
            _count(weighed.late, groups, signal.late(rows) & counts)
        if signal.name in weighed.best:
            _raise(weighed.best[signal.name], groups, np.where(counts, figures, 0.0))


def _would_count(
    weights: Floats, has_figure: NDArray[np.bool_], read: Sequence[tuple[Signal, Floats]], query: Query
) -> NDArray[np.bool_]:
    """Return which records would count if a missing signal did not exclude them."""
    excluding = [figures for signal, figures in read if query.leaves_out(signal.name)]
    if not any(np.isnan(figures).any() for figures in excluding):
        return weights > 0
    filled = [
        (np.where(np.isnan(figures), 1.0, figures), query.exponent(signal.name)) for signal, figures in read
    ]
    return has_figure & (combine(filled, len(has_figure), how=query.combine) > 0)


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


def _filled(figures: Floats, has_figure: NDArray[np.bool_], name: str, query: Query, before: int) -> Floats:
    """Return a signal with its missing values filled; `before` is the number of records above the block."""
    lacks = np.isnan(figures)
    if not lacks.any():
        return figures
    policy: Lacking | float = query.lacking(name)
    if policy == "raise" and query.exponent(name):
        rows = np.flatnonzero(lacks & has_figure)
        if len(rows):
            row = before + int(rows[0]) + 1
            raise InvalidQuery(
                f'Row {row} lacks the signal {name!r}, which missing="raise" makes an error. '
                'Leave such rows out with .where(), or choose "neutral", "zero" or a number.',
                row=row,
                value=name,
            )
    replacement = policy if isinstance(policy, float | int) else _STANDS_FOR.get(policy, 1.0)
    return np.where(lacks, replacement, figures)
