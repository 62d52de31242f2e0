from __future__ import annotations

import gzip
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
from salarykit.files.opening import memory_file, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

written: list[str] = []
watching: list[bool] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and event in ("open", "os.mkdir") and not str(arguments[0]).startswith("/proc/self/fd/"):
        mode = arguments[1] if event == "open" else "w"
        if isinstance(mode, str) and set(mode) & set("wax+"):
            written.append(str(arguments[0]))


sys.addaudithook(_watch)


@pytest.fixture
def writes() -> Iterator[list[str]]:
    """Give the list of the files that Python opens for writing meanwhile, except those in memory."""
    written.clear()
    watching.append(True)
    yield written
    watching.clear()


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue())


TEXT = "Ort;Land;Gehalt\nKöln;Deutschland;65.000 € p.a.\nLübeck;DE;71.000 €\n"
FILES = [
    ("pay.csv", TEXT.encode()),
    ("pay.csv", TEXT.encode("cp1252")),
    ("pay.csv", TEXT.encode("utf-16")),
    ("pay.csv", gzip.compress(TEXT.encode("cp1252"))),
    ("pay.csv", TEXT.encode() + '"Bonn;DE;52.000 €\n'.encode()),
    (
        "pay.csv",
        b"city,amount,currency,text\n" + (b"Oslo,640000,NOK,%b\nBergen,x,NOK,\n" % (b"-" * 5000)) * 1000,
    ),
    ("pay.json", b'[{"city": "Graz", "pay": "3.200 EUR im Monat"}, {"city": "Linz", "pay": null}]'),
    ("pay.parquet", _parquet(pa.table({"amount": [1.0, None], "currency": ["CHF", "CHF"]}))),
    ("pay.txt", TEXT.encode()),
]


@for_each(("name", "data"), FILES)
def test_a_file_in_memory_is_read_as_one_on_the_disk(
    name: str, data: bytes, tmp_path: Path, writes: list[str]
) -> None:
    """The rows, the refused cells and what is inferred are the same, and nothing is written to a disk on the way."""
    writes.clear()
    with memory_file(data, name) as path:
        from_memory = sk.sift_salaries(path)
    seen = list(writes)
    (tmp_path / name).write_bytes(data)

    good, bad = sk.sift_salaries(tmp_path / name)

    assert from_memory.good == good
    assert from_memory.bad.to_arrow().equals(bad.to_arrow())
    assert seen == []


@for_each("data", [b"", b"\0\1binary", b"PK\x03\x04cut off", b"\x1f\x8bnot gzip", b"PAR1 cut off"])
def test_a_message_names_the_file_in_memory(data: bytes) -> None:
    """What cannot be read is refused under the name that was given, not under a path of this machine."""
    with memory_file(data, "pay.csv") as path, pytest.raises(sk.SourceError) as refused:
        sk.sift_salaries(path)

    assert "pay.csv" in str(refused.value)
    assert "/proc" not in str(refused.value)


def test_a_file_in_memory_ends_with_its_block() -> None:
    """After the block there is no such file, and its path is a path like any other."""
    with memory_file(b"amount,currency\n1,EUR\n", "pay.csv") as path:
        assert name_of(path) == "pay.csv"

    assert name_of(path) == str(path)
