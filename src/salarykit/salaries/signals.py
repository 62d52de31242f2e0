"""Signals: how much each record bears on a question, from 0 to 1; NaN where a record does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.analysis.weights import decayed, distance_km
from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files.columns import as_coded, as_floats, combine
from salarykit.places import parse_place, resolve_column
from salarykit.rates.spans import day_number, parse_span

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.salaries.query import Query

__all__ = ["SIGNALS", "Signal", "read_signals"]

SIGNALS: Final = ("relevance", "role", "place", "recency")
"""The names of the signals, in the order in which they multiply."""
_DAYS_A_MONTH: Final = 365.2425 / 12  # the mean month of the Gregorian calendar


class Signal(NamedTuple):
    """One signal of n records: NaN where a record lacks it."""

    name: str
    values: NDArray[np.float64]


def read_signals(table: pa.Table, query: Query) -> list[Signal]:
    """Return the signals that a query asks for: the given relevance always, the others where it names an origin."""
    signals = [Signal("relevance", as_floats(combine(table.column("relevance"))))]
    if query.role is not None:
        signals.append(Signal("role", _roles(table, query.role, query.role_similarity or {})))
    if query.near is not None:
        signals.append(Signal("place", _places(table, query)))
    if query.as_of is not None:
        signals.append(Signal("recency", _recency(table, query.as_of, query.half_life_months)))
    return signals


def _spread(column: pa.ChunkedArray, of: Any) -> NDArray[np.float64]:
    """Return a figure for each row from a function of its distinct values; NaN where the value is missing."""
    coded = as_coded(combine(column))
    figures = [np.nan if name is None else of(name) for name in coded.names]
    return np.array(figures or [np.nan], np.float64).take(coded.indices)


def _roles(table: pa.Table, role: str, given: dict[str, float]) -> NDArray[np.float64]:
    from rapidfuzz import fuzz, utils

    def alike(title: str) -> float:
        if title in given:
            return given[title]
        return fuzz.token_sort_ratio(role, title, processor=utils.default_process) / 100

    return _spread(table.column("role"), alike)


def _places(table: pa.Table, query: Query) -> NDArray[np.float64]:
    latitude, longitude = _origin(query.near)
    cities, countries, money = (combine(table.column(name)) for name in ("city", "country", "currency"))
    found = resolve_column(cities, country=countries, currency=money)
    north, east = (as_floats(found.field(name)) for name in ("latitude", "longitude"))
    far = distance_km(north, east, latitude, longitude)
    return decayed(far, scale=query.scale_km, offset=query.offset_km, shape=query.shape)


def _origin(near: Any) -> tuple[float, float]:
    if isinstance(near, str):
        place = parse_place(near)
        return place.latitude, place.longitude
    latitude, longitude = near
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        raise InvalidQuery(f"near={near}: give latitude and longitude in degrees, or a city.", value=near)
    return latitude, longitude


def _recency(table: pa.Table, as_of: str, half_life_months: float) -> NDArray[np.float64]:
    try:
        origin = day_number(parse_span(as_of).last)
    except InvalidSpan as error:
        raise InvalidQuery(f"as_of: {error}", value=as_of) from None
    age = _spread(table.column("as_of"), lambda text: max(0, origin - day_number(parse_span(text).last)))
    return decayed(age / _DAYS_A_MONTH, scale=half_life_months, shape="exp")
