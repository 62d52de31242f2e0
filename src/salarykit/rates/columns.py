"""Turns numpy columns and plain lists into coded columns, which the kernel reads."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import OnColumn, Span, day_of, is_coarse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "TICKS_A_DAY",
    "code",
    "code_currencies",
    "code_days",
    "code_spans",
    "figures_of",
    "numpy_days",
    "one_dimension",
    "span_of",
    "without_mask",
]

TICKS_A_DAY: Final = {"D": 1, "s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
"""How many of each unit of time make a day."""
_OWN_KEYS: Final = frozenset({str, int, dt.date, type(None)})
"""Types whose equal items are the same value, and need no special treatment."""
_BOOLS: Final = frozenset({bool, np.bool_})


def without_mask(values: NDArray[Any]) -> NDArray[Any]:
    """Return a numpy array with its masked values as NaN, NaT or None; other arrays are returned as they are.

    Examples:
        >>> without_mask(np.ma.array([5, 99999], mask=[False, True]))
        array([ 5., nan])
    """
    if not isinstance(values, np.ma.MaskedArray):
        return values
    plain, kind = np.asarray(values), values.dtype.kind
    if kind not in "fM":
        plain = plain.astype(np.float64 if kind in "iu" else object)
    missing: Any = np.array("NaT", values.dtype) if kind == "M" else np.nan if kind in "iuf" else None
    filled: NDArray[Any] = np.where(np.ma.getmaskarray(values), missing, plain)
    return filled


def one_dimension(values: NDArray[Any], name: str) -> NDArray[Any]:
    """Return a numpy array of one dimension; a single value becomes a column of one row.

    Raises:
        InvalidQuery: if it has several dimensions.

    Examples:
        >>> one_dimension(np.ones((2, 2)), "amounts")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: amounts has the shape (2, 2); a column has one dimension. Give amounts.reshape(-1).
    """
    if values.ndim > 1:
        raise InvalidQuery(
            f"{name} has the shape {values.shape}; a column has one dimension. Give {name}.reshape(-1).",
            value=values.shape,
        )
    return values.reshape(-1)


def figures_of(values: Any, name: str) -> NDArray[np.float64]:
    """Return a column of numbers as float64, NaN where missing.

    Raises:
        InvalidQuery: if it holds anything else, truth values included, or has several dimensions.

    Examples:
        >>> figures_of([1, None], "amounts")
        array([ 1., nan])
    """
    plain = without_mask(values) if isinstance(values, np.ndarray) else values
    try:
        given = np.asarray(plain)
        listed = given.dtype == object or isinstance(values, list | tuple)
        odd = given.dtype.kind not in "iufO" or (listed and not _BOOLS.isdisjoint(map(type, values)))
        figures = None if odd else np.asarray(given if listed else plain, np.float64)
    except (TypeError, ValueError, OverflowError):  # uneven lists, and numbers that no float can hold
        figures = None
    if figures is None:
        raise InvalidQuery(
            f"{name} holds something other than numbers. Give a column of numbers.",
            value=None,
        )
    return one_dimension(figures, name)


def code(values: Any) -> Coded:
    """Return a column as indices into its distinct values, in the order they first appear.

    Examples:
        >>> coded = code(["USD", "EUR", "USD"])
        >>> coded.indices.tolist(), coded.names
        ([0, 1, 0], ['USD', 'EUR'])
    """
    items = values.tolist() if isinstance(values, np.ndarray) else values
    if _OWN_KEYS.issuperset(map(type, items)):
        names = {name: index for index, name in enumerate(dict.fromkeys(items))}
        return Coded(np.fromiter(map(names.__getitem__, items), np.int32, len(items)), list(names))
    return _code_any(items)


def _code_any(items: Any) -> Coded:
    """Return items of any types as indices into their distinct values, compared by `_key`."""
    names: dict[Any, int] = {}
    try:
        indices = np.fromiter(
            (names.setdefault(_key(item), len(names)) for item in items), np.int32, len(items)
        )
    except TypeError:  # lists and the like have no hash; later steps refuse them as codes and days
        return Coded(np.arange(len(items)), [_key(item) for item in items])
    return Coded(indices, list(names))


def _key(item: Any) -> Any:
    """Return None for every kind of missing value, so that distinct values stay few."""
    if item is None or item is np.ma.masked or type(item).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(item, np.datetime64):
        return None if np.isnat(item) else item
    if isinstance(item, dt.datetime):  # equal instants may be different days in other time zones
        return item.date()
    return None if isinstance(item, float) and math.isnan(item) else item


def code_currencies(currencies: ArrayLike, length: int) -> Coded:
    """Return currencies as a coded column, from one code for all rows or one for each.

    Raises:
        InvalidQuery: unless there is one, or one for each row.

    Examples:
        >>> code_currencies("USD", 2).names
        ['USD']
    """
    if isinstance(currencies, str):
        return Coded(np.zeros(length, np.int8), [currencies])
    return code(_column(currencies, length, "currencies"))


def code_days(on: OnColumn, length: int, parse: Callable[[Any], Span]) -> Span | Days | Coded:
    """Return one span for all rows, a column of days, or a column of spans.

    Args:
        on: what `Rates.quote` takes, or a column of it; numpy `datetime64` of any unit, whose values are spans if the
            unit is longer than a day.
        length: the number of rows.
        parse: returns the span of a value.

    Raises:
        InvalidSpan: with the row, counted from 1.
        InvalidQuery: if the column is not of that length.
    """
    if isinstance(on, Span | str) or not hasattr(on, "__len__"):
        return parse(on)
    column = _column(on, length, "on")
    if isinstance(column, np.ndarray) and column.dtype.kind == "M":
        return numpy_days(column, parse)
    return code_spans(code(column), parse)


def numpy_days(values: NDArray[Any], parse: Callable[[Any], Span]) -> Days | Coded:
    """Return numpy's `datetime64` as days, or as spans if its unit is longer than a day.

    Args:
        values: of any unit; NaT where missing.
        parse: returns the span of a value.

    Raises:
        InvalidSpan: for a year that the calendar does not have, with the row, counted from 1.

    Examples:
        >>> numpy_days(np.array(["1970-01-02"], "M8[s]"), parse=None).numbers.tolist()
        [1]
    """
    values = values if values.dtype.isnative else values.astype(values.dtype.newbyteorder("="))
    unit, many = np.datetime_data(values.dtype)
    if is_coarse(values.dtype):
        distinct, indices = np.unique(values, return_inverse=True)
        return code_spans(Coded(indices, [None if np.isnat(value) else value for value in distinct]), parse)
    if unit not in TICKS_A_DAY or many > 1:
        values, unit = values.astype("M8[D]"), "D"
    return Days(values.view(np.int64), TICKS_A_DAY[unit])


def code_spans(texts: Coded, parse: Callable[[Any], Span]) -> Coded:
    """Return a coded column with its distinct values parsed; None stays None.

    Raises:
        InvalidSpan: with the first row of the value, counted from 1.
    """
    spans: list[Span | None] = []
    for index, name in enumerate(texts.names):
        try:
            spans.append(None if name is None else parse(name))
        except InvalidSpan as error:
            rows = np.flatnonzero(texts.indices == index)
            if len(rows):  # a category may have no rows
                row = int(rows[0]) + 1
                raise InvalidSpan(error.message, place="Row {row}", value=name, row=row) from None
            spans.append(None)
    return Coded(texts.indices, spans)


def span_of(on: Span | Days | Coded, row: int) -> Span | None:
    """Return the span asked for in a row, counted from 0; None if it is missing.

    Raises:
        InvalidSpan: for a day of a year that the calendar does not have, with the row, counted from 1.
    """
    if isinstance(on, Span):
        return on
    if isinstance(on, Coded):
        span: Span | None = on.names[int(on.indices[row])]
        return span
    tick = int(on.ticks[row])
    if tick == np.iinfo(on.ticks.dtype).min:  # NaT
        return None
    try:
        day = day_of(tick // on.per_day)
    except (ValueError, OverflowError):
        raise InvalidSpan(
            "this day is outside the calendar, which has the years 1 to 9999.",
            place="Row {row}",
            value=tick,
            row=row + 1,
        ) from None
    return Span(day, day)


def _column(values: Any, length: int, name: str) -> Any:
    column = values if isinstance(values, np.ndarray | list | tuple) else np.asarray(values)
    if isinstance(column, np.ndarray):
        column = one_dimension(without_mask(column), name)
    if len(column) != length:
        raise InvalidQuery(
            f"{name} has {len(column)} rows, amounts has {length}. Give one value, or one for each row.",
            value=len(column),
        )
    return column
