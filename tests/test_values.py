from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.errors import InvalidCurrency, InvalidQuery, InvalidSpan, SalaryKitError

RATES = sk.default_rates()
DAY = "2024-06-28"
RATE = RATES.rate("EUR", "USD", on=DAY)


def masked(values: list[Any], kind: Any = None) -> Any:
    """Return two values, of which the second is masked."""
    return np.ma.array(np.array(values, kind), mask=[False, True])


def kind_of(value: object) -> str:
    """Return the kind of a value, for some are too long to be written."""
    return type(value).__name__


@for_each("kind", ["f8", "f4", "i8", "i2", "u4", object, ">f8"])
def test_a_masked_amount_is_missing(kind: Any) -> None:
    """What numpy's mask hides is no figure, of whatever type; the answer is masked where the question was."""
    amounts = masked([5, 99], kind)
    found = sk.convert(amounts, "EUR", "USD", on=DAY)

    assert isinstance(found, np.ma.MaskedArray)
    assert found.mask.tolist() == [False, True]
    assert found[0] == 5 * RATE
    np.testing.assert_array_equal(RATES.convert(amounts, "EUR", "USD", on=DAY).value, [5 * RATE, np.nan])
    assert sk.convert(amounts[1], "EUR", "USD", on=DAY) is None
    assert sk.convert([5.0, np.ma.masked], "EUR", "USD", on=DAY) == [5 * RATE, None]


@pytest.mark.parametrize("kind", ["U3", object])
def test_a_masked_currency_is_missing(kind: Any) -> None:
    """A currency behind a mask is no currency: the row has no rate."""
    currencies = masked(["EUR", "GBP"], kind)

    assert sk.convert([1.0, 1.0], currencies, "USD", on=DAY, missing="null") == [RATE, None]
    assert np.isnan(RATES.convert([1.0, 1.0], currencies, "USD", on=DAY, missing="null").value).tolist() == [
        False,
        True,
    ]
    with pytest.raises(InvalidCurrency, match=r"^Row 2"):
        sk.convert([1.0, 1.0], currencies, "USD", on=DAY)


@for_each("kind", ["M8[D]", "M8[s]", "M8[ns]", "M8[M]", "M8[Y]", "U10", object])
def test_a_masked_day_is_missing(kind: Any) -> None:
    """A day behind a mask is no day: the row has no rate, and the error says that no day was given."""
    on = masked(["2024-06-28", "2024-06-28"], kind)
    first = sk.convert(1.0, "EUR", "USD", on=on.data[0])

    assert sk.convert([1.0, 1.0], "EUR", "USD", on=on, missing="null") == [first, None]
    value = RATES.convert([1.0, 1.0], "EUR", "USD", on=on, missing="null").value
    np.testing.assert_array_equal(value, [first, np.nan])
    with pytest.raises(SalaryKitError, match=r"^Row 2: No EUR/USD rate: no day was given"):
        sk.convert([1.0, 1.0], "EUR", "USD", on=on)


def test_a_masked_cell_is_missing() -> None:
    """A record may hold numpy's masked constant: nothing is known there."""
    rows = [
        {"amount": 1, "currency": "EUR", "sample_size": np.ma.masked, "as_of": np.ma.masked},
        {"amount": 2, "currency": "EUR", "sample_size": "5", "as_of": "2024"},
    ]
    first, second = sk.read_salaries(rows)

    assert (first.sample_size, first.as_of, second.sample_size, second.as_of) == (None, None, 5, "2024")
    assert sk.sift_salaries([{"amount": np.ma.masked, "currency": "EUR"}]).bad[0]["code"] == "missing"


