"""The country and the name of a certain city in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.places import resolve

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "Austin, TX", "Portland, ME", "Munich, BY, Germany", "London", "Cambridge", "Remote", "Springfield, IL", "Bengalaru",
    "Perth, WA", "Toronto, ON", "Podunk, NY", "Zürich", "東京", "Richmond, CA",
]  # fmt: skip


def placed(city: str | None, currency: str = "USD", **others: object) -> tuple[str | None, str | None]:
    """Return the city and country that a row is read with."""
    row = sk.read_salaries(
        [{"city": city, "amount": 90_000, "currency": currency, "period": "year", **others}]
    )[0]
    return row.city, row.country


@for_each(
    ("text", "currency", "city", "country"),
    [
        ("Austin, TX", "USD", "Austin", "US"),
        ("Austin, Texas, USA", "USD", "Austin", "US"),
        ("New York, NY", "USD", "New York", "US"),
        ("München, Bayern", "EUR", "München", "DE"),
        ("Munich, BY, Germany", "EUR", "Munich", "DE"),
        ("Gurgaon, HR, India", "INR", "Gurgaon", "IN"),
        ("São Paulo, SP", "BRL", "São Paulo", "BR"),
        ("Perth, WA", "AUD", "Perth", "AU"),
        ("Toronto, ON", "CAD", "Toronto", "CA"),
        ("Lyon", "EUR", "Lyon", "FR"),
        ("東京", "JPY", "東京", "JP"),
        ("Frankfurt (Oder)", "EUR", "Frankfurt (Oder)", "DE"),
        ("Paris", "USD", "Paris", "FR"),
        ("Podunk, NY", "USD", "Podunk, NY", "US"),
        ("Remote, Germany", "EUR", "Remote, Germany", "DE"),
        ("Kerala", "INR", "Kerala", "IN"),
    ],
)
def test_a_certain_city_says_its_country(text: str, currency: str, city: str, country: str) -> None:
    """The row has the country of its city, and the city its name as it was written, without region and country."""
    assert placed(text, currency) == (city, country)


@for_each(
    ("text", "currency", "country"),
    [
        ("Portland, ME", "USD", "US"),
        ("Springfield, IL", "USD", "US"),
        ("Springfield, Missouri", "USD", "US"),
        ("Frankfurt, Brandenburg", "EUR", "DE"),
        ("Richmond, Virginia", "USD", "US"),
    ],
)
def test_a_name_that_would_mean_another_city_keeps_its_region(text: str, currency: str, country: str) -> None:
    """No two cities of a country become one by losing their region."""
    city, found = placed(text, currency)

    assert city == text
    assert found in (country, None)


@for_each(
    ("text", "currency"),
    [
        ("Cambridge", "USD"),
        ("Bengalaru", "INR"),
        ("London", "CAD"),
        ("Richmond, CA", "USD"),
        ("Smalltown, WA", "USD"),
        ("Falls Church, VA", "USD"),
        ("Remote", "USD"),
        ("Berlin, JP", "JPY"),
        ("Usmate, VT", "EUR"),
        (None, "USD"),
    ],
)
def test_an_uncertain_city_says_nothing(text: str | None, currency: str) -> None:
    """A name of several cities, a misspelt one, a code of two meanings: the row is as it was."""
    assert placed(text, currency) == (text, None)


def test_a_stated_country_stays() -> None:
    """What the row says of its country is kept; a city loses its region only where both agree."""
    assert placed("Austin, TX", country="US") == ("Austin", "US")
    assert placed("Austin, TX", country="DE") == ("Austin, TX", "DE")
    assert placed("London", "CAD", country="CA") == ("London", "CA")


def test_the_reading_counts_both() -> None:
    """How many rows have the country of their city, and how many cities another name, stands in the reading."""
    rows = [
        {"city": city, "amount": 90_000, "currency": "USD", "period": "year"}
        for city in ("Austin, TX", "Lyon", "x", None)
    ]
    table = sk.read_salaries(rows)

    assert table.reading.counts == {"country": 2, "city": 1}
    assert "2 rows have the country of their city." in table.reading.sentences
    assert "1 city is named without its region or country." in table.reading.sentences


def test_nothing_is_inferred_where_that_is_asked() -> None:
    """With infer=False, and in a table that was read before, cities and countries are as they stand."""
    rows = [{"city": "Austin, TX", "amount": 90_000, "currency": "USD", "period": "year"}]
    assert [(row.city, row.country) for row in sk.read_salaries(rows, infer=False)] == [("Austin, TX", None)]
    once = sk.read_salaries(rows)
    assert sk.read_salaries(once) == once


@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["USD", "EUR", "CAD", "INR"])), max_size=8))
def test_each_row_is_placed_for_itself(rows: list[tuple[str, str]]) -> None:
    """What a row is filled with does not depend on the others, and is what one look-up of its city says."""
    records = [{"city": city, "amount": 90_000, "currency": money, "period": "year"} for city, money in rows]
    table = sk.read_salaries(records, defaults={"relevance": 1}) if records else ()

    for (text, money), row in zip(rows, table, strict=True):
        assert (row.city, row.country) == placed(text, money)
        if row.country and resolve(text).place:
            assert resolve(text).country == row.country
            assert row.city is not None
            assert resolve(row.city, country=row.country).place == resolve(text).place


def test_a_file_of_texts_has_them_too(tmp_path: Path) -> None:
    """`convert_file` writes the same cities and countries as a table has, where it makes a table of a file."""
    source, out = tmp_path / "pay.csv", tmp_path / "out.csv"
    source.write_text(
        'location,salary\n"Austin, TX",$90k a year\n"Perth, WA",$95k a year\n', encoding="utf-8"
    )
    sk.convert_file(source, out, base="USD", on="2024")
    table, written = sk.read_salaries(source), sk.read_salaries(out)

    assert [(row.city, row.country, row.currency) for row in table] == [
        ("Austin", "US", "USD"),
        ("Perth", "AU", "AUD"),
    ]
    assert [(row.city, row.country) for row in written] == [("Austin", "US"), ("Perth", "AU")]


@for_each(
    ("text", "currency", "country"),
    [
        ("Perth, Perthshire", "GBP", None),
        ("Melbourne, Derbyshire", "GBP", None),
        ("Lagos, Algarve", "EUR", None),
        ("Richmond, Surrey", "GBP", None),
        ("Paris, London", "EUR", None),
        ("Vienna, Munich", "EUR", None),
        ("New York, London", "USD", None),
        ("Frankfurt, Oder", "EUR", "DE"),
        ("Berlin, Kreuzberg", "EUR", "DE"),
        ("London, Greater London", "GBP", "GB"),
        ("Warszawa, mazowieckie", "PLN", "PL"),
    ],
)
def test_other_words_beside_a_city_are_kept(text: str, currency: str, country: str | None) -> None:
    """Beside words that are no region a city keeps its text, and fills its country only where its currency is that country's."""
    assert placed(text, currency) == (text, country)
