from __future__ import annotations

import datetime as dt
import math
import pickle

import numpy as np
import pandas as pd
import pytest
from cases import for_each

from salarykit.errors import InvalidSpan
from salarykit.rates.spans import Span, day_number, day_of, parse_span

DAY = dt.date(2024, 6, 28)
EAST = dt.timezone(dt.timedelta(hours=9))

ACCEPTED = {
    "2024-06-28": "2024-06-28/2024-06-28",
    "2024-06": "2024-06-01/2024-06-30",
    "2024": "2024-01-01/2024-12-31",
    "2024-Q1": "2024-01-01/2024-03-31",
    "2024-Q2": "2024-04-01/2024-06-30",
    "2024-Q3": "2024-07-01/2024-09-30",
    "2024-Q4": "2024-10-01/2024-12-31",
    "2024-02": "2024-02-01/2024-02-29",
    "2023-02": "2023-02-01/2023-02-28",
    "1900-02": "1900-02-01/1900-02-28",
    "2000-02-29": "2000-02-29/2000-02-29",
    "2024-12": "2024-12-01/2024-12-31",
    "0001": "0001-01-01/0001-12-31",
    "9999-12-31": "9999-12-31/9999-12-31",
    "2023-07-01/2024-06-30": "2023-07-01/2024-06-30",
    "2023-07/2024-06": "2023-07-01/2024-06-30",
    "2022/2024": "2022-01-01/2024-12-31",
    "2024-Q2/2024-Q3": "2024-04-01/2024-09-30",
    "2024-06-15/2024": "2024-06-15/2024-12-31",
    "2024-06-28/2024-06-28": "2024-06-28/2024-06-28",
    " 2024-06-28 ": "2024-06-28/2024-06-28",
}
NEITHER = [
    "",
    " ",
    "today",
    "latest",
    "own",
    "24",
    "202",
    "20244",
    "20240628",
    "2024-6-28",
    "2024-06-28T00:00",
    "2024-06-28 00:00:00",
    "28/06/2024",
    "06/28/2024",
    "2024-Q0",
    "2024-Q5",
    "2024Q2",
    "2024-q2",
    "2024-W26",
    "-2024",
    "2024-",
    "2024/",
    "/2024",
    "2024/2025/2026",
    "2024 / 2025",
    "2024--2025",
    "\uff12\uff10\uff12\uff14",  # full-width digits
    "\u0662\u0660\u0662\u0664",  # Arabic-Indic digits
    None,
    math.nan,
    20240628,
    2024,
    2024.5,
    True,
    b"2024",
    ["2024"],
    ("2024", "2025"),
    dt.time(12),
    dt.timedelta(1),
    pd.NaT,
    pd.NA,
    np.datetime64("NaT", "D"),
    np.datetime64("NaT", "D"),
    np.datetime64(2**40, "D"),
    np.datetime64("0000-12-31"),
    np.timedelta64(1, "D"),
]
NO_SUCH_DAY = [
    "2024-02-30",
    "2023-02-29",
    "1900-02-29",
    "2024-06-31",
    "2024-13",
    "2024-13-01",
    "0000",
    "2024-01-32",
]
ZEROS = ["2024-00", "2024-06-00", "2024-00-15", "2024-00-00", "2024-06-00/2024-07", "2024/2025-00"]
BACKWARD = ["2024/2023", "2024-06-28/2024-06-27", "2024-Q3/2024-Q2", "2024-02/2024-01"]


@for_each(("text", "days"), ACCEPTED.items())
def test_a_text_stands_for_its_days(text: str, days: str) -> None:
    """ISO 8601 with full or reduced precision, or two of these, is a first and a last day."""
    first, last = (dt.date.fromisoformat(day) for day in days.split("/"))

    assert parse_span(text) == Span(first, last)


@for_each(
    "on",
    [
        DAY,
        dt.datetime(2024, 6, 28, 23, 59, 59),  # noqa: DTZ001 - a naive one is the point
        dt.datetime(2024, 6, 28, 0, 30, tzinfo=EAST),
        pd.Timestamp("2024-06-28"),
        pd.Timestamp("2024-06-28 23:59:59.999999999"),
        pd.Timestamp("2024-06-28 00:30", tz="Asia/Tokyo"),
        np.datetime64("2024-06-28"),
        np.datetime64("2024-06-28T23:59:59"),
        np.datetime64("2024-06-28T23:59:59.999999999", "ns"),
        np.str_("2024-06-28"),
        Span(DAY, DAY),
    ],
)
def test_a_date_of_any_make_is_its_calendar_day(on: object) -> None:
    """A date, a time stamp or a numpy day is the day that is written in it, whatever its clock says."""
    span = parse_span(on)

    assert span == Span(DAY, DAY)
    assert type(span.first) is dt.date


