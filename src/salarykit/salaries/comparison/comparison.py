"""`Comparison`: two cities, or one city at two dates: ratio, gap and its parts, index, break-even exchange rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.analysis.decomposition import largest_remainder
from salarykit.errors import InvalidQuery
from salarykit.files.columns import combine
from salarykit.files.frames import money
from salarykit.package import version
from salarykit.salaries.comparison.splitting import GapPart, Side, SplitOptions, both_sides, split_gap
from salarykit.salaries.figure_errors import ratio_interval, sampling_errors
from salarykit.salaries.figures import comparable_values, one_statistic, rows_of
from salarykit.salaries.metadata import Terms, join_notes, own_date_note
from salarykit.salaries.real_terms import chosen_levels
from salarykit.salaries.results import Result, fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Comparison", "compare_rows"]


class Comparison(Result):
    """Two yearly figures side by side, with the parts of their gap; what `SalaryTable.compare` returns.

    Examples:
        >>> import salarykit as sk
        >>> pair = sk.load_salaries().convert("USD", on="2024").compare("Toronto", "New York")
        >>> round(pair.ratio, 4), round(pair.gap, 2), pair.break_even_pair, round(pair.break_even, 6)
        (0.5549, -200286.88, 'USD per CAD', 1.315789)
    """

    a: str
    """The first city."""
    b: str
    """The second city."""
    statistic: str | None
    """The statistic of both values, such as `median` or `p90`; None if the table does not state one."""
    base: str
    """The unit of both values: a currency, or `Int$ 2025` after dividing by price levels."""
    value_a: float
    """The yearly figure of the first city, in the base."""
    value_b: float
    """The yearly figure of the second city, in the base."""
    ratio: float
    """`value_a / value_b`."""
    ratio_interval: tuple[float, float] | None
    """The ends of the ratio's 95 % confidence interval; None for figures of two dates, or if a figure has no standard error,
    neither a published one nor one from a sample size and quartiles."""
    ratio_note: str
    """Where the standard errors come from."""
    gap: float
    """`value_a - value_b`, in the base."""
    index: float
    """The figure of the first city if the second is 100."""
    break_even: float | None
    """The exchange rate at which both figures would be equal; None if both are in one currency."""
    break_even_pair: str | None
    """The unit of that rate, such as `USD per CAD`: for the currency of a, or for that of b if a is paid in the base."""
    break_even_change: float | None
    """By how much that currency would have to change: 0.5 if it would have to gain half, -0.5 if it would have to lose half."""
    on: str | None
    """The day or span of the rates, or `own`; None if nothing was converted."""
    source: str | None
    """Who published the rates."""
    fingerprint: str | None
    """The fingerprint of the rates."""
    since: str | None
    """The earlier day or span; None if none was asked for."""
    method: str | None
    """How the gap was split: `log_mean` or `shapley`; None if it was not."""
    price_levels: dict[str, str] | None
    """The price levels of the split: unit, indicator, period, source, licence; None without them."""
    parts: tuple[GapPart, ...]
    """The parts of the gap, which sum to it; empty if it was not split."""
    meaning: str
    """What the parts mean; empty if the gap was not split."""
    version: str
    """The version of salarykit."""
    input: str
    """A fingerprint of the figures compared."""
    note: str
    """A caution that goes with the figures; empty if there is none."""

    def to_arrow(self) -> pa.Table:
        """Return the parts of the gap as an Arrow table."""
        fields = (("name", pa.string()), ("of", pa.string()), ("amount", pa.float64()))
        return pa.Table.from_pylist([part.model_dump() for part in self.parts], pa.schema(fields))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the parts through Arrow's C stream interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def explain(self) -> str:
        """Return the comparison and what it rests on, in plain sentences.

        Examples:
            >>> import salarykit as sk
            >>> usd = sk.load_salaries().convert("USD", on="2024")
            >>> print(usd.compare("Toronto", "New York", since="2020").explain().splitlines()[-1])
            Rates: ECB, 2024.
        """
        lines = [str(self)]
        if self.price_levels:
            levels = self.price_levels
            lines.append(
                f"Price levels: {levels['indicator']} {levels['period']}, {levels['source']}, {levels['licence']}."
            )
        if self.source:
            lines.append(f"Rates: {self.source}, {self.on}.")
        return "\n".join(lines)

    def _part_lines(self) -> list[str]:
        """Return a line for each part, rounded so that the lines sum to the rounded gap."""
        if not self.parts:
            return []
        digits = 0 if abs(self.gap) >= 1000 else 2  # noqa: PLR2004 - as `money` prints
        shown = largest_remainder([part.amount for part in self.parts], self.gap, digits)
        lines = [
            f"  {self.base} {amount:+,.{digits}f} {part.name.replace('gap then', f'gap at the rates of {self.since}')}"
            + (f" of {part.of}" if part.of else "")
            for part, amount in zip(self.parts, shown, strict=True)
        ]
        return [f"The gap of {self.base} {self.gap:+,.{digits}f} consists of:", *lines, self.meaning]

    def __str__(self) -> str:
        more = "above" if self.gap > 0 else "below"
        apart = (
            f"{abs(self.ratio - 1):.1%} ({money(abs(self.gap), self.base)}) {more}"
            if self.gap
            else "equal to"
        )
        lines = [
            f"{self.a} {money(self.value_a, self.base)}, {self.b} {money(self.value_b, self.base)} a year.",
            f"{self.a} is {apart} {self.b}.",
            f"Index: {self.index:.1f}, {self.b} = 100.",
        ]
        if self.ratio_interval is not None:
            low, high = self.ratio_interval
            lines.append(
                f"The ratio {self.ratio:.3f} has the 95% interval {low:.3f} to {high:.3f} ({self.ratio_note})."
            )
        if self.break_even is not None and self.break_even_change is not None:
            lines.append(
                f"They would be equal at {self.break_even:.6g} {self.break_even_pair}, {self.break_even_change:+.1%} "
                "from the rate used."
            )
        lines += self._part_lines()
        return "\n".join([*lines, self.note] if self.note else lines)


def compare_rows(
    table: pa.Table, a: str, b: str | None = None, split_options: SplitOptions | None = None
) -> Comparison:
    """Return the comparison of two cities of a table, or of one at two dates; see `SalaryTable.compare`."""
    split_options = split_options or SplitOptions()
    chosen = one_statistic(table, split_options.statistic)
    given, table = table, rows_of(table, chosen.rows)
    values, base, terms = comparable_values(table)
    sides = both_sides(table, values, a, b, split_options, terms)
    first, second = sides[:2]
    for side in filter(None, sides):
        if np.isnan(side.value):
            raise InvalidQuery(
                f"{side.name} has no figure in {base}, because there is no rate for it.", value=side.name
            )
    parts, meaning = split_gap(table, sides, split_options, terms)
    levels = chosen_levels(split_options.price_levels)
    return Comparison(
        **_figures(first, second, str(base), over_time=split_options.since is not None and sides[2] is None),
        since=None if split_options.since is None else str(split_options.since),
        method=split_options.method if parts else None,
        price_levels=levels.to_dict() if levels and parts else None,
        parts=tuple(parts),
        meaning=meaning,
        statistic=chosen.name,
        **_ratio_interval(given, chosen.rows, (first, second), split_options),
        **_origin(table.take([first.row, second.row]), (first.value, second.value), terms, chosen.note),
    )


def _figures(a: Side, b: Side, base: str, *, over_time: bool) -> dict[str, Any]:
    """Return the fields of both sides, and the measures that follow from the two figures alone."""
    even, pair, change = _break_even(a, b, base, over_time=over_time)
    return {
        "a": a.name,
        "b": b.name,
        "base": base,
        "value_a": a.value,
        "value_b": b.value,
        "ratio": a.value / b.value,
        "gap": a.value - b.value,
        "index": a.value / b.value * 100,
        "break_even": even,
        "break_even_pair": pair,
        "break_even_change": change,
    }


def _ratio_interval(
    table: pa.Table, counting: NDArray[np.bool_], sides: tuple[Side, Side], split_options: SplitOptions
) -> dict[str, Any]:
    """Return the interval of the ratio of two cities, and where their standard errors come from; none for one city at two dates."""
    nothing = {"ratio_interval": None, "ratio_note": ""}
    if sides[0].row == sides[1].row or split_options.since is not None:
        return nothing
    at = np.flatnonzero(counting)[[side.row for side in sides]]
    cities = table.column("city").take(pa.array(at))
    near = pc.is_in(table.column("city"), value_set=combine(cities.cast(pa.string()))).to_numpy(
        zero_copy_only=False
    )
    place = np.cumsum(near) - 1  # the position of each row among those of the two cities
    errors = sampling_errors(table.filter(pa.array(near))).of(
        place[at]
    )  # their other rows may state quartiles
    ends = ratio_interval((sides[0].value, sides[1].value), errors)
    return {"ratio_interval": ends, "ratio_note": errors.note} if ends else nothing


def _origin(rows: pa.Table, values: tuple[float, float], terms: Terms | None, note: str) -> dict[str, Any]:
    """Return the provenance of a comparison."""
    return {
        "on": terms.on if terms else None,
        "source": terms.source if terms else None,
        "fingerprint": terms.fingerprint if terms else None,
        "version": version(),
        "input": fingerprint(rows, np.array(values), ["city", "currency", "as_of"]),
        "note": join_notes(note, _own_note(terms, rows)),
    }


def _own_note(terms: Terms | None, rows: pa.Table) -> str:
    """Return the caution for figures of different dates; empty for figures of one date."""
    same = terms is not None and terms.on == "own" and len(set(rows.column("as_of").to_pylist())) == 1
    return "" if same else own_date_note(terms)


def _break_even(
    a: Side, b: Side, base: str | None, *, over_time: bool
) -> tuple[float, str, float] | tuple[None, None, None]:
    """Return the rate at which both values would be equal, its unit, and the change to it from the rate used."""
    if np.isnan(a.rate) or (a.currency == b.currency and not (over_time and a.currency != base)):
        return None, None, None
    mover, other = (a, b) if a.currency != base else (b, a)
    even = other.value / mover.local
    return even, f"{base} per {mover.currency}", even / mover.rate - 1
