from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
import salarykit.pandas
from salarykit.errors import InvalidSpan, SourceError
from salarykit.files.columns import as_days
from salarykit.files.pandas_columns import period_texts, without_periods
from salarykit.rates.spans import parse_span, shortest

if TYPE_CHECKING:
    from pathlib import Path

RATES = sk.default_rates()
PERIODS = [
    (pd.Period("2024", "Y"), "2024"),
    (pd.Period("2024-05", "Q"), "2024-Q2"),
    (pd.Period("2024-06", "M"), "2024-06"),
    (pd.Period("2008-10-10", "W"), "2008-10-06/2008-10-12"),
    (pd.Period("2008-10-10", "W-WED"), "2008-10-09/2008-10-15"),
    (pd.Period("2023-07-01", "Y-MAR"), "2023-04-01/2024-03-31"),
    (pd.Period("2023-08-01", "Q-JAN"), "2023-08-01/2023-10-31"),
    (pd.Period("2024-01", "2M"), "2024-01-01/2024-02-29"),
    (pd.Period("2024-06-28", "D"), "2024-06-28"),
    (pd.Period("2024-06-28 15:00", "h"), "2024-06-28"),
]
SPANS = [
    (np.datetime64("2024"), "2024"),
    (np.datetime64("2024-06"), "2024-06"),
    (np.datetime64("1969-12"), "1969-12"),
    (np.array(["2024-04"], "M8[3M]")[0], "2024-Q2"),
    (np.datetime64("2024-06-27", "W"), "2024-06-27/2024-07-03"),
    (np.datetime64("2024-06-28", "D"), "2024-06-28"),
    (np.datetime64("2024-06-28T15", "h"), "2024-06-28"),
]
EVERY = for_each(("span", "text"), [*PERIODS, *SPANS])


def columns(values: list[Any]) -> list[Any]:
    """Return the columns that hold periods or numpy's spans: of pandas, numpy, and lists."""
    if isinstance(values[0], np.datetime64):
        array = np.array(values)
        objects = np.empty(len(values), object)
        objects[:] = values  # `astype(object)` would make dates of months
        return [array, values, objects, array.astype(array.dtype.newbyteorder(">"))]
    index = pd.PeriodIndex(values)
    series = pd.Series(index)
    return [
        index,
        series,
        series.astype(object),
        series.astype("category"),
        index.array,
        values,
        tuple(values),
    ]


@EVERY
def test_a_period_is_all_its_days(span: Any, text: str) -> None:
    """A pandas period, or a numpy datetime64 of a unit coarser than a day, stands for all its days."""
    assert parse_span(span) == parse_span(text)
    assert shortest(parse_span(span)) == text


@EVERY
def test_a_period_is_a_span_wherever_rates_are_asked_for(span: Any, text: str) -> None:
    """As `on` of an amount or a quote, and as a column of them, it gives the mean that its text gives, or the day."""
    on = text if parse_span(text).first.year > 1999 else "2024"
    span = span if on == text else np.datetime64("2024")
    rate = RATES.rate("GBP", "USD", on=on)

    assert sk.convert(1.0, "GBP", "USD", on=span) == rate
    assert RATES.quote("GBP", "USD", on=span) == RATES.quote("GBP", "USD", on=on)
    for column in columns([span, span]):
        assert sk.convert([1.0, 1.0], "GBP", "USD", on=column) == [rate, rate]
        assert RATES.convert([1.0, 1.0], "GBP", "USD", on=column).value.tolist() == [rate, rate]


@EVERY
def test_a_cell_of_a_period_is_its_text(span: Any, text: str) -> None:
    """As `as_of` of a record, a default and a row it is the text of ISO 8601 that has the same days."""
    row = {"amount": 1, "currency": "EUR", "as_of": span}

    assert sk.Salary(**row).as_of == text
    assert [each.as_of for each in sk.read_salaries([row, {**row, "as_of": None}])] == [text, None]
    assert sk.read_salaries([{"amount": 1, "currency": "EUR"}], defaults={"as_of": span})[0].as_of == text


