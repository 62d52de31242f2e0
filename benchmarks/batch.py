"""Measure files against peers, in one run: `python benchmarks/batch.py --rows N --rounds N`.

Parquet (city, amount, currency, date; zstandard) to Parquet with value, rate and rate_on; then CSV with a bad row in every
hundred thousand to Parquet, the bad rows found; then CSV whose amounts are texts (`£44k`, `65.000 €`), few distinct ones and
a million. There the peer is told how these texts are written, which salarykit finds out. Each conversion is a process of its own, its clock begins after the
imports, and its peak memory is told. The peers get every day's rates ready-made. All run in turn, A B C A B C; the median
of each is told. First the answers are compared: rows, and sums by currency and year.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from salarykit.batch.report import peak_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CODES: Final = (
    *("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF"),
    *("JPY", "KRW", "MYR", "NOK", "NZD", "PLN", "SEK", "SGD", "THB", "ZAR"),
)
FIRST, LAST = np.datetime64("2006-01-01"), np.datetime64("2025-12-31")
GROUP: Final = 1 << 20  # rows of a group
EVERY: Final = 100_000  # rows of which one is bad, in CSV
LARGER: Final = 3  # times the rows, for the memory
SQL: Final = """
    COPY (SELECT s.*, r.rate, r.rate_on, s.amount * r.rate AS value
          FROM {source} s LEFT JOIN '{rates}' r USING (currency, date) {where})
    TO '{out}' (FORMAT parquet, COMPRESSION zstd)
"""
YEARS: Final = {"period": "year"}  # amounts are alike in every currency, so in some they are no year's pay
CSV: Final = "read_csv('{source}', header = true, columns = {{city: 'VARCHAR', amount: 'DOUBLE', currency: 'VARCHAR', date: 'DATE'}}, store_rejects = true)"
SUMS: Final = """
    SELECT currency, year(CAST(date AS DATE)) AS y, count(*) AS n, sum(amount) AS a, sum(value) AS v, sum(rate) AS r,
           sum(date_diff('day', DATE '2000-01-01', rate_on)) AS d
    FROM '{}' GROUP BY ALL ORDER BY ALL
"""
TEXTS_SQL: Final = """
    COPY (SELECT s.*, p.amount, p.currency, r.rate, p.amount * r.rate AS value
          FROM read_csv('{source}', header = true, all_varchar = true) s
          JOIN (SELECT DISTINCT salary, CAST(regexp_replace(salary, '[^0-9]', '', 'g') AS DOUBLE)
                       * (CASE WHEN salary LIKE '%k' THEN 1000 ELSE 1 END) AS amount,
                       CASE WHEN salary LIKE '£%' THEN 'GBP' ELSE 'EUR' END AS currency
                FROM read_csv('{source}', header = true, all_varchar = true)) p USING (salary)
          JOIN '{rates}' r ON r.currency = p.currency)
    TO '{out}' (FORMAT parquet, COMPRESSION zstd)
