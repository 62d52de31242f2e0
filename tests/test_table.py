from __future__ import annotations

import datetime as dt
import json
import pickle
from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
from salarykit.salaries.metadata import ADDED, Terms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {"city": "Paris", "amount": 100, "currency": "EUR", "as_of": "2024-06-28", "grade": "a"},
    {"city": "Austin", "amount": 50, "currency": "USD", "period": "hour", "as_of": "2024", "grade": None},
    {"city": "Tokyo", "amount": 10, "currency": "JPY", "period": "month", "as_of": "2024-06", "grade": "b"},
]
TABLE = sk.read_salaries(ROWS)
NAN = float("nan")
EURUSD = 1.0705  # on 2024-06-28
RATES = sk.default_rates()


def column(table: sk.SalaryTable, name: str) -> list[Any]:
    """Return a column as plain values."""
    values: list[Any] = table.to_arrow().column(name).to_pylist()
    return values


def test_a_day_for_all_rows() -> None:
    """A day's rates convert every row, at a year's pay, and say where they came from."""
    usd = TABLE.convert("USD", on="2024-06-30")
    yen = RATES.rate("JPY", "USD", on="2024-06-28")

    assert column(usd, "value") == pytest.approx([100 * EURUSD, 50 * 2080, 10 * 12 * yen], rel=1e-15)
    assert column(usd, "rate") == pytest.approx([EURUSD, 1.0, yen], rel=1e-15)
    assert column(usd, "rate_on") == [dt.date(2024, 6, 28), None, dt.date(2024, 6, 28)]
    assert column(usd, "rate_staleness") == [2, None, 2]
    assert column(usd, "rate_kind") == ["observed", "identity", "observed"]


def test_a_span_for_all_rows() -> None:
    """A span's mean rates are the ones that `Rates.quote` gives."""
    usd = TABLE.convert("USD", on="2024")
    quote = RATES.quote("EUR", "USD", on="2024")

    assert column(usd, "value")[0] == pytest.approx(100 * quote.rate, rel=1e-15)
    assert column(usd, "rate_kind") == ["mean", "identity", "mean"]
    assert column(usd, "rate_on")[0] == quote.observed_on
    assert column(usd, "rate_staleness")[0] == quote.staleness


def test_each_record_at_its_own_date() -> None:
    """`own` takes each record's day or span, and the terms say so."""
    usd = TABLE.convert("USD", on="own")
    rates = [RATES.rate(row["currency"], "USD", on=row["as_of"]) for row in ROWS]

    assert column(usd, "rate") == rates
    assert column(usd, "rate_kind") == ["observed", "identity", "mean"]
    assert usd.terms is not None
    assert usd.terms.on == "own"


def test_the_latest_day() -> None:
    """`latest` is the newest day of the rates, and the terms name it."""
    usd = TABLE.convert("USD", on="latest")

    assert usd.terms is not None
    assert usd.terms.on == str(RATES.last)
    assert column(usd, "rate")[0] == RATES.rate("EUR", "USD", on=RATES.last)


@for_each(
    "kind",
    [list, tuple, np.array, pd.Series, pl.Series, pa.array, lambda days: np.array(days, "M8[ns]")],
)
def test_a_column_of_days(kind: Callable[[list[str]], Any]) -> None:
    """A column of days, one for each row, may be of any library; each row's figure is then of its own date."""
    days = ["2024-06-28", "2023-01-02", "2020-02-28"]
    usd = TABLE.convert("USD", on=kind(days))

    assert column(usd, "rate") == [
        RATES.rate(row["currency"], "USD", on=day) for row, day in zip(ROWS, days, strict=True)
    ]


def test_figures_of_several_days_are_cautioned() -> None:
    """Where rows were converted at days of their own, by `own` or by a column, every result says so."""
    for on in ("own", ["2024-06-28", "2023-01-02", "2020-02-28"]):
        usd = TABLE.convert("USD", on=on)

        assert "own date" in usd.rank().note
        assert "own date" in usd.compare("Paris", "Tokyo").note
        assert any("own date" in warning for warning in usd.query().warnings)
    assert TABLE.convert("USD", on="2024").rank().note == ""


@for_each("on", [dt.date(2024, 6, 28), dt.datetime(2024, 6, 28, 9), np.datetime64("2024-06-28"), pd.Timestamp("2024-06-28"), " 2024-06-28 ", RATES.span("2024-06-28")])  # fmt: skip # noqa: DTZ001 - a wall clock
def test_a_day_in_any_form(on: Any) -> None:
    """A day is a day, however it is written; the terms have it as ISO 8601."""
    usd = TABLE.convert("USD", on=on)

    assert usd.terms is not None
    assert usd.terms.on == "2024-06-28"
    assert column(usd, "rate")[0] == EURUSD


