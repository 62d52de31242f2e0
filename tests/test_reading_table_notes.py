"""What titles, captions, rows of units and footnotes say of the figures of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from cases import for_each
from workbooks import write_csv, write_xlsx

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path


_NOTES = {  # what a line below a table of figures in euros states, and what becomes of the rows
    "Figures in thousands": "ambiguous_number", "(in 1,000 EUR)": "ambiguous_number", "Angaben in Tausend Euro": "ambiguous_number",
    "Montants exprimés en milliers d'euros": "ambiguous_number", "Importes en miles": "ambiguous_number", "Kwoty w tys.": "ambiguous_number",
    "単位：千円": "ambiguous_number", "Суммы указаны в тыс.": "ambiguous_number", "Alle Beträge in CHF": "contradiction",
    "Amounts in US dollars": "contradiction", "Monthly gross": "month", "* per hour": "hour", "Alle Angaben sind Monatsbeträge": "month",
    "Montants bruts mensuels": "month", "Stawki godzinowe": "hour", "Hourly and annual rates": "year", "Source: monthly labour survey": "year",
    "Without the monthly bonus": "year", "1000": "year", "Pay of 1,000 nurses": "year", "EUR": "year",
    "Salaries were converted from hourly rates": "year", "Hours: full time": "year", "Note: figures exclude monthly bonuses": "year",
    "Pay every 2 weeks": "fortnight", "Semi-monthly salaries": "half-month", "Bruttomonatsverdienste": "month", "Salari orari": "hour",
    "Four-weekly pay": "unstated_period", "In Canadian dollars": "contradiction", "Montants en francs suisses": "contradiction",
}  # fmt: skip


@for_each(("note", "meaning"), list(_NOTES.items()))
def test_a_note_below_the_table_is_not_dropped(tmp_path: Path, note: str, meaning: str) -> None:
    """What a line behind the last row says of all figures is taken, or the rows are refused; in a CSV and in a sheet alike."""
    rows: list[list[Any]] = [
        ["Role", "City", "Salary (EUR)"],
        ["Cook", "Kiel", 45],
        ["Baker", "Bonn", 5200],
        [],
        [note],
    ]
    books = [write_csv(tmp_path / "pay.csv", rows), write_xlsx(tmp_path / "pay.xlsx", rows)]
    padded = [*rows[:3], [note, "", ""]]
    for path in (*books, write_csv(tmp_path / "padded.csv", padded)):
        good, bad = sk.sift_salaries(path)
        counts = bad.counts()
        if "_" in meaning or meaning == "contradiction":
            assert (len(good), counts[meaning]) == (0, 2), path
        else:
            assert [row.period for row in good] == [meaning] * 2, path


@for_each(
    ("title", "header", "row", "currency"),
    [
        ("All salaries in USD", "City,Salary", "Kiel,45000", "USD"), ("Währung: CHF", "Ort;Gehalt", "Bern;95000", "CHF"),
        ("Salaries in USD", "Country,Salary", "India,45000", "USD"), ("Salaries in CAD", "City,Salary", "Seattle,$45000", "CAD"),
        ("Salaries in CAD", "City,Salary ($)", "Seattle,45000", "CAD"), ("Salaries in CAD", "City,Salary (USD)", "Seattle,45000", None),
        ("Salaries in CAD", "City,Salary", "Kiel,€45000", None), ("Pay in pounds sterling", "City,Salary,Currency", "Kiel,45000,EUR", "EUR"),
        ("Pay in pounds sterling", "City,Salary,Currency", "Kiel,45000,", None), ("Wages in USD and EUR", "Country,Salary", "DE,45000", "EUR"),
        ("Average wages in USD PPP", "Country,Wage", "DE,45000", None), ("Wages in euros (purchasing power parity)", "Country,Wage", "PL,45000", None),
        ("Wages in the euro area", "Country,Salary", "US,45000", "USD"),
    ],
)  # fmt: skip
def test_a_title_above_the_table_states_its_currency(
    tmp_path: Path, title: str, header: str, row: str, currency: str | None
) -> None:
    """A currency in a title goes before the country, behind the row's own; what contradicts it is refused, or the caller decides it."""
    path = tmp_path / "pay.csv"
    path.write_text("\n".join([title, header, *[row] * 3, ""]))
    good, bad = sk.sift_salaries(path)
    assert [each.currency for each in good] == [currency] * 3 if currency else bad.row_count == 3
    layout = sk.infer_layout(path)
    assert [each.currency for each in sk.sift_salaries(path, layout=layout).good] == [
        each.currency for each in good
    ]
    if currency and "Currency" not in header and "(" not in header and "€" not in row:
        told = sk.sift_salaries(path, defaults={"currency": "AUD"}).good
        assert {each.currency for each in told} == {"AUD"} or "$" in row


