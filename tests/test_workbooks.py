import datetime as dt
import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import for_each
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from typer.testing import CliRunner
from workbooks import ods_parts, ods_row, styles_of, write_zip, xlsx_parts

import salarykit as sk
from salarykit.cli import app
from salarykit.files.reading import read_raw
from salarykit.files.workbooks.number_format import parse_format

HEAD = ["City", "Salary"]


def book(
    path: Path, *rows: Sequence[Any], sheet: str = "Pay", change: Callable[[Any], None] | None = None
) -> Path:
    """Write a workbook with one sheet."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    if change:
        change(page)
    workbook.save(path)
    return path


def rows_of(source: Path, **options: Any) -> list[tuple[Any, ...]]:
    """Return the city, amount, currency and period of each salary of a source."""
    return [
        (row.city, row.amount, row.currency, row.period) for row in sk.sift_salaries(source, **options).good
    ]


def codes_of(source: Path, **options: Any) -> list[tuple[int, str, str]]:
    """Return the row, value and code of each refused cell."""
    return [(cell["row"], cell["value"], cell["code"]) for cell in sk.sift_salaries(source, **options).bad]


# Number formats


@for_each(
    ("code", "unit"),
    [
        ("#,##0 [$€-407]", ("", "€")),
        ('"£"#,##0', ("£", "")),
        ("[$SEK] #,##0", ("SEK", "")),
        ("[$USD-409]#,##0.00", ("USD", "")),
        ("[$$-1009]#,##0", ("CAD", "")),
        ("[$$-en-AU]#,##0", ("AUD", "")),
        ("[$kr-414] #,##0", ("NOK", "")),
        ("[$¥-411]#,##0", ("JPY", "")),
        (r"0\ \k\r", ("", "kr")),
        ('0.00"/hr"', ("", "/hr")),
        ('0 "SEK/mån"', ("", "SEK/mån")),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', ("$", "")),
        ("[Red][>=100]#,##0 [$zł-415];0", ("", "PLN")),
        ('#,##0,"k€"', ("", "€")),
        ('0.0,,"M €"', ("", "€")),
        ('#,##0,"千円"', ("", "円")),
        ('0"만원"', ("", "만원")),
        ('0"k"', ("", "k")),
        ('0" тыс. руб."', ("", "тыс. руб.")),
        ("[$-409]#,##0", ("", "")),
        ('0" people"', ("", "")),
        ("General", ("", "")),
    ],
)  # fmt: skip
def test_a_number_format_states_a_unit(code: str, unit: tuple[str, str]) -> None:
    """The sign or code of a currency and a period of pay are units; a multiple that the format scales by, colours and others are not."""
    found = parse_format(code)
    assert (found.kind, (found.before, found.after)) == ("number", unit)


@for_each(
    ("code", "kind"),
    [
        ("yyyy-mm-dd", "date"),
        ("dd.mm.yy", "date"),
        ("mmm yyyy", "date"),
        ("[$-409]d-mmm-yy;@", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("dd/mm/yyyy hh:mm", "datetime"),
        ("h:mm AM/PM", "time"),
        ("[h]:mm:ss", "duration"),
        ("[mm]:ss", "duration"),
        ("0.00%", "percentage"),
        ("#,##0.0 %;[Red]-#,##0.0 %", "percentage"),
        ('0"%"', "number"),
    ],
)
def test_a_number_format_states_a_kind(code: str, kind: str) -> None:
    """Days, times and durations are known by their letters, minutes by the hours beside them."""
    assert parse_format(code).kind == kind


@for_each(
    ("code", "value", "row"),
    [
        ("#,##0 [$€-407]", 52000, ("Kiel", 52000.0, "EUR", "year")),
        ('"£"#,##0', 52000.5, ("Kiel", 52000.5, "GBP", "year")),
        ('#,##0," k€"', 52345, ("Kiel", 52345.0, "EUR", "year")),
        ("[$$-1009]#,##0", 52000, ("Kiel", 52000.0, "CAD", "year")),
        ('0.00 [$PLN]"/month"', 5200.125, ("Kiel", 5200.125, "PLN", "month")),
        ("[$SEK] #,##0", 1234567, ("Kiel", 1234567.0, "SEK", "year")),
        ('0"만원"', 5000, ("Kiel", 50_000_000.0, "KRW", "year")),
        ('0 "k€"', 52, ("Kiel", 52000.0, "EUR", "year")),
    ],
)
def test_the_currency_of_a_number_format_is_read_and_the_value_never_scaled(
    tmp_path: Path, code: str, value: float, row: tuple[Any, ...]
) -> None:
    """What a format states goes with the stored value, which is not scaled by it; a multiple in words is a part of what it states."""

    def change(page: Any) -> None:
        page["B2"].number_format = code

    path = book(tmp_path / "pay.xlsx", HEAD, ["Kiel", value], change=change)
    assert rows_of(path) == [row]
    assert "The units of the column 'Salary' are in its number formats." in str(
        sk.read_salaries(path).reading
    )


def test_a_number_format_that_contradicts_the_column_of_currencies_is_refused(tmp_path: Path) -> None:
    """Neither of two currencies is taken in silence."""

    def change(page: Any) -> None:
        page["B2"].number_format = page["B3"].number_format = '"£"#,##0'

    path = book(
        tmp_path / "pay.xlsx",
        [*HEAD, "Currency"],
        ["Bath", 52000, "GBP"],
        ["Kiel", 51000, "EUR"],
        change=change,
    )
    assert rows_of(path) == [("Bath", 52000.0, "GBP", "year")]
    assert [row for row, _, _ in codes_of(path)] == [3]


def test_numbers_with_a_format_go_with_texts_in_any_notation(tmp_path: Path) -> None:
    """A stored number is what it is, whatever sign separates the decimals of the texts around it."""

    def change(page: Any) -> None:
        page["B4"].number_format = "#,##0.00 [$€-407]"

    for texts in (
        ["65.000,00 €", "€70.000"],
        ["65,000.00 €", "€70,000"],
        ["65 000 €", "70 000 €"],
        ["65'000.50 €", "70'000 €"],
    ):
        path = book(
            tmp_path / "pay.xlsx", HEAD, *[["Kiel", text] for text in texts], ["Bonn", 52000.5], change=change
        )
        assert rows_of(path)[-1] == ("Bonn", 52000.5, "EUR", "year")
        assert not len(sk.sift_salaries(path).bad)


# Cells


def test_raised_runs_are_not_glued_to_numbers(tmp_path: Path) -> None:
    """The mark of a footnote behind a number is no digit of it, whether it is raised or lowered."""
    note, low = (
        TextBlock(InlineFont(vertAlign="superscript"), "1"),
        TextBlock(InlineFont(vertAlign="subscript"), "2"),
    )
    rows = [
        ["Kiel", CellRichText("52,000", note, " EUR")],
        ["Bath", CellRichText("41,500", low, " EUR")],
        ["Rome", "38,500 EUR"],
    ]
    path = book(tmp_path / "pay.xlsx", HEAD, *rows)
    assert rows_of(path) == [
        ("Kiel", 52000.0, "EUR", "year"),
        ("Bath", 41500.0, "EUR", "year"),
        ("Rome", 38500.0, "EUR", "year"),
    ]


@for_each("value", [True, dt.timedelta(hours=37, minutes=30), dt.time(9, 30)])
def test_a_boolean_or_a_duration_is_no_amount(tmp_path: Path, value: Any) -> None:
    """A truth value is not 1, and hours are not a part of a day."""
    path = book(tmp_path / "pay.xlsx", [*HEAD, "Currency"], ["Kiel", value, "EUR"], ["Rome", 50000, "EUR"])
    assert rows_of(path) == [("Rome", 50000.0, "EUR", "year")]
    assert [(row, code) for row, _, code in codes_of(path)] == [(2, "not_a_number")]


def test_a_percentage_is_no_amount_and_may_be_a_share(tmp_path: Path) -> None:
    """A number that is shown as a percentage is refused as it is shown in CSV; the relevance of a row, and what is not read, stay numbers."""

    def share(page: Any) -> None:
        for cell in ("B2", "D3", "E3"):
            page[cell].number_format = "0%" if cell != "B2" else "0.0%"

    head = [*HEAD, "currency", "relevance", "Raise"]
    rows = ["Kiel", 0.035, "EUR", 1, 0.02], ["Rome", 50000, "EUR", 0.8, 0.05]
    path = book(tmp_path / "pay.xlsx", head, *rows, change=share)
    good, bad = sk.sift_salaries(path)
    assert [(row.city, row.amount, row.relevance) for row in good] == [("Rome", 50000.0, 0.8)]
    assert good.to_arrow()["Raise"].to_pylist() == [0.05]
    assert [(cell["row"], cell["value"], cell["message"]) for cell in bad] == [
        (2, "3.5%", "'3.5%' is a percentage, not an amount.")
    ]
    cell = '<table:table-cell office:value-type="percentage" office:value="0.035"><text:p>3.5%</text:p></table:table-cell>'
    sheet = "".join([ods_row("City", "Salary", "currency"), ods_row("Kiel", cell, "EUR")])
    assert codes_of(write_zip(tmp_path / "pay.ods", ods_parts({"Pay": sheet}))) == [
        (2, "3.5%", "not_a_number")
    ]


@for_each("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!"])
def test_an_error_is_refused_by_its_name(tmp_path: Path, error: str) -> None:
    """A cell with an error is neither missing nor filled by a default, in the amount and in every field that is not text."""

    def change(page: Any) -> None:
        for name in ("B2", "C3", "D4"):
            page[name].data_type = "e"

    rows = [
        ["Kiel", error, "EUR", 5],
        ["Rome", 50000, error, 5],
        ["Bath", 50000, "GBP", error],
        ["Lyon", 50000, "EUR", None],
    ]
    path = book(tmp_path / "pay.xlsx", ["City", "Salary", "Currency", "sample_size"], *rows, change=change)
    assert rows_of(path, defaults={"currency": "USD"}) == [("Lyon", 50000.0, "EUR", "year")]
    refused = codes_of(path, defaults={"currency": "USD"})
    assert [(row, value) for row, value, _ in refused if value == error] == [
        (2, error),
        (3, error),
        (4, error),
    ]
    assert {code for _, _, code in refused} == {"cell_error"}


def test_an_error_in_a_column_that_is_not_read_refuses_no_row(tmp_path: Path) -> None:
    """A lookup that failed in a remark keeps no row out."""

    def change(page: Any) -> None:
        page["D2"].data_type = "e"

    path = book(
        tmp_path / "pay.xlsx", [*HEAD, "Currency", "Grade"], ["Kiel", 52000, "EUR", "#N/A"], change=change
    )
    assert rows_of(path) == [("Kiel", 52000.0, "EUR", "year")]
    assert not len(sk.sift_salaries(path).bad)


def test_a_formula_that_was_never_calculated_is_refused_by_its_name(tmp_path: Path) -> None:
    """A formula without a stored result is not an empty cell; one with a result is that."""
    path = book(tmp_path / "pay.xlsx", [*HEAD, "Currency"], ["Kiel", "=B3*2", "EUR"], ["Rome", 50000, "EUR"])
    assert codes_of(path) == [(2, "=B3*2", "formula_not_calculated")]
    cells = '<c r="A{0}" t="str"><f>X</f><v>{1}</v></c><c r="B{0}"><f>1+1</f><v>{2}</v></c><c r="C{0}" t="inlineStr"><is><t>EUR</t></is></c>'
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in (*HEAD, "Currency"))
    rows = f'<row r="1">{head}</row><row r="2">{cells.format(2, "Bonn", 61000)}</row>'
    assert rows_of(write_zip(tmp_path / "done.xlsx", xlsx_parts(rows))) == [("Bonn", 61000.0, "EUR", "year")]


@for_each(
    ("properties", "number"),
    [("", 45444), ('<workbookPr date1904="1"/>', 43982), ('<workbookPr date1904="true"/>', 43982)],
)
def test_days_are_read_by_the_date_system_of_the_workbook(
    tmp_path: Path, properties: str, number: int
) -> None:
    """The same day is another number in a workbook that counts from 1904."""
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("amount", "currency", "as_of"))
    row = f'<c><v>50000</v></c><c t="inlineStr"><is><t>EUR</t></is></c><c s="1"><v>{number}</v></c>'
    parts = xlsx_parts(
        f"<row>{head}</row><row>{row}</row>", styles=styles_of("dd.mm.yyyy"), properties=properties
    )
    assert sk.read_salaries(write_zip(tmp_path / "pay.xlsx", parts))[0].as_of == "2024-06-01"


@for_each("value", [45444, "45444"])
def test_a_day_that_is_a_mere_number_is_refused_with_the_day_that_it_may_be(
    tmp_path: Path, value: Any
) -> None:
    """Without a format of dates nothing says that a number is a day."""
    path = book(tmp_path / "pay.xlsx", [*HEAD, "Currency", "as_of"], ["Kiel", 50000, "EUR", value])
    (cell,) = sk.sift_salaries(path).bad
    assert cell["code"] == "invalid_as_of"
    assert "As Excel counts days it is 2024-06-01" in cell["message"]


def test_codes_that_are_texts_stay_texts(tmp_path: Path) -> None:
    """No type is inferred from the first rows: `0110` is not 110, and a number below texts is a number."""
    rows = [["Kiel", 50000, "EUR", "0110"], *[["Kiel", 50000, "EUR", 11]] * 2000, ["Kiel", 50000, "EUR", "x"]]
    table = sk.read_salaries(book(tmp_path / "pay.xlsx", [*HEAD, "Currency", "Code"], *rows)).to_arrow()
    codes = table.column("Code").to_pylist()
    assert (codes[0], codes[1], codes[-1], len(codes)) == ("0110", "11", "x", 2002)


# Rows


def test_titles_are_skipped_empty_rows_end_nothing_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    """The header is found below titles, rows below an empty one are read, and a reject names the row of the sheet."""

    def change(page: Any) -> None:
        page.merge_cells("A1:C1")
        page.row_dimensions[6].hidden = True

    rows: list[list[Any]] = [
        ["Pay 2024"],
        [],
        ["as of May"],
        [*HEAD, "Currency"],
        ["Kiel", 52000, "EUR"],
        ["Bath", 41000, "GBP"],
        [],
        ["Rome", "?", "EUR"],
    ]
    path = book(tmp_path / "pay.xlsx", *rows, change=change)
    assert [row[0] for row in rows_of(path)] == ["Kiel", "Bath"]
    assert [row for row, _, _ in codes_of(path)] == [8]
    notes = str(sk.sift_salaries(path).good.reading)
    assert "The header of the sheet 'Pay' is its row 4." in notes
    assert "1 hidden row is read like the others." in notes


@for_each(
    ("rows", "merges", "names"),
    [
        ([["City", 2023, 2024], ["Kiel", "65k", "70k"]], (), ["City", "2023", "2024"]),
        ([["Report", "May"], ["City", "Salary", "Note"], ["Kiel", 5, "x"]], (), ["City", "Salary", "Note"]),
        (
            [["City", "Pay", None, None], [None, "low", "mid", "high"], ["Kiel", 1, 2, 3]],
            ("A1:A2", "B1:D1"),
            ["City", "Pay low", "Pay mid", "Pay high"],
        ),
        (
            [["Pay", None, None], ["of 2024", None, None], ["City", "Staff", "Pay"], ["Kiel", 1, 2]],
            ("A1:C1", "A2:C2"),
            ["City", "Staff", "Pay"],
        ),
        ([[None, "Salary", "Currency"], ["Kiel", 5, "EUR"]], (), ["column 1", "Salary", "Currency"]),
        ([["City", "Salary"], ["Kiel", 5], ["Ulm", 6, "x"]], (), ["City", "Salary", "column 3"]),
    ],
)
def test_the_header_is_the_first_row_as_wide_as_those_below(
    tmp_path: Path, rows: list[list[Any]], merges: tuple[str, ...], names: list[str]
) -> None:
    """Titles are narrow, or one merged cell; years head columns; a column without a heading keeps its place as its name."""

    def change(page: Any) -> None:
        for merge in merges:
            page.merge_cells(merge)

    raw = read_raw(book(tmp_path / "pay.xlsx", *rows, change=change))
    assert list(raw.columns) == names


def test_a_header_that_is_given_is_a_row_of_the_sheet(tmp_path: Path) -> None:
    """`header=` counts as the sheet does; an empty row is none."""
    path = book(tmp_path / "pay.xlsx", ["a", "b", "c"], [], [*HEAD, "Currency"], ["Kiel", 52000, "EUR"])
    assert rows_of(path, header=3) == [("Kiel", 52000.0, "EUR", "year")]
    with pytest.raises(sk.SourceError, match="header=2 is an empty row"):
        sk.read_salaries(path, header=2)


@for_each(
    ("merges", "below"),
    [
        (("A1:A2", "B1:C1", "D1:D2"), [None, "low", "high"]),
        (("B1:C1",), ["city", "low", "high", "currency"]),
    ],
)
def test_merged_headers_are_filled_by_the_merge(
    tmp_path: Path, merges: tuple[str, ...], below: list[str | None]
) -> None:
    """A header over two columns is the first word of both; one over two rows stands once."""

    def change(page: Any) -> None:
        for merge in merges:
            page.merge_cells(merge)

    head = ["City" if below[0] is None else "Place", "Salary", None, "Currency"]
    path = book(tmp_path / "pay.xlsx", head, below, ["Kiel", 50000, 60000, "EUR"], change=change)
    raw = sk.infer_layout(path)
    assert [each.column for each in raw.amounts] == ["Salary low", "Salary high"]
    assert sk.read_salaries(path)[0].amount == 55000.0


def test_cells_merged_downwards_are_filled(tmp_path: Path) -> None:
    """A city over three rows is the city of all three, and an empty cell below it is empty."""

    def change(page: Any) -> None:
        page.merge_cells("A2:A4")

    rows: list[list[Any]] = [
        ["Kiel", 1000, "EUR"],
        [None, 2000, "EUR"],
        [None, 3000, "EUR"],
        [None, 4000, "EUR"],
    ]
    path = book(tmp_path / "pay.xlsx", [*HEAD, "Currency"], *rows, change=change)
    assert [row[0] for row in rows_of(path)] == ["Kiel", "Kiel", "Kiel", None]


# Sheets


def two_sheets(path: Path, *, second: bool = True) -> Path:
    """Write a workbook with remarks, and one or two sheets of salaries."""
    workbook = openpyxl.Workbook()
    remarks = workbook.active
    assert remarks is not None
    remarks.title = "Read me"
    remarks.append(["All figures are medians."])
    remarks.append(["Questions to", "pay@example.com"])
    for name, city, currency in (("UK 2024", "Bath", "GBP"), ("Deutschland", "Kiel", "EUR"))[: 1 + second]:
        page = workbook.create_sheet(name)
        page.append([*HEAD, "Currency"])
        page.append([city, 52000, currency])
    workbook.save(path)
    return path


def test_the_only_sheet_with_salaries_is_read_and_told(tmp_path: Path) -> None:
    """Of several sheets the one with salaries is taken, which the reading and the layout say."""
    path = two_sheets(tmp_path / "pay.xlsx", second=False)
    assert rows_of(path) == [("Bath", 52000.0, "GBP", "year")]
    assert "Of the sheets 'Read me', 'UK 2024' only 'UK 2024' has salaries." in str(
        sk.read_salaries(path).reading
    )
    layout = sk.infer_layout(path)
    assert (layout.sheet, layout.how["sheet"].by) == ("UK 2024", "inferred")
    assert sk.Layout.from_json(layout.to_json()) == layout


def test_several_sheets_with_salaries_are_an_error_that_names_them(tmp_path: Path) -> None:
    """No sheet is left out in silence."""
    path = two_sheets(tmp_path / "pay.xlsx")
    with pytest.raises(
        sk.SourceError,
        match=r"salaries in several sheets: 'UK 2024', 'Deutschland'\. Name one with sheet='UK 2024'",
    ):
        sk.read_salaries(path)


@for_each(
    ("sheet", "city"), [("UK 2024", "Bath"), ("deutschland", "Kiel"), (2, "Bath"), (3, "Kiel"), ("3", "Kiel")]
)
def test_a_sheet_is_named_by_its_name_or_number(tmp_path: Path, sheet: str | int, city: str) -> None:
    """Sheets count from 1; capitals do not matter."""
    path = two_sheets(tmp_path / "pay.xlsx")
    assert [row[0] for row in rows_of(path, sheet=sheet)] == [city]
    assert sk.infer_layout(path, sheet=sheet).how["sheet"].by == "given"
    pinned = sk.infer_layout(path, sheet=sheet)
    assert [row[0] for row in rows_of(path, layout=pinned)] == [city]


@for_each(
    ("sheet", "error", "said"),
    [
        (
            "UK 2025",
            sk.SourceError,
            "has no sheet 'UK 2025' (it has: 'Read me', 'UK 2024', 'Deutschland'). Did you mean 'UK 2024'?",
        ),
        (4, sk.SourceError, "has no sheet 4"),
        (0, sk.InvalidQuery, "sheet=0: give the name of a sheet, or its number from 1."),
        (True, sk.InvalidQuery, "sheet=True"),
        (1.0, sk.InvalidQuery, "sheet=1.0"),
    ],
)
def test_a_wrong_sheet_is_one_error(tmp_path: Path, sheet: Any, error: type[Exception], said: str) -> None:
    """It names the nearest."""
    with pytest.raises(error) as caught:
        sk.read_salaries(two_sheets(tmp_path / "pay.xlsx"), sheet=sheet)
    assert said in str(caught.value)


def test_a_sheet_of_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """At the doors of tables and of files."""
    (tmp_path / "pay.csv").write_text("amount,currency\n50000,EUR\n", encoding="utf-8")
    with pytest.raises(sk.SourceError, match="sheet= is for a workbook"):
        sk.read_salaries(tmp_path / "pay.csv", sheet="x")
    with pytest.raises(sk.SourceError, match="sheet= is for a workbook"):
        sk.convert_file(tmp_path / "pay.csv", tmp_path / "out.csv", base="USD", on="2024", sheet="x")
    with pytest.raises(sk.SourceError, match="sheet= is for a workbook"):
        sk.read_salaries([{"amount": 1, "currency": "EUR"}], sheet="x")


def test_a_hidden_sheet_is_read_only_by_its_name(tmp_path: Path) -> None:
    """Old figures in a hidden sheet are not mixed with the visible ones."""
    workbook = openpyxl.load_workbook(two_sheets(tmp_path / "pay.xlsx"))
    workbook["Deutschland"].sheet_state = "hidden"
    workbook.save(tmp_path / "pay.xlsx")
    assert [row[0] for row in rows_of(tmp_path / "pay.xlsx")] == ["Bath"]
    assert [row[0] for row in rows_of(tmp_path / "pay.xlsx", sheet="Deutschland")] == ["Kiel"]


# Doors


def test_convert_file_takes_workbooks_one_by_one_and_in_folders(tmp_path: Path) -> None:
    """A workbook is converted as a table is, its rejects are those of the sheet, and a folder may hold several."""
    (tmp_path / "in").mkdir()
    path = book(
        tmp_path / "in" / "pay.xlsx",
        ["Pay"],
        [*HEAD, "Currency"],
        ["Kiel", 52000, "EUR"],
        ["Rome", "?", "EUR"],
    )
    (tmp_path / "in" / "~$pay.xlsx").write_bytes(b"open")
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    table = sk.sift_salaries(path).good.convert("USD", on="2024")
    out = sk.read_salaries(tmp_path / "out.csv").to_arrow().column("value").to_pylist()
    assert [float(value) for value in out] == table.to_arrow().column("value").to_pylist()
    assert (report.rows_in, report.rows_out) == (2, 1)
    assert "pay.xlsx,4,amount,?" in (tmp_path / "bad.csv").read_text(encoding="utf-8").replace('"', "")
    report = sk.convert_file(
        tmp_path / "in", tmp_path / "all", base="USD", on="2024", rejects=tmp_path / "bad.csv"
    )
    assert report.files == 1


def test_a_packed_workbook_and_one_without_its_extension_are_read(tmp_path: Path) -> None:
    """A workbook is known by what stands in it."""
    path = book(tmp_path / "pay.xlsx", [*HEAD, "Currency"], ["Kiel", 52000, "EUR"])
    with zipfile.ZipFile(tmp_path / "pay.zip", "w") as archive:
        archive.write(path, "pay.xlsx")
    path.rename(tmp_path / "pay.dat")
    for name in ("pay.zip", "pay.dat"):
        assert rows_of(tmp_path / name) == [("Kiel", 52000.0, "EUR", "year")]


def test_reading_other_files_loads_nothing_of_workbooks() -> None:
    """A reader of CSV pays nothing for workbooks."""
    if "salarykit.files.reading" in sys.modules:
        assert not hasattr(sys.modules["salarykit.files.reading"], "read_workbook")


# Damage


@for_each(
    ("change", "said"),
    [
        ({"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}, "is a damaged workbook"),
        ({"xl/workbook.xml": "<workbook"}, "is a damaged workbook"),
        ({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'}, "has a document type"),
        ({"_rels/.rels": "<Relationships/>"}, "is an Office document, but not a workbook"),
        ({"xl/worksheets/sheet1.xml": "<worksheet/>"}, "has no sheet with rows"),
    ],
)
def test_what_is_no_sound_workbook_is_one_error(tmp_path: Path, change: dict[str, str], said: str) -> None:
    """Damage, attacks and other documents of an office are told, and no traceback of a parser is."""
    path = write_zip(tmp_path / "pay.xlsx", {**xlsx_parts(""), **change})
    with pytest.raises(sk.SourceError) as caught:
        sk.read_salaries(path)
    assert said in str(caught.value)


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    """A part of 128 MiB in a file of some kilobytes is not decompressed."""
    path = write_zip(tmp_path / "pay.xlsx", {**xlsx_parts(""), "big": b"\0" * (1 << 27)})

    with pytest.raises(sk.SourceError, match="looks like a decompression bomb"):
        sk.read_salaries(path)


def test_an_old_or_encrypted_workbook_says_what_to_do(tmp_path: Path) -> None:
    """Both have the same first bytes."""
    (tmp_path / "pay.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    with pytest.raises(sk.SourceError, match=r"Save it as \.xlsx without a password"):
        sk.read_salaries(tmp_path / "pay.xls")


# OpenDocument


def test_ods_is_read_like_xlsx(tmp_path: Path) -> None:
    """Currencies, days, durations, errors, formulas, repetitions and merged cells of an OpenDocument spreadsheet."""
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
    money = cell.format('office:value-type="currency" office:currency="SEK" office:value="520000"', "520k")
    day = cell.format('office:value-type="date" office:date-value="2024-06-01T00:00:00"', "1.6.24")
    hours = cell.format('office:value-type="time" office:time-value="PT37H30M00S"', "37:30")
    error = cell.format(
        'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', "#DIV/0!"
    )
    raised = '<table:table-cell office:value-type="string"><text:p>52000<text:span text:style-name="T1">2</text:span> EUR</text:p></table:table-cell>'
    comment = '<table:table-cell office:value-type="string"><office:annotation><text:p>see B</text:p></office:annotation><text:p>Oslo</text:p></table:table-cell>'
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    title = '<table:table-row><table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Pay</text:p></table:table-cell>'
    title += '<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
    rows = [
        title,
        ods_row("City", "Salary", "as_of"), ods_row("Lund", money, day), gap, ods_row("Rome", hours), ods_row("Bath", error),
        ods_row("Lyon", '<table:table-cell table:formula="of:=B3*2"/>'), ods_row("Kiel", raised), ods_row(comment, "600000 NOK"),
        '<table:table-row table:number-rows-repeated="1048560"><table:table-cell/></table:table-row>',
    ]  # fmt: skip
    styles = (
        '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    path = write_zip(tmp_path / "pay.ods", ods_parts({"Pay": "".join(rows)}, styles))
    assert rows_of(path) == [
        ("Lund", 520000.0, "SEK", "year"), ("Kiel", 52000.0, "EUR", "year"), ("Oslo", 600000.0, "NOK", "year"),
    ]  # fmt: skip
    assert sk.sift_salaries(path).good[0].as_of == "2024-06-01"
    assert codes_of(path) == [
        (7, "37:30:00", "not_a_number"), (8, "#DIV/0!", "cell_error"), (9, "=B3*2", "formula_not_calculated"),
    ]  # fmt: skip


def test_rows_that_ods_repeats_are_as_many_rows(tmp_path: Path) -> None:
    """A row is written once for several equal ones, up to a limit."""
    row = ods_row("Kiel", 50000, "EUR").replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="3">'
    )
    path = write_zip(tmp_path / "pay.ods", ods_parts({"Pay": ods_row("City", "Salary", "Currency") + row}))
    assert len(sk.read_salaries(path)) == 3
    bomb = row.replace('"3"', '"999999999"')
    path = write_zip(tmp_path / "bomb.ods", ods_parts({"Pay": ods_row("City", "Salary", "Currency") + bomb}))
    with pytest.raises(sk.SourceError, match="has cells of more than 67,108,864 bytes"):
        sk.read_salaries(path)


def test_the_command_line_takes_a_sheet(tmp_path: Path) -> None:
    """`--sheet` takes a name or a number; without it several sheets with salaries are an error."""
    path = two_sheets(tmp_path / "pay.xlsx")
    for sheet, city in (("3", "Kiel"), ("uk 2024", "Bath")):
        ran = CliRunner().invoke(app, ["rank", str(path), "--sheet", sheet, "--to", "USD", "--on", "2024"])
        assert (ran.exit_code, city in ran.output) == (0, True)
    ran = CliRunner().invoke(app, ["rank", str(path), "--to", "USD", "--on", "2024"])
    assert isinstance(ran.exception, sk.SourceError)
    assert "Name one with sheet='" in str(ran.exception)


def test_pay_in_the_texts_of_a_sheet_is_parsed(tmp_path: Path) -> None:
    """`parse --file` reads a column of a sheet."""
    path = book(tmp_path / "posts.xlsx", ["id", "text"], [1, "£44k a year"], [2, "3.200 € brutto im Monat"])
    ran = CliRunner().invoke(app, ["parse", "--file", str(path), "--json"])
    assert ran.exit_code == 0, ran.output
    assert [row["pay_currency"] for row in json.loads(ran.stdout)["rows"]] == ["GBP", "EUR"]
