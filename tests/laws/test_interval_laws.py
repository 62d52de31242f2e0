from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom, t

from salarykit.analysis.clusters import clustered_size, count_clusters, expanded_tail
from salarykit.analysis.intervals import bootstrap_intervals, order_intervals
from salarykit.analysis.proportions import attained_level, beta_interval, closed_level, wilson
from salarykit.analysis.weighted_sample import WeightedSample

SHARES = [0.1, 0.25, 0.5, 0.75, 0.9]
figures = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6, allow_subnormal=False))
rows = st.lists(
    st.tuples(figures, st.floats(1e-3, 1), st.integers(0, 4), st.integers(0, 2)), min_size=2, max_size=40
)
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def sample_of(count: int) -> WeightedSample:
    """Return the numbers from 1, as records of equal weight."""
    return WeightedSample.of(np.arange(1.0, count + 1), np.ones(count))


@given(count=st.integers(2, 300), p=st.sampled_from(SHARES), level=levels)
def test_an_end_is_open_where_no_order_statistic_is_sure_enough(count: int, p: float, level: float) -> None:
    """Below, an interval is open where even the smallest record lies above the quantile too often; above, mirrored."""
    _, ends = order_intervals(sample_of(count), [p], level=level)
    tail = (1 - level) / 2
    if min(abs(binom.cdf(0, count, p) - tail), abs(binom.sf(count - 1, count, p) - tail)) < 1e-8:
        return

    assert (ends.low[0, 0] == -np.inf) == (binom.cdf(0, count, p) > tail)
    assert (ends.high[0, 0] == np.inf) == (binom.sf(count - 1, count, p) > tail)


@given(count=st.integers(2, 100), p=st.sampled_from(SHARES), level=levels)
def test_closed_ends_are_hazen_s_quantiles_of_clopper_and_pearson(count: int, p: float, level: float) -> None:
    """With equal weights an end is numpy's type 5 at the quantile of a beta distribution (scipy)."""
    x = np.random.default_rng(count).normal(0, 1, count)
    _, ends = order_intervals(WeightedSample.of(x, np.ones(count)), [p], level=level)
    tail = (1 - level) / 2
    low = beta.ppf(tail, count * p, count * (1 - p) + 1)
    high = beta.ppf(1 - tail, count * p + 1, count * (1 - p))

    for end, share in ((ends.low[0, 0], low), (ends.high[0, 0], high)):
        if np.isfinite(end):
            assert end == pytest.approx(np.quantile(x, share, method="hazen"), abs=1e-6)


@pytest.mark.parametrize("p", [0.25, 0.5, 0.75, 0.9])
def test_the_default_covers_from_six_records(p: float) -> None:
    """Of 6 to 400 independent records, a closed interval of 95 % covers its quantile with 94 % at least."""
    for count in range(6, 401):
        low, high = beta_interval(p, count)
        if max(p, 1 - p) ** count > 0.025:  # an end is open
            continue
        assert attained_level(p, low, high, count, method="kish_hazen") >= 0.94


@given(count=st.integers(2, 60), p=st.floats(0.02, 0.98), low=st.integers(1, 60), high=st.integers(1, 60))
def test_the_attained_level_of_whole_records_is_binomial(count: int, p: float, low: int, high: int) -> None:
    """Between the k-th and the l-th record a quantile lies as often as a binomial variable is from k to l - 1."""
    k, last = sorted((min(low, count), min(high, count)))
    first, second = (k - 1) / (count - 1), (last - 1) / (count - 1)

    assert attained_level(p, first, second, count) == pytest.approx(
        binom.cdf(last - 1, count, p) - binom.cdf(k - 1, count, p), abs=1e-9
    )
    assert closed_level(p, count) == pytest.approx(
        binom.cdf(count - 1, count, p) - binom.pmf(0, count, p), abs=1e-9
    )


