"""The well-known layouts of tables: what the columns of each publisher mean, and which columns its tables are recognised by.

Those of statistical offices and of the US Department of Labor have files of their own.

**Stack Overflow.** The public results of the developer survey, 2018 and later. `NA` is no answer. The publisher's own
conversions are passed through. The files do not say their year: give it with `defaults={"as_of": "2023"}`.

| years | amount | period | currency |
|---|---|---|---|
| 2018 | `Salary` | `SalaryType` | `CurrencySymbol`, a code |
| 2019, 2020 | `CompTotal` | `CompFreq` | `CurrencySymbol`, a code |
| 2021, 2022 | `CompTotal` | `CompFreq` | `Currency`, as `USD` tab `United States dollar` |
| 2023 and later | `CompTotal` | a year | `Currency`, likewise |

**ai-jobs.** The data-science salaries of ai-jobs.net, as published there and on Kaggle. A figure is a year's, of `work_year`, in
`salary_currency`; the publisher's conversion, `salary_in_usd`, is passed through. The country is where the employee lives and
spends the pay; `company_location` is passed through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.column_mapping import AmountColumn, Plan
from salarykit.reading.layouts import european_statistics, us_labor

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from salarykit.files.raw import Column, Raw

__all__ = ["TABLES", "TableLayout"]

_STACK_OVERFLOW: Final = {
    "role": ("DevType",),
    "country": ("Country",),
    "currency": ("CurrencySymbol", "Currency"),
    "period": ("CompFreq", "SalaryType"),
}
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
        field: names[column.casefold()]
        for field, choices in _STACK_OVERFLOW.items()
        for column in [next((choice for choice in choices if choice.casefold() in names), "")]
        if column
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


def _ai_jobs(raw: Raw) -> tuple[Raw, Plan]:
    columns = {field: column for field, column in _AI_JOBS.items() if column in raw.columns}
    return raw, Plan(columns, (AmountColumn("salary"),), constants={"period": "year"})


class TableLayout(NamedTuple):
    """A well-known layout of tables.

    Attributes:
        signatures: sets of columns, any of which identifies a table of this layout.
        read: what returns such a table with its plan.
        first: a pattern of the name of the first column, if that identifies a table.
    """

    signatures: tuple[frozenset[str], ...]
    read: Callable[[Raw], tuple[Raw, Plan]]
    first: re.Pattern[str] | None = None


TABLES: Final[dict[str, TableLayout]] = {
    "stack-overflow": TableLayout(
        (
            frozenset(("CompTotal", "Currency")),
            frozenset(("CompTotal", "CurrencySymbol")),
            frozenset(("Salary", "SalaryType", "CurrencySymbol")),
        ),
        _stack_overflow,
    ),
    "oews": TableLayout(us_labor.OEWS_COLUMNS, us_labor.read_oews),
    "lca": TableLayout(us_labor.LCA_COLUMNS, us_labor.read_lca),
    "ashe": TableLayout(european_statistics.ASHE_COLUMNS, european_statistics.read_ashe),
    "eurostat": TableLayout((), european_statistics.read_eurostat, european_statistics.EUROSTAT_FIRST),
    "ai-jobs": TableLayout((frozenset(("work_year", "salary", "salary_currency")),), _ai_jobs),
}
"""The layouts by name."""
