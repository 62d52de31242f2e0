"""Checks that a history of rates continues the packaged one: the same source, without losing a day or a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.currency.codes import ACTIVE
from salarykit.currency.facts import pegs, without_rates
from salarykit.errors import SourceError
from salarykit.rates.spans import day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["check_continuity", "check_same", "check_world", "continued"]

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
            f"packaged ones from {packaged.first} to {packaged.last}. A whole history is needed.",
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
    """Refuse rates that are not the packaged ones with later days, or with more currencies.

    Raises:
        SourceError: naming the first packaged figure that is another.
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
    """Return the values of both on the known days, NaN where one has no such day."""
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
        SourceError: if their quotation differs, or they miss days or currencies, or contradict the figures.
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
    """Return whether a code that is not packaged may have rates: it is in use, has no peg, and is not known to have no rates."""
    return code in ACTIVE and code not in without_rates() and all(peg.code != code for peg in pegs())


def continued(packaged: Published, copy: Published) -> Published:
    """Return the packaged rates, followed by the later ones of a copy."""
    codes, later = copy.codes[1:], copy.days > packaged.days[-1]
    values = np.full((len(packaged.days) + int(later.sum()), len(codes)), np.nan)
    values[: len(packaged.days), [copy.column[code] - 1 for code in packaged.codes[1:]]] = packaged.values
    values[len(packaged.days) :] = copy.values[later]
    return packaged.with_values(codes, np.concatenate([packaged.days, copy.days[later]]), values)