"""
TEXT_SUMS: Final = "SELECT currency, count(*) AS n, 0 AS y, sum(amount) AS a, sum(value) AS v FROM '{}' GROUP BY ALL ORDER BY ALL"
FEW, MANY = 150, 1_000_000  # thousands, and whole amounts, that texts state


def tables(rows: int) -> Iterator[pa.Table]:
    """Give random rows: every currency and day equally likely, amounts with cents."""
    rng = np.random.default_rng(1)
    cities, codes = np.array([f"City {number}" for number in range(500)]), np.array(CODES)
    for start in range(0, rows, GROUP):
        size = min(GROUP, rows - start)
        yield pa.table(
            {
                "city": cities[rng.integers(0, len(cities), size)],
                "amount": np.round(np.exp(rng.normal(11, 0.6, size)), 2),
                "currency": codes[rng.integers(0, len(codes), size)],
                "date": FIRST + rng.integers(0, int((LAST - FIRST).astype(int)) + 1, size),
            }
        )


def write_inputs(folder: Path, rows: int) -> None:
    """Write the rows as Parquet, three times as many, and as CSV with some bad rows; and the rates for the peers."""
    import salarykit as sk

    schema = next(tables(1)).schema
    options = pacsv.WriteOptions(quoting_style="none")
    with (
        pq.ParquetWriter(folder / "in.parquet", schema, compression="zstd") as small,
        pq.ParquetWriter(folder / "larger.parquet", schema, compression="zstd") as large,
        pacsv.CSVWriter(
            folder / "in.csv",
            pa.schema([(name, pa.string()) for name in schema.names]),
            write_options=options,
        ) as text,
    ):
        for table in tables(rows):
            small.write_table(table)
            for _ in range(LARGER):
                large.write_table(table)
            texts = [column.cast(pa.string()).to_pylist() for column in table.columns]
            for row in range(0, len(table), EVERY):
                texts[1][row] = ("-1", "n/a", "1e5")[row // EVERY % 3]
                texts[2][row] = "XYZ" if texts[1][row] == "1e5" else texts[2][row]
            text.write_table(pa.table(dict(zip(schema.names, texts, strict=True))))
    days = np.arange(FIRST, LAST + 1)
    codes, each = np.repeat(CODES, len(days)), np.tile(days, len(CODES))
    done = sk.default_rates().convert(np.ones(len(each)), codes, "USD", on=each)
    rates = {"currency": codes, "date": each, "rate": done.rate, "rate_on": done.observed_on}
    pq.write_table(pa.table(rates), folder / "rates.parquet")


def write_texts(path: Path, rows: int, amounts: int) -> None:
    """Write a CSV of amounts as people write them, so many distinct ones at most."""
    rng = np.random.default_rng(2)
    places = [("London", "GB"), ("Berlin", "DE"), ("Paris", "FR"), ("Leeds", "GB")]
    with path.open("w", encoding="utf-8") as file:
        file.write("city,salary,country,remark\n")
        for row, (amount, which) in enumerate(
            zip(rng.integers(0, amounts, rows).tolist(), rng.integers(0, 4, rows).tolist(), strict=True)
        ):
            thousands = 30 + amount
            whole = thousands * 1_000 if amounts == FEW else 20_000 + amount
            grouped = f"{whole:,}"
            text = (
                f"£{thousands}k" if amounts == FEW else f"£{grouped}",
                f"{grouped.replace(',', '.')} €",
                f"{grouped.replace(',', ' ')} € brut/an",
                f"£{grouped} pa",
            )[which]
            city, country = places[which]
            file.write(f'{city},"{text}",{country},remark {row}\n')


# The competitors: each reads one file, and writes another


def salarykit(source: Path, out: Path) -> None:
    """Convert with three columns added."""
    import salarykit as sk

    bad = out.with_suffix(".bad.csv") if source.suffix == ".csv" else None
    sk.convert_file(
        source, out, base="USD", on="date", defaults=YEARS, add=("value", "rate", "rate_on"), rejects=bad
    )


def salarykit_six(source: Path, out: Path) -> None:
    """Convert with all six columns added."""
    import salarykit as sk

    sk.convert_file(source, out, base="USD", on="date", defaults=YEARS)


def polars(source: Path, out: Path, *, order: bool = False) -> None:
    """Scan, join, sink."""
    import polars as pl

    rates = pl.scan_parquet(source.with_name("rates.parquet"))
    rows = pl.scan_parquet(source)
    joined = rows.join(rates, on=["currency", "date"], how="left", maintain_order="left" if order else "none")
    joined.with_columns(value=pl.col("amount") * pl.col("rate")).sink_parquet(out, compression="zstd")


def duckdb(source: Path, out: Path, *, order: bool = False) -> None:
    """Copy a join; of a CSV the rows that its types, an amount above nothing and a known currency let through."""
    import duckdb as db

    con = db.connect()
    con.execute(f"SET preserve_insertion_order = {str(order).lower()}")
    is_csv = source.suffix == ".csv"
    table = CSV.format(source=source) if is_csv else f"'{source}'"
    where = "WHERE s.amount > 0 AND isfinite(s.amount) AND r.rate IS NOT NULL" if is_csv else ""
    con.execute(SQL.format(source=table, rates=source.with_name("rates.parquet"), out=out, where=where))
    if is_csv:
        con.execute(f"COPY (FROM reject_errors) TO '{out.with_suffix('.bad.csv')}'")


def pandas(source: Path, out: Path) -> None:
    """Read, merge, write."""
    import pandas as pd

    rates = pd.read_parquet(source.with_name("rates.parquet"))
    rows = pd.read_parquet(source).merge(rates, on=["currency", "date"], how="left")
    rows["value"] = rows["amount"] * rows["rate"]
    rows.to_parquet(out, compression="zstd", index=False)


def plain_loop(source: Path, out: Path) -> None:
    """Read and write with pyarrow, and convert nothing: what the format alone costs a plain loop."""
    with (
        pq.ParquetFile(source) as file,
        pq.ParquetWriter(out, file.schema_arrow, compression="zstd") as writer,
    ):
        for batch in file.iter_batches(GROUP):
            writer.write_batch(batch)


def salarykit_texts(source: Path, out: Path) -> None:
    """Convert amounts in people's writing."""
    import salarykit as sk

    bad = out.with_suffix(".bad.csv")
    sk.convert_file(source, out, base="USD", on="2024", add=("value", "rate"), rejects=bad)


