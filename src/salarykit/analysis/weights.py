"""Weights: how signals decay, how they are combined, and how many effective records the weights leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.errors import InvalidQuery, hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Combination",
    "DecayShape",
    "check_combination",
    "combine",
    "decayed",
    "distance_km",
    "effective_size",
    "saturated",
    "too_few",
    "too_much",
    "top_share",
]

Combination = Literal["product", "min", "mean"]
"""How signals are combined to a weight: by their product, each raised to its exponent, so that a signal of 0 excludes a record; by the
minimum of these powers; or by the mean of the signals, weighted by the exponents, so that one signal can make up for another."""

DecayShape = Literal["gauss", "exp", "linear"]
"""How a signal falls with distance: as a bell curve (`gauss`), by a constant share per unit (`exp`), or by a constant amount (`linear`)."""

_EARTH_KM: Final = 6371.0088  # the mean radius of the IUGG
_DIGITS: Final = 12  # a weight is a product of decimals; its further digits are floating-point noise
_ROUNDING: Final = 1e-9  # relative; a size or share so near to its limit counts as equal to it


def decayed(
    distance: ArrayLike,
    *,
    scale: float,
    offset: float = 0.0,
    decay: float = 0.5,
    shape: DecayShape = "gauss",
) -> NDArray[np.float64]:
    """Return the signal of a distance: 1 up to offset, `decay` at offset + scale.

    With d = max(0, distance - offset): gauss is decay ** ((d / scale) ** 2), exp is decay ** (d / scale), linear is
    max(0, 1 - (1 - decay) * d / scale). These are the decay functions of Elasticsearch's function score query.

    Args:
        distance: n distances, in the unit of scale; NaN stays NaN.
        scale: the distance beyond the offset at which the signal has fallen to `decay`; positive.
        offset: the distance up to which the signal is 1; not negative.
        decay: between 0 and 1.
        shape: see `DecayShape`.

    Raises:
        InvalidQuery: for a setting outside its range.

    Examples:
        >>> decayed([0, 15, 20], scale=10, offset=5).round(6).tolist()
        [1.0, 0.5, 0.210224]
        >>> decayed([0, 15, 20], scale=10, offset=5, shape="linear").tolist()
        [1.0, 0.5, 0.25]
    """
    if not (0 < scale < np.inf and 0 <= offset < np.inf and 0 < decay < 1 and shape in get_args(DecayShape)):
        raise InvalidQuery(
            f"scale={scale}, offset={offset}, decay={decay}, shape={shape!r}: scale must be positive, offset not "
            f"negative, decay between 0 and 1, shape one of {', '.join(get_args(DecayShape))}.",
            value=scale,
        )
    far = np.maximum(0.0, np.asarray(distance, np.float64) - offset) / scale
    if shape == "linear":
        left: NDArray[np.float64] = np.maximum(0.0, 1.0 - (1.0 - decay) * far)
        return left
    with np.errstate(over="ignore", under="ignore"):  # far beyond the scale the signal underflows to 0
        return np.power(decay, far * far if shape == "gauss" else far)


def distance_km(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: float, to_longitude: float
) -> NDArray[np.float64]:
    """Return great-circle distances in kilometres, by the haversine formula on a sphere of radius 6371.0088 km.

    Args:
        latitude: n degrees.
        longitude: n degrees.
        to_latitude: degrees.
        to_longitude: degrees.

    Examples:
        >>> round(float(distance_km(40.7128, -74.006, 43.6532, -79.3832)))  # New York to Toronto
        550
    """
    phi, lam = np.radians(np.asarray(latitude, np.float64)), np.radians(np.asarray(longitude, np.float64))
    to_phi, to_lam = np.radians(to_latitude), np.radians(to_longitude)
    half = np.sin((phi - to_phi) / 2) ** 2 + np.cos(phi) * np.cos(to_phi) * np.sin((lam - to_lam) / 2) ** 2
    km: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return km


def saturated(sizes: ArrayLike, *, pivot: float) -> NDArray[np.float64]:
    """Return n / (n + pivot), the signal of a figure that rests on n records; one half at the pivot.

    It is the saturation of Elasticsearch's rank_feature query, and Buehlmann's credibility Z = n / (n + K).

    Args:
        sizes: the numbers of records, 0 or more; NaN stays NaN.
        pivot: positive.

    Raises:
        InvalidQuery: for a pivot outside its range.

    Examples:
        >>> saturated([0, 10, 30, 270], pivot=30).tolist()
        [0.0, 0.25, 0.5, 0.9]
    """
    if not 0 < pivot < np.inf:
        raise InvalidQuery(f"pivot={pivot}: it must be positive.", value=pivot)
    size = np.asarray(sizes, np.float64)
    return size / (size + pivot)


def combine(
    signals: Iterable[tuple[ArrayLike, float]], size: int, *, how: Combination = "product"
) -> NDArray[np.float64]:
    """Return the weights that signals combine to, rounded to twelve decimals.

    Args:
        signals: pairs of a signal, n figures from 0 to 1, and its exponent; an exponent of 0 switches the signal off.
        size: n, which is needed if there are no signals; then every weight is 1.
        how: see `Combination`.

    Raises:
        InvalidQuery: for an unknown combination.

    Examples:
        >>> combine([([0.8, 0.5], 2.0), ([1.0, 0.0], 1.0)], 2).tolist()
        [0.64, 0.0]
        >>> combine([([0.8, 0.5], 1.0), ([1.0, 0.0], 1.0)], 2, how="mean").tolist()
        [0.9, 0.25]
    """
    check_combination(how)
    pairs = [(np.asarray(signal, np.float64), exponent) for signal, exponent in signals if exponent]
    weight = np.ones(size)
    if how == "mean" and pairs:
        weight = sum((signal * exponent for signal, exponent in pairs), np.zeros(size))
        weight = weight / sum(exponent for _, exponent in pairs)
    elif how != "mean":
        join = np.multiply if how == "product" else np.minimum
        for signal, exponent in pairs:
            join(weight, signal if exponent == 1 else np.power(signal, exponent), out=weight)
    return np.round(weight, _DIGITS)


def check_combination(how: str) -> None:
    """Refuse an unknown combination.

    Raises:
        InvalidQuery: naming the most similar known one.
    """
    if how not in get_args(Combination):
        words = get_args(Combination)
        raise InvalidQuery(
            f"combine={how!r}: choose one of {', '.join(words)}.{hint(str(how), words)}", value=how
        )


def effective_size(weights: ArrayLike) -> float:
    """Return Kish's effective sample size, (sum w)^2 / sum w^2; 0 if all weights are 0.

    Examples:
        >>> effective_size([1, 1, 1, 1]), round(effective_size([1, 0.8, 0.6, 0.5, 0.4]), 6)
        (4.0, 4.518672)
    """
    return float(WeightedSample.of(np.zeros(np.size(weights)), weights).effective_size[0])


def top_share(weights: ArrayLike) -> float:
    """Return the largest weight as a share of all weight; NaN if all weights are 0.

    Examples:
        >>> top_share([3, 1])
        0.75
    """
    return float(WeightedSample.of(np.zeros(np.size(weights)), weights).top_share[0])


def too_few(size: ArrayLike, least: float) -> NDArray[np.bool_]:
    """Return whether an effective size is below a limit by more than rounding.

    Examples:
        >>> too_few([4.9, 4.999999999999999, 5], 5).tolist()
        [True, False, False]
    """
    below: NDArray[np.bool_] = np.asarray(size, np.float64) < least * (1 - _ROUNDING)
    return below


def too_much(share: ArrayLike, most: float) -> NDArray[np.bool_]:
    """Return whether a share of the weight is above a limit by more than rounding; false for NaN.

    Examples:
        >>> too_much([0.5, 0.5000000000005, 0.51], 0.5).tolist()
        [False, False, True]
    """
    above: NDArray[np.bool_] = np.asarray(share, np.float64) > most * (1 + _ROUNDING)
    return above
