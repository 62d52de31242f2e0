"""What a file may take: bytes decoded, and texts, names and time zones that are valid."""

from __future__ import annotations

import gzip
import resource
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024-06-28"}
LONG = "n" * 100_000  # a text that a Parquet file stores once, and each row repeats


def rows(count: int, **more: Any) -> dict[str, Any]:
    """Return columns of salaries."""
    base = {"city": ["Kiel"] * count, "amount": [50_000.0] * count, "currency": ["EUR"] * count}
    return base | {name: [value] * count for name, value in more.items()}


def invalid() -> pa.Array:
    """Return a column whose second text is not UTF-8."""
    offsets = pa.py_buffer(np.array([0, 2, 5], np.int32).tobytes())
    return pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"ok\xffme")])


def written(path: Path, columns: Any, **options: Any) -> Path:
    """Write a Parquet file."""
    pq.write_table(pa.table(columns), path, **options)
    return path


@pytest.mark.parametrize("kind", ["plain", "category", "list", "struct"])
def test_a_text_that_a_parquet_repeats_counts_for_each_row(kind: str, tmp_path: Path) -> None:
    """A kilobyte that decodes to a hundred megabytes is refused before it is decoded, and the message says how to go on."""
    text = pa.array([LONG] * 1_000)
    note = {
        "plain": lambda: text,
        "category": text.dictionary_encode,
        "list": lambda: pa.array([[LONG]] * 1_000),
        "struct": lambda: pa.array([{"x": LONG}] * 1_000),
    }[kind]()
    path = written(tmp_path / "pay.parquet", rows(1_000) | {"remark": note}, compression="zstd")
    assert path.stat().st_size < 10_000

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(sk.SourceError, match=r"decodes to more than 67,108,864 bytes.*max_bytes="):
        sk.read_salaries(path)

    if sys.platform == "linux":  # which counts in kilobytes
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000
    assert len(sk.read_salaries(path, max_bytes=1 << 30)) == 1_000


def test_rows_of_one_value_count_too(tmp_path: Path) -> None:
    """Millions of equal rows take a few kilobytes; the footer says how many they are."""
    columns = {
        "amount": pa.array(np.full(5_000_000, 5.0)),
        "currency": pa.array(["EUR"]).take([0] * 5_000_000),
    }
    path = written(tmp_path / "pay.parquet", columns)

    with pytest.raises(sk.SourceError, match="decodes to more than 10,000,000 bytes"):
        sk.sift_salaries(path, max_bytes=10_000_000)


@pytest.mark.parametrize("door", [sk.read_salaries, sk.sift_salaries, sk.infer_layout])
@pytest.mark.parametrize("name", ["pay.csv", "pay.csv.gz", "pay.json", "pay.parquet"])
def test_the_budget_of_every_format_is_the_callers(name: str, door: Any, tmp_path: Path) -> None:
    """`max_bytes=` limits what a plain, a compressed, a JSON and a Parquet file may come to, and lets through what is within."""
    path = tmp_path / name
    text = "amount,currency\n" + "50000,EUR\n" * 1_000
    if name.endswith("parquet"):
        written(path, rows(1_000))
    elif name.endswith("json"):
        path.write_text("[" + ",".join(['{"amount": 50000, "currency": "EUR"}'] * 1_000) + "]")
    else:
        path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())

    with pytest.raises(sk.SourceError, match="max_bytes="):
        door(path, max_bytes=2_000)
    door(path, max_bytes=1_000_000)


@pytest.mark.parametrize("name", ["pay.csv.gz", "pay.parquet"])
def test_a_conversion_stops_at_its_budget(name: str, tmp_path: Path) -> None:
    """`convert_file` reads in blocks without a limit, unless one is given; then nothing is written."""
    path, out = tmp_path / name, tmp_path / "out.parquet"
    if name.endswith("parquet"):
        written(path, rows(10_000))
    else:
        path.write_bytes(gzip.compress(b"amount,currency\n" + b"50000,EUR\n" * 10_000))

    with pytest.raises(sk.SourceError, match="has more than 10,000 bytes"):
        sk.convert_file(path, out, max_bytes=10_000, **ASKED)

    assert not out.exists()
    assert sk.convert_file(path, out, **ASKED).rows_out == 10_000


