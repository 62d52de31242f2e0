"""Converts single values of any library to Python's own."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidSpan
from salarykit.rates.spans import is_coarse, is_period, parse_span, shortest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["kinds_of", "plain_list", "plain_value", "plain_values", "written"]

_PLAIN: Final = frozenset({int, float, str, bool, bytes, dt.date, type(None)})
_LONG: Final = 1 << 13  # the most bits of an integer to print; Python refuses to print more than 4,300 digits


def plain_value(value: Any) -> Any:
    """Return a value in a form that Arrow takes: numpy's scalars as Python's, missing values as None, spans of days as texts.

    Examples:
        >>> (
        ...     plain_value(np.int64(5)),
        ...     plain_value(np.datetime64("2024-06-28")),
        ...     plain_value(np.datetime64("NaT", "D")),
        ... )
        (5, datetime.date(2024, 6, 28), None)
    """
    if type(value) in _PLAIN:
        return value
    if value is np.ma.masked or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, np.datetime64):
        return _plain_day(value)
    if isinstance(value, np.generic) and not isinstance(value, np.timedelta64 | np.complexfloating):
        return value.item()
    return _span_text(value) if is_period(value) else value


def plain_list(values: Sequence[Any]) -> list[Any]:
    """Return the `plain_value` of each value; for most lists a check of the types is enough.

    Examples:
        >>> plain_list([np.int64(5), "a"]), plain_list(("a", None))
        ([5, 'a'], ['a', None])
    """
    if set(map(type, values)) <= _PLAIN:
        return list(values)
    return [plain_value(value) for value in values]


def _plain_day(value: np.datetime64) -> Any:
    """Return a day or a time as Python's date or datetime, and a span of days as text."""
    if is_coarse(value.dtype):
        return None if np.isnat(value) else _span_text(value)
    fine = "us" if np.datetime_data(value.dtype)[0] in ("ns", "ps", "fs", "as") else None
    return (value.astype(f"M8[{fine}]") if fine else value).item()


def _span_text(value: Any) -> str:
    """Return a span of days as text; outside Python's calendar, `str` of the value."""
    try:
        return shortest(parse_span(value))
    except InvalidSpan:
        return str(value)


def plain_values(column: pa.Array) -> list[Any]:
    """Return the values of a column as Python's; days outside Python's calendar become texts.

    Examples:
        >>> plain_values(pa.array([2**31 - 1], pa.date32()))
        ['<value out of range: 2147483647>']
    """
    try:
        return column.to_pylist()  # type: ignore[no-any-return] # pyarrow has no types
    except (OverflowError, ValueError):
        if pa.types.is_nested(column.type):  # Arrow cannot write them as texts
            return [_plain(value) for value in column]
        return column.cast(pa.string()).to_pylist()  # type: ignore[no-any-return] # pyarrow has no types


def _plain(value: pa.Scalar) -> Any:
    try:
        return value.as_py()
    except (OverflowError, ValueError):
        return f"<{value.type} with a value out of range>"


def kinds_of(values: list[Any]) -> set[Any]:
    """Return the types of the values that are not missing; each time zone counts as a separate type.

    Examples:
        >>> kinds_of([1, None, float("nan"), "a"]) == {int, str}
        True
    """
    types = set(map(type, values))
    if not any(issubclass(each, float | dt.datetime) for each in types):  # the types are enough
        return types - {type(None)}
    kinds = {
        (dt.datetime, str(value.tzinfo)) if isinstance(value, dt.datetime) else type(value)
        for value in values
        if not (isinstance(value, float) and math.isnan(value))
    }
    return kinds - {type(None)}


def written(value: Any) -> str:
    """Return a value as text; for an integer that Python cannot print, its number of digits.

    Examples:
        >>> written(5), written(10**5000)
        ('5', 'a whole number of 5001 digits')
    """
    if isinstance(value, int) and value.bit_length() > _LONG:
        return f"a whole number of {int(value.bit_length() * math.log10(2)) + 1} digits"
    return str(value)
