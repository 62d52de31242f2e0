from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from cases import for_each
from scipy.stats import norm

import salarykit as sk
from salarykit.analysis import holm_rank_sets, median_error
from salarykit.salaries.figure_errors import sampling_errors
from salarykit.salaries.figures import one_statistic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CITIES = {"Munich": 76_000, "Hamburg": 72_000, "Berlin": 71_000}
FACTORS = {"p10": 0.7, "p25": 0.8, "median": 1.0, "p75": 1.3, "p90": 1.7, "mean": 1.1, "min": 0.4, "max": 3.0}
FIVE = ("p10", "p25", "median", "p75", "p90")
SETS = [
    FIVE,
    ("p25", "median", "p75"),
    ("median", "mean"),
    ("min", "median", "max"),
    ("p10", "median", "p90", "mean"),
    ("median", "p95"),
    ("p5", "p25", "p50", "p75"),
]


def rows(*statistics: str | None, **changes: Any) -> list[dict[str, Any]]:
    """Return a row for each city and statistic."""
    return [
        {
            "city": city,
            "country": "DE",
            "role": "Engineer",
            "amount": round(figure * FACTORS.get(name or "median", 1.0)),
            "currency": "EUR",
            "statistic": name,
            **changes,
        }
        for city, figure in CITIES.items()
        for name in statistics
    ]


def table(*statistics: str | None, **changes: Any) -> sk.SalaryTable:
    """Return a table of these rows."""
    return sk.read_salaries(rows(*statistics, **changes))


@for_each("statistics", SETS)
@for_each("uncertainty", ["auto", "none"])
def test_percentiles_are_not_ranked_as_places(statistics: tuple[str, ...], uncertainty: Any) -> None:
    """Each place is ranked once, by its median; the other statistics are listed, and the ranking names the one it is of."""
    ranking = table(*statistics).rank(uncertainty=uncertainty)

    assert [(row["city"], row["value"]) for row in ranking] == list(CITIES.items())
    assert ranking.statistic == "median"
    assert len(ranking.unranked) == 3 * (len(statistics) - 1)
    assert {row["reason"].endswith("of another figure") for row in ranking.unranked} == {True}
    assert ", the median counts; " in ranking.caption
    assert ", the median counts; " in ranking.explain()
    assert json.loads(ranking.to_json())["statistic"] == "median"


@for_each("statistics", SETS)
def test_percentiles_are_not_pooled(statistics: tuple[str, ...]) -> None:
    """A query rests on the medians alone, as if nothing else were in the table, and says so."""
    found, alone = table(*statistics).query(), table("median").query()

    assert (found.n, found.n_eff, found.statistic) == (3, 3.0, "median")
    assert found.quantiles == alone.quantiles
    assert (found.mean, found.intervals) == (alone.mean, alone.intervals)
    assert ", the median counts; " in found.caption
    assert {row["statistic"] in ("median", "p50") for row in found} == {True}
    assert pickle.loads(pickle.dumps(found)).warnings == found.warnings  # noqa: S301 - our own bytes
    groups = table(*statistics).query(by="city")
    assert {row["city"]: (row["n"], row["p50"]) for row in groups} == {
        city: (1, pay) for city, pay in CITIES.items()
    }
    assert ", the median counts; " in groups.note


@for_each("statistics", SETS)
def test_differentials_and_mixes_are_of_medians(statistics: tuple[str, ...]) -> None:
    """What averages by role averages the medians, and says so."""
    several, alone = table(*statistics), table("median")
    found = several.differentials("Berlin")

    assert [row["index"] for row in found] == [row["index"] for row in alone.differentials("Berlin")]
    assert ", the median counts; " in found.note
    mix = several.compare_mix(alone)
    assert (mix.crude, mix.fisher) == (1.0, 1.0)
    assert ", the median counts; " in mix.note


@for_each("statistic", ["p25", "p90", "mean", "P75", "p50"])
def test_another_statistic_may_be_asked_for(statistic: str) -> None:
    """Every verb takes the statistic that counts instead."""
    several = table(*FIVE, "mean")
    factor = FACTORS["median" if statistic == "p50" else statistic.lower()]
    figures = {city: round(pay * factor) for city, pay in CITIES.items()}
    ranking = several.rank(statistic=statistic)

    assert {row["city"]: row["value"] for row in ranking} == figures
    assert ranking.statistic == ("median" if statistic == "p50" else statistic.lower())
    assert several.query(statistic=statistic).mean == pytest.approx(np.mean(list(figures.values())))
    index = {row["city"]: row["index"] for row in several.differentials("Berlin", statistic=statistic)}
    assert index["Munich"] == pytest.approx(100 * figures["Munich"] / figures["Berlin"])
    assert several.compare_mix(several, statistic=statistic).crude == 1.0


