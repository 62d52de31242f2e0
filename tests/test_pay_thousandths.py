from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.currency.codes import minor_units
from salarykit.pay.amounts import IN_THOUSANDTHS

if TYPE_CHECKING:
    from pathlib import Path

READ = [
    ("KWD 500.000 per month", "KWD", 500.0, 500.0),
    ("KWD500.000", "KWD", 500.0, 500.0),
    ("850.750 KWD", "KWD", 850.75, 850.75),
    ("KWD 1.500 per hour", "KWD", 1.5, 1.5),
    ("JOD 2.500 per hour", "JOD", 2.5, 2.5),
    ("OMR 325.000 monthly", "OMR", 325.0, 325.0),
    ("BHD 450.500 per month", "BHD", 450.5, 450.5),
    ("BHD 0.500 per hour", "BHD", 0.5, 0.5),
    ("500.000 د.ك شهريا", "KWD", 500.0, 500.0),
    ("٥٠٠٫٠٠٠ د.ك", "KWD", 500.0, 500.0),
    ("KWD 500.000 - 750.500 per month", "KWD", 500.0, 750.5),
    ("KD 500.000 - 1,200.000", "KWD", 500.0, 1200.0),
    ("500,000 - 1.200,000 TND", "TND", 500.0, 1200.0),
    ("KWD 1,234.567", "KWD", 1234.567, 1234.567),
    ("1.234,567 TND", "TND", 1234.567, 1234.567),
    ("1 500,000 TND", "TND", 1500.0, 1500.0),
    ("KWD 1,500 per month", "KWD", 1500.0, 1500.0),
    ("IQD 750,000 per month", "IQD", 750_000.0, 750_000.0),
    ("IQD 1.250.000", "IQD", 1_250_000.0, 1_250_000.0),
    ("KWD 1.5k per month", "KWD", 1500.0, 1500.0),
]


@for_each(("text", "currency", "low", "high"), READ)
def test_three_decimals_are_decimals_where_the_money_has_three(
    text: str, currency: str, low: float, high: float
) -> None:
    """A dinar is counted in thousandths, so three digits after a point are no thousands."""
    pay = sk.parse_pay(text)

    assert (pay.currency, pay.low, pay.high) == (currency, low, high)


@for_each("text", ["850,000 TND", "LYD 900,000 per month", "IQD 750.000", "KWD 1.500 per month"])
def test_what_may_be_thousands_all_the_same_is_left_open(text: str) -> None:
    """Where a lone separator may be either, no figure is invented, and a table says why."""
    found = sk.sift_salaries([{"amount": text}])

    assert sk.find_pay(text) is None
    assert [cell["code"] for cell in found.bad] == ["ambiguous_number"]


@given(
    st.sampled_from(sorted(IN_THOUSANDTHS)), st.integers(10, 999), st.integers(0, 999), st.sampled_from(".,")
)
def test_no_figure_of_such_a_money_is_taken_times_a_thousand_by_a_point(
    code: str, whole: int, rest: int, separator: str
) -> None:
    """As Babel writes an amount it is read, or it is not read; a comma groups where the country's decimals have a point."""
    pay = sk.find_pay(f"{code} {whole}{separator}{rest:03} per month")
    decimals = whole + rest / 1_000

    if separator == ".":
        assert (pay is None) == (code == "IQD")
        assert pay is None or pay.low == pytest.approx(decimals)
    elif code in ("TND", "LYD"):
        assert pay is None
    else:
        assert pay is not None
        assert pay.low == whole * 1_000 + rest


def test_the_moneys_of_three_decimals_are_iso_s() -> None:
    """There are seven of them."""
    assert {code for code in IN_THOUSANDTHS if minor_units(code) == 3} == {
        "BHD",
        "IQD",
        "JOD",
        "KWD",
        "LYD",
        "OMR",
        "TND",
    }


