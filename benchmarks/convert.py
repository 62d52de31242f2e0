"""Measure conversions against peers, in one run: `make bench`, or `python benchmarks/convert.py --rows N --rounds N`.

Every peer gets its rates ready-made, in the types it joins quickest on, and answers once before the clock starts: the
answers must agree before anything is printed. Then all run in turn, A B C A B C, and the median of each is told, with the
least and the most as multiples of it. `--smoke` runs everything once on a few rows, which shows that all is right and nothing of time. A
column is converted once off the clock before each time it is converted on it, by every one of them, so that none pays
for the memory and the caches that the one before it left.
"""

from __future__ import annotations

import argparse
import copy
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from currency_converter import CurrencyConverter

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

CODES: Final = (  # published by the ECB through the whole range
    *("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF"),
    *("JPY", "KRW", "MYR", "NOK", "NZD", "PLN", "SEK", "SGD", "THB", "ZAR"),
)
WORLD: Final = (  # published by NBP through the whole range
    *("GEL", "ALL", "AMD", "BDT", "BOB", "BWP", "CDF", "CLP", "COP", "CRC"),
    *("DOP", "DZD", "EGP", "ETB", "GTQ", "HNL", "IRR", "JMD", "KES", "KGS"),
    *("KHR", "KZT", "LKR", "MAD", "MDL", "MNT", "MUR", "NGN", "NIO", "PEN"),
    *("PGK", "PKR", "PYG", "HTG", "TND", "TWD", "TZS", "UGX", "UYU", "VND"),
)
FIRST, LAST = np.datetime64("2006-01-01"), np.datetime64("2025-12-31")
BEFORE: Final = np.timedelta64(14, "D")  # publications just before the range, for its first days
SAMPLE: Final = 100_000  # rows of the CurrencyConverter loop
CALLS: Final = 20_000  # scalar calls a round
STARTS: Final = 7  # of each process
SMOKE: Final = 20_000  # rows
SLOW: Final = 2  # rounds of the peers that take seconds
ONE: Final = 'sk.convert(342_000.0, "CAD", "USD", on="2024-06-28")'
PACKAGES: Final = ("numpy", "pandas", "pyarrow", "polars", "duckdb", "currencyconverter")
KINDS: Final = {
    "a": "Arrow: dictionary currency, date32, float64",
    "b": "Arrow: string currency, date32, float64",
    "c": "pandas: str currency, datetime64[ns], float64",
}
Call = tuple[float, str, Any]  # an amount, its currency, the day
Tables = dict[str, pa.Table]  # the rows, the rates of every day, those of the days of publication


class Pay(NamedTuple):
    """The rows before any library has them: indices into CODES, days, amounts."""

    codes: NDArray[np.int8]
    days: NDArray[np.datetime64]
    amounts: NDArray[np.float64]

    def calls(self, count: int) -> list[Call]:
        """Return the first rows as plain Python values."""
        names = (CODES[code] for code in self.codes[:count].tolist())
        return list(zip(self.amounts[:count].tolist(), names, self.days[:count].tolist(), strict=True))


@dataclass
class Peer:
    """One competitor: what the clock measures, how its answer is read (off the clock), a scale for its time."""

    name: str
    run: Callable[[], Any]
    read: Callable[[Any], Any] | None = np.asarray
    scale: float = 1.0
    rounds: int = 1000  # at most


class Times(NamedTuple):
    """What one peer took in all its rounds."""

    median: float
    least: float
    most: float

    @property
    def spread(self) -> str:
        """The least and the most, as multiples of the median."""
        return f"{self.least / self.median:.2f}-{self.most / self.median:.2f}"


def draw(rows: int) -> Pay:
    """Return random rows: every currency and every day of the range equally likely, in no order."""
    rng = np.random.default_rng(20_240_628)
    codes = rng.integers(0, len(CODES), rows, dtype=np.int8)
    days = FIRST + rng.integers(0, (LAST - FIRST).astype(int) + 1, rows).astype("m8[D]")
    return Pay(codes, days, rng.uniform(20_000.0, 900_000.0, rows))


