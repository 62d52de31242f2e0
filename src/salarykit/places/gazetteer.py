"""The GeoNames gazetteer: cities of at least 15,000 people, by their main and alternate names.

`tools/build_places.py` writes its two tables. They are decompressed when the first name is looked up, and become Python objects block
by block, as names are looked up.
"""
# More than 300 lines: both tables are read here, for one name or for many.

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.package import once

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Namesakes",
    "Place",
    "all_names",
    "cities_with_qualifier",
    "city_columns",
    "is_main_name",
    "is_name",
    "main_names",
    "namesakes",
    "only_cities",
    "plain",
    "spellings",
]

# Letters that Unicode does not decompose.
_STROKES: Final = dict(zip("øłđħæœıþð", ["o", "l", "d", "h", "ae", "oe", "i", "th", "d"], strict=True))
_APOSTROPHES: Final = "'’‘ʼʻ`´"
_INITIALS: Final = re.compile(r"(?<=\b\w)\.")  # the dots of D.C.
_BEGINNING: Final = 4  # letters that identify a word, at least
_BLOCK: Final = 128  # rows that become Python objects together
_DEGREE: Final = 100_000  # units per degree in the table


class Place(NamedTuple):
    """A city of the gazetteer; coordinates in degrees, WGS 84.

    `admin1` is GeoNames' code of the state, province or region: `CA` for California, `08` for Ontario.

    Examples:
        >>> from salarykit.places import locate
        >>> locate("Berlin").country, locate("San Francisco").admin1
        ('DE', 'CA')
    """

    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    admin1: str = ""


class Namesakes(NamedTuple):
    """The cities of a plain name, in GeoNames' order.

    Attributes:
        main: the cities whose main name it is.
        alternate: the others that have it: in another language or script, as a former or a short name.
    """

    main: tuple[Place, ...] = ()
    alternate: tuple[Place, ...] = ()


class _PlainCharacters(dict[int, str]):
    """What each character becomes in a plain name, computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        letters = unicodedata.normalize("NFKD", sign).casefold()
        parts = "".join(_STROKES.get(letter, letter) for letter in letters)
        kept = [part for part in parts if not unicodedata.combining(part)]
        vowels = [unicodedata.category(part)[0] == "M" for part in kept]  # some scripts write vowels as marks
        signs = (part if part.isalnum() or mark else " " for part, mark in zip(kept, vowels, strict=True))
        self[code] = "" if sign in _APOSTROPHES else "".join(signs)
        return self[code]


_PLAIN: Final = _PlainCharacters()


def plain(name: str) -> str:
    """Return a name without case, accents, punctuation and doubled spaces.

    Examples:
        >>> plain("  São  Paulo "), plain("St. John's"), plain("Washington, D.C."), plain("Łódź")
        ('sao paulo', 'st johns', 'washington dc', 'lodz')
    """
    if name.isascii() and name.isalpha():
        return name.lower()
    if "." in name:
        name = _INITIALS.sub("", name)
    return " ".join(name.casefold().translate(_PLAIN).split())


def _packaged(name: str) -> pa.Table:
    path = files("salarykit.places").joinpath(name)
    return pa.ipc.open_file(pa.py_buffer(path.read_bytes())).read_all().combine_chunks()


class _CityBlocks(dict[int, list[Place]]):
    """The cities, read in blocks of rows."""

    def __init__(self) -> None:
        self.table = _packaged("cities.arrow")

    def __missing__(self, block: int) -> list[Place]:
        columns = self.table.slice(block * _BLOCK, _BLOCK).to_pydict()
        self[block] = [
            Place(name, country, latitude / _DEGREE, longitude / _DEGREE, population, admin1)
            for name, country, admin1, latitude, longitude, population in zip(*columns.values(), strict=True)
        ]
        return self[block]

    def at(self, row: int) -> Place:
        """Return the city of a row."""
        return self[row // _BLOCK][row % _BLOCK]


class _Names(dict[int, dict[str, int]]):
    """The sorted names, read in blocks of rows."""

    def __init__(self) -> None:
        table = _packaged("city_names.arrow")
        self.names: pa.Array = table["name"].combine_chunks()
        self.spelling: pa.Array = table["spelling"].combine_chunks()
        cities = table["cities"].combine_chunks()
        self.columns = tuple(column.to_numpy() for column in (table["main"], cities.offsets, cities.values))
        # Memory views, whose items are ints.
        self.main, self.ends, self.cities = (column.data for column in self.columns)
        self.firsts = self.names.take(pa.array(range(0, len(self.names), _BLOCK))).to_pylist()

    def __missing__(self, block: int) -> dict[str, int]:
        start = block * _BLOCK
        names = self.names.slice(start, _BLOCK).to_pylist()
        self[block] = dict(zip(names, range(start, start + len(names)), strict=True))
        return self[block]

    def row(self, name: str) -> int:
        """Return the row of a name; -1 if it is not there."""
        return self[max(bisect_right(self.firsts, name) - 1, 0)].get(name, -1)


@once
def _cities() -> _CityBlocks:
    return _CityBlocks()


@once
def _names() -> _Names:
    return _Names()


_NOBODY: Final = Namesakes()


def namesakes(name: str) -> Namesakes:
    """Return the cities that have a plain name.

    Examples:
        >>> [[place.country for place in cities][:3] for cities in namesakes("cologne")]
        [[], ['DE']]
    """
    names = _names()
    row = names.row(name)
    if row < 0:
        return _NOBODY
    start, end = names.ends[row], names.ends[row + 1]
    places = tuple(map(_cities().at, names.cities[start:end]))
    return Namesakes(places[: names.main[row]], places[names.main[row] :])


def only_cities(names: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each plain name the row of the only city that has it, and whether it is the main name of that city.

    The row is -1 if no city has the name, and -2 if several have.

    Examples:
        >>> rows, is_main = only_cities(pa.array(["bangalore", "london", "nowhere", None]))
        >>> [min(row, 0) for row in rows.tolist()], is_main.tolist()
        ([0, -2, -1, -1], [False, False, False, False])
    """
    import pyarrow.compute as pc

    found = pc.index_in(names, value_set=_names().names)
    rows = found.fill_null(0).to_numpy()
    main, ends, cities = _names().columns
    is_known = found.is_valid().to_numpy(zero_copy_only=False)
    is_only = is_known & (ends[rows + 1] - ends[rows] == 1)
    return np.where(is_only, cities[ends[rows]], np.where(is_known, -2, -1)), is_only & (main[rows] > 0)


