"""Finds the country of a row that states none by its city, if the currency may depend on it and the city is certain.

A misspelt name decides nothing, nor does a name that several cities share, unless nearly all other cities of the column are in one
country. The other cities also show whether two capital letters after a comma (`Richmond, CA`) are a state of the USA or a country.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.places.regions import qualifier
from salarykit.salaries.fields import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "City",
    "CityMajority",
    "HomeCountry",
    "certain_country",
    "countries_of",
    "has_dollar_sign",
    "is_certain_match",
    "needs_city",
]

_COMMA_CODE: Final = re.compile(r"(.*\S)\s*,\s*([A-Z]{2})(?:\s+\d{5}(?:-\d{4})?)?\s*")
_DOLLAR: Final = r"(^|[^A-Za-z])\$"
_SHARE: Final = 0.8  # the least share of a name's weight that makes a city certain
_OWN: Final = 0.9  # the same, if nearly all other cities of the column are in the country of a namesake
# inhabitants from which the letters after a city count as its country's code, even if a state has the same
_LARGE: Final = 600_000
_FEW: Final = 3  # the fewest rows with certain cities that decide an ambiguous name
_MOST: Final = 0.8  # the least share of these rows in one country
_MANY: Final = 20  # the fewest rows with certain cities that decide an unknown name
_NEARLY_ALL: Final = 0.95  # the least share of these rows in one country


class City(NamedTuple):
    """What is known about the city that a text names.

    Attributes:
        text: the text of the row.
        code: two capital letters after a comma that are the code of a state of the USA; None if there are none, or if the city is in
            another country's region with that code (`Perth, WA`).
        rule: how the name was resolved.
        country: the country of the likeliest city of this name.
        share: the share of this city in the weight of all cities of this name.
        population: the inhabitants of this city.
        others: the countries of all cities with this name.
    """

    text: str
    code: str | None
    rule: str
    country: str | None
    share: float
    population: int
    others: frozenset[str]

    @property
    def is_certain(self) -> bool:
        """Whether the name clearly belongs to one city, or to a region or a country."""
        return is_certain_match({"rule": self.rule, "country": self.country, "share": self.share})

    def may_be_in(self, country: str) -> bool:
        """Return whether a namesake in a country may be meant if nearly all other cities are there, as Kingston in Canada."""
        is_elsewhere = self.code is None and self.country != country and country in self.others
        return is_elsewhere and self.rule not in ("region", "country") and self.share < _OWN

    @property
    def is_shared(self) -> bool:
        """Whether the two letters are both a state of the USA and a region elsewhere, but not a country, as `WA` (Western Australia)."""
        meanings = qualifier(self.code) if self.code else frozenset()
        return len(meanings) > 1 and all(bound.admin1 for bound in meanings)

    @property
    def vote(self) -> str | None:
        """Evidence for what two capital letters are, "state" or "country"; None if they may be either, or if there are none."""
        if self.code is None:
            return None
        if self.is_shared:
            return "state" if self.is_certain else None
        if not any(not bound.admin1 for bound in qualifier(self.code)):
            return "state"
        if self.country == "US":
            return "state" if self.is_certain else None
        return "country" if self.is_certain and self.population >= _LARGE else None


class HomeCountry(NamedTuple):
    """The country of most rows with a certain city.

    Attributes:
        country: its code; "" if no row has a certain city.
        share: the share of these rows that are in it.
        rows: how many rows have a certain city.
    """

    country: str = ""
    share: float = 0.0
    rows: int = 0

    def country_of(self, city: City) -> str | None:
        """Return the country of an uncertain city: that of nearly all other cities, if the city may be there; else None."""
        if self.rows < _FEW:
            return None
        if city.code is not None:
            may_be = city.is_shared and any(bound.country == self.country for bound in qualifier(city.code))
            return self.country if may_be and self.share >= _MOST else None
        if self.country in city.others and self.share >= _MOST:
            return self.country
        return self.country if self.rows >= _MANY and self.share >= _NEARLY_ALL else None


class CityMajority(NamedTuple):
    """What the certain cities of a column show about the others.

    Attributes:
        are_states: whether two capital letters after a comma are a state of the USA; None if the cities do not show it.
        home: the country of most certain cities.
        home_by_dollar: the same, if two capital letters are read as a state whenever they can be one.
    """

    are_states: bool | None = None
    home: HomeCountry = HomeCountry()
    home_by_dollar: HomeCountry = HomeCountry()


def needs_city(amounts: pa.Array, currencies: pa.Array) -> pa.Array:
    """Return which rows may need the country of their city: those whose amount is not a plain number, or whose currency is not a code.

    Args:
        amounts: n texts; null where the amount is a number or missing. A text without a digit is not an amount in any country.
        currencies: n texts; null if a row has none.

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
    """Return which rows have a dollar sign without letters before it in their amount or currency.

    Examples:
        >>> has_dollar_sign(pa.array(["$1", "C$1", "1", None]), pa.array([None, None, "$", None])).to_pylist()
        [True, False, True, False]
    """
    flags = [pc.fill_null(pc.match_substring_regex(texts, _DOLLAR), False) for texts in (amounts, currencies)]
    return pc.or_(*flags)


def is_certain_match(match: Mapping[str, Any]) -> bool:
    """Return whether a match is clearly one city, or a region or a country."""
    if match["rule"] in ("region", "country"):
        return match["country"] is not None
    return match["rule"] in ("exact", "alternate", "area") and match["share"] >= _SHARE


