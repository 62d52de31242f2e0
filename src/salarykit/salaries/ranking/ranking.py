"""`Ranking`: the figures in order, how certain the order is, and the rows that could not be ranked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.analysis.ranks import RankSets, tau_best
from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_floats, combine
from salarykit.files.frames import Frame, money, per
from salarykit.package import version
from salarykit.salaries.metadata import join_notes, own_date_note
from salarykit.salaries.ranking.fx_sensitivity import FxSensitivity, overtaking
from salarykit.salaries.results import OvertakingRow, RankedRow, RankingProvenance, UnrankedRow, fingerprint
from salarykit.salaries.summarizing import persons_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.analysis.ranks import Ties
    from salarykit.salaries.figures import OneStatistic
    from salarykit.salaries.metadata import Terms
    from salarykit.salaries.ranking.uncertainty import RankUncertainty

__all__ = ["Ranking"]

_RANGES: Final = (("interval", "rank_low", "rank_high"), ("by day", "fx_rank_low", "fx_rank_high"))


class Ranking(Frame[RankedRow]):
    """Salaries in order; what `SalaryTable.rank` returns.

    Columns: `rank`; `rank_low`, `rank_high` and `expected_rank` if there are rank intervals; `fx_rank_low` and
    `fx_rank_high` if other days were asked for; `city`, `country`, `role`, `value` (the yearly figure in `base`), `index`
    (100 for the city compared with), then every other column of the table.

    Attributes:
        base: the unit of `value`: a currency, or `Int$ 2025` after dividing by price levels.
        terms: the terms on which the figures were converted; None if they were in one currency already.
        ties: how equal figures were ranked.
        against: the city whose index is 100; None for the city of rank 1.
        unranked: the rows that could not be ranked, with a column `reason`.
        uncertainty: how the rank intervals were computed: `holm`, `max_t` or `none`.
        uncertainty_note: what the intervals mean, or why there are none.
        statistic: the statistic that was ranked, such as `median`, `mean` or `p90`; None if the rows do not state one, or
            are medians and means.
        fx: how the ranking depends on the day of the rates; None if that was not asked for.
        note: a caution for the ranking; empty if there is none.

    Examples:
        >>> import salarykit as sk
        >>> ranking = sk.load_salaries().convert("USD", on="2024").rank()
        >>> ranking.base, len(ranking), ranking[-1]["city"], len(ranking.unranked)
        ('USD', 15, 'Bengaluru', 0)
        >>> ranking.uncertainty
        'none'
    """

    __slots__ = (
        "_built",
        "_order",
        "_others",
        "_shows_uncertainty",
        "_source",
        "against",
        "base",
        "fx",
        "note",
        "statistic",
        "terms",
        "ties",
        "uncertainty",
        "uncertainty_note",
        "unranked",
    )

    base: str | None
    terms: Terms | None
    ties: Ties
    against: str | None
    unranked: Frame[UnrankedRow]
    uncertainty: str
    uncertainty_note: str
    statistic: str | None
    fx: FxSensitivity | None
    note: str

    def __init__(  # noqa: PLR0913 - one argument for each of its attributes
        self,
        table: pa.Table,
        order: NDArray[np.intp],
        *,
        base: str | None,
        terms: Terms | None,
        ties: Ties,
        against: str | None,
        unranked: Frame[UnrankedRow],
        sampling: RankUncertainty,
        statistic: OneStatistic,
        fx: FxSensitivity | None = None,
    ) -> None:
        self._source, self._order, self._built = table, order, None
        self.base, self.terms = base, terms
        self.ties, self.against = ties, against
        self.unranked, self.fx = unranked, fx
        self.uncertainty, self.uncertainty_note = sampling.method, sampling.note
        self._shows_uncertainty = sampling.is_shown
        self.statistic, self._others = statistic.name, int(np.count_nonzero(~statistic.rows))
        self.note = join_notes(
            statistic.note, own_date_note(terms), _levels_note(table, terms), persons_note(table)
        )

    @property
    def _table(self) -> pa.Table:
        """The rows in order; they are sorted when all are needed for the first time."""
        if self._built is None:
            self._built = self._source.take(pa.array(self._order))
        return self._built

    @_table.setter
    def _table(self, table: pa.Table) -> None:
        self._built = table

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, index: int) -> RankedRow:
        row = self._position(index)
        only: RankedRow = self._source.take(pa.array(self._order[row : row + 1])).to_pylist()[0]
        return only

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._source.column_names)

    def _first(self, limit: int | None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._source.take(pa.array(self._order[:limit])).to_pylist()
        return rows

    @property
    def provenance(self) -> RankingProvenance:
        """What the ranking rests on: base, day or span, methods, version, and a fingerprint of the columns used."""
        read = [name for name in ("city", "country", "role", "sample_size") if name in self.columns]
        values = as_floats(combine(self._source.column("value")))
        return {
            "base": self.base,
            "on": self.terms.on if self.terms else None,
            "ties": self.ties,
            "uncertainty": self.uncertainty,
            "version": version(),
            "input": fingerprint(self._source, values, read),
        }

    def best(self, tau: int = 1) -> list[RankedRow]:
        """Return the rows whose best possible rank is tau or better.

        With the confidence of the intervals, they include every row whose true rank is tau or better.

        Raises:
            InvalidQuery: if the ranking has no intervals.
        """
        if self.uncertainty == "none":
            raise InvalidQuery(f"best() needs rank intervals. {self.uncertainty_note}", value=tau)
        low, high = (as_floats(combine(self._table.column(name))) for name in ("rank_low", "rank_high"))
        chosen = tau_best(RankSets(low.astype(np.int64), high.astype(np.int64)), tau)
        rows: list[RankedRow] = self._table.filter(pa.array(chosen)).to_pylist()
        return rows

    def overtaking(self) -> Frame[OvertakingRow]:
        """Return all pairs of neighbours, and the gain of the lower one's currency that would make both equal.

        Examples:
            >>> import salarykit as sk
            >>> pairs = sk.load_salaries().convert("USD", on="2024").rank().overtaking()
            >>> pairs[1]["city"], pairs[1]["above"], round(pairs[1]["gain"], 3)
            ('Singapore', 'Seattle', 0.112)
        """
        return Frame(overtaking(self._table))

    def explain(self) -> str:
        """Return the ranking and what it rests on, in plain sentences.

        Examples:
            >>> import salarykit as sk
            >>> print(sk.load_salaries().convert("USD", on="2024").rank().explain())
            15 figures are in order, by USD a year (rates: ECB, 2024).
            New York is first with USD 450,000; Bengaluru is last with USD 41,115.
            No rank intervals: the figures have no sample sizes and quartiles.
        """
        return "\n".join(_sentences(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the ranking with its terms as plain values."""
        return {
            "base": self.base,
            "terms": self.terms.to_dict() if self.terms else None,
            "ties": self.ties,
            "against": self.against,
            "statistic": self.statistic,
            "note": self.note,
            "uncertainty": self.uncertainty,
            "uncertainty_note": self.uncertainty_note,
            "fx": self.fx.to_dict() if self.fx else None,
            "provenance": self.provenance,
            "rows": self._table.to_pylist(),
            "unranked": self.unranked.to_arrow().to_pylist(),
        }

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first rows as text, and a caption."""
        ranges = [names for names in _RANGES if names[1] in self.columns]
        titles = [title for title, *_ in ranges]
        headers = ["rank", *titles, "city", "country", "value", "index", "as stated", "note"]
        rows = [
            [
                f"{row['rank']:g}",
                *(f"{row[low]:g}-{row[high]:g}" for _, low, high in ranges),
                row["city"] or "",
                row["country"] or "",
                money(row["value"], self.base),
                f"{row['index']:.1f}",
                per(row["amount"], row["currency"], row["period"]),
                row["note"] or "",
            ]
            for row in self._first(limit)
        ]
        return headers, rows, self.caption

    @property
    def caption(self) -> str:
        """What is ranked, how, and what is left out, in one line."""
        lacking = len(self.unranked) - self._others
        unranked = [f"{lacking:,} without a figure"] if lacking else []
        unranked += [f"{self._others:,} of other statistics"] if self._others else []
        lost = f" {' and '.join(unranked)} are listed in `unranked`." if unranked else ""
        terms = f" ({self.terms})" if self.terms else ""
        unit = f" by {self.base} a year" if self.base else ""
        sampled = f" {self.uncertainty_note}" if self._shows_uncertainty else ""
        days = f" {self.fx.caption}" if self.fx else ""
        return f"{len(self):,} ranked{unit}{terms}.{lost}{sampled}{days} {self.note}".rstrip()


def _sentences(ranking: Ranking) -> Iterator[str]:
    """Yield a ranking and what it rests on, in plain sentences."""
    unit = f", by {ranking.base} a year" if ranking.base else ""
    terms = f" ({ranking.terms})" if ranking.terms else ""
    yield f"{len(ranking):,} figures are in order{unit}{terms}."
    if len(ranking):
        first, last = ranking[0], ranking[-1]
        yield (
            f"{_name(first)} is first with {money(first['value'], ranking.base)}; "
            f"{_name(last)} is last with {money(last['value'], ranking.base)}."
        )
    yield ranking.uncertainty_note
    if ranking.uncertainty != "none":
        yield f"Rank 1 may be: {', '.join(_name(row) for row in ranking.best())}."
    if ranking.fx:
        yield ranking.fx.caption
        flips = [pair for pair in ranking.fx if pair["first_flip"]]
        yield from (f"{pair['city']} is ahead of {pair['above']} on {pair['first_flip']}." for pair in flips)
    for row in ranking.unranked:
        yield f"{_name(row)} is not ranked: {row['reason']}."
    if ranking.note:
        yield ranking.note


def _name(row: RankedRow | UnrankedRow) -> str:
    return str(row["city"] or row["role"] or "A row")


def _levels_note(table: pa.Table, terms: Terms | None) -> str:
    """Return the caution for price levels of another year than the figures; empty if none is needed."""
    if terms is None or not terms.price_levels:
        return ""
    period = str(terms.price_levels["period"])[:4]
    dates = table.column("as_of").unique().to_pylist() if not terms.ageing else [terms.ageing["to"]]
    years = sorted({year for date in dates if date for year in re.findall(r"\d{4}", date)[:1]})
    if years in ([], [period]):
        return ""
    return f"The price levels are of {period}, the figures of {', '.join(years[:4])}: inflation in between is not removed."