@for_each("statistic", ["mean", "p90", "p25", "max"])
def test_the_one_statistic_there_is_counts_and_is_named(statistic: str) -> None:
    """A table of one statistic is ranked and queried by it; where it is not the median, the answer says what it is."""
    one = table(statistic)

    assert len(one.rank()) == one.query().n == 3
    assert (one.rank().statistic, one.query().statistic) == (statistic, statistic)
    for said in (one.rank().caption, one.query().caption, one.differentials("Berlin").note):
        assert f"Every figure is a {statistic}." in said


@for_each(
    "statistics",
    [("p25", "p75"), ("p10", "p90"), ("p25", "p75", "mean"), ("min", "max"), ("p75", "p90", "p95")],
)
def test_several_statistics_without_a_median_are_refused(statistics: tuple[str, ...]) -> None:
    """Where nothing says which of them counts, every verb refuses, and says how to say it; then it works."""
    several = table(*statistics)
    for verb in (several.rank, several.query, lambda: several.query(by="city"), lambda: several.differentials("Berlin"),
                 lambda: several.compare_mix(several)):  # fmt: skip
        with pytest.raises(
            sk.InvalidQuery,
            match=r"but no median, and these cannot be combined\. Say which .* statistic=\"",
        ):
            verb()
    for name in statistics:
        assert len(several.rank(statistic=name)) == several.query(statistic=name).n == 3


def test_a_statistic_that_is_not_there_is_refused() -> None:
    """A statistic that no row states, and a word that is none, are refused with what there is."""
    with pytest.raises(
        sk.InvalidQuery, match=r"^statistic='p95': the table has p10, p25, median, p75 and p90 only\.$"
    ):
        table(*FIVE).rank(statistic="p95")
    with pytest.raises(sk.InvalidQuery, match=r"^statistic='mean': the table has median only\.$"):
        table(None).differentials("Berlin", statistic="mean")
    with pytest.raises(sk.InvalidQuery, match=r"^statistic: 'medain' is not one of"):
        table(*FIVE).rank(statistic="medain")


def test_a_row_that_says_nothing_counts_as_a_median() -> None:
    """Beside its quartiles a figure that does not say what it is is the median; people's own pay is not touched."""
    assert [row["city"] for row in table("p25", None, "p75").rank()] == list(CITIES)
    people = sk.read_salaries([{"amount": n, "currency": "EUR"} for n in range(1, 9)])
    assert (len(people.rank()), people.query().n, people.rank().statistic) == (8, 8, None)
    assert people.rank().note == ""


def test_medians_and_means_of_different_places_may_stand_side_by_side() -> None:
    """Where no place has both, both count, and the answer says so; a percentile among them does not count."""
    mixed = sk.read_salaries([*rows("median")[:2], *rows("mean")[2:]])
    stray = sk.read_salaries([*rows("median")[:2], *rows("p90")[2:]])

    assert (len(mixed.rank()), mixed.query().n) == (3, 3)
    assert "The figures are medians and means." in mixed.rank().caption
    assert "The figures are medians and means." in mixed.query().caption
    assert [row["city"] for row in stray.rank()] == ["Munich", "Hamburg"]
    assert [row["reason"] for row in stray.rank().unranked] == ["a p90; the median is ranked"]


SIZED = ["p25", "median", "p75"]


@for_each("statistics", [("p25", "median", "p75"), FIVE, (*FIVE, "mean"), ("p25", None, "p75", "p90")])
def test_sample_sizes_and_quartiles_give_intervals_among_other_percentiles(
    statistics: tuple[str | None, ...],
) -> None:
    """Rank intervals come from p25, the median and p75, whatever other percentiles stand beside them."""
    ranking, alone = table(*statistics, sample_size=400).rank(), table(*SIZED, sample_size=400).rank()

    assert (len(ranking), ranking.uncertainty) == (3, "holm")
    for name in ("rank_low", "rank_high", "expected_rank"):
        assert [row[name] for row in ranking] == [row[name] for row in alone]


@pytest.mark.parametrize("statistics", [tuple(SIZED), FIVE])
def test_a_place_without_its_sample_size_stays_one_place(statistics: tuple[str, ...]) -> None:
    """One place lacks its sample size: three places are ranked, without intervals, and the ranking says why."""
    lacking = [{**row, "sample_size": None if row["city"] == "Hamburg" else 400} for row in rows(*statistics)]
    ranking = sk.read_salaries(lacking).rank()

    assert [row["city"] for row in ranking] == list(CITIES)
    assert (
        ranking.uncertainty_note == "No rank intervals: 1 of 3 figures have no sample size or no quartiles."
    )
    assert ranking.uncertainty_note in str(ranking)
    unsized = sk.read_salaries([{**row, "sample_size": None} for row in lacking]).rank()
    assert unsized.uncertainty_note not in str(unsized)


