"""Texts that hold a name and nothing else, or a name and the country or region behind it: most of a column.

They need no parsing, and those whose name only one city has are resolved all together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.package import once
from salarykit.places.gazetteer import city_columns, only_cities, plain
from salarykit.places.readings import MODES, NICKNAMES, NOWHERE, bounds_of
from salarykit.places.regions import all_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.places.regions import Bound

__all__ = ["SimpleText", "SingleCities", "simple_text", "single_cities"]

_MAY_BE_REGION: Final = "state|province|area"
_LONGEST: Final = 200  # characters, as of any text of a place
_WORD: Final = r"[^\s\d,;|·•、，/()\[\]{}（）:@–—-]+(?:(?<=[a-z])-[^\s\d,;|·•、，/()\[\]{}（）:@–—-]+)*"
_SIMPLE: Final = re.compile(
    rf"""
    [ ]*
    (?:(?i:remote)[ ]-[ ])?
    (?!.*(?i:{"|".join(sorted(MODES))}))      # words for a way of working are left out of a name
    (?P<name> {_WORD}(?:[ ]{_WORD})*)
    (?:,[ ](?P<behind> {_WORD}(?:[ ]{_WORD})*))?
    [ ]*
    """,
    re.VERBOSE,
)
"""Nothing that splits a name or qualifies it, no digits, and no hyphen that may stand between the codes of two states."""

_MODE: Final = re.compile("|".join(sorted(MODES)))


class SimpleText(NamedTuple):
    """A name, and what stands behind it.

    Attributes:
        part: the name as it is written.
        name: the plain name.
        behind: the plain name of what stands behind it after a comma; "" for nothing.
    """

    part: str
    name: str
    behind: str = ""


class SingleCities(NamedTuple):
    """The texts that name the only city of a name.

    Attributes:
        texts: their positions.
        cities: the rows of the cities in the gazetteer.
        is_main: whether the name is the city's main name.
    """

    texts: NDArray[np.intp]
    cities: NDArray[np.intp]
    is_main: NDArray[np.bool_]


def simple_text(text: str) -> SimpleText | None:
    """Return a text that is simply written in its parts; None for any other text.

    Examples:
        >>> simple_text("São Paulo, BR"), simple_text("Frankfurt (Oder)"), simple_text("Remote - Berlin").name
        (SimpleText(part='São Paulo', name='sao paulo', behind='br'), None, 'berlin')
    """
    if text.isascii() and text.isalpha() and len(text) <= _LONGEST:
        name = text.lower()
        return None if name in NOWHERE or _MODE.search(name) else SimpleText(text, name)
    match = _SIMPLE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    part, behind = match.groups()
    name = _plain(part)
    if not name or name in NOWHERE:
        return None
    if behind is None:
        return SimpleText(part, name)
    other = _plain(behind)
    return SimpleText(part, name, other) if other and other not in NOWHERE and other != name else None


def _plain(words: str) -> str:
    """Return `plain` of words with single spaces between them, sooner where they are of plain letters."""
    return words.lower() if words.isascii() and words.replace(" ", "").isalpha() else plain(words)


def single_cities(
    texts: Sequence[SimpleText | None], stated: Sequence[frozenset[str] | None]
) -> SingleCities:
    """Return the texts whose name only one city has, if it lies where the text and the row say.

    Their match is what the parser of all texts finds, which has nothing to weigh.

    Args:
        texts: the texts; None for one that is not simply written.
        stated: the countries that each row allows; None for all.
    """
    import pyarrow.compute as pc

    names = pa.array([text.name if text else None for text in texts], pa.string())
    cities, is_main = only_cities(names)
    special = pc.or_(pc.is_in(names, _special()), pc.match_substring_regex(names, _MAY_BE_REGION))
    kept = np.flatnonzero((cities >= 0) & ~np.asarray(special.fill_null(True)))
    behind = {name: bounds_of(name) for name in {text.behind for text in texts if text} if name}
    regions = city_columns(cities[kept]).select(["country", "admin1"]).to_pydict()
    places = zip(kept.tolist(), *regions.values(), strict=True)
    at = [
        index
        for index, country, admin1 in places
        if _lies_in(country, admin1, stated[index], behind.get(texts[index].behind))
    ]
    positions = np.array(at, np.intp)
    return SingleCities(positions, cities[positions], is_main[positions])


def _lies_in(
    country: str, admin1: str, stated: frozenset[str] | None, bounds: frozenset[Bound] | None
) -> bool:
    """Return whether a city's country and region are those that its row and its text say; None says nothing."""
    if stated is not None and country not in stated:
        return False
    return bounds is None or any(
        bound.country == country and bound.admin1 in ("", admin1) for bound in bounds
    )


@once
def _special() -> pa.Array:
    """Return the plain names that mean more than a city."""
    return pa.array(sorted({*NICKNAMES, *NOWHERE, *all_named()}), pa.string())
