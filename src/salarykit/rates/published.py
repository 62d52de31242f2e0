"""What a source has published: days x currencies, checked once and never changed."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import SourceError
from salarykit.rates.exact import published
from salarykit.rates.spans import day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from salarykit.rates.exact import Leg

__all__ = ["Published"]


class Published:
    """The values of one source, quoted against one pivot currency.

    Args:
        currencies: k ISO 4217 codes, the pivot not among them.
        days: n publication days, ascending, as day numbers since 1970-01-01.
        values: n x k, units of the currency for one unit of the pivot; NaN where nothing was published.
        pivot: the currency the source quotes against.
        source: who published them.

    Raises:
        SourceError: if days do not ascend, a value is not positive and finite, or the shapes do not fit.

    Examples:
        >>> table = Published(["USD"], [19_902, 19_905], [[1.0705], [1.0745]], pivot="EUR", source="example")
        >>> table.codes, table.bounds("USD")
        (('EUR', 'USD'), (datetime.date(2024, 6, 28), datetime.date(2024, 7, 1)))
    """

    def __init__(
        self, currencies: Sequence[str], days: ArrayLike, values: ArrayLike, *, pivot: str, source: str
    ) -> None:
        self.source = source
        self.codes: tuple[str, ...] = (parse_currency(pivot), *(parse_currency(code) for code in currencies))
        self.column = {code: column for column, code in enumerate(self.codes)}
        self.days = np.array(days, np.int32)
        self.values = np.array(values, np.float64)
        self._check()
        self.days.setflags(write=False)
        self.values.setflags(write=False)

    def _check(self) -> None:
        if self.values.shape != (len(self.days), len(self.codes) - 1) or not len(self.days):
            raise self._refuse(f"values of shape {self.values.shape} do not fit the days and currencies.")
        if len(self.column) < len(self.codes):
            raise self._refuse("a currency appears twice.")
        if (np.diff(self.days) <= 0).any():
            raise self._refuse("the days must ascend, each once.")
        if not (np.isnan(self.values) | ((self.values > 0) & np.isfinite(self.values))).all():
            raise self._refuse("every value must be positive and finite, or NaN where nothing was published.")

    def _refuse(self, why: str) -> SourceError:
        return SourceError(f"Rates of {self.source}: {why}", source=self.source)

    @property
    def first(self) -> dt.date:
        """The first day of publication."""
        return day_of(self.days[0])

    @property
    def last(self) -> dt.date:
        """The newest day of publication."""
        return day_of(self.days[-1])

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 over everything the table holds; equal content, equal fingerprint."""
        digest = hashlib.sha256(f"{self.source}|{','.join(self.codes)}|".encode())
        digest.update(self.days.astype("<i4").tobytes())
        digest.update(np.where(np.isnan(self.values), 0.0, self.values).astype("<f8").tobytes())
        return digest.hexdigest()

    def bounds(self, currency: str) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day on which a currency was published; None if it never was."""
        column = self.column.get(currency)
        if column is None:
            return None
        days = self.days if column == 0 else self.days[np.isfinite(self.values[:, column - 1])]
        return (day_of(days[0]), day_of(days[-1])) if len(days) else None

    def legs(self) -> NDArray[np.float64]:
        """Return calendar days x currencies: units for one unit of the pivot, NaN where unpublished.

        The pivot is worth one of itself on every day.
        """
        legs = np.full((int(self.days[-1] - self.days[0]) + 1, len(self.codes)), np.nan)
        legs[self.days - self.days[0], 1:] = self.values
        legs[:, 0] = 1.0
        return legs

    def exact_legs(self, currency: str, base: str, first: int, last: int) -> Iterator[Leg]:
        """Yield both legs, as published, of each day from first to last on which both were."""
        pair = [self.column[currency] - 1, self.column[base] - 1]
        low, high = np.searchsorted(self.days, [first, last + 1])
        for row in self.values[low:high]:
            units, base_units = (1.0 if column < 0 else float(row[column]) for column in pair)
            if np.isfinite(units) and np.isfinite(base_units):
                yield published(units), published(base_units)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.codes, self.days, self.values, self.source)


def _rebuild(
    codes: tuple[str, ...], days: NDArray[np.int32], values: NDArray[np.float64], source: str
) -> Published:
    return Published(codes[1:], days, values, pivot=codes[0], source=source)
