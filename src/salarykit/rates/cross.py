"""Crosses: every currency's worth in one base, on every calendar day, before anything is carried forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salarykit.rates.links import LEGAL, PARITY, PEG

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.legs import Constant, Legs

__all__ = ["Cross", "build_cross"]


@dataclass(frozen=True, slots=True, eq=False)
class Cross:
    """Calendar days x currencies, to one base.

    Attributes:
        first: the day number of the first row.
        base: the column of the base.
        rate: units of the base for one unit of the currency; NaN where there is no rate of that very day.
        units: units of the currency for one unit of the base, divided anew and so as exact; what means are taken of.
        softness: of the softest link between the two.
        regime: a number that says by which links, and in which units, the rate comes about.
        barrier: the latest row at or before which the unit of either changed under the same code; -1 where none did.
        forever: the rate that law has fixed for every day to come; NaN where it has not.
        since: the day number from which they hold; far in the future where there are none.
    """

    first: int
    base: int
    rate: NDArray[np.float64]
    units: NDArray[np.float64]
    softness: NDArray[np.int8]
    regime: NDArray[np.int64]
    barrier: NDArray[np.int32]
    forever: NDArray[np.float64]
    since: NDArray[np.int64]


def build_cross(legs: Legs, base: int) -> Cross:
    """Return every currency's worth in a base: the ratio of two legs, or the one number that joins the two directly.

    Args:
        legs: every currency's worth in the pivot.
        base: the column of the base.
    """
    own = legs.link.astype(np.int64) + 1 + ((legs.barrier.astype(np.int64) + 1) << 16)
    cross = Cross(
        first=legs.first,
        base=base,
        rate=legs.units[:, base, None] / legs.units,
        units=legs.units / legs.units[:, base, None],
        softness=np.maximum(legs.softness, legs.softness[:, base, None]),
        regime=own + (own[:, base, None] << 32),
        barrier=np.maximum(legs.barrier, legs.barrier[:, base, None]),
        forever=legs.forever[base] / legs.forever,
        since=np.maximum(legs.since, legs.since[base]),
    )
    for number, constant in enumerate(legs.constants):
        pair = constant.units, 1 / constant.units
        for code, other, (units, rate) in (
            (constant.code, constant.anchor, pair),
            (constant.anchor, constant.code, pair[::-1]),
        ):
            if other == legs.codes[base] and code in legs.codes:
                _put(cross, legs.codes.index(code), constant, (rate, units), -1 - number)
    return cross


def _put(cross: Cross, column: int, constant: Constant, pair: tuple[float, float], regime: int) -> None:
    """Write the one number that joins a currency and the base: it needs no publication."""
    days = constant.days
    cross.rate[days, column], cross.units[days, column] = pair
    cross.softness[days, column] = PARITY if constant.softness == PEG else LEGAL
    cross.regime[days, column] = regime
    if constant.softness == LEGAL and days[-1:].all():
        cross.forever[column], cross.since[column] = pair[0], constant.first
