from __future__ import annotations

from cases import for_each

import salarykit as sk
from salarykit.places import resolve, resolve_column


@for_each(
    ("text", "name", "where"),
    [
        ("Frankfurt (Oder)", "Frankfurt (Oder)", "DE-11"),
        ("Frankfurt/Oder", "Frankfurt (Oder)", "DE-11"),
        ("FRANKFURT(ODER)", "Frankfurt (Oder)", "DE-11"),
        ("Frankfurt （Oder）", "Frankfurt (Oder)", "DE-11"),
        ("Frankfurt (Oder), Brandenburg, Germany", "Frankfurt (Oder)", "DE-11"),
        ("Remote - Frankfurt (Oder)", "Frankfurt (Oder)", "DE-11"),
        ("Frankfurt (Main)", "Frankfurt am Main", "DE-05"),
        ("Halle (Saale)", "Halle (Saale)", "DE-14"),
        ("Halle/Saale", "Halle (Saale)", "DE-14"),
        ("Halle (Westf.)", "Halle", "DE-07"),
        ("Neustadt (Weinstraße)", "Neustadt an der Weinstraße", "DE-08"),
        ("Marburg (Lahn)", "Marburg an der Lahn", "DE-05"),
        ("Freiburg (Breisgau)", "Freiburg", "DE-01"),
        ("Landau (Pfalz)", "Landau in der Pfalz", "DE-08"),
        ("Bernau (Berlin)", "Bernau bei Berlin", "DE-11"),
        ("Brake (Unterweser)", "Brake (Unterweser)", "DE-06"),
        ("Oberwinterthur (Kreis 2)", "Oberwinterthur (Kreis 2)", "CH-ZH"),
        ("Oberwinterthur (Kreis 2) / Talacker", "Oberwinterthur (Kreis 2)", "CH-ZH"),
        ("Seen (Kreis 3)", "Seen (Kreis 3)", "CH-ZH"),
        ("Biel/Bienne", "Biel/Bienne", "CH-BE"),
        ("Reggio (Calabria)", "Reggio Calabria", "IT-03"),
        ("Villeneuve (Lot)", "Villeneuve-sur-Lot", "FR-75"),
        ("Châlons (Champagne)", "Châlons-en-Champagne", "FR-44"),
        ("Boulogne (Mer)", "Boulogne-sur-Mer", "FR-32"),
        ("Santiago (Compostela)", "Santiago de Compostela", "ES-58"),
        ("Donostia/San Sebastián", "Donostia / San Sebastián", "ES-59"),
        ("Newcastle (upon Tyne)", "Newcastle upon Tyne", "GB-ENG"),
        ("Stratford (Avon)", "Stratford-upon-Avon", "GB-ENG"),
        ("Ústí (Labem)", "Ústí nad Labem", "CZ-89"),
        ("Gorzów (Wielkopolski)", "Gorzów Wielkopolski", "PL-76"),
        ("San Miguel (Tucumán)", "San Miguel de Tucumán", "AR-24"),
        ("Bergen (op Zoom)", "Bergen op Zoom", "NL-06"),
    ],
)
def test_a_name_with_its_qualifier_is_tried_first(text: str, name: str, where: str) -> None:
    """What stands in brackets or behind a stroke says which of the cities of a name is meant."""
    found = resolve(text)

    assert found.place is not None
    assert (found.place.name, f"{found.place.country}-{found.place.admin1}") == (name, where)
    assert not found.ambiguous


@for_each(
    ("text", "name", "country"),
    [
        ("Berlin (Mitte)", "Berlin", "DE"),
        ("Hamburg (Altona)", "Hamburg", "DE"),
        ("Paris (La Défense)", "Paris", "FR"),
        ("Antwerpen (Berchem)", "Antwerpen", "BE"),
        ("London (Canary Wharf)", "London", "GB"),
        ("Bangalore (Whitefield)", "Bengaluru", "IN"),
        ("Mumbai (Andheri)", "Mumbai", "IN"),
        ("São Paulo (Pinheiros)", "São Paulo", "BR"),
        ("東京（渋谷区）", "Tokyo", "JP"),
        ("Konstanz (Bodensee)", "Konstanz", "DE"),
        ("Essen (Ruhr)", "Essen", "DE"),
        ("Richmond (Virginia)", "Richmond", "US"),
        ("Cambridge (UK)", "Cambridge", "GB"),
        ("London (Ontario)", "London", "CA"),
        ("Hauptsitz (Leeds)", "Leeds", "GB"),
        ("Berlin (Remote)", "Berlin", "DE"),
        ("Remote (Berlin)", "Berlin", "DE"),
        ("Köln/Bonn", "Köln", "DE"),
    ],
)
def test_a_district_a_region_or_another_city_in_brackets_keeps_the_city(
    text: str, name: str, country: str
) -> None:
    """Where the brackets hold a part of the city, its state, or how people work there, the city is the one before them."""
    found = resolve(text)

    assert found.place is not None
    assert (found.place.country, found.ambiguous) == (country, False)
    assert found.place.name in (name, "Antwerp")


@for_each(
    "text",
    [
        "Kreis 1",
        "Kreis 2",
        "Sector 7",
        "Ward 4",
        "Krems (Donau)",
        "Rothenburg (Tauber)",
        "Alt-Wiedikon (Kreis 3)",
        "Wülflingen (Kreis 6)",
        "Neustadt (Dosse)",
        "Bruck (Leitha)",
        "Sankt Peter (Kreis 3)",
        "Talacker (Kreis 2)",
        "Rottach (Egern)",
        "Oberndorf/Neckarr",
    ],
)
def test_a_misspelling_is_not_looked_for_beside_brackets(text: str) -> None:
    """A village that the gazetteer lacks is no other country's city of a like name: there is no place, or several."""
    found = resolve(text)

    assert found.place is None or found.ambiguous
    assert found.rule in ("nothing", "elsewhere", "ambiguous")


