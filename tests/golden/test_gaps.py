"""Splits, index numbers and real terms worked out elsewhere; most rates in them are made up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit import analysis
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number
from salarykit.sources import read_price_levels

ROLES = {"A": ([100, 200], [0.8, 0.2]), "B": ([90, 210], [0.4, 0.6]), "C": ([120, 180], [0.5, 0.5])}
THEN, NOW = "2023-06-30", "2024-06-28"
TORONTO = [
    {"city": "Toronto", "country": "CA", "amount": 330_000, "currency": "CAD", "as_of": THEN},
    {"city": "Toronto", "country": "CA", "amount": 342_000, "currency": "CAD", "as_of": NOW},
]


def rates(**days: dict[str, float]) -> sk.Rates:
    """Return rates of days named d20240628: US dollars for one unit."""
    names = sorted(days)
    codes = list(days[names[0]])
    numbers = [day_number(dt.date.fromisoformat(f"{name[1:5]}-{name[5:7]}-{name[7:]}")) for name in names]
    values = [[1 / days[name][code] for code in codes] for name in names]
    return sk.Rates(Published(codes, numbers, values, pivot="USD", source="test"))


def test_toronto_against_new_york() -> None:
    """The gap is this much real pay and that much price level, and the parts sum to it."""
    rows = [
        {"city": "Toronto", "country": "CA", "amount": 342_000, "currency": "CAD"},
        {"city": "New York", "country": "US", "amount": 450_000, "currency": "USD"},
    ]
    table = sk.read_salaries(rows).convert("USD", on=NOW, rates=rates(d20240628={"CAD": 0.70}))
    levels = read_price_levels(
        [{"country": "CA", "year": 2024, "value": 1.25}, {"country": "US", "year": 2024, "value": 1}]
    )
    found = table.compare("Toronto", "New York", price_levels=levels, rates=rates(d20240628={"CAD": 0.70}))

    assert found.ratio == pytest.approx(0.532, rel=1e-12)
    assert {part.name: part.amount for part in found.parts} == pytest.approx(
        {"real pay": -166040.9983328881, "price level": -44559.00166711144}, rel=1e-10
    )
    assert sum(part.amount for part in found.parts) == pytest.approx(-210_600, abs=1e-8)
    assert found.parts[0].amount / found.gap == pytest.approx(0.7884187955027943, rel=1e-12)
    assert np.log([0.608, 0.875, 0.532]) == pytest.approx(
        [-0.49758039701597007, -0.13353139262452263, -0.6311117896404926], rel=1e-12
    )


def test_each_record_s_own_date_makes_the_base_matter() -> None:
    """At its own date EUR 100 loses to USD 105 in dollars and wins in euro; at one date it loses in both."""
    made = rates(d20230630={"EUR": 1.04}, d20240628={"EUR": 1.10})
    rows = [
        {"city": "A", "amount": 100, "currency": "EUR", "as_of": THEN},
        {"city": "B", "amount": 105, "currency": "USD", "as_of": NOW},
    ]
    found = {
        (base, on): {
            row["city"]: row["value"]
            for row in sk.read_salaries(rows).convert(base, on=on, rates=made).rank()
        }
        for base in ("USD", "EUR")
        for on in ("own", THEN)
    }

    assert found["USD", "own"] == pytest.approx({"A": 104.0, "B": 105.0}, rel=1e-12)
    assert found["EUR", "own"] == pytest.approx({"A": 100.0, "B": 95.4545}, abs=5e-5)
    assert found["USD", THEN] == pytest.approx({"A": 104.0, "B": 105.0}, rel=1e-12)
    assert found["EUR", THEN] == pytest.approx({"A": 100.0, "B": 100.9615}, abs=5e-5)


@for_each(
    ("method", "cpi", "parts"),
    [
        ("log_mean", None, [8636.348748202041, -13436.348748202017]),
        ("shapley", None, [8640.0, -13440.0]),
        ("log_mean", (157.1, 160.9), [2857.395521353518, 5778.953226848508, -13436.348748202017]),
        ("shapley", (157.1, 160.9), [2858.356056539028, 5781.01134650375, -13439.367403042808]),
    ],
)
def test_toronto_over_time(method: Any, cpi: Any, parts: list[float]) -> None:
    """A year's change of Toronto's pay in dollars is local pay (real pay, inflation) and the exchange rate."""
    table_rates = rates(d20230630={"CAD": 0.74}, d20240628={"CAD": 0.70})
    table = sk.read_salaries(TORONTO).convert("USD", on=NOW, rates=table_rates)
    found = table.compare("Toronto", since=THEN, method=method, cpi=cpi, rates=table_rates)

    assert found.gap == pytest.approx(-4_800, abs=1e-8)
    assert [part.amount for part in found.parts] == pytest.approx(parts, rel=1e-9)
    assert sum(part.amount for part in found.parts) == pytest.approx(found.gap, abs=1e-8)


def test_the_logs_of_toronto() -> None:
    """Real pay, prices and the exchange rate moved by these logs; real pay by this share."""
    factors = [342_000 / 160.9, 160.9, 0.70], [330_000 / 157.1, 157.1, 0.74]
    logs = np.log(np.divide(*factors))

    np.testing.assert_allclose(
        logs, [0.01181757386531707, 0.02390050873676211, -0.055569851154810765], rtol=1e-12
    )
    assert 342_000 / analysis.rebase(330_000, 157.1, 160.9) - 1 == pytest.approx(
        0.011887677269902142, rel=1e-12
    )
    assert analysis.log_mean(239_400, 244_200) == pytest.approx(241792.0593447336, rel=1e-12)


def test_a_mix_of_roles() -> None:
    """The pay of B against A is 2 less by rates and 44 more by who is paid."""
    rate, composition = analysis.kitagawa(*ROLES["B"], *ROLES["A"])

    assert (rate, composition) == pytest.approx((-2.0, 44.0), rel=1e-12)
    assert [analysis.standardised(pay, [0.5, 0.5]) for pay, _ in ROLES.values()] == [150.0, 150.0, 150.0]
    assert [analysis.standardised(*each) for each in ROLES.values()] == pytest.approx([120.0, 162.0, 150.0])


@pytest.mark.parametrize(
    ("new", "old", "indices"),
    [
        ("B", "A", (0.95, 1.0125, 0.980752, 0.980472, 0.972111)),
        ("C", "A", (1.1, 1.0, 1.048809, 1.049244, 1.03923)),
        ("C", "B", (0.962963, 1.0, 0.981307, 0.983447, 1.069045)),
    ],
)
def test_index_numbers(new: str, old: str, indices: tuple[float, ...]) -> None:
    """Laspeyres, Paasche, Fisher, Törnqvist and Jevons of three pairs of cities are these."""
    figures = (ROLES[new][0], ROLES[old][0], ROLES[new][1], ROLES[old][1])
    found = [
        analysis.index_number(*figures, formula=formula)
        for formula in ("laspeyres", "paasche", "fisher", "tornqvist", "jevons")
    ]

    assert found == pytest.approx(indices, abs=5e-7)


def test_geks_does_not_depend_on_the_base() -> None:
    """GEKS of three cities is these levels against A, and the same ratios against B."""
    pay, mixes = (np.array([each[at] for each in ROLES.values()]) for at in (0, 1))
    against_a = analysis.geks(pay, mixes)
    against_b = analysis.geks(pay[[1, 0, 2]], mixes[[1, 0, 2]])

    np.testing.assert_allclose(against_a, [1.0, 1.00926078, 1.01918322], atol=5e-9)
    np.testing.assert_allclose(against_b, [1.0, 0.9908242, 1.0098314], atol=5e-8)
    np.testing.assert_allclose(against_b[1:] / against_b[0], [1 / against_a[1], against_a[2] / against_a[1]])


MACS = [  # The Economist, Big Mac index, 2026-01-01 (data CC BY 4.0)
    ("USA", "USD", 6.12, 1.0),
    ("CAN", "CAD", 7.70, 1.38925),
    ("GBR", "GBP", 5.29, 0.7470800),
    ("CHN", "CNY", 25.5, 6.9627),
    ("IND", "INR", 227.0, 90.295),
]
CITIES = [
    ("New York", "US", 450_000, "USD", 450_000.00, 100.0),
    ("Toronto", "CA", 342_000, "CAD", 271_823.38, 90.565),
    ("London", "GB", 44_000, "GBP", 50_903.59, 115.701),
    ("Beijing", "CN", 1_352_000, "CNY", 324_480.00, 59.843),
    ("Delhi", "IN", 8_251_000, "INR", 222_449.87, 41.078),
]


def test_five_cities_in_big_macs() -> None:
    """By the Big Mac the five cities are worth these dollars of New York, and Beijing passes Toronto."""
    fields = ("iso_a3", "currency_code", "local_price", "dollar_ex")
    levels = read_price_levels(
        [{"date": "2026-01-01", **dict(zip(fields, row, strict=True))} for row in MACS],
        name="The Economist",
        licence="CC BY 4.0",
    )
    made = sk.Rates(
        Published(
            [row[1] for row in MACS[1:]],
            [day_number(dt.date(2026, 1, 1))],
            [[row[3] for row in MACS[1:]]],
            pivot="USD",
            source="The Economist",
        )
    )
    rows = [
        {"city": city, "country": country, "amount": amount, "currency": code}
        for city, country, amount, code, _, _ in CITIES
    ]
    real = sk.read_salaries(rows).convert("USD", on="2026-01-01", rates=made, price_levels=levels)
    ranked = {row["city"]: row for row in real.rank()}

    assert real.unit == "Mac$ 2026-01-01"
    assert list(ranked) == ["New York", "Beijing", "Toronto", "Delhi", "London"]
    for city, _, _, _, worth, level in CITIES:
        assert ranked[city]["value"] == pytest.approx(worth, abs=0.005)
        parity, rate = ranked[city]["parity"], ranked[city]["rate"]
        assert parity is not None
        assert rate is not None
        assert parity * rate * 100 == pytest.approx(level, abs=5e-3)


def test_how_far_neighbours_are_from_changing_places() -> None:
    """Each currency would have to gain this much on that of the city above; at the other rates nothing changes."""
    first = {"CAD": 0.70, "GBP": 1.25, "CNY": 0.137, "INR": 0.0117}
    second = {"CAD": 0.73, "GBP": 1.37, "CNY": 0.1395, "INR": 0.01167}
    made = rates(d20230630=first, d20240628=second)
    rows = [{"city": row[0], "amount": row[2], "currency": row[3]} for row in CITIES]
    ranking = (
        sk.read_salaries(rows).convert("USD", on=THEN, rates=made).rank(fx_dates=[THEN, NOW], rates=made)
    )
    gains = {row["city"]: row["gain"] for row in ranking.overtaking()}

    assert gains == pytest.approx(
        {"Toronto": 0.879699, "Beijing": 0.292489, "Delhi": 0.918690, "London": 0.755213}, abs=5e-7
    )
    assert ranking.fx is not None
    assert ranking.fx.tau == pytest.approx((1.0, 1.0))
    assert [row["first_flip"] for row in ranking.fx] == [None] * 4
