from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from salarykit.errors import SourceError
from salarykit.files.reading import read_raw

if TYPE_CHECKING:
    from salarykit.files.raw import Raw

HEADER = "city,amount,currency\n"
Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file's bytes and gives its path."""

    def bytes_or_text(content: str | bytes) -> Path:
        path = tmp_path / "pay.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return bytes_or_text


def plain(raw: Raw) -> dict[str, list[Any]]:
    """Return the columns as plain lists."""
    return {
        name: column if isinstance(column, list) else column.to_pylist()
        for name, column in raw.columns.items()
    }


def numbers(raw: Raw) -> list[int] | None:
    """Return the source's numbers of the rows that were kept."""
    return None if raw.numbers is None else raw.numbers.tolist()


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("city,amount\nParis,1\n", {"city": ["Paris"], "amount": ["1"]}),
        ("city,amount\nParis,1", {"city": ["Paris"], "amount": ["1"]}),
        ("city,amount\r\nParis,1\r\nRome,2\r\n", {"city": ["Paris", "Rome"], "amount": ["1", "2"]}),
        (b"\xef\xbb\xbfcity,amount\nParis,1\n", {"city": ["Paris"], "amount": ["1"]}),
        ('city,note\n"Paris, FR","a ""b"""\n', {"city": ["Paris, FR"], "note": ['a "b"']}),
        ('city,note\n"New\nYork","a\r\nb"\nRome,\n', {"city": ["New\nYork", "Rome"], "note": ["a\r\nb", ""]}),
        ('"ci\nty",note\nParis,x\n', {"ci\nty": ["Paris"], "note": ["x"]}),
        (" city , amount\nParis,1\n", {"city": ["Paris"], "amount": ["1"]}),
        ("city,amount\n\nParis,1\n\n\nRome,2\n\n", {"city": ["Paris", "Rome"], "amount": ["1", "2"]}),
        ("\n\ncity,amount\nParis,1\n", {"city": ["Paris"], "amount": ["1"]}),
        ("city,amount\nMünchen,٣\n東京,NaN\n", {"city": ["München", "東京"], "amount": ["٣", "NaN"]}),
        ("amount\n1\n2\n", {"amount": ["1", "2"]}),
        ("city,amount\n", {"city": [], "amount": []}),
        ("city,amount", {"city": [], "amount": []}),
    ],
)
def test_a_csv_is_read_as_it_stands(
    write: Write, content: str | bytes, columns: dict[str, list[str]]
) -> None:
    """Every cell of a CSV is its text: quotes, newlines, empty cells and a byte order mark are the format's."""
    raw = read_raw(write(content))

    assert plain(raw) == columns
    assert (numbers(raw), raw.ragged, raw.metadata) == (None, [], {})


@pytest.mark.parametrize("path", [str, Path])
def test_a_path_is_a_text_or_a_path(write: Write, path: Callable[[Path], Any]) -> None:
    """A source's name is its path, given as a text or as a Path."""
    file = write("city\nParis\n")
    raw = read_raw(path(file))

    assert (raw.name, plain(raw)) == (str(file), {"city": ["Paris"]})


@pytest.mark.parametrize(
    ("content", "kept", "ragged"),
    [
        ("A,1,USD\nB,2\nC,3,USD\n", [1, 3], [(2, "B,2")]),
        ("A,1,USD,x\nB,2,USD\n", [2], [(1, "A,1,USD,x")]),
        ("A\nB,2,USD\nC\n", [2], [(1, "A"), (3, "C")]),
        ("A\nB\n", [], [(1, "A"), (2, "B")]),
        ("\nA,1,USD\n\nB,2\n\n\nC,3,USD\nD,,,,\n", [1, 3], [(2, "B,2"), (4, "D,,,,")]),
        ('"A\n\nA",1,USD\nB,2\n"C\nC",3,USD\n', [1, 3], [(2, "B,2")]),
    ],
)
def test_ragged_rows_are_kept_apart_with_their_numbers(
    write: Write, content: str, kept: list[int], ragged: list[tuple[int, str]]
) -> None:
    """A row without one cell a column is set aside; rows count from 1, and a blank line is none."""
    raw = read_raw(write(HEADER + content))

    assert numbers(raw) == kept
    assert sorted(raw.ragged) == ragged
    assert {len(column) for column in raw.columns.values()} == {len(kept)}


