"""Laws of splits, indices, ranks and ageing, each against a slow or obvious oracle where there is one."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salarykit import analysis
from salarykit.analysis.ageing import growth_factor, year_shares

POSITIVE = st.floats(0.01, 1e6)
PAIRS = st.integers(1, 4).flatmap(
    lambda size: st.tuples(*[st.lists(POSITIVE, min_size=size, max_size=size)] * 2)
)
ESTIMATES = st.integers(2, 7).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(-5, 5), min_size=size, max_size=size),
        st.lists(st.floats(0.05, 2), min_size=size, max_size=size),
    )
)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
GROWTH = st.floats(-0.2, 0.5)


def slow_shapley(new: list[float], old: list[float]) -> list[float]:
    """Return each factor's mean effect over every order of changing them."""
    orders = list(permutations(range(len(new))))
    parts = [0.0] * len(new)
    for order in orders:
        now = list(old)
        for factor in order:
            before = float(np.prod(now))
            now[factor] = new[factor]
            parts[factor] += (float(np.prod(now)) - before) / len(orders)
    return parts


@given(PAIRS, st.sampled_from(["log_mean", "shapley"]))
def test_parts_sum_to_the_difference(pair: Any, method: Any) -> None:
    """Whatever the method, the parts sum to the difference of the products, and change sign with the direction."""
    new, old = pair
    parts = analysis.split_parts(new, old, method)
    gap, scale = np.prod(new) - np.prod(old), max(np.prod(new), np.prod(old)) + np.abs(parts).max()

    assert parts.sum() == pytest.approx(gap, abs=1e-9 * scale)
    np.testing.assert_allclose(analysis.split_parts(old, new, method), -parts, atol=1e-9 * scale)


@given(PAIRS)
def test_shapley_is_the_mean_of_all_orders(pair: Any) -> None:
    """The quick formula is the mean over every order."""
    new, old = pair
    scale = np.prod(np.maximum(new, old))  # differences of products up to it lose what is far less

    np.testing.assert_allclose(
        analysis.shapley_parts(new, old), slow_shapley(new, old), rtol=1e-6, atol=1e-12 * scale
    )


@given(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=6), st.integers(0, 2))
def test_rounded_parts_sum_to_the_rounded_total(parts: list[int], digits: int) -> None:
    """Parts rounded by largest remainder sum exactly, each within one unit of itself."""
    exact = [part / 997 for part in parts]
    shown = analysis.largest_remainder(exact, sum(exact), digits)

    assert round(sum(shown), digits) == round(sum(exact), digits)
    assert all(abs(one - two) < 10.0**-digits * 1.001 for one, two in zip(shown, exact, strict=True))


@given(
    st.integers(1, 4).flatmap(lambda size: st.tuples(*[st.lists(POSITIVE, min_size=size, max_size=size)] * 4))
)
def test_indices_lie_between_the_ratios(pairs: Any) -> None:
    """Every index of pay lies between the smallest and the largest ratio, and Fisher between Laspeyres and Paasche."""
    new, old, *mixes = pairs
    ratios = np.divide(new, old)
    found = {
        name: analysis.index_number(new, old, *mixes, formula=name)
        for name in ("laspeyres", "paasche", "fisher", "tornqvist", "jevons")
    }

    assert all(ratios.min() * (1 - 1e-9) <= each <= ratios.max() * (1 + 1e-9) for each in found.values())
    low, high = sorted((found["laspeyres"], found["paasche"]))
    assert low * (1 - 1e-9) <= found["fisher"] <= high * (1 + 1e-9)


@given(st.integers(2, 5), st.integers(1, 4), st.randoms(use_true_random=False))
def test_geks_does_not_depend_on_the_first_place(places: int, roles: int, random: Any) -> None:
    """Ratios between places are the same whichever is first; proportional pay gives the proportion."""
    pay = np.array([[random.uniform(1, 9) for _ in range(roles)] for _ in range(places)])
    mix = np.array([[random.uniform(1, 9) for _ in range(roles)] for _ in range(places)])
    turned = np.roll(np.arange(places), 1)
    one, two = analysis.geks(pay, mix), analysis.geks(pay[turned], mix[turned])

    np.testing.assert_allclose(one[turned] / one[turned][0], two, rtol=1e-9)
    scale = np.arange(1, places + 1)
    np.testing.assert_allclose(analysis.geks(scale[:, None] * pay[0], mix), scale, rtol=1e-9)


