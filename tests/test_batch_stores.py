from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import fsspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import fs

import salarykit as sk
from salarykit.files.stream import parquet_blocks
from salarykit.files.stream.locations import locate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.store
ASKED: dict[str, Any] = {"base": "USD", "on": "2024", "add": ["value"]}


@pytest.fixture(scope="module")
def store() -> Iterator[tuple[fs.S3FileSystem, str]]:
    """An object store on this machine, with a bucket, and how its URLs end."""
    from moto.server import ThreadedMotoServer  # which takes longer to import than most files of tests to run

    kept = dict(os.environ)
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "me",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    there = f"{host}:{port}"
    s3 = fs.S3FileSystem(
        endpoint_override=there, scheme="http", region="us-east-1", allow_bucket_creation=True
    )
    s3.create_dir("bucket")
    yield s3, f"?endpoint_override={there}&scheme=http&region=us-east-1"
    server.stop()
    os.environ.clear()
    os.environ.update(kept)


def put(filesystem: fs.FileSystem, path: str, text: str) -> None:
    """Write an object."""
    with filesystem.open_output_stream(path) as out:
        out.write(text.encode())


def names(filesystem: fs.FileSystem, folder: str) -> list[str]:
    """Return the paths of all objects below a folder."""
    found = filesystem.get_file_info(fs.FileSelector(folder, recursive=True))
    return sorted(info.path for info in found if info.type == fs.FileType.File)


def test_an_object_store_is_read_and_written(store: tuple[fs.S3FileSystem, str]) -> None:
    """URLs of an object store go in and out, rejects included; nothing else is left in the bucket."""
    s3, end = store
    put(s3, "bucket/one/pay.csv", "amount,currency\n1,USD\nx,USD\n")
    report = sk.convert_file(
        f"s3://bucket/one/pay.csv{end}",
        f"s3://bucket/one/out.parquet{end}",
        rejects=f"s3://bucket/one/bad.csv{end}",
        remote=True,
        **ASKED,
    )
    assert (report.rows_out, report.rejected) == (1, {"not_a_number": 1})
    assert pq.read_table("bucket/one/out.parquet", filesystem=s3).column("value").to_pylist() == [1]
    assert names(s3, "bucket/one") == [f"bucket/one/{name}" for name in ("bad.csv", "out.parquet", "pay.csv")]


def test_a_run_that_fails_leaves_no_object(store: tuple[fs.S3FileSystem, str]) -> None:
    """An object store takes a stream that breaks off for a whole one: not so here, and what was there stays."""
    s3, end = store
    put(s3, "bucket/two/pay.csv", "amount,currency\n1,USD\n2,Usd\n")
    put(s3, "bucket/two/out.csv", "old")
    with pytest.raises(sk.InvalidSalary, match=r"pay\.csv.*, row 2, currency"):
        sk.convert_file(
            f"s3://bucket/two/pay.csv{end}", f"s3://bucket/two/out.csv{end}", remote=True, **ASKED
        )
    assert names(s3, "bucket/two") == ["bucket/two/out.csv", "bucket/two/pay.csv"]
    with s3.open_input_stream("bucket/two/out.csv") as file:
        assert file.read() == b"old"


def test_a_folder_of_a_store_goes_on(store: tuple[fs.S3FileSystem, str]) -> None:
    """Folders, patterns, Hive's keys and `resume` work on any filesystem, given as such."""
    s3, _ = store
    for number in (1, 2):
        put(s3, f"bucket/three/in/currency=USD/{number}.csv", f"amount\n{number}\n")
    first = sk.convert_file("bucket/three/in", "bucket/three/out", filesystem=s3, resume=True, **ASKED)
    put(s3, "bucket/three/in/currency=USD/3.csv", "amount\n3\n")
    again = sk.convert_file(
        "bucket/three/in/*/?.csv", "bucket/three/out", filesystem=s3, resume=True, **ASKED
    )
    assert (first.files, first.resumed, again.files, again.resumed) == (2, 0, 3, 2)
    again = sk.convert_file("bucket/three/in", "bucket/three/out", filesystem=s3, resume=True, **ASKED)
    assert (again.files, again.resumed, again.rows_out) == (3, 3, 3)


