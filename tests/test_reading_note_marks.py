"""Marks beside figures, of notes and of how firm a figure is, are no part of the number; what may be a unit is not dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.reading.note_marks import without_mark

if TYPE_CHECKING:
    from pathlib import Path

MARKED = [
    "45 000*", "45 000 *", "45 000**", "45 000†", "* 45 000", "45 000 (1)", "45 000 (a)", "45 000 [1]", "45 000[12]", "45 000 [note 2]", "45 000 [p]",
    "45 000 (e)", "45 000 1)", "45 000*)", "45 000 p", "45 000 b", "45 000 be", "45 000 r", "45 000 u", "45 000 c", "45 000 e", "45 000 (p)*",
]  # fmt: skip
KEPT = [
    "45 000 k", "45 000 m", "450 d", "25 h", "450 p", "1250 p", "1.2 b", "45 000 (k)", "45 000 (12)", "45 000 (14)", "45 000 (n)", "(45 000)", "45 0001",
    "45000p", "45 000 EUR", "45 000 [EUR]", "98,000 + 401(k)", "45 000 (FTE)", "**", "(c)", "[x]", "45 000 cr", "45 000 rs",
]  # fmt: skip
SIGNS = st.sampled_from(["*", " *", "**", " (1)", " [2]", "†", " (e)", " [note 3]", " 1)"])


@for_each("text", MARKED)
def test_a_mark_is_no_part_of_the_number(text: str) -> None:
    """The mark goes, the number stays as it is written."""
    assert without_mark(text) == "45 000"


@for_each("text", KEPT)
def test_what_may_mean_something_stays(text: str) -> None:
    """A period, a multiple, pence, a number of monthly salaries, a currency and a bare digit are not dropped."""
    assert without_mark(text) == text


@given(st.integers(1_000, 999_999), SIGNS)
def test_a_marked_cell_has_the_amount_of_the_cell_without_its_mark(amount: int, mark: str) -> None:
    """Among other cells a cell with a mark is read as if it had none, and the reading counts it."""
    rows = [
        {"city": "Kiel", "salary": text, "currency": "EUR"} for text in (f"{amount:,}", f"{amount:,}{mark}")
    ]
    table = sk.read_salaries(rows, defaults={"period": "year"})

    assert [row.amount for row in table] == [amount, amount]
    assert table.reading.counts["marked"] == 1


def test_flags_of_an_office_are_left_out_and_counted(tmp_path: Path) -> None:
    """In a table with flags every figure is read, every sign for a missing one is refused, and files say the same as tables."""
    path = tmp_path / "wages.csv"
    path.write_text(
        'city,Mean monthly earnings (EUR)\nBonn,"4,323"\nLyon,"3,295 p"\nCork,"4,010 be"\nBari,:\nPau,: c\n',
        encoding="utf-8",
    )
    good, bad = sk.sift_salaries(path)

    assert [row.amount for row in good] == [4323, 3295, 4010]
    assert (good.reading.counts["marked"], bad.row_count) == (2, 2)
    report = sk.convert_file(
        path, tmp_path / "out.parquet", base="EUR", on="2024", rejects=tmp_path / "bad.csv"
    )
    assert report.rows_out == 3
    assert any("2 have the mark" in note or "2 amounts have the mark" in note for note in report.notes)


def test_a_refused_cell_is_named_as_it_is_written() -> None:
    """The list of refused cells has the cell with its mark, so that it is found in the source; so has `amount_text`."""
    rows = [{"salary": text, "currency": "GBP"} for text in ("£38,200*", "£31,000 [2]", "up to £40k*")]
    good, bad = sk.sift_salaries(rows)

    assert good.to_arrow()["amount_text"].to_pylist() == ["£38,200*", "£31,000 [2]"]
    assert [(cell["value"], cell["code"]) for cell in bad] == [("up to £40k*", "open_end")]


def test_the_marks_of_notes_are_no_part_of_a_name_or_a_year() -> None:
    """Countries, cities and years with the marks of notes are those without them, and the reading says so."""
    rows = [
        {"city": "Paris*", "country": "France (1)", "year": "2023*", "salary": "45,000"},
        {"city": "Rome [2]", "country": "Italy¹", "year": "2023p", "salary": "41,000"},
        {"city": "Frankfurt (Oder)", "country": "Germany", "year": "2022 (e)", "salary": "43,000"},
    ]
    table = sk.read_salaries(rows, defaults={"period": "year"})

    assert [(row.city, row.country, row.as_of) for row in table] == [
        ("Paris", "FR", "2023"),
        ("Rome", "IT", "2023"),
        ("Frankfurt (Oder)", "DE", "2022"),
    ]
    assert any("'Rome [2]' is read as Rome" in sentence for sentence in table.reading.sentences)


def test_points_group_thousands_beside_marks() -> None:
    """No machine writes marks: `6.500*` is six and a half thousand, and so is `5.900` beside it."""
    rows = [{"city": "Bern", "amount": text, "currency": "CHF"} for text in ("6.500*", "5.900")]

    assert [row.amount for row in sk.read_salaries(rows, defaults={"period": "month"})] == [6500, 5900]
