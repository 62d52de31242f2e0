from __future__ import annotations

import decimal
import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.currency.codes import minor_units


@for_each(
    ("amount", "code", "rounded"),
    [
        ("2.675", "EUR", "2.68"),  # the float below it is not a half, the printed decimal is
        ("2.665", "EUR", "2.67"),
        ("1.005", "USD", "1.01"),
        ("0.005", "USD", "0.01"),
        ("0.0049999", "USD", "0.00"),
        ("-2.675", "EUR", "-2.68"),
        ("-0.005", "USD", "-0.01"),
        ("29816.435", "DEM", "29816.44"),
        ("0.5", "JPY", "1"),
        ("1.5", "JPY", "2"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("1234.4999", "JPY", "1234"),
        ("99.5", "KRW", "100"),
        ("1.2345", "KWD", "1.235"),
        ("1.2344", "KWD", "1.234"),
        ("-1.2345", "BHD", "-1.235"),
        ("1.00005", "CLF", "1.0001"),
        ("1.00004", "CLF", "1.0000"),
        ("0.99999", "UYW", "1.0000"),
        ("0", "USD", "0.00"),
        ("1000000000000.125", "USD", "1000000000000.13"),
    ],
)
def test_money_is_rounded_half_up(amount: str, code: str, rounded: str) -> None:
    """An amount goes to the nearest minor unit, a half away from zero: in Decimal, in floats and in arrays."""
    exact = sk.round_money(Decimal(amount), code)

    assert (str(exact), sk.round_money(float(amount), code)) == (rounded, float(rounded))
    assert sk.round_money(np.array([[float(amount)]]), code).tolist() == [[float(rounded)]]


def test_what_is_no_amount_stays_so() -> None:
    """NaN and the infinities are not amounts, and are given back."""
    given = np.array([math.nan, math.inf, -math.inf, 1.005])

    assert repr(sk.round_money(given, "USD").tolist()) == "[nan, inf, -inf, 1.01]"
    assert repr([sk.round_money(value, "JPY") for value in (math.nan, -math.inf)]) == "[nan, -inf]"
    assert repr(sk.round_money(Decimal("NaN"), "USD")) == "Decimal('NaN')"
    assert sk.round_money(Decimal("Infinity"), "USD") == Decimal("Infinity")


def test_an_array_keeps_its_shape_and_is_not_changed() -> None:
    """Any number of rows and dimensions comes back as it was given, in a new array of floats."""
    for shape in ((0,), (3,), (2, 3), (0, 2), ()):
        given = np.full(shape, 1.005)
        rounded = sk.round_money(given, "USD")

        assert (rounded.shape, str(rounded.dtype), rounded is given) == (shape, "float64", False)
        assert (given == 1.005).all()
        assert (rounded == 1.01).all()


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=7),
    st.sampled_from(["USD", "JPY", "KWD", "CLF"]),
)
def test_rounding_moves_by_half_a_unit_at_most(amount: Decimal, code: str) -> None:
    """The rounded amount is the nearest of its kind; to round it again, or its opposite, gives the same."""
    with decimal.localcontext(prec=400):
        unit = Decimal(1).scaleb(-minor_units(code))
        rounded: Any = sk.round_money(amount, code)

        assert abs(rounded - amount) <= unit / 2
        assert rounded % unit == 0
        assert sk.round_money(rounded, code) == rounded == -sk.round_money(-amount, code)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_any_float_is_rounded(amount: float, code: str) -> None:
    """A float of any size has a rounded one, no farther away than half a unit or what floats can tell apart."""
    rounded = sk.round_money(amount, code)

    assert abs(rounded - amount) <= max(0.5000001 * 10.0 ** -minor_units(code), math.ulp(amount))
    assert float(sk.round_money(Decimal(repr(amount)), code)) == sk.round_money(rounded, code) == rounded


def test_the_callers_decimal_context_does_not_matter() -> None:
    """A program that counts with few digits rounds money to the same cent."""
    with decimal.localcontext(prec=5):
        found = [sk.round_money(1234567.891, "EUR"), sk.round_money(Decimal("1234567.895"), "EUR")]

    assert found == [1234567.89, Decimal("1234567.90")]


@for_each("code", ["usd", "XXX", "", None])
def test_money_of_no_currency_is_not_rounded(code: Any) -> None:
    """Without a currency there is no smallest unit, for an empty array neither."""
    with pytest.raises(sk.InvalidCurrency, match=re.escape(repr(code))):
        sk.round_money(np.array([]), code)