def keys(codes: NDArray[Any], days: NDArray[np.datetime64], kind: str) -> dict[str, pa.Array]:
    """Return the two columns that are joined on, in the types of a kind."""
    coded = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(CODES))
    day = pa.array(days, pa.date32())
    day = day.cast(pa.timestamp("ns")) if kind == "c" else day
    return {"day": day, "currency": coded if kind == "a" else coded.cast(pa.string())}


def tables(pay: Pay, kind: str) -> Tables:
    """Return the rows, and salarykit's rates to USD, with columns of one kind."""
    calendar = np.arange(FIRST - BEFORE, LAST + 1)
    days, codes = np.repeat(calendar, len(CODES)), np.tile(np.arange(len(CODES)), len(calendar))
    done = sk.default_rates().convert(np.ones(len(days)), np.array(CODES)[codes], "USD", on=days)
    rates = pa.table({**keys(codes, days, kind), "rate": done.rate})
    numbers = np.arange(len(pay.amounts), dtype=np.int32)
    rows = {**keys(pay.codes, pay.days, kind), "amount": pay.amounts, "row": numbers}
    dense, published = (rates.filter(pa.array(kept)) for kept in (days >= FIRST, done.staleness == 0))
    return {"pay": pa.table(rows), "dense": dense, "published": published}


def salarykit_peer(given: Tables, kind: str) -> Peer:
    """Convert the columns as they came."""
    names = ("amount", "currency", "day")
    columns: list[Any] = [given["pay"].column(name).combine_chunks() for name in names]
    if kind == "c":
        columns = [pd.Series(column.to_pandas()) for column in columns]
    amounts, currencies, days = columns
    return Peer("salarykit", lambda: sk.convert(amounts, currencies, "USD", on=days))


def polars_peers(given: Tables, kind: str) -> list[Peer]:
    """Join lazily on the dense table, each way on its quicker engine: rows in order, or numbered and streaming."""
    text = pl.Enum(CODES) if kind == "a" else pl.String
    rows, rates = (
        pl.from_arrow(table).with_columns(pl.col("currency").cast(text)).lazy()
        for table in (given["pay"], given["dense"])
    )
    value = (pl.col("amount") * pl.col("rate")).alias("value")
    ordered = rows.join(rates, on=["day", "currency"], how="left", maintain_order="left").select(value)
    streamed = rows.join(rates, on=["day", "currency"], how="left").select("row", value)
    return [
        Peer("Polars join", lambda: ordered.collect(engine="in-memory"), lambda answer: answer["value"]),
        Peer("Polars join, streaming, any order", lambda: streamed.collect(engine="streaming"), in_row_order),
    ]


def duckdb_peers(given: Tables) -> list[Peer]:
    """Join on the dense table, and ASOF on the days of publication; the row's number stands beside each value."""
    connection = duckdb.connect()
    for name, table in given.items():
        connection.register(name, table)
    select = "SELECT p.row, p.amount * r.rate AS value FROM pay p"
    equal = f"{select} JOIN dense r USING (day, currency)"
    as_of = f"{select} ASOF JOIN published r ON p.currency = r.currency AND p.day >= r.day"
    run = lambda query: connection.sql(query).to_arrow_table()  # noqa: E731 - a name for a short timed step
    return [
        Peer("DuckDB join, any order", lambda: run(equal), in_row_order),
        Peer("DuckDB ASOF join, any order", lambda: run(as_of), in_row_order, rounds=SLOW),
    ]


def pandas_peer(given: Tables, kind: str) -> Peer:
    """Sort by day and `merge_asof` by currency on the days of publication."""
    rows, rates = (table.to_pandas() for table in (given["pay"], given["published"]))
    for frame in (rows, rates):
        frame["day"] = frame["day"].astype("M8[ns]")
        frame["currency"] = frame["currency"].astype("category" if kind == "a" else "str")

    def run() -> pd.DataFrame:
        merged = pd.merge_asof(rows.sort_values("day"), rates, on="day", by="currency")
        return merged.assign(value=merged["amount"] * merged["rate"])

    return Peer("pandas.merge_asof, any order", run, in_row_order, rounds=SLOW)


