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

_MANY: Final = 1_000  # figures; fewer are sorted as soon
_APART: Final = 4  # times as many numbers as figures may be counted
Ties = Literal["min", "max", "average", "dense", "ordinal"]
"""The rank of equal figures: the first of their ranks, the last, the mean, the rank without gaps, or a rank of its own for
each in the order of the rows."""


def ranks(values: ArrayLike, *, ties: Ties = "min", descending: bool = True) -> NDArray[np.float64]:
    """Return the rank of each figure, from 1, as `scipy.stats.rankdata` defines the methods.

    It takes half of rankdata's time, a tenth for whole numbers, and saves half a second for importing scipy.

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
    numbers = None if ties == "ordinal" else _whole(keys)
    if numbers is not None:
        return _counted(numbers, ties)
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


def _whole(keys: NDArray[np.float64]) -> NDArray[np.int64] | None:
    """Return many figures as whole numbers from 0; None if they are not whole, or too far apart to be counted."""
    if len(keys) < _MANY:
        return None
    low, high = keys.min(), keys.max()
    if not high - low < _APART * len(keys):
        return None
    numbers = keys.astype(np.int64)
    return numbers - int(low) if np.array_equal(numbers, keys) else None


def _counted(numbers: NDArray[np.int64], ties: Ties) -> NDArray[np.float64]:
    """Return the ranks of whole numbers, which are counted, not sorted: a tenth of the time."""
    counts = np.bincount(numbers)
    used = np.flatnonzero(counts)
    sizes = counts[used]
    places = np.empty(len(counts))
    places[used] = _PLACES[ties](np.cumsum(sizes) - sizes, sizes)
    return places.take(numbers)


_PLACES: Final[dict[str, Callable[[NDArray[np.intp], NDArray[np.intp]], NDArray[Any]]]] = {
    "min": lambda begins, _: begins + 1.0,
    "max": lambda begins, sizes: begins + sizes * 1.0,
    "average": lambda begins, sizes: begins + (sizes + 1) / 2,
    "dense": lambda begins, _: np.arange(1.0, len(begins) + 1),
}
"""The rank of each run of equal figures, by its start and its length."""
