"""`WeightedSample`: figures with whole weights, in groups, and the sums of their weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.analysis.exact import whole_weights
from salarykit.errors import InvalidQuery
from salarykit.rates.kernel import BLOCK, in_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from salarykit.analysis.exact import Floats, Whole

__all__ = ["WeightedSample"]

_ROUNDING: Final = 1e-9  # weights count as equal if n_eff / n differs from 1 by less than this


@dataclass(frozen=True, eq=False)
class WeightedSample:
    """Figures with weights, in one group or several.

    Attributes:
        x: n figures; finite where they have weight.
        w: n whole weights; see `whole_weights`.
        groups: the group of each figure, as n numbers from 0; None for one group.
        n_groups: how many groups there are.
        total: the weight of each group, W; exact.
        squares: the sum of the squares of the weights of each group.
    """

    x: Floats
    w: Whole
    groups: NDArray[Any] | None
    n_groups: int
    total: Whole
    squares: Floats

    @classmethod
    def of(
        cls, values: ArrayLike, weights: ArrayLike, groups: NDArray[Any] | None = None, n_groups: int = 1
    ) -> WeightedSample:
        """Return a sample of figures with weights, which are checked and made whole.

        Args:
            values: n figures.
            weights: n figures, finite and not negative.
            groups: n numbers from 0 to below n_groups; None for one group.
            n_groups: how many groups there are.

        Raises:
            InvalidQuery: for an invalid weight; for an infinite or NaN figure with weight, with its row; for columns of
                different lengths; for a group outside its range.

        Examples:
            >>> sample = WeightedSample.of([1, 2, 3], [0.5, 1, 0], np.array([0, 1, 1]), 2)
            >>> sample.count.tolist(), sample.effective_size.tolist(), sample.top_share.tolist()
            ([1, 1], [1.0, 1.0], [1.0, 1.0])
        """
        x, w = np.asarray(values, np.float64).reshape(-1), whole_weights(weights)
        for name, length in (("weights", len(w)), ("groups", len(x) if groups is None else len(groups))):
            if length != len(x):
                raise InvalidQuery(f"{len(x)} figures cannot have {length} {name}.", value=length)
        if groups is not None and len(x) and not 0 <= groups.min() <= groups.max() < n_groups:
            raise InvalidQuery(f"A group is a number from 0 to below {n_groups}.", value=n_groups)
        total, squares = np.zeros(n_groups, np.uint64), np.zeros(n_groups)
        for low in range(0, len(x), BLOCK):
            block = slice(low, low + BLOCK)
            _check(x[block], w[block], low)
            floats = w[block].astype(np.float64)
            if groups is None:
                total += w[block].sum(dtype=np.uint64)
                squares += (floats * floats).sum()
            else:
                at = groups[block].astype(np.intp)
                np.add.at(total, at, w[block])
                np.add.at(squares, at, floats * floats)
        return cls(x, w, groups, n_groups, total, squares)

    def blocks(self) -> Iterator[tuple[Floats, Floats, Any]]:
        """Yield figures, weights as floats, and groups, in blocks of rows; rows without weight are left out.

        If the sample has only one group, the group is the number 0.
        """
        for low in range(0, len(self.x), BLOCK):
            block = slice(low, low + BLOCK)
            kept = np.flatnonzero(self.w[block] > 0)  # numpy searches a mask faster than whole numbers
            groups = 0 if self.groups is None else self.groups[block][kept].astype(np.intp)
            yield self.x[block][kept], self.w[block][kept].astype(np.float64), groups

    @cached_property
    def count(self) -> NDArray[np.int64]:
        """How many figures of each group have weight."""
        if self.groups is None:
            return np.array([np.count_nonzero(self.w)], np.int64)
        groups = self.groups

        def run(start: int, stop: int) -> NDArray[np.int64]:
            part = np.zeros(self.n_groups, np.int64)
            for low in range(start, stop, BLOCK):
                block = slice(low, min(low + BLOCK, stop))
                part += np.bincount(groups[block][self.w[block] > 0], minlength=self.n_groups)
            return part

        counts: NDArray[np.int64] = np.sum(in_parts(run, len(self.w)), axis=0, dtype=np.int64)
        return counts

    @cached_property
    def top(self) -> Whole:
        """The largest weight of each group."""
        if self.groups is None:
            return np.array([self.w.max(initial=0)], np.uint64)
        largest = np.zeros(self.n_groups, np.uint64)
        np.maximum.at(largest, self.groups, self.w)
        return largest

    @property
    def effective_size(self) -> Floats:
        """Kish's effective sample size of each group, (sum w)^2 / sum w^2; 0 without weight.

        It is n for n equal weights, and never above the number of figures, in spite of rounding.
        """
        total, count = self.total.astype(np.float64), self.count.astype(np.float64)
        size: Floats = np.divide(total * total, self.squares, out=np.zeros_like(total), where=total > 0)
        return np.where(size > count * (1 - _ROUNDING), count, size)

    @property
    def top_share(self) -> Floats:
        """The largest weight of each group as a share of the weight of the group; NaN without weight."""
        nothing = np.full(self.n_groups, np.nan)
        share: Floats = np.divide(self.top, self.total, out=nothing, where=self.total > 0)
        return share


def _check(x: Floats, w: Whole, before: int) -> None:
    wrong = ~np.isfinite(x) & (w > 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InvalidQuery(
            f"a figure with weight must be finite, not {x[row]:g}.",
            place="Row {row}",
            row=before + row + 1,
            value=float(x[row]),
        )