def in_row_order(answer: Any) -> NDArray[np.float64]:
    """Return the values of an answer that carries the rows' numbers."""
    values = np.full(len(answer), np.nan)
    values[np.asarray(answer["row"])] = np.asarray(answer["value"])
    return values


def column_peers(pay: Pay, kind: str, converter: CurrencyConverter) -> list[Peer]:
    """Return all that run on one kind of columns: salarykit first, the limit second."""
    given, sample = tables(pay, kind), pay.calls(SAMPLE)
    loop = f"CurrencyConverter loop ({len(sample):,} rows, scaled)"
    return [
        salarykit_peer(given, kind),
        Peer("limit: amount * 1.1, numpy, one core", lambda: pay.amounts * 1.1, read=None),
        *polars_peers(given, kind),
        *duckdb_peers(given),
        pandas_peer(given, kind),
        Peer(loop, theirs(sample, converter), scale=len(pay.amounts) / len(sample)),
    ]


def ours(calls: Sequence[Call], rates: sk.Rates | None = None) -> Callable[[], list[float]]:
    """Return a loop of `sk.convert`."""
    if rates is None:  # as a user writes it
        return lambda: [sk.convert(amount, code, "USD", on=day) for amount, code, day in calls]
    return lambda: [sk.convert(amount, code, "USD", on=day, rates=rates) for amount, code, day in calls]


def theirs(calls: Sequence[Call], converter: CurrencyConverter) -> Callable[[], list[float]]:
    """Return a loop of `CurrencyConverter.convert`."""
    return lambda: [converter.convert(amount, code, "USD", day) for amount, code, day in calls]


def first_time(calls: Sequence[Call], rounds: int) -> Callable[[], list[float]]:
    """Return a loop of `sk.convert` over days that its rates, new in each round, were not asked for before."""
    fresh = [copy.copy(sk.default_rates()) for _ in range(rounds + 1)]
    for rates in fresh:
        rates.rate("EUR", "USD", on=FIRST - BEFORE)  # its table is built off the clock
    return lambda: ours(calls, fresh.pop())()  # noqa: PLW0108 - the next one, in each round


def scalar_peers(pay: Pay, converter: CurrencyConverter, rounds: int) -> dict[str, list[Peer]]:
    """Return both loops for each pattern of calls."""
    day = np.datetime64("2024-06-28").item()  # CurrencyConverter takes no text
    same, many = [(342_000.0, "CAD", day)] * CALLS, pay.calls(CALLS)
    each = [(342_000.0, CODES[day.day % 20], day) for day in np.arange(FIRST, LAST + 1).tolist()]
    loops = {
        ONE: (ours([(342_000.0, "CAD", "2024-06-28")] * CALLS), same),
        "currencies and days (dates) vary": (ours(many), many),
        "each day for the first time": (first_time(each, rounds), each),
    }
    pairs = {}
    for name, (run, calls) in loops.items():
        other = Peer("CurrencyConverter", theirs(calls, converter), scale=1e6 / len(calls))
        pairs[name] = [Peer("salarykit", run, scale=1e6 / len(calls)), other]
    return pairs


def process(name: str) -> Peer:
    """Return a whole process that imports and ends."""
    line = [sys.executable, "-c", f"import {name}"]
    return Peer(name, lambda: subprocess.run(line, check=True), None, rounds=STARTS)  # noqa: S603 - our own benchmark


def seconds(run: Callable[[], Any]) -> float:
    """Return how long one run takes; not what it takes to throw its answer away."""
    start = time.perf_counter()
    answer = run()
    took = time.perf_counter() - start
    del answer
    return took


def warm_up(peers: Sequence[Peer], rounds: int) -> None:
    """Run each once, set how often each is to run, and check that all answer what the first does."""
    expected: NDArray[np.float64] | None = None
    for peer in peers:
        answer = peer.run()
        peer.rounds = min(peer.rounds, rounds)
        if peer.read:
            found = np.asarray(peer.read(answer), np.float64)
            expected = found if expected is None else expected
            assert len(found) in (len(expected), min(SAMPLE, len(expected))), peer.name
            np.testing.assert_allclose(found, expected[: len(found)], rtol=1e-9, atol=0, err_msg=peer.name)


