"""Rounding to the minor unit of a currency, half away from zero; nothing is rounded unless this is called."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

import numpy as np

from salarykit.currency.codes import minor_units
from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["round_money"]

_WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)  # a float has at most 309 digits before the point
_Number = TypeVar("_Number", float, Decimal)


@overload
def round_money(amount: _Number, currency: str) -> _Number: ...
@overload
def round_money(amount: NDArray[np.float64], currency: str) -> NDArray[np.float64]: ...


def round_money(amount: Any, currency: str) -> Any:
    """Return an amount rounded to the currency's minor unit by ISO 4217, half away from zero.

    That is the rule of Regulation (EC) 1103/97, article 5, for amounts to be paid. A float counts as the decimal that it prints as, so
    2.675 is exactly halfway and becomes 2.68.

    Args:
        amount: a Decimal, a float, or n floats; NaN stays NaN.
        currency: ISO 4217.

    Raises:
        InvalidCurrency: for an invalid code.
        InvalidQuery: for a value that is not a number.

    Examples:
        >>> round_money(Decimal("29816.435"), "DEM"), round_money(2.675, "EUR"), round_money(1234.5, "JPY")
        (Decimal('29816.44'), 2.68, 1235.0)
        >>> round_money(np.array([1.2345, np.nan]), "KWD").tolist()
        [1.235, nan]
    """
    step = Decimal(1).scaleb(-minor_units(currency))
    if isinstance(amount, Decimal):
        return _round_decimal(amount, step) if amount.is_finite() else amount
    if isinstance(amount, np.ndarray):
        return np.array([_round_float(value, step) for value in amount.ravel().tolist()]).reshape(
            amount.shape
        )
    if isinstance(amount, bool) or not isinstance(amount, int | float | np.number):
        raise InvalidQuery(f"{amount!r} is not an amount to be rounded.", value=amount)
    try:
        return _round_float(amount, step)
    except OverflowError:
        raise InvalidQuery("The amount is too large to be rounded as a float.", value=amount) from None


def _round_decimal(amount: Decimal, step: Decimal) -> Decimal:
    try:
        return _WIDE.quantize(amount, step)
    except InvalidOperation:
        raise InvalidQuery(
            f"The amount is too large to be rounded: it has more than {_WIDE.prec} digits.", value=amount
        ) from None


def _round_float(amount: Any, step: Decimal) -> float:
    exact = Decimal(repr(float(amount)))
    return float(_WIDE.quantize(exact, step)) if exact.is_finite() else float(amount)
