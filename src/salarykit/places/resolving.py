"""Resolves texts to cities: weighs the candidates of each, and looks up all misspelt ones together at the end."""
# More than 300 lines: the steps from a text to its city are in one place, in their order.

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.countries import countries
from salarykit.package import remembered, without_collection
from salarykit.places.choosing import (
    RowLocation,
    Weights,
    any_of,
    choose,
    cities_named,
    fits,
    matched,
    ranked,
    weigh,
)
from salarykit.places.country_names import country_code
from salarykit.places.gazetteer import is_main_name, is_name, namesakes
from salarykit.places.match import NO_MATCH, Match
from salarykit.places.nearest import most_errors, nearest
from salarykit.places.qualified import city_with_qualifier, trusted
from salarykit.places.readings import CityReading, Text, bounds_of, forms, read
from salarykit.places.regions import Bound, named, qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salarykit.places.match import MatchRule
    from salarykit.places.nearest import Near
    from salarykit.places.simple import SimpleText

__all__ = [
    "LONGEST_CODE",
    "MaybeMisspelt",
    "PlaceText",
    "location_of",
    "misspellable",
    "misspelt",
    "region_only",
    "resolve_all",
    "stated_countries",
]

_METROPOLIS: Final = 500_000  # people; a city of this size is meant even if a region has its name
_LARGE: Final = 100_000  # people; a short name may be a misspelling only of a city of this size
_CLEAR: Final = 5.0  # times the weight of the next candidate, at least
_TRIED: Final = 4  # readings of one text that are looked up as misspellings, at most
LONGEST_CODE: Final = 3  # letters of a country's or region's code, at most
_NO_BOUNDS: Final = frozenset[Bound]()
_OWN_CODES: Final = ("us", "uk")  # codes of countries that mean nothing else


class PlaceText(NamedTuple):
    """A text, and the country and currency of its row."""

    text: str
    country: str | None = None
    currency: str | None = None


class MaybeMisspelt(NamedTuple):
    """A text without an exact match: its readings that may be misspelt, and its match if they turn out not to be."""

    where: RowLocation
    readings: list[CityReading]
    otherwise: Match


def resolve_all(
    place_texts: Iterable[PlaceText],
    simple: Mapping[PlaceText, SimpleText] | None = None,
) -> dict[PlaceText, Match]:
    """Return the match of each text; each distinct one is resolved once, and the misspelt ones all together.

    Args:
        place_texts: the texts.
        simple: the parts of the texts in a simple form, which need not be parsed.
    """
    with without_collection():
        return _resolve_all(place_texts, simple or {})


def _resolve_all(
    place_texts: Iterable[PlaceText], simple: Mapping[PlaceText, SimpleText]
) -> dict[PlaceText, Match]:
    done: dict[PlaceText, Match] = {}
    pending: dict[PlaceText, MaybeMisspelt] = {}
    for place_text in dict.fromkeys(place_texts):
        parts = simple.get(place_text)
        match = (_simply(parts, place_text) if parts else None) or _exactly(place_text)
        if isinstance(match, Match):
            done[place_text] = match
        else:
            pending[place_text] = match
    near = nearest(reading.name for open_ in pending.values() for reading in open_.readings)
    for place_text, open_ in pending.items():
        done[place_text] = misspelt(open_, near)
    return done


def _simply(parts: SimpleText, place_text: PlaceText) -> Match | MaybeMisspelt | None:
    """Return what `_exactly` returns for a text that is simply written; None if the text needs the full procedure.

    It does if the name is also that of a country or region, if what follows it is unknown or may be a city, or if all cities with the
    name are elsewhere.
    """
    bounds = bounds_of(parts.after) if parts.after else _NO_BOUNDS
    if bounds_of(parts.name) or (
        parts.after and (not bounds or len(parts.after) > LONGEST_CODE or place_text.country)
    ):
        return None
    where = location_of(place_text.country, place_text.currency)
    after = (bounds,) if bounds else ()
    readings: list[CityReading] = []
    elsewhere = False
    for name, inside, rule in forms(parts.part, parts.name):
        reading = CityReading(name, after + inside, (), rule, parts.name)
        readings.append(reading)
        if is_name(name):
            match = _match_of(reading, where, frozenset(), same_country=True)
            if match:
                return match
            elsewhere = True
    if elsewhere:
        return None
    return MaybeMisspelt(where, misspellable(readings), region_only(parts.after, bounds))


