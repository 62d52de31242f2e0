"""Finds the grid cell of each row's rate by `on`, and keeps the grids of the last few bases."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, get_args

import numpy as np

from salarykit.errors import InvalidQuery
from salarykit.keywords import is_one_of
from salarykit.rates.cross_rates import build_cross_rates
from salarykit.rates.grid import NO_DAY, Grid, build_grid, carry, no_rates
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.means import HOLE, Average, build_means
from salarykit.rates.spans import EPOCH, Span, day_number

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.means import Means
    from salarykit.rates.pivot_rates import PivotRates

__all__ = ["BASES", "Cache", "CellLocations", "Coarse", "Lookup", "SpanTerms", "check_terms", "distinct"]

Coarse = Literal["year"]
"""A mean of the calendar year may stand for one of its days."""

_MAX_STALENESS: Final = (
    3660  # days, about ten years: a larger number is a mistake, and would need too much memory
)
_AT_ONCE: Final = 16  # currencies whose grid of days is built together
BASES: Final = 8  # bases whose grid and prefix sums are cached; a pair takes about 50 MB for the ECB's table
_T = TypeVar("_T")


class SpanTerms(NamedTuple):
    """The conditions that a rate must meet, other than its day."""

    max_staleness: int = 7
    """How many days old a day's rate may be."""
    min_obs: int = 1
    """On how many days of a span both currencies must have been published."""
    average: Average = "mean"
    """How the rates of a span are averaged."""
    coarse: Coarse | None = None
    """The coarsest mean that may be used for a day without a finer rate."""


def check_terms(max_staleness: Any, min_obs: Any = 1, average: Any = "mean", coarse: Any = None) -> SpanTerms:
    """Return the checked terms.

    Raises:
        InvalidQuery: unless max_staleness is a whole number from 0 to 3660, min_obs a whole number from 1, average
            an `Average`, and coarse a `Coarse` or None.

    Examples:
        >>> check_terms(7)
        SpanTerms(max_staleness=7, min_obs=1, average='mean', coarse=None)
    """
    if not _is_whole(max_staleness) or not 0 <= max_staleness <= _MAX_STALENESS:
        raise InvalidQuery(
            f"max_staleness={max_staleness!r}: give a whole number of days from 0 to {_MAX_STALENESS}.",
            value=max_staleness,
        )
    if not _is_whole(min_obs) or min_obs < 1:
        raise InvalidQuery(f"min_obs={min_obs!r}: give a whole number of days from 1.", value=min_obs)
    if not is_one_of(average, get_args(Average)):
        raise InvalidQuery(f"average={average!r}: choose 'mean' or 'median'.", value=average)
    if coarse is not None and not is_one_of(coarse, get_args(Coarse)):
        raise InvalidQuery(f"coarse={coarse!r}: choose 'year', or leave it out.", value=coarse)
    return SpanTerms(int(max_staleness), int(min_obs), average, coarse)


def _is_whole(number: Any) -> bool:
    if isinstance(number, float | np.floating):
        return float(number).is_integer()
    return isinstance(number, int | np.integer)


class Cache(dict[Any, Any]):
    """A small cache that drops its oldest entry; safe to share between threads.

    Examples:
        >>> cache = Cache(1)
        >>> cache.get_or_build("a", lambda: 1), cache.get_or_build("b", lambda: 2), list(cache)
        (1, 2, ['b'])
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._lock = threading.Lock()
        self.building = threading.RLock()
        """Held while a value is built, so that two threads never build the same one."""

    def get_or_build(self, key: Hashable, build: Callable[[], _T]) -> _T:
        """Return the cached value of a key; build and cache it if there is none."""
        cached: _T | None = self.get(key)
        if cached is not None:
            return cached
        with self.building:
            cached = self.get(key)
            return self.keep(key, build()) if cached is None else cached

    def keep(self, key: Hashable, value: _T) -> _T:
        """Cache a value as the newest; drop the oldest if there is no room."""
        with self._lock:
            self.pop(key, None)  # a key that another thread has cached meanwhile needs no further room
            while len(self) >= self._size:
                del self[next(iter(self))]
            self[key] = value
        return value


class CellLocations(NamedTuple):
    """The cells of the grid that hold the rates of a column.

    A cell is given by the grid's column for each code, and by one grid row for all rows or one for each, counted from `first`.
    """

    grid: Grid
    columns: NDArray[np.intp]
    rows: int | Days | NDArray[np.integer[Any]]
    first: int

    def numbers(self, length: int) -> NDArray[np.intp]:
        """Return the grid's row for each of the n rows of a column."""
        if isinstance(self.rows, int):
            return np.full(length, self.rows, np.intp)
        if isinstance(self.rows, Days):
            return np.clip(self.rows.numbers - self.first, 0, len(self.grid.rate) - 1).astype(np.intp)
        return self.rows.astype(np.intp)


