"""Sorted samples: the figures of each group in ascending order, with the cumulative weight of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.analysis.exact import Floats, Whole

    Indices = NDArray[np.intp]

__all__ = ["Ordered", "cumulated", "first_above", "first_reaching", "in_order", "spread"]


class Ordered(NamedTuple):
    """Figures with weight, ascending within each group.

    Attributes:
        x: n figures.
        w: their weights.
        upto: the weight of the group up to each figure, itself included.
        starts: where each group starts, and n: one more than there are groups.
    """

    x: Floats
    w: Whole
    upto: Whole
    starts: Indices

    @property
    def before(self) -> Whole:
        """The weight of the group before each figure."""
        return self.upto - self.w


def in_order(x: Floats, w: Whole, groups: NDArray[Any] | None, n_groups: int) -> Ordered:
    """Return figures in ascending order; those without weight are left out.

    Args:
        x: n figures.
        w: n weights.
        groups: n numbers of a group, from 0; None for one group.
        n_groups: how many groups there are.
    """
    kept = np.flatnonzero(w)
    order = kept[np.argsort(x[kept], kind="stable")]  # every machine sorts equal figures alike
    if groups is not None:
        small = groups[order].astype(
            np.uint16 if n_groups <= 1 << 16 else np.uint32
        )  # numpy sorts 16 bits by radix
        by_group = np.argsort(small, kind="stable")
        order, small = order[by_group], small[by_group]
        starts = np.searchsorted(small, np.arange(n_groups + 1))
    else:
        starts = np.array([0, len(order)])
    return cumulated(x[order], w[order], starts)


def cumulated(x: Floats, w: Whole, starts: Indices) -> Ordered:
    """Return figures that are in order already, with the cumulative weight of each.

    Args:
        x: n figures, ascending within each group.
        w: their weights.
        starts: where each group starts, and n.
    """
    total = np.cumsum(w, dtype=np.uint64)  # it may wrap around over all groups; the differences do not
    base = np.concatenate([np.zeros(1, np.uint64), total])[starts[:-1]]
    return Ordered(x, w, total - np.repeat(base, np.diff(starts)), starts)


def first_reaching(sample: Ordered, groups: Indices, target: Whole) -> Indices:
    """Return for each group the first figure whose cumulative weight reaches a target, or the last figure.

    Args:
        sample: groups of at least one figure.
        groups: m numbers of a group.
        target: m weights.
    """
    low, high = sample.starts[groups], sample.starts[groups + 1] - 1
    while (open_ := low < high).any():
        middle = (low + high) // 2
        reached = sample.upto[middle] >= target
        high = np.where(open_ & reached, middle, high)
        low = np.where(open_ & ~reached, middle + 1, low)
    return low


def first_above(sample: Ordered, groups: Indices, value: Floats, *, equal: bool) -> Indices:
    """Return the position of the first figure of each group above a value (or equal to it), or the end of the group."""
    low, high = sample.starts[groups], sample.starts[groups + 1]
    while (open_ := low < high).any():
        middle = (low + high) // 2
        at = sample.x[np.minimum(middle, len(sample.x) - 1)]
        reached = at >= value if equal else at > value
        high = np.where(open_ & reached, middle, high)
        low = np.where(open_ & ~reached, middle + 1, low)
    return low


def spread(first: Indices, last: Indices) -> tuple[Indices, Indices]:
    """Return the indices of many ranges one after the other, both ends included, and where each range starts.

    Examples:
        >>> [part.tolist() for part in spread(np.array([5, 9]), np.array([6, 9]))]
        [[5, 6, 9], [0, 2]]
    """
    lengths = last - first + 1
    starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(lengths)[:-1]])
    return np.arange(lengths.sum()) - np.repeat(starts - first, lengths), starts
