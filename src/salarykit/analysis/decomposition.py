"""Splits a difference into the parts due to its factors, without a residual."""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Literal

import numpy as np

from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Split",
    "kitagawa",
    "largest_remainder",
    "log_mean",
    "log_mean_parts",
    "shapley_parts",
    "split_parts",
]

Split = Literal["log_mean", "shapley"]
"""How the change of a product is split among its factors: by the logarithmic mean, or by Shapley values."""


def log_mean(a: float, b: float) -> float:
    """Return the logarithmic mean of two positive numbers, (a - b) / ln(a / b); a if they are equal.

    Examples:
        >>> log_mean(2.0, 2.0), round(log_mean(239_400, 450_000), 6)
        (2.0, 333696.82433)
    """
    if not (a > 0 and b > 0):
        raise InvalidQuery(f"A logarithmic mean needs positive numbers, not {a} and {b}.", value=min(a, b))
    log = np.log(a / b)
    return float((a - b) / log) if abs(log) > 1e-9 else (a + b) / 2  # noqa: PLR2004 - they agree there to 1e-18


def log_mean_parts(new: ArrayLike, old: ArrayLike) -> NDArray[np.float64]:
    """Return what each factor adds to the difference of two products: L(new, old) ln(f_new / f_old).

    L is the `log_mean` of the two products. The parts sum to the difference; they change sign with the direction, and
    splitting one factor further leaves the others' parts as they are. (LMDI-I: Ang 2004, Energy Policy 32.)

    Args:
        new: k positive factors; their product is the new value.
        old: k positive factors; their product is the old value.

    Examples:
        >>> log_mean_parts([342_000, 0.70], [330_000, 0.74]).round(6).tolist()
        [8636.348748, -13436.348748]
    """
    first, second = _factors(new, old)
    parts: NDArray[np.float64] = log_mean(float(first.prod()), float(second.prod())) * np.log(first / second)
    return parts


def shapley_parts(new: ArrayLike, old: ArrayLike) -> NDArray[np.float64]:
    """Return what each factor adds to the difference of two products, averaged over every order of changing them.

    The parts sum to the difference. Splitting one factor further changes the others' parts a little.

    Args:
        new: k positive factors, k at most 10.
        old: k positive factors.

    Examples:
        >>> shapley_parts([342_000, 0.70], [330_000, 0.74]).round(6).tolist()
        [8640.0, -13440.0]
    """
    first, second = _factors(new, old)
    size = len(first)
    parts = np.zeros(size)
    for factor in range(size):
        others = [other for other in range(size) if other != factor]
        for count in range(size):
            share = factorial(count) * factorial(size - count - 1) / factorial(size)
            for changed in combinations(others, count):
                value = np.where(np.isin(np.arange(size), changed), first, second)
                rest = float(np.delete(value, factor).prod())
                parts[factor] += share * rest * (first[factor] - second[factor])
    return parts


def split_parts(new: ArrayLike, old: ArrayLike, method: Split = "log_mean") -> NDArray[np.float64]:
    """Return `log_mean_parts` or `shapley_parts`.

    Raises:
        InvalidQuery: for another method, or a factor that is not positive.

    Examples:
        >>> split_parts([2.0, 3.0], [1.0, 1.0], "shapley").tolist()
        [2.0, 3.0]
    """
    if method == "log_mean":
        return log_mean_parts(new, old)
    if method == "shapley":
        return shapley_parts(new, old)
    raise InvalidQuery(f"method={method!r}: choose 'log_mean' or 'shapley'.", value=method)


def kitagawa(
    rates: ArrayLike, mix: ArrayLike, other_rates: ArrayLike, other_mix: ArrayLike
) -> tuple[float, float]:
    """Return how much of a difference of means is due to the rates, and how much to the mix.

    With m the shares of each group and x its figure: sum (m + m')/2 (x - x') and sum (x + x')/2 (m - m'). They sum to
    the difference of the two means. (Kitagawa 1955, Journal of the American Statistical Association 50.)

    Args:
        rates: k groups' figures.
        mix: the k shares of the groups, which sum to 1.
        other_rates: the k figures of the other side.
        other_mix: the k shares of the other side.

    Examples:
        >>> rate, composition = kitagawa([90, 210], [0.4, 0.6], [100, 200], [0.8, 0.2])
        >>> round(rate, 9), round(composition, 9)
        (-2.0, 44.0)
    """
    x, m, y, n = (np.asarray(column, np.float64) for column in (rates, mix, other_rates, other_mix))
    return float((m + n) / 2 @ (x - y)), float((x + y) / 2 @ (m - n))


def largest_remainder(parts: Sequence[float], total: float, digits: int = 2) -> list[float]:
    """Return parts rounded so that they sum to the rounded total; the parts with the largest remainders get the last units.

    Args:
        parts: k figures that sum to the total, except for floating-point noise.
        total: their sum.
        digits: decimals kept.

    Examples:
        >>> largest_remainder([1.004, 1.004, 1.004], 3.012)
        [1.01, 1.0, 1.0]
    """
    unit = 10.0**digits
    scaled = [part * unit for part in parts]
    floors = [int(np.floor(part)) for part in scaled]
    short = round(total * unit) - sum(floors)
    order = sorted(range(len(parts)), key=lambda at: (floors[at] - scaled[at], at))
    for at in range(short):
        floors[order[at % len(order)]] += 1
    for at in range(-short):
        floors[order[-1 - at % len(order)]] -= 1
    return [floor / unit for floor in floors]


def _factors(new: ArrayLike, old: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second = np.asarray(new, np.float64), np.asarray(old, np.float64)
    if first.shape != second.shape or not ((first > 0).all() and (second > 0).all()):
        raise InvalidQuery("Factors must be positive, as many new as old ones.", value=None)
    return first, second
