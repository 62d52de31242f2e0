from __future__ import annotations

import json
from typing import Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.salaries import SurveyMatch, market_price

A: dict[str, Any] = {
    "survey": "A",
    "currency": "USD",
    "country": "US",
    "p25": 80,
    "p50": 100,
    "p75": 125,
    "effective": "2024-01-01",
}
B: dict[str, Any] = {
    **A,
    "survey": "B",
    "p25": 85,
    "p50": 105,
    "p75": 130,
    "effective": "2024-07-01",
    "match": 0.8,
}
AGEING = sk.Ageing("2025-01-01", growth={"US": 0.04})


def test_shares_are_weight_times_match() -> None:
    """Each survey's share is weight x match over the sum; the shares sum to one."""
    found = market_price([A, {**B, "weight": 2.0}])

    assert [each["share"] for each in found.sources] == pytest.approx([1 / 2.6, 1.6 / 2.6])
    assert found.p50 == pytest.approx((100 + 105 * 1.6) / 2.6)
    assert found.p25 == pytest.approx((80 + 85 * 1.6) / 2.6)


def test_figures_are_aged_then_adjusted() -> None:
    """Each survey's figures are aged from its own date, and multiplied by one plus its adjustment."""
    found = market_price([{**A, "adjustment": 0.05}, B], ageing=AGEING)

    assert [each["factor"] for each in found.sources] == pytest.approx([1.04 * 1.05, 1.04**0.5])
    assert [each["adjusted_p50"] for each in found.sources] == pytest.approx([109.2, 105 * 1.04**0.5])
    assert found.ageing == AGEING.to_dict()
    assert "aged to 2025-01-01 (compound)" in found.explain()


def test_a_poor_match_is_left_out() -> None:
    """A survey below the least match does not count, and is named."""
    found = market_price([A, {**B, "match": 0.6}])

    assert (found.p50, found.left_out) == (100.0, ("B",))
    assert "Left out for a poor match: B." in found.explain()
    assert market_price([A, {**B, "match": 0.6}], min_match=0.5).left_out == ()


@for_each(
    ("weights", "median"),
    [
        ([3, 1, 1, 1], 65.0),
        ([0.6, 0.2, 0.2, 0.2], 65.0),
        ([1 / 2, 1 / 6, 1 / 6, 1 / 6], 65.0),
        ([2, 1, 2, 1], 75.0),
        ([1 / 3, 1 / 6, 1 / 3, 1 / 6], 75.0),
        ([1, 1, 3, 1], 80.0),
    ],
)
def test_a_median_of_two_halves_lies_midway(weights: list[float], median: float) -> None:
    """Where the weights split into halves the weighted median is midway, as whole numbers, decimals or thirds."""
    figures = zip([60, 70, 80, 90], weights, strict=True)
    matches = [
        {"survey": str(p50), "currency": "USD", "p25": p50, "p50": p50, "weight": w} for p50, w in figures
    ]
    found = market_price(matches, how="median")

    assert (found.p25, found.p50) == (median, median)


def test_a_survey_that_does_not_hang_is_flagged() -> None:
    """A median beyond a factor of the others' is flagged and still counts; a single survey has nothing to differ from."""
    far = market_price([A, B, {**A, "survey": "C", "p50": 125.1, "p75": 140}], limit=1.2)
    alone = market_price([A])

    assert far.divergent == ("C",)
    assert "C counts 36% with USD 125.10: 1.22 times the others, so look at its match again." in far.explain()
    assert (alone.divergent, alone.sources[0]["to_others"]) == ((), None)


@for_each(
    ("medians", "far"),
    [
        ((100, 102, 160), "C"), ((102, 160, 100), "B"), ((40, 100, 101), "A"), ((100, 110, 140), "C"), ((100, 101, 102), ""),
        ((50, 100, 200), "AC"), ((100, 160), "AB"), ((100, 102, 104, 160), "D"), ((67, 70, 120), "C"), ((70, 100, 100), "A"),
    ],
)  # fmt: skip
def test_one_of_three_surveys_does_not_take_the_others_with_it(medians: tuple[float, ...], far: str) -> None:
    """Of three surveys the one that is far off is flagged, and not the two that agree."""
    found = market_price(
        {"survey": name, "currency": "EUR", "p50": figure}
        for name, figure in zip("ABCD", medians, strict=False)
    )

    assert "".join(found.divergent) == far


