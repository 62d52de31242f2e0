from __future__ import annotations

import datetime as dt
import pickle
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
from salarykit.batch import converting
from salarykit.batch.converting import Converter
from salarykit.batch.options import BatchOptions, Columns

if TYPE_CHECKING:
    from pathlib import Path

TWO: dict[str, list[Any]] = {"amount": [100.0, 200.0], "currency": ["EUR", "GBP"]}


def values(folder: Path, table: pa.Table, **options: Any) -> list[Any]:
    """Convert a table by way of files, and return the values."""
    pq.write_table(table, folder / "in.parquet")
    sk.convert_file(folder / "in.parquet", folder / "out.parquet", base="USD", **options)
    found: list[Any] = pq.read_table(folder / "out.parquet").column("value").to_pylist()
    return found


@pytest.mark.parametrize("on", ["2024-06-28", "2024-Q2", dt.date(2024, 6, 28), "latest", "P12M/2024-06-30"])
def test_one_day_or_span_holds_for_all_rows(on: Any, tmp_path: Path) -> None:
    """`on` may be all that `convert` takes for one rate; the rates may be one's own, the average a median."""
    expected = [sk.convert(amount, code, "USD", on=on) for amount, code in zip(*TWO.values(), strict=True)]
    assert values(tmp_path, pa.table(TWO), on=on) == expected
    mine = sk.read_rates(
        [{"date": "2024-06-28", "currency": code, "rate": 2.0} for code in ("EUR", "GBP")], base="USD"
    )
    assert values(tmp_path, pa.table(TWO), on="2024-06-28", rates=mine) == [50.0, 100.0]
    median = sk.load_salaries().convert("USD", on="2024", average="median").to_arrow().column("value")
    sk.convert_file("data/salaries.csv", tmp_path / "o.parquet", base="USD", on="2024", average="median")
    assert pq.read_table(tmp_path / "o.parquet").column("value").to_pylist() == median.to_pylist()


def test_defaults_stand_for_what_is_missing(tmp_path: Path) -> None:
    """A default stands for a column that is missing and for cells that are; for days only where each row has its own."""
    table = pa.table(
        {"amount": [100.0, None], "currency": [None, "GBP"], "as_of": pa.array([None, None], pa.date32())}
    )
    defaults = {"amount": 5, "currency": "EUR", "as_of": "2024", "period": "month"}
    expected = [
        sk.convert(12 * 100.0, "EUR", "USD", on="2024"),
        sk.convert(12 * 5.0, "GBP", "USD", on="2024"),
    ]
    assert values(tmp_path, table, on="own", defaults=defaults) == expected
    assert values(tmp_path, table.drop_columns("as_of"), on="own", defaults=defaults) == expected
    with pytest.raises(sk.InvalidSalary, match="defaults: 'moeny' is not a field"):
        values(tmp_path, table, on="own", defaults={"moeny": "EUR"})


