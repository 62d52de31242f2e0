from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each

from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files import columns
from salarykit.files.columns import (
    as_coded,
    as_days,
    as_floats,
    combine,
    floats_to_arrow,
    like,
    to_arrow,
)
from salarykit.rates import kernel
from salarykit.rates.columns import span_of
from salarykit.rates.spans import parse_span
from salarykit.salaries.convert import convert

if TYPE_CHECKING:
    from salarykit.rates.kernel import Coded

NAN = float("nan")
DAY = dt.date(2024, 6, 28)


class Foreign:
    """An array of some other library, which speaks Arrow and nothing else."""

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        return self._array.__arrow_c_array__(requested_schema)


def numbered(values: list[Any], kind: Any) -> list[Any]:
    """Return one column of values in every way that the libraries hold one."""
    array = pa.array(values, kind)
    padded = pa.concat_arrays([pa.nulls(2, kind), array, pa.nulls(1, kind)])
    halves = [array.slice(0, 1), array.slice(1)]
    return [
        values,
        tuple(values),
        array,
        padded.slice(2, len(values)),
        pa.chunked_array(halves),
        Foreign(array),
        pl.Series(values),
    ]


def texts(coded: Coded) -> list[Any]:
    """Return the values that a coded column stands for."""
    return [coded.names[index] for index in coded.indices.tolist()]


@for_each(
    "column",
    [
        *numbered([1.5, None, 3.0], pa.float64()),
        pa.array([1.5, NAN, 3], pa.float32()),
        pa.array([1.5, None, 3], pa.float16()),
        pa.array([Decimal("1.5"), None, Decimal(3)]),
        np.array([1.5, NAN, 3]),
        np.array([1.5, NAN, 3], np.float32),
        np.array([1.5, NAN, 3]).astype(">f8"),
        np.array([1.5, 0, NAN, 0, 3, 0])[::2],
        np.array([1.5, None, 3], object),
        [Decimal("1.5"), None, Decimal("3.0")],
        pd.Series([1.5, None, 3]),
        pd.Series([1.5, None, 3], dtype="Float64"),
        pd.Series([1.5, None, 3], dtype="float64[pyarrow]"),
        pd.Series([1.5, None, 3], dtype=object),
        pd.Series([1.5, None, 3], dtype="category"),
        pd.Index([1.5, NAN, 3]),
        pa.array([1.5, None, 3]).dictionary_encode(),
        pl.Series([1.5, None, 3], dtype=pl.Float32),
        pl.Series([Decimal("1.5"), None, Decimal("3.0")]),
    ],
)
def test_numbers_of_any_library_are_floats(column: Any) -> None:
    """A column of numbers of any library and width is float64, NaN where missing."""
    floats = as_floats(column)

    assert floats.dtype == np.float64
    np.testing.assert_array_equal(floats, [1.5, NAN, 3.0])


@for_each("kind", ["i1", "u1", "i8", "u8"])
def test_integers_are_floats(kind: str) -> None:
    """Integers of any width are float64."""
    whole = np.array([1, 0, 3], kind)

    for column in (whole, whole.tolist(), pa.array(whole), pd.Series(whole), pl.Series(whole)):
        np.testing.assert_array_equal(as_floats(column), [1.0, 0.0, 3.0])


def test_decimals_are_the_nearest_floats() -> None:
    """A decimal of a database is the float that its digits stand for, to the last bit."""
    figures = [Decimal("0.0793"), Decimal("249564.42"), Decimal("9999999.9999"), Decimal("0.1")]

    assert as_floats(pa.array(figures, pa.decimal128(20, 4))).tolist() == [
        float(figure) for figure in figures
    ]


def test_floats_are_not_copied() -> None:
    """A column that is float64 already is read where it lies."""
    plain = np.array([1.0, 2.0])

    assert np.shares_memory(as_floats(plain), plain)
    assert np.shares_memory(as_floats(pd.Series(plain, copy=False)), plain)
    assert np.shares_memory(as_floats(pa.array(plain)), plain)


def test_a_column_of_nothing_is_nan() -> None:
    """A column without any value is NaN throughout, whatever its kind; an empty one is empty."""
    assert np.isnan(as_floats([None, None])).all()
    assert np.isnan(as_floats(pa.nulls(2, pa.string()))).all()
    assert as_floats([]).tolist() == []


