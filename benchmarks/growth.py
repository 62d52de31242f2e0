"""Measure how the cost grows, in one run: `python benchmarks/growth.py --rounds N`.

Columns: with their rows, with the number of their currencies, of their distinct days or spans, and of their distinct texts; files:
with their columns and their number. Each is compared with the first line of its own list. The days and spans are texts, as many of
each, and dictionaries of them: what differs is the mean over a span.

A figure is the time of the processor, on all cores, for each row: it says what more work costs, also on a busy machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FIRST: Final = dt.date(2005, 6, 1)  # from when on all of the first fourteen are published
CODES: Final = (
    *("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "JPY", "KRW", "NOK", "SEK", "ZAR"),
    *("AED", "BAM", "BBD", "BHD", "BMD", "BRL", "BSD", "BZD", "CVE", "DJF", "HUF", "IDR", "ILS", "INR"),
    *("JOD", "MXN", "MYR", "NZD", "OMR", "PAB", "PHP", "PLN", "QAR", "RON", "SAR", "SGD", "THB", "TRY"),
)
SPREAD: Final = 7000  # days on which rows may begin
ROWS: Final = 1_000_000


class Case(NamedTuple):
    """A column to convert."""

    name: str
    amounts: Any
    currencies: Any
    on: Any


def drawn(rows: int, currencies: int = 14, *, distinct: int = SPREAD, kind: str = "dates") -> Case:
    """Return random rows: so many currencies, so many distinct days, or spans of five days to two years.

    Args:
        rows: how many.
        currencies: how many of them.
        distinct: how many days or spans.
        kind: dates; or days or spans as a dictionary of texts, or as plain texts.
    """
    rng = np.random.default_rng(20_240_628)
    days = [FIRST + dt.timedelta(int(day)) for day in rng.integers(0, SPREAD, distinct)]
    lengths = rng.integers(5, 731, distinct).tolist()
    ends = [day + dt.timedelta(length) for day, length in zip(days, lengths, strict=True)]
    names = [f"{day}/{end}" if "spans" in kind else str(day) for day, end in zip(days, ends, strict=True)]
    on = pa.DictionaryArray.from_arrays(rng.integers(0, distinct, rows, dtype=np.int32), names)
    on = on.cast(pa.string()) if kind not in ("days", "spans") else on
    codes = pa.DictionaryArray.from_arrays(
        rng.integers(0, currencies, rows, dtype=np.int8), CODES[:currencies]
    )
    name = f"{rows:>10,} rows, {currencies:2} currencies, {distinct:,} {kind}"
    return Case(name, rng.uniform(2e4, 9e5, rows), codes, on.cast(pa.date32()) if kind == "dates" else on)


def check(case: Case) -> None:
    """Compare the column's first rows with the scalar road, bit for bit."""
    rows = case.currencies[:200].to_pylist(), case.on[:200].to_pylist()
    found = sk.convert(case.amounts[:200], case.currencies[:200], "USD", on=case.on[:200], missing="null")
    for value, amount, code, day in zip(found, case.amounts, *rows, strict=False):
        alone = sk.convert(float(amount), code, "USD", on=day, missing="null")
        assert value == alone or (alone is None and np.isnan(value))


def compare(title: str, cases: Sequence[Case], rounds: int) -> None:
    """Check columns, and compare what they cost."""
    for case in cases:
        check(case)
    calls = {
        case.name: partial(sk.convert, case.amounts, case.currencies, "USD", on=case.on, missing="null")
        for case in cases
    }
    print_growth(title, calls, [len(case.amounts) for case in cases], rounds)


