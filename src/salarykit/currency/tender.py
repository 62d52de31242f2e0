"""Which money was tender in a country on a day: CLDR's table, reconciled with the dated facts beside it.

`tools/build_cldr.py` writes the table, best money first. CLDR lags behind the newest changes: where a legal euro rate or
a redenomination of the project's own knows better (Bulgaria's euro of 2026), the row names that source.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Tender", "tender", "tenders"]

_ALSO = {"UK": "GB", "EL": "GR"}  # in common use beside ISO 3166


class Tender(NamedTuple):
    """A money that was tender in a country, from one day to another."""

    country: str
    """ISO 3166-1 alpha-2."""
    currency: str
    since: dt.date
    until: dt.date | None
    """The last day, old cash beside the new included; None if it is tender today."""
    source: str


@cache
def tenders() -> dict[str, tuple[Tender, ...]]:
    """Return every country's moneys, the main one first.

    Examples:
        >>> [(row.currency, str(row.until)) for row in tenders()["HR"][:2]]
        [('EUR', 'None'), ('HRK', '2023-01-14')]
    """
    text = files(__package__).joinpath("tender.csv").read_text(encoding="utf-8")
    found: dict[str, list[Tender]] = {}
    for row in csv.DictReader(text.splitlines()):
        until = dt.date.fromisoformat(row["until"]) if row["until"] else None
        since = dt.date.fromisoformat(row["since"])
        found.setdefault(row["country"], []).append(
            Tender(row["country"], row["currency"], since, until, row["source"])
        )
    return {country: tuple(rows) for country, rows in found.items()}


@cache
def _today() -> dict[str, tuple[str, ...]]:
    return {
        country: tuple(row.currency for row in rows if row.until is None)
        for country, rows in tenders().items()
    }


def tender(country: str, on: dt.date | None = None) -> tuple[str, ...]:
    """Return the currencies that were tender in a country on a day, the main one first; empty if none is known.

    Args:
        country: ISO 3166-1 alpha-2, in any case; "UK" is read as "GB".
        on: the day; None means the money of today, which has no end.

    Examples:
        >>> tender("HR", dt.date(2022, 12, 31)), tender("HR", dt.date(2023, 1, 1)), tender("HR")
        (('HRK',), ('EUR', 'HRK'), ('EUR',))
        >>> tender("BG"), tender("PA"), tender("XX")
        (('EUR',), ('PAB', 'USD'), ())
    """
    code = country.strip().upper()
    code = _ALSO.get(code, code)
    if on is None:
        return _today().get(code, ())
    return tuple(
        row.currency
        for row in tenders().get(code, ())
        if row.since <= on and (row.until is None or on <= row.until)
    )
