"""What a table of rates holds: its sources, its currencies and its days."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from salarykit.currency.codes import CODES
from salarykit.keywords import is_one_of
from salarykit.rates.coverage import Coverage, coverage, publishers
from salarykit.rates.published import Deferred, Published

if TYPE_CHECKING:
    import datetime as dt

    from salarykit.rates.finder import Finder
    from salarykit.rates.pivot_rates import PivotRates

__all__ = ["Contents"]


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
        """Who published the rates; all sources if there are several."""
        return "; ".join(dict.fromkeys(table.source for table in self._given))

    @property
    def sources(self) -> dict[str, str]:
        """Who published each currency's rates; currencies that rest on law or a peg alone are not among them."""
        return publishers(self.pivot_rates, self.tables, self._finder.daily[0])

    @property
    def pivot(self) -> str:
        """The currency all chains of rates end at."""
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
        """A SHA-256 over everything the sources published; equal content, equal fingerprint."""
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
        """Return which rates there are: for each currency in use and each source, from when to when.

        Currencies in use without any rate are listed, too, with the reason.

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
