"""The conversion on Spark beside the same one written as a broadcast join: `python benchmarks/spark.py --rows N`.

Rows are made in Spark (city, amount, one of 20 currencies, date), and written as Parquet once; then every way reads the
file, adds value, rate and rate_on, and throws the result away (the `noop` sink), in turns. The join's table is what one
would make by hand: a rate for each currency and calendar day, carried forward over days without publication; once with
the 20 currencies and the days of the data alone, once with all that the ECB publishes. It checks no cell; salarykit
checks all. `mapInArrow` is salarykit's road through Python, which takes over where columns are texts.

Seconds are the shortest of the rounds; "of the join" is the ratio within a round: its median, and the least and the most
of all rounds, which say how far to trust it. On a machine with other
work, compare the seconds of processor time that all processes of Spark used.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark.sql import DataFrame, SparkSession

CODES: Final = (
    "AUD",
    "CAD",
    "CHF",
    "CNY",
    "CZK",
    "DKK",
    "EUR",
    "GBP",
    "HKD",
    "HUF",
    "IDR",
    "INR",
    "JPY",
    "KRW",
    "MXN",
    "NOK",
    "PLN",
    "SEK",
    "SGD",
    "ZAR",
)
FIRST, DAYS = "2010-01-01", 5000
ALL_FIRST, ALL_DAYS = "1999-01-04", 10_000
ADD = ("value", "rate", "rate_on")


def session() -> SparkSession:
    """Return a quiet Spark on this machine."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    from pyspark.sql import SparkSession

    local = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
    }
    quiet = {"spark.ui.showConsoleProgress": "false", "spark.driver.memory": "2g"}
    builder = SparkSession.builder.master(f"local[{os.cpu_count()}]")
    for name, value in {**local, **quiet}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def salaries(spark: SparkSession, rows: int) -> DataFrame:
    """Return rows that are the same in every run."""
    from pyspark.sql import functions as F  # noqa: N812 - as Spark's documentation imports it

    def chance(salt: int, below: int) -> Any:
        return F.pmod(F.xxhash64("id", F.lit(salt)), F.lit(below))

    return spark.range(rows).select(
        F.concat(F.lit("city "), chance(1, 300)).alias("city"),
        (chance(2, 9_000_000) / 10 + 20_000).alias("amount"),
        F.element_at(F.array(*map(F.lit, CODES)), (chance(3, len(CODES)) + 1).cast("int")).alias("currency"),
        F.date_add(F.lit(FIRST).cast("date"), chance(4, DAYS).cast("int")).alias("date"),
    )


def rate_rows(codes: Sequence[str], first: str, days: int) -> pa.Table:
    """Return a row for each currency and day with a rate to the dollar."""
    dates = np.datetime64(first) + np.arange(days)
    tables = []
    for code in codes:
        done = sk.default_rates().convert(np.ones(days), code, "USD", on=dates, missing="null")
        seen = pa.array(done.observed_on, pa.date32(), mask=np.isnat(done.observed_on))
        table = pa.table({"currency": [code] * days, "date": dates, "rate": done.rate, "rate_on": seen})
        tables.append(table.filter(pa.array(~np.isnan(done.rate))))
    return pa.concat_tables(tables)


def by_join(df: DataFrame, rates: DataFrame) -> DataFrame:
    """Convert as one would without salarykit."""
    from pyspark.sql import functions as F  # noqa: N812 - as Spark's documentation imports it

    joined = df.join(F.broadcast(rates), ["currency", "date"], "left")
    return joined.select(*df.columns, (F.col("amount") * F.col("rate")).alias("value"), "rate", "rate_on")


def by_python(df: DataFrame) -> DataFrame:
    """Convert by salarykit's road through Python, which it takes by itself only where columns are texts."""
    from salarykit.batch.options import BatchOptions, Columns
    from salarykit.spark.in_python import convert_in_python

    order = BatchOptions("USD", "date", sk.default_rates(), add=ADD)
    return convert_in_python(df, order, Columns("amount", "currency", None, None, "date"), keep_bad=False)


