"""What a source has published: days x currencies, checked once and never changed."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import SourceError
from salarykit.package import once_property
from salarykit.rates.exact import Resolution, resolution
from salarykit.rates.spans import day_number, day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Deferred", "Difference", "Published", "Quotation", "Step", "differences"]


Quotation = Literal["indirect", "direct"]
"""How a source states a rate: units of the currency for one unit of the pivot, or units of the pivot for one unit of the
currency."""

Step = Literal["day", "week", "month", "year"]
"""How often a source publishes a rate."""

_NEAR: Final = 64  # rows that are searched for the last few publications of a currency
_NEIGHBOURS: Final = 8  # publications whose digits are counted; hardly all of them end in a zero by chance
_KEPT: Final = 4096  # resolutions that are cached
_SMALLEST: Final = 1e-150  # so that the ratio of any two values is a finite number
_EARLIEST: Final = -98_615  # 1700-01-01: there is a row in memory for each day of a table
_LATEST: Final = 84_005  # 2199-12-31


class Published:
    """The values of one source, quoted against one pivot currency.

    Args:
        currencies: k ISO 4217 codes, the pivot not among them.
        days: n publication days, ascending, as day numbers since 1970-01-01.
        values: n x k values, in the units that the quotation states; NaN where nothing was published.
        pivot: the currency that the source quotes against.
        source: who published the values.
        quotation: `"indirect"`, units of the currency for one unit of the pivot, or `"direct"`, the other way round.
        step: how often the source publishes. Daily rates come first; coarser ones fill the cells that they leave empty.
        is_restated: whether figures from before a redenomination of the pivot are in its new unit, not in that of their day.

    Raises:
        SourceError: if days do not ascend or are not between 1700 and 2199, a value is not positive and finite, or the shapes do not fit.

    Examples:
        >>> table = Published(["USD"], [19_902, 19_905], [[1.0705], [1.0745]], pivot="EUR", source="example")
        >>> table.codes, table.first, table.last
        (('EUR', 'USD'), datetime.date(2024, 6, 28), datetime.date(2024, 7, 1))
    """

    def __init__(
        self,
        currencies: Sequence[str],
        days: ArrayLike,
        values: ArrayLike,
        *,
        pivot: str,
        source: str,
        quotation: Quotation = "indirect",
        step: Step = "day",
        is_restated: bool = False,
    ) -> None:
        self.source: str = source
        self.quotation: Quotation = quotation
        self.step: Step = step
        self.is_restated: bool = is_restated
        self.codes: tuple[str, ...] = (parse_currency(pivot), *(parse_currency(code) for code in currencies))
        self.column: dict[str, int] = {code: column for column, code in enumerate(self.codes)}
        self.days: NDArray[np.int32] = np.array(days, np.int32)
        self.values: NDArray[np.float64] = np.array(values, np.float64)
        self._resolutions: dict[tuple[str, int], Resolution | None] = {}
        self._check()
        self.days.setflags(write=False)
        self.values.setflags(write=False)

    def _check(self) -> None:
        if self.quotation not in get_args(Quotation) or self.step not in get_args(Step):
            raise self._refuse(
                f"{self.quotation!r} is not a known quotation, or {self.step!r} is not a known step."
            )
        if self.values.shape != (len(self.days), len(self.codes) - 1) or not len(self.days):
            raise self._refuse(f"values of shape {self.values.shape} do not fit the days and currencies.")
        if len(self.column) < len(self.codes):
            raise self._refuse("a currency appears twice.")
        if (np.diff(self.days) <= 0).any():
            raise self._refuse("the days must be in ascending order, each only once.")
        if self.days[0] < _EARLIEST or self.days[-1] > _LATEST:
            far = np.datetime64(int(self.days[0] if self.days[0] < _EARLIEST else self.days[-1]), "D")
            raise self._refuse(f"{far} is not between 1700 and 2199. Check its year.")
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
        """A SHA-256 of everything the table holds; equal content has an equal fingerprint."""
        digest = hashlib.sha256(f"{self.source}|{','.join(self.codes)}|".encode())
        if (self.quotation, self.step, self.is_restated) != ("indirect", "day", False):
            digest.update(f"{self.quotation}|{self.step}|{'restated|' * self.is_restated}".encode())
        digest.update(self.days.astype("<i4").tobytes())
        digest.update(np.where(np.isnan(self.values), 0.0, self.values).astype("<f8").tobytes())
        return digest.hexdigest()

    def resolution(self, code: str, day: int) -> Resolution | None:
        """Return the resolution of a currency's last figure on or before a day number; None if there is none near it."""
        key = code, day
        cached = self._resolutions.get(key)
        if cached is None:
            end = int(self.days.searchsorted(np.int32(day), side="right"))
            column = self.values[max(end - _NEAR, 0) : end, self.column[code] - 1]
            latest = column[np.isfinite(column)][-_NEIGHBOURS:].tolist()
            cached = resolution(latest[-1], latest) if latest else None
            if len(self._resolutions) >= _KEPT:
                self._resolutions.clear()
            self._resolutions[key] = cached
        return cached

    def between(self, first: dt.date, last: dt.date) -> Published:
        """Return what was published from one day to another, inclusive.

        Raises:
            SourceError: if nothing was published then.
        """
        rows = (self.days >= day_number(first)) & (self.days <= day_number(last))
        has_values = np.asarray(np.isfinite(self.values[rows]).any(axis=0))
        if not has_values.any():
            raise self._refuse(f"nothing was published from {first} to {last}.")
        codes = [code for code, kept in zip(self.codes[1:], has_values, strict=True) if kept]
        return self.with_values(codes, self.days[rows], self.values[rows][:, has_values])

    def with_values(
        self, codes: Sequence[str], days: NDArray[np.int32], values: NDArray[np.float64]
    ) -> Published:
        """Return this table with other codes, days and values."""
        return Published(
            codes,
            days,
            values,
            pivot=self.codes[0],
            source=self.source,
            quotation=self.quotation,
            step=self.step,
            is_restated=self.is_restated,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        about = {
            "pivot": self.codes[0],
            "source": self.source,
            "quotation": self.quotation,
            "step": self.step,
            "is_restated": self.is_restated,
        }
        return _rebuild, (self.codes[1:], self.days, self.values, about)


class Deferred:
    """A published table that is read when it is first needed.

    Args:
        read: a function that returns the table.
        source: who published it.
        step: how often it is published.
        fingerprint: the fingerprint of its content.
    """

    def __init__(self, read: Callable[[], Published], *, source: str, step: Step, fingerprint: str) -> None:
        self._read = read
        self.source: str = source
        self.step: Step = step
        self.fingerprint: str = fingerprint

    @once_property
    def table(self) -> Published:
        """The table itself."""
        return self._read()


def _rebuild(
    codes: tuple[str, ...], days: NDArray[np.int32], values: NDArray[np.float64], about: dict[str, Any]
) -> Published:
    return Published(codes, days, values, **about)


class Difference(NamedTuple):
    """The difference of one currency's rates between two sources; 1 basis point is 0.01 %.

    Attributes:
        currency: ISO 4217.
        days: the number of days on which both sources published it.
        median_bp: the median of the absolute differences.
        largest_bp: the largest of them.
        largest_on: the day of the largest.
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
