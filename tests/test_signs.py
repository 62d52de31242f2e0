from __future__ import annotations

from cases import for_each

from salarykit.currency.codes import CODES
from salarykit.currency.signs import choose, names, sign, signs
from salarykit.pay.local import local


@for_each(
    ("text", "country", "currency", "rule"),
    [
        ("USD", "JP", "USD", "iso"),
        ("US$", None, "USD", "sign"),
        ("S$", None, "SGD", "sign"),
        ("NT$", None, "TWD", "sign"),
        ("R$", None, "BRL", "sign"),
        ("zł", None, "PLN", "sign"),
        ("₹", None, "INR", "sign"),
        ("円", None, "JPY", "sign"),
        ("歐元", None, "EUR", "sign"),
        ("$", None, None, "ambiguous"),
        ("$", "AU", "AUD", "country"),
        ("$", "DE", None, "ambiguous"),
        ("¥", None, None, "ambiguous"),
        ("¥", "CN", "CNY", "country"),
        ("kr", "NO", "NOK", "country"),
        ("kr", None, None, "ambiguous"),
        ("Rs", "PK", "PKR", "country"),
        ("₨", None, None, "ambiguous"),
        ("£", None, "GBP", "sign"),
        ("£", "EG", "EGP", "country"),
        ("£", "AU", "GBP", "sign"),
        ("元", "TW", "TWD", "country"),
        ("元", None, "CNY", "sign"),
        ("R", None, "ZAR", "sign"),
        ("Swiss Francs", None, "CHF", "name"),
        ("norske kroner", None, "NOK", "name"),
        ("euros", None, "EUR", "name"),
        ("гривень", None, "UAH", "name"),
        ("日元", None, "JPY", "sign"),
        ("rmb", None, "CNY", "iso"),
        ("eur", None, "EUR", "iso"),
    ],
)
def test_what_a_sign_means(text: str, country: str | None, currency: str | None, rule: str) -> None:
    """A code speaks first, a sign of one owner next, then the country; else it is left open."""
    meaning = choose(sign(text), local(country))

    assert (meaning.currency, meaning.rule) == (currency, rule)
    assert meaning.currency not in meaning.alternatives


@for_each("text", ["", "parsnips", "GBp", "¤", "12"])
def test_what_is_no_sign_means_nothing(text: str) -> None:
    """A text that stands for no currency is not mended into one; pence are no pounds."""
    assert sign(text) is None


def test_without_a_sign_the_country_says_its_money() -> None:
    """A bare number in a country is in its main money; with nothing known, nothing is said."""
    assert choose(None, local("PA")) == ("PAB", ("USD",), "country")
    assert choose(None) == (None, (), "none")


def test_every_owner_is_a_currency() -> None:
    """Signs and names stand only for codes that exist."""
    for table in (signs(), names()):
        for text, meant in table.items():
            assert text
            assert set(meant.currencies) <= CODES
            assert len(set(meant.currencies)) == len(meant.currencies) >= 1


def test_a_sign_of_several_owners_names_the_likeliest_first() -> None:
    """The order of the owners is a ranking."""
    assert signs()["$"].currencies[:3] == ("USD", "CAD", "AUD")
    assert signs()["kr"].currencies[0] == "SEK"
