"""`convert(df, layout=)`: cells as people write, read on Spark as the table's door reads them."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.batch.converting import Converter
from salarykit.batch.options import BatchOptions
from salarykit.spark import convert
from salarykit.spark.by_layout import reader_of
from salarykit.spark.in_python import KEEP, _read_and_converted

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

PAY = [
    "46.500 €",
    "£44k",
    "3.900 € / Monat",
    "$120k",
    "410 €/j",
    "61 250,50 €",
    "n/a",
    "",
    "45k € per mile",
    "zł 9.100",
    None,
]
LANDS = ["Germany", "DE", "Frankreich", "FR", "GB", "Polen", "", None]
DAYS = ["2024-06-28", "2023", "28.06.2024", "03/04/2024", "2024-02-30", "2024-Q2"]
ROWS = [
    {"Gehalt": pay, "Land": land, "Datum": day, "Firma": str(number)}
    for number, (pay, land, day) in enumerate(
        zip((PAY * 3)[:22], (LANDS * 4)[:22], (DAYS * 5)[:22], strict=True)
    )
]  # fmt: skip
LAYOUT = sk.infer_layout(ROWS)


def by_batches(rows: list[dict[str, Any]], size: int, **options: Any) -> pa.Table:
    """Convert rows as a worker does, so many at a time."""
    table = pa.Table.from_pylist(rows)
    order = BatchOptions.of("USD", missing="null", **options)
    reader, columns = reader_of(LAYOUT, table.column_names, order)
    reader = pickle.loads(pickle.dumps(reader))  # noqa: S301 - our own
    batches = (table.slice(start, size) for start in range(0, len(table), size))
    return pa.concat_tables(
        _read_and_converted(Converter(order, columns), each, reader, keep_bad=True) for each in batches
    )


@given(
    at=st.lists(st.integers(0, len(ROWS) - 1), min_size=1, max_size=12),
    size=st.integers(1, 12),
    options=st.sampled_from(
        [{"on": "2024"}, {"on": "own"}, {"on": "Datum"}, {"on": "2024", "price_levels": "2025"}]
    ),
)
def test_batches_of_any_size_are_read_as_a_table_is(
    at: list[int], size: int, options: dict[str, Any]
) -> None:
    """The good rows have the table's figures, bit for bit; a row that the table refuses stays, with the table's reason."""
    rows = [ROWS[row] for row in at]
    found = by_batches(rows, size, **options)
    good, bad = sk.sift_salaries(rows, layout=LAYOUT)
    on = "own" if options["on"] == "Datum" else options["on"]
    expected = good.convert("USD", missing="null", **{**options, "on": on}).to_arrow()
    why = {cell["row"]: f"{cell['column']}: {cell['message']}" for cell in reversed(list(bad))}
    kept = [row for row in range(1, len(rows) + 1) if row not in why]

    for name in ("value", "rate", "rate_on", "rate_kind"):
        column = found.column(name).to_pylist()
        assert [column[row - 1] for row in kept] == expected.column(name).to_pylist()
        assert name != "value" or [column[row - 1] for row in why] == [None] * len(why)
    reasons = found.column("refused").to_pylist()
    assert [bool(reason) for reason in reasons] == [row in why for row in range(1, len(rows) + 1)]
    assert {reasons[row - 1] for row in why} <= {f"{cell['column']}: {cell['message']}" for cell in bad}
    assert found.select(list(ROWS[0])).to_pylist() == rows


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"layout": LAYOUT, "amount": "Gehalt"}, "amount='Gehalt': a layout names the columns, so give one or the other."),
    ({"layout": LAYOUT, "date": "Datum"}, "date='Datum': a layout names the columns"),
    ({"layout": LAYOUT, "period": "month"}, "period='month': a layout names the columns"),
    ({"layout": "oews"}, "The layout leaves decisions to the rows"),
    ({"layout": sk.infer_layout([{"city": "Kiel", "p25": 1, "p75": 2, "currency": "EUR"}])}, "several rows of one"),
    ({"layout": sk.infer_layout([{"wage": "45k", "currency": "EUR"}])}, "The layout does not fit: The DataFrame has no column 'wage'"),
    ({"layout": sk.infer_layout([{"Gehalt": "45k €"}]), "on": "own"}, "The layout has no column for 'as_of'."),
    ({"layout": "nope.json"}, "nope.json is not a layout"),
]  # fmt: skip


@for_each(("options", "said"), WRONG)
def test_a_layout_that_does_not_do_is_refused_by_the_driver(options: dict[str, Any], said: str) -> None:
    """A name beside it, a layout that decides nothing or makes several rows of one, a column that is not there."""
    df: Any = SimpleNamespace(columns=list(ROWS[0]))
    with pytest.raises(sk.SalaryKitError) as caught:
        convert(df, "USD", **{"on": "2024", **options})

    assert said in str(caught.value)


@pytest.mark.spark
def test_spark_reads_texts_by_a_layout(spark: SparkSession, tmp_path: Path) -> None:
    """From a JSON file, on executors: the table's figures, or the first reason as an error."""
    LAYOUT.to_json(tmp_path / "pay.layout.json")
    df = spark.createDataFrame(ROWS, schema="Gehalt string, Land string, Datum string, Firma string")
    asked: dict[str, Any] = {"on": "own", "layout": tmp_path / "pay.layout.json", "missing": "null"}
    found = {row["Firma"]: row for row in convert(df, "USD", bad="null", **asked).collect()}
    expected = by_batches(ROWS, len(ROWS), on="own")

    assert [found[row["Firma"]]["value"] for row in ROWS] == expected.column("value").to_pylist()
    assert [found[row["Firma"]]["refused"] for row in ROWS] == expected.column("refused").to_pylist()
    with pytest.raises(Exception, match="no pay was found in 'n/a'") as caught:
        convert(df.where("Gehalt = 'n/a'"), "USD", **asked).collect()
    assert KEEP in str(caught.value)
