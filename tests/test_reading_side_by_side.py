"""Two tables side by side are one error, until the caller names the amount of one; columns that are only set apart are one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from cases import for_each
from test_reading_other_tables import write_html
from workbooks import write_csv, write_xlsx

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEFT: list[list[Any]] = [["City", "Salary", "Currency"], ["Graz", 51_000, "EUR"], ["Lyon", 44_500, "EUR"]]
RIGHT: list[list[Any]] = [["Role", "Wage (USD)"], ["Welder", 61_000], ["Cook", 38_000]]
EMPTY = ""


def beside(left: list[list[Any]], right: list[list[Any]], empty: int = 1) -> list[list[Any]]:
    """Return the rows of two tables with empty columns between them."""
    return [[*one, *[EMPTY] * empty, *other] for one, other in zip(left, right, strict=True)]


def write_sheet(path: Path, rows: list[list[Any]]) -> Path:
    """Write rows as a workbook whose empty cells have no value."""
    return write_xlsx(path, [[None if cell == EMPTY else cell for cell in row] for row in rows])


WRITERS: list[tuple[str, Callable[[Path, list[list[Any]]], Path]]] = [
    ("pay.csv", write_csv), ("pay.xlsx", write_sheet), ("pay.html", write_html)
]  # fmt: skip


@for_each(("name", "write"), WRITERS)
@for_each("empty", [1, 2])
@for_each(
    "right",
    [
        RIGHT,
        [["Beruf", "Bruttogehalt (CHF)"], ["Koch", 70_000], ["Maler", 66_000]],
        [["Role", "2024 salary"], ["Welder", 61_000], ["Cook", 38_000]],
        [["Ville", "Salaire"], ["Nantes", 41_000], ["Lille", 39_500]],
        [["Country", "Average wage"], ["Spain", 28_000], ["Italy", 31_000]],
        LEFT,
    ],
)
def test_two_tables_side_by_side(
    name: str,
    write: Callable[[Path, list[list[Any]]], Path],
    empty: int,
    right: list[list[Any]],
    tmp_path: Path,
) -> None:
    """A row of one table gets no field of the other: the file is refused, in every format."""
    path = write(tmp_path / name, beside(LEFT, right, empty))
    with pytest.raises(sk.InvalidSalary, match="side by side"):
        sk.read_salaries(path)
    with pytest.raises(sk.InvalidSalary, match="side by side"):
        sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024-06-28")


@for_each(("name", "write"), WRITERS)
def test_the_amount_says_which(
    name: str, write: Callable[[Path, list[list[Any]]], Path], tmp_path: Path
) -> None:
    """The named amount is read with the columns of its own table, and the reading tells of the other."""
    path = write(tmp_path / name, beside(LEFT, RIGHT))
    left = sk.read_salaries(path, columns={"amount": "Salary"})
    right = sk.read_salaries(path, columns={"amount": "Wage (USD)"})
    assert [(row.city, row.role, row.amount, row.currency) for row in left] == [
        ("Graz", None, 51_000, "EUR"),
        ("Lyon", None, 44_500, "EUR"),
    ]
    assert [(row.city, row.role, row.amount, row.currency) for row in right] == [
        (None, "Welder", 61_000, "USD"),
        (None, "Cook", 38_000, "USD"),
    ]
    assert "'Role', 'Wage (USD)' are another table" in str(left.reading)


@for_each("amount", ["Salary", "Salary (2)"])
def test_tables_with_the_same_header(amount: str, tmp_path: Path) -> None:
    """The later of two columns with one name is read as what its header says, with its own neighbours."""
    later: list[list[Any]] = [
        ["City", "Salary", "Currency"],
        ["Oslo", 610_000, "NOK"],
        ["Bergen", 590_000, "NOK"],
    ]
    path = write_csv(tmp_path / "pay.csv", beside(LEFT, later))
    rows = [row.amount for row in sk.read_salaries(path, columns={"amount": amount})]
    assert rows == ([51_000, 44_500] if amount == "Salary" else [610_000, 590_000])


def test_a_later_column_keeps_what_its_header_says(tmp_path: Path) -> None:
    """The number that tells two columns of one name apart does not hide the currency of a header."""
    rows: list[list[Any]] = [["City", "Pay (USD)", "City", "Pay (USD)"], ["Graz", 51_000, "Lyon", 44_500]]
    path = write_csv(tmp_path / "pay.csv", rows)
    (salary,) = sk.read_salaries(path, columns={"amount": "Pay (USD) (2)", "city": "City (2)"})
    assert (salary.city, salary.amount, salary.currency) == ("Lyon", 44_500, "USD")


def test_frames_name_empty_columns_themselves() -> None:
    """Pandas calls a column without a name `Unnamed: 3`."""
    rows = beside(LEFT, RIGHT)
    header = [name or f"Unnamed: {at}" for at, name in enumerate(rows[0])]
    frame = pd.DataFrame(rows[1:], columns=header).replace(EMPTY, None)
    with pytest.raises(sk.InvalidSalary, match="side by side"):
        sk.read_salaries(frame)


@for_each(
    "right",
    [
        [["Note"], ["by hand"], ["x"]],
        [["Bonus", "Remark"], [4_000, "x"], [5_000, "y"]],
        [["Role", "Level"], ["Welder", "2"], ["Cook", "3"]],
        [["Source", "Sample size"], ["survey", 120], ["survey", 80]],
    ],
)
@for_each(("name", "write"), WRITERS)
def test_columns_that_are_set_apart(
    name: str, write: Callable[[Path, list[list[Any]]], Path], right: list[list[Any]], tmp_path: Path
) -> None:
    """An empty column alone makes no second table: without an amount of its own the columns behind it are of the same rows."""
    path = write(tmp_path / name, beside(LEFT, right))
    table = sk.read_salaries(path)
    assert [row.city for row in table] == ["Graz", "Lyon"]
    assert [row.role for row in table] == (["Welder", "Cook"] if right[0][0] == "Role" else [None, None])


@for_each("name", ["amount", "Amount", "AMOUNT"])
@for_each("write", [write_csv, write_html])
def test_amount_in_capitals(
    name: str, write: Callable[[Path, list[list[Any]]], Path], tmp_path: Path
) -> None:
    """A column that has our word for the amount is one in any case of its letters, unless another header names pay."""
    rows: list[list[Any]] = [["Town", name, "Currency"], ["Graz", 51_000, "EUR"]]
    suffix = "csv" if write is write_csv else "html"
    assert [row.amount for row in sk.read_salaries(write(tmp_path / f"pay.{suffix}", rows))] == [51_000]
