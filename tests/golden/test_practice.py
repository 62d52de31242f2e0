"""Conversions that others have published, met to the unit."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pytest
from cases import for_each

import salarykit as sk

# Rows as the public data of ai-jobs.net has them, written from memory: year, currency, salary, salary in USD; that all
# are met to the dollar is what speaks for them. The method: the salary over the
# year's mean of units per USD, rounded to six decimals, and the result cut to whole dollars.
AI_JOBS = [
    (2020, "EUR", 70_000, 79_833),
    (2020, "GBP", 85_000, 109_024),
    (2020, "INR", 450_000, 6_072),
    (2020, "HUF", 11_000_000, 35_735),
    (2020, "EUR", 45_000, 51_321),
    (2020, "INR", 3_000_000, 40_481),
    (2020, "JPY", 4_450_000, 41_689),
    (2020, "DKK", 300_000, 45_896),
    (2020, "MXN", 720_000, 33_511),
    (2021, "EUR", 59_000, 69_741),
    (2021, "CAD", 120_500, 96_113),
    (2021, "SGD", 90_000, 66_970),
    (2021, "INR", 1_672_000, 22_611),
]


@for_each(("year", "currency", "salary", "usd"), AI_JOBS)
def test_the_yearly_mean_meets_published_conversions(year: int, currency: str, salary: int, usd: int) -> None:
    """A salary over the rounded yearly mean, cut to whole dollars, is the figure that was published."""
    quote = sk.default_rates().quote(currency, "USD", on=str(year))

    assert math.floor(salary / round(1 / quote.rate, 6)) == usd


@pytest.mark.parametrize(
    ("amount", "currency", "base", "day", "expected"),
    [
        ("100000", "FRF", "DEM", "1999-06-01", "29816.44"),  # a six-figure DEM/FRF rate gives 29816.40
        ("1000000", "DEM", "EUR", "1999-06-01", "511291.88"),  # an inverse rate gives 511292.00
        ("60000", "BGN", "EUR", "2026-02-01", "30677.51"),  # the last fixing gives 30677.98
        ("1000000", "BEF", "ITL", "2001-01-01", "47998880"),  # the intermediate euro amount is not rounded
        ("1", "XEU", "EUR", "1999-01-01", "1.00"),
        ("1000", "XPF", "EUR", "2024-06-28", "8.38"),
    ],
)
def test_legal_conversions_are_exact_to_the_cent(
    amount: str, currency: str, base: str, day: str, expected: str
) -> None:
    """Regulation (EC) 1103/97: six figures, no inverse, through the euro, half up at the end."""
    value = sk.convert(Decimal(amount), currency, base, on=day)

    assert sk.round_money(value, base) == Decimal(expected)


def test_the_practice_of_a_survey_is_its_day_and_its_year() -> None:
    """The 2019 survey converts at the rate of 2019-02-01 with 50 weeks to the year."""
    table = sk.read_salaries([{"amount": 100, "currency": "GBP", "period": "week", "as_of": "2019"}])
    done = table.convert("USD", **sk.practice("stackoverflow-2019").options).to_arrow()
    rate = sk.default_rates().rate("GBP", "USD", on=dt.date(2019, 2, 1))

    assert done.column("value")[0].as_py() == pytest.approx(100 * 50 * rate, rel=1e-14)


def test_a_trailing_median_is_the_median_of_its_days() -> None:
    """The trailing twelve months' median is the middle of the published daily crosses."""
    rates = sk.default_rates()
    on = sk.practice("trailing-12-month-median", "2021-12-31").on
    days = [dt.date(2021, 1, 1) + dt.timedelta(offset) for offset in range(365)]
    seen = [rates.quote("TRY", "USD", on=day) for day in days if day > dt.date(2021, 1, 3)]
    daily = sorted(1 / quote.rate for quote in seen if quote.staleness == 0)
    middle = (daily[(len(daily) - 1) // 2] + daily[len(daily) // 2]) / 2

    assert 1 / rates.quote("TRY", "USD", on=on, average="median").rate == pytest.approx(middle, rel=1e-12)


def test_inferred_rates_are_the_ones_that_were_used() -> None:
    """From amounts and their conversions come the rates back, with no spread."""
    rows = [
        {"pay": salary, "currency": f"{currency} {year}", "usd": usd}
        for year, currency, salary, usd in AI_JOBS
    ]
    found = {
        row["currency"]: row
        for row in sk.infer_rates(rows, amount="pay", currency="currency", converted="usd")
    }
    mean = sk.default_rates().rate("GBP", "USD", on="2020")

    assert found["GBP 2020"]["rate"] == pytest.approx(mean, rel=1e-5)
    assert found["INR 2020"]["spread"] < 1e-4
