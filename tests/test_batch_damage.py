from __future__ import annotations

import csv
import gzip
import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import salarykit as sk
from salarykit.files import csv_chunks
from salarykit.files.stream import parquet_blocks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024", "add": ["value"]}
ROWS = 40_000  # more than those by which a file is judged


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same rows as Parquet in several groups, as CSV, and packed."""
    folder = tmp_path_factory.mktemp("whole")
    amounts = np.random.default_rng(1).integers(1000, 99_999, ROWS).astype(float)
    pq.write_table(
        pa.table({"amount": amounts, "currency": ["EUR"] * ROWS}),
        folder / "pay.parquet",
        row_group_size=10_000,
        write_page_checksum=True,
    )
    text = "amount,currency\n" + "".join(f"{amount},EUR\n" for amount in amounts)
    (folder / "pay.csv").write_text(text, encoding="utf-8")
    (folder / "pay.csv.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def cut(path: Path) -> None:
    """Lose the last half."""
    os.truncate(path, path.stat().st_size // 2)


def page(path: Path) -> None:
    """Change one byte in the third group of rows."""
    offset = pq.read_metadata(path).row_group(2).column(0).data_page_offset + 200
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)
        file.seek(offset)
        file.write(bytes([byte[0] ^ 0xFF]))


def row(text: bytes) -> Callable[[Path], None]:
    """Return what puts another row in the place of row 30,000."""

    def change(path: Path) -> None:
        lines = path.read_bytes().split(b"\n")
        lines[30_000] = text
        path.write_bytes(b"\n".join(lines))

    return change


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("pay.parquet", cut, "{} is not a readable Parquet file: "),
        ("pay.parquet", page, "{} is damaged in rows 20,001 to 30,000: "),
        ("pay.csv.gz", cut, "{} is damaged or truncated: its gzip data cannot be decompressed "),
        ("pay.csv", row(b"1"), "{}, row 30,000: the row does not have one cell for each column."),
        ("pay.csv", row(b"1,2,3"), "{}, row 30,000: the row does not have one cell for each column."),
        ("pay.csv", row(b"1e5x,EUR"), "{}, row 30,000, amount: '1e5x' is not a plain number"),
        ("pay.csv", row(b"1,Eur"), "{}, row 30,000, currency: 'Eur' is not an ISO 4217 currency code."),
        (
            "pay.csv",
            row(b"1,\xff\xfe"),
            "{}, row 30,000: the row is in another encoding than the rest of the file.",
        ),
        (
            "pay.csv",
            row(b'"1,EUR'),
            "{}, row 30,000: line 30,001: the quotation mark before '1,EUR' is never closed.",
        ),
    ],
)
def test_damage_is_named_with_its_place(
    name: str,
    damage: Callable[[Path], None],
    said: str,
    whole: Path,
    tmp_path: Path,
) -> None:
    """A file that is cut short, changed, or broken in one row: one sentence with the place; nothing is written."""
    source = tmp_path / name
    shutil.copy(whole / name, source)
    sk.convert_file(source, tmp_path / "out.parquet", **ASKED)
    good = (tmp_path / "out.parquet").read_bytes()
    damage(source)
    with pytest.raises((sk.SourceError, sk.InvalidSalary)) as caught:
        sk.convert_file(source, tmp_path / "out.parquet", **{**ASKED, "base": "EUR"})
    assert str(caught.value).startswith(said.format(source))
    assert "\n" not in str(caught.value)
    assert (tmp_path / "out.parquet").read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "out.parquet"])


def test_a_broken_row_costs_one_row(whole: Path, tmp_path: Path) -> None:
    """With a file for rejects, a broken row far down is told there, and all others are converted."""
    source = tmp_path / "pay.csv"
    shutil.copy(whole / "pay.csv", source)
    row(b"1,2,3")(source)
    report = sk.convert_file(source, tmp_path / "out.parquet", rejects=tmp_path / "bad.parquet", **ASKED)
    assert (report.rows_out, report.rejected) == (ROWS - 1, {"ragged": 1})
    cell = pq.read_table(tmp_path / "bad.parquet").to_pylist()[0]
    assert (cell["row"], cell["value"]) == (30_000, "1,2,3")


@pytest.mark.parametrize(
    ("header", "cell"), [("amount", "1"), ("salary", "€ 1"), ("Lohn (EUR/Jahr)", "1")], ids=str
)
def test_a_missing_rate_is_named_with_its_row(header: str, cell: str, tmp_path: Path) -> None:
    """A row without a rate is an error with the file's row, also behind rows that were refused; or a reject; or without a value."""
    lines = [
        f"{header},currency,as_of",
        *[f"{cell},EUR,2024"] * 10,
        "x,EUR,2024",
        f"{cell},EUR,1990",
        f"{cell},EUR,2024",
    ]
    source, out, bad = tmp_path / "{pay}.csv", tmp_path / "out.parquet", tmp_path / "bad.csv"
    asked = {**ASKED, "on": "own"}
    source.write_text("\n".join(line for line in lines if line[0] != "x"), encoding="utf-8")
    with pytest.raises(sk.RateNotFound, match=r"\{pay\}\.csv, row 11: No EUR/USD rate for 1990") as caught:
        sk.convert_file(source, out, **asked)
    assert caught.value.row == 11
    assert not out.exists()

    source.write_text("\n".join(lines), encoding="utf-8")
    report = sk.convert_file(source, out, rejects=bad, **asked)
    assert (report.rows_in, report.rows_out, report.without_rate) == (13, 11, 0)
    with bad.open(encoding="utf-8") as file:
        told = [(row["row"], row["column"], row["value"], row["code"]) for row in csv.DictReader(file)]
    assert told[1] == ("12", "currency", "EUR", "no_rate")
    assert told[0][0] == "11"

    report = sk.convert_file(source, out, rejects=bad, missing="null", **asked)
    assert (report.rows_out, report.without_rate, len(report.rejected)) == (12, 1, 1)
    assert pq.read_table(out).column("value").null_count == 1


