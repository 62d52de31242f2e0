"""Places: from a city's name to its country and coordinates, one at a time or for a column."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_coded
from salarykit.package import LONGEST, without_collection
from salarykit.places.gazetteer import Place, city_columns, main_names, plain
from salarykit.places.match import NO_MATCH
from salarykit.places.resolving import PlaceText, resolve_all
from salarykit.places.simple import simple_texts
from salarykit.places.together import resolve_together

if TYPE_CHECKING:
    from salarykit.places.match import Match
    from salarykit.places.together import SingleCities

__all__ = ["locate", "parse_place", "resolve", "resolve_column"]

_MANY: Final = 2_000  # texts; fewer are resolved one by one faster than a table of all names is built
_KEPT: Final = 65_536  # answers in the cache
_PLACE: Final = pa.struct(
    [
        ("city", pa.string()),
        ("country", pa.string()),
        ("admin1", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("population", pa.int64()),
        ("rule", pa.string()),
        ("score", pa.float64()),
        ("share", pa.float64()),
        ("candidates", pa.list_(pa.string())),
    ]
)


def resolve(text: str, *, country: str | None = None, currency: str | None = None) -> Match:
    """Return the city that a text names, how it was found, and the candidates; never raises.

    A name may be in any script and language that GeoNames has, without its accents, or misspelt where only one city of note can be
    meant; a country, state or province may follow it, by name or code. Of several cities with a name the one with the most people is
    chosen; if the name is only an alternate name of a city, its people count a tenth. The city must be in the country that the text or
    `country` states; a currency makes cities where it is legal tender fifty times as likely.

    Args:
        text: such as `Bangalore`, `London, Ontario`, `Greater London`, `New York-Newark-Jersey City, NY-NJ-PA`, `東京`.
        country: a code or name of the country that the city is known to lie in.
        currency: ISO 4217, the currency of a figure from that city.

    Examples:
        >>> [resolve(text).place.name for text in ("Köln", "NYC", "東京", "Bengalaru", "San Fransisco, CA")]
        ['Köln', 'New York City', 'Tokyo', 'Bengaluru', 'San Francisco']
        >>> (
        ...     resolve("London").country,
        ...     resolve("London", currency="CAD").country,
        ...     resolve("London, ON").country,
        ... )
        ('GB', 'CA', 'CA')
        >>> [(place.name, place.country) for place in resolve("Cambridge").candidates[:2]]
        [('Cambridge', 'GB'), ('Cambridge', 'CA')]
        >>> resolve("Berlin, JP").rule, resolve("Remote").rule
        ('elsewhere', 'nothing')
    """
    if len(text) + len(country or "") + len(currency or "") > LONGEST:
        return _resolved.__wrapped__(text, country, currency)
    return _resolved(text, country, currency)


@lru_cache(_KEPT)
def _resolved(text: str, country: str | None, currency: str | None) -> Match:
    place_text = PlaceText(text, country, currency)
    return resolve_all([place_text])[place_text]


def resolve_column(texts: Any, *, country: Any = None, currency: Any = None) -> pa.StructArray:
    """Return the match of each text of a column; each distinct text is looked up once.

    Args:
        texts: n texts, of any column library.
        country: one code or name for all, or a column of n; a missing one does not restrict the city.
        currency: one code for all, or a column of n.

    Returns:
        n structs: `city`, `country`, `admin1`, `latitude`, `longitude`, `population`, `rule`, `score`, `share` and
        `candidates` (as `London, CA`). The city is null if a text names none.

    Raises:
        InvalidQuery: if the columns are not equally long.

    Examples:
        >>> column = resolve_column(["Bangalore", "London", None], country=[None, "CA", None])
        >>> column.field("city").to_pylist(), column.field("country").to_pylist()
        (['Bengaluru', 'London', None], ['IN', 'CA', None])
    """
    names = as_coded(texts)
    keys = np.zeros(len(names.indices), np.int64)
    columns: list[Any] = [[None if name is None else str(name) for name in names.names]]
    for column in (country, currency):
        coded = None if column is None or isinstance(column, str) else as_coded(column)
        if coded is not None and len(coded.indices) != len(keys):
            raise InvalidQuery(
                f"{len(keys):,} texts, but a column of {len(coded.indices):,} values. Give one value, or one for each text.",
                value=column,
            )
        columns.append([column] if coded is None else coded.names)
        keys = keys * len(columns[-1]) + (0 if coded is None else coded.indices)
    sizes = [len(values) for values in columns]
    distinct, rows = np.unique(names.indices * np.int64(sizes[1] * sizes[2]) + keys, return_inverse=True)
    with without_collection():
        at: Any = np.unravel_index(distinct, tuple(sizes))
        fields = (
            map(values.__getitem__, numbers.tolist()) for values, numbers in zip(columns, at, strict=True)
        )
        return _structs(list(map(PlaceText, *fields)), at_once=len(distinct) >= _MANY).take(
            pa.array(rows.reshape(-1))
        )


def _structs(place_texts: list[PlaceText], *, at_once: bool) -> pa.StructArray:
    """Return the matches of texts.

    Args:
        place_texts: the texts.
        at_once: whether simply written texts are resolved all together, as far as possible, and not one by one.
    """
    if not at_once:
        match_by_text = resolve_all(each for each in place_texts if each.text)
        return _of_matches([match_by_text.get(each, NO_MATCH) for each in place_texts])
    simple = simple_texts([text for text, _, _ in place_texts])
    single, found = resolve_together(place_texts, simple)
    is_other = np.ones(len(place_texts), bool)
    is_other[single.texts] = False
    is_other[list(found)] = False
    at = np.flatnonzero(is_other)
    others = [place_texts[index] for index in at.tolist()]
    parts = {text: part for text, part in zip(others, simple.at(at), strict=True) if part}
    match_by_text = resolve_all((text for text in others if text.text), parts)
    matches = found | {
        index: match_by_text.get(text, NO_MATCH) for index, text in zip(at.tolist(), others, strict=True)
    }
    distinct = {id(match): match for match in matches.values()}  # many texts share NO_MATCH
    numbers = {key: number for number, key in enumerate(distinct, len(single.texts))}
    order = np.empty(len(place_texts), np.int64)
    order[single.texts] = np.arange(len(single.texts))
    order[list(matches)] = [numbers[id(match)] for match in matches.values()]
    return pa.concat_arrays([_of_cities(single), _of_matches(list(distinct.values()))]).take(pa.array(order))


def _of_cities(single: SingleCities) -> pa.StructArray:
    """Return the matches of texts whose name belongs to one city only."""
    import pyarrow.compute as pc

    city, country, admin1, *figures = (
        column.combine_chunks() for column in city_columns(single.cities).columns
    )
    count = len(single.texts)
    names = pc.binary_join_element_wise(city, country, ", ")
    one = pa.array(np.ones(count))
    arrays = (
        city,
        country,
        pc.if_else(pc.equal(admin1, ""), None, admin1),
        *figures,
        pa.array(single.rules),
        one,
        one,
        pa.ListArray.from_arrays(pa.array(np.arange(count + 1, dtype=np.int32)), names),
    )
    columns = [array.cast(field.type) for array, field in zip(arrays, _PLACE, strict=True)]
    return pa.StructArray.from_arrays(columns, fields=list(_PLACE))


def _of_matches(matches: list[Match]) -> pa.StructArray:
    names, _, latitudes, longitudes, populations, regions = (
        zip(*map(_fields, matches), strict=True) if matches else [()] * 6
    )
    cells = (
        names,
        [match.country for match in matches],
        regions,
        latitudes,
        longitudes,
        populations,
        [match.rule for match in matches],
        [match.score for match in matches],
        [match.share for match in matches],
        [[f"{place.name}, {place.country}" for place in match.candidates] for match in matches],
    )
    arrays = [pa.array(cell, field.type) for cell, field in zip(cells, _PLACE, strict=True)]
    return pa.StructArray.from_arrays(arrays, fields=list(_PLACE))


def _fields(match: Match) -> tuple[Any, ...]:
    place = match.place
    return (None,) * 6 if place is None else (*place[:5], place.admin1 or None)


def locate(city: str, country: str | None = None) -> Place | None:
    """Return the city with a name, in the country if one is given; None if there is no such city. See `resolve`.

    Args:
        city: a name; large cities are also known by their names in other languages.
        country: ISO 3166-1 alpha-2.

    Examples:
        >>> locate("Bangalore").name, locate("London", "CA").country, locate("Nowhere at all")
        ('Bengaluru', 'CA', None)
    """
    return resolve(city, country=country).place


def parse_place(text: str) -> Place:
    """Return the place that a text names: a city, or a city and where it is, such as `London, CA`. See `resolve`.

    Raises:
        InvalidQuery: if the gazetteer has no such city.

    Examples:
        >>> parse_place("London, CA").country, parse_place("Berlinn").name
        ('CA', 'Berlin')
        >>> parse_place("Berlin, JP")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: No city 'Berlin, JP' in the gazetteer. There is Berlin, DE.
    """
    match = resolve(text)
    if match.place is not None:
        return match.place
    best = next(iter(match.candidates), None)
    near = f" There is {best.name}, {best.country}." if best else _near(text)
    raise InvalidQuery(f"No city {text!r} in the gazetteer.{near}", value=text)


def _near(text: str) -> str:
    """Return a question that suggests the city with the most similar name; empty if none is similar."""
    asked = hint(plain(text), main_names())
    name = asked.partition("'")[2].rpartition("'")[0]
    place = locate(name) if name else None
    return asked.replace(name, place.name) if place else asked
