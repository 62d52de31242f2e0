"""Weighted quantiles, for weights that express relevance."""
# More than 300 lines: the methods are in one place with their definitions.

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np

from salarykit.analysis.exact import ONE, apart, probabilities, share_of
from salarykit.analysis.ordered import (
    Ordered,
    expand_ranges,
    first_above,
    first_reaching,
    in_order,
    narrow,
    worth_narrowing,
)
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.errors import InvalidQuery, hint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from salarykit.analysis.exact import Floats, Whole
    from salarykit.analysis.ordered import Indices

__all__ = ["QuantileMethod", "check_method", "sample_quantiles", "several_quantiles", "weighted_quantiles"]

QuantileMethod = Literal[
    "kish_linear",
    "kish_hazen",
    "kish_median_unbiased",
    "inverted_cdf",
    "averaged_inverted_cdf",
    "hazen",
    "harrell_davis",
]
"""How a weighted quantile is defined. With x_1 <= ... <= x_n, C_k the weight up to x_k, W all weight, n* Kish's size:

`kish_linear` (the default): the weighted type 7, the mean of the figures under a window of width W / n* that starts at
p (W - W / n*). Equal weights give numpy's and pandas' default; a weight that tends to 0 loses its influence without a
jump. (Akinshin 2023, arXiv:2304.07265.)
`kish_hazen`: the weighted type 5, the same mean with the window about p W, from p W - W / 2 n*, as far as it stays between 0
and W. It draws quartiles less towards the middle than type 7 does. Equal weights give numpy's `hazen`.
`kish_median_unbiased`: the weighted type 8, from p W - (2 - p) W / 3 n*. Equal weights give numpy's `median_unbiased`.
`inverted_cdf`: type 1, the smallest x_k with C_k >= p W; always one of the figures.
`averaged_inverted_cdf`: type 2, that, or its mean with the next figure where C_k is p W: the school's median.
`hazen`: type 5, linear through the middle of each figure's weight, (C_k - w_k / 2) / W; equal figures share their
weight equally.
`harrell_davis`: the mean of all figures, weighted by the beta distribution of the order statistic with n* for n.
(Harrell & Davis 1982; with n*: Akinshin 2023.)
"""


_BEFORE: Final[dict[str, Callable[[Floats], Floats | float]]] = {
    "kish_linear": lambda p: p,
    "kish_hazen": lambda p: 0.5,  # noqa: ARG005 - the same for every p
    "kish_median_unbiased": lambda p: (2 - p) / 3,
}
"""How far before p W the window of a method starts, in widths of the window."""


class _Target(NamedTuple):
    """One quantile of several groups.

    Attributes:
        groups: their numbers.
        whole: the whole part of p W.
        rest: the rest of p W, from 0 to 1.
        p: the probability.
        width: W / n*, the weight of one effective record.
        lead: where the window of the method starts, relative to `whole`; 0 for a method without a window.
        total: W.
        rounding: by how much C_k and p W may differ and still be a tie.
    """

    groups: Indices
    whole: Whole
    rest: Floats
    p: Floats
    width: Floats
    lead: Floats
    total: Whole
    rounding: Floats


def weighted_quantiles(
    values: ArrayLike, weights: ArrayLike, p: ArrayLike, *, method: QuantileMethod = "kish_linear"
) -> Floats:
    """Return weighted quantiles of a sample.

    Only the ratios of weights matter, and a figure without weight does not count. Weights and probabilities are rounded to
    twelve digits, and C_k ties with p W if they differ by no more than that rounding.

    Args:
        values: n figures.
        weights: n figures, finite and not negative.
        p: m probabilities from 0 to 1.
        method: see `QuantileMethod`.

    Returns:
        m quantiles; NaN if no value has weight.

    Raises:
        InvalidQuery: for an invalid weight, figure or probability, or an unknown method.

    Examples:
        >>> weighted_quantiles([1, 2, 3, 4, 5], [0.5, 0.4, 0.3, 0.2, 0.1], [0.25, 0.5]).round(6).tolist()
        [1.409091, 2.090909]
        >>> weighted_quantiles([10, 11], [0.6, 0.9], [0.4], method="averaged_inverted_cdf").tolist()
        [10.5]
        >>> weighted_quantiles([1, 2, 3], [1, 1, 1], [2 / 3], method="inverted_cdf").tolist()
        [2.0]
    """
    chances = np.asarray(p, np.float64).reshape(1, -1)
    quantiles: Floats = sample_quantiles(WeightedSample.of(values, weights), chances, method=method)[0]
    return quantiles


