from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.salaries.metadata import Reading

if TYPE_CHECKING:
    from pathlib import Path

MESSY = """City,Country,Salary
London,GB,£44k
Berlin,Germany,65.000 € p.a.
Bengaluru,IN,12 LPA
Tokyo,JP,月給25万円
Zürich,CH,CHF 9'500 / Monat x13
Austin,US,up to $90k
New York,,"$150,000 - $170,000"
Copenhagen,DK,DKK 45.000 per måned
Rome,IT,competitive
,,$120k
"""


def rows(found: sk.Sifted, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of the good rows."""
    table = found.good.to_arrow()
    return list(zip(*(table.column(name).to_pylist() for name in names), strict=True))


def bad(found: sk.Sifted) -> list[tuple[int, str, str]]:
    """Return the row, column and code of each bad cell."""
    return [(cell["row"], cell["column"], cell["code"]) for cell in found.bad]


def sift(tmp_path: Path, text: str, **options: Any) -> sk.Sifted:
    """Return a CSV, sifted."""
    path = tmp_path / "pay.csv"
    path.write_text(text, encoding="utf-8")
    return sk.sift_salaries(path, **options)


def test_ten_notations_become_a_ranked_table(tmp_path: Path) -> None:
    """Of ten rows of a CSV, each written in its own way, seven are salaries and three are refused, each for its own reason."""
    found = sift(tmp_path, MESSY)

    assert rows(found, "city", "amount", "currency", "period") == [
        ("London", 44_000, "GBP", "year"),
        ("Berlin", 65_000, "EUR", "year"),
        ("Bengaluru", 1_200_000, "INR", "year"),
        ("Tokyo", 250_000, "JPY", "month"),
        ("Zürich", 9_500, "CHF", "month"),
        ("New York", 160_000, "USD", "year"),
        ("Copenhagen", 45_000, "DKK", "month"),
    ]
    assert bad(found) == [
        (6, "amount", "open_end"),
        (9, "amount", "no_pay"),
        (10, "currency", "ambiguous_currency"),
    ]
    assert "USD, CAD" in found.bad[2]["message"]
    ranked = found.good.convert("USD", on="2024").rank()
    assert [row["city"] for row in ranked][:3] == ["New York", "Zürich", "Copenhagen"]


def test_what_a_text_says_rides_along(tmp_path: Path) -> None:
    """The ends of ranges, net pay, the months of a year and the text itself are columns beside the figure."""
    found = sift(
        tmp_path,
        "salary,country\n€50k-60k,DE\n2.500 € netto im Monat,DE\nCHF 9'500 / Monat x13,CH\n100 EUR,DE\n",
    )
    names = ("amount", "pay_low", "pay_high", "pay_gross", "months_per_year", "amount_text")

    assert rows(found, *names)[:3] == [
        (55_000, 50_000, 60_000, None, None, "€50k-60k"),
        (2_500, None, None, False, None, "2.500 € netto im Monat"),
        (9_500, None, None, None, 13, "CHF 9'500 / Monat x13"),
    ]
    assert found.good.reading.counts == {
        "text": 4,
        "midpoint": 1,
        "net": 1,
        "months_per_year": 1,
        "unstated_period": 2,
    }


def test_a_rows_own_months_go_before_the_pay_years() -> None:
    """A monthly figure with 13 salaries a year counts 13 times, one that does not say so as often as the pay year says; yearly ones once."""
    table = sk.read_salaries(
        [
            {"amount": 100, "currency": "USD", "period": period, "months_per_year": months}
            for period, months in (("month", 13), ("month", None), ("year", 13), ("week", 13))
        ]
    )
    for pay_year in (None, sk.PayYear(months=14)):
        months = pay_year.months if pay_year else 12
        values = table.convert("USD", on="2024", pay_year=pay_year).to_arrow().column("value").to_pylist()

        assert values == [1300, months * 100, 100, 5200]


@for_each("months", ["n/a", 0, -1, 400])
def test_months_that_cannot_be_are_refused(months: Any) -> None:
    """A row with an impossible number of months in a year is not a salary."""
    found = sk.sift_salaries([{"amount": 1, "currency": "USD", "months_per_year": months}])

    assert [(column, len(found.good)) for _, column, _ in bad(found)] == [("months_per_year", 0)]


@for_each(
    ("cells", "code"),
    [
        (("£44k", "EUR", ""), "contradiction"),
        (("US$50k", "CAD", "CA"), "contradiction"),
        (("£40k", "GBP", ""), None),
        (("$50k", "CAD", "US"), None),
        (("5000k", "JPY", "FR"), None),
        (("50-60k", "EUR", ""), None),
        (("€5 to €4 per", "", ""), None),
    ],
)
def test_a_text_and_a_cell_that_disagree_are_not_decided(
    cells: tuple[str, str, str], code: str | None
) -> None:
    """A text whose currency contradicts the row's cell is refused; a sign that may mean the cell's currency does."""
    amount, currency, country = cells
    found = sk.sift_salaries([{"amount": amount, "currency": currency, "country": country}])
    codes = [each for _, _, each in bad(found)]

    assert (code in codes) == (code is not None)
    assert currency == "" or code or [salary.currency for salary in found.good] == [currency]


def test_a_header_and_a_cell_that_disagree_are_not_decided() -> None:
    """A figure in dollars by its header, in a row that says euros, is refused as a contradiction."""
    rows = [{"Salary (USD)": 5, "currency": code} for code in ("EUR", "USD", None)]
    found = sk.sift_salaries(rows)

    assert bad(found) == [(1, "currency", "contradiction")]
    assert [salary.currency for salary in found.good] == ["USD", "USD"]


def test_a_default_decides_a_sign_that_it_may_be() -> None:
    """If nothing else decides a sign in a text, a cell or a header, a default that it may mean does."""
    rows = [
        {"salary": "$5"},
        {"salary": 5, "currency": "$"},
        {"salary": "£5"},
        {"salary": 5, "currency": "kr"},
    ]
    found = sk.sift_salaries(rows, defaults={"currency": "CAD"})

    assert [salary.currency for salary in found.good] == ["CAD", "CAD", "GBP"]
    assert bad(found) == [(4, "currency", "ambiguous_currency")]
    wages = [{"Wage ($)": 5, "Country": country} for country in ("US", "")]
    assert [salary.currency for salary in sk.read_salaries(wages, defaults={"currency": "CAD"})] == [
        "USD",
        "CAD",
    ]


def test_months_of_a_year_make_a_figure_monthly() -> None:
    """A text that states a number of monthly salaries and no other period is for a month."""
    table = sk.read_salaries([{"Gehalt": "4.500 € brutto x 14"}])

    assert (table[0].amount, table[0].period) == (4500, "month")
    assert table.convert("EUR", on="2024").to_arrow().column("value").to_pylist() == [63_000]


def test_a_period_in_the_text_must_be_the_cells() -> None:
    """A text for a month in a row or under a header for a year is a contradiction."""
    rows = [{"pay": "€5,000 per month", "period": period} for period in ("year", "month", None)]
    found = sk.sift_salaries(rows)

    assert bad(found) == [(1, "period", "contradiction")]
    assert [salary.period for salary in found.good] == ["month", "month"]
    assert bad(sk.sift_salaries([{"Annual salary": "€5,000 per month"}])) == [(1, "period", "contradiction")]


@for_each(
    ("text", "amount"),
    [("65.000", 65_000), ("65,5", 65.5), ("1.234,5", 1234.5), ("72'500", 72_500), ("72 500,00", 72_500)],
)
def test_one_decimal_comma_decides_for_the_column(text: str, amount: float) -> None:
    """A column that separates decimals with commas groups thousands with points, also in cells that look plain."""
    found = sk.sift_salaries([{"amount": each, "currency": "EUR"} for each in (text, "10.000,50")])

    assert [salary.amount for salary in found.good] == [amount, 10_000.5]
    assert found.good.reading.sentences[0].startswith("The comma separates decimals in ")


def test_a_column_that_contradicts_itself_is_told() -> None:
    """If as many cells separate decimals with points as with commas, ambiguous numbers are refused."""
    texts = ["1,234.50", "1.234,50", "2.300,50", "65.000", "65,000", "70000"]
    found = sk.sift_salaries([{"amount": text, "currency": "EUR"} for text in texts])

    assert [salary.amount for salary in found.good] == [1234.5, 1234.5, 2300.5, 70_000]
    assert bad(found) == [(4, "amount", "ambiguous_number"), (5, "amount", "ambiguous_number")]


def test_a_point_groups_thousands_where_europe_writes(tmp_path: Path) -> None:
    """`65.000` is 65 in a plain CSV, like any plain number; with semicolons, or under a header that is not ours, it is 65 thousand."""
    text = "amount,currency\n65.000,EUR\n"

    assert rows(sift(tmp_path, text), "amount") == [(65,)]
    assert rows(sift(tmp_path, text.replace(",", ";")), "amount") == [(65_000,)]
    assert rows(sift(tmp_path, text.replace("amount", "Gehalt")), "amount") == [(65_000,)]
    assert rows(sift(tmp_path, text.replace("amount", "x"), columns={"amount": "x"}), "amount") == [(65_000,)]
    assert rows(sift(tmp_path, text.replace(",", ";"), infer=False), "amount") == [(65,)]


def test_a_currency_may_be_its_countrys_on_the_day() -> None:
    """A row that states no currency is in the tender of its own country on its day, and is counted."""
    cells = [("HR", "2022"), ("HR", "2023"), ("Germany", "2024"), ("PA", None), ("", "2024")]
    found = sk.sift_salaries([{"Country": country, "Salary": 5000, "year": year} for country, year in cells])

    assert [salary.currency for salary in found.good] == ["HRK", "EUR", "EUR"]
    assert bad(found) == [(4, "currency", "ambiguous_currency"), (5, "currency", "missing")]
    assert found.good.reading.counts == {"tender": 3, "unstated_period": 3}


def test_a_city_alone_gives_no_currency_to_a_number(tmp_path: Path) -> None:
    """A plain number in a row with a city but no currency is refused; a sign is enough."""
    with pytest.raises(sk.InvalidSalary, match="has no column 'currency'"):
        sift(tmp_path, "city,amount\nParis,1\n")

    assert rows(sift(tmp_path, "city,amount\nToronto,$5k\nSydney,$5k\n"), "currency") == [("CAD",), ("AUD",)]


def test_a_reading_survives_and_is_plain(tmp_path: Path) -> None:
    """The table keeps what was inferred through verbs and Parquet, and gives it as plain values for JSON."""
    table = sk.read_salaries([{"Ort": "Kiel", "Gehalt": "65.000 €"}])
    table.to_parquet(tmp_path / "pay.parquet")
    again = sk.read_salaries(tmp_path / "pay.parquet")

    assert table.where(city="Kiel").convert("USD", on="2024").reading == table.reading == again.reading
    assert again == table
    assert table.reading.to_dict()["columns"] == {"amount": "Gehalt", "city": "Ort"}
    assert "Gehalt" in str(table.reading)
    assert "Gehalt" in table.reading._repr_html_()


@pytest.mark.parametrize("infer", [True, False])
def test_nothing_is_inferred_from_a_plain_table(infer: bool) -> None:  # noqa: FBT001 - pytest gives it
    """A table of our own columns with plain cells has an empty reading, and no metadata of one."""
    row = {"amount": "1", "currency": "USD", "period": "year", "extra": 5}
    table = sk.read_salaries([row], infer=infer)

    assert table.reading == Reading()
    assert not table.reading
    assert table.to_arrow().schema.metadata is None


def test_several_files_are_one_table(tmp_path: Path) -> None:
    """Each file of a pattern is read in its own dialect; rows and bad cells say which file they are from."""
    (tmp_path / "a.csv").write_text("Ort;Gehalt (€)\nKiel;65.000\nBonn;70.000,50\n", encoding="cp1252")
    (tmp_path / "b.csv").write_text("city,amount,currency,n\nLeeds,44000,GBP,5\nYork,x,GBP,6\n")
    found = sk.sift_salaries(str(tmp_path / "*.csv"))

    assert rows(found, "city", "amount", "currency") == [
        ("Kiel", 65_000, "EUR"),
        ("Bonn", 70_000.5, "EUR"),
        ("Leeds", 44_000, "GBP"),
    ]
    assert [name.rpartition("/")[2] for (name,) in rows(found, "file")] == ["a.csv", "a.csv", "b.csv"]
    assert (found.bad[0]["row"], found.bad[0]["message"][:7]) == (2, "b.csv: ")
    assert found.good.reading.columns == {"amount": "Gehalt (€)", "city": "Ort", "sample_size": "n"}


def test_columns_of_two_types_ride_along_as_text(tmp_path: Path) -> None:
    """Files whose other columns differ in type are joined with those columns as text."""
    plain = {"amount": [1.0], "currency": ["USD"]}
    sk.read_salaries(pa.table({**plain, "x": [1], "y": [[1]]})).to_parquet(tmp_path / "a.parquet")
    sk.read_salaries(pa.table({**plain, "x": ["one"], "y": ["z"]})).to_parquet(tmp_path / "b.parquet")
    found = sk.sift_salaries([tmp_path / "a.parquet", tmp_path / "b.parquet"])

    assert rows(found, "x", "y") == [("1", "[1]"), ("one", "z")]


def test_a_column_of_our_own_is_not_overwritten() -> None:
    """A source that already has a column which reading would add is refused, and the error names the column."""
    with pytest.raises(sk.InvalidQuery, match="'pay_low' of its own"):
        sk.read_salaries([{"salary": "$1-2k", "country": "US", "pay_low": 5}])
