"""Figures worked out elsewhere, with other tools; the rates and relevances in them are made up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.analysis.quantiles import weighted_quantiles
from salarykit.analysis.ranks import ranks
from salarykit.analysis.statistics import weighted_mean
from salarykit.analysis.weights import combine, decayed, distance_km, effective_size, top_share
from salarykit.rates.published import Published

ONE_TO_FIVE = [1, 2, 3, 4, 5]
FALLING = [0.5, 0.4, 0.3, 0.2, 0.1]
DISTANCES = [0, 5, 10, 15, 20, 25, 30]
RELEVANCES = [1.0, 0.8, 0.6, 0.5, 0.4]
LOCAL = [
    ("New York", 450_000, "USD"),
    ("Toronto", 342_000, "CAD"),
    ("London", 44_000, "GBP"),
    ("Beijing", 1_352_000, "CNY"),
    ("Delhi", 8_251_000, "INR"),
]
R1 = {"CAD": 0.70, "GBP": 1.25, "CNY": 0.137, "INR": 0.0117}  # US dollars for one unit
R2 = {"CAD": 0.73, "GBP": 1.37, "CNY": 0.1395, "INR": 0.01167}
USD_AT_R1 = [450_000.0, 239_400.0, 55_000.0, 185_224.0, 96_536.7]
USD_AT_R2 = [450_000.0, 249_660.0, 60_280.0, 188_604.0, 96_289.17]


def fixture(dollars: dict[str, float]) -> sk.SalaryTable:
    """Return the five cities in US dollars at made-up rates."""
    rates = sk.Rates(
        Published(list(dollars), [0], [[1 / rate for rate in dollars.values()]], pivot="USD", source="R")
    )
    rows = [
        {"city": city, "amount": amount, "currency": currency, "relevance": relevance}
        for (city, amount, currency), relevance in zip(LOCAL, RELEVANCES, strict=True)
    ]
    return sk.read_salaries(rows).convert("USD", on="1970-01-01", rates=rates)


@for_each(
    ("p", "exact"), [(0.0, (1, 1)), (0.25, (31, 22)), (0.5, (23, 11)), (0.75, (32, 11)), (1.0, (45, 11))]
)
def test_quantiles_of_one_to_five(p: float, exact: tuple[int, int]) -> None:
    """Weighted quantiles of 1 to 5 with falling weights are these fractions."""
    assert weighted_quantiles(ONE_TO_FIVE, FALLING, [p])[0] == pytest.approx(
        float(Fraction(*exact)), rel=1e-14
    )


def test_the_effective_size_of_falling_weights() -> None:
    """Kish's size of the falling weights is 45/11."""
    assert effective_size(FALLING) == pytest.approx(45 / 11, rel=1e-15)


def test_a_gap_in_the_weights() -> None:
    """The median of 1 to 4, of which only 1 and 3 have weight, is 2."""
    assert weighted_quantiles([1, 2, 3, 4], [1, 0, 1, 0], [0.5])[0] == 2.0


@pytest.mark.parametrize(("weights", "median"), [((1, 0, 1), 50.0), ((1, 1e-9, 1), 50.0), ((1, 1, 1), 1.0)])
def test_the_median_of_0_1_100(weights: tuple[float, ...], median: float) -> None:
    """A value of next to no weight has next to no influence: the three requirements of Akinshin."""
    assert weighted_quantiles([0, 1, 100], weights, [0.5])[0] == pytest.approx(median, abs=1e-5)


def test_the_fixture_in_dollars() -> None:
    """The five cities are worth these dollars at either set of rates, and rank alike in both."""
    for dollars, usd in ((R1, USD_AT_R1), (R2, USD_AT_R2)):
        table = fixture(dollars)
        ranked = {row["city"]: row["rank"] for row in table.rank()}

        np.testing.assert_allclose(table.to_arrow().column("value"), usd, rtol=1e-13)
        assert [ranked[city] for city, _, _ in LOCAL] == [1, 2, 5, 3, 4]