@lru_cache(maxsize=4096)
def region_only(name: str, bounds: frozenset[Bound] | None) -> Match:
    """Return the match of the region or country that follows a name that no city has; `NO_MATCH` if none follows."""
    if not bounds:
        return NO_MATCH
    text = Text(("", ""), ("", name), (frozenset(), bounds))
    return _region_after(text, location_of(None, None), is_elsewhere=False) or NO_MATCH


def _exactly(place_text: PlaceText) -> Match | MaybeMisspelt:
    where = location_of(place_text.country, place_text.currency)
    text = read(place_text.text)
    regions = text.regions
    if regions and where.countries is not None:
        regions = frozenset(bound for bound in regions if bound.country in where.countries)
    match = city_with_qualifier(text, where) if text.qualified else None
    if match:
        return match
    readings: list[CityReading] = []
    for reading in text.readings():  # one at a time, because the first ones are usually enough
        readings.append(reading)
        match = _match_of(reading, where, regions, same_country=True)
        if match:
            return trusted(match, reading, text, where)
    return _otherwise(text, readings, where, regions)


def _otherwise(
    text: Text, readings: list[CityReading], where: RowLocation, regions: frozenset[Bound]
) -> Match | MaybeMisspelt:
    """Return the match of a text that no reading explains in all its parts."""
    for reading in readings:
        match = _match_of(reading, where, regions, same_country=False) if reading.other_names else None
        if match:
            return trusted(match, reading, text, where)
    if regions:
        return _region(regions)
    in_country = text.by_country(where.countries or frozenset())
    if in_country:
        readings = [*readings, in_country]
        match = _match_of(in_country, where, regions, same_country=False)
        if match:
            return match
    wrong = _elsewhere(readings)
    wrong = _region_after(text, where, is_elsewhere=bool(wrong.candidates)) or wrong
    spelt_well = any(is_main_name(reading.name) for reading in readings if not reading.inside)
    loose = [
        reading for reading in readings if reading.bounds or where.countries is not None or not reading.spelt
    ]
    return wrong if spelt_well else MaybeMisspelt(where, misspellable(loose), wrong)


def _match_of(
    reading: CityReading, where: RowLocation, regions: frozenset[Bound], *, same_country: bool
) -> Match | None:
    """Return the match of one reading; None if there is no such city."""
    named = namesakes(reading.name)
    if not (named.main or named.alternate):
        return None
    lies_there = partial(fits, reading=reading, where=where, same_country=same_country)
    own, other = list(filter(lies_there, named.main)), list(filter(lies_there, named.alternate))
    if not own and not other:
        return None
    match = choose(own, other, reading, where)
    return match if not regions or _is_city(match, regions, reading) else _region(regions)


def misspellable(readings: list[CityReading]) -> list[CityReading]:
    """Return the few readings whose names may be misspelt, the likeliest first."""
    distinct = {(one.name, one.bounds): one for one in reversed(readings) if most_errors(one.name)}
    return [reading for reading in reversed(distinct.values()) if not named(reading.name)][:_TRIED]


def location_of(country: str | None, currency: str | None) -> RowLocation:
    """Return what the country and the currency of a row say about its city."""
    return RowLocation(stated_countries(country), _tendered(currency or ""))


def stated_countries(country: str | None) -> frozenset[str] | None:
    """Return the countries that a code or name may mean; None if none is stated."""
    return _countries_of(country) if country else None


@remembered(4096)
def _countries_of(country: str) -> frozenset[str]:
    codes = frozenset(bound.country for bound in qualifier(country) if not bound.admin1)
    return codes or frozenset(filter(None, [country_code(country)]))


@remembered(4096)
def _tendered(currency: str) -> frozenset[str]:
    """Return the countries where a currency is legal tender."""
    if not currency:
        return frozenset()
    from salarykit.currency.tender import tender

    return frozenset(country for country in countries() if currency in tender(country))


