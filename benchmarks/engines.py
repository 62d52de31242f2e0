"""Measure the polars door against `sk.convert` on the same columns, and against a join: `make bench`, or `--rows N`.

The rows, the rates and the joins are those of `benchmarks/convert.py`. All answers must agree before anything is printed:
those of the door with those of `sk.convert` bit for bit, those of the joins to 1e-9. Then all run in turn, and the median of
each is told as a multiple of `sk.convert`'s.
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
from convert import CODES, KINDS, SLOW, Peer, draw, medians, polars_peers, tables, warm_up

import salarykit as sk
import salarykit.polars

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 1.2  # times `sk.convert`
STREAMED: Final = "expression, streaming"
WHOLE: Final = 1_000_000  # rows of whole frames, which gain seven columns


def door_peers(frame: pl.DataFrame) -> list[Peer]:
    """Return `sk.convert` and the door on the same columns: a Series, and an expression on each engine."""
    amount, currency, day = (frame[name] for name in ("amount", "currency", "day"))
    value: pl.Expr = pl.col("amount").salarykit.convert("currency", "USD", on="day")
    query = frame.lazy().select(value=value)
    read = lambda answer: answer["value"]  # noqa: E731 - a name for a short timed step
    return [
        Peer("sk.convert", lambda: sk.convert(amount, currency, "USD", on=day)),
        Peer("series.salarykit.convert", lambda: amount.salarykit.convert(currency, "USD", on=day)),
        Peer("pl.col(...).salarykit.convert", lambda: query.collect(engine="in-memory"), read),
        Peer(STREAMED, lambda: query.collect(engine="streaming"), read),
    ]


def frame_peers(frame: pl.DataFrame) -> list[Peer]:
    """Return the conversion of a whole frame: read and converted by the library, by the door, and by the door lazily."""
    whole = frame.select("amount", "currency", as_of="day").head(WHOLE).with_columns(period=pl.lit("year"))
    lazy = whole.lazy().salarykit.convert("USD", on="own")
    read = lambda answer: answer["value"]  # noqa: E731 - a name for a short timed step
    table = lambda: pl.DataFrame(sk.read_salaries(whole).convert("USD", on="own"))  # noqa: E731 - a name for a short timed step
    return [
        Peer("sk.read_salaries(df).convert", table, read),
        Peer("df.salarykit.convert", lambda: whole.salarykit.convert("USD", on="own"), read),
        Peer("lf.salarykit.convert, streaming", lambda: lazy.collect(engine="streaming"), read),
    ]


def check_bits(peers: Sequence[Peer]) -> None:
    """Check that the first peers give the very same floats."""
    first, *others = (np.asarray(peer.read(peer.run()) if peer.read else peer.run()) for peer in peers)
    for answer in others:
        np.testing.assert_array_equal(answer, first)


def print_ratios(title: str, peers: Sequence[Peer]) -> dict[str, float]:
    """Measure all, print a line for each, and return the ratio of each to the first."""
    found = medians(peers, again=True)
    print(f"\n{title}\n{'':46}{'seconds':>10}{'/ the first':>13}")
    for peer, median in zip(peers, found, strict=True):
        print(f"{peer.name:46}{median:>10.4f}{median / found[0]:>13.2f}")
    return {peer.name: median / found[0] for peer, median in zip(peers, found, strict=True)}


def main() -> None:
    """Check everything, then measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=21)  # the door takes hundredths of a second
    asked = parser.parse_args()
    pay, load = draw(asked.rows), os.getloadavg()[0]
    print(f"{asked.rows:,} rows, {len(CODES)} currencies, to USD; {os.cpu_count()} cores, load {load:.1f}.")
    for kind, text in (("a", pl.Enum(CODES)), ("b", pl.String)):
        given: dict[str, Any] = tables(pay, kind)
        frame = pl.DataFrame(given["pay"]).with_columns(pl.col("currency").cast(text)).rechunk()
        doors, whole = door_peers(frame), frame_peers(frame)
        check_bits(doors)
        check_bits(whole)
        joins = polars_peers(given, kind)
        for join_peer in joins:
            join_peer.rounds = SLOW
        peers = [*doors, *joins]
        warm_up(peers, asked.rounds)
        warm_up(whole, min(asked.rounds, SLOW))
        ratios = print_ratios(f"polars, {KINDS[kind].partition(': ')[2]}", peers)
        eager = max(ratios[peer.name] for peer in doors[:-1])
        join = min(ratio for name, ratio in ratios.items() if "join" in name)
        print(
            f"the door takes {eager:.2f} times sk.convert (at most {MOST}), the quickest join {join:.2f} times."
        )
        print_ratios(f"whole frames of {len(frame.head(WHOLE)):,} rows, with provenance", whole)


if __name__ == "__main__":
    main()
