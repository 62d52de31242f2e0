"""Summarizing: a table with one row for each group of records, with its figure, sample size and quartiles."""
# A little over 300 lines: every function computes one part of the new table from the same record of the groups.

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.quantiles import sample_quantiles
from salarykit.analysis.statistics import means
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_coded, as_floats, combine
from salarykit.keywords import is_count
from salarykit.salaries.fields import FIELDS
from salarykit.salaries.figures import DISTRIBUTION, checked_statistic, comparable_values, one_statistic
from salarykit.salaries.metadata import Reading, Terms, added_by
from salarykit.salaries.tuples import code_tuples, group_by, sorted_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.salaries.tuples import CodedRows

    Floats = NDArray[np.float64]

__all__ = ["persons_note", "summarize_table"]

_OF: Final = ("role", "city", "country", "as_of", "source", "note")
"""The fields that describe a figure; a group keeps those on which all its records agree."""
_QUARTILES: Final = ("p25", "p75")
_LEAST_PERSONS: Final = 10  # rows; fewer have no note
_EXAMINED: Final = 10_000  # rows; only so many are examined for the note


class _GroupFigure(NamedTuple):
    """The figures that count, and how those of a group are combined.

    Attributes:
        rows: a mask of the n rows that count.
        name: the statistic of the figure of a group; None if the rows are medians and means.
        chance: the probability of the quantile that combines them; None for their mean.
        note: which other statistics the table states.
    """

    rows: NDArray[np.bool_]
    name: str | None
    chance: float | None
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The records of a table in groups.

    Attributes:
        table: n rows.
        names: the columns grouped by.
        coded: the group of each row, and the names of the groups.
        values: n yearly figures in the unit of the table; NaN for a row that does not count.
        weights: n weights.
        terms: the terms on which the figures were converted; None if they were not.
        counts: how many records of each group count.
        kept: the groups with enough records, sorted by name.
    """

    table: pa.Table
    names: tuple[str, ...]
    coded: CodedRows
    values: Floats
    weights: Floats
    terms: Terms | None
    counts: NDArray[np.int64]
    kept: NDArray[np.intp]

    def sample(self, figures: Floats) -> WeightedSample:
        """Return figures of all rows as a sample with the groups and weights."""
        counting = np.where(self.weights > 0, figures, 0.0)
        return WeightedSample.of(counting, self.weights, self.coded.indices, len(self.coded.names))


def summarize_table(
    table: pa.Table, by: str | Sequence[str], min_n: int = 1, statistic: str | None = None
) -> pa.Table:
    """Return one row for each group of records; see `SalaryTable.summarize`."""
    figure = _chosen(table, statistic)
    groups, unit = _grouped(table, by, figure, _checked(min_n))
    terms = groups.terms
    money = as_floats(combine(table.column("nominal"))) if terms and terms.price_levels else groups.values
    columns = {
        **_named(groups),
        **_figures(groups, money, figure),
        "currency": pa.array([terms.base if terms else unit] * len(groups.kept), pa.string()),
        "period": pa.array(["year"] * len(groups.kept), pa.string()),
        "statistic": pa.array([figure.name] * len(groups.kept), pa.string()),
        "relevance": _relevance(groups),
    }
    if terms:
        columns |= _converted(groups, columns["amount"], figure, terms)
        terms = replace(terms, summary=f"{figure.name or 'median'} by {', '.join(groups.names)}")
    order = dict.fromkeys([*(field.name for field in FIELDS), *columns])
    metadata = {**_reading(groups, figure, min_n).to_metadata(), **(terms.to_metadata() if terms else {})}
    return pa.table({name: columns[name] for name in order}).replace_schema_metadata(metadata)


def persons_note(table: pa.Table) -> str:
    """Return a note that the rows seem to be the pay of single persons, and how to summarize them; empty if they do not.

    They do if there are at least ten rows, twice as many as combinations of role, city and country, and no row states a
    statistic or a sample size above 1. Only the first ten thousand rows are examined.

    Examples:
        >>> columns = dict.fromkeys(("role", "country", "statistic"), pa.nulls(12, pa.string()))
        >>> columns |= {"city": ["Kiel"] * 12, "sample_size": pa.nulls(12, pa.int64())}
        >>> persons_note(pa.table(columns))
        'The 12 rows seem to be single persons; .summarize("city") makes one row of each city.'
    """
    first = table.slice(0, _EXAMINED)
    if len(first) < _LEAST_PERSONS or _of_groups(first).any():
        return ""
    if 2 * len(code_tuples(first, ("role", "city", "country")).names) > len(first):
        return ""
    return (
        f'The {len(table):,} rows seem to be single persons; .summarize("city") makes one row of each city.'
    )


def _of_groups(table: pa.Table) -> NDArray[np.bool_]:
    """Return which rows are figures of groups: those with a statistic, or a sample size above 1."""
    stated: NDArray[np.bool_] = combine(table.column("statistic")).is_valid().to_numpy(zero_copy_only=False)
    return stated | (as_floats(combine(table.column("sample_size"))) > 1)


def _checked(min_n: Any) -> int:
    if not is_count(min_n, 1):
        raise InvalidQuery(f"min_n={min_n!r}: give a whole number from 1.", value=min_n)
    return int(min_n)


def _chosen(table: pa.Table, statistic: str | None) -> _GroupFigure:
    """Return the figures that count: those of the statistic asked for, if rows state statistics."""
    wanted = None if statistic is None else checked_statistic(statistic)
    if table.column("statistic").null_count < len(table):
        rows, name, note = one_statistic(table, wanted)
        return _GroupFigure(rows, name, None if name == "mean" else 0.5, note)
    name = wanted or "median"
    chances = {"mean": None, "min": 0.0, "median": 0.5, "max": 1.0}
    chance = chances[name] if name in chances else int(name[1:]) / 100
    return _GroupFigure(np.ones(len(table), bool), name, chance, "")


def _grouped(
    table: pa.Table, by: str | Sequence[str], figure: _GroupFigure, min_n: int
) -> tuple[_Groups, str | None]:
    """Return the groups of a table, and the unit of their figures."""
    values, unit, terms = comparable_values(table)
    field_names = [field.name for field in FIELDS if field.name not in _OF]
    names, coded = group_by(table, by, (*field_names, *_QUARTILES, *added_by(terms)))
    values = np.where(figure.rows & np.isfinite(values), values, np.nan)
    relevance = as_floats(combine(table.column("relevance")))
    weights = np.where(np.isnan(relevance), 1.0, relevance) * np.isfinite(values)
    counts = np.bincount(coded.indices[weights > 0], minlength=len(coded.names))
    order = sorted_by_name(coded.names)
    kept = order[counts[order] >= min_n]
    return _Groups(table, names, coded, values, weights, terms, counts, kept), unit


def _named(groups: _Groups) -> dict[str, pa.Array]:
    """Return the columns grouped by, and the fields on which all records of a group agree."""
    keys = [groups.coded.names[group] for group in groups.kept.tolist()]
    columns = {
        name: pa.array([key[at] for key in keys], _plain(groups.table, name))
        for at, name in enumerate(groups.names)
    }
    return columns | {name: _agreed(groups, name) for name in _OF if name not in groups.names}


def _plain(table: pa.Table, name: str) -> pa.DataType:
    kind = table.schema.field(name).type
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _agreed(groups: _Groups, name: str) -> pa.Array:
    """Return the value that all counting records of a group have; null if they differ."""
    column = as_coded(combine(groups.table.column(name)))
    counting = groups.weights > 0
    of, indices = groups.coded.indices[counting], column.indices[counting].astype(np.int64)
    low = np.full(len(groups.counts), len(column.names), np.int64)
    high = np.full(len(groups.counts), -1, np.int64)
    np.minimum.at(low, of, indices)
    np.maximum.at(high, of, indices)
    ends = zip(low[groups.kept].tolist(), high[groups.kept].tolist(), strict=True)
    values = [column.names[first] if first == last else None for first, last in ends]
    return pa.array(values, _plain(groups.table, name))


def _figures(groups: _Groups, money: Floats, figure: _GroupFigure) -> dict[str, pa.Array]:
    """Return amounts, sample sizes and quartiles.

    If the records are figures of groups themselves, there are no quartiles; a group of a single figure keeps that figure's quartiles.
    """
    sample = groups.sample(money)
    sizes, single = _sizes(groups, sample)
    quartiles = np.where(single[:, None], sample_quantiles(sample, [0.25, 0.75]), _own_quartiles(groups))
    low, high = quartiles[groups.kept].T
    return {
        "amount": pa.array(_statistic(sample, figure)[groups.kept]),
        "sample_size": pa.array(sizes[groups.kept], pa.int64(), mask=sizes[groups.kept] == 0),
        "p25": pa.array(low, mask=np.isnan(low)),
        "p75": pa.array(high, mask=np.isnan(high)),
    }


def _own_quartiles(groups: _Groups) -> Floats:
    """Return the quartiles that other rows state for the figure of a group that has only one; NaN for other groups."""
    quartiles = np.full((len(groups.counts), 2), np.nan)
    stated = code_tuples(groups.table, ("statistic",))
    places = {name: at for at, (name,) in enumerate(stated.names) if name in _QUARTILES}
    if not places:
        return quartiles
    of, keys = groups.coded.indices, code_tuples(groups.table, DISTRIBUTION).indices
    alone = np.flatnonzero((groups.weights > 0) & (groups.counts[of] == 1))
    own = np.full(len(groups.counts), -1, np.int64)
    own[of[alone]] = keys[alone]
    is_real = groups.terms is not None and groups.terms.price_levels
    table = groups.table
    money = as_floats(combine(table.column("nominal"))) if is_real else comparable_values(table)[0]
    for column, name in enumerate(_QUARTILES):
        rows = np.flatnonzero(
            (stated.indices == places.get(name, -1)) & (keys == own[of]) & np.isfinite(money)
        )
        once = rows[np.bincount(of[rows], minlength=len(own))[of[rows]] == 1]
        quartiles[of[once], column] = money[once]
    return quartiles


def _statistic(sample: WeightedSample, figure: _GroupFigure) -> Floats:
    if figure.chance is None:
        return means(sample)
    quantiles: Floats = sample_quantiles(sample, [figure.chance])[:, 0]
    return quantiles


def _sizes(groups: _Groups, sample: WeightedSample) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the sample size of each group, 0 if a record does not state one, and whether all its records are persons."""
    counting = groups.weights > 0
    of, stated = groups.coded.indices[counting], _of_groups(groups.table)[counting]
    sizes = as_floats(combine(groups.table.column("sample_size")))[counting]
    some = np.bincount(of[stated], minlength=len(groups.counts)) > 0
    whole = np.bincount(of, np.isnan(sizes), len(groups.counts)) == 0
    sums = np.bincount(of, np.nan_to_num(sizes), len(groups.counts)) * whole
    effective = np.floor(sample.effective_size)  # Kish's; the number of records if all weigh the same
    return np.where(some, sums, effective).astype(np.int64), ~some


