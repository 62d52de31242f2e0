"""Pivot rates: the rate of every currency to the pivot on every calendar day, along its links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.currency.facts import euro_adoptions
from salarykit.rates.exact import published
from salarykit.rates.links import OBSERVED_LINK, PEG, PIVOT, Link, find_links, first_day_of, unit_changes
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["PivotRates", "build_pivot_rates"]

_NONE: Final = -1
_NEVER: Final = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A link whose units are one number, and the days on which this link is used."""

    code: str
    anchor: str
    units: float
    softness: int
    first: int
    days: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PivotRates:
    """The rate of every currency to the pivot, as calendar days x currencies.

    Attributes:
        codes: the codes of the columns; the first is the pivot.
        links: all links that rates are derived from; `link` has their numbers.
        first: the day number of the first row.
        opened: the day number of the first publication.
        units: units of the currency for one unit of the pivot; NaN where there is no rate of that very day.
        softness: the softness of the softest link in the chain.
        link: the number of the first link of the chain; -1 where there is none.
        barrier: for each row, the latest row up to it on which the unit changed under the same code; -1 where it never did.
        forever: units that are fixed for all future days, those of the pivot and of legal rates; otherwise NaN.
        since: the day number from which these fixed units apply; far in the future if there are none.
        constants: the links that are one number, with the days on which they are used.
    """

    codes: tuple[str, ...]
    links: tuple[Link, ...]
    first: int
    opened: int
    units: NDArray[np.float64]
    softness: NDArray[np.int8]
    link: NDArray[np.int16]
    barrier: NDArray[np.int32]
    forever: NDArray[np.float64]
    since: NDArray[np.int64]
    constants: tuple[Constant, ...]

    def of(self, columns: NDArray[np.intp]) -> PivotRates:
        """Return the rates of some columns, in that order."""
        return replace(
            self,
            codes=tuple(self.codes[column] for column in columns.tolist()),
            units=self.units[:, columns],
            softness=self.softness[:, columns],
            link=self.link[:, columns],
            barrier=self.barrier[:, columns],
            forever=self.forever[columns],
            since=self.since[columns],
        )

    def chain(self, code: str, day: int) -> Iterator[tuple[Link, Fraction]]:
        """Yield the links from a currency to the pivot, each with its exact units.

        The links are those of the day, or else of the last day before it that has any. Before the first day they are those of the
        first day, because two currencies that one number links have a rate even then.
        """
        while code != self.codes[0]:
            column = self.link[:, self.codes.index(code)]
            row = min(max(day - self.first, 0), len(column) - 1)
            if column[row] < 0:
                rows = np.flatnonzero(column >= 0)
                row = int(rows[max(int(np.searchsorted(rows, row, side="right")) - 1, 0)])
            link = self.links[column[row]]
            yield link, exact_units(link, row + self.first)
            code = link.anchor

    def bounds(self, code: str) -> tuple[int, int | None] | None:
        """Return the first and last day numbers with a rate of that very day; None for the last if the rate holds for all future days."""
        if code not in self.codes:
            return None
        column = self.codes.index(code)
        rows = np.flatnonzero(np.isfinite(self.units[:, column]))
        last = None if np.isfinite(self.forever[column]) else int(rows[-1]) + self.first
        return int(rows[0]) + self.first, last


def exact_units(link: Link, day: int) -> Fraction:
    """Return a link's units on a day on which it holds, to the published digit."""
    if link.units is not None:
        return link.units
    assert link.table is not None  # noqa: S101 - a link has units or a table
    row = int(np.searchsorted(link.table.days, day))
    value = Fraction(published(float(link.table.values[row, link.table.column[link.code] - 1])))
    return value if link.table.quotation == "indirect" else 1 / value


