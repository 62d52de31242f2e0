# A little over 300 lines: each method's oracle, a few lines each, stands beside the laws it serves.

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pytest
from cases import for_each
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import beta
from scipy.stats.mstats import hdquantiles

from salarykit.analysis.quantiles import QuantileMethod, sample_quantiles, weighted_quantiles
from salarykit.analysis.weighted_sample import WeightedSample

if TYPE_CHECKING:
    from collections.abc import Callable

METHODS = get_args(QuantileMethod)
STEPS = ("inverted_cdf", "averaged_inverted_cdf")
SMOOTH = ("kish_linear", "kish_hazen", "kish_median_unbiased", "hazen", "harrell_davis")
NUMPY = {
    "kish_linear": "linear",
    "kish_hazen": "hazen",
    "kish_median_unbiased": "median_unbiased",
    "inverted_cdf": "inverted_cdf",
    "averaged_inverted_cdf": "averaged_inverted_cdf",
    "hazen": "hazen",
}
every = pytest.mark.parametrize("method", METHODS)
figures = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6, allow_subnormal=False))
tenths = st.integers(1, 10).map(lambda part: part / 10)
weights = st.one_of(tenths, st.floats(1e-3, 1))
loose = st.one_of(st.just(0.0), weights)
samples = st.lists(st.tuples(figures, weights), min_size=1, max_size=10)
gaps = st.lists(st.tuples(figures, loose), min_size=1, max_size=10).filter(
    lambda pairs: any(weight for _, weight in pairs)
)
decimals = st.lists(st.tuples(figures, tenths), min_size=1, max_size=10)
chances = st.one_of(st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 1.0]), st.floats(0, 1))
halves = st.integers(0, 64).map(lambda part: part / 64)
Pairs = list[tuple[float, float]]
Exact = list[tuple[Fraction, Fraction]]


def quantile(pairs: Pairs, p: float, method: Any = "kish_linear") -> float:
    """Return the weighted quantile of pairs of value and weight."""
    x, w = zip(*pairs, strict=True)
    return float(weighted_quantiles(x, w, [p], method=method)[0])


def exactly(pairs: Pairs) -> Exact:
    """Return the pairs that count in order, with the weights rounded as the page of methods has it."""
    unit = Fraction(1, 10**12)
    while max(w for _, w in pairs) <= unit * 10**11:
        unit /= 10
    rounded = ((Fraction(x), round(Fraction(w) / unit) * unit) for x, w in pairs)
    return sorted((x, w) for x, w in rounded if w)


def cumulated(ordered: Exact) -> list[Fraction]:
    """Return the weight up to each figure."""
    return [sum((w for _, w in ordered[: k + 1]), Fraction(0)) for k in range(len(ordered))]


def size_of(ordered: Exact) -> Fraction:
    """Return Kish's effective size."""
    return sum(w for _, w in ordered) ** 2 / sum((w**2 for _, w in ordered), Fraction(0))


def slow_kish_linear(ordered: Exact, p: Fraction) -> Fraction:
    """Return the mean under the window, term by term as the formula has it."""
    size, upto = size_of(ordered), cumulated(ordered)
    h = p * (size - 1) + 1
    parts = [min(max(c / upto[-1] * size - h + 1, Fraction(0)), Fraction(1)) for c in [Fraction(0), *upto]]
    return sum(
        (x * (high - low) for (x, _), (low, high) in zip(ordered, pairwise(parts), strict=True)), Fraction(0)
    )


def under_window(ordered: Exact, h: Fraction) -> Fraction:
    """Return the mean under the window that ends at the h-th of n* records, within the first and the last."""
    size, upto = size_of(ordered), cumulated(ordered)
    h = max(min(h, size), Fraction(1))
    parts = [min(max(c / upto[-1] * size - h + 1, Fraction(0)), Fraction(1)) for c in [Fraction(0), *upto]]
    return sum(
        (x * (high - low) for (x, _), (low, high) in zip(ordered, pairwise(parts), strict=True)), Fraction(0)
    )