def _relevance(groups: _Groups) -> pa.Array:
    """Return the mean relevance of the records that state one; null if none does."""
    relevance = as_floats(combine(groups.table.column("relevance")))
    stated = (groups.weights > 0) & ~np.isnan(relevance)
    of = groups.coded.indices[stated]
    counts = np.bincount(of, minlength=len(groups.counts))
    sums = np.bincount(of, relevance[stated], len(groups.counts))
    mean = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)[groups.kept]
    return pa.array(mean, mask=np.isnan(mean))


def _converted(groups: _Groups, amounts: pa.Array, figure: _GroupFigure, terms: Terms) -> dict[str, pa.Array]:
    """Return the columns that a conversion would add to amounts that are in the base already."""
    n = len(groups.kept)
    kinds = groups.table.schema
    columns = {name: pa.nulls(n, kinds.field(name).type) for name in added_by(terms)}
    values = _statistic(groups.sample(groups.values), figure)[groups.kept]
    columns |= {
        "value": pa.array(values),
        "rate": pa.array(np.ones(n)),
        "rate_kind": pa.array(["identity"] * n, kinds.field("rate_kind").type),
    }
    if terms.price_levels:
        columns |= {"nominal": amounts, "parity": pa.array(amounts.to_numpy() / values)}
    return columns


