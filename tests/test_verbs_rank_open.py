from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.analysis import holm_rank_sets, lognormal_sigma, max_t_rank_sets, mean_error, median_error

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURES = [("A", 100.0, 80.0, 125.0, 400), ("B", 98.0, 80.0, 125.0, 400), ("C", 60.0, 50.0, 72.0, 400)]
WIDE = [
    {
        "city": city,
        "amount": p50,
        "currency": "USD",
        "statistic": "median",
        "p25": p25,
        "p75": p75,
        "sample_size": n,
    }
    for city, p50, p25, p75, n in FIGURES
]
LONG = [
    {"city": city, "amount": amount, "currency": "USD", "statistic": statistic, "sample_size": n}
    for city, p50, p25, p75, n in FIGURES
    for statistic, amount in (("p25", p25), ("median", p50), ("p75", p75))
]
PLAIN = sk.load_salaries().convert("USD", on="2024")


def table(rows: list[dict[str, Any]] = WIDE, **changes: Any) -> sk.SalaryTable:
    """Return a table of rows, each changed."""
    return sk.read_salaries([{**row, **changes} for row in rows])


def test_without_sampling_information_there_are_no_intervals() -> None:
    """The ranking says so, in words, and has no such columns."""
    ranking = PLAIN.rank()

    assert (ranking.uncertainty, "rank_low" in ranking.columns) == ("none", False)
    assert ranking.uncertainty_note == ("No rank intervals: the figures have no sample sizes and quartiles.")
    assert ranking.uncertainty_note in ranking.explain()
    with pytest.raises(sk.InvalidQuery, match=r"^best\(\) needs rank intervals\. No rank intervals"):
        ranking.best()


@pytest.mark.parametrize("rows", [WIDE, LONG])
def test_sample_sizes_and_quartiles_give_holm_s_intervals(rows: list[dict[str, Any]]) -> None:
    """From columns or from rows, the intervals are Holm's of the log medians and their standard errors."""
    ranking = table(rows).rank()
    error = median_error(lognormal_sigma([80, 80, 50], [125, 125, 72]), [400] * 3)
    sets = holm_rank_sets(np.log([100, 98, 60]), error)

    assert [row["city"] for row in ranking] == ["A", "B", "C"]
    assert [(row["rank_low"], row["rank_high"]) for row in ranking] == [(1, 2), (1, 2), (3, 3)]
    assert [row["rank_low"] for row in ranking] == sets.low.tolist()
    assert sum(row["expected_rank"] for row in ranking) == pytest.approx(6)
    assert ranking.uncertainty == "holm"
    assert [row["city"] for row in ranking.best()] == ["A", "B"]
    assert "Rank 1 may be: A, B." in ranking.explain()
    assert "95% confidence (Holm's test of all ordered pairs)" in ranking.caption


def test_quartiles_are_not_ranked_beside_their_median() -> None:
    """Rows that are the spread of another figure are listed apart, with the reason."""
    ranking = table(LONG).rank()

    assert len(ranking) == 3
    assert {row["reason"] for row in ranking.unranked} == {"a quartile of another figure"}
    assert len(table(LONG).rank(uncertainty="none")) == 3
    assert table(LONG).rank(against="B")[0]["index"] == pytest.approx(100 / 98 * 100)


def test_max_t_is_seeded() -> None:
    """The same seed gives the same bytes, and the sets of the function."""
    one, two = (table().rank(uncertainty="max_t", seed=7).to_json() for _ in range(2))
    error = median_error(lognormal_sigma([80, 80, 50], [125, 125, 72]), [400] * 3)
    sets = max_t_rank_sets(np.log([100, 98, 60]), error, seed=7)

    assert one == two
    assert [row["rank_high"] for row in json.loads(one)["rows"]] == sets.high.tolist()
    assert "10,000 draws, seed 7" in json.loads(one)["uncertainty_note"]


def test_the_smallest_first_turns_the_intervals() -> None:
    """Where rank 1 is the smallest, intervals and expected ranks count from there."""
    down, up = table().rank(), table().rank(descending=False)

    for row in down:
        turned = next(other for other in up if other["city"] == row["city"])
        assert (turned["rank_low"], turned["rank_high"]) == (4 - row["rank_high"], 4 - row["rank_low"])
        assert turned["expected_rank"] == pytest.approx(4 - row["expected_rank"])


