"""Names of countries as institutions, surveys and people write them."""

from __future__ import annotations

import unicodedata

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.currency.countries import countries, known_countries
from salarykit.places import resolve
from salarykit.places.country_aliases import NAMES, TERRITORIES
from salarykit.places.country_names import country_code

UNITED_NATIONS: dict[str, str | None] = {
    "Bolivia (Plurinational State of)": "BO",
    "Brunei Darussalam": "BN",
    "Cabo Verde": "CV",
    "Congo": "CG",
    "Côte d'Ivoire": "CI",
    "Cote d'Ivoire": "CI",
    "Czechia": "CZ",
    "Democratic People's Republic of Korea": "KP",
    "Democratic Republic of the Congo": "CD",
    "Eswatini": "SZ",
    "Gambia (Republic of The)": "GM",
    "Iran (Islamic Republic of)": "IR",
    "Lao People’s Democratic Republic": "LA",
    "Lao People's Democratic Republic": "LA",
    "Micronesia (Federated States of)": "FM",
    "Netherlands (Kingdom of the)": "NL",
    "North Macedonia": "MK",
    "Republic of Korea": "KR",
    "Republic of Moldova": "MD",
    "Russian Federation": "RU",
    "Saint Vincent and the Grenadines": "VC",
    "Syrian Arab Republic": "SY",
    "Timor-Leste": "TL",
    "Türkiye": "TR",
    "Turkiye": "TR",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United Republic of Tanzania": "TZ",
    "United States of America": "US",
    "Venezuela (Bolivarian Republic of)": "VE",
    "Viet Nam": "VN",
    "State of Palestine": "PS",
    "Holy See": "VA",
    "Sao Tome and Principe": "ST",
    "China, Hong Kong SAR": "HK",
    "China, Hong Kong Special Administrative Region": "HK",
    "China, Macao SAR": "MO",
    "China, mainland": "CN",
    "Bahamas": "BS",
    "Antigua and Barbuda": "AG",
}
IMF: dict[str, str | None] = {
    "Afghanistan, Islamic Rep. of": "AF",
    "Azerbaijan, Rep. of": "AZ",
    "Bahamas, The": "BS",
    "Bahrain, Kingdom of": "BH",
    "China, P.R.: Mainland": "CN",
    "China, P.R.: Hong Kong": "HK",
    "China, P.R.: Macao": "MO",
    "Congo, Dem. Rep. of the": "CD",
    "Congo, Rep. of": "CG",
    "Croatia, Rep. of": "HR",
    "Czech Rep.": "CZ",
    "Egypt, Arab Rep. of": "EG",
    "Gambia, The": "GM",
    "Hong Kong SAR": "HK",
    "Hong Kong SAR, China": "HK",
    "Iran, Islamic Rep. of": "IR",
    "Iran": "IR",
    "Islamic Republic of Iran": "IR",
    "Korea": "KR",
    "Korea, Rep. of": "KR",
    "Kosovo, Rep. of": "XK",
    "Kyrgyz Rep.": "KG",
    "Kyrgyz Republic": "KG",
    "Lao P.D.R.": "LA",
    "Macao SAR": "MO",
    "Moldova, Rep. of": "MD",
    "Netherlands, The": "NL",
    "North Macedonia, Republic of": "MK",
    "Poland, Rep. of": "PL",
    "Russian Federation": "RU",
    "São Tomé and Príncipe": "ST",
    "São Tomé and Príncipe, Dem. Rep. of": "ST",
    "Serbia, Rep. of": "RS",
    "Slovak Rep.": "SK",
    "Slovak Republic": "SK",
    "St. Kitts and Nevis": "KN",
    "St. Lucia": "LC",
    "St. Vincent and the Grenadines": "VC",
    "Taiwan Province of China": "TW",
    "Tanzania, United Rep. of": "TZ",
    "Timor-Leste, Dem. Rep. of": "TL",
    "Türkiye, Rep of": "TR",
    "Uzbekistan, Rep. of": "UZ",
    "Venezuela, Rep. Bolivariana de": "VE",
    "Yemen, Rep. of": "YE",
    "Belarus, Rep. of": "BY",
    "Armenia, Rep. of": "AM",
    "Fiji, Rep. of": "FJ",
    "Estonia, Rep. of": "EE",
    "Aruba, Kingdom of the Netherlands": "AW",
    "Mauritania, Islamic Rep. of": "MR",
    "Marshall Islands, Rep. of the": "MH",
    "Eswatini, Kingdom of": "SZ",
    "Lesotho, Kingdom of": "LS",
    "Ethiopia, The Federal Dem. Rep. of": "ET",
    "Comoros, Union of the": "KM",
    "Slovenia, Rep. of": "SI",
    "Tajikistan, Rep. of": "TJ",
    "Kazakhstan, Rep. of": "KZ",
    "Latvia": "LV",
    "Micronesia, Federated States of": "FM",
    "South Sudan, Rep. of": "SS",
    "Palau, Rep. of": "PW",
    "Nauru, Rep. of": "NR",
    "Madagascar, Rep. of": "MG",
    "Mozambique, Rep. of": "MZ",
    "Dominican Rep.": "DO",
    "Central African Rep.": "CF",
    "Equatorial Guinea, Rep. of": "GQ",
    "West Bank and Gaza": "PS",
    "Côte d’Ivoire": "CI",
    "Austria": "AT",
}
WORLD_BANK: dict[str, str | None] = {
    "Brunei": "BN",
    "Congo, Dem. Rep.": "CD",
    "Congo, Rep.": "CG",
    "Egypt, Arab Rep.": "EG",
    "Iran, Islamic Rep.": "IR",
    "Korea, Dem. People's Rep.": "KP",
    "Korea, Rep.": "KR",
    "Lao PDR": "LA",
    "Micronesia, Fed. Sts.": "FM",
    "Venezuela, RB": "VE",
    "Yemen, Rep.": "YE",
    "Somalia, Fed. Rep.": "SO",
    "Virgin Islands (U.S.)": "VI",
    "St. Martin (French part)": "MF",
    "Sint Maarten (Dutch part)": "SX",
    "Taiwan, China": "TW",
    "Puerto Rico (US)": "PR",
}
ISO: dict[str, str | None] = {
    "Bolivia, Plurinational State of": "BO",
    "Korea, Republic of": "KR",
    "Korea, Democratic People's Republic of": "KP",
    "Iran, Islamic Republic of": "IR",
    "Tanzania, United Republic of": "TZ",
    "Moldova, Republic of": "MD",
    "Macedonia, the former Yugoslav Republic of": "MK",
    "Micronesia, Federated States of": "FM",
    "Palestine, State of": "PS",
    "Palestinian Territory, Occupied": "PS",
    "Taiwan, Province of China": "TW",
    "Venezuela, Bolivarian Republic of": "VE",
    "Virgin Islands, British": "VG",
    "Virgin Islands, U.S.": "VI",
    "Congo, The Democratic Republic of the": "CD",
    "Libyan Arab Jamahiriya": "LY",
    "Saint Helena, Ascension and Tristan da Cunha": "SH",
    "Holy See (Vatican City State)": "VA",
    "Falkland Islands (Malvinas)": "FK",
    "Cocos (Keeling) Islands": "CC",
    "Hong Kong": "HK",
    "Macao": "MO",
    "Macau": "MO",
    "United Kingdom": "GB",
    "Viet Nam": "VN",
}
SURVEYS: dict[str, str | None] = {
    "Hong Kong (S.A.R.)": "HK",
    "The former Yugoslav Republic of Macedonia": "MK",
    "Republic of North Macedonia": "MK",
    "South Korea": "KR",
    "North Korea": "KP",
    "Congo, Republic of the...": "CG",
    "Côte d'Ivoire": "CI",
    "Syrian Arab Republic": "SY",
    "Swaziland": "SZ",
    "Venezuela, Bolivarian Republic of...": "VE",
    "Iran, Islamic Republic of...": "IR",
    "Kosovo": "XK",
    "Isle of Man": "IM",
    "Palestine": "PS",
    "Brunei Darussalam": "BN",
    "Democratic Republic of the Congo": "CD",
    "Libyan Arab Jamahiriya": "LY",
    "Cape Verde": "CV",
    "Nomadic": None,
    "Other": None,
    "Other Country (Not Listed Above)": None,
    "N/A": None,
    "UK": "GB",
    "USA": "US",
}
EUROSTAT: dict[str, str | None] = {
    "EL": "GR",
    "UK": "GB",
    "Germany (until 1990 former territory of the FRG)": "DE",
    "Germany including former GDR": "DE",
    "Kosovo (under United Nations Security Council Resolution 1244/99)": "XK",
    "Kosovo*": "XK",
    "Bosnia and Herzegovina": "BA",
    "XK": "XK",
    "EU27_2020": None,
    "EA20": None,
    "EFTA": None,
    "Euro area": None,
    "European Union": None,
    "Türkiye": "TR",
    "Macedonia": "MK",
    "FYROM": "MK",
    "Former Yugoslav Republic of Macedonia, the": "MK",
    "Czechia": "CZ",
}
PEOPLE: dict[str, str | None] = {
    "England": "GB",
    "Scotland": "GB",
    "Wales": "GB",
    "Northern Ireland": "GB",
    "Great Britain": "GB",
    "Britain": "GB",
    "U.K.": "GB",
    "U.S.": "US",
    "U.S.A.": "US",
    "U. S. A.": "US",
    "the UK": "GB",
    "The United States": "US",
    "England, UK": "GB",
    "Scotland (UK)": "GB",
    "United Kingdom (England)": "GB",
    "UAE": "AE",
    "U.A.E.": "AE",
    "KSA": "SA",
    "Kingdom of Saudi Arabia": "SA",
    "Aotearoa New Zealand": "NZ",
    "New Zealand/Aotearoa": "NZ",
    "Korea, South": "KR",
    "Korea, North": "KP",
    "Korea (South)": "KR",
    "Korea (the Republic of)": "KR",
    "Korea, Republic Of": "KR",
    "Ireland {Republic}": "IE",
    "Republic of Ireland": "IE",
    "Eire": "IE",
    "Holland": "NL",
    "The Netherlands": "NL",
    "Netherlands (the)": "NL",
    "the Philippines": "PH",
    "Philippines (the)": "PH",
    "Burma": "MM",
    "Burma (Myanmar)": "MM",
    "Myanmar (Burma)": "MM",
    "Ivory Coast": "CI",
    "East Timor": "TL",
    "Czech Republic": "CZ",
    "Slovak Republic": "SK",
    "Republic of China": "TW",
    "Taiwan, R.O.C.": "TW",
    "Taiwan (ROC)": "TW",
    "People's Republic of China": "CN",
    "PRC": "CN",
    "P.R. China": "CN",
    "Republic of Singapore": "SG",
    "Republic of India": "IN",
    "Federal Republic of Germany": "DE",
    "Kingdom of Spain": "ES",
    "French Republic": "FR",
    "Commonwealth of Australia": "AU",
    "Republic of South Africa": "ZA",
    "RSA": "ZA",
    "Russia": "RU",
    "USSR": None,
    "Yugoslavia": None,
    "Georgia": "GE",
    "Jersey": "JE",
    "Guernsey": "GG",
    "Channel Islands": None,
    "Deutschland": "DE",
    "日本": "JP",
    "Congo-Brazzaville": "CG",
    "Congo-Kinshasa": "CD",
    "DRC": "CD",
    "DR Congo": "CD",
    "Gambia": "GM",
    "The Gambia": "GM",
    "The Bahamas": "BS",
    "Vatican City": "VA",
    "Vatican": "VA",
    "Curaçao": "CW",
    "Reunion": "RE",
    "Réunion": "RE",
    "Trinidad & Tobago": "TT",
    "Trinidad and Tobago": "TT",
    "Bosnia": "BA",
    "Bosnia & Herzegovina": "BA",
    "St Lucia": "LC",
    "Saint Lucia": "LC",
    "Guinea Bissau": "GW",
    "Guinea-Bissau": "GW",
    "Guinea": "GN",
    "Niger": "NE",
    "Nigeria": "NG",
    "Dominica": "DM",
    "Dominican Republic": "DO",
    "Virgin Islands": None,
    "Micronesia": "FM",
    "Macau SAR": "MO",
    "Northern Mariana Islands": "MP",
    "American Samoa": "AS",
    "Samoa": "WS",
    "Narnia": None,
    "Europe": None,
    "Remote": None,
    "Worldwide": None,
    "Multiple": None,
    "Texas": None,
    "California": None,
    "Bavaria": None,
}


