"""Orders of magnitude: the GDP per head of each country, and what a unit of each currency was worth by year.

`country_levels.csv` is the World Bank's GDP per head of 2023. `currency_worths.csv` is made by `tools/build_worths.py` from the
tables of Narodowy Bank Polski: the mean of each year since 2015, to three digits.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from statistics import median

from salarykit.currency.tender import tender
from salarykit.package import once

__all__ = ["country_levels", "currency_worths", "home_level", "worth"]


def _rows(name: str) -> csv.DictReader[str]:
    text = files("salarykit.salaries").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


@once
def country_levels() -> dict[str, float]:
    """Return GDP per head in US dollars by country, ISO 3166-1 alpha-2.

    Examples:
        >>> country_levels()["US"] > 10 * country_levels()["UA"]
        True
    """
    return {row["country"]: float(row["usd"]) for row in _rows("country_levels.csv")}


@once
def currency_worths() -> dict[str, dict[str, float]]:
    """Return what a unit of each currency was worth in US dollars, by year.

    Examples:
        >>> currency_worths()["USD"]["2024"], 1 < currency_worths()["EUR"]["2024"] < 1.2
        (1.0, True)
    """
    return {
        row["code"]: {year: float(cell) for year, cell in row.items() if year != "code" and cell}
        for row in _rows("currency_worths.csv")
    }


def worth(currency: str, year: str | None = None) -> float | None:
    """Return the worth of a unit of a currency in US dollars in a year, or its highest if year is None; None if unknown.

    A year after the last known one has the value of that year.

    Examples:
        >>> worth("TRY", "2024") < worth("TRY", "2018") < worth("TRY"), worth("USD", "2014"), worth("XDR")
        (True, None, None)
    """
    years = currency_worths().get(currency)
    if not years or year is None:
        return max(years.values()) if years else None
    return years.get(min(year, max(years)))


@lru_cache(512)
def home_level(currency: str) -> float | None:
    """Return the GDP per head of the country of a currency, or the median of the countries that share it; None if unknown.

    Examples:
        >>> (
        ...     home_level("USD") == country_levels()["US"],
        ...     25_000 < home_level("EUR") < 50_000,
        ...     home_level("XDR"),
        ... )
        (True, True, None)
    """
    levels = country_levels()
    own = currency[:2]
    if own in levels and currency in tender(own):
        return levels[own]
    shared = [level for country, level in levels.items() if tender(country)[:1] == (currency,)]
    return median(shared) if shared else None
