from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.pay.pay_year import _CUSTOMARY, PERIODS


def test_the_default_year() -> None:
    """A year is 52 weeks of five days of eight hours, and twelve months."""
    year = sk.PayYear()

    assert {period: year.factor(period) for period in PERIODS} == {
        "hour": 52 * 5 * 8,
        "day": 52 * 5,
        "week": 52,
        "fortnight": 26,
        "half-month": 24,
        "month": 12,
        "quarter": 4,
        "year": 1,
    }


def test_a_year_of_one_s_own() -> None:
    """Each number may be another, and the year itself is always one."""
    year = sk.PayYear(hours=1607, days=218, weeks=45.5, months=14)

    assert [year.factor(period) for period in PERIODS] == [
        1607.0,
        218.0,
        45.5,
        22.75,
        28.0,
        14.0,
        14 / 3,
        1.0,
    ]
    assert all(type(year.factor(period)) is float for period in PERIODS)


@for_each("name", ["hours", "days", "weeks", "months"])
@for_each("value", [0, -1, float("nan"), float("inf"), True, "52", None])
def test_what_is_no_number_of_periods_is_refused(name: str, value: Any) -> None:
    """Every number must be positive and finite; the error names it."""
    with pytest.raises(sk.InvalidQuery, match=rf"^PayYear\({name}=") as caught:
        sk.PayYear(**{name: value})

    assert caught.value.value is value


@pytest.mark.parametrize("value", [np.int64(50), np.float64(50.0), np.float32(50.0)], ids=repr)
def test_numpy_s_numbers_are_numbers(value: Any) -> None:
    """A number may come from numpy."""
    assert sk.PayYear(weeks=value).factor("week") == 50.0


@for_each(
    ("period", "message"),
    [
        (
            "decade",
            r"^'decade' is not a period\. Choose hour, day, week, fortnight, half-month, month, quarter or year\.$",
        ),
        ("monthly", r"Did you mean 'month'\?"),
        ("Year", "is not a period"),
        ("", "is not a period"),
    ],
)
def test_an_unknown_period_is_refused(period: str, message: str) -> None:
    """A word that is no period is refused, with the nearest one."""
    with pytest.raises(sk.InvalidQuery, match=message) as caught:
        sk.PayYear().factor(period)

    assert caught.value.value == period


def test_a_year_is_a_value() -> None:
    """A pay year is frozen, equals one with the same numbers, and survives pickling."""
    year = sk.PayYear(weeks=50)
    with pytest.raises(AttributeError):
        year.weeks = 52  # type: ignore[misc]

    assert year == sk.PayYear(weeks=50) != sk.PayYear()
    assert hash(year) == hash(sk.PayYear(weeks=50))
    assert pickle.loads(pickle.dumps(year)) == year  # noqa: S301 - our own bytes
    assert repr(year) == "PayYear(hours=2080, days=260, weeks=50, months=12)"


@for_each("period", PERIODS)
def test_a_table_is_annualised(period: str) -> None:
    """A converted figure is the amount times the factor of its period, and the amount itself stays as stated."""
    year = sk.PayYear(hours=1000, days=100, weeks=40, months=13)
    table = sk.read_salaries([{"amount": 3, "currency": "USD", "period": period}]).convert(
        "USD", on="2024", pay_year=year
    )

    assert table.to_arrow().column("value").to_pylist() == [3 * year.factor(period)]
    assert (table[0].amount, table[0].period) == (3.0, period)


@for_each(
    ("country", "period", "factor"),
    [
        ("US", "hour", 2080),
        ("uk", "hour", 37.5 * 52),
        ("AU", "hour", 38 * 52),
        ("FR", "hour", 35 * 52),
        ("DK", "hour", 37 * 52),
        ("AT", "month", 14),
        ("ES", "month", 14),
        ("BR", "month", 13),
        ("DE", "month", 12),
        ("JP", "hour", 2080),
    ],
)
def test_a_country_has_its_customary_year(country: str, period: str, factor: float) -> None:
    """A country's year is what its laws or agreements say, and the default where they say nothing else."""
    assert sk.PayYear.of(country).factor(period) == factor


@for_each("country", ["XX", "Austria", "", None])
def test_the_year_of_no_country_is_refused(country: Any) -> None:
    """A text that is no country's code is not taken for a country without customs of its own."""
    with pytest.raises(sk.InvalidQuery, match="alpha-2") as caught:
        sk.PayYear.of(country)

    assert caught.value.value == country


def test_every_customary_year_has_a_source() -> None:
    """No row stands without the law or the custom that it rests on, and each is of a country."""
    assert all(custom.source and sk.PayYear.of(code) == custom.year for code, custom in _CUSTOMARY.items())
