"""How often rank intervals hold all true ranks at once: the percentile bootstrap's, and Holm's.

    python benchmarks/rank_coverage.py [rounds]

Eight markets whose medians lie close together (half a per cent apart, each known to ten per cent) are drawn again and
again; both kinds of interval are asked for 95 % confidence. Drawing the ranks anew from the estimates, as "ranking with
the bootstrap" does, promises what it does not keep: it takes the estimates' order for the true one.
"""

from __future__ import annotations

import sys

import numpy as np

from salarykit.analysis import holm_rank_sets

SEED, MARKETS, ERROR, LEVEL, DRAWS = 20261124, 8, 0.1, 0.95, 1_000
TRUE = np.arange(MARKETS)[::-1] * 0.005
RANKS = np.arange(1, MARKETS + 1)


def ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks along the last axis, 1 for the largest."""
    return np.argsort(np.argsort(-values, axis=-1), axis=-1) + 1


def bootstrap(estimates: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return percentile intervals of the ranks of draws around the estimates."""
    drawn = ranks(estimates + rng.standard_normal((DRAWS, MARKETS)) * ERROR)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return np.floor(low), np.ceil(high)


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


if __name__ == "__main__":
    main()
