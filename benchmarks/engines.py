"""Measure the doors of polars and DuckDB against `sk.convert` on the same columns, and against joins: `make bench`, or `--rows N`.

The rows, the rates and the joins are those of `benchmarks/convert.py`. All answers must agree before anything is printed:
those of the doors with those of `sk.convert` bit for bit, those of the joins to 1e-9. Then all run in turn, and the median of
each is told as a multiple of `sk.convert`'s, with the least and the most as multiples of the median. `--smoke` runs everything
once on a few rows, which shows that all is right and nothing of time.
"""

from __future__ import annotations

import argparse
import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from convert import (
    CODES,
    FIRST,
    KINDS,
    SLOW,
    Peer,
    arguments,
    draw,
    in_row_order,
    measure,
    polars_peers,
    tables,
    warm_up,
)

import salarykit as sk
import salarykit.duckdb
import salarykit.polars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convert import Tables

MOST: Final = 1.2  # times `sk.convert`, of the polars door
STREAMED: Final = "expression, streaming"
WHOLE: Final = 1_000_000  # rows of whole frames, which gain seven columns
COLUMNS: Final = "SELECT amount, currency, day FROM pay"


def value_of(answer: Any) -> Any:
    """Return the column of values."""
    return answer["value"]


# polars


def polars_doors(frame: pl.DataFrame) -> list[Peer]:
    """Return `sk.convert` and the door on the same columns: a Series, and an expression on each engine."""
    amount, currency, day = (frame[name] for name in ("amount", "currency", "day"))
    value: pl.Expr = pl.col("amount").salarykit.convert("currency", "USD", on="day")
    query = frame.lazy().select(value=value)
    return [
        Peer("sk.convert", lambda: sk.convert(amount, currency, "USD", on=day)),
        Peer("series.salarykit.convert", lambda: amount.salarykit.convert(currency, "USD", on=day)),
        Peer("pl.col(...).salarykit.convert", lambda: query.collect(engine="in-memory"), value_of),
        Peer(STREAMED, lambda: query.collect(engine="streaming"), value_of),
    ]


def frame_peers(frame: pl.DataFrame) -> list[Peer]:
    """Return the conversion of a whole frame: read and converted by the library, by the door, and by the door lazily."""
    whole = frame.select("amount", "currency", as_of="day").head(WHOLE).with_columns(period=pl.lit("year"))
    lazy = whole.lazy().salarykit.convert("USD", on="own")
    table = lambda: pl.DataFrame(sk.read_salaries(whole).convert("USD", on="own"))  # noqa: E731 - a name for a short timed step
    return [
        Peer("sk.read_salaries(df).convert", table, value_of),
        Peer("df.salarykit.convert", lambda: whole.salarykit.convert("USD", on="own"), value_of),
        Peer("lf.salarykit.convert, streaming", lambda: lazy.collect(engine="streaming"), value_of),
    ]


# DuckDB


def connected(given: Tables, kind: str) -> duckdb.DuckDBPyConnection:
    """Return a connection with the rows and the rates as tables of DuckDB's own, the currency an ENUM or a VARCHAR."""
    con = duckdb.connect()
    con.execute(f"CREATE TYPE code AS ENUM {CODES}")
    text = "code" if kind == "a" else "VARCHAR"
    for name in ("pay", "dense", "published"):
        con.register("given", given[name])
        con.execute(f"CREATE TABLE {name} AS SELECT * REPLACE (currency::{text} AS currency) FROM given")  # noqa: S608 - our own text
        con.unregister("given")
    con.register("lists", pa.table({"rates": pa.array([given["dense"]["rate"].to_numpy()])}))
    salarykit.duckdb.register(con)
    con.create_function("first_argument", lambda *columns: columns[0], None, "DOUBLE", type="arrow")
    return con


def duckdb_doors(con: duckdb.DuckDBPyConnection, given: Tables, kind: str) -> list[Peer]:
    """Return `sk.convert` on columns of Arrow, the door by relation, in batches and in SQL, and a lookup in SQL alone."""
    amount, currency, day = (given["pay"][name].combine_chunks() for name in ("amount", "currency", "day"))
    relation, terms = con.sql(COLUMNS), ("amount", "currency", "USD")
    place = "enum_code(currency) + 1" if kind == "a" else f"list_position({list(CODES)}, currency)"
    cell = f"(day - DATE '{FIRST}') * {len(CODES)} + {place}"
    convert, batches = salarykit.duckdb.convert, salarykit.duckdb.convert_batches
    return [
        Peer("sk.convert", lambda: sk.convert(amount, currency, "USD", on=day)),
        Peer("salarykit.duckdb.convert", lambda: convert(relation, *terms, on="day"), value_of),
        Peer(
            "salarykit.duckdb.convert_batches",
            lambda: batches(relation, *terms, on="day").read_all(),
            value_of,
        ),
        Peer("salary_convert", lambda: values(con, "salary_convert(amount, currency, 'USD', day)"), value_of),
        Peer(
            "SQL alone: a list of rates, by position",
            lambda: values(con, f"amount * list_extract((FROM lists), {cell})"),
            value_of,
        ),
    ]


