from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import salarykit as sk
import salarykit.pandas
from salarykit.cli import app
from salarykit.currency.tender import local_money, tender, tenders
from salarykit.pandas import SeriesAccessor

if TYPE_CHECKING:
    from pathlib import Path

DAYS = [
    # country, day, text, currency
    ("BG", "2024", "5000 a month", "BGN"),
    ("BG", "2026-03", "5000 a month", "EUR"),
    ("BG", "2025/2026", "5000 a month", None),
    ("HR", "2021", "5.000 mjesečno", "HRK"),
    ("HR", "2024-06-28", "5.000 mjesečno", "EUR"),
    ("LT", "2013", "3000 per month", "LTL"),
    ("LV", "2013", "450 per month", "LVL"),
    ("EE", "2009", "12 000 per month", "EEK"),
    ("SK", "2007", "25 000 mesačne", "SKK"),
    ("SI", "2005", "250.000 per month", "SIT"),
    ("MT", "2006", "650 per month", "MTL"),
    ("CY", "2006", "900 per month", "CYP"),
    ("DE", "1998", "4.500 im Monat", "DEM"),
    ("IT", "1997", "2.500.000 al mese", "ITL"),
    ("CW", "2024", "3,500 per month", "ANG"),
    ("CW", "2025-06", "3,500 per month", None),  # both guilders at once
    ("HT", "2024", "3,500 per month", None),
    ("CW", "2025-09", "3,500 per month", "XCG"),
    ("TR", "2003", "900.000.000 per month", "TRL"),
    ("TR", "2010", "5000 per month", "TRY"),
    ("PL", "1994", "6.000.000 miesięcznie", "PLZ"),
    ("GH", "2006", "3,000,000 per month", "GHC"),
    ("ZM", "2012", "4,000,000 per month", "ZMK"),
    ("BY", "2015", "6 000 000 в месяц", "BYR"),
    ("VE", "2010", "5000 mensuales", "VEF"),
]


@for_each(("country", "on", "text", "currency"), DAYS)
def test_a_country_s_money_is_that_of_the_text_s_day(
    country: str, on: str, text: str, currency: str | None
) -> None:
    """A figure that names no currency is in the money of its country on its day; where that changed, it is open."""
    pay = sk.find_pay(text, country=country, on=on)

    assert pay is not None
    assert pay.currency == currency
    if currency is None:
        assert len({*filter(None, [pay.currency]), *pay.alternatives}) > 1


@for_each(("country", "on", "text", "currency"), DAYS)
@for_each("cell", ["text", "figure"])
def test_a_table_takes_the_money_of_the_row_s_day(
    country: str, on: str, text: str, currency: str | None, cell: str
) -> None:
    """Whether a cell is a figure or a text, its currency is the tender of its row's country on its row's day."""
    amount = text if cell == "text" else "5000"
    good, bad = sifted([{"city": "x", "country": country, "amount": amount, "as_of": on, "period": "month"}])

    assert [row.currency for row in good] == ([currency] if currency else [])
    assert [row["code"] for row in bad] == ([] if currency else ["ambiguous_currency"])


def sifted(rows: list[dict[str, Any]]) -> tuple[sk.SalaryTable, Any]:
    """Return the good rows and the bad cells."""
    found = sk.sift_salaries(rows)
    return found.good, found.bad


FORMS = [
    dt.date(2024, 6, 28),
    dt.datetime(2024, 6, 28, 12),  # noqa: DTZ001 - a calendar day
    np.datetime64("2024-06-28"),
    pd.Timestamp("2024-06-28"),
    "2024-06-28",
    "2024-Q2",
    "2024-01/2024-06",
]


@for_each("on", FORMS)
def test_a_day_may_be_said_in_every_form(on: Any) -> None:
    """A date, a timestamp of any library, a text or a span means the same."""
    assert sk.parse_pay("5000 a month", country="BG", on=on).currency == "BGN"
    assert sk.parse_pay_column(["5000 a month"], country="BG", on=on).field("currency").to_pylist() == ["BGN"]


@for_each("on", ["last year", "2024-13", 5.0, object()])
def test_what_is_no_day_is_refused(on: Any) -> None:
    """A day that is none is an error of the caller, whatever the text."""
    for read in (sk.find_pay, sk.parse_pay):
        with pytest.raises(sk.InvalidSpan):
            read("no pay", country="BG", on=on)
    with pytest.raises(sk.InvalidSpan):
        sk.parse_pay_column(["5"], country="BG", on=on)


YEARS = ["2021", "2024", None, "2021", "2025"]
COUNTRIES = ["HR", "HR", "HR", None, "BG"]
MEANT = ["HRK", "EUR", "EUR", None, "BGN"]


