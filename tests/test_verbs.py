from __future__ import annotations

import json
from typing import Any

import pytest
from cases import for_each
from scipy.stats import rankdata

import salarykit as sk
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number, parse_span

USD = sk.load_salaries().convert("USD", on="2024")
GOLDEN = {
    "New York": 450000.00,
    "Seattle": 426000.00,
    "Singapore": 383233.75,
    "Austin": 320000.00,
    "San Francisco": 318000.00,
    "Tel Aviv": 286367.19,
    "Toronto": 249713.12,
    "Beijing": 187892.96,
    "Berlin": 173136.22,
    "Paris": 146083.68,
    "Delhi": 98616.09,
    "Shanghai": 88943.41,
    "Shenzhen": 70181.91,
    "London": 56242.06,
    "Bengaluru": 41114.94,
}
TIES: list[Any] = ["min", "max", "average", "dense", "ordinal"]


def column(frame: Any, name: str) -> list[Any]:
    """Return a column as plain values."""
    values: list[Any] = frame.to_arrow().column(name).to_pylist()
    return values


def salaries(*amounts: float, currency: str = "USD") -> sk.SalaryTable:
    """Return a table of amounts in one currency, by the letters of the alphabet."""
    return sk.read_salaries(
        [
            {"city": chr(65 + place), "amount": amount, "currency": currency}
            for place, amount in enumerate(amounts)
        ]
    )


def test_the_fifteen_cities_are_in_order() -> None:
    """The packaged table ranks as the golden figures at the mean rates of 2024."""
    ranking = USD.rank()

    assert {row["city"]: round(row["value"], 2) for row in ranking} == GOLDEN
    assert column(ranking, "city") == list(GOLDEN)
    assert column(ranking, "rank") == list(range(1, 16))
    assert column(ranking, "index") == pytest.approx([value / 4500 for value in GOLDEN.values()], abs=1e-5)


def test_a_ranking_may_ascend() -> None:
    """With descending=False rank 1 is the smallest, and its index 100."""
    ranking = USD.rank(descending=False)

    assert column(ranking, "city") == list(GOLDEN)[::-1]
    assert (ranking[0]["rank"], ranking[0]["index"]) == (1, 100.0)


def test_a_ranking_has_every_column() -> None:
    """The columns that tell come first, then all others; the row of each city is its own."""
    ranking = USD.rank()

    assert ranking.columns[:10] == (
        "rank",
        "city",
        "country",
        "role",
        "value",
        "index",
        "amount",
        "currency",
        "period",
        "as_of",
    )
    assert set(ranking.columns) == {*USD.columns, "rank", "index"}
    assert {row["city"]: row["amount"] for row in ranking} == {salary.city: salary.amount for salary in USD}
    assert (ranking.base, ranking.terms, ranking.ties, ranking.against, ranking.note) == (
        "USD",
        USD.terms,
        "min",
        None,
        "",
    )


@pytest.mark.parametrize("against", ["Toronto", "toronto", "TORONTO"])
def test_the_index_may_be_against_any_city(against: str) -> None:
    """The city compared against has index 100, in whatever case it is written; the ranks do not change."""
    ranking = USD.rank(against=against)

    assert {row["city"]: row["index"] for row in ranking}["Toronto"] == 100.0
    assert ranking[0]["index"] == pytest.approx(450000 / 249713.12 * 100, rel=1e-7)
    assert column(ranking, "rank") == list(range(1, 16))


@for_each("ties", TIES)
@for_each("descending", [True, False])
def test_ties_are_scipy_s(ties: Any, descending: bool) -> None:  # noqa: FBT001 - pytest gives it
    """Ranks of equal figures are those of `scipy.stats.rankdata`, for every method and both directions."""
    amounts = [10, 30, 20, 20, 30, 30, 5]
    ranking = salaries(*amounts).rank(ties=ties, descending=descending)
    ranks = rankdata([-amount if descending else amount for amount in amounts], method=ties)

    assert {row["city"]: row["rank"] for row in ranking} == dict(zip("ABCDEFG", ranks, strict=True))
    assert column(ranking, "rank") == sorted(ranks)


def test_equal_figures_keep_the_order_of_the_table() -> None:
    """Rows of one rank stand in the order they had."""
    assert column(salaries(1, 2, 2, 1, 2).rank(), "city") == ["B", "C", "E", "A", "D"]


@pytest.mark.parametrize(
    ("currency", "equal", "unequal"),
    [
        ("USD", (10.001, 10.004), (10.0, 10.01)),
        ("JPY", (10.1, 10.4), (10, 11)),
        ("KWD", (10.0001, 10.0004), (10.0, 10.001)),
    ],
)
def test_figures_are_equal_to_the_smallest_unit(
    currency: str, equal: tuple[float, float], unequal: tuple[float, float]
) -> None:
    """Figures that agree to the base's smallest unit share a rank, and only those; nothing shown is rounded."""
    assert column(salaries(*equal, currency=currency).rank(), "rank") == [1, 1]
    assert column(salaries(*unequal, currency=currency).rank(), "rank") == [1, 2]
    assert sorted(column(salaries(*equal, currency=currency).rank(), "value")) == sorted(equal)


def test_one_currency_needs_no_conversion() -> None:
    """A table in one currency ranks as it is, annualised by the default pay year."""
    rows = [
        {"city": "A", "amount": 50, "currency": "USD", "period": "hour"},
        {"city": "B", "amount": 100_000, "currency": "USD"},
    ]
    ranking = sk.read_salaries(rows).rank()

    assert [(row["city"], row["value"]) for row in ranking] == [("A", 104_000.0), ("B", 100_000.0)]
    assert (ranking.base, ranking.terms) == ("USD", None)


