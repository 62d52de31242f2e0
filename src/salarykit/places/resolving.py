"""From texts to cities: the candidates of each, weighed; the misspelt ones together, at the end."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.places.gazetteer import by_alternate, by_name, countries, without_collection
from salarykit.places.match import NO_MATCH, Match
from salarykit.places.nearest import most_errors, nearest
from salarykit.places.readings import read
from salarykit.places.regions import named, qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from salarykit.places.gazetteer import Place
    from salarykit.places.match import Rule
    from salarykit.places.nearest import Near
    from salarykit.places.readings import Reading
    from salarykit.places.regions import Bound

__all__ = ["Asked", "resolve_all"]

_ALTERNATE: Final = 0.1  # what another name counts, beside a city's own
_TENDER: Final = 50.0  # how much likelier a city is where the currency is legal tender
_LISTED: Final = 10  # candidates told
_METROPOLIS: Final = 500_000  # people; a city of that size is meant although a region has its name
_LARGE: Final = 100_000  # people; what a short name may be a misspelling of
_CLEAR: Final = 5.0  # times the next one's weight
_TRIED: Final = 4  # readings of one text that are looked up as misspellings
_CODE: Final = 3  # letters
_CLOSE: Final = 0.3  # degrees

Weights = dict["Place", float]


class Asked(NamedTuple):
    """A text, and what its row says beside it."""

    text: str
    country: str | None = None
    currency: str | None = None


class _Pending(NamedTuple):
    """A text without an exact match, the readings that may be misspelt, and what holds if none is."""

    where: _Where
    readings: list[Reading]
    otherwise: Match


class _Where(NamedTuple):
    """Where a row's city lies, as far as its other fields say."""

    countries: frozenset[str] | None
    tendered: frozenset[str]

    def weight(self, place: Place, factor: float) -> float:
        """Return how likely a city is: its people, more where the row's currency is tender."""
        return (place.population + 1) * factor * (_TENDER if place.country in self.tendered else 1.0)


def resolve_all(asked: Iterable[Asked]) -> dict[Asked, Match]:
    """Return the match of each; every distinct one is worked out once, the misspelt ones in one go."""
    with without_collection():
        return _resolve_all(asked)


def _resolve_all(asked: Iterable[Asked]) -> dict[Asked, Match]:
    done: dict[Asked, Match] = {}
    pending: dict[Asked, _Pending] = {}
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


def _exactly(asked: Asked) -> Match | _Pending:
    where = _Where(_stated(asked.country), _tendered(asked.currency))
    text = read(asked.text)
    whole = frozenset(
        bound for bound in text.whole if where.countries is None or bound.country in where.countries
    )
    readings: list[Reading] = []
    for reading in text.readings():  # one after the other: the first ones usually do
        readings.append(reading)
        found = _found(reading, where, whole, beside=True)
        if found:
            return found
    alone = (_found(reading, where, whole, beside=False) for reading in readings if reading.beside)
    found = next(filter(None, alone), None)
    if found or whole:
        return found or _region(whole)
    wrong = _elsewhere(readings)
    spelt_well = any(reading.name in by_name() for reading in readings)
    return wrong if spelt_well else _Pending(where, _misspellable(readings), wrong)


def _found(reading: Reading, where: _Where, whole: frozenset[Bound], *, beside: bool) -> Match | None:
    """Return the match of one reading; None if there is no such city."""
    if not _any(reading.name):
        return None
    own, other = _named(reading.name, partial(_fits, reading=reading, where=where, beside=beside))
    if not own and not other:
        return None
    found = _choose(own, other, reading, where)
    return found if not whole or _is_city(found, whole, reading) else _region(whole)


def _misspellable(readings: list[Reading]) -> list[Reading]:
    found = {reading.name: reading for reading in reversed(readings) if most_errors(reading.name)}
    return [reading for name, reading in reversed(found.items()) if not named(name)][:_TRIED]


@lru_cache(maxsize=4096)
def _stated(country: str | None) -> frozenset[str] | None:
    """Return the countries that a code or name stands for; None if none is stated."""
    if not country:
        return None
    return frozenset(bound.country for bound in qualifier(country) if not bound.admin1)


@lru_cache(maxsize=4096)
def _tendered(currency: str | None) -> frozenset[str]:
    """Return the countries where a currency is legal tender."""
    if not currency:
        return frozenset()
    from salarykit.currency.tender import tender

    return frozenset(country for country in countries() if currency in tender(country))


