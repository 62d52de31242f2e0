"""The dense table of rates to one base: rows (calendar days, or spans) x currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "IDENTITY",
    "KINDS",
    "MEAN",
    "NO_DAY",
    "OBSERVED",
    "Grid",
    "Kind",
    "build_grid",
    "identity_grid",
    "last_seen",
    "with_unknown",
]

Kind = Literal["identity", "observed", "mean"]
"""How a rate came about: the same currency, a day's published rate, the mean over a span's published rates."""

KINDS: Final = ("", "identity", "observed", "mean")
"""The kind behind each code of `Grid.kind`; the empty one stands for no rate."""
IDENTITY: Final = KINDS.index("identity")
OBSERVED: Final = KINDS.index("observed")
MEAN: Final = KINDS.index("mean")
NO_DAY: Final = -(2**31)
"""The day number in `Grid.seen` where there is no rate."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Rates to one base, each with the day it was seen, its kind and its number of observations.

    All arrays are rows x (currencies + 1). The last column stands for a currency that the table does not know: it
    holds no rate. In a grid of days the first and the last row stand for every day before and after the table.

    Attributes:
        first: the day number of row 0 (0 where rows are spans).
        rate: units of the base for one unit of the currency; NaN where there is none.
        seen: the day number of the latest observation used; `NO_DAY` where there is none.
        kind: an index into `KINDS`.
        n_obs: how many days of publication the rate rests on; 0 for an identity.
    """

    first: int
    rate: NDArray[np.float64]
    seen: NDArray[np.int32]
    kind: NDArray[np.int8]
    n_obs: NDArray[np.int32]

    def row(self, day: int) -> int:
        """Return the row of a day number; days outside the table share the guard rows.

        Examples:
            >>> legs = np.array([[1.0, 1.25]])
            >>> grid = build_grid(legs, first=100, base=0, max_staleness=0)
            >>> grid.row(100), grid.row(-5), grid.row(9999)
            (1, 0, 2)
        """
        return min(max(day - self.first, 0), len(self.rate) - 1)

    def take(self, rows: NDArray[np.intp]) -> Grid:
        """Return the grid of some rows, in that order."""
        return Grid(0, self.rate[rows], self.seen[rows], self.kind[rows], self.n_obs[rows])


def last_seen(published: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return for each row and column the latest row at or before it that is set, or -1.

    Examples:
        >>> last_seen(np.array([[False], [True], [False]])).ravel().tolist()
        [-1, 1, 1]
    """
    rows = np.arange(len(published), dtype=np.int32)[:, None]
    return np.maximum.accumulate(np.where(published, rows, np.int32(-1)), axis=0)


def build_grid(legs: NDArray[np.float64], *, first: int, base: int, max_staleness: int) -> Grid:
    """Return the rates of every calendar day to one base: the last one published, never a later one.

    A cross rate is of the last day on which *both* currencies were published.

    Args:
        legs: calendar days x currencies, units of the currency for one unit of a common pivot; NaN where nothing
            was published that day.
        first: the day number of the first row of legs.
        base: the column of the base.
        max_staleness: how many days old a rate may be; that many days after the last row are served, too.

    Examples:
        >>> legs = np.array([[1.0, 1.25], [1.0, np.nan]])  # EUR, USD; nothing on the second day
        >>> grid = build_grid(legs, first=100, base=1, max_staleness=1)
        >>> grid.rate[:, 0].tolist()
        [nan, 1.25, 1.25, nan, nan]
    """
    guard = np.full((1, legs.shape[1]), np.nan)
    after = np.full((max_staleness + 1, legs.shape[1]), np.nan)
    cross = np.vstack([guard, legs[:, base, None] / legs, after])
    found = last_seen(np.isfinite(cross))
    rows = np.arange(len(cross), dtype=np.int32)[:, None]
    fresh = (found >= 0) & (rows - found <= max_staleness)
    rate = np.where(fresh, np.take_along_axis(cross, np.maximum(found, 0), axis=0), np.nan)
    kind = np.where(fresh, np.int8(OBSERVED), np.int8(0))
    seen = np.where(fresh, found + np.int32(first - 1), np.int32(NO_DAY))
    rate[:, base], kind[:, base], seen[:, base] = 1.0, IDENTITY, NO_DAY
    return with_unknown(first - 1, rate, seen, kind, (kind == OBSERVED).astype(np.int32))


def with_unknown(
    first: int,
    rate: NDArray[np.float64],
    seen: NDArray[np.int32],
    kind: NDArray[np.int8],
    n_obs: NDArray[np.int32],
) -> Grid:
    """Return a grid with the column of the unknown currency appended."""
    one = ((0, 0), (0, 1))
    return Grid(
        first,
        np.pad(rate, one, constant_values=np.nan),
        np.pad(seen, one, constant_values=NO_DAY),
        np.pad(kind, one),
        np.pad(n_obs, one),
    )


def identity_grid() -> Grid:
    """Return the grid of one row for a base without rates: it equals itself, and nothing else has a rate to it.

    Examples:
        >>> identity_grid().rate.tolist()
        [[1.0, nan]]
    """
    one = np.array([[1]], np.int32)
    return with_unknown(
        0, one.astype(np.float64), np.array([[NO_DAY]], np.int32), np.array([[IDENTITY]], np.int8), one * 0
    )
