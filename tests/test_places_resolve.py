from __future__ import annotations

import pickle
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

import salarykit as sk
from salarykit.places import Match, Place, countries, resolve, resolve_column
from salarykit.places.gazetteer import all_names, main_names, namesakes, plain, spellings
from salarykit.places.lookup import _structs
from salarykit.places.match import NO_MATCH
from salarykit.places.nearest import most_errors, nearest
from salarykit.places.regions import qualifier
from salarykit.places.resolving import PlaceText, resolve_all


@for_each(
    ("text", "name", "where", "rule"),
    [
        ("Bangalore", "Bengaluru", "IN-19", "alternate"),
        ("Bengalaru", "Bengaluru", "IN-19", "fuzzy"),
        ("Banglore", "Bengaluru", "IN-19", "fuzzy"),
        ("Köln", "Köln", "DE-07", "exact"),
        ("Cologne", "Köln", "DE-07", "alternate"),
        ("München", "Munich", "DE-02", "alternate"),
        ("Muenchen", "Munich", "DE-02", "alternate"),
        ("NYC", "New York City", "US-NY", "alternate"),
        ("New York", "New York City", "US-NY", "alternate"),
        ("LA", "Los Angeles", "US-CA", "alternate"),
        ("Silicon Valley", "San Jose", "US-CA", "area"),
        ("New Delhi", "New Delhi", "IN-07", "exact"),
        ("London EC2", "London", "GB-ENG", "exact"),
        ("San Francisco, CA", "San Francisco", "US-CA", "exact"),
        ("San Francsico, California", "San Francisco", "US-CA", "fuzzy"),
        ("London, Ontario", "London", "CA-08", "exact"),
        ("London, ON", "London", "CA-08", "exact"),
        ("London, CA", "London", "CA-08", "exact"),
        ("London, UK", "London", "GB-ENG", "exact"),
        ("Paris, TX", "Paris", "US-TX", "exact"),
        ("Cambridge, MA", "Cambridge", "US-MA", "exact"),
        ("Cambridge, UK", "Cambridge", "GB-ENG", "exact"),
        ("Washington DC", "Washington", "US-DC", "alternate"),
        ("Washington, D.C.", "Washington", "US-DC", "exact"),
        ("Austin TX", "Austin", "US-TX", "exact"),
        ("Austin, Texas 78701, United States", "Austin", "US-TX", "exact"),
        ("Athens, GA", "Athens", "US-GA", "exact"),
        ("Frankfurt am Main", "Frankfurt am Main", "DE-05", "exact"),
        ("Hanover", "Hannover", "DE-06", "alternate"),
        ("Berlin, Deutschland", "Berlin", "DE-16", "exact"),
        ("Berlin (remote)", "Berlin", "DE-16", "exact"),
        ("Remote - Berlin", "Berlin", "DE-16", "exact"),
        ("São Paulo - SP", "São Paulo", "BR-27", "exact"),
        ("東京", "Tokyo", "JP-40", "alternate"),
        ("大阪市", "Osaka", "JP-32", "alternate"),
        ("Москва", "Moscow", "RU-48", "alternate"),
        ("서울특별시", "Seoul", "KR-11", "alternate"),
        ("תל אביב", "Tel Aviv", "IL-05", "alternate"),
        ("Tel-Aviv", "Tel Aviv", "IL-05", "exact"),
        ("ＬＯＮＤＯＮ", "London", "GB-ENG", "exact"),
        ("Xi'an", "Xi’an", "CN-26", "exact"),
        ("Saint Louis, MO", "St. Louis", "US-MO", "alternate"),
        ("Greater London", "London", "GB-ENG", "area"),
        ("San Francisco Bay Area", "San Francisco", "US-CA", "area"),
        ("New York-Newark-Jersey City, NY-NJ-PA", "New York City", "US-NY", "area"),
        ("Washington-Arlington-Alexandria, DC-VA-MD-WV", "Washington", "US-DC", "area"),
        ("Nashville-Davidson--Murfreesboro--Franklin, TN", "Nashville", "US-TN", "area"),
        ("Louisville/Jefferson County, KY-IN", "Louisville", "US-KY", "exact"),
        ("Urban Honolulu, HI", "Honolulu", "US-HI", "area"),
        ("Shoreditch, London", "London", "GB-ENG", "exact"),
        ("Brooklyn, New York", "Brooklyn", "US-NY", "exact"),
        ("Singapore", "Singapore", "SG-", "exact"),
        ("Washington", "Washington", "US-DC", "exact"),
    ],
)
def test_a_city_is_found_as_people_write_it(text: str, name: str, where: str, rule: str) -> None:
    """Other names and scripts, misspellings, states, provinces, countries and areas lead to the city, and say how."""
    found = resolve(text)

    assert found.place is not None
    assert (found.place.name, f"{found.place.country}-{found.place.admin1}", found.rule) == (
        name,
        where,
        rule,
    )
    assert found.country == found.place.country
    assert found.candidates[0] == found.place
    assert 0 < found.share <= 1
    assert (found.score == 1) is (rule != "fuzzy")


