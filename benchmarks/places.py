"""How long 100 000 distinct names of places take to resolve, a third of them misspelt, and the same names again."""

from __future__ import annotations

import random
import string
import time

from salarykit.places import resolve_column
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


def names(share: float) -> list[str]:
    """Return distinct texts as columns hold them; a share of them misspelt."""
    chance = random.Random(1)  # noqa: S311 - no secret
    known = [
        (name, places[0].country)
        for index in (0, 1)
        for name in all_names()
        if (places := namesakes(name)[index])
    ]
    found: dict[str, None] = {}
    while len(found) < DISTINCT:
        name, country = chance.choice(known)
        spelt = misspelt(name, chance) if chance.random() < share else name
        found[chance.choice(FORMS).format(spelt, country)] = None
    return list(found)


def seconds(texts: list[str]) -> float:
    """Return how long a column takes."""
    start = time.perf_counter()
    resolve_column(texts)
    return time.perf_counter() - start


def main() -> None:
    """Print the seconds; the gazetteer is loaded before."""
    for share in (0.0, 1 / 3, 1.0):
        texts = names(share)
        print(f"{DISTINCT:>9,} distinct names, {share:4.0%} misspelt: {seconds(texts):6.1f} s")
    repeated = names(1 / 3)[:1000] * (REPEATED // 1000)
    print(f"{REPEATED:>9,} rows of 1,000 names:                {seconds(repeated):6.1f} s")


if __name__ == "__main__":
    main()
