from __future__ import annotations

import math
from typing import Any, get_args

import numpy as np
import pytest
from cases import for_each
from scipy.special import betainc

from salarykit.analysis import ordered
from salarykit.analysis.exact import probabilities, whole_weights
from salarykit.analysis.intervals import (
    beta_interval,
    bootstrap_intervals,
    quantiles_with_intervals,
    wilson,
)
from salarykit.analysis.quantiles import QuantileMethod, sample_quantiles, weighted_quantiles
from salarykit.analysis.statistics import (
    standard_error,
    weighted_geometric_mean,
    weighted_mean,
    weighted_variance,
)
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.errors import InvalidQuery

METHODS = get_args(QuantileMethod)
NAN = float("nan")


@for_each("bad", [NAN, -0.1, math.inf, -math.inf])
def test_a_weight_that_means_nothing_is_refused(bad: float) -> None:
    """A weight that is NaN, negative or infinite is refused with its row, by everything that takes weights."""
    takers: list[Any] = [
        lambda: whole_weights([1, 0, bad]),
        lambda: weighted_quantiles([1, 2, 3], [1, 0, bad], [0.5]),
        lambda: weighted_mean([1, 2, 3], [1, 0, bad]),
        lambda: standard_error([1, 2, 3], [1, 0, bad]),
    ]
    for take in takers:
        with pytest.raises(
            InvalidQuery, match=r"^Row 3: a weight must be a finite number, 0 or more, not "
        ) as caught:
            take()

        assert caught.value.row == 3


@pytest.mark.parametrize("bad", [NAN, math.inf], ids=str)
def test_a_figure_that_means_nothing_is_refused(bad: float) -> None:
    """A figure with weight that is NaN or infinite is refused with its row; without weight it does not matter."""
    with pytest.raises(InvalidQuery, match=r"^Row 2: a figure with weight must be finite, not "):
        weighted_quantiles([1, bad], [1, 1], [0.5])

    assert weighted_quantiles([1, bad], [1, 0], [0.5]).tolist() == [1.0]


def test_columns_of_two_lengths_are_refused() -> None:
    """As many weights as figures are needed, and as many groups."""
    with pytest.raises(InvalidQuery, match="3 figures cannot have 2 weights"):
        weighted_quantiles([1, 2, 3], [1, 1], [0.5])
    with pytest.raises(InvalidQuery, match="3 figures cannot have 2 groups"):
        WeightedSample.of([1, 2, 3], [1, 1, 1], np.array([0, 0]), 1)
    for group in (-1, 2):
        with pytest.raises(InvalidQuery, match="A group is a number from 0 to below 2"):
            WeightedSample.of([1, 2], [1, 1], np.array([0, group]), 2)


@pytest.mark.parametrize("bad", [-0.1, 1.1, NAN])
def test_a_probability_outside_its_range_is_refused(bad: float) -> None:
    """A probability lies between 0 and 1."""
    with pytest.raises(InvalidQuery, match="A probability lies between 0 and 1"):
        probabilities([0.5, bad])


def test_an_unknown_method_is_refused() -> None:
    """A word that is no method is refused, with the nearest one."""
    with pytest.raises(InvalidQuery, match=r"^method='hazem': choose one of .* Did you mean 'hazen'\?$"):
        weighted_quantiles([1], [1], [0.5], method="hazem")  # type: ignore[arg-type]


@for_each("method", METHODS)
def test_little_data(method: Any) -> None:
    """Nothing has no quantiles, one value is all of them, and a group without weight has none beside one with."""
    sample = WeightedSample.of([7, 8], [0.5, 0], np.array([1, 0]), 3)

    assert np.isnan(weighted_quantiles([], [], [0, 0.5], method=method)).tolist() == [True, True]
    assert weighted_quantiles([7], [0.2], [0, 0.3, 1], method=method).tolist() == [7.0, 7.0, 7.0]
    np.testing.assert_array_equal(
        sample_quantiles(sample, [0, 0.5], method=method), [[NAN, NAN], [7, 7], [NAN, NAN]]
    )


def test_ten_million_weights_fit() -> None:
    """Ten million weights of 1 are exact in units of 1e-12; the sum of more would not fit, and the unit grows."""
    ten, thirty = (np.broadcast_to(1.0, count) for count in (10_000_000, 30_000_000))

    assert int(whole_weights(ten).sum(dtype=np.uint64)) == 10_000_000 * 10**12
    assert int(whole_weights(thirty).sum(dtype=np.uint64)) == 30_000_000 * 10**11


@for_each("largest", [5e-324, 1e-300, 0.09, 1.0, 1.5, 1e22, 1e300, 1.7e308])
def test_weights_of_any_scale_are_counted(largest: float) -> None:
    """The unit follows the largest weight, whatever a float can hold."""
    whole = whole_weights([largest, largest, 0.0])

    assert 10**11 <= int(whole[0]) <= 10**12
    assert (whole[0], whole[2]) == (whole[1], 0)