def values(con: duckdb.DuckDBPyConnection, expression: str) -> pa.Table:
    """Return an expression over the rows."""
    return con.sql(f"SELECT {expression} AS value FROM pay").to_arrow_table()  # noqa: S608 - our own text


def duckdb_others(con: duckdb.DuckDBPyConnection) -> list[Peer]:
    """Return the limits of the doors, and the joins that a user would write; the row's number stands beside each value."""
    select = "SELECT p.row, p.amount * r.rate AS value FROM pay p"
    equal = f"{select} JOIN dense r USING (day, currency)"
    as_of = f"{select} ASOF JOIN published r ON p.currency = r.currency AND p.day >= r.day"
    same = "first_argument(amount, currency, 'USD', day)"
    return [
        Peer("limit: the three columns to Arrow", lambda: con.sql(COLUMNS).to_arrow_table(), None),
        Peer("limit: an Arrow function that does nothing", lambda: values(con, same), None),
        Peer("DuckDB join, any order", lambda: con.sql(equal).to_arrow_table(), in_row_order),
        Peer(
            "DuckDB ASOF join, any order",
            lambda: con.sql(as_of).to_arrow_table(),
            in_row_order,
            rounds=SLOW,
        ),
    ]


# Measuring


def check_bits(peers: Sequence[Peer]) -> None:
    """Check that the peers give the very same floats."""
    first, *others = (np.asarray(peer.read(peer.run()) if peer.read else peer.run()) for peer in peers)
    for answer in others:
        np.testing.assert_array_equal(answer, first)


def print_ratios(title: str, peers: Sequence[Peer]) -> dict[str, float]:
    """Measure all, print a line for each, and return the ratio of each to the first."""
    found = measure(peers, again=True)
    print(f"\n{title}\n{'':46}{'rounds':>6}{'seconds':>10}{'/ the first':>13}{'spread':>12}")
    for peer, times in zip(peers, found, strict=True):
        ratio = times.median / found[0].median
        print(f"{peer.name:46}{peer.rounds:>6}{times.median:>10.4f}{ratio:>13.2f}{times.spread:>12}")
    return {peer.name: times.median / found[0].median for peer, times in zip(peers, found, strict=True)}


def compare_polars(given: Tables, kind: str, rounds: int) -> None:
    """Compare the polars door with `sk.convert` and with joins in polars."""
    text = pl.Enum(CODES) if kind == "a" else pl.String
    frame = pl.from_arrow(given["pay"]).with_columns(pl.col("currency").cast(text)).rechunk()
    doors, whole = polars_doors(frame), frame_peers(frame)
    check_bits(doors)
    check_bits(whole)
    joins = polars_peers(given, kind)
    for join_peer in joins:
        join_peer.rounds = SLOW
    peers = [*doors, *joins]
    warm_up(peers, rounds)
    warm_up(whole, min(rounds, SLOW))
    ratios = print_ratios(f"polars, {KINDS[kind].partition(': ')[2]}", peers)
    eager = max(ratios[peer.name] for peer in doors[:-1])
    join = min(ratio for name, ratio in ratios.items() if "join" in name)
    print(
        f"the door takes {eager:.2f} times sk.convert (at most {MOST}), the quickest join {join:.2f} times."
    )
    print_ratios(f"whole frames of {len(frame.head(WHOLE)):,} rows, with provenance", whole)


def compare_duckdb(given: Tables, kind: str, rounds: int) -> None:
    """Compare the DuckDB door with `sk.convert`, with its limits and with joins in DuckDB."""
    con = connected(given, kind)
    doors = duckdb_doors(con, given, kind)
    check_bits(doors)
    peers = [*doors, *duckdb_others(con)]
    warm_up(peers, rounds)
    ratios = print_ratios(f"DuckDB, {'ENUM' if kind == 'a' else 'VARCHAR'} currency, DATE, DOUBLE", peers)
    join = ratios["DuckDB join, any order"]
    for door in ("salarykit.duckdb.convert", "salary_convert"):
        print(f"{door} takes {ratios[door] / join:.2f} times the join.")


def main() -> None:
    """Check everything, then measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=21)  # the doors take hundredths of a second
    parser.add_argument("--engine", choices=("polars", "duckdb"), help="one of them only")
    asked = arguments(parser)
    pay, load = draw(asked.rows), os.getloadavg()[0]
    print(f"{asked.rows:,} rows, {len(CODES)} currencies, to USD; {os.cpu_count()} cores, load {load:.1f}.")
    print(
        ", ".join(f"{name} {version(name)}" for name in ("salarykit", "polars", "duckdb", "pyarrow", "numpy"))
    )
    for kind in ("a", "b"):
        given: Tables = tables(pay, kind)
        if asked.engine != "duckdb":
            compare_polars(given, kind, asked.rounds)
        if asked.engine != "polars":
            compare_duckdb(given, kind, min(asked.rounds, 7))


if __name__ == "__main__":
    main()