def slow_kish_hazen(ordered: Exact, p: Fraction) -> Fraction:
    """Return the weighted type 5 as its formula has it."""
    return under_window(ordered, size_of(ordered) * p + Fraction(1, 2))


def slow_kish_median_unbiased(ordered: Exact, p: Fraction) -> Fraction:
    """Return the weighted type 8 as its formula has it."""
    return under_window(ordered, (size_of(ordered) + Fraction(1, 3)) * p + Fraction(1, 3))


def step(ordered: Exact, p: Fraction, rounding: Fraction) -> tuple[int, bool]:
    """Return the first figure up to which the weight is p of all, and whether it is so but for rounding."""
    upto = cumulated(ordered)
    nearest = min(range(len(upto)), key=lambda k: (abs(upto[k] - p * upto[-1]), -k))
    if abs(upto[nearest] - p * upto[-1]) <= rounding:
        return nearest, True
    return next(k for k, c in enumerate(upto) if c >= p * upto[-1]), False


def allowed(ordered: Exact) -> Fraction:
    """Return how much twelve digits of each weight and of p may take from a tie, as the page of methods has it."""
    unit = Fraction(1, 10**12)
    while max(w for _, w in ordered) <= unit * 10**11:
        unit /= 10
    total = sum((w for _, w in ordered), Fraction(0))
    return (len(ordered) * unit + total / 10**12) / 2 + unit


def slow_inverted_cdf(ordered: Exact, p: Fraction, rounding: Fraction | None = None) -> Fraction:
    """Return the first figure up to which the weight is p of all, but for rounding."""
    return ordered[step(ordered, p, allowed(ordered) if rounding is None else rounding)[0]][0]


def slow_averaged_inverted_cdf(ordered: Exact, p: Fraction, rounding: Fraction | None = None) -> Fraction:
    """Return the same, or its mean with the next figure where the weight is p of all, but for rounding."""
    k, tie = step(ordered, p, allowed(ordered) if rounding is None else rounding)
    after = k + 1 if tie and k + 1 < len(ordered) else k
    return (ordered[k][0] + ordered[after][0]) / 2


def slow_hazen(ordered: Exact, p: Fraction) -> Fraction:
    """Return the line through the middles of the weights, where equal figures share theirs equally."""
    alike = {x: [w for value, w in ordered if value == x] for x, _ in ordered}
    shared = [(x, sum(alike[x], Fraction(0)) / len(alike[x])) for x, _ in ordered]
    upto = cumulated(shared)
    middles = [(c - w / 2, x) for (x, w), c in zip(shared, upto, strict=True)]
    at = p * upto[-1]
    if at <= middles[0][0]:
        return middles[0][1]
    for (low, below), (high, above) in pairwise(middles):
        if low <= at <= high:
            return below + (above - below) * (at - low) / (high - low)
    return middles[-1][1]


def slow_harrell_davis(ordered: Exact, p: Fraction) -> Fraction:
    """Return the mean weighted by the beta distribution, term by term."""
    if p in (0, 1):
        return ordered[-int(p)][0]
    size, upto = float(size_of(ordered)), cumulated(ordered)
    order = beta((size + 1) * float(p), (size + 1) * (1 - float(p)))
    parts = [float(order.cdf(float(c / upto[-1]))) for c in [Fraction(0), *upto]]
    terms = (x * Fraction(high - low) for (x, _), (low, high) in zip(ordered, pairwise(parts), strict=True))
    return sum(terms, Fraction(0))


SLOW: dict[str, Callable[[Exact, Fraction], Fraction]] = {
    "kish_linear": slow_kish_linear,
    "kish_hazen": slow_kish_hazen,
    "kish_median_unbiased": slow_kish_median_unbiased,
    "inverted_cdf": slow_inverted_cdf,
    "averaged_inverted_cdf": slow_averaged_inverted_cdf,
    "hazen": slow_hazen,
    "harrell_davis": slow_harrell_davis,
}


