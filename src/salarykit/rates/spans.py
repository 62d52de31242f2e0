"""Days and spans of days, as ISO 8601 writes them with full or reduced precision."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, TypeVar

import numpy as np

from salarykit.errors import InvalidSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "EPOCH",
    "AnyColumn",
    "Latest",
    "On",
    "OnColumn",
    "PeriodLike",
    "Span",
    "day_number",
    "day_of",
    "is_coarse",
    "is_period",
    "parse_span",
    "shortest",
]

EPOCH = dt.date(1970, 1, 1).toordinal()
"""The proleptic ordinal of 1970-01-01, which is day number 0, as in numpy and Arrow."""

_FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4]))?", re.ASCII
)

_WRITE = "Write a date, '2024-06-28', '2024-06', '2024-Q2', '2024' or '2023-07-01/2024-06-30'."

_DURATION = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?", re.ASCII)


class Span(NamedTuple):
    """A first and a last day, both included; a day is a span of one.

    Examples:
        >>> span = parse_span("2024-Q1")
        >>> span.first, span.last, str(span)
        (datetime.date(2024, 1, 1), datetime.date(2024, 3, 31), '2024-01-01/2024-03-31')
    """

    first: dt.date
    last: dt.date

    @property
    def is_day(self) -> bool:
        """Whether first and last are the same day."""
        return self.first == self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.is_day else f"{self.first}/{self.last}"


class PeriodLike(Protocol):
    """The part of a pandas `Period` from which days are read."""

    @property
    def start_time(self) -> dt.datetime:
        """The first moment of the span."""

    @property
    def end_time(self) -> dt.datetime:
        """The last moment of the span."""


_Value_co = TypeVar("_Value_co", covariant=True)


class AnyColumn(Protocol[_Value_co]):
    """Values in order, in any library: a list, a tuple, a numpy array, a pandas or polars Series, an Arrow array."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_Value_co]: ...
    def __getitem__(self, index: Any, /) -> Any: ...  # libraries differ in what an index may be


On: TypeAlias = "str | dt.date | np.datetime64 | Span | PeriodLike"
"""A day or a span of days, as `parse_span` takes it; a verb may also take words, such as "latest" and "own"."""

OnColumn: TypeAlias = "On | AnyColumn[On | None]"
"""One day or span for all rows, or a column with one for each; None where it is missing."""


class Latest(Span):
    """The newest day of the daily rates; for a pair of currencies, the newest day on which both have a rate."""

    __slots__ = ()


def parse_span(on: object) -> Span:
    """Return the days that a date or a text stands for.

    Args:
        on: a `date`, a `datetime` or pandas `Timestamp` (its calendar day as written), a pandas `Period` (all its
            days), a numpy `datetime64` (of a unit longer than a day: all days of that year, month or week), or a
            text: `2024-06-28`, `2024-06`, `2024-Q2`, `2024`, two of these joined by `/`, or one of them and a
            duration: `P12M/2024-06-30` (the twelve months that end on that day), `2024-01-01/P90D`.

    Raises:
        InvalidSpan: for anything else, an impossible date, or a last day before the first.

    Examples:
        >>> str(parse_span("2024-06-28")), str(parse_span("2024-06"))
        ('2024-06-28', '2024-06-01/2024-06-30')
        >>> str(parse_span("2023-07/2024-06"))
        '2023-07-01/2024-06-30'
        >>> str(parse_span("P12M/2024-06-30")), str(parse_span("2024-01-01/P1W"))
        ('2023-07-01/2024-06-30', '2024-01-01/2024-01-07')
        >>> str(parse_span(np.datetime64("2024-06"))), str(parse_span(np.datetime64("2024-06-01")))
        ('2024-06-01/2024-06-30', '2024-06-01')
        >>> parse_span("2024-02-30")
        Traceback (most recent call last):
        salarykit.errors.InvalidSpan: '2024-02-30' is not a day of the calendar.
    """
    if isinstance(on, str):
        return _parse_text(on)
    if isinstance(on, Span):
        return _ascending(on, on)
    if isinstance(on, np.datetime64) and not np.isnat(on):
        return _of_numpy(on)
    if is_period(on):
        return _of_period(on)
    if isinstance(on, dt.datetime):
        on = None if on != on else on.date()  # noqa: PLR0124 - NaT is the datetime that differs from itself
    if isinstance(on, dt.date):
        return Span(on, on)
    raise InvalidSpan(
        f"{on!r} is neither a day nor a span. {_WRITE}",
        value=on,
        row=None,
    )


@lru_cache(maxsize=65_536)
def _parse_text(text: str) -> Span:
    first, slash, last = text.strip().partition("/")
    if slash and first.startswith("P"):
        end = _parse_part(last, text).last
        span = Span(_moved(end, first, text, -1) + dt.timedelta(1), end)
    elif slash and last.startswith("P"):
        start = _parse_part(first, text).first
        span = Span(start, _moved(start, last, text, 1) - dt.timedelta(1))
    else:
        span = _parse_part(first, text)
        span = Span(span.first, _parse_part(last, text).last) if slash else span
    return _ascending(span, text)


