"""Ageing, positions, mixtures and composite market prices worked out elsewhere."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import salarykit as sk
from salarykit import analysis
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number, parse_span
from salarykit.salaries import market_price

NOW = "2024-06-28"


def test_ageing() -> None:
    """90,000 at three per cent over six months, and the factors of ten and eight months, are these."""
    first, half = dt.date(2024, 1, 1), dt.date(2024, 7, 1)
    ten, eight = (
        sk.Ageing("2024-11-01", growth=0.03, method="simple").factor(day)
        for day in ("2024-01-01", "2024-03-01")
    )
    by_days = analysis.growth_factor(0.03, first, half, day_count="act/365")

    assert 90_000 * analysis.growth_factor(0.03, first, half) == pytest.approx(91340.02408582998, rel=1e-14)
    assert 90_000 * analysis.growth_factor(0.03, first, half, method="simple") == pytest.approx(91_350)
    assert (half - first).days == 182
    assert 90_000 * by_days == pytest.approx(91336.32566521643, rel=1e-14)
    assert (ten, eight) == pytest.approx((1.025, 1.02), rel=1e-14)
    assert [
        sk.Ageing("2024-11-01", growth=0.03).factor(day) for day in ("2024-01-01", "2024-03-01")
    ] == pytest.approx([1.0249382175382498, 1.0199013104567813], rel=1e-14)
    assert sk.Ageing("2025-04-01", growth={2024: 0.04, 2025: 0.03}).factor("2024-10-01") == pytest.approx(
        1.0173435617503306, rel=1e-14
    )


def test_delhi_is_aged_before_it_is_converted() -> None:
    """Delhi's figure aged in rupees, then converted, is this; the other order gives another number."""
    rows = [{"city": "Delhi", "country": "IN", "amount": 8_251_000, "currency": "INR", "as_of": "2023-06-28"}]
    aged = sk.read_salaries(rows).convert(
        "USD",
        on=NOW,
        rates=sk.Rates(
            Published(["INR"], [day_number(dt.date(2024, 6, 28))], [[1 / 0.0117]], pivot="USD", source="test")
        ),
        ageing=sk.Ageing(NOW, growth={"IN": 0.09}),
    )

    assert aged.rank()[0]["value"] == pytest.approx(105225.003, rel=1e-12)
    assert pytest.approx(101982.36) == 8_251_000 * 0.0120 * 1.03


def test_the_composite_of_three_surveys() -> None:
    """Mean, median and geometric mean of three surveys, their ratios to the others and scores are these."""
    surveys = [
        {"survey": name, "currency": "USD", "p50": figure, "weight": weight}
        for name, figure, weight in (("A", 67_000, 0.4), ("B", 70_000, 0.4), ("C", 120_000, 0.2))
    ]
    found = market_price(surveys)

    assert found.p50 == pytest.approx(78_800, rel=1e-14)
    assert market_price(surveys, how="median").p50 == 70_000
    assert market_price(surveys, how="geometric_mean").p50 == pytest.approx(76613.51468723816, rel=1e-12)
    assert [round(each["to_others"], 4) for each in found.sources] == [0.7053, 0.7487, 1.7518]
    np.testing.assert_allclose(
        analysis.spread_scores([67_000, 70_000, 120_000]), [-0.6745, 0.0, 8.2997], atol=5e-5
    )


def test_organisations_count_once() -> None:
    """Compa's published example: the first quartile by companies is 114.5; pooled, 115.25.

    (resources.trycompa.com/weighting-modes; the fourth company has fewer than three offers.)
    """
    offers: dict[str, list[float]] = {
        "01": [120, 130, 128, 131, 122],
        "02": [110, 116, 118, 122],
        "03": [98, 112, 116],
        "04": [153, 115],
    }
    alone = [float(np.quantile(offers[name], 0.25)) for name in ("01", "02", "03")]

    assert alone == [122.0, 114.5, 105.0]
    assert analysis.organisation_percentiles(offers, [0.25]).tolist() == [114.5]
    assert np.quantile(np.concatenate(list(offers.values())), 0.25) == 115.25


def test_positions() -> None:
    """Compa-ratio, penetration, spread and percentiles of the worked examples are these."""
    assert analysis.compa_ratio(45_000, 50_000) == 0.9
    assert analysis.compa_ratio(60_000, 55_000) == pytest.approx(1.0909090909090908)
    assert analysis.range_penetration(45_000, 40_000, 60_000) == 0.25
    assert analysis.range_spread(40_000, 60_000) == 0.5
    assert analysis.percentile_of(118, 100, 115, 140, log=False).value == pytest.approx(0.53)
    assert analysis.percentile_of(118, 100, 115, 140).value == pytest.approx(0.5327289634245099, rel=1e-14)


def test_a_mixture_of_two_markets() -> None:
    """Two markets' spreads, errors and common median are these; a mean of medians is another figure."""
    sigmas = analysis.lognormal_sigma([80_000, 150_000], [125_000, 800_000 / 3])

    np.testing.assert_allclose(sigmas, [0.330833, 0.426518], atol=5e-7)
    np.testing.assert_allclose(analysis.median_error(sigmas, [900, 100]), [0.013821, 0.053456], atol=5e-7)
    assert analysis.mixture_quantile(0.5, [100_000, 200_000], sigmas, [900, 100]) == pytest.approx(
        104119.66, abs=0.005
    )
    assert np.average([100_000, 200_000], weights=[900, 100]) == 110_000
    assert analysis.composite([100_000, 200_000], [900, 100], how="median") == 100_000
    assert np.median([np.median(each) for each in ((1, 2, 9), (3, 4, 5), (6, 7, 8))]) == 4
    assert np.median(range(1, 10)) == 5


def test_the_span_of_a_year() -> None:
    """A figure of a year counts for its middle, the first of July."""
    assert analysis.Ageing("2024-07-01", growth=0.5).factor("2024") == 1.0
    assert parse_span("2024").first == dt.date(2024, 1, 1)
