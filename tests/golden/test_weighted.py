"""Weighted statistics worked out elsewhere, with other tools; the figures and relevances in them are made up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from cases import for_each
from scipy.stats import bootstrap, t

import salarykit as sk
from salarykit.analysis.clusters import clustered_errors, clustered_size
from salarykit.analysis.intervals import beta_interval, bootstrap_intervals, quantiles_with_intervals, wilson
from salarykit.analysis.quantiles import weighted_quantiles
from salarykit.analysis.statistics import (
    standard_error,
    weighted_geometric_mean,
    weighted_mean,
    weighted_variance,
)
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.analysis.weights import combine, decayed, distance_km, effective_size, saturated, top_share
from salarykit.salaries.querying.signals import role_similarity

ONE_TO_FIVE, FALLING = [1, 2, 3, 4, 5], [0.5, 0.4, 0.3, 0.2, 0.1]
CITIES = [450_000.0, 239_400.0, 55_000.0, 185_224.0, 96_536.7]
RELEVANCES = [1.0, 0.8, 0.6, 0.5, 0.4]
QUARTERS = [0, 0.25, 0.5, 0.75, 1]


@for_each(
    ("method", "found"),
    [
        ("inverted_cdf", [1, 1, 2, 3, 5]),
        ("averaged_inverted_cdf", [1, 1, 2, 3, 5]),
        ("hazen", [1, 1.277778, 2.142857, 3.3, 5]),
        ("kish_linear", [1, 1.409091, 2.090909, 2.909091, 4.090909]),
        ("harrell_davis", [1, 1.336183, 2.182324, 3.38795, 5]),
    ],
)
def test_quantiles_of_one_to_five(method: Any, found: list[float]) -> None:
    """Five methods give five sets of quartiles of the same data."""
    np.testing.assert_allclose(
        weighted_quantiles(ONE_TO_FIVE, FALLING, QUARTERS, method=method), found, atol=5e-7
    )


def test_kish_linear_is_rational() -> None:
    """The default's quantiles of 1 to 5, and of the five cities, are these fractions."""
    five = [Fraction(1), Fraction(31, 22), Fraction(23, 11), Fraction(32, 11), Fraction(45, 11)]
    cities = [Fraction(170869413, 1205), Fraction(53848904, 241), Fraction(82546200, 241)]

    np.testing.assert_allclose(
        weighted_quantiles(ONE_TO_FIVE, FALLING, QUARTERS), [float(each) for each in five], rtol=1e-14
    )
    np.testing.assert_allclose(
        weighted_quantiles(CITIES, RELEVANCES, [0.25, 0.5, 0.75]),
        [float(each) for each in cities],
        rtol=1e-14,
    )


@for_each(
    ("method", "found"),
    [
        ("inverted_cdf", [96536.7, 239400.0, 450000.0]),
        ("averaged_inverted_cdf", [96536.7, 239400.0, 450000.0]),
        ("hazen", [101463.77, 218563.08, 373950.0]),
        ("kish_linear", [141800.34, 223439.44, 342515.35]),
        ("harrell_davis", [118836.01, 236229.76, 374924.38]),
    ],
)
def test_quartiles_of_five_cities(method: Any, found: list[float]) -> None:
    """The quartiles of the five cities, from the arrays and from a query."""
    rows = [
        {"amount": amount, "currency": "USD", "relevance": relevance}
        for amount, relevance in zip(CITIES, RELEVANCES, strict=True)
    ]
    asked = sk.read_salaries(rows).query(method=method)

    np.testing.assert_allclose(
        weighted_quantiles(CITIES, RELEVANCES, [0.25, 0.5, 0.75], method=method), found, atol=5e-3
    )
    np.testing.assert_allclose(list(asked.quantiles.values()), found, atol=5e-3)


def test_moments_of_five_cities() -> None:
    """Mean, geometric mean, effective size, design effect, top share, deviation and error of the five cities."""
    size = effective_size(RELEVANCES)

    assert weighted_mean(CITIES, RELEVANCES) == pytest.approx(244165.6606, abs=5e-5)
    assert weighted_geometric_mean(CITIES, RELEVANCES) == pytest.approx(191139.311, abs=5e-4)
    assert (size, 5 / size) == pytest.approx((4.518672, 1.10652), abs=5e-7)
    assert top_share(RELEVANCES) == pytest.approx(0.30303030303030304, rel=1e-15)
    assert weighted_variance(CITIES, RELEVANCES) ** 0.5 == pytest.approx(170053.4129, abs=5e-5)
    assert standard_error(CITIES, RELEVANCES) == pytest.approx(82725.0826, abs=5e-5)