def measure(peers: Sequence[Peer], *, again: bool = False) -> list[Times]:
    """Run all in turn, round after round, and return the times of each, or of its second run in each turn."""
    times: list[list[float]] = [[] for _ in peers]
    for number in range(max(peer.rounds for peer in peers)):
        for peer, took in zip(peers, times, strict=True):
            if number < peer.rounds:
                if again:
                    peer.run()
                took.append(seconds(peer.run) * peer.scale)
    return [Times(statistics.median(took), min(took), max(took)) for took in times]


def print_columns(title: str, peers: Sequence[Peer]) -> None:
    """Measure conversions of columns, and print a line for each."""
    found = measure(peers, again=True)
    print(f"\n{title}\n{'':46}{'rounds':>6}{'seconds':>10}{'/ salarykit':>13}{'/ limit':>9}{'spread':>12}")
    for peer, times in zip(peers, found, strict=True):
        ratios = f"{times.median / found[0].median:>13.2f}{times.median / found[1].median:>9.1f}"
        print(f"{peer.name:46}{peer.rounds:>6}{times.median:>10.4f}{ratios}{times.spread:>12}")


def sixty_peers(pay: Pay) -> list[Peer]:
    """Convert as many rows of the ECB's twenty currencies, and of sixty; NBP's forty have gaps of up to 14 days."""
    rng, codes = np.random.default_rng(20_240_629), (*CODES, *WORLD)
    many = rng.integers(0, len(codes), len(pay.amounts), dtype=np.int8)
    days = pa.array(pay.days, pa.date32())
    peers = []
    for name, indices, names in (
        ("20 currencies, ECB", pay.codes, CODES),
        ("60 currencies, ECB and NBP", many, codes),
    ):
        column = pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(names))
        run = partial(sk.convert, pa.array(pay.amounts), column, "USD", on=days, max_staleness=14)
        peers.append(Peer(name, run, read=None))
    return peers


def print_pair(title: str, peers: Sequence[Peer], unit: str) -> None:
    """Measure salarykit and one other, and print a line."""
    first, second = measure(peers)
    other = peers[1].name
    told = f"salarykit {first.median:.3g} {unit} ({first.spread}), {other} {second.median:.3g} {unit} ({second.spread})"
    print(f"{title}:\n    {told}, ratio {second.median / first.median:.2f}")


def arguments(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Return the arguments of a benchmark that has --rows and --rounds; --smoke sets both low."""
    parser.add_argument("--smoke", action="store_true")
    asked = parser.parse_args()
    if asked.smoke:
        asked.rows, asked.rounds = SMOKE, 1
    return asked


def main() -> None:
    """Check everything, then measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = arguments(parser)
    pay, load = draw(asked.rows), os.getloadavg()[0]
    converter = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
    columns = {f"({kind}) {title}": column_peers(pay, kind, converter) for kind, title in KINDS.items()}
    scalars = scalar_peers(pay, converter, asked.rounds)
    for peers in (*columns.values(), *scalars.values()):
        warm_up(peers, asked.rounds)
    print(
        f"{asked.rows:,} rows, {len(CODES)} currencies, {FIRST} to {LAST}, to USD. All answers agree to 1e-9."
    )
    print("Only the ratios matter, and only from an idle machine: other work on it slows thread pools most.")
    print(f"{os.cpu_count()} cores; the load when this began was {load:.1f}.")
    print(", ".join(f"{name} {version(name)}" for name in ("salarykit", *PACKAGES)))
    for title, peers in columns.items():
        print_columns(title, peers)
    sixty = sixty_peers(pay)
    warm_up(sixty, asked.rounds)
    few, more = (times.median for times in measure(sixty, again=True))
    print(f"\n{sixty[1].name}: {more:.4f} s, {sixty[0].name}: {few:.4f} s, ratio {more / few:.2f}")
    print("\nOne amount, microseconds; the ratio is the other's time to salarykit's")
    for title, peers in scalars.items():
        print_pair(title, peers, "us")
    print_pair("\nA process that imports and ends", [process("salarykit"), process("numpy")], "s")


if __name__ == "__main__":
    main()
