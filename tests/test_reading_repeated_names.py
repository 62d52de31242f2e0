"""Columns of one name: the later ones are numbered, unless a field of a salary would be read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files.raw import numbered_names

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["Which tools?", "city", "amount", "currency", "Which tools?", "Which tools?"]
ROW = ["a", "Lyon", 41_000, "EUR", "b", "c"]
NUMBERED = ["Which tools?", "Which tools? (2)", "Which tools? (3)"]


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (3)", ""])))
def test_numbered_names_are_distinct_and_in_order(names: list[str]) -> None:
    """No two names are the same afterwards, the first of each keeps its name, and names that are not repeated stay."""
    found, repeated = numbered_names(names)

    assert len(set(found)) == len(found) == len(names)
    assert set(repeated) == {name for name in names if names.count(name) > 1}
    assert all(new == old for new, old in zip(found, names, strict=True) if names.count(old) == 1)
    assert all(found[names.index(name)] == name for name in names)


def _sources(folder: Path) -> dict[str, Any]:
    small, large = folder / "small.csv", folder / "large.csv"
    text = ",".join(NAMES) + "\n" + (",".join(map(str, ROW)) + "\n") * 2
    small.write_text(text)
    large.write_text(text + (",".join(map(str, ROW)) + "\n") * 200_000)
    return {
        "csv": small,
        "large csv": large,
        "pandas": pd.DataFrame([ROW, ROW], columns=NAMES),
        "arrow": pa.table([pa.array([cell] * 2) for cell in ROW], names=NAMES),
    }


@pytest.mark.parametrize("kind", ["csv", "large csv", "pandas", "arrow"])
def test_a_question_asked_twice_keeps_both_columns(tmp_path: Path, kind: str) -> None:
    """A form's export that repeats a question is read; the later columns are numbered, and the reading says so."""
    table = sk.read_salaries(_sources(tmp_path)[kind])

    assert table[0].amount == 41_000
    assert [name for name in table.to_arrow().column_names if "tools" in name] == NUMBERED
    assert any("'Which tools?'" in each for each in table.reading.sentences)


def test_a_converted_file_has_the_numbered_columns(tmp_path: Path) -> None:
    """The output of a conversion tells the columns apart."""
    out = tmp_path / "out.csv"
    report = sk.convert_file(_sources(tmp_path)["csv"], out, base="USD", on="2024")

    assert "Which tools? (2)" in out.read_text()
    assert any("'Which tools?'" in note for note in report.notes)


@for_each("name", ["amount", "Salary", "currency", "Währung", "Job title", "city"])
def test_a_field_in_two_columns_of_one_name_is_an_error(name: str) -> None:
    """If a field would be read from one of them, the error names both and how to say which."""
    others = {"amount": 1, "currency": "EUR"}
    others = {key: value for key, value in others.items() if key != name and (name, key) not in KNOWN}
    names = [name, *others, name]
    frame = pd.DataFrame([["1", *others.values(), "2"]], columns=names)

    with pytest.raises(sk.SourceError, match=rf"two columns named '{name}'.*'{name} \(2\)'"):
        sk.read_salaries(frame)


KNOWN = {("Salary", "amount"), ("Währung", "currency")}


@pytest.mark.parametrize(("column", "amount"), [("pay", 1), ("pay (2)", 2)])
def test_the_caller_may_name_one_of_them(column: str, amount: int) -> None:
    """A column that the caller names is read, and the other passes through."""
    frame = pd.DataFrame([[1, "EUR", 2]], columns=["pay", "currency", "pay"])

    assert sk.read_salaries(frame, columns={"amount": column})[0].amount == amount


@pytest.mark.parametrize("field", ["amount", "city", "note"])
def test_a_column_with_the_name_of_a_field_that_is_read_elsewhere_is_numbered(field: str) -> None:
    """It passes through beside the field."""
    row = {"amount": 1, "currency": "EUR", "other": 7, field: 9}
    table = sk.read_salaries([row], columns={field: "other"})

    assert getattr(table[0], field) in (7, "7")
    assert table.to_arrow().column(f"{field} (2)").to_pylist() in ([9], ["9"])


def test_without_inference_two_columns_of_one_name_are_an_error(tmp_path: Path) -> None:
    """`infer=False` takes a file as it stands, with no name changed."""
    with pytest.raises(sk.SourceError, match="two columns named 'Which tools\\?'"):
        sk.read_salaries(_sources(tmp_path)["csv"], infer=False)
