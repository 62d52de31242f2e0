from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
from salarykit.rates.exact import published

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ["2024-06-27", "2024-06-28", "2024-07-01"]
VALUES: dict[str, list[float | None]] = {
    "KES": [129.0, 129.25, None],
    "TWD": [32.5123, None, 32.61],
    "VND": [25_450.0, 25_455.0, 25_460.0],
}  # units for one dollar
LONG = [
    {"date": day, "currency": code, "rate": value}
    for code, column in VALUES.items()
    for day, value in zip(DAYS, column, strict=True)
]
WIDE = pa.table({"date": DAYS, **VALUES, "note": ["", "x", None]})
TEXTS = "date,KES,TWD,VND,note\n2024-06-27,129.00,32.5123,25450,\n2024-06-28,129.25,N/A,25455,x\n2024-07-01,,32.61,25460,\n"


@dataclass
class Row:
    """A row of one's own."""

    date: dt.date
    currency: str
    rate: Decimal | None


def held(rates: sk.Rates) -> dict[str, dict[str, str]]:
    """Return the published values by currency and day, as the shortest texts that say them."""
    (table,) = rates.tables
    return {
        code: {
            str(day): str(published(value).normalize())
            for day, value in zip(table.days.astype("M8[D]"), column, strict=True)
            if value > 0
        }
        for code, column in zip(table.codes[1:], np.transpose(table.values), strict=True)
    }


EXPECTED = {
    "KES": {"2024-06-27": "129", "2024-06-28": "129.25"},
    "TWD": {"2024-06-27": "32.5123", "2024-07-01": "32.61"},
    "VND": {"2024-06-27": "2.545E+4", "2024-06-28": "25455", "2024-07-01": "2.546E+4"},
}
FRAMES: dict[str, Any] = {
    "records": LONG,
    "records of texts": [{name: str(cell or "") for name, cell in row.items()} for row in LONG],
    "dataclasses": [
        Row(
            dt.date.fromisoformat(str(r["date"])),
            str(r["currency"]),
            Decimal(str(r["rate"])) if r["rate"] else None,
        )
        for r in LONG
    ],
    "other names": [
        {"TIME_PERIOD": r["date"], "Quote": r["currency"], " OBS_VALUE ": r["rate"]} for r in LONG
    ],
    "arrow, long": pa.Table.from_pylist(LONG),
    "arrow, wide": WIDE,
    "arrow, in pieces": pa.concat_tables([WIDE.slice(0, 1), WIDE.slice(1)]),
    "pandas, long": pd.DataFrame(LONG),
    "pandas, wide": WIDE.to_pandas(),
    "pandas, times": WIDE.to_pandas().assign(date=pd.to_datetime(DAYS)),
    "pandas, categories": pd.DataFrame(LONG).astype({"currency": "category"}),
    "polars, long": pl.DataFrame(LONG),
    "polars, wide": pl.DataFrame({"date": DAYS, **VALUES}),
    "polars, days": pl.DataFrame({"date": DAYS, **VALUES}).with_columns(pl.col("date").str.to_date()),
}


@for_each("kind", FRAMES)
def test_the_same_rates_in_any_frame_are_the_same(kind: str) -> None:
    """Long or wide, of any library, with days or texts: the same values to the digit, and holes as holes."""
    rates = sk.read_rates(FRAMES[kind], base="USD")

    assert held(rates) == EXPECTED
    assert rates.pivot == "USD"


@for_each("kind", ["long.csv", "wide.csv", "long.parquet", "wide.parquet"])
def test_the_same_rates_in_any_file_are_the_same(kind: str, tmp_path: Path) -> None:
    """CSV and Parquet, long and wide, give the same values; the path is the source's name unless another is given."""
    path = tmp_path / kind
    if kind == "long.csv":
        rows = [
            f"{row['date']},{row['currency']},{'' if row['rate'] is None else row['rate']}" for row in LONG
        ]
        path.write_text("\n".join(["Date,Currency,Rate", *rows, ""]), encoding="utf-8-sig")
    elif kind.endswith(".csv"):
        path.write_text(TEXTS)
    else:
        pq.write_table(WIDE if kind.startswith("wide") else pa.Table.from_pylist(LONG), path)
    rates, named = sk.read_rates(path, base="USD"), sk.read_rates(str(path), base="USD", name="my bank")

    assert held(rates) == held(named) == EXPECTED
    assert (rates.source, named.source) == (str(path), "my bank")


def test_the_base_is_what_one_unit_of_is_priced() -> None:
    """Against any base, a rate is units of the currency for one unit of the base; the base itself is one."""
    rows = [
        {"date": "2024-06-28", "currency": code, "rate": rate} for code, rate in (("EUR", 0.5), ("CHF", 1))
    ]
    rates = sk.read_rates(rows, base="CHF")

    assert rates.rate("CHF", "EUR", on="2024-06-28") == 0.5
    assert rates.rate("EUR", "CHF", on="2024-06-28") == 2.0
    with pytest.raises(sk.SourceError, match=r"one EUR is 0\.5 EUR"):
        sk.read_rates(rows, base="EUR")
    with pytest.raises(sk.InvalidCurrency):
        sk.read_rates(rows, base="chf")


