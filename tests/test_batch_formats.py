from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

import salarykit as sk
from salarykit.batch.report import Progress
from salarykit.salaries.metadata import ADDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = ("amount", "currency", "period", "as_of", "remark")


def written(path: Path, rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> Path:
    """Write a CSV by Python's own writer."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "csv.bz2", "csv.zst", "parquet"])
def test_each_format_is_written_and_read(ending: str, tmp_path: Path) -> None:
    """What is written in any format and packing is read again, with the same rates."""
    first, second = tmp_path / f"a.{ending}", tmp_path / "b.parquet"
    sk.convert_file("data/salaries.csv", first, base="USD", on="2024", add=["value"])
    sk.convert_file(first, second, base="USD", on="2024", add=["rate"])
    expected = sk.load_salaries().convert("USD", on="2024").to_arrow()
    found = pq.read_table(second)
    assert found.column("rate").to_pylist() == expected.column("rate").to_pylist()


def test_a_packed_text_is_packed(tmp_path: Path) -> None:
    """A name that ends in .csv.gz gets what gzip unpacks."""
    sk.convert_file("data/salaries.csv", tmp_path / "a.csv.gz", base="USD", on="2024")
    with gzip.open(tmp_path / "a.csv.gz", "rt", encoding="utf-8") as file:
        text = file.read()
    assert len(list(csv.reader(io.StringIO(text)))) == 16


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "lz4", "none"])
def test_parquet_is_packed_as_asked(compression: Any, tmp_path: Path) -> None:
    """Each compression is written; columns of numbers that would not shrink are left as they are."""
    amounts = [1e5 + index % 7 for index in range(2000)]
    pq.write_table(pa.table({"amount": amounts, "currency": ["EUR"] * 2000}), tmp_path / "in.parquet")
    sk.convert_file(
        tmp_path / "in.parquet", tmp_path / "o.parquet", base="EUR", on="2024", compression=compression
    )
    group = pq.read_metadata(tmp_path / "o.parquet").row_group(0)
    said = {
        group.column(index).path_in_schema: group.column(index).compression
        for index in range(group.num_columns)
    }
    assert said["currency"] == {"none": "UNCOMPRESSED"}.get(compression, compression.upper())
    assert pq.read_table(tmp_path / "o.parquet").column("amount").to_pylist() == amounts


def packed_size(table: pa.Table, level: int) -> int:
    """Return the bytes of a table's only column in a file that is packed at a level of zstandard."""
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", compression_level=level, use_dictionary=False)
    size: int = pq.read_metadata(out).row_group(0).column(0).total_compressed_size
    return size


def test_figures_are_packed_at_the_level_that_suits_them(tmp_path: Path) -> None:
    """No level of zstandard that is tried would make a column of figures smaller than the one that was chosen."""
    drawn = np.exp(np.random.default_rng(7).normal(11, 0.6, 50_000))
    columns = {
        "cents": np.round(drawn, 2),
        "thousands": np.round(drawn, -3),
        "amount": np.repeat(drawn[:500], 100),
    }
    pq.write_table(pa.table({**columns, "currency": ["EUR"] * len(drawn)}), tmp_path / "in.parquet")
    sk.convert_file(tmp_path / "in.parquet", tmp_path / "o.parquet", base="USD", on="2024", add=["value"])
    group = pq.read_metadata(tmp_path / "o.parquet").row_group(0)
    for index, name in enumerate(columns):
        chosen = group.column(index)
        sizes = [
            packed_size(pq.read_table(tmp_path / "in.parquet", columns=[name]), level)
            for level in (-2, -1, 1)
        ]
        assert chosen.path_in_schema == name
        assert chosen.total_compressed_size == pytest.approx(min(sizes), rel=0.01)
    assert (
        pq.read_table(tmp_path / "o.parquet").column("cents").to_numpy().tolist() == columns["cents"].tolist()
    )


def test_an_empty_file_makes_an_empty_file(tmp_path: Path) -> None:
    """A file with a header alone is converted to one with the columns of any other."""
    source = written(tmp_path / "pay.csv", [])
    for name in ("o.parquet", "o.csv"):
        report = sk.convert_file(source, tmp_path / name, base="EUR", on="2024")
        assert (report.rows_in, report.rows_out) == (0, 0)
    assert pq.read_schema(tmp_path / "o.parquet").names == [*HEADER, *ADDED]
    assert pacsv.read_csv(tmp_path / "o.csv").column_names == [*HEADER, *ADDED]


def test_the_report_counts_everything(tmp_path: Path) -> None:
    """Rows in are rows out and rows refused; the currencies and kinds are counted; it is text, JSON and HTML."""
    rows = [("5", "EUR"), ("x", "EUR"), ("5", "ZZZ"), ("5", "HRK"), ("5", "USD"), ("-1", "usd")]
    source = written(tmp_path / "pay.csv", rows, ("amount", "currency"))
    seen: list[Progress] = []
    report = sk.convert_file(
        source,
        tmp_path / "o.csv",
        base="USD",
        on="2024-06-28",
        missing="null",
        rejects=tmp_path / "bad.csv",
        progress=seen.append,
    )
    assert (report.rows_in, report.rows_out, sum(report.rejected.values())) == (6, 3, 3)
    assert report.rejected == {"not_a_number": 1, "unknown_currency": 1, "out_of_range": 1}
    assert report.currencies == {"EUR": 1, "HRK": 1, "USD": 1}
    assert report.without_rate == report.kinds.get("", 0)
    assert (report.first_rate_on, report.last_rate_on) == ("2024-06-28", "2024-06-28")
    assert "rows in     6 from 1 file" in str(report)
    assert '"rows_out": 3' in report.to_json()
    assert "<td>rows out</td>" in report._repr_html_()
    assert (seen[-1].rows, seen[-1].rejected, seen[-1].fraction) == (6, 3, 1.0)
    assert seen[-1].seconds_left == 0
    assert Progress(0, 0, 0.0, "a", 1.0).seconds_left is None


def test_a_frame_that_was_converted_before_forgets_by_what(tmp_path: Path) -> None:
    """The file says what it was converted by in one way: not as pandas kept it of an earlier conversion."""
    usd = sk.read_salaries([{"amount": 100, "currency": "EUR"}]).convert("USD", on="2024").to_pandas()
    usd.attrs["mine"] = "kept"
    usd.to_parquet(tmp_path / "pay.parquet")
    sk.convert_file(tmp_path / "pay.parquet", tmp_path / "eur.parquet", base="EUR", on="2024")
    assert pd.read_parquet(tmp_path / "eur.parquet").columns.tolist() == usd.columns.tolist()
    assert pq.read_table(tmp_path / "eur.parquet")["value"].to_pylist() == [100.0]
    table = sk.read_salaries(tmp_path / "eur.parquet")
    assert table.terms is not None
    attrs = pd.read_parquet(tmp_path / "eur.parquet").attrs
    assert (table.terms.base, "EUR" in attrs["salarykit"], attrs["mine"]) == ("EUR", True, "kept")


def test_a_column_of_an_earlier_conversion_can_be_read_once_more(tmp_path: Path) -> None:
    """The amounts and the days may stand in columns that the conversion replaces."""
    rows = {"amount": [100.0], "currency": ["GBP"], "as_of": ["2024-01-06"]}
    pq.write_table(pa.table(rows), tmp_path / "pay.parquet")
    sk.convert_file(tmp_path / "pay.parquet", tmp_path / "usd.parquet", base="USD", on="own")
    sk.convert_file(tmp_path / "usd.parquet", tmp_path / "eur.parquet", base="EUR", on="rate_on")
    once, twice = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("usd", "eur"))
    assert twice.column_names == once.column_names
    assert twice["rate_on"].to_pylist() == once["rate_on"].to_pylist()