@for_each(
    "library",
    [list, pa.array, pd.Series, pl.Series, lambda years: np.array(years, object),
     lambda years: pa.array([year and dt.date(int(year), 6, 28) for year in years]),
     lambda years: pd.to_datetime(pd.Series([year and f"{year}-06-28" for year in years])),
     lambda years: pl.Series([year and dt.date(int(year), 6, 28) for year in years])],
)  # fmt: skip
def test_days_may_be_a_column_of_any_library(library: Any) -> None:
    """Each text has its own country and day; where one is missing, the money is today's, or not known."""
    texts = ["5000 a month"] * 5
    found = sk.parse_pay_column(texts, country=COUNTRIES, on=library(YEARS))

    assert found.field("currency").to_pylist() == MEANT


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["5000 a month", "$5k", "kr 30 000", "Le 5,000,000 per month", "none"]),
            st.sampled_from([None, "HR", "SL", "EE", "US", "TR"]),
            st.sampled_from([None, "2005", "2010-03", "2021/2023", dt.date(2023, 1, 5)]),
        )
    )
)
def test_a_column_with_days_is_read_row_by_row(rows: list[tuple[str, str | None, Any]]) -> None:
    """The column's answer is the scalar one's for every text, country and day."""
    texts, countries, days = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    found = sk.parse_pay_column(texts, country=countries, on=days)

    for row, (text, country, day) in zip(found.to_pylist(), rows, strict=True):
        pay = sk.find_pay(text, country=country, on=day)
        told = pay and (pay.low, pay.currency, pay.rule, list(pay.alternatives))
        assert told == (row and (row["low"], row["currency"], row["rule"], row["alternatives"]))


@given(
    st.sampled_from(sorted(tenders())),
    st.dates(dt.date(1960, 1, 1), dt.date(2030, 1, 1)),
    st.integers(0, 900),
)
def test_the_money_of_a_span_is_what_was_tender_on_both_its_ends(
    country: str, first: dt.date, days: int
) -> None:
    """What stayed tender is named, or else all that was; it is certain where it is one."""
    last = first + dt.timedelta(days)
    here = local_money(country, first, last)
    start, end = tender(country, first), tender(country, last)

    kept = tuple(code for code in start if code in end)
    assert here.currencies == (kept or (*start, *end))
    assert here.certain == (len(here.currencies) < 2)


def test_days_of_another_length_or_index_are_refused() -> None:
    """A column of days goes with the texts row by row, or not at all."""
    with pytest.raises(sk.InvalidQuery, match="on has 1 values for 2 texts"):
        sk.parse_pay_column(["5k", "6k"], country="BG", on=["2024"])
    with pytest.raises(sk.InvalidQuery, match="on is a Series with another index"):
        sk.parse_pay_column(pd.Series(["5k"], index=["a"]), on=pd.Series(["2024"], index=["b"]))
    with pytest.raises(sk.InvalidSpan, match="Row 2") as raised:
        sk.parse_pay_column(["5k", "6k"], on=["2024", "soon"])
    assert raised.value.row == 2


def test_the_accessor_takes_a_day() -> None:
    """A Series is read under one day, or a Series of them."""
    texts = pd.Series(["5000 a month", "5000 a month"], index=["a", "b"])
    years = pd.Series(["2024", "2026"], index=["a", "b"])

    assert list(SeriesAccessor(texts).parse_pay(country="BG", on="2024")["currency"]) == ["BGN", "BGN"]
    assert list(SeriesAccessor(texts).parse_pay(country="BG", on=years)["currency"]) == ["BGN", "EUR"]


def test_the_command_takes_a_day(tmp_path: Path) -> None:
    """`parse --on` says it for all texts, `--column on=...` for each row; what is no day is told."""
    path = tmp_path / "jobs.csv"
    path.write_text("pay,day\n5000 a month,2024\n5000 a month,2026-02\n", encoding="utf-8")
    run = CliRunner().invoke
    one = run(app, ["parse", "5000 a month", "--country", "BG", "--on", "2024", "--json"])
    each = run(
        app,
        ["parse", "-f", str(path), "--column", "text=pay", "--column", "on=day", "--country", "BG", "--json"],
    )
    none = run(app, ["parse", "5000 a month", "--country", "BG", "--on", "soon"])

    assert [row["currency"] for row in json.loads(one.stdout)["rows"]] == ["BGN"]
    assert [row["pay_currency"] for row in json.loads(each.stdout)["rows"]] == ["BGN", "EUR"]
    assert none.exit_code != 0
    assert isinstance(none.exception, sk.InvalidSpan)
