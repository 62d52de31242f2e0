"""Four records that differ in all that a query weighs: role, place, day and relevance; and what the tests of queries read from answers."""

from __future__ import annotations

from typing import Any

import salarykit as sk

ROWS: list[dict[str, Any]] = [
    {
        "city": "Berlin",
        "country": "DE",
        "role": "Chief Product Officer",
        "amount": 10,
        "as_of": "2024-06-30",
        "relevance": 1.0,
    },
    {
        "city": "Paris",
        "country": "FR",
        "role": "Product Manager",
        "amount": 20,
        "as_of": "2023-06-30",
        "relevance": 0.5,
    },
    {"city": "Nowhere", "country": None, "role": None, "amount": 30, "as_of": None, "relevance": None},
    {
        "city": None,
        "country": None,
        "role": "Officer Product Chief",
        "amount": 40,
        "as_of": "2024",
        "relevance": 0.0,
    },
]
TABLE = sk.read_salaries(ROWS, defaults={"currency": "EUR"})


def column(found: sk.QueryResult, name: str) -> list[Any]:
    """Return a column of the records behind an answer."""
    values: list[Any] = found.to_arrow().column(name).to_pylist()
    return values
