from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.salaries import tuples
from salarykit.salaries.tuples import code_tuples

USD = sk.load_salaries().convert("USD", on="2024")
SETTINGS: dict[str, Any] = {"near": "Berlin", "scale_km": 5000, "min_weight": 0.01}


def test_a_group_is_answered_as_it_is_alone() -> None:
    """Each group has the statistics of the same question to its rows alone."""
    for row in USD.query(by="country", **SETTINGS):
        alone = USD.where(country=row["country"]).query(**SETTINGS)

        assert (row["n"], row["dropped"], row["warnings"]) == (alone.n, alone.dropped, len(alone.warnings))
        assert (row["n_eff"], row["dropped_share"]) == pytest.approx((alone.n_eff, alone.dropped_share))
        if not alone.n:
            assert (row["p50"], row["mean"], row["top_share"]) == (None, None, None)
            continue
        assert [row["p25"], row["p50"], row["p75"]] == pytest.approx(list(alone.quantiles.values()))
        low, high = (None if np.isnan(end) else pytest.approx(end) for end in alone.intervals[0.5])
        assert (row["p50_low"], row["p50_high"]) == (low, high)
        assert (row["mean"], row["geometric_mean"], row["top_share"], row["design_effect"]) == pytest.approx(
            (alone.mean, alone.geometric_mean, alone.top_share, alone.design_effect)
        )


def test_groups_stand_in_the_order_of_their_names() -> None:
    """Groups stand in the order of their names, a missing name last; several columns make one."""
    rows = [
        {"amount": 1, "currency": "EUR", "country": country, "city": city}
        for country, city in [
            ("FR", "Paris"),
            (None, "Remote"),
            ("DE", "Bonn"),
            ("DE", None),
            ("FR", "Paris"),
        ]
    ]
    table = sk.read_salaries(rows)

    assert [row["country"] for row in table.query(by="country")] == ["DE", "FR", None]
    assert [(row["country"], row["city"], row["n"]) for row in table.query(by=["country", "city"])] == [
        ("DE", "Bonn", 1), ("DE", None, 1), ("FR", "Paris", 2), (None, "Remote", 1),
    ]  # fmt: skip


def test_weak_groups_may_be_refused() -> None:
    """A group that rests on too little has no figures and says why, where the guard refuses; others have theirs."""
    found = {row["country"]: row for row in USD.query(by="country", guard="refuse", min_n_eff=3)}

    assert found["US"]["refused"] is None
    assert found["US"]["p50"] is not None
    assert found["CA"]["refused"] == (
        "The answer rests on 1.0 effective records; it should rest on 3 or more. One record has 100% of the weight."
    )
    assert (found["CA"]["p50"], found["CA"]["mean"], found["CA"]["weak"]) == (None, None, True)


def test_groups_explain_themselves() -> None:
    """An answer by groups draws itself, is JSON with its provenance, is one Arrow table, and explains itself."""
    found = USD.query(by="country", quantiles=(0.5,), method="hazen")
    read = json.loads(found.to_json())

    assert read["provenance"]["by"] == read["by"] == ["country"]
    assert (read["provenance"]["method"], read["terms"]["base"], read["base"]) == ("hazen", "USD", "USD")
    assert len(read["rows"]) == len(found) == 9
    assert "p50" in repr(found)
    assert "<table>" in found._repr_html_()
    assert found.explain().splitlines()[1] == "Quantiles are hazen; intervals: beta, 95%."
    assert found.to_json() == USD.query(by=["country"], quantiles=(0.5,), method="hazen").to_json()


def test_an_own_date_is_told_once() -> None:
    """Where each record was converted at its own date, the answer says so."""
    found = sk.load_salaries().convert("USD", on="own").query(by="country")

    assert "each record" in found.note.lower()
    assert found.note in found.explain()


def test_an_empty_table_has_no_groups() -> None:
    """An empty table has an answer without rows."""
    found = USD.head(0).query(by=["country", "city"])

    assert len(found) == 0
    assert found.columns[:3] == ("country", "city", "n")


def test_a_dictionary_column_groups_like_a_plain_one() -> None:
    """How a column is coded does not matter."""
    table = USD.to_arrow()
    at = table.column_names.index("country")
    coded = sk.SalaryTable(table.set_column(at, "country", table.column("country").dictionary_encode()))

    assert coded.query(by="country").to_arrow().to_pylist() == USD.query(by="country").to_arrow().to_pylist()
    assert coded.query(near="Berlin").provenance == USD.query(near="Berlin").provenance


