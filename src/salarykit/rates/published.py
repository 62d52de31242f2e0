"""What a source has published: days x currencies, checked once and never changed."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import SourceError
from salarykit.rates.spans import day_number, day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Published"]

_SMALLEST: Final = 1e-150  # the ratio of any two is a number still


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
        >>> table.codes, table.first, table.last
        (('EUR', 'USD'), datetime.date(2024, 6, 28), datetime.date(2024, 7, 1))
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
        if not (np.isnan(self.values) | ((self.values > _SMALLEST) & (self.values < 1 / _SMALLEST))).all():
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

    def between(self, first: dt.date, last: dt.date) -> Published:
        """Return what was published from one day to another, both counted.

        Raises:
            SourceError: if nothing was.
        """
        rows = (self.days >= day_number(first)) & (self.days <= day_number(last))
        known = np.asarray(np.isfinite(self.values[rows]).any(axis=0))
        if not known.any():
            raise self._refuse(f"nothing was published from {first} to {last}.")
        codes = [code for code, kept in zip(self.codes[1:], known, strict=True) if kept]
        return Published(
            codes, self.days[rows], self.values[rows][:, known], pivot=self.codes[0], source=self.source
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.codes, self.days, self.values, self.source)


def _rebuild(
    codes: tuple[str, ...], days: NDArray[np.int32], values: NDArray[np.float64], source: str
) -> Published:
    return Published(codes[1:], days, values, pivot=codes[0], source=source)
