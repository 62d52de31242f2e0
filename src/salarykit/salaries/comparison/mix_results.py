"""What comparing like with like returns: two tables' pay role by role, and cities' pay against one."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from salarykit.files.frames import Frame
from salarykit.salaries.rows import DifferentialRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

__all__ = ["Differentials", "MixComparison"]


class MixComparison(BaseModel):
    """Two tables' pay, role by role; what `SalaryTable.compare_mix` returns.

    Examples:
        >>> import salarykit as sk
        >>> def table(low: float, high: float, juniors: int) -> sk.SalaryTable:
        ...     rows = [("junior", low, juniors), ("senior", high, 10 - juniors)]
        ...     return sk.read_salaries(
        ...         [{"role": r, "amount": a, "currency": "USD", "sample_size": n} for r, a, n in rows]
        ...     )
        >>> found = table(90, 210, juniors=4).compare_mix(table(100, 200, juniors=8))
        >>> round(found.crude, 6), round(found.fisher, 6), round(found.mix_effect, 6)
        (1.35, 0.980752, 44.0)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str | None
    """What both tables' figures are in."""
    crude: float
    """The ratio of the two means over all records: it mixes pay with who is paid."""
    laspeyres: float
    """The other table's mix, at these figures and at its own."""
    paasche: float
    """This table's mix, at these figures and at the other's."""
    fisher: float
    """The geometric mean of both."""
    tornqvist: float
    """Ratios weighted by the mean of both shares of all pay."""
    jevons: float
    """Every role alike."""
    gap: float
    """The difference of the two means over the roles that both have."""
    rate_effect: float
    """How much of it is pay (Kitagawa)."""
    mix_effect: float
    """How much of it is who is paid; both sum to the gap."""
    roles: tuple[str, ...]
    """The roles that both tables have."""
    unmatched: tuple[str, ...]
    """The roles that only one has."""
    coverage: tuple[float, float]
    """The share of this table's records, and of the other's, in roles that both have."""
    version: str
    """Of salarykit."""
    input: tuple[str, str]
    """Fingerprints of both tables' figures."""
    note: str
    """What a record counts for, and cautions."""

    def explain(self) -> str:
        """Return what the comparison says, in plain sentences."""
        shares = f"{self.coverage[0]:.0%} and {self.coverage[1]:.0%} of the records"
        named = {
            "Laspeyres": self.laspeyres,
            "Paasche": self.paasche,
            "Törnqvist": self.tornqvist,
            "Jevons": self.jevons,
        }
        others = ", ".join(f"{name} {value:.4g}" for name, value in named.items())
        mix = f"{self.mix_effect:+,.2f} who is paid"
        lines = [
            f"The crude means differ by a factor of {self.crude:.4g}.",
            f"Pay of the same {len(self.roles)} roles differs by {self.fisher:.4g} (Fisher; {others}).",
            f"Of a gap of {self.gap:+,.2f} between their means, {self.rate_effect:+,.2f} is pay, {mix}.",
            f"They cover {shares}." + (f" Left out: {', '.join(self.unmatched)}." if self.unmatched else ""),
        ]
        return "\n".join([*lines, self.note])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """Return everything as JSON."""
        return self.model_dump_json(indent=2)

    def __str__(self) -> str:
        return self.explain()

    def _repr_html_(self) -> str:
        return "<p>" + "<br>".join(escape(line) for line in self.explain().splitlines()) + "</p>"


class Differentials(Frame[DifferentialRow]):
    """Geographic differentials: every city's pay against one, role by role; what `SalaryTable.differentials` returns.

    Columns: `city`, `index` (100 = the city compared against; null where no chain of shared roles leads there), `crude`
    (the same of the plain means), `roles` (how many it shares with that city), `coverage` (the share of its records in
    those).

    Attributes:
        against: the city whose index is 100.
        formula: how roles were brought together.
        unit: what the figures are in.
        note: what a record counts for, and cautions.
        provenance: day, formula, version, and a fingerprint of the figures.
    """

    __slots__ = ("against", "formula", "note", "provenance", "unit")

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
        """Return what the indices say, in plain sentences."""
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
