"""Rank sets, shrinkage and expected ranks as other tools give them.

The sets of `PEER` are those of multiple-inference 1.2.0 (`SimultaneousRanking`, its own random numbers). That package no
longer imports beside a scipy of today (`scipy.misc.derivative` is gone), so its answers are kept here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cases import for_each
from scipy.stats import ttest_ind

import salarykit as sk
from salarykit.analysis import (
    dersimonian_laird,
    expected_ranks,
    holm_rank_sets,
    max_t_rank_sets,
    paule_mandel,
    shrink,
)

FIVE = np.log([450_000, 239_400, 55_000, 185_224, 96_536.7]), [0.05, 0.08, 0.10, 0.15, 0.20]
SCHOOLS = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
CITIES = np.log([250_000, 180_000, 170_000, 165_000, 90_000]), [0.30, 0.05, 0.04, 0.06, 0.25]
PEER = [
    ([0, 1, 2], [0.1**0.5] * 3, [(2, 3), (1, 3), (1, 2)]),
    (*FIVE, [(1, 1), (2, 3), (4, 5), (2, 3), (4, 5)]),
    (
        np.linspace(0, 1.4, 8),
        [0.10, 0.12, 0.08, 0.20, 0.15, 0.10, 0.25, 0.05],
        [(6, 8), (5, 8), (4, 7), (2, 8), (2, 6), (2, 5), (1, 5), (1, 2)],
    ),
    (
        [10.0, 10.02, 10.05, 10.3, 10.31, 10.8],
        [0.02, 0.03, 0.02, 0.05, 0.04, 0.1],
        [(4, 6), (4, 6), (4, 6), (2, 3), (2, 3), (1, 1)],
    ),
]


@for_each(("estimates", "errors", "sets"), PEER)
def test_max_t_agrees_with_a_peer(
    estimates: list[float], errors: list[float], sets: list[tuple[int, int]]
) -> None:
    """The step-down max-T sets are those of multiple-inference, whatever the seed."""
    for seed in (0, 1, 2):
        found = max_t_rank_sets(estimates, errors, seed=seed)

        assert list(zip(found.low.tolist(), found.high.tolist(), strict=True)) == sets


def test_holm_of_five_cities() -> None:
    """Holm's sets of the five cities are these; of three equal steps, these."""
    cities, steps = holm_rank_sets(*FIVE), holm_rank_sets([0, 1, 2], [0.1**0.5] * 3)

    assert cities.low.tolist() == [1, 2, 4, 2, 3]
    assert cities.high.tolist() == [1, 3, 5, 4, 5]
    assert (steps.low.tolist(), steps.high.tolist()) == ([2, 1, 1], [3, 3, 2])


def test_the_variance_between_cities() -> None:
    """Paule and Mandel's variance is statsmodels' iterated one, DerSimonian and Laird's its chi2 one."""
    assert paule_mandel(*CITIES) == pytest.approx(0.0688668719443879, rel=1e-9)
    assert dersimonian_laird(*CITIES) == pytest.approx(0.006555992172052036, rel=1e-12)


def test_five_cities_shrunk() -> None:
    """Shrinkage keeps these shares of each figure, and gives these figures and expected ranks."""
    found = shrink(*CITIES)
    ranks = expected_ranks(found.mean, found.variance)

    assert found.center == pytest.approx(12.007338380825093, abs=1e-9)
    np.testing.assert_allclose(found.factor, [0.433488, 0.96497, 0.977294, 0.950322, 0.524233], atol=5e-7)
    np.testing.assert_allclose(
        np.exp(found.mean), [196853.9, 179412.2, 169860.3, 164947.9, 119720.8], atol=0.05
    )
    np.testing.assert_allclose(ranks, [1.7833, 2.0196, 2.9435, 3.3763, 4.8772], atol=5e-5)
    assert ranks.sum() == pytest.approx(15.0, abs=1e-12)


def test_the_eight_schools() -> None:
    """The eight schools do not differ beyond their errors: all have the same expected rank."""
    found = shrink(*SCHOOLS)

    assert (paule_mandel(*SCHOOLS), dersimonian_laird(*SCHOOLS)) == (0.0, 0.0)
    assert found.center == pytest.approx(7.685616724956035, rel=1e-12)
    assert expected_ranks(found.mean, found.variance).tolist() == [4.5] * 8


def test_guessed_errors_take_student_s_distribution() -> None:
    """Two samples are told apart where Welch's test, from their own deviations, tells them apart (scipy)."""
    rng = np.random.default_rng(3)
    for _ in range(200):
        one, other = rng.normal(0, 1, rng.integers(3, 9)), rng.normal(1, 2, rng.integers(3, 9))
        errors = [each.std(ddof=1) / len(each) ** 0.5 for each in (one, other)]
        sets = holm_rank_sets(
            [one.mean(), other.mean()], errors, level=0.9, freedom=[len(one) - 1, len(other) - 1]
        )
        p = ttest_ind(one, other, equal_var=False, alternative="less").pvalue

        assert (sets.low[0] == 2) == (p <= 0.05)


@for_each("kind", [holm_rank_sets, max_t_rank_sets])
def test_known_errors_are_errors_with_much_freedom(kind: Any) -> None:
    """With very many degrees of freedom the sets are those of known errors; with few they are wider."""
    x, s = FIVE
    plain = kind(x, s)

    for one, other in zip(kind(x, s, freedom=1e9), plain, strict=True):
        assert one.tolist() == other.tolist()
    few = kind(x, s, freedom=2)
    assert (few.low <= plain.low).all()
    assert (few.high >= plain.high).all()
    assert (few.high - few.low).sum() > (plain.high - plain.low).sum()
    with pytest.raises(sk.InvalidQuery, match="freedom: give positive degrees"):
        kind(x, s, freedom=[1, 2])
