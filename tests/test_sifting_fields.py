from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from cases import for_each

from salarykit.errors import InvalidSalary
from salarykit.reading.read import Sifted, sift_salaries
from salarykit.salaries.fields import FIELDS
from salarykit.salaries.salary import Salary

PLAIN = {"amount": 1, "currency": "USD"}
MISSING: list[Any] = [
    None,
    float("nan"),
    np.float32("nan"),
    Decimal("NaN"),
    pd.NA,
    pd.NaT,
    "",
    " ",
    "\t\n",
    "\u00a0",
]
GOOD: dict[str, list[tuple[Any, Any]]] = {
    "role": [
        ("CPO", "CPO"),
        (" two  words ", " two  words "),
        (7, "7"),
        (1.5, "1.5"),
        (True, "True"),
        ("=1+1", "=1+1"),
    ],
    "city": [("Tel Aviv", "Tel Aviv"), ("München", "München"), ("東京", "東京")],
    "country": [("DE", "DE"), (" US ", "US"), ("XK", "XK"), ("GB", "GB")],
    "amount": [
        (1, 1.0),
        (0.01, 0.01),
        ("45000", 45000.0),
        (" 45000.50 ", 45000.5),
        ("+5", 5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e5", 1e5),
        ("\u00a05\u2007", 5.0),
        ("\x1c5\x1f", 5.0),
        (5e-324, 5e-324),
        (1.7976931348623157e308, 1.7976931348623157e308),
        (10**30, 1e30),
        (2**63, 2.0**63),
        (Decimal("0.1"), 0.1),
        (np.int8(5), 5.0),
        (np.float32(0.5), 0.5),
    ],
    "currency": [("USD", "USD"), (" CAD ", "CAD"), ("DEM", "DEM"), ("\x1cEUR", "EUR")],
    "period": [("year", "year"), ("Month", "month"), (" HOUR ", "hour"), ("week", "week"), ("day", "day")],
    "statistic": [
        ("median", "median"),
        ("Mean", "mean"),
        (" p90 ", "p90"),
        ("min", "min"),
        ("max", "max"),
        ("P5", "p5"),
    ],
    "as_of": [
        ("2024-06-28", "2024-06-28"),
        (" 2024-06 ", "2024-06"),
        ("2024-Q2", "2024-Q2"),
        ("2024", "2024"),
        ("2023-07/2024-06", "2023-07/2024-06"),
        (2024, "2024"),
        (2024.0, "2024"),
        (np.int64(2024), "2024"),
        (np.float64(2024.0), "2024"),
        (dt.date(2024, 6, 28), "2024-06-28"),
        (dt.datetime(2024, 6, 28, 23, 30), "2024-06-28"),  # noqa: DTZ001 - a wall clock
        (dt.datetime(2024, 6, 28, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-9))), "2024-06-28"),
        (pd.Timestamp("2024-06-28 23:30"), "2024-06-28"),
        (np.datetime64("2024-06-28"), "2024-06-28"),
        (np.datetime64("2024-06-28T23:30"), "2024-06-28"),
        (np.datetime64("2024-06-28T23:30", "ns"), "2024-06-28"),
    ],
    "sample_size": [(1, 1), ("25", 25), (25.0, 25), ("2.5e1", 25), (2**53, 2**53), (np.int16(3), 3)],
    "relevance": [(0, 0.0), (1, 1.0), ("0.5", 0.5), (Decimal("0.1"), 0.1), (1e-9, 1e-9), (-0.0, 0.0)],
    "source": [("OpenCourser", "OpenCourser")],
    "note": [("a\nb", "a\nb"), ("'=1", "'=1")],
}
BAD: dict[str, list[tuple[Any, str]]] = {
    "role": [(b"CPO", "not_text")],
    "city": [(b"Paris", "not_text")],
    "country": [("UK", "unknown_country"), ("de", "unknown_country"), ("Germany", "unknown_country"), ("AN", "unknown_country"), (49, "not_text")],
    "amount": [
        (0, "out_of_range"),
        (-1, "out_of_range"),
        ("-1", "out_of_range"),
        (math.inf, "out_of_range"),
        ("1e999", "out_of_range"),
        ("1e-999", "out_of_range"),
        (10**400, "out_of_range"),
        ("inf", "not_a_number"),
        ("nan", "not_a_number"),
        ("n/a", "not_a_number"),
        ("1,000", "not_a_number"),
        ("1_000", "not_a_number"),
        ("1 000", "not_a_number"),
        ("0x10", "not_a_number"),
        ("$5", "not_a_number"),
        ("5k", "not_a_number"),
        ("٣", "not_a_number"),
        ("5\u200b", "not_a_number"),
        ("--5", "not_a_number"),
        ("1e", "not_a_number"),
        (True, "not_a_number"),
        (np.True_, "not_a_number"),
        (b"5", "not_a_number"),
        ([5], "not_a_number"),
        (1 + 0j, "not_a_number"),
        (np.complex128(1), "not_a_number"),
        (np.timedelta64(5, "D"), "not_a_number"),
        (dt.date(2024, 6, 28), "not_a_number"),
    ],
    "currency": [("usd", "unknown_currency"), ("US$", "unknown_currency"), ("XXQ", "unknown_currency"), (840, "not_text")],
    "period": [("decade", "unknown_period"), ("yearly", "unknown_period"), (1, "not_text")],
    "statistic": [("mode", "unknown_statistic"), ("p0x", "unknown_statistic"), ("p100", "unknown_statistic"), ("p0", "unknown_statistic"), ("p٣", "unknown_statistic"), (50, "not_text")],
    "as_of": [
        ("2024-13", "invalid_as_of"),
        ("2024-02-30", "invalid_as_of"),
        ("28.06.2024", "invalid_as_of"),
        ("24", "invalid_as_of"),
        ("2024-Q5", "invalid_as_of"),
        ("2024/2023", "invalid_as_of"),
        ("٢٠٢٤", "invalid_as_of"),
        ("latest", "invalid_as_of"),
        (2024.5, "invalid_as_of"),
        (math.inf, "invalid_as_of"),
        (20240628, "invalid_as_of"),
        (-2024, "invalid_as_of"),
        (0, "invalid_as_of"),
        (24, "invalid_as_of"),
        (True, "invalid_as_of"),
        (dt.time(5), "invalid_as_of"),
        (b"2024", "invalid_as_of"),
    ],
    "sample_size": [(0, "out_of_range"), (-1, "out_of_range"), (1.5, "out_of_range"), ("1.5", "out_of_range"), (2**53 + 2, "out_of_range"), (math.inf, "out_of_range"), (True, "not_a_number"), ("many", "not_a_number")],
    "relevance": [(1.2, "out_of_range"), (-0.1, "out_of_range"), ("1.2", "out_of_range"), (math.inf, "out_of_range"), (True, "not_a_number"), ("high", "not_a_number")],
    "source": [(b"x", "not_text")],
    "note": [(b"x", "not_text")],
}  # fmt: skip


