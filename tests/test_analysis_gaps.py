from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit import analysis

NAN = float("nan")


@for_each(
    ("call", "message"),
    [
        (lambda: analysis.log_mean(0, 1), "needs positive numbers, not 0 and 1"),
        (lambda: analysis.log_mean_parts([1, -1], [1, 1]), "Factors must be positive"),
        (lambda: analysis.shapley_parts([1, 1], [1]), "as many new as old"),
        (lambda: analysis.rebase(100, 0, 1), "positive and finite, not 0 and 1"),
        (lambda: analysis.holm_rank_sets([1, 2], [1]), "2 estimates and 1 errors"),
        (lambda: analysis.holm_rank_sets([1, NAN], [1, 1]), "must be finite"),
        (lambda: analysis.holm_rank_sets([1, 2], [1, 0]), "finite and positive"),
        (lambda: analysis.holm_rank_sets([1, 2], [1, 1], level=1), "level=1: give a probability"),
        (
            lambda: analysis.holm_rank_sets(np.zeros(1001), np.ones(1001)),
            "1,001 estimates are too many to compare pair by pair; the limit is 1,000.",
        ),
        (lambda: analysis.max_t_rank_sets([1, 2], [1, 1], draws=10), "draws=10: draw at least 100"),
        (lambda: analysis.shrink([1, 2], [1, -1]), "one standard error for each estimate"),
        (lambda: analysis.mixture_quantile(0, [1], [1], [1]), "a p between 0 and 1"),
        (lambda: analysis.mixture_quantile(0.5, [], [], []), "positive medians, sigmas and sizes"),
        (lambda: analysis.mixture_quantile(0.5, [1], [0], [1]), "positive medians, sigmas and sizes"),
        (lambda: analysis.compa_ratio(1, 0), "midpoint must be positive, not 0"),
        (lambda: analysis.range_penetration(1, 2, 2), "width of the range must be positive"),
        (lambda: analysis.range_spread(0, 2), "minimum of the range must be positive"),
        (lambda: analysis.percentile_of(0, 1, 2, 3), "A salary is positive, not 0"),
        (
            lambda: analysis.percentile_of(2, 3, 2, 1),
            "Quartiles must be positive and in ascending order, not 3, 2, 1",
        ),
        (lambda: analysis.quantile_between(0.2, 1, 2, 3), "only from 0.25 to 0.75"),
        (lambda: analysis.composite([], []), "positive and finite, at least one"),
        (lambda: analysis.composite([1, -1], [1, 1]), "positive and finite, at least one"),
        (lambda: analysis.shares([0, 0]), "at least one must be positive"),
        (
            lambda: analysis.organisation_percentiles({"A": [1, 2]}, [0.5]),
            "0 of 1 organisations have 3 figures",
        ),
        (
            lambda: analysis.organisation_percentiles({"A": [1, 2, 3]}, [0.5], min_organisations=2),
            "at least 2 must",
        ),
        (lambda: analysis.fisher([1], [1, 2], [1], [1, 1]), "the same roles on both sides"),
        (lambda: analysis.fisher([], [], [], []), "the same roles on both sides"),
        (lambda: analysis.laspeyres([1], [1], [1], [0]), "a mix that is not empty"),
        (lambda: analysis.geks([[1]], [[1]], formula="laspeyres"), "depends on the direction"),
    ],
)
def test_what_a_formula_does_not_take(call: Any, message: str) -> None:
    """Each function refuses what its formula is not for, and says what it takes."""
    with pytest.raises(sk.InvalidQuery, match=message):
        call()


def test_at_the_edge_of_a_formula() -> None:
    """One figure, equal figures and certain figures have the answer that any limit has."""
    alone = analysis.max_t_rank_sets([1.0], [1.0])

    assert analysis.log_mean(3.0, 3.0 * (1 + 1e-12)) == pytest.approx(3.0)
    assert (alone.low.tolist(), alone.high.tolist()) == ([1], [1])
    assert analysis.paule_mandel([1.0], [1.0]) == 0.0
    assert analysis.dersimonian_laird([1.0], [1.0]) == 0.0
    assert analysis.expected_ranks([1.0, 2.0], [0.0, 0.0]).tolist() == [2.0, 1.0]
    assert analysis.mixture_quantile(0.5, [5.0, 5.0], [0.3, 0.9], [1, 2]) == pytest.approx(5.0)
    assert analysis.percentile_of(100, 90, 100, 100).value == 0.5
    assert analysis.percentile_of(100, 100, 100, 120).value == 0.5
    assert analysis.geks([[100.0]], [[1.0]]).tolist() == [1.0]
    assert np.isnan(analysis.geks([[1.0, NAN], [NAN, 1.0]], np.ones((2, 2)))[1])
    assert analysis.spread_scores([5.0, 5.0, 5.0, 6.0]).tolist() == [0.0, 0.0, 0.0, np.inf]
    assert np.isnan(analysis.divergence([5.0])).all()


def test_far_apart_estimates_vary_widely() -> None:
    """The variance between true values is found however far apart they are, and solves its equation."""
    y, s = np.array([0.0, 1e6, 2.0]), np.array([1e-3, 1e-3, 10.0])
    tau2 = analysis.paule_mandel(y, s)
    weight = 1 / (tau2 + s**2)
    center = y @ weight / weight.sum()

    assert weight @ (y - center) ** 2 == pytest.approx(2.0, rel=1e-9)


def test_largest_remainders_are_given_and_taken() -> None:
    """Units are added where most was cut, and taken where least was, so that parts sum to a total of another noise."""
    assert analysis.largest_remainder([0.5, 0.5], 1.0, 0) in ([1.0, 0.0], [0.0, 1.0])
    assert sum(analysis.largest_remainder([1.0, 1.0, 1.0], 2.0, 0)) == 2.0
    assert analysis.largest_remainder([], 0.0) == []


def test_a_home_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Where the user's copy cannot be kept, the error names the place."""
    from salarykit.sources import update_price_levels
    from salarykit.sources.price_copies import packaged_price_levels

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SALARYKIT_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(sk.SourceError, match=r"^Cannot write .*price_levels\.csv"):
        update_price_levels(packaged_price_levels())