def test_within_a_country_a_misspelling_may_stand_beside_brackets() -> None:
    """Where the text or its row says which country it is, a misspelt name beside brackets is looked for there."""
    for text, country in (("Hanover (Südstadt)", "DE"), ("Bengalaru (Whitefield)", "IN")):
        found = resolve(text, country=country)

        assert found.place is not None
        assert found.place.country == country
    assert resolve("Bengalaru").rule == "fuzzy"


@for_each(
    ("text", "name", "country"),
    [
        ("Munich, BY, Germany", "Munich", "DE"),
        ("Berlin, BE, Germany", "Berlin", "DE"),
        ("Mumbai, MH, India", "Mumbai", "IN"),
        ("Gurgaon, HR, India", "Gurugram", "IN"),
        ("Sydney, NS, Australia", "Sydney", "AU"),
        ("Melbourne, VI, Australia", "Melbourne", "AU"),
        ("Paris, IL, France", "Paris", "FR"),
        ("Paris, Texas, France", "Paris", "FR"),
        ("Amsterdam, NH, Netherlands", "Amsterdam", "NL"),
        ("Prague, PR, Czech Republic", "Prague", "CZ"),
        ("Edinburgh, SC, United Kingdom", "Edinburgh", "GB"),
        ("London, EN, United Kingdom", "London", "GB"),
        ("London, ON, United Kingdom", "London", "GB"),
        ("Cambridge, MA, UK", "Cambridge", "GB"),
        ("Stockholm, ST, Sweden", "Stockholm", "SE"),
        ("Milan, MI, Italy", "Milan", "IT"),
        ("Barcelona, CT, Spain", "Barcelona", "ES"),
        ("Kraków, MA, Poland", "Kraków", "PL"),
        ("Bogotá, DC, Colombia", "Bogotá", "CO"),
        ("Cologne, NW, DE", "Köln", "DE"),
        ("Seoul, SE, South Korea", "Seoul", "KR"),
        ("Munich; BY; Germany", "Munich", "DE"),
        ("Munich / BY / Germany", "Munich", "DE"),
        ("Munich, BY, Germany (Remote)", "Munich", "DE"),
        ("Muncih, BY, Germany", "Munich", "DE"),
        ("Paris, TX, United States", "Paris", "US"),
        ("Toronto, ON, Canada", "Toronto", "CA"),
    ],
)
def test_a_region_between_does_not_undo_city_and_country(text: str, name: str, country: str) -> None:
    """The country is stated last: an unknown or contrary region before it leaves the city where it is."""
    found = resolve(text)

    assert found.place is not None
    assert (found.place.name, found.place.country, found.ambiguous) == (name, country, False)


def test_the_region_counts_where_it_holds() -> None:
    """A region that the country has still chooses among its cities of a name."""
    found = [resolve(f"Springfield, {state}, United States").place for state in ("IL", "MA", "MO", "OH")]

    assert [place and place.admin1 for place in found] == ["IL", "MA", "MO", "OH"]
    assert resolve("Springfield, XX, United States").ambiguous


@for_each(
    ("text", "country", "rule"),
    [
        ("Munich, BY", None, "elsewhere"),
        ("Munich, BY, Narnia", None, "elsewhere"),
        ("Munich, BY, Austria", "DE", "elsewhere"),
        ("Paris, Germany", "FR", "elsewhere"),
        ("Paris, Texas", "FR", "elsewhere"),
        ("Dublin, Ireland, France", None, "elsewhere"),
    ],
)
def test_a_contrary_country_still_undoes_the_city(text: str, country: str | None, rule: str) -> None:
    """A country that has no such city is a contradiction, and a region that is written out beside another country is, too."""
    found = resolve(text, country=country)

    assert (found.place, found.rule) == (None, rule)


def test_a_code_beside_the_city_does_not_undo_the_row_s_country() -> None:
    """Where the row states the country, the code of a region behind the city leaves it there."""
    column = resolve_column(
        ["Munich, BY", "Mumbai, MH", "London, ON", "Paris, TX", "Bern, BE"],
        country=["DE", "India", "GB", "US", "CH"],
    )

    assert column.field("country").to_pylist() == ["DE", "IN", "GB", "US", "CH"]
    assert column.field("city").to_pylist() == ["Munich", "Mumbai", "London", "Paris", "Bern"]


def test_records_of_such_places_are_near() -> None:
    """What a table writes as city, region and country has a place in a query about that place."""
    rows = [
        {"city": "Munich, BY, Germany", "amount": 80_000, "currency": "EUR"},
        {"city": "Frankfurt (Oder)", "amount": 50_000, "currency": "EUR"},
        {"city": "Frankfurt (Main)", "amount": 90_000, "currency": "EUR"},
    ]
    table = sk.read_salaries(rows)

    assert table.query(near="Munich", scale_km=50, shape="linear").quantiles[0.5] == 80_000
    assert table.query(near="Frankfurt (Oder)", scale_km=50, shape="linear").quantiles[0.5] == 50_000
    assert table.query(near="Frankfurt am Main", scale_km=50, shape="linear").quantiles[0.5] == 90_000
