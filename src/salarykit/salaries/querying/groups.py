"""`QueryGroups`: the answer to a query for each group of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery
from salarykit.files.frames import Frame, money
from salarykit.salaries.metadata import Terms, join_notes, own_date_note
from salarykit.salaries.querying.answer import plain, provenance
from salarykit.salaries.querying.certainty import few_clusters_in_groups
from salarykit.salaries.querying.signals import note_near
from salarykit.salaries.querying.summary import Summary, summarise, unplaced
from salarykit.salaries.querying.weighing import uncounted_sizes, weigh
from salarykit.salaries.tuples import CodedRows, group_by, sorted_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query
    from salarykit.salaries.querying.weighing import Weighed
    from salarykit.salaries.results import QueryProvenance

__all__ = ["GroupRow", "QueryGroups", "query_groups"]


GroupRow: TypeAlias = dict[str, Any]
"""A row of `QueryGroups`; its keys depend on the columns grouped by and the quantiles asked for, hence Any."""


class QueryGroups(Frame[GroupRow]):
    """Weighted statistics of groups, one row for each; what `SalaryTable.query(by=...)` returns.

    Columns: the columns grouped by, `n`, `n_eff`, `design_effect`, `top_share`, for each probability the quantile and the
    ends of its interval (`p50`, `p50_low`, `p50_high`; infinite where it is open), `mean`, `geometric_mean`, `standard_error`, `dropped`,
    `dropped_share`, `weak` (whether the answer rests on too few effective records, or too much on one), `warnings` (their
    number) and `refused` (why a group has no answer). The groups are sorted by name; a group without a name comes last.

    Attributes:
        base: the currency of the yearly figures.
        by: the columns grouped by.
        query: the question.
        terms: the terms on which the figures were converted; None if they were in one currency already.
        statistic: the statistic of the figures; see `QueryResult`.
        unplaced: how many records of all groups are left out because their place is unknown.
        note: a caution for all groups; empty if there is none.
        provenance: what the answer rests on.

    Examples:
        >>> import salarykit as sk
        >>> found = sk.load_salaries().convert("USD", on="2024").query(by="country")
        >>> [(row["country"], row["n"], round(row["p50"])) for row in found][:2]
        [('CA', 1, 249713), ('CN', 3, 88943)]
    """

    __slots__ = ("base", "by", "note", "provenance", "query", "statistic", "terms", "unplaced")
    base: str | None
    by: tuple[str, ...]
    query: Query
    terms: Terms | None
    statistic: str | None
    unplaced: int
    note: str
    provenance: QueryProvenance

    def __init__(self, table: pa.Table, by: Sequence[str], weighed: Weighed, cautions: Sequence[str]) -> None:
        super().__init__(table)
        query = self.query = weighed.query
        self.by, self.base, self.statistic = tuple(by), weighed.base, weighed.statistic.name
        self.terms = weighed.terms
        self.provenance = {**provenance(weighed), "by": list(by)}
        is_placed = query.near and query.leaves_out("place")
        self.unplaced = int(weighed.lacking["place"].sum()) if is_placed else 0
        places = unplaced(self.unplaced) if self.unplaced else ""
        self.note = join_notes(places, weighed.statistic.note, *cautions, own_date_note(self.terms))

    def to_dict(self) -> dict[str, Any]:
        """Return the groups and the provenance as plain values; a missing figure is null."""
        return {
            "base": self.base,
            "by": list(self.by),
            "query": self.query.model_dump(mode="json", exclude_defaults=True),
            "terms": self.terms.to_dict() if self.terms else None,
            "statistic": self.statistic,
            "unplaced": self.unplaced,
            "note": self.note,
            "provenance": self.provenance,
            "rows": [{name: plain(value) for name, value in row.items()} for row in self._table.to_pylist()],
        }

    def explain(self) -> str:
        """Return what the groups rest on, in plain sentences.

        Examples:
            >>> import salarykit as sk
            >>> print(
            ...     sk.load_salaries().convert("USD", on="2024").query(by="country").explain().splitlines()[0]
            ... )
            9 groups by country; 9 rest on too few effective records, or too much on one.
        """
        weak = int(np.count_nonzero(self._table.column("weak").to_numpy()))
        query = self.query
        level = f"{100 * query.level:g}%"
        if query.interval in ("wilson", "bootstrap"):
            level = f"asked for {level}, which groups of few effective records do not attain"
        lines = [
            f"{len(self):,} groups by {', '.join(self.by)}; {weak:,} rest on too few effective records, or too much on one.",
            f"Quantiles are {query.method}; intervals: {query.interval}, {level}.",
            f"salarykit {self.provenance['version']}, input {self.provenance['input']}.",
        ]
        return "\n".join([*lines[:2], *([self.note] if self.note else []), lines[2]])

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first groups as text, and a caption."""
        shares = [f"p{100 * p:g}" for p in self.query.quantiles]
        headers = [*self.by, *shares, "mean", "n", "n_eff", "top share", "warnings"]
        rows = [
            [
                *("" if row[name] is None else str(row[name]) for name in self.by),
                *(money(row[name], self.base) for name in (*shares, "mean")),
                f"{row['n']:,}",
                f"{row['n_eff']:.1f}",
                "" if row["top_share"] is None else f"{row['top_share']:.0%}",
                str(row["warnings"]),
            ]
            for row in self._first(limit)
        ]
        terms = f" ({self.terms})" if self.terms else ""
        unit = f" in {self.base} a year" if self.base else ""
        return headers, rows, f"{len(self):,} groups{unit}{terms}. {self.note}".rstrip()


