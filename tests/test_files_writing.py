from __future__ import annotations

import csv
import datetime as dt
import io
import os
import stat
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from cases import for_each

from salarykit.errors import SourceError
from salarykit.files.atomic import replacing
from salarykit.files.frames import html_table, money, text_table
from salarykit.files.writing import csv_table, csv_text, write_csv, write_parquet, write_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = pa.table({"city": ["Paris", None], "amount": [1.5, 2.0]})
TEXTS = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
CELLS = {
    "=1+1": "'=1+1",
    '=HYPERLINK("http://x","y")': '\'=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1+1": "'\t=1+1",
    "\r=1+1": "'\r=1+1",
    "\n=1+1": "'\n=1+1",
    "-": "'-",
    "+49 30 1234": "'+49 30 1234",
    "-5": "-5",
    "+5.25": "+5.25",
    "-1e3": "-1e3",
    "-.5": "-.5",
    "Paris": "Paris",
    "a=b": "a=b",
    "": "",
    "'=1": "'=1",
}
WRITERS: list[tuple[str, Callable[[Path], None]]] = [
    ("csv", lambda path: write_csv(TABLE, path)),
    ("parquet", lambda path: write_parquet(TABLE, path)),
    ("text", lambda path: write_text("Paris", path)),
]
writers = pytest.mark.parametrize(
    "writer", [writer for _, writer in WRITERS], ids=[name for name, _ in WRITERS]
)


def rows(text: str) -> list[list[str]]:
    """Return the cells of a CSV text."""
    return list(csv.reader(io.StringIO(text, newline="")))


def write_half(path: Path, failure: BaseException) -> None:
    """Begin to write a file, and fail."""
    with replacing(path) as temporary:
        temporary.write_text("half of the ro")
        raise failure


@writers
def test_a_file_is_written_beside_nothing_else(writer: Callable[[Path], None], tmp_path: Path) -> None:
    """A written file stands alone in its folder."""
    writer(tmp_path / "out")

    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").stat().st_size > 0


@writers
def test_an_older_file_is_replaced(writer: Callable[[Path], None], tmp_path: Path) -> None:
    """A file that was there is replaced as a whole, by a new one: whoever reads the old one reads on."""
    target = tmp_path / "out"
    target.write_text("old" * 1000)
    with target.open() as old:
        writer(target)

        assert old.read() == "old" * 1000
    assert b"old" not in target.read_bytes()


@pytest.mark.parametrize(
    "failure", [OSError("disk full"), ValueError("a bug"), KeyboardInterrupt()], ids=repr
)
def test_a_failure_in_the_middle_changes_nothing(failure: BaseException, tmp_path: Path) -> None:
    """Where writing ends early, the target is as it was and no temporary file is left."""
    target = tmp_path / "out.csv"
    target.write_text("old")
    with pytest.raises((SourceError, ValueError, KeyboardInterrupt)):
        write_half(target, failure)

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.csv", "old")]


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure of the disk is one error that names the target; the target is as it was."""

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "out.csv"
    target.write_text("old")
    monkeypatch.setattr(pacsv, "write_csv", fail)
    with pytest.raises(SourceError, match=r"^Cannot write .*out\.csv: No space left on device\.$") as caught:
        write_csv(TABLE, target)

    assert caught.value.source == str(target)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.csv", "old")]


@writers
def test_a_missing_folder_is_told(writer: Callable[[Path], None], tmp_path: Path) -> None:
    """A target in a folder that does not exist is one error."""
    with pytest.raises(SourceError, match=r"^Cannot write .*: No such file or directory\.$"):
        writer(tmp_path / "nowhere" / "out.csv")


@writers
def test_a_file_is_no_folder(writer: Callable[[Path], None], tmp_path: Path) -> None:
    """A target below a file is one error."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(SourceError, match=r"^Cannot write .*: Not a directory\.$"):
        writer(tmp_path / "file" / "out.csv")


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A target that is a folder is one error, and the folder stays."""
    (tmp_path / "out").mkdir()
    with pytest.raises(SourceError, match=r"^Cannot write .*: Is a directory\.$"):
        write_csv(TABLE, tmp_path / "out")

    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that refuses new files is one error, with the system's reason."""

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(SourceError, match=r"^Cannot write .*out\.csv: Permission denied\.$"):
            write_csv(TABLE, tmp_path / "out.csv")


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
@writers
def test_permissions_follow_the_umask(writer: Callable[[Path], None], mask: int, tmp_path: Path) -> None:
    """A written file may be read by whom the user's umask lets read it."""
    before = os.umask(mask)
    try:
        writer(tmp_path / "out")
        now = os.umask(mask)
    finally:
        os.umask(before)

    assert now == mask
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o666 & ~mask


