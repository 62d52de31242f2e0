from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from cases import for_each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salarykit.errors import SourceError
from salarykit.files.dialects import find_dialect
from salarykit.files.raw import Document
from salarykit.files.reading import read_any, read_raw

if TYPE_CHECKING:
    from pathlib import Path

CELLS = [
    ["Ort", "Gehalt, brutto", "Notiz"],
    ["Köln", "65.000,50", "a;b"],
    ["Zürich", "9'500", 'sie sagt "ja"'],
    ["", "1", "x|y"],
]
CELL = st.one_of(st.text("aß7,;|\t\"' .", max_size=5), st.text("aß7\"' .\n", max_size=5))
EVERY_ROW = dict(zip(CELLS[0], zip(*CELLS[1:], strict=True), strict=True))


def written(delimiter: str = ",", rows: list[list[str]] = CELLS, end: str = "\r\n") -> str:
    """Return rows as CSV, as Excel would write them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def read(path: Path, content: str | bytes) -> dict[str, Any]:
    """Return the columns of a file as plain values."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return dict(pa.table(read_raw(path).columns).to_pydict())


@for_each("delimiter", [",", ";", "\t", "|"])
@for_each("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_dialect_is_the_same_table(delimiter: str, encoding: str, tmp_path: Path) -> None:
    """Whatever parts the cells and however the letters are coded, the table is the same."""
    columns = read(tmp_path / "pay.csv", written(delimiter).encode(encoding))

    assert {name: tuple(cells) for name, cells in columns.items()} == EVERY_ROW


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_what_was_done_to_a_text_is_noted(encoding: str, tmp_path: Path) -> None:
    """The notes say the encoding and the delimiter, where they are not the plain ones."""
    path = tmp_path / "pay.csv"
    path.write_bytes(written(";").encode(encoding))
    said = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}[encoding]

    assert read_raw(path).notes == (f"The text is read as {said}.", "The cells are separated by semicolons.")
    path.write_bytes(written().encode())
    assert read_raw(path).notes == ()


