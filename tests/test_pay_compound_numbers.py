"""Numbers in two parts, each with a word that counts: one million two hundred thousand is no two hundred thousand."""

from __future__ import annotations

from cases import for_each

import salarykit as sk
from salarykit.pay.compound_numbers import expand_parts
from salarykit.pay.counting_words import MULTIPLIERS


@for_each(
    ("text", "country", "amount"),
    [
        ("Доход 1 млн 250 тыс. рублей в год", "RU", 1_250_000),
        ("Maaş 1 milyon 300 bin TL yıllık", "TR", 1_300_000),
        ("Lương 7 triệu 500 nghìn đồng/tháng", "VN", 7_500_000),
        ("Lương cứng 8tr5/tháng", "VN", 8_500_000),
        ("Lương 11tr250 mỗi tháng", "VN", 11_250_000),
        ("Lương 6 triệu rưỡi", "VN", 6_500_000),
        ("Gaji 4 juta 200 ribu rupiah per bulan", "ID", 4_200_000),
        ("Salary Rs 3 lakh 60 thousand a year", "IN", 360_000),
        ("Salary Rs 3 lakh 60,000 a year", "IN", 360_000),
        ("वेतन 1 लाख 15 हजार रुपये", "IN", 115_000),
        ("حقوق ۸ میلیون و ۲۵۰ هزار تومان", "IR", 82_500_000),
        ("الراتب 6 آلاف و 500 ريال", "SA", 6_500),
        ("Fizetés 1 millió 150 ezer forint", "HU", 1_150_000),
        ("Palkka 3 tuhatta 400 euroa", "FI", 3_400),
        ("Sueldo 1 millón 350.000 pesos mensuales", "CL", 1_350_000),
        ("Pay: 90 thousand and 500 dollars a year", "US", 90_500),
        ("Gehalt 48 Tausend und 500 Euro im Jahr", "DE", 48_500),
        ("Sueldo de 25 mil y 500 pesos al mes", "MX", 25_500),
        ("初任給 21万4,500円", "JP", 214_500),
        ("월급 240만 5,000원", "KR", 2_405_000),
        ("薪資3萬8,500元", "TW", 38_500),
    ],
)
def test_the_parts_of_a_number_add_up(text: str, country: str, amount: float) -> None:
    """Neither part alone is the amount; the position is that of the whole number."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (amount, amount)
    first_digit = next(index for index, letter in enumerate(text) if letter.isdigit())
    assert pay.position[0] <= first_digit
    assert sk.parse_pay_column([text] * 30, country=country)[29]["low"].as_py() == amount


@for_each(
    "text",
    [
        "3 million 5 million",  # no part is as large as what it is added to
        "2 thousand 30 thousand",
        "4 thousand 300 employees",  # a count, and no money
        "4 thousand or 300 dollars",
        "12 months 300 dollars",
        "40k 500 dollars",  # a letter alone may be part of a name
        "$45 thousand 1500",
        "$1 million 1200.50",
        "₹12 lakh 2024",  # with the currency before them, only a period shows that the last number is money
        "$50 thousand 100% remote",
        "£30 thousand 250 days a year",
        "€50 thousand 300 € bonus",
        "$5 thousand 202-555-0199",
        "$2 million and 300 thousand bonus",
        "between 1 lakh and 50 thousand rupees",
        "50 tausend und 300 Euro Zuschuss",
        "6 LPA 50 thousand",
        "1 250 thousand 300 euros",  # the number begins before the first digit that could be a part
        "90 thousand and 500 dollars bonus",
        "90 thousand and 50 dollars",
    ],
)
def test_two_numbers_stay_two(text: str) -> None:
    """What is no sum of two parts of one number is left as it is."""
    assert expand_parts(text) == (text, None)


def test_every_word_that_counts_makes_a_part() -> None:
    """A word of two letters or more counts, whatever its language."""
    words = [
        word for word in MULTIPLIERS if len(word) > 1 and word.isalpha() and word.islower() and word != "lpa"
    ]
    assert len(words) > 100
    for word in words:
        assert expand_parts(f"2 {word} 1 EUR")[0] == f"2 {word} 1 EUR"
        assert expand_parts(f"2 {word} 500 EUR")[0] == (f"{2 * MULTIPLIERS[word] + 500:.0f} EUR"), word


@for_each(
    ("text", "low", "high"),
    [
        ("2 thousand 500 - 3 thousand 500 euros per month", 2_500, 3_500),
        ("2 tuhatta 300–2 tuhatta 900 euroa kuussa", 2_300, 2_900),
        ("1 млн 200 тыс. - 1 млн 500 тыс. рублей в год", 1_200_000, 1_500_000),
        ("Salary 8 - 12 lakh 40 thousand rupees per annum", 800_000, 1_240_000),
        ("Lương 7 - 8 triệu 500 nghìn đồng/tháng", 7_000_000, 8_500_000),
        ("Доход 1 - 2 млн 250 тыс. рублей в год", 1_000_000, 2_250_000),
        ("Gaji 4 - 5 juta 200 ribu rupiah per bulan", 4_000_000, 5_200_000),
    ],
)
def test_both_ends_of_a_range_may_have_parts(text: str, low: float, high: float) -> None:
    """The currency behind the higher end is that of both."""
    pay = sk.parse_pay(text)
    assert (pay.low, pay.high) == (low, high)
