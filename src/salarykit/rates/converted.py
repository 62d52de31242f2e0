"""A converted column: values, and for each its rate and where that came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from salarykit.currency.facts import windows
from salarykit.rates.grid import KINDS, NO_DAY
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import Span, day_number

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        parallel: whether a figure is dated on days when two units of its currency circulated side by side.
        n_obs: how many days of publication each rate rests on.

    Examples:
        >>> import salarykit as sk
        >>> done = sk.default_rates().convert([100, 100], ["EUR", "AED"], "USD", on="2024")
        >>> done.value.round(2).tolist(), done.kind.tolist(), done.n_obs.tolist()
        ([108.21, 27.23], ['mean', 'peg'], [256, 0])
    """

    value: NDArray[np.float64]
    rate: NDArray[np.float64]
    observed_on: NDArray[np.datetime64]
    staleness: NDArray[np.float64]
    kind_code: NDArray[np.int8]
    parallel: NDArray[np.bool_]
    n_obs: NDArray[np.int32]

    @property
    def kind(self) -> NDArray[np.str_]:
        """How each rate came about, a word of `Kind`; empty where there is no rate."""
        return np.array(KINDS).take(self.kind_code)

    def __len__(self) -> int:
        return len(self.value)


class Conversion(NamedTuple):
    """Values, and where their rates stand; the provenance is read only when `trace` is asked for it.

    Attributes:
        value: n figures in the base.
        complete: whether none of them is NaN.
        where: the grid, and the cells of it that were read.
        codes: n indices into names and the columns of `where`.
        names: the codes.
        on: the days asked for.
    """

    value: NDArray[np.float64]
    complete: bool
    where: Where
    codes: NDArray[np.integer[Any]]
    names: Sequence[Any]
    on: Span | Days | Coded

    def trace(self) -> Converted:
        """Return the values with the provenance that stands in their cells of the grid."""
        grid = self.where.grid
        cell = self.where.numbers(len(self.value)) * grid.rate.shape[1]
        cell += self.where.columns.take(self.codes, mode="clip")
        seen = grid.seen.reshape(-1).take(cell).astype(np.int64)
        unseen = seen == NO_DAY
        observed, staleness = seen.view("datetime64[D]"), (_days(self.on, "last") - seen).astype(np.float64)
        if unseen.any():
            observed[unseen], staleness[unseen] = np.datetime64("NaT", "D"), np.nan
        return Converted(
            value=self.value,
            rate=grid.rate.reshape(-1).take(cell),
            observed_on=observed,
            staleness=staleness,
            kind_code=grid.kind.reshape(-1).take(cell),
            parallel=self._parallel(),
            n_obs=grid.n_obs.reshape(-1).take(cell),
        )

    def _parallel(self) -> NDArray[np.bool_]:
        found = np.zeros(len(self.value), bool)
        names = list(self.names)
        for window in windows():
            for index in (names.index(code) for code in window.codes if code in names):
                inside = (_days(self.on, "first") <= day_number(window.last)) & (
                    _days(self.on, "last") >= day_number(window.first)
                )
                found |= (self.codes == index) & inside
        return found


def _days(on: Span | Days | Coded, edge: Literal["first", "last"]) -> NDArray[np.int64] | int:
    """Return the number of the first or last day asked for; a missing one lies before all others."""
    if isinstance(on, Span):
        return day_number(getattr(on, edge))
    if isinstance(on, Days):
        return on.numbers
    numbers = [day_number(getattr(span, edge)) if span else NO_DAY for span in on.names]
    return np.array(numbers or [NO_DAY], np.int64).take(on.indices)
