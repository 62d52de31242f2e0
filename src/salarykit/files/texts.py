"""Columns of texts that stand for something else: dates and numbers."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["cast_texts", "is_text", "iso_dates", "without_views"]

_FIRST: Final = 64  # texts by which a column is tried


def is_text(kind: pa.DataType) -> bool:
    """Return whether a column of a type holds texts, in any of Arrow's ways.

    Examples:
        >>> is_text(pa.large_string()), is_text(pa.binary())
        (True, False)
    """
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def iso_dates(column: pa.Array) -> pa.Array | None:
    """Return a column of texts as dates, null where null, if all of them are written as `2024-06-28`; else None.

    Examples:
        >>> iso_dates(pa.array(["2024-06-28", None]))[0], iso_dates(pa.array(["2024-06-28", "2024-06"]))
        (<pyarrow.Date32Scalar: datetime.date(2024, 6, 28)>, None)
    """
    coded = pa.types.is_dictionary(column.type)
    texts = column.dictionary if coded else column
    dates = cast_texts(texts, pa.date32()) if is_text(texts.type) else None
    if dates is None or pc.any(pc.less(dates, dt.date.min)).as_py():  # the year 0 is Arrow's alone
        return None
    return dates.take(column.indices) if coded else dates


def cast_texts(texts: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Return texts as what Arrow reads in them; None if one of them says nothing of that kind.

    Examples:
        >>> (
        ...     cast_texts(pa.array(["1e5", None]), pa.float64()).to_pylist(),
        ...     cast_texts(pa.array(["x"]), pa.date32()),
        ... )
        ([100000.0, None], None)
    """
    plain = texts.cast(pa.large_string()) if pa.types.is_string_view(texts.type) else texts
    try:
        plain[:_FIRST].cast(kind)  # of each text that says nothing Arrow makes an error, which takes long
        return plain.cast(kind)
    except pa.ArrowInvalid:
        return None


def without_views(table: pa.Table) -> pa.Table:
    """Return a table without views of texts and bytes, nested ones and those of dictionaries among them, which Arrow cannot take by their positions.

    Examples:
        >>> without_views(pa.table({"city": pa.array(["Kiel"], pa.string_view())})).schema.field("city").type
        DataType(string)
    """
    for position, field in enumerate(table.schema):
        kind = _without_view(field.type)
        if kind != field.type:
            table = table.set_column(position, field.with_type(kind), table.column(position).cast(kind))
    return table


def _without_view(kind: pa.DataType) -> pa.DataType:
    """Return the type that holds the same without views."""
    if pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_binary_view(kind):
        return pa.binary()
    if pa.types.is_dictionary(kind):
        return pa.dictionary(kind.index_type, _without_view(kind.value_type), kind.ordered)
    if pa.types.is_struct(kind):
        fields = [kind.field(index) for index in range(kind.num_fields)]
        return pa.struct([field.with_type(_without_view(field.type)) for field in fields])
    for is_list, make in ((pa.types.is_list, pa.list_), (pa.types.is_large_list, pa.large_list)):
        if is_list(kind):
            return make(kind.value_field.with_type(_without_view(kind.value_type)))
    return kind
