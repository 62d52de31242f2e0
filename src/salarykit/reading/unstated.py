"""Amounts whose period nothing states: they are taken for a year's, unless their level says that they are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.distinct import distinct_rows
from salarykit.reading.validation import Fault, coded_of
from salarykit.salaries.country_levels import country_levels, home_level, worth
from salarykit.salaries.fields import is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column

__all__ = ["Levels", "faults_of", "too_low_in", "without_cell"]

_ALL: Final = 1 << 14  # rows at the beginning of a source that are all looked at
_EVERY: Final = 16  # of those after them one in so many
_LEAST_ROWS: Final = 20  # of one currency; fewer are never judged
_LEAST_SHARE: Final = 1 / 8  # of the country's level: half of the figures of a year's pay are above it
_LOW_PAID: Final = dict.fromkeys(["AE", "BH", "KW"], 1 / 32)
"""The same where the lowest pay of full time is a smaller part of GDP per head, which few of those who work there share."""


def without_cell(column: Column) -> NDArray[np.bool_]:
    """Return which cells of a column hold nothing.

    Examples:
        >>> (
        ...     without_cell(pa.chunked_array([["month", " ", None]])).tolist(),
        ...     without_cell(["day", None]).tolist(),
        ... )
        ([False, True, True], [False, True])
    """
    if isinstance(column, list):  # of any mixture of kinds
        return np.array([is_missing(cell) for cell in column], bool)
    coded = coded_of(column)
    blank = np.array([is_missing(name) for name in coded.names], bool)
    found: NDArray[np.bool_] = blank[coded.indices]
    return found


def _sampled(flags: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which of n flagged rows are looked at, and how many rows each stands for: the first all, then every sixteenth."""
    head = min(_ALL, len(flags))
    spaced = np.arange(_ALL, len(flags), _EVERY)
    rows = np.concatenate([np.flatnonzero(flags[:head]), spaced[flags[spaced]]])
    return rows, np.where(rows < head, 1, _EVERY)


class Levels:
    """How many amounts of each currency are too low for a year's pay, of those whose period nothing states.

    An amount is held against an eighth of the GDP per head of its country, or of its currency's home country where it states
    none. Where no day is stated, a unit of the currency is worth what it was in its best year, so that a year's pay is not
    refused for the fall of its money. Where more than half of a currency's amounts are too low, twenty at least, they are no
    year's pay.

    Examples:
        >>> def odd(amount, code, country=None):
        ...     levels, words = (
        ...         Levels(),
        ...         [pa.array([word] * 20, pa.string()) for word in (code, country, None)],
        ...     )
        ...     levels.add(np.full(20, amount), np.ones(20, int), *words)
        ...     return levels.too_low()
        >>> odd(900.0, "USD"), odd(22.6, "CAD"), odd(15_080.0, "USD"), odd(900.0, "USD", "IN")
        (('USD',), ('CAD',), (), ())
    """

    def __init__(self) -> None:
        self._counts: dict[str, NDArray[np.float64]] = {}

    def add(
        self,
        amounts: NDArray[np.float64],
        weights: NDArray[np.intp],
        currencies: pa.Array,
        countries: pa.Array,
        days: pa.Array,
    ) -> None:
        """Count some amounts; those of which no level is known, and of years before 2015, are left out.

        Args:
            amounts: n figures.
            weights: n numbers: how many rows each stands for.
            currencies: n codes.
            countries: n codes; null where none is stated.
            days: n days or spans; null where none is stated.
        """
        of, keys = distinct_rows(currencies, countries, pc.utf8_slice_codeunits(days, 0, 4))
        least = np.array([_least(*key) for key in keys])
        low = np.bincount(of, weights * (amounts < least[of]), len(keys))
        counts = np.column_stack(
            [low, np.bincount(of, weights, len(keys)), np.bincount(of, minlength=len(keys))]
        )
        for (code, *_), limit, count in zip(keys, least.tolist(), counts, strict=True):
            if code and np.isfinite(limit):
                self._counts[code] = self._counts.get(code, np.zeros(3)) + count

    def too_low(self) -> tuple[str, ...]:
        """Return the currencies whose amounts are no year's pay."""
        return tuple(
            code
            for code, (low, known, rows) in sorted(self._counts.items())
            if rows >= _LEAST_ROWS and 2 * low > known
        )


def _least(currency: str | None, country: str | None, year: str | None) -> float:
    """Return below which figure in a currency the median of a year's pay is none; NaN if no level is known."""
    value = worth(currency or "", year)
    level = country_levels().get(country) if country else home_level(currency or "")
    if value is None or level is None:
        return float("nan")
    return level * _LOW_PAID.get(country or "", _LEAST_SHARE) / value


def too_low_in(clean: Mapping[str, pa.Array], unstated: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the currencies whose amounts are too low for a year's pay, of rows whose period nothing states.

    Args:
        clean: our columns, n rows each.
        unstated: which good rows have a period that nothing states.
    """
    if np.count_nonzero(unstated) < _LEAST_ROWS:
        return ()
    looked_at, weights = _sampled(unstated)
    amounts, *words = (
        clean[name].take(pa.array(looked_at)) for name in ("amount", "currency", "country", "as_of")
    )
    levels = Levels()
    levels.add(amounts.to_numpy(zero_copy_only=False), weights, *words)
    return levels.too_low()


def faults_of(rows: NDArray[np.intp], currencies: pa.Array, too_low: Sequence[str]) -> list[Fault]:
    """Return the faults of rows whose period is not stated, by their currencies.

    Args:
        rows: n positions.
        currencies: n codes.
        too_low: the currencies that are refused.
    """
    odd = pc.is_in(currencies, pa.array(list(too_low), pa.string())).to_numpy(zero_copy_only=False)
    sentence = (
        "nothing says the period, and more than half of the amounts in {} are too low for a year's pay. Say it with "
        "defaults={{'period': ...}}, or name its column with columns=."
    )
    return [
        Fault(row, "", "unstated_period", sentence.format(code))
        for row, code in zip(rows[odd].tolist(), currencies.filter(pa.array(odd)).to_pylist(), strict=True)
    ]
