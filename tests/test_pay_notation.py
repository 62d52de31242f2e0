from __future__ import annotations

import re

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.pay.numbers import number

# text, country, low, high, currency, period
SPACED = [
    ("$52, 300", "US", 52_300, 52_300, "USD", None),
    ("£38, 750 a year", "GB", 38_750, 38_750, "GBP", "year"),
    ("€ 49, 900 per year", "IE", 49_900, 49_900, "EUR", "year"),
    ("47, 250 EUR", None, 47_250, 47_250, "EUR", None),
    ("salary 41, 618.35", "US", 41_618.35, 41_618.35, "USD", None),
    ("Pay: $97, 000 - $115, 500 per year", "US", 97_000, 115_500, "USD", "year"),
    ("₹9, 50, 000 per annum", "IN", 950_000, 950_000, "INR", "year"),
    ("$1, 180, 000 a year", "US", 1_180_000, 1_180_000, "USD", "year"),
    ("R 412, 000 per annum", "ZA", 412_000, 412_000, "ZAR", "year"),
    ("Our pay is $22, 300 employees agree", "US", 22, 22, "USD", None),
    ("Salary of $54, 401(k) and dental", "US", 54, 54, "USD", None),
]
"""A space after the comma between thousands."""
POINTS = [
    ("$.65/hr", "US", 0.65, 0.65, "USD", "hour"),
    (",79 € per hour", "DE", 0.79, 0.79, "EUR", "hour"),
    (".85 USD per hour", None, 0.85, 0.85, "USD", "hour"),
    ("£.90 per hour", "GB", 0.9, 0.9, "GBP", "hour"),
    ("€ ,95 pro Stunde", "DE", 0.95, 0.95, "EUR", "hour"),
    ("CAD .70 an hour", None, 0.7, 0.7, "CAD", "hour"),
    ("$.40 - $.55 per hour", "US", 0.4, 0.55, "USD", "hour"),
    ("Rs.500 per day", "IN", 500, 500, "INR", "day"),
    ("Fr.25 pro Stunde", "CH", 25, 25, "CHF", "hour"),
]
"""A figure that begins with its decimal sign; a full stop of an abbreviation is none."""
COUNTED = [
    ("K€ 42-48", None, 42_000, 48_000, "EUR", None),
    ("TEUR 58", None, 58_000, 58_000, "EUR", None),
    ("Gehalt: TEUR 58 bis 66 p.a.", "DE", 58_000, 66_000, "EUR", "year"),
    ("T€ 72", "DE", 72_000, 72_000, "EUR", None),
    ("K$ 135", "US", 135_000, 135_000, "USD", None),
    ("KCHF 105-125", None, 105_000, 125_000, "CHF", None),
    ("Lønn: TNOK 620 - 710 per år", "NO", 620_000, 710_000, "NOK", "year"),
    ("TDKK 480 - TDKK 530", None, 480_000, 530_000, "DKK", None),
    ("MJPY 7", None, 7_000_000, 7_000_000, "JPY", None),
    ("Mio. JPY 8", None, 8_000_000, 8_000_000, "JPY", None),
    ("K PLN 18", None, 18_000, 18_000, "PLN", None),
    ("36-41 tkr", "SE", 36_000, 41_000, "SEK", None),
    ("520 tkr/år", "SE", 520_000, 520_000, "SEK", "year"),
    ("58 TEUR", None, 58_000, 58_000, "EUR", None),
    ("S$ 65", None, 65, 65, "SGD", None),
    ("$140 K, Series K $20 voucher", "US", 140_000, 140_000, "USD", None),
]
"""Thousands or millions at the currency."""
ALL = [*SPACED, *POINTS, *COUNTED]
SALARIES = [
    ("2 350 € brut mensuel sur 13,5 mois", "FR", "month", 13.5),
    ("2 350 € brut par mois sur 13.5 mois", "FR", "month", 13.5),
    ("3.150 € brutto/Monat x 13,5", "DE", "month", 13.5),
    ("CHF 6'400 x 13.5", None, "month", 13.5),
    ("CHF 6'400 × 13½", None, "month", 13.5),
    ("3.050 € brutto x 13½ pro Monat", "AT", "month", 13.5),
    ("2 200 € x 13,33", "FR", "month", 13.33),
    ("€ 1.650 lordi al mese, 13,5 mensilità", "IT", "month", 13.5),
    ("CHF 6'400 x 13.", None, "month", 13),
    ("18-24K·13.5薪", "CN", "month", 13.5),
]


@for_each(("text", "country", "low", "high", "currency", "period"), ALL)
def test_a_notation(
    text: str, country: str | None, low: float, high: float, currency: str, period: str | None
) -> None:
    """However thousands and decimals are written at a figure, it is the one that is meant."""
    pay = sk.parse_pay(text, country=country)
    (cell,) = sk.parse_pay_column([text], country=country).to_pylist()

    assert (pay.low, pay.high, pay.currency, pay.period) == (low, high, currency, period)
    assert (cell["low"], cell["high"], cell["currency"], cell["period"]) == (low, high, currency, period)


