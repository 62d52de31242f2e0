from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from salarykit.errors import InvalidQuery
from salarykit.rates.columns import _code_any, code, figures_of

EAST, WEST = dt.timezone(dt.timedelta(hours=12)), dt.timezone(dt.timedelta(hours=-10))
INSTANT = dt.datetime(2024, 6, 28, 18, tzinfo=WEST)
HUGE = 10**400  # no float holds it
PLAIN = ["USD", "EUR", "usd", "", None, 0, 1, 2024, dt.date(2024, 6, 28), dt.date(2024, 1, 1)]
ODD = [
    True, False, 1.0, math.nan, np.float64("nan"), np.ma.masked, pd.NA, pd.NaT, np.datetime64("2024-06-28"), np.datetime64("NaT", "D"), np.str_("USD"),
    INSTANT.replace(tzinfo=None), INSTANT, INSTANT.astimezone(EAST), INSTANT.astimezone(dt.UTC), pd.Timestamp(INSTANT), (1, 2),
]  # fmt: skip
NUMBERS = [
    0,
    1,
    -7,
    2**53 + 1,
    2**63,
    2**64 + 3,
    HUGE,
    0.1,
    1e308,
    math.nan,
    math.inf,
    None,
    np.float32(0.1),
    np.int8(3),
    np.uint64(2**63 + 1),
]
laws = settings(max_examples=4 * settings().max_examples)  # cheap


@laws
@given(st.lists(st.sampled_from(PLAIN), max_size=12) | st.lists(st.sampled_from(PLAIN + ODD), max_size=12))
@example([INSTANT, INSTANT.astimezone(EAST)])
def test_a_list_is_coded_as_it_is_item_by_item(items: list[Any]) -> None:
    """A list's distinct values, and which of them each item is, are those that a look at each item finds."""
    quick, slow = code(items), _code_any(items)

    assert quick.indices.tolist() == slow.indices.tolist()
    assert [(type(name), name) for name in quick.names] == [(type(name), name) for name in slow.names]


@laws
@given(st.lists(st.sampled_from(NUMBERS), max_size=8))
def test_a_list_of_numbers_is_each_of_them(numbers: list[Any]) -> None:
    """A list becomes the floats that its numbers are one by one; a number that no float holds is refused."""
    if any(number is HUGE for number in numbers):
        with pytest.raises(InvalidQuery):
            figures_of(numbers, "amounts")
        return

    one_by_one = [math.nan if number is None else float(number) for number in numbers]

    np.testing.assert_array_equal(figures_of(numbers, "amounts"), np.array(one_by_one, np.float64))