@pytest.mark.parametrize(
    ("method", "p", "tie"),
    [("inverted_cdf", 0.4, 10.0), ("averaged_inverted_cdf", 0.4, 10.5)],
)
def test_decimals_tie(method: Any, p: float, tie: float) -> None:
    """0.6 of 1.5 is 0.4 of the weight, though the floats nearest to them say otherwise."""
    assert weighted_quantiles([10, 11], [0.6, 0.9], [p], method=method)[0] == tie


def test_ten_tenths_tie() -> None:
    """Of ten records of weight 0.1 three are 0.3 of the weight."""
    ten, tenths = list(range(1, 11)), [0.1] * 10

    assert weighted_quantiles(ten, tenths, [0.3], method="averaged_inverted_cdf")[0] == 3.5
    assert weighted_quantiles(ten, tenths, [0.3], method="inverted_cdf")[0] == 3.0


@for_each(
    ("method", "median"),
    [
        ("inverted_cdf", 1),
        ("averaged_inverted_cdf", 2),
        ("hazen", 2),
        ("kish_linear", 2),
        ("harrell_davis", 2),
    ],
)
def test_a_gap_in_the_weights(method: Any, median: float) -> None:
    """The median of 1 to 4, of which only 1 and 3 have weight."""
    assert weighted_quantiles([1, 2, 3, 4], [1, 0, 1, 0], [0.5], method=method)[0] == pytest.approx(median)


@pytest.mark.parametrize(
    ("weights", "medians"),
    [
        ((1, 0, 1), (0.0, 50.0, 50.0, 50.0, 50.0)),
        ((1, 1e-9, 1), (1.0, 1.0, 1.0, 50.0, 50.0)),
        ((1, 1, 1), (1.0, 1.0, 1.0, 1.0, 26.407407)),
    ],
)
def test_three_requirements(weights: tuple[float, ...], medians: tuple[float, ...]) -> None:
    """Akinshin's three samples of 0, 1 and 100 tell the methods apart."""
    methods: list[Any] = ["inverted_cdf", "averaged_inverted_cdf", "hazen", "kish_linear", "harrell_davis"]
    found = [weighted_quantiles([0, 1, 100], weights, [0.5], method=method)[0] for method in methods]

    np.testing.assert_allclose(found, medians, atol=1e-6)


@pytest.mark.parametrize(
    ("p", "ends", "figures"),
    [
        (0.25, (0.049673, 0.680076), (69671.02, 290699.19)),
        (0.5, (0.161069, 0.838931), (103463.6, 408416.25)),
        (0.75, (0.319924, 0.950327), (167509.06, 450000.0)),
    ],
)
def test_intervals_of_five_cities(p: float, ends: tuple[float, float], figures: tuple[float, float]) -> None:
    """Wilson's interval of each quartile with Kish's size, and what it is through the same quantile function."""
    sample = WeightedSample.of(CITIES, RELEVANCES)
    low, high = wilson(p, effective_size(RELEVANCES))
    _, lower, upper = quantiles_with_intervals(sample, [p])

    assert (float(low), float(high)) == pytest.approx(ends, abs=5e-7)
    assert (lower[0, 0], upper[0, 0]) == pytest.approx(figures, abs=5e-3)


@pytest.mark.parametrize(("p", "ends"), [(0.5, (0.366445, 0.633555)), (0.25, (0.150808, 0.384866))])
def test_wilson_of_fifty(p: float, ends: tuple[float, float]) -> None:
    """Wilson's interval for fifty records."""
    assert tuple(float(end) for end in wilson(p, 50)) == pytest.approx(ends, abs=5e-7)


@pytest.mark.parametrize("method", ["kish_linear", "averaged_inverted_cdf"])
def test_the_bootstrap_is_scipy_s(method: Any) -> None:
    """The seeded bootstrap draws records with their weights as scipy's paired percentile bootstrap does."""
    drawn = bootstrap(
        (np.array(CITIES), np.array(RELEVANCES)),
        lambda x, w: float(weighted_quantiles(x, w, [0.5], method=method)[0]),
        paired=True,
        vectorized=False,
        n_resamples=500,
        method="percentile",
        random_state=np.random.default_rng(7),
    ).confidence_interval
    low, high = bootstrap_intervals(
        WeightedSample.of(CITIES, RELEVANCES), [0.5], seed=7, resamples=500, method=method
    )

    assert (low[0, 0], high[0, 0]) == pytest.approx((drawn.low, drawn.high), rel=1e-12)


