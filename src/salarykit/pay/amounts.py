"""The values of a candidate's numbers; a multiplier or the thousands of one end may apply to the other end too.

In currencies with three decimals, three digits after a point are decimals: `KWD 500.000` is five hundred dinars.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES, minor_units
from salarykit.pay.counting_words import LOCAL_MULTIPLIERS, local_value, multiplier_value
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.numbers import decimal_sign, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.candidate import Candidate
    from salarykit.pay.patterns import Figure

    Times = Callable[[str | None], float]

__all__ = ["IN_THOUSANDTHS", "Ends", "amounts", "in_local_words", "in_thousandths", "may_be_thousands"]

Ends = tuple[float, float | None]
"""One amount and None, or the two ends of a range in the order in which they are written."""

_LOCAL_WORD: Final = lazy_pattern(rf"[ \u00a0]?({'|'.join(map(re.escape, LOCAL_MULTIPLIERS))})(?!\w)")
"""A word after a number that multiplies it in some currencies only."""
_SMALL: Final = 1_000  # a smaller number may share the multiplier or the thousands of the other end
_LONGEST: Final = 32  # characters of a number that may be money
_APART: Final = 20  # if the second end is this many times smaller, the two numbers are not a range
_LENT: Final = (
    3  # if the first end takes its thousands from the second, the second is at most this many times the first
)
_SIGNED: Final = 10  # the same if the first has a sign of its own
_PAID: Final = 4  # the same if only the first states a period: a month has more than four weeks


def amounts(text: str, candidate: Candidate, times: Times = multiplier_value) -> Ends | None:
    """Return the values of a candidate; None if its characters are not a number, or its two numbers not a range.

    Args:
        text: any text.
        candidate: an amount in it.
        times: returns the factor of a multiplier.

    Examples:
        >>> from salarykit.pay.candidates import all_candidates
        >>> [amounts(text, candidate) for text in ("$120-150k",) for candidate in all_candidates(text)]
        [(120000.0, 150000.0)]
    """
    first, second = candidate.first, candidate.second
    low = _value(text, first)
    if low is None:
        return None
    if second is None:
        ends: Ends | None = (_scaled(low, times(first.multiplier)) if first.multiplier else low), None
    else:
        high = _value(text, second)
        if candidate.shows_decimal_sign:
            low, high = _in_one_notation(text, first, second, low, high)
        ends = None if high is None else _share(candidate, low, high, times)
    return ends if ends is None or candidate.scale == 1 else _in_currency_units(ends, candidate.scale)


def _in_currency_units(ends: Ends, scale: int) -> Ends:
    """Return the values in units of the currency, given those in the unit that the sign names: a toman is ten rials."""
    low, high = ends
    return low * scale, None if high is None else high * scale


def in_local_words(text: str, candidate: Candidate, currency: str | None, tender: LocalMoney) -> Ends | None:
    """Return the values of a candidate, with counting words read as in the language of its currency.

    Args:
        text: any text.
        candidate: an amount in it.
        currency: its currency.
        tender: the currencies of its country.

    Examples:
        >>> from salarykit.currency.tender import NOWHERE
        >>> from salarykit.pay.candidates import all_candidates
        >>> for text, code in (("900 tis. - 1,25 mil. Kč", "CZK"), ("R$ 1,25 mi", "BRL")):
        ...     for candidate in all_candidates(text):
        ...         print(in_local_words(text, candidate, code, NOWHERE))
        (900000.0, 1250000.0)
        (1250000.0, None)
    """
    ends = amounts(text, candidate, lambda word: local_value(word, currency, tender))
    if ends is None or candidate.multiplier or ends[0] >= _SMALL:
        return ends
    word = _LOCAL_WORD.match(text, (candidate.second or candidate.first).end)
    factor = LOCAL_MULTIPLIERS[word[1]].get(currency or "", 1.0) if word else 1.0
    return _scaled(ends[0], factor), None if ends[1] is None else _scaled(ends[1], factor)


def _value(text: str, figure: Figure) -> float | None:
    """Return the value of a number without its multiplier."""
    digits, grouping = text[figure.start : figure.end], figure.grouping
    if len(digits) > _LONGEST:
        return None
    if grouping is None or digits[0] == "0":
        return number(digits, scaled=figure.multiplier is not None)
    return float(digits.replace(grouping, "") if grouping else digits)


def _in_one_notation(
    text: str, first: Figure, second: Figure, low: float, high: float | None
) -> tuple[float, float | None]:
    """Return the values of two numbers of which one shows what the only separator of the other means: `500.000 - 1,200.000`."""
    digits = [text[figure.start : figure.end] for figure in (first, second)]
    signs = [decimal_sign(written) for written in digits]
    decimal = signs[0] or signs[1]
    values = [
        float(written.replace(decimal, "."))
        if decimal and not sign and written.count(decimal) == 1 and written.replace(decimal, "").isdecimal()
        else value
        for written, sign, value in zip(digits, signs, (low, high), strict=True)
    ]
    return low if values[0] is None else values[0], values[1]


def _share(candidate: Candidate, first: float, second: float, times: Times) -> Ends | None:
    """Return both ends, each times the multiplier that applies to it; None if they are not a range."""
    own, other = candidate.first.multiplier, candidate.second.multiplier if candidate.second else None
    if own or other:
        one, two = times(own), times(other)
        if not own and first <= 3 * second:  # 8-12 LPA, and 9-7 lakh
            one = two
        elif not other and first <= second < 10 * _SMALL:
            two = one
        first, second = _scaled(first, one), _scaled(second, two)
    elif first < _SMALL and candidate.period_between is None and not _is_written_in_full(candidate, first):
        if (
            _SMALL * first <= second <= (_LENT if candidate.first.is_bare else _SIGNED) * _SMALL * first
        ):  # 60-80 000
            return first * _SMALL, second
        if candidate.first.is_bare and second > _APART * first:  # NIVEAU 3 - 2 400 €
            return None
    if second < first:
        return (
            None
            if second * _APART < first or (candidate.first.is_bare and candidate.next_sign)
            else (first, second)
        )
    return None if candidate.only_first_has_period and second > _PAID * first else (first, second)


def _is_written_in_full(candidate: Candidate, first: float) -> bool:
    """Return whether the first of two ends is written in full: it has decimals, or a sign where the other end has one."""
    after2, after, before2, before = candidate.signs
    return not first.is_integer() or bool((before and before2) or (after and after2))


def _scaled(value: float, scale: float) -> float:
    """Return a product without floating-point noise: 16.4 million is a whole number, the product of the floats is not."""
    return value * scale if value.is_integer() else round(value * scale, 4)


_DECIMALS: Final = 3
IN_THOUSANDTHS: Final = frozenset(code for code in CODES if minor_units(code) == _DECIMALS)
"""The currencies with three decimals, by ISO 4217."""
_UNSURE: Final = lazy_pattern(r"\d{1,3}([.,])\d{3}")
_COMMAS: Final = frozenset(("LYD", "TND"))  # their decimal sign is a comma, so a single comma may be either
_POINTS: Final = frozenset(("IQD",))  # its point separates thousands in practice: nobody is paid thousandths
_TOO_LITTLE: Final = 10  # nobody is paid less than this for more than a day
_SHORT: Final = ("hour", "day")


def in_thousandths(text: str, candidate: Candidate, ends: Ends, currency: str) -> Ends | None:
    """Return the amounts with three digits after a point read as decimals; None if they may be thousands as well.

    If the other number of a range has both separators, it decides what they mean.

    Args:
        text: any text.
        candidate: an amount in it.
        ends: its values, if three digits are thousands.
        currency: a currency with three decimals.

    Examples:
        >>> from salarykit.pay.candidates import all_candidates
        >>> for text in ("KWD 500.000 per month", "KWD 1,234.567", "KWD 1,500", "500,000 TND"):
        ...     for candidate in all_candidates(text):
        ...         print(in_thousandths(text, candidate, (9.0, None), text.strip("0123456789., permonth")))
        (500.0, None)
        (9.0, None)
        (9.0, None)
        None
    """
    low, high = ends
    figures = [candidate.first] if candidate.second is None else [candidate.first, candidate.second]
    if any(figure.multiplier for figure in figures):
        return ends
    numbers = [text[figure.start : figure.end] for figure in figures]
    decimal = next(filter(None, map(decimal_sign, numbers)), None)
    paid_short = candidate.period in _SHORT
    first = _meant_value(numbers[0], low, currency, decimal, paid_short=paid_short)
    if high is None or first is None:
        return None if first is None else (first, None)
    second = _meant_value(numbers[-1], high, currency, decimal, paid_short=paid_short)
    return None if second is None else (first, second)


def may_be_thousands(
    separator: str, currency: str, decimal: str | None, *, value: float | None = None
) -> bool:
    """Return whether three digits after a single separator may be thousands as well as decimals.

    Args:
        separator: a point or a comma.
        currency: a currency with three decimals.
        decimal: the decimal sign of the numbers next to it; None if nothing shows it.
        value: the number if the digits are decimals; if that is too little, they may be thousands nevertheless.

    Examples:
        >>> (
        ...     may_be_thousands(".", "KWD", None),
        ...     may_be_thousands(",", "TND", None),
        ...     may_be_thousands(",", "TND", ","),
        ... )
        (False, True, False)
    """
    if value is not None and value < _TOO_LITTLE:
        return True
    if separator == ",":
        return currency in _COMMAS and decimal != ","
    return decimal == "," or (decimal is None and currency in _POINTS)


def _meant_value(
    digits: str, value: float, currency: str, decimal: str | None, *, paid_short: bool
) -> float | None:
    """Return the value of a number in its currency; None if it has two possible values."""
    match = _UNSURE.fullmatch(digits)
    if match is None or digits[0] == "0" or (decimal and decimal != match[1]):
        return value
    if may_be_thousands(match[1], currency, decimal):
        return None
    if match[1] == "," and decimal is None:
        return value
    meant = float(digits.replace(",", "."))
    return None if meant < _TOO_LITTLE and not paid_short else meant
