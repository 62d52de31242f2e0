"""The columns of job sites: units and intervals are periods, words are no amounts, a predicted salary is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

SITES: list[tuple[dict[str, Any], float, str]] = [
    ({"minimumSalary": 300, "maximumSalary": 340, "salaryType": "per day"}, 320, "day"),
    ({"min-salary": 30_000, "max-salary": 34_000, "salary-time-unit": "yearly"}, 32_000, "year"),
    ({"WAGE_RATE_OF_PAY_FROM": 2_000, "WAGE_RATE_OF_PAY_TO": 2_400, "WAGE_UNIT_OF_PAY": "Bi-Weekly"}, 2_200, "fortnight"),
    ({"Salary": 2_900, "Pay Basis": "Per month"}, 2_900, "month"),
    ({"salaryRange.min": 20, "salaryRange.max": 24, "salaryRange.interval": "per-hour-wage"}, 22, "hour"),
    ({"min_amount": 900, "max_amount": 1_100, "interval": "weekly"}, 1_000, "week"),
    ({"Pay": "Monthly", "Min Pay": 3_000, "Max Pay": 3_200}, 3_100, "month"),
    ({"Sueldo": 1_500, "Tipo de salario": "mensual"}, 1_500, "month"),
    ({"Gehalt": 3_500, "Lohn Einheit": "Monat"}, 3_500, "month"),
    ({"min_cents": 250_000, "max_cents": 270_000, "salary_interval": "month"}, 2_600, "month"),
]  # fmt: skip


@for_each(("row", "amount", "period"), SITES)
def test_a_unit_of_pay_is_its_period(row: dict[str, Any], amount: float, period: str) -> None:
    """A column of units, types or intervals says what the amounts beside it are paid for, and is no amount."""
    salary = sk.read_salaries([row | {"city": "Austin", "currency": "USD"}] * 2)[0]

    assert (salary.amount, salary.period) == (amount, period)


def test_a_type_of_salary_that_is_no_period_is_left_out() -> None:
    """A column of types that holds other words is named in the reading and refuses no row."""
    rows = [{"salary": 50_000, "salary_type": word, "currency": "EUR"} for word in ("gross", "net")]
    table = sk.read_salaries(rows)

    assert [salary.period for salary in table] == ["year", "year"]
    assert "'salary_type' holds no periods; it is not read." in table.reading.sentences


def test_a_unit_of_pay_may_be_the_currency() -> None:
    """A column of units that holds codes is the currency."""
    assert [
        salary.currency
        for salary in sk.read_salaries([{"wage": 9, "wage unit": code} for code in ("EUR", "USD")])
    ] == ["EUR", "USD"]


@pytest.mark.parametrize("word", ["competitive", "n. V.", "à négocier"])
def test_a_column_without_digits_is_no_amount(word: str) -> None:
    """If another column holds the amounts, one that holds only words is not taken for them, and the reading says so."""
    table = sk.read_salaries([{"salary": word, "wage_min": 40, "wage_max": 44, "currency": "EUR"}] * 3)

    assert table[0].amount == 42
    assert "'salary' holds no numbers, so it is not taken for the amount." in table.reading.sentences


def test_a_column_without_digits_stays_if_there_is_no_other() -> None:
    """A table whose only column of pay holds words refuses each row, and says why."""
    sifted = sk.sift_salaries([{"salary": "competitive", "currency": "EUR"}])

    assert [bad["code"] for bad in sifted.bad] == ["not_a_number"]


def test_predicted_salaries_are_told() -> None:
    """A column that marks a machine's guesses is named in the reading, if it marks any."""
    rows = [{"salary": 50_000, "currency": "GBP", "salary_is_predicted": flag} for flag in ("0", "1")]

    assert any("predicted rather than stated" in each for each in sk.read_salaries(rows).reading.sentences)
    assert not any("predicted" in each for each in sk.read_salaries(rows[:1]).reading.sentences)


