"""A table that is long, wide or transposed is refused with the line of pandas or polars that gives it a column of amounts."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import polars as pl
import pytest
from cases import for_each

import salarykit as sk

LONG = [
    {"city": city, "item": item, "value": value}
    for city, pay, count in (("Kiel", 52_000, 12), ("Bonn", 58_000, 9))
    for item, value in (("median salary (EUR)", pay), ("sample size", count))
]
YEARS = [{"city": "Riga", "2022": 1380, "2023": 1540}, {"city": "Tallinn", "2022": 1680, "2023": 1830}]
CITIES = [{"grade": "E 9", "Kiel": 41_000, "Bonn": 43_000}, {"grade": "E 10", "Kiel": 45_000, "Bonn": 47_000}]
TURNED = [
    {"item": "Median salary (EUR)", "Berlin": 52_000, "Munich": 58_000},
    {"item": "Sample size", "Berlin": 12, "Munich": 9},
]
SHAPES: list[tuple[str, list[dict[str, Any]], dict[str, Any], list[tuple[str, float]]]] = [
    ("are what 'item' names", LONG, {}, [("Bonn", 58_000), ("Kiel", 52_000)]),
    ("stand side by side ('2022', '2023')", YEARS, {"currency": "EUR", "period": "month"}, [("Riga", 1380), ("Riga", 1540), ("Tallinn", 1680), ("Tallinn", 1830)]),
    ("stand side by side ('Kiel', 'Bonn')", CITIES, {"currency": "EUR"}, [("Bonn", 43_000), ("Bonn", 47_000), ("Kiel", 41_000), ("Kiel", 45_000)]),
]  # fmt: skip


def refusal(rows: list[dict[str, Any]], **defaults: str) -> str:
    """Return the message with which records are refused."""
    with pytest.raises(sk.InvalidSalary) as told:
        sk.read_salaries(rows, defaults=defaults)
    return str(told.value)


@for_each(("shape", "rows", "defaults", "wanted"), SHAPES)
def test_the_advice_makes_the_table_readable(
    shape: str, rows: list[dict[str, Any]], defaults: dict[str, Any], wanted: list[tuple[str, float]]
) -> None:
    """The message names the shape, and either of its two lines, run as it stands, gives a table that is read."""
    message = refusal(rows)
    assert shape in message
    for library, frame in (("pandas", pd.DataFrame(rows)), ("polars", pl.DataFrame(rows))):
        line = re.search(rf"with {library}, (df\..*?\))(?:;|\.(?: |$))", message)
        assert line, message
        turned = eval(line[1], {"df": frame})  # noqa: S307 - the advice itself
        table = sk.read_salaries(turned, defaults=defaults)
        assert sorted((row.city or "", row.amount) for row in table) == wanted


def test_a_transposed_table_is_named() -> None:
    """Where the first column names the fields, the message says that the columns are the records, and how to transpose it."""
    message = refusal(TURNED)
    assert (
        "each other column is a record. Transpose it: with pandas, df.set_index('item').T.reset_index()"
        in message
    )
    turned = pd.DataFrame(TURNED).set_index("item").T.reset_index()
    assert [row.amount for row in sk.read_salaries(turned)] == [52_000, 58_000]


def test_one_figure_for_all_rows_is_named_with_its_units() -> None:
    """Where a column says the same figure of all rows, the message has the options that read them, and these do."""
    rows = [
        {"GEO": geo, "Wages": "Average weekly wage rate", "VALUE": value}
        for geo, value in (("Ontario", 1243.15), ("Quebec", 1180.4))
    ]
    message = refusal(rows)
    assert "say columns={'amount': 'VALUE'} and defaults={'period': 'week', 'statistic': 'mean'}" in message
    table = sk.read_salaries(
        rows, columns={"amount": "VALUE"}, defaults={"period": "week", "statistic": "mean", "currency": "CAD"}
    )
    assert [(row.amount, row.period, row.statistic) for row in table] == [
        (1243.15, "week", "mean"),
        (1180.4, "week", "mean"),
    ]


def test_a_plain_table_without_amounts_gets_no_such_advice() -> None:
    """One column of numbers that nothing names is offered as before."""
    message = refusal([{"city": "Kiel", "x1": 5}])
    assert "There are numbers in 'x1'." in message
    assert "pandas" not in message


def test_a_long_name_is_cut_in_a_message() -> None:
    """The names of columns in a message are bounded."""
    assert len(refusal([{"a" * 5000: "x", "b": "y"}])) < 400