def sample_quantiles(
    sample: WeightedSample, p: ArrayLike, *, method: QuantileMethod = "kish_linear"
) -> Floats:
    """Return the weighted quantiles of each group of a sample; see `weighted_quantiles`.

    Args:
        sample: figures with weights, in groups.
        p: m probabilities, or m for each group.
        method: see `QuantileMethod`.

    Returns:
        A row for each group, with m quantiles; NaN for a group without weight.
    """
    return several_quantiles(sample, [(p, method)])[0]


def several_quantiles(
    sample: WeightedSample, requests: Sequence[tuple[ArrayLike, QuantileMethod]]
) -> list[Floats]:
    """Return the weighted quantiles of each group of a sample by several methods, sorting them only once.

    Args:
        sample: figures with weights, in groups.
        requests: pairs of probabilities and a method, as in `sample_quantiles`.

    Returns:
        A table for each request, as `sample_quantiles` returns it.
    """
    groups = np.flatnonzero(sample.total)
    tables, terms = [], []
    for p, method in requests:
        check_method(method)
        parts = probabilities(p)
        parts = np.broadcast_to(parts, (sample.n_groups, parts.shape[-1]))
        tables.append(np.full(parts.shape, np.nan))
        terms.append([_target(sample, groups, column, method) for column in parts[groups].T])
    if len(groups) and any(terms):
        methods = [method for _, method in requests]
        ordered = _ordered(sample, terms, methods)
        for table, columns, method in zip(tables, terms, methods, strict=True):
            for number, target in enumerate(columns):
                table[groups, number] = _METHODS[method](ordered, target)
    return tables


def check_method(method: str) -> None:
    """Refuse an unknown method.

    Raises:
        InvalidQuery: naming the most similar known one.
    """
    if method not in get_args(QuantileMethod):
        raise InvalidQuery(
            f"method={method!r}: choose one of {', '.join(get_args(QuantileMethod))}."
            f"{hint(str(method), get_args(QuantileMethod))}",
            value=method,
        )


def _target(sample: WeightedSample, groups: Indices, parts: Whole, method: QuantileMethod) -> _Target:
    total = sample.total[groups]
    whole, rest = share_of(total, parts)
    p, width = parts / ONE, sample.squares[groups] / total
    rounding = (
        sample.count[groups] + total / ONE
    ) / 2 + 1  # that of each weight, of p, and of the given floats
    lead = _lead(method, whole, rest / ONE, p, width, total)
    return _Target(groups, whole, rest / ONE, p, width, lead, total, rounding)


def _lead(
    method: QuantileMethod, whole: Whole, rest: Floats, p: Floats, width: Floats, total: Whole
) -> Floats:
    """Return where the window of a method starts, given the whole part of p W; it is between 0 and W."""
    if method not in _BEFORE:
        return np.zeros(len(p))
    lead: Floats = rest - _BEFORE[method](p) * width
    if method == "kish_linear":  # the window never extends beyond the weights
        return lead
    return np.maximum(np.minimum(lead, apart(total, whole) - width), -whole.astype(np.float64))


def _ordered(
    sample: WeightedSample, targets: list[list[_Target]], methods: Sequence[QuantileMethod]
) -> Ordered:
    """Return all figures in order; if there are many, only those that the quantiles are computed from."""
    x, w, groups, n_groups = sample.x, sample.w, sample.groups, sample.n_groups
    if "harrell_davis" in methods or not worth_narrowing(len(x), n_groups):
        return in_order(x, w, groups, n_groups)
    reaches = [
        partial(_under_window if method in _BEFORE else _at_weight, target=target)
        for columns, method in zip(targets, methods, strict=True)
        for target in columns
    ]
    return narrow(x, w, groups, n_groups, reaches)


# Which figures a quantile depends on


def _at_weight(sample: Ordered, target: _Target) -> tuple[Indices, Indices]:
    """Return the first figure whose cumulative weight reaches p W."""
    weight = target.whole + (target.rest > 0).astype(np.uint64)
    position = first_reaching(sample, target.groups, weight)
    return position, position


def _under_window(sample: Ordered, target: _Target) -> tuple[Indices, Indices]:
    """Return the first and the last figure under the window of a method that has one."""
    start = _moved(target.whole, np.floor(target.lead))
    end = _moved(target.whole, np.ceil(target.lead + target.width))
    first = first_reaching(sample, target.groups, start + np.uint64(1))
    return first, np.maximum(first, first_reaching(sample, target.groups, end))


def _moved(whole: Whole, by: Floats) -> Whole:
    """Return whole numbers plus whole floats, or 0 if the sum is negative."""
    ahead = whole + np.maximum(by, 0.0).astype(np.uint64)
    return ahead - np.minimum(ahead, np.maximum(-by, 0.0).astype(np.uint64))