def test_a_pay_year_annualises() -> None:
    """A pay year says how many hours, days, weeks and months are paid; the terms keep it."""
    rows = [
        {"amount": 1, "currency": "USD", "period": period}
        for period in ("hour", "day", "week", "month", "year")
    ]
    pay_year = sk.PayYear(hours=1800, days=220, weeks=44, months=13)
    usd = sk.read_salaries(rows).convert("USD", on="2024", pay_year=pay_year)

    assert column(usd, "value") == [1800.0, 220.0, 44.0, 13.0, 1.0]
    assert usd.terms is not None
    assert usd.terms.pay_year == {"hours": 1800, "days": 220, "weeks": 44, "months": 13}


def test_converting_adds_columns_and_touches_none() -> None:
    """The columns as stated stay, the result's come after them, each of its type; the table itself is as before."""
    before = TABLE.to_arrow()
    usd = TABLE.convert("USD", on="2024").to_arrow()

    assert usd.column_names == [*before.column_names, *ADDED]
    assert usd.select(before.column_names).replace_schema_metadata(None).equals(before)
    assert [usd.schema.field(name).type for name in ADDED] == [
        pa.float64(),
        pa.float64(),
        pa.date32(),
        pa.int32(),
        pa.string(),
        pa.string(),
        pa.string(),
    ]
    assert (TABLE.base, TABLE.terms, TABLE.to_arrow().equals(before)) == (None, None, True)


def test_the_terms_say_how() -> None:
    """A converted table knows its base, day, rates and version."""
    usd = TABLE.convert("USD", on="2024", max_staleness=3)

    assert usd.base == "USD"
    assert usd.terms is not None
    assert (usd.terms.on, usd.terms.source, usd.terms.max_staleness) == ("2024", "ECB", 3)
    assert (usd.terms.fingerprint, usd.terms.version) == (RATES.fingerprint, sk.__version__)


def test_converting_again_starts_from_what_was_stated() -> None:
    """A second conversion replaces the first: nothing is converted twice."""
    again = TABLE.convert("JPY", on="2020").convert("USD", on="2024")

    assert again == TABLE.convert("USD", on="2024")


def test_a_row_without_a_rate_raises() -> None:
    """A currency without rates is an error that names the row."""
    table = sk.read_salaries([*ROWS, {"amount": 1, "currency": "KPW"}])
    with pytest.raises(sk.RateNotFound, match=r"^Row 4: No KPW/USD rate") as caught:
        table.convert("USD", on="2024")

    assert (caught.value.row, caught.value.currency, caught.value.base) == (4, "KPW", "USD")


def test_a_row_without_a_rate_may_be_empty() -> None:
    """With missing="null" such a row has no value, no rate and no kind; the others have theirs."""
    usd = sk.read_salaries([*ROWS, {"amount": 1, "currency": "KPW"}]).convert(
        "USD", on="2024", missing="null"
    )

    assert [column(usd, name)[3] for name in ADDED] == [None] * 7
    assert column(usd, "value")[:3] == column(TABLE.convert("USD", on="2024"), "value")


def test_a_row_without_a_date_has_none_of_its_own() -> None:
    """With on="own" a row without a date raises, or is empty; a row in the base needs no rate."""
    table = sk.read_salaries([{"amount": 1, "currency": "EUR"}, {"amount": 2, "currency": "USD"}])
    with pytest.raises(sk.RateNotFound, match=r"^Row 1: No EUR/USD rate: no day was given\."):
        table.convert("USD", on="own")

    assert column(table.convert("USD", on="own", missing="null"), "value") == [None, 2.0]


@for_each("name", ADDED)
def test_a_column_of_the_source_is_never_overwritten(name: str) -> None:
    """A source with a column where a result would go is refused, with the column's name."""
    table = sk.read_salaries([{**ROWS[0], name: 7}])
    with pytest.raises(sk.InvalidQuery, match=f"has a column '{name}' of its own") as caught:
        table.convert("USD", on="2024")

    assert caught.value.value == name
    assert column(table, name) == [7]