@for_each("kind", TEXTS)
def test_no_text_runs_as_a_formula(kind: pa.DataType, tmp_path: Path) -> None:
    """A text that a spreadsheet would run gets an apostrophe, in every kind of text column; numbers do not."""
    write_csv(pa.table({"x": pa.array(list(CELLS)).cast(kind)}), tmp_path / "out.csv")
    written = [row[0] for row in rows((tmp_path / "out.csv").read_bytes().decode())[1:]]

    assert dict(zip(CELLS, written, strict=True)) == CELLS


def test_no_header_runs_as_a_formula() -> None:
    """A column's name is a text as its cells are."""
    assert rows(csv_text(pa.table({"=1+1": ["x"], "city": ["y"]})))[0] == ["'=1+1", "city"]


def test_what_is_no_text_is_kept() -> None:
    """Numbers and missing values stay as they are."""
    table = pa.table({"x": [-5.0, None], "y": ["=1", None]})

    assert csv_table(table)[0].to_pydict() == {"x": [-5.0, None], "y": ["'=1", None]}


def test_a_csv_reads_back() -> None:
    """Commas, quotes, newlines, days and missing values come back as they went; nothing is told apart from empty."""
    table = pa.table(
        {
            "note": ['a "b", c', "d\ne", None],
            "on": pa.array([dt.date(2024, 6, 28), None, None]),
            "n": pa.array([1, None, 3]),
            "nothing": pa.nulls(3),
        }
    )

    assert rows(csv_text(table)) == [
        ["note", "on", "n", "nothing"],
        ['a "b", c', "2024-06-28", "1", ""],
        ["d\ne", "", "", ""],
        ["", "", "3", ""],
    ]


@pytest.mark.parametrize("values", [[["python", "sql"]], [{"a": 1}], [dt.timedelta(days=1)]], ids=str)
def test_a_column_that_csv_cannot_hold_is_written_or_told(values: list[Any], tmp_path: Path) -> None:
    """A list, a mapping or a duration in a cell is written as text, or is one error of salarykit's own."""
    try:
        write_csv(pa.table({"city": ["Paris"], "x": values}), tmp_path / "out.csv")
    except SourceError as error:
        told = str(error)
    else:
        told = (tmp_path / "out.csv").read_text()

    assert "x" in told


def test_parquet_reads_back(tmp_path: Path) -> None:
    """A table comes back from Parquet equal, its types and its metadata included."""
    table = TABLE.append_column("skill", pa.array(["a", "a"]).dictionary_encode()).replace_schema_metadata(
        {"k": "v"}
    )
    write_parquet(table, tmp_path / "out.parquet")

    assert pq.read_table(tmp_path / "out.parquet").equals(table, check_metadata=True)


def test_text_is_utf_8(tmp_path: Path) -> None:
    """A text is written as UTF-8, as it stands."""
    write_text("東京\n", tmp_path / "out.json")

    assert (tmp_path / "out.json").read_bytes() == "東京\n".encode()


@for_each(
    ("amount", "currency", "shown"),
    [(342000.0, "CAD", "CAD 342,000"), (0.5, "USD", "USD 0.50"), (999.994, "USD", "USD 999.99"), (-1234.5, "EUR", "EUR -1,234"), (7.0, None, "7"), (None, "USD", ""), (float("nan"), "USD", "")],
)  # fmt: skip
def test_money_names_its_currency(amount: float | None, currency: str | None, shown: str) -> None:
    """An amount is shown with its ISO code, cents only where they matter; a missing one is empty."""
    assert money(amount, currency) == shown


def test_tables_are_drawn() -> None:
    """A table is drawn as aligned text, and as HTML with every cell escaped and figures to the right."""
    text = text_table(["city", "pay"], [["<b>Paris", "EUR 1"]], "1 & only")
    html = html_table(["city", "pay"], [["<b>Paris", "EUR 1"]], "1 & only")

    assert text == "city      pay\n<b>Paris  EUR 1\n1 & only"
    assert "<td>&lt;b&gt;Paris</td>" in html
    assert '<td style="text-align: right">EUR 1</td>' in html
    assert "1 &amp; only" in html
