"""The well-known layouts: their names and columns, and how the layout of a table, a page or a JSON file is recognised.

Official tables, career pages and job postings have files of their own.

**Stack Overflow.** The public results of the developer survey, 2018 and later. `NA` means no answer. The publisher's own
conversions are passed through. The files do not state their year: give it with `defaults={"as_of": "2023"}`.

| years | amount | period | currency |
|---|---|---|---|
| 2018 | `Salary` | `SalaryType` | `CurrencySymbol`, a code |
| 2019, 2020 | `CompTotal` | `CompFreq` | `CurrencySymbol`, a code |
| 2021, 2022 | `CompTotal` | `CompFreq` | `Currency`, as `USD` tab `United States dollar` |
| 2023 and later | `CompTotal` | a year | `Currency`, as in 2021 |

**ai-jobs.** The data-science salaries of ai-jobs.net, as published there and on Kaggle. A figure is yearly pay in `work_year`, in
`salary_currency`; the publisher's conversion, `salary_in_usd`, is passed through. The country is that of the employee's residence;
`company_location` is passed through.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidSalary, SourceError, hint
from salarykit.files.raw import Raw, as_column, numbered_names, of_json, repeated_notes
from salarykit.keywords import is_one_of
from salarykit.reading.headers import read_header
from salarykit.reading.layouts import career_page, job_posting, official_tables
from salarykit.reading.plan import AmountColumn, Plan
from salarykit.salaries.fields import FIELDS

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from salarykit.files.raw import Column, Document

__all__ = [
    "LayoutName",
    "check_layout",
    "is_known",
    "read_document",
    "recognise_table",
]

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
        if (column := next((choice for choice in choices if choice.casefold() in names), None))
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


class _TableLayout(NamedTuple):
    """A well-known layout of tables.

    Attributes:
        signatures: sets of columns, any of which identifies a table of this layout, in upper or lower case.
        read: returns such a table in the form of its layout, with its plan.
        first: the pattern of the name of the first column, if that identifies a table.
    """

    signatures: tuple[frozenset[str], ...]
    read: Callable[[Raw], tuple[Raw, Plan]]
    first: re.Pattern[str] | None = None


_TABLES: Final[dict[str, _TableLayout]] = {
    "stack-overflow": _TableLayout(
        (
            frozenset(("CompTotal", "Currency")),
            frozenset(("CompTotal", "CurrencySymbol")),
            frozenset(("Salary", "SalaryType", "CurrencySymbol")),
        ),
        _stack_overflow,
    ),
    "oews": _TableLayout(official_tables.OEWS_COLUMNS, official_tables.read_oews),
    "lca": _TableLayout(official_tables.LCA_COLUMNS, official_tables.read_lca),
    "ashe": _TableLayout(official_tables.ASHE_COLUMNS, official_tables.read_ashe),
    "eurostat": _TableLayout((), official_tables.read_eurostat, official_tables.EUROSTAT_FIRST),
    "ai-jobs": _TableLayout((frozenset(("work_year", "salary", "salary_currency")),), _ai_jobs),
}
"""The layouts by name."""


LayoutName = Literal["stack-overflow", "oews", "lca", "ashe", "eurostat", "ai-jobs", "job-posting"]
"""The Stack Overflow survey; OEWS tables of the US Bureau of Labor Statistics; LCA disclosure data of the US Department of Labor; ASHE
tables of the UK's Office for National Statistics; Eurostat's wide TSV files; the data-science salaries of ai-jobs (and Kaggle); and
schema.org's JobPosting in JSON-LD."""


_OTHERS: Final = {
    "eurostat": " The name of its first column ends in \\TIME_PERIOD.",
    "job-posting": " It is read from JSON and from pages.",
}
"""How the layouts without identifying columns are recognised."""


def is_known(name: str | None) -> bool:
    """Return whether a name is that of a well-known layout."""
    return is_one_of(name, get_args(LayoutName))


def check_layout(name: str | None) -> None:
    """Refuse a name that is not that of a well-known layout.

    Raises:
        InvalidSalary: if it is not; the message has the nearest name.
    """
    names = get_args(LayoutName)
    if name is not None and not is_one_of(name, names):
        raise InvalidSalary(
            f"layout: {name!r} is not a known layout.{hint(str(name), names)} Layouts: {', '.join(names)}.",
            column=None,
        )


