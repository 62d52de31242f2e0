"""Reads a Parquet file within a budget of bytes, and checks the names, time zones and texts of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from salarykit.errors import SourceError
from salarykit.files.opening import most_bytes
from salarykit.files.raw import check_names
from salarykit.files.texts import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "check_columns",
    "check_texts",
    "column_names",
    "decoded_bytes",
    "prefixed",
    "read_parquet",
    "safe_rows",
    "too_large",
    "within_bytes",
]

_ROWS: Final = 1 << 16  # the most rows of a batch
_OFFSET: Final = 4  # bytes that a text needs in addition to its characters
_WIDTHS: Final = {"INT32": 4, "INT64": 8, "INT96": 8, "FLOAT": 4, "DOUBLE": 8, "BYTE_ARRAY": _OFFSET}
_PREFIXED: Final = "DELTA_BYTE_ARRAY"


def read_parquet(path: Path, name: str, max_bytes: int | None = None) -> pa.Table:
    """Return a Parquet file as a table, if it decodes to no more bytes than a budget.

    A column that is stored as a dictionary stays one until the bytes of its values are counted.

    Args:
        path: the file.
        name: its name in messages.
        max_bytes: the budget; by default that of a compressed file of this size.

    Raises:
        SourceError: if it decodes to more, or a column has an invalid name, time zone or text.
        pa.ArrowException, OSError: if it is damaged.
    """
    budget = most_bytes(path.stat().st_size) if max_bytes is None else max_bytes
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        check_columns(schema, name)
        if _least_bytes(file) > budget:
            raise too_large(name, budget)
        rows, delta = safe_rows(file, budget), prefixed(file)
    coded = [field.name for field in schema if _is_bytes(field.type) and field.name not in delta]
    with pq.ParquetFile(path, read_dictionary=coded) as file:
        tables = (
            [file.read()]
            if rows is None
            else (pa.Table.from_batches([batch]) for batch in file.iter_batches(min(_ROWS, rows)))
        )
        kept, total = [], 0
        for table in tables:
            total += decoded_bytes(table)
            if total > budget:
                raise too_large(name, budget)
            kept.append(_decoded(table, schema))
    return pa.concat_tables(kept) if kept else schema.empty_table()


def too_large(name: str, budget: int) -> SourceError:
    """Return the error for a file that decodes to more bytes than its budget."""
    return SourceError(
        f"{name} decodes to more than {budget:,} bytes. If it is not a decompression bomb, raise max_bytes=, "
        "or convert it with convert_file, which reads it in blocks.",
        source=name,
    )


def decoded_bytes(table: pa.Table) -> int:
    """Return how many bytes a table takes once its dictionaries are decoded.

    Examples:
        >>> decoded_bytes(pa.table({"note": pa.array(["long text"] * 100).dictionary_encode()}))
        1300
    """
    return sum(_bytes_of(chunk) for column in table.columns for chunk in column.chunks)


def within_bytes(table: pa.Table, most: int) -> Iterator[pa.Table]:
    """Yield a table in parts that take at most `most` bytes once their dictionaries are decoded, or that have a single row.

    Examples:
        >>> notes = pa.table({"note": pa.array(["long text"] * 100).dictionary_encode()})
        >>> [len(part) for part in within_bytes(notes, 700)]
        [50, 50]
    """
    if len(table) <= 1 or max(decoded_bytes(table), _reserved_bytes(table)) <= most:
        yield table
        return
    half = len(table) // 2
    yield from within_bytes(table.slice(0, half), most)
    yield from within_bytes(table.slice(half), most)


def _reserved_bytes(table: pa.Table) -> int:
    """Return how many bytes Arrow first allocates to decode the dictionaries of a table: the mean length of a value for each row."""
    chunks = [
        chunk for column in table.columns for chunk in column.chunks if pa.types.is_dictionary(chunk.type)
    ]
    return sum(len(chunk) * chunk.dictionary.nbytes // max(len(chunk.dictionary), 1) for chunk in chunks)


def _bytes_of(chunk: pa.Array) -> int:
    if not (pa.types.is_dictionary(chunk.type) and _is_bytes(chunk.type.value_type)):
        return int(chunk.nbytes)
    lengths = pc.binary_length(chunk.dictionary).cast(pa.int64()).take(chunk.indices)
    return int(pc.sum(lengths).as_py() or 0) + _OFFSET * len(chunk)


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(is_text(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _least_bytes(file: pq.ParquetFile) -> int:
    """Return the fewest bytes that a file can decode to, by its footer: for each value the width of its type, and at least one byte."""
    meta = file.metadata
    widths = [_width(file.schema.column(leaf)) for leaf in range(meta.num_columns)]
    return sum(
        max(chunk.total_uncompressed_size, width * chunk.num_values)
        for group in _groups(file)
        for width, chunk in zip(widths, map(group.column, range(meta.num_columns)), strict=True)
    )


def _width(leaf: pq.ColumnSchema) -> int:
    if leaf.physical_type == "FIXED_LEN_BYTE_ARRAY":
        return int(leaf.length)
    return _WIDTHS.get(leaf.physical_type, 1)


def _groups(file: pq.ParquetFile) -> list[pq.RowGroupMetaData]:
    return [file.metadata.row_group(index) for index in range(file.num_row_groups)]


def prefixed(file: pq.ParquetFile) -> set[str]:
    """Return the columns with delta-encoded texts (each stored as its difference from the last), which Arrow never reads as a dictionary."""
    leaves = range(file.metadata.num_columns)
    prefixed_leaves = {
        leaf for group in _groups(file) for leaf in leaves if _PREFIXED in group.column(leaf).encodings
    }
    return {file.schema.column(leaf).path.partition(".")[0] for leaf in prefixed_leaves}


def safe_rows(file: pq.ParquetFile, budget: int) -> int | None:
    """Return how many rows may be decoded at once, so that texts that Arrow never reads as a dictionary stay within a budget.

    Such texts are delta-encoded or in nested columns. No text is longer than its column chunk.

    Returns:
        The number of rows; None if there are no such texts.
    """
    schema, delta = file.schema, prefixed(file)
    paths = [schema.column(leaf).path for leaf in range(file.metadata.num_columns)]
    risky = [leaf for leaf, path in enumerate(paths) if "." in path or path in delta]
    if not risky:
        return None
    longest = max(
        (group.column(leaf).total_uncompressed_size for group in _groups(file) for leaf in risky), default=0
    )
    return max(1, budget // max(longest, 1))


def _decoded(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with the types that the file declares; a column that it declares as a dictionary stays one."""
    columns = [
        column
        if column.type == field.type or pa.types.is_dictionary(field.type)
        else _plain(column, field.type)
        for column, field in zip(table.columns, schema, strict=True)
    ]
    fields = [field.with_type(column.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, schema.metadata))


