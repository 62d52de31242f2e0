from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each

from salarykit.errors import InvalidSpan, RateNotFound
from salarykit.files.columns import as_days
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import day_of, parse_span
from salarykit.salaries.convert import convert

DAY = dt.date(2024, 6, 28)
EVENING = dt.datetime(2024, 6, 28, 23, 30)  # noqa: DTZ001 - a wall clock
NIGHT = EVENING.replace(tzinfo=dt.UTC)  # already the 29th in Tokyo, and still the 28th in New York
UNITS = ["s", "ms", "us", "ns"]


def texts(coded: Coded) -> list[Any]:
    """Return the values that a coded column stands for."""
    return [coded.names[index] for index in coded.indices.tolist()]


def dates(days: Days | Coded) -> list[dt.date | None]:
    """Return the days of a column; the smallest of all integers stands for none."""
    assert isinstance(days, Days)
    none = np.iinfo(days.ticks.dtype).min
    pairs = zip(days.ticks.tolist(), days.numbers.tolist(), strict=True)
    return [None if tick == none else day_of(number) for tick, number in pairs]


@for_each(
    "column",
    [
        [DAY, None, DAY],
        (DAY, None, DAY),
        pa.array([DAY, None, DAY]),
        pa.array([None, DAY, None, DAY])[1:],
        pa.chunked_array([[DAY, None], [DAY]]),
        pl.Series([DAY, None, DAY]),
        pa.array([DAY, None, DAY], pa.date64()),
        *[pa.array([EVENING, None, EVENING], pa.timestamp(unit)) for unit in UNITS],
        *[
            np.array(["2024-06-28T23", "NaT", "2024-06-28"], f"M8[{unit}]")
            for unit in [*UNITS, "h", "m", "D"]
        ],
        np.array(["2024-06-28", "2000", "NaT", "2000", "2024-06-28", "2000"], "M8[ns]")[::2],
        np.array(["2024-06-28", "NaT", "2024-06-28"], "M8[ns]").astype(">M8[ns]"),
        np.array(["2024-06-28", "NaT", "2024-06-28"], "M8[D]").astype(">M8[D]"),
        np.array(["2024-06-28", "NaT", "2024-06-28"], "M8[12h]"),
        list(np.array(["2024-06-28", "NaT", "2024-06-28"], "M8[D]")),
        pd.Series([pd.Timestamp(DAY), pd.NaT, pd.Timestamp(DAY)]),
        pd.Series([DAY, None, DAY]),
        pd.DatetimeIndex([DAY, None, DAY]),
        pd.Series([DAY, None, DAY], dtype="date32[pyarrow]"),
        pl.Series([EVENING, None, EVENING]),
    ],
)
def test_days_of_any_library_are_days(column: Any) -> None:
    """Dates and timestamps in every unit are their calendar day; NaT and null are no day."""
    assert dates(as_days(column, parse_span)) == [DAY, None, DAY]


@pytest.mark.parametrize(("zone", "day"), [("Asia/Tokyo", 29), ("America/New_York", 28), ("UTC", 28)])
def test_a_time_zone_s_calendar_counts(zone: str, day: int) -> None:
    """A timestamp with a time zone counts as the day on that zone's calendar."""
    local = NIGHT.astimezone(ZoneInfo(zone))
    columns = [
        [local],
        *[pa.array([local], pa.timestamp(unit, zone)) for unit in UNITS],
        pd.Series([pd.Timestamp(local)]),
        pd.DatetimeIndex([local]),
        pl.Series([NIGHT]).dt.convert_time_zone(zone),
    ]

    assert [dates(as_days(column, parse_span)) for column in columns] == [[dt.date(2024, 6, day)]] * len(
        columns
    )


def test_days_before_1970_are_floored() -> None:
    """A time before 1970 belongs to its own day, not to the next."""
    for column in (np.array(["1969-12-31T23"], "M8[ms]"), pa.array([EVENING.replace(1969, 12, 31)])):
        assert dates(as_days(column, parse_span)) == [dt.date(1969, 12, 31)]


def test_texts_are_spans() -> None:
    """A column of texts is one of spans, in any library; missing is None."""
    for column in (
        ["2024", None],
        pd.Series(["2024", None]),
        pl.Series(["2024", None], dtype=pl.Categorical),
    ):
        coded = as_days(column, parse_span)

        assert isinstance(coded, Coded)
        assert [str(span) for span in texts(coded)] == ["2024-01-01/2024-12-31", "None"]


def test_a_text_that_is_no_day_names_its_row() -> None:
    """The first row of a bad text is named, counted from 1."""
    with pytest.raises(InvalidSpan, match=r"^Row 2: '2024-13'") as caught:
        as_days(["2024", "2024-13", "2024-13"], parse_span)

    assert (caught.value.row, caught.value.value) == (2, "2024-13")


def test_a_category_without_rows_is_not_read() -> None:
    """A category that no row has any more is not parsed."""
    column = pd.Series(["2024", "unknown"], dtype="category")[:1]

    assert [str(span) for span in texts(as_days(column, parse_span))] == ["2024-01-01/2024-12-31"]  # type: ignore[arg-type] # texts are coded


@for_each("unit", UNITS)
def test_a_missing_day_is_told_as_missing(unit: str) -> None:
    """An error about a row without a day says that none was given, whatever unit the column has."""
    with pytest.raises(RateNotFound, match=r"^Row 1: No CAD/USD rate: no day was given\.") as caught:
        convert(np.array([1.0]), "CAD", "USD", on=np.array(["NaT"], f"M8[{unit}]"))

    assert (caught.value.on, caught.value.row) == (None, 1)