@pytest.mark.parametrize(
    "names",
    [UNITED_NATIONS, IMF, WORLD_BANK, ISO, SURVEYS, EUROSTAT, PEOPLE],
    ids=lambda names: next(iter(names)),
)
def test_every_publisher_s_names_are_known(names: dict[str, str | None]) -> None:
    """A country is known by the name that each institution has for it; groups of countries and regions are none."""
    assert {name: country_code(name) for name in names} == names


@for_each(
    "name",
    [
        "Korea, East",
        "Congo",
        "Germany, Austria",
        "US/Canada",
        "Ireland (Scotland)",
        "Republic",
        "of",
        ",",
        "()",
        "",
    ],
)
def test_a_name_that_could_be_two_countries_or_none_is_unknown(name: str) -> None:
    """Nothing is guessed between two countries, or from the words of a form of state."""
    assert country_code(name) == ("CG" if name == "Congo" else None)


@given(st.sampled_from(sorted(known_countries().values())), st.sampled_from(["upper", "lower", "swapcase"]))
def test_case_does_not_count_in_names_and_codes(country: tuple[str, ...], change: str) -> None:
    """Every country's two letters, three letters and name lead to it in any case; but Nga is Russia in Vietnamese."""
    code, *names = country[:3]
    names = [name for name in names if name != "NGA" or change == "upper"]
    for name in (code, *names, *NAMES.get(code, ())):
        written = unicodedata.normalize("NFD", getattr(name, change)())
        assert country_code(f" {written} ") == code