def test_a_store_that_is_not_there_is_told(store: tuple[fs.S3FileSystem, str]) -> None:
    """A missing object and a missing bucket are one sentence each."""
    s3, end = store
    with pytest.raises(sk.SourceError, match="there is no such file or folder"):
        sk.convert_file(f"s3://bucket/none.csv{end}", "out.csv", remote=True, **ASKED)
    put(s3, "bucket/four/pay.csv", "amount,currency\n1,USD\n")
    with pytest.raises(sk.SourceError, match="Cannot write s3://nobucket/out"):
        sk.convert_file(f"s3://bucket/four/pay.csv{end}", f"s3://nobucket/out.csv{end}", remote=True, **ASKED)


def test_a_page_in_a_store_needs_a_copy(store: tuple[fs.S3FileSystem, str]) -> None:
    """What is neither CSV nor Parquet is refused where it is not on the disk; a CSV of any writing is read there."""
    s3, end = store
    put(s3, "bucket/five/pay.json", '[{"amount": 65, "currency": "EUR"}]')
    with pytest.raises(
        sk.SourceError, match="neither CSV nor Parquet, so it can only be read from the local disk"
    ):
        sk.convert_file(f"s3://bucket/five/pay.json{end}", "out.csv", remote=True, **ASKED)
    put(s3, "bucket/six/pay.csv", "Gehalt (k€);Ort\n65;Kiel\n")
    report = sk.convert_file(
        f"s3://bucket/six/pay.csv{end}", f"s3://bucket/six/out.csv{end}", remote=True, **ASKED
    )
    assert (report.rows_out, report.currencies) == (1, {"EUR": 1})
    assert "is written as a table of salaries" in report.notes[0]


def test_fsspec_opens_what_arrow_does_not() -> None:
    """URLs and filesystems of fsspec go in and out."""
    memory = fsspec.filesystem("memory")
    memory.pipe("/pay/in.csv", b"amount,currency\n1,USD\n")
    sk.convert_file("memory://pay/in.csv", "memory://pay/out.csv", remote=True, **ASKED)
    assert memory.cat("/pay/out.csv") == b'"amount","currency","value"\n"1","USD",1\n'
    sk.convert_file("/pay/in.csv", "/pay/again.csv", filesystem=memory, **ASKED)
    assert memory.cat("/pay/again.csv") == memory.cat("/pay/out.csv")
    assert sorted(memory.find("/pay")) == ["/pay/again.csv", "/pay/in.csv", "/pay/out.csv"]


def test_what_was_fetched_is_let_go(
    store: tuple[fs.S3FileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file in a store no more is held than some blocks and one group of its rows."""
    s3, end = store
    monkeypatch.setattr(parquet_blocks, "ROWS", 1 << 13)
    held, groups = list[int](), 20
    amounts = np.random.default_rng(1).uniform(1e4, 9e4, groups << 15)
    with s3.open_output_stream("bucket/many/pay.parquet") as file:
        pq.write_table(pa.table({"amount": amounts}), file, row_group_size=1 << 15, use_dictionary=False)
    before = pa.total_allocated_bytes()
    report = sk.convert_file(
        f"s3://bucket/many/pay.parquet{end}",
        tmp_path / "usd.csv",
        remote=True,
        defaults={"currency": "USD"},
        progress=lambda _: held.append(pa.total_allocated_bytes() - before),
        **ASKED,
    )
    assert report.rows_out == len(amounts)
    assert len(held) == groups * 4
    assert max(held) < amounts.nbytes / 2


def test_wide_rows_make_short_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block is so many bytes, however wide its rows; the texts of a dictionary do not count in each."""
    monkeypatch.setattr(parquet_blocks, "_BYTES", 1 << 16)
    numbers = {f"x{column}": np.arange(4000.0) for column in range(50)}
    texts = pa.array(["a long text " * 50] * 4000).dictionary_encode()
    for name, table, blocks in (("wide", pa.table(numbers), 25), ("narrow", pa.table({"text": texts}), 1)):
        pq.write_table(table, tmp_path / f"{name}.parquet")
        found = list(parquet_blocks.ParquetBlocks(locate(tmp_path / f"{name}.parquet")).blocks())
        assert sum(len(block.table) for block in found) == 4000
        assert len(found) == blocks
