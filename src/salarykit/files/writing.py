"""Writes CSV and Parquet files atomically."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from salarykit.errors import InvalidQuery
from salarykit.files.atomic import replacing
from salarykit.files.pandas_columns import period_texts

if TYPE_CHECKING:
    import os

__all__ = [
    "Formulas",
    "check_formulas",
    "csv_column",
    "csv_table",
    "csv_text",
    "write_csv",
    "write_parquet",
    "write_text",
]

Formulas = Literal["escape", "keep"]
"""What happens in a CSV to a text or header that a spreadsheet would run as a formula: it gets an apostrophe, or is kept."""

_FORMULA: Final = r"^[=+\-@\t\r\n]"
_FIRST: Final = np.isin(np.arange(256), list(b"=+-@\t\r\n"))  # the first bytes of such texts
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def write_parquet(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a Parquet file with zstd compression and the schema's metadata.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd", use_compliant_nested_type=False)


def check_formulas(formulas: object) -> None:
    """Refuse an unknown `formulas`.

    Raises:
        InvalidQuery: naming the value.
    """
    if not isinstance(formulas, str) or formulas not in get_args(Formulas):
        raise InvalidQuery(f"formulas={formulas!r}: choose 'escape' or 'keep'.", value=formulas)


def write_csv(table: pa.Table, path: str | os.PathLike[str], formulas: Formulas = "escape") -> None:
    """Write a CSV file, UTF-8; a text that a spreadsheet would run as a formula gets a leading apostrophe, or is kept.

    Raises:
        InvalidQuery: for an unknown `formulas`.
        SourceError: if it cannot be written.
    """
    check_formulas(formulas)
    with replacing(path) as temporary:
        pacsv.write_csv(csv_table(table, formulas)[0], temporary)


def csv_text(table: pa.Table, formulas: Formulas = "escape") -> str:
    """Return the text that `write_csv` writes."""
    sink = pa.BufferOutputStream()
    pacsv.write_csv(csv_table(table, formulas)[0], sink)
    text: str = sink.getvalue().to_pybytes().decode("utf-8")
    return text


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text file, UTF-8.

    Raises:
        SourceError: if it cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def csv_table(table: pa.Table, formulas: Formulas = "escape") -> tuple[pa.Table, int]:
    """Return a table with columns that CSV can hold, and how many cells and headers got an apostrophe.

    Examples:
        >>> shown, touched = csv_table(pa.table({"=x": ["=1+1", "-5", "Kiel"]}))
        >>> shown.to_pydict(), touched
        ({"'=x": ["'=1+1", '-5', 'Kiel']}, 2)
    """
    columns = [csv_column(*pair) for pair in zip(table.columns, table.schema, strict=True)]
    if formulas == "keep":
        return pa.table(columns, table.column_names), 0
    names = pa.chunked_array([table.column_names], pa.string())
    (safe, *cells), touched = zip(*map(_escaped, (names, *columns)), strict=True)
    return pa.table(cells, safe.to_pylist()), sum(touched)


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
        texts = [None if value is None else _shown(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_nested(column.type):
        texts = [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    text = pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type)
    return column.cast(pa.string()) if text else column


def _is_binary(kind: pa.DataType) -> bool:
    plain = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    return bool(plain or pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind))


def _shown(value: Any) -> str:
    """Return bytes or the value of an extension type as text: UTF-8 if possible, else hexadecimal."""
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _escaped(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Return a column with an apostrophe before each text that starts like a formula, and their number; numbers are unchanged."""
    if not pa.types.is_string(column.type) or not any(map(_may_start, column.chunks)):
        return column, 0
    risky = pc.and_not(pc.match_substring_regex(column, _FORMULA), pc.match_substring_regex(column, _NUMBER))
    safe = pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
    return safe, int(pc.sum(risky).as_py() or 0)


def _may_start(texts: pa.Array) -> bool:
    """Return whether any text begins as a formula does; it checks only bytes, because most columns have no such text."""
    _, offsets, data = texts.buffers()
    if data is None or not len(texts) or not data.size:
        return False
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    filled = starts[:-1][starts[:-1] < starts[1:]]
    return bool(_FIRST[np.frombuffer(data, np.uint8)[filled]].any())