def city_columns(rows: NDArray[np.int64]) -> pa.Table:
    """Return the cities of some rows: `name`, `country`, `admin1`, `latitude`, `longitude`, `population`.

    Examples:
        >>> rows, _ = only_cities(pa.array(["bangalore"]))
        >>> city_columns(rows).to_pylist()[0]["name"]
        'Bengaluru'
    """
    table = _cities().table.take(pa.array(rows))
    for column in ("latitude", "longitude"):
        degrees = table[column].to_numpy() / _DEGREE
        table = table.set_column(table.schema.get_field_index(column), column, pa.array(degrees))
    return table


def is_main_name(name: str) -> bool:
    """Return whether a plain name is a city's main name.

    Examples:
        >>> is_main_name("munich"), is_main_name("munchen")
        (True, False)
    """
    row = _names().row(name)
    return row >= 0 and _names().main[row] > 0


def is_name(name: str) -> bool:
    """Return whether any city has a plain name.

    Examples:
        >>> is_name("munchen"), is_name("nowhere at all")
        (True, False)
    """
    names = _names()
    return name in names[max(bisect_right(names.firsts, name) - 1, 0)]


@once
def main_names() -> list[str]:
    """Return the main names of all cities, plain and sorted."""
    names = _names()
    main: list[str] = names.names.filter(pa.array(np.array(names.main) > 0)).to_pylist()
    return main


def all_names() -> list[str]:
    """Return every plain name of the gazetteer, sorted."""
    names: list[str] = _names().names.to_pylist()
    return names


@once
def _by_city() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of names sorted by city, and where those of each city begin."""
    names = _names()
    owners = np.array(names.cities)
    rows = np.repeat(np.arange(len(names.names)), np.diff(names.ends))
    order = np.argsort(owners, kind="stable")
    return rows[order], np.searchsorted(owners[order], np.arange(owners.max() + 2))


@once
def _main_by_first_word() -> dict[str, list[int]]:
    """Return the rows of main names of several words, by their first word."""
    rows: dict[str, list[int]] = {}
    for name in main_names():
        first, _, rest = name.partition(" ")
        if rest:
            rows.setdefault(first, []).append(_names().row(name))
    return rows


def cities_with_qualifier(name: str, qualifier: str) -> list[Place]:
    """Return the cities with a name that contains the name and the words of a qualifier: `Marburg an der Lahn`.

    Args:
        name: a plain name.
        qualifier: also plain; its words may be abbreviated to the beginnings of words in the city's name.

    Examples:
        >>> [place.name for place in cities_with_qualifier("marburg", "lahn")]
        ['Marburg an der Lahn']
    """
    names = _names()
    longer = _main_by_first_word().get(name.partition(" ")[0], ())
    rows = [row for row in (names.row(name), *longer) if row >= 0]
    cities = [city for row in rows for city in names.cities[names.ends[row] : names.ends[row + 1]]]
    of_city, starts = _by_city()
    words = qualifier.split()
    return [
        _cities().at(city)
        for city in dict.fromkeys(cities)
        if any(
            _has_words(names.names[row].as_py(), name, words)
            for row in of_city[starts[city] : starts[city + 1]].tolist()
        )
    ]


def _has_words(full: str, name: str, words: list[str]) -> bool:
    if not full.startswith(f"{name} "):
        return False
    rest = full[len(name) :].split()
    return all(
        any(part == word or (len(word) >= _BEGINNING and part.startswith(word)) for part in rest)
        for word in words
    )


@once
def spellings() -> list[str]:
    """Return the plain names in Latin letters that a misspelling may stand for, sorted.

    These are the main names of all cities, and the alternate names of large ones.
    """
    names: list[str] = _names().names.filter(_names().spelling).to_pylist()
    return names
