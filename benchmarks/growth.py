"""Measure how the cost of a column grows, in one run: `python benchmarks/growth.py --rounds N`.

With its rows, with the number of its currencies, and with the number of its distinct days or spans; each against the
first line of its own list. The days and spans are texts, as many of each, and dictionaries of them: what differs is the
mean over a span.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """Check, run all in turn, round after round, and print the median of each against the first."""
    times: list[list[float]] = [[] for _ in cases]
    for case in cases:
        check(case)
    for _ in range(rounds):
        for case, took in zip(cases, times, strict=True):
            start = time.perf_counter()
            sk.convert(case.amounts, case.currencies, "USD", on=case.on, missing="null")
            took.append((time.perf_counter() - start) / len(case.amounts) * 1e9)
    found = [statistics.median(took) for took in times]
    print(f"\n{title}")
    for case, taken in zip(cases, found, strict=True):
        print(f"{case.name:62} {taken:8.2f} ns a row  {taken / found[0]:6.2f}")


def main() -> None:
    """Measure each list."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    compare(
        "Rows", [drawn(rows) for rows in (ROWS, ROWS // 1000, ROWS // 100, ROWS // 10, 10 * ROWS)], rounds
    )
    compare("Currencies", [drawn(ROWS, count) for count in (14, 1, 2, 28, len(CODES))], rounds)
    both = ("days", "spans")
    compare("Days and spans", [drawn(ROWS, distinct=5000, kind=kind) for kind in both], rounds)
    many = (1, 500, 5000, 50_000)
    for kind in both:
        compare(f"Distinct {kind}", [drawn(ROWS, distinct=count, kind=kind) for count in many], rounds)
    texts = [drawn(ROWS, distinct=5000, kind=f"{kind} as plain text") for kind in both]
    compare("Days and spans as plain text", texts, rounds)


if __name__ == "__main__":
    main()