@for_each(
    "column",
    [
        ["1"],
        [True],
        np.array([True]),
        [DAY],
        [[1.0]],
        pd.Series(["1"]),
        pl.Series([True]),
        [1, "1"],
        [1.5, True],
        5,
    ],
)
def test_what_is_no_number_is_refused(column: Any) -> None:
    """Texts, truth values, days, lists and single figures are no column of numbers."""
    with pytest.raises(InvalidQuery):
        as_floats(column)


@for_each(
    "column",
    [
        *numbered(["USD", None, "EUR"], pa.string()),
        *numbered(["USD", None, "EUR"], pa.large_string())[2:6],
        *numbered(["USD", None, "EUR"], pa.string_view())[2:6],
        *numbered(["USD", None, "EUR"], pa.dictionary(pa.int8(), pa.string()))[2:6],
        pa.chunked_array(
            [pa.array(["USD", None]).dictionary_encode(), pa.array(["EUR"]).dictionary_encode()]
        ),
        pa.DictionaryArray.from_arrays(pa.array([2, 1, 0], pa.uint8()), pa.array(["EUR", None, "USD"])),
        pa.DictionaryArray.from_arrays(pa.array([0, None, 1], pa.int64()), pa.array(["USD", "EUR", "GBP"])),
        np.array(["USD", None, "EUR"], object),
        pd.Series(["USD", None, "EUR"]),
        pd.Series(["USD", NAN, "EUR"], dtype=object),
        pd.Series(["USD", None, "EUR"], dtype="string"),
        pd.Series(["USD", None, "EUR"], dtype="category"),
        pd.Series(["GBP", "USD", None, "EUR"], dtype="category")[1:],
        pl.Series(["USD", None, "EUR"], dtype=pl.Categorical),
        pl.Series(["USD", None, "EUR"], dtype=pl.Enum(["EUR", "GBP", "USD"])),
    ],
)
def test_texts_of_any_library_are_coded(column: Any) -> None:
    """A column of texts, dictionaries with missing values and slices included, is coded; missing is None."""
    assert texts(as_coded(column)) == ["USD", None, "EUR"]


def test_an_empty_column_is_coded() -> None:
    """No rows have no codes."""
    assert texts(as_coded([])) == texts(as_coded(pa.chunked_array([], pa.string()))) == []


@for_each(
    "values",
    [5, object(), [1, "x"], [DAY, "2024"], np.array([1, "x"], object)],
)
def test_what_is_no_column_is_refused(values: Any) -> None:
    """A single value, or values of several kinds, are one error with its cause."""
    with pytest.raises(InvalidQuery, match=r"^These values are not a column: ") as caught:
        to_arrow(values)

    assert caught.value.__cause__ is not None


def test_the_kind_that_came_goes_back() -> None:
    """Values come back as the kind of column that came; null stands where NaN was in lists and Arrow."""
    values = np.array([1.5, NAN])

    assert [like(column, values) for column in ([1.0, 2.0], (1.0, 2.0))] == [[1.5, None]] * 2
    assert like(pa.array([1, 2]), values).equals(pa.array([1.5, None]))
    np.testing.assert_array_equal(like(np.array([1, 2]), values), values)


def test_chunks_go_back_as_chunks() -> None:
    """A chunked array comes back as one, null where NaN was."""
    back = like(pa.chunked_array([[1.0], [2.0]]), np.array([1.5, NAN]))

    assert back.equals(pa.chunked_array([[1.5, None]]))


def test_a_series_keeps_its_index_and_name() -> None:
    """A pandas Series comes back with the index and the name it had."""
    back = like(pd.Series([1, 2], index=["a", "b"], name="pay"), np.array([1.5, NAN]))

    pd.testing.assert_series_equal(back, pd.Series([1.5, NAN], index=["a", "b"], name="pay"))


def test_other_pandas_columns_go_back_too() -> None:
    """A pandas Index, and a pandas array without an index, hold figures and come back with them."""
    for column in (pd.Index([1.0, 2.0]), pd.array([1.0, 2.0])):
        np.testing.assert_array_equal(np.asarray(like(column, np.array([1.5, 2.5]))), [1.5, 2.5])


def test_a_polars_series_keeps_its_name() -> None:
    """A polars Series comes back as one, by its name, null where NaN was."""
    back = like(pl.Series("pay", [1, 2]), np.array([1.5, NAN]))

    assert (back.name, back.dtype, back.to_list()) == ("pay", pl.Float64, [1.5, None])


