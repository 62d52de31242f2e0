"""The same rates in Decimal: both legs as published, multiplied first and divided last."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DIGITS", "Leg", "convert_exact", "published"]

DIGITS: Final = 34
"""Significant digits of a Decimal answer, as in IEEE 754 decimal128."""

Leg = tuple[Decimal, Decimal]
"""Units of the currency, and units of the base, for one unit of the pivot on one day."""


def published(value: float) -> Decimal:
    """Return the decimal that a source published, from the float that stands for it.

    A float's shortest text is the published one, to the digit, up to fifteen significant digits.

    Examples:
        >>> published(1.0705), published(20275.17)
        (Decimal('1.0705'), Decimal('20275.17'))
    """
    return Decimal(repr(float(value)))


def convert_exact(amount: Decimal, legs: Iterable[Leg]) -> Decimal:
    """Return an amount in the base: at one day's legs, or at the mean of several days'.

    The mean is the one of `means`: of units of the currency for one unit of the base; the amount is divided by it.

    Examples:
        >>> convert_exact(Decimal(342_000), [(Decimal("1.4670"), Decimal("1.0705"))])
        Decimal('249564.4171779141104294478527607362')
    """
    days = list(legs)
    with localcontext(prec=DIGITS):
        if len(days) == 1:
            units, base_units = days[0]
            return amount * base_units / units
        return amount * len(days) / sum((units / base_units for units, base_units in days), Decimal(0))
