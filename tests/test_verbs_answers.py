from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import numpy as np
import pytest
from cases import for_each
from four_records import TABLE, column

import salarykit as sk
from salarykit.salaries.querying.query import QuerySettings

USD = sk.load_salaries().convert("USD", on="2024")


def test_weak_answers_are_warned_of() -> None:
    """Few effective records, one that dominates and missing signals are said in sentences; a strong answer has none."""
    found = USD.query(near="London", scale_km=50)
    even = sk.read_salaries([{"amount": 1, "currency": "USD", "relevance": 1}] * 5).query()

    assert found.warnings == (
        "The answer rests on 1.0 effective records; it should rest on 5 or more.",
        "One record has 100% of the weight: London.",
        "1 record lacks the signal 'relevance' and counts as 1.",
    )
    assert even.warnings == ()


@for_each("weight", [1.0, 1 / 3, 0.007, 0.1, 0.029, 1e-3])
def test_five_records_that_weigh_alike_are_five(weight: float) -> None:
    """Five equal records are no fewer than five, and two equal halves no more than half, whatever they weigh."""
    rows = [{"amount": n, "currency": "USD", "relevance": weight} for n in range(1, 6)]
    five = sk.read_salaries(rows).query(guard="refuse")
    two = sk.read_salaries(rows[:2]).query(min_n_eff=2, guard="refuse")

    assert (five.refused, five.n_eff, five.warnings) == (None, 5.0, ())
    assert (two.refused, two.n_eff, two.warnings) == (None, 2.0, ())


def test_a_size_below_the_limit_is_never_printed_as_the_limit() -> None:
    """4.96 effective records are "4.9", for five would be enough."""
    rows = [
        {"amount": n, "currency": "USD", "relevance": w} for n, w in enumerate([1, 1, 1, 1, 0.82], start=1)
    ]
    found = sk.read_salaries(rows).query()

    assert 4.95 < found.n_eff < 5
    assert found.warnings == ("The answer rests on 4.9 effective records; it should rest on 5 or more.",)


def test_only_records_that_count_are_missed() -> None:
    """A signal that only records without weight lack is not told as missing."""
    found = TABLE.query(near="Berlin", exponents={"relevance": 2}, missing="neutral")

    assert found.missing == {"relevance": 1, "place": 1}
    assert 40 not in column(found, "amount")


def test_nothing_that_bears_on_the_question_is_told() -> None:
    """Where no record has weight there is no figure, and a sentence says so."""
    found = TABLE.where(relevance=0.0).query()

    assert (found.n, found.n_eff, len(found)) == (0, 0.0, 0)
    assert np.isnan([*found.quantiles.values(), found.mean, found.top_share]).all()
    assert found.warnings == ("No record has any weight: no record of the table fits the question.",)


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
    rows = [{"amount": 1, "currency": "USD"}, {"amount": 2, "currency": "KPW"}]
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
    assert all(setting["description"].endswith(".") for setting in schema["properties"].values())
    assert schema["properties"]["scale_km"] | {"title": "", "description": ""} == {
        "description": "",
        "default": 500.0,
        "exclusiveMinimum": 0,
        "title": "",
        "type": "number",
    }
    assert schema["properties"]["min_weight"] | {"title": "", "description": ""} == {
        "description": "",
        "default": 0.0,
        "maximum": 1,
        "minimum": 0,
        "title": "",
        "type": "number",
    }
    assert schema["properties"]["shape"]["enum"] == ["gauss", "exp", "linear"]


def test_the_keywords_of_a_query_are_its_fields() -> None:
    """A type checker knows each setting of a query as a keyword, in the same order, and no other."""
    assert list(QuerySettings.__annotations__) == list(sk.Query.model_fields)


def test_a_refused_answer_has_no_figures() -> None:
    """Where the guard refuses there is no figure but why; where the answer rests on enough it is as without."""
    found = USD.query(near="Berlin", scale_km=800, guard="refuse")
    read = json.loads(found.to_json())

    assert (found.quantiles, found.intervals) == ({}, {})
    assert np.isnan([found.mean, found.geometric_mean, found.standard_error]).all()
    assert found.refused == (
        "The answer rests on 2.5 effective records; it should rest on 5 or more. "
        "One record has 55% of the weight: Berlin."
    )
    assert (read["quantiles"], read["mean"], read["refused"]) == ({}, None, found.refused)
    assert found.explain().startswith("There is no answer, because it would be weak.\n")
    assert found.caption.startswith("Refused; n 4, n_eff 2.48, top share 55%. The answer rests on")
    assert USD.query(guard="refuse").quantiles == USD.query().quantiles
    assert USD.query(near="Berlin", scale_km=800, guard="refuse", min_n_eff=2, max_share=0.6).refused is None
    assert TABLE.where(relevance=0.0).query(guard="refuse").refused


