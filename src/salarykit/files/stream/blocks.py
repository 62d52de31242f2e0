"""`Block`: some rows of a file, and where they stand in it; the files that give them."""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import SourceError
from salarykit.files.raw import Raw
from salarykit.files.stream.locations import Location, io_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = [
    "ROWS",
    "SAMPLE_ROWS",
    "Block",
    "Blocks",
    "raw_of",
    "reading_errors",
    "same",
    "with_partition_columns",
]

ROWS: Final = 1 << 18
"""Rows of a block, at most, and so of a row group of the Parquet that is written; fewer where rows are wide."""
SAMPLE_ROWS: Final = 1 << 14
"""Rows by which a file is judged."""
NO_KEYS: Final[Mapping[str, str | None]] = MappingProxyType({})


class Block(NamedTuple):
    """Some rows.

    Attributes:
        table: the rows.
        numbers: which rows of the file they are, from 1.
        ragged: rows that could not be split into cells: their number and text.
        unclosed: rows with a quotation mark that has no partner: their number, the cell, and its line in the file.
        garbled: rows in another encoding than the rest of the file: their number and text.
        done: how much of the file has been read with this, 0 to 1.
    """

    table: pa.Table
    numbers: NDArray[np.int64]
    ragged: list[tuple[int, str]]
    unclosed: list[tuple[int, str, int]]
    garbled: list[tuple[int, str]]
    done: float

    def first(self, rows: int) -> Block:
        """Return so many of its rows, and none of those that could not be split."""
        return Block(self.table.slice(0, rows), self.numbers[:rows], [], [], [], self.done)


class Blocks(Protocol):
    """An open file.

    Attributes:
        name: what to call it in a message.
        schema: its columns, as it declares them.
        size: its bytes, where they are as many as its rows have; None if it is packed.
        is_text: whether all its cells are text.
        delimiter: what parts the cells of a text; None where nothing does.
        notes: what was done to the file before its columns could be read.
        lines: the first ones of a text.
    """

    name: str
    schema: pa.Schema
    size: int | None
    is_text: bool
    delimiter: str | None
    notes: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def head(self) -> pa.Table:
        """The first rows."""
        ...

    def with_dictionaries(self, names: Iterable[str]) -> Blocks:
        """Return the same file, some columns of which are read as dictionaries, if it has none by itself."""
        ...

    def blocks(self) -> Iterator[Block]:
        """Give the rows from the first to the last."""
        ...

    def spaced_blocks(self, count: int, size: int) -> Iterator[Block]:
        """Give rows from evenly spaced_blocks places, so many of so many bytes; none where that would mean to read all before."""
        ...


def raw_of(found: Blocks, blocks: Sequence[Block], keys: Mapping[str, str | None] = NO_KEYS) -> Raw:
    """Return some blocks as the reader of tables takes them: a CSV has no missing cells, only empty ones.

    Args:
        found: the file that they are from.
        blocks: none of them for a file without rows.
        keys: what the names of its folders say of all rows.
    """
    tables = [each.table for each in blocks] or [found.schema.empty_table()]
    table = with_partition_columns(
        tables[0] if len(tables) == 1 else pa.concat_tables(tables, promote_options="default"), keys
    )
    columns = dict(zip(table.column_names, table.columns, strict=True))
    if found.is_text:
        columns = {
            name: column if name in keys else pc.fill_null(column, "") for name, column in columns.items()
        }
    return Raw(
        found.name,
        columns,
        np.concatenate([each.numbers for each in blocks]) if blocks else np.zeros(0, np.int64),
        [row for each in blocks for row in each.ragged],
        [row for each in blocks for row in each.unclosed],
        [row for each in blocks for row in each.garbled],
        metadata=dict(found.schema.metadata or {}),
        notes=found.notes,
        delimiter=found.delimiter,
        lines=found.lines,
    )


def with_partition_columns(table: pa.Table, keys: Mapping[str, str | None]) -> pa.Table:
    """Return a table with what the names of its folders say as columns."""
    for name, value in keys.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
    return table


@contextmanager
def reading_errors(location: Location) -> Iterator[None]:
    """Turn what goes wrong below into one error, and refuse a file that was replaced meanwhile.

    Raises:
        SourceError: naming the file.
    """
    before = location.info()
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        if isinstance(error, SourceError):
            raise
        if not same(before, location.info()):
            raise _changed(location) from error
        raise io_error("read", location.name, error) from error
    if not same(before, location.info()):
        raise _changed(location)


def _changed(location: Location) -> SourceError:
    return SourceError(
        f"{location.name} was changed while it was read. Start again when it is complete.",
        source=location.name,
    )


def same(before: pa.fs.FileInfo, after: pa.fs.FileInfo) -> bool:
    """Return whether a file has not been touched between two looks."""
    return (before.type, before.size, before.mtime_ns) == (after.type, after.size, after.mtime_ns)
