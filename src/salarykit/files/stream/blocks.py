"""`Block`: some rows of a file and their row numbers; `Blocks`: an open file that yields them."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import SalaryKitError, SourceError
from salarykit.files.compression import compression_of, damaged
from salarykit.files.parquet_reading import decoded_bytes
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
    "repeating_columns",
    "same",
    "with_partition_columns",
    "within",
]

ROWS: Final = 1 << 18
"""The most rows of a block, and of a row group of the Parquet output; blocks of wide rows have fewer."""
SAMPLE_ROWS: Final = 1 << 14
"""The rows at the start of a file that decide how it is read."""
_REPEATED: Final = 16  # cells for each distinct one from which a dictionary saves time
NO_KEYS: Final[Mapping[str, str | None]] = MappingProxyType({})


class Block(NamedTuple):
    """Some rows.

    Attributes:
        table: the rows.
        numbers: their numbers in the file, from 1.
        ragged: the numbers and texts of rows that do not have one cell per column.
        unclosed: the rows with an unclosed quotation mark: their number, the cell, and its line in the file.
        garbled: the numbers and texts of rows in another encoding than the rest of the file.
        done: the fraction of the file that has been read, 0 to 1.
    """

    table: pa.Table
    numbers: NDArray[np.int64]
    ragged: list[tuple[int, str]]
    unclosed: list[tuple[int, str, int]]
    garbled: list[tuple[int, str]]
    done: float

    def first(self, rows: int) -> Block:
        """Return a block of the first rows, without those that could not be split."""
        return Block(self.table.slice(0, rows), self.numbers[:rows], [], [], [], self.done)


def within(blocks: Iterable[Block], max_bytes: int | None, name: str) -> Iterator[Block]:
    """Yield blocks, and check that they do not exceed a limit of bytes, if there is one.

    Raises:
        SourceError: at the first block that exceeds it.
    """
    total = 0
    for block in blocks:
        total += 0 if max_bytes is None else decoded_bytes(block.table)
        if max_bytes is not None and total > max_bytes:
            raise SourceError(f"{name} has more than {max_bytes:,} bytes. Raise max_bytes=.", source=name)
        yield block


class Blocks(Protocol):
    """An open file.

    Attributes:
        name: its name in messages.
        schema: its columns, as it declares them.
        size: its size in bytes; None if it is compressed.
        is_text: whether all its cells are text.
        delimiter: the delimiter of a CSV; None for other formats, and for a single column.
        notes: how the file was decompressed and decoded.
        lines: the first lines of a CSV.
        header: the line of its header, if there are titles above it.
        repeated: the names that several of its columns have.
    """

    name: str
    schema: pa.Schema
    size: int | None
    is_text: bool
    delimiter: str | None
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    header: int | None
    repeated: tuple[str, ...]

    @property
    def head(self) -> pa.Table:
        """The first rows."""
        ...

    def with_dictionaries(self, names: Iterable[str]) -> Blocks:
        """Return the same file, with some columns read as dictionaries; a format with its own dictionaries ignores them."""
        ...

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in order."""
        ...

    def spaced_blocks(self, count: int, size: int) -> Iterator[Block]:
        """Yield `count` blocks of `size` bytes from evenly spaced places; none if the file is not seekable."""
        ...


def repeating_columns(opened: Blocks) -> set[str]:
    """Return the columns with so few distinct cells that it saves time to read them as dictionaries."""
    columns = zip(opened.head.column_names, opened.head.columns, strict=True)
    return {name for name, cells in columns if len(cells.unique()) * _REPEATED <= len(cells)}


def raw_of(opened: Blocks, blocks: Sequence[Block], keys: Mapping[str, str | None] = NO_KEYS) -> Raw:
    """Return some blocks as `Raw`; the cells of a CSV are empty, never missing.

    Args:
        opened: their file.
        blocks: the blocks; none for a file without rows.
        keys: the columns that the names of its folders make, and their values.
    """
    tables = [block.table for block in blocks] or [opened.schema.empty_table()]
    table = with_partition_columns(
        tables[0] if len(tables) == 1 else pa.concat_tables(tables, promote_options="default"), keys
    )
    columns = dict(zip(table.column_names, table.columns, strict=True))
    if opened.is_text:
        columns = {
            name: column if name in keys else pc.fill_null(column, "") for name, column in columns.items()
        }
    return Raw(
        opened.name,
        columns,
        np.concatenate([block.numbers for block in blocks]) if blocks else np.zeros(0, np.int64),
        [row for block in blocks for row in block.ragged],
        [row for block in blocks for row in block.unclosed],
        [row for block in blocks for row in block.garbled],
        metadata=dict(opened.schema.metadata or {}),
        notes=opened.notes,
        delimiter=opened.delimiter,
        lines=opened.lines,
        header=opened.header,
        repeated=opened.repeated,
    )


def with_partition_columns(table: pa.Table, keys: Mapping[str, str | None]) -> pa.Table:
    """Return a table with the columns that the names of its folders make."""
    for name, value in keys.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
    return table


@contextmanager
def reading_errors(location: Location) -> Iterator[None]:
    """Turn the errors of Arrow and the system into `SourceError`, and refuse a file that changed meanwhile.

    Raises:
        SourceError: naming the file.
    """
    before = location.info()
    try:
        yield
    except SalaryKitError:
        raise
    except Exception as error:  # each filesystem library raises errors of its own
        if location.is_local and not isinstance(error, OSError | pa.ArrowException):
            raise  # a local filesystem raises no others
        if not same(before, location.info()):
            raise _changed(location) from error
        if isinstance(error, OSError) and error.errno is None and (kind := _compression(location)):
            raise damaged(location.name, kind, error) from error
        raise io_error("read", location.name, error) from error
    if not same(before, location.info()):
        raise _changed(location)


def _compression(location: Location) -> str | None:
    """Return how a file is compressed; None if it is not, or can no longer be read."""
    with (
        suppress(Exception),
        location.filesystem.open_input_file(location.path) as file,
    ):
        return compression_of(file.read(6))
    return None


def _changed(location: Location) -> SourceError:
    return SourceError(
        f"{location.name} changed while it was read. Run again when it is complete.",
        source=location.name,
    )


def same(before: pa.fs.FileInfo, after: pa.fs.FileInfo) -> bool:
    """Return whether a file is unchanged."""
    return (before.type, before.size, before.mtime_ns) == (after.type, after.size, after.mtime_ns)
