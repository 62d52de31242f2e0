"""Pages and JSON files as tables of salaries: job postings, career pages, the tables of a page, records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from salarykit.errors import InvalidSalary, SourceError
from salarykit.files.raw import Raw, as_column, of_json
from salarykit.reading import pages
from salarykit.reading.headers import read_header
from salarykit.reading.layouts import job_posting

if TYPE_CHECKING:
    from salarykit.files.raw import Document
    from salarykit.reading.column_mapping import Plan

__all__ = ["table_in"]


def table_in(page: Document, layout: str | None) -> tuple[Raw, Plan | None]:
    """Return the table of salaries in a page or JSON file, and what its columns are, if its layout says so.

    Args:
        page: the page.
        layout: the layout that it must be in, or None.

    Raises:
        InvalidSalary: if there is none.
        SourceError: if there is only a posting that is not readable.
    """
    if layout in (None, "job-posting") and (found := job_posting.read(page)):
        return found
    broken = job_posting.broken_postings(page)
    page = replace(
        page, notes=(*page.notes, *(f"A JobPosting cannot be read: {each.message}" for each in broken))
    )
    if layout is None and (found := pages.read(page)):
        return found
    if layout != "job-posting":
        if not page.is_page and (raw := of_json(page.objects, page.name)) is not None:
            return raw.replaced(notes=page.notes), None
        if layout is None and (raw := _table(page)) is not None:
            return raw, None
    if broken:
        raise SourceError(f"{page.name}, {broken[0].message}", source=page.name)
    if layout == "job-posting":
        raise InvalidSalary(f"{page.name} holds no JobPosting of schema.org.", column=None)
    raise InvalidSalary(
        f"{page.name} holds no salaries that can be read: no heading such as 'Salaries for Nurse' above cities and "
        "figures, no table with a column of pay, no JobPosting.",
        column=None,
    )


def _table(page: Document) -> Raw | None:
    """Return the first table of a page whose header names a column of pay."""
    paid = [
        table for table in page.tables if len(set(table.names)) == len(table.names) and _amounts(table.names)
    ]
    if not paid:
        return None
    table, amounts = paid[0], _amounts(paid[0].names)
    columns = {
        name: as_column(
            [(row[at] if at in amounts else " ".join(row[at].split())) or None for _, row in table.rows]
        )
        for at, name in enumerate(table.names)
    }
    notes = ["The rows are those of a table in the page."]
    if len(paid) > 1:
        notes = [
            f"The rows are those of the first of {len(paid)} tables with a column of pay; the others are not read."
        ]
    numbers = np.array([number for number, _ in table.rows], np.int64)
    return Raw(page.name, columns, numbers, list(table.ragged), notes=(*page.notes, *notes))


def _amounts(names: list[str]) -> list[int]:
    """Return the places of the columns whose headers say that they hold pay."""
    headers = enumerate(map(read_header, names))
    return [at for at, header in headers if header and header.field == "amount"]
