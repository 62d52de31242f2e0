from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

import salarykit as sk
from salarykit.analysis.checks import (
    UNIT_FACTORS,
    other_medians,
    rank_influence,
    robust_z,
    theil_sen,
    unit_errors,
)
from salarykit.salaries.checking.check import rows_named

FIGURE = st.integers(1, 40).map(float)
PAIRS = st.lists(st.tuples(FIGURE, FIGURE), min_size=3, max_size=12)
PAY = st.lists(
    st.tuples(
        st.sampled_from(["US", "GB", "IN", "JP", None]), st.sampled_from([30_000.0, 55_555.0, 90_000.0, 7e6])
    ),
    min_size=1,
    max_size=12,
)


def slow_tau(x: list[float], y: list[float]) -> float:
    """Return scipy's tau-b; NaN where it is not defined."""
    return float(stats.kendalltau(x, y).statistic) if len(set(x)) > 1 and len(set(y)) > 1 else float("nan")


@given(PAIRS)
def test_influence_is_tau_without_each(pairs: list[tuple[float, float]]) -> None:
    """The influence of a pair is scipy's tau-b without it less scipy's tau-b with it, with any ties."""
    x, y = map(list, zip(*pairs, strict=True))
    found = rank_influence(x, y)
    without = [slow_tau(x[:at] + x[at + 1 :], y[:at] + y[at + 1 :]) for at in range(len(x))]

    assert found.tau == pytest.approx(slow_tau(x, y), abs=1e-9, nan_ok=True)
    assert found.change == pytest.approx(np.array(without) - found.tau, abs=1e-9, nan_ok=True)


@given(PAIRS, st.randoms(use_true_random=False))
def test_order_does_not_count(pairs: list[tuple[float, float]], chance: Any) -> None:
    """Each row keeps its scores when the rows are shuffled."""
    order = list(range(len(pairs)))
    chance.shuffle(order)
    x, y = np.array(pairs).T
    line, shuffled = theil_sen(x, y), theil_sen(x[order], y[order])

    assert robust_z(x)[order] == pytest.approx(robust_z(x[order]))
    assert other_medians(x)[order].tolist() == other_medians(x[order]).tolist()
    assert rank_influence(x, y).change[order] == pytest.approx(
        rank_influence(x[order], y[order]).change, nan_ok=True
    )
    assert (line is None) == (shuffled is None)
    if line and shuffled:
        assert line == pytest.approx(shuffled)


@given(PAIRS, st.sampled_from([0.5, 4.0, 1024.0]))
def test_scale_does_not_count(pairs: list[tuple[float, float]], scale: float) -> None:
    """Another unit of money changes no score: what is compared are ratios and ranks."""
    x, y = np.log(np.array(pairs)).T
    moved = y + np.log(scale)

    assert rank_influence(x, moved).change == pytest.approx(rank_influence(x, y).change, nan_ok=True)
    assert moved - other_medians(moved) == pytest.approx(y - other_medians(y))
    line, other = theil_sen(x, y), theil_sen(x, moved)
    if line and other:
        assert moved - other.at(x) == pytest.approx(y - line.at(x), abs=1e-9)


@given(st.lists(FIGURE, min_size=2, max_size=12))
def test_other_medians_are_medians_of_the_others(values: list[float]) -> None:
    """The quick way is numpy's median of all but one."""
    slow = [float(np.median(values[:at] + values[at + 1 :])) for at in range(len(values))]

    assert other_medians(values).tolist() == slow


@given(st.floats(-20, 20), st.sampled_from(UNIT_FACTORS))
def test_an_error_of_unit_is_undone(distance: float, factor: float) -> None:
    """A figure that was divided by a factor is as far from the rest, times that factor, as it was before."""
    away = unit_errors([distance - np.log(factor)])[0]

    assert away[UNIT_FACTORS.index(factor)] == pytest.approx(abs(distance), abs=1e-9)


@given(PAY, st.randoms(use_true_random=False))
@example([("US", 30_000.0)] * 3 + [("GB", 90_000.0)] * 3 + [("IN", 30_000.0)] * 2, random.Random(1))  # noqa: S311 - no secret
def test_findings_do_not_depend_on_the_order_of_rows(
    rows: list[tuple[str | None, float]], chance: Any
) -> None:
    """Shuffled rows have the same findings, which name the same rows, whatever rows they are; and checking never fails."""
    money = {"US": "USD", "GB": "GBP", "IN": "INR", "JP": "JPY", None: "EUR"}
    known = [
        {
            "city": f"no. {at}",
            "country": country,
            "amount": amount,
            "currency": money[country],
            "as_of": "2024",
        }
        for at, (country, amount) in enumerate(rows)
    ]
    order = list(range(len(known)))
    chance.shuffle(order)

    def told(records: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        found = sk.read_salaries(records).check()
        return sorted(
            (
                each["code"],
                each["severity"],
                sorted(records[row]["city"] for row in rows_named(each["row_numbers"])),
            )
            for each in found
            if each["column"] == "amount" and each["row"] and each["code"] != "S10"
        )

    assert told(known) == told([known[at] for at in order])


@given(st.lists(st.floats(5e-324, 1.7e308), min_size=1, max_size=12), st.sampled_from(["year", "hour"]))
def test_no_amount_makes_checking_fail(amounts: list[float], period: str) -> None:
    """Amounts at both ends of what a float holds are findings, not failures; and each finding says what to do."""
    rows = [
        {"amount": amount, "currency": "JPY", "country": "JP", "period": period, "as_of": "2024"}
        for amount in amounts
    ]
    found = sk.read_salaries(rows).check()

    assert all(each["message"].endswith((".", ".)")) and each["suggestion"] for each in found)
    assert all(each["row"] is None or 1 <= each["row"] <= len(amounts) for each in found)
