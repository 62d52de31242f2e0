from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.analysis import holm_rank_sets
from salarykit.salaries.published_errors import published_errors

Z90, Z95, Z99 = 1.6448536269514722, 1.959963984540054, 2.5758293035489004
PAY = (50_000.0, 40_000.0)


def table(columns: dict[str, list[Any]], statistic: Any = "median", **changes: Any) -> sk.SalaryTable:
    """Return two cities' pay with columns of errors."""
    return sk.read_salaries(
        [
            {"city": city, "amount": pay, "currency": "EUR", "statistic": statistic}
            | {name: cells[at] for name, cells in columns.items()} | changes
            for at, (city, pay) in enumerate(zip(("Lyon", "Lille"), PAY, strict=True))
        ]
    )  # fmt: skip


@for_each(
    ("header", "cells", "errors"),
    [
        ("MEDIAN_PRSE", ["1.2", "0.4"], [0.012, 0.004]),
        ("Median CV", ["2.1", "4"], [0.021, 0.04]),
        ("CV", ["2,1", "4,5"], [0.021, 0.045]),
        ("CV (%)", [0.4, 0.9], [0.004, 0.009]),
        ("Coefficient of variation", ["0.4%", "12.5 %"], [0.004, 0.125]),
        ("rse_fraction", [0.02, 0.03], [0.02, 0.03]),
        ("Percent relative standard error", [1.5, 2], [0.015, 0.02]),
        ("Percent relative standard error", [0.5, 0.2], [0.005, 0.002]),
        ("relative_standard_error_pct", [0.5, 0.7], [0.005, 0.007]),
        ("SE", ["1,000", "€800"], [0.02, 0.02]),
        ("Standard error of the median", [500, 400], [0.01, 0.01]),
        ("median_std_err", [500.0, 400.0], [0.01, 0.01]),
        ("Margin of error", ["±1,645", "+/-1316"], [1645 / Z90 / 50_000, 1316 / Z90 / 40_000]),
        ("moe", [1000, 1000], [1000 / Z90 / 50_000, 1000 / Z90 / 40_000]),
        ("Margin of error 95%", [1000, 1000], [1000 / Z95 / 50_000, 1000 / Z95 / 40_000]),
        ("B20017_001M", [1000, 900], [1000 / Z90 / 50_000, 900 / Z90 / 40_000]),
        (
            "Median earnings (dollars)!!Margin of Error",
            ["±1,645", "1316"],
            [1645 / Z90 / 50_000, 1316 / Z90 / 40_000],
        ),
        ("A_MEDIAN_PRSE", ["1.2", "2"], [0.012, 0.02]),
        ("Annual median wage RSE", ["1.2", "2"], [0.012, 0.02]),
        ("CV of the median", ["1.2", "2"], [0.012, 0.02]),
        ("Employment RSE", [1.2, 3.4], [np.nan, np.nan]),
        ("Households!!Margin of Error", [1645, 1316], [np.nan, np.nan]),
        ("Standard error of the mean", [500, 400], [np.nan, np.nan]),
        ("Percentage change CV", [1.2, 3.4], [np.nan, np.nan]),
        ("MEDIAN_PRSE", ["*", "0.4"], [np.nan, 0.004]),
        ("median se", ["x", None], [np.nan, np.nan]),
        ("CV", [0.4, 0.9], [np.nan, np.nan]),
        ("EMP_PRSE", [1.2, 3.4], [np.nan, np.nan]),
        ("MEAN_PRSE", [1.2, 3.4], [np.nan, np.nan]),
        ("SE", [1.0, 0.8], [np.nan, np.nan]),
        ("moe", [900_000, 900_000], [np.nan, np.nan]),
        ("Salesforce", [1.2, 3.4], [np.nan, np.nan]),
        ("CV", ["attached", "none"], [np.nan, np.nan]),
    ],
)
def test_errors_are_known_by_their_headers(header: str, cells: list[Any], errors: list[float]) -> None:
    """Relative errors, standard errors and margins are errors of the logarithm of pay; what is unclear is not used."""
    found = published_errors(table({header: cells}).to_arrow())

    np.testing.assert_allclose(found.error, errors, rtol=1e-6)
    assert found.columns == ((header,) if np.isfinite(errors).any() else ())


