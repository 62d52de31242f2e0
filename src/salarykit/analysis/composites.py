"""Market pricing: combines the figures of several surveys for one job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from salarykit.analysis.checks import NORMAL_QUARTILE
from salarykit.analysis.quantiles import weighted_quantiles
from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "DIVERGENT",
    "CompositeBy",
    "composite",
    "divergence",
    "is_divergent",
    "organisation_percentiles",
    "shares",
    "spread_scores",
]

CompositeBy = Literal["mean", "geometric_mean", "median"]
"""How the figures of several sources are combined: by their weighted mean, weighted geometric mean or weighted median."""

DIVERGENT: Final = 1.25
"""A source diverges if it differs by more than this factor from the median of the others; for three sources see `is_divergent`."""
_FEWEST: Final = 3  # figures; of two that differ, neither can be called the divergent one


def shares(weights: ArrayLike) -> NDArray[np.float64]:
    """Return weights that sum to one.

    Raises:
        InvalidQuery: for a weight that is negative or not finite, or if none is positive.

    Examples:
        >>> shares([2, 2, 1]).tolist()
        [0.4, 0.4, 0.2]
    """
    w = np.asarray(weights, np.float64)
    if not (len(w) and np.isfinite(w).all() and (w >= 0).all() and w.sum() > 0):
        raise InvalidQuery(
            "Weights must be finite and not negative, and at least one must be positive.", value=None
        )
    share: NDArray[np.float64] = w / w.sum()
    return share


def composite(values: ArrayLike, weights: ArrayLike, *, how: CompositeBy = "mean") -> float:
    """Return the composite market price, combined from the figures of several sources, which are already aged and adjusted.

    Args:
        values: n positive figures.
        weights: n weights; only their ratios count.
        how: see `CompositeBy`. The median is the mean of two figures if exactly half of the weight is at or below the lower one.

    Raises:
        InvalidQuery: for an unknown `how`, a figure that is not positive, or invalid weights.

    Examples:
        >>> surveys, weights = [67_000, 70_000, 120_000], [0.4, 0.4, 0.2]
        >>> round(composite(surveys, weights), 6), composite(surveys, weights, how="median")
        (78800.0, 70000.0)
        >>> round(composite(surveys, weights, how="geometric_mean"), 6)
        76613.514687
    """
    x, w = _positive(values), shares(weights)
    if how == "mean":
        return float(w @ x)
    if how == "geometric_mean":
        return float(np.exp(w @ np.log(x)))
    if how == "median":
        return float(weighted_quantiles(x, weights, [0.5], method="averaged_inverted_cdf")[0])
    raise InvalidQuery(f"how={how!r}: choose one of {', '.join(get_args(CompositeBy))}.", value=how)


def divergence(values: ArrayLike) -> NDArray[np.float64]:
    """Return each figure divided by the median of the others; NaN for a single one.

    Examples:
        >>> divergence([67_000, 70_000, 120_000]).round(4).tolist()
        [0.7053, 0.7487, 1.7518]
    """
    x = _positive(values)
    if len(x) < 2:  # noqa: PLR2004 - nothing to differ from
        return np.full(len(x), np.nan)
    return np.array([x[at] / np.median(np.delete(x, at)) for at in range(len(x))])


def is_divergent(values: ArrayLike, limit: float = DIVERGENT) -> NDArray[np.bool_]:
    """Return which figures differ from the median of the others by more than a factor.

    Of three figures, the median of the two others is their mean, which a single outlier distorts: if those two differ
    from each other by more than the factor, the median of all three takes its place.

    Examples:
        >>> is_divergent([100, 110, 140]).tolist()
        [False, False, True]
        >>> is_divergent([100, 102, 160]).tolist()
        [False, False, True]
    """
    if not limit > 1:
        raise InvalidQuery(f"limit={limit}: give a factor above 1, such as 1.25.", value=limit)
    x = _positive(values)
    ratio = divergence(x)
    if len(x) == _FEWEST:
        torn = [np.delete(x, at).max() > limit * np.delete(x, at).min() for at in range(_FEWEST)]
        ratio = np.where(torn, x / np.median(x), ratio)
    far: NDArray[np.bool_] = (ratio > limit) | (ratio < 1 / limit)
    return far


def spread_scores(values: ArrayLike) -> NDArray[np.float64]:
    """Return how far the logarithm of each figure is from the median of all, in standard deviations estimated from the MAD.

    Examples:
        >>> spread_scores([67_000, 70_000, 120_000]).round(4).tolist()
        [-0.6745, 0.0, 8.2997]
    """
    log = np.log(_positive(values))
    gap = log - np.median(log)
    width = float(np.median(np.abs(gap)))
    return NORMAL_QUARTILE * gap / width if width > 0 else np.where(gap == 0, 0.0, np.copysign(np.inf, gap))


def organisation_percentiles(
    offers: Mapping[str, Sequence[float]],
    p: Sequence[float],
    *,
    min_offers: int = 3,
    min_organisations: int = 1,
) -> NDArray[np.float64]:
    """Return percentiles in which every organisation counts once: the median of the organisations' own percentiles.

    An organisation's percentile is the linear one (numpy's and a spreadsheet's default). One that pays many people
    does not outweigh the others.

    Args:
        offers: each organisation's figures.
        p: m shares from 0 to 1.
        min_offers: an organisation with fewer figures does not count.
        min_organisations: with fewer organisations an error is raised.

    Returns:
        m percentiles.

    Raises:
        InvalidQuery: if too few organisations count.

    Examples:
        >>> offers = {
        ...     "A": [120, 130, 128, 131, 122],
        ...     "B": [110, 116, 118, 122],
        ...     "C": [98, 112, 116],
        ...     "D": [153, 115],
        ... }
        >>> organisation_percentiles(offers, [0.25]).tolist()
        [114.5]
    """
    counted = [
        _positive(offers_of_one) for offers_of_one in offers.values() if len(offers_of_one) >= min_offers
    ]
    if len(counted) < max(1, min_organisations):
        raise InvalidQuery(
            f"{len(counted)} of {len(offers)} organisations have {min_offers} figures or more; at least "
            f"{max(1, min_organisations)} must.",
            value=len(counted),
        )
    medians: NDArray[np.float64] = np.median(
        [np.quantile(offers_of_one, list(p)) for offers_of_one in counted], axis=0
    )
    return medians


def _positive(values: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(values, np.float64)
    if not (x.ndim == 1 and len(x) and np.isfinite(x).all() and (x > 0).all()):
        raise InvalidQuery("Give figures that are positive and finite, at least one.", value=None)
    return x