def near(pairs: Pairs) -> float:
    """Return how far apart two floating-point roads to one quantile of these figures may be."""
    return 1e-9 * max(1.0, *(abs(x) for x, _ in pairs))


@every
@given(pairs=gaps, p=chances)
def test_it_is_the_formula(method: Any, pairs: Pairs, p: float) -> None:
    """Each method gives what its formula gives in exact fractions, of weights and probabilities as decimals."""
    exact = SLOW[method](exactly(pairs), round(Fraction(p) * 10**12) / Fraction(10**12))

    assert quantile(pairs, p, method) == pytest.approx(float(exact), abs=near(pairs))


@pytest.mark.parametrize("method", STEPS)
@given(pairs=decimals, p=st.integers(0, 100).map(lambda part: part / 100))
def test_a_decimal_tie_is_a_tie(method: Any, pairs: Pairs, p: float) -> None:
    """Weights and probabilities written as decimals are those decimals: the steps stand where they stand."""
    tenth = [(Fraction(x), Fraction(round(w * 10), 10)) for x, w in pairs]

    assert quantile(pairs, p, method) == float(SLOW[method](sorted(tenth), Fraction(round(p * 100), 100)))


whole_weights = st.lists(st.tuples(st.integers(-5, 5), st.integers(1, 300)), min_size=1, max_size=12)
simple = st.fractions(0, 1, max_denominator=12)
FORMS: dict[str, Callable[[int, int], float]] = {
    "as they are": lambda w, _: float(w),
    "as shares of one": lambda w, total: w / total,
    "as per cent": lambda w, total: 100 * w / total,
    "over three": lambda w, _: w / 3,
    "over seven": lambda w, _: w / 7,
}


def in_fractions(pairs: list[tuple[int, int]], p: Fraction, method: str) -> float:
    """Return the quantile that whole weights and an exact p have by the definition, without any rounding."""
    exact = sorted((Fraction(x), Fraction(w)) for x, w in pairs)
    if method in STEPS:
        return float(SLOW[method](exact, p, Fraction(0)))  # type: ignore[call-arg]
    return float(SLOW[method](exact, p))


@every
@given(form=st.sampled_from(list(FORMS)), pairs=whole_weights, p=simple)
def test_shares_are_the_weights_they_are_shares_of(
    method: Any, form: str, pairs: list[tuple[int, int]], p: Fraction
) -> None:
    """Weights as whole numbers, shares, per cent or thirds give what exact fractions give, at thirds and sevenths too."""
    total = sum(w for _, w in pairs)
    given_ = [(float(x), FORMS[form](w, total)) for x, w in pairs]
    exact = in_fractions(pairs, p, method)

    assert quantile(given_, float(p), method) == pytest.approx(exact, abs=0 if method in STEPS else 1e-9)


@pytest.mark.parametrize("method", STEPS)
@given(pairs=whole_weights, after=st.integers(0, 11))
def test_every_tie_of_shares_is_a_tie(method: Any, pairs: list[tuple[int, int]], after: int) -> None:
    """At the share that the first weights have, floats and all, the steps stand where exact fractions have them."""
    ordered, total = sorted(pairs), sum(w for _, w in pairs)
    p = Fraction(sum(w for _, w in ordered[: after + 1]), total)
    shares = [(float(x), w / total) for x, w in pairs]

    assert quantile(shares, float(p), method) == in_fractions(pairs, p, method)


