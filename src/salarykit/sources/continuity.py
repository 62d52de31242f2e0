"""Checks that a history of rates continues the packaged one, and leaves out the new figures that cannot be trusted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.currency.codes import ACTIVE
from salarykit.currency.facts import pegs, without_rates
from salarykit.errors import SourceError
from salarykit.rates.links import unit_changes
from salarykit.rates.spans import day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["check_continuity", "check_same", "check_world", "continued", "without_doubtful"]


_REVISED: Final = 0.01  # the share of values that a source may revise
_REVISED_WORLD: Final = 0.001  # the share of packaged values that a copy may contradict


def check_continuity(fresh: Published, packaged: Published) -> None:
    """Refuse rates that do not continue the packaged ones.

    Raises:
        SourceError: if they are quoted against another currency, miss days or currencies, or contradict the values.
    """
    name = f"The rates of {fresh.source}"
    if fresh.codes[0] != packaged.codes[0]:
        raise SourceError(
            f"{name} are quoted against {fresh.codes[0]}, not {packaged.codes[0]}.", source=fresh.source
        )
    lost = sorted(set(packaged.codes) - set(fresh.codes))
    if lost or fresh.first > packaged.first or fresh.last < packaged.last:
        raise SourceError(
            f"{name} run from {fresh.first} to {fresh.last}{' without ' + ', '.join(lost) if lost else ''}; the "
            f"packaged ones from {packaged.first} to {packaged.last}. The complete history is needed.",
            source=fresh.source,
        )
    fresh_values, packaged_values = _overlap(fresh, packaged)
    contradicted = float((~np.isclose(fresh_values, packaged_values, rtol=1e-9, equal_nan=True)).mean())
    if contradicted > _REVISED:
        raise SourceError(
            f"{name} contradict {contradicted:.1%} of the packaged values: this is another source.",
            source=fresh.source,
        )


def check_same(copy: Published, packaged: Published) -> None:
    """Refuse rates that differ from the packaged ones other than by later days and further currencies.

    Raises:
        SourceError: naming the first packaged figure that differs.
    """
    check_continuity(copy, packaged)
    if _stated(copy) != _stated(packaged):
        raise SourceError(
            f"The rates of {copy.source} are not those of {packaged.source}.", source=copy.source
        )
    copied, values = _overlap(copy, packaged)
    rows, columns = np.nonzero(~((copied == values) | (np.isnan(copied) & np.isnan(values))))
    if len(rows) or np.count_nonzero(copy.days <= packaged.days[-1]) > len(packaged.days):
        figure = (
            f"{packaged.codes[1 + columns[0]]} on {day_of(packaged.days[rows[0]])}"
            if len(rows)
            else "their days"
        )
        raise SourceError(
            f"The rates of {copy.source} contradict the packaged ones: {figure}.", source=copy.source
        )


def _overlap(fresh: Published, packaged: Published) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values of both tables on the packaged days; NaN where one has none."""
    rows = np.searchsorted(fresh.days, packaged.days).clip(0, len(fresh.days) - 1)
    columns = [fresh.column[code] - 1 for code in packaged.codes[1:]]
    fresh_values = fresh.values[rows][:, columns]
    return np.where((fresh.days[rows] == packaged.days)[:, None], fresh_values, np.nan), packaged.values


def check_world(copy: Published, packaged: Published, revised: float = _REVISED_WORLD) -> None:
    """Refuse rates that do not continue the packaged ones.

    Args:
        copy: the rates.
        packaged: the packaged ones.
        revised: the share of packaged figures that they may contradict.

    Raises:
        SourceError: if their quotation differs, or if they miss days or currencies, or contradict the figures.
    """
    name = f"The rates of {copy.source}"
    same = _stated(copy) == _stated(packaged)
    lost = set(packaged.codes) - set(copy.codes)
    strange = [code for code in copy.codes if code not in packaged.column and not _may_join(code)]
    if not same or lost or strange or not np.isin(packaged.days, copy.days).all():
        raise SourceError(f"{name} do not continue the packaged ones.", source=copy.source)
    rows = np.searchsorted(copy.days, packaged.days)
    copied = copy.values[rows][:, [copy.column[code] - 1 for code in packaged.codes[1:]]]
    wrong = ~np.isclose(copied, packaged.values, rtol=1e-9, equal_nan=True)
    if wrong[np.isfinite(packaged.values)].mean() > revised:
        raise SourceError(f"{name} contradict the packaged ones: this is another source.", source=copy.source)


def _stated(table: Published) -> tuple[str, ...]:
    return table.source, table.codes[0], table.quotation, table.step


def _may_join(code: str) -> bool:
    """Return whether a code that is not packaged may have rates: in use, without a peg, and not listed as without rates."""
    return code in ACTIVE and code not in without_rates() and all(peg.code != code for peg in pegs())


def continued(packaged: Published, copy: Published) -> Published:
    """Return the packaged rates, followed by the later ones of a copy."""
    codes, later = copy.codes[1:], copy.days > packaged.days[-1]
    values = np.full((len(packaged.days) + int(later.sum()), len(codes)), np.nan)
    values[: len(packaged.days), [copy.column[code] - 1 for code in packaged.codes[1:]]] = packaged.values
    values[len(packaged.days) :] = copy.values[later]
    return packaged.with_values(codes, np.concatenate([packaged.days, copy.days[later]]), values)


_JUMP: Final = 2.0  # a figure that more than doubles or halves waits for the next publication
_CONFIRMED: Final = 0.2  # how near the next publication must be to confirm such a figure
_SPIKE: Final = 0.08  # how far from both neighbours an outlier is
_FROZEN: Final = 4  # publications in a row with the same digits that count as standing still
_MOVED: Final = 0.03  # how far the dollar must have moved in that time


def without_doubtful(
    table: Published, *, first: int, fresh: int, bridge: str
) -> tuple[Published, tuple[str, ...]]:
    """Return a table without the figures that cannot be trusted yet, and a sentence about each.

    A series that stands still is reported, but kept.

    Args:
        table: the known rates, followed by the new ones.
        first: the first row to check.
        fresh: the first new row; a series is reported as standing still only if it has new figures.
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
