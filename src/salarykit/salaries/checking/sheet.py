"""A table laid out for checking: each figure a year's, in local money and in US dollars, beside its country's anchor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_coded, as_floats, combine
from salarykit.pay.pay_year import PayYear
from salarykit.places import resolve_column
from salarykit.salaries.checking.anchors import in_dollars
from salarykit.salaries.conversion import annual_amounts, convert_table
from salarykit.salaries.conversion_options import ConversionOptions
from salarykit.salaries.fields import FIELDS
from salarykit.salaries.terms import Terms

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from salarykit.rates.rates import Rates
    from salarykit.salaries.checking.anchors import Anchors

__all__ = ["Sheet", "lay_out"]

_CENTRAL: Final = re.compile(r"median|mean|p50")
_ENOUGH: Final = 8  # rows of a role that are compared among themselves


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What the checks read.

    Attributes:
        table: the table itself.
        cells: the fields of a salary as lists.
        annual: figures of a year in local money, NaN where there is none.
        dollars: the same in US dollars.
        levels: the anchor of each row's country in US dollars, NaN where there is none.
        groups: the rows that are compared with one another, from 0.
        rates: the rates in use.
        source: who published those that the dollars are of.
        today: what counts as today.
    """

    table: pa.Table
    cells: dict[str, list[Any]]
    annual: NDArray[np.float64]
    dollars: NDArray[np.float64]
    levels: NDArray[np.float64]
    groups: list[NDArray[np.intp]]
    rates: Rates
    source: str
    today: dt.date

    def __len__(self) -> int:
        return len(self.annual)


def lay_out(table: pa.Table, *, anchors: Anchors, rates: Rates, today: dt.date) -> Sheet:
    """Return a table laid out for checking.

    A row's figure is converted at the rate of its own `as_of`; where it has none, or there is no rate, at the last one
    of the year before today. A row without a country has that of its city, where that is clear.
    """
    plain = table.select([field.name for field in FIELDS]).replace_schema_metadata(None)
    countries = _countries(plain)
    cells = {name: plain.column(name).to_pylist() for name in plain.column_names} | {"country": countries}
    known = as_coded(pa.array(countries, pa.string()))
    levels = np.array([anchors.levels.get(name or "", np.nan) for name in known.names]).take(known.indices)
    dollars, source = _dollars(plain, rates, today)
    return Sheet(
        table=table,
        cells=cells,
        annual=annual_amounts(plain, PayYear()),
        dollars=dollars,
        levels=levels,
        groups=_groups(cells),
        rates=rates,
        source=source,
        today=today,
    )


def _countries(table: pa.Table) -> list[str | None]:
    stated: list[str | None] = table.column("country").to_pylist()
    if None not in stated:
        return stated
    lacking = pc.is_null(combine(table.column("country")))
    cities = pc.if_else(lacking, combine(table.column("city")).cast(pa.string()), None)
    found = resolve_column(cities)
    sure = zip(found.field("country").to_pylist(), found.field("share").to_pylist(), strict=True)
    clear = [country if share > 0.9 else None for country, share in sure]  # noqa: PLR2004 - no other city comes near
    return [code or guess for code, guess in zip(stated, clear, strict=True)]


def _dollars(table: pa.Table, rates: Rates, today: dt.date) -> tuple[NDArray[np.float64], str]:
    """Return the figures of a year in US dollars, and who published the rates."""
    day = str(min(today, rates.last))
    dated = table.set_column(
        table.column_names.index("as_of"),
        "as_of",
        pc.fill_null(combine(table.column("as_of")).cast(pa.string()), day),
    )
    done = convert_table(dated, ConversionOptions.of("USD", on="own", rates=rates, missing="null"))
    found = np.array(as_floats(combine(done.column("value"))))
    currencies = as_coded(combine(table.column("currency")))
    names = [name for name in currencies.names if name]
    now = in_dollars(names, rates, today)
    each = np.array([now.get(name, np.nan) for name in currencies.names]).take(currencies.indices)
    terms = Terms.from_metadata(done.schema.metadata)
    source = (terms.source if terms else "") or rates.source
    return np.where(np.isfinite(found), found, annual_amounts(table, PayYear()) * each), source


def _groups(cells: dict[str, list[Any]]) -> list[NDArray[np.intp]]:
    """Return the rows of each role that has enough of them, and all others together; by the kind of statistic."""
    found: dict[tuple[str, str], list[int]] = {}
    for row, (role, statistic) in enumerate(zip(cells["role"], cells["statistic"], strict=True)):
        kind = "" if statistic is None or _CENTRAL.fullmatch(statistic) else statistic
        found.setdefault((" ".join((role or "").casefold().split()), kind), []).append(row)
    small: dict[str, list[int]] = {}
    for (_, kind), rows in found.items():
        if len(rows) < _ENOUGH:
            small.setdefault(kind, []).extend(rows)
    large = [rows for rows in found.values() if len(rows) >= _ENOUGH]
    return [np.array(sorted(rows), np.intp) for rows in (*large, *small.values())]