def test_rows_are_coded_alike_by_every_road() -> None:
    """A dictionary that holds a value twice has it once; many combinations are found column by column, or by sorting, as by one table."""
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, None]), pa.array(["a", "b", "a"]))
    table = pa.table({"x": twice, "y": [1, 1, 1, 2]})
    coded = code_tuples(table, ["x", "y"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tuples, "_FEW", 0)
        one_by_one = code_tuples(table, ["x", "y"])
        patch.setattr(tuples, "_TABLE", 0)
        sorted_ = code_tuples(table, ["x", "y"])

    assert coded.names == one_by_one.names == sorted_.names
    for each in (coded, one_by_one, sorted_):
        named = [each.names[index] for index in each.indices.tolist()]
        assert named == [("a", 1), ("b", 1), ("a", 1), (None, 2)]
        assert sorted(map(str, each.names)) == sorted(map(str, {*named}))


@for_each(
    ("by", "message"),
    [
        ("contry", r"^by: no column 'contry'\. Did you mean 'country'\?"),
        ([], r"^by: name at least one column\.$"),
        (5, r"^by=5: name a column, or a list of columns\.$"),
        (["country", "x"], r"^by: no column 'x'"),
        ("tags", r"^by: rows cannot be grouped by tags: "),
        ("n", r"^by: the answer has a column named 'n'"),
    ],
)
def test_a_wrong_column_is_refused(by: Any, message: str) -> None:
    """A column that is not there, that cannot group or whose name the answer uses is refused."""
    table = pa.table({"amount": [1.0], "currency": ["USD"], "tags": [["a"]], "n": [1], "country": ["US"]})
    with pytest.raises(sk.InvalidQuery, match=message):
        sk.SalaryTable(
            sk.read_salaries(table.drop_columns(["tags"]), infer=False)
            .to_arrow()
            .append_column("tags", pa.array([["a"]]))
        ).query(by=by)


def test_groups_are_bootstrapped_apart() -> None:
    """A seeded bootstrap gives each group an interval, the same every time."""
    asked: dict[str, Any] = {"interval": "bootstrap", "seed": 3, "resamples": 40, "by": "country"}
    one, two = USD.query(**asked), USD.query(**asked)
    us = next(row for row in one if row["country"] == "US")

    assert one == two
    assert us["p50_low"] <= us["p50"] <= us["p50_high"]
    assert us["p50_low"] < us["p50_high"]


def test_many_rows_are_weighed_in_blocks() -> None:
    """A hundred thousand rows are weighed block by block, and each as it would be alone."""
    rng = np.random.default_rng(2)
    size = 100_000
    columns: dict[str, Any] = {
        "amount": rng.lognormal(11, 0.5, size),
        "currency": ["USD"] * size,
        "city": rng.choice(["Berlin", "Paris", "Toronto"], size),
        "relevance": np.where(rng.random(size) < 0.1, np.nan, rng.integers(0, 11, size) / 10),
        "sample_size": rng.integers(1, 100, size),
    }
    table = sk.read_salaries(pd.DataFrame(columns))
    found = table.query(near="Berlin", scale_km=2000, sample_pivot=30, min_weight=0.05)
    near = {
        "Berlin": 1.0,
        **{row["city"]: row["signal_place"] for row in table.head(50).query(near="Berlin", scale_km=2000)},
    }
    relevance = np.nan_to_num(columns["relevance"], nan=1.0)
    n = columns["sample_size"]
    expected = np.round(relevance * np.array([near[city] for city in columns["city"]]) * n / (n + 30), 12)

    np.testing.assert_allclose(found.weights, np.where(expected < 0.05, 0.0, expected), atol=2e-12)
    assert found.dropped == int(((expected > 0) & (expected < 0.05)).sum())
    assert [row["weight"] for row in found._first(20)] == sorted(found.weights, reverse=True)[:20]
    assert found[0] == next(iter(found)) == found.to_arrow().slice(0, 1).to_pylist()[0]
    assert found[-1] == found.to_arrow().slice(found.n - 1, 1).to_pylist()[0]
