from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.salaries.querying.signals import role_similarity

ROWS: list[dict[str, Any]] = [
    {
        "city": "Berlin",
        "country": "DE",
        "role": "1120",
        "amount": 10,
        "statistic": "median",
        "sample_size": 30,
    },
    {"city": "Munich", "country": "DE", "role": "1121", "amount": 20, "statistic": "mean", "sample_size": 90},
    {"city": "Paris", "country": "FR", "role": "1221", "amount": 30, "statistic": "p50", "sample_size": 10},
    {
        "city": "Toronto",
        "country": "CA",
        "role": "2511",
        "amount": 40,
        "statistic": "p90",
        "sample_size": None,
    },
    {"city": None, "country": "DE", "role": None, "amount": 50, "statistic": None, "sample_size": None},
    {"city": None, "country": None, "role": "Manager", "amount": 60, "statistic": None, "sample_size": None},
]
STATED = sk.read_salaries(ROWS, defaults={"currency": "EUR"})
TABLE = sk.read_salaries([{**row, "statistic": None} for row in ROWS], defaults={"currency": "EUR"})
USD = sk.load_salaries().convert("USD", on="2024")


def weights(table: sk.SalaryTable = TABLE, **settings: Any) -> dict[int, float]:
    """Return the weight of each record that counts, by its amount."""
    found = table.query(**settings).to_arrow()
    amounts, weighed = (found.column(name).to_pylist() for name in ("amount", "weight"))
    return {int(amount): weight for amount, weight in zip(amounts, weighed, strict=True)}


def test_codes_of_jobs_are_compared_by_their_levels() -> None:
    """Codes of one classification are as alike as the share of levels in common; a title beside a code is a text."""
    found = weights(role="1120", missing={"role": 0.1})

    assert found == {10: 1.0, 20: 0.75, 30: 0.25, 50: 0.1}


@for_each(
    ("one", "other", "alike"),
    [
        ("1", "1120", 0.25),
        ("2511", "1120", 0.0),
        ("11-2021", "11-2021", 1.0),
        ("11-2021", "11-2020", 0.75),
        ("11-2021", "11-2000", 0.5),
        ("11-2021", "11-0000", 0.25),
        ("11-2021", "13-2021", 0.0),
        ("11-2021.00", "11-2021", 1.0),
        ("11-2021.01", "11-2021", 0.8),
        ("11-2021", "1120", 0.0),
    ],
)
def test_levels_of_codes(one: str, other: str, alike: float) -> None:
    """A similarity is the depth of the common group over that of the deeper code, the same both ways."""
    assert role_similarity(one, other) == role_similarity(other, one) == alike


def test_nearness_may_go_by_country_and_continent() -> None:
    """The city is 1, its country and continent what is said of them, all else 0; an unknown country is no place."""
    assert weights(near="Berlin", same_country=0.5, same_region=0.25) == {
        10: 1.0,
        20: 0.5,
        50: 0.5,
        30: 0.25,
    }
    assert weights(near="Berlin", same_country=0.5) == {10: 1.0, 20: 0.5, 50: 0.5}
    assert weights(near="Berlin", same_region=0.25) == {10: 1.0, 20: 0.25, 30: 0.25, 50: 0.25}


def test_coordinates_have_no_country() -> None:
    """Coordinates cannot be asked for by country."""
    with pytest.raises(
        sk.InvalidQuery, match=r"^near=\(52\.5, 13\.4\): with same_country or same_region give a city"
    ):
        TABLE.query(near=(52.5, 13.4), same_country=0.5)


def test_the_decay_says_what_is_left_at_the_scale() -> None:
    """At the scale the signal of the place has fallen to the decay."""
    half, tenth = (
        weights(near="Berlin", scale_km=504.0, decay=decay, shape="exp")[20] for decay in (0.5, 0.1)
    )

    assert half == pytest.approx(0.5, abs=0.01)
    assert tenth == pytest.approx(0.1, abs=0.01)


