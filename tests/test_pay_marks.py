from __future__ import annotations

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.pay.currency_choice import KNOWN_WORDS

MARKED = [
    ("DE", "kn 5.000 im Monat"),
    ("DE", "5000 kn im Monat"),
    ("US", "Lt 3000 per month"),
    ("GB", "Drs 300.000 per month"),
    ("ES", "Esc. 200.000 al mes"),
    ("US", "öS 20.000 per month"),
    ("NL", "Fmk 5000 per maand"),
    ("US", "Zl 5000 a month"),
    ("SE", "Xyz. 5000 per månad"),
    ("US", "5000 QQQ per month"),
    ("VN", "5000 USDT per month"),
    ("US", "BTC 5 per month"),
    ("PL", "Kcs. 5000 miesięcznie"),
]
PLAIN = [
    ("US", "Salary 5,000 per month"), ("DE", "Gehalt: 3.000 im Monat"), ("US", "pay 4000 net a month"), ("US", "OTE 50k per year"),
    ("SE", "från 30 000 per månad"), ("CZ", "od 30 000 měsíčně"), ("ES", "desde 2.000 al mes"), ("FR", "dès 2 000 par mois"),
    ("IT", "da 1.500 al mese"), ("US", "Est. 50,000 a year"), ("US", "Avg. 50,000 per year"), ("DE", "ca. 3.000 im Monat"),
    ("DE", "bis 3.000 im Monat"), ("GB", "c. 40,000 per annum"), ("FR", "SMIC 1800 par mois"), ("FR", "CDI 2500 par mois"),
    ("IT", "RAL 35.000 annui"), ("GB", "45k DOE per year"), ("US", "50k OTE a year"), ("RU", "зп 100 000 в месяц"),
    ("RU", "от 100 000 в месяц"), ("HU", "bér 400 000 havonta"), ("US", "Austin, TX 50,000 a year"), ("US", "Sr. 90,000 a year"),
    ("BR", "CLT 5.000 por mês"), ("VN", "lương 10.000.000 mỗi tháng"), ("DE", "mind. 3.000 im Monat"), ("FR", "env. 2 000 par mois"),
    ("CZ", "cca 30 000 měsíčně"), ("DE", "TVöD 3.500 im Monat"), ("CN", "月薪1.5万-2.5万,13薪"), ("US", "min 4000 a month"),
    ("FR", "Le 2 500 par mois"), ("US", "US 50,000 a year"), ("PL", "min. 8000 miesięcznie"), ("US", "40 hrs, 20 per hour"),
]  # fmt: skip


@for_each(("country", "text"), MARKED)
def test_an_unknown_mark_is_not_the_country_s_money(country: str, text: str) -> None:
    """A mark in the place of a sign that is none leaves the currency open, however well the country is known."""
    pay = sk.find_pay(text, country=country)

    assert pay is None or (pay.currency, pay.rule) == (None, "unknown_mark")


@for_each(("country", "text"), MARKED)
@for_each("defaults", [{}, {"currency": "USD"}])
def test_a_table_refuses_an_unknown_mark(country: str, text: str, defaults: dict[str, str]) -> None:
    """The row is refused with its reason; a default does not stand for a mark, either."""
    found = sk.sift_salaries(
        [{"country": country, "amount": text}, {"amount": "$5k", "country": "US"}], defaults=defaults
    )

    assert [row.amount for row in found.good] == [5_000]
    assert next(cell["code"] for cell in found.bad) in ("unknown_currency", "no_pay")


@for_each(("country", "text"), PLAIN)
def test_words_at_a_figure_are_no_marks(country: str, text: str) -> None:
    """What stands before or after a figure in plain texts of many languages leaves it in the country's money."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None
    assert pay.currency is not None


def test_a_stated_currency_goes_before_an_unknown_mark() -> None:
    """A column that says the currency is believed: the mark contradicts nothing that is known."""
    (salary,) = sk.read_salaries([{"amount": "Zl 5000 a month", "currency": "PLN"}])

    assert salary.currency == "PLN"


@given(st.text("bcdfghjklmnpqrstvwxz", min_size=2, max_size=4), st.sampled_from(["US", "DE", "JP", None]))
def test_letters_without_a_vowel_never_become_the_country_s_money(mark: str, country: str | None) -> None:
    """Before a figure they are known words, known signs, or leave it open."""
    pay = sk.find_pay(f"{mark.capitalize()} 5000 per month", country=country)

    if pay is not None and pay.rule == "country" and pay.alternatives == ():
        assert mark in KNOWN_WORDS
