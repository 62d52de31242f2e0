"""What an amount of a table is paid for: stated and known, stated and not known, or not said."""

from __future__ import annotations

import pytest

import salarykit as sk

REFUSED = [
    "$0.58 per mile",
    "$2,100 per pay period",
    "£130 per shift",
    "13 € pro Stück",
    "520 € par mission",
    "R$ 32 por hora-aula",
    "38 000 Kč za projekt",
    "110 000 ₽ за вахту",
    "Rate per word: $0.12",
    "$4,100 bimonthly",
]
READ = [
    ("$2,400 every two weeks", "fortnight", 62_400),
    ("$2,400 twice a month", "half-month", 57_600),
    ("$2,000 semi-monthly", "half-month", 48_000),
    ("$6,000 per quarter", "quarter", 24_000),
    ("$5,000 every month", "month", 60_000),
    ("Rate per day: $400", "day", 104_000),
    ("$5,000", "year", 5_000),
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_stated_period_that_is_not_known_is_no_year(text: str) -> None:
    """The row is refused with its reason, whatever stands for a period that is missing."""
    for defaults in ({}, {"period": "month"}):
        found = sk.sift_salaries(
            [{"country": "US", "Salary": text}], defaults={"currency": "USD", **defaults}
        )
        cells = [(cell["row"], cell["column"], cell["value"], cell["code"]) for cell in found.bad]

        assert (1, "period", text, "unknown_period") in cells or cells[0][3] == "contradiction"
        assert len(found.good) == 0


def test_the_refusal_says_what_to_do() -> None:
    """It quotes the cell, names the periods, and the way to state one."""
    [cell] = sk.sift_salaries([{"country": "US", "Salary": "$0.58 per mile"}]).bad

    assert cell["message"] == (
        "'$0.58 per mile' says what it is paid for, but not as hour, day, week, fortnight, half-month, month, quarter or year. "
        "If you know it, add a column with the period and name it with columns={'period': ...}."
    )


def test_a_column_or_header_says_it_for_the_text() -> None:
    """Where the row's own period or the header states one, the words of the text need not."""
    rows = [{"country": "US", "Salary": "$90 per session", "period": "hour"}]

    assert sk.read_salaries(rows)[0].period == "hour"
    assert sk.read_salaries([{"country": "US", "Hourly wage": "$90 per session"}])[0].period == "hour"


@pytest.mark.parametrize(("text", "period", "year"), READ, ids=[case[0] for case in READ])
def test_periods_of_several_words_are_arithmetic(text: str, period: str, year: float) -> None:
    """A year has 26 fortnights, 24 half months and 4 quarters."""
    table = sk.read_salaries([{"country": "US", "Salary": text}]).convert("USD", on="2024-06-28").to_arrow()

    assert (table["period"][0].as_py(), table["value"][0].as_py()) == (period, year)


def test_monthly_salaries_count_for_parts_of_a_month() -> None:
    """A row's own number of monthly salaries holds for half months and quarters as well."""
    rows = [
        {"amount": 1_000, "currency": "USD", "period": period, "months_per_year": 13}
        for period in ("half-month", "month", "quarter", "week")
    ]

    values = sk.read_salaries(rows).convert("USD", on="2024-06-28").to_arrow()["value"]
    assert values.to_pylist() == [26_000, 13_000, 13_000 / 3, 52_000]
