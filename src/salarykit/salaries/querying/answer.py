"""`QueryResult`: an answer with the records, signals and settings behind it."""
# A little over 300 lines: the attributes of the result are documented where it is defined.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery
from salarykit.files.frames import Frame, money
from salarykit.package import version
from salarykit.salaries.metadata import Terms, join_notes, own_date_note
from salarykit.salaries.querying.certainty import few_clusters
from salarykit.salaries.querying.signals import note_near
from salarykit.salaries.querying.summary import Summary, summarise
from salarykit.salaries.querying.weighing import uncounted_sizes, weigh
from salarykit.salaries.results import MatchRow, QueryProvenance, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query
    from salarykit.salaries.querying.weighing import Weighed

__all__ = ["QueryResult", "plain", "provenance", "query_table"]

_FEW: Final = 8  # if fewer than one row in eight is needed, the others are not sorted
_AT_ONCE: Final = 10_000  # rows that an iterator builds at a time


class QueryResult(Frame[MatchRow]):
    """Weighted statistics and the records behind them; what `SalaryTable.query` returns.

    The rows are the records that count, the heaviest first, with a column for each signal (`signal_relevance`,
    `signal_role`, ..., null if a record lacks it) and their `weight`. They are built when they are needed, so that an
    answer over millions of records takes no more memory than its weights.

    Attributes:
        base: the currency of the yearly figures.
        quantiles: the quantiles by probability; empty if the guard refused.
        intervals: the lower and upper ends of their confidence intervals by probability: -inf or inf for an open end, which no
            record is far enough out to be, as for the median of five records; NaN for fewer than two effective records; empty if
            none were asked for.
        levels: about how often such an interval covers its quantile, by probability: the level asked for, or the lower
            one that intervals by Wilson or by a bootstrap attain from few records; NaN if neither end is known.
        mean: the weighted mean; NaN without figures, like the next two.
        geometric_mean: the weighted geometric mean.
        standard_error: the standard error of the mean.
        n: how many records count.
        n_eff: how many equally weighted records would be as informative (Kish).
        design_effect: n / n_eff.
        top_share: the share of the heaviest record in all weight.
        missing: for each signal, how many records lack it.
        unplaced: how many records are left out because their place is unknown.
        statistic: the statistic of the figures: the one asked for, the median of several, or the only one; None if the
            records do not state one.
        dropped: how many records were lighter than `min_weight`.
        dropped_share: their share of all weight.
        warnings: what makes the answer weak, in sentences.
        refused: why there is no answer; None if there is one.
        query: the question.
        terms: the terms on which the figures were converted; None if they were in one currency already.

    Examples:
        >>> import salarykit as sk
        >>> found = sk.load_salaries().convert("USD", on="2024").query(near="Berlin")
        >>> found.n, round(found.n_eff, 2), found[0]["signal_place"]
        (4, 1.43, 1.0)
        >>> print(found.explain(1))
        Paris: relevance missing, counts as 1; place 0.1177. Their product is the weight 0.1177, 9.7% of all.
    """

    __slots__ = (
        "_built", "_order", "_weighed", "base", "design_effect", "dropped", "dropped_share", "geometric_mean", "intervals",
        "levels", "mean", "missing", "n", "n_eff", "quantiles", "query", "refused", "standard_error", "statistic", "terms",
        "top_share", "unplaced", "warnings",
    )  # fmt: skip
    base: str | None
    quantiles: dict[float, float]
    intervals: dict[float, tuple[float, float]]
    levels: dict[float, float]
    mean: float
    geometric_mean: float
    standard_error: float
    n: int
    n_eff: float
    design_effect: float
    top_share: float
    missing: dict[str, int]
    unplaced: int
    statistic: str | None
    dropped: int
    dropped_share: float
    warnings: tuple[str, ...]
    refused: str | None
    query: Query
    terms: Terms | None

    def __init__(self, summary: Summary) -> None:
        weighed = self._weighed = summary.weighed
        self._order: NDArray[np.intp] | None = None
        self._built: pa.Table | None = None
        self.query, self.base, self.statistic = weighed.query, weighed.base, weighed.statistic.name
        self.terms = weighed.terms
        self.n, self.n_eff = int(summary.n[0]), float(summary.n_eff[0])
        self.design_effect, self.top_share = float(summary.design_effect[0]), float(summary.top_share[0])
        self.missing = {name: int(count[0]) for name, count in weighed.lacking.items() if count[0]}
        self.dropped, self.dropped_share = int(weighed.dropped[0]), float(summary.dropped_share[0])
        self.unplaced = self.missing.get("place", 0) if self.query.leaves_out("place") else 0
        reasons = summary.reasons(0, self._heaviest())
        self.refused = join_notes(*reasons) if summary.refused[0] else None
        cautions = [note_near(self.query), weighed.statistic.note]
        if self.n:
            cautions += [uncounted_sizes(weighed), few_clusters(weighed), own_date_note(self.terms)]
        self.warnings = (*reasons, *summary.notes(0), *filter(None, cautions))
        self._take_figures(summary)

    def _take_figures(self, summary: Summary) -> None:
        tables = (summary.quantiles, summary.low, summary.high, summary.level)
        figures = zip(*(table[0].tolist() for table in tables), strict=True)
        answer = {} if self.refused else dict(zip(self.query.quantiles, figures, strict=True))
        self.quantiles = {p: value for p, (value, *_) in answer.items()}
        self.intervals = {
            p: (low, high) for p, (_, low, high, _) in answer.items() if self.query.interval != "none"
        }
        self.levels = {p: answer[p][3] for p in self.intervals}
        self.mean, self.geometric_mean = float(summary.mean[0]), float(summary.geometric_mean[0])
        self.standard_error = float(summary.standard_error[0])

    # The records

    @property
    def weights(self) -> NDArray[np.float64]:
        """The weights of the rows of the queried table, in its order; 0 for a row that does not count."""
        return self._weighed.weights

    @property
    def _table(self) -> pa.Table:
        if self._built is None:
            self._built = self._part(0, self.n)
        return self._built

    def _rows(self, start: int, stop: int) -> NDArray[np.intp]:
        """Return some of the rows that count, the heaviest first; rows of equal weight keep the order of the table."""
        if self._order is None:
            counted = np.flatnonzero(self.weights)
            few = stop < len(counted) // _FEW
            if few:  # then only the first rows are sorted
                least = np.partition(self.weights, -stop - 1)[-stop - 1]
                counted = np.flatnonzero(self.weights >= least)
            order = counted[np.argsort(-self.weights[counted], kind="stable")]
            if few:
                return order[start:stop]
            self._order = order
        return self._order[start:stop]

    def _part(self, start: int, stop: int) -> pa.Table:
        """Return some of the records with their signals and weights."""
        rows = self._rows(start, stop)
        part = self._weighed.table.take(pa.array(rows))
        columns = {name: part.column(name) for name in part.column_names}
        columns["value"] = pa.array(self._weighed.values[rows])
        for signal in self._weighed.signals:
            figures = signal.read(rows)
            columns[f"signal_{signal.name}"] = pa.array(figures, mask=np.isnan(figures))
        return pa.table({**columns, "weight": pa.array(self.weights[rows])})

    def _heaviest(self) -> str:
        if not self.n:
            return ""
        row = self._weighed.table.slice(int(np.argmax(self.weights)), 1)
        return row.column("city")[0].as_py() or row.column("role")[0].as_py() or "the first"

    def __len__(self) -> int:
        return self.n

    def __eq__(self, other: object) -> bool:
        alike = isinstance(other, QueryResult) and self.query.model_dump() == other.query.model_dump()
        return alike and super().__eq__(other)

    __hash__: ClassVar[None]  # results are compared by content, so they have no hash

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the table and the question, which give the same answer again."""
        return query_table, (self._weighed.table, self.query)

    def __iter__(self) -> Iterator[MatchRow]:
        for start in range(0, self.n, _AT_ONCE):
            yield from self._part(start, start + _AT_ONCE).to_pylist()

    def __getitem__(self, index: int) -> MatchRow:
        row = self._position(index)
        only: MatchRow = self._part(row, row + 1).to_pylist()[0]
        return only

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._part(0, 0).column_names)

    def _first(self, limit: int | None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._part(0, self.n if limit is None else limit).to_pylist()
        return rows

    # Explanations

    @property
    def provenance(self) -> QueryProvenance:
        """What the answer rests on: base, day or span, methods, version, and a fingerprint of the columns used."""
        return provenance(self._weighed)

    def explain(self, row: int | None = None) -> str:
        """Return the answer and what it rests on, or the reason for the weight of one record, in plain sentences.

        Args:
            row: a row of the answer, 0 for the heaviest record; None for the answer as a whole.

        Examples:
            >>> import salarykit as sk
            >>> found = sk.load_salaries().convert("USD", on="2024").query(near="Berlin", scale_km=800)
            >>> for line in found.explain().splitlines()[:3]:
            ...     print(line)
            Of 15 records with a figure, 4 count; each weighs the product of its relevance and place.
            They are worth 2.5 equally weighted records (design effect 1.61); the heaviest, Berlin, has 55% of the weight.
            p25 is USD 138,380 (no 95% interval: the smallest and the largest figure contain it with about 48% confidence, kish_linear).
        """
        from salarykit.salaries.querying.explanation import explain_answer, explain_row

        if row is None:
            return explain_answer(self, int(self._weighed.given[0]), self._heaviest())
        if type(row) is not int or not -self.n <= row < self.n:
            raise InvalidQuery(f"row={row!r:.80}: the answer has the rows 0 to {self.n - 1:,}.", value=row)
        return explain_row(self[row], self.query, float(self.weights.sum()))

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics, the records and the provenance as plain values; a missing figure is null."""
        return {
            "base": self.base,
            "method": self.query.method,
            "quantiles": {f"{p:g}": plain(value) for p, value in self.quantiles.items()},
            "intervals": {f"{p:g}": [*map(plain, ends)] for p, ends in self.intervals.items()},
            "levels": {f"{p:g}": plain(level) for p, level in self.levels.items()},
            **{name: plain(getattr(self, name)) for name in _STATISTICS},
            "warnings": list(self.warnings),
            "query": self.query.model_dump(mode="json", exclude_defaults=True),
            "terms": self.terms.to_dict() if self.terms else None,
            "provenance": self.provenance,
            "rows": self._table.to_pylist(),
        }

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the heaviest records as text, and the statistics as a caption."""
        names = [signal.name for signal in self._weighed.signals]
        headers = ["city", "value", *names, "weight"]
        rows = [
            [
                row["city"] or "",
                money(row["value"], self.base),
                *("" if row[f"signal_{name}"] is None else f"{row[f'signal_{name}']:.3f}" for name in names),
                f"{row['weight']:.4f}",
            ]
            for row in self._first(limit)
        ]
        return headers, rows, self.caption

    @property
    def caption(self) -> str:
        """The statistics in one line, then the warnings."""
        shares = ", ".join(f"p{100 * p:g} {money(value, self.base)}" for p, value in self.quantiles.items())
        figures = "; ".join(filter(None, (shares, f"mean {money(self.mean, self.base)}")))
        figures = "Refused" if self.refused else figures if self.n else "No answer"
        share = f", top share {self.top_share:.0%}" if self.n else ""
        return " ".join([f"{figures}; n {self.n:,}, n_eff {self.n_eff:.2f}{share}.", *self.warnings])


_STATISTICS: Final = (
    "mean", "geometric_mean", "standard_error", "n", "n_eff", "design_effect", "top_share", "missing", "dropped",
    "dropped_share", "refused", "statistic", "unplaced",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Return a figure for JSON: None if it is missing or infinite."""
    return None if isinstance(value, float) and not np.isfinite(value) else value


def provenance(weighed: Weighed) -> QueryProvenance:
    """Return what an answer rests on; see `QueryResult.provenance`."""
    table, query = weighed.table, weighed.query
    read = dict.fromkeys(column for signal in weighed.signals for column in signal.columns)
    return {
        "base": weighed.base,
        "on": weighed.terms.on if weighed.terms else None,
        "method": query.method,
        "combine": query.combine,
        "interval": query.interval,
        "version": version(),
        "input": fingerprint(table, weighed.values, list(read)),
    }


def query_table(table: pa.Table, query: Query) -> QueryResult:
    """Return the weighted statistics of a table's figures; see `SalaryTable.query`."""
    return QueryResult(summarise(weigh(table, query)))
