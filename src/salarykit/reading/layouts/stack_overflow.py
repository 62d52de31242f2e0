"""The public results of the Stack Overflow developer survey, 2018 and later.

| years | amount | paid for | currency |
|---|---|---|---|
| 2018 | `Salary` | `SalaryType` | `CurrencySymbol`, a code |
| 2019, 2020 | `CompTotal` | `CompFreq` | `CurrencySymbol`, a code |
| 2021, 2022 | `CompTotal` | `CompFreq` | `Currency`, as `USD` tab `United States dollar` |
| 2023 and later | `CompTotal` | a year | `Currency`, likewise |

`NA` is no answer. The publisher's own conversions ride along. The files do not say their year: give it with
`defaults={"as_of": "2023"}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.column_mapping import Figure, Plan

if TYPE_CHECKING:
    from salarykit.files.raw import Column, Raw

__all__ = ["TOLD_BY", "read"]

TOLD_BY: Final = (
    frozenset(("CompTotal", "Currency")),
    frozenset(("CompTotal", "CurrencySymbol")),
    frozenset(("Salary", "SalaryType", "CurrencySymbol")),
)
_OURS: Final = {
    "role": ("DevType",),
    "country": ("Country",),
    "currency": ("CurrencySymbol", "Currency"),
    "period": ("CompFreq", "SalaryType"),
}


def read(raw: Raw) -> tuple[Raw, Plan]:
    """Return a table of this layout, and what its columns are."""
    names = {name.casefold(): name for name in raw.columns}
    amount = names.get("comptotal") or names["salary"]
    columns = {
        ours: names[theirs.casefold()]
        for ours, choices in _OURS.items()
        for theirs in [next((each for each in choices if each.casefold() in names), "")]
        if theirs
    }
    plan = Plan(columns, (Figure(amount),), constants={} if "period" in columns else {"period": "year"})
    answered = {name: _answers(raw.columns[name]) for name in plan.taken}
    return raw.replaced(columns={**raw.columns, **answered}), plan


def _answers(column: Column) -> Column:
    """Return a column without the signs of no answer."""
    if isinstance(column, list):
        return [None if cell == "NA" else cell for cell in column]
    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(pc.equal(column, "NA"), None, column)
