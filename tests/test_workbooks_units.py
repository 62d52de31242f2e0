"""What number formats show beside a number: words that are no unit of pay, and sections with units of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
from cases import for_each
from workbooks import ods_parts, ods_row, write_zip

import salarykit as sk
from salarykit.files.workbooks.number_format import WithWords, parse_format

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["City", "Salary", "Currency", "Respondents"]


def book(path: Path, formats: dict[str, str], *rows: list[Any]) -> Path:
    """Write a workbook with one sheet, some of whose cells have a number format."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    for row in rows:
        page.append(row)
    for name, code in formats.items():
        page[name].number_format = code
    workbook.save(path)
    return path


@for_each(
    "code",
    [
        '0 "hours"', '#,##0 "FTE"', '"n="0', '0 "Befragte"', '0" шт."', '0 "人"', '0 "points"', '0 "Std."', '0 "Meilen"',
        '"Tarif "0', '"confidential"', '0 "respondents";-0',
    ],
)  # fmt: skip
def test_a_number_shown_with_other_words_is_no_amount(tmp_path: Path, code: str) -> None:
    """Hours, people and points in a column of pay are refused as the sheet shows them, whatever currency is beside them."""
    rows = ["Kiel", 3800, "EUR"], ["Rome", 51000, "EUR"]
    good, bad = sk.sift_salaries(book(tmp_path / "pay.xlsx", {"B2": code}, HEAD[:3], *rows))
    assert [(row.city, row.amount) for row in good] == [("Rome", 51000)]
    assert [cell["code"] for cell in bad] == ["not_a_number"]
    shown = parse_format(code).written(3800)
    assert isinstance(shown, WithWords)
    assert [cell["value"] for cell in bad] == [shown.shown]


@for_each(
    ("code", "period"),
    [
        ('0 "monatlich"', "month"),
        ('0 "per annum"', "year"),
        ('0 "mensuel brut"', "month"),
        ('0 "brutto"', "year"),
        ('"ca. "0', "year"),
        ('0 "w miesiącu"', "month"),
        ('0 "a month";-0', "month"),
    ],
)
def test_words_for_a_period_or_tax_are_read_as_if_they_stood_in_the_cell(
    tmp_path: Path, code: str, period: str
) -> None:
    """A period, gross or net, and a word for an estimate are what a text of pay may have."""
    path = book(tmp_path / "pay.xlsx", {"B2": code}, HEAD[:3], ["Kiel", 3800, "EUR"])
    assert [(row.amount, row.period) for row in sk.read_salaries(path)] == [(3800, period)]


def test_a_column_that_is_not_read_keeps_its_numbers(tmp_path: Path) -> None:
    """Years of experience stay numbers, and refuse no row."""
    path = book(
        tmp_path / "pay.xlsx", {"D2": '0 "years"'}, [*HEAD[:3], "Experience"], ["Kiel", 38000, "EUR", 5]
    )
    assert sk.read_salaries(path).to_arrow()["Experience"].to_pylist() == [5.0]


@for_each(
    ("text", "count"),
    [
        ("250 Befragte", 250), ("n=250", 250), ("N = 1 250", 1250), ("1,250 respondents", 1250), ("1.250 Antworten (gewichtet)", 1250),
        ("83 personnes", 83), ("12 сотрудников", 12), ("Sample: 40", 40), ("n=2020", 2020), ("37人", 37),
    ],
)  # fmt: skip
def test_a_sample_size_may_say_what_it_counts(text: str, count: int) -> None:
    """The only whole number of a cell is the sample size, and the reading counts such cells."""
    rows = [{"city": "Kiel", "amount": 50_000, "currency": "EUR", "sample_size": each} for each in (text, 7)]
    table = sk.read_salaries(rows)
    assert [row.sample_size for row in table] == [count, 7]
    assert table.reading.counts["sample_size"] == 1


