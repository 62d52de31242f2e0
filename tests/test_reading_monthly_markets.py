"""Markets in which pay is stated by the month: a few rows without a period are not read as a year's pay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each

import salarykit as sk
from salarykit.currency.tender import tender
from salarykit.package import table_rows
from salarykit.pay.least_pay import may_be_pay
from salarykit.reading.monthly_markets import monthly_markets

if TYPE_CHECKING:
    from pathlib import Path


def test_every_market_has_a_dated_source() -> None:
    """Each row names its currency, which is tender in its country, the year, the publisher and the series."""
    rows = table_rows("salarykit.reading", "monthly_markets")

    assert all(all(row.values()) and 2020 <= int(row["year"]) <= 2026 for row in rows)
    assert all(row["currency"] in tender(row["country"]) or row["currency"] == "BGN" for row in rows)
    assert len({row["currency"] for row in rows}) == len(rows)


@for_each("currency", sorted(monthly_markets()))
def test_a_months_pay_is_no_years(currency: str) -> None:
    """In each of their currencies a tenth of the least year's pay is refused, and twice as much is read."""
    least = monthly_markets()[currency].least
    rows = [{"pay": round(figure), "currency": currency} for figure in (least / 10, 2 * least)]
    sifted = sk.sift_salaries(rows)

    assert may_be_pay(least / 10, currency, "month")
    assert [(bad["row"], bad["code"]) for bad in sifted.bad] == [(1, "unstated_period")]
    assert "stated by the month" in sifted.bad[0]["message"]
    assert [row.period for row in sifted.good] == ["year"]
    assert len(sk.sift_salaries(rows, defaults={"period": "month"}).good) == 2


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("6 500 zł brutto", None), ("18 000 - 21 000 грн", "UA"), ("38 000 Kč", None), ("90 000 ₽ на руки", "RU"),
        ("18 triệu", "VN"), ("28,000 - 30,000 บาท", "TH"), ("Rp 7.500.000", "ID"), ("450 000 Ft bruttó", None), ("R$ 4.200", "BR"),
    ],
)  # fmt: skip
def test_a_text_of_a_months_pay_is_refused(text: str, country: str | None) -> None:
    """A text without a period, from such a market, says how to state it."""
    sifted = sk.sift_salaries([{"salary": text, "country": country}])

    assert [bad["code"] for bad in sifted.bad] == ["unstated_period"]


@pytest.mark.parametrize(
    "row",
    [
        {"pay": 3_000, "currency": "USD"},
        {"pay": 6_500, "currency": "PLN", "period": "month"},
        {"pay": "6 500 zł miesięcznie"},
        {"pay": 96_000, "currency": "PLN"},
        {"pay": 16_500, "currency": "UAH", "as_of": "2015"},
        {"pay": 1, "currency": "CZK"},
        {"amount": 40_000, "currency": "CZK"},
    ],
)
def test_other_rows_are_read_as_before(row: dict[str, object]) -> None:
    """Other money, a stated period, a year's pay, old pay, and a figure that is no month's pay, either, are read."""
    assert len(sk.sift_salaries([row]).good) == 1


def test_all_roads_refuse_the_same_rows(tmp_path: Path) -> None:
    """A file is converted as it is read, and its layout keeps what was decided."""
    path, out = tmp_path / "pay.csv", tmp_path / "out.csv"
    path.write_text("city,wage,currency\n" + "Bonn,50000,EUR\n" * 30 + "Brno,40000,CZK\nBrno,600000,CZK\n")
    report = sk.convert_file(path, out, base="USD", on="2024", rejects=tmp_path / "bad.csv")
    layout = sk.infer_layout(path)

    assert report.rejected == sk.sift_salaries(path).bad.counts() == {"unstated_period": 1}
    assert layout.monthly == ("CZK",)
    rows = [{"city": "Brno", "wage": 41_000, "currency": "CZK"}]
    assert sk.sift_salaries(rows, layout=layout).bad.counts() == {"unstated_period": 1}


@for_each(
    ("city", "country", "currency", "amount"),
    [
        ("Kyiv", "UA", "USD", 1_200), ("Lviv", None, "USD", 900), ("Hanoi", "VN", "USD", 1_500), ("Córdoba", "AR", "USD", 2_500),
        ("Almaty", "KZ", "EUR", 2_000), ("Bogotá", "Colombia", "USD", 1_800), ("Warszawa", None, "EUR", 4_000), ("Kazan", "RU", "USD", 2_200),
    ],
)  # fmt: skip
def test_foreign_money_in_a_monthly_market_is_no_years_pay(
    city: str, country: str | None, currency: str, amount: float
) -> None:
    """A figure in dollars that may be a month's pay there is refused by the country of its row, whatever the other rows are."""
    other = {"city": "Boston", "country": "US", "Salary": 90_000, "Currency": "USD"}
    row = {"city": city, "country": country, "Salary": amount, "Currency": currency}
    high = {**row, "Salary": 20 * amount}
    good, bad = sk.sift_salaries([other, row, high])
    assert [salary.amount for salary in good] == [90_000, 20 * amount]
    assert [(cell["row"], cell["code"]) for cell in bad] == [(2, "unstated_period")]
    assert len(sk.read_salaries([other, row], defaults={"period": "month"})) == 2
    assert len(sk.read_salaries([other, {**row, "as_of": "2012"}])) == 2


def test_foreign_money_elsewhere_is_read() -> None:
    """Low pay in a country where pay is stated by the year, and plain numbers in a column named amount, are as they are."""
    rows = [
        {"city": "Lagos", "country": "NG", "Salary": 1_500, "Currency": "USD"},
        {"city": "Rome", "country": "IT", "Salary": 9_000, "Currency": "USD"},
    ]
    assert len(sk.read_salaries(rows)) == 2
    assert len(sk.read_salaries([{"city": "Kyiv", "country": "UA", "amount": 1_200, "currency": "USD"}])) == 1
