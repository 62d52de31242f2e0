from __future__ import annotations

from typing import Any

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.currency.codes import CODES
from salarykit.currency.signs import choose, names, sign, signs
from salarykit.currency.tender import local_money, tender, tenders

OWNERS = [
    # country, text, currency
    ("MD", "5000 lei pe luna", "MDL"),
    ("RO", "5000 lei pe luna", "RON"),
    ("BY", "2500 руб. в месяц", "BYN"),
    ("BY", "2500 р.", "BYN"),
    ("RU", "90 000 р.", "RUB"),
    ("BY", "Br 2,500", "BYN"),
    ("ET", "Br 9,500 per month", "ETB"),
    ("VE", "Bs. 5.000 mensuales", "VES"),
    ("BO", "Bs. 5.000 mensuales", "BOB"),
    ("NI", "C$ 12,000", "NIO"),
    ("CA", "C$ 62,000", "CAD"),
    ("MA", "6000 درهم", "MAD"),
    ("AE", "6000 درهم", "AED"),
    ("BS", "B$ 3,200", "BSD"),
    ("BN", "B$ 3,200", "BND"),
    ("MO", "18,000 元", "MOP"),
    ("TW", "48,000 元", "TWD"),
    ("CU", "₱4500", "CUP"),
    ("CU", "$4500", "CUP"),
    ("CU", "4500 pesos", "CUP"),
    ("PH", "₱25,000", "PHP"),
    ("CW", "3500 gulden", "XCG"),
    ("AW", "3500 florin", "AWG"),
    ("SR", "3500 guilders", "SRG"),
    ("NL", "3500 gulden", "NLG"),
    ("AW", "ƒ 3500", "AWG"),
    ("SS", "£90,000", "SSP"),
    ("SD", "£90,000", "SDG"),
    ("SD", "90000 جنيه", "SDG"),
    ("EG", "90000 جنيه", "EGP"),
    ("IE", "£30,000", "GBP"),
    ("KP", "5000 won", "KPW"),
    ("KR", "₩3,000,000", "KRW"),
    ("CD", "500000 francs", "CDF"),
    ("RW", "500000 francs", "RWF"),
    ("GN", "500000 francs", "GNF"),
    ("BI", "500000 francs", "BIF"),
    ("SN", "150 000 F CFA par mois", "XOF"),
    ("CM", "150 000 FCFA par mois", "XAF"),
    ("FJ", "$2,500", "FJD"),
    ("GY", "$250,000", "GYD"),
    ("AG", "$4,000", "XCD"),
    ("TO", "T$2,500", "TOP"),
    ("WS", "WS$2,500", "WST"),
    ("SB", "SI$2,500", "SBD"),
    ("LR", "L$90,000", "LRD"),
    ("GY", "G$250,000", "GYD"),
    ("SR", "Sr$25,000", "SRD"),
    ("BB", "Bds$4,000", "BBD"),
    ("AZ", "900 manat", "AZN"),
    ("TM", "4000 manat", "TMT"),
    ("NG", "N350,000", "NGN"),
    ("UZ", "6 000 000 so'm", "UZS"),
    ("PG", "K5,000", "PGK"),
    ("ZM", "K5,000", "ZMW"),
    ("MW", "K500,000", "MWK"),
    ("BW", "P5,000 per month", "BWP"),
    ("PH", "P25,000 per month", "PHP"),
    ("GT", "Q5,000", "GTQ"),
    ("MM", "Ks 500,000", "MMK"),
    ("MM", "500,000 Ks", "MMK"),
    ("LB", "LL 30,000,000", "LBP"),
    ("MU", "MRs 30,000", "MUR"),
    ("GM", "D9,000 per month", "GMD"),
    ("MG", "Ar 900 000 par mois", "MGA"),
    ("AO", "Kz 250.000", "AOA"),
    ("MZ", "25.000 MT por mês", "MZN"),
]  # fmt: skip


