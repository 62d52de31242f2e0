"""Resolves the simply written texts of a column all together, as far as no candidates need to be weighed.

That is so for texts that name the only city with a name, and for texts that name no city.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.package import once
from salarykit.places.gazetteer import city_columns, only_cities
from salarykit.places.nearest import most_errors, nearest
from salarykit.places.readings import NICKNAMES, NOWHERE, CityReading, bounds_of, forms
from salarykit.places.regions import all_named, named
from salarykit.places.resolving import (
    LONGEST_CODE,
    MaybeMisspelt,
    location_of,
    misspellable,
    misspelt,
    region_only,
    stated_countries,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.places.match import Match
    from salarykit.places.regions import Bound
    from salarykit.places.resolving import PlaceText
    from salarykit.places.simple import SimpleTexts

__all__ = ["SingleCities", "Together", "resolve_together"]

_OF_REGION: Final = "^(?:state|province) of | (?:state|province|nonmetropolitan area)$"
_RULES: Final = np.array(["alternate", "exact", "area"])
_AREA: Final = 2


class SingleCities(NamedTuple):
    """The texts that name the only city with a name.

    Attributes:
        texts: their positions.
        cities: the rows of the cities in the gazetteer.
        rules: how each text was understood; see `MatchRule`.
    """

    texts: NDArray[np.intp]
    cities: NDArray[np.int64]
    rules: NDArray[np.str_]


class Together(NamedTuple):
    """What is known about the texts of a column without reading them one by one.

    Attributes:
        single: the texts that name the only city with a name.
        matches: the matches of the texts that name no city, by their positions.
    """

    single: SingleCities
    matches: dict[int, Match]


class _CityBounds(NamedTuple):
    """Where the cities of texts must be.

    Attributes:
        stated: for each text the countries that its row allows; None for all.
        after: for each text the number of what follows its name; 0 for nothing.
        names: the plain names, by that number.
        bounds: the countries and regions that each of these names may stand for; None if it stands for nothing.
    """

    stated: list[frozenset[str] | None]
    after: NDArray[np.intp]
    names: list[str]
    bounds: list[frozenset[Bound] | None]

    def allow(self, texts: NDArray[np.intp], cities: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return for each text whether its city is where the text and its row say."""
        is_stated = np.array([countries is not None for countries in self.stated], bool)
        allowed: NDArray[np.bool_] = ~is_stated[texts] & (self.after[texts] == 0)
        others = np.flatnonzero(~allowed)
        regions = city_columns(cities[others]).select(["country", "admin1"]).to_pydict()
        for at, text, country, admin1 in zip(
            others.tolist(), texts[others].tolist(), *regions.values(), strict=True
        ):
            allowed[at] = _lies_in(country, admin1, self.stated[text], self.bounds[self.after[text]])
        return allowed

    def are_clear(self) -> NDArray[np.bool_]:
        """Return for each text whether its name is followed by nothing, or by a known country's or region's code that its row allows."""
        is_code = np.array(
            [
                bool(bounds) and len(name) <= LONGEST_CODE
                for name, bounds in zip(self.names, self.bounds, strict=True)
            ]
        )
        is_free = np.array([countries is None for countries in self.stated], bool)
        clear: NDArray[np.bool_] = (self.after == 0) | (is_code[self.after] & is_free)
        return clear


class _Forms(NamedTuple):
    """The names that texts may mean: text by text, the likeliest first.

    Attributes:
        texts: for each name the position of its text.
        names: the plain names.
        inside: for each name what a part of the text that is not in the name says about the country or region.
        cities: the row of the only city with each name; see `only_cities`. It is -2 if `inside` has something.
        rules: how a text that means that city is understood, as an index into `_RULES`.
    """

    texts: NDArray[np.intp]
    names: list[str]
    inside: list[tuple[frozenset[Bound], ...]]
    cities: NDArray[np.int64]
    rules: NDArray[np.intp]


def resolve_together(place_texts: Sequence[PlaceText], simple: SimpleTexts) -> Together:
    """Return the matches of the texts of a column that need not be read one by one; they equal those of `resolve_all`.

    Args:
        place_texts: the texts.
        simple: their parts.
    """
    limits = _limits(place_texts, simple)
    special = _special(simple)
    cities, is_main = only_cities(simple.names)
    texts = np.flatnonzero((cities >= 0) & ~special)
    texts = texts[limits.allow(texts, cities[texts])]
    by_name = SingleCities(texts, cities[texts], _RULES[is_main[texts].astype(np.intp)])
    is_open = ~special & limits.are_clear()
    is_open[texts] = False
    others = _forms(simple, np.flatnonzero(is_open))
    by_form, is_unknown = _first_cities(others, limits)
    columns: Any = zip(by_name, by_form, strict=True)
    single = SingleCities(*map(np.concatenate, columns))
    return Together(single, _without_city(others, is_unknown, limits, place_texts))


