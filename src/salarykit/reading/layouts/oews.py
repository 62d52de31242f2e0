"""The Occupational Employment and Wage Statistics of the US Bureau of Labor Statistics, as CSV.

One row for each statistic: the annual one, or the hourly where only that is published (`HOURLY`). `*` and `**` stand for
figures that are not available, `#` for those at or above the highest that is published; both are refused with codes
of their own. The city is the first that the metropolitan area's title names. `TOT_EMP` is how many people work there,
not how many were asked, so it is no sample size and rides along. The files do not say their year: give it with
`defaults={"as_of": "2024-05"}`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit.reading.column_mapping import Figure, Plan
from salarykit.reading.headers import read_header
from salarykit.salaries.fields import is_missing

if TYPE_CHECKING:
    from salarykit.files.raw import Column, Raw

__all__ = ["TOLD_BY", "read"]

TOLD_BY: Final = (
    frozenset(("AREA_TITLE", "OCC_TITLE", "A_MEDIAN")),
    frozenset(("AREA_TITLE", "OCC_TITLE", "H_MEDIAN")),
)
_METRO: Final = re.compile(r"([^,/-]+)(?:[/-][^,]*)?, [A-Z]{2}(?:-[A-Z]{2})*")
_CITY: Final = "the first city of the area"
_CONSTANTS: Final = {"country": "US", "currency": "USD", "source": "BLS OEWS"}


def read(raw: Raw) -> tuple[Raw, Plan]:
    """Return a table of this layout, and what its columns are."""
    names = {name.upper(): name for name in raw.columns}
    annual = {
        name[2:]: theirs for name, theirs in names.items() if name.startswith("A_") and _statistic(name)
    }
    hourly = {
        name[2:]: theirs for name, theirs in names.items() if name.startswith("H_") and _statistic(name)
    }
    columns = {**raw.columns, _CITY: _cities(raw.columns[names["AREA_TITLE"]])}
    for statistic in annual.keys() & hourly.keys():
        pair = annual[statistic], hourly[statistic]
        columns[pair[0]], columns[pair[1]] = _either(columns[pair[0]], columns[pair[1]])
    figures = [Figure(theirs, _statistic(f"A_{name}"), "year") for name, theirs in annual.items()]
    figures += [Figure(theirs, _statistic(f"H_{name}"), "hour") for name, theirs in hourly.items()]
    plan = Plan(
        {"role": names["OCC_TITLE"], "city": _CITY}, tuple(figures), constants=dict(_CONSTANTS), coded=True
    )
    return raw.replaced(columns=columns), plan


def _statistic(name: str) -> str | None:
    header = read_header(name)
    return header.statistic if header else None


def _cities(column: Column) -> Column:
    titles = column if isinstance(column, list) else column.to_pylist()
    return pa.chunked_array([pa.array([_city(title) for title in titles], pa.string())])


def _city(title: Any) -> str | None:
    """Return the first city of a metropolitan area's title; None for the nation, a state or the countryside.

    Examples:
        >>> _city("San Francisco-Oakland-Fremont, CA"), _city("Winston-Salem, NC"), _city("California")
        ('San Francisco', 'Winston', None)
    """
    found = _METRO.fullmatch(title.strip()) if isinstance(title, str) else None
    return found[1] if found and "nonmetropolitan" not in found[1] else None


def _either(annual: Column, hourly: Column) -> tuple[Column, Column]:
    """Return both figures, the hourly one only where the annual one is not available."""
    years, hours = ([*each] if isinstance(each, list) else each.to_pylist() for each in (annual, hourly))
    for row, (year, hour) in enumerate(zip(years, hours, strict=True)):
        if _is_figure(hour) and (is_missing(year) or year == "*"):
            years[row] = None
        else:
            hours[row] = None
    return years, hours


def _is_figure(cell: Any) -> bool:
    return not is_missing(cell) and not (isinstance(cell, str) and cell.strip() in ("*", "**"))
