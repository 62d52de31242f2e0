"""What a table of rates holds: its sources, currencies and days, and the rates of each currency and source."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.currency.codes import ACTIVE, CODES
from salarykit.currency.facts import SeriesException, official_only, series_exceptions, without_rates
from salarykit.keywords import is_one_of
from salarykit.rates.grid import KIND_OF, KINDS
from salarykit.rates.links import OBSERVED_LINK, PIVOT
from salarykit.rates.published import Deferred, Published
from salarykit.rates.spans import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salarykit.rates.finder import Finder
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.published import Step
    from salarykit.rates.secondary import Secondary

__all__ = ["Contents", "Coverage", "coverage", "publishers"]


_WEEK: Final = 7  # a series whose last rate is less than a week before the table's end is still running


class Coverage(NamedTuple):
    """A currency's rates from one source.

    Attributes:
        code: ISO 4217.
        kind: how they come about: `observed`, `legal`, `peg`, or `identity` for the pivot; empty if there are none.
        source: who publishes the rates; empty if there are none.
        step: how often they are published; None for legal rates, for pegs, and if there are none.
        first: the first day.
        last: the last day; None if a law or a peg still in force fixes the rate.
        flag: `official_only` if the market rate differed from the official one on some day; otherwise empty.
        note: why there are no rates; empty if there are.
    """

    code: str
    kind: str
    source: str
    step: Step | None
    first: dt.date | None
    last: dt.date | None
    flag: str
    note: str

    @property
    def is_withdrawn(self) -> bool:
        """Whether the code is no longer in use; its rates date from before, or follow from the currency that replaced it."""
        return self.code not in ACTIVE

    @property
    def left_out(self) -> tuple[SeriesException, ...]:
        """The days on which the source published a figure that is known to be wrong, each with the evidence."""
        return tuple(
            fact
            for fact in series_exceptions()
            if (fact.source, fact.code) == (self.source, self.code) and fact.is_left_out
        )


def coverage(pivot_rates: PivotRates, secondary: Secondary | None) -> tuple[Coverage, ...]:
    """Return the rates that the daily tables, laws, pegs and the coarse tables give, by code, and the codes in use without any.

    Args:
        pivot_rates: the pivot rates of the daily tables.
        secondary: the coarse tables.
    """
    flagged = {fact.code for fact in official_only()}
    records = [*_daily(pivot_rates, flagged), *(_coarse(secondary, flagged) if secondary else ())]
    codes = {record.code for record in records}
    records += [
        Coverage(
            code,
            "",
            "",
            None,
            None,
            None,
            "",
            f"{code} {without_rates()[code]}." if code in without_rates() else "No source has it.",
        )
        for code in ACTIVE - codes
    ]
    return tuple(
        sorted(records, key=lambda record: (record.code, record.first or dt.date.max, record.source))
    )


def publishers(pivot_rates: PivotRates, tables: Sequence[Published], first: Published) -> dict[str, str]:
    """Return who published each currency's rates, except currencies that only have legal rates or a peg.

    Args:
        pivot_rates: the pivot rates of the daily tables.
        tables: the daily and the coarse tables.
        first: the daily table whose pivot all chains end at.
    """
    observed = [link for link in pivot_rates.links if link.softness == OBSERVED_LINK]
    daily = {link.code: link.source for link in observed if link.code in pivot_rates.codes}
    coarse = [table for table in reversed(tables) if table.step != "day"]
    by_code = {code: table.source for table in coarse for code in table.codes[1:]}
    return dict(sorted({**by_code, first.codes[0]: first.source, **daily}.items()))


def _daily(pivot_rates: PivotRates, flagged: set[str]) -> Iterator[Coverage]:
    for column, code in enumerate(pivot_rates.codes):
        flag = "official_only" if code in flagged else ""
        if pivot_rates.softness[0, column] == PIVOT and column == 0:
            yield Coverage(code, "identity", "", None, day_of(pivot_rates.first), None, flag, "")
            continue
        numbers = pivot_rates.link[:, column]
        for number in np.unique(numbers[numbers >= 0]).tolist():
            link, rows = pivot_rates.links[number], np.flatnonzero(numbers == number)
            observed = link.softness == OBSERVED_LINK
            last = int(rows[-1]) + pivot_rates.first
            running = not observed and int(rows[-1]) >= len(numbers) - _WEEK and link.last > last
            yield Coverage(
                code,
                KINDS[KIND_OF[link.softness]],
                link.source,
                "day" if observed else None,
                day_of(int(rows[0]) + pivot_rates.first),
                None if running else day_of(last),
                flag,
                "",
            )


def _coarse(secondary: Secondary, flagged: set[str]) -> Iterator[Coverage]:
    for table in secondary.tables:
        for code in table.codes:
            bounds = table.bounds(code)
            if bounds and code not in (table.codes[0], table.bridge_code):
                flag = "official_only" if code in flagged else ""
                first, last = map(day_of, bounds)
                yield Coverage(code, "observed", table.table.source, table.table.step, first, last, flag, "")


class Contents:
    """What the tables of one or several sources hold; `Rates` answers questions from them."""

    _given: tuple[Published | Deferred, ...]
    _finder: Finder

    @property
    def tables(self) -> tuple[Published, ...]:
        """What the sources have published."""
        return tuple(table.table if isinstance(table, Deferred) else table for table in self._given)

    @property
    def source(self) -> str:
        """Who published the rates; several names are joined."""
        return "; ".join(dict.fromkeys(table.source for table in self._given))

    @property
    def sources(self) -> dict[str, str]:
        """Who published each currency's rates, except currencies that only have legal rates or a peg."""
        return publishers(self.pivot_rates, self.tables, self._finder.daily[0])

    @property
    def pivot(self) -> str:
        """The currency that all chains of rates end at."""
        return self._finder.daily[0].codes[0]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO 4217 codes with rates on some day, the pivot among them, in alphabetical order."""
        return tuple(sorted(self._finder.codes))

    @property
    def first(self) -> dt.date:
        """The first day of publication of the daily rates."""
        return min(table.first for table in self._finder.daily)

    @property
    def last(self) -> dt.date:
        """The newest day of publication of the daily rates."""
        return self._finder.last

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of everything the sources published; equal content has an equal fingerprint."""
        prints = [table.fingerprint for table in self._given]
        return prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest()

    def published_on(self, currency: str) -> tuple[dt.date, dt.date | None] | None:
        """Return the first and last day with a rate of a currency; a legal rate has no last day. None if there is no rate.

        Examples:
            >>> import salarykit as sk
            >>> sk.default_rates().published_on("RUB")
            (datetime.date(2005, 4, 1), datetime.date(2026, 10, 21))
        """
        return self._finder.bounds(currency) if is_one_of(currency, CODES) else None

    def coverage(self) -> tuple[Coverage, ...]:
        """Return which rates there are, with their first and last days, for each currency and source.

        Currencies in use without any rate are listed as well, with the reason.

        Examples:
            >>> import salarykit as sk
            >>> [found for found in sk.default_rates().coverage() if found.code == "TWD"][0].step
            'week'
        """
        return coverage(self.pivot_rates, self._finder.secondary)

    @property
    def pivot_rates(self) -> PivotRates:
        """The rate of every currency to the pivot of the daily rates on every calendar day."""
        pivot_rates: PivotRates = self._finder.pivot_rates
        return pivot_rates