@for_each(("text", "country", "period", "months"), SALARIES)
def test_part_of_a_monthly_salary(text: str, country: str | None, period: str, months: float) -> None:
    """A year may have thirteen and a half monthly salaries."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.months_per_year) == (period, months)


@for_each("text", ["$165;000", "€52;400 im Jahr", "28-39,0000", "£41;250 - £47;500"])
def test_a_mistyped_figure_is_none(text: str) -> None:
    """A figure whose signs make no number is no figure of fewer digits."""
    assert sk.find_pay(text, country="US") is None


@for_each(
    ("header", "amount", "currency"),
    [
        ("Gehalt (T€)", 65_000, "EUR"),
        ("Gehalt in TEUR", 65_000, "EUR"),
        ("Lønn (TNOK)", 65_000, "NOK"),
        ("Lohn, KCHF", 65_000, "CHF"),
        ("Salaire (K€)", 65_000, "EUR"),
        ("Salary (£k)", 65_000, "GBP"),
        ("Lön (tkr)", 65_000, "SEK"),
        ("給与 (MJPY)", 65_000_000, "JPY"),
    ],
)
def test_a_header_that_counts_in_thousands(header: str, amount: float, currency: str) -> None:
    """Thousands at the currency of a header hold for the numbers below it."""
    table = sk.read_salaries([{"city": "Malmö", "country": "SE", header: "65"}], defaults={"period": "year"})

    assert (table[0].amount, table[0].currency) == (amount, currency)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["$", "£", "€", "USD "]))
def test_a_space_after_the_comma_changes_nothing(head: int, tail: int, sign: str) -> None:
    """A figure with a space after the comma is the figure without it."""
    spaced, tight = (f"{sign}{head},{space}{tail:03d} per year" for space in (" ", ""))

    assert number(f"{head}, {tail:03d}") == number(f"{head},{tail:03d}")
    assert (
        sk.find_pay(spaced) is None or sk.parse_pay(spaced)[:4] == sk.parse_pay(re.sub(", ", ",", tight))[:4]
    )


@for_each(
    ("text", "country", "low", "high"),
    [
        ("Lön 34 500 SEK per månad", "SE", 34_500, 34_500),
        ("Wynagrodzenie na poziomie 9 800 zł brutto", "PL", 9_800, 9_800),
        ("Mzda od 42 000 Kč měsíčně", "CZ", 42_000, None),
        ("Salaire brut annuel : 38 500 €", "FR", 38_500, 38_500),
        ("Оклад 85 000 руб. в месяц", "RU", 85_000, 85_000),
        ("Bér bruttó 650 000 Ft havonta", "HU", 650_000, 650_000),
        ("Palkka 3 150 € kuukaudessa", "FI", 3_150, 3_150),
        ("salary of $58, 250 a year", "US", 58_250, 58_250),
    ],
)
def test_a_spaced_number_in_a_posting(text: str, country: str, low: float, high: float | None) -> None:
    """In a long text, too, a number begins with its first digits, whatever word stands before it."""
    prose = (
        "You will work with people who care for their craft, in an office with plants and good chairs. " * 3
    )
    pay = sk.parse_pay(f"{prose}{text}. {prose}", country=country)

    assert (pay.low, pay.high) == (low, high)


@for_each(
    "text",
    [
        *(
            "€ 52. 400",
            "€ 52. 400 pro Jahr",
            "£47 .250 a year",
            "$ 45 , 000",
            "Rs. 4, 50,000 per annum",
            "kr 450. 000",
        ),
        *(
            "1. 200 € im Monat",
            "Gehalt: 52. 400 Euro",
            "€ 41. 300 - € 52. 600",
            "Pay is €52. 400 employees work here",
        ),
    ],
)
def test_a_number_that_a_space_parts_is_never_one_of_its_halves(text: str) -> None:
    """Where a space at a point or comma may part one number or two, none of its halves is pay."""
    assert sk.find_pay(text, country="DE") is None


@for_each(
    ("text", "low", "high", "period"),
    [
        ("12€50/h", 12.5, 12.5, "hour"), ("Salaire : 13€75 brut de l'heure", 13.75, 13.75, "hour"), ("13€10 - 14€20/h", 13.1, 14.2, "hour"),
        ("1.200€50 im Monat", 1_200.5, 1_200.5, "month"), ("2 050€00 par mois", 2_050, 2_050, "month"), ("€45 - 50/h", 45, 50, "hour"),
    ],
)  # fmt: skip
def test_the_sign_of_the_euro_may_separate_decimals(text: str, low: float, high: float, period: str) -> None:
    """Two digits behind the sign between digits are cents, never the figure of their own."""
    pay = sk.find_pay(text, country="FR")
    assert pay
    assert (pay.low, pay.high, pay.currency, pay.period) == (low, high, "EUR", period)
    assert text[slice(*pay.position)].startswith(text.lstrip("Salire :")[:3])


@for_each("mark", "'\u2019`\u00b4\u02bc\u2032")
def test_any_apostrophe_groups_thousands(mark: str) -> None:
    """An acute accent or a prime between thousands groups them, in texts and in cells."""
    for text in (f"CHF 85{mark}000", f"85{mark}000 CHF"):
        pay = sk.find_pay(text)
        assert pay
        assert (pay.low, pay.currency) == (85_000, "CHF")
    assert sk.read_salaries([{"Ort": "Chur", "Lohn (CHF)": f"85{mark}000"}])[0].amount == 85_000
