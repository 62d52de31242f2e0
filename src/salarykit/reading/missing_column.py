"""Errors for columns that a caller or a layout names, but the source lacks or has twice; they say what to do about it."""

from __future__ import annotations

import csv
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from salarykit.errors import InvalidSalary, SourceError, hint
from salarykit.files.dialects import DELIMITERS
from salarykit.reading.headers import ROW, read_header
from salarykit.reading.other_tables import YEARS
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from salarykit.files.raw import Raw
    from salarykit.reading.plan import Plan

__all__ = ["check_named", "check_repeated", "header_hint", "missing_column"]

_SHOWN: Final = 12  # the most columns in a message
_LONGEST: Final = 60  # the most characters of a column in a message
_OFFERED: Final = 6  # the most columns of numbers in a message
_READ: Final = 100  # the most columns whose headers are read


def check_named(raw: Raw, columns: Mapping[str, str]) -> None:
    """Refuse `columns=` if it names a field that salaries do not have, or a column that the source lacks.

    Args:
        raw: the source's columns.
        columns: the source's column for each field.

    Raises:
        InvalidSalary: naming the field or the column.
    """
    for field, column in columns.items():
        if field not in BY_NAME:
            raise InvalidSalary(
                f"columns: {field!r} is not a field of a salary.{hint(field, BY_NAME)} Fields: {', '.join(BY_NAME)}.",
                column=field,
            )
        if not isinstance(column, str):
            raise InvalidSalary(f"columns: {field} needs the name of a column, not {column!r}.", column=field)
        if column not in raw.columns:
            sentence = missing_column(list(raw.columns), column, field, raw.name, raw.lines)
            raise InvalidSalary(sentence, column=field)


def check_repeated(
    raw: Raw, plan: Plan, columns: Mapping[str, str], neighbours: Collection[str] = (), *, infer: bool
) -> None:
    """Refuse a source with several columns of one name, if a field is read from one of them and the caller does not say which.

    Args:
        raw: the columns.
        plan: which column is which field.
        columns: the source's column for each field, as the caller gives them.
        neighbours: the columns of a second table next to the one that is read.
        infer: whether columns that the caller does not name may be read.

    Raises:
        SourceError: naming the columns.
    """
    fields = dict.fromkeys(plan.amount_columns, "amount") | plan.fields
    for name in raw.repeated:
        if f"{name} (2)" in neighbours:
            continue
        if not infer or (name in fields and name not in columns.values()):
            field = fields.get(name, name)
            raise SourceError(
                f"{raw.name} has two columns named {name!r}. Say which one is read with columns={{{field!r}: {name!r}}} or "
                f"columns={{{field!r}: {f'{name} (2)'!r}}}, or give each column a name of its own.",
                source=raw.name,
            )


def missing_column(
    names: Sequence[str],
    column: str,
    field: str,
    source: str,
    lines: Sequence[str] = (),
    numbers: Sequence[str] = (),
    shape: str = "",
) -> str:
    """Return the sentence that says which column a source lacks, and what to do about it.

    Args:
        names: the source's columns.
        column: the column that is missing.
        field: the field that the column is for.
        source: the name of the source in messages.
        lines: its first lines, if it is a CSV.
        numbers: the columns that hold numbers, if the field needs numbers.
        shape: the advice of `shape_hint`.
    """
    names, numbers = ([name for name in some if name != ROW] for some in (names, numbers))
    shown = ", ".join(map(_short, names[:_SHOWN])) + (", ..." if len(names) > _SHOWN else "")
    is_header = {*BY_NAME} & {name.lower() for name in names} or any(map(read_header, names[:_READ]))
    advice = header_hint(lines, column, names)
    if not (advice or shape or is_header) and lines:
        advice = " Its first line does not look like a header."
    meant = hint(column, numbers or names) or ("" if advice else shape)
    if numbers and not meant:
        meant = f" There are numbers in {', '.join(map(repr, numbers[:_OFFERED]))}."
    if not names:
        return f"{source} has no column {column!r}, nor any other: it is empty."
    return (
        f"{source} has no column {column!r} (it has: {shown}).{meant}{advice} Name it with "
        f"columns={{{field!r}: ...}}, or give one value for all rows with defaults={{{field!r}: ...}}."
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."


def header_hint(lines: Sequence[str], column: str, names: Sequence[str] = ()) -> str:
    """Return the sentence that suggests the header line or the delimiter of a CSV; "" if no line looks like a header.

    Args:
        lines: the first lines of the CSV.
        column: a column that the header must have, by this name or as the field of this name.
        names: the names of the columns as the CSV was read.

    Examples:
        >>> header_hint(["Pay survey", "Town;Salary;Currency", "Kiel;65.000;EUR"], "amount")
        ' Line 2 looks like the header: say header=2.'
        >>> header_hint(["Pay survey", "Town,Salary", "Kiel,65000"], "wage")
        ''
        >>> header_hint(["City,Item,Value", "Kiel,Salary,65000"], "amount")
        ''
        >>> header_hint(["Town,Salary", "Kiel,65000"], "amount", ["Town,Salary"])
        " Its header looks separated by ',': say delimiter=','."
    """
    for number, line in enumerate(lines, start=1):
        for delimiter in DELIMITERS:
            cells: list[str] = []
            with suppress(csv.Error):
                cells = [cell.strip() for row in csv.reader([line], delimiter=delimiter) for cell in row]
            if len(cells) < 2 or not any(_names(cell, column) for cell in cells):  # noqa: PLR2004 - a single column
                continue
            if list(names) == [line.strip()]:
                return f" Its header looks separated by {delimiter!r}: say delimiter={delimiter!r}."
            if cells != list(names) and not any(map(_is_number, cells)):
                return f" Line {number} looks like the header: say header={number}."
    return ""


def _is_number(cell: str) -> bool:
    """Return whether a cell has a number other than a year; a header has none."""
    return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell)) and not YEARS.fullmatch(cell)


def _names(cell: str, column: str) -> bool:
    """Return whether a cell of a header names a column or a field."""
    header = read_header(cell) if cell and cell != column else None
    return cell == column or (header is not None and header.field == column)
