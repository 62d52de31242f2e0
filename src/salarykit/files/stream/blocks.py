"""`Block`: some rows of a file, and where they stand in it; the files that give them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import pyarrow as pa

from salarykit.errors import SourceError
from salarykit.files.stream.locations import Location, failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LOOK", "ROWS", "Block", "Blocks", "reading", "same"]

ROWS: Final = 1 << 18
"""Rows of a block, at most, and so of a row group of the Parquet that is written; fewer where rows are wide."""
LOOK: Final = 1 << 14
"""Rows by which a file is judged."""


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


class Blocks(Protocol):
    """An open file.

    Attributes:
        name: what to call it in a message.
        schema: its columns, as it declares them.
        head: its first rows, by which it is judged.
        is_text: whether all its cells are text.
        delimiter: what parts the cells of a text; None where nothing does.
        notes: what was done to the file before its columns could be read.
    """

    name: str
    schema: pa.Schema
    head: pa.Table
    is_text: bool
    delimiter: str | None
    notes: tuple[str, ...]

    def blocks(self) -> Iterator[Block]:
        """Give the rows from the first to the last."""
        ...


@contextmanager
def reading(location: Location) -> Iterator[None]:
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
        raise failed("read", location.name, error) from error
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