def _limits(place_texts: Sequence[PlaceText], simple: SimpleTexts) -> _CityBounds:
    coded = pa.concat_arrays([pa.array([""]), simple.after.fill_null("")]).dictionary_encode()
    names = coded.dictionary.to_pylist()
    bounds = [bounds_of(name) if name else None for name in names]
    stated = [stated_countries(country) for _, country, _ in place_texts]
    return _CityBounds(stated, coded.indices.to_numpy()[1:], names, bounds)


def _lies_in(
    country: str, admin1: str, stated: frozenset[str] | None, bounds: frozenset[Bound] | None
) -> bool:
    """Return whether a city's country and region are those that its row and its text state; None states nothing."""
    if stated is not None and country not in stated:
        return False
    return bounds is None or any(
        bound.country == country and bound.admin1 in ("", admin1) for bound in bounds
    )


def _special(simple: SimpleTexts) -> NDArray[np.bool_]:
    """Return which texts are not simply written, or have a name that may mean something other than a city."""
    import pyarrow.compute as pc

    special = pc.or_(
        pc.is_in(simple.names, _special_names()), pc.match_substring_regex(simple.names, _OF_REGION)
    )
    return np.asarray(special.fill_null(True))


@once
def _special_names() -> pa.Array:
    """Return the plain names that may mean something other than a city."""
    return pa.array(sorted({*NICKNAMES, *NOWHERE, *all_named()}), pa.string())


def _forms(simple: SimpleTexts, texts: NDArray[np.intp]) -> _Forms:
    """Return the names that the given texts may mean."""
    rows = pa.array(texts)
    found = [
        (text, *form)
        for text, part, name in zip(
            texts.tolist(),
            simple.parts.take(rows).to_pylist(),
            simple.names.take(rows).to_pylist(),
            strict=True,
        )
        for form in forms(part, name)
    ]
    owners, names, inside, rules = map(list, zip(*found, strict=True)) if found else ([], [], [], [])
    cities, is_main = only_cities(pa.array(names, pa.string()))
    cities[np.array([bool(bounds) for bounds in inside], bool) & (cities >= 0)] = -2
    is_area = np.array([rule == "area" for rule in rules], bool)
    return _Forms(np.array(owners, np.intp), names, inside, cities, np.where(is_area, _AREA, is_main))


def _first_cities(others: _Forms, limits: _CityBounds) -> tuple[SingleCities, NDArray[np.bool_]]:
    """Return the texts whose first name of a city belongs to one city only, and a mask of the texts that have no name of a city."""
    known = np.flatnonzero(others.cities != -1)
    texts, at = np.unique(others.texts[known], return_index=True)
    at = known[at]
    at = at[others.cities[at] >= 0]
    at = at[limits.allow(others.texts[at], others.cities[at])]
    is_unknown = np.zeros(len(limits.stated), bool)
    is_unknown[others.texts] = True
    is_unknown[texts] = False
    return SingleCities(others.texts[at], others.cities[at], _RULES[others.rules[at]]), is_unknown


def _without_city(
    others: _Forms, is_unknown: NDArray[np.bool_], limits: _CityBounds, place_texts: Sequence[PlaceText]
) -> dict[int, Match]:
    """Return the matches of the texts that name no city, by their positions: a misspelt city, or what follows the name."""
    spelt = [
        (text, name, inside)
        for text, name, inside, unknown in zip(
            others.texts.tolist(), others.names, others.inside, is_unknown[others.texts].tolist(), strict=True
        )
        if unknown and most_errors(name) and not named(name)
    ]
    near = nearest(name for _, name, _ in spelt)
    readings: dict[int, list[CityReading]] = {text: [] for text, name, _ in spelt if near[name]}
    for text, name, inside in spelt:
        if text in readings:
            after = limits.bounds[limits.after[text]]
            readings[text].append(CityReading(name, ((after, *inside) if after else inside)))
    matches = {}
    for text, number in zip(
        np.flatnonzero(is_unknown).tolist(), limits.after[is_unknown].tolist(), strict=True
    ):
        match = region_only(limits.names[number], limits.bounds[number])
        if text in readings:
            _, country, currency = place_texts[text]
            where = location_of(country, currency)
            match = misspelt(MaybeMisspelt(where, misspellable(readings[text]), match), near)
        matches[text] = match
    return matches
