from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import salarykit as sk

USD = sk.load_salaries().convert("USD", on="2024")
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


def test_weak_answers_are_warned_of() -> None:
    """Few effective records, one that dominates and missing signals are said in sentences; a strong answer has none."""
    found = USD.query(near="London", scale_km=50)
    even = sk.read_salaries([{"amount": 1, "currency": "USD", "relevance": 1}] * 5).query()

    assert found.warnings == (
        "The answer rests on 1.0 effective records; fewer than 5 say little.",
        "One record has 100% of the weight: London.",
        "1 record lacks the signal 'relevance' and counts as 1.",
    )
    assert even.warnings == ()


def test_only_records_that_count_are_missed() -> None:
    """A signal that only records without weight lack is not told as missing."""
    found = TABLE.query(near="Berlin", exponents={"relevance": 2})

    assert found.missing == {"relevance": 1, "place": 1}
    assert 40 not in column(found, "amount")


def test_nothing_that_bears_on_the_question_is_told() -> None:
    """Where no record has weight there is no figure, and a sentence says so."""
    found = TABLE.where(relevance=0.0).query()

    assert (found.n, found.n_eff, len(found)) == (0, 0.0, 0)
    assert np.isnan([*found.quantiles.values(), found.mean, found.top_share]).all()
    assert found.warnings == ("No record has any weight: nothing in the table bears on the question.",)


@pytest.mark.parametrize("table", [USD.head(0), sk.load_salaries().head(0)], ids=["converted", "plain"])
def test_an_empty_table_answers_nothing(table: sk.SalaryTable) -> None:
    """An empty table answers with no figure, and its answer draws itself and is JSON."""
    found = table.query(near="Berlin", as_of="2024", role="x")
    read = json.loads(found.to_json())

    assert (read["n"], read["mean"], read["top_share"], read["rows"]) == (0, None, None, [])
    assert read["quantiles"] == {"0.25": None, "0.5": None, "0.75": None}
    assert "No record has any weight" in repr(found)


@pytest.mark.parametrize("name", ["weight", "signal_relevance"])
def test_an_answer_overwrites_no_column(name: str) -> None:
    """A source with a column of its own where an answer would write is refused, as a conversion refuses it."""
    table = sk.read_salaries([{"amount": 1, "currency": "USD", name: 7}])

    with pytest.raises(sk.InvalidQuery, match=name):
        table.query()


def test_records_without_a_figure_do_not_count() -> None:
    """A record whose currency has no rate has no part in the answer."""
    rows = [{"amount": 1, "currency": "USD"}, {"amount": 2, "currency": "KES"}]
    found = sk.read_salaries(rows).convert("USD", on="2024", missing="null").query()

    assert (found.n, found.mean) == (1, 1.0)


def test_an_answer_is_json() -> None:
    """An answer as JSON has the method, the statistics, the question, the terms and every record."""
    found = USD.query(near=(52.5, 13.4), scale_km=800, quantiles=(0.1, 0.5))
    read = json.loads(found.to_json())

    assert read["method"] == "kish_linear"
    assert read["quantiles"] == {"0.1": found.quantiles[0.1], "0.5": found.quantiles[0.5]}
    assert read["query"] == {"near": [52.5, 13.4], "scale_km": 800.0, "quantiles": [0.1, 0.5]}
    assert (read["n"], read["n_eff"], read["top_share"]) == (found.n, found.n_eff, found.top_share)
    assert (len(read["rows"]), read["terms"]["base"], read["warnings"]) == (
        found.n,
        "USD",
        list(found.warnings),
    )
    assert USD.query(read["query"]) == found


def test_a_question_is_a_model() -> None:
    """A question is frozen, reads back from its JSON, and its schema names every setting with its range."""
    query = sk.Query(near="Berlin", scale_km=800, exponents={"place": 2})
    schema = sk.Query.model_json_schema()
    with pytest.raises(ValueError, match="frozen"):
        query.scale_km = 5  # type: ignore[misc]

    assert sk.Query.model_validate_json(query.model_dump_json(exclude_unset=True)) == query
    assert list(schema["properties"]) == list(sk.Query.model_fields)
    assert "required" not in schema
    assert schema["additionalProperties"] is False
    assert schema["properties"]["scale_km"] | {"title": ""} == {
        "default": 500.0,
        "exclusiveMinimum": 0,
        "title": "",
        "type": "number",
    }
    assert schema["properties"]["min_weight"] | {"title": ""} == {
        "default": 0.0,
        "maximum": 1,
        "minimum": 0,
        "title": "",
        "type": "number",
    }
    assert schema["properties"]["shape"]["enum"] == ["gauss", "exp", "linear"]
