"""Measure a column of spans beside a column of days, in one run: `python benchmarks/spans.py --rows N --spans N`.

Both columns are texts with as many distinct values, and dictionaries of them: what differs is the mean over a span.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "JPY",
    "KRW",
    "NOK",
    "SEK",
    "ZAR",
)
FIRST: Final = dt.date(2005, 6, 1)  # CNY and KRW are published from April 2005 and 2000 on


def columns(rows: int, distinct: int) -> tuple[Any, Any, dict[str, Any]]:
    """Return amounts, currencies, and the columns of days and of spans of five days to two years."""
    rng = np.random.default_rng(20_240_628)
    days = [FIRST + dt.timedelta(int(day)) for day in rng.integers(0, 7000, distinct)]
    lengths = rng.integers(5, 731, distinct).tolist()
    spans = [f"{day}/{day + dt.timedelta(length)}" for day, length in zip(days, lengths, strict=True)]
    which = pa.array(rng.integers(0, distinct, rows, dtype=np.int32))
    coded = {
        "days": pa.DictionaryArray.from_arrays(which, pa.array([str(day) for day in days])),
        "spans": pa.DictionaryArray.from_arrays(which, pa.array(spans)),
    }
    kinds = pa.array(rng.integers(0, len(CODES), rows, dtype=np.int8))
    currencies = pa.DictionaryArray.from_arrays(kinds, pa.array(CODES))
    texts = {f"{name}, plain text": column.cast(pa.string()) for name, column in coded.items()}
    return rng.uniform(20_000.0, 900_000.0, rows), currencies, {**coded, **texts}


def check(amounts: Any, currencies: Any, spans: Any) -> None:
    """Compare the column's first rows with the scalar road, bit for bit."""
    found = sk.convert(amounts[:500], currencies[:500], "USD", on=spans[:500])
    for value, amount, code, span in zip(
        found, amounts, currencies.to_pylist()[:500], spans.to_pylist(), strict=False
    ):
        assert value == sk.convert(float(amount), code, "USD", on=span)


def medians(amounts: Any, currencies: Any, cases: Mapping[str, Any], rounds: int) -> dict[str, float]:
    """Run all in turn, round after round, and return the median milliseconds of each."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, column in cases.items():
            start = time.perf_counter()
            sk.convert(amounts, currencies, "USD", on=column)
            times[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--spans", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    amounts, currencies, cases = columns(asked.rows, asked.spans)
    check(amounts, currencies, cases["spans"])
    found = medians(amounts, currencies, cases, asked.rounds)
    print(f"{asked.rows:,} rows, {asked.spans:,} distinct days or spans, {len(CODES)} currencies, to USD")
    for name, taken in found.items():
        other = found["days" if name in ("days", "spans") else "days, plain text"]
        print(f"{name:20} {taken:8.1f} ms   {taken / other:5.2f} of the days")


if __name__ == "__main__":
    main()
