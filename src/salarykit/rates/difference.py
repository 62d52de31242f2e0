"""The difference between two sources, in basis points."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from salarykit.errors import SourceError
from salarykit.rates.spans import day_of

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["Difference", "differences"]


class Difference(NamedTuple):
    """The difference of one currency's rates between two sources; 1 basis point is 0.01 %.

    Attributes:
        currency: ISO 4217.
        days: on which both published it.
        median_bp: the median of the absolute differences.
        largest_bp: the largest.
        largest_on: its day.
    """

    currency: str
    days: int
    median_bp: float
    largest_bp: float
    largest_on: dt.date


def differences(one: Published, other: Published) -> tuple[Difference, ...]:
    """Return the difference for each currency that two tables share, quoted against the first one's pivot.

    Raises:
        SourceError: if the other table does not have that pivot, or they share no day.
    """
    pivot = one.codes[0]
    days, rows, other_rows = np.intersect1d(one.days, other.days, return_indices=True)
    if pivot not in other.column or not len(days):
        raise SourceError(
            f"{one.source} and {other.source} share no day with a rate of {pivot}.", source=other.source
        )
    against = _units(other, pivot)[other_rows]
    all_differences = []
    for code in sorted(set(one.codes[1:]) & set(other.codes)):
        ratio = _units(one, code)[rows] / (_units(other, code)[other_rows] / against)
        apart = np.abs(ratio - 1) * 10_000
        finite = np.flatnonzero(np.isfinite(apart))
        if len(finite):
            worst = finite[apart[finite].argmax()]
            all_differences.append(
                Difference(
                    code,
                    len(finite),
                    float(np.median(apart[finite])),
                    float(apart[worst]),
                    day_of(days[worst]),
                )
            )
    return tuple(all_differences)


def _units(table: Published, code: str) -> NDArray[np.float64]:
    column = table.column[code]
    return np.ones(len(table.days)) if column == 0 else table.values[:, column - 1]
