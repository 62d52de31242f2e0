"""From a place in a text to amounts: values, a multiplier shared, and the currency that the signs mean together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.signs import Meaning, Sign, choose
from salarykit.pay.numbers import number
from salarykit.pay.patterns import owners
from salarykit.pay.words import IDIOMS, MULTIPLIERS

if TYPE_CHECKING:
    from salarykit.pay.outline import Place

__all__ = ["Amounts", "amounts", "idiom", "meaning", "times"]

_SMALL: Final = 1_000  # what a shared multiplier may still multiply
_APART: Final = 20  # a "range" whose end is so many times smaller is two numbers


class Amounts(NamedTuple):
    """One amount, or two of a range; the second is None for one."""

    first: float
    second: float | None
    multiplier: str | None
    plain: bool
    """Whether the digits stand without any separator."""


def amounts(text: str, place: Place) -> Amounts | None:
    """Return the values at a place, None where the signs make no number; a false range is None as well.

    Examples:
        >>> from salarykit.pay.outline import places
        >>> [amounts(text, place)[:2] for text in ("$120-150k",) for place in places(text)]
        [(120000.0, 150000.0)]
    """
    multiplier, other = place.multipliers
    first = _value(text, place.one, place.grouping[0], multiplier)
    if first is None:
        return None
    if place.two is None:
        return Amounts(
            first * times(multiplier) if multiplier else first, None, multiplier, place.grouping[0] == ""
        )
    second = _value(text, place.two, place.grouping[1], other)
    return (
        None if second is None else _share(first, multiplier, second, other, plain=place.grouping == ("", ""))
    )


def _value(text: str, span: tuple[int, int], group: str | None, multiplier: str | None) -> float | None:
    digits = text[span[0] : span[1]]
    if group is None or digits[0] == "0":
        return number(digits, scaled=multiplier is not None)
    return float(digits.replace(group, "") if group else digits)


def _share(first: float, own: str | None, second: float, other: str | None, *, plain: bool) -> Amounts | None:
    """Return both ends, the multiplier of one lent to the other where it may be meant; None if they are no range."""
    if own or other:
        one, two = times(own), times(other)
        if not own and first <= second:
            one = two
        elif not other and first <= second < 10 * _SMALL:
            two = one
        first, second = first * one, second * two
    elif first < _SMALL and _SMALL * first <= second:  # 60-80 000
        first *= _SMALL
    return None if second * _APART < first else Amounts(first, second, own or other, plain)


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
