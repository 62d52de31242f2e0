"""A converted column: its values, and the rate of each with its provenance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from salarykit.currency.facts import official_only, windows
from salarykit.rates.columns import span_of
from salarykit.rates.grid import IDENTITY, KINDS, NO_DAY, STEPS
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import Span, day_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.grid import Grid
    from salarykit.rates.lookup import CellLocations
    from salarykit.rates.provenance import Path

__all__ = ["FLAGS", "Conversion", "Converted", "asked_within"]

FLAGS: Final = ("", "official_only", "parallel_circulation", "official_only parallel_circulation")
"""The caution that each code of `Conversion.flag_code` stands for.

In order: none; the market rate differed from the official one; two units of the currency circulated side by side, so that a figure may
be in either; both.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Converted:
    """n converted figures with their provenance; what `Rates.convert` returns.

    Attributes:
        value: the figures in the base; NaN where there is no amount or no rate.
        rate: units of the base for one unit of the currency; NaN where there is none.
        observed_on: the latest day whose published rate was used; NaT where no rate was needed or none is known.
        staleness: days from `observed_on` to the last day asked for; NaN where `observed_on` is NaT.
        kind_code: an index into `KINDS`.
        step_code: an index into `STEPS`: how often the rate is published.
        parallel: whether two units of the currency circulated side by side on the days asked for.
        official_only: whether the market rate of either currency differed from the official one on those days.
        n_obs: how many days of publication each rate rests on.

    Examples:
        >>> import salarykit as sk
        >>> done = sk.default_rates().convert([100, 100], ["EUR", "AED"], "USD", on="2024")
        >>> done.value.round(2).tolist(), done.kind.tolist(), done.n_obs.tolist()
        ([108.21, 27.23], ['mean', 'peg'], [256, 0])
    """

    value: NDArray[np.float64]
    rate: NDArray[np.float64]
    observed_on: NDArray[np.datetime64]
    staleness: NDArray[np.float64]
    kind_code: NDArray[np.int8]
    step_code: NDArray[np.int8]
    parallel: NDArray[np.bool_]
    official_only: NDArray[np.bool_]
    n_obs: NDArray[np.int32]

    @property
    def kind(self) -> NDArray[np.str_]:
        """How each rate came about, as a `Kind`; empty without a rate."""
        return np.array(KINDS).take(self.kind_code)

    @property
    def step(self) -> NDArray[np.str_]:
        """How often each rate is published, as a `Step`; empty where no rate was needed."""
        return np.array([step or "" for step in STEPS]).take(self.step_code)

    def __len__(self) -> int:
        return len(self.value)


