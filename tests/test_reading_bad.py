from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "city,amount,currency\nParis,1,EUR\n"


def parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet."""
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def zipped(content: bytes) -> bytes:
    """Return a zip of one file."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
    return sink.getvalue()


BAD: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\r\n",
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "noise": os.urandom(5_000),
    "zeros": bytes(1 << 16),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
    "prose": b"There is no table here, only a sentence.\nAnd another one.\n",
    "truncated gzip": gzip.compress(os.urandom(9_000))[:-500],
    "truncated zip": zipped(os.urandom(9_000))[:-500],
    "truncated Parquet": parquet(pa.table({"amount": [1.0] * 999}))[:-30],
    "JSON that is no posting": json.dumps({"@type": "Person", "name": "x"}).encode(),
    "JSON numbers": b"[1, 2, 3]",
    "broken JSON": b'[{"amount": 1',
    "deep JSON": b"[" * 50_000,
    "HTML without salaries": b"<!doctype html><html><body><p>Hello</p></body></html>",
    "two columns of one name": b"amount,amount,currency\n1,2,EUR\n",
    "header only, not ours": b"a;b;c\n",
    "nested amounts only": parquet(pa.table({"amount": [{"low": 1}]})),
    "unclosed header": b'city,"amount,currency\nParis,1,EUR\n' + b"Rome,2,EUR\n" * 300_000,
}


@for_each("kind", BAD)
def test_bad_input_is_one_clear_error(kind: str, tmp_path: Path) -> None:
    """A source that is not a table of salaries is one error of ours, on one line, that names the source."""
    path = tmp_path / "pay.dat"
    path.write_bytes(BAD[kind])
    with pytest.raises((sk.SourceError, sk.InvalidSalary)) as caught:
        sk.sift_salaries(path)

    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 700
    assert "pay.dat" in str(caught.value)


@for_each(
    ("content", "codes", "good"),
    [
        (PLAIN.encode() + "Köln,2,EUR\n".encode() + b"M\xfcnchen,3,EUR\n", ["encoding"], 2),
        (PLAIN.encode() + b"Rome,2\n", ["ragged"], 1),
        (PLAIN.encode() + b'"Rome,2,EUR\nBonn,3,EUR\n', ["unclosed_quote"], 2),
        (PLAIN.encode() + b'Rome,"2\nBonn"\nUlm,4,EUR\n', ["ragged"], 2),
        (PLAIN.encode() + b"Rome,\x01\x02,EUR\n", ["not_a_number"], 1),
        (parquet(pa.table({"amount": [{"low": 1}, None], "currency": ["EUR", "EUR"]})), ["not_a_number", "missing"], 0),
        (parquet(pa.table({"amount": [1, 2], "currency": [["EUR"], None]})), ["not_text", "missing"], 0),
        (json.dumps([{"amount": {"value": 1}, "currency": "EUR"}, {"amount": 1, "currency": "EUR"}]).encode(),
         ["not_a_number"], 1),
        (parquet(pa.table({"amount": [1], "currency": ["EUR"], "skills": [[{"name": "x"}]]})), [], 1),
    ],
)  # fmt: skip
def test_bad_rows_are_reported_and_good_ones_kept(
    content: bytes, codes: list[str], good: int, tmp_path: Path
) -> None:
    """A source with bad rows gives the good ones, and every bad one with its reason."""
    path = tmp_path / "pay.dat"
    path.write_bytes(content)
    found = sk.sift_salaries(path)

    assert [cell["code"] for cell in found.bad] == codes
    assert len(found.good) == good


def test_a_row_of_several_lines_says_so(tmp_path: Path) -> None:
    """A row that lacks cells and has several lines says that a quotation mark may lack its partner."""
    (tmp_path / "pay.csv").write_text(PLAIN + 'Rome,"2\nBonn"\nUlm,4,EUR\n')

    assert "a quotation mark may lack its partner" in sk.sift_salaries(tmp_path / "pay.csv").bad[0]["message"]


@pytest.mark.parametrize("columns", [10_000])
def test_ten_thousand_columns_are_read(columns: int, tmp_path: Path) -> None:
    """A CSV with ten thousand columns is a table whose other columns are passed through."""
    path = tmp_path / "pay.csv"
    names = ["Salary", "Country", *(f"question {index}" for index in range(columns - 2))]
    path.write_text(
        ",".join(names) + "\n" + ",".join(["€5k", "FR", *["x"] * (columns - 2)]) + "\n", encoding="utf-8"
    )
    table = sk.read_salaries(path)

    assert (table[0].amount, table[0].currency) == (5000, "EUR")
    assert len(table.columns) > columns


@for_each("source", [5, None, b"bytes", {"amount": 1}, [1, 2], ["no such file.csv"], "no*such.csv", object()])
def test_what_is_no_source_says_so(source: Any) -> None:
    """Anything other than a path, a table or records is one error."""
    with pytest.raises(sk.SourceError):
        sk.sift_salaries(source)


LIMITED = """
import resource, sys
import salarykit as sk
import pyarrow.csv, pyarrow.parquet
sk.sift_salaries([{"Salary": "5k EUR"}])
for path in sys.argv[1:]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        sk.sift_salaries(path)
    except sk.SalaryKitError as error:
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, error)
"""
MEGABYTES = 150


@pytest.mark.process
def test_memory_is_bounded(tmp_path: Path) -> None:
    """An endless line, a decompression bomb and endless zeros are one error each, and cost a few megabytes of memory."""
    paths = {kind: tmp_path / f"{kind}.dat" for kind in ("zeros", "line", "bomb")}
    with paths["zeros"].open("wb") as file:
        file.truncate(1 << 30)
    with paths["line"].open("wb") as file:
        file.write(PLAIN.encode())
        file.writelines(b"x" * (1 << 20) for _ in range(MEGABYTES))
    with (
        zipfile.ZipFile(paths["bomb"], "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w") as inside,
    ):
        for _ in range(MEGABYTES):
            inside.write(b"A,1,EUR\n" * (1 << 17))
    words = [sys.executable, "-W", "error", "-c", LIMITED, *map(str, paths.values())]
    done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    told = [line.partition(" ") for line in done.stdout.splitlines()]

    assert [kind in line for kind, (*_, line) in zip(paths, told, strict=True)] == [True] * len(paths)
    assert all(int(megabytes) < 96 for megabytes, *_ in told), (
        told
    )  # 64 MB are unpacked before a bomb is refused
