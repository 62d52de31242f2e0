"""Resolve texts to cities: weigh the candidates of each, and look up all misspelt ones together at the end."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.countries import countries
from salarykit.package import without_collection
from salarykit.places.choosing import (
    RowLocation,
    Weights,
    any_of,
    choose,
    fits,
    matched,
    named_so,
    ranked,
    weigh,
)
from salarykit.places.country_names import country_code
from salarykit.places.gazetteer import is_main_name, namesakes
from salarykit.places.match import NO_MATCH, Match
from salarykit.places.nearest import most_errors, nearest
from salarykit.places.qualified import as_its_own, trusted
from salarykit.places.readings import CityReading, read
from salarykit.places.regions import named, qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.places.match import Rule
    from salarykit.places.nearest import Near
    from salarykit.places.readings import Text
    from salarykit.places.regions import Bound

__all__ = ["PlaceText", "resolve_all"]

_METROPOLIS: Final = 500_000  # people; a city of that size is meant although a region has its name
_LARGE: Final = 100_000  # people; what a short name may be a misspelling of
_CLEAR: Final = 5.0  # times the next one's weight
_TRIED: Final = 4  # readings of one text that are looked up as misspellings
_CODE: Final = 3  # letters
_OWN_CODES: Final = ("us", "uk")  # of countries, which stand for nothing else


class PlaceText(NamedTuple):
    """A text, and the country and currency of its row."""

    text: str
    country: str | None = None
    currency: str | None = None


class _Pending(NamedTuple):
    """A text without an exact match, its readings that may be misspelt, and the match if none of them is."""

    where: RowLocation
    readings: list[CityReading]
    otherwise: Match


def resolve_all(asked: Iterable[PlaceText]) -> dict[PlaceText, Match]:
    """Return the match of each text; each distinct one is resolved once, and the misspelt ones all together."""
    with without_collection():
        return _resolve_all(asked)


def _resolve_all(asked: Iterable[PlaceText]) -> dict[PlaceText, Match]:
    done: dict[PlaceText, Match] = {}
    pending: dict[PlaceText, _Pending] = {}
    for each in dict.fromkeys(asked):
        found = _exactly(each)
        if isinstance(found, Match):
            done[each] = found
        else:
            pending[each] = found
    near = nearest(reading.name for open_ in pending.values() for reading in open_.readings)
    for each, open_ in pending.items():
        done[each] = _misspelt(open_, near)
    return done


def _exactly(asked: PlaceText) -> Match | _Pending:
    where = _location(asked.country, asked.currency)
    text = read(asked.text)
    whole = text.whole
    if whole and where.countries is not None:
        whole = frozenset(bound for bound in whole if bound.country in where.countries)
    found = as_its_own(text, where) if text.qualified else None
    if found:
        return found
    readings: list[CityReading] = []
    for reading in text.readings():  # one after the other: the first ones usually do
        readings.append(reading)
        found = _found(reading, where, whole, beside=True)
        if found:
            return trusted(found, reading, text, where)
    return _otherwise(text, readings, where, whole)


def _otherwise(
    text: Text, readings: list[CityReading], where: RowLocation, whole: frozenset[Bound]
) -> Match | _Pending:
    """Return the match of a text that no reading explains in all its parts."""
    for reading in readings:
        found = _found(reading, where, whole, beside=False) if reading.beside else None
        if found:
            return trusted(found, reading, text, where)
    if whole:
        return _region(whole)
    in_country = text.by_country(where.countries or frozenset())
    if in_country:
        readings = [*readings, in_country]
        found = _found(in_country, where, whole, beside=False)
        if found:
            return found
    wrong = _elsewhere(readings)
    wrong = _stated_beside(text, where, is_elsewhere=bool(wrong.candidates)) or wrong
    spelt_well = any(is_main_name(each.name) for each in readings if not each.inside)
    loose = [each for each in readings if each.bounds or where.countries is not None or not each.spelt]
    return wrong if spelt_well else _Pending(where, _misspellable(loose), wrong)


def _found(
    reading: CityReading, where: RowLocation, whole: frozenset[Bound], *, beside: bool
) -> Match | None:
    """Return the match of one reading; None if there is no such city."""
    named = namesakes(reading.name)
    if not (named.main or named.alternate):
        return None
    lies_there = partial(fits, reading=reading, where=where, beside=beside)
    own, other = list(filter(lies_there, named.main)), list(filter(lies_there, named.alternate))
    if not own and not other:
        return None
    found = choose(own, other, reading, where)
    return found if not whole or _is_city(found, whole, reading) else _region(whole)


def _misspellable(readings: list[CityReading]) -> list[CityReading]:
    found = {(each.name, each.bounds): each for each in reversed(readings) if most_errors(each.name)}
    return [reading for reading in reversed(found.values()) if not named(reading.name)][:_TRIED]


@lru_cache(maxsize=4096)
def _location(country: str | None, currency: str | None) -> RowLocation:
    return RowLocation(_stated(country), _tendered(currency))


@lru_cache(maxsize=4096)
def _stated(country: str | None) -> frozenset[str] | None:
    """Return the countries that a code or name may mean; None if none is stated."""
    if not country:
        return None
    found = frozenset(bound.country for bound in qualifier(country) if not bound.admin1)
    return found or frozenset(filter(None, [country_code(country)]))


@lru_cache(maxsize=4096)
def _tendered(currency: str | None) -> frozenset[str]:
    """Return the countries where a currency is legal tender."""
    if not currency:
        return frozenset()
    from salarykit.currency.tender import tender

    return frozenset(country for country in countries() if currency in tender(country))


def _is_city(found: Match, whole: frozenset[Bound], reading: CityReading) -> bool:
    """Return whether a name that a country or region also has means the city: New York and Singapore do, Mexico does not."""
    place = found.place
    if place is None:
        return False
    if any(bound.holds(place) and (bound.admin1 or found.rule == "exact") for bound in whole):
        return True
    inside = any(
        bound.holds(place) for bound in whole
    )  # Mexico City, which is also called by its country's name
    return (
        place.population >= _METROPOLIS
        and not inside
        and (len(reading.name) > _CODE or found.rule == "exact")
    )


def _region(whole: frozenset[Bound]) -> Match:
    homes = {bound.country for bound in whole}
    country = next(iter(homes)) if len(homes) == 1 else None
    region = all(bound.admin1 for bound in whole)
    rule: Rule = "ambiguous" if country is None else "region" if region else "country"
    return Match(None, rule, 1.0, country=country)


def _stated_beside(text: Text, where: RowLocation, *, is_elsewhere: bool) -> Match | None:
    """Return the region or country behind the name of a city that the gazetteer lacks: `Smalltown, TX`; None if it may be two.

    A code of two letters counts as a state of the USA, as `US` or as `UK`. Of a city that is known elsewhere only a region's name says
    that another one is meant.
    """
    behind = [(name, bounds) for name, bounds in zip(text.names[1:], text.known[1:], strict=True) if bounds]
    if not behind or text.known[0]:
        return None
    homes = set.intersection(*({bound.country for bound in bounds} for _, bounds in behind))
    homes = homes if where.countries is None else homes & where.countries
    if len(homes) != 1:
        return None
    (home,) = homes
    regions = [name for name, bounds in behind if all(each.admin1 for each in bounds if each.country == home)]
    is_clear = any(
        len(name) >= _CODE or not name.isascii() or name in _OWN_CODES or (name in regions and home == "US")
        for name, _ in behind
    )
    if not is_clear or (is_elsewhere and not any(len(name) > _CODE for name in regions)):
        return None
    return Match(None, "region" if regions else "country", 1.0, country=home)


def _elsewhere(readings: list[CityReading]) -> Match:
    """Return the cities of a text's name that lie elsewhere than it says; nothing if there are none."""
    for reading in readings:
        own, other = named_so(reading.name, lambda _: True)
        if own or other:
            return Match(
                None, "elsewhere", candidates=ranked(weigh(own, other, RowLocation(None, frozenset())))
            )
    return NO_MATCH


