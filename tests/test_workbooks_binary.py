import struct
from pathlib import Path

import pytest
from cases import for_each
from workbooks import cell, record, row_record, wide, write_zip, xlsb_parts

import salarykit as sk

KIEL, NOTE = (struct.pack("<I", at) for at in (0, 1))  # texts that cells refer to


def text(column: int, said: str) -> bytes:
    """Return the record of a cell with a text."""
    return record(6, cell(column) + wide(said))


HEAD = [row_record(1), text(0, "City"), text(1, "Salary"), text(2, "as_of")]
CODES = ("#,##0 [$€-407]", "yyyy-mm-dd")


def test_cells_of_every_kind_are_read(tmp_path: Path) -> None:
    """Long and short cells, numbers in eight and four bytes, shared texts, number formats, hidden rows."""
    rows = [
        *HEAD,
        row_record(2), record(7, cell(0) + KIEL), record(5, cell(1, 1) + struct.pack("<d", 52000.5)), record(5, cell(2, 2) + struct.pack("<d", 45444)),
        row_record(4, is_hidden=True), text(0, "Rome"), record(16, cell(None, 1) + struct.pack("<d", 41000)), record(13, cell(None, 2) + struct.pack("<I", 45445 << 2 | 2)),
        row_record(5), text(0, "Bonn"), record(2, cell(1, 1) + struct.pack("<I", 6150025 << 2 | 3)),
        row_record(6), text(0, "Lyon"), record(9, cell(1, 1) + struct.pack("<d", 47000) + b"\0" * 6),
    ]  # fmt: skip
    table = sk.read_salaries(write_zip(tmp_path / "pay.xlsb", xlsb_parts(rows, codes=CODES)))
    assert [(row.city, row.amount, row.currency, row.as_of) for row in table] == [
        ("Kiel", 52000.5, "EUR", "2024-06-01"), ("Rome", 41000.0, "EUR", "2024-06-02"), ("Bonn", 61500.25, "EUR", None),
        ("Lyon", 47000.0, "EUR", None),
    ]  # fmt: skip
    assert "1 hidden row is read like the others." in str(table.reading)


@for_each(
    ("data", "value", "code"),
    [
        (record(3, cell(1) + b"\x17"), "#REF!", "cell_error"),
        (record(11, cell(1) + b"\x07" + b"\0" * 4), "#DIV/0!", "cell_error"),
        (record(4, cell(1) + b"\x01"), "True", "not_a_number"),
        (record(14, cell(None) + b"\x2a"), "#N/A", "cell_error"),
    ],
)
def test_errors_and_booleans_are_no_amounts(tmp_path: Path, data: bytes, value: str, code: str) -> None:
    """Each is refused by its name, in the row of the sheet."""
    rows = [
        *HEAD,
        row_record(2),
        text(0, "Kiel"),
        record(5, cell(1, 1) + struct.pack("<d", 52000)),
        row_record(7),
        text(0, "Rome"),
        data,
    ]
    bad = sk.sift_salaries(
        write_zip(tmp_path / "pay.xlsb", xlsb_parts(rows, codes=CODES)), defaults={"currency": "EUR"}
    ).bad
    assert [(each["row"], each["value"], each["code"]) for each in bad] == [(7, value, code)]


def test_a_raised_run_is_not_glued_to_a_number(tmp_path: Path) -> None:
    """The mark of a footnote is told by its font."""
    rows = [
        *HEAD,
        row_record(2),
        text(0, "Kiel"),
        record(7, cell(1) + NOTE),
        row_record(3),
        text(0, "Rome"),
        text(1, "41,500"),
    ]
    table = sk.read_salaries(write_zip(tmp_path / "pay.xlsb", xlsb_parts(rows)), defaults={"currency": "EUR"})
    assert [row.amount for row in table] == [52000.0, 41500.0]


def test_merged_cells_and_the_other_date_system(tmp_path: Path) -> None:
    """A city that is merged downwards stands in each row; days count from 1904 if the workbook says so."""
    number = record(5, cell(1, 1) + struct.pack("<d", 52000)) + record(
        5, cell(2, 2) + struct.pack("<d", 43982)
    )
    rows = [
        *HEAD,
        row_record(2),
        text(0, "Kiel"),
        number,
        row_record(3),
        number,
        record(146),
        record(176, struct.pack("<4I", 1, 2, 0, 0)),
    ]
    table = sk.read_salaries(write_zip(tmp_path / "pay.xlsb", xlsb_parts(rows, codes=CODES, is_1904=True)))
    assert [(row.city, row.as_of) for row in table] == [("Kiel", "2024-06-01")] * 2


def test_a_truncated_part_is_one_error(tmp_path: Path) -> None:
    """A record that ends too soon is damage."""
    parts = xlsb_parts([*HEAD, record(5, cell(1) + b"\0")[:-1]])
    parts["xl/worksheets/sheet1.bin"] = bytes(parts["xl/worksheets/sheet1.bin"])[:-6]  # type: ignore[arg-type]
    with pytest.raises(sk.SourceError, match="is a damaged workbook"):
        sk.read_salaries(write_zip(tmp_path / "pay.xlsb", parts))