def build_pivot_rates(tables: Sequence[Published], *, over_pegs: bool = False) -> PivotRates:
    """Return the pivot rates of all currencies that a chain of links joins to the first table's pivot.

    Args:
        tables: what the sources have published.
        over_pegs: see `find_links`.
    """
    pivot = tables[0].codes[0]
    first = opened = min(int(table.days[0]) for table in tables)
    if pivot == "EUR":  # the legal rates hold from the first adoption on, even before the first publication
        first = min(first, day_number(euro_adoptions()[0].adopted))
    days = max(int(table.days[-1]) for table in tables) - first + 1
    maker = _Maker(find_links(tables, over_pegs=over_pegs), pivot, first, days)
    codes = [pivot, *sorted(code for code in maker.links if code != pivot and maker.reaches(code))]
    rows = [maker.rates_of(code) for code in codes]
    units, softness, link = maker.columns(codes)
    # Figures before the pivot's first day were in the unit that it replaced.
    units[: max(first_day_of(pivot) - first, 0), 0] = np.nan
    return PivotRates(
        codes=tuple(codes),
        links=tuple(maker.used),
        first=first,
        opened=opened,
        units=units,
        softness=softness,
        link=link,
        barrier=_barriers(codes, tables, first, days),
        forever=np.array([own.forever for own in rows]),
        since=np.array([own.since for own in rows], np.int64),
        constants=tuple(maker.constants),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _CurrencyRates:
    units: NDArray[np.float64]
    softness: NDArray[np.int8]
    link: NDArray[np.int16]
    forever: float
    since: int


class _Maker:
    """Builds the pivot rates of each currency once, after those of its anchor."""

    def __init__(self, links: dict[str, list[Link]], pivot: str, first: int, days: int) -> None:
        self.links, self.used, self.constants = links, list[Link](), list[Constant]()
        self._first, self._days = first, days
        anchors = {link.anchor for those in links.values() for link in those}
        self._row = {
            code: row for row, code in enumerate(dict.fromkeys((pivot, *sorted({*links, *anchors}))))
        }
        shape = len(self._row), days
        self._units, self._softness = np.full(shape, np.nan), np.zeros(shape, np.int8)
        self._link = np.full(shape, _NONE, np.int16)
        self._units[0], self._softness[0] = 1.0, PIVOT
        self._made = {pivot: self._row_of(pivot, 1.0, -_NEVER)}
        self._making: set[str] = set()

    def _row_of(self, code: str, forever: float, since: int) -> _CurrencyRates:
        row = self._row[code]
        return _CurrencyRates(self._units[row], self._softness[row], self._link[row], forever, since)

    def columns(
        self, codes: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.int16]]:
        """Return units, softness and links as calendar days x currencies, in memory currency by currency.

        Args:
            codes: the currencies, the pivot first and the others in order; the values of all others are overwritten.
        """
        rows = [self._row[code] for code in codes]
        for at, row in enumerate(rows):
            if at != row:
                for table in (self._units, self._softness, self._link):
                    table[at] = table[row]
        return self._units[: len(rows)].T, self._softness[: len(rows)].T, self._link[: len(rows)].T

    def reaches(self, code: str) -> bool:
        """Return whether a currency has a rate on any day."""
        return bool(np.isfinite(self.rates_of(code).units).any())

    def rates_of(self, code: str) -> _CurrencyRates:
        """Return a currency's rates; empty ones if its links form a circle or do not lead to the pivot."""
        if code not in self._made:
            self._making.add(code)
            self._made[code] = self._join(code, self.links.get(code, []))
            self._making.discard(code)
        return self._made[code]

    def _join(self, code: str, links: list[Link]) -> _CurrencyRates:
        """Return the rates of a currency from its links; earlier links take precedence."""
        own = self._row_of(code, np.nan, 0)
        forever, since, ruled = np.nan, _NEVER, np.zeros(self._days, bool)
        observed: slice | None = None
        for link in links:
            if link.anchor in self._making:
                continue
            anchor = self.rates_of(link.anchor)
            held, units = self._held(link, anchor)
            free = np.isnan(own.units[held]) & np.isfinite(units)
            if link.softness == OBSERVED_LINK and free.any():
                rows = np.flatnonzero(free) + held.start
                observed = slice(int(rows[0]), int(rows[-1]) + 1)
            if link.softness == PEG and observed is not None:
                # A pause in a published series is not filled by another source.
                free[max(observed.start - held.start, 0) : max(observed.stop - held.start, 0)] = False
            if link.units is not None:
                ruled = self._rule(link, ruled, observed)
            self._put(own, held, free, units, np.maximum(anchor.softness[held], link.softness))
            self.used.append(link)
            lasting = link.units is not None and link.softness < OBSERVED_LINK
            if lasting and np.isnan(forever):
                forever, since = anchor.forever * float(link.units or 0), max(link.first, anchor.since)
        return self._row_of(code, forever, since)

    def _put(
        self,
        own: _CurrencyRates,
        held: slice,
        free: NDArray[np.bool_],
        units: NDArray[np.float64],
        softness: NDArray[np.int8],
    ) -> None:
        """Write what the next link gives, on those days of `held` that are free."""
        np.copyto(own.units[held], units, where=free)
        np.copyto(own.softness[held], softness, where=free, casting="unsafe")
        own.link[held][free] = len(self.used)

    def _rule(self, link: Link, ruled: NDArray[np.bool_], observed: slice | None) -> NDArray[np.bool_]:
        """Record the days on which a link of one number is used, and return all such days so far."""
        days = np.zeros(self._days, bool)
        days[max(link.first - self._first, 0) : max(link.last - self._first + 1, 0)] = True
        days &= ~ruled
        if observed is not None:
            days[observed] = False
        units = float(link.units or 0)
        self.constants.append(Constant(link.code, link.anchor, units, link.softness, link.first, days))
        return ruled | days

    def _held(self, link: Link, anchor: _CurrencyRates) -> tuple[slice, NDArray[np.float64]]:
        """Return the days on which a link holds, and on each the units of the currency for one of the pivot; NaN where there are none."""
        low = min(max(link.first - self._first, 0), self._days)
        held = slice(low, max(min(link.last - self._first + 1, self._days), low))
        anchored = anchor.units[held]
        if link.units is not None:
            return held, anchored * float(link.units)
        units = np.full(len(anchored), np.nan)
        if link.table is not None:
            rows = link.table.days - (self._first + low)
            inside = (rows >= 0) & (rows < len(units))
            values = link.table.values[inside, link.table.column[link.code] - 1]
            units[rows[inside]] = values if link.table.quotation == "indirect" else 1 / values
        return held, anchored * units


def _pivot_changes(table: Published) -> list[int]:
    """Return the days on which the unit that a table quotes against changed."""
    pivot = table.codes[0]
    introduced = [] if table.is_restated or first_day_of(pivot) < table.days[0] else [first_day_of(pivot)]
    return [*unit_changes(pivot), *introduced]


def _barriers(codes: Sequence[str], tables: Sequence[Published], first: int, days: int) -> NDArray[np.int32]:
    """Return `PivotRates.barrier`: a currency's own unit may change, or that of the pivot of its table."""
    changes = {code: {*unit_changes(code), *_pivot_changes(tables[0])} for code in codes}
    for table in tables[1:]:
        for code in table.codes[1:]:
            changes.get(code, set()).update(_pivot_changes(table))
    barrier = np.full((len(codes), days), _NONE, np.int32)
    for row, code in zip(barrier, codes, strict=True):
        for day in sorted(changes[code]):
            if 0 <= day - first < days:
                row[day - first :] = day - first
    return barrier.T
