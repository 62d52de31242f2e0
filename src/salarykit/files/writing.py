"""To CSV and Parquet: the target appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["csv_text", "harmless", "replacing", "write_csv", "write_parquet", "write_text"]

_FORMULA: Final = r"^[=+\-@\t\r]"
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside the target; rename it to the target when the block ends without an error.

    Raises:
        SourceError: if the target cannot be written; it is then as it was, and nothing else is left behind.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise SourceError(f"Cannot write {target}: {error.strerror or error}.", source=str(target)) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        raise SourceError(f"Cannot write {target}: {error.strerror or error}.", source=str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_parquet(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a Parquet file, zstd-compressed, its schema's metadata included.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def write_csv(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a CSV file, UTF-8; a text that a spreadsheet would run as a formula gets a leading apostrophe.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        pacsv.write_csv(_harmless_table(table), temporary)


def csv_text(table: pa.Table) -> str:
    """Return the text that `write_csv` writes."""
    sink = pa.BufferOutputStream()
    pacsv.write_csv(_harmless_table(table), sink)
    text: str = sink.getvalue().to_pybytes().decode("utf-8")
    return text


def _harmless_table(table: pa.Table) -> pa.Table:
    return pa.table({name: harmless(table.column(name)) for name in table.column_names})


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text file, UTF-8.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column in which no text starts as a formula does; numbers stay as they are.

    Examples:
        >>> harmless(pa.chunked_array([["=1+1", "-5", "Paris"]])).to_pylist()
        ["'=1+1", '-5', 'Paris']
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    risky = pc.and_not(pc.match_substring_regex(column, _FORMULA), pc.match_substring_regex(column, _NUMBER))
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
