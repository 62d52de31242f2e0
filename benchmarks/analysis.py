"""Measure the statistics against peers, in one run: `python benchmarks/analysis.py --rows N --rounds N`.

No peer has relevance weights, so salarykit answers weighted what the others answer unweighted; where the definitions
agree the answers are checked before anything is printed. All run in turn, A B C A B C; the median of each is told.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from convert import Peer, arguments, measure, warm_up
from scipy.stats import rankdata
from statsmodels.stats.weightstats import DescrStatsW

import salarykit as sk
from salarykit.analysis.quantiles import sample_quantiles, weighted_quantiles
from salarykit.analysis.ranks import ranks
from salarykit.analysis.weighted_sample import WeightedSample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GROUPS: Final = 300
QUARTILES: Final = [0.25, 0.5, 0.75]
SLOW: Final = 2  # rounds of the peers that take seconds
FEW: Final = 1_000_000  # rows of what is measured on one sample
PACKAGES: Final = ("numpy", "scipy", "pandas", "polars", "duckdb", "statsmodels")
CITIES: Final = {
    "Berlin": "DE", "Paris": "FR", "London": "GB", "New York": "US", "Toronto": "CA",
    "Delhi": "IN", "Beijing": "CN", "Austin": "US", "Seattle": "US", "Singapore": "SG",
}  # fmt: skip
ROLES: Final = ("Product Manager", "Chief Product Officer", "Engineer", "Head of Product")


class Rows(NamedTuple):
    """Figures with weights in groups."""

    x: NDArray[np.float64]
    weights: NDArray[np.float64]
    groups: NDArray[np.int32]


def draw(rows: int) -> Rows:
    """Return random rows: lognormal pay, weights of three decimals, groups of about one size."""
    rng = np.random.default_rng(20_240_628)
    groups = rng.integers(0, GROUPS, rows, dtype=np.int32)
    return Rows(rng.lognormal(11, 0.6, rows), rng.integers(0, 1001, rows) / 1000, groups)


def group_peers(rows: Rows, p: Sequence[float]) -> list[Peer]:
    """Return all that answer for groups; salarykit with weights and without, the others have none."""
    ones = np.broadcast_to(1.0, len(rows.x))

    def ours(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return sample_quantiles(WeightedSample.of(rows.x, weights, rows.groups, GROUPS), p)

    frame = pl.DataFrame({"g": rows.groups, "x": rows.x})
    pandas = frame.to_pandas()
    return [
        Peer("salarykit, equal weights", lambda: ours(ones), np.ravel),
        Peer("salarykit, weighted", lambda: ours(rows.weights), None),
        polars_peer(frame, p),
        duckdb_peer(frame.to_arrow(), p),
        Peer("pandas, unweighted", lambda: pandas.groupby("g")["x"].quantile(list(p)), rounds=SLOW),
    ]


def polars_peer(frame: pl.DataFrame, p: Sequence[float]) -> Peer:
    """Group, and take linear quantiles."""
    shares = [pl.col("x").quantile(each, "linear").alias(str(each)) for each in p]
    return Peer(
        "Polars, unweighted",
        lambda: frame.group_by("g").agg(shares),
        lambda answer: answer.sort("g").drop("g").to_numpy().ravel(),
    )


def duckdb_peer(table: pa.Table, p: Sequence[float]) -> Peer:
    """Group, and take continuous quantiles, each by itself."""
    connection = duckdb.connect()
    connection.register("pay", table)
    asked = ", ".join(f"quantile_cont(x, {each})" for each in p)
    select = f"SELECT g, {asked} FROM pay GROUP BY g ORDER BY g"  # noqa: S608 - our own numbers
    return Peer(
        "DuckDB quantile_cont, unweighted",
        lambda: connection.sql(select).fetchnumpy(),
        lambda answer: np.column_stack(list(answer.values())[1:]).ravel(),
    )


def check_groups(rows: Rows) -> None:
    """Hold the weighted answers of some groups against those of each group alone, sorted by another library."""
    found = sample_quantiles(
        WeightedSample.of(rows.x, rows.weights, rows.groups, GROUPS), QUARTILES, method="inverted_cdf"
    )
    for group in range(0, GROUPS, 100):
        inside = (rows.groups == group) & (rows.weights > 0)
        theirs = np.quantile(rows.x[inside], QUARTILES, weights=rows.weights[inside], method="inverted_cdf")
        assert np.isin(found[group], rows.x[inside]).all()
        np.testing.assert_allclose(
            found[group], theirs, rtol=1e-3
        )  # their floats may miss a tie by one figure


def sample_peers(rows: Rows) -> list[Peer]:
    """Return all that know weights, on one sample of random ones, where every definition of a step agrees."""
    x = rows.x[:FEW]
    weights = np.random.default_rng(1).random(len(x))
    theirs = DescrStatsW(x, weights)
    return [
        Peer(
            "salarykit, inverted_cdf",
            lambda: weighted_quantiles(x, weights, QUARTILES, method="inverted_cdf"),
        ),
        Peer(
            "numpy quantile(weights=)",
            lambda: np.quantile(x, QUARTILES, weights=weights, method="inverted_cdf"),
        ),
        Peer("statsmodels DescrStatsW", lambda: theirs.quantile(QUARTILES, return_pandas=False), rounds=SLOW),
        Peer("salarykit, kish_linear", lambda: weighted_quantiles(x, weights, QUARTILES), None),
    ]


def rank_peers(x: NDArray[np.float64]) -> list[Peer]:
    """Return all that rank, the largest first, equal figures by their first place."""
    series, column = pd.Series(x), pl.Series(x)
    return [
        Peer("salarykit.analysis.ranks", lambda: ranks(x)),
        Peer("scipy rankdata", lambda: rankdata(-x, method="min")),
        Peer("pandas rank", lambda: series.rank(method="min", ascending=False)),
        Peer("Polars rank", lambda: column.rank("min", descending=True)),
    ]


def told(title: str, peers: Sequence[Peer], limit: int) -> None:
    """Measure, and print a line for each with its time as a multiple of one peer's."""
    found = measure(peers)
    limit_name = peers[limit].name.split(",")[0]
    print(f"\n{title}\n{'':42}{'rounds':>6}{'seconds':>10}{'/ ' + limit_name:>24}{'spread':>12}")
    for peer, times in zip(peers, found, strict=True):
        ratio = times.median / found[limit].median
        print(f"{peer.name:42}{peer.rounds:>6}{times.median:>10.4f}{ratio:>24.2f}{times.spread:>12}")