def test_an_answer_says_how_sure_it_is() -> None:
    """Each quantile has an interval of the level asked for; a seeded bootstrap gives another; none may be asked for."""
    usual, sure = USD.query(), USD.query(level=0.5)
    drawn = [USD.query(interval="bootstrap", seed=seed, resamples=50) for seed in (1, 1, 2)]

    for p, (low, high) in usual.intervals.items():
        assert low <= sure.intervals[p][0] <= usual.quantiles[p] <= sure.intervals[p][1] <= high
    assert drawn[0].intervals == drawn[1].intervals != drawn[2].intervals
    assert USD.query(interval="none").intervals == {}
    assert usual.intervals[0.5][0] <= USD.query(interval="wilson").intervals[0.5][0]
    assert (usual.design_effect, usual.standard_error) == pytest.approx(
        (1.0, np.std(column(usual, "value"), ddof=1) / 15**0.5)
    )
    assert usual.geometric_mean == pytest.approx(np.exp(np.mean(np.log(column(usual, "value")))))


def test_an_answer_can_be_kept() -> None:
    """An answer can be pickled and copied; it equals the same question's answer, and not another's."""
    found = USD.query(near="Berlin", method="hazen")
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own

    assert again == found == copy.deepcopy(found)
    assert again.to_json() == found.to_json()
    assert found != USD.query(near="Berlin")
    assert found != "an answer"
    assert USD.query(quantiles=()).quantiles == {}


def test_one_record_has_no_interval() -> None:
    """Below two effective records there is no interval: a single figure, however surely stated, has no spread."""
    one, two = (USD.where(city=cities).query() for cities in (["Berlin"], ["Berlin", "Paris"]))
    drawn = USD.where(city="Berlin").query(interval="bootstrap", seed=1, resamples=9)

    assert np.isnan([*one.intervals[0.5], *drawn.intervals[0.5]]).all()
    assert json.loads(one.to_json())["intervals"]["0.5"] == [None, None]
    assert "interval" not in one.explain()
    assert two.intervals[0.5][0] < two.quantiles[0.5] < two.intervals[0.5][1]


def test_an_answer_explains_itself() -> None:
    """An answer says in sentences what was asked, what it rests on, its figures, its weaknesses and where it is from."""
    asked: dict[str, Any] = {
        "near": "Berlin",
        "as_of": "2024-06-30",
        "min_weight": 0.6,
        "exponents": {"relevance": 2},
        "missing": "neutral",
    }
    lines = TABLE.query(**asked).explain().splitlines()

    assert (
        lines[0]
        == "Of 4 records with a figure, 2 count; each weighs the product of its relevance, place and recency."
    )
    assert lines[1] == "1 record lighter than 0.6 is left out, with 0.7% of the weight."
    assert lines[2].startswith(
        "They are worth 2.0 equally weighted records (design effect 1.00); the heaviest, Berlin,"
    )
    assert lines[4] == (
        "p50 is EUR 20 (no 95% interval: the smallest and the largest figure contain it with about 50% confidence, kish_linear)."
    )
    assert lines[-1].startswith("Figures are EUR a year. salarykit ")
    assert "EUR" in TABLE.query(interval="none").explain()
    assert TABLE.where(relevance=0.0).query().explain().splitlines()[1].startswith("No record has any weight")


def test_a_weight_explains_itself() -> None:
    """A record says each signal, its exponent, how they combine, and its share of the weight."""
    missing = {"role": 0.25, "place": "neutral"}
    settings: dict[str, Any] = {"role": "Chief Product Officer", "near": "Berlin", "missing": missing}
    found = TABLE.query(**settings, exponents={"relevance": 0, "place": 2})
    mean = TABLE.query(**settings, combine="mean", exponents={"place": 2})

    assert found.explain(0) == (
        "Berlin: relevance switched off; role 1; place 1 (to the power 2). Their product is the weight 1.0000, "
        f"{1 / found.weights.sum():.1%} of all."
    )
    assert "Nowhere: relevance switched off; role missing, counts as 0.25; place missing, counts as 1" in (
        found.explain(found.n - 1) + found.explain(found.n - 2)
    )
    assert "place 1 (counted 2 times). Their mean is the weight" in mean.explain(0)
    assert "The smallest is the weight" in TABLE.query(combine="min").explain(0)
    with pytest.raises(sk.InvalidQuery, match=r"^row=99: the answer has the rows 0 to 3\.$"):
        found.explain(99)


def test_an_answer_says_what_it_rests_on() -> None:
    """The provenance has base, day, methods, version and a fingerprint that changes with what the answer read."""
    one = USD.query(near="Berlin", method="hazen")
    other = USD.where(country=["DE", "FR"]).query(near="Berlin", method="hazen")

    assert one.provenance | {"input": ""} == {
        "base": "USD",
        "on": "2024",
        "method": "hazen",
        "combine": "product",
        "interval": "beta",
        "version": sk.__version__,
        "input": "",
    }
    assert one.provenance["input"] != other.provenance["input"]
    assert one.to_json() == USD.query(near="Berlin", method="hazen").to_json()
    assert (
        one.provenance["input"]
        == USD.query(near="Paris").provenance["input"]
        != USD.query().provenance["input"]
    )