def _plain(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return pa.chunked_array([chunk.dictionary_decode().cast(kind) for chunk in column.chunks], kind)


def column_names(schema: pa.Schema, name: str) -> list[str]:
    """Return the names of columns.

    Raises:
        SourceError: if one is not UTF-8.
    """
    try:
        return list(schema.names)
    except UnicodeDecodeError:
        raise SourceError(f"{name} has a column whose name is not UTF-8. Rename it.", source=name) from None


def check_columns(schema: pa.Schema, name: str) -> None:
    """Refuse columns of the same name, and time zones that do not exist.

    Raises:
        SourceError: naming the column.

    Examples:
        >>> check_columns(pa.schema({"as_of": pa.timestamp("s", "Mars/Olympus")}), "pay.parquet")
        Traceback (most recent call last):
        salarykit.errors.SourceError: pay.parquet, column 'as_of': 'Mars/Olympus' is not a known time zone. Write the times in
        UTC.
    """
    check_names(column_names(schema, name), name)
    for field in schema:
        if not pa.types.is_timestamp(field.type) or field.type.tz is None:
            continue
        try:
            pc.local_timestamp(pa.array([0], field.type))
        except (pa.ArrowException, ValueError):
            sentence = f"{field.type.tz!r} is not a known time zone. Write the times in UTC."
            raise SourceError(f"{name}, column {field.name!r}: {sentence}", source=name) from None


def check_texts(table: pa.Table, name: str, first: int = 1) -> None:
    """Refuse texts that are not UTF-8, which some writers of Arrow and Parquet do not check.

    Args:
        table: the rows.
        name: the name of the source in messages.
        first: the number of the first row.

    Raises:
        SourceError: naming the column, and the row unless the column is nested.
    """
    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_primitive(field.type):
            continue
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            at = _first_invalid(column)
            row = "" if at is None else f", row {first + at:,}"
            raise SourceError(
                f"{name}{row}, column {field.name!r}: the text is not UTF-8. Write the file again with valid text.",
                source=name,
                row=None if at is None else first + at,
            ) from None


def _first_invalid(column: pa.ChunkedArray) -> int | None:
    """Return the position of the first text that is not UTF-8; None if the values are not texts."""
    at = 0
    for chunk in column.chunks:
        texts = chunk.dictionary.take(chunk.indices) if pa.types.is_dictionary(chunk.type) else chunk
        if not is_text(texts.type):
            return None
        for value in texts.view(pa.large_binary() if pa.types.is_large_string(texts.type) else pa.binary()):
            try:
                (value.as_py() or b"").decode()
            except UnicodeDecodeError:
                return at
            at += 1
    return None
