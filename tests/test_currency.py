from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from cases import for_each

from salarykit import default_rates
from salarykit.currency import codes
from salarykit.currency.codes import CODES, minor_units, parse_currency
from salarykit.errors import InvalidCurrency, SalaryKitError

REFUSED = [
    "usd",
    "Usd",
    "GBp",
    "",
    "US",
    "USDD",
    " USD",
    "USD ",
    "USD\n",
    "\uff35\uff33\uff24",  # full-width capitals
    "XAU",
    "XDR",
    "XXX",
    "BTC",
    "$",
    None,
    math.nan,
    840,
    b"USD",
    ["USD"],
    pd.NA,
    pd.NaT,
]


def test_every_code_is_itself() -> None:
    """Each code of the standard is accepted as it is written."""
    accepted = {code: parse_currency(code) for code in CODES}

    assert all(code == given for given, code in accepted.items())


def test_codes_have_the_shape_of_the_standard() -> None:
    """A code is three capital letters of the English alphabet."""
    assert all(re.fullmatch("[A-Z]{3}", code, re.ASCII) for code in CODES)


def test_no_code_is_listed_twice() -> None:
    """A code is either in use or withdrawn, and stands once in its list."""
    listed = (codes._IN_USE + codes._WITHDRAWN).split()

    assert len(listed) == len(CODES)


@for_each("code", ["USD", "XCG", "ZWG", "SLE", "VED", "BGN", "HRK", "DEM", "TRL", "ROL", "XOF"])
def test_money_of_today_and_of_yesterday_is_known(code: str) -> None:
    """The newest codes, and those of money that is gone, can both state a salary."""
    assert code in CODES


@for_each("value", REFUSED)
def test_anything_else_is_refused(value: object) -> None:
    """Lower case, padding, metals, funds' baskets and missing values are not mended but refused."""
    with pytest.raises(InvalidCurrency, match="is not an ISO 4217 currency code") as caught:
        parse_currency(value)

    assert caught.value.value is value
    assert caught.value.row is None
    assert repr(value) in str(caught.value)


@for_each(
    ("value", "advice"),
    [
        ("usd", "Did you mean 'USD'?"),
        (" Eur ", "Did you mean 'EUR'?"),
        ("RMB", "Did you mean 'CNY'?"),
        ("NIS", "Did you mean 'ILS'?"),
        (None, "A code is a text such as 'USD'."),
        (840, "A code is a text such as 'USD'."),
    ],
)
def test_a_refusal_says_what_to_write(value: object, advice: str) -> None:
    """The message proposes the nearest code, or says what a code is."""
    with pytest.raises(InvalidCurrency, match=re.escape(advice)):
        parse_currency(value)


@for_each("value", ["UDS", "EURO", "XBT", "$", ""])
def test_a_refusal_does_not_guess(value: str) -> None:
    """A text that only resembles a code gets no proposal: its neighbour would be another country's money."""
    with pytest.raises(InvalidCurrency) as caught:
        parse_currency(value)

    assert "Did you mean" not in str(caught.value)


def test_a_numpy_text_is_a_text() -> None:
    """The texts that numpy's columns hold are accepted."""
    assert parse_currency(np.str_("CAD")) == "CAD"


@for_each(
    ("code", "decimals"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("IDR", 2),
        ("MGA", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("CLP", 0),
        ("VND", 0),
        ("ISK", 0),
        ("XOF", 0),
        ("ITL", 0),
        ("KWD", 3),
        ("BHD", 3),
        ("TND", 3),
        ("CLF", 4),
        ("UYW", 4),
    ],
)
def test_minor_units_are_the_standards(code: str, decimals: int) -> None:
    """Most money has cents, some has none, some thousandths."""
    assert minor_units(code) == decimals


def test_every_code_has_minor_units() -> None:
    """No currency is counted in more than four decimals."""
    assert {minor_units(code) for code in CODES} == {0, 2, 3, 4}


def test_minor_units_are_listed_only_for_known_codes() -> None:
    """A typing slip in the list of decimals would be a code that does not exist."""
    assert set(codes._MINOR_UNITS) <= CODES


def test_minor_units_of_no_currency_are_refused() -> None:
    """A text that is no code has no decimals either."""
    with pytest.raises(SalaryKitError, match="'usd'"):
        minor_units("usd")


def test_the_packaged_rates_are_of_known_currencies() -> None:
    """Whatever the European Central Bank quotes is a code that a salary may be stated in."""
    assert set(default_rates().currencies) <= CODES
