"""The well-known layouts of tables: what the columns of each publisher mean, and which columns its tables are recognised by.

**Stack Overflow.** The public results of the developer survey, 2018 and later. `NA` is no answer. The publisher's own
conversions are passed through. The files do not say their year: give it with `defaults={"as_of": "2023"}`.

| years | amount | period | currency |
|---|---|---|---|
| 2018 | `Salary` | `SalaryType` | `CurrencySymbol`, a code |
| 2019, 2020 | `CompTotal` | `CompFreq` | `CurrencySymbol`, a code |
| 2021, 2022 | `CompTotal` | `CompFreq` | `Currency`, as `USD` tab `United States dollar` |
| 2023 and later | `CompTotal` | a year | `Currency`, likewise |

**OEWS.** The Occupational Employment and Wage Statistics of the US Bureau of Labor Statistics, as CSV. Each statistic makes a
row: the annual figure, or the hourly one if only that is published (`HOURLY`). `*` and `**` stand for figures that are not
available, `#` for those at or above the highest that is published; both are refused with codes of their own. The city is the
first that the title of the metropolitan area names. `TOT_EMP` is how many people work there, not how many were asked, so it is
no sample size and is passed through. The files do not say their year: give it with `defaults={"as_of": "2024-05"}`.

**ai-jobs.** The data-science salaries of ai-jobs.net, as published there and on Kaggle. A figure is a year's, of `work_year`, in
`salary_currency`; the publisher's conversion, `salary_in_usd`, is passed through. The country is where the employee lives and
spends the pay; `company_location` is passed through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.column_mapping import AmountColumn, Plan
from salarykit.reading.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from salarykit.files.raw import Column, Raw

__all__ = ["TABLES", "TableLayout"]

_STACK_OVERFLOW: Final = {
    "role": ("DevType",),
    "country": ("Country",),
    "currency": ("CurrencySymbol", "Currency"),
    "period": ("CompFreq", "SalaryType"),
}
_OEWS: Final = {"country": "US", "currency": "USD", "source": "BLS OEWS"}
_METRO: Final = re.compile(r"([^,/-]+)(?:[/-][^,]*)?, [A-Z]{2}(?:-[A-Z]{2})*")
_CITY: Final = "the first city of the area"
_AI_JOBS: Final = {
    "role": "job_title",
    "country": "employee_residence",
    "currency": "salary_currency",
    "as_of": "work_year",
}


def _stack_overflow(raw: Raw) -> tuple[Raw, Plan]:
    names = {name.casefold(): name for name in raw.columns}
    amount = names.get("comptotal") or names["salary"]
    columns = {
        ours: names[theirs.casefold()]
        for ours, choices in _STACK_OVERFLOW.items()
        for theirs in [next((each for each in choices if each.casefold() in names), "")]
        if theirs
    }
    plan = Plan(columns, (AmountColumn(amount),), constants={} if "period" in columns else {"period": "year"})
    answered = {name: _answers(raw.columns[name]) for name in plan.taken}
    return raw.replaced(columns={**raw.columns, **answered}), plan


def _answers(column: Column) -> Column:
    """Return a column in which `NA` is missing."""
    if isinstance(column, list):
        return [None if cell == "NA" else cell for cell in column]
    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(pc.equal(column, "NA"), None, column)


def _oews(raw: Raw) -> tuple[Raw, Plan]:
    names = {name.upper(): name for name in raw.columns}
    annual, hourly = (
        {name[2:]: theirs for name, theirs in names.items() if name.startswith(start) and _statistic(name)}
        for start in ("A_", "H_")
    )
    columns = {**raw.columns, _CITY: _cities(raw.columns[names["AREA_TITLE"]])}
    figures = [AmountColumn(theirs, _statistic(f"A_{name}"), "year") for name, theirs in annual.items()]
    figures += [AmountColumn(theirs, _statistic(f"H_{name}"), "hour") for name, theirs in hourly.items()]
    mapping = {"role": names["OCC_TITLE"], "city": _CITY}
    return raw.replaced(columns=columns), Plan(mapping, tuple(figures), constants=dict(_OEWS), coded=True)


def _statistic(name: str) -> str | None:
    header = read_header(name)
    return header.statistic if header else None


def _cities(column: Column) -> Column:
    titles = column if isinstance(column, list) else column.to_pylist()
    return pa.chunked_array([pa.array([_city(title) for title in titles], pa.string())])


def _city(title: Any) -> str | None:
    """Return the first city in the title of a metropolitan area; None for the nation, a state or a rural area.

    Examples:
        >>> _city("San Francisco-Oakland-Fremont, CA"), _city("Winston-Salem, NC"), _city("California")
        ('San Francisco', 'Winston', None)
    """
    match = _METRO.fullmatch(title.strip()) if isinstance(title, str) else None
    return match[1] if match and "nonmetropolitan" not in match[1] else None


def _ai_jobs(raw: Raw) -> tuple[Raw, Plan]:
    columns = {ours: theirs for ours, theirs in _AI_JOBS.items() if theirs in raw.columns}
    return raw, Plan(columns, (AmountColumn("salary"),), constants={"period": "year"})


class TableLayout(NamedTuple):
    """A well-known layout of tables.

    Attributes:
        signatures: sets of columns, any of which identifies a table of this layout.
        read: what returns such a table with its plan.
    """

    signatures: tuple[frozenset[str], ...]
    read: Callable[[Raw], tuple[Raw, Plan]]


TABLES: Final[dict[str, TableLayout]] = {
    "stack-overflow": TableLayout(
        (
            frozenset(("CompTotal", "Currency")),
            frozenset(("CompTotal", "CurrencySymbol")),
            frozenset(("Salary", "SalaryType", "CurrencySymbol")),
        ),
        _stack_overflow,
    ),
    "oews": TableLayout(
        (
            frozenset(("AREA_TITLE", "OCC_TITLE", "A_MEDIAN")),
            frozenset(("AREA_TITLE", "OCC_TITLE", "H_MEDIAN")),
        ),
        _oews,
    ),
    "ai-jobs": TableLayout((frozenset(("work_year", "salary", "salary_currency")),), _ai_jobs),
}
"""The layouts by name."""
