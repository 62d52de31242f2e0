from __future__ import annotations

import csv
import datetime as dt
import pickle
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each, share

import salarykit as sk

ROOT = Path(__file__).parents[1]
MANY = share(1_000_000)
PLAIN = {"amount": 1, "currency": "USD"}


def as_of(source: Any) -> list[str | None]:
    """Return the column `as_of` of a source."""
    column: list[str | None] = sk.read_salaries(source).to_arrow().column("as_of").to_pylist()
    return column


def bad(sifted: sk.Sifted) -> list[tuple[int, str, str, str]]:
    """Return the refused cells without their messages."""
    return [(cell["row"], cell["column"], cell["value"], cell["code"]) for cell in sifted.bad]


def test_every_bad_cell_is_told_at_once(tmp_path: Path) -> None:
    """One strict reading lists all bad cells by row, then by column, each with its value and a code; good rows are kept."""
    path = tmp_path / "pay.csv"
    path.write_text(
        "city,country,amount,currency,period,as_of,relevance\n"
        "Paris,FR,1,EUR,year,2024,1\n"
        "London,UK,-1,gbp,yearly,2024-13,1.2\n"
        "\n"
        "Rome,IT,,,,,\n"
        "Oslo,NO,1\n"
        "Berlin,DE,2,EUR,month,2024,\n"
    )
    found = sk.sift_salaries(path, infer=False)

    assert [salary.city for salary in found.good] == ["Paris", "Berlin"]
    assert bad(found) == [
        (2, "country", "UK", "unknown_country"),
        (2, "amount", "-1", "out_of_range"),
        (2, "currency", "gbp", "unknown_currency"),
        (2, "period", "yearly", "unknown_period"),
        (2, "as_of", "2024-13", "invalid_as_of"),
        (2, "relevance", "1.2", "out_of_range"),
        (3, "amount", "", "missing"),
        (3, "currency", "", "missing"),
        (4, "", "Oslo,NO,1", "ragged"),
    ]
    assert found.bad.counts()["out_of_range"] == found.bad.counts()["missing"] == 2


def test_messages_are_hints() -> None:
    """The message for a near miss names the word that was probably meant."""
    row = {**PLAIN, "country": "UK", "currency": "Usd", "period": "monthly"}
    messages = " ".join(cell["message"] for cell in sk.sift_salaries([row], infer=False).bad)

    for word in ("GB", "USD", "month"):
        assert f"Did you mean {word!r}?" in messages


def test_columns_name_ours() -> None:
    """`columns` maps our fields to the source's columns; a mapped column is not passed through under its own name."""
    table = sk.read_salaries(
        [{"CompTotal": 5, "money": "EUR", "age": 3}], columns={"amount": "CompTotal", "currency": "money"}
    )

    assert (table[0].amount, table[0].currency) == (5.0, "EUR")
    assert table.columns[-2:] == ("note", "age")


def test_two_columns_may_change_places() -> None:
    """A mapping may use a column with one of our names for another field."""
    table = sk.read_salaries(
        [{"amount": "EUR", "currency": 5}], columns={"amount": "currency", "currency": "amount"}
    )

    assert (table[0].amount, table[0].currency) == (5.0, "EUR")


def test_defaults_fill_missing_cells_and_columns() -> None:
    """A default replaces an empty cell or a missing column, and is cleaned like any value; a bad cell stays bad."""
    rows = [{"amount": 1, "relevance": ""}, {"amount": 2, "relevance": 0.5}, {"amount": 3, "relevance": 2}]
    found = sk.sift_salaries(
        rows, defaults={"currency": " EUR ", "as_of": 2024, "relevance": "0.25", "period": "Month"}
    )

    assert [(s.currency, s.as_of, s.relevance, s.period) for s in found.good] == [
        ("EUR", "2024", 0.25, "month"),
        ("EUR", "2024", 0.5, "month"),
    ]
    assert bad(found) == [(3, "relevance", "2", "out_of_range")]


@for_each(
    ("keywords", "message"),
    [
        (
            {"columns": {"amnt": "x"}},
            r"^columns: 'amnt' is not a field of a salary\. Did you mean 'amount'\?",
        ),
        ({"columns": {"city": "town"}}, r"^records has no column 'town' \(it has: amount, currency\)\."),
        (
            {"defaults": {"citi": "x"}},
            r"^defaults: 'citi' is not a field of a salary\. Did you mean 'city'\?",
        ),
        ({"defaults": {"currency": "usd"}}, r"^defaults: currency: 'usd' is not an ISO 4217 currency code\."),
        ({"defaults": {"city": " "}}, r"^defaults: city has no value\.$"),
    ],
)
def test_a_wrong_name_is_refused(keywords: dict[str, Any], message: str) -> None:
    """`columns` and `defaults` with unknown names are refused, and the message gives the name that was probably meant."""
    with pytest.raises(sk.InvalidSalary, match=message):
        sk.sift_salaries([PLAIN], **keywords)


