"""The countries of ISO 3166-1: their codes, names and continents.

`tools/build_places.py` writes the table.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from salarykit.package import once, table_rows

__all__ = ["Country", "alpha2", "countries", "country_of", "known_countries"]

_IN_COMMON_USE: Final = {"UK": "GB", "EL": "GR"}


class Country(NamedTuple):
    """A country.

    Attributes:
        code: ISO 3166-1 alpha-2.
        alpha3: ISO 3166-1 alpha-3.
        name: the English name, as GeoNames writes it.
        continent: GeoNames' code: AF, AN, AS, EU, NA, OC or SA.
    """

    code: str
    alpha3: str
    name: str
    continent: str


def alpha2(code: str) -> str:
    """Return a country's code of two letters as ISO 3166-1 has it; a code that is not a country's remains as it is, in upper case.

    Examples:
        >>> alpha2("de"), alpha2("UK"), alpha2("EL")
        ('DE', 'GB', 'GR')
    """
    code = code.strip().upper()
    return _IN_COMMON_USE.get(code, code)


@once
def known_countries() -> dict[str, Country]:
    """Return the countries by their alpha-2 codes.

    Examples:
        >>> known_countries()["DE"]
        Country(code='DE', alpha3='DEU', name='Germany', continent='EU')
    """
    return {row["code"]: Country(**row) for row in table_rows("salarykit.currency", "countries")}


@once
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes, and XK (Kosovo), which is in use although ISO has not assigned it.

    Examples:
        >>> "DE" in countries(), "UK" in countries()
        (True, False)
    """
    return frozenset(known_countries())


@once
def _by_any_code() -> dict[str, Country]:
    all_countries = known_countries().values()
    return {code: country for country in all_countries for code in (country.code, country.alpha3)}


def country_of(code: str) -> Country | None:
    """Return the country with a code of two or three letters, in upper or lower case; None if there is none.

    Examples:
        >>> country_of("bgr").code, country_of("GB").alpha3, country_of("XXX")
        ('BG', 'GBR', None)
    """
    return _by_any_code().get(code.strip().upper())
