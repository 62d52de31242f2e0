"""Dated facts about currencies: legal euro rates, redenominations, pegs and bands, each with its source.

They are in the CSV files of this folder: `euro_legal`, `redenominations`, `pegs` (with the bands), `official_only`, `series_exceptions` and
`without_rates`. A figure without a published source is left out: where nothing is known there is no rate, never a guess.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

from salarykit.package import once, table_rows

__all__ = [
    "EuroAdoption",
    "OfficialOnly",
    "Peg",
    "Redenomination",
    "SeriesException",
    "bands",
    "euro_adoptions",
    "official_only",
    "pegs",
    "redenominations",
    "series_exceptions",
    "windows",
    "without_rates",
]


class EuroAdoption(NamedTuple):
    """A currency that the euro replaced, at a rate that the law has fixed for all time.

    Examples:
        >>> [fact.units for fact in euro_adoptions() if fact.code == "DEM"]
        [Fraction(195583, 100000)]
    """

    code: str
    units: Fraction
    """National units for one euro: six significant figures, never inverted (Regulation (EC) 1103/97, article 4)."""
    adopted: dt.date
    circulated_until: dt.date | None
    """The last day on which the old cash was legal tender along with the euro."""
    source: str


class Redenomination(NamedTuple):
    """A currency unit that was replaced by a larger one. The code may stay the same, so the day is part of the key.

    Examples:
        >>> [fact.factor for fact in redenominations() if fact.old == "TRL"]
        [Fraction(1000000, 1)]
    """

    old: str
    new: str
    factor: Fraction
    """Old units for one new unit."""
    effective: dt.date
    circulated_until: dt.date | None
    """The last day on which both units circulated, where a source states one."""
    source: str


class Peg(NamedTuple):
    """A parity that an issuer states, from `since` to `until`. A band has bounds as well, and is used only to check observed rates.

    Examples:
        >>> [float(fact.units) for fact in pegs() if fact.code == "AED"]
        [3.6725]
    """

    code: str
    anchor: str
    units: Fraction
    """Units of the currency for one unit of the anchor."""
    low: Fraction | None
    high: Fraction | None
    since: dt.date
    until: dt.date | None
    """The last day; None if it was in force in November 2026."""
    source: str


class OfficialOnly(NamedTuple):
    """Days on which the market rate of a currency differed from the official one; results carry a caution, but are not corrected.

    Examples:
        >>> [str(fact.last) for fact in official_only() if fact.code == "ARS"]
        ['2015-12-22', '2023-12-19']
    """

    code: str
    first: dt.date
    last: dt.date | None
    """The last day; None if it was still so in October 2026."""
    evidence: str


class SeriesException(NamedTuple):
    """Days on which the figure that a source publishes for a currency is not its rate.

    Examples:
        >>> [fact.what for fact in series_exceptions() if fact.code == "GEL"]
        ['spike', 'spike']
    """

    source: str
    code: str
    first: dt.date
    last: dt.date
    what: str
    """Figures that are `frozen`, `off`, `spike`, `zero`, `old_unit` or `wrong_money` are left out of the packaged rates;
    `official_only`, `as_quoted` and `withdrawn_code` say how a figure is meant."""
    evidence: str

    @property
    def is_left_out(self) -> bool:
        """Whether the figures of those days are left out because they are not rates."""
        return self.what not in ("official_only", "as_quoted", "withdrawn_code")


class Window(NamedTuple):
    """Days on which two units of one currency circulated, so that a figure may be in either."""

    codes: tuple[str, ...]
    first: dt.date
    last: dt.date


def _rows(name: str) -> list[dict[str, str]]:
    return table_rows("salarykit.currency", name)


def _number(text: str) -> Fraction:
    """Return a number exactly; it may be a ratio of two decimals, such as `1000/8.38`."""
    units, _, other = text.partition("/")
    return Fraction(units) / Fraction(other or "1")


def _optional(text: str) -> Fraction | None:
    return _number(text) if text else None


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@once
def euro_adoptions() -> tuple[EuroAdoption, ...]:
    """Return the legal euro rates, in the order of adoption.

    Examples:
        >>> len(euro_adoptions()), euro_adoptions()[-1].code
        (22, 'BGN')
    """
    facts = [
        EuroAdoption(
            row["code"],
            _number(row["units"]),
            dt.date.fromisoformat(row["adopted"]),
            _day(row["circulated_until"]),
            row["source"],
        )
        for row in _rows("euro_legal")
    ]
    return tuple(sorted(facts, key=lambda fact: fact.adopted))


@once
def redenominations() -> tuple[Redenomination, ...]:
    """Return the redenominations, by date.

    Examples:
        >>> [str(fact.effective) for fact in redenominations() if fact.old == fact.new]
        ['2021-10-01', '2026-01-01']
    """
    facts = [
        Redenomination(
            row["old"],
            row["new"],
            _number(row["old_per_new"]),
            dt.date.fromisoformat(row["effective"]),
            _day(row["circulated_until"]),
            row["source"],
        )
        for row in _rows("redenominations")
    ]
    return tuple(sorted(facts, key=lambda fact: fact.effective))


@once
def _parities() -> tuple[Peg, ...]:
    return tuple(
        Peg(
            row["code"],
            row["anchor"],
            _number(row["units"]),
            _optional(row["low"]),
            _optional(row["high"]),
            dt.date.fromisoformat(row["since"]),
            _day(row["until"]),
            row["source"],
        )
        for row in _rows("pegs")
    )


@once
def pegs() -> tuple[Peg, ...]:
    """Return the hard pegs: parities without a band, which are used as rates where none is observed.

    Examples:
        >>> sorted(fact.code for fact in pegs() if fact.anchor == "EUR")[:3]
        ['BAM', 'BGN', 'CVE']
    """
    return tuple(fact for fact in _parities() if fact.low is None)


@once
def bands() -> tuple[Peg, ...]:
    """Return the bands: parities that observed rates are checked against.

    Examples:
        >>> sorted({fact.code for fact in bands()})
        ['DKK', 'HKD']
    """
    return tuple(fact for fact in _parities() if fact.low is not None)


@once
def windows() -> tuple[Window, ...]:
    """Return the days of parallel circulation: from an adoption or redenomination until the old unit was withdrawn.

    Examples:
        >>> [(window.codes, str(window.last)) for window in windows()][-1]
        (('BGN',), '2026-01-31')
    """
    all_windows = [
        Window((f.code,), f.adopted, f.circulated_until) for f in euro_adoptions() if f.circulated_until
    ]
    all_windows += [
        Window((f.old, f.new), f.effective, f.circulated_until)
        for f in redenominations()
        if f.circulated_until
    ]
    return tuple(sorted(all_windows, key=lambda window: window.first))


@once
def without_rates() -> dict[str, str]:
    """Return the codes in use for which no source has a genuine rate, each with the reason.

    Examples:
        >>> without_rates()["CLF"]
        "is a unit of account indexed to Chile's prices; pay is stated in it but paid in CLP"
    """
    return {row["code"]: row["reason"] for row in _rows("without_rates")}


@once
def official_only() -> tuple[OfficialOnly, ...]:
    """Return the periods in which the market rate differed from the official one, by currency and day.

    A period begins on the day that a source states, or else a year before the jump of the official rate that ended it.

    Examples:
        >>> {fact.code for fact in official_only() if fact.last is None} >= {"MMK", "SOS", "TMT", "YER"}
        True
    """
    return tuple(
        OfficialOnly(row["code"], dt.date.fromisoformat(row["first"]), _day(row["last"]), row["evidence"])
        for row in _rows("official_only")
    )


@once
def series_exceptions() -> tuple[SeriesException, ...]:
    """Return the periods in which a published figure is not the rate, by source, currency and day.

    Examples:
        >>> {fact.source for fact in series_exceptions()}
        {'NBP'}
    """
    return tuple(
        SeriesException(
            row["source"],
            row["code"],
            dt.date.fromisoformat(row["first"]),
            dt.date.fromisoformat(row["last"]),
            row["what"],
            row["evidence"],
        )
        for row in _rows("series_exceptions")
    )
