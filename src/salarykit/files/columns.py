"""Columns of any library as numpy, and numpy back as the column that came."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidQuery
from salarykit.files.short_codes import short_codes
from salarykit.files.texts import iso_dates
from salarykit.rates.columns import code, code_spans
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from salarykit.rates.spans import Span

__all__ = [
    "as_coded",
    "as_days",
    "as_floats",
    "combine",
    "days_of",
    "floats_to_arrow",
    "kinds_of",
    "like",
    "plain_value",
    "plain_values",
    "to_arrow",
]

_TICKS_A_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def to_arrow(values: Any) -> pa.Array:
    """Return a column of any library as one Arrow array, without a copy where its memory allows it.

    Args:
        values: a pandas Series or Index, a polars Series, a numpy array, an Arrow array, or a list. NaN, NaT and
            pandas' missing values become null.

    Raises:
        InvalidQuery: if the values are of no kind that a column can hold.

    Examples:
        >>> to_arrow([1.5, None]).null_count
        1
    """
    if isinstance(values, pa.ChunkedArray | pa.Array):
        return combine(values)
    if isinstance(values, list | tuple):
        values = [plain_value(value) for value in values]
        if bool in kinds_of(values) != {bool}:
            raise InvalidQuery("These values are not a column: truth values stand among others.", value=None)
    try:
        if hasattr(values, "__arrow_c_array__") or hasattr(values, "__arrow_c_stream__"):
            column = combine(pa.chunked_array(values))
        else:
            column = combine(pa.array(values, from_pandas=True))
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise InvalidQuery(f"These values are not a column: {error}", value=None) from error
    if isinstance(column, pa.ExtensionArray):  # pandas' periods: Arrow keeps their numbers, not their meaning
        return pa.array([None if value is None else str(value) for value in column.to_pylist()])
    return column


def plain_value(value: Any) -> Any:
    """Return numpy's scalars as Python's, and every kind of missing value as None: Arrow fails on a mixture.

    Examples:
        >>> (
        ...     plain_value(np.int64(5)),
        ...     plain_value(np.datetime64("2024-06-28")),
        ...     plain_value(np.datetime64("NaT", "D")),
        ... )
        (5, datetime.date(2024, 6, 28), None)
    """
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, np.datetime64):
        fine = "us" if np.datetime_data(value.dtype)[0] in ("ns", "ps", "fs", "as") else None
        return (value.astype(f"M8[{fine}]") if fine else value).item()
    if isinstance(value, np.generic) and not isinstance(value, np.timedelta64 | np.complexfloating):
        return value.item()
    return value


def plain_values(column: pa.Array) -> list[Any]:
    """Return a column's values; days beyond those that Python knows as texts.

    Examples:
        >>> plain_values(pa.array([2**31 - 1], pa.date32()))
        ['<value out of range: 2147483647>']
    """
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except (OverflowError, ValueError):
        return column.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]


def kinds_of(values: list[Any]) -> set[Any]:
    """Return the kinds of the values that are there; each time zone is a kind of its own.

    Examples:
        >>> kinds_of([1, None, float("nan"), "a"]) == {int, str}
        True
    """
    kinds = {
        (dt.datetime, str(value.tzinfo)) if isinstance(value, dt.datetime) else type(value)
        for value in values
        if not (isinstance(value, float) and math.isnan(value))
    }
    return kinds - {type(None)}


def combine(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a chunked array as one array.

    Examples:
        >>> combine(pa.chunked_array([[1], [2]])).to_pylist()
        [1, 2]
    """
    if isinstance(column, pa.Array):
        return column
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _numpy(values: Any) -> NDArray[Any] | None:
    """Return the numpy array that a column is or holds; None where another library holds it."""
    if not isinstance(values, np.ndarray) and isinstance(getattr(values, "dtype", None), np.dtype):
        values = values.to_numpy() if hasattr(values, "to_numpy") else values
    if not isinstance(values, np.ndarray):
        return None
    native = values.reshape(-1)
    return native if native.dtype.isnative else native.astype(native.dtype.newbyteorder("="))


def as_floats(values: Any) -> NDArray[np.float64]:
    """Return a column of numbers as float64, NaN where missing; without a copy where it is that already.

    Raises:
        InvalidQuery: if the column does not hold numbers.

    Examples:
        >>> as_floats([1, None])
        array([ 1., nan])
    """
    plain = _numpy(values)
    if plain is not None and plain.dtype.kind in "fiu":
        return plain.astype(np.float64, copy=False)
    column = to_arrow(values)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.string())  # the nearest float of what is written; Arrow's own cast is not
        return column.cast(pa.float64()).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]
    kind = column.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        floats: NDArray[np.float64] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        return floats
    if column.null_count < len(column):
        raise InvalidQuery(f"A column of {kind} holds no numbers.", value=str(kind))
    return np.full(len(column), np.nan)