def cells(table: dict[str, list[tuple[Any, Any]]]) -> list[tuple[str, Any, Any]]:
    """Return the cells of a truth table: a field, a value and the outcome."""
    return [(field, value, told) for field, pairs in table.items() for value, told in pairs]


def sift(field: str, value: Any) -> Sifted:
    """Return one record with a value in one field, sifted."""
    return sift_salaries([{**PLAIN, field: value}], infer=False)


def test_the_truth_tables_are_complete() -> None:
    """Every field has values that it takes and values that it does not."""
    names = [field.name for field in FIELDS]

    assert list(GOOD) == list(BAD) == list(Salary.model_fields) == names


@for_each(("field", "value", "kept"), cells(GOOD))
def test_a_good_value_is_kept(field: str, value: Any, kept: Any) -> None:
    """A record and a table take a good value, and keep the same one for it."""
    found = sift(field, value)
    record = getattr(Salary(**{**PLAIN, field: value}), field)

    assert found.bad.to_arrow().to_pylist() == []
    assert found.good.to_arrow().column(field).to_pylist() == [kept]
    assert (type(record), record) == (type(kept), kept)


@for_each(("field", "value", "code"), cells(BAD))
def test_a_bad_value_is_refused(field: str, value: Any, code: str) -> None:
    """A record and a table refuse a bad value; the table says which row, column and value, and why."""
    found = sift(field, value)
    with pytest.raises(InvalidSalary) as caught:
        Salary(**{**PLAIN, field: value})

    assert [(cell["row"], cell["column"], cell["code"]) for cell in found.bad] == [(1, field, code)]
    assert (found.bad[0]["value"], len(found.good)) == (str(value), 0)
    assert str(caught.value).startswith(f"{field}: ")
    assert "\n" not in str(caught.value)


@for_each("field", [field.name for field in FIELDS if not field.required])
@for_each("value", MISSING)
def test_a_missing_value_is_none(field: str, value: Any) -> None:
    """Every way to leave a field empty gives None, or the default of the field."""
    default = "year" if field == "period" else None
    found = sift(field, value)

    assert found.good.to_arrow().column(field).to_pylist() == [default]
    assert getattr(Salary(**{**PLAIN, field: value}), field) == default