def test_a_required_column_is_missed() -> None:
    """A source without amounts or currencies is refused as a whole, and the message gives the two remedies."""
    with pytest.raises(sk.InvalidSalary, match=r"no column 'amount' .*Did you mean 'amounts'\?") as caught:
        sk.read_salaries([{"amounts": 1, "currency": "USD"}])

    assert caught.value.column == "amount"
    assert "columns={'amount': ...}" in str(caught.value)
    assert "defaults={'amount': ...}" in str(caught.value)


def test_a_file_without_a_header_is_told_so(tmp_path: Path) -> None:
    """The message says that a first line without any of our names does not look like a header."""
    (tmp_path / "pay.csv").write_text("Paris,1,EUR\nRome,2,EUR\n")

    with pytest.raises(sk.InvalidSalary, match="Its first line does not look like a header"):
        sk.read_salaries(tmp_path / "pay.csv")


def test_other_columns_ride_along() -> None:
    """Columns that are not ours keep their order and their values; a refused row is missing in them, too."""
    source = pa.table(
        {
            "bonus": pa.array([1.5, None, 3.0], pa.float32()),
            "amount": [1, -1, 3],
            "skills": [["a"], ["b"], []],
            "currency": ["USD"] * 3,
            "grade": pa.array(["x", "y", "x"]).dictionary_encode(),
        }
    )
    table = sk.sift_salaries(source).good.to_arrow()

    assert table.column_names[12:] == ["bonus", "skills", "grade"]
    assert [table.schema.field(name).type for name in ("bonus", "skills")] == [
        pa.float32(),
        pa.list_(pa.string()),
    ]
    assert table.select(["bonus", "skills", "grade"]).to_pylist() == [
        {"bonus": 1.5, "skills": ["a"], "grade": "x"},
        {"bonus": 3.0, "skills": [], "grade": "x"},
    ]


def test_other_columns_of_a_csv_stay_text(tmp_path: Path) -> None:
    """A CSV has no types: columns that are not ours stay texts."""
    (tmp_path / "pay.csv").write_text("amount,currency,zip,bonus\n1,USD,01234,\n")

    assert sk.read_salaries(tmp_path / "pay.csv").to_arrow().select(["zip", "bonus"]).to_pylist() == [
        {"zip": "01234", "bonus": ""}
    ]


@for_each(
    "values",
    [
        ["2024-06-28", "2024"],
        [2024, 2023],
        [2024.0, 2023.0],
        [dt.date(2024, 6, 28), dt.date(2023, 1, 1)],
        [dt.datetime(2024, 6, 28, 23), dt.datetime(2023, 1, 1)],  # noqa: DTZ001 - a wall clock
        ["2024-06-28", None],
    ],
)
def test_as_of_is_read_from_every_library(values: list[Any]) -> None:
    """A day or a year is the same text whether it comes from records, pandas, polars or Arrow, by its own calendar."""
    rows = {"amount": [1, 2], "currency": ["USD", "USD"], "as_of": values}
    kept = [
        None if value is None else value[:10] if isinstance(value, str) else str(value)[:10]
        for value in values
    ]
    kept = [text.removesuffix(".0") if text else None for text in kept]
    records = [dict(zip(rows, cells, strict=True)) for cells in zip(*rows.values(), strict=True)]

    for source in (records, pa.table(rows), pd.DataFrame(rows), pl.DataFrame(rows)):
        assert as_of(source) == kept


def test_each_moment_counts_on_its_own_calendar() -> None:
    """Moments in different time zones are each the day that their own calendar shows, in records as in a `Salary`."""
    zones = [dt.timezone(dt.timedelta(hours=hours)) for hours in (2, -5)]
    moments = [
        dt.datetime(2024, 1, 1, 0, 30, tzinfo=zones[0]),
        dt.datetime(2023, 12, 31, 23, 30, tzinfo=zones[1]),
    ]

    assert [sk.Salary(**PLAIN, as_of=moment).as_of for moment in moments] == ["2024-01-01", "2023-12-31"]
    assert as_of([{**PLAIN, "as_of": moment} for moment in moments]) == ["2024-01-01", "2023-12-31"]


def test_months_of_pandas_are_months() -> None:
    """A pandas period is its month or is refused; it is never taken for a year."""
    frame = pd.DataFrame(
        {"amount": [1], "currency": ["USD"], "as_of": pd.period_range("2024-06", periods=1, freq="M")}
    )

    assert [salary.as_of for salary in sk.sift_salaries(frame).good] in ([], ["2024-06"])


