"""Comparing like with like: pay of the same roles in two tables or in several cities, and the plain means as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.decomposition import kitagawa
from salarykit.analysis.index_numbers import fisher, jevons, laspeyres, paasche, tornqvist
from salarykit.errors import InvalidQuery, MixedCurrencies, hint
from salarykit.files.columns import as_floats, combine
from salarykit.keywords import is_one_of
from salarykit.package import version
from salarykit.salaries.figures import OneStatistic, comparable_values, one_statistic, rows_of
from salarykit.salaries.metadata import Terms, join_notes, own_date_note
from salarykit.salaries.results import Result, fingerprint
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MixComparison", "RolePay", "compare_mix", "pay_by_role"]

_UNSIZED: Final = "Every record counts the same, because not all have a sample size."
_SIZED: Final = "Records count by their sample size."


class RolePay(NamedTuple):
    """Mean pay by place and role.

    Attributes:
        places: the names of the rows.
        roles: the names of the columns.
        pay: the means, weighted by sample size; NaN for a role that a place lacks.
        size: the total sample size of each, or the number of records.
        note: how records are weighted, in a sentence.
    """

    places: list[Any]
    roles: list[Any]
    pay: NDArray[np.float64]
    size: NDArray[np.float64]
    note: str


class _ComparedTable(NamedTuple):
    """One of the two tables that are compared.

    Attributes:
        table: the rows that count.
        values: their yearly figures.
        unit: the unit of these.
        terms: the terms on which they were converted; None if they were not.
        statistic: the statistic that counts.
        pay: the mean pay and the size of each role.
    """

    table: pa.Table
    values: NDArray[np.float64]
    unit: str | None
    terms: Terms | None
    statistic: OneStatistic
    pay: dict[Any, tuple[float, float]]


def compare_mix(table: pa.Table, other: pa.Table, by: str, statistic: str | None = None) -> MixComparison:
    """Compare the pay of two tables, role by role; see `SalaryTable.compare_mix`."""
    if not isinstance(other, pa.Table):
        raise InvalidQuery("Give a table of salaries to compare with.", value=other)
    this, that = (_compared(one_table, by, statistic) for one_table in (table, other))
    if this.unit != that.unit:
        raise MixedCurrencies(
            f"One table is in {this.unit}, the other in {that.unit}. Convert both to one unit first.",
            currencies=(this.unit, that.unit),
        )
    shared = [role for role in this.pay if role in that.pay]
    if not shared:
        raise InvalidQuery(f"The tables share no {by}, so nothing can be compared.", value=by)
    roles = tuple(map(str, shared))
    is_sized = _is_sized(this.table) and _is_sized(that.table)
    own_dates = own_date_note(this.terms)
    return MixComparison(
        unit=this.unit,
        **_indices([this.pay, that.pay], shared),
        roles=roles,
        unmatched=tuple(sorted({*map(str, this.pay), *map(str, that.pay)} - set(roles))),
        version=version(),
        input=(fingerprint(this.table, this.values, [by]), fingerprint(that.table, that.values, [by])),
        note=join_notes(
            _statistics_note(this.statistic, that.statistic), _SIZED if is_sized else _UNSIZED, own_dates
        ),
    )


def _compared(table: pa.Table, by: str, statistic: str | None) -> _ComparedTable:
    """Return one of the two tables with its pay by role."""
    chosen = one_statistic(table, statistic)
    table = rows_of(table, chosen.rows)
    values, unit, terms = comparable_values(table)
    everywhere = pa.array(["all"] * len(table), pa.string())
    cells = pay_by_role(table.set_column(table.column_names.index("city"), "city", everywhere), values, by)
    pay = zip(cells.roles, cells.pay[0].tolist(), cells.size[0].tolist(), strict=True)
    return _ComparedTable(
        table, values, unit, terms, chosen, {role: (mean, size) for role, mean, size in pay if size > 0}
    )


def _indices(sides: list[dict[Any, tuple[float, float]]], shared: list[Any]) -> dict[str, Any]:
    """Return the indices of the shared roles, Kitagawa's split, the crude ratio and the coverage."""
    new, old, m, n = (np.array([side[name][at] for name in shared]) for at in (0, 1) for side in sides)
    rate, composition = kitagawa(new, m / m.sum(), old, n / n.sum())
    pay = [sum(p * s for p, s in side.values()) for side in sides]
    size = [sum(s for _, s in side.values()) for side in sides]
    weighted = {"laspeyres": laspeyres, "paasche": paasche, "fisher": fisher, "tornqvist": tornqvist}
    return {
        "crude": pay[0] / size[0] / (pay[1] / size[1]),
        **{name: formula(new, old, m, n) for name, formula in weighted.items()},
        "jevons": jevons(new, old),
        "gap": rate + composition,
        "rate_effect": rate,
        "mix_effect": composition,
        "coverage": (float(m.sum() / size[0]), float(n.sum() / size[1])),
    }


