from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from salarykit.salaries.checking.findings import FindingRow

ENGINEER = {"role": "Engineer", "city": "Zagreb", "country": "HR", "amount": 30_000, "currency": "EUR"}
GOOD = {**ENGINEER, "as_of": "2024-03", "sample_size": 30}


def found(*rows: dict[str, Any], code: str, today: str = "2024-06-28") -> list[FindingRow]:
    """Return the findings of a code in rows that differ from a good one."""
    table = sk.read_salaries([{**GOOD, **row} for row in rows])
    return [each for each in table.check(today=today) if each["code"] == code]


def test_a_good_row_is_not_remarked_on() -> None:
    """A row that says all, and says it of now, has no finding."""
    assert len(sk.read_salaries([GOOD]).check(today="2024-06-28")) == 0


@for_each("amount", [0.0, -5.0, float("nan"), float("inf"), None])
def test_a_figure_is_positive_and_finite(amount: float | None) -> None:
    """S01: a table made by other means than reading may hold figures that are none: an error."""
    arrow = sk.read_salaries([GOOD]).to_arrow()
    broken = arrow.set_column(arrow.column_names.index("amount"), "amount", pa.array([amount], pa.float64()))
    (finding,) = sk.SalaryTable(broken).check(today="2024-06-28")

    assert (finding["code"], finding["severity"], finding["row"]) == ("S01", "error", 1)


def test_a_figure_has_a_period() -> None:
    """S01: without a period a figure is none."""
    arrow = sk.read_salaries([GOOD]).to_arrow()
    broken = arrow.set_column(arrow.column_names.index("period"), "period", pa.array([None], pa.string()))
    (finding,) = sk.SalaryTable(broken).check(today="2024-06-28")

    assert (finding["code"], finding["column"]) == ("S01", "period")


@for_each(
    ("row", "severity", "expected"),
    [
        ({"currency": "HRK", "as_of": "2022-06-30"}, None, None),
        ({"currency": "HRK", "as_of": "2024"}, "warning", "EUR"),
        ({"currency": "EUR", "as_of": "2022-06-30"}, "warning", "HRK"),
        ({"currency": "HRK", "as_of": "2022"}, None, None),
        ({"currency": "USD", "as_of": "2024"}, "info", "EUR"),
        ({"currency": "GBP", "as_of": "2024"}, "warning", "EUR"),
        ({"currency": "EUR", "country": None}, None, None),
        ({"currency": "GBP", "country": None, "as_of": None}, "warning", "EUR"),
        ({"currency": "EUR", "country": "BG", "city": "Sofia", "as_of": "2026-02"}, None, None),
    ],
)
def test_a_currency_is_tender_there_then(
    row: dict[str, Any], severity: str | None, expected: str | None
) -> None:
    """S02: the currency is the country's on the row's day; dollars and euros abroad are only worth knowing."""
    findings = found(row, code="S02", today="2026-03-01")

    assert [(each["severity"], each["expected"]) for each in findings] == (
        [(severity, expected)] if severity else []
    )


def test_rows_with_the_same_wrong_currency_are_told_once() -> None:
    """S02: a column of pounds in Croatia is one finding, with its first row and how many there are."""
    (finding,) = found({}, {"currency": "GBP"}, {"currency": "GBP", "as_of": "2024-01"}, code="S02")

    assert (finding["row"], finding["rows"]) == (2, 2)


@pytest.mark.parametrize(("amount", "severity"), [(300_000_000, "error"), (1, "error"), (1_500, "warning")])
def test_pay_is_of_the_order_of_its_country(amount: float, severity: str) -> None:
    """S03: a year's pay is a tenth to a hundred times the country's anchor; what is far off is an error."""
    (finding,) = found({"amount": amount}, code="S03")

    assert (finding["severity"], finding["row"]) == (severity, 1)


@for_each(
    ("role", "least"),
    [("Chief Executive Officer", 2), ("CTO", 2), ("VP Sales", 2), ("Cook", 0.1), (None, 0.1)],
)
def test_executives_are_held_to_more(role: str | None, least: float) -> None:
    """S03: the least that is plausible for an executive is twice the anchor."""
    findings = found({"role": role, "amount": 1000}, code="S03")

    assert findings[0]["expected"].startswith(f"{least:g} to 100 times EUR ")


def test_sources_that_diverge_are_told() -> None:
    """S07: a source whose figure is not within a quarter of the others' is told, the others are not."""
    sources = [
        {"source": name, "amount": amount}
        for name, amount in zip("ABC", (30_000, 31_000, 42_000), strict=True)
    ]
    (finding,) = found(*sources, code="S07")

    assert (finding["row"], finding["severity"]) == (3, "warning")
    assert "C states 1.38 times as much as the other 2" in finding["message"]
    assert not found(*sources[:2], code="S07")