@for_each(
    "text",
    ["over 100", "100+ people", "100 or more", "250-300 people", "2024 Umfrage", "2k answers", "5 %", "< 30 people", "30 bis 40", "250 EUR", "mehr als 5", "12.5 people"],
)  # fmt: skip
def test_a_bound_or_another_number_is_no_sample_size(text: str) -> None:
    """A range, a bound, a share, thousands, money, and a number that may be a year are refused."""
    rows = [{"city": "Kiel", "amount": 50_000, "currency": "EUR", "sample_size": text}]
    assert sk.sift_salaries(rows).bad.counts() == {"not_a_number": 1}


def test_a_sample_size_may_say_what_it_counts_in_its_format(tmp_path: Path) -> None:
    """The number is the stored one."""
    path = book(tmp_path / "pay.xlsx", {"D2": '#,##0 "respondents"'}, HEAD, ["Kiel", 38000, "EUR", 1250])
    table = sk.read_salaries(path, columns={"sample_size": "Respondents"})
    assert table[0].sample_size == 1250
    assert table.reading.counts["sample_size"] == 1


@for_each(
    ("code", "number", "read"),
    [
        ('[>=1000]#,##0 "€";0.00 "€/h"', 52_000, ("EUR", "year")),
        ('[>=1000]#,##0 "€";0.00 "€/h"', 21.5, ("EUR", "hour")),
        ('[<100]"£"0.00"/hr";[<10000]"£"0"/month";"£"#,##0', 15, ("GBP", "hour")),
        ('[<100]"£"0.00"/hr";[<10000]"£"0"/month";"£"#,##0', 4_000, ("GBP", "month")),
        ('[<100]"£"0.00"/hr";[<10000]"£"0"/month";"£"#,##0', 48_000, ("GBP", "year")),
        ('0 "€";-0 "$"', 52_000, ("EUR", "year")),
        ('0 "zł";;"none"', 52_000, ("PLN", "year")),
        ('[Blue][>=1000]0 "€";[Red]0 "€"', 12_000, ("EUR", "year")),
        ('0 "€";-0 "€";0 "€";@', 12_000, ("EUR", "year")),
    ],
)
def test_the_section_that_applies_states_the_unit(
    tmp_path: Path, code: str, number: float, read: tuple[str, str]
) -> None:
    """A number is in the unit of the section that its sign or its conditions choose."""
    (row,) = sk.read_salaries(book(tmp_path / "pay.xlsx", {"B2": code}, HEAD[:2], ["Kiel", number]))
    assert (row.amount, row.currency, row.period) == (number, *read)


@for_each("code", ['[>=1000]0 "€";0 "£";0 "zł"', '[>=1000]0 "€"', '0 "€";[<100]0 "£";0 "zł"'])
def test_sections_of_which_several_may_apply_are_refused(tmp_path: Path, code: str) -> None:
    """A number that no condition chooses a section for is not taken to be in one of the units."""
    rows = ["Kiel", 50.5, "EUR"], ["Rome", 51000, "EUR"]
    good, bad = sk.sift_salaries(book(tmp_path / "pay.xlsx", {"B2": code}, HEAD[:3], *rows))
    assert [row.city for row in good] == ["Rome"]
    assert bad.counts() == {"ambiguous_number": 1}


@for_each(
    ("shown", "kind", "read"),
    [
        ("38 hours", "float", None),
        ("4.200 Punkte", "float", None),
        ("4.200 monatlich", "float", (4200.0, "month")),
        ("4.200,00", "float", (4200.0, "year")),
        ("4.200,00 €/Monat", 'currency" office:currency="EUR', (4200.0, "month")),
    ],
)
def test_ods_shows_the_words_too(
    tmp_path: Path, shown: str, kind: str, read: tuple[float, str] | None
) -> None:
    """The text that an ODS sheet stores beside a number says its unit."""
    cell = f'<table:table-cell office:value-type="{kind}" office:value="4200"><text:p>{shown}</text:p></table:table-cell>'
    rows = [ods_row("City", "Salary", "currency"), ods_row("Kiel", cell, "EUR"), ods_row("Rom", 50000, "EUR")]
    good, bad = sk.sift_salaries(write_zip(tmp_path / "pay.ods", ods_parts({"Pay": "".join(rows)})))
    assert [(row.amount, row.period) for row in good if row.city == "Kiel"] == ([read] if read else [])
    assert len(bad) == (read is None)
