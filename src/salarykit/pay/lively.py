"""Which numbers of prose may be money: a look at their neighbours, far cheaper than reading what stands around them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from salarykit.currency.codes import CODES
from salarykit.pay.cues import UNITS
from salarykit.pay.patterns import LOWER_CODES, owners
from salarykit.pay.words import MULTIPLIERS, PERIODS_AFTER

__all__ = ["is_lively"]

_FAR: Final = 16  # signs in which the word before a number is looked for
_FEW_DIGITS: Final = 4  # of a number that is no pay unless something beside it says so
_DULL_BEFORE: Final = frozenset("(,.:;!?-/#'\"&%+=*")
_after: Final = re.compile(r"[ \u00a0]?([^\W\d_]+|[^\s\w])").match
_LIVELY_SIGNS: Final = frozenset("$-–—~/")
_DULL_AFTER: Final = frozenset("%:+")
_LIVELY_LINKS: Final = frozenset("to bis till til tot à do per a an pro par each".split())
_LIVELY_BEFORE: Final = frozenset(
    "of is at from to pay pays paying rate earn between and salary wage ab von de à da od från fra kr rs r rm".split()
)


def is_lively(text: str, start: int, end: int) -> bool:
    """Return whether a number may be money, by its length and its neighbours on both sides.

    Examples:
        >>> text = "5+ years, 40 hours a week, $45 an hour"
        >>> [is_lively(text, *span) for span in ((0, 1), (10, 12), (28, 30))]
        [False, False, True]
    """
    if end - start > _FEW_DIGITS:
        return True
    near = text[start - 1] if start else ""
    if near.isspace():
        near = text[start - 2].strip() if start > 1 else ""
    if near and not (near.isascii() and (near.isalnum() or near in _DULL_BEFORE)):
        return True
    following = _after(text, end)
    if following:
        word = following[1]
        lower = word.lower()
        if word in _LIVELY_SIGNS or lower in _lively_words() or word in CODES or not word.isascii():
            return True
        if word in _DULL_AFTER or lower in UNITS:
            return False
    if near == ":":  # a label, or the time of day
        return not text[max(0, start - 2) : start - 1].isdigit()
    return (
        near.isalpha() and text[max(0, start - _FAR) : start].rsplit(maxsplit=1)[-1].lower() in _LIVELY_BEFORE
    )


@lru_cache(maxsize=1)
def _lively_words() -> frozenset[str]:
    """Return the words after which a small number may be money: what counts, names of money, periods."""
    counting = {word.casefold() for word in MULTIPLIERS} | {
        word.casefold() for word in owners() if word not in CODES
    }
    return frozenset(counting | PERIODS_AFTER.keys() | set(LOWER_CODES) | _LIVELY_LINKS)