def test_a_mean_has_another_error() -> None:
    """The error of a mean is the lognormal's; a figure that says nothing counts as a median."""
    sigma, logs = lognormal_sigma([80, 80, 50], [125, 125, 72]), np.log([100, 98, 60])
    for statistic, error in (("mean", mean_error(sigma, [400] * 3)), (None, median_error(sigma, [400] * 3))):
        ranking = table(statistic=statistic).rank(level=0.5)

        assert [row["rank_high"] for row in ranking] == holm_rank_sets(logs, error, level=0.5).high.tolist()


def test_columns_of_another_name() -> None:
    """The user names the columns of the quartiles; one that is missing or holds texts is refused."""
    rows = [{**row, "low": row["p25"], "high": row["p75"], "word": "x"} for row in WIDE]
    bare = [{name: value for name, value in row.items() if name not in ("p25", "p75")} for row in rows]

    assert table(bare).rank().uncertainty == "none"
    assert table(bare).rank(spread=("low", "high")).uncertainty == "holm"
    with pytest.raises(sk.InvalidQuery, match=r"^No column 'lows'\. Did you mean 'low'\?"):
        table(bare).rank(spread=("lows", "high"))
    with pytest.raises(sk.InvalidQuery, match=r"^The column 'word' does not hold numbers\."):
        table(bare).rank(spread=("word", "high"))


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"sample_size": None}, "no sample sizes and quartiles"),
        ({"p25": 5.0, "p75": 5.0}, "no sample sizes and quartiles"),
        ({"statistic": "p90"}, "no sample sizes and quartiles"),
    ],
)
def test_information_that_says_nothing(changes: dict[str, Any], note: str) -> None:
    """Without a size, without a spread, or of a figure in a tail there is no error: none by default, refused by name."""
    assert note in table(**changes).rank().uncertainty_note
    with pytest.raises(sk.InvalidQuery, match=r"^uncertainty='holm': No rank intervals"):
        table(**changes).rank(uncertainty="holm")


def test_one_figure_without_information_is_one_too_many() -> None:
    """Intervals are of all figures or of none."""
    ranking = sk.read_salaries([*WIDE, {"city": "D", "amount": 1.0, "currency": "USD"}]).rank()

    assert (
        ranking.uncertainty_note == "No rank intervals: 1 of 4 figures have no sample size or no quartiles."
    )


def test_too_many_to_be_compared_pair_by_pair() -> None:
    """A thousand and one figures are ranked without intervals, which says why."""
    rows = [{**WIDE[0], "city": str(number), "period": "year"} for number in range(1001)]
    many = sk.read_salaries(rows).rank()

    assert many.uncertainty_note == (
        "No rank intervals: 1,001 figures are too many to compare pair by pair; the limit is 1,000."
    )


def test_an_unknown_word_is_refused() -> None:
    """The message has the words there are."""
    with pytest.raises(
        sk.InvalidQuery, match=r"choose one of auto, none, holm, max_t\. Did you mean 'holm'\?"
    ):
        table().rank(uncertainty="holms")  # type: ignore[arg-type]
    with pytest.raises(sk.InvalidQuery, match=r"^level=1\.5"):
        table().rank(level=1.5)


def test_other_days_move_neighbours() -> None:
    """Ranks over other years have a range; the first year a city is ahead is named, and a conversion of it agrees."""
    years = [str(year) for year in range(2011, 2025)]
    ranking = PLAIN.rank(fx_dates=years)
    orders = [sk.load_salaries().convert("USD", on=year).rank() for year in years]
    there = {
        city: [next(r["rank"] for r in order if r["city"] == city) for order in orders]
        for city in ("Tel Aviv", "London")
    }
    assert ranking.fx is not None
    flip = {row["city"]: row["first_flip"] for row in ranking.fx}["Tel Aviv"]

    for row in ranking:
        if row["city"] in there:
            seen = there[row["city"]]
            assert (row["fx_rank_low"], row["fx_rank_high"]) == (min(seen), max(seen))
    assert str(flip)[:4] == next(y for y, rank in zip(years, there["Tel Aviv"], strict=True) if rank < 6)
    assert ranking.fx.tau[-1] == pytest.approx(1.0)
    assert "is ahead of San Francisco on 2021" in ranking.explain()


