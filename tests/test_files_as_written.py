"""Files as the world writes them: several members and padding, declarations that lie, names that occur twice."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import struct
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.files.compression import compression_of, decompressed
from salarykit.files.encodings import declared_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST, SECOND = b"city,amount,currency\nKiel,50000,EUR\n", b"Bonn,60000,EUR\n"
BOTH = [("Kiel", 50_000), ("Bonn", 60_000)]


def zstd(data: bytes) -> bytes:
    """Return a frame of zstandard."""
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue().to_pybytes())


def skippable(number: int, data: bytes) -> bytes:
    """Return a frame of zstandard that is only to be skipped, as parallel writers and seek tables add."""
    return struct.pack("<II", 0x184D2A50 + number, len(data)) + data


MEMBERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
}


def written(folder: Path, data: bytes, name: str) -> Path:
    """Write a file and return its path."""
    (folder / name).write_bytes(data)
    return folder / name


def both_doors(path: Path) -> list[tuple[Any, float]]:
    """Return the rows of a file, after checking that `convert_file` has as many."""
    good = sk.read_salaries(path)
    report = sk.convert_file(path, path.with_name("out.parquet"), base="USD", on="2024")
    assert report.rows_out == len(good)
    return [(salary.city, salary.amount) for salary in good]


@for_each("kind", MEMBERS)
@for_each(
    ("number", "data"),
    enumerate(
        [
            lambda pack: pack(FIRST) + pack(SECOND),
            lambda pack: pack(FIRST) + pack(b"") + pack(SECOND),
            lambda pack: pack(FIRST[:30]) + pack(FIRST[30:]) + pack(SECOND[:3]) + pack(SECOND[3:]),
        ]
    ),
)
def test_all_members_of_a_compressed_file_are_read(
    kind: str, number: int, data: Callable[[Callable[[bytes], bytes]], bytes], tmp_path: Path
) -> None:
    """Files that were compressed in parts, or put together from compressed ones, are the rows of all parts."""
    assert both_doors(written(tmp_path, data(MEMBERS[kind]), f"pay{number}.csv.{kind}")) == BOTH


@for_each("kind", ["gz", "bz2", "xz"])
@for_each(("before", "after"), [(0, 4), (8, 0), (512, 512), (1 << 17, 1 << 17)])
def test_zeros_between_and_after_members_are_padding(
    kind: str, before: int, after: int, tmp_path: Path
) -> None:
    """Tapes and block devices pad files with zeros; the rows after them are read."""
    pack = MEMBERS[kind]
    data = pack(FIRST) + bytes(before) + pack(SECOND) + bytes(after)

    assert both_doors(written(tmp_path, data, f"pay.csv.{kind}")) == BOTH


@for_each(
    "data",
    [
        skippable(0, b"abcd") + zstd(FIRST + SECOND),
        skippable(15, b"") + zstd(FIRST) + skippable(3, bytes(100_000)) + zstd(SECOND),
        zstd(FIRST) + zstd(SECOND) + skippable(14, b"seek table"),
    ],
)
def test_skippable_frames_are_skipped(data: bytes, tmp_path: Path) -> None:
    """The format zstandard has frames that hold no data; they may stand first, and the file is compressed all the same."""
    assert compression_of(data[:6]) == "zstandard"
    assert both_doors(written(tmp_path, data, "pay.csv.zst")) == BOTH


@for_each("kind", MEMBERS)
@for_each(
    ("number", "data"),
    enumerate(
        [
            lambda pack: pack(FIRST) + b"what no program wrote",
            lambda pack: pack(FIRST) + pack(SECOND)[:9],
            lambda pack: pack(FIRST + SECOND)[:-5],
        ]
    ),
)
def test_what_follows_a_member_is_never_left_out(
    kind: str, number: int, data: Callable[[Callable[[bytes], bytes]], bytes], tmp_path: Path
) -> None:
    """A file that goes on with something else, or ends within a member, is one error at both doors, not fewer rows."""
    path = written(tmp_path, data(MEMBERS[kind]), f"pay{number}.csv.{kind}")

    with pytest.raises(sk.SourceError, match="damaged or truncated"):
        sk.read_salaries(path)
    with pytest.raises(sk.SourceError, match=r"pay\d\.csv"):
        sk.convert_file(path, tmp_path / "out.parquet", base="USD", on="2024")
    assert not (tmp_path / "out.parquet").exists()


@for_each("kind", [("gz", "gzip"), ("bz2", "bzip2"), ("xz", "xz")])
@for_each("size", [1, 7, 1 << 12])
def test_a_stream_gives_what_pythons_own_gives(kind: tuple[str, str], size: int) -> None:
    """Whatever is asked of it at a time, the stream is the bytes that were compressed."""
    text = FIRST + bytes(range(256)) * 20
    data = MEMBERS[kind[0]](text) + MEMBERS[kind[0]](SECOND)
    stream = decompressed(io.BytesIO(data), kind[1])
    parts = iter(lambda: stream.read(size), b"")

    assert b"".join(parts) == text + SECOND


PAGE = "<html><head>{}</head><table><tr><th>City<th>Salary (EUR)<tr><td>Köln<td>41,500</table>"


@for_each("encoding", ["utf-8", "utf-16", "utf-16-be", "cp1252"])
@for_each(
    "meta",
    [
        "",
        "<meta charset=utf-16>",
        "<meta charset='UTF-32LE'>",
        "<meta charset=utf-8>",
        "<meta charset=utf-7>",
        "<meta charset=no-such-encoding>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-16le">',
        "<!-- <meta charset=koi8-r> -->",
        "<meta name=description content='charset=koi8-r'>",
        "<meta name=description content='how to write charset=koi8-r'>",
    ],
)
def test_a_page_is_read_whatever_it_declares(encoding: str, meta: str, tmp_path: Path) -> None:
    """A byte order mark, and the bytes themselves, come before a declaration in which the page cannot be written."""
    path = written(tmp_path, PAGE.format(meta).encode(encoding), "page.html")

    assert [(salary.city, salary.amount) for salary in sk.read_salaries(path)] == [("Köln", 41_500)]


@for_each(
    ("start", "codec"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ("<META CHARSET = 'KOI8-R' >", "koi8-r"),
        ("<meta content='text/html;charset=gbk' http-equiv=content-type>", "gb18030"),
        ("<meta name=keywords content='x; charset=koi8-r'><meta charset=cp1252>", "cp1252"),
        ("<?xml version='1.0' encoding='koi8-r'?>", "koi8-r"),
        ("<?xml version='1.0' encoding='utf-16'?><meta charset=koi8-r>", None),
        ("<!-- <meta charset=koi8-r>", None),
        ("<metadata charset=koi8-r>", None),
        ("<p>charset=koi8-r</p>", None),
        ("<meta " + "charset " * 500, None),
    ],
)
def test_the_declaration_of_a_page_is_that_of_its_meta_element(start: str, codec: str | None) -> None:
    """The first element that declares a possible encoding counts, and no comment, no text and no other element."""
    assert declared_in(start) == codec


RECORD = '{"city": "Köln", "amount": 41500, "currency": "EUR"}'


@for_each("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@for_each(("name", "text"), [("pay.json", f"[{RECORD}]"), ("pay.jsonl", f"{RECORD}\n")])
def test_json_is_read_in_any_encoding(encoding: str, name: str, text: str, tmp_path: Path) -> None:
    """JSON and JSON Lines may begin with a byte order mark, or be in an encoding of wider characters."""
    assert both_doors(written(tmp_path, text.encode(encoding), name)) == [("Köln", 41_500)]


def test_json_lines_of_files_put_together_keep_their_marks(tmp_path: Path) -> None:
    """A byte order mark within a file of JSON Lines is where another file began; no record is lost to it."""
    line = codecs.BOM_UTF8 + RECORD.encode()

    assert both_doors(written(tmp_path, b"\n".join([line] * 3), "pay.jsonl")) == [("Köln", 41_500)] * 3


@for_each(
    ("record", "name"),
    [
        ('{"amount": 1, "amount": 2, "currency": "EUR"}', "amount"),
        ('{"amount": null, "amount": 2, "currency": "EUR"}', "amount"),
        ('{"amount": 2, "am\\u006funt": 3, "currency": "EUR"}', "amount"),
        ('{"amount": 2, "currency": "EUR", "currency": "USD"}', "currency"),
        ('{"amount": 2, "currency": "EUR", "more": [{"a": 1, "a": 2}]}', "a"),
    ],
)
def test_a_record_with_a_name_twice_is_refused(record: str, name: str, tmp_path: Path) -> None:
    """A JSON object that gives a name two values says two things, as a table with two columns of a name does."""
    good = '{"amount": 5, "currency": "EUR"}'
    for number, text in enumerate(
        [f"[{record}, {good}]", f"{record}\n{good}\n", f'{{"rows": [{record}, {good}]}}']
    ):
        found = sk.sift_salaries(written(tmp_path, text.encode(), f"pay{number}.json"))

        assert [salary.amount for salary in found.good] == [5]
        assert [(row["row"], row["code"], row["column"]) for row in found.bad] == [(1, "repeated_name", name)]


def test_a_name_twice_with_one_value_says_one_thing(tmp_path: Path) -> None:
    """Writers that repeat themselves contradict nothing."""
    text = b'[{"amount": 2, "amount": 2, "currency": "EUR"}]'

    assert [salary.amount for salary in sk.read_salaries(written(tmp_path, text, "pay.json"))] == [2]