def test_chunks_are_combined() -> None:
    """Chunks become one array, of dictionaries too; a single chunk is not copied."""
    plain = pa.chunked_array([np.array([1.0, 2.0])])
    twice = pa.chunked_array([pa.array(["a"]).dictionary_encode(), pa.array(["b", "a"]).dictionary_encode()])

    assert combine(plain).buffers()[1].address == plain.chunk(0).buffers()[1].address
    assert combine(twice).to_pylist() == ["a", "b", "a"]
    assert combine(pa.chunked_array([], pa.int8())).to_pylist() == []


def test_nan_is_null_in_arrow() -> None:
    """NaN becomes null, unless it is known that there is none."""
    assert floats_to_arrow(np.array([1.0, NAN])).to_pylist() == [1.0, None]
    assert floats_to_arrow(np.array([1.0, 2.0]), complete=True).to_pylist() == [1.0, 2.0]


@pytest.mark.parametrize("amount", [np.int64(100), np.float32(100.0), np.float64(100.0)], ids=repr)
def test_one_figure_of_numpy_is_one_figure(amount: Any) -> None:
    """A single figure from numpy, such as the sum of a column, converts as a plain one does."""
    assert convert(amount, "EUR", "USD", on="2024-06-28") == pytest.approx(107.05, rel=1e-15)


@for_each("coded", [False, True])
@for_each("odd", [None, "2024-06", " 2024-06-28", "0001-01-01", "9999-12-31", "2024-02-29"])
def test_texts_that_are_dates_are_days(odd: str | None, *, coded: bool) -> None:
    """A column of texts gives the days that each text stands for, whether all are dates or not."""
    texts = ["2024-06-28", "1999-01-04", odd, "2024-06-28"]
    column = pa.array(texts).dictionary_encode() if coded else pa.array(texts)
    days = as_days(column, parse_span)

    assert [span_of(days, row) for row in range(4)] == [text and parse_span(text) for text in texts]


@for_each("text", ["0000-01-01", "2024-02-30", "2024-13-01", "2024/06/28"])
def test_a_text_that_is_no_date_is_refused(text: str) -> None:
    """A day that the calendar does not have is refused with its row."""
    with pytest.raises(InvalidSpan, match="Row 2"):
        as_days(pa.array(["2024-06-28", text]), parse_span)


@for_each("names", [["Köln", "Bonn", None], ["Kiel"], [None], [f"city {number}" for number in range(200)]])
@for_each("kind", [pa.string(), pa.large_string()])
def test_a_long_column_of_texts_is_coded_in_parts(
    names: list[str | None], kind: pa.DataType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that is divided among threads has the codes and the names that Arrow gives the whole."""
    monkeypatch.setattr(kernel, "_ALONE", 100)
    monkeypatch.setattr(kernel, "_THREADS", 3)
    monkeypatch.setattr(columns, "_LONG", 100)
    monkeypatch.setattr(columns, "_SEEN", 50)
    texts = pa.array([names[row % len(names) if row > 60 else 0] for row in range(1000)], kind)
    whole = texts.dictionary_encode()
    coded = columns.as_coded(texts)

    assert coded.names == [*whole.dictionary.to_pylist(), None]
    assert [coded.names[number] for number in coded.indices.tolist()] == texts.to_pylist()


def test_runs_are_decoded() -> None:
    """A column of runs in Arrow is that of its values."""
    amounts = pa.RunEndEncodedArray.from_arrays([2, 3], [1.0, 2.0])

    assert as_floats(amounts).tolist() == [1.0, 1.0, 2.0]
    assert as_floats(pa.chunked_array([amounts, amounts])).tolist() == [1.0, 1.0, 2.0] * 2
    assert convert(amounts, "EUR", "EUR", on="2024-06-28").to_pylist() == [1.0, 1.0, 2.0]


@for_each("amount", [iter([1.0, 2.0]), {1.0}, pd.NA, 1j, pa.scalar(5.0), dt.date(2024, 1, 1)])
def test_what_is_neither_number_nor_column_is_refused(amount: Any) -> None:
    """A set has no order, a generator no length, and other single values are no numbers."""
    with pytest.raises(InvalidQuery, match=r"is neither a number nor a column of numbers\."):
        convert(amount, "EUR", "USD", on="2024-06-28")
