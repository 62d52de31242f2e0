"""The dense table of rates to one base: rows (calendar days or spans) x currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar

import numpy as np

from salarykit.rates.links import LEGAL, OBSERVED_LINK, PARITY, PEG

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.cross_rates import CrossRates
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.published import Step

__all__ = [
    "IDENTITY",
    "KINDS",
    "KIND_OF",
    "MEAN",
    "NO_DAY",
    "STEPS",
    "Carried",
    "Grid",
    "Kind",
    "build_grid",
    "carry",
    "identity_grid",
    "last_seen",
    "no_rates",
    "with_unknown",
]

_T = TypeVar("_T", bound=np.generic)

Kind = Literal["identity", "legal", "observed", "mean", "peg"]
"""How a rate came about.

In order: the currency is the base itself; a law has fixed the rate (euro rates and redenominations); a day's published rate; the mean
of a span's published rates; a parity that the issuer states.
"""

KINDS: Final = ("", "identity", "legal", "observed", "mean", "peg")
"""The kind that each code of `Grid.kind` stands for; the empty one means no rate."""
IDENTITY: Final = KINDS.index("identity")
MEAN: Final = KINDS.index("mean")
NO_DAY: Final = -(2**31)
"""The day number in `Grid.seen` where nothing was observed."""

STEPS: Final[tuple[Step | None, ...]] = (None, "day", "week", "month", "year")
"""The step that each code of `Grid.step` stands for; None if the rate needs no publication."""

KIND_OF: Final = np.zeros(PARITY + 1, np.int8)
"""The kind of a day's rate, by the softness of its softest link."""
KIND_OF[: LEGAL + 1], KIND_OF[OBSERVED_LINK], KIND_OF[PEG:] = (
    KINDS.index("legal"),
    KINDS.index("observed"),
    KINDS.index("peg"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Rates to one base, each with the day it was seen, its kind and its number of observations.

    All arrays are rows x (currencies + 1). The last column stands for currencies that the table does not have, and holds no rate. In a
    grid of days the first and the last row stand for all days before and after the table.

    Attributes:
        first: the day number of row 0 (0 where rows are spans).
        rate: units of the base for one unit of the currency; NaN where there is none.
        seen: the day number of the latest observation used; `NO_DAY` where no observation was needed or none is known.
        kind: an index into `KINDS`.
        n_obs: how many days of publication the rate rests on; 0 for an identity and a legal rate.
        step: an index into `STEPS`: how often the rate is published, by the coarser of its two publications.
        origin: 0 for a rate of the daily tables, otherwise the number of its coarse table, counted from 1.
    """

    first: int
    rate: NDArray[np.float64]
    seen: NDArray[np.int32]
    kind: NDArray[np.int8]
    n_obs: NDArray[np.int32]
    step: NDArray[np.int8]
    origin: NDArray[np.int8]

    def row(self, day: int) -> int:
        """Return the row of a day number; for days outside the table, the first or the last row.

        Examples:
            >>> identity_grid().row(5)
            0
        """
        return min(max(day - self.first, 0), len(self.rate) - 1)

    def take(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Grid:
        """Return the grid of some rows and columns, in that order."""
        cells = np.ix_(rows, columns)
        return Grid(0, *(array[cells] for array in self._arrays))

    @property
    def _arrays(self) -> tuple[NDArray[Any], ...]:
        return self.rate, self.seen, self.kind, self.n_obs, self.step, self.origin

    def emptied(self) -> Grid:
        """Return the same rows and columns without any rate."""
        rate, seen, *others = (np.zeros_like(array) for array in self._arrays)
        return Grid(self.first, rate + np.nan, seen + np.int32(NO_DAY), *others)

    def put(
        self,
        cell: tuple[int, int] | tuple[slice, slice],
        other: Grid,
        source: tuple[int, int] | tuple[slice, slice],
    ) -> None:
        """Write a cell, or a part, of another grid into this one."""
        for array, other_array in zip(self._arrays, other._arrays, strict=True):
            array[cell] = other_array[source]


def no_rates(first: int, shape: tuple[int, int]) -> Grid:
    """Return a grid without any rate.

    Examples:
        >>> no_rates(0, (1, 2)).rate.tolist()
        [[nan, nan]]
    """
    kind, n_obs, step, origin = (np.zeros(shape, kind) for kind in (np.int8, np.int32, np.int8, np.int8))
    return Grid(first, np.full(shape, np.nan), np.full(shape, NO_DAY, np.int32), kind, n_obs, step, origin)


def last_seen(published: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return for each row and column the latest row up to it where `published` is true, or -1.

    Examples:
        >>> last_seen(np.array([[False], [True], [False]])).ravel().tolist()
        [-1, 1, 1]
    """
    rows = np.arange(len(published), dtype=np.int32)[:, None]
    return np.maximum.accumulate(np.where(published, rows, np.int32(-1)), axis=0)


class Carried(NamedTuple):
    """The last published rate of every currency to the pivot on each row of a grid of days.

    There is one row before the table, without rates, and there are max_staleness + 1 rows after it.
    """

    units: NDArray[np.float64]
    """Units of the currency for one of the pivot; NaN where none is fresh."""
    last_rows: NDArray[np.int32]
    """The row that each rate is from; a rate that needs no publication is from the day itself."""
    softness: NDArray[np.int8]
    """The softness of its softest link."""


def carry(pivot_rates: PivotRates, max_staleness: int) -> Carried:
    """Return the rates to the pivot carried forward while they are fresh, but not across a day on which the unit changed.

    Args:
        pivot_rates: the rate of every currency to the pivot.
        max_staleness: how many days old a rate may be; rates are carried that many days past the last row, too.
    """
    after = max_staleness + 1
    lasting = np.broadcast_to(pivot_rates.forever, (after, len(pivot_rates.forever)))
    units = np.vstack([np.full((1, len(pivot_rates.forever)), np.nan), pivot_rates.units, lasting])
    last_rows = last_seen(np.isfinite(units))
    rows = np.arange(len(units), dtype=np.int32)[:, None]
    fresh = (last_rows >= 0) & (rows - last_rows <= max_staleness)
    if (pivot_rates.barrier >= 0).any():
        fresh &= last_rows > np.pad(pivot_rates.barrier, ((1, after), (0, 0)), mode="edge")
    used = np.maximum(last_rows, 0)
    carried = np.where(fresh, np.take_along_axis(units, used, axis=0), np.nan)
    soft = np.take_along_axis(np.pad(pivot_rates.softness, ((1, after), (0, 0))), used, axis=0)
    return Carried(carried, np.where(soft > LEGAL, last_rows, rows), soft)


def build_grid(pivot_rates: PivotRates, cross_rates: CrossRates, carried: Carried) -> Grid:
    """Return the rates of every calendar day to one base: the last ones published, never a later one.

    Each currency is converted to the pivot at its own last rate, so that the ratio of two currencies is the same in every
    base; a rate is as old as the older of its two.

    Args:
        pivot_rates: the rate of every currency to the pivot.
        cross_rates: the rates to the base, which are used where one number links the two directly.
        carried: the rates to the pivot, carried forward.
    """
    base, days = cross_rates.base, len(pivot_rates.units)
    units, last_rows, softness = carried
    rate = units[:, base, None] / units
    soft = np.maximum(softness, softness[:, base, None])
    oldest = np.minimum(last_rows, last_rows[:, base, None])
    inner = slice(1, days + 1)
    joined = cross_rates.softness == PARITY
    joined |= (cross_rates.softness == LEGAL) & np.isfinite(cross_rates.rate)
    rate[inner][joined], soft[inner][joined] = cross_rates.rate[joined], cross_rates.softness[joined]
    lasting = np.isfinite(cross_rates.forever)
    rate[days + 1 :, lasting], soft[days + 1 :, lasting] = cross_rates.forever[lasting], LEGAL
    has_rate = np.isfinite(rate)
    kind = np.where(has_rate, KIND_OF[soft], np.int8(0))
    observed = has_rate & (soft > LEGAL) & (soft < PARITY)
    seen = np.where(observed, oldest + np.int32(pivot_rates.first - 1), np.int32(NO_DAY))
    rate[:, base], kind[:, base], seen[:, base] = 1.0, IDENTITY, NO_DAY
    return with_unknown(pivot_rates.first - 1, rate, seen, kind, (seen != NO_DAY).astype(np.int32))


def with_unknown(
    first: int,
    rate: NDArray[np.float64],
    seen: NDArray[np.int32],
    kind: NDArray[np.int8],
    n_obs: NDArray[np.int32],
) -> Grid:
    """Return a grid with the column of unknown currencies appended."""
    observed = seen != NO_DAY
    return Grid(
        first,
        _with_column(rate, np.nan),
        _with_column(seen, NO_DAY),
        _with_column(kind, 0),
        _with_column(n_obs, 0),
        _with_column(observed.view(np.int8), 0),
        np.broadcast_to(np.int8(0), (rate.shape[0], rate.shape[1] + 1)),
    )


def _with_column(table: NDArray[_T], value: float) -> NDArray[_T]:
    """Return a table with one more column of one value; `np.pad` takes three times as long."""
    wider = np.empty((table.shape[0], table.shape[1] + 1), table.dtype)
    wider[:, :-1], wider[:, -1] = table, value
    return wider


def identity_grid() -> Grid:
    """Return the grid for a base without rates: a single row, in which only the base itself has a rate.

    Examples:
        >>> identity_grid().rate.tolist()
        [[1.0, nan]]
    """
    one = np.array([[1]], np.int32)
    return with_unknown(
        0, one.astype(np.float64), np.array([[NO_DAY]], np.int32), np.array([[IDENTITY]], np.int8), one * 0
    )
