from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNPLACED = [
    "Remote",
    "N/A",
    "Bundesweit",
    "Kerala",
    "Télétravail",
    "",
    None,
    "Anywhere in Europe",
    "在宅勤務",
]
NEAR = [
    ("London", "GBP", 100_000),
    ("Paris", "EUR", 80_000),
    ("Berlin", "EUR", 70_000),
    ("東京", "JPY", 9_000_000),
]


def table(city: str, currency: str, amount: float, *others: str | None) -> sk.SalaryTable:
    """Return one record of a city, and much smaller ones of other places."""
    rows = [{"city": city, "amount": amount, "currency": currency}]
    rows += [{"city": other, "amount": amount / 10, "currency": currency} for other in others]
    return sk.read_salaries(rows)


@for_each(("city", "currency", "amount"), NEAR)
@for_each("other", UNPLACED)
def test_a_record_whose_place_is_unknown_is_not_near(
    city: str, currency: str, amount: float, other: str | None
) -> None:
    """What nobody can place has no weight in a question about a place; the answer says how many were left out."""
    found = table(city, currency, amount, other, other).query(near=city, scale_km=50)

    assert (found.n, found.unplaced, found.missing["place"]) == (1, 2, 2)
    assert found.quantiles[0.5] == amount
    assert (
        "2 records are left out because their place is unknown; missing={'place': 'neutral'} counts them."
        in found.warnings
    )
    assert "2 records are left out" in found.caption
    assert json.loads(found.to_json())["unplaced"] == 2
    assert pickle.loads(pickle.dumps(found)).unplaced == 2  # noqa: S301 - our own bytes


@for_each("shape", ["gauss", "exp", "linear"])
@for_each("combine", ["product", "min"])
def test_every_decay_leaves_it_out(shape: Any, combine: Any) -> None:
    """Whatever the decay and the way signals combine, coordinates or a city: an unknown place does not count."""
    three = table("London", "GBP", 100_000, "Remote", "Nowhere")
    for near in ("London", (51.5, -0.12)):
        found = three.query(near=near, shape=shape, combine=combine)

        assert (found.n, found.unplaced) == (1, 2)
    assert three.query(near="London", same_country=0.5).n == 1


def test_missing_says_otherwise() -> None:
    """A word, a number or an error for all signals, or for the place alone, is what the question says it is."""
    three = table("London", "GBP", 100_000, "Remote", None)
    counts: dict[Any, int] = {"neutral": 3, "zero": 1, 0.25: 3, 0: 1}
    for missing, n in counts.items():
        for said in (missing, {"place": missing}):
            found = three.query(
                near="London", missing={"relevance": "neutral", **said} if isinstance(said, dict) else said
            )
            assert found.n == (n if isinstance(said, dict) or missing not in ("zero", 0) else 0)
    with pytest.raises(sk.InvalidQuery, match=r"^Row 2 lacks the signal 'place'"):
        three.query(near="London", missing={"place": "raise"})
    kept = three.query(near="London", missing={"place": "neutral"})
    assert (kept.unplaced, kept.missing["place"]) == (0, 2)
    assert "2 records lack the signal 'place' and count as 1." in kept.warnings
    other = three.query(near="London", missing={"relevance": 0.5})
    assert (other.n, other.unplaced) == (1, 2)


def test_a_place_that_is_switched_off_leaves_nobody_out() -> None:
    """With an exponent of 0 the place does not count, known or not; in a mean it counts as 0 and others make up for it."""
    three = table("London", "GBP", 100_000, "Remote", None)

    assert three.query(near="London", exponents={"place": 0}).n == 3
    averaged = three.query(near="London", combine="mean")
    assert (averaged.n, averaged.unplaced) == (3, 0)
    assert "2 records lack the signal 'place' and count as 0." in averaged.warnings


def test_only_those_that_would_count_are_counted() -> None:
    """Records that another signal vetoes, or that are too light or without a figure, are not said to lack a place."""
    rows = [
        {"city": "London", "amount": 5, "currency": "GBP", "relevance": 1},
        {"city": "Remote", "amount": 4, "currency": "GBP", "relevance": 1},
        {"city": "Remote", "amount": 4, "currency": "GBP", "relevance": 0},
    ]
    found = sk.read_salaries(rows).query(near="London")

    assert (found.n, found.unplaced) == (1, 1)
    assert (
        "1 record is left out because its place is unknown; missing={'place': 'neutral'} counts it."
        in found.warnings
    )


def test_where_nobody_can_be_placed_there_is_no_answer() -> None:
    """A table without a single known place has no figure near anything, and says why."""
    found = table("Remote", "USD", 100, "Home office", "Worldwide").query(near="Lisbon", guard="refuse")

    assert (found.n, found.unplaced, found.quantiles) == (0, 3, {})
    assert "3 records are left out because their place is unknown" in found.caption


def test_groups_say_how_many_are_left_out() -> None:
    """An answer by groups counts the unplaced of all groups, and has no figure of theirs."""
    found = table("London", "GBP", 100, "Remote", "Remote").query(near="London", by="city")

    assert {row["city"]: row["n"] for row in found} == {"London": 1, "Remote": 0}
    assert found.unplaced == found.to_dict()["unplaced"] == 2
    assert "2 records are left out because their place is unknown" in found.note
    assert table("London", "GBP", 100, "Remote").query(by="city").unplaced == 0


def test_the_command_line_does_the_same(cli: Callable[..., Any], tmp_path: Path) -> None:
    """`salarykit query --near` leaves them out and says so; `--missing place=neutral` counts them."""
    file = tmp_path / "pay.csv"
    file.write_text("city,amount,currency\nLondon,100000,GBP\nRemote,20000,GBP\nBundesweit,5000,GBP\n")
    words = ["query", str(file), "--to", "GBP", "--on", "2024", "--near", "London", "--json"]
    usual, counted = (json.loads(cli(*words, *more).out) for more in ([], ["--missing", "place=neutral"]))

    assert (usual["n"], usual["unplaced"], usual["quantiles"]["0.5"]) == (1, 2, 100_000)
    assert (counted["n"], counted["unplaced"]) == (3, 0)
