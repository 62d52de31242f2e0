"""Compares rates with the packaged ones on the same days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.errors import SourceError
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.lookup import SpanTerms
from salarykit.rates.spans import day_of
from salarykit.sources.copies import packaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["check_powers"]

_NEAR: Final = 0.08  # the tolerance around a power of ten, in decimal logarithms
_STALENESS: Final = 14


def check_powers(table: Published) -> None:
    """Refuse rates that differ from the packaged ones by a power of ten, as rates for 100 units do.

    Raises:
        SourceError: naming the first such currency, a day and the factor.
    """
    pivot = table.codes[0]
    days = table.days.astype(np.int64)
    for code, values in zip(table.codes[1:], table.values.T, strict=True):
        rows = np.flatnonzero(np.isfinite(values))
        expected = _known(code, pivot, days[rows])
        given = values[rows] if table.quotation == "indirect" else 1 / values[rows]
        with np.errstate(divide="ignore", invalid="ignore"):
            away = np.log10(given * expected)
        away = away[np.isfinite(away)]
        if not len(away):
            continue
        middle = float(np.median(away))
        power = round(middle)
        if power and abs(middle - power) < _NEAR:
            day = day_of(int(days[rows[0]]))
            raise SourceError(
                f"Rates of {table.source}: {code} against {pivot} is {10.0 ** abs(power):,.0f} times "
                f"{'more' if power > 0 else 'less'} than the packaged rate (from {day} on). Divide it, or add a column 'amount' "
                "that says for how many units each rate is.",
                source=table.source,
            )


def _known(code: str, pivot: str, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return units of the pivot for one unit of a currency on some days, by the packaged rates; NaN where there is no rate."""
    if not len(days):
        return np.zeros(0)
    done = packaged().convert_coded(
        np.ones(len(days)),
        Coded(np.zeros(len(days), np.intp), [code]),
        pivot,
        on=Days(days),
        terms=SpanTerms(_STALENESS),
        missing="null",
    )
    value: NDArray[np.float64] = done.value
    return value
