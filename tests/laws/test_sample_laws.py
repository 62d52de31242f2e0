from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, get_args
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salarykit.analysis import ordered
from salarykit.analysis.exact import ONE, apart, share_of, whole_weights
from salarykit.analysis.quantiles import QuantileMethod, sample_quantiles, weighted_quantiles
from salarykit.analysis.statistics import (
    geometric_means,
    means,
    standard_error,
    standard_errors,
    variances,
    weighted_geometric_mean,
    weighted_mean,
    weighted_variance,
)
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.analysis.weights import effective_size, top_share

METHODS = get_args(QuantileMethod)
figures = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e6, 1e6, allow_subnormal=False))
weights = st.one_of(st.just(0.0), st.integers(1, 10).map(lambda part: part / 10), st.floats(1e-3, 1))
rows = st.lists(st.tuples(figures, weights, st.integers(0, 3)), min_size=1, max_size=30)
chances = st.lists(st.floats(0, 1), min_size=1, max_size=4)
Rows = list[tuple[float, float, int]]


def columns(given_rows: Rows) -> tuple[Any, Any, Any]:
    """Return the rows as columns."""
    x, w, groups = zip(*given_rows, strict=True)
    return np.array(x), np.array(w), np.array(groups)


@pytest.mark.parametrize("method", METHODS)
@given(given_rows=rows, p=chances)
def test_a_group_is_a_sample(method: Any, given_rows: Rows, p: list[float]) -> None:
    """The quantiles of groups are those of each group alone."""
    x, w, groups = columns([*given_rows, *((0.0, 1.0, group) for group in range(4))])
    together = sample_quantiles(WeightedSample.of(x, w, groups, 4), p, method=method)

    for group in range(4):
        alone = weighted_quantiles(x[groups == group], w[groups == group], p, method=method)
        np.testing.assert_allclose(together[group], alone, rtol=1e-12, atol=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bins", [32, 64, 1 << 10])
@given(given_rows=rows, p=chances, one=st.booleans())
def test_narrowing_changes_nothing(
    method: Any, bins: int, given_rows: Rows, p: list[float], *, one: bool
) -> None:
    """Counting into bins first gives bit for bit what sorting everything gives."""
    x, w, groups = columns(given_rows)
    sample = WeightedSample.of(x, w) if one else WeightedSample.of(x, w, groups, 4)
    plain = sample_quantiles(sample, p, method=method)
    with patch.multiple(ordered, _MANY=0, _BINS=bins, _FEWEST=1, _LOOK=4):
        narrowed = sample_quantiles(sample, p, method=method)

    np.testing.assert_array_equal(narrowed, plain)


@given(totals=st.integers(0, 18 * 10**18), p=st.integers(0, ONE))
def test_shares_of_totals_are_exact(totals: int, p: int) -> None:
    """A share of a total is the exact product, in whole numbers that fit 64 bits."""
    whole, rest = share_of(np.array([totals], np.uint64), np.array([p], np.uint64))

    assert (int(whole[0]), int(rest[0])) == divmod(totals * p, ONE)


@given(a=st.integers(0, 2**64 - 1), b=st.integers(0, 2**64 - 1))
def test_differences_of_totals_are_exact(a: int, b: int) -> None:
    """A difference of whole numbers without a sign is the float nearest to the exact one."""
    assert apart(np.array([a], np.uint64), np.array([b], np.uint64))[0] == float(a - b)


@given(tenths=st.lists(st.integers(0, 10**9), min_size=1, max_size=10).filter(any))
def test_whole_weights_are_the_decimals(tenths: list[int]) -> None:
    """Weights written as decimals of nine digits have exactly their ratios as whole numbers."""
    whole = [int(each) for each in whole_weights([part / 10**9 for part in tenths])]

    assert [Fraction(each, sum(whole)) for each in whole] == [Fraction(part, sum(tenths)) for part in tenths]


@given(given_rows=rows)
def test_statistics_of_groups_are_those_of_each(given_rows: Rows) -> None:
    """Means, variances and errors of groups are those of each group alone."""
    x, w, groups = columns([*given_rows, *((1.0, 1.0, group) for group in range(4))])
    sample = WeightedSample.of(x, w, groups, 4)
    pairs: list[tuple[Any, Any]] = [
        (means, weighted_mean),
        (geometric_means, weighted_geometric_mean),
        (variances, weighted_variance),
        (standard_errors, standard_error),
    ]
    for grouped, alone in pairs:
        each = [alone(x[groups == group], w[groups == group]) for group in range(4)]
        np.testing.assert_allclose(grouped(sample), each, rtol=1e-9, atol=1e-9)


@given(given_rows=rows)
def test_the_statistics_are_their_formulas(given_rows: Rows) -> None:
    """Mean, variance and standard error are what their formulas give in exact fractions."""
    counted = [(Fraction(x), Fraction(w)) for x, w, _ in given_rows if w]
    x, w, _ = columns(given_rows)
    if len(counted) < 2:
        assert math.isnan(weighted_variance(x, w))
        return
    total = sum(weight for _, weight in counted)
    mean = sum(value * weight for value, weight in counted) / total
    squares = sum(weight**2 for _, weight in counted)
    variance = sum(weight * (value - mean) ** 2 for value, weight in counted) / (total - squares / total)
    n = len(counted)
    error = float(
        sum((weight * (value - mean)) ** 2 for value, weight in counted) * n / (n - 1)
    ) ** 0.5 / float(total)
    reach = max(1.0, *(abs(float(value)) for value, _ in counted))

    assert weighted_mean(x, w) == pytest.approx(float(mean), abs=1e-9 * reach)
    assert weighted_variance(x, w) == pytest.approx(float(variance), rel=1e-6, abs=1e-9 * reach**2)
    assert standard_error(x, w) == pytest.approx(error, rel=1e-6, abs=1e-9 * reach)


@given(given_rows=rows.filter(lambda each: sum(w > 0 for _, w, _ in each) > 1))
def test_the_variance_is_numpy_s(given_rows: Rows) -> None:
    """The variance is that of numpy's `cov` with weights of reliability."""
    x, w, _ = columns([row for row in given_rows if row[1]])
    theirs = float(np.cov(x, aweights=w, ddof=1))
    reach = max(1.0, float(np.abs(x).max()))

    assert weighted_variance(x, w) == pytest.approx(theirs, rel=1e-6, abs=1e-9 * reach**2)


@given(given_rows=rows.filter(lambda each: any(w for _, w, _ in each)))
def test_the_effective_size_is_between_one_and_all(given_rows: Rows) -> None:
    """Kish's size is at least one record and at most all that count; the top share is at least its inverse."""
    _, w, _ = columns(given_rows)
    size, counted = effective_size(w), int((w > 0).sum())

    assert 1 - 1e-9 <= size <= counted
    assert 1 / counted - 1e-9 <= top_share(w) <= 1


@given(count=st.integers(1, 400), weight=st.one_of(st.floats(1e-300, 1e300), st.fractions(0, 1).filter(bool)))
def test_equal_weights_are_as_many_as_they_are(count: int, weight: Any) -> None:
    """Of n equal weights the effective size is n, whatever the weight, alone and in each of several groups."""
    groups = np.arange(3 * count) % 3
    each = WeightedSample.of(np.zeros(3 * count), np.full(3 * count, float(weight)), groups, 3)

    assert effective_size([float(weight)] * count) == count
    assert each.effective_size.tolist() == [count] * 3