@for_each(
    ("keywords", "error"),
    [
        ({"base": "usd", "on": "2024"}, sk.InvalidCurrency),
        ({"base": "USD", "on": "2024-13"}, sk.InvalidSpan),
        ({"base": "USD", "on": None}, sk.InvalidSpan),
        ({"base": "USD", "on": ["2024"]}, sk.InvalidQuery),
        ({"base": "USD", "on": ["2024", "x", "2024"]}, sk.InvalidSpan),
        ({"base": "USD", "on": "2024", "missing": "ignore"}, sk.InvalidQuery),
        ({"base": "USD", "on": "2024", "max_staleness": -1}, sk.InvalidQuery),
        ({"base": "USD", "on": "1998-01-01"}, sk.RateNotFound),
        ({"base": "KPW", "on": "2024"}, sk.RateNotFound),
    ],
)
def test_a_wrong_setting_is_refused(keywords: dict[str, Any], error: type[Exception]) -> None:
    """Each wrong argument is the error that fits it."""
    with pytest.raises(error):
        TABLE.convert(**keywords)


def test_an_empty_table_converts() -> None:
    """No rows convert to no rows, with the columns and the terms."""
    empty = TABLE.head(0).convert("USD", on="2024")

    assert (len(empty), empty.base, empty.columns[-len(ADDED) :]) == (0, "USD", ADDED)
    assert list(empty) == []


def test_terms_do_not_outlive_their_figures() -> None:
    """A table whose converted figures were dropped on the way is one that was not converted."""
    bare = TABLE.convert("USD", on="2024").to_arrow().drop_columns(list(ADDED))

    assert sk.read_salaries(bare).base is None


def test_a_table_survives_pickling() -> None:
    """A table comes out of a pickle equal, terms included."""
    usd = TABLE.convert("USD", on="2024")

    assert pickle.loads(pickle.dumps(usd)) == usd  # noqa: S301 - our own bytes


@pytest.mark.parametrize("on", [None, "2024", "own"])
def test_parquet_reads_back_equal(on: str | None, tmp_path: Path) -> None:
    """A table, converted or not, reads back from Parquet equal: values, other columns and terms."""
    table = TABLE.convert("USD", on=on) if on else TABLE
    table.to_parquet(tmp_path / "pay.parquet")
    back = sk.read_salaries(tmp_path / "pay.parquet")

    assert back == table
    assert (back.terms, back.columns) == (table.terms, table.columns)


@for_each(
    "other",
    [
        ["x", None, "y"],
        pd.Series(["x", None, "x"]),
        pd.Categorical(["x", None, "x"]),
        pd.Series([pd.Timestamp("2024-06-28"), pd.NaT, pd.NaT]).astype("M8[s]"),
        pd.Series([dt.date(2024, 6, 28), None, None]),
        pd.Series([1.5, NAN, 2.5]),
        pd.Series([["a"], [], None]),
        pd.Series([True, None, False]),
    ],
)
def test_other_columns_read_back_equal(other: Any, tmp_path: Path) -> None:
    """A column of the source that is not ours reads back from Parquet equal, of whatever type it is."""
    table = sk.read_salaries(pd.DataFrame(ROWS).assign(other=other))
    table.to_parquet(tmp_path / "pay.parquet")

    assert sk.read_salaries(tmp_path / "pay.parquet") == table


def test_csv_reads_back_the_salaries(tmp_path: Path) -> None:
    """What a table writes as CSV reads back as the same salaries."""
    TABLE.to_csv(tmp_path / "pay.csv")

    assert list(sk.read_salaries(tmp_path / "pay.csv")) == list(TABLE)


@for_each("part", [*(field.name for field in fields(Terms)), "all", "reading"])
def test_metadata_of_others_is_no_error_from_below(part: str, tmp_path: Path) -> None:
    """A file whose terms or inferences are forged or damaged is read, and every verb answers or raises an error of ours."""
    usd = sk.load_salaries().convert("USD", on="2024").to_arrow()
    good = json.loads(usd.schema.metadata[b"salarykit"])
    values = [5, None, [], {}, [1], {"a": 1}, "x", "\ud800", True, 1e308]
    texts = (
        [b"", b"{", b"\xff", b"[]", b"[" * 100_000, b"9" * 5_000]
        if part in ("all", "reading")
        else [json.dumps({**good, part: value}).encode() for value in values]
    )
    for text in texts:
        metadata = {b"salarykit.reading" if part == "reading" else b"salarykit": text}
        pq.write_table(usd.replace_schema_metadata(metadata), tmp_path / "forged.parquet")
        table = sk.read_salaries(tmp_path / "forged.parquet")
        for verb in (
            repr,
            lambda table: repr(table.rank()),
            lambda table: table.compare("Paris", "Berlin", since="2020").explain(),
            lambda table: table.query(near="Paris").to_json(),
            lambda table: table.convert("EUR", on="2024"),
            lambda table: table.summarize("country"),
            lambda table: str(table.reading),
        ):
            with suppress(sk.SalaryKitError):
                verb(table)
