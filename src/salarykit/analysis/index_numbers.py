"""Index numbers: how pay differs between two places or dates if the same jobs are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from salarykit.errors import InvalidQuery
from salarykit.keywords import is_one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Index",
    "connected",
    "fisher",
    "geks",
    "index_number",
    "jevons",
    "laspeyres",
    "paasche",
    "standardised",
    "tornqvist",
]

Index = Literal["laspeyres", "paasche", "fisher", "tornqvist", "jevons"]
"""The formula of an index of pay, by how roles are weighted: `laspeyres` by the old mix, `paasche` by the new one, `fisher` by both (the
geometric mean of those two), `tornqvist` by their mean shares of pay, `jevons` equally."""


def laspeyres(new: ArrayLike, old: ArrayLike, new_mix: ArrayLike, old_mix: ArrayLike) -> float:
    """Return the pay of the old mix at the new figures, divided by its pay at the old ones: sum m x' / sum m x.

    Examples:
        >>> round(laspeyres([90, 210], [100, 200], [0.4, 0.6], [0.8, 0.2]), 6)
        0.95
    """
    x, y, _, m = _arrays(new, old, new_mix, old_mix)
    return float(m @ x / (m @ y))


def paasche(new: ArrayLike, old: ArrayLike, new_mix: ArrayLike, old_mix: ArrayLike) -> float:
    """Return the pay of the new mix at the new figures, divided by its pay at the old ones: sum m' x' / sum m' x.

    Examples:
        >>> round(paasche([90, 210], [100, 200], [0.4, 0.6], [0.8, 0.2]), 6)
        1.0125
    """
    x, y, m, _ = _arrays(new, old, new_mix, old_mix)
    return float(m @ x / (m @ y))


def fisher(new: ArrayLike, old: ArrayLike, new_mix: ArrayLike, old_mix: ArrayLike) -> float:
    """Return the geometric mean of `laspeyres` and `paasche` (Fisher 1922).

    Examples:
        >>> round(fisher([90, 210], [100, 200], [0.4, 0.6], [0.8, 0.2]), 6)
        0.980752
    """
    given = _arrays(new, old, new_mix, old_mix)
    return float(np.sqrt(laspeyres(*given) * paasche(*given)))


def tornqvist(new: ArrayLike, old: ArrayLike, new_mix: ArrayLike, old_mix: ArrayLike) -> float:
    """Return the geometric mean of the ratios, each weighted by the mean of the role's two shares of all pay (Törnqvist 1936).

    Examples:
        >>> round(tornqvist([90, 210], [100, 200], [0.4, 0.6], [0.8, 0.2]), 6)
        0.980472
    """
    x, y, m, n = _arrays(new, old, new_mix, old_mix)
    shares = (m * x / (m @ x) + n * y / (n @ y)) / 2
    return float(np.exp(shares @ np.log(x / y)))


def jevons(new: ArrayLike, old: ArrayLike) -> float:
    """Return the unweighted geometric mean of the ratios (Jevons 1863).

    Examples:
        >>> round(jevons([90, 210], [100, 200]), 6)
        0.972111
    """
    ones = np.ones(np.shape(np.asarray(new)))
    x, y, _, _ = _arrays(new, old, ones, ones)
    return float(np.exp(np.log(x / y).mean()))


def index_number(
    new: ArrayLike, old: ArrayLike, new_mix: ArrayLike, old_mix: ArrayLike, *, formula: Index = "fisher"
) -> float:
    """Return an index by the name of its formula.

    Args:
        new: k roles' figures, positive.
        old: the k figures of the other side.
        new_mix: how many there are of each role, or their shares.
        old_mix: the mix of the other side.
        formula: see `Index`.

    Raises:
        InvalidQuery: for an unknown formula, no role, or a figure that is not positive.

    Examples:
        >>> index_number([110], [100], [1], [1], formula="laspeyres")
        1.1
    """
    if not is_one_of(formula, get_args(Index)):
        raise InvalidQuery(f"formula={formula!r}: choose one of {', '.join(get_args(Index))}.", value=formula)
    if formula == "jevons":
        return jevons(new, old)
    weighted = {"laspeyres": laspeyres, "paasche": paasche, "fisher": fisher, "tornqvist": tornqvist}
    return weighted[formula](new, old, new_mix, old_mix)


def standardised(figures: ArrayLike, mix: ArrayLike) -> float:
    """Return the mean that a stated mix of roles would have: sum m x / sum m (direct standardisation).

    Examples:
        >>> standardised([90, 210], [0.5, 0.5])
        150.0
    """
    x, m = np.asarray(figures, np.float64), np.asarray(mix, np.float64)
    return float(m @ x / m.sum())


def geks(figures: ArrayLike, mixes: ArrayLike, *, formula: Index = "fisher") -> NDArray[np.float64]:
    """Return the level of each place relative to the first, such that the ratios do not depend on which place is first.

    The levels are those whose ratios are nearest, in least squares of logarithms, to the bilateral index of every pair
    over the roles that both have. If every pair shares a role this is GEKS: the geometric mean over all third places
    (Gini 1924; Eltetö and Köves 1964; Szulc 1964).

    Args:
        figures: n places by k roles, NaN where a place lacks one.
        mixes: n by k: how many there are of each role.
        formula: a bilateral index whose value is inverted if the sides are exchanged: fisher, tornqvist or jevons.

    Returns:
        n levels, 1 for the first; NaN for a place that no chain of shared roles joins to the first.

    Raises:
        InvalidQuery: for another formula.

    Examples:
        >>> levels = geks([[100, 200], [90, 210], [120, 180]], [[0.8, 0.2], [0.4, 0.6], [0.5, 0.5]])
        >>> levels.round(8).tolist()
        [1.0, 1.00926078, 1.01918322]
    """
    if formula not in ("fisher", "tornqvist", "jevons"):
        raise InvalidQuery(
            f"formula={formula!r} depends on the direction; choose fisher, tornqvist or jevons.",
            value=formula,
        )
    x, m = np.atleast_2d(np.asarray(figures, np.float64)), np.atleast_2d(np.asarray(mixes, np.float64))
    rows, logs = [], []
    for first in range(len(x)):
        for second in range(first + 1, len(x)):
            both = np.isfinite(x[first]) & np.isfinite(x[second])
            if both.any():
                pair = (column[both] for column in (x[second], x[first], m[second], m[first]))
                logs.append(np.log(index_number(*pair, formula=formula)))
                rows.append((second, first))
    joined = connected(x)[0]
    return _levels(rows, logs, joined)


def connected(figures: ArrayLike) -> NDArray[np.bool_]:
    """Return which pairs of places are joined by a chain of shared roles.

    Args:
        figures: n places by k roles, NaN where a place lacks one.

    Examples:
        >>> nan = float("nan")
        >>> connected([[1, nan], [1, nan], [nan, 1]]).tolist()
        [[True, True, False], [True, True, False], [False, False, True]]
    """
    finite = np.isfinite(np.atleast_2d(np.asarray(figures, np.float64)))
    reach = (finite.astype(np.int64) @ finite.T > 0) | np.eye(len(finite), dtype=bool)
    while True:
        further = reach.astype(np.int64) @ reach > 0
        if (further == reach).all():
            return reach
        reach = further


def _levels(rows: list[tuple[int, int]], logs: list[float], joined: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the levels whose log ratios fit those of the pairs best; the first level is 1."""
    design = np.zeros((len(rows), len(joined)))
    for at, (second, first) in enumerate(rows):
        design[at, second], design[at, first] = 1.0, -1.0
    fitted = np.zeros(len(joined))
    if len(joined) > 1 and rows:
        fitted[1:] = np.linalg.lstsq(design[:, 1:], np.array(logs), rcond=None)[0]
    return np.where(joined, np.exp(fitted - fitted[0]), np.nan)


def _arrays(*given: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    new, old, *mixes = arrays = tuple(np.asarray(column, np.float64) for column in given)
    positive = all(
        len(column) == len(new) and bool((column >= 0).all() and column.sum() > 0) for column in mixes
    )
    if not len(new) or len(new) != len(old) or not ((new > 0).all() and (old > 0).all()) or not positive:
        raise InvalidQuery(
            "An index needs the same roles on both sides, with positive figures and a mix that is not empty.",
            value=None,
        )
    return arrays