def test_a_span_is_every_day_of_publication_in_it() -> None:
    """One text stands for its days; a list for what it lists."""
    fx = PLAIN.rank(fx_dates="2024-06").fx
    assert fx is not None

    assert (len(fx.days), fx.days[0], fx.days[-1]) == (20, "2024-06-03", "2024-06-28")
    assert "Rates of 20 days or spans" in fx.caption
    assert fx.drawn()[1][1][3] == "+11.2%"
    assert json.loads(fx.to_json())["days"][0] == "2024-06-03"


def test_a_day_without_a_rate_is_an_error() -> None:
    """The message names currency and day; a span without any day of publication is refused, too."""
    with pytest.raises(sk.RateNotFound, match=r"^No ILS/USD rate for 2008-01-01/2008-12-31"):
        PLAIN.rank(fx_dates=["2008"])
    with pytest.raises(sk.InvalidQuery, match=r"^fx_dates has no day on which rates were published"):
        PLAIN.rank(fx_dates="2024-06-29/2024-06-30")


def test_other_days_need_the_same_rates() -> None:
    """Nothing converted, real terms, or other rates than those of the table are refused."""
    with pytest.raises(sk.InvalidQuery, match=r"^fx_dates needs a converted table"):
        table().rank(fx_dates=["2024"])
    with pytest.raises(sk.InvalidQuery, match=r"^fx_dates has no effect on figures in Int\$ 2025"):
        sk.load_salaries().convert("USD", on="2024", price_levels="2025").rank(fx_dates=["2024"])
    mine = sk.read_rates([{"date": "2024-06-28", "currency": "CAD", "rate": 1.37}], base="USD")
    two = sk.load_salaries().where(country=["US", "CA"]).convert("USD", on="2024-06-28", rates=mine)
    with pytest.raises(sk.InvalidQuery, match=r"was converted with other rates .* Pass those as rates="):
        two.rank(fx_dates=["2024-06-28"])

    assert two.rank(fx_dates=["2024-06-28"], rates=mine).fx is not None


def test_neighbours_in_one_currency_do_not_overtake() -> None:
    """Two cities paid in one currency have no gain; a single city has no neighbour and no tau."""
    one = PLAIN.where(city="Paris").rank(fx_dates=["2024"])
    assert one.fx is not None

    assert (len(one.fx), one.fx.tau) == (0, (None,))
    assert [row["gain"] for row in PLAIN.where(country="US").rank().overtaking()] == [None] * 3


def test_the_command_line_tries_other_days(cli: Callable[..., Any]) -> None:
    """`--fx-dates` takes a span or a list."""
    for words, count in (("2024-06", 20), ("2019,2021", 2)):
        run = cli("rank", "--to", "USD", "--on", "2024", "--fx-dates", words, "--json")

        assert run.code == 0
        assert len(json.loads(run.out)["fx"]["days"]) == count


@for_each(
    ("options", "message"),
    [
        ({"level": "x"}, r"^level='x': give a probability"),
        ({"level": True}, r"^level=True"),
        ({"seed": -1}, r"^seed=-1: give a whole number"),
        ({"seed": 0.5}, r"^seed=0\.5"),
        ({"spread": "p25"}, r"^spread='p25': give the names of two columns"),
        ({"fx_dates": 5, "rates": None}, r"^5 is neither a day nor a span"),
    ],
)
def test_settings_that_are_none(options: dict[str, Any], message: str) -> None:
    """A setting that means nothing is refused, also where it would not be used."""
    with pytest.raises((sk.InvalidQuery, sk.InvalidSpan), match=message):
        PLAIN.rank(**options)


def test_one_day_and_many_small_figures() -> None:
    """A date alone is one day; beyond three thousand rows nobody looks for quartiles."""
    import datetime as dt

    fx = PLAIN.rank(fx_dates=dt.date(2020, 1, 2)).fx
    rows = [{**WIDE[0], "city": str(number), "period": "year"} for number in range(3001)]
    many = sk.read_salaries(rows).rank()
    assert fx is not None

    assert fx.days == ("2020-01-02",)
    assert many.uncertainty_note.startswith(
        "No rank intervals: 3,001 figures are too many to compare pair by pair"
    )