@for_each(("country", "text", "currency"), OWNERS)
def test_the_country_decides_among_a_sign_s_owners(country: str, text: str, currency: str) -> None:
    """A sign that the country's money bears means that money, however much likelier another is elsewhere."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None
    assert pay.currency == currency


FORMER = [
    ("HR", "kn 5.000 mjesečno", "HRK"),
    ("HR", "5.000 kuna", "HRK"),
    ("LT", "Lt 3000 per month", "LTL"),
    ("LT", "3000 litų per mėnesį", "LTL"),
    ("LV", "Ls 500 per month", "LVL"),
    ("ES", "200.000 ptas al mes", "ESP"),
    ("ES", "200.000 pesetas al mes", "ESP"),
    ("PT", "Esc. 200.000 por mês", "PTE"),
    ("PT", "200.000 escudos por mês", "PTE"),
    ("CV", "50.000 escudos por mês", "CVE"),
    ("IT", "L. 2.500.000 al mese", "ITL"),
    ("IT", "2.500.000 lire al mese", "ITL"),
    ("AT", "öS 20.000 im Monat", "ATS"),
    ("AT", "20.000 Schilling im Monat", "ATS"),
    ("FI", "15.000 mk kuukaudessa", "FIM"),
    ("DE", "DM 5.000 im Monat", "DEM"),
    ("FR", "FF 12 000 par mois", "FRF"),
    ("FR", "12 000 F par mois", "FRF"),
    ("BE", "90.000 BF per maand", "BEF"),
    ("NL", "hfl 4.500 per maand", "NLG"),
    ("GR", "300.000 δρχ", "GRD"),
    ("SK", "25 000 Sk mesačne", "SKK"),
    ("MT", "Lm 650 per month", "MTL"),
    ("TR", "900.000.000 TL", "TRY"),
]


@for_each(("country", "text", "currency"), FORMER)
def test_a_former_money_s_mark_is_that_money(country: str, text: str, currency: str) -> None:
    """An abbreviation of a money that is gone is never taken for the country's money of today."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None
    assert pay.currency == currency


@for_each(
    ("country", "on", "text", "currency"),
    [
        ("TR", "2003", "900.000.000 TL", "TRL"),
        ("SL", "2021", "Le 5,000,000 per month", "SLL"),
        ("SL", "2024-06", "Le 5,000 per month", "SLE"),
        ("RO", "2004", "9.000.000 lei pe luna", "ROL"),
        ("BY", "2015", "6 000 000 руб.", "BYR"),
        ("VE", "2012", "Bs. 5.000 mensuales", "VEF"),
        ("PL", "1994", "6.000.000 zł", "PLZ"),
        ("GH", "2005", "3,000,000 cedis", "GHC"),
        ("EE", "2008", "12 000 kr", "EEK"),
        ("IT", "1998", "£ 2.500.000", "ITL"),
        ("IE", "1998", "£25,000", "IEP"),
        ("BE", "1998", "90.000 frank", "BEF"),
        ("ZM", "2012", "K4,000,000 per month", "ZMK"),
        ("MZ", "2004", "5.000.000 MT", "MZM"),
    ],
)
def test_a_sign_is_of_the_money_of_its_day(country: str, on: str, text: str, currency: str) -> None:
    """Where an old and a new money bear one sign, the day says which."""
    assert sk.parse_pay(text, country=country, on=on).currency == currency


