"""Ranking: the order of the figures, an index against one of them, and what could not be ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.analysis.ranks import ranks
from salarykit.currency.codes import minor_units
from salarykit.errors import InvalidQuery
from salarykit.files.frames import Frame, money, per
from salarykit.salaries.conversion import comparable_values
from salarykit.salaries.labels import find_row
from salarykit.salaries.terms import Terms, free_columns, own_date_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.analysis.ranks import Ties

__all__ = ["Ranking", "rank_table"]

_LEADING: Final = (
    "rank",
    "city",
    "country",
    "role",
    "value",
    "index",
    "amount",
    "currency",
    "period",
    "as_of",
)


class Ranking(Frame[dict[str, Any]]):
    """Salaries in order; what `SalaryTable.rank` returns.

    Columns: `rank`, `city`, `country`, `role`, `value` (a year, in `base`), `index` (100 = the figure compared
    against), then every other column of the table.

    Attributes:
        base: the currency of `value`.
        terms: how the figures became comparable; None if they were in one currency already.
        ties: how equal figures were ranked.
        against: the city whose index is 100; None for the first.
        unranked: the rows without a figure, with a column `reason`.
        note: a caution that goes with the order; empty if there is none.

    Examples:
        >>> import salarykit as sk
        >>> ranking = sk.load_salaries().convert("USD", on="2024").rank()
        >>> ranking.base, len(ranking), ranking[-1]["city"], len(ranking.unranked)
        ('USD', 15, 'Bengaluru', 0)
    """

    __slots__ = ("against", "base", "note", "terms", "ties", "unranked")

    def __init__(
        self,
        table: pa.Table,
        *,
        base: str | None,
        terms: Terms | None,
        ties: Ties,
        against: str | None,
        unranked: Frame[dict[str, Any]],
    ) -> None:
        super().__init__(table)
        self.base, self.terms, self.ties, self.against = base, terms, ties, against
        self.unranked = unranked
        self.note = own_date_note(terms)

    def to_dict(self) -> dict[str, Any]:
        """Return the ranking with its terms as plain values."""
        return {
            "base": self.base,
            "terms": self.terms.to_dict() if self.terms else None,
            "ties": self.ties,
            "against": self.against,
            "note": self.note,
            "rows": self._table.to_pylist(),
            "unranked": self.unranked.to_arrow().to_pylist(),
        }

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first rows as text, and a caption."""
        headers = ["rank", "city", "country", "value", "index", "as stated", "note"]
        rows = [
            [
                f"{row['rank']:g}",
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
        """One line that says what is compared, how, and what is left out."""
        lost = (
            f" {len(self.unranked)} without a figure are listed in `unranked`." if len(self.unranked) else ""
        )
        terms = f" ({self.terms})" if self.terms else ""
        unit = f" by {self.base} a year" if self.base else ""
        return f"{len(self):,} ranked{unit}{terms}.{lost} {self.note}".rstrip()


def rank_table(
    table: pa.Table, *, ties: Ties = "min", descending: bool = True, against: str | None = None
) -> Ranking:
    """Return the rows in order; see `SalaryTable.rank`."""
    free_columns(table.column_names, ("rank", "index", "reason"), "the ranking")
    values, base = comparable_values(table)
    known = np.isfinite(values)
    ranked = table.filter(pa.array(known))
    figures = values[known]
    with np.errstate(over="ignore"):
        keys = np.round(figures, minor_units(base) if base else 2)
    keys = np.where(np.isfinite(keys), keys, figures)  # a figure too large to round is what it is
    places = ranks(keys, ties=ties, descending=descending)
    order = np.argsort(places, kind="stable")
    reference = (
        _reference(table, values, against) if against else (figures[order[0]] if len(figures) else 1.0)
    )
    columns = {
        **{name: ranked.column(name) for name in ranked.column_names},
        "rank": pa.array(places if ties == "average" else places.astype(np.int64)),
        "value": pa.array(figures),
        "index": pa.array(figures / reference * 100),
    }
    names = [*_LEADING, *(name for name in columns if name not in _LEADING)]
    return Ranking(
        pa.table({name: columns[name] for name in names}).take(pa.array(order)),
        base=base,
        terms=Terms.from_metadata(table.schema.metadata),
        ties=ties,
        against=against,
        unranked=_unranked(table.filter(pa.array(~known)), base),
    )


def _reference(table: pa.Table, values: NDArray[np.float64], against: str) -> float:
    value = float(values[find_row(table, against)])
    if np.isnan(value):
        raise InvalidQuery(f"{against} has no figure, so nothing can be compared with it.", value=against)
    return value


def _unranked(table: pa.Table, base: str | None) -> Frame[dict[str, Any]]:
    currencies, days = table.column("currency").to_pylist(), table.column("as_of").to_pylist()
    reasons = [
        f"no {currency}/{base} rate" + (f" (as of {day})" if day else " (no date)")
        for currency, day in zip(currencies, days, strict=True)
    ]
    return Frame(table.append_column("reason", pa.array(reasons, pa.string())).replace_schema_metadata(None))
