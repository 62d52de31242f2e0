"""Casts of columns of texts to dates and numbers, and of views to plain texts."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["cast_texts", "holds_texts", "is_text", "iso_dates", "without_view", "without_views"]

_FIRST: Final = 64  # texts that are tried first


def is_text(kind: pa.DataType) -> bool:
    """Return whether a type is one of Arrow's types of text.

    Examples:
        >>> is_text(pa.large_string()), is_text(pa.binary())
        (True, False)
    """
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def holds_texts(column: pa.Array | pa.ChunkedArray) -> bool:
    """Return whether a column holds texts, as a dictionary or not.

    Examples:
        >>> holds_texts(pa.array(["a"]).dictionary_encode()), holds_texts(pa.array([1]))
        (True, False)
    """
    return is_text(column.type.value_type if pa.types.is_dictionary(column.type) else column.type)


def iso_dates(column: pa.Array) -> pa.Array | None:
    """Return a column of texts as dates, if all of them are written like `2024-06-28`; else None.

    Examples:
        >>> iso_dates(pa.array(["2024-06-28", None]))[0], iso_dates(pa.array(["2024-06-28", "2024-06"]))
        (<pyarrow.Date32Scalar: datetime.date(2024, 6, 28)>, None)
    """
    coded = pa.types.is_dictionary(column.type)
    texts = column.dictionary if coded else column
    dates = cast_texts(texts, pa.date32()) if is_text(texts.type) else None
    if dates is None or pc.any(pc.less(dates, dt.date.min)).as_py():  # only Arrow has a year 0
        return None
    return dates.take(column.indices) if coded else dates


def cast_texts(texts: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Cast texts to another type; None if Arrow cannot cast one of them.

    Examples:
        >>> (
        ...     cast_texts(pa.array(["1e5", None]), pa.float64()).to_pylist(),
        ...     cast_texts(pa.array(["x"]), pa.date32()),
        ... )
        ([100000.0, None], None)
    """
    plain = texts.cast(pa.large_string()) if pa.types.is_string_view(texts.type) else texts
    try:
        plain[:_FIRST].cast(kind)  # so that a column of other texts fails early
        return plain.cast(kind)
    except pa.ArrowInvalid:
        return None


def without_views(table: pa.Table) -> pa.Table:
    """Return a table with views of texts and bytes replaced by plain types, since Arrow cannot take views by position.

    Examples:
        >>> without_views(pa.table({"city": pa.array(["Kiel"], pa.string_view())})).schema.field("city").type
        DataType(string)
    """
    for position, field in enumerate(table.schema):
        kind = without_view(field.type)
        if kind != field.type:
            table = table.set_column(position, field.with_type(kind), table.column(position).cast(kind))
    return table


def without_view(kind: pa.DataType) -> pa.DataType:
    """Return the type without views.

    Examples:
        >>> without_view(pa.dictionary(pa.uint32(), pa.string_view()))
        DictionaryType(dictionary<values=string, indices=uint32, ordered=0>)
    """
    if pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_binary_view(kind):
        return pa.binary()
    if pa.types.is_dictionary(kind):
        return pa.dictionary(kind.index_type, without_view(kind.value_type), kind.ordered)
    if pa.types.is_struct(kind):
        fields = [kind.field(index) for index in range(kind.num_fields)]
        return pa.struct([field.with_type(without_view(field.type)) for field in fields])
    for is_list, make in ((pa.types.is_list, pa.list_), (pa.types.is_large_list, pa.large_list)):
        if is_list(kind):
            return make(kind.value_field.with_type(without_view(kind.value_type)))
    return kind
