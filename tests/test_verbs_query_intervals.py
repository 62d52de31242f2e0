from __future__ import annotations

import json
from math import inf, isinf
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.analysis.proportions import attained_level, wilson
from salarykit.salaries.querying.explanation import level_of

if TYPE_CHECKING:
    from collections.abc import Callable

SHARES = (0.25, 0.5, 0.75, 0.9)


def people(count: int, cities: int = 1, **changes: Any) -> sk.SalaryTable:
    """Return pay of people in cities, drawn with one seed."""
    rng = np.random.default_rng(count + cities)
    pay = np.exp(rng.normal(11, 0.4, count) + np.repeat(rng.normal(0, 0.2, cities), count // cities))
    return sk.read_salaries(
        [
            {"amount": amount, "currency": "EUR", "city": f"City {at * cities // count}", **changes}
            for at, amount in enumerate(pay.round().tolist())
        ]
    )


def open_ends(found: sk.QueryResult) -> dict[float, tuple[bool, bool]]:
    """Return which ends of the intervals are open."""
    return {p: (low == -inf, high == inf) for p, (low, high) in found.intervals.items()}


@for_each(
    ("count", "open_at"),
    [
        (2, {0.25: (True, True), 0.5: (True, True), 0.75: (True, True), 0.9: (False, True)}),
        (5, {0.25: (True, False), 0.5: (True, True), 0.75: (False, True), 0.9: (False, True)}),
        (6, {0.25: (True, False), 0.5: (False, False), 0.75: (False, True), 0.9: (False, True)}),
        (12, {0.25: (True, False), 0.5: (False, False), 0.75: (False, True), 0.9: (False, True)}),
        (13, {0.25: (False, False), 0.5: (False, False), 0.75: (False, False), 0.9: (False, True)}),
        (35, {0.25: (False, False), 0.5: (False, False), 0.75: (False, False), 0.9: (False, True)}),
        (36, {0.25: (False, False), 0.5: (False, False), 0.75: (False, False), 0.9: (False, False)}),
    ],
)
def test_an_end_that_no_record_can_be_is_open(count: int, open_at: dict[float, tuple[bool, bool]]) -> None:
    """Six records bound a median with 95 %, 13 a quartile, 36 the last decile; of fewer an end is open, and null in JSON."""
    found = people(count).query(quantiles=SHARES)

    assert open_ends(found) == open_at
    ends = json.loads(found.to_json())["intervals"]
    assert {float(p): (low is None, high is None) for p, (low, high) in ends.items()} == open_at
    assert {p for p, level in found.levels.items() if np.isnan(level)} == {
        p for p, ends in open_at.items() if all(ends)
    }
    for p, (low, high) in found.intervals.items():
        assert low <= found.quantiles[p] <= high


def test_open_ends_are_said_in_words() -> None:
    """The answer says which end is open, or with what probability the records enclose a quantile that they cannot bound."""
    six, four = people(6).query(quantiles=SHARES), people(4).query()

    lines = [line for line in six.explain().splitlines() if line.startswith("p")]
    assert ", open below, beta, kish_linear)." in lines[0]
    assert "(95% interval EUR " in lines[1]
    assert ", open above, beta, kish_linear)." in lines[2]
    assert ", open above, " in lines[3]
    assert (
        "(no 95% interval: the smallest and the largest figure contain it with about 88% confidence,"
        in four.explain()
    )
    assert "95% interval EUR" not in "".join(line for line in four.explain().splitlines() if "p50" in line)


@for_each("count", [3, 6, 12, 20, 50])
@for_each("interval", ["wilson", "bootstrap"])
def test_what_covers_less_says_what_it_attains(count: int, interval: Any) -> None:
    """Wilson's interval and the bootstrap's stand with the level that they attain from few records, never with 95 %."""
    settings: dict[str, Any] = {"seed": 1, "resamples": 40} if interval == "bootstrap" else {}
    found = people(count).query(quantiles=SHARES, interval=interval, **settings)
    low, high = wilson(SHARES, count)

    np.testing.assert_allclose(list(found.levels.values()), attained_level(SHARES, low, high, count))
    for p, level in found.levels.items():
        line = next(line for line in found.explain().splitlines() if line.startswith(f"p{100 * p:g} "))
        assert f"({level_of(level, 0.95)} interval EUR" in line
        assert ("(95% interval" in line) == (level >= 0.935)
    assert found.levels[0.9] < 0.93


def test_levels_are_told_as_they_are_asked() -> None:
    """Any level is told as it was asked for: 99.9 % is not 100 %."""
    found = people(200).query(level=0.999)

    assert "(99.9% interval EUR" in found.explain()
    assert (level_of(0.98, 0.99), level_of(0.9, 0.99)) == ("99%", "about 90%")


def test_clusters_widen_the_interval() -> None:
    """Records in twelve cities say less of a region than as many drawn alone; the interval of the clusters is wider."""
    table = people(1200, 12)
    plain, clustered = table.query(quantiles=SHARES), table.query(quantiles=SHARES, cluster="city")
    drawn = table.query(quantiles=SHARES, cluster="city", seed=1, resamples=100)

    assert drawn.query.interval == "bootstrap"
    assert plain.quantiles == clustered.quantiles == drawn.quantiles
    for p in SHARES:
        for wider in (clustered, drawn):
            low, high = wider.intervals[p]
            assert high - low > 1.5 * (plain.intervals[p][1] - plain.intervals[p][0])
    assert drawn == table.query(quantiles=SHARES, cluster="city", seed=1, resamples=100)
    assert drawn.levels[0.5] == pytest.approx(1 - 0.05 * (1 + 10 / 12))
    assert "(about 91% interval EUR" in drawn.explain()
    assert "(95% interval EUR" in clustered.explain()
    assert drawn.query.model_dump(exclude_defaults=True)["cluster"] == "city"


def test_groups_have_their_own_clusters() -> None:
    """By groups, each has the interval of its own clusters."""
    table = people(400, 8, country="DE").to_pandas()
    table.loc[table.index >= 200, "country"] = "FR"
    both = sk.read_salaries(table)
    settings: list[dict[str, Any]] = [{}, {"seed": 3, "resamples": 50}]
    for interval in settings:
        rows = {row["country"]: row for row in both.query(by="country", cluster="city", **interval)}
        alone = both.where(country="DE").query(
            cluster="city", **interval
        )  # the first group has the seed as it is
        assert (rows["DE"]["p50_low"], rows["DE"]["p50_high"]) == pytest.approx(alone.intervals[0.5])
        assert rows["FR"]["p50_low"] < rows["FR"]["p50"] < rows["FR"]["p50_high"]


def test_one_cluster_says_nothing_of_others() -> None:
    """From one city there is no interval for a region, by either method, and the answer says so."""
    one = people(50)
    settings: list[dict[str, Any]] = [{}, {"seed": 1}]
    for interval in settings:
        found = one.query(cluster="city", **interval)
        assert {isinf(end) or np.isnan(end) for ends in found.intervals.values() for end in ends} == {True}
        assert "(no 95% interval, kish_linear)" in found.explain()
        assert "All weight comes from 1 city: nothing shows how pay differs" in found.caption
    with pytest.raises(sk.InvalidQuery, match="cluster: each group by 'city' is one cluster"):
        people(60, 3).query(by="city", cluster="city")
    assert (
        "All weight comes from 1 city: nothing shows how pay differs"
        in people(50, country="DE").query(near=(52.5, 13.4), missing="neutral").caption
    )
    assert "All weight" not in one.query().caption


@for_each(
    ("column", "told"),
    [("city", "8 cities"), ("source", "8 sources"), ("employer", "8 employers"), ("company", "8 companies")],
)
def test_few_clusters_are_told(column: str, told: str) -> None:
    """Where all weight comes from few cities, sources or employers, the answer says that the interval is for those."""
    rows = [{"amount": 50_000 + at, "currency": "EUR", column: f"{column} {at % 8}"} for at in range(80)]
    found = sk.read_salaries(rows).query()

    assert (
        f"All weight comes from {told}: the intervals are for pay in those alone; cluster='{column}' makes"
        in found.caption
    )
    assert "All weight" not in sk.read_salaries(rows).query(cluster=column).caption
    assert "All weight" not in sk.read_salaries(rows).query(interval="none").caption
    assert "All weight" not in sk.read_salaries(rows[:12]).query().caption  # a record or two each
    assert (
        "All weight" not in sk.read_salaries([*rows, {"amount": 50_000, "currency": "EUR"}]).query().caption
    )


def test_few_clusters_are_told_of_groups() -> None:
    """By groups, the note counts those whose weight comes from few cities, or else sources, as each alone would say."""
    rows: list[dict[str, Any]] = [
        {
            "amount": 50_000 + at,
            "currency": "EUR",
            "country": "DE",
            "city": f"a{at % 5}",
            "source": f"s{at % 3}",
        }
        for at in range(60)
    ]
    rows += [{**row, "country": "FR", "city": f"b{at}"} for at, row in enumerate(rows[:60])]
    rows += [{**row, "country": "IT", "city": f"c{at}", "source": None} for at, row in enumerate(rows[:60])]
    table = sk.read_salaries(rows)
    alone = {
        country: [
            word for word in ("cities", "sources") if word in table.where(country=country).query().caption
        ]
        for country in ("DE", "FR", "IT")
    }
    assert alone == {"DE": ["cities"], "FR": ["sources"], "IT": []}

    note = table.query(by="country").note
    assert (
        "In 1 of 3 groups all weight comes from few cities: the intervals are for pay in those alone" in note
    )
    assert "In 1 of 3 groups all weight comes from few sources:" in note
    assert "all weight" not in table.query(by="country", interval="none").note
    assert (
        "In 1 of 3 groups all weight comes from 1 source: nothing shows"
        in sk.read_salaries(
            [{**row, "source": "s" if row["country"] == "DE" else row["source"]} for row in rows]
        )
        .query(by="country", cluster="source")
        .note
    )


def test_a_cluster_that_means_nothing_is_refused() -> None:
    """A column that is not there, and an interval that knows no clusters, are refused."""
    table = people(30, 3)
    with pytest.raises(sk.InvalidQuery, match=r"^cluster: no column 'cityy'\. Did you mean 'city'\?$"):
        table.query(cluster="cityy")
    others: list[Any] = ["wilson", "none"]
    for interval in others:
        with pytest.raises(sk.InvalidQuery, match="cluster has no effect without interval="):
            table.query(cluster="city", interval=interval)


def test_the_command_line_takes_clusters(cli: Callable[..., Any], tmp_path: Any) -> None:
    """`salarykit query --cluster city` answers as the table does."""
    file = tmp_path / "pay.csv"
    people(120, 6).to_csv(file)
    found = cli("query", str(file), "--to", "EUR", "--on", "2024", "--cluster", "city", "--json")

    assert json.loads(found.out)["query"] == {"cluster": "city"}


@for_each("interval", ["beta", "wilson", "bootstrap"])
def test_little_has_no_figure_but_a_reason(interval: Any) -> None:
    """Weights that are all zero, one record, and equal figures have a reason or the one figure, and never NaN in silence."""
    settings: dict[str, Any] = {"seed": 1, "resamples": 9} if interval == "bootstrap" else {}
    nothing = people(9, relevance=0.0).query(interval=interval, **settings)
    one = people(1).query(interval=interval, **settings)
    equal = sk.read_salaries([{"amount": 70_000, "currency": "EUR"}] * 40).query(
        interval=interval, **settings
    )

    assert any(line.startswith("No record has any weight") for line in nothing.warnings)
    assert "nan" not in nothing.explain() + one.explain() + equal.explain()
    assert "NaN" not in nothing.to_json() + one.to_json() + equal.to_json()
    assert "interval" not in one.explain().replace("interval=", "")
    assert set(equal.intervals.values()) == {(70_000.0, 70_000.0)}


@for_each("count", [4, 6, 12, 35])
def test_quartiles_that_are_drawn_together_say_so(count: int) -> None:
    """The explanation says by how much the usual quartiles of few records are too near, and which definition's are not."""
    usual = people(count).query()

    assert f"draws p25 and p75 together by about {1.3 / (count + 0.5):.0%} of" in usual.explain()
    for other in (
        people(count).query(method="kish_hazen"),
        people(count).query(quantiles=(0.5,)),
        people(40).query(),
    ):
        assert "together" not in other.explain()


def test_clusters_have_the_standard_error_of_clusters() -> None:
    """The standard error of a mean is that of its clusters, too: of groups each its own; one cluster has none."""
    table = people(400, 8)
    plain, clustered = table.query(), table.query(cluster="city")

    assert clustered.mean == plain.mean
    assert clustered.standard_error > 2 * plain.standard_error
    assert np.isnan(people(20).query(cluster="city").standard_error)