@pytest.mark.parametrize(
    ("on", "span"),
    [
        (np.datetime64("1969-12-31T23:00"), "1969-12-31"),
        (np.datetime64("1950-01-01", "ns"), "1950-01-01"),
    ],
)
def test_numpy_days_before_1970_are_not_rounded_up(on: np.datetime64, span: str) -> None:
    """A moment before the epoch belongs to the day it falls in."""
    assert str(parse_span(on)) == span


def test_a_span_is_taken_as_it_is() -> None:
    """What was parsed once is not parsed again."""
    span = parse_span("2024-Q2")

    assert parse_span(span) is span


@for_each("on", NEITHER)
def test_anything_else_is_neither_a_day_nor_a_span(on: object) -> None:
    """Other writings, numbers and every kind of missing value are refused, with the forms to write."""
    with pytest.raises(InvalidSpan, match="is neither a day nor a span") as caught:
        parse_span(on)

    assert "'2024-06-28', '2024-06', '2024-Q2', '2024'" in str(caught.value)
    assert caught.value.row is None


@for_each("text", NO_SUCH_DAY)
def test_a_day_that_the_calendar_does_not_have_is_refused(text: str) -> None:
    """There is no 30 February, no month 13 and no year 0."""
    with pytest.raises(InvalidSpan, match="is not a day of the calendar") as caught:
        parse_span(text)

    assert (caught.value.value, caught.value.row) == (text, None)
    assert repr(text) in str(caught.value)


@for_each("text", ZEROS)
def test_there_is_no_month_zero_and_no_day_zero(text: str) -> None:
    """A month or a day 00, which some exports write for unknown, is not read as the whole year or month."""
    with pytest.raises(InvalidSpan) as caught:
        parse_span(text)

    assert caught.value.value == text


@for_each("text", BACKWARD)
def test_a_span_cannot_end_before_it_begins(text: str) -> None:
    """First and last day in the wrong order are refused."""
    with pytest.raises(InvalidSpan, match="ends before it begins") as caught:
        parse_span(text)

    assert (caught.value.value, caught.value.row) == (text, None)


def test_a_span_made_by_hand_cannot_end_before_it_begins() -> None:
    """The order of the days is checked for a Span as it is for a text."""
    with pytest.raises(InvalidSpan, match="ends before it begins"):
        parse_span(Span(DAY, dt.date(2024, 6, 1)))


def test_a_refusal_says_the_same_the_second_time() -> None:
    """What is remembered of texts changes no error."""
    told = []
    for _ in range(2):
        with pytest.raises(InvalidSpan) as caught:
            parse_span("2024-02-30")
        told.append(str(caught.value))

    assert told[0] == told[1]


@for_each("text", ACCEPTED)
def test_a_span_writes_itself_so_that_it_can_be_read_again(text: str) -> None:
    """The text of a span stands for the same days."""
    span = parse_span(text)

    assert parse_span(str(span)) == span


def test_a_day_is_a_span_of_one() -> None:
    """A span of one day is a day, and is written as one."""
    day, month = parse_span("2024-06-28/2024-06-28"), parse_span("2024-06")

    assert (day.is_day, str(day)) == (True, "2024-06-28")
    assert (month.is_day, str(month)) == (False, "2024-06-01/2024-06-30")


def test_spans_survive_pickling() -> None:
    """A span comes out of a pickle as a span."""
    back = pickle.loads(pickle.dumps(parse_span("2024")))  # noqa: S301 - our own bytes

    assert (back, type(back)) == (parse_span("2024"), Span)


@for_each("day", [dt.date.min, dt.date(1969, 12, 31), dt.date(1970, 1, 1), DAY, dt.date.max])
def test_day_numbers_are_numpys(day: dt.date) -> None:
    """A day's number counts from 1970-01-01 as numpy's does, and leads back to the day."""
    assert day_number(day) == np.datetime64(day, "D").astype(np.int64)
    assert day_of(day_number(day)) == day
