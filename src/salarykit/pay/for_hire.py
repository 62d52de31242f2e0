"""Whether an amount is the price of something for hire, taught or sold: a court by the hour, a trailer by the day, a lesson, a used car.

The price of something hired by the hour looks like hourly pay, and often no word near it means a price. The column `hired`
of `other_money.csv` names such things. A job title, or a word about vacancies, shows that somebody works there instead.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.pay.clause_words import names_a_job, speaks_of_work
from salarykit.pay.context import COMBINING
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.offers import names_a_thing

if TYPE_CHECKING:
    from salarykit.pay.candidate import Candidate

__all__ = ["is_for_hire", "is_price_of_a_thing", "is_used_vehicle"]

_LETTERS: Final = rf"(?:[^\W\d_]|{COMBINING})"
_AROUND: Final = 300  # characters around an amount that are searched for a job
_NEAR: Final = 80  # characters before an amount that are searched for a thing, and around it for a mileage
_HIRE: Final = lazy_pattern(
    r"(?<![^\W_])(?:hire|offers?|(?:one|first|second|single|previous|[1-9])[ -]owners?)(?![^\W_])"
)
"""English words for vacancies and in titles that also occur where things are hired or cars sold."""
_STAFF: Final = lazy_pattern(
    rf"""
    (?<![^\W_])
    (?:with|incl|including|mit|inkl|inklusive|avec|con|com|met|med|с|со|з|із|со|sa|s|z|ze|me|με|koos|ar|su|cu|dengan|termasuk|kèm|مع|شامل|با)
    [.]?[ \u00a0](?:an?[ ])?{_LETTERS}{{1,32}}
  | (?<![^\W_]){_LETTERS}{{1,32}}[ \u00a0](?:included|inklusive|inbegriffen|inbegrepen|compris|incluido|incluida|incluso|dahil|daxil|सहित|সহ|ساتھ)(?![^\W_])
    """,
    re.VERBOSE,
)
"""Who comes with what is hired, such as the operator of a machine, and applies for no job."""
_WINDOWS: Final = 4_096  # texts before amounts in the cache: the postings of a firm share most of their prose
_SENTENCE_END: Final = lazy_pattern(r"(?<=[^\W\d_]{3})[.!?]\s|[\n•]")
_MILEAGE: Final = lazy_pattern(
    r"""
    (?<![\w.,])\d[\d.,’' \u00a0\u202f]*
    (?:k|tys\.?|tis\.?|тыс\.?|тис\.?|mii|bin|ezer|хил\.?)?[ \u00a0]?
    (?:t?km|kms|kilom\w+|miles|mls|mil|mi|км|χλμ|公里|キロ|ק"מ|كم|กม)
    (?![^\W_]|/)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_price_of_a_thing(text: str, candidate: Candidate) -> bool:
    """Return whether an amount is the price of something hired, taught or, if a mileage is near, sold."""
    if is_for_hire(text, candidate.start):
        return True
    return not (candidate.cue or candidate.period) and is_used_vehicle(text, candidate.start, candidate.end)


def is_for_hire(text: str, start: int) -> bool:
    """Return whether the sentence before a position names something hired or taught, and nothing near it names a job.

    Examples:
        >>> [
        ...     is_for_hire(text, len(text))
        ...     for text in ("Tennis court ", "Tennis court attendant ", "We seek staff: tennis court ")
        ... ]
        [True, False, False]
    """
    return _ends_with_thing(text[max(0, start - _NEAR) : start]) and not _is_about_work(text, start)


@lru_cache(_WINDOWS)
def _ends_with_thing(window: str) -> bool:
    """Return whether the last sentence of a text names something for hire."""
    return names_a_thing(_SENTENCE_END.split(window)[-1])


def is_used_vehicle(text: str, start: int, end: int) -> bool:
    """Return whether a mileage is near an amount, and no word about work.

    Examples:
        >>> is_used_vehicle("Kia Rio, 2016, 87.000 km, 6.200 €", 26, 33)
        True
        >>> is_used_vehicle("Chauffeur, 500 km/dag, 2.900 €", 23, 30)
        False
    """
    mileage = _MILEAGE.search(text, max(0, start - _NEAR), start) or _MILEAGE.search(text, end, end + _NEAR)
    return mileage is not None and not _is_about_work(text, start)


def _is_about_work(text: str, start: int) -> bool:
    begin = max(0, start - _AROUND)
    near = _STAFF.sub(" ", _HIRE.sub(" ", text[begin : start + _AROUND].lower()))
    return speaks_of_work(near, min(start - begin, len(near))) or names_a_job(near)