def _reading(groups: _Groups, figure: _GroupFigure, min_n: int) -> Reading:
    """Return the inferences of the source, with a report on what became of the records."""
    before = Reading.from_metadata(groups.table.schema.metadata)
    small = (groups.counts > 0) & (groups.counts < min_n)
    counts = {
        "groups": len(groups.kept),
        "grouped": int(groups.counts[groups.kept].sum()),
        "small_groups": int(np.count_nonzero(small)),
        "in_small_groups": int(groups.counts[small].sum()),
        "empty_groups": int(np.count_nonzero(groups.counts == 0)),
        "without_figure": int(np.count_nonzero(figure.rows & np.isnan(groups.values))),
        "without_relevance": int(np.count_nonzero(np.isfinite(groups.values) & (groups.weights == 0))),
    }
    report = _report(counts, figure.name or "median", ", ".join(groups.names), min_n)
    sentences = [figure.note] if figure.note else []
    return replace(
        before,
        sentences=(*before.sentences, *sentences, *report, *_unweighed_sizes(groups)),
        counts={**before.counts, **{name: count for name, count in counts.items() if count}},
    )


def _unweighed_sizes(groups: _Groups) -> list[str]:
    """Return a note that the sample sizes within groups differ, and that they are added up but are not weights."""
    of = groups.coded.indices
    sizes = as_floats(combine(groups.table.column("sample_size")))
    sizes = sizes[(groups.weights > 0) & np.isfinite(sizes) & (groups.counts[of] > 1)]
    if not len(sizes) or sizes.min() == sizes.max():
        return []
    return [
        f"Sample sizes differ ({sizes.min():,.0f} to {sizes.max():,.0f}); they are added up, and are not weights."
    ]


def _report(counts: dict[str, int], statistic: str, by: str, min_n: int) -> list[str]:
    """Return sentences on the groups and on the records that do not count."""

    def many(name: str, noun: str) -> str:
        count = counts[name]
        return f"{count:,} {noun}" + ("" if count == 1 else "s")

    sentences = {
        "groups": f"Each row is the {statistic} of a group by {by}: {many('groups', 'group')}, {many('grouped', 'record')}.",
        "small_groups": f"Left out: {many('small_groups', 'group')} of fewer than {min_n} records, with "
        f"{many('in_small_groups', 'record')}.",
        "empty_groups": f"Left out: {many('empty_groups', 'group')} without a figure.",
        "without_figure": f"Not counted: {many('without_figure', 'record')} without a figure.",
        "without_relevance": f"Not counted: {many('without_relevance', 'record')} of relevance 0.",
    }
    return [sentence for name, sentence in sentences.items() if counts[name]]
