from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.currency.codes import minor_units

DAY = "2024-06-28"
RATES = sk.default_rates()
PEGGED = ["AED", "DEM", "XOF"]  # a peg to the dollar, a legal rate, a peg to the euro
LISTED = list(RATES.sources)
FOUND = RATES.convert(np.ones(len(LISTED)), LISTED, "USD", on=DAY, missing="null").rate
CODES = [*PEGGED, *(code for code, rate in zip(LISTED, FOUND.tolist(), strict=True) if rate > 0)]
codes = st.sampled_from(CODES)
bases = st.sampled_from(["USD", "EUR", "JPY", "IDR", "KRW", *PEGGED])  # of all kinds, and as many as are kept
periods = st.sampled_from(["hour", "day", "week", "month", "year"])
rows = st.lists(
    st.builds(
        lambda amount, currency, period: {"amount": amount, "currency": currency, "period": period},
        st.floats(1, 1e7),
        codes,
        periods,
    ),
    min_size=2,
    max_size=8,
)


def table(salaries: list[dict[str, Any]]) -> sk.SalaryTable:
    """Return a table of salaries, each in a city of its own name."""
    return sk.read_salaries([{**row, "city": f"city {place}"} for place, row in enumerate(salaries)])


def values(converted: sk.SalaryTable) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the figures of a converted table."""
    figures: np.ndarray[Any, np.dtype[np.float64]] = converted.to_arrow().column("value").to_numpy()
    return figures


def test_there_are_bases_to_try() -> None:
    """The laws below run over the hundred or so currencies that are published."""
    assert {"USD", "EUR", "JPY", "IDR", "KRW"} <= set(CODES)
    assert len(CODES) > 25


@given(rows=rows, bases=st.tuples(bases, bases))
def test_ratios_are_the_same_in_every_base(rows: list[dict[str, Any]], bases: tuple[str, str]) -> None:
    """With one day for all rows every ratio of two figures is the same, whatever the base."""
    one, two = (values(table(rows).convert(base, on=DAY)) for base in bases)

    np.testing.assert_allclose(one / one[0], two / two[0], rtol=1e-12)


@given(rows=rows, bases=st.tuples(bases, bases))
def test_the_order_is_the_same_in_every_base(rows: list[dict[str, Any]], bases: tuple[str, str]) -> None:
    """With one day for all rows the ranking is the same in every base, but for ties of its smallest unit."""
    for base in bases:
        figures = np.sort(values(table(rows).convert(base, on=DAY)))
        assume(all(high - low > 2 * 10 ** -minor_units(base) for low, high in pairwise(figures)))
    orders = [[row["city"] for row in table(rows).convert(base, on=DAY).rank()] for base in bases]

    assert orders[0] == orders[1]


@given(rows=rows, bases=st.tuples(bases, bases))
def test_an_index_is_the_same_in_every_base(rows: list[dict[str, Any]], bases: tuple[str, str]) -> None:
    """Against one city the index of every other is the same in every base, and so is the ratio of a comparison."""
    indices, ratios = [], []
    for base in bases:
        converted = table(rows).convert(base, on=DAY)
        indices.append({row["city"]: row["index"] for row in converted.rank(against="city 0")})
        ratios.append(converted.compare("city 0", "city 1").ratio)

    assert indices[0] == pytest.approx(indices[1], rel=1e-12)
    assert ratios[0] == pytest.approx(ratios[1], rel=1e-12)


@given(
    rows=rows,
    base=bases,
    order=st.randoms(use_true_random=False),
    ties=st.sampled_from(["min", "max", "average", "dense"]),
)
def test_the_order_of_rows_does_not_matter(
    rows: list[dict[str, Any]], base: str, order: Any, ties: Any
) -> None:
    """However the rows of a table stand, each city has the same rank, value and index; only ties change places."""
    salaries = list(table(rows))
    shuffled = order.sample(salaries, len(salaries))
    one, two = (
        {
            row["city"]: (row["rank"], row["value"], row["index"])
            for row in sk.read_salaries(each).convert(base, on=DAY).rank(ties=ties, against="city 0")
        }
        for each in (salaries, shuffled)
    )

    assert one == two


@given(rows=rows, base=bases)
def test_ranks_follow_the_figures(rows: list[dict[str, Any]], base: str) -> None:
    """Down a ranking the figures fall, to the smallest unit; where they fall the rank rises, and only there."""
    ranking = list(table(rows).convert(base, on=DAY).rank())
    told = [(row["rank"], float(np.round(row["value"], minor_units(base)))) for row in ranking]

    assert all(above[1] >= below[1] for above, below in pairwise(told))
    assert all((above[0] < below[0]) == (above[1] > below[1]) for above, below in pairwise(told))


@given(rows=rows, base=bases)
def test_break_even_is_where_they_meet(rows: list[dict[str, Any]], base: str) -> None:
    """The break-even rate times the mover's figure in its own money is the other's value."""
    converted = table(rows).convert(base, on=DAY)
    found = converted.compare("city 0", "city 1")
    currencies = [row["currency"] for row in rows[:2]]
    assume(currencies[0] != currencies[1])
    mover = 0 if currencies[0] != base else 1
    local = values(table(rows).convert(currencies[mover], on=DAY))[mover]

    assert found.break_even is not None
    assert found.break_even_change is not None
    assert found.break_even * local == pytest.approx(values(converted)[1 - mover], rel=1e-9)
    rate = RATES.rate(currencies[mover], base, on=DAY)
    assert rate * (1 + found.break_even_change) == pytest.approx(found.break_even, rel=1e-9, abs=1e-9 * rate)


@given(
    relevances=st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=8),
    order=st.randoms(use_true_random=False),
)
def test_a_query_does_not_depend_on_the_order_of_rows(relevances: list[float | None], order: Any) -> None:
    """However the rows stand, a query gives the same statistics."""
    salaries = [
        {"amount": 100.0 + place, "currency": "USD", "relevance": relevance}
        for place, relevance in enumerate(relevances)
    ]
    one, two = (sk.read_salaries(each).query() for each in (salaries, order.sample(salaries, len(salaries))))

    assert list(one.quantiles.values()) == pytest.approx(list(two.quantiles.values()), rel=1e-9, nan_ok=True)
    assert (one.mean, one.n_eff, one.top_share) == pytest.approx(
        (two.mean, two.n_eff, two.top_share), rel=1e-12, nan_ok=True
    )
    assert (one.n, one.missing) == (two.n, two.missing)