def test_percentiles_are_in_order() -> None:
    """S08: of one role, place and day no percentile is below a lower one; periods are annualised first."""
    rows = [
        {"statistic": "p25", "amount": 25_000},
        {"statistic": "median", "amount": 24_000},
        {"statistic": "p75", "amount": 3_000, "period": "month"},
        {"statistic": "p90", "amount": 20_000, "as_of": "2024-01"},
        {"statistic": "mean", "amount": 1_000},
    ]
    (finding,) = found(*rows, code="S08")

    assert (finding["row"], finding["severity"]) == (2, "error")
    assert finding["expected"] == "at least p25: EUR 25,000 a year"


@for_each(
    ("as_of", "message"),
    [
        (None, "no date"),
        ("2022-12-28", "18 months before 2024-06-28"),
        ("2022", "17 months"),
        ("2024-06-29", "a date after 2024-06-28"),
        ("2025", "a date after 2024-06-28"),
        ("2024", None),
        ("2022-12-29", None),
    ],
)
def test_days_are_neither_old_nor_to_come(as_of: str | None, message: str | None) -> None:
    """S09: a day is missing, eighteen months old or to come; a span is as old as its end and as new as its start."""
    findings = found({"as_of": as_of}, code="S09")
    told = message is not None and message != "17 months"

    assert [str(message) in each["message"] for each in findings] == ([True] if told else [])


def test_duplicates_are_told() -> None:
    """S10: two medians of the same are a warning if they differ, repeated rows of people are only worth knowing."""
    medians: list[dict[str, Any]] = [
        {"statistic": "median"},
        {"statistic": "median"},
        {"statistic": "median", "amount": 31_000},
    ]
    same = found(*medians[:2], code="S10")
    unlike = found(*medians, code="S10")
    people = found({}, {}, {"amount": 1}, {}, code="S10")

    assert [(each["severity"], each["row"], each["rows"]) for each in same] == [("info", 1, 2)]
    assert [(each["severity"], each["row"], each["rows"]) for each in unlike] == [("warning", 1, 3)]
    assert [(each["severity"], each["row"], each["rows"]) for each in people] == [("info", 2, 2)]


def test_heaps_are_told() -> None:
    """S10: ten amounts that are all round are estimates; one that is not makes them observations."""
    rows = [{"amount": 30_000 + 100 * step} for step in range(10)]

    assert [each["row"] for each in found(*rows, code="S10")] == [None]
    assert not found(*rows, {"amount": 30_001}, code="S10")
    assert not found(*rows[:9], code="S10")


def test_unknown_and_few_observations_are_told() -> None:
    """S11: rows without a sample size are told once; so is weight that rests on few rows."""
    (unknown,) = found({}, {"sample_size": None}, {"sample_size": None}, *[{}] * 4, code="S11")
    heavy = [{"relevance": 1.0}, *[{"relevance": 0.1}] * 9]
    (few,) = found(*heavy, code="S11")

    assert (unknown["row"], unknown["rows"]) == (2, 2)
    assert (few["row"], few["column"], few["observed"]) == (None, "relevance", "3.3")


def test_old_and_missing_rates_are_told() -> None:
    """S12: a converted table tells of rates some business days old, and of rows without one."""
    rates = sk.read_rates(
        [
            {"date": "2024-03-01", "currency": "USD", "rate": 1.08},
            {"date": "2024-03-20", "currency": "USD", "rate": 1.09},
        ],
        base="EUR",
    )
    table = sk.read_salaries([GOOD, {**GOOD, "currency": "GBP"}])
    done = table.convert("USD", on="2024-03-08", rates=rates, missing="null")
    late, none = (each for each in done.check(today="2024-06-28") if each["code"] == "S12")

    assert (late["observed"], late["row"], late["rows"]) == ("5 days", 1, 1)
    assert (none["column"], none["row"], none["rows"]) == ("value", 2, 1)
    assert not [each for each in table.convert("USD", on="2024-03").check() if each["code"] == "S12"]


def test_codes_and_titles_are_documented() -> None:
    """Each code that a finding may have stands in docs/methods.md."""
    from pathlib import Path

    from salarykit.salaries.checking.findings import TITLES

    text = (Path(__file__).parents[1] / "docs" / "methods.md").read_text(encoding="utf-8")
    assert [code for code in TITLES if f"| {code} |" not in text] == []
