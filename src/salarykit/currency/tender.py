"""Which currency was legal tender in a country on a day, by CLDR's table, reconciled with the dated facts.

`tools/build_cldr.py` writes the table, the main currency first. CLDR is late with the newest changes: if a legal euro rate or a
redenomination among the dated facts is newer (Bulgaria's euro of 2026), the row names that source.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from salarykit.currency.countries import alpha2
from salarykit.package import once, remembered, table_rows

__all__ = ["NOWHERE", "LocalMoney", "Tender", "local_money", "tender", "tenders"]

_SPANS: Final = 65_536  # pairs of a country and a span that are cached


class Tender(NamedTuple):
    """A currency that was legal tender in a country from one day to another."""

    country: str
    """ISO 3166-1 alpha-2."""
    currency: str
    since: dt.date
    until: dt.date | None
    """The last day, including the days on which old and new cash circulated; None if it is tender today."""
    source: str


class LocalMoney(NamedTuple):
    """The currencies of a country on a day, or throughout a span.

    Attributes:
        currencies: the legal tender, the main one first; empty if none is known.
        certain: False if several may be meant, because they were tender at the same time or the currency changed within
            the span. Without a day the main currency is meant.
        former: the legal tender of other days, the newest first.
        language: "de", "fr" or "nl", if abbreviations in the country are always in that language; otherwise empty.
    """

    currencies: tuple[str, ...] = ()
    certain: bool = True
    former: tuple[str, ...] = ()
    language: str = ""


_LANGUAGES: Final = {
    country: language
    for language, countries in {
        "de": "DE AT LI",
        "fr": "FR MC GP MQ GF RE YT PM BL MF",
        "nl": "NL SR AW CW BQ SX",
    }.items()
    for country in countries.split()
}

NOWHERE: Final = LocalMoney()
"""The currencies of an unknown country: none."""


@once
def tenders() -> dict[str, tuple[Tender, ...]]:
    """Return the currencies of every country, the main one first.

    Examples:
        >>> [(row.currency, str(row.until)) for row in tenders()["HR"][:2]]
        [('EUR', 'None'), ('HRK', '2023-01-14')]
    """
    by_country: dict[str, list[Tender]] = {}
    for row in table_rows("salarykit.currency", "tender"):
        until = dt.date.fromisoformat(row["until"]) if row["until"] else None
        since = dt.date.fromisoformat(row["since"])
        by_country.setdefault(row["country"], []).append(
            Tender(row["country"], row["currency"], since, until, row["source"])
        )
    return {country: tuple(rows) for country, rows in by_country.items()}


@once
def _today() -> dict[str, tuple[str, ...]]:
    return {
        country: tuple(row.currency for row in rows if row.until is None)
        for country, rows in tenders().items()
    }


def tender(country: str, on: dt.date | None = None) -> tuple[str, ...]:
    """Return the currencies that were tender in a country on a day, the main one first; empty if none is known.

    Args:
        country: ISO 3166-1 alpha-2, in upper or lower case; "UK" is read as "GB".
        on: the day; None means the currency of today, the one without a last day.

    Examples:
        >>> tender("HR", dt.date(2022, 12, 31)), tender("HR", dt.date(2023, 1, 1)), tender("HR")
        (('HRK',), ('EUR', 'HRK'), ('EUR',))
        >>> tender("BG"), tender("PA"), tender("XX")
        (('EUR',), ('PAB', 'USD'), ())
    """
    code = alpha2(country)
    if on is None:
        return _today().get(code, ())
    return tuple(
        row.currency
        for row in tenders().get(code, ())
        if row.since <= on and (row.until is None or on <= row.until)
    )


@remembered(_SPANS)
def local_money(country: str, first: dt.date | None = None, last: dt.date | None = None) -> LocalMoney:
    """Return the currencies of a country on a day, or those that it had throughout a span.

    Args:
        country: ISO 3166-1 alpha-2, in upper or lower case.
        first: the first day; None means the currency of today.
        last: the last day; None if it is the first day.

    Examples:
        >>> (
        ...     local_money("HR").currencies,
        ...     local_money("HR", dt.date(2022, 1, 1), dt.date(2022, 12, 31)).currencies,
        ... )
        (('EUR',), ('HRK',))
        >>> local_money("HR", dt.date(2022, 7, 1), dt.date(2023, 6, 30))
        LocalMoney(currencies=('HRK', 'EUR'), certain=False, former=('HRD',), language='')
    """
    start = tender(country, first)
    end = tender(country, last or first)
    kept = tuple(code for code in start if code in end) or (*start, *end)
    others = tuple(code for code in _ever(country) if code not in kept)
    certain = first is None or len(kept) < 2  # noqa: PLR2004 - one of two
    return LocalMoney(kept, certain, others, _LANGUAGES.get(alpha2(country), ""))


def _ever(country: str) -> tuple[str, ...]:
    """Return all currencies that a country has had, the newest first."""
    rows = sorted(tenders().get(alpha2(country), ()), key=lambda row: row.since, reverse=True)
    return tuple(dict.fromkeys(row.currency for row in rows))
