"""A coarse table of rates published by the week, month or year, and the rates between any two of its currencies."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.currency.facts import redenominations
from salarykit.rates.exact import published
from salarykit.rates.links import unit_changes
from salarykit.rates.means import HOLE
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["HOLES", "CoarseTable", "Prices"]

HOLES: Final = {"day": HOLE, "week": 14, "month": 62, "year": 366}
"""`HOLE` for tables of each step, in days."""

_BRIDGES: Final = ("USD", "EUR")
_CLOSE: Final = (
    3  # a currency counts as published daily where another publication is at most this many days away
)
_NEVER: Final = 1 << 40
_FEW: Final = 10  # a publication of at most this many currencies has only those that are published daily


class Prices(NamedTuple):
    """Prices of one currency carried forward over calendar days.

    Attributes:
        price: the price of one unit of the currency, in the unit asked for; NaN where none is fresh.
        seen: the day number of the publication that the price comes from.
        daily: whether the currency was published daily at that time.
    """

    price: NDArray[np.float64]
    seen: NDArray[np.int64]
    daily: NDArray[np.bool_]


class CoarseTable:
    """A table of a coarser step than a day, ready for lookups.

    A code has no price before its currency existed. From a redenomination on, the price of the old code is derived from the new one.
    No price is carried across a day on which a unit changed.

    Args:
        table: what was published.
        daily_codes: the currencies of the daily rates; one of them is the bridge.

    Attributes:
        codes: the codes of the columns: the pivot, then those of the table, then the codes they replaced.
        bridge: the column of the currency that joins the table to the daily rates.
        value: rows x codes, in the table's quotation.
    """

    def __init__(self, table: Published, daily_codes: Collection[str]) -> None:
        self.table = table
        joined = [
            code for code in (*_BRIDGES, table.codes[0]) if code in table.column and code in daily_codes
        ]
        self.bridge_code = joined[0] if joined else table.codes[0]
        facts = [fact for fact in reversed(redenominations()) if fact.old != fact.new]
        olds = [fact.old for fact in facts if fact.new in table.column and fact.old not in table.column]
        self.codes = (*table.codes, *dict.fromkeys(olds))
        self.column = {code: column for column, code in enumerate(self.codes)}
        self.bridge = self.column[self.bridge_code]
        self.days = table.days.astype(np.int64)
        pivot, unknown = np.ones((len(self.days), 1)), np.full((len(self.days), len(olds)), np.nan)
        self.value = np.hstack([pivot, table.values, unknown[:, : len(self.codes) - len(table.codes)]])
        self.unit_changes: dict[int, list[int]] = {}
        self._shares: dict[int, tuple[int, int, Fraction]] = {}
        for fact in facts:
            if fact.new in self.column:
                self._replace(fact.old, fact.new, day_number(fact.effective), fact.factor)
        for code, column in self.column.items():
            self.unit_changes.setdefault(column, []).extend(unit_changes(code))

    def _replace(self, old: str, new: str, day: int, factor: Fraction) -> None:
        """Derive an old code's rate from the new code's from a day on; before that day, leave the new code without a rate."""
        after = self.days >= day
        self.value[~after, self.column[new]] = np.nan
        if old not in self.column:
            return
        self._shares[self.column[old]] = self.column[new], day, factor
        shares = np.full(len(self.days), float(factor))
        for fact in redenominations():
            if fact.old == fact.new == new:
                shares[self.days >= day_number(fact.effective)] *= float(fact.factor)
        fresh = self.value[:, self.column[new]]
        self.value[after, self.column[old]] = (fresh / shares if self._is_direct else fresh * shares)[after]
        self.unit_changes.setdefault(self.column[old], []).extend([day, *unit_changes(new)])

    @property
    def _is_direct(self) -> bool:
        return self.table.quotation == "direct"

    def exact_price(self, column: int, row: int) -> Fraction:
        """Return the price of one unit of a currency in the pivot, to the published digit."""
        if column in self._shares and self.days[row] >= self._shares[column][1]:
            new, _, factor = self._shares[column]
            for fact in redenominations():
                if fact.old == fact.new == self.codes[new] and self.days[row] >= day_number(fact.effective):
                    factor *= fact.factor
            return self.exact_price(new, row) / factor
        value = Fraction(published(float(self.value[row, column])))
        return value if self._is_direct else 1 / value

    def quoted(self, column: int, row: int) -> str:
        """Return the code whose published figure a price is derived from: once a unit has been replaced, the new code."""
        new, day, _ = self._shares.get(column, (column, 0, None))
        return self.codes[new if self.days[row] >= day else column]

    def prices(self, column: int, unit: int) -> NDArray[np.float64]:
        """Return the price of one unit of a currency on each row, in units of another column."""
        own, one = self.value[:, column], self.value[:, unit]
        with np.errstate(divide="ignore", invalid="ignore"):
            price: NDArray[np.float64] = own / one if self._is_direct else one / own
        return price

    def carried(self, column: int, unit: int, days: NDArray[np.int64], max_staleness: int) -> Prices:
        """Return the last prices of a currency on or before some days, if they are fresh and in the same unit.

        Args:
            column: the column of the currency.
            unit: the column of the unit; its price is taken from the same day.
            days: ascending day numbers.
            max_staleness: how many days old a price may be.
        """
        price = self.prices(column, unit)
        rows = np.flatnonzero(np.isfinite(price))
        if not len(rows):
            return Prices(
                np.full(len(days), np.nan), np.zeros(len(days), np.int64), np.zeros(len(days), bool)
            )
        at = np.searchsorted(self.days[rows], days, side="right") - 1
        last_rows = rows[np.maximum(at, 0)]
        seen = np.where(at >= 0, self.days[last_rows], np.iinfo(np.int64).min // 2)
        fresh = days - seen <= max_staleness
        for edge in self.unit_changes.get(column, ()):
            fresh &= ~((days >= edge) & (seen < edge))
        return Prices(np.where(fresh, price[last_rows], np.nan), seen, self.is_daily(column)[last_rows])

    def is_daily(self, column: int) -> NDArray[np.bool_]:
        """Return whether a currency was published daily around each row."""
        rows = np.flatnonzero(np.isfinite(self.value[:, column]))
        gaps = np.diff(self.days[rows], prepend=-_NEVER, append=_NEVER)
        is_day = np.zeros(len(self.days), bool)
        is_day[rows] = (np.minimum(gaps[1:], gaps[:-1]) <= _CLOSE) & (column > 0)
        return is_day

    @cached_property
    def is_common(self) -> NDArray[np.bool_]:
        """Return which rows are publications of the whole table, not only of the few currencies that are published daily."""
        counts = np.isfinite(self.table.values).sum(axis=1)
        common: NDArray[np.bool_] = counts > min(_FEW, counts.max() - 1)
        return common

    def bounds(self, code: str) -> tuple[int, int] | None:
        """Return the first and last day numbers with a price of a currency."""
        if code not in self.column:
            return None
        rows = np.flatnonzero(np.isfinite(self.value[:, self.column[code]]))
        return (int(self.days[rows[0]]), int(self.days[rows[-1]])) if len(rows) else None
