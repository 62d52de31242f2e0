"""Ranks, with the usual ways to treat ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from salarykit.errors import InvalidQuery, hint

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Ties", "ranks"]

Ties = Literal["min", "max", "average", "dense", "ordinal"]
"""The rank of equal figures: the first of their places, the last, their mean, the place counted without gaps, or
each its own in the order they stand."""


def ranks(values: ArrayLike, *, ties: Ties = "min", descending: bool = True) -> NDArray[np.float64]:
    """Return the rank of each figure, from 1, as `scipy.stats.rankdata` defines the methods.

    Args:
        values: n figures without NaN.
        ties: see `Ties`.
        descending: whether rank 1 is the largest.

    Raises:
        InvalidQuery: for a method that does not exist.

    Examples:
        >>> ranks([10, 20, 20, 30]).tolist(), ranks([10, 20, 20, 30], ties="average").tolist()
        ([4.0, 2.0, 2.0, 1.0], [4.0, 2.5, 2.5, 1.0])
    """
    if ties not in get_args(Ties):
        raise InvalidQuery(
            f"ties={ties!r}: choose one of {', '.join(get_args(Ties))}.{hint(str(ties), get_args(Ties))}",
            value=ties,
        )
    from scipy.stats import rankdata  # takes half a second to import

    keys = np.asarray(values, np.float64)
    found: NDArray[np.float64] = rankdata(-keys if descending else keys, method=ties).astype(np.float64)
    return found
