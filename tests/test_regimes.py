"""Units of money through time: adoptions, redenominations, pegs, and what is not known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.rates import lookup

RATES = sk.default_rates(sources=("ecb",))


@for_each(
    ("currency", "base", "on", "kind", "path"),
    [
        ("EUR", "EUR", "1900-01-01", "identity", ("EUR",)),
        ("AED", "AED", "2024-06-28", "identity", ("AED",)),
        ("FRF", "DEM", "1999-01-01", "legal", ("FRF", "EUR", "DEM")),
        ("EUR", "ITL", "2030-01-01", "legal", ("EUR", "ITL")),
        ("HRK", "EUR", "2022-12-30", "observed", ("HRK", "EUR")),
        ("HRK", "EUR", "2023-01-01", "legal", ("HRK", "EUR")),
        ("BGN", "EUR", "2025-12-31", "observed", ("BGN", "EUR")),
        ("BGN", "EUR", "2026-01-01", "legal", ("BGN", "EUR")),
        ("BGN", "EUR", "1999-12-31", "peg", ("BGN", "EUR")),
        ("HRK", "USD", "2024-06-28", "observed", ("HRK", "EUR", "USD")),
        ("TRL", "TRY", "2006-01-05", "legal", ("TRL", "TRY")),
        ("TRL", "USD", "2006-01-05", "observed", ("TRL", "TRY", "EUR", "USD")),
        ("AED", "EUR", "2024-06-28", "peg", ("AED", "USD", "EUR")),
        ("AED", "USD", "2024-06-29", "peg", ("AED", "USD")),
        ("MOP", "USD", "2024-06-28", "peg", ("MOP", "HKD", "EUR", "USD")),
        ("XOF", "XAF", "2024-06-28", "peg", ("XOF", "EUR", "XAF")),
        ("ANG", "USD", "2025-03-28", "peg", ("ANG", "USD")),
        ("ANG", "USD", "2025-04-02", "peg", ("ANG", "XCG", "USD")),
        ("HRD", "EUR", "2024-01-02", "legal", ("HRD", "HRK", "EUR")),
        ("AED", "USD", "2024", "peg", ("AED", "USD")),
        ("FRF", "DEM", "2005-03", "legal", ("FRF", "EUR", "DEM")),
    ],
)
def test_the_kind_and_the_path_travel_with_the_rate(
    currency: str, base: str, on: str, kind: str, path: tuple[str, ...]
) -> None:
    """Each rate says how it came about and which currencies it passed through."""
    quote = RATES.quote(currency, base, on=on)

    assert (quote.kind, quote.path) == (kind, path)


@for_each(
    ("currency", "base", "on", "says"),
    [
        (
            "TRY",
            "USD",
            "2004-06-01",
            "TRY has been in use since 2005-01-01; before that, figures were in TRL",
        ),
        ("GRD", "EUR", "2000-06-01", "2001-01-01"),
        ("DEM", "USD", "1998-06-01", "fixed to the euro since 1999-01-01"),
        ("VEF", "USD", "2010-06-01", "VEF is not among"),
        ("VES", "USD", "2021-11-01", "VES is not among"),
        ("RUB", "USD", "2024-01-02", "2022-03-01"),
        ("TMT", "USD", "2014-12-31", "Ask for a later day"),
        ("HRK", "EUR", "2022-07/2023-06", "no pause or change of regime"),
        ("ISK", "EUR", "2010", "no pause or change of regime"),
        ("ISK", "EUR", "2008", "no pause or change of regime"),
        ("TRY", "EUR", "2004-07/2005-06", "TRY has been in use since 2005-01-01"),
    ],
)
def test_what_is_not_known_is_an_error_that_says_why(currency: str, base: str, on: str, says: str) -> None:
    """No rate is invented before money of that name, in a hole, across a change of regime, or past the end."""
    with pytest.raises(sk.RateNotFound, match=says):
        RATES.quote(currency, base, on=on)


def test_a_redenominated_unit_is_worth_its_factor() -> None:
    """One new lira is a million old ones, on every day after the change."""
    new = RATES.rate("TRY", "USD", on="2010-03-03")

    assert RATES.rate("TRL", "USD", on="2010-03-03") == pytest.approx(new / 1_000_000, rel=1e-15)


def test_legal_rates_need_no_publication() -> None:
    """A legal rate is the same on a Sunday, before the first fixing and after the last."""
    days = [dt.date(1999, 1, 1), dt.date(2010, 8, 1), dt.date(2100, 1, 1)]

    found = {RATES.rate("DEM", "FRF", on=day) for day in days}

    assert len(found) == 1
    assert found.pop() == pytest.approx(6.55957 / 1.95583, rel=1e-15)


def test_a_quote_tells_each_leg_to_the_digit() -> None:
    """The legs are the published figures, each with its currency, anchor, kind and source."""
    quote = RATES.quote("AED", "GBP", on="2024-06-28")
    told = [(leg.currency, leg.per, leg.units, leg.kind) for leg in quote.legs]

    assert told == [
        ("AED", "USD", Decimal("3.6725"), "peg"),
        ("USD", "EUR", Decimal("1.0705"), "observed"),
        ("GBP", "EUR", Decimal("0.84638"), "observed"),
    ]


def test_the_direction_of_a_mean_is_stated() -> None:
    """A quote over a span says what was averaged; a day's says nothing."""
    assert RATES.quote("CAD", "USD", on="2024").averaged == "CAD per USD"
    assert RATES.quote("CAD", "USD", on="2024", average="median").averaged == "CAD per USD (median)"
    assert RATES.quote("CAD", "USD", on="2024-06-28").averaged is None


