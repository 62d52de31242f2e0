"""Comparing two cities: ratio, gap, index, and the exchange rate at which they would be equal."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict

from salarykit.errors import InvalidQuery
from salarykit.files.frames import money
from salarykit.salaries.conversion import comparable_values
from salarykit.salaries.labels import find_row
from salarykit.salaries.terms import Terms, own_date_note

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Comparison", "compare_rows"]


class Comparison(BaseModel):
    """Two figures of a year side by side; what `SalaryTable.compare` returns.

    Examples:
        >>> import salarykit as sk
        >>> pair = sk.load_salaries().convert("USD", on="2024").compare("Toronto", "New York")
        >>> round(pair.ratio, 4), round(pair.gap, 2), pair.break_even_pair, round(pair.break_even, 6)
        (0.5549, -200286.88, 'USD per CAD', 1.315789)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    a: str
    """The first city."""
    b: str
    """The second city."""
    base: str
    """The currency of both values, ISO 4217."""
    value_a: float
    """The first city's figure of a year, in the base."""
    value_b: float
    """The second city's figure of a year, in the base."""
    ratio: float
    """`value_a / value_b`."""
    gap: float
    """`value_a - value_b`, in the base."""
    index: float
    """The first city's figure where the second's is 100."""
    break_even: float | None
    """The exchange rate at which both would be equal; None if both are paid in one currency."""
    break_even_pair: str | None
    """What it is a rate of: `USD per CAD`, the currency of a, or of b where a is paid in the base."""
    break_even_change: float | None
    """How far that currency would have to move from its rate: 0.5 is a gain of half, -0.5 a loss of half."""
    on: str | None
    """The day or span of the rates, or `own`; None if nothing was converted."""
    source: str | None
    """Who published the rates."""
    fingerprint: str | None
    """The content of the rates."""
    note: str
    """A caution that goes with the figures; empty if there is none."""

    def __str__(self) -> str:
        more = "above" if self.gap >= 0 else "below"
        lines = [
            f"{self.a} {money(self.value_a, self.base)}, {self.b} {money(self.value_b, self.base)} a year.",
            f"{self.a} is {abs(self.ratio - 1):.1%} ({money(abs(self.gap), self.base)}) {more} {self.b}.",
            f"Index: {self.index:.1f}, {self.b} = 100.",
        ]
        if self.break_even is not None and self.break_even_change is not None:
            lines.append(
                f"They would be equal at {self.break_even:.6g} {self.break_even_pair}, {self.break_even_change:+.1%} "
                "from the rate used."
            )
        return "\n".join([*lines, self.note] if self.note else lines)

    def _repr_html_(self) -> str:
        return "<p>" + "<br>".join(escape(line) for line in str(self).splitlines()) + "</p>"


def compare_rows(table: pa.Table, a: str, b: str) -> Comparison:
    """Return the comparison of two cities of a table; see `SalaryTable.compare`."""
    values, base = comparable_values(table)
    rows = find_row(table, a), find_row(table, b)
    names, currencies = (table.column(name).take(list(rows)).to_pylist() for name in ("city", "currency"))
    value_a, value_b = (float(values[row]) for row in rows)
    for name, value in zip(names, (value_a, value_b), strict=True):
        if np.isnan(value):
            raise InvalidQuery(f"{name} has no figure in {base}: no rate was found for it.", value=name)
    terms = Terms.from_metadata(table.schema.metadata)
    even, pair, change = _break_even(table, rows, (value_a, value_b), currencies, base)
    return Comparison(
        a=names[0],
        b=names[1],
        base=str(base),
        value_a=value_a,
        value_b=value_b,
        ratio=value_a / value_b,
        gap=value_a - value_b,
        index=value_a / value_b * 100,
        break_even=even,
        break_even_pair=pair,
        break_even_change=change,
        on=terms.on if terms else None,
        source=terms.source if terms else None,
        fingerprint=terms.fingerprint if terms else None,
        note=own_date_note(terms),
    )


def _break_even(
    table: pa.Table,
    rows: tuple[int, int],
    values: tuple[float, float],
    currencies: list[str],
    base: str | None,
) -> tuple[float, str, float] | tuple[None, None, None]:
    """Return the rate, its pair and the change at which the mover's value would be the other's."""
    if currencies[0] == currencies[1]:
        return None, None, None
    mover = 0 if currencies[0] != base else 1
    rate = float(table.column("rate")[rows[mover]].as_py())
    even = values[1 - mover] / (values[mover] / rate)
    return even, f"{base} per {currencies[mover]}", even / rate - 1
