"""Converts columns of any library to numpy, and numpy back to the kind of column that was given."""
# Over 300 lines: every conversion tries the same kinds of columns in the same order.

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidQuery
from salarykit.files.pandas_columns import period_texts
from salarykit.files.short_codes import short_codes
from salarykit.files.texts import iso_dates, without_view
from salarykit.files.values import kinds_of, plain_list, plain_values
from salarykit.rates.columns import TICKS_A_DAY, code, code_spans, numpy_days, one_dimension, without_mask
from salarykit.rates.kernel import Coded, Days, in_parts
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.spans import Span

__all__ = [
    "as_coded",
    "as_days",
    "as_flags",
    "as_floats",
    "combine",
    "days_of",
    "floats_to_arrow",
    "is_of_objects",
    "like",
    "to_arrow",
]


def to_arrow(values: Any) -> pa.Array:
    """Return a column of any library as one Arrow array, without a copy if its memory layout allows that.

    Args:
        values: a pandas Series or Index, a polars Series, a numpy array, an Arrow array, or a list. NaN, NaT,
            pandas' missing values and masked values of numpy become null. Spans of days, such as pandas' periods, become
            texts.

    Raises:
        InvalidQuery: if a column cannot hold the values.

    Examples:
        >>> to_arrow([1.5, None]).null_count
        1
    """
    if isinstance(values, pa.ChunkedArray | pa.Array):
        return _readable(values)
    if isinstance(values, np.ndarray):
        values = one_dimension(without_mask(values), "The column")
    if is_of_objects(values):
        values = values.to_list()
    elif type(getattr(values, "dtype", None)).__name__ == "SparseDtype":
        # pandas' sparse columns, which Arrow refuses
        values = np.asarray(values)
    if isinstance(values, list | tuple):
        return _listed(values)
    try:
        if hasattr(values, "__arrow_c_array__") or hasattr(values, "__arrow_c_stream__"):
            return _readable(pa.chunked_array(values))
        return _readable(pa.array(values, from_pandas=True))
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        if isinstance(values, np.ndarray) or getattr(getattr(values, "dtype", None), "kind", "") == "O":
            return _listed(list(values))  # Arrow does not know the types, or does not mix them
        raise _no_column(error) from error


def is_of_objects(values: Any) -> bool:
    """Return whether a polars Series holds Python objects, which polars exports to Arrow as memory addresses."""
    return (
        type(values).__module__.partition(".")[0] == "polars"
        and str(getattr(values, "dtype", "")) == "Object"
    )


def _listed(values: Sequence[Any]) -> pa.Array:
    """Return the values of a list as one Arrow array; numbers of different types become floats."""
    values = plain_list(values)
    kinds = kinds_of(values)
    if bool in kinds and kinds != {bool}:
        raise InvalidQuery("These values are not a column: booleans are mixed with other values.", value=None)
    if Decimal in kinds and kinds <= {int, float, Decimal}:
        return _floats(values)
    try:
        return _readable(pa.array(values, from_pandas=True))
    except OverflowError:
        return _floats(values)
    except (pa.ArrowException, ValueError, TypeError) as error:
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        why = f"they are of several types ({names})." if len(kinds) > 1 else error
        raise _no_column(why) from error


def _floats(values: Sequence[Any]) -> pa.Array:
    """Return numbers as floats, if Arrow cannot mix them or its integers are too small."""
    try:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    except (ValueError, TypeError, OverflowError) as error:
        raise _no_column(error) from error


def _no_column(why: object) -> InvalidQuery:
    return InvalidQuery(f"These values are not a column: {why}", value=None)


