from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.rates.exact import published

if TYPE_CHECKING:
    from salarykit.sources.tables import UnitConvention

# One truth in three conventions: what was quoted on the day, under the code of the day ...
LIRA = [("2003-06-30", "TRL", "1418000"), ("2004-12-30", "TRL", "1342700"), ("2005-01-03", "TRY", "1.3427")]
BOLIVAR = [
    ("2007-12-28", "VEB", "2147.3"),
    ("2008-01-02", "VEF", "2.1473"),
    ("2018-08-17", "VEF", "248520"),
    ("2018-08-20", "VES", "60"),
    ("2021-09-30", "VES", "4181781.84"),
    ("2021-10-01", "VES", "4.1818"),
]
# ... in today's unit under today's code, and in the unit of the day under today's code.
RESTATED = [
    ("TRY", ["1.418", "1.3427", "1.3427"], LIRA),
    (
        "VES",
        ["0.000000000021473", "0.000000000021473", "0.0000024852", "0.00006", "4.18178184", "4.1818"],
        BOLIVAR,
    ),
]
CONVENTIONS = ["as_quoted", "restated", "relabelled"]


def held(rates: sk.Rates) -> dict[str, dict[str, str]]:
    """Return the published values by currency and day, as the shortest texts that say them."""
    (table,) = rates.tables
    return {
        code: {
            str(day): str(published(value).normalize())
            for day, value in zip(table.days.astype("M8[D]"), column, strict=True)
            if value > 0
        }
        for code, column in zip(table.codes[1:], table.values.T, strict=True)
    }


@for_each("convention", CONVENTIONS)
@for_each("wide", [False, True])
@for_each(("code", "restated", "truth"), RESTATED)
def test_three_conventions_state_the_same_rates(
    code: str,
    restated: list[str],
    truth: list[tuple[str, str, str]],
    convention: UnitConvention,
    *,
    wide: bool,
) -> None:
    """A history as quoted, restated in today's unit, or relabelled with today's code is the same table to the digit."""
    rows = list(truth)
    if convention == "restated":
        rows = [(day, code, text) for (day, _, _), text in zip(truth, restated, strict=True)]
    elif convention == "relabelled":
        rows = [(day, code, text) for day, _, text in truth]
    named = ["date", "currency", "rate"]
    source: list[dict[str, str]] = [{"date": day, now: text} for day, now, text in rows]
    if not wide:
        source = [dict(zip(named, row, strict=True)) for row in rows]
    rates = sk.read_rates(source, base="USD", units={code: convention})
    expected: dict[str, dict[str, str]] = {}
    for day, then, text in truth:
        expected.setdefault(then, {})[day] = str(Decimal(text).normalize())

    assert held(rates) == expected


def test_a_rate_before_a_redenomination_is_of_the_old_unit() -> None:
    """Read in any convention, a million old lira bought in 2004 what one new lira did in 2005."""
    rows = [{"date": day, "TRY": text} for (day, _, _), text in zip(LIRA, RESTATED[0][1], strict=True)]
    rates = sk.read_rates(rows, base="USD", units={"TRY": "restated"})

    assert rates.rate("USD", "TRL", on="2004-12-31") == 1342700.0
    assert rates.rate("USD", "TRY", on="2005-01-03") == 1.3427
    with pytest.raises(sk.RateNotFound):
        rates.rate("USD", "TRY", on="2004-12-31")


def test_money_that_was_never_redenominated_is_as_quoted() -> None:
    """A convention changes nothing for a currency with one unit, nor for the others of the table."""
    rows = [{"date": "2004-12-30", "GBP": 0.52, "TRL": 1342700}]
    conventions: dict[str, UnitConvention] = {"GBP": "restated", "TRY": "relabelled"}

    assert held(sk.read_rates(rows, base="USD", units=conventions)) == held(sk.read_rates(rows, base="USD"))


@for_each("value", ["abc", True, "1,3427", "1e400", -1.3, 0])
@for_each("convention", CONVENTIONS)
def test_a_bad_rate_is_refused_in_any_convention(value: Any, convention: UnitConvention) -> None:
    """What is no rate is no rate before it is brought to its unit, either."""
    with pytest.raises(sk.SourceError, match=r"^records row 1: "):
        sk.read_rates([{"date": "2004-12-30", "TRY": value}], base="USD", units={"TRY": convention})


def test_an_unknown_convention_is_refused() -> None:
    """A slip in a convention or in its currency is told, not passed over."""
    rows = [{"date": "2004-12-30", "TRY": 1.3427}]
    with pytest.raises(
        sk.InvalidQuery, match="units: TRY='restate': choose one of as_quoted, restated, relabelled"
    ) as caught:
        sk.read_rates(rows, base="USD", units={"TRY": "restate"})  # type: ignore[dict-item]
    with pytest.raises(sk.InvalidCurrency):
        sk.read_rates(rows, base="USD", units={"try": "restated"})

    assert caught.value.value == "restate"
