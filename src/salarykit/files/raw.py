"""`Raw`: what a source holds, before any of it is understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from salarykit.errors import SourceError
from salarykit.files.values import kinds_of, plain_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

__all__ = ["Column", "Document", "Raw", "as_column", "check_names", "of_records"]

Column: TypeAlias = pa.ChunkedArray | list[Any]
"""One column: Arrow where its values are of one kind, else a plain list."""


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """Columns as the source states them.

    Attributes:
        name: what to call the source in a message.
        columns: by name, all of the same length.
        numbers: the source's row of each row, from 1; None where they are simply counted.
        ragged: rows that do not have one cell a column: their number and text.
        unclosed: rows with a quotation mark that has no partner: their number, the cell, and its line in the file.
        garbled: rows in another encoding than the rest of the file: their number and text.
        metadata: what a Parquet file or an Arrow table says of itself.
        notes: what was done to the file before its columns could be read.
        delimiter: what parts the cells of a CSV; None for all else.
        decimal: what separates decimals in numbers by the grammar of the format, in texts, too; None if that says nothing.
    """

    name: str
    columns: dict[str, Column]
    numbers: np.ndarray[Any, np.dtype[np.int64]] | None = None
    ragged: list[tuple[int, str]] = field(default_factory=list)
    unclosed: list[tuple[int, str, int]] = field(default_factory=list)
    garbled: list[tuple[int, str]] = field(default_factory=list)
    metadata: dict[bytes, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    delimiter: str | None = None
    decimal: str | None = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def replaced(self, **changes: Any) -> Raw:
        """Return the same with other attributes."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A page or a JSON file: no table, though there may be some in it.

    Attributes:
        name: what to call it in a message.
        lines: its text, a line for each block; tabs part the cells of a line, and what is marked up in it.
        tables: the tables of a page, as rows of cells.
        objects: the JSON in it.
        notes: what was done to the file before it could be read.
    """

    name: str
    lines: tuple[str, ...] = ()
    tables: tuple[list[list[str]], ...] = ()
    objects: tuple[Any, ...] = ()
    notes: tuple[str, ...] = ()


def check_names(names: Sequence[str], source: str) -> None:
    """Refuse two columns of one name.

    Raises:
        SourceError: naming them.
    """
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise SourceError(
            f"{source} has two columns named {twice[0]!r}. Give each column a name of its own.", source=source
        )


def as_column(values: list[Any]) -> Column:
    """Return values of one kind as Arrow, of several as they are: Arrow would make one kind of them, or fail."""
    plain = [plain_value(value) for value in values]
    kinds = kinds_of(plain)
    if len(kinds) > 1 and not kinds <= {int, float}:
        return values
    try:
        return pa.chunked_array([pa.array(plain, from_pandas=True)])
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return values


def of_records(rows: Sequence[Mapping[Any, Any]], name: str) -> Raw:
    """Return mappings as columns; a key that a row lacks is missing there."""
    names = dict.fromkeys(str(key) for row in rows for key in row)
    return Raw(name, {key: as_column([row.get(key) for row in rows]) for key in names})
