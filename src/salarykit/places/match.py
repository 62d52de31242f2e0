"""`Match`: the place a text names, how it was found, and what else it could have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from salarykit.places.gazetteer import Place

__all__ = ["NO_MATCH", "Match", "MatchRule"]

MatchRule = Literal[
    "exact", "alternate", "area", "fuzzy", "region", "country", "ambiguous", "elsewhere", "nothing"
]
"""How a text was understood.

In order: by a city's main name; by an alternate name; as the area around a city; as a misspelling that only one name explains; as a
region, or as a country, without a city; as a misspelling of several names; as a city that exists, but not where the text or its row
says; or not at all.
"""
_SURE: Final = 2 / 3  # a city with this share of the weight of all candidates, or more, is not ambiguous


class Match(NamedTuple):
    """The place that a text names.

    Attributes:
        place: the city; None if it names none.
        rule: how the text was understood; see `MatchRule`.
        score: the similarity of the text to the name in the gazetteer, from 0 to 1.
        share: the share of the city and those near it in the weight of all candidates, from 0 to 1.
        candidates: the cities it could be, at most ten, the likeliest first.
        country: ISO 3166-1 alpha-2, of the city, or of the country that a text without a city names.

    Examples:
        >>> from salarykit.places import resolve
        >>> resolve("Bengalaru").place.name, resolve("Bengalaru").rule
        ('Bengaluru', 'fuzzy')
        >>> resolve("Remote, Germany")
        Match(place=None, rule='country', score=1.0, share=0.0, candidates=(), country='DE')
    """

    place: Place | None
    rule: MatchRule
    score: float = 0.0
    share: float = 0.0
    candidates: tuple[Place, ...] = ()
    country: str | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether other cities have more than a third of the weight of all candidates, or no city could be chosen."""
        return self.rule == "ambiguous" or (self.place is not None and self.share < _SURE)


NO_MATCH: Final = Match(None, "nothing")
