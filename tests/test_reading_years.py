"""A year in the header of amounts is their year; columns of several years make a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.reading.days import parse_day
from salarykit.reading.headers import read_header

if TYPE_CHECKING:
    from pathlib import Path

YEARS = st.integers(1990, 2035).map(str)
HEADERS = ["Median salary {} (EUR)", "Lohn {}", "{} Median", "salary_{}", "Salary ({})", "Månedslønn (kr) {}"]
NO_YEARS = [
    "Average wage, 2015 USD", "Average wage (constant 2015 USD)", "Salary 2023 EUR", "Wage index (2015=100)", "Salary 2023/24", "Salary (2015 prices)",
    "Salary EUR 2015", "Salary 2022 2023", "Salary step 2020", "Increase 2023",
]  # fmt: skip
QUARTERS = [
    "Q3 2023",
    "2023 Q3",
    "2023Q3",
    "2023-Q3",
    "3Q 2023",
    "Q3/2023",
    "2023K3",
    "3. Quartal 2023",
    "2023T3",
    "3er trimestre 2023",
]
CLOCKS = [
    "2024/05/01 10:11:12 am GMT+2", "2024/05/01 10:11:12 AM UTC", "2024-05-01T10:11:12Z", "2024-05-01 10:11:12 +02:00", "01.05.2024 10:11:12 MESZ",
    "2024-05-01 10:11:12 CEST", "2024/05/01 10:11:12 p. m.",
]  # fmt: skip


@given(st.sampled_from(HEADERS), YEARS)
def test_a_header_says_what_it_says_without_its_year(header: str, year: str) -> None:
    """The year changes nothing else that a header states."""
    plain, read = (
        read_header(" ".join(header.format("").replace("()", "").split())),
        read_header(header.format(year)),
    )

    assert plain
    assert read
    assert read.year == year
    assert (read.field, read.statistic, read.period, read.currency, read.factor) == (
        plain.field, plain.statistic, plain.period, plain.currency, plain.factor,
    )  # fmt: skip


@for_each("header", NO_YEARS)
def test_money_of_a_year_is_no_money_of_that_day(header: str) -> None:
    """Prices of a year, an index, and a year beside a currency make a header that is not read."""
    assert read_header(header) is None


def test_columns_of_several_years_make_a_row_each(tmp_path: Path) -> None:
    """Each row of a table becomes a row for each year, with the year as its date; a file is read alike."""
    path = tmp_path / "wages.csv"
    path.write_text(
        "City,Average salary 2022 (EUR),Average salary 2023 (EUR)\nRiga,16000,18000\nKiel,40000,\n",
        encoding="utf-8",
    )
    table = sk.read_salaries(path)

    assert [(row.city, row.as_of, row.amount) for row in table] == [
        ("Riga", "2022", 16_000),
        ("Riga", "2023", 18_000),
        ("Kiel", "2022", 40_000),
    ]
    assert any("one row for each year" in sentence for sentence in table.reading.sentences)
    report = sk.convert_file(path, tmp_path / "out.parquet", base="USD", on="own")
    assert report.rows_out == 3


def test_one_year_is_the_date_of_all_rows_and_is_kept_by_a_layout(tmp_path: Path) -> None:
    """A single year dates all rows, also of a later file that is read by the layout."""
    rows = [{"city": "Riga", "Salary 2023 (EUR)": 18_000}]
    assert sk.read_salaries(rows)[0].as_of == "2023"
    layout = tmp_path / "wages.layout.json"
    sk.infer_layout(rows).to_json(layout)
    assert sk.read_salaries(rows, layout=layout)[0].as_of == "2023"


def test_a_column_without_a_year_goes_before_one_with_it() -> None:
    """Beside a plain column of amounts the one of a year is another figure, which the reading names."""
    table = sk.read_salaries([{"city": "Riga", "Salary": 18_000, "Salary 2022": 16_000, "currency": "EUR"}])

    assert [(row.amount, row.as_of) for row in table] == [(18_000, None)]
    assert "'Salary' is taken for the amount, rather than 'Salary 2022'." in table.reading.sentences


def test_two_equal_columns_of_a_year_are_an_error() -> None:
    """Where two columns of one year are equally good, the error names them."""
    rows = [{"Salary 2022 (EUR)": 1, "Salary 2023 (EUR)": 2, "Wage 2023 (EUR)": 3, "Salary, 2023 (EUR)": 4}]
    with pytest.raises(sk.InvalidSalary, match="could both be the amount"):
        sk.read_salaries(rows)


@for_each("text", QUARTERS)
def test_a_quarter_is_read_however_it_is_written(text: str) -> None:
    """Statistical offices write the third quarter of 2023 in many ways."""
    assert parse_day(text, day_first=None) == "2023-Q3"


@for_each("text", CLOCKS)
def test_a_day_with_a_clock_is_that_day(text: str) -> None:
    """A time of day and its zone, as forms and databases export them, leave the day as it is."""
    assert parse_day(text, day_first=None) == "2024-05-01"


def test_a_month_code_is_a_month() -> None:
    """`2023M05` is May 2023 in the tables of the Nordic offices."""
    assert parse_day("2023M05", day_first=None) == "2023-05"


def test_ranges_of_several_years_are_an_error() -> None:
    """Minimums and maximums of two years are no rows of their own: the error says to keep those of one year."""
    rows = [
        {"Min 2022": 50_000, "Max 2022": 60_000, "Min 2023": 52_000, "Max 2023": 64_000, "currency": "EUR"}
    ]
    with pytest.raises(sk.InvalidSalary, match="the ends of ranges of several years"):
        sk.read_salaries(rows)
    assert (
        sk.read_salaries([{name: rows[0][name] for name in ("Min 2023", "Max 2023", "currency")}])[0].amount
        == 58_000
    )


def test_the_total_of_each_year_is_a_summary(tmp_path: Path) -> None:
    """The row of averages below the records of several years is refused for each of them, by tables and by files."""
    path = tmp_path / "wages.csv"
    path.write_text(
        "Region,Mean wage 2022 (EUR),Mean wage 2023 (EUR)\nNorth,30000,31000\nSouth,40000,42000\nTotal,35000,36500\n",
        encoding="utf-8",
    )
    good, bad = sk.sift_salaries(path)

    assert [row.amount for row in good] == [30_000, 31_000, 40_000, 42_000]
    assert set(bad.counts()) == {"summary_row"}
    report = sk.convert_file(
        path, tmp_path / "out.parquet", base="EUR", on="own", rejects=tmp_path / "bad.csv"
    )
    assert (report.rows_out, report.rejected) == (4, bad.counts())
