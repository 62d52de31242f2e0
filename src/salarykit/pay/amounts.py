"""From a match of the money pattern to amounts: values, a shared multiplier, the currency, where it begins and ends."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.currency.signs import Meaning, Sign, choose
from salarykit.pay.numbers import number
from salarykit.pay.patterns import before, common, is_wide, money, owners, rare
from salarykit.pay.words import IDIOMS, MULTIPLIERS, PERIODS_STRICT

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Amounts", "amounts", "idiom", "meaning", "times"]

_WORD: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_PLAIN_SIGNS: Final = frozenset("$€£¥₹")
_SPACES: Final = frozenset(" \u00a0\u202f\t:")
_FAR: Final = 16  # signs in which a currency before a number is looked for
_SMALL: Final = 1_000  # what a shared multiplier may still multiply
_APART: Final = 20  # a "range" whose end is so many times smaller is two numbers
_BELONGS: Final = frozenset("_#@=/\\")  # what a number after it is part of: a name, an address, an identifier


class Amounts:
    """One amount, or two with a link between; the second is None for one."""

    second: float | None = None
    period: str | None = None

    def __init__(self, start: int, end: int, first: float, multiplier: str | None) -> None:
        self.start = start
        self.end = end
        self.first = first
        self.multiplier = multiplier
        self.signs: tuple[str | None, ...] = ()
        self.plain = True  # whether the digits stand without any separator


def amounts(text: str) -> Iterator[Amounts]:
    """Yield the amounts of a text, money or not, from left to right.

    Examples:
        >>> [(found.first, found.second, found.signs) for found in amounts("$120-150k, 5 years")]
        [(120000.0, 150000.0, (None, None, '', '$')), (5.0, None, (None, None, None, None))]
    """
    seen = 0
    for match in common().finditer(text):
        if match.start() >= seen:
            found = _read(text, match)
            if found:
                seen = found.end
                yield found


def _read(text: str, match: re.Match[str]) -> Amounts | None:
    start, end = match.span()
    pre = None
    if start:
        pre, begin, whole = _before(text, start)
        if pre is None and begin < 0:
            return None
        if whole:
            match = money().match(text, start) or match
            end = match.end()
        start = begin
    if end < len(text):
        following = _WORD.match(text, end)
        if following:
            if following[1].lower() in rare():
                match = money().match(text, match.start()) or match
                end = match.end()
            if end < len(text) and _glued(text, end):
                return None
    return _amounts(text, match, pre, start)


def _glued(text: str, end: int) -> bool:
    """Return whether a letter follows at once that the number cannot end before: `2x`, `3rd`, `R2D2`."""
    letter = text[end]
    return letter.isalpha() and not is_wide(letter) and text[end - 1].isdigit()


def _before(text: str, start: int) -> tuple[str | None, int, bool]:
    """Return the currency before a number, where it begins, and whether only the whole pattern knows its like.

    Where the number is part of a word or an address, the place is -1.
    """
    nearest = text[start - 1]
    if nearest in _PLAIN_SIGNS and (start == 1 or not text[start - 2].isalpha()):
        return nearest, start - 1, False
    if nearest.isalpha() or nearest in _SPACES or not nearest.isascii() or nearest in "./$-":
        hit = before().search(text, start - _FAR if start > _FAR else 0, start)
        if hit and not (
            hit.start()
            and text[hit.start() - 1].isalpha()
            and not is_wide(text[hit.start() - 1])
            and hit[1][0].isalpha()
        ):
            return hit[1], hit.start(1), hit[1][-1] not in _PLAIN_SIGNS
    if nearest.isalpha() and not is_wide(nearest):
        return None, -1, False
    if nearest in _BELONGS or (nearest in ".,:" and start > 1 and text[start - 2].isdigit()):
        return None, -1, False
    return None, start, False


def _amounts(text: str, match: re.Match[str], pre: str | None, start: int) -> Amounts | None:
    one, multiplier, post, link, pre2, two, multiplier2, post2 = match.groups()
    first = number(one, scaled=multiplier is not None)
    if first is None:
        return None
    found = Amounts(start, match.end(), first, multiplier)
    found.plain = one.isdecimal()
    if two:
        second = number(two, scaled=multiplier2 is not None)
        if second is not None and _share(found, second, multiplier2) and not _counts(text, match.end()):
            found.signs = (post2, post, pre2, pre)
            found.plain = found.plain and two.isdecimal()
            if "/" in link or " per " in link:
                found.period = PERIODS_STRICT.get(
                    link.strip(" /-–—~").split()[0].removeprefix("per").strip(" ./").lower()
                )
            return found
        found.end = match.start(4)
    if multiplier:
        found.first *= times(multiplier)
    found.multiplier = multiplier
    found.signs = (post, pre)
    return found


def _counts(text: str, end: int) -> bool:
    """Return whether a per cent sign follows: `$50,000 - 10%` is no range."""
    return text.startswith(("%", " %"), end)


def _share(found: Amounts, second: float, multiplier: str | None) -> bool:
    """Set both ends, the multiplier of one lent to the other where it may be meant; return whether they are a range."""
    first, own = found.first, found.multiplier
    one, two = times(own), times(multiplier)
    if multiplier and not own and first <= second:
        one = two
    elif own and not multiplier and second < 10 * _SMALL and second >= first:
        two = one
    elif not own and not multiplier and first < _SMALL <= second and 100 * first <= second:
        one = float(_SMALL) if _SMALL * first <= second else 1.0
    first, second = first * one, second * two
    if second * _APART < first:
        return False
    found.first, found.second = first, second
    found.multiplier = own or multiplier
    return True


def times(multiplier: str | None) -> float:
    """Return what a multiplier multiplies by, 1 for none.

    Examples:
        >>> times("k"), times("Lakhs"), times(None)
        (1000.0, 100000.0, 1.0)
    """
    if multiplier is None:
        return 1.0
    return MULTIPLIERS.get(multiplier) or MULTIPLIERS.get(multiplier.lower()) or 1.0


def idiom(multiplier: str | None) -> Meaning | None:
    """Return the money that a way of counting belongs to.

    Examples:
        >>> idiom("LPA").currency, idiom("k")
        ('INR', None)
    """
    moneys = IDIOMS.get(multiplier.lower()) if multiplier else None
    if moneys is None:
        return None
    first, *others = moneys.split()
    return Meaning(first, tuple(others), "unit")


def _owner(text: str) -> Sign | None:
    known = owners()
    return known.get(text) or known.get(text.lower())


@lru_cache(maxsize=4096)
def meaning(signs: tuple[str | None, ...], country: str | None) -> tuple[Meaning, bool]:
    """Return which currency some signs around a number mean together, and whether any of them is one.

    An ISO code beside the number speaks first, then the sign with the fewest owners.

    Examples:
        >>> (
        ...     meaning(("CAD", "$"), None)[0].currency,
        ...     meaning((None, "$"), "AU")[0].currency,
        ...     meaning((None,), "JP")[1],
        ... )
        ('CAD', 'AUD', False)
    """
    best = None
    for text in signs:
        if text:
            owner = _owner(text)
            if owner is None:
                continue
            if owner.kind == "iso":
                return choose(owner, None), True
            if best is None or len(owner.currencies) < len(best.currencies):
                best = owner
    return choose(best, country), best is not None
