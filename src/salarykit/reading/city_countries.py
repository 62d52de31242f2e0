"""The country of a row that states none: that of its city, where its money may need it and the city is sure.

No misspelt name decides money, and no name that several cities share, unless the other cities of the column are nearly all
of one country. Two capitals after a comma (`Richmond, CA`) are a state of the USA or a country as the column has them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.places import resolve_column
from salarykit.places.regions import qualifier
from salarykit.salaries.fields import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["City", "CityMajority", "HomeCountry", "countries_of", "has_dollar_sign", "needs_city"]

_COMMA_CODE: Final = re.compile(r"(.*\S)\s*,\s*([A-Z]{2})(?:\s+\d{5}(?:-\d{4})?)?\s*")
_DOLLAR: Final = r"(^|[^A-Za-z])\$"
_SHARE: Final = 0.8  # of a name's weight; less is no one city's
_LARGE: Final = (
    600_000  # people of a city that a country's code may stand behind, although a state has that code
)
_FEW: Final = 3  # rows of sure cities that may speak for the others
_MOST: Final = 0.8  # of them, in one country
_MANY: Final = 20  # rows of sure cities that may speak for a name that is not known
_NEARLY_ALL: Final = 0.95  # of them, in one country


class City(NamedTuple):
    """What a text of a city says.

    Attributes:
        text: as it stands in the row.
        code: two capitals after a comma that are a state of the USA; None if there are none.
        rule: how the name was found.
        country: the country of the likeliest city.
        share: its share of the name's weight.
        population: its people.
        others: the countries of all cities of the name.
    """

    text: str
    code: str | None
    rule: str
    country: str | None
    share: float
    population: int
    others: frozenset[str]

    @property
    def is_sure(self) -> bool:
        """Whether the name is one city's, or a region's or a country's."""
        if self.rule in ("region", "country"):
            return self.country is not None
        return self.rule in ("exact", "alternate", "area") and self.share >= _SHARE

    @property
    def vote(self) -> str | None:
        """What the two capitals surely mean: "state" or "country"; None if they may be either, or there are none."""
        if self.code is None:
            return None
        if not any(not bound.admin1 for bound in qualifier(self.code)):
            return "state"
        if self.country == "US":
            return "state" if self.is_sure else None
        return "country" if self.is_sure and self.population >= _LARGE else None


class HomeCountry(NamedTuple):
    """The country that most of a column's sure rows are in.

    Attributes:
        country: its code; "" if no row is sure.
        share: how large a part of them it has.
        rows: how many rows are sure.
    """

    country: str = ""
    share: float = 0.0
    rows: int = 0

    def may_be(self, city: City) -> str | None:
        """Return the country of nearly all other cities, if a city that is not sure may lie there, too."""
        if city.code is not None or self.rows < _FEW:
            return None
        if self.country in city.others and self.share >= _MOST:
            return self.country
        return self.country if self.rows >= _MANY and self.share >= _NEARLY_ALL else None


class CityMajority(NamedTuple):
    """What the sure cities of a column say of the others.

    Attributes:
        are_states: whether two capitals after a comma are states of the USA; None if they do not say.
        home: where most of them are.
        home_by_dollar: where most of them are, if two capitals are taken for a state wherever they may be one.
    """

    are_states: bool | None = None
    home: HomeCountry = HomeCountry()
    home_by_dollar: HomeCountry = HomeCountry()


def needs_city(amounts: pa.Array, currencies: pa.Array) -> pa.Array:
    """Return which rows have an amount that is no plain number, or a currency that is neither a code nor shaped as one.

    Args:
        amounts: n texts; null where the amount is a number or missing. One without a digit is none in any country.
        currencies: n texts; null where there is none.

    Examples:
        >>> needs_city(
        ...     pa.array(["1", "$1", None, "1", "n/a"]), pa.array(["USD", "USD", "$", None, "XQZ"])
        ... ).to_pylist()
        [False, True, True, False, False]
    """
    plain = pc.match_substring_regex(pc.utf8_trim_whitespace(amounts), rf"^({NUMBER}|\P{{Nd}}*)$")
    coded = pc.match_substring_regex(pc.utf8_trim_whitespace(currencies), "^[A-Z]{3}$")
    return pc.invert(pc.and_(pc.fill_null(plain, True), pc.fill_null(coded, True)))


def has_dollar_sign(amounts: pa.Array, currencies: pa.Array) -> pa.Array:
    """Return which rows have a plain dollar sign in their amount or their currency.

    Examples:
        >>> has_dollar_sign(pa.array(["$1", "C$1", "1", None]), pa.array([None, None, "$", None])).to_pylist()
        [True, False, True, False]
    """
    found = [pc.fill_null(pc.match_substring_regex(texts, _DOLLAR), False) for texts in (amounts, currencies)]
    return pc.or_(*found)


