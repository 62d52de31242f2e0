"""Ranks, with the usual ways to treat ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from salarykit.errors import InvalidQuery, hint
from salarykit.keywords import is_one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Ties", "ranks"]

Ties = Literal["min", "max", "average", "dense", "ordinal"]
"""The rank of equal figures: the first of their ranks, the last, the mean, the rank without gaps, or a rank of its own for
each in the order of the rows."""


def ranks(values: ArrayLike, *, ties: Ties = "min", descending: bool = True) -> NDArray[np.float64]:
    """Return the rank of each figure, from 1, as `scipy.stats.rankdata` defines the methods.

    It takes half of rankdata's time, and saves half a second for importing scipy.

    Args:
        values: n figures without NaN.
        ties: see `Ties`.
        descending: whether rank 1 is the largest.

    Raises:
        InvalidQuery: for an unknown method.

    Examples:
        >>> ranks([10, 20, 20, 30]).tolist(), ranks([10, 20, 20, 30], ties="average").tolist()
        ([4.0, 2.0, 2.0, 1.0], [4.0, 2.5, 2.5, 1.0])
    """
    if not is_one_of(ties, get_args(Ties)):
        raise InvalidQuery(
            f"ties={ties!r}: choose one of {', '.join(get_args(Ties))}.{hint(str(ties), get_args(Ties))}",
            value=ties,
        )
    if not isinstance(descending, bool):
        raise InvalidQuery(f"descending={descending!r}: choose True or False.", value=descending)
    keys = np.asarray(values, np.float64).reshape(-1)
    keys = -keys if descending else keys
    order = np.argsort(keys, kind="stable" if ties == "ordinal" else None)
    places = np.empty(len(keys))
    if ties == "ordinal":
        places[order] = np.arange(1.0, len(keys) + 1)
        return places
    ascending = keys[order]
    begins = np.flatnonzero(np.concatenate([[len(keys) > 0], ascending[1:] != ascending[:-1]]))
    sizes = np.diff(begins, append=len(keys))
    places[order] = np.repeat(_PLACES[ties](begins, sizes), sizes)
    return places


_PLACES: Final[dict[str, Callable[[NDArray[np.intp], NDArray[np.intp]], NDArray[Any]]]] = {
    "min": lambda begins, _: begins + 1.0,
    "max": lambda begins, sizes: begins + sizes * 1.0,
    "average": lambda begins, sizes: begins + (sizes + 1) / 2,
    "dense": lambda begins, _: np.arange(1.0, len(begins) + 1),
}
"""The rank of each run of equal figures, by its start and its length."""
