"""Two currencies at one amount: neither is chosen; one currency that is written twice is one."""

from __future__ import annotations

from cases import for_each

import salarykit as sk

EITHER = [
    ("42000 CHF/EUR", None, {"CHF", "EUR"}),
    ("42,000 GBP or USD a year", None, {"GBP", "USD"}),
    ("Gehalt: 42.000 EUR oder CHF", "DE", {"EUR", "CHF"}),
    ("42 000 EUR ou CHF par an", "FR", {"EUR", "CHF"}),
    ("3500 PLN / EUR miesięcznie", "PL", {"PLN", "EUR"}),
    ("SEK/NOK 38 000 per month", "SE", {"SEK", "NOK"}),
    ("EUR / USD 40-45k", None, {"EUR", "USD"}),
    ("$75,000 CAD/USD per year", "CA", {"CAD", "USD"}),
    ("€ 61000 $", None, {"EUR", "USD"}),
    ("61.000 €/£", "IE", {"EUR", "GBP"}),
    ("7500 zł/€", "PL", {"PLN", "EUR"}),
    ("1500 долларов или евро", "RU", {"USD", "EUR"}),
    ("80000 AUD/NZD", "AU", {"AUD", "NZD"}),
]


@for_each(("text", "country", "currencies"), EITHER)
def test_of_two_currencies_none_is_chosen(text: str, country: str | None, currencies: set[str]) -> None:
    """The currency is open, and both stand among the alternatives, in a text, a column and a posting."""
    for pay in (sk.parse_pay(text, country=country), sk.parse_pay(f"The pay is {text}", country=country)):
        assert (pay.currency, pay.rule) == (None, "ambiguous")
        assert currencies <= {*pay.alternatives}
    assert sk.parse_pay_column([text], country=country).field("currency").to_pylist() == [None]


@for_each(
    ("text", "country", "currency"),
    [
        ("US$ 42000 USD", None, "USD"),
        ("A$95,000 AUD", "US", "AUD"),
        ("4200 zł (PLN)", None, "PLN"),
        ("4200 zł/PLN", None, "PLN"),
        ("£42,000 GBP", None, "GBP"),
        ("42.000 € (EUR) jährlich", None, "EUR"),
        ("€42,000 / $46,000", "IE", "EUR"),
        ("42 USD/h", None, "USD"),
        ("210 Kč/den", "CZ", "CZK"),
        ("190 kr/tim", "SE", "SEK"),
        ("42,000 USD or more", None, "USD"),
        ("EUR 42,000 or all of it", None, "EUR"),
    ],
)
def test_one_currency_written_twice_is_one(text: str, country: str | None, currency: str) -> None:
    """A sign beside its own code, a second amount, a period and a word leave the currency as it is."""
    assert sk.parse_pay(text, country=country).currency == currency


@for_each(
    ("text", "period"),
    [
        ("4200 zł (PLN) miesięcznie", "month"),
        ("42.000 € (EUR) jährlich", "year"),
        ("95 kn (HRK) na sat", "hour"),
    ],
)
def test_a_code_in_brackets_leaves_the_period(text: str, period: str) -> None:
    """What follows the brackets is still read."""
    assert sk.parse_pay(text).period == period
