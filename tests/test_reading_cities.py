from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

AMERICAN = ["Austin, TX", "Buffalo, NY", "Tampa, FL", "Columbus, OH", "Seattle, WA"]
CANADIAN = ["Toronto, CA", "Calgary, CA", "Montreal, CA", "Ottawa, CA"]
AUSTRALIAN = ["Sydney", "Melbourne", "Brisbane", "Perth", "Adelaide"]


def money_of(cities: list[str], salary: str = "$95K") -> dict[str, str | None]:
    """Return the currency that the row of each city is read in, None if it is refused."""
    found = sk.sift_salaries([{"city": city, "salary": salary, "text": city} for city in cities])
    assert {cell["code"] for cell in found.bad} <= {"ambiguous_currency", "missing"}
    read = {row["text"]: row["currency"] for row in found.good.to_arrow().to_pylist()}
    return {city: read.get(city) for city in cities}


@for_each(
    "city",
    [
        "Oakville, CA",
        "Richmond, CA",
        "Burlington, CA",
        "Kingston, CA",
        "Windsor, CA",
        "Ontario, CA",
        "Armenia, CO",
    ],
)
def test_a_state_s_code_is_a_state_where_the_column_has_states(city: str) -> None:
    """Beside other states two letters are a state; alone they may also be a country, and nothing is guessed."""
    assert money_of([city, *AMERICAN])[city] == "USD"
    assert money_of([city])[city] is None


@for_each("city", ["Oakville, CA", "Burlington, CA", "Kingston, CA", "Smalltown, CA"])
def test_a_state_s_code_is_a_country_where_the_column_has_countries(city: str) -> None:
    """Beside cities that are certainly in the country with that code, it is the country."""
    assert money_of([city, *CANADIAN])[city] == "CAD"


@for_each(
    "city",
    [
        "Blue Bell, PA",
        "Falls Church, VA",
        "Fort Belvoir, VA 22060",
        "Emeryville, CA",
        "Bedford, MA",
        "London, KY",
        "Chantilly, VA",
    ],
)
def test_a_town_that_is_too_small_lies_in_its_state(city: str) -> None:
    """With a dollar sign the code of a state decides the country, even if the town is not in the gazetteer."""
    assert money_of([city])[city] == "USD"
    assert money_of([city, *AMERICAN])[city] == "USD"


@for_each(
    ("cities", "city", "currency"),
    [
        ([], "Perth, WA", "AUD"),
        (AMERICAN, "Perth, WA", "AUD"),
        ([], "Albany, WA", "AUD"),
        ([], "Seattle, WA", "USD"),
        (AUSTRALIAN, "Vancouver, WA", "USD"),
        ([], "Smalltown, WA", None),
        (["Austin, TX"], "Smalltown, WA", None),
        (AMERICAN, "Smalltown, WA", "USD"),
        (AUSTRALIAN, "Smalltown, WA", "AUD"),
        (["Sydney, NSW", "Melbourne, VIC", "Hobart, TAS"], "Smalltown, WA", "AUD"),
    ],
)
def test_a_state_s_code_may_be_another_country_s_region(
    cities: list[str], city: str, currency: str | None
) -> None:
    """`WA` is Washington and Western Australia: the city says which, then the column, and else nobody."""
    assert money_of([city, *cities])[city] == currency


def test_a_code_without_a_dollar_sign_is_not_taken_for_a_state() -> None:
    """A small German town is not in Delaware."""
    assert money_of(["Buxtehude, DE"], "3.000 im Monat")["Buxtehude, DE"] is None


@for_each("city", ["Auburn", "Cambridge", "Campbelltown", "Richmond", "Newcastel"])
def test_a_city_that_is_not_sure_decides_no_money(city: str) -> None:
    """A name of several cities, or a misspelt one, leaves a dollar undecided; certain cities decide it."""
    assert money_of([city, "Toronto"]) == {city: None, "Toronto": "CAD"}