def recognise_table(
    raw: Raw, layout: str | None, columns: Mapping[str, str], *, infer: bool
) -> tuple[Raw, Plan | None]:
    """Return a table in the form of its well-known layout, with its plan; if it has no such layout, unchanged and without a plan.

    Without a given name, a layout is recognised only if the table has all columns of a signature, and no column `amount`. A column
    with the name of a field takes precedence over the layout.

    Args:
        raw: the table.
        layout: the name of its layout; None to recognise it.
        columns: the table's column for each field, as the caller gives them.
        infer: whether to recognise a layout that is not given.

    Raises:
        InvalidSalary: if the table is not in the given layout.
    """
    if layout is None:
        if not infer or columns.get("amount") is not None or "amount" in raw.columns:
            return raw, None
        layout = next(iter(_layouts_of(raw)), None)
        if layout is None:
            return raw, None
    elif layout not in _layouts_of(raw):
        signatures = _TABLES[layout].signatures if layout in _TABLES else ()
        wanted = " or ".join(", ".join(sorted(signature)) for signature in signatures)
        lacks = f" Its tables have the columns {wanted}." if wanted else _OTHERS[layout]
        raise InvalidSalary(f"{raw.name} is not in the layout {layout!r}.{lacks}", column=None)
    raw, plan = _TABLES[layout].read(raw)
    named = {
        field.name: field.name
        for field in FIELDS
        if field.name in raw.columns and field.name not in plan.taken
    }
    own = {own_name: column for own_name, column in (named | dict(columns)).items() if own_name != "amount"}
    constants = {name: value for name, value in plan.constants.items() if name not in own}
    return raw, plan.replaced(columns={**plan.columns, **own}, constants=constants, layout=layout)


_SIGNATURES: Final = {
    name: tuple(frozenset(map(str.casefold, signature)) for signature in table.signatures)
    for name, table in _TABLES.items()
}


def _layouts_of(raw: Raw) -> list[str]:
    """Return the layouts whose columns a table has."""
    names, first = frozenset(map(str.casefold, raw.columns)), next(iter(raw.columns), "")
    return [
        layout
        for layout, table in _TABLES.items()
        if any(signature <= names for signature in _SIGNATURES[layout])
        or (table.first is not None and table.first.fullmatch(first))
    ]


def read_document(page: Document, layout: str | None) -> tuple[Raw, Plan | None]:
    """Return the salaries of a page or a JSON file as a table, and its plan if it is in a well-known layout.

    Args:
        page: the page or JSON file.
        layout: the name of its layout; None to recognise it.

    Raises:
        InvalidSalary: if it has no salaries.
        SourceError: if it has only postings that are not readable as JSON.
    """
    if layout in (None, "job-posting") and (postings := job_posting.read(page)):
        rows, plan = postings
        return rows.replaced(notes=(*rows.notes, *job_posting.unread_postings(page, is_read=True))), plan
    broken = job_posting.broken_postings(page)
    unread = job_posting.unread_postings(page, is_read=False)
    unreadable = [f"A JobPosting cannot be read: {posting.message}" for posting in broken]
    page = replace(page, notes=(*page.notes, *unread, *unreadable))
    if layout is None and (cities := career_page.read(page)):
        return cities
    if layout != "job-posting":
        if not page.is_page and (raw := of_json(page.objects, page.name)) is not None:
            return raw.replaced(notes=page.notes), None
        if layout is None and (raw := _table_of_pay(page)) is not None:
            return raw, None
    if broken or unread:
        reason = f", {broken[0].message}" if broken else f": {' '.join(unread)}"
        raise SourceError(f"{page.name}{reason}", source=page.name)
    if layout == "job-posting":
        raise InvalidSalary(f"{page.name} holds no JobPosting of schema.org.", column=None)
    raise InvalidSalary(
        f"{page.name} holds no salaries that can be read: no heading such as 'Salaries for Nurse' above cities and "
        "figures, no table with a column of pay, no JobPosting.",
        column=None,
    )


def _table_of_pay(page: Document) -> Raw | None:
    """Return the first table of a page that has a column of pay; None if none has."""
    tables = [table for table in page.tables if _pay_columns(table.names)]
    if not tables:
        return None
    table, amounts = tables[0], _pay_columns(tables[0].names)
    names, repeated = numbered_names(table.names)
    columns = {
        name: as_column(
            [(row[at] if at in amounts else " ".join(row[at].split())) or None for _, row in table.rows]
        )
        for at, name in enumerate(names)
    }
    note = "The rows are those of a table in the page."
    if len(tables) > 1:
        note = f"The rows are those of the first of {len(tables)} tables with a column of pay; the others are not read."
    numbers = np.array([number for number, _ in table.rows], np.int64)
    notes = (*page.notes, note, *repeated_notes(repeated))
    ragged = list(table.ragged)
    raw = Raw(page.name, columns, numbers, ragged, notes=notes, repeated=repeated)
    return raw.replaced(titles=table.titles, remarks=table.remarks)


def _pay_columns(names: list[str]) -> list[int]:
    """Return the positions of the columns whose headers name pay; `amount` does so if another header names a currency or a period."""
    fields = [header.field if (header := read_header(name)) else None for name in names]
    is_of_pay = not {"currency", "period"}.isdisjoint(fields)
    return [
        at
        for at, (name, field) in enumerate(zip(names, fields, strict=True))
        if field == "amount" or (is_of_pay and name.casefold() == "amount")
    ]