# Memory, each in a process of its own


def memory(what: str, rows: int) -> None:
    """Measure the first and a later answer's time, and how far they raise the peak of this process; print all."""
    run, columns = (_groups if what == "groups" else _query)(rows)
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts from here
    before = _kilobytes("VmRSS")
    for number in ("first", "later"):
        start, processor = time.perf_counter(), time.process_time()
        run()
        took, processor = time.perf_counter() - start, time.process_time() - processor
        extra = (_kilobytes("VmHWM") - before) * 1024
        print(
            f"{what:8} {number} {rows:,} rows: {took:.2f} s ({processor:.2f} s of the processor), "
            f"{extra / 1e6:,.0f} MB beside columns of {columns / 1e6:,.0f} MB: {extra / columns:.2f} times"
        )


def _kilobytes(name: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])


def _groups(rows: int) -> tuple[Any, int]:
    given = draw(rows)
    run = lambda: sample_quantiles(WeightedSample.of(given.x, given.weights, given.groups, GROUPS), QUARTILES)  # noqa: E731 - a name for a short timed step
    return run, sum(column.nbytes for column in given)


def _query(rows: int) -> tuple[Any, int]:
    table = sk.read_salaries(_salaries(rows))
    asked: dict[str, Any] = {
        "role": ROLES[1],
        "near": "Berlin",
        "scale_km": 3000,
        "as_of": "2024",
        "sample_pivot": 30,
    }
    return lambda: table.query(asked), table.to_arrow().nbytes


def _salaries(rows: int) -> pa.Table:
    rng = np.random.default_rng(1)
    city = rng.integers(0, len(CITIES), rows)
    days = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    columns = {
        "role": _words(rng.integers(0, len(ROLES), rows), ROLES),
        "city": _words(city, list(CITIES)),
        "country": _words(city, list(CITIES.values())),
        "amount": rng.lognormal(11, 0.6, rows),
        "currency": _words(np.zeros(rows), ["USD"]),
        "as_of": _words(rng.integers(0, len(days), rows), days),
        "sample_size": rng.integers(1, 200, rows),
        "relevance": rng.integers(0, 1001, rows) / 1000,
    }
    return pa.table(columns)


def _words(indices: NDArray[Any], names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), pa.array(names))


def main() -> None:
    """Check everything, then measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", choices=("groups", "query"), help=argparse.SUPPRESS)
    asked = arguments(parser)
    if asked.memory:
        memory(asked.memory, asked.rows)
        return
    compare(draw(asked.rows), asked.rounds)
    print("\nMemory beside the columns, and time, each in a process of its own", flush=True)
    for what in ("groups", "query"):
        line = [sys.executable, __file__, "--memory", what, "--rows", str(asked.rows)]
        subprocess.run(line, check=True)  # noqa: S603 - this file


def compare(rows: Rows, rounds: int) -> None:
    """Measure against the peers, and print."""
    load = os.getloadavg()[0]
    check_groups(rows)
    size = f"{len(rows.x):,} rows"
    titles = {
        f"The median of {GROUPS} groups, {size}": (group_peers(rows, [0.5]), 2),
        f"Their quartiles, {size}": (group_peers(rows, QUARTILES), 2),
        f"Weighted quartiles of one sample, {FEW:,} rows": (sample_peers(rows), 0),
        f"Ranks, {FEW:,} whole numbers": (rank_peers(np.round(rows.x[:FEW], 0)), 3),
        f"Ranks, {FEW:,} figures with all their digits": (rank_peers(rows.x[:FEW]), 3),
    }
    for peers, _ in titles.values():
        warm_up(peers, rounds)
    print("All answers agree to 1e-9 where the definitions do. Only the ratios matter, from an idle machine.")
    print(f"{os.cpu_count()} cores; the load when this began was {load:.1f}.")
    print(", ".join(f"{name} {version(name)}" for name in ("salarykit", *PACKAGES)))
    for title, (peers, limit) in titles.items():
        told(title, peers, limit)


if __name__ == "__main__":
    main()