@pytest.mark.parametrize("method", STEPS)
@pytest.mark.parametrize("shape", ["equal", "of small numbers", "of large numbers"])
def test_every_tie_up_to_three_hundred_records_is_a_tie(method: Any, shape: str) -> None:
    """At every share that the first k of up to 300 records have, as whole weights and as shares of 1, stands the k-th."""
    rng, half = np.random.default_rng(11), 0.5 if method == "averaged_inverted_cdf" else 0.0
    sizes = np.arange(2, 301)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    numbers = {"equal": (1, 2), "of small numbers": (1, 5), "of large numbers": (1, 10**6)}[shape]
    whole = [rng.integers(*numbers, size) for size in sizes]
    p = np.zeros((len(sizes), sizes.max() - 1))
    for row, each in zip(p, whole, strict=True):
        row[: len(each) - 1] = np.cumsum(each)[:-1] / each.sum()
    kth = np.arange(sizes.max() - 1)
    asked = kth < (sizes - 1)[:, None]

    for weights in (np.concatenate(whole), np.concatenate([each / each.sum() for each in whole])):
        sample = WeightedSample.of(np.concatenate([np.arange(n) for n in sizes]), weights, groups, len(sizes))
        found = sample_quantiles(sample, p, method=method)
        assert (found[asked] == np.broadcast_to(kth + half, p.shape)[asked]).all()


@for_each("size", [3, 6, 21, 99, 300, 3000])
def test_thirds_of_equal_weights_are_numpy_s(size: int) -> None:
    """Two thirds of a number of records divisible by three is a tie, as numpy has it."""
    x, p = np.arange(size, dtype=float), [1 / 3, 2 / 3]
    for method in STEPS:
        theirs = np.quantile(x, p, method=method)  # type: ignore[call-overload]

        assert weighted_quantiles(x, np.full(size, 1 / size), p, method=method).tolist() == theirs.tolist()  # type: ignore[arg-type]


@pytest.mark.parametrize("method", STEPS)
def test_a_tie_is_a_tie_among_many_figures(method: Any) -> None:
    """Where only the figures near a quantile are sorted, shares have the ties of their whole weights."""
    rng = np.random.default_rng(5)
    x, whole = rng.permutation(200_001).astype(float), rng.integers(1, 4, 200_001)
    upto = np.cumsum(whole[np.argsort(x)])
    at = np.array([1, 30_000, 100_000, 150_001])
    p, after = upto[at] / upto[-1], np.sort(x)[at]
    found = weighted_quantiles(x, whole / whole.sum(), p, method=method)

    assert found.tolist() == (after + (0.5 if method == "averaged_inverted_cdf" else 0)).tolist()


@pytest.mark.parametrize("method", SMOOTH)
@given(
    pairs=samples, p=chances, scale=st.one_of(st.floats(1e-6, 1e6), st.sampled_from([2.0**-600, 2.0**600]))
)
def test_the_scale_of_weights_does_not_matter(method: Any, pairs: Pairs, p: float, scale: float) -> None:
    """Weights count by their ratios only, at whatever scale a float can hold."""
    scaled = [(x, w * scale) for x, w in pairs]

    assert quantile(scaled, p, method) == pytest.approx(quantile(pairs, p, method), abs=near(pairs))


@pytest.mark.parametrize("method", STEPS)
@given(pairs=decimals, p=chances, scale=st.sampled_from([1e-300, 0.001, 3.0, 7.0, 1e6, 1e300]))
def test_the_scale_of_weights_moves_no_step(method: Any, pairs: Pairs, p: float, scale: float) -> None:
    """Decimals stay tied when they are scaled, though their floats no longer are."""
    assert quantile([(x, w * scale) for x, w in pairs], p, method) == quantile(pairs, p, method)


@every
@given(pairs=gaps, p=chances)
def test_a_value_without_weight_does_not_count(method: Any, pairs: Pairs, p: float) -> None:
    """Values with a weight of 0 may be left out."""
    counted = [(x, w) for x, w in pairs if w > 0]

    assert quantile(pairs, p, method) == pytest.approx(
        quantile(counted, p, method), rel=1e-12, abs=near(pairs) / 1e3
    )