@for_each(
    "mark",
    ["", " ", "N/A", "NA", "NaN", "nan", "null", "-", " - ", None, math.nan, np.nan, pd.NA, pd.NaT],
)
def test_a_missing_mark_is_no_rate(mark: Any) -> None:
    """Nothing, and what usually stands for it, says that nothing was published, whatever its day and code."""
    rows = [
        {"date": "2024-06-28", "currency": "USD", "rate": 1.07},
        {"date": "", "currency": None, "rate": mark},
    ]

    assert held(sk.read_rates(rows, base="EUR")) == {"USD": {"2024-06-28": "1.07"}}


BAD: list[tuple[str, Any]] = [
    *[
        ("rate", value)
        for value in (
            "abc",
            "1,0705",
            "1.0705 USD",
            "1_0705",
            "0",
            0,
            -1.07,
            "-1.07",
            math.inf,
            "inf",
            "1e400",
            True,
            [1],
        )
    ],
    *[
        ("date", value)
        for value in ("soon", "2024-06", "28.06.2024", "2024-06-31", "", None, 20240628, math.nan)
    ],
    *[("currency", value) for value in ("usd", "dollar", "XAU", "", None, 840)],
]


@for_each(("column", "value"), BAD)
def test_a_bad_cell_is_named_with_its_row(column: str, value: Any) -> None:
    """A cell that is no rate, day or code is an error that tells the row, counted from 1, and the cell."""
    good = {"date": "2024-06-28", "currency": "USD", "rate": 1.07}
    rows = [good, {**good, "currency": "JPY", "rate": 172}, {**good, "currency": "GBP", column: value}, good]
    with pytest.raises(sk.SourceError, match=r"(?i)^my bank: .*\brow 3\b") as caught:
        sk.read_rates(rows, base="EUR", name="my bank")

    assert repr(value if isinstance(value, str) else "")[1:-1] in str(caught.value)


def test_a_bad_cell_of_a_wide_table_is_named_with_its_row() -> None:
    """In a table with a column for each currency the row and the currency say which cell it is."""
    with pytest.raises(sk.SourceError, match=r"(?i)\brow 2\b") as caught:
        sk.read_rates(pa.table({"date": DAYS, "USD": ["1.07", "x", "1.08"]}), base="EUR")

    assert "USD" in str(caught.value)


def test_a_row_with_a_cell_too_many_is_not_dropped(tmp_path: Path) -> None:
    """A decimal comma in a CSV makes one cell two: an error that names the row, not a rate that is missing."""
    path = tmp_path / "rates.csv"
    path.write_text("date,currency,rate\n2024-06-27,USD,1.07\n2024-06-28,USD,1,0705\n2024-07-01,USD,1.08\n")

    with pytest.raises(sk.SourceError, match=r"(?i)\brow 2\b"):
        sk.read_rates(path, base="EUR")


def test_two_rates_of_one_day_are_refused() -> None:
    """A currency has one rate a day; the same one twice is no contradiction."""
    row = {"date": "2024-06-28", "currency": "USD", "rate": 1.07}
    with pytest.raises(sk.SourceError, match=r"two rates of USD on 2024-06-28: 1\.07 and 1\.08"):
        sk.read_rates([row, {**row, "rate": 1.08}], base="EUR")

    assert held(sk.read_rates([row, {**row, "rate": "1.070"}], base="EUR")) == {"USD": {"2024-06-28": "1.07"}}


@for_each(
    ("source", "told"),
    [
        ([], "has the columns none"),
        (
            [{"date": "2024-06-28", "rate": 1.07}],
            "has the columns date, rate. Rates need date, currency and rate, or",
        ),
        ([{"currency": "USD", "rate": 1.07}], "Rates need date"),
        ([{"when": "2024-06-28", "USD": 1.07}], "Rates need date"),
        ([{"date": "2024-06-28", "usd": 1.07}], "Rates need date"),
        ([{"date": "2024-06-28", "USD": "N/A"}], "sent no rates"),
        ([{"date": "2024-06-28", "EUR": 1}], "sent no rates"),
        ("nowhere.csv", "Cannot read nowhere.csv"),
        (5, "Cannot read"),
    ],
)
def test_what_holds_no_rates_is_refused(source: Any, told: str) -> None:
    """Without a day, a currency or a rate there is no table, and the error says what is needed."""
    with pytest.raises(sk.SourceError) as caught:
        sk.read_rates(source, base="EUR")

    assert told in str(caught.value)
    assert not str(caught.value).startswith(("nowhere.csv: nowhere.csv", "records: records"))


@pytest.mark.parametrize(
    "days", [["0001-01-01", "2024-01-02"], ["2024-01-02", "9999-12-31"], ["1024-01-02"], ["2204-01-02"]]
)
def test_days_of_no_calendar_of_rates_are_refused(days: list[str]) -> None:
    """A mistyped year is told; a table has a row in memory for each day, so two lines would otherwise take gigabytes."""
    rows = [{"date": day, "currency": "USD", "rate": 1.07} for day in days]
    with pytest.raises(sk.SourceError, match="is not between 1700 and 2199"):
        sk.read_rates(rows, base="EUR", name="mine")


def test_old_rates_are_read() -> None:
    """A table may begin with the first dollars, and reach beyond today."""
    rows = [{"date": day, "currency": "USD", "rate": 4.5} for day in ("1791-01-03", "2199-12-31")]
    assert sk.read_rates(rows, base="GBP", name="mine").rate("GBP", "USD", on="1791-01-03") == 4.5