def _fits(place: Place, *, reading: Reading, where: _Where, beside: bool) -> bool:
    """Return whether a city lies where its text and its row say; beside other cities named, if asked for."""
    if where.countries is not None and place.country not in where.countries:
        return False
    if not all(any(bound.holds(place) for bound in bounds) for bounds in reading.bounds):
        return False
    return not beside or all(_home(name) in (None, place.country) for name in reading.beside)


@lru_cache(maxsize=65_536)
def _home(name: str) -> str | None:
    """Return the country of the largest city of a name; None if there is no such city."""
    places = by_name().get(name)
    return max(places, key=lambda place: place.population).country if places else None


def _named(name: str, fits: Callable[[Place], bool]) -> tuple[list[Place], list[Place]]:
    """Return the cities that have a name as their own, and those that have it beside their own."""
    own = [place for place in by_name().get(name, ()) if fits(place)]
    return own, [place for place in by_alternate().get(name, ()) if fits(place) and place not in own]


def _weigh(own: list[Place], other: list[Place], where: _Where) -> Weights:
    weights = {place: where.weight(place, _ALTERNATE) for place in other}
    weights.update((place, where.weight(place, 1.0)) for place in own)
    return weights


def _choose(own: list[Place], other: list[Place], reading: Reading, where: _Where) -> Match:
    weights = _weigh(own, other, where)
    best = max(weights, key=weights.__getitem__)
    inside = [place for place in own if _near(place, best)]  # New Delhi, which Delhi is called, too
    best = best if best in own or not inside else max(inside, key=weights.__getitem__)
    rule: Rule = reading.rule or ("exact" if best in own else "alternate")
    return _match(best, rule, 1.0, weights)


def _near(place: Place, other: Place) -> bool:
    """Return whether two cities are parts of one: within some thirty kilometres."""
    return abs(place.latitude - other.latitude) < _CLOSE and abs(place.longitude - other.longitude) < _CLOSE


def _match(best: Place, rule: Rule, score: float, weights: Weights) -> Match:
    if len(weights) == 1:
        return Match(best, rule, score, 1.0, (best,), best.country)
    around = sum(weight for place, weight in weights.items() if _near(place, best))
    share = around / sum(weights.values())
    others = tuple(place for place in _ranked(weights) if place != best)
    return Match(best, rule, score, share, (best, *others)[:_LISTED], best.country)


def _ranked(weights: Weights) -> tuple[Place, ...]:
    return tuple(sorted(weights, key=weights.__getitem__, reverse=True)[:_LISTED])


def _is_city(found: Match, whole: frozenset[Bound], reading: Reading) -> bool:
    """Return whether a name that is a country's or region's, too, means the city: New York, Singapore; not Mexico."""
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


def _elsewhere(readings: list[Reading]) -> Match:
    """Return the cities of a text's name that lie elsewhere than it says; nothing if there are none."""
    for reading in readings:
        own, other = _named(reading.name, lambda _: True)
        if own or other:
            return Match(None, "elsewhere", candidates=_ranked(_weigh(own, other, _Where(None, frozenset()))))
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
            if found:
                doubtful = doubtful if doubtful.candidates else found
                break
    return doubtful


def _nearest(names: list[str], errors: int, reading: Reading, where: _Where) -> Match | None:
    """Return the one city that can be meant by names so many errors away, or the several ones; None without any."""
    fits = partial(_fits, reading=reading, where=where, beside=False)
    weights: Weights = {}
    meant: dict[str, float] = {}
    for name in names:
        of_name = _weigh(*_named(name, fits), where)
        for place, weight in of_name.items():
            weights[place] = max(weight, weights.get(place, 0.0))
        if of_name:
            meant[name] = max(of_name.values())
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    spelt = max(meant, key=meant.__getitem__)
    bounded = bool(reading.bounds) or where.countries is not None
    others = [weight for name, weight in meant.items() if best not in _any(name)]
    clear = weights[best] >= _CLEAR * max(others, default=0.0)
    if not clear or (best.population < _LARGE and not bounded):
        return Match(None, "ambiguous", candidates=_ranked(weights))
    return _match(best, "fuzzy", 1 - errors / max(len(spelt), len(reading.name)), weights)


def _any(name: str) -> list[Place]:
    return by_name().get(name, []) + by_alternate().get(name, [])
