"""The data-science salaries of ai-jobs.net, as published there and on Kaggle.

A figure is in `salary_currency`, a year, of `work_year`; `salary_in_usd` is the publisher's conversion and rides along.
The country is the employee's residence, where the pay is lived on; `company_location` rides along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.reading.column_mapping import Figure, Plan

if TYPE_CHECKING:
    from salarykit.files.raw import Raw

__all__ = ["TOLD_BY", "read"]

TOLD_BY: Final = (frozenset(("work_year", "salary", "salary_currency")),)
_OURS: Final = {
    "role": "job_title",
    "country": "employee_residence",
    "currency": "salary_currency",
    "as_of": "work_year",
}


def read(raw: Raw) -> tuple[Raw, Plan]:
    """Return a table of this layout, and what its columns are."""
    columns = {ours: theirs for ours, theirs in _OURS.items() if theirs in raw.columns}
    return raw, Plan(columns, (Figure("salary"),), constants={"period": "year"})
