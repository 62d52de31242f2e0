"""Signals: how much each record bears on a question, from 0 to 1; NaN where a record does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.weights import decayed, saturated
from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files.columns import as_floats, combine
from salarykit.rates.spans import day_number, parse_span
from salarykit.salaries.querying.nearness import nearness
from salarykit.salaries.querying.similarity import role_similarity
from salarykit.salaries.tuples import Tuples, code_tuples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query

    Floats = NDArray[np.float64]
    Rows = slice | NDArray[np.intp]

__all__ = ["Signal", "read_signals"]

_DAYS_A_MONTH: Final = 365.2425 / 12  # the mean month of the Gregorian calendar


class Signal(NamedTuple):
    """One signal of the records of a table.

    Attributes:
        name: one of `SIGNALS`.
        columns: the table's columns that it is read from.
        read: from a slice or an array of rows to the signals of these rows, NaN where a record lacks it.
        late: the same for whether a record is dated after the day asked; None for the other signals.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Rows], Floats]
    late: Callable[[Rows], NDArray[np.bool_]] | None = None


def read_signals(table: pa.Table, query: Query) -> list[Signal]:
    """Return the signals that a query asks for: the given relevance always, the others where it says what it seeks.

    A figure is worked out once for each distinct value of a column, and looked up for the rows when they are read.
    """
    signals = [_measured(table, "relevance", "relevance", lambda given: given)]
    if query.role is not None:
        signals.append(_spread(table, "role", ("role",), lambda roles: _roles(roles, query)))
    if query.near is not None:
        where = ("city", "country", "currency")
        signals.append(_spread(table, "place", where, lambda places: nearness(places, query)))
    if query.as_of is not None:
        signals.append(_recency(table, query.as_of, query.half_life_months))
    if query.sample_pivot is not None:
        pivot = query.sample_pivot
        signals.append(_measured(table, "sample_size", "sample_size", lambda n: saturated(n, pivot=pivot)))
    if query.statistic is not None:
        signals.append(_spread(table, "statistic", ("statistic",), lambda names: _statistics(names, query)))
    return signals


def _measured(table: pa.Table, name: str, column: str, of: Callable[[Floats], Floats]) -> Signal:
    """Return a signal of a column of numbers."""
    numbers = combine(table.column(column))

    def read(rows: Rows) -> Floats:
        if isinstance(rows, slice):
            return of(as_floats(numbers.slice(rows.start, rows.stop - rows.start)))
        return of(as_floats(numbers.take(pa.array(rows))))

    return Signal(name, (column,), read)


def _spread(
    table: pa.Table, name: str, columns: tuple[str, ...], of: Callable[[Sequence[Any]], Floats]
) -> Signal:
    """Return a signal that is a function of the distinct values of some columns."""
    coded = code_tuples(table, columns)
    figures = of(coded.names)
    return Signal(name, columns, _lookup(coded, figures))


def _lookup(coded: Tuples, figures: NDArray[Any]) -> Callable[[Rows], Any]:
    return lambda rows: figures.take(coded.indices[rows])


def _roles(roles: Sequence[tuple[str | None]], query: Query) -> Floats:
    given, asked = query.role_similarity or {}, query.role or ""

    def alike(title: str | None) -> float:
        if title is None:
            return float("nan")
        return given[title] if title in given else role_similarity(asked, title)

    return np.array([alike(title) for (title,) in roles], np.float64)


def _recency(table: pa.Table, as_of: str, half_life_months: float) -> Signal:
    try:
        origin = day_number(parse_span(as_of).last)
    except InvalidSpan as error:
        raise InvalidQuery(f"as_of: {error}", value=as_of) from None
    coded = code_tuples(table, ("as_of",))
    days = np.array(
        [np.nan if text is None else origin - day_number(parse_span(text).last) for (text,) in coded.names],
        np.float64,
    )
    figures = decayed(np.maximum(days, 0.0) / _DAYS_A_MONTH, scale=half_life_months, shape="exp")
    return Signal("recency", ("as_of",), _lookup(coded, figures), _lookup(coded, days < 0))


def _statistics(names: Sequence[tuple[str | None]], query: Query) -> Floats:
    asked = query.statistic
    wanted = {asked: 1.0} if isinstance(asked, str) else {**(asked or {})}
    wanted = {_plain(name): weight for name, weight in wanted.items()}
    return np.array(
        [np.nan if name is None else wanted.get(_plain(name), 0.0) for (name,) in names], np.float64
    )


def _plain(statistic: str) -> str:
    return "median" if statistic == "p50" else statistic
