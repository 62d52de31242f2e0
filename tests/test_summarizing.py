from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.analysis.quantiles import weighted_quantiles

if TYPE_CHECKING:
    from pathlib import Path

CITIES = [("Kiel", "DE", "EUR"), ("Austin", "US", "USD"), ("Leeds", "GB", "GBP")]


def persons(count: int = 40, **fields: Any) -> list[dict[str, Any]]:
    """Return single persons' pay in three cities, each in its own money."""
    return [
        {
            "city": city,
            "country": country,
            "currency": money,
            "amount": 40_000 + 137 * n * n % 30_000,
            **fields,
        }
        for city, country, money in CITIES
        for n in range(count)
    ]


def usd(rows: list[dict[str, Any]], **options: Any) -> sk.SalaryTable:
    """Return rows as a table in US dollars at the mean rate of 2024."""
    return sk.read_salaries(rows, defaults={"period": "year"}).convert("USD", on="2024", **options)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Kiel", "Bonn", "Ulm", None]),
            st.integers(20_000, 200_000),
            st.sampled_from([None, 0, 0.25, 1]),
        ),
        min_size=1,
    ),
    st.sampled_from(["median", "mean", "min", "max", "p10", "p90"]),
    st.integers(1, 4),
)
def test_groups_are_what_a_loop_over_them_gives(
    rows: list[tuple[str | None, int, float | None]], statistic: str, min_n: int
) -> None:
    """Each figure, size, quartile and relevance is that of the group's records alone, and no other group is there."""
    records = [
        {"city": city, "amount": amount, "currency": "EUR", "relevance": weight, "period": "year"}
        for city, amount, weight in rows
    ]
    chances = {"median": 0.5, "min": 0.0, "max": 1.0, "p10": 0.1, "p90": 0.9}
    expected = []
    for city in ("Bonn", "Kiel", "Ulm", None):
        own = [(a, 1.0 if w is None else w, w) for c, a, w in rows if c == city and w != 0]
        if len(own) < min_n:
            continue
        amounts, weights = [a for a, *_ in own], [w for _, w, _ in own]
        asked = [0.25, 0.75, *([chances[statistic]] if statistic in chances else [])]
        low, high, *figure = weighted_quantiles(amounts, weights, asked)
        mean = float(np.average(amounts, weights=weights))
        kish = sum(weights) ** 2 / sum(w * w for w in weights)
        stated = [w for *_, w in own if w is not None]
        expected.append(
            (city, *(figure or [mean]), int(kish + 1e-9), low, high, np.mean(stated) if stated else None)
        )

    groups = sk.read_salaries(records).summarize("city", min_n=min_n, statistic=statistic)

    names = ("city", "amount", "sample_size", "p25", "p75", "relevance")
    got = [tuple(row[name] for name in names) for row in groups.to_arrow().to_pylist()]
    assert [row[0] for row in got] == [row[0] for row in expected]
    for one, other in zip(got, expected, strict=True):
        assert one[1:] == pytest.approx(other[1:])
    assert all((row.period, row.currency, row.statistic) == ("year", "EUR", statistic) for row in groups)


def test_a_table_of_groups_is_a_table() -> None:
    """It is ranked with intervals, compared, queried, drawn, checked and converted on, and it says how it was made."""
    groups = usd(persons()).summarize("city")

    ranking = groups.rank()
    assert ranking.uncertainty == "holm"
    assert "(rates: ECB, 2024; median by city)" in ranking.caption
    assert groups.compare("Kiel", "Leeds").break_even is None
    assert groups.query(near="Kiel", scale_km=500)[0]["city"] == "Kiel"
    assert [row.sample_size for row in groups] == [40, 40, 40]
    assert groups.check().checked == 3
    assert groups.convert("EUR", on="2024").base == "EUR"
    assert "by city: 3 groups, 120 records." in str(groups.reading)


def test_the_figure_is_that_of_the_converted_records() -> None:
    """The median of a city's dollars, not the dollars of a median; the country on which all agree stays."""
    table = usd(persons())
    values = np.array(table.to_arrow().column("value"))
    groups = table.summarize("country").to_arrow().to_pylist()

    assert [row["country"] for row in groups] == ["DE", "GB", "US"]
    assert groups[0]["city"] == "Kiel"
    assert groups[0]["value"] == groups[0]["amount"] == pytest.approx(np.median(values[:40]))


def test_what_records_do_not_agree_on_falls_away() -> None:
    """A role of some and a date of all but one are no role and date of the group."""
    rows = persons(role="Cook", as_of="2024")
    rows[1]["role"], rows[50]["as_of"] = "Baker", "2023"
    first, second, third = usd(rows).summarize("city")

    assert (first.city, first.role, first.as_of) == ("Austin", "Cook", None)
    assert (second.city, second.role, second.as_of) == ("Kiel", None, "2024")
    assert (third.role, third.as_of) == ("Cook", "2024")


def test_real_terms_keep_both_figures() -> None:
    """`value` is the median in international dollars, `amount` that in the base, and the parity is what is between them."""
    table = usd(persons(), price_levels="2025")
    kiel = table.summarize("city").to_arrow().to_pylist()[1]
    values, nominal = (np.array(table.to_arrow().column(name))[:40] for name in ("value", "nominal"))

    assert table.summarize("city").unit == "Int$ 2025"
    assert kiel["value"] == pytest.approx(np.median(values))
    assert kiel["amount"] == kiel["nominal"] == pytest.approx(np.median(nominal))
    assert kiel["parity"] == pytest.approx(kiel["amount"] / kiel["value"])