@for_each(
    ("low", "high", "z"),
    [
        ("Lower 95% CI", "Upper 95% CI", Z95), ("ci_low", "ci_high", Z95), ("CI_90_lower", "CI_90_upper", Z90),
        ("LCL", "UCL", Z95), ("median_ci_low", "median_ci_high", Z95), ("Lower 99% confidence limit", "Upper 99% confidence limit", Z99),
        ("conf_low", "conf_high", Z95), ("lower_ci_95", "upper_ci_95", Z95),
    ],
)  # fmt: skip
def test_confidence_limits_are_errors(low: str, high: str, z: float) -> None:
    """Two limits around a figure are its error, by the confidence that their headers say."""
    limits = {low: [48_000, 39_000], high: [52_500, 41_000]}
    found = published_errors(table(limits).to_arrow())

    np.testing.assert_allclose(found.error, [np.log(52.5 / 48) / 2 / z, np.log(41 / 39) / 2 / z])
    assert found.columns == (low, high)
    alone = published_errors(table({low: [48_000, 39_000]}).to_arrow())
    assert np.isnan(alone.error).all()
    assert not alone.columns
    outside = published_errors(table({low: [51_000, 39_000], high: [52_500, 41_000]}).to_arrow())
    assert np.isnan(outside.error).tolist() == [True, False]


@for_each(
    "words",
    [("Lower limit", "Upper limit"), ("low", "high"), ("min_salary", "max_salary"), ("Lower", "Upper")],
)
def test_a_range_of_pay_is_no_confidence_interval(words: tuple[str, str]) -> None:
    """Limits that nothing calls limits of confidence may be a range of pay."""
    columns = {
        "amount": list(PAY),
        "statistic": ["median"] * 2,
        words[0]: [48_000.0, 39_000.0],
        words[1]: [52_500.0, 41_000.0],
    }

    assert published_errors(pa.table(columns)).columns == ()


def test_published_errors_come_before_any_guess() -> None:
    """Rank sets are those of the published errors, as known ones, where sample sizes and quartiles imply others."""
    guess: dict[str, list[Any]] = {"sample_size": [12, 12], "p25": [40_000, 32_000], "p75": [62_000, 50_000]}
    both, alone = table({"Median CV": [1.5, 2], **guess}).rank(), table({"Median CV": [1.5, 2]}).rank()
    sets = holm_rank_sets(np.log(PAY), [0.015, 0.02])

    for ranking in (both, alone):
        assert [(row["rank_low"], row["rank_high"]) for row in ranking] == list(zip(*sets, strict=True))
        assert "standard errors as published, Median CV)." in ranking.uncertainty_note
        assert "people" not in ranking.uncertainty_note
    assert [row["rank_high"] for row in table(guess).rank()] == [2, 2]
    mixed = table({"Median CV": [1.5, "*"], **guess}).rank()
    assert (
        "as published, Median CV; where there is none, from sample sizes and percentiles"
        in mixed.uncertainty_note
    )


def test_errors_of_another_statistic_are_not_used_but_named() -> None:
    """The error of a mean is not that of a median; the ranking says whose it is, and ranks means with it."""
    rows = [
        {
            "city": city,
            "amount": pay * factor,
            "currency": "EUR",
            "statistic": name,
            "MEAN_PRSE": 1.1,
            "EMP_PRSE": 9,
        }
        for city, pay in zip(("Lyon", "Lille"), PAY, strict=True)
        for name, factor in (("mean", 1.1), ("median", 1.0), ("p90", 1.6))
    ]
    both = sk.read_salaries(rows)

    assert "MEAN_PRSE is of another statistic; statistic= ranks that." in both.rank().uncertainty_note
    assert "as published, MEAN_PRSE)" in both.rank(statistic="mean").uncertainty_note
    only = sk.read_salaries([row for row in rows if row["statistic"] == "median"])
    assert "MEAN_PRSE is of the mean." in only.rank().uncertainty_note
    with pytest.raises(sk.InvalidQuery, match="MEAN_PRSE is of another statistic"):
        both.rank(uncertainty="holm")


