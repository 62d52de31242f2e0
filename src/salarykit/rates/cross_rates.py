"""Cross rates: the rate of every currency to one base on every calendar day, before anything is carried forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salarykit.rates.links import LEGAL, PARITY, PEG

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.pivot_rates import Constant, PivotRates

__all__ = ["CrossRates", "build_cross_rates"]


@dataclass(frozen=True, slots=True, eq=False)
class CrossRates:
    """The rates to one base, as calendar days x currencies.

    Attributes:
        first: the day number of the first row.
        base: the column of the base.
        rate: units of the base for one unit of the currency; NaN where there is no rate of that very day.
        units: units of the currency for one unit of the base, divided separately instead of inverted, so that they are as
            exact as the rates; means are taken of these.
        softness: the softness of the softest link between the two.
        regime: a number that identifies the links and units from which the rate is derived.
        barrier: for each row, the latest row up to it on which the unit of either changed under the same code; -1 where none did.
        forever: the rate that a law has fixed for all future days; NaN where there is none.
        since: the day number from which these fixed rates apply; far in the future if there are none.
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


def build_cross_rates(pivot_rates: PivotRates, base: int) -> CrossRates:
    """Return the rate of every currency to a base: the ratio of two rates to the pivot, or the number that links the two directly.

    Args:
        pivot_rates: the rate of every currency to the pivot.
        base: the column of the base.
    """
    own = pivot_rates.link.astype(np.int64) + 1 + ((pivot_rates.barrier.astype(np.int64) + 1) << 16)
    cross_rates = CrossRates(
        first=pivot_rates.first,
        base=base,
        rate=pivot_rates.units[:, base, None] / pivot_rates.units,
        units=pivot_rates.units / pivot_rates.units[:, base, None],
        softness=np.maximum(pivot_rates.softness, pivot_rates.softness[:, base, None]),
        regime=own + (own[:, base, None] << 32),
        barrier=np.maximum(pivot_rates.barrier, pivot_rates.barrier[:, base, None]),
        forever=pivot_rates.forever[base] / pivot_rates.forever,
        since=np.maximum(pivot_rates.since, pivot_rates.since[base]),
    )
    for number, constant in enumerate(pivot_rates.constants):
        pair = constant.units, 1 / constant.units
        for code, other, (units, rate) in (
            (constant.code, constant.anchor, pair),
            (constant.anchor, constant.code, pair[::-1]),
        ):
            if other == pivot_rates.codes[base] and code in pivot_rates.codes:
                _put(cross_rates, pivot_rates.codes.index(code), constant, (rate, units), -1 - number)
    return cross_rates


def _put(
    cross_rates: CrossRates, column: int, constant: Constant, pair: tuple[float, float], regime: int
) -> None:
    """Write the number that links a currency directly to the base; it needs no publication."""
    days = constant.days
    cross_rates.rate[days, column], cross_rates.units[days, column] = pair
    cross_rates.softness[days, column] = PARITY if constant.softness == PEG else LEGAL
    cross_rates.regime[days, column] = regime
    if constant.softness == LEGAL and days[-1:].all():
        cross_rates.forever[column], cross_rates.since[column] = pair[0], constant.first
