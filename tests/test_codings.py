"""A table of many rows keeps how its columns are coded, and answers no question differently for it."""

from __future__ import annotations

import copy
import gc
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.salaries import tuples
from salarykit.salaries.tuples import code_column, code_tuples

LONG = 1 << 16
QUESTION = {"role": "Engineer", "near": "Berlin", "scale_km": 800, "as_of": "2024", "cluster": "city"}


def long_table(rows: int = LONG) -> sk.SalaryTable:
    """Return salaries of ten cities and three roles, some of them without a role."""
    rng = np.random.default_rng(7)
    cities = pa.array(["Berlin", "Paris", "London", "Kiel", "Lyon", "Ulm", "Bonn", "Leeds", "York", "Rome"])
    roles = pa.array(["Engineer", "Designer", "Chief Product Officer", None])
    return sk.read_salaries(
        pa.table(
            {
                "city": cities.take(pa.array(rng.integers(0, 10, rows))),
                "role": roles.take(pa.array(rng.integers(0, 4, rows))),
                "amount": rng.lognormal(11, 0.5, rows).round(2),
                "currency": pa.repeat("EUR", rows),
                "period": pa.repeat("year", rows),
                "as_of": pa.array(["2022", "2023-06"]).take(pa.array(rng.integers(0, 2, rows))),
            }
        )
    )


@pytest.fixture
def every_table_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make tables of any length keep their codings."""
    monkeypatch.setattr(tuples, "_LONG", 0)


cells = st.one_of(st.none(), st.sampled_from(["a", "b", "", "ä", "Paris"]))


@pytest.mark.usefixtures("every_table_is_long")
@given(st.lists(st.tuples(cells, cells, st.integers(0, 300)), max_size=30))
def test_a_coding_says_what_the_rows_hold(rows: list[tuple[str | None, str | None, int]]) -> None:
    """The tuple of each row is its own, the names are those that occur, once each, and a kept coding is the first one."""
    table = (
        pa.table({name: pa.array(part) for name, part in zip("abc", zip(*rows, strict=True), strict=True)})
        if rows
        else pa.table({name: pa.nulls(0, pa.string()) for name in "abc"})
    )

    for columns in (["a"], ["a", "b"], ["b", "c", "a"]):
        coded = code_tuples(table, columns)
        expected = list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))

        assert [coded.names[index] for index in coded.indices.tolist()] == expected
        assert sorted(map(repr, coded.names)) == sorted(map(repr, set(expected)))
        assert code_tuples(table, columns) is coded


@pytest.mark.parametrize("distinct", [1, 2, 255, 256, 257, 300, 1 << 16, (1 << 16) + 1])
@pytest.mark.usefixtures("every_table_is_long")
def test_indices_are_as_wide_as_the_names_need(distinct: int) -> None:
    """No index wraps around, however many names there are, alone or beside a column of one or two values."""
    numbers = np.arange(distinct)
    table = pa.table({"number": numbers, "one": pa.repeat("x", distinct), "two": numbers % 2})

    for columns in (["number"], ["one", "number"], ["two", "number"], ["number", "two"]):
        coded = code_tuples(table, columns)

        at = columns.index("number")
        np.testing.assert_array_equal([coded.names[index][at] for index in coded.indices.tolist()], numbers)


def test_a_later_query_equals_the_first() -> None:
    """The second answer of a table is that of an equal table that was never asked, bit for bit."""
    table = long_table()
    table.query(QUESTION)

    second, fresh = table.query(QUESTION), long_table().query(QUESTION)

    assert second.to_dict()["quantiles"] == fresh.to_dict()["quantiles"]
    np.testing.assert_array_equal(second.weights, fresh.weights)
    assert second.provenance == fresh.provenance
    assert table.query(QUESTION, by="role") == long_table().query(QUESTION, by="role")


def test_codings_change_neither_equality_nor_the_pickle() -> None:
    """A table that was asked equals one that was not, and is pickled in as many bytes."""
    asked, fresh = long_table(), long_table()
    before = len(pickle.dumps(asked))
    asked.query(QUESTION)

    assert asked == fresh
    assert len(pickle.dumps(asked)) == before
    assert copy.deepcopy(asked).query(QUESTION).mean == asked.query(QUESTION).mean


def test_codings_are_released_with_their_table() -> None:
    """Nothing is kept for a table that no longer exists."""
    gc.collect()
    before = set(tuples._codings)
    table = long_table()
    table.query(QUESTION)
    added = set(tuples._codings) - before
    del table
    gc.collect()

    assert len(added) == 1
    assert not added & set(tuples._codings)


def test_few_codings_are_kept_and_none_of_many_names() -> None:
    """A table keeps its last sixteen codings, of at most two bytes a row, and none that has a name for each row."""
    texts = pa.array([str(number) for number in range(LONG + 1)])
    table = pa.table({f"c{number}": pa.repeat("x", LONG + 1) for number in range(20)} | {"name": texts})
    code_column(table, "name")
    for number in range(20):
        code_column(table, f"c{number}")

    kept = tuples._codings[id(table)][1]
    assert list(kept) == [(f"c{number}",) for number in range(4, 20)]
    assert all(coded.indices.itemsize <= 2 for coded in kept.values())


def test_a_short_table_keeps_nothing() -> None:
    """A table of fewer rows is encoded each time, which is quick."""
    table = pa.table({"a": ["x"] * (LONG - 1)})

    assert code_column(table, "a").names == ["x"]
    assert id(table) not in tuples._codings


def test_a_kept_coding_cannot_be_written_to() -> None:
    """Whoever writes to the indices of a coding gets an error, not other answers later."""
    with pytest.raises(ValueError, match="read-only"):
        code_column(pa.table({"a": ["x"] * LONG}), "a").indices[0] = 1


def test_threads_share_the_codings_of_a_table() -> None:
    """Eight questions at once have the answer of one."""
    table, alone = long_table(), long_table().query(QUESTION)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: table.query(QUESTION), range(8)))

    assert {answer.mean for answer in answers} == {alone.mean}
    assert {tuple(answer.quantiles.values()) for answer in answers} == {tuple(alone.quantiles.values())}


def test_a_column_of_lists_has_codes_too() -> None:
    """The records of employers that are written as lists count as clusters; each row is one."""
    assert len(code_column(pa.table({"employer": [["a"], ["a"]]}), "employer").names) == 2