def test_a_wide_table_of_percentiles_is_ranked_by_its_medians(tmp_path: Path) -> None:
    """Columns of percentiles, as surveys publish them, are read as rows; every door ranks the medians."""
    file = tmp_path / "survey.csv"
    file.write_text(
        "City,P10,P25,Median,P75,P90,Currency\nLyon,30000,35000,42000,52000,66000,EUR\n"
        "Lille,28000,33000,40000,50000,64000,EUR\n"
    )
    wide = sk.read_salaries(file)

    assert [(row["city"], row["value"]) for row in wide.rank()] == [("Lyon", 42_000), ("Lille", 40_000)]
    assert wide.query().n == 2


def test_the_command_line_ranks_medians(cli: Callable[..., Any], tmp_path: Path) -> None:
    """`salarykit rank` ranks each place once, says what it ranks, and takes `--statistic`; so does `query`."""
    file = tmp_path / "pay.csv"
    table(*FIVE).to_csv(file)
    words = [str(file), "--to", "EUR", "--on", "2024"]
    usual, asked = cli("rank", *words), cli("rank", *words, "--statistic", "p90", "--json")

    assert "3 ranked by EUR a year" in usual.err
    assert "Of the statistics p10, p25, median, p75 and p90, the median counts" in usual.err
    assert (
        "unranked: Munich, Munich, Hamburg, Hamburg, Berlin and 1 more: a quartile of another figure"
        in usual.err
    )
    assert json.loads(asked.out)["rows"][0]["value"] == round(76_000 * 1.7)
    assert json.loads(cli("query", *words, "--json").out)["n"] == 3
    refused = cli("rank", *words, "--statistic", "p1")
    assert (refused.code, "the table has p10, p25" in refused.err) == (1, True)


def test_only_rows_are_chosen() -> None:
    """Choosing looks at the statistics alone: rows without any are all kept."""
    chosen = one_statistic(table(None).to_arrow())

    assert (chosen.rows.tolist(), chosen.name, chosen.note) == ([True] * 3, None, "")


@for_each("ends", [("p20", "p80"), ("p5", "p95"), ("p5", "p20", "p80", "p95")])
def test_other_pairs_of_percentiles_serve_after_them(ends: tuple[str, ...]) -> None:
    """Where there are neither quartiles nor p10 and p90, p20 and p80 imply a spread, and then p5 and p95."""
    factors = {"p5": 0.6, "p20": 0.8, "p80": 1.4, "p95": 2.0, "median": 1.0}
    given = [
        {**row, "statistic": name, "amount": row["amount"] * factors[name]}
        for row in rows("median", sample_size=100)
        for name in ("median", *ends)
    ]
    low, high = ("p20", "p80") if "p20" in ends else ("p5", "p95")
    sigma = np.log(factors[high] / factors[low]) / 2 / norm.ppf(float(high[1:]) / 100)
    found = sampling_errors(sk.read_salaries(given).to_arrow())

    assert found.error[~np.isnan(found.error)] == pytest.approx([median_error(sigma, 100)] * 3)


@for_each("ends", [("p10", "p90"), ("p10", "p90", "mean"), ("p5", "p10", "p90", "p95")])
@for_each("wide", [False, True])
def test_deciles_serve_where_quartiles_lack(ends: tuple[str, ...], *, wide: bool) -> None:
    """The first and last decile imply a spread, from rows or from columns, where there are no quartiles."""
    given = rows("median" if wide else None, *(() if wide else ends), sample_size=100)
    if wide:
        given = [{**row, "p10": row["amount"] * 0.7, "p90": row["amount"] * 1.7} for row in given]
    ranking = sk.read_salaries(given).rank()
    errors = median_error(np.full(3, np.log(1.7 / 0.7) / 2 / norm.ppf(0.9)), 100)
    sets = holm_rank_sets(np.log(list(CITIES.values())), errors, freedom=0.6323 * 100)

    assert (len(ranking), ranking.uncertainty) == (3, "holm")
    assert [(row["rank_low"], row["rank_high"]) for row in ranking] == list(zip(*sets, strict=True))


