"""The columns of a source that ride along beside a salary's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from salarykit.files.values import written
from salarykit.salaries.fields import is_missing

if TYPE_CHECKING:
    from salarykit.files.raw import Column

__all__ = ["as_text", "riding"]


def riding(column: Column) -> pa.ChunkedArray:
    """Return a column of a type that every file and library keeps.

    Examples:
        >>> riding(["x", None, 1]).to_pylist()
        ['x', None, '1']
    """
    if isinstance(column, list):
        return pa.chunked_array(
            [[None if is_missing(value) else written(value) for value in column]], pa.string()
        )
    if pa.types.is_dictionary(column.type):
        column = pa.chunked_array([_decoded(chunk) for chunk in column.chunks] or [pa.array([], pa.string())])
    kind = column.type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) and kind.unit == "s":
        return column.cast(pa.timestamp("ms", kind.tz))
    if pa.types.is_date64(kind):
        return column.cast(pa.date32())
    return column.cast(pa.time32("ms")) if kind == pa.time32("s") else column


def _decoded(chunk: pa.DictionaryArray) -> pa.Array:
    names = (
        chunk.dictionary.cast(pa.string())
        if pa.types.is_string_view(chunk.dictionary.type)
        else chunk.dictionary
    )
    return names.take(chunk.indices)


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of any type as text.

    Examples:
        >>> as_text(pa.chunked_array([[1, None]])).to_pylist()
        ['1', None]
    """
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.chunked_array(
            [[None if cell is None else str(cell) for cell in column.to_pylist()]], pa.string()
        )
    return column.cast(pa.string())
