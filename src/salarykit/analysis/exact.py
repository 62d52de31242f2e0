"""Weights as whole numbers, so that equal decimals tie exactly and all machines give the same answer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.errors import InvalidQuery
from salarykit.rates.kernel import BLOCK, in_parts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Whole = NDArray[np.uint64]
    Floats = NDArray[np.float64]

__all__ = ["ONE", "apart", "probabilities", "share_of", "whole_weights"]

ONE: Final = 10**12
"""The whole number that stands for a weight or a probability of 1."""
_DIGITS: Final = 12
_ROOM: Final = 1.8e19  # a little less than 2^64; the sum of all weights must stay below it
_STEP: Final = 10**6  # the square root of ONE, so that products of two numbers below it fit in 64 bits


def whole_weights(weights: ArrayLike) -> Whole:
    """Return weights as whole multiples of a unit: 1e-12 of the smallest power of ten that none of them exceeds.

    Weights up to 1 are counted in units of 1e-12, and sums of up to 18 million of them are exact in 64 bits. If the sum of all weights
    does not fit, the unit is ten times coarser, and decimals of eleven digits are still exact. Only ratios of weights matter, so no
    answer depends on the unit.

    Args:
        weights: n figures, finite and not negative.

    Raises:
        InvalidQuery: for a weight that is negative, infinite or NaN, with its row, counted from 1.

    Examples:
        >>> whole_weights([0.6, 0.9, 0]).tolist()
        [600000000000, 900000000000, 0]
    """
    given = np.asarray(weights, np.float64).reshape(-1)
    high = float(given.max(initial=0.0))
    if not (given.min(initial=0.0) >= 0 and high < np.inf):
        row = int(np.flatnonzero(~((given >= 0) & (given < np.inf)))[0])
        raise InvalidQuery(
            f"a weight must be a finite number, 0 or more, not {given[row]:g}.",
            place="Row {row}",
            row=row + 1,
            value=float(given[row]),
        )
    whole = np.zeros(len(given), np.uint64)
    if not high:
        return whole
    factors = _factors(given, high)

    def run(start: int, stop: int) -> None:
        for low in range(start, stop, BLOCK):
            block = given[low : min(low + BLOCK, stop)] * factors[0]
            if factors[1] != 1:
                block *= factors[1]
            whole[low : low + len(block)].view(np.int64)[:] = np.rint(block, out=block)

    in_parts(run, len(given))
    return whole


def _factors(given: Floats, high: float) -> tuple[float, float]:
    """Return two powers of ten whose product converts weights to their unit; one alone might overflow a float."""
    top = Decimal(high).adjusted()
    power = _DIGITS - top - (Decimal(high) > Decimal(1).scaleb(top))
    while len(given) * 10.0**_DIGITS > _ROOM and float((given / high).sum()) * _unit(high, power) > _ROOM:
        power -= 1
    if 0 <= power <= 2 * _DIGITS - 2:  # one factor that is exact, so that the product is rounded only once
        return 10.0**power, 1.0
    return 10.0 ** (power // 2), 10.0 ** (power - power // 2)


def _unit(high: float, power: int) -> float:
    return high * 10.0 ** (power // 2) * 10.0 ** (power - power // 2)


def probabilities(p: ArrayLike) -> Whole:
    """Return probabilities in units of 1e-12.

    Raises:
        InvalidQuery: for a probability that is not between 0 and 1.

    Examples:
        >>> probabilities([0.1 + 0.2]).tolist()
        [300000000000]
    """
    given = np.asarray(p, np.float64)
    if not ((given >= 0) & (given <= 1)).all():
        wrong = given[~((given >= 0) & (given <= 1))].flat[0]
        raise InvalidQuery(f"A probability lies between 0 and 1; {wrong:g} does not.", value=float(wrong))
    return np.rint(given * ONE).astype(np.uint64)


def share_of(total: Whole, p: Whole) -> tuple[Whole, Whole]:
    """Return the exact product of totals and probabilities: its whole part, and the rest in units of 1e-12.

    Examples:
        >>> whole, rest = share_of(np.array([15], np.uint64), probabilities([0.5]))
        >>> int(whole[0]), int(rest[0])
        (7, 500000000000)
    """
    one, step = np.uint64(ONE), np.uint64(_STEP)
    above, below = total // one, total % one
    upper: Any = p * (below // step) + p * (below % step) // step
    rest: Any = upper % step * step + p * (below % step) % step
    return p * above + upper // step, rest


def apart(a: Whole, b: Whole) -> Floats:
    """Return the differences a - b of unsigned integers as floats, since they may be negative.

    Examples:
        >>> apart(np.array([1], np.uint64), np.array([3], np.uint64)).tolist()
        [-2.0]
    """
    ahead = a >= b
    return np.where(ahead, (a - b).astype(np.float64), -(b - a).astype(np.float64))
