from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import salarykit as sk
from salarykit.files.columns import as_floats, like

ROWS = 1000
ADDED = ["value", "rate"]
SHARED = ["amount", "x", *ADDED]
A_YEAR = {"period": "year"}  # so few euros are no year's pay unless that is said


def address(column: Any) -> int:
    """Return where the numbers of a column stand in memory."""
    if isinstance(column, pl.Series):
        column = column.to_arrow()
    if isinstance(column, np.ndarray):
        return int(column.ctypes.data)
    if isinstance(column, pa.ChunkedArray):
        assert column.num_chunks == 1
        column = column.chunk(0)
    return int(column.buffers()[-1].address)


@pytest.fixture
def frame() -> pl.DataFrame:
    """Return salaries as polars holds them."""
    return pl.DataFrame(
        {
            "city": ["Paris", "Leeds"] * (ROWS // 2),
            "amount": np.arange(1.0, ROWS + 1),
            "currency": ["EUR", "GBP"] * (ROWS // 2),
            "x": np.arange(ROWS),
        }
    )


def test_polars_in_and_out_share_their_numbers(frame: pl.DataFrame) -> None:
    """Numbers of a polars frame are read where they stand, and handed back where they stand: no copy either way."""
    table = sk.read_salaries(frame, defaults=A_YEAR)
    usd = table.convert("USD", on="2024-06-28")
    back = pl.DataFrame(usd)

    for name in ("amount", "x"):
        assert address(frame[name]) == address(table.to_arrow()[name]) == address(back[name])
    for name in SHARED:
        assert address(usd.to_arrow()[name]) == address(back[name])
    assert back["value"].to_list() == sk.convert(
        frame["amount"].to_list(), frame["currency"].to_list(), "USD", on="2024-06-28"
    )


def test_a_copy_would_be_seen(frame: pl.DataFrame) -> None:
    """The check can fail: integers, which must become floats, and numbers with NaN stand elsewhere afterwards."""
    whole = frame.with_columns(pl.col("amount").cast(pl.Int64))

    assert address(whole["amount"]) != address(sk.read_salaries(whole, defaults=A_YEAR).to_arrow()["amount"])
    holes = frame.with_columns(relevance=pl.Series([float("nan"), *[0.5] * (ROWS - 1)]))
    assert address(holes["relevance"]) != address(
        sk.read_salaries(holes, defaults=A_YEAR).to_arrow()["relevance"]
    )
    assert sk.read_salaries(holes, defaults=A_YEAR).to_arrow()["relevance"].null_count == 1


def test_a_polars_series_is_read_and_made_in_place(frame: pl.DataFrame) -> None:
    """sk.convert reads the Series' own memory; the Series that comes back holds the memory of the result."""
    values = np.arange(float(ROWS))
    done = sk.convert(frame["amount"], frame["currency"], "USD", on="2024-06-28")

    assert address(as_floats(frame["amount"])) == address(frame["amount"])
    assert address(like(frame["amount"], values)) == address(values)
    assert isinstance(done, pl.Series)
    assert (done.name, len(done)) == ("amount", ROWS)


def test_duckdb_in_and_out(frame: pl.DataFrame) -> None:
    """A DuckDB relation is read through Arrow; a table of ours is queried by its name, as it stands."""
    rows = frame.to_arrow()
    relation = duckdb.sql("SELECT * FROM rows WHERE city = 'Leeds'")
    usd = sk.read_salaries(relation, defaults=A_YEAR).convert("USD", on="2024-06-28")
    answer = duckdb.sql("SELECT count(*), sum(value), min(currency) FROM usd")
    assert answer is not None
    [(count, total, currency)] = answer.fetchall()

    assert (len(rows), count, currency) == (ROWS, ROWS // 2, "GBP")
    assert total == pytest.approx(sum(usd.to_arrow()["value"].to_pylist()))


def test_arrow_that_duckdb_hands_over_is_not_copied(frame: pl.DataFrame) -> None:
    """The Arrow table that DuckDB answers with is read where it stands; sk.convert gives an Arrow column for one."""
    rows = frame.to_arrow()
    answer = pa.table(duckdb.sql("SELECT * FROM rows"))
    table = sk.read_salaries(answer, defaults=A_YEAR).to_arrow()

    assert len(rows) == len(table)
    assert address(answer["amount"]) == address(table["amount"])
    assert address(as_floats(answer["amount"])) == address(answer["amount"])
    assert isinstance(sk.convert(answer["amount"], answer["currency"], "USD", on="2024"), pa.ChunkedArray)
