from __future__ import annotations

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk

SAID = [
    # country, text, currency
    ("CA", "20 $ US", "USD"),
    ("CA", "25,50 $US de l'heure", "USD"),
    ("CA", "60 000 $ à 70 000 $ US par an", "USD"),
    ("US", "25,50 $ CA l'heure", "CAD"),
    ("US", "25\u00a0$\u00a0CA/h", "CAD"),
    ("US", "70 k$ CA", "CAD"),
    ("US", "25 $CAN", "CAD"),
    ("US", "25 $ CAD/heure", "CAD"),
    ("US", "25$ CAD/hr", "CAD"),
    ("US", "25$CAD/h", "CAD"),
    ("US", "25$ CAD, full time", "CAD"),
    ("AU", "40 $NZ", "NZD"),
    ("US", "$88,000 per year (CAD)", "CAD"),
    ("US", "$110,000 - $130,000 (AUD)", "AUD"),
    ("US", "between $88,000 and $99,000 (NZD)", "NZD"),
    ("US", "$88k (NZD) per annum", "NZD"),
    ("CA", "$88,000 (USD)", "USD"),
    ("US", "Salary (AUD): $88,000 - $99,000", "AUD"),
    ("US", "AUD salary: $88k", "AUD"),
    ("US", "Salary in AUD: 88,000", "AUD"),
    ("US", "CAD: $88,000", "CAD"),
    ("US", "$38/hr CAD", "CAD"),
    ("US", "$88,000, AUD", "AUD"),
    ("US", "$88,000 [AUD]", "AUD"),
    ("US", "$77,000 CDN", "CAD"),
    ("US", "$7,500/month SGD", "SGD"),
    ("US", "$7,500 / month (SGD)", "SGD"),
    ("US", "$1,150/week gross (AUD)", "AUD"),
    ("CA", "$88K/yr USD", "USD"),
    ("CA", "41/hr USD", "USD"),
    ("CA", "41 per hour, USD", "USD"),
    ("CA", "50-54/hr USD", "USD"),
    ("CA", "USD: 41/hr", "USD"),
    ("CA", "EUR/month 5200", "EUR"),
    ("CA", "7600/month USD", "USD"),
    ("CA", "90k/yr EUR", "EUR"),
    ("CA", "55,000 p.a. GBP", "GBP"),
    ("CA", "pay in USD, 41/hr", "USD"),
    ("CA", "USD 41/hr - USD 45/hr", "USD"),
    ("GB", "50k-60k annually (in euros)", "EUR"),
    ("JP", "¥22,000 (CNY) a month", "CNY"),
    ("IN", "Rs. 45,000 (PKR)", "PKR"),
    ("SE", "kr 41.000 (DKK)", "DKK"),
    ("SE", "Lön: 45 000 kr (NOK) per månad", "NOK"),
    ("US", "$22,000 mensuales (MXN)", "MXN"),
    ("FR", "Salaire (CAD) : 65 000 $ par an", "CAD"),
    ("DE", "Gehalt (CHF): 95'000", "CHF"),
    ("DE", "Gehalt in Schweizer Franken: 90'000", "CHF"),
    ("CH", "Gehalt in Euro: 50.000", "EUR"),
    ("AE", "15,000-20,000 monthly, tax free, AED", "AED"),
    ("KR", "연봉 80,000 USD", "USD"),
    ("US", "$88,000 New Zealand dollars", "NZD"),
    ("US", "$88,000/yr Australian dollars", "AUD"),
    ("US", "88,000 Canadian dollars", "CAD"),
    ("CA", "88,000 US dollars", "USD"),
    ("CA", "$88,000 per year in US dollars", "USD"),
    ("GB", "Salary: 50,000 Swiss francs", "CHF"),
    ("FR", "65 000 dollars canadiens par an", "CAD"),
    ("US", "Base pay range: $88,000 to $99,000 per year, paid in Canadian dollars (CAD).", "CAD"),
]
NOT_SAID = [
    ("US", "US salary $110,000 - $130,000. AUD bonus extra", "USD"),
    ("US", "$88,000 plus AUD bonus", "USD"),
    ("US", "$88,000 (AUD 130,000)", "USD"),
    ("US", "$88,000 per year, AUD 9,000 bonus", "USD"),
    ("GB", "£50,000 per year (approx. 63,000 USD)", "GBP"),
    ("NG", "₦12,000,000 per year (approx. USD 8,000)", "NGN"),
    ("US", "$38/hr CAD designer", "USD"),
    ("US", "$38/hr, CAD operator", "USD"),
    ("US", "$24/hr PHP developer", "USD"),
    ("US", "$24/hr Python, PHP, SQL", "USD"),
    ("US", "EUR trader: $95,000", "USD"),
    ("US", "$95,000 real estate agent", "USD"),
    ("US", "70,000 CAD / $52,000", "CAD"),
]


