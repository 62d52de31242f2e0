"""Recognises two tables side by side in one file, with empty columns between them; only one of them is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.errors import InvalidSalary
from salarykit.reading.other_tables import named_field
from salarykit.reading.plan import NAMING_FIELDS, without_number
from salarykit.reading.source_columns import empty_cells
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from salarykit.files.raw import Raw

__all__ = ["neighbour_columns", "neighbour_note"]

_NAMELESS: Final = re.compile(r"\s*|(?:column|unnamed)[ _:]*\d+", re.IGNORECASE)
"""The names that spreadsheets and libraries give to a column without a header."""

_SHOWN: Final = 4  # the most columns of a table in a message


def neighbour_columns(raw: Raw, columns: Mapping[str, str]) -> frozenset[str]:
    """Return the columns of the tables next to the one that is read; none if there is only one table.

    Args:
        raw: the columns.
        columns: the source's column for each field, as the caller gives them; these are read from any table.

    Raises:
        InvalidSalary: if there are several tables, and the caller does not name the amount of one.

    Examples:
        >>> from salarykit.files.raw import Raw
        >>> cells = {"city": ["Kiel"], "amount": [52000], "": [None], "role": ["Cook"], "wage (USD)": [40000]}
        >>> sorted(neighbour_columns(Raw("survey.csv", cells), {"amount": "amount"}))
        ['role', 'wage (USD)']
    """
    parts = _parts(raw)
    tables = list(filter(_is_table, parts)) if len(parts) > 1 else []
    if len(tables) < 2:  # noqa: PLR2004 - the other columns may be notes
        return frozenset()
    given = columns.get("amount")
    if not any(given in table for table in tables):
        raise _two_tables(raw.name, tables)
    others = (name for table in tables if given not in table for name in table)
    return frozenset(others) - {*columns.values()}


def neighbour_note(names: Collection[str]) -> str:
    """Return the sentence that says which columns belong to another table."""
    return f"{_shown(list(names))} are another table, next to the one that is read, and not part of its rows."


def _parts(raw: Raw) -> list[list[str]]:
    """Return the groups of columns that empty columns separate."""
    parts: list[list[str]] = [[]]
    for name, column in raw.columns.items():
        is_empty = _NAMELESS.fullmatch(name) is not None and bool(empty_cells(column).all())
        if (is_empty or name in raw.set_apart) and parts[-1]:
            parts.append([])
        if not is_empty:
            parts[-1].append(name)
    return [part for part in parts if part]


def _is_table(names: Sequence[str]) -> bool:
    """Return whether some columns are a table: they have an amount, and the place or the role that it is paid for."""
    known = frozenset(names)
    fields = {_field(without_number(name, known)) for name in names}
    return "amount" in fields and any(field in fields for field in NAMING_FIELDS)


def _field(name: str) -> str | None:
    """Return the field of a column by its name or its header; None if it has none."""
    own = name.casefold()
    return own if own in BY_NAME else named_field(name)


def _two_tables(source: str, tables: Sequence[Sequence[str]]) -> InvalidSalary:
    amounts = [name for name in tables[0] if _field(without_number(name)) == "amount"]
    return InvalidSalary(
        f"{source} has tables side by side: {' and '.join(map(_shown, tables[:2]))}. Put each into a file or a "
        f"sheet of its own, or name the amount of one with columns={{'amount': {amounts[0]!r}}}.",
        column="amount",
    )


def _shown(names: Sequence[str]) -> str:
    more = ", ..." if len(names) > _SHOWN else ""
    return ", ".join(map(repr, names[:_SHOWN])) + more