def test_rows_keep_their_numbers_in_a_large_file(write: Write) -> None:
    """A file of many blocks tells the right number of a ragged row, and which rows it kept."""
    lines = [f"City of the number {row},{row},USD" for row in range(1, 300_001)]
    for row in (7, 150_000, 299_999):
        lines[row - 1] = "broken"
    raw = read_raw(write(HEADER + "\n".join(lines)))

    assert sorted(raw.ragged) == [(7, "broken"), (150_000, "broken"), (299_999, "broken")]
    assert [int(text) for text in plain(raw)["amount"]] == numbers(raw)


def test_a_wide_header_is_read_whole(write: Write) -> None:
    """A header longer than the first look at the file names all its columns."""
    names = [f"a column with a rather long name, number {column}" for column in range(2000)]
    text = io.StringIO()
    csv.writer(text).writerows([names, list(map(str, range(2000)))])

    assert plain(read_raw(write(text.getvalue()))) == {
        name: [str(column)] for column, name in enumerate(names)
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "pay.csv is empty."),
        (" \n\t\n", "pay.csv is empty."),
        (b"\xef\xbb\xbf", "pay.csv is"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "pay.csv is a binary file, neither CSV nor Parquet."),
        (
            b"city,amount\nM\x81nchen,1\nK\x94ln,1\n",
            "pay.csv does not state its encoding. It is neither UTF-8 nor Windows-1252, which would give 'K”ln'. cp850 fits",
        ),
        ("ört,stadt\n".encode() + b"st\xe4dt,1\nst\xe4dt,1\n", "pay.csv, line 1: "),
        ("city,amount,city\nParis,1,Rome\n", "pay.csv has two columns named 'city'."),
        (b"PAR1 and no more", "pay.csv is not a readable Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(write: Write, content: str | bytes, message: str) -> None:
    """A file that is no table is one error that names the file and, for bad text, the line."""
    path = write(content)
    with pytest.raises(SourceError) as caught:
        read_raw(path)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.source == str(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """A path where nothing stands is an error that names it."""
    with pytest.raises(SourceError, match=r"^Cannot read .*nowhere\.csv: No such file or directory\.$"):
        read_raw(tmp_path / "nowhere.csv")


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """A directory is refused as such."""
    with pytest.raises(SourceError, match=r": Is a directory\.$"):
        read_raw(tmp_path)


def test_parquet_keeps_types_and_metadata(tmp_path: Path) -> None:
    """A Parquet file gives its columns as they are, dictionaries included, and what it says of itself."""
    table = pa.table(
        {
            "city": pa.array(["Paris", None, "Paris"]).dictionary_encode(),
            "amount": pa.array([1.5, 2.5, None]),
            "skills": pa.array([["a"], [], None]),
        }
    ).replace_schema_metadata({"salarykit": "x"})
    pq.write_table(table, tmp_path / "pay.parquet")
    raw = read_raw(tmp_path / "pay.parquet")

    assert pa.table(raw.columns).cast(table.schema).equals(table)
    assert pa.types.is_dictionary(pa.table(raw.columns).schema.field("city").type)
    assert raw.metadata == {b"salarykit": b"x"}


def test_a_truncated_parquet_file_is_an_error(tmp_path: Path) -> None:
    """A Parquet file that ends too early is refused."""
    path = tmp_path / "pay.parquet"
    pq.write_table(pa.table({"amount": [1.0] * 1000}), path)
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(SourceError, match="is not a readable Parquet file"):
        read_raw(path)