@for_each(
    "text", ["K5,000", "Q5,000", "P5000", "Q1 2024", "12kn", "M365", "E5000", "3pts", "N95", "D365 F&O"]
)
@for_each("country", [None, "US", "DE", "IN"])
def test_letters_are_no_sign_where_their_money_is_not(text: str, country: str | None) -> None:
    """A letter at a number is a name, unless it is the sign of the country's money."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "low"),
    [
        ("5,000,000 Toman per month", 50_000_000),
        ("ماهانه 12,000,000 تومان", 120_000_000),
        ("8-10 million toman per month", 80_000_000),
        ("50,000,000 ریال", 50_000_000),
    ],
)
def test_a_toman_is_ten_rials(text: str, low: float) -> None:
    """An amount in tomans is stated in rials, the currency that has a code."""
    pay = sk.parse_pay(text, country="IR")

    assert (pay.low, pay.currency) == (low, "IRR")


def test_a_conto_is_a_thousand_escudos() -> None:
    """An amount in contos is stated in escudos."""
    assert sk.parse_pay("200 contos por mês", country="PT")[:3] == (200_000, 200_000, "PTE")


@for_each(
    "text",
    [
        "€50k USD",
        "€50,000 - £60,000",
        "USD 50,000 - CAD 60,000",
        "£40,000 EUR",
        "R$ 5.000 USD",
        "¥500,000 KRW",
    ],
)
@for_each("country", [None, "US", "DE"])
def test_signs_that_cannot_mean_the_same_leave_it_open(text: str, country: str | None) -> None:
    """Two signs of two moneys are not guessed between."""
    pay = sk.find_pay(text, country=country)

    assert pay is None or pay.currency is None


@for_each(
    "row",
    [
        {"country": "MD", "amount": "5000 lei pe lună", "currency": "MDL"},
        {"amount": "$500 a week", "currency": "XCD"},
        {"amount": "Rs 50,000", "currency": "MUR"},
        {"country": "HR", "amount": "kn 5.000", "currency": "HRK"},
        {"amount": "francs 500000", "currency": "CDF"},
        {"amount": "£90,000", "currency": "SSP"},
        {"amount": "Br 9,500", "currency": "ETB"},
    ],
)
def test_a_stated_owner_of_the_sign_contradicts_nothing(row: dict[str, Any]) -> None:
    """A currency column may name any owner of the sign beside it."""
    (salary,) = sk.read_salaries([row])

    assert salary.currency == row["currency"]


@for_each(
    ("row", "code"),
    [
        ({"country": "MD", "amount": "5000 lei", "currency": "EUR"}, "contradiction"),
        ({"country": "HR", "amount": "kn 5.000", "currency": "EUR"}, "contradiction"),
        ({"country": "IR", "amount": 5_000_000.0, "currency": "toman"}, "unknown_currency"),
        ({"country": "US", "amount": 5_000.0, "currency": "K"}, "unknown_currency"),
        ({"country": "DE", "amount": "€50k USD"}, "ambiguous_currency"),
    ],
)
def test_another_money_beside_a_sign_is_refused(row: dict[str, Any], code: str) -> None:
    """What the sign cannot mean is a contradiction; what has no meaning is said to have none."""
    found = sk.sift_salaries([row])

    assert [cell["code"] for cell in found.bad] == [code]


@for_each(
    ("country", "cell", "currency"),
    [
        ("MD", "lei", "MDL"),
        ("NI", "C$", "NIO"),
        ("ET", "Br", "ETB"),
        ("PG", "K", "PGK"),
        ("CD", "francs", "CDF"),
        ("KP", "₩", "KPW"),
    ],
)
def test_a_sign_in_a_currency_column_is_the_country_s(country: str, cell: str, currency: str) -> None:
    """A cell of a column of currencies is read as a sign beside a figure is."""
    (salary,) = sk.read_salaries([{"amount": 5_000.0, "currency": cell, "country": country}])

    assert salary.currency == currency


ALL_SIGNS = sorted(signs()) + sorted(name for name in names() if " " not in name)


@given(st.sampled_from(ALL_SIGNS), st.sampled_from(sorted(tenders())))
def test_the_country_s_money_is_preferred_wherever_it_is_an_owner(text: str, country: str) -> None:
    """A sign never means a foreign money where the country's own bears it; and never one that does not bear it."""
    found, here = sign(text), local_money(country)
    if found is None:
        return
    meant = choose(found, here)
    own = [code for code in tender(country) if code in found.currencies]

    if own:
        assert meant.currency == own[0]
    assert meant.currency is None or meant.currency in found.currencies
    assert not set(meant.alternatives) - set(found.currencies)


def test_every_owner_is_known() -> None:
    """A sign, whoever lists it, stands for currencies that a salary may be stated in, the last one of a country among them."""
    for found in {**names(), **signs()}.values():
        assert set(found.currencies) <= CODES
    assert choose(sign("лв"), local_money("BG")).currency == "BGN"