def print_growth(
    title: str, calls: Mapping[str, Callable[[], object]], rows: Sequence[int], rounds: int
) -> None:
    """Run all in turn, round after round, and print the median of each against the first.

    Args:
        title: what grows.
        calls: what is measured, by name.
        rows: how many rows each has.
        rounds: how often each is run.
    """
    for call in calls.values():
        call()  # what is built once is not measured
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, took, count in zip(calls.values(), times, rows, strict=True):
            start = time.process_time()
            call()
            took.append((time.process_time() - start) / count * 1e9)
    found = [statistics.median(took) for took in times]
    print(f"\n{title}")
    for name, taken, took in zip(calls, found, times, strict=True):
        spread = f"{min(took) / taken:.2f}-{max(took) / taken:.2f}" if taken else ""
        print(f"{name:62} {taken:8.1f} ns a row  {taken / (found[0] or 1):6.2f}  {spread}")


def compare_texts(rows: int, rounds: int) -> None:
    """Compare columns of pay in words by their distinct texts, which have the same three shapes."""
    rng = np.random.default_rng(20_240_628)
    shapes = ("£{}k a year", "{}.000 € im Jahr", "${},000 - ${},500 per year")
    calls = {}
    for distinct in (100, 1000, 10_000, 100_000):
        texts = [shapes[number % 3].format(*[30 + number // 3] * 2) for number in range(min(distinct, rows))]
        column = pa.array(texts).take(pa.array(rng.integers(0, len(texts), rows)))
        calls[f"{rows:>10,} rows, {distinct:,} distinct texts"] = partial(sk.parse_pay_column, column)
    print_growth("Distinct texts of pay", calls, [rows] * len(calls), rounds)


def compare_files(rows: int, rounds: int) -> None:
    """Compare files by the columns that are passed on, and folders by the number of files with the same rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = drawn(rows)
        salaries = pa.table({"amount": few.amounts, "currency": few.currencies, "date": few.on})
        out = folder / "out.parquet"
        calls = {}
        for count in (3, 10, 30, 90):
            wide = salaries
            for number in range(count - 3):
                wide = wide.append_column(f"note {number}", salaries["amount" if number % 2 else "currency"])
            pq.write_table(wide, folder / f"{count}.parquet", row_group_size=1 << 20)
            calls[f"{rows:>10,} rows of {count} columns"] = _converting(folder / f"{count}.parquet", out)
        print_growth("Columns of a Parquet file", calls, [rows] * len(calls), rounds)
        calls = {}
        for count in (1, 10, 100):
            parts = folder / f"{count} files"
            parts.mkdir()
            for number in range(count):
                edges = rows * number // count, rows * (number + 1) // count
                pq.write_table(salaries.slice(edges[0], edges[1] - edges[0]), parts / f"{number}.parquet")
            calls[f"{rows:>10,} rows in {count} files"] = _converting(parts, folder / f"out {count}")
        print_growth("Parquet files", calls, [rows] * len(calls), rounds)


def _converting(source: Path, out: Path) -> Callable[[], object]:
    options: dict[str, Any] = {
        "on": "date",
        "add": ("value", "rate", "rate_on"),
        "defaults": {"period": "year"},
    }
    return lambda: sk.convert_file(source, out, base="USD", **options)


def main() -> None:
    """Measure each list."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument(
        "--smoke", action="store_true", help="once, on a thousandth of the rows, to see that all is right"
    )
    given = parser.parse_args()
    rounds, rows = (1, ROWS // 1000) if given.smoke else (given.rounds, ROWS)
    compare(
        "Rows",
        [drawn(count) for count in (rows, rows // 1000, rows // 100, rows // 10, 10 * rows) if count],
        rounds,
    )
    compare("Currencies", [drawn(rows, count) for count in (14, 1, 2, 28, len(CODES))], rounds)
    both = ("days", "spans")
    compare("Days and spans", [drawn(rows, distinct=5000, kind=kind) for kind in both], rounds)
    many = (1, 500, 5000, 50_000)
    for kind in both:
        compare(f"Distinct {kind}", [drawn(rows, distinct=count, kind=kind) for count in many], rounds)
    texts = [drawn(rows, distinct=5000, kind=f"{kind} as plain text") for kind in both]
    compare("Days and spans as plain text", texts, rounds)
    compare_texts(rows, min(rounds, 3))
    compare_files(rows, min(rounds, 3))


if __name__ == "__main__":
    main()