@for_each(("country", "text", "currency"), SAID)
def test_what_the_clause_says_goes_before_the_country(country: str, text: str, currency: str) -> None:
    """A code or a full name anywhere in an amount's clause is its money, wherever the text is from."""
    pay = sk.parse_pay(text, country=country)

    assert pay.currency == currency
    assert pay.rule in ("iso", "name", "sign")


@for_each(("country", "text", "currency"), NOT_SAID)
def test_what_belongs_to_another_figure_or_word_is_not_the_amount_s(
    country: str, text: str, currency: str
) -> None:
    """The code of a bonus, of a converted figure or of a trade says nothing of the pay."""
    assert sk.parse_pay(text, country=country).currency == currency


@for_each("text", ["€50,000 per year (USD)", "£45,000 (EUR)", "45 €/h (USD)", "Salary (CAD): €50,000"])
@for_each("country", [None, "US", "DE"])
def test_a_code_that_the_sign_cannot_mean_leaves_the_money_open(text: str, country: str | None) -> None:
    """What contradicts itself is not guessed, and a table refuses it."""
    pay = sk.parse_pay(text, country=country)
    found = sk.sift_salaries([{"amount": text, "country": country}])

    assert (pay.currency, pay.rule) == (None, "ambiguous")
    assert [cell["code"] for cell in found.bad] == ["ambiguous_currency"]


@for_each(("country", "text", "currency"), SAID)
def test_a_table_takes_the_clause_s_money(country: str, text: str, currency: str) -> None:
    """In a column of amounts the clause goes before the row's country, too."""
    rows = [{"city": "x", "country": country, "Salary": text}]
    (salary,) = sk.read_salaries(rows, defaults={"period": "year"})

    assert salary.currency == currency


def test_a_stated_currency_contradicts_a_clause_of_another() -> None:
    """A currency column that says otherwise is told, not preferred."""
    found = sk.sift_salaries([{"amount": "$88,000 per year (CAD)", "currency": "USD"}])

    assert [cell["code"] for cell in found.bad] == ["contradiction"]


CODES = [
    "AUD",
    "CAD",
    "CHF",
    "CNY",
    "EUR",
    "GBP",
    "HKD",
    "INR",
    "JPY",
    "MXN",
    "NZD",
    "PLN",
    "SEK",
    "SGD",
    "USD",
    "ZAR",
]
FORMS = [
    "{n} per year ({c})",
    "{n}/yr {c}",
    "{n} p.a. {c}",
    "{n} a year, {c}",
    "{n} per year [{c}]",
    "Salary ({c}): {n}",
    "{c} salary: {n} per year",
    "Salary in {c}: {n}",
    "{n} - {n} ({c})",
]


@given(st.sampled_from(FORMS), st.sampled_from(CODES), st.sampled_from([None, "US", "DE", "JP", "IN"]))
def test_a_code_away_from_the_figure_is_as_one_beside_it(form: str, code: str, country: str | None) -> None:
    """Wherever in the clause a code stands, it means what it means at the figure."""
    far = sk.parse_pay(form.format(n="90,000", c=code), country=country)
    near = sk.parse_pay(f"{code} 90,000 per year", country=country)

    assert (far.currency, far.rule, far.low) == (near.currency, "iso", near.low) == (code, "iso", 90_000)