@for_each(
    ("text", "rule", "country"),
    [
        ("Remote", "nothing", None),
        ("Hybrid", "nothing", None),
        ("Worldwide", "nothing", None),
        ("Work from Home", "nothing", None),
        ("N/A", "nothing", None),
        ("", "nothing", None),
        ("12345", "nothing", None),
        ("!?", "nothing", None),
        ("Remote, US", "country", "US"),
        ("Germany", "country", "DE"),
        ("Deutschland", "country", "DE"),
        ("México", "country", "MX"),
        ("Trinidad and Tobago", "country", "TT"),
        ("DE", "country", "DE"),
        ("California", "region", "US"),
        ("Ontario", "region", "CA"),
        ("Ontario, Canada", "region", "CA"),
        ("England", "region", "GB"),
        ("Washington State", "region", "US"),
        ("Georgia", "ambiguous", None),
        ("Berlin, JP", "elsewhere", None),
        ("Manager", "ambiguous", None),
        ("Chief Product Officer", "nothing", None),
    ],
)
def test_what_names_no_city_has_no_place(text: str, rule: str, country: str | None) -> None:
    """A way of working, a country, a region, a city that is not there and other words are no place; the rule says why."""
    found = resolve(text)

    assert (found.place, found.rule, found.country) == (None, rule, country)


def test_a_misspelling_of_two_names_is_of_neither() -> None:
    """A name as near to one city as to another of like size is not decided; the candidates are told."""
    found = resolve("Hamiltan")  # Hamilton is in many countries, and one name
    other = resolve("Bordeuax")

    assert found.place is not None
    assert found.place.name == "Hamilton"
    assert other.place is not None
    assert other.place.name == "Bordeaux"
    for text in ("Manager", "Malan", "Genea"):
        doubtful = resolve(text)
        assert doubtful.place is None
        assert doubtful.ambiguous
        assert doubtful.candidates


def test_cities_of_one_name_are_told_in_order() -> None:
    """The candidates are ordered by people; the first is the place, and says how much of the weight it has."""
    found = resolve("Cambridge")
    sizes = [place.population for place in found.candidates if place.name == "Cambridge"]

    assert found.ambiguous
    assert found.share < 0.5
    assert {"GB", "CA", "US", "NZ"} <= {place.country for place in found.candidates}
    assert sizes == sorted(sizes, reverse=True)
    assert not resolve("London").ambiguous


def test_a_code_of_a_country_and_a_state_is_where_the_city_is() -> None:
    """`CA` is Canada beside London and California beside San Francisco; where both have such a city, the larger is it."""
    richmond = resolve("Richmond, CA")

    assert richmond.place is not None
    assert richmond.place.country == "CA"
    assert {(place.country, place.admin1) for place in richmond.candidates} >= {("CA", "02"), ("US", "CA")}


@for_each(
    ("text", "currency", "country"),
    [
        ("London", None, "GB"),
        ("London", "GBP", "GB"),
        ("London", "CAD", "CA"),
        ("Vancouver", "USD", "US"),
        ("Vancouver", "CAD", "CA"),
        ("Cambridge", "USD", "US"),
        ("Paris", "USD", "FR"),  # a small Paris in Texas is less likely than a salary stated in dollars
        ("Hyderabad", "PKR", "PK"),
        ("London, UK", "CAD", "GB"),
        ("London", "XXX", "GB"),
    ],
)
def test_a_currency_speaks_for_the_cities_where_it_is_tender(text: str, currency: str, country: str) -> None:
    """Of cities of a name those where the row's currency is tender are likelier; a place that is stated stays."""
    assert resolve(text, currency=currency).country == country


@for_each(
    ("text", "country", "found"),
    [
        ("London", "CA", "CA"),
        ("London", "Canada", "CA"),
        ("Hiderabad", "IN", "IN"),
        ("Berlin", "JP", None),
        ("Berlin", "XX", None),
        ("Berlin, DE", "JP", None),
        ("London", "UK", "GB"),
    ],
)
def test_a_country_must_hold(text: str, country: str, found: str | None) -> None:
    """A city is looked for in the country that its row states, by code or name, and nowhere else."""
    place = resolve(text, country=country).place

    assert (place and place.country) == found