def _is_city(match: Match, regions: frozenset[Bound], reading: CityReading) -> bool:
    """Return whether a name that a country or region also has means the city: New York and Singapore do, Mexico does not."""
    place = match.place
    if place is None:
        return False
    if any(bound.holds(place) and (bound.admin1 or match.rule == "exact") for bound in regions):
        return True
    # "Mexico" is an alternate name of Mexico City.
    inside = any(bound.holds(place) for bound in regions)
    return (
        place.population >= _METROPOLIS
        and not inside
        and (len(reading.name) > LONGEST_CODE or match.rule == "exact")
    )


def _region(bounds: frozenset[Bound]) -> Match:
    codes = {bound.country for bound in bounds}
    country = next(iter(codes)) if len(codes) == 1 else None
    region = all(bound.admin1 for bound in bounds)
    rule: MatchRule = "ambiguous" if country is None else "region" if region else "country"
    return Match(None, rule, 1.0, country=country)


def _region_after(text: Text, where: RowLocation, *, is_elsewhere: bool) -> Match | None:
    """Return the region or country after the name of a city that the gazetteer lacks: `Smalltown, TX`; None if several are possible.

    A code of two letters counts only as a state of the USA, as `US` or as `UK`. If the gazetteer has the city elsewhere, only the name of a
    region shows that another city is meant.
    """
    after = [(name, bounds) for name, bounds in zip(text.names[1:], text.bounds[1:], strict=True) if bounds]
    if not after or text.bounds[0]:
        return None
    codes = set.intersection(*({bound.country for bound in bounds} for _, bounds in after))
    codes = codes if where.countries is None else codes & where.countries
    if len(codes) != 1:
        return None
    (code,) = codes
    regions = [name for name, bounds in after if all(one.admin1 for one in bounds if one.country == code)]
    is_clear = any(
        len(name) >= LONGEST_CODE
        or not name.isascii()
        or name in _OWN_CODES
        or (name in regions and code == "US")
        for name, _ in after
    )
    if not is_clear or (is_elsewhere and not any(len(name) > LONGEST_CODE for name in regions)):
        return None
    return Match(None, "region" if regions else "country", 1.0, country=code)


def _elsewhere(readings: list[CityReading]) -> Match:
    """Return the match of a city that exists, but not where the text says; `NO_MATCH` if there is no such city."""
    for reading in readings:
        own, other = cities_named(reading.name, lambda _: True)
        if own or other:
            return Match(
                None, "elsewhere", candidates=ranked(weigh(own, other, RowLocation(None, frozenset())))
            )
    return NO_MATCH


def misspelt(pending: MaybeMisspelt, near: Mapping[str, list[Near]]) -> Match:
    """Return the match of a text whose name may be misspelt.

    Args:
        pending: the text.
        near: the spellings near to its names.
    """
    doubtful = pending.otherwise
    for reading in pending.readings:
        hits = near.get(reading.name)
        if not hits:
            continue
        for errors in sorted({hit.errors for hit in hits}):
            names = [hit.name for hit in hits if hit.errors == errors]
            match = _nearest(names, errors, reading, pending.where)
            if match and match.place:
                return match
            if match and not doubtful.candidates:
                doubtful = doubtful._replace(candidates=match.candidates) if doubtful.country else match
            if match:
                break
    return doubtful


def _nearest(names: list[str], errors: int, reading: CityReading, where: RowLocation) -> Match | None:
    """Return the match of names with this many errors, with one city or several possible ones; None if there are no such names."""
    inside = partial(fits, reading=reading, where=where, same_country=False)
    weights: Weights = {}
    meant: dict[str, float] = {}
    for name in names:
        of_name = weigh(*cities_named(name, inside), where)
        for place, weight in of_name.items():
            weights[place] = max(weight, weights.get(place, 0.0))
        if of_name:
            meant[name] = max(of_name.values())
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    spelt = max(meant, key=meant.__getitem__)
    bounded = bool(reading.bounds) or where.countries is not None
    others = (
        [weight for name, weight in meant.items() if best not in any_of(name)] if len(weights) > 1 else []
    )
    clear = weights[best] >= _CLEAR * max(others, default=0.0)
    if not clear or (best.population < _LARGE and not bounded):
        return Match(None, "ambiguous", candidates=ranked(weights))
    return matched(best, "fuzzy", 1 - errors / max(len(spelt), len(reading.name)), weights)
