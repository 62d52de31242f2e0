from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salarykit.analysis.quantiles import kish_linear, weighted_mean
from salarykit.analysis.weights import effective_size

law = settings(deadline=None, max_examples=150)
figures = st.floats(-1e6, 1e6, allow_subnormal=False)
weights = st.one_of(st.integers(1, 10).map(lambda tenths: tenths / 10), st.floats(1e-3, 1))
loose = st.one_of(st.just(0.0), weights)
samples = st.lists(st.tuples(figures, weights), min_size=1, max_size=10)
gaps = st.lists(st.tuples(figures, loose), min_size=1, max_size=10).filter(
    lambda pairs: any(weight for _, weight in pairs)
)
chances = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.floats(0, 1))
Pairs = list[tuple[float, float]]


def quantile(pairs: Pairs, p: float) -> float:
    """Return the weighted quantile of pairs of value and weight."""
    x, w = zip(*pairs, strict=True)
    return float(kish_linear(x, w, [p])[0])


def oracle(pairs: Pairs, p: float) -> Fraction:
    """Return the same in exact fractions, term by term as the docstring has it."""
    ordered = sorted((Fraction(x), Fraction(w)) for x, w in pairs if w > 0)
    total = sum((w for _, w in ordered), Fraction(0))
    size = total**2 / sum((w**2 for _, w in ordered), Fraction(0))
    h = Fraction(p) * (size - 1) + 1

    def window(share: Fraction) -> Fraction:
        return min(max(share * size - h + 1, Fraction(0)), Fraction(1))

    found, cumulated = Fraction(0), Fraction(0)
    for x, w in ordered:
        below, cumulated = cumulated, cumulated + w
        found += x * (window(cumulated / total) - window(below / total))
    return found


def near(pairs: Pairs) -> float:
    """Return how far apart two floating-point roads to one quantile of these figures may be."""
    return 1e-9 * max(1.0, *(abs(x) for x, _ in pairs))


@law
@given(pairs=gaps, p=chances)
def test_it_is_the_formula(pairs: Pairs, p: float) -> None:
    """The quantile is what the formula gives in exact fractions."""
    assert quantile(pairs, p) == pytest.approx(float(oracle(pairs, p)), abs=near(pairs))


@law
@given(
    pairs=samples, p=chances, scale=st.one_of(st.floats(1e-6, 1e6), st.sampled_from([2.0**-600, 2.0**600]))
)
def test_the_scale_of_weights_does_not_matter(pairs: Pairs, p: float, scale: float) -> None:
    """Weights count by their ratios only, at whatever scale a float can hold."""
    scaled = [(x, w * scale) for x, w in pairs]

    assert quantile(scaled, p) == pytest.approx(quantile(pairs, p), abs=near(pairs))


@law
@given(pairs=gaps, p=chances)
def test_a_value_without_weight_does_not_count(pairs: Pairs, p: float) -> None:
    """Values with a weight of 0 may be left out."""
    assert quantile(pairs, p) == quantile([(x, w) for x, w in pairs if w > 0], p)


@law
@given(pairs=gaps, p=chances, order=st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(pairs: Pairs, p: float, order: Any) -> None:
    """However the pairs stand, the quantile is the same."""
    assert quantile(order.sample(pairs, len(pairs)), p) == pytest.approx(quantile(pairs, p), abs=near(pairs))


@law
@given(values=st.lists(figures, min_size=1, max_size=12), weight=weights, p=chances)
def test_equal_weights_are_numpy_s_default(values: list[float], weight: float, p: float) -> None:
    """With equal weights the quantile is numpy's and pandas' linear one."""
    pairs = [(x, weight) for x in values]

    assert quantile(pairs, p) == pytest.approx(float(np.quantile(values, p)), abs=near(pairs))


@law
@given(pairs=gaps, chain=st.lists(chances, min_size=2, max_size=6))
def test_it_never_falls_as_p_rises(pairs: Pairs, chain: list[float]) -> None:
    """A larger probability has no smaller quantile."""
    found = [quantile(pairs, p) for p in sorted(chain)]

    assert all(high >= low - near(pairs) for low, high in pairwise(found))


@law
@given(pairs=gaps, p=chances)
def test_it_lies_among_the_values(pairs: Pairs, p: float) -> None:
    """A quantile is never outside the values that have weight."""
    counted = [x for x, w in pairs if w > 0]

    assert min(counted) - near(pairs) <= quantile(pairs, p) <= max(counted) + near(pairs)


@law
@given(pairs=gaps, p=chances, factor=st.floats(1e-3, 1e3), shift=figures)
def test_it_moves_with_the_values(pairs: Pairs, p: float, factor: float, shift: float) -> None:
    """Stretching and shifting the values stretches and shifts the quantile."""
    moved = [(factor * x + shift, w) for x, w in pairs]

    assert quantile(moved, p) == pytest.approx(
        factor * quantile(pairs, p) + shift, abs=near(moved) + factor * near(pairs)
    )


@law
@given(pairs=gaps, p=st.integers(0, 64).map(lambda part: part / 64))
def test_it_is_its_own_mirror_image(pairs: Pairs, p: float) -> None:
    """The quantile of the negated values at 1 - p is the negated quantile at p."""
    mirrored = [(-x, w) for x, w in pairs]

    assert quantile(mirrored, 1 - p) == pytest.approx(-quantile(pairs, p), abs=near(pairs))


@law
@given(pairs=samples, p=chances, extra=figures)
def test_a_weight_that_tends_to_zero_loses_its_influence(pairs: Pairs, p: float, extra: float) -> None:
    """A value of next to no weight moves the quantile by next to nothing, wherever it stands."""
    tiny = [*pairs, (extra, 1e-15)]
    reach = max(abs(x) for x, _ in tiny)

    assert quantile(tiny, p) == pytest.approx(quantile(pairs, p), abs=1e-7 * max(1.0, reach))


@law
@given(pairs=samples, p=chances)
def test_the_formula_is_stable_where_the_others_jump(pairs: Pairs, p: float) -> None:
    """Halving one weight again and again leads without a jump to leaving its value out."""
    assume(len(pairs) > 1)
    (x, w), *rest = pairs
    steps = [quantile([(x, w * 0.5**halving), *rest], p) for halving in (40, 50, 60)]

    assert steps == pytest.approx(
        [quantile(rest, p)] * 3, abs=1e-5 * max(1.0, *(abs(value) for value, _ in pairs))
    )


@law
@given(pairs=samples)
def test_the_effective_size_is_between_one_and_all(pairs: Pairs) -> None:
    """Kish's size is at least one record and at most all of them, and all of them for equal weights."""
    size = effective_size([w for _, w in pairs])

    assert 1 - 1e-12 <= size <= len(pairs) + 1e-9
    assert effective_size([0.3] * len(pairs)) == pytest.approx(len(pairs), rel=1e-12)


@law
@given(pairs=gaps)
def test_the_mean_is_the_plain_sum(pairs: Pairs) -> None:
    """The weighted mean is the sum of weight times value over the sum of weights, in exact fractions."""
    exact = sum(Fraction(x) * Fraction(w) for x, w in pairs) / sum(Fraction(w) for _, w in pairs)
    x, w = zip(*pairs, strict=True)

    assert weighted_mean(x, w) == pytest.approx(float(exact), abs=near(pairs))