@every
@given(pairs=gaps, p=chances, order=st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(method: Any, pairs: Pairs, p: float, order: Any) -> None:
    """However the pairs stand, the quantile is the same."""
    shuffled = order.sample(pairs, len(pairs))

    assert quantile(shuffled, p, method) == pytest.approx(quantile(pairs, p, method), abs=near(pairs))


@pytest.mark.parametrize("method", NUMPY)
@given(values=st.lists(figures, min_size=1, max_size=12), weight=weights, p=halves)
def test_equal_weights_are_numpy_s(method: Any, values: list[float], weight: float, p: float) -> None:
    """With equal weights the quantile is numpy's of that type; the default is numpy's and pandas' default."""
    pairs = [(x, weight) for x in values]
    theirs = float(np.quantile(values, p, method=NUMPY[method]))  # type: ignore[call-overload]

    assert quantile(pairs, p, method) == pytest.approx(theirs, abs=near(pairs))


@given(values=st.lists(figures, min_size=2, max_size=12), weight=weights, p=st.floats(0.01, 0.99))
def test_equal_weights_are_scipy_s_harrell_davis(values: list[float], weight: float, p: float) -> None:
    """With equal weights the Harrell-Davis quantile is scipy's."""
    pairs = [(x, weight) for x in values]

    assert quantile(pairs, p, "harrell_davis") == pytest.approx(
        float(hdquantiles(values, [p])[0]), abs=near(pairs)
    )


@every
@given(pairs=gaps, chain=st.lists(chances, min_size=2, max_size=6))
def test_it_never_falls_as_p_rises(method: Any, pairs: Pairs, chain: list[float]) -> None:
    """A larger probability has no smaller quantile."""
    found = [quantile(pairs, p, method) for p in sorted(chain)]

    assert all(high >= low - near(pairs) for low, high in pairwise(found))


@every
@given(pairs=gaps, p=chances)
def test_it_lies_among_the_values(method: Any, pairs: Pairs, p: float) -> None:
    """A quantile is never outside the values that have weight."""
    counted = [x for x, w in pairs if w > 0]

    assert min(counted) - near(pairs) <= quantile(pairs, p, method) <= max(counted) + near(pairs)


@every
@given(pairs=gaps, p=chances, factor=st.integers(1, 1000), shift=st.integers(-1000, 1000))
def test_it_moves_with_the_values(method: Any, pairs: Pairs, p: float, factor: int, shift: int) -> None:
    """Stretching and shifting the values stretches and shifts the quantile."""
    whole = [(float(round(x)), w) for x, w in pairs]  # so that equal values stay equal, and others apart
    moved = [(factor * x + shift, w) for x, w in whole]

    assert quantile(moved, p, method) == pytest.approx(
        factor * quantile(whole, p, method) + shift, abs=near(moved) + factor * near(whole)
    )


@pytest.mark.parametrize("method", [*SMOOTH, "averaged_inverted_cdf"])
@given(pairs=gaps, p=halves)
def test_it_is_its_own_mirror_image(method: Any, pairs: Pairs, p: float) -> None:
    """The quantile of the negated values at 1 - p is the negated quantile at p."""
    mirrored = [(-x, w) for x, w in pairs]

    assert quantile(mirrored, 1 - p, method) == pytest.approx(-quantile(pairs, p, method), abs=near(pairs))


@pytest.mark.parametrize("method", STEPS)
@given(pairs=decimals, p=chances)
def test_a_double_weight_is_two_records(method: Any, pairs: Pairs, p: float) -> None:
    """For the steps a record of weight 2w is two records of weight w."""
    (x, w), *rest = pairs

    assert quantile([(x, 2 * w), *rest], p, method) == quantile([(x, w), (x, w), *rest], p, method)


@pytest.mark.parametrize("method", ["kish_linear", "harrell_davis"])
@given(pairs=samples, p=chances, extra=figures)
def test_a_weight_that_tends_to_zero_loses_its_influence(
    method: Any, pairs: Pairs, p: float, extra: float
) -> None:
    """A value of next to no weight moves the quantile by next to nothing, wherever it stands."""
    assume(method == "kish_linear" or 0.3 <= p <= 0.7)  # towards its ends it is slow
    tiny = [*pairs, (extra, 1e-9)]
    reach = max(abs(x) for x, _ in tiny)

    assert quantile(tiny, p, method) == pytest.approx(quantile(pairs, p, method), abs=1e-3 * max(1.0, reach))