def countries_of(
    stated: pa.Array,
    cities: pa.Array,
    sought: pa.Array | None,
    dollars: pa.Array | None = None,
    majority: CityMajority | None = None,
) -> tuple[pa.Array, CityMajority]:
    """Return each row's country: the stated one, else its city's where it is sought and sure; and what decided the unsure ones.

    Each city is resolved once.

    Args:
        stated: n ISO codes, null where there is none.
        cities: n texts.
        sought: which rows need one; None for all.
        dollars: which rows have a dollar sign, beside which two capitals are a state; None for none.
        majority: what the sure cities say, if that is decided; by default those of these rows say it.

    Examples:
        >>> countries_of(pa.nulls(2, pa.string()), pa.array(["Toronto", "Rome"]), None)[0].to_pylist()
        ['CA', 'IT']
        >>> cities = pa.array(["Richmond, CA", "Austin, TX", "Blue Bell, PA", "Cambridge"])
        >>> countries_of(pa.nulls(4, pa.string()), cities, None)[0].to_pylist()
        ['US', 'US', 'US', 'US']
        >>> countries_of(pa.nulls(1, pa.string()), pa.array(["Richmond, CA"]), None)[0].to_pylist()
        [None]
    """
    needed = stated.is_null() if sought is None else pc.and_(stated.is_null(), sought)
    if not pc.any(needed).as_py():
        return stated, majority or CityMajority()
    coded = pc.if_else(stated.is_null(), cities, pa.scalar(None, pa.string())).dictionary_encode()
    read = _read(coded.dictionary)
    rows = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(read)).tolist()
    if majority is None:
        majority = _majority(read, rows, Counter(stated.drop_null().to_pylist()))
    signed = pa.array(np.zeros(len(stated), bool)) if dollars is None else dollars
    alone, beside_a_dollar = (
        pa.array([_home(city, majority, dollar=dollar) for city in read], pa.string()).take(coded.indices)
        for dollar in (False, True)
    )
    found = pc.if_else(pc.fill_null(signed, False), beside_a_dollar, alone)
    return pc.coalesce(stated, pc.if_else(needed, found, pa.scalar(None, pa.string()))), majority


def _read(texts: pa.Array) -> list[City]:
    return [
        _city(text, match)
        for text, match in zip(texts.to_pylist(), resolve_column(texts).to_pylist(), strict=True)
    ]


def _city(text: str, match: dict[str, Any]) -> City:
    found = _COMMA_CODE.fullmatch(text)
    is_state = found is not None and any(
        bound.country == "US" and bound.admin1 for bound in qualifier(found[2])
    )
    return City(
        text,
        found[2] if found and is_state else None,
        match["rule"],
        match["country"],
        match["share"],
        match["population"] or 0,
        frozenset(name.rpartition(", ")[2] for name in match["candidates"]),
    )


def _majority(cities: list[City], rows: list[int], stated: Counter[str]) -> CityMajority:
    """Return what the sure cities of a column say, and the countries that it states."""
    are_states = _are_states(cities, rows)
    homes = []
    for dollar in (False, True):
        sure = Counter(stated)
        for city, count in zip(cities, rows, strict=True):
            if country := _sure(city, are_states=are_states, dollar=dollar):
                sure[country] += count
        total = sum(sure.values())
        most, count = max(sure.items(), key=lambda each: each[1], default=("", 0))
        homes.append(HomeCountry(most, count / total if total else 0.0, total))
    return CityMajority(are_states, *homes)


def _home(city: City, majority: CityMajority, *, dollar: bool) -> str | None:
    """Return the country of a city; None if it is neither sure nor where nearly all others are."""
    home = majority.home_by_dollar if dollar else majority.home
    return _sure(city, are_states=majority.are_states, dollar=dollar) or home.may_be(city)


def _are_states(cities: list[City], rows: Iterable[int]) -> bool | None:
    """Return whether two capitals after a comma are states in a column; None where it does not say."""
    votes: Counter[str] = Counter()
    for city, count in zip(cities, rows, strict=True):
        if city.vote:
            votes[city.vote] += count
    if votes["state"] == votes["country"]:
        return None
    return votes["state"] > votes["country"]


def _sure(city: City, *, are_states: bool | None, dollar: bool) -> str | None:
    """Return the country that a city surely lies in, given what two capitals mean in its column.

    Beside a dollar sign they are a state, unless the city is known to lie in the country of that code.
    """
    if city.code is None:
        return city.country if city.is_sure else None
    if city.vote == "state" or (are_states and city.vote is None):
        return "US"
    if city.vote == "country" or are_states is False:
        return city.country if city.is_sure else city.code
    return "US" if dollar and (city.country is None or city.rule == "fuzzy") else None
