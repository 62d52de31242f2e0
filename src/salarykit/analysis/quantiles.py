"""Weighted quantiles and means for weights that say how relevant a record is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salarykit.analysis.weights import effective_size

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["kish_linear", "weighted_mean"]


def kish_linear(values: ArrayLike, weights: ArrayLike, p: ArrayLike) -> NDArray[np.float64]:
    """Return weighted quantiles of type 7 with Kish's effective sample size.

    With the values in order, C_k the share of weight up to the k-th, n* the effective sample size, h = p (n* - 1) + 1
    and G(t) = clip(t n* - h + 1, 0, 1): Q(p) is the sum of x_k (G(C_k) - G(C_{k-1})). (Akinshin 2023, "Weighted
    quantile estimators", arXiv:2304.07265.) Equal weights give numpy's and pandas' default; the scale of the weights
    does not matter, and a weight that tends to 0 loses its influence without a jump.

    Args:
        values: n figures.
        weights: n figures, not negative; a value without weight does not count.
        p: m probabilities from 0 to 1.

    Returns:
        m quantiles; NaN where no value has weight.

    Examples:
        >>> kish_linear([1, 2, 3, 4, 5], [0.5, 0.4, 0.3, 0.2, 0.1], [0.25, 0.5]).round(6).tolist()
        [1.409091, 2.090909]
        >>> kish_linear([0, 1, 100], [1, 1e-9, 1], [0.5]).round(3).tolist()
        [50.0]
    """
    x, w = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    probabilities = np.asarray(p, np.float64).reshape(-1)
    x, w = x[w > 0], w[w > 0]
    if not len(x):
        return np.full(len(probabilities), np.nan)
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order] / w.max()  # the scale does not matter, and must not overflow
    size = effective_size(w)
    share = np.concatenate([[0.0], np.cumsum(w) / w.sum()])
    share[-1] = 1.0
    return np.array([_window(x, share, size, float(each)) for each in probabilities])


def _window(x: NDArray[np.float64], share: NDArray[np.float64], size: float, p: float) -> float:
    """Return the mean of x under a window of width 1 / size of the cumulated share."""
    start = p * (size - 1) / size
    low, high = np.searchsorted(share, [start, start + 1 / size], side="right")
    inside = slice(max(int(low) - 1, 0), min(int(high), len(x)))
    covered = np.diff(np.clip(share[inside.start : inside.stop + 1] * size - start * size, 0.0, 1.0))
    total = covered.sum()
    return float(x[inside] @ covered / total) if total > 0 else float(x[inside][0])


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the sum of weight times value over the sum of weights; NaN where there is no weight.

    Examples:
        >>> weighted_mean([1, 3], [1, 3])
        2.5
    """
    x, w = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    total = float(w.sum())
    return float(x[w > 0] @ w[w > 0] / total) if total else float("nan")
