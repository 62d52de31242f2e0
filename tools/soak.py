"""Call every door again and again in one process, with good and bad input, and watch that its memory stays.

    python tools/soak.py [MINUTES]

After two fifths of the time, in which caches are filled, the memory that the process holds may grow by 5 % at most. What the
allocators of C and of Arrow keep of what was freed is given back before it is measured: it depends on the order of the calls.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import random
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

import salarykit as sk
import salarykit.pandas

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS: Final = Path(__file__).parents[1] / "tests" / "corpus"
GROWTH: Final = 1.05  # times the memory after the caches are filled
PARTS: Final = 10  # of the time, after each of which memory is measured
WARM: Final = 4  # of them, in which caches are filled


class Held(NamedTuple):
    """What this process holds.

    Attributes:
        resident: the bytes of memory, once the allocators have given back what was freed.
        objects: the blocks of memory of Python's objects.
        arrow: the bytes of Arrow's columns.
    """

    resident: int
    objects: int
    arrow: int

    def __str__(self) -> str:
        return (
            f"{self.resident:,} bytes, {self.objects:,} blocks of Python's, {self.arrow:,} bytes of Arrow's"
        )


def held() -> Held:
    """Return what this process holds."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # of glibc
        trim(0)
    resident = Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]
    return Held(1024 * int(resident), sys.getallocatedblocks(), pa.total_allocated_bytes())


def rows(chance: random.Random, count: int) -> list[dict[str, Any]]:
    """Return rows of which some are no salaries, and none is like those of another call."""
    return [
        {
            "city": chance.choice(["Kiel", "Leeds", f"Nowhere {chance.random()}"]),
            "amount": chance.choice([50_000, "x", f"€{chance.randrange(10**6)}", 10**400, None]),
            "currency": chance.choice(["EUR", "GBP", f"X{chance.randrange(10**4)}"]),
            "as_of": chance.choice(["2024", "2024-02-30", f"20{chance.randrange(10, 25)}-06"]),
        }
        for _ in range(count)
    ]


def calls(chance: random.Random, folder: Path) -> list[Callable[[], Any]]:
    """Return one call of each door, with input of its own."""
    path = chance.choice(sorted(CORPUS.iterdir()))
    cut = folder / path.name
    data = path.read_bytes()
    cut.write_bytes(data if chance.random() < 0.5 else data[: chance.randrange(len(data) + 1)])  # noqa: PLR2004 - every other
    found = sk.sift_salaries(rows(chance, 50)).good
    day = f"20{chance.randrange(0, 25):02}-0{chance.randrange(1, 10)}-28"
    amounts = np.random.default_rng(chance.randrange(10**6)).uniform(1, 9, 1_000)
    return [
        lambda: sk.sift_salaries(cut),
        lambda: sk.read_salaries(path),
        lambda: sk.infer_layout(cut),
        lambda: sk.read_rates(cut, base="EUR"),
        lambda: sk.convert_file(cut, folder / "o.parquet", base="USD", on="2024", rejects=folder / "bad.csv"),
        lambda: sk.convert_file(path, folder / "o.csv", base="USD", on="2024", missing="null"),
        lambda: sk.convert(chance.random(), "EUR", "USD", on=day),
        lambda: sk.convert(amounts, "GBP", "JPY", on=day),
        lambda: sk.convert(1, f"Z{chance.random()}", "USD", on=day),
        lambda: sk.find_pay(f"€{chance.randrange(10**9):,} a month, {chance.random()}"),
        lambda: sk.parse_pay_column([f"£{chance.randrange(10**6)}" for _ in range(300)]),
        lambda: found.convert("USD", on=day, missing="null").rank(),
        lambda: found.convert("USD", on="own", missing="null").query(
            near="Kiel", half_life_months=9, as_of=day
        ),
        found.check,
        lambda: sk.load_salaries().convert("EUR", on=day).compare("Toronto", "London"),
        lambda: pd.DataFrame(rows(chance, 20)).salarykit.convert("USD", on="2024"),
        lambda: sk.default_rates(sources=("ecb",)).quote("USD", "JPY", on=day),
    ]


def soak(minutes: float, seed: int = 0) -> tuple[Held, Held]:
    """Call all doors for some minutes; return what is held after the first rounds and at the end, and print it ten times meanwhile."""
    chance, since = random.Random(seed), time.monotonic()  # noqa: S311 - no secret
    measured: list[Held] = []
    rounds = 0
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while len(measured) < PARTS:
            for call in calls(chance, Path(folder)):
                with suppress(sk.SalaryKitError):
                    call()
            rounds += 1
            if time.monotonic() - since > 60 * minutes * (len(measured) + 1) / PARTS:
                measured.append(held())
                print(f"{rounds:,} rounds: {measured[-1]}", flush=True)
    return measured[WARM - 1], measured[-1]


def main() -> None:
    """Soak for the minutes that are asked for, and fail if memory grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=60.0)
    first, last = soak(parser.parse_args().minutes)
    print(f"{last.resident / first.resident - 1:+.1%}")
    if last.resident > GROWTH * first.resident:
        raise SystemExit("The memory grows.")


if __name__ == "__main__":
    main()