def _statistics_note(this: OneStatistic, that: OneStatistic) -> str:
    """Return a note on the statistics of two tables; empty if none is needed."""
    if this.name and that.name and this.name != that.name:
        return f"The {this.name} of one table is compared with the {that.name} of the other."
    return join_notes(*dict.fromkeys([this.note, that.note]))


def _is_sized(table: pa.Table) -> bool:
    """Return whether every record has a sample size."""
    column = table.column("sample_size")
    return bool(len(table) and not column.null_count)


def pay_by_role(table: pa.Table, values: NDArray[np.float64], by: str) -> RolePay:
    """Return mean pay by city and role; records without a city, a role or a figure do not count."""
    if not is_one_of(by, table.column_names):
        raise InvalidQuery(
            f"by: no column {by!r}.{hint(str(by), table.column_names)} Columns: {', '.join(table.column_names)}.",
            value=by,
        )
    is_sized = _is_sized(table)
    size = as_floats(combine(table.column("sample_size"))) if is_sized else np.ones(len(table))
    coded = code_tuples(table, ("city", by))
    places = list(dict.fromkeys(city for city, role in coded.names if city and role is not None))
    roles = list(dict.fromkeys(role for city, role in coded.names if city and role is not None))
    total, weight = np.zeros((2, len(places), len(roles)))
    ok = np.isfinite(values)
    for number, (city, role) in enumerate(coded.names):
        if city and role is not None:
            rows = ok & (coded.indices == number)
            at = places.index(city), roles.index(role)
            total[at], weight[at] = values[rows] @ size[rows], size[rows].sum()
    if not weight.any():
        raise InvalidQuery(f"No record has a city, a {by} and a figure.", value=by)
    pay = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return RolePay(places, roles, pay, weight, _SIZED if is_sized else _UNSIZED)


class MixComparison(Result):
    """The pay of two tables, compared role by role; what `SalaryTable.compare_mix` returns.

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

    unit: str | None
    """The unit of the figures of both tables."""
    crude: float
    """The ratio of the means over all records, which depends on pay and on who is paid."""
    laspeyres: float
    """The ratio of pay, with roles weighted by the mix of the other table."""
    paasche: float
    """The ratio of pay, with roles weighted by the mix of this table."""
    fisher: float
    """The geometric mean of Laspeyres and Paasche."""
    tornqvist: float
    """The geometric mean of the ratios, each weighted by the mean of the role's two shares of all pay."""
    jevons: float
    """The geometric mean of the ratios, every role with the same weight."""
    gap: float
    """The difference of the two means over the roles that both have."""
    rate_effect: float
    """The part of the gap that comes from pay (Kitagawa)."""
    mix_effect: float
    """The part of the gap that comes from who is paid; both parts sum to the gap."""
    roles: tuple[str, ...]
    """The roles that both tables have."""
    unmatched: tuple[str, ...]
    """The roles that only one table has."""
    coverage: tuple[float, float]
    """The share of this table's records, and of the other's, in roles that both have."""
    version: str
    """The version of salarykit."""
    input: tuple[str, str]
    """Fingerprints of both tables' figures."""
    note: str
    """How records are weighted, and cautions."""

    def explain(self) -> str:
        """Return the comparison in plain sentences."""
        shares = f"{self.coverage[0]:.0%} and {self.coverage[1]:.0%} of the records"
        named = {
            "Laspeyres": self.laspeyres,
            "Paasche": self.paasche,
            "Törnqvist": self.tornqvist,
            "Jevons": self.jevons,
        }
        others = ", ".join(f"{name} {value:.4g}" for name, value in named.items())
        mix = f"{self.mix_effect:+,.2f} from who is paid"
        same = "role" if len(self.roles) == 1 else f"{len(self.roles):,} roles"
        lines = [
            f"The crude means differ by a factor of {self.crude:.4g}.",
            f"Pay of the same {same} differs by {self.fisher:.4g} (Fisher; {others}).",
            f"Of the gap of {self.gap:+,.2f} between their means, {self.rate_effect:+,.2f} comes from pay, {mix}.",
            f"They cover {shares}." + (f" Left out: {', '.join(self.unmatched)}." if self.unmatched else ""),
        ]
        return "\n".join([*lines, self.note])

    def __str__(self) -> str:
        return self.explain()