def test_many_figures_are_narrowed() -> None:
    """Of many figures only those near the quantiles are sorted, and the quantiles are the same, bit for bit."""
    rng = np.random.default_rng(5)
    size, n_groups = 140_000, 7
    groups = rng.integers(0, n_groups, size).astype(np.int16)
    for x in (
        rng.lognormal(11, 0.6, size),
        np.where(rng.random(size) < 0.5, -1.0, 1.0) * rng.lognormal(0, 300, size).clip(1e-300, 1e300),
        rng.integers(0, 3, size) * 1.0,
        np.zeros(size),
        np.where(np.arange(size) % 7, 5.0, NAN),
    ):
        even = np.where(np.isnan(x), 0.0, 1.0)
        for weights in (even * rng.integers(0, 11, size) / 10, even * (np.arange(size) % 30_011 == 8)):
            for sample in (WeightedSample.of(x, weights, groups, n_groups), WeightedSample.of(x, weights)):
                assert ordered.worth_narrowing(size, sample.n_groups)
                for method in ("kish_linear", "hazen"):
                    fast = sample_quantiles(sample, [0, 0.3, 0.5, 1], method=method)
                    with pytest.MonkeyPatch.context() as patch:
                        patch.setattr(ordered, "_MANY", 1 << 40)
                        slow = sample_quantiles(sample, [0, 0.3, 0.5, 1], method=method)
                    np.testing.assert_array_equal(fast, slow)


def test_intervals_hold_their_quantiles() -> None:
    """An interval holds its quantile, a surer one is wider, and more records make it narrower."""
    rng = np.random.default_rng(1)
    for interval in (wilson, beta_interval):
        widths = []
        for size, level in ((1000, 0.9), (1000, 0.99), (100, 0.99)):
            sample = WeightedSample.of(rng.lognormal(11, 0.6, size), np.ones(size))
            found, low, high = quantiles_with_intervals(sample, [0.25, 0.5], level=level, interval=interval)
            assert ((low <= found) & (found <= high)).all()
            widths.append(float((high - low)[0, 1]))

        assert widths == sorted(widths)


def test_intervals_end_at_the_ends() -> None:
    """The interval of 0 starts at 0, that of 1 ends at 1; with endless trials it is the probability itself."""
    for interval in (wilson, beta_interval):
        low, high = interval([0.0, 1.0, 0.5], [3.0, 3.0, 1e12])

        assert (low[0], high[1]) == (0.0, 1.0)
        assert low[2] == pytest.approx(high[2], abs=1e-5) == pytest.approx(0.5, abs=1e-5)
        with pytest.raises(InvalidQuery, match="level=1: a confidence level must be between 0 and 1"):
            interval(0.5, 5, level=1)


def test_the_beta_interval_is_its_definition() -> None:
    """The ends of the beta interval have the tails of the binomial distribution."""
    low, high = (float(end) for end in beta_interval(0.3, 10, level=0.9))

    assert betainc(3, 8, low) == pytest.approx(0.05)
    assert betainc(4, 7, high) == pytest.approx(0.95)


def test_the_bootstrap_is_seeded() -> None:
    """One seed gives one answer, another another; a group without weight has none, and groups are drawn apart."""
    x, w = np.arange(1.0, 21), np.linspace(0.1, 1, 20)
    sample = WeightedSample.of(np.tile(x, 2), np.tile(w, 2), np.repeat([0, 2], 20), 3)
    one, same, other = (bootstrap_intervals(sample, [0.5], seed=seed, resamples=50) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one, same)
    assert (one[0][0], one[1][0]) != (other[0][0], other[1][0])
    assert np.isnan(one[0][1]).all()
    assert (one[0] <= one[1])[[0, 2]].all()
    np.testing.assert_array_equal(
        one[0][0], bootstrap_intervals(WeightedSample.of(x, w), [0.5], seed=1, resamples=50)[0][0]
    )


def test_figures_near_the_largest_float() -> None:
    """Figures near the largest float have a mean and a quantile; what squares them may be infinite, without a warning."""
    x, w = [1.7e308, 1.6e308, 1.0], [1.0, 1.0, 1e-6]

    assert weighted_mean(x, w) == pytest.approx(1.65e308, rel=1e-5)
    assert weighted_geometric_mean(x, w) == pytest.approx(1.65e308, rel=1e-2)
    assert standard_error(x, w) == math.inf
    for method in METHODS:
        assert np.isfinite(weighted_quantiles(x, w, [0.1, 0.5, 0.9], method=method)).all()


def test_moments_of_little_data() -> None:
    """One record has no variance and no error; a figure that is not positive has no geometric mean."""
    assert math.isnan(weighted_variance([5], [1]))
    assert math.isnan(standard_error([5, 6], [1, 0]))
    assert math.isnan(weighted_geometric_mean([0, 5], [1, 1]))
    assert weighted_geometric_mean([-1, 5], [0, 1]) == pytest.approx(5)