@for_each("shape", [(2, 2), (4, 1), (1, 4), (2, 1, 2), ()])
def test_the_shape_of_an_array_is_kept(shape: tuple[int, ...]) -> None:
    """Amounts of any shape come back in it, with one currency and day or with arrays of that shape."""
    amounts = np.arange(1.0, 1 + np.prod(shape, dtype=int)).reshape(shape)
    found = sk.convert(amounts, "EUR", "USD", on=DAY)
    each = sk.convert(amounts, np.full(shape, "EUR"), "USD", on=np.full(shape, np.datetime64(DAY)))

    assert (found.shape, each.shape) == (shape, shape)
    np.testing.assert_array_equal(found, amounts * RATE)
    np.testing.assert_array_equal(each, found)
    hidden = sk.convert(np.ma.array(amounts, mask=amounts == 1), "EUR", "USD", on=DAY)
    assert (hidden.shape, hidden.mask.sum()) == (shape, 1)


def test_another_shape_is_refused() -> None:
    """An array beside the amounts must have their shape; where columns are wanted, an array of two dimensions is none."""
    square = np.ones((2, 2))
    for currency, on in (
        (np.full((4, 1), "EUR"), DAY),
        ("EUR", np.full((1, 4), np.datetime64(DAY))),
        (["EUR"] * 2, DAY),
    ):
        with pytest.raises(InvalidQuery, match=r"(currency|on) has"):
            sk.convert(square, currency, "USD", on=on)
    with pytest.raises(InvalidQuery, match=r"currency has the shape \(2, 2\), amount has \(4,\)"):
        sk.convert([1.0] * 4, np.full((2, 2), "EUR"), "USD", on=DAY)
    for amounts, currency, on in (
        (square, "EUR", DAY),
        ([[1.0, 2.0], [3.0, 4.0]], "EUR", DAY),
        ([1.0] * 4, np.full((2, 2), "EUR"), DAY),
        ([1.0] * 4, "EUR", np.full((2, 2), np.datetime64(DAY))),
    ):
        with pytest.raises(InvalidQuery, match="has the shape"):
            RATES.convert(amounts, currency, "USD", on=on)


@for_each(
    "amount",
    [True, False, np.True_, [True, False], np.array([True]), [True, 5.0], [5.0, np.True_], np.array([True, 5.0], object),
     pd.Series([True, False]), pa.array([True]), pd.Series([True, None], dtype="boolean"), np.ma.array([True], mask=[False])],
)  # fmt: skip
@for_each("missing", ["raise", "null"])
def test_a_truth_value_is_no_amount(amount: Any, missing: Any) -> None:
    """Truth values are refused, one as many, Python's as numpy's."""
    with pytest.raises(InvalidQuery):
        sk.convert(amount, "EUR", "USD", on=DAY, missing=missing)
    if hasattr(amount, "__len__") and not isinstance(amount, pa.Array):
        with pytest.raises(InvalidQuery):
            RATES.convert(amount, "EUR", "USD", on=DAY, missing=missing)


@for_each(
    "amount",
    [10**400, -(10**400), 10**5000, [10**400], [1.0, 10**400], [10**400, Decimal(1)], Decimal("sNaN"), Decimal("-sNaN"),
     [Decimal("sNaN")], [Decimal(1), Decimal("sNaN")], Decimal("1e999999"), 1j, [1j], np.array([1j]), "5", b"5", {"a": 1},
     np.array(["5"]), np.array([5], "m8[D]"), np.array(["2024"], "M8[D]"), object(), [object()], [[1.0], [2.0, 3.0]],
     np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])],
)  # fmt: skip
def test_what_is_no_amount_is_refused_by_us(amount: Any) -> None:
    """What no float or Decimal holds, and what is no number, is refused in words of ours, alone and in a column."""
    with pytest.raises(InvalidQuery) as caught:
        sk.convert(amount, "EUR", "USD", on=DAY)

    assert len(str(caught.value)) < 200
    if isinstance(amount, list | np.ndarray):
        with pytest.raises(InvalidQuery):
            RATES.convert(amount, "EUR", "USD", on=DAY)


