"""What a spreadsheet would run: one rule for the cells and headers of every CSV that is written."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import salarykit as sk
from salarykit.cli import app
from salarykit.files.writing import csv_table

if TYPE_CHECKING:
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024-06-28"}
RUN = ["=1+1", "+SUM(A1)", "-2+3", "@x", "\tx"]


def cells(path: Path) -> list[str]:
    """Return the header and all cells of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def source(path: Path) -> Path:
    """Write a file whose remarks, and one of whose headers, a spreadsheet would run."""
    columns = {
        "amount": ["50000"] * len(RUN),
        "currency": ["EUR"] * len(RUN),
        "remark": RUN,
        "=cmd": ["x"] * len(RUN),
    }
    if path.suffix == ".parquet":
        pq.write_table(pa.table(columns), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([list(columns), *zip(*columns.values(), strict=True)])
    return path


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_converted_csv_runs_nothing_and_says_so(kind: str, tmp_path: Path) -> None:
    """Cells and headers get an apostrophe, the report counts them, and `keep` leaves every one."""
    path, out = source(tmp_path / f"pay.{kind}"), tmp_path / "out.csv"

    report = sk.convert_file(path, out, **ASKED)
    assert f"{len(RUN) + 1} texts that a spreadsheet would run as formulas have an apostrophe" in "".join(
        report.notes
    )
    assert {f"'{text}" for text in [*RUN, "=cmd"]} <= set(cells(out))

    report = sk.convert_file(path, out, formulas="keep", **ASKED)
    assert not any("apostrophe" in note for note in report.notes)
    assert {*RUN, "=cmd"} <= set(cells(out))


def test_parquet_keeps_what_it_was_given(tmp_path: Path) -> None:
    """No spreadsheet runs a Parquet file, so nothing in it changes."""
    out = tmp_path / "out.parquet"
    sk.convert_file(source(tmp_path / "pay.csv"), out, **ASKED)

    assert pq.read_table(out).column("remark").to_pylist() == RUN


def test_a_run_is_not_resumed_with_other_formulas(tmp_path: Path) -> None:
    """`resume` takes no file that was written by the other rule, and adds up what it had counted."""
    (tmp_path / "in").mkdir()
    source(tmp_path / "in" / "pay.csv")
    call: dict[str, Any] = {"format": "csv", "resume": True, **ASKED}

    first = sk.convert_file(tmp_path / "in", tmp_path / "out", **call)
    again = sk.convert_file(tmp_path / "in", tmp_path / "out", **call)
    with pytest.raises(sk.SourceError, match="was started with other options"):
        sk.convert_file(tmp_path / "in", tmp_path / "out", formulas="keep", **call)

    assert again.resumed == 1
    assert [note for note in again.notes if "apostrophe" in note] == [
        note for note in first.notes if "apostrophe" in note
    ]


@pytest.mark.parametrize("formulas", ["escape", "keep"])
def test_the_command_line_has_the_same_rule(formulas: str, tmp_path: Path) -> None:
    """Into a pipe and into a file `convert` writes the same cells; a table writes them as well."""
    path, out = source(tmp_path / "pay.csv"), tmp_path / "out.csv"
    asked = ["convert", str(path), "--to", "USD", "--on", "2024", "--formulas", formulas]
    mark = "" if formulas == "keep" else "'"

    piped = CliRunner().invoke(app, asked)
    assert CliRunner().invoke(app, [*asked, "-o", str(out)]).exit_code == 0
    sk.read_salaries(path).to_csv(tmp_path / "table.csv", formulas=formulas)  # type: ignore[arg-type] # one of two words

    for text in ("=1+1", "=cmd"):
        assert f'"{mark}{text}"' in piped.stdout
        assert f"{mark}{text}" in cells(out)
        assert f"{mark}{text}" in cells(tmp_path / "table.csv")


@pytest.mark.parametrize("value", ["Keep", "", None, True, 1])
def test_there_are_two_rules(value: Any, tmp_path: Path) -> None:
    """Another word is refused before anything is written."""
    with pytest.raises(sk.InvalidQuery, match="choose 'escape' or 'keep'"):
        sk.convert_file("data/salaries.csv", tmp_path / "o.csv", formulas=value, **ASKED)
    with pytest.raises(sk.InvalidQuery, match="choose 'escape' or 'keep'"):
        sk.load_salaries().to_csv(tmp_path / "o.csv", formulas=value)
    assert not list(tmp_path.iterdir())


@given(
    st.lists(st.none() | st.text(st.sampled_from("=+-@\t\r\n1.5aé'"), max_size=4), max_size=6),
    st.integers(0, 3),
)
def test_the_quick_look_misses_none(texts: list[str | None], start: int) -> None:
    """What is escaped is what starts like a formula and is no number, in every slice of a column."""

    def escaped(text: str | None) -> str | None:
        try:
            number = text is not None and float(text) is not None and text.strip(" \t\r\n") == text
        except ValueError:
            number = False
        return f"'{text}" if text and text[0] in "=+-@\t\r\n" and not number else text

    column = pa.chunked_array([pa.array(texts, pa.string()).slice(start)], pa.string())

    expected = [escaped(text) for text in texts[start:]]
    written, touched = csv_table(pa.table({"x": column}))
    assert written.column("x").to_pylist() == expected
    assert touched == sum(cell != text for cell, text in zip(expected, texts[start:], strict=True))
