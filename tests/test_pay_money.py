from __future__ import annotations

import pytest

from salarykit.pay import parse_money

# Each row: text, language, low, high, currency.
MONEY = [
    ("$1,234.50", None, 1234.5, 1234.5, None),
    ("€ 1.234,50", None, 1234.5, 1234.5, "EUR"),
    ("CHF 1'234.50", None, 1234.5, 1234.5, "CHF"),
    ("1 234,50 zł", None, 1234.5, 1234.5, "PLN"),
    ("₹12,34,567", None, 1_234_567, 1_234_567, "INR"),
    ("１２３４円", None, 1234, 1234, "JPY"),
    ("-£20", None, -20, -20, "GBP"),
    ("-75,50 EUR", None, -75.5, -75.5, "EUR"),
    (".5 €", None, 0.5, 0.5, "EUR"),
    ("USD34.6 million", None, 34_600_000, 34_600_000, "USD"),
    ("$2.5bn", None, 2.5e9, 2.5e9, None),
    ("3 Mio. Euro", "de", 3e6, 3e6, "EUR"),
    ("1,5 Mrd. EUR", "de", 1.5e9, 1.5e9, "EUR"),
    ("2,4 miljoen euro", "dutch", 2.4e6, 2.4e6, "EUR"),
    ("12 crore rupees", "hindi", 1.2e8, 1.2e8, "INR"),
    ("7-9 lakh rupees", "hi", 700_000, 900_000, "INR"),
    ("3억 2천만 원", "ko", 3.2e8, 3.2e8, "KRW"),
    ("2億5000万円", "ja", 2.5e8, 2.5e8, "JPY"),
    ("三千万円", "ja", 3e7, 3e7, "JPY"),
    ("36.5亿元人民币", "zh", 3.65e9, 3.65e9, "CNY"),
    ("50 tỷ đồng", "vi", 5e10, 5e10, "VND"),
    ("1,2 млрд рублей", "ru", 1.2e9, 1.2e9, "RUB"),
    ("25 milyon lira", "tr", 2.5e7, 2.5e7, "TRY"),
    ("5 मिलियन डॉलर", "hi", 5e6, 5e6, None),
    ("two million dollars", "en", 2e6, 2e6, None),
    ("dreitausend Euro", "de", 3000, 3000, "EUR"),
    ("deux cent mille francs suisses", "fr", 200_000, 200_000, "CHF"),
    ("to danske kroner", "nb", 2, 2, "DKK"),
    ("forty-two pounds sterling", "en", 42, 42, "GBP"),
    ("vierzig Schweizer Franken", "de", 40, 40, "CHF"),
    ("15 Canadian dollars and 20 cents", "en", 15.2, 15.2, "CAD"),
    ("3 euros con 99 céntimos", "es", 3.99, 3.99, "EUR"),
    ("12 kronor och 50 öre", "sv", 12.5, 12.5, "SEK"),
    ("100 zł 40 groszy", "pl", 100.4, 100.4, "PLN"),
    ("20 dólares de Hong Kong", "es", 20, 20, "HKD"),
    ("800 pesos mexicanos", "es", 800, 800, "MXN"),
    ("9 new zealand dollars", "en", 9, 9, "NZD"),
    ("between 10 and 20 euros", "en", 10, 20, "EUR"),
    ("entre 10 y 20 euros", "es", 10, 20, "EUR"),
    ("de 100 à 200 €", "fr", 100, 200, "EUR"),
    ("at least $5", "en", 5, None, None),
    ("mindestens 30 Euro", "de", 30, None, "EUR"),
    ("no more than 7 euros", "en", None, 7, "EUR"),
    ("moins de 10 €", "fr", None, 10, "EUR"),
    ("не более 500 рублей", "ru", None, 500, "RUB"),
    ("kurang dari 500 rupiah", "id", None, 500, "IDR"),
    ("RM42", None, 42, 42, "MYR"),
    ("kr 99", "nb", 99, 99, "NOK"),
    ("99 kr", "sv", 99, 99, "SEK"),
    ("50,- Kč", None, 50, 50, "CZK"),
    ("1 USD 50", "es", 1.5, 1.5, "USD"),
    ("1.099", None, 1099, 1099, None),
    ("0.125", None, 0.125, 0.125, None),
]


@pytest.mark.parametrize(("text", "language", "low", "high", "currency"), MONEY)
def test_an_amount_of_money(
    text: str, language: str | None, low: float | None, high: float | None, currency: str | None
) -> None:
    """Digits and words of many languages come out as amounts and a currency."""
    money = parse_money(text, language=language)

    assert money is not None
    assert (money.low, money.high, money.currency) == (low, high, currency)
    assert money.period is None


@pytest.mark.parametrize("text", ["", "no number", "40% OFF", "12 %"])
def test_what_is_no_amount(text: str) -> None:
    """A text without a number, or of a per cent, states no amount."""
    assert parse_money(text) is None


@pytest.mark.parametrize(
    ("text", "hint", "currency", "rule"),
    [
        ("1 200", "Cena v Kč", "CZK", "hint"),
        ("139,00", "Pris NOK 1 999,00", "NOK", "hint"),
        ("kr 45", "DKK", "DKK", "hint"),
        ("€45", "Price in USD", "EUR", "sign"),
        ("45", "each", None, "none"),
        ("$45", "£", None, "ambiguous"),
    ],
)
def test_a_hint_helps_where_the_text_is_silent(text: str, hint: str, currency: str | None, rule: str) -> None:
    """What is known from elsewhere decides only what the text leaves open."""
    money = parse_money(text, currency=hint)

    assert money is not None
    assert (money.currency, money.rule) == (currency, rule)


@pytest.mark.parametrize(
    ("text", "language", "piece"),
    [
        ("it cost twenty dollars and 43 cents in all", "en", "twenty dollars and 43 cents"),
        ("価格は&nbsp;２億円です", "ja", "２億円"),
        ("about Â£9 each", None, "£9"),
    ],
)
def test_the_place_is_told_in_the_text_that_came(text: str, language: str | None, piece: str) -> None:
    """The position counts in the text as it was given, however much was rewritten to read it."""
    money = parse_money(text, language=language)

    assert money is not None
    assert text[slice(*money.position)] == piece


def test_what_is_no_text_states_no_money() -> None:
    """A number or a missing value is not read as text."""
    assert parse_money(5) is None  # type: ignore[arg-type]
