"""A converted column: values, and for each its rate and where that came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from salarykit.rates.grid import IDENTITY, KINDS
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import Span, day_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.lookup import Where

__all__ = ["Conversion", "Converted"]


@dataclass(frozen=True, slots=True, eq=False)
class Converted:
    """n converted figures with their provenance; what `Rates.convert` returns.

    Attributes:
        value: the figures in the base; NaN where there is no amount or no rate.
        rate: units of the base for one unit of the currency; NaN where there is none.
        observed_on: the latest day whose published rate was used; NaT where none was needed or none is known.
        staleness: days from `observed_on` to the last day asked for; NaN where `observed_on` is NaT.
        kind_code: an index into `KINDS`.
        n_obs: how many days of publication each rate rests on.
    """

    value: NDArray[np.float64]
    rate: NDArray[np.float64]
    observed_on: NDArray[np.datetime64]
    staleness: NDArray[np.float64]
    kind_code: NDArray[np.int8]
    n_obs: NDArray[np.int32]

    @property
    def kind(self) -> NDArray[np.str_]:
        """How each rate came about: `identity`, `observed`, `mean`; empty where there is no rate."""
        return np.array(KINDS).take(self.kind_code)

    def __len__(self) -> int:
        return len(self.value)


class Conversion(NamedTuple):
    """Values, and where their rates stand; the provenance is read only when `trace` is asked for it.

    Attributes:
        value: n figures in the base.
        complete: whether none of them is NaN.
        where: the grid and the rows they were read from.
        columns: the grid's column of each code.
        codes: n indices into columns.
        on: the days asked for.
    """

    value: NDArray[np.float64]
    complete: bool
    where: Where
    columns: NDArray[np.intp]
    codes: NDArray[np.integer[Any]]
    on: Span | Days | Coded

    def trace(self) -> Converted:
        """Return the values with the provenance that stands in their cells of the grid."""
        cell = self.where.numbers(len(self.value)), self.columns.take(self.codes, mode="clip")
        grid = self.where.grid
        kind = grid.kind[cell]
        seen = grid.seen[cell].astype(np.int64)
        observed = kind > IDENTITY
        return Converted(
            value=self.value,
            rate=grid.rate[cell],
            observed_on=np.where(observed, seen.astype("datetime64[D]"), np.datetime64("NaT", "D")),
            staleness=np.where(observed, _last_days(self.on) - seen, np.nan),
            kind_code=kind,
            n_obs=grid.n_obs[cell],
        )


def _last_days(on: Span | Days | Coded) -> NDArray[np.int64] | int:
    if isinstance(on, Span):
        return day_number(on.last)
    if isinstance(on, Days):
        return on.numbers
    return np.array([day_number(span.last) if span else 0 for span in on.names] or [0]).take(on.indices)
