"""Geographic differentials: the pay of the same roles in every city, where one city is 100."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from salarykit.analysis.index_numbers import geks, index_number
from salarykit.errors import InvalidQuery
from salarykit.files.frames import Frame
from salarykit.keywords import is_one_of
from salarykit.package import version
from salarykit.salaries.comparison.mix import RolePay, pay_by_role
from salarykit.salaries.figures import comparable_values, find_rows, one_statistic, rows_of
from salarykit.salaries.metadata import join_notes, own_date_note
from salarykit.salaries.results import DifferentialRow, fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.analysis.index_numbers import Index

__all__ = ["Differentials", "differentials"]


class Differentials(Frame[DifferentialRow]):
    """Geographic differentials: the pay of the same roles by city, where one city is 100; what `SalaryTable.differentials` returns.

    Columns: `city`, `index` (null if no chain of shared roles leads to the city that is 100), `crude` (the index of the
    plain means), `roles` (the number of roles shared with that city), `coverage` (the share of records in those roles).

    Attributes:
        against: the city whose index is 100.
        formula: the index formula, or `geks`.
        unit: the unit of the figures.
        note: how records are weighted, and cautions.
        provenance: day, formula, version, and a fingerprint of the figures.
    """

    __slots__ = ("against", "formula", "note", "provenance", "unit")
    against: str
    formula: str
    unit: str | None
    note: str
    provenance: dict[str, Any]

    def __init__(
        self,
        table: pa.Table,
        *,
        against: str,
        formula: str,
        unit: str | None,
        note: str,
        provenance: dict[str, Any],
    ) -> None:
        super().__init__(table)
        self.against, self.formula, self.unit, self.note = against, formula, unit, note
        self.provenance = provenance

    def to_dict(self) -> dict[str, Any]:
        """Return rows and provenance as plain values."""
        return {
            "against": self.against,
            "formula": self.formula,
            "unit": self.unit,
            "note": self.note,
            "provenance": self.provenance,
            "rows": self._table.to_pylist(),
        }

    def explain(self) -> str:
        """Return the indices in plain sentences."""
        lines = [f"Pay of the same roles, {self.against} = 100 ({self.formula}):"]
        lines += [
            f"{row['city']}: {row['index']:.1f} over {row['roles']} shared roles (crude {row['crude']:.1f})."
            if row["index"] is not None
            else f"{row['city']}: no chain of shared roles leads to {self.against}."
            for row in self
        ]
        return "\n".join([*lines, self.note])

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first rows as text, and a caption."""
        rows = [
            [
                row["city"] or "",
                "" if row["index"] is None else f"{row['index']:.1f}",
                f"{row['crude']:.1f}",
                str(row["roles"]),
                f"{row['coverage']:.0%}",
            ]
            for row in self._first(limit)
        ]
        caption = f"{self.against} = 100, {self.formula}. {self.note}"
        return ["city", "index", "crude", "shared roles", "coverage"], rows, caption


def differentials(
    table: pa.Table, against: str, by: str, formula: Literal["geks"] | Index, statistic: str | None = None
) -> Differentials:
    """Return the pay of every city, relative to one; see `SalaryTable.differentials`."""
    chosen = one_statistic(table, statistic)
    table = rows_of(table, chosen.rows)
    values, unit, terms = comparable_values(table)
    cells = pay_by_role(table, values, by)
    home = table.column("city")[find_rows(table, against)[0]].as_py()
    if home not in cells.places:
        raise InvalidQuery(
            f"{home} has no figure with a {by}, so no city can be compared with it.", value=against
        )
    made = {
        "unit": unit,
        "on": terms.on if terms else None,
        "formula": formula,
        "version": version(),
        "input": fingerprint(table, values, ["city", by]),
    }
    return Differentials(
        _against(cells, home, formula),
        against=home,
        formula=formula,
        unit=unit,
        note=join_notes(chosen.note, cells.note, own_date_note(terms)),
        provenance=made,
    )


def _against(cells: RolePay, home: str, formula: Literal["geks"] | Index) -> pa.Table:
    """Return the cities with their indices; the city that is 100 comes first."""
    first = cells.places.index(home)
    order = [first, *(at for at in range(len(cells.places)) if at != first)]
    pay, size = cells.pay[order], cells.size[order]
    is_geks = is_one_of(formula, ("geks",))
    levels = geks(pay, size) if is_geks else _bilateral(pay, size, formula)  # type: ignore[arg-type] # a bilateral one
    total, finite = np.nansum(pay * size, axis=1) / size.sum(axis=1), np.isfinite(pay)
    shared = finite & finite[0]
    return pa.table(
        {
            "city": [cells.places[at] for at in order],
            "index": pa.array(levels * 100, mask=np.isnan(levels)),
            "crude": total / total[0] * 100,
            "roles": shared.sum(axis=1),
            "coverage": (size * shared).sum(axis=1) / size.sum(axis=1),
        }
    )


def _bilateral(pay: NDArray[np.float64], size: NDArray[np.float64], formula: Index) -> NDArray[np.float64]:
    """Return the index of each place relative to the first, over the roles that both have."""
    indices = []
    for at in range(len(pay)):
        both = np.isfinite(pay[at]) & np.isfinite(pay[0])
        figures = (pay[at][both], pay[0][both], size[at][both], size[0][both])
        indices.append(index_number(*figures, formula=formula) if both.any() else np.nan)
    return np.array(indices)