def is_coarse(kind: np.dtype[Any]) -> bool:
    """Return whether the values of a numpy `datetime64` are spans: of a year, a month, a week, several days.

    Examples:
        >>> [is_coarse(np.dtype(kind)) for kind in ("M8[Y]", "M8[3M]", "M8[W]", "M8[D]", "M8[s]")]
        [True, True, True, False, False]
    """
    unit, many = np.datetime_data(kind)
    return unit in ("Y", "M", "W") or (unit == "D" and many > 1)


def is_period(value: object) -> bool:
    """Return whether a value is a pandas `Period`; pandas need not be imported for that.

    Examples:
        >>> import pandas as pd
        >>> is_period(pd.Period("2024", "Y")), is_period("2024")
        (True, False)
    """
    return type(value).__name__ == "Period" and hasattr(value, "end_time")


def _of_numpy(on: np.datetime64) -> Span:
    first = on.astype("datetime64[D]")
    last = first
    if is_coarse(on.dtype):
        unit: Any = np.datetime_data(on.dtype)  # with its count: a quarter is three months
        following = on + np.timedelta64(1, unit)
        last = following.astype("datetime64[D]") - np.timedelta64(1, "D")
    return _of_edges(first.item(), last.item(), on)


def _of_period(on: Any) -> Span:
    try:
        return _of_edges(on.start_time.date(), on.end_time.date(), on)
    except (ValueError, OverflowError):  # a year that pandas' timestamps do not have
        return _of_edges(None, None, on)


def _of_edges(first: object, last: object, on: object) -> Span:
    if isinstance(first, dt.date) and isinstance(last, dt.date):
        return Span(first, last)
    raise InvalidSpan(
        f"{str(on)!r} is neither a day nor a span of the calendar, which has the years 1 to 9999. {_WRITE}",
        value=on,
        row=None,
    )


def shortest(span: Span) -> str:
    """Return a span in ISO 8601, with reduced precision if it is a whole year, quarter or month.

    Examples:
        >>> [shortest(parse_span(text)) for text in ("2024-01/2024-12", "2024-04/2024-06", "2024-06-28")]
        ['2024', '2024-Q2', '2024-06-28']
        >>> shortest(parse_span("2023-04-01/2024-03-31"))
        '2023-04-01/2024-03-31'
    """
    year, month = f"{span.first.year:04}", span.first.month
    forms = (year, f"{year}-Q{(month + 2) // 3}", f"{year}-{month:02}")
    return next((form for form in forms if _parse_text(form) == span), str(span))


def _ascending(span: Span, text: object) -> Span:
    if span.last < span.first:
        raise InvalidSpan(f"{str(text)!r} ends before it begins.", value=text, row=None)
    return span


def _moved(day: dt.date, duration: str, text: str, sign: int) -> dt.date:
    """Return the day that is a duration away; whole months lead from the last day of a month to the last day of another."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        raise InvalidSpan(
            f"{text!r}: {duration!r} is not a duration such as P12M, P1Y or P90D.", value=text, row=None
        )
    years, months, weeks, days = (sign * int(group or 0) for group in match.groups())
    count = day.year * 12 + day.month - 1 + years * 12 + months
    try:
        year, month = divmod(count, 12)
        length, full = monthrange(year, month + 1)[1], monthrange(day.year, day.month)[1]
        kept = length if day.day == full else min(day.day, length)
        return dt.date(year, month + 1, kept) + dt.timedelta(weeks * 7 + days)
    except (ValueError, OverflowError):
        raise InvalidSpan(
            f"{text!r} reaches beyond the calendar, which has the years 1 to 9999.", value=text, row=None
        ) from None


def _parse_part(part: str, text: str) -> Span:
    match = _FORMS.fullmatch(part)
    if match is None:
        raise InvalidSpan(
            f"{text!r} is neither a day nor a span. Write '2024-06-28', '2024-06', '2024-Q2', '2024' or "
            "'2023-07-01/2024-06-30'.",
            value=text,
            row=None,
        )
    year, month, day, quarter = (int(group) if group else None for group in match.groups())
    months = (quarter * 3 - 2, quarter * 3) if quarter else (1, 12) if month is None else (month, month)
    try:
        first = dt.date(year or 0, months[0], 1 if day is None else day)
        last = dt.date(year or 0, months[1], monthrange(year or 0, months[1])[1] if day is None else day)
    except ValueError:
        raise InvalidSpan(f"{text!r} is not a day of the calendar.", value=text, row=None) from None
    return Span(first, last)


def day_number(day: dt.date) -> int:
    """Return the number of days from 1970-01-01 to a day.

    Examples:
        >>> import datetime as dt
        >>> day_number(dt.date(1970, 1, 2))
        1
    """
    return day.toordinal() - EPOCH


def day_of(number: int) -> dt.date:
    """Return the day of a number; the inverse of `day_number`.

    Examples:
        >>> day_of(1)
        datetime.date(1970, 1, 2)
    """
    return dt.date.fromordinal(int(number) + EPOCH)