def query_groups(table: pa.Table, query: Query, by: str | Sequence[str]) -> QueryGroups:
    """Return the weighted statistics of each group; see `SalaryTable.query`.

    Raises:
        InvalidQuery: for an unknown column, or one that rows cannot be grouped by; see also `weigh`.
    """
    names, coded = group_by(table, by, (*_NAMES, *_shares(query)))
    if query.cluster in names:
        raise InvalidQuery(
            f"cluster: each group by {query.cluster!r} is one cluster, so nothing can be said about others.",
            value=query.cluster,
        )
    groups, n_groups = coded.indices, len(coded.names)
    weighed = weigh(table, query, groups, n_groups)
    columns = {**_keys(table, names, coded), **_figures(summarise(weighed, groups, n_groups))}
    order = pa.array(sorted_by_name(coded.names))
    rows = pa.table({name: column.take(order) for name, column in columns.items()})
    cautions = [
        note_near(weighed.query),
        uncounted_sizes(weighed),
        few_clusters_in_groups(weighed, groups, n_groups),
    ]
    return QueryGroups(rows.replace_schema_metadata(table.schema.metadata), names, weighed, cautions)


def _keys(table: pa.Table, names: Sequence[str], coded: CodedRows) -> dict[str, pa.Array]:
    kinds = [table.schema.field(name).type for name in names]
    plain = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in kinds]
    parts = list(zip(*coded.names, strict=True)) or [()] * len(names)
    return {name: pa.array(part, kind) for name, part, kind in zip(names, parts, plain, strict=True)}


_NAMES: Final = (
    "n", "n_eff", "design_effect", "top_share", "mean", "geometric_mean", "standard_error", "dropped",
    "dropped_share", "weak", "warnings", "refused",
)  # fmt: skip


def _shares(query: Query) -> list[str]:
    return [f"p{100 * p:g}{end}" for p in query.quantiles for end in ("", "_low", "_high")]


def _figures(summary: Summary) -> dict[str, pa.Array]:
    """Return the statistics as columns; a missing figure is null."""
    groups = range(len(summary.n))
    reasons = [summary.reasons(group) for group in groups]
    shares = (
        figures[:, at]
        for at in range(len(summary.query.quantiles))
        for figures in (summary.quantiles, summary.low, summary.high)
    )
    warnings = [len(reasons[group]) + len(summary.notes(group)) for group in groups]
    refused = [
        " ".join(why) if no else None for why, no in zip(reasons, summary.refused.tolist(), strict=True)
    ]
    return {
        "n": pa.array(summary.n),
        "n_eff": pa.array(summary.n_eff),
        **{name: _nullable(getattr(summary, name)) for name in ("design_effect", "top_share")},
        **{name: _nullable(share) for name, share in zip(_shares(summary.query), shares, strict=True)},
        **{name: _nullable(getattr(summary, name)) for name in ("mean", "geometric_mean", "standard_error")},
        "dropped": pa.array(summary.weighed.dropped),
        "dropped_share": pa.array(summary.dropped_share),
        "weak": pa.array(summary.weak),
        "warnings": pa.array(warnings, pa.int64()),
        "refused": pa.array(refused, pa.string()),
    }


def _nullable(figures: NDArray[np.float64]) -> pa.Array:
    return pa.array(figures, mask=np.isnan(figures))
