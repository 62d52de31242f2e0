"""A currency with a multiple (`kEUR`, `USD (000s)`, `千円`) multiplies the figures beside it, which the reading counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

CURRENCIES = [
    ("kEUR", "EUR", 1e3), ("TEUR", "EUR", 1e3), ("k€", "EUR", 1e3), ("kNOK", "NOK", 1e3), ("USD (000s)", "USD", 1e3), ("USD thousands", "USD", 1e3),
    ("thousand NOK", "NOK", 1e3), ("EUR '000", "EUR", 1e3), ("тыс. руб.", "RUB", 1e3), ("千円", "JPY", 1e3), ("万円", "JPY", 1e4), ("천원", "KRW", 1e3),
    ("만원", "KRW", 1e4), ("Lakh INR", "INR", 1e5), ("GBP pence", "GBP", 0.01),
]  # fmt: skip


@for_each(("text", "code", "factor"), CURRENCIES)
def test_the_multiple_of_a_currency_applies(text: str, code: str, factor: float) -> None:
    """The figure is multiplied, whatever the column of amounts is called, and beside rows without a multiple, too."""
    for amount in ("amount", "salary"):
        rows = [{amount: 2.4, "currency": text}, {amount: 52_000, "currency": "USD"}]
        table = sk.read_salaries(rows, defaults={"period": "month"})

        assert [(row.amount, row.currency) for row in table] == [
            (pytest.approx(2.4 * factor), code),
            (52_000, "USD"),
        ]
        assert table.reading.counts["scaled"] == 1
        assert any("multiplied" in sentence for sentence in table.reading.sentences)


@for_each("text", ["45000", "45k", "€45k", "40k - 50k"])
def test_a_figure_that_has_a_multiple_already_is_refused(text: str) -> None:
    """A figure in full, or with thousands of its own, is not multiplied again."""
    good, bad = sk.sift_salaries([{"salary": text, "currency": "kEUR"}, {"salary": "45", "currency": "kEUR"}])

    assert [row.amount for row in good] == [45_000]
    assert bad[0]["code"] in ("ambiguous_number", "contradiction")


def test_a_range_is_multiplied_with_both_its_ends() -> None:
    """A range in one cell and one in two columns have their ends in full."""
    one = sk.read_salaries([{"salary": "40 - 50", "currency": "kEUR"}] * 2)
    two = sk.read_salaries([{"salary_min": 40, "salary_max": 50, "currency": "kEUR"}] * 2)

    for table in (one, two):
        row = table.to_arrow().to_pylist()[0]
        assert (row["amount"], row["pay_low"], row["pay_high"]) == (45_000, 40_000, 50_000)


def test_the_header_and_the_currency_may_state_the_same_multiple() -> None:
    """Thousands that both state apply once; two multiples that differ are refused."""
    same = [{"Gehalt (k€)": 45, "Währung": "kEUR"}]
    other = [{"Gehalt (Mio. €)": 45, "Währung": "kEUR"}]

    assert sk.read_salaries(same)[0].amount == 45_000
    assert not len(sk.sift_salaries(other).good)


def test_a_column_of_units_is_the_currency() -> None:
    """A column called `Unit` whose cells are currencies with a multiple is that of the currency."""
    rows = [
        {"city": "Lyon", "salary": 45.5, "unit": "thousand EUR"},
        {"city": "Nice", "salary": 41, "unit": "thousand EUR"},
    ]

    assert [(row.amount, row.currency) for row in sk.read_salaries(rows)] == [
        (45_500, "EUR"),
        (41_000, "EUR"),
    ]


@given(st.lists(st.sampled_from(["kEUR", "EUR", "kNOK"]), min_size=1, max_size=8))
def test_each_row_has_its_own_multiple(codes: list[str]) -> None:
    """Whichever rows state a multiple, each is read by its own currency."""
    rows = [{"salary": 45.5 if code[0] == "k" else 45_500, "currency": code} for code in codes]
    table = sk.read_salaries(rows, defaults={"period": "month"})

    assert [row.amount for row in table] == [45_500.0] * len(codes)


def test_a_file_is_converted_with_its_multiples(tmp_path: Path) -> None:
    """`convert_file` multiplies as `read_salaries` does."""
    path = tmp_path / "pay.csv"
    path.write_text("city,amount,currency\nLyon,45.5,kEUR\nBonn,41000,EUR\n", encoding="utf-8")
    report = sk.convert_file(path, tmp_path / "out.csv", base="EUR", on="2024")
    values = [
        line.split(",")[3] for line in (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]

    assert (report.rows_out, [float(value) for value in values]) == (2, [45_500.0, 41_000.0])