@for_each("field", ["amount", "currency"])
@for_each("value", MISSING)
def test_a_salary_needs_an_amount_and_a_currency(field: str, value: Any) -> None:
    """A row without an amount or a currency is refused."""
    found = sift(field, value)
    with pytest.raises(InvalidSalary, match=f"^{field} is missing.$"):
        Salary(**{**PLAIN, field: value})

    assert [(cell["column"], cell["code"]) for cell in found.bad] == [(field, "missing")]
    assert found.bad[0]["message"] == f"{field} is missing."


@for_each("field", ["role", "city", "source", "note"])
def test_a_text_that_is_no_unicode_is_refused(field: str) -> None:
    """Half of a surrogate pair, as in a damaged JSON file, is not a text; the other rows are kept."""
    rows = [{**PLAIN, field: "\ud800"}, {**PLAIN, field: "x"}]
    found = sift_salaries(rows)

    assert found.good.to_arrow().column(field).to_pylist() == ["x"]
    assert [(cell["row"], cell["column"]) for cell in found.bad] == [(1, field)]
    with pytest.raises(InvalidSalary):
        Salary(**rows[0])


def test_a_signalling_nan_is_no_figure() -> None:
    """A signalling NaN is refused like any other, and raises nothing else."""
    row = {**PLAIN, "amount": Decimal("sNaN")}
    with pytest.raises(InvalidSalary):
        Salary(**row)

    assert len(sift_salaries([row]).good) == 0


def test_a_column_of_decimals_keeps_its_figures() -> None:
    """A decimal in a column is the same amount as in a record, to the last bit."""
    figures = [Decimal("0.0793"), Decimal("249564.42"), Decimal("9999999.9999")]
    table = pa.table({"amount": pa.array(figures, pa.decimal128(20, 4)), "currency": ["USD"] * 3})
    kept = sift_salaries(table).good.to_arrow().column("amount").to_pylist()

    assert kept == [Salary(**{**PLAIN, "amount": figure}).amount for figure in figures]


def test_a_record_names_every_wrong_field() -> None:
    """The message about a record names all fields that are wrong."""
    with pytest.raises(InvalidSalary) as caught:
        Salary(amount=-1, currency="usd", relevance=2, nonsense=1)

    assert re.findall(r"(?:^|; )(amount|currency|relevance|nonsense)\b", str(caught.value)) == [
        "amount",
        "currency",
        "relevance",
        "nonsense",
    ]
    assert [fault["loc"] for fault in caught.value.bad] == [
        ("amount",),
        ("currency",),
        ("relevance",),
        ("nonsense",),
    ]


def test_a_record_is_frozen() -> None:
    """A salary cannot be changed after it is made, and equals another with the same fields."""
    salary = Salary(**PLAIN)
    with pytest.raises(ValueError, match="frozen"):
        salary.amount = 2.0  # type: ignore[misc]

    assert salary == Salary(amount="1", currency=" USD ")
    assert hash(salary) == hash(Salary(**PLAIN))


def test_a_record_has_a_schema() -> None:
    """The JSON schema of a record names its fields, what is required, and the range of each figure."""
    schema = Salary.model_json_schema()

    assert list(schema["properties"]) == [field.name for field in FIELDS]
    assert schema["required"] == ["amount", "currency"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["amount"] == {"exclusiveMinimum": 0, "title": "Amount", "type": "number"}


def test_a_long_column_is_read_as_each_of_its_cells() -> None:
    """An odd cell anywhere in a long column of texts is read as it would be alone, and no other cell is lost."""
    odd = {0: "x", 1023: " 5 ", 1024: "inf", 16_383: "", 16_384: "+5", 25_000: "1_0", 39_999: "-1"}
    texts = [odd.get(row, "45000") for row in range(40_000)]
    sifted = sift_salaries(pa.table({"amount": texts, "currency": ["USD"] * len(texts)}), infer=False)
    alone = {
        row: sift_salaries([{"amount": text, "currency": "USD"}], infer=False) for row, text in odd.items()
    }
    refused = [row for row in odd if len(alone[row].bad)]

    assert [(cell["row"], cell["code"]) for cell in sifted.bad] == [
        (row + 1, alone[row].bad[0]["code"]) for row in refused
    ]
    assert sifted.good.to_arrow().column("amount").to_pylist() == [
        5.0 if row in odd else 45000.0 for row in range(40_000) if row not in refused
    ]
    assert refused == [0, 1024, 16_383, 25_000, 39_999]
