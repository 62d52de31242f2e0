from __future__ import annotations

import datetime as dt
import warnings
from typing import Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number

START = dt.date(2024, 6, 24)


def series(
    code: str, *values: float, base: str = "EUR", step: int = 1, start: dt.date = START
) -> list[dict[str, Any]]:
    """Return rates of a currency on days so far apart."""
    return [
        {"date": start + dt.timedelta(step * at), "currency": code, "rate": value}
        for at, value in enumerate(values)
    ]


@for_each(
    ("code", "values"),
    [
        ("TWD", (32.4, 0.08, 32.45)),
        ("SAR", (4.01, 1599.9)),
        ("KWD", (0.33, 330.0, 0.331, 0.329)),
        ("USD", (1.07, 1.08, 108.0, 108.1, 1.08, 1.07)),
        ("JPY", (171.0, 1.71, 171.2)),
        ("BRL", (5.8, 58.0, 5.81)),
        ("INR", (89.0, 89.1, 8.91)),
    ],
)
@for_each("step", [1, 7, 30])
def test_a_slip_is_told(code: str, values: tuple[float, ...], step: int) -> None:
    """A value that jumps and comes back, or with which the series ends, is warned of, at the caller's line."""
    with pytest.warns(
        UserWarning, match=rf"{code} changes by a factor of .* Look the days up at their source\.$"
    ) as told:
        sk.read_rates(series(code, *values, step=step), base="EUR")

    assert (len(told), told[0].filename) == (1, __file__)


def test_a_fetched_slip_is_told() -> None:
    """Rates from a source are looked at as those of a file are."""

    class Mine:
        def fetch(self, first: dt.date, last: dt.date) -> Published:  # noqa: ARG002 - it has these days alone
            days = [day_number(START) + at for at in range(3)]
            return Published(["TWD"], days, [[32.4], [0.08], [32.45]], pivot="USD", source="mine")

    with pytest.warns(UserWarning, match=r"^The rates of mine: TWD changes by a factor of 0\.00247") as told:
        sk.fetch_rates(Mine(), first=START)
    assert told[0].filename == __file__


@for_each(
    ("code", "base", "values"),
    [
        ("RUB", "USD", (24.0, 11.0, 10.8, 11.2)),
        ("ARS", "USD", (366.0, 801.0, 803.0, 805.0)),
        ("NGN", "USD", (460.0, 750.0, 770.0)),
        ("USD", "EUR", (1.07, 1.08, 1.06)),
        ("LBP", "USD", (1507.5, 15000.0, 15000.0, 15000.0)),
    ],
)
def test_a_crisis_is_not_doubted(code: str, base: str, values: tuple[float, ...]) -> None:
    """A jump that lasts is what crises look like: nothing is refused, and nothing warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rates = sk.read_rates(series(code, *values), base=base)

    assert rates.rate(base, code, on=START) == pytest.approx(values[0])


def test_a_redenomination_and_long_pauses_are_no_slips() -> None:
    """A factor of a million on its lawful day, and values years apart, are taken without a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sk.read_rates(series("VES", 4_181_781.84, 4.18, base="USD", start=dt.date(2021, 9, 30)), base="USD")
        sk.read_rates(series("TRY", 1.5, 32.0, step=4000, start=dt.date(2010, 1, 4)), base="EUR")


@for_each(("code", "wrong"), [("SAR", 1599.9), ("AED", 0.2723), ("QAR", 250.0), ("JOD", 1.41)])
def test_a_contradicted_parity_is_told(code: str, wrong: float) -> None:
    """A currency that its issuer keeps at a parity is not far from it on any day: turned round, or times a hundred."""
    with pytest.warns(UserWarning, match=rf"one USD is .* {code}; its peg is .*\(1 of 1 days\)"):
        sk.read_rates(series(code, wrong), base="USD")
    euro = [*series("USD", 1.07), *series(code, 1.07 * wrong)]
    with pytest.warns(UserWarning, match=f"one USD is .* {code}"):
        sk.read_rates(euro, base="EUR")


def test_a_kept_parity_and_one_that_has_ended_are_not_told() -> None:
    """At its parity, and after the last day of it, a currency is taken without a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sk.read_rates(series("SAR", 3.75, 3.7502), base="USD")
        sk.read_rates(series("ANG", 9.0, 9.0, 9.0, start=dt.date(2025, 6, 2)), base="USD")


def test_several_slips_are_one_warning() -> None:
    """The first is told, the others are counted."""
    with pytest.warns(UserWarning, match=r"And 1 more\. Look") as told:
        sk.read_rates([*series("TWD", 32.4, 0.08, 32.45), *series("JPY", 171.0, 1.71, 171.2)], base="EUR")
    assert len(told) == 1