def test_several_currencies_need_one() -> None:
    """A table in several currencies is not ranked, compared or queried before it is converted; the error mends it."""
    table = sk.load_salaries()

    for verb in (table.rank, lambda: table.compare("Paris", "London"), table.query):
        with pytest.raises(sk.MixedCurrencies, match=r'table\.convert\("USD", on="2024"\)') as caught:
            verb()

        assert caught.value.currencies == ("CAD", "CNY", "EUR", "GBP", "ILS", "INR", "SGD", "USD")


def test_what_has_no_figure_is_told() -> None:
    """Rows without a rate are in `unranked`, each with its reason; nothing is dropped in silence."""
    rows = [
        {"city": "A", "amount": 1, "currency": "EUR", "as_of": "2024-06-28"},
        {"city": "B", "amount": 2, "currency": "KPW", "as_of": "2024"},
        {"city": "C", "amount": 3, "currency": "EUR"},
        {"city": "D", "amount": 4, "currency": "USD"},
    ]
    ranking = sk.read_salaries(rows).convert("USD", on="own", missing="null").rank()

    assert column(ranking, "city") == ["D", "A"]
    assert [(row["city"], row["reason"]) for row in ranking.unranked] == [
        ("B", "no KPW/USD rate (as of 2024)"),
        ("C", "no EUR/USD rate (no date)"),
    ]
    assert "2 without a figure are listed in `unranked`" in ranking.caption


def test_no_index_is_against_nothing() -> None:
    """A city without a figure is nothing to compare against."""
    rows = [{"city": "A", "amount": 1, "currency": "USD"}, {"city": "B", "amount": 2, "currency": "KPW"}]
    table = sk.read_salaries(rows).convert("USD", on="2024", missing="null")

    with pytest.raises(sk.InvalidQuery, match="B has no figure"):
        table.rank(against="B")


@pytest.mark.parametrize("name", ["rank", "index"])
def test_a_ranking_overwrites_no_column(name: str) -> None:
    """A source with a column of its own where a ranking would write is refused, as a conversion refuses it."""
    table = sk.read_salaries([{"amount": 1, "currency": "USD", name: "mine"}])

    with pytest.raises(sk.InvalidQuery, match=name):
        table.rank()


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"ties": "mean"}, r"^ties='mean': choose one of min, max, average, dense, ordinal\."),
        ({"ties": "desne"}, r"Did you mean 'dense'\?"),
        ({"against": "Tronto"}, r"^No row for the city 'Tronto'\. Did you mean 'Toronto'\? The table has: "),
    ],
)
def test_a_wrong_setting_is_refused(keywords: dict[str, Any], message: str) -> None:
    """An unknown way to treat ties, or an unknown city, is refused with a hint."""
    with pytest.raises(sk.InvalidQuery, match=message):
        USD.rank(**keywords)


def test_a_ranking_is_json() -> None:
    """A ranking as JSON has its terms, its settings, and the rows in order."""
    read = json.loads(USD.rank(against="Paris", ties="average").to_json())

    assert [row["city"] for row in read["rows"]] == list(GOLDEN)
    assert (read["base"], read["ties"], read["against"], read["note"], read["unranked"]) == (
        "USD",
        "average",
        "Paris",
        "",
        [],
    )
    assert read["terms"]["on"] == "2024"
    assert read["rows"][0]["rate_on"] is None
    assert read["rows"][2]["rate_on"] == "2024-12-31"


def test_own_dates_can_change_the_winner() -> None:
    """With each record at its own date the winner depends on the base, and the ranking says so; with one day it does not."""
    days = [day_number(parse_span(day).first) for day in ("2024-01-02", "2024-01-03")]
    rates = sk.Rates(Published(["USD"], days, [[1.04], [1.10]], pivot="EUR", source="test"))
    rows = [
        {"city": "A", "amount": 100, "currency": "EUR", "as_of": "2024-01-02"},
        {"city": "B", "amount": 105, "currency": "USD", "as_of": "2024-01-03"},
    ]
    table = sk.read_salaries(rows)

    def ranked(base: str, on: str) -> dict[str | None, float]:
        ranking = table.convert(base, on=on, rates=rates).rank()
        assert bool(ranking.note) == (on == "own")
        return {row["city"]: round(row["value"], 4) for row in ranking}

    assert list(ranked("USD", "own").items()) == [("B", 105), ("A", 104)]
    assert list(ranked("EUR", "own").items()) == [("A", 100), ("B", 95.4545)]
    assert list(ranked("USD", "2024-01-02").items()) == [("B", 105), ("A", 104)]
    assert list(ranked("EUR", "2024-01-02").items()) == [("B", 100.9615), ("A", 100)]


def test_an_empty_table_ranks() -> None:
    """No rows rank to no rows, converted or not, and draw themselves."""
    for table in (USD.head(0), sk.load_salaries().head(0)):
        ranking = table.rank()

        assert (len(ranking), list(ranking), len(ranking.unranked)) == (0, [], 0)
        assert json.loads(ranking.to_json())["rows"] == []
        assert "None" not in repr(ranking)


def test_extreme_amounts_rank() -> None:
    """The largest and the smallest amounts are ranked without a warning."""
    assert column(salaries(5e-324, 1.7e308, 1.0).rank(), "city") == ["B", "C", "A"]
