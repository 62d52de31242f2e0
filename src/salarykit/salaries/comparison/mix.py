"""Comparing like with like: pay of the same roles in two tables or in several cities, beside the crude means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.decomposition import kitagawa
from salarykit.analysis.index_numbers import (
    fisher,
    geks,
    index_number,
    jevons,
    laspeyres,
    paasche,
    tornqvist,
)
from salarykit.errors import InvalidQuery, MixedCurrencies
from salarykit.files.columns import as_floats, combine
from salarykit.package import version
from salarykit.salaries.comparison.mix_results import Differentials, MixComparison
from salarykit.salaries.figures import OneStatistic, comparable_values, find_rows, one_statistic, rows_of
from salarykit.salaries.fingerprint import fingerprint
from salarykit.salaries.terms import Terms, own_date_note
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["compare_mix", "differentials"]

_ALIKE = "Every record counts alike: not all have a sample size."
_SIZED = "Records count by their sample size."


class _Cells(NamedTuple):
    """Pay by place and role.

    Attributes:
        places: the names of the rows.
        roles: the names of the columns.
        pay: the mean of each, weighted by size; NaN where there is none.
        size: how many there are of each.
        note: what a record counts for.
    """

    places: list[Any]
    roles: list[Any]
    pay: NDArray[np.float64]
    size: NDArray[np.float64]
    note: str


def compare_mix(table: pa.Table, other: pa.Table, by: str, statistic: str | None = None) -> MixComparison:
    """Return two tables' pay, role by role; see `SalaryTable.compare_mix`."""
    if not isinstance(other, pa.Table):
        raise InvalidQuery("Give a table of salaries to compare with.", value=other)
    chosen = [one_statistic(each, statistic) for each in (table, other)]
    tables = [rows_of(each, one.rows) for each, one in zip((table, other), chosen, strict=True)]
    figures = [comparable_values(each) for each in tables]
    if figures[0][1] != figures[1][1]:
        raise MixedCurrencies(
            f"One table is in {figures[0][1]}, the other in {figures[1][1]}. Convert both to one unit first.",
            currencies=(figures[0][1], figures[1][1]),
        )
    sides = [_side(each, values, by) for each, (values, _) in zip(tables, figures, strict=True)]
    shared = [name for name in sides[0] if name in sides[1]]
    if not shared:
        raise InvalidQuery(f"The tables share no {by}, so nothing can be compared.", value=by)
    inputs = tuple(fingerprint(each, values, [by]) for each, (values, _) in zip(tables, figures, strict=True))
    counted = _SIZED if all(map(_sized, tables)) else _ALIKE
    return MixComparison(
        unit=figures[0][1],
        **_indices(sides, shared),
        roles=tuple(map(str, shared)),
        unmatched=tuple(sorted({str(name) for side in sides for name in side} - set(map(str, shared)))),
        version=version(),
        input=inputs,
        note=_note(_of_both(*chosen), counted, own_date_note(Terms.from_metadata(table.schema.metadata))),
    )


def _indices(sides: list[dict[Any, tuple[float, float]]], shared: list[Any]) -> dict[str, Any]:
    """Return every index of the shared roles, Kitagawa's split, the crude ratio and the coverage."""
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


def _note(*notes: str) -> str:
    return " ".join(filter(None, notes))


def _of_both(one: OneStatistic, other: OneStatistic) -> str:
    """Return what the figures of two tables are, where that needs to be said."""
    if one.name and other.name and one.name != other.name:
        return f"The {one.name} of one table stands against the {other.name} of the other."
    return _note(*dict.fromkeys([one.note, other.note]))


def differentials(
    table: pa.Table, against: str, by: str, formula: str, statistic: str | None = None
) -> Differentials:
    """Return every city's pay against one; see `SalaryTable.differentials`."""
    chosen = one_statistic(table, statistic)
    table = rows_of(table, chosen.rows)
    values, unit = comparable_values(table)
    cells = _cells(table, values, by)
    home = table.column("city")[find_rows(table, against)[0]].as_py()
    if home not in cells.places:
        raise InvalidQuery(
            f"{home} has no figure of a {by}, so nothing can be compared with it.", value=against
        )
    terms = Terms.from_metadata(table.schema.metadata)
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
        note=_note(chosen.note, cells.note, own_date_note(terms)),
        provenance=made,
    )


def _against(cells: _Cells, home: str, formula: str) -> pa.Table:
    """Return the cities with their indices, the one compared against first."""
    first = cells.places.index(home)
    order = [first, *(at for at in range(len(cells.places)) if at != first)]
    pay, size = cells.pay[order], cells.size[order]
    levels = geks(pay, size) if formula == "geks" else _bilateral(pay, size, formula)
    total, known = np.nansum(pay * size, axis=1) / size.sum(axis=1), np.isfinite(pay)
    shared = known & known[0]
    return pa.table(
        {
            "city": [cells.places[at] for at in order],
            "index": pa.array(levels * 100, mask=np.isnan(levels)),
            "crude": total / total[0] * 100,
            "roles": shared.sum(axis=1),
            "coverage": (size * shared).sum(axis=1) / size.sum(axis=1),
        }
    )


def _bilateral(pay: NDArray[np.float64], size: NDArray[np.float64], formula: str) -> NDArray[np.float64]:
    """Return each place's index against the first, over the roles both have."""
    found = []
    for at in range(len(pay)):
        both = np.isfinite(pay[at]) & np.isfinite(pay[0])
        figures = (pay[at][both], pay[0][both], size[at][both], size[0][both])
        found.append(index_number(*figures, formula=formula) if both.any() else np.nan)  # type: ignore[arg-type]
    return np.array(found)


def _sized(table: pa.Table) -> bool:
    column = table.column("sample_size")
    return bool(len(table) and not column.null_count)


def _cells(table: pa.Table, values: NDArray[np.float64], by: str) -> _Cells:
    """Return pay by city and role; records without a city, a role or a figure do not count."""
    if by not in table.column_names:
        raise InvalidQuery(f"No column {by!r}.", value=by)
    sized = _sized(table)
    size = as_floats(combine(table.column("sample_size"))) if sized else np.ones(len(table))
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
    return _Cells(places, roles, pay, weight, _SIZED if sized else _ALIKE)


def _side(table: pa.Table, values: NDArray[np.float64], by: str) -> dict[Any, tuple[float, float]]:
    """Return each role's mean pay, and how many there are."""
    one = table.set_column(
        table.column_names.index("city"), "city", pa.array(["all"] * len(table), pa.string())
    )
    cells = _cells(one, values, by)
    return {
        role: (float(pay), float(size))
        for role, pay, size in zip(cells.roles, cells.pay[0], cells.size[0], strict=True)
        if size > 0
    }