def as_coded(values: Any) -> Coded:
    """Return a column as indices into its distinct values; null is one more value, None.

    Examples:
        >>> coded = as_coded(["USD", None, "EUR"])
        >>> coded.indices.tolist(), coded.names
        ([0, 2, 1], ['USD', 'EUR', None])
    """
    column = to_arrow(values)
    short = short_codes(column)
    if short:
        return short
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    names = [*plain_values(encoded.dictionary), None]
    indices = encoded.indices
    if indices.null_count:
        indices = indices.cast(pa.int32()).fill_null(len(names) - 1)
    return Coded(indices.to_numpy(zero_copy_only=False), names)


def as_days(values: Any, parse: Callable[[Any], Span]) -> Days | Coded:
    """Return a column of days, or of the spans that its texts stand for; a timestamp counts as its calendar day.

    Args:
        values: dates, timestamps (with a time zone: the day on that zone's calendar), or texts; of any library.
        parse: from a text to its span.

    Raises:
        InvalidSpan: with the row, counted from 1.

    Examples:
        >>> as_days(np.array(["1970-01-02"], "M8[ns]"), parse=None).numbers
        array([1])
    """
    plain = _numpy(values)
    if plain is not None and plain.dtype.kind == "M":
        unit = np.datetime_data(plain.dtype)[0]
        if unit not in _TICKS_A_DAY:
            plain, unit = plain.astype("M8[D]"), "D"
        return Days(plain.view(np.int64), _TICKS_A_DAY.get(unit, 1))
    if isinstance(values, list | tuple):
        return days_of(code_spans(code(values), parse))
    column = to_arrow(values)
    kind = column.type
    if pa.types.is_timestamp(kind):
        local = pc.local_timestamp(column) if kind.tz else column
        return Days(_ticks(local, pa.int64()), _TICKS_A_DAY[kind.unit])
    if pa.types.is_date(kind):
        return Days(_ticks(column.cast(pa.date32()), pa.int32()))
    dates = iso_dates(column)
    return code_spans(as_coded(column), parse) if dates is None else Days(_ticks(dates, pa.int32()))


def days_of(spans: Coded) -> Days | Coded:
    """Return a coded column as days, if all its spans are."""
    if not all(span is None or span.is_day for span in spans.names):
        return spans
    lowest = int(np.iinfo(np.int64).min)
    numbers = [day_number(span.first) if span else lowest for span in spans.names] or [lowest]
    return Days(np.array(numbers, np.int64).take(spans.indices))


def _ticks(column: pa.Array, kind: pa.DataType) -> NDArray[np.integer[Any]]:
    """Return the integers behind a temporal column; the smallest of them all where it is null."""
    integers = column.view(kind)
    if integers.null_count:
        lowest = np.iinfo(np.int64).min if kind == pa.int64() else np.iinfo(np.int32).min
        integers = integers.fill_null(int(lowest))
    ticks: NDArray[np.integer[Any]] = integers.to_numpy(zero_copy_only=False)
    return ticks


def floats_to_arrow(values: NDArray[np.float64], *, complete: bool = False) -> pa.Array:
    """Return float64 as Arrow, null where NaN; complete says that there is none, and saves the search.

    Examples:
        >>> floats_to_arrow(np.array([1.0, np.nan])).null_count
        1
    """
    return pa.array(values, mask=None if complete else np.isnan(values))


def like(column: Any, values: NDArray[np.float64], *, complete: bool = False) -> Any:
    """Return values as the kind of column that came: Series (index and name kept), Arrow array, list or numpy.

    Examples:
        >>> like([1, 2], np.array([1.5, np.nan]))
        [1.5, None]
    """
    if isinstance(column, pa.ChunkedArray):
        return pa.chunked_array([floats_to_arrow(values, complete=complete)])
    if isinstance(column, pa.Array):
        return floats_to_arrow(values, complete=complete)
    if isinstance(column, list | tuple):
        return floats_to_arrow(values).to_pylist()
    module = type(column).__module__.partition(".")[0]
    if module == "pandas":
        return _like_pandas(column, values)
    if module == "polars":
        return type(column)(column.name, values).fill_nan(None)
    return values


def _like_pandas(column: Any, values: NDArray[np.float64]) -> Any:
    """Return values as a Series with its index, as an Index, or as one of pandas' arrays."""
    if hasattr(column, "index"):
        return type(column)(values, index=column.index, name=column.name)
    import pandas as pd

    return (
        pd.Index(values, name=column.name) if hasattr(column, "name") else pd.array(values, dtype="Float64")
    )
