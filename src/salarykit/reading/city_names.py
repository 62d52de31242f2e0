"""Finds the country and the plain name of a city if its text clearly names one: `Austin, TX`, `Munich, BY, Germany`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.tender import tender
from salarykit.files.columns import as_flags
from salarykit.reading.city_countries import certain_country, is_certain_match
from salarykit.reading.source_columns import distinct_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salarykit.reading.city_countries import CityMajority

__all__ = ["Placed", "place_cities"]

_SAME: Final = ("city", "latitude", "longitude")


class Placed(NamedTuple):
    """The columns of cities and countries, completed where a city is certain.

    Attributes:
        cities: n names; those of certain cities have no region and country.
        countries: n ISO codes; the stated ones, else those of certain cities.
        named: which rows have another name than their text.
        filled: which rows have a country that was not stated.
    """

    cities: pa.Array
    countries: pa.Array
    named: pa.Array
    filled: pa.Array


def place_cities(
    cities: pa.Array, countries: pa.Array, currencies: pa.Array, majority: CityMajority
) -> Placed:
    """Return the cities and countries of rows, completed where a city is certain.

    A misspelt name, or one that several cities share, changes nothing. Nor does a name that means another city if people there are
    paid in the row's currency: `London` with CAD. A name loses its region and country only if it names the same city without them. A
    name with other words (`Perth, Perthshire`) is kept, and gives a country only if the row's currency is tender there.

    Args:
        cities: n texts.
        countries: n ISO codes, null where none is stated.
        currencies: n ISO codes.
        majority: what the certain cities of the source show about the others.

    Examples:
        >>> from salarykit.reading.city_countries import CityMajority
        >>> texts = pa.array(["Austin, TX", "Portland, ME", "Cambridge", "Blue Bell, NJ"])
        >>> placed = place_cities(texts, pa.nulls(4, pa.string()), pa.array(["USD"] * 4), CityMajority())
        >>> placed.cities.to_pylist(), placed.countries.to_pylist()
        (['Austin', 'Portland, ME', 'Cambridge', 'Blue Bell, NJ'], ['US', 'US', None, 'US'])
    """
    is_asked = pc.and_(cities.is_valid(), pc.or_(countries.is_null(), pc.match_substring(cities, ",")))
    rows = np.flatnonzero(as_flags(is_asked))
    if not len(rows):
        nowhere = pa.array(np.zeros(len(cities), bool))
        return Placed(cities, countries, nowhere, nowhere)
    at = pa.array(rows)
    which, distinct = distinct_rows(*(column.take(at) for column in (cities, countries, currencies)))
    names, home_countries = _names_and_homes(distinct, majority)
    at = pa.array(which)
    new_cities = _put(cities, rows, pa.array(names, pa.string()).take(at))
    new_countries = _put(countries, rows, pa.array(home_countries, pa.string()).take(at))
    named = pc.fill_null(pc.not_equal(new_cities, cities), False)
    return Placed(new_cities, new_countries, named, pc.and_(countries.is_null(), new_countries.is_valid()))


def _put(column: pa.Array, rows: np.ndarray[Any, np.dtype[np.intp]], values: pa.Array) -> pa.Array:
    """Return a column with new values in some rows."""
    mask = np.zeros(len(column), bool)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), values)


def _names_and_homes(
    keys: Sequence[tuple[Any, ...]], majority: CityMajority
) -> tuple[list[str], list[str | None]]:
    """Return the name and the country of each distinct row; they are unchanged if its city is not certain."""
    from salarykit.places import resolve_column

    texts = [city for city, _, _ in keys]
    matches = resolve_column(texts).to_pylist()
    homes = [certain_country(text, match, majority) for text, match in zip(texts, matches, strict=True)]
    is_vague = [home is not None and _has_other_words(text) for text, home in zip(texts, homes, strict=True)]
    homes = _where_paid(keys, matches, homes, is_vague)
    heads = [text.partition(",")[0].strip() for text in texts]
    alone = resolve_column(heads, country=pa.array(homes, pa.string())).to_pylist()
    names = [
        head if home and not vague and country in (None, home) and _is_same_city(short, match) else text
        for text, head, home, vague, (_, country, _), short, match in zip(
            texts, heads, homes, is_vague, keys, alone, matches, strict=True
        )
    ]
    homes = [
        None if vague and _is_elsewhere(text, home) else home
        for text, home, vague in zip(texts, homes, is_vague, strict=True)
    ]
    return names, [country or home for (_, country, _), home in zip(keys, homes, strict=True)]


def _where_paid(
    keys: Sequence[tuple[Any, ...]],
    matches: Sequence[dict[str, Any]],
    homes: Sequence[str | None],
    is_vague: Sequence[bool],
) -> list[str | None]:
    """Return the countries of cities, None for a name that more likely means another city, where the row's currency is tender."""
    from salarykit.places import resolve_column

    foreign = [
        index
        for index, (home, (_, _, currency)) in enumerate(zip(homes, keys, strict=True))
        if home and currency and currency not in tender(home)
    ]
    cities, money = (pa.array([keys[index][part] for index in foreign], pa.string()) for part in (0, 2))
    paid = resolve_column(cities, currency=money).to_pylist()
    left = list(homes)
    for index, match in zip(foreign, paid, strict=True):
        # its code may be that of another country, as in `Usmate, VT`
        by_region = matches[index]["rule"] == "region"
        if by_region or is_vague[index] or not _same(match, matches[index]):
            left[index] = None
    return left


def _has_other_words(text: str) -> bool:
    """Return whether a city is followed by words other than a region or country, such as a district, a county or another city."""
    from salarykit.places.readings import read

    place_text = read(text)
    return len(place_text.names) > 1 and not all(place_text.bounds[1:])


def _is_elsewhere(text: str, home: str | None) -> bool:
    """Return whether the words after a city name one in another country: `Paris, London`."""
    from salarykit.places import resolve_column
    from salarykit.places.readings import read

    matches = resolve_column(list(read(text).names[1:])).to_pylist()
    return any(is_certain_match(match) and match["country"] != home for match in matches)


def _is_same_city(short: dict[str, Any], match: dict[str, Any]) -> bool:
    return match["city"] is not None and is_certain_match(short) and _same(short, match)


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[key] == other[key] for key in _SAME)