def test_larger_samples_count_more() -> None:
    """A record counts n / (n + pivot); one that does not say how many it rests on counts as 1."""
    found = TABLE.query(sample_pivot=30)

    assert weights(sample_pivot=30) == {40: 1.0, 50: 1.0, 60: 1.0, 20: 0.75, 10: 0.5, 30: 0.25}
    assert found.missing == {"relevance": 6, "sample_size": 3}


def test_a_statistic_may_be_asked_for() -> None:
    """Only the statistics asked for count; the median is the 50th percentile."""
    assert weights(STATED, statistic="median", missing={"statistic": "zero"}) == {10: 1.0, 30: 1.0}
    assert weights(STATED, statistic={"P50": 1, "mean": 0.7}) == {10: 1.0, 30: 1.0, 50: 1.0, 60: 1.0, 20: 0.7}


@pytest.mark.parametrize("how", ["product", "min", "mean"])
def test_signals_combine(how: Any) -> None:
    """A weight is the product of the signals, the smallest, or the mean weighted by the exponents."""
    exponents = {"relevance": 0.0, "sample_size": 2.0}
    found = TABLE.query(role="1120", sample_pivot=30, combine=how, exponents=exponents).to_arrow()
    role, size, weight = (
        found.column(name).to_pylist() for name in ("signal_role", "signal_sample_size", "weight")
    )
    pairs = [(1.0 if r is None else r, 1.0 if n is None else n) for r, n in zip(role, size, strict=True)]
    of = {
        "product": lambda r, n: r * n**2,
        "min": lambda r, n: min(r, n**2),
        "mean": lambda r, n: (r + 2 * n) / 3,
    }

    assert weight == pytest.approx([of[how](r, n) for r, n in pairs], abs=1e-12)


def test_a_missing_signal_counts_as_said() -> None:
    """A record that lacks a signal counts as 1, as 0 or as a number, for all signals or for each; it is counted."""
    neutral, zero = (
        TABLE.query(sample_pivot=30),
        TABLE.query(sample_pivot=30, missing={"sample_size": "zero"}),
    )
    third = TABLE.query(sample_pivot=30, missing={"sample_size": 0.3})

    assert (neutral.n, zero.n, third.n) == (6, 3, 6)
    assert [found.missing["sample_size"] for found in (neutral, zero, third)] == [3, 3, 3]
    assert [found.warnings[-1] for found in (neutral, zero, third)] == [
        f"3 records lack the signal 'sample_size' and count as {value}." for value in ("1", "0", "0.3")
    ]
    assert TABLE.query(missing="zero").n == 0
    assert weights(missing=0.5) == dict.fromkeys(range(10, 70, 10), 0.5)


def test_a_missing_signal_may_be_an_error() -> None:
    """A record that lacks a signal may be refused, with its row; a signal that is switched off is not missed."""
    with pytest.raises(
        sk.InvalidQuery, match=r"^Row 4 lacks the signal 'sample_size', which missing=\"raise\""
    ) as caught:
        TABLE.query(sample_pivot=30, missing={"sample_size": "raise"})

    assert caught.value.row == 4
    off = TABLE.query(sample_pivot=30, missing={"sample_size": "raise"}, exponents={"sample_size": 0})
    assert off.n == 6
    assert (
        TABLE.where(sample_size=[10, 30, 90]).query(sample_pivot=30, missing={"sample_size": "raise"}).n == 3
    )


def test_later_records_are_told() -> None:
    """Records dated after the day asked count in full, and the answer says so."""
    rows = [
        {"amount": 1, "currency": "EUR", "as_of": day, "relevance": 1} for day in ("2024-01", "2025", "2026")
    ]
    found = sk.read_salaries(rows).query(as_of="2024-06-30", min_n_eff=0)

    assert found.warnings == ("2 records are dated after 2024-06-30, and counted as if of that day.",)


