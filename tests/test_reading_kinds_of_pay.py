"""In a table of kinds of pay, rows of bonuses, allowances and other money than base pay are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = [
    "Wage type",
    "Pay type",
    "Pay Component",
    "Salary type",
    "Lohnart",
    "Gehaltsart",
    "Rubrique de paie",
    "Concepto",
]
OTHERS = [
    "Christmas bonus",
    "Car allowance",
    "Weihnachtsgeld",
    "Urlaubsgeld",
    "Commission",
    "Stock",
    "Meal voucher",
    "Holiday pay",
    "Pension",
]
PAY = [
    "Base pay",
    "Basic salary",
    "Grundgehalt",
    "Monatslohn",
    "Regular",
    "Gross",
    "Full time",
    "M12",
    "1010",
]


@for_each("header", HEADERS)
def test_other_money_is_refused_under_each_header(header: str) -> None:
    """Whatever the column of kinds is called, the row of a bonus is refused with its reason, and the others are read."""
    rows = [
        {"name": "A", header: "Base pay", "salary": 60_000, "currency": "EUR"},
        {"name": "A", header: "Bonus", "salary": 5_000, "currency": "EUR"},
    ]
    good, bad = sk.sift_salaries(rows)

    assert [row.amount for row in good] == [60_000]
    assert [(cell["row"], cell["value"], cell["code"]) for cell in bad] == [(2, "Bonus", "no_pay")]
    assert f"the column {header!r} says 'Bonus', which is not base pay" in bad[0]["message"]


@for_each("kind", OTHERS)
def test_other_money_is_known_in_other_words(kind: str) -> None:
    """Allowances, commissions, shares and holiday pay are no base pay."""
    rows = [{"Wage type": word, "salary": 60_000, "currency": "EUR"} for word in ("Base pay", kind)]
    assert sk.sift_salaries(rows).bad.counts() == {"no_pay": 1}


@for_each("kind", PAY)
def test_a_kind_that_may_be_base_pay_is_read(kind: str) -> None:
    """Base pay by any name, and a word or a number that nothing is known of, are read."""
    rows = [{"Wage type": word, "salary": 60_000, "currency": "EUR"} for word in ("Base pay", kind)]
    assert len(sk.read_salaries(rows)) == 2


def test_a_column_of_other_things_says_nothing() -> None:
    """A bonus in a column that is not of kinds of pay refuses nothing."""
    rows = [{"Remarks": "Christmas bonus", "salary": 60_000, "currency": "EUR"}]
    assert len(sk.read_salaries(rows)) == 1


def test_files_and_tables_refuse_the_same_rows(tmp_path: Path) -> None:
    """`convert_file` refuses the rows that `sift_salaries` refuses."""
    path = tmp_path / "pay.csv"
    path.write_text(
        "name,Wage type,Amount,Currency\nA,Base pay,60000,EUR\nA,Bonus,5000,EUR\n", encoding="utf-8"
    )
    report = sk.convert_file(
        path, tmp_path / "out.parquet", base="EUR", on="2024", rejects=tmp_path / "bad.csv"
    )

    assert (report.rows_out, report.rejected) == (1, {"no_pay": 1})
