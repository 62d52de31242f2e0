"""Updates the world rates: new figures are checked one by one, and joined to the known ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.errors import SourceError
from salarykit.rates.spans import day_number
from salarykit.sources.continuity import check_world, without_doubtful
from salarykit.sources.copies import BRIDGE, Status, copy_path, packaged_world, rates_status, replace_copy

if TYPE_CHECKING:
    from salarykit.rates.published import Published
    from salarykit.sources.fetch import RateSource

__all__ = ["Renewed", "update_world"]

_NAME: Final = "world.parquet"
_OVERLAP: Final = dt.timedelta(days=35)  # known days that are fetched again, with figures held back so far


class Renewed(NamedTuple):
    """The result of an update.

    Attributes:
        status: the rates in use now.
        notes: a sentence for each figure that was held back or left out, and for each series that stands still.
    """

    status: Status
    notes: tuple[str, ...]


def update_world(source: RateSource, today: dt.date) -> Renewed:
    """Fetch the rates published since the last one in use, and keep those that pass the checks.

    Args:
        source: the source of the same tables.
        today: the last day to request.

    Raises:
        SourceError: if there is no answer, or one that contradicts what is known; the rates in use stay unchanged.
    """
    packaged_rates = next(table for table in rates_status().rates.tables if table.step != "day")
    packaged = packaged_world()
    joined = _joined(packaged_rates, source.fetch(packaged_rates.last - _OVERLAP, today), packaged.last)
    first = int(np.searchsorted(joined.days, packaged.days[-1], side="right"))
    fresh = int(np.searchsorted(joined.days, packaged_rates.days[-1], side="right"))
    kept, notes = without_doubtful(joined, first=first, fresh=fresh, bridge=BRIDGE)
    check_world(kept, packaged)
    return Renewed(replace_copy(kept, copy_path(_NAME)), notes)


def _joined(kept_before: Published, fresh: Published, packaged: dt.date) -> Published:
    """Return the known figures with fresh ones in the empty cells after the last packaged day.

    A figure that was held back before counts as fresh, and is checked against what has been published since.
    """
    if (kept_before.codes[0], kept_before.quotation) != (fresh.codes[0], fresh.quotation):
        raise SourceError(
            f"The rates of {fresh.source} are quoted against {fresh.codes[0]}.", source=fresh.source
        )
    codes = sorted(set(kept_before.codes[1:]) | set(fresh.codes[1:]))
    later = fresh.days > day_number(packaged)
    days = np.union1d(kept_before.days, fresh.days[later])
    values = np.full((len(days), len(codes)), np.nan)
    for table, rows in ((fresh, later), (kept_before, np.ones(len(kept_before.days), bool))):
        at = np.ix_(
            np.searchsorted(days, table.days[rows]), np.array([codes.index(code) for code in table.codes[1:]])
        )
        values[at] = np.where(np.isfinite(table.values[rows]), table.values[rows], values[at])
    return kept_before.with_values(codes, days, values)
