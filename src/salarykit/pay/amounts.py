"""From a place in a text to its values; a multiplier or the thousands of one end are lent to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.pay.numbers import decimal_sign, number
from salarykit.pay.words import MULTIPLIERS

if TYPE_CHECKING:
    from salarykit.pay.candidate import Place

__all__ = ["Ends", "amounts", "times"]

Ends = tuple[float, float | None]
"""One amount and None, or the two of a range as they are written."""

_TIMES: Final[dict[str | None, float]] = {}
"""Multipliers as they were written, and their values."""
_SMALL: Final = 1_000  # what a shared multiplier may still multiply
_LONGEST: Final = 32  # signs of a number that may be money
_APART: Final = 20  # a "range" whose end is so many times smaller is two numbers
_LENT: Final = 3  # how many times the first end the second may be, if the first has only lent thousands
_SIGNED: Final = 10  # the same, if the first has a sign of its own
_PAID: Final = 4  # the same, if only the first says what it is paid for: a month has more than four weeks


def amounts(text: str, place: Place) -> Ends | None:
    """Return the values at a place, None where the signs make no number; a false range is None as well.

    Examples:
        >>> from salarykit.pay.candidates import outline
        >>> [amounts(text, place) for text in ("$120-150k",) for place in outline(text)]
        [(120000.0, 150000.0)]
    """
    ends = _ends(text, place)
    if ends is None or place.scale == 1:
        return ends
    first, second = ends
    return first * place.scale, None if second is None else second * place.scale


def _ends(text: str, place: Place) -> Ends | None:
    """Return the values in the sign's own unit."""
    own, other = place.multipliers
    group, group2 = place.grouping
    first = _value(text, place.one, group, own)
    if first is None:
        return None
    if place.two is None:
        return (_scaled(first, times(own)) if own else first), None
    second = _value(text, place.two, group2, other)
    if place.unlike:
        first, second = _alike(text, place, first, second)
    return None if second is None else _share(place, first, second)


def _value(text: str, span: tuple[int, int], group: str | None, multiplier: str | None) -> float | None:
    digits = text[span[0] : span[1]]
    if len(digits) > _LONGEST:
        return None
    if group is None or digits[0] == "0":
        return number(digits, scaled=multiplier is not None)
    return float(digits.replace(group, "") if group else digits)


def _alike(text: str, place: Place, first: float, second: float | None) -> tuple[float, float | None]:
    """Return two numbers, one whose only separator is the other's decimal sign with decimals: `500.000 - 1,200.000`."""
    digits = [text[slice(*span)] for span in (place.one, place.two) if span]
    signs = [decimal_sign(each) for each in digits]
    decimal = signs[0] or signs[1]
    values = [
        float(each.replace(decimal, "."))
        if decimal and not sign and each.count(decimal) == 1 and each.replace(decimal, "").isdecimal()
        else value
        for each, sign, value in zip(digits, signs, (first, second), strict=True)
    ]
    return first if values[0] is None else values[0], values[1]


def _share(place: Place, first: float, second: float) -> Ends | None:
    """Return both ends, the multiplier of one lent to the other where it may be meant; None if they are no range."""
    own, other = place.multipliers
    if own or other:
        one, two = times(own), times(other)
        if not own and first <= 3 * second:  # 8-12 LPA, and 9-7 lakh
            one = two
        elif not other and first <= second < 10 * _SMALL:
            two = one
        first, second = _scaled(first, one), _scaled(second, two)
    elif first < _SMALL and place.between is None and not _is_said_whole(place, first):
        if _SMALL * first <= second <= (_LENT if place.is_bare else _SIGNED) * _SMALL * first:  # 60-80 000
            return first * _SMALL, second
        if place.is_bare and second > _APART * first:  # NIVEAU 3 - 2 400 €
            return None
    if second < first:
        return None if second * _APART < first or (place.is_bare and place.signs[2]) else (first, second)
    return None if place.is_torn and second > _PAID * first else (first, second)


def _is_said_whole(place: Place, first: float) -> bool:
    """Return whether the first of two ends is written in full: it has decimals, or each end a sign in the same place."""
    post2, post, pre2, pre = place.signs
    return not first.is_integer() or bool((pre and pre2) or (post and post2))


def _scaled(value: float, scale: float) -> float:
    """Return a product as its decimals say: 16.4 million is a whole number, which the floats' product is not."""
    return value * scale if value.is_integer() else round(value * scale, 4)


def times(multiplier: str | None) -> float:
    """Return what a multiplier multiplies by, 1 for none.

    Examples:
        >>> times("k"), times("Lakhs"), times(None)
        (1000.0, 100000.0, 1.0)
    """
    return _TIMES[multiplier] if multiplier in _TIMES else _found(multiplier)


def _found(multiplier: str | None) -> float:
    """Return what a multiplier multiplies by, and keep it: there are only so many spellings."""
    word = multiplier or ""
    found = (
        MULTIPLIERS.get(word) or MULTIPLIERS.get(word.lower()) or MULTIPLIERS.get(word.upper(), 1.0)
    )  # tkr
    _TIMES[multiplier] = found
    return found