def test_a_column_is_its_rows() -> None:
    """Each row of a column is what its text, country and currency stand for alone, whatever library holds it."""
    texts = ["London", "London", None, "Bengalaru", "Remote, US", "London"]
    places = [None, "CA", "DE", None, None, None]
    money = [None, None, "EUR", "INR", "USD", "CAD"]
    for column in (texts, pa.array(texts), pd.Series(texts, dtype="object"), pa.chunked_array([texts])):
        rows = resolve_column(column, country=places, currency=money).to_pylist()
        for text, place, code, row in zip(texts, places, money, rows, strict=True):
            alone = resolve(text, country=place, currency=code) if text else Match(None, "nothing")
            assert (row["rule"], row["score"], row["share"]) == (alone.rule, alone.score, alone.share)
            assert row["country"] == alone.country
            assert row["city"] == (alone.place.name if alone.place else None)
            assert row["candidates"] == [f"{each.name}, {each.country}" for each in alone.candidates]
    assert resolve_column(["London"] * 2, country="CA").field("country").to_pylist() == ["CA", "CA"]
    assert resolve_column([], currency="CAD").to_pylist() == []


def test_a_row_without_a_place_has_no_coordinates() -> None:
    """Where there is no place its fields are null, not zero, also when one field is read alone."""
    column = resolve_column(["Remote", None, "Berlin"])

    assert column.field("latitude").null_count == 2
    assert column.field("city").to_pylist() == [None, None, "Berlin"]


@for_each(
    ("text", "rule", "country"),
    [
        ("Smalltown, TX", "region", "US"),
        ("Podunk, NY 12345", "region", "US"),
        ("Tinytown, Texas", "region", "US"),
        ("Tinytown, Texas, USA", "region", "US"),
        ("Smallville, KS, United States", "region", "US"),
        ("Athens, Texas", "region", "US"),
        ("Oberdorf am See, Bavaria", "region", "DE"),
        ("Petit-Lac, Alberta", "region", "CA"),
        ("Petit-Lac, Ontario", "region", "CA"),
        ("Smalltown, Washington", "region", "US"),
        ("Smalltown, Victoria", "region", "AU"),
        ("Hintertux, Austria", "country", "AT"),
        ("Hidden Valley, Germany", "country", "DE"),
        ("Villarriba de Abajo, España", "country", "ES"),
        ("某某村, 日本", "country", "JP"),
        ("Lower Nowhere, UK", "country", "GB"),
    ],
)
def test_a_small_town_lies_where_its_text_says(text: str, rule: str, country: str) -> None:
    """A town that the gazetteer lacks has no coordinates, and the country that stands behind it."""
    found = resolve(text)

    assert (found.place, found.rule, found.country) == (None, rule, country)


@for_each(
    "text",
    [
        "Falls Church, VA",
        "Blue Bell, PA",
        "Nowhereville, WA",
        "Smalltown, Georgia",
        "Kleindorf, BY",
        "Hinterdorf, DE",
        "Usmate, MB",
        "Milano, MI",
        "Athens, TX",
        "Berlin, JP",
        "Paris, Germany",
        "Smalltown, Texas, Germany",
    ],
)
def test_what_could_be_two_countries_is_none(text: str) -> None:
    """A code that is a state and a country, or another country's region, or that contradicts a known city, says nothing."""
    assert resolve(text).country is None


def test_a_misspelling_is_looked_for_before_the_country_alone() -> None:
    """Where the country holds the one city that a name can be a misspelling of, it is that; of several it names the country."""
    assert resolve("Muncih, Germany").rule == "fuzzy"
    found = resolve("Freno, US")
    assert (found.rule, found.country, len(found.candidates) > 1) == ("country", "US", True)
    assert resolve("Smalltown, TX", country="DE").country is None


def test_columns_beside_must_be_as_long() -> None:
    """A column of countries of another length is refused."""
    with pytest.raises(sk.InvalidQuery, match=r"^2 texts, but a column of 1"):
        resolve_column(["Berlin", "Paris"], country=["DE"])


def test_records_survive_pickling() -> None:
    """A match and its places are plain records: equal after a journey, and fit to be keys."""
    found = resolve("Cambridge")

    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    assert {found: 1}[found] == 1
    assert isinstance(found.place, Place)


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    """No text makes the resolver fail, and no answer is without its rule."""
    found = resolve(text)

    assert (found.place is None) or found.place in found.candidates
    assert plain(plain(text)) == plain(text)


@given(st.sampled_from(main_names()), st.sampled_from(["upper", "lower", "title", "swapcase"]))
def test_case_and_spaces_do_not_count(name: str, change: str) -> None:
    """A city's name leads to the same answer in any case and with any spaces around it."""
    found: Any = resolve(name)

    assert resolve(f"  {getattr(name, change)()} ") == found
    assert found.rule in ("exact", "alternate", "region", "country", "ambiguous", "area", "nothing")


