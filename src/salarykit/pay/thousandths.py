"""Amounts in currencies that are counted in thousandths: `KWD 500.000` is five hundred dinars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES, minor_units
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.numbers import decimal_sign

if TYPE_CHECKING:
    from salarykit.pay.amounts import Ends
    from salarykit.pay.candidate import Candidate

__all__ = ["IN_THOUSANDTHS", "in_thousandths", "may_be_thousands"]

_DECIMALS: Final = 3
IN_THOUSANDTHS: Final = frozenset(code for code in CODES if minor_units(code) == _DECIMALS)
"""The currencies of three decimals, by ISO 4217."""
_UNSURE: Final = lazy_pattern(r"\d{1,3}([.,])\d{3}")
_COMMAS: Final = frozenset(("LYD", "TND"))  # the decimal sign is a comma, so that a single one may be either
_POINTS: Final = frozenset(
    ("IQD",)
)  # where a point separates thousands in practice, for nobody is paid in thousandths
_SMALL: Final = 10  # of what is paid for more than a day; less would be next to nothing
_SHORT: Final = ("hour", "day")


def in_thousandths(text: str, candidate: Candidate, ends: Ends, currency: str) -> Ends | None:
    """Return the amounts with three digits after a point as decimals; None if they may be thousands as well.

    If the other number of a range has both separators, it decides what they mean.

    Args:
        text: any text.
        candidate: an amount in it.
        ends: its values, with three digits taken for thousands.
        currency: a currency of three decimals.

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
    first = _value(numbers[0], low, currency, decimal, paid_short)
    if high is None or first is None:
        return None if first is None else (first, None)
    second = _value(numbers[-1], high, currency, decimal, paid_short)
    return None if second is None else (first, second)


def may_be_thousands(
    separator: str, currency: str, decimal: str | None, *, value: float | None = None
) -> bool:
    """Return whether three digits after a single separator may be thousands as well as decimals.

    Args:
        separator: a point or a comma.
        currency: a currency of three decimals.
        decimal: the decimal sign of the numbers beside it; None if nothing shows it.
        value: the number with decimals; if it is next to nothing, its three digits may be thousands nevertheless.

    Examples:
        >>> (
        ...     may_be_thousands(".", "KWD", None),
        ...     may_be_thousands(",", "TND", None),
        ...     may_be_thousands(",", "TND", ","),
        ... )
        (False, True, False)
    """
    if value is not None and value < _SMALL:
        return True
    if separator == ",":
        return currency in _COMMAS and decimal != ","
    return decimal == "," or (decimal is None and currency in _POINTS)


def _value(digits: str, value: float, currency: str, decimal: str | None, paid_short: bool) -> float | None:  # noqa: FBT001 - one of five
    """Return the value of a number by its currency; None if it may have two."""
    match = _UNSURE.fullmatch(digits)
    if match is None or digits[0] == "0" or (decimal and decimal != match[1]):
        return value
    if may_be_thousands(match[1], currency, decimal):
        return None
    if match[1] == "," and decimal is None:
        return value
    meant = float(digits.replace(",", "."))
    return None if meant < _SMALL and not paid_short else meant
