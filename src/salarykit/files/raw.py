"""`Raw` and `Document`: the contents of a source before any cell is interpreted."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from salarykit.errors import SourceError
from salarykit.files.json_records import is_json_stat, records_in
from salarykit.files.json_text import Broken, Repeated, repeated_name
from salarykit.files.values import kinds_of, plain_list

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from salarykit.files.page_tables import PageTable

__all__ = [
    "Column",
    "Document",
    "Raw",
    "Refusal",
    "as_column",
    "as_list",
    "check_names",
    "json_refusal",
    "numbered_names",
    "of_json",
    "of_records",
    "repeated_notes",
]

_SHOWN: Final = 1000  # characters kept of a row that could not be read
_CELLS: Final = 1 << 20  # cells that any records may have
_EMPTY: Final = 50  # the most cells for each value, beyond _CELLS cells
_NAMED: Final = 60  # characters of a value in a message

Column: TypeAlias = pa.ChunkedArray | list[Any]
"""One column: an Arrow array if its values are of one type, else a plain list."""


class Refusal(NamedTuple):
    """A row that cannot be read: its number, the column at fault or "", the value there, a code and a message."""

    row: int
    column: str
    value: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """The columns of a source before any cell is interpreted.

    Attributes:
        name: the name of the source in messages.
        columns: the columns by name, all of the same length.
        numbers: the row number of each row in the source, from 1; None for 1, 2, 3 and so on.
        ragged: the numbers and texts of rows that do not have one cell per column.
        unclosed: the rows with a quotation mark that is never closed: their number, the cell, and its line in the file.
        garbled: the numbers and texts of rows in another encoding than the rest of the file.
        refused: the rows that cannot be read for other reasons.
        metadata: the metadata of a Parquet file or an Arrow table.
        notes: how the file was decompressed and decoded.
        delimiter: the delimiter of a CSV; None for other formats.
        lines: the first lines of a CSV.
        titles: the texts of the rows of a sheet above its header; of a page, the heading and the caption of its table.
        header: the line of the header of a CSV, if there are titles above it.
        sheet: the name of the sheet that was read if the workbook has several; else None.
        without_value: by column, the cells that have no value because of an error or for another reason.
        shown: by column, the numbers that a sheet shows with words, each as its row number and the text that is shown.
        decimal: the decimal separator that the grammar of the format prescribes; None if it prescribes none.
        repeated: the names that several columns have; the later ones are called `name (2)` and so on.
        set_apart: the columns after an empty column, which was dropped.
        remarks: the lines of a page around a table, which may be about its figures.
    """

    name: str
    columns: dict[str, Column]
    numbers: np.ndarray[Any, np.dtype[np.int64]] | None = None
    ragged: list[tuple[int, str]] = field(default_factory=list)
    unclosed: list[tuple[int, str, int]] = field(default_factory=list)
    garbled: list[tuple[int, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    metadata: dict[bytes, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    delimiter: str | None = None
    lines: tuple[str, ...] = ()
    decimal: str | None = None
    titles: tuple[str, ...] = ()
    sheet: str | None = None
    header: int | None = None
    without_value: dict[str, list[Refusal]] = field(default_factory=dict)
    shown: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    set_apart: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    @property
    def row_numbers(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The row number of each row in the source, from 1."""
        return np.arange(1, len(self) + 1) if self.numbers is None else self.numbers

    def replaced(self, **changes: Any) -> Raw:
        """Return a copy with some attributes replaced."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A page or a JSON file, which is not a table but may contain some.

    Attributes:
        name: its name in messages.
        lines: its text, a line for each block; tabs separate the cells and inline elements of a line.
        tables: the tables of a page.
        objects: the JSON values; a `Broken` for each that is not readable.
        notes: how the file was decompressed and decoded.
        is_page: whether it is a page, as text or HTML.
        markup: the page itself, if it has items in attributes.
        item_types: how these items are written, `microdata` or `RDFa`, and their types.
    """

    name: str
    lines: tuple[str, ...] = ()
    tables: tuple[PageTable, ...] = ()
    objects: tuple[Any, ...] = ()
    notes: tuple[str, ...] = ()
    is_page: bool = False
    markup: str = ""
    item_types: frozenset[tuple[str, str]] = frozenset()


def check_names(names: Sequence[str], source: str) -> None:
    """Refuse two columns of the same name, and a name that is not valid Unicode.

    Raises:
        SourceError: naming it.
    """
    broken = next((name for name in names if name.encode(errors="replace").decode() != name), None)
    if broken is not None:
        raise SourceError(f"{source}: {broken!a} is not a valid name of a column. Rename it.", source=source)
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise SourceError(
            f"{source} has two columns named {twice[0]!r}. Give each column a name of its own.", source=source
        )