# The methods


def _mean_under_window(sample: Ordered, target: _Target) -> Floats:
    first, last = _under_window(sample, target)
    at, starts = expand_ranges(first, last)
    of = np.repeat(np.arange(len(first)), last - first + 1)
    whole, lead = target.whole[of], target.lead
    low = np.maximum(apart(sample.before[at], whole), lead[of])
    high = np.minimum(apart(sample.upto[at], whole), (lead + target.width)[of])
    covered = np.maximum(high - low, 0.0)
    total, origin = np.add.reduceat(covered, starts)[of], sample.x[first]
    share = np.divide(covered, total, out=np.zeros(len(total)), where=total > 0)
    return origin + np.add.reduceat((sample.x[at] - origin[of]) * share, starts)


def _step(sample: Ordered, target: _Target) -> tuple[Indices, NDArray[np.bool_]]:
    """Return the first figure whose cumulative weight reaches p W, and whether that weight ties with p W.

    If the weight up to the previous figure ties with p W and is nearer to it, that figure is returned instead.
    """
    at = _at_weight(sample, target)[0]
    before = np.maximum(at - 1, sample.starts[target.groups])
    over = apart(sample.upto[at], target.whole) - target.rest
    under = np.where(before < at, apart(target.whole, sample.upto[before]) + target.rest, np.inf)
    earlier = (under <= target.rounding) & (under < over)
    return np.where(earlier, before, at), earlier | (over <= target.rounding)


def _inverted_cdf(sample: Ordered, target: _Target) -> Floats:
    return sample.x[_step(sample, target)[0]]


def _averaged_inverted_cdf(sample: Ordered, target: _Target) -> Floats:
    at, tie = _step(sample, target)
    after = np.where(tie, np.minimum(at + 1, sample.starts[target.groups + 1] - 1), at)
    return sample.x[at] + (sample.x[after] - sample.x[at]) / 2


def _hazen(sample: Ordered, target: _Target) -> Floats:
    at = _at_weight(sample, target)[0]
    first, end, weight = _alike(sample, target.groups, at)
    own = weight / (end - first)
    into = apart(target.whole, sample.before[first]) + target.rest
    ends = sample.starts[target.groups + 1] - 1
    quantiles = sample.x[at]
    for neighbour, short in (
        (np.maximum(first - 1, sample.starts[target.groups]), own / 2 - into),
        (np.minimum(end, ends), into - (weight - own / 2)),
    ):
        start, stop, other = _alike(sample, target.groups, neighbour)
        share = short / (own / 2 + other / (stop - start) / 2)
        quantiles = quantiles + (sample.x[neighbour] - sample.x[at]) * np.maximum(
            share, 0.0
        )  # at most one of the two shares is positive
    return quantiles


def _alike(sample: Ordered, groups: Indices, at: Indices) -> tuple[Indices, Indices, Floats]:
    """Return where the figures equal to the one at a position start and end, and their weight."""
    first = first_above(sample, groups, sample.x[at], equal=True)
    end = first_above(sample, groups, sample.x[at], equal=False)
    return first, end, apart(sample.upto[end - 1], sample.before[first])


def _harrell_davis(sample: Ordered, target: _Target) -> Floats:
    from scipy.special import betainc  # takes a tenth of a second to import

    sizes = np.diff(sample.starts)[target.groups]
    of = np.repeat(np.arange(len(sizes)), sizes)
    start, end = sample.starts[target.groups], sample.starts[target.groups + 1]
    inside = (target.p > 0) & (target.p < 1)
    p, effective = np.where(inside, target.p, 0.5), target.total / target.width
    a, b = (effective + 1) * p, (effective + 1) * (1 - p)
    upto = betainc(a[of], b[of], sample.upto / target.total[of])
    covered = np.diff(upto, prepend=0.0)
    covered[start] = upto[start]
    origin = sample.x[start]
    mean = origin + np.add.reduceat((sample.x - origin[of]) * covered, start)
    return np.where(inside, mean, np.where(target.p == 0, origin, sample.x[end - 1]))


_METHODS: Final[dict[QuantileMethod, Callable[[Ordered, _Target], NDArray[np.float64]]]] = {
    "kish_linear": _mean_under_window,
    "kish_hazen": _mean_under_window,
    "kish_median_unbiased": _mean_under_window,
    "inverted_cdf": _inverted_cdf,
    "averaged_inverted_cdf": _averaged_inverted_cdf,
    "hazen": _hazen,
    "harrell_davis": _harrell_davis,
}
