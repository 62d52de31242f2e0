from __future__ import annotations

import pytest
from cases import for_each

import salarykit as sk
from salarykit.places import countries, locate, parse_place


def test_countries_are_iso_3166() -> None:
    """The codes are the 249 of ISO 3166-1, and Kosovo's; dissolved countries and other names are none."""
    assert len(countries()) == 250
    assert {
        "US",
        "GB",
        "DE",
        "IN",
        "CN",
        "IL",
        "SG",
        "TW",
        "HK",
        "XK",
        "SS",
        "BQ",
        "CW",
        "SX",
        "AQ",
    } <= countries()
    assert {"UK", "EU", "AN", "CS", "YU", "SU", "us", "", "USA"}.isdisjoint(countries())
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in countries())


def test_the_fifteen_cities_are_known() -> None:
    """Every city of the packaged table is found, in its country as well as without."""
    for salary in sk.load_salaries():
        assert salary.city is not None
        found = locate(salary.city)

        assert found is not None
        assert found.country == salary.country
        assert locate(salary.city, salary.country) == found


@for_each(
    ("city", "country", "name", "code"),
    [
        ("Berlin", None, "Berlin", "DE"),
        ("  berlin ", None, "Berlin", "DE"),
        ("BERLIN", None, "Berlin", "DE"),
        ("São Paulo", None, "São Paulo", "BR"),
        ("sao paulo", None, "São Paulo", "BR"),
        ("Zürich", None, "Zürich", "CH"),
        ("Zurich", None, "Zürich", "CH"),
        ("Bangalore", None, "Bengaluru", "IN"),
        ("Bombay", None, "Mumbai", "IN"),
        ("München", None, "Munich", "DE"),
        ("東京", None, "Tokyo", "JP"),
        ("Tel Aviv", None, "Tel Aviv", "IL"),
        ("New York", None, "New York City", "US"),
        ("London", None, "London", "GB"),
        ("London", "CA", "London", "CA"),
        ("Paris", None, "Paris", "FR"),
        ("Paris", "US", "Paris", "US"),
        ("Cambridge", "US", "Cambridge", "US"),
        ("St. John's", "CA", "St. John's", "CA"),
    ],
)
def test_a_city_is_found_by_any_of_its_names(city: str, country: str | None, name: str, code: str) -> None:
    """A name in any case, with or without accents, in other languages too, is the largest city of that name."""
    found = locate(city, country)

    assert found is not None
    assert (found.name, found.country) == (name, code)


@for_each(
    ("city", "country"),
    [
        ("Nowhere at all", None),
        ("Berlin", "JP"),
        ("Berlin", "XX"),
        ("", None),
        (" ", None),
        ("???", None),
        ("-", "DE"),
        ("...", "US"),
    ],
)
def test_what_is_no_city_is_not_found(city: str, country: str | None) -> None:
    """A name that no city has, an empty one and one of signs only are found nowhere."""
    assert locate(city, country) is None


def test_a_place_has_coordinates() -> None:
    """A place has degrees within a few kilometres of the truth, and how many people live there."""
    berlin = locate("Berlin")

    assert berlin is not None
    assert (berlin.latitude, berlin.longitude) == pytest.approx((52.52, 13.41), abs=0.03)
    assert 3_000_000 < berlin.population < 4_500_000


@for_each(
    ("text", "name", "code"),
    [
        ("Berlin", "Berlin", "DE"),
        ("London, CA", "London", "CA"),
        ("London,ca", "London", "CA"),
        (" Paris , US ", "Paris", "US"),
        ("São Paulo, BR", "São Paulo", "BR"),
        ("London", "London", "GB"),
    ],
)
def test_a_text_is_a_place(text: str, name: str, code: str) -> None:
    """A text is a city, or a city and its country after a comma."""
    place = parse_place(text)

    assert (place.name, place.country) == (name, code)


@for_each(
    ("text", "message"),
    [
        ("Berlin, JP", r"^No city 'Berlin, JP' in the gazetteer\. There is Berlin, DE\.$"),
        ("Zzzyxqq", r"^No city 'Zzzyxqq' in the gazetteer\.$"),
        ("", "^No city '' in the gazetteer"),
        ("?", r"^No city '\?' in the gazetteer"),
        (", DE", "^No city ', DE' in the gazetteer"),
    ],
)
def test_an_unknown_place_is_refused(text: str, message: str) -> None:
    """A text that names no city is refused, with the nearest name where there is one."""
    with pytest.raises(sk.InvalidQuery, match=message) as caught:
        parse_place(text)

    assert caught.value.value == text


def test_the_nearest_city_is_named_as_it_is_written() -> None:
    """A name that is no city's is told with the nearest one, in its own letters."""
    with pytest.raises(
        sk.InvalidQuery, match=r"^No city 'Nowhereville' in the gazetteer\. Did you mean 'Schererville'\?$"
    ):
        parse_place("Nowhereville")
    with pytest.raises(sk.InvalidQuery, match=r"^No city 'Qwxzyq' in the gazetteer\.$"):
        parse_place("Qwxzyq")