@pytest.mark.parametrize("name", ["pay.csv", "pay.parquet"])
def test_a_file_that_is_replaced_meanwhile_is_refused(
    name: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changes while it is read is one error, not half of each."""
    source = tmp_path / name
    shutil.copy(whole / name, source)
    monkeypatch.setattr(csv_chunks, "_BLOCK", 1 << 16)
    monkeypatch.setattr(parquet_blocks, "ROWS", 10_000)

    def replace(_: object) -> None:
        os.utime(source, (1, 1))

    with pytest.raises(sk.SourceError, match=r"changed while it was read\. Run again when it is complete\.$"):
        sk.convert_file(source, tmp_path / "out.parquet", progress=replace, **ASKED)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_error_of_the_callback_stops_everything(whole: Path, tmp_path: Path) -> None:
    """What a progress callback raises comes out as it is; nothing is left behind, and nothing was overwritten."""
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sk.convert_file(whole / "pay.csv", tmp_path / "out.csv", progress=stop, **ASKED)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        ("out.csv", "old")
    ]


def test_a_folder_that_takes_no_file_is_told(whole: Path, tmp_path: Path) -> None:
    """A target in a folder that does not exist is one sentence."""
    with pytest.raises(
        sk.SourceError, match=r"^Cannot write .*nowhere/out\.csv: No such file or directory\.$"
    ):
        sk.convert_file(whole / "pay.csv", tmp_path / "nowhere" / "out.csv", **ASKED)


def test_a_column_of_its_own_is_not_overwritten(tmp_path: Path) -> None:
    """A file with a column `value` of its own is refused: nothing of the user's is written over."""
    (tmp_path / "pay.csv").write_text("amount,currency,value\n1,EUR,x\n", encoding="utf-8")
    with pytest.raises(sk.InvalidQuery, match="has a column 'value' of its own"):
        sk.convert_file(tmp_path / "pay.csv", tmp_path / "out.csv", **ASKED)


def test_a_text_without_rows_is_told(tmp_path: Path) -> None:
    """An empty file is one error."""
    (tmp_path / "pay.csv").write_text("\n", encoding="utf-8")
    with pytest.raises(sk.SourceError, match=r"pay\.csv is empty\.$"):
        sk.convert_file(tmp_path / "pay.csv", tmp_path / "out.csv", **ASKED)


def test_a_row_without_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that has no end is an error with its place before it fills the memory."""
    monkeypatch.setattr(csv_chunks, "_BLOCK", 1 << 10)
    monkeypatch.setattr(csv_chunks, "_LONGEST", 1 << 14)
    lines = ["amount,currency", *["1,EUR"] * 1000, "1,EUR" * 10_000]
    (tmp_path / "pay.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(sk.SourceError, match=r"pay\.csv: the row at byte 6,016 is longer than 16,384 bytes"):
        sk.convert_file(tmp_path / "pay.csv", tmp_path / "out.csv", rejects=tmp_path / "bad.csv", **ASKED)