@dataclass(eq=False)
class Conversion:
    """Values and the cells of their rates; each part of the provenance is read when it is first needed.

    It has the attributes of `Converted`, and:

    Attributes:
        complete: whether no value is NaN.
        where: the grid, and the cells of it that were read.
        codes: n indices into names and the columns of `where`.
        names: the currency codes.
        on: the days asked for.
        base: the currency converted to.
        path: returns the links that a rate is derived from, given a code, the base, a span and the cell of the rate.
    """

    value: NDArray[np.float64]
    complete: bool
    where: CellLocations
    codes: NDArray[np.integer[Any]]
    names: Sequence[Any]
    on: Span | Days | Coded
    base: str
    path: Callable[[str, str, Span, tuple[Grid, int, int]], Path]

    def trace(self) -> Converted:
        """Return the values with all of their provenance."""
        return Converted(**{field.name: getattr(self, field.name) for field in fields(Converted)})

    @cached_property
    def rate(self) -> NDArray[np.float64]:
        """The rate in each cell."""
        return self.where.grid.rate.reshape(-1).take(self._cells)

    @cached_property
    def observed_on(self) -> NDArray[np.datetime64]:
        """The day of the last publication used for each cell."""
        seen = self.where.grid.seen.reshape(-1).take(self._cells).astype(np.int64)
        unseen = seen == NO_DAY
        observed = seen.view("datetime64[D]")
        if unseen.any():
            observed[unseen] = np.datetime64("NaT", "D")
        return observed

    @cached_property
    def staleness(self) -> NDArray[np.float64]:
        """The days from the last publication used to the last day asked for."""
        staleness = (_days(self.on, "last") - self.observed_on.view(np.int64)).astype(np.float64)
        unseen = np.isnat(self.observed_on)
        if unseen.any():
            staleness[unseen] = np.nan
        return staleness

    @cached_property
    def kind_code(self) -> NDArray[np.int8]:
        """How the rate in each cell came about."""
        return self.where.grid.kind.reshape(-1).take(self._cells)

    @cached_property
    def n_obs(self) -> NDArray[np.int32]:
        """How many days of publication the rate in each cell rests on."""
        return self.where.grid.n_obs.reshape(-1).take(self._cells)

    @cached_property
    def step_code(self) -> NDArray[np.int8]:
        """How often the rate in each cell is published."""
        return self.where.grid.step.reshape(-1).take(self._cells)

    @cached_property
    def parallel(self) -> NDArray[np.bool_]:
        """Whether two units of the currency circulated on the days asked for."""
        flags = np.zeros(len(self.value), bool)
        for window in windows():
            for code in window.codes:
                if code in self.names:  # few are, and a comparison with all rows takes time
                    flags |= self._dated(code, window.first, window.last)
        return flags

    @cached_property
    def official_only(self) -> NDArray[np.bool_]:
        """Whether the rate in each cell is an official one that differed from the market rate."""
        flags = np.zeros(len(self.value), bool)
        for fact in official_only():
            if fact.code in self.names:
                flags |= self._dated(fact.code, fact.first, fact.last or dt.date.max)
            if fact.code == self.base:
                flags |= self._asked_within(fact.first, fact.last or dt.date.max)
        return flags & (self.kind_code > IDENTITY)

    @property
    def flag_code(self) -> NDArray[np.int8]:
        """The caution about the rate in each cell, as an index into `FLAGS`."""
        return self.official_only.astype(np.int8) + 2 * self.parallel.astype(np.int8)

    def _dated(self, code: str, first: dt.date, last: dt.date) -> NDArray[np.bool_]:
        """Return which rows are in a currency and ask for days between two days; the currency must be one of the names."""
        rows: NDArray[np.bool_] = (self.codes == list(self.names).index(code)) & self._asked_within(
            first, last
        )
        return rows

    def _asked_within(self, first: dt.date, last: dt.date) -> NDArray[np.bool_] | bool:
        """Return which rows ask for days between two days."""
        return asked_within(self.on, first, last)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources of the rates, read from one row of each currency, kind and table."""
        grid, names = self.where.grid, dict[str, None]()
        for row in self._one_of_each().tolist():
            span = span_of(self.on, row)
            cell = divmod(int(self._cells[row]), grid.rate.shape[1])
            if span is not None:
                name = self.names[int(self.codes[row])]
                facts = self.path(name, self.base, span, (grid, *cell)).facts
                names |= dict.fromkeys(fact.source for fact in facts)
        return tuple(names)

    def _one_of_each(self) -> NDArray[np.intp]:
        """Return the first row of each currency, kind and table that has a value and needed a rate."""
        rows = np.flatnonzero((self.kind_code > IDENTITY) & ~np.isnan(self.value))
        cells, width = self._cells[rows], self.where.grid.rate.shape[1]
        origin = self.where.grid.origin.reshape(-1).take(cells).astype(np.intp)
        keys = (origin * len(KINDS) + self.kind_code[rows]) * width + cells % width
        first = np.full(int(keys.max(initial=0)) + 1, -1, np.intp)
        first[keys[::-1]] = rows[::-1]
        return np.sort(first[first >= 0])

    @cached_property
    def _cells(self) -> NDArray[np.intp]:
        """The number of each cell in the grid."""
        cells: NDArray[np.intp] = self.where.numbers(len(self.value)) * self.where.grid.rate.shape[1]
        cells += self.where.columns.take(self.codes, mode="clip")
        return cells


def asked_within(on: Span | Days | Coded, first: dt.date, last: dt.date) -> NDArray[np.bool_] | bool:
    """Return which rows ask for a day between two days, both included; a single bool if `on` is a single span.

    Examples:
        >>> asked_within(Days(np.array([18_000, 20_000])), dt.date(2024, 1, 1), dt.date.max).tolist()
        [False, True]
    """
    return (_days(on, "first") <= day_number(last)) & (_days(on, "last") >= day_number(first))


def _days(on: Span | Days | Coded, edge: Literal["first", "last"]) -> NDArray[np.int64] | int:
    """Return the number of the first or last day asked for; a missing day is before all others."""
    if isinstance(on, Span):
        return day_number(getattr(on, edge))
    if isinstance(on, Days):
        return on.numbers
    numbers = [day_number(getattr(span, edge)) if span else NO_DAY for span in on.names]
    return np.array(numbers or [NO_DAY], np.int64).take(on.indices)