def test_the_packaged_table_is_the_file() -> None:
    """`load_salaries` is data/salaries.csv: every row, every cell."""
    with (ROOT / "data" / "salaries.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
    table = sk.load_salaries()

    assert len(rows) == len(table) == 15
    assert [salary.model_dump() for salary in table] == [
        {**row, "amount": float(row["amount"] or 0)} for row in rows
    ]
    assert table == sk.read_salaries(ROOT / "data" / "salaries.csv")


def test_reading_strictly_raises_with_a_summary(tmp_path: Path) -> None:
    """With one bad cell there is no table: the error counts the rows, names three cells, and holds all of them."""
    path = tmp_path / "pay.csv"
    path.write_text("amount,currency\n-1,usd\n1,USD\n0,USD\nx,USD\n")
    with pytest.raises(sk.InvalidSalary) as caught:
        sk.read_salaries(path)

    assert str(caught.value).startswith(
        "3 rows of pay.csv cannot be read: row 1, amount: an amount must be positive"
    )
    assert re.findall(r"row (\d), (\w+):", str(caught.value)) == [
        ("1", "amount"),
        ("1", "currency"),
        ("3", "amount"),
    ]
    assert "(and 1 more)" in str(caught.value)
    assert bad(sk.sift_salaries(path)) == [
        (cell["row"], cell["column"], cell["value"], cell["code"]) for cell in caught.value.bad
    ]


def test_a_message_is_one_line(tmp_path: Path) -> None:
    """A bad cell with a newline in it does not break the message in two."""
    path = tmp_path / "pay.csv"
    path.write_text('amount,currency,relevance,sample_size\n"-1\n",USD,,\n"1\n",USD,"2\n","0\n"\n')
    with pytest.raises(sk.InvalidSalary) as caught:
        sk.read_salaries(path)

    assert "\n" not in str(caught.value)


def test_many_rows_are_sifted(tmp_path: Path) -> None:
    """Very many rows, a million in CI, come out right: every bad one is named, every good one has its own value."""
    number = np.arange(1, MANY + 1)
    amounts = number.astype(object).astype(str).astype(object)
    amounts[[0, MANY // 3, MANY - 1]] = ["n/a", "-5", ""]
    codes = np.array(["USD", "EUR", "CAD", "JPY"], object)[number % 4]
    codes[MANY // 2] = "xyz"
    cities = (number % 9_973).astype(str)  # each name is looked up once, and a file repeats its names
    source = pa.table(
        {
            "city": pa.array(cities),
            "amount": pa.array(amounts),
            "currency": pa.array(codes),
            "as_of": pa.array((number % 20 + 2000).astype(str)),
        }
    )
    found = sk.sift_salaries(source, defaults={"period": "year"})
    kept = np.delete(number, [0, MANY // 3, MANY // 2, MANY - 1])
    table = found.good.to_arrow()

    assert bad(found) == [
        (1, "amount", "n/a", "not_a_number"),
        (MANY // 3 + 1, "amount", "-5", "out_of_range"),
        (MANY // 2 + 1, "currency", "xyz", "unknown_currency"),
        (MANY, "amount", "", "missing"),
    ]
    np.testing.assert_array_equal(table.column("amount").to_numpy(), kept)
    assert table.column("currency").equals(pa.chunked_array([codes[kept - 1]]))
    assert table.column("as_of").equals(pa.chunked_array([(kept % 20 + 2000).astype(str)]))
    assert table.column("city").equals(pa.chunked_array([cities[kept - 1]]))


def test_refused_rows_can_be_mended_and_read_again(tmp_path: Path) -> None:
    """`rows` gives the refused rows as the source has them, with their number and reasons; corrected, they are read."""
    path = tmp_path / "pay.csv"
    path.write_text(
        "city,amount,currency\nKiel,lots,EURO\nWien,5,EUR\nGraz,1,2,3,4\nRom,-1,EUR\n", encoding="utf-8"
    )
    good, bad = sk.sift_salaries([path, path])
    rows = bad.rows()

    assert (len(good), bad.row_count, len(rows), len(bad)) == (2, 6, 6, len(bad))
    assert [row["refused_row"] for row in rows] == [1, 3, 4] * 2
    assert (rows[0]["amount"], rows[0]["currency"], rows[1]["refused_text"]) == (
        "lots",
        "EURO",
        "Graz,1,2,3,4",
    )
    assert rows[0]["refused_because"].startswith("amount: ")
    mended = [{**row, "amount": "7", "currency": "EUR"} for row in rows if "city" in row]
    assert [row.amount for row in sk.read_salaries(mended)] == [7] * 4
    assert pickle.loads(pickle.dumps(bad)).rows() == rows  # noqa: S301 - our own


@for_each("infer", [True, False])
def test_half_a_sign_refuses_its_row(infer: bool) -> None:  # noqa: FBT001 - a case
    """An amount with half of a surrogate pair, which no file can hold, costs its own row and no other."""
    rows = [{"amount": amount, "currency": "EUR"} for amount in ("\ud800", "5\udfff", "5")]
    found = sk.sift_salaries(rows, infer=infer)

    assert [(cell["row"], cell["code"]) for cell in found.bad] == [(1, "not_a_number"), (2, "not_a_number")]
    assert len(found.good) == 1