def test_many_distinct_days_do_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cells mean is remembered for the next block, but not for ever."""
    monkeypatch.setattr(converting, "_REMEMBERED", 10)
    days = [f"2024-06-{day:02}" for day in range(1, 29)]
    table = pa.table({"amount": [1.0] * 28, "currency": ["EUR"] * 28, "as_of": days})
    expected = [sk.convert(1.0, "EUR", "USD", on=day) for day in days]

    assert values(tmp_path, table, on="own", defaults={"period": "year"}) == expected


@pytest.mark.parametrize("name", ["amount", "currency", "as_of", "period"])
def test_columns_of_lists_are_refused_row_by_row(name: str, tmp_path: Path) -> None:
    """A column of a kind that no field takes is told cell by cell, never by a crash from below."""
    table = pa.table({**TWO, "as_of": ["2024", "2024"], "period": ["year", "year"]})
    odd = table.set_column(table.column_names.index(name), name, pa.array([[1], [2]]))
    with pytest.raises(sk.InvalidSalary, match=rf"in\.parquet, row 1, {name}: "):
        values(tmp_path, odd, on="own")


def test_a_view_of_texts_is_as_good_as_texts(tmp_path: Path) -> None:
    """Texts and bytes that are stored as views come out as they are, beside rows that are refused."""
    views = {
        "currency": pa.array(["EUR", "x"], pa.string_view()),
        "raw": pa.array([b"a", b"b"], pa.binary_view()),
    }
    pq.write_table(pa.table({"amount": [1.0, 2.0], **views}), tmp_path / "in.parquet")
    asked: dict[str, Any] = {"base": "USD", "on": "2024", "rejects": tmp_path / "bad.csv"}
    sk.convert_file(tmp_path / "in.parquet", tmp_path / "out.parquet", **asked)
    found = pq.read_table(tmp_path / "out.parquet", columns=["currency", "raw"])
    assert found.equals(pa.table(views).slice(0, 1))


def test_bytes_go_into_a_csv(tmp_path: Path) -> None:
    """Bytes that are UTF-8 are written as that, others as hexadecimal; an extension as its text."""
    one = {"amount": [1.0], "currency": ["EUR"]}
    odd = {
        "a": pa.array([b"\xff\x00"]),
        "b": pa.array([b"a"], pa.binary(1)),
        "c": pa.array([b"0" * 16], pa.uuid()),
    }
    pq.write_table(pa.table({**one, **odd}), tmp_path / "in.parquet")
    sk.convert_file(tmp_path / "in.parquet", tmp_path / "out.csv", base="USD", on="2024", add=["rate_kind"])
    row = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1]
    assert row == '1,"EUR","ff00","a","30303030-3030-3030-3030-303030303030","mean"'


def test_times_that_are_none_are_told(tmp_path: Path) -> None:
    """A day beyond all calendars and a time zone that is none are one sentence, with the file."""
    for days in (pa.array([2**31 - 1] * 2, pa.date32()), pa.array([1, 1], pa.timestamp("us", "Mars/Phobos"))):
        for options in ({}, {"defaults": {"as_of": "2024"}}):
            with pytest.raises(sk.SalaryKitError, match=r"in\.parquet"):
                values(tmp_path, pa.table({**TWO, "as_of": days}), on="own", **options)


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"pay": [1.0], "currency": ["EUR"]}, {"infer": False}, "has no column 'amount'"),
        ({"amount": [1.0]}, {"infer": False}, "has no column 'currency'"),
        (TWO, {"on": "own"}, "has no column 'as_of'"),
        (TWO, {"columns": {"amount": "nope"}}, "has no column 'nope'"),
        (TWO, {"columns": {"salary": "amount"}}, "columns: 'salary' is not a field"),
        (TWO, {"on": "crrency"}, "Did you mean 'currency'?"),
        (TWO, {"max_staleness": -1}, "max_staleness=-1"),
        (TWO, {"missing": "drop"}, "missing='drop': choose 'raise' or 'null'."),
    ],
)
def test_what_is_missing_is_named(columns: Any, options: dict[str, Any], said: str, tmp_path: Path) -> None:
    """A column or an option that is not there is one sentence, with what there is."""
    with pytest.raises(sk.SalaryKitError) as caught:
        values(tmp_path, pa.table(columns), **{"on": "2024", **options})
    assert said in str(caught.value)


def test_the_unit_of_work_travels() -> None:
    """A converter survives pickling, and with `keep_bad` keeps the rows that it refuses, without a value."""
    order = BatchOptions("USD", "when", sk.default_rates(), add=("value",))
    converter = pickle.loads(  # noqa: S301 - our own
        pickle.dumps(Converter(order, Columns("amount", "currency", None, None, "when")))
    )
    table = pa.table(
        {"amount": [1.0, -1.0, 1.0], "currency": ["EUR", "EUR", "eur"], "when": ["2024", "2024", "x"]}
    )
    done = converter.convert(table, keep_bad=True)
    assert done.table.column("value").to_pylist() == [sk.convert(1.0, "EUR", "USD", on="2024"), None, None]
    assert [(name, fault.at) for name, fault in done.faults] == [("amount", 1), ("currency", 2), ("when", 2)]
    assert done.kept.tolist() == [True, False, False]
    with pytest.raises(sk.RateNotFound, match="Row 3: No KPW/USD rate") as caught:
        converter.convert(
            pa.table({"amount": [0.0, 1, 1], "currency": ["EUR", "EUR", "KPW"], "when": ["2024"] * 3})
        )
    assert caught.value.row == 3


@for_each("name", ["csv", "parquet"])
def test_the_columns_of_no_rows_are_those_of_rows(name: str, tmp_path: Path) -> None:
    """A file without rows becomes one with the same columns, types and terms as a file with rows, whatever is added."""
    options: dict[str, Any] = {
        "base": "USD",
        "on": "2024",
        "price_levels": "latest",
        "ageing": sk.Ageing("2025-01-01", growth=0.03),
    }
    table = pa.table(
        {"amount": [50_000.0], "currency": ["EUR"], "country": ["DE"], "as_of": ["2023-06"], "n": [1]}
    )
    for drop_local in (False, True):
        schemas = []
        for rows in (table, table.slice(0, 0)):
            pq.write_table(rows, tmp_path / "pay.parquet")
            pacsv.write_csv(rows, tmp_path / "pay.csv")
            sk.convert_file(
                tmp_path / f"pay.{name}", tmp_path / "out.parquet", drop_local=drop_local, **options
            )
            schemas.append(pq.read_schema(tmp_path / "out.parquet"))

        assert schemas[0].equals(schemas[1], check_metadata=True)
        assert schemas[0].names[-10:] == [
            "value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag", "age_factor", "nominal", "parity",
        ]  # fmt: skip