@given(given_rows=rows, level=levels)
def test_an_interval_holds_its_hazen_quantile_and_grows_with_the_level(given_rows: Any, level: float) -> None:
    """The type 5 quantile is inside its interval, and an interval of a higher level holds that of a lower one."""
    x, w, _, _ = map(np.array, zip(*given_rows, strict=True))
    sample = WeightedSample.of(x, w)
    found, ends = order_intervals(sample, SHARES, level=level, method="kish_hazen")
    _, more = order_intervals(sample, SHARES, level=(1 + level) / 2)

    assert ((ends.low <= found + 1e-6) & (found - 1e-6 <= ends.high)).all()
    assert ((more.low <= ends.low + 1e-6) & (ends.high - 1e-6 <= more.high)).all()


def slow_size(x: Any, w: Any, clusters: Any, p: float, quantile: float, level: float) -> float:
    """Return the effective size of one group in clusters, cluster by cluster."""
    numbers = sorted(set(clusters.tolist()))
    m, n, total = len(numbers), len(x), w.sum()
    if m == 1:
        return 0.0
    sums = [sum(weight * ((value <= quantile) - p) / total for value, weight, own in zip(x, w, clusters, strict=True) if own == c)
            for c in numbers]  # fmt: skip
    mean = sum(sums) / m
    variance = m / (m - 1) * sum((each - mean) ** 2 for each in sums)
    kish = total**2 / (w**2).sum()
    size = min(p * (1 - p) / variance, kish) if variance > 1e-20 else kish
    return float(size * (t.ppf((1 + level) / 2, n - 1) / t.ppf((1 + level) / 2, m - 1)) ** 2)


@given(given_rows=rows, level=levels)
def test_the_clustered_size_is_its_formula(given_rows: Any, level: float) -> None:
    """For each group, the size in clusters is what the formula gives cluster by cluster."""
    from salarykit.analysis.quantiles import sample_quantiles

    x, w, clusters, groups = map(np.array, zip(*given_rows, strict=True))
    w = np.round(w, 3)
    sample = WeightedSample.of(x, w, groups, 3)
    chances = np.broadcast_to(np.array(SHARES), (3, len(SHARES)))
    found = clustered_size(sample, chances, clusters, level)
    quantiles = sample_quantiles(sample, SHARES, method="kish_hazen")

    for group in set(groups.tolist()):
        own = groups == group
        assert count_clusters(sample, clusters)[group] == len(set(clusters[own].tolist()))
        for column, p in enumerate(SHARES):
            slow = slow_size(x[own], w[own], clusters[own], p, quantiles[group, column], level)
            assert found[group, column] == pytest.approx(slow, rel=1e-6)


@given(given_rows=rows)
def test_a_bootstrap_of_clusters_of_one_draws_the_records(given_rows: Any) -> None:
    """Where each record is a cluster, the same records are drawn; only the percentiles are those of the expanded interval."""
    x, w, _, _ = map(np.array, zip(*given_rows, strict=True))
    sample, n = WeightedSample.of(x, w), len(given_rows)
    tail = expanded_tail(0.9, n)
    alone = bootstrap_intervals(sample, [0.5], seed=2, level=1 - 2 * tail, resamples=30)
    clustered = bootstrap_intervals(sample, [0.5], seed=2, level=0.9, resamples=30, clusters=np.arange(n))

    np.testing.assert_allclose(clustered, alone, rtol=1e-9)


@given(p=st.floats(0.01, 0.99), count=st.floats(1, 1e4), level=levels)
def test_wilson_attains_no_more_than_it_states_by_much(p: float, count: float, level: float) -> None:
    """The level that an interval attains is between nothing and everything, and nearly all of its level from many records."""
    low, high = wilson(p, count, level=level)
    found = float(attained_level(p, low, high, count))

    assert 0 <= found <= 1
    if count * min(p, 1 - p) > 200:
        assert found == pytest.approx(level, abs=0.03)
