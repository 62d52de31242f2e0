"""Names with a qualifier in brackets or after a slash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from salarykit.places.choosing import any_of, are_near, choose, cities_named, fits
from salarykit.places.gazetteer import cities_with_qualifier, is_main_name, namesakes
from salarykit.places.match import Match
from salarykit.places.readings import CityReading
from salarykit.places.regions import named

if TYPE_CHECKING:
    from salarykit.places.choosing import RowLocation
    from salarykit.places.gazetteer import Place
    from salarykit.places.readings import Qualified, Text
    from salarykit.places.regions import Bound

__all__ = ["city_with_qualifier", "trusted"]

_LARGE: Final = 100_000  # people; a city with an unknown qualifier must be at least this large


def city_with_qualifier(text: Text, where: RowLocation) -> Match | None:
    """Return the city that a name and its qualifier identify together: `Frankfurt (Oder)`, `Marburg (Lahn)`.

    Its name consists of both, or one of its names contains the words of both. A place that is only part of a city with that name does not
    count. A name with its country or region is read elsewhere: `Richmond (Virginia)`.
    """
    for qualified in text.qualified:
        bounds = text.other_bounds(qualified)
        reading = CityReading(qualified.name, bounds)
        lies_there = partial(fits, reading=reading, where=where, same_country=False)
        if _in_region(qualified, bounds, where):
            continue
        for name in qualified.own_names():
            match = _chosen(*cities_named(name, lies_there), reading, where)
            if match and (match.rule == "exact" or not _is_part(match, qualified.name)):
                own = match.place in namesakes(qualified.name).main
                return match._replace(rule="exact") if own else match
        match = _chosen(
            list(filter(lies_there, cities_with_qualifier(qualified.name, qualified.qualifiers[0]))),
            [],
            reading,
            where,
        )
        if match and not _is_part(match, qualified.name):
            return match
    return None


def _chosen(own: list[Place], other: list[Place], reading: CityReading, where: RowLocation) -> Match | None:
    return choose(own, other, reading, where) if own or other else None


def _in_region(qualified: Qualified, bounds: tuple[frozenset[Bound], ...], where: RowLocation) -> bool:
    """Return whether a name's qualifiers are countries or regions that have a city with that name."""
    regions = tuple(map(named, qualified.qualifiers))
    reading = CityReading(qualified.name, bounds + regions)
    return all(regions) and any(
        fits(place, reading=reading, where=where, same_country=False) for place in any_of(reading.name)
    )


def _is_part(match: Match, name: str) -> bool:
    """Return whether a place is part of a larger city with the given name."""
    place = match.place
    return place is not None and any(
        are_near(city, place) and city.population > place.population for city in any_of(name)
    )


def trusted(match: Match, reading: CityReading, text: Text, where: RowLocation) -> Match:
    """Return a match, unless a qualifier in the text is unknown and the city is not certain enough.

    A city that has the name only as an alternate name, or whose name is in brackets, must be large.
    """
    if not text.qualified:
        return match
    qualified = text.qualified_name(reading.part)
    strange = qualified is not None and not any(
        named(qualifier) or is_main_name(qualifier) for qualifier in qualified.qualifiers
    )
    inside = reading.inside and not reading.bounds and where.countries is None
    if match.place is None or not (strange or inside):
        return match
    sure = not match.ambiguous and (
        match.place.population >= _LARGE or (not inside and match.rule == "exact")
    )
    return match if sure else Match(None, "ambiguous", candidates=match.candidates)
