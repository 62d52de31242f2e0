"""How often rank intervals hold all true ranks at once: the percentile bootstrap's, and Holm's.

    python benchmarks/rank_coverage.py [rounds]

First, eight markets whose medians lie close together (half a per cent apart, each known to ten per cent) are drawn again
and again; both kinds of interval are asked for 95 % confidence. Drawing the ranks anew from the estimates, as "ranking with
the bootstrap" does, promises what it does not keep: it takes the estimates' order for the true one.

Then cities of equal medians, whose errors come from the sample sizes and quartiles of what was drawn, as `rank` has them:
with the degrees of freedom that quartiles have, and as if the sigmas were known. Pay is lognormal, or of two levels.
"""

from __future__ import annotations

import sys

import numpy as np

from salarykit.analysis import holm_rank_sets, lognormal_sigma, median_error
from salarykit.analysis.mixtures import SPREADS

SEED, MARKETS, ERROR, LEVEL, DRAWS = 20261124, 8, 0.1, 0.95, 1_000
TRUE = np.arange(MARKETS)[::-1] * 0.005
RANKS = np.arange(1, MARKETS + 1)
SIZES = ((5, 15), (20, 60), (100, 400))
CITIES = (5, 20, 40)


def ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks along the last axis, 1 for the largest."""
    return np.argsort(np.argsort(-values, axis=-1), axis=-1) + 1


def bootstrap(estimates: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return percentile intervals of the ranks of draws around the estimates."""
    drawn = ranks(estimates + rng.standard_normal((DRAWS, MARKETS)) * ERROR)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return np.floor(low), np.ceil(high)


def tied(rng: np.random.Generator, size: tuple[int, int], cities: int, level: float) -> tuple[bool, bool]:
    """Return whether all sets of equal cities hold every rank, with degrees of freedom and without."""
    sizes = rng.integers(size[0], size[1] + 1, cities)
    logs = [rng.standard_normal(n) * 0.2 + level * rng.choice([-1, 1], n) for n in sizes]
    low, middle, high = np.array([np.quantile(each, [0.25, 0.5, 0.75]) for each in logs]).T
    errors = median_error(lognormal_sigma(np.exp(low), np.exp(high)), sizes)
    sets = [
        holm_rank_sets(middle, errors, level=LEVEL, freedom=freedom)
        for freedom in (SPREADS[0].freedom * sizes, np.inf)
    ]
    known, guessed = (bool((each.low == 1).all() and (each.high == cities).all()) for each in sets)
    return known, guessed


def main() -> None:
    """Print the shares in which all true ranks, and a single one, lie in the intervals."""
    rounds, rng = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, np.random.default_rng(SEED)
    held = {"percentile bootstrap": [], "Holm": []}
    for _ in range(rounds):
        estimates = TRUE + rng.standard_normal(MARKETS) * ERROR
        sets = holm_rank_sets(estimates, np.full(MARKETS, ERROR), level=LEVEL)
        for name, (low, high) in zip(held, (bootstrap(estimates, rng), sets), strict=True):
            held[name].append((low <= RANKS) & (high >= RANKS))
    print(f"{rounds:,} rounds, {MARKETS} markets, asked for {LEVEL:.0%}, seed {SEED}")
    for name, hits in held.items():
        print(f"{name:22} all at once {np.all(hits, axis=1).mean():.1%}   one {np.mean(hits):.1%}")
    for title, level in (("lognormal", 0.0), ("two levels, 0.6 apart in log", 0.3)):
        print(f"\nEqual cities, {title}: all at once, with degrees of freedom; as if the sigmas were known")
        for size in SIZES:
            cells = [
                np.mean([tied(rng, size, cities, level) for _ in range(rounds)], axis=0) for cities in CITIES
            ]
            told = "   ".join(f"{n} cities {a:.1%}; {b:.1%}" for n, (a, b) in zip(CITIES, cells, strict=True))
            print(f"{size[0]} to {size[1]} people: {told}")


if __name__ == "__main__":
    main()