def duckdb_texts(source: Path, out: Path) -> None:
    """Take the digits of each distinct text, by rules for these texts and no others, and join."""
    import duckdb as db

    con = db.connect()
    con.execute("SET preserve_insertion_order = false")
    con.execute(TEXTS_SQL.format(source=source, rates=source.with_name("text_rates.parquet"), out=out))


def texts_loop(source: Path, out: Path) -> None:
    """Read a CSV and write it as Parquet with pyarrow, and read no amount."""
    with pacsv.open_csv(source) as file, pq.ParquetWriter(out, file.schema, compression="zstd") as writer:
        for batch in file:
            writer.write_batch(batch)


PARQUET: Final[dict[str, Callable[[Path, Path], None]]] = {
    "salarykit": salarykit,
    "salarykit, all six columns": salarykit_six,
    "Polars, any order": polars,
    "Polars, in order": lambda source, out: polars(source, out, order=True),
    "DuckDB, any order": duckdb,
    "DuckDB, in order": lambda source, out: duckdb(source, out, order=True),
    "pandas": pandas,
    "pyarrow, read and write, no conversion": plain_loop,
}
TEXT: Final[dict[str, Callable[[Path, Path], None]]] = {
    "salarykit": salarykit,
    "DuckDB, any order": duckdb,
    "DuckDB, in order": lambda source, out: duckdb(source, out, order=True),
}
TEXTS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "salarykit, texts": salarykit_texts,
    "DuckDB, rules for these texts": duckdb_texts,
    "pyarrow, read and write, no conversion of texts": texts_loop,
}


def run(name: str, source: Path, out: Path) -> None:
    """Run one competitor in this process, and print what it took."""
    imports = {"salarykit": "salarykit.batch.convert_file", "polars": "polars", "duckdb": "duckdb"}
    for module in (imports.get(name.lower().partition(",")[0].partition(" ")[0], "pandas"), "pandas"):
        import_module(module)  # pandas, too: pyarrow imports it when it is first used
    start = time.perf_counter()
    {**PARQUET, **TEXT, **TEXTS}[name](source, out)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, (peak_memory() or 0) / 1e6, out.stat().st_size / 1e6]))


