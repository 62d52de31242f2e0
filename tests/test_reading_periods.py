"""The period of the amounts of a table: stated and known, stated and unknown, or not stated."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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


@for_each("text", REFUSED)
def test_a_stated_period_that_is_not_known_is_no_year(text: str) -> None:
    """The row is refused with its reason, whatever the default for a missing period is."""
    for defaults in ({}, {"period": "month"}):
        found = sk.sift_salaries(
            [{"country": "US", "Salary": text}], defaults={"currency": "USD", **defaults}
        )
        cells = [(cell["row"], cell["column"], cell["value"], cell["code"]) for cell in found.bad]

        assert (1, "period", text, "unknown_period") in cells or cells[0][3] == "contradiction"
        assert len(found.good) == 0


def test_the_refusal_says_what_to_do() -> None:
    """The message quotes the cell, names the periods, and says how to state one."""
    [cell] = sk.sift_salaries([{"country": "US", "Salary": "$0.58 per mile"}]).bad

    assert cell["message"] == (
        "'$0.58 per mile' says what it is paid for, but not as hour, day, week, fortnight, half-month, month, quarter or year. "
        "If you know it, add a column with the period and name it with columns={'period': ...}."
    )


def test_a_column_or_header_says_it_for_the_text() -> None:
    """If the row or its header states a period, the text need not."""
    rows = [{"country": "US", "Salary": "$90 per session", "period": "hour"}]

    assert sk.read_salaries(rows)[0].period == "hour"
    assert sk.read_salaries([{"country": "US", "Hourly wage": "$90 per session"}])[0].period == "hour"


@for_each(("text", "period", "year"), READ)
def test_periods_of_several_words_are_arithmetic(text: str, period: str, year: float) -> None:
    """A year has 26 fortnights, 24 half months and 4 quarters."""
    table = sk.read_salaries([{"country": "US", "Salary": text}]).convert("USD", on="2024-06-28").to_arrow()

    assert (table["period"][0].as_py(), table["value"][0].as_py()) == (period, year)


def test_monthly_salaries_count_for_parts_of_a_month() -> None:
    """The number of monthly salaries in a row applies to half months and quarters, too."""
    rows = [
        {"amount": 1_000, "currency": "USD", "period": period, "months_per_year": 13}
        for period in ("half-month", "month", "quarter", "week")
    ]

    values = sk.read_salaries(rows).convert("USD", on="2024-06-28").to_arrow()["value"]
    assert values.to_pylist() == [26_000, 13_000, 13_000 / 3, 52_000]


LOW = [900 + number for number in range(24)]
HIGH = [61_000 + number for number in range(24)]


def table_of(amounts: Sequence[float], **others: object) -> list[dict[str, object]]:
    """Return rows of some amounts."""
    return [{"city": f"City {number}", "amount": amount, **others} for number, amount in enumerate(amounts)]


def test_an_unstated_period_is_told_with_its_count() -> None:
    """Rows that state no period are counted, in plain columns and in texts; rows that state one are not."""
    rows = [
        {"amount": 61_000, "currency": "USD", "period": period}
        for period in ("month", None, " ", "year", None)
    ]
    told = sk.read_salaries(rows).reading

    assert told.counts == {"unstated_period": 3}
    assert str(told) == "Nothing states the period; 3 amounts are read as a year's pay."
    assert sk.read_salaries([{"Salary": "£61k"}]).reading.counts["unstated_period"] == 1
    assert not sk.read_salaries(rows, defaults={"period": "year"}).reading
    assert "unstated_period" not in sk.read_salaries([{"Annual salary (USD)": 61_000}]).reading.counts
    assert "unstated_period" not in sk.read_salaries([{"Salary": "£31 an hour"}]).reading.counts


@for_each(
    ("amounts", "currency", "country"),
    [
        (LOW, "USD", None),
        ([22.6] * 30, "CAD", "CA"),
        ([3_800.0] * 20, "EUR", "DE"),
        ([3_400.0] * 20, "EUR", None),
        ([17_000.0] * 20, "UAH", "UA"),
        ([27_000.0] * 20, "TRY", "TR"),
        ([300_000.0] * 20, "JPY", "JP"),
        ([6_500.0] * 20, "PLN", None),
        ([20_000.0] * 20, "INR", "IN"),
        ([31.0] * 11 + [61_000.0] * 9, "USD", "US"),
    ],
)
def test_a_level_that_contradicts_a_year_is_refused(
    amounts: list[float], currency: str, country: str | None
) -> None:
    """If more than half of a currency's amounts are too low for a year's pay, and nothing states the period, all are refused."""
    rows = table_of(amounts, currency=currency, country=country, as_of="2024")
    found = sk.sift_salaries(rows)

    assert found.bad.counts() == {"unstated_period": len(rows)}
    assert {cell["column"] for cell in found.bad} == {"period"}
    for period in ("month", "year"):
        assert len(sk.sift_salaries(rows, defaults={"period": period}).good) == len(rows)
    assert len(sk.sift_salaries([{**row, "period": "month"} for row in rows]).good) == len(rows)
    assert len(sk.sift_salaries(rows[-19:]).good) == 19


@for_each(
    ("amount", "currency", "country"),
    [
        (15_080, "USD", "US"),
        (22_300, "GBP", "GB"),
        (25_800, "EUR", None),
        (51_600, "PLN", "PL"),
        (1_020_000, "KZT", "KZ"),
        (231_000, "RUB", "RU"),
        (96_000, "UAH", "UA"),
        (55_500, "INR", "IN"),
        (210_000, "LKR", "LK"),
        (840_000, "NGN", "NG"),
        (12_000, "AED", "AE"),
        (19_200, "SGD", "SG"),
        (6_600, "EUR", "BG"),
        (900, "KPW", "KP"),
    ],
)
def test_a_year_of_the_lowest_pay_is_never_refused(amount: float, currency: str, country: str | None) -> None:
    """Full time at the statutory minimum is above the limit, with a day and without; amounts without a known level are not checked."""
    for day in ("2024", None):
        rows = table_of([amount] * 40, currency=currency, country=country, as_of=day)

        assert len(sk.sift_salaries(rows).good) == 40


def test_each_currency_is_judged_alone() -> None:
    """Only the rows of the currency that is too low are refused, and only those whose period nothing states."""
    rows = [
        *table_of(LOW, currency="USD"),
        *table_of(HIGH, currency="EUR"),
        *table_of([25.0] * 5, currency="USD", period="hour"),
    ]
    found = sk.sift_salaries(rows)

    assert [cell["row"] for cell in found.bad] == list(range(1, 25))
    assert found.good.reading.counts == {"unstated_period": 24}


def test_old_pay_is_not_judged_by_todays_level() -> None:
    """A year's pay of long ago is low by today's level, and is not refused."""
    assert len(sk.sift_salaries(table_of([3_000.0] * 30, currency="USD", as_of="1970")).good) == 30


FILES = {
    "low": ("amount,currency\n", [f"{amount},USD\n" for amount in LOW]),
    "high": ("amount,currency\n", [f"{amount},USD\n" for amount in HIGH]),
    "few": ("amount,currency\n", [f"{amount},USD\n" for amount in LOW[:19]]),
    "two moneys": (
        "amount,currency\n",
        [f"{a},USD\n{b},EUR\n" for a, b in zip(LOW, HIGH, strict=True)],
    ),
    "some stated": (
        "amount,currency,period\n",
        [f"{amount},USD,{'month' if amount % 2 else ''}\n" for amount in LOW + HIGH + LOW],
    ),
    "countries": (
        "amount,currency,country\n",
        [f"900,USD,{'Ukraine' if number % 3 else 'US'}\n" for number in range(30)],
    ),
    "days": ("amount,currency,as_of\n", [f"2700,USD,{1960 + number}-05-31\n" for number in range(90)]),
    "bad cells": ("amount,currency\n", [f"{amount},USD\n-1,USD\n5,xyz\n" for amount in LOW]),
    "text": ("Salary\n", [f"${amount} USD\n" for amount in LOW]),
}


@pytest.mark.parametrize("name", FILES)
def test_both_roads_of_a_file_judge_alike(name: str, tmp_path: Path) -> None:
    """A stream refuses the same rows as a table, for the same reasons, and reports the same count."""
    header, lines = FILES[name]
    path, out, bad = (tmp_path / each for each in ("pay.csv", "out.csv", "bad.csv"))
    path.write_text(header + "".join(lines), encoding="utf-8")
    found = sk.sift_salaries(path)
    report = sk.convert_file(path, out, base="USD", on="2024-06-28", rejects=bad)
    refused = [
        (int(row["row"]), row["column"], row["code"], row["message"])
        for row in csv.DictReader(bad.read_text(encoding="utf-8").splitlines())
    ]

    assert refused == [(each["row"], each["column"], each["code"], each["message"]) for each in found.bad]
    assert report.rows_out == len(found.good)
    count = found.good.reading.counts.get("unstated_period", 0)
    notes = [note for note in report.notes if note.startswith("Nothing states the period")]
    assert notes == [line for line in found.good.reading.sentences if line.startswith("Nothing states")]
    assert (f" {count:,} amount" in "".join(notes)) == (count > 0)


def test_a_stream_without_a_place_for_rejects_is_stopped(tmp_path: Path) -> None:
    """The error is that of the first row, as in a file that is read as a whole; nothing is written."""
    (tmp_path / "pay.csv").write_text("".join(["amount,currency\n", *FILES["low"][1]]), encoding="utf-8")

    with pytest.raises(
        sk.InvalidSalary, match=r"pay\.csv, row 1, period: nothing states the period, and more than half"
    ):
        sk.convert_file(tmp_path / "pay.csv", tmp_path / "out.csv", base="USD", on="2024")
    assert not (tmp_path / "out.csv").exists()


def test_parts_are_judged_one_by_one(tmp_path: Path) -> None:
    """Of several files that are converted into one, only the one that is too low is refused; the count covers all of them."""
    for name in ("low", "high", "few"):
        header, lines = FILES[name]
        (tmp_path / f"{name}.csv").write_text(header + "".join(lines), encoding="utf-8")
    out, bad = tmp_path / "out.parquet", tmp_path / "bad.parquet"
    report = sk.convert_file(str(tmp_path / "*.csv"), out, base="USD", on="2024", rejects=bad)

    assert (report.rows_in, report.rows_out, report.rejected) == (67, 43, {"unstated_period": 24})
    assert report.notes == ("Nothing states the period; 43 amounts are read as a year's pay.",)