TABLES = [
    ("city,country,pay\nKuwait City,KW,KWD 500.000\nKuwait City,KW,KWD 750.500\n", [500.0, 750.5]),
    ("city,country,Salary (KWD per month)\nKuwait City,KW,500.000\nKuwait City,KW,750.500\n", [500.0, 750.5]),
    ("city,amount,currency\nKuwait City,500.000,KWD\nKuwait City,750.500,KWD\n", [500.0, 750.5]),
    ("city,salary,currency\nKuwait City,500.000,KWD\nKuwait City,750.500,KWD\n", [500.0, 750.5]),
    ("city,country,salary\nMuscat,OM,425.000\nMuscat,OM,750.500\n", [425.0, 750.5]),
    ('city,salary,currency\nManama,"1,425.000",BHD\nManama,750.500,BHD\n', [1425.0, 750.5]),
    ('city,salary,currency\nTunis,"850,000",TND\nTunis,"1.250,500",TND\n', [850.0, 1250.5]),
    ("city;salary;currency\nTunis;850,000;TND\nBerlin;65.000,50;EUR\n", [850.0, 65_000.5]),
]


@for_each(("text", "amounts"), TABLES)
@for_each("road", ["read", "convert"])
def test_a_column_of_three_decimals_is_read_so_by_both_roads(
    text: str, amounts: list[float], road: str, tmp_path: Path
) -> None:
    """Whether the money stands in the cell, the header, a column or is the country's, `500.000` is five hundred."""
    source = tmp_path / "pay.csv"
    source.write_text(text, encoding="utf-8")
    if road == "read":
        assert [row.amount for row in sk.read_salaries(source)] == amounts
    else:
        out = tmp_path / "out.csv"
        sk.convert_file(source, out, base="USD", on="2024-06-28", missing="null")
        assert [row.amount for row in sk.read_salaries(out)] == amounts


@for_each(
    "text",
    [
        'city,salary,currency\nTunis,"850,000",TND\n',
        "city,salary,currency\nBaghdad,750.000,IQD\n",
        'city,salary,currency\nKuwait City,500.000,KWD\nBerlin,"65.000,50",EUR\nKoeln,"62.000,50",EUR\n',
        "city,country,Salary (KWD per month)\nKuwait City,KW,1.500\n",
    ],
)
def test_a_cell_that_may_be_thousands_is_refused(text: str, tmp_path: Path) -> None:
    """Where nothing decides, the cell of such a money is refused, and the other rows are read."""
    source = tmp_path / "pay.csv"
    source.write_text(text, encoding="utf-8")
    found = sk.sift_salaries(source)

    assert [(cell["row"], cell["code"]) for cell in found.bad] == [(1, "ambiguous_number")]
    assert len(found.good) == text.count("\n") - 2


@for_each(
    ("country", "on", "text", "low", "currency"),
    [
        ("CV", None, "50 000$00 por mês", 50_000.0, "CVE"),
        ("CV", None, "1.500$00 por dia", 1_500.0, "CVE"),
        ("PT", None, "200.000$00 por mês", 200_000.0, "PTE"),
        ("PT", "1998", "200.000$00 - 250.000$00 por mês", 200_000.0, "PTE"),
        ("PT", "2024", "200.000$00 por mês", 200_000.0, "PTE"),
        ("US", None, "200.000$00 por mês", 200_000.0, None),
        (None, None, "1 250$50 por hora", 1_250.5, None),
    ],
)
def test_the_cifrao_is_a_decimal_sign_of_escudos(
    country: str | None, on: str | None, text: str, low: float, currency: str | None
) -> None:
    """`50 000$00` is fifty thousand escudos, and never nought dollars."""
    pay = sk.parse_pay(text, country=country, on=on)

    assert (pay.low, pay.currency) == (low, currency)
    assert sk.parse_pay_column([text], country=country, on=on).field("low").to_pylist() == [low]
    assert text[slice(*pay.position)].startswith(text.partition("$")[0])