def test_a_note_at_the_end_of_a_large_file_is_found(tmp_path: Path) -> None:
    """The last lines are part of the sample that decides what a file means, so that no block is read without them."""
    path = tmp_path / "pay.csv"
    row = "Cook in the kitchen of a house with a long name by the sea,Kiel,45000,EUR\n"
    path.write_text("role,city,amount,currency\n" + row * 70_000 + "Figures in thousands\n")
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rows_out, report.rejected["ambiguous_number"]) == (0, 70_000)


@for_each(
    ("header", "cells", "period", "refused"),
    [
        ("Payment cycle", ["month", "hour"], None, 2), ("Turnusart", ["Monat", "Monat"], None, 2), ("Payment cycle", ["yearly", "Annual"], None, 0),
        ("Sex", ["M", "W"], None, 0), ("Shift", ["day", "night"], None, 0), ("Payment cycle", ["month", "hour"], "month", 0), ("Payment cycle", ["", ""], None, 0),
    ],
)  # fmt: skip
def test_a_column_of_periods_with_an_unknown_header_is_not_dropped(
    header: str, cells: list[str], period: str | None, refused: int
) -> None:
    """Rows are not read as a year's pay beside a column of other periods, unless the caller says so; the message names the column."""
    rows = [{"City": "Kiel", "Salary (EUR)": 4500, header: cell} for cell in cells]
    good, bad = sk.sift_salaries(rows, defaults={"period": period} if period else {})
    assert (len(good), bad.counts().get("unstated_period", 0)) == (2 - refused, refused)
    assert all(header in cell["message"] for cell in bad)
    named = sk.sift_salaries(rows, columns={"period": header}).good if refused else ()
    assert len(named) == refused


def test_the_fields_of_a_record_without_an_amount_are_no_note() -> None:
    """A last record of which only currency and period are known says nothing of the others."""
    rows = [
        {"City": "Kiel", "Salary": 45_000, "Cur": "EUR", "Per": "year"}, {"City": "Ulm", "Salary": 25, "Cur": "", "Per": "hour"},
        {"City": "", "Salary": None, "Cur": "GBP", "Per": "month"},
    ]  # fmt: skip
    good, bad = sk.sift_salaries(rows, defaults={"currency": "CHF"})
    assert [(row.currency, row.period) for row in good] == [("EUR", "year"), ("CHF", "hour")]
    assert bad.counts() == {"missing": 1}


def test_records_may_end_with_a_note() -> None:
    """A last record that is a note is one in a frame, too."""
    frame = pd.DataFrame({"City": ["Kiel", "Ulm", "Figures in thousands"], "Salary (EUR)": [45, 61, None]})
    assert sk.sift_salaries(frame).bad.counts() == {"ambiguous_number": 2, "missing": 1}


@for_each(
    ("header", "cells", "refused"),
    [
        ("SCALAR_FACTOR", ["thousands", "units"], [1]), ("Unit", ["Thousands", "Thousands"], [1, 2]), ("UOM", ["Dollars", "Dollars"], []),
        ("UNIT_MULT", [0, 3], [2]), ("UNIT_MULT", [0, 0], []), ("Power code", ["6", "6"], [1, 2]), ("Age", [3, 6], []),
        ("Unit", ["EUR '000", "EUR '000"], [1, 2]), ("Unit", ["thousands", "Kiel"], []), ("Unit", ["units", ""], []),
    ],
)  # fmt: skip
def test_a_column_of_multiples_refuses_the_rows_that_are_multiples(
    header: str, cells: list[Any], refused: list[int]
) -> None:
    """A figure beside `Thousands`, or beside 3 in SDMX's `UNIT_MULT`, is not read as if it were in units; 0 and `units` change nothing."""
    rows = [{"City": "Kiel", "Salary (EUR)": 45_000, header: cell} for cell in cells]
    bad = sk.sift_salaries(rows).bad
    assert [cell["row"] for cell in bad] == refused
    assert all(cell["code"] == "ambiguous_number" and repr(header) in cell["message"] for cell in bad)


@for_each(
    ("title", "currency", "period"),
    [
        ("Pay scale from 1 April 2024, £ per month", "GBP", "month"),
        ("Entgelttabelle TVöD VKA gültig ab 01.03.2024 (monatlich in Euro)", "EUR", "month"),
        ("Salary scale effective 1 July 2024, AUD", "AUD", "year"),
        ("Agenda for Change pay bands 2024/25 (£)", "GBP", "year"),
    ],
)
def test_the_unit_at_the_end_of_a_title_is_that_of_the_figures(
    tmp_path: Path, title: str, currency: str, period: str
) -> None:
    """Whatever else a title about pay says, what stands in brackets at its end or behind its last comma is the unit of the figures."""
    path = tmp_path / "scale.csv"
    path.write_text(f'"{title}"\nPoint,Salary\n2,22366\n3,22737\n', encoding="utf-8")
    assert [(row.currency, row.period) for row in sk.read_salaries(path)] == [(currency, period)] * 2
