"""From numpy columns and plain lists to coded columns: what the kernel reads."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import Span, day_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

__all__ = ["code", "code_currencies", "code_days", "code_spans", "span_of"]


def code(values: Any) -> Coded:
    """Return a column as indices into its distinct values, in the order they first appear.

    Examples:
        >>> coded = code(["USD", "EUR", "USD"])
        >>> coded.indices.tolist(), coded.names
        ([0, 1, 0], ['USD', 'EUR'])
    """
    items = values.tolist() if isinstance(values, np.ndarray) else values
    names: dict[Any, int] = {}
    indices = np.fromiter((names.setdefault(_key(item), len(names)) for item in items), np.int32, len(items))
    return Coded(indices, list(names))


def _key(item: Any) -> Any:
    """Make every kind of missing value the same, so that distinct values stay few."""
    if item is None or type(item).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(item, np.datetime64):
        return None if np.isnat(item) else item
    if isinstance(item, dt.datetime):  # the same instant is another day elsewhere
        return item.date()
    return None if isinstance(item, float) and math.isnan(item) else item


def code_currencies(currencies: ArrayLike, length: int) -> Coded:
    """Return one code for all rows, or a column of codes.

    Raises:
        InvalidQuery: if there is not one, and not one for each row.

    Examples:
        >>> code_currencies("USD", 2).names
        ['USD']
    """
    if isinstance(currencies, str):
        return Coded(np.zeros(length, np.int8), [currencies])
    return code(_column(currencies, length, "currencies"))


def code_days(on: Any, length: int, parse: Callable[[Any], Span]) -> Span | Days | Coded:
    """Return one span for all rows, a column of days, or a column of spans.

    Args:
        on: what `Rates.quote` takes, or a column of it; numpy `datetime64` of any unit.
        length: the number of rows.
        parse: from a value to its span.

    Raises:
        InvalidSpan: with the row, counted from 1.
        InvalidQuery: if the column is not of that length.
    """
    if isinstance(on, Span | str) or not hasattr(on, "__len__"):
        return parse(on)
    column = _column(on, length, "on")
    if isinstance(column, np.ndarray) and column.dtype.kind == "M":
        return Days(column.astype("datetime64[D]").astype(np.int64))
    return code_spans(code(column), parse)


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
            if len(rows):  # a category may have no rows at all
                row = int(rows[0]) + 1
                raise InvalidSpan(f"Row {row}: {error}", value=name, row=row) from None
            spans.append(None)
    return Coded(texts.indices, spans)


def span_of(on: Span | Days | Coded, row: int) -> Span | None:
    """Return the span asked for in a row, counted from 0; None where it is missing."""
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
    except (ValueError, OverflowError):  # a year that the calendar does not have
        return None
    return Span(day, day)


def _column(values: Any, length: int, name: str) -> Any:
    column = values if isinstance(values, np.ndarray | list | tuple) else np.asarray(values)
    if len(column) != length:
        raise InvalidQuery(f"{name} has {len(column)} rows, amounts has {length}.", value=len(column))
    return column
