"""Writes CSV and Parquet files atomically."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from salarykit.files.atomic import replacing
from salarykit.files.pandas_periods import period_texts

if TYPE_CHECKING:
    import os

__all__ = ["csv_column", "csv_text", "harmless", "write_csv", "write_parquet", "write_text"]

_FORMULA: Final = r"^[=+\-@\t\r\n]"
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def write_parquet(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a Parquet file with zstd compression and the schema's metadata.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd", use_compliant_nested_type=False)


def write_csv(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a CSV file, UTF-8; a text that a spreadsheet would evaluate as a formula gets a leading apostrophe.

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


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text file, UTF-8.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _harmless_table(table: pa.Table) -> pa.Table:
    names = harmless(pa.chunked_array([table.column_names], pa.string())).to_pylist()
    columns = zip(table.columns, table.schema, strict=True)
    return pa.table([harmless(csv_column(column, field)) for column, field in columns], names)


def csv_column(column: pa.ChunkedArray, field: pa.Field | None = None) -> pa.ChunkedArray:
    """Return a column in a type that CSV can hold.

    Lists and structs become JSON, pandas' periods ISO 8601, and bytes that are not UTF-8 hexadecimal.

    Args:
        column: a column of any type.
        field: its field in the schema.
    """
    periods = period_texts(column, field)
    if periods is not None:
        return periods
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType) or _is_binary(kind):
        texts = [None if value is None else _said(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_nested(column.type):
        texts = [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    text = pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type)
    return column.cast(pa.string()) if text else column


def _is_binary(kind: pa.DataType) -> bool:
    plain = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    return bool(plain or pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind))


def _said(value: Any) -> str:
    """Return bytes or the value of an extension type as text: UTF-8 if possible, else hexadecimal."""
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column in which no text starts like a formula; numbers are unchanged.

    Examples:
        >>> harmless(pa.chunked_array([["=1+1", "-5", "Paris"]])).to_pylist()
        ["'=1+1", '-5', 'Paris']
    """
    if not pa.types.is_string(column.type):
        return column
    risky = pc.and_not(pc.match_substring_regex(column, _FORMULA), pc.match_substring_regex(column, _NUMBER))
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