def test_a_mean_can_ask_for_a_number_of_observations() -> None:
    """2024 had 256 days of publication: 256 are enough, 257 are too many to ask for."""
    assert RATES.quote("CAD", "USD", on="2024", min_obs=256).n_obs == 256
    with pytest.raises(sk.RateNotFound, match="at least 257 days"):
        RATES.quote("CAD", "USD", on="2024", min_obs=257)


def test_days_of_parallel_circulation_carry_a_flag() -> None:
    """A kuna of 2023-01-05 is flagged, one of 2022 and one of February are not; a span that touches the days is."""
    rows = [
        {"amount": 100, "currency": "HRK", "as_of": day}
        for day in ("2022-12-30", "2023-01-05", "2023-02-01", "2023-01")
    ]
    flags = sk.read_salaries(rows).convert("EUR", on="own").to_arrow().column("rate_flag").to_pylist()

    assert flags == [None, "parallel_circulation", None, "parallel_circulation"]


def test_a_peg_does_not_fill_a_pause() -> None:
    """Where a source publishes a pegged currency, its pauses stay pauses."""
    mine = sk.read_rates(
        [
            {"date": "2024-01-02", "currency": "AED", "rate": 3.6730},
            {"date": "2024-03-01", "currency": "AED", "rate": 3.6720},
        ],
        base="USD",
    )

    assert mine.quote("AED", "USD", on="2024-01-03").kind == "observed"
    with pytest.raises(sk.RateNotFound):
        mine.quote("AED", "USD", on="2024-02-01")


def test_no_rate_is_carried_over_a_change_of_unit_under_one_code() -> None:
    """The bolivar lost six zeros on 2021-10-01 and kept its code: the day before says nothing of the day after."""
    rates = sk.read_rates(
        [
            {"date": "2021-09-30", "currency": "VES", "rate": 4_181_781.84},
            {"date": "2021-10-04", "currency": "VES", "rate": 4.18},
        ],
        base="USD",
    )

    assert rates.rate("USD", "VES", on="2021-09-30") == pytest.approx(4_181_781.84)
    assert rates.rate("USD", "VES", on="2021-10-05") == pytest.approx(4.18)
    for on in ("2021-10-02", "2021-09-30/2021-10-04"):
        with pytest.raises(sk.RateNotFound):
            rates.rate("USD", "VES", on=on)


def test_combined_sources_fill_whole_currencies() -> None:
    """A second source brings the currencies the first one lacks, and changes none it has."""
    other = sk.read_rates(
        [
            {"date": "2024-06-28", "currency": "TWD", "rate": 32.45},
            {"date": "2024-06-28", "currency": "GBP", "rate": 0.5},
        ],
        base="USD",
        name="other",
    )
    both = sk.Rates.combine(RATES, other)

    assert both.rate("GBP", "USD", on="2024-06-28") == RATES.rate("GBP", "USD", on="2024-06-28")
    assert both.rate("USD", "TWD", on="2024-06-28") == pytest.approx(32.45, rel=1e-14)
    assert (both.sources["TWD"], both.sources["GBP"]) == ("other", "ECB")
    assert both.fingerprint != RATES.fingerprint


def test_the_distance_of_two_sources_is_in_basis_points() -> None:
    """A source that is one per mille off is ten basis points off."""
    days = ["2024-06-27", "2024-06-28"]
    off = sk.read_rates(
        [{"date": day, "USD": RATES.rate("EUR", "USD", on=day) * 1.001} for day in days],
        base="EUR",
        name="off",
    )
    found = RATES.difference(off)

    assert [(each.currency, each.days) for each in found] == [("USD", 2)]
    assert found[0].median_bp == pytest.approx(10, rel=1e-2)


@for_each("base", ["EUR", "USD", "AED", "DEM"])
def test_a_grid_is_the_same_however_many_currencies_are_built_at_once(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rates, days, kinds and steps do not depend on the currencies that are computed together."""
    pivot_rates, grids = sk.default_rates().pivot_rates, []
    for at_once in (7, 10_000):
        monkeypatch.setattr(lookup, "_AT_ONCE", at_once)
        grids.append(lookup.Lookup(pivot_rates).days(pivot_rates.codes.index(base), 7))

    for name in ("first", "rate", "seen", "kind", "n_obs", "step", "origin"):
        np.testing.assert_array_equal(*(getattr(grid, name) for grid in grids))


def test_every_band_holds_the_published_rates_but_two_known_errors() -> None:
    """The krone stays in its band; the Hong Kong dollar leaves it only on the days on which the ECB's file errs."""
    from salarykit.currency.facts import bands

    pivot_rates = RATES.pivot_rates
    outside = set()
    for band in bands():
        pair = [pivot_rates.codes.index(band.code), pivot_rates.codes.index(band.anchor)]
        units = pivot_rates.units[:, pair[0]] / pivot_rates.units[:, pair[1]]
        first = max(0, (band.since - dt.date(1970, 1, 1)).days - pivot_rates.first)
        rows = first + np.flatnonzero(
            (units[first:] < float(band.low or 0)) | (units[first:] > float(band.high or 0))
        )
        outside |= {(band.code, str(np.datetime64(int(row) + pivot_rates.first, "D"))) for row in rows}

    assert {code for code, _ in outside} <= {"HKD"}
    assert {("HKD", "2009-03-26"), ("HKD", "2013-04-02")} <= outside