def _readable(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return an Arrow column as one array; runs are decoded, and extension types, which Arrow cannot compute with, become texts."""
    if pa.types.is_run_end_encoded(column.type):
        column = pc.run_end_decode(column)
    coded = pa.types.is_dictionary(column.type)
    if not isinstance(column.type.value_type if coded else column.type, pa.BaseExtensionType):
        return combine(column.cast(without_view(column.type)) if coded else column)
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    texts = period_texts(chunked)
    if texts is not None:
        return combine(texts)
    return pa.array([None if value is None else str(value) for value in chunked.to_pylist()], pa.string())


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


def as_flags(booleans: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return Arrow's booleans as a numpy array; null becomes False.

    Examples:
        >>> as_flags(pa.array([True, None, False])).tolist()
        [True, False, False]
    """
    flags: NDArray[np.bool_] = pc.fill_null(booleans, False).to_numpy(zero_copy_only=False)
    return flags


def _numpy(values: Any) -> NDArray[Any] | None:
    """Return the numpy array that a column is or wraps; None for other columns."""
    if not isinstance(values, np.ndarray) and isinstance(getattr(values, "dtype", None), np.dtype):
        values = values.to_numpy() if hasattr(values, "to_numpy") else values
    if not isinstance(values, np.ndarray):
        return None
    native = one_dimension(without_mask(values), "The column")
    return native if native.dtype.isnative else native.astype(native.dtype.newbyteorder("="))


def as_floats(values: Any) -> NDArray[np.float64]:
    """Return a column of numbers as float64, NaN where missing; float64 is not copied.

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
        # by way of text, because Arrow's direct cast does not give the nearest float
        column = column.cast(pa.string())
        return column.cast(pa.float64()).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return] # pyarrow has no types
    kind = column.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        floats: NDArray[np.float64] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        return floats
    if column.null_count < len(column):
        raise InvalidQuery(f"A column of {kind} holds no numbers.", value=str(kind))
    return np.full(len(column), np.nan)


def as_coded(values: Any) -> Coded:
    """Return a column as indices into its distinct values; null counts as one more value, None.

    Examples:
        >>> coded = as_coded(["USD", None, "EUR"])
        >>> coded.indices.tolist(), coded.names
        ([0, 2, 1], ['USD', 'EUR', None])
    """
    column = to_arrow(values)
    short = short_codes(column)
    if short:
        return short
    if pa.types.is_nested(column.type):  # Arrow cannot encode them, so all are distinct
        return Coded(np.arange(len(column)), plain_values(column))
    if len(column) >= _LONG and column.null_count == len(column) and not pa.types.is_dictionary(column.type):
        return Coded(np.zeros(len(column), np.int8), [None])
    encoded = column if pa.types.is_dictionary(column.type) else _encoded(column)
    names = [*plain_values(encoded.dictionary), None]
    indices = encoded.indices
    if indices.null_count:
        indices = indices.cast(pa.int32()).fill_null(len(names) - 1)
    return Coded(indices.to_numpy(zero_copy_only=False), names)


_LONG: Final = 1 << 20  # rows from which several threads share the work
_SEEN: Final = 1 << 16  # the first rows, which show whether a column has few distinct values
# distinct values; with more, joining the dictionaries of several threads costs too much
_FEW: Final = 1 << 12


def _encoded(column: pa.Array) -> pa.Array:
    """Return an array as a dictionary array, with its distinct values in the order in which they first occur."""
    if len(column) < _LONG or not _is_text(column.type):
        return column.dictionary_encode()
    seen = column.slice(0, _SEEN).dictionary_encode().dictionary
    if len(seen) >= _FEW:
        return column.dictionary_encode()
    if len(seen) == 1 and not column.null_count and pc.all(pc.equal(column, seen[0])).as_py():
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(column), np.int8)), seen)
    # Arrow alone would use one core
    parts = in_parts(lambda start, stop: column.slice(start, stop - start).dictionary_encode(), len(column))
    return parts[0] if len(parts) == 1 else combine(pa.chunked_array(parts))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def as_days(values: Any, parse: Callable[[Any], Span]) -> Days | Coded:
    """Return a column as days, or as spans if any value is longer than a day; a timestamp counts as its calendar day.

    Args:
        values: dates, timestamps (with a time zone: the day on that zone's calendar), texts, pandas' periods, or
            numpy's `datetime64` of a unit coarser than a day; of any library.
        parse: returns the span of a text.

    Raises:
        InvalidSpan: if a value is not a day or a span; it names the row, counted from 1.

    Examples:
        >>> as_days(np.array(["1970-01-02"], "M8[ns]"), parse=None).numbers
        array([1])
    """
    plain = _numpy(values)
    if plain is not None and plain.dtype.kind == "M":
        return numpy_days(plain, parse)
    if isinstance(values, list | tuple):
        return days_of(code_spans(code(values), parse))
    column = to_arrow(values)
    kind = column.type
    if pa.types.is_timestamp(kind):
        local = pc.local_timestamp(column) if kind.tz else column
        return Days(_ticks(local, pa.int64()), TICKS_A_DAY[kind.unit])
    if pa.types.is_date(kind):
        return Days(_ticks(column.cast(pa.date32()), pa.int32()))
    dates = iso_dates(column)
    return code_spans(as_coded(column), parse) if dates is None else Days(_ticks(dates, pa.int32()))


def days_of(spans: Coded) -> Days | Coded:
    """Return a coded column of spans as days if each is one day; otherwise unchanged."""
    if not all(span is None or span.is_day for span in spans.names):
        return spans
    lowest = int(np.iinfo(np.int64).min)
    numbers = [day_number(span.first) if span else lowest for span in spans.names] or [lowest]
    return Days(np.array(numbers, np.int64).take(spans.indices))


def _ticks(column: pa.Array, kind: pa.DataType) -> NDArray[np.integer[Any]]:
    """Return the integers of a temporal column; the smallest integer where it is null."""
    integers = column.view(kind)
    if integers.null_count:
        lowest = np.iinfo(np.int64).min if kind == pa.int64() else np.iinfo(np.int32).min
        integers = integers.fill_null(int(lowest))
    ticks: NDArray[np.integer[Any]] = integers.to_numpy(zero_copy_only=False)
    return ticks


def floats_to_arrow(values: NDArray[np.float64], *, complete: bool = False) -> pa.Array:
    """Return floats as an Arrow array, with null for NaN; `complete` says that there is no NaN, which saves a pass.

    Examples:
        >>> floats_to_arrow(np.array([1.0, np.nan])).null_count
        1
    """
    return pa.array(values, mask=None if complete else np.isnan(values))


def like(column: Any, values: NDArray[np.float64], *, complete: bool = False) -> Any:
    """Return values as the kind of column that `column` is: a Series with the same index and name, an Arrow array, a list or numpy.

    A numpy array keeps its shape; a masked array is masked where a value is NaN.

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
        series = type(column)(column.name, values)
        return series if complete else series.fill_nan(None)
    shaped = values.reshape(np.shape(column))
    return np.ma.array(shaped, mask=np.isnan(shaped)) if isinstance(column, np.ma.MaskedArray) else shaped


def _like_pandas(column: Any, values: NDArray[np.float64]) -> Any:
    """Return values as a Series with its index, as an Index, or as one of pandas' arrays."""
    if hasattr(column, "index"):
        return type(column)(values, index=column.index, name=column.name)
    import pandas as pd

    return (
        pd.Index(values, name=column.name) if hasattr(column, "name") else pd.array(values, dtype="Float64")
    )