def numbered_names(names: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return names made unique by numbers, and the names that several columns had.

    Examples:
        >>> numbered_names(["city", "tools", "tools", "tools (2)", "tools"])
        (['city', 'tools', 'tools (3)', 'tools (2)', 'tools (4)'], ('tools',))
    """
    counts = Counter(names)
    repeated = tuple(name for name, count in counts.items() if count > 1)
    if not repeated:
        return list(names), ()
    taken, new_names, last = set(names), list[str](), dict[str, int]()
    for name in names:
        number = last.get(name, 0) + 1
        while number > 1 and f"{name} ({number})" in taken:
            number += 1
        last[name] = number
        new_names.append(name if number == 1 else f"{name} ({number})")
    return new_names, repeated


def repeated_notes(repeated: Sequence[str]) -> tuple[str, ...]:
    """Return the sentence that says which columns were renamed; empty if none was."""
    if not repeated:
        return ()
    shown = ", ".join(map(repr, repeated[:3])) + (", ..." if len(repeated) > 3 else "")  # noqa: PLR2004 - as many as a line holds
    return (
        f"Several columns have the name {shown}: the later ones are called {repeated[0] + ' (2)'!r} and so on.",
    )


def as_list(column: Column) -> list[Any]:
    """Return a column as a list."""
    return column if isinstance(column, list) else column.to_pylist()


def as_column(values: list[Any]) -> Column:
    """Return values of one type as an Arrow array, and of several as a list, because Arrow would convert them or fail."""
    plain = plain_list(values)
    kinds = kinds_of(plain)
    if len(kinds) > 1 and not kinds <= {int, float}:
        return values
    try:
        column = pa.chunked_array([pa.array(plain, from_pandas=True)])
        if pa.types.is_nested(column.type):
            column.to_pylist()  # raises an error for times outside Python's calendar
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return values
    return column


def of_records(rows: Sequence[Mapping[Any, Any]], name: str) -> Raw:
    """Return mappings as columns; if a record lacks a key, its cell is missing."""
    names = dict.fromkeys(str(key) for row in rows for key in row)
    check_names(list(names), name)
    _check_cells(names, rows, name)
    return Raw(name, {key: as_column([row.get(key) for row in rows]) for key in names})


def _check_cells(names: Collection[str], rows: Sequence[Mapping[Any, Any]], source: str) -> None:
    """Refuse records whose names have so little in common that a table of them would be almost empty.

    Raises:
        SourceError: naming the numbers of names and records.
    """
    cells = len(names) * len(rows)
    if cells > _CELLS and cells > _EMPTY * sum(map(len, rows)):
        raise SourceError(
            f"{source} has {len(names):,} names in {len(rows):,} records, which hardly share one. Give each record the same "
            "names.",
            source=source,
        )


def of_json(objects: Sequence[Any], name: str) -> Raw | None:
    r"""Return the records of a JSON file as columns; None if it has no records.

    Records that are not readable, or that repeat a name with another value, are refused, and so are values that are not
    objects.

    Raises:
        SourceError: if the object around the records repeats a name with another value; if it is a dataset of JSON-stat.

    Examples:
        >>> from salarykit.files.json_text import parse_json
        >>> raw = of_json(parse_json('{"amount": 1}\n{"amount" 2}\n{"amount": 3, "amount": 4}', "pay"), "pay")
        >>> raw.columns["amount"].to_pylist(), [(refusal.row, refusal.code) for refusal in raw.refused]
        ([1], [(2, 'broken_json'), (3, 'repeated_name')])
    """
    if len(objects) == 1 and is_json_stat(objects[0]):
        raise SourceError(f"{name} is JSON-stat, which is not read. Save the table as CSV.", source=name)
    is_lines = any(isinstance(value, Broken) for value in objects)
    rows = list(objects) if is_lines else records_in(list(objects)) or []
    records = [row for row in rows if isinstance(row, dict)]
    if not records:
        return None
    if rows[0] is not objects[0] and isinstance(objects[0], Repeated):
        sentence = f"the name {objects[0].name!r} occurs twice in one object, with different values."
        raise SourceError(f"{name}: {sentence}", source=name)
    refused = [refusal for row, value in enumerate(rows, start=1) if (refusal := json_refusal(value, row))]
    bad = {refusal.row for refusal in refused}
    numbers = np.array([row for row in range(1, len(rows) + 1) if row not in bad], np.int64)
    good = [rows[number - 1] for number in numbers]
    names = dict.fromkeys(str(key) for row in records for key in row)
    check_names(list(names), name)
    _check_cells(names, records, name)
    columns = {key: as_column([row.get(key) for row in good]) for key in names}
    return Raw(name, columns, numbers if refused else None, refused=refused, decimal=".")


def json_refusal(value: Any, row: int) -> Refusal | None:
    """Return why a JSON value cannot be a row; None if it can."""
    if isinstance(value, Broken):
        return Refusal(row, "", value.text[:_SHOWN], "broken_json", value.message)
    name, text = repeated_name(value), json.dumps(value, ensure_ascii=False)[:_SHOWN]
    if not isinstance(value, dict):
        sentence = f"{text if len(text) <= _NAMED else f'{text[:_NAMED]}...'} is not a record: it has no column names."
        return Refusal(row, "", text, "not_a_record", sentence)
    if name is None:
        return None
    sentence = f"the name {name!r} occurs twice in one object, with different values."
    return Refusal(row, name, text, "repeated_name", sentence)
