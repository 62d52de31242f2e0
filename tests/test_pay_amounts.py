from __future__ import annotations

import salarykit as sk

# Each row: what follows "Salary: ", low, high, currency.
AMOUNTS = [
    ("$1,234.50", 1234.5, 1234.5, None),
    ("€ 1.234,50", 1234.5, 1234.5, "EUR"),
    ("CHF 1'234.50", 1234.5, 1234.5, "CHF"),
    ("1 234,50 zł", 1234.5, 1234.5, "PLN"),
    ("₹12,34,567", 1_234_567, 1_234_567, "INR"),
    ("１２３４円", 1234, 1234, "JPY"),
    ("USD34.6 million", 34_600_000, 34_600_000, "USD"),
    ("3 Mio. Euro", 3e6, 3e6, "EUR"),
    ("2,4 miljoen euro", 2.4e6, 2.4e6, "EUR"),
    ("12 crore rupees", 1.2e8, 1.2e8, "INR"),
    ("7-9 lakh rupees", 700_000, 900_000, "INR"),
    ("3억 2천만 원", 3.2e8, 3.2e8, "KRW"),
    ("2억5000万円", 2.5e8, 2.5e8, "JPY"),
    ("50 tỷ đồng", 5e10, 5e10, "VND"),
    ("1,2 млрд рублей", 1.2e9, 1.2e9, "RUB"),
    ("25 milyon lira", 2.5e7, 2.5e7, "TRY"),
    ("5 मिलियन डॉलर", 5e6, 5e6, None),
    ("20 dólares de Hong Kong", 20, 20, "HKD"),
    ("9 new zealand dollars", 9, 9, "NZD"),
    ("between 10 and 20 euros", 10, 20, "EUR"),
    ("entre 10 y 20 euros", 10, 20, "EUR"),
    ("de 100 à 200 €", 100, 200, "EUR"),
    ("at least $5", 5, None, None),
    ("mindestens 30 Euro", 30, None, "EUR"),
    ("no more than 7 euros", None, 7, "EUR"),
    ("moins de 10 €", None, 10, "EUR"),
    ("не более 500 рублей", None, 500, "RUB"),
    ("kurang dari 500 rupiah", None, 500, "IDR"),
    ("RM42", 42, 42, "MYR"),
    ("50,- Kč", 50, 50, "CZK"),
]


def test_an_amount_is_read_in_the_notation_of_many_languages() -> None:
    """Digits, multipliers, bounds and names of currencies come out as amounts and a currency."""
    for text, *expected in AMOUNTS:
        pay = sk.parse_pay(f"Salary: {text}")

        assert [pay.low, pay.high, pay.currency] == expected, text