def test_quartiles_are_of_the_surveys_that_have_them() -> None:
    """A survey with a median alone counts for the median alone."""
    found = market_price([A, {**B, "p25": None, "p75": None}])
    bare = market_price([{**B, "p25": None, "p75": None}])

    assert (found.p25, found.p75) == (80.0, 125.0)
    assert (bare.p25, bare.p75) == (None, None)
    with pytest.raises(sk.InvalidQuery, match=r"^No survey has quartiles"):
        bare.percentile(100)


def test_positions_in_the_market() -> None:
    """A salary has a market ratio and a percentile, or the bounds of one; a range is set against the price."""
    found = market_price([A])

    assert found.market_ratio(90) == 0.9
    assert found.percentile(100).value == 0.5
    assert found.percentile(130) == (None, 0.75, 1.0)
    low, middle, high = found.salary_range(0.5, position=1.1)
    assert (middle, high / low - 1, (low + high) / 2) == pytest.approx((110, 0.5, 110))
    with pytest.raises(sk.InvalidQuery, match="both must be positive"):
        found.salary_range(0)


@for_each(
    ("surveys", "options", "error", "message"),
    [
        ([], {}, sk.InvalidQuery, r"^None of 0 surveys"),
        ([{**A, "match": 0.5}], {}, sk.InvalidQuery, r"^None of 1 surveys matches 70% of the job or more"),
        ([A, {**B, "currency": "CAD"}], {}, sk.MixedCurrencies, r"^The surveys are in CAD, USD"),
        ([A, {**B, "p50": -1}], {}, sk.InvalidQuery, r"^survey 2: p50: Input should be greater than 0"),
        (
            [{**A, "p25": 200}],
            {},
            sk.InvalidQuery,
            r"^survey 1: its quartiles 200\.0, 100\.0, 125\.0 are not in ascending order",
        ),
        ([{**A, "colour": "red"}], {}, sk.InvalidQuery, r"^survey 1: colour: Extra inputs"),
        ([{**A, "effective": None}], {"ageing": AGEING}, sk.InvalidQuery, r"^A has no effective date"),
        ([{**A, "weight": 0}], {}, sk.InvalidQuery, r"^Weights must be finite"),
        ([{**A, "weight": 1e308}] * 2, {}, sk.InvalidQuery, r"^survey 1: weight: Input should be less than"),
        ([A, 5], {}, sk.InvalidQuery, r"^survey 2: give a SurveyMatch or a mapping of its fields, not 5\."),
        (A, {}, sk.InvalidQuery, r"^matches: give a list of surveys, not"),
        (None, {}, sk.InvalidQuery, r"^matches: give a list of surveys, not None\."),
        ([A], {"how": "mode"}, sk.InvalidQuery, r"^how='mode': choose one of mean, geometric_mean, median"),
        ([A, B], {"limit": 1.0}, sk.InvalidQuery, r"^limit=1\.0"),
    ],
)
def test_what_is_no_market_price(surveys: Any, options: Any, error: Any, message: str) -> None:
    """What cannot be made into one price is refused with the survey and the reason."""
    with pytest.raises(error, match=message):
        market_price(surveys, **options)


def test_a_price_is_told_and_exported() -> None:
    """JSON, Arrow, HTML and words have every survey; the same surveys give the same bytes."""
    one, two = (market_price([SurveyMatch(**A), B], ageing=AGEING) for _ in range(2))

    assert one.to_json() == two.to_json()
    assert json.loads(one.to_json()) == one.to_dict()
    assert one.to_arrow().column("survey").to_pylist() == ["A", "B"]
    assert "<td>A</td>" in one._repr_html_()
    assert str(one) == one.explain()
    assert one.input != market_price([A]).input