def test_a_signalling_nan_is_refused_in_its_own_currency() -> None:
    """Where nothing is to be multiplied, a signalling NaN is refused, too; a quiet one is missing, and stays."""
    with pytest.raises(InvalidQuery):
        sk.convert(Decimal("sNaN"), "USD", "USD", on=DAY)
    assert sk.convert(Decimal("NaN"), "EUR", "USD", on=DAY).is_nan()


@for_each(
    "amounts",
    [[100, Decimal("5.25")], [100.0, Decimal("5.25")], [Decimal(100), Decimal("5.25")], [np.int64(100), Decimal("5.25")],
     np.array([100, Decimal("5.25")], object), pd.Series([100, Decimal("5.25")], dtype=object), (100, 5.25)],
)  # fmt: skip
def test_numbers_of_several_kinds_are_a_column(amounts: Any) -> None:
    """Whole numbers, floats and Decimals may stand in one column; so may whole numbers larger than Arrow's."""
    found = sk.convert(amounts, "EUR", "USD", on=DAY)

    assert [float(value) for value in found] == pytest.approx([100 * RATE, 5.25 * RATE])
    assert sk.convert([2**70, 1], "EUR", "USD", on=DAY) == [2**70 * RATE, RATE]


ODD = [
    ["EUR"],
    {"a": 1},
    {"EUR"},
    7,
    float("nan"),
    b"EUR",
    np.array(["EUR"]),
    np.array(["EUR", "USD"]),
    pd.Series(["EUR"]),
]


@for_each("odd", ODD)
@for_each("missing", ["raise", "null"])
@for_each("on", [DAY, "2024"])
def test_what_is_no_currency_is_refused_by_us(odd: Any, missing: Any, on: str) -> None:
    """A currency that is a list, a mapping, a set or a column, beside one amount, is no ISO 4217 code."""
    for amount in (5.0, 5, Decimal(5), np.float64(5)):
        with pytest.raises(InvalidCurrency):
            sk.convert(amount, odd, "USD", on=on, missing=missing)
        with pytest.raises(InvalidCurrency):
            sk.convert(amount, "EUR", odd, on=on, missing=missing)
    for code, base in ((odd, "USD"), ("EUR", odd)):
        with pytest.raises(InvalidCurrency):
            RATES.quote(code, base, on=on)
        with pytest.raises(InvalidCurrency):
            RATES.rate(code, base, on=on)


@for_each("odd", [["EUR"], {"a": 1}, {"EUR"}, 7, b"EUR"])
def test_a_column_with_what_is_no_currency_is_refused_by_us(odd: Any) -> None:
    """In a column of currencies the row of what is none is named; a day that is none, too."""
    for column in ([odd], [odd, odd][:1]):
        with pytest.raises(InvalidCurrency, match=r"^Row 1"):
            sk.convert([5.0], column, "USD", on=DAY)
        with pytest.raises(InvalidCurrency, match=r"^Row 1"):
            RATES.convert([5.0], column, "USD", on=DAY)
    if odd != 7:
        with pytest.raises(InvalidSpan, match=r"^Row 1"):
            sk.convert([5.0], "EUR", "USD", on=[odd])
        with pytest.raises(InvalidSpan, match=r"^Row 1"):
            RATES.convert([5.0], "EUR", "USD", on=[odd])
    with pytest.raises(InvalidSpan):
        sk.convert(5.0, "EUR", "USD", on=odd)


@for_each("value", [10**400, 10**5000, True, np.True_, [5], {5}, 1j])
def test_what_is_no_amount_is_a_reject(value: Any) -> None:
    """In a table what is no amount keeps its own row out, and no other."""
    found = sk.sift_salaries([{"amount": value, "currency": "EUR"}, {"amount": 5, "currency": "EUR"}])

    assert [row.amount for row in found.good] == [5.0]
    assert [(cell["row"], cell["column"]) for cell in found.bad] == [(1, "amount")]