class Lookup:
    """The grids of one table of rates to the pivot, each built when it is first needed.

    Args:
        pivot_rates: the rate of every currency to the pivot.
    """

    def __init__(self, pivot_rates: PivotRates) -> None:
        self._pivot_rates = pivot_rates
        self._grids = Cache(BASES)
        self._small_grids = Cache(BASES)
        self._means = Cache(BASES)

    def days(self, base: int, max_staleness: int) -> Grid:
        """Return the grid of calendar days to one base."""
        return self._grids.get_or_build((base, max_staleness), lambda: self._whole_grid(base, max_staleness))

    def day(self, base: int, max_staleness: int, columns: NDArray[np.intp]) -> tuple[Grid, NDArray[np.intp]]:
        """Return a grid of days to one base for a question about one day, and the grid's column of each code.

        It is first built for only the currencies asked for, because one question has few. If others are asked for, it is built for all.
        """
        key, unknown = (base, max_staleness), len(self._pivot_rates.codes)
        if key not in self._grids:
            few = distinct(np.append(columns[columns < unknown], base))
            grid, codes = self._small_grids.get_or_build(
                key, lambda: self._small_grid(few, base, max_staleness)
            )
            if set(few.tolist()) <= set(codes.tolist()):
                return grid, np.where(columns < unknown, np.searchsorted(codes, columns), len(codes))
        return self.days(base, max_staleness), columns

    def _whole_grid(self, base: int, max_staleness: int) -> Grid:
        """Return the grid of days with all columns, built a few at a time, since intermediate results take more memory than the grid."""
        count = len(self._pivot_rates.codes)
        whole: Grid | None = None
        for start in range(0, count, _AT_ONCE):
            stop = min(start + _AT_ONCE, count)
            part, built = self._small_grid(
                distinct(np.append(np.arange(start, stop), base)), base, max_staleness
            )
            whole = whole or no_rates(part.first, (len(part.rate), count + 1))
            own = slice(*np.searchsorted(built, [start, stop]).tolist())
            whole.put((slice(None), slice(start, stop)), part, (slice(None), own))
        assert whole is not None  # noqa: S101 - there is a base
        return whole

    def _small_grid(
        self, columns: NDArray[np.intp], base: int, max_staleness: int
    ) -> tuple[Grid, NDArray[np.intp]]:
        """Return the grid of days of some columns, one of which is the base, and the columns."""
        rates = self._pivot_rates.of(columns)
        cross_rates = build_cross_rates(rates, int(np.searchsorted(columns, base)))
        return build_grid(rates, cross_rates, carry(rates, max_staleness)), columns

    def means(self, base: int, max_staleness: int, columns: NDArray[np.intp]) -> Means:
        """Return the prefix sums to one base; a larger max_staleness also allows means across longer pauses.

        They are first built for only the currencies asked for, because one question has few. If others are asked for, they are built
        for all.
        """
        hole = max(HOLE, max_staleness)
        kept: Means | None = self._means.get((base, hole))
        if kept is not None and kept.has(columns):
            return kept
        with self._means.building:
            again: Means | None = self._means.get((base, hole))
            if again is not None and again.has(columns):
                return again
            built = self._few_means(columns, base, hole) if again is None else self._all_means(base, hole)
            self._means.keep((base, hole), built)
            return built

    def _few_means(self, columns: NDArray[np.intp], base: int, hole: int) -> Means:
        few = distinct(np.append(columns, base))
        cross_rates = build_cross_rates(self._pivot_rates.of(few), int(np.searchsorted(few, base)))
        return build_means(cross_rates, few, hole=hole)

    def _all_means(self, base: int, hole: int) -> Means:
        return build_means(
            build_cross_rates(self._pivot_rates, base), np.arange(len(self._pivot_rates.codes)), hole=hole
        )

    def where(
        self, base: int, columns: NDArray[np.intp], on: Span | Days | Coded, terms: SpanTerms
    ) -> CellLocations:
        """Return the cells of the rates of one span, a column of days, or a column of spans.

        Args:
            base: the column of the base.
            columns: the column of each code; one past the last for a code without rates.
            on: the days asked for.
            terms: what the rates must satisfy.
        """
        if isinstance(on, Days) or (isinstance(on, Span) and on.is_day):
            if isinstance(on, Days):
                grid = self.days(base, terms.max_staleness)
                return CellLocations(grid, columns, on, grid.first)
            grid, columns = self.day(base, terms.max_staleness, columns)
            return CellLocations(grid, columns, grid.row(day_number(on.first)), 0)
        used = distinct(columns[columns < len(self._pivot_rates.codes)])
        mine = np.where(columns < len(self._pivot_rates.codes), np.searchsorted(used, columns), len(used))
        if isinstance(on, Coded):
            return CellLocations(self._spans(base, used, on.names, terms), mine, on.indices, 0)
        return CellLocations(self._spans(base, used, [on], terms), mine, 0, 0)

    def _spans(
        self, base: int, columns: NDArray[np.intp], spans: Sequence[Span | None], terms: SpanTerms
    ) -> Grid:
        """Return a grid with a row for each day or span, and some columns; the row of None has only the base's rate to itself."""
        first, last = _edges(spans)
        averages = self.means(base, terms.max_staleness, columns).rows if (last > first).any() else None
        wide = np.flatnonzero((last > first) | (first == NO_DAY))  # a missing span has no average
        if averages and len(wide) == len(spans):
            return averages(first, last, columns, min_obs=terms.min_obs, average=terms.average)
        days = self.days(base, terms.max_staleness)
        rows = np.clip(first - days.first, 0, len(days.rate) - 1)
        grid = days.take(rows, np.append(columns, len(self._pivot_rates.codes)))
        if averages:
            means = averages(first[wide], last[wide], columns, min_obs=terms.min_obs, average=terms.average)
            grid.rate[wide], grid.seen[wide] = means.rate, means.seen
            grid.kind[wide], grid.n_obs[wide], grid.step[wide] = means.kind, means.n_obs, means.step
        return grid


def distinct(columns: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the distinct values of a few numbers, in order; `np.unique` would import `numpy.ma`."""
    return np.array(sorted(set(columns.tolist())), np.intp)


def _edges(spans: Sequence[Span | None]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the day numbers of the first and last days; for a missing span, a day before all others."""
    first = [NO_DAY + EPOCH if span is None else span[0].toordinal() for span in spans]
    last = [NO_DAY + EPOCH if span is None else span[1].toordinal() for span in spans]
    return np.array(first, np.int64) - EPOCH, np.array(last, np.int64) - EPOCH