def test_small_and_empty_groups_are_counted() -> None:
    """No group vanishes unsaid: too small, without a figure, of relevance 0."""
    rows = [*persons(5), {"city": "Caracas", "amount": 9000, "currency": "VES", "as_of": "1960"}]
    rows += [{"city": "Ulm", "amount": 5e4, "currency": "EUR"}] * 2
    rows += [{"city": "Bonn", "amount": 5e4, "currency": "EUR", "relevance": 0}]
    table = sk.read_salaries(rows, defaults={"period": "year", "as_of": "2024"})
    reading = table.convert("USD", on="own", missing="null").summarize("city", min_n=3).reading

    assert str(reading).splitlines()[-5:] == [
        "Each row is the median of a group by city: 3 groups, 15 records.",
        "Left out: 1 group of fewer than 3 records, with 2 records.",
        "Left out: 2 groups without a figure.",
        "Not counted: 1 record without a figure.",
        "Not counted: 1 record of relevance 0.",
    ]
    assert reading.counts["in_small_groups"] == 2


def test_figures_of_groups_are_not_taken_for_persons() -> None:
    """Of medians the median is taken, their sizes are added, and quartiles of medians are not written as quartiles of pay."""
    rows = [
        {
            "city": "Kiel",
            "amount": amount,
            "currency": "EUR",
            "statistic": name,
            "sample_size": size,
            "role": role,
        }
        for role, amount, name, size in [
            ("a", 40_000, "median", 10),
            ("b", 50_000, "median", 20),
            ("c", 70_000, "median", 5),
            ("c", 90_000, "p90", 5),
        ]
    ]
    (row,) = sk.read_salaries(rows).summarize("city").to_arrow().to_pylist()
    (p90,) = sk.read_salaries(rows).summarize("city", statistic="p90")

    assert (row["amount"], row["sample_size"], row["p25"], row["p75"]) == (50_000, 35, None, None)
    assert (p90.amount, p90.statistic) == (90_000, "p90")


def test_a_size_that_one_record_lacks_is_no_sum() -> None:
    """Twelve persons and an unknown number more are no twelve."""
    rows = [
        {"city": "Kiel", "amount": 40_000 + n, "currency": "EUR", "statistic": "median", "sample_size": size}
        for n, size in enumerate((12, None))
    ]
    assert next(iter(sk.read_salaries(rows).summarize("city"))).sample_size is None


@for_each(
    ("options", "sentence"),
    [
        ({"by": "town"}, "by: no column 'town'. Columns: role, city"),
        ({"by": "amount"}, "by: the answer has a column named 'amount'"),
        ({"by": []}, "by: name at least one column."),
        ({"by": 3}, "by=3: name a column, or a list of columns."),
        ({"by": "city", "min_n": 0}, "min_n=0: give a whole number from 1."),
        ({"by": "city", "min_n": True}, "min_n=True: give a whole number from 1."),
        ({"by": "city", "statistic": "mode"}, "statistic: 'mode' is not one of median, mean"),
    ],
)
def test_what_cannot_be_summarized_is_said(options: dict[str, Any], sentence: str) -> None:
    """An unknown column, number or statistic is one error that names it."""
    with pytest.raises(sk.InvalidQuery) as caught:
        usd(persons(3)).summarize(**options)
    assert str(caught.value).startswith(sentence)


def test_several_currencies_are_converted_first() -> None:
    """Medians of euros and pounds together are refused."""
    with pytest.raises(sk.MixedCurrencies, match="Convert them first"):
        sk.read_salaries(persons(), defaults={"period": "year"}).summarize("city")


def test_other_days_do_not_move_groups() -> None:
    """A group's figure was converted with its records: to ask for other days' rates is an error that says what to do."""
    groups = usd(persons()).summarize("city")
    with pytest.raises(
        sk.InvalidQuery, match="convert the records at the other day, and summarize them again"
    ):
        groups.rank(fx_dates=["2020"])
    with pytest.raises(sk.InvalidQuery, match="summarize them again"):
        groups.compare("Kiel", "Leeds", since="2020")


def test_a_table_of_groups_comes_back_from_a_file(tmp_path: Path) -> None:
    """Rows, terms and the reading survive Parquet."""
    groups = usd(persons()).summarize("city")
    groups.to_parquet(tmp_path / "groups.parquet")
    again = sk.read_salaries(tmp_path / "groups.parquet")

    assert again.to_arrow().select(["city", "amount", "sample_size", "p25"]) == groups.to_arrow().select(
        ["city", "amount", "sample_size", "p25"]
    )


def test_persons_are_not_ranked_unsaid() -> None:
    """A ranking of single persons says so and names the way to one row of each city; rows of cities and of groups say nothing."""
    note = 'The 120 rows seem to be single persons; .summarize("city") makes one row of each city.'

    assert usd(persons()).rank().note == note
    assert usd(persons(1)).rank().note == usd(persons(sample_size=30)).rank().note == ""
    assert usd(persons()).summarize("city").rank().note == ""
    with pytest.raises(
        sk.InvalidQuery, match=r"^40 rows are for the city .* or make them one with \.summarize"
    ):
        usd(persons()).compare("Kiel", "Leeds")


def test_a_column_of_the_source_can_group() -> None:
    """Any column beside a salary's own names groups, alone or with others."""
    rows = [row | {"grade": "AB"[n % 2]} for n, row in enumerate(persons())]
    groups = usd(rows).summarize(["grade", "country"], min_n=20).to_arrow()

    assert groups.select(["grade", "country"]).to_pylist() == [
        {"grade": grade, "country": country} for grade in "AB" for country in ("DE", "GB", "US")
    ]
