"""No error from below: whatever a caller gives, the answer is right or a SalaryKitError."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES: dict[str, Any] = {
    "a signalling NaN": Decimal("sNaN"),
    "a long integer": 10**400,
    "a bool": True,
    "two dimensions": np.ones((2, 2)),
    "a time out of range": np.array([2**62], "M8[s]"),
    "one time out of range": np.datetime64(2**62, "s"),
    "no time": np.datetime64("NaT", "s"),
    "half a character": "\ud800",
    "a list": ["USD"],
    "a nested list": [[1], [2]],
    "a set": {1},
    "a mapping": {"a": 1},
    "bytes": b"\xff",
    "a null": "a\0b",
    "nothing": "",
    "NaN": float("nan"),
    "infinity": float("inf"),
    "a negative number": -1,
    "a complex number": 5j,
    "a long text": "9" * 5_000,
    "the last day": dt.date.max,
    "an object": object(),
    "a class": int,
}
RECORD = {"amount": 50_000, "currency": "EUR", "city": "Kiel"}


def _file(**options: Any) -> Any:
    """Convert the packaged salaries, or fail before."""
    return sk.convert_file(
        **{"source": "nowhere.csv", "out": "nowhere/out.csv", "base": "EUR", "on": "2024", **options}
    )


DOORS: dict[str, list[Callable[[Any], Any]]] = {
    "convert": [
        lambda value: sk.convert(value, "USD", "EUR", on="2024"),
        lambda value: sk.convert(1, value, "EUR", on="2024"),
        lambda value: sk.convert(1, "USD", value, on="2024"),
        lambda value: sk.convert(1, "USD", "EUR", on=value),
        lambda value: sk.convert([1.0], "USD", "EUR", on=[value]),
        lambda value: sk.convert(1, "USD", "EUR", on="2024", max_staleness=value),
        lambda value: sk.convert(1, "USD", "EUR", on="2024", rates=value),
    ],
    "convert_file": [
        lambda value: _file(source=value),
        lambda value: _file(out=value),
        lambda value: _file(base=value),
        lambda value: _file(max_bytes=value),
        lambda value: _file(formulas=value),
    ],
    "find_pay": [
        sk.find_pay,
        lambda value: sk.find_pay("€5", country=value),
        lambda value: sk.find_pay("€5", on=value),
    ],
    "parse_pay": [sk.parse_pay, lambda value: sk.parse_pay("€50,000", country=value)],
    "parse_pay_column": [sk.parse_pay_column, lambda value: sk.parse_pay_column([value])],
    "read_salaries": [
        sk.read_salaries,
        *(
            lambda value, option=option: sk.read_salaries("data/salaries.csv", **{option: value})
            for option in (
                "columns",
                "defaults",
                "layout",
                "encoding",
                "delimiter",
                "header",
                "sheet",
                "max_bytes",
                "decimal",
            )
        ),
    ],
    "sift_salaries": [
        sk.sift_salaries,
        *(
            lambda value, name=name: sk.sift_salaries([RECORD | {name: value}])
            for name in (
                "amount",
                "currency",
                "city",
                "period",
                "as_of",
                "country",
                "relevance",
                "note",
                "other",
            )
        ),
    ],
    "infer_layout": [sk.infer_layout],
    "read_rates": [
        lambda value: sk.read_rates(value, base="EUR"),
        lambda value: sk.read_rates([{"date": "2024-01-01", "currency": "USD", "rate": 1}], base=value),
    ],
    "round_money": [lambda value: sk.round_money(5.0, value)],
    "Currency": [sk.Currency],
    "Salary": [
        lambda value: sk.Salary(amount=value, currency="USD"),
        lambda value: sk.Salary(amount=1, currency=value),
        lambda value: sk.Salary(amount=1, currency="USD", as_of=value),
    ],
    "SalaryTable": [
        lambda value: sk.load_salaries().convert(value, on="2024"),
        lambda value: sk.load_salaries().convert("USD", on=value),
        lambda value: sk.load_salaries().to_csv(value) if not isinstance(value, str) or not value else None,
        lambda value: (
            sk.load_salaries().to_parquet(value) if not isinstance(value, str) or not value else None
        ),
    ],
    "Rates": [
        lambda value: sk.default_rates().rate(value, "USD", on="2024"),
        lambda value: sk.default_rates().quote("EUR", "USD", on=value),
    ],
}
"""The doors that take values, by public name: each of them takes one value."""

OTHERS = {
    "errors, which are raised": {
        *("InvalidCurrency", "InvalidPay", "InvalidQuery", "InvalidSalary", "InvalidSpan", "MixedCurrencies"),
        *("RateNotFound", "SalaryKitError", "SourceError"),
    },
    "results, which verbs make": {
        *(
            "BatchReport",
            "Comparison",
            "Converted",
            "Findings",
            "Pay",
            "QueryResult",
            "Quote",
            "Ranking",
            "Sifted",
        ),
    },
    "settings and sources, which their own tests drive": {
        *(
            "Ageing",
            "Layout",
            "PayYear",
            "Query",
            "RateSource",
            "default_rates",
            "fetch_rates",
            "infer_rates",
        ),
        *("load_salaries", "practice"),
    },
}


@pytest.mark.parametrize("name", DOORS)
def test_every_value_is_answered_or_refused(name: str) -> None:
    """Each door takes each value: what it does not raise as a SalaryKitError fails."""
    for number, door in enumerate(DOORS[name]):
        for value in VALUES.values():
            with suppress(sk.SalaryKitError):
                try:
                    door(value)
                except sk.SalaryKitError:
                    raise
                except Exception as error:  # noqa: BLE001 - none of them may come through
                    pytest.fail(f"{name}, door {number}, {value!r:.60}: {type(error).__name__}: {error}")


def test_no_public_name_is_missing() -> None:
    """A new name needs doors here, or a reason to have none."""
    assert set(vars(sk)["__all__"]) == set(DOORS).union(*OTHERS.values())