def test_every_code_in_capitals_is_the_code_of_its_country() -> None:
    """Whatever a language calls another country: NGA is Nigeria."""
    for country in known_countries().values():
        assert (country_code(country.code), country_code(country.alpha3)) == (country.code, country.code)


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    """No text makes it fail, and what it returns is a country."""
    assert country_code(text) in countries() | {None}


def test_a_territory_beside_its_country_is_the_territory() -> None:
    """Whichever of the two stands first, the narrower is meant."""
    names = {code: country.name for code, country in known_countries().items()}
    for territory, home in TERRITORIES.items():
        if "Virgin" not in names[territory] and "," not in names[territory]:
            assert country_code(f"{names[territory]} ({names[home]})") == territory
            assert country_code(f"{names[home]}, {names[territory]}") == territory


def test_a_nation_of_the_united_kingdom_holds_its_cities() -> None:
    """A row's country may be a nation, or a publisher's name, when its city is looked up."""
    assert resolve("Edinburgh", country="Scotland").country == "GB"
    assert resolve("Seoul", country="Korea, Republic of").country == "KR"
    assert resolve("Athens", country="EL").country == "GR"


def test_a_table_has_the_countries_codes() -> None:
    """A row is kept under every such name, with its code."""
    rows = [
        {"city": "x", "amount": 50_000, "currency": "EUR", "country": name}
        for names in (UNITED_NATIONS, IMF, SURVEYS, EUROSTAT)
        for name, code in names.items()
        if code
    ]
    found = sk.sift_salaries(rows)

    assert not len(found.bad)
    assert {row.country for row in found.good} <= countries()