@given(ESTIMATES, st.floats(0.5, 0.99))
def test_rank_sets_hold_the_order_seen(given_: Any, level: float) -> None:
    """A figure's own rank lies in its set; max-T's sets lie within 1 to n; a higher level widens Holm's."""
    x, s = given_
    rank = (np.asarray(x)[:, None] < x).sum(axis=1) + 1
    holm, wider = (analysis.holm_rank_sets(x, s, level=each) for each in (level, 0.999))
    drawn = analysis.max_t_rank_sets(x, s, level=level, draws=200)

    for sets in (holm, wider, drawn):
        assert ((sets.low >= 1) & (sets.low <= rank) & (sets.high <= len(x))).all()
        assert (sets.high >= rank).all()
    assert ((wider.low <= holm.low) & (wider.high >= holm.high)).all()
    assert analysis.tau_best(holm, len(x)).all()


@given(ESTIMATES)
def test_shrinkage_and_expected_ranks(given_: Any) -> None:
    """Shrunk figures lie between their own and the mean; expected ranks sum to n (n + 1) / 2 and lie in 1 to n."""
    x, s = given_
    found = analysis.shrink(x, s)
    ranks = analysis.expected_ranks(found.mean, found.variance)
    low, high = np.minimum(x, found.center), np.maximum(x, found.center)

    assert ((found.mean >= low - 1e-9) & (found.mean <= high + 1e-9)).all()
    assert ranks.sum() == pytest.approx(len(x) * (len(x) + 1) / 2)
    assert ((ranks >= 1 - 1e-9) & (ranks <= len(x) + 1e-9)).all()


@given(DAYS, DAYS, GROWTH, st.sampled_from(["months", "act/365"]), st.sampled_from(["compound", "simple"]))
def test_ageing_back_undoes_ageing_forth(
    one: dt.date, two: dt.date, rate: float, count: Any, method: Any
) -> None:
    """There and back is no change; with one rate, compound growth is its power; without growth nothing changes."""
    assume(method == "compound" or rate > -0.05)
    there = growth_factor(rate, one, two, method=method, day_count=count)
    back = growth_factor(rate, two, one, method=method, day_count=count)
    years = sum(year_shares(min(one, two), max(one, two), count).values())

    assert there * back == pytest.approx(1.0, rel=1e-12)
    assert growth_factor(0.0, one, two, method=method, day_count=count) == 1.0
    if method == "compound" and two >= one:
        assert there == pytest.approx((1 + rate) ** years, rel=1e-9)


@given(DAYS, DAYS)
def test_days_and_months_agree_nearly(one: dt.date, two: dt.date) -> None:
    """Days over 365 count every day once; whole months never count more than those days, and lose less than a month."""
    first, last = sorted((one, two))
    days, months = (sum(year_shares(first, last, count).values()) for count in ("act/365", "months"))

    assert days * 365 == pytest.approx((last - first).days)
    assert 0 <= months * 12 <= (last - first).days / 28
    assert days - months < 31 / 365 + 0.003 * (days + 1)


@given(
    st.floats(0.01, 0.99), st.lists(st.tuples(POSITIVE, st.floats(0.05, 1), POSITIVE), min_size=1, max_size=5)
)
def test_a_mixture_s_quantile_has_that_share_below(p: float, markets: Any) -> None:
    """The share of the mixture below its quantile is the share asked for."""
    from scipy.stats import norm

    medians, sigmas, sizes = (np.array(each) for each in zip(*markets, strict=True))
    x = analysis.mixture_quantile(p, medians, sigmas, sizes)
    below = norm.cdf((np.log(x) - np.log(medians)) / sigmas) @ sizes / sizes.sum()

    assert below == pytest.approx(p, abs=1e-7)


@given(st.floats(80, 140))
def test_percentiles_turn_round(salary: float) -> None:
    """Inside the quartiles a percentile's quantile is the salary again; outside there are only bounds."""
    for log in (True, False):
        found = analysis.percentile_of(salary, 100, 115, 130, log=log)
        if found.value is None:
            assert salary < 100 or salary > 130
        else:
            assert analysis.quantile_between(found.value, 100, 115, 130, log=log) == pytest.approx(salary)