def test_what_is_too_light_is_told() -> None:
    """The answer says how many records were too light, and what part of the weight they had."""
    found = TABLE.query(sample_pivot=30, min_weight=0.6)

    assert (found.n, found.dropped) == (4, 2)
    assert found.dropped_share == pytest.approx(0.75 / 4.5)
    assert (TABLE.query().dropped, TABLE.query().dropped_share) == (0, 0.0)


@for_each(
    ("settings", "message"),
    [
        ({"decay": 0.3}, r"^decay has no effect without near\.$"),
        ({"same_country": 0.3}, r"^same_country has no effect without near\.$"),
        ({"near": "Berlin", "same_region": 0.3, "scale_km": 5}, r"^scale_km has no effect with same_country"),
        ({"near": "Berlin", "decay": 1}, "^decay: "),
        ({"sample_pivot": 0}, "^sample_pivot: "),
        ({"statistic": {"median": 2}}, "^statistic: "),
        ({"statistic": {}}, r"^statistic: name at least one\.$"),
        ({"statistic": "medain"}, "^statistic: 'medain' is not one of median, mean, min, max, p1 to p99"),
        ({"statistic": {"p100": 1}}, "^statistic: 'p100' is not one of"),
        (
            {"exponents": {"sample_size": 2}},
            r"^exponents: 'sample_size' has no effect without sample_pivot\.$",
        ),
        ({"missing": {"place": "zero"}}, r"^missing: 'place' has no effect without near\.$"),
        ({"missing": {"plaice": "zero"}}, r"^missing: 'plaice' is not one of relevance, role, "),
        ({"missing": "none"}, "^missing: "),
        ({"missing": 2}, "^missing: "),
        ({"combine": "sum"}, "^combine: .*'product', 'min' or 'mean'"),
        ({"method": "linear"}, "^method: .*'kish_linear'"),
        ({"interval": "bootstrap"}, r"^interval: a bootstrap needs a seed"),
        ({"seed": 1}, r'^seed has no effect without interval="bootstrap"\.$'),
        ({"resamples": 5}, r'^resamples has no effect without interval="bootstrap"\.$'),
        ({"interval": "none", "level": 0.9}, r'^level has no effect with interval="none"\.$'),
        ({"level": 1}, "^level: "),
        ({"guard": "stop"}, "^guard: "),
        ({"min_n_eff": -1}, "^min_n_eff: "),
        ({"max_share": 2}, "^max_share: "),
    ],
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], message: str) -> None:
    """A setting that is out of range or without effect is refused in one line."""
    with pytest.raises(sk.InvalidQuery, match=message) as caught:
        TABLE.query(**settings)

    assert "\n" not in str(caught.value)


def test_signals_that_were_not_asked_for_are_not_there() -> None:
    """An answer has a column for each signal that counts, and no other."""
    found = USD.query(as_of="2024", statistic="median")

    assert [name for name in found.columns if name.startswith("signal_")] == [
        "signal_relevance",
        "signal_recency",
        "signal_statistic",
    ]
    assert np.isfinite(list(found.quantiles.values())).all()


@pytest.mark.parametrize(
    ("near", "note"),
    [
        ("Brlin", "near='Brlin' is read as Berlin, DE."),
        ("Cambridge", "near='Cambridge' is read as Cambridge, GB; it may also be Cambridge, CA or Cambridge, MA, US."),
        ("Berlin", None),
        ("Muenchen", None),
        ((52.5, 13.4), None),
    ],
)  # fmt: skip
def test_a_guessed_place_is_named(near: str | tuple[float, float], note: str | None) -> None:
    """A misspelt name and one of several cities are named in the answer and in that of groups; others are not."""
    about = [warning for warning in USD.query(near=near).warnings if warning.startswith("near=")]

    assert about == ([note] if note else [])
    assert ("near=" in USD.query(near=near, by="country").note) is bool(note)
