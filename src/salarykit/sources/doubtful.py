"""Finds figures of a weekly table that cannot be trusted yet: unconfirmed jumps, outliers, and series that stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.rates.links import unit_changes
from salarykit.rates.spans import day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["without_doubtful"]

_JUMP: Final = 2.0  # a figure that more than doubles or halves waits for the next publication
_CONFIRMED: Final = 0.2  # how near the next publication must be to confirm it
_SPIKE: Final = 0.08  # how far from both neighbours an outlier is
_FROZEN: Final = 4  # the publications with the same digits that count as standing still
_MOVED: Final = 0.03  # how far the dollar must have moved meanwhile


def without_doubtful(
    table: Published, *, first: int, fresh: int, bridge: str
) -> tuple[Published, tuple[str, ...]]:
    """Return a table without the figures that cannot be trusted yet, and a sentence about each.

    A series that stands still is reported, but kept.

    Args:
        table: the known rates, followed by the new ones.
        first: the first row to check.
        fresh: the first new row; a series is reported to stand still only if it has one.
        bridge: the currency whose moves show that a series stands still.
    """
    values, notes = table.values.copy(), []
    dollar = table.values[:, table.column[bridge] - 1]
    for code, series in zip(table.codes[1:], values.T, strict=True):
        rows = np.flatnonzero(np.isfinite(series))
        notes += _hold_back(code, series, rows, first, table.days)
        if code != bridge:
            notes += _standing_still(code, series, rows, fresh, dollar, table)
    return table.with_values(table.codes[1:], table.days, values), tuple(notes)


def _hold_back(
    code: str, series: NDArray[np.float64], rows: NDArray[np.intp], first: int, days: NDArray[np.int32]
) -> list[str]:
    """Remove the unconfirmed jumps and the outliers among the new figures of a series, and report them."""
    notes = []
    for at in range(max(int(np.searchsorted(rows, first)), 1), len(rows)):
        row, before = rows[at], rows[:at][np.isfinite(series[rows[:at]])]
        if not len(before):
            continue
        figure, last = series[row], series[before[-1]]
        following = series[rows[at + 1]] if at + 1 < len(rows) else None
        if any(days[before[-1]] < change <= days[row] for change in unit_changes(code)):
            continue
        ratio = max(figure / last, last / figure)
        near = following is not None and abs(following / figure - 1) < _CONFIRMED
        back = following is not None and abs(following / last - 1) < abs(figure / last - 1) / 2
        if (ratio > _JUMP and not near) or (ratio > 1 + _SPIKE and back):
            why = (
                "stands out from its neighbours"
                if back
                else f"changes by a factor of {ratio:.3g}, and waits for the next"
            )
            notes.append(f"{code} on {day_of(int(days[row]))} {why}; it is left out.")
            series[row] = np.nan
    return notes


def _standing_still(
    code: str,
    series: NDArray[np.float64],
    rows: NDArray[np.intp],
    first: int,
    dollar: NDArray[np.float64],
    table: Published,
) -> list[str]:
    """Report where a series has stood still while the dollar moved."""
    last = rows[-_FROZEN:]
    if len(last) < _FROZEN or last[-1] < first:
        return []
    still = len(set(series[last].tolist())) == 1
    moved = np.nanmax(dollar[last]) / np.nanmin(dollar[last]) - 1 > _MOVED
    since = day_of(int(table.days[last[0]]))
    return (
        [f"{code} has stood still since {since} while the dollar moved; it may be frozen."]
        if still and moved
        else []
    )