@given(st.sampled_from([name for name in spellings() if most_errors(name)]), st.data())
def test_the_nearest_names_are_all_there(name: str, data: st.DataObject) -> None:
    """The blocks lose nothing: every spelling near enough that shares the first letter or the last two is found."""
    at = data.draw(st.integers(0, len(name)))
    wrong = name[:at] + data.draw(st.sampled_from("aeqz")) + name[at + data.draw(st.integers(0, 1)) :]
    slow = {
        (other, distance)
        for other in spellings()
        if len(other) > 1 and (other[0] == wrong[0] or other[-2:] == wrong[-2:])
        for distance in [OSA.distance(wrong, other, score_cutoff=most_errors(wrong))]
        if distance <= most_errors(wrong)
    }

    assert {tuple(near) for near in nearest([wrong]).get(wrong, [])} == slow


def test_every_country_and_region_is_a_qualifier() -> None:
    """Each country is known by its code, and each packaged region lies in a country and holds a city."""
    assert all(any(bound.country == code for bound in qualifier(code)) for code in countries())
    held = {(place.country, place.admin1) for name in main_names() for place in namesakes(name).main}
    for name in (
        "Ontario",
        "NSW",
        "Bayern",
        "Karnataka",
        "Québec",
        "Texas",
        "TX",
        "Scotland",
        "Cataluña",
        "Lazio",
    ):
        (bound,) = qualifier(name)
        assert tuple(bound) in held


WRITTEN = [
    "{}",
    "{}, {}",
    "Remote - {}",
    "{} Area",
    "Greater {}",
    "{}-{}",
    "{} ",
    "{} {}",
    "{},{}",
    "{} ({})",
    "hybrid {}",
    "{}, Area",
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(WRITTEN),
            st.sampled_from(
                [
                    *all_names()[::97],
                    *main_names()[::31],
                    "Ontario",
                    "St. Gallen",
                    "LA",
                    "NY",
                    "",
                    "berlinn",
                    "Paris 9",
                ]
            ),
            st.sampled_from(
                ["GB", "DE", "Ontario", "CA", "TX", "india", "EU", "Berlin", "state of New York", "Area"]
            ),
            st.sampled_from(["upper", "title", "lower"]),
            st.sampled_from([None, "DE", "US", "Canada", "nowhere"]),
            st.sampled_from([None, "USD", "EUR"]),
        ),
        max_size=12,
    )
)
def test_a_column_is_resolved_as_its_texts_are_one_by_one(rows: list[tuple[str, ...]]) -> None:
    """Texts that are simply written, and those of one city, have the answer of the parser that reads any text."""
    texts = [getattr(form.format(name, behind), case)() for form, name, behind, case, *_ in rows]
    *_, countries, currencies = zip(*rows, strict=True) if rows else ((), ())
    place_texts = [PlaceText(*row) for row in zip(texts, countries, currencies, strict=True)]
    column = _structs(place_texts, at_once=True)
    one_by_one = [resolve_all([each])[each] if each.text else NO_MATCH for each in place_texts]

    assert [match.place and match.place.name for match in one_by_one] == column.field("city").to_pylist()
    assert [match.country for match in one_by_one] == column.field("country").to_pylist()
    assert [match.rule for match in one_by_one] == column.field("rule").to_pylist()
    assert [(match.score, match.share) for match in one_by_one] == list(
        zip(column.field("score").to_pylist(), column.field("share").to_pylist(), strict=True)
    )
    assert [
        [f"{place.name}, {place.country}" for place in match.candidates] for match in one_by_one
    ] == column.field("candidates").to_pylist()
    for field in ("latitude", "longitude", "population"):
        assert [match.place and getattr(match.place, field) for match in one_by_one] == column.field(
            field
        ).to_pylist()
    assert [(match.place and match.place.admin1) or None for match in one_by_one] == column.field(
        "admin1"
    ).to_pylist()


@for_each(
    ("text", "country"),
    [
        ("Allentown, IN", "US"), ("South Bradenton, NY", "US"), ("Green Bay, TX", "US"), ("Winnipeg, ON", "CA"), ("Balch Springs, 日本", "US"),
        ("Landshut, 中国", "DE"),
    ],
)  # fmt: skip
def test_a_code_of_another_region_of_the_country_is_a_contradiction(text: str, country: str) -> None:
    """A city of the row's country is not meant by a text that puts it into another region there, or into another country by its name."""
    match = resolve(text, country=country)
    assert (match.place, match.rule) == (None, "elsewhere")


@for_each(
    ("text", "country"),
    [("Munich, BY", "DE"), ("Milano, MI", "IT"), ("Zürich, ZH", "CH"), ("Sevilla, SE", "ES")],
)
def test_a_code_that_the_country_may_have_is_none(text: str, country: str) -> None:
    """A code that is known only elsewhere may be a region of the row's country, whose codes the gazetteer lacks."""
    match = resolve(text, country=country)
    assert match.place is not None
    assert match.country == country
