from __future__ import annotations

import datetime as dt

from cases import for_each

from salarykit.currency.codes import CODES
from salarykit.currency.facts import euro_adoptions
from salarykit.currency.tender import tender, tenders


@for_each(
    ("country", "on", "currencies"),
    [
        ("HR", "2022-12-31", ("HRK",)),
        ("HR", "2023-01-01", ("EUR", "HRK")),
        ("HR", "2023-01-15", ("EUR",)),
        ("BG", "2025-12-31", ("BGN",)),
        ("BG", "2026-01-01", ("EUR", "BGN")),
        ("BG", None, ("EUR",)),
        ("DE", "1998-12-31", ("DEM",)),
        ("DE", "2002-06-01", ("EUR",)),
        ("ZW", None, ("ZWG", "USD")),
        ("CW", None, ("XCG",)),
        ("PA", None, ("PAB", "USD")),
        ("PS", None, ("ILS", "JOD")),
        ("VE", None, ("VES",)),
        ("us", None, ("USD",)),
        ("UK", None, ("GBP",)),
        ("US", "1700-01-01", ()),
        ("XX", None, ()),
        ("", None, ()),
    ],
)
def test_the_money_of_a_country_is_of_a_day(
    country: str, on: str | None, currencies: tuple[str, ...]
) -> None:
    """What was tender changes with the day; the main money stands first, and today's table has no ends."""
    assert tender(country, dt.date.fromisoformat(on) if on else None) == currencies


def test_every_money_is_known_and_its_days_are_in_order() -> None:
    """Each row is of a code that a salary may be stated in, since before until, with a source."""
    rows = [row for found in tenders().values() for row in found]

    assert len(rows) > 350
    for row in rows:
        assert row.currency in CODES
        assert row.until is None or row.since <= row.until
        assert row.source


def test_the_table_agrees_with_the_legal_euro_rates() -> None:
    """From the day a law fixed its euro rate, the euro is tender in some country that had the old money."""
    for fact in euro_adoptions():
        if fact.code == "XEU":
            continue
        had = {
            c
            for c, rows in tenders().items()
            for row in rows
            if row.currency == fact.code and (row.until or fact.adopted) >= fact.adopted - dt.timedelta(60)
        }

        assert any("EUR" in tender(country, fact.adopted) for country in had), fact.code


def test_a_newer_fact_names_its_source() -> None:
    """Where the project knows better than CLDR, the row says by whose word."""
    sources = {(row.country, row.currency): row.source for row in tenders()["BG"]}

    assert "amendment 180" in sources["BG", "EUR"]
    assert sources["BG", "EUR"] == sources["BG", "BGN"]
