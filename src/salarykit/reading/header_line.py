"""The line of a CSV that holds its header, where its first line does not."""

from __future__ import annotations

import csv
from contextlib import suppress
from typing import TYPE_CHECKING

from salarykit.files.dialects import DELIMITERS
from salarykit.reading.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["header_hint"]


def header_hint(lines: Sequence[str], column: str, names: Sequence[str] = ()) -> str:
    """Return the sentence that names the first line with a column among others, or what parts its cells; nothing if there is none.

    Args:
        lines: the first lines of a CSV.
        column: its name, or a field's, which a header may say in other words.
        names: of the columns that the CSV was found to have.

    Examples:
        >>> header_hint(["Pay survey", "Town;Salary;Currency", "Kiel;65.000;EUR"], "amount")
        ' Line 2 looks like the header: say header=2.'
        >>> header_hint(["Pay survey", "Town,Salary", "Kiel,65000"], "wage")
        ''
        >>> header_hint(["Town,Salary", "Kiel,65000"], "amount", ["Town,Salary"])
        " Its header looks parted by ',': say delimiter=','."
    """
    for number, line in enumerate(lines, start=1):
        for delimiter in DELIMITERS:
            cells: list[str] = []
            with suppress(csv.Error):
                cells = [cell.strip() for row in csv.reader([line], delimiter=delimiter) for cell in row]
            if len(cells) < 2 or not any(_is_it(cell, column) for cell in cells):  # noqa: PLR2004 - a column alone
                continue
            if list(names) == [line.strip()]:
                return f" Its header looks parted by {delimiter!r}: say delimiter={delimiter!r}."
            if cells != list(names):
                return f" Line {number} looks like the header: say header={number}."
    return ""


def _is_it(cell: str, column: str) -> bool:
    header = read_header(cell) if cell and cell != column else None
    return cell == column or (header is not None and header.field == column)