@pytest.mark.parametrize(
    ("level", "ends", "figures"),
    [
        (0.95, (0.081853, 0.918147), (55000.0, 450000.0)),
        (0.5, (0.260255, 0.739745), (96536.7, 450000.0)),
    ],
)
def test_beta_intervals_of_five_cities(
    level: float, ends: tuple[float, float], figures: tuple[float, float]
) -> None:
    """The beta interval of the median with Kish's size, and what it is through the averaged inverse."""
    low, high = beta_interval(0.5, effective_size(RELEVANCES), level=level)
    _, lower, upper = quantiles_with_intervals(
        WeightedSample.of(CITIES, RELEVANCES),
        [0.5],
        level=level,
        method="averaged_inverted_cdf",
        interval=beta_interval,
    )

    assert (float(low), float(high)) == pytest.approx(ends, abs=5e-7)
    assert (lower[0, 0], upper[0, 0]) == figures


@pytest.mark.parametrize(("p", "ends"), [(0.5, (0.355273, 0.644727)), (0.25, (0.138414, 0.392608))])
def test_beta_intervals_of_fifty(p: float, ends: tuple[float, float]) -> None:
    """The beta interval for fifty records."""
    assert tuple(float(end) for end in beta_interval(p, 50)) == pytest.approx(ends, abs=5e-7)


def test_saturation() -> None:
    """Sizes n have the signal n / (n + 30): for 0, 10, 30 and 270 records."""
    assert saturated([0, 10, 30, 270], pivot=30).tolist() == [0.0, 0.25, 0.5, 0.9]


def test_isco_codes() -> None:
    """1120 beside 1120, 1121, 1221, 1330 and 2511."""
    others = ("1120", "1121", "1221", "1330", "2511")

    assert [role_similarity("1120", other) for other in others] == [1.0, 0.75, 0.25, 0.25, 0.0]


@for_each(
    ("how", "exponents", "weight"),
    [
        ("product", {}, 0.102672031327),
        ("min", {}, 0.431683),
        ("mean", {}, 0.648591),
        ("product", {"relevance": 2.0, "place": 0.0}, 0.190273),
        ("product", dict.fromkeys(("relevance", "role", "recency", "sample_size", "place"), 0.2), 0.634294),
    ],
)
def test_five_signals(how: Any, exponents: dict[str, float], weight: float) -> None:
    """Relevance 0.8, role 0.75, nine months, sixty records and Toronto from New York weigh this."""
    signals: dict[str, Any] = {
        "relevance": [0.8],
        "role": [0.75],
        "recency": decayed([9.0], scale=12, shape="exp"),
        "sample_size": saturated([60], pivot=30),
        "place": decayed(distance_km([40.7128], [-74.0060], 43.6532, -79.3832), scale=500),
    }
    pairs = [(signal, exponents.get(name, 1.0)) for name, signal in signals.items()]

    assert combine(pairs, 1, how=how)[0] == pytest.approx(weight, abs=5e-7)
    if not exponents and how == "product":
        assert combine(pairs, 1)[0] == pytest.approx(weight, abs=1e-12)


def test_the_mean_of_signals_is_weighted() -> None:
    """0.1 counted three times and 0.2 four times have the mean 0.157, as in Elasticsearch's weighted average."""
    assert combine([([0.1], 3.0), ([0.2], 4.0)], 1, how="mean")[0] == pytest.approx(0.15714285714285714)


@for_each(
    ("p", "variance"),
    [(0.25, 0.011186868687), (0.5, 0.012424242424), (0.75, 0.008383838384), (0.9, 0.004545454545)],
)
def test_clusters_of_one_size_have_statsmodels_variance(p: float, variance: float) -> None:
    """Of clusters of one size, the share below a quantile has the variance of statsmodels' cluster-robust least squares (0.15)."""
    x = np.array([(7 * at * at + 3 * at) % 101 + 12 * (at // 5 * 5 % 12) for at in range(60)], float)
    student = (t.ppf(0.975, 59) / t.ppf(0.975, 11)) ** 2
    found = clustered_size(WeightedSample.of(x, np.ones(60)), np.array([[p]]), np.repeat(np.arange(12), 5))

    assert found[0, 0] == pytest.approx(min(p * (1 - p) / variance, 60) * student, rel=1e-6)


def test_the_error_of_a_mean_in_clusters_is_statsmodels() -> None:
    """The standard error of a weighted mean by cluster is that of statsmodels' cluster-robust weighted least squares (0.15)."""
    x = np.array([(7 * at * at + 3 * at) % 101 + 12 * (at // 5 * 5 % 12) for at in range(60)], float)
    sample = WeightedSample.of(x, [1 + at % 4 for at in range(60)])
    clusters = np.minimum(np.arange(60) // 5, 8)

    assert clustered_errors(sample, clusters)[0] == pytest.approx(12.93761476, abs=5e-9)