def test_the_fixture_s_quantiles() -> None:
    """The weighted quartiles of the five cities are these fractions, from the arrays and from a query."""
    exact = [170869413 / 1205, 53848904 / 241, 82546200 / 241]
    found = fixture(R1).query()

    np.testing.assert_allclose(exact, [141800.342739, 223439.435685, 342515.352697], atol=5e-7)
    np.testing.assert_allclose(
        weighted_quantiles(USD_AT_R1, RELEVANCES, [0.25, 0.5, 0.75]), exact, rtol=1e-13
    )
    assert list(found.quantiles.values()) == pytest.approx(exact, rel=1e-13)


def test_the_fixture_s_weights() -> None:
    """Mean, effective size, design effect and top share of the five cities are these."""
    found = fixture(R1).query()

    assert weighted_mean(USD_AT_R1, RELEVANCES) == pytest.approx(244165.6606, abs=5e-5)
    assert (found.mean, found.n_eff) == pytest.approx((244165.6606, 4.518672), rel=2e-7)
    assert 5 / found.n_eff == pytest.approx(1.10652, abs=5e-6)
    assert found.top_share == top_share(RELEVANCES) == pytest.approx(0.30303030303030304, rel=1e-15)


@pytest.mark.parametrize(
    ("shape", "left"),
    [
        ("gauss", [1, 1, 0.840896, 0.5, 0.210224, 0.0625, 0.013139]),
        ("exp", [1, 1, 0.707107, 0.5, 0.353553, 0.25, 0.176777]),
        ("linear", [1, 1, 0.75, 0.5, 0.25, 0, 0]),
    ],
)
def test_decays(shape: Any, left: list[float]) -> None:
    """A signal of scale 10 and offset 5 falls like this."""
    np.testing.assert_allclose(decayed(DISTANCES, scale=10, offset=5, shape=shape), left, atol=5e-7)


@pytest.mark.parametrize(("shape", "beyond"), [("gauss", 0.044194), ("exp", 0.125), ("linear", 0.0)])
def test_other_decays(shape: Any, beyond: float) -> None:
    """At its scale a signal has fallen to the decay; at one and a half of it, like this."""
    assert decayed([2], scale=2, decay=0.33, shape=shape)[0] == pytest.approx(0.33, rel=1e-14)
    assert decayed([1.5], scale=1, decay=0.25, shape=shape)[0] == pytest.approx(beyond, abs=5e-7)


def test_new_york_to_toronto() -> None:
    """The great circle from New York to Toronto is this long, and leaves this much of a signal of scale 500 km."""
    km = distance_km([40.7128], [-74.0060], 43.6532, -79.3832)

    assert km[0] == pytest.approx(550.445, abs=5e-4)
    assert decayed(km, scale=500)[0] == pytest.approx(0.431683, abs=5e-7)


def test_the_product_of_signals() -> None:
    """Five signals multiply to this weight, and with relevance squared and the place switched off to that one."""
    recency = decayed([9.0], scale=12, shape="exp")
    place = decayed(distance_km([40.7128], [-74.0060], 43.6532, -79.3832), scale=500)
    signals: dict[str, Any] = {
        "relevance": [0.8],
        "role": [0.75],
        "recency": recency,
        "size": [60 / 90],
        "place": place,
    }
    other = {"relevance": 2.0, "place": 0.0}

    assert recency[0] == pytest.approx(0.594604, abs=5e-7)
    assert combine([(signal, 1.0) for signal in signals.values()], 1)[0] == pytest.approx(
        0.102672031327, abs=1e-12
    )
    assert combine([(signal, other.get(name, 1.0)) for name, signal in signals.items()], 1)[
        0
    ] == pytest.approx(0.190273, abs=5e-7)


@for_each(
    ("ties", "found"),
    [
        ("average", [4.0, 2.5, 2.5, 1.0]),
        ("min", [4.0, 2.0, 2.0, 1.0]),
        ("max", [4.0, 3.0, 3.0, 1.0]),
        ("dense", [3.0, 2.0, 2.0, 1.0]),
        ("ordinal", [4.0, 2.0, 3.0, 1.0]),
    ],
)
def test_ranks_with_a_tie(ties: Any, found: list[float]) -> None:
    """10, 20, 20 and 30, the largest first, have these ranks."""
    assert ranks([10, 20, 20, 30], ties=ties).tolist() == found