@pytest.mark.parametrize("other", ["Job Role", "Job Title", "Job Titles", "Position"])
def test_a_type_of_job_is_a_role_only_without_a_better_one(other: str) -> None:
    """`Job Type` may say full time: beside a role or a title it is not taken for the role."""
    rows = [{"Job Type": "Full time", other: "Baker", "Salary": 9, "Currency": "EUR"}]

    assert sk.read_salaries(rows)[0].role == "Baker"


def test_a_large_file_is_read_by_the_same_columns(tmp_path: Path) -> None:
    """The first rows are the evidence, so that a file read in parts, one converted and one in memory mean the same."""
    path, out = tmp_path / "pay.csv", tmp_path / "out.csv"
    path.write_text("city,Pay,Min Pay,Max Pay,currency\n" + "Austin,Hourly,40,44,USD\n" * 300)
    sk.convert_file(path, out, base="USD", on="2024")

    assert sk.read_salaries(path)[0].period == "hour"
    assert sk.read_salaries(out)[0].amount == 42


def test_a_column_with_a_name_of_ours_goes_before_a_layout() -> None:
    """A table in a well-known layout that also has a column named `currency` is read by that column."""
    rows = [
        {"WAGE_RATE_OF_PAY_FROM": 4_000, "WAGE_UNIT_OF_PAY": "Month", "currency": "CAD", "city": "Toronto"}
    ]
    salary = sk.read_salaries(rows)[0]

    assert (salary.amount, salary.currency, salary.period, salary.city) == (4_000, "CAD", "month", "Toronto")


NESTED: list[tuple[dict[str, Any], tuple[float, str, str]]] = [
    ({"salary": {"min": "2000", "max": "2200", "period": "month", "currency": "PLN"}}, (2_100, "PLN", "month")),
    ({"salaryRange": {"min": 20, "max": 24, "currency": "CAD", "interval": "per-hour-wage"}}, (22, "CAD", "hour")),
    ({"pay_input_ranges": [{"min_cents": 4_000_000, "max_cents": 4_200_000, "currency_type": "USD"}]}, (41_000, "USD", "year")),
    (
        {"compensation": {"summaryComponents": [{"interval": "1 YEAR", "currencyCode": "GBP", "minValue": 50, "maxValue": 54}]}},
        (52, "GBP", "year"),
    ),
    ({"pay": {"amount": 30, "currency": "EUR", "interval": "hour"}}, (30, "EUR", "hour")),
]  # fmt: skip


@for_each(("row", "said"), NESTED)
def test_a_record_of_pay_inside_a_record_is_read(
    tmp_path: Path, row: dict[str, Any], said: tuple[Any, ...]
) -> None:
    """Nested records are a column for each part, in records, in JSON and in a conversion; a row without one is refused."""
    path = tmp_path / "posts.json"
    path.write_text(json.dumps([row | {"title": "Cook"}, {"title": "Baker"}]))
    for source in ([row | {"title": "Cook"}, {"title": "Baker"}], path):
        sifted = sk.sift_salaries(source)
        salary = sifted.good[0]

        assert (salary.amount, salary.currency, salary.period, salary.role) == (*said, "Cook")
        assert {bad["row"] for bad in sifted.bad} == {2}
    out = tmp_path / "out.csv"
    sk.convert_file(path, out, base="USD", on="2024", rejects=tmp_path / "bad.csv")

    assert len(sk.read_salaries(out)) == 1


def test_the_columns_that_hold_numbers_are_offered() -> None:
    """If no column is the amount, the error names those that hold numbers, and none that is another field."""
    with pytest.raises(
        sk.InvalidSalary, match=r"There are numbers in 'gross_net', 'index'\. Name it with"
    ) as caught:
        sk.read_salaries([{"country": "Malta", "gross_net": "1,250.5", "index": 7, "year": 2023, "id": "a"}])

    assert "Did you mean" not in str(caught.value)