NO_MONEY = [
    ("DE", "PLZ 20095 Hamburg"), ("US", "TOP 500 employer"), ("US", "ALL 1200 sites"), ("US", "CAD 2024 experience"), ("US", "COP 28"),
    ("US", "CUP 2024"), ("US", "PEN 300"), ("US", "RON 95"), ("US", "STD 1000"), ("US", "TRY 1000 recipes"), ("US", "SOS 911"),
    ("US", "LTL 2000 freight"), ("US", "ATS 5000 users"), ("DE", "ADP 5000"), (None, "MAD 2023 winner"), (None, "GEL 500 ml"),
    (None, "BAM 1,200 units"), ("FR", "LAK 3000 km"), ("US", "PHP 8 developer"), ("US", "SAR 2000 radio"),
    (None, "8 - 5 TOP employers"), ("FR", "900 - 100 ALL sites"),
]  # fmt: skip
MONEY = [
    (None, "CAD 95,000", "CAD"), (None, "95,000 CAD", "CAD"), (None, "RON 4500", "RON"), (None, "TRY 45.000", "TRY"), (None, "COP 4.500.000", "COP"),
    (None, "Salary: CAD 95,000", "CAD"), (None, "PEN 3000 mensuales", "PEN"), ("RO", "RON 4500", "RON"), (None, "DEM 5000 im Monat", "DEM"),
    (None, "CAD 95k - 120k + bonus", "CAD"), ("US", "We pay CAD 95,000 plus equity", "CAD"), (None, "MAD 9 500 net", "MAD"),
    ("PL", "PLZ 6.000.000", "PLZ"), (None, "PHP 25,000 - 30,000", "PHP"), (None, "ALL 80,000 per month", "ALL"), (None, "SOS 900,000 a month", "SOS"),
]  # fmt: skip


@for_each(("country", "text"), NO_MONEY)
def test_a_word_of_three_capitals_is_no_currency(country: str | None, text: str) -> None:
    """A code that is a word as well, or of a money that is gone, is none where nothing speaks for it."""
    assert sk.find_pay(text, country=country) is None


@for_each(("country", "text", "currency"), MONEY)
def test_a_code_that_is_a_word_is_money_where_something_speaks_for_it(
    country: str | None, text: str, currency: str
) -> None:
    """The country, a word of pay, a period, or the form of the figure makes it a currency."""
    assert sk.parse_pay(text, country=country).currency == currency


@for_each(
    ("text", "country"),
    [
        ("The typical tenant parts with a third of that, about $780 a month.", "US"),
        ("Der typische Haushalt ist damit schnell am Limit, rund 780 Euro im Monat.", "DE"),
        ("De gemiddelde huurder is 34 procent van zijn inkomen kwijt, zo'n 780 euro per maand.", "NL"),
        ("Dagpengene utgjør 62,4 prosent av inntekten, høyst 1 700 kroner per dag.", "NO"),
        ("Un ménage modeste y laisse le tiers, environ 780 euros par mois.", "FR"),
        ("Una familia joven destina a eso un tercio, unos 780 euros al mes.", "ES"),
    ],
)
def test_about_goes_on_with_the_clause_before_its_comma(text: str, country: str) -> None:
    """What the sentence is about stands before the comma then."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Barkeeper in Köln, rund 2.400 € im Monat.", "DE", 2_400),
        ("Forklift driver in Leeds, about £2,100 a month.", "GB", 2_100),
        ("Serveur à Lyon, environ 1 800 euros par mois.", "FR", 1_800),
    ],
)
def test_about_after_a_job_is_its_pay(text: str, country: str, low: float) -> None:
    """A job before the comma is what the sentence is about."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country"),
    [
        ("Hire our 5-tonne digger with operator from $145 per hour", "AU"),
        ("Louez nos minibus avec chauffeur à 45 € de l'heure", "FR"),
        ("Noleggia un furgone a 60 € al giorno", "IT"),
        ("Alquile una carpa por 150 € al día", "ES"),
        ("Wynajmij przyczepę za 90 zł dziennie", "PL"),
    ],
)
def test_a_call_to_hire_a_thing_offers_it(text: str, country: str) -> None:
    """A job title in it belongs to the thing."""
    assert sk.find_pay(text, country=country) is None