def test_excel_says_its_delimiter(tmp_path: Path) -> None:
    """A first line `sep=|` is Excel's word for the delimiter, and no row."""
    content = "sep=|\r\na;b|c\r\n1;2|3\r\nlonely\r\n"
    (tmp_path / "pay.csv").write_text(content, newline="")
    raw = read_raw(tmp_path / "pay.csv")

    assert pa.table(raw.columns).to_pydict() == {"a;b": ["1;2"], "c": ["3"]}
    assert raw.ragged == [(2, "lonely")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_header_decides_the_delimiter(rows: list[list[str]], delimiter: str, tmp_path: Path) -> None:
    """A file whose header is cut by one delimiter only is read as it was written, whatever stands in its cells.

    But for lines of several cells inside one: they may be rows that a lone quotation mark has swallowed.
    """
    names = ["city", "amount", "note"]
    whole = [row if any(row) else ["x", "", ""] for row in rows]
    columns = read(tmp_path / "pay.csv", written(delimiter, [names, *whole]))

    assert list(zip(*columns.values(), strict=True)) == [tuple(row) for row in whole]


def test_trailing_delimiters_are_no_columns(tmp_path: Path) -> None:
    """Several columns without a name go if they are empty, and are called by their place if they are not."""
    assert read(tmp_path / "pay.csv", "a;b;;\n1;2;;\n") == {"a": ["1"], "b": ["2"]}
    assert read(tmp_path / "pay.csv", "a;;\n1;2;\n") == {"a": ["1"], "column 2": ["2"]}


def test_lines_in_another_encoding_are_set_aside(tmp_path: Path) -> None:
    """In a file of two encodings the rarer one's rows are set aside with their numbers; no letter is guessed."""
    good = "Köln,1\nLyon,2\n".encode()
    path = tmp_path / "pay.csv"
    path.write_bytes(b"city,amount\n" + good + "München,3\n".encode("cp1252") + "Zürich,4\n".encode())
    raw = read_raw(path)

    assert pa.table(raw.columns).to_pydict() == {
        "city": ["Köln", "Lyon", "Zürich"],
        "amount": ["1", "2", "4"],
    }
    assert raw.garbled == [(3, "M\\xfcnchen,3")]
    assert raw.numbers is not None
    assert raw.numbers.tolist() == [1, 2, 4]
    assert "1 line is in another encoding" in raw.notes[0]


def test_the_rarer_encoding_is_the_odd_one(tmp_path: Path) -> None:
    """Where most lines are Windows-1252, it is the UTF-8 ones that are set aside."""
    path = tmp_path / "pay.csv"
    most = "".join(f"Münster,{row}\n" for row in range(5)).encode("cp1252")
    path.write_bytes(b"city,amount\n" + most + '"Köln\nKöln",9\nx\n'.encode())
    raw = read_raw(path)

    assert pa.table(raw.columns).to_pydict()["city"] == ["Münster"] * 5
    assert [number for number, _ in raw.garbled] == [6]
    assert raw.ragged == [(7, "x")]


@for_each(
    ("content", "message"),
    [
        (b"\xff\xfe\x00\xd8", "is not readable as UTF-16"),
        ("a,b\n\0,1\n".encode("utf-16"), "binary file"),
        (b"a,b\n" + b"x" * (5 << 20), "line 2: longer than 4,194,304 bytes"),
        (b"x" * (3 << 20), "its first line is longer than 1,048,576 bytes; that is not a header"),
        (b'"' + b"x" * 200_000 + b'",b\n1,2\n', "pay.csv"),
    ],
)
def test_a_text_that_is_no_table_says_so(content: bytes, message: str, tmp_path: Path) -> None:
    """Broken text is one error on one line that names the file."""
    path = tmp_path / "pay.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_raw(path)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_ten_thousand_columns_are_columns(tmp_path: Path) -> None:
    """A very wide CSV is read like any other."""
    names = [f"c{index}" for index in range(10_000)]
    columns = read(tmp_path / "pay.csv", written(rows=[names, ["1"] * 10_000, ["2"] * 9_999 + [""]]))

    assert list(columns) == names
    assert columns["c0"] == ["1", "2"]


@for_each(
    ("content", "rows"),
    [
        ('[{"a": 1, "b": {"c": 2}}, {"a": 2}]', [{"a": 1, "b": {"c": 2}}, {"a": 2, "b": None}]),
        ('{"a": 1}\n\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('{"count": 2, "rows": [{"a": 1}, {"a": 2}]}', [{"a": 1}, {"a": 2}]),
        ('\ufeff{"a": "Köln"}', [{"a": "Köln"}]),
    ],
)
def test_json_is_records(content: str, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """A list of objects, one a line, or the only such list in an object is a table."""
    path = tmp_path / "pay.json"
    path.write_text(content, encoding="utf-8")

    assert pa.table(read_raw(path).columns).to_pylist() == rows


@for_each(
    ("content", "message"),
    [
        ('{"a": 1\n{"a": 2\n', "line 2: not readable as JSON"),
        ('[{"a": 1},\n{"a" 2}]', "line 2: not readable as JSON"),
        ("[" * 100_000, "line 1: not readable as JSON"),
        ("[1, 2]", "is a page, not a table"),
        ("<!doctype html><p>x</p>", "is a page, not a table"),
    ],
)
def test_what_is_no_list_of_records_says_so(content: str, message: str, tmp_path: Path) -> None:
    """JSON that is broken, too deep, or no records is one error, with its line."""
    path = tmp_path / "pay.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_raw(path)


def test_a_page_is_lines_tables_and_json(tmp_path: Path) -> None:
    """Of HTML remain its lines of text, its tables and the JSON in it; entities are decoded, scripts unseen."""
    path = tmp_path / "page.html"
    path.write_text(
        "<!doctype html><title>Pay &amp; more</title><style>p {}</style><script>var x = '<p>no</p>';</script>"
        '<script type="application/ld+json">{"@type": "JobPosting"}</script><script type="application/ld+json">{</script>'
        "<p>One<br>two <b>bold</b> end<table><tr><th>A<th>B<tr><td>1 <i>2</i></td><td><table><tr><td>in</table></td></table>"
        "<td>stray</td></html>",
        encoding="utf-8",
    )
    page = read_any(path)

    assert isinstance(page, Document)
    assert page.lines == ("Pay & more", "One", "two\tbold\tend", "A", "B", "1\t2", "in", "stray")
    assert [(table.names, table.rows) for table in page.tables] == [
        (["A", "B"], [(1, ["1 2", ""])]),
        (["in"], []),
    ]
    assert page.objects[0] == {"@type": "JobPosting"}
    assert page.objects[1].message.startswith("line 1: not readable as JSON")


@for_each(
    "titles",
    [
        "Pay, gross\n",
        "Table 14.1, Weekly pay, Gross\nSource: X, Y\n\n",
        '"Pay, as of July 1, 2024"\n,,\n',
        "Pay as of July 1, 2024\n",
    ],
)
def test_commas_may_divide_a_title(titles: str) -> None:
    """The header below titles with commas of their own has more cells, and rows that fit it."""
    rows = "".join(f"{number},Cook,North,Day,5,{500 + number}\n" for number in range(6))
    dialect = find_dialect(f"{titles}code,job,sector,shift,n,pay\n{rows}".encode(), "pay.csv")
    assert dialect.names == ["code", "job", "sector", "shift", "n", "pay"]


def test_many_rows_of_one_cell_are_no_titles() -> None:
    """Where a sign splits no row, it is not the delimiter, however many rows there are; another one is."""
    rows = "".join(
        f"Kiel, SH;{number}.000\n" if number > 40 else f"Kiel;{number}.000\n" for number in range(10, 60)
    )
    dialect = find_dialect(f"Ort;Gehalt\n{rows}".encode(), "pay.csv")
    assert (dialect.names, dialect.skipped) == (["Ort", "Gehalt"], 0)


def test_rows_that_are_too_long_make_no_header() -> None:
    """A short header with a few long rows below it is the header."""
    rows = "Kiel,1\n" * 5 + "a,b,c,d\n" * 2
    assert find_dialect(f"city,pay\n{rows}".encode(), "pay.csv").names == ["city", "pay"]