@for_each("city", ["Auburn", "Campbelltown", "Pyrmont", "Richmond"])
def test_the_other_cities_of_a_column_vote(city: str) -> None:
    """If nearly all rows are in one country, so is the uncertain one."""
    assert money_of([city, *AUSTRALIAN * 5])[city] == "AUD"


@given(st.permutations(["Richmond, CA", "Oakville, CA", "Auburn", *AMERICAN, "Toronto"]))
def test_the_order_of_rows_decides_nothing(cities: list[str]) -> None:
    """What a column shows about its cities does not depend on their order."""
    assert money_of(cities) == money_of(sorted(cities))


def test_the_reading_counts_what_the_cities_say() -> None:
    """The reading counts the rows in each currency that only the city decides."""
    rows = [{"city": city, "salary": "$95K"} for city in ("Sydney", "Perth", "Boston", "Kiel")]
    rows[3]["salary"] = "95.000 €"
    table = sk.read_salaries([*rows, {"city": "Toronto", "salary": "$95K", "country": "CA"}])

    assert "Signs of several currencies are decided by the city: 2 AUD, 1 USD." in table.reading.sentences


def test_a_currency_column_s_sign_is_decided_and_counted_alike() -> None:
    """A sign in a column of currencies counts as one at the figure."""
    rows: list[dict[str, Any]] = [
        {"city": city, "amount": 95_000, "currency": "$"} for city in ("Sydney", "Boston", "Auburn")
    ]
    found = sk.sift_salaries(rows)

    assert [row.currency for row in found.good] == ["AUD", "USD"]
    assert [cell["code"] for cell in found.bad] == ["ambiguous_currency"]
    assert (
        "Signs of several currencies are decided by the city: 1 AUD, 1 USD." in found.good.reading.sentences
    )


MANY = [
    [("AL", 9_422.8), ("CZ", 21_463.0), ("IS", 74_207.0)],
    [("PL", 9_422.8), ("HU", 21_463.0)],
    [("US", 90_000.0), ("GB", 60_000.0), ("DE", 65_000.0)],
]


@for_each("rows", MANY)
@for_each("form", ["{:.0f}", "{:,.0f} per month"])
def test_figures_of_many_countries_without_a_currency_are_refused(
    rows: list[tuple[str, float]], form: str
) -> None:
    """A column of numbers from several countries may be in one currency throughout: the caller is asked, and nothing is guessed."""
    cells = [{"country": country, "salary": form.format(amount)} for country, amount in rows]
    found = sk.sift_salaries(cells)
    given = sk.sift_salaries(cells, defaults={"currency": "EUR"})

    assert [cell["code"] for cell in found.bad] == ["unstated_currency"] * len(rows)
    assert "defaults={'currency': ...}" in found.bad[0]["message"]
    assert form != "{:.0f}" or [row.currency for row in given.good] == ["EUR"] * len(rows)


@pytest.mark.parametrize(
    ("rows", "currencies"),
    [
        ([("PL", 94_228.0), ("PL", 214_630.0)], ["PLN", "PLN"]),
        ([("DE", 9_422.8), ("FR", 21_463.0), ("EE", 30_000.0)], ["EUR", "EUR", "EUR"]),
    ],
)
def test_figures_of_countries_with_one_money_are_in_it(
    rows: list[tuple[str, float]], currencies: list[str]
) -> None:
    """If the countries have one currency in common, it is taken and counted."""
    table = sk.read_salaries([{"country": country, "salary": amount} for country, amount in rows])

    assert [row.currency for row in table] == currencies
    assert table.reading.counts["tender"] == len(rows)


def test_both_roads_refuse_a_table_without_a_currency(tmp_path: Path) -> None:
    """`convert_file` refuses what `sift_salaries` does, for the same reason."""
    source = tmp_path / "pay.csv"
    source.write_text("country,salary\nPL,90000\nHU,9000000\n", encoding="utf-8")
    report = sk.convert_file(
        source, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv"
    )

    assert report.rejected == {"unstated_currency": 2}
    assert (tmp_path / "bad.csv").read_text(encoding="utf-8").count("unstated_currency") == 2
