from __future__ import annotations

import numpy as np
import pytest
from cases import for_each
from scipy import stats

from salarykit.analysis.checks import other_medians, rank_influence, robust_z, theil_sen, unit_errors

CITIES = ["New York", "Toronto", "London", "Beijing", "Delhi"]
PAY = np.array([450_000, 342_000, 44_000, 1_352_000, 8_251_000.0])
DOLLARS = np.array([1, 0.70, 1.25, 0.137, 0.0117])
GDP = np.array([82_800, 72_900, 40_000, 89_400, 206_000.0])  # a fixture, in local money
FIGURES, LEVELS, PREMIUMS = np.log(PAY * DOLLARS), np.log(GDP * DOLLARS), np.log(PAY / GDP)


def test_premiums() -> None:
    """The premiums of the five cities over the fixture's GDP per head."""
    assert np.exp(PREMIUMS).round(4).tolist() == [5.4348, 4.6914, 1.1, 15.123, 40.0534]


def test_no_rule_of_spread_finds_london() -> None:
    """Modified z-scores of the five cities, as computed apart: none is near 3.5."""
    assert robust_z(FIGURES).round(4).tolist() == [0.9188, 0.2656, -1.2568, 0.0, -0.6745]
    assert robust_z(PREMIUMS).round(4).tolist() == [0.0, -0.0969, -1.0529, 0.6745, 1.3164]


def test_rank_influence_finds_london() -> None:
    """Kendall's tau of the five cities is 0.6, and 1.0 without London; without any other it hardly rises."""
    found = rank_influence(LEVELS, FIGURES)

    assert found.tau == pytest.approx(0.6)
    assert found.change == pytest.approx([-0.266667, -0.266667, 0.4, 0.066667, 0.066667], abs=1e-6)


def test_the_line_of_five() -> None:
    """Theil-Sen's slope and residuals of the five cities, as scipy has them."""
    line = theil_sen(LEVELS, FIGURES)

    assert line is not None
    assert line.slope == pytest.approx(0.4180473462689266, rel=1e-12)
    residuals = FIGURES - line.at(LEVELS)
    assert residuals.round(4).tolist() == [0.6768, 0.248, -1.2142, 0.5881, 0.616]
    assert robust_z(residuals).round(4).tolist() == [0.6745, -2.5838, -13.6958, 0.0, 0.2124]


def test_errors_of_unit_for_london() -> None:
    """London's distance from the others' median premium, as stated and with each error of unit."""
    factors = [1, 12, 10, 52, 100, 1000, 1 / 12, 1 / 10]
    away = unit_errors(PREMIUMS - other_medians(PREMIUMS), factors)[CITIES.index("London")]

    assert np.exp(other_medians(PREMIUMS))[2] == pytest.approx(9.065894793122247, rel=1e-12)
    assert away.round(4).tolist() == [2.1092, 0.3757, 0.1934, 1.842, 2.496, 4.7985, 4.5941, 4.4118]
    assert factors[int(away.argmin())] == 10


@for_each("seed", range(5))
def test_theil_sen_is_scipys(seed: int) -> None:
    """With ties in x the slope and intercept are `scipy.stats.theilslopes`' ones."""
    chance = np.random.default_rng(seed)
    x, y = chance.integers(0, 6, 40).astype(float), chance.normal(size=40)
    slope, intercept, *_ = stats.theilslopes(y, x)

    assert theil_sen(x, y) == pytest.approx((slope, intercept), rel=1e-12)
