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

from salarykit.currency.codes import CODES
from salarykit.places import resolve_column
from salarykit.places.regions import qualifier
from salarykit.salaries.fields import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["City", "beside_dollars", "countries_of", "unclear"]

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


def unclear(amounts: pa.Array, currencies: pa.Array) -> pa.Array:
    """Return which rows have an amount that is no plain number, or a currency that is no code.

    Args:
        amounts: n texts; null where the amount is a number or missing.
        currencies: n texts; null where there is none.

    Examples:
        >>> unclear(pa.array(["1", "$1", None, "1"]), pa.array(["USD", "USD", "$", None])).to_pylist()
        [False, True, True, False]
    """
    plain = pc.match_substring_regex(pc.utf8_trim_whitespace(amounts), f"^({NUMBER})?$")
    known = pc.or_(pc.is_in(currencies, value_set=pa.array(sorted(CODES))), currencies.is_null())
    return pc.invert(pc.and_(pc.fill_null(plain, True), known))


def beside_dollars(amounts: pa.Array, currencies: pa.Array) -> pa.Array:
    """Return which rows have a plain dollar sign in their amount or their currency.

    Examples:
        >>> beside_dollars(pa.array(["$1", "C$1", "1", None]), pa.array([None, None, "$", None])).to_pylist()
        [True, False, True, False]
    """
    found = [pc.fill_null(pc.match_substring_regex(texts, _DOLLAR), False) for texts in (amounts, currencies)]
    return pc.or_(*found)


def countries_of(
    stated: pa.Array, cities: pa.Array, sought: pa.Array | None, dollars: pa.Array | None = None
) -> pa.Array:
    """Return each row's country: the stated one, else its city's where it is sought and sure; each city is resolved once.

    Args:
        stated: n ISO codes, null where there is none.
        cities: n texts.
        sought: which rows need one; None for all.
        dollars: which rows have a dollar sign, beside which two capitals are a state; None for none.

    Examples:
        >>> countries_of(pa.nulls(2, pa.string()), pa.array(["Toronto", "Rome"]), None).to_pylist()
        ['CA', 'IT']
        >>> cities = pa.array(["Richmond, CA", "Austin, TX", "Blue Bell, PA", "Cambridge"])
        >>> countries_of(pa.nulls(4, pa.string()), cities, None).to_pylist()
        ['US', 'US', 'US', 'US']
        >>> countries_of(pa.nulls(1, pa.string()), pa.array(["Richmond, CA"]), None).to_pylist()
        [None]
    """
    needed = stated.is_null() if sought is None else pc.and_(stated.is_null(), sought)
    if not pc.any(needed).as_py():
        return stated
    coded = pc.if_else(stated.is_null(), cities, pa.scalar(None, pa.string())).dictionary_encode()
    read = _read(coded.dictionary)
    rows = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(read)).tolist()
    votes = Counter(stated.drop_null().to_pylist())
    signed = pa.array(np.zeros(len(stated), bool)) if dollars is None else dollars
    alone, beside_a_dollar = (
        pa.array(_homes(read, rows, votes, dollar=dollar), pa.string()).take(coded.indices)
        for dollar in (False, True)
    )
    found = pc.if_else(pc.fill_null(signed, False), beside_a_dollar, alone)
    return pc.coalesce(stated, pc.if_else(needed, found, pa.scalar(None, pa.string())))


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


def _homes(cities: list[City], rows: list[int], stated: Counter[str], *, dollar: bool) -> list[str | None]:
    """Return the country of each city, None where it is not sure; the column speaks for what is not."""
    is_states = _are_states(cities, rows)
    homes = [_home(city, is_states=is_states, dollar=dollar) for city in cities]
    sure = Counter(stated)
    for home, count in zip(homes, rows, strict=True):
        if home:
            sure[home] += count
    total = sum(sure.values())
    most, count = max(sure.items(), key=lambda each: each[1], default=("", 0))
    share = count / total if total else 0.0
    return [home or _voted(city, most, share, total) for city, home in zip(cities, homes, strict=True)]


def _are_states(cities: list[City], rows: Iterable[int]) -> bool | None:
    """Return whether two capitals after a comma are states in a column; None where it does not say."""
    votes: Counter[str] = Counter()
    for city, count in zip(cities, rows, strict=True):
        if city.vote:
            votes[city.vote] += count
    if votes["state"] == votes["country"]:
        return None
    return votes["state"] > votes["country"]


def _home(city: City, *, is_states: bool | None, dollar: bool) -> str | None:
    """Return the country that a city surely lies in, given what two capitals mean in its column.

    Beside a dollar sign they are a state, unless the city is known to lie in the country of that code.
    """
    if city.code is None:
        return city.country if city.is_sure else None
    if city.vote == "state" or (is_states and city.vote is None):
        return "US"
    if city.vote == "country" or is_states is False:
        return city.country if city.is_sure else city.code
    return "US" if dollar and (city.country is None or city.rule == "fuzzy") else None


def _voted(city: City, most: str, share: float, total: int) -> str | None:
    """Return the country of nearly all other cities, if a city that is not sure may lie there, too."""
    if city.code is not None or total < _FEW:
        return None
    if most in city.others and share >= _MOST:
        return most
    return most if total >= _MANY and share >= _NEARLY_ALL else None
