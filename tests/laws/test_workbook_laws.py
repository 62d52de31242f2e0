"""A sheet is read as the records that it holds, in every format."""

from __future__ import annotations

import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from workbooks import cell, ods_parts, ods_row, record, row_record, wide, write_zip, xlsb_parts, xlsx_parts

import salarykit as sk

NAMES = ["city", "amount", "currency", "code"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
AMOUNTS = st.one_of(
    st.integers(1, 10**7),
    st.floats(1, 10**7).map(lambda number: round(number, 2)),
    st.sampled_from(["n/a", "52,000 EUR", "€41,500", "-5"]),
    st.none(),
)
ROWS = st.lists(
    st.tuples(
        WORDS.map(lambda word: f"x{word}"),
        AMOUNTS,
        st.sampled_from(["EUR", "USD", "eur", None]),
        WORDS | st.integers(0, 999),
    ),
    min_size=1,
    max_size=6,
)
Row = tuple[Any, ...]


def as_openpyxl(rows: list[Row], path: Path) -> Path:
    """Write an XLSX file by another library."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
        for each in page[page.max_row]:
            each.data_type = "s" if isinstance(each.value, str) else each.data_type  # no formula
    book.save(path)
    return path


def as_xlsx(rows: list[Row], path: Path) -> Path:
    """Write an XLSX file whose cells do not say where they are, unless one before is empty."""
    text = ""
    for number, row in enumerate(rows, start=1):
        cells = ""
        for letter, value in zip("ABCD", row, strict=True):
            if isinstance(value, str):
                cells += f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            elif value is not None:
                cells += f'<c r="{letter}{number}"><v>{value!r}</v></c>'
        text += f"<row>{cells}</row>"
    return write_zip(path, xlsx_parts(text))


def as_ods(rows: list[Row], path: Path) -> Path:
    """Write an ODS file."""
    escaped = [[escape(value) if isinstance(value, str) else value for value in row] for row in rows]
    return write_zip(path, ods_parts({"Pay": "".join(ods_row(*row) for row in escaped)}))


def as_xlsb(rows: list[Row], path: Path) -> Path:
    """Write an XLSB file."""
    records = []
    for number, row in enumerate(rows, start=1):
        records.append(row_record(number))
        for column, value in enumerate(row):
            if isinstance(value, str):
                records.append(record(6, cell(column) + wide(value)))
            elif value is not None:
                records.append(record(5, cell(column) + struct.pack("<d", value)))
    return write_zip(path, xlsb_parts(records))


def sifted(source: Any, first: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the good rows and the rejects of a source whose first row has some number."""
    good, bad = sk.sift_salaries(source)
    rejects = [{**each, "row": each["row"] - first + 1} for each in bad]
    return [{**row, "code": str(row["code"])} for row in good.to_arrow().to_pylist()], rejects


@given(ROWS)
def test_a_sheet_is_read_as_its_records(rows: list[Row]) -> None:
    """Written by another library, or as raw XML or records, a sheet gives the rows and rejects of the records in it."""
    records = [dict(zip(NAMES, row, strict=True)) for row in rows]
    try:
        expected = sifted(records, 1)
    except sk.InvalidSalary as error:
        expected = type(error)  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        for write in (as_openpyxl, as_xlsx, as_ods, as_xlsb):
            path = write([tuple(NAMES), *rows], Path(folder) / "pay.book")
            try:
                found = sifted(path, 2)
            except sk.InvalidSalary as error:
                found = type(error)  # type: ignore[assignment]
            assert found == expected, write.__name__