def test_a_comparison_has_the_interval_of_its_ratio() -> None:
    """Two figures with errors have the interval of their ratio: normal for published ones, Student's for guessed ones."""
    found = table({"Median CV": [1.5, 2]}).compare("Lyon", "Lille")
    wide = np.exp(Z95 * np.hypot(0.015, 0.02))

    assert found.ratio_interval == pytest.approx((1.25 / wide, 1.25 * wide))
    assert (
        "The ratio 1.250 has the 95% interval 1.190 to 1.313 (standard errors as published, Median CV)."
        in str(found)
    )
    guess: dict[str, list[Any]] = {"sample_size": [12, 12], "p25": [40_000, 32_000], "p75": [62_000, 50_000]}
    guessed = table(guess).compare("Lyon", "Lille")
    assert guessed.ratio_interval is not None
    assert guessed.ratio_interval[0] < 1.25 / wide
    assert "from sample sizes and percentiles" in str(guessed)
    bare = table({}).compare("Lyon", "Lille")
    assert (bare.ratio_interval, "interval" in str(bare)) == (None, False)
    assert table({"Median CV": [1.5, 2]}).compare("Lyon", "Lyon").ratio_interval is None


def test_a_single_record_has_its_published_interval() -> None:
    """A query that rests on one record gives that record's own interval of its median, alone and by groups."""
    both = table({"Median CV": [1.5, 2]})
    wide = np.exp(Z95 * np.array([0.015, 0.02]))
    one = both.where(city="Lyon").query()

    assert one.intervals[0.5] == pytest.approx((50_000 / wide[0], 50_000 * wide[0]))
    assert np.isnan(one.intervals[0.25]).all()
    assert (
        "p50 is EUR 50,000 (95% interval EUR 48,551 to EUR 51,492, its error as published, kish_linear)."
        in one.explain()
    )
    rows = {row["city"]: row for row in both.query(by="city")}
    assert rows["Lille"]["p50_low"] == pytest.approx(40_000 / wide[1])
    assert both.where(city="Lyon").query(interval="none").intervals == {}


def test_an_oews_table_is_ranked_with_its_published_errors(tmp_path: Any) -> None:
    """The means of an OEWS table are ranked with MEAN_PRSE."""
    file = tmp_path / "oews.csv"
    file.write_text(
        "AREA_TITLE,OCC_TITLE,TOT_EMP,EMP_PRSE,A_MEAN,MEAN_PRSE,A_MEDIAN\n"
        "Boston,Engineer,1200,3.1,98000,1.2,95000\nAustin,Engineer,900,4.0,91000,2.2,90000\n"
    )
    ranking = sk.read_salaries(file).rank(statistic="mean")

    assert [(row["rank_low"], row["rank_high"]) for row in ranking] == [(1, 1), (2, 2)]
    assert "as published, MEAN_PRSE" in ranking.caption


def test_one_of_several_errors_is_not_chosen() -> None:
    """Of two columns of errors alike, nothing says which is that of the figures: neither is used, and the ranking says so."""
    both = table({"B20017_001M": [1000, 900], "B20017_002M": [1500, 1200]})
    found = published_errors(both.to_arrow())

    assert np.isnan(found.error).all()
    assert (
        "B20017_001M is one of several, and nothing says which is that of the figures."
        in both.rank().uncertainty_note
    )
    assert "CV holds no numbers." in table({"CV": ["yes", "no"]}).rank().uncertainty_note
    two = published_errors(table({"Median CV": [1.5, 2], "MEAN_PRSE": [1, 1]}).to_arrow())
    assert two.columns == ("Median CV",)
