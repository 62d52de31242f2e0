"""The words of headers in every language: what each needs is there, and multiples, currencies and periods are read."""

from __future__ import annotations

from typing import Final

import pytest
from cases import for_each

import salarykit as sk
import salarykit.pay
import salarykit.reading
from salarykit.package import table_rows
from salarykit.reading.header_tokens import spelled_out
from salarykit.reading.headers import RATES, read_header

ROWS: Final = table_rows("salarykit.reading", "header_words")
FIELDS: Final = ("amount", "currency", "period", "city", "country", "role", "as_of")
IN_PAY_TEXTS: Final = {row["language"] for row in table_rows("salarykit.pay", "language_words")}


def test_every_language_of_pay_texts_has_headers() -> None:
    """Each language whose pay texts are read, and each that writes words unseparated, has a row of headers."""
    languages = [row["language"] for row in ROWS]

    assert set(languages) == IN_PAY_TEXTS | {"ja", "zh", "ko"}
    assert len(languages) == len(set(languages))


def test_no_language_lacks_a_field() -> None:
    """Each language has a word for pay, currency, period, city, country, role, day and thousand."""
    lacking = [
        (row["language"], field) for row in ROWS for field in (*FIELDS, "thousands") if not row[field].split()
    ]

    assert lacking == []


@for_each(("language", "field"), [(row["language"], field) for row in ROWS for field in FIELDS])
def test_the_words_of_a_language_name_their_field(language: str, field: str) -> None:
    """A header that is one of the words of a field is about that field; a rate alone may be one of exchange."""
    row = next(row for row in ROWS if row["language"] == language)
    for word in row[field].replace("|", " ").split():
        header = read_header(word.replace("_", " "))

        assert (header and header.field) == (None if word in RATES else field), word


@for_each("language", [row["language"] for row in ROWS])
def test_thousands_are_read_in_every_language(language: str) -> None:
    """Each language's word for pay, with each of its words for a thousand before a code, is in thousands."""
    row = next(row for row in ROWS if row["language"] == language)
    pay = row["amount"].split()[0].replace("_", " ")
    for word in row["thousands"].split():
        header = read_header(f"{pay} ({word} EUR)")

        assert header is not None, word
        assert (header.field, header.factor, header.currency) == ("amount", 1000, "EUR"), word


@pytest.mark.parametrize(
    ("name", "factor", "currency", "period"),
    [
        ("Оклад (тыс. рублей)", 1e3, "рублей", None),
        ("Fizetés, ezer Ft", 1e3, "Ft", None),
        ("月給（千円）", 1e3, "円", "month"),
        ("연봉(천원)", 1e3, "원", "year"),
        ("Årslønn, 1 000 kr", 1e3, "kr", "year"),
        ("Basic pay (€000s)", 1e3, "€", None),
        ("Wages in $1,000s", 1e3, "$", None),
        ("Rémunération annuelle (milliers d'euros)", 1e3, "euros", "year"),
        ("Ücret (bin TL)", 1e3, "TL", None),
        ("Thu nhập (triệu đồng)", 1e6, "đồng", None),
        ("Upah (ribu rupiah)", 1e3, "rupiah", None),
        ("CTC (Rs crores)", 1e7, "Rs", "year"),
        ("Mzda (tis. Kč)", 1e3, "Kč", None),
        ("Palkka (tuhatta euroa)", 1e3, "euroa", None),
        ("Salariu brut (mii lei)", 1e3, "lei", None),
        ("Μισθός (χιλ. ευρώ)", 1e3, "ευρώ", None),
        ("เงินเดือน (พันบาท)", 1e3, "บาท", None),
        ("เงินเดือนต่อเดือน (บาท)", 1, "บาท", "month"),
        ("वेतन (हज़ार रुपये)", 1e3, "रुपये", None),
        ("Salary ($ 1 000 000)", 1e6, "$", None),
        ("min_cents USD", 0.01, "USD", None),
    ],
)
def test_a_header_states_its_multiple(
    name: str, factor: float, currency: str | None, period: str | None
) -> None:
    """Thousands, millions and crores in a header are read with the currency beside them, in figures or in words."""
    header = read_header(name)

    assert header is not None
    assert (header.field, header.factor, header.currency, header.period) == (
        "amount",
        factor,
        currency,
        period,
    )


@for_each("name", ["salary_bin", "pay mil", "salary (grand)", "Salary 1000", "salary (thousand million)"])
def test_a_multiple_that_may_be_another_word_needs_a_currency(name: str) -> None:
    """A bin of a histogram, a thousand without a currency and two multiples at once make no amount."""
    assert read_header(name) is None


def test_the_figures_under_such_a_header_are_multiplied() -> None:
    """The rows of a table in thousands are in full, and a sign of several currencies takes the country's."""
    rows = [{"Город": "Казань", "Страна": "Россия", "Зарплата, тыс. руб.": 950, "Год": 2023}]
    salary = sk.read_salaries(rows)[0]

    assert (salary.amount, salary.currency, salary.country, salary.city) == (950_000, "RUB", "RU", "Казань")


def test_multiples_in_digits_are_words() -> None:
    """However a thousand is written in figures, it is one word; other figures stay."""
    for written in ("1000", "1,000", "1 000", "x1000", "1.000s"):
        assert spelled_out(f"Pay {written} EUR").split() == ["Pay", "1000", "EUR"]
    assert spelled_out("Pay 2000").split() == ["Pay", "2000"]


@for_each(
    ("header", "period"),
    [
        ("Taux horaire (€)", "hour"), ("Tarif journalier", "day"), ("Tarifa por hora", "hour"), ("Valor por hora (R$)", "hour"),
        ("Tariffa oraria", "hour"), ("Óradíj", "hour"), ("Saat ücreti", "hour"), ("Часовая ставка", "hour"), ("Погодинна оплата", "hour"),
    ],
)  # fmt: skip
def test_a_rate_beside_a_period_is_pay(header: str, period: str) -> None:
    """A rate per hour or day is an amount in every language, and a rate alone may be one of exchange or of a tax."""
    found = read_header(header)
    assert found
    assert (found.field, found.period) == ("amount", period)
    assert [read_header(word) for word in ("Taux de change", "Ставка налога", "Valor total")] == [None] * 3