def measured(name: str, source: Path, out: Path) -> list[float]:
    """Run one competitor in a process of its own: seconds, peak MB, MB of the file.

    What it imports on the way is compiled in the first round, as an installer compiles it.
    """
    line = [sys.executable, __file__, "--run", name, str(source), str(out)]
    compiled = {"PYTHONPYCACHEPREFIX": str(source.with_name("compiled")), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(line, env=os.environ | compiled, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    told: list[float] = json.loads(done.stdout)
    return told


def check(out: Path, expected: list[tuple[object, ...]] | None, sums: str = SUMS) -> list[tuple[object, ...]]:
    """Compare the sums of a file with those of the first."""
    import duckdb as db

    found = db.sql(sums.format(out)).fetchall()
    if expected is not None:
        assert [row[:3] for row in found] == [row[:3] for row in expected]
        np.testing.assert_allclose([row[3:] for row in found], [row[3:] for row in expected], rtol=1e-9)
    return found


def compare(
    title: str,
    competitors: dict[str, Callable[[Path, Path], None]],
    source: Path,
    rounds: int,
    sums: str = SUMS,
) -> None:
    """Check all answers, measure, and print a line for each."""
    out, expected = source.with_name("out.parquet"), None
    first_times = {}
    for name in competitors:
        first_times[name] = measured(name, source, out)
        if "no conversion" not in name:
            expected = check(out, expected, sums)
    took = {name: [] if rounds else [first_times[name]] for name in competitors}
    for _ in range(rounds):
        for name, found in took.items():
            found.append(measured(name, source, out))
    first = statistics.median(each[0] for each in next(iter(took.values())))
    print(f"\n{title}\n{'':48}{'seconds':>9}{'/ salarykit':>13}{'peak MB':>9}{'file MB':>9}")
    for name, found in took.items():
        seconds, memory, size = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{name:48}{seconds:>9.2f}{seconds / first:>13.2f}{memory:>9.0f}{size:>9.0f}")


def main() -> None:
    """Write the files, compare, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--smoke", action="store_true", help="once, on a few rows, to see that all is right")
    asked = parser.parse_args()
    if asked.smoke:
        asked.rows, asked.rounds = 20_000, 0
    if asked.run:
        run(asked.run[0], Path(asked.run[1]), Path(asked.run[2]))
        return
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_inputs(folder, asked.rows)
        print(
            f"{asked.rows:,} rows, {len(CODES)} currencies, {FIRST} to {LAST}, to USD; {os.cpu_count()} cores."
        )
        print(
            f"Only the ratios matter, and only from an idle machine; the load when this began was {load:.1f}."
        )
        print(
            ", ".join(
                f"{name} {version(name)}" for name in ("salarykit", "polars", "duckdb", "pandas", "pyarrow")
            )
        )
        compare("Parquet to Parquet", PARQUET, folder / "in.parquet", asked.rounds)
        compare("CSV to Parquet, rows checked", TEXT, folder / "in.csv", asked.rounds)
        seconds, memory, _ = measured("salarykit", folder / "larger.parquet", folder / "out.parquet")
        print(f"\nsalarykit, {LARGER} times the rows: {seconds:.2f} s, {memory:.0f} MB")
        for amounts, title in ((FEW, "few distinct texts"), (MANY, "up to a million")):
            compare_texts(folder, asked.rows // 10, amounts, f"CSV of text amounts, {title}", asked.rounds)


def compare_texts(folder: Path, rows: int, amounts: int, title: str, rounds: int) -> None:
    """Compare on amounts in people's writing; then tell what three times the rows take."""
    import salarykit as sk

    codes = ["EUR", "GBP"]
    done = sk.default_rates().convert(np.ones(2), codes, "USD", on="2024")
    pq.write_table(pa.table({"currency": codes, "rate": done.rate}), folder / "text_rates.parquet")
    write_texts(folder / "texts.csv", rows, amounts)
    compare(f"{title}: {rows:,} rows", TEXTS, folder / "texts.csv", rounds, TEXT_SUMS)
    write_texts(folder / "texts.csv", LARGER * rows, amounts)
    seconds, memory, _ = measured("salarykit, texts", folder / "texts.csv", folder / "out.parquet")
    print(f"salarykit, {LARGER} times the rows: {seconds:.2f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