@for_each(("span", "text"), PERIODS)
def test_a_frame_of_periods_is_read(span: Any, text: str) -> None:
    """A frame, an Arrow table and a categorical column of periods are read as their texts; NaT is missing."""
    frame = pd.DataFrame(
        {"amount": [1.0, 2.0], "currency": "EUR", "as_of": pd.PeriodIndex([span, None], freq=span.freq)}
    )
    coded = frame.assign(as_of=frame["as_of"].astype("category"))

    for each in (
        frame,
        coded,
        pa.Table.from_pandas(frame),
        pa.Table.from_pandas(coded),
        frame.set_index("as_of"),
    ):
        assert [row.as_of for row in sk.read_salaries(each)] == [text, None]
    assert frame.iloc[:1].salarykit.convert("USD", on="own")["value"].tolist() == [
        sk.convert(1.0, "EUR", "USD", on=text)
    ]


@pytest.mark.parametrize(("span", "text"), PERIODS, ids=repr)
def test_a_file_of_periods_is_converted(span: Any, text: str, tmp_path: Path) -> None:
    """A Parquet file of periods is read, and converted to Parquet and CSV, by their days; a CSV has their texts."""
    index = pd.PeriodIndex([span, None], freq=span.freq)
    pd.DataFrame({"amount": [1.0, 2.0], "currency": "EUR", "as_of": index}).to_parquet(
        tmp_path / "in.parquet"
    )
    value = sk.convert(1.0, "EUR", "USD", on=text)

    assert [row.as_of for row in sk.read_salaries(tmp_path / "in.parquet")] == [text, None]
    for name in ("out.parquet", "out.csv"):
        sk.convert_file(tmp_path / "in.parquet", tmp_path / name, base="USD", on="own", missing="null")
    written = pd.read_parquet(tmp_path / "out.parquet")
    assert (written["value"][0], written["as_of"].tolist()[:1]) == (value, [span])
    assert [row.as_of for row in sk.read_salaries(tmp_path / "out.csv")] == [text, None]


@pytest.mark.process
def test_a_file_of_periods_is_read_without_pandas(tmp_path: Path) -> None:
    """Where nobody has imported pandas, a file's periods look like whole numbers; they are still its weeks and quarters."""
    rows = {"amount": [1.0], "currency": "EUR", "as_of": pd.PeriodIndex(["2008-10-10"], freq="W")}
    pd.DataFrame(rows).to_parquet(tmp_path / "in.parquet")
    table = pq.read_table(tmp_path / "in.parquet")
    field = table.schema.field("as_of")
    said = {b"ARROW:extension:name": b"pandas.period", b"ARROW:extension:metadata": b'{"freq": "W-SUN"}'}
    stored = pa.chunked_array([chunk.storage for chunk in table.column("as_of").chunks])
    plain = table.set_column(2, pa.field("as_of", pa.int64(), metadata=said), stored)

    assert without_periods(plain).column("as_of").to_pylist() == ["2008-10-06/2008-10-12"]
    assert isinstance(field.type, pa.ExtensionType)
    script = (
        "import sys, salarykit as sk; sk.convert_file(sys.argv[1], sys.argv[2], base='USD', on='own');"
        "print('pandas' in sys.modules, sk.read_salaries(sys.argv[1])[0].as_of)"
    )
    ran = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", script, str(tmp_path / "in.parquet"), str(tmp_path / "out.csv")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.split()[1] == "2008-10-06/2008-10-12"
    assert "2008-10-06/2008-10-12" in (tmp_path / "out.csv").read_text()