def test_quartiles_are_preferred_to_deciles() -> None:
    """A city with both has the spread of its quartiles, another that of its deciles."""
    both = [*rows("p10", "p25", "median", "p75", "p90", sample_size=50)[:5]]
    found = sampling_errors(
        sk.read_salaries([*both, *rows("p10", "median", "p90", sample_size=50)[3:6]]).to_arrow()
    )
    known = ~np.isnan(found.error)

    sigmas = np.log([1.3 / 0.8, 1.7 / 0.7]) / 2 / norm.ppf([0.75, 0.9])
    assert found.error[known] == pytest.approx(median_error(sigmas, 50), rel=1e-4)
    assert found.freedom[known] == pytest.approx([0.3675 * 50, 0.6323 * 50], rel=1e-3)


@for_each("statistics", SETS)
def test_medians_are_compared(statistics: tuple[str, ...]) -> None:
    """Two cities are compared by their medians, or by the statistic asked for, and the comparison says which."""
    several, alone = table(*statistics), table("median")
    found = several.compare("Munich", "Berlin")

    assert (found.statistic, found.ratio) == ("median", alone.compare("Munich", "Berlin").ratio)
    assert ", the median counts; " in str(found)
    for name in statistics:
        ratio = several.compare("Munich", "Berlin", statistic=name).ratio
        assert ratio == pytest.approx(CITIES["Munich"] / CITIES["Berlin"], rel=1e-4)


@for_each("sizes", [(5, 400, 400), (29, 29, 31)])
def test_figures_of_few_people_are_a_caution(sizes: tuple[int, ...]) -> None:
    """Rank intervals of figures that rest on fewer than 30 people say so; those of more say nothing."""
    given = [{**row, "sample_size": sizes[at // 3]} for at, row in enumerate(rows("p25", "median", "p75"))]
    few = sum(size < 30 for size in sizes)
    note = sk.read_salaries(given).rank().uncertainty_note

    assert (
        f"{few} figure{'s rest' if few > 1 else ' rests'} on fewer than 30 people (the least on {min(sizes)})"
        in note
    )
    assert "people" not in table("p25", "median", "p75", sample_size=30).rank().uncertainty_note


@for_each("by", [None, "country"])
def test_sample_sizes_that_do_not_count_are_told(by: str | None) -> None:
    """A query over figures of 1,000 people and of 5 says that they weigh alike, unless it weighs them."""
    sized = sk.read_salaries(
        [{**row, "sample_size": size} for row, size in zip(rows("median"), (5, 1000, 30), strict=True)]
    )
    said = "Sample sizes differ (5 to 1,000) but do not count; sample_pivot= makes them count."

    assert said in sized.query(by=by).to_json()
    assert "Sample sizes differ" not in sized.query(by=by, sample_pivot=30).to_json()
    assert "Sample sizes differ" not in table("median", sample_size=30).query(by=by).to_json()
    assert "Sample sizes differ" not in table("median").query(by=by).to_json()
    groups = sized.summarize("country")
    assert "Sample sizes differ (5 to 1,000); they are added up, and are not weights." in str(groups.reading)
    assert "Sample sizes differ" not in str(sized.summarize("city").reading)


def test_one_role_is_one_role() -> None:
    """What is the same in two tables of one role is one role."""
    one = table("median")

    assert "Pay of the same role differs by 1 (Fisher" in one.compare_mix(one).explain()


@for_each("statistics", [FIVE, ("p25", "median", "p75"), ("p25", "p50", "p75", "mean")])
@for_each("converted", [False, True])
def test_a_summary_of_one_distribution_keeps_its_quartiles(
    statistics: tuple[str, ...], *, converted: bool
) -> None:
    """Where a group is one distribution, its row is the median with its quartiles, which a ranking has intervals from."""
    given = table(*statistics, sample_size=400, as_of="2024")
    groups = (given.convert("EUR", on="2024") if converted else given).summarize("city")

    rows_ = groups.to_arrow().to_pylist()
    assert {row["city"]: (row["amount"], row["p25"], row["p75"], row["sample_size"]) for row in rows_} == {
        city: (pay, round(pay * 0.8), round(pay * 1.3), 400) for city, pay in CITIES.items()
    }
    for name in ("rank_low", "rank_high"):
        assert [row[name] for row in groups.rank()] == [row[name] for row in given.rank()]


def test_a_summary_of_several_distributions_has_no_quartiles() -> None:
    """Of several distributions in one group the medians' median has none: quartiles of medians are not those of pay."""
    both = sk.read_salaries([*rows(*SIZED, sample_size=400), *rows(*SIZED, sample_size=400, role="Manager")])
    groups = both.summarize("city").to_arrow().to_pylist()

    assert {(row["p25"], row["p75"], row["sample_size"]) for row in groups} == {(None, None, 800)}
    by_role = both.summarize(["city", "role"]).to_arrow().to_pylist()
    assert {row["p25"] is None for row in by_role} == {False}
