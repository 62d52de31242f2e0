"""How long 100 000 distinct names of places take to resolve, a third of them misspelt, and the same names again."""

from __future__ import annotations

import argparse
import random
import string
import time

import pyarrow as pa

from salarykit.places import resolve, resolve_column
from salarykit.places.gazetteer import all_names, namesakes

DISTINCT = 100_000
REPEATED = 1_000_000
FORMS = ("{0}", "{0}, {1}", "{0} Area", "Remote - {0}")


def misspelt(name: str, chance: random.Random) -> str:
    """Return a name with one letter lost, added, changed, or swapped with the next."""
    at, letter = chance.randrange(len(name)), chance.choice(string.ascii_lowercase)
    changed = (
        name[at + 1 :],
        letter + name[at:],
        letter + name[at + 1 :],
        name[at + 1 : at + 2] + name[at] + name[at + 2 :],
    )
    return name[:at] + chance.choice(changed)


def names(share: float, count: int = DISTINCT) -> list[str]:
    """Return distinct texts as columns hold them; a share of them misspelt."""
    chance = random.Random(1)  # noqa: S311 - no secret
    known = [
        (name, places[0].country)
        for index in (0, 1)
        for name in all_names()
        if (places := namesakes(name)[index])
    ]
    found: dict[str, None] = {}
    while len(found) < count:
        name, country = chance.choice(known)
        spelt = misspelt(name, chance) if chance.random() < share else name
        found[chance.choice(FORMS).format(spelt, country)] = None
    return list(found)


def seconds(texts: list[str]) -> tuple[float, float]:
    """Return how long a column takes, by the clock and by the processor."""
    start, processor = time.perf_counter(), time.process_time()
    resolve_column(texts)
    return time.perf_counter() - start, time.process_time() - processor


def check(texts: list[str]) -> None:
    """Hold some answers of a column against those of each text alone."""
    some = texts[:: max(len(texts) // 200, 1)]
    found = resolve_column(texts).take(pa.array(range(0, len(texts), max(len(texts) // 200, 1))))
    for text, city, rule in zip(
        some, found.field("city").to_pylist(), found.field("rule").to_pylist(), strict=True
    ):
        alone = resolve(text)
        assert (city, rule) == (alone.place and alone.place.name, alone.rule)


def main() -> None:
    """Print the seconds; the gazetteer is loaded before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a few names, to see that all is right")
    count = 3000 if parser.parse_args().smoke else DISTINCT  # more than are resolved one by one
    check(names(1 / 3, count))
    for share in (0.0, 1 / 3, 1.0):
        clock, processor = seconds(names(share, count))
        print(
            f"{count:>9,} distinct names, {share:4.0%} misspelt: {clock:6.2f} s, of the processor {processor:6.2f} s"
        )
    rows = REPEATED * count // DISTINCT
    clock, processor = seconds(names(1 / 3, count)[:1000] * (rows // 1000))
    print(
        f"{rows:>9,} rows of 1,000 names:                {clock:6.2f} s, of the processor {processor:6.2f} s"
    )


if __name__ == "__main__":
    main()
