"""Renewing the world's rates: what was published since is checked figure by figure, and joined to what is known."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.errors import SourceError
from salarykit.rates.links import walls
from salarykit.rates.spans import day_of
from salarykit.sources.continuity import check_world
from salarykit.sources.copies import Status, copy_path, packaged_world, rates_status, replace_copy
from salarykit.sources.nbp import BRIDGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.published import Published
    from salarykit.sources.fetch import RateSource

__all__ = ["Renewed", "update_world"]

_NAME: Final = "world.parquet"
_JUMP: Final = 2.0  # a figure that more than doubles or halves waits for the next publication
_CONFIRMED: Final = 0.2  # how near the next one must be
_SPIKE: Final = 0.08  # off both neighbours
_FROZEN: Final = 4  # publications with the same digits
_MOVED: Final = 0.03  # while the dollar moved by as much
_OVERLAP: Final = dt.timedelta(days=35)


class Renewed(NamedTuple):
    """What an update brought.

    Attributes:
        status: which rates are in use now.
        notes: figures that were held back or left out, and series that stand still, a sentence each.
    """

    status: Status
    notes: tuple[str, ...]


def update_world(source: RateSource, today: dt.date) -> Renewed:
    """Fetch what was published since the last figure in use, and keep what passes the checks.

    Args:
        source: of the same tables.
        today: the last day to ask for.

    Raises:
        SourceError: if there is no answer, or one that contradicts what is known; what is in use stays as it was.
    """
    known = next(table for table in rates_status().rates.tables if table.step != "day")
    fresh = source.fetch(known.last - _OVERLAP, today)
    joined = _joined(known, fresh)
    kept, notes = _checked(joined, known)
    check_world(kept, packaged_world())
    return Renewed(replace_copy(kept, copy_path(_NAME)), tuple(notes))


def _joined(known: Published, fresh: Published) -> Published:
    """Return the known figures and, on later days, the fresh ones."""
    if (known.codes[0], known.quotation) != (fresh.codes[0], fresh.quotation):
        raise SourceError(
            f"The rates of {fresh.source} are quoted against {fresh.codes[0]}.", source=fresh.source
        )
    later = fresh.days > known.days[-1]
    codes = sorted(set(known.codes[1:]) | set(fresh.codes[1:]))
    values = np.full((len(known.days) + int(later.sum()), len(codes)), np.nan)
    for table, rows, part in (
        (known, slice(0, len(known.days)), slice(None)),
        (fresh, slice(len(known.days), None), later),
    ):
        values[rows, [codes.index(code) for code in table.codes[1:]]] = table.values[part]
    days = np.concatenate([known.days, fresh.days[later]])
    return known.with_values(codes, days, values)


def _checked(table: Published, known: Published) -> tuple[Published, list[str]]:
    """Return a table without the new figures that cannot be trusted yet, and what is to be said of them."""
    values, notes = table.values.copy(), []
    first = len(known.days)
    dollar = table.values[:, table.column[BRIDGE] - 1]
    for code, series in zip(table.codes[1:], values.T, strict=True):
        rows = np.flatnonzero(np.isfinite(series))
        notes += _hold_back(code, series, rows, first, table.days)
        notes += _standing_still(code, series, rows, first, dollar, table)
    return table.with_values(table.codes[1:], table.days, values), notes


def _hold_back(
    code: str, series: NDArray[np.float64], rows: NDArray[np.intp], first: int, days: NDArray[np.int32]
) -> list[str]:
    """Empty the new figures of a series that jump without being confirmed, or stand out; say which."""
    notes = []
    for at in range(max(int(np.searchsorted(rows, first)), 1), len(rows)):
        row, before = rows[at], rows[:at][np.isfinite(series[rows[:at]])]
        if not len(before):
            continue
        figure, last = series[row], series[before[-1]]
        following = series[rows[at + 1]] if at + 1 < len(rows) else None
        if any(days[before[-1]] < wall <= days[row] for wall in walls(code)):
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
    """Say where a series has stood still while the dollar moved."""
    last = rows[-_FROZEN:]
    if len(last) < _FROZEN or last[-1] < first or code == BRIDGE:
        return []
    still = len(set(series[last].tolist())) == 1
    moved = np.nanmax(dollar[last]) / np.nanmin(dollar[last]) - 1 > _MOVED
    since = day_of(int(table.days[last[0]]))
    return (
        [f"{code} has stood still since {since} while the dollar moved; it may be frozen."]
        if still and moved
        else []
    )
