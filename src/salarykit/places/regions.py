"""Countries, states and provinces, as texts name them after a city."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from salarykit.currency.countries import known_countries
from salarykit.package import once, table_rows
from salarykit.places.country_aliases import NAMES
from salarykit.places.gazetteer import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.places.gazetteer import Place

__all__ = ["Bound", "all_named", "named", "qualifier"]


class Bound(NamedTuple):
    """A country, or one of its regions, by GeoNames' code.

    Examples:
        >>> sorted(qualifier("CA"))
        [Bound(country='CA', admin1=''), Bound(country='US', admin1='CA')]
    """

    country: str
    admin1: str = ""

    def holds(self, place: Place) -> bool:
        """Return whether a city is in it."""
        return self.country == place.country and self.admin1 in ("", place.admin1)


def qualifier(name: str) -> frozenset[Bound]:
    """Return the countries and regions that a name or code may mean; empty if there is none.

    Regions are the states of the USA, and the provinces, states and regions of other countries that are often named with their cities.

    Examples:
        >>> qualifier("Deutschland"), qualifier("Berlinn")
        (frozenset({Bound(country='DE', admin1='')}), frozenset())
        >>> sorted(bound.country for bound in qualifier("Georgia"))
        ['GE', 'US']
    """
    return named(plain(name))


def named(name: str) -> frozenset[Bound]:
    """Return the countries and regions that a plain name may mean; see `qualifier`.

    Examples:
        >>> named("ontario")
        frozenset({Bound(country='CA', admin1='08')})
    """
    return _names().get(name, frozenset())


def all_named() -> Iterable[str]:
    """Return every plain name of a country or region."""
    return _names()


@once
def _names() -> dict[str, frozenset[Bound]]:
    alone: dict[Bound, frozenset[Bound]] = {}
    bounds_by_name: dict[str, frozenset[Bound]] = {}
    for name, bound in _pairs():
        key = plain(name)
        known = bounds_by_name.get(key)
        if known is None:
            bounds_by_name[key] = alone.setdefault(bound, frozenset((bound,)))
        elif bound not in known:
            bounds_by_name[key] = known | {bound}
    return bounds_by_name


def _pairs() -> Iterator[tuple[str, Bound]]:
    for country in known_countries().values():
        for name in (country.code, country.alpha3, country.name, *NAMES.get(country.code, ())):
            yield name, Bound(country.code)
    for row in table_rows("salarykit.places", "country_names"):
        yield row["name"], Bound(row["country"])
    for row in table_rows("salarykit.places", "admin1"):
        for name in row["names"].split(";"):
            yield name, Bound(row["country"], row["code"])
