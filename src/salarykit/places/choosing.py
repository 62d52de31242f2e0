"""Chooses among cities of the same name by what a text and its row say about the location."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.places.gazetteer import namesakes
from salarykit.places.match import Match

if TYPE_CHECKING:
    from collections.abc import Callable

    from salarykit.places.gazetteer import Place
    from salarykit.places.match import MatchRule
    from salarykit.places.readings import CityReading

__all__ = [
    "RowLocation",
    "Weights",
    "any_of",
    "are_near",
    "choose",
    "cities_named",
    "fits",
    "matched",
    "ranked",
    "weigh",
]

_ALTERNATE: Final = 0.1  # the weight of an alternate name; a main name has 1
_TENDER: Final = 50.0  # how much likelier a city is if the currency is legal tender there
_LISTED: Final = 10  # candidates that a match lists, at most
_CLOSE: Final = 0.3  # degrees; cities closer than this are parts of one city

Weights = dict["Place", float]
"""The weight of each city, which says how likely it is to be meant."""


class RowLocation(NamedTuple):
    """What the other fields of a row say about the location of its city."""

    countries: frozenset[str] | None
    tendered: frozenset[str]

    def weight(self, place: Place, factor: float) -> float:
        """Return the weight of a city: its population, times a factor if the row's currency is tender there."""
        return (place.population + 1) * factor * (_TENDER if place.country in self.tendered else 1.0)


def fits(place: Place, *, reading: CityReading, where: RowLocation, same_country: bool) -> bool:
    """Return whether a city is where its text and row say, and with `same_country` in the country of the other cities in the text."""
    if where.countries is not None and place.country not in where.countries:
        return False
    if not reading.bounds and not (same_country and reading.other_names):
        return True
    if not all(any(bound.holds(place) for bound in bounds) for bounds in reading.bounds):
        return False
    return not same_country or all(_home(name) in (None, place.country) for name in reading.other_names)


@lru_cache(maxsize=65_536)
def _home(name: str) -> str | None:
    """Return the country of the largest city with a name; None if there is no such city."""
    places = namesakes(name).main
    return max(places, key=lambda place: place.population).country if places else None


def cities_named(name: str, fits: Callable[[Place], bool]) -> tuple[list[Place], list[Place]]:
    """Return the fitting cities whose main name this is, and those that have it as an alternate name."""
    main, alternate = namesakes(name)
    return list(filter(fits, main)), list(filter(fits, alternate))


def weigh(own: list[Place], other: list[Place], where: RowLocation) -> Weights:
    """Return the weight of each city; an alternate name counts less."""
    weights = {place: where.weight(place, _ALTERNATE) for place in other}
    weights.update((place, where.weight(place, 1.0)) for place in own)
    return weights


def choose(own: list[Place], other: list[Place], reading: CityReading, where: RowLocation) -> Match:
    """Return the likeliest city; if it is part of a city with this main name, that city.

    Args:
        own: the cities whose main name this is; `own` and `other` together have at least one city.
        other: the cities that have it as an alternate name.
        reading: how the text is read.
        where: the country and currency of the row.
    """
    if len(own) + len(other) == 1:
        only = (own or other)[0]
        alone: MatchRule = "exact" if own else "alternate"
        return Match(only, reading.rule or alone, 1.0, 1.0, (only,), only.country)
    weights = weigh(own, other, where)
    best = max(weights, key=weights.__getitem__)
    inside = [place for place in own if are_near(place, best)]  # New Delhi, a name that Delhi has as well
    best = best if best in own or not inside else max(inside, key=weights.__getitem__)
    rule: MatchRule = reading.rule or ("exact" if best in own else "alternate")
    return matched(best, rule, 1.0, weights)


def are_near(place: Place, other: Place) -> bool:
    """Return whether two cities are within about thirty kilometres of each other, and so parts of one."""
    return abs(place.latitude - other.latitude) < _CLOSE and abs(place.longitude - other.longitude) < _CLOSE


def matched(best: Place, rule: MatchRule, score: float, weights: Weights) -> Match:
    """Return the match for a city, with its share of the weight and the other candidates."""
    if len(weights) == 1:
        return Match(best, rule, score, 1.0, (best,), best.country)
    around = sum(weight for place, weight in weights.items() if are_near(place, best))
    share = around / sum(weights.values())
    others = tuple(place for place in ranked(weights) if place != best)
    return Match(best, rule, score, share, (best, *others)[:_LISTED], best.country)


def ranked(weights: Weights) -> tuple[Place, ...]:
    """Return the ten likeliest cities, the likeliest first."""
    return tuple(sorted(weights, key=weights.__getitem__, reverse=True)[:_LISTED])


def any_of(name: str) -> tuple[Place, ...]:
    """Return the cities that have a name, as their main or an alternate one."""
    main, alternate = namesakes(name)
    return main + alternate