def test_older_names_of_frequencies_are_known() -> None:
    """A file of an older pandas says A-DEC for years and H for hours; a frequency nobody knows is refused."""
    for freq, number, text in (
        ("A-DEC", 54, "2024"),
        ("A-MAR", 54, "2023-04-01/2024-03-31"),
        ("H", 0, "1970-01-01"),
    ):
        said = {
            b"ARROW:extension:name": b"pandas.period",
            b"ARROW:extension:metadata": b'{"freq": "%s"}' % freq.encode(),
        }
        field = pa.field("as_of", pa.int64(), metadata=said)
        found = period_texts(pa.chunked_array([[number, None]]), field)

        assert found is not None
        assert found.to_pylist() == [text, None]
    unknown = {b"ARROW:extension:name": b"pandas.period", b"ARROW:extension:metadata": b'{"freq": "moon"}'}
    with pytest.raises(SourceError, match="moon"):
        period_texts(pa.chunked_array([[1]]), pa.field("as_of", pa.int64(), metadata=unknown))


def test_every_door_for_a_day_takes_a_period() -> None:
    """Converting a table, querying by recency, comparing with an earlier day and ageing take what their texts say."""
    table, year = sk.load_salaries(), pd.Period("2020", "Y")
    usd = table.convert("USD", on="2024")
    for span in (year, np.datetime64("2020")):
        assert table.convert("USD", on=span).to_arrow().column("value") == table.convert(
            "USD", on="2020"
        ).to_arrow().column("value")
        assert usd.query(as_of=span) == usd.query(as_of="2020")
        assert usd.compare("Toronto", "Austin", since=span) == usd.compare("Toronto", "Austin", since="2020")
        assert sk.Ageing(span, growth=0.03) == sk.Ageing("2020", growth=0.03)
        assert sk.Ageing("2025", growth=0.03).factor(span) == sk.Ageing("2025", growth=0.03).factor("2020")
    on = pd.PeriodIndex([year] * len(table))
    assert table.convert("USD", on=on).to_arrow().column("value") == table.convert(
        "USD", on="2020"
    ).to_arrow().column("value")


@pytest.mark.parametrize("freq", ["M", "Q", "W"])
def test_a_rate_of_a_period_is_refused_as_its_text_is(freq: str) -> None:
    """A rate is of one day: a table of rates by month, quarter or week is refused; by pandas' days it is read."""
    frame = pd.DataFrame({"date": pd.PeriodIndex(["2024-01-05"], freq=freq), "currency": "USD", "rate": 1.1})
    with pytest.raises(SourceError, match="is a span; a rate is for one day"):
        sk.read_rates(frame, base="EUR")

    daily = sk.read_rates(frame.assign(date=pd.PeriodIndex(["2024-01-05"], freq="D")), base="EUR")
    assert daily.first.isoformat() == "2024-01-05"


@for_each(
    "on",
    [np.array(["20000"], "M8[Y]"), np.array([2**62], "M8[s]"), np.array([-(2**62)], "M8[ms]"),
     np.array([2**40], "M8[D]"), np.array(["-0044-03"], "M8[M]")],
)  # fmt: skip
def test_a_day_outside_the_calendar_is_told_as_that(on: Any) -> None:
    """A year that the calendar does not have is an error about that, with its row, not about a missing day."""
    for ask in (
        lambda: sk.convert([1.0], "GBP", "USD", on=on),
        lambda: RATES.convert([1.0], "GBP", "USD", on=on),
    ):
        with pytest.raises(InvalidSpan, match=r"^Row 1: .*calendar.* the years 1 to 9999") as caught:
            ask()
        assert caught.value.row == 1
    with pytest.raises(InvalidSpan, match="the years 1 to 9999"):
        parse_span(on[0])


@for_each("kind", ["M8[10s]", "M8[12h]", "M8[30m]", "M8[500ms]"])
def test_a_unit_of_several_ticks_is_the_day_it_falls_in(kind: str) -> None:
    """Numpy can count time by ten seconds; the day is the same."""
    days = as_days(np.array(["2024-06-28T12:00", "NaT"], kind), parse_span)

    assert sk.convert([1.0], "GBP", "USD", on=np.array(["2024-06-28T12:00"], kind)) == [
        RATES.rate("GBP", "USD", on="2024-06-28")
    ]
    assert days.numbers[0] == np.datetime64("2024-06-28").astype(int)  # type: ignore[union-attr] # they are days