def unchanged(df: DataFrame) -> DataFrame:
    """Pass all rows through Python as they are."""
    return df.mapInArrow(lambda batches: batches, df.schema)


def used(pid: int) -> dict[int, int]:
    """Return the ticks of processor time of a process and of each below it; nothing where the system does not tell."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:  # it has ended
            continue
        fields = text[text.rindex(")") + 2 :].split()
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
        ticks[int(path.parent.name)] = int(fields[11]) + int(fields[12])
    found, left = {}, [pid]
    while left:
        each = left.pop()
        found[each] = ticks.get(each, 0)
        left += children.get(each, [])
    return found


def run(df: DataFrame) -> tuple[float, float]:
    """Compute a DataFrame and forget it; return the seconds, of the clock and of the processors.

    Each process is compared with itself: Spark ends idle workers, and what they did before must not be taken off.
    """
    before, start = used(os.getpid()), time.perf_counter()
    df.write.format("noop").mode("overwrite").save()
    clock, after = time.perf_counter() - start, used(os.getpid())
    return clock, sum(now - before.get(pid, 0) for pid, now in after.items()) / os.sysconf("SC_CLK_TCK")


def check(df: DataFrame, ways: dict[str, Callable[[DataFrame], DataFrame]]) -> None:
    """Compare all ways: bit for bit on a sample, and in their sums on the whole."""
    sample, found = df.limit(20_000), []
    for make in ways.values():
        done = make(sample).toArrow().select([*df.columns, *ADD])
        found.append(done.sort_by([(name, "ascending") for name in done.column_names]))
    assert all(table.equals(found[0]) for table in found)
    sums = [
        make(df).selectExpr("count(value)", "sum(value)", "count(rate_on)").first() for make in ways.values()
    ]
    assert all(each[0] == sums[0][0] and each[2] == sums[0][2] for each in sums)
    assert all(abs(each[1] / sums[0][1] - 1) < 1e-12 for each in sums)


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="once, on a few rows, to see that all is right")
    asked = parser.parse_args()
    if asked.smoke:
        asked.rows, asked.rounds = 20_000, 1
    spark = session()
    from salarykit.spark import convert

    few, every = (
        spark.createDataFrame(rate_rows(*each)).localCheckpoint()
        for each in ((CODES, FIRST, DAYS), (tuple(sk.default_rates().sources), ALL_FIRST, ALL_DAYS))
    )
    with tempfile.TemporaryDirectory() as folder:
        salaries(spark, asked.rows).write.parquet(f"{folder}/in")
        df = spark.read.parquet(f"{folder}/in")
        ways: dict[str, Callable[[DataFrame], DataFrame]] = {
            "broadcast join": partial(by_join, rates=few),
            "join, all of the ECB's": partial(by_join, rates=every),
            "salarykit": partial(convert, base="USD", on="date", period="year", add=ADD),
            "salarykit, mapInArrow": by_python,
        }
        check(df, ways)
        ways = {"reading alone": lambda df: df, "limit: mapInArrow that does nothing": unchanged, **ways}
        times = [{name: run(make(df)) for name, make in ways.items()} for _ in range(asked.rounds)]
    print(
        f"{asked.rows:,} rows, {len(CODES)} currencies, {DAYS:,} days; {os.cpu_count()} cores; Spark {spark.version}"
    )
    print(
        f"{'':36}{'seconds':>9}{'of the join, least to most':>29}{'processor':>12}{'of the join, least to most':>29}"
    )
    for name in ways:
        line = f"{name:36}"
        for at, width in ((0, 9), (1, 12)):
            ratios = [each[name][at] / (each["broadcast join"][at] or 1) for each in times]
            spread = f"{statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
            line += f"{min(each[name][at] for each in times):{width}.2f}{spread:>29}"
        print(line)
    spark.stop()


if __name__ == "__main__":
    main()