def _misspelt(pending: _Pending, near: dict[str, list[Near]]) -> Match:
    doubtful = pending.otherwise
    for reading in pending.readings:
        hits = near.get(reading.name, [])
        for errors in sorted({hit.errors for hit in hits}):
            names = [hit.name for hit in hits if hit.errors == errors]
            found = _nearest(names, errors, reading, pending.where)
            if found and found.place:
                return found
            if found and not doubtful.candidates:
                doubtful = doubtful._replace(candidates=found.candidates) if doubtful.country else found
            if found:
                break
    return doubtful


def _nearest(names: list[str], errors: int, reading: CityReading, where: RowLocation) -> Match | None:
    """Return the match of names with this many errors: one city, or several that it may be; None if there is none."""
    inside = partial(fits, reading=reading, where=where, beside=False)
    weights: Weights = {}
    meant: dict[str, float] = {}
    for name in names:
        of_name = weigh(*named_so(name, inside), where)
        for place, weight in of_name.items():
            weights[place] = max(weight, weights.get(place, 0.0))
        if of_name:
            meant[name] = max(of_name.values())
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    spelt = max(meant, key=meant.__getitem__)
    bounded = bool(reading.bounds) or where.countries is not None
    others = [weight for name, weight in meant.items() if best not in any_of(name)]
    clear = weights[best] >= _CLEAR * max(others, default=0.0)
    if not clear or (best.population < _LARGE and not bounded):
        return Match(None, "ambiguous", candidates=ranked(weights))
    return matched(best, "fuzzy", 1 - errors / max(len(spelt), len(reading.name)), weights)