@pytest.mark.parametrize("value", [0, -1, True, "5", 1.5])
def test_a_budget_is_a_number_of_bytes(value: Any) -> None:
    """Anything but a positive whole number is refused."""
    with pytest.raises(sk.InvalidQuery, match="max_bytes="):
        sk.read_salaries("data/salaries.csv", max_bytes=value)
    with pytest.raises(sk.InvalidQuery, match="max_bytes="):
        sk.read_rates([], base="EUR", max_bytes=value)


@pytest.mark.parametrize("column", ["city", "currency", "note", "amount", "period"])
@pytest.mark.parametrize("door", ["table", "file", "conversion"])
def test_a_text_that_is_not_utf8_is_told_with_its_row(column: str, door: str, tmp_path: Path) -> None:
    """Writers that do not check their texts give one error with row and column at every door."""
    table = pa.table(rows(2) | {column: invalid()})
    path = written(tmp_path / "pay.parquet", table)

    read: dict[str, Any] = {
        "table": lambda: sk.read_salaries(table),
        "file": lambda: sk.read_salaries(path),
        "conversion": lambda: sk.convert_file(path, tmp_path / "out.csv", **ASKED),
    }
    with pytest.raises(sk.SourceError, match=f"row 2, column '{column}': the text is not UTF-8") as caught:
        read[door]()

    assert caught.value.row == 2


def test_a_time_zone_that_there_is_not_is_told(tmp_path: Path) -> None:
    """One error names the column and the zone, whoever reads."""
    days = pa.array([0], pa.timestamp("ms", "Mars/Olympus"))
    path = written(tmp_path / "pay.parquet", rows(1) | {"as_of": days})

    for read in (sk.read_salaries, lambda path: sk.convert_file(path, tmp_path / "o.csv", **ASKED)):
        with pytest.raises(sk.SourceError, match="column 'as_of': 'Mars/Olympus' is not a known time zone"):
            read(path)


def test_two_columns_of_one_name_are_told(tmp_path: Path) -> None:
    """A Parquet file may have them; every door says which they are."""
    table = pa.Table.from_arrays(
        [pa.array([5.0]), pa.array([6.0]), pa.array(["EUR"])], ["amount", "amount", "currency"]
    )
    pq.write_table(table, path := tmp_path / "pay.parquet")

    for read in (
        sk.read_salaries,
        lambda path: sk.read_rates(path, base="EUR"),
        lambda path: sk.convert_file(path, tmp_path / "o.csv", **ASKED),
    ):
        with pytest.raises(sk.SourceError, match="has two columns named 'amount'"):
            read(path)


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """JSON can name a column by half a character, which no table can write."""
    path = tmp_path / "pay.json"
    path.write_text('[{"amount": 5, "currency": "EUR", "\\ud800": 1}]')

    for source in (path, [{"amount": 5, "currency": "EUR", "\udfff": 1}]):
        with pytest.raises(sk.SourceError, match=r"'\\ud...' is not a valid name"):
            sk.read_salaries(source)


def test_what_is_no_path_to_a_file_is_one_error(tmp_path: Path) -> None:
    """An empty path is not the current folder; a pipe is there, and no file."""
    import os

    os.mkfifo(tmp_path / "pipe.csv")

    for read in (sk.read_salaries, lambda path: sk.convert_file(path, tmp_path / "o.csv", **ASKED)):
        with pytest.raises(sk.SourceError, match="The path is empty"):
            read("")
        for path in (tmp_path / "pipe.csv", "/dev/null"):
            with pytest.raises(sk.SourceError, match="it is a pipe or a device"):
                read(path)
