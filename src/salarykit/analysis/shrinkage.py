"""Shrinkage: combines estimates of different precision, and computes expected ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Shrunk", "dersimonian_laird", "expected_ranks", "paule_mandel", "shrink"]


class Shrunk(NamedTuple):
    """Estimates shrunk towards their common mean, the less precise ones further."""

    center: float
    """The precision-weighted mean, mu."""
    between: float
    """The variance between the true values, tau^2."""
    factor: NDArray[np.float64]
    """n shrinkage factors B = tau^2 / (tau^2 + s^2): how much of its own value each estimate keeps."""
    mean: NDArray[np.float64]
    """n shrunk estimates mu + B (y - mu)."""
    variance: NDArray[np.float64]
    """Their n variances, B s^2."""


def paule_mandel(estimates: ArrayLike, errors: ArrayLike) -> float:
    """Return the variance between true values, tau^2, by Paule and Mandel (1982).

    It is the root of sum (y - mu)^2 / (tau^2 + s^2) = n - 1, with mu the mean by those weights; 0 if the estimates differ by
    less than their errors.

    Examples:
        >>> schools = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
        >>> paule_mandel(*schools)
        0.0
    """
    from scipy.optimize import brentq

    y, s = _checked(estimates, errors)
    if len(y) < 2 or _excess(0.0, y, s) <= 0:  # noqa: PLR2004 - one value does not vary
        return 0.0
    high = float(np.ptp(y) ** 2)
    while _excess(high, y, s) > 0:
        high *= 2
    return float(brentq(_excess, 0.0, high, args=(y, s), xtol=1e-300, rtol=1e-14))


def dersimonian_laird(estimates: ArrayLike, errors: ArrayLike) -> float:
    """Return the variance between true values, tau^2, by the moment estimator of DerSimonian and Laird (1986).

    With w = 1/s^2 and Q = sum w (y - mu)^2: max(0, (Q - (n - 1)) / (sum w - sum w^2 / sum w)).

    Examples:
        >>> dersimonian_laird([1, 1], [1, 1])
        0.0
    """
    y, s = _checked(estimates, errors)
    w = 1 / s**2
    scale = float(w.sum() - (w**2).sum() / w.sum())
    return max(0.0, _excess(0.0, y, s) / scale) if scale > 0 else 0.0


def shrink(estimates: ArrayLike, errors: ArrayLike, between: float | None = None) -> Shrunk:
    """Return estimates shrunk towards their precision-weighted mean (normal-normal empirical Bayes).

    Args:
        estimates: n independent estimates.
        errors: their n standard errors.
        between: the variance between true values; `paule_mandel` if None.

    Raises:
        InvalidQuery: for an error that is not positive.

    Examples:
        >>> shrink([1.0, 3.0], [1.0, 1.0], between=1.0).mean.tolist()
        [1.5, 2.5]
    """
    y, s = _checked(estimates, errors)
    tau2 = paule_mandel(y, s) if between is None else between
    weight = 1 / (tau2 + s**2)
    center = float(y @ weight / weight.sum())
    factor = tau2 / (tau2 + s**2)
    return Shrunk(center, tau2, factor, center + factor * (y - center), factor * s**2)


def expected_ranks(means: ArrayLike, variances: ArrayLike) -> NDArray[np.float64]:
    """Return the expected rank of each estimate, 1 for the largest: 1 + sum over the others of Phi((m_j - m_i) / sqrt(v_i + v_j)).

    They sum to n (n + 1) / 2; two estimates that cannot be distinguished get nearly the same rank. (Laird and Louis 1989, Journal of
    Educational Statistics 14.)

    Args:
        means: n means of independent normal distributions, as `shrink` returns them.
        variances: their n variances; 0 for a value that is known exactly.

    Examples:
        >>> expected_ranks([2.0, 1.0, 1.0], [0.0, 0.0, 0.0]).tolist()
        [1.0, 2.5, 2.5]
    """
    from scipy.stats import norm

    m, v = np.asarray(means, np.float64), np.asarray(variances, np.float64)
    gap, spread = m - m[:, None], np.sqrt(v + v[:, None])
    sure = np.where(gap > 0, np.inf, np.where(gap < 0, -np.inf, 0.0))
    beaten = norm.cdf(np.divide(gap, spread, out=sure, where=spread > 0))
    np.fill_diagonal(beaten, 0.0)
    ranks: NDArray[np.float64] = 1 + beaten.sum(axis=1)
    return ranks


def _checked(estimates: ArrayLike, errors: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    y, s = np.asarray(estimates, np.float64), np.asarray(errors, np.float64)
    if y.shape != s.shape or not (np.isfinite(y).all() and np.isfinite(s).all() and (s > 0).all()):
        raise InvalidQuery(
            "Give one standard error for each estimate, all finite, the errors positive.", value=None
        )
    return y, s


def _excess(tau2: float, y: NDArray[np.float64], s: NDArray[np.float64]) -> float:
    weight = 1 / (tau2 + s**2)
    center = float(y @ weight / weight.sum())
    return float(weight @ (y - center) ** 2) - (len(y) - 1)
