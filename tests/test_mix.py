from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

import salarykit as sk
from salarykit.analysis import fisher, jevons

PAY = {"A": (100, 200), "B": (90, 210), "C": (120, 180)}
SIZES = {"A": (8, 2), "B": (4, 6), "C": (5, 5)}


def rows(*cities: str, **changes: Any) -> list[dict[str, Any]]:
    """Return two roles of each city."""
    return [
        {
            "city": city,
            "role": role,
            "amount": PAY[city][at],
            "currency": "USD",
            "sample_size": SIZES[city][at],
            **changes,
        }
        for city in cities
        for at, role in enumerate(("junior", "senior"))
    ]


def table(*cities: str, **changes: Any) -> sk.SalaryTable:
    """Return a table of two roles of each city."""
    return sk.read_salaries(rows(*cities, **changes))


def test_two_tables_role_by_role() -> None:
    """Every index, Kitagawa's split and the crude ratio are the golden ones, beside full coverage."""
    found = table("B").compare_mix(table("A"))

    assert (found.crude, found.laspeyres, found.paasche) == pytest.approx((1.35, 0.95, 1.0125))
    assert (found.fisher, found.tornqvist, found.jevons) == pytest.approx(
        (0.980752, 0.980472, 0.972111), abs=5e-7
    )
    assert (found.gap, found.rate_effect, found.mix_effect) == pytest.approx((42.0, -2.0, 44.0))
    assert (found.coverage, found.roles, found.unmatched) == ((1.0, 1.0), ("junior", "senior"), ())
    assert "by their sample size" in found.note
    assert json.loads(found.to_json()) == found.to_dict()


def test_turned_round_an_index_is_one_over() -> None:
    """Fisher, Törnqvist and Jevons are one over the other way; Laspeyres is one over Paasche."""
    there, back = table("B").compare_mix(table("A")), table("A").compare_mix(table("B"))

    for name in ("fisher", "tornqvist", "jevons", "crude"):
        assert getattr(there, name) * getattr(back, name) == pytest.approx(1.0)
    assert there.laspeyres * back.paasche == pytest.approx(1.0)
    assert there.rate_effect == pytest.approx(-back.rate_effect)


def test_roles_that_only_one_has_are_left_out() -> None:
    """Indices are of the shared roles; what is left out is named, and lowers the coverage."""
    more = sk.read_salaries([*rows("B"), {**rows("B")[0], "role": "chief", "amount": 500, "sample_size": 10}])
    found = more.compare_mix(table("A"))

    assert found.fisher == pytest.approx(table("B").compare_mix(table("A")).fisher)
    assert (found.coverage, found.unmatched) == ((0.5, 1.0), ("chief",))
    assert "Left out: chief." in found.explain()
    assert str(found) == found.explain()
    assert found._repr_html_().startswith("<p>The crude means differ")
    with pytest.raises(sk.InvalidQuery, match=r"^The tables share no role"):
        more.where(role="chief").compare_mix(table("A"))


def test_several_rows_of_a_role_are_one_mean() -> None:
    """Rows of a role count by their sample size; where one lacks it, all count alike, and the note says so."""
    split = [
        {**rows("A")[0], "amount": 90, "sample_size": 4},
        {**rows("A")[0], "amount": 110, "sample_size": 4},
        rows("A")[1],
    ]
    found = sk.read_salaries(split).compare_mix(table("A"))

    assert (found.fisher, found.crude) == pytest.approx((1.0, 1.0))
    assert "not all have a sample size" in table("A", sample_size=None).compare_mix(table("A")).note


def test_geographic_differentials() -> None:
    """Every city stands against one, the same whichever is 100; the crude means tell another story."""
    three = table("A", "B", "C")
    found = {row["city"]: row["index"] or math.nan for row in three.differentials("a")}
    turned = {row["city"]: row["index"] or math.nan for row in three.differentials("B")}

    assert found == pytest.approx({"A": 100.0, "B": 100.926078, "C": 101.918322}, abs=5e-6)
    assert turned["C"] / turned["A"] == pytest.approx(found["C"] / 100)
    assert [row["crude"] for row in three.differentials("A")] == pytest.approx([100, 135, 125])


@pytest.mark.parametrize(("formula", "function"), [("fisher", fisher), ("jevons", jevons)])
def test_bilateral_differentials(formula: Any, function: Any) -> None:
    """A bilateral formula compares each city with the one alone."""
    found = table("A", "B").differentials("A", formula=formula)
    figures = (PAY["B"], PAY["A"], SIZES["B"], SIZES["A"])

    assert found[1]["index"] == pytest.approx(100 * function(*figures[: 2 if formula == "jevons" else 4]))


def test_a_city_without_a_shared_role() -> None:
    """A chain of shared roles is enough for GEKS; without one there is no index, only the crude mean."""
    chain = [
        {"city": "X", "role": "a", "amount": 100, "currency": "USD"},
        {"city": "Y", "role": "a", "amount": 110, "currency": "USD"},
        {"city": "Y", "role": "b", "amount": 200, "currency": "USD"},
        {"city": "Z", "role": "b", "amount": 300, "currency": "USD"},
        {"city": "W", "role": "c", "amount": 50, "currency": "USD"},
    ]
    found = sk.read_salaries(chain).differentials("X")
    alone = sk.read_salaries(chain).differentials("X", formula="fisher")

    assert [row["index"] for row in found] == pytest.approx([100, 110, 165, None])
    assert [row["index"] for row in alone][2:] == [None, None]
    assert [row["roles"] for row in found] == [1, 1, 0, 0]
    assert "W: no chain of shared roles leads to X." in found.explain()
    assert found.drawn()[1][3][:2] == ["W", ""]
    assert json.loads(found.to_json())["provenance"]["formula"] == "geks"


def test_one_role_is_the_plain_index() -> None:
    """With one role a differential is the index of the ranking."""
    usd = sk.load_salaries().convert("USD", on="2024")
    ranked = {row["city"]: row["index"] for row in usd.rank(against="Toronto")}

    assert {row["city"]: row["index"] for row in usd.differentials("Toronto")} == pytest.approx(ranked)


def test_what_cannot_be_compared() -> None:
    """An unknown city, column or formula, a city without a figure, and a table without roles are refused."""
    usd = sk.load_salaries().convert("USD", on="2024")
    with pytest.raises(sk.InvalidQuery, match=r"^No row for the city 'Tronto'"):
        usd.differentials("Tronto")
    with pytest.raises(sk.InvalidQuery, match=r"^Give a table of salaries to compare with"):
        usd.compare_mix([1])  # type: ignore[arg-type]
    with pytest.raises(sk.InvalidQuery, match=r"^by: no column 'job'"):
        usd.differentials("Toronto", by="job")
    with pytest.raises(sk.InvalidQuery, match=r"^formula='mean'"):
        usd.differentials("Toronto", formula="mean")  # type: ignore[arg-type]
    with pytest.raises(sk.InvalidQuery, match=r"^Toronto has no figure with a role"):
        sk.read_salaries([*rows("A"), {"city": "Toronto", "amount": 1, "currency": "USD"}]).differentials(
            "Toronto"
        )
    with pytest.raises(sk.InvalidQuery, match=r"^No record has a city, a role and a figure"):
        sk.read_salaries([{"amount": 1, "currency": "USD"}]).compare_mix(table("A"))


def test_differentials_are_arrow() -> None:
    """Other libraries read them."""
    import polars as pl

    frame = pl.DataFrame(table("A", "B").differentials("A"))

    assert frame.columns == ["city", "index", "crude", "roles", "coverage"]
    assert np.allclose(frame["crude"], [100, 135])
