"""Two currencies beside one number: it is not clear which of them it is in, unless they are the same money."""

from __future__ import annotations

from itertools import product

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk

CODES = ["EUR", "USD", "GBP", "CHF", "PLN", "SEK", "JPY", "INR", "BRL", "NOK", "AUD", "ZAR"]
SHAPES = ["{n} {a}/{b}", "{a} {n} ({b})", "{n} {a} or {b}", "{n} ({a}/{b})", "{a}/{b} {n}", "{n} {a} gross ({b})", "{a} {n} {b}"]  # fmt: skip


@given(st.integers(20_000, 250_000), st.sampled_from(CODES), st.sampled_from(CODES), st.sampled_from(SHAPES))
def test_two_codes_decide_only_if_they_are_one(number: int, one: str, other: str, shape: str) -> None:
    """Whatever the figure and the form, two codes leave the currency open, and one code twice does not."""
    pay = sk.find_pay(shape.format(n=number, a=one, b=other))
    assert pay is not None
    assert pay.currency == (one if one == other else None)
    assert one == other or {one, other} <= set(pay.alternatives)


@for_each(
    "text",
    [
        "48.000 €/CHF", "£52,000/$", "62k €/£", "CHF 6'500 oder EUR", "30 000 Kč / EUR", "90 000 ₽ (USD)", "5.200 euros (dollars)",
        "R$ 9.000 (EUR)", "Gehalt (EUR/CHF): 5400", "NOK/SEK 42 000", "月給 300,000円 (USD)", "75 000 zł lub EUR", "€ 61000 £",
    ],
)  # fmt: skip
def test_signs_and_names_of_two_currencies_leave_it_open(text: str) -> None:
    """A sign or a name beside another currency decides no more than a code, and no country decides for one of the two."""
    for country in (None, "DE", "US"):
        pay = sk.find_pay(text, country=country)
        assert pay is not None
        assert pay.currency is None
        assert len(pay.alternatives) > 1


@for_each(
    ("text", "code"),
    [
        ("US$ 71,000 USD", "USD"), ("CA$ 88,000 CAD", "CAD"), ("7 200 zł (PLN)", "PLN"), ("kr 540 000 NOK", "NOK"), ("NT$ 52,000 (TWD)", "TWD"),
        ("€/EUR 45000", "EUR"), ("Fr. 6100 (CHF)", "CHF"), ("410 000 Ft (HUF)", "HUF"), ("¥260000 (CNY)", "CNY"), ("RM 5200/MYR", "MYR"),
        ("5.400 EUR/Monat", "EUR"), ("21 €/Std.", "EUR"), ("4.800 EUR (brutto)", "EUR"), ("55000 GBP or more", "GBP"),
        ("€50,000 (about $54,000)", "EUR"), ("6200 CHF / 6700 USD", "CHF"), ("£48k (€56k)", "GBP"), ("54 000 EUR + USD bonus", "EUR"),
    ],
)  # fmt: skip
def test_one_money_twice_a_period_and_a_converted_figure_do_not_open_it(text: str, code: str) -> None:
    """The first stated amount counts, whatever is converted beside it."""
    pay = sk.find_pay(text)
    assert pay is not None
    assert pay.currency == code


@pytest.mark.parametrize(
    ("text", "country"), list(product(["50000 EUR/USD", "EUR 50000 (GBP)", "€ 50000 $"], ["DE", "US", None]))
)
def test_a_table_refuses_the_row(text: str, country: str | None) -> None:
    """Neither the country nor the city of the row chooses one of the two; its own cell or a default does."""
    row = {"city": "Berlin", "country": country, "pay": text}
    assert sk.sift_salaries([row]).bad.counts() == {"ambiguous_currency": 1}
    assert sk.read_salaries([row], defaults={"currency": "EUR"})[0].currency == "EUR"
    assert sk.read_salaries([{**row, "currency": "EUR"}])[0].currency == "EUR"
    assert sk.sift_salaries([{**row, "currency": "PLN"}]).bad.counts() == {"contradiction": 1}