def certain_country(text: str, match: dict[str, Any], majority: CityMajority) -> str | None:
    """Return the country of the city in a text; None if it is uncertain."""
    return _certain_country(_city(text, match), are_states=majority.are_states, dollar=False)


def countries_of(
    stated: pa.Array,
    cities: pa.Array,
    needed: pa.Array | None,
    dollars: pa.Array | None = None,
    majority: CityMajority | None = None,
) -> tuple[pa.Array, CityMajority]:
    """Return the country of each row, and what decided the uncertain cities.

    The country is the stated one, or else that of the city, if the row needs one and the city is certain. Each city is resolved once.

    Args:
        stated: n ISO codes; null if a row has none.
        cities: n texts.
        needed: which rows need a country; None for all.
        dollars: which rows have a dollar sign, with which two capital letters are a state; None for no row.
        majority: what the certain cities show, if that is already decided; by default these rows decide it.

    Examples:
        >>> countries_of(pa.nulls(2, pa.string()), pa.array(["Toronto", "Rome"]), None)[0].to_pylist()
        ['CA', 'IT']
        >>> cities = pa.array(["Richmond, CA", "Austin, TX", "Blue Bell, PA", "Cambridge"])
        >>> countries_of(pa.nulls(4, pa.string()), cities, None)[0].to_pylist()
        ['US', 'US', 'US', 'US']
        >>> countries_of(pa.nulls(1, pa.string()), pa.array(["Richmond, CA"]), None)[0].to_pylist()
        [None]
    """
    missing = stated.is_null() if needed is None else pc.and_(stated.is_null(), needed)
    if not pc.any(missing).as_py():
        return stated, majority or CityMajority()
    coded = pc.if_else(stated.is_null(), cities, pa.scalar(None, pa.string())).dictionary_encode()
    read = _read(coded.dictionary)
    rows = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(read)).tolist()
    if majority is None:
        majority = _majority(read, rows, Counter(stated.drop_null().to_pylist()))
    signed = pa.array(np.zeros(len(stated), bool)) if dollars is None else dollars
    without, with_dollar = (
        pa.array([_country(city, majority, dollar=dollar) for city in read], pa.string()).take(coded.indices)
        for dollar in (False, True)
    )
    countries = pc.if_else(pc.fill_null(signed, False), with_dollar, without)
    return pc.coalesce(stated, pc.if_else(missing, countries, pa.scalar(None, pa.string()))), majority


def _read(texts: pa.Array) -> list[City]:
    # imported late, because a table that states its countries does not need it
    from salarykit.places import resolve_column

    return [
        _city(text, match)
        for text, match in zip(texts.to_pylist(), resolve_column(texts).to_pylist(), strict=True)
    ]


def _city(text: str, match: dict[str, Any]) -> City:
    coded = _COMMA_CODE.fullmatch(text)
    regions = {bound.country for bound in qualifier(coded[2]) if bound.admin1} if coded else set()
    is_state = "US" in regions and (match["city"] is None or match["country"] not in regions - {"US"})
    return City(
        text,
        coded[2] if coded and is_state else None,
        match["rule"],
        match["country"],
        match["share"],
        match["population"] or 0,
        frozenset(name.rpartition(", ")[2] for name in match["candidates"]),
    )


def _majority(cities: list[City], rows: list[int], stated: Counter[str]) -> CityMajority:
    """Return what the certain cities of a column and the stated countries show about the other cities."""
    are_states = _are_states(cities, rows)
    sure_countries = []
    for dollar in (False, True):
        sure = Counter(stated)
        for city, count in zip(cities, rows, strict=True):
            if country := _certain_country(city, are_states=are_states, dollar=dollar):
                sure[country] += count
        most, _ = max(sure.items(), key=lambda item: item[1], default=("", 0))
        for city, count in zip(cities, rows, strict=True):
            if city.may_be_in(most) and _certain_country(city, are_states=are_states, dollar=dollar):
                sure[city.country or ""] -= count
        total, count = sum(sure.values()), sure[most]
        sure_countries.append(HomeCountry(most, count / total if total else 0.0, total))
    return CityMajority(are_states, *sure_countries)


def _country(city: City, majority: CityMajority, *, dollar: bool) -> str | None:
    """Return the country of a city: its own if the city is certain, or that of nearly all others; None if neither is known."""
    home = majority.home_by_dollar if dollar else majority.home
    is_doubtful = city.may_be_in(home.country) and home.share >= _MOST
    own = None if is_doubtful else _certain_country(city, are_states=majority.are_states, dollar=dollar)
    return own or home.country_of(city)


def _are_states(cities: list[City], rows: Iterable[int]) -> bool | None:
    """Return whether two capital letters after a comma are states in a column; None if the cities do not show it."""
    votes: Counter[str] = Counter()
    for city, count in zip(cities, rows, strict=True):
        if city.vote:
            votes[city.vote] += count
    if votes["state"] == votes["country"]:
        return None
    return votes["state"] > votes["country"]


def _certain_country(city: City, *, are_states: bool | None, dollar: bool) -> str | None:
    """Return the country of a city, given whether two capital letters are states in its column; None if it is uncertain.

    In a row with a dollar sign they are a state, unless the city is known to be in the country with that code.
    """
    if city.code is None:
        return city.country if city.is_certain else None
    if city.is_shared and city.vote is None:
        return None
    if city.vote == "state" or (are_states and city.vote is None):
        return "US"
    if city.vote == "country" or are_states is False:
        return city.country if city.is_certain else city.code
    return "US" if dollar and (city.country is None or city.rule == "fuzzy") else None
