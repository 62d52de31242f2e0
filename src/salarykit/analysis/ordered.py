"""Sorted samples: the figures of each group in ascending order, with the cumulative weight of each.

For quantiles of many figures, only the few figures near them need be sorted. `narrow` assigns figures to bins by the leading bits of
their floats, and adds up the weights of each bin exactly. The bins show where each quantile lies; only the figures in those bins and
their neighbours are sorted. Nothing is approximated: the figures that matter keep the exact weight that lies before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.rates.kernel import BLOCK, in_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from salarykit.analysis.exact import Floats, Whole

    Indices = NDArray[np.intp]
    Span = tuple[Indices, Indices]

__all__ = [
    "Ordered",
    "cumulated",
    "expand_ranges",
    "first_above",
    "first_reaching",
    "in_order",
    "narrow",
    "worth_narrowing",
]


class Ordered(NamedTuple):
    """Figures with weight, ascending within each group.

    Attributes:
        x: n figures.
        w: their weights.
        upto: the weight of the group up to and including each figure.
        starts: where each group starts, followed by n.
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
        groups: the group of each figure, as n numbers from 0; None for one group.
        n_groups: how many groups there are.
    """
    kept = np.flatnonzero(w)
    order = kept[
        np.argsort(x[kept], kind="stable")
    ]  # a stable sort puts equal figures in the same order on all machines
    if groups is not None:
        small = groups[order].astype(
            np.uint16 if n_groups <= 1 << 16 else np.uint32
        )  # numpy sorts 16-bit integers by radix, which is faster
        by_group = np.argsort(small, kind="stable")
        order, small = order[by_group], small[by_group]
        starts = np.searchsorted(small, np.arange(n_groups + 1))
    else:
        starts = np.array([0, len(order)])
    return cumulated(x[order], w[order], starts)


def cumulated(x: Floats, w: Whole, starts: Indices) -> Ordered:
    """Return figures that are already in order, with the cumulative weight of each.

    Args:
        x: n figures, ascending within each group.
        w: their weights.
        starts: where each group starts, followed by n.
    """
    total = np.cumsum(
        w, dtype=np.uint64
    )  # the total of all groups may overflow; differences within a group are exact all the same
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
    """Return the position of the first figure of each group above a value (or, with `equal`, at least as large); the end of the group if there is none."""
    low, high = sample.starts[groups], sample.starts[groups + 1]
    while (open_ := low < high).any():
        middle = (low + high) // 2
        at = sample.x[np.minimum(middle, len(sample.x) - 1)]
        reached = at >= value if equal else at > value
        high = np.where(open_ & reached, middle, high)
        low = np.where(open_ & ~reached, middle + 1, low)
    return low


def expand_ranges(first: Indices, last: Indices) -> tuple[Indices, Indices]:
    """Return the indices in many ranges, range by range, both ends included; and where each range starts in the result.

    Examples:
        >>> [part.tolist() for part in expand_ranges(np.array([5, 9]), np.array([6, 9]))]
        [[5, 6, 9], [0, 2]]
    """
    lengths = last - first + 1
    starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(lengths)[:-1]])
    return np.arange(lengths.sum()) - np.repeat(starts - first, lengths), starts


_MANY: Final = 1 << 17  # figures; if there are fewer, sorting all of them is faster
_BINS: Final = (
    1 << 20
)  # bins of all groups; with more, fewer figures are sorted, but adding up the weights takes longer
_MOST: Final = 1 << 12  # bins of one group
_FEWEST: Final = 1 << 5  # bins of one group; if there is no room for so many, all figures are sorted
_LOOK: Final = 1 << 16  # figures that are looked at to choose the bins
_TAIL: Final = 0.001  # the share of these figures beyond the outermost bins


class _Bins(NamedTuple):
    """Bins of figures whose floats share their leading bits; every group has the same bins.

    Attributes:
        low: the ordinal (see `_ordinals`) at which the first bin starts; lower figures are in it, too.
        high: the ordinal at which the last bin ends; higher figures are in it, too.
        shift: how many low bits of an ordinal are ignored; a bin is 2^shift ordinals wide.
        per_group: the number of bins.
    """

    low: int
    high: int
    shift: int
    per_group: int


def worth_narrowing(length: int, n_groups: int) -> bool:
    """Return whether counting first is faster than sorting all figures."""
    return length >= _MANY and _BINS // n_groups >= _FEWEST


def narrow(
    x: Floats,
    w: Whole,
    groups: NDArray[Any] | None,
    n_groups: int,
    reaches: Iterable[Callable[[Ordered], Span]],
) -> Ordered:
    """Return the figures that quantiles depend on, in order, with the weight of all figures up to each.

    Args:
        x: n figures.
        w: n weights.
        groups: the group of each figure, as n numbers from 0; None for one group.
        n_groups: how many groups there are.
        reaches: a function for each quantile. Given a sample, it returns the first and the last figure of each group that
            the quantile depends on. It is called with the bins as the sample.
    """
    bins = _choose(x, w, n_groups)
    keys = np.empty(len(x), np.int32)
    weights = np.zeros(n_groups * bins.per_group, np.uint64)
    in_parts(lambda start, stop: _code(x, groups, bins, keys, (start, stop)), len(x))
    for low in range(0, len(x), BLOCK):
        np.add.at(weights, keys[low : low + BLOCK], w[low : low + BLOCK])
    coarse = _as_sample(weights, bins.per_group, n_groups)
    wanted = np.zeros(len(weights), bool)
    wanted[np.flatnonzero(weights)[_near(coarse, reaches)]] = True
    rows = np.concatenate(
        in_parts(lambda start, stop: start + np.flatnonzero(wanted[keys[start:stop]]), len(x))
    )
    return _within(x[rows], w[rows], keys[rows], wanted, (weights, coarse), bins.per_group)


def _ordinals(x: Floats) -> NDArray[np.int64]:
    """Return whole numbers that are ordered as the floats are."""
    bits = (x + 0.0).view(np.int64)  # turns -0.0 into 0.0
    return bits ^ ((bits >> 63) & np.int64(2**63 - 1))


def _choose(x: Floats, w: Whole, n_groups: int) -> _Bins:
    """Return bins for the figures with weight, chosen from a sample of them."""
    count = min(_MOST, 1 << ((_BINS // n_groups).bit_length() - 1))
    some = slice(None, None, max(1, len(x) // _LOOK))
    kept = x[some][w[some] > 0]
    looked = np.sort(_ordinals(kept if len(kept) else x[np.flatnonzero(w)[:_LOOK]]))
    cut = int(_TAIL * len(looked))
    low, high = int(looked[cut]), int(looked[-1 - cut])
    return _Bins(low, high, max(0, (high - low).bit_length() - count.bit_length() + 1), count)


def _code(
    x: Floats, groups: NDArray[Any] | None, bins: _Bins, keys: NDArray[np.int32], part: tuple[int, int]
) -> None:
    """Write the bin of each figure into `keys`; the bins of all groups are numbered consecutively."""
    for low in range(part[0], part[1], BLOCK):
        block = slice(low, min(low + BLOCK, part[1]))
        numbers = np.clip(_ordinals(x[block]), bins.low, bins.high) - np.int64(bins.low)
        key = (numbers.view(np.uint64) >> np.uint64(bins.shift)).astype(np.int32)
        keys[block] = (
            key if groups is None else key + groups[block].astype(np.int32) * np.int32(bins.per_group)
        )


def _as_sample(weights: Whole, count: int, n_groups: int) -> Ordered:
    """Return the bins that have weight as a sample, as if each were one figure."""
    filled = np.flatnonzero(weights)
    starts = np.searchsorted(filled, np.arange(n_groups + 1) * count)
    return cumulated(filled.astype(np.float64), weights[filled], starts)


def _near(coarse: Ordered, reaches: Iterable[Callable[[Ordered], Span]]) -> NDArray[np.bool_]:
    """Return which bins the quantiles may depend on, and one neighbour on each side of those."""
    change = np.zeros(len(coarse.x) + 1, np.int64)
    for reach in reaches:
        first, last = reach(coarse)
        np.add.at(change, np.maximum(first - 1, 0), 1)
        np.add.at(change, np.minimum(last + 2, len(coarse.x)), -1)
    return np.cumsum(change[:-1]) > 0


def _within(
    x: Floats,
    w: Whole,
    keys: NDArray[np.int32],
    wanted: NDArray[np.bool_],
    counted: tuple[Whole, Ordered],
    count: int,
) -> Ordered:
    """Return the figures of the wanted bins in order, with cumulative weights that include those of all earlier bins."""
    weights, coarse = counted
    before = np.zeros(len(weights), np.uint64)
    before[np.flatnonzero(weights)] = coarse.before
    used, place = np.flatnonzero(wanted), np.cumsum(wanted) - 1
    inside = in_order(x, w, place[keys], len(used))
    sizes = np.diff(inside.starts)
    upto = inside.upto + np.repeat(before[used], sizes)
    groups = np.repeat(used // count, sizes)
    return Ordered(inside.x, inside.w, upto, np.searchsorted(groups, np.arange(len(coarse.starts))))
