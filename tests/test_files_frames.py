from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each
from pydantic import BaseModel

from salarykit.errors import SourceError
from salarykit.files.reading import read_raw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from salarykit.files.raw import Raw


def plain(raw: Raw) -> dict[str, list[Any]]:
    """Return the columns as plain lists."""
    return {
        name: column if isinstance(column, list) else column.to_pylist()
        for name, column in raw.columns.items()
    }


TABLE = pa.table({"city": ["Paris", None], "amount": [1.5, 2.5]})


@for_each(
    "frame",
    [
        TABLE,
        TABLE.to_batches()[0],
        TABLE.to_reader(),
        TABLE.to_pandas(),
        TABLE.to_pandas().set_index("city"),
        TABLE.to_pandas().astype({"city": object}),
        TABLE.to_pandas().astype({"city": "category"}),
        TABLE.to_pandas().set_axis([7, 9]),
        pl.DataFrame({"city": ["Paris", None], "amount": [1.5, 2.5]}),
    ],
)
def test_a_frame_of_any_library_is_read(frame: Any) -> None:
    """Every frame that speaks Arrow gives the same columns; an index without a name is none."""
    columns = plain(read_raw(frame))

    assert {name: columns[name] for name in sorted(columns)} == {
        "amount": [1.5, 2.5],
        "city": ["Paris", None],
    }


@for_each("values", [[1, "n/a", None], ["2024", 2024.5, None], [10**30, 5, None], [b"x", "y", None]])
def test_a_pandas_column_of_mixed_kinds_is_a_list(values: list[Any]) -> None:
    """What no Arrow column holds stays a list of the objects themselves."""
    frame = pd.DataFrame({"amount": pd.Series(values, dtype=object), "city": ["A", "B", "C"]})

    assert plain(read_raw(frame)) == {"amount": values, "city": ["A", "B", "C"]}


def test_a_frame_with_two_columns_of_a_name_is_refused() -> None:
    """A pandas frame with two columns of one name is an error that names it."""
    frame = pd.DataFrame([[1, 2]], columns=["amount", "amount"])

    with pytest.raises(SourceError, match="two columns named 'amount'"):
        read_raw(frame)


@dataclass
class Row:
    """A record as a dataclass."""

    city: str
    amount: float | None


class Model(BaseModel):
    """A record as a pydantic model."""

    city: str
    amount: float | None


@for_each("kind", [dict, Row, Model, lambda **row: MappingProxyType(row)])
def test_records_are_mappings_dataclasses_and_models(kind: Callable[..., Any]) -> None:
    """Records of every kind give the same columns, missing cells as None."""
    raw = read_raw(record for record in [kind(city="Paris", amount=1.5), kind(city="Rome", amount=None)])

    assert (raw.name, plain(raw)) == ("records", {"city": ["Paris", "Rome"], "amount": [1.5, None]})


def test_records_may_differ_in_their_names() -> None:
    """A name that a record lacks is a missing cell; columns come in the order they first appear."""
    raw = read_raw([{"a": 1}, {"b": "x", "a": 2}, {}])

    assert plain(raw) == {"a": [1, 2, None], "b": [None, "x", None]}
    assert list(raw.columns) == ["a", "b"]


@for_each(
    "values",
    [
        [1, "n/a"],
        [1.5, True],
        ["a", b"b"],
        [10**30, 1],
        [np.datetime64("2024-06-28"), "2024-06-29"],
        ["\ud800", "x"],
    ],
)
def test_records_of_mixed_kinds_keep_their_objects(values: list[Any]) -> None:
    """A value is never turned into its neighbour's kind: a truth value stays one among numbers, a text a text."""
    column = plain(read_raw([{"x": value} for value in values]))["x"]

    assert [(type(value), value) for value in column] == [(type(value), value) for value in values]


@for_each(
    ("source", "message"),
    [
        (5, "Cannot read salaries from a int."),
        (None, "Cannot read salaries from a NoneType."),
        ({"amount": [1]}, "Cannot read salaries from a dict."),
        (b"amount\n1\n", "Cannot read salaries from a bytes."),
        (io.StringIO("amount\n1\n"), "Cannot read salaries from a StringIO."),
        (pd.Series([1]), "A Series is one column."),
        ([1], "Record 1 is a int."),
        ([{"amount": 1}, "x"], "Record 2 is a str."),
        ([{"amount": 1}, Row], "Record 2 is a type."),
    ],
)
def test_a_source_of_the_wrong_kind_says_what_to_give(source: Any, message: str) -> None:
    """What is no path, table or list of records is refused, the record named by its number."""
    with pytest.raises(SourceError) as caught:
        read_raw(source)

    assert str(caught.value).startswith(message)


@pytest.mark.process
@pytest.mark.parametrize("beside", ["np.int64(2024)", "np.float32(0.5)", "np.True_", "'2024'", "None"])
def test_numpy_values_side_by_side_end_no_process(beside: str, forked: Path) -> None:
    """A record with a numpy day beside one with another numpy value is read; the process lives on."""
    code = f"""
import numpy as np
from salarykit.files.reading import read_raw
values = [np.datetime64("2024-06-28"), {beside}]
column = read_raw([{{"x": value}} for value in values]).columns["x"]
print(len(column))
"""
    command = [str(forked / "python"), "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own Python

    assert (run.returncode, run.stdout) == (0, "2\n")
